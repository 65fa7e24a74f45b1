// @ts-check
// <page-scheme>: light or dark at the reader's wish; at first as the system has it. Remembered in this browser alone, where
// that lets pages remember anything.
(() => {
  "use strict";
  const { words, say, make, send } = soundcase;
  /** @type {Record<string, string>} */
  const NAMES = { auto: "schemeAuto", light: "schemeLight", dark: "schemeDark" };
  const SCHEMES = Object.keys(NAMES);
  const KEY = "soundcase-scheme";
  const root = document.documentElement;
  const recall = () => {
    try { return localStorage.getItem(KEY) || "auto"; } catch { return root.dataset.scheme || "auto"; }
  };
  const keep = (/** @type {string} */ scheme) => {
    try { localStorage.setItem(KEY, scheme); } catch { /* for this page then */ }
  };
  const apply = (/** @type {string} */ scheme) => {
    if (SCHEMES.indexOf(scheme) > 0) root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
    for (const meta of /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll("meta[name=theme-color]"))) {
      meta.dataset.own ||= meta.media;
      meta.media = !root.dataset.scheme ? meta.dataset.own : meta.dataset.own.includes(scheme) ? "all" : "not all";
    }
  };

  class PageScheme extends HTMLElement {
    connectedCallback() {
      if (this.button) return;
      this.button = make("button", { className: "tool" }, make("span", { className: "unseen" }));
      this.append(this.button);
      this.button.addEventListener("click", () => {
        const next = SCHEMES[(SCHEMES.indexOf(root.dataset.scheme || "auto") + 1) % SCHEMES.length];
        keep(next);
        apply(next);
        this.show();
        send(this, "page-say", this.button.title);
      });
      // A page that is gone back to, and others that are open.
      for (const name of ["pageshow", "storage"]) addEventListener(name, () => { apply(recall()); this.show(); });
      this.show();
    }

    show() {
      const scheme = root.dataset.scheme || "auto";
      this.button.dataset.shows = scheme;
      this.button.title = say("scheme", words[NAMES[scheme]]);
      this.button.firstChild.textContent = this.button.title;
    }
  }
  apply(recall());
  customElements.define("page-scheme", PageScheme);
})();
