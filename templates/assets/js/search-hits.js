// @ts-check
// <search-hits data-index="address of the site's search index">: lists what `find-change` asks for and other pages have.
// The index is a script, since pages on disk may load scripts but may not read files; it is loaded when this is made.
(() => {
  "use strict";
  const { words, say, make, send } = soundcase;
  const AT_ONCE = 50;

  class SearchHits extends HTMLElement {
    connectedCallback() {
      if (this.asked) return;
      /** @type {AskedSearch} */
      this.asked = {};
      this.root = new URL("..", new URL(this.dataset.index, location.href));
      document.addEventListener("search-index", ({ detail }) => this.take(detail), { once: true });
      document.addEventListener("find-change", ({ detail }) => this.find(detail));
      const script = make("script", { src: this.dataset.index });
      script.addEventListener("error", () => this.replaceChildren(words.indexFailed));
      document.head.append(script);
    }

    /** @param {SearchIndex} index */
    take({ pages, examples }) {
      const path = location.pathname.replace(/\/$/, "/index.html");
      this.pages = pages;
      this.here = pages.findIndex((page) => new URL(page, this.root).pathname === path);
      this.examples = examples;
      /** @type {Map<string, [string, string]>} */
      const known = new Map();
      for (const [, , , , tags, group] of examples) {
        for (const tag of tags) known.set(`tag.${tag}`, [`tag.${tag.slice(0, tag.indexOf("="))}`, tag.slice(tag.indexOf("=") + 1)]);
        if (group) known.set(`group ${group}`, ["group", group]);
      }
      this.known = [...known.values()];
      send(this, "find-again");
    }

    /** @param {AskedSearch} asked */
    find(asked) {
      this.asked = asked;
      if (!this.examples) return;
      const { q = "", group, verdict, fold, ...rest } = asked;
      const parts = fold ? fold(q).split(/\s+/).filter(Boolean) : [];
      const tags = Object.entries(rest).map(([key, value]) => `${key.slice(4)}=${value}`);
      const active = parts.length || group || tags.length;
      // Verdicts are not in the index: they are looked for on this page only.
      this.hits = active && !verdict
        ? this.examples.filter(([page, , , text, own, from]) => page !== this.here && parts.every((part) => text.includes(part))
          && (!group || from === group) && tags.every((tag) => own.includes(tag)))
        : [];
      this.list(AT_ONCE);
      const detail = { shown: this.hits.length, total: verdict ? 0 : this.examples.length, known: this.known };
      this.known = null;
      send(this, "find-elsewhere", detail);
    }

    /** @param {number} count */
    list(count) {
      if (!this.hits.length) return this.replaceChildren();
      const kept = [...new URLSearchParams(location.search)].filter(([key]) => key !== "q" && key !== "group" && !key.startsWith("tag."));
      const query = new URLSearchParams(kept);
      for (const [key, value] of Object.entries(this.asked)) if (typeof value === "string" && value) query.set(key, value);
      const items = this.hits.slice(0, count).map(([page, anchor, title]) => {
        const href = `${new URL(this.pages[page], this.root).pathname}?${query}#${encodeURIComponent(anchor)}`;
        return make("li", {}, make("a", { href }, title));
      });
      this.replaceChildren(make("p", {}, say("elsewhere", this.hits.length)), make("ul", {}, ...items));
      if (this.hits.length <= count) return;
      const more = make("button", { className: "tool" }, say("moreHits", Math.min(AT_ONCE, this.hits.length - count)));
      more.addEventListener("click", () => {
        this.list(count + AT_ONCE);
        this.querySelectorAll("li a")[count].focus();
      });
      this.append(more);
    }
  }
  customElements.define("search-hits", SearchHits);
})();
