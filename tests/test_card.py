"""The card of a site: what it shows of title, authors and sound, whatever is missing, in any script."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pytest
from PIL import Image

from soundcase.site.card import SIZE, CardWords, card_png
from soundcase.site.colour import shown_accent
from soundcase.site.fonts import settable

BARS = (0.1, 0.8, 0.3, 1.0, 0.2) * 20
AUTHORS = ("Kurt Gödel", "Šimon Novák", "Дмитрий Иванов")


def words(
    title: str = "A Tone", authors: tuple[str, ...] = AUTHORS, bars: tuple[float, ...] = BARS, accent: str = ""
) -> CardWords:
    return CardWords(title, authors, bars, accent, "en")


def drawn(card: CardWords) -> Image.Image:
    return Image.open(BytesIO(card_png(card))).convert("RGB")


def lines(image: Image.Image) -> int:
    """How many lines of the picture have more than the ground."""
    ground = image.getpixel((0, 0))
    rows = (image.crop((0, row, image.width, row + 1)) for row in range(image.height))
    return sum(row.getcolors() != [(image.width, ground)] for row in rows)


def share(image: Image.Image, colour: str) -> float:
    wanted = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return Counter(image.get_flattened_data())[wanted] / (image.width * image.height)


def test_the_same_words_make_the_same_bytes() -> None:
    assert card_png(words()) == card_png(words())
    assert drawn(words()).size == SIZE


@pytest.mark.parametrize("accent", ["", "#a34712", "#ffee00"])
def test_the_waveform_has_the_accent_as_it_can_be_read(accent: str) -> None:
    shown = str(shown_accent(accent))
    assert share(drawn(words(accent=accent)), shown) > 0.02
    assert share(drawn(words(accent=accent, bars=())), shown) < 0.002


def test_names_have_their_accents_and_their_script() -> None:
    for name in ("Gödel", "Novák Š. Ångström Łukasz", "Дмитрий", "Αλέξανδρος", "Nguyễn Thị Ánh"):
        assert settable(name).text == name


def test_a_script_without_a_font_leaves_no_boxes() -> None:
    """A sign of a block that has no characters is in no font, whatever is installed."""
    nowhere = "\u0378\u0379"
    assert settable(f"Tones {nowhere} of sound").text == "Tones of sound"
    assert settable(f"Tones：{nowhere}").text == "Tones"
    assert settable(nowhere).text == ""
    assert card_png(words(nowhere)) == card_png(words(nowhere * 3))
    assert lines(drawn(words(nowhere))) > lines(drawn(words("A")))


def test_authors_are_all_named_or_the_rest_is_said_to_be_left_out() -> None:
    """No author stands first because the one before cannot be set."""
    assert card_png(words(authors=("\u0378", "Ada"))) == card_png(words(authors=()))
    assert card_png(words(authors=AUTHORS * 9)) != card_png(words(authors=AUTHORS * 2))


@pytest.mark.parametrize("title", ["T", "Tones " * 60, "Tone" * 200, "  "])
def test_any_length_of_title_stays_on_the_card(title: str) -> None:
    image = drawn(words(title))
    edge = [image.crop(box) for box in ((0, 0, 60, 630), (1140, 0, 1200, 630), (0, 0, 1200, 60))]
    assert [len(one.getcolors() or ()) for one in edge] == [1, 1, 1]
