"""A project with a bit of everything, and the edits that people, programs and accidents make to it.

Rule 1: an edit changes files only; it says in a sentence what it did, and with one seed it does the same again.
Rule 2: an edit may leave the project wrong; what follows is edited as it stands, or not at all where it cannot
    be read.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import yaml
from PIL import Image

from fresh_builds import STOPS, Tool
from made_films import film
from projects import encoded, parsed

Yaml = Any
SOURCES = ("examples", "data", "templates", "docs")
TEXT = (Path(__file__).parent / "data" / "edited.txt").read_text("utf-8")
CATALOGUE = "examples/catalogue.yaml"


def clip(number: int, seconds: float = 0.2, *, channels: int = 1, kind: str = "WAV") -> bytes:
    """A short tone; clips of one length have one size, whatever their number."""
    time = np.arange(round(seconds * 8000)) / 8000
    wave = 0.1 * np.sin(2 * np.pi * (150 + 17 * number) * time)
    return encoded(np.tile(wave[:, None], channels), 8000, kind)


def picture(width: int) -> bytes:
    """A small picture."""
    file = io.BytesIO()
    Image.new("RGB", (width, 4), "navy").save(file, "PNG")
    return file.getvalue()


def write_project(root: Path) -> Path:
    """Write the project, and say where it is."""
    for path, content in parsed(TEXT).files.items():
        _write(root / path, content.encode())
    audio = root / "data" / "audio"
    for number, name in enumerate("abdefgh"):
        _write(audio / f"{name}.wav", clip(number))
    _write(audio / "more" / "c.flac", clip(10, kind="FLAC"))
    _write(audio / "stereo.wav", clip(11, channels=2))
    _write(audio / "long.wav", clip(12, 0.6))
    for name, width in (("dot.png", 8), ("other.png", 6)):
        _write(root / "data" / "images" / name, picture(width))
    film(root / "data" / "video" / "film.mp4", seconds=1)
    return root


def sources(root: Path) -> dict[str, bytes]:
    """Every file that a person wrote, by its path; links with where they lead."""
    return {
        path.relative_to(root).as_posix(): _content(path)
        for part in SOURCES
        for path in sorted((root / part).rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def put_back(root: Path, wanted: dict[str, bytes]) -> None:
    """Make the sources what they were; files that are so already are not touched."""
    there = sources(root)
    for name in there.keys() - wanted.keys():
        (root / name).unlink()
    for name, content in wanted.items():
        if there.get(name) == content:
            continue
        path = root / name
        if path.is_symlink():
            path.unlink()
        if content.startswith(b"\0-> "):
            path.unlink(missing_ok=True)
            path.symlink_to(content[4:].decode())
        else:
            _write(path, content)


def _content(path: Path) -> bytes:
    return b"\0-> " + bytes(path.readlink()) if path.is_symlink() else path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


class _Plain(yaml.CSafeDumper):
    """Scalars as they are: what has no quotes needs none, since every value is text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML has it

    def ignore_aliases(self, data: Yaml) -> bool:
        return bool(data) or True


def _read(path: Path) -> Yaml:
    """A YAML file with every scalar as text; empty where it cannot be read."""
    try:
        loaded = yaml.load(path.read_bytes(), yaml.CBaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _save(path: Path, value: Yaml) -> None:
    """Write YAML, below the remarks that stand at the beginning of the file."""
    lines = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
    head = b"".join(lines[: next((n for n, one in enumerate(lines) if one[:1] != b"#"), 0)])
    text = yaml.dump(value, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=90)
    _write(path, head + text.encode())


@dataclass(slots=True)
class Task:
    """A task file and its examples, wherever these stand."""

    path: Path
    value: Yaml

    @property
    def records(self) -> Path | None:
        """The file of JSON Lines that its examples are in."""
        name = self.value.get("examples_from")
        return self.path.parent / name if isinstance(name, str) else None

    def examples(self) -> list[Yaml]:
        """The examples, to be changed in place."""
        if self.records is None:
            found = self.value.setdefault("examples", [])
            return found if isinstance(found, list) else []
        try:
            lines = self.records.read_text("utf-8").splitlines()
            return [json.loads(line) for line in lines if line.strip()]
        except (OSError, ValueError):
            return []

    def save(self, examples: Sequence[Yaml] | None = None) -> None:
        """Write the file, and the examples where they were changed."""
        if examples is not None and self.records is not None:
            lines = "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in examples)
            self.records.write_text(lines, "utf-8")
            return
        if examples is not None:
            self.value["examples"] = list(examples)
        _save(self.path, self.value)


@dataclass(slots=True)
class Desk:
    """A project at work: its folder, the tool, chance, and what was kept of earlier days."""

    root: Path
    tool: Tool
    folder: Path
    """For what is put aside."""
    random: Random = field(default_factory=Random)
    earlier: list[dict[str, bytes]] = field(default_factory=list)
    """The sources as they were."""
    caches: list[Path] = field(default_factory=list)
    """Copies of `.soundcase/` as it was."""
    environment: dict[str, str] = field(default_factory=dict)
    number: int = 0

    @property
    def catalogue(self) -> Path:
        return self.root / CATALOGUE

    @property
    def audio(self) -> Path:
        return self.root / "data" / "audio"

    @property
    def cache(self) -> Path:
        return Path(self.environment.get("SOUNDCASE_CACHE") or self.root / ".soundcase")

    def new(self) -> int:
        """A number that was not used before."""
        self.number += 1
        return self.number

    def tasks(self) -> list[Task]:
        """The task files that can be read."""
        paths = sorted((self.root / "examples").glob("*.yaml"))
        found = [Task(path, _read(path)) for path in paths if path.name != "catalogue.yaml"]
        return [task for task in found if task.value]

    def task(self) -> Task:
        """One of them."""
        return self.random.choice(self.tasks() or [Task(self.root / "examples" / "new.yaml", {"title": "New"})])

    def clips(self) -> list[Path]:
        """The clips, links included."""
        return sorted(path for path in self.audio.rglob("*") if path.is_file())

    def entries(self) -> list[Path]:
        """The files of the cache."""
        return sorted(path for path in self.cache.rglob("*") if path.is_file() and path.suffix != ".lock")

    def name(self, path: Path) -> str:
        """The path as a story tells it."""
        inside = path.is_relative_to(self.root)
        return path.relative_to(self.root if inside else self.folder).as_posix()


Edit = Callable[[Desk], str]
EDITS: dict[str, Edit] = {}
NOTHING = "nothing, for want of what it changes"


def edit(change: Edit) -> Edit:
    """Enter a function as an edit, under its name with blanks."""
    EDITS[change.__name__.replace("_", " ")] = change
    return change


LINKED = "Read [the notes](data/files/notes.txt), [this](data/files/paper.txt) and [the dog](#classes--dog)."
WORDS = (
    "A tone.", "Two <b>tones</b> & more.", "漢字と {漢字|かんじ}", "مرحبا بالعالم", "$x^2$ costs $5",
    "tab\tand end ", "A *long* line. " * 9, "It's 3.5 dB: #not a comment", "",
)  # fmt: skip
MARKDOWN = (
    LINKED,
    "**Bold** and `code`.",
    "- one\n- two\n",
    "![a dot](data/images/dot.png)",
    "<details>x</details>",
    "See #words.",
)
MEDIA: tuple[Yaml, ...] = (
    {"encode": "original"}, {"encode": ["mp3"]}, {"encode": "auto", "keep_lossless": "true"},
    {"downloads": "true"}, {"downloads": "true", "encode": ["mp3"]},
    {"spectrogram": "true"}, {"max_hours": "0.00001"}, {"max_hours": "2"}, {"base_url": "https://example.org/clips/"},
)  # fmt: skip
RULES: tuple[Yaml, ...] = (
    {"unused-model": "off"}, {"unused-model": "error"}, {"no-reference": "off"},
    {"separate-labels": {"severity": "off", "reason": "x"}},
    {"same-content": "off"}, {"empty-cell": "warning"}, {"leads-nowhere": "warning"}, {"no-such-rule": "off"},
)  # fmt: skip
RULES = tuple({"no-audio": "off", **one} for one in RULES)
SCORES: tuple[Yaml, ...] = (
    {"WER": {"measure": "wer"}}, {"WER": {"measure": "wer", "average": "none"}},
    {"WER": {"measure": "wer", "average": "mean"}}, {"Exact": {"measure": "exact"}},
    {"CER": {"measure": "cer"}, "MOS": {"better": "lower"}}, {"MOS": {"better": "higher", "unit": "points"}},
    {"MOS": {"better": "higher", "average": "none"}, "BLEU": {"better": "higher"}},
    {"SI-SDR": {"better": "higher", "unit": "dB"}},
)  # fmt: skip
LANGUAGES = ("en", "de", "ja", "zh", "zh-Hant", "ar", "fr")

OF_THE_PAGE: dict[str, tuple[Yaml, ...]] = {
    "title": WORDS,
    "subtitle": WORDS,
    "language": LANGUAGES,
    "description": MARKDOWN,
    "notice": MARKDOWN,
    "abstract": MARKDOWN,
    "authors": (
        ["A. Author"],
        [{"name": "C. Author", "affiliations": "Two", "orcid": "0000-0002-1825-0097"}],
        [],
    ),
    "links": ([{"label": "Code", "url": "https://example.org/code"}], []),
    "logos": ([{"image": "other.png", "alt": "Other"}], [{"image": "dot.png"}], []),
    "hero": ("words--first", "bell", "museum", "film", "sounds--last", "1"),
    "figures": ([{"image": "other.png", "alt": "Other.", "caption": LINKED}], [{"image": "dot.png"}], []),
    "citation": (
        "@misc{a, title = {{A}}}",
        "@misc{broken, title = {",
        "@article{b, title = {B}, author = {C. Author}, journal = {J}, year = 2026, doi = {10.1234/b}}",
    ),
    "license": MARKDOWN,
    "url": ("https://example.org/", "https://example.com/other/"),
    "publish": ({"cname": "demo.example.org"}, {"host": "pages"}),
    "pages": ("one", "section", "task"),
    "per_page": ("1", "2", "3", "100"),
    "math": ("true", "false"),
    "leaderboard": ("true", "false"),
    "embed": ("true", "false"),
    "theme": (
        {"accent": "#aa0000"},
        {"font": "serif", "radius": "2"},
        {"density": "comfortable"},
        {"accent": "no"},
    ),
    "media": MEDIA,
    "rules": RULES,
}
OF_A_TASK: dict[str, tuple[Yaml, ...]] = {
    "title": WORDS,
    "id": ("words", "renamed", "classes", "other-id"),
    "description": MARKDOWN,
    "output": ("text", "labels", "audio"),
    "prompt": (*WORDS, {"ours": "Do it."}, {"ours": "Do it.", "theirs": "Do that."}),
    "models": (["ours"], ["theirs", "ours"], ["third", "ours", "theirs"], ["nobody"]),
    "layout": ("cards", "rows", "table", "transposed"),
    "format": ("plain", "markdown"),
    "split_reasoning": ("true", "false"),
    "tags": ("chips", "columns"),
    "sync": ("position", "restart", "off"),
    "label_match": ("exact", "audioset", "choice"),
    "text_match": ("exact", "normalised"),
    "scores": SCORES,
    "clusters": ("group", "noise", "nothing"),
    "results": (
        {"MOS": {"ours": "4.2 ± 0.1", "theirs": "3"}},
        {"accuracy": {"ours": "81"}, "MOS": {"theirs": {"n": "9", "groups": {"Quiet": "3.1", "Far": "2"}}}},
        {"Elsewhere": {"nobody": "1"}},
    ),
    "selection": (*WORDS, {"of": "900", "how": "By hand."}, {"shown": "3", "of": "1"}),
    "language": LANGUAGES,
    "media": MEDIA,
    "defaults": ({"tags": {"all": "these"}}, {"note": LINKED}, {"prompt_text": "Words."}, {"group": "One"}),
}
OF_AN_EXAMPLE: dict[str, tuple[Yaml, ...]] = {
    "title": WORDS,
    "id": ("first", "dog", "renamed", "row"),
    "group": ("Quiet", "Loud", "West", ""),
    "tags": ({"noise": "babble"}, {"noise": "none", "style": "calm"}, {}),
    "audio": (
        "a.wav", "more/c.flac", "none.wav", "stereo.wav",
        {"audio": "stereo.wav", "channels": "1"}, ["a.wav", "b.wav"],
    ),
    "prompt": (*WORDS, {"ours": "Do it."}),
    "text": WORDS,
    "labels": ("Dog", ["dog", "Bark"], ["Bell and Siren"], []),
    "choices": (["Dog", "Bell"], {"1": "Dog", "2": "Siren"}),
    "reference": (
        "We sailed home.", "", {"text": "Nobody has seen it.", "audio": "a.wav"},
        [{"label": "clean", "audio": "b.wav"}],
    ),
    "context": (
        "A hint.", {"image": "dot.png", "alt": "A dot."}, {"video": "film.mp4"}, ["One.", {"audio": "d.wav"}],
    ),
    "note": MARKDOWN,
    "files": ("notes.txt", ["paper.txt", {"file": "notes.txt", "label": "The notes"}], "none.txt"),
    "language": LANGUAGES,
    "seed": ("7", "8"),
    "turns": (
        [{"speaker": "A", "text": "Hello."}, {"speaker": "B", "outputs": {"ours": "Hi."}}],
        [
            {"speaker": "A", "start": "0.1", "audio": "a.wav"},
            {"speaker": "B", "reference": "Hi.", "outputs": {"ours": "Hi."}},
        ],
    ),
}  # fmt: skip
OF_AN_OUTPUT: dict[str, tuple[Yaml, ...]] = {
    "text": (*WORDS, "<think>Rain?</think>It rains.", "A long answer.\n" * 20),
    "reasoning": WORDS,
    "labels": ("Dog", ["dog", "Bark"], ["Siren"]),
    "label_scores": ({"Dog": "0.9"}, {"Dog": "0.25", "Siren": "0.5"}),
    "audio": ("a.wav", "e.wav", "more/c.flac"),
    "scores": ({"MOS": "4.5"}, {"MOS": "3 ± 0.5", "BLEU": "7"}, {"SI-SDR": "-3"}, {"WER": "9"}, {}),
    "note": MARKDOWN,
    "label": ("voice", "piano"),
    "source": ("A corpus", "https://example.org/corpus", "www.example.org"),
    "channels": ("1", "2"),
}


def _set(desk: Desk, value: Yaml, key: str, choices: Sequence[Yaml]) -> str:
    """Give a key another value, or take it away."""
    others = [one for one in choices if one != value.get(key)]
    if key in value and key != "title" and not desk.random.randrange(5):
        del value[key]
        return f"{key} is taken away"
    value[key] = desk.random.choice(others)
    return f"{key} becomes {value[key]!r}"


def _of_the_page(key: str) -> Edit:
    def change(desk: Desk) -> str:
        value = _read(desk.catalogue)
        said = _set(desk, value, key, OF_THE_PAGE[key])
        _save(desk.catalogue, value)
        return f"of the page: {said}"

    return change


def _of_a_task(key: str) -> Edit:
    def change(desk: Desk) -> str:
        task = desk.task()
        said = _set(desk, task.value, key, OF_A_TASK[key])
        task.save()
        return f"of {task.path.name}: {said}"

    return change


def _chosen(desk: Desk) -> tuple[Task, list[Yaml], int]:
    """An example of a task; -1 where there is none."""
    task = desk.task()
    examples = task.examples()
    return task, examples, desk.random.randrange(len(examples)) if examples else -1


def _of_an_example(key: str) -> Edit:
    def change(desk: Desk) -> str:
        task, examples, at = _chosen(desk)
        if at < 0 or not isinstance(examples[at], dict):
            return NOTHING
        said = _set(desk, examples[at], key, OF_AN_EXAMPLE[key])
        task.save(examples)
        return f"of {task.path.name}, example {at + 1}: {said}"

    return change


def _answers(example: Yaml) -> Iterator[tuple[Yaml, str]]:
    """Each mapping of outputs with each model that is in it."""
    turns = example.get("turns") or [] if isinstance(example, dict) else []
    for holder in [example, *turns]:
        if isinstance(holder, dict) and isinstance(holder.get("outputs"), dict):
            yield from ((holder["outputs"], model) for model in holder["outputs"])


def _of_an_output(key: str) -> Edit:
    def change(desk: Desk) -> str:
        task, examples, at = _chosen(desk)
        if at < 0 or not (answers := list(_answers(examples[at]))):
            return NOTHING
        outputs, model = desk.random.choice(answers)
        one = outputs[model]
        kind = {"labels": "labels", "audio": "audio"}.get(task.value.get("output"), "text")
        full = dict(one) if isinstance(one, dict) else {kind: one} if isinstance(one, str) else {}
        said = _set(desk, full, key, OF_AN_OUTPUT[key])
        outputs[model] = full
        task.save(examples)
        return f"of {task.path.name}, example {at + 1}, {model}: {said}"

    return change


for _place, _table, _make in (
    ("of the page", OF_THE_PAGE, _of_the_page),
    ("of a task", OF_A_TASK, _of_a_task),
    ("of an example", OF_AN_EXAMPLE, _of_an_example),
    ("of an output", OF_AN_OUTPUT, _of_an_output),
):
    EDITS |= {f"{_key} {_place}": _make(_key) for _key in _table}


@edit
def a_word_more(desk: Desk) -> str:
    """A text gets another word, in the bytes of the file alone."""
    path = desk.random.choice(sorted((desk.root / "examples").glob("*.*")))
    content = path.read_bytes()
    found = [at for at in range(len(content)) if content[at : at + 1] == b"."]
    if not found:
        return NOTHING
    at = desk.random.choice(found)
    path.write_bytes(content[:at] + b" or more" + content[at:])
    return f"a word more in {path.name} at byte {at}"


@edit
def a_letter_at_the_same_size_and_time(desk: Desk) -> str:
    path = desk.random.choice(sorted((desk.root / "examples").glob("*.*")))
    content, status = bytearray(path.read_bytes()), path.stat()
    found = [at for at, one in enumerate(content) if chr(one) in "aeo"]
    if not found:
        return NOTHING
    at = desk.random.choice(found)
    content[at] = ord(desk.random.choice("iu"))
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return f"a letter in {path.name} at byte {at}, with the size and the time it had"


@edit
def remarks_that_shift_all_lines(desk: Desk) -> str:
    path = desk.random.choice(sorted((desk.root / "examples").glob("*.yaml")))
    content = path.read_bytes()
    if content.startswith(b"# ") and desk.random.randrange(2):
        path.write_bytes(content.partition(b"\n")[2])
        return f"the first remark of {path.name} goes"
    path.write_bytes(b"# A remark.\n" * desk.random.randint(1, 3) + content)
    return f"remarks before {path.name}"


@edit
def examples_in_another_order(desk: Desk) -> str:
    task, examples, _ = _chosen(desk)
    desk.random.shuffle(examples)
    task.save(examples)
    return f"examples of {task.path.name} in another order"


@edit
def a_prompt_that_all_examples_have(desk: Desk) -> str:
    """Or all but one."""
    task, examples, at = _chosen(desk)
    if at < 0 or not all(isinstance(one, dict) for one in examples):
        return NOTHING
    other = desk.random.randrange(2)
    for place, one in enumerate(examples):
        one["prompt"] = "Asked otherwise." if other and place == at else "Asked alike."
    task.save(examples)
    return f"the examples of {task.path.name} are asked alike{', but one' * other}"


@edit
def an_example_more(desk: Desk) -> str:
    task, examples, at = _chosen(desk)
    if at < 0:
        return NOTHING
    more = json.loads(json.dumps(examples[at])) | {"id": f"more-{desk.new()}"}
    to = desk.random.randint(0, len(examples))
    task.save([*examples[:to], more, *examples[to:]])
    return f"example {at + 1} of {task.path.name} once more at {to + 1}"


@edit
def an_example_less(desk: Desk) -> str:
    task, examples, at = _chosen(desk)
    if len(examples) < 2:
        return NOTHING
    del examples[at]
    task.save(examples)
    return f"{task.path.name} without its example {at + 1}"


@edit
def an_output_less(desk: Desk) -> str:
    task, examples, at = _chosen(desk)
    if at < 0 or not (answers := list(_answers(examples[at]))):
        return NOTHING
    outputs, model = desk.random.choice(answers)
    del outputs[model]
    task.save(examples)
    return f"{task.path.name}, example {at + 1}, without {model}"


@edit
def outputs_of_two_examples_swapped(desk: Desk) -> str:
    task, examples, _ = _chosen(desk)
    holders = [one for one in examples if isinstance(one, dict) and "outputs" in one]
    if len(holders) < 2:
        return NOTHING
    one, other = desk.random.sample(holders, 2)
    one["outputs"], other["outputs"] = other["outputs"], one["outputs"]
    task.save(examples)
    return f"outputs of two examples of {task.path.name} swapped"


@edit
def a_task_as_records_or_back(desk: Desk) -> str:
    task = desk.task()
    examples = task.examples()
    if task.records is not None:
        task.records.unlink(missing_ok=True)
        del task.value["examples_from"]
        task.save(examples)
        return f"{task.path.name} holds its records itself"
    name = task.path.with_suffix(".jsonl").name
    task.value.pop("examples", None)
    task.value["examples_from"] = name
    task.save()
    task.save(examples)
    return f"{task.path.name} has its examples in {name}"


def _sections(value: Yaml) -> list[Yaml]:
    """The sections of a catalogue that hold tasks."""
    found = value.get("sections")
    return (
        [one for one in found if isinstance(one, dict) and one.get("tasks")] if isinstance(found, list) else []
    )


@edit
def tasks_in_another_order(desk: Desk) -> str:
    value = _read(desk.catalogue)
    if not (sections := _sections(value)):
        return NOTHING
    one, other = desk.random.choice(sections), desk.random.choice(sections)
    moved = one["tasks"].pop(desk.random.randrange(len(one["tasks"])))
    other["tasks"].insert(desk.random.randint(0, len(other["tasks"])), moved)
    _save(desk.catalogue, value)
    return f"task {moved if isinstance(moved, str) else 'inside'} moves"


@edit
def sections_otherwise(desk: Desk) -> str:
    value = _read(desk.catalogue)
    if not (sections := _sections(value)):
        return NOTHING
    if desk.random.randrange(2):
        value["sections"].reverse()
        said = "in reverse"
    else:
        said = _set(desk, desk.random.choice(sections), "description", MARKDOWN)
    _save(desk.catalogue, value)
    return f"sections: {said}"


@edit
def a_task_more(desk: Desk) -> str:
    task, value = desk.task(), _read(desk.catalogue)
    if not (sections := _sections(value)):
        return NOTHING
    name = f"task-{desk.new()}.yaml"
    copy = Task(
        task.path.with_name(name),
        {key: one for key, one in task.value.items() if key not in ("id", "examples_from")},
    )
    copy.save(task.examples())
    desk.random.choice(sections)["tasks"].append(name)
    _save(desk.catalogue, value)
    return f"{name}, a copy of {task.path.name}"


@edit
def a_task_less(desk: Desk) -> str:
    value = _read(desk.catalogue)
    named = [(one, name) for one in _sections(value) for name in one["tasks"] if isinstance(name, str)]
    if len(named) < 4:
        return NOTHING
    section, name = desk.random.choice(named)
    section["tasks"].remove(name)
    _save(desk.catalogue, value)
    if desk.random.randrange(2):
        (desk.root / "examples" / name).unlink(missing_ok=True)
    return f"without the task {name}"


@edit
def a_task_file_has_another_name(desk: Desk) -> str:
    value = _read(desk.catalogue)
    named = [(one, name) for one in _sections(value) for name in one["tasks"] if isinstance(name, str)]
    if not named:
        return NOTHING
    section, name = desk.random.choice(named)
    new = f"renamed-{desk.new()}.yaml"
    if (path := desk.root / "examples" / name).is_file():
        path.rename(path.with_name(new))
    section["tasks"] = [new if one == name else one for one in section["tasks"]]
    _save(desk.catalogue, value)
    return f"{name} is called {new}"


@edit
def models_in_another_order(desk: Desk) -> str:
    value = _read(desk.catalogue)
    if not isinstance(value.get("models"), dict):
        return NOTHING
    value["models"] = dict(desk.random.sample(list(value["models"].items()), len(value["models"])))
    _save(desk.catalogue, value)
    return f"models in the order {list(value['models'])}"


@edit
def a_model_otherwise(desk: Desk) -> str:
    value = _read(desk.catalogue)
    if not isinstance(value.get("models"), dict):
        return NOTHING
    model = desk.random.choice(list(value["models"]))
    one = value["models"][model]
    full = one if isinstance(one, dict) else {"name": one}
    key, choices = desk.random.choice(
        [
            ("name", ("Ours", "Another", "漢字")),
            ("ours", ("true", "false")),
            ("group", ("Neural", "Classic", "New")),
            ("description", MARKDOWN),
            ("meta", ({"size": "1 B"}, {"bitrate": "6 kbit/s"})),
            ("url", ("https://example.org/m", "https://example.org/n")),
            ("settings", ({"top_p": "0.9"}, {"top_p": "1"})),
        ]
    )
    said = _set(desk, full, key, choices)
    value["models"][model] = full
    _save(desk.catalogue, value)
    return f"of model {model}: {said}"


@edit
def a_model_more(desk: Desk) -> str:
    value = _read(desk.catalogue)
    name = f"model-{desk.new()}"
    value.setdefault("models", {})[name] = {"name": f"Model {desk.number}"}
    _save(desk.catalogue, value)
    return f"{name}, which no example uses"


@edit
def a_model_has_another_id(desk: Desk) -> str:
    value = _read(desk.catalogue)
    if not isinstance(value.get("models"), dict):
        return NOTHING
    old, new = desk.random.choice(list(value["models"])), f"model-{desk.new()}"
    for path in sorted((desk.root / "examples").glob("*.*")):
        text = path.read_bytes()
        for before, behind in ((b"", b":"), (b'"', b'"'), (b"- ", b"\n")):
            text = text.replace(before + old.encode() + behind, before + new.encode() + behind)
        path.write_bytes(text)
    return f"model {old} is called {new} everywhere"


@edit
def a_model_less(desk: Desk) -> str:
    value = _read(desk.catalogue)
    if not isinstance(value.get("models"), dict) or len(value["models"]) < 3:
        return NOTHING
    model = desk.random.choice(list(value["models"]))
    del value["models"][model]
    _save(desk.catalogue, value)
    return f"without model {model}, used or not"


@edit
def another_clip_of_the_same_size_and_time(desk: Desk) -> str:
    clips = [path for path in desk.clips() if path.read_bytes()[:4] == b"RIFF"]
    if not clips:
        return NOTHING
    path = desk.random.choice(clips)
    content, status = bytearray(path.read_bytes()), path.stat()
    half = len(content) // 2
    content[half:-2] = content[half + 2 :]
    content[-2:] = bytes(desk.random.randrange(40) for _ in range(2))
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return f"{desk.name(path)} sounds otherwise, with the size and the time it had"


@edit
def another_clip(desk: Desk) -> str:
    path = desk.random.choice(desk.clips())
    seconds = desk.random.choice((0.1, 0.2, 0.3))
    path.write_bytes(clip(desk.new() % 50, seconds, channels=desk.random.choice((1, 1, 2))))
    return f"{desk.name(path)} is another of {seconds} s"


@edit
def two_clips_swapped(desk: Desk) -> str:
    one, other = desk.random.sample(desk.clips(), 2)
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)
    return f"{desk.name(one)} and {desk.name(other)} swapped"


@edit
def a_clip_has_another_name(desk: Desk) -> str:
    path = desk.random.choice(desk.clips())
    old, new = path.relative_to(desk.audio).as_posix(), f"clip-{desk.new()}{path.suffix}"
    path.rename(desk.audio / new)
    if desk.random.randrange(4):
        for file in sorted((desk.root / "examples").glob("*.*")):
            file.write_bytes(file.read_bytes().replace(old.encode(), new.encode()))
        return f"clip {old} is called {new} everywhere"
    return f"clip {old} is called {new} on the disk alone"


@edit
def a_clip_less(desk: Desk) -> str:
    path = desk.random.choice(desk.clips())
    path.unlink()
    return f"without {desk.name(path)}"


@edit
def a_clip_that_nobody_names(desk: Desk) -> str:
    path = desk.audio / f"unused-{desk.new()}.wav"
    path.write_bytes(clip(desk.number))
    return f"{desk.name(path)}, which no example names"


@edit
def a_clip_that_is_none(desk: Desk) -> str:
    path = desk.random.choice(desk.clips())
    content = desk.random.choice((b"", b"no clip", path.read_bytes()[:700], clip(3, kind="FLAC")))
    path.write_bytes(content)
    return f"{desk.name(path)} is {len(content)} bytes of something else"


@edit
def a_clip_is_a_link(desk: Desk) -> str:
    one, other = desk.random.sample(desk.clips(), 2)
    if other.resolve() == one.resolve():
        return NOTHING
    one.unlink()
    one.symlink_to(os.path.relpath(other, one.parent))
    return f"{desk.name(one)} is a link to {desk.name(other)}"


@edit
def a_file_beside_the_clips_changes(desk: Desk) -> str:
    folder = desk.root / "data"
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_relative_to(desk.audio))
    if not paths:
        return NOTHING
    path = desk.random.choice(paths)
    if path.suffix == ".png":
        path.write_bytes(picture(desk.random.randint(3, 9)))
    elif path.suffix == ".mp4":
        film(path, seconds=1, dark=desk.random.choice((0, 1, 2)), hz=desk.random.choice((300, 500)))
    else:
        path.write_text(f"Otherwise {desk.new()}.\n", "utf-8")
    return f"{desk.name(path)} is another"


@edit
def a_file_beside_the_clips_less(desk: Desk) -> str:
    paths = sorted(path for name in ("files", "images") for path in (desk.root / "data" / name).glob("*"))
    if not paths:
        return NOTHING
    path = desk.random.choice(paths)
    path.unlink()
    return f"without {desk.name(path)}"


@edit
def other_times_of_all_sources(desk: Desk) -> str:
    seconds = desk.random.choice((1, 10**9, 2 * 10**9))
    for part in SOURCES:
        for path in (desk.root / part).rglob("*"):
            os.utime(path, (seconds, seconds), follow_symlinks=False)
    return f"all sources are of second {seconds}"


@edit
def a_template_otherwise(desk: Desk) -> str:
    path = desk.root / "templates" / "parts" / "footer.html"
    if path.is_file() and not desk.random.randrange(4):
        path.unlink()
        return "without an own footer"
    said = desk.random.choice((f"Number {desk.new()}", "{{ page.title }}", "{{ page.titel }}", "{% if %}"))
    _write(path, f"{{% macro footer(page) %}}<footer>{said}</footer>{{% endmacro %}}\n".encode())
    return f"the footer says {said}"


@edit
def a_style_otherwise(desk: Desk) -> str:
    path = (
        desk.root
        / "templates"
        / "assets"
        / desk.random.choice(("css/house.css", "js/house.js", "css/tokens.css"))
    )
    if path.is_file() and desk.random.randrange(2):
        path.unlink()
        return f"without {desk.name(path)}"
    _write(path, f"/* {desk.new()} */\n".encode())
    return f"{desk.name(path)} is another"


@edit
def no_own_templates(desk: Desk) -> str:
    shutil.rmtree(desk.root / "templates", ignore_errors=True)
    return "without templates/"


@edit
def an_old_copy_of_the_schema(desk: Desk) -> str:
    path = desk.root / "docs" / "schema" / "task.json"
    if path.is_file():
        path.unlink()
        return "without a copy of the schema"
    _write(path, b'{"$comment": "soundcase 0.0.1"}\n')
    return "with an old copy of the schema"


@edit
def a_mistake_in_yaml(desk: Desk) -> str:
    path = desk.random.choice(sorted((desk.root / "examples").glob("*.yaml")))
    more = desk.random.choice(
        (b"what: ever\n", b"examples: [\n", b"\tx: y\n", b"title: Twice\n", b"\xff\xfe\n", b"note: *nothing\n")
    )
    path.write_bytes(path.read_bytes() + more)
    return f"{more!r} at the end of {path.name}"


@edit
def a_mistake_in_records(desk: Desk) -> str:
    paths = sorted((desk.root / "examples").glob("*.jsonl"))
    if not paths:
        return NOTHING
    lines = paths[0].read_bytes().splitlines(keepends=True)
    more = desk.random.choice(
        (b'{"audio": "a.wav"\n', b'{"outputs": {"nobody": "x"}}\n', b"{}\n", b'{"audio": 5, "x": 1}\n')
    )
    lines.insert(desk.random.randint(0, len(lines)), more)
    paths[0].write_bytes(b"".join(lines))
    return f"{more!r} in {paths[0].name}"


@edit
def an_example_of_a_model_that_is_none(desk: Desk) -> str:
    task, examples, at = _chosen(desk)
    if at < 0 or not isinstance(examples[at], dict):
        return NOTHING
    outputs = examples[at].setdefault("outputs", {})
    if isinstance(outputs, dict):
        outputs["nobody"] = "Something."
    task.save(examples)
    return f"{task.path.name}, example {at + 1}, has an output of nobody"


@edit
def the_sources_of_an_earlier_day(desk: Desk) -> str:
    if not desk.earlier:
        return NOTHING
    back = desk.random.randint(1, min(6, len(desk.earlier)))
    put_back(desk.root, desk.earlier[-back])
    return f"the sources of {back} builds ago"


@edit
def entries_deleted(desk: Desk) -> str:
    return _each_entry(desk, "deleted", lambda path: path.unlink())


@edit
def entries_cut(desk: Desk) -> str:
    return _each_entry(
        desk, "cut", lambda path: path.write_bytes(path.read_bytes()[: -1 - desk.random.randrange(200)])
    )


@edit
def entries_emptied(desk: Desk) -> str:
    return _each_entry(desk, "emptied", lambda path: path.write_bytes(b""))


@edit
def entries_with_bits_flipped(desk: Desk) -> str:
    def flip(path: Path) -> None:
        content = bytearray(path.read_bytes())
        for _ in range(desk.random.randint(1, 3) if content else 0):
            content[desk.random.randrange(len(content))] ^= 1 << desk.random.randrange(8)
        path.write_bytes(content)

    return _each_entry(desk, "flipped", flip)


@edit
def entries_in_the_place_of_others(desk: Desk) -> str:
    contents = {path: path.read_bytes() for path in desk.entries()}

    def another(path: Path) -> None:
        like = [one for one in contents if (one.suffix, one.parent.parent) == (path.suffix, path.parent.parent)]
        path.write_bytes(contents[desk.random.choice(like)])

    return _each_entry(desk, "replaced by others of their kind", another)


@edit
def entries_that_are_folders(desk: Desk) -> str:
    return _each_entry(desk, "folders", lambda path: _gone(path).mkdir())


@edit
def entries_that_cannot_be_read(desk: Desk) -> str:
    return _each_entry(desk, "links to nowhere", lambda path: _gone(path).symlink_to("nowhere"))


@edit
def entries_of_other_times(desk: Desk) -> str:
    seconds = desk.random.choice((1, 10**9, 4 * 10**9))
    return _each_entry(desk, f"of second {seconds}", lambda path: os.utime(path, (seconds, seconds)))


def _gone(path: Path) -> Path:
    path.unlink()
    return path


def _each_entry(desk: Desk, said: str, change: Callable[[Path], object]) -> str:
    """Change some files of the cache, or all of them."""
    every = desk.entries()
    if not every:
        return NOTHING
    some = (
        every
        if not desk.random.randrange(3)
        else desk.random.sample(every, min(len(every), desk.random.randint(1, 4)))
    )
    for path in some:
        if path.exists():
            change(path)
    return f"of the cache: {', '.join(desk.name(path) for path in some[:4])}{' …' if some[4:] else ''} {said}"


@edit
def no_cache(desk: Desk) -> str:
    shutil.rmtree(desk.cache, ignore_errors=True)
    return "without a cache"


@edit
def the_cache_of_an_earlier_day(desk: Desk) -> str:
    if not desk.caches:
        return NOTHING
    back = desk.random.randint(1, len(desk.caches))
    over = desk.random.randrange(2)
    if not over:
        shutil.rmtree(desk.cache, ignore_errors=True)
    _merge(desk.caches[-back], desk.cache, shutil.copy2 if desk.random.randrange(2) else shutil.copy)
    return f"the cache of {back} copies ago {'over this one' if over else 'in its place'}"


def _merge(source: Path, target: Path, copy: Callable[[Path, Path], object]) -> None:
    for path in source.rglob("*"):
        to = target / path.relative_to(source)
        if path.is_file() and not to.is_dir():
            to.parent.mkdir(parents=True, exist_ok=True)
            to.unlink(missing_ok=True)
            copy(path, to)


@edit
def a_cache_for_all_projects_or_not(desk: Desk) -> str:
    shared = desk.folder / "shared-cache"
    if desk.environment.pop("SOUNDCASE_CACHE", None):
        return "the project has its own cache again"
    desk.environment["SOUNDCASE_CACHE"] = str(shared)
    return "the cache is one for all projects"


@edit
def the_cache_is_pruned(desk: Desk) -> str:
    run = desk.tool.run(desk.root, "cache", "--prune", environment=desk.environment)
    return f"the cache is pruned, status {run.status}"


@edit
def files_of_the_site_deleted(desk: Desk) -> str:
    site = desk.root / "site"
    every = sorted(
        path for path in site.rglob("*") if path.is_file() and path.name != "soundcase-manifest.json"
    )
    if not every:
        return NOTHING
    some = desk.random.sample(every, min(len(every), desk.random.randint(1, 6)))
    for path in some:
        path.unlink()
    return f"without {', '.join(desk.name(path) for path in some)}"


@edit
def a_file_of_the_site_is_damaged(desk: Desk) -> str:
    every = sorted(
        path
        for path in (desk.root / "site").rglob("*")
        if path.is_file() and path.name != "soundcase-manifest.json"
    )
    if not every:
        return NOTHING
    path = desk.random.choice(every)
    path.write_bytes(path.read_bytes()[::-1])
    return f"{desk.name(path)} is damaged"


@edit
def no_site(desk: Desk) -> str:
    shutil.rmtree(desk.root / "site", ignore_errors=True)
    return "without a site"


@edit
def the_project_moves(desk: Desk) -> str:
    new = desk.root.with_name(f"moved-{desk.new()}")
    desk.root.rename(new)
    desk.root = new
    return "the project has another folder"


@edit
def the_project_is_copied(desk: Desk) -> str:
    new = desk.root.with_name(f"copied-{desk.new()}")
    shutil.copytree(desk.root, new, symlinks=True, copy_function=shutil.copy)
    shutil.rmtree(desk.root)
    desk.root = new
    return "the project is a copy of today, its cache and its site too"


@edit
def a_build_that_is_stopped(desk: Desk) -> str:
    said = EDITS[
        desk.random.choice(
            ("text of an output", "title of the page", "another clip", "examples in another order")
        )
    ](desk)
    how, at = desk.random.choice(STOPS), int(2 ** desk.random.uniform(0, 7))
    run = desk.tool.run(desk.root, stop=(how, at), environment=desk.environment)
    return f"{said}; its build is {how} at operation {at}, status {run.status}"


@edit
def a_check_between(desk: Desk) -> str:
    said = EDITS[
        desk.random.choice(
            ("text of an output", "title of the page", "another clip", "examples in another order")
        )
    ](desk)
    run = desk.tool.run(desk.root, "check", environment=desk.environment)
    return f"{said}; it is checked, status {run.status}"


@edit
def nothing_at_all(desk: Desk) -> str:
    return f"nothing in {desk.root.name}"


CODE: dict[str, tuple[str, bytes, bytes]] = {
    "version": ("src/soundcase/__init__.py", b'__version__ = "', b'__version__ = "9.'),
    "words": ("src/soundcase/site/locales/en.json", b'"Audio"', b'"Sound"'),
    "rules": ("src/soundcase/**/*.py", b"this text has no reference text", b"this text has none"),
    "measures": ("src/soundcase/**/*.py", b"-0.691", b"-0.791"),
    "templates": ("templates/parts/heading.html", b'<em class="ours"', b'<em title="x" class="ours"'),
    "styles": ("templates/assets/css/base.css", b"{", b"{ --changed: 1; "),
}
"""Changes of the tool itself that are seen on the page, in the problems or in what is measured."""


def _of_the_code(pattern: str, old: bytes, new: bytes) -> Edit:
    def change(desk: Desk) -> str:
        path = next(path for path in sorted(desk.tool.code.glob(pattern)) if old in path.read_bytes())
        if new in path.read_bytes():
            return NOTHING
        desk.tool.change(path, path.read_bytes().replace(old, new, 1))
        return f"{new!r} in {path.relative_to(desk.tool.code)}"

    return change


EDITS |= {f"{name} of the code": _of_the_code(*change) for name, change in CODE.items()}
