"""Ids that stay: by groups and votes, then through whole merges on growing input."""

import random
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.dedupe import Deduped, Earlier, dedupe_quotations
from newsquotes.dedupe.identity import all_redirects, inherit
from newsquotes.schemas import ARTICLES, QUOTATIONS

LONG = "We will rebuild the old harbour wall before the winter comes, and the toll house after it,"
HEAD = "We will rebuild the old harbour wall before the winter"
TAIL = "before the winter comes, and the toll house after it,"
Groups = dict[int, list[int]]


def members(groups: Groups) -> pl.DataFrame:
    rows = [(100 + group, group, member) for group, found in groups.items() for member in found]
    return pl.DataFrame(
        rows, schema=["natural", "group", "member"], orient="row", schema_overrides={"member": pl.Int64}
    )


def before(groups: Groups) -> pl.DataFrame:
    """What quotations were before: old id -> members; smaller ids are older."""
    rows = [(member, old, old) for old, found in groups.items() for member in found]
    schema = {"member": pl.Int64, "old": pl.Int64, "age": pl.UInt32}
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize(
    ("now", "earlier", "ids", "redirects"),
    [
        pytest.param({1: [1, 2]}, {}, {1: 101}, {}, id="new"),
        pytest.param({1: [1, 2, 3]}, {7: [1, 2]}, {1: 7}, {}, id="grown"),
        pytest.param({1: [1, 2, 3]}, {8: [1, 2], 7: [3]}, {1: 7}, {8: 7}, id="joined: the older lives on"),
        pytest.param({1: [1, 2], 2: [3]}, {7: [1, 2, 3]}, {1: 7, 2: 102}, {}, id="split: most printings keep the id"),
        pytest.param({1: [1], 2: [2, 3]}, {101: [2, 3]}, {1: "other", 2: 101}, {}, id="natural id of another"),
        pytest.param({1: [1]}, {7: [9]}, {1: 101}, {}, id="gone"),
    ],
)
def test_who_inherits(now: Groups, earlier: Groups, ids: dict[int, int | str], redirects: dict[int, int]) -> None:
    found = inherit(members(now), before(earlier))
    assert {group: known for group, known in ids.items() if known != "other"}.items() <= found.of_group.items()
    assert len(set(found.of_group.values())) == len(now)
    assert found.redirects == redirects


def test_redirects_are_followed_and_forgotten() -> None:
    assert all_redirects({1: 2, 3: 4, 5: 9}, {2: 6}, {6, 9, 5}) == {1: 6, 2: 6}


def said(number: int, text: str, speaker: str, day: int) -> tuple[dict[str, object], dict[str, object]]:
    article = {
        "article_id": number,
        "document_id": number,
        "source_uri": f"page-{number}",
        "part": 0,
        "authors": [],
        "published_at": datetime(2031, 4, day, 12, tzinfo=UTC),
        "published_precision": "day",
        "published_source": "metadata",
        "language": "en",
        "text": f"“{text}” {speaker} said.",
        "text_sha256": "",
        "n_words": 20,
    }
    quotation = {
        "quotation_id": number,
        "article_id": number,
        "start": 1,
        "end": 1 + len(text),
        "text": text,
        "kind": "direct",
        "quote_group": number,
        "paragraph": 0,
        "speaker_mention": speaker,
        "speaker": speaker,
        "speaker_type": "person",
        "attribution_rule": "cue_after",
        "confidence": 0.9,
    }
    return article, quotation


def dedupe(said_so_far: list[tuple[dict[str, object], dict[str, object]]], last: Deduped | None = None) -> Deduped:
    articles, quotations = zip(*said_so_far, strict=True)
    earlier = Earlier.of(last.quotes, last.occurrences, last.quote_links) if last else None
    return dedupe_quotations(QUOTATIONS.from_rows(quotations), ARTICLES.from_rows(articles), earlier=earlier)


def quote_of(found: Deduped) -> dict[int, int]:
    return dict(found.occurrences.select("quotation_id", "quote_id").iter_rows())


def redirects(found: Deduped) -> dict[int, int]:
    rows = found.quote_links.filter(pl.col("kind") == "redirect").select("quote_id_a", "quote_id_b")
    return dict(rows.iter_rows())


def test_a_quote_keeps_its_id_when_a_longer_wording_comes() -> None:
    first = dedupe([said(1, HEAD, "Ana Díaz", 2)])
    second = dedupe([said(1, HEAD, "Ana Díaz", 2), said(2, LONG, "Díaz", 3)], first)
    assert second.quotes["text"].to_list() == [LONG]
    assert set(quote_of(second).values()) == set(quote_of(first).values())
    assert second.speakers["speaker_id"].to_list() == first.speakers["speaker_id"].to_list()
    assert dedupe([said(1, HEAD, "Ana Díaz", 2), said(2, LONG, "Díaz", 3)]).quotes["quote_id"][0] != quote_of(first)[1]


def test_a_quote_keeps_its_id_when_a_line_before_it_is_removed() -> None:
    first = dedupe([said(1, HEAD, "Ana Díaz", 2), said(3, "The toll house is next", "Díaz", 3)])
    article, quotation = said(1, HEAD, "Ana Díaz", 2)
    moved = article, {**quotation, "quotation_id": 9, "start": 0, "end": len(HEAD)}
    second = dedupe([moved, said(2, LONG, "Díaz", 3), said(3, "The toll house is next", "Díaz", 3)], first)
    assert quote_of(second)[9] == quote_of(first)[1]
    assert quote_of(second)[3] == quote_of(first)[3]
    assert len(second.quotes) == 2


def test_when_two_quotes_join_the_older_id_lives_on_and_the_other_leads_there() -> None:
    two = [said(1, TAIL, "Ana Díaz", 4), said(2, HEAD, "Ana Díaz", 2)]
    first = dedupe(two)
    assert first.quotes.height == 2
    second = dedupe([*two, said(3, LONG, "Ana Díaz", 9)], first)
    assert set(quote_of(second).values()) == {quote_of(first)[2]}
    assert redirects(second) == {quote_of(first)[1]: quote_of(first)[2]}
    third = dedupe([*two, said(3, LONG, "Ana Díaz", 9), said(4, "No.", "Carl Finch", 10)], second)
    assert redirects(third) == redirects(second)
    fourth = dedupe(two, third)
    assert quote_of(fourth) == quote_of(first)
    assert redirects(fourth) == {}


def test_a_speaker_keeps_the_id_when_a_fuller_name_comes() -> None:
    first = dedupe([said(1, HEAD, "Díaz", 2)])
    fuller = [said(number, f"The toll house is next, after gate {number}", "Ana Díaz", 3) for number in (2, 3, 4)]
    second = dedupe([said(1, HEAD, "Díaz", 2), *fuller], first)
    assert second.speakers["name"].to_list() == ["Ana Díaz"]
    assert second.speakers["speaker_id"].to_list() == first.speakers["speaker_id"].to_list()


@settings(deadline=None, max_examples=15, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_ids_stay_however_a_corpus_grows(chance: random.Random) -> None:
    """Given its own result nothing changes, and no id of an earlier dataset is lost while its printings are there."""
    texts = [LONG, HEAD, TAIL, "We will not rebuild the old harbour wall before the winter", "The toll house is next"]
    rows = [
        said(at, chance.choice(texts), chance.choice(["Ana Díaz", "Díaz", "Carl Finch"]), 1 + at) for at in range(9)
    ]
    chance.shuffle(rows)
    cut = chance.randint(1, len(rows))
    first = dedupe(rows[:cut])
    second = dedupe(rows, first)
    again = dedupe(rows, second)
    for one, other in zip(
        (second.quotes, second.occurrences, second.quote_links, second.speakers),
        (again.quotes, again.occurrences, again.quote_links, again.speakers),
        strict=True,
    ):
        assert one.equals(other)
    assert set(first.quotes["quote_id"]) <= set(second.quotes["quote_id"]) | set(redirects(second))
    assert not set(second.quotes["quote_id"]) & set(redirects(second))
    assert second.quotes["quote_id"].is_unique().all()
