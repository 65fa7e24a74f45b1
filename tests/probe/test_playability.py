"""The table of kinds: who plays what, as measured; facts say the same, and the browsers at hand still do it."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from playability import Trial, trial
from soundbank import RATE, by_ffmpeg, chunk, encoded, id3, mp3, mp3_without_info, noise, wave, wave_fmt
from test_durations import counted, flac_of_a_pipe
from test_foreign import description
from test_whole import freed

from bench import built
from projects import write
from soundcase.audio.probe import probe_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SECONDS = 3.0
SOUND = noise(SECONDS)
PCM = (SOUND[:, 0] * 32767).astype("<i2").tobytes()
WIDE = (SOUND[:, 0] * (2**31 - 1)).astype("<i4")
THREE = WIDE.view("u1").reshape(-1, 4)[:, 1:].tobytes()
FLAC = encoded("FLAC", samples=SOUND)
LONG_MP3 = mp3(SECONDS)
_GUID = bytes.fromhex("0000001000800000aa00389b71")


def extensible(bits: int, valid: int) -> bytes:
    return wave_fmt(tag=0xFFFE, bits=bits) + struct.pack("<HHIH", 22, valid, 4, 1) + b"\0" + _GUID


def aligned(bits: int, align: int) -> bytes:
    return struct.pack("<HHIIHH", 1, 1, RATE, RATE * align, align, bits)


def aac(flags: str = "", *, brand: bytes = b"") -> bytes:
    options = {"flags": flags} if flags else {}
    content = by_ffmpeg("ipod", "aac", samples=SOUND, **options)
    return content[:8] + brand + content[12:] if brand else content


def object_of(kind: int) -> bytes:
    """Plain AAC whose description calls it another object of MPEG-4."""
    content = aac()
    place = content.index(b"\x05\x80\x80\x80", content.index(b"esds")) + 4
    size = content[place]
    return content[: place + 1] + description(kind).ljust(size, b"\0")[:size] + content[place + 1 + size :]


def timeless(content: bytes) -> bytes:
    place = content.index(b"mdhd") + 20
    return content[:place] + bytes(4) + content[place + 4 :]


def late_format(content: bytes) -> bytes:
    body = b"WAVE" + content[36:] + content[12:36]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def with_seek_table(content: bytes) -> bytes:
    """A FLAC file whose seek table knows its beginning."""
    return content[:42] + b"\3\0\0\x12" + bytes(16) + struct.pack(">H", 4096) + content[42:]


PLAIN = wave(PCM)
BRIEF = encoded("FLAC", samples=noise(SECONDS, rate=7999), rate=7999)
ODD = wave((WIDE.view("u1")[3::4] ^ 128)[:-1].tobytes(), fmt=wave_fmt(bits=8))
TABLE: tuple[tuple[str, bytes, str], ...] = (
    ("plain.wav", PLAIN, ""),
    ("8 bits.wav", encoded("WAV", "PCM_U8", samples=SOUND), ""),
    ("24 bits.wav", encoded("WAV", "PCM_24", samples=SOUND), ""),
    ("32 bits.wav", encoded("WAV", "PCM_32", samples=SOUND), ""),
    ("float.wav", encoded("WAV", "FLOAT", samples=SOUND), ""),
    ("double.wav", encoded("WAV", "DOUBLE", samples=SOUND), "C"),
    ("A-law.wav", encoded("WAV", "ALAW", samples=SOUND), ""),
    ("mu-law.wav", encoded("WAV", "ULAW", samples=SOUND), ""),
    ("IMA ADPCM.wav", encoded("WAV", "IMA_ADPCM", samples=SOUND), "CF"),
    ("extensible.wav", wave(PCM, fmt=extensible(16, 16)), ""),
    ("12 in 16, extensible.wav", wave(PCM, fmt=extensible(16, 12)), ""),
    ("20 in 24, extensible.wav", wave(THREE, fmt=extensible(24, 20)), ""),
    ("24 in 32, extensible.wav", wave(WIDE.tobytes(), fmt=extensible(32, 24)), "C"),
    ("20 in 32, extensible.wav", wave(WIDE.tobytes(), fmt=extensible(32, 20)), "C"),
    ("24 in 32.wav", wave(WIDE.tobytes(), fmt=aligned(24, 4)), "CF"),
    ("12 in 16.wav", wave(PCM, fmt=wave_fmt(bits=12)), "F"),
    ("20 in 24.wav", wave(THREE, fmt=wave_fmt(bits=20)), "F"),
    ("of a pipe.wav", wave(PCM, size=0xFFFFFFFF), ""),
    ("of 2 GB.wav", wave(PCM, size=0x7FFFFFFF), ""),
    ("of a length beyond its end.wav", wave(PCM, size=2612 * 32000), ""),
    ("of length 0.wav", wave(PCM, size=0), "F"),
    ("behind ID3v2.wav", id3(bytes(200)) + PLAIN, "F"),
    ("samples first.wav", late_format(PLAIN), "F"),
    ("odd chunk before.wav", PLAIN[:12] + b"JUNK\3\0\0\0abc" + PLAIN[12:], "CF"),
    ("odd chunk behind.wav", PLAIN + b"LIST\3\0\0\0abc" + chunk(b"LIST", b"INFO"), "C"),
    ("odd samples, no padding.wav", ODD[:-1] + chunk(b"LIST", b"INFO"), ""),
    ("RIFX.wav", encoded("WAV", endian="BIG", samples=SOUND), "F"),
    ("RF64.wav", encoded("RF64", samples=SOUND), "F"),
    ("a.w64", encoded("W64", samples=SOUND), "CFS"),
    ("a.aiff", encoded("AIFF", samples=SOUND), "CF"),
    ("a.au", encoded("AU", samples=SOUND), "CFS"),
    ("a.caf", encoded("CAF", "PCM_16", samples=SOUND), "CF"),
    ("352.8 kHz.wav", encoded("WAV", samples=noise(SECONDS, rate=352_800), rate=352_800), ""),
    ("384 kHz.flac", encoded("FLAC", samples=noise(SECONDS, rate=384_000), rate=384_000), ""),
    ("behind zeros.wav", bytes(512) + PLAIN, "CF"),
    ("chunk DATA.wav", PLAIN.replace(b"data", b"DATA", 1), "CF"),
    ("list of nothing.wav", PLAIN[:36] + chunk(b"LIST", b"") + PLAIN[36:], "C"),
    ("of few blocks.flac", BRIEF, "C"),
    ("of few blocks, with a seek table.flac", with_seek_table(BRIEF), ""),
    ("before another.flac", FLAC + FLAC, "C"),
    ("a.flac", FLAC, ""),
    ("24 bits.flac", encoded("FLAC", "PCM_24", samples=SOUND), ""),
    ("of a pipe.flac", flac_of_a_pipe(FLAC), "CF"),
    ("of a total too small.flac", FLAC[:22] + struct.pack(">I", 16000) + FLAC[26:], "CF"),
    ("before ID3v1.flac", FLAC + b"TAG" + bytes(125), ""),
    ("a.mp3", LONG_MP3, ""),
    ("variable.mp3", mp3(SECONDS, mode="VARIABLE"), ""),
    ("before ID3v1.mp3", LONG_MP3 + b"TAG" + bytes(125), ""),
    ("of 2612 s.mp3", counted(LONG_MP3, 100_000), "CF"),
    ("of half.mp3", counted(LONG_MP3, 50), "CF"),
    ("constant, no Xing.mp3", mp3_without_info(mp3(SECONDS)), ""),
    ("variable, no Xing.mp3", mp3_without_info(mp3(SECONDS, mode="VARIABLE")), "F"),
    ("free format.mp3", freed(mp3(SECONDS, rate=48000)), "CF"),
    ("layer II.mp3", by_ffmpeg("mp2", "mp2", samples=noise(SECONDS, rate=48000), rate=48000), "CF"),
    ("a.m4a", aac(), ""),
    ("fragments.m4a", aac("frag_keyframe+empty_moov"), ""),
    ("fragments behind a beginning.m4a", aac("frag_keyframe"), "F"),
    ("of duration 0.m4a", timeless(aac()), "C"),
    ("AAC-LD.m4a", object_of(23), "CF"),
    ("AAC-ELD.m4a", object_of(39), "CF"),
    ("xHE-AAC.m4a", object_of(42), "CF"),
    ("ALAC.m4a", by_ffmpeg("ipod", "alac", samples=SOUND), "CF"),
    ("behind ID3v2.m4a", id3(bytes(200)) + aac(), "CF"),
    ("a.3g2", aac(brand=b"3g2a"), ""),
    ("a.mka", by_ffmpeg("matroska", "libopus", samples=SOUND), "S"),
    ("a.opus", encoded("OGG", "OPUS", samples=SOUND), "S"),
    ("a.ogg", encoded("OGG", "VORBIS", samples=SOUND), "S"),
    ("a.webm", by_ffmpeg("webm", "libopus", samples=SOUND), "S"),
)
"""Name, content, and who does not play it rightly: Chromium and Firefox as measured, Safari by its documents.

Firefox takes a double for what it is, but then reads its samples wrong.
Safari's column is told only where the other two play; for them, a wrong duration or a lost place count too.
"""
IDS = [name for name, *_ in TABLE]
VARYING = ("variable, no Xing.mp3", "of few blocks.flac", "before another.flac")
"""What a browser guesses of these, or which places it finds in them, hangs on what is in them."""


@pytest.mark.parametrize(("name", "content", "refused"), TABLE, ids=IDS)
def test_facts_say_what_the_table_says(name: str, content: bytes, refused: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    facts = probe_file(tmp_path / name).facts
    playable = facts is not None and facts.web_playable
    assert playable == (not refused)


@pytest.fixture(scope="module")
def in_chromium(browser: Browser) -> Iterator[Trial]:
    with trial({name: content for name, content, _ in TABLE}) as found:
        try_in(browser, found)
        yield found


def try_in(browser: Browser, files: Trial) -> None:
    """Let Chromium try the files."""
    page = browser.new_page()
    page.goto(f"{files.address}#touched")
    page.mouse.click(5, 5)
    while not files.over.is_set():
        page.wait_for_timeout(100)
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(("name", "refused"), [(one[0], one[2]) for one in TABLE], ids=IDS)
def test_chromium_does_what_the_table_says(name: str, refused: str, in_chromium: Trial) -> None:
    if name not in VARYING:
        assert in_chromium.plays(name, SECONDS) == ("C" not in refused), in_chromium.told[name]


@pytest.mark.browser
def test_what_is_published_of_them_plays_rightly_in_chromium(browser: Browser, tmp_path: Path) -> None:
    """Duration and places of the published files are right, whatever the sources were."""
    names = []
    (tmp_path / "p" / "data" / "audio").mkdir(parents=True)
    for place, (name, content, _) in enumerate(TABLE):
        path = tmp_path / "p" / "data" / "audio" / f"{place}{Path(name).suffix}"
        path.write_bytes(content)
        if probe_file(path).facts is not None:
            names.append(path.name)
    clips = "".join(f"  - audio: {name}\n    outputs: {{theirs: one, ours: two}}\n" for name in names)
    write(tmp_path / "p", f"-- examples/words.yaml --\ntitle: Words\nexamples:\n{clips}")
    page = (built(tmp_path / "p", tmp_path / "site") / "index.html").read_text("utf-8")
    published = {
        Path(unquote(href)).name: (tmp_path / "site" / unquote(href), float(seconds))
        for href, seconds in re.findall(r'data-clip href="([^"]+)"[^>]* data-duration="([^"]+)"', page)
    }
    assert len(published) > 20
    with trial({name: path.read_bytes() for name, (path, _) in published.items()}) as found:
        try_in(browser, found)
    wrong = {
        name: found.told[name] for name, (_, seconds) in published.items() if not found.plays(name, seconds)
    }
    assert wrong == {}


@pytest.fixture(scope="module")
def in_firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    if firefox is None:
        pytest.skip("Firefox is not installed")
    home = tmp_path_factory.mktemp("firefox")
    settings = {
        "media.autoplay.default": 0,
        "app.update.enabled": False,
        "browser.shell.checkDefaultBrowser": False,
    }
    lines = (f'user_pref("{name}", {str(value).lower()});' for name, value in settings.items())
    (home / "user.js").write_text("\n".join(lines), encoding="utf-8")
    with trial({name: content for name, content, _ in TABLE}) as found:
        command = (firefox, "--headless", "--no-remote", "--profile", str(home), found.address)
        environment = {**os.environ, "HOME": str(home)}
        running = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        try:
            while not found.over.wait(1):
                assert running.poll() is None, "Firefox ended by itself"
            yield found
        finally:
            running.terminate()
            running.wait()


@pytest.mark.browser
@pytest.mark.parametrize(("name", "refused"), [(one[0], one[2]) for one in TABLE], ids=IDS)
def test_firefox_does_what_the_table_says(name: str, refused: str, in_firefox: Trial) -> None:
    if name not in VARYING:
        assert in_firefox.plays(name, SECONDS) == ("F" not in refused), in_firefox.told[name]
