"""Roles and titles: which words around a name say what the person is.

Plain strings in, plain strings out.
"""

import re

from newsquotes.attribute.lexicon import (
    bare_titles,
    calendar,
    epithets,
    nationalities,
    office_verbs,
    organisation_words,
    outlets,
    roles,
    titles,
)
from newsquotes.word_lists import outlet_words

_WORD = re.compile(r"[^\W_][\w'’.&-]*")
_NO_ROLE_OPENS = frozenset(
    (
        "and",
        "through",
        "like",
        "unlike",
        "along",
        "not",
        "with",
        "via",
        "by",
        "speaking",
        "according",
        "after",
        "before",
    )
)
_DETERMINERS = frozenset(
    ("the", "a", "an", "his", "her", "its", "their", "our", "my", "this", "that", "another", "one")
)
_PREPOSITIONS = frozenset(
    ("of", "for", "at", "in", "to", "with", "from", "on", "and", "who", "which", "under", "during", "based", "by", "or")
)
_STOPPERS = frozenset(
    (
        *(
            "said",
            "says",
            "told",
            "tells",
            "is",
            "was",
            "were",
            "are",
            "be",
            "been",
            "has",
            "had",
            "have",
            "as",
            "than",
        ),
        *("but", "when", "while", "if", "that", "because", "after", "before", "since", "until", "into", "against"),
        *(
            "asked",
            "adding",
            "added",
            "by",
            "with",
            "from",
            "to",
            "and",
            "or",
            "in",
            "on",
            "of",
            "for",
            "at",
            "between",
        ),
        *("according", "about", "over", "like", "not", "also", "then", "where", "only", "just", "out", "up", "via"),
    )
)
DESCRIBING = frozenset(("former", "veteran", "rookie", "retired", "outgoing", "young", "ex"))
_YOUNG = frozenset(("rookie", "young", "teenage"))
_RESTRICTING = frozenset(("vice", "deputy", "assistant", "acting", "associate", "shadow", "under"))
_MAX_ROLE_WORDS = 12
HYPHENATED_EPITHET = re.compile(
    r"\d{1,3}-year-old|(?:mother|mum|mom|father|dad|parent|grand\w+|gran)-of-(?:\d+|one|two|three|four|five|six|seven)"
)
_COUNTED = re.compile(r"\A(?:hundreds|dozens|scores|thousands|tens of thousands|a (?:group|crowd)) of ", re.I)
_RELATIVES = frozenset(("who", "whose", "whom", "which"))
_IS_SOMETHING = re.compile(r"who (?:is|was|became|serves as|served as|works as|worked as) (?P<role>.+)", re.S)
_SPEAKS = re.compile(r"(?:(?!\b(?:who|whose|which|that)\b).)*?\b(?:said|says|told|tells)\b", re.S)
_CUT = re.compile(r"\s+(?:who|whose|which|that|where|when|said|says|told|speaking|and who|as well as)\b.*$", re.S)


def role_words(phrase: str) -> list[str]:
    """The words of a phrase, without final stops.

    >>> role_words("the Sen. for X")
    ['the', 'Sen', 'for', 'X']
    """
    return [match.group().rstrip(".") for match in _WORD.finditer(phrase)]


def role_head(phrase: str) -> str | None:
    """The role word that heads a phrase, in lower case; None when the phrase is no role.

    >>> role_head("a Harbour analyst at the Institute")
    'analyst'
    >>> role_head("a windy day") is None
    True
    """
    words = before_preposition(role_words(phrase))
    if not words:
        return None
    last = words[-1].lower()
    known = roles()
    if len(words) > 1 and last in ("general", "elect", "designate") and words[-2].lower() in known:
        return words[-2].lower()
    if last in known and last not in bare_titles():
        return last
    if HYPHENATED_EPITHET.fullmatch(last):
        return last
    hyphenated = last.rpartition("-")[2]
    return hyphenated if hyphenated in known and hyphenated != last and not hyphenated.endswith("old") else None


def is_plural_role(phrase: str) -> bool:
    """Whether several people are meant by a role ("two officials", "lawmakers").

    >>> is_plural_role("two harbour officials"), is_plural_role("Hundreds of harbour officials")
    (True, True)
    """
    words = before_preposition(role_words(_COUNTED.sub("", phrase)))
    if not words:
        return False
    last = words[-1].lower()
    return last not in roles() and any(word in roles() for word in singulars(last))


def singulars(word: str) -> list[str]:
    """What a word may be the plural of.

    >>> singulars("ferries")
    ['ferry', 'ferrie']
    """
    if word.endswith("men"):
        return [word.removesuffix("men") + "man"]
    if word.endswith("ies"):
        return [word.removesuffix("ies") + "y", word[:-1]]
    return [word[:-1], word[:-2] if word.endswith("es") else ""] if word.endswith("s") else []


def modifiers(phrase: str) -> frozenset[str]:
    """The words of a role phrase besides its head and determiners, in lower case, possessives without their ending.

    >>> sorted(modifiers("the former Maltese minister"))
    ['former', 'maltese']
    """
    head = role_head(phrase)
    found = (re.sub(r"['’]s$", "", word.lower()) for word in role_words(phrase))
    return frozenset(word for word in found if word not in _DETERMINERS and word != head and word not in _PREPOSITIONS)


def staff_role(phrase: str) -> str | None:
    """What somebody is at a body with "of" or "for" in its name; None when the words are no such role.

    >>> staff_role("the Bank of Hale governor"), staff_role("the mother of the governor") is None
    ('Bank of Hale governor', True)
    """
    words = [word for word in role_words(phrase) if word.lower() not in _DETERMINERS]
    place = next((place for place, word in enumerate(words) if word in ("of", "for")), 0)
    body = words[place - 1] if place else ""
    is_body = body[:1].isupper() and body.lower() in organisation_words()
    return " ".join(words) if is_body and words[-1] in roles() else None


def ends_in_determiner(before: str) -> bool:
    """Whether the text right before a word ends in an article or an owner, so that no name follows.

    >>> ends_in_determiner("On Monday the "), ends_in_determiner("On Monday ")
    (True, False)
    """
    words = before.split()[-1:] if before[-1:].isspace() else []
    return bool(words) and (words[0].lower() in _DETERMINERS or words[0].endswith(("'s", "’s")))


def is_epithet(phrase: str) -> bool:
    """Whether a role phrase only calls a person something ("the harbour tyrant").

    >>> is_epithet("the harbour tyrant")
    True
    """
    return role_head(phrase) in epithets()


def is_descriptive(phrase: str) -> bool:
    """Whether a phrase tells of somebody what no office does: an age, a nationality, looks.

    >>> is_descriptive("the lanky, bespectacled professor"), is_descriptive("the 43-year-old")
    (True, True)
    >>> is_descriptive("the police spokesman")
    False
    """
    words = role_words(phrase)
    plain = " ".join(word for word in words if word.lower() not in _DETERMINERS)
    is_looks = re.match(r"the\s[a-z-]+,\s[a-z-]+\s", phrase, re.I) is not None
    is_known = plain in nationalities() or any(HYPHENATED_EPITHET.fullmatch(word.lower()) for word in words)
    has_owner = any(re.search(r"['’]s?$", word) for word in words)
    return not has_owner and (is_looks or is_known or any(word.lower() in _YOUNG for word in words[:-1]))


def is_restricted(words: frozenset[str]) -> bool:
    """Whether a modifier makes another office of the role ("vice president" is no president)."""
    return bool(words & _RESTRICTING)


def tidy_role(phrase: str) -> str | None:
    """A role phrase without article, relative clause and what follows; None when it is no role.

    >>> tidy_role("a Harbour analyst at the Institute who lives there")
    'Harbour analyst at the Institute'
    """
    phrase = _CUT.sub("", phrase.strip(" ,\n"))
    if phrase.split(" ", 1)[0] in _RELATIVES:
        return _role_of_relative(phrase)
    if role_head(phrase) is None or phrase.split()[0].lower() in _NO_ROLE_OPENS:
        return None
    kept = phrase.split()
    while kept and kept[0].lower() in _DETERMINERS:
        kept = kept[1:]
    return " ".join(kept) if 0 < len(kept) <= _MAX_ROLE_WORDS else None


def apposed_role(phrase: str) -> str | None:
    """The role that the words behind a name and a comma give; none when they are the subject of a verb of saying.

    >>> apposed_role("the coach of Hale"), apposed_role("the coach said it was late")
    ('coach of Hale', None)
    """
    return None if _SPEAKS.match(phrase) else tidy_role(phrase)


def _role_of_relative(clause: str) -> str | None:
    """The office that a relative clause gives: "who chairs the board", "who is the board's chair"; no other's.

    >>> _role_of_relative("who chairs the harbour board"), _role_of_relative("who sued the mayor")
    ('chair of the harbour board', None)
    """
    is_so = _IS_SOMETHING.fullmatch(clause)
    if is_so is not None:
        return tidy_role(is_so.group("role"))
    for verb, role in office_verbs().items():
        if clause.startswith(f"who {verb} "):
            return f"{role} of {clause.removeprefix(f'who {verb} ')}"
    return None


def is_one_with_two_roles(phrase: str) -> bool:
    """Whether a phrase with "and" tells two roles of one person, under one determiner.

    >>> is_one_with_two_roles("her friend and neighbour"), is_one_with_two_roles("the mayor and the clerk")
    (True, False)
    """
    first, _, second = phrase.rpartition(" and ")
    if not first or second.split()[0].lower() in _DETERMINERS or not second[0].islower():
        return False
    is_determined = first.split()[0].lower() in _DETERMINERS or re.search(r"['’]s\s[a-z]", first) is not None
    return is_determined and (role_head(first) is not None or role_head(second) is not None)


def is_outlet(name: str) -> bool:
    """Whether a name is a newspaper's, a broadcaster's or an agency's: listed, or ending as theirs do.

    >>> is_outlet("the Hale Post"), is_outlet("the post")
    (True, False)
    """
    words = name.removeprefix("The ").removeprefix("the ").split()
    if not words or not words[-1][0].isupper():
        return False
    return " ".join(words).lower() in outlets() or (len(words) > 1 and words[-1].lower() in outlet_words())


def is_named_after_two_roles(phrase: str) -> bool:
    """Whether a name stands behind two roles of one person: none before "and" is named, none after it has a determiner.

    >>> is_named_after_two_roles("former champion and Hale resident Ada Berg")
    True
    >>> is_named_after_two_roles("the mayor and her friend Ada Berg"), is_named_after_two_roles("Ada Berg and Tor Moe")
    (False, False)
    """
    first, _, second = phrase.rpartition(" and ")
    if not first or role_head(first) is None or second.split()[0].lower() in _DETERMINERS:
        return False
    words = second.split()
    is_named = words[-1][0].isupper() and any(
        role_before(" ".join(words[:place]) + " ") for place in range(1, len(words))
    )
    return first.split()[-1].islower() and is_named


def role_before(before: str) -> str | None:
    """The lower-case role that ends the text right before a name, with its modifiers.

    >>> role_before("On Monday the veteran harbour lawyer ")
    'veteran harbour lawyer'
    >>> role_before("He walked ") is None
    True
    """
    words = before.split()
    if not words or not before[-1:].isspace() or words[-1].lower() not in roles():
        return None
    kept: list[str] = []
    for word in reversed(words[-5:]):
        bare = word.lower()
        if (
            bare in _DETERMINERS
            or bare in _STOPPERS
            or bare.endswith(",")
            or word in calendar()
            or not _WORD.match(word)
        ):
            break
        if word[-1] in ".:;!?\"”’'" or word[0] in "\"“‘'(":
            break
        kept.append(word)
        if re.search(r"['’]s$", word):
            break
    return " ".join(reversed(kept)) or None


def title_gender(words: list[str]) -> str:
    """The gender that titles and roles give away: male, female or empty.

    >>> title_gender(["Finance", "Spokeswoman"])
    'female'
    """
    known = titles()
    return next((known[key] for key in (word.lower().rstrip(".") for word in words) if known.get(key)), "")


def is_organisation_phrase(phrase: str) -> bool:
    """Whether a phrase is headed by an organisation word ("the harbour ministry").

    >>> is_organisation_phrase("the Ministry of Tides")
    True
    """
    words = before_preposition(role_words(phrase))
    return bool(words) and re.sub(r"['’]s$", "", words[-1].lower()) in organisation_words()


def before_preposition(words: list[str]) -> list[str]:
    """The words of a phrase before its first preposition.

    >>> before_preposition(["the", "master", "of", "Lind"])
    ['the', 'master']
    """
    for place, word in enumerate(words):
        if place and word.lower() in _PREPOSITIONS:
            return words[:place]
    return words
