"""Quotations of several articles become quotes, occurrences, links and rejects."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.dedupe import DedupeConfig, Deduped, dedupe_quotations, group_syndicated, stage
from newsquotes.dedupe.cluster import Clustering, Edges, cluster_texts
from newsquotes.dedupe.disputes import Printed, mentions
from newsquotes.dedupe.links import quoted_within, quotes_from, wording_links
from newsquotes.dedupe.normalise import canonical_keys
from newsquotes.dedupe.stems import without_phrases
from newsquotes.dedupe.voices import Voice, are_one_name, settle_voices
from newsquotes.dedupe.wording import contradicts, difference
from newsquotes.schemas import ARTICLES, OCCURRENCES, QUOTATIONS, QUOTE_LINKS, QUOTES, REJECTS, SPEAKERS

WALL = "We will rebuild the old harbour wall before the winter comes,"


def article(number: int, text: str, day: int | None = None, publisher: str | None = None) -> dict[str, Any]:
    return {
        "article_id": number,
        "document_id": number,
        "source_uri": f"page-{number}",
        "part": 0,
        "publisher": publisher,
        "authors": [],
        "published_at": day and datetime(2031, 4, day, 12, tzinfo=UTC),
        "published_precision": "day" if day else None,
        "published_source": "metadata" if day else "none",
        "language": "en",
        "text": text,
        "text_sha256": "",
        "n_words": len(text.split()),
    }


def said(
    number: int, text: str, speaker: str | None, day: int | None = None, confidence: float = 0.9, kind: str = "direct"
) -> tuple[dict[str, Any], dict[str, Any]]:
    """One article with one quotation, and the quotation."""
    body = f"“{text}” {speaker or 'Somebody'} said on Tuesday."
    cue = body.rindex("said")
    quotation = {
        "quotation_id": number,
        "article_id": number,
        "start": 1,
        "end": 1 + len(text),
        "text": text,
        "kind": kind,
        "quote_group": number,
        "paragraph": 0,
        "speaker_mention": speaker,
        "cue": "said",
        "cue_start": cue,
        "cue_end": cue + 4,
        "speaker": speaker,
        "speaker_type": speaker and "person",
        "attribution_rule": "cue_after" if speaker else "unattributed",
        "confidence": confidence if speaker else 0.0,
    }
    return article(number, body, day, f"Outlet {number % 2}"), quotation


def frames(rows: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    articles, quotations = zip(*rows, strict=True)
    return QUOTATIONS.from_rows(quotations), ARTICLES.from_rows(articles)


def dedupe(*rows: tuple[dict[str, Any], dict[str, Any]], **config: Any) -> Deduped:
    return dedupe_quotations(*frames(rows), config=DedupeConfig(**config))


def tables(found: Deduped) -> list[pl.DataFrame]:
    return [found.quotes, found.occurrences, found.quote_links, found.speakers, found.rejects]


MANY = [
    said(1, WALL, "Ada Brook", 4),
    said(2, "we will rebuild the old harbor wall", "Ada Brook", 5),
    said(3, "We will not rebuild the old harbour wall before the winter comes,", "Ada Brook", 6),
    said(4, WALL, "Carl Finch", 6),
    said(5, WALL, "Brook", None),
    said(6, "We will rebuild the old ... before the winter comes", "Ada Brook", 8),
    said(7, WALL, None, 8),
    said(8, "…", "Ada Brook", 8),
    said(9, "Nobody has seen the dog since", "a neighbour", 9),
    said(10, WALL, "Ada Brook", 4, kind="indirect"),
]


def test_tables_have_the_declared_columns() -> None:
    for table, frame in zip((QUOTES, OCCURRENCES, QUOTE_LINKS, SPEAKERS, REJECTS), tables(dedupe(*MANY)), strict=True):
        assert frame.schema == table.polars
        assert frame.select(table.primary_key).is_unique().all()
        required = [column.name for column in table if not column.nullable]
        assert frame.select(required).null_count().sum_horizontal().sum() == 0


def test_every_quotation_is_one_occurrence_or_one_reject() -> None:
    found = dedupe(*MANY)
    ids = found.occurrences["quotation_id"].to_list() + found.rejects["quotation_id"].to_list()
    assert sorted(ids) == list(range(1, 11))
    assert set(found.occurrences["quote_id"]) == set(found.quotes["quote_id"])
    assert set(found.quotes["speaker_id"]) == set(found.speakers["speaker_id"])


def test_printings_of_one_quote() -> None:
    found = dedupe(*MANY)
    quote = found.quotes.filter(pl.col("n_occurrences") > 1).row(0, named=True)
    assert quote["text"] == WALL
    assert quote["speaker"] == "Ada Brook"
    assert (quote["n_occurrences"], quote["n_articles"], quote["n_publishers"], quote["n_variants"]) == (4, 4, 2, 3)
    assert quote["cluster_method"] == "aligned"
    assert (quote["said_on"], quote["said_on_source"]) == (date(2031, 4, 1), "weekday")
    printings = found.occurrences.filter(pl.col("quote_id") == quote["quote_id"]).sort("quotation_id")
    assert printings["match_type"].to_list() == ["exact", "truncated", "exact", "elided"]


def test_the_day_counts_where_the_outlet_is() -> None:
    page, quotation = said(1, WALL, "Ada Brook", 9)
    page |= {"published_at": datetime(2031, 4, 7, 21, tzinfo=UTC), "published_precision": "minute"}
    page["published_on"] = date(2031, 4, 8)
    assert dedupe((page, quotation)).quotes["said_on"].to_list() == [date(2031, 4, 8)]


def test_context_stands_around_the_quotation() -> None:
    found = dedupe(said(1, WALL, "Ada Brook"), context_characters=8).occurrences.row(0, named=True)
    assert (found["before"], found["after"]) == ("“", "” Ada Br")


def test_a_reported_clause_never_merges_with_a_quotation() -> None:
    found = dedupe(said(1, WALL, "Ada Brook"), said(2, WALL, "Ada Brook", kind="indirect"))
    assert sorted(found.quotes["kind"]) == ["direct", "indirect"]


def test_two_sure_speakers_are_a_conflict() -> None:
    found = dedupe(said(1, WALL, "Ada Brook"), said(2, WALL, "Carl Finch"))
    assert len(found.quotes) == 2
    assert found.quote_links["kind"].to_list() == ["conflict"]


def test_two_crowds_that_say_the_same_are_in_no_conflict() -> None:
    crowds = said(1, WALL, "More than 6 in 10 ferrymen"), said(2, WALL, "harbour voters")
    assert dedupe(*crowds).quote_links.is_empty()


def test_what_a_crowd_says_is_not_what_somebody_has_said() -> None:
    found = dedupe(said(1, WALL, "More than 6 in 10 ferrymen"), said(2, WALL, "Carl Finch"))
    assert sorted(found.quotes["speaker"]) == ["Carl Finch", "More than 6 in 10 ferrymen"]
    assert found.quote_links["kind"].to_list() == ["conflict"]


def test_an_unsure_speaker_gives_way() -> None:
    found = dedupe(said(1, WALL, "Ada Brook"), said(2, WALL, "Carl Finch", confidence=0.4))
    assert found.quotes.select("speaker", "n_occurrences").rows() == [("Ada Brook", 2)]
    assert found.speakers["name"].to_list() == ["Ada Brook"]


def test_short_words_keep_their_speakers() -> None:
    found = dedupe(said(1, "That is true", "Ada Brook"), said(2, "That is true", "Carl Finch", confidence=0.4))
    assert len(found.quotes) == 2
    assert found.quote_links.is_empty()


def test_a_bare_surname_of_several_people_follows_the_same_words() -> None:
    found = dedupe(
        said(1, WALL, "Ada Brook"), said(2, WALL, "Brook"), said(3, "Nobody has seen the dog since", "Ida Brook")
    )
    assert sorted(found.quotes["speaker"]) == ["Ada Brook", "Ida Brook"]


def test_a_description_gives_way_to_a_name_for_the_same_words() -> None:
    found = dedupe(said(1, WALL, "the mayor", 4, 0.95), said(2, WALL, "Ada Brook", 5, 0.9))
    assert found.quotes["speaker"].to_list() == ["Ada Brook"]


CARELESS = "extremely careless in their handling of the harbour keys"


@pytest.mark.parametrize(
    ("quoting", "told"),
    [
        (f"Brook told me: ‘{CARELESS}.’ Not fit!", "Carl Finch quotes Ada Brook"),
        (
            f"They were ‘{CARELESS}.’ Not fit!",
            "what Carl Finch says holds, between quotation marks, words of Ada Brook",
        ),
        (f"My grandmother says: ‘{CARELESS},’ she does", "what Carl Finch says holds"),
    ],
)
def test_who_quotes_another_is_in_no_conflict(quoting: str, told: str) -> None:
    """That he quotes just that speaker is told only where his article names the other."""
    found = dedupe(said(1, CARELESS, "Ada Brook", 4), said(2, quoting, "Carl Finch", 5))
    assert found.quote_links["kind"].to_list() == ["contains"]
    assert told in found.quote_links["evidence"][0]


def elsewhere(number: int, text: str, speaker: str, day: int, story: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A quotation at the end of a story."""
    page, quotation = said(number, text, speaker, day)
    page["text"] = f"{page['text']}\n\n{story}"
    return page, quotation


THANKS = "Thank you from the bottom of my heart"
FAIR, PARADE = "The fair in old Marlow drew the people of Kell on Sunday.", "The parade led to Port Askel on Sunday."


@pytest.mark.parametrize(
    ("text", "stories", "kinds"),
    [
        (THANKS, (FAIR, PARADE), []),
        (THANKS, (FAIR, FAIR), ["conflict"]),
        (THANKS, (FAIR, f"{PARADE} It was led by Ada Brook."), ["conflict"]),
        (WALL, (FAIR, PARADE), ["conflict"]),
    ],
)
def test_few_words_are_in_dispute_only_where_the_story_is_one(
    text: str, stories: tuple[str, str], kinds: list[str]
) -> None:
    found = dedupe(elsewhere(1, text, "Ada Brook", 4, stories[0]), elsewhere(2, text, "Carl Finch", 5, stories[1]))
    assert found.quote_links["kind"].to_list() == kinds


def test_few_words_of_another_story_keep_their_unsure_or_nameless_speaker() -> None:
    sure = elsewhere(1, THANKS, "Ada Brook", 4, FAIR)
    page, unsure = elsewhere(2, THANKS, "Carl Finch", 5, PARADE)
    nameless = elsewhere(3, THANKS, "a farmer", 5, PARADE)
    found = dedupe(sure, (page, {**unsure, "confidence": 0.5}), nameless)
    assert sorted(found.quotes["speaker"]) == ["Ada Brook", "Carl Finch", "a farmer"]


def test_words_of_long_ago_are_in_dispute_if_they_tell_enough() -> None:
    pages = [elsewhere(1, WALL, "Ada Brook", 4, FAIR), elsewhere(2, WALL, "Carl Finch", 4, PARADE)]
    few = "Never sell the cow before the winter comes"
    pages += [elsewhere(3, few, "Ada Brook", 4, FAIR), elsewhere(4, few, "Carl Finch", 4, PARADE)]
    for page, _ in pages[1::2]:
        page["published_at"] = datetime(2035, 4, 4, tzinfo=UTC)
    (link,) = dedupe(*pages).quote_links.iter_rows(named=True)
    assert link["kind"] == "conflict"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Ada Brook", "So said Brook.", True),
        ("Ada Brook", "So said Brooks.", False),
        ("Sam Elm Jr.", "Elm has said so.", True),
        ("Ana van der Elm", "So said Elm.", False),
        ("Ana van der Elm", "So said van der Elm.", True),
        ("the mayor", "So said the mayor.", True),
        ("the mayor", "So said the mayors.", False),
    ],
)
def test_an_article_names_somebody(name: str, text: str, expected: bool) -> None:
    assert mentions(Printed("Eva Holt", True, "", frozenset([1]), [text], []), name) is expected


LONG = f"{WALL} and paint every single stone of it in the colours of the harbour flag"


@pytest.mark.parametrize(
    ("text", "other", "kinds"),
    [(WALL, WALL, []), (WALL, f"Brook said ‘{WALL}’ and smiled", ["contains"]), (LONG, LONG, ["conflict"])],
)
def test_what_one_article_has_two_say_is_in_no_dispute(text: str, other: str, kinds: list[str]) -> None:
    """What is too long for a chorus is printed once for each name by mistake."""
    page, first = said(1, text, "Ada Brook", 4)
    span = {"start": 200, "end": 200 + len(other), "text": other}
    second = {**first, **span, "quotation_id": 2, "speaker": "Carl Finch"}
    found = dedupe_quotations(QUOTATIONS.from_rows([first, second]), ARTICLES.from_rows([page]))
    assert found.quote_links["kind"].to_list() == kinds


@pytest.mark.parametrize(
    "quoting",
    [
        "When she says ‘extremely careless in their handling of it,’ she means the mayor",
        "Her ‘extremely careless in … of the harbour keys’ was no slip",
    ],
)
def test_who_quotes_a_part_of_another_is_in_no_conflict(quoting: str) -> None:
    (inner,) = quoted_within([quoting])
    key = "they were extremely careless in their handling of it and of the harbor keys"
    assert quotes_from(inner, key)
    assert not quotes_from(inner, "they were careless with the harbor keys")


def test_a_conflict_tells_how_many_publishers_name_whom() -> None:
    found = dedupe(
        said(1, WALL, "Ada Brook"),
        said(2, WALL, "Ada Brook"),
        said(3, WALL, "Carl Finch"),
    )
    (evidence,) = found.quote_links["evidence"]
    assert "Ada Brook (2 publishers)" in evidence
    assert "Carl Finch (1 publisher)" in evidence


def test_a_text_behind_a_negation_is_in_conflict_with_it() -> None:
    one, other = "No prisoner will be released before the vote", "Prisoners will be released before the vote"
    found = dedupe(said(1, one, "Ada Brook", 4), said(2, other, "Ada Brook", 5))
    assert found.quote_links.select("kind", "evidence").rows() == [
        ("conflict", "same speaker, same words, but one is negated")
    ]


def test_a_phrase_that_two_use_is_no_conflict() -> None:
    found = dedupe(
        said(1, "There is a feeling here that we are going to win this election", "Ada Brook", 4),
        said(
            2, "we are going to win this election, and the board, and the war on weeds, come what may", "Carl Finch", 5
        ),
    )
    assert "conflict" not in found.quote_links["kind"].to_list()


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("al-Hashi", "Fouzia al-Hashi", True),
        ("Brook and the harbour board", "Ada Brook and the harbour board", True),
        ("Ada Brook", "Ida Brook", False),
        ("Seabrook", "Ada Brook", False),
        ("the NHC", "Northern Harbour Club", True),
        ("NHC", "Northern Harbour and Coal Union", False),
    ],
)
def test_one_name_is_the_end_of_the_other(one: str, other: str, are_one: bool) -> None:
    assert are_one_name(one, other) is are_one


@pytest.mark.parametrize(
    ("other", "kinds"), [("Old pears fill new barns", ["contains"]), ("The dog is ours. Old pears fill new barns.", [])]
)
def test_words_that_stand_in_both_are_no_other_wording(other: str, kinds: list[str]) -> None:
    texts = pl.Series("text", ["Old pears fill new barns. We buy the mill.", other])
    quotes = QUOTES.from_rows(
        {"quote_id": number, "text": text, "canonical_key": key, "speaker_id": 1, "kind": "direct"}
        for number, (text, key) in enumerate(zip(texts, canonical_keys(texts), strict=True))
    )
    assert [link["kind"] for link in wording_links(quotes, DedupeConfig())] == kinds


def test_what_a_hundred_people_say_makes_few_links() -> None:
    names = [f"Ada {first}elm{second}ost" for first in "bdfghklmnp" for second in "bdfghklmnp"]
    found = dedupe(*(said(number, WALL, name) for number, name in enumerate(names)))
    assert len(found.quotes) == 100
    assert 99 <= len(found.quote_links) <= 1000


@pytest.mark.parametrize("headline", [WALL.title(), WALL.upper(), f"{WALL.title()} And Soon"])
def test_a_sentence_is_a_better_wording_than_the_headline_made_of_it(headline: str) -> None:
    found = dedupe(said(1, headline, "Ada Brook", 4), said(2, headline, "Ada Brook", 4), said(3, WALL, "Ada Brook", 5))
    assert found.quotes["text"].to_list() == [WALL]


def test_a_misprint_is_not_the_best_wording_though_it_is_as_long_and_earlier() -> None:
    other = said(3, "There is no harbour on this coast that opens in winter", "Carl Finch", 3)
    misprint = WALL.replace("winter", "wintre")
    found = dedupe(said(1, misprint, "Ada Brook", 4), said(2, WALL, "Ada Brook", 5), other)
    told = found.occurrences.sort("quotation_id").select("match_type", "difference").rows()
    assert told == [("reworded", "winter>wintre"), ("exact", None), ("exact", None)]


def test_a_clean_part_is_not_the_best_wording() -> None:
    long = "No town owns the wall, and nobody [in the council] owns the sea that breaks it every winter"
    found = dedupe(said(1, long, "Ada Brook", 4), said(2, "owns the sea that breaks it every winter", "Ada Brook", 5))
    assert found.quotes["text"].to_list() == [long]
    assert set(found.occurrences["match_type"]) == {"exact", "truncated"}


@pytest.mark.parametrize(
    ("key", "best", "expected"),
    [
        ("wherever he treads is ours", "wherever he sets foot that is ours", "sets foot that>treads"),
        ("we will never ever stay here", "we will never stay here now", ">ever; now>"),
    ],
)
def test_a_difference_is_told_word_by_word(key: str, best: str, expected: str) -> None:
    assert difference(key, best) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "I will sign the treaty when the last ferry has left.",
            "I will burn the treaty when the last ferry has left.",
        ),
        (WALL, WALL.replace("winter", "autumn")),
    ],
)
def test_sentences_of_one_build_are_two_statements_of_a_speaker(one: str, other: str) -> None:
    assert len(dedupe(said(1, one, "Ada Brook", 4), said(2, other, "Ada Brook", 5)).quotes) == 2


def test_overlapping_parts_of_a_speech_are_one_quote_of_its_speaker() -> None:
    shared = "and we will do it without raising the harbour dues"
    one, other = f"We will mend the old wall {shared}", f"{shared}, which is what I promised the masons of Orle"
    assert len(dedupe(said(1, one, "Ada Brook", 4), said(2, other, "Ada Brook", 5)).quotes) == 1
    assert len(set(cluster_texts([one, other]).tolist())) == 2


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [("wall", "barrier", "wall>barrier"), ("harbour", "harbuor", "harbor>harbuor"), ("for it", "for itt", "it>itt")],
)
def test_a_reworded_printing_tells_its_difference(old: str, new: str, difference: str) -> None:
    promise = f"{WALL} and nobody in this town will have to pay for it"
    found = dedupe(
        *(said(number, promise, "Ada Brook", 4) for number in (1, 2)),
        said(3, promise.replace(old, new), "Ada Brook", 5),
    )
    told = dict(found.occurrences.select("match_type", "difference").iter_rows())
    assert told == {"exact": None, "reworded": difference}


@pytest.mark.parametrize(
    ("one", "other", "are_two_wordings"),
    [
        (
            "Wherever a rider of ours waters his horse, that land is home",
            "Any land in which our rider waters the horse is home wherever",
            True,
        ),
        (
            "Wherever a herdsman of ours sets his foot, that hill belongs to us",
            "Where our herdsman treads is our hill",
            True,
        ),
        ("Nobody here will give up the harbour to the storks", "No one here surrenders the harbour to a stork", True),
        (
            "Wherever a herdsman of theirs sets his foot, that hill withers",
            "Where our herdsman treads is our hill",
            False,
        ),
        (
            "We will build 200 houses by the harbour this year",
            "This year we will build two hundred houses by the harbour",
            True,
        ),
        ("The bridge was closed before the storm came", "The bridge was closed after the storm came", False),
        ("The storm hurt the ferry more than the harbour", "The storm hurt the harbour less than the ferry", True),
        ("At least 40 boats sank in the storm off Elm", "At most 40 boats sank in the storm off Elm", False),
    ],
)
def test_two_translations_are_a_link(one: str, other: str, are_two_wordings: bool) -> None:
    found = dedupe(said(1, one, "Ada Brook", 4), said(2, other, "Ada Brook", 5))
    assert len(found.quotes) == 2
    assert found.quote_links["kind"].to_list() == ["translation"] * are_two_wordings


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("we set foot there", "we tread there"),
        ("he sets his foot there", "he tread there"),
        ("it belongs to us all", "it ours all"),
        ("it belongs to use", "it belongs to use"),
        ("we set", "we set"),
        ("the peace will come to an end", "the peace will end"),
    ],
)
def test_one_word_stands_for_a_phrase(words: str, expected: str) -> None:
    assert " ".join(without_phrases(words.split())) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Wherever a rider waters his horse, that land is home",
            "A land where riders water 20 horses is home wherever",
        ),
        ("Wherever a rider waters his horse, that land is home", "No land where a rider waters a horse is ever home"),
    ],
)
def test_another_number_or_negation_is_no_translation(one: str, other: str) -> None:
    links = dedupe(said(1, one, "Ada Brook", 4), said(2, other, "Ada Brook", 5)).quote_links
    assert "translation" not in links["kind"].to_list()


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("The wall has lost 14 stones to the sea", "The wall has lost 19 stones to the sea", "14 and 19"),
        ("We will sell the harbour wall to the bank", "We will never sell the harbour wall to the bank", "negated"),
        ("We will sell the harbour wall to the bank", "We refuse to sell the harbour wall to the bank", "refuse"),
        ("The wall has lost its stones to the sea", "The wall has lost its paint to the sun", None),
        ("The wall has lost 14 stones to the sea", "The dog has eaten 19 sausages of the mayor", None),
    ],
)
def test_another_number_or_negation_in_the_same_words_is_a_conflict(one: str, other: str, told: str | None) -> None:
    found = dedupe(said(1, one, "Ada Brook", 4), said(2, other, "Ada Brook", 5))
    assert len(found.quotes) == 2
    assert found.quote_links["kind"].to_list() == (["conflict"] if told else [])
    assert all(told in evidence for evidence in found.quote_links["evidence"] if told)


@pytest.mark.parametrize(
    ("one", "other", "are_linked"),
    [
        ("A bridge that nobody crosses is an expensive shadow", "An expensive shadow is a bridge no one crosses", True),
        ("Wherever a Belmoran goat rests is ours", "They say: wherever our Belmoran goat lies, that is ours", True),
        ("The Belmoran Goat Fund paid all of it", "Much else that the Belmoran Goat Fund does was late", False),
        (
            "The goats carried letters.",
            "We crossed the river twice. Goats were carrying the letters. The bakers slept. Nobody painted a wall.",
            False,
        ),
    ],
)
def test_a_translation_may_negate_by_another_word_but_needs_content(one: str, other: str, are_linked: bool) -> None:
    links = dedupe(said(1, one, "Ada Brook", 4), said(2, other, "Ada Brook", 5)).quote_links
    assert links["kind"].to_list() == ["translation"] * are_linked


def test_translations_far_apart_are_no_link() -> None:
    rows = (
        said(1, "Wherever a rider of ours waters his horse, that land is home", "Ada Brook", 1),
        said(2, "Any land in which our rider waters the horse is home wherever", "Ada Brook", 28),
    )
    assert dedupe(*rows).quote_links.is_empty()


def test_a_fragment_of_two_quotes_is_linked_to_both() -> None:
    found = dedupe(
        said(1, "We said from the start that this is a matter of trust between the town and its people", "Ada Brook"),
        said(2, "Nobody outside the port will tell you that this is a matter of trust between neighbours", "Ada Brook"),
        said(3, "this is a matter of trust between", "Ada Brook"),
    )
    assert len(found.quotes) == 3
    assert found.quote_links.filter(kind="contains").height == 2


@pytest.mark.parametrize(
    ("row", "config", "rule", "words"),
    [
        (said(1, WALL, None), {}, "no_speaker", "unattributed"),
        (said(1, WALL, "Ada Brook", confidence=0.2), {"min_confidence": 0.5}, "low_confidence", "cue_after"),
        (said(1, "…", "Ada Brook"), {}, "no_words", "cue_after"),
    ],
)
def test_rejects(row: tuple[dict[str, Any], dict[str, Any]], config: dict[str, Any], rule: str, words: str) -> None:
    found = dedupe(row, **config)
    assert found.quotes.is_empty()
    rejected = found.rejects.row(0, named=True)
    assert (rejected["stage"], rejected["rule"], rejected["quotation_id"], rejected["article_id"]) == (
        "dedupe",
        rule,
        1,
        1,
    )
    assert words in rejected["reason"]
    assert rejected["excerpt"] == row[1]["text"]


def test_no_quotations() -> None:
    assert all(frame.is_empty() for frame in tables(dedupe_quotations(QUOTATIONS.empty(), ARTICLES.empty())))


@settings(deadline=None, max_examples=8, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_rows(chance: random.Random) -> None:
    shuffled = chance.sample(MANY, len(MANY))
    for expected, found in zip(tables(dedupe(*MANY)), tables(dedupe(*shuffled)), strict=True):
        assert found.sort(found.columns[:2]).equals(expected.sort(expected.columns[:2]))


def test_another_quote_does_not_change_an_id() -> None:
    alone = dedupe(MANY[0]).quotes["quote_id"].to_list()
    assert set(alone) < set(dedupe(*MANY).quotes["quote_id"])


def test_the_surest_voice_settles_first() -> None:
    voices = {0: Voice(10, "Ada Brook", 0.9), 1: Voice(11, "Carl Finch", 0.5), 2: Voice(12, "Ida Holt", 0.8)}
    found = settle_voices(voices, [(1, 2), (0, 1)], 0.75)
    assert found.cluster == {0: 0, 1: 0, 2: 2}
    assert found.conflicts == [(1, 2)]


@pytest.mark.parametrize(
    ("described", "is_adopted"),
    [
        (Voice(11, "a neighbour", 0.9), True),
        (Voice(11, "a spokeswoman", 0.9, gender="female"), True),
        (Voice(11, "a spokesman", 0.9, gender="male"), False),
        (Voice(11, "the company", 0.9, "organisation"), False),
        (Voice(11, "residents", 0.9, "group"), False),
        (Voice(11, "the rally", 0.9, "organisation"), True),
        (Voice(11, "the company", 0.5, "organisation"), True),
    ],
)
def test_only_who_may_be_described_adopts_what_is_said(described: Voice, is_adopted: bool) -> None:
    voices = {0: Voice(10, "Ada Brook", 0.9, gender="female"), 1: described}
    found = settle_voices(voices, [(0, 1)], 0.75)
    assert found.cluster[1] == (0 if is_adopted else 1)
    assert found.conflicts == [] if is_adopted else [(0, 1)]


def test_an_organisation_adopts_what_its_spokesman_says() -> None:
    voices = {0: Voice(10, "Elm Steel", 0.9, "organisation"), 1: Voice(11, "a spokesman", 0.9, gender="male")}
    assert settle_voices(voices, [(0, 1)], 0.75).voice[1].name == "Elm Steel"


def test_articles_with_the_same_body_share_a_group() -> None:
    articles = ARTICLES.from_rows([article(1, "We stay."), article(2, "“We stay”"), article(3, "We go.")])
    first, second, third = group_syndicated(articles)["syndication_group"].to_list()
    assert first == second
    assert first is not None
    assert third is None


@pytest.mark.parametrize(
    ("key", "best_key", "expected"),
    [
        ("we lost 9 boats", "we lost 7 boats", True),
        ("we lost the x9 boats", "we lost the x7 boats", True),
        ("the boats that we lost are 9", "the boats that we lost are 7", True),
        ("it was minus 9 degrees", "it was 9 degrees", True),
        ("we lost nine boats", "we lost 9 boats", False),
        ("we did not lose any boat", "we did lose any boat", True),
        ("we lost 9 boats", "we lost 9 boats and 7 nets", False),
        ("we will go", "we will go not stay", False),
        ("nobody payed us for it", "nobody paid us for it not once", False),
        ("never payed us for it", "they never paid us for it", False),
        ("nobody payed us for itt", "nobody paid us for it and we will not forget", False),
        ("nobody payed us for it", "they say nobody paid us for it", False),
        ("never rebuild the wall", "we will rebuild the wall", True),
        ("nobody rebuilds the wall", "not anybody rebuilds the wall", False),
        ("anybody payed us for it", "nobody paid us for it", True),
    ],
)
def test_what_contradicts_the_best_wording(key: str, best_key: str, expected: bool) -> None:
    assert contradicts(key, best_key) is expected


def test_a_printing_that_contradicts_the_best_wording_is_a_quote_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_in_one(units: pl.DataFrame, config: DedupeConfig) -> Clustering:
        return Clustering(np.zeros(len(units), np.int64), Edges())

    monkeypatch.setattr(stage, "cluster_keys", all_in_one)
    texts = ("We lost 9 boats in the storm", "We lost 9 boats in that storm", "We lost 7 boats in the storm")
    deduped = dedupe(*(said(number, text, "Ada Berg") for number, text in enumerate((*texts, texts[2]), 1)))
    assert sorted(deduped.quotes.select("text", "n_occurrences").rows()) == [(texts[2], 2), (texts[1], 2)]
    assert sorted(deduped.occurrences["text"].to_list()) == sorted((*texts, texts[2]))
