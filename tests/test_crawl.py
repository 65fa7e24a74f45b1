"""`build-site check --site`: each planted defect is found by name, and nothing on a sound site."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deployment import Deployment, deployed, gives
from odd_server import Handler, hangs_up, leads, odd_server, sends, serves, status, unmeasured
from projects import write
from soundcase.build import Options, build
from soundcase.cli import commands
from soundcase.commands.crawl.crawl import Crawled, crawl
from soundcase.commands.crawl.host import redirected
from soundcase.commands.crawl.link_rules import insecure
from soundcase.commands.crawl.policy import blocked_by
from soundcase.commands.crawl.reply import Order, Reply
from soundcase.commands.crawl.together import Patience
from soundcase.commands.crawl.visit import VisitOptions, visit
from soundcase.commands.fetch.retry import PermanentError, RetryPolicy
from soundcase.problems.codes.sites import SITES
from soundcase.project import Project
from soundcase.publishing.build_fingerprint import MANIFEST, PENDING

PROJECT = """\
picture: dot.png
-- examples/catalogue.yaml --
title: Deployed
url: https://lab.example/demo/
pages: task
figures: [{image: dot.png, alt: A dot}]
models:
  ours: {name: Ours, ours: true}
  theirs: {name: Theirs}
sections:
  - title: Part
    tasks: [words.yaml, more.yaml]
-- examples/more.yaml --
title: More
output: audio
description: See [the first](#words--1).
examples:
  - audio: a.wav
    outputs: {theirs: b.wav, ours: a.wav}
"""
HURRIED = RetryPolicy(connect=2, read=1, tries=2, first_pause=0.01, longest_pause=0.01, redirects=5)
HTML = "text/html; charset=utf-8"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three pages with clips and a picture, as a build leaves it."""
    root = write(tmp_path_factory.mktemp("deployed"), PROJECT)
    assert not build(Project(root, root / "site"), Options(), lambda _: "").failed
    return root / "site"


@pytest.fixture
def site(folder: Path) -> Iterator[Deployment]:
    """The same, served as it should be."""
    with deployed(folder) as deployment:
        yield deployment


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """The same in a folder of its own."""
    return Path(shutil.copytree(folder, tmp_path / "site"))


def seen(address: str, seconds: float = 30.0, budget: int = 10**9) -> Crawled:
    return crawl(address, VisitOptions(budget=budget, patience=Patience(seconds)), retry=HURRIED)


def told(crawled: Crawled, base: str) -> list[tuple[str, str]]:
    """Codes with the files, relative to the site."""
    return [(one.code, one.place.path.removeprefix(base)) for one in crawled.problems]


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, ["check", *words])


@pytest.mark.parametrize("base", ["/", "/demo/"])
def test_a_sound_site_has_no_problem_wherever_it_stands(folder: Path, base: str) -> None:
    with deployed(folder, base) as site:
        result = run("--site", site.address, "--strict")
        named = seen(f"{site.address}index.html")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(": no problems\n")
    assert named.problems == ()


def test_a_sound_folder_has_no_problem(folder: Path) -> None:
    result = run("--site", str(folder), "--strict")
    assert (result.exit_code, result.stderr) == (0, "")


def test_every_file_of_the_manifest_is_asked_for_and_no_other_host(site: Deployment) -> None:
    seen(site.address)
    asked = {path for path, _ in site.server.requests}
    listed = json.loads(site.body("soundcase-manifest.json"))["files"]
    assert {site.path(name) for name in listed} <= asked
    assert all(headers["Host"] in site.address for _, headers in site.server.requests)


def clip(site: Deployment) -> str:
    return site.one("audio/a.*.wav")


def script(site: Deployment) -> str:
    return site.one("assets/*.js")


def other_clip(site: Deployment) -> str:
    """The clip with one byte changed far behind its beginning."""
    body = bytearray(site.body(clip(site)))
    body[20_000] ^= 1
    return site.send(clip(site), bytes(body))


def drops(site: Deployment) -> str:
    return site.put(clip(site), serves(site.body(clip(site)), cut=500))


def wrong_range(body: bytes) -> Callable[[Handler], None]:
    """A host that sends the beginning whatever part is asked for, and says otherwise."""
    whole = sends(body, Content_Type="audio/wav")

    def answer(to: Handler) -> None:
        if "Range" not in to.headers:
            whole(to)
            return
        first, _, last = to.headers["Range"].removeprefix("bytes=").partition("-")
        count = int(last or len(body) - 1) - int(first) + 1
        span = f"bytes {first}-{int(first) + count - 1}/{len(body)}"
        to.head(206, Content_Type="audio/wav", Content_Length=count, Content_Range=span)
        to.wfile.write(body[:count])

    return answer


def leaves_out(site: Deployment) -> str:
    """A page without the element that a link on another one leads to."""
    return site.edit("words.html", b'id="words--1"', b'id="words--one"') and "more.html"


def in_a_circle(site: Deployment) -> str:
    site.server.on("/demo/turn", leads(site.path(clip(site))))
    return site.put(clip(site), leads("/demo/turn"))


def from_an_old_build(site: Deployment) -> str:
    return site.edit("words.html", b"Ours", b"Ours, as it was in the build before")


def old_list(site: Deployment) -> str:
    listed = json.loads(site.body("soundcase-manifest.json"))
    listed["files"]["words.html"]["sha256"] = "0" * 64
    site.send("soundcase-manifest.json", json.dumps(listed).encode(), Age=3600)
    return "words.html"


def everything(site: Deployment) -> str:
    site.server.absent = gives(site.body("index.html"), HTML)
    return "soundcase-check"


def away(site: Deployment) -> str:
    site.server.absent = leads(site.base)
    return "soundcase-check"


def old_page_for_absent(site: Deployment) -> str:
    site.server.absent = gives(site.body("404.html").replace(b"<title>", b"<title>Old "), HTML, 404)
    return "soundcase-check"


def refuses_parts(site: Deployment) -> str:
    whole, body = sends(site.body(clip(site)), Content_Type="audio/wav"), status(416)
    return site.put(clip(site), lambda to: (body if "Range" in to.headers else whole)(to))


def all_policies(site: Deployment) -> str:
    site.every(Content_Security_Policy="default-src 'none'")
    return ""


def a_page(site: Deployment, **headers: str) -> str:
    return site.send("words.html", None, **headers)


LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 32044\n"
DEFECTS: dict[str, tuple[str, Callable[[Deployment], str]]] = {
    "a clip is missing": ("site-missing", lambda on: on.put(clip(on), status(404))),
    "a page is missing": ("site-missing", lambda on: on.put("words.html", status(410))),
    "a script is missing": ("site-missing", lambda on: on.put(script(on), status(404))),
    "a clip may not be read": ("site-refused", lambda on: on.put(clip(on), status(403))),
    "the host is out of order": ("site-refused", lambda on: on.put(script(on), status(503))),
    "a clip is a pointer of LFS": ("lfs-pointer", lambda on: on.send(clip(on), LFS)),
    "a clip is cut off": ("site-stale", lambda on: on.send(clip(on), on.body(clip(on))[:5000])),
    "a clip has other bytes": ("site-stale", other_clip),
    "a clip is empty": ("site-stale", lambda on: on.send(clip(on), b"")),
    "a page is of another build": ("site-stale", from_an_old_build),
    "the list is an old one from a cache": ("site-stale", old_list),
    "a script is compressed without saying so": (
        "site-stale",
        lambda on: on.send(script(on), gzip.compress(on.body(script(on)))),
    ),
    "the page for what is missing is old": ("site-stale", old_page_for_absent),
    "a page is not compressed as it says": ("site-incomplete", lambda on: a_page(on, Content_Encoding="gzip")),
    "a transfer breaks off": ("site-incomplete", drops),
    "a transfer has no end": (
        "site-incomplete",
        lambda on: on.put(script(on), unmeasured(b"x", chunked=True, breaks=True)),
    ),
    "the connection is closed": ("site-incomplete", lambda on: on.put(script(on), hangs_up)),
    "a script is sent as text": ("site-type", lambda on: on.send(script(on), None, Content_Type="text/plain")),
    "a clip is sent as anything": (
        "site-type",
        lambda on: on.send(clip(on), None, Content_Type="application/octet-stream"),
    ),
    "a clip is sent as another kind": (
        "site-type",
        lambda on: on.send(clip(on), None, Content_Type="audio/mpeg"),
    ),
    "a clip is compressed": ("site-ranges", lambda on: on.send(clip(on), None, Content_Encoding="gzip")),
    "a page is empty": ("site-stale", lambda on: on.send("words.html", b"")),
    "a picture is another": ("site-stale", lambda on: on.send(on.one("images/*"), on.body(clip(on)))),
    "a picture is sent as a page": (
        "site-type",
        lambda on: on.send(on.one("images/*"), None, Content_Type="text/html"),
    ),
    "a page has another charset": (
        "site-type",
        lambda on: a_page(on, Content_Type="text/html; charset=iso-8859-1"),
    ),
    "the host knows no parts": (
        "site-ranges",
        lambda on: on.put(clip(on), sends(on.body(clip(on)), Content_Type="audio/wav")),
    ),
    "the host sends the wrong part": (
        "site-ranges",
        lambda on: on.put(clip(on), wrong_range(on.body(clip(on)))),
    ),
    "the host refuses parts": ("site-ranges", refuses_parts),
    "a clip is elsewhere": (
        "site-redirect",
        lambda on: on.put(clip(on), leads("https://elsewhere.example/a.wav")),
    ),
    "a file leads in a circle": ("site-redirect", in_a_circle),
    "a page for everything": ("site-soft-404", everything),
    "what is missing leads to the first page": ("site-soft-404", away),
    "a link leads nowhere": (
        "site-link",
        lambda on: on.edit("more.html", b'href="index.html"', b'href="gone.html"'),
    ),
    "an anchor leads nowhere": ("site-link", leaves_out),
    "a link has another case": (
        "site-case",
        lambda on: on.edit("more.html", b'href="index.html"', b'href="Index.html"'),
    ),
    "scripts are forbidden": ("site-blocked", all_policies),
    "a page is saved, not shown": ("site-blocked", lambda on: a_page(on, Content_Disposition="attachment")),
    "search engines are kept away": ("site-unlisted", lambda on: a_page(on, X_Robots_Tag="noindex, nofollow")),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_planted_defect_is_found_at_its_file(site: Deployment, name: str) -> None:
    code, plant = DEFECTS[name]
    place = plant(site)
    found = told(seen(site.address), site.address)
    assert any(one == code and file.startswith(place) for one, file in found), found


FOLLOWS = {"a page is empty": ("site-link",)}
"""What else is told of a defect: an empty page has no anchors."""


@pytest.mark.parametrize("name", DEFECTS)
def test_no_defect_is_taken_for_another(site: Deployment, name: str) -> None:
    """What follows from a defect may be told too: a page that is not the one of the manifest is stale."""
    code, plant = DEFECTS[name]
    plant(site)
    found = {one for one, _ in told(seen(site.address), site.address)}
    assert found <= {code, "site-stale", *FOLLOWS.get(name, ())}, found


def test_a_site_of_another_program_is_followed_from_link_to_link(tmp_path: Path) -> None:
    pages = {
        "index.html": '<a href="two.html#b">x</a><img src="p.png" alt="">',
        "two.html": '<p id="b"><a href="three.html#c">x</a><a href="https://elsewhere.example/">y</a>',
        "three.html": '<audio src="a.mp3"></audio><a name="c"></a><a href="#gone">x</a>',
        "404.html": "<title>gone</title>",
    }
    for name, text in pages.items():
        (tmp_path / name).write_text(f"<!DOCTYPE html><title>x</title>\n{text}")
    with deployed(tmp_path) as site:
        found = told(seen(site.address), site.address)
    expected = [("site-link", "index.html"), ("site-link", "three.html"), ("site-link", "three.html")]
    assert [one for one in found if one[0] != "site-no-manifest"] == [("site-link", ""), *expected[1:]]
    assert [code for code, _ in found].count("site-no-manifest") == 1
    on_disk = told(seen(str(tmp_path)), f"{tmp_path.as_posix()}/")
    assert [one for one in on_disk if one[0] == "site-link"] == expected


def test_what_is_only_wrong_in_a_folder_is_found(copy: Path) -> None:
    (copy / "notes.txt").write_text("not part of it")
    (copy / "old" / "deep").mkdir(parents=True)
    (copy / "old" / "deep" / "a.wav").write_bytes(b"x")
    (copy / "Words.html").write_text("another case")
    (copy / ".nojekyll").touch()
    found = told(seen(str(copy)), f"{copy.as_posix()}/")
    assert found == [
        ("site-extra", "Words.html"),
        ("site-extra", "notes.txt"),
        ("site-extra", "old"),
        ("site-case", "words.html"),
    ]


def test_what_lacks_in_a_folder_is_said_without_a_host(copy: Path) -> None:
    (copy / "catalogue.json").unlink()
    (told_of,) = (one.message for one in seen(str(copy)).problems if one.code == "site-missing")
    assert told_of == "'catalogue.json' is not there"


def cut(folder: Path) -> str:
    path = min((folder / "audio").glob("a.*"))
    path.write_bytes(path.read_bytes()[:-1])
    return path.relative_to(folder).as_posix()


def replaced(folder: Path, old: str, new: str) -> str:
    page = folder / "more.html"
    page.write_text(page.read_text("utf-8").replace(old, new, 1), "utf-8")
    return "more.html"


def pointer(folder: Path) -> str:
    path = min((folder / "audio").glob("b.*"))
    path.write_bytes(LFS)
    return path.relative_to(folder).as_posix()


def without_list(folder: Path) -> str:
    (folder / MANIFEST).unlink()
    return MANIFEST


def interrupted(folder: Path) -> str:
    (folder / PENDING).touch()
    return PENDING


IN_FOLDERS: dict[str, tuple[str, Callable[[Path], str]]] = {
    "a clip is cut off": ("site-stale", cut),
    "a clip is a pointer of LFS": ("lfs-pointer", pointer),
    "a page is edited": ("site-stale", lambda on: replaced(on, "<title>", "<title>My ")),
    "a link leads nowhere": ("site-link", lambda on: replaced(on, 'href="index.html"', 'href="gone.html"')),
    "an anchor leads nowhere": ("site-link", lambda on: replaced(on, "words--1", "words--7")),
    "a link has another case": ("site-case", lambda on: replaced(on, 'href="index.html"', 'href="INDEX.html"')),
    "the list is missing": ("site-no-manifest", without_list),
    "the build was interrupted": ("site-stale", interrupted),
}


@pytest.mark.parametrize("name", IN_FOLDERS)
def test_a_planted_defect_of_a_folder_is_found_at_its_file(copy: Path, name: str) -> None:
    code, plant = IN_FOLDERS[name]
    place = plant(copy)
    assert (code, place) in told(seen(str(copy)), f"{copy.as_posix()}/")


def test_a_folder_in_which_another_site_stands_is_sound(copy: Path, folder: Path) -> None:
    shutil.copytree(folder, copy / "demos" / "one")
    assert seen(str(copy)).problems == ()


def test_a_missing_file_of_a_folder_names_the_one_in_another_case(copy: Path) -> None:
    (copy / "words.html").rename(copy / "WORDS.html")
    problems = {(one.code, one.hint) for one in seen(str(copy)).problems if one.code == "site-missing"}
    assert problems == {("site-missing", "there is 'WORDS.html': case counts")}


@pytest.mark.parametrize("plant", ["pipe", "folder", "link"])
def test_what_is_no_file_in_a_folder_is_told(copy: Path, plant: str) -> None:
    page = copy / "words.html"
    page.unlink()
    if plant == "pipe":
        os.mkfifo(page)
    elif plant == "folder":
        page.mkdir()
    else:
        page.symlink_to(copy / "nowhere")
    assert {code for code, _ in told(seen(str(copy)), "")} & {"site-missing", "site-refused"}


def test_pages_deployed_below_another_path_than_they_say_are_told(folder: Path) -> None:
    with deployed(folder, "/another/") as site:
        found = seen(site.address)
    assert [one.code for one in found.problems] == ["site-elsewhere"]
    assert "'https://lab.example/demo/'" in found.problems[0].message


def test_what_moved_to_another_host_is_not_followed(site: Deployment) -> None:
    site.put("index.html", leads("https://elsewhere.example/demo/"))
    found = seen(site.address)
    assert [one.code for one in found.problems] == ["site-redirect"]
    assert "another host: 'https://elsewhere.example/demo/'" in found.problems[0].message


def test_an_address_without_its_closing_slash_is_told(site: Deployment) -> None:
    site.server.on("/demo", gives(site.body("index.html"), HTML))
    assert ("site-link", "") in told(seen(site.address.rstrip("/")), site.address)
    site.server.on("/demo", leads("/demo/"))
    assert seen(site.address.rstrip("/")).problems == ()


@pytest.mark.parametrize(
    ("name", "value", "frames"),
    [
        ("Content_Security_Policy", "default-src 'self'; img-src *", True),
        ("Content_Security_Policy", "frame-ancestors 'none'", False),
        ("X_Frame_Options", "DENY", False),
    ],
)
def test_what_others_may_show_has_to_be_let_out(site: Deployment, name: str, value: str, frames: bool) -> None:
    site.every(**{name: value})
    found = told(seen(site.address), site.address)
    assert [(code, file.partition("/")[0]) for code, file in found] == [("site-blocked", "embed")] * (
        not frames
    )


def test_robots_txt_of_the_host_counts(site: Deployment) -> None:
    site.server.on("/robots.txt", gives(b"User-agent: *\nDisallow: /demo/\n", "text/plain"))
    assert [one.code for one in seen(site.address).problems] == ["site-unlisted"]


def test_a_host_may_keep_to_itself_what_is_said_to_it(site: Deployment) -> None:
    site.put(".nojekyll", status(404))
    assert seen(site.address).problems == ()


def test_a_whole_site_of_another_build_is_told_where_one_is_named(site: Deployment, tmp_path: Path) -> None:
    newer = write(tmp_path / "newer", PROJECT.replace("title: Deployed", "title: Deployed again"))
    assert not build(Project(newer, newer / "site"), Options(), lambda _: "").failed
    assert run("--site", site.address, "-o", str(site.folder)).exit_code == 0
    result = run("--site", site.address, "-C", str(newer))
    assert (result.exit_code, result.stderr.count("site-stale")) == (1, 1)
    assert "the site is of another build" in result.stderr
    assert run("--site", site.address, "-o", str(tmp_path)).exit_code == 2


def test_the_rest_of_a_site_is_looked_at_without_its_first_page(site: Deployment) -> None:
    site.put("index.html", status(404))
    site.put(clip(site), status(404))
    missing = [file for code, file in told(seen(site.address), site.address) if code == "site-missing"]
    assert missing == [clip(site), "index.html"]


@pytest.mark.parametrize(
    ("body", "code"), [(b'{"format": "soundcase-man', "site-stale"), (b"[]", "site-stale"), (LFS, "site-stale")]
)
def test_a_list_that_is_none_is_told(site: Deployment, body: bytes, code: str) -> None:
    site.send("soundcase-manifest.json", body)
    assert told(seen(site.address), site.address) == [(code, "soundcase-manifest.json")]


@pytest.mark.parametrize(
    ("here", "target", "upgrade", "there"),
    [
        ("http://a.example/x", "https://a.example/x", True, "https://a.example/x"),
        ("http://a.example/x", "https://a.example/x", False, "leads to https://"),
        ("https://a.example/x", "http://a.example/x", True, "leads to http://"),
        ("https://a.example/x", "//b.example/x", True, "leads to another host"),
        ("https://a.example/x", "https://a.example:443/y#z", False, "https://a.example/y"),
        ("https://a.example/x", "ftp://a.example/x", False, "leads to ftp://"),
    ],
)
def test_redirects_stay_on_the_host_and_encrypted(here: str, target: str, upgrade: bool, there: str) -> None:
    try:
        found = redirected(here, target, upgrade=upgrade).replace(":443", "")
    except PermanentError as error:
        found = error.fault.message
    assert there in found


def test_what_a_page_loads_without_encryption_is_told() -> None:
    page = b'<img src="http://b.example/a.png"><a href="http://b.example/">x</a><img src="//b.example/c.png">'
    order = Order("")

    class Encrypted:
        base, remote = "https://a.example/", True

        def ask(self, order: Order) -> Reply:
            gives = page if order.url == "" else None
            return Reply(order=order, status=200 if gives else 404, final=f"{self.base}{order.url}", body=gives)

        def where(self, url: str) -> str:
            return self.base + url

    found = list(insecure(visit(Encrypted(), VisitOptions())))
    assert [(one.code, one.url, one.column) for one in found] == [("site-blocked", order.url, 1)]


POLICIES = [
    ("default-src 'self'", 0),
    ("default-src 'none'; script-src 'self'; style-src *; img-src https:; media-src lab.example", 0),
    ("script-src 'self' 'unsafe-inline', default-src 'none'", 4),
    ("script-src 'none'", 1),
    ("script-src", 1),
    ("sandbox", 1),
    ("sandbox allow-scripts; media-src https://cdn.example", 1),
    ("img-src *.example; media-src https://lab.example:444", 1),
    ("upgrade-insecure-requests; frame-ancestors 'none'", 0),
    ("", 0),
]


@pytest.mark.parametrize(("policy", "harms"), POLICIES)
def test_a_policy_harms_what_it_does_not_let_in(policy: str, harms: int) -> None:
    assert len(list(blocked_by(policy, "https://lab.example/demo/"))) == harms


def test_a_busy_host_is_asked_again(site: Deployment) -> None:
    name = script(site)
    site.put(name, status(503, Retry_After=0), gives(site.body(name), "text/javascript"))
    assert seen(site.address).problems == ()


def test_a_host_that_sends_a_byte_now_and_then_holds_nobody_up(site: Deployment) -> None:
    def drips(to: Handler) -> None:
        to.head(200, Content_Type="text/javascript", Content_Length=10**9)
        while not to.odd.gate.wait(0.05):
            to.wfile.write(b"x")
            to.wfile.flush()

    site.put(script(site), drips)
    found = seen(site.address, seconds=1.0)
    assert told(found, site.address) == [("site-incomplete", script(site))]
    assert "takes too long" in found.problems[0].message


def test_no_more_is_read_than_a_file_should_have(site: Deployment) -> None:
    """A host that sends without an end in place of a script, a clip and a page."""

    def endless(to: Handler) -> None:
        to.head(206 if "Range" in to.headers else 200, Content_Range=f"bytes 0-{10**15}/{10**15 + 1}")
        with suppress(OSError):
            while True:
                to.wfile.write(b"x" * 65536)

    for name in (script(site), clip(site), "words.html"):
        site.put(name, endless)
    assert {code for code, _ in told(seen(site.address, seconds=20), site.address)} >= {"site-stale"}


HOSTILE = {
    "no status line": b"nonsense\r\n\r\n",
    "a header without an end": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000,
    "too many headers": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
    "a length that is none": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello",
    "a location that is none": b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
    "a status out of range": b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
    "a chunk of no size": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
    "a part of nothing": b"HTTP/1.1 206 Partial\r\nContent-Range: bytes 9-1/*\r\nContent-Length: 0\r\n\r\n",
    "bytes as header": b"HTTP/1.1 200 OK\r\nContent-Type: \xff\xfe\x1b[31m\r\nContent-Length: 2\r\n\r\nhi",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_host_says_ends_in_problems(site: Deployment, name: str) -> None:
    def says(to: Handler) -> None:
        to.wfile.write(HOSTILE[name])
        to.hang_up()

    for file in (script(site), clip(site), "words.html", "soundcase-manifest.json"):
        site.put(file, says)
    found = seen(site.address)
    assert any(one.code.startswith("site-") for one in found.problems)
    assert "\x1b" not in "".join(f"{one.message}{one.hint}" for one in found.problems)
    site.put("index.html", says)
    assert seen(site.address).problems


@pytest.mark.parametrize(
    "text",
    [
        "<![" * 5000,
        "<a href='" + "x" * 100_000,
        "<!--" * 20_000,
        "<a href='http://[::1'>",
        "<p id='a' " * 20_000,
        "\0\xff",
    ],
    ids=["sections", "quote", "comments", "address", "attributes", "bytes"],
)
def test_whatever_a_page_says_ends_in_problems(site: Deployment, text: str) -> None:
    site.send("words.html", text.encode("latin-1"))
    site.send("index.html", text.encode("latin-1"))
    assert {code for code, _ in told(seen(site.address), site.address)} >= {"site-stale"}


def test_a_host_that_is_not_there_is_asked_no_longer_than_needed() -> None:
    with odd_server() as server:
        address = server.address
    found = seen(f"{address}/demo/")
    assert [one.code for one in found.problems] == ["site-unreachable"]


def test_a_host_that_falls_silent_is_asked_no_longer_than_needed(site: Deployment) -> None:
    for path in site.folder.rglob("*"):
        name = path.relative_to(site.folder).as_posix()
        if path.is_file() and name not in ("index.html", "soundcase-manifest.json"):
            site.put(name, hangs_up)
    found = seen(site.address)
    assert "were not asked for, since the host did not answer any more" in found.summary
    assert [one.code for one in found.problems].count("site-incomplete") < 25


def test_what_is_over_the_limit_is_looked_at_in_part(site: Deployment) -> None:
    found = seen(site.address, budget=1)
    assert (found.problems, "of them only in part" in found.summary) == ((), True)
    site.send(clip(site), LFS)
    site.put(site.one("audio/b.*.wav"), status(404))
    assert {code for code, _ in told(seen(site.address, budget=1), "")} == {"lfs-pointer", "site-missing"}


@pytest.mark.parametrize(
    "words", [["--site", "nowhere"], ["--site", "http://[::1"], ["--site", ".", "--audio", "x"]]
)
def test_what_is_no_site_is_wrong_usage(words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_programs_get_problems_with_their_addresses(site: Deployment) -> None:
    site.edit("more.html", b'href="index.html"', b'href="gone.html"')
    result = run("--site", site.address, "--format", "json")
    (link,) = (one for one in json.loads(result.stdout) if one["code"] == "site-link")
    assert (result.exit_code, link["path"]) == (1, f"{site.address}more.html")
    assert link["line"] > 1
    shown = run("--site", site.address, "--format", "github").stdout
    assert f"::error file={site.address.replace(':', '%3A')}more.html,line=" in shown


def test_every_code_of_sites_is_shown_by_a_test() -> None:
    tests = Path(__file__).read_text("utf-8")
    assert [code.name for code in SITES if f'"{code.name}"' not in tests] == []
