// <sound-clip>: makes the player of one clip from the link to its file.
// All clips sound through one <audio> element, so that one is heard at a time and an unplayed clip costs nothing.
(() => {
  "use strict";
  const words = JSON.parse(document.body.dataset.words);
  const say = (form, ...values) => values.reduce((text, value) => text.replace("{}", value), words[form]);
  const PLAY = "M4 2.2v11.6L14 8z";
  const PAUSE = "M3.5 2h3.2v12H3.5zM9.3 2h3.2v12H9.3z";
  const STEP = 2; // seconds of one arrow key
  const sound = new Audio();
  sound.preload = "auto";
  let active = null; // the <sound-clip> whose file `sound` holds

  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  class SoundClip extends HTMLElement {
    connectedCallback() {
      if (this.button) return;
      this.link = this.querySelector("a[data-clip]");
      this.seconds = Number(this.link.dataset.duration);
      this.label = this.link.dataset.name;
      this.position = 0;
      this.button = document.createElement("button");
      this.button.type = "button";
      this.button.dataset.play = "";
      this.button.innerHTML = '<svg viewBox="0 0 16 16" aria-hidden="true"><path/></svg>';
      this.bar = document.createElement("input");
      Object.assign(this.bar, { type: "range", min: 0, max: this.seconds, step: 0.01, value: 0, tabIndex: -1 });
      this.bar.setAttribute("aria-label", say("position", this.label));
      this.wave = this.querySelector(":scope > svg");
      this.prepend(this.button);
      if (this.wave) this.bar.dataset.wave = "";
      this.link.before(this.bar);
      this.button.addEventListener("click", () => this.toggle());
      this.bar.addEventListener("input", () => this.seek(Number(this.bar.value)));
      this.addEventListener("keydown", (event) => this.key(event));
      this.show("idle");
    }

    toggle() {
      if (active === this && !sound.paused) sound.pause();
      else this.play();
    }

    play() {
      if (active !== this) this.activate();
      const started = sound.play();
      this.show(sound.readyState > 2 ? "playing" : "loading");
      // Rejected when another clip is started first, which is no fault, or when the file cannot be played.
      if (started) started.catch((error) => error.name === "AbortError" || this.fail(error.name));
    }

    activate() {
      if (active) active.release();
      active = this;
      this.bar.tabIndex = 0;
      this.removeAttribute("data-error");
      if (this.message) this.message.remove();
      sound.src = this.link.href;
      if (this.position) sound.currentTime = this.position;
      this.dispatchEvent(new CustomEvent("clip-start", { bubbles: true }));
    }

    release() {
      this.position = sound.ended ? 0 : sound.currentTime;
      sound.pause();
      active = null;
      this.bar.tabIndex = document.activeElement === this.bar ? 0 : -1;
      this.show("idle");
    }

    stop() {
      sound.pause();
      sound.currentTime = 0;
      this.position = 0;
      this.show("idle");
    }

    seek(seconds) {
      this.position = Math.min(Math.max(seconds, 0), this.seconds);
      if (active === this) {
        sound.currentTime = this.position;
        this.draw();
      } else this.play();
    }

    key(event) {
      const step = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP }[event.key];
      if (event.target === this.link || event.altKey || event.ctrlKey || event.metaKey) return;
      if (step && active === this) this.seek(sound.currentTime + step);
      else if (event.key === "Home" && active === this) this.seek(0);
      else if (!step || event.target !== this.bar) return;
      event.preventDefault();
    }

    fail(reason) {
      if (active !== this) return;
      const form = sound.error ? { 2: "unreachable", 4: "unsupported" }[sound.error.code] : reason === "NotSupportedError" && "unsupported";
      this.message = this.message || document.createElement("span");
      this.message.dataset.error = "";
      this.message.textContent = words[form || "failed"];
      this.append(this.message);
      this.show("error");
      this.dispatchEvent(new CustomEvent("page-say", { bubbles: true, detail: `${this.label}: ${this.message.textContent}` }));
    }

    show(state) {
      this.dataset.state = state;
      const sounds = state === "playing" || state === "loading";
      this.button.setAttribute("aria-label", say(sounds ? "pause" : "play", this.label));
      this.button.querySelector("path").setAttribute("d", sounds ? PAUSE : PLAY);
      this.draw();
    }

    // What only a clip that was played needs: its time, and the waveform once more for the part played.
    begin() {
      if (this.time) return;
      this.time = document.createElement("span");
      this.time.dataset.time = "";
      this.append(this.time);
      if (!this.wave) return;
      const played = this.wave.cloneNode(true);
      played.dataset.played = "";
      this.wave.after(played);
    }

    draw() {
      const now = active === this ? sound.currentTime : this.position;
      this.bar.value = now;
      if (now > 0) this.begin();
      this.style.setProperty("--played", (100 * now / this.seconds).toFixed(2));
      this.bar.setAttribute("aria-valuetext", say("of", clock(now), clock(this.seconds)));
      if (this.time) this.time.textContent = now > 0 || active === this ? clock(now) : "";
    }
  }

  const frame = () => {
    if (!active || sound.paused) return;
    active.draw();
    requestAnimationFrame(frame);
  };
  const on = (name, action) => sound.addEventListener(name, () => active && action(active));
  on("playing", (clip) => { clip.show("playing"); requestAnimationFrame(frame); });
  on("waiting", (clip) => clip.show("loading"));
  on("pause", (clip) => clip.show("paused"));
  on("seeked", (clip) => clip.draw());
  on("ended", (clip) => { sound.currentTime = 0; clip.show("idle"); });
  on("error", (clip) => clip.fail(""));
  document.addEventListener("keydown", (event) => event.key === "Escape" && active && active.stop());

  customElements.define("sound-clip", SoundClip);
})();
