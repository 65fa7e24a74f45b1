"""The table of kinds: what each is called, how a page declares it, and what its files are named.

The MIME types are the ones that browsers were seen to accept in `<source type>`; several registered or
customary ones (`audio/opus`, `audio/x-flac`, `audio/m4a`, `audio/wave`) make Chromium skip a source that
it could play. Which kinds play where was measured in Chromium and Firefox; for Safari its documents count.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One combination of container and codec."""

    name: str
    format: str
    """For people."""
    mime: str
    """For `<source type>`."""
    suffixes: tuple[str, ...]
    """Accepted ones, the preferred one first."""
    lossy: bool
    unplayable: str = ""
    """Why some browser does not play it; empty if all do."""


_WAV = (".wav", ".wave")
_AIFF = (".aiff", ".aif", ".aifc")
_OGG = (".ogg", ".oga")
_MP4 = (".m4a", ".mp4", ".m4b")
_MKA = (".mka", ".mkv", ".webm", ".weba")
_NO_ADPCM = "no browser plays ADPCM and telephone codecs in WAV"
_NO_AIFF = "only Safari plays AIFF"
_NO_OGG = "Safari plays Ogg only since version 18.4 (2025)"
_NO_MP4 = "only AAC is safe in MP4"
_NO_WEBM = "Safari plays WebM only since version 17.4 (2024)"
_NO_MATROSKA = "Safari refuses Matroska, and Firefox knows it only since version 145 (2025)"
_NO_OTHER = "no browser plays it"
_NO_CAF = "only Safari plays CAF"


def _lossless(name: str, form: str, mime: str, suffixes: tuple[str, ...], unplayable: str = "") -> Kind:
    return Kind(name, form, mime, suffixes, lossy=False, unplayable=unplayable)


def _lossy(name: str, form: str, mime: str, suffixes: tuple[str, ...], unplayable: str = "") -> Kind:
    return Kind(name, form, mime, suffixes, lossy=True, unplayable=unplayable)


_ALL = (
    _lossless("wav-pcm", "WAV", "audio/wav", _WAV),
    _lossless("wav-float", "WAV (float)", "audio/wav", _WAV),
    _lossless(
        "wav-float64", "WAV (64-bit float)", "audio/wav", _WAV, "no browser plays 64-bit float WAV rightly"
    ),
    _lossy("wav-alaw", "WAV (A-law)", "audio/wav", _WAV),
    _lossy("wav-mulaw", "WAV (µ-law)", "audio/wav", _WAV),
    _lossy("wav-ms-adpcm", "WAV (MS ADPCM)", "audio/wav", _WAV, _NO_ADPCM),
    _lossy("wav-ima-adpcm", "WAV (IMA ADPCM)", "audio/wav", _WAV, _NO_ADPCM),
    _lossy("wav-nms-adpcm", "WAV (NMS ADPCM)", "audio/wav", _WAV, _NO_ADPCM),
    _lossy("wav-gsm", "WAV (GSM 6.10)", "audio/wav", _WAV, _NO_ADPCM),
    _lossy("wav-g721", "WAV (G.721)", "audio/wav", _WAV, _NO_ADPCM),
    _lossy("wav-g722", "WAV (G.722)", "audio/wav", _WAV, _NO_ADPCM),
    _lossy("wav-g726", "WAV (G.726)", "audio/wav", _WAV, _NO_ADPCM),
    _lossy(
        "wav-mp3", "WAV (MP3 inside)", "audio/wav", _WAV, "MP3 inside WAV is unusual, and Safari may refuse it"
    ),
    _lossy("wav-other", "WAV", "audio/wav", _WAV, "no browser plays codecs in WAV but PCM and MP3"),
    _lossless("rifx-pcm", "RIFX", "audio/wav", _WAV, "Firefox refuses big-endian WAV (RIFX)"),
    _lossless("rf64-pcm", "RF64", "audio/wav", (".wav", ".rf64"), "Firefox refuses RF64"),
    _lossless("w64-pcm", "Wave64", "audio/x-w64", (".w64",), "no browser plays Wave64"),
    _lossless("flac", "FLAC", "audio/flac", (".flac",)),
    _lossy("mp3", "MP3", "audio/mpeg", (".mp3",)),
    _lossy("mp2", "MP2", "audio/mpeg", (".mp2", ".mpa"), "no browser plays MPEG layer II"),
    _lossy("mp1", "MP1", "audio/mpeg", (".mp1", ".mpa"), "no browser plays MPEG layer I"),
    _lossy("adts-aac", "AAC (ADTS)", "audio/aac", (".aac",)),
    _lossy("ogg-opus", "Ogg Opus", "audio/ogg; codecs=opus", (".opus", *_OGG), _NO_OGG),
    _lossy("ogg-vorbis", "Ogg Vorbis", "audio/ogg; codecs=vorbis", _OGG, _NO_OGG),
    _lossless("ogg-flac", "Ogg FLAC", "audio/ogg; codecs=flac", _OGG, _NO_OGG),
    _lossy("ogg-speex", "Ogg Speex", "audio/ogg; codecs=speex", (".spx", *_OGG), "no browser plays Speex"),
    _lossy("mp4-aac", "AAC (MP4)", 'audio/mp4; codecs="mp4a.40.2"', _MP4),
    _lossy("mp4-he-aac", "HE-AAC (MP4)", 'audio/mp4; codecs="mp4a.40.5"', _MP4),
    _lossy("mp4-he-aac-2", "HE-AAC v2 (MP4)", 'audio/mp4; codecs="mp4a.40.29"', _MP4),
    _lossy("mp4-mp3", "MP3 (MP4)", 'audio/mp4; codecs="mp3"', _MP4, _NO_MP4),
    _lossy("mp4-opus", "Opus (MP4)", 'audio/mp4; codecs="opus"', _MP4, _NO_MP4),
    _lossless("mp4-flac", "FLAC (MP4)", 'audio/mp4; codecs="flac"', _MP4, _NO_MP4),
    _lossless("mp4-alac", "ALAC (MP4)", 'audio/mp4; codecs="alac"', _MP4, "only Safari plays Apple Lossless"),
    _lossy("mp4-other", "MP4", "audio/mp4", _MP4, _NO_MP4),
    _lossless(
        "mov-pcm", "PCM (QuickTime)", "video/quicktime", (".mov", *_MP4), "Firefox refuses PCM in QuickTime"
    ),
    _lossless("aiff-pcm", "AIFF", "audio/aiff", _AIFF, _NO_AIFF),
    _lossless("aiff-float", "AIFF-C (float)", "audio/aiff", _AIFF, _NO_AIFF),
    _lossy("aiff-other", "AIFF-C", "audio/aiff", _AIFF, _NO_AIFF),
    _lossless("au-pcm", "AU", "audio/basic", (".au", ".snd"), "no browser plays AU"),
    _lossless("au-float", "AU (float)", "audio/basic", (".au", ".snd"), "no browser plays AU"),
    _lossy("au-other", "AU", "audio/basic", (".au", ".snd"), "no browser plays AU"),
    _lossless("caf-pcm", "CAF", "audio/x-caf", (".caf",), _NO_CAF),
    _lossless("caf-alac", "ALAC (CAF)", "audio/x-caf", (".caf",), _NO_CAF),
    _lossy("caf-other", "CAF", "audio/x-caf", (".caf",), _NO_CAF),
    _lossy("webm-opus", "WebM Opus", "audio/webm; codecs=opus", (".webm", ".weba"), _NO_WEBM),
    _lossy("webm-vorbis", "WebM Vorbis", "audio/webm; codecs=vorbis", (".webm", ".weba"), _NO_WEBM),
    _lossy("matroska", "Matroska", "audio/x-matroska", _MKA, _NO_MATROSKA),
    _lossless("matroska-lossless", "Matroska", "audio/x-matroska", _MKA, _NO_MATROSKA),
    _lossy("wma", "Windows Media", "audio/x-ms-wma", (".wma", ".asf"), _NO_OTHER),
    _lossless("wavpack", "WavPack", "audio/x-wavpack", (".wv",), _NO_OTHER),
    _lossless("ape", "Monkey's Audio", "audio/x-ape", (".ape",), _NO_OTHER),
    _lossless("tta", "True Audio", "audio/x-tta", (".tta",), _NO_OTHER),
    _lossy("musepack", "Musepack", "audio/x-musepack", (".mpc",), _NO_OTHER),
    _lossy("amr", "AMR", "audio/amr", (".amr", ".awb"), "no browser plays AMR"),
    _lossless("dsd", "DSD", "audio/x-dsd", (".dsf", ".dff"), "no browser plays DSD"),
    _lossy("ac3", "AC-3", "audio/ac3", (".ac3",), "only Safari plays Dolby's codecs"),
    _lossy("eac3", "E-AC-3", "audio/eac3", (".eac3", ".ec3"), "only Safari plays Dolby's codecs"),
    _lossy("dts", "DTS", "audio/vnd.dts", (".dts",), "no browser plays DTS"),
    _lossless("other", "", "application/octet-stream", (), "browsers do not know this format"),
)

KINDS = {kind.name: kind for kind in _ALL}
"""Every kind, by name."""

_AUDIO = (".voc", ".sph", ".nist", ".svx")
_VIDEO = (".mov", ".avi", ".ogv", ".mkv")
_TEXT = (".txt", ".json", ".jsonl", ".yaml", ".yml", ".html", ".htm", ".xml", ".csv", ".md", ".pdf")
_PICTURE = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
FOREIGN_SUFFIXES = frozenset((*_AUDIO, *_VIDEO, *_TEXT, *_PICTURE, ".npy", ".pt", ".zip"))
"""Suffixes that mean something else than any kind here."""


def known_suffixes() -> frozenset[str]:
    """Every suffix that says something about a file's content."""
    return frozenset(s for kind in KINDS.values() for s in kind.suffixes) | FOREIGN_SUFFIXES
