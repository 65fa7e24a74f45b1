// @ts-check
// <system-tabs>: the names over rows of answers. On a narrow screen they are buttons that show one system in all rows at a time;
// the row that is read stays where it is.
(() => {
  "use strict";
  const { words, press } = soundcase;
  const narrow = matchMedia("(max-width: 47.999rem)");

  class SystemTabs extends HTMLElement {
    connectedCallback() {
      if (this.tabs) return;
      this.tabs = /** @type {HTMLElement[]} */ ([...this.children]);
      const ours = this.parentElement.querySelector(".abreast > .is-ours");
      this.shown = ours ? ours.dataset.model : this.tabs[0].dataset.model;
      this.addEventListener("click", (/** @type {On<MouseEvent>} */ { target }) => this.choose(target.closest("[aria-pressed]")));
      this.addEventListener("keydown", (/** @type {On<KeyboardEvent>} */ event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        this.choose(event.target.closest("[aria-pressed]"));
      });
      narrow.addEventListener("change", () => this.fit());
      document.addEventListener("view-shown", () => this.fit());
      this.fit();
    }

    // What the reader hid is no tab; the next that is not hidden is shown then.
    fit() {
      const hidden = (document.documentElement.dataset.hide || "").split(" ");
      const left = this.tabs.map(({ dataset }) => dataset.model).filter((model) => !hidden.includes(model));
      if (!left.includes(this.shown)) this.shown = left[0];
      const roles = { role: "group", "aria-label": words.models };
      for (const [name, value] of Object.entries(roles)) narrow.matches ? this.setAttribute(name, value) : this.removeAttribute(name);
      this.toggleAttribute("aria-hidden", false);
      if (!narrow.matches) this.setAttribute("aria-hidden", "true");
      for (const tab of this.tabs) {
        if (narrow.matches) {
          tab.setAttribute("role", "button");
          tab.tabIndex = 0;
          press(tab, tab.dataset.model === this.shown);
          if (tab.dataset.model === this.shown) this.scrollLeft = tab.offsetLeft - (this.clientWidth - tab.offsetWidth) / 2;
        } else for (const name of ["role", "tabindex", "aria-pressed"]) tab.removeAttribute(name);
      }
      for (const cell of this.parentElement.querySelectorAll(".abreast > [data-model]")) {
        cell.toggleAttribute("data-away", narrow.matches && cell.dataset.model !== this.shown);
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
