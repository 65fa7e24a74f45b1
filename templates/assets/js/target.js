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
      const named = id && document.getElementById(id);
      if (!named) return;
      // What a search hides is shown to those who ask for it by its address.
      const hidden = named.closest("[hidden]");
      named.dispatchEvent(new CustomEvent("page-reveal", { bubbles: true }));
      if ("example" in named.dataset) named.dataset.marked = "";
      else if (!hidden) return;
      named.scrollIntoView({ block: named.offsetHeight < innerHeight && "marked" in named.dataset ? "center" : "start", behavior: "instant" });
    }
  }
  customElements.define("page-target", PageTarget);
})();
