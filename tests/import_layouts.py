"""The same comparisons in all the layouts in which people write them: pages whose truth is known.

A `Comparison` says what a page compares; a layout is a function that writes it as HTML or Markdown. Every pair
of them is a page. Run as a program it tells which pages are read wrongly:
`python tests/import_layouts.py [WORD ...]`.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from import_score import Fact, Score, Truth, scored_as
from soundcase_import.names import clip_name

EXAMPLES = 4
SPOKEN = (
    "The harbour lay still under a thin grey mist.",
    "Nobody had expected the old clock to strike again.",
    "She counted the steps twice before she knocked on the door.",
    "A letter from the north arrived on the first day of spring.",
)
OTHER = (
    "Bread was sold at the corner until late in the evening.",
    "The teacher wrote three numbers on the board and waited.",
    "Rain had washed the names from most of the stones.",
    "Two boats left the island before the storm came.",
)
SCENES = (
    "A dog barks twice while a train passes in the distance",
    "Rain falls on a tin roof and thunder rolls far away",
    "A crowd claps after somebody ends a short speech",
    "A kettle whistles until it is taken from the stove",
)
HEARD = (
    "A dog is barking and a train goes by.",
    "Heavy rain hits a metal roof with some thunder.",
    "People applaud a speaker in a large hall.",
    "Steam escapes from a kettle in a kitchen.",
)
GUESSED = (
    "An animal makes a sound near a railway.",
    "It is raining outside and the wind blows.",
    "There is applause, and one voice before it.",
    "Something whistles at a constant pitch for a while.",
)
QUESTIONS = (
    "Which animal is heard in this clip?",
    "What is the weather like in the recording?",
    "How does the audience react to the speech?",
    "What is taken from the stove at the end?",
)
MOODS = ("Happy", "Sad", "Angry", "Calm")
FILES = ("1462-170142-0000", "84-121550-0001", "174-50561-0000", "251-136532-0003")
WORDS = {
    "spoken": SPOKEN,
    "other": OTHER,
    "scene": SCENES,
    "heard": HEARD,
    "guessed": GUESSED,
    "asked": QUESTIONS,
    "mood": MOODS,
    "file": FILES,
}


@dataclass(frozen=True)
class Column:
    """What each example of a comparison has under a heading."""

    heading: str
    role: str
    words: str = ""
    """Which words; empty for a clip."""


@dataclass(frozen=True)
class Comparison:
    """What a page compares."""

    name: str
    columns: tuple[Column, ...]
    about: str = "Audio samples"
    kind: str = "wav"

    def value(self, column: Column, row: int) -> str:
        """The words, or the address of the clip."""
        if column.words:
            return WORDS[column.words][row]
        return f"audio/{re.sub(r'[^a-z0-9]+', '_', column.heading.lower()).strip('_')}/{row + 1:03}.{self.kind}"

    @property
    def clips(self) -> list[Column]:
        return [one for one in self.columns if not one.words]

    @property
    def texts(self) -> list[Column]:
        """The words that were given: they say which example it is."""
        return [one for one in self.columns if one.words and one.role not in ("output", "reference")]

    @property
    def rest(self) -> list[Column]:
        """Everything else."""
        return [one for one in self.columns if one not in self.texts]

    def truth(self) -> Truth:
        """What its page holds."""
        found = Truth(1, EXAMPLES)
        for row in range(EXAMPLES):
            facts = []
            for one in self.columns:
                what = self.value(one, row)
                places = tuple((role, one.heading if role == "output" else "") for role in one.role.split("|"))
                facts.append(Fact(what if one.words else clip_name(what), places, not one.words))
            found.rows.append(facts)
        return found.named()


def clips(*names: str) -> tuple[Column, ...]:
    """Columns of clips: `role: heading`, outputs without a role."""
    pairs = (name.rpartition(": ") for name in names)
    return tuple(Column(heading, role or "output") for role, _, heading in pairs)


def words(role: str, heading: str, kind: str) -> Column:
    return Column(heading, role, kind)


COMPARISONS = (
    Comparison(
        "tts",
        (words("text", "Text", "spoken"), *clips("reference: Ground Truth", "FastVoice", "Glow-X", "Ours")),
    ),
    Comparison(
        "zero-shot",
        (
            words("text", "Text", "spoken"),
            *clips("prompt_audio: Speaker Prompt", "VoxClone", "YourSpeech", "PromptTalk (ours)"),
        ),
    ),
    Comparison(
        "conversion",
        clips("audio: Source", "prompt_audio: Target", "AutoVC", "FragNet", "Proposed"),
        "Voice conversion",
    ),
    Comparison(
        "enhancement",
        clips("audio: Noisy", "reference: Clean", "WaveMask", "DeepFilter2", "Ours"),
        "Speech enhancement",
    ),
    Comparison(
        "codec",
        clips("audio|reference: Original", "Opus 12 kbps", "NeuroCodec 6 kbps", "NeuroCodec 3 kbps"),
        "Neural codec",
    ),
    Comparison(
        "generation",
        (words("text|prompt", "Caption", "scene"), *clips("AudioMaker", "SoundDiff-L", "Ours")),
        "Text-to-audio generation",
    ),
    Comparison(
        "asked",
        (
            *clips("audio: Audio"),
            words("prompt", "Question", "asked"),
            words("output", "Listener-7B", "heard"),
            words("output", "AudioGPT", "guessed"),
        ),
        "Audio question answering",
    ),
    Comparison(
        "captions",
        (
            *clips("audio: Audio"),
            words("reference", "Ground truth", "scene"),
            words("output", "CapNet", "heard"),
            words("output", "Ours", "guessed"),
        ),
        "Audio captioning",
    ),
    Comparison(
        "film",
        clips("audio: Silent video", "reference: Ground truth", "FoleyGAN", "V2ANet", "Ours"),
        "Video-to-audio",
        "mp4",
    ),
    Comparison("single", (words("text", "Text", "spoken"), *clips("Tacotoy 2")), "Text-to-speech"),
    Comparison(
        "translation",
        (
            *clips("audio: Source speech"),
            words("source_text|note|tags|text|prompt", "Source text", "other"),
            *clips("S2ST-Net", "Cascade"),
        ),
        "Speech translation",
    ),
    Comparison(
        "moods",
        (
            words("tags|title|note|group", "Emotion", "mood"),
            *clips("prompt_audio: Reference voice", "StyleNet", "MoodTalk", "Ours"),
        ),
        "Emotional speech synthesis",
    ),
    Comparison(
        "versions",
        (words("text|prompt", "Text description", "scene"), *clips("SongTango", "SongTango 2")),
        "Text-to-music generation",
    ),
    Comparison(
        "files",
        (
            words("title|tags|note", "Utterance", "file"),
            *clips("audio|reference: Original", "VecAnon", "MaskAnon", "Ours"),
        ),
        "Speaker anonymization",
    ),
)

Layout = Callable[[Comparison], str]


def player(address: str) -> str:
    if address.endswith("mp4"):
        return f'<video controls width="200"><source src="{address}" type="video/mp4"></video>'
    return f'<audio controls preload="none"><source src="{address}" type="audio/wav"></audio>'


def bare_player(address: str) -> str:
    return player(address) if address.endswith("mp4") else f'<audio controls src="{address}"></audio>'


def shown(one: Comparison, column: Column, row: int) -> str:
    """A cell: words or a player."""
    value = one.value(column, row)
    return value if column.words else player(value)


def page(one: Comparison, body: str) -> str:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{one.about}</title></head><body><h1>{one.about}</h1>"
        f"<p>We show samples from our paper.</p><h2>Samples</h2>{body}</body></html>"
    )


def table(rows: Sequence[Sequence[str]], head: Sequence[str] = (), tag: str = "th") -> str:
    heads = f"<tr>{''.join(f'<{tag}>{text}</{tag}>' for text in head)}</tr>" if head else ""
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return f"<table border=1>{heads}{body}</table>"


def cells(one: Comparison, columns: Sequence[Column], row: int) -> list[str]:
    return [shown(one, column, row) for column in columns]


def names(columns: Sequence[Column]) -> list[str]:
    return [column.heading for column in columns]


def given(one: Comparison, row: int, form: str = "<p>{}</p>") -> str:
    """The words of an example that stand before its clips."""
    return "".join(form.format(f"<b>{text.heading}:</b> {one.value(text, row)}") for text in one.texts)


# Tables with a row for each example


def rows_are_examples(one: Comparison) -> str:
    return page(one, table([cells(one, one.columns, row) for row in range(EXAMPLES)], names(one.columns)))


def rows_with_numbers(one: Comparison) -> str:
    rows = [[f"Sample {row + 1}", *cells(one, one.columns, row)] for row in range(EXAMPLES)]
    return page(one, table(rows, ["", *names(one.columns)]))


def rows_with_plain_heads(one: Comparison) -> str:
    heads = [f"<b>{name}</b>" for name in names(one.columns)]
    return page(one, table([cells(one, one.columns, row) for row in range(EXAMPLES)], heads, "td"))


def words_span_rows(one: Comparison) -> str:
    wide = len(one.rest)
    rows = []
    for row in range(EXAMPLES):
        said = " ".join(one.value(text, row) for text in one.texts) or f"Sample {row + 1}"
        rows.append(f"<tr><td colspan={wide}>{said}</td></tr>")
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells(one, one.rest, row)) + "</tr>")
    head = "".join(f"<th>{name}</th>" for name in names(one.rest))
    return page(one, f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>")


def grid_of_blocks(one: Comparison) -> str:
    def line(texts: Sequence[str], kind: str) -> str:
        return (
            f'<div class="row {kind}">' + "".join(f'<div class="col">{text}</div>' for text in texts) + "</div>"
        )

    rows = [line(cells(one, one.columns, row), "") for row in range(EXAMPLES)]
    return page(one, f'<div class="container">{line(names(one.columns), "head")}{"".join(rows)}</div>')


def names_in_cells(one: Comparison) -> str:
    rows = [
        [f"{column.heading}<br>{shown(one, column, row)}" for column in one.columns] for row in range(EXAMPLES)
    ]
    return page(one, table(rows))


def names_below_in_cells(one: Comparison) -> str:
    if len(one.clips) < len(one.rest):
        return ""
    rows = [
        [f"{shown(one, column, row)}<br>{column.heading}" for column in one.clips] for row in range(EXAMPLES)
    ]
    parts = "".join(given(one, row) + table([cells_]) for row, cells_ in enumerate(rows))
    return page(one, parts)


def names_above_each_row(one: Comparison) -> str:
    rows: list[list[str]] = []
    for row in range(EXAMPLES):
        rows += [[f"<b>{name}</b>" for name in names(one.columns)], cells(one, one.columns, row)]
    return page(one, table(rows))


def names_come_again(one: Comparison) -> str:
    head = "".join(f"<th>{name}</th>" for name in names(one.columns))
    rows = "".join(
        f"<tr>{head}</tr><tr>{''.join(f'<td>{cell}</td>' for cell in cells(one, one.columns, row))}</tr>"
        for row in range(EXAMPLES)
    )
    return page(one, f"<table>{rows}</table>")


def unfolding_table(one: Comparison) -> str:
    text = table([cells(one, one.columns, row) for row in range(EXAMPLES)], names(one.columns))
    return page(one, f"<details><summary>Click to show the samples</summary>{text}</details>")


def markdown_table(one: Comparison) -> str:
    def line(texts: Sequence[str]) -> str:
        return f"| {' | '.join(texts)} |"

    def cell(column: Column, row: int) -> str:
        value = one.value(column, row)
        return value if column.words else bare_player(value)

    rows = [line([cell(column, row) for column in one.columns]) for row in range(EXAMPLES)]
    dashes = line([":---:" for _ in one.columns])
    body = "\n".join([line(names(one.columns)), dashes, *rows])
    return f"# {one.about}\n\nWe show samples from our paper.\n\n## Samples\n\n{body}\n"


# Tables with a column for each example


def columns_are_examples(one: Comparison) -> str:
    rows = [[column.heading, *(shown(one, column, row) for row in range(EXAMPLES))] for column in one.columns]
    return page(one, table(rows, ["", *(f"Sample {row + 1}" for row in range(EXAMPLES))]))


def columns_without_heads(one: Comparison) -> str:
    rows = [
        [f"<b>{column.heading}</b>", *(shown(one, column, row) for row in range(EXAMPLES))]
        for column in one.columns
    ]
    return page(one, table(rows))


def texts_head_columns(one: Comparison) -> str:
    if not one.texts:
        return ""
    rows = [[column.heading, *(shown(one, column, row) for row in range(EXAMPLES))] for column in one.rest]
    heads = [one.texts[0].heading, *(one.value(one.texts[0], row) for row in range(EXAMPLES))]
    return page(one, table(rows, heads))


# A table for each example


def table_each(one: Comparison) -> str:
    parts = [given(one, row) + table([cells(one, one.rest, row)], names(one.rest)) for row in range(EXAMPLES)]
    return page(one, "".join(parts))


def table_each_headed(one: Comparison) -> str:
    parts = [
        f"<h3>Sample {row + 1}</h3>{given(one, row)}" + table([cells(one, one.rest, row)], names(one.rest))
        for row in range(EXAMPLES)
    ]
    return page(one, "".join(parts))


def turned_table_each(one: Comparison) -> str:
    parts = [
        f"<h3>Example {row + 1}</h3>"
        + table([[column.heading, shown(one, column, row)] for column in one.columns])
        for row in range(EXAMPLES)
    ]
    return page(one, "".join(parts))


def long_table(one: Comparison) -> str:
    rows = []
    for row in range(EXAMPLES):
        for at, column in enumerate(one.rest):
            first = "".join(f"<td rowspan={len(one.rest)}>{one.value(text, row)}</td>" for text in one.texts)
            first = f"<td rowspan={len(one.rest)}>{row + 1}</td>{first}" if at == 0 else ""
            rows.append(f"<tr>{first}<td>{column.heading}</td><td>{shown(one, column, row)}</td></tr>")
    heads = "".join(f"<th>{name}</th>" for name in ("No.", *names(one.texts), "Method", "Result"))
    return page(one, f"<table><tr>{heads}</tr>{''.join(rows)}</table>")


def bannered_table(one: Comparison) -> str:
    rows = []
    for row in range(EXAMPLES):
        said = " ".join(one.value(text, row) for text in one.texts) or f"Sample {row + 1}"
        rows.append(f"<tr><th colspan=2>{said}</th></tr>")
        rows += [f"<tr><td>{column.heading}</td><td>{shown(one, column, row)}</td></tr>" for column in one.rest]
    return page(one, f"<table>{''.join(rows)}</table>")


# Cards, lists, headings


def cards(one: Comparison, label: str = "<p><b>{}</b></p>", wrap: str = "<div class=card>{}</div>") -> str:
    parts = []
    for row in range(EXAMPLES):
        inside = given(one, row)
        for column in one.rest:
            value = shown(one, column, row)
            inside += label.format(column.heading) + (f"<p>{value}</p>" if column.words else value)
        parts.append(wrap.format(inside))
    return page(one, "".join(parts))


def cards_with_small_heads(one: Comparison) -> str:
    return cards(one, "<h5>{}</h5>", "<section class=example>{}</section>")


def cards_with_spans(one: Comparison) -> str:
    return cards(one, "<span class=label>{}</span><br>", '<div class="box"><div class="inner">{}</div></div>')


def cards_unfolding(one: Comparison) -> str:
    return cards(one, "<p>{}:</p>", "<details><summary>Example</summary>{}</details>")


def cards_titled(one: Comparison) -> str:
    parts = []
    for row in range(EXAMPLES):
        inside = given(one, row)
        for column in one.rest:
            value = shown(one, column, row)
            inside += f"<div class=item><div class=name>{column.heading}</div><div>{value}</div></div>"
        parts.append(f"<h3>Sample {row + 1}</h3><div class=grid>{inside}</div>")
    return page(one, "".join(parts))


def figures(one: Comparison) -> str:
    if len(one.clips) < len(one.rest):
        return ""
    parts = []
    for row in range(EXAMPLES):
        inside = "".join(
            f"<figure>{shown(one, column, row)}<figcaption>{column.heading}</figcaption></figure>"
            for column in one.clips
        )
        parts.append(f"<div class=example>{given(one, row)}{inside}</div>")
    return page(one, "".join(parts))


def headings_in_boxes(one: Comparison) -> str:
    parts = []
    for row in range(EXAMPLES):
        inside = "".join(f"<p>{column.heading}:</p><div>{shown(one, column, row)}</div>" for column in one.rest)
        parts.append(f"<h3><center>Sample {row + 1}</center></h3>{given(one, row)}{inside}")
    return page(one, "".join(parts))


def headings_name_clips(one: Comparison) -> str:
    parts = []
    for row in range(EXAMPLES):
        parts.append(f"<h3>Sample {row + 1}</h3>{given(one, row)}")
        for column in one.rest:
            value = shown(one, column, row)
            parts.append(f"<h4>{column.heading}</h4>" + (f"<p>{value}</p>" if column.words else value))
    return page(one, "".join(parts))


def lists(one: Comparison) -> str:
    parts = []
    for row in range(EXAMPLES):
        inside = "".join(f"<li>{column.heading}: {shown(one, column, row)}</li>" for column in one.rest)
        parts.append(f"<h3>Example {row + 1}</h3>{given(one, row)}<ul>{inside}</ul>")
    return page(one, "".join(parts))


def definitions(one: Comparison) -> str:
    parts = []
    for row in range(EXAMPLES):
        inside = "".join(f"<dt>{column.heading}</dt><dd>{shown(one, column, row)}</dd>" for column in one.rest)
        parts.append(f"{given(one, row)}<dl>{inside}</dl>")
    return page(one, "".join(parts))


def linked(one: Comparison) -> str:
    if one.kind != "wav":  # a link to a film is no player
        return ""
    parts = []
    for row in range(EXAMPLES):
        inside = ""
        for column in one.rest:
            value = one.value(column, row)
            inside += f"<li>{column.heading}: {value if column.words else f'<a href={value}>listen</a>'}</li>"
        parts.append(f"<p><b>Sample {row + 1}</b></p>{given(one, row)}<ul>{inside}</ul>")
    return page(one, "".join(parts))


def markdown_sections(one: Comparison) -> str:
    lines = [f"# {one.about}", "", "Samples from our paper.", ""]
    for row in range(EXAMPLES):
        lines += [f"## Sample {row + 1}", ""]
        lines += [line for text in one.texts for line in (f"**{text.heading}**: {one.value(text, row)}", "")]
        for column in one.rest:
            value = one.value(column, row)
            lines += [f"**{column.heading}**", "", value if column.words else bare_player(value), ""]
    return "\n".join(lines)


def markdown_list(one: Comparison) -> str:
    lines = [f"# {one.about}", "", "Samples from our paper.", ""]
    for row in range(EXAMPLES):
        lines += [f"### Example {row + 1}", ""]
        for column in one.columns:
            value = one.value(column, row)
            lines.append(f"- {column.heading}: {value if column.words else bare_player(value)}")
        lines.append("")
    return "\n".join(lines)


def systems_are_headings(one: Comparison) -> str:
    if len(one.clips) < len(one.columns):
        return ""

    def section(column: Column) -> str:
        rows = (f"<p>{shown(one, column, row)}</p>" for row in range(EXAMPLES))
        return f"<h3>{column.heading}</h3>{''.join(rows)}"

    return page(one, "".join(map(section, one.clips)))


LAYOUTS: tuple[Layout, ...] = (
    rows_are_examples,
    rows_with_numbers,
    rows_with_plain_heads,
    words_span_rows,
    grid_of_blocks,
    names_in_cells,
    names_below_in_cells,
    names_above_each_row,
    names_come_again,
    unfolding_table,
    markdown_table,
    columns_are_examples,
    columns_without_heads,
    texts_head_columns,
    table_each,
    table_each_headed,
    turned_table_each,
    long_table,
    bannered_table,
    cards,
    cards_with_small_heads,
    cards_with_spans,
    cards_unfolding,
    cards_titled,
    figures,
    headings_in_boxes,
    headings_name_clips,
    lists,
    definitions,
    linked,
    markdown_sections,
    markdown_list,
    systems_are_headings,
)


def pages(folder: Path) -> Iterator[tuple[str, Path, Truth]]:
    """Every comparison in every layout: a name, the page's file, its truth."""
    for layout in LAYOUTS:
        for one in COMPARISONS:
            text = layout(one)
            if text:
                path = folder / f"{layout.__name__}-{one.name}{'.html' if text.startswith('<!') else '.md'}"
                path.write_text(text, encoding="utf-8")
                yield path.stem, path, one.truth()


def main(wanted: Sequence[str]) -> None:
    results: list[Score] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, path, truth in pages(Path(folder)):
            if all(word in name for word in wanted):
                results.append(scored_as(name, path, truth))
    for one in results:
        if not one.right or wanted:
            sys.stdout.write(
                one.line() + "\n" + "".join(f"    {text}\n" for text in one.wrong[: 4 if not wanted else 40])
            )
    right = sum(one.right for one in results)
    silent = sum(not one.right and not one.doubts for one in results)
    asked = sum(one.doubts for one in results if one.right)
    sys.stdout.write(
        f"{len(results)} pages: {right} right, {silent} silently wrong; {asked} doubts on right ones\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
