// @ts-check
// <blind-listening>: the button of the blind test, whose script is loaded when one begins. Where the address asks for a test,
// what would tell is not shown before it is on.
(() => {
  "use strict";
  const { words, make, later } = soundcase;
  const asked = () => new URLSearchParams(location.search).has("blind");

  class BlindListening extends HTMLElement {
    /** @type {Promise<BlindTest | null> | null} */
    loading = null;
    /** @type {Promise<unknown>} */
    ready = Promise.resolve();

    connectedCallback() {
      if (this.toggle || !this.compares()) return;
      this.toggle = make("button", { className: "tool", onclick: async () => (await this.test())?.press() }, words.blind);
      this.append(this.toggle);
      document.addEventListener("view-restore", () => this.look());
      this.look();
    }

    // Whether answers of several systems stand on the page.
    compares() {
      return [...document.querySelectorAll("[data-task]")].some((task) => {
        const nodes = /** @type {NodeListOf<HTMLElement>} */ (task.querySelectorAll("[data-model]:not([data-role=prompt])"));
        return task.querySelector("[data-output]") && new Set([...nodes].map(({ dataset }) => dataset.model)).size > 1;
      });
    }

    look() {
      if (!asked() || this.loading) return;
      document.documentElement.toggleAttribute("data-blinding", true);
      this.ready = this.test().then((test) => {
        if (test) test.look();
        document.documentElement.removeAttribute("data-blinding");
      });
    }

    // The test, once its script is here; it begins when the elements of the page have read the names of the systems.
    test() {
      this.loading ||= later(this, "blind-test").then((Test) => Test ? new Test(this) : this.loading = null);
      return this.loading;
    }
  }
  customElements.define("blind-listening", BlindListening);
})();
