"""Published demo pages come in whole: tasks, examples, systems and clips as others counted them.

The pages belong to others and are no part of this repository; where they do not lie beside it, this is skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bench import needs_reference
from soundcase.catalogue.load import load
from soundcase.cli import commands
from soundcase.model import Catalogue, Example, Media
from soundcase.project import Project
from soundcase_import.names import clip_name

PAGES = Path(__file__).parents[2] / "shared" / "reference" / "pages"
NAMES = sorted(path.parent.name for path in PAGES.glob("*/expected.json"))
ROLES = {"input": "audio", "reference": "reference", "prompt_audio": "prompt_audio"}
LABELS = re.compile(r"(?:text prompt|text|instruction|gold|sample\s*\d+)\s*[:：]|sample\d+ ", re.IGNORECASE)

pytestmark = needs_reference(NAMES)


def folded(text: str) -> str:
    """Without what printing changes: blanks, quotes, case."""
    return re.sub(r"\s+", " ", re.sub("[‘’`´]", "'", re.sub("[“”]", '"', text))).strip(" :：").lower()


def clips(value: Any) -> list[str]:
    """The names that the clips of an expected value get in a project."""
    if isinstance(value, list):
        return [name for one in value for name in clips(one)]
    if isinstance(value, dict):
        own = [clip_name(src) for src in value.get("audio", ())]
        return own + [name for key, one in value.items() if key != "audio" for name in clips(one)]
    return []


def words(value: Any) -> list[str]:
    """The texts of an expected value."""
    if isinstance(value, list):
        return [text for one in value for text in words(one)]
    return [value["text"]] if isinstance(value, dict) and value.get("text") else []


def said(example: Example) -> str:
    """Everything that an example says in words."""
    texts = [example.title, example.text, example.prompt_text, example.prompt.shared, example.note]
    texts += [*example.tags.values(), *(example.labels or ()), *(piece.text for _, _, piece in example.media())]
    return folded(" ".join(text for text in texts if text))


def heard(pieces: tuple[Media, ...]) -> list[str]:
    return [piece.audio for piece in pieces if piece.audio]


def faults(expected: dict[str, Any], example: Example, names: dict[str, str]) -> Iterator[str]:
    """What an imported example has not as it should."""
    fields = expected.get("fields", {})
    for role, field in ROLES.items():
        if clips(fields.get(role)) and clips(fields[role]) != heard(getattr(example, field)):
            yield f"{role}: {clips(fields[role])} is {heard(getattr(example, field))}"
    yield from misread(fields, example)
    got = {names[model]: pieces for model, pieces in example.outputs.items()}
    for system, value in expected.get("outputs", {}).items():
        pieces = got.get(folded(system), next(iter(got.values())) if system == "(unnamed)" else ())
        if clips(value) != heard(pieces):
            yield f"{system}: {clips(value)} is {heard(pieces)}"
        for text in words(value):
            own = folded(" ".join(piece.text or "" for piece in pieces))
            if folded(text) not in own and not re.fullmatch(rf"\d+ {re.escape(folded(system))}", folded(text)):
                yield f"{system}: {text!r} is {own!r}"


def misread(fields: dict[str, Any], example: Example) -> Iterator[str]:
    """Which of the expected words are elsewhere, or nowhere."""
    for role in ("text", "prompt_text"):
        wanted = " ".join(words(fields.get(role)))
        if wanted and wanted != "-" and folded(wanted) != folded(getattr(example, role) or ""):
            yield f"{role}: {wanted!r} is {getattr(example, role)!r}"
    everything = said(example)
    for role, value in fields.items():
        for text in words(value):
            parts = [folded(part) for part in LABELS.split(text)]
            if any(part not in everything for part in parts if len(part) > 2):
                yield f"{role}: {text!r} is nowhere"


def imported(name: str, target: Path) -> tuple[dict[str, Any], Catalogue]:
    result = CliRunner().invoke(
        commands, ["import", str(PAGES / name / "source"), "-o", str(target), "--format", "json"]
    )
    assert result.exit_code == 0, result.output
    loaded = load(Project(target, target / "site"))
    assert loaded.problems == ()
    assert loaded.catalogue is not None
    return json.loads(result.stdout), loaded.catalogue


@pytest.mark.parametrize("name", NAMES)
def test_a_published_page_is_imported_as_it_was_read_by_eye(name: str, tmp_path: Path) -> None:
    expected = json.loads((PAGES / name / "expected.json").read_text(encoding="utf-8"))
    report, catalogue = imported(name, tmp_path / "project")
    tasks, logical = list(catalogue.tasks()), expected["logical"]
    names = {model.id: folded(model.name) for model in catalogue.models.values()}

    wrong = []
    if len(tasks) != len(logical):
        wrong.append(f"{len(tasks)} tasks, not {len(logical)}: {[task.title for task in tasks]}")
    total = sum(one["n_examples"] for one in logical)
    if report["examples"] != total:
        wrong.append(f"{report['examples']} examples, not {total}")
    if report["clips"] != expected["totals"]["audio_unique"]:
        wrong.append(f"{report['clips']} clips, not {expected['totals']['audio_unique']}")
    systems = {folded(system) for one in logical for system in one["systems"]}
    if len(systems) != len(catalogue.models):
        wrong.append(
            f"{len(catalogue.models)} models, not {len(systems)}: {sorted(names.values())} {sorted(systems)}"
        )
    by_place = sorted(logical, key=lambda one: one["source_tables"][:1] or [999])
    for one, task in zip(by_place, tasks, strict=False):
        for which, example in (("first", task.examples[0]), ("last", task.examples[-1])):
            wrong += [f"{task.title} {which}: {fault}" for fault in faults(one[which], example, names)]
        if len(task.examples) != one["n_examples"]:
            wrong.append(f"{task.title}: {len(task.examples)} examples, not {one['n_examples']}")
    assert wrong == []
