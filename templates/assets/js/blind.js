// @ts-check
// <blind-listening>: hides which system gave what. In each example the answers change places, in an order drawn from the seed in
// the link (`?blind=seed`), the task and the example; columns and headings say A, B, C. What is shown moves, what holds it stays:
// the children of each cell go into the cell of another system, and come back exactly. Nothing is sent anywhere.
(() => {
  "use strict";
  const { words, say, make, send, press, nameIn } = soundcase;
  /** @type {(place: number) => string} */
  const letter = (place) => (place > 25 ? letter(Math.floor(place / 26) - 1) : "") + String.fromCharCode(65 + place % 26);
  const MODEL = "[data-model]:not([data-role=prompt])";

  // A number from a text (FNV-1a), and numbers in [0, 1) from it (mulberry32).
  /** @type {(text: string) => number} */
  const digest = (text) => [...text].reduce((hash, sign) => Math.imul(hash ^ sign.codePointAt(0), 16777619), 2166136261);
  const dice = (/** @type {number} */ state) => () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  /** @type {(items: string[], roll: () => number) => string[]} */
  const shuffled = (items, roll) => {
    const order = [...items];
    for (let last = order.length - 1; last > 0; last--) {
      const other = Math.floor(roll() * (last + 1));
      [order[last], order[other]] = [order[other], order[last]];
    }
    return order;
  };
  /** @type {(text: string, onclick: (() => void) | null, className: string) => HTMLButtonElement} */
  const button = (text, onclick, className) => make("button", { className, onclick }, text);

  // One task in disguise. `undo` holds what brings every part back, last change first.
  class Disguise {
    /** @param {HTMLElement} task @param {string} seed */
    constructor(task, seed) {
      this.task = task;
      /** @type {(() => void)[]} */
      this.undo = [];
      /** @type {Map<string, string>} */
      this.names = new Map();
      this.cells = [...task.querySelectorAll(MODEL)].filter((node) => !node.closest("thead, .averages, .summary, .shared"));
      this.heads = [...task.querySelectorAll(`thead th${MODEL}:not(.is-label, .is-score, .is-meta), tr[data-model] > th:not(.is-label), system-tabs ${MODEL}, ${MODEL} > dt`)]
        .filter((head) => !head.closest(".summary, .averages"));
      for (const head of this.heads) {
        const { model } = head.closest("[data-model]").dataset;
        if (!this.names.has(model)) this.names.set(model, nameIn(head));
      }
      // In the order that is seen, which is not that of heads of several rows.
      this.models = [...new Set([...this.cells.map(({ dataset }) => dataset.model), ...this.names.keys()])].filter((model) => this.names.has(model));
      /** @type {Map<string, { parts: HTMLElement[]; shown: (Place & { index: number; own: string; truth: string })[]; reveal: HTMLElement; title: string }>} */
      this.examples = new Map();
      this.set(task, "data-blind", "");
      for (const [id, groups] of this.groups()) this.shuffle(id, groups, seed);
      for (const head of this.heads) this.fill(head, this.letter(head.closest("[data-model]").dataset.model));
      for (const image of task.querySelectorAll("[data-blind-name] .spectrogram img")) this.set(image, "alt", words.blindPicture);
      for (const mark of task.querySelectorAll(".is-ours")) {
        const { className } = mark;
        mark.classList.remove("is-ours");
        this.undo.push(() => { mark.className = className; });
      }
      this.refresh();
    }

    /** @param {string} model */
    letter(model) { return letter(this.models.indexOf(model)); }

    /** @param {Element} node @param {string} name @param {string} value */
    set(node, name, value) {
      const before = node.getAttribute(name);
      node.setAttribute(name, value);
      this.undo.push(() => (before === null ? node.removeAttribute(name) : node.setAttribute(name, before)));
    }

    /** @param {Element} node @param {(Node | string)[]} nodes */
    fill(node, ...nodes) {
      const before = [...node.childNodes];
      node.replaceChildren(...nodes);
      this.undo.push(() => node.replaceChildren(...before));
    }

    // Example → the places of its answers that stand beside each other: a row, a card, a turn, or one stem of these.
    groups() {
      /** @type {Map<string, Map<Element, Map<string, Place[]>>>} */
      const found = new Map();
      /** @type {(id: string, scope: Element, model: string, node: HTMLElement, holder: HTMLElement) => void} */
      const add = (id, scope, model, node, holder) => {
        if (!found.has(id)) found.set(id, new Map());
        const scopes = found.get(id);
        if (!scopes.has(scope)) scopes.set(scope, new Map());
        const models = scopes.get(scope);
        models.set(model, [...(models.get(model) || []), { model, node, holder }]);
      };
      for (const cell of this.cells) {
        const { model, example, span } = cell.dataset;
        if (cell.matches("tr") && !example) {
          for (const td of cell.querySelectorAll(":scope > td[data-example]")) add(td.dataset.example, this.task, model, td, td);
        } else if (!span) {
          const inside = cell.parentElement.closest("[data-example]");
          if (inside) add(inside.dataset.example, cell.parentElement, model, cell, cell.querySelector(":scope > dd") || cell);
        }
      }
      return found;
    }

    /** @param {string} id @param {Map<Element, Map<string, Place[]>>} scopes @param {string} seed */
    shuffle(id, scopes, seed) {
      const order = shuffled(this.models, dice(digest([seed, this.task.dataset.task, id].join("\n"))));
      const shown = [];
      for (const models of scopes.values()) {
        const most = Math.max(...[...models.values()].map((places) => places.length));
        for (let index = 0; index < most; index++) shown.push(...this.deal([...models.values()].map((all) => all[index]).filter(Boolean), order, index, most > 1));
      }
      const parts = [...this.task.querySelectorAll(`[data-example="${CSS.escape(id)}"]`)];
      const head = parts.map((part) => part.querySelector(".card-head, :scope > th") || (part.matches("th") ? part : null)).find(Boolean);
      if (!head) return;
      const title = head.querySelector("h4, h5, span").textContent;
      const reveal = button(words.reveal, null, "reveal");
      reveal.setAttribute("aria-label", say("revealOne", title));
      head.append(reveal);
      this.undo.push(() => reveal.remove());
      this.examples.set(id, { parts, shown, reveal, title });
    }

    // Gives the contents of some places to the same places in the drawn order of their systems.
    /** @param {Place[]} places @param {string[]} order @param {number} index @param {boolean} several */
    deal(places, order, index, several) {
      const sources = [...places].sort((one, other) => order.indexOf(one.model) - order.indexOf(other.model));
      const before = places.map(({ holder }) => [...holder.childNodes]);
      const content = sources.map((source) => before[places.indexOf(source)]);
      this.undo.push(() => places.forEach(({ holder }, place) => holder.replaceChildren(...before[place])));
      places.forEach(({ holder }, place) => holder.replaceChildren(...content[place]));
      return places.map(({ node, holder, model }, place) => {
        const own = this.letter(model);
        this.set(node, "data-blind-name", own);
        const { column } = node.dataset;
        if (column && node.dataset.model) this.set(node, "data-column", several ? `${own} · ${column.split(" · ").pop()}` : own);
        const truth = this.names.get(sources[place].model);
        // Which of several clips of a system it is stays in the clip's name.
        for (const { dataset } of holder.querySelectorAll("[data-what]")) if (dataset.what.startsWith(truth)) dataset.blindRest = dataset.what.slice(truth.length);
        this.undo.push(() => holder.querySelectorAll("[data-blind-rest]").forEach((link) => link.removeAttribute("data-blind-rest")));
        return { model, node, holder, index, own, truth };
      });
    }

    // What the letters of one example stand for, in place.
    /** @param {string} id */
    reveal(id) {
      const { parts, shown, reveal, title } = this.examples.get(id);
      if (parts[0].dataset.revealed !== undefined) return "";
      for (const part of parts) this.set(part, "data-revealed", "");
      const said = new Map();
      for (const { node, holder, index, own, truth } of shown) {
        const text = `${own} = ${truth}`;
        said.set(own, text);
        this.set(node, "data-blind-name", text);
        const head = node.querySelector(":scope > dt");
        if (head) this.fill(head, text);
        else if (!index) {
          const line = make("p", { className: "blind-name" }, text);
          holder.prepend(line);
          this.undo.push(() => line.remove());
        }
      }
      reveal.hidden = true;
      this.refresh();
      return `${title}: ${[...said.values()].join(", ")}`;
    }

    restore() {
      for (const back of this.undo.reverse()) back();
      this.refresh();
    }

    // Players say their names anew.
    refresh() {
      for (const clip of this.task.querySelectorAll("sound-clip")) clip.renew?.();
    }
  }

  class BlindListening extends HTMLElement {
    connectedCallback() {
      if (this.toggle) return;
      const compared = [...document.querySelectorAll("[data-task]")].filter((task) => {
        const first = task.querySelector(MODEL);
        const second = first && task.querySelector(`${MODEL}:not([data-model="${CSS.escape(first.dataset.model)}"])`);
        return second && task.querySelector("[data-output]");
      });
      if (!compared.length) return;
      this.tasks = compared;
      /** @type {Disguise[]} */
      this.worn = [];
      this.toggle = button(words.blind, () => this.ask(this.seed ? null : this.fresh()), "tool");
      this.append(this.toggle);
      press(this.toggle, false);
      this.seed = null;
      // Others read the names of the systems first.
      const begin = () => this.wear(new URLSearchParams(location.search).get("blind"));
      if (document.readyState === "complete") begin();
      else addEventListener("DOMContentLoaded", begin, { once: true });
      document.addEventListener("view-restore", begin);
    }

    fresh() { return crypto.getRandomValues(new Uint32Array(1))[0].toString(36); }

    /** @param {string} text */
    say(text) { send(this, "page-say", text); }

    /** @param {string | null} seed */
    ask(seed) {
      this.wear(seed);
      send(this, "view-change", { blind: seed });
      this.say(seed ? words.blindOn : words.blindOff);
    }

    /** @param {string | null} seed */
    wear(seed) {
      if ((seed || null) === this.seed) return;
      for (const one of this.worn) one.restore();
      this.seed = seed || null;
      this.worn = this.seed ? this.tasks.map((task) => new Disguise(task, this.seed)) : [];
      press(this.toggle, Boolean(this.seed));
      if (this.seed && !this.more) this.append(this.more = this.controls());
      if (this.more) this.more.hidden = !this.seed;
      for (const one of this.worn) for (const [id, { reveal }] of one.examples) reveal.onclick = () => this.say(one.reveal(id));
    }

    controls() {
      const reveal = button(words.revealAll, () => this.revealAll(), "tool");
      return make("div", {}, reveal, button(words.newOrder, () => this.ask(this.fresh()), "tool"), make("p", {}, words.blindAbout));
    }

    revealAll() {
      for (const one of this.worn) for (const id of one.examples.keys()) one.reveal(id);
      this.say(words.revealed);
    }
  }
  customElements.define("blind-listening", BlindListening);
})();
