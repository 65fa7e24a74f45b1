"""The clips and pictures of a page: their names in the project, their files, what is wrong with them."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin

from soundcase.audio.probe.kinds import SUBTYPES
from soundcase_import.draft import Defect, DraftMedia
from soundcase_import.names import clip_name, identifier, is_remote, local_path
from soundcase_import.pages.dom import Player
from soundcase_import.suffixes import SOUND_SUFFIXES

MOST_FILES = 20_000
"""Files that are looked through for those whose address does not lead to them."""
UPWARDS = 3
"""Folders above the page in which the site's root is looked for."""

_SEEN = ".mp4 .mov .m4v .ogv .png .jpg .jpeg .gif .svg .webp .avif .bmp"
MEDIA = SOUND_SUFFIXES.union(_SEEN.split())
"""How the names of files end that a page may show: all others stay where they are."""
_PERHAPS_A_PAGE = "does this address give the sound itself, and not a page about it?"


class PageAssets:
    """Collects what a page plays and shows."""

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
        plain = PurePosixPath(local_path(clip.src)).suffix.lower() in MEDIA
        name = self._names.get(clip.src)
        if name is None:
            name = clip_name(clip.src)
            if remote and not plain and identifier(remote):
                name = f"{identifier(remote)}{_suffix(clip.mime)}"
            while name in self.clips and self._identity(self.clips[name].src) != self._identity(clip.src):
                name = f"other/{name}"
            self._names[clip.src] = name
            self.clips.setdefault(name, clip)
        if clip.video:
            doubts = (f"download it from {remote}",) if remote else ()
            return DraftMedia(video=name, doubts=doubts)
        return DraftMedia(audio=name, url=remote, doubts=(_PERHAPS_A_PAGE,) if remote and not plain else ())

    def _identity(self, src: str) -> str:
        """What tells one clip from another: on the web the whole address, in a folder the path."""
        return self._remote(src) or local_path(src)

    def _remote(self, src: str) -> str:
        """Where a clip lies on another machine; empty where it lies beside the page."""
        if self.base and self._file(src) is None:
            return _joined(self.base, src)
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

    def files(self) -> dict[str, Path]:
        """What is copied: name in the project → file."""
        clips = {
            f"data/{'video' if clip.video else 'audio'}/{name}": self._file(clip.src)
            for name, clip in self.clips.items()
        }
        images = {f"data/images/{name}": self._file(src) for name, src in self.images.items()}
        return {name: path for name, path in (clips | images).items() if path}

    def missing(self) -> list[str]:
        """Names of clips whose files are not there and that no address leads to."""
        return [
            name
            for name, clip in self.clips.items()
            if not self._remote(clip.src) and self._file(clip.src) is None
        ]

    def defects(self) -> Iterator[Defect]:
        """What is wrong with the clips and pictures."""
        for name in self.missing():
            src = self.clips[name].src
            if self._lying(src) is None:
                yield Defect("missing-file", f"no clip '{name}'", src)
            else:
                told = f"'{name}' is a link that leaves the source, or no media by its name: it is not taken"
                yield Defect("outside-project", told, src)
        gone = [src for src in self.images.values() if self._file(src) is None]
        if gone:
            yield Defect("missing-file", f"{len(gone)} pictures are not there, e.g. '{gone[0]}'", gone[0])
        wrong = Counter(
            (PurePosixPath(local_path(clip.src)).suffix.lower(), clip.mime)
            for clip in self.clips.values()
            if _wrong_type(clip)
        )
        for (suffix, mime), count in wrong.items():
            yield Defect("wrong-mime", f"{count} {suffix} files are declared as {mime}", mime)
        yield from self._copies()

    def _copies(self) -> Iterator[Defect]:
        """Clips with the same bytes under several names."""
        by_size = defaultdict(list)
        for name, clip in self.clips.items():
            path = self._file(clip.src)
            if path:
                by_size[path.stat().st_size].append((name, path))
        for group in by_size.values():
            by_content = defaultdict(list)
            for name, path in group if len(group) > 1 else ():
                by_content[hashlib.sha256(path.read_bytes()).digest()].append(name)
            for names in by_content.values():
                if len(names) > 1:
                    told = " and ".join(f"'{name}'" for name in names)
                    yield Defect("same-content", f"{told} are the same recording", names[0])

    def _file(self, src: str) -> Path | None:
        """The file that an address on the page means, where it may be taken."""
        found = self._lying(src)
        return found if found and self._belongs(found) else None

    def _lying(self, src: str) -> Path | None:
        """The file that lies where an address on the page leads, wherever the site's root is."""
        if is_remote(src) or src.startswith("data:"):
            return None
        path = PurePosixPath(local_path(src))
        parts = [part for part in path.parts if part not in ("/", ".")]
        while parts and parts[0] == "..":
            parts.pop(0)
        direct = (folder.joinpath(*parts) for folder in self._folders() if parts and ".." not in parts)
        return next((one for one in direct if _is_file(one)), None) or self._by_name(parts)

    def _folders(self) -> list[Path]:
        """Where the site's root may be: the page's folder and some above it, but none above the source."""
        above = [self.page.parent, *self.page.parents[1 : UPWARDS + 1]]
        inside = [one for one in above if self.bounded and one.is_relative_to(self.root)]
        return inside if self.bounded else [one for one in above if one != Path(one.anchor)] or above[:1]

    def _belongs(self, path: Path) -> bool:
        """Whether a file is media by its name, and really lies where it was looked for, links followed."""
        real = path.resolve()
        named = path.suffix.lower() in MEDIA and real.suffix.lower() in (*MEDIA, "")
        return named and any(real.is_relative_to(one.resolve()) for one in (*self._folders(), self.root))

    def _by_name(self, parts: list[str]) -> Path | None:
        """The one file under the source whose path ends like the address."""
        if not parts:
            return None
        if self._found is None:
            self._found = defaultdict(list)
            for at, path in enumerate(self.root.rglob("*")):
                if at > MOST_FILES:
                    break
                if path.is_file() and ".git" not in path.parts:
                    self._found[path.name].append(path)
        wanted = tuple(parts[-2:])
        found = [path for path in self._found.get(parts[-1], []) if path.parts[-len(wanted) :] == wanted]
        return found[0] if len(found) == 1 else None


def _is_file(path: Path) -> bool:
    """Whether a file is there; broken markup makes addresses that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _suffix(mime: str) -> str:
    """The suffix for a declared type; empty where none is declared."""
    kind = mime.partition(";")[0].strip().lower().partition("/")[2]
    return next((suffix for suffix, kinds in SUBTYPES.items() if kind in kinds), "")


def _wrong_type(clip: Player) -> bool:
    suffix = PurePosixPath(local_path(clip.src)).suffix.lower()
    declared = clip.mime.partition(";")[0].strip().lower()
    known = SUBTYPES.get(suffix)
    return bool(declared and known) and declared.partition("/")[2] not in (known or ())


def _joined(base: str, src: str) -> str:
    """The whole address; as it was written where it is none, so that `check` tells it."""
    try:
        return urljoin(base, src)
    except ValueError:
        return src
