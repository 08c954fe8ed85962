"""What the shape of a name tells without any list of people: whose family name comes first, whose ending is a person's.

Names as words in, answers out; nothing here knows an article.
"""

import re
from collections.abc import Sequence
from functools import cache

from newsquotes.seeds import load_seed
from newsquotes.word_lists import leading_surnames

_HYPHENATED_GIVEN = re.compile(r"[^\W\d_a-z][^\W\d_]*-[^\W\d_]+")
_FAMILY_PARTICLE = re.compile(r" (?:van (?:de|den|der)|von(?: und zu| der)?|bin|bint|ibn|ter|ten|zu) (?=[^\W\d_a-z])")
_MAIDEN = re.compile(r"\b(?:n[ée]e?|formerly) \Z")
_LONGEST_MAIDEN = 10
_SHORTEST_STEM = 3


def is_surname_first(name: Sequence[str]) -> bool:
    """Whether a name is written as in Korea, the family name before a given name in two parts.

    >>> is_surname_first(("Park", "Soo-min")), is_surname_first(("Ada", "Park-Lind"))
    (True, False)
    """
    return len(name) == 2 and name[0].casefold() in leading_surnames() and _is_given_in_two(name[1])


def _is_given_in_two(word: str) -> bool:
    return _HYPHENATED_GIVEN.fullmatch(word) is not None and word.partition("-")[2].islower()


def has_name_of_person(name: Sequence[str]) -> bool:
    """Whether the form of a name of several words is that of a person alone.

    >>> has_name_of_person(("Marijke", "van", "den", "Oever")), has_name_of_person(("Banco", "de", "Hale"))
    (True, False)
    >>> has_name_of_person(("Una", "Ketilsdóttir"))
    True
    """
    has_particle = _FAMILY_PARTICLE.search(" ".join(name)) is not None
    return len(name) > 1 and (has_particle or is_surname_first(name) or ending_of_person(name[-1]) is not None)


def ending_of_person(word: str) -> str | None:
    """The gender that the ending of a last name tells, empty for either; None when the ending is nobody's.

    >>> ending_of_person("Ketilsdóttir"), ending_of_person("Berg") is None, ending_of_person("Lesson") is None
    ('female', True, True)
    """
    folded = word.casefold()
    return next((gender for ending, gender in _endings().items() if folded[_SHORTEST_STEM:].endswith(ending)), None)


def follows_maiden_word(text: str, start: int) -> bool:
    """Whether the name at a character is one that somebody gave up: "née Holm", "formerly Ada Holm".

    >>> follows_maiden_word("Ada Berg, née Holm", 14)
    True
    """
    return _MAIDEN.search(text, max(start - _LONGEST_MAIDEN, 0), start) is not None


@cache
def _endings() -> dict[str, str]:
    return {row["ending"]: row["gender"] for row in load_seed("name_endings", ("ending", "gender"))}
