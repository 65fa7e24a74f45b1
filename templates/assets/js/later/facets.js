// @ts-check
// The search by facets of <page-facets>, loaded with its first use: examples of the whole site by verdict, agreement, tags, group
// and score, ten at a time, in place of what the page shows. What is asked for stands in the address (`?show=`): terms with `~`
// between, of parts with `.` between, which are percent-encoded before the whole is; a task, `SYSTEM.VERDICT`, `group.TITLE`,
// `tag.KEY.VALUE` and those of `Choices`. Of one facet any option will do. What a result shows was cut from its page.
(() => {
  "use strict";
  const { words: own, say, make, send, told, wish, nameIn, blind } = soundcase;
  const root = document.documentElement;
  const SIGNS = Array.from({ length: 92 }, (_, code) => String.fromCharCode(35 + code)).filter((sign) => !"\\<".includes(sign));
  /** @type {Record<string, string>} */
  const LETTERS = { R: "right", P: "partly", W: "wrong", U: "undecided", M: "missing" };
  const TEN = 10; // results that are shown at a time
  const LOADS = 4; // scripts that are loaded at a time
  const HELD = 40; // scripts whose examples are kept
  const STEP = 160; // milliseconds that a number that is typed may still change

  const ordered = new Intl.Collator(undefined, { numeric: true });

  const encoded = (/** @type {string} */ part) => encodeURIComponent(part).replace(/[.~]/g, (sign) => sign === "." ? "%2E" : "%7E");
  const decoded = (/** @type {string} */ text) => {
    try { return decodeURIComponent(text); } catch { return text; /* a stray % is part of it */ }
  };

  // A column: for each example the place of its value.
  class Column {
    /** @param {PackedColumn} packed @param {number} count */
    constructor([values, signs], count) {
      this.values = values;
      const width = signs.length / count;
      this.places = new Uint16Array(count);
      if (!width) return;
      const known = new Map(SIGNS.map((sign, place) => [sign.charCodeAt(0), place]));
      for (let at = 0, example = 0; example < count; example++) {
        let place = 0;
        for (const end = at + width; at < end; at++) place = place * SIGNS.length + known.get(signs.charCodeAt(at));
        this.places[example] = place;
      }
    }
  }

  // The systems of which two have other verdicts, or all the same.
  /** @type {(letters: string, judged: string[]) => string[]} */
  const agreement = (letters, judged) => {
    const told = [...letters].filter((letter) => letter !== "-");
    const found = told.length > 1 ? [told.every((letter) => letter === told[0]) ? "same" : "differ"] : [];
    for (let one = 0; one < letters.length; one++) {
      for (let other = one + 1; other < letters.length; other++) {
        if (letters[one] !== letters[other] && letters[one] !== "-" && letters[other] !== "-") found.push(`${judged[one]}:${judged[other]}`);
      }
    }
    return found;
  };

  // A task with its columns as facets: of each the parts that its terms begin with, and the options that each value stands for.
  class FacetTask {
    /** @type {Map<string, Facet>} */
    facets = new Map();
    /** @type {Map<PackedColumn, Column>} */
    columns = new Map();

    /** @param {ToldTask} told */
    constructor(told) {
      this.told = told;
      const { id, verdicts, group, tags, judged } = told;
      this.add("task", [], [[id], ""], (one) => [one]);
      if (verdicts) judged.forEach((model, place) => this.add(`model ${model}`, [model], verdicts, (letters) => [LETTERS[letters[place]] || ""]));
      if (judged.length > 1) this.add("agreement", ["agree"], verdicts, (letters) => agreement(letters, judged));
      if (group) this.add("group", ["group"], group, (title) => [title]);
      for (const [key, column] of Object.entries(tags)) this.add(`tag ${key}`, ["tag", key], column, (value) => [value]);
      this.numbers = new Map(told.numbers.flatMap(([name, unit, pooled, model, source]) => {
        const one = /** @type {FacetNumbers} */ ({ name, unit, pooled, model, source, errors: false });
        return /** @type {[string, FacetNumbers][]} */ ([[`${name}.${model}`, one], ...(pooled ? [[`${name}.${model}.errors`, { ...one, errors: true }]] : [])]);
      }));
    }

    /** @param {string} key @param {string[]} parts @param {PackedColumn} packed @param {(value: any) => string[]} options */
    add(key, parts, packed, options) {
      if (!this.columns.has(packed)) this.columns.set(packed, new Column(packed, this.told.count));
      const column = this.columns.get(packed);
      this.facets.set(key, { key, parts, places: column.places, options: column.values.map((value) => options(value).filter(Boolean)) });
    }

    // The numbers of a score: of errors also what they are shared by.
    /** @param {string} key @returns {Promise<(number | null)[] | null>} */
    async scores(key) {
      const numbers = this.numbers.get(key);
      if (!numbers) return null;
      const { source, pooled, errors } = numbers;
      const packed = typeof source === "string" ? await told(source, "facet-numbers") : source;
      if (!packed) return null;
      const { values, places } = new Column(packed, this.told.count);
      const plain = values.map((value) => value === null || !pooled ? value : errors ? value[0] : 100 * value[0] / value[1]);
      return Array.from(places, (place) => plain[place]);
    }
  }

  // Some examples as their page shows them.
  class Excerpt {
    /** @param {CutExamples} told */
    constructor([page, ids, html]) {
      const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
      this.ids = ids;
      this.task = /** @type {HTMLElement} */ (content.firstElementChild);
      for (const link of this.task.querySelectorAll("a[href^='#']")) link.setAttribute("href", page + link.getAttribute("href"));
      for (const node of [this.task, ...this.task.querySelectorAll("[id]")]) node.removeAttribute("id");
    }

    // What leads in what is around an example: the nearest before it.
    /** @param {Element} part @param {string} lead @returns {HTMLElement | null} */
    before(part, lead) {
      for (let node = part.parentElement.previousElementSibling; node; node = node.previousElementSibling) {
        if (node.matches(lead)) return /** @type {HTMLElement} */ (node);
        if (lead === ".shared" && node.matches("ol")) return null;
      }
      return null;
    }
  }

  // Results of one task, one after another, in what holds them on their pages.
  class Sheet {
    /** @param {Excerpt} excerpt @param {ToldTask} told @param {string} id @param {boolean} titled */
    constructor({ task }, told, id, titled) {
      this.told = told;
      this.node = Object.assign(task.cloneNode(), { id });
      for (const name of ["many", "tall"]) delete this.node.dataset[name];
      const title = titled ? [make("h3", {}, make("a", { href: told.page }, told.title))] : [];
      this.node.append(make("div", { className: "task-head" }, ...title, ...this.copies(task, ":scope > .prompts")), ...this.copies(task, ":scope > system-tabs"));
    }

    /** @param {Element} within @param {string} what */
    copies(within, what) { return [...within.querySelectorAll(what)].map((node) => node.cloneNode(true)); }

    /** @param {Excerpt} excerpt @param {string} id @param {boolean} grouped */
    add(excerpt, id, grouped) {
      const part = excerpt.task.querySelector(`[data-example="${CSS.escape(id)}"]`);
      if (!part) return null;
      const table = part.closest("comparison-table");
      if (!table) return this.card(excerpt, part, grouped);
      return excerpt.task.dataset.layout === "transposed" ? this.column(excerpt, table, part) : this.row(table, part, grouped);
    }

    // Whether what follows has another title than what came before.
    /** @param {Element | null} title */
    changes(title) {
      const text = title ? nameIn(title) : "";
      const changed = text !== this.title;
      this.title = text;
      return changed;
    }

    /** @param {Excerpt} excerpt @param {Element} part @param {boolean} grouped */
    card(excerpt, part, grouped) {
      const list = part.parentElement, shared = excerpt.before(part, ".shared"), title = grouped ? excerpt.before(part, ".group-title") : null;
      if (this.changes(title) || !this.list) {
        if (title) this.node.append(title.cloneNode(true));
        this.list = list.cloneNode();
        delete this.list.dataset.rows;
        this.node.append(this.list);
      }
      const card = part.cloneNode(true);
      if (shared) {
        const cells = card.querySelector(":scope > dl:not(.abreast)") || make("dl", { className: "given" });
        if (!cells.isConnected && !cells.parentNode) card.firstElementChild.after(cells);
        cells.prepend(...this.copies(shared, ":scope > dl > div"));
      }
      this.list.append(card);
      return card;
    }

    // A row with the cells that it shares with others.
    /** @param {Element} wide @param {Element} part @param {boolean} grouped */
    row(wide, part, grouped) {
      const from = part.closest("tbody"), title = grouped ? from.querySelector(".group-row") : null;
      if (!this.table) {
        this.table = wide.querySelector("table").cloneNode();
        this.table.append(...this.copies(wide, "caption, colgroup, thead"));
        const holder = wide.cloneNode();
        holder.append(this.table);
        this.node.append(holder);
      }
      const body = make("tbody"), row = part.cloneNode(true);
      if (this.changes(title) && title) body.append(title.cloneNode(true));
      const spanning = [...from.querySelectorAll("td[data-span]")];
      if (spanning.length) for (const cell of row.querySelectorAll("[data-span]")) cell.remove();
      const cells = [...row.children];
      for (const cell of spanning) row.insertBefore(this.single(cell.cloneNode(true)), cells[Number(cell.dataset.place)] || null);
      body.append(row);
      this.table.append(body);
      return row;
    }

    /** @template {HTMLElement} Cell @param {Cell} cell */
    single(cell) {
      for (const name of ["rowspan", "colspan", "data-span", "data-place"]) cell.removeAttribute(name);
      return cell;
    }

    // A table of which this column is left.
    /** @param {Excerpt} excerpt @param {Element} table @param {HTMLElement} part */
    column(excerpt, table, part) {
      const { example, at } = part.dataset, own = table.cloneNode(true);
      const title = excerpt.before(part.closest("comparison-table").firstElementChild, ".group-title");
      for (const cell of own.querySelectorAll("[data-at]")) {
        const first = Number(cell.dataset.at), span = Number(cell.dataset.span || 1);
        if (Number(at) < first || Number(at) >= first + span) cell.remove();
        else if (cell.dataset.span) Object.assign(this.single(cell).dataset, { example });
        if (cell.isConnected || cell.parentNode) cell.dataset.at = "1";
      }
      const row = own.querySelector("thead tr");
      const across = [...row.children].reduce((sum, cell) => sum + /** @type {HTMLTableCellElement} */ (cell).colSpan, 0);
      for (const cell of own.querySelectorAll(".group-row > th")) cell.setAttribute("colspan", String(across));
      if (this.changes(title) && title) this.node.append(title.cloneNode(true));
      this.node.append(own);
      return own;
    }
  }

  // What a reader asks for, as the address has it: by facet the option; a score and its range; an order.
  class Choices {
    /** @type {Map<string, string[]>} */
    options = new Map();
    score = "";
    low = "";
    high = "";
    order = "";

    /** @param {string} text @param {KnownFacets} known */
    constructor(text, known) {
      for (const term of text.split("~")) this.take(decoded(term), known);
    }

    /** @param {string} term @param {KnownFacets} known @returns {void} */
    take(term, { facets, scores }) {
      for (const { key, parts, values } of facets) {
        const prefix = parts.map((part) => `${part}.`).join(""), option = term.slice(prefix.length);
        if (term.startsWith(prefix) && values.has(option)) return void this.options.set(key, [...this.options.get(key) || [], option]);
      }
      const score = [...scores.keys()].find((one) => `${term}.`.startsWith(`score.${one}.`));
      if (score) [this.score, this.low, this.high] = [score, ...term.slice(score.length + 7).split(":"), "", ""];
      else if (["order.low", "order.high"].includes(term)) this.order = term.slice(6);
    }

    /** @param {KnownFacets} known */
    told({ facets, scores }) {
      const terms = facets.flatMap(({ key, parts }) => (this.options.get(key) || []).map((option) => [...parts, option].map(encoded).join(".")));
      if (this.score) terms.push(["score", ...scores.get(this.score)].map(encoded).join(".") + (this.low || this.high ? `.${this.low}:${this.high}` : ""));
      if (this.score && this.order) terms.push(`order.${this.order}`);
      return terms.join("~") || "all";
    }
  }

  class Facets {
    /** @type {Map<string, Promise<Excerpt | null>>} */
    excerpts = new Map();
    choices = new Choices("", { facets: [], scores: new Map() });
    made = 0; // sheets so far
    /** @type {Sheet[]} */
    sheets = [];
    /** @type {string | undefined} */
    shape;
    turn = 0;

    /** @param {PageFacets} host @param {FacetColumns} data */
    constructor(host, { words, size, tasks }) {
      this.host = host;
      for (const [key, text] of Object.entries(words)) own[`facet ${key}`] = text;
      this.size = size;
      this.tasks = tasks.map((task) => new FacetTask(task));
      this.total = tasks.reduce((sum, { count }) => sum + count, 0);
      this.known = this.learn();
      this.names = new Map(tasks.flatMap(({ systems }) => Object.entries(systems)));
      this.build();
      addEventListener("hashchange", () => this.leave());
      document.addEventListener("find-change", ({ detail }) => {
        const asked = Object.entries(detail).some(([name, value]) => value && name !== "fold" && name !== "here");
        if (asked) this.close();
      });
    }

    // All facets and scores, those first whose terms begin at length.
    /** @returns {KnownFacets} */
    learn() {
      /** @type {Map<string, KnownFacet>} */
      const found = new Map();
      for (const { key, parts, options } of this.tasks.flatMap(({ facets }) => [...facets.values()])) {
        if (!found.has(key)) found.set(key, { key, parts, values: new Set(key.startsWith("model ") ? Object.values(LETTERS) : []) });
        for (const option of options.flat()) found.get(key).values.add(option);
      }
      const scores = this.tasks.flatMap(({ numbers }) => [...numbers]).map(([key, { name, model, errors }]) => /** @type {[string, string[]]} */ ([key, [name, model, ...(errors ? ["errors"] : [])]]));
      return { facets: [...found.values()], scores: new Map(scores.sort(([one], [other]) => other.length - one.length)) };
    }

    build() {
      this.head = make("h2", { tabIndex: -1 }, own["facet heading"]);
      this.count = make("output", { className: "facet-count" });
      this.fields = make("div", { className: "find-choices" });
      const close = make("button", { className: "button", onclick: () => { this.close(); this.host.toggle.focus(); } }, own["facet close"]);
      this.clear = make("button", { className: "tool", onclick: () => { this.ask("all"); this.head.focus(); } }, own["facet reset"]);
      const form = make("form", { onsubmit: (event) => event.preventDefault() }, this.fields);
      const top = make("div", { className: "facet-form" }, make("div", { className: "facet-head" }, this.head, close), form, make("p", {}, this.count, this.clear));
      const { lang } = document.querySelector("page-tools");
      if (lang) top.lang = lang;
      this.results = make("div", { className: "section facet-results" });
      this.more = make("button", { className: "button", onclick: () => this.go() });
      this.panel = make("section", { className: "facets" }, top, this.results, this.more);
      this.panel.setAttribute("aria-label", own["facet heading"]);
      this.fields.addEventListener("change", () => this.choose());
      this.fields.addEventListener("input", (/** @type {On<Event>} */ { target }) => {
        clearTimeout(this.timer);
        if (target.matches("input")) this.timer = setTimeout(() => this.choose(), STEP);
      });
    }

    // Opens or closes as the address has it.
    /** @param {string | null} asked */
    look(asked) {
      if (asked === null || root.matches("[data-blind], [data-blinding]")) return this.close();
      this.choices = new Choices(asked, this.known);
      this.open();
      this.head.focus({ preventScroll: true });
    }

    press() {
      if (root.hasAttribute("data-facets") || blind()) this.close();
      else this.ask("all");
    }

    /** @param {string} text */
    ask(text) {
      this.choices = new Choices(text, this.known);
      send(this.host, "view-change", { show: this.choices.told(this.known) });
      this.open();
    }

    open() {
      document.querySelector("tool-notes").after(this.panel);
      root.toggleAttribute("data-facets", true);
      this.host.toggle.setAttribute("aria-expanded", "true");
      this.draw();
      this.show();
      this.panel.scrollIntoView({ block: "start", behavior: "instant" });
    }

    close() {
      if (!root.hasAttribute("data-facets")) return;
      this.silence();
      this.turn += 1; // what still comes is not shown
      this.panel.remove();
      this.results.replaceChildren();
      root.removeAttribute("data-facets");
      this.host.toggle.setAttribute("aria-expanded", "false");
      send(this.host, "view-change", { show: null });
    }

    // A part of the page that is asked for by its address is shown.
    leave() {
      const named = document.getElementById(soundcase.idIn(location.hash));
      if (!named?.closest("main") || this.panel.contains(named)) return;
      this.close();
      named.scrollIntoView({ block: "start", behavior: "instant" });
    }

    // What is heard of results that go ends.
    silence() {
      const { active } = document.querySelector("listening-bar");
      if (!active || !this.results.contains(active)) return;
      const held = /** @type {HTMLElement} */ (document.activeElement);
      wish(active, "close");
      held.focus({ preventScroll: true });
    }

    // The fields of the task that is asked for, or of all.
    draw() {
      const [task] = this.choices.options.get("task") || [];
      const tasks = task ? this.tasks.filter(({ told: { id } }) => id === task) : this.tasks;
      const offered = this.known.facets.filter(({ key, values }) => (key === "task" || tasks.some(({ facets }) => facets.has(key))) && values.size > 1);
      const fields = offered.map(({ key }) => this.field(key, this.label(key), make("select", { data: { key } })));
      const scores = new Map(tasks.flatMap(({ numbers }) => [...numbers]));
      if (scores.size) {
        const names = [...scores].map(([key, { name, unit, model, errors }]) => new Option(say(errors ? "facet errors" : "facet of", unit && !errors ? `${name} (${unit})` : name, this.names.get(model) || model), key));
        fields.push(
          this.field("score", own["facet score"], make("select", { data: { key: "score" } }, new Option(own["facet noScore"], ""), ...names)),
          this.field("low", own["facet from"], make("input", { type: "number", step: "any", data: { key: "low" } })),
          this.field("high", own["facet to"], make("input", { type: "number", step: "any", data: { key: "high" } })),
          this.field("order", own["facet order"], make("select", { data: { key: "order" } }, ...["", "low", "high"].map((order) => new Option(own[`facet ${order || "listed"}`], order)))),
        );
      }
      const shape = JSON.stringify([task, offered.length, scores.size]);
      if (shape !== this.shape) this.fields.replaceChildren(...fields);
      this.shape = shape;
      this.fill();
    }

    /** @param {string} key @param {string} text @param {HTMLElement} input */
    field(key, text, input) {
      input.id = `facet-${key.replace(/\s/g, "-")}`;
      return make("div", {}, make("label", { htmlFor: input.id }, text), input);
    }

    /** @param {string} key */
    label(key) {
      if (key.startsWith("model ")) return this.names.get(key.slice(6)) || key.slice(6);
      return key.startsWith("tag ") ? key.slice(4) : own[`facet ${key}`];
    }

    /** @param {string} key @param {string} option */
    text(key, option) {
      if (key === "task") return this.tasks.find(({ told: { id } }) => id === option).told.title;
      if (key === "agreement" && option.includes(":")) {
        const [one, other] = this.pair(option);
        return say("facet unlike", one, other);
      }
      return key === "agreement" || key.startsWith("model ") ? own[`facet ${option}`] : option;
    }

    // The names of two systems whose ids stand on both sides of a colon; ids may have colons too.
    /** @param {string} option @returns {[string, string]} */
    pair(option) {
      const parts = option.split(":");
      for (let at = 1; at < parts.length; at++) {
        const one = parts.slice(0, at).join(":"), other = parts.slice(at).join(":");
        if (this.names.has(one) && this.names.has(other)) return [this.names.get(one), this.names.get(other)];
      }
      return [option, ""];
    }

    // What is chosen, and how many examples each other choice would leave.
    /** @param {Map<string, Map<string, number>>} [counts] */
    fill(counts) {
      const { options, score } = this.choices;
      for (const { dataset: { key } } of this.fields.querySelectorAll("select:not([data-key=score], [data-key=order])")) {
        const select = /** @type {HTMLSelectElement} */ (this.fields.querySelector(`#facet-${CSS.escape(key.replace(/\s/g, "-"))}`));
        const chosen = options.get(key) || [], of = counts?.get(key);
        const values = [...this.known.facets.find((one) => one.key === key).values].filter((value) => !of || of.get(value) || chosen.includes(value));
        if (key.startsWith("tag ")) values.sort(ordered.compare);
        const texts = values.map((value) => new Option(of ? `${this.text(key, value)} (${of.get(value) || 0})` : this.text(key, value), value));
        const several = chosen.length > 1 ? [new Option(chosen.map((value) => this.text(key, value)).join(", "), chosen.join("\n"))] : [];
        select.replaceChildren(new Option(own[key === "task" ? "facet all" : "facet any"], ""), ...several, ...texts);
        select.value = chosen.join("\n");
      }
      for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (this.fields.querySelectorAll("[data-key=score], [data-key=low], [data-key=high], [data-key=order]"))) {
        const key = /** @type {"score" | "low" | "high" | "order"} */ (input.dataset.key);
        if (input !== document.activeElement || input.localName === "select") input.value = this.choices[key];
        input.parentElement.hidden = key !== "score" && !score;
      }
    }

    choose() {
      const task = this.choices.options.get("task")?.join();
      for (const { dataset: { key }, value } of /** @type {NodeListOf<HTMLInputElement>} */ (this.fields.querySelectorAll("select, input"))) {
        if (key === "score" || key === "low" || key === "high" || key === "order") this.choices[key] = value;
        else if (value) this.choices.options.set(key, value.split("\n"));
        else this.choices.options.delete(key);
      }
      if (this.choices.options.get("task")?.join() !== task) this.choices = new Choices(this.choices.told(this.offeredBy()), this.offeredBy());
      send(this.host, "view-change", { show: this.choices.told(this.known) });
      this.draw();
      this.show();
    }

    // Another task has other facets: what it has not is no longer asked for.
    /** @returns {KnownFacets} */
    offeredBy() {
      const [id] = this.choices.options.get("task") || [], task = this.tasks.find(({ told }) => told.id === id);
      if (!task) return this.known;
      return { facets: this.known.facets.filter(({ key }) => task.facets.has(key)), scores: new Map([...this.known.scores].filter(([score]) => task.numbers.has(score))) };
    }

    async show() {
      const turn = ++this.turn, { options, score, low, high, order } = this.choices;
      const numbers = await Promise.all(this.tasks.map((task) => score ? task.scores(score) : null));
      if (turn !== this.turn) return;
      const { found, counts } = this.search(options, low || high ? this.within(numbers) : null);
      if (order) this.sort(found, numbers, order);
      this.found = found;
      this.fill(counts);
      this.clear.hidden = !options.size && !score;
      this.count.value = found.length ? say("facet matches", found.length, this.total) : own["facet none"];
      this.silence();
      this.sheets = [];
      this.results.replaceChildren();
      this.shown = 0;
      this.go();
    }

    /** @param {((number | null)[] | null)[]} numbers @returns {(task: number, example: number) => boolean} */
    within(numbers) {
      const least = this.choices.low === "" ? -Infinity : Number(this.choices.low), most = this.choices.high === "" ? Infinity : Number(this.choices.high);
      return (task, example) => {
        const value = numbers[task]?.[example];
        return value !== null && value !== undefined && value >= least && value <= most;
      };
    }

    // What fits, and for each option of a facet how many would if it were chosen.
    /** @param {Map<string, string[]>} asked @param {((task: number, example: number) => boolean) | null} within */
    search(asked, within) {
      /** @type {[task: number, example: number][]} */
      const found = [];
      /** @type {Map<string, Map<string, number>>} */
      const counts = new Map();
      this.tasks.forEach(({ facets, told: { count } }, task) => {
        const own = [...facets.values()].map((facet) => ({ ...facet, left: new Uint32Array(facet.options.length) }));
        const lacking = [...asked.keys()].filter((key) => !facets.has(key));
        const tests = own.filter(({ key }) => asked.has(key)).map(({ key, places, options, left }) => ({ places, left, fits: options.map((several) => several.some((option) => asked.get(key).includes(option))) }));
        if (lacking.length) return;
        for (let example = 0; example < count; example++) {
          if (within && !within(task, example)) continue;
          let failed = null, fails = 0;
          for (const test of tests) if (!test.fits[test.places[example]] && (failed = test, ++fails > 1)) break;
          if (fails === 0) for (const { places, left } of own) left[places[example]]++;
          if (fails === 0) found.push([task, example]);
          else if (fails === 1) failed.left[failed.places[example]]++;
        }
        for (const { key, options, left } of own) {
          const sums = counts.get(key) || new Map();
          counts.set(key, sums);
          options.forEach((several, place) => { for (const option of several) sums.set(option, (sums.get(option) || 0) + left[place]); });
        }
      });
      return { found, counts };
    }

    // What has no number comes last.
    /** @param {[task: number, example: number][]} found @param {((number | null)[] | null)[]} numbers @param {string} order */
    sort(found, numbers, order) {
      const sign = order === "low" ? 1 : -1;
      const value = (/** @type {[number, number]} */ [task, example]) => numbers[task]?.[example] ?? sign * Infinity;
      found.sort((one, other) => sign * (value(one) - value(other)) || 0);
    }

    // The next ten, one after another as their scripts come; the first is not kept waiting by the others.
    async go() {
      const { turn } = this, from = this.shown, next = this.found.slice(from, from + TEN);
      this.shown += next.length;
      this.more.hidden = true;
      for (const [place, [task, example]] of next.entries()) {
        const excerpt = this.excerpt(task, example);
        if (place) for (const [own, one] of next.slice(place, place + LOADS)) this.excerpt(own, one);
        const came = await excerpt;
        if (turn !== this.turn) return;
        this.add(came, task, example);
      }
      this.fit();
      const left = Math.min(this.found.length - this.shown, TEN);
      this.more.hidden = !left;
      this.more.textContent = say("facet more", left);
      const first = from && this.results.querySelectorAll("[data-example]:is(li, tr, th)")[from];
      if (first) first.querySelector("a, button")?.focus({ preventScroll: true });
    }

    // The examples that are cut together with one.
    /** @param {number} task @param {number} example */
    excerpt(task, example) {
      const { address } = this.place(task, example);
      if (!this.excerpts.has(address)) {
        if (this.excerpts.size >= HELD) this.excerpts.delete(this.excerpts.keys().next().value);
        this.excerpts.set(address, told(address, "facet-examples").then((cut) => cut && new Excerpt(cut)));
      }
      return this.excerpts.get(address);
    }

    /** @param {number} task @param {number} example */
    place(task, example) {
      let left = example;
      for (const [folder, count] of this.tasks[task].told.parts) {
        if (left < count) return { address: `${folder}/${Math.floor(left / this.size) + 1}.js`, at: left % this.size };
        left -= count;
      }
      throw new RangeError(String(example));
    }

    /** @param {Excerpt | null} excerpt @param {number} task @param {number} example @returns {void} */
    add(excerpt, task, example) {
      const { told } = this.tasks[task];
      const id = excerpt?.ids[this.place(task, example).at];
      if (!excerpt || id === undefined) return void (this.count.value = own["facet failed"]);
      let sheet = this.sheets.at(-1);
      if (sheet?.told !== told) {
        sheet = new Sheet(excerpt, told, `result-${++this.made}`, this.tasks.length > 1);
        this.sheets.push(sheet);
      }
      const part = sheet.add(excerpt, id, !this.choices.order);
      if (!sheet.node.isConnected) this.results.append(sheet.node);
      for (const clip of part?.querySelectorAll("sound-clip") || []) clip.make();
    }

    // What was added is fitted to what the page shows: systems that are hidden, marks of differences, pictures of one scale.
    fit() {
      if (root.dataset.hide || this.results.querySelector("system-tabs")) document.dispatchEvent(new CustomEvent("view-shown"));
      if (this.results.querySelector(".spectrogram")) document.querySelector("listening-bar").scale();
      const differences = document.querySelector("text-differences");
      if (differences?.on) differences.show(true);
    }
  }
  document.dispatchEvent(new CustomEvent("facets", { detail: Facets }));
})();
