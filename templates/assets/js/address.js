// @ts-check
// The view of the page (what is searched, filtered, marked or hidden) stands in the query of its address, so that it
// can be shared: `view-change` {key: value or null} from any element is written there, what others wrote is kept.
// Elements read their own keys when they start, and again on `view-restore`, when the reader goes back or forward.
(() => {
  "use strict";
  const PAUSE = 200; // milliseconds between two writings: browsers refuse more than some 200 in 30 s
  const KEPT = ["hide", "blind", "diff"]; // what other pages of the site are to show in the same way
  /** @type {Record<string, string | null> | null} */
  let changes = null;
  let timer = 0;

  const write = () => {
    const view = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(changes || {})) {
      if (value) view.set(key, value);
      else view.delete(key);
    }
    changes = null;
    const query = view.size || view.toString() ? `?${view}` : "";
    if (query === location.search) return;
    history.replaceState(history.state, "", (query || location.pathname) + location.hash);
  };
  const flush = () => {
    clearTimeout(timer);
    timer = 0;
    if (changes) write();
  };

  document.addEventListener("view-change", ({ detail }) => {
    changes = { ...changes, ...detail };
    if (timer) return;
    write();
    timer = setTimeout(flush, PAUSE);
  });
  addEventListener("pagehide", flush);
  addEventListener("popstate", () => {
    changes = null; // they were of the entry that was left
    document.dispatchEvent(new CustomEvent("view-restore"));
  });

  // Links and copies of them are read after this.
  document.addEventListener("click", ({ target }) => {
    const link = /** @type {HTMLAnchorElement | false | null} */ (target instanceof Element && target.closest("a[href]"));
    if (!link) return;
    flush();
    const to = new URL(link.href);
    const folder = (/** @type {string} */ path) => path.slice(0, path.lastIndexOf("/") + 1);
    const beside = to.origin === location.origin && to.protocol === location.protocol && folder(to.pathname) === folder(location.pathname);
    if (!beside || to.pathname === location.pathname || !/(\.html|\/)$/.test(to.pathname)) return;
    const here = new URLSearchParams(location.search);
    for (const key of KEPT) {
      if (here.has(key)) to.searchParams.set(key, here.get(key));
      else to.searchParams.delete(key);
    }
    if (to.search !== new URL(link.href).search) link.href = to.href;
  }, true);
})();
