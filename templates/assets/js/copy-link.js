// @ts-check
// <a data-copy="link">: a link to an example that is also copied when it is followed; one with more to take along (`data-menu`)
// opens a menu, whose script is loaded then. One listener serves all of a page.
(() => {
  "use strict";
  const { send, later } = soundcase;
  /** @type {ReturnType<typeof later<"share">> | null} */
  let menu = null;
  const take = (/** @type {HTMLAnchorElement} */ link) => {
    link.addEventListener("page-copied", () => {
      link.dataset.copied = "";
      setTimeout(() => delete link.dataset.copied, 2000);
    }, { once: true });
    send(link, "page-copy", { text: link.href, done: "linkCopied" });
  };
  for (const link of document.querySelectorAll("a[data-menu]")) link.setAttribute("aria-haspopup", "dialog");
  document.addEventListener("click", async (/** @type {On<MouseEvent>} */ event) => {
    const link = /** @type {HTMLAnchorElement} */ (event.target.closest?.("a[data-copy]"));
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.dataset.menu === undefined || !link.showPopover || !document.querySelector("[data-later=share]")) return take(link);
    event.preventDefault();
    const open = await (menu ||= later(link, "share"));
    if (open) open(link);
    else menu = null;
  });
})();
