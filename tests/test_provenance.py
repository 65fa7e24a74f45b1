"""Provenance is checked, told on request, in the data, and comes back from where it was exported to."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from projects import encoded, tone
from soundcase.cli import commands
from soundcase.provenance import is_address, is_cited, is_consent, is_date

CLIP = {
    "audio": "a.wav",
    "source": "https://www.openslr.org/12",
    "license": "CC BY 4.0",
    "consent": "licensed",
}
MODEL = {"name": "Ours", "checkpoint": "v1.2", "settings": {"top_p": "0.9"}, "date": "2025-08"}


def write(root: Path, **more: Any) -> Path:
    """A project of one example with provenance."""
    example = {
        "audio": CLIP,
        "reference": {**CLIP, "audio": "b.wav"},
        "seed": "007",
        "outputs": {"ours": "A tone."},
    }
    said = {
        "title": "P",
        "models": {"ours": MODEL},
        "sections": [{"title": "S", "tasks": [{"title": "t", "output": "text", "examples": [example]}]}],
        **more,
    }
    (root / "examples").mkdir(parents=True)
    (root / "examples/catalogue.yaml").write_text(json.dumps(said), "utf-8")
    (root / "data/audio").mkdir(parents=True)
    for number, name in enumerate(("a.wav", "b.wav"), 1):
        (root / "data/audio" / name).write_bytes(encoded(tone(220.0 * number)))
    return root


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(commands, [str(one) for one in arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(
    ("holds", "text", "right"),
    [
        (is_cited, "VCTK, speaker p225", True),
        (is_cited, "https://example.org/a#b", True),
        (is_cited, "http://", False),
        (is_cited, "ftp://example.org/a", False),
        (is_cited, "WWW.example.org", False),
        (is_cited, "https://example.org:0/", False),
        (is_address, "https://[::1", False),
        (is_consent, "synthetic", True),
        (is_consent, "Synthetic", False),
        (is_consent, "Signed by all speakers, 2024.", True),
        (is_date, "2024-02-29", True),
        (is_date, "2023-02-29", False),
        (is_date, "2025-13", False),
        (is_date, "２０２５", False),
        (is_date, "0000", False),
    ],
)
def test_what_may_be_said_is_decided_by_its_form(holds: Any, text: str, right: bool) -> None:
    assert holds(text) is right


def test_it_is_told_on_request_and_in_the_data(tmp_path: Path) -> None:
    site = tmp_path / "site"
    run("-C", write(tmp_path / "p"), "-o", site)
    page = (site / "index.html").read_text("utf-8")
    told = [
        re.sub(r"\s*<[^>]+>\s*", "|", one)
        for one in re.findall(r"<details[^>]* data-origin.*?</details>", page, re.S)
    ]
    of_model, of_example = (re.sub(r"\|+", "|", one).strip("|").split("|") for one in told)
    assert of_model == ["How it was run", "Checkpoint", "v1.2", "top_p", "0.9", "Date", "2025-08"]
    assert of_example == [
        *("Where this comes from", "Seed", "007", "Audio · Reference", "Source", "https://www.openslr.org/12"),
        *("Licence", "CC BY 4.0", "Consent", "by the licence of the source"),
    ]
    assert '<a href="https://www.openslr.org/12" rel="external noopener">' in page
    data = json.loads((site / "catalogue.json").read_text("utf-8"))
    (example,) = data["sections"][0]["tasks"][0]["examples"]
    assert example["seed"] == "007"
    assert {key: example["audio"][0][key] for key in CLIP} == CLIP
    assert data["models"]["ours"].items() >= MODEL.items()


def test_it_comes_back_from_an_exported_table(tmp_path: Path) -> None:
    run("export", "-C", write(tmp_path / "p"), tmp_path / "e")
    (tmp_path / "e/examples/catalogue.yaml").unlink()
    run("import", tmp_path / "e", "-o", tmp_path / "i")
    written = (tmp_path / "i/examples/e.yaml").read_text("utf-8")
    assert written.count("source: https://www.openslr.org/12") == 2
    assert written.count("license: CC BY 4.0") == written.count("consent: licensed") == 2
    assert re.search(r"seed: .?007", written)


def test_a_page_without_provenance_says_nothing_of_it(tmp_path: Path) -> None:
    task = {"title": "t", "examples": [{"audio": "a.wav", "outputs": {"ours": "A tone."}}]}
    root = write(tmp_path / "p", models={"ours": "Ours"}, sections=[{"title": "S", "tasks": [task]}])
    run("-C", root, "-o", tmp_path / "site")
    assert "data-origin" not in (tmp_path / "site/index.html").read_text("utf-8")
