"""Publishing: whole pages at every moment, nothing of others touched, nothing of ours left behind."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish_crashes import OPERATIONS, site_of
from soundcase.publishing import build_fingerprint, manifest, placement
from soundcase.publishing.file_signatures import signature
from soundcase.publishing.manifest import MANIFEST, PENDING, TEMPORARY
from soundcase.publishing.output_guard import refusal
from soundcase.publishing.placement import Copy, Payload
from soundcase.publishing.publish import Published, Site, publish

CRASHES = Path(__file__).with_name("publish_crashes.py")


def tree(folder: Path) -> dict[str, bytes]:
    """Files (with their content), links (with their target) and folders (with a slash), by relative path."""
    return {
        path.relative_to(folder).as_posix() + "/" * _is_folder(path): _content(path)
        for path in folder.rglob("*")
    }


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _content(path: Path) -> bytes:
    if path.is_symlink():
        return os.fsencode(path.readlink())
    return b"" if path.is_dir() else path.read_bytes()


def page(*references: str, text: str = "") -> bytes:
    return "".join(f'<a href="{reference}">' for reference in references).encode() + text.encode()


def copy_of(path: Path) -> Copy:
    content = path.read_bytes()
    return Copy(path, hashlib.sha256(content).hexdigest(), len(content))


def only_fault(published: Published) -> tuple[str, str]:
    (fault,) = published.faults
    return fault.code, fault.message


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "project" / "site"


SMALL = Site(
    {"audio/a.1.wav": b"first", "assets/style.1.css": b"body{}"},
    {"index.html": page("audio/a.1.wav"), "404.html": page("index.html"), "tasks/one/index.html": page()},
)


# The result


def test_a_new_folder_receives_exactly_the_site_and_its_manifest(output: Path) -> None:
    published = publish(SMALL, output)
    expected = {**SMALL.assets, **SMALL.pages}
    found = {name: content for name, content in tree(output).items() if not name.endswith("/")}
    assert {name: content for name, content in found.items() if name != MANIFEST} == expected
    assert published.faults == ()
    assert sorted(published.written) == sorted(expected)
    assert published.bytes_written == sum(map(len, SMALL.assets.values())) + sum(map(len, SMALL.pages.values()))  # type: ignore[arg-type]


def test_assets_come_before_pages_and_the_front_page_last(output: Path) -> None:
    written = publish(SMALL, output).written
    assert written[:2] == ("assets/style.1.css", "audio/a.1.wav")
    assert written[-1] == "index.html"


def test_new_pages_come_before_replaced_ones(output: Path) -> None:
    publish(Site({}, {"a.html": b"old", "index.html": b"old"}), output)
    new = Site({}, {"a.html": b"new", "b.html": b"new", "index.html": b"new"})
    assert publish(new, output).written == ("b.html", "a.html", "index.html")


def test_the_manifest_lists_sizes_and_digests_and_nothing_of_the_machine(output: Path, tmp_path: Path) -> None:
    publish(SMALL, output)
    publish(SMALL, tmp_path / "elsewhere")
    text = (output / MANIFEST).read_text(encoding="utf-8")
    assert text == (tmp_path / "elsewhere" / MANIFEST).read_text(encoding="utf-8")
    listed = json.loads(text)["files"]
    assert list(listed) == sorted({**SMALL.assets, **SMALL.pages})
    assert listed["audio/a.1.wav"] == {"size": 5, "sha256": hashlib.sha256(b"first").hexdigest(), "page": False}
    assert str(tmp_path) not in text


def test_the_manifest_does_not_depend_on_the_order_of_the_site(output: Path, tmp_path: Path) -> None:
    publish(SMALL, output)
    reversed_site = Site(
        dict(sorted(SMALL.assets.items(), reverse=True)), dict(sorted(SMALL.pages.items(), reverse=True))
    )
    publish(reversed_site, tmp_path / "other")
    assert tree(output) == tree(tmp_path / "other")


def test_nothing_is_written_when_nothing_changed(output: Path) -> None:
    publish(SMALL, output)
    before = {path: signature(path.lstat()) for path in (output, *output.rglob("*"))}
    published = publish(SMALL, output)
    assert {path: signature(path.lstat()) for path in (output, *output.rglob("*"))} == before
    assert (published.written, published.pruned, published.bytes_written) == ((), (), 0)
    assert sorted(published.kept) == sorted({**SMALL.assets, **SMALL.pages})


def test_unchanged_files_keep_their_times_when_others_change(output: Path) -> None:
    publish(SMALL, output)
    kept = ["audio/a.1.wav", "404.html"]
    before = [signature((output / url).lstat()) for url in kept]
    publish(Site(SMALL.assets, {**SMALL.pages, "index.html": b"new"}), output)
    assert [signature((output / url).lstat()) for url in kept] == before


def test_files_and_folders_that_the_site_lost_are_pruned_pages_first(output: Path) -> None:
    publish(SMALL, output)
    published = publish(Site({}, {"index.html": b"new"}), output)
    assert published.pruned == ("404.html", "tasks/one/index.html", "assets/style.1.css", "audio/a.1.wav")
    assert sorted(tree(output)) == ["index.html", MANIFEST]


def test_modes_are_those_of_a_published_file_whatever_the_source_has(output: Path, tmp_path: Path) -> None:
    source = tmp_path / "clip.wav"
    source.write_bytes(b"x")
    source.chmod(0o600)
    before = os.umask(0o022)
    publish(Site({"audio/clip.wav": copy_of(source)}, {"index.html": b""}), output)
    os.umask(before)
    modes = [
        stat.S_IMODE((output / name).stat().st_mode) for name in ("audio/clip.wav", "index.html", "audio", "")
    ]
    assert modes == [0o644, 0o644, 0o755, 0o755]


# Copies


@pytest.mark.parametrize("in_kernel", [True, False])
@pytest.mark.parametrize("size", [0, 1, 3_000_000])
def test_copies_are_whole_with_and_without_the_help_of_the_kernel(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, in_kernel: bool
) -> None:
    if not in_kernel:
        monkeypatch.delattr(os, "copy_file_range")
    source = tmp_path / "clip.wav"
    source.write_bytes(os.urandom(size))
    assert publish(Site({"audio/clip.wav": copy_of(source)}, {}), output).faults == ()
    assert (output / "audio/clip.wav").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("reason", [errno.EXDEV, errno.ENOSYS, errno.EOPNOTSUPP])
def test_copies_are_streamed_where_the_kernel_refuses(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(os, "copy_file_range", refuse)
    source = tmp_path / "clip.wav"
    source.write_bytes(b"sound")
    assert publish(Site({"audio/clip.wav": copy_of(source)}, {}), output).faults == ()
    assert (output / "audio/clip.wav").read_bytes() == b"sound"


def test_copies_are_streamed_where_the_kernel_pretends_to_copy(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "copy_file_range", lambda *_: 0)
    source = tmp_path / "clip.wav"
    source.write_bytes(b"sound")
    assert publish(Site({"audio/clip.wav": copy_of(source)}, {}), output).faults == ()
    assert (output / "audio/clip.wav").read_bytes() == b"sound"


@pytest.mark.parametrize("change", ["other", "longer than it was", "", None, "folder", "fifo"])
def test_a_source_that_changed_since_it_was_probed_is_named_and_not_published(
    output: Path, change: str | None
) -> None:
    publish(SMALL, output)
    before = tree(output)
    root = output.parent
    source = root / "data" / "audio" / "clip.wav"
    source.parent.mkdir(parents=True)
    source.write_bytes(b"sound")
    probed = copy_of(source)
    source.unlink()
    match change:
        case "folder":
            source.mkdir()
        case "fifo":
            os.mkfifo(source)
        case str():
            source.write_text(change, encoding="utf-8")
    published = publish(
        Site({"audio/clip.wav": probed}, {"index.html": page("audio/clip.wav")}), output, root=root
    )
    message = "'data/audio/clip.wav' changed or disappeared while the site was being built"
    assert only_fault(published) == ("cannot-write", message)
    assert {name: content for name, content in tree(output).items() if name in before} == before
    assert "audio/clip.wav" not in tree(output)


def test_a_source_that_vanished_does_not_matter_when_its_copy_already_stands(
    output: Path, tmp_path: Path
) -> None:
    source = tmp_path / "clip.wav"
    source.write_bytes(b"sound")
    site = Site({"audio/clip.wav": copy_of(source)}, {})
    publish(site, output)
    source.unlink()
    assert publish(site, output).kept == ("audio/clip.wav",)


# What users do to the output


@pytest.mark.parametrize("url", ["audio/a.1.wav", "index.html", MANIFEST])
@pytest.mark.parametrize("damage", ["other content", "same size", "cut", "link"])
def test_a_file_that_was_changed_is_restored(output: Path, url: str, damage: str, tmp_path: Path) -> None:
    publish(SMALL, output)
    whole = tree(output)
    path = output / url
    content = path.read_bytes()
    path.unlink()
    match damage:
        case "other content":
            path.write_bytes(content + b"!")
        case "same size":
            path.write_bytes(content[:-1] + b"\x00")
        case "cut":
            path.write_bytes(content[: len(content) // 2])
        case "link":
            path.symlink_to(tmp_path / "victim")
            (tmp_path / "victim").write_bytes(b"mine")
    assert publish(SMALL, output).faults == ()
    assert tree(output) == whole
    assert not path.is_symlink()
    if damage == "link":
        assert (tmp_path / "victim").read_bytes() == b"mine"


@pytest.mark.parametrize("url", ["audio/a.1.wav", "404.html", "tasks/one/index.html"])
def test_a_file_that_was_deleted_is_restored(output: Path, url: str) -> None:
    publish(SMALL, output)
    whole = tree(output)
    (output / url).unlink()
    assert publish(SMALL, output).written == (url,)
    assert tree(output) == whole


def test_a_folder_that_lost_its_manifest_is_refused_like_any_other(output: Path) -> None:
    publish(SMALL, output)
    (output / MANIFEST).unlink()
    assert only_fault(publish(SMALL, output))[0] == "output-not-ours"


def test_known_signatures_spare_reading_but_never_hide_a_change(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(SMALL, output)
    urls = [*SMALL.assets, *SMALL.pages]
    known = {url: signature((output / url).lstat()) for url in urls}
    (output / "audio/a.1.wav").write_bytes(b"FIRST")
    opened: list[str] = []
    real = Path.open

    def opening(path: Path, *args: Any, **options: Any) -> Any:
        opened.append(path.name)
        return real(path, *args, **options)

    monkeypatch.setattr(Path, "open", opening)
    assert publish(SMALL, output, known=known).written == ("audio/a.1.wav",)
    assert "a.1.wav" in opened
    assert not {"style.1.css", "404.html"} & set(opened)
    assert (output / "audio/a.1.wav").read_bytes() == b"first"


def test_the_signature_of_a_link_is_never_good_enough(output: Path, tmp_path: Path) -> None:
    publish(SMALL, output)
    path = output / "audio/a.1.wav"
    path.rename(tmp_path / "moved.wav")
    path.symlink_to(tmp_path / "moved.wav")
    known = {"audio/a.1.wav": signature(path.lstat())}
    assert publish(SMALL, output, known=known).written == ("audio/a.1.wav",)
    assert not path.is_symlink()


def test_known_signatures_do_not_count_for_a_site_with_other_content(output: Path) -> None:
    publish(SMALL, output)
    known = {url: signature((output / url).lstat()) for url in SMALL.assets}
    changed = Site({**SMALL.assets, "audio/a.1.wav": b"FIRST"}, SMALL.pages)
    assert publish(changed, output, known=known).written == ("audio/a.1.wav",)


# What is not ours


def test_foreign_files_in_our_folder_are_kept(output: Path) -> None:
    publish(SMALL, output)
    foreign = {"CNAME": b"demo.example", "audio/mine.wav": b"mine", "tasks/one/notes.txt": b"notes"}
    for name, content in foreign.items():
        (output / name).write_bytes(content)
    (output / "empty").mkdir()
    publish(Site({}, {"index.html": b"new"}), output)
    files = tree(output)
    assert {name: files[name] for name in foreign} == foreign
    assert sorted(files) == sorted(
        [MANIFEST, "index.html", "empty/", "audio/", "tasks/", "tasks/one/", *foreign]
    )


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "index.html", "folder/"])
def test_a_folder_with_other_files_is_refused_untouched(output: Path, name: str) -> None:
    (output / name).parent.mkdir(parents=True)
    if name.endswith("/"):
        (output / name).mkdir()
    else:
        (output / name).write_bytes(b"mine")
    before = tree(output)
    code, message = only_fault(publish(SMALL, output, root=output.parent))
    assert code == "output-not-ours"
    assert message == f"'site' holds files that no earlier build made, e.g. '{name.rstrip('/')}'"
    assert tree(output) == before


HARMLESS = (
    *(".git", ".gitattributes", ".gitignore", ".gitkeep", ".keep"),
    *(".DS_Store", "Thumbs.db", "desktop.ini", ".nojekyll", "CNAME"),
)


@pytest.mark.parametrize("name", HARMLESS)
def test_a_folder_with_only_version_control_litter_or_settings_is_taken_and_they_stay(
    output: Path, name: str
) -> None:
    output.mkdir(parents=True)
    (output / name).write_bytes(b"mine")
    publish(SMALL, output.with_name("other"))
    for site in (SMALL, Site({}, {"index.html": b"other"}), SMALL):
        assert publish(site, output).faults == ()
        assert (output / name).read_bytes() == b"mine"
    assert tree(output) == tree(output.with_name("other")) | {name: b"mine"}


def test_the_file_that_turns_jekyll_off_may_be_there_already(output: Path) -> None:
    """A branch that GitHub publishes usually holds it."""
    output.mkdir(parents=True)
    (output / ".nojekyll").touch()
    assert publish(Site({}, {".nojekyll": b"", "index.html": b"x"}), output, root=output.parent).faults == ()


def test_a_foreign_file_in_the_place_of_a_page_is_refused_before_anything_is_written(output: Path) -> None:
    publish(Site({}, {"index.html": b"old"}), output)
    (output / "404.html").write_bytes(b"mine")
    before = tree(output)
    assert only_fault(publish(SMALL, output, root=output.parent)) == (
        "output-not-ours",
        "'site/404.html' is a file that no build made, and the site needs this place",
    )
    assert tree(output) == before


@pytest.mark.parametrize("place", ["404.html", "audio", "tasks", "tasks/one"])
@pytest.mark.parametrize("kind", ["folder", "file", "link", "broken link"])
def test_whatever_stands_in_the_way_is_refused_before_anything_is_written(
    output: Path, tmp_path: Path, place: str, kind: str
) -> None:
    publish(Site({}, {"index.html": b"old"}), output)
    path = output / place
    path.parent.mkdir(exist_ok=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    match kind:
        case "folder":
            path.mkdir()
        case "file":
            path.write_bytes(b"mine")
        case "link":
            path.symlink_to(elsewhere)
        case _:
            path.symlink_to(tmp_path / "nowhere")
    before = tree(output)
    published = publish(SMALL, output)
    if kind == "folder" and place != "404.html":
        assert published.faults == ()
        return
    assert only_fault(published)[0] == "output-not-ours"
    assert tree(output) == before
    assert list(elsewhere.iterdir()) == []


def test_a_folder_replaced_by_a_link_is_not_pruned_through(output: Path, tmp_path: Path) -> None:
    publish(SMALL, output)
    shutil.move(output / "audio", tmp_path / "mine")
    (output / "audio").symlink_to(tmp_path / "mine")
    assert publish(Site({}, {"index.html": b"new"}), output).faults == ()
    assert (tmp_path / "mine" / "a.1.wav").read_bytes() == b"first"
    assert (output / "audio").is_symlink()


def test_an_output_that_is_a_file_or_a_broken_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert only_fault(publish(SMALL, tmp_path / "file", root=tmp_path)) == (
        "output-not-ours",
        "'file' is not a folder",
    )
    assert only_fault(publish(SMALL, tmp_path / "link", root=tmp_path)) == (
        "output-not-ours",
        "'link' is a link that leads nowhere",
    )
    assert (tmp_path / "file").read_bytes() == b"mine"


@pytest.mark.parametrize("root", [True, False])
def test_an_output_that_is_a_link_to_itself_is_refused(tmp_path: Path, root: bool) -> None:
    (tmp_path / "site").symlink_to("site")
    assert (
        only_fault(publish(SMALL, tmp_path / "site", root=tmp_path if root else None))[0] == "output-not-ours"
    )


@pytest.mark.parametrize("question", ["lstat", "stat", "scandir", "listdir"])
def test_a_folder_that_cannot_be_looked_into_is_a_fault(
    output: Path, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    publish(SMALL, output)
    real = getattr(os, question)

    def refuse(path: Any, *args: Any, **options: Any) -> Any:
        if "site" in str(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, question, refuse)
        published = publish(SMALL, output, root=output.parent)
    assert {fault.message for fault in published.faults} <= {"cannot write 'site': permission denied"}
    assert published.written == ()


def test_an_output_that_is_a_link_to_a_folder_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert publish(SMALL, tmp_path / "link").faults == ()
    assert (tmp_path / "real" / "index.html").exists()


@pytest.mark.parametrize(
    "where", [".", "..", "data", "data/audio", "examples/site", "templates", "src/x", ".git/x"]
)
def test_an_output_among_the_sources_is_refused(tmp_path: Path, where: str) -> None:
    root = tmp_path / "project"
    for name in ("examples", "data/audio", "src"):
        (root / name).mkdir(parents=True)
    before = tree(tmp_path)
    assert only_fault(publish(SMALL, root / where, root=root))[0] == "output-overlaps"
    assert tree(tmp_path) == before


def test_an_output_that_holds_a_linked_source_folder_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "store" / "audio").mkdir(parents=True)
    (root / "data").symlink_to(tmp_path / "store")
    assert only_fault(publish(SMALL, tmp_path / "store" / "audio", root=root))[0] == "output-overlaps"
    (tmp_path / "alias").symlink_to(root / "data")
    assert only_fault(publish(SMALL, tmp_path / "alias", root=root))[0] == "output-overlaps"


@pytest.mark.parametrize("where", ["site", "build/site", "docs", "../elsewhere", "data-site"])
def test_other_folders_are_accepted(tmp_path: Path, where: str) -> None:
    root = tmp_path / "project"
    (root / "data").mkdir(parents=True)
    assert refusal(root / where, root) is None
    assert publish(SMALL, root / where, root=root).faults == ()


# Addresses


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/a",
        "a/",
        "a//b",
        "../a",
        "a/../b",
        "./a",
        "a\\b",
        "a\0b",
        "a\nb",
        "c:/a",
        "a" * 256,
        MANIFEST,
        PENDING,
        "audio/.soundcase-1-2.part",
    ],
)
def test_an_address_that_no_site_can_have_is_a_bug(output: Path, url: str) -> None:
    with pytest.raises(ValueError, match=r"not an address inside a site|keeps for itself"):
        publish(Site({url: b""}, {}), output)
    assert not output.exists()


@pytest.mark.parametrize(
    ("urls", "message"),
    [
        (("a.html", "A.html"), "differ only by case"),
        (("x/a.html", "X/b.html"), "differ only by case"),
        (("a", "a/b"), "both a file and a folder"),
        (("A", "a/b"), "both a file and a folder"),
    ],
)
def test_addresses_that_clash_are_a_bug(output: Path, urls: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        publish(Site({}, dict.fromkeys(urls, b"")), output)


def test_one_address_for_an_asset_and_a_page_is_a_bug(output: Path) -> None:
    with pytest.raises(ValueError, match="both an asset and a page"):
        publish(Site({"a": b""}, {"a": b""}), output)


def test_a_page_renamed_by_case_survives_where_the_file_system_ignores_case(output: Path) -> None:
    publish(Site({}, {"Task.html": b"same"}), output)
    os.link(output / "Task.html", output / "task.html")  # what such a file system shows
    assert publish(Site({}, {"task.html": b"same"}), output).pruned == ()
    assert (output / "task.html").read_bytes() == b"same"


# Our own lists


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"format": "soundcase-manifest/9", "files": {}}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": "soundcase-manifest/1", "files": {"../../victim": {"size": 1, "sha256": "%s", '
        b'"page": true}}}' % (b"0" * 64),
    ],
)
@pytest.mark.parametrize("name", [MANIFEST, PENDING])
def test_a_damaged_list_is_replaced_and_deletes_nothing(output: Path, name: str, content: bytes) -> None:
    publish(SMALL, output)
    whole = tree(output)
    victim = output.parent / "victim"
    victim.write_bytes(b"mine")
    (output / "mine.txt").write_bytes(b"mine")
    (output / name).write_bytes(content)
    published = publish(SMALL, output)
    assert (published.faults, published.pruned) == ((), ())
    assert tree(output) == {**whole, "mine.txt": b"mine"}
    assert victim.read_bytes() == b"mine"


def test_a_link_to_another_manifest_says_nothing_about_this_folder(output: Path, tmp_path: Path) -> None:
    publish(Site({"mine.txt": b"theirs"}, {}), tmp_path / "other")
    publish(SMALL, output)
    whole = tree(output)
    (output / "mine.txt").write_bytes(b"mine")
    (output / MANIFEST).unlink()
    (output / MANIFEST).symlink_to(tmp_path / "other" / MANIFEST)
    published = publish(SMALL, output)
    assert (published.faults, published.pruned) == ((), ())
    assert tree(output) == {**whole, "mine.txt": b"mine"}


def test_a_crash_before_the_first_manifest_leaves_a_folder_that_is_ours(output: Path) -> None:
    output.mkdir(parents=True)
    (output / ".soundcase-77-0.part").write_bytes(b"half")
    assert publish(SMALL, output).faults == ()
    assert not any(TEMPORARY.fullmatch(path.name) for path in output.rglob("*"))


def test_only_temporary_files_of_our_own_are_swept(output: Path) -> None:
    publish(SMALL, output)
    names = ["audio/.soundcase-1-2.part", "audio/.soundcase-notes.part", "audio/x.part"]
    for name in names:
        (output / name).write_bytes(b"")
    publish(SMALL, output)
    assert [name for name in names if (output / name).exists()] == names[1:]


# The system refuses


def published_versions(old: Site, new: Site, output: Path) -> None:
    """Every page is its old or its new self, and every asset it refers to is there and whole."""
    assets = {**old.assets, **new.assets}
    for path in output.rglob("*.html"):
        url = path.relative_to(output).as_posix()
        content = path.read_bytes()
        assert content in (old.pages.get(url), new.pages.get(url)), url
        for reference in re.findall(r'href="([^"]+)"', content.decode()):
            assert (output / reference).is_file(), (url, reference)
            if reference in assets:
                payload: Payload = assets[reference]
                whole = Path(payload.source).read_bytes() if isinstance(payload, Copy) else payload
                assert (output / reference).read_bytes() == whole, (url, reference)


OLD = {
    "assets": {
        "audio/a.1.wav": "first",
        "copied/b.1.wav": "bee" * 9,
        "assets/style.1.css": "body{}",
        "gone/x.css": "x",
    },
    "pages": {
        "index.html": page("audio/a.1.wav", "assets/style.1.css", text="old").decode(),
        "old.html": page("audio/a.1.wav", "copied/b.1.wav", "gone/x.css").decode(),
        "tasks/one.html": page("copied/b.1.wav", text="old").decode(),
    },
}
NEW = {
    "assets": {
        "audio/a.2.wav": "second",
        "copied/b.1.wav": "bee" * 9,
        "copied/c.1.wav": "sea" * 9,
        "assets/style.2.css": "p{}",
    },
    "pages": {
        "index.html": page("audio/a.2.wav", "assets/style.2.css", text="new").decode(),
        "new/index.html": page("copied/c.1.wav", "audio/a.2.wav").decode(),
        "tasks/one.html": page("copied/b.1.wav", "copied/c.1.wav", text="new").decode(),
    },
}
EMPTY: dict[str, dict[str, str]] = {"assets": {}, "pages": {}}


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize(
    "operation", ["open", "write", "copy_file_range", "replace", "unlink", "mkdir", "fsync"]
)
def test_what_the_system_refuses_is_a_fault_and_the_site_stays_whole(
    tmp_path: Path, output: Path, monkeypatch: pytest.MonkeyPatch, operation: str, reason: int
) -> None:
    old, new = site_of(OLD, tmp_path), site_of(NEW, tmp_path)
    real = getattr(os, operation)
    for at in range(1, 100):
        shutil.rmtree(output, ignore_errors=True)
        publish(old, output)
        calls = 0

        def refusing(*args: Any, limit: int = at, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls >= limit:
                raise OSError(reason, os.strerror(reason), None)
            return real(*args, **options)

        with monkeypatch.context() as patch:
            patch.setattr(os, operation, refusing)
            published = publish(new, output)
        published_versions(old, new, output)
        if not published.faults:
            break
        assert only_fault(published)[0] == "cannot-write"
        left = [path for path in output.rglob("*") if TEMPORARY.fullmatch(path.name)]
        assert operation == "unlink" or not left
        assert publish(new, output).faults == ()
        fresh = tmp_path / "fresh"
        publish(new, fresh)
        assert tree(output) == tree(fresh)
    assert 1 < at < 99


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your quota on this disk is used up"),
        (errno.EROFS, "the file system is read-only"),
        (errno.EACCES, "permission denied"),
        (errno.EIO, "input/output error"),
    ],
)
def test_what_the_system_refuses_is_said_in_plain_words(
    output: Path, monkeypatch: pytest.MonkeyPatch, reason: int, words: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(os, "fsync", refuse)
    message = f"cannot write 'site/{PENDING}': {words}"
    assert only_fault(publish(SMALL, output, root=output.parent)) == ("cannot-write", message)


def test_a_full_disk_is_named_in_plain_words_and_no_page_changes(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(SMALL, output)
    real = os.write
    room = 200

    def write(descriptor: int, content: Any) -> int:
        nonlocal room
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        done = real(descriptor, content[:room])
        room -= done
        return done

    monkeypatch.setattr(os, "write", write)
    new = Site(SMALL.assets, {url: bytes(300) for url in SMALL.pages})
    published = publish(new, output, root=output.parent)
    assert only_fault(published)[0] == "cannot-write"
    assert "the disk is full" in only_fault(published)[1]
    assert published.written == ()
    assert {url: (output / url).read_bytes() for url in SMALL.pages} == SMALL.pages


def test_a_real_limit_on_file_sizes_is_survived(output: Path) -> None:
    publish(SMALL, output)
    before = {url: (output / url).read_bytes() for url in SMALL.pages}
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from soundcase.publishing.publish import Site, publish\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "site = Site({'audio/big.wav': bytes(9000)}, {'index.html': b'new'})\n"
        "print(publish(site, Path(sys.argv[1])).faults[0].message)"
    )
    done = subprocess.run([sys.executable, "-c", script, output], capture_output=True, text=True, check=True)
    assert (
        done.stdout.strip()
        == f"cannot write '{output}/audio/big.wav': the file would be larger than allowed here"
    )
    assert {url: (output / url).read_bytes() for url in SMALL.pages} == before
    assert not any(TEMPORARY.fullmatch(path.name) for path in output.rglob("*"))


# Killed at any moment


TRANSITIONS = pytest.mark.parametrize(("before", "after"), [(EMPTY, NEW), (OLD, NEW), (NEW, OLD), (OLD, EMPTY)])


def ended_by(
    number: signal.Signals, before: dict[str, dict[str, str]], after: dict[str, dict[str, str]], folder: Path
) -> list[Path]:
    """The outputs of publishing a site over another, ended by a signal at each operation; the last was not."""
    start, results = folder / "start", folder / "results"
    for made in (start, results):
        made.mkdir()
    if before != EMPTY:
        publish(site_of(before, folder), start / "site")
        (start / "site" / "CNAME").write_bytes(b"mine")
    plan = folder / "plan.json"
    described = {"start": str(start), "results": str(results), "site": after, "signal": number}
    plan.write_text(json.dumps(described), encoding="utf-8")
    done = subprocess.run([sys.executable, CRASHES, plan], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 10
    return [results / str(at) / "site" for at in range(1, int(done.stdout) + 1)]


@TRANSITIONS
def test_killed_at_any_operation_pages_are_whole_and_the_next_build_heals(
    tmp_path: Path, before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]
) -> None:
    old, new = site_of(before, tmp_path), site_of(after, tmp_path)
    fresh = tmp_path / "fresh"
    publish(new, fresh)
    if before != EMPTY:
        (fresh / "CNAME").write_bytes(b"mine")
    for at, output in enumerate(ended_by(signal.SIGKILL, before, after, tmp_path), start=1):
        published_versions(old, new, output)
        if at % 2:  # another build than the killed one comes next
            assert publish(old, output).faults == ()
            published_versions(old, old, output)
        healed = publish(new, output)
        assert healed.faults == ()
        pages_first = sorted(healed.pruned, key=lambda url: not url.endswith(".html"))
        assert list(healed.pruned) == pages_first, at
        assert tree(output) == tree(fresh), at


@TRANSITIONS
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_at_any_operation_the_pages_are_those_of_one_site(
    tmp_path: Path, number: signal.Signals, before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]
) -> None:
    old, new = site_of(before, tmp_path), site_of(after, tmp_path)
    for output in ended_by(number, before, after, tmp_path):
        pages = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*.html")}
        assert pages in (old.pages, new.pages)
        published_versions(old, new, output)
        assert not any(TEMPORARY.fullmatch(path.name) for path in output.rglob("*"))


def test_the_crash_test_counts_every_operation_that_publishing_uses() -> None:
    """A new kind of call in these modules has to be counted too."""
    sources = [Path(module.__file__ or "") for module in (placement, manifest, sys.modules[publish.__module__])]
    used = set(re.findall(r"\bos\.([a-z_]+)\(", "".join(path.read_text(encoding="utf-8") for path in sources)))
    harmless = {"getpid", "fstat", "read", "lseek"}
    assert used - harmless <= set(OPERATIONS)


# Whatever sequence of builds

FILES = st.dictionaries(
    st.sampled_from(["a.css", "x/b.wav", "x/c.wav", "x/y/d.wav", "z/e.png"]),
    st.sampled_from([b"", b"1", b"22"]),
)
PAGES = st.dictionaries(
    st.sampled_from(["index.html", "p.html", "x/p.html", "q/r/s.html"]), st.sampled_from([b"1", b"2"])
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(builds=st.lists(st.tuples(FILES, PAGES), min_size=1, max_size=5))
def test_after_any_sequence_of_builds_the_folder_equals_a_fresh_one(
    tmp_path_factory: pytest.TempPathFactory, builds: list[tuple[dict[str, bytes], dict[str, bytes]]]
) -> None:
    output = tmp_path_factory.mktemp("sequence") / "site"
    for assets, pages in builds:
        site = Site(assets, pages)
        before = {} if not output.exists() else {k: v for k, v in tree(output).items() if not k.endswith("/")}
        published = publish(site, output)
        wanted = {**assets, **pages}
        assert published.faults == ()
        assert sorted((*published.written, *published.kept)) == sorted(wanted)
        assert set(published.kept) == {url for url, content in wanted.items() if before.get(url) == content}
        assert set(published.pruned) == before.keys() - wanted.keys() - {MANIFEST}
    fresh = tmp_path_factory.mktemp("fresh") / "site"
    publish(Site(*builds[-1]), fresh)
    assert tree(output) == tree(fresh)


def test_two_processes_that_publish_at_once_leave_one_of_the_two_sites(tmp_path: Path) -> None:
    output = tmp_path / "site"
    script = (
        "import sys; from pathlib import Path\n"
        "from soundcase.publishing.lock import build_lock\n"
        "from soundcase.publishing.publish import Site, publish\n"
        "name, root = sys.argv[1].encode(), Path(sys.argv[2])\n"
        "site = Site({f'audio/{n}.{name.decode()}.wav': name * 999 for n in range(40)}, {'index.html': name})\n"
        "for _ in range(8):\n"
        "    with build_lock(root / '.soundcase' / 'x.lock', lambda: None):\n"
        "        assert not publish(site, root / 'site').faults\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", script, name, tmp_path]) for name in ("one", "two")]
    assert [process.wait() for process in both] == [0, 0]
    name = (output / "index.html").read_bytes()
    expected = {f"audio/{n}.{name.decode()}.wav": name * 999 for n in range(40)}
    fresh = tmp_path / "fresh"
    publish(Site(dict(expected), {"index.html": name}), fresh)
    assert tree(output) == tree(fresh)


def test_the_stamp_names_the_same_lists_as_the_manifest() -> None:
    assert (build_fingerprint.MANIFEST, build_fingerprint.PENDING) == (MANIFEST, PENDING)
