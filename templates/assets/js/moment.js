// @ts-check
// A link to a moment: `?at=SYSTEM:SECONDS#EXAMPLE` gets that system's clip ready there, and `at=SYSTEM:FROM-TO` a passage of it that
// is looped; a letter behind them tells several clips of a system apart, as the chips of the player do. A key copies the link to
// what is heard. What an address says and the page does not have is passed over.
(() => {
  "use strict";
  const { PLAYABLES, send, wish, idIn } = soundcase;
  const AT = /^(.+):(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?([a-z])?$/s;

  // The clips of an example, wherever its cells are.
  /** @type {(example: HTMLElement) => SoundClip[]} */
  const clipsOf = (example) => {
    const task = example.closest("[data-task]");
    const cells = task.querySelectorAll(`[data-example="${CSS.escape(example.dataset.example)}"]`);
    const own = [...cells].flatMap((cell) => [...cell.querySelectorAll(PLAYABLES)]);
    const spans = example.matches("tr") ? [...example.parentNode.querySelectorAll(`[data-span] :is(${PLAYABLES})`)] : [];
    return /** @type {SoundClip[]} */ ([...new Set([...spans, ...own])]);
  };
  // Whose it is: a system's, or what it is of the example.
  const nameOf = (/** @type {SoundClip} */ clip) => clip.closest("[data-model]")?.dataset.model || (clip.film || clip).dataset.role || "";

  const cue = () => {
    const id = idIn(location.hash);
    const example = id && document.getElementById(id);
    const [, name, from, to, letter = "a"] = AT.exec(new URLSearchParams(location.search).get("at") || "") || [];
    if (!name || !example || !("example" in example.dataset)) return;
    const clip = clipsOf(example).filter((one) => nameOf(one) === name)[letter.charCodeAt(0) - 97];
    const seconds = Number(from), end = to && Number(to);
    if (!clip || !clip.checkVisibility() || seconds >= clip.seconds || (to && end <= seconds)) return;
    wish(clip, "cue", { seconds, to: end && Math.min(end, clip.seconds) });
    // Once another is heard, or one goes on to another example, the address says no more of it.
    const forget = () => send(document, "view-change", { at: null });
    document.addEventListener("clip-start", forget, { once: true });
    addEventListener("hashchange", forget, { once: true });
  };

  const copyMoment = () => {
    const { active, row, time, passage } = document.querySelector("listening-bar");
    if (!active || !row.home) return;
    const anchor = row.home.id || active.closest("table")?.querySelector(`th[data-example="${CSS.escape(row.id)}"]`)?.id;
    const several = clipsOf(row.home).filter((one) => nameOf(one) === nameOf(active));
    const place = several.indexOf(active);
    const round = (/** @type {number} */ seconds) => String(Number(seconds.toFixed(2)));
    const when = passage ? `${round(passage.from)}-${round(passage.to)}` : round(time);
    const link = new URL(location.href);
    link.searchParams.set("at", `${nameOf(active)}:${when}${place > 0 ? String.fromCharCode(97 + place) : ""}`);
    link.hash = encodeURIComponent(anchor || "");
    send(active, "page-copy", { text: link.href, done: "momentCopied" });
  };

  document.addEventListener("listen", ({ detail }) => detail.wish === "moment" && copyMoment());
  // A blind test has changed the names by then.
  const begin = () => {
    /** @type {BlindListening | null} */
    const blind = document.querySelector("blind-listening");
    if (blind) blind.ready.then(cue);
    else cue();
  };
  if (document.readyState === "complete") begin();
  else addEventListener("DOMContentLoaded", begin, { once: true });
})();
