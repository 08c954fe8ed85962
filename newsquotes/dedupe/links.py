"""Links between quotes that may be the same but are not merged.

Quotes and what clustering left open in; rows of `quote_links` out.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, groupby, product
from operator import itemgetter

import polars as pl
from rapidfuzz.distance import LCSseq

from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.doers import exchange_doers
from newsquotes.dedupe.figures import in_figures
from newsquotes.dedupe.identity import REDIRECT
from newsquotes.dedupe.normalise import ELLIPSIS, INSERTION, canonical_key, canonical_keys
from newsquotes.dedupe.stems import sense, stem, without_phrases
from newsquotes.dedupe.vocabulary import contradict, grammatical_negations, name_words, negation_words, opposites
from newsquotes.schemas import QUOTE_LINKS
from newsquotes.word_lists import function_words

_QUOTED = re.compile(r"(?<!\w)[\"“‘'«]([^\"”’»]*(?:’\w[^\"”’»]*)*)[\"”’'»](?!\w)")
_RAREST_WORDS = 4
_MAX_BUCKET = 50
_SENTENCE = r"[^.!?…]+[.!?…]*"
_LED_IN = r"^[^.!?…:]{3,40}: (.*\w.*)$"
"""What stands behind a lead-in: There is a saying: …"""
_MAX_ORDER = {0: 1.0, 1: 0.63, 2: 0.43}
"""How much of the word order two translations may share, by the number of content words for which either side has
another one. Where a sentence of the same build has other words in it, it says something else."""

_MAX_OWN_WORDS = {0: 3, 1: 2, 2: 2}
"""By the same number, how many content words a side may have for itself."""

_SAME_ORDER = 0.75
"""From such a share of the word order on, two opposites stand in the same place."""

_CLEARLY_ALIKE = 0.75
"""Below this share of content words in common, a side that has another word needs one more that agrees."""

_NOT = "not"
"""Stands for every word that only negates: `nobody`, `no one` and `not anybody` say the same."""

_OURS, _THEIRS = frozenset(("our", "ours", "us")), frozenset(("their", "theirs", "them"))

_MIN_QUOTED = 4
_MAX_LEFT_OUT = 8
_MIN_STATEMENT = 10
_STATEMENT_SHARE = 0.7
"""Two speakers' words are one statement from so many words in common on, or from such a share of the longer one."""

_MIN_CONFLICT = 0.85
_MAX_CONFLICT_WORDS = 1


@dataclass(frozen=True, slots=True)
class _Content:
    """What a quote or one sentence of it says, for comparison with others of the speaker.

    Stems of the content words, the words that must not change, all words and their stems in order, whether it is the
    whole quote.
    """

    quote_id: int
    words: frozenset[str]
    fixed: frozenset[str]
    printed: tuple[str, ...]
    sequence: tuple[str, ...]
    is_whole: bool
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


def redirect_rows(redirects: Mapping[int, int]) -> Iterator[dict[str, object]]:
    """Rows that lead from an id that is gone to the quote that has taken over."""
    for gone, living in redirects.items():
        evidence = "its printings joined those of an older quote"
        yield {"quote_id_a": gone, "quote_id_b": living, "kind": REDIRECT, "evidence": evidence, "score": 1.0}


def quoted_within(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """For each text the canonical keys of what stands between quotation marks of its own: one speaker quotes another.

    >>> quoted_within(["He was ‘very careless’ with them, said the judge"])
    [('very careless',)]
    """
    inner = [[found for found in _QUOTED.findall(text) if found.strip()] for text in texts]
    keys = iter(canonical_keys(pl.Series([part for parts in inner for part in parts], dtype=pl.String)).to_list())
    return [tuple(next(keys) for _ in parts) for parts in inner]


def quotes_from(inner: Iterable[str], key: str) -> bool:
    """Whether one of the keys between quotation marks is the words of another quote, a part of them, or holds them.

    A part has at least so many words that nobody says them by chance; what a quotation leaves out does not matter.

    >>> quotes_from(["he was very careless"], "very careless"), quotes_from(["every careless"], "very careless")
    (True, False)
    >>> quotes_from(["in charge of … the economy"], "i put him in charge of the economy of elm")
    True
    """
    words = _without_marks(key)
    return any(
        _is_part(words, own) or (len(own) >= _MIN_QUOTED and _is_part(own, words)) for own in map(_without_marks, inner)
    )


def _without_marks(key: str) -> list[str]:
    """The words of a key, without the marks for what was left out or put in."""
    return [word for word in key.split(" ") if word not in (ELLIPSIS, INSERTION)]


def _is_part(words: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether all words stand in others in their order, in a stretch that is hardly longer."""
    if not words or LCSseq.similarity(words, whole) < len(words):
        return False
    starts = (at for at, word in enumerate(whole) if word == words[0])
    stretch = len(words) + _MAX_LEFT_OUT
    return any(LCSseq.similarity(words, whole[at : at + stretch]) == len(words) for at in starts)


def are_same_words(one: str, other: str) -> bool:
    """Whether two keys agree in so much that they are one statement: most of the longer, or a long run of both.

    >>> are_same_words("we will win this election", "there is a sense that we will win this thing and he can win it")
    False
    """
    left, right = _without_marks(one), _without_marks(other)
    shared = LCSseq.similarity(left, right)
    return bool(shared >= _MIN_STATEMENT or shared >= _STATEMENT_SHARE * max(len(left), len(right)))


def links_frame(rows: Iterable[dict[str, object]]) -> pl.DataFrame:
    """The rows as the `quote_links` table, one for each pair and kind: the one with the highest score."""
    frame = QUOTE_LINKS.from_rows(rows).filter(pl.col("quote_id_a") != pl.col("quote_id_b"))
    order = [*QUOTE_LINKS.primary_key, "score", "evidence"]
    best = frame.sort(order, descending=[name == "score" for name in order])
    return best.unique(QUOTE_LINKS.primary_key, keep="first", maintain_order=True).sort(QUOTE_LINKS.sort_by)


def wording_links(quotes: pl.DataFrame, config: DedupeConfig) -> Iterator[dict[str, object]]:
    """Links between quotes of one speaker that say the same in other words, or the same but for a number or a negation.

    Whole quotes and single sentences of them are compared. The publication dates are near or unknown. In a
    `translation` most content words agree, numbers, negations and names all agree, and what differs is no word put in
    the place of another in a sentence of the same build; nobody suffers in one what he does in the other. In a
    `conflict` nearly all words agree, but not the numbers, or one of the two is negated.
    """
    names = name_words(quotes["canonical_key"].str.split(" ").explode(), quotes["text"])
    for contents in _contents_by_voice(quotes, names):
        contents = [content for content in contents if len(content.words) >= config.min_translation_words]
        near = [
            (one, other)
            for one, other in _sharing_rare_words(contents)
            if one.quote_id != other.quote_id and _are_near(one, other, config.translation_days)
        ]
        repeated = {_ids(*pair) for pair in near if _repeats(*pair)}
        for one, other in near:
            if _ids(one, other) in repeated:
                yield from _part(one, other)
            else:
                yield from _conflict(one, other) if one.fixed != other.fixed else _translation(one, other, config)


def _contents_by_voice(quotes: pl.DataFrame, names: frozenset[str]) -> Iterator[list[_Content]]:
    """The quotes and sentences of each speaker, direct and indirect ones apart; those of one are held at a time."""
    rows = _wholes_and_sentences(quotes).with_columns(is_indirect=pl.col("kind") == "indirect")
    voice = ("speaker_id", "is_indirect")
    ordered = rows.sort(voice, maintain_order=True).select(
        *voice, "quote_id", "canonical_key", "is_whole", "first_published"
    )
    for _, said in groupby(ordered.iter_rows(), key=itemgetter(0, 1)):
        yield [_content(quote_id, key, is_whole, day, names) for _, _, quote_id, key, is_whole, day in said]


def _ids(one: _Content, other: _Content) -> tuple[int, int]:
    """The pair of quotes that two texts are of."""
    return min(one.quote_id, other.quote_id), max(one.quote_id, other.quote_id)


def _repeats(one: _Content, other: _Content) -> bool:
    """Whether one text stands in the other as it is: a sentence that is said again is no other wording of itself."""
    return _stands_in(one.sequence, other.sequence) or _stands_in(other.sequence, one.sequence)


def _part(one: _Content, other: _Content) -> Iterator[dict[str, object]]:
    """The link of a whole quote that is a part of another."""
    shorter, longer = sorted((one, other), key=lambda content: len(content.sequence))
    if _is_negated_whole(shorter, longer):
        yield link_row(one.quote_id, other.quote_id, "conflict", "same speaker, same words, but one is negated", 1.0)
    elif shorter.is_whole and len(shorter.sequence) < len(longer.sequence) and _repeats(one, other):
        score = len(shorter.sequence) / len(longer.sequence)
        yield link_row(one.quote_id, other.quote_id, "contains", "the shorter words stand in the longer ones", score)


def _is_negated_whole(shorter: _Content, longer: _Content) -> bool:
    """Whether a text is another one behind a negation: `ships will sail`, `no ship will sail`."""
    return longer.printed[0] in negation_words() and shorter.sequence == longer.sequence[1:]


def _stands_in(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether a run of words stands in a longer one as it is."""
    return f" {' '.join(shorter)} " in f" {' '.join(longer)} "


def _translation(one: _Content, other: _Content, config: DedupeConfig) -> Iterator[dict[str, object]]:
    """The link of two translations of the same words, if they are that."""
    shared, own, theirs = one.words & other.words, one.words - other.words, other.words - one.words
    similarity = 2 * len(shared) / (len(one.words) + len(other.words))
    exchanged = min(len(own), len(theirs))
    least = config.min_translation_words + (exchanged > 0 and similarity < _CLEARLY_ALIKE)
    least += not (one.is_whole and other.is_whole)  # a sentence of many is soon like one of another speech
    if _ends(one) == _ends(other):  # then a name in both tells as much as another word
        n_telling, least = sum(map(_is_telling, shared)), least - 1
    else:
        n_telling = len(shared - one.fixed)
    if n_telling < least or similarity < config.min_translation_similarity:
        return
    if exchanged not in _MAX_ORDER or max(len(own), len(theirs)) > _MAX_OWN_WORDS[exchanged]:
        return
    if exchanged and _order(one, other) > _MAX_ORDER[exchanged]:
        return
    if exchange_doers(one.printed, other.printed) or _exchange_owners(one.printed, other.printed):
        return
    if not any(contradict(left, right) for left in own for right in theirs) and not _place_otherwise(one, other):
        evidence = f"same speaker, same content words ({', '.join(sorted(shared))}) in another wording"
        yield link_row(one.quote_id, other.quote_id, "translation", evidence, similarity)


def _place_otherwise(one: _Content, other: _Content) -> bool:
    """Whether one says `before` where the other says `after`, or `at least` and `at most`.

    In another order the two may say the same: `more A than B`, `less B than A`.
    """
    left, right = set(one.printed), set(other.printed)
    is_said = any(
        right_word in opposites().get(left_word, ()) and not function_words().isdisjoint((left_word, right_word))
        for left_word, right_word in product(left - right, right - left)
    )
    return is_said and _order(one, other) >= _SAME_ORDER


def _exchange_owners(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether what is `ours` in one text, and nobody else's, is `theirs` in the other."""
    left, right = ([not owners.isdisjoint(words) for owners in (_OURS, _THEIRS)] for words in (one, other))
    return sorted((left, right)) == [[False, True], [True, False]]


def _ends(content: _Content) -> tuple[str, str]:
    """The first and the last word of a text."""
    return content.sequence[0], content.sequence[-1]


def _is_telling(word: str) -> bool:
    """Whether a word that two texts share says what they are about, as a number or a negation does not."""
    return not (_is_number(word) or word in negation_words())


def _order(one: _Content, other: _Content) -> float:
    """Share of the longer text's words that stand in the other in the same order."""
    longest = max(len(one.sequence), len(other.sequence))
    return float(LCSseq.similarity(one.sequence, other.sequence) / longest)


def _conflict(one: _Content, other: _Content) -> Iterator[dict[str, object]]:
    """The link of two quotes that differ in a number or a negation and in hardly anything else."""
    left, right = one.words - one.fixed, other.words - other.fixed
    total = len(left) + len(right)
    similarity = 2 * len(left & right) / total if total else 0.0
    is_close = similarity >= _MIN_CONFLICT and max(len(left - right), len(right - left)) <= _MAX_CONFLICT_WORDS
    evidence = _contradiction(one.fixed - other.fixed, other.fixed - one.fixed)
    if is_close and evidence and _order(one, other) >= _MIN_CONFLICT / 2:
        yield link_row(
            one.quote_id, other.quote_id, "conflict", f"same speaker, same words, but {evidence}", similarity
        )


def _contradiction(own: frozenset[str], theirs: frozenset[str]) -> str | None:
    """In which words two quotes contradict each other: other numbers or one negation; None for other words."""
    differing = sorted(own | theirs)
    if own and theirs and all(_is_number(word) for word in differing):
        return f"{', '.join(sorted(own))} and {', '.join(sorted(theirs))}"
    if bool(own) != bool(theirs) and all(word in negation_words() for word in differing):
        return "one is negated" if differing == [_NOT] else f"one says {', '.join(differing)}"
    return None


def _is_number(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _wholes_and_sentences(quotes: pl.DataFrame) -> pl.DataFrame:
    """Key columns of every quote, of it without its lead-in, and of each sentence of those that have several."""
    columns = ("quote_id", "canonical_key", "speaker_id", "kind", "first_published")
    led_in = quotes.with_columns(rest=pl.col("text").str.extract(_LED_IN)).drop_nulls("rest")
    led_in = led_in.with_columns(canonical_key=canonical_key(pl.col("rest")))
    sentences = quotes.with_columns(sentence=pl.col("text").str.extract_all(_SENTENCE)).filter(
        pl.col("sentence").list.len() > 1
    )
    keyed = sentences.explode("sentence").with_columns(canonical_key=canonical_key(pl.col("sentence")))
    wholes = [frame.select(*columns, is_whole=pl.lit(True)) for frame in (quotes, led_in)]
    return pl.concat([*wholes, keyed.select(*columns, is_whole=pl.lit(False))])


def _content(
    quote_id: int, key: str, is_whole: bool, first_published: datetime | None, names: frozenset[str]
) -> _Content:
    """The stems of a key's content words, and the words that another wording may not change."""
    printed = [_NOT if word in grammatical_negations() else word for word in in_figures(_without_marks(key))]
    words = without_phrases(printed)
    fixed = {word for word in words if word in negation_words() or word in names or _is_number(word)}
    content = {word if word in fixed else sense(word) for word in words if word not in function_words()}
    sequence = tuple(stem(word) for word in printed)
    return _Content(quote_id, frozenset(content), frozenset(fixed), tuple(printed), sequence, is_whole, first_published)


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


def _are_near(one: _Content, other: _Content, days: int) -> bool:
    """Whether two quotes were published at most so many days apart; an unknown date is near to all."""
    if one.first_published is None or other.first_published is None:
        return True
    return abs((one.first_published - other.first_published).total_seconds()) <= days * 86400
