"""What the page says of a clip's level is true of the file that it plays; a matched row is equally loud.

Equal loudness is that of the encode that is played; no mix is divided in silence, and no peak is cut off.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from html import unescape
from math import log10
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile
import yaml
from click.testing import CliRunner

from projects import tone
from soundcase.cli import commands

RATE = 48_000
Sound = np.ndarray[tuple[int, int], np.dtype[Any]]
WITHIN = 0.3


def noise(channels: int, seconds: float = 1.5, *, rms: float = 0.05, seed: int = 1, rate: int = RATE) -> Sound:
    """White noise, which lossy encoders change most."""
    chance = np.random.default_rng(seed)
    return chance.normal(0, rms, (round(seconds * rate), channels))


def pink(channels: int, seconds: float = 1.5, *, rms: float = 0.05, seed: int = 1) -> Sound:
    """Noise with the spectrum of music."""
    white = np.fft.rfft(noise(channels, seconds, seed=seed), axis=0)
    shaped = np.fft.irfft(white / np.sqrt(np.maximum(1, np.arange(len(white))))[:, None], axis=0)
    return np.asarray(shaped * rms / shaped.std())


def ambisonic(azimuth: float, *, order: int = 1, rms: float = 0.05) -> Sound:
    """Noise from a direction in degrees, to the left of the front, in ACN order with SN3D."""
    wave, angle = noise(1, rms=rms), np.radians(azimuth)
    gains = np.zeros((order + 1) ** 2)
    gains[[0, 1, 3]] = 1, np.sin(angle), np.cos(angle)
    return wave * gains


@dataclass(frozen=True, slots=True)
class Kind:
    """A clip of a row."""

    sound: Sound
    rate: int = RATE
    subtype: str = "PCM_16"
    form: str = "WAV"
    suffix: str = ".wav"
    channels: object = None


def surround(mix: str) -> Sound:
    return pink(len(mix.split()), seed=4)


KINDS: Mapping[str, Kind] = {
    "mono": Kind(noise(1)),
    "stereo": Kind(pink(2)),
    "speech rate": Kind(noise(1, 3.0, rate=16_000), 16_000),
    "small, as it is": Kind(noise(1, 1.0, rate=8000, rms=0.2), 8000),
    "half a second": Kind(noise(1, 0.5)),
    "float": Kind(pink(2, rms=0.1), subtype="FLOAT"),
    "float over full scale": Kind(pink(2, rms=1.5), subtype="FLOAT"),
    "small float over full scale": Kind(tone(seconds=0.8) * 20, 16_000, "FLOAT"),
    "double over full scale": Kind(pink(1, rms=0.9), subtype="DOUBLE"),
    "24 bits": Kind(pink(2), subtype="PCM_24"),
    "5.1 by its mask": Kind(surround("FL FR FC LFE BL BR"), form="WAVEX"),
    "5.1 in FLAC": Kind(surround("FL FR FC LFE BL BR"), form="FLAC", suffix=".flac"),
    "loud 5.1": Kind(surround("FL FR FC LFE BL BR") * 5, form="WAVEX"),
    "5.1 as its author says": Kind(surround("FL FR FC LFE BL BR"), channels="5.1"),
    "7.1": Kind(surround("FL FR FC LFE BL BR SL SR"), form="WAVEX"),
    "quad": Kind(surround("FL FR BL BR"), channels="quad"),
    "Ambisonics": Kind(ambisonic(-90), channels="ambisonics"),
    "loud Ambisonics": Kind(ambisonic(30, rms=0.3), channels="ambisonics"),
    "third order": Kind(ambisonic(0, order=3), channels="ambisonics"),
    "microphones": Kind(noise(8)),
    "two microphones": Kind(noise(8) * np.arange(1, 9) / 8, channels=[2, 7]),
    "one side": Kind(pink(2) * [1, 0], channels=1),
    "MP3": Kind(pink(2), form="MP3", subtype="MPEG_LAYER_III", suffix=".mp3"),
    "Opus": Kind(pink(2), form="OGG", subtype="OPUS", suffix=".opus"),
    "Vorbis": Kind(pink(2), form="OGG", subtype="VORBIS", suffix=".ogg"),
    "normalised to full scale": Kind(noise(1) / abs(noise(1)).max()),
}
MEDIA = {
    "by itself": {},
    "lossless": {"keep_lossless": "true"},
    "Opus first": {"encode": ["opus", "mp3"]},
    "AAC": {"encode": ["aac"]},
    "original": {"encode": "original"},
}
SHORT, SILENT = Kind(noise(1, 0.3)), Kind(np.zeros((RATE, 1)))


def project(root: Path, kinds: Mapping[str, Kind], media: Mapping[str, object]) -> Path:
    """A page whose one example has all these clips, each as the output of a model."""
    (root / "examples").mkdir(parents=True)
    (root / "data" / "audio").mkdir(parents=True)
    outputs = {}
    for number, kind in enumerate(kinds.values()):
        name = f"{number}{kind.suffix}"
        path = root / "data" / "audio" / name
        with path.open("wb") as file:
            soundfile.write(file, kind.sound, kind.rate, format=kind.form, subtype=kind.subtype)
        said = {"channels": kind.channels} if kind.channels else {}
        outputs[f"m{number}"] = {"audio": name, **said}
    page = {
        "title": "Levels",
        "models": {f"m{number}": {"name": kind} for number, kind in enumerate(kinds)},
        "sections": [{"title": "One", "tasks": ["task.yaml"]}],
        "media": dict(media),
    }
    task = {"title": "Row", "output": "audio", "examples": [{"text": "x", "outputs": outputs}]}
    (root / "examples" / "catalogue.yaml").write_text(yaml.safe_dump(page, sort_keys=False), encoding="utf-8")
    (root / "examples" / "task.yaml").write_text(yaml.safe_dump(task, sort_keys=False), encoding="utf-8")
    return root


@dataclass(frozen=True, slots=True)
class Link:
    """A clip on the page."""

    path: Path
    told: str
    data: Mapping[str, str]

    def number(self, name: str) -> float:
        return float(self.data[f"data-{name}"])


def built(root: Path) -> dict[str, Link]:
    """Each clip of the page by its model's name."""
    result = CliRunner().invoke(commands, ["build", "-C", str(root)])
    assert result.exit_code == 0, result.output
    page = (root / "site" / "index.html").read_text(encoding="utf-8")
    links = {}
    for attributes, told in re.findall(r"<a data-clip ([^>]*)>([^<]*)</a>", page):
        data = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', attributes)}
        links[data["data-what"]] = Link(root / "site" / data["href"], unescape(told), data)
    return links


def decoded(path: Path) -> tuple[Sound, int]:
    """The samples of a published file as FFmpeg decodes them, of shape (frames, channels)."""
    parts, rate = [], 0
    with av.open(str(path)) as opened:
        for frame in opened.decode(audio=0):
            block = frame.to_ndarray()
            shaped = block.T if frame.format.is_planar else block.reshape(-1, frame.layout.nb_channels)
            unit = 2.0 ** (8 * shaped.dtype.itemsize - 1) if shaped.dtype.kind == "i" else 1.0
            parts.append(shaped / unit)
            rate = frame.sample_rate
    return np.concatenate(parts), rate


def lufs(path: Path) -> float:
    """Integrated loudness by FFmpeg's meter, of what a browser makes of a file: cut off at full scale."""
    sound, rate = decoded(path)
    heard = np.ascontiguousarray(sound.clip(-1, 1), np.float64).reshape(1, -1)
    layout = "mono" if sound.shape[1] == 1 else "stereo"
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=rate, format="dbl", layout=layout, time_base=Fraction(1, rate))
    meter, sink = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(heard, format="dbl", layout=layout)
    frame.sample_rate, frame.pts = rate, 0
    graph.push(frame)
    graph.push(None)
    last = float("-inf")
    while True:
        try:
            last = float(graph.pull().metadata.get("lavfi.r128.I", last))
        except (av.error.EOFError, av.error.BlockingIOError):
            return last


@pytest.fixture(scope="module", params=list(MEDIA.values()), ids=list(MEDIA))
def row(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Link]:
    """A page with clips of all kinds."""
    return built(project(tmp_path_factory.mktemp("row"), KINDS, request.param))


def test_clips_that_are_matched_are_equally_loud_as_the_browser_gets_them(row: dict[str, Link]) -> None:
    heard = {name: lufs(row[name].path) for name in KINDS}
    assert {name: row[name].number("loudness") for name in KINDS} == pytest.approx(heard, abs=WITHIN)
    matched = {name: heard[name] + row[name].number("gain") for name in KINDS}
    assert matched == pytest.approx(dict.fromkeys(KINDS, min(heard.values())), abs=WITHIN)


def test_nothing_that_is_published_is_cut_off_where_its_clip_is_not(row: dict[str, Link]) -> None:
    played = {name: abs(decoded(row[name].path)[0]).max() for name in KINDS}
    decodes_so = {"MP3", "Opus", "Vorbis"}  # by their author's own encoder
    assert {name: peak for name, peak in played.items() if peak > 1.002 and name not in decodes_so} == {}


def test_a_clip_that_is_made_quieter_says_by_how_much_and_keeps_its_shape(tmp_path: Path) -> None:
    kinds = {"over": KINDS["double over full scale"], "loud": KINDS["loud 5.1"], "plain": KINDS["stereo"]}
    links = built(project(tmp_path, kinds, {"keep_lossless": "true"}))
    data = json.loads((tmp_path / "site" / "catalogue.json").read_text("utf-8"))
    outputs = data["sections"][0]["tasks"][0]["examples"][0]["outputs"]
    for number, name in enumerate(("over", "loud")):
        (encode,) = outputs[f"m{number}"][0]["clip"]["encodes"]
        assert encode["gain"] < 0
        assert f"{-encode['gain']:.1f} dB quieter" in links[name].told
        assert encode["sound"]["true_peak"] == pytest.approx(
            20 * log10(abs(decoded(links[name].path)[0]).max()), abs=1.0
        )
    assert "quieter" not in links["plain"].told
    sound, _ = decoded(links["over"].path)
    original = kinds["over"].sound
    assert sound == pytest.approx(original * abs(sound).max() / abs(original).max(), abs=1e-5)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("5.1 by its mask", "mixed to stereo"),
        ("5.1 in FLAC", "mixed to stereo"),
        ("5.1 as its author says", "mixed to stereo"),
        ("Ambisonics", "mixed to stereo"),
        ("microphones", "channel 1 of 8"),
        ("two microphones", "channels 2 and 7 of 8"),
        ("one side", "channel 1 of 2"),
    ],
)
def test_the_page_says_what_is_heard_of_the_channels(kind: str, told: str, tmp_path: Path) -> None:
    links = built(project(tmp_path, {kind: KINDS[kind], **{str(n): KINDS[kind] for n in range(4)}}, {}))
    assert [link.told.split(" · ")[-1] for link in links.values()] == [told] * 5


@pytest.mark.parametrize(("azimuth", "side"), [(-90, 1), (90, 0)])
@pytest.mark.parametrize("order", [1, 2])
def test_a_source_at_one_side_is_heard_on_that_side(
    azimuth: float, side: int, order: int, tmp_path: Path
) -> None:
    """Not in antiphase on both, as by mixing even and odd channels."""
    kind = Kind(ambisonic(azimuth, order=order), channels="ambisonics")
    sound, _ = decoded(built(project(tmp_path, {"a": kind}, {"keep_lossless": "true"}))["a"].path)
    powers = (sound**2).mean(axis=0)
    assert powers[1 - side] < 1e-4 * powers[side]


def test_the_same_file_can_be_heard_by_several_channels_at_once(tmp_path: Path) -> None:
    sound = np.stack([noise(1, seed=seed)[:, 0] for seed in range(4)], axis=1)
    root = project(tmp_path, {"one": Kind(sound, channels=1)}, {"keep_lossless": "true", "spectrogram": "true"})
    pieces = [{"audio": "0.wav", "channels": n, "label": f"mic {n}"} for n in (1, 3)]
    task = root / "examples" / "task.yaml"
    value = yaml.safe_load(task.read_text("utf-8"))
    value["examples"][0]["outputs"]["m0"] = pieces
    task.write_text(yaml.safe_dump(value), "utf-8")
    links = built(root)
    for number, channel in (("one, mic 1", 0), ("one, mic 3", 2)):
        assert decoded(links[number].path)[0][:, 0] == pytest.approx(sound[:, channel], abs=1e-4)
    assert len(list((root / "site" / "spectrograms").iterdir())) == 2


def test_m_says_beside_a_clip_that_it_has_no_loudness(tmp_path: Path) -> None:
    links = built(project(tmp_path, {"plain": Kind(noise(1)), "short": SHORT, "silent": SILENT}, {}))
    said = {name: link.data.get("data-unmatched") for name, link in links.items()}
    assert said == {"plain": None, "short": "too short to match", "silent": "too quiet to match"}
    assert [name for name, link in links.items() if "data-gain" in link.data] == ["plain"]
