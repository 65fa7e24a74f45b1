// @ts-check
// <listening-panel>: the controls of <listening-bar>, made when something is first played: what plays, its position, the clips
// of its row, loop, speed, levels, pictures and keys. It only shows what the bar knows, and says what the reader wants.
(() => {
  "use strict";
  const { words, say, clock, make, wish, press, SPEEDS } = soundcase;

  class ListeningPanel extends HTMLElement {
    connectedCallback() {
      if (this.toggle) return;
      this.toggle = this.button("toggle", "", "pause");
      this.name = make("b");
      this.where = make("a");
      this.clock = make("span", { data: { clock: "" } });
      this.gain = make("span", { data: { gained: "" } });
      const now = make("div", { data: { now: "" } }, this.name, this.where, this.clock, this.gain);
      this.chips = make("div", { data: { chips: "" } });
      this.chips.setAttribute("role", "group");
      this.chips.setAttribute("aria-label", words.clips);
      this.choice = make("select", { data: { choice: "" } });
      this.choice.setAttribute("aria-label", words.clips);
      this.choice.addEventListener("change", () => this.held()[this.choice.selectedIndex]?.click());
      this.seek = make("input", { type: "range", min: "0" });
      this.seek.addEventListener("input", () => wish(this.wave.clip, "seek", { seconds: Number(this.seek.value) }));
      /** @type {HTMLElement & { clip?: SoundClip }} */
      this.wave = make("div", { data: { wave: "" }, hidden: true });
      const tools = make("div", { data: { tools: "" } });
      this.loop = this.button("loop", words.loop);
      this.edges = [this.button("from", words.loopFrom, "edge", { end: false }), this.button("to", words.loopTo, "edge", { end: true })];
      this.match = this.button("match", words.match);
      this.view = this.button("view", words.view);
      this.speed = make("select", { data: { speed: "" } }, ...SPEEDS.map((rate) => new Option(`${rate}×`, String(rate))));
      this.speed.setAttribute("aria-label", words.speed);
      this.speed.addEventListener("change", () => wish(this, "speed", { rate: Number(this.speed.value) }));
      tools.append(this.loop, ...this.edges, this.speed, this.match, this.view);
      this.said = make("span", { className: "unseen" });
      this.said.setAttribute("role", "status");
      // What the bar covers is kept free for the focus and for the end of the page.
      new ResizeObserver(() => this.offsetHeight && document.documentElement.style.setProperty("--dock", `${this.offsetHeight}px`)).observe(this);
      this.append(this.toggle, now, this.wave, this.chips, this.choice, tools, this.button("help", words.keys), this.button("close", words.closeBar, "close"), this.said);
    }

    /** @param {string} name @param {string} text @param {Wish["wish"]} what @param {object} [more] */
    button(name, text, what = /** @type {Wish["wish"]} */ (name), more) {
      const button = make("button", { data: { tool: name } }, make("span", {}, text));
      button.addEventListener("click", () => wish(this, what, more));
      return button;
    }

    /** @param {ListeningBar} bar */
    show(bar) {
      const { active, now, row } = bar;
      this.name.textContent = now.what;
      const task = now.where.slice(0, -2 - now.example.length);
      this.where.textContent = [now.example, task].filter(Boolean).join(" · ");
      const anchor = row.home && (row.home.id || active.closest("table")?.querySelector(`th[data-example="${CSS.escape(row.id)}"]`)?.id);
      if (anchor) this.where.href = `#${encodeURIComponent(anchor)}`;
      this.toggle.firstChild.textContent = say(bar.sounds ? "pause" : "play", active.label);
      this.toggle.dataset.sounds = String(bar.sounds);
      press(this.loop, bar.loops);
      for (const edge of this.edges) edge.hidden = !bar.loops;
      this.speed.value = String(bar.rate);
      this.match.hidden = !bar.gains;
      press(this.match, bar.matched);
      this.view.hidden = !document.querySelector(".spectrogram");
      press(this.view, bar.view === "spectrogram");
      this.gain.textContent = (bar.matched && (active.link.dataset.matched || active.link.dataset.unmatched)) || "";
      this.list(bar);
      this.draw(bar);
      this.time(bar);
    }

    // One chip for each clip of the row; the same chips stay while the row does, so that none loses the focus.
    /** @param {ListeningBar} bar */
    list({ row, active, now }) {
      const chips = row.chips;
      const shown = this.held();
      if (chips.length !== shown.length || chips.some(({ clip }, place) => shown[place].clip !== clip)) {
        this.chips.replaceChildren(...chips.map(({ clip, text }) => {
          const { colour } = clip.closest("[data-colour]")?.dataset || {};
          const chip = make("button", { data: { chip: text, ...(colour && { colour }) }, clip }, make("kbd", {}, text), " ", make("span"));
          chip.addEventListener("click", () => {
            const bar = this.closest("listening-bar");
            if (clip !== bar.active || !bar.sounds) wish(clip, "toggle");
          });
          for (const name of ["pointerenter", "focus"]) chip.addEventListener(name, () => wish(clip, "hint"));
          return chip;
        }));
      }
      this.chips.hidden = this.choice.hidden = chips.length < 2;
      this.choice.replaceChildren(...chips.map(({ clip, text }) => new Option(`${text} ${clip.what}`, "", false, clip === active)));
      for (const chip of this.held()) {
        chip.lastChild.textContent = chip.clip.what;
          press(chip, chip.clip === now);
          chip.setAttribute("aria-busy", String(chip.clip === active && active !== now));
          if (chip.clip === active) requestAnimationFrame(() => { this.chips.scrollLeft = chip.offsetLeft - (this.chips.clientWidth - chip.offsetWidth) / 2; });
      }
    }

    /** @returns {HTMLButtonElement[]} */
    held() { return [.../** @type {HTMLCollectionOf<HTMLButtonElement>} */ (this.chips.children)]; }

    // The waveform of what plays, to seek on, where the page has no room for it.
    /** @param {ListeningBar} bar */
    draw({ active }) {
      const away = Boolean(active.bar && !active.bar.checkVisibility());
      this.wave.hidden = !away;
      if (!away || this.wave.clip === active) return;
      const drawn = [...active.querySelectorAll(":scope > svg")].map((svg) => svg.cloneNode(true));
      this.wave.replaceChildren(...drawn, this.seek);
      this.wave.clip = active;
      const { colour } = active.closest("[data-colour]")?.dataset || {};
      if (colour) this.wave.dataset.colour = colour;
      else delete this.wave.dataset.colour;
      Object.assign(this.seek, { max: active.seconds, step: active.bar.step });
    }

    /** @param {ListeningBar} bar */
    time(bar) {
      if (!this.wave.hidden) {
        const { position, seconds, label } = bar.active;
        this.seek.value = String(position);
        this.seek.setAttribute("aria-label", say("position", label));
        this.seek.setAttribute("aria-valuetext", clock(position, seconds));
        this.wave.style.setProperty("--played", (100 * position / seconds).toFixed(2));
      }
      const text = `${clock(bar.active.position, bar.seconds)} / ${clock(bar.seconds)}`;
      if (this.clock.textContent !== text) this.clock.textContent = text;
    }

    /** @param {string} text */
    say(text) { this.said.textContent = text; }
  }
  customElements.define("listening-panel", ListeningPanel);
})();
