"""What the parse says of one token: its subject, its form, its agent, the phrase around it."""

import re

from newsquotes.annotation import QUOTE_POS
from newsquotes.extract.reading import Reading

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
RELATIVES = frozenset(("who", "which", "that", "whom"))
_NOT_OF_A_NAME = frozenset(("appos", "relcl", "acl", "punct", "cc", "conj", "parataxis", "advcl"))
_NO_NAME = re.compile(r"[\W_]+$|['’]\w{1,2}$")
VERBS = frozenset(("VERB", "AUX"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_HAVE = frozenset(("has", "have", "had"))
TOLD = frozenset(("VBD", "VBZ", "VBP", "VBG", "VBN"))
COMPLETES = frozenset(("dobj", "ccomp", "xcomp", "attr", "acomp", "oprd"))


def has_subject_before(reading: Reading, token: int) -> bool:
    """Whether a subject of the verb stands before it."""
    dep = reading.annotation.dep
    return any(dep[child] in SUBJECTS and child < token for child in reading.children[token])


def has_finite_verb(reading: Reading, start: int, end: int) -> bool:
    """Whether a finite verb stands in a span of the text."""
    tags = reading.annotation.tag[reading.token_at(start) : reading.token_at(end)]
    return not FINITE.isdisjoint(tags)


def is_alike(reading: Reading, one: int, other: int) -> bool:
    """Whether two verbs have the same form, so that they may share a subject."""
    tags = reading.annotation.tag
    return form_of(reading, one) == form_of(reading, other) or tags[one] == tags[other] == "VBG"


def is_perfect_of(reading: Reading, token: int, other: int) -> bool:
    """Whether a verb may share the `has` of another: has warned the port … and insisted."""
    notes = reading.annotation
    is_perfect = any(notes.dep[child] == "aux" and reading.word(child) in _HAVE for child in reading.children[other])
    has_own = any(notes.dep[child] in ("aux", "auxpass") for child in reading.children[token])
    return is_perfect and not has_own and notes.tag[other] == "VBN" and notes.tag[token] in ("VBN", "VBD")


def form_of(reading: Reading, token: int) -> str:
    """What makes a verb finite: the tag of its first auxiliary, or its own."""
    notes = reading.annotation
    first = next((child for child in reading.children[token] if notes.dep[child] in ("aux", "auxpass")), token)
    return notes.tag[first]


def has_subject(reading: Reading, token: int) -> bool:
    """Whether the verb has a subject of its own."""
    return any(reading.annotation.dep[child] in SUBJECTS for child in reading.children[token])


def extent_without_cue(reading: Reading, child: int, cue: int) -> tuple[int, int]:
    """The characters of a clause, on its side of the cue."""
    notes = reading.annotation
    first, last = reading.extents[child]
    if first <= cue <= last:
        first, last = (cue + 1, last) if child > cue else (first, cue - 1)
    return notes.start[first], notes.end[last]


def agent_of(reading: Reading, token: int) -> int | None:
    """The noun after `by` of a passive verb."""
    notes = reading.annotation
    by = next((child for child in reading.children[token] if notes.dep[child] == "agent"), None)
    if by is None:
        return None
    return next((child for child in reading.children[by] if notes.dep[child] == "pobj"), None)


def noun_phrase(reading: Reading, token: int) -> tuple[int, int] | None:
    """The characters of a noun with what belongs to its name: no apposition, no relative clause."""
    notes = reading.annotation
    if notes.pos[token] == QUOTE_POS or _NO_NAME.match(reading.word(token)):
        return None
    first = last = token
    for child in reading.children[token]:
        if notes.dep[child] in _NOT_OF_A_NAME:
            if child > token:
                break
            continue
        low, high = reading.extents[child]
        first, last = min(first, low), max(last, high)
    return notes.start[first], notes.end[last]
