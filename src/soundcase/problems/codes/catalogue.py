"""Codes of a catalogue: how it is read and held against the format, and its models, ids, cells and texts."""

from __future__ import annotations

from soundcase.problems.codes.code import error, warning

READING = (
    error(
        "missing-catalogue",
        "there is no catalogue",
        """A project needs `examples/catalogue.yaml`. Run the command in the project's folder or name it
        with `-C DIR`.""",
    ),
    error(
        "two-catalogues",
        "the main file is there under both of its names",
        """`examples/catalogue.yaml` may be called `examples/soundcase.yaml` too, a name that editors know.
        Keep one of the two.""",
    ),
    error(
        "unreadable-file",
        "a file cannot be opened",
        """The path names a folder, a device, a pipe, a broken link or a file that this user may not read.
        Only regular files are read. With `--audio URL`, the storage does not have the clip, does not answer, or
        does not let you in.""",
    ),
    error(
        "not-utf8",
        "a YAML file is not UTF-8 text",
        """Catalogue files are UTF-8, with or without a byte order mark. Save the file again as UTF-8; in most
        editors that is an entry in the status bar or the Save As dialogue.""",
    ),
    error(
        "too-large",
        "a YAML file is too large",
        "Catalogue files are read whole, so their size is limited. Split the task into several files.",
    ),
    error(
        "yaml-syntax",
        "the text is not YAML",
        """The place is where reading failed; what never closes is placed where it opens. A value that holds
        `: ` or ` #`, or begins with one of ``@ ` % & * ! | > [ ] { } , ' "``, goes into quotes or into a
        block (`|` and an indented text on the next lines).""",
    ),
    warning(
        "unprintable-character",
        "a character that no page can show",
        """Control characters (a bell, an escape) and half characters (lone surrogates, as a limit of tokens
        leaves them behind) cannot stand in a page or in its data. The page shows "\ufffd" in their place, as
        browsers do. If that is what the model gave, set this rule to `off`.""",
    ),
    warning(
        "comment-in-text",
        "a comment that was probably meant as text",
        """In YAML ` #` begins a comment: `text: number #1 fan` reads as `number`. Put the whole text into
        quotes. A real comment behind a text stands two blanks after it, with one blank behind its `#`.""",
    ),
    error(
        "yaml-tab",
        "a tab is used for indentation",
        "YAML forbids tabs before the first word of a line. Use spaces; two for a level are usual.",
    ),
    error(
        "too-deep",
        "values are nested too deeply",
        "A catalogue needs about ten levels; deeper nesting is refused before it can exhaust memory.",
    ),
    error(
        "alias-explosion",
        "aliases multiply into too many values",
        """Anchors (`&name`) and aliases (`*name`) that refer to each other can grow to billions of values,
        or without end. Write the values out, or share them through `defaults`.""",
    ),
    error(
        "yaml-feature",
        "a part of YAML that catalogues do not use",
        """Tags (`!!int`), merge keys (`<<`), several documents in one file, and keys that are not plain text
        are refused: each makes a file mean something else than it seems to say. Values shared by the
        examples of a task go into its `defaults`.""",
    ),
    error(
        "empty-file",
        "a file holds no value",
        "The file is empty or holds only comments. Write the catalogue or task, or remove its name.",
    ),
    error(
        "duplicate-key",
        "a key stands twice in one mapping",
        "YAML readers would silently keep one of the two. Remove or rename one.",
    ),
    error(
        "unknown-key",
        "a key that the format does not have",
        "Usually a slip of the finger, or a key that belongs one level up or down.",
    ),
    error("missing-key", "a required key is missing", "Add the key; `build-site schema` lists all of them."),
    error(
        "wrong-type",
        "a value of the wrong shape",
        "A text stands where a list or mapping is expected, or the other way round.",
    ),
    error(
        "wrong-value",
        "a value that is not allowed here",
        "The message lists what is allowed. Values are compared as written, upper and lower case matter.",
    ),
    error(
        "unknown-rule",
        "a rule that does not exist",
        "The keys of `rules` are problem codes; `build-site explain` lists them.",
    ),
    error(
        "empty-value",
        "a key without a value",
        """Nothing follows the colon. Write the value or remove the key. If a model really answered
        with nothing, write `""`.""",
    ),
    error(
        "outside-project",
        "a path leaves the project",
        """Absolute paths, `..`, links that lead elsewhere and Windows drive letters are refused, so that a
        catalogue can never publish a file that is not part of the project. Copy the file into the project.""",
    ),
)

CONTENT = (
    error(
        "unknown-model",
        "a model that the catalogue does not list",
        "Every id used in `outputs`, `prompt` or a task's `models` stands in `models` of `catalogue.yaml`.",
    ),
    warning(
        "unused-model",
        "a model that no example uses",
        "The catalogue lists a model without a single output. Remove it, or add its outputs.",
    ),
    error(
        "duplicate-id",
        "two things have the same id",
        """Ids make the links of the page, so each task has its own, and each example within a task. An example
        without `id` is called by its number.""",
    ),
    error(
        "unknown-hero",
        "`hero` names no example, or several",
        """`hero` is the id of the example that stands under the title; an example without `id` is called by its
        number. Where several tasks have it, write `task--example`, as in the example's link.""",
    ),
    error(
        "unknown-clusters",
        "`clusters` names what no example has",
        """`clusters` says which examples are not independent of each other: those of one `group`, or those with
        the same value of a tag, such as the speaker. Without it intervals would be too narrow.""",
    ),
    error(
        "no-content",
        "an example with neither audio nor outputs",
        "There is nothing to hear or to compare. Fill in the example or remove it.",
    ),
    error(
        "no-audio",
        "an example without a single clip, or video with sound",
        """An example usually shows what the models heard or made. If there is no audio to show, set this rule
        to `off`.""",
        adjustable=True,
    ),
    error(
        "no-outputs",
        "an example without a single output",
        "All cells of the row would be empty. Add what the models gave, or remove the example.",
        adjustable=True,
    ),
    warning(
        "no-examples",
        "a task without examples",
        "The task would be a heading with nothing under it.",
    ),
    error(
        "stray-prompt",
        "a prompt for a model that is not in the task",
        "The task's `models` (or its outputs) do not name this model, so its prompt would never be shown.",
        adjustable=True,
    ),
    error(
        "stray-output",
        "an output of a model that the task's `models` leave out",
        "Add the model to the task's `models`, or remove the output.",
        adjustable=True,
    ),
    error(
        "stray-score",
        "a score that the task does not declare",
        """A number cannot be read without knowing whether higher or lower is better. Declare it under the
        task's `scores`.""",
        adjustable=True,
    ),
    error(
        "stray-result",
        "results of a score that the task does not declare",
        """A figure under `results` is of a score that the task declares in `scores`, where its direction and
        its unit stand, or one of `accuracy`, `precision`, `labels`, `f1`, `macro-f1` and `mAP`.""",
    ),
    warning(
        "miscounted",
        "a selection with another number of examples",
        """The `selection` of a task says how many examples are shown, or of how many. The page counts what it
        shows; where the two differ, examples were probably added or lost.""",
    ),
    error(
        "measured-score",
        "a number for a score that the build measures",
        """A task's score with `measure` is computed from the texts. A number beside it would be a second answer
        to the same question. Remove the number, or remove `measure` and give all numbers yourself.""",
    ),
    warning(
        "no-reference",
        "an output on which a score cannot be measured",
        """Error rates need the text of the output and a reference text: in `reference` of the example (of the
        turn, in dialogues), under the answer's own `label` where it has one. Without them the score stays
        empty. Silence is `reference: ""`: it has no rate of its own, and what a system says there counts among
        the errors of the average.""",
    ),
    warning(
        "unmeasured-score",
        "a measured score without a text to measure",
        """A score with `measure` compares the texts of outputs with reference texts. Where all outputs are
        clips, write beside each clip what a recogniser heard in it (`{audio: a.wav, text: Words.}`), or remove
        `measure` and give the numbers yourself.""",
    ),
    error(
        "stray-labels",
        "labels where the outputs are not labels",
        """`labels` are the correct classes and are compared with outputs of labels, or with what is read as one
        of the example's `choices` (`label_match: choice`). For `output: text`, a transcript or a description
        belongs into `reference`.""",
        adjustable=True,
    ),
    error(
        "unknown-choice",
        "a right answer that is none of the choices",
        """With `label_match: choice`, answers are read as one of the example's `choices`, and `labels` says
        which is right, by letter or text. Each example with labels has choices (its own, or those in the
        task's `defaults`), no two of them the same. Where the letter of one is the text of another, as with
        notes, give them numbers: `{1: C, 2: D}`.""",
    ),
    warning(
        "unused-audio",
        "an audio file that no example uses",
        "It is not published. Use it, or move it out of `data/audio/`.",
    ),
    warning(
        "same-content",
        "one recording stands in two places of an example",
        """Two roles or two models of one example have the same bytes. Usually a file was copied or named
        twice by mistake, and the page would compare a system with itself.""",
    ),
    warning(
        "looks-like-html",
        "a text that looks like HTML",
        """Outputs, prompts, labels and titles are shown exactly as they are written: `<b>` appears as those
        three characters. If that is what the model wrote, set this rule to `off`.""",
    ),
    warning(
        "looks-like-math",
        "a text that looks like a formula",
        """`$\\alpha$` and its like are shown exactly as they are written, unless `math: true` stands in
        `catalogue.yaml`: then they are set as formulas, in titles, names, prompts, texts and Markdown.""",
    ),
    warning(
        "unreadable-math",
        "a formula that cannot be set",
        """With `math: true`, what stands between `$` signs is read as TeX. This formula is shown as it is
        written. Mend it, or write `\\$` for a dollar that begins no formula.""",
    ),
    warning(
        "changes-direction",
        "a character that changes the order of reading",
        """Some characters are not seen and turn the text behind them (U+202A to U+202E, U+2066 to U+2069). One
        that nothing ends, or one that turns letters around, makes a text look like another. The page keeps
        its effect within the text. If that is what the model gave, set this rule to `off`.""",
    ),
    warning(
        "broken-citation",
        "BibTeX that programs cannot read",
        """Whoever copies it gets an error: in `citation` a brace or a quotation mark has no partner, a `,` or a
        `=` is missing, an entry has no key, or a field has a name that stands for no text.""",
    ),
    warning(
        "unknown-citation-type",
        "an entry of a type that BibTeX does not know",
        """BibTeX takes it for `@misc` and warns everybody who cites the page. All types of BibTeX and biblatex
        are known here; `@misc` takes any fields.""",
    ),
    warning(
        "incomplete-citation",
        "an entry of `citation` that lacks a required field",
        """BibTeX leaves a gap in the references of everybody who cites the page: `@article` has to have a
        `journal`, `@inproceedings` a `booktitle`, `@techreport` an `institution`, and most types `author`,
        `title` and `year`. For a preprint take `@misc` with `eprint`.""",
    ),
    warning(
        "duplicate-citation",
        "a key or a field of `citation` that stands twice",
        """Two entries of one key are an error for BibTeX; of a field that stands twice in an entry it takes one
        and drops the other.""",
    ),
    warning(
        "other-address",
        "a site that says it stands elsewhere than its host name",
        """`url` is what search engines, previews and citations are told; `publish: {cname: …}` is the host that
        answers. Where they differ, all of these lead somewhere else.""",
    ),
    warning(
        "untranslated-page",
        "a language that the page's own words are not in",
        """What no author wrote, such as "Systems" or "Play", is shown in English and marked so. If that will
        do, set this rule to `off`. A translation is one file (see "Languages" under "Writing a catalogue").""",
    ),
    warning(
        "markdown-loss",
        "a part of a Markdown text that the page does not show",
        """Texts in Markdown cannot play, embed, run or paint: `<audio>`, `<iframe>`, `<script>`, `style=` and
        their like are left out. The hint says what to write in their place.""",
    ),
    warning(
        "leads-nowhere",
        "a link or a picture without anything at its end",
        """A relative link in Markdown means a file under `data/`, which is then published, or a place of the
        site, such as `#task--example`. A picture lies in `data/images/`. Nothing is there under this name.""",
    ),
    warning(
        "looks-like-file",
        "a text that looks like a file name",
        """A bare string means what the task's `output` says. For a clip in a task of texts write
        `{audio: name.wav}`, or set `output: audio`.""",
    ),
    warning(
        "separate-labels",
        "a list of labels that are several answers",
        """A list under `outputs` is a list of answers (stems, tries), so each of its labels is compared alone.
        One answer with several labels is written `{labels: [first, second]}`. If there really were several
        answers, give each a `label`, or set this rule to `off`.""",
    ),
    warning(
        "empty-cell",
        "an example without the output of one of the models",
        """The comparison has a hole, shown as "–". If the output does not exist, set this rule to `off`.""",
    ),
    warning(
        "missing-alt",
        "a picture without a description",
        "Readers who do not see the picture get its `alt` text instead. Describe what it shows in a sentence.",
    ),
)
