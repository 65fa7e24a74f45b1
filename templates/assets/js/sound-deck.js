// @ts-check
// <sound-deck>: the few audio elements that all clips sound through; made by <listening-bar>, never shown.
// One is heard. Those that may be heard next run beside it at the same position without a sound, so that a switch is a
// short fade; one that was not prepared takes over as soon as it runs. Only start() and resume() begin to sound: what a
// track tells counts as long as it is to sound, and then what it is by the time that it is told. No file goes through
// WebAudio: from disk that is silence.
(() => {
  "use strict";
  const MOST = 6; // audio elements
  const FADE = 30; // milliseconds, in steps of about 5
  const DUE = 150; // milliseconds that a clip which runs is aligned before it takes over wherever it is
  const AHEAD = 10; // seconds that are here of what is heard before anything else is loaded
  const FAR = 0.1; // seconds that are better sought than caught up
  const LAST = 0.5; // seconds before the end in which nothing is caught up
  const EVEN = !/Apple/.test(navigator.vendor); // whether a change of speed leaves the clock alone: WebKit seeks for it
  const SOON = 30; // milliseconds after which a switch is told: drawing would put it off
  const TEND = 100; // milliseconds between two looks at what runs beside
  const NEAR = 0.01; // seconds that two clips may lie apart
  const CLOCK = 120; // milliseconds after which the clock of a clip that was started can be trusted
  const STILL = 400; // milliseconds that the clock of a clip that plays may stand still
  const EARLIER = [0.1, 0.6, 2, Infinity]; // seconds before a place that was not found, until one is
  const probe = new Audio();
  probe.volume = 0.5;
  const FADES = probe.volume === 0.5; // iOS leaves the volume to its buttons
  // Whether the next second is here, or all that is left.
  const held = (/** @type {Track} */ { buffered, currentTime, duration }) => [...Array(buffered.length).keys()].some((part) => buffered.start(part) <= currentTime && buffered.end(part) > Math.min(currentTime + 1, duration - 0.2));
  // WebKitGTK leaves the state at 2 after a seek in a pause, though all is here.
  const ready = (/** @type {Track} */ track) => !track.seeking && (track.readyState > 2 || (track.readyState === 2 && held(track)));

  class SoundDeck extends HTMLElement {
    constructor() {
      super();
      /** @type {Track[]} */
      this.tracks = [];
      this.heard = this.add();
      /** @type {Track | null} */
      this.next = null; // what takes over as soon as it can
      this.rate = 1;
      this.loops = false;
      this.tended = 0; // when what runs beside was looked after, and how long it had not been: longer on a busy page
      this.beat = TEND;
      this.lag = 0.03; // seconds that a place is reached late, learned from every time
      /** @type {DeckState} */
      this.state = "idle";
    }

    add() {
      /** @type {Track} */
      const track = new Audio();
      track.preload = "auto";
      track.preservesPitch = track.webkitPreservesPitch = true;
      track.addEventListener("playing", () => this.sounded(track));
      for (const name of ["waiting", "pause", "ended"]) track.addEventListener(name, () => this.look(track));
      track.addEventListener("seeked", () => this.arrived(track));
      track.addEventListener("timeupdate", () => track === this.heard && this.tell("time"));
      track.addEventListener("error", () => this.recover(track) || this.fail(track, ""));
      this.tracks.push(track);
      return track;
    }

    get fades() { return FADES; }
    get time() { return this.heard.bound ?? this.heard.currentTime; }
    get sounds() { return this.state === "playing" || this.state === "loading"; }

    /** @param {DeckState} state @param {string} [reason] */
    tell(state, reason) {
      if (state !== "time") this.state = state;
      if (!this.sounds) for (const track of this.tracks) if (track.beside && track.muted) track.pause();
      this.dispatchEvent(new CustomEvent("deck", { detail: { state, reason } }));
      if (state !== "time") this.tend();
    }

    // An event comes late: what counts is what the track is by now, and only of one that is to be heard.
    /** @param {Track} track */
    look(track) {
      if (track !== this.heard || this.next || !this.sounds) return;
      if (track.ended) this.go(track);
      if (track.ended || track.paused) this.tell(track.ended ? "ended" : "paused");
      else if (ready(track)) this.sounded(track);
      else this.tell("loading");
    }

    /** @param {Track} track */
    sounded(track) {
      if (track !== this.heard || this.next || !this.sounds) return;
      if (track.bound === undefined) this.ramp(track, track.level);
      this.tell("playing");
    }

    /** @param {Track} track @param {string} reason @returns {void} */
    fail(track, reason) {
      if (track !== (this.next || this.heard)) track.beside = false;
      else if (this.sounds) {
        this.halt("error");
        const form = track.error ? { 2: "unreachable", 4: track.lost ? "unreachable" : "unsupported" }[track.error.code] : reason === "NotSupportedError" && "unsupported";
        this.tell("error", form || "failed");
      }
    }

    // Chromium does not find every place in a FLAC, least of all near its end, and then gives up the file.
    /** @param {Track} track */
    recover(track) {
      const at = track.sought - EARLIER[track.lost];
      if (Number.isNaN(at) || track.error.code === 4) return false;
      const plays = !track.paused;
      track.lost += 1;
      track.src = track.address;
      this.place(track, Math.max(at, 0), track.lost);
      if (plays) this.play(track);
      return true;
    }

    /** @param {Track} track @param {number} at */
    place(track, at, lost = 0) {
      track.lost = lost;
      track.sought = at || undefined;
      track.currentTime = at;
      this.note(track);
      if (!track.paused) this.wake(track);
    }

    // Where its clock stands, to see whether it runs.
    /** @param {Track} track */
    note(track) {
      track.from = track.currentTime;
      track.since = performance.now();
      track.looks = track.apart = 0;
    }

    /** @param {Track} track */
    runs(track) { return !track.paused && ready(track) && Math.abs(track.currentTime - track.from) > 0.001; }

    // The track that holds this file, else a new one or one that is not needed; those of `kept` are.
    /** @param {string} address @param {string[]} [kept] */
    track(address, kept = []) {
      const free = this.tracks.filter((one) => one !== this.heard && one !== this.next && !kept.includes(one.address));
      return this.tracks.find((one) => one.address === address) || this.tracks.find((one) => !one.address) || (this.tracks.length < MOST ? this.add() : free[0]);
    }

    // To the place that it was to be silent for first, from where it goes on though it has come to its end meanwhile.
    /** @param {Track} track */
    go(track) {
      const { bound } = track;
      track.bound = undefined;
      if (bound === undefined) return;
      this.place(track, bound);
      if (track.paused && track === this.heard && this.sounds) this.play(track);
    }

    // Volume in small steps: a jump would click. A place that was asked for is not forgotten for another fade.
    /** @param {Track} track @param {number} level @param {() => void} [then] */
    ramp(track, level, then) {
      clearInterval(track.ramp);
      if (!then) this.go(track);
      const from = track.volume;
      const begun = performance.now();
      const move = () => {
        const share = FADES && !document.hidden && from !== level ? Math.min((performance.now() - begun) / FADE, 1) : 1;
        track.volume = from + (level - from) * share;
        if (share < 1) return;
        clearInterval(track.ramp);
        if (then) then();
      };
      track.ramp = setInterval(move, 5);
      move();
    }

    /** @param {Track} track */
    silence(track) {
      clearInterval(track.ramp);
      track.volume = 0;
      track.muted = true;
    }

    /** @param {Track} track */
    leave(track) {
      this.ramp(track, 0, () => {
        track.pause();
        this.go(track);
      });
    }

    /** @param {Track} track @param {string} address @param {number} at */
    load(track, address, at) {
      track.bound = undefined;
      track.beside = false;
      if (track.address !== address || track.error) {
        track.address = address;
        track.src = address;
        track.sought = undefined;
        track.lost = 0;
      }
      track.defaultPlaybackRate = track.playbackRate = this.rate;
      track.loop = this.loops;
      if (track.currentTime !== at) this.place(track, at);
    }

    /** @param {Track} track */
    play(track) {
      const started = track.play();
      this.note(track);
      // Rejected when another clip is started first, which is no fault, or when the file cannot be played. Without a sound
      // it may not be allowed either.
      if (started) started.then(() => this.wake(track), ({ name }) => name === "AbortError" || (track.beside && name === "NotAllowedError") || this.fail(track, name));
    }

    // WebKitGTK lets a clip that was loaded a while ago stand still as long again before it is heard: loaded anew, it starts.
    /** @param {Track} track */
    wake(track) {
      const { address, since } = track;
      setTimeout(() => {
        if (track.since !== since || track.address !== address || track.paused || !ready(track)) return;
        const { currentTime } = track;
        track.woken = this.runs(track) ? 0 : (track.woken || 0) + 1;
        if (!track.woken || track.woken > 2) return;
        track.src = address;
        this.place(track, currentTime);
        this.play(track);
      }, STILL);
    }

    // Nothing is to sound any more, whatever its events and promises say later.
    /** @param {DeckState} state */
    halt(state) {
      this.state = state;
      if (this.next) this.pass();
      for (const track of this.tracks) if (!track.paused) this.leave(track);
    }

    // What was about to take over is the one that counts.
    pass() {
      this.heard.beside = true;
      this.next.beside = false;
      [this.heard, this.next] = [this.next, null];
    }

    /** @param {string} address @param {number} at @param {number} level @param {boolean} [over] @returns {void} */
    start(address, at, level, over) {
      const old = this.heard;
      const track = this.track(address);
      track.level = level;
      if (over && this.state === "playing" && track !== old && !old.paused && old.bound === undefined && !document.hidden) return this.follow(track, address);
      this.next = null;
      if (over && this.state === "playing" && track === old) { // what was coming is not wanted any more
        this.ramp(track, level);
        return this.tell("playing");
      }
      for (const one of this.tracks) {
        if (one !== track && !one.paused) this.leave(one);
        one.beside = Boolean(over) && (one.beside || one === old);
      }
      this.heard = track;
      this.load(track, address, at);
      if (at > 0 && track.paused) this.silence(track); // it fades in as soon as it sounds
      else this.ramp(track, level);
      track.muted = false;
      this.play(track); // before anybody draws what it means
      this.tell(track.readyState > 2 ? "playing" : "loading");
    }

    // Let a track take over: at once where it runs beside already.
    /** @param {Track} track @param {string} address */
    follow(track, address) {
      this.next = track;
      this.due = performance.now() + DUE;
      if (!track.beside || track.address !== address) this.join(track, address);
      if (this.meet()) return;
      this.dispatchEvent(new CustomEvent("deck", { detail: { state: "loading" } }));
      this.tend();
    }

    // Start a track without a sound beside the one that is heard.
    /** @param {Track} track @param {string} address */
    join(track, address) {
      this.silence(track);
      this.load(track, address, this.heard.currentTime + this.lag * this.rate);
      track.beside = true;
      if (this.state === "playing") this.play(track);
    }

    // Look after what runs beside, as long as anything does.
    tend() {
      clearTimeout(this.timer);
      const now = performance.now();
      this.beat = Math.max(now - this.tended, TEND);
      this.tended = now;
      if (!this.sounds) return;
      const loads = this.state === "loading";
      if (loads && ready(this.heard)) return this.sounded(this.heard); // WebKitGTK says nothing of one that goes on at state 2
      if (this.next) this.meet();
      const beside = this.next ? [this.next] : this.tracks.filter((track) => track.beside);
      for (const track of beside) this.align(track);
      if (loads || beside.length) this.timer = setTimeout(() => this.tend(), loads || this.next ? 5 : TEND);
    }

    // How far a track is ahead of the one that is heard, in seconds.
    /** @param {Track} track */
    apart(track) {
      const ahead = track.currentTime - this.heard.currentTime;
      const turns = this.loops ? Math.round(ahead / track.duration) * track.duration : 0;
      return (ahead - turns) / this.rate;
    }

    // Let it catch up or wait until the next look by its speed, which nobody hears; far off it is placed anew. Clocks are
    // uneven: what counts is the mean of some looks, and one that has just started tells nothing yet.
    /** @param {Track} track */
    align(track) {
      const { heard, rate } = this;
      const ends = heard.currentTime + LAST > track.duration;
      if (track.playbackRate !== rate) {
        track.playbackRate = rate;
        track.looks = track.apart = 0;
        return;
      }
      if (ends || !this.runs(heard)) return;
      if (track.paused) {
        this.place(track, heard.currentTime + this.lag * rate);
        return this.play(track);
      }
      if (!this.runs(track) || performance.now() - track.since < CLOCK) return;
      track.looks += 1;
      track.apart += (this.apart(track) - track.apart) / track.looks;
      const off = Math.abs(track.apart);
      if (off <= NEAR || (off < 3 * NEAR && track.looks < 3)) return;
      if (EVEN && off < FAR) track.playbackRate = rate * (1 - Math.min(Math.max(1000 * track.apart / this.beat, -0.5), 0.5));
      else {
        if (off < 0.3) this.lag = Math.min(Math.max(this.lag - track.apart / 4, 0), 0.3);
        this.place(track, heard.currentTime + this.lag * rate);
      }
    }

    // Whether what comes has taken over.
    meet() {
      const { next, heard } = this;
      if (heard.paused || heard.currentTime > next.duration - 0.05) {
        this.state = "loading";
        this.start(next.address, heard.currentTime > next.duration - 0.05 ? 0 : heard.currentTime, next.level, true);
        return true;
      }
      if (!this.runs(next) || (Math.abs(this.apart(next)) > FAR && performance.now() < this.due)) return false;
      this.pass();
      clearInterval(next.ramp);
      next.volume = next.level; // at once: of two that are at the same place the one goes on where the other is
      next.muted = false;
      this.silence(heard);
      if (next.playbackRate !== this.rate) next.playbackRate = this.rate;
      setTimeout(() => this.heard === next && !this.next && this.sounds && this.tell("playing"), SOON); // heard first, then drawn
      return true;
    }

    // Whether so much of what is heard is here that something else may load.
    get whole() {
      const { buffered, duration, currentTime } = this.heard;
      return buffered.length > 0 && buffered.end(buffered.length - 1) > Math.min(duration - 0.2, currentTime + AHEAD);
    }

    // Get clips ready that may be heard next, the likeliest first: beside what is heard, or waiting at a place of their own.
    /** @param {{ address: string, at: number, over?: boolean }[]} clips */
    prepare(clips) {
      const kept = clips.map(({ address }) => address);
      for (const { address, at, over } of clips.slice(0, MOST - 1)) {
        const track = this.track(address, kept);
        if (!track || track === this.heard || track === this.next || (over && track.beside && track.address === address)) continue;
        if (over) this.join(track, address);
        else if (track.paused) this.load(track, address, at);
      }
      this.tend();
    }

    pause() {
      const at = this.time;
      const late = this.next;
      this.halt("paused");
      if (late) this.place(late, at);
      this.tell("paused");
    }

    resume() {
      const track = this.heard;
      track.muted = false;
      this.load(track, track.address, this.time);
      this.ramp(track, track.level);
      this.play(track);
      this.tell(track.readyState > 2 ? "playing" : "loading");
    }

    /** @param {number} seconds */
    seek(seconds) {
      if (this.next) {
        this.state = "loading";
        return this.start(this.next.address, seconds, this.next.level, true);
      }
      const track = this.heard;
      if (this.sounds && track.bound === undefined && !track.paused) this.ramp(track, 0, () => this.go(track));
      track.bound = seconds;
      if (track.paused || !FADES || document.hidden || !track.volume) this.go(track);
    }

    /** @param {Track} track */
    arrived(track) {
      if (track.seeking) return; // to another place
      track.sought = undefined;
      if (track !== this.heard || this.next || track.bound !== undefined) return;
      if (!track.paused && this.sounds) this.ramp(track, track.level);
      this.tell("time");
    }

    stop() {
      this.halt("idle");
      this.seek(0);
      this.tell("idle");
    }

    /** @param {number} level */
    set level(level) {
      const track = this.next || this.heard;
      track.level = level;
      if (track === this.heard && this.sounds) this.ramp(track, level);
    }

    /** @param {number} rate */
    set speed(rate) {
      this.rate = rate;
      if (rate !== this.heard.playbackRate) for (const track of this.tracks) track.defaultPlaybackRate = track.playbackRate = rate;
    }

    /** @param {boolean} loops */
    set loop(loops) {
      this.loops = loops;
      for (const track of this.tracks) track.loop = loops;
    }
  }
  customElements.define("sound-deck", SoundDeck);
})();
