"""The clips and pictures of a page: their names in the project, their files, what is wrong with them."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from soundcase.audio.probe.kinds import SUBTYPES
from soundcase_import.draft import Defect, DraftMedia
from soundcase_import.names import (
    SOUND_SUFFIXES,
    clip_name,
    identifier,
    is_remote,
    local_path,
    name_in_query,
)
from soundcase_import.pages.dom import Player, pictures

MOST_FILES = 20_000
"""Files that are looked through for those whose address does not lead to them."""
UPWARDS = 3
"""Folders above the page in which the site's root is looked for."""

_SEEN = ".mp4 .mov .m4v .ogv .png .jpg .jpeg .gif .svg .webp .avif .bmp"
MEDIA = SOUND_SUFFIXES.union(_SEEN.split())
"""How the names of files end that a page may show: all others stay where they are."""


class PageAssets:
    """The clips and pictures of a page, collected from what it plays and shows."""

    def __init__(self, page: Path, source: Path, base: str = "") -> None:
        self.page = page
        self.bounded = source.is_dir()
        """Whether a whole folder was given, outside of which nothing belongs to the page."""
        self.root = source if self.bounded else page.parent
        self.base = base
        """What the page's addresses are relative to, where it names another machine."""
        self.clips: dict[str, Player] = {}
        """Name in the project → the clip as the page has it."""
        self.images: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._found: dict[str, list[Path]] | None = None

    def clip(self, clip: Player) -> DraftMedia:
        """The clip as media of the catalogue."""
        remote = self._remote(clip.src)
        plain = _suffix(clip.src) in MEDIA
        name = self._names.get(clip.src)
        if name is None:
            name = clip_name(clip.src)
            asked = name_in_query(remote) if remote and not plain else ""
            if asked:
                name = clip_name(asked)
            elif remote and not plain and identifier(remote):
                kind = _kind(clip.mime)
                unsaid = ".mp4" if clip.video else ""
                name = identifier(remote) + next(
                    (one for one, kinds in SUBTYPES.items() if kind in kinds), unsaid
                )
            while name in self.clips and self._identity(self.clips[name].src) != self._identity(clip.src):
                name = f"other/{name}"
            self._names[clip.src] = name
            self.clips.setdefault(name, clip)
        if clip.video:
            return DraftMedia(video=name, doubts=(f"download it from {remote}",) if remote else ())
        doubt = "does this address give the sound itself, and not a page about it?"
        return DraftMedia(audio=name, url=remote, doubts=(doubt,) if remote and not plain else ())

    def _identity(self, src: str) -> str:
        """The address that tells one clip from another: on the web the whole, in a folder the path."""
        return self._remote(src) or local_path(src)

    def _remote(self, src: str) -> str:
        """A clip's address on another machine; empty where it lies beside the page."""
        if self.base and self._file(src) is None:
            try:
                return urljoin(self.base, src)
            except ValueError:  # `check` names an address that is none
                return src
        if not is_remote(src):
            return ""
        return src if src.lower().startswith("http") else f"https:{src}"

    def image(self, src: str) -> str:
        """A picture's name, empty where its file is not there: a page without it is complete."""
        name = clip_name(src)
        if src.startswith("data:") or is_remote(src):
            return ""
        self.images.setdefault(name, src)
        return name if self._file(src) else ""

    def left_pictures(self, root: Element) -> tuple[str, ...]:
        """The pictures of the page that no example shows."""
        shown = set(self.images.values())
        return tuple(dict.fromkeys(src for src, _ in pictures(root) if src not in shown))

    def files(self) -> dict[str, Path]:
        """The files to copy, by their names in the project."""
        clips = {
            f"data/{'video' if clip.video else 'audio'}/{name}": self._file(clip.src)
            for name, clip in self.clips.items()
        }
        images = {f"data/images/{name}": self._file(src) for name, src in self.images.items()}
        return {name: path for name, path in (clips | images).items() if path}

    def missing(self) -> list[str]:
        """Names of clips whose files are not there and that no address leads to."""
        clips = self.clips.items()
        return [name for name, one in clips if not self._remote(one.src) and self._file(one.src) is None]

    def defects(self) -> Iterator[Defect]:
        """The faults of the clips and pictures."""
        for name in self.missing():
            src = self.clips[name].src
            if self._lying(src) is None:
                yield Defect("missing-file", f"no clip '{name}'", src)
            else:
                message = f"'{name}' is a link that leaves the source, or no media by its name: it is not taken"
                yield Defect("outside-project", message, src)
        gone = [src for src in self.images.values() if self._file(src) is None]
        if gone:
            yield Defect("missing-file", f"{len(gone)} pictures are not there, e.g. '{gone[0]}'", gone[0])
        wrong = Counter((_suffix(clip.src), clip.mime) for clip in self.clips.values())
        for (suffix, mime), count in wrong.items():
            if mime and suffix in SUBTYPES and _kind(mime) not in SUBTYPES[suffix]:
                yield Defect("wrong-mime", f"{count} {suffix} files are declared as {mime}", mime)
        yield from self._copies()

    def _copies(self) -> Iterator[Defect]:
        """Clips with the same bytes under several names."""
        files = {name: path for name, clip in self.clips.items() if (path := self._file(clip.src))}
        sizes = Counter(path.stat().st_size for path in files.values())
        by_content = defaultdict(list)
        for name, path in files.items():
            if sizes[path.stat().st_size] > 1:
                by_content[hashlib.sha256(path.read_bytes()).digest()].append(name)
        for names in by_content.values():
            if len(names) > 1:
                listed = " and ".join(f"'{name}'" for name in names)
                yield Defect("same-content", f"{listed} are the same recording", names[0])

    def _file(self, src: str) -> Path | None:
        """The file that an address means: media by its name, and really there, links followed."""
        path = self._lying(src)
        if path is None:
            return None
        real = path.resolve()
        named = path.suffix.lower() in MEDIA and real.suffix.lower() in (*MEDIA, "")
        inside = any(real.is_relative_to(one.resolve()) for one in (*self._folders(), self.root))
        return path if named and inside else None

    def _lying(self, src: str) -> Path | None:
        """The file that lies where an address on the page leads, wherever the site's root is."""
        if is_remote(src) or src.startswith("data:"):
            return None
        parts = [part for part in PurePosixPath(local_path(src)).parts if part not in ("/", ".")]
        while parts and parts[0] == "..":
            parts.pop(0)
        for folder in self._folders() if parts and ".." not in parts else ():
            with suppress(OSError, ValueError):  # broken markup makes addresses that no file can have
                if folder.joinpath(*parts).is_file():
                    return folder.joinpath(*parts)
        if self._found is None:
            self._found = defaultdict(list)
            for path in islice(self.root.rglob("*"), MOST_FILES + 1):
                if path.is_file() and ".git" not in path.parts:
                    self._found[path.name].append(path)
        wanted = tuple(parts[-2:])  # else it is the one file whose path ends so
        named = self._found.get(parts[-1], []) if parts else []
        found = [path for path in named if path.parts[-len(wanted) :] == wanted]
        return found[0] if len(found) == 1 else None

    def _folders(self) -> list[Path]:
        """The folders that may be the site's root: the page's and some above it, but none above the source."""
        above = [self.page.parent, *self.page.parents[1 : UPWARDS + 1]]
        inside = [one for one in above if self.bounded and one.is_relative_to(self.root)]
        return inside if self.bounded else [one for one in above if one != Path(one.anchor)] or above[:1]


def _suffix(src: str) -> str:
    return PurePosixPath(local_path(src)).suffix.lower()


def _kind(mime: str) -> str:
    """The second half of a declared type."""
    return mime.partition(";")[0].strip().lower().partition("/")[2]
