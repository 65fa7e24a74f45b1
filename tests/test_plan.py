"""Addresses of files: readable, and safe on any host and file system."""

from __future__ import annotations

import re

import pytest

from soundcase.site.plan import content_url

DEVICES = ("con", "PRN", "aux", "NUL", *(f"{port}{n}" for port in ("com", "LPT") for n in range(10)), "com¹")


@pytest.mark.parametrize(
    "name", ["_b", "__init__", "_-_", "-_a", "_", "ours/_b", ".hidden", "~o", "_ä", "日本", "a" * 300]
)
def test_no_published_name_begins_with_what_hosts_leave_out(name: str) -> None:
    """Jekyll drops files that begin with `_`."""
    url = content_url("audio", f"{name}.wav", sha256="ab" * 32, suffix=".wav")
    assert re.fullmatch(r"audio/[A-Za-z0-9][A-Za-z0-9_-]{0,59}\.abababab..\.wav", url)


@pytest.mark.parametrize("name", [*DEVICES, "con .", "aux..", "nul ", "CON-"])
def test_no_published_name_is_a_device_of_windows(name: str) -> None:
    for written in (name, f"sub/{name}"):
        url = content_url("audio", f"{written}.wav", sha256="ab" * 32, suffix=".wav")
        assert url.startswith("audio/audio-")


@pytest.mark.parametrize("name", ["console", "auxiliary", "com10", "a-con", "nullable"])
def test_other_names_stay(name: str) -> None:
    assert content_url("audio", f"{name}.wav", sha256="ab" * 32, suffix=".wav").startswith(f"audio/{name}.")
