// @ts-check
// <listening-keys>: the keys of the players, and the dialog that shows them and turns them off (WCAG 2.1.4).
// They hold while nothing is typed and no modifier is down. Space and the arrows stay the page's own until a player is in use.
(() => {
  "use strict";
  const { words, make, send } = soundcase;
  const SHOWN = [
    ["Space", "keyPlay"], ["← →", "keySeek"], ["1 – 9", "keyModels"], [", .", "keyNext"], ["R", "keyReference"], ["A", "keyAudio"], ["J K", "keyRows"], ["← → ↑ ↓ Home End", "keyFocus"],
    ["L", "keyLoop"], ["[ ]", "keyEdges"], ["< >", "keySpeed"], ["M", "keyMatch"], ["S", "keyView"], ["C", "keyMoment"], ["V 0", "keyPrefer"], ["Esc", "keyStop"], ["?", "keyHelp"],
  ];
  /** @type {Record<string, Wish>} */
  const WISHES = {
    j: { wish: "row", step: 1 }, k: { wish: "row", step: -1 }, l: { wish: "loop" }, m: { wish: "match" }, s: { wish: "view" }, c: { wish: "moment" },
    r: { wish: "number", key: "R" }, a: { wish: "number", key: "A" }, p: { wish: "number", key: "P" }, "?": { wish: "help" },
    ",": { wish: "next", step: -1 }, ".": { wish: "next", step: 1 },
    v: { wish: "prefer", none: false }, "0": { wish: "prefer", none: true },
    "[": { wish: "edge", end: false }, "]": { wish: "edge", end: true },
    "<": { wish: "speed", step: -1 }, "-": { wish: "speed", step: -1 }, ">": { wish: "speed", step: 1 }, "+": { wish: "speed", step: 1 },
  };
  const TYPED = "input:not([type=range], [type=checkbox], [type=radio], [type=button]), select, textarea, [contenteditable], [role=textbox], [role=combobox]";
  const narrow = matchMedia("(max-width: 47.999rem)");
  let used = true; // whether single keys are

  const bar = () => document.querySelector("listening-bar");
  const listen = (/** @type {Wish} */ detail) => send(bar(), "listen", detail);

  // On a play button, arrows go along the players of the row, as they stand, and across to the next row; those that seek
  // stay with the clip that is in use.
  /** @type {(key: string, clip: SoundClip) => Wish | null} */
  const ofPlayer = (key, clip) => {
    if (key === "Home" || key === "End") return { wish: "focus", to: key === "Home" ? 0 : -1 };
    const layout = clip.closest("[data-task]")?.getAttribute("data-layout");
    const beside = layout === "table" && !narrow.matches && !clip.closest("[data-turn]");
    const back = getComputedStyle(clip.parentElement).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    const step = key === back || key === "ArrowUp" ? -1 : 1, across = /Left|Right/.test(key) && step, down = /Up|Down/.test(key) && step;
    if (across && clip === bar().active) return null;
    if (beside ? across : down) return { wish: "focus", step };
    return (beside ? down : layout === "transposed" && across) ? { wish: "row", step } : null;
  };

  // Keys that pages use themselves, once a player is in use.
  /** @type {(key: string, target: HTMLElement) => Wish | false | null} */
  const ofPage = (key, target) => {
    const { open } = bar();
    const moved = target.matches("sound-clip > [data-play]") && ofPlayer(key, /** @type {SoundClip} */ (target.parentElement));
    if (moved) return moved;
    const inside = target.closest("sound-clip, listening-bar");
    if (key === " ") return open && !target.closest("button, summary, input:not([type=range]), a:not([data-clip]), video") && { wish: "pause" };
    const scrolls = target.matches("[tabindex]") && target.scrollWidth > target.clientWidth;
    if (key === "ArrowLeft" || key === "ArrowRight") return open && !scrolls && !target.closest("input:not([type=range]), video") && { wish: "step", sign: key === "ArrowLeft" ? -1 : 1 };
    if (key === "ArrowUp" || key === "ArrowDown") return inside && !target.closest("input") && { wish: "row", step: key === "ArrowUp" ? -1 : 1 };
    return null;
  };

  document.addEventListener("keydown", (/** @type {On<KeyboardEvent>} */ event) => {
    const { key, target, shiftKey } = event;
    const level3 = event.getModifierState("AltGraph");
    if (!bar() || event.defaultPrevented || event.metaKey || ((event.altKey || event.ctrlKey) && !level3)) return;
    if (target.closest?.(TYPED) || document.querySelector("dialog[open]")) return;
    if (key === "Escape") return void listen({ wish: "stop" });
    const letter = /^[a-z]$/i.test(key);
    if (shiftKey && (letter || key.length > 1 || key === " ")) return;
    const found = ofPage(key, target) || (used && (/^[1-9]$/.test(key) ? { wish: "number", key } : WISHES[key.toLowerCase()]));
    if (!found) return;
    event.preventDefault();
    listen(found);
  });

  class ListeningKeys extends HTMLElement {
    open() {
      if (!this.dialog) this.build();
      this.dialog.showModal();
    }

    build() {
      const title = make("h2", { id: "listening-keys" }, words.keys);
      const check = make("input", { type: "checkbox", checked: used });
      check.addEventListener("change", () => { used = check.checked; });
      const close = make("button", {}, words.close);
      close.addEventListener("click", () => this.dialog.close());
      const rows = SHOWN.map(([keys, form]) => make("div", {}, make("dt", {}, ...keys.split(" ").flatMap((key) => [key === "–" ? key : make("kbd", {}, key), " "])), make("dd", {}, words[form])));
      this.dialog = make("dialog", {}, title, make("dl", {}, ...rows), make("label", {}, check, ` ${words.useKeys}`), close);
      this.dialog.setAttribute("aria-labelledby", title.id);
      this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
      this.append(this.dialog);
    }
  }
  customElements.define("listening-keys", ListeningKeys);

  document.addEventListener("listen", ({ detail }) => {
    if (detail.wish !== "help") return;
    const keys = bar().querySelector("listening-keys") || bar().appendChild(make("listening-keys"));
    keys.open();
  });
})();
