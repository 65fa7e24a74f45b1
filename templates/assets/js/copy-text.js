// @ts-check
// <copy-text data-from="id" data-what="name">: a button that copies the text of an element.
(() => {
  "use strict";
  const { words, make, send } = soundcase;
  class CopyText extends HTMLElement {
    connectedCallback() {
      if (this.button) return;
      this.button = make("button", { data: { copy: this.dataset.what } }, words.copyText);
      this.append(this.button);
      this.button.addEventListener("click", () => {
        const text = document.getElementById(this.dataset.from).textContent;
        send(this, "page-copy", { text, done: "textCopied" });
      });
      this.addEventListener("page-copied", () => {
        this.button.textContent = words.textCopied;
        setTimeout(() => { this.button.textContent = words.copyText; }, 2000);
      });
    }
  }
  customElements.define("copy-text", CopyText);
})();
