// @ts-check
// <sound-clip>: makes the player of one clip from the link to its file. What the reader wants goes up as the bubbling event
// `listen` ({wish: "toggle" | "seek" | "region" | "repeat" | "hint", …}); <listening-bar> answers by show(), draw() and mark().
// Others may ask in the same way, and follow `clip-start` and `clip-time` (detail: seconds), which bubble from the clip.
// A clip is a link until its player is made: the first few at once, the others while nothing else is to do, and one that
// comes near the screen, is pointed at or asked for, before these. A page of thousands answers as soon as one of ten.
(() => {
  "use strict";
  const { words, say, clock, make, send, wish, Playable } = soundcase;
  const SLOP = 5; // pixels that a finger may slip in a click
  const EDGE = 9; // pixels around the edge of a loop that take hold of it
  const SLICE = 6; // milliseconds of making players at a time
  const LATEST = 100; // milliseconds that a busy page may put the next of them off
  const waiting = new Set(); // clips without a player yet, in the order of the page
  /** @type {Map<string | SoundClip, SoundClip>} */
  const stops = new Map(); // a row → the player of it that Tab stops at
  const probe = document.createElement("audio");
  /** @type {Drag | null} */
  let grip = null; // what a drag on a waveform has hold of

  class SoundClip extends Playable {
    /** @type {{ link: HTMLAnchorElement; button: HTMLButtonElement } | null} */
    made = null;
    /** @type {HTMLElement | undefined} */
    message;
    /** @type {HTMLElement[]} */
    heads = []; // what shows the part played: no more than these is styled in each frame

    connectedCallback() { if (!this.made) waiting.add(this); }

    get seconds() { return Number(this.querySelector("a[data-clip]").dataset.duration); }
    get button() { return this.make().button; }
    /** @override */
    get link() { return this.make().link; }

    make() {
      if (this.made) return this.made;
      waiting.delete(this);
      /** @type {HTMLAnchorElement} */
      const link = this.querySelector("a[data-clip]");
      const button = make("button", { data: { play: "" } });
      this.made = { link, button };
      if (!stops.has(this.row)) stops.set(this.row, this);
      button.tabIndex = stops.get(this.row) === this ? 0 : -1;
      this.choose(link);
      this.show("idle");
      this.prepend(button);
      Object.defineProperty(this, "seconds", { value: Number(link.dataset.duration) }); // read in each frame
      return this.made;
    }

    // The link leads to the first of the clip's formats that this browser plays.
    /** @param {HTMLAnchorElement} link */
    choose(link) {
      if (!link.dataset.otherwise || probe.canPlayType(link.type)) return;
      const other = /** @type {[string, string, string, string][]} */ (JSON.parse(link.dataset.otherwise)).find(([, type]) => probe.canPlayType(type));
      if (!other) return;
      [link.href, link.type] = other;
      if (other[3]) link.dataset.gain = other[3];
      link.textContent = [link.textContent.split(" · ")[0], other[2]].filter(Boolean).join(" · ");
      link.setAttribute("aria-label", `${link.dataset.what}: ${link.textContent}`);
    }

    // What only a clip that was used needs: a slider for keys and screen readers, its time, the waveform for the part played.
    /** @returns {void} */
    begin() {
      if (this.bar) return;
      this.bar = make("input", { type: "range", min: 0, max: this.seconds, step: Math.min(0.01, this.seconds / 100), value: 0 });
      this.bar.addEventListener("input", () => wish(this, "seek", { seconds: Number(this.bar.value) }));
      this.time = make("span", { data: { time: "" } });
      this.link.before(this.bar);
      this.append(this.time);
      const wave = this.querySelector(":scope > svg");
      const picture = this.querySelector(".spectrogram");
      if (picture) this.heads.push(picture);
      if (!wave) return void this.heads.push(this);
      const played = wave.cloneNode(true);
      played.dataset.played = "";
      wave.after(played);
      this.heads.push(played);
    }

    // Its example or turn, as a name; a clip for several is alone.
    /** @returns {string | SoundClip} */
    get row() {
      const home = this.closest("[data-example], [data-hero]"), turn = this.closest("li[data-turn]");
      return home ? [this.closest("[data-task]")?.id, home.dataset.example, turn?.dataset.turn, home.dataset.hero].join("\n") : this;
    }

    // Tab stops here among the players of its row.
    stop() {
      const before = stops.get(this.row);
      if (before.made) before.button.tabIndex = -1;
      this.button.tabIndex = 0;
      stops.set(this.row, this);
    }

    // Its name may have changed.
    renew() { if (this.made) this.show(); }

    show(state = this.dataset.state) {
      const current = state !== "idle";
      this.dataset.state = state;
      for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (this.querySelectorAll(":scope > a"))) link.tabIndex = current ? 0 : -1;
      this.button.setAttribute("aria-label", say(state === "playing" || state === "loading" ? "pause" : "play", this.label));
      if (current) this.begin();
      if (!this.bar) return;
      this.bar.tabIndex = current || document.activeElement === this.bar ? 0 : -1;
      this.bar.setAttribute("aria-label", say("position", this.label));
      if (this.message && state !== "error") this.message.remove();
      this.draw(this.position, true);
    }

    // Screen readers hear the position when the reader changes it, not while it runs.
    /** @param {number} seconds */
    draw(seconds, told = document.activeElement !== this.bar) {
      this.position = seconds;
      if (!this.bar) return;
      this.bar.value = String(seconds);
      for (const head of this.heads) head.style.setProperty("--played", (100 * seconds / this.seconds).toFixed(2));
      const now = clock(seconds, this.seconds);
      if (told) this.bar.setAttribute("aria-valuetext", say("of", now, clock(this.seconds)));
      const text = seconds > 0 || this.dataset.state !== "idle" ? now : "";
      if (this.time.textContent !== text) this.time.textContent = text;
      send(this, "clip-time", seconds);
    }

    // The passage that is looped, in seconds of its row; null for none.
    /** @param {{ from: number; to: number } | null} region */
    mark(region) {
      const inside = region && region.from < this.seconds;
      this.toggleAttribute("data-region", Boolean(inside));
      if (!inside) return;
      this.style.setProperty("--from", (100 * region.from / this.seconds).toFixed(2));
      this.style.setProperty("--to", (100 * Math.min(region.to / this.seconds, 1)).toFixed(2));
    }

    /** @param {string} form */
    fail(form) {
      this.message ||= make("span", { data: { error: "" } });
      this.message.textContent = words[form];
      this.append(this.message);
      this.show("error");
      send(this, "page-say", `${this.label}: ${words[form]}`);
    }

    // Where on the page its time runs, if this is a place to seek on.
    /** @param {On<PointerEvent>} event @returns {{ left: number; width: number } | null} */
    surface({ target, clientY }) {
      const picture = this.querySelector(".spectrogram img");
      if (picture) return target.closest(".spectrogram") ? picture.getBoundingClientRect() : null;
      const { left, top, width } = this.getBoundingClientRect();
      const pad = parseFloat(getComputedStyle(this).paddingLeft);
      const height = parseFloat(getComputedStyle(this, "::before").height);
      const here = (target === this || target === this.bar) && clientY < top + height;
      return here && this.dataset.state !== "error" ? { left: left + pad, width: width - pad } : null;
    }
  }

  const clipOf = (/** @type {On<Event>} */ event) => event.target.closest?.("sound-clip");
  /** @type {(drag: Drag, x: number) => number} */
  const second = ({ clip, surface }, x) => Math.min(Math.max((x - surface.left) / surface.width, 0), 1) * clip.seconds;
  document.addEventListener("click", (/** @type {On<MouseEvent>} */ event) => {
    const button = event.target.closest?.("button[data-play]");
    if (button) wish(button.parentElement, "toggle");
  });
  document.addEventListener("pointerdown", (/** @type {On<PointerEvent>} */ event) => {
    const clip = clipOf(event);
    const surface = clip && !event.button && event.isPrimary && clip.surface(event);
    if (!surface) return;
    const edges = clip.hasAttribute("data-region") ? ["--from", "--to"].map((name) => surface.left + surface.width * parseFloat(clip.style.getPropertyValue(name)) / 100) : [];
    const held = edges.findIndex((edge) => Math.abs(edge - event.clientX) < EDGE);
    grip = { clip, surface, down: event.clientX, anchor: held < 0 ? event.clientX : edges[1 - held] };
    clip.setPointerCapture(event.pointerId);
    wish(clip, "hint");
  });
  // Where it is released counts too: a busy page may not be told of the way.
  for (const name of /** @type {const} */ (["pointermove", "pointerup"])) {
    document.addEventListener(name, (event) => {
      if (!grip || !event.isPrimary) return;
      grip.moved ||= Math.abs(event.clientX - grip.down) > SLOP;
      if (!grip.moved) return;
      const ends = [grip.anchor, event.clientX].map((x) => second(grip, x));
      wish(grip.clip, "region", { from: Math.min(...ends), to: Math.max(...ends) });
    });
  }
  document.addEventListener("pointerup", (event) => {
    if (!grip || !event.isPrimary) return;
    const { clip, moved } = grip;
    if (moved) wish(clip, "repeat");
    else wish(clip, "seek", { seconds: second(grip, event.clientX) });
    if (clip.bar) clip.bar.focus({ preventScroll: true });
    grip = null;
  });
  document.addEventListener("pointercancel", () => { grip = null; });
  for (const name of ["selectstart", "dragstart"]) document.addEventListener(name, (event) => grip && event.preventDefault());
  for (const name of ["pointerover", "focusin"]) {
    document.addEventListener(name, (/** @type {On<Event>} */ event) => {
      if (waiting.size) clipOf(event)?.make();
      if (!event.target.matches?.("sound-clip > [data-play]")) return;
      wish(event.target.parentElement, "hint");
      if (name === "focusin") clipOf(event).stop();
    });
  }

  /** @type {(work: () => void) => void} */
  const later = globalThis.requestIdleCallback ? (work) => requestIdleCallback(work, { timeout: LATEST }) : (work) => setTimeout(work, SLICE);
  const some = () => {
    const end = performance.now() + SLICE;
    for (const clip of waiting) {
      if (clip.isConnected) clip.make();
      else waiting.delete(clip);
      if (performance.now() > end) break;
    }
    if (waiting.size) later(some);
  };
  for (const name of ["contentvisibilityautostatechange", "page-reveal"]) {
    document.addEventListener(name, (/** @type {On<ContentVisibilityAutoStateChangeEvent>} */ { target, skipped }) => {
      if (!skipped && waiting.size) for (const clip of target.querySelectorAll("sound-clip")) clip.make();
    });
  }
  // A row whose stop is hidden has another.
  document.addEventListener("view-shown", () => {
    for (const clip of /** @type {NodeListOf<SoundClip>} */ (document.querySelectorAll("sound-clip"))) {
      if (clip.made && !stops.get(clip.row).checkVisibility() && clip.checkVisibility()) clip.stop();
    }
  });
  customElements.define("sound-clip", SoundClip);
  some();
})();
