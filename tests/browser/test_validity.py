"""The written files are valid, in the eyes of judges that know nothing of soundcase."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import SAMPLES, Serve, SiteOf
from judges import nu_findings, parse_errors

PAGES = ["index.html", "404.html"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_parse_without_an_error(demo_site: Path, name: str) -> None:
    assert parse_errors(demo_site / name) == []


@pytest.mark.parametrize(
    "fault", ["<p><div></div></p>", '<a id="x" id="y"></a>', "<table><tr><p></p></tr></table>", "<span>"]
)
def test_the_parser_finds_a_fault_that_was_put_in(demo_site: Path, tmp_path: Path, fault: str) -> None:
    text = (demo_site / "index.html").read_text(encoding="utf-8")
    broken = tmp_path / "index.html"
    broken.write_text(text.replace("</main>", f"{fault}</main>"), encoding="utf-8")
    assert parse_errors(broken)


def places(site: Path, address: str) -> list[str]:
    """Pages and styles by their addresses, pictures by their paths."""
    served = [path for kind in ("html", "css") for path in sorted(site.rglob(f"*.{kind}"))]
    pictures = sorted(site.rglob("*.svg"))
    return [address + path.relative_to(site).as_posix() for path in served] + [str(path) for path in pictures]


def test_the_nu_checker_finds_nothing_in_pages_styles_and_pictures(demo_site: Path, serve: Serve) -> None:
    """Errors, warnings and remarks alike; issue 2."""
    served = serve(demo_site)
    judged = places(demo_site, served.address)
    assert {Path(place).suffix for place in judged} >= {".html", ".css", ".svg"}
    assert nu_findings(judged) == []
    assert {request.path for request in served.requests} >= {
        place.removeprefix(served.address.removesuffix("/repo/")) for place in judged if "://" in place
    }


@pytest.mark.parametrize("kind", SAMPLES)
def test_sample_projects_parse_without_an_error(site_of: SiteOf, kind: str) -> None:
    assert parse_errors(site_of(kind) / "index.html") == []


def test_the_nu_checker_finds_nothing_in_the_sample_projects(site_of: SiteOf, serve: Serve) -> None:
    """issue 4. One run for all: starting the checker takes longer than checking.

    Pictures come last: what follows one is taken for a picture too.
    """
    found = [place for kind in SAMPLES for place in places(site_of(kind), serve(site_of(kind)).address)]
    judged = sorted(found, key=lambda place: "://" not in place)
    assert sum(place.endswith("index.html") for place in judged) >= len(SAMPLES)
    assert nu_findings(judged) == []


def test_the_nu_checker_is_awake(tmp_path: Path, serve: Serve) -> None:
    faulty = {
        "faulty.html": '<!doctype html><html lang="en"><title>t</title><p id="a">a<p id="a" colour="b">b',
        "faulty.css": "p { colour: red }",
        "faulty.svg": '<svg xmlns="http://www.w3.org/2000/svg"><circel/></svg>',
    }
    for name, text in faulty.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = nu_findings(places(tmp_path, serve(tmp_path).address))
    assert {finding.partition(":")[0] for finding in found} == set(faulty)
    assert any("circel" in finding for finding in found)
