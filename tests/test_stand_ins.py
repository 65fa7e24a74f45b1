"""The stand-ins are in tune, evenly loud, the same every time, and made by one command."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bench import program

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "scripts"))

import make_stand_ins  # noqa: E402
from stand_ins import animals, environment  # noqa: E402
from stand_ins.clips import NAMES, NOTES, SPOKEN, SYNTHESISED, made, rate_of  # noqa: E402
from stand_ins.instruments import FAMILIES, Note, note_named, played  # noqa: E402
from stand_ins.level import CEILING, TARGET, levelled, loudness, true_peak  # noqa: E402
from stand_ins.signals import HZ, Signal, add, lowpass, times  # noqa: E402
from stand_ins.speech import EspeakMissingError, Spoken, resampled, said  # noqa: E402
from stand_ins.write import difference, write_clip  # noqa: E402

AUDIO = REPOSITORY / "data" / "audio"
NOTE_CLIP, NOISE_CLIP, SPEECH_CLIP = "mallet_acoustic_047-103-075.wav", "58382.wav", "test_108.wav"


@pytest.fixture
def espeak() -> str:
    return program("espeak-ng")


needs_espeak = pytest.mark.usefixtures("espeak")


def recorded(name: str) -> tuple[Signal, int]:
    samples, rate = soundfile.read(AUDIO / name, dtype="float64")
    return samples, rate


def fundamental(x: Signal, rate: int) -> float:
    """The pitch in Hz by autocorrelation: the first strong return after the curve has left its start."""
    finer = 64
    size = 2 * x.size
    power = np.abs(np.fft.rfft(x * np.hanning(x.size), size)) ** 2
    curve = np.fft.irfft(power, size * finer)
    start = int(np.argmax(curve < 0))
    curve = curve[: rate * finer // 25]
    first = start + int(np.argmax(curve[start:] >= 0.9 * np.max(curve[start:])))
    top = first + int(np.argmax(curve[first : first + int(first * 0.3)]))
    return rate * finer / top


def centroid(x: Signal) -> float:
    """Where the middle of the spectrum's energy lies, in Hz."""
    power = np.abs(np.fft.rfft(x)) ** 2
    return float(np.sum(np.fft.rfftfreq(x.size, 1 / HZ) * power) / np.sum(power))


def level_at(x: Signal, hz: float) -> float:
    """The share of the spectrum's largest line that lies within 2 % of a frequency."""
    spectrum = np.abs(np.fft.rfft(x * np.hanning(x.size)))
    f = np.fft.rfftfreq(x.size, 1 / HZ)
    return float(np.max(spectrum[np.abs(f / hz - 1) < 0.02]) / np.max(spectrum))


def rms(x: Signal) -> float:
    return float(np.sqrt(np.mean(x**2)))


# Instruments


@pytest.mark.parametrize("name", NOTES)
def test_note_sounds_at_the_pitch_that_its_name_says(name: str) -> None:
    x, rate = recorded(name)
    heard = fundamental(x[int(0.25 * rate) : int(1.75 * rate)], rate)
    expected = 440 * 2 ** ((int(name.split("-")[1]) - 69) / 12)
    assert abs(1200 * np.log2(heard / expected)) < 20


def test_pitch_is_measured_right() -> None:
    t = times(1.5)
    assert fundamental(np.sin(2 * np.pi * 110 * t) + np.sin(2 * np.pi * 220 * t), HZ) == pytest.approx(
        110, rel=2e-3
    )
    assert fundamental(np.sin(2 * np.pi * 3000 * t), HZ) == pytest.approx(3000, rel=5e-3)


@pytest.mark.parametrize("family", FAMILIES)
def test_harder_stroke_is_louder_and_brighter(family: str) -> None:
    soft, hard = (played(Note(family, "acoustic", 60, velocity)) for velocity in (25, 127))
    assert rms(hard) > 2 * rms(soft)
    assert centroid(hard) > 1.01 * centroid(soft)


@pytest.mark.parametrize("family", FAMILIES)
def test_note_follows_the_keyboard(family: str) -> None:
    low, high = (played(Note(family, "acoustic", pitch, 90)) for pitch in (57, 64))
    window = slice(int(0.25 * HZ), int(1.75 * HZ))
    assert fundamental(high[window], HZ) / fundamental(low[window], HZ) == pytest.approx(
        2 ** (7 / 12), rel=0.01
    )


@pytest.mark.parametrize("family", ["bass", "guitar", "keyboard", "mallet"])
def test_struck_and_plucked_notes_die_away(family: str) -> None:
    x = played(Note(family, "acoustic", 72, 100))
    assert rms(x[2 * HZ : 3 * HZ]) < 0.5 * rms(x[: HZ // 2])


@pytest.mark.parametrize("family", ["flute", "organ", "reed", "string", "vocal"])
def test_blown_bowed_and_sung_notes_last_until_the_key_is_up(family: str) -> None:
    x = played(Note(family, "acoustic", 60, 100))
    assert rms(x[2 * HZ : 3 * HZ]) > 0.6 * rms(x[HZ : 2 * HZ])
    assert rms(x[int(3.8 * HZ) :]) < 0.1 * rms(x[HZ : 2 * HZ])


def test_name_of_a_note_is_taken_apart() -> None:
    note = note_named("bass_synthetic_135-067-025.wav")
    assert note == Note("bass", "synthetic", 67, 25)
    assert replace(note, pitch=69).hz == 440


def test_other_names_are_not_notes() -> None:
    with pytest.raises(ValueError, match=r"not an NSynth name: 'kazoo\.wav'"):
        note_named("kazoo.wav")


# Noises


def test_horn_holds_its_two_tones() -> None:
    x = environment.street_horns()[int(1.1 * HZ) : int(1.8 * HZ)]
    assert max(level_at(x, n * 415) for n in range(1, 7)) > 0.3
    assert max(level_at(x, n * 1.26 * 415) for n in range(1, 7)) > 0.3
    assert level_at(x, 5.5 * 415) < 0.2


def test_bird_sings_high_and_dog_barks_low() -> None:
    assert 3000 < centroid(animals.singing_bird()) < 6500
    assert 400 < centroid(animals.barking_dog()) < 2200


def test_shot_is_loudest_at_once_and_fades() -> None:
    x = environment.gunshots()
    shot = np.abs(x[int(0.1 * HZ) : int(0.95 * HZ)])
    assert int(np.argmax(shot)) < 0.1 * HZ
    assert rms(shot[-HZ // 10 :]) < 0.15 * rms(shot[: HZ // 10])


def test_dog_barks_five_times() -> None:
    x = np.abs(animals.barking_dog())
    frames = x[: x.size // 160 * 160].reshape(-1, 160).max(axis=1)
    loud = frames > 0.5 * frames.max()
    smooth = np.array([loud[max(i - 3, 0) : i + 1].any() for i in range(loud.size)])
    assert int(np.sum(smooth[1:] & ~smooth[:-1])) + int(smooth[0]) == 5


def test_coins_bounce_ever_faster_then_rest() -> None:
    x = environment.dropped_coins()
    first, second, third = (rms(x[int(at * HZ) : int((at + 0.05) * HZ)]) for at in (0.15, 0.45, 0.654))
    assert first > second > third
    assert rms(x[-HZ // 10 :]) < 0.05 * rms(x)


# Speech


@needs_espeak
def test_women_speak_higher_than_men() -> None:
    words = "Ah. Ah. Ah. Ah."
    male, female = (lowpass(said(Spoken(voice, words), HZ), 200, order=4) for voice in ("en-us+m3", "en-us+f2"))
    assert fundamental(female, HZ) > 1.2 * fundamental(male, HZ)


@needs_espeak
@pytest.mark.parametrize("hz", [16_000, 32_000, 48_000])
def test_speech_lasts_as_long_at_every_rate(hz: int) -> None:
    spoken = Spoken("en-us+m3", "One, two, three.")
    assert said(spoken, hz).size / hz == pytest.approx(said(spoken, 22_050).size / 22_050, abs=0.02)


def test_resampling_keeps_pitch_and_length() -> None:
    t = np.arange(22_050) / 22_050
    x = resampled(np.sin(2 * np.pi * 1000 * t) * np.hanning(t.size), 22_050, 16_000)
    assert x.size == 16_000
    expected = np.sin(2 * np.pi * 1000 * np.arange(16_000) / 16_000) * np.hanning(16_000)
    assert np.max(np.abs(x - expected)) < 1e-3


def test_missing_espeak_is_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EspeakMissingError, match="apt install espeak-ng"):
        made(SPEECH_CLIP)
    assert make_stand_ins.main([SPEECH_CLIP, "--folder", str(tmp_path)]) == 1
    assert "apt install espeak-ng" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_only_speech_needs_espeak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert make_stand_ins.main([NOTE_CLIP, NOISE_CLIP, "--folder", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([NOTE_CLIP, NOISE_CLIP])


# Level


@pytest.mark.parametrize("rate", [16_000, 32_000, 48_000])
def test_loudness_of_a_full_scale_sine_is_that_of_the_standard(rate: int) -> None:
    """BS.1770-4: a 997 Hz sine of full scale in one channel reads −3.01 LKFS."""
    sine = np.sin(2 * np.pi * 997 * np.arange(5 * rate) / rate)
    assert loudness(sine, rate) == pytest.approx(-3.01, abs=0.05)


def test_pauses_do_not_count_for_loudness() -> None:
    sine = 0.1 * np.sin(2 * np.pi * 997 * np.arange(3 * HZ) / HZ)
    assert loudness(np.pad(sine, (0, 6 * HZ)), HZ) == pytest.approx(loudness(sine, HZ), abs=0.5)


def test_silence_has_no_loudness() -> None:
    assert loudness(np.zeros(HZ), HZ) == -np.inf


def test_true_peak_sees_between_the_samples() -> None:
    sine = np.sin(np.pi / 2 * np.arange(HZ) + np.pi / 4)
    assert np.max(np.abs(sine)) == pytest.approx(np.sqrt(0.5))
    assert true_peak(sine * np.hanning(HZ)) == pytest.approx(0, abs=0.05)


def test_level_is_reached_unless_a_peak_forbids_it() -> None:
    quiet = 0.01 * np.sin(2 * np.pi * 440 * times(2))
    assert loudness(levelled(quiet, HZ), HZ) == pytest.approx(TARGET, abs=0.01)
    click = np.zeros(2 * HZ)
    click[HZ] = 0.5
    assert true_peak(levelled(click, HZ)) == pytest.approx(CEILING, abs=0.01)


@pytest.mark.parametrize("name", NAMES)
def test_clip_has_the_common_loudness_and_does_not_clip(name: str) -> None:
    x, rate = recorded(name)
    assert loudness(x, rate) == pytest.approx(TARGET, abs=1.5)
    assert true_peak(x) < -1


@pytest.mark.parametrize("name", NAMES)
def test_clip_begins_and_ends_without_a_click(name: str) -> None:
    x, _ = recorded(name)
    assert max(abs(x[0]), abs(x[-1])) < 0.01
    assert abs(np.mean(x)) < 0.002


# The command


@pytest.mark.parametrize("name", [NOTE_CLIP, NOISE_CLIP, SPEECH_CLIP])
def test_same_clip_is_made_twice(name: str, tmp_path: Path) -> None:
    if name == SPEECH_CLIP:
        program("espeak-ng")
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        write_clip(name, folder)
    assert (first / name).read_bytes() == (second / name).read_bytes()


@needs_espeak
def test_mp3_is_the_same_twice(tmp_path: Path) -> None:
    name = "common_voice_en_42452.mp3"
    assert write_clip(name, tmp_path).read_bytes() == write_clip(name, tmp_path).read_bytes()
    assert soundfile.info(tmp_path / name).samplerate == rate_of(name) == 48_000


@pytest.mark.parametrize("name", [*NOTES, *SYNTHESISED])
def test_shipped_clip_is_what_the_script_makes(name: str) -> None:
    assert difference(name, AUDIO) == ""


def test_names_are_the_shipped_clips() -> None:
    assert sorted(NAMES) == sorted(path.name for path in AUDIO.iterdir())
    assert len(SPOKEN) + len(SYNTHESISED) + len(NOTES) == 36


def test_check_finds_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_clip(NOTE_CLIP, tmp_path)
    assert make_stand_ins.main(["--check", NOTE_CLIP, "--folder", str(tmp_path)]) == 0
    samples, rate = soundfile.read(tmp_path / NOTE_CLIP)
    samples[1000] += 0.1
    soundfile.write(tmp_path / NOTE_CLIP, samples, rate, subtype="PCM_16")
    assert make_stand_ins.main(["--check", NOTE_CLIP, "--folder", str(tmp_path)]) == 1
    assert f"{NOTE_CLIP} differs by up to 0.1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("samples", "rate", "fault"),
    [(64_000, 8_000, "has 8000 Hz instead of 16000"), (3_000, 16_000, "has 3000 samples instead of 64000")],
)
def test_check_names_a_wrong_rate_or_length(samples: int, rate: int, fault: str, tmp_path: Path) -> None:
    soundfile.write(tmp_path / NOTE_CLIP, np.zeros(samples), rate)
    assert difference(NOTE_CLIP, tmp_path) == fault


def test_check_names_a_missing_clip(tmp_path: Path) -> None:
    assert difference(NOTE_CLIP, tmp_path) == "missing"


def test_unknown_name_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_stand_ins.main(["kazoo.wav", "--folder", str(tmp_path)]) == 2
    assert "no such clip: kazoo.wav" in capsys.readouterr().err


def test_sound_that_does_not_fit_is_cut() -> None:
    canvas = np.zeros(HZ)
    add(canvas, np.ones(HZ), 0.75)
    add(canvas, np.ones(10), 2.0)
    assert np.sum(canvas) == HZ / 4
