"""What articles say around the names of their speakers: what initials stand for, who else bears a surname, other names.

Texts of articles in, plain values out. Where an article has no text, nothing is told.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import numpy as np
import polars as pl

from newsquotes.seeds import load_seed
from newsquotes.speakers.names import common_nouns, folded, organisation_name
from newsquotes.word_lists import function_words

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w-]+")
_LETTERS = re.compile(r"\w+")
_SENTENCE = re.compile(r"[.!?…]+")
_MIN_SAYING, _RUN = 5, 7
"""Fewer words are said by many; so many in a row by one who is quoted, the more so of longer sentences."""

_MIN_SHARED_NAMES = 2
_MAX_SMALL = 2
"""So many small words in a row stand inside a name: `of the`."""


class Stories:
    """The texts and outlets of articles by their ids; of `articles` only the column article_id is needed."""

    def __init__(self, articles: pl.DataFrame | None) -> None:
        told = pl.DataFrame(schema={"article_id": pl.Int64}) if articles is None else articles.sort("article_id")
        self._ids = told["article_id"].to_numpy()
        self._told: dict[str, pl.Series] = {name: told[name] for name in ("text", "publisher") if name in told.columns}
        self._names: dict[int, frozenset[str]] = {}
        self._before: dict[tuple[int, str], frozenset[str]] = {}

    def text(self, article: int) -> str:
        """The text of an article; empty where it has none."""
        return self._of(article, "text")

    def outlet(self, article: int) -> str:
        """The publisher of an article; empty where none is known."""
        return self._of(article, "publisher")

    def before(self, article: int, surname: str) -> frozenset[str]:
        """The words with a capital that an article has before a surname."""
        if (article, surname) not in self._before:
            self._before[article, surname] = words_before(self.text(article), surname)
        return self._before[article, surname]

    def share(self, one: int, other: int, *, but: Iterable[str]) -> bool:
        """Whether two articles have two names in common, or are one; some names do not count."""
        return one == other or len((self.names(one) & self.names(other)) - set(but)) >= _MIN_SHARED_NAMES

    def _of(self, article: int, column: str) -> str:
        at = int(np.searchsorted(self._ids, article))
        is_known = column in self._told and at < len(self._ids) and self._ids[at] == article
        return (self._told[column][at] or "") if is_known else ""

    def names(self, article: int) -> frozenset[str]:
        """The words in an article that are names."""
        if article not in self._names:
            self._names[article] = frozenset(names_in(self.text(article)))
        return self._names[article]


class Sayings:
    """What each entry says: short quotations and sentences as a whole, long ones in runs of words, without case."""

    def __init__(self, said: pl.DataFrame) -> None:
        """`said` has columns entry and text."""
        self._said = said.drop_nulls()

    def of(self, entries: Iterable[int]) -> Mapping[int, frozenset[str]]:
        """The sayings of each of some entries."""
        found: defaultdict[int, set[str]] = defaultdict(set)
        for entry, text in self._said.filter(pl.col("entry").is_in(sorted(entries))).iter_rows():
            for sentence in _SENTENCE.split(text.casefold()):
                words = _LETTERS.findall(sentence)
                runs = (words[at : at + _RUN] for at in range(max(1, len(words) - _RUN + 1)))
                found[entry].update(" ".join(run) for run in runs if len(run) >= _MIN_SAYING)
        return {entry: frozenset(parts) for entry, parts in found.items()}


def is_long_saying(saying: str) -> bool:
    """Whether a saying has as many words as a run of a long sentence."""
    return saying.count(" ") + 1 == _RUN


def names_in(text: str) -> Iterator[str]:
    """The words of names in a text, those of offices and of days left out.

    >>> sorted(names_in("On Friday the mayor of Elm saw President Díaz in Lima."))
    ['díaz', 'elm', 'lima']
    """
    for match in _NAME.finditer(text):
        word = match[0].lower()
        if word not in _no_names():
            yield word


@cache
def _no_names() -> frozenset[str]:
    """Words in lower case that have a capital and are no names: days, months, offices, languages."""
    rows = (*load_seed("day_words", ("word", "kind", "value")), *load_seed("months", ("name", "month")))
    days = {(row.get("word") or row["name"]).lower().rstrip(".") for row in rows}
    return frozenset(days) | common_nouns() | function_words()


def stands_for(text: str, letters: str) -> frozenset[str]:
    """The names in a text, as `organisation_name` gives them, that have these initials.

    Where one has the initials in brackets behind it, the others do not count.

    >>> stands_for("The Northern Harbour Commission (NHC) met the National Health Council.", "NHC")
    frozenset({'northern harbor commission'})
    """
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for match in _names_with(letters).finditer(text):
        found[match["told"] is not None].add(organisation_name(match["name"]))
    return frozenset(found[True] or found[False])


@cache
def _names_with(letters: str) -> re.Pattern[str]:
    """Finds a name whose words, but for small ones, begin with the letters, and these in brackets behind it."""
    small = "|".join(sorted(word for word in function_words() if word.isalpha()))
    between = rf"(?:\s(?:{small}|&)){{0,{_MAX_SMALL}}}(?:\s|-)"
    words = between.join(rf"{letter}[^\W\d_]+(?:['’]s?)?" for letter in letters if letter.isalpha())
    pointed = r"\.?".join(map(re.escape, letters))
    return re.compile(rf"(?<![\w-])(?P<name>{words})(?![\w-])(?P<told>\s\((?:the\s)?{pointed}\b)?")


def words_before(text: str, surname: str) -> frozenset[str]:
    """The words with a capital, folded, that a text has before a surname as it prints it, initials between them aside.

    >>> sorted(words_before("Ana Elm and Carl B. Elm met Mayor Elm.", "Elm"))
    ['ana', 'carl', 'mayor']
    """
    before = re.compile(rf"(?<![\w’'-])([^\W\d_][\w’'-]*)(?: [A-Z]\.)? {re.escape(surname)}(?![\w-])")
    return frozenset(folded(match[1]) for match in before.finditer(text) if match[1][0].isupper())
