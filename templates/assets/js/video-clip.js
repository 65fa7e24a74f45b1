// @ts-check
// <video-clip>: lets the browser's own player of a video take part in listening. For <listening-bar> it is a clip, and, as
// long as it is the one that plays, what <sound-deck> is for clips: it tells by the event `deck` what becomes of it.
(() => {
  "use strict";
  const { words, send, wish, Playable } = soundcase;
  const NEAR = 0.01; // seconds

  class VideoClip extends Playable {
    /** @type {DeckState} */
    state = "idle";
    /** @type {HTMLVideoElement} */
    film;
    gain = 1;
    placed = 0;
    chosen = false;

    connectedCallback() {
      if (this.film) return;
      this.film = this.querySelector("video");
      const on = (/** @type {string} */ name, /** @type {() => void} */ act) => this.film.addEventListener(name, act);
      // What the reader does with the player's own buttons.
      on("play", () => !this.sounds && !this.film.paused && wish(this, "toggle"));
      on("pause", () => this.sounds && this.film.paused && !this.film.ended && this.tell("paused"));
      on("seeking", () => { this.chosen ||= (this.dataset.state ?? "idle") === "idle" && this.film.paused && Math.abs(this.film.currentTime - this.placed) > NEAR; });
      on("playing", () => this.sounds && this.tell("playing"));
      on("waiting", () => this.sounds && this.tell("loading"));
      on("ended", () => this.sounds && this.film.ended && this.tell("ended"));
      on("timeupdate", () => send(this, "deck", { state: "time" }));
    }

    get button() { return this.film; }
    get seconds() { return Number(this.film.dataset.duration) || this.film.duration || Infinity; }
    get time() { return this.film.currentTime; }
    get sounds() { return this.state === "playing" || this.state === "loading"; }

    // A player of its own is told from all others of the page.
    renew() { this.film.setAttribute("aria-label", this.link.dataset.name); }

    /** @param {string} state */
    show(state) {
      this.dataset.state = state;
      this.renew();
    }

    /** @param {number} seconds */
    draw(seconds) {
      this.position = seconds;
      send(this, "clip-time", seconds);
    }

    mark() { /* the browser's own slider shows no passage */ }

    /** @param {string} form */
    fail(form) {
      this.show("error");
      send(this, "page-say", `${this.label}: ${words[form]}`);
    }

    /** @param {DeckState} state @param {string} [reason] */
    tell(state, reason) {
      this.state = state;
      send(this, "deck", { state, reason });
    }

    /** @param {number} seconds */
    place(seconds) {
      this.placed = seconds;
      if (Math.abs(this.film.currentTime - seconds) > NEAR) this.film.currentTime = seconds;
    }

    // A place that the reader chose before counts.
    /** @param {string} _ @param {number} at @param {number} level */
    start(_, at, level) {
      if (!this.chosen) this.place(at);
      this.level = level;
      this.resume();
    }

    resume() {
      this.chosen = false;
      this.tell(this.film.readyState > 2 ? "playing" : "loading");
      // Rejected when another is started first, which is no fault, or when the file cannot be played.
      this.film.play().catch(({ name }) => name === "AbortError" || !this.sounds || this.tell("error", name === "NotSupportedError" ? "unsupported" : "failed"));
    }

    pause() {
      this.tell("paused");
      this.film.pause();
    }

    // From there it goes on though it has come to its end meanwhile, which is told later.
    /** @param {number} seconds */
    seek(seconds) {
      this.place(seconds);
      if (this.sounds && this.film.paused) this.resume();
    }

    stop() {
      this.tell("idle");
      this.film.pause();
      this.place(0);
    }

    // Beside what the reader has set on the player itself.
    /** @param {number} level */
    set level(level) {
      if (level !== this.gain) this.film.volume = Math.min(this.film.volume / this.gain * level, 1);
      this.gain = level;
    }

    /** @param {number} rate */
    set speed(rate) { this.film.playbackRate = rate; }
    /** @param {boolean} loops */
    set loop(loops) { this.film.loop = loops; }
  }
  customElements.define("video-clip", VideoClip);
})();
