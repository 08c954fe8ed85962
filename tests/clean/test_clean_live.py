from collections.abc import Sequence

import pytest

from newsquotes.clean.dates import Moment, read_moment
from newsquotes.clean.lines import label_line
from newsquotes.clean.live import live_entries, moment_of_clock
from newsquotes.clean.text import read_lines

INTRO = "A spring storm has torn a hole into the old breakwater of Port Marrow and cut the power in the lower town."
TEXT = (
    "The harbour office has lifted its warning for small boats, which had been in force since the evening before, and "
    "two trawlers left the port within minutes of the announcement, watched by a crowd of children who had been given "
    "the day off for once."
)
ASCENDING = ("11:20", "14:05", "16:40")
AGES = ("6 minutes ago", "an hour ago", "2h ago")
LIVE = "Storm over Port Marrow: live updates"
DAY = read_moment("5 April 2031")


def clocks(page: str) -> list[tuple[str | None, str | None]]:
    lines = read_lines(page)
    return [(entry.title, entry.clock) for entry in live_entries(lines, [label_line(line) for line in lines])]


def page(times: Sequence[str], *, title: str = "", text: str = TEXT, headline: str = "Storm over Port Marrow") -> str:
    return "\n".join([headline, INTRO, *(line for time in times for line in (time, title, text))])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (page(["16:40", "14:05", "11:20"]), [(None, "16:40"), (None, "14:05"), (None, "11:20")]),
        (page(["4.40pm", "2.05pm", "11.20am"]), [(None, "4.40pm"), (None, "2.05pm"), (None, "11.20am")]),
        (page(ASCENDING), []),
        (page(ASCENDING, headline="Storm: live updates"), [(None, time) for time in ASCENDING]),
        (page(ASCENDING, title="Warning lifted"), [("Warning lifted", time) for time in ASCENDING]),
        (page(["01:20", "23:05", "16:40"], title="Warning lifted"), [("Warning lifted", None)] * 3),
        (page(["16:40", "14:05"]), []),
        (
            page(
                ["20:15", "18:00", "17:30"], text="A film about a lighthouse and the woman who kept it for forty years."
            ),
            [],
        ),
    ],
    ids=["latest first", "halves", "story of a day", "called live", "titled", "over midnight", "two", "programme"],
)
def test_clock_times_head_entries(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert clocks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (page(AGES, title="Warning lifted", headline=LIVE), ["Warning lifted"] * 3),
        (page(AGES, headline=LIVE), [None] * 3),
        (page(AGES[::-1], headline=LIVE), [None] * 3),
        (page(AGES, title="Warning lifted"), []),
        (page(("2 hours ago", "6 minutes ago", "3 hours ago"), headline=LIVE), []),
        (page(("3 months ago", "2 months ago", "a month ago"), headline=LIVE), []),
        (page(AGES, headline=LIVE).replace("6 minutes ago", "Comments\n6 minutes ago"), []),
        (page(AGES, title="Warning lifted", headline=LIVE, text="The harbour office has lifted its warning."), []),
    ],
    ids=["titled", "untitled", "latest last", "not called live", "in no order", "months", "comments", "teasers"],
)
def test_ages_head_entries_of_a_page_that_calls_itself_live(text: str, expected: list[str | None]) -> None:
    assert [title for title, _ in clocks(text)] == expected


SHORT = (
    "The harbour office has lifted its warning for small boats, and two trawlers left the port at once, we are told."
)
CALLED = page(ASCENDING[::-1], headline=LIVE, title="Warning lifted", text=SHORT)
TITLED = [("Warning lifted", time) for time in ASCENDING[::-1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CALLED, TITLED),
        (CALLED.replace(f"{INTRO}\n", ""), TITLED),
        (CALLED.replace(INTRO, "5 April 2031, 17:00\nBoats leave again"), TITLED),
        (CALLED.replace(LIVE, "Storm over Port Marrow"), []),
        (CALLED.replace(LIVE, "Storm over Port Marrow").replace(SHORT, TEXT).replace(f"{INTRO}\n", ""), []),
        (CALLED.replace(SHORT, "The harbour office has lifted its warning, and two trawlers left the port."), []),
    ],
    ids=["short", "no introduction", "date of the page", "not called live", "first of a list", "teasers"],
)
def test_entries_of_a_page_that_calls_itself_live_may_be_short_and_stand_on_top(
    text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert clocks(text) == expected


def test_title_in_the_markup_calls_a_page_live() -> None:
    lines = read_lines(page(AGES))
    known = [label_line(line) for line in lines]
    assert len(live_entries(lines, known, title=LIVE)) == 3
    assert live_entries(lines, known) == []


@pytest.mark.parametrize(
    ("clock", "day", "expected"),
    [
        ("14:05", DAY, ("2031-04-05T00:00:00+00:00", "day")),
        ("2.05pm BST", DAY, ("2031-04-05T13:05:00+00:00", "minute")),
        ("14:05", None, None),
    ],
)
def test_moment_of_clock(clock: str, day: Moment | None, expected: tuple[str, str] | None) -> None:
    found = moment_of_clock(clock, day)
    assert (found and (found.at.isoformat(), found.precision)) == expected
