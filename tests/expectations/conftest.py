"""A small invented world in which every rule holds: 24 articles about ferries, with their quotations and quotes."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from newsquotes.ids import stable_id
from newsquotes.rejects import reject, rejects_frame
from newsquotes.schemas import TABLES

NOW = datetime(2024, 6, 1, tzinfo=UTC)
ARTICLES = 24
OUTLETS = ("Pebble Bay Courier", "The Inland Ledger", "Northquay Wire", "Saltmarsh Weekly")
FIRST_NAMES = ("Orla", "Tobin", "Wilma", "Casper", "Ines", "Rupert")
SURNAMES = ("Vantage", "Quillon", "Marrow", "Penhall")
NESTED = "we will never sell the pier"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _name(number: int) -> str:
    return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {SURNAMES[number // len(FIRST_NAMES)]}"


def _direct(number: int) -> str:
    return f"The ferry number {number} will sail again before the winter storms arrive"


def _article_text(number: int) -> str:
    name = _name(number)
    paragraphs = [
        f"The harbour council of Town {number} met on a rainy evening to talk about the ferry and its old engines.",
        f"“{_direct(number)},” said {name}, who leads the council of Town {number} and its eleven members.",
        f"{name} told residents that repairs had “cost far less than town {number} had feared” and asked for patience.",
    ]
    if number == 0:
        paragraphs.append(f"“An old man told me ‘{NESTED}’ last night,” said {name}.")
        paragraphs.append("“Nobody asked the fishermen of this town,” read a sign at the gate.")
    if number == 1:
        paragraphs.append(f"“{_direct(0)},” said {_name(0)}.")
    return "\n\n".join(paragraphs)


def _document(number: int) -> dict[str, Any]:
    payload = f"Ferry plan for Town {number}\n\n{_article_text(number)}"
    return {
        "document_id": stable_id("document", number),
        "source_uri": f"news/{number:03}.txt",
        "member": "",
        "format": "text",
        "byte_length": len(payload.encode()),
        "blake3": _digest(payload),
        "charset": "utf-8",
        "declared_url": f"https://outlet{number % 4}.example/ferry/{number}",
        "payload": payload,
    }


def _article(number: int) -> dict[str, Any]:
    text = _article_text(number)
    return {
        "article_id": stable_id("article", number),
        "document_id": stable_id("document", number),
        "source_uri": f"news/{number:03}.txt",
        "part": 0,
        "url": f"https://www.outlet{number % 4}.example/ferry/{number}",
        "domain": f"outlet{number % 4}.example",
        "publisher": OUTLETS[number % 4],
        "title": f"Ferry plan for Town {number}",
        "authors": ["Greta Holloway"],
        "published_at": datetime(2024, 3, 1, tzinfo=UTC) + timedelta(days=number),
        "published_precision": "second",
        "published_source": "metadata",
        "modified_at": datetime(2024, 3, 2, tzinfo=UTC) + timedelta(days=number),
        "language": "en",
        "text": text,
        "text_sha256": _digest(text),
        "n_words": len(text.split()),
    }


def _removed(number: int) -> dict[str, Any]:
    comment = "I have lived here for all of my life and never saw a ferry leave on time"
    return {
        "document_id": stable_id("document", number),
        "article_id": stable_id("article", number),
        "line_no": 1,
        "text": comment if number == 1 else f"Ferry plan for Town {number}",
        "rule": "comment_line" if number == 1 else "title_line",
        "label": "comment" if number == 1 else "title",
    }


def _annotation(number: int) -> dict[str, Any]:
    return {
        "article_id": stable_id("article", number),
        "start": [0, 4, 12],
        "end": [3, 11, 19],
        "lemma": ["the", "harbour", "council"],
        "pos": ["DET", "NOUN", "NOUN"],
        "tag": ["DT", "NN", "NN"],
        "dep": ["det", "compound", "ROOT"],
        "head": [2, 2, 2],
        "entity": ["", "", ""],
        "sentence": [0, 0, 0],
    }


def _quotation(number: int, words: str, kind: str, speaker: str | None, **more: Any) -> dict[str, Any]:
    """A quotation of `words` in article `number`; statement, mention and cue are looked up in its paragraph."""
    text = _article_text(number)
    start = text.index(words)
    end = start + len(words)
    paragraph = text[:start].count("\n\n")
    opening = text.rfind("\n\n", 0, start) + 2
    row: dict[str, Any] = {
        "quotation_id": stable_id("quotation", number, start, end),
        "article_id": stable_id("article", number),
        "start": start,
        "end": end,
        "text": words,
        "kind": kind,
        "quote_group": stable_id("quotation", number, start, end),
        "paragraph": paragraph,
        "attribution_rule": "no_candidate",
        "confidence": 0.0,
    }
    if kind == "mixed":
        row |= {"statement_start": text.index("repairs", opening), "statement_end": end}
    if speaker:
        mention, cue = text.index(speaker, opening), "said" if kind == "direct" else "told"
        row |= {
            "speaker": speaker,
            "speaker_type": "person",
            "speaker_mention": speaker,
            "mention_start": mention,
            "mention_end": mention + len(speaker),
            "cue": cue,
            "cue_start": text.index(cue, end if kind == "direct" else opening),
            "attribution_rule": "cue_after",
            "confidence": 0.9,
            "addressee": "residents",
        }
        row["cue_end"] = row["cue_start"] + len(cue)
    return row | more


def _quotations() -> list[dict[str, Any]]:
    rows = []
    for number in range(ARTICLES):
        rows.append(_quotation(number, _direct(number), "direct", _name(number)))
        rows.append(_quotation(number, f"cost far less than town {number} had feared", "mixed", _name(number)))
    outer = _quotation(0, f"An old man told me ‘{NESTED}’ last night", "direct", _name(0))
    rows.append(outer)
    rows.append(_quotation(0, NESTED, "direct", None, nested_in=outer["quotation_id"]))
    rows.append(_quotation(0, "Nobody asked the fishermen of this town", "direct", None))
    rows.append(_quotation(1, _direct(0), "direct", _name(0)))
    return rows


def _quote_id(quotation: dict[str, Any]) -> int:
    return stable_id("quote", quotation["text"].lower(), quotation["speaker"])


def _occurrence(quotation: dict[str, Any], articles: dict[int, dict[str, Any]]) -> dict[str, Any]:
    article = articles[quotation["article_id"]]
    copied = ("quotation_id", "article_id", "text", "start", "end", "speaker_mention", "cue", "attribution_rule")
    return {
        **{name: quotation[name] for name in copied},
        "quote_id": _quote_id(quotation),
        "published_at": article["published_at"],
        "before": article["text"][max(0, quotation["start"] - 20) : quotation["start"]],
        "after": article["text"][quotation["end"] : quotation["end"] + 20],
        "match_type": "exact",
        "confidence": quotation["confidence"],
    }


def _quote(printings: list[dict[str, Any]], speaker: str) -> dict[str, Any]:
    dates = [printing["published_at"] for printing in printings]
    return {
        "quote_id": printings[0]["quote_id"],
        "text": printings[0]["text"],
        "canonical_key": printings[0]["text"].lower(),
        "kind": "direct",
        "speaker_id": stable_id("speaker", speaker),
        "speaker": speaker,
        "said_on": min(dates).date(),
        "said_on_source": "relative_day",
        "first_published": min(dates),
        "last_published": max(dates),
        "n_occurrences": len(printings),
        "n_articles": len({printing["article_id"] for printing in printings}),
        "n_publishers": len({printing["article_id"] for printing in printings}),
        "n_variants": 1,
        "confidence": 0.9,
        "cluster_method": "single" if len(printings) == 1 else "exact",
    }


def _speaker(name: str, quotes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "speaker_id": stable_id("speaker", name),
        "name": name,
        "type": "person",
        "aliases": [f"Councillor {name}"],
        "roles": ["councillor"],
        "roles_first_seen": [datetime(2024, 3, 1, tzinfo=UTC).date()],
        "roles_last_seen": [datetime(2024, 3, 9, tzinfo=UTC).date()],
        "n_quotes": len(quotes),
        "wikidata_id": f"Q{len(name)}",
    }


def _quote_rows(quotations: list[dict[str, Any]], occurrences: list[dict[str, Any]]) -> list[dict[str, Any]]:
    speakers = {row["quotation_id"]: row["speaker"] for row in quotations if row.get("speaker")}
    printings: dict[int, list[dict[str, Any]]] = {}
    for row in occurrences:
        printings.setdefault(row["quote_id"], []).append(row)
    return [_quote(rows, speakers[rows[0]["quotation_id"]]) for rows in printings.values()]


def _rejects(quotations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    unread = reject("ingest", "binary_file", "No text in it.", source_uri="news/picture.bin", member="")
    unnamed = [
        reject(
            "dedupe",
            "no_speaker",
            "no_candidate",
            excerpt=row["text"],
            quotation_id=row["quotation_id"],
            article_id=row["article_id"],
        )
        for row in quotations
        if not row.get("speaker")
    ]
    return [unread, *unnamed]


def make_world() -> dict[str, pl.DataFrame]:
    """Every table, consistent with the others and clean by every rule."""
    articles = [_article(number) for number in range(ARTICLES)]
    quotations = _quotations()
    by_id = {article["article_id"]: article for article in articles}
    occurrences = [_occurrence(row, by_id) for row in quotations if row.get("speaker")]
    quotes = _quote_rows(quotations, occurrences)
    names = [_name(number) for number in range(ARTICLES)]
    speakers = [_speaker(name, [quote for quote in quotes if quote["speaker"] == name]) for name in names]
    links = [
        {"quote_id_a": pair[0], "quote_id_b": pair[1], "kind": "contains", "evidence": "8 words", "score": 0.8}
        for name in names[:2]
        for pair in [sorted(quote["quote_id"] for quote in quotes if quote["speaker"] == name)[:2]]
    ]
    rows = {
        "documents": [_document(number) for number in range(ARTICLES)],
        "articles": articles,
        "removed_lines": [_removed(number) for number in range(ARTICLES)],
        "annotations": [_annotation(number) for number in range(ARTICLES)],
        "quotations": quotations,
        "quotes": quotes,
        "occurrences": occurrences,
        "speakers": speakers,
        "quote_links": links,
    }
    frames = {name: TABLES[name].from_rows(table) for name, table in rows.items()}
    return frames | {"rejects": rejects_frame(_rejects(quotations))}


@pytest.fixture
def world() -> dict[str, pl.DataFrame]:
    return make_world()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def facts() -> dict[str, int]:
    world = make_world()
    found = {f"{table}_found": world[table].height for table in ("articles", "quotations")}
    return {"inputs": ARTICLES + 1, **found, "earlier_quotes": 30, "ids_lost": 0, "unmatched_names": 0}


@pytest.fixture
def no_facts(facts: dict[str, int]) -> dict[str, int]:
    """The figures of a first run on nothing."""
    return dict.fromkeys(facts, 0)


@pytest.fixture
def empty_world() -> dict[str, pl.DataFrame]:
    return {name: table.empty() for name, table in TABLES.items()}


World = dict[str, pl.DataFrame]
Change = Callable[[World], World]
