"""Sounds and films without metadata: no word is left, and not a sample is other than it was."""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from planted import FILMS, MARK, SOUNDS, id3, id3v1, tagger

from soundcase.audio.bare.bare import UncleanError, bare

PROGRAMS = re.compile(
    rb"Lav[cf]\d|libVorbis|Xiph|libopus|x264|LAME3\.(?!100)|Speex 1|libsndfile|reference libFLAC"
)
if TYPE_CHECKING:
    from playwright.sync_api import Page

UNREAD = (b"RF64", b"RIFX")
"""What mutagen does not read."""
NAMED = [kind for kind, content in SOUNDS.items() if content and kind != "WavPack"]
"""FFmpeg itself stumbles on a tag behind WavPack."""


def decoded(content: bytes) -> list[tuple[str, Any]]:
    """Every sound of a file as FFmpeg finds and decodes it."""
    with av.open(io.BytesIO(content), "r") as opened:
        blocks = [(frame.sample_rate, frame.to_ndarray()) for frame in opened.decode(audio=0)]
    joined = np.concatenate([block.reshape(block.shape[0], -1) for _, block in blocks], axis=1)
    return [(f"{blocks[0][0]} Hz", joined.shape), ("samples", joined.tobytes())]


def pictures(content: bytes) -> list[Any]:
    with av.open(io.BytesIO(content), "r") as opened:
        return [(frame.pts, frame.to_ndarray(format="rgb24").tobytes()) for frame in opened.decode(video=0)]


def told(content: bytes) -> str:
    """Everything that two foreign readers find written in a file."""
    opened = None if content.startswith(UNREAD) else tagger.File(io.BytesIO(content))
    words = [str(dict(opened.tags or {}))] if opened is not None else []
    with av.open(io.BytesIO(content), "r") as container:
        words += [str(dict(container.metadata)), *(str(dict(one.metadata)) for one in container.streams)]
        words += [str(one) for one in container.chapters()]
    return " ".join(words)


def silent(content: bytes) -> bool:
    """True where no name is in the bytes, in whatever encoding of texts, and no program names itself."""
    lean = content.replace(b"\0", b"")
    return MARK.encode() not in lean and not PROGRAMS.search(content) and MARK not in told(content)


@pytest.mark.parametrize("kind", NAMED)
def test_a_sound_says_nothing_and_sounds_the_same(kind: str) -> None:
    planted = SOUNDS[kind]
    assert not silent(planted)
    made = bare(planted)
    assert silent(made.content)
    assert decoded(made.content) == decoded(planted)
    assert made.removed
    assert bare(made.content).content == made.content


@pytest.mark.parametrize("kind", FILMS)
def test_a_film_says_nothing_and_looks_and_sounds_the_same(kind: str) -> None:
    planted = FILMS[kind]
    made = bare(planted)
    assert silent(made.content)
    assert decoded(made.content) == decoded(planted)
    assert pictures(made.content) == pictures(planted)
    assert not made.suffix


def test_what_the_build_cannot_edit_becomes_flac_or_wav() -> None:
    kinds = {
        kind: bare(SOUNDS[kind]).suffix for kind in ("WavPack", "AVI", "Windows Media", "MP3", "M4A", "WebM")
    }
    assert kinds == {
        "WavPack": ".flac",
        "AVI": ".flac",
        "Windows Media": ".wav",
        "MP3": "",
        "M4A": "",
        "WebM": "",
    }


def test_a_gapless_clip_keeps_its_delays() -> None:
    """The tag of iTunes tells what is left out at both ends; others in the same place go."""
    target = io.BytesIO(SOUNDS["M4A"])
    opened: Any = tagger.mp4.MP4(target)
    opened["----:com.apple.iTunes:iTunSMPB"] = (
        b" 00000000 00000840 000001CA 00000000003F31F6 00000000 00000000 00000000 00000000 00000000 00000000"
        b" 00000000 00000000"
    )
    target.seek(0)
    opened.save(target)
    made = bare(target.getvalue()).content
    assert list(tagger.mp4.MP4(io.BytesIO(made)).tags or {}) == ["----:com.apple.iTunes:iTunSMPB"]
    assert decoded(made) == decoded(target.getvalue())


def test_speakers_of_a_flac_stay_known() -> None:
    target = io.BytesIO(SOUNDS["FLAC"])
    opened: Any = tagger.flac.FLAC(target)
    opened["WAVEFORMATEXTENSIBLE_CHANNEL_MASK"] = "0x4"
    target.seek(0)
    opened.save(target)
    made = bare(target.getvalue()).content
    assert [key for key, _ in tagger.flac.FLAC(io.BytesIO(made)).tags] == ["WAVEFORMATEXTENSIBLE_CHANNEL_MASK"]
    assert silent(made)


def test_notes_stay_and_names_in_midi_go() -> None:
    events = b"\0\xff\x03\x08Zhangsan\0\xff\x02\x08Zhangsan\0\xff\x05\x02la\0\x90\x3c\x40\x60\x3c\0\0\xff\x2f\0"
    head = b"MThd\0\0\0\6\0\0\0\1\0\x60MTrk"
    made = bare(head + len(events).to_bytes(4, "big") + events + b"by Zhangsan").content
    assert b"Zhangsan" not in made
    assert made.endswith(events[events.index(b"\0\xff\x05") :])


def test_plain_texts_are_left_to_the_search() -> None:
    assert (
        bare("start,end,speaker\n0.0,1.5,李\n".encode()).content == "start,end,speaker\n0.0,1.5,李\n".encode()
    )


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n", "PDF"),
        (b"PK\3\4\x14\0\0\0\0\0", "ZIP"),
        (bytes(range(256)), "unknown content"),
    ],
)
def test_what_cannot_be_cleaned_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(UncleanError, match=what):
        bare(content)


def test_a_broken_sound_with_tags_is_never_passed_on_with_them() -> None:
    """Whatever the damage: it is mended by decoding, or refused."""
    whole = SOUNDS["MP3"]
    for cut in (len(whole) // 3, len(whole) // 2):
        content = whole[:cut] + id3() + whole[cut + 400 :] + id3v1()
        try:
            made = bare(content).content
        except UncleanError:
            continue
        assert silent(made)


PLAYED = """async address => {
    const media = document.createElement("video");
    media.src = address;
    await new Promise((done, failed) => { media.oncanplaythrough = done; media.onerror = failed; });
    media.currentTime = 0.7 * media.duration;
    await new Promise(done => { media.onseeked = done; });
    const content = await (await fetch(address)).arrayBuffer();
    const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(content);
    const sum = sound.getChannelData(0).reduce((all, one) => (all * 31 + Math.round(one * 32768)) | 0, 0);
    return [media.duration, media.currentTime, media.videoWidth, sound.length, sum];
}"""
TYPES = {
    "MP3": "audio/mpeg",
    "M4A": "audio/mp4",
    "Ogg Opus": "audio/ogg",
    "FLAC": "audio/flac",
    "WebM": "audio/webm",
    "MP4": "video/mp4",
    "WebM of VP9": "video/webm",
}


@pytest.mark.browser
@pytest.mark.parametrize("kind", TYPES)
def test_a_browser_plays_the_same(kind: str, page: Page) -> None:
    planted = (SOUNDS | FILMS)[kind]
    heard = []
    for content in (planted, bare(planted).content):
        address = f"data:{TYPES[kind]};base64,{base64.b64encode(content).decode()}"
        heard.append(page.evaluate(PLAYED, address))
    assert heard[0] == heard[1]
