"""Which articles are one story."""

import polars as pl
import pytest

from newsquotes.dedupe import group_syndicated

PARAGRAPHS = [
    "The council of Orlemouth voted on Tuesday night to rebuild the sea wall that broke in the storms of last winter.",
    "Eleven of the sixteen members were in favour after a debate of four hours in a hall so full that people stood.",
    "The wall protects 340 houses in the lower town, most of them let to families who work at the fish market.",
    "Engineers from the county say that the old foundations can carry new stone if the drains behind them are cleared.",
    "Work is to begin in May and to last until the autumn gales, at a cost of 12 million crowns, the mayor told us.",
    "Opponents would rather give up the lower street and move the market inland, where the parish owns the land.",
    "Shopkeepers fear that a summer of lorries will cost them more than another flood, and they ask to be compensated.",
]
STORY = "\n\n".join(PARAGRAPHS)
OTHER_STORY = (
    "A ferry with 62 passengers ran aground near Pell Point on Sunday morning in thick fog, and nobody was hurt. The "
    "captain had slowed down before the bank, the company says, but the buoy that marks it had been adrift for a week. "
    "Fishermen took the passengers ashore in their own boats, and the village school served soup until buses came."
)


EDITED = STORY.replace("Tuesday night", "Tuesday").replace("so full that people stood", "packed to the doors")


def bulletin(day: str, rainfall: int, level: int, warning: str) -> str:
    return (
        f"Here is the water report of the valley authority for {day}. Over the last day {rainfall} millimetres of rain "
        f"fell on the upper valley, and the gauge at the bridge stood at {level} centimetres at six in the morning. "
        f"The authority expects {warning} until the evening. Readers with cellars near the river should check their "
        f"pumps, keep the officer's number at hand and move goods off the floor. The next report comes at noon."
    )


def groups(*texts: str) -> list[int | None]:
    frame = pl.DataFrame(
        {"text": texts, "syndication_group": [None] * len(texts)}, schema_overrides={"syndication_group": pl.Int64}
    )
    return group_syndicated(frame)["syndication_group"].to_list()


SAME = [
    ("typography", STORY.replace("\n\n", "\n").upper()),
    ("small edits", EDITED),
    ("cut at the end", "\n\n".join(PARAGRAPHS[:3])),
    ("another headline", "Sea wall will rise again, council says\n\n" + STORY),
    (
        "a paragraph more",
        STORY + "\n\nOur newspaper asked the parish for a comment and had not heard back by midnight.",
    ),
    ("cut and edited", EDITED[:500]),
]


@pytest.mark.parametrize(("how", "text"), SAME, ids=[how for how, _ in SAME])
def test_one_story(how: str, text: str) -> None:
    one, other, third = groups(STORY, text, OTHER_STORY)
    assert one == other != third
    assert one is not None
    assert third is None


DIFFERENT = [
    ("another story", STORY, OTHER_STORY),
    (
        "another day's bulletin",
        bulletin("Monday", 14, 231, "little change"),
        bulletin("Tuesday", 3, 248, "a slow fall"),
    ),
    ("a page that holds the story late", OTHER_STORY, STORY + "\n\n" + OTHER_STORY),
    ("one shared paragraph", PARAGRAPHS[2] + " " + OTHER_STORY, STORY),
]


@pytest.mark.parametrize(("why", "one", "other"), DIFFERENT, ids=[why for why, _, _ in DIFFERENT])
def test_two_stories(why: str, one: str, other: str) -> None:
    assert groups(one, other) == [None, None]


def test_groups_do_not_depend_on_the_order() -> None:
    texts = [STORY, OTHER_STORY, *(text for _, text in SAME)]
    assert groups(*texts) == groups(*texts[::-1])[::-1]


def test_nothing_and_empty_bodies() -> None:
    assert groups() == []
    assert groups("", "") == [None, None]
