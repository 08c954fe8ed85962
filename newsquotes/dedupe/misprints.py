"""Which words in the printings of a quote are misprints of what its other printings have in the same place.

Frames of printings in, counts out. A word is judged by the other texts at hand: by the words of other quotes, by what
the articles themselves say, and where neither has one of the two spellings by how many printings have it. Two words
that both stand elsewhere are two wordings.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

import polars as pl

from newsquotes.dedupe.align import is_misspelling
from newsquotes.dedupe.normalise import ELLIPSIS, INSERTION, canonical_key
from newsquotes.dedupe.said_on import covered
from newsquotes.dedupe.stems import stem
from newsquotes.dedupe.steps import steps_between

Spelling = tuple[str, ...]
"""A word, or two that may be one: `re built`."""

Pair = tuple[Spelling, Spelling]

_MAX_WORDS = 2
_TIMES_AS_OFTEN = 50
"""A spelling that stands elsewhere so many times as often is the right one, though the other is found there, too."""

_TEXTS_AT_ONCE = 50_000
_TEXTS = {"source": pl.Int64, "key": pl.String}
MISPRINTED = {"cluster": pl.Int64, "key": pl.String, "n_misprints": pl.Int64}
"""The columns of the keys that hold misprints."""


def count_misprints(printings: pl.DataFrame, best: pl.DataFrame) -> pl.DataFrame:
    """How many misprints each key of a cluster holds: cluster, key, n_misprints; keys without one are left out.

    `printings` has columns cluster, key, article_id, article_text, start and end; `best` has cluster and best_key, with
    which the other keys are compared.
    """
    keys = printings.group_by("cluster", "key").agg(n_printings=pl.len()).sort("cluster", "key")
    contested = _contested(keys.join(best, on="cluster", maintain_order="left"))
    if not contested:
        return pl.DataFrame(schema=MISPRINTED)
    in_quotes = _n_sources(keys.select("key", source="cluster"), _words_of(contested))
    left = {cluster: [pair for pair in pairs if not _rarer(pair, in_quotes)] for cluster, pairs in contested.items()}
    left = {cluster: pairs for cluster, pairs in left.items() if pairs}
    beside = _n_sources(_prose(printings.filter(pl.col("cluster").is_in(list(left)))), _words_of(left))
    elsewhere = in_quotes + beside
    rows = []
    told = keys.filter(pl.col("cluster").is_in(list(contested))).iter_rows()
    for cluster, group in groupby(told, key=itemgetter(0)):
        counts = [(key, n_printings) for _, key, n_printings in group]
        printed = _printed(counts)
        wrong = {
            _rarer(pair, in_quotes) or _rarer(pair, elsewhere) or _minority(pair, elsewhere, printed)
            for pair in contested[cluster]
        } - {()}
        counted = [(key, sum(spelling in wrong for spelling in _spellings(key))) for key, _ in counts if wrong]
        rows += [(cluster, key, count) for key, count in counted if count]
    return pl.DataFrame(rows, schema=MISPRINTED, orient="row")


def _contested(keys: pl.DataFrame) -> dict[int, list[Pair]]:
    """The spellings between which a cluster's best key and its others (columns cluster, key, best_key) differ."""
    found: defaultdict[int, set[Pair]] = defaultdict(set)
    others = keys.filter(pl.col("key") != pl.col("best_key")).select("cluster", "key", "best_key")
    for cluster, key, best_key in others.iter_rows():
        for step in steps_between(key.split(" "), best_key.split(" ")):
            one, other = tuple(step.old), tuple(step.new)
            if are_spellings(one, other):
                found[cluster].add((one, other))
    return {cluster: sorted(pairs) for cluster, pairs in found.items()}


def are_spellings(one: Spelling, other: Spelling) -> bool:
    """Whether one of two spellings may be a misprint of the other: no inflection, no number, no mark.

    >>> are_spellings(("harbor",), ("harbuor",)), are_spellings(("boat",), ("boats",))
    (True, False)
    """
    if not (one and other) or max(len(one), len(other)) > _MAX_WORDS:
        return False
    left, right = "".join(one), "".join(other)
    if {ELLIPSIS, INSERTION} & {*one, *other} or any(map(str.isdigit, left + right)):
        return False
    return is_misspelling(left, right) and not (len(one) == len(other) == 1 and stem(left) == stem(right))


def _rarer(pair: Pair, sources: Mapping[str, int]) -> Spelling:
    """The one of two spellings that hardly any source but the quote itself has; none where it is not that rare."""
    one, other = pair
    n_one, n_other = (_n_elsewhere(spelling, sources) for spelling in pair)
    if n_one > _TIMES_AS_OFTEN * n_other:
        return other
    return one if n_other > _TIMES_AS_OFTEN * n_one else ()


def _minority(pair: Pair, sources: Mapping[str, int], printed: Mapping[Spelling, int]) -> Spelling:
    """Of two spellings that stand nowhere else the one in fewer printings; none if they are as many."""
    if any(_n_elsewhere(spelling, sources) for spelling in pair) or printed[pair[0]] == printed[pair[1]]:
        return ()
    return min(pair, key=lambda spelling: printed[spelling])


def _n_elsewhere(spelling: Spelling, sources: Mapping[str, int]) -> int:
    """How many sources but the quote itself have every word of a spelling."""
    return min(sources[word] - 1 for word in spelling)


def _printed(keys: Iterable[tuple[str, int]]) -> Counter[Spelling]:
    """How many printings have each word, and each two words in a row."""
    found: Counter[Spelling] = Counter()
    for key, n_printings in keys:
        for spelling in set(_spellings(key)):
            found[spelling] += n_printings
    return found


def _spellings(key: str) -> Iterator[Spelling]:
    """The words of a key, and each two in a row."""
    words = key.split(" ")
    yield from zip(words, strict=True)
    yield from pairwise(words)


def _words_of(contested: Mapping[int, Iterable[Pair]]) -> list[str]:
    """The words of all spellings."""
    return sorted({word for pairs in contested.values() for pair in pairs for spelling in pair for word in spelling})


def _n_sources(texts: pl.DataFrame, words: Sequence[str]) -> Counter[str]:
    """In how many sources (columns source, key) each of the words stands; a source may have several rows."""
    found = [
        part.select("source", word=pl.col("key").str.split(" ")).explode("word").filter(pl.col("word").is_in(words))
        for part in texts.iter_slices(_TEXTS_AT_ONCE)
    ]
    return Counter(dict(pl.concat(found).unique().group_by("word").len().iter_rows())) if found else Counter()


def _prose(printings: pl.DataFrame) -> pl.DataFrame:
    """What the articles of printings say beside them: the article as source, and its words as a key."""
    articles = printings.group_by("article_id").agg(pl.col("article_text").first(), "start", "end").sort("article_id")
    rows = articles.select("article_text", "start", "end").drop_nulls("article_text").iter_rows()
    told = [covered(text, zip(starts, ends, strict=True)) for text, starts, ends in rows]
    return pl.DataFrame({"source": range(len(told)), "key": told}, schema=_TEXTS).with_columns(
        canonical_key(pl.col("key"))
    )
