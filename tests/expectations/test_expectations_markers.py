"""Page furniture and markup: what is found, and the prose that must be left alone."""

import polars as pl
import pytest

from expectations.markers import MARKUP, SPOILED, first_match, furniture_line, furniture_quotation, word_count
from newsquotes.schemas import LABELS
from newsquotes.seeds import load_seed

FURNITURE = [
    ("Photo: Greta Holloway / Pebble Bay Courier", "photo_credit"),
    ("The old pier at dusk (Photo: Greta Holloway)", "picture_note"),
    ("© 2024 Pebble Bay Courier", "copyright_line"),
    ("All rights reserved.", "rights_reserved"),
    ("This text may not be reproduced without a letter from us.", "reuse_forbidden"),
    ("Privacy policy | Imprint", "policy_links"),
    ("  Back to top ", "page_navigation"),
    ("Home > Harbour > Ferries", "breadcrumb"),
    ("READ MORE: Ferry plan stalls", "read_more"),
    ("For the tide table click here.", "read_full_story"),
    ("Share this article", "share_buttons"),
    ("Follow us on our channels", "follow_us"),
    ("Sign up for our harbour newsletter!", "newsletter_offer"),
    ("Get the tides delivered to your inbox each dawn.", "inbox_offer"),
    ("We use cookies to remember your harbour.", "cookie_use"),
    ("Accept all cookies", "cookie_choice"),
    ("Please support our journalism.", "journalism_appeal"),
    ("Make a small donation today and keep the lamp lit.", "donation_appeal"),
    ("Support the Inland Ledger Times!", "support_appeal"),
    ("Read every tide table for just £2 a month.", "small_price"),
    ("Advertisement", "advert_label"),
    ("Log in to continue reading", "subscriber_wall"),
    ("12 comments", "comment_form"),
    ("Please enable JavaScript to see the tides.", "script_notice"),
]

PROSE = [
    "Readers of the courier were told that the ferry would sail, and most of them shared the news with a neighbour.",
    "The minister said that a photo of the pier had been shared on social networks before the meeting began.",
    "Related costs rose by a third, and the council will search for somebody who can register the boats.",
    "She asked the town to support the fishermen, close the old harbour road and follow the coast guard.",
    "The country wants to become a member of the union and to give a donation to the hospital next year.",
]


@pytest.mark.parametrize(("line", "marker"), FURNITURE)
def test_furniture_is_named(line: str, marker: str) -> None:
    assert pl.select(furniture_line(pl.lit(line))).item() == marker


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_left_alone(line: str) -> None:
    assert pl.select(furniture_line(pl.lit(line))).item() is None


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("Search", None),
        ("Sign up", None),
        (
            "Video: they told me that the boat had left without them, and nobody called me for days and days on end.",
            None,
        ),
        ("Follow us on our channels", "follow_us"),
        ("We use cookies", "cookie_use"),
    ],
)
def test_what_people_say_is_no_menu(text: str, marker: str | None) -> None:
    assert pl.select(furniture_quotation(pl.lit(text))).item() == marker


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We will</p> sail", "</p>"),
        ("Salt &amp; tar", "&amp;"),
        ('<a href="x">pier</a>', '<a href="x">'),
        ("see [the pier](https://pier.example)", "](https://"),
        ("{{ title }}", "{{"),
        ("5 < 6 and a > b, said <unnamed>", None),
        ("AT&T and R&D; both", None),
    ],
)
def test_markup_is_found(text: str, found: str | None) -> None:
    assert pl.select(first_match(pl.lit(text), MARKUP)).item() == found


@pytest.mark.parametrize(
    ("text", "is_spoiled"),
    [("caf\ufffd", True), ("itâ€™s", True), ("cafÃ©", True), ("a\x07b", True), ("São Âncora", False)],
)
def test_spoiled_text_is_found(text: str, is_spoiled: bool) -> None:
    assert pl.select(pl.lit(text).str.contains(SPOILED)).item() is is_spoiled


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("—", 0), ("It's a well-worn pier, No. 5.", 6), ("Überfahrt – ja", 2)]
)
def test_words_are_counted(text: str, words: int) -> None:
    assert pl.select(word_count(pl.lit(text))).item() == words


def test_every_marker_is_tested() -> None:
    rows = load_seed("boilerplate_markers", ("marker", "label", "where", "pattern"))
    assert [row["marker"] for row in rows if row["marker"] not in {marker for _, marker in FURNITURE}] == []
    assert {row["label"] for row in rows} <= set(LABELS)
