"""Deciding that nothing changed: never wrongly, never with a traceback, before anything heavy is imported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from soundcase import __version__
from soundcase.__main__ import plain_build
from soundcase.publishing import build_fingerprint, file_signatures

OLD_NS = 1_500_000_000_123_456_789
HEAVY = {
    *("yaml", "jinja2", "pydantic", "numpy", "soundfile", "click", "rich", "markdown", "mutagen", "nh3", "PIL"),
    *("jiwer", "dataclasses", "pathlib", "json", "re", "typing"),
}
SUMMARY = "3 pages, 2 clips\n\nwarning[silent]: a clip … 静音"


class Build:
    """A project whose site was built and remembered."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / "site"
        for name in ("examples/catalogue.yaml", "data/audio/a.wav", "data/audio/b.wav", "templates/base.html"):
            self.write(name, "x" * 10)
        for name in ("index.html", "audio/a.wav", build_fingerprint.MANIFEST):
            self.write(f"site/{name}", "y" * 10)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def record(self, summary: str = SUMMARY) -> Build:
        inputs = build_fingerprint.observe(str(self.root))
        outputs = ("index.html", "audio/a.wav")
        build_fingerprint.record(
            str(self.root), str(self.output), inputs=inputs, outputs=dict.fromkeys(outputs, ""), summary=summary
        )
        return self

    def unchanged(self) -> str | None:
        return build_fingerprint.unchanged(str(self.root), str(self.output))

    def stamps(self) -> list[Path]:
        return sorted((self.root / ".soundcase" / "stamps").iterdir())

    def known(self) -> dict[str, str]:
        return build_fingerprint.remembered(str(self.root), str(self.output))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """A project built by the tool as it is installed."""
    monkeypatch.delenv("SOUNDCASE_CACHE", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return Build(tmp_path / "project")


@pytest.fixture
def build(installed: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """A project built by a tool of one file, so that work on the tool does not disturb."""
    (tmp_path / "tool" / "templates").mkdir(parents=True)
    (tmp_path / "tool" / "views.py").write_bytes(b"")
    monkeypatch.setattr(build_fingerprint, "_PACKAGE", str(tmp_path / "tool"))
    return installed


@pytest.fixture
def aged(monkeypatch: pytest.MonkeyPatch) -> None:
    """All files seem to have been written long ago, so that only their times are compared."""
    monkeypatch.setattr(file_signatures, "clock", lambda: 4_000_000_000_000_000_000)
    monkeypatch.setattr(build_fingerprint, "clock", lambda: 4_000_000_000_000_000_000)


def test_the_summary_comes_back_when_nothing_changed(build: Build) -> None:
    assert build.unchanged() is None
    assert build.record().unchanged() == SUMMARY
    assert build.unchanged() == SUMMARY


@pytest.mark.usefixtures("aged")
def test_another_edition_stands_for_no_build_of_the_usual_one(build: Build) -> None:
    assert build.record().record(summary="").unchanged() is None
    assert set(build.known()) == {"index.html", "audio/a.wav", build_fingerprint.MANIFEST}


CHANGES: dict[str, Callable[[Build], object]] = {
    "an input got other content": lambda build: build.write("examples/catalogue.yaml", "z" * 11),
    "an input got other content of the same size": lambda build: build.write("data/audio/a.wav", "z" * 10),
    "a clip is new": lambda build: build.write("data/audio/c.wav", ""),
    "a file is new in a new folder": lambda build: build.write("data/images/new/a.png", ""),
    "a template is gone": lambda build: (build.root / "templates/base.html").unlink(),
    "a clip was renamed": lambda build: (build.root / "data/audio/a.wav").rename(
        build.root / "data/audio/z.wav"
    ),
    "two clips were swapped": lambda build: swap(
        build.root / "data/audio/a.wav", build.root / "data/audio/b.wav"
    ),
    "the data are gone": lambda build: shutil.rmtree(build.root / "data"),
    "a copy of the schema is new": lambda build: build.write("docs/schema/task.json", ""),
    "a page was edited": lambda build: build.write("site/index.html", "z" * 10),
    "a page was deleted": lambda build: (build.root / "site/index.html").unlink(),
    "a page became a link": lambda build: linked(build.root / "site/index.html"),
    "the manifest is gone": lambda build: (build.root / "site" / build_fingerprint.MANIFEST).unlink(),
    "the site is gone": lambda build: shutil.rmtree(build.root / "site"),
    "a build was interrupted": lambda build: build.write(f"site/{build_fingerprint.PENDING}", ""),
}


def swap(one: Path, other: Path) -> None:
    """Two files of equal size and times change their names."""
    between = one.with_suffix(".between")
    one.rename(between)
    other.rename(one)
    between.rename(other)


def linked(path: Path) -> None:
    path.rename(path.with_suffix(".real"))
    path.symlink_to(path.with_suffix(".real"))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_is_seen(build: Build, change: Callable[[Build], object]) -> None:
    for path in build.root.rglob("*.*"):
        os.utime(path, ns=(OLD_NS, OLD_NS))
    build.record()
    assert build.unchanged() == SUMMARY
    change(build)
    assert build.unchanged() is None


@pytest.mark.usefixtures("aged")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_is_seen_by_times_alone(build: Build, change: Callable[[Build], object]) -> None:
    build.record()
    assert b"sha256=" not in build.stamps()[0].read_bytes()
    before = {path: path.stat().st_ctime_ns for path in build.root.rglob("*.*")}
    while any(path.stat().st_ctime_ns >= tick(build) for path in before):
        pass
    change(build)
    assert build.unchanged() is None


def tick(build: Build) -> int:
    """The file system's clock now, in nanoseconds."""
    return build.write(".soundcase/tick", "").stat().st_ctime_ns


def test_a_second_change_within_one_clock_tick_is_seen_by_content(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_fingerprint, "listing", frozen_times(file_signatures.listing))
    build.record()
    assert build.unchanged() == SUMMARY
    build.write("data/audio/a.wav", "z" * 10)
    assert build.unchanged() is None


@pytest.mark.parametrize("url", ["index.html", build_fingerprint.MANIFEST])
def test_an_output_changed_within_one_clock_tick_is_seen_by_content(
    build: Build, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr(build_fingerprint, "present", frozen_times(file_signatures.present))
    build.record()
    assert build.unchanged() == SUMMARY
    build.write(f"site/{url}", "z" * 10)
    assert build.unchanged() is None


def frozen_times(original: Callable[..., object]) -> Callable[..., object]:
    """The listing on a file system whose clock stands still for the whole test."""
    now = file_signatures.clock()

    def listed(*arguments: object) -> object:
        for name, seen in original(*arguments):  # type: ignore[attr-defined]
            yield name, f"{seen.split()[0]} {now} {now}"

    return listed


def test_files_that_are_no_longer_young_are_judged_by_their_times(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.record()
    assert b"sha256=" in build.stamps()[0].read_bytes()
    later = file_signatures.clock() + 10_000_000_000
    monkeypatch.setattr(build_fingerprint, "clock", lambda: later)
    assert build.unchanged() == SUMMARY
    assert b"sha256=" not in build.stamps()[0].read_bytes()
    assert build.unchanged() == SUMMARY


def test_a_file_from_the_future_is_judged_by_content(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        build_fingerprint, "clock", lambda: OLD_NS
    )  # the clock went back, all files seem to be newer
    build.record()
    assert build.stamps()[0].read_bytes().count(b"sha256=") >= 7
    assert build.unchanged() == SUMMARY


def test_a_file_replaced_by_an_older_one_is_seen(build: Build) -> None:
    build.record()
    older = build.write("older.wav", "z" * 10)
    os.utime(older, ns=(OLD_NS, OLD_NS))
    older.rename(build.root / "data/audio/a.wav")
    assert build.unchanged() is None


@pytest.mark.usefixtures("aged")
def test_a_file_replaced_by_one_of_the_same_size_and_mtime_is_seen(build: Build) -> None:
    path = build.root / "data/audio/a.wav"
    build.record()
    before = path.stat()
    while tick(build) <= before.st_ctime_ns:
        pass
    path.write_text("z" * 10, encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert build.unchanged() is None


@pytest.mark.parametrize("time_ns", [OLD_NS, OLD_NS // 10**9 * 10**9, 10**9 + 1, -(10**18), 5 * 10**18])
def test_young_is_what_changed_just_before_or_after_now(time_ns: int) -> None:
    seen = f"10 {OLD_NS} {time_ns}"
    slack = 100_000_000 if time_ns % 10**9 else 3_000_000_000
    assert file_signatures.is_young(seen, time_ns)
    assert file_signatures.is_young(seen, time_ns - 10**15)
    assert file_signatures.is_young(seen, time_ns + slack - 1)
    assert not file_signatures.is_young(seen, time_ns + slack)


def test_a_change_during_the_build_is_seen_by_the_next(build: Build) -> None:
    inputs = build_fingerprint.observe(str(build.root))
    build.write("examples/catalogue.yaml", "edited while building")
    build_fingerprint.record(
        str(build.root),
        str(build.output),
        inputs=inputs,
        outputs={"index.html": ""},
        summary=SUMMARY,
    )
    assert build.unchanged() is None


def test_a_site_that_is_gone_before_it_is_recorded_is_not_recorded(build: Build) -> None:
    inputs = build_fingerprint.observe(str(build.root))
    (build.output / "index.html").unlink()
    build_fingerprint.record(
        str(build.root),
        str(build.output),
        inputs=inputs,
        outputs={"index.html": ""},
        summary=SUMMARY,
    )
    assert build.unchanged() is None


# Circumstances


@pytest.mark.parametrize("name", ["SOURCE_DATE_EPOCH", "SOUNDCASE_CACHE"])
def test_another_environment_means_another_build(
    build: Build, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    build.record()
    monkeypatch.setenv(name, str(build.root / "1"))
    assert build.unchanged() is None


def test_another_version_of_the_tool_means_another_build(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    build.record()
    monkeypatch.setattr(build_fingerprint, "__version__", f"{__version__}.1")
    assert build.unchanged() is None


def test_a_package_installed_meanwhile_means_another_build(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "site-packages"
    packages.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages)])
    os.utime(packages, ns=(OLD_NS, OLD_NS))
    assert build.record().unchanged() == SUMMARY
    (packages / "jinja2-9.dist-info").mkdir()
    assert build.unchanged() is None


def test_the_tool_and_the_theme_are_inputs(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "checkout" / "src" / "soundcase"
    theme = tmp_path / "checkout" / "templates" / "base.html"
    for path in (package / "views.py", package / "__pycache__" / "views.pyc", theme):
        path.parent.mkdir(parents=True)
        path.write_text("", encoding="utf-8")
    monkeypatch.setattr(build_fingerprint, "_PACKAGE", str(package))
    names = {name for name, _ in build_fingerprint.watched(str(build.root)) if name.startswith("<")}
    assert names == {"<soundcase>/views.py", "<theme>/base.html"}
    for path in (theme, package / "views.py"):
        assert build.record().unchanged() == SUMMARY
        path.write_text("edited", encoding="utf-8")
        assert build.unchanged() is None


def test_an_installed_theme_inside_the_package_counts(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "soundcase" / "templates").mkdir(parents=True)
    (tmp_path / "soundcase" / "templates" / "base.html").write_text("", encoding="utf-8")
    monkeypatch.setattr(build_fingerprint, "_PACKAGE", str(tmp_path / "soundcase"))
    names = {name for name, _ in build_fingerprint.watched(str(build.root)) if name.startswith("<")}
    assert names == {"<soundcase>/templates/base.html"}


def test_a_moved_project_needs_no_new_build(build: Build, tmp_path: Path) -> None:
    build.record()
    moved = build.root.rename(tmp_path / "moved")
    assert build_fingerprint.unchanged(str(moved), str(moved / "site")) == SUMMARY


def test_a_copied_project_is_built(build: Build, tmp_path: Path) -> None:
    build.record()
    shutil.copytree(build.root, tmp_path / "copied")
    assert build_fingerprint.unchanged(str(tmp_path / "copied"), str(tmp_path / "copied" / "site")) is None


def test_the_same_output_named_differently_is_the_same(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    build.record()
    monkeypatch.chdir(build.root)
    assert build_fingerprint.unchanged(".", "site") == SUMMARY
    monkeypatch.chdir(build.root / "data")
    assert build_fingerprint.unchanged("..", "../site/audio/..") == SUMMARY


def test_another_output_is_another_build(build: Build, tmp_path: Path) -> None:
    build.record()
    shutil.copytree(build.output, tmp_path / "elsewhere")
    assert build_fingerprint.unchanged(str(build.root), str(tmp_path / "elsewhere")) is None
    inputs = build_fingerprint.observe(str(build.root))
    build_fingerprint.record(
        str(build.root),
        str(tmp_path / "elsewhere"),
        inputs=inputs,
        outputs={"index.html": ""},
        summary="2nd",
    )
    assert build_fingerprint.unchanged(str(build.root), str(tmp_path / "elsewhere")) == "2nd"
    assert build.unchanged() == SUMMARY


def test_projects_that_share_a_cache_folder_are_told_apart(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOUNDCASE_CACHE", str(tmp_path / "cache"))
    build.record()
    other = Build(tmp_path / "other")
    assert other.unchanged() is None
    assert other.record().unchanged() == build.unchanged() == SUMMARY
    assert not (build.root / ".soundcase").exists()


# Links and strange files


def test_what_a_link_leads_to_is_watched_too(build: Build, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "in.wav").write_text("1", encoding="utf-8")
    (tmp_path / "one.wav").write_text("1", encoding="utf-8")
    (build.root / "data/audio/link.wav").symlink_to(tmp_path / "one.wav")
    (build.root / "data/audio/folder").symlink_to(tmp_path / "store")
    for path in (tmp_path / "one.wav", tmp_path / "store" / "in.wav"):
        assert build.record().unchanged() == SUMMARY
        path.write_text("2", encoding="utf-8")
        assert build.unchanged() is None


def test_links_in_circles_end(build: Build) -> None:
    (build.root / "data/audio/again").symlink_to(build.root / "data")
    (build.root / "data/audio/once more").symlink_to(build.root / "data" / "audio")
    (build.root / "data/audio/self").symlink_to("self")
    assert len(dict(build_fingerprint.watched(str(build.root)))) < 100
    assert build.record().unchanged() == SUMMARY


def test_a_broken_link_that_is_mended_is_seen(build: Build, tmp_path: Path) -> None:
    (build.root / "data/audio/link.wav").symlink_to(tmp_path / "later.wav")
    assert build.record().unchanged() == SUMMARY
    (tmp_path / "later.wav").write_bytes(b"")
    assert build.unchanged() is None


def test_pipes_are_not_opened(build: Build) -> None:
    os.mkfifo(build.root / "data/audio/pipe.wav")
    assert build.record().unchanged() == SUMMARY


@pytest.mark.parametrize("name", [b"new\nline.wav", b"\xff\xfe.wav", "笑声 😀.wav".encode()])
def test_strange_names_are_remembered(build: Build, name: bytes) -> None:
    path = build.root / "data" / "audio" / os.fsdecode(name)
    path.write_bytes(b"")
    assert build.record().unchanged() == SUMMARY
    path.unlink()
    assert build.unchanged() is None


def test_a_project_without_templates_and_data_is_remembered(build: Build) -> None:
    shutil.rmtree(build.root / "templates")
    shutil.rmtree(build.root / "data")
    assert build.record().unchanged() == SUMMARY


# The stamp itself


@given(damage=st.binary(max_size=40), where=st.floats(0, 1), keep=st.booleans())
@example(damage=b"9", where=1.0, keep=True)
def test_a_damaged_stamp_is_never_a_traceback_nor_a_wrong_answer(
    tmp_path_factory: pytest.TempPathFactory, damage: bytes, where: float, keep: bool
) -> None:
    build = Build(tmp_path_factory.mktemp("damaged")).record()
    (path,) = build.stamps()
    whole = path.read_bytes()
    at = int(len(whole.partition(b"3 pages")[0]) * where)
    path.write_bytes(whole[:at] + damage + (whole[at + len(damage) :] if keep else b""))
    assert build.unchanged() in (None, SUMMARY)


@pytest.mark.parametrize("length", [0, 1, 20, 200, -1, -3])
def test_a_stamp_that_was_cut_short_means_build(build: Build, length: int) -> None:
    (path,) = build.record().stamps()
    path.write_bytes(path.read_bytes()[:length])
    assert build.unchanged() is None
    assert set(build.known()) <= {"index.html", "audio/a.wav", build_fingerprint.MANIFEST}


def test_a_stamp_that_is_a_folder_or_unreadable_means_build(build: Build) -> None:
    (path,) = build.record().stamps()
    path.unlink()
    path.mkdir()
    assert build.unchanged() is None
    assert build.known() == {}
    build.record()
    assert list(path.parent.iterdir()) == [path]


def test_where_no_stamp_can_be_stored_the_build_goes_on(build: Build) -> None:
    (build.root / ".soundcase").write_bytes(b"a file")
    assert build.record().unchanged() is None


def test_a_missing_project_is_no_traceback(tmp_path: Path) -> None:
    assert build_fingerprint.unchanged(str(tmp_path / "nowhere"), str(tmp_path / "nowhere" / "site")) is None
    assert build_fingerprint.unchanged("a\0b", "c") is None


def test_the_cache_folder_is_hidden_from_git(build: Build) -> None:
    build.record()
    assert (build.root / ".soundcase" / ".gitignore").read_text(encoding="ascii") == "*\n"


@pytest.mark.usefixtures("aged")
def test_output_files_are_remembered_with_their_signatures(build: Build) -> None:
    build.record()
    status = (build.output / "index.html").stat()
    assert build.known()["index.html"] == f"10 {status.st_mtime_ns} {status.st_ctime_ns}"
    assert set(build.known()) == {"index.html", "audio/a.wav", build_fingerprint.MANIFEST}


def test_young_output_files_are_not_vouched_for(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_fingerprint, "clock", lambda: OLD_NS)
    build.record()
    assert build.known() == {}


# The entrance


def run(*arguments: object, script: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    start = ["-c", script] if script else ["-m", "soundcase"]
    return subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )


def test_a_build_with_nothing_to_do_repeats_the_summary_with_its_warnings(installed: Build) -> None:
    installed.record()
    done = run("-C", installed.root)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Nothing changed: {SUMMARY}\n", "")


def test_a_build_with_nothing_to_do_imports_nothing_heavy(installed: Build) -> None:
    installed.record()
    script = (
        "import sys; before = set(sys.modules)\n"
        "from soundcase.__main__ import main; status = main()\n"
        "print(sorted({name.partition('.')[0] for name in set(sys.modules) - before}), status, file=sys.stderr)"
    )
    done = run("-C", installed.root, script=script)
    assert done.stdout.startswith("Nothing changed: ")
    loaded, status = done.stderr.rsplit(maxsplit=1)
    assert status == "0"
    assert not [name for name in HEAVY if f"'{name}'" in loaded]
    assert "'soundcase'" in loaded


def test_a_terminal_that_cannot_show_a_character_is_no_traceback(installed: Build) -> None:
    installed.record()
    done = run("-C", installed.root, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\\u9759\\u97f3" in done.stdout


def test_a_reader_that_left_is_no_traceback(installed: Build) -> None:
    installed.record()
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "soundcase", "-C", str(installed.root)]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(
    ("arguments", "places"),
    [
        ("", (".", "./site")),
        ("build", (".", "./site")),
        ("-C demo", ("demo", "demo/site")),
        ("-Cdemo build", ("demo", "demo/site")),
        ("build --directory demo", ("demo", "demo/site")),
        ("--directory=demo", ("demo", "demo/site")),
        ("-o out", (".", "out")),
        ("-oout -C demo", ("demo", "out")),
        ("--output=out build -C demo", ("demo", "out")),
        ("--output out", (".", "out")),
        ("-C build build", ("build", "build/site")),
    ],
)
def test_plain_builds_are_recognised(arguments: str, places: tuple[str, str]) -> None:
    assert plain_build(arguments.split()) == places


@pytest.mark.parametrize(
    "arguments",
    ["check", "build --force", "--force", "-C", "-C demo check", "-C a -C b", "build build", "--help", "-h",
     "-x", "--directory=", "--direc=demo", "-- build", "site", "--output", "-", "--", "-C a -o b --strict"],
)  # fmt: skip
def test_every_other_call_is_left_to_the_command_line(arguments: str) -> None:
    assert plain_build(arguments.split()) is None
