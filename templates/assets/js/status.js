// @ts-check
// <page-status role="status">: says in words what happened, and copies for the elements that ask by `page-copy`.
(() => {
  "use strict";
  const { words, make } = soundcase;

  // Where the clipboard's own interface is missing or refused (plain http), through a selection.
  const copyBySelection = (/** @type {string} */ text) => {
    const back = /** @type {HTMLElement | null} */ (document.activeElement);
    const area = make("textarea", { value: text, className: "unseen", readOnly: true });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (back) back.focus({ preventScroll: true });
    if (!done) throw new Error("refused");
  };
  const copy = (/** @type {string} */ text) => navigator.clipboard
    ? navigator.clipboard.writeText(text).catch(() => copyBySelection(text))
    : new Promise((done) => done(copyBySelection(text)));

  class PageStatus extends HTMLElement {
    connectedCallback() {
      document.addEventListener("page-say", (event) => this.say(event.detail));
      document.addEventListener("page-copy", ({ target, detail }) => {
        copy(detail.text).then(() => {
          this.say(words[detail.done]);
          target.dispatchEvent(new CustomEvent("page-copied"));
        }, () => this.say(words.copyFailed));
      });
    }

    /** @param {string} text */
    say(text) {
      clearTimeout(this.timer);
      this.replaceChildren(make("span", {}, text));
      this.timer = setTimeout(() => this.replaceChildren(), 5000);
    }
  }
  customElements.define("page-status", PageStatus);
})();
