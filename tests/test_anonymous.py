"""The edition for double-blind review: what it leaves out, what it calls things, what stops it.

The search here is its own: it reads every file as text and as bytes, and shares no code with soundcase.
"""

from __future__ import annotations

import base64
import getpass
import html
import io
import json
import re
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import soundfile
import yaml
from click.testing import CliRunner, Result
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bench import REPOSITORY, SAMPLES
from projects import add_clip, tone, write
from soundcase.anonymous.files import bare_files
from soundcase.anonymous.hrefs import with_targets, without_addresses
from soundcase.anonymous.machine import machine_words
from soundcase.anonymous.renamed import system_names
from soundcase.anonymous.retold import STAYS
from soundcase.anonymous.secret import hidden_by, project_secret
from soundcase.anonymous.sought import _cited, plain_words, system_words
from soundcase.anonymous.wording import MARK, Wording
from soundcase.cli import commands
from soundcase.kept import KeptValues
from soundcase.model import Catalogue, Model, SourcePath
from soundcase.publishing.placement import Copy

Yaml = Any
LEFT_OUT = frozenset(("authors", "links", "logos", "citation", "license", "url", "publish", "anonymous"))
TEXTS = (".html", ".json", ".js", ".css", ".svg", ".xml", ".txt", ".webmanifest")


def run(root: Path, *options: str) -> Result:
    return CliRunner().invoke(commands, ["build", "-C", str(root), *options], catch_exceptions=False)


def anonymous(root: Path, *options: str) -> dict[str, bytes]:
    """The site of the anonymous edition, by address."""
    result = run(root, "--anonymous", *options)
    assert result.exit_code == 0, result.output
    return site(root)


def site(root: Path) -> dict[str, bytes]:
    folder = root / "site"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def forms(name: str, content: bytes) -> Iterator[str]:
    """A text in every way in which it may be read: its file's name, as it is, without entities and escapes."""
    text = content.decode("utf-8") if name.endswith(TEXTS) else ""
    yield from (name, text, html.unescape(text), unquote(text))
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def said(files: dict[str, bytes], words: Iterable[str]) -> dict[str, list[str]]:
    """Which files say one of these words, in any case: texts as a word of its own, others as bytes."""
    texts = {name: "\n".join(forms(name, content)).casefold() for name, content in files.items()}
    media = {name: content.lower() for name, content in files.items() if not name.endswith(TEXTS)}
    found = {}
    for word in dict.fromkeys(map(str.casefold, words)):
        alone = re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])")
        written = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")] if len(word) > 5 else []
        places = [name for name, text in texts.items() if word in text and alone.search(text)]
        places += [name for name, content in media.items() if any(one in content for one in written)]
        if places:
            found[word] = places
    return found


def needles(main: Yaml) -> Iterator[str]:
    """Everything in a catalogue that names its authors and systems, or leads to them."""
    for author in main["authors"]:
        about = {"name": author} if isinstance(author, str) else author
        yield about["name"]
        places = about.get("affiliations", [])
        yield from [places] if isinstance(places, str) else places
        yield from (about[key] for key in ("url", "orcid") if key in about)
        yield about["name"].split()[-1]
    for key, model in main["models"].items():
        about = {"name": model} if isinstance(model, str) else model
        yield about.get("name", key)
        yield from (about["url"] for key in ("url",) if key in about)
        if re.search(r"\d", key):
            yield key
    yield from (link["url"] for link in main.get("links", ()))
    yield from re.findall(r"@\w+\{([^,]+),", main.get("citation", ""))


PROJECTS = {**{kind: REPOSITORY / "demos" / kind for kind in SAMPLES}, "demo": REPOSITORY}


@pytest.mark.parametrize("kind", PROJECTS)
def test_a_sample_says_nothing_of_its_authors_and_systems(kind: str, tmp_path: Path) -> None:
    for part in ("examples", "data"):
        shutil.copytree(PROJECTS[kind] / part, tmp_path / part)
    main = yaml.load((tmp_path / "examples" / "catalogue.yaml").read_text("utf-8"), yaml.BaseLoader)
    files = anonymous(tmp_path)
    wanted = [*needles(main), str(tmp_path), getpass.getuser() if tmp_path.parts[1] == "home" else "zebra"]
    assert said(files, wanted) == {}
    names = {path.stem for path in (tmp_path / "data").rglob("*") if path.is_file() and len(path.stem) > 2}
    assert {name for name in names if any(name in Path(url).name for url in files)} == set()
    quoted = {one for key in main["models"] for one in (f'"{key}"', f"#{key}", f"/{key}/")}
    assert {one for one in quoted for name, text in files.items() if one.encode() in text} == set()
    shown = json.loads(files["catalogue.json"])
    assert [one["name"] for one in shown["models"].values() if one.get("ours")] == ["Ours"] * (kind != "codec")
    assert not LEFT_OUT & shown.keys()


PAPER = """\
audio: secret-lab/zebra.wav tone-a
audio: other.wav tone-b
picture: zebranet.png
-- examples/catalogue.yaml --
title: "ZebraNet-7B: hearing stripes"
subtitle: Zebra net hears more than Gnu Base
description: |
  We show [ZebraNet-7B](https://github.com/zebralab/zebranet) beside *Gnu Base*; see
  [the first](#zebra--stripes), [all](https://zebralab.example.org "t"), https://zebralab.example.org/more and
  [a list](data/audio/secret-lab/zebra.wav), ![a zebra](data/images/zebranet.png).
authors:
  - name: Ada Zebrowski
    affiliations: [Savannah University]
    url: https://ada.example.org
    orcid: 0000-0002-1825-0097
links:
  - {label: Code, url: "https://github.com/zebralab/zebranet"}
  - {label: Corpus, url: "https://corpus.example.net/"}
url: https://zebralab.example.org/demo/
license: © 2026 Savannah University
hero: stripes
models:
  zebranet-7b:
    name: ZebraNet-7B
    ours: true
    url: https://zebralab.example.org
    description: Bigger than Gnu Base.
  gnu-base: {name: Gnu Base}
  okapi2: Okapi2
citation: |
  @misc{zebrowski2026zebra,
    author = {Zebrowski, Ada},
    title = {ZebraNet},
  }
sections:
  - title: What ZebraNet-7B hears
    tasks: [zebra.yaml]
-- examples/zebra.yaml --
title: Zebra
prompt: {zebranet-7b: Say what you hear., gnu-base: Say it., okapi2: Say it too.}
scores: {MOS: {better: higher}}
results: {MOS: {zebranet-7b: 4, gnu-base: 3}}
examples:
  - id: stripes
    audio: {audio: secret-lab/zebra.wav, url: "https://zebralab.example.org/zebra.wav"}
    note: Okapi2 fails here.
    files: zebranet.mid
    tags: {Best of: ZebraNet-7B}
    outputs:
      okapi2: A horse.
      gnu-base: {text: An ass., scores: {MOS: 2}}
      zebranet-7b: {text: A striped horse., scores: {MOS: 4}}
  - audio: other.wav
    outputs: {zebranet-7b: A zebra., gnu-base: A gnu., okapi2: An okapi.}
"""


def paper(root: Path, *changes: tuple[str, str]) -> Path:
    (root / "data" / "files").mkdir(parents=True, exist_ok=True)
    (root / "data" / "files" / "zebranet.mid").write_bytes(
        b"MThd\0\0\0\6\0\0\0\1\0\x60MTrk\0\0\0\4\0\xff\x2f\0"
    )
    text = PAPER
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return write(root, text)


def test_systems_are_called_by_an_alias_or_a_number(tmp_path: Path) -> None:
    files = anonymous(paper(tmp_path))
    shown = json.loads(files["catalogue.json"])
    assert [one["name"] for one in shown["models"].values()] == ["Ours", "System 1", "System 2"]
    assert list(shown["models"]) == ["ours", "system-1", "system-2"]
    task = shown["sections"][0]["tasks"][0]
    assert (task["id"], [one["id"] for one in task["examples"]]) == ("task-1", ["1", "2"])
    assert [list(one["outputs"]) for one in task["examples"]] == [list(shown["models"])] * 2
    assert task["models"] == list(shown["models"])
    assert shown["hero"] == "task-1--1"
    assert shown["title"] == "Ours: hearing stripes"
    assert re.fullmatch(r"Ours hears more than System [12]", shown["subtitle"])
    assert shown["sections"][0]["title"] == "What Ours hears"
    assert task["examples"][0]["tags"] == {"Best of": "Ours"}
    assert b'data-model="system-1"' in files["index.html"]

    named = "anonymous: {models: {zebranet-7b: Proposed, gnu-base: Gnu Base}}\nsections:"
    files = anonymous(paper(tmp_path, ("sections:", named)))
    shown = json.loads(files["catalogue.json"])
    assert [one["name"] for one in shown["models"].values()] == ["Proposed", "Gnu Base", "System 1"]
    assert "than Gnu Base" in files["index.html"].decode()


def test_numbers_and_order_follow_from_the_secret_alone() -> None:
    names = [f"net-{number}" for number in range(12)]
    models = {one: Model(SourcePath(""), one, one.title(), ours=one == "net-3") for one in names}
    found = system_names(models, {"net-5": "Baseline"}, hidden_by(b"1"))
    turned = system_names(dict(reversed(models.items())), {"net-5": "Baseline"}, hidden_by(b"1"))
    assert found.aliases == turned.aliases
    assert found.aliases != system_names(models, {"net-5": "Baseline"}, hidden_by(b"2")).aliases
    assert ([*found.ids].index("net-3"), [*found.ids].index("net-5")) == (3, 5)
    shown = [found.aliases[one] for one in found.ids if one not in ("net-3", "net-5")]
    assert shown == [f"System {number}" for number in range(1, 11)]
    assert list(found.numbered) != [one for one in names if one not in ("net-3", "net-5")]


def test_links_go_but_for_those_that_are_kept(tmp_path: Path) -> None:
    page = anonymous(paper(tmp_path))["index.html"].decode()
    assert not re.findall(r'href="https?://(?!validator)[^"]*"', page)
    assert "We show Ours beside" in page
    assert f"all, {MARK} and" in page
    assert 'href="#task-1--1"' in page

    kept = "anonymous: {keep_links: [Corpus, https://zebralab.example.org/more]}\nsections:"
    shown = json.loads(anonymous(paper(tmp_path, ("sections:", kept)))["catalogue.json"])
    assert [one["label"] for one in shown["links"]] == ["Corpus"]
    assert "https://zebralab.example.org/more" in shown["description"]


def test_files_have_neutral_names_that_stay(tmp_path: Path) -> None:
    root = paper(tmp_path)
    usual = run(root), site(root)
    one = anonymous(root)
    media = {url for url in one if url.startswith(("audio/", "images/", "files/"))}
    assert len(media) == 4
    assert all(re.fullmatch(r"(audio|images|files)/[0-9a-f]{32}\.(wav|png|mid)", url) for url in media)
    digests = {text for url in media for text in re.findall(r"[0-9a-f]{32}", url)}
    assert not any(digest in content.decode("latin-1") for digest in digests for content in usual[1].values())
    page = one["index.html"].decode()
    assert all(f'"{url}"' in page for url in media)
    assert anonymous(root, "--force") == one

    assert run(root).exit_code == 0
    assert site(root) == usual[1]
    assert anonymous(root) == one

    secret = next((root / ".soundcase").glob("secret-*"))
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert not any(secret.read_bytes() in content for content in one.values())
    CliRunner().invoke(commands, ["cache", "-C", str(root), "--clear"])
    assert anonymous(root) == one
    secret.unlink()
    assert not media & anonymous(root).keys()


EDITS: tuple[tuple[str, str], ...] = (
    ("A striped horse.", "A horse with stripes."),
    ("sections:", "anonymous: {models: {zebranet-7b: Proposed}}\nsections:"),
    ("sections:", "anonymous: {redact: horse}\nsections:"),
    ("{name: Gnu Base}", "{name: Gnu Net, ours: true}"),
    ("audio: other.wav", "audio: third.wav"),
    ("![a zebra]", "![two zebras]"),
    ("hero: stripes", "pages: task"),
)


def test_edits_give_the_edition_of_a_fresh_build(tmp_path: Path) -> None:
    root, fresh = tmp_path / "paper", tmp_path / "fresh"
    anonymous(paper(root))
    for number, edit in enumerate(EDITS):
        paper(root, edit)
        add_clip(root, "third.wav", "tone")
        if number % 2:
            assert run(root).exit_code == 0
        found = anonymous(root)
        paper(fresh, edit)
        add_clip(fresh, "third.wav", "tone")
        shutil.rmtree(fresh / ".soundcase", ignore_errors=True)
        (fresh / ".soundcase").mkdir()
        for secret in (root / ".soundcase").glob("secret-*"):
            shutil.copy(secret, fresh / ".soundcase")
        assert found == anonymous(fresh), edit


def test_a_secret_is_made_once_and_a_damaged_one_anew(tmp_path: Path) -> None:
    made = project_secret(tmp_path)
    assert project_secret(tmp_path) == made
    path = next((tmp_path / ".soundcase").glob("secret-*"))
    path.unlink()
    path.mkdir()
    assert project_secret(tmp_path) == project_secret(tmp_path) != made
    path.write_bytes(b"short")
    assert len(project_secret(tmp_path)) == len(made)
    assert project_secret(tmp_path) != made


def test_every_key_of_the_catalogue_stays_or_is_left_out() -> None:
    assert {one.name for one in fields(Catalogue)} == STAYS | LEFT_OUT
    assert not STAYS & LEFT_OUT


LEAKS = {
    "an output": (
        "A striped horse.",
        "As ZebraNet-7B I hear a horse.",
        "examples/zebra.yaml",
        "zebranet-7b: {text",
    ),
    "an author": ("An ass.", "Ada Zebrowski heard it.", "examples/zebra.yaml", "gnu-base: {text"),
    "an address": ("A horse.", "Ask https://z.example.org/a", "examples/zebra.yaml", "okapi2: Ask"),
    "an affiliation": ("Say it too.", "As at Savannah University.", "examples/zebra.yaml", "prompt: {"),
}


@pytest.mark.parametrize("what", LEAKS)
def test_a_leak_stops_the_build_and_names_the_line(what: str, tmp_path: Path) -> None:
    old, new, path, line = LEAKS[what]
    root = paper(tmp_path)
    before = anonymous(root)
    result = run(paper(tmp_path, (old, new)), "--anonymous", "--format", "json")
    assert result.exit_code == 1
    found = [one for one in json.loads(result.stdout) if one["code"] == "leak"]
    lines = (root / path).read_text("utf-8").splitlines()
    assert {(one["path"], line in lines[one["line"] - 1]) for one in found} == {(path, True)}
    assert all("redact" in one["hint"] for one in found)
    assert site(root) == before


OUTPUT = "A striped horse."
PLANTED = {
    "another case": (OUTPUT, "I AM ZEBRANET 7B"),
    "accents": (OUTPUT, "Zébrànet-7B"),
    "full width": (OUTPUT, "ＺｅｂｒａＮｅｔ－７Ｂ"),
    "nothing between": (OUTPUT, "Ada Zebrow\u200bski"),
    "base64": (OUTPUT, base64.b64encode(b"I am Ada Zebrowski, I am").decode()),
    "per cent": (OUTPUT, "see %41da%20Zebrowski"),
    "entities": (OUTPUT, "Ada Zebrow&#115;ki"),
    "a mail address": (OUTPUT, "ada@savannah.edu"),
    "a mail address turned round": (OUTPUT, "ude.hannavas@ada"),
    "a home folder": (OUTPUT, "/ho" + "me/zebrowski/stripes.wav"),
    "a surname in a group": ("    note:", "    group: After Zebrowski\n    note:"),
    "initials in an alt text": ("![a zebra]", "![by A. Zebrowski]"),
    "the key of a tag": ("{Best of:", "{By Savannah University:"),
    "a key of BibTeX": ("Say it too.", "as zebrowski2026zebra says"),
    "a handle": ("We show", "Ask zebralab. We show"),
}


@pytest.mark.parametrize("what", PLANTED)
def test_what_tells_is_found_however_it_is_written(what: str, tmp_path: Path) -> None:
    result = run(paper(tmp_path, PLANTED[what]), "--anonymous", "--format", "json")
    assert result.exit_code == 1
    assert "leak" in {one["code"] for one in json.loads(result.stdout)}


INSIDE: dict[str, Callable[[Path], None]] = {
    "texts of a picture": lambda root: picture(root, PngInfo()),
    "tags of a clip": lambda root: tagged(root / "data" / "audio" / "other.wav"),
}


def picture(root: Path, about: PngInfo) -> None:
    about.add_text("Author", "Ada Zebrowski")
    about.add_itxt("XML:com.adobe.xmp", "<x>Savannah University</x>")
    Image.new("RGB", (8, 4), "navy").save(root / "data" / "images" / "zebranet.png", pnginfo=about)


def tagged(path: Path) -> None:
    with soundfile.SoundFile(path, "w", 16000, 1, format="WAV") as file:
        file.artist, file.comment = "Ada Zebrowski", "ZebraNet-7B"
        file.write(tone(440))


@pytest.mark.parametrize("what", INSIDE)
def test_metadata_are_taken_out_and_reported(what: str, tmp_path: Path) -> None:
    root = paper(tmp_path)
    INSIDE[what](root)
    files = anonymous(root, "--report", str(tmp_path / "report.json"))
    assert said(files, ["Ada Zebrowski", "ZebraNet-7B", "Savannah University"]) == {}
    told = json.loads((tmp_path / "report.json").read_text("utf-8"))["files"]
    assert any(one["removed"] for one in told)


def test_redacted_words_get_a_mark_and_allowed_ones_stay(tmp_path: Path) -> None:
    change = ("A striped horse.", "As ZebraNet-7B I hear a horse."), ("An okapi.", "Okapi2 it is.")
    settings = "anonymous: {redact: zebranet 7b, allow: [okapi2]}\nsections:"
    page = anonymous(paper(tmp_path, *change, ("sections:", settings)))["index.html"].decode()
    assert f"As {MARK} I hear a horse." in page
    assert "Okapi2 it is." in page


def test_a_word_that_is_forbidden_stops_the_build(tmp_path: Path) -> None:
    result = run(paper(tmp_path, ("sections:", "anonymous: {forbid: [horse]}\nsections:")), "--anonymous")
    assert result.exit_code == 1
    assert "examples/zebra.yaml" in result.stderr
    assert not (tmp_path / "site").exists()


def test_a_file_that_tells_is_named(tmp_path: Path) -> None:
    root = paper(tmp_path, ("[a list](data/audio/secret-lab/zebra.wav)", "[a list](data/audio/list.txt)"))
    (root / "data" / "audio" / "list.txt").write_text("made at\nSavannah University\n")
    result = run(root, "--anonymous", "--format", "json")
    assert result.exit_code == 1
    (found,) = [one for one in json.loads(result.stdout) if one["code"] == "leak"]
    assert found["path"] == "data/audio/list.txt"


def test_a_file_that_cannot_be_cleaned_is_named(tmp_path: Path) -> None:
    root = paper(tmp_path, ("files: zebranet.mid", "files: [zebranet.mid, paper.pdf]"))
    (root / "data" / "files" / "paper.pdf").write_bytes(b"%PDF-1.7\n1 0 obj<</Author(Ada)>>endobj\n%%EOF\n")
    result = run(root, "--anonymous", "--format", "json")
    assert result.exit_code == 1
    errors = [one for one in json.loads(result.stdout) if one["severity"] == "error"]
    assert [(one["code"], one["path"]) for one in errors] == [("unclean-file", "data/files/paper.pdf")]
    assert not (root / "site").exists()


def test_a_file_that_goes_meanwhile_is_named(tmp_path: Path) -> None:
    gone = Copy(tmp_path / "gone.wav", "ab" * 32, 7)
    found = bare_files({"audio/gone.wav": gone, "files/a.txt": b"text"}, hidden_by(b"1"), KeptValues())
    assert [url for url, _ in found.unclean] == ["audio/gone.wav"]
    assert list(found.by_url) == ["files/a.txt"]


def test_an_archive_of_a_task_is_of_the_edition(tmp_path: Path) -> None:
    files = anonymous(paper(tmp_path, ("results: {MOS", "media: {downloads: true}\nresults: {MOS")))
    (archive,) = (content for url, content in files.items() if url.endswith(".zip"))
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        inside = {name: opened.read(name) for name in opened.namelist()}
    assert len(inside) > 2
    assert said(inside, ["ZebraNet", "zebra.wav", "Okapi2", "Gnu", "Zebrowski", "Savannah"]) == {}


@pytest.mark.parametrize("name", ["report.txt", "report.json"])
def test_a_report_says_what_was_done_and_what_cannot_be_checked(name: str, tmp_path: Path) -> None:
    root = paper(tmp_path / "paper")
    anonymous(root, "--report", str(tmp_path / name))
    told = (tmp_path / name).read_text("utf-8")
    for words in (
        "ZebraNet-7B",
        "Savannah University",
        "Ada Zebrowski",
        "zebrowski2026zebra",
        "0000-0002-1825-0097",
    ):
        assert words in told
    assert "watermarks" in told
    anonymous(root, "--report", str(tmp_path / "again"))
    if name == "report.txt":
        assert (tmp_path / "again").read_text("utf-8") == told
        assert re.search(r"Found, in \d+ files of the site:\n  nothing\n", told)
    else:
        found = json.loads(told)
        assert found["found"] == []
        assert found["left_out"]["authors"] == 1
        assert {"name": "ZebraNet-7B", "alias": "Ours"} in found["systems"]


def test_a_report_tells_of_leaks_too(tmp_path: Path) -> None:
    root = paper(tmp_path / "paper", ("An ass.", "Ada Zebrowski heard it."))
    assert run(root, "--anonymous", "--report", str(tmp_path / "report.json")).exit_code == 1
    found = json.loads((tmp_path / "report.json").read_text("utf-8"))["found"]
    assert {(one["word"], one["file"]) for one in found} >= {("Ada Zebrowski", "index.html")}


def test_the_last_line_says_what_is_sure_and_what_is_not(tmp_path: Path) -> None:
    *_, line = run(paper(tmp_path), "--anonymous").stdout.splitlines()
    assert re.match(r"Anonymous: \d+ names looked for in \d+ files, none found\. Voices, ", line)
    packed = run(tmp_path, "--anonymous", "--zip", str(tmp_path / "paper.zip"))
    assert packed.stdout.splitlines()[-1].startswith("Anonymous: ")
    with zipfile.ZipFile(tmp_path / "paper.zip") as opened:
        inside = {name: opened.read(name) for name in opened.namelist()}
    assert said(inside, ["ZebraNet", "Zebrowski", "Savannah University", "Okapi2"]) == {}


def test_a_report_needs_an_anonymous_build(tmp_path: Path) -> None:
    result = run(paper(tmp_path), "--report", "report.txt")
    assert (result.exit_code, "--report needs --anonymous" in result.stderr) == (2, True)


def test_a_name_of_plain_words_leaves_other_texts_alone(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        """\
-- examples/catalogue.yaml --
title: From noisy to clean
description: Noisy speech in, clean speech out. The reference is a studio recording.
models: {noisy: Noisy, reference: Reference, lyra9: {name: Lyra9, ours: true}}
sections: [{title: All, tasks: [words.yaml]}]
-- examples/words.yaml --
title: Words
examples:
  - audio: a.wav
    outputs: {noisy: One., reference: Two., lyra9: Three.}
""",
    )
    files = anonymous(root)
    shown = json.loads(files["catalogue.json"])
    assert shown["description"].startswith("Noisy speech in, clean speech out. The reference")
    assert {one["name"] for one in shown["models"].values()} == {"Ours", "System 1", "System 2"}
    assert said(files, ["Lyra9"]) == {}


WORDING = Wording(
    {"MyNet-7B": "Ours", "MyNet": "Ours", "Drift": "System 1", "猎户座": "System 2"},
    redact=("Zürich",),
    keep_links=("https://kept.example.org",),
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("MyNet-7B and mynet 7b, MYNET_7B", "Ours and Ours, Ours"),
        ("MyNets and XMyNet stay; MyNet’s goes", "MyNets and XMyNet stay; Ours’s goes"),
        ("Drift drifts; they drift", "System 1 drifts; they drift"),
        ("我们的猎户座模型", "我们的System 2模型"),
        ("at zürich, ZÜRICH.", f"at {MARK}, {MARK}."),
        (
            "see https://a.example.org/x, or https://kept.example.org/y.",
            f"see {MARK}, or https://kept.example.org/y.",
        ),
        ("www.lab.example.org", MARK),
    ],
)
def test_names_in_the_words_of_authors_are_replaced(text: str, told: str) -> None:
    assert WORDING.words(text) == told
    assert WORDING(text, "exact", "text") == text.replace("zürich", MARK).replace("ZÜRICH", MARK)


def test_links_that_stay_are_no_words() -> None:
    text = "[MyNet](data/mynet.wav) ![MyNet](x/MyNet-7B.png) [code](https://a.example/MyNet)"
    assert WORDING.words(text, "markdown") == "[Ours](data/mynet.wav) ![Ours](x/MyNet-7B.png) code"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a](x.html) and ![b](y.png)", "[a](new/x.html) and b"),
        ('[a](x.html "Title") [b](<y.html>)', '[a](new/x.html "Title") b'),
        ("[![b](y.png)](x.html)", "[b](new/x.html)"),
        ("[a][1] [c][2]\n\n[1]: x.html\n[2]: y.html", "[a][1] c\n\n[1]: new/x.html\n"),
        ('<a href="x.html">a</a> <a href=y.html>b</a>', '<a href="new/x.html">a</a> <a>b</a>'),
        ("[a](x(1).html)", "[a](new/x(1).html)"),
        ("f[1](x)", "f[1](new/x)"),
    ],
)
def test_links_of_markdown_lead_elsewhere_or_go(text: str, told: str) -> None:
    assert with_targets(text, lambda href: None if href.startswith("y") else f"new/{href}") == told


def test_bare_addresses_get_a_mark() -> None:
    text = "<https://a.example/b>, (http://c.example/d) `https://e.example/f`."
    assert without_addresses(text, lambda one: "/d" in one, "…") == "…, (http://c.example/d) `…`."


def test_a_family_is_sought_where_one_system_has_it() -> None:
    models = {
        "mynet-7b": Model(SourcePath(""), "mynet-7b", "MyNet-7B"),
        "opus-6": Model(SourcePath(""), "opus-6", "Opus 6"),
        "opus-12": Model(SourcePath(""), "opus-12", "Opus 12"),
        "mask": Model(SourcePath(""), "mask", "Ideal ratio mask"),
    }
    found = system_words(models, plain_words("en"))
    assert {"MyNet-7B", "mynet-7b", "MyNet", "mynet", "Opus 6", "opus-12", "Ideal ratio mask"} <= found.keys()
    assert not {"Opus", "opus", "mask"} & found.keys()


def test_the_machine_is_asked_for_the_names_that_git_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git" / "objects").mkdir(parents=True)
    (tmp_path / ".git" / "refs").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".git" / "config").write_text(
        "[core]\n\trepositoryformatversion = 0\n[user]\n\tname = Ada Zebra\n\temail = ada@savannah.example\n"
        '[remote "origin"]\n\turl = git@github.com:zebralab/zebranet.git\n'
    )
    home = str(tmp_path / "zebrowski")
    monkeypatch.setenv("HOME", home)
    found = {(one.text, one.kind) for one in machine_words(tmp_path)}
    assert found >= {
        ("Ada Zebra", "user"),
        ("ada@savannah.example", "address"),
        ("git@github.com:zebralab/zebranet.git", "address"),
        (home, "path"),
        (str(tmp_path), "path"),
    }
    assert not {"root", "localhost"} & {text for text, _ in found}


@pytest.mark.parametrize(
    "written",
    [
        r"@misc{k, author={M{\"u}ller, J{\"o}rg and {Zebra Team}}, title={A}, year=2026}",
        '@misc{k,\n  author = "M{\\"u}ller, J{\\"o}rg\n    and {Zebra Team}",\n  title = {A}\n}',
        "@string{who = {Jörg Müller and {Zebra Team}}}\n@misc{k, author = who, title = {A}}",
    ],
)
def test_people_of_a_citation_are_looked_for_however_it_is_written(written: str) -> None:
    found = {one.text for one in _cited(written) if one.kind == "author"}
    assert found == {"Jörg Müller", "Zebra Team"}


@pytest.mark.parametrize(
    "broken",
    [
        "@misc{k2026zebra, author={Ada Lovelace and Li Wei}, title={A}",
        "@misc{k2026zebra, author={Ada Lovelace and Li Wei, title={A}}",
        "@misc{k2026zebra author={Ada Lovelace and Li Wei}}",
    ],
)
def test_names_in_a_broken_citation_are_looked_for(broken: str) -> None:
    assert {"k2026zebra", "Ada Lovelace", "Li Wei"} <= {one.text for one in _cited(broken)}
