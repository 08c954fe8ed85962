"""What a printed speaker is read as: the name in it, and the type that the name itself gives away.

A name as an article's attribution gives it and its type in, the same two out; nothing here knows other names.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

import ftfy

from newsquotes.attribute.lexicon import (
    abbreviations,
    bare_titles,
    nationalities,
    organisation_words,
    places,
    roles,
    statement_nouns,
    titles,
)
from newsquotes.extract.cues import cue_verbs
from newsquotes.seeds import load_seed
from newsquotes.speakers.descriptions import is_crowd, is_noun_for_somebody, is_thing
from newsquotes.speakers.names import (
    POSSESSIVE,
    common_nouns,
    folded,
    generic_words,
    given_genders,
    is_description,
    is_initial,
    is_unnamed,
    legal_forms,
    particles,
    printed_gender,
    suffixes,
)
from newsquotes.speakers.offices import office_of
from newsquotes.word_lists import function_words, nobody_words

_DEBRIS = re.compile(r"^[^\w(]+|[<>*|,;:“\"]+$")
_OWNER = re.compile(r"^(?:[A-Z0-9]\S*\s+|of\s+)*[A-Z]\S*?(?:['’]s|s['’])\s+(?=\S+\s+\S)")
_SEAT = re.compile(r",\s*[A-Z]{1,3}[-–][A-Z][\w.]*$")
_TO_A_NOUN = re.compile(r"^\w+-[a-z]{4,}$")
_MIN_NAME, _MAX_NAME = 2, 4
_DEPARTMENTAL = frozenset(("of", "for", "on"))
_CUT_OFF = re.compile(r"\s+(?:to|for|with|of|by|at|in|from|on|under|during)\s+(?:[A-Z]\w+\s+)?(\w+)\.?$")
_CLAUSE = re.compile(
    r"^(?:who|whom|whose|which|that|although|because|has|have|had|is|was|were|will|served|you|he|she)\b"
)
_BEING = re.compile(
    r"^(?:although\s+|who\s+(?:is|was|served\s+as|works\s+as)\s+(?:now\s+)?(?:an?\s+|the\s+)?(?!\w+ed\b))"
)
_MARKUP = re.compile(r"^.*\">")
_PAST = "ed"
_GERUND = re.compile(r"[A-Z][a-z]{3,}ing")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:[a-z]{2,4}|news)")
_INITIAL_INSIDE = re.compile(r"[A-Z][\w'’-]+ (?:[A-Z]\. ?)+[A-Z][\w'’-]+(?: [JS]r\.?)?")
_NUMBERED = re.compile(r"\s\d+$")
_THE = re.compile(r"^[Tt]he\s+")
_WHERE = re.compile(r"\s+(of|on|in|at|from|during|after)\s+(?=[A-Z\d])")
_ANY_SURNAME = "Elm"
_AGE = re.compile(r"\d+-year-olds?")
_MIN_LETTERS = 2

Reading = tuple[str, str]
"""A name and its type."""


@cache
def read_name(name: str, kind: str) -> Reading:
    """The name and type that are meant, after every rule; of a phrase that holds no other name, the phrase itself.

    >>> read_name("CNN’s Ana Díaz", "organisation"), read_name("U.S. Secretary of State Ana Díaz", "person")
    (('Ana Díaz', 'person'), ('Ana Díaz', 'person'))
    >>> read_name("Peru’s Foreign Ministry", "organisation")
    ('Peru’s Foreign Ministry', 'organisation')
    """
    reading = (name, kind)
    for rule in READINGS:
        reading = rule(*reading)
    return reading


@cache
def is_said_of_a_thing(name: str, mention: str) -> bool:
    """Whether a bare word is printed with an article, as the names of outlets and places are and those of people not.

    >>> is_said_of_a_thing("Elm", "The Elm"), is_said_of_a_thing("Elm", "Elm"), is_said_of_a_thing("Ana", "the Ana")
    (True, False, False)
    >>> is_said_of_a_thing("Speaker", "the Speaker"), is_said_of_a_thing("Peruvian", "the Peruvian")
    (False, False)
    """
    is_bare = name[:1].isupper() and len(name.split()) == 1 and folded(name) not in given_genders()
    is_anybody = is_description(name) or name in nationalities()
    return is_bare and not is_anybody and POSSESSIVE.sub("", _THE.sub("", mention)) == name and mention != name


@cache
def organisation_cut_short(name: str, mention: str) -> str:
    """The mention of which a speaker's name is the end, where the whole is what an organisation is called; else empty.

    >>> organisation_cut_short("Motors", "General Motors"), organisation_cut_short("Elm", "General Elm")
    ('General Motors', '')
    """
    is_cut = mention != name and mention.endswith(f" {name}")
    return mention if is_cut and folded(mention) in organisation_names() else ""


@cache
def names_nobody(name: str) -> bool:
    """Whether a speaker is no speaker at all: what is left of a broken word, or a pronoun that stands for nobody.

    >>> names_nobody("’s"), names_nobody("nothing"), names_nobody("another"), names_nobody("M")
    (True, True, False, False)
    """
    bare = folded(name)
    return not any(letter.isalpha() for letter in bare) or bare in nobody_words() or bare == "s"


def mended_letters(name: str, kind: str) -> Reading:
    """Letters that were decoded wrongly, and marks that belong to the page: `FranÃ§ois Elm`, `">Elm`."""
    mended = name if name.isascii() else ftfy.fix_encoding(name)
    return _DEBRIS.sub("", mended).strip() or name, kind


def someone_of_a_party(name: str, kind: str) -> Reading:
    """A name before party and seat: `Rep. Ana Díaz, D-Elm`."""
    return _SEAT.sub("", name), kind


def someone_and_what(name: str, kind: str) -> Reading:
    """A full name before what its bearer is: `Ana Díaz, Elm’s head of outreach and press`."""
    before, comma, behind = name.partition(", ")
    is_told = bool(comma) and kind == "person" and is_full_name(before.split()) and folded(behind) not in suffixes()
    return (before, kind) if is_told else (name, kind)


def someone_of_an_outlet(name: str, kind: str) -> Reading:
    """A person behind an organisation or a place: `CNN’s Ana Díaz`, `North Elmland’s Ana Fisher`."""
    match = _OWNER.match(name)
    if match and _is_full_name_or_trade(name[match.end() :].split()):
        return name[match.end() :], "person"
    return name, kind


def someone_in_office(name: str, kind: str) -> Reading:
    """A name behind an office, whatever that was taken for: `DNC Chief of Staff Ana Díaz`, `Elm Committeeman Ana Díaz`.

    The office of somebody else's aide names nobody: `a spokesman for Mayor Ana Díaz`, `the widow of President Díaz`.
    """
    words = name.split()
    at = _start_of_name(words)
    return (" ".join(words[at:]), "person") if at else (name, kind)


def _start_of_name(words: Sequence[str]) -> int:
    """Where the full name behind an office begins; 0 if words are not of that kind."""
    if is_full_name(words):
        return 0
    starts = range(len(words) - _MIN_NAME, 0, -1)
    return next((at for at in starts if _is_name_in_office(words, at) and _is_office(words[:at])), 0)


def _is_name_in_office(words: Sequence[str], at: int) -> bool:
    """Whether a full name begins at `at`; its surname may be a trade where a role stands right before the name.

    `Van` is a given name and a particle: `Chandler Van Elm` is nobody in a trade.
    """
    is_behind_role = folded(words[at - 1]) in roles()
    if folded(words[at]) in particles():
        return False
    return is_full_name(words[at:]) or (is_behind_role and _is_full_name_or_trade(words[at:]))


def _is_full_name_or_trade(words: Sequence[str]) -> bool:
    """Whether words are a full name, even one whose surname is a noun for somebody: `Ana Fisher`, `Jo B. King`."""
    *given, last = words or [""]
    may_be_surname = last[:1].isupper() and is_noun_for_somebody(folded(last))
    return is_full_name(words) or (may_be_surname and is_full_name([*given, _ANY_SURNAME]))


def someone_at_a_time(name: str, kind: str) -> Reading:
    """A full name, perhaps in office, before where or when: `Rep. Ana Díaz of North Elm`, `Ana Díaz on Friday`."""
    before, preposition, _ = _WHERE.split(name, maxsplit=1) if _WHERE.search(name) else (name, "", "")
    words = before.split()
    is_told = bool(preposition) and kind == "person" and (is_full_name(words) or _start_of_name(words) > 0)
    return (before, kind) if is_told else (name, kind)


def someone_behind_a_label(name: str, kind: str) -> Reading:
    """A name behind an outlet, or behind what somebody is for the moment: `Reuters Ana Díaz`, `Lima-based Ana Díaz`."""
    words = name.split()
    label = words[0] if words else ""
    is_label = label in _outlet_labels() or (
        _TO_A_NOUN.fullmatch(label) is not None and folded(label).split()[0] not in given_genders()
    )
    if kind == "person" and is_label and is_full_name(words[1:]):
        return " ".join(words[1:]), kind
    return name, kind


def someone_behind_no_name(name: str, kind: str) -> Reading:
    """A name behind what an office or a headline has left of itself: `Elections Ana Díaz`, `Introducing Ana Díaz`.

    So is a name behind what several are called, the first of whom it is: `Celebrities Ana Díaz`.
    """
    words = name.split()
    at = next((at for at in range(1, len(words) - 1) if is_full_name(words[at:])), 0)
    label = words[:at]
    is_said_of_a_name = at == 1 and (_GERUND.fullmatch(words[0]) is not None or is_crowd(words[0].lower()))
    is_left = at > 0 and (all(map(_is_institutional, label)) or is_said_of_a_name)
    return (" ".join(words[at:]), kind) if kind == "person" and is_left and not is_full_name(words) else (name, kind)


def _is_institutional(word: str) -> bool:
    """Whether a word with a capital is one of those that institutions are called by."""
    forms = {folded(word), folded(word).removesuffix("s")}
    return word[:1].isupper() and not forms.isdisjoint(common_nouns() | generic_words())


def someone_in_a_headline(name: str, kind: str) -> Reading:
    """A full name before the verb of a headline, which has capitals, too: `Ana Díaz Says Ferry Is Late`."""
    words = name.split()
    verbs = (at for at, word in enumerate(words[:-1]) if word.endswith("s") and word.lower() in cue_verbs())
    at = next((at for at in verbs if is_full_name(words[:at])), 0)
    return (" ".join(words[:at]), kind) if kind == "person" and at else (name, kind)


def something_known(name: str, kind: str) -> Reading:
    """An outlet, a host or an organisation of several words, by its whole name: `Elm Ledger`, `elm-checks.org`.

    A bare word may be a surname, which only other names can tell; an outlet that was taken for a place is no place.
    """
    is_host = _HOST.fullmatch(name) is not None
    words = name.split()
    is_called = folded(_THE.sub("", name)) in organisation_names() and words[-1][:1].isupper()
    is_whole = len(words) > 1 and is_called and not is_full_name(words)
    is_no_place = kind == "place" and is_called and name not in places()
    return name, "organisation" if is_no_place or (kind == "person" and (is_host or is_whole)) else kind


def something_founded(name: str, kind: str) -> Reading:
    """What ends in a word for an institution, a firm or what it writes is none: `Elm Survey`, `Marlow Cycles Inc`."""
    *before, last = name.split()
    is_founded = folded(last) in _institution_words() and all(word[:1].isupper() for word in before)
    is_somebody = any(folded(word) in roles() for word in before) or folded(name).split()[0] in given_genders()
    return name, "organisation" if kind == "person" and before and is_founded and not is_somebody else kind


def something_settled(name: str, kind: str) -> Reading:
    """What ends in a word for a settlement is a place: `Elm County`, `Port Elm City`."""
    *before, last = name.split()
    is_settled = bool(before) and last[:1].isupper() and last.lower() in _settlement_endings()
    is_somebody = any(folded(word) in roles() for word in before) or folded(name).split()[0] in given_genders()
    return name, "place" if kind == "person" and is_settled and not is_somebody else kind


def something_abstract(name: str, kind: str) -> Reading:
    """What ends in a word for an activity or a quality is no person: `Elm Promotions`, `Western Journalism`."""
    *before, last = name.split()
    is_abstract = any(last.endswith(ending) and last != ending for ending in _abstract_endings())
    is_called = bool(before) and is_abstract and all(word[:1].isupper() for word in (*before, last))
    is_somebody = folded(name).split()[0] in given_genders()
    return name, "organisation" if kind == "person" and is_called and not is_somebody else kind


def something_numbered(name: str, kind: str) -> Reading:
    """A name that ends in a number is that of a step, a ship or a fund: `Part 2`, `Elm 6`."""
    return name, "organisation" if kind == "person" and _NUMBERED.search(name) else kind


def someone_with_initial(name: str, kind: str) -> Reading:
    """A given name in capitals is a person's: `ANA DÍAZ`; so is any name with an initial inside: `Quimby D. Elm`."""
    words = name.split()
    if kind != "organisation":
        return name, kind
    has_initial = _INITIAL_INSIDE.fullmatch(name) is not None and folded(words[-1]) not in _institution_words()
    return name, "person" if has_initial or (is_full_name(words) and name.isupper()) else kind


def several_people(name: str, kind: str) -> Reading:
    """People that are counted or told in the plural are no person: `28 percent of voters`, `Half`, `Latinos`."""
    return name, "group" if kind == "person" and is_crowd(name) else kind


def something_written(name: str, kind: str) -> Reading:
    """What was written or done is no person, and speaks as an organisation's paper does: `the lawsuit`, `a tally`.

    Who is told by the name of an institution is one: `the Bank of Elm governor`.
    """
    is_written = kind == "person" and is_description(name) and is_thing(name) and office_of(name) is None
    return name, "organisation" if is_written else kind


def somebody_in_office(name: str, kind: str) -> Reading:
    """Who is told by an office is a person, though an institution's name begins it: `Bank of Elm governor`."""
    return name, "person" if kind == "organisation" and name.split()[-1].islower() and office_of(name) else kind


READINGS: tuple[Callable[[str, str], Reading], ...] = (
    mended_letters,
    someone_of_a_party,
    someone_and_what,
    someone_of_an_outlet,
    someone_at_a_time,
    someone_in_office,
    someone_behind_a_label,
    someone_behind_no_name,
    someone_in_a_headline,
    someone_with_initial,
    something_known,
    something_founded,
    something_settled,
    something_abstract,
    something_numbered,
    several_people,
    something_written,
    somebody_in_office,
)


@cache
def is_alias(mention: str, kind: str) -> bool:
    """Whether a mention is another name of a speaker and not a piece of a sentence that holds one.

    >>> is_alias("the Peruvian president", "person"), is_alias("she", "person"), is_alias("an angry Díaz", "person")
    (True, False, False)
    >>> is_alias("Ana and Carl Díaz", "person"), is_alias("critics like Díaz", "person")
    (False, False)
    """
    if is_unnamed(mention) or folded(mention) in function_words() or _DEBRIS.search(mention):
        return False
    words = mention.split()
    return kind != "person" or (
        all(_may_stand_in_alias(word) for word in words)
        and (len(words) == 1 or folded(words[0]) not in (_closed_words() | nobody_words()) - _BETWEEN)
    )


def _may_stand_in_alias(word: str) -> bool:
    """Whether a word belongs to a name or a role: a capital, a particle, a word of roles, or one of those between."""
    lower = folded(word)
    is_between = lower in _BETWEEN or lower in particles() or lower in common_nouns() or lower in generic_words()
    return word[:1].isupper() or is_between or any(part in common_nouns() for part in lower.split())


_BETWEEN = frozenset(("the", "a", "an", "of", "for", "former", "his", "her", "their"))


@cache
def read_role(role: str) -> str:
    """A role without the name behind it, the verb before it, the name cut off after it; empty for a name or age alone.

    >>> read_role("strategist for Mrs"), read_role("Secretary of State Ana Díaz"), read_role("who is an elm surgeon")
    ('strategist', 'Secretary of State', 'elm surgeon')
    >>> read_role("quickly accused"), read_role("tweeted Elm spokesman"), read_role("Elm accused former mayor")
    ('', 'Elm spokesman', 'former mayor')
    >>> read_role("Senator Ana King of New Elm"), read_role("North Elm’s Ana Díaz"), read_role("76-year-old")
    ('Senator', '', '')
    """
    told = someone_at_a_time(_BEING.sub("", _MARKUP.sub("", role)), "person")[0]
    words = _behind_verb(told.split())
    if someone_of_an_outlet(told, "person")[0] != told or _AGE.fullmatch(told):
        return ""
    if is_full_name(words) or (len(words) == _MIN_NAME and printed_gender(role) and _is_title(words[0])):
        return ""
    bare = " ".join(words[: _start_of_name(words) or None])
    cut = _CUT_OFF.search(bare)
    if cut and (cut[1].lower() in bare_titles() or cut[1] == "St" or (len(cut[1]) == 1 and cut[1].isupper())):
        bare = bare[: cut.start()]
    return "" if _CLAUSE.match(bare) or _ends_in_verb(bare) else _without_stop(_DEBRIS.sub("", bare))


def _ends_in_verb(role: str) -> bool:
    """Whether a role is what its bearer did to somebody: `Elm accused`."""
    last = role.split()[-1] if role else ""
    return last.endswith(_PAST) and last in cue_verbs()


def _is_title(word: str) -> bool:
    """Whether a word stands before names only: `Mr.`, but not `Duchess`."""
    return word.rstrip(".").lower() in bare_titles()


def _behind_verb(words: list[str]) -> list[str]:
    """A role without the verb of saying before it, and without the one who says it: `Elm described the mayor`."""
    at = next((at for at, word in enumerate(words[:2]) if word.endswith(_PAST) and word in cue_verbs()), None)
    is_said = at is not None and len(words) > at + 1 and (at == 0 or words[0][:1].isupper())
    return words[at + 1 :] if at is not None and is_said else words


def clean_alias(mention: str) -> str:
    """A mention without the mark that it ended a sentence with, without its possessive, and with its letters mended.

    >>> clean_alias("Ana Elm."), clean_alias("Sam Elm Jr."), clean_alias("Ana Moss’"), clean_alias("FranÃ§ois Elm")
    ('Ana Elm', 'Sam Elm Jr.', 'Ana Moss', 'François Elm')
    """
    return _without_stop(POSSESSIVE.sub("", mended_letters(mention, "")[0]))


def _without_stop(phrase: str) -> str:
    """A phrase without the stop that ended a sentence; that of an abbreviation stays."""
    last = phrase.split()[-1].removesuffix(".") if phrase.strip() else ""
    is_short = len(last) < _MIN_LETTERS or "." in last or folded(last) in suffixes().keys() | legal_forms()
    return phrase if is_short or last.lower() in abbreviations() else phrase.removesuffix(".")


def is_full_name(words: Sequence[str]) -> bool:
    """Whether words are a person's given name and surname and nothing else.

    >>> is_full_name(["Ana", "B.", "Díaz"]), is_full_name(["Ana", "Institute"]), is_full_name(["Elm", "Díaz"])
    (True, False, False)
    """
    bare = [word for word in words if folded(word) not in suffixes()]
    if not _MIN_NAME <= len(bare) <= _MAX_NAME or folded(bare[0]) not in given_genders():
        return False
    if bare[0] in places():
        return False
    if len(bare) == _MIN_NAME and is_initial(folded(bare[1])):
        return False
    return all(_is_part_of_name(word) for word in bare[1:])


def _is_part_of_name(word: str) -> bool:
    lower = folded(word)
    is_noun = lower in common_nouns() or lower in generic_words()
    return lower in particles() or (word[:1].isupper() and not is_noun and not word.endswith(("'s", "’s")))


def _is_office(words: Sequence[str]) -> bool:
    """Whether words are one person's office or trade and nothing else, and nobody stands in them whom it belongs to."""
    lower = [folded(word) for word in words]
    is_trade = is_noun_for_somebody(lower[-1]) and lower[-1] not in given_genders()
    if not is_trade and not any(word in roles() or word in titles() for word in lower):
        return False
    return all(_may_stand_in_office(words, lower, at) for at in range(len(words)))


def _may_stand_in_office(words: Sequence[str], lower: Sequence[str], at: int) -> bool:
    """Whether a word can be part of an office.

    No article, no preposition but those of a department (`Secretary of State`, `Centers for Elm Control Director`), no
    `and` that joins names.
    """
    word, before, after = lower[at], words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    if word == "and":
        return before[:1].islower() and after[:1].islower()
    if word in _DEPARTMENTAL:
        of_role = word == "of" and folded(before) in roles()
        is_somebodys = of_role and any(other in roles() for other in lower[at + 1 :])
        is_inside_name = before[:1].isupper() and folded(before) not in roles()
        return (
            after[:1].isupper() and folded(after) not in titles() and not is_somebodys and (of_role or is_inside_name)
        )
    return word not in _closed_words()


@cache
def _closed_words() -> frozenset[str]:
    """Words that an office between a place and a name never holds."""
    return function_words() - {"former"}


@cache
def _outlet_labels() -> frozenset[str]:
    """Outlets of one word, which stand before their people's names."""
    names = [row["name"].split() for row in load_seed("outlets", ("name", "domain"))]
    words = {words[0] for words in names if len(words) <= _MIN_NAME} - {"The"}
    return frozenset(word for word in words if len(word) > _MIN_LETTERS and folded(word) not in given_genders())


@cache
def organisation_names() -> frozenset[str]:
    """Names of outlets and of organisations that do not say what they are, folded, without article."""
    outlets = load_seed("outlets", ("name", "domain"))
    names = [row["name"] for row in (*outlets, *load_seed("bare_organisations", ("name",)))]
    return frozenset(folded(_THE.sub("", name)) for name in names)


@cache
def _settlement_endings() -> frozenset[str]:
    """Words that names of places end in; not `State` or `Capital`, which firms and movements are called, too."""
    return frozenset(row["word"] for row in load_seed("settlement_endings", ("word",)))


@cache
def _abstract_endings() -> tuple[str, ...]:
    """Endings of words for activities and qualities, which no surname has."""
    return tuple(row["ending"] for row in load_seed("abstract_endings", ("ending",)))


@cache
def _institution_words() -> frozenset[str]:
    """Last words of names that few persons bear, folded: of institutions, of firms, and of what they write."""
    return statement_nouns() | organisation_words() | legal_forms()
