// @ts-check
// <search-hits data-index="address of the list of pages">: lists by task what `find-change` asks for and other pages have, a few
// of each with the words marked. What these hold is loaded when something is asked for; a page that cannot be is passed over.
(() => {
  "use strict";
  const { words, say, make, send, told } = soundcase;
  const FEW = 5; // hits of a task until a reader asks for all
  const MANY = 100; // hits that are written at a time
  const LOADS = 4; // pages that are loaded at a time
  const PAUSE = 60; // milliseconds in which what arrives is gathered
  const BEFORE = 24, AROUND = 110; // characters of a text before a word that was found, and in all

  // Hosts may leave out how the name of a page ends.
  const place = (/** @type {string} */ page) => new URL(page, location.href).pathname.replace(/\.html$/, "").replace(/\/index$/, "/");

  // Where words stand in a text, in its own letters: of each passage the beginning and the end.
  /** @type {(text: string, parts: string[], fold: (text: string) => string) => [number, number][]} */
  const passages = (text, parts, fold) => {
    /** @type {number[]} */
    const from = [];
    let folded = "";
    for (let at = 0; at < text.length; at += String.fromCodePoint(text.codePointAt(at)).length) {
      folded += fold(String.fromCodePoint(text.codePointAt(at)));
      while (from.length < folded.length) from.push(at);
    }
    from.push(text.length);
    /** @type {[number, number][]} */
    const found = [];
    for (const part of parts) for (let at = folded.indexOf(part); at >= 0; at = folded.indexOf(part, at + part.length)) found.push([from[at], from[at + part.length]]);
    return found.sort(([one], [other]) => one - other);
  };

  // A text, or what stands around the first word that was found, with the words marked.
  /** @type {(text: string, parts: string[], fold: (text: string) => string, whole?: boolean) => (Node | string)[]} */
  const marked = (text, parts, fold, whole = false) => {
    const found = passages(text, parts, fold);
    if (!found.length && !whole) return [];
    const start = whole || found[0][0] < 2 * BEFORE ? 0 : text.lastIndexOf(" ", found[0][0] - BEFORE) + 1 || found[0][0] - BEFORE;
    const end = whole || start + AROUND >= text.length ? text.length : start + AROUND;
    const shown = start ? ["…"] : /** @type {(Node | string)[]} */ ([]);
    let at = start;
    for (const [from, to] of found) {
      if (from < at || to > end) continue;
      shown.push(text.slice(at, from), make("mark", {}, text.slice(from, to)));
      at = to;
    }
    return [...shown, text.slice(at, end), end < text.length ? "…" : ""];
  };

  class SearchHits extends HTMLElement {
    connectedCallback() {
      if (this.pages) return;
      /** @type {HitsOfPage[]} */
      this.pages = [];
      /** @type {Set<string>} */
      this.whole = new Set(); // the tasks of which all is shown
      this.total = 0;
      /** @type {string} */
      this.query = "";
      this.head = make("h2", { tabIndex: -1 });
      this.jump = make("button", { className: "tool", hidden: true });
      this.jump.addEventListener("click", () => {
        this.scrollIntoView({ behavior: "instant" });
        this.head.focus({ preventScroll: true });
      });
      document.querySelector("tool-notes")?.append(this.jump);
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
      this.pages = others.map(([page]) => /** @type {HitsOfPage} */ ({ page, tasks: [], hits: [] }));
      let loaded = 0;
      const waiting = others.entries();
      await Promise.all(Array.from({ length: LOADS }, async () => {
        for (const [number, [, script]] of waiting) {
          const tasks = await told(script, "search-examples");
          if (!tasks) continue;
          this.add(this.pages[number], tasks);
          loaded += 1;
          this.timer ||= setTimeout(() => this.again(), PAUSE);
        }
      }));
      this.failed = !listed.length || loaded < Math.min(others.length, 1);
      this.known = this.differ();
      this.again();
    }

    /** @param {HitsOfPage} page @param {SearchedTask[]} tasks */
    add(page, tasks) {
      page.tasks = tasks.map(([anchor, title, examples]) => ({ anchor, title, examples: examples.map((example) => ({ example, folded: this.asks.fold(example[2]) })) }));
      page.hits = this.fitting(page);
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
      for (const { example: [, , , tags, group] } of this.pages.flatMap(({ tasks }) => tasks.flatMap(({ examples }) => examples))) {
        for (const tag of tags) known.set(`tag.${tag}`, [`tag.${tag.slice(0, tag.indexOf("="))}`, tag.slice(tag.indexOf("=") + 1)]);
        if (group) known.set(`group ${group}`, ["group", group]);
      }
      return [...known.values()];
    }

    /** @param {AskedSearch} asked */
    find({ fold, here, ...asked }) {
      const { q = "", group, ...rest } = asked;
      const parts = fold(q).split(/\s+/).filter(Boolean);
      const tags = Object.entries(rest).map(([key, value]) => `${key.slice(4)}=${value}`);
      const active = Boolean(parts.length || group || tags.length);
      this.here = here;
      const kept = [...new URLSearchParams(location.search)].filter(([key]) => key !== "q" && key !== "group" && !key.startsWith("tag."));
      const query = new URLSearchParams([...kept, ...Object.entries(asked).filter(([, value]) => value)]).toString();
      if (query !== this.query || active !== this.asks?.active) {
        this.query = query;
        this.asks = { fold, parts, group, tags, active };
        this.whole.clear();
        for (const page of this.pages) page.hits = this.fitting(page);
      }
      if (active) this.load();
      this.list();
      const shown = this.pages.reduce((sum, { hits }) => sum + hits.length, 0);
      send(this, "find-elsewhere", { shown, total: this.total, known: this.known });
    }

    /** @param {HitsOfPage} page @returns {Hit[]} */
    fitting({ page, tasks }) {
      const { parts, group, tags, active } = this.asks;
      if (!active) return [];
      return tasks.flatMap(({ anchor, title, examples }) => examples
        .filter(({ folded, example: [, , , own, from] }) => parts.every((part) => folded.includes(part)) && (!group || from === group) && tags.every((tag) => own.includes(tag)))
        .map(({ folded, example }) => ({ page, task: anchor, title, example, late: folded.includes("\n") && !parts.every((part) => folded.split("\n", 1)[0].includes(part)) })));
    }

    list() {
      /** @type {Map<string, Hit[]>} */
      const tasks = new Map();
      for (const { hits } of this.pages) {
        for (const hit of hits) {
          if (!tasks.has(hit.task)) tasks.set(hit.task, []);
          tasks.get(hit.task).push(hit);
        }
      }
      // What was found in reasoning comes last.
      for (const hits of tasks.values()) hits.sort((one, other) => Number(one.late) - Number(other.late));
      const count = [...tasks.values()].reduce((sum, hits) => sum + hits.length, 0);
      const held = this.contains(document.activeElement) ? document.activeElement : null;
      this.jump.hidden = !count || !this.here;
      this.head.textContent = this.jump.textContent = count ? say("elsewhere", count) : "";
      if (!count) return this.replaceChildren(this.failed ? words.indexFailed : "");
      this.replaceChildren(this.head, ...[...tasks].map(([task, hits]) => this.section(task, hits)));
      // More that arrives takes nothing from under the reader's hands.
      if (held) [...this.querySelectorAll("a, button, h2")].find((one) => one.getAttribute("href") === held.getAttribute("href") && one.textContent === held.textContent)?.focus();
    }

    /** @param {string} task @param {Hit[]} hits */
    section(task, hits) {
      const list = make("ul", {}, ...hits.slice(0, this.whole.has(task) ? MANY : FEW).map((hit) => this.item(hit)));
      const made = make("section", {}, make("h3", {}, hits[0].title, " ", make("small", {}, String(hits.length))), list);
      if (this.whole.has(task)) this.rest(list, hits);
      else if (hits.length > FEW) {
        const more = make("button", { className: "tool" }, say("showAll", hits.length));
        more.addEventListener("click", () => {
          this.whole.add(task);
          const all = this.section(task, hits);
          made.replaceWith(all);
          all.querySelectorAll("li a")[FEW].focus();
        });
        made.append(more);
      }
      return made;
    }

    // Of thousands the first are seen at once.
    /** @param {HTMLElement} list @param {Hit[]} hits */
    rest(list, hits) {
      const next = hits.slice(list.childElementCount, list.childElementCount + MANY);
      if (!next.length) return;
      setTimeout(() => {
        if (!list.isConnected) return;
        list.append(...next.map((hit) => this.item(hit)));
        this.rest(list, hits);
      });
    }

    /** @param {Hit} hit */
    item({ page, example: [anchor, title, text] }) {
      const { parts, fold } = this.asks;
      const href = `${new URL(page, location.href).pathname}?${this.query}#${encodeURIComponent(anchor)}`;
      const [said] = text.slice(text.startsWith(title) ? title.length : 0).trim().split("\n");
      const around = marked(said, parts, fold);
      return make("li", {}, make("a", { href }, ...marked(title, parts, fold, true)), " ", ...(around.length ? [make("bdi", {}, ...around)] : []));
    }
  }
  customElements.define("search-hits", SearchHits);
})();
