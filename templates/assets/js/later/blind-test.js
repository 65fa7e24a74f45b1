// @ts-check
// The blind test of <blind-listening>, loaded when one begins. In each example the answers change places, in an order drawn from the seed in the address
// (`?blind=seed`), the task and the example; systems are called by their places, so that key 1 plays "System 1". What is shown
// moves, what holds it stays. What would tell (names, addresses, scores, notes, colours) leaves the document and comes back as
// it was. What the reader prefers is kept in this browser and held against the truth at the end.
(() => {
  "use strict";
  const { words, say, make, send, nameIn, idIn, PLAYABLES } = soundcase;
  const root = document.documentElement;
  const MODEL = "[data-model]:not([data-role=prompt])";
  const HEAD = ":scope > dt, :scope > th:not(.is-label), :scope > :last-child:is(button > *)"; // what names the system of its parent
  // What goes as a whole, and what keeps its place without what is in it.
  const GONE = "#leaderboard, [data-task] .results, .systems, fieldset:has(model-toggles), .scores, [data-task] .note, dl > div:not([data-model]):has(> dd > .note), noscript, a[data-original], .spectrogram, thead tr:has(.is-meta), tbody tr:has(> [data-models])";
  const EMPTY = "th[data-models], .whom, .shared [data-model], td[data-span][data-model], tr[data-model] > td[data-span]";

  /** @type {(selector: string, scope?: ParentNode) => HTMLElement[]} */
  const all = (selector, scope = document) => [...scope.querySelectorAll(selector)];
  const called = (/** @type {string} */ number) => say("systemNumber", number);
  // A number from a text, as if drawn by lot (FNV-1a, mixed as in MurmurHash3).
  const draw = (/** @type {string} */ text) => {
    let hash = [...text].reduce((sum, sign) => Math.imul(sum ^ sign.codePointAt(0), 16777619), 2166136261);
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
    return (hash ^ (hash >>> 16)) >>> 0;
  };
  // The card, row or cell of the example that a home shows: itself, but for what stands under the title of the page.
  const shown = (/** @type {HTMLElement} */ home) => {
    const link = /** @type {HTMLAnchorElement | null} */ (home.closest("[data-hero]")?.querySelector("a[href*='#']"));
    return (link && document.getElementById(idIn(link.hash))) || home;
  };
  // A picture or video in a place that the text of the document says nothing of.
  const look = new CSSStyleSheet();
  look.replaceSync(":host { display: block } img, video { max-width: 100%; height: auto } video { max-height: 22.5rem; background: #000 }");

  // The page in disguise. `undo` holds what brings every part back, last change first.
  class Disguise {
    /** @type {(() => void)[]} */
    undo = [];
    /** @type {Map<string, [name: string, whole: string]>} */
    names = new Map();
    /** @type {Map<Element, string>} */
    numbers = new Map();
    away = new Set((root.dataset.hide || "").split(" "));

    /** @param {string} seed */
    constructor(seed) {
      const clips = [...document.querySelectorAll(PLAYABLES)];
      for (const clip of clips) clip.make?.(); // which of its files a browser plays is chosen before the addresses go
      for (const node of all("[data-model]")) this.learn(node);
      for (const node of all(GONE)) this.take(node);
      this.examples = this.found();
      for (const example of this.examples) this.deal(example, seed);
      for (const node of all(EMPTY)) this.fill(node);
      for (const [node, number] of all("[data-model]").map((one) => /** @type {const} */ ([one, this.number(one)]))) this.mark(node, number);
      for (const clip of clips) if (clip.isConnected) this.cover(clip);
      this.neutralise();
      this.set(root, "data-blind", "");
      for (const clip of clips) clip.renew();
    }

    restore() {
      for (const back of this.undo.reverse()) back();
      for (const clip of document.querySelectorAll(PLAYABLES)) clip.renew();
    }

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

    /** @param {Element} node */
    take(node) {
      const { parentNode, nextSibling } = node;
      node.remove();
      this.undo.push(() => parentNode.insertBefore(node, nextSibling));
    }

    // Shows a picture or a video in the place of its frame, which it stands in alone; no address is left in the document.
    /** @param {Element} node @param {Element} frame */
    veil(node, frame) {
      const host = make("span");
      const inside = host.attachShadow({ mode: "closed" });
      inside.adoptedStyleSheets = [look];
      frame.replaceWith(host);
      this.undo.push(() => host.replaceWith(frame), () => node !== frame && frame.append(node));
      inside.append(node);
    }

    // The name of a system from the first head over what it gave, alone and with the group that it stands in.
    /** @param {HTMLElement} node */
    learn(node) {
      const head = node.matches("th") ? node : node.querySelector(HEAD);
      const { model } = node.dataset;
      if (!head || head.matches(".is-label, .is-meta") || this.names.has(model)) return;
      const group = head.querySelector(".group") || document.querySelector(`[data-models~="${CSS.escape(model)}"]`);
      const name = nameIn(head);
      this.names.set(model, [name, group ? `${name} (${group.textContent.trim()})` : name]);
    }

    // The systems of an example or a table that take part, in the order of keys and numbers.
    /** @param {Element} scope */
    models(scope) {
      const found = new Set(all(`${MODEL}:not(thead *)`, scope).map(({ dataset }) => dataset.model));
      return [...found].filter((model) => !this.away.has(model));
    }

    // The examples, with the places of answers that stand beside each other: a row, a card, a turn, or one stem of these.
    found() {
      /** @type {Map<string, BlindExample>} */
      const found = new Map();
      /** @type {(home: HTMLElement, place: Place) => void} */
      const add = (home, place) => {
        const of = shown(home);
        const task = of.closest("[data-task]");
        const key = `${task?.dataset.task}--${of.dataset.example}`;
        const once = of === home ? key : "";
        if (!found.has(once)) found.set(once, { key, task, id: of.dataset.example, again: of !== home, models: this.models(home.closest("table:has(> thead [data-example])") || home), homes: new Set(), lanes: [], systems: [] });
        const { homes, lanes } = found.get(once);
        homes.add(home);
        const lane = lanes.find((places) => places[0].scope === place.scope && places.every(({ model }) => model !== place.model));
        if (lane) lane.push(place);
        else lanes.push([place]);
      };
      for (const node of all(`${MODEL}:not(thead *, .shared *, [data-span], button)`)) {
        const { model } = node.dataset;
        const home = node.parentElement.closest("[data-example], [data-hero]");
        if (this.away.has(model)) continue;
        if (home) add(home, { model, scope: node.parentElement, node, holder: node.querySelector(":scope > dd") || node });
        else for (const td of all(":scope > td[data-example]", node)) add(td, { model, scope: node.closest("table"), node: td, holder: td });
      }
      return [...found.values()];
    }

    // Gives the contents of the places to the same places in the drawn order of their systems.
    /** @param {BlindExample} example @param {string} seed */
    deal(example, seed) {
      const { key, models, lanes } = example;
      const dealt = models.filter((model) => lanes.flat().some((place) => place.model === model));
      const lots = new Map(dealt.map((model) => [model, draw([model, key, seed].join("\n"))]));
      const order = [...dealt].sort((one, other) => lots.get(one) - lots.get(other));
      example.systems = order.map((model, place) => ({ number: String(models.indexOf(dealt[place]) + 1), model, name: this.names.get(model)?.[1] || model, places: /** @type {HTMLElement[]} */ ([]) }));
      for (const lane of lanes) {
        const before = new Map(lane.map(({ model, holder }) => [model, [...holder.childNodes]]));
        this.undo.push(() => lane.forEach(({ model, holder }) => holder.replaceChildren(...before.get(model))));
        const present = example.systems.filter(({ model }) => before.has(model));
        lane.forEach(({ node, holder }, place) => {
          const { number, model, places } = present[place];
          holder.replaceChildren(...before.get(model));
          this.numbers.set(node, number);
          if (holder.querySelector("[data-output]")) places.push(node);
          for (const link of all("[data-what]", holder)) this.numbers.set(link, number + this.label(link, node));
        });
      }
    }

    // Which of several clips of a system it is; not their count, which systems of one name share.
    /** @param {HTMLElement} link @param {HTMLElement} node */
    label(link, node) {
      const own = link.closest("li")?.querySelector(":scope > .piece-label") || node.parentElement.querySelector(":scope > .is-label");
      const column = node.closest("table")?.querySelector("thead .is-label") && node.dataset.column;
      return own ? `, ${own.textContent}` : column ? `, ${column.split(" · ").pop()}` : "";
    }

    // What stands for the system: the number of its place, 0 where it has none.
    /** @param {HTMLElement} node */
    number(node) {
      const scope = node.closest("table, [data-hero], system-tabs");
      return this.numbers.get(node) || String(scope && !node.matches("[data-role]") ? this.models(scope).indexOf(node.dataset.model) + 1 : 0);
    }

    /** @param {HTMLElement} node @param {string} number */
    mark(node, number) {
      if (this.away.has(node.dataset.model)) {
        this.set(node.matches("dd") ? node.parentElement : node, "hidden", "");
        for (const part of node.matches("tr") ? all("td, th", node) : [node]) this.fill(part);
      }
      const head = node.matches("th:not(.is-label, .is-meta), system-tabs > *") ? node : node.querySelector(HEAD);
      if (head) this.fill(head, called(number));
      // In a table of systems beside examples a row names its cells, and its label.
      for (const named of [node, ...(node.matches("tr") ? all(":scope > [data-column]", node) : [])]) {
        const { column } = named.dataset;
        const label = node.closest("table")?.querySelector(".is-label") && column?.includes(" · ") && column.split(" · ").pop();
        if (column) this.set(named, "data-column", called(number) + (label ? ` · ${label}` : ""));
      }
      this.set(node, "data-model", number);
    }

    // The player asks the link for its address and gets it; the document has none, nor what else is told of a file.
    /** @param {SoundClip} clip */
    cover(clip) {
      const { link, film, where } = clip;
      const number = this.numbers.get(link);
      const what = number ? called(number) : clip.what;
      const before = [...link.attributes];
      if (film) this.veil(film, film);
      Object.defineProperty(link, "href", { value: link.href, configurable: true });
      for (const one of before) if (!/clip|duration|gain/.test(one.name)) link.removeAttributeNode(one);
      Object.assign(link.dataset, { name: `${where}, ${what}`, what });
      this.undo.push(() => {
        Reflect.deleteProperty(link, "href");
        while (link.attributes.length) link.removeAttributeNode(link.attributes[0]);
        for (const one of before) link.setAttributeNode(one);
      });
      this.fill(link);
    }

    neutralise() {
      const models = all("[data-output]").map((node) => /** @type {const} */ ([node, node.closest("[data-model]")?.dataset.model || "0"]));
      for (const [node, model] of models) this.set(node, "data-output", model);
      for (const name of ["data-colour", "data-models"]) for (const node of all(`[${name}]`)) this.set(node, name, "");
      for (const node of all(".is-ours")) this.set(node, "class", node.className.replace("is-ours", ""));
      for (const image of all(`${MODEL} .picture img`)) {
        this.set(image, "alt", called(image.closest("[data-model]").dataset.model));
        this.veil(image, image.parentElement);
      }
      if (root.dataset.hide) this.set(root, "data-hide", "0");
    }
  }

  class BlindTest {
    /** @type {string | null} */
    seed = null;
    /** @type {string | null} */
    without = null;
    /** @type {Disguise | null} */
    worn = null;
    /** @type {Record<string, BlindNote>} */
    notes = {};
    /** @type {Map<string, Map<string, HTMLElement>>} */
    choices = new Map();

    /** @param {BlindListening} host */
    constructor(host) {
      this.host = host;
      this.progress = make("span");
      this.about = make("div", { className: "blind-about" });
      host.append(this.progress);
      document.addEventListener("view-restore", () => this.look());
      document.addEventListener("listen", ({ detail }) => detail.wish === "prefer" && this.prefer(detail.none));
    }

    // The view as the address has it. Others hide systems by their names, which must be back before.
    look() {
      const view = new URLSearchParams(location.search);
      const seed = view.get("blind");
      if ((seed || null) === this.seed && view.get("hide") === this.without) return;
      this.wear(null);
      if (seed) queueMicrotask(() => this.wear(seed));
    }

    // Begins a test in an order of its own, or ends the one that is on.
    press() {
      if (this.seed) return this.reveal();
      this.wear(crypto.getRandomValues(new Uint32Array(1))[0].toString(36));
      send(this.host, "view-change", { blind: this.seed });
      send(this.host, "page-say", words.blindOn);
    }

    // Notes are kept for all pages of the site, and one order. Some browsers keep none, least of all from disk.
    get shelf() { return `soundcase-blind ${location.pathname.replace(/[^/]*$/, "")} ${this.seed}`; }

    /** @param {string | null} seed */
    wear(seed) {
      for (const options of this.choices.values()) for (const option of options.values()) option.remove();
      if (this.worn) this.worn.restore();
      this.choices.clear();
      this.notes = {};
      this.seed = seed;
      this.without = new URLSearchParams(location.search).get("hide");
      this.worn = seed ? new Disguise(seed) : null;
      this.host.toggle.textContent = seed ? words.reveal : words.blind;
      this.about.replaceChildren();
      this.about.remove();
      if (seed) {
        try { this.notes = JSON.parse(localStorage.getItem(this.shelf)) || {}; } catch { /* none are kept */ }
        this.about.append(make("p", {}, words.blindAbout), this.named() ? make("p", {}, words.blindProse) : "");
        document.querySelector("tool-notes").prepend(this.about);
        for (const example of this.worn.examples) this.offer(example);
      }
      this.count();
      send(this.host, "blind-change");
    }

    // Whether texts of the authors name a system.
    named() {
      const text = all("main .prose, [data-task], [data-hero]").map(({ textContent }) => textContent).join("\n");
      return [...this.worn.names.values()].some(([name]) => name[1] && text.includes(name));
    }

    // What a reader prefers in an example: a choice beside each answer, and one beside the example's title for none.
    /** @param {BlindExample} example */
    offer({ key, id, task, again, systems }) {
      const offered = systems.filter(({ places }) => places.length);
      const parts = task ? all(`[data-example="${CSS.escape(id)}"]`, task) : [];
      const head = parts.map((part) => part.matches("th") ? part : part.querySelector(".card-head, :scope > th")).find(Boolean);
      if (!head || again || offered.length < 2) return;
      const title = head.querySelector("h4, h5, span").textContent;
      /** @type {BlindNote} */
      const note = { preferred: this.notes[key]?.preferred, task: nameIn(task.querySelector("h3")), title, systems: systems.map(({ model, name }) => [model, name]) };
      this.notes[key] = note;
      /** @type {Map<string, HTMLElement>} */
      const options = new Map();
      const option = (/** @type {string} */ model, /** @type {string} */ text, /** @type {HTMLElement} */ place, name = text, said = text) => {
        const input = make("input", { type: "radio", name: `blind ${key}`, checked: note.preferred === model });
        input.setAttribute("aria-label", `${name}, ${title}`);
        input.addEventListener("change", () => {
          note.preferred = model;
          try { localStorage.setItem(this.shelf, JSON.stringify(this.notes)); } catch { /* it lasts as long as the page */ }
          this.count();
          send(this.host, "page-say", `${title}: ${said}. ${this.progress.textContent}`);
        });
        options.set(model, make("label", { className: "prefer" }, input, make("span", {}, text)));
        place.append(options.get(model));
      };
      for (const { number, model, places: [place] } of offered) option(model, words.prefer, place.querySelector(":scope > dt") || place, `${words.prefer}: ${called(number)}`, called(number));
      option("", words.noPreference, head);
      this.choices.set(key, options);
    }

    count() {
      const keys = [...this.choices.keys()];
      this.progress.textContent = keys.length ? say("noted", keys.filter((key) => this.notes[key].preferred !== undefined).length, keys.length) : "";
    }

    // By a key: what plays is preferred, or nothing is.
    /** @param {boolean} none */
    prefer(none) {
      const bar = document.querySelector("listening-bar");
      const home = (none ? bar.current : bar.row)?.home;
      const example = this.worn?.examples.find(({ homes }) => homes.has(home));
      const number = bar.active?.closest("[data-model]")?.dataset.model;
      const model = none ? "" : example?.systems.find((system) => system.number === number)?.model;
      this.choices.get(example?.key)?.get(model)?.querySelector("input").click();
    }

    // The names come back, and what was preferred is held against them: in words, and as lines with tabs that a sheet takes.
    reveal() {
      const rows = Object.values(this.notes);
      const noted = rows.filter(({ preferred }) => preferred !== undefined);
      const names = new Map(rows.flatMap(({ systems }) => systems));
      const count = (/** @type {[string, string]} */ [model, name]) => {
        const heard = noted.filter(({ systems }) => !model || systems.some(([one]) => one === model));
        return /** @type {[string, number, number]} */ ([name, heard.filter(({ preferred }) => preferred === model).length, heard.length]);
      };
      const tally = [...[...names].map(count).sort(([, one], [, other]) => other - one), count(["", words.noPreference])];
      const most = Math.max(0, ...rows.map(({ systems }) => systems.length));
      const link = new URL(location.href);
      link.searchParams.set("blind", this.seed);
      const lines = [
        [words.blindResults, link.href], ...tally, [],
        ["", "", words.preferred, ...Array.from({ length: most }, (_, place) => called(String(place + 1)))],
        ...rows.map(({ task, title, preferred, systems }) => [task, title, preferred ? names.get(preferred) : preferred === "" ? words.noPreference : "", ...systems.map(([, name]) => name)]),
      ].map((cells) => cells.join("\t")).join("\n");
      this.wear(null);
      send(this.host, "view-change", { blind: null });
      send(this.host, "page-say", words.blindOff);
      this.show(noted.length ? tally : [], lines);
    }

    /** @param {[string, number, number][]} tally @param {string} lines */
    show(tally, lines) {
      const title = make("h2", { tabIndex: -1 }, words.blindResults);
      const bars = tally.map(([name, wins, of]) => {
        const line = make("li", {}, `${name} `, make("b", {}, say("of", wins, of)));
        line.style.setProperty("--share", String(of && wins / of));
        return line;
      });
      const told = make("pre", { id: "blind-lines", tabIndex: 0 }, lines);
      const results = make("section", { className: "blind-results" }, title, make("ul", {}, ...bars), make("details", {}, make("summary", {}, words.eachExample), told));
      results.append(make("copy-text", { data: { from: told.id, what: "results" } }), make("button", { className: "button", onclick: () => this.about.remove() }, words.close));
      this.about.append(results);
      document.querySelector("tool-notes").prepend(this.about);
      title.focus();
    }
  }
  document.dispatchEvent(new CustomEvent("blind-test", { detail: BlindTest }));
})();
