// @ts-check
// soundcase: what several elements need, written once. This file is the first of the page's script.
(() => {
  "use strict";
  const words = JSON.parse(document.body.dataset.words);

  // What is played: a clip or a video. Its `link` holds what the page says of it.
  class Playable extends HTMLElement {
    position = 0;

    /** @returns {HTMLElement} */
    get link() { return this.querySelector("[data-name]"); }

    get label() { return `${this.what}, ${this.example}`; }
    get what() { return this.link.dataset.what; }
    get where() { return this.link.dataset.name.slice(0, -2 - this.what.length); }
    // The example without the task, in whose section it stands.
    get example() {
      const { where } = this, title = `${this.closest("[data-task]")?.querySelector("h3")?.textContent}, `;
      return where.startsWith(title) ? where.slice(title.length) : where;
    }
  }

  globalThis.soundcase = Object.freeze({
    words,
    Playable,
    PLAYABLES: "sound-clip, video-clip",
    SPEEDS: [0.5, 0.75, 1, 1.25, 1.5, 2],

    // A phrase with its gaps filled in one pass: what stands in a value, be it `$&` or `{}`, stays as it is.
    say: (form, ...values) => words[form].replace(/\{\}/g, () => values.shift()),

    // Seconds as the page writes durations (views.sounds): tenths, in a clip of less than one milliseconds; minutes from ten on.
    clock: (seconds, whole = seconds) => {
      const thousandths = seconds && Math.max(Math.round(1000 * seconds), 1);
      if (whole < 0.095) return soundcase.say("seconds", (thousandths / 1000).toFixed(3).replace(/0{1,2}$/, ""));
      if (whole < 9.95) return soundcase.say("seconds", (Math.round(10 * seconds) / 10).toFixed(1));
      const tenths = Math.round(10 * seconds), minutes = Math.floor(tenths / 600);
      const rest = (tenths % 600 / 10).toFixed(1).padStart(4, "0");
      return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
    },

    // An element with these properties and attributes of data, and what it holds.
    make: (name, { data, ...properties } = /** @type {any} */ ({}), ...children) => {
      const made = Object.assign(document.createElement(name), name === "button" ? { type: "button" } : {}, properties);
      Object.assign(made.dataset, data);
      made.append(...children);
      return made;
    },

    // Tells the elements around a node, by an event that bubbles.
    send: (node, event, detail) => node.dispatchEvent(new CustomEvent(event, { bubbles: true, detail })),

    // What a script tells by an event while it runs; null where it cannot be loaded. Pages on disk may read no files.
    told: (src, event) => new Promise((done) => {
      const script = soundcase.make("script", { src });
      const hear = (/** @type {CustomEvent} */ { detail }) => document.currentScript === script && done(detail);
      const end = () => {
        document.removeEventListener(event, hear);
        script.remove();
        done(null);
      };
      document.addEventListener(event, hear);
      script.addEventListener("load", end);
      script.addEventListener("error", end);
      document.head.append(script);
    }),

    // The class of a script that is loaded when it is needed, once its styles are here too; null where it cannot be.
    later: async (host, name) => {
      const { content } = /** @type {HTMLTemplateElement} */ (document.querySelector(`template[data-later=${name}]`));
      const style = content.querySelector("link");
      if (style) await new Promise((done) => document.head.append(Object.assign(style.cloneNode(), { onload: done, onerror: done })));
      const found = await soundcase.told(content.querySelector("script").getAttribute("src"), name);
      if (!found) soundcase.send(host, "page-say", words.loadFailed);
      return found;
    },

    // What a reader wants of the players.
    wish: (node, wish, more) => soundcase.send(node, "listen", { wish, ...more }),

    press: (button, state) => button.setAttribute("aria-pressed", String(state)),

    // The name in the head of a system or group, without what is said of it.
    nameIn: (head) => {
      const copy = head.cloneNode(true);
      for (const extra of copy.querySelectorAll("small, .ours")) extra.remove();
      return copy.textContent.trim();
    },

    // Whether a blind test is on, in which numbers stand for the systems.
    blind: () => document.documentElement.hasAttribute("data-blind"),

    // The id that an address names.
    idIn: (hash) => {
      const id = hash.slice(1);
      try { return decodeURIComponent(id); } catch { return id; /* a stray % is part of it */ }
    },
  });
})();
