"""Whatever tasks, sections, clips, pictures and files are called: what is published suits every host."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import pytest
import yaml
from click.testing import CliRunner
from PIL import Image

from deployment import deployed
from projects import encoded, tone
from soundcase.cli import commands
from soundcase.commands.crawl.crawl import crawl
from soundcase.commands.crawl.visit import VisitOptions
from soundcase.publishing.portable import DEVICES

STEMS = (
    "plain",
    "PLAIN",
    "Plain",
    "a#b",
    "a?b",
    "100%",
    "%2e%2e",
    "a+b",
    "a b",
    "a&b;c",
    "它是一",
    "它是二",
    "ключ",
    "é",
    "aux",
    "CON",
    "com1",
    "_leading",
    "-dash",
    "~tilde",
    "a'b",
    "with.dots.wav",
    "x" * 180,
    "x" * 181,
    "🎧",
)
"""Names that some file system, host, archive or address makes trouble with."""
TITLES = (
    *STEMS,
    "..",
    "index",
    "404",
    "a/b",
    'a"b',
    "<b>",
    "assets",
    "audio",
    "catalogue",
    "facets",
    "search",
    "a\\b",
)
IDS = tuple(one for one in TITLES if not re.search(r"""[\s/\\"'<>&#?%]""", one))
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def project(root: Path, pages: str) -> Path:
    """A project in which everything is called by each of these names, in tasks that are so, too."""
    for folder in ("audio", "images", "files"):
        (root / "data" / folder).mkdir(parents=True)
    for number, stem in enumerate(STEMS):
        clip = encoded(tone(200 + 20 * number, seconds=0.2))
        (root / "data" / "audio" / f"{stem}.wav").write_bytes(clip)
        Image.new("RGB", (8, 4 + number), "navy").save(root / "data" / "images" / f"{stem}.png")
        (root / "data" / "files" / f"{stem}.txt").write_text(stem, encoding="utf-8")
    ids = (*IDS, *map(str, range(1000)))
    examples = [
        {
            "id": name,
            "audio": f"{stem}.wav",
            "files": f"{stem}.txt",
            "reference": {"image": f"{stem}.png"},
            "outputs": {"ours": "x"},
        }
        for name, stem in zip(ids, STEMS, strict=False)
    ]
    tasks = [
        {
            "id": name,
            "title": name,
            "tags": "chips",
            "description": link,
            "examples": examples[:3] if number else examples,
        }
        for number, (name, link) in enumerate(zip(IDS, map(linked, (*STEMS, *STEMS)), strict=False))
    ]
    half = len(TITLES) // 2
    cut = [tasks[index : index + 1] for index in range(half)] + [tasks[half:]]
    catalogue = {
        "title": "Names",
        "pages": pages,
        "per_page": 2 if pages == "task" else 100,
        "models": {"ours": "Ours"},
        "sections": [
            {"title": title, "tasks": several} for title, several in zip(TITLES, cut, strict=False) if several
        ],
        "rules": dict.fromkeys(("duration-differs", "missing-alt", "unused-audio"), "off"),
    }
    (root / "examples").mkdir()
    text = yaml.safe_dump(catalogue, allow_unicode=True, sort_keys=False)
    (root / "examples" / "catalogue.yaml").write_text(text, encoding="utf-8")
    return root


def linked(stem: str) -> str:
    """Markdown that leads to a file of this name."""
    return f"See [the file](data/files/{quote(stem)}.txt)."


@pytest.fixture(scope="module", params=["one", "section", "task"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = project(tmp_path_factory.mktemp("names"), request.param)
    result = CliRunner().invoke(commands, ["build", "-C", str(root)])
    assert result.exit_code == 0, result.output
    return root / "site"


def names(site: Path) -> list[PurePosixPath]:
    return [PurePosixPath(path.relative_to(site).as_posix()) for path in site.rglob("*") if path.is_file()]


def test_every_address_has_plain_short_letters(site: Path) -> None:
    for path in names(site):
        if path.name not in (".gitignore", ".nojekyll"):
            assert [part for part in path.parts if not SAFE.fullmatch(part)] == [], path
            assert len(str(path)) < 120


def test_no_two_addresses_differ_in_case_only_and_none_is_a_device(site: Path) -> None:
    found = names(site)
    assert len({str(path).casefold() for path in found}) == len(found)
    parts = {part.partition(".")[0].lower() for path in found for part in path.parts}
    assert parts.isdisjoint(DEVICES)


def test_each_of_them_is_found_by_its_links_on_a_host_and_in_a_folder(site: Path) -> None:
    assert crawl(str(site), VisitOptions()).problems == ()
    with deployed(site) as deployment:
        assert crawl(deployment.address, VisitOptions()).problems == ()


def test_every_clip_picture_and_file_is_published(site: Path) -> None:
    for folder, pattern in (("audio", "*.wav"), ("images", "*.png"), ("files", "*.txt")):
        assert len(list((site / folder).glob(pattern))) == len(STEMS)
