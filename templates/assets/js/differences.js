// @ts-check
// <text-differences>: marks on request where texts depart from their references. The build has aligned them:
// `data-diff` of a text has a line for each place, `start-end words of the reference`, and none where nothing differs.
(() => {
  "use strict";
  const { words, say, make, send, press } = soundcase;

  /** @type {(kind: string, node?: Text) => HTMLElement} */
  const mark = (kind, node) => {
    const made = make("mark", { data: { differs: kind } });
    if (node) node.replaceWith(made);
    if (node) made.append(node);
    return made;
  };
  // A mark without text of its own, which says in words what it shows.
  const sign = (/** @type {string} */ kind, /** @type {string} */ label, shown = "") => {
    const made = mark(kind);
    made.setAttribute("role", "img");
    made.setAttribute("aria-label", label);
    made.dataset.shown = shown;
    return made;
  };

  // The text nodes of an element, each with the place where it begins.
  /** @type {(element: Element) => [Text, number][]} */
  const pieces = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    /** @type {[Text, number][]} */
    const found = [];
    for (let at = 0, node; (node = /** @type {Text} */ (walker.nextNode())); at += node.length) found.push([node, at]);
    return found;
  };

  /** @type {(parts: [Text, number][], start: number, end: number, reference: string) => void} */
  const wrap = (parts, start, end, reference) => {
    const kind = reference ? "changed" : "added";
    /** @type {HTMLElement | null} */
    let first = null;
    for (const [node, at] of [...parts].reverse()) {
      const from = Math.max(start - at, 0);
      const to = Math.min(end - at, node.length);
      if (from >= to) continue;
      if (to < node.length) node.splitText(to);
      first = mark(kind, from ? node.splitText(from) : node);
      if (reference) first.title = say("diffReference", reference);
    }
    if (first) first.dataset.word = words[kind === "added" ? "diffAddedHere" : "diffChangedHere"];
  };

  /** @type {(parts: [Text, number][], element: Element, place: number, reference: string) => void} */
  const insert = (parts, element, place, reference) => {
    const made = sign("missing", say("diffMissingHere", reference), reference);
    const [node, at] = [...parts].reverse().find(([, at]) => at < place) || parts[0] || [];
    if (!node) element.append(made);
    else if (place === at) node.before(made);
    else {
      if (place - at < node.length) node.splitText(place - at);
      node.after(made);
    }
  };

  class TextDifferences extends HTMLElement {
    connectedCallback() {
      if (this.button || !document.querySelector("[data-diff]")) return;
      /** @type {Map<HTMLElement, ChildNode[]>} */
      this.kept = new Map(); // a marked text → its nodes as they were
      this.watch = new IntersectionObserver((seen) => {
        for (const { target, isIntersecting } of seen) if (isIntersecting) this.mark(/** @type {HTMLElement} */ (target));
      }, { rootMargin: "100%" });
      this.button = make("button", { className: "tool" }, words.differences);
      this.button.addEventListener("click", () => {
        this.show(!this.on);
        send(this, "view-change", { diff: this.on ? "1" : null });
      });
      this.append(this.button);
      document.addEventListener("view-restore", () => this.show(new URLSearchParams(location.search).has("diff")));
      addEventListener("beforeprint", () => this.on && document.querySelectorAll("[data-diff]").forEach((text) => this.mark(text)));
      this.show(new URLSearchParams(location.search).has("diff"));
    }

    // Texts are marked when they come near the screen, so that a long page answers at once.
    /** @param {boolean} on */
    show(on) {
      this.on = on;
      press(this.button, on);
      if (on) for (const text of document.querySelectorAll("[data-diff]")) this.watch.observe(text);
      else {
        this.watch.disconnect();
        for (const [text, nodes] of this.kept) text.replaceChildren(...nodes);
        this.kept.clear();
      }
      if (on && !this.legend) (document.querySelector("tool-notes") || this).append(this.legend = this.explain());
      if (this.legend) this.legend.hidden = !on;
    }

    /** @param {HTMLElement} text */
    mark(text) {
      this.watch.unobserve(text);
      if (this.kept.has(text)) return;
      this.kept.set(text, [...text.childNodes]);
      text.replaceChildren(...[...text.childNodes].map((node) => node.cloneNode(true)));
      if (!text.dataset.diff) return text.append(sign("same", words.diffSame));
      const parts = pieces(text);
      for (const line of text.dataset.diff.split("\n").reverse()) {
        const [, start, end, reference] = line.match(/^(\d+)-(\d+) ?(.*)$/);
        if (start === end) insert(parts, text, Number(start), reference);
        else wrap(parts, Number(start), Number(end), reference);
      }
    }

    // What the marks mean, and what does not count as a difference.
    explain() {
      const line = make("p", { className: "diff-legend" });
      const shown = (/** @type {string} */ kind, /** @type {Node} */ made) => line.append(made, ` ${words[`diff${kind}`]} · `);
      shown("Changed", mark("changed", document.createTextNode("abc")));
      shown("Added", mark("added", document.createTextNode("abc")));
      shown("Missing", sign("missing", "", "abc"));
      shown("Same", sign("same", ""));
      for (const made of line.querySelectorAll("mark")) made.setAttribute("aria-hidden", "true");
      const tasks = [...document.querySelectorAll("[data-task]")].filter((task) => task.querySelector("[data-diff]"));
      const said = new Set(tasks.map((task) => words[task.dataset.textMatch === "exact" ? "diffExact" : "diffNormalised"]));
      line.append(words.diffWords, "; ", [...said].join(" / "));
      return line;
    }
  }
  customElements.define("text-differences", TextDifferences);
})();
