"""The interface: a page, its tasks, and how examples come into them.

Rule 1: what is given becomes entries at once (`entries`); whether they are right is judged with the whole page.
Rule 2: whatever a program does twice is there once: a task takes the place of an earlier one of the same title,
    and a cell that runs again takes back what it had added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias, TypeVar, Unpack, cast

from soundcase.catalogue.schema import ID
from soundcase.notebook.building import build_page, save_page
from soundcase.notebook.calls import Call, calling
from soundcase.notebook.entries import EntryReader, Plain, PlainEntry, is_missing, models_of, plain, texts_in
from soundcase.notebook.files import PageFiles
from soundcase.notebook.frames import column_names, columns_of
from soundcase.notebook.keys import Entry, ExampleKeys, PageKeys, TaskKeys
from soundcase.notebook.mistakes import RefusedValueError, raised
from soundcase.notebook.preview import preview
from soundcase.notebook.writing import WrittenPage, WrittenTask
from soundcase.problems.phrases import nearest, slug
from soundcase.problems.problem import Fault

SECTION = "Examples"
"""The heading over tasks whose section has no name."""
ScoreColumns: TypeAlias = Sequence[str] | Mapping[str, str | Mapping[str, str]]
_Value = TypeVar("_Value")


class Page:
    """A demo page in the making: shown by a notebook, saved as a project, built as a site."""

    def __init__(
        self,
        title: str,
        *,
        models: Mapping[str, str | Entry] | Sequence[str] = (),
        ours: str | Sequence[str] = (),
        **keys: Unpack[PageKeys],
    ) -> None:
        """`models` says what is compared: id → name, or a mapping of its keys, in the order of the columns;
        where it is left out, it is what the examples have outputs of. `ours` marks the authors' own. Other
        keys are those of `examples/catalogue.yaml`.

        Raises ProblemError for a picture that is not there, and for `ours` that are no models.
        """
        self._call = calling()
        self._files = PageFiles()
        reader = EntryReader(self._files)
        self._head = {"title": plain(title), **_taken(self._call, lambda: reader.head({**keys}))}
        given = models if isinstance(models, Mapping) else {name: name for name in models}
        self._models = {str(key): cast(str | PlainEntry, plain(one)) for key, one in given.items()}
        self._ours = (ours,) if isinstance(ours, str) else tuple(ours)
        for name in self._ours if self._models else ():
            if name and name not in self._models:
                fault = Fault("unknown-model", f"no model '{name}' in models", nearest(name, self._models))
                raise raised(self._call, [fault])
        self._tasks: dict[str, PageTask] = {}

    def task(self, title: str, *, section: str = "", **keys: Unpack[TaskKeys]) -> PageTask:
        """A new task, one comparison, without examples as yet; it takes the place of one with the same id.

        `output` says what a bare string in `outputs` is: a `text`, one of `labels`, or the path of `audio`.
        The id is made from the title where none is given; `section` is the heading that the task stands under.
        Other keys are those of a task file. Raises ProblemError for an id that cannot be one.
        """
        call = calling()
        given = {"title": title, **keys}
        name = str(given.pop("id", "") or slug(title, "task"))
        name = f"{name}-task" if name == "catalogue" else name  # which is the name of the main file
        if not re.fullmatch(ID, name):
            hint = "leave out blanks and any of / \\ \" ' < > & # ? %"
            raise raised(call, [Fault("unfit-value", f"'{name}' cannot be an id", hint)])
        self._tasks[name] = made = PageTask(self, name, section, given, call)
        return made

    def save(self, folder: str | Path, *, overwrite: bool = False) -> Path:
        """Write the project that a person would write, and return its folder: `build-site` builds it.

        Saved again, files follow the page; one that was edited meanwhile is an error unless `overwrite`.
        Raises ProblemError, also for what `build-site check` calls errors.
        """
        return save_page(self._written(), Path(folder).absolute(), calling(), overwrite=overwrite)

    def build(self, site: str | Path = "site") -> Path:
        """Build the page into a folder, whole or not at all, and return it: the same bytes as `save` and
        `build-site` make. Raises ProblemError; what is only doubtful is a ProblemWarning.

        What can be made again lies in `.soundcase/` beside the folder.
        """
        return build_page(self._written(), Path(site).absolute(), calling())

    def _repr_html_(self) -> str:
        """The page in a frame, its first examples with their clips inside, for notebooks."""
        return preview(self._written())

    def _written(self, *, task: PageTask | None = None, only: PlainEntry | None = None) -> WrittenPage:
        """The page as it is now, or what shows one task, or one example of it."""
        tasks = list(self._tasks.values()) if task is None else [task]
        written = []
        for one in tasks:
            rows = [
                (row if only is None else {"title": f"Example {number}", **row}, call)
                for number, (row, call) in enumerate(one.examples, 1)
                if only is None or row is only
            ]
            written.append(WrittenTask(one.id, one.section or SECTION, one.head, rows, one.call))
        models = self._models or dict.fromkeys(models_of(row for one in tasks for row, _ in one.examples), "")
        about: PlainEntry = {}
        for key, name in models.items():
            entry: PlainEntry = dict(name) if isinstance(name, dict) else {"name": name or key}
            about[key] = {**entry, "ours": "true"} if key in self._ours else (name or key)
        head = cast(PlainEntry, {**self._head, "models": about})
        entries = [head, *(one.head for one in written), *(row for one in written for row, _ in one.examples)]
        named = {text for entry in entries for text in texts_in(entry)}
        files = {name: path for name, path in self._files.sources.items() if name.split("/", 2)[-1] in named}
        return WrittenPage(head, written, files, self._call)


class PageTask:
    """A task of a page: one comparison, and its examples."""

    def __init__(self, page: Page, name: str, section: str, keys: Mapping[str, object], call: Call) -> None:
        """Made by `Page.task`."""
        self.id = name
        """Its name in links, and that of its file."""
        self.section = section
        self.call = call
        self.output = str(keys.get("output") or "text")
        self.examples: list[tuple[PlainEntry, Call]] = []
        """The examples as a task file has them, with the calls that added them."""
        self._page = page
        self._runs: dict[str, int] = {}
        self.head = cast(PlainEntry, _taken(call, lambda: self._reader().head(keys)))

    def add(
        self,
        *,
        scores: Mapping[str, Entry] | None = None,
        rate: int | None = None,
        **keys: Unpack[ExampleKeys],
    ) -> PageExample:
        """Add an example: one row of the comparison. `scores` are numbers by model and score.

        A clip is a path, as seen from the working folder; the bytes of a file; `(wave, rate)`, with samples of
        NumPy, torch or JAX as `(n,)`, `(n, channels)` or `(channels, n)` and the rate in Hz; an array alone,
        with `rate`; or what `datasets` has for audio. Samples are `int16`, `int32`, `uint8`, or floats from −1
        to 1. A mapping says more: `{"audio": (wave, 24000), "text": "…", "note": "…"}`; a list is several
        pieces. Raises ProblemError.
        """
        call = calling()
        (entry,) = self._added(call, [{**keys, "scores": scores}], rate)
        return PageExample(self, entry)

    def add_frame(
        self,
        frame: object,
        *,
        outputs: Mapping[str, str | Mapping[str, str]],
        scores: ScoreColumns = (),
        tags: Sequence[str] | Mapping[str, str] = (),
        rate: int | None = None,
        **columns: str,
    ) -> None:
        """Add an example for each row of a table: a frame of pandas or polars, a data set of `datasets`, a list
        of dicts. Each value is the name of a column, as in `text="sentence"`; what is missing in a row (None,
        NaN) is left out.

        `outputs`: model → column, or → `{"audio": column, "text": column}`. `scores`: names of columns, of each
        model where there are several (`utmos_ours`), or score → column, or score → model → column. A column
        stands for the task's score of that name, in whatever case. `tags`: columns, or tag → column. `rate`
        (Hz) is that of arrays without one. Raises ProblemError, which tells of every row that is wrong.
        """
        call = calling()
        known = _taken(call, lambda: column_names(frame))
        told = dict(tags) if isinstance(tags, Mapping) else {name: name for name in tags}
        numbers = self._score_columns(scores, list(outputs), known)
        shape: Mapping[str, object] = {**columns, "outputs": outputs, "tags": told, "scores": numbers}
        table = _taken(call, lambda: columns_of(frame, _leaves(shape)))
        count = len(next(iter(table.values()), ()))
        self._added(call, [cast(Entry, _filled(shape, table, row)) for row in range(count)], rate, several=True)

    def _score_columns(
        self, scores: ScoreColumns, models: Sequence[str], known: Sequence[str]
    ) -> Mapping[str, Mapping[str, str]]:
        """Model → score → column."""
        declared = {str(name).casefold(): str(name) for name in cast(Entry, self.head.get("scores", {}))}
        given = scores if isinstance(scores, Mapping) else {name: name for name in scores}
        found: dict[str, dict[str, str]] = {}
        for name, columns in given.items():
            for model in models:
                if isinstance(columns, Mapping):
                    column = columns.get(model, "")
                else:
                    own = (f"{columns}_{model}", f"{model}_{columns}")
                    column = next((one for one in own if one in known), columns if len(models) == 1 else own[0])
                if column:
                    found.setdefault(model, {})[declared.get(name.casefold(), name)] = column
        return found

    def _added(
        self, call: Call, rows: Iterable[Entry], rate: int | None, *, several: bool = False
    ) -> Sequence[PlainEntry]:
        """Entries of the rows, which are in the task from now on."""
        reader, entries, faults = self._reader(rate), list[PlainEntry](), list[Fault]()
        for number, row in enumerate(rows, 1):
            try:
                entries.append(reader.example(row))
            except RefusedValueError as error:
                where = f"row {number}: " if several else ""
                faults.append(Fault(error.fault.code, f"{where}{error.fault.message}", error.fault.hint))
        if faults:
            raise raised(call, faults)
        if call.cell and self._runs.get(call.cell) != call.run:
            self._runs[call.cell] = call.run
            self.examples = [(entry, one) for entry, one in self.examples if one.cell != call.cell]
        self.examples += [
            (entry, replace(call, row=number if several else 0)) for number, entry in enumerate(entries, 1)
        ]
        return entries

    def _reader(self, rate: int | None = None) -> EntryReader:
        return EntryReader(self._page._files, self.output, rate)  # noqa: SLF001 - its own page

    def _repr_html_(self) -> str:
        """The task in a frame, for notebooks."""
        return self.shown()

    def shown(self, only: PlainEntry | None = None) -> str:
        """The HTML of a frame with the task, or with one example of it."""
        written = self._page._written(task=self, only=only)  # noqa: SLF001 - its own page
        return preview(written, "example" if only else "task")


class PageExample:
    """An example that was added; a notebook shows it."""

    def __init__(self, task: PageTask, entry: PlainEntry) -> None:
        """Made by `PageTask.add`."""
        self.entry: Mapping[str, Plain] = entry
        """As the task file has it."""
        self._task, self._entry = task, entry

    def _repr_html_(self) -> str:
        """The example in a frame, for notebooks."""
        return self._task.shown(self._entry)


def _taken(call: Call, read: Callable[[], _Value]) -> _Value:
    """What `read` makes of the values of a call."""
    try:
        return read()
    except RefusedValueError as error:
        raise raised(call, [error.fault]) from None


def _leaves(shape: Mapping[str, object]) -> Iterable[str]:
    """The columns that are named in it."""
    for value in shape.values():
        yield from _leaves(value) if isinstance(value, Mapping) else (str(value),)


def _filled(shape: object, table: Mapping[str, Sequence[object]], row: int) -> object:
    """The same with a row's values in place of the columns' names, without what is missing."""
    if not isinstance(shape, Mapping):
        return table[str(shape)][row]
    found = {key: _filled(one, table, row) for key, one in shape.items()}
    return {
        key: one for key, one in found.items() if not is_missing(one) and (not isinstance(one, dict) or one)
    }


def _is_empty(value: object) -> bool:
    return isinstance(value, dict) and not value
