"""The house is built as its plan says: floors, sizes, purity, and one face to the world."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from bench import REPOSITORY, tracked

SOURCES = REPOSITORY / "src"

ROOMS = (
    "__init__ values",
    "attachment shipped scores fields provenance source_path cache_folder settings choice difference system",
    "head",
    "model facts project kept",
    "problems",
    "text publishing leaks",
    "statistics citation",
    "audio",
    "catalogue site",
    "checks",
    "anonymous",
    "build",
    "commands",
    "notebook",
    "cli",
    "__main__",
    "soundcase_import",
)
"""Modules and packages from the ground up. A module imports only from its own room and from lower floors."""

FACES = frozenset({"cli", "__main__"})
"""The only modules that print or end the process."""

PURE = frozenset(
    {
        "problems.problem",
        "facts",
        "model",
        "head",
        "attachment",
        "provenance",
        "source_path",
        "fields",
        "scores",
        "values",
        "site.figures",
        "site.observed",
        "statistics",
        "problems.codes",
        "site.paging",
        "site.plan",
        "site.colour",
        "problems.phrases",
        "site.labels",
        "choice",
        "citation",
        "difference",
        "text.language",
        "text.characters",
        "text.formulas",
        "text.readings",
        "catalogue.nodes",
        "catalogue.schema",
        "catalogue.sources",
        "catalogue.resolve",
        "catalogue.uses",
        "audio.encode.recipe",
        "site.export",
        "audio.media.job",
        "checks.rules",
        "site.transcripts",
        "site.views",
    }
)
"""Rooms, and modules in them, that decide without touching the world."""

WORLD = frozenset({"os", "io", "shutil", "subprocess", "socket", "tempfile", "time", "random", "sys", "glob"})
"""What a pure module does not import."""

OWN = frozenset({"soundcase", "soundcase_import"})
LARGEST_MODULE = 400
LARGEST_FUNCTION = 40

MODULES = sorted(path for package in sorted(OWN) for path in (SOURCES / package).rglob("*.py"))


def named(module: str) -> str:
    """The name of a module inside the house: without `soundcase.`."""
    return module.removeprefix("soundcase.")


def dotted(path: Path) -> str:
    """`soundcase.audio.probe.wav` → `audio.probe.wav`; a package is called by its folder."""
    parts = path.relative_to(SOURCES).with_suffix("").parts
    return named(
        ".".join(parts[:-1] if parts != ("soundcase", "__init__") and parts[-1] == "__init__" else parts)
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


NAMES = {dotted(path): path for path in MODULES}


def imported(path: Path) -> Iterator[str]:
    """The soundcase modules that a module imports, deferred imports and type imports included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.split(".")[0] in OWN)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: imports are absolute"
            if node.module and node.module.split(".")[0] in OWN:
                for name in node.names:
                    yield f"{node.module}.{name.name}"


def module_of(name: str) -> str:
    """`soundcase.audio.probe.wav.read` → `probe.wav`; the package itself is `__init__`."""
    parts = named(name).split(".")
    while parts and ".".join(parts) not in NAMES:
        parts.pop()
    return ".".join(parts) or "__init__"


def room(name: str) -> str:
    """The module or package at the top of the house that a module belongs to."""
    return name.split(".")[0]


FLOOR = {name: floor for floor, names in enumerate(ROOMS) for name in names.split()}
EDGES = {name: frozenset(module_of(found) for found in imported(path)) - {name} for name, path in NAMES.items()}


def test_the_examples_in_docstrings_are_true() -> None:
    told = [name for name, path in NAMES.items() if ">>> " in path.read_text(encoding="utf-8")]
    assert told
    for name in told:
        assert (
            doctest.testmod(
                importlib.import_module(name if name.startswith("soundcase_import") else f"soundcase.{name}")
            ).failed
            == 0
        ), name


def test_below_the_build_one_module_walks_a_catalogue_for_the_files_that_it_uses() -> None:
    asking = {name for name, path in NAMES.items() if "soundcase.catalogue.uses.uses_of" in set(imported(path))}
    below = {name for floor in ROOMS[: FLOOR["build"]] for name in floor.split()}
    assert {name for name in asking if room(name) in below} == {"checks.slices"}


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


def test_the_import_package_is_no_part_of_the_core() -> None:
    """It alone reads pages; the core neither imports it nor what it needs."""
    core = [name for name in NAMES if room(name) != "soundcase_import"]
    assert {f"{name} imports {used}" for name in core for used in EDGES[name] if used not in core} == set()
    texts = {name: NAMES[name].read_text(encoding="utf-8") for name in NAMES}
    assert [name for name in core if "soundcase_import" in texts[name] or "html5lib" in texts[name]] == []
    assert any("import html5lib" in text for text in texts.values())


def cycle(edges: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """A trail of imports that ends where it began; empty where there is none."""
    finished: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> tuple[str, ...]:
        if name in trail:
            return (*trail, name)
        found = (
            ()
            if name in finished
            else next(filter(None, (walk(used, (*trail, name)) for used in sorted(edges[name]))), ())
        )
        finished.add(name)
        return found

    return next(filter(None, (walk(name, ()) for name in sorted(edges))), ())


def test_no_import_leads_back_to_where_it_began() -> None:
    """Modules, a package's own `__init__` included, and the packages in a room."""
    assert cycle(EDGES) == ()
    inner = {name: ".".join(name.split(".")[:2]) for name in NAMES}
    assert (
        cycle(
            {
                package: frozenset(
                    inner[used] for name in NAMES if inner[name] == package for used in EDGES[name]
                )
                - {package, package.split(".")[0]}
                for package in set(inner.values())
            }
        )
        == ()
    )


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


Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

RIDDLE = re.compile(r"(?:What|Whether|How|Why|Where|Which|Who|Whose|When)\b")
"""The beginning of a docstring that asks instead of naming the thing."""


def public(node: ast.AST) -> Iterator[Definition]:
    """The public classes and functions in a module or class, and the methods of the classes."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Definition) and not re.match("_(?!_)", child.name):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public(child)
        elif isinstance(child, ast.If | ast.Try):
            yield from public(child)


def test_a_public_class_name_stands_once() -> None:
    names = Counter(
        node.name for path in MODULES for node in public(tree(path)) if isinstance(node, ast.ClassDef)
    )
    assert {name for name, count in names.items() if count > 1} == set()


def test_docstrings_open_by_naming_the_thing() -> None:
    told = {
        f"{name}.{getattr(node, 'name', '')}: {told}"
        for name, path in NAMES.items()
        for node in (tree(path), *public(tree(path)))
        if RIDDLE.match(told := ast.get_docstring(node) or "")
    }
    assert told == set()


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


ARCHITECTURE = REPOSITORY / "docs" / "architecture.md"


def named_places() -> Iterator[tuple[str, str]]:
    """(the room that a line of the architecture page is about or "", a path on that line)."""
    for line in ARCHITECTURE.read_text(encoding="utf-8").splitlines():
        first = re.match(r"\| `([\w/]+/)`", line)
        for path in re.findall(r"`([\w./-]+(?:/|\.(?:py|html|js|css|json)))`", line):
            yield first.group(1) if first else "", path


def test_every_place_that_the_architecture_page_names_is_there() -> None:
    """Paths stand below `src/soundcase/` or `src/`, below the repository, or below the room of their row."""
    found = list(named_places())
    assert len(found) > 100
    core = SOURCES / "soundcase"
    assert [
        path
        for room_, path in found
        if not any(
            (root / path).exists() for root in (core / room_, SOURCES / room_, core, SOURCES, REPOSITORY)
        )
        and path not in ("examples/", ".soundcase/", "catalogue.json")
    ] == []


def test_the_architecture_page_has_every_room() -> None:
    rooms = {path for _, path in named_places()}
    packages = {name.replace(".", "/") + "/" for name in map(room, NAMES) if "." not in name}
    assert {one for one in packages if (SOURCES / "soundcase" / one).is_dir()} - {"audio/"} <= rooms
