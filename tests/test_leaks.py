"""The search for leaks: names in any spelling, wherever they hide, and no alarm where there are none."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib

import pytest

from bench import SiteOf
from soundcase.leaks.search import Leak, search, unsearched
from soundcase.leaks.words import NamedWord, Wanted, tokens

AUTHOR, GERMAN, CHINESE, SHORT = "Wei Zhangsun", "Jörg Müller-Lüders", "張偉倫", "Li Wu"
LAB, FIRM, MODEL, SECRET = "University of Nowhereham", "Nimbusound Inc.", "WhisperOwl-7B", "Projekt Eisvogel"
REPOSITORY, MAIL = "git@github.com:nimbusound-ai/owl-demo.git", "wei.zhangsun@nimbusound.example"
HOME = "/ho" + "me/zhangsun/papers/owl"
HOUSE, WINDOWS = "/Us" + "ers/somebody/x.wav", "C:" + "\\Users\\somebody"
SPOKEN = "wei.zhangsun (at) nimbusound [dot] example"
_OF_JSON = "{&quot;by&quot;:&quot;\\u5f35\\u5049\\u502b&quot;}"
WANTED = Wanted(
    (
        *(
            NamedWord(one, "author")
            for one in (AUTHOR, GERMAN, CHINESE, SHORT, "Ludwig van der Bergen", "May Young")
        ),
        *(NamedWord(one, "affiliation") for one in (LAB, FIRM, "MIT")),
        *(
            NamedWord(one, "model")
            for one in (MODEL, "nimbus/eavesdropper-v2", "Base", "Ours", "Reference", "GT4")
        ),
        NamedWord(SECRET, "forbidden"),
        NamedWord(REPOSITORY, "address"),
        NamedWord(MAIL, "address"),
        NamedWord("wzhangsun", "user"),
        NamedWord("gpu-attic-17", "host"),
        NamedWord(HOME, "path"),
        NamedWord("/data/demo", "path"),
        NamedWord("/app", "path"),
    ),
    allowed=("https://kept.example/", "@keptbird"),
    shown=("Ours", "System 1"),
    usual=tokens(["Reference", "data-base the base of a page", "Play"]),
)


def b64(text: str, code: str = "utf-8", before: str = "") -> str:
    return base64.b64encode((before + text).encode(code)).decode()


def png_text(kind: bytes, body: bytes) -> bytes:
    def chunk(name: bytes, inner: bytes) -> bytes:
        return len(inner).to_bytes(4, "big") + name + inner + zlib.crc32(name + inner).to_bytes(4, "big")

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(kind, body) + chunk(b"IEND", b"")


def archive(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, content)
    return target.getvalue()


PACKED, SAFE = zlib.compress(AUTHOR.encode()), base64.urlsafe_b64encode(f"{CHINESE}?>".encode()).decode()
NOISE = bytes(range(256)) * 8
PLANTED: dict[str, tuple[str, str | bytes, str]] = {
    "plain text": ("index.html", f"<p>This work by {AUTHOR} shows", AUTHOR),
    "capitals": ("index.html", "<p>WEI ZHANGSUN</p>", AUTHOR),
    "last name first": ("index.html", "<p>Zhangsun, Wei</p>", AUTHOR),
    "initial": ("index.html", "<p>(W. Zhangsun, 2026)</p>", AUTHOR),
    "surname": ("index.html", "<p>as Zhangsun et al. say</p>", AUTHOR),
    "short surname": ("index.html", "<p>and Wu et al.</p>", SHORT),
    "surname with particles": ("index.html", "<p>van der Bergen's loss</p>", "Ludwig van der Bergen"),
    "whole name of usual words": ("index.html", "<p>Young, May</p>", "May Young"),
    "alternative text": ("index.html", f'<img src="a.png" alt="photo of {AUTHOR}">', AUTHOR),
    "comment": ("index.html", "<p>Hi<!-- todo: ask zhangsun --></p>", AUTHOR),
    "data attribute": ("index.html", '<li data-by="Wei_Zhangsun">', AUTHOR),
    "markup inside": ("index.html", "<p><b>W</b>ei <span>Zhang</span>sun</p>", AUTHOR),
    "entities": ("index.html", "<p>&#87;ei &#x5a;hangsun</p>", AUTHOR),
    "named entities": ("index.html", "<p>J&ouml;rg M&uuml;ller&#45;L&uuml;ders</p>", GERMAN),
    "without accents": ("index.html", "<p>Jorg Muller Luders</p>", GERMAN),
    "other accents": ("index.html", "<p>Joerg Mueller-Lueders</p>", GERMAN),
    "combining accents": ("index.html", "<p>Jo\u0308rg Mu\u0308ller-Lu\u0308ders</p>", GERMAN),
    "zero-width characters": ("index.html", "<p>Nim\u200bbus\u2060ound</p>", FIRM),
    "soft hyphens": ("index.html", "<p>Nim\u00adbu\u00adsound</p>", FIRM),
    "spaced letters": ("index.html", "<p>N i m b u s o u n d</p>", FIRM),
    "full-width letters": ("index.html", "<p>Ｎｉｍｂｕｓｏｕｎｄ</p>", FIRM),
    "letters that look alike": ("index.html", "<p>Nіmbusоund</p>", FIRM),
    "mathematical letters": ("index.html", "<p>𝐍𝐢𝐦𝐛𝐮𝐬𝐨𝐮𝐧𝐝</p>", FIRM),
    "simplified characters": ("index.html", "<p>作者：张伟伦。</p>", CHINESE),
    "spaced characters": ("index.html", "<p>張 偉 倫</p>", CHINESE),
    "turned affiliation": ("index.html", "<p>Nowhereham University</p>", LAB),
    "acronym": ("index.html", "<p>made at MIT.</p>", "MIT"),
    "model with blanks": ("index.html", "<th>Whisper Owl 7B</th>", MODEL),
    "family of a model": ("index.html", "<p>WhisperOwl answers</p>", MODEL),
    "model of an organisation": ("index.html", "<p>Eavesdropper v2</p>", "nimbus/eavesdropper-v2"),
    "usual name as a name": ("index.html", "<th>Base</th>", "Base"),
    "short name": ("index.html", "<td>GT4</td>", "GT4"),
    "forbidden word": ("index.html", "<p>projekt-eisvogel</p>", SECRET),
    "percent signs": ("index.html", '<a href="q?by=%57ei%20Zhang%73un">', AUTHOR),
    "percent signs twice": ("index.html", '<a href="q?by=Wei%2520Zhang%2573un">', AUTHOR),
    "characters by percent signs": ("index.html", '<a href="q?%E5%BC%B5%E5%81%89%E5%80%AB">', CHINESE),
    "punycode": ("index.html", "<p>xn--" + "müllerlüders".encode("punycode").decode() + ".example</p>", GERMAN),
    "escapes": ("data.js", "var by = '\\x57ei \\u005ahangsun';", AUTHOR),
    "escapes of JSON": ("catalogue.json", json.dumps({"by": CHINESE}), CHINESE),
    "JSON in an attribute": ("index.html", f'<div data-x="{_OF_JSON}">', CHINESE),
    "key of JSON": ("catalogue.json", json.dumps({"whisperowl_7b": 1}), MODEL),
    "escapes of CSS": ("index.html", "<style>p::after { content: '\\57 ei \\5a hangsun' }</style>", AUTHOR),
    "base64": ("index.html", f'<p data-x="{b64(AUTHOR)}">', AUTHOR),
    "base64, shifted": ("index.html", f'<p data-x="{b64(AUTHOR, before="ab")}">', AUTHOR),
    "base64 behind letters": ("index.html", f'<p data-x="x/{b64(AUTHOR, before="a")}">', AUTHOR),
    "base64 of UTF-16": ("index.html", f'<p data-x="{b64(AUTHOR, "utf-16")}">', AUTHOR),
    "base64 for addresses": (
        "index.html",
        f"<p>{base64.urlsafe_b64encode('張偉倫?>'.encode()).decode()}",
        CHINESE,
    ),
    "hexadecimal digits": ("index.html", f"<p>{AUTHOR.encode().hex()}</p>", AUTHOR),
    "backwards": ("index.html", f"<p>{AUTHOR[::-1]}</p>", AUTHOR),
    "mail backwards": ("index.html", f'<span dir="rtl">{MAIL[::-1]}</span>', MAIL),
    "mail": ("index.html", f'<a href="mailto:{MAIL}">', MAIL),
    "mail, spoken": ("index.html", f"<p>{SPOKEN}</p>", SPOKEN),
    "anybody's mail": ("index.html", "<p>someone@else.org</p>", "someone@else.org"),
    "any address": ("index.html", '<a href="https://lab.example/x">', "https://lab.example/x"),
    "address of scripts": ("index.html", "<p>www.somelab.org/people</p>", "www.somelab.org/people"),
    "handle": ("index.html", "<p>follow @owlmaker</p>", "@owlmaker"),
    "ORCID": ("index.html", "<p>orcid 0000-0002-1825-0097</p>", "0000-0002-1825-0097"),
    "git remote": ("index.html", "<p>nimbusound-ai</p>", REPOSITORY),
    "any git remote": ("index.html", "<p>git@code.example:a/b.git</p>", "git@code.example:a/b.git"),
    "home folder": ("catalogue.json", json.dumps({"p": HOUSE}), HOUSE),
    "home folder of Windows": ("catalogue.json", json.dumps({"p": WINDOWS}), WINDOWS.replace("\\", "\\\\")),
    "user": ("index.html", "<p>wzhangsun</p>", AUTHOR),
    "folder of the project": ("catalogue.json", json.dumps({"p": "/data/demo/a.wav"}), "/data/demo"),
    "host": ("index.html", "<p>gpu-attic-17.local</p>", "gpu-attic-17"),
    "name of a file": ("audio/whisperowl_7b-1.wav", b"RIFF\0\0\0\0WAVE" + NOISE, MODEL),
    "folder": ("files/Zhangsun/a.txt", "x", AUTHOR),
    "BibTeX": ("index.html", "<pre>@misc{zhangsun2026owl, author = {Zhangsun, Wei}}</pre>", AUTHOR),
    "title of SVG": ("images/a.svg", f"<svg><title>{AUTHOR}</title></svg>", AUTHOR),
    "tag in UTF-8": ("audio/a.mp3", b"ID3\4" + NOISE + AUTHOR.encode() + NOISE, AUTHOR),
    "tag in Latin-1": ("audio/a.mp3", b"ID3\3" + NOISE + GERMAN.encode("latin-1") + NOISE, GERMAN),
    "tag in UTF-16": ("audio/a.mp3", b"ID3\3" + NOISE + AUTHOR.encode("utf-16") + NOISE, AUTHOR),
    "characters in a tag": ("audio/a.mp3", b"ID3\4" + NOISE + CHINESE.encode("utf-16") + NOISE, CHINESE),
    "characters in GB 18030": ("audio/a.wav", b"RIFF" + NOISE + CHINESE.encode("gb18030") + NOISE, CHINESE),
    "address in a tag": (
        "audio/a.mp3",
        b"ID3\4" + NOISE + b" https://lab.example/x \0" + NOISE,
        "https://lab.example/x",
    ),
    "text of PNG": ("images/a.png", png_text(b"tEXt", b"Author\0" + AUTHOR.encode()), AUTHOR),
    "compressed text of PNG": (
        "images/a.png",
        png_text(b"zTXt", b"Author\0\0" + zlib.compress(AUTHOR.encode())),
        AUTHOR,
    ),
    "international text of PNG": (
        "images/a.png",
        png_text(b"iTXt", b"A\0\1\0\0\0" + zlib.compress(CHINESE.encode())),
        CHINESE,
    ),
    "SVG, packed": ("images/a.svgz", gzip.compress(f"<svg><desc>{AUTHOR}</desc></svg>".encode()), AUTHOR),
    "archive": ("files/score.mxl", archive("score.xml", f"<creator>{AUTHOR}</creator>".encode()), AUTHOR),
    "stream of PDF": (
        "files/a.pdf",
        b"%PDF-1.7\n\xff\nstream\n" + zlib.compress(AUTHOR.encode()) + b"\nendstream",
        AUTHOR,
    ),
    "page in UTF-16": ("notes.txt", f"by {AUTHOR}".encode("utf-16"), AUTHOR),
}


def leaks(name: str, content: str | bytes, wanted: Wanted = WANTED) -> list[Leak]:
    return list(search([(name, content if isinstance(content, bytes) else content.encode())], wanted))


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_leak_is_found_in_its_file(kind: str) -> None:
    name, content, word = PLANTED[kind]
    found = leaks(name, content)
    assert word in {leak.word for leak in found}
    assert {leak.file for leak in found} == {name}


def test_a_leak_tells_its_place_and_how_it_is_written() -> None:
    page = "<!doctype html>\n<html><body>\n<p>a</p> <img\n"
    page += f'  src="x.png" alt="by {AUTHOR}"><!-- {MODEL} -->\n&#87;ei Zhangsun'
    told = [(leak.place, leak.line, leak.word, leak.form) for leak in leaks("index.html", page)]
    assert told == [
        ("line 4, column 23, alt of <img>", 4, AUTHOR, "as it is"),
        ("line 4, column 42, a comment", 4, MODEL, "as it is"),
        ("line 5, column 1", 5, AUTHOR, "as entities"),
    ]
    named = leaks("audio/wei-zhangsun.wav", b"RIFF")
    assert [(leak.place, leak.form) for leak in named] == [("its name", "another spelling")]
    png = leaks("a.png", PLANTED["text of PNG"][1])
    assert [leak.place for leak in png] == ["byte 48, tEXt chunk"]


def test_a_leak_of_many_places_is_named_a_few_times() -> None:
    assert len(leaks("index.html", f"<p>{MODEL}</p>\n" * 5000)) == 10


CLEAN = (
    "Young listeners may hear the base of a drum. Reference answers stand below; ours are marked.",
    "Brazilian bestsellers, raw limits, zhan gsunlight, the wurst of it, a lithium battery, omitted words.",
    "<ul><li>Wuthering</li><li>limited</li></ul> <base href='x'> data:audio/wav;base64,UklGRiQAAABXQVZF",
    "sha256: "
    + "0f1e2d3c4b5a69788796a5b4c3d2e1f0" * 2
    + ' {"@context": "https://schema.org", "@type": "Dataset"}',
    "Meet at 5, 3 @ 2 for all; see https://kept.example/paper and @keptbird; node_modules/@scope/name",
    '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h10v10z"/></svg> @media print { p { color: red } }',
    "<p>We heard an owl</p><p>demo and other</p><dd>Zhang</dd><dt>Sunrise</dt>",
    "<a href='/app'>data demo</a> data/demo, Application: the demo's data",
    "System 1 and Ours against the Reference. Base line. May is a month, and young is old.",
)


@pytest.mark.parametrize("text", CLEAN)
def test_clean_words_are_no_leaks(text: str) -> None:
    assert leaks("index.html", text) == []


def test_noise_is_no_leak() -> None:
    import random

    noise = random.Random(7).randbytes(1 << 22)
    assert leaks("audio/a.flac", b"fLaC" + noise) == []
    assert leaks("a.html", base64.b64encode(noise[: 1 << 20]).decode() + "\n" + noise[: 1 << 18].hex()) == []


@pytest.mark.parametrize("kind", ["dialogue", "tts"])
def test_sites_of_other_people_have_none_of_these_words(kind: str, site_of: SiteOf) -> None:
    site = site_of(kind)
    files = [path for path in sorted(site.rglob("*")) if path.is_file() and path.suffix not in (".js", ".css")]
    found = search(((str(path.relative_to(site)), path.read_bytes()) for path in files), WANTED)
    assert {(leak.word, leak.kind) for leak in found if leak.kind not in ("URL", "ORCID")} == set()


def test_words_that_a_site_says_itself_are_not_searched_for() -> None:
    assert unsearched(WANTED) == ("Ours", "Reference", "/app")


def test_hostile_texts_take_no_longer_than_others() -> None:
    """Not a clock tells it, but that they come to an end."""
    for text in ("@" * 200_000, "a@" * 100_000, "<" * 200_000, "&#" * 100_000, "\\u" * 100_000, "%4" * 100_000):
        assert {leak.kind for leak in leaks("index.html", text)} <= {"handle", "e-mail"}
    assert leaks("index.html", "weiz" * 100_000) == []
    assert len(leaks("index.html", "wei zhangsun " * 50_000)) == 10
