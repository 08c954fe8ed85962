"""Reporting words, read from `seeds/cue_verbs.csv` and `seeds/cue_nouns.csv`, with their inflected forms."""

import re
from dataclasses import dataclass
from functools import cache

from newsquotes.seeds import load_seed

_COLUMNS = ("lemma", "kind", "complements", "irregular")
_VOWELS = "aeiou"

SPEAKING = re.compile(r"\b(?:I|we|you|my|our|your|us|me)\b", re.IGNORECASE)
"""Words by which somebody speaks of himself or to another; a reporter does neither."""

BETWEEN_LISTED = re.compile(r",?\s+(?:and|or|but)\s+|,\s+")
"""What stands between two quotations of one list."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One reporting verb: its lemma (with its particle, if any), its kind and what it may take."""

    lemma: str
    kind: str
    complements: frozenset[str]
    forms: tuple[str, ...]

    @property
    def verb(self) -> str:
        """The lemma without its particle: `point` of `point out`."""
        return self.lemma.split()[0]

    @property
    def particle(self) -> str:
        """The particle of the lemma, or nothing."""
        return self.lemma.partition(" ")[2]

    def takes(self, complement: str) -> bool:
        """Whether the verb may take the complement (`quote`, `that`, `wh`, `to`, `as`, `object`, `hearer`)."""
        return complement in self.complements


def inflect(verb: str) -> tuple[str, ...]:
    """The regular forms of a verb: itself, -s, -ed, -ing.

    >>> inflect("reply")
    ('reply', 'replies', 'replied', 'replying')
    """
    if verb.endswith("e"):
        past, gerund = verb + "d", (verb if verb.endswith(("ee", "oe", "ye")) else verb[:-1]) + "ing"
    elif verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        past, gerund = verb[:-1] + "ied", verb + "ing"
    else:
        past, gerund = verb + "ed", verb + "ing"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        third = verb[:-1] + "ies"
    else:
        third = verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    return verb, third, past, gerund


@cache
def cue_verbs() -> dict[str, tuple[Cue, ...]]:
    """Every inflected form, in lower case, with the cues whose verb it may be."""
    forms: dict[str, list[Cue]] = {}
    for row in load_seed("cue_verbs", _COLUMNS):
        verb = row["lemma"].split()[0]
        inflected = (verb, *row["irregular"].split()) if row["irregular"] else inflect(verb)
        cue = Cue(row["lemma"], row["kind"], frozenset(row["complements"].split()), inflected)
        for form in dict.fromkeys(inflected):
            forms.setdefault(form, []).append(cue)
    return {form: tuple(cues) for form, cues in forms.items()}


@cache
def clause_cues() -> dict[str, bool]:
    """The words that may bring a reported clause, in lower case, and whether the word is more often a noun.

    They make a sentence worth parsing: forms of verbs that take a clause, and `according`.
    """
    forms = {"according": False}
    for form, cues in cue_verbs().items():
        for cue in cues:
            if cue.kind not in ("thought", "evidence", "voice") and not cue.particle and _takes_clause(cue):
                is_bare = form in (cue.verb, *inflect(cue.verb)[:2])
                forms[form] = cue.takes("noun") and is_bare
    return forms


@cache
def particles_of_clause_cues() -> dict[str, frozenset[str]]:
    """The forms of verbs that bring a reported clause with a particle, with the particles: `pointed` with `out`."""
    found: dict[str, set[str]] = {}
    for form, cues in cue_verbs().items():
        for cue in cues:
            if cue.kind not in ("thought", "evidence", "voice", "label") and cue.particle and _takes_clause(cue):
                found.setdefault(form, set()).add(cue.particle)
    return {form: frozenset(particles) for form, particles in found.items()}


@cache
def claim_nouns() -> frozenset[str]:
    """Nouns for something said."""
    return frozenset(row["noun"] for row in load_seed("claim_nouns", ("noun",)))


@cache
def colloquial_cues() -> frozenset[str]:
    """How speakers bring the words of others within a quotation: goes, was like."""
    return frozenset(row["cue"] for row in load_seed("colloquial_cues", ("cue",)))


@cache
def when_told() -> str:
    """A pattern of a time between the one who is told and what is told: “told me in March,”, “said to me that day,”."""
    words = "|".join(sorted(row["word"] for row in load_seed("telling_times", ("word",))))
    return rf"(?: (?:{words})(?: [\w’']+){{0,3}})?"


@cache
def view_nouns() -> frozenset[str]:
    """Nouns for what somebody holds, which those who speak about it say: in her view."""
    return frozenset(row["noun"] for row in load_seed("view_nouns", ("noun",)))


@cache
def inscription_nouns() -> frozenset[str]:
    """Things that bear words which nobody speaks: a sign, a banner."""
    return frozenset(row["noun"] for row in load_seed("inscription_nouns", ("noun",)))


def _takes_clause(cue: Cue) -> bool:
    """Whether the verb takes a clause, an infinitive or a question."""
    return not cue.complements.isdisjoint(("that", "to", "wh"))


_NAME = r"[^\W\d_][\w.’'-]*"
_LEAD = re.compile(rf"\s+({_NAME})(?:\s+({_NAME}))?(?:\s+({_NAME}))?(?:\s+({_NAME}))?")
_PRONOUNS = frozenset(("he", "she", "they", "i", "we", "it", "the", "a", "an"))


def attribution_follows(text: str, start: int, end: int) -> bool:
    """Whether the words at `start` attribute what stands before: he said, said Marlow, the old mayor added."""
    return attributing_cue(text, start, end) is not None


def attributing_cue(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the verb stands with which the words at `start` attribute what stands before them, if they do.

    Only verbs that may introduce quoted words count, after nothing but pronouns, articles and capitalised words, or
    first with a capitalised word or an article behind them.
    """
    lead = _LEAD.match(text, start, end)
    spans = [lead.span(place) for place in range(1, 5) if lead.group(place)] if lead else []
    words = [text[slice(*span)].rstrip(".'’-") for span in spans]
    for place, word in enumerate(words):
        is_cue = any(cue.takes("quote") and not cue.particle for cue in cue_verbs().get(word.lower(), ()))
        if is_cue and word.islower():
            after = words[place + 1] if len(words) > place + 1 else ""
            is_said = place > 0 or after[:1].isupper() or after.lower() in _PRONOUNS
            return (spans[place][0], spans[place][0] + len(word)) if is_said else None
        if not word[0].isupper() and word.lower() not in _PRONOUNS:
            return None
    return None
