"""Relatives: whom "her brother" means, by the name that the article gives to somebody's brother."""

import re
from collections.abc import Sequence
from functools import cache

from newsquotes.attribute.document import Span
from newsquotes.attribute.lexicon import given_names, kin_words
from newsquotes.attribute.name_parts import name_run, parse_name
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.pronouns import antecedent
from newsquotes.attribute.resolve.speaker import Speaker
from newsquotes.attribute.resolve.words import GENDERED
from newsquotes.attribute.roles import tidy_role

_OWNED = re.compile(r"(?:[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Oo]ur)\s(?:[a-z]+\s)?(?P<kin>[a-z]+)(?:-in-law)?")


def relative_meant(ledger: Ledger, words: str, position: int) -> Speaker | None:
    """The one brother whom an article has named as somebody's before it says "her brother" again.

    "Ada Berg runs it with her cousin Tor Moe. “…,” her cousin said." Nobody when two cousins have been named.
    """
    owned = _OWNED.fullmatch(words)
    if owned is None or owned.group("kin") not in kin_words():
        return None
    named = _named(ledger, owned.group("kin"))
    if not named or named[0][1].start >= position or (len(named) > 1 and named[1][1].start < position):
        return None
    name, naming = named[0]
    if _is_of_another(ledger, Span(position, position + len(words)), naming):
        return None
    people = ledger.names.candidates(parse_name(name.split()).name)
    if len(people) == 1:
        return ledger.speaker_of(people[0], "nominal_resolved", tidy_role(words))
    is_given = not people and name in given_names()
    return Speaker(name, "person", tidy_role(words), "nominal_resolved") if is_given else None


def _named(ledger: Ledger, kin: str) -> Sequence[tuple[str, Span]]:
    """The names that the article gives to relatives of a kind, each once, with where it does so first."""
    if kin not in ledger.relatives:
        found: dict[str, Span] = {}
        for match in _named_as(kin).finditer(ledger.document.text):
            found.setdefault(match.group("name"), Span(*match.span()))
        ledger.relatives[kin] = list(found.items())
    return ledger.relatives[kin]


def _is_of_another(ledger: Ledger, mention: Span, naming: Span) -> bool:
    """Whether "her" of two mentions of a brother means two women, as far as the article tells."""
    owners = []
    for span in (mention, naming):
        whose = span.of(ledger.document.text).split()[0].lower()
        owner = antecedent(ledger, span.start, GENDERED[whose]) if whose in GENDERED else None
        owners.append(owner.person if isinstance(owner, Speaker) else None)
    return None not in owners and owners[0] != owners[1]


@cache
def _named_as(kin: str) -> re.Pattern[str]:
    """A relative with a name: "her brother Tor", "Berg's elder brother, Tor Moe"."""
    return re.compile(
        rf"(?:\b(?:[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Oo]ur|whose)|['’]s?)\s(?:[a-z]+\s)?{kin}(?:-in-law)?,?\s(?P<name>{name_run()})"
    )
