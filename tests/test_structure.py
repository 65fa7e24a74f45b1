"""The house is built as its plan says: floors, sizes, purity, and one face to the world."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bench import REPOSITORY, tracked

PACKAGE = REPOSITORY / "src" / "soundcase"

FLOORS: dict[str, frozenset[str]] = {
    floor: frozenset(rooms.split())
    for floor, rooms in {
        "ground": "characters formulas readings comparing listening paper sandbox scores svg",
        "words": "__init__ problems facts model project words shipped",
        "tables": "codes plan paging averages colour phrases labels language dialect",
        "tools": "signal markdown report theme export transcripts placing",
        "files": "probe encode losses",
        "understanding": "catalogue films views pictures publishing probe_report",
        "deriving": "media",
        "wishing": "linking wishes rules render",
        "finding": "inventory",
        "gathering": "survey",
        "deciding": "judge draw",
        "conductor": "build",
        "telling": "summary",
        "scaffolding": "scaffold",
        "commands": "serving importers fetching",
        "face": "cli",
        "door": "__main__",
    }.items()
}
"""Modules from the ground up; packages count as one. A module imports only from lower floors."""

FACES = frozenset({"cli", "__main__"})
"""The only modules that print or end the process."""

PURE = frozenset(
    {
        "problems",
        "facts",
        "model",
        "paper",
        "scores",
        "averages",
        "codes",
        "paging",
        "plan",
        "colour",
        "phrases",
        "labels",
        "language",
        "characters",
        "formulas",
        "readings",
        "comparing",
        "listening",
        "words",
        "catalogue.nodes",
        "catalogue.schema",
        "catalogue.sources",
        "catalogue.understand",
        "catalogue.uses",
        "encode.recipe",
        "export",
        "media.job",
        "rules",
        "transcripts",
        "views",
        "wishes",
    }
)
"""Rooms, and modules in them, that decide without touching the world."""

WORLD = frozenset({"os", "io", "shutil", "subprocess", "socket", "tempfile", "time", "random", "sys", "glob"})
"""What a pure module does not import."""

LARGEST_MODULE = 400
LARGEST_FUNCTION = 40

MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


def dotted(path: Path) -> str:
    """`soundcase.probe.wav` → `probe.wav`; a package is called by its folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


NAMES = {dotted(path): path for path in MODULES}


def imported(path: Path) -> Iterator[str]:
    """The soundcase modules that a module imports, deferred imports and type imports included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.split(".")[0] == "soundcase")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: imports are absolute"
            if node.module and node.module.split(".")[0] == "soundcase":
                for name in node.names:
                    yield f"{node.module}.{name.name}"


def module_of(name: str) -> str:
    """`soundcase.probe.wav.read` → `probe.wav`; the package itself is `__init__`."""
    parts = name.split(".")[1:]
    while parts and ".".join(parts) not in NAMES:
        parts.pop()
    return ".".join(parts) or "__init__"


def room(name: str) -> str:
    """The module or package at the top of the house that a module belongs to."""
    return name.split(".")[0]


FLOOR = {name: floor for floor, names in enumerate(FLOORS.values()) for name in names}
EDGES = {name: frozenset(module_of(found) for found in imported(path)) - {name} for name, path in NAMES.items()}


def test_the_examples_in_docstrings_are_true() -> None:
    told = [name for name, path in NAMES.items() if ">>> " in path.read_text(encoding="utf-8")]
    assert told
    for name in told:
        assert doctest.testmod(importlib.import_module(f"soundcase.{name}")).failed == 0, name


def test_every_room_has_a_floor_and_every_floor_has_rooms() -> None:
    assert {room(name) for name in NAMES} <= set(FLOOR)


def test_imports_lead_downwards() -> None:
    upwards = {
        f"{name} imports {used}"
        for name in NAMES
        for used in EDGES[name]
        if room(used) != room(name) and FLOOR[room(used)] >= FLOOR[room(name)] and used != "__init__"
    }
    assert upwards == set()


def test_no_import_leads_back_to_where_it_began() -> None:
    """Packages inside included; a package's own `__init__` may gather its modules."""
    finished: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in finished:
            for used in sorted(EDGES[name]):
                walk(used, (*trail, name))
            finished.add(name)

    for name in sorted(NAMES):
        walk(name, ())
    assert finished == set(NAMES)


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in NAMES.items()}
    assert {name: count for name, count in lines.items() if count > LARGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name}.{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for name in NAMES
        for node in ast.walk(tree(NAMES[name]))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LARGEST_FUNCTION
    }
    assert long == set()


def test_modules_say_what_they_are_for() -> None:
    assert [name for name, path in NAMES.items() if not ast.get_docstring(tree(path))] == []


ENDINGS = frozenset({"print", "exit", "quit", "sys.exit", "os._exit", "os.abort"})


def endings(name: str) -> set[str]:
    """What a module calls or raises to print or to end the process."""
    nodes = list(ast.walk(tree(NAMES[name])))
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    raised = {ast.unparse(node.exc) for node in nodes if isinstance(node, ast.Raise) and node.exc}
    return called & ENDINGS | {what for what in raised if "SystemExit" in what}


def test_only_the_face_prints_or_ends_the_process() -> None:
    found = {name: endings(name) for name in NAMES if room(name) not in FACES}
    assert {name: what for name, what in found.items() if what} == {}
    assert any(endings(name) for name in NAMES if room(name) in FACES)


def is_pure(name: str) -> bool:
    """Whether a module, or what it stands in, is among the pure ones."""
    return any(name == pure or name.startswith(f"{pure}.") for pure in PURE)


def worldly(name: str) -> set[str]:
    """What a module imports or calls that touches the world."""
    used: set[str] = set()
    for node in ast.walk(tree(NAMES[name])):
        if isinstance(node, ast.Import):
            used |= {alias.name.split(".")[0] for alias in node.names} & WORLD
        elif isinstance(node, ast.ImportFrom) and node.module:
            used |= {node.module.split(".")[0]} & WORLD
            used |= {"Path"} & {alias.name for alias in node.names if node.module == "pathlib"}
        elif isinstance(node, ast.Call):
            used |= {ast.unparse(node.func)} & {"open", "input"}
    return used


def test_pure_modules_do_not_touch_the_world() -> None:
    found = {name: worldly(name) for name in NAMES if is_pure(name)}
    assert {name: what for name, what in found.items() if what} == {}
    assert len(found) >= len(PURE)


TEXTS = frozenset({".py", ".md", ".yaml", ".yml", ".toml", ".html", ".css", ".js", ".json", ".sh", ".svg", ""})
MACHINE = re.compile(r"(?:/home/|/Users/|/root/|/work/|[A-Z]:\\\\?Users|\.\./shared)[\w.]*")


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    found = {
        f"{path.relative_to(REPOSITORY)}: {match.group()}"
        for path in map(REPOSITORY.joinpath, tracked())
        if path.suffix in TEXTS and path.is_file() and path != Path(__file__).resolve()
        for match in MACHINE.finditer(path.read_text(encoding="utf-8", errors="replace"))
        if not (path.is_relative_to(REPOSITORY / "tests") and match.group().startswith("../shared"))
    }
    assert found == set()


def test_no_tracked_file_is_left_over() -> None:
    junk = re.compile(r"(?:\.orig|\.rej|\.bak|\.swp|~|\.pyc|\.DS_Store)$")
    assert [name for name in tracked() if junk.search(name)] == []
