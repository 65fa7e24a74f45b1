// @ts-check
// <hero-player>: the example under the title. Of its parts one is shown: the one whose chip was pressed, or whose clip plays.
// Chips choose and play in one press; keys, the bar and positions are those of all clips (<listening-bar>).
(() => {
  "use strict";
  const { wish, press, PLAYABLES } = soundcase;

  class HeroPlayer extends HTMLElement {
    place = 0; // of the clip that was played last, among those of its part

    connectedCallback() {
      if (this.ready) return;
      this.ready = true;
      this.addEventListener("click", (/** @type {On<MouseEvent>} */ { target }) => {
        const chip = target.closest("[data-choose]");
        if (chip) this.choose(chip);
        else if (target.closest("[data-help]")) wish(this, "help");
      });
      this.addEventListener("clip-start", (/** @type {On<Event>} */ { target }) => {
        const part = target.closest("[data-part]");
        this.place = this.clips(part).findIndex((clip) => clip === target);
        this.show(part);
      });
    }

    // The clip that takes over is the one in the place of the last: the drums of the next system after those of this one.
    /** @param {HTMLElement} chip */
    choose(chip) {
      const part = this.querySelector(`[data-part="${chip.dataset.choose}"]`);
      const clips = this.clips(part);
      const clip = clips[this.place] || clips[0];
      this.show(part);
      if (clip && !["playing", "loading"].includes(clip.dataset.state)) wish(clip, "toggle");
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
