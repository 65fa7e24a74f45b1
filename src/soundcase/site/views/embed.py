"""One example as a page of its own, which others show in a frame: the same cells, below a line that leads back.

Rule 1: it lies in a folder, so every address is written as it is seen from there.
Rule 2: it says no more than the example and what its task asked.
"""

from __future__ import annotations

import json
from dataclasses import replace

from soundcase.model import Example
from soundcase.site.known import Known
from soundcase.site.plan import FilesShown
from soundcase.site.views.context import RenderContext, SiteHead, context_of
from soundcase.site.views.examples import cells_alone, prompts, tag_text
from soundcase.site.views.frame import EmbedView
from soundcase.site.views.origins import example_origins
from soundcase.site.views.task_frame import ExampleFrame
from soundcase.site.views.tasks import SliceContent
from soundcase.text.language import direction
from soundcase.values import dataclass

UP = "../"
"""From the folder of frames to the other pages."""
_SAID = ("play", "pause", "seconds", "position", "of", "failed", "unsupported")
"""What its scripts say."""


@dataclass(frozen=True, slots=True)
class EmbedInputs:
    """Everything that the frames of the examples of a slice follow from."""

    head: Known[SiteHead]
    frame: Known[ExampleFrame]
    """Of their task."""
    content: Known[SliceContent]
    pages: tuple[str, ...]
    """Of each example its page and anchor, as seen from the first page."""


def embed_views(inputs: EmbedInputs) -> tuple[EmbedView, ...]:
    """The examples of a slice, each as the template prints it."""
    head, content = _below(inputs.head.value), inputs.content.value
    plan, frame = _seen_below(content.plan), inputs.frame.value
    pairs = zip(content.examples, inputs.pages, strict=True)
    return tuple(_embed(one, page, frame, replace(context_of(head), plan=plan)) for one, page in pairs)


def _embed(example: Example, page: str, frame: ExampleFrame, bare: RenderContext) -> EmbedView:
    site, task, words = replace(bare, format=frame.format), frame.task, bare.words
    title = site.text(example.title) if example.title else site.word(f"{words.example} {example.number}")
    called = example.title or f"{words.example.lower()} {example.number}"
    name = f"{task.title}, {called}"
    cells = tuple(one for one in cells_alone(example, task, name, frame.scale, site) if not one.empty)
    answering = [one.heading.key for one in cells if one.heading.place == "answer"]
    return EmbedView(
        language=site.language,
        dir=direction(site.language),
        words=words,
        script_words=json.dumps({key: words.script[key] for key in _SAID}, ensure_ascii=False),
        title=f"{name} · {site.catalogue.title}",
        site=site.text(site.catalogue.title),
        id=example.id,
        name=title,
        task=site.text(task.title),
        href=f"{UP}{page}",
        sync=task.sync,
        tags=tuple(site.text(tag_text(key, value)) for key, value in example.tags.items()),
        prompts=prompts(task.prompt, tuple(answering), site, task.language),
        cells=cells,
        origins=example_origins(example, site),
    )


def _below(head: SiteHead) -> SiteHead:
    """The head of the site for a page in a folder: what authors' texts link to and show is one folder up."""
    setting = head.setting
    files = {link: f"{UP}{url}" for link, url in setting.files.items()}
    pictures = {link: replace(one, src=f"{UP}{one.src}") for link, one in setting.pictures.items()}
    return replace(head, setting=replace(setting, files=files, pictures=pictures))


def _seen_below(plan: FilesShown) -> FilesShown:
    videos = {
        name: replace(one, url=f"{UP}{one.url}", poster=one.poster and f"{UP}{one.poster}")
        for name, one in plan.videos.items()
    }
    return replace(
        plan,
        urls={sha256: f"{UP}{url}" for sha256, url in plan.urls.items()},
        pictures={name: replace(one, url=f"{UP}{one.url}") for name, one in plan.pictures.items()},
        videos=videos,
    )
