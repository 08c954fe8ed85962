"""Words of a quotation: what is left when typography, case, spelling and contractions are taken away.

Printed texts in, word numbers (`Lexicon.read`) or canonical keys out; the same text always gives the same words. Two
marks survive because they say that words are missing: `ELLIPSIS` for an omission and `INSERTION` for the reporter's
words in brackets. Each printed word is normalised once, however often it is printed.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from newsquotes.seeds import load_seed

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]
Signs = npt.NDArray[np.uint8]

ELLIPSIS = "…"
INSERTION = "[]"
ELLIPSIS_CODE = 0
INSERTION_CODE = 1

_TEXTS_AT_ONCE = 50_000
_BRACKET = "\ue000"
_APOSTROPHES = "[’‘ʼʹ`´′＇]"
_INVISIBLE = r"[\u00ad\u200b-\u200f\u2060\ufeff\p{Mn}]"
_DOTTED_INITIALS = r"\b(\p{Lu})\.\s?(\p{Lu})\.(?:\s?(\p{Lu})\.)?"
_OMISSION = r"\[\s*(?:\.\s*\.\s*\.|…)\s*\]|\(\s*(?:\.\s*\.\s*\.|…)\s*\)|\.\s?\.\s?\.(?:\s?\.)?|\.\.|…"
_CASE_BRACKET = r"\[(\p{L})\]"
_SIC = r"(?i)\[\s*sic\s*\]"
_BRACKETED = r"\[[^\[\]]{1,80}\]"
_NOT_A_WORD = rf"[^\w'·$€£…{_BRACKET}]+"
_SUMS = (
    (r"\bus\$", "$$"),
    (r"\b(\d{1,3})(\d{3})000000\b", "${1}·${2} billion "),
    (r"\b(\d{1,3})(\d{3})000\b", "${1}·${2} million "),
    (r"·(\d*?)0+ ([mb]illion )", "·${1} ${2}"),
    (r"· ([mb]illion )", " ${1}"),
    (r"([$€£]\d[\d·]*)mn?\b", "${1} million "),
    (r"([$€£]\d[\d·]*)bn?\b", "${1} billion "),
    (r"([$€£]\d[\d·]*)tr?n\b", "${1} trillion "),
    (r"([$€£]\d+)k\b", "${1}000"),
    (r"\$(\d[\d·]*(?: [mbtr]+illion)?)", "${1} dollars "),
    (r"€(\d[\d·]*(?: [mbtr]+illion)?)", "${1} euros "),
    (r"£(\d[\d·]*(?: [mbtr]+illion)?)", "${1} pounds "),
)
"""Numbers of millions in digits and sums of money as they are read out: of `$1,250,000` "1·25 million dollars"."""

_MONIES = ("dollars", "euros", "pounds")
_ROUND_BRACKETS = r"(^|\s)\([^()]{1,80}\)"
_OUTER = '“”".,!?;:'
_MILLIONS = r"\d000$"
_BARE = r'^[“”"]*[A-Za-z0-9]+[.,!?;:]?[“”"]*$'


class Trait(IntEnum):
    """How a word is printed; each is a bit. `GOES_ON` is part of what only the words beside it complete.

    `INSIDE` is followed by no new sentence; a capital there makes a `NAME`.
    """

    GOES_ON = 1
    CAPITAL = 2
    CAPITALISED = 4
    INSIDE = 8
    NAME = 16


_PATTERNS = {
    Trait.GOES_ON: r"\[[^\]]*$|^[^\[]*\]|^\([^)]*$|^[^(]*\)|^\.$|^\W*\p{Lu}\.$",
    Trait.CAPITAL: r"^\p{Lu}",
    Trait.CAPITALISED: r"^\W*\p{Lu}\p{Ll}",
    Trait.INSIDE: r"[\p{Ll}\d,;:]$",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Texts as flat word numbers: `code[begin[i]:end[i]]` are the words of text i.

    `signs` have the bit `Trait.CAPITALISED` for words printed with a capital and small letters, and `Trait.NAME` for
    those printed with a capital although no sentence begins there.
    """

    code: Codes
    begin: Ints
    end: Ints
    signs: Signs


def have(signs: Signs, trait: Trait) -> Flags:
    """Which of the words have a trait."""
    found: Flags = (signs & np.uint8(trait)) != 0
    return found


def canonical_keys(texts: pl.Series) -> pl.Series:
    """The canonical keys of `texts`, in the same order: words separated by single spaces.

    >>> canonical_keys(pl.Series(["“We don’t KNOW – yet…”"])).to_list()
    ['we do not know yet']
    """
    lexicon = Lexicon()
    parts = [pl.Series([], dtype=pl.String)]
    for begin in range(0, len(texts), _TEXTS_AT_ONCE):
        words = lexicon.read(texts[begin : begin + _TEXTS_AT_ONCE])
        parts.append(_joined(words, lexicon))
    return pl.concat(parts).alias("canonical_key")


def canonical_key(text: pl.Expr) -> pl.Expr:
    """The canonical key of a text column as an expression."""
    return text.map_batches(canonical_keys, return_dtype=pl.String)


def _joined(words: Words, lexicon: "Lexicon") -> pl.Series:
    """The texts as strings."""
    inside, offsets = flat_ranges(words.begin, words.end)
    spelt = pa.array(lexicon.words).take(pa.array(words.code[inside]))
    lists = pa.LargeListArray.from_arrays(pa.array(offsets), spelt)
    return pl.Series(pc.binary_join(lists, " "), dtype=pl.String)


def flat_ranges(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """All positions of the ranges one after the other, and where each range begins among them, with the total last."""
    length = end - begin
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(length)])
    return np.repeat(begin - offsets[:-1], length) + np.arange(offsets[-1]), offsets


class _Numbers(dict[str, int]):
    """Words and their numbers; a word that was not seen before gets the next one."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class Lexicon:
    """The words seen so far, numbered as they come: `words[number]`. The two marks are the first of them."""

    def __init__(self, words: Sequence[str] = (ELLIPSIS, INSERTION)) -> None:
        self._number = _Numbers(zip(words, range(len(words)), strict=True))
        self._categorical = pl.Categorical(pl.Categories.random())
        # mending texts gives these, and they are too few to be learned on their own
        self._keeps_printed = pl.Series(["", _BRACKET, ELLIPSIS], dtype=self._categorical)
        self._begin = np.zeros(0, np.int64)
        self._length = np.zeros(0, np.int64)
        self._flat = np.zeros(0, np.uint32)
        self._traits = np.zeros(0, np.uint8)
        self._standard = np.zeros(0, np.uint32)
        merged = {
            self._number[first] << 32 | self._number[second]: self._number[word]
            for (first, second), word in _word_pairs().items()
        }
        self._pairs = np.array(sorted(merged), dtype=np.int64)
        self._merged = np.array([merged[pair] for pair in sorted(merged)], dtype=np.uint32)
        scales = [row["word"] for row in load_seed("number_scales", ("word", "value"))]
        self._monies, self._scales = (
            np.array([self._number[word] for word in words], np.uint32) for words in (_MONIES, scales)
        )

    @property
    def words(self) -> list[str]:
        """The words in the order of their numbers."""
        return list(self._number)

    def read(self, texts: pl.Series) -> Words:
        """The words of `texts`."""
        texts = texts.fill_null("")
        printed, offsets = self._split(texts)
        words = self._words(printed, offsets)
        broken = np.flatnonzero(_any_within(have(self._traits.take(printed), Trait.GOES_ON), offsets))
        if not len(broken):
            return words
        mended = texts.gather(broken).to_frame("text").select(_with_marks(_with_plain_characters(pl.col("text"))))
        return _replaced(words, broken, self._words(*self._split(mended.to_series())))

    def _split(self, texts: pl.Series) -> tuple[Ints, Ints]:
        """Numbers of the printed words, and where each text begins among them, with the total last."""
        parts = texts.str.split(" ")
        offsets = _offsets(parts.list.len().to_numpy())
        printed = parts.explode(empty_as_null=False).cast(self._categorical).to_physical().to_numpy().astype(np.int64)
        fresh = np.arange(len(self._begin), printed.max(initial=-1) + 1, dtype=np.uint32)
        self._learn(pl.Series("printed", fresh).cat.to(self._categorical).cast(pl.String))
        return printed, offsets

    def _learn(self, printed: pl.Series) -> None:
        """Normalises printed words that were not seen before; one of them can become several words, or none."""
        if not len(printed):
            return
        codes, lengths = self._numbered(printed)
        self._begin = np.concatenate([self._begin, len(self._flat) + _offsets(lengths)[:-1]])
        self._length = np.concatenate([self._length, lengths])
        self._flat = np.concatenate([self._flat, codes])
        self._traits = np.concatenate([self._traits, _traits(printed)])
        known, spellings = len(self._standard), _spellings()
        variants = {number: word for word in spellings if (number := self._number.get(word, -1)) >= known}
        standard = {number: self._number[spellings[word]] for number, word in variants.items()}
        self._standard = np.concatenate([self._standard, np.arange(known, len(self._number), dtype=np.uint32)])
        self._standard[list(standard)] = list(standard.values())

    def _numbered(self, printed: pl.Series) -> tuple[Codes, Ints]:
        """The numbers of the words of each printed word, one after the other, and how many each of them has.

        Of most these are the letters or digits themselves, in lower case.
        """
        bare = printed.str.strip_chars(_OUTER).str.to_lowercase()
        is_more = bare.is_in(sorted(_bare_contractions())) | bare.str.contains(_MILLIONS)
        is_bare = (printed.str.contains(_BARE) & ~is_more).to_numpy()
        others = _normalised(printed.filter(~is_bare))
        lengths = np.ones(len(printed), np.int64)
        lengths[~is_bare] = others.list.len().to_numpy()
        of_bare = np.repeat(is_bare, lengths)
        codes = np.empty(len(of_bare), np.uint32)
        codes[of_bare] = self._numbers_of(bare.filter(is_bare))
        codes[~of_bare] = self._numbers_of(others.explode(empty_as_null=False))
        return codes, lengths

    def _numbers_of(self, words: pl.Series) -> list[int]:
        """The number of each word; new words get one."""
        return [*map(self._number.__getitem__, words.to_list())]

    def _words(self, printed: Ints, offsets: Ints) -> Words:
        """The words of texts whose printed words are given."""
        begin, traits = self._begin.take(printed), self._traits.take(printed)
        inside, found = flat_ranges(begin, begin + self._length.take(printed))
        begins_name = have(traits, Trait.CAPITAL)
        begins_name[1:] &= have(traits[:-1], Trait.INSIDE)
        begins_name[offsets[:-1][offsets[:-1] < len(printed)]] = False
        signs = traits & np.uint8(Trait.CAPITALISED)
        signs[begins_name] |= np.uint8(Trait.NAME)
        signs = np.repeat(signs, np.diff(found))
        code, offsets = self._flat.take(inside), found.take(offsets)
        self._say_scales_first(code, offsets)
        merged, kept = self._with_pairs_merged(code, offsets)
        if not kept.all():
            offsets, places = _offsets(kept).take(offsets), np.flatnonzero(kept)
            merged, signs = merged.take(places), signs.take(places)
        begin, end = _without_outer_marks(merged, offsets)
        return Words(self._standard.take(merged), begin, end, signs)

    def _say_scales_first(self, code: Codes, offsets: Ints) -> None:
        """Puts what a sum of money is counted in behind the number: of "$4" and "million", "4 million dollars"."""
        first = np.flatnonzero(code[:-1] <= self._monies.max())
        first = first[np.isin(code[first], self._monies) & np.isin(code[first + 1], self._scales)]
        first = first[~np.isin(first + 1, offsets)]
        code[first], code[first + 1] = code[first + 1], code[first]

    def _with_pairs_merged(self, code: Codes, offsets: Ints) -> tuple[Codes, Flags]:
        """The words with the first of each pair that is one word standing for both, and marks for what stays.

        The last word of a text and the first of the next are no pair.
        """
        kept = np.ones(len(code), bool)
        is_first = np.zeros(len(code) + 1, bool)
        is_first[offsets[:-1]] = True
        first = np.flatnonzero((code[:-1] <= self._pairs[-1] >> 32) & ~is_first[1:-1])
        pairs = code[first].astype(np.int64) << 32 | code[first + 1]
        place = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
        hits = self._pairs[place] == pairs
        code[first[hits]] = self._merged[place[hits]]
        kept[first[hits] + 1] = False
        return code, kept


def _traits(printed: pl.Series) -> Signs:
    """The `Trait` bits of printed words."""
    traits = np.zeros(len(printed), np.uint8)
    for trait, pattern in _PATTERNS.items():
        traits |= printed.str.contains(pattern).to_numpy() * np.uint8(trait)
    return traits


def _normalised(printed: pl.Series) -> pl.Series:
    """The words of each printed word that is more than letters or digits between marks, as lists."""
    spelt = _expanded(_with_plain_words(_with_marks(_with_plain_characters(pl.col("printed")))))
    words = spelt.str.extract_all("[^ ]+").list.eval(pl.element().replace(_BRACKET, INSERTION))
    return printed.to_frame("printed").select(words).to_series()


def _replaced(words: Words, rows: Ints, others: Words) -> Words:
    """The words with those of `rows` replaced by others."""
    begin, end = words.begin.copy(), words.end.copy()
    begin[rows], end[rows] = len(words.code) + others.begin, len(words.code) + others.end
    code, signs = np.concatenate([words.code, others.code]), np.concatenate([words.signs, others.signs])
    return Words(code, begin, end, signs)


def _offsets(lengths: npt.NDArray[np.integer] | Flags) -> Ints:
    """Where each of the parts begins in the whole, with the total last."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])


def _any_within(flags: Flags, offsets: Ints) -> Flags:
    """Whether a flag is set in each range between neighbouring offsets."""
    before = _offsets(flags)[offsets]
    return before[1:] > before[:-1]


def _without_outer_marks(code: Codes, offsets: Ints) -> tuple[Ints, Ints]:
    """Begin and end of each text without omissions at either end: a fragment's ends say nothing."""
    begin, end = offsets[:-1].copy(), offsets[1:].copy()
    padded = np.append(code, np.uint32(INSERTION_CODE))
    while (hits := (begin < end) & (padded[begin] == ELLIPSIS_CODE)).any():
        begin += hits
    while (hits := (begin < end) & (padded[end - 1] == ELLIPSIS_CODE)).any():
        end -= hits
    return begin, end


def _with_plain_characters(text: pl.Expr) -> pl.Expr:
    """Compatibility forms, diacritics, invisible characters and apostrophes folded; `U.S.` becomes `US`."""
    return (
        text.str.normalize("NFKD")
        .str.replace_all(_INVISIBLE, "")
        .str.replace_all(_APOSTROPHES, "'")
        .str.replace_all(_DOTTED_INITIALS, "${1}${2}${3} ")
    )


def _with_marks(text: pl.Expr) -> pl.Expr:
    """Omissions and bracketed words as marks; a bracket that only changes a capital letter is dissolved.

    Round brackets are an editor's as well, but not those within a word: "the boat(s)".
    """
    return (
        text.str.replace_all(_OMISSION, f" {ELLIPSIS} ")
        .str.replace_all(_CASE_BRACKET, "${1}")
        .str.replace_all(_SIC, " ")
        .str.replace_all(_BRACKETED, f" {_BRACKET} ")
        .str.replace_all(_ROUND_BRACKETS, f"${{1}} {_BRACKET} ")
    )


def _with_plain_words(text: pl.Expr) -> pl.Expr:
    """Lower case, digits without separators, and spaces of its own around each word, so that neighbours both match."""
    return (
        text.str.to_lowercase()
        .str.replace_all(r"(\d),(\d\d\d)\b", "${1}${2}")
        .str.replace_all(r"(\d),(\d\d\d)", "${1}${2}")
        .str.replace_all(r"(\d)\.(\d)", "${1}·${2}")
        .pipe(_with_sums_read_out)
        .str.replace_all("%", " percent ", literal=True)
        .str.replace_all(_NOT_A_WORD, " ")
        .pipe(lambda words: pl.lit(" ") + words + pl.lit(" "))
        .str.replace_all(" ", "  ", literal=True)
    )


def _with_sums_read_out(text: pl.Expr) -> pl.Expr:
    """Numbers and sums of money in digits in the words in which they are read out."""
    for pattern, words in _SUMS:
        text = text.str.replace_all(pattern, words)
    return text


def _expanded(text: pl.Expr) -> pl.Expr:
    """Contractions expanded, within single quotation marks too, then apostrophes dropped."""
    contractions = _contractions()
    bare = text.str.replace_all(r" '+(\w+'\w)", " ${1}").str.replace_all(r"(\w'\w+)'+ ", "${1} ")
    expanded = bare.str.replace_many(list(contractions), list(contractions.values()), leftmost=True)
    return expanded.str.replace_all("'", "", literal=True)


@cache
def _contractions() -> dict[str, str]:
    """Padded contraction to padded expansion."""
    rows = load_seed("contractions", ("contraction", "expansion"))
    return {_padded(row["contraction"]): _padded(row["expansion"]) for row in rows}


@cache
def _bare_contractions() -> frozenset[str]:
    """The contractions that are printed without an apostrophe."""
    return frozenset(contraction.strip() for contraction in _contractions() if "'" not in contraction)


def _padded(words: str) -> str:
    """The words as they stand in a text in which each word has a space of its own on either side."""
    return " " + "  ".join(words.split()) + " "


@cache
def _spellings() -> dict[str, str]:
    """Variant to standard spelling, number words to digits."""
    numbers = {row["words"]: row["digits"] for row in load_seed("number_words", ("words", "digits"))}
    return numbers | {
        row["variant"]: row["spelling"] for row in load_seed("spelling_variants", ("variant", "spelling"))
    }


def spelt_numbers(word: str) -> tuple[str, ...]:
    """How a number can be printed in letters; any other word is what it is.

    >>> spelt_numbers("7"), spelt_numbers("seventh")
    (('seven',), ('seventh',))
    """
    return _words_of_digits().get(word, (word,))


@cache
def _words_of_digits() -> dict[str, tuple[str, ...]]:
    """For digits all single words that stand for them."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in load_seed("number_words", ("words", "digits")):
        if row["words"].isalpha():
            found[row["digits"]] += (row["words"],)
    return dict(found)


@cache
def _word_pairs() -> dict[tuple[str, str], str]:
    """Two words that are one, such as `twenty five` and `per cent`."""
    pairs = {**_spellings(), "per cent": "percent"}
    return {
        (one, other): merged for one, other, merged in ((*key.split(" "), pairs[key]) for key in pairs if " " in key)
    }
