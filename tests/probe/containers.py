"""A sample of every container in the table: a whole file where something writes one, else its first bytes."""

from __future__ import annotations

from soundbank import adts, by_ffmpeg, encoded, m4a, mp3, noise, pcm16, sine, wave, webm

_SOUND = sine(1.0, rate=48000)


def _ffmpeg(container: str, codec: str) -> bytes:
    return by_ffmpeg(container, codec, samples=_SOUND, rate=48000, options={"strict": "-2", "b": "96000"})


def _sndfile(form: str, subtype: str = "PCM_16", rate: int = 16000) -> bytes:
    return encoded(form, subtype, samples=sine(rate=rate), rate=rate)


_AC3 = _ffmpeg("ac3", "ac3")
WHOLE: dict[str, bytes] = {
    "wav-pcm": wave(pcm16()),
    "aiff-pcm": encoded("AIFF"),
    "w64-pcm": encoded("W64"),
    "mp4-aac": m4a(),
    "flac": encoded("FLAC", samples=noise()),
    "ogg-opus": encoded("OGG", "OPUS"),
    "caf-pcm": encoded("CAF", "PCM_16"),
    "webm-opus": webm(),
    "au-pcm": encoded("AU", "PCM_16"),
    "adts-aac": adts(),
    "mp3": mp3(),
    "wma": _ffmpeg("asf", "wmav2"),
    "wavpack": _ffmpeg("wv", "wavpack"),
    "tta": _ffmpeg("tta", "tta"),
    "amr": b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50,
    "eac3": _ffmpeg("eac3", "eac3"),
    "ac3": _AC3,
    "RealMedia": _ffmpeg("rm", "ac3"),
    "an MPEG program stream": _ffmpeg("mpeg", "mp2"),
    "an AVI video": _ffmpeg("avi", "pcm_s16le"),
    "a Flash video": by_ffmpeg("flv", "mp3", samples=sine(rate=44100), rate=44100),
    "the SoX format": _ffmpeg("sox", "pcm_s32le"),
    "NUT": _ffmpeg("nut", "pcm_s16le"),
    "AAC (LOAS)": _ffmpeg("latm", "aac"),
    "MPEG-TS": _ffmpeg("mpegts", "mp2"),
    "VOC PCM_16": _sndfile("VOC"),
    "NIST PCM_16": _sndfile("NIST"),
    "SVX PCM_16": _sndfile("SVX"),
    "PVF PCM_16": _sndfile("PVF"),
    "XI DPCM_16": _sndfile("XI", "DPCM_16", 44100),
    "WVE ALAW": _sndfile("WVE", "ALAW", 8000),
    "PAF PCM_16": _sndfile("PAF"),
    "IRCAM PCM_16": _sndfile("IRCAM"),
    "MAT5 PCM_16": _sndfile("MAT5"),
    "AVR PCM_16": _sndfile("AVR"),
}
"""By kind, or by what the format is called where its kind is `other`."""
HEADS: tuple[bytes, ...] = (
    bytes(one for pair in zip(_AC3[1::2], _AC3[::2], strict=True) for one in pair),
    b"MAC ",
    b"MPCK",
    b"MP+\7",
    b"DSD ",
    b"FRM8",
    b"\x7f\xfe\x80\x01",
    b"DTSHDHDR",
    b"tBaK",
    b"ajkg",
    b".ra\xfd",
    b"RIFF\0\1\0\0QLCMfmt ",
    b"TWIN",
    bytes(4) + b"\xf8\x72\x6f\xba",
    bytes(4) + b"\xf8\x72\x6f\xbb",
    b"OFR ",
    b"LA04",
    b"#!SILK",
    b"#!EVRC",
    b"#!QCELP",
    b"ea3",
    b"\xac\x40",
    b"Extended Module: a tune",
    b"PSID",
    b"SNES-SPC700",
    b"NESM\x1a",
    b"PSF",
    bytes(8) + b"MAUD",
    b"SOUND\x1a",
    b"SOUND SAMPLE DATA",
    b"LM8953",
    b"\1" + bytes(64) + b"FSSD",
    b"\xf0\x7e\0\1",
)
"""What nothing here writes: recognised by these bytes."""
