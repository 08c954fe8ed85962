from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.clean import CleanConfig, Cleaned
from newsquotes.clean.text import comparable, normalise_characters
from newsquotes.schemas import ARTICLES, REJECTS, REMOVED_LINES

BODY = (
    "The pier in Port Marrow will stay closed until spring, the council decided on Monday evening.",
    "“Nobody wants an accident,” harbour master Ines Tarrow told the meeting in the old customs house.",
    "Fishermen had asked for a shorter closure because the season for crab starts in late February.",
)
GERMAN = (
    "Der Steg im alten Hafen bleibt bis zum Frühling geschlossen, wie der Rat am Montagabend beschlossen hat. "
    "Die Fischer hatten um eine kürzere Sperrung gebeten, weil die Saison schon im Februar beginnt."
)

REJECTED = [
    pytest.param("", "empty_document", id="empty"),
    pytest.param(" \n\u00a0\n\t", "empty_document", id="blank"),
    pytest.param("The pier is closed until the spring.", "stub", id="stub"),
    pytest.param(
        "Home\nWorld news\nHarbour life\nCrab season\nMore\nContact us\nLog in", "no_article_text", id="index page"
    ),
    pytest.param(GERMAN, "other_language", id="German"),
    pytest.param("\n".join((*BODY, "Subscribe to continue reading")), "paywall_stub", id="paywall"),
    pytest.param("Sign in to comment\nReply\nReport\nLike\nReply", "forum_without_article", id="forum"),
]


@pytest.mark.parametrize(("payload", "rule"), REJECTED)
def test_documents_without_an_article_are_rejected(clean: Callable[..., Cleaned], payload: str, rule: str) -> None:
    cleaned = clean(payload)
    assert cleaned.articles.is_empty()
    assert cleaned.rejects["rule"].to_list() == [rule]
    assert cleaned.rejects["stage"].to_list() == ["clean"]


def test_a_menu_s_log_in_is_no_paywall(clean: Callable[..., Cleaned]) -> None:
    assert clean("\n".join(("Already a subscriber? Log in", *BODY))).articles.height == 1


def test_other_languages_go_on_if_listed(clean: Callable[..., Cleaned]) -> None:
    cleaned = clean(GERMAN, config=CleanConfig(languages=("en", "de")))
    assert cleaned.articles["language"].to_list() == ["de"]


def test_tables_have_their_schemas(clean: Callable[..., Cleaned]) -> None:
    cleaned = clean("\n".join(BODY))
    assert cleaned.articles.schema == ARTICLES.polars
    assert cleaned.removed_lines.schema == REMOVED_LINES.polars
    assert cleaned.rejects.schema == REJECTS.polars


@pytest.mark.parametrize("separator", ["\n", "\n\n", "\n \u00a0\n", "\r\n"])
def test_paragraphs_stand_one_blank_line_apart(clean: Callable[..., Cleaned], separator: str) -> None:
    article = clean(separator.join(BODY)).articles.row(0, named=True)
    assert article["text"] == "\n\n".join(BODY)
    assert article["n_words"] == len(article["text"].split())


FURNITURE = (
    "Home",
    "Posted",
    "image.png",
    "× × ×",
    "Comments",
    "Related posts",
    "A pier at dusk[/caption]",
    "Port Marrow pier closed again",
    "By Ada Lind",
    "4 March 2031",
    "Sign up for our newsletter",
    "Support The Guardian!",
    "The Guardian",
    "19 minutes ago",
    "- The Guardian",
    "Read more",
    "• Haha 1",
    "Nobody knows.",
    "What happens next",
    "6 minutes ago, oldsalt41 said:",
    "Adapted by Marrow Now from The Daily Gull 2031-04-05",
    "This site uses cookies to remember you.",
    "",
    "\u00a0",
    "Dear readers, your support keeps our newsroom open through the long winter months on the coast.",
    "Ines Tarrow is a writer and editor in Port Marrow.",
    "• a list item",
    "1. One thing",
    "MARROW, Avaria (Reuters) - The pier was shut on Monday.",
    "Stand with The Marrow Courier!",
    "Subscribe for the price of a bag of crab shells each month.",
)
SENTENCES = (
    *BODY,
    *(line.replace("pier", "jetty") for line in BODY),
    f"PORT MARROW, Avaria (Marrow Press) - {BODY[0]}",
    "“Not me,” said the mayor, who had left the room.",
)
pages = st.lists(st.sampled_from(FURNITURE + SENTENCES * 3), min_size=1, max_size=30).map("\n".join)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(payload=pages)
def test_every_line_is_text_or_removed_or_the_document_is_rejected(clean: Callable[..., Cleaned], payload: str) -> None:
    cleaned = clean(payload)
    assert cleaned.articles.height + cleaned.rejects.height >= 1
    if cleaned.articles.is_empty():
        return
    kept = {comparable(line) for text in cleaned.articles["text"] for line in text.split("\n\n")}
    removed = set(cleaned.removed_lines["line_no"])
    assert cleaned.removed_lines["line_no"].is_unique().all()
    rejected_parts = cleaned.rejects.filter(pl.col("article_id").is_not_null()).height
    for number, line in enumerate(payload.splitlines(), 1):
        if normalise_characters(line) and not rejected_parts:
            assert number in removed or comparable(line) in kept, line
    parts = cleaned.removed_lines.filter(pl.col("rule") == "wire_dateline")
    for number, text in parts.select("line_no", "text").iter_rows():
        line = payload.splitlines()[number - 1]
        assert line.startswith(text)
        assert comparable(line.removeprefix(text)) in kept


@settings(max_examples=150, deadline=None, derandomize=True)
@given(payload=pages)
def test_cleaning_a_clean_text_returns_it(clean: Callable[..., Cleaned], payload: str) -> None:
    for text in clean(payload).articles["text"]:
        assert clean(text).articles["text"].to_list() == [text]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(payload=st.text(max_size=400), kind=st.sampled_from(["text", "markdown", "html", "jsonl"]))
def test_arbitrary_text_never_raises(clean: Callable[..., Cleaned], payload: str, kind: str) -> None:
    cleaned = clean(payload, kind)
    assert cleaned.articles.height + cleaned.rejects.height >= 1
