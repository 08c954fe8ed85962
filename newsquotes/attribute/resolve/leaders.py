"""Leaders of states by their country: "the Kremlin boss" of an article that tells whose the troops are."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from newsquotes.attribute.lexicon import commanded_forces, countries, countries_by_seat, nationalities, state_leaders
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.speaker import Speaker
from newsquotes.attribute.roles import is_restricted, modifiers, role_head, tidy_role

_HEADS_OF_GOVERNMENT = ("prime minister", "first minister")


def leader_meant(ledger: Ledger, words: str) -> Speaker | None:
    """ "The Ruritanian president" is the one person whose troops the article speaks of, or whom its title names.

    Nobody who leads another state, and nobody when two persons might be meant.
    """
    country = _country_led(words)
    if country is None:
        return None
    rivals = {number for number, person in enumerate(ledger.names.persons) if _leads_another(person.roles, country)}
    for commanders in (_office_holders(ledger, country), _commanders(ledger), _title_subjects(ledger)):
        chosen = commanders - rivals
        if chosen:
            only = next(iter(chosen))
            return ledger.speaker_of(only, "nominal_resolved", tidy_role(words)) if len(chosen) == 1 else None
    return None


def _country_led(words: str) -> str | None:
    """The country, in lower case, whose leader a nominal names: "the Kremlin boss" -> "russia"; None for others."""
    leads = role_head(words) in state_leaders() or words.lower().endswith(_HEADS_OF_GOVERNMENT)
    if not leads or is_restricted(modifiers(words)):
        return None
    known = {country.lower() for country in countries()}
    parts = [re.sub(r"['’]s$", "", part) for part in words.split()]
    pairs = [*parts, *(" ".join(pair) for pair in pairwise(parts))]
    led = {country_of(part) for part in pairs if part[:1].isupper()} & known
    return next(iter(led)) if len(led) == 1 else None


def _leads_another(offices: Sequence[str], country: str) -> bool:
    """Whether one of a person's offices is to lead another country."""
    return any(led is not None and led != country for led in map(_country_led, offices))


def _office_holders(ledger: Ledger, country: str) -> set[int]:
    """The persons one of whose offices is to lead a country: its prime minister is its leader."""
    people = enumerate(ledger.names.persons)
    return {number for number, person in people if any(_country_led(office) == country for office in person.roles)}


def _commanders(ledger: Ledger) -> set[int]:
    """The persons whose troops or government the article speaks of: "Berg's troops"."""
    text = ledger.document.text
    owners = (mention for mention in ledger.names.mentions if mention.is_owner)
    return {owner.person for owner in owners if _commanded().match(text, owner.end, owner.end + 60)}


@cache
def _commanded() -> re.Pattern[str]:
    """What follows the owner of an army: "'s advancing troops"."""
    return re.compile(rf"['’]s?(?: [a-z-]+)?? (?:{'|'.join(sorted(commanded_forces()))})\b")


def _title_subjects(ledger: Ledger) -> set[int]:
    """The person whose name opens the article's title."""
    return {
        number
        for number, person in enumerate(ledger.names.persons)
        if re.match(rf"(?:{re.escape(person.full_name)}|{re.escape(person.name[-1])})\s[a-z]", ledger.document.title)
    }


def country_of(word: str) -> str:
    """The country that an adjective or capital stands for, in lower case, or the word itself."""
    written = word.capitalize()
    return (nationalities().get(written) or countries_by_seat().get(written) or word).lower()
