"""Prints the sizes of the code as a table: `measure_house.py [PACKAGE …]`, of all packages together.

Rule 1: everything is read from the syntax tree; nothing is imported or run.
Rule 2: a private function's callers are the functions, or the module's body, that name it in its own module.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """A module: its dotted name, its number of lines and its syntax tree."""

    name: str
    lines: int
    tree: ast.Module

    def functions(self) -> Iterator[Function]:
        """All functions and methods, nested ones included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


def modules(packages: Sequence[Path]) -> tuple[Module, ...]:
    """The modules of these packages; a package is named as its folder."""
    found = []
    for package in packages:
        for path in sorted(package.rglob("*.py")):
            parts = path.relative_to(package.parent).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            text = path.read_text(encoding="utf-8")
            found.append(Module(name, len(text.splitlines()), ast.parse(text)))
    return tuple(found)


def imports(module: Module, names: frozenset[str]) -> frozenset[str]:
    """The modules among `names` that a module imports, deferred imports included."""
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(_longest(found, names) - {module.name})


def _longest(found: set[str], names: frozenset[str]) -> set[str]:
    """Without the package where a module of it was meant."""
    known = found & names
    return {name for name in known if not any(other.startswith(f"{name}.") for other in known)}


def one_caller(found: Sequence[Module]) -> tuple[int, int]:
    """(private functions that one place of their module calls, all functions)."""
    alone = every = 0
    for module in found:
        callers: Counter[str] = Counter()
        for owner in (module.tree, *module.functions()):
            nodes = list(_inside(owner))
            used = {node.id for node in nodes if isinstance(node, ast.Name)}
            used |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
            callers.update(used - {getattr(owner, "name", "")})
        names = [function.name for function in module.functions()]
        every += len(names)
        alone += sum(callers[name] == 1 for name in names if name.startswith("_") and not name.startswith("__"))
    return alone, every


def _inside(owner: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function or module without those of functions within it."""
    for child in ast.iter_child_nodes(owner):
        yield child
        if not isinstance(child, Function):
            yield from _inside(child)


def twice(found: Sequence[Module]) -> int:
    """Public class names that stand in more than one place."""
    names = Counter(
        node.name
        for module in found
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    return sum(count > 1 for count in names.values())


def reached(start: str, edges: dict[str, frozenset[str]]) -> set[str]:
    """The rooms (packages and modules at the top) that are imported from a module on."""
    seen, todo = {start}, [start]
    while todo:
        for name in edges.get(todo.pop(), frozenset()) - seen:
            seen.add(name)
            todo.append(name)
    return {name.split(".")[1] for name in seen if "." in name} - {start.split(".")[1]}


def spread(sizes: Sequence[int]) -> str:
    """Median, 90th percentile and maximum."""
    return f"{median(sizes):.0f} / {quantiles(sizes, n=10)[-1]:.0f} / {max(sizes)}"


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    packages = [Path(one) for one in arguments] or sorted((Path(__file__).parents[1] / "src").iterdir())
    found = modules(packages)
    names = frozenset(module.name for module in found)
    edges = {module.name: imports(module, names) for module in found}
    importers = Counter(used for uses in edges.values() for used in uses)
    lengths = [
        function.end_lineno - function.lineno + 1
        for module in found
        for function in module.functions()
        if function.end_lineno
    ]
    alone, functions = one_caller(found)
    once = sum(importers[name] == 1 for name in names)
    rows = {
        "modules": len(found),
        "lines": sum(module.lines for module in found),
        "lines of a module: median / p90 / max": spread([module.lines for module in found]),
        "lines of a function: median / p90 / max": spread(lengths),
        "private functions with one caller": f"{alone} of {functions} ({alone / functions:.0%})",
        "modules with one importer": f"{once} of {len(found)} ({once / len(found):.0%})",
        "public class names used twice": twice(found),
        "rooms below build": len(reached("soundcase.build", edges)),
    }
    for name, value in rows.items():
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main(sys.argv[1:])
