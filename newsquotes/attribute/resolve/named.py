"""Mentions that hold a name: the person of the article who bears it, a thing, or a stranger of some kind."""

import re
from collections.abc import Sequence

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.kinds import kind_of_unknown
from newsquotes.attribute.lexicon import bare_titles, given_names, nationalities, organisation_words
from newsquotes.attribute.name_parts import ORGANISATION, PLACE, ROLE, Parsed, as_surname, fold_word, surname
from newsquotes.attribute.names import entity_at, speaks_of_it
from newsquotes.attribute.resolve.apposed import apposed_name
from newsquotes.attribute.resolve.heads import name_in
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.nominals import described_anew, resolve_nominal
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.resolve.surnames import bearer_of_surname, with_title
from newsquotes.attribute.resolve.words import bare_name, is_acronym, without_article
from newsquotes.attribute.roles import (
    apposed_role,
    ends_in_determiner,
    is_outlet,
    role_head,
    staff_role,
    tidy_role,
    title_gender,
)

_REACH = 60
_ENTITIES_OF_PLACE = ("GPE", "LOC", "FAC")
_ENTITIES_OF_THING = ("ORG", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW")
_APPOSED_ROLE = re.compile(r"\s*,\s+(?:\d{1,3},\s+)?([^,;:!?\n“”\"()—–]{3,110}?)(?=[,;:!?\n“”\"()—–]|\.(?:\s|$)|$)")


def resolve_named(ledger: Ledger, mention: Span) -> Answer | None:
    """The speaker of a mention that holds a name; None when its head is a common noun."""
    words = mention.of(ledger.document.text)
    found = name_in(words)
    if found is None:
        return apposed_name(ledger, mention)
    parsed, span = found
    beside = apposed_name(ledger, mention) if staff_role(words) is not None else None
    if beside is not None:
        return beside
    if words.lower().startswith("the ") and without_article(words) in nationalities():
        return described_anew(ledger, mention) or Speaker(words, "person", None, "nominal")
    if parsed.kind == ROLE:
        return apposed_name(ledger, mention) or _called_like_office(ledger, mention, span.end, parsed)
    if parsed.kind == PLACE and (bearer := _called_like_place(ledger, parsed)) is not None:
        return bearer
    if parsed.kind in (PLACE, ORGANISATION):
        kind = "place" if parsed.kind == PLACE else "organisation"
        return Speaker(bare_name(words), kind, None, kind)
    if _is_called_the(words, parsed):
        name = f"The {parsed.name[0]}" if is_outlet(words) else parsed.name[0]
        return Speaker(name, "organisation", None, "organisation")
    return _person(ledger, mention, Span(mention.start + span.start, mention.start + span.end), parsed)


def _called_like_office(ledger: Ledger, mention: Span, end: int, parsed: Parsed) -> Answer | None:
    """Somebody of the article whose surname looks like an office: "Dean" after "Ada Dean", not "the Dean"."""
    named = as_surname(parsed)
    people = ledger.names.candidates(named.name)
    is_surname = any(surname(ledger.names.persons[number].name) == fold_word(named.name[0]) for number in people)
    name = Span(mention.start + end - len(named.name[0]), mention.start + end)
    if not is_surname or ends_in_determiner(ledger.document.text[max(name.start - _REACH, 0) : name.start]):
        return None
    return _person(ledger, mention, name, named)


def _called_like_place(ledger: Ledger, parsed: Parsed) -> Answer | None:
    """The one person of the article whose given name is a city's as well: "Sofia" after "Sofia Berg"."""
    people = ledger.names.candidates(parsed.name) if parsed.name[0] in given_names() else []
    named = [number for number in people if ledger.names.persons[number].name[0] == " ".join(parsed.name)]
    return ledger.speaker_of(named[0], "short_name") if len(named) == 1 == len(people) else None


def _is_called_the(words: str, parsed: Parsed) -> bool:
    """Whether an article before a single name makes it no person's: "The Guardian", where a Nora Guardian is mayor."""
    is_bare = " ".join(words.split()).lower() == f"the {parsed.name[0].lower()}"
    return is_bare and parsed.name[0][:1].isupper() and not parsed.name[0].endswith("s")


def _person(ledger: Ledger, mention: Span, name: Span, parsed: Parsed) -> Answer:
    """The person of the article whom a name means, of several the one whom the surname means here."""
    people: Sequence[int] = ledger.names.candidates(parsed.name, title_gender(list(parsed.prefix)))
    role = _role_here(ledger.document, mention, name)
    how = "full_name" if len(parsed.name) > 1 else "short_name"
    if not people:
        return _stranger(ledger, mention, name, parsed, role)
    if len(people) > 1 and parsed.prefix:
        people = with_title(ledger, people, parsed.prefix[-1])
    if len(people) == 1:
        return ledger.speaker_of(people[0], how, role)
    chosen = bearer_of_surname(ledger, people, mention)
    if chosen is None:
        return Unresolved("ambiguous_surname")
    if sum(ledger.names.persons[number].first <= mention.start for number in people) > 1:
        how = "shared_surname"
        ledger.told_apart[surname(parsed.name)] = (mention.start, chosen)
        ledger.learn_gender(chosen, title_gender(list(parsed.prefix)))
    return ledger.speaker_of(chosen, how, role)


def _role_here(document: Document, mention: Span, name: Span) -> str | None:
    """The role that the mention itself or the apposition after it gives."""
    text = document.text
    before = tidy_role(text[mention.start : name.start])
    if before:
        return before
    match = _APPOSED_ROLE.match(text, name.end, name.end + 130)
    return apposed_role(match.group(1)) if match and not document.is_quoted(match.start(1)) else None


def _stranger(ledger: Ledger, mention: Span, name: Span, parsed: Parsed, role: str | None) -> Answer:
    """A name that is no known person's: by its title, by what the model calls it, by the words around it."""
    words = " ".join(parsed.name)
    token = ledger.document.token_at(name.start)
    if len(parsed.name) == 1 and token is not None and ledger.document.tokens.pos[token] == "NOUN":
        return resolve_nominal(ledger, mention)
    if _are_of_something(ledger, mention, words):
        return Speaker(mention.of(ledger.document.text), "group", None, "group")
    if any(word.lower().rstrip(".") in bare_titles() for word in parsed.prefix):
        return Speaker(words, "person", role, "full_name" if len(parsed.name) > 1 else "short_name")
    if _is_family(ledger, mention.of(ledger.document.text), words):
        return Speaker(mention.of(ledger.document.text), "group", None, "group")
    label = entity_at(ledger.document, name.end - 1)
    if label in _ENTITIES_OF_PLACE:
        return Speaker(words, "place", None, "place")
    if label in _ENTITIES_OF_THING or any(map(is_acronym, parsed.name)):
        return Speaker(bare_name(mention.of(ledger.document.text)), "organisation", None, "organisation")
    last = ledger.document.token_at(name.end - 1)
    is_plural = last is not None and ledger.document.tokens.tag[last] == "NNPS"
    if words.endswith("s") and (words[:-1] in nationalities() or (is_plural and not parsed.prefix)):
        return Speaker(words, "group", None, "group")
    kind = _kind_of_stranger(ledger, words, name.start, role or " ".join(parsed.prefix))
    return Speaker(words, kind, role if kind == "person" else None, "short_name" if kind == "person" else kind)


def _are_of_something(ledger: Ledger, mention: Span, name: str) -> bool:
    """Whether a name in the plural goes on: "the Friends of Ada Berg"."""
    last = ledger.document.token_at(mention.start + mention.of(ledger.document.text).find(name))
    goes_on = without_article(mention.of(ledger.document.text)).startswith(f"{name} of ")
    return goes_on and last is not None and ledger.document.tokens.tag[last] == "NNPS"


def _is_family(ledger: Ledger, words: str, name: str) -> bool:
    """Whether a mention is the plural of a surname of the article: "the Moes", "the Joneses"."""
    singular = (name.removesuffix("es"), name.removesuffix("s"))
    people = [number for one in singular if one != name for number in ledger.names.by_word.get(fold_word(one), ())]
    return words.lower().startswith("the ") and any(
        surname(ledger.names.persons[number].name) in map(fold_word, singular) for number in people
    )


def _kind_of_stranger(ledger: Ledger, name: str, position: int, office: str) -> str:
    """The kind of a name that is no known person's; promoters and publishers are often firms."""
    if name in ledger.names.organisations or (office and speaks_of_it(ledger.document.text, position + len(name))):
        return "organisation"
    head = role_head(office)
    if head is not None and head not in organisation_words():
        return "person"
    kind = kind_of_unknown(ledger.document.text, name, position)
    return "organisation" if head is not None and name.split()[0] not in given_names() else kind
