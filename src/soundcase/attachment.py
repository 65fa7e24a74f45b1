"""A file beside an example, to be downloaded: notes, labels over time, a paper; and which kinds there are.

Rule: only kinds that no browser runs are offered, since they come from the page's own address.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Annotated

from soundcase.values import dataclass

DOWNLOADS: Mapping[str, str] = {
    ".mid": "MIDI", ".midi": "MIDI", ".kar": "MIDI", ".musicxml": "MusicXML", ".mxl": "MusicXML", ".abc": "ABC",
    ".ly": "LilyPond", ".krn": "Humdrum", ".mei": "MEI", ".mscz": "MuseScore", ".gp": "Guitar Pro",
    ".rttm": "RTTM", ".uem": "UEM", ".stm": "STM", ".ctm": "CTM", ".trn": "TRN", ".lab": "LAB", ".jams": "JAMS",
    ".textgrid": "TextGrid", ".eaf": "ELAN", ".srt": "SRT", ".vtt": "WebVTT", ".lrc": "LRC",
    ".pdf": "PDF", ".txt": "TXT", ".md": "Markdown", ".tex": "LaTeX", ".bib": "BibTeX",
    ".csv": "CSV", ".tsv": "TSV", ".json": "JSON", ".jsonl": "JSON Lines", ".yaml": "YAML", ".yml": "YAML",
    ".npy": "NumPy", ".npz": "NumPy", ".h5": "HDF5", ".mat": "MATLAB", ".parquet": "Parquet",
    ".ckpt": "CKPT", ".pt": "PyTorch", ".onnx": "ONNX", ".safetensors": "safetensors",
    ".ipynb": "Jupyter", ".py": "Python",
    ".zip": "ZIP", ".gz": "GZ", ".tgz": "TGZ", ".tar": "TAR", ".xz": "XZ", ".bz2": "BZ2", ".7z": "7Z",
    ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WebP", ".avif": "AVIF",
}  # fmt: skip
"""By suffix, the names of kinds of files."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an example offers."""

    file: str
    """Relative to `data/files/`, with `/`."""
    label: Annotated[str, "words"] = ""
    """What readers see; the file's name where it is empty."""

    @property
    def name(self) -> str:
        """The name of the file alone."""
        return PurePosixPath(self.file).name


def kind_of_file(name: str) -> str:
    """The name of a kind of file: `MIDI`, `PDF`; its suffix where it has no other name."""
    suffix = PurePosixPath(name).suffix
    return DOWNLOADS.get(suffix.lower(), suffix.removeprefix(".").upper())
