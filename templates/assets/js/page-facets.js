// @ts-check
// <page-facets data-index="address of the facets of all examples">: the button of the search by facets, whose script, styles and
// columns are loaded with their first use. A link that asks for examples (`?show=`) is answered on the page that it stands on.
(() => {
  "use strict";
  const { words, make, told, later } = soundcase;
  const wanted = (search = location.search) => new URLSearchParams(search).get("show");

  class PageFacets extends HTMLElement {
    /** @type {Promise<FacetSearch | null> | null} */
    facets = null;

    connectedCallback() {
      if (this.toggle) return;
      this.toggle = make("button", { className: "tool", onclick: async () => (await this.ready())?.press() }, words.explore);
      this.toggle.setAttribute("aria-expanded", "false");
      this.append(this.toggle);
      document.addEventListener("view-restore", () => this.look());
      document.addEventListener("click", (/** @type {On<MouseEvent>} */ event) => {
        const link = /** @type {HTMLAnchorElement | null} */ (event.target.closest?.("a[href*='?show=']"));
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        const view = new URLSearchParams(location.search);
        view.set("show", wanted(link.search));
        history.pushState(null, "", `?${view}`);
        this.look();
      });
      this.look();
    }

    async look() {
      if (wanted() || this.facets) (await this.ready())?.look(wanted());
    }

    ready() {
      this.facets ||= Promise.all([later(this, "facets"), told(this.dataset.index, "facet-columns")])
        .then(([Facets, data]) => Facets && data ? new Facets(this, data) : this.facets = null);
      return this.facets;
    }
  }
  customElements.define("page-facets", PageFacets);
})();
