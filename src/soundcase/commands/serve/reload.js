// Added to pages by `build-site serve`: loads the page again when it changed, and shows why a build failed.
(() => {
  "use strict";
  const seen = new URL(document.currentScript.src).searchParams.get("version");
  const KEY = "soundcase-place";
  let shown = null;

  // The way from the body to an element, by positions: the page that comes back has mostly the same shape.
  const path = (element) => {
    const steps = [];
    for (let at = element; at && at !== document.body; at = at.parentElement) steps.unshift([...at.parentElement.children].indexOf(at));
    return steps;
  };
  const at = (steps) => steps.reduce((element, step) => element && element.children[step], document.body);

  const reload = () => {
    const focus = document.activeElement;
    sessionStorage.setItem(KEY, JSON.stringify({
      address: location.href, x: scrollX, y: scrollY,
      focus: focus && focus !== document.body ? path(focus) : null,
    }));
    location.reload();
  };

  const restore = () => {
    const place = JSON.parse(sessionStorage.getItem(KEY) || "null");
    sessionStorage.removeItem(KEY);
    if (!place || place.address !== location.href) return;
    const focus = place.focus && at(place.focus);
    if (focus) focus.focus({ preventScroll: true });
    scrollTo({ left: place.x, top: place.y, behavior: "instant" });
  };

  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { all: initial; }
    section { position: fixed; inset: auto 0 0; z-index: 9; max-height: 70vh; overflow: auto; box-sizing: border-box; padding: 1rem 1.25rem 1.25rem;
      background: #241314; color: #ffe9e4; border-top: 4px solid #ff7a5c; font: 15px/1.5 system-ui, sans-serif; }
    h2 { margin: 0 3rem 0.5rem 0; font-size: 1.05rem; }
    pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; }
    button { position: absolute; top: 0.75rem; right: 1rem; min-width: 2.75rem; min-height: 2.75rem; border: 1px solid; border-radius: 6px; background: none; color: inherit; font: inherit; cursor: pointer; }
    :focus-visible { outline: 3px solid #ffb4a2; }
  `);

  const hide = () => { if (shown) shown.remove(); shown = null; };
  const show = (problems) => {
    hide();
    shown = document.createElement("soundcase-problems");
    const root = shown.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];
    const section = document.createElement("section");
    section.setAttribute("role", "alert");
    const title = document.createElement("h2");
    title.textContent = "Not built: this is the last good site";
    const text = document.createElement("pre");
    text.textContent = problems;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", hide);
    section.append(title, text, close);
    root.append(section);
    document.documentElement.append(shown);
  };

  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("load", () => setTimeout(restore));
  const line = new EventSource(`/_soundcase/events?page=${encodeURIComponent(location.pathname)}`);
  line.addEventListener("message", ({ data }) => {
    const state = JSON.parse(data);
    if (state.version !== seen) reload();
    else if (state.problems) show(state.problems);
    else hide();
  });
  addEventListener("pagehide", () => line.close());
})();
