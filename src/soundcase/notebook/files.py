"""The files of a page, by content: clips, pictures and videos that a program gave in whatever form it had them.

Rule 1: a file is called by a readable stem and the digest of its content: given again, it is the same file.
Rule 2: all that is given lies in one folder of this process, which is gone when it ends.
"""

from __future__ import annotations

import atexit
import hashlib
import re
import shutil
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from soundcase.audio.probe.kinds import CONTAINERS
from soundcase.notebook.mistakes import RefusedValueError
from soundcase.notebook.waves import wav_of
from soundcase.problems.phrases import nearest

DIGITS = 10
"""Of the digest in a name."""
_PICTURES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"RIFF": ".webp", b"<svg": ".svg"}
_NO_RATE = "give (wave, rate), with the rate in Hz, or rate=… for all"


class PageFiles:
    """The files that a page shows."""

    def __init__(self) -> None:
        self.sources: dict[str, Path] = {}
        """Name in the project, e.g. `data/audio/ours-3fa9c1d2e0.wav`, → where it lies."""
        self._names: dict[tuple[str, str], str] = {}

    def keep(self, value: object, *, folder: str, stem: str, rate: object = None) -> str:
        """The name, relative to `data/<folder>/`, of a file of the value's content. Raises RefusedValueError.

        `stem` is what it is called where it has no name yet; `rate` (Hz) is that of arrays without one.
        """
        content, called, suffix = _content(value, folder, rate)
        digest = hashlib.sha256(content).hexdigest()[:DIGITS]
        if (folder, digest) in self._names:
            return self._names[folder, digest]
        readable = re.sub(r"[^\w.]+", "-", called or stem).strip("-.")[:40] or "clip"
        name = f"{readable}-{digest}{suffix}"
        path = process_folder() / folder / name
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        self.sources[f"data/{folder}/{name}"] = path
        return self._names.setdefault((folder, digest), name)


@cache
def process_folder() -> Path:
    """The folder of this process for what pages hold."""
    folder = Path(mkdtemp(prefix="soundcase-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def is_sound(value: object) -> bool:
    """True for what is a clip wherever it stands: samples, bytes, a path that is no text."""
    if isinstance(value, (bytes, bytearray, Path)) or hasattr(value, "get_all_samples") or _is_samples(value):
        return True
    if isinstance(value, Mapping):
        return {"array", "sampling_rate"} <= value.keys() or (value.keys() == {"bytes", "path"})
    return isinstance(value, tuple) and len(value) == 2 and any(map(_is_wave, value))


def _is_array(value: object) -> bool:
    """True for an array of any library, but for one of texts or of a single number."""
    array = hasattr(value, "__array__") or hasattr(value, "__dlpack__")
    kind = getattr(getattr(value, "dtype", None), "kind", "f")
    return array and getattr(value, "ndim", 1) > 0 and kind not in "OUST"


def _is_samples(value: object) -> bool:
    """True for an array, or a list of floats."""
    return _is_array(value) or (isinstance(value, list) and len(value) > 1 and isinstance(value[0], float))


def _is_wave(value: object) -> bool:
    """True for what can only be samples beside a rate."""
    return isinstance(value, list) or _is_array(value)


def _content(value: object, folder: str, rate: object) -> tuple[bytes, str, str]:
    """Content, name without suffix (empty where there is none), and suffix."""
    value = _opened(value)
    if isinstance(value, tuple) and len(value) == 2:
        wave, own = value if _is_wave(value[0]) else value[::-1]
        return wav_of(wave, own), "", ".wav"
    if isinstance(value, (bytes, bytearray)):
        return _of_bytes(bytes(value), "", folder)
    if isinstance(value, Mapping):
        return _of_bytes(value["bytes"], str(value.get("path") or ""), folder)
    if isinstance(value, (str, Path)):
        return _of_path(Path(value).expanduser(), folder)
    if folder == "images" and (picture := _picture(value)):
        return picture, "", ".png"
    if not _is_samples(value):
        raise RefusedValueError(f"a {type(value).__name__} is no file", "give a path, bytes or (wave, rate)")
    if rate is None:
        raise RefusedValueError("an array of samples has no sampling rate", _NO_RATE)
    return wav_of(value, rate), "", ".wav"


def _opened(value: Any) -> object:  # noqa: ANN401 - a user's value
    """What is in a value of `datasets` or a decoder of torchcodec: a file's bytes, a path, or samples."""
    value = getattr(value, "_hf_encoded", None) or value  # the file that a decoder of `datasets` reads
    if hasattr(value, "get_all_samples"):
        samples = value.get_all_samples()
        return samples.data, samples.sample_rate
    if not isinstance(value, Mapping) or value.get("bytes") is not None:
        return value
    return (value["array"], value["sampling_rate"]) if "array" in value else value.get("path")


def _of_bytes(content: bytes, path: str, folder: str) -> tuple[bytes, str, str]:
    name = Path(path)
    return content, name.stem, name.suffix.lower() or _suffix(content, folder)


def _of_path(path: Path, folder: str) -> tuple[bytes, str, str]:
    try:
        return _of_bytes(path.read_bytes(), path.name, folder)
    except FileNotFoundError as error:
        beside = (
            [str(path.with_name(one.name)) for one in path.parent.iterdir()] if path.parent.is_dir() else []
        )
        web = "download it first" if re.match(r"https?:/", str(path)) else ""
        hint = web or nearest(str(path), beside) or f"paths are taken from '{Path.cwd()}'"
        raise RefusedValueError(f"there is no file '{path}'", hint, "missing-file") from error
    except OSError as error:
        raise RefusedValueError(f"'{path}' cannot be read: {error.strerror}", code="missing-file") from error


def _suffix(content: bytes, folder: str) -> str:
    """The suffix that belongs to the content of a file without a name."""
    head = content[:512]
    if folder == "images":
        return next((suffix for magic, suffix in _PICTURES.items() if head.startswith(magic)), "")
    known = (one.all_suffixes[0] for one in CONTAINERS if one.begins(head) and one.all_suffixes)
    return next(known, ".mp3" if head.startswith((b"ID3", b"\xff")) else "")


def _picture(value: Any) -> bytes | None:  # noqa: ANN401 - a user's value
    """The PNG of a figure of Matplotlib or a picture of Pillow; None for all else."""
    if hasattr(value, "savefig"):
        buffer = BytesIO()
        value.savefig(buffer, format="png", metadata={"Software": None})
        return buffer.getvalue()
    drawn = getattr(value, "_repr_png_", None)
    return drawn() if drawn else None
