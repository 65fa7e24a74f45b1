"""What a release needs: `release.py check v1.2.3`, `release.py notes`, `release.py schemastore FOLDER`.

`check` holds version, changelog, citation, recipe and tag against each other; `notes` prints what changed in
this version; `schemastore` writes the JSON Schema of `soundcase.yaml` and its entry, as SchemaStore takes them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCHEMA_URL = "https://www.schemastore.org/soundcase.json"
SECTION = re.compile(r"^## (?P<version>\d\S*) \((?P<date>[^)]+)\)\n(?P<text>.*?)(?=^## |\Z)", re.M | re.S)


def text(name: str) -> str:
    """A file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def found(pattern: str, name: str) -> str:
    """What the group of a pattern says in a file; empty where it does not match."""
    match = re.search(pattern, text(name), re.M)
    return match[1] if match else ""


def version() -> str:
    """The version that would be released."""
    return found(r'^__version__ = "(.+)"$', "src/soundcase/__init__.py")


def section() -> tuple[str, str]:
    """Date and text of this version in the changelog; empty where there is none."""
    sections = {
        one["version"]: (one["date"], one["text"].strip()) for one in SECTION.finditer(text("CHANGELOG.md"))
    }
    return sections.get(version(), ("", ""))


def faults(tag: str) -> Iterator[str]:
    """What stands against a release under this tag."""
    if tag != f"v{version()}":
        yield f"the tag is {tag}, but soundcase.__version__ is {version()}"
    date, changes = section()
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", date):
        yield f"CHANGELOG.md has no '## {version()} (YYYY-MM-DD)', but '({date or 'nothing'})'"
    if not changes:
        yield f"CHANGELOG.md says nothing about {version()}"
    for pattern, name in ((r"^version: (.+)$", "CITATION.cff"), (r'^  version: "(.+)"$', "recipe/recipe.yaml")):
        if found(pattern, name) != version():
            yield f"{name} is of version {found(pattern, name)}, not {version()}"
    if date and found(r"^date-released: (.+)$", "CITATION.cff") not in ("", date):
        yield f"CITATION.cff was released on another day than {date}"
    if changed := git("status", "--porcelain"):
        yield f"not committed: {changed.split()[1]}"
    if git("rev-parse", f"{tag}^{{commit}}") != git("rev-parse", "HEAD"):
        yield f"{tag} is not what is checked out"


def git(*words: str) -> str:
    """The answer of git; empty for none."""
    run = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return run.stdout.strip() if run.returncode == 0 else ""


def write_schemastore(folder: Path) -> None:
    """Write `soundcase.json`, and `catalog.json` with the entry that names it."""
    about = tomllib.loads(text("pyproject.toml"))["project"]["description"]
    schema = {
        key: value for key, value in json.loads(text("docs/schema/catalogue.json")).items() if key != "$comment"
    }
    head = {"$schema": schema.pop("$schema"), "$id": SCHEMA_URL, "title": "soundcase", "description": about}
    entry = {"name": "soundcase", "description": about, "fileMatch": ["soundcase.yaml"], "url": SCHEMA_URL}
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in (("soundcase.json", head | schema | {"title": "soundcase"}), ("catalog.json", entry)):
        (folder / name).write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Do what is asked; 1 where something stands against it, 2 for a wrong call."""
    match arguments:
        case ["check", tag]:
            listed = list(faults(tag))
            print("\n".join(listed) or f"{tag} may be released")
            return int(bool(listed))
        case ["notes"]:
            print(section()[1])
        case ["schemastore", folder]:
            write_schemastore(Path(folder))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
