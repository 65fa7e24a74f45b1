// @ts-check
// <system-tabs>: the names over rows of answers. Where they do not fit beside each other they are buttons, and one system is seen
// in all rows at a time; the row that is read stays where it is.
(() => {
  "use strict";
  const { words } = soundcase;
  const FEW = 3; // systems that a tablet has room for

  class SystemTabs extends HTMLElement {
    connectedCallback() {
      if (this.tabs) return;
      this.tabs = [...this.querySelectorAll("[data-model]")];
      const ours = this.parentElement.querySelector(".abreast > .is-ours");
      this.shown = ours ? ours.dataset.model : this.tabs[0].dataset.model;
      this.narrow = matchMedia(`(max-width: ${this.tabs.length > FEW ? 63.999 : 47.999}rem)`);
      this.narrow.addEventListener("change", () => this.fit());
      for (const name of ["view-shown", "blind-change"]) document.addEventListener(name, () => this.fit());
      this.addEventListener("click", (/** @type {On<MouseEvent>} */ { target }) => this.choose(target.closest("[aria-pressed]")));
      this.addEventListener("keydown", (/** @type {On<KeyboardEvent>} */ event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        this.choose(event.target.closest("[aria-pressed]"));
      });
      document.addEventListener("clip-start", (/** @type {On<Event>} */ { target }) => {
        const away = this.parentElement.contains(target) && /** @type {HTMLElement} */ (target.closest("[data-away]"));
        if (away) this.choose(this.tabs.find(({ dataset }) => dataset.model === away.dataset.model));
      });
      this.fit();
    }

    // What the reader hid is no tab; the next that is not hidden is shown then.
    fit() {
      const { matches } = this.narrow;
      const hidden = (document.documentElement.dataset.hide || "").split(" ");
      const left = this.tabs.map(({ dataset }) => dataset.model).filter((model) => !hidden.includes(model));
      if (!left.includes(this.shown)) this.shown = left[0];
      this.set(this, { "aria-hidden": matches ? null : "true", role: matches ? "group" : null, "aria-label": matches ? words.models : null });
      for (const tab of this.tabs) {
        const on = tab.dataset.model === this.shown;
        this.set(tab, { role: matches ? "button" : null, tabindex: matches ? "0" : null, "aria-pressed": matches ? String(on) : null });
        if (matches && on) this.scrollLeft = tab.offsetLeft - (this.clientWidth - tab.offsetWidth) / 2;
      }
      for (const cell of this.parentElement.querySelectorAll(".abreast > [data-model]")) {
        cell.toggleAttribute("data-away", matches && cell.dataset.model !== this.shown && left.includes(cell.dataset.model));
      }
    }

    /** @param {HTMLElement} node @param {Record<string, string | null>} given */
    set(node, given) {
      for (const [name, value] of Object.entries(given)) {
        if (value === null) node.removeAttribute(name);
        else node.setAttribute(name, value);
      }
    }

    /** @param {HTMLElement | null} tab */
    choose(tab) {
      if (!tab) return;
      const rows = [...this.parentElement.querySelectorAll("[data-example]")];
      const read = rows.find((row) => row.getBoundingClientRect().bottom > innerHeight / 3);
      const before = read && read.getBoundingClientRect().top;
      this.shown = tab.dataset.model;
      this.fit();
      if (read) scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" });
    }
  }
  customElements.define("system-tabs", SystemTabs);
})();
