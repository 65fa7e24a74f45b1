// <copy-text data-from="id" data-what="name">: a button that copies the text of an element.
(() => {
  "use strict";
  const words = JSON.parse(document.body.dataset.words);
  class CopyText extends HTMLElement {
    connectedCallback() {
      if (this.button) return;
      this.button = document.createElement("button");
      this.button.type = "button";
      this.button.dataset.copy = this.dataset.what;
      this.button.textContent = words.copyText;
      this.append(this.button);
      this.button.addEventListener("click", () => {
        const text = document.getElementById(this.dataset.from).textContent;
        this.dispatchEvent(new CustomEvent("page-copy", { bubbles: true, detail: { text, done: "textCopied" } }));
      });
      this.addEventListener("page-copied", () => {
        this.button.textContent = words.textCopied;
        setTimeout(() => { this.button.textContent = words.copyText; }, 2000);
      });
    }
  }
  customElements.define("copy-text", CopyText);
})();
