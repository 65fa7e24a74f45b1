"""The files of the anonymous edition: without metadata, under names that nobody can turn back.

Rule 1: a file is kept as it is made here, by the content that it was made of.
Rule 2: its name follows from the secret and from its content, so that another content has another name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from soundcase.anonymous.secret import Hidden
from soundcase.audio.bare.bare import RECIPE, Bare, UncleanError, bare
from soundcase.facts import Artifact, Facts, PlayedClip
from soundcase.kept import KeptValues
from soundcase.model import ClipKey
from soundcase.publishing.placement import Copy, Made, Payload, SourceChangedError, content_of
from soundcase.values import dataclass

_FORMATS = {".flac": ("flac", "FLAC"), ".wav": ("wav-pcm", "WAV")}
"""Kind and format of sound that had to be written anew."""


@dataclass(frozen=True, slots=True)
class BareFile:
    """A file of the edition."""

    url: str
    sha256: str
    size: int
    """Bytes."""
    removed: tuple[str, ...]
    """What was in it, for people."""
    suffix: str = ""
    """Where it is of another kind than before."""
    mime: str = ""


@dataclass(frozen=True, slots=True)
class BareFiles:
    """The files of the edition, by what they were."""

    by_url: Mapping[str, BareFile]
    by_content: Mapping[tuple[str, str], BareFile]
    """By folder and SHA-256."""
    payloads: Mapping[str, Payload]
    """By their new addresses."""
    unclean: tuple[tuple[str, str], ...]
    """Addresses of files whose metadata cannot be taken out, and why."""


@dataclass(frozen=True, slots=True)
class _Record:
    """A file that was made bare, beside its content."""

    sha256: str = ""
    size: int = 0
    removed: tuple[str, ...] = ()
    suffix: str = ""
    mime: str = ""
    why_not: str = ""
    content: Bare | None = field(default=None)


def bare_files(payloads: Mapping[str, Payload], hidden: Hidden, kept: KeptValues) -> BareFiles:
    """Every file of a plan without its metadata, under a neutral name."""
    by_url, by_content, made, unclean = {}, {}, {}, []
    for url, payload in payloads.items():
        content = content_of(payload)[1]
        key = content, RECIPE
        make = partial(kept.value, "bare", key, partial(_made, payload))
        try:
            record: _Record = kept.value("bare record", key, partial(_without_content, make))
        except (OSError, SourceChangedError):
            record = _Record(why_not="changed or went while the site was made")
        kept.name("bare", key)
        if record.why_not:
            unclean.append((url, record.why_not))
            continue
        folder, _, name = url.partition("/")
        suffix = record.suffix or f".{name.rpartition('.')[2]}"
        new = f"{folder}/{hidden(f'{folder} {record.sha256}')}{suffix}"
        one = BareFile(new, record.sha256, record.size, record.removed, record.suffix, record.mime)
        by_url[url] = by_content[folder, content] = one
        made[new] = Made(record.sha256, record.size, partial(_content, make))
    return BareFiles(by_url, by_content, made, tuple(unclean))


def _made(payload: Payload) -> _Record:
    content = read(payload)
    if content[:5] == b"%PDF-":  # some are plain texts to the letter
        return _Record(why_not="is a PDF document")
    try:
        found = bare(content)
    except UncleanError as reason:
        return _Record(why_not=str(reason))
    digest = sha256(found.content).hexdigest()
    return _Record(digest, len(found.content), found.removed, found.suffix, found.mime, content=found)


def _without_content(make: partial[_Record]) -> _Record:
    return replace(make(), content=None)


def _content(make: partial[_Record]) -> bytes:
    found = make().content
    assert found is not None
    return found.content


def read(payload: Payload) -> bytes:
    """The content of a file of a site. Raises SourceChangedError where it is not what was probed."""
    if isinstance(payload, bytes):
        return payload
    if isinstance(payload, Made):
        return payload.read()
    return _copied(payload)


def _copied(copy: Copy) -> bytes:
    with ExitStack() as stack:
        path = stack.enter_context(copy.fetch()) if copy.fetch else copy.source
        content = Path(path).read_bytes()
    if sha256(content).hexdigest() != copy.sha256:
        raise SourceChangedError(copy.source)
    return content


class BareClips(Mapping[ClipKey, PlayedClip]):
    """The clips of the edition by their neutral names, each read when somebody asks for it."""

    def __init__(self, clips: Mapping[ClipKey, PlayedClip], names: Mapping[str, str], files: BareFiles) -> None:
        self._clips, self._files, self._names = clips, files, names
        self._keys = {key._replace(name=names[key.name]): key for key in clips if key.name in names}

    def __getitem__(self, key: ClipKey) -> PlayedClip:
        clip, of = self._clips[self._keys[key]], self._files.by_content
        spectrogram = clip.spectrogram
        return replace(
            clip,
            source=key.name,
            facts=replace(clip.facts, sha256="", tags=())
            if clip.alone
            else _facts(clip.facts, of["audio", clip.facts.sha256]),
            encodes=tuple(_artifact(one, of["audio", one.sha256]) for one in clip.encodes),
            spectrogram=spectrogram and _artifact(spectrogram, of["spectrograms", spectrogram.sha256]),
        )

    def __iter__(self) -> Iterator[ClipKey]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _facts(facts: Facts, one: BareFile) -> Facts:
    same = replace(facts, sha256=one.sha256, size=one.size, tags=())
    if one.suffix not in _FORMATS:
        return same
    kind, form = _FORMATS[one.suffix]
    return replace(
        same,
        kind=kind,
        format=form,
        mime=one.mime,
        suffix=one.suffix,
        bit_rate=None,
        declared_seconds=facts.seconds,
    )


def _artifact(made: Artifact, one: BareFile) -> Artifact:
    return replace(
        made, sha256=one.sha256, size=one.size, mime=one.mime or made.mime, suffix=one.suffix or made.suffix
    )
