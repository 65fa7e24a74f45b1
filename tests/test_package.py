"""What is shipped works where it is installed: wheel, sdist, editable, bare checkout."""

from __future__ import annotations

import email
import email.message
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from bench import REPOSITORY, SAMPLES, alone, missing, tiny_project, tracked

TEMPLATES = REPOSITORY / "templates"
DEMOS = (
    "import json, soundcase.shipped as shipped;"
    "print(json.dumps({kind: str(folder) for kind, folder in shipped.sample_projects().items()}))"
)
THEME = "import soundcase.site.theme as theme; print(theme.theme_folder())"


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """The standard output of a command that must succeed, with nothing of this checkout on its path."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=inherited | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def shipped(shared_folder: Path) -> Path:
    """The folder with the sdist, and the wheel made from that sdist."""
    folder = shared_folder / "shipped"
    with alone(shared_folder / "shipped.lock"):
        if not folder.exists():
            half = shared_folder / "shipped.half"
            run(
                sys.executable, "-m", "build", "--no-isolation", "--outdir", half, REPOSITORY, cwd=shared_folder
            )
            half.rename(folder)
    return folder


@pytest.fixture(scope="session")
def wheel(shipped: Path) -> Path:
    (found,) = shipped.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def sdist(shipped: Path) -> Path:
    (found,) = shipped.glob("*.tar.gz")
    return found


def bare_environment(folder: Path) -> Path:
    """A fresh environment's interpreter; nothing is installed in it."""
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    return folder / "bin" / "python"


def lend_dependencies(python: Path) -> None:
    """Let a fresh environment see what this one has, but for soundcase itself.

    A folder named in a `.pth` file has its own `.pth` files ignored, and with them the editable install.
    """
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=python.parent)
    folders = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (Path(site.strip()) / "lent.pth").write_text("\n".join(folders) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has soundcase from the wheel alone."""
    folder = tmp_path_factory.mktemp("installed")
    python = bare_environment(folder / "environment")
    install = ["install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    run(sys.executable, "-m", "pip", "--python", python, *install, wheel, cwd=folder)
    lend_dependencies(python)
    return python


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A bare copy of the sources, and an interpreter that has the dependencies only."""
    folder = tmp_path_factory.mktemp("bare")
    python = bare_environment(folder / "environment")
    lend_dependencies(python)
    for name in ("src", "templates"):
        shutil.copytree(
            REPOSITORY / name, folder / "checkout" / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    return python, folder / "checkout"


def files_of(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def metadata_of(wheel: Path) -> email.message.Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def test_the_wheel_holds_every_module_and_the_whole_theme(wheel: Path) -> None:
    kinds = (".py", ".json")
    files = (path for path in (REPOSITORY / "src").rglob("*.*") if path.suffix in kinds)
    sources = {path.relative_to(REPOSITORY / "src") for path in files}
    files = (path for path in TEMPLATES.rglob("*.*") if path.parent.name != "__pycache__")
    theme = {Path("soundcase/templates") / path.relative_to(TEMPLATES) for path in files}
    assert theme
    assert {path.as_posix() for path in sources | theme} <= files_of(wheel)
    assert not [name for name in files_of(wheel) if "__pycache__" in name]  # code of this Python alone


def test_the_wheel_holds_the_sample_projects_and_no_site_of_theirs(wheel: Path) -> None:
    known = {f"soundcase/{name}" for name in tracked("demos", "starters")}
    assert len(known) > 100
    shipped = ("soundcase/demos/", "soundcase/starters/")
    assert {name for name in files_of(wheel) if name.startswith(shipped)} == known


def test_the_wheel_says_that_it_is_typed(wheel: Path) -> None:
    assert "soundcase/py.typed" in files_of(wheel)


def test_the_wheel_holds_nothing_but_the_package(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in files_of(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"soundcase", "soundcase_import"}
    assert not any("__pycache__" in name or name.endswith(".pyc") for name in files_of(wheel))


def test_the_wheel_carries_its_licence_and_its_readme(wheel: Path) -> None:
    metadata = metadata_of(wheel)
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert any(name.endswith("licenses/LICENSE") for name in files_of(wheel))
    assert "build-site" in str(metadata.get_payload())


def test_the_sdist_can_be_tested_and_rebuilt(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"pyproject.toml", "Makefile", "README.md", "LICENSE", "CHANGELOG.md", "tests/conftest.py"}
    assert wanted | {"examples/catalogue.yaml", "templates/index.html", "src/soundcase/py.typed"} <= names
    assert {f"demos/{kind}/examples/catalogue.yaml" for kind in SAMPLES} <= names
    assert not any(name.startswith((".venv", "site/", "dist/", ".soundcase")) for name in names)


def test_the_wheel_builds_a_site_in_a_folder_of_its_own(installed: Path, tmp_path: Path) -> None:
    """issue 2: a fresh environment with only the wheel, outside the checkout."""
    project = tiny_project(tmp_path / "an empty folder")
    run(installed.parent / "build-site", cwd=project)
    page = (project / "site" / "index.html").read_text(encoding="utf-8")
    assert "Two systems, one sentence" in page
    assert "won too" in page


def test_the_wheel_brings_sample_projects_that_build(installed: Path, tmp_path: Path) -> None:
    """issue 4: what is copied out of the package is a whole project."""
    found = json.loads(run(installed, "-c", DEMOS, cwd=tmp_path))
    assert tuple(found) == SAMPLES
    assert all(Path(folder).is_relative_to(installed.parent.parent) for folder in found.values())
    shutil.copytree(found["tts"], tmp_path / "tts")
    run(installed.parent / "build-site", "build", "--strict", cwd=tmp_path / "tts")
    assert "Larkspur" in (tmp_path / "tts" / "site" / "index.html").read_text(encoding="utf-8")


def test_the_wheel_makes_a_project_from_nothing(installed: Path, tmp_path: Path, wheel: Path) -> None:
    """issue 5: what a new project is made of comes with the package, its own clips and those of the samples."""
    said = run(installed.parent / "build-site", "init", "--kind", "understanding", "new", cwd=tmp_path)
    assert said.endswith("Next:\n  cd new\n  build-site serve\n")
    asked = (tmp_path / "new" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert asked[-1] == f"soundcase @ {wheel.as_uri()}"
    run(installed.parent / "build-site", "build", "--strict", cwd=tmp_path / "new")
    assert "Coins fall on a table" in (tmp_path / "new" / "site" / "index.html").read_text(encoding="utf-8")


def test_a_release_is_asked_for_by_its_version(wheel: Path, tmp_path: Path) -> None:
    """As from an index, which here is a folder."""
    python = bare_environment(tmp_path / "environment")
    index = [
        "--quiet",
        "--no-deps",
        "--no-index",
        "--disable-pip-version-check",
        f"--find-links={wheel.parent}",
    ]
    run(sys.executable, "-m", "pip", "--python", python, "install", *index, "soundcase", cwd=tmp_path)
    lend_dependencies(python)
    run(python.parent / "build-site", "init", "--kind", "tts", "new", cwd=tmp_path)
    asked = (tmp_path / "new" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert asked[1:] == [f"soundcase=={metadata_of(wheel)['Version']}"]


def test_the_module_is_the_command(installed: Path, tmp_path: Path) -> None:
    first, second = tiny_project(tmp_path / "one"), tiny_project(tmp_path / "two")
    run(installed.parent / "build-site", cwd=first)
    run(installed, "-m", "soundcase", cwd=second)
    written = {path.relative_to(first) for path in (first / "site").rglob("*") if path.is_file()}
    assert Path("site/index.html") in written
    for path in written:
        assert (first / path).read_bytes() == (second / path).read_bytes()


def test_the_wheel_brings_its_own_theme(installed: Path, tmp_path: Path) -> None:
    theme = Path(run(installed, "-c", THEME, cwd=tmp_path).strip())
    assert theme.is_relative_to(installed.parent.parent)
    assert (theme / "index.html").is_file()


def test_a_project_with_the_themes_files_is_the_same_by_any_install(installed: Path, tmp_path: Path) -> None:
    """This repository is such a project."""
    for name in ("one", "two"):
        shutil.copytree(TEMPLATES, tiny_project(tmp_path / name) / "templates")
    run(installed.parent / "build-site", cwd=tmp_path / "one")
    run(sys.executable, "-m", "soundcase", cwd=tmp_path / "two")
    first, second = (
        {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (tmp_path / "one" / "site", tmp_path / "two" / "site")
    )
    assert first == second


def test_the_command_knows_its_version(installed: Path, tmp_path: Path, wheel: Path) -> None:
    said = run(installed.parent / "build-site", "--version", cwd=tmp_path)
    assert metadata_of(wheel)["Version"] in said


def test_an_editable_install_uses_the_templates_beside_the_sources(tmp_path: Path) -> None:
    where = run(sys.executable, "-c", "import soundcase; print(soundcase.__file__)", cwd=tmp_path)
    if not Path(where.strip()).is_relative_to(REPOSITORY / "src"):
        missing("An editable installation of this checkout is missing.")
    assert Path(run(sys.executable, "-c", THEME, cwd=tmp_path).strip()).resolve() == TEMPLATES


def test_a_bare_checkout_builds_without_being_installed(checkout: tuple[Path, Path], tmp_path: Path) -> None:
    python, sources = checkout
    project = tiny_project(tmp_path / "project")
    run(python, "-m", "soundcase", cwd=project, PYTHONPATH=str(sources / "src"))
    assert "won too" in (project / "site" / "index.html").read_text(encoding="utf-8")


def test_a_bare_checkout_follows_edits_of_its_theme(checkout: tuple[Path, Path], tmp_path: Path) -> None:
    python, sources = checkout
    project = tiny_project(tmp_path / "project")
    run(python, "-m", "soundcase", cwd=project, PYTHONPATH=str(sources / "src"))
    before = (project / "site" / "404.html").read_text(encoding="utf-8")
    template = sources / "templates" / "404.html"
    original = template.read_text(encoding="utf-8")
    template.write_text("edited just now", encoding="utf-8")
    run(python, "-m", "soundcase", cwd=project, PYTHONPATH=str(sources / "src"))
    template.write_text(original, encoding="utf-8")
    assert before != "edited just now"
    assert (project / "site" / "404.html").read_text(encoding="utf-8").strip() == "edited just now"
