"""Which verbs have said their words already, so that a clause behind them is no report: “Go,” she said as it rang."""

from newsquotes.annotation import QUOTE_POS
from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.grammar import SUBJECTS
from newsquotes.extract.reported.report import Report

_ENDS = frozenset(",.?!—–-…")
_BEFORE_VERB = frozenset((*SUBJECTS, "aux", "auxpass", "advmod"))


def is_spent(reading: Reading, verb: int, report: Report) -> bool:
    """Whether a clause behind a verb is only what went on while quoted words before it were said.

    “We pay,” Wren said stirring her tea; “Go,” said the baker, who as ever wept. Not where a “that” opens the
    clause, nor where it lies before the verb or around it.
    """
    notes = reading.annotation
    start = report.statement[0]
    if start < notes.end[verb] or reading.text.startswith("that ", start) or reading.word(verb + 1) == ":":
        return False
    before = _first_of_attribution(reading, verb) - 1
    while before >= 0 and notes.pos[before] == "PUNCT":
        before -= 1
    is_said = before >= 0 and notes.pos[before] == QUOTE_POS and notes.head[before] == verb
    return is_said and _is_closed(reading, before)


def _first_of_attribution(reading: Reading, verb: int) -> int:
    """The first word of a verb of saying with the subject and the adverbs before it."""
    notes = reading.annotation
    parts = (child for child in reading.children[verb] if child < verb and notes.dep[child] in _BEFORE_VERB)
    return min((reading.extents[part][0] for part in parts if notes.pos[part] != QUOTE_POS), default=verb)


def _is_closed(reading: Reading, quote: int) -> bool:
    """Whether quoted words end as a whole quotation does, with a mark before or right behind their closing mark."""
    end = reading.annotation.end[quote]
    inner = reading.text[reading.annotation.start[quote] : end].rstrip("”\"'’» ")
    return inner[-1:] in _ENDS or reading.text[end : end + 1] == ","
