"""Catalogues changed by chance: each of a project's files with the slips that people and programs make.

Run by itself it tries many: `python tests/mutants.py 20000`, and `… 5000 --records`. Each mutant
that ends in anything but a page or problems is printed with its seed, and how many there were.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml
from click.testing import CliRunner

from soundcase.cli import commands

REPOSITORY = Path(__file__).resolve().parents[1]
PROJECTS = (
    REPOSITORY,
    *(REPOSITORY / "demos" / name for name in ("dialogue", "enhancement", "separation", "tts")),
)
PARTS = ("examples", "data", "templates")

Change = Callable[[Random, str], str]


def _several(text: str) -> tuple[str, ...]:
    """What stands between the bars of a text, its lines' ends included."""
    return ("", *text.strip("\n").replace("\n", "¦").split("¦"))


SIGNS = "[]{}:,#&*!|>'\"%@`-?~=<\\/ \t\n"
ODD = "\x00\x07\x1b\x7f\x85\u00a0\u2028\ufeff\u200b\u202e\u2066\ufffe\u3000：，“”‘｛｝🎵é́"
VALUES = (
    *_several(r"""
[]¦{}¦null¦~¦true¦no¦-¦[x]¦{a: b}¦[[x]]¦[{a: b}]¦{a: {b: {c: d}}}¦0¦-1¦1e300¦1e400¦-1e-400¦nan¦inf
.5.¦1,5¦4.2 ± 0.1¦4.2 (x)¦n/a¦../../etc/passwd¦/etc/passwd¦C:\a.wav¦https://example.org/a.wav
http://[::1¦file:///a¦a\b¦"\ud83d"¦"\u0000"¦"\x1b[31m"¦'it's¦"open¦[open¦{open¦*nowhere¦&here x
!!int 3¦|¦>-¦| text¦# remark¦a: b¦- a¦..¦.¦$x^2$¦<b>x</b>¦{{ 7 * 7 }}¦<script>alert(1)</script>
![](x)¦[a](b¦@¦`¦%¦--¦---
"""),
    *("9" * 400, "x" * 300, "word " * 80, "ä" * 130, "." * 5000),
)
KEYS = (
    *_several(r"""
title¦models¦examples¦outputs¦audio¦text¦labels¦reference¦scores¦turns¦prompt¦defaults¦tags¦group¦id
layout¦media¦url¦image¦video¦sha256¦start¦speaker¦language¦output¦sections¦tasks¦rules¦theme
authors¦links¦figures¦pages¦label¦<<¦¦constructor¦__proto__¦unknown¦selection¦sync¦note¦context
examples_from
"""),
)


def _lines(change: Callable[[Random, list[str], int], object]) -> Change:
    """A change of a text's lines at one of them."""

    def whole(random: Random, text: str) -> str:
        lines = text.split("\n")
        change(random, lines, random.randrange(len(lines)))
        return "\n".join(lines)

    return whole


def _replaced(pattern_end: str) -> Change:
    """A change of what follows a colon, or of the key before it."""

    def whole(random: Random, text: str) -> str:
        lines = text.split("\n")
        keyed = [number for number, line in enumerate(lines) if ":" in line]
        number = random.choice(keyed or [0])
        key, colon, value = lines[number].partition(":")
        if pattern_end == "value":
            lines[number] = f"{key}{colon} {random.choice(VALUES)}"
        else:
            indent = key[: len(key) - len(key.lstrip(" -"))]
            lines[number] = f"{indent}{random.choice(KEYS)}{colon}{value}"
        return "\n".join(lines)

    return whole


def _delete(random: Random, lines: list[str], at: int) -> None:
    del lines[at : at + random.choice((1, 1, 1, 2, 5))]


def _repeat(random: Random, lines: list[str], at: int) -> None:
    lines[at:at] = lines[at : at + random.choice((1, 1, 2, 5, 12))]


def _swap(random: Random, lines: list[str], at: int) -> None:
    other = random.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _indent(random: Random, lines: list[str], at: int) -> None:
    by, count = random.choice((-4, -2, -1, 1, 2, 4)), random.choice((1, 1, 2, 4))
    for number in range(at, min(len(lines), at + count)):
        lines[number] = " " * by + lines[number] if by > 0 else lines[number][-by:]


def _margin(random: Random, lines: list[str], at: int) -> None:
    lines[at] = (
        random.choice(("\t", "\u00a0\u00a0", "\u3000", "\ufeff", "- ", "-", "# ", "* ", "• ")) + lines[at]
    )


def _mark(random: Random, lines: list[str], at: int) -> None:
    marks = (
        "<<<<<<< HEAD",
        "=======",
        ">>>>>>> other",
        "||||||| base",
        "```yaml",
        "---",
        "...",
        "%YAML 1.1",
        "? x",
    )
    lines.insert(at, random.choice(marks))


def _joined(_: Random, lines: list[str], at: int) -> None:
    lines[at : at + 2] = ["".join(lines[at : at + 2])]


def _character(random: Random, text: str) -> str:
    at, more = random.randrange(len(text) + 1), random.choice(SIGNS + ODD)
    return random.choice(
        (text[:at] + text[at + 1 :], text[:at] + more + text[at:], text[:at] + more + text[at + 1 :])
    )


def _cut(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return random.choice((text[:at], text[at:], text[:at] + text[at + random.randrange(1, 60) :]))


def _deep(random: Random, text: str) -> str:
    at, many = random.randrange(len(text) + 1), random.choice((5, 60, 3000))
    return text[:at] + random.choice(("[", "{a: ", "- ", "[[]", "{", '{"a":')) * many + text[at:]


def _shuffled(random: Random, text: str) -> str:
    blocks = text.split("\n\n")
    random.shuffle(blocks)
    return "\n\n".join(blocks)


def _all_of_one(random: Random, text: str) -> str:
    old = random.choice(":-,'\"{}[]# \n")
    return text.replace(old, random.choice(("", " ", old * 2, *"：，-=\t")))


CHANGES: tuple[Change, ...] = (
    *(_lines(one) for one in (_delete, _repeat, _swap, _indent, _indent, _margin, _mark, _joined)),
    *(_replaced("value"), _replaced("value"), _replaced("value"), _replaced("key"), _replaced("key")),
    *(_character, _character, _character, _cut, _deep, _shuffled, _all_of_one),
)
ENCODINGS = ("utf-8",) * 24 + ("utf-16", "utf-16-le", "utf-8-sig", "latin-1")
JSON_VALUES = (
    *_several(r"""
"\ud83d"¦"\ude00\ud83d"¦"\u0000\u001b"¦NaN¦-Infinity¦1e400¦-0¦null¦[]¦{}¦[null]¦[[["x"]]]¦{"a": 1}
true¦""¦"x¦'x'¦1.¦01¦{"a": 1, "a": 2}¦0x1¦"../x"¦"https://example.org/a.wav"¦"\x"¦"	"¦{"value": []}
"""),
    *("9" * 5000, '"' + "word " * 80 + '"', "[" * 200),
)


def _json_value(random: Random, text: str) -> str:
    colons = [at for at, one in enumerate(text) if text[at : at + 2] == '":']
    at = random.choice(colons or [0])
    ends = [text.find(sign, at + 3) for sign in (', "', "}", "\n")]
    end = min((one for one in ends if one >= 0), default=len(text))
    return f"{text[: at + 2]} {random.choice(JSON_VALUES)}{text[end:]}"


def _json_key(random: Random, text: str) -> str:
    keys = [at for at, one in enumerate(text) if text[at : at + 2] == '":']
    at = random.choice(keys or [0])
    start = text.rfind('"', 0, max(at, 1)) + 1
    return text[:start] + random.choice((*KEYS, "\\ud800", "\\u0000")) + text[at:]


RECORD_CHANGES: tuple[Change, ...] = (
    *(_lines(one) for one in (_delete, _repeat, _swap, _margin, _mark, _joined)),
    *(
        _json_value,
        _json_value,
        _json_value,
        _json_value,
        _json_key,
        _character,
        _character,
        _cut,
        _deep,
        _all_of_one,
    ),
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A project with one file changed."""

    seed: int
    path: Path
    content: bytes


def _as_records(root: Path) -> None:
    """Put the examples of each task file into a file of JSON Lines beside it."""
    for path in sorted((root / "examples").glob("*.yaml")):
        task = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        if isinstance(task, dict) and task.get("examples"):
            rows = (json.dumps(row, ensure_ascii=False) + "\n" for row in task.pop("examples"))
            path.with_suffix(".jsonl").write_text("".join(rows), "utf-8")
            task["examples_from"] = path.with_suffix(".jsonl").name
            path.write_text(yaml.safe_dump(task, allow_unicode=True, sort_keys=False), "utf-8")


def copies(folder: Path, *, records: bool) -> list[Path]:
    """The five projects in a folder of their own, all of them without a problem."""
    found = []
    for project in PROJECTS:
        root = folder / (project.name if project != REPOSITORY else "main")
        for part in PARTS:
            if (project / part).is_dir() and (project != REPOSITORY or part != "templates"):
                shutil.copytree(project / part, root / part)
        if records:
            _as_records(root)
        found.append(root)
    return found


def mutants(roots: list[Path], seeds: range, *, records: bool) -> Iterator[Mutant]:
    """One mutant for each seed, of every file of every project in turn."""
    suffix, changes = ("jsonl", RECORD_CHANGES) if records else ("yaml", CHANGES)
    files = [path for root in roots for path in sorted((root / "examples").glob(f"*.{suffix}"))]
    texts = {path: path.read_text("utf-8") for path in files}
    for seed in seeds:
        random = Random(seed)
        path = files[seed % len(files)]
        text = texts[path]
        for _ in range(random.choice((1, 1, 1, 2, 4))):
            text = random.choice(changes)(random, text)
        yield Mutant(seed, path, text.encode(random.choice(ENCODINGS), "replace"))


def fate(mutant: Mutant) -> str:
    """What is wrong with how a mutant ended; empty where its check ended in problems or in none."""
    before = mutant.path.read_bytes()
    mutant.path.write_bytes(mutant.content)
    try:
        root = mutant.path.parent.parent
        result = CliRunner().invoke(commands, ["check", "-C", str(root), "--format", "json"])
    finally:
        mutant.path.write_bytes(before)
    if result.exception and not isinstance(result.exception, SystemExit):
        return "".join(traceback.format_exception(result.exception))
    try:
        told = json.loads(result.stdout)
    except ValueError:
        return f"no JSON: {result.stdout[:200]} {result.stderr[:200]}"
    failed = any(one["severity"] == "error" for one in told)
    return "" if result.exit_code == int(failed) else f"status {result.exit_code}, problems {told}"


def main() -> int:
    """Try many; the number of those that ended badly."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("count", type=int)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--records", action="store_true", help="change files of JSON Lines")
    options = arguments.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        roots = copies(Path(folder), records=options.records)
        seeds = range(options.first, options.first + options.count)
        for done, mutant in enumerate(mutants(roots, seeds, records=options.records), 1):
            wrong = fate(mutant)
            bad += bool(wrong)
            if wrong:
                print(f"seed {mutant.seed}, {mutant.path.name}: {wrong}", flush=True)
            if done % 500 == 0:
                print(f"{done} mutants, {bad} ended badly", flush=True)
    print(f"{options.count} mutants of {len(roots)} projects: {bad} ended badly")
    return min(bad, 1)


if __name__ == "__main__":
    raise SystemExit(main())
