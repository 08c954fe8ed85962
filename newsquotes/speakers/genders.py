"""The gender of a speaker, as far as articles give it away.

The entries of one speaker in, the gender and how it is known out. Where words of one kind disagree, nothing is known.
"""

from collections.abc import Callable, Iterable, Sequence

from newsquotes.attribute.lexicon import roles
from newsquotes.speakers.entries import Entry
from newsquotes.speakers.names import folded, given_genders, person_name, printed_gender

_KNOWN = frozenset(("female", "male"))
_PRONOUNS = {"he": "male", "she": "female"}

Genders = Iterable[str]


def by_title(group: Sequence[Entry]) -> Genders:
    """What stands before the name: `Mrs. Elm`; but not before that of somebody else, as in `an aide of Mrs. Elm`."""
    return (printed_gender(name) for entry in group if entry.is_named for name in (entry.name, *entry.mentions))


def by_given_name(group: Sequence[Entry]) -> Genders:
    """The gender that most bearers of the given name have; of a name for either nothing."""
    persons = (person_name(entry.name) for entry in group if entry.is_named)
    return (given_genders().get(person.given, "") for person in persons if person)


def by_noun(group: Sequence[Entry]) -> Genders:
    """The noun that stands for somebody without a name: `a spokeswoman`; `King` alone may be a surname."""
    phrases = (entry.name for entry in group if not entry.is_named and (" " in entry.name or entry.name.islower()))
    return (roles().get(word, "") for phrase in phrases for word in folded(phrase).split())


def by_pronoun(group: Sequence[Entry]) -> Genders:
    """The pronoun that stands for the speaker where an article says `she said`."""
    return (_PRONOUNS.get(mention.lower(), "") for entry in group for mention in entry.mentions)


EVIDENCE: dict[str, Callable[[Sequence[Entry]], Genders]] = {
    "title": by_title,
    "given_name": by_given_name,
    "noun": by_noun,
    "pronoun": by_pronoun,
}
"""How a gender is known, the surest first."""


def gender_of(group: Sequence[Entry]) -> tuple[str | None, str | None]:
    """The gender of a person, female or male, and the kind of evidence; two nulls where no evidence tells."""
    if any(entry.type != "person" for entry in group):
        return None, None
    for kind, evidence in EVIDENCE.items():
        found = sorted(_KNOWN.intersection(evidence(group)))
        if found:
            return (found[0], kind) if len(found) == 1 else (None, None)
    return None, None
