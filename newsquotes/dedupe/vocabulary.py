"""Words of the canonical keys as integers and as single characters, with what each word can change.

Distinct keys and printed texts in, a `Corpus` out. Word numbers follow alphabetical order, so that nothing depends on
the order of the rows.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from newsquotes.dedupe.normalise import ELLIPSIS, INSERTION
from newsquotes.seeds import load_seed

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_FIRST_CHARACTER = 0x100
_SURROGATES = range(0xD800, 0xE000)
_CHARACTERS = 0x110000 - _FIRST_CHARACTER - len(_SURROGATES)
_CAPITALISED = r"[\p{Ll}\d,;:] (\p{Lu}[\p{L}\p{Mn}\d'’\-]*)"
_MIN_CAPITALISED = 0.5
_PRONOUN = "i"


@dataclass(frozen=True, slots=True)
class Meanings:
    """What words can change, keyed by the character that stands for the word in `Corpus.encoded`."""

    word: Mapping[str, str]
    numbers: frozenset[str]
    negations: frozenset[str]
    names: frozenset[str]
    function_words: frozenset[str]
    ellipsis: str
    insertion: str

    @property
    def fixed(self) -> frozenset[str]:
        """Words that change what a text says: numbers, negations and names."""
        return self.numbers | self.negations | self.names


@dataclass(frozen=True, slots=True)
class Corpus:
    """Distinct keys in alphabetical order: as strings, as flat word numbers, and as strings of one character a word.

    `code[start[i]:start[i + 1]]` are the words of key i; `n_words` counts them without marks, `n_content` without
    function words as well. `fixed_before[j]` counts, in `code[:j]`, what an edit may not touch lightly: marks, numbers,
    negations and names.
    """

    keys: pl.Series
    code: npt.NDArray[np.uint32]
    start: Ints
    is_mark: Flags
    n_words: Ints
    n_content: Ints
    fixed_before: Ints
    encoded: list[str]
    meanings: Meanings

    def __len__(self) -> int:
        return len(self.keys)


def read_corpus(keys: pl.Series, printed: pl.Series) -> Corpus:
    """The corpus of `keys` (sorted); `printed` holds a printed text for each, which shows what words are names."""
    n_tokens = keys.str.count_matches(" ", literal=True).to_numpy().astype(np.int64) + 1
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(n_tokens)])
    tokens = keys.str.split(" ").explode()
    vocabulary = tokens.unique().sort()
    code = _numbered(tokens, vocabulary)
    is_mark = np.isin(code, np.flatnonzero(vocabulary.is_in([ELLIPSIS, INSERTION]).to_numpy()))
    marks_before = _counted_before(is_mark)
    meanings = _meanings(vocabulary, tokens, printed)
    light_before = _counted_before(is_mark | vocabulary.is_in(sorted(function_words())).to_numpy()[code])
    characters = np.array([_character(number) for number in range(len(vocabulary))], dtype="<U1")
    flat = "".join(characters[code].tolist())
    bounds = start.tolist()
    return Corpus(
        keys=keys,
        code=code,
        start=start,
        is_mark=is_mark,
        n_words=n_tokens - (marks_before[start[1:]] - marks_before[start[:-1]]),
        n_content=n_tokens - (light_before[start[1:]] - light_before[start[:-1]]),
        fixed_before=_counted_before(is_mark | np.isin(characters, sorted(meanings.fixed))[code]),
        encoded=[flat[bounds[row] : bounds[row + 1]] for row in range(len(keys))],
        meanings=meanings,
    )


def _counted_before(flags: Flags) -> Ints:
    """How many flags are set before each position, and in all."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(flags)])


def _numbered(tokens: pl.Series, vocabulary: pl.Series) -> npt.NDArray[np.uint32]:
    """The position of each token in the vocabulary."""
    positions = vocabulary.to_frame("word").with_row_index("number")
    joined = tokens.to_frame("word").join(positions, on="word", how="left", maintain_order="left")
    return joined["number"].to_numpy().astype(np.uint32)


def _character(number: int) -> str:
    """One character for a word number. Past a million words characters repeat, which only blurs very rare words."""
    code_point = _FIRST_CHARACTER + number % _CHARACTERS
    return chr(code_point if code_point < _SURROGATES.start else code_point + len(_SURROGATES))


def _meanings(vocabulary: pl.Series, tokens: pl.Series, printed: pl.Series) -> Meanings:
    """What each word of the vocabulary can change."""
    words = vocabulary.to_list()
    characters = {word: _character(number) for number, word in enumerate(words)}
    negations, functions = negation_words(), function_words()
    names = name_words(tokens, printed)
    return Meanings(
        word={character: word for word, character in characters.items()},
        numbers=frozenset(characters[word] for word in words if any(letter.isdigit() for letter in word)),
        negations=frozenset(characters[word] for word in words if word in negations),
        names=frozenset(characters[word] for word in words if word in names and word not in functions),
        function_words=frozenset(characters[word] for word in words if word in functions),
        ellipsis=characters.get(ELLIPSIS, "\x01"),
        insertion=characters.get(INSERTION, "\x02"),
    )


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
    names = capitalised.join(seen, on="word").filter(pl.col("as_name") > _MIN_CAPITALISED * pl.col("seen"))["word"]
    return frozenset(names.to_list()) - {_PRONOUN}


@cache
def function_words() -> frozenset[str]:
    """Words that carry little content."""
    return frozenset(row["word"] for row in load_seed("function_words", ("word",)))


@cache
def negation_words() -> frozenset[str]:
    """Words that turn a statement round."""
    rows = load_seed("negations", ("word", "kind"), key=("word", "kind"))
    return frozenset(row["word"] for row in rows if row["kind"] == "word")


@cache
def negating_prefixes() -> tuple[str, ...]:
    """Beginnings that turn a word round, as in `able` and `unable`."""
    rows = load_seed("negations", ("word", "kind"), key=("word", "kind"))
    return tuple(row["word"] for row in rows if row["kind"] == "prefix")


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
    """
    if other in opposites().get(one, ()):
        return True
    shorter, longer = sorted((one, other), key=len)
    return any(longer == prefix + shorter for prefix in negating_prefixes())
