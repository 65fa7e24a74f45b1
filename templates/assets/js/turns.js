// @ts-check
// <turn-list>: the times of a dialogue's turns play the example's clip from there, and while it plays, the turn that is heard
// is marked. The clip is asked by its event `listen` and tells by `clip-time` where it is; the page is never scrolled.
(() => {
  "use strict";
  const { say, make, wish } = soundcase;
  const SLACK = 0.05; // seconds that a seek may fall short

  class TurnList extends HTMLElement {
    connectedCallback() {
      if (this.clip) return;
      this.turns = [...this.querySelectorAll("[data-start]")];
      this.clip = this.turns.length ? this.found() : null;
      if (!this.clip) return;
      for (const turn of this.turns) {
        const place = turn.querySelector(".start");
        const button = make("button", {}, place.textContent);
        button.setAttribute("aria-label", say("playFrom", place.textContent));
        button.addEventListener("click", () => this.play(Number(turn.dataset.start)));
        place.replaceChildren(button);
      }
      document.addEventListener("clip-time", ({ target, detail }) => target === this.clip && this.follow(detail));
      document.addEventListener("clip-start", ({ target }) => target !== this.clip && this.mark(null));
    }

    // The clip of the example that is no turn's own; in turned tables it stands in another row.
    /** @returns {SoundClip | undefined} */
    found() {
      const task = this.closest("[data-task]");
      const { example } = this.closest("[data-example]").dataset;
      const clips = task.querySelectorAll(`[data-example="${CSS.escape(example)}"] sound-clip[data-role="audio"]`);
      return [.../** @type {NodeListOf<SoundClip>} */ (clips)].find((clip) => !clip.closest("turn-list"));
    }

    /** @param {number} seconds */
    play(seconds) {
      wish(this.clip, "seek", { seconds });
      if (!this.sounds()) wish(this.clip, "toggle");
    }

    sounds() { return ["playing", "loading"].includes(this.clip.dataset.state); }

    /** @param {number} seconds */
    follow(seconds) {
      const begun = this.turns.filter((turn) => Number(turn.dataset.start) <= seconds + SLACK);
      this.mark(this.clip.dataset.state === "idle" ? null : begun.pop() || null);
    }

    /** @param {HTMLElement | null} turn */
    mark(turn) {
      if (turn === this.current) return;
      if (this.current) this.current.removeAttribute("aria-current");
      if (turn) turn.setAttribute("aria-current", "true");
      /** @type {HTMLElement | null} */
      this.current = turn;
    }
  }
  customElements.define("turn-list", TurnList);
})();
