"""Attribute: who says each quotation, by named rules in order of precision.

In come the quotations, articles and annotations of a batch; out go the same quotations, in the same order, with the
attribution columns filled. Nothing is learnt across articles, no model is loaded, nobody is named for standing near.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from newsquotes.annotation import Annotation
from newsquotes.attribute.carry import CARRY_RULES, Decision, Scene, addresses_itself, interviewee_of, narrator
from newsquotes.attribute.confidence import confidence_of
from newsquotes.attribute.cues import CLAUSE_RULES, EXPLICIT_RULES
from newsquotes.attribute.document import Document, Quotation, Span, make_document
from newsquotes.attribute.finding import Finding
from newsquotes.attribute.resolve import Resolver, Speaker, Unresolved
from newsquotes.schemas import QUOTATIONS

__all__ = ["AttributeConfig", "attribute_quotations"]

_EMPTY = Annotation.empty(0)
_UNSAID = "negated_or_hypothetical"


@dataclass(frozen=True, slots=True)
class AttributeConfig:
    """Settings of the stage.

    min_confidence: speakers below it are withheld (speaker null, rule `low_confidence`). The default withholds whoever
        is more likely wrong than right; 0 keeps all.
    """

    min_confidence: float = 0.5


def attribute_quotations(
    quotations: pl.DataFrame, articles: pl.DataFrame, annotations: pl.DataFrame, *, config: AttributeConfig
) -> pl.DataFrame:
    """The rows of `quotations`, same order, with speaker, mention, cue, role, rule and confidence.

    A quotation of an article that is not in `articles` keeps its row with rule `no_article`.
    """
    if quotations.is_empty():
        return quotations
    columns = articles.select("article_id", "title", "text", "authors")
    texts = {row["article_id"]: row for row in columns.iter_rows(named=True)}
    parses = {row["article_id"]: Annotation.from_row(row) for row in annotations.iter_rows(named=True)}
    rows = list(quotations.iter_rows(named=True))
    groups: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(row["article_id"], []).append(place)
    filled: list[dict[str, Any]] = [{} for _ in rows]
    for article_id, places in groups.items():
        own = sorted(places, key=lambda place: (rows[place]["start"], -rows[place]["end"]))
        article = texts.get(article_id)
        answers = (
            [_no_speaker("no_article")] * len(own)
            if article is None
            else _attribute_article(article, parses.get(article_id, _EMPTY), [rows[place] for place in own], config)
        )
        for place, answer in zip(own, answers, strict=True):
            filled[place] = {**rows[place], **answer}
    return QUOTATIONS.from_rows(filled)


def _attribute_article(
    article: Mapping[str, Any], annotation: Annotation, rows: Sequence[Mapping[str, Any]], config: AttributeConfig
) -> list[dict[str, Any]]:
    """The attribution columns of one article's quotations, which come in text order."""
    document = make_document(article, annotation, rows)
    resolver = Resolver.of(document)
    decisions = _explicit(document, resolver)
    scene = Scene(document, resolver, decisions, interviewee_of(document, resolver))
    unsaid = {quotation.group for quotation in document.quotations if decisions[quotation.place].rule == _UNSAID}
    for quotation in document.quotations:
        if decisions[quotation.place].rule in ("no_cue", "first_person"):
            # a part of what is denied or only announced is, too: “We close,” Berg will say. “All of us.”
            is_unsaid = quotation.group in unsaid
            decisions[quotation.place] = Decision(_UNSAID) if is_unsaid else _carried(scene, quotation)
    return [_columns(document, decision, config) for decision in decisions]


def _explicit(document: Document, resolver: Resolver) -> list[Decision]:
    """The decisions of the explicit rules, one for each quotation in order; mentions are resolved in text order."""
    found = {quotation.place: _first_finding(document, quotation) for quotation in document.quotations}
    findings = {place: answer[1] for place, answer in found.items() if answer is not None}
    speakers = resolver.resolve_all(findings)
    return [
        _decision(answer[0], answer[1], speakers[quotation.place], document.text)
        if (answer := found[quotation.place]) is not None
        else Decision("no_cue" if quotation.nested_in is None else "nested_no_cue")
        for quotation in document.quotations
    ]


def _first_finding(document: Document, quotation: Quotation) -> tuple[str, Finding] | None:
    """The first explicit rule that finds something, by name, with what it found."""
    for rule in EXPLICIT_RULES:
        finding = rule(document, quotation)
        if finding is not None and not (rule in CLAUSE_RULES and _lies_within(finding, quotation)):
            return rule.__name__, finding
    return None


def _lies_within(finding: Finding, quotation: Quotation) -> bool:
    """Whether a clause that attributes words within an answer was read for the whole: “My aunt said, ‘Go.’ I went.”"""
    cue = finding.cue
    return cue is not None and quotation.kind == "direct" and quotation.span.start <= cue.start < quotation.span.end


def _decision(rule: str, finding: Finding, answer: Speaker | Unresolved, text: str) -> Decision:
    answer = _whole_group(finding, answer, text)
    if isinstance(answer, Unresolved):
        return Decision(answer.reason, None, finding.mention, finding.cue, finding.addressee)
    return Decision(rule, answer, answer.named_at or finding.mention, finding.cue, finding.addressee)


def _whole_group(finding: Finding, answer: Speaker | Unresolved, text: str) -> Speaker | Unresolved:
    """Several people with the clause that tells which ones, which alone makes a group of "those"."""
    if finding.whole is None or finding.mention is None:
        return answer
    if isinstance(answer, Unresolved):
        is_open = answer.reason == "unresolved_pronoun" and finding.mention.of(text).lower() == "those"
        return Speaker(finding.whole.of(text), "group", None, "group", named_at=finding.whole) if is_open else answer
    is_same = answer.person is None and answer.name == finding.mention.of(text)
    return replace(answer, name=finding.whole.of(text), named_at=finding.whole) if is_same else answer


def _carried(scene: Scene, quotation: Quotation) -> Decision:
    """The decision of the first carrying rule that applies, else none."""
    rules = CARRY_RULES if scene.decided(quotation).rule == "no_cue" else (narrator,)
    for rule in rules:
        decision = rule(scene, quotation)
        if decision is not None and not addresses_itself(scene.document, quotation, decision):
            return decision
    return scene.decided(quotation)


def _columns(document: Document, decision: Decision, config: AttributeConfig) -> dict[str, Any]:
    """The attribution columns of a decision."""
    speaker = decision.speaker
    confidence = confidence_of(decision.rule, speaker.how) if speaker else 0.0
    if speaker and confidence < config.min_confidence:
        speaker, confidence, rule = None, 0.0, "low_confidence"
    else:
        rule = decision.rule
    return {
        **_span_columns(document, "speaker_mention", "mention", decision.mention),
        **_span_columns(document, "cue", "cue", decision.cue),
        "speaker": speaker.name if speaker else None,
        "speaker_role": speaker.role if speaker else None,
        "speaker_type": speaker.type if speaker else None,
        "addressee": decision.addressee.of(document.text) if decision.addressee else None,
        "attribution_rule": rule,
        "confidence": confidence,
    }


def _span_columns(document: Document, text_column: str, prefix: str, span: Span | None) -> dict[str, Any]:
    return {
        text_column: span.of(document.text) if span else None,
        f"{prefix}_start": span.start if span else None,
        f"{prefix}_end": span.end if span else None,
    }


def _no_speaker(reason: str) -> dict[str, Any]:
    return {"attribution_rule": reason, "confidence": 0.0}
