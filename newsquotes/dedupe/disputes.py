"""The same words under two names: one utterance, of whose speaker articles disagree, a quotation, or chance.

What is printed under each of two names, and where, in; whether it is one utterance, and rows of `quote_links`, out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import polars as pl

from newsquotes.dedupe.links import are_same_words, quotes_from
from newsquotes.dedupe.voices import Voice
from newsquotes.speakers import folded, is_crowd, is_description, person_name
from newsquotes.speakers.stories import names_in
from newsquotes.word_lists import function_words

_MIN_TELLING = 4
"""So many content words nobody says by chance in the words of another, in one season."""

_TELLING_ANY_TIME = 6
"""So many content words nobody says by chance in the words of another, ever."""

_MAX_CHORUS = 8
"""So many content words may be said by two people, as an article tells."""

_SEASON_DAYS = 60
_MIN_SHARED_NAMES = 2
_MAX_READ = 16


@dataclass(frozen=True)
class Printed:
    """Words under one name, sure or not, with the ids, texts and times of the articles that print them."""

    name: str
    is_sure: bool
    key: str
    articles: frozenset[int]
    texts: Sequence[str]
    times: Sequence[datetime]

    @cached_property
    def names(self) -> frozenset[str]:
        """The words in the articles that are names, folded; those of the speaker's name among them."""
        return frozenset(word for text in self.texts for word in names_in(text))


def may_be_one_utterance(one: Printed, other: Printed) -> bool:
    """Whether equal words under two names can be one utterance, and no chance and nothing that both have said.

    Few words are said by many, at any time and anywhere: `Thank you from the bottom of my heart`. Then the articles
    must have something in common: the name of a speaker, or two other names. What one article has two people say, both
    have said, unless it is longer than what is said in chorus.
    """
    n_telling = len(set(one.key.split()) - function_words())
    is_shared = one.key == other.key and not one.articles.isdisjoint(other.articles)
    if is_shared and n_telling <= _MAX_CHORUS and _are_named_surely(one, other):
        return False
    if n_telling >= (_MIN_TELLING if _days_apart(one.times, other.times) <= _SEASON_DAYS else _TELLING_ANY_TIME):
        return True
    return mentions(one, other.name) or mentions(other, one.name) or _share_names(one, other)


def _are_named_surely(one: Printed, other: Printed) -> bool:
    return all(each.is_sure and not is_description(each.name) for each in (one, other))


def _days_apart(one: Sequence[datetime], other: Sequence[datetime]) -> int:
    """Days between the times of two; none if they overlap or one is undated."""
    if not one or not other:
        return 0
    return max((min(one) - max(other)).days, (min(other) - max(one)).days, 0)


def _share_names(one: Printed, other: Printed) -> bool:
    return len((one.names & other.names) - set(one.key.split())) >= _MIN_SHARED_NAMES


def mentions(printed: Printed, name: str) -> bool:
    """Whether an article names somebody: a person by the surname, anybody else by the whole phrase."""
    person = None if is_description(name) else person_name(name)
    surname = set(person.surname.split()) if person else set()
    words = [word for word in name.split() if surname.issuperset(folded(word).split())] if person else name.split()
    phrase = re.compile(rf"(?<!\w){re.escape(' '.join(words))}(?!\w)")
    return bool(words) and any(phrase.search(text) for text in printed.texts)


def words_of(
    printed: pl.DataFrame, articles: pl.DataFrame, voices: Mapping[int, Voice], sure: float
) -> dict[int, Printed]:
    """What is printed under each number that `voices` has; `printed` has columns number, key, article_id.

    Of the keys of one number the longest counts; of very many articles the first by their ids are read.
    """
    used = printed.filter(pl.col("number").is_in(list(voices)))
    found = used.group_by("number").agg(
        pl.col("key").sort_by(pl.col("key").str.len_chars(), "key").last(), pl.col("article_id").unique().sort()
    )
    read = found.select(pl.col("article_id").list.head(_MAX_READ).explode()).to_series()
    texts = {
        article: (text or "", day)
        for article, text, day in articles.filter(pl.col("article_id").is_in(read.implode()))
        .select("article_id", "text", "published_at")
        .iter_rows()
    }
    return {
        number: Printed(
            voices[number].name,
            voices[number].confidence >= sure,
            key,
            frozenset(ids),
            tuple(texts[article][0] for article in ids[:_MAX_READ] if article in texts),
            tuple(day for article in ids[:_MAX_READ] if article in texts and (day := texts[article][1])),
        )
        for number, key, ids in found.iter_rows()
    }


def dispute(
    one: Printed, other: Printed, within: tuple[Iterable[str], Iterable[str]], n_publishers: tuple[int, int]
) -> tuple[str, str] | None:
    """Kind and evidence of the link of two quotes of the same words and different speakers; None without a link.

    `within` holds what stands between quotation marks in either. That one quotes the other is told only where his
    article names the other. Two crowds may well say the same: `40 percent of voters`, `fishermen`.
    """
    quoting = [(one, other)] if quotes_from(within[0], other.key) else []
    quoting += [(other, one)] if quotes_from(within[1], one.key) else []
    if quoting:
        named = next((pair for pair in quoting if mentions(pair[0], pair[1].name)), None)
        if named:
            return "contains", f"{named[0].name} quotes {named[1].name}"
        return (
            "contains",
            f"what {quoting[0][0].name} says holds, between quotation marks, words of {quoting[0][1].name}",
        )
    if (is_crowd(one.name) and is_crowd(other.name)) or not are_same_words(one.key, other.key):
        return None
    told = [f"{each.name} ({_publishers(count)})" for each, count in zip((one, other), n_publishers, strict=True)]
    return "conflict", f"the same words are attributed to {told[0]} and to {told[1]}"


def _publishers(count: int) -> str:
    """How many publishers name a speaker, in words."""
    return "1 publisher" if count == 1 else f"{count or 'no known'} publishers"
