"""Distinct texts as flat word numbers, with what each word can change.

Printed texts in, a `Corpus` out. The order of its units depends on their words alone, never on the order of the rows or
on what else is in the corpus: long texts come first, equally long ones in the order of a hash of their words.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from newsquotes.dedupe.normalise import (
    ELLIPSIS_CODE,
    INSERTION_CODE,
    Codes,
    Flags,
    Ints,
    Lexicon,
    Signs,
    Trait,
    Words,
    flat_ranges,
    have,
)
from newsquotes.dedupe.room import Roomy
from newsquotes.seeds import load_seed
from newsquotes.word_lists import function_words

Hashes = npt.NDArray[np.uint64]
Small = npt.NDArray[np.int32]

_TEXTS_AT_ONCE = 50_000
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""An odd number whose multiples are spread over all 64 bits (the golden ratio’s; Knuth, TAOCP 3, 6.4)."""

_MIXER = np.uint64(0xBF58476D1CE4E5B9)
_FIRST_CHARACTER = 0x100
_SURROGATES = 0xD800
_N_SURROGATES = 0x800
_CHARACTERS = 0x110000 - _FIRST_CHARACTER - _N_SURROGATES
_CAPITALISED = r"[\p{Ll}\d,;:] (\p{Lu}[\p{L}\p{Mn}\d'’\-]*)"
_MIN_AS_NAME = 0.5
_MIN_CAPITALISED = 0.75
_PRONOUN = "i"


class Kind(IntEnum):
    """What a word can change in a text; each is a bit. `LEADING` is a negation that ends no whole statement."""

    NUMBER = 1
    NEGATION = 2
    NAME = 4
    FUNCTION = 8
    ELLIPSIS = 16
    INSERTION = 32
    LEADING = 64


_NO_COUNTS = np.zeros(0, np.int32)
MARK = int(Kind.ELLIPSIS | Kind.INSERTION)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of texts: `words[number]`, the `Kind` bits of each, a hash of it, and `Corpus.counts`."""

    words: list[str]
    kind: npt.NDArray[np.uint8]
    hashes: Hashes
    counts: Ints


@dataclass(frozen=True)
class Corpus:
    """Distinct texts (units) as word numbers: the `length[i]` words of unit i begin at `code[start[i]]`.

    `words[number]` are the words. `kind` holds the `Kind` bits of each word number, `hashes` a hash of it. `n_words`
    counts a unit's words without marks, `n_content` without function words as well. `n_printings` says how often a unit
    was printed. `counts` has a row each for how often each word was printed, with a capital, and as a name. `stock` has
    a bit for each of a unit's first 64 words, set where a run of words begins that is stock (see `candidates`).
    """

    words: list[str]
    kind: npt.NDArray[np.uint8]
    hashes: Hashes
    codes: Roomy
    start: Ints
    length: Small
    n_words: Small
    n_content: Small
    n_printings: Ints
    group: Hashes
    unit_hash: Hashes
    counts: Ints
    stock: Hashes

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        code: Codes,
        offsets: Ints,
        *,
        n_printings: Ints,
        group: Hashes,
        unit_hash: Hashes,
        stock: Hashes,
    ) -> "Corpus":
        """The corpus of units whose words are `code[offsets[i]:offsets[i + 1]]`; counts how many they are."""
        n_words, n_content = (
            np.concatenate([_NO_COUNTS, *_counted_in_parts(vocabulary.kind, code, offsets, bits)])
            for bits in (MARK, MARK | Kind.FUNCTION)
        )
        return cls(
            words=vocabulary.words,
            kind=vocabulary.kind,
            hashes=vocabulary.hashes,
            codes=Roomy.of(code),
            start=offsets[:-1],
            length=np.diff(offsets).astype(np.int32),
            n_words=n_words,
            n_content=n_content,
            n_printings=n_printings,
            group=group,
            unit_hash=unit_hash,
            counts=vocabulary.counts,
            stock=stock,
        )

    def with_more(self, more: "Corpus", rank: Ints) -> tuple["Corpus", Ints, Ints]:
        """The corpus with the new units of another one, which was read after it, behind its own.

        `rank` is the place of each unit in the order of all, the same that a corpus of all texts would have. Also the
        rank of each unit then, and which unit each of the other's is.
        """
        by_rank = inverse(rank)
        at, is_known = self._places_of(more, by_rank)
        new = np.flatnonzero(~is_known)
        at_new = at[new]
        behind = np.cumsum(np.bincount(at_new, minlength=len(self) + 1))[: len(self)]
        theirs = np.empty(len(more), np.int64)
        theirs[new] = np.arange(len(self), len(self) + len(new))
        theirs[is_known] = by_rank[at[is_known]]
        inside, offsets = flat_ranges(more.start[new], more.start[new] + more.length[new])
        columns: dict[str, Any] = {
            name: np.concatenate([getattr(self, name), getattr(more, name)[new]])
            for name in ("length", "n_words", "n_content", "n_printings", "group", "unit_hash", "stock")
        }
        columns["n_printings"][theirs[is_known]] += more.n_printings[is_known]
        columns["start"] = np.concatenate([self.start, len(self.code) + offsets[:-1]])
        ranks = np.concatenate([rank + behind[rank], at_new + np.arange(len(new))])
        return replace(more, codes=self.codes.with_more(more.code[inside]), **columns), ranks, theirs

    def _places_of(self, more: "Corpus", by_rank: Ints) -> tuple[Ints, Flags]:
        """At which rank each unit of another corpus belongs, and whether the unit of that rank is the same."""
        at = np.empty(len(more), np.int64)
        longest = int(max(self.length.max(initial=0), more.length.max(initial=0)))
        at_least = np.cumsum(np.bincount(self.length, minlength=longest + 2)[::-1])[::-1]
        hashes = self.unit_hash[by_rank]
        for length in np.unique(more.length).tolist():
            begin, end = at_least[length + 1], at_least[length]
            same = more.length == length
            at[same] = begin + np.searchsorted(hashes[begin:end], more.unit_hash[same])
        within = np.minimum(at, len(self) - 1)
        is_known = (at < len(self)) & (hashes[within] == more.unit_hash)
        return at, is_known & (self.length[by_rank[within]] == more.length)

    def __len__(self) -> int:
        return len(self.start)

    @property
    def code(self) -> Codes:
        """The words of all units, as numbers."""
        return self.codes.values

    @cached_property
    def meanings(self) -> "Meanings":
        """What the words can change, by the characters of `all_encoded`."""
        return Meanings(
            words=self.words,
            kinds=self.kind,
            numbers=self._characters(Kind.NUMBER),
            negations=self._characters(Kind.NEGATION),
            names=self._characters(Kind.NAME),
            function_words=self._characters(Kind.FUNCTION),
            ellipsis=encoded(np.array([ELLIPSIS_CODE], np.uint32)),
            insertion=encoded(np.array([INSERTION_CODE], np.uint32)),
        )

    def _characters(self, kind: Kind) -> frozenset[str]:
        """The characters of all words of a kind."""
        return frozenset(encoded(np.flatnonzero(self.kind & kind).astype(np.uint32)))

    def all_encoded(self, units: Ints) -> list[str]:
        """Some units as strings of one character a word, for alignment."""
        inside, offsets = flat_ranges(self.start[units], self.start[units] + self.length[units])
        whole = encoded(self.code[inside])
        return [whole[begin:end] for begin, end in pairwise(offsets.tolist())]


@dataclass(frozen=True, slots=True)
class Meanings:
    """What words can change, as sets of the characters that stand for them in `Corpus.all_encoded`."""

    words: list[str]
    kinds: npt.NDArray[np.uint8]
    numbers: frozenset[str]
    negations: frozenset[str]
    names: frozenset[str]
    function_words: frozenset[str]
    ellipsis: str
    insertion: str

    def word(self, character: str) -> str:
        """The word that a character stands for."""
        return self.words[_decoded(character)]

    def kind(self, character: str) -> int:
        """The bits of the word that a character stands for."""
        return int(self.kinds[_decoded(character)])


def encoded(code: Codes) -> str:
    """Word numbers as characters, past the range that UTF-8 cannot write. There are a million, no more."""
    points = code % np.uint32(_CHARACTERS) + np.uint32(_FIRST_CHARACTER)
    points = points + np.uint32(_N_SURROGATES) * (points >= _SURROGATES)
    return points.astype("<u4").tobytes().decode("utf-32-le")


def _decoded(character: str) -> int:
    """The word number of a character."""
    point = ord(character)
    return point - _FIRST_CHARACTER - (_N_SURROGATES if point >= _SURROGATES + _N_SURROGATES else 0)


@dataclass(frozen=True, slots=True)
class Part:
    """Some texts: hash and group of each, and its number among the distinct ones (`of_text`).

    `code[offsets[i]:offsets[i + 1]]` are the word numbers of distinct text i, of which text `first[i]` is the first.
    """

    hashes: Hashes
    group: Hashes
    of_text: Ints
    first: Ints
    code: Codes
    offsets: Ints

    @property
    def length(self) -> Small:
        """Words of each distinct text, marks included."""
        return np.diff(self.offsets).astype(np.int32)


class Reader:
    """Reads printed texts part by part and makes the corpus of them all."""

    def __init__(self) -> None:
        self._lexicon = Lexicon()
        self._hashes = np.zeros(0, np.uint64)
        self._code: list[Codes] = []
        self._n_codes = 0
        self._begin: list[Ints] = []
        self._length: list[Small] = []
        self._hash: list[Hashes] = []
        self._group: list[Hashes] = []
        self._seen = np.zeros(0, np.int64)
        self._capital = np.zeros(0, np.int64)
        self._as_name = np.zeros(0, np.int64)
        self._lasting_kinds = np.array([Kind.ELLIPSIS, Kind.INSERTION], np.uint8)

    @classmethod
    def after(cls, corpus: Corpus) -> "Reader":
        """A reader that knows the words of a corpus, and how often they were printed."""
        reader = cls()
        reader._lexicon = Lexicon(corpus.words)
        reader._hashes = corpus.hashes
        reader._seen, reader._capital, reader._as_name = corpus.counts
        reader._lasting_kinds = corpus.kind & ~np.uint8(Kind.NAME)
        return reader

    @property
    def is_empty(self) -> bool:
        """Whether no text was read."""
        return not self._hash

    def read(self, texts: pl.Series, groups: Ints | None = None) -> None:
        """Takes in more texts; texts of different groups (numbers) are never the same unit."""
        for part in self.parts(texts, groups):
            self._code.append(part.code)
            self._begin.append((self._n_codes + part.offsets[:-1])[part.of_text])
            self._length.append(part.length[part.of_text])
            self._hash.append(part.hashes)
            self._group.append(part.group)
            self._n_codes += len(part.code)

    def parts(self, texts: pl.Series, groups: Ints | None = None) -> Iterator[Part]:
        """The words of more texts, which are counted but not kept."""
        for begin in range(0, len(texts), _TEXTS_AT_ONCE):
            some = texts[begin : begin + _TEXTS_AT_ONCE]
            salts = None if groups is None else groups[begin : begin + _TEXTS_AT_ONCE]
            yield self._part(self._lexicon.read(some), np.zeros(len(some), np.int64) if salts is None else salts)

    def _part(self, words: Words, groups: Ints) -> Part:
        """The words of each distinct text of a part, and the hash of every text."""
        inside, offsets = flat_ranges(words.begin, words.end)
        code = words.code[inside]
        self._count_names(code, words.signs[inside])
        salt = scattered(groups.astype(np.uint64))
        hashes = _text_hashes(self._hashes[code], offsets) ^ salt
        _, first, of_text = np.unique(hashes, return_index=True, return_inverse=True)
        kept, starts = flat_ranges(offsets[first], offsets[first + 1])
        return Part(hashes, salt, of_text, first, code[kept], starts)

    def _count_names(self, code: Codes, signs: Signs) -> None:
        """Counts how often each word is printed, with a capital, and as a name; learns the hashes of new words."""
        words = self._lexicon.words
        new, n_words = words[len(self._hashes) :], len(words)
        self._hashes = np.concatenate([self._hashes, np.array([_word_hash(word) for word in new], dtype=np.uint64)])
        capital, name = (code.take(np.flatnonzero(have(signs, trait))) for trait in (Trait.CAPITALISED, Trait.NAME))
        self._seen = _grown(self._seen, n_words) + np.bincount(code, minlength=n_words)
        self._capital = _grown(self._capital, n_words) + np.bincount(capital, minlength=n_words)
        self._as_name = _grown(self._as_name, n_words) + np.bincount(name, minlength=n_words)

    def corpus(self, n_printings: Ints | None = None) -> tuple[Corpus, Ints]:
        """The corpus, and the unit of each text; `n_printings` says how many printings each text stands for."""
        hashes, group = np.concatenate(self._hash), np.concatenate(self._group)
        length, begin = np.concatenate(self._length), np.concatenate(self._begin)
        distinct, first, of_text = np.unique(hashes, return_index=True, return_inverse=True)
        longest = length.max(initial=0)
        order = np.argsort((longest - length[first]).astype(np.min_scalar_type(longest)), kind="stable")
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        first = first[order]
        start = np.concatenate([np.zeros(1, np.int64), np.cumsum(length[first], dtype=np.int64)])
        everything = np.concatenate(self._code)
        code = np.empty(start[-1], np.uint32)
        for low in range(0, len(first), _TEXTS_AT_ONCE):
            some = slice(low, low + _TEXTS_AT_ONCE)
            inside, _ = flat_ranges(begin[first[some]], begin[first[some]] + length[first[some]])
            code[start[low] : start[low] + len(inside)] = everything[inside]
        units = rank[of_text]
        return Corpus.of(
            self.vocabulary(),
            code,
            start,
            n_printings=np.bincount(units, weights=n_printings, minlength=len(first)).astype(np.int64),
            group=group[first],
            unit_hash=distinct[order],
            stock=np.zeros(len(first), np.uint64),
        ), units

    def vocabulary(self) -> Vocabulary:
        """The words read so far."""
        counts = np.stack([self._seen, self._capital, self._as_name])
        return Vocabulary(self._lexicon.words, self._kinds(), self._hashes, counts)

    def _kinds(self) -> npt.NDArray[np.uint8]:
        """The bits of each word."""
        all_words = self._lexicon.words
        fresh = pl.Series(all_words[len(self._lasting_kinds) :], dtype=pl.String)
        self._lasting_kinds = np.concatenate([self._lasting_kinds, _lasting_kinds(fresh)])
        is_name = (self._as_name > _MIN_AS_NAME * self._seen) | (self._capital > _MIN_CAPITALISED * self._seen)
        is_name = _grown(is_name, len(all_words)) & (self._lasting_kinds & (MARK | Kind.FUNCTION) == 0)
        kinds = self._lasting_kinds.copy()
        kinds[is_name] |= np.uint8(Kind.NAME)
        return kinds


def _lasting_kinds(words: pl.Series) -> npt.NDArray[np.uint8]:
    """The bits of words that do not depend on how they are printed."""
    listed = _listed_kinds()
    kind = np.fromiter((listed.get(word, 0) for word in words.to_list()), np.uint8, len(words))
    kind[words.str.contains(r"\d").to_numpy()] |= np.uint8(Kind.NUMBER)
    return kind


@cache
def _listed_kinds() -> Mapping[str, int]:
    """The bits of the words of our lists."""
    kinds: defaultdict[str, int] = defaultdict(int)
    for bit, words in (
        (Kind.NEGATION, negation_words()),
        (Kind.LEADING, _negations("leading")),
        (Kind.FUNCTION, function_words()),
    ):
        for word in words:
            kinds[word] |= bit
    return dict(kinds)


def inverse(rank: Ints) -> Ints:
    """Which one has each rank, given the rank of each."""
    found = np.empty_like(rank)
    found[rank] = np.arange(len(rank))
    return found


def scattered(numbers: Hashes) -> Hashes:
    """Numbers scattered over all 64 bits (the first rounds of splitmix64)."""
    mixed = numbers + np.uint64(11)
    mixed *= MULTIPLIER
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MIXER
    mixed ^= mixed >> np.uint64(32)
    return mixed


def _word_hash(word: str) -> int:
    """64 bits that are the same for a word on every machine."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def _text_hashes(words: Hashes, offsets: Ints) -> Hashes:
    """One hash for each text, in which the order of the words counts."""
    place = np.arange(len(words)) - np.repeat(offsets[:-1], np.diff(offsets))
    powers = np.cumprod(np.full(int(place.max(initial=0)) + 1, MULTIPLIER))
    total = np.concatenate([np.zeros(1, np.uint64), np.cumsum(words * powers[place])])
    return scattered(total[offsets[1:]] - total[offsets[:-1]])


def _grown(counts: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    """The counts or flags, with zeros up to `size`."""
    return np.concatenate([counts, np.zeros(size - len(counts), counts.dtype)])


def _counted_in_parts(kind: npt.NDArray[np.uint8], code: Codes, start: Ints, bits: int) -> Iterator[Small]:
    """How many words of each unit have none of the bits, for some units after the other."""
    for low in range(0, len(start) - 1, _TEXTS_AT_ONCE):
        edges = start[low : low + _TEXTS_AT_ONCE + 1]
        flags = (kind[code[edges[0] : edges[-1]]] & bits) == 0
        before = np.concatenate([np.zeros(1, np.int32), np.cumsum(flags, dtype=np.int32)])[edges - edges[0]]
        yield before[1:] - before[:-1]


def name_words(tokens: pl.Series, printed: pl.Series) -> frozenset[str]:
    """Words printed with a capital inside a sentence more often than not: names of people, places, days, offices."""
    capitalised = (
        printed.to_frame("text")
        .select(pl.col("text").str.extract_all(_CAPITALISED))
        .explode("text")
        .select(
            word=pl.col("text")
            .str.slice(2)
            .str.normalize("NFKD")
            .str.to_lowercase()
            .str.replace_all(r"['’]s$|['’]|\p{Mn}", "")
            .str.split("-")
        )
        .explode("word")
        .drop_nulls()
        .group_by("word")
        .len("as_name")
    )
    seen = tokens.to_frame("word").group_by("word").len("seen")
    names = capitalised.join(seen, on="word").filter(pl.col("as_name") > _MIN_AS_NAME * pl.col("seen"))["word"]
    return frozenset(names.to_list()) - {_PRONOUN}


@cache
def negation_words() -> frozenset[str]:
    """Words that turn a statement round."""
    return _negations("word")


@cache
def grammatical_negations() -> frozenset[str]:
    """Words that turn a statement round and say nothing else."""
    return _negations("grammatical")


@cache
def negating_prefixes() -> frozenset[str]:
    """Beginnings that turn a word round, as in `able` and `unable`."""
    return _negations("prefix")


def _negations(kind: str) -> frozenset[str]:
    """The negations of a kind."""
    rows = load_seed("negations", ("word", "kind"), key=("word", "kind"))
    return frozenset(row["word"] for row in rows if row["kind"] == kind)


@cache
def opposites() -> Mapping[str, frozenset[str]]:
    """Each word with the words that contradict it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in load_seed("opposites", ("word", "opposite"), key=("word", "opposite")):
        found[row["word"]].add(row["opposite"])
        found[row["opposite"]].add(row["word"])
    return {word: frozenset(others) for word, others in found.items()}


def contradict(one: str, other: str) -> bool:
    """Whether two words contradict each other.

    >>> contradict("rise", "fall"), contradict("likely", "unlikely"), contradict("rise", "rises")
    (True, True, False)
    >>> contradict("green", "yellow"), contradict("mile", "miles"), contradict("north", "monthly")
    (True, False, False)
    """
    if (one.endswith(other) or other.endswith(one)) and _is_negated(*sorted((one, other), key=len)):
        return True
    contrasted = contrasted_words()
    if one not in contrasted or other not in contrasted:
        return False
    return other in opposites().get(one, ()) or _are_two_of_a_class(one, other)


def contradicting(one: Sequence[str], other: Sequence[str]) -> list[int]:
    """Which pairs of words contradict each other (see `contradict`).

    >>> contradicting(["rise", "rise", "likely"], ["fall", "rises", "unlikely"])
    [0, 2]
    """
    contrasted = contrasted_words()
    return [
        row
        for row, (left, right) in enumerate(zip(one, other, strict=True))
        if (left in contrasted or left.endswith(right) or right.endswith(left)) and contradict(left, right)
    ]


def _is_negated(shorter: str, longer: str) -> bool:
    """Whether the longer word is the shorter one with a negating prefix."""
    return longer.endswith(shorter) and longer[: len(longer) - len(shorter)] in negating_prefixes()


@cache
def contrasted_words() -> frozenset[str]:
    """All words that have an opposite or are of a closed class."""
    return frozenset(opposites()) | frozenset(word_classes())


def _are_two_of_a_class(one: str, other: str) -> bool:
    """Whether two words are different members of a closed class."""
    return one != other and not word_classes().get(one, frozenset()).isdisjoint(word_classes().get(other, ()))


@cache
def word_classes() -> Mapping[str, frozenset[str]]:
    """Each word of a closed class, such as a colour, with its classes."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in load_seed("word_classes", ("class", "word"), key=("class", "word")):
        found[row["word"]].add(row["class"])
    return {word: frozenset(classes) for word, classes in found.items()}
