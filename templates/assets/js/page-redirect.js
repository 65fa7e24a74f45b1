// @ts-check
// <page-redirect data-index>: leads on where the address names an example that stands on another page.
(() => {
  "use strict";
  const { make, idIn } = soundcase;
  class PageRedirect extends HTMLElement {
    connectedCallback() {
      addEventListener("hashchange", () => this.look());
      document.addEventListener("search-index", ({ detail }) => this.lead(detail));
      this.look();
    }

    get wanted() { return idIn(location.hash); }

    // The index is large: it is loaded only for an address that leads nowhere here.
    look() {
      if (!this.wanted || document.getElementById(this.wanted)) return;
      const script = make("script", { src: this.dataset.index });
      document.head.append(script);
      script.addEventListener("load", () => script.remove());
    }

    /** @param {SearchIndex} index */
    lead({ pages, examples }) {
      const { wanted } = this;
      if (!wanted || document.getElementById(wanted)) return;
      const found = examples.find(([, anchor]) => anchor === wanted);
      if (found) location.replace(pages[found[0]] + location.search + "#" + encodeURIComponent(wanted));
    }
  }
  customElements.define("page-redirect", PageRedirect);
})();
