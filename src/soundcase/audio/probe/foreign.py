"""Formats that no own reader knows: what each is called, and what FFmpeg takes it for, where it decodes it.

Rule 1: the first bytes decide what a file is called and what FFmpeg is to take it for.
Rule 2: nothing is promised of them: decoding tells the length.
"""

from __future__ import annotations

from dataclasses import dataclass

from soundcase.audio.probe.av_decode import DecoderError, open_sound
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import Structure, Track
from soundcase.audio.probe.trailing import sound_end


@dataclass(frozen=True, slots=True)
class Foreign:
    """One format, by bytes at a place."""

    magic: bytes
    name: str
    """For people."""
    demuxer: str = ""
    """FFmpeg's name for it; empty where it is recognised only."""
    kind: str = "other"
    """A name in `kinds.KINDS`."""
    place: int = 0


_FORMATS = (
    Foreign(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media audio", "asf", "wma"),
    Foreign(b"wvpk", "WavPack", "wv", "wavpack"),
    Foreign(b"MAC ", "Monkey's Audio", "ape", "ape"),
    Foreign(b"TTA", "True Audio", "tta", "tta"),
    Foreign(b"MPCK", "Musepack", "mpc8", "musepack"),
    Foreign(b"MP+", "Musepack", "mpc", "musepack"),
    Foreign(b"#!AMR", "AMR speech", "amr", "amr"),
    Foreign(b"DSD ", "DSD audio", "dsf", "dsd"),
    Foreign(b"FRM8", "DSD audio", "iff", "dsd"),
    Foreign(b"\x0b\x77", "AC-3 audio", "ac3", "ac3"),
    Foreign(b"\x77\x0b", "AC-3 audio with swapped bytes", "ac3", "ac3"),
    Foreign(b"\x7f\xfe\x80\x01", "DTS audio", "dts", "dts"),
    Foreign(b"\xfe\x7f\x01\x80", "DTS audio", "dts", "dts"),
    Foreign(b"\x1f\xff\xe8\x00", "DTS audio", "dts", "dts"),
    Foreign(b"\xff\x1f\x00\xe8", "DTS audio", "dts", "dts"),
    Foreign(b"DTSHDHDR", "DTS-HD audio", "dtshd", "dts"),
    Foreign(b"tBaK", "TAK", "tak"),
    Foreign(b"ajkg", "Shorten", "shn"),
    Foreign(b"OFR ", "OptimFROG"),
    Foreign(b"LA0", "Lossless Audio (LA)"),
    Foreign(b".RMF", "RealMedia", "rm"),
    Foreign(b".ra\xfd", "RealAudio", "rm"),
    Foreign(b"\x00\x00\x01\xba", "an MPEG program stream", "mpeg"),
    Foreign(b"\xf8\x72\x6f\xba", "Dolby TrueHD", "truehd", place=4),
    Foreign(b"\xf8\x72\x6f\xbb", "MLP", "mlp", place=4),
    Foreign(b"QLCM", "QCELP speech", "qcp", place=8),
    Foreign(b"AVI ", "an AVI video", "avi", place=8),
    Foreign(b"FLV\x01", "a Flash video", "flv"),
    Foreign(b"TWIN", "TwinVQ", "vqf"),
    Foreign(b".SoX", "the SoX format", "sox"),
    Foreign(b"XoS.", "the SoX format", "sox"),
    Foreign(b"Creative Voice File", "VOC", "voc"),
    Foreign(b"nut/multimedia container", "NUT", "nut"),
    Foreign(b"#!SILK", "SILK speech"),
    Foreign(b"\x02#!SILK", "SILK speech"),
    Foreign(b"#!EVRC", "EVRC speech"),
    Foreign(b"#!QCELP", "QCELP speech"),
    Foreign(b"ea3", "ATRAC"),
    Foreign(b"EA3", "ATRAC"),
    Foreign(b"\xac\x40", "AC-4 audio"),
    Foreign(b"\xac\x41", "AC-4 audio"),
    Foreign(b"Extended Module: ", "a tracker module: notes and samples"),
    Foreign(b"IMPM", "a tracker module: notes and samples"),
    Foreign(b"SCRM", "a tracker module: notes and samples", place=44),
    Foreign(b"M.K.", "a tracker module: notes and samples", place=1080),
    Foreign(b"PSID", "a program for a sound chip (SID)"),
    Foreign(b"RSID", "a program for a sound chip (SID)"),
    Foreign(b"SNES-SPC700", "a program for a sound chip (SPC)"),
    Foreign(b"NESM\x1a", "a program for a sound chip (NSF)"),
    Foreign(b"PSF", "a program for a sound chip (PSF)"),
    Foreign(b"MAUD", "MAUD", place=8),
    Foreign(b"SOUND\x1a", "Sndtool samples"),
    Foreign(b"SOUND SAMPLE DATA", "Turtle Beach samples"),
    Foreign(b"LM8953", "Yamaha TX-16W samples"),
    Foreign(b"FSSD", "HCOM", place=65),
    Foreign(b"\xf0\x7e\x00\x01", "a MIDI sample dump"),
)
_LOAS = Foreign(b"", "AAC (LOAS)", "loas")
_TRANSPORT = Foreign(b"", "MPEG-TS", "mpegts")
_PACKETS = ((0, 188), (4, 192), (0, 204))
"""Where the first packet begins, and bytes from each to the next: plain, of Blu-ray, with parity."""
_MARKS = 4


def foreign_format(source: Source) -> Foreign | None:
    """What the first bytes say a file is, if it is one of these."""
    head = source.read(0, 1200)
    for one in _FORMATS:
        if head.startswith(one.magic, one.place):
            enhanced = one.kind == "ac3" and len(head) > 5 and head[5] >> 3 > 10
            return Foreign(one.magic, "E-AC-3 audio", "eac3", "eac3") if enhanced else one
    if _is_loas(head, source):
        return _LOAS
    for start, stride in _PACKETS:
        if head[start : start + _MARKS * stride : stride] == b"\x47" * _MARKS:
            return _TRANSPORT
    return None


def _is_loas(head: bytes, source: Source) -> bool:
    """Whether frames of AudioSyncStream follow each other, as ISO/IEC 14496-3 §1.7.2 has them."""
    if head[:1] != b"\x56" or len(head) < 3 or head[1] & 0xE0 != 0xE0:
        return False
    following = source.read(3 + ((head[1] & 0x1F) << 8 | head[2]), 2)
    return not following or (following[0] == 0x56 and len(following) > 1 and following[1] & 0xE0 == 0xE0)


def read_foreign(source: Source) -> Structure | None:
    """The structure of one of these formats; None if it is none, or FFmpeg finds no sound in it."""
    found = foreign_format(source)
    if found is None or not found.demuxer:
        return None
    whole = ((0, sound_end(source)),)
    try:
        with open_sound(source.stream(whole), found.demuxer) as sound:
            return Structure(
                kind=found.kind,
                rate=sound.rate,
                channels=sound.channels,
                frames=None,
                declared=None,
                payload=source.size,
                tracks=(Track(whole, demuxer=found.demuxer),),
                codec=found.name if found.kind == "other" else "",
            )
    except DecoderError:
        return None
