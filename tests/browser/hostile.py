"""A project whose words try everything that words can try."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import soundfile

TEXTS = {
    "script": "<script>alert(1); window.ranForeignCode = 1</script>",
    "image": '<img src=x onerror="window.ranForeignCode = 1">',
    "breaking out": "\"'></p></td></script></noscript></style><script>window.ranForeignCode = 1</script>",
    "comment": "<!-- <script> --> ]]> <![CDATA[",
    "entities": "&lt;b&gt; &amp;amp; &#x3c;",
    "markdown": "**bold** _it_ [link](javascript:alert(1)) `code` # heading",
    "template": "{{ 7*7 }} {% raw %} {# gone #} ${7*7}",
    "guesses": "no",
    "number": "1.10",
    "right to left": "user\u202egnp.exe\u202c and \u2067mirrored\u2069",
    "arabic": "تتحدث امرأة بصوت هادئ",
    "long word": "Donaudampfschifffahrt" * 12,
    "caption": "a low hum rises, falls and returns; " * 83 + "the end.",
    "emoji": "👩🏽‍🔬🎻 🏳️‍🌈 ✓",
    "chinese": "请判断说话人使用的是哪种语言。",
    "combining": "Z̸̢͎͚a̶͙͝l̷̰͝g̵̳͐o",
    "spaces": "two  blanks,\u00a0a hard one and a \u200bzero-width one",
}
"""What stands where, by its kind."""


def _task() -> dict[str, object]:
    examples = [
        {"title": kind, "audio": "tone.wav", "text": words, "outputs": {"one": words}}
        for kind, words in TEXTS.items()
    ]
    return {"id": "hostile", "title": TEXTS["script"], "prompt": TEXTS["template"], "examples": examples}


def hostile_project(root: Path) -> Path:
    """Write the project; JSON is YAML, and leaves no doubt about what a text is."""
    catalogue = {
        "title": TEXTS["script"],
        "subtitle": TEXTS["breaking out"],
        "models": {"one": {"name": TEXTS["image"]}},
        "sections": [{"title": TEXTS["entities"], "tasks": [_task()]}],
        "citation": TEXTS["template"] + "\n" + TEXTS["script"],
        "rules": {"looks-like-html": "off"},
    }
    (root / "examples").mkdir(parents=True)
    (root / "data" / "audio").mkdir(parents=True)
    text = json.dumps(catalogue, ensure_ascii=False, indent=1)
    (root / "examples" / "catalogue.yaml").write_text(text, encoding="utf-8")
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(8000) / 16000)
    soundfile.write(root / "data" / "audio" / "tone.wav", tone, 16000, subtype="PCM_16")
    return root
