// @ts-check
// <search-hits data-index="address of the list of pages">: lists what `find-change` asks for and other pages have.
// What these hold is loaded when something is asked for; a page that cannot be loaded is passed over.
(() => {
  "use strict";
  const { words, say, make, send, told } = soundcase;
  const AT_ONCE = 50;
  const LOADS = 4; // pages that are loaded at a time
  const PAUSE = 60; // milliseconds in which what arrives is gathered

  // Hosts may leave out how the name of a page ends.
  const place = (/** @type {string} */ page) => new URL(page, location.href).pathname.replace(/\.html$/, "").replace(/\/index$/, "/");

  class SearchHits extends HTMLElement {
    connectedCallback() {
      if (this.pages) return;
      /** @type {{ page: string, examples: SearchedExample[] }[]} */
      this.pages = [];
      this.total = 0;
      document.addEventListener("find-change", ({ detail }) => this.find(detail));
      send(this, "find-again"); // what an address asks for was told before this element was known
    }

    // All pages but this one, in reading order; what they hold is listed as it comes.
    async load() {
      if (this.asked) return;
      this.asked = true;
      const listed = await told(this.dataset.index, "search-pages") || [];
      for (const [, , spans] of listed) for (const [, , count] of spans) this.total += count;
      const others = listed.filter(([page]) => place(page) !== place(""));
      this.pages = others.map(([page]) => ({ page, examples: /** @type {SearchedExample[]} */ ([]) }));
      let loaded = 0;
      const waiting = others.entries();
      await Promise.all(Array.from({ length: LOADS }, async () => {
        for (const [number, [, script]] of waiting) {
          const examples = await told(script, "search-examples");
          if (!examples) continue;
          this.pages[number].examples = examples;
          loaded += 1;
          this.timer ||= setTimeout(() => this.again(), PAUSE);
        }
      }));
      this.failed = !listed.length || loaded < Math.min(others.length, 1);
      this.known = this.differ();
      this.again();
    }

    again() {
      clearTimeout(this.timer);
      this.timer = 0;
      send(this, "find-again");
    }

    // The tags and groups by which examples can be told apart.
    differ() {
      /** @type {Map<string, [string, string]>} */
      const known = new Map();
      for (const [, , , tags, group] of this.pages.flatMap(({ examples }) => examples)) {
        for (const tag of tags) known.set(`tag.${tag}`, [`tag.${tag.slice(0, tag.indexOf("="))}`, tag.slice(tag.indexOf("=") + 1)]);
        if (group) known.set(`group ${group}`, ["group", group]);
      }
      return [...known.values()];
    }

    /** @param {AskedSearch} asked */
    find({ fold, ...asked }) {
      const { q = "", group, verdict, ...rest } = asked;
      const parts = fold(q).split(/\s+/).filter(Boolean);
      const tags = Object.entries(rest).map(([key, value]) => `${key.slice(4)}=${value}`);
      // Verdicts are not listed: they are looked for on this page only.
      const active = !verdict && Boolean(parts.length || group || tags.length);
      if (active) this.load();
      const fits = (/** @type {SearchedExample} */ [, , text, own, from]) => parts.every((part) => text.includes(part))
        && (!group || from === group) && tags.every((tag) => own.includes(tag));
      const kept = [...new URLSearchParams(location.search)].filter(([key]) => key !== "q" && key !== "group" && !key.startsWith("tag."));
      const query = new URLSearchParams([...kept, ...Object.entries(asked).filter(([key, value]) => value && key !== "verdict")]).toString();
      this.count = query === this.query ? this.count : AT_ONCE;
      this.query = query;
      this.hits = (active ? this.pages : []).flatMap(({ page, examples }) => examples.filter(fits).map(([anchor, title]) => ({ page, anchor, title })));
      this.list();
      send(this, "find-elsewhere", { shown: this.hits.length, total: verdict ? 0 : this.total, known: this.known });
    }

    list() {
      if (!this.hits.length) return this.replaceChildren(this.failed ? words.indexFailed : "");
      const held = this.contains(document.activeElement) ? document.activeElement : null;
      const items = this.hits.slice(0, this.count).map(({ page, anchor, title }) => {
        const href = `${new URL(page, location.href).pathname}?${this.query}#${encodeURIComponent(anchor)}`;
        return make("li", {}, make("a", { href }, title));
      });
      this.replaceChildren(make("p", {}, say("elsewhere", this.hits.length)), make("ul", {}, ...items));
      if (this.hits.length > this.count) {
        const more = make("button", { className: "tool" }, say("moreHits", Math.min(AT_ONCE, this.hits.length - this.count)));
        more.addEventListener("click", () => {
          const { count } = this;
          this.count += AT_ONCE;
          this.list();
          this.querySelectorAll("li a")[count].focus();
        });
        this.append(more);
      }
      // More that arrives takes nothing from under the reader's hands.
      if (held) [...this.querySelectorAll("a, button")].find((one) => one.getAttribute("href") === held.getAttribute("href"))?.focus();
    }
  }
  customElements.define("search-hits", SearchHits);
})();
