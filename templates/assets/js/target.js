// @ts-check
// <page-target>: brings the example that the address names into view and marks it; tells links to what is near.
(() => {
  "use strict";
  const { send, idIn } = soundcase;
  const NEAR = 3; // windows
  const root = document.documentElement;
  class PageTarget extends HTMLElement {
    connectedCallback() {
      addEventListener("hashchange", () => this.mark());
      document.addEventListener("click", ({ target }) => {
        const link = target instanceof Element && /** @type {HTMLAnchorElement | null} */ (target.closest("a[href*='#']"));
        const named = link && link.pathname === location.pathname && document.getElementById(idIn(link.hash));
        root.toggleAttribute("data-near", Boolean(named) && Math.abs(named.getBoundingClientRect().top) < NEAR * innerHeight);
        setTimeout(() => root.removeAttribute("data-near"));
      });
      this.mark();
      // Pictures and texts above may still grow while the page loads.
      if (document.readyState !== "complete") addEventListener("load", () => this.mark(), { once: true });
      for (const name of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(name, () => this.settled.disconnect(), { passive: true });
    }

    // A table that becomes an area of its own takes its rows along: until the reader does something, the example stays in view.
    settled = new ResizeObserver(() => {
      const named = document.querySelector("[data-marked]");
      const { top, bottom } = named ? named.getBoundingClientRect() : {};
      if (bottom < 0 || top > innerHeight) this.reach(named);
    });

    mark() {
      const id = idIn(location.hash);
      for (const marked of document.querySelectorAll("[data-marked]")) delete marked.dataset.marked;
      const named = id && document.getElementById(id);
      if (!named) return;
      // What a search hides is shown to those who ask for it by its address.
      const hidden = named.closest("[hidden]");
      send(named, "page-reveal");
      if ("example" in named.dataset) named.dataset.marked = "";
      else if (!hidden) return;
      this.reach(named);
      const table = named.closest("comparison-table");
      this.settled.disconnect();
      if (table) this.settled.observe(table);
    }

    /** @param {HTMLElement} named */
    reach(named) {
      const whole = named.offsetHeight < innerHeight && "marked" in named.dataset;
      named.scrollIntoView({ block: whole ? "center" : "start", behavior: "instant" });
    }
  }
  customElements.define("page-target", PageTarget);
})();
