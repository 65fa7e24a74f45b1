// @ts-check
// <page-folds>: opens what is folded where somebody looks for it: by the search, by the browser's own, by an address, by Tab, and
// for print. What is folded again is brought into view.
(() => {
  "use strict";
  const { idIn, send } = soundcase;
  const SHOWN = 400; // characters that are seen of a text that is folded
  const PAUSE = 200; // milliseconds without a key press before texts are opened
  const FEWEST = 3; // characters of a word that texts are opened for

  class PageFolds extends HTMLElement {
    connectedCallback() {
      if (this.kept) return;
      /** @type {Map<HTMLDetailsElement, string>} */
      this.kept = new Map(); // what is folded → its words as the search folds them
      /** @type {Set<HTMLDetailsElement>} */
      this.found = new Set();
      /** @type {HTMLDetailsElement[]} */
      this.printed = [];
      // Whoever finds words in what is not seen, or comes there by Tab, makes the browser scroll within it.
      document.addEventListener("scroll", ({ target }) => {
        if (target instanceof Element && target.matches(".fold > .said") && target.scrollTop) this.open(target.parentElement.querySelector("details"));
      }, true);
      document.addEventListener("toggle", ({ target }) => this.turned(/** @type {HTMLDetailsElement} */ (target)), true);
      document.addEventListener("find-change", ({ detail }) => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.seek(detail), PAUSE);
      });
      document.addEventListener("page-reveal", ({ target }) => this.reach(target));
      addEventListener("beforeprint", () => {
        this.printed = [...document.querySelectorAll("details.reasoning:not([open])")];
        for (const fold of this.printed) fold.open = true;
      });
      addEventListener("afterprint", () => { for (const fold of this.printed) fold.open = false; });
      this.reach(document.getElementById(idIn(location.hash)));
      const find = document.querySelector("page-find");
      if (find) send(find, "find-again"); // what an address asks for was told before this element was known
      // A box that scrolls is reached by Tab, one that does not is passed over.
      const wide = new ResizeObserver((seen) => {
        for (const { target } of seen) {
          if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
          else target.removeAttribute("tabindex");
        }
      });
      for (const box of document.querySelectorAll(".fixed, .said pre, .said.prose table")) wide.observe(box);
    }

    /** @param {HTMLDetailsElement} fold */
    open(fold) {
      fold.open = true;
      fold.parentElement.querySelector(".said").scrollTop = 0;
    }

    /** @param {HTMLElement | null} named */
    reach(named) {
      const example = named && named.closest("[data-example]");
      if (example) for (const fold of example.querySelectorAll(".fold > details")) this.open(fold);
    }

    /** @param {HTMLDetailsElement} fold */
    turned(fold) {
      const box = fold.matches(".fold > details:not([open])") && fold.parentElement;
      if (box && box.getBoundingClientRect().top < 0) box.scrollIntoView({ block: "center", behavior: "instant" });
    }

    // What was opened for words that are no longer sought is folded again.
    /** @param {AskedSearch} asked */
    seek({ q = "", fold }) {
      const parts = fold(q).split(/\s+/).filter((part) => part.length >= FEWEST || /[^\0-\x7f]/.test(part));
      if (!parts.length && !this.found.size) return;
      for (const one of document.querySelectorAll(".fold > details, details.reasoning")) {
        const has = Boolean(parts.length) && !one.closest("[hidden]") && parts.some((part) => this.words(one, fold).includes(part));
        if (has && !one.open) this.found.add(one);
        if (has || this.found.has(one)) one.open = has;
        if (!has) this.found.delete(one);
      }
    }

    /** @param {HTMLDetailsElement} one @param {(text: string) => string} fold */
    words(one, fold) {
      if (!this.kept.has(one)) {
        const seen = one.className === "reasoning" ? 0 : SHOWN;
        const text = (seen ? one.parentElement : one).querySelector(".said").textContent;
        this.kept.set(one, fold(text.slice(seen)).replace(/\s+/g, " "));
      }
      return this.kept.get(one);
    }
  }
  customElements.define("page-folds", PageFolds);
})();
