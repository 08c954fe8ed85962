"""Links between quotes that may be the same but are not merged.

Quotes and what clustering left open in; rows of `quote_links` out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

import polars as pl

from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.normalise import ELLIPSIS, INSERTION, canonical_key
from newsquotes.dedupe.vocabulary import contradict, function_words, name_words, negation_words
from newsquotes.schemas import QUOTE_LINKS

_RAREST_WORDS = 4
_MAX_BUCKET = 50
_SENTENCE = r"[^.!?…]+[.!?…]*"
_ENDINGS = ("ing", "ed", "es", "s")
_MIN_STEM = 4


@dataclass(frozen=True, slots=True)
class _Content:
    """What a quote says, for comparison with its translations."""

    quote_id: int
    words: frozenset[str]
    fixed: frozenset[str]
    first_published: datetime | None


def link_row(one: int, other: int, kind: str, evidence: str, score: float) -> dict[str, object]:
    """One row of `quote_links`; the ids may come in either order."""
    return {
        "quote_id_a": min(one, other),
        "quote_id_b": max(one, other),
        "kind": kind,
        "evidence": evidence,
        "score": score,
    }


def links_frame(rows: Iterable[dict[str, object]]) -> pl.DataFrame:
    """The rows as the `quote_links` table, one for each pair and kind: the one with the highest score."""
    frame = QUOTE_LINKS.from_rows(rows).filter(pl.col("quote_id_a") != pl.col("quote_id_b"))
    order = [*QUOTE_LINKS.primary_key, "score", "evidence"]
    best = frame.sort(order, descending=[name == "score" for name in order])
    return best.unique(QUOTE_LINKS.primary_key, keep="first", maintain_order=True).sort(QUOTE_LINKS.sort_by)


def translation_links(quotes: pl.DataFrame, config: DedupeConfig) -> Iterator[dict[str, object]]:
    """Links between quotes of one speaker that say the same in other words, as two translations do.

    Whole quotes and single sentences of them are compared. Most content words agree; numbers, negations and names agree
    all; the publication dates are near or unknown.
    """
    names = name_words(quotes["canonical_key"].str.split(" ").explode(), quotes["text"])
    voices: defaultdict[tuple[int, bool], list[_Content]] = defaultdict(list)
    for quote_id, key, speaker_id, kind, first_published in _wholes_and_sentences(quotes).iter_rows():
        content = _content(quote_id, key, first_published, names)
        if len(content.words) >= config.min_translation_words:
            voices[speaker_id, kind == "indirect"].append(content)
    for contents in voices.values():
        for one, other in _sharing_rare_words(contents):
            similarity = _similarity(one, other, config)
            if similarity is not None:
                shared = ", ".join(sorted(one.words & other.words))
                evidence = f"same speaker, same content words ({shared}) in another wording"
                yield link_row(one.quote_id, other.quote_id, "translation", evidence, similarity)


def _wholes_and_sentences(quotes: pl.DataFrame) -> pl.DataFrame:
    """Key columns of every quote, then of each sentence of those that have several."""
    columns = ("quote_id", "canonical_key", "speaker_id", "kind", "first_published")
    sentences = quotes.with_columns(sentence=pl.col("text").str.extract_all(_SENTENCE)).filter(
        pl.col("sentence").list.len() > 1
    )
    keyed = sentences.explode("sentence").with_columns(canonical_key=canonical_key(pl.col("sentence")))
    return pl.concat([quotes.select(columns), keyed.select(columns)])


def _content(quote_id: int, key: str, first_published: datetime | None, names: frozenset[str]) -> _Content:
    """The content words of a key, without their endings, and the words that a translation may not change."""
    words = [word for word in key.split(" ") if word not in (ELLIPSIS, INSERTION)]
    fixed = {word for word in words if word in negation_words() or word in names or any(map(str.isdigit, word))}
    content = {stem(word) for word in words if word not in function_words()}
    return _Content(quote_id, frozenset(content), frozenset(fixed), first_published)


def stem(word: str) -> str:
    """A word without a common English ending, if at least four letters are left.

    >>> stem("soldiers"), stem("treading"), stem("bus")
    ('soldier', 'tread', 'bus')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word.removesuffix(ending)
    return word


def _sharing_rare_words(contents: Sequence[_Content]) -> Iterator[tuple[_Content, _Content]]:
    """Pairs of quotes of one speaker that share two of their rarest content words."""
    frequency = Counter(word for content in contents for word in content.words)
    buckets: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, content in enumerate(contents):
        shared = (word for word in content.words if frequency[word] > 1)
        rarest = sorted(shared, key=lambda word: (frequency[word], word))[:_RAREST_WORDS]
        for one, other in combinations(sorted(rarest), 2):
            buckets[one, other].append(number)
    small = (bucket for bucket in buckets.values() if len(bucket) <= _MAX_BUCKET)
    pairs = {pair for bucket in small for pair in combinations(bucket, 2)}
    for left, right in sorted(pairs):
        yield contents[left], contents[right]


def _similarity(one: _Content, other: _Content, config: DedupeConfig) -> float | None:
    """Share of content words in common (Dice), or None if the two cannot be translations of the same words."""
    shared = len(one.words & other.words)
    similarity = 2 * shared / (len(one.words) + len(other.words))
    if shared < config.min_translation_words or similarity < config.min_translation_similarity:
        return None
    if one.fixed != other.fixed or not _are_near(one.first_published, other.first_published, config.translation_days):
        return None
    own, theirs = one.words - other.words, other.words - one.words
    return None if any(contradict(left, right) for left in own for right in theirs) else similarity


def _are_near(one: datetime | None, other: datetime | None, days: int) -> bool:
    """Whether two publication times are at most so many days apart; an unknown one is near to all."""
    return one is None or other is None or abs((one - other).total_seconds()) <= days * 86400
