"""The 36 clips of the demo: which file is which sound, at which rate.

Rule 1: names, formats and sampling rates are those of the originals; contents and lengths are our own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stand_ins import animals, backdrop, environment
from stand_ins.instruments import note_named, played
from stand_ins.signals import HZ, Signal
from stand_ins.speech import Spoken, said

SPOKEN: Mapping[str, Spoken] = MappingProxyType(
    {
        # Speaker timbre
        "lqdBmAaxO78_219_90800000000002_229_908.flac": Spoken(
            "en-us+f4",
            "Oh, you have to see this! The whole street is full of lights!",
            rate=178,
            pitch=64,
            lively=170,
        ),
        "fiNsI10rlws_213_467_223_467.flac": Spoken(
            "es-419+m3", "El museo abre a las diez de la mañana y cierra a las seis de la tarde.", rate=165
        ),
        "eZNWN8wueV8_21_4264_31_4264.flac": Spoken(
            "pt-br+f2", "Hoje o dia está calmo, e a feira do bairro abre depois do almoço.", rate=158
        ),
        "HelMeXcLA9A_34_272549999999995_44_2725.flac": Spoken(
            "es+m7", "La biblioteca ha recibido muchos libros nuevos, y todos se pueden leer en casa.", rate=170
        ),
        "UyVwZCyEufY_45_44_55_44.flac": Spoken(
            "en-us+m3", "Listen to the last sound. Ring. Wing. And now: running.", rate=135
        ),
        "f0C7iAzA0Nc_89_23315_99_2331.wav": Spoken(
            "en-us+f3", "The bus stops at the corner, right across from the post office.", rate=160
        ),
        "eQ0ohbOsZ2Y_252_66000000000003_262_66.flac": Spoken(
            "en-us+m1",
            "Early in the morning the harbour is quiet, and the boats lie still.",
            rate=148,
            pitch=18,
        ),
        "HDlbAuqr10A_85_0345_95_0345.flac": Spoken(
            "en-gb+m5", "The years went by, and the old house kept its silence.", rate=128, pitch=14, lively=60
        ),
        "elPijwMmVsY_14_753050000000002_24_7531.flac": Spoken(
            "pt-br+m3", "Quem quiser doar brinquedos pode trazê-los à escola até sexta-feira.", rate=160
        ),
        "mqTYKiVuEnU_43_33335_53_3334.flac": Spoken(
            "en-us+m7", "The chart redraws itself in real time, whenever a new measurement arrives.", rate=165
        ),
        "39oK7RKDMQE_3_5600000000000005_13_56.flac": Spoken(
            "te+f2", "ఈ రోజు వాతావరణం చాలా బాగుంది. మనం తోటలో నడుద్దాం.", rate=150
        ),
        "lrMKnLcOHvk_344_3665_354_366.flac": Spoken(
            "en-gb+f5", "Please fold the paper once, and keep both halves for the next step.", rate=155
        ),
        # Speaker language. English in Devanagari, read by the Hindi voice, comes out with an Indian accent.
        "common_voice_en_36758510.mp3": Spoken(
            "hi+m3", "द मॉर्निंग ट्रेन लीव्ज़ ऐट सेवन, फ्रॉम प्लैटफ़ॉर्म टू, ऐंड इट इज़ यूज़ुअली ऑन टाइम।", rate=160
        ),
        "common_voice_en_42452.mp3": Spoken(
            "en-us+m3", "The river bends twice before it reaches the bridge at the edge of town.", rate=160
        ),
        "common_voice_en_20210516.mp3": Spoken(
            "en-us+f2", "Her brother plays the cello, and her sister paints the scenery.", rate=155
        ),
        "test_3723.wav": Spoken("cmn-latn-pinyin+m3", "今天下午三点，图书馆对面有一场音乐会。", rate=160),
        "test_108.wav": Spoken("cmn-latn-pinyin+f2", "请把窗户打开，外面的空气很好。", rate=150),
        "test_3977.wav": Spoken("cmn-latn-pinyin+m7", "下雨的时候，孩子们在家里画画。", rate=155),
        # Environmental sound: male speech
        "170667.wav": Spoken(
            "en-gb+m3", "And now the weather. It stays dry in the north, with some sun later.", rate=165
        ),
    }
)
"""Who says what in which file."""

SYNTHESISED: Mapping[str, Callable[[], Signal]] = MappingProxyType(
    {
        "360908.wav": environment.dropped_coins,
        "371450.wav": environment.street_horns,
        "83740.wav": environment.splash,
        "31768.wav": environment.slammed_door,
        "107619.wav": environment.gunshots,
        "58382.wav": animals.barking_dog,
        "120017.wav": animals.meowing_cat,
        "366857.wav": animals.singing_bird,
    }
)
"""The noises, by file."""

NOTES = (
    "string_acoustic_056-047-075.wav",
    "guitar_acoustic_030-102-127.wav",
    "vocal_acoustic_000-057-025.wav",
    "flute_synthetic_000-051-100.wav",
    "keyboard_electronic_069-074-075.wav",
    "mallet_acoustic_047-103-075.wav",
    "reed_acoustic_023-039-127.wav",
    "bass_synthetic_135-067-025.wav",
    "organ_electronic_113-026-025.wav",
)
"""The single notes; the name says everything."""

RATES: Mapping[str, int] = MappingProxyType(
    {
        "common_voice_en_36758510.mp3": 32_000,
        "common_voice_en_42452.mp3": 48_000,
        "common_voice_en_20210516.mp3": 48_000,
    }
)
"""Sampling rates other than `HZ`."""

NAMES: tuple[str, ...] = (*SPOKEN, *SYNTHESISED, *NOTES)
"""All files, in the order they are made."""

AROUND: Mapping[str, Callable[[Signal], Signal]] = MappingProxyType(
    {"UyVwZCyEufY_45_44_55_44.flac": backdrop.lesson, "170667.wav": backdrop.radio_room}
)
"""Speech with something around it; only for clips at `HZ`."""


def rate_of(name: str) -> int:
    """The sampling rate of a clip in Hz."""
    return RATES.get(name, HZ)


def made(name: str) -> Signal:
    """The samples of a clip at its rate, before its loudness is set; ValueError for unknown names."""
    if name in SYNTHESISED:
        return SYNTHESISED[name]()
    if name not in SPOKEN:
        return played(note_named(name))
    voice = said(SPOKEN[name], rate_of(name))
    return AROUND[name](voice) if name in AROUND else voice
