import pytest

from newsquotes.clean.lines import label_line
from newsquotes.clean.round_up import briefs, has_dateline, round_up_items
from newsquotes.clean.text import read_lines
from newsquotes.clean.wire import without_wire_dateline

TEXT = (
    "The ferry company has found the fault in its engine room, a cracked valve no bigger than a coin, it said.\n"
    "Passengers who had booked for the cancelled days can travel on any ship until the end of May without a fee.\n"
)
TEASER = "The library van will stop in the upper valley again from June, every second Wednesday.\n"
FERRY, SCHOOL = "Ferry finds its fault\n", "School roof to be mended\n"
BY_ADA, BY_BEN = "By Ada Lind\n4 April 2031\n", "By Ben Osei, 3 April 2031\n"

OLLEN, SUND = "PORT OLLEN, April 3 — ", "SUND, Avaria -- "


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (FERRY + BY_ADA + TEXT + SCHOOL + BY_BEN + TEXT, [("Ada Lind", 4), ("Ben Osei", 3)]),
        (FERRY + "4 April 2031\n" + TEXT + SCHOOL + "3 April 2031\n" + TEXT, [(None, 4), (None, 3)]),
        (FERRY + "By Ada Lind\n" + TEXT + SCHOOL + "By Ben Osei\n" + TEXT, [("Ada Lind", None), ("Ben Osei", None)]),
        (TEXT + FERRY + BY_ADA + TEXT + SCHOOL + BY_BEN + TEXT, [("Ada Lind", 4), ("Ben Osei", 3)]),
        (TEXT + FERRY + "4 April 2031\n" + TEXT + SCHOOL + "3 April 2031\n" + TEXT, []),
        (FERRY + BY_ADA + TEXT + SCHOOL + BY_BEN + TEASER, []),
        (FERRY + BY_ADA + TEXT + TEXT + "Related articles\n" + SCHOOL + BY_BEN + TEXT, []),
        (FERRY + BY_ADA + TEXT + SCHOOL + TEXT, []),
        (FERRY + OLLEN + TEXT + SCHOOL + SUND + TEXT, [(None, None), (None, None)]),
        (FERRY + OLLEN + TEXT + SCHOOL + TEXT, []),
        (FERRY + OLLEN + TEXT + SCHOOL + SUND + TEASER, []),
    ],
    ids=[
        *("bylines and dates", "dates", "bylines", "a text above", "chronicle", "teaser", "related", "sub-heading"),
        *("datelines", "one dateline", "teaser with a dateline"),
    ],
)
def test_items_of_a_round_up(page: str, expected: list[tuple[str | None, int | None]]) -> None:
    lines = read_lines(page)
    items = round_up_items(lines, [label_line(line) for line in lines])
    found = [(next(iter(item.authors), None), item.published and item.published.on.day) for item in items]
    assert found == expected


FIRE, TOLL, WOLF = "Bakery fire\n", "Bridge toll up\n", "Wolf seen\n"
ITEM = "The library van will stop in the valley again from June, every second Wednesday, and “all may come,” he said."
ITEMS = f"{FIRE}{ITEM}\n{TOLL}{ITEM}\n{WOLF}{ITEM}\n"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"News in brief\n{ITEMS}", [FIRE, TOLL, WOLF]),
        (f"Wrenna Post\nThe week's news in brief: 5 April 2031\n{ITEMS}", [FIRE, TOLL, WOLF]),
        (f"Weekend sport round-up\n{ITEMS}{ITEM}\nComments\nBridge\n{ITEM}", [FIRE, TOLL, WOLF]),
        (f"News in brief\n{ITEMS}{FERRY}{FERRY}", [FIRE, TOLL, WOLF]),
        (f"News in brief\n{ITEM}\n{ITEM}\n{ITEM}\n", []),
        (ITEMS, []),
        (f"In brief\n{ITEMS}", []),
        (f"Budget in brief\n{ITEMS}", []),
        (f"News in brief\n{ITEM}\n{ITEMS}", []),
        (f"News in brief\n{FIRE}{ITEM}\n{TOLL}{ITEM}\n", []),
        (
            "News in brief\n"
            + ITEMS.replace(ITEM, "The library van will stop in the upper valley again from next June."),
            [],
        ),
        (f"{TEXT}News in brief\n{ITEMS}", []),
    ],
    ids=[
        *("brief", "with a date", "round-up", "teasers below", "no headlines", "no name", "summary of a story"),
        *("of a story", "a text above", "two", "teasers", "box below a story"),
    ],
)
def test_items_of_a_page_called_in_brief(page: str, expected: list[str]) -> None:
    lines = read_lines(page)
    items = briefs(lines, [label_line(line) for line in lines])
    assert [f"{item.title}\n" for item in items] == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("PORT OLLEN — ", True),
        ("SUND, April 3 – ", True),
        ("ÅLSTAD, Avaria, May 30 (Coastwire) - ", True),
        ("NATO - ", True),
        ("Sund — ", False),
        ("SUND: ", False),
        ("The ferry — ", False),
    ],
)
def test_has_dateline(start: str, expected: bool) -> None:
    line = without_wire_dateline(read_lines(start + TEXT.splitlines()[0])[0])
    assert has_dateline(line) is expected
