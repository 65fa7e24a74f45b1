// @ts-check
// <sound-deck>: the two audio elements that all clips sound through; made by <listening-bar>, never shown.
// One is heard. The other gets the next clip ready without a sound and takes over at the same position by a short fade,
// so that a switch has no gap however slow the network is. No file goes through WebAudio: from disk that is silence.
(() => {
  "use strict";
  const FADE = 30; // milliseconds, in steps of about 5
  const NEAR = 0.015; // seconds that two clips may lie apart when one takes over
  const CLOCK = 120; // milliseconds after which the clock of a clip that was started can be trusted
  const STILL = 400; // milliseconds that the clock of a clip that plays may stand still
  const EARLIER = [0.1, 0.6, 2, Infinity]; // seconds before a place that was not found, until one is
  const probe = new Audio();
  probe.volume = 0.5;
  const FADES = probe.volume === 0.5; // iOS leaves the volume to its buttons
  const wait = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, Math.max(ms, 0)));
  // Whether the next second is here, or all that is left.
  const held = (/** @type {Track} */ { buffered, currentTime, duration }) => [...Array(buffered.length).keys()].some((part) => buffered.start(part) <= currentTime && buffered.end(part) > Math.min(currentTime + 1, duration - 0.2));
  // WebKitGTK leaves the state at 2 after a seek in a pause, though all is here.
  const ready = (/** @type {Track} */ track) => !track.seeking && (track.readyState > 2 || (track.readyState === 2 && held(track)));

  class SoundDeck extends HTMLElement {
    constructor() {
      super();
      /** @type {Track[]} */
      this.tracks = [new Audio(), new Audio()];
      this.heard = this.tracks[0];
      /** @type {Track | null} */
      this.next = null; // what takes over as soon as it can
      this.rate = 1;
      this.loops = false;
      this.lag = 0.056; // seconds from play() to sound, learned from every change
      this.sure = false; // whether the last change showed that `lag` is right
      this.run = 0; // every start, pause and seek makes the changes under way void
      /** @type {DeckState} */
      this.state = "idle";
      for (const track of this.tracks) {
        const on = (/** @type {string} */ name, /** @type {DeckState} */ state) => track.addEventListener(name, () => track === this.heard && !this.next && this.sounds && this.tell(state)); // none that comes late
        track.preload = "auto";
        track.preservesPitch = track.webkitPreservesPitch = true;
        track.addEventListener("playing", () => this.sounded(track));
        on("waiting", "loading");
        on("ended", "ended");
        track.addEventListener("pause", () => track.paused && track === this.heard && !this.next && !track.ended && this.state !== "idle" && this.tell("paused")); // late, it may play again
        track.addEventListener("seeked", () => this.arrived(track));
        track.addEventListener("timeupdate", () => track === this.heard && this.tell("time"));
        track.addEventListener("error", () => track.address && (this.recover(track) || this.fail(track, "")));
      }
    }

    get fades() { return FADES; }
    get time() { return this.target ?? this.heard.currentTime; }
    get sounds() { return this.state === "playing" || this.state === "loading"; }

    /** @param {DeckState} state @param {string} [reason] */
    tell(state, reason) {
      if (state !== "time") this.state = state;
      this.dispatchEvent(new CustomEvent("deck", { detail: { state, reason } }));
      if (state === "loading") this.arrival(this.heard).then((track) => this.state === "loading" && this.sounded(track));
    }

    // WebKitGTK says nothing of a track that goes on at state 2: it is asked.
    /** @param {Track} track */
    sounded(track) {
      if (track !== this.heard || this.next || !this.sounds) return;
      if (track.bound === undefined) this.ramp(track, track.level);
      this.tell("playing");
    }

    // The track once it can be started or goes on, or once another change is under way.
    /** @param {Track} track */
    arrival(track, run = this.run) {
      return new Promise((done) => {
        const look = () => run !== this.run || ready(track) ? done(track) : setTimeout(look, 5);
        look();
      });
    }

    /** @param {Track} track @param {string} reason @returns {void} */
    fail(track, reason) {
      if (!track.address) return;
      if (track !== (this.next || this.heard)) return void (track.address = "");
      const form = track.error ? { 2: "unreachable", 4: track.lost ? "unreachable" : "unsupported" }[track.error.code] : reason === "NotSupportedError" && "unsupported";
      track.address = "";
      this.halt();
      this.heard = track;
      this.tell("error", form || "failed");
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
    }

    /** @param {Track} track */
    other(track) { return this.tracks[track === this.tracks[0] ? 1 : 0]; }

    // To the place that it was to be silent for first.
    /** @param {Track} track */
    go(track) {
      const { bound } = track;
      track.bound = undefined;
      if (bound !== undefined) this.place(track, bound);
    }

    // Volume in small steps: a jump would click. A place that was asked for is not forgotten for another fade.
    /** @param {Track} track @param {number} level @param {() => void} [then] */
    ramp(track, level, then) {
      clearInterval(track.ramp);
      this.go(track);
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
      if (FADES) track.volume = 0;
      else track.muted = true;
    }

    /** @param {Track} track */
    leave(track) { this.ramp(track, 0, () => track.pause()); }

    /** @param {Track} track @param {string} address @param {number} at */
    load(track, address, at) {
      track.bound = undefined;
      if (track.address !== address) {
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
      // Rejected when another clip is started first, which is no fault, or when the file cannot be played.
      if (started) started.then(() => this.wake(track), (error) => error.name === "AbortError" || this.fail(track, error.name));
    }

    // WebKitGTK lets a clip that was loaded a while ago stand still as long again before it is heard: loaded anew, it starts.
    /** @param {Track} track */
    async wake(track) {
      const { address, currentTime } = track;
      await wait(STILL);
      const stands = !track.paused && !track.seeking && track.address === address && Math.abs(track.currentTime - currentTime) < 0.1 && ready(track);
      if (!stands || track.woken === address) return;
      track.woken = address;
      track.src = address;
      this.place(track, currentTime);
      this.play(track);
    }

    // Void what is under way; what was about to take over is the one that counts.
    halt() {
      this.run += 1;
      this.target = undefined;
      if (this.next) [this.heard, this.next] = [this.next, null];
      const old = this.other(this.heard);
      if (!old.paused) this.leave(old);
    }

    /** @param {string} address @param {number} at @param {number} level @param {boolean} [over] @returns {void} */
    start(address, at, level, over) {
      const follows = over && this.state === "playing" && !this.heard.paused && !document.hidden;
      if (!follows && this.next) this.leave(this.heard);
      if (this.next) this.next.pause();
      this.run += 1;
      this.target = undefined;
      const old = this.heard;
      if (!old.paused && !follows) this.leave(old);
      const track = old.address && old.address !== address ? this.other(old) : old;
      track.level = level;
      if (follows && track !== old) {
        track.pause();
        this.next = track;
        this.state = "playing";
        this.meet(track, address, this.run);
        return void this.dispatchEvent(new CustomEvent("deck", { detail: { state: "loading" } }));
      }
      this.next = null;
      this.heard = track;
      this.load(track, address, at);
      if (at > 0 && track.paused) this.silence(track); // it fades in as soon as it sounds
      else this.ramp(track, level);
      track.muted = false;
      this.play(track); // before anybody draws what it means
      this.tell(track.readyState > 2 ? "playing" : "loading");
    }

    // Start `track` without a sound, beside the one that is heard, and let it take over when both are at the same place.
    /** @param {Track} track @param {string} address @param {number} run */
    async meet(track, address, run) {
      const old = this.heard;
      const gone = () => run !== this.run;
      let lead = 0.08;
      this.silence(track);
      this.load(track, address, old.currentTime + lead * this.rate);
      if (!track.used) { // browsers that want a gesture for each element get it here
        track.used = true;
        this.play(track);
        track.pause();
      }
      for (let tries = 0; tries < 6; tries += 1) {
        await this.arrival(track);
        if (gone()) return;
        if (old.paused || track.lost > 1 || track.currentTime > track.duration - 0.05) return this.swap(track, old, run);
        const ahead = (track.currentTime - old.currentTime) / this.rate - this.lag;
        if (ahead < 0.004 || ahead > 0.5) {
          lead = Math.min(lead * 1.5, 0.4);
          this.place(track, old.currentTime + lead * this.rate, track.lost);
          continue;
        }
        await wait(1000 * ahead - 2);
        if (gone()) return;
        const early = (track.currentTime - old.currentTime) / this.rate;
        if (early < this.lag - NEAR / 2 && tries < 4) continue; // this page was kept waiting
        const from = track.currentTime;
        this.play(track);
        if (this.sure) { // a look at the clock before it can be trusted tells whether it went as usual
          await wait(1000 * this.lag + 5);
          if (gone()) return;
          if (track.currentTime > from && Math.abs(track.currentTime - old.currentTime) / this.rate < 2 * NEAR) return this.swap(track, old, run);
        }
        await wait(CLOCK);
        if (gone()) return;
        const stands = track.currentTime - from < 0.03 * this.rate;
        if (!stands && this.learn(track, old, early) <= NEAR * (1 + tries / 3)) return this.swap(track, old, run);
        track.pause();
        if (stands && tries) track.src = address; // as in `wake`
        this.place(track, old.currentTime + lead * this.rate, track.lost);
      }
      // A machine too busy for that: the same place, with a gap.
      this.ramp(old, 0, () => {
        old.pause();
        if (!gone()) this.start(address, old.currentTime, track.level, false);
      });
    }

    // How far the two are apart, in seconds; what play() took is kept for the next time.
    /** @param {Track} track @param {Track} old @param {number} [early] */
    learn(track, old, early) {
      const apart = (track.currentTime - old.currentTime) / this.rate;
      if (early !== undefined) this.lag = Math.min(Math.max(early - apart, 0), 0.3);
      else if (Math.abs(apart) < 0.1) this.lag = Math.max(this.lag - apart / 2, 0);
      this.sure = Math.abs(apart) <= NEAR;
      return Math.abs(apart);
    }

    /** @param {Track} track @param {Track} old @param {number} run */
    swap(track, old, run) {
      const shorter = track.currentTime > track.duration - 0.05;
      if (shorter) this.place(track, 0);
      track.muted = false;
      if (track.paused) this.play(track);
      [this.heard, this.next] = [track, null];
      this.ramp(track, track.level);
      const both = !old.paused && !shorter;
      this.ramp(old, 0, async () => {
        if (both) await wait(CLOCK - 1000 * this.lag - FADE);
        if (run === this.run && both) this.learn(track, old);
        if (old !== this.heard && old !== this.next) old.pause();
      });
      this.tell("playing");
    }

    // Whether all of what is heard is here, so that something else may load.
    get whole() {
      const { buffered, duration } = this.heard;
      return buffered.length > 0 && buffered.end(buffered.length - 1) > duration - 0.2;
    }

    get spare() { return this.other(this.heard).address; }

    /** @param {string} address @param {number} at */
    prepare(address, at) {
      const track = this.other(this.heard);
      if (this.next || !track.paused || track.address === address) return;
      this.load(track, address, at);
    }

    pause() {
      const at = this.time;
      const late = this.next;
      this.halt();
      if (late) this.place(late, at);
      this.leave(this.heard);
      this.tell("paused");
    }

    resume() {
      const track = this.heard;
      track.muted = false;
      this.ramp(track, track.level);
      if (this.target === 0 && this.state === "idle") track.currentTime = 0;
      this.target = undefined;
      this.play(track);
      this.tell(track.readyState > 2 ? "playing" : "loading");
    }

    /** @param {number} seconds */
    seek(seconds) {
      if (this.next) return this.start(this.next.address, seconds, this.next.level, false);
      const track = this.heard;
      if (track.bound === undefined && !track.paused) this.ramp(track, 0, () => this.go(track));
      this.target = track.bound = seconds;
      if (track.paused || !FADES || document.hidden || !track.volume) this.go(track);
      if (track.paused) this.target = undefined;
    }

    /** @param {Track} track */
    arrived(track) {
      if (!track.seeking) track.sought = undefined;
      if (track !== this.heard || this.next || track.bound !== undefined) return;
      this.target = undefined;
      if (!track.paused && this.sounds) this.ramp(track, track.level);
      this.tell("time");
    }

    stop() {
      this.halt();
      this.state = "idle";
      this.target = 0;
      const track = this.heard;
      this.ramp(track, 0, () => {
        track.pause();
        track.currentTime = 0;
      });
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
      for (const track of this.tracks) track.defaultPlaybackRate = track.playbackRate = rate;
    }

    /** @param {boolean} loops */
    set loop(loops) {
      this.loops = loops;
      for (const track of this.tracks) track.loop = loops;
    }
  }
  customElements.define("sound-deck", SoundDeck);
})();
