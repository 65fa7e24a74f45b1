// @ts-check
// <page-redirect data-index="address of the list of pages">: leads on where the address names an example of another page.
(() => {
  "use strict";
  const { idIn, told } = soundcase;
  class PageRedirect extends HTMLElement {
    connectedCallback() {
      addEventListener("hashchange", () => this.look());
      this.look();
    }

    // The pages that may have it, those first that have an example of its number.
    async look() {
      const wanted = idIn(location.hash);
      if (!wanted || document.getElementById(wanted)) return;
      const number = Number(/\d*$/.exec(wanted)[0]);
      const listed = await told(this.dataset.index, "search-pages") || [];
      const likely = (/** @type {SearchedPage} */ [, , spans]) => Math.max(...spans.map(([prefix, first, count]) =>
        wanted.startsWith(prefix) ? number >= first && number < first + count ? 2 : 1 : 0));
      for (const [page, script] of listed.filter(likely).sort((one, other) => likely(other) - likely(one))) {
        const tasks = await told(script, "search-examples") || [];
        if (idIn(location.hash) !== wanted) return;
        if (tasks.some(([, , examples]) => examples.some(([anchor]) => anchor === wanted))) return location.replace(`${page}${location.search}#${encodeURIComponent(wanted)}`);
      }
    }
  }
  customElements.define("page-redirect", PageRedirect);
})();
