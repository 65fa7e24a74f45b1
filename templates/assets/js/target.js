// <page-target>: brings the example that the address names into view and marks it.
(() => {
  "use strict";
  class PageTarget extends HTMLElement {
    connectedCallback() {
      addEventListener("hashchange", () => this.mark());
      this.mark();
      // Pictures and texts above may still grow while the page loads.
      if (document.readyState !== "complete") addEventListener("load", () => this.mark(), { once: true });
    }

    mark() {
      let id = location.hash.slice(1);
      try { id = decodeURIComponent(id); } catch { /* a stray % is part of the id */ }
      for (const marked of document.querySelectorAll("[data-marked]")) delete marked.dataset.marked;
      const example = id && document.getElementById(id);
      if (!example || !("example" in example.dataset)) return;
      example.dataset.marked = "";
      example.scrollIntoView({ block: example.offsetHeight < innerHeight ? "center" : "start", behavior: "instant" });
    }
  }
  customElements.define("page-target", PageTarget);
})();
