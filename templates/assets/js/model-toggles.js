// @ts-check
// <model-toggles>: a button for each model of the page, which hides and shows all that belongs to it. One stays.
(() => {
  "use strict";
  const { words, make, send, press, nameIn, blind } = soundcase;

  class ModelToggles extends HTMLElement {
    /** @returns {void} */
    connectedCallback() {
      if (this.sheet) return;
      if (blind()) return void document.addEventListener("blind-change", () => this.connectedCallback(), { once: true });
      this.sheet = new CSSStyleSheet();
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
      this.setAttribute("role", "group");
      this.setAttribute("aria-label", words.models);
      /** @type {Map<string, string>} */
      const names = new Map();
      // In the order of columns, rows or answers: heads over several models name them all.
      const heads = document.querySelectorAll("thead [data-models], th[data-model], tr[data-model], .from-answer[data-model]");
      for (const { dataset: { model, models } } of heads) for (const id of (models || model).split(" ")) names.set(id, "");
      for (const node of document.querySelectorAll("[data-model]")) {
        const head = node.matches("th") ? node : node.querySelector(":scope > dt, :scope > th");
        const { model } = node.dataset;
        if (!names.get(model)) names.set(model, head && nameIn(head));
      }
      for (const [model, name] of names) {
        const { colour } = document.querySelector(`[data-model="${CSS.escape(model)}"][data-colour]`)?.dataset || {};
        this.append(make("button", { className: "tool", data: { toggleModel: model, ...(colour && { colour }) } }, name || model));
      }
      this.addEventListener("click", (/** @type {On<MouseEvent>} */ { target }) => this.toggle(target.closest("[data-toggle-model]")));
      document.addEventListener("view-restore", () => this.restore());
      /** @type {Set<string>} */
      this.away = new Set();
      this.restore();
    }

    buttons() {
      return [...this.querySelectorAll("[data-toggle-model]")];
    }

    restore() {
      if (blind()) return;
      const asked = (new URLSearchParams(location.search).get("hide") || "").split(" ");
      const known = this.buttons().map((button) => button.dataset.toggleModel);
      const hide = known.filter((model) => asked.includes(model));
      this.show(new Set(hide.length < known.length ? hide : []));
    }

    /** @param {HTMLElement | null} button */
    toggle(button) {
      if (!button) return;
      const { toggleModel: model } = button.dataset;
      const hide = new Set(this.away);
      if (!hide.delete(model)) hide.add(model);
      if (hide.size === this.buttons().length) {
        send(this, "page-say", words.oneStays);
        return;
      }
      this.show(hide);
      send(this, "view-change", { hide: [...hide].join(" ") || null });
    }

    /** @param {Set<string>} hide */
    show(hide) {
      if (!hide.size && !this.away.size) return this.mark();
      this.away = hide;
      const rules = [...hide].map((model) => `[data-model="${CSS.escape(model)}"]`);
      this.sheet.replaceSync(rules.length ? `${rules}, .prompts > div:has(> :is(${rules})) { display: none !important; }` : "");
      document.documentElement.dataset.hide = [...hide].join(" ");
      this.mark();
      document.dispatchEvent(new CustomEvent("view-shown"));
    }

    mark() {
      for (const button of this.buttons()) press(button, !this.away.has(button.dataset.toggleModel));
    }
  }
  customElements.define("model-toggles", ModelToggles);
})();
