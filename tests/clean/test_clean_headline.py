import pytest

from newsquotes.clean.headline import find_headline
from newsquotes.clean.lines import Removal
from newsquotes.clean.text import read_lines

BODY = (
    "The pier in Port Marrow will stay closed until spring, the council decided on Monday evening.",
    "The pier has been shut since October, when a storm broke two of the pillars under the pier.",
    "A second report on the pillars of the pier is expected before the end of the month, it said.",
)
TITLE = "Council keeps the pier closed"
LONG_MENU = tuple(f"Shop for number {number}" for number in range(1, 16))


def found(*head: str, inside: tuple[str, ...] = (), markers: tuple[int, ...] = (), trail: str = "") -> str | None:
    """The headline; `trail` is a line above `head` that cannot be one by its shape."""
    head = (trail, *head) if trail else head
    lines = read_lines("\n".join([*head, *inside, *BODY]))
    removals = [Removal("outside_body", "navigation")] * len(head) + [None] * (len(inside) + len(BODY))
    candidates = range(bool(trail), len(head) + len(inside))
    at = find_headline(lines, removals, candidates, start=len(head), markers=markers)
    return None if at is None else lines[at].text


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ((TITLE,), TITLE),
        (("Join our readers today", "Join our readers today", *LONG_MENU, TITLE, "Listen to this story"), TITLE),
        (("X Facebook X Instagram", "X Facebook X Instagram", TITLE, "Share with friends and family"), TITLE),
        ((*LONG_MENU, TITLE, "Sign in to read more stories"), TITLE),
        ((*LONG_MENU, "Get one month for free now"), None),
        (("A winter without an end",), "A winter without an end"),
        ((TITLE, "Marrow Harbour Press Office"), TITLE),
        (("Pier pillars", TITLE), TITLE),
    ],
)
def test_headline_is_what_the_body_is_about(head: tuple[str, ...], expected: str | None) -> None:
    assert found(*head) == expected


def test_line_above_a_byline_is_preferred() -> None:
    head = (*LONG_MENU, "Council keeps pier closed", "By Ada Lind", "Why the pier is closed for winter")
    assert found(*head) == "Why the pier is closed for winter"
    assert found(*head, markers=(len(LONG_MENU) + 1,)) == "Council keeps pier closed"


def test_each_byline_counts_not_the_last_alone() -> None:
    head = ("Council keeps pier closed", "By Ada Lind", *LONG_MENU, "Share with a friend")
    at_title, below_menu = 1, len(LONG_MENU) + 1
    assert found(*head, markers=(below_menu,)) is None
    assert found(*head, markers=(at_title, below_menu)) == "Council keeps pier closed"


STORM, TEASER = "What the storm did to a town", "How a pier is built of stone"


@pytest.mark.parametrize(
    ("trail", "leads"),
    [
        (f"Home » Harbour » {STORM}", True),
        (f"Home Harbour {STORM}", True),
        (f"3. {STORM}", True),
        (f"Harbour{STORM}", True),
        (f"{STORM} | Marrow Herald", True),
        (f"By {STORM}", False),
        (f"{STORM} and to its pier", False),
        (STORM, False),
    ],
)
def test_line_that_a_breadcrumb_leads_to_is_preferred(trail: str, leads: bool) -> None:
    head = (*LONG_MENU, STORM, TEASER)
    assert found(*head) == TEASER
    assert (found(*head, trail=trail) == STORM) is leads


def test_breadcrumb_leads_to_a_headline_inside_the_body() -> None:
    assert found("Home", inside=(STORM,), trail=f"Home » {STORM}") == STORM


STANDFIRST = "How the council of Port Marrow came to keep the pier closed for one more winter"


def test_headline_stands_above_its_standfirst() -> None:
    assert found(*LONG_MENU, TITLE, STANDFIRST) == TITLE
    assert found(*LONG_MENU, "Order one month for free now", STANDFIRST) == STANDFIRST


@pytest.mark.parametrize(
    ("head", "first", "expected"),
    [
        ("Home", "Can the pier in Port Marrow be saved?", True),
        ("Marrow Online", "Closed until spring: the pier!", True),
        ("Council keeps the pier closed", "Can the pier in Port Marrow be saved?", False),
        ("Home", "Nobody can save the pier.", False),
    ],
    ids=["question", "call", "a headline above", "sentence"],
)
def test_body_may_start_with_a_headline_that_asks(head: str, first: str, expected: bool) -> None:
    assert (found(head, inside=(first,)) == first) is expected


def test_body_may_start_with_a_headline_that_asks_below_a_menu() -> None:
    asked = "Can the pier in Port Marrow be saved?"
    assert found(*LONG_MENU, inside=(asked,)) == asked


def test_what_an_extractor_has_found_may_start_with_its_headline() -> None:
    assert found(inside=(TITLE,)) == TITLE
    assert found(inside=("What you need to know",)) is None


def test_line_inside_the_body_is_a_headline_only_if_it_stands_there_twice() -> None:
    assert found("Home", inside=(TITLE,)) is None
    assert found("Home", inside=(TITLE, TITLE)) == TITLE
