"""Sounds and films with a name in every place that their kind has for one."""

from __future__ import annotations

import base64
import io
import struct
from typing import Any

import av
import mutagen.aiff
import mutagen.apev2
import mutagen.flac
import mutagen.id3
import mutagen.mp4
import mutagen.oggopus
import mutagen.oggvorbis
import numpy as np
import soundfile
from soundbank import adts, by_ffmpeg, chunk, element, encoded, mp3, noise, pcm16, sine, wave

tagger: Any = mutagen
NAME = "Wěi Zhangsan"
MARK = "Zhangsan"
"""A part of it that every encoding of texts shows."""
_TEXT = f"recorded by {NAME}".encode()


def _id3() -> Any:
    tags = tagger.id3.ID3()
    tags.add(tagger.id3.TPE1(encoding=1, text=[NAME]))
    tags.add(tagger.id3.TSSE(encoding=3, text=[f"Encoder of {NAME}"]))
    tags.add(tagger.id3.COMM(encoding=3, lang="eng", desc=NAME, text=[NAME]))
    tags.add(tagger.id3.APIC(encoding=3, mime="image/png", type=3, desc=NAME, data=_TEXT))
    return tags


def id3() -> bytes:
    """An ID3v2 tag."""
    target = io.BytesIO(b"")
    _id3().save(target)
    return target.getvalue()


def id3v1() -> bytes:
    """An ID3v1 tag."""
    return b"TAG" + b"title".ljust(30, b"\0") + MARK.encode().ljust(30, b"\0") + bytes(65)


def ape() -> bytes:
    """An APEv2 tag."""
    target = io.BytesIO(b"")
    tags = tagger.apev2.APEv2()
    tags["Artist"] = NAME
    tags.save(target)
    return target.getvalue()


def _tagged(content: bytes, kind: Any, **texts: str) -> bytes:
    target = io.BytesIO(content)
    opened = kind(target)
    if opened.tags is None:
        opened.add_tags()
    for name, text in texts.items():
        opened[name] = text
    target.seek(0)
    opened.save(target)
    return target.getvalue()


def riff(content: bytes, order: str = "<") -> bytes:
    """A WAV file with chunks before and behind its samples, and something behind its end."""
    before = chunk(b"bext", _TEXT.ljust(602, b"\0"), order=order) + chunk(b"JUNK", _TEXT, order=order)
    info = b"INFO" + chunk(b"IART", _TEXT, order=order) + chunk(b"ISFT", _TEXT, order=order)
    after = chunk(b"LIST", info, order=order) + chunk(b"iXML", b"<B>" + _TEXT + b"</B>", order=order)
    after += chunk(b"id3 ", id3(), order=order) + chunk(b"_PMX", _TEXT, order=order)
    samples = content.index(b"data")
    body = content[12:samples] + before + content[samples:] + after
    return content[:4] + struct.pack(order + "I", 4 + len(body)) + b"WAVE" + body + _TEXT


def flac() -> bytes:
    """A FLAC file with comments, a picture, an application's block, filled padding, and tags around it."""
    target = io.BytesIO(encoded("FLAC", samples=noise()))
    opened = tagger.flac.FLAC(target)
    opened["artist"], opened["encoder"] = NAME, NAME
    picture = tagger.flac.Picture()
    picture.data, picture.desc, picture.mime = _TEXT, NAME, "image/png"
    opened.add_picture(picture)
    target.seek(0)
    opened.save(target)
    content = target.getvalue()
    application = b"\x02" + len(_TEXT).to_bytes(3, "big") + _TEXT
    return id3() + content[:42] + application + content[42:] + id3v1()


def ogg(subtype: str) -> bytes:
    """An Ogg file with comments, and a cover among them."""
    content = encoded("OGG", subtype, samples=sine(2, rate=48000), rate=48000)
    kind = tagger.oggopus.OggOpus if subtype == "OPUS" else tagger.oggvorbis.OggVorbis
    cover = base64.b64encode(_TEXT * 3000).decode()
    content = _tagged(content, kind, artist=NAME, metadata_block_picture=cover)
    return content + _TEXT


def mp4(container: str = "ipod", codec: str = "aac", **options: Any) -> bytes:
    """An MP4 file with tags, a cover and a gapless tag, behind which something else stands."""
    target = io.BytesIO(by_ffmpeg(container, codec, samples=sine(2, rate=48000), rate=48000, **options))
    opened: Any = tagger.mp4.MP4(target)
    if opened.tags is None:
        opened.add_tags()
    opened["\xa9ART"], opened["\xa9too"] = NAME, NAME
    opened["----:com.apple.iTunes:LABEL"] = _TEXT
    opened["covr"] = [tagger.mp4.MP4Cover(_TEXT)]
    target.seek(0)
    opened.save(target)
    uuid = struct.pack(">I", 24 + len(_TEXT)) + b"uuid" + bytes(16) + _TEXT
    return target.getvalue() + uuid


def muxed(container: str, sound: str, picture: str = "", **options: str) -> bytes:
    """A film or a sound as FFmpeg writes it, with its own name and the author's."""
    target = io.BytesIO()
    with av.open(target, "w", format=container, options=options) as opened:
        opened.metadata.update({"title": NAME, "artist": NAME, "comment": NAME})
        film: Any = opened.add_stream(picture, rate=5, options={"g": "5"}) if picture else None
        if film:
            film.width, film.height, film.pix_fmt = 64, 48, "yuv420p"
            film.metadata["title"] = film.metadata["handler_name"] = NAME
        heard: Any = opened.add_stream(sound, rate=48000, layout="mono")
        heard.bit_rate = 96000
        heard.metadata["title"] = heard.metadata["handler_name"] = NAME
        for number in range(10 if film else 0):
            level = np.full((48, 64, 3), 20 * number, np.uint8)
            opened.mux(film.encode(av.VideoFrame.from_ndarray(level, format="rgb24")))
        if film:
            opened.mux(film.encode(None))
        tone = sine(2, rate=48000)[:, 0].astype(np.float32)
        for start in range(0, len(tone), 960):
            frame = av.AudioFrame.from_ndarray(tone[None, start : start + 960], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48000, start
            opened.mux(heard.encode(frame))
        opened.mux(heard.encode(None))
    return target.getvalue()


def webm(picture: str = "") -> bytes:
    """A WebM file with tags, a title, an attachment and chapters."""
    content = muxed("webm", "libopus", picture)
    attached = element(0x61A7, element(0x466E, _TEXT) + element(0x465C, _TEXT))
    behind = element(0x1941A469, attached) + element(0xEC, _TEXT)
    place = content.index(bytes.fromhex("18538067")) + 4
    size = int.from_bytes(content[place : place + 8], "big") & (1 << 56) - 1
    grown = (size + len(behind) | 1 << 56).to_bytes(8, "big")
    return content[:place] + grown + content[place + 8 : place + 8 + size] + behind + _TEXT


def _soundfile(form: str, subtype: str = "PCM_16", **texts: str) -> bytes:
    target = io.BytesIO()
    with soundfile.SoundFile(target, "w", 16000, 1, format=form, subtype=subtype) as file:
        for name, text in texts.items():
            setattr(file, name, text)
        file.write(sine())
    return target.getvalue()


def aiff() -> bytes:
    """An AIFF file with chunks of texts."""
    content = _tagged_aiff(_soundfile("AIFF", title=NAME, artist=NAME, comment=NAME))
    texts = b"".join(chunk(name, _TEXT, order=">") for name in (b"NAME", b"ANNO", b"APPL", b"MARK"))
    return b"FORM" + struct.pack(">I", len(content) - 8 + len(texts)) + content[8:] + texts


def _tagged_aiff(content: bytes) -> bytes:
    target = io.BytesIO(content)
    opened: Any = tagger.aiff.AIFF(target)
    opened.add_tags()
    opened.tags.add(tagger.id3.TPE1(encoding=3, text=[NAME]))
    target.seek(0)
    opened.save(target)
    return target.getvalue()


def au() -> bytes:
    """An AU file with an annotation."""
    content, text = encoded("AU", "PCM_16"), _TEXT.ljust(64, b"\0")
    return content[:4] + (24 + len(text)).to_bytes(4, "big") + content[8:24] + text + content[24:] + _TEXT


def vorbis_in_webm() -> bytes:
    """A WebM file of Vorbis, whose own comments stand in its set-up."""
    target = io.BytesIO()
    with av.open(io.BytesIO(ogg("VORBIS")), "r") as source, av.open(target, "w", format="webm") as opened:
        track = opened.add_stream_from_template(source.streams.audio[0])
        for one in source.demux(audio=0):
            if one.dts is not None:
                one.stream = track
                opened.mux(one)
    return target.getvalue()


SOUNDS = {
    "WAV": riff(wave(pcm16())),
    "RF64": _soundfile("RF64", title=NAME, artist=NAME),
    "RIFX": riff(encoded("WAV", "PCM_16", endian="BIG"), ">"),
    "WAV of mu-law": riff(encoded("WAV", "ULAW")),
    "AIFF": aiff(),
    "AU": au(),
    "CAF": _soundfile("CAF", title=NAME, artist=NAME, comment=NAME),
    "FLAC": flac(),
    "MP3": id3() + mp3(2.0) + ape() + id3v1(),
    "MP3 by FFmpeg": muxed("mp3", "libmp3lame"),
    "ADTS": id3() + adts(),
    "Ogg Vorbis": ogg("VORBIS"),
    "Ogg Opus": ogg("OPUS"),
    "Ogg FLAC": muxed("ogg", "flac"),
    "Ogg Speex": muxed("ogg", "libspeex") if "libspeex" in av.codecs_available else b"",
    "M4A": mp4(),
    "M4A by FFmpeg": muxed("ipod", "aac"),
    "FLAC in MP4": muxed("mp4", "flac", strict="-2"),
    "Opus in MP4": muxed("mp4", "libopus"),
    "fragmented MP4": muxed("mp4", "aac", movflags="frag_keyframe+empty_moov", frag_duration="500000"),
    "PCM in QuickTime": muxed("mov", "pcm_s16le"),
    "WebM": webm(),
    "Vorbis in WebM": vorbis_in_webm(),
    "FLAC in Matroska": muxed("matroska", "flac"),
    "WavPack": by_ffmpeg("wv", "wavpack", samples=sine(1, rate=48000), rate=48000) + ape(),
    "Windows Media": muxed("asf", "wmav2"),
    "AVI": muxed("avi", "pcm_s16le"),
}
"""By kind."""
FILMS = {
    "MP4": muxed("mp4", "aac", "libx264"),
    "fragmented MP4": muxed("mp4", "aac", "libx264", movflags="frag_keyframe+empty_moov"),
    "WebM of VP8": webm("libvpx"),
    "WebM of VP9": webm("libvpx-vp9"),
}
