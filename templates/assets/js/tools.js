// @ts-check
// <page-tools>: the row of tools that stays at the top of the window. `--bar` of the page is what it covers there; where it is
// narrow, what does not fit in one line stands in the panel of <find-filters>.
(() => {
  "use strict";
  const { words } = soundcase;
  const ROOM = 46; // times the size of the letters, from which all tools stand in one line
  const root = document.documentElement;

  class PageTools extends HTMLElement {
    connectedCallback() {
      if (this.watch) return;
      this.setAttribute("role", "group");
      this.setAttribute("aria-label", words.tools);
      this.watch = new ResizeObserver(() => {
        this.fold();
        root.style.setProperty("--bar", `${getComputedStyle(this).position === "sticky" ? this.offsetHeight : 0}px`);
      });
      this.watch.observe(this);
    }

    fold() {
      const panel = this.querySelector(".tool-panel");
      const folded = Boolean(panel) && this.clientWidth < ROOM * parseFloat(getComputedStyle(this).fontSize);
      if (folded === this.hasAttribute("data-folded")) return;
      this.toggleAttribute("data-folded", folded);
      this.querySelector("find-filters").close();
      const moved = this.querySelectorAll("text-differences, blind-listening");
      if (folded) panel.append(...moved);
      else this.querySelector("page-find").after(...moved);
    }
  }
  customElements.define("page-tools", PageTools);
})();
