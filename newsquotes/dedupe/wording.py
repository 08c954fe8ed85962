"""Which printing of a quote is its best wording, and how each other printing differs from it.

Frames of printings in, the same vocabulary out as `schemas.MATCH_TYPES` declares.
"""

from collections.abc import Sequence

import polars as pl

from newsquotes.dedupe.align import is_misspelling
from newsquotes.dedupe.misprints import MISPRINTED, count_misprints
from newsquotes.dedupe.normalise import ELLIPSIS, INSERTION
from newsquotes.dedupe.steps import Step, steps_between
from newsquotes.dedupe.vocabulary import negation_words

_MIN_CUT = 4
_MIN_WHOLE = 0.6
"""A printing with a smaller share of the longest one's words is a part, however clean it is."""

_MIN_HEADLINE, _HEADLINE_SHARE = 4, 0.6
"""A text of at least so many words with a greater share of capitals is set as a headline."""

_MIN_AGREEING = 0.5
_MAX_SLIP = 2
"""So many words at an end of a printing may be a slip; more of them are a part of another sentence."""

_OPEN = "open"


def best_wordings(printings: pl.DataFrame) -> pl.DataFrame:
    """The printing that stands for each quote: its row, one for each `cluster`.

    `printings` has columns cluster, text, key, published_at, quotation_id and what `count_misprints` reads. Mere parts
    come last; full printings come before those with omissions or bracketed insertions, sentences before what headlines
    make of them, those with fewer misprints before others, then the longest, then the key that is printed most often,
    then the spelling of it that is printed most often, then the earliest, then the alphabet.
    """
    best = _ranked_first(printings, pl.DataFrame(schema=MISPRINTED))
    misprinted = count_misprints(printings, best.select("cluster", best_key="key"))
    if misprinted.is_empty():
        return best
    clusters = pl.col("cluster").is_in(misprinted["cluster"].implode())
    chosen = _ranked_first(printings.filter(clusters), misprinted)
    return pl.concat([best.filter(~clusters), chosen]).sort("cluster")


def _ranked_first(printings: pl.DataFrame, misprinted: pl.DataFrame) -> pl.DataFrame:
    """The first printing of each cluster; `misprinted` has the keys that hold misprints."""
    ranked = printings.join(misprinted, on=["cluster", "key"], how="left", maintain_order="left").with_columns(
        pl.col("n_misprints").fill_null(0),
        is_marked=_has_mark(pl.col("key")),
        is_headline=_is_headline(pl.col("text")),
        n_words=pl.col("key").str.count_matches(" ", literal=True),
        n_of_key=pl.len().over("cluster", "key"),
        n_of_text=pl.len().over("cluster", "text"),
    )
    ranked = ranked.with_columns(is_part=pl.col("n_words") < _MIN_WHOLE * pl.col("n_words").max().over("cluster"))
    order = [
        "cluster",
        "is_part",
        "is_marked",
        "is_headline",
        "n_misprints",
        "n_words",
        "n_of_key",
        "n_of_text",
        "published_at",
        "text",
        "quotation_id",
    ]
    falling = [name in {"n_words", "n_of_key", "n_of_text"} for name in order]
    best = ranked.sort(order, descending=falling, nulls_last=True).unique("cluster", keep="first", maintain_order=True)
    return best.select(printings.columns)


def _is_headline(text: pl.Expr) -> pl.Expr:
    """Whether most words of a text begin with a capital: `We Do Not Pay For It`, `WE WILL WIN`."""
    n_words = text.str.count_matches(r"\p{L}[\p{L}'’-]*")
    n_capitals = text.str.count_matches(r"(?:^|[\s“‘\"'(—–-])\p{Lu}")
    return (n_words >= _MIN_HEADLINE) & (n_capitals > _HEADLINE_SHARE * n_words)


def _has_mark(key: pl.Expr) -> pl.Expr:
    """Whether words are left out of a key or put in by a reporter."""
    return key.str.contains(ELLIPSIS, literal=True) | key.str.contains(INSERTION, literal=True)


def match_types(printings: pl.DataFrame) -> pl.Series:
    """How each printing (columns text, key) differs from its quote's best wording (best_text, best_key)."""
    within = (pl.lit(" ") + pl.col("best_key") + pl.lit(" ")).str.contains(
        pl.lit(" ") + pl.col("key") + pl.lit(" "), literal=True
    )
    plain = printings.select(
        match_type=pl.when(pl.col("text") == pl.col("best_text"))
        .then(pl.lit("exact"))
        .when(pl.col("key") == pl.col("best_key"))
        .then(pl.lit("formatting"))
        .when(within)
        .then(pl.lit("truncated"))
        .otherwise(pl.lit(_OPEN))
    ).to_series()
    found = plain.to_list()
    for row in (plain == _OPEN).arg_true().to_list():
        found[row] = match_type(printings["key"][row], printings["best_key"][row])
    return pl.Series("match_type", found, dtype=pl.String)


def match_type(key: str, best_key: str) -> str:
    """The match type of a printing that is not just a part of the best wording.

    With words left out, marked or at least four, it is elided; if it goes on where the best wording ends, joins parts
    of it with others, or shares little with it because others lie between the two, it is spliced. A slip in its first
    or last word goes on nowhere.

    >>> match_type("we stay … all win", "we stay so that all win")
    'elided'
    >>> match_type("we stay and all wim", "we stay and all win"), match_type("we stay and all win", "stay and all")
    ('reworded', 'spliced')
    """
    words, best_words = key.split(" "), best_key.split(" ")
    steps = steps_between(words, best_words)
    n_agreeing = len(words) - sum(len(step.new) for step in steps)
    put_in = [step for step in steps if step.new]
    if all(set(step.new) <= {ELLIPSIS} for step in put_in):
        longest_cut = max(len(step.old) for step in steps)
        return "elided" if ELLIPSIS in words or longest_cut >= _MIN_CUT else "reworded"
    if n_agreeing < _MIN_AGREEING * len(words):
        return "spliced"
    at_an_end = all(step.is_first or step.is_last for step in put_in) and not all(map(_is_slip, put_in))
    return "spliced" if at_an_end and not any(INSERTION in step.new for step in put_in) else "reworded"


def _is_slip(step: Step) -> bool:
    """Whether a word or two at an end stand for a word or two at the same end, or are misspelt."""
    if not step.old or len(step.new) > _MAX_SLIP:
        return False
    if len(step.old) <= _MAX_SLIP:
        return True
    nearest = step.old[-len(step.new) :] if step.is_first else step.old[: len(step.new)]
    return is_misspelling("".join(step.new), "".join(nearest))


def differences(printings: pl.DataFrame) -> pl.Series:
    """The words in which each reworded printing (columns match_type, key, best_key) differs; null for the others."""
    rows = printings.select("match_type", "key", "best_key").iter_rows()
    told = [difference(key, best_key) if kind == "reworded" else None for kind, key, best_key in rows]
    return pl.Series("difference", told, dtype=pl.String)


def difference(key: str, best_key: str) -> str:
    """The steps from the best wording's words to a printing's: words left out or exchanged, `>`, words put in.

    >>> difference("wherever he treads is ours", "wherever he sets foot that is ours")
    'sets foot that>treads'
    """
    steps = steps_between(key.split(" "), best_key.split(" "))
    return "; ".join(f"{' '.join(step.old)}>{' '.join(step.new)}" for step in steps)


def contradicting(printings: pl.DataFrame) -> pl.DataFrame:
    """The keys of each cluster (columns cluster, key) that say something else than its best wording.

    Two printings that were each taken for a third may contradict one another; `printings` as in `best_wordings`.
    """
    best = best_wordings(printings).select("cluster", best_key="key")
    others = printings.join(best, on="cluster").filter(pl.col("key") != pl.col("best_key"))
    pairs = others.select("cluster", "key", "best_key").unique().sort("cluster", "key")
    is_other = [contradicts(key, best_key) for _, key, best_key in pairs.iter_rows()]
    return pairs.filter(pl.Series(is_other, dtype=pl.Boolean)).select("cluster", "key")


def contradicts(key: str, best_key: str) -> bool:
    """Whether a reworded printing has another number in the place of one, or a negation more or less.

    >>> contradicts("we lost 9 boats", "we lost 7 boats"), contradicts("we lost nine boats", "we lost 9 boats")
    (True, False)
    >>> contradicts("we will not go there", "we will go there"), contradicts("we will go", "we will go not stay")
    (True, False)
    """
    words, best_words = set(key.split(" ")), set(best_key.split(" "))
    if f" {key} " in f" {best_key} " or not any(_tells(word) for word in words ^ best_words):
        return False
    if match_type(key, best_key) != "reworded":
        return False
    steps = ((_old_beside(step), step.new) for step in steps_between(key.split(" "), best_key.split(" ")))
    return any((_has_digit(old) and _has_digit(new)) or _is_negated(old) != _is_negated(new) for old, new in steps)


def _old_beside(step: Step) -> Sequence[str]:
    """The words of the best wording that a printing has others for, without those that are only cut at its ends."""
    n_beside = max(len(step.new), _MAX_SLIP) if step.new else 0
    if step.is_first:
        return step.old[len(step.old) - min(n_beside, len(step.old)) :]
    return step.old[:n_beside] if step.is_last else step.old


def _tells(word: str) -> bool:
    return _has_digit([word]) or word in negation_words()


def _has_digit(words: Sequence[str]) -> bool:
    return any(letter.isdigit() for word in words for letter in word)


def _is_negated(words: Sequence[str]) -> bool:
    return not negation_words().isdisjoint(words)
