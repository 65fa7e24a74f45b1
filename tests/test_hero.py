"""The example under the title: which it is, what is chosen in it, and that it is no second example."""

from __future__ import annotations

from dataclasses import replace

from bs4 import BeautifulSoup, Tag

from drawn import HERE, catalogue, example, media, pages, plan, site_views, task
from soundcase.model import Catalogue, Media, Model, Prompt, Section, Turn

MODELS = {key: Model(HERE, key, f"Model {key}", ours=key == "b") for key in ("a", "b", "c")}


def drawn(*examples: object, hero: str, **given: object) -> Catalogue:
    compared = task(*examples, models=tuple(MODELS), layout="table", **given)  # type: ignore[arg-type]
    return replace(catalogue(compared, models=MODELS), hero=hero)


def page(shown: Catalogue, name: str = "index.html") -> Tag:
    return BeautifulSoup(pages(shown)[name], "html.parser")


def hero(shown: Catalogue) -> Tag:
    found = page(shown).select("[data-hero]")
    assert len(found) == 1
    return found[0]


def clip(name: str, text: str | None = None) -> tuple[Media, ...]:
    return (media(text, audio=f"{name}.wav"),)


SOUND = example(audio=clip("heard"), reference=clip("right"), outputs={key: clip(key) for key in MODELS})


def chips(shown: Catalogue) -> dict[str, str]:
    """Key and name of each chip."""
    found = hero(shown).select("button[data-choose]")
    return {each.kbd.text if each.kbd else "": each.select("span")[0].text for each in found}


def test_what_is_heard_is_chosen_by_chips_and_ours_is_there_first() -> None:
    shown = drawn(SOUND, hero="1")
    assert chips(shown) == {"A": "Audio", "1": "Model a", "2": "Model b", "3": "Model c", "R": "Reference"}
    (pressed,) = hero(shown).select("[aria-pressed=true]")
    (chosen,) = hero(shown).select("[data-chosen]")
    assert (pressed["data-model"], chosen["data-model"]) == ("b", "b")
    assert len(hero(shown).select("noscript audio")) == 5


def test_it_is_no_second_example_and_takes_no_names() -> None:
    with_hero, without = (page(drawn(SOUND, hero=hero)) for hero in ("1", ""))
    counted = "[data-example], [data-task]"
    assert [str(each) for each in with_hero.select("main")] == [str(each) for each in without.select("main")]
    assert not with_hero.select_one("[data-hero]").select(counted)  # type: ignore[union-attr]
    names = [str(each["data-name"]) for each in with_hero.select("[data-clip]")]
    assert len(names) == len(set(names)) == 10


def test_answers_in_words_stand_beside_each_other_with_what_was_asked() -> None:
    said = {key: (media(f"said by {key}"),) for key in MODELS}
    shown = hero(drawn(example(audio=clip("heard"), outputs=said), hero="1", prompt=Prompt(shared="Say it.")))
    assert not shown.select("button[data-choose]")
    assert [each.text for each in shown.select("[data-output]")] == ["said by a", "said by b", "said by c"]
    assert [each.text for each in shown.select("[data-role=prompt]")] == ["Say it."]
    assert len(shown.select("[data-clip]")) == 1


def test_an_answer_without_a_clip_can_be_chosen_among_those_with_one() -> None:
    mixed = example(outputs={"a": (media("words"),), "b": (), "c": clip("c", text="said")})
    shown = drawn(mixed, hero="1")
    assert chips(shown) == {"1": "Model a", "2": "Model c"}
    assert [each["data-model"] for each in hero(shown).select("[data-chosen]")] == ["c"]


def test_of_a_dialogue_it_is_the_first_turn_that_is_answered() -> None:
    turns = (
        Turn(HERE, speaker="User", text="Is it open?"),
        Turn(HERE, speaker="Assistant", outputs={"a": clip("a1"), "b": clip("b1")}),
        Turn(HERE, speaker="Assistant", outputs={"a": clip("a2")}),
    )
    shown = hero(drawn(example(turns=turns, audio=clip("whole")), hero="1"))
    assert [each.text for each in shown.select("[data-role=text]")] == ["Is it open?"]
    assert [str(each["href"]).split(".")[0] for each in shown.select("[data-clip]")] == [
        "audio/whole",
        "audio/a1",
        "audio/b1",
    ]
    assert shown["data-sync"] == "restart"
    assert not shown.select("[data-turn]")


def test_it_stands_on_the_first_page_wherever_its_example_is() -> None:
    first, second = task(example(), id="one"), task(example(), example(2, id="x"), id="two")
    shown = replace(
        catalogue(),
        sections=(Section(HERE, "S", "", (first, second)),),
        pages="task",
        hero="two--x",
    )
    front, *others = pages(shown).items()
    assert '<hero-player class="hero"' in front[1]
    assert not [name for name, text in others if "<hero-player" in text]
    assert hero(shown).select_one(".hero-head a")["href"] == "two.html#two--x"  # type: ignore[index]


def test_only_the_first_page_follows_from_which_example_it_is() -> None:
    two = task(example(), example(2), id="two")
    shown = replace(catalogue(), sections=(Section(HERE, "S", "", (two,)),), pages="task")
    before, after = (
        site_views(one, plan(one)).pages for one in (replace(shown, hero="1"), replace(shown, hero="2"))
    )
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True]


def test_many_systems_have_no_keys_beyond_nine() -> None:
    models = {f"m{place}": Model(HERE, f"m{place}", f"M{place}") for place in range(11)}
    many = task(example(outputs={key: clip(key) for key in models}), models=tuple(models))
    found = hero(replace(catalogue(many, models=models), hero="1")).select("button[data-choose]")
    assert [each.kbd.text if each.kbd else None for each in found] == [*"123456789", None, None]
