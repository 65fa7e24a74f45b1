"""The sample projects are complete, small, true to what they say, and build without a warning; issue 4."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

import samples
from bench import REPOSITORY, SAMPLES, built, program

sys.path.insert(0, str(REPOSITORY / "scripts"))

import make_demos
from demo_clips import codec, dialogue, tts
from demo_clips.enhancement import SNRS
from demo_clips.kinds import KINDS
from demo_clips.measures import Interval
from demo_clips.spectra import median, ratio_masks, signal, spectrum
from soundcase.shipped import sample_projects, shipped_folder
from stand_ins.signals import noise

each = pytest.mark.parametrize("kind", SAMPLES)


@pytest.fixture
def espeak() -> str:
    return program("espeak-ng")


needs_espeak = pytest.mark.usefixtures("espeak")

FORMATS = {
    "codec": ("FLAC", 16_000),
    "tts": ("MP3", 16_000),
    "enhancement": ("FLAC", 8_000),
    "separation": ("FLAC", 16_000),
    "dialogue": ("MP3", 16_000),
}
MOST_BYTES = 300_000
MOST_OF_MANY_SYSTEMS = 2_500_000


def copied(kind: str, folder: Path) -> Path:
    return shutil.copytree(samples.folder(kind), folder, ignore=shutil.ignore_patterns("site", ".soundcase"))


def files(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".soundcase")}


def audio(kind: str) -> Path:
    return samples.folder(kind) / "data" / "audio"


# As a user has it


def test_the_samples_are_found() -> None:
    assert tuple(sample_projects()) == SAMPLES == tuple(sorted(KINDS))
    assert sample_projects()["tts"] == REPOSITORY / "demos" / "tts"


def test_what_does_not_ship_is_said_plainly() -> None:
    with pytest.raises(FileNotFoundError, match="'kazoo', which ships with soundcase, is missing"):
        shipped_folder("kazoo", "README.md")


@each
def test_sample_is_a_project_and_nothing_more(kind: str) -> None:
    folder = samples.folder(kind)
    tops = {path.name for path in folder.iterdir()} - {"site", ".soundcase"}
    assert tops == {"README.md", "examples", "data"}
    assert len((folder / "README.md").read_text(encoding="utf-8").splitlines()) <= 12
    assert (folder / "examples" / "catalogue.yaml").is_file()


@each
def test_sample_builds_without_a_warning_and_twice_to_the_same_bytes(kind: str, tmp_path: Path) -> None:
    sites = []
    for name in ("one", "another one"):
        project = copied(kind, tmp_path / name)
        command = [sys.executable, "-m", "soundcase", "build", "--strict", "-C", str(project)]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert run.returncode == 0, run.stdout + run.stderr
        assert "warning" not in run.stdout + run.stderr
        sites.append(files(project / "site"))
    assert sites[0] == sites[1]


@each
def test_sample_is_marked_as_one(kind: str) -> None:
    (catalogue,) = (document for document in samples.documents(kind) if "sections" in document)
    assert "A sample page." in str(catalogue["notice"])
    assert "invented" in str(catalogue["notice"])
    assert "CC0" in str(catalogue["license"])
    assert str(catalogue["citation"]).startswith("@")
    addresses = [url for key, url in samples.pairs(catalogue) if key == "url"]
    allowed = r"https://(example\.org|doi\.org)/"
    assert addresses
    assert [url for url in addresses if not re.match(allowed, str(url))] == []


def test_samples_do_not_look_alike() -> None:
    accents = [str(value) for kind in SAMPLES for key, value in samples.pairs(samples.documents(kind)[0])]
    assert len({value for value in accents if re.fullmatch("#[0-9a-f]{6}", value)} | {"#"}) > 1


# The clips


@each
def test_sample_is_small(kind: str) -> None:
    tops = [samples.folder(kind) / name for name in ("README.md", "examples", "data")]
    paths = [path for top in tops for path in (top.rglob("*") if top.is_dir() else [top])]
    assert sum(path.stat().st_size for path in paths if path.is_file()) < (
        MOST_OF_MANY_SYSTEMS if kind == "codec" else MOST_BYTES
    )


@each
def test_clips_are_those_of_the_catalogue_and_of_the_script(kind: str) -> None:
    there = sorted(path.name for path in audio(kind).iterdir())
    assert there == sorted(samples.clips(kind)) == sorted(KINDS[kind].clips)


@each
def test_clips_all_sound_different(kind: str) -> None:
    digests = {hashlib.sha256(path.read_bytes()).digest() for path in audio(kind).iterdir()}
    assert len(digests) == len(samples.clips(kind))


@each
def test_clips_play_everywhere_and_are_short(kind: str) -> None:
    for name in samples.clips(kind):
        info = soundfile.info(audio(kind) / name)
        assert (info.format, info.samplerate, info.channels) == (*FORMATS[kind], 1), name
        assert 1 < info.duration < 10, name


@each
def test_measured_scores_are_those_of_the_clips(kind: str) -> None:
    printed = samples.scores(kind)
    for name, measured in KINDS[kind].scores(audio(kind)).items():
        for score, value in measured.items():
            shown = value.value if isinstance(value, Interval) else value
            assert printed[name][score] == pytest.approx(shown, abs=0.051), f"{name}: {score}"


@pytest.mark.parametrize("name", KINDS["separation"].clips)
def test_shipped_stem_is_what_the_script_makes(name: str) -> None:
    assert KINDS["separation"].difference(name, audio("separation")) == ""


@needs_espeak
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("enhancement", "parcel-0db-wiener.flac"),
        ("tts", "ana-glimmer.mp3"),
        ("dialogue", "weather-1-relay.mp3"),
        ("codec", "lamps-opus-6.flac"),
    ],
)
def test_speech_is_the_same_twice(kind: str, name: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        KINDS[kind].write(name, folder)
    assert (first / name).read_bytes() == (second / name).read_bytes()


def test_stems_add_up_to_their_mixture() -> None:
    for name in ("march", "nocturne"):
        mixture, _ = soundfile.read(audio("separation") / f"{name}-mixture.flac")
        stems = [
            soundfile.read(audio("separation") / f"{name}-reference-{stem}.flac")[0]
            for stem in ("melody", "drums", "bass")
        ]
        assert abs(mixture - sum(stems)).max() < 0.003


def test_more_knowledge_of_the_noise_gives_a_better_score() -> None:
    printed = samples.scores("enhancement")
    for name in ("platform", "parcel"):
        for snr in SNRS:
            ways = [printed[f"{name}-{snr}db-{way}.flac"] for way in ("noisy", "gate", "wiener", "mask")]
            assert sorted(ways, key=lambda scores: scores["SI-SDR"]) == ways
            assert sorted(ways, key=lambda scores: -scores["LSD"]) == ways
            assert ways[0]["SI-SDR"] == pytest.approx(snr, abs=0.5)


def test_codecs_are_as_the_abstract_says() -> None:
    printed = samples.scores("codec")
    for names in (set(codec.SENTENCES) - codec.IN_A_CROWD, codec.IN_A_CROWD):
        mean = {
            (key, score): sum(printed[f"{name}-{key}.flac"][score] for name in names)
            for key in codec.CODECS
            for score in ("LSD", "SI-SDR")
        }
        lsd = {key: mean[key, "LSD"] for key in codec.CODECS}
        assert max(lsd["amr-5"], lsd["g723-6"], lsd["opus-6"]) < lsd["mp3-8"]
        for rate in (12, 16, 24):
            assert min((key for key in lsd if key.endswith(f"-{rate}")), key=lsd.__getitem__) == f"opus-{rate}"
        assert lsd["g722-64"] < lsd["opus-24"]
        assert lsd["opus-12"] < lsd["g711-64"]
        assert mean["mp3-8", "SI-SDR"] > mean["amr-12", "SI-SDR"]


def test_every_codec_is_called_by_the_bitrate_it_takes() -> None:
    (catalogue,) = (document for document in samples.documents("codec") if "sections" in document)
    models = catalogue["models"]
    assert isinstance(models, dict)
    assert tuple(models) == tuple(codec.CODECS)
    for key, made in codec.CODECS.items():
        told = dict(samples.pairs({key: models[key]}))[key]
        assert isinstance(told, dict)
        assert str(told["name"]).endswith(f" {made.bits / 1000:g}")


def test_what_is_written_is_what_is_said() -> None:
    written = samples.words("tts")
    for speaker in tts.SPEAKERS.values():
        assert {speaker.text, speaker.prompt} <= set(written)
    assert {words for _, words in tts.ABROAD.values()} <= set(written)
    assert {spoken.words for spoken in codec.SENTENCES.values()} <= set(samples.words("codec"))
    spoken = samples.words("dialogue")
    for talk in dialogue.CONVERSATIONS.values():
        for turn in talk.exchanges:
            assert {turn.asked, turn.right, turn.relay, turn.parley} <= set(spoken)


@needs_espeak
def test_turns_start_where_they_are_heard() -> None:
    examples = [
        value
        for document in samples.documents("dialogue")
        for key, value in samples.pairs(document)
        if key == "examples" and isinstance(value, dict)
    ]
    assert len(examples) == len(dialogue.CONVERSATIONS)
    for example in examples:
        turns = example["turns"]
        assert isinstance(turns, list)
        written = [float(str(turn["start"])) for turn in turns if isinstance(turn, dict)]
        assert written == pytest.approx(dialogue.starts(str(example["id"])), abs=0.02)


# The tools they are made with


def test_a_spectrum_leads_back_to_its_signal() -> None:
    x = noise(0.5, 1)
    for size in (256, 1024):
        assert abs(signal(spectrum(x, size), size, x.size) - x).max() < 1e-9


def test_ratio_masks_share_what_there_is() -> None:
    masks = ratio_masks([noise(0.2, 1), noise(0.2, 2), noise(0.2, 3)], 256)
    inside = np.sum(masks, axis=0)[:, 4:-4]  # beyond lies the silence around the signal
    assert abs(inside - 1).max() < 1e-9


def test_medians_keep_what_lasts_and_drop_what_is_short() -> None:
    lasting = np.zeros((129, 50), dtype=np.float64)
    lasting[10, :] = 1
    assert (median(lasting, 5, axis=1) == lasting).all()
    assert not median(lasting, 5, axis=0).any()


# The command


def test_check_finds_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copied("separation", tmp_path / "separation")
    folder = tmp_path / "separation" / "data" / "audio"
    assert make_demos.main(["--check", "separation", "--folder", str(tmp_path)]) == 0
    (folder / "march-mixture.flac").unlink()
    x, rate = soundfile.read(folder / "nocturne-mixture.flac")
    x[1000] += 0.1
    soundfile.write(folder / "nocturne-mixture.flac", x, rate)
    assert make_demos.main(["--check", "separation", "--folder", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "march-mixture.flac missing" in said
    assert "nocturne-mixture.flac differs by up to 0.1" in said
    assert make_demos.main(["separation", "--folder", str(tmp_path)]) == 0
    assert make_demos.main(["--check", "separation", "--folder", str(tmp_path)]) == 0


def test_scores_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert make_demos.main(["--scores", "enhancement"]) == 0
    assert "parcel-0db-mask.flac: {SI-SDR: 7.8, LSD: 7.1}" in capsys.readouterr().out


def test_missing_espeak_is_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert make_demos.main(["tts", "--folder", str(tmp_path)]) == 1
    assert "apt install espeak-ng" in capsys.readouterr().err


# Below the demo


def test_samples_stand_below_the_demo_and_stay_there(demo_project: Path, tmp_path: Path) -> None:
    """The demo's build neither refuses nor prunes what its list does not name, and is not rebuilt for it."""
    site = built(demo_project, tmp_path / "site")
    alone = files(site)
    project = copied("dialogue", tmp_path / "dialogue")
    below = built(project, site / "demos" / "dialogue")
    sample = files(below)
    again = subprocess.run(
        [sys.executable, "-m", "soundcase", "-C", str(demo_project), "-o", str(site)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "nothing changed" in (again.stdout + again.stderr).lower()
    forced = [sys.executable, "-m", "soundcase", "build", "--force", "-C", str(demo_project), "-o", str(site)]
    subprocess.run(forced, capture_output=True, check=True)
    assert files(below) == sample
    now = files(site)
    assert {name: now[name] for name in alone} == alone
    assert set(now) - set(alone) == {f"demos/dialogue/{name}" for name in sample}
