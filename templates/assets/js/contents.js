// @ts-check
// <page-contents>: marks the line of the task that is being read, where that stands on this page.
(() => {
  "use strict";
  const { idIn } = soundcase;
  class PageContents extends HTMLElement {
    connectedCallback() {
      const links = new Map([.../** @type {NodeListOf<HTMLAnchorElement>} */ (this.querySelectorAll('li li > a[href^="#"]:not([aria-current="page"])'))].map((link) => [idIn(link.hash), link]));
      const seen = new Set();
      const watch = new IntersectionObserver((entries) => {
        for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target.id);
        const current = [...links.keys()].find((id) => seen.has(id));
        for (const [id, link] of links) {
          if (id === current) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
      }, { rootMargin: "-20% 0px -60%" });
      for (const id of links.keys()) {
        const task = document.getElementById(id);
        if (task) watch.observe(task);
      }
    }
  }
  customElements.define("page-contents", PageContents);
})();
