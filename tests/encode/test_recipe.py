"""Which encodes clips get, by what they are and what is wished."""

from __future__ import annotations

import pytest

from soundcase.audio.encode.recipe import (
    LOSSY,
    MP3_RATES,
    OPUS_RATES,
    STEPS,
    UNIVERSAL,
    EncodeRecipe,
    Setting,
    Sounding,
    coded_rate,
    recipe_for,
)


def sound(
    kind: str = "wav-pcm",
    *,
    lossy: bool = False,
    rate: int = 16000,
    channels: int = 1,
    bits: int | None = 16,
    bits_per_second: int = 256_000,
    seconds: float = 10.0,
    web_playable: bool = True,
    mix: str = "",
    over: bool = False,
) -> Sounding:
    size = round(bits_per_second * seconds / 8)
    return Sounding(kind, lossy, rate, channels, bits, size, seconds, web_playable, mix, over)


WAV = sound()
SHORT_WAV = sound(seconds=1.0)
MUSIC = sound(rate=44100, channels=2, bits_per_second=1_411_200)
FLAC = sound("flac", bits_per_second=140_000)
LARGE_FLAC = sound("flac", rate=48000, channels=2, bits=24, bits_per_second=1_500_000)
MP3 = sound("mp3", lossy=True, bits=None, bits_per_second=128_000)
OPUS = sound("ogg-opus", lossy=True, rate=48000, bits=None, bits_per_second=32_000, web_playable=False)
DOUBLE = sound("wav-float64", bits=64, bits_per_second=1_024_000, web_playable=False)
A_LAW = sound("wav-alaw", lossy=True, rate=8000, bits=None, bits_per_second=64_000)
UNPLAYABLE_A_LAW = sound("wav-alaw", lossy=True, rate=2000, bits=None, web_playable=False)
HIGH = sound("wav-pcm", rate=96000, channels=6, bits=24, bits_per_second=13_824_000, mix="FL FR FC LFE BL BR")
ONE_OF_TWO = sound(channels=2, mix="1")
OVER = sound("wav-float", bits=32, bits_per_second=100_000, over=True)
BRIEF_FLAC = sound("flac", bits_per_second=140_000, seconds=2.5)
BRIEF_LARGE_FLAC = sound("flac", rate=48000, channels=2, bits=24, bits_per_second=1_500_000, seconds=0.8)
BRIEF_MUSIC = sound(rate=44100, channels=2, bits_per_second=1_411_200, seconds=0.9)
BRIEF_DOUBLE = sound("wav-float64", bits=64, bits_per_second=1_024_000, seconds=1.0, web_playable=False)
BLIP = sound("aiff-pcm", seconds=0.01, web_playable=False)

AUTO = (
    ("small files stay", SHORT_WAV, False, ()),
    ("small files stay, lossless too", SHORT_WAV, True, ()),
    ("speech in WAV becomes MP3", WAV, False, (("mp3", 64_000, 16000, 1, None),)),
    ("speech in WAV stays lossless", WAV, True, (("flac", None, 16000, 1, 16),)),
    ("music in WAV becomes MP3", MUSIC, False, (("mp3", 160_000, 44100, 2, None),)),
    ("speech in FLAC stays", FLAC, False, ()),
    ("music in FLAC becomes MP3", LARGE_FLAC, False, (("mp3", 160_000, 48000, 2, None),)),
    ("FLAC that must be lossless stays", LARGE_FLAC, True, ()),
    ("MP3 stays", MP3, False, ()),
    ("Opus gets a neighbour for Safari", OPUS, False, (("mp3", 96_000, 48000, 1, None),)),
    ("an Opus codec's artefacts get no others", OPUS, True, (("flac", None, 48000, 1, 16),)),
    ("64-bit floats become MP3", DOUBLE, False, (("mp3", 64_000, 16000, 1, None),)),
    ("64-bit floats become deep FLAC", DOUBLE, True, (("flac", None, 16000, 1, 24),)),
    ("A-law stays", A_LAW, False, ()),
    ("A-law becomes FLAC, not MP3", UNPLAYABLE_A_LAW, False, (("flac", None, 8000, 1, 16),)),
    ("many channels are mixed down", HIGH, False, (("mp3", 160_000, 48000, 2, None),)),
    ("many channels are mixed down in FLAC too", HIGH, True, (("flac", None, 96000, 2, 24),)),
    ("one side alone is an encode", ONE_OF_TWO, True, (("flac", None, 16000, 1, 16),)),
    ("what players would cut off is an encode, however small", OVER, False, (("mp3", 64_000, 16000, 1, None),)),
    ("lossless where it must be", OVER, True, (("flac", None, 16000, 1, 24),)),
    ("what is shorter than an MP3's frames is WAV", BLIP, False, (("wav", None, 16000, 1, 16),)),
    ("FLAC too brief to seek in gets WAV", BRIEF_FLAC, False, (("wav", None, 16000, 1, 16),)),
    ("lossless too", BRIEF_FLAC, True, (("wav", None, 16000, 1, 16),)),
    ("heavy brief FLAC becomes MP3", BRIEF_LARGE_FLAC, False, (("mp3", 160_000, 48000, 2, None),)),
    ("but deep WAV where it must be lossless", BRIEF_LARGE_FLAC, True, (("wav", None, 48000, 2, 24),)),
    ("brief WAV that must be lossless stays", BRIEF_MUSIC, True, ()),
    ("brief 64-bit floats become deep WAV", BRIEF_DOUBLE, True, (("wav", None, 16000, 1, 24),)),
)


@pytest.mark.parametrize(
    ("clip", "keep", "expected"), [case[1:] for case in AUTO], ids=[case[0] for case in AUTO]
)
def test_auto(clip: Sounding, keep: bool, expected: tuple[tuple[object, ...], ...]) -> None:
    made = recipe_for(clip, "auto", keep_lossless=keep)
    assert tuple((r.format, r.bit_rate, r.rate, r.channels, r.bits) for r in made) == expected


@pytest.mark.parametrize("clip", [WAV, MUSIC, FLAC, MP3, A_LAW])
def test_original_leaves_what_plays_as_it_is(clip: Sounding) -> None:
    assert recipe_for(clip, "original", keep_lossless=False) == ()


@pytest.mark.parametrize("setting", ["auto", "original", ("opus",), ("flac", "mp3"), ("wav",)])
@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("clip", [OPUS, DOUBLE, HIGH, BLIP, ONE_OF_TWO, OVER])
def test_what_does_not_play_always_gets_something_that_does(
    clip: Sounding, keep: bool, setting: Setting
) -> None:
    made = recipe_for(clip, setting, keep_lossless=keep)
    assert UNIVERSAL & {one.format for one in made}
    assert isinstance(setting, str) or keep or tuple(one.format for one in made)[: len(setting)] == setting


@pytest.mark.parametrize("clip", [WAV, MUSIC, FLAC, MP3, OPUS, DOUBLE, HIGH])
@pytest.mark.parametrize("setting", ["auto", "original", ("opus", "mp3", "aac", "flac"), ("mp3",)])
def test_nothing_is_made_lossy_where_the_artefact_is_the_result(clip: Sounding, setting: Setting) -> None:
    assert LOSSY.isdisjoint(recipe.format for recipe in recipe_for(clip, setting, keep_lossless=True))


def test_formats_that_are_asked_for_are_made_once_in_their_order() -> None:
    made = recipe_for(WAV, ("opus", "mp3", "opus"), keep_lossless=False)
    assert made == (EncodeRecipe("opus", 32_000, 16000, 1), EncodeRecipe("mp3", 64_000, 16000, 1))


@pytest.mark.parametrize(
    ("rate", "mp3", "opus", "aac", "flac"),
    [
        (2000, 8000, 8000, 8000, 8000),
        (8000, 8000, 8000, 8000, 8000),
        (11025, 11025, 12000, 11025, 11025),
        (20000, 22050, 24000, 22050, 20000),
        (44100, 44100, 48000, 44100, 44100),
        (96000, 48000, 48000, 96000, 96000),
        (384000, 48000, 48000, 96000, 192000),
    ],
)
def test_a_rate_is_kept_or_raised_to_the_next_one_of_the_format(
    rate: int, mp3: int, opus: int, aac: int, flac: int
) -> None:
    found = [
        coded_rate("mp3", rate),
        coded_rate("opus", rate),
        coded_rate("aac", rate),
        coded_rate("flac", rate),
    ]
    assert found == [mp3, opus, aac, flac]
    assert found[0] in MP3_RATES
    assert found[1] in OPUS_RATES


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 32000, 44100, 48000])
@pytest.mark.parametrize("channels", [1, 2])
def test_each_step_of_thrift_makes_less_than_the_one_before(rate: int, channels: int, keep: bool) -> None:
    clip = sound(rate=rate, channels=channels, seconds=60, bits_per_second=32 * rate * channels)
    made = [recipe_for(clip, "auto", keep_lossless=keep, thrift=step) for step in range(1, len(STEPS) + 1)]
    assert all(len(one) == 1 for one in made)
    rates = [one.bit_rate for (one,) in made]
    assert rates[2:] == sorted((rate for rate in rates[2:] if rate), reverse=True)
    assert keep == (rates[0] is None)
    assert (rates[1] or 0) > (rates[2] or 0)
    assert all(one.bit_rate in MP3_KILOBITS[rate >= 32000] for (one,) in made if one.format == "mp3")


MP3_KILOBITS = {
    False: [1000 * kilo for kilo in (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)],
    True: [1000 * kilo for kilo in (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)],
}
"""What ISO 11172-3 and 13818-3 have for their third layer, by whether the rate is at least 32 kHz."""


def test_thrift_leaves_alone_what_is_as_small() -> None:
    small = sound("mp3", lossy=True, seconds=60, bits_per_second=24_000)
    assert [recipe_for(small, "auto", keep_lossless=False, thrift=step) for step in (1, 2, 3, 4)] == [()] * 4
    assert recipe_for(small, ("opus",), keep_lossless=False, thrift=3) == ()
