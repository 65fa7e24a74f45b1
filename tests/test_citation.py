"""What a page says of how to cite it: BibTeX is understood as it is written, and told where it is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soundcase.citation.bibtex import read_citation
from soundcase.citation.entry import CitedEntry

PAPER = r"""
@string{proc = "Proceedings of "}
@InProceedings{goedel2026tone,
  Title     = {{A Tone}: {\"U}ber 100% of $\alpha$ -- \emph{Sounds}},
  author    = {Kurt G{\"o}del and van Beethoven, Ludwig and King, Jr., Martin Luther and {\v S}imon Nov{\'a}k},
  editor    = {{Tone Team, Inc.} and 山田 太郎 and 王明 and others},
  booktitle = proc # {Tones},
  pages     = {12--19},
  month     = aug,
  year      = 2026,
  doi       = {https://doi.org/10.1234/a\_b.5},
}
"""


def only(text: str) -> CitedEntry:
    read = read_citation(text)
    assert read.flaws == ()
    (entry,) = read.entries
    return entry


def test_an_entry_is_read_without_its_tex() -> None:
    entry = only(PAPER)
    assert (entry.kind, entry.key) == ("inproceedings", "goedel2026tone")
    assert entry.fields["title"] == "A Tone: Über 100% of α – Sounds"
    assert entry.fields["booktitle"] == "Proceedings of Tones"
    assert entry.pages == ("12", "19")
    assert entry.date.parts() == (2026, 8)
    assert entry.doi == "10.1234/a_b.5"
    assert entry.url == "https://doi.org/10.1234/a_b.5"


def test_names_are_read_in_their_parts() -> None:
    entry = only(PAPER)
    assert [one.sorted for one in entry.authors] == [
        "Gödel, Kurt",
        "van Beethoven, Ludwig",
        "King, Martin Luther, Jr.",
        "Novák, Šimon",
    ]
    assert entry.authors[1].particle == "van"
    assert [one.whole for one in entry.editors] == ["Tone Team, Inc.", "太郎 山田", "王明"]
    assert entry.editors[0].literal == "Tone Team, Inc."
    assert entry.editors[1].family == "山田"


@pytest.mark.parametrize(
    ("fields", "arxiv", "date"),
    [
        ("eprint={2508.03983}, archivePrefix={arXiv}, year={2025}", "2508.03983", (2025,)),
        ("journal={arXiv preprint arXiv:2508.03983}, date={2025-08-03}", "2508.03983", (2025, 8, 3)),
        ("url={https://arxiv.org/abs/2508.03983v2}, year=2025, month={08}", "2508.03983v2", (2025, 8)),
        ("eprint={12}, eprinttype={hal}, year={in press}", "", ()),
        ("year={2025}, month={Spring}, day={3}", "", (2025,)),
    ],
)
def test_preprints_and_dates_are_known(fields: str, arxiv: str, date: tuple[int, ...]) -> None:
    entry = only(f"@misc{{a, title={{A}}, {fields}}}")
    assert (entry.arxiv, entry.date.parts()) == (arxiv, date)


def test_several_entries_are_read_in_their_order() -> None:
    read = read_citation("% two papers\n@misc{b, title={B}}\nand\n@misc(a, title={A})\n@comment{no}")
    assert [one.key for one in read.entries] == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("@misc{a\n title={A}}", ["'a' has no ',' behind it"]),
        ("@misc{a,\n title={A}\n year=2026}", ["'title' has no ',' behind its text: 'year=2026' follows"]),
        ("@misc{a,\n title {A}}", ["'title' has no '=' behind it"]),
        ('@misc{a,\n title="A\n}', ["'\"' is never closed"]),
        ("@misc{title={A}}", ["'@misc' has no key"]),
        ("@misc{a, month=agust}", ["'month' has a name that stands for nothing: 'agust'"]),
        ("@misc", ["'@misc' begins no entry"]),
        ("@misc{a,\n title={A}\n\n@misc{b, title={B}}", ["'{' is never closed"]),
        ("@articel{a, title={A}}", ["'@articel' is no type of BibTeX"]),
        ("@inproceedings{a, title={A}}", ["'@inproceedings' lacks 'author', 'booktitle', 'year or date'"]),
        ("@misc{a, Title={A}, title={B}}", ["'title' stands twice in this entry"]),
        ("@misc{a, x={A}}\n@misc{a, x={B}}", ["'a' is the key of two entries"]),
        ("@inproceedings{a, author={B}, title={A}, crossref={c}}", []),
        ("@set{a, entryset=b}", []),
        ("Somebody {et al., 2026", []),
    ],
)
def test_what_is_wrong_is_told(text: str, told: list[str]) -> None:
    assert [one.message for one in read_citation(text).flaws] == told


def test_what_one_entry_has_wrong_costs_no_other() -> None:
    read = read_citation("@misc{a, title {A}}\n\n@misc{b, title={B}}")
    assert [one.key for one in read.entries] == ["b"]
    assert len(read.flaws) == 1


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_text_is_read_and_what_is_told_stands_in_it(data: st.DataObject) -> None:
    signs = list(PAPER)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(signs)))
        signs[place : place + data.draw(st.integers(0, 6))] = data.draw(
            st.text('{}",=@#\\()$%~ \na王', max_size=2)
        )
    text = "".join(signs)
    read = read_citation(text)
    for flaw in read.flaws:
        assert text.casefold().count(flaw.words.casefold()) > flaw.nth
    for entry in read.entries:
        assert entry.date.parts() == () or entry.date.year
        assert not {"{", "}"} & set("".join(one.whole for one in entry.authors))
