"""The description of a site as a dataset is one that MLCommons' own reader accepts and reads."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import mlcroissant  # type: ignore[import-untyped]
import pytest

from test_provenance import CLIP, run, write

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
URL = "https://lab.example/demo/"
KNOWN = {"url": URL, "license": "CC BY-SA 4.0"}


def built(root: Path, **more: Any) -> Path:
    run("-C", write(root / "p", **more), "-o", root / "site")
    return root / "site"


def records(site: Path, name: str) -> list[dict[str, Any]]:
    """The records as the reader gives them, without what is not there."""
    dataset = mlcroissant.Dataset(str(site / "croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    prefix = f"{name}/"
    return [
        {
            key.removeprefix(prefix): value
            for key, value in one.items()
            if value is not None and not (isinstance(value, float) and math.isnan(value))
        }
        for one in dataset.records(name)
    ]


def test_its_records_are_the_examples_and_their_pieces(tmp_path: Path) -> None:
    author = {"name": "Ada Author", "url": "https://lab.example/ada"}
    citation = "@misc{a, title = {{P}}, author = {Author, Ada}, year = 2025, month = aug}"
    site = built(tmp_path, **KNOWN, authors=[author], citation=citation, description="A *page*.")
    (example,) = records(site, "examples")
    assert example == {"id": "t--1", "task": "t", "title": "t, 1", "page": f"{URL}#t--1", "seed": "007"}
    audio, reference, output = records(site, "pieces")
    assert {key: audio[key] for key in ("source", "license", "consent")} == {
        key: CLIP[key] for key in ("source", "license", "consent")
    }
    assert (audio["example"], audio["role"], reference["role"]) == ("t--1", "audio", "reference")
    assert (output["role"], output["model"], output["text"]) == ("output", "ours", "A tone.")
    told = json.loads((site / "croissant.json").read_text("utf-8"))
    assert told["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert told["creator"] == [{"@type": "sc:Person", **author}]
    assert (told["citeAs"], told["datePublished"], told["url"]) == (citation, "2025-08", URL)
    assert told["description"] == "A page."


@pytest.mark.parametrize("pages", ["one", "task"])
def test_its_files_are_those_of_the_site(tmp_path: Path, pages: str) -> None:
    site = built(tmp_path, **KNOWN, pages=pages)
    told = json.loads((site / "croissant.json").read_text("utf-8"))
    for one in told["distribution"]:
        content = (site / one["contentUrl"].removeprefix(URL)).read_bytes()
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        assert one["contentSize"] == f"{len(content)} B"
    formats = [one["encodingFormat"] for one in told["distribution"]]
    assert formats.count("audio/wav") == 2
    assert formats.count("application/json") == (1 if pages == "one" else 2)
    assert '<a href="croissant.json"' in (site / "index.html").read_text("utf-8")


@pytest.mark.parametrize("known", [{}, {"url": URL}, {"license": "CC0 1.0"}])
def test_it_is_made_where_terms_and_address_are_known(tmp_path: Path, known: dict[str, str]) -> None:
    site = built(tmp_path, **known)
    assert not (site / "croissant.json").exists()
    assert "croissant" not in (site / "index.html").read_text("utf-8")
