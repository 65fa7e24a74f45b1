"""The table of containers and kinds of sound: first bytes, suffixes, MIME types, decoders, and who plays them.

Rule 1: this table is the only list of suffixes, first bytes and MIME types of sound; every stage reads it.
Rule 2: the MIME types are those that browsers were seen to accept in `<source type>`; several registered or
customary ones (`audio/opus`, `audio/x-flac`, `audio/m4a`, `audio/wave`) make Chromium skip what it could play.
Rule 3: who plays a kind was measured in Chromium and Firefox; for Safari, WebKit's and Apple's documents count.
Source: Chromium 156 and Firefox 153 (`tests/probe/test_playability.py` asks those at hand); the
release notes of Firefox 145 (Matroska); WebKit's list of what AVFoundation plays (3GPP2, but no Matroska);
caniuse and MDN for Ogg and WebM in Safari.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import chain

from soundcase.audio.probe.adts import read_adts
from soundcase.audio.probe.aiff import read_aiff
from soundcase.audio.probe.au import read_au
from soundcase.audio.probe.caf import read_caf
from soundcase.audio.probe.flac import read_flac
from soundcase.audio.probe.matroska import read_matroska
from soundcase.audio.probe.mp4 import read_mp4
from soundcase.audio.probe.mpeg import read_mpeg
from soundcase.audio.probe.ogg import read_ogg
from soundcase.audio.probe.riff import read_wave, read_wave64
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import Structure
from soundcase.values import dataclass

Reader = Callable[[Source, int], Structure]
"""Reads the structure of a container that begins at a byte."""
_REFUSALS = {"": "no browser plays {}", "S": "only Safari plays {}", "CS": "Firefox refuses {}"}
"""By those of Chromium, Firefox and Safari that play a kind."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One combination of container and codec."""

    name: str
    format: str
    """For people."""
    players: str = "CFS"
    """Those of Chromium, Firefox and Safari that play it rightly, by their first letters."""
    subject: str = "it"
    """What the others refuse, or why, as a clause, where that takes more words."""
    mime: str = ""
    """For `<source type>`; here and below, the container's where it is empty."""
    suffixes: tuple[str, ...] = ()
    """Accepted ones, the preferred one first."""
    lossy: bool = True

    @property
    def unplayable(self) -> str:
        """The reason why some browser does not play it; empty if all do."""
        return "" if self.players == "CFS" else _REFUSALS.get(self.players, "{}").format(self.subject)


@dataclass(frozen=True, slots=True)
class Container:
    """One way of keeping sound in a file."""

    name: str
    """For people."""
    magic: bytes = b""
    """A regular expression for its first bytes; empty where only a chain of frames tells it."""
    suffixes: tuple[str, ...] = ()
    mime: str = "application/octet-stream"
    kinds: tuple[Kind, ...] = ()
    """Empty where the kind is `other`."""
    read: Reader | None = None
    """Its own reader; without one, decoding alone tells what is in it."""
    demuxer: str = ""
    """FFmpeg's name for it, where FFmpeg decodes what libsndfile does not."""
    sndfile: bool = False
    """Whether libsndfile reads it as it is, one of its rarer formats."""
    embedded: bytes = b""
    """First bytes that chance does not write, by which it is found behind something else."""
    synonyms: tuple[str, ...] = ()
    """Other subtypes of MIME that servers and pages give to it."""

    @property
    def all_suffixes(self) -> tuple[str, ...]:
        """Those of its kinds included."""
        return tuple(dict.fromkeys(chain(self.suffixes, *(kind.suffixes for kind in self.kinds))))

    @property
    def subtypes(self) -> frozenset[str]:
        """Every subtype of MIME that it is called by."""
        mimes = (self.mime, *(kind.mime for kind in self.kinds if kind.mime))
        return frozenset((*self.synonyms, *(mime.partition(";")[0].partition("/")[2] for mime in mimes)))

    def begins(self, head: bytes) -> bool:
        """True where these are its first bytes."""
        return bool(self.magic) and re.match(self.magic, head, re.DOTALL) is not None


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _lossless(  # noqa: PLR0913 - one row of the table
    name: str,
    form: str,
    players: str = "CFS",
    subject: str = "it",
    mime: str = "",
    suffixes: tuple[str, ...] = (),
) -> Kind:
    return Kind(name, form, players, subject, mime, suffixes, lossy=False)


_TELEPHONE = "ADPCM and telephone codecs in WAV"
_NEW_OGG = "Safari plays Ogg only since version 18.4 (2025)"
_NEW_WEBM = "Safari plays WebM only since version 17.4 (2024)"
_MATROSKA = "Safari refuses Matroska, and Firefox knows it only since version 145 (2025)"
_NO_MP4 = "only AAC is safe in MP4"
_WAV = (
    _lossless("wav-pcm", "WAV"),
    _lossless("wav-float", "WAV (float)"),
    _lossless("wav-float64", "WAV (64-bit float)", "F", "no browser plays 64-bit float WAV rightly"),
    Kind("wav-alaw", "WAV (A-law)"),
    Kind("wav-mulaw", "WAV (µ-law)"),
    Kind("wav-ms-adpcm", "WAV (MS ADPCM)", "", _TELEPHONE),
    Kind("wav-ima-adpcm", "WAV (IMA ADPCM)", "", _TELEPHONE),
    Kind("wav-nms-adpcm", "WAV (NMS ADPCM)", "", _TELEPHONE),
    Kind("wav-gsm", "WAV (GSM 6.10)", "", _TELEPHONE),
    Kind("wav-g721", "WAV (G.721)", "", _TELEPHONE),
    Kind("wav-g722", "WAV (G.722)", "", _TELEPHONE),
    Kind("wav-g726", "WAV (G.726)", "", _TELEPHONE),
    Kind("wav-mp3", "WAV (MP3 inside)", "CF", "MP3 inside WAV is unusual, and Safari may refuse it"),
    Kind("wav-other", "WAV", "", "codecs in WAV but PCM and MP3"),
    _lossless("rifx-pcm", "RIFX", "CS", "big-endian WAV (RIFX)"),
    _lossless("rf64-pcm", "RF64", "CS", "RF64", suffixes=(".wav", ".rf64")),
)
_MP4 = (
    Kind("mp4-aac", "AAC (MP4)", mime='audio/mp4; codecs="mp4a.40.2"'),
    Kind("mp4-he-aac", "HE-AAC (MP4)", mime='audio/mp4; codecs="mp4a.40.5"'),
    Kind("mp4-he-aac-2", "HE-AAC v2 (MP4)", mime='audio/mp4; codecs="mp4a.40.29"'),
    Kind("mp4-mp3", "MP3 (MP4)", "CF", _NO_MP4, 'audio/mp4; codecs="mp3"'),
    Kind("mp4-opus", "Opus (MP4)", "CF", _NO_MP4, 'audio/mp4; codecs="opus"'),
    _lossless("mp4-flac", "FLAC (MP4)", "CF", _NO_MP4, 'audio/mp4; codecs="flac"'),
    _lossless("mp4-alac", "ALAC (MP4)", "S", "Apple Lossless", 'audio/mp4; codecs="alac"'),
    Kind("mp4-other", "MP4", "CF", _NO_MP4),
    _lossless(
        "mov-pcm",
        "PCM (QuickTime)",
        "CS",
        "PCM in QuickTime",
        "video/quicktime",
        (".mov", ".m4a", ".mp4", ".m4b"),
    ),
)
_OGG = (
    Kind("ogg-opus", "Ogg Opus", "CF", _NEW_OGG, "audio/ogg; codecs=opus", (".opus", ".ogg", ".oga")),
    Kind("ogg-vorbis", "Ogg Vorbis", "CF", _NEW_OGG, "audio/ogg; codecs=vorbis"),
    _lossless("ogg-flac", "Ogg FLAC", "CF", _NEW_OGG, "audio/ogg; codecs=flac"),
    Kind("ogg-speex", "Ogg Speex", "", "Speex", "audio/ogg; codecs=speex", (".spx", ".ogg", ".oga")),
)
_AIFF = (
    _lossless("aiff-pcm", "AIFF", "S", "AIFF"),
    _lossless("aiff-float", "AIFF-C (float)", "S", "AIFF"),
    Kind("aiff-other", "AIFF-C", "S", "AIFF"),
)
_CAF = (
    _lossless("caf-pcm", "CAF", "S", "CAF"),
    _lossless("caf-alac", "ALAC (CAF)", "S", "CAF"),
    Kind("caf-other", "CAF", "S", "CAF"),
)
_AU = (
    _lossless("au-pcm", "AU", "", "AU"),
    _lossless("au-float", "AU (float)", "", "AU"),
    Kind("au-other", "AU", "", "AU"),
)
_MKA = (".mka", ".mkv", ".webm", ".weba")
_WEBM = (
    Kind("webm-opus", "WebM Opus", "CF", _NEW_WEBM, "audio/webm; codecs=opus"),
    Kind("webm-vorbis", "WebM Vorbis", "CF", _NEW_WEBM, "audio/webm; codecs=vorbis"),
    Kind("matroska", "Matroska", "CF", _MATROSKA, "audio/x-matroska", _MKA),
    _lossless("matroska-lossless", "Matroska", "CF", _MATROSKA, "audio/x-matroska", _MKA),
)
_MPEG = (
    Kind("mp3", "MP3", suffixes=(".mp3",)),
    Kind("mp2", "MP2", "", "MPEG layer II", suffixes=(".mp2", ".mpa")),
    Kind("mp1", "MP1", "", "MPEG layer I", suffixes=(".mp1", ".mpa")),
)
_WMA = (Kind("wma", "Windows Media", "", mime="audio/x-ms-wma"),)
_WAVPACK = (_lossless("wavpack", "WavPack", "", mime="audio/x-wavpack"),)
_APE = (_lossless("ape", "Monkey's Audio", "", mime="audio/x-ape"),)
_TTA = (_lossless("tta", "True Audio", "", mime="audio/x-tta"),)
_MUSEPACK = (Kind("musepack", "Musepack", "", mime="audio/x-musepack"),)
_AMR = (Kind("amr", "AMR", "", "AMR", "audio/amr"),)
_DSD = (_lossless("dsd", "DSD", "", "DSD", "audio/x-dsd", (".dsf", ".dff")),)
_EAC3 = (Kind("eac3", "E-AC-3", "S", "Dolby's codecs", "audio/eac3"),)
_AC3 = (Kind("ac3", "AC-3", "S", "Dolby's codecs", "audio/ac3"),)
_DTS = (Kind("dts", "DTS", "", "DTS", "audio/vnd.dts", (".dts",)),)

_OWN = (
    Container(
        "WAV", rb"(?:RIFF|RIFX|RF64|BW64)(?:.{4}WAVE|.{0,7}\Z)", (".wav", ".wave"), "audio/wav", _WAV,
        read_wave, "wav", embedded=b"(?:RIFF|RIFX|RF64)....WAVE", synonyms=_words("wave x-wav x-wave vnd.wave"),
    ),
    Container(
        "AIFF", b"FORM....AIF[FC]", (".aiff", ".aif", ".aifc"), "audio/aiff", _AIFF,
        read_aiff, "aiff", embedded=b"FORM....AIF[FC]", synonyms=("x-aiff",),
    ),
    Container(
        "Wave64", rb"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0", (".w64",), "audio/x-w64",
        (_lossless("w64-pcm", "Wave64", "", "Wave64"),), read_wave64, "w64",
    ),
    Container(
        "MP4", b"....(?:ftyp|moov|mdat|wide|free|skip|pnot)(?!avif|heic|mif1)", (".m4a", ".mp4", ".m4b"),
        "audio/mp4", _MP4, read_mp4, "mov", embedded=rb"\0\0\0.ftyp(?:M4|mp4|iso|qt|3g|dash)",
        synonyms=_words("x-m4a aac m4a quicktime"),
    ),
    Container(
        "FLAC", b"fLaC", (".flac",), "audio/flac", (_lossless("flac", "FLAC"),),
        read_flac, "flac", embedded=rb"fLaC\0\0\0\x22", synonyms=("x-flac",),
    ),
    Container(
        "Ogg", b"OggS", (".ogg", ".oga"), "audio/ogg", _OGG,
        read_ogg, "ogg", embedded=rb"OggS\0\x02", synonyms=("vorbis", "opus"),
    ),
    Container(
        "CAF", b"caff", (".caf",), "audio/x-caf", _CAF, read_caf, "caf", embedded=rb"caff\0\x01\0\0"
    ),
    Container(
        "Matroska", rb"\x1a\x45\xdf\xa3", (".webm", ".weba", ".mka", ".mkv"), "audio/webm", _WEBM,
        read_matroska, "matroska",
    ),
    Container("AU", rb"\.snd|dns\.", (".au", ".snd"), "audio/basic", _AU, read_au, "au"),
)  # fmt: skip
ADTS = Container(
    "ADTS", b"", (".aac",), "audio/aac", (Kind("adts-aac", "AAC (ADTS)"),), read_adts, "aac",
    synonyms=("aacp", "mp4"),
)  # fmt: skip
MPEG = Container("MPEG audio", b"", (".mp3", ".mpa"), "audio/mpeg", _MPEG, read_mpeg, synonyms=("mp3",))


def _ffmpeg(name: str, magic: bytes, demuxer: str, suffixes: str, kinds: tuple[Kind, ...] = ()) -> Container:
    """A container without a reader of its own, which FFmpeg decodes."""
    return Container(name, magic, _words(suffixes), kinds=kinds, demuxer=demuxer)


LOAS = _ffmpeg("AAC (LOAS)", b"", "loas", ".loas .latm")
TRANSPORT = _ffmpeg("MPEG-TS", b"", "mpegts", ".ts .m2ts .mts")
_FFMPEG = (
    _ffmpeg("Windows Media audio", rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf", ".wma .asf", _WMA),
    _ffmpeg("WavPack", b"wvpk", "wv", ".wv", _WAVPACK),
    _ffmpeg("Monkey's Audio", b"MAC ", "ape", ".ape", _APE),
    _ffmpeg("True Audio", b"TTA", "tta", ".tta", _TTA),
    _ffmpeg("Musepack", b"MPCK", "mpc8", ".mpc", _MUSEPACK),
    _ffmpeg("Musepack", rb"MP\+", "mpc", ".mpc", _MUSEPACK),
    _ffmpeg("AMR speech", b"#!AMR", "amr", ".amr .awb", _AMR),
    _ffmpeg("DSD audio", b"DSD ", "dsf", ".dsf", _DSD),
    _ffmpeg("DSD audio", b"FRM8", "iff", ".dff", _DSD),
    _ffmpeg("E-AC-3 audio", rb"(?:\x0b\x77|\x77\x0b)...[\x58-\xff]", "eac3", ".eac3 .ec3", _EAC3),
    _ffmpeg("AC-3 audio", rb"\x0b\x77", "ac3", ".ac3", _AC3),
    _ffmpeg("AC-3 audio with swapped bytes", rb"\x77\x0b", "ac3", ".ac3", _AC3),
    _ffmpeg(
        "DTS audio", rb"\x7f\xfe\x80\x01|\xfe\x7f\x01\x80|\x1f\xff\xe8\0|\xff\x1f\0\xe8", "dts", ".dts", _DTS
    ),
    _ffmpeg("DTS-HD audio", b"DTSHDHDR", "dtshd", ".dtshd", _DTS),
    _ffmpeg("TAK", b"tBaK", "tak", ".tak"),
    _ffmpeg("Shorten", b"ajkg", "shn", ".shn"),
    _ffmpeg("RealMedia", rb"\.RMF", "rm", ".rm"),
    _ffmpeg("RealAudio", rb"\.ra\xfd", "rm", ".ra"),
    _ffmpeg("an MPEG program stream", rb"\0\0\x01\xba", "mpeg", ".mpg .mpeg .vob"),
    _ffmpeg("Dolby TrueHD", rb"....\xf8\x72\x6f\xba", "truehd", ".thd"),
    _ffmpeg("MLP", rb"....\xf8\x72\x6f\xbb", "mlp", ".mlp"),
    _ffmpeg("QCELP speech", b".{8}QLCM", "qcp", ".qcp"),
    _ffmpeg("an AVI video", b".{8}AVI ", "avi", ".avi"),
    _ffmpeg("a Flash video", rb"FLV\x01", "flv", ".flv"),
    _ffmpeg("TwinVQ", b"TWIN", "vqf", ".vqf"),
    _ffmpeg("the SoX format", rb"\.SoX|XoS\.", "sox", ".sox"),
    _ffmpeg("NUT", b"nut/multimedia container", "nut", ".nut"),
    LOAS,
    TRANSPORT,
)
_SNDFILE = (
    Container("VOC", b"Creative Voice File", (".voc",), demuxer="voc", sndfile=True),
    Container("NIST Sphere", b"NIST_1A", (".sph", ".nist"), sndfile=True),
    Container("8SVX", b"FORM.{4}(?:8SVX|16SV)", (".svx", ".8svx"), sndfile=True),
    Container("PVF", b"PVF1", (".pvf",), sndfile=True),
    Container("XI", b"Extended Instrument: ", (".xi",), sndfile=True),
    Container("Psion WVE", rb"ALawSoundFile\*\*", (".wve",), sndfile=True),
    Container("PAF", b" paf|fap ", (".paf",), sndfile=True),
    Container("IRCAM", rb"\x64\xa3", (".sf",), sndfile=True),
    Container("MATLAB", b"MATLAB", sndfile=True),
    Container("AVR", b"2BIT", (".avr",), sndfile=True),
)
_TRACKER = "a tracker module: notes and samples"
_CHIP = "a program for a sound chip ({})"
_RECOGNISED = (
    Container("OptimFROG", b"OFR ", (".ofr",)),
    Container("Lossless Audio (LA)", b"LA0"),
    Container("SILK speech", rb"\x02?#!SILK", (".silk",)),
    Container("EVRC speech", b"#!EVRC"),
    Container("QCELP speech", b"#!QCELP"),
    Container("ATRAC", b"ea3|EA3", (".oma", ".aa3")),
    Container("AC-4 audio", rb"\xac[\x40\x41]", (".ac4",)),
    Container(_TRACKER, b"Extended Module: |IMPM|.{44}SCRM|.{1080}M.K."),
    Container(_CHIP.format("SID"), b"[PR]SID"),
    Container(_CHIP.format("SPC"), b"SNES-SPC700"),
    Container(_CHIP.format("NSF"), rb"NESM\x1a"),
    Container(_CHIP.format("PSF"), b"PSF"),
    Container("MAUD", b".{8}MAUD"),
    Container("Sndtool samples", rb"SOUND\x1a"),
    Container("Turtle Beach samples", b"SOUND SAMPLE DATA"),
    Container("Yamaha TX-16W samples", b"LM8953"),
    Container("HCOM", b".{65}FSSD"),
    Container("a MIDI sample dump", rb"\xf0\x7e\0\x01"),
)
"""Nothing here decodes these."""

CONTAINERS: tuple[Container, ...] = (*_OWN, ADTS, MPEG, *_FFMPEG, *_SNDFILE, *_RECOGNISED)
"""Every container, in the order in which it is looked for."""
KINDS = {
    kind.name: replace(kind, mime=kind.mime or container.mime, suffixes=kind.suffixes or container.suffixes)
    for container in CONTAINERS
    for kind in container.kinds
}
"""Every kind, by name, with what it has from its container."""
KINDS["other"] = _lossless("other", "", "", "this format", "application/octet-stream")
CONTAINER_OF = {kind.name: container for container in reversed(CONTAINERS) for kind in container.kinds}
"""By the names of kinds; of two, the first."""

SUFFIXES = frozenset(suffix for container in CONTAINERS for suffix in container.all_suffixes)
"""How the names of files with sound end: in small letters, with their dots."""
VIDEO_SUFFIXES = frozenset(_words(".mp4 .m4v .mov .mkv .avi .ogv .flv .mpg .mpeg .vob .ts .m2ts .mts .asf"))
"""Those of files that usually hold moving pictures beside."""
_PLAYED = (kind for kind in KINDS.values() if kind.players)
WEB_SUFFIXES = frozenset(chain.from_iterable(kind.suffixes for kind in _PLAYED)) - VIDEO_SUFFIXES
"""Those of sounds that some browser plays."""
_TEXT = ".txt .json .jsonl .yaml .yml .html .htm .xml .csv .md .pdf"
_PICTURE = ".png .jpg .jpeg .gif .webp .svg"
KNOWN_SUFFIXES = frozenset((*SUFFIXES, *VIDEO_SUFFIXES, *_words(f"{_TEXT} {_PICTURE} .npy .pt .zip")))
"""Every suffix that says something about a file's content."""


TYPES = {
    suffix: kind.mime.partition(";")[0]
    for kind in reversed(KINDS.values())
    for suffix in reversed(kind.suffixes)
}
"""The MIME type, without codecs, that a server gives to files of sound, by suffix."""
SUBTYPES = {suffix: container.subtypes for container in CONTAINERS for suffix in container.all_suffixes}
"""The subtypes of MIME that a page may declare, by suffix."""
