"""Reports for quoted words that the parser ties to no cue, read from the words around them."""

import re
from dataclasses import replace
from itertools import islice

from newsquotes.annotation import QUOTE_POS
from newsquotes.extract.cues import BETWEEN_LISTED, attributing_cue, cue_verbs
from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.edges import MAX_GAP, after_link
from newsquotes.extract.reported.grammar import VERBS
from newsquotes.extract.reported.naming import is_nobodys
from newsquotes.extract.reported.report import Report, trim
from newsquotes.extract.reported.saying import holds_cue
from newsquotes.extract.reported.speaker import report_of
from newsquotes.extract.reported.unsaid import is_unsaid

MAX_LEAD_WORDS = 8
MAX_COMMAS = 4
MAX_TO_CUE = 240
_COMMA = re.compile(r",[”’\"']{0,2}|['’]{2}")


def quoted_after_cue(reading: Reading, quote: int) -> Report | None:
    """A report for quoted words that the parser ties to no cue, from the verb of saying close before them.

    He predicted viewers “will be uneasy” gives the words from the verb to the closing mark.
    """
    found = reading.sentence_of_quote.get(quote)
    folded = reading.token_of_quote.get(quote)
    if found is None or folded is None:
        return None
    notes = reading.annotation
    for token in range(folded - 1, max(-1, folded - 2 - MAX_GAP), -1):
        if notes.start[token] < found.sentence.start or notes.pos[token] == QUOTE_POS:
            return None
        if _is_breaking(reading, token) or _leads_up(reading, token, folded):
            return None
        if _may_quote(reading, token, folded):
            start = _after_hearer(reading, token, folded)
            end = reading.quotes[_last_beside(reading, quote)].outer_end
            report = report_of(reading, token, (start, end), "quoted_after_cue")
            return replace(report, is_said=not is_unsaid(reading, token))
    return None


def _last_beside(reading: Reading, quote: int) -> int:
    """The last of the quotations that are listed with one: “late” and “dark”."""
    last = reading.sentence_of_quote[quote].last - 1
    while quote < last:
        between = reading.quotes[quote].outer_end, reading.quotes[quote + 1].outer_start
        if not BETWEEN_LISTED.fullmatch(reading.text, *between):
            break
        quote += 1
    return quote


def _after_hearer(reading: Reading, cue: int, folded: int) -> int:
    """Where the words behind a verb of saying start to be what is said: told the crew at dawn | that it was “late”.

    So is `to` right before the quoted words: told the crew | to “go home”.
    """
    notes = reading.annotation
    for place in range(cue + 1, folded):
        if notes.pos[place] in VERBS:
            break
        if reading.word(place) == "that" and notes.tag[place] == "IN":
            return notes.start[place]
    may_order = any(verb.takes("to") for verb in cue_verbs().get(reading.word(cue), ()))
    is_order = may_order and reading.word(folded - 1) == "to"
    return notes.start[folded - 1] if is_order else notes.end[cue]


def clause_around_words(reading: Reading, quote: int) -> Report:
    """The clause that quoted words are part of, with the attribution that ends its sentence if one does.

    “He is “very good at nothing much at all”, says the mayor” gives the words up to the closing mark.
    """
    span = reading.quotes[quote]
    found = reading.sentence_of_quote[quote]
    start = after_link(reading, found.sentence.start, span.outer_start)
    commas = _COMMA.finditer(reading.text, span.end - 1, min(found.sentence.end, span.outer_end + MAX_TO_CUE))
    for comma in islice(commas, MAX_COMMAS):
        cue = attributing_cue(reading.text, comma.end(), found.sentence.end)
        if cue is not None:
            return Report(cue, trim(reading, start, max(span.outer_end, comma.start())), None, "clause_around_words")
    if len(reading.text[start : min(start + MAX_TO_CUE, span.outer_start)].split()) > MAX_LEAD_WORDS:
        start = span.outer_start
    return Report(None, (start, span.outer_end), None, "clause_around_words")


def _may_quote(reading: Reading, token: int, folded: int) -> bool:
    """Whether a token is a verb of saying that somebody says the quoted words with."""
    is_verb = reading.annotation.tag[token].startswith("V") and holds_cue(reading.word(token))
    if not is_verb or reading.text.endswith("-", 0, reading.annotation.start[token]):  # a self-described “poet”
        return False
    return not (_does_else(reading, token, folded) or is_nobodys(reading, token))


def _does_else(reading: Reading, token: int, folded: int) -> bool:
    """Whether the words belong to something done that the verb only goes with: he began digging a “trench”."""
    notes = reading.annotation
    return any(
        notes.dep[child] == "xcomp" and notes.tag[child] == "VBG" and token < child < folded
        for child in reading.children[token]
    )


def _leads_up(reading: Reading, token: int, folded: int) -> bool:
    """Whether a verb governs no more than words before the main clause: asked about it, she judged it “late”."""
    notes = reading.annotation
    is_led = notes.dep[token] == "advcl" and notes.head[token] > token
    return is_led and reading.extents[token][1] < folded


def _is_breaking(reading: Reading, token: int) -> bool:
    """Whether a token ends what a verb before it can govern."""
    return reading.annotation.pos[token] == "PUNCT" and reading.word(token) in (";", ":", "—", "–", ".")
