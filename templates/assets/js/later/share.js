// @ts-check
// The menu of an example: its address, a QR code of it, a frame for other pages, where it comes from. Loaded with its first use.
(() => {
  "use strict";
  const { make, send, words, blind } = soundcase;
  const EDGE = 16, GAP = 4; // pixels from the edges of the window, and from the link
  const HEIGHT = 480; // pixels of a frame whose page does not hear how high it has to be
  const { dataset: given } = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-later=share]"));
  /** @type {Words} */
  const own = JSON.parse(given.phrases);
  const base = new URL(given.base, location.href);
  const escaped = (/** @type {string} */ text) => text.replace(/[&"<]/g, (sign) => `&#${sign.charCodeAt(0)};`);

  // A button that copies a text, and says so.
  /** @type {(name: string, text: string, done: string) => HTMLButtonElement} */
  const copier = (name, text, done) => {
    const button = make("button", { className: "tool" }, name);
    button.addEventListener("click", () => send(button, "page-copy", { text, done }));
    button.addEventListener("page-copied", () => {
      button.textContent = words[done];
      setTimeout(() => { button.textContent = name; }, 2000);
    });
    return button;
  };
  /** @type {(title: string, ...content: Node[]) => HTMLDetailsElement} */
  const section = (title, ...content) => make("details", { className: "told", name: "menu" }, make("summary", {}, title), ...content);

  /** @type {(stem: string, name: string) => HTMLDetailsElement} */
  const code = (stem, name) => {
    const src = `embed/${stem}.svg`;
    return section(own.code, make("img", { src, loading: "lazy", width: 200, height: 200, alt: `${own.code}: ${name}` }),
      make("a", { className: "tool", href: src, download: `${stem}.svg`, target: "_blank" }, own.saveCode));
  };
  /** @type {(stem: string, name: string) => HTMLDetailsElement} */
  const frame = (stem, name) => {
    const src = new URL(`${stem}.html`, base).href;
    const html = `<iframe src="${escaped(src)}" title="${escaped(name)}" loading="lazy" width="100%" height="${HEIGHT}" style="border: 0"></iframe>`;
    const text = make("textarea", { value: html, readOnly: true, rows: 4, spellcheck: false });
    text.setAttribute("aria-label", own.embed);
    text.addEventListener("focus", () => text.select());
    return section(own.embed, text, copier(own.copyEmbed, html, "textCopied"),
      make("a", { className: "tool", href: `embed/${stem}.html`, target: "_blank", rel: "noopener" }, own.openEmbed));
  };
  // What the page has folded in the example itself. In a blind test it would name systems.
  /** @type {(link: HTMLAnchorElement) => Node[]} */
  const origin = (link) => {
    const told = blind() ? null : /** @type {HTMLDetailsElement | null} */ (link.parentElement.querySelector("details[data-origin]"));
    return told ? [Object.assign(told.cloneNode(true), { name: "menu" })] : [];
  };

  /** @type {(link: HTMLAnchorElement) => void} */
  const open = (link) => {
    const name = [link.previousElementSibling, link.closest("[data-task]")?.querySelector("h3")].map((one) => one?.textContent).filter(Boolean).join(" · ");
    const stem = link.dataset.menu;
    const parts = stem ? [...("codes" in given ? [code(stem, name)] : []), frame(stem, name)] : [];
    const menu = make("div", { className: "told", popover: "auto", data: { menuOf: "" } }, copier(own.copyLink, link.href, "linkCopied"), ...parts, ...origin(link));
    menu.setAttribute("role", "dialog");
    menu.setAttribute("aria-label", link.getAttribute("aria-label"));
    link.setAttribute("aria-expanded", "true");
    link.after(menu);
    menu.addEventListener("toggle", (/** @type {any} */ { target, newState }) => {
      if (target !== menu || newState === "open") return;
      menu.remove();
      link.setAttribute("aria-expanded", "false");
    });
    menu.showPopover();
    const place = link.getBoundingClientRect(), { width } = menu.getBoundingClientRect();
    const left = Math.max(Math.min(place.left, document.documentElement.clientWidth - width - EDGE), EDGE);
    menu.style.left = `${left + scrollX}px`;
    menu.style.top = `${place.bottom + GAP + scrollY}px`;
    menu.scrollIntoView({ block: "nearest", behavior: "instant" });
    menu.querySelector("button").focus({ preventScroll: true });
  };
  document.dispatchEvent(new CustomEvent("share", { detail: open }));
})();
