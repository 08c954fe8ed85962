"""The ages that an article gives people, as `Ana Díaz, 9,` or `71-year-old welder Carl Díaz`.

An article's text and names of its speakers in, the age of each that has one out. Only what stands at a name counts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from newsquotes.seeds import load_seed
from newsquotes.speakers.descriptions import is_noun_for_somebody
from newsquotes.speakers.names import POSSESSIVE, clean_name
from newsquotes.word_lists import function_words

_WINDOW = 80
"""So many characters before or behind an age its bearer's name stands in."""

_BEHIND_NAME = re.compile(r", (?:aged |age |who is )?(\d{1,2})(?=[,.;:]| (?:of|from|years old)\b)")
_YEARS_OLD = re.compile(r"(?<![\w.,-])(\d{1,2}|[A-Za-z]{3,9})-year-old\b(?!-)")
_APPOSED = re.compile(r", (?:who is )?(?:an?|the) $")
_MAX_DESCRIBED = 3
_LEAST = 2

Windows = defaultdict[str, list[tuple[str, int]]]
"""What stands at ages, each with its age, by the word nearest to it."""


def ages_of(text: str, names: Iterable[str]) -> Mapping[str, int]:
    """The age of each of the names that the text gives one age.

    >>> ages_of("“Mine,” said Ana Díaz, 9. The 71-year-old welder Carl Elm nodded.", ["Ana Díaz", "Carl Elm"])
    {'Ana Díaz': 9, 'Carl Elm': 71}
    >>> ages_of("The 9-year-old daughter of Ana Díaz told Carl Elm.", ["Ana Díaz", "Carl Elm"])
    {}
    """
    before, behind = _told(text)
    found = {}
    for name in names:
        bare = clean_name(name, is_person=True)
        if not bare:
            continue
        ages = {age for window, age in before[bare.split()[-1]] if f" {window}".endswith(f" {bare}")}
        ages |= {age for window, age in behind[bare.split()[0]] if f"{window} ".startswith(f"{bare} ")}
        if len(ages) == 1:
            found[name] = ages.pop()
    return found


def _told(text: str) -> tuple[Windows, Windows]:
    """The ages in a text: what stands before them by its last word, and what stands behind them by its first."""
    before: Windows = defaultdict(list)
    behind: Windows = defaultdict(list)
    for match in _BEHIND_NAME.finditer(text):
        _keep(before, text[max(match.start() - _WINDOW, 0) : match.start()], -1, int(match[1]))
    for match in _YEARS_OLD.finditer(text):
        age = int(match[1]) if match[1].isdecimal() else _small_numbers().get(match[1].lower(), 0)
        window = text[max(match.start() - _WINDOW, 0) : match.start()]
        if apposed := _APPOSED.search(window):
            _keep(before, window[: apposed.start()], -1, age)
        else:
            _keep(behind, _name_behind(text[match.end() : match.end() + _WINDOW]), 0, age)
    return before, behind


def _keep(windows: Windows, window: str, end: int, age: int) -> None:
    words = window.split()
    if words and age >= _LEAST:
        windows[words[end]].append((" ".join(words), age))


def _name_behind(window: str) -> str:
    """A window from its first capital on, if only a noun for somebody stands before: ` welder Carl`; else nothing."""
    words = [POSSESSIVE.sub("", word.rstrip(",.;:")) for word in window.split()]
    start = next((at for at, word in enumerate(words) if word[:1].isupper()), len(words))
    described = words[:start]
    is_noun = not described or (described[-1] not in function_words() and is_noun_for_somebody(described[-1]))
    is_told = window[:1] == " " and start <= _MAX_DESCRIBED and is_noun and not function_words() & set(described)
    return " ".join(words[start:]) if is_told else ""


@cache
def _small_numbers() -> Mapping[str, int]:
    """Numbers in words that an age is told in."""
    rows = load_seed("number_words", ("words", "digits"))
    return {row["words"]: int(row["digits"]) for row in rows if row["words"].isalpha()}
