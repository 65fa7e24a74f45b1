// @ts-check
// <a data-copy="link">: a link to an example that is also copied when it is followed. One listener serves all of a page.
(() => {
  "use strict";
  const { send } = soundcase;
  document.addEventListener("click", (/** @type {On<MouseEvent>} */ event) => {
    const link = /** @type {HTMLAnchorElement} */ (event.target.closest?.("a[data-copy]"));
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    link.addEventListener("page-copied", () => {
      link.dataset.copied = "";
      setTimeout(() => delete link.dataset.copied, 2000);
    }, { once: true });
    send(link, "page-copy", { text: link.href, done: "linkCopied" });
  });
})();
