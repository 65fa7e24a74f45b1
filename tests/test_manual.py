"""What the manual says is so: its snippets build, its commands run, what it shows is what is printed."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import click
import html5lib
import pytest

from bench import REPOSITORY, SAMPLES, alone, missing, tiny_project
from manual_pages import (
    DOCS,
    PAGES,
    SHOWN_ONLY,
    Block,
    Story,
    blocks,
    commands_of,
    give,
    invoke,
    is_shown,
    part_project,
    small_project,
    working_in,
)
from soundcase.catalogue.schema.documents import json_schema
from soundcase.cli import commands
from soundcase.fields import fields_of
from soundcase.model import Example
from soundcase.problems.codes import CODES
from soundcase.site.views.values import DifferenceData, MeanData

NOT_RUN = {
    r"pip install": "needs a package index",
    r"build-site fetch": "needs the servers that hold the clips; test_fetch.py tries it",
    r"build-site serve": "serves until it is stopped; test_serve.py tries it",
    r"git (add|commit|push|lfs|init|remote)": "needs a repository that is published",
    r"build-site .*--dask": "needs a cluster; media/test_cluster.py tries it",
    r"build-site .*--audio (s3|hf|https)": "needs a bucket; media/test_remote.py tries it",
    r"build-site check --site https": "needs a published page; test_crawl.py serves some",
    r"curl": "needs a published page",
}
"""Commands that are shown and not run, with the reason; those of `build-site` must at least be understood."""

CONTRACT = (DOCS / "reference" / "page.md").read_text(encoding="utf-8")
THEME = REPOSITORY / "templates"


def checked_strictly(root: Path) -> None:
    status, output = invoke("check", "--strict", "-C", str(root))
    assert status == 0, output


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.name != "notebooks.md"],  # which is a notebook: test_notebook_manual.py
    ids=lambda page: page.relative_to(DOCS).as_posix(),
)
def test_a_reader_who_follows_the_page_gets_what_it_says(page: Path, tmp_path: Path) -> None:
    story = Story(tmp_path / "project", NOT_RUN)
    told = blocks(page)
    story.root.mkdir()
    if not any(block.path == "examples/catalogue.yaml" for block in told):
        small_project(story.root)
    give(page, story.root)
    for block in told:
        follow(block, story, tmp_path / "part")
    if not ends_in_a_mistake(page):
        story.make_clips()
        story.join_tasks()
        checked_strictly(story.here)


def follow(block: Block, story: Story, part: Path) -> None:
    """Do what a block is for."""
    if block.path:
        story.write(block)
    elif block.body.startswith("# an example\n"):
        story.add_example(block)
    elif block.language == "yaml":
        part_project(block, part)
        Story(part, {}).make_clips()
        checked_strictly(part)
    elif block.language == "sh":
        for line, _ in commands_of(block):
            status, printed = story.run(line)
            assert status == 0, f"{block.place}: {line}\n{printed}"
    elif block.language == "console":
        for line, shown in commands_of(block):
            _, printed = story.run(line)
            assert is_shown(shown, printed), f"{block.place}: {line}\n{printed}"
    elif block.language == "python":
        status, printed = story.run_python(block.body)
        assert (status, bool(printed)) == (0, True), f"{block.place}\n{printed}"
    else:
        assert block.language in SHOWN_ONLY or block.language.startswith("{"), block.place


def ends_in_a_mistake(page: Path) -> bool:
    """Whether what a page shows last is what is printed about a mistake."""
    return any(block.language == "console" and "error[" in block.body for block in blocks(page))


def test_the_manuals_own_template_and_style_are_taken(tmp_path: Path) -> None:
    root = tiny_project(tmp_path / "project")
    story = Story(root, NOT_RUN)
    styles, footer, _ = (block for block in blocks(DOCS / "theming.md") if block.path)
    story.write(styles)
    story.write(footer)
    assert story.run("build-site")[0] == 0
    page = (root / "site" / "index.html").read_text(encoding="utf-8")
    assert "Questions: audio@lab.example" in page
    assert "Built with soundcase" not in page
    (sheet,) = (root / "site" / "assets").glob("soundcase.*.css")
    assert (
        sheet.read_text(encoding="utf-8")
        .rpartition("--found")[2]
        .startswith(": var(--light, #00563f) var(--dark, #8fe0bd);")
    )


def test_what_the_manual_says_of_published_data_is_there(tmp_path: Path) -> None:
    root = tiny_project(tmp_path / "project")
    with working_in(root):
        assert invoke("build")[0] == 0
    page = json.loads((root / "site" / "catalogue.json").read_text(encoding="utf-8"))
    (example,) = page["sections"][0]["tasks"][0]["examples"]
    clip = example["audio"][0]["clip"]
    table = CONTRACT.partition("| key of `clip` |")[2].partition("\n\n")[0]
    keys = {key for row in table.splitlines()[2:] for key in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert "`format` is 1, or 2 where a site has several pages" in CONTRACT
    assert page["format"] == 1
    assert example["page"] == "index.html#digits--1"
    assert keys - set(clip) == {"encodes", "mix"}  # of clips of which something was made
    assert {"loudness", "bars"} <= set(clip["sound"])


def test_the_manuals_program_reads_all_data_however_the_site_is_cut(tmp_path: Path) -> None:
    (program,) = (block.body for block in blocks(DOCS / "reference" / "page.md") if block.language == "python")
    for mode in ("one", "section", "task"):
        root = tiny_project(tmp_path / mode)
        main = root / "examples" / "catalogue.yaml"
        text = main.read_text(encoding="utf-8") + "          - {audio: tone.wav, outputs: {ours: Two}}\n"
        main.write_text(f"pages: {mode}\nper_page: 1\n{text}", encoding="utf-8")
        with working_in(root):
            assert invoke("build")[0] == 0
        status, printed = Story(root, NOT_RUN).run_python(program)
        assert status == 0, printed
        assert [line.split()[0].partition("#")[2] for line in printed.splitlines()] == [
            "digits--1",
            "digits--2",
        ]


def test_attributes_that_the_contract_names_are_those_of_templates_and_scripts() -> None:
    files = [*THEME.rglob("*.html"), *THEME.rglob("*.js")]
    written = "".join(path.read_text(encoding="utf-8") for path in files)
    figures = (
        replace(average := MeanData(*"aaaaaaaaaa"), given=True),
        average,
        DifferenceData(*"aaaaaaaaaa"),
    )
    written += " ".join(name for each in figures for name in each.attributes)
    words = {
        word: [
            word,
            f"dataset.{(key := re.sub('-(.)', lambda letter: letter[1].upper(), word[5:]))}",
            f"data: {{ {key}:",
        ]
        for word in re.findall(r"data-[a-z]+(?:-[a-z]+)*", CONTRACT)
    }
    assert [word for word, forms in words.items() if not any(form in written for form in forms)] == []
    parts = re.findall(r"`([a-z][a-z-]+)`", CONTRACT.partition("called as the field")[2].partition("\n")[0])
    assert set(parts) <= {one.role for one in fields_of(Example).values()}
    assert "label" in parts


def test_tokens_and_keys_that_are_named_are_there() -> None:
    theming = (DOCS / "theming.md").read_text(encoding="utf-8")
    tokens = (THEME / "assets" / "css" / "tokens.css").read_text(encoding="utf-8")
    named = set(re.findall(r"(?<=`)--[a-z0-9-]+(?=`)", theming))
    assert len(named) > 20
    assert {token for token in named if f"{token}:" not in tokens} == set()
    listening = (DOCS / "listening.md").read_text(encoding="utf-8")
    scripts = "".join(path.read_text(encoding="utf-8") for path in THEME.glob("assets/js/**/*.js"))
    parts = set(re.findall(r"`\?([a-z]+)[.=]", listening))
    assert parts == {"q", "group", "tag", "show", "hide", "blind", "diff", "at"}
    assert [part for part in parts if not re.search(rf'["{{ ]{part}["\\.:]', scripts)] == []


def test_what_is_not_run_is_still_shown_somewhere() -> None:
    lines = [
        line
        for page in PAGES
        for block in blocks(page)
        if block.language == "sh"
        for line, _ in commands_of(block)
    ]
    assert [pattern for pattern in NOT_RUN if not any(re.match(pattern, line) for line in lines)] == []


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_kind_of_sample_project_has_a_page_in_the_cookbook(kind: str) -> None:
    assert (DOCS / "cookbook" / f"{kind}.md").is_file()


@pytest.fixture(scope="session")
def manual(shared_folder: Path) -> Path:
    """The manual as `make docs` builds it: a warning, such as a link that leads nowhere, is a failure."""
    if importlib.util.find_spec("sphinx") is None:
        missing("Sphinx is missing.")
    folder = shared_folder / "manual"
    with alone(shared_folder / "manual.lock"):
        if not (folder / "objects.inv").exists():  # written last
            script = ["sh", str(REPOSITORY / "scripts" / "build_manual.sh"), str(folder)]
            path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
            run = subprocess.run(
                script, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
            )
            assert run.returncode == 0, run.stderr
    return folder


LOADING = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}
"""Elements that load something, with the attribute that says what."""


def test_the_manual_loads_nothing_from_elsewhere(manual: Path) -> None:
    loaded = {
        address
        for page in manual.rglob("*.html")
        for node in html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False).iter()
        if (address := node.get(LOADING.get(str(node.tag), ""), ""))
    }
    styles = "".join(path.read_text(encoding="utf-8") for path in manual.rglob("soundcase.*.css"))
    assert len(loaded) > 10
    assert [address for address in loaded if re.match(r"(?:[a-z]+:)?//", address)] == []
    assert re.findall(r"@import|url\(['\"]?(?:[a-z]+:)?//", styles) == []


def test_every_page_is_in_the_table_of_contents(manual: Path) -> None:
    first = (manual / "index.html").read_text(encoding="utf-8")
    pages = {path.relative_to(DOCS).with_suffix(".html").as_posix() for path in PAGES} - {"index.html"}
    assert {page for page in pages if f'href="{page}"' not in first} == set()


REFERENCE = {
    name: (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")
    for name in ("fields", "codes", "commands")
}


def test_the_reference_and_the_schema_are_what_the_code_says() -> None:
    command = [sys.executable, "scripts/make_reference.py", "--check"]
    run = subprocess.run(command, cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, (
        f"{run.stdout}{run.stderr}Write them again: .venv/bin/python scripts/make_reference.py"
    )


def begins(text: str) -> str:
    """What a text in Markdown says before its first piece of code."""
    return " ".join(text.partition("`")[0].split())


def test_every_key_of_the_format_is_in_the_reference() -> None:
    page = " ".join(REFERENCE["fields"].split())
    for root in (json_schema("catalogue"), *cast(dict[str, Any], json_schema("catalogue")["$defs"]).values()):
        for key, said in root["properties"].items():
            assert f".{key} " in page
            assert begins(said["description"]) in page, key


def test_every_problem_code_is_in_the_reference() -> None:
    page = " ".join(REFERENCE["codes"].split())
    for code in CODES.values():
        assert f"### {code.name} *{code.severity.capitalize()}:* {begins(code.title)}" in page
        assert begins(code.explanation) in page


def test_every_command_and_option_is_in_the_reference() -> None:
    page = REFERENCE["commands"]
    for name in commands.list_commands(click.Context(commands)):
        command = commands.commands[name]
        assert f"## build-site {name}\n" in page
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[-1] in page
                assert " ".join((option.help or "").partition("[")[0].split()) in page, option.opts
