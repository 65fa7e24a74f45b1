"""The demo project says what the page it stands for says, and brings every file that it names."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import soundfile
import yaml

from bench import needs_reference

REPOSITORY = Path(__file__).resolve().parent.parent
EXAMPLES, AUDIO, IMAGES = (REPOSITORY / name for name in ("examples", "data/audio", "data/images"))
REFERENCE = REPOSITORY.parent / "shared" / "reference"
ADDRESS = "https://xiaomi-research.github.io/dasheng-lm/data/audio/"

COUNTS = {"speaker-timbre": 12, "speaker-language": 6, "environmental-sound": 9, "music-instrument": 9}
MODELS = {"qwen2.5-omni-7b": "Qwen2.5-Omni-7B", "midashenglm-7b": "MiDashengLM-7B"}
FORMATS = {".wav": ("WAV", "PCM_16"), ".flac": ("FLAC", "PCM_16"), ".mp3": ("MP3", "MPEG_LAYER_III")}
RATES = {
    "common_voice_en_36758510.mp3": 32_000,
    "common_voice_en_42452.mp3": 48_000,
    "common_voice_en_20210516.mp3": 48_000,
}
TEXTS_DIGEST = "3029e405ab742cbd6820afe2b790e8ca31005f5a5a7fe6dd1a2427ffc95d9c5e"
"""Of `facts()`: what models, authors and annotators wrote is quoted, so it changes only on purpose."""

needs_page = needs_reference((REFERENCE / "midashenglm-demo.md").is_file())


@cache
def read(name: str) -> Any:
    return yaml.load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


def examples() -> Iterator[tuple[str, Any]]:
    for task in COUNTS:
        for example in read(task)["examples"]:
            yield task, example


def clips() -> list[str]:
    return [example["audio"]["audio"] for _, example in examples()]


def as_list(value: Any) -> list[str]:
    """Labels, however they are written: one word, a list, or `{labels: […]}`."""
    if isinstance(value, dict):
        assert list(value) == ["labels"]
        return as_list(value["labels"])
    return [value] if isinstance(value, str) else list(value)


def facts() -> dict[str, Any]:
    """All that is quoted, in one plain shape: per task the prompts, and each clip's labels and outputs."""
    return {
        task: {"prompt": read(task)["prompt"], "examples": [quoted(task, e) for e in read(task)["examples"]]}
        for task in COUNTS
    }


def quoted(task: str, example: Any) -> dict[str, Any]:
    of_labels = read(task)["output"] == "labels"
    outputs = {m: as_list(said) if of_labels else said for m, said in example["outputs"].items()}
    return {
        "audio": example["audio"]["audio"],
        "labels": as_list(example.get("labels", [])),
        "outputs": outputs,
    }


# Complete in itself


def test_tasks_hold_twelve_six_nine_and_nine_examples() -> None:
    assert {task: len(read(task)["examples"]) for task in COUNTS} == COUNTS


def test_catalogue_names_the_four_tasks_in_two_sections() -> None:
    tasks = [section["tasks"] for section in read("catalogue")["sections"]]
    assert tasks == [
        ["speaker-timbre.yaml", "speaker-language.yaml"],
        ["environmental-sound.yaml", "music-instrument.yaml"],
    ]


def test_models_come_in_the_order_of_the_columns_and_one_is_ours() -> None:
    models = read("catalogue")["models"]
    assert {model: entry["name"] for model, entry in models.items()} == MODELS
    assert list(models) == list(MODELS)
    assert [model for model, entry in models.items() if entry.get("ours") == "true"] == ["midashenglm-7b"]


def test_every_example_has_an_output_of_every_model_in_column_order() -> None:
    assert {tuple(example["outputs"]) for _, example in examples()} == {tuple(MODELS)}


def test_only_tasks_of_labels_have_labels_and_all_their_examples_do() -> None:
    for task, example in examples():
        assert ("labels" in example) == (read(task)["output"] == "labels"), example["audio"]["audio"]


def test_both_layouts_are_shown() -> None:
    assert {read(task)["layout"] for task in COUNTS} == {"cards", "table"}


def test_what_is_quoted_changes_only_on_purpose() -> None:
    text = json.dumps(facts(), ensure_ascii=False, sort_keys=True)
    assert hashlib.sha256(text.encode()).hexdigest() == TEXTS_DIGEST


def test_quoted_texts_have_no_stray_blanks() -> None:
    for _, example in examples():
        for said in example["outputs"].values():
            assert all(word == word.strip() for word in as_list(said))


def test_every_file_begins_with_the_schema_for_editors() -> None:
    for path in EXAMPLES.glob("*.yaml"):
        kind = "catalogue" if path.stem == "catalogue" else "task"
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert first == f"# yaml-language-server: $schema=../docs/schema/{kind}.json", path.name


def test_files_are_the_catalogue_and_its_tasks_only() -> None:
    assert {path.stem for path in EXAMPLES.iterdir()} == {"catalogue", *COUNTS}


def test_notice_says_in_plain_words_that_the_clips_are_stand_ins() -> None:
    notice = " ".join(read("catalogue")["notice"].split())
    assert "stand-ins" in notice
    assert "answers were given for the original recordings" in notice
    assert ADDRESS in notice


def test_citation_keeps_its_braces() -> None:
    citation = read("catalogue")["citation"]
    assert citation.startswith("@techreport{midashenglm7b,\n")
    assert "  author     = {{Horizon Team, MiLM Plus}},\n" in citation
    assert citation.rstrip().endswith("\n}")


def test_banner_leads_to_the_studio_and_is_described() -> None:
    (figure,) = read("catalogue")["figures"]
    assert figure["url"] == "https://modelscope.cn/studios/midasheng/MiDashengLM-7B"
    assert figure["url"] in [link["url"] for link in read("catalogue")["links"]]
    assert len(figure["alt"]) > 40
    assert (IMAGES / figure["image"]).is_file()


def test_banner_is_small_and_refers_to_nothing_outside() -> None:
    svg = (IMAGES / "banner.svg").read_text(encoding="utf-8")
    assert len(svg.encode()) < 15_000
    outside = re.sub(r'xmlns="[^"]*"', "", svg)
    assert not re.search(r"https?:|href|<script|<style|<image|<foreignObject|@import|\son\w+=", outside)


# The clips


def test_each_clip_stands_in_one_example_only() -> None:
    assert len(clips()) == len(set(clips())) == 36


def test_audio_folder_holds_the_clips_and_nothing_else() -> None:
    assert sorted(path.name for path in AUDIO.iterdir()) == sorted(clips())


@pytest.mark.parametrize("name", clips())
def test_clip_is_what_its_name_says_and_lasts_one_to_ten_seconds(name: str) -> None:
    info = soundfile.info(AUDIO / name)
    assert (info.format, info.subtype) == FORMATS[Path(name).suffix]
    assert info.samplerate == RATES.get(name, 16_000)
    assert info.channels == 1
    assert 1 <= info.duration <= 10


def test_clips_are_under_five_megabytes_together() -> None:
    assert sum(path.stat().st_size for path in AUDIO.iterdir()) < 5_000_000


def test_clips_all_sound_different() -> None:
    assert len({hashlib.sha256(path.read_bytes()).digest() for path in AUDIO.iterdir()}) == 36


def test_originals_are_named_by_address_and_digest() -> None:
    for _, example in examples():
        audio = example["audio"]
        assert list(audio) == ["audio", "url", "sha256"]
        assert audio["url"] == ADDRESS + audio["audio"]
        assert re.fullmatch(r"[0-9a-f]{64}", audio["sha256"]), audio["audio"]
    assert len({example["audio"]["sha256"] for _, example in examples()}) == 36


def test_no_original_recording_is_shipped() -> None:
    shipped = {hashlib.sha256(path.read_bytes()).hexdigest() for path in AUDIO.iterdir()}
    assert shipped.isdisjoint(example["audio"]["sha256"] for _, example in examples())


# Against the original page


def page_of_origin() -> str:
    return (REFERENCE / "midashenglm-demo.md").read_text(encoding="utf-8")


def originals(task: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The clip and the bold-named texts of each example of a task on the original page."""
    table = re.findall(r"<section.*?</section>", page_of_origin(), re.DOTALL)[list(COUNTS).index(task)]
    for cell in re.findall(r"<td.*?</td>", table, re.DOTALL):
        texts = re.findall(r"<p[^>]*><b>([^<]+)</b>:(.*?)</p>", cell, re.DOTALL)
        (clip,) = re.findall(r'src="data/audio/([^"]+)"', cell)
        yield clip, {name: text.strip() for name, text in texts}


def labels_in(text: str) -> list[str]:
    """`{'a', 'b'}` → a, b; a bare word is one label."""
    return re.findall(r"'([^']*)'", text) if text.startswith("{") else [text]


@needs_page
@pytest.mark.parametrize("task", COUNTS)
def test_texts_and_labels_are_those_of_the_original_to_the_letter(task: str) -> None:
    of_labels = read(task)["output"] == "labels"
    expected = [
        {
            "audio": clip,
            "labels": labels_in(texts["Label"]) if of_labels else [],
            "outputs": {m: labels_in(texts[n]) if of_labels else texts[n] for m, n in MODELS.items()},
        }
        for clip, texts in originals(task)
    ]
    assert len(expected) == COUNTS[task]
    assert [quoted(task, example) for example in read(task)["examples"]] == expected


@needs_page
@pytest.mark.parametrize("task", COUNTS)
def test_prompts_are_those_of_the_original_to_the_letter(task: str) -> None:
    block = re.findall(r"```text\n(.*?)```", page_of_origin(), re.DOTALL)[list(COUNTS).index(task)].strip()
    named = {
        model: re.search(rf"^{re.escape(name)}[:：](.*)$", block, re.MULTILINE)
        for model, name in MODELS.items()
    }
    prompts = {model: found[1].strip() for model, found in named.items() if found}
    assert read(task)["prompt"] == (prompts or block)


@needs_page
def test_citation_is_that_of_the_original_to_the_letter() -> None:
    (block,) = re.findall(r"```bib\n(.*?)```", page_of_origin(), re.DOTALL)
    assert read("catalogue")["citation"] == block


@needs_page
def test_every_address_on_the_page_stands_in_the_original() -> None:
    catalogue = read("catalogue")
    named = {link["url"] for link in catalogue["links"]} | {figure["url"] for figure in catalogue["figures"]}
    named |= {model["url"] for model in catalogue["models"].values() if "url" in model}
    assert {url for url in named if url not in page_of_origin()} == set()


@needs_page
def test_digests_are_those_of_the_originals() -> None:
    lines = (REFERENCE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split() for line in lines)}
    assert {example["audio"]["audio"]: example["audio"]["sha256"] for _, example in examples()} == sums


@needs_page
def test_stand_ins_have_the_formats_and_rates_of_the_originals() -> None:
    def shape(path: Path) -> tuple[str, str, int, int]:
        info = soundfile.info(path)
        return info.format, info.subtype, info.samplerate, info.channels

    assert {n: shape(AUDIO / n) for n in clips()} == {n: shape(REFERENCE / "audio" / n) for n in clips()}
