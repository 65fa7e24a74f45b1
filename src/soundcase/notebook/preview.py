"""A page as a notebook shows it: in one sandboxed frame that holds all it needs, its clips as small MP3.

Rule 1: nothing is loaded, and nothing in the frame reaches the notebook: it has an origin of its own.
Rule 2: a notebook keeps what it shows, so examples and bytes are capped; what is left out is said below.
"""

from __future__ import annotations

import base64
import html
import mimetypes
import re
from dataclasses import replace
from pathlib import Path
from typing import cast

from soundcase.notebook.building import built, mistakes
from soundcase.notebook.entries import PlainEntry
from soundcase.notebook.files import process_folder
from soundcase.notebook.writing import WrittenPage, WrittenTask
from soundcase.problems.report import counted

MOST_EXAMPLES = 20
MOST_BYTES = 3_000_000
"""Of clips and pictures in one frame."""
_HEIGHTS = {"page": "40rem", "task": "32rem", "example": "18rem"}
_HIDDEN = {
    "page": ".contents, [data-copy=link], page-facets",
    "task": ".contents, [data-copy=link], page-facets, .page-head, .section > h2",
    "example": ".contents, [data-copy=link], page-tools, .page-head, .section > h2, .task-head, listening-bar",
}
"""What a frame has no room or no use for."""
_CLOSE = ".columns { display: block !important } .section, .task { margin-top: 1rem !important }"
_POLICY = (
    "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline' data:; "
    "script-src 'unsafe-inline' data:; base-uri 'none'; form-action 'none'"
)
_FRAME = """\
<div class="soundcase"><iframe title="{title}" sandbox="allow-scripts" srcdoc="{page}" \
style="display: block; box-sizing: border-box; width: 100%; height: {height}; resize: vertical; \
overflow: auto; border: 1px solid rgb(128 128 128 / .35); border-radius: 6px"></iframe>{note}</div>"""
_NOTE = '<p style="margin: .4em 0; font: 13px system-ui, sans-serif; opacity: .75">{}</p>'
_LEFT_OUT = re.compile(
    r'<noscript>.*?</noscript>|<footer class="page-foot">.*?</footer>|<a data-original .*?</a>'
    r'|<meta http-equiv="Content-Security-Policy"[^>]*>'
    r'|<meta (?:name="(?:description|generator)|property=)[^>]*>'
    r'|<link rel="(?:icon|canonical)"[^>]*>',
    re.DOTALL,
)
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_SCRIPT = re.compile(r'<script src="([^"]+)" defer></script>')
_FILE = re.compile(r'(?<=(?:ref|src)=")([^":#?]+\.(?!html")\w+)(?=")')


def preview(page: WrittenPage, kind: str = "page") -> str:
    """The HTML of a frame with a page, or with a `task` or an `example` of it alone; else what is wrong."""
    count = sum(len(task.examples) for task in page.tasks)
    if not count:
        return _NOTE.format("No examples yet.")
    most, total = MOST_EXAMPLES, 0
    while True:
        shown = _first(page, most)
        site = process_folder() / "shown" / "site"
        made = built(shown, site.parent, site)
        if made.failed:
            return f"<pre>{html.escape(str(mistakes(shown, made, page.call)))}</pre>"
        total = sum(len(_content(site, name)) for name in _FILE.findall(_page(site)) if _counts(name))
        number = sum(len(task.examples) for task in shown.tasks)
        if total <= MOST_BYTES or number == 1:
            break
        most = max(1, min(number - 1, number * MOST_BYTES // total))
    notes = [f"The first {number} of {count} examples are shown."] if number < count else []
    notes += ["Clips are left out: they are too large to be kept in a notebook."] if total > MOST_BYTES else []
    notes += [f"{counted(made.problems).capitalize()}: page.build() tells."] if made.problems else []
    return _FRAME.format(
        title=html.escape(str(page.head.get("title"))),
        page=html.escape(_whole(site, kind)),
        height=_HEIGHTS[kind],
        note=_NOTE.format(html.escape(" ".join(notes))) if notes else "",
    )


def _first(page: WrittenPage, most: int) -> WrittenPage:
    """The page with so many examples at most, of each task about as many, and clips made small."""
    counts = [0] * len(page.tasks)
    for _ in range(most):
        open_ = [n for n, task in enumerate(page.tasks) if counts[n] < len(task.examples)]
        if not open_:
            break
        counts[min(open_, key=lambda n: counts[n])] += 1
    tasks = [_short(task, count) for task, count in zip(page.tasks, counts, strict=True) if count]
    left_out = ("hero", "pages", "per_page", "publish", "url")
    head = {key: value for key, value in page.head.items() if key not in left_out}
    return replace(page, head={**head, "media": {**_limit(head), "encode": "mp3"}}, tasks=tasks)


def _short(task: WrittenTask, count: int) -> WrittenTask:
    head = {key: value for key, value in task.head.items() if key != "media"}
    limit = _limit(task.head)
    media: PlainEntry = {"media": {**limit, "encode": "mp3"}} if limit else {}
    return replace(task, head={**head, **media}, examples=task.examples[:count])


def _limit(head: PlainEntry) -> PlainEntry:
    media = cast(PlainEntry, head.get("media", {}))
    return {key: value for key, value in media.items() if key == "max_hours"}


def _page(site: Path) -> str:
    """The site's page without what leads to other files."""
    return _LEFT_OUT.sub("", (site / "index.html").read_text(encoding="utf-8"))


def _whole(site: Path, kind: str) -> str:
    """The page with everything that it names inside."""
    text, room = _page(site), MOST_BYTES
    scripts = [_inner("script", (site / name).read_text("utf-8")) for name in _SCRIPT.findall(text)]
    text = _STYLE.sub(
        lambda found: _inner("style", (site / found[1]).read_text("utf-8")), _SCRIPT.sub("", text)
    )

    def data(found: re.Match[str]) -> str:
        nonlocal room
        content = _content(site, found[0])
        room -= len(content) if _counts(found[0]) else 0
        mime = mimetypes.guess_type(found[0])[0] or "application/octet-stream"
        return f"data:{mime};base64,{base64.b64encode(content if room >= 0 else b'').decode()}"

    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    hidden = _inner("style", f"{_HIDDEN[kind]} {{ display: none !important }} {_CLOSE}")
    text = _FILE.sub(data, text).replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{policy}', 1)
    return text.replace("</body>", f"{hidden}{''.join(scripts)}</body>")


def _content(site: Path, name: str) -> bytes:
    """The content of a file of the site; nothing where there is none."""
    return (site / name).read_bytes() if (site / name).is_file() else b""


def _counts(name: str) -> bool:
    """True for what is not the same on every page."""
    return not name.startswith("assets/")


def _inner(element: str, content: str) -> str:
    """A style or script in the page itself."""
    harmless = re.sub(f"</(?={element})", r"<\\/", content)
    return f"<{element}>{harmless}</{element}>"
