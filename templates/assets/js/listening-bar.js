// @ts-check
// <listening-bar>: who plays what. It answers the event `listen` of clips, keys and its own panel, lets one clip sound at a
// time through <sound-deck>, and knows the clips that belong together (a row: one example, or one turn of a dialogue).
// Nothing is made before the first clip is played. Every name is read from the page when it is needed.
(() => {
  "use strict";
  const { words, say, send, SPEEDS, PLAYABLES } = soundcase;
  const STEP = 2; // seconds of one arrow key
  const SHORTEST = 0.1; // seconds of a loop
  const FRAME = 30; // milliseconds between two pictures of the position
  const PATIENCE = 200; // milliseconds that sound is waited for before the panel is drawn
  const FLOOR = -20; // dB: no clip is made quieter than this for the sake of a very quiet neighbour
  const root = document.documentElement;
  // What is drawn as its children alone (a row of a table turned into lists) is seen where one of these is.
  const seen = (/** @type {Element} */ node) => (node.closest("[data-away]")?.parentElement || node).checkVisibility() || [...node.children].some((child) => child.checkVisibility());
  const decibels = (/** @type {number} */ gain) => `${(Math.round(10 * Math.max(gain, FLOOR)) / 10 || 0).toFixed(1).replace("-", "−")} dB`;
  /** @type {Record<string, string>} */
  const KEYS = { audio: "A", "prompt-audio": "P", reference: "R" };
  const roleOf = (/** @type {HTMLElement & { film?: HTMLElement }} */ clip) => (clip.film || clip).dataset.role || "";

  // What a clip is compared with: the clips of its example, in a dialogue those of its turn.
  class Row {
    /** @param {HTMLElement} clip @param {Row | null} [like] the row that it may share a cell with */
    constructor(clip, like) {
      const span = clip.closest("[data-span]");
      const shared = span && like && like.home && span.closest("tbody") === like.home.closest("tbody");
      /** @type {HTMLElement | null} */
      this.home = shared ? like.home : clip.closest("[data-example], [data-hero]");
      this.task = clip.closest("[data-task], [data-hero]");
      this.turn = clip.closest("li[data-turn]");
      this.id = this.home && this.home.dataset.example;
    }

    get key() { return this.turn || this.home; }
    get sync() { return this.task ? this.task.dataset.sync : "off"; }
    /** @param {Row | null} other */
    same(other) {
      return Boolean(other && this.home && this.task === other.task && this.id === other.id && this.turn === other.turn);
    }

    get cells() {
      if (!this.id) return this.home ? [this.home] : [];
      const name = `[data-example="${CSS.escape(this.id)}"]`;
      return this.task.dataset.layout === "transposed" ? [...this.task.querySelectorAll(name)] : [this.home];
    }

    // A cell that spans several examples belongs to each of them.
    get clips() {
      const own = this.cells.flatMap((cell) => [...cell.querySelectorAll(PLAYABLES)]);
      const body = this.home && !this.turn && this.home.closest("tbody");
      const spans = body ? [...body.querySelectorAll(`[data-span] :is(${PLAYABLES})`)] : [];
      return [...new Set([...spans, ...own])].filter((clip) => clip.closest("li[data-turn]") === this.turn);
    }

    // The systems in the order of their columns; one that gave no clip keeps its number.
    get models() {
      const transposed = this.task && this.task.dataset.layout === "transposed";
      const scope = transposed ? this.home.closest("table") : this.home;
      const marked = scope ? [...scope.querySelectorAll("[data-model]:not([data-role=prompt])")].filter(seen) : [];
      return [...new Set(marked.map((node) => node.dataset.model))];
    }

    /** @param {HTMLElement} clip @param {string[]} models @returns {string | undefined} */
    keyOf(clip, models) {
      const model = clip.closest("[data-model]");
      if (model) return String(models.indexOf(model.dataset.model) + 1);
      return KEYS[roleOf(clip)];
    }

    // The clips and videos that keys and chips reach, several of one kind as 1a, 1b.
    get chips() {
      const { models } = this;
      const found = this.clips.filter(seen).map((clip) => ({ key: this.keyOf(clip, models), clip })).filter(({ key }) => key && key !== "0");
      return found.map((chip) => {
        const kin = found.filter(({ key }) => key === chip.key);
        const place = kin.indexOf(chip);
        return { ...chip, place, text: kin.length > 1 ? chip.key + String.fromCharCode(97 + place) : chip.key };
      });
    }
  }

  // Prompt audio and context are other recordings; in a dialogue, so is what the speaker said.
  /** @type {(clip: HTMLElement, row: Row) => boolean} */
  const alone = (clip, row) => ["prompt-audio", "context"].includes(roleOf(clip)) || Boolean(row.turn && roleOf(clip) === "audio");

  // The clips that run beside this one, itself among them.
  /** @type {(clip: SoundClip, row: Row) => SoundClip[]} */
  const kin = (clip, row) => alone(clip, row) ? [clip] : row.clips.filter((one) => !alone(one, row));

  class ListeningBar extends HTMLElement {
    rate = 0;
    drawn = 0;
    loops = false;
    matched = false;
    /** @type {"spectrogram" | "waveform"} */
    view = "spectrogram";
    /** @type {SoundClip | null} */
    active = null;
    /** @type {Row | null} */
    row = null;
    /** @type {Passage | null} */
    region = null;
    /** @type {SoundClip | null} */
    readied = null;
    /** @type {SoundClip | null} */
    cued = null; // what begins at its position when it is played, and is not loaded before
    /** @type {SoundClip | null} */
    leaving = null; // what is heard until the active one takes over

    connectedCallback() {
      if (this.rate) return;
      this.rate = 1;
      this.scale();
      // Names change where a blind test hides or reveals them.
      document.addEventListener("blind-change", () => {
        if (!this.panel || !this.active) return;
        this.panel.chips.replaceChildren();
        this.panel.show(this);
        this.tell();
      });
      document.addEventListener("deck", ({ target, detail }) => /** @type {any} */ (target) === this.deck && this.heard(detail));
      document.addEventListener("listen", ({ target, detail }) => /** @type {any} */ (this)[`on_${detail.wish}`]?.(detail, target));
    }

    // Where all clips sound.
    get sound() {
      if (!this.made) {
        this.made = document.createElement("sound-deck");
        this.made.addEventListener("deck", ({ detail }) => this.made === this.deck && this.heard(detail));
      }
      return this.made;
    }

    // Where the one that plays sounds: a video in itself.
    /** @returns {SoundDeck} */
    get deck() { return this.active?.film ? /** @type {any} */ (this.active) : this.sound; }
    get fades() { return this.sound.fades; }
    get sounds() { return Boolean(this.active) && this.deck.sounds; }
    get shown() { return this.hasAttribute("data-open"); }
    get seconds() { return this.active.seconds; }
    get time() { return this.cued ? this.cued.position : this.deck.time; }
    get now() { return (this.deck.next && this.leaving) || this.active; }

    /** @param {{ state: DeckState, reason?: string }} detail */
    heard({ state, reason }) {
      const clip = this.active;
      if (!clip) return;
      if (state !== "time") this.settle();
      if (state === "error") clip.fail(reason);
      else if (state === "ended" && this.passage) {
        this.deck.seek(this.passage.from);
        this.deck.resume();
      } else if (state === "ended") this.deck.stop();
      else if (state === "time") {
        this.follow();
        this.ready();
      }
      else {
        clip.position = this.deck.time;
        clip.show(state);
        if (this.deck.sounds) this.run();
      }
      if (state === "playing" && !this.shown) this.unfold();
      else if (this.panel && state !== "time") this.panel.show(this);
    }

    // The one before is no longer shown as heard.
    settle() {
      const { leaving } = this;
      if (!leaving || this.deck.next) return;
      this.leaving = null;
      if (leaving !== this.active && leaving.dataset.state !== "error") leaving.show("idle");
    }

    run() {
      if (this.frame) return;
      const next = () => {
        this.frame = this.sounds ? requestAnimationFrame(next) : 0;
        if (this.frame) this.follow();
      };
      this.frame = requestAnimationFrame(next);
    }

    follow() {
      const { passage, active } = this;
      if (passage && this.sounds && this.deck.time >= Math.min(passage.to, active.seconds) - 0.03) this.deck.seek(passage.from);
      if (performance.now() - this.drawn < FRAME) return;
      this.drawn = performance.now();
      active.draw(this.deck.time);
      if (this.panel) this.panel.time(this);
    }

    // What is looped of the clip that plays; nothing where that is all of it.
    get passage() {
      const { region, active } = this;
      return this.loops && region && region.clips.includes(active) && region.from < active.seconds ? region : null;
    }

    // Once enough of a clip is here, its neighbours may come: what is beside it in its row, the nearest first.
    ready() {
      const { active, row } = this;
      if (active.film || this.readied === active || this.deck.state !== "playing" || this.deck.next || !this.deck.whole) return;
      this.readied = active;
      if (navigator.connection?.saveData) return;
      const clips = row.clips.filter((clip) => seen(clip) && !clip.film);
      const place = clips.indexOf(active);
      const far = (/** @type {SoundClip} */ clip) => Math.abs(clips.indexOf(clip) - place - 0.1);
      const near = clips.filter((clip) => clip !== active).sort((one, other) => far(one) - far(other));
      this.deck.prepare(near.map((clip) => ({ address: clip.link.href, ...this.from(clip, row) })));
    }

    /** @param {SoundClip} clip */
    level(clip) {
      const gain = Number(clip.link.dataset.gain || 0);
      return this.matched && this.fades ? 10 ** (Math.max(gain, FLOOR) / 20) : 1;
    }

    // From the same position where the row is compared by position; a clip that is over by then begins again.
    /** @param {SoundClip} clip @param {Row} row @returns {{ at: number, over?: boolean }} */
    from(clip, row) {
      const before = this.active;
      const synced = before && row.same(this.row) && !alone(before, row) && !alone(clip, row) && row.sync;
      if (synced === "restart") return { at: 0 };
      if (synced !== "position") return { at: clip.position >= clip.seconds - 0.05 ? 0 : clip.position };
      const at = this.time;
      return at > clip.seconds - 0.05 ? { at: 0 } : { at, over: true };
    }

    /** @param {SoundClip} clip @param {number} [seconds] */
    play(clip, seconds = clip === this.cued ? clip.position : undefined) {
      this.open = true; // until the reader closes it: keys are in use at once, the panel follows
      if (clip === this.active && clip !== this.cued && this.deck.state !== "error") {
        if (seconds !== undefined) this.seek(seconds);
        return this.deck.resume();
      }
      const row = new Row(clip, this.row);
      const { at, over } = seconds === undefined ? this.from(clip, row) : { at: seconds };
      const { active: before, deck } = this;
      if (before) {
        before.position = this.time;
        if (this.now !== before) before.show("idle"); // it was coming, and is not heard any more
        else this.leaving = before;
      }
      if (!row.same(this.row)) this.limit(null);
      this.row = row;
      this.active = clip;
      if (deck !== this.deck) deck.pause();
      this.deck.speed = this.rate;
      this.deck.loop = this.loops && !this.passage;
      this.cued = null;
      clip.position = at;
      this.drawn = performance.now(); // sound comes before pictures
      this.deck.start(clip.link.href, at, this.level(clip), over);
      send(clip, "clip-start");
      if (this.panel) this.unfold();
      else setTimeout(() => this.unfold(), PATIENCE);
    }

    /** @param {number} seconds */
    seek(seconds) {
      const at = Math.min(Math.max(seconds, 0), this.seconds);
      if (!this.cued) this.deck.seek(at);
      this.active.draw(at, true);
      if (this.panel) this.panel.time(this);
    }

    // The passage to loop, marked on the clips that share it; null for none.
    /** @param {Passage | null} region */
    limit(region) {
      if (this.region) for (const clip of this.region.clips) clip.mark(null);
      this.region = region;
      if (region) for (const clip of region.clips) clip.mark(region);
      this.deck.loop = this.loops && !this.passage;
      if (this.panel && this.active) this.panel.show(this);
    }

    // Sound comes first: making the panel takes longer than starting a clip.
    unfold() {
      if (this.shown || !this.open) return;
      if (!this.panel) {
        this.panel = document.createElement("listening-panel");
        this.append(this.panel);
      }
      this.panel.show(this);
      this.tell(this.unsaid);
      this.setAttribute("role", "region");
      this.setAttribute("aria-label", words.listening);
      this.toggleAttribute("data-open", true);
      root.toggleAttribute("data-listening", true);
    }

    tell(text = "") {
      if (this.panel) this.panel.say(text);
      else this.unsaid = text;
    }

    /** @param {Wish} _ @param {SoundClip} clip */
    on_toggle(_, clip) {
      if (clip === this.active && this.sounds) this.deck.pause();
      else this.play(clip);
    }

    /** @returns {void} */
    on_pause() {
      if (this.sounds) this.deck.pause();
      else if (this.active) this.play(this.active);
    }

    /** @param {WishFor<"seek">} wish @param {SoundClip} clip */
    on_seek({ seconds }, clip) {
      if (this.region && this.region.clips.includes(clip) && (seconds < this.region.from || seconds > this.region.to)) this.limit(null);
      if (clip !== this.active) this.play(clip, seconds);
      else this.seek(seconds);
    }

    /** @param {WishFor<"step">} wish */
    on_step({ sign }) {
      if (this.active) this.seek(this.time + sign * STEP);
    }

    // Load what the reader is about to play beside what plays, but never before anything was played.
    /** @param {Wish} _ @param {SoundClip} clip */
    on_hint(_, clip) {
      const row = this.row && new Row(clip, this.row);
      if (row && !this.cued && clip !== this.active && row.same(this.row) && !clip.film && !this.active.film) this.deck.prepare([{ address: clip.link.href, ...this.from(clip, row) }]);
    }

    /** @param {WishFor<"region">} wish @param {SoundClip} clip */
    on_region({ from, to }, clip) {
      const end = Math.min(Math.max(to, from + SHORTEST), clip.seconds);
      this.draft = { from: Math.max(Math.min(from, end - SHORTEST), 0), to: end, clips: kin(clip, new Row(clip, this.row)) };
      for (const one of this.draft.clips) one.mark(this.draft);
    }

    /** @param {Wish} _ @param {SoundClip} clip */
    on_repeat(_, clip) {
      const region = this.draft;
      this.loops = true;
      if (clip !== this.active) this.play(clip, region.from);
      else if (this.time < region.from || this.time > region.to) this.seek(region.from);
      if (!this.sounds) this.play(clip);
      this.limit(region);
      this.tell(say("loopOn", this.span));
    }

    get span() {
      return this.region ? `${this.region.from.toFixed(1)}–${say("seconds", this.region.to.toFixed(1))}` : words.wholeClip;
    }

    on_loop() {
      if (!this.active) return;
      this.loops = !this.loops;
      this.limit(null);
      this.tell(this.loops ? say("loopOn", this.span) : words.loopOff);
    }

    /** @param {WishFor<"edge">} wish */
    on_edge({ end }) {
      if (!this.active) return;
      const { from, to } = this.passage || { from: 0, to: this.seconds };
      const now = this.time;
      const ends = end
        ? { from: Math.min(from, Math.max(now - SHORTEST, 0)), to: Math.max(now, SHORTEST) }
        : { from: Math.min(now, this.seconds - SHORTEST), to: Math.max(to, now + SHORTEST) };
      this.loops = true;
      this.limit({ ...ends, clips: kin(this.active, this.row) });
      this.tell(say("loopOn", this.span));
    }

    /** @param {WishFor<"speed">} wish */
    on_speed({ rate, step }) {
      const place = SPEEDS.indexOf(this.rate) + (step || 0);
      this.rate = rate || SPEEDS[Math.min(Math.max(place, 0), SPEEDS.length - 1)];
      this.deck.speed = this.rate;
      if (this.panel) this.panel.show(this);
      if (step) this.tell(say("speedSaid", this.rate));
    }

    // Whether there is anything to match, and the platform lets volumes be set.
    get gains() {
      return this.matched || (this.fades && Boolean(this.row) && this.row.clips.filter((clip) => clip.link.dataset.gain).length > 1);
    }

    on_match() {
      if (!this.gains) return;
      this.matched = !this.matched;
      for (const link of document.querySelectorAll("[data-gain]:not([data-matched])")) link.dataset.matched = decibels(Number(link.dataset.gain));
      root.toggleAttribute("data-matched", this.matched);
      if (this.active) this.deck.level = this.level(this.active);
      if (this.panel) this.panel.show(this);
      this.tell(words[this.matched ? "matchOn" : "matchOff"]);
    }

    // Pictures of a row share their time: each is as wide as its clip is long.
    scale() {
      for (const clip of /** @type {NodeListOf<SoundClip>} */ (document.querySelectorAll("sound-clip:has(> .spectrogram)"))) {
        if (clip.style.getPropertyValue("--share")) continue;
        const row = new Row(clip).clips.filter((one) => one.querySelector(".spectrogram"));
        const longest = Math.max(...row.map(({ seconds }) => seconds), clip.seconds);
        for (const one of [clip, ...row]) one.style.setProperty("--share", (one.seconds / longest).toFixed(4));
      }
    }

    on_view() {
      if (!document.querySelector(".spectrogram")) return;
      this.view = this.view === "spectrogram" ? "waveform" : "spectrogram";
      root.dataset.pictures = this.view;
      if (this.panel) this.panel.show(this);
      this.tell(words[this.view]);
    }

    // A clip, and a passage of it, as a link has them: shown as paused there.
    /** @param {WishFor<"cue">} wish @param {SoundClip} clip */
    on_cue({ seconds, to }, clip) {
      if (this.active) return;
      this.row = new Row(clip);
      clip.make?.();
      this.active = this.cued = clip;
      clip.position = seconds;
      clip.show("paused");
      this.loops = Boolean(to);
      if (to) this.limit({ from: seconds, to, clips: kin(clip, this.row) });
      this.open = true;
      this.unfold();
    }

    on_stop() {
      if (this.active) this.deck.stop();
    }

    on_close() {
      this.on_stop();
      this.open = false;
      this.removeAttribute("data-open");
      root.removeAttribute("data-listening");
      this.active.button.focus();
    }

    // The row that keys speak to: the one with the focus, else the last played, else the first on the screen.
    get current() {
      const focus = document.activeElement;
      const clip = focus.closest(PLAYABLES) || focus.closest("li[data-turn], [data-example], [data-hero]")?.querySelector(PLAYABLES);
      if (clip) return new Row(clip, this.row);
      if (this.row && this.open) return this.row;
      const first = [...document.querySelectorAll(PLAYABLES)].find((one) => seen(one) && one.getBoundingClientRect().bottom > 0);
      return first ? new Row(first) : null;
    }

    // A system's clip by its number, the reference, the audio; the same key again goes on to its next clip.
    /** @param {WishFor<"number">} wish @returns {void} */
    on_number({ key }) {
      const row = this.current;
      const kin = row ? row.chips.filter((chip) => chip.key === key) : [];
      if (!kin.length) return;
      const mine = row.same(this.row) && row.chips.find(({ clip }) => clip === this.active);
      const place = mine ? mine.place + (mine.key === key && kin.length > 1 ? 1 : 0) : 0;
      this.go(kin[place % kin.length]);
    }

    // The clip before or after the one that plays.
    /** @param {WishFor<"next">} wish */
    on_next({ step }) {
      const chips = this.current?.chips || [];
      const place = chips.findIndex(({ clip }) => clip === this.active);
      if (chips.length) this.go(chips.at(place < 0 ? Math.min(step, 0) : (place + step) % chips.length));
    }

    /** @param {Chip} chip */
    go({ clip, text }) {
      if (document.activeElement.closest(PLAYABLES)) clip.button.focus();
      if (clip !== this.active || !this.sounds) this.play(clip);
      this.tell(`${text}: ${clip.what}`);
    }

    // The focus goes to another player of its row.
    /** @param {WishFor<"focus">} wish */
    on_focus({ to, step }) {
      const clip = document.activeElement.closest(PLAYABLES);
      const clips = new Row(clip, this.row).clips.filter((one) => seen(one) && !one.film);
      clips.at(to ?? Math.min(Math.max(clips.indexOf(clip) + step, 0), clips.length - 1))?.button.focus();
    }

    // To the example before or after; what sounds goes on there with the same system.
    /** @param {WishFor<"row">} wish */
    on_row({ step }) {
      const here = this.current;
      if (!here) return;
      const clips = [...document.querySelectorAll(PLAYABLES)];
      const key = here.chips.find(({ clip }) => clip === this.active)?.key;
      const transposed = here.task && here.task.dataset.layout === "transposed";
      let row = here;
      if (transposed) row = this.beside(here, step);
      if (row === here || !row) {
        const own = here.clips.filter((clip) => seen(clip) && !clip.closest("[data-span]"));
        const from = clips.indexOf(step > 0 ? own.at(-1) : own[0]);
        const found = (step > 0 ? clips.slice(from + 1) : clips.slice(0, from).reverse()).find((clip) => seen(clip) && !new Row(clip).same(here) && !clip.closest("[data-span]"));
        if (!found) return;
        row = new Row(found);
      }
      const chips = row.chips;
      const clip = (chips.find((chip) => chip.key === key) || chips[0])?.clip || row.clips.find(seen);
      clip.button.focus();
      if (this.sounds) this.play(clip);
    }

    // In a transposed table examples are columns.
    /** @param {Row} here @param {number} step */
    beside(here, step) {
      const ids = [...new Set([...here.home.closest("table").querySelectorAll(`[data-example]:has(${PLAYABLES})`)].filter(seen).map((cell) => cell.dataset.example))];
      const id = ids[ids.indexOf(here.id) + step];
      const clip = id && here.task.querySelector(`[data-example="${CSS.escape(id)}"] :is(${PLAYABLES})`);
      return clip ? new Row(clip) : null;
    }
  }
  customElements.define("listening-bar", ListeningBar);
})();
