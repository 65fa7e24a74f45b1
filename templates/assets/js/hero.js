// @ts-check
// <hero-player>: the example under the title. Of its parts one is shown: the one whose chip was pressed, or whose clip plays.
// Chips choose and play in one press; keys, the bar and positions are those of all clips (<listening-bar>).
(() => {
  "use strict";
  const { wish, press, PLAYABLES } = soundcase;
  const SOUNDING = ["playing", "loading"];
  const stateOf = (/** @type {SoundClip} */ clip) => clip.dataset.state || "idle";

  class HeroPlayer extends HTMLElement {
    connectedCallback() {
      if (this.ready) return;
      this.ready = true;
      this.addEventListener("click", (/** @type {On<MouseEvent>} */ { target }) => {
        const chip = target.closest("[data-choose]");
        if (chip) this.choose(chip);
        else if (target.closest("[data-help]")) wish(this, "help");
      });
      this.addEventListener("clip-start", (/** @type {On<Event>} */ { target }) => this.show(target.closest("[data-part]")));
    }

    // The clip that takes over is the one in the same place: the drums of the next system after those of this one.
    /** @param {HTMLElement} chip */
    choose(chip) {
      const part = this.querySelector(`[data-part="${chip.dataset.choose}"]`);
      const place = this.clips(this.querySelector("[data-chosen]")).findIndex((clip) => stateOf(clip) !== "idle");
      const clips = this.clips(part);
      const clip = clips[place] || clips[0];
      this.show(part);
      if (clip && !SOUNDING.includes(stateOf(clip))) wish(clip, "toggle");
    }

    /** @param {Element | null} part @returns {SoundClip[]} */
    clips(part) { return part ? [.../** @type {NodeListOf<SoundClip>} */ (part.querySelectorAll(PLAYABLES))] : []; }

    /** @param {HTMLElement | null} part */
    show(part) {
      if (!part) return;
      for (const one of this.querySelectorAll("[data-part]")) one.toggleAttribute("data-chosen", one === part);
      for (const chip of this.querySelectorAll("[data-choose]")) press(chip, chip.dataset.choose === part.dataset.part);
    }
  }
  customElements.define("hero-player", HeroPlayer);
})();
