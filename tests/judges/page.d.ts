// What the scripts of a page share: the helpers of `_shared.js`, the elements that they define, and their events.

/** The phrases of `data-words`. */
type Words = Record<string, string>;

type Data = Record<string, string | undefined>;

declare var soundcase: Readonly<{
  words: Words;
  Playable: typeof Playable;
  PLAYABLES: "sound-clip, video-clip";
  SPEEDS: number[];
  say(form: string, ...values: (string | number)[]): string;
  clock(seconds: number, whole?: number): string;
  make<K extends keyof HTMLElementTagNameMap>(
    name: K,
    properties?: Omit<Partial<HTMLElementTagNameMap[K]>, "min" | "max" | "step" | "value"> & {
      data?: Data;
      min?: string | number;
      max?: string | number;
      step?: string | number;
      value?: string | number;
    },
    ...children: (Node | string)[]
  ): HTMLElementTagNameMap[K];
  told<E extends Told>(src: string, event: E): Promise<PageEvents[E]["detail"] | null>;
  later<E extends "facets" | "blind-test" | "share">(host: HTMLElement, name: E): Promise<PageEvents[E]["detail"] | null>;
  send(node: EventTarget, event: string, detail?: unknown): boolean;
  wish(node: EventTarget, wish: Wish["wish"], more?: object): boolean;
  press(button: Element, state: boolean | "mixed"): void;
  nameIn(head: Element): string;
  blind(): boolean;
  idIn(hash: string): string;
}>;

/** What a script tells that is loaded when it is needed. */
type Told = "search-pages" | "search-examples" | "blind-test" | "share" | "facets" | "facet-columns" | "facet-numbers" | "facet-examples";

/** What a reader wants of the players: the detail of the event `listen`. */
type Wish =
  | { wish: "toggle" | "pause" | "hint" | "repeat" | "loop" | "match" | "view" | "stop" | "close" | "help" | "moment" }
  | { wish: "seek"; seconds: number }
  | { wish: "step"; sign: number }
  | { wish: "region"; from: number; to: number }
  | { wish: "edge"; end: boolean }
  | { wish: "speed"; rate?: number; step?: number }
  | { wish: "number"; key: string }
  | { wish: "prefer"; none: boolean }
  | { wish: "row" | "next"; step: number }
  | { wish: "focus"; step?: number; to?: number }
  | { wish: "cue"; seconds: number; to?: number };

/** A passage of a row, in seconds, and the clips that share it. */
type Passage = { from: number; to: number; clips: SoundClip[] };

/** One clip that a key and a chip reach. */
type Chip = { key: string; clip: SoundClip; place: number; text: string };

/** A clip or a video. */
declare class Playable extends HTMLElement {
  position: number;
  get link(): HTMLElement;
  get label(): string;
  get where(): string;
  get example(): string;
  get what(): string;
}

interface SoundClip extends Playable {
  readonly bar?: HTMLInputElement;
  /** Of a video only. */
  readonly film?: HTMLVideoElement;
  seconds: number;
  readonly button: HTMLButtonElement;
  readonly link: HTMLAnchorElement;
  readonly row: string | SoundClip;
  readonly made: { link: HTMLAnchorElement; button: HTMLButtonElement } | null;
  stop(): void;
  renew(): void;
  show(state?: string): void;
  draw(seconds: number, told?: boolean): void;
  mark(region: { from: number; to: number } | null): void;
  fail(form: string): void;
  make(): { link: HTMLAnchorElement; button: HTMLButtonElement };
  surface(event: On<PointerEvent>): { left: number; width: number } | null;
}

/** What a drag on a waveform has hold of: the clip, its place on the page, and positions in pixels. */
type Drag = { clip: SoundClip; surface: { left: number; width: number }; down: number; anchor: number; moved?: boolean };

/** One of the audio elements of the deck, and what it does. */
type Track = HTMLAudioElement & {
  address?: string;
  level?: number;
  /** Seconds that a place was asked for and not found yet, and how often. */
  sought?: number;
  lost?: number;
  /** Seconds that it goes to as soon as it is silent. */
  bound?: number;
  /** The timer of its fade. */
  ramp?: number;
  /** Whether it runs without a sound beside what is heard. */
  beside?: boolean;
  /** Where its clock stood when it was placed or started, and when that was. */
  from?: number;
  since?: number;
  /** How far it is ahead of what is heard, in seconds, and how often that was looked at. */
  apart?: number;
  looks?: number;
  /** How often it was woken in vain. */
  woken?: number;
  webkitPreservesPitch?: boolean;
};

type DeckState = "idle" | "playing" | "loading" | "paused" | "ended" | "error" | "time";

/** A wish of one kind. */
type WishFor<W extends Wish["wish"]> = Extract<Wish, { wish: W }>;

interface SoundDeck extends HTMLElement {
  readonly fades: boolean;
  readonly time: number;
  readonly sounds: boolean;
  readonly whole: boolean;
  /** What takes over as soon as it can. */
  readonly next?: HTMLAudioElement | null;
  state: DeckState;
  level: number;
  speed: number;
  loop: boolean;
  start(address: string, at: number, level: number, over?: boolean): void;
  prepare(clips: { address: string; at: number; over?: boolean }[]): void;
  pause(): void;
  resume(): void;
  seek(seconds: number): void;
  stop(): void;
}

/** The clips that belong together. */
type Row = { home: HTMLElement | null; task: HTMLElement | null; id: string | undefined; chips: Chip[] };

interface ListeningBar extends HTMLElement {
  readonly sounds: boolean;
  readonly gains: boolean;
  readonly seconds: number;
  readonly time: number;
  readonly passage: Passage | null;
  active: SoundClip;
  /** What is heard: the one before, while the active one is coming. */
  readonly now: SoundClip;
  row: Row | null;
  readonly current: Row | null;
  scale(): void;
  open: boolean;
  rate: number;
  loops: boolean;
  matched: boolean;
  view: "spectrogram" | "waveform";
}

interface ListeningPanel extends HTMLElement {
  readonly chips: HTMLElement;
  show(bar: ListeningBar): void;
  time(bar: ListeningBar): void;
  say(text: string): void;
}

interface HTMLElementTagNameMap {
  "sound-clip": SoundClip;
  "video-clip": SoundClip;
  "sound-deck": SoundDeck;
  "listening-bar": ListeningBar;
  "listening-panel": ListeningPanel;
  "listening-keys": HTMLElement & { open(): void };
  "model-toggles": HTMLElement;
  "search-hits": HTMLElement & { load(): void };
  "find-filters": HTMLElement & {
    build(): void;
    close(): void;
    mark(sought: Search): void;
    fill(sought: Search, known: () => Map<string, Set<string>>): void;
  };
  "copy-text": HTMLElement;
  "text-differences": HTMLElement & { on?: boolean; show(on: boolean): void };
}

/** Where an answer stands: its system, what holds those beside it, the element that is marked, and the one that holds its content. */
type Place = { model: string; scope: Element; node: HTMLElement; holder: HTMLElement };

/** The button of the blind test, and the test once its script is here. */
declare class BlindListening extends HTMLElement {
  toggle: HTMLButtonElement;
  ready: Promise<unknown>;
}
type BlindTest = { look(): void; press(): void };

/** An example of a blind test: whether it stands elsewhere on the page too, its systems as they stand, what holds it, its places by what stands beside each other, who is where. */
type BlindExample = {
  key: string;
  id: string;
  task: HTMLElement | null;
  again: boolean;
  models: string[];
  homes: Set<Element>;
  lanes: Place[][];
  systems: { number: string; model: string; name: string; places: HTMLElement[] }[];
};

/** What is kept of an example of a blind test: its systems (id, name) in the order of their numbers, the preferred id, "" for none. */
type BlindNote = { task: string; title: string; systems: [string, string][]; preferred?: string };

/** What a reader looks for: words (`q`), a group, tags as `tag.key`; and how words are compared. */
type Search = Record<string, string>;
type AskedSearch = { fold?: (text: string) => string; here?: number; q?: string; group?: string; [tag: `tag.${string}`]: string };
type Elsewhere = { shown: number; total: number; known?: [string, string][] };

/** An example as a search sees it: its heading and parts, and what is read of them when it is needed. */
type Sought = {
  task: HTMLElement;
  head: HTMLElement | null;
  parts: HTMLElement[];
  shown: boolean;
  text?: string;
  group?: string;
  tags?: Map<string, string>;
  holders?: HTMLElement[];
};

/** A page that can be searched, its script, and of each slice how its anchors begin, its first number and how many it has. */
type SearchedPage = [page: string, script: string, spans: [prefix: string, first: number, count: number][]];
/** An example as the script of its page tells it, tags as `key=value`; a task with those of its examples that stand there. */
type SearchedExample = [anchor: string, title: string, words: string, tags: string[], group: string];
type SearchedTask = [anchor: string, title: string, examples: SearchedExample[]];
/** The same once it is here, and an example of it that is found. */
type FoundTask = { anchor: string; title: string; examples: { example: SearchedExample; folded: string }[] };
type HitsOfPage = { page: string; tasks: FoundTask[]; hits: Hit[] };
type Hit = { page: string; task: string; title: string; example: SearchedExample; late: boolean };

/** A column: each value once, and the signs of the place of each example's own. */
type PackedColumn = [values: any[], signs: string];
/** A task of the script of facets: whose letters its verdicts have, and of its examples the scripts, by page. */
type ToldTask = {
  id: string;
  title: string;
  page: string;
  parts: [folder: string, count: number][];
  count: number;
  systems: Record<string, string>;
  judged: string[];
  verdicts: PackedColumn | null;
  group: PackedColumn | null;
  tags: Record<string, PackedColumn>;
  numbers: [name: string, unit: string, pooled: boolean, model: string, source: PackedColumn | string][];
};
type FacetColumns = { words: Words; size: number; tasks: ToldTask[] };
/** Examples of a page: its address, their ids, and the element of their task with them alone. */
type CutExamples = [page: string, ids: string[], html: string];
/** By what the examples of a task can be told apart: the parts that its terms begin with, and what each of its values stands for. */
type Facet = { key: string; parts: string[]; places: Uint16Array; options: string[][] };
type FacetNumbers = { name: string; unit: string; pooled: boolean; model: string; source: PackedColumn | string; errors: boolean };
type KnownFacet = { key: string; parts: string[]; values: Set<string> };
type KnownFacets = { facets: KnownFacet[]; scores: Map<string, string[]> };

/** The button of the search by facets, and that search once its script is here. */
declare class PageFacets extends HTMLElement {
  toggle: HTMLButtonElement;
  facets: Promise<FacetSearch | null> | null;
}
type FacetSearch = { look(asked: string | null): void; press(): void };

/** An event of an element. */
type On<E extends Event, T = HTMLElement> = E & { target: T };

/** An event that an element sent. */
type Sent<T> = On<CustomEvent<T>>;

interface PageEvents {
  "listen": Sent<Wish> & { target: SoundClip };
  "clip-start": Sent<undefined>;
  "clip-time": Sent<number>;
  "deck": Sent<{ state: DeckState; reason?: string }>;
  "page-say": Sent<string>;
  "page-copy": Sent<{ text: string; done: string }>;
  "page-copied": Sent<undefined>;
  "page-reveal": Sent<undefined>;
  "view-change": Sent<Record<string, string | null>>;
  "view-restore": Sent<undefined>;
  "blind-change": Sent<undefined>;
  "share": Sent<(link: HTMLAnchorElement) => void>;
  "blind-test": Sent<new (host: BlindListening) => BlindTest>;
  "view-shown": Sent<undefined>;
  "find-change": Sent<AskedSearch>;
  "find-elsewhere": Sent<Elsewhere>;
  "find-again": Sent<undefined>;
  "find-open": Sent<undefined>;
  "find-choose": Sent<Record<string, string>>;
  "facets": Sent<new (host: PageFacets, data: FacetColumns) => FacetSearch>;
  "facet-columns": Sent<FacetColumns>;
  "facet-numbers": Sent<PackedColumn>;
  "facet-examples": Sent<CutExamples>;
  "search-pages": Sent<SearchedPage[]>;
  "search-examples": Sent<SearchedTask[]>;
}
interface DocumentEventMap extends PageEvents {
  "contentvisibilityautostatechange": On<ContentVisibilityAutoStateChangeEvent>;
}
interface HTMLElementEventMap extends PageEvents {}

// All that a page holds and a script looks for is HTML; what kind, a selector's end may tell.
interface ParentNode {
  querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K] | null;
  querySelector(selectors: `${string}${"sound" | "video"}-clip${"" | ")"}`): SoundClip | null;
  querySelector(selectors: `${string} video`): HTMLVideoElement | null;
  querySelector(selectors: `${string}details${string}`): HTMLDetailsElement | null;
  querySelector<E extends Element = HTMLElement>(selectors: string): E | null;
  querySelectorAll<K extends keyof HTMLElementTagNameMap>(selectors: K): NodeListOf<HTMLElementTagNameMap[K]>;
  querySelectorAll(selectors: `${string}${"sound" | "video"}-clip${"" | ")"}`): NodeListOf<SoundClip>;
  querySelectorAll(selectors: `${string} video`): NodeListOf<HTMLVideoElement>;
  querySelectorAll(selectors: `${string}details${string}`): NodeListOf<HTMLDetailsElement>;
  querySelectorAll(selectors: `${string} table`): NodeListOf<HTMLTableElement>;
  querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<E>;
}
interface Element {
  closest<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K] | null;
  closest(selectors: `${string}-clip`): SoundClip | null;
  closest<E extends Element = HTMLElement>(selectors: string): E | null;
}
interface Node {
  cloneNode(subtree?: boolean): this;
}

interface HTMLButtonElement {
  /** What a chip plays. */
  clip?: SoundClip;
}
interface Navigator {
  connection?: { saveData: boolean };
}
