// @ts-check
// <find-filters>: what <page-find> can be asked for beside words: systems, group, tags. A button for each opens its part
// of one panel under the row of tools; where that is folded, one button opens all. Made on demand: `find-open` asks to be
// filled, `find-choose` {key: value} says what was chosen.
(() => {
  "use strict";
  const { words, make, send } = soundcase;
  const has = (/** @type {string} */ what) => Boolean(document.querySelector(what));
  const partOf = (/** @type {string} */ key) => key.startsWith("tag.") ? "tags" : key;
  const several = () => {
    const one = document.querySelector("[data-model]");
    return one && has(`[data-model]:not([data-model="${CSS.escape(one.dataset.model)}"])`);
  };

  class FindFilters extends HTMLElement {
    connectedCallback() {
      if (this.panel) return;
      this.panel = make("div", { className: "tool-panel", id: "tool-panel", hidden: true });
      /** @type {Record<string, boolean>} */
      const offered = {
        systems: several(), group: has(".group-title, .group-row"), tags: has(".tags, [data-tag]"),
      };
      const parts = Object.keys(offered).filter((part) => offered[part]);
      // The last one opens all of them.
      this.buttons = (parts.length ? [...parts, ""] : []).map((part) => {
        const button = make("button", { className: "tool", data: { part } }, words[part || "filter"]);
        button.setAttribute("aria-expanded", "false");
        button.setAttribute("aria-controls", this.panel.id);
        button.addEventListener("click", () => (this.opened === part ? this.close() : this.open(part)));
        return button;
      });
      // What is under the open panel waits until that is closed.
      this.veil = make("div", { className: "tool-veil", hidden: true });
      document.addEventListener("pointerdown", (/** @type {On<PointerEvent>} */ { target }) => (target === this.veil || !target.closest?.("page-tools")) && this.close());
      if (this.buttons.length) this.append(this.veil, ...this.buttons, this.panel);
      this.panel.addEventListener("change", () => this.choose());
      this.addEventListener("focusout", ({ relatedTarget: to }) => to instanceof Node && !this.closest("page-tools").contains(to) && this.close());
      this.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || this.opened === undefined) return;
        event.preventDefault();
        const opener = this.buttons.find(({ dataset }) => dataset.part === this.opened);
        this.close();
        opener.focus();
      });
    }

    build() {
      if (this.choices || !this.buttons.length) return;
      const field = (/** @type {string} */ title, /** @type {HTMLElement} */ content) => make("fieldset", {}, make("legend", {}, title), content);
      if (several()) this.systems = field(words.models, make("model-toggles"));
      this.choices = make("div", { className: "find-choices" });
      this.examples = field(words.narrow, this.choices);
      this.panel.prepend(...(this.systems ? [this.systems] : []), this.examples);
    }

    /** @param {string} part */
    open(part) {
      this.build();
      this.opened = part;
      this.buttons.find(({ dataset }) => dataset.part === part).after(this.panel); // the next stop of Tab
      send(this, "find-open");
      this.show();
    }

    close() {
      this.opened = undefined;
      this.show();
    }

    show() {
      const { opened } = this;
      this.panel.hidden = this.veil.hidden = opened === undefined;
      for (const button of this.buttons) button.setAttribute("aria-expanded", String(button.dataset.part === opened));
      if (this.panel.hidden) return;
      const away = (/** @type {string} */ part) => Boolean(opened) && opened !== part;
      if (this.systems) this.systems.hidden = away("systems");
      const choices = [.../** @type {HTMLCollectionOf<HTMLElement>} */ (this.choices.children)];
      for (const choice of choices) choice.hidden = away(choice.dataset.part);
      this.examples.hidden = choices.every(({ hidden }) => hidden);
    }

    // How many choices are made, beside the buttons that lead to them.
    /** @param {Search} sought */
    mark(sought) {
      const made = Object.keys(sought).filter((key) => key !== "q").map(partOf);
      for (const { dataset } of this.buttons) dataset.active = String(made.filter((part) => !dataset.part || part === dataset.part).length || "");
    }

    // One choice for each thing that the examples differ in.
    /** @param {Search} sought @param {() => Map<string, Set<string>>} find */
    fill(sought, find) {
      if (!this.choices) return;
      const known = find();
      const rows = [...known].filter(([key, values]) => values.size > 1 || key in sought);
      /** @type {[string, string, [string, string][]][]} */
      const asked = rows.map(([key, values]) => [key, key === "group" ? words.group : key.slice(4), [...values].map((value) => [value, value])]);
      const focused = /** @type {HTMLElement} */ (document.activeElement)?.dataset.key;
      this.choices.replaceChildren(...asked.map((one) => this.choice(...one, sought)));
      this.show();
      if (focused) [...this.panel.querySelectorAll("select")].find((one) => one.dataset.key === focused)?.focus();
    }

    /** @param {string} key @param {string} name @param {[string, string][]} values @param {Search} sought */
    choice(key, name, values, sought) {
      const select = make("select", { data: { key } }, new Option(words.any, ""), ...values.map(([value, text]) => new Option(text, value)));
      select.value = sought[key] || "";
      select.id = `find-${key.replace(/\s/g, "-")}`;
      return make("div", { data: { part: partOf(key) } }, make("label", { htmlFor: select.id }, name), select);
    }

    choose() {
      /** @type {Record<string, string>} */
      const changes = {};
      for (const { dataset: { key }, value } of this.panel.querySelectorAll("select")) changes[key] = value;
      send(this, "find-choose", changes);
    }
  }
  customElements.define("find-filters", FindFilters);
})();
