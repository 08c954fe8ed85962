"""Quotations in plain texts, in one call: rows in order, offsets into each text as given."""

from newsquotes.schemas import QUOTATIONS
from newsquotes.texts import quotations_in

TEXTS = [
    "  The bridge will open in May, the mayor, Ottoline Brask, said. “It will hold,” she said.",
    "",
    "Nobody spoke.",
    "“The ferry is late,” said Joren Vael. Vael said the crew was tired.",
]


def test_each_quotation_stands_where_it_says_and_names_its_speaker() -> None:
    found = quotations_in(TEXTS)
    rows = [(row["text_no"], row["kind"], row["speaker"], row["text"]) for row in found.to_dicts()]
    assert rows == [
        (0, "indirect", "Ottoline Brask", "The bridge will open in May"),
        (0, "direct", "Ottoline Brask", "It will hold"),
        (3, "direct", "Joren Vael", "The ferry is late"),
        (3, "indirect", "Joren Vael", "the crew was tired"),
    ]
    assert all(TEXTS[row["text_no"]][row["start"] : row["end"]] == row["text"] for row in found.to_dicts())
    assert found.columns == ["text_no", *QUOTATIONS.empty().columns]


def test_only_the_kinds_asked_for() -> None:
    assert set(quotations_in(TEXTS, kinds=["direct"])["kind"]) == {"direct"}


def test_the_same_text_twice_is_two_texts() -> None:
    assert quotations_in([TEXTS[3], TEXTS[3]], kinds=["direct"])["text_no"].to_list() == [0, 1]


def test_no_texts_give_no_rows() -> None:
    assert quotations_in([]).is_empty()
