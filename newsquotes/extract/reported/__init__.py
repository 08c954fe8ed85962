"""Reported clauses: what a reporting word introduces, read from the parse.

A report is a cue with the clause that it reports and, where the grammar names one, the speaker. Each rule looks at one
token; the first rule that finds a report wins. Whether the clause holds quoted words is not asked here.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from newsquotes.extract.cues import claim_nouns, cue_verbs, view_nouns
from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.around import (
    ACCORDING,
    according_to,
    as_reported,
    fronted_clause,
    in_view,
    per_source,
)
from newsquotes.extract.reported.clauses import (
    interrupted_by_cue,
    reported_clause,
    reported_gerund,
    reported_infinitive,
    reported_question,
)
from newsquotes.extract.reported.edges import shape
from newsquotes.extract.reported.grammar import VERBS
from newsquotes.extract.reported.misread import (
    clause_after_that,
    clause_around_commas,
    clause_before_attribution,
    gapped_clause,
    interrupted_by_inverted_cue,
    interrupted_by_misread_cue,
    misread_clause,
)
from newsquotes.extract.reported.naming import claim, is_written, label
from newsquotes.extract.reported.parts import parts
from newsquotes.extract.reported.report import Report, Rule
from newsquotes.extract.reported.spent import is_spent
from newsquotes.extract.reported.unsaid import is_unsaid
from newsquotes.extract.reported.views import spoken_views

RULES: tuple[Rule, ...] = (
    according_to,
    per_source,
    interrupted_by_inverted_cue,
    interrupted_by_cue,
    interrupted_by_misread_cue,
    reported_clause,
    fronted_clause,
    reported_infinitive,
    reported_question,
    label,
    as_reported,
    reported_gerund,
    clause_around_commas,
    clause_after_that,
    misread_clause,
    clause_before_attribution,
    gapped_clause,
)
NOUN_RULES: tuple[Rule, ...] = (claim, in_view)
PHRASES = frozenset((according_to.__name__, per_source.__name__))


def find_reports(reading: Reading) -> list[Report]:
    """The reports of one article, in order of their clauses; of two that overlap, the one that holds the other.

    What is not said after all (`is_said` is False) gives way to what is.
    """
    found = [part for report in _candidates(reading) for part in parts(reading, shape(reading, report))]
    found = [report for report in spoken_views(reading, found) if report.statement[0] < report.statement[1]]
    found.sort(key=lambda report: (report.statement[0], -report.statement[1], report.cue or (0, 0)))
    said = _outermost(report for report in found if report.is_said)
    return sorted((*said, *_apart_from(said, [report for report in found if not report.is_said])), key=_place)


def _place(report: Report) -> tuple[int, int]:
    return report.statement


def _outermost(reports: Iterable[Report]) -> list[Report]:
    """The reports, in order of their clauses, that no earlier one overlaps."""
    kept: list[Report] = []
    for report in reports:
        if not kept or report.statement[0] >= kept[-1].statement[1]:
            kept.append(report)
    return kept


def _apart_from(said: list[Report], unsaid: list[Report]) -> Iterator[Report]:
    """Those of `unsaid` that overlap none of `said`; both are in order of their clauses."""
    for report in _outermost(unsaid):
        place = bisect_left(said, report.statement[1], key=lambda other: other.statement[0]) - 1
        if place < 0 or said[place].statement[1] <= report.statement[0]:
            yield report


def _candidates(reading: Reading) -> Iterator[Report]:
    """The first report that a rule finds for each token."""
    for token in _cue_tokens(reading):
        is_noun = reading.annotation.pos[token] == "NOUN"
        if not is_noun and is_written(reading, token):
            continue
        report = next(filter(None, (rule(reading, token) for rule in (NOUN_RULES if is_noun else RULES))), None)
        if report is not None and not is_spent(reading, token, report):
            is_said = is_noun or report.rule in PHRASES or not is_unsaid(reading, token)
            yield report if is_said else replace(report, is_said=False)


def _cue_tokens(reading: Reading) -> list[int]:
    """The verbs that may report, `according` and the nouns for something said."""
    verbs, nouns = cue_verbs().keys(), claim_nouns() | view_nouns()
    tokens = enumerate(zip(reading.annotation.pos, reading.annotation.lemma, reading.words, strict=True))
    return [
        token
        for token, (pos, lemma, word) in tokens
        if lemma in ACCORDING or word == "per" or (pos in VERBS and word in verbs) or (pos == "NOUN" and lemma in nouns)
    ]
