// @ts-check
// The page of one example in a frame: it plays one clip at a time, from the position of the one before, tells the page around it
// how high it is by `{soundcase: "height", height}`, and takes from it `{soundcase: "scheme", scheme: "dark"}`.
(() => {
  "use strict";
  const { sync } = document.querySelector("main").dataset;
  const root = document.documentElement;
  const player = new Audio();
  player.preload = "none";
  /** @type {SoundClip | null} */
  let active = null;

  // Other recordings, and what was said in another turn, have times of their own.
  const line = (/** @type {SoundClip} */ clip) => ["prompt-audio", "context"].includes(clip.dataset.role) ? clip : clip.closest("li[data-turn]");
  const rest = () => {
    if (!active) return;
    active.draw(0);
    active.show("idle");
  };
  const follow = () => {
    if (player.paused) return;
    active.draw(player.currentTime);
    requestAnimationFrame(follow);
  };
  /** @type {(clip: SoundClip, at?: number) => void} */
  const start = (clip, at) => {
    if (clip !== active) {
      const goesOn = active && sync === "position" && line(active) === line(clip) && player.currentTime < clip.seconds;
      const from = at ?? (goesOn ? player.currentTime : 0);
      rest();
      active = clip;
      player.src = /** @type {HTMLAnchorElement} */ (clip.link).href;
      player.currentTime = from;
    } else if (at !== undefined) player.currentTime = at;
    clip.show("loading");
    // Rejected when another is started first, which is no fault, or when the clip cannot be played.
    player.play().catch(({ name }) => { if (name !== "AbortError" && clip === active) clip.fail(name === "NotSupportedError" ? "unsupported" : "failed"); });
  };
  document.addEventListener("listen", ({ target, detail }) => {
    if (detail.wish === "seek") start(target, detail.seconds);
    else if (detail.wish === "toggle" && target === active && !player.paused) player.pause();
    else if (detail.wish === "toggle") start(target);
  });
  player.addEventListener("playing", () => {
    active.show("playing");
    follow();
  });
  player.addEventListener("waiting", () => active.show("loading"));
  player.addEventListener("pause", () => active.show("paused"));
  player.addEventListener("ended", rest);
  document.addEventListener("play", ({ target }) => {
    player.pause();
    for (const film of document.querySelectorAll("video")) if (film !== target) film.pause();
  }, true);

  const paint = (/** @type {unknown} */ scheme) => {
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
  };
  paint(new URLSearchParams(location.search).get("scheme"));
  addEventListener("message", ({ source, data }) => {
    if (source === parent && data && data.soundcase === "scheme") paint(data.scheme);
  });
  const tell = () => parent.postMessage({ soundcase: "height", height: Math.ceil(root.getBoundingClientRect().height) }, "*");
  if (parent !== window) new ResizeObserver(tell).observe(root);
})();
