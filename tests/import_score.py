"""The role and the model of every clip and every text of an imported page, held against a truth.

A truth is a text: `# Task` begins a task, `-` an example of it, and each line below says where something is:
`a/1.wav = audio`, `a/2.wav = output Net`, `"What is heard?" = prompt`. Where several roles or names are fine,
`|` parts them: `output Net (ours)|output Net|reference`. A description (`expected.json`) of a published page is
the truth of each task's first and last example.

Run as a program it scores pages: `python tests/import_score.py PAGE TRUTH [PAGE TRUTH ...]`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from soundcase_import.draft import MEDIA, Draft, DraftExample
from soundcase_import.names import clip_name, identifier, is_remote, local_path, name_in_query
from soundcase_import.options import ImportOptions, RefusedError
from soundcase_import.pages.examples import UNNAMED
from soundcase_import.pages.import_page import import_page

DESCRIBED = {"input": "audio", "reference": "reference", "prompt_audio": "prompt_audio"}
WORDS = {
    "id": "title|tags|note|text",
    "attr": "tags|title|group|note",
    "pre_text": "text|prompt|note|description|title",
}
SOURCE = "source_text"
ROLE = re.compile(
    r"\|(?=(?:audio|prompt_audio|reference|output|text|prompt_text|source_text|prompt|labels|title|tags|group|note"
    r"|description|context)\b)"
)
LABELS = re.compile(r"(?:text prompt|text|instruction|gold|sample\s*\d+)\s*[:：]|^sample\d+ ", re.IGNORECASE)


COUNTED = re.compile(r"^(?:[^\w\s(\[\"'<]\s*|[(\[]?\d{1,3}[)\].:]\s*|\w[\w/ ()]{0,32}[:：]\s*(?=\S))+")
"""A little picture, a number or a label before a text: it is as right without."""


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """Without what printing changes: blanks, quotes, case, Markdown's escapes, marks at the ends."""
    text = re.sub(r"\\(?=[^\w\s])", "", text)
    text = re.sub("[“”]", '"', re.sub("[‘’`´]", "'", text))
    if re.fullmatch(r"\{\s*'.*'\s*\}", text.strip()):  # a set of labels
        text = re.sub(r"'\s*,\s*'", " ", text.strip()[1:-1].strip(" '"))
    text = re.sub(r"\s+([.,;:!?)])", r"\1", re.sub(r"\s+", " ", text))
    text = re.sub(r"(?<=[\u2E80-\uFFEF]) (?=[\u2E80-\uFFEF])", "", text)
    return text.strip(" :：*").casefold()


@dataclass(slots=True)
class Fact:
    """One clip or text, and the roles that are right for it."""

    what: str
    places: tuple[tuple[str, str], ...]
    """Role and model, where each is fine."""
    clip: bool = False

    def __str__(self) -> str:
        return f"{self.what[:50]!r} = {'|'.join(' '.join(one).strip() for one in self.places)}"

    @property
    def models(self) -> frozenset[str]:
        """What its model may be called; nothing where it may be no model's."""
        made = all(role == "output" for role, _ in self.places)
        return frozenset(folded(model) for _, model in self.places if made and model)


@dataclass(slots=True)
class Truth:
    """What a page holds."""

    tasks: int = 0
    examples: int = 0
    models: set[frozenset[str]] = field(default_factory=set)
    rows: list[list[Fact]] = field(default_factory=list)

    def named(self) -> Truth:
        """Itself, with the models that its facts name."""
        self.models = {fact.models for row in self.rows for fact in row if fact.models}
        return self


@dataclass(slots=True)
class Score:
    """What of it was found."""

    name: str
    tasks: str = ""
    examples: str = ""
    models: str = ""
    clips: tuple[int, int] = (0, 0)
    texts: tuple[int, int] = (0, 0)
    placed: tuple[int, int] = (0, 0)
    doubts: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        return not self.wrong

    def line(self) -> str:
        state = "right" if self.right else "doubtful" if self.doubts else "SILENTLY WRONG"
        return (
            f"{self.name[:38]:38} tasks {self.tasks:>7} ex {self.examples:>9} models {self.models:>7} "
            f"clips {self.clips[0]:>3}/{self.clips[1]:<3} texts {self.texts[0]:>3}/{self.texts[1]:<3} "
            f"placed {self.placed[0]:>3}/{self.placed[1]:<3} doubts {self.doubts:>2} {state}"
        )


def parsed(text: str) -> Truth:
    """The truth in a text."""
    found = Truth()
    for line in text.splitlines():
        if line.startswith("# "):
            found.tasks += 1
        elif line.startswith("-"):
            found.rows.append([])
            found.examples += 1
        elif line.strip() and not line.startswith("//"):
            given = line.startswith('"')
            what, _, where = line.rpartition('" = ') if given else line.partition(" = ")
            parts = (one.strip().partition(" ") for one in ROLE.split(where))
            places = tuple((role, model.strip()) for role, _, model in parts)
            what = what.strip().strip('"') if given else _called(what.strip())
            found.rows[-1].append(Fact(what, places, not given))
    return found.named()


def _called(address: str) -> str:
    """The name of a clip; where its address has none, without an ending, as nobody knows that."""
    plain = "." in PurePosixPath(local_path(address)).name or name_in_query(address)
    return clip_name(address) if plain or not is_remote(address) else identifier(address) or clip_name(address)


def described(expected: dict[str, Any]) -> Truth:
    """The truth in the description of a published page."""
    logical = expected["logical"]
    found = Truth(len(logical), sum(one["n_examples"] for one in logical))
    found.models = {frozenset([folded(system)]) for one in logical for system in one["systems"]}
    for one in logical:
        for row in (one["first"], one["last"]):
            facts = [fact for role, value in row.get("fields", {}).items() for fact in _facts(role, value)]
            for system, value in row.get("outputs", {}).items():
                facts += [Fact(fact.what, (("output", system),), fact.clip) for fact in _facts("output", value)]
            found.rows.append(facts)
    return found


def _facts(role: str, value: Any) -> Iterator[Fact]:
    if isinstance(value, list):
        for one in value:
            yield from _facts(role, one)
    elif isinstance(value, dict):
        for src in value.get("audio", ()):
            yield Fact(clip_name(src), ((DESCRIBED.get(role, role), ""),), clip=True)
        if value.get("text") and not value.get("audio") and value["text"] != "-":
            roles = WORDS.get(role, role).split("|")
            roles += ["audio", "context"] if role == SOURCE else []
            yield Fact(value["text"], tuple((one, "") for one in roles))
        for one in value.values():
            if isinstance(one, dict):
                yield from _facts(role, one)


def clips_of(row: DraftExample, role: str, model: str, names: dict[str, str]) -> set[str]:
    found = _pieces(row, role, model, names)
    return {piece.plays for piece in found if piece.plays} | {piece.image for piece in found if piece.image}


def _pieces(row: DraftExample, role: str, model: str, names: dict[str, str]) -> list[Any]:
    if role != "output":
        return list(getattr(row, role)) if role in MEDIA else []
    wanted = folded(model)
    return [
        piece
        for id_, pieces in row.outputs.items()
        if wanted in ("", "(unnamed)", folded(names[id_])) or wanted == folded(id_)
        for piece in pieces
    ]


def said(row: DraftExample, role: str, model: str, names: dict[str, str]) -> str:
    if role == "labels":  # a right answer may be either
        return f"{said(row, 'reference', '', names)} {folded(' '.join(row.labels or ()))}"
    role = "audio" if role == SOURCE else role  # the words of what went in stand at its clip
    words = [
        text
        for piece in _pieces(row, role, model, names)
        for text in (piece.text, *piece.labels, piece.reasoning)
    ]
    if role == "prompt":
        words += [row.prompt.shared, *row.prompt.per_model.values()]
    elif role == "tags":
        words += row.tags.values()
    elif role == "output" or role in MEDIA:
        scores = (piece.scores.items() for piece in _pieces(row, role, model, names))
        words += [str(value) for pairs in scores for _, value in pairs]
        words += [piece.label for piece in _pieces(row, role, model, names)]
    elif role != "description":
        words.append(getattr(row, role, ""))
        words += [piece.text for piece in row.prompt_audio] if role == "prompt_text" else []
    return folded(" ".join(word for word in words if word))


def score(name: str, draft: Draft, truth: Truth) -> Score:
    """The score of a draft."""
    names = {model.id: model.name for model in draft.models}
    tasks = list(draft.tasks())
    rows = []
    for task in tasks:
        shared = task.defaults
        rows += [_whole(row, shared) for row in task.examples]
    about = folded(" ".join(f"{task.title} {task.description} {task.prompt.shared or ''}" for task in tasks))
    about += folded(" ".join(section.title for section in draft.sections))
    found = Score(name, doubts=len(draft.all_doubts()))
    found.tasks = f"{len(tasks)}/{truth.tasks}"
    found.examples = f"{len(rows)}/{truth.examples}"
    models = {folded(one) for one in names.values()}
    unnamed = any("(unnamed)" in one for one in truth.models)
    missing = [one for one in truth.models if "(unnamed)" not in one and not one & models]
    places = [place for one in truth.rows for fact in one for place in fact.places]
    known = {folded(name) for role, name in places if role == "output"}
    strange = [one for one in models if one not in known and not (unnamed and one == folded(UNNAMED))]
    found.models = f"{len(models)}/{len(truth.models)}"
    if len(rows) != truth.examples:
        found.wrong.append(f"{len(rows)} examples, not {truth.examples}")
    if missing or strange:
        right = sorted("|".join(sorted(one)) for one in truth.models)
        found.wrong.append(f"models {sorted(models)} not {right}")
    plays = {PurePosixPath(one).stem: one for row in rows for one in _clips(row)}
    for fact in (one for facts in truth.rows for one in facts if one.clip and "." not in one.what):
        fact.what = plays.get(fact.what, fact.what)
    everything = folded(" ".join(_everything(row) for row in rows)) + about
    clips, texts, placed = [0, 0], [0, 0], [0, 0]
    for facts in truth.rows:
        for fact in facts:
            if fact.clip:
                ok = any(
                    fact.what in clips_of(row, role, model, names)
                    for row in rows
                    for role, model in fact.places
                )
                whole = {one.what for one in facts if one.clip} | _shared(tasks)
                held = ((_clips(row), _shows(row)) for row in rows)
                ok = ok and any(fact.what in got | shown and got <= whole for got, shown in held)
                counts = clips
            else:
                loose = {"description", "title", "note", "group"} & set(dict(fact.places))
                ok = _has(fact, facts, rows, names) or (bool(loose) and folded(fact.what) in about)
                bare = COUNTED.sub("", fact.what) or fact.what
                placed[0] += ok or folded(bare) in everything
                placed[1] += 1
                counts = texts
            counts[0] += ok
            counts[1] += 1
            if not ok:
                found.wrong.append(f"not right: {fact}")
    found.clips, found.texts, found.placed = tuple(clips), tuple(texts), tuple(placed)  # type: ignore[assignment]
    return found


def _shared(tasks: Iterable[Any]) -> set[str]:
    return {piece.plays for task in tasks if task.defaults for piece in task.defaults.pieces()}


def _clips(row: DraftExample) -> set[str]:
    return {piece.plays for piece in row.pieces() if piece.plays}


def _shows(row: DraftExample) -> set[str]:
    return {piece.image for piece in row.pieces() if piece.image}


def _has(fact: Fact, facts: list[Fact], rows: list[DraftExample], names: dict[str, str]) -> bool:
    bare = COUNTED.sub("", fact.what)
    if bare not in ("", fact.what) and _has(Fact(bare, fact.places), facts, rows, names):
        return True
    clips = {one.what for one in facts if one.clip}
    beside = [row for row in rows if not clips or clips & _clips(row)]
    parts = [folded(part) for part in LABELS.split(fact.what)]
    roles = dict(fact.places)
    if "title" in roles or "note" in roles:  # what is remarked on an example may stand at its clips
        everything = (folded(_everything(row)) for row in beside)
        if any(all(part in text for part in parts) for text in everything):
            return True
    rows_said = ([said(row, role, model, names) for role, model in fact.places] for row in beside)
    whole = (folded(_everything(row)) for row in beside if len(parts) > 1)
    if any(all(part in text for part in parts) for text in whole):
        return True
    return any(all(any(part in text for text in texts) for part in parts) for texts in rows_said)


def _whole(row: DraftExample, shared: DraftExample | None) -> DraftExample:
    from dataclasses import fields, replace

    if not shared:
        return row
    blank = DraftExample()
    given = {
        one.name: getattr(shared, one.name)
        for one in fields(DraftExample)
        if one.name != "doubts" and getattr(row, one.name) == getattr(blank, one.name)
    }
    return replace(row, **given)


def _everything(row: DraftExample) -> str:
    texts = [
        row.title,
        row.group,
        row.text,
        row.prompt_text,
        row.prompt.shared,
        row.note,
        *row.tags.values(),
        *(row.labels or ()),
    ]
    for piece in row.pieces():
        texts += [piece.text, piece.label, *piece.labels, piece.reasoning, *map(str, piece.scores.values())]
    return " ".join(text for text in texts if text)


def scored(page: Path, truth: Path) -> Score:
    """The score of a page's import."""
    name = truth.parent.name if truth.name == "expected.json" else truth.stem
    text = truth.read_text(encoding="utf-8")
    return scored_as(name, page, described(json.loads(text)) if truth.suffix == ".json" else parsed(text))


def scored_as(name: str, page: Path, truth: Truth) -> Score:
    """The score of a page's import against a truth."""
    try:
        return score(name, import_page(ImportOptions((page,))), truth)
    except RefusedError as error:
        return Score(name, doubts=1, wrong=[one.message for one in error.problems])


if __name__ == "__main__":
    verbose = "-v" in sys.argv
    paths = [Path(one) for one in sys.argv[1:] if one != "-v"]
    for page, truth in zip(paths[::2], paths[1::2], strict=True):
        result = scored(page, truth)
        lines = [result.line(), *(f"    {one}" for one in result.wrong if verbose)]
        sys.stdout.write("\n".join(lines) + "\n")
