// @ts-check
// <page-find data-index="address of the list of the site's pages">: shows the examples that match words, group and tags,
// and hides the others with all that holds nothing else. Says what it looks for by `find-change`; what
// stands on other pages is told by `find-elsewhere`, asked for by `find-again`. All but the words is chosen in <find-filters>.
(() => {
  "use strict";
  const { words, say, make, send, nameIn } = soundcase;
  const SILENT = new Set(["noscript", "svg", "sound-clip", "button", "dt", "audio", "video-clip"]);
  const INLINE = new Set(["a", "b", "bdi", "code", "em", "i", "mark", "rt", "ruby", "small", "span", "strong", "sub", "sup"]);
  const CHATTER = 600; // milliseconds without a key press before the count is spoken
  const MANY = 48; // examples that are filtered before the next frame
  const SLICE = 6; // milliseconds of reading at a time, while nothing else is to do

  // As where pages are listed for search: no cases, no accents, no widths.
  const fold = (/** @type {string} */ text) => /[^\0-\x7f]/.test(text)
    ? text.normalize("NFKD").toLowerCase().replace(/\p{Mn}/gu, "").replace(/ß/g, "ss").replace(/ς/g, "σ").normalize("NFKC")
    : text.toLowerCase();

  // What a reader reads in an element, words of different blocks apart.
  /** @type {(node: Node, said?: string[]) => string[]} */
  const read = (node, said = []) => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child instanceof Text) said.push(child.data);
      if (!(child instanceof Element) || SILENT.has(child.localName) || ["unseen", "told"].includes(child.className)) continue;
      if (child instanceof HTMLImageElement) said.push(" ", child.alt);
      read(child, said);
      if (!INLINE.has(child.localName)) said.push(" ");
    }
    return said;
  };

  // An example: its parts (one card or row, or the cells of a column) and all that is hidden when nothing in it is shown.
  const collect = () => {
    /** @type {Map<string, Sought>} */
    const found = new Map();
    for (const task of document.querySelectorAll("[data-task]")) {
      let head = null;
      for (const part of task.querySelectorAll(".group-title, .group-row, [data-example]")) {
        const id = part.dataset.example;
        if (id === undefined) head = part;
        else if (found.has(`${task.id} ${id}`)) found.get(`${task.id} ${id}`).parts.push(part);
        else found.set(`${task.id} ${id}`, { task, head, parts: [part], shown: true });
      }
    }
    return [...found.values()];
  };
  const holders = (/** @type {Sought} */ example) => {
    const found = example.head ? [example.head] : [];
    for (let node = example.parts[0].parentElement; node.localName !== "main"; node = node.parentElement) found.push(node);
    return found;
  };
  /** @type {(part: HTMLElement) => HTMLElement[]} */
  const spanning = (part) => part.localName === "tr" ? [...part.parentNode.querySelectorAll("[data-span]")] : [];
  const learn = (/** @type {Sought} */ example) => {
    if (example.text !== undefined) return;
    example.group = example.head ? nameIn(example.head) : "";
    const cells = new Set(example.parts.flatMap((part) => [part, ...spanning(part).filter((cell) => !part.contains(cell))]));
    example.text = fold([example.group, " ", ...[...cells].flatMap((cell) => [...read(cell), " "])].join("")).replace(/\s+/g, " ");
  };
  // `key: value` of each tag; the keys and values of labelled tags stand apart.
  const tags = (/** @type {Sought} */ example) => {
    /** @type {Map<string, string>} */
    const found = new Map();
    for (const part of example.parts) {
      for (const tag of part.querySelectorAll(".tags > li, [data-tag]")) {
        const text = tag.textContent.trim();
        const key = tag.dataset.tag || text.split(": ", 1)[0];
        if (!found.has(key)) found.set(key, text.startsWith(`${key}: `) ? text.slice(key.length + 2) : text);
      }
    }
    return found;
  };
  const facts = (/** @type {Sought} */ example) => {
    learn(example);
    example.tags ||= tags(example);
    return example;
  };

  class PageFind extends HTMLElement {
    /** @type {Sought[] | undefined} */
    examples;

    connectedCallback() {
      if (this.input) return;
      this.setAttribute("role", "search");
      /** @type {HTMLElement} */
      this.notes = document.querySelector("tool-notes") || this;
      this.input = make("input", { type: "search", autocomplete: "off", spellcheck: false, placeholder: words.find, data: { search: "" } });
      this.input.setAttribute("aria-label", words.find);
      this.input.setAttribute("aria-keyshortcuts", "/");
      this.count = make("span", { className: "find-count" });
      this.count.setAttribute("aria-hidden", "true");
      this.spoken = make("output", { className: "unseen" });
      this.filters = make("find-filters");
      this.append(make("div", { className: "find-field" }, this.input, this.count), this.filters, this.spoken);
      this.input.addEventListener("focus", () => this.prepare());
      this.input.addEventListener("input", () => this.change({ q: this.input.value.trim() }));
      this.addEventListener("find-open", () => { this.prepare(); this.fill(); this.hits?.load(); });
      this.addEventListener("find-choose", ({ detail }) => this.change(detail));
      document.addEventListener("keydown", (/** @type {On<KeyboardEvent>} */ event) => this.key(event));
      document.addEventListener("page-reveal", ({ target }) => target.closest("[hidden]") && this.reset());
      document.addEventListener("view-restore", () => this.restore());
      document.addEventListener("blind-change", () => this.forget());
      document.addEventListener("find-elsewhere", ({ detail }) => this.hear(detail));
      document.addEventListener("find-again", () => this.ask());
      /** @type {Search} */
      this.sought = {};
      /** @type {Elsewhere | null} */
      this.elsewhere = null;
      this.restore();
    }

    /** @param {On<KeyboardEvent>} event */
    key(event) {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest?.("input, select, textarea, [contenteditable], dialog")) return;
      event.preventDefault();
      this.input.focus();
      this.input.select();
    }

    // Reads the examples before they are searched, without holding up the first key press.
    prepare() {
      this.examples ||= collect();
      if (this.dataset.index && !this.hits) {
        this.hits = make("search-hits", { data: { index: this.dataset.index } });
        // What this page has comes first.
        const last = this.examples.length && [...document.querySelectorAll("main > .section")].at(-1);
        if (last) last.after(this.hits);
        else this.notes.append(this.hits);
      }
      if (this.reading) return;
      this.reading = true;
      let next = 0;
      const slice = () => {
        const end = performance.now() + SLICE;
        while (next < this.examples.length && performance.now() < end) learn(this.examples[next++]);
        if (next < this.examples.length) setTimeout(slice);
      };
      setTimeout(slice);
    }

    // The view as the address has it; what this page does not know is left out.
    restore() {
      const view = new URLSearchParams(location.search);
      const asked = [...view].filter(([key]) => key === "q" || key === "group" || key.startsWith("tag."));
      if (view.has("hide")) this.filters.build();
      if (!asked.length && !Object.keys(this.sought).length) return;
      this.prepare();
      const known = this.known();
      /** @type {Record<string, string>} */
      const sought = {};
      for (const [key, value] of asked) {
        if (key === "q" || this.dataset.index || known.get(key)?.has(value)) sought[key] = value;
      }
      this.sought = Object.fromEntries(Object.entries(sought).filter(([, value]) => value.trim()));
      this.input.value = this.sought.q || "";
      this.fill();
      this.apply();
    }

    // What the examples can be told apart by: key → values.
    known() {
      /** @type {Map<string, Set<string>>} */
      const found = new Map([["group", new Set()]]);
      const add = (/** @type {string} */ key, /** @type {string} */ value) => found.set(key, (found.get(key) || new Set()).add(value));
      for (const example of this.examples.map(facts)) {
        if (example.group) add("group", example.group);
        for (const [key, value] of example.tags) add(`tag.${key}`, value);
      }
      for (const [key, value] of this.elsewhere?.known || []) add(key, value);
      return found;
    }

    /** @param {Record<string, string | null>} changes */
    change(changes, { soon = true } = {}) {
      this.prepare();
      for (const [key, value] of Object.entries(changes)) {
        if (value) this.sought[key] = value;
        else delete this.sought[key];
      }
      if (soon) this.soon();
      else this.apply();
      this.moved = true;
      const detail = Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, value || null]));
      send(this, "view-change", detail);
    }

    reset() {
      const had = Object.keys(this.sought);
      this.input.value = "";
      this.change(Object.fromEntries(had.map((key) => [key, ""])), { soon: false });
      this.fill();
    }

    // What a blind test hides is not to be found.
    forget() {
      for (const example of this.examples || []) example.text = undefined;
      this.fill();
      if (Object.keys(this.sought).length) this.apply();
    }

    matcher() {
      const { q = "", group, ...rest } = this.sought;
      const parts = fold(q).split(/\s+/).filter(Boolean);
      const labels = Object.entries(rest).map(([key, value]) => [key.slice(4), value]);
      return (/** @type {Sought} */ example) => {
        learn(example);
        if (group && example.group !== group) return false;
        return parts.every((part) => example.text.includes(part)) && labels.every(([key, value]) => facts(example).tags.get(key) === value);
      };
    }

    // Among many examples the letter that was typed is seen first.
    soon() {
      if (this.examples.length <= MANY) return this.apply();
      if (this.waiting) return;
      this.waiting = true;
      requestAnimationFrame(() => setTimeout(() => {
        this.waiting = false;
        this.apply();
      }));
    }

    apply() {
      const matches = this.matcher();
      const full = new Map();
      let shown = 0;
      for (const example of this.examples) {
        const now = matches(example);
        if (now) shown += 1;
        if (now !== example.shown) for (const part of example.parts) part.hidden = !now;
        example.shown = now;
        example.holders ||= holders(example);
        for (const holder of example.holders) full.set(holder, now || full.get(holder) || false);
      }
      for (const [holder, has] of full) if (holder.hidden === has) holder.hidden = !has;
      this.here = shown;
      document.dispatchEvent(new CustomEvent("view-shown"));
      this.ask();
      this.tell();
      if (this.moved) this.show();
    }

    // What a reader asks for from far down the page is shown from its beginning.
    show() {
      this.moved = false;
      const { top } = this.notes.getBoundingClientRect();
      const { bottom } = this.input.getBoundingClientRect();
      if (top < bottom) scrollBy({ top: top - bottom - 8, behavior: "instant" });
    }

    ask() {
      send(this, "find-change", { ...this.sought, fold, here: this.here });
    }

    /** @param {Elsewhere} detail */
    hear(detail) {
      const more = detail.known !== this.elsewhere?.known;
      this.elsewhere = detail;
      this.tell();
      if (more) this.fill();
    }

    // How many match, at once to the eye and after a pause to the ear.
    tell() {
      const active = Object.keys(this.sought).length;
      const total = this.elsewhere?.total || this.examples.length;
      const shown = this.here + (this.elsewhere?.shown || 0);
      this.count.textContent = active ? say("matches", shown, total) : "";
      this.count.dataset.brief = active ? `${shown}/${total}` : "";
      this.filters.mark(this.sought);
      if (active && !this.here && !this.none) {
        const reset = make("button", { className: "tool" }, words.reset);
        reset.addEventListener("click", () => { this.reset(); this.input.focus(); });
        this.none = make("p", { className: "find-none" }, words.noMatch, reset);
        this.notes.prepend(this.none);
      }
      if (this.none) {
        this.none.hidden = !active || this.here > 0;
        this.none.firstChild.nodeValue = shown ? words.noMatchHere : words.noMatch;
      }
      clearTimeout(this.timer);
      this.timer = setTimeout(() => { this.spoken.value = active ? shown ? this.count.textContent : words.noMatch : ""; }, CHATTER);
    }

    fill() {
      if (this.examples) this.filters.fill(this.sought, () => this.known());
    }
  }
  customElements.define("page-find", PageFind);
})();
