"""Organisations by a common noun, documents that speak, and whoever stands behind figures."""

import re
from dataclasses import replace

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.lexicon import business_words, institution_words, organisation_words, places
from newsquotes.attribute.name_parts import ORGANISATION, parse_name, run_pattern
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.resolve.words import is_acronym, last_word, without_article
from newsquotes.attribute.roles import is_outlet

_PARAGRAPHS_BACK = 4


def resolve_organisation(ledger: Ledger, mention: Span) -> Speaker:
    """ "the ministry" is the one ministry that the article names, "the company" the firm that has just spoken.

    Else it is the words themselves.
    """
    words = mention.of(ledger.document.text)
    if (apposed := _apposed_organisation(ledger.document, mention)) is not None:
        return apposed
    last = last_word(words)
    named = ledger.names.organisations_by_word.get(last, ())
    is_bare = words.lower().startswith("the ") and len(words.split()) == 2
    if (
        is_bare
        and len(named) == 1
        and (last in institution_words() or _was_just_named(ledger.document, named[0], mention))
    ):
        return Speaker(named[0], "organisation", None, "nominal_resolved")
    if last in business_words() and words.lower() == f"the {last}" and (firm := _firm_of(ledger, mention.start)):
        return replace(firm, how="nominal_resolved")
    return Speaker(without_article(words), "organisation", None, "organisation")


def _apposed_organisation(document: Document, mention: Span) -> Speaker | None:
    """The name between commas right after what it is: "The firm, Hale Ferries, said"."""
    run = run_pattern().match(document.text, mention.end + 2)
    if run is None or not document.text.startswith(", ", mention.end) or not document.text.startswith(",", run.end()):
        return None
    is_known = parse_name(run.group().split()).kind == ORGANISATION or is_acronym(run.group())
    return Speaker(run.group(), "organisation", None, "organisation", named_at=Span(*run.span())) if is_known else None


def _was_just_named(document: Document, name: str, nominal: Span) -> bool:
    """Whether "the agency" takes up the Tide Agency of the same sentence or the one before; it may mean any other."""
    words = name.lower().split()
    if len(words) < 2 or words[-1] != last_word(nominal.of(document.text)):
        return False
    number = max(document.sentence_of(nominal.start) - 1, 0)
    return document.text.find(name, document.sentence_span(number).start, nominal.start) >= 0


def _firm_of(ledger: Ledger, position: int) -> Speaker | None:
    """The named organisation that spoke last, at most some paragraphs before, when nothing says it is no firm."""
    paragraph = ledger.document.paragraph_of(position)
    for place, speaker in reversed(ledger.things):
        if paragraph - ledger.document.paragraph_of(place) > _PARAGRAPHS_BACK:
            return None
        if place < position and speaker.type in ("organisation", "place"):
            words = {word.lower() for word in speaker.name.split()}
            is_named = speaker.name[:1].isupper() and speaker.how in ("organisation", "pronoun", "nominal_resolved")
            other = is_outlet(speaker.name) or words & organisation_words() - business_words()
            return speaker if is_named and speaker.type == "organisation" and not other else None
    return None


def resolve_statement(words: str) -> Speaker:
    """A document that speaks for itself: "the report"."""
    return Speaker(without_article(words), "organisation", None, "statement")


def source_of_figures(words: str) -> Answer:
    """ "Harbour Board data": whoever gathered them speaks; "the port's records" speak as a document does.

    Plain "data" and "reports" are nobody's words.
    """
    after = re.search(r"\b(?:from|by) (?=(?:the )?[A-Z])(.+)$", words)
    before = re.match(r"(?:[Tt]he )?([A-Z]\S*(?: [A-Z]\S*)*) [a-z]+$", words)
    source = without_article(after.group(1)) if after else before.group(1) if before else ""
    is_named = after or is_acronym(source) or parse_name(source.split()).kind == ORGANISATION
    if not source or not is_named or source in places():
        return resolve_statement(words) if " " in words else Unresolved("nobody_speaks")
    return Speaker(source, "organisation", None, "organisation")
