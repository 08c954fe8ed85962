"""Rules on the words beside a quotation, on plain documents without any parse."""

import pytest

from newsquotes.annotation import Annotation
from newsquotes.attribute.beside import (
    in_the_words_of,
    led_in,
    plain_clause_after,
    plain_clause_before,
    verdict_after,
)
from newsquotes.attribute.document import Document, make_document
from newsquotes.attribute.finding import Finding, Rule


def document_of(text: str) -> Document:
    start, end = text.index("“") + 1, text.index("”")
    row = {
        "quotation_id": 1, "start": start, "end": end, "kind": "direct", "quote_group": 1, "nested_in": None,
        "statement_start": None, "statement_end": None,
        "mention_start": None, "mention_end": None, "cue_start": None, "cue_end": None,
    }  # fmt: skip
    return make_document({"text": text, "authors": []}, Annotation.empty(0), [row])


def words_of(finding: Finding | None, text: str) -> tuple[str | None, str | None] | None:
    if finding is None:
        return None
    return tuple(span.of(text) if span else None for span in (finding.mention, finding.cue))


CASES = [
    (plain_clause_after, "“It is late,” said Ada Berg, a clerk focused on tides.", ("Ada Berg", "said")),
    (plain_clause_after, "“It is late,” said the harbour master Ada Berg.", ("Ada Berg", "said")),
    (plain_clause_after, "“It is late,” said well digger Ada Berg.", ("Ada Berg", "said")),
    (plain_clause_after, "“It is late,” said rope splicer Ada Berg, 50.", ("Ada Berg", "said")),
    (plain_clause_after, "“It is late,” said rope splicer Berg.", None),
    (plain_clause_after, "“It is late,” said of the splicer Ada Berg.", None),
    (plain_clause_after, "“It is late,” said he and splicer Ada Berg.", None),
    (plain_clause_after, "“Is it late?” Ada Berg (Lind), who sails, quietly asked.", ("Ada Berg", "asked")),
    (plain_clause_after, "“It is late,” the harbour master told us.", ("the harbour master", "told")),
    (plain_clause_after, "“It is late,” the editorial read.", ("the editorial", "read")),
    (plain_clause_after, "“It is late,” the forward told the club.", ("the forward", "told")),
    (plain_clause_after, "“It is late.” Ada Berg said the pier was shut.", None),
    (plain_clause_after, "“It is late,” Meanwhile said nobody.", None),
    (plain_clause_after, "“It is late,” Berg’s said.", None),
    (plain_clause_after, "“It is late,” said so many of us.", None),
    (plain_clause_before, "Ada Berg, who ran twice, tweeted in response: “It is late.”", ("Ada Berg", "tweeted")),
    (plain_clause_before, "As Ada Berg, of Lind, put it, “It is late.”", ("Ada Berg", "put it")),
    (plain_clause_before, "Ada Berg, who wrote ''The Pier,'' put it: “It is late.”", ("Ada Berg", "put it")),
    (plain_clause_before, "Because of the tide, explained Ada Berg, “it is late.”", ("Ada Berg", "explained")),
    (plain_clause_before, "Ada Berg, the No. 2 of the harbour, put it: “It is late.”", ("Ada Berg", "put it")),
    (
        plain_clause_before,
        "Ada Berg - in a voice like a rusty gate - declared: “It is late.”",
        ("Ada Berg", "declared"),
    ),
    (
        plain_clause_before,
        "Ada Berg, whose young son, Bo, fell in May, declared: “It is late.”",
        ("Ada Berg", "declared"),
    ),
    (plain_clause_before, "Hale Boats - which she founded - declared: “It is late.”", None),
    (plain_clause_before, "In an interview Ada Berg declared “It is late.”", ("Ada Berg", "declared")),
    (plain_clause_after, "“It is late.” Ada Berg said.", ("Ada Berg", "said")),
    (plain_clause_after, "“It is late.” Ada Berg nodded.", None),
    (plain_clause_after, "“It is late,” Ada Berg nodded.", ("Ada Berg", "nodded")),
    (plain_clause_before, "The harbour master wrote, “It is late.”", ("The harbour master", "wrote")),
    (plain_clause_before, "The pier in Lind said, “It is late.”", None),
    (plain_clause_before, "The windy day said, “It is late.”", None),
    (plain_clause_before, "Ada Berg left. “It is late.”", None),
    (led_in, "On Monday Ada Berg issued the following statement:\n\n“It is late.”", ("Ada Berg", "issued")),
    (led_in, "Then she made a promise:\n\n“It is late.”", ("she", "made")),
    (led_in, "Stated Ada Berg:\n\n“It is late.”", ("Ada Berg", "Stated")),
    (led_in, "The ferry sank at noon:\n\n“It is late.”", None),
    (led_in, "Ada Berg issued a statement.\n\n“It is late.”", None),
    (in_the_words_of, "It is, in Berg’s own words, “late”.", ("Berg", "Berg’s own words")),
    (verdict_after, "“It is late.” That was Ada Berg’s verdict on Tuesday.", ("Ada Berg", "verdict")),
    (verdict_after, "“It is late.”\n\nThose were the last words of Ada Berg.", ("Ada Berg", "words")),
    (verdict_after, "“It is late.” So says Ada Berg, a clerk.", ("Ada Berg", "says")),
    (verdict_after, "“It is late.” That was Ada Berg’s boat.", None),
    (in_the_words_of, "In a few words, “late”.", None),
]


@pytest.mark.parametrize(("rule", "text", "expected"), CASES)
def test_words_beside_a_quotation(rule: Rule, text: str, expected: tuple[str, str] | None) -> None:
    document = document_of(text)
    assert words_of(rule(document, document.quotations[0]), text) == expected
