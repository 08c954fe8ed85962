"""Lines that say where a text stood first: the outlet and the day they name, and lines that only look like it."""

import time
from collections.abc import Callable

import pytest

from newsquotes.clean import Cleaned
from newsquotes.clean.credits import find_credit
from newsquotes.clean.text import read_lines

TITLE = "Port Marrow votes to close its pier until spring"
BODY = """The pier in Port Marrow will stay closed until spring, the council decided on Monday evening.

“Nobody wants an accident,” harbour master Ines Tarrow told the meeting in the old customs house.

Fishermen had asked for a shorter closure because the season for crab starts in late February.

A second report on the pillars is expected before the end of the month, the council said.

The pier has been shut twice since 24 February 2022, when a storm tore off its northern end."""
DAY = "2031-04-05"

CREDITS = [
    ("Source: Marrow Courier", "Marrow Courier", None),
    ("Source: The Marrow Courier, 5 April 2031", "The Marrow Courier", DAY),
    ("Source: The Marrow Courier 5 April 2031", "The Marrow Courier", DAY),
    ("(Source: The Marrow Courier, April 5, 2031)", "The Marrow Courier", DAY),
    ("Source – The Marrow Courier | 2031-04-05", "The Marrow Courier", DAY),
    ("Via: Reuters", "Reuters", None),
    ("Original article: The Marrow Courier", "The Marrow Courier", None),
    ("First published in The Marrow Courier on 5 April 2031", "The Marrow Courier", DAY),
    ("First published by Harbour Lines, 5 April 2031", "Harbour Lines", DAY),
    ("Originally appeared on Harbour Lines.", "Harbour Lines", None),
    ("This article was originally published by Harbour Lines.", "Harbour Lines", None),
    ("This story first appeared in The Marrow Courier on April 5, 2031.", "The Marrow Courier", DAY),
    ("This article originally appeared on Harbour Lines: Port Marrow votes to close its pier", "Harbour Lines", None),
    ("A longer version of this essay was first published in the Courier of Marrow.", None, None),
    ("This article is republished from Harbour Lines under a Creative Commons license.", "Harbour Lines", None),
    ("This piece was reprinted with permission from The Marrow Courier.", "The Marrow Courier", None),
    ("Reprinted with the kind permission of Harbour Lines", "Harbour Lines", None),
    ("Adapted by Marrow Now from The Daily Gull 2031-04-05", "The Daily Gull", DAY),
    ("Source: Marrow Institute of Marine Science", None, None),
    ("Source: the harbour office", None, None),
    ("Source code of the Marrow Courier", None, None),
    ("This story was first published in 1999 as a serial.", None, None),
    ("This essay was first published in Germany.", None, None),
    ("This article was first published on 5 April 2031.", None, None),
    ("This article was originally published by Ada Lind.", None, None),
    ("This report was first published on Tuesday and has since been updated.", None, None),
    ("The poem was first published in The Marrow Courier.", None, None),
    ("“This article was originally published by Harbour Lines,” he said.", None, None),
    ("The Marrow Courier first published the letter in May.", None, None),
]


@pytest.mark.parametrize(("text", "origin", "day"), CREDITS)
def test_what_a_line_credits(text: str, origin: str | None, day: str | None) -> None:
    found = find_credit(read_lines(text)[0])
    assert (found.origin if found else None) == origin
    assert (found.published.on.isoformat() if found and found.published else None) == day


@pytest.mark.parametrize("text", [text for text, origin, _ in CREDITS if origin])
@pytest.mark.parametrize("is_above", [True, False], ids=["above", "below"])
def test_a_credit_leaves_the_text(clean: Callable[..., Cleaned], text: str, is_above: bool) -> None:
    cleaned = clean("\n\n".join([TITLE, text, BODY] if is_above else [TITLE, BODY, text]))
    (found,) = cleaned.articles.iter_rows(named=True)
    assert (found["title"], found["text"]) == (TITLE, BODY)
    assert found["original_publisher"] == find_credit(read_lines(text)[0]).origin
    assert ("source_credit", "credit") in cleaned.removed_lines.select("rule", "label").rows()


def test_the_source_of_a_chart_inside_the_story_is_none_of_it(clean: Callable[..., Cleaned]) -> None:
    paragraphs = BODY.split("\n\n")
    cleaned = clean("\n\n".join([TITLE, *paragraphs[:3], "Source: The Marrow Courier", *paragraphs[3:]]))
    assert cleaned.articles["original_publisher"].to_list() == [None]


@pytest.mark.parametrize("text", ["Source: the harbour office", "— The Marrow Courier", "(Source: Ada Lind)"])
def test_what_a_text_is_credited_to_is_no_headline(clean: Callable[..., Cleaned], text: str) -> None:
    assert clean(f"{TITLE}\n{text}\n\n{BODY}").articles["title"].to_list() == [TITLE]


def test_a_credit_below_a_page_is_read(clean: Callable[..., Cleaned]) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in BODY.split("\n\n"))
    page = (
        f'<html lang="en"><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{paragraphs}</article>'
        "<footer><p>This article was originally published by Harbour Lines.</p></footer></body></html>"
    )
    found = clean(page, "html").articles.row(0, named=True)
    assert (found["original_publisher"], found["text"]) == ("Harbour Lines", BODY)


def test_endless_credits_cost_nothing() -> None:
    started = time.process_time()
    for text in ("source: " * 30_000, "Originally published in " + "A" * 200_000, "This story was " * 20_000):
        find_credit(read_lines(text)[0])
    assert time.process_time() - started < 1
