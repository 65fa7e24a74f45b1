"""The table of problem codes: how grave each is, and what `build-site explain` says about it."""

from __future__ import annotations

from dataclasses import dataclass

from soundcase.problems import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem."""

    name: str
    severity: Severity
    title: str
    explanation: str
    """Why it matters and how to mend it, in Markdown."""
    adjustable: bool = False
    """Whether `rules` in the catalogue may change its severity."""


def _error(name: str, title: str, explanation: str, *, adjustable: bool = False) -> Code:
    return Code(name, Severity.ERROR, title, " ".join(explanation.split()), adjustable)


def _warning(name: str, title: str, explanation: str) -> Code:
    return Code(name, Severity.WARNING, title, " ".join(explanation.split()), adjustable=True)


_READING = (
    _error(
        "missing-catalogue",
        "there is no catalogue",
        """A project needs `examples/catalogue.yaml`. Run the command in the project's folder or name it
        with `-C DIR`.""",
    ),
    _error(
        "unreadable-file",
        "a file cannot be opened",
        """The path names a folder, a device, a pipe, a broken link or a file that this user may not read.
        Only regular files are read.""",
    ),
    _error(
        "not-utf8",
        "a YAML file is not UTF-8 text",
        """Catalogue files are UTF-8, with or without a byte order mark. Save the file again as UTF-8; in most
        editors that is an entry in the status bar or the Save As dialogue.""",
    ),
    _error(
        "too-large",
        "a YAML file is too large",
        "Catalogue files are read whole, so their size is limited. Split the task into several files.",
    ),
    _error(
        "yaml-syntax",
        "the text is not YAML",
        """The place is where reading failed; what never closes is placed where it opens. A value that holds
        `: ` or ` #`, or begins with one of ``@ ` % & * ! | > [ ] { } , ' "``, goes into quotes or into a
        block (`|` and an indented text on the next lines).""",
    ),
    _error(
        "yaml-tab",
        "a tab is used for indentation",
        "YAML forbids tabs before the first word of a line. Use spaces; two for a level are usual.",
    ),
    _error(
        "too-deep",
        "values are nested too deeply",
        "A catalogue needs about ten levels; deeper nesting is refused before it can exhaust memory.",
    ),
    _error(
        "alias-explosion",
        "aliases multiply into too many values",
        """Anchors (`&name`) and aliases (`*name`) that refer to each other can grow to billions of values,
        or without end. Write the values out, or share them through `defaults`.""",
    ),
    _error(
        "yaml-feature",
        "a part of YAML that catalogues do not use",
        """Tags (`!!int`), merge keys (`<<`), several documents in one file, and keys that are not plain text
        are refused: each makes a file mean something else than it seems to say. Values shared by the
        examples of a task go into its `defaults`.""",
    ),
    _error(
        "empty-file",
        "a file holds no value",
        "The file is empty or holds only comments. Write the catalogue or task, or remove its name.",
    ),
    _error(
        "duplicate-key",
        "a key stands twice in one mapping",
        "YAML readers would silently keep one of the two. Remove or rename one.",
    ),
    _error(
        "unknown-key",
        "a key that the format does not have",
        "Usually a slip of the finger, or a key that belongs one level up or down.",
    ),
    _error("missing-key", "a required key is missing", "Add the key; `build-site schema` lists all of them."),
    _error(
        "wrong-type",
        "a value of the wrong shape",
        "A text stands where a list or mapping is expected, or the other way round.",
    ),
    _error(
        "wrong-value",
        "a value that is not allowed here",
        "The message lists what is allowed. Values are compared as written, upper and lower case matter.",
    ),
    _error(
        "unknown-rule",
        "a rule that does not exist",
        "The keys of `rules` are problem codes; `build-site explain` lists them.",
    ),
    _error(
        "empty-value",
        "a key without a value",
        """Nothing follows the colon. Write the value or remove the key. If a model really answered
        with nothing, write `""`.""",
    ),
    _error(
        "outside-project",
        "a path leaves the project",
        """Absolute paths, `..`, links that lead elsewhere and Windows drive letters are refused, so that a
        catalogue can never publish a file that is not part of the project. Copy the file into the project.""",
    ),
)

_CATALOGUE = (
    _error(
        "unknown-model",
        "a model that the catalogue does not list",
        "Every id used in `outputs`, `prompt` or a task's `models` stands in `models` of `catalogue.yaml`.",
    ),
    _warning(
        "unused-model",
        "a model that no example uses",
        "The catalogue lists a model without a single output. Remove it, or add its outputs.",
    ),
    _error(
        "duplicate-id",
        "two things have the same id",
        """Ids make the links of the page, so each task has its own, and each example within a task. An example
        without `id` is called by its number.""",
    ),
    _error(
        "no-content",
        "an example with neither audio nor outputs",
        "There is nothing to hear or to compare. Fill in the example or remove it.",
    ),
    _error(
        "no-audio",
        "an example without a single clip",
        """An example usually shows what the models heard or made. If there is no audio to show, set this rule
        to `off`.""",
        adjustable=True,
    ),
    _error(
        "no-outputs",
        "an example without a single output",
        "All cells of the row would be empty. Add what the models gave, or remove the example.",
        adjustable=True,
    ),
    _warning(
        "no-examples",
        "a task without examples",
        "The task would be a heading with nothing under it.",
    ),
    _error(
        "stray-prompt",
        "a prompt for a model that is not in the task",
        "The task's `models` (or its outputs) do not name this model, so its prompt would never be shown.",
        adjustable=True,
    ),
    _error(
        "stray-output",
        "an output of a model that the task's `models` leave out",
        "Add the model to the task's `models`, or remove the output.",
        adjustable=True,
    ),
    _error(
        "stray-score",
        "a score that the task does not declare",
        """A number cannot be read without knowing whether higher or lower is better. Declare it under the
        task's `scores`.""",
        adjustable=True,
    ),
    _error(
        "stray-labels",
        "labels where the outputs are not labels",
        """`labels` are the correct classes and are compared with outputs of labels. For `output: text`,
        a transcript or a description belongs into `reference`.""",
        adjustable=True,
    ),
    _warning(
        "unused-audio",
        "an audio file that no example uses",
        "It is not published. Use it, or move it out of `data/audio/`.",
    ),
    _warning(
        "same-content",
        "one recording stands in two places of an example",
        """Two roles or two models of one example have the same bytes. Usually a file was copied or named
        twice by mistake, and the page would compare a system with itself.""",
    ),
    _warning(
        "looks-like-html",
        "a text that looks like HTML",
        """Outputs, prompts, labels and titles are shown exactly as they are written: `<b>` appears as those
        three characters. If that is what the model wrote, set this rule to `off`.""",
    ),
    _warning(
        "looks-like-file",
        "a text that looks like a file name",
        """A bare string means what the task's `output` says. For a clip in a task of texts write
        `{audio: name.wav}`, or set `output: audio`.""",
    ),
    _warning(
        "empty-cell",
        "an example without the output of one of the models",
        """The comparison has a hole, shown as "–". If the output does not exist, set this rule to `off`.""",
    ),
    _warning(
        "missing-alt",
        "a picture without a description",
        "Readers who do not see the picture get its `alt` text instead. Describe what it shows in a sentence.",
    ),
)

_AUDIO = (
    _error(
        "missing-file",
        "a file that does not exist",
        """Clips are named relative to `data/audio/`, pictures to `data/images/`, videos to `data/video/`. Case
        and accents count: the web server that publishes the page tells `Clip.WAV` from `clip.wav`.""",
    ),
    _error(
        "empty-audio",
        "an audio file that holds no sound",
        "It has zero bytes, or a header with nothing behind it. Copying or exporting it failed. Make it again.",
    ),
    _error(
        "lfs-pointer",
        "a Git LFS pointer instead of the file",
        "The file's content was not fetched. Run `git lfs pull` (in GitHub Actions: `lfs: true`).",
    ),
    _error(
        "not-audio",
        "a file that is not audio",
        """Its content is a web page, a text, a picture or something unknown. Often a download saved an error
        page under the name of the clip.""",
    ),
    _error(
        "undecodable",
        "an audio file that cannot be decoded",
        "The container is known, but no sample comes out of it. Convert the file with another program.",
    ),
    _error(
        "truncated",
        "an audio file that ends too early",
        """The header promises more than the file holds; players stop early or play silence. Copy or export
        the file again.""",
        adjustable=True,
    ),
    _error(
        "corrupt",
        "an audio file that is damaged inside",
        """The header is fine, but decoding fails on the way: browsers stop there. Only decoding
        the whole file can find this. Export the file again.""",
        adjustable=True,
    ),
    _warning(
        "wrong-duration",
        "a header that lies about the duration",
        "The declared duration and the decoded one differ by more than 50 ms and 1 %.",
    ),
    _warning(
        "wrong-suffix",
        "a file name that contradicts the content",
        """The page declares what the content is, so it plays; but people and other programs go by the name.
        Rename the file.""",
    ),
    _warning(
        "not-web-playable",
        "a format that some browsers do not play",
        """Play it safe with 16-bit PCM WAV, FLAC, MP3 or AAC. The message says what is unusual about
        this file.""",
    ),
    _warning("silent", "a clip in which nothing can be heard", "Its largest sample is below −60 dBFS."),
    _warning(
        "clipped",
        "a clip that is clipped",
        "Several runs of consecutive samples stand at full scale: the recording or an export was too loud.",
    ),
    _warning(
        "rate-differs",
        "models of one example have different sampling rates",
        """Listeners hear the bandwidth before they hear the model. If the rate is part of the
        comparison, say so in the task's description and set this rule to `off`.""",
    ),
    _warning(
        "channels-differ",
        "models of one example have different channel counts",
        "A stereo clip beside mono ones draws attention to itself. Publish the same layout for all models.",
    ),
    _warning(
        "duration-differs",
        "models of one example have very different durations",
        """Where every model processes the same recording (there is an `audio`), their outputs should be as
        long as it is. One that is much shorter was probably cut.""",
    ),
    _error(
        "not-an-image",
        "a picture that cannot be read",
        "Pictures are PNG, JPEG, GIF, WebP, AVIF or SVG. The content decides, not the suffix.",
    ),
    _error(
        "not-a-video",
        "a video that browsers do not play",
        "Videos are MP4 or WebM. The content decides, not the suffix.",
    ),
)

_BUILDING = (
    _error(
        "output-not-ours",
        "the output folder holds other files",
        """Only a folder that is new, empty or made by an earlier build is written to, so that nothing of
        yours is ever deleted. Choose another folder with `-o`, or empty this one yourself.""",
    ),
    _error(
        "output-overlaps",
        "the output folder is part of the project's sources",
        "The site would be written among its own sources. Choose another folder with `-o`.",
    ),
    _error(
        "cannot-write",
        "the site cannot be written",
        "The disk is full, or the folder is read-only. What was published before is still whole.",
    ),
    _error(
        "template-error",
        "a template fails",
        """A file under `templates/` overrides one of the theme and has a mistake. Remove it to get the theme's
        own back.""",
    ),
)

CODES: dict[str, Code] = {
    code.name: code for group in (_READING, _CATALOGUE, _AUDIO, _BUILDING) for code in group
}
"""Every code, in the order of the manual."""
