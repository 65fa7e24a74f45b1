"""Rules about what is heard and about weight; the others are shown by the projects in `faults/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from projects import write
from soundcase.catalogue.load import load
from soundcase.checks.rules import budgets
from soundcase.checks.rules.context import Finding, RuleContext
from soundcase.checks.rules.hosts import HOST_LIMITS
from soundcase.checks.rules.parts import findings, parts_of
from soundcase.cli import commands
from soundcase.commands.init.hosts import HOSTS
from soundcase.facts import Facts, Sound
from soundcase.kept import KeptValues
from soundcase.model import Catalogue
from soundcase.project import Project
from soundcase.settings import HostName

SOUND = Sound(-23.0, -3.0, -3.1, 0.0, 0.0, 0.0, None, ())
FACTS = Facts(
    kind="wav-pcm",
    format="WAV",
    mime="audio/wav",
    suffix=".wav",
    frames=16000,
    rate=16000,
    channels=1,
    seconds=1.0,
    declared_seconds=1.0,
    bits=16,
    bit_rate=None,
    size=32044,
    sha256="0" * 64,
    web_playable=True,
    peak=0.5,
    clipped_runs=0,
    sound=SOUND,
)
ROW = """\
-- examples/words.yaml --
title: T
output: audio
examples:
  - outputs: {theirs: a.wav, ours: b.wav}
"""
TWO_ROWS = f"{ROW}  - outputs: {{theirs: c.wav, ours: d.wav}}\n"


def context_of(catalogue: Catalogue, facts: Mapping[str, Facts], *, size: int = 0) -> RuleContext:
    """A catalogue whose clips are known to be like this, in slices of so many examples."""
    parts = parts_of(catalogue, KeptValues(), size=size)
    slices = [[clip.name for clip in one.clips] for task in parts.tasks for one in task.summaries]
    return RuleContext(
        parts=parts,
        facts=[{name: facts[name] for name in names if name in facts} for names in slices],
        contents={name: one.sha256 for name, one in facts.items()},
        audio_files=tuple(facts),
        audio_folder="data/audio",
        catalogue_file="catalogue.yaml",
        complete=True,
    )


def told(root: Path, facts: dict[str, Facts], text: str = ROW) -> list[tuple[str, str]]:
    """Codes and messages of what the rules find when probing said this."""
    loaded = load(Project(write(root, text), root / "site"))
    assert loaded.catalogue is not None
    unlike = {
        name: replace(one, sha256=one.sha256 if one.sha256 != "0" * 64 else name) for name, one in facts.items()
    }
    return [
        (code, finding.message)
        for code, finding in findings(context_of(loaded.catalogue, unlike), KeptValues())
    ]


def sounding(*, loudness: float | None = -23.0, bandwidth: float | None = None) -> Facts:
    return replace(FACTS, sound=replace(SOUND, loudness=loudness, bandwidth=bandwidth))


@pytest.mark.parametrize(("other", "found"), [(-25.9, False), (-26.1, True), (None, False)])
def test_outputs_may_differ_by_three_loudness_units(tmp_path: Path, other: float | None, found: bool) -> None:
    codes = told(tmp_path, {"a.wav": FACTS, "b.wav": sounding(loudness=other)})
    assert [code for code, _ in codes] == (["loudness-spread"] if found else [])


def test_a_large_spread_names_the_clips_with_their_values(tmp_path: Path) -> None:
    ((_, small),) = told(tmp_path / "one", {"a.wav": FACTS, "b.wav": sounding(loudness=-27.5)})
    assert small == "the outputs differ by 4.5 LU: −27.5 to −23.0 LUFS"
    ((_, large),) = told(tmp_path / "two", {"a.wav": FACTS, "b.wav": sounding(loudness=-40.0)})
    assert large.endswith("(a.wav −23.0 LUFS, b.wav −40.0 LUFS)")


def test_a_very_quiet_clip_is_told_once(tmp_path: Path) -> None:
    quiet = sounding(loudness=-59.0)
    row = "  - {audio: a.wav, outputs: {theirs: b.wav, ours: b.wav}}\n"
    text = ROW.replace("  - outputs: {theirs: a.wav, ours: b.wav}\n", row * 2)
    codes = told(tmp_path, {"a.wav": quiet, "b.wav": FACTS}, text)
    assert [code for code, _ in codes if code != "same-content"] == ["near-silent"]


def test_bandwidths_are_compared_at_the_same_rate_only(tmp_path: Path) -> None:
    wide, narrow = sounding(bandwidth=7800.0), sounding(bandwidth=5000.0)
    assert [code for code, _ in told(tmp_path / "a", {"a.wav": wide, "b.wav": narrow})] == ["bandwidth-differs"]
    other = replace(narrow, rate=12000)
    assert [code for code, _ in told(tmp_path / "b", {"a.wav": wide, "b.wav": other})] == ["rate-differs"]


def test_an_upsampled_clip_is_told(tmp_path: Path) -> None:
    clip = replace(sounding(bandwidth=8000.0), rate=48000)
    assert told(tmp_path, {"a.wav": clip, "b.wav": clip}) == [
        ("upsampled", "'a.wav' has 48 kHz, but nothing above 8.0 kHz"),
        ("upsampled", "'b.wav' has 48 kHz, but nothing above 8.0 kHz"),
    ]


@pytest.mark.parametrize(
    ("rate", "band"), [(16000, 3300.0), (48000, 20000.0), (16000, 7500.0), (22050, 8000.0)]
)
def test_a_sound_that_just_ends_early_is_not_called_upsampled(tmp_path: Path, rate: int, band: float) -> None:
    clip = replace(sounding(bandwidth=band), rate=rate)
    assert told(tmp_path, {"a.wav": clip, "b.wav": clip}) == []


def test_one_recording_in_two_examples_is_told(tmp_path: Path) -> None:
    one, two = replace(FACTS, sha256="1" * 64), FACTS
    facts = {"a.wav": one, "b.wav": two, "c.wav": one, "d.wav": two}
    codes = told(tmp_path, facts, TWO_ROWS)
    assert [code for code, _ in codes] == ["same-content-twice"]
    assert "'c.wav' has the same content as 'a.wav'" in codes[0][1]


def test_a_lossy_codecs_own_low_pass_is_not_called_resampling(tmp_path: Path) -> None:
    """MP3 of 128 kbit/s ends at 16 kHz whatever was recorded; what ends at 8 kHz was narrow before."""
    mp3 = replace(sounding(bandwidth=16500.0), rate=48000, bits=None, bit_rate=128_000)
    narrow = replace(mp3, sound=replace(SOUND, bandwidth=8100.0))
    found = dict(told(tmp_path / "narrow", {"a.wav": mp3, "b.wav": narrow}))
    assert found["upsampled"] == "'b.wav' has 48 kHz, but nothing above 8.1 kHz"
    assert told(tmp_path / "wide", {"a.wav": mp3, "b.wav": mp3}) == []


def test_one_recording_under_two_names_of_one_output_is_told(tmp_path: Path) -> None:
    """Two stems of one system; the same under one name is meant."""
    same = replace(FACTS, sha256="1" * 64)
    stems = "[{label: voice, audio: a.wav}, {label: drums, audio: b.wav}]"
    text = ROW.replace("{theirs: a.wav, ours: b.wav}", f"{{theirs: {stems}, ours: c.wav}}")
    facts = {"a.wav": same, "c.wav": FACTS}
    assert told(tmp_path / "one", facts, text.replace("b.wav", "a.wav")) == []
    assert told(tmp_path / "two", {**facts, "b.wav": same}, text) == [
        ("same-content-twice", "'b.wav' has the same content as 'a.wav', named at")
    ]


def weighed(files: dict[str, int], **pages: tuple[str, ...]) -> list[tuple[str, Finding]]:
    loaded = {f"{name}.html": frozenset(urls) for name, urls in pages.items()}
    given = budgets.Weights(files, {"audio/a.wav": "data/audio/a.wav"}, loaded, "examples/catalogue.yaml")
    return list(budgets.over_budget(given))


def weights(files: dict[str, int], **pages: tuple[str, ...]) -> list[str]:
    return [f"{code} {finding.origin}: {finding.message}" for code, finding in weighed(files, **pages)]


def test_what_is_light_is_not_told() -> None:
    assert weights({"audio/a.wav": 25_000_000, "index.html": 60_000}, index=("index.html",)) == []


def test_large_files_are_told_at_their_source_each_by_one_rule() -> None:
    assert weights({"audio/a.wav": 26_000_000}) == [
        "large-file data/audio/a.wav: 'data/audio/a.wav' has 26.0 MB"
    ]
    assert weights({"audio/a.wav": 100_000_000}) == [
        "large-file data/audio/a.wav: 'data/audio/a.wav' has 100.0 MB"
    ]
    assert weights({"audio/a.wav": 101_000_000}) == [
        "too-large-file data/audio/a.wav: 'data/audio/a.wav' has 101.0 MB"
    ]


@pytest.mark.parametrize(
    ("size", "limit"),
    [
        (26_000_000, "no file over 25 MB"),
        (51_000_000, "warns of files over 50 MB"),
        (10**9, "over 100 MB"),
    ],
)
def test_a_large_file_is_told_the_limit_that_it_is_over(size: int, limit: str) -> None:
    ((_, finding),) = weighed({"audio/a.wav": size})
    assert limit in finding.hint


def test_the_largest_culprits_of_a_page_and_a_site_are_named() -> None:
    page = {"index.html": 100_000, "images/one.png": 2_000_000, "images/two.png": 1_000}
    assert weights(page, index=tuple(page)) == [
        "page-weight examples/catalogue.yaml: the page loads 2.1 MB before play: "
        "images/one.png 2.0 MB, index.html 0.1 MB, images/two.png 0.0 MB"
    ]
    half = {"index.html": 900_000, "a.html": 1_100_000, "b.html": 1_200_000}
    assert weights(half, index=("index.html",), a=("a.html",), b=("b.html",)) == [
        "page-weight examples/catalogue.yaml: the page 'b.html' loads 1.2 MB before play, and 1 more page "
        "is over the budget: b.html 1.2 MB"
    ]
    site = {f"audio/{number}.wav": 20_000_000 for number in range(51)}
    (told_once,) = weights(site)
    assert told_once.startswith(
        "site-size examples/catalogue.yaml: the site has 1020.0 MB: audio/0.wav 20.0 MB"
    )


@pytest.mark.parametrize(
    ("host", "files", "told"),
    [
        ("pages", {"audio/a.wav": 26_000_000}, ["large-file: GitHub's web page takes no file over 25 MB"]),
        ("cloudflare", {"audio/a.wav": 27_000_000}, ["too-large-file: Cloudflare refuses files over 26 MB"]),
        ("cloudflare", {"audio/a.wav": 26_000_000}, []),
        ("gitlab", {"audio/a.wav": 150_000_000}, []),
        ("gitlab", {f"audio/{n}.wav": 300_000_000 for n in range(4)}, ["site-size: encode clips"]),
        ("netlify", {f"audio/{n}.wav": 300_000_000 for n in range(4)}, []),
        ("huggingface", {"audio/a.wav": 10**9}, []),
        ("cloudflare", {f"{n}.html": 1 for n in range(20_001)}, ["too-many-files: show fewer examples"]),
        ("huggingface", {f"audio/{n}.mp3": 1 for n in range(10_001)}, ["too-many-files: show fewer examples"]),
        ("pages", {f"audio/{n}.mp3": 1 for n in range(60_000)}, []),
        ("netlify", {f"audio/{n}.mp3": 1 for n in range(54_001)}, ["too-many-files: show fewer examples"]),
    ],
)
def test_each_host_has_its_own_limits(host: HostName, files: dict[str, int], told: list[str]) -> None:
    given = budgets.Weights(files, {}, {}, "examples/catalogue.yaml", host=host)
    found = [f"{code}: {finding.hint}" for code, finding in budgets.over_budget(given)]
    assert [one.startswith(start) for one, start in zip(found, told, strict=True)] == [True] * len(told)


def test_every_limit_has_its_source() -> None:
    assert set(HOST_LIMITS) == set(get_args(HostName)) == set(HOSTS)
    assert all(one.source.startswith("https://") for one in HOST_LIMITS.values())


ANSWERED = """\
-- examples/words.yaml --
title: T
output: audio
examples:
  - audio: a.wav
    outputs:
      theirs: {text: Yes., audio: b.wav}
      ours: {text: "Yes, on Monday and on Tuesday.", audio: c.wav}
"""
IN_TURNS = """\
-- examples/words.yaml --
title: T
output: audio
examples:
  - audio: a.wav
    turns:
      - {speaker: User, text: Shall we?}
      - {speaker: Model, outputs: {theirs: b.wav, ours: c.wav}}
"""


@pytest.mark.parametrize("text", [ANSWERED, IN_TURNS])
def test_spoken_answers_are_as_long_as_their_words(text: str, tmp_path: Path) -> None:
    """Unlike what is made of a recording, an answer to it has a length of its own."""
    facts = {"a.wav": FACTS, "b.wav": FACTS, "c.wav": replace(FACTS, seconds=4.0)}
    assert told(tmp_path, facts, text) == []


def test_outputs_made_from_one_recording_are_as_long_as_it(tmp_path: Path) -> None:
    facts = {"a.wav": FACTS, "b.wav": FACTS, "c.wav": replace(FACTS, seconds=4.0)}
    text = ANSWERED.replace("text: Yes., ", "").replace('text: "Yes, on Monday and on Tuesday.", ', "")
    assert [code for code, _ in told(tmp_path, facts, text)] == ["duration-differs"]


def test_a_heavy_page_is_told_at_the_picture_that_makes_it_so(tmp_path: Path) -> None:
    write(
        tmp_path,
        "-- examples/words.yaml --\ntitle: Words\nexamples:\n"
        "  - audio: a.wav\n    outputs:\n      ours: {text: a, image: big.png, alt: b}\n",
    )
    folder = tmp_path / "data" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(1).integers(0, 255, (800, 800, 3), np.uint8)
    Image.fromarray(noise).save(folder / "big.png")
    result = CliRunner().invoke(commands, ["check", "-C", str(tmp_path), "--format", "json"])
    (heavy,) = [one for one in json.loads(result.stdout) if one["code"] == "page-weight"]
    assert (heavy["path"], heavy["line"]) == ("examples/words.yaml", 5)
