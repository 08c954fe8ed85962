"""Why a page was cleaned as it was: every line with what it is taken for, by which rule.

In: one row of `documents`. Out: `ExplainedLine` values in page order, body text and removed lines alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsquotes.clean import CleanConfig, read_document
from newsquotes.clean.page import Piece


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line of a page: `label` is `body` for text of article `part`, else what it was removed as, by `rule`.

    Text that no reader of the page sees has where it was read as its rule: `linked_data`.

    `number` counts the lines of the payload from 1 (for HTML, those of its visible text); 0 where it is unknown.
    """

    number: int
    label: str
    rule: str
    score: float | None
    part: int | None
    text: str


def explain_document(document: Mapping[str, Any], *, config: CleanConfig) -> list[ExplainedLine]:
    """Every line of the document that shows something."""
    reading = read_document(document, config)
    page = reading.page
    rule = "" if reading.text_source == "page" else reading.text_source
    explained = [
        ExplainedLine(
            line.number, line.removal.label, line.removal.rule, line.removal.score, line.part, line.text.strip()
        )
        for line in page.removed
        if line.text.strip()
    ]
    for piece in page.pieces:
        explained += _body(piece, rule)
    return sorted(explained, key=lambda line: line.number)


def _body(piece: Piece, rule: str) -> list[ExplainedLine]:
    """The paragraphs of a piece; one whose line is unknown stands where the one before it does."""
    lines, number = [], 0
    for found, text in zip(piece.line_numbers, piece.text.split("\n\n"), strict=bool(piece.text)):
        number = found or number
        lines.append(ExplainedLine(number, "body", rule, None, piece.part, text))
    return lines
