// <copy-link>: a link to an example that is also copied when it is followed.
(() => {
  "use strict";
  class CopyLink extends HTMLElement {
    connectedCallback() {
      this.addEventListener("click", (event) => {
        const link = event.target.closest("a");
        if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
        this.dispatchEvent(new CustomEvent("page-copy", { bubbles: true, detail: { text: link.href, done: "linkCopied" } }));
      });
      this.addEventListener("page-copied", () => {
        this.dataset.copied = "";
        setTimeout(() => delete this.dataset.copied, 2000);
      });
    }
  }
  customElements.define("copy-link", CopyLink);
})();
