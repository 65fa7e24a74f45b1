"""The table of containers and kinds: every row has a sample, and every stage reads the table."""

from __future__ import annotations

from pathlib import Path

import pytest
from containers import HEADS, WHOLE

from projects import write
from soundcase.audio.probe import probe_file
from soundcase.audio.probe.kinds import CONTAINER_OF, CONTAINERS, KINDS, SUFFIXES, TYPES, Container
from soundcase.audio.probe.sniff import foreign_format, libsndfile_may, reader
from soundcase.audio.probe.source import Source, open_source
from soundcase.catalogue.load import load
from soundcase.checks.rules.context import RuleContext
from soundcase.checks.rules.parts import findings, parts_of
from soundcase.kept import KeptValues
from soundcase.project import Project
from test_rules import ROW

UNUSED = ".webm .wv .opus .mp2 .w64 .weba .mka .au .caf .amr .tta .spx"


def container(path: Path) -> Container | None:
    """The row by which a file is recognised."""
    source = open_source(path, "")
    assert isinstance(source, Source)
    with source:
        found = reader(source)
        if found is not None:
            return next(one for one in CONTAINERS if one.read is found[0])
        head = source.read(0, 128)
        rare = next((one for one in CONTAINERS if one.sndfile and one.begins(head)), None)
        return rare if libsndfile_may(source) else foreign_format(source)


def test_every_container_has_a_sample(tmp_path: Path) -> None:
    """A new row needs one in `containers.py`."""
    found = set()
    for content in (*WHOLE.values(), *(head + bytes(300) for head in HEADS)):
        (tmp_path / "a").write_bytes(content)
        found.add(container(tmp_path / "a"))
    assert [one.name for one in CONTAINERS if one not in found] == []


@pytest.mark.parametrize("name", WHOLE)
def test_a_sample_is_what_its_row_says(name: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(WHOLE[name])
    facts = probe_file(tmp_path / "a").facts
    assert facts is not None
    kind = KINDS[facts.kind]
    assert name in (facts.kind, facts.format)
    assert (facts.mime, facts.suffix) == (kind.mime, (*kind.suffixes, "")[0])
    assert facts.kind == "other" or container(tmp_path / "a") == CONTAINER_OF[facts.kind]


def test_what_some_browser_does_not_play_says_why() -> None:
    assert [kind.name for kind in KINDS.values() if bool(kind.unplayable) != (kind.players != "CFS")] == []


def test_clips_that_nobody_uses_are_told_whatever_their_kind(tmp_path: Path) -> None:
    loaded = load(Project(write(tmp_path, ROW), tmp_path / "site"))
    assert loaded.catalogue is not None
    unused = [f"unused{suffix}" for suffix in sorted(SUFFIXES)]
    parts, files = parts_of(loaded.catalogue, KeptValues()), (*unused, "LICENSE.txt")
    context = RuleContext(parts, (), {}, files, "data/audio", "catalogue.yaml", complete=True)
    told = [found.origin for _, found in findings(context, KeptValues()) if "no example uses" in found.message]
    assert told == [f"data/audio/{name}" for name in unused]


def test_all_sounds_that_speech_corpora_hold_are_known_by_their_names() -> None:
    assert set(UNUSED.split()) <= SUFFIXES


def test_a_server_names_the_type_of_every_kind_that_a_page_plays() -> None:
    assert [kind.name for kind in KINDS.values() if kind.players and not set(kind.suffixes) <= set(TYPES)] == []
