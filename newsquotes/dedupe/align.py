"""Whether two printings are the same words: alignment of their word sequences.

Two encoded texts (one character a word, see `vocabulary.Corpus`) in, a `Verdict` out. A different number, name or
negation makes two texts different even if all else agrees; what is merely unlike is unrelated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby, pairwise, product
from typing import cast

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, LCSseq, Levenshtein

from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.normalise import Flags, spelt_numbers
from newsquotes.dedupe.vocabulary import Kind, Meanings, contradict
from newsquotes.word_lists import common_parts_of_names

Span = tuple[int, int, int, int]

NEARLY_EQUAL = 3
_MAX_INSERTION = 6
MIN_SKIP_FLANK = 3
MISSPELT_COST = 0.5
MOST_MISSPELT = 2
"""Letters that may differ in a long word; one may in others, none in a short one."""
_SHORT_WORD, _LONG_WORD = 4, 8
MIN_SHORT_SKIP_FLANK = 5
_MAX_CONTRADICTION = 0.1
_MIN_MATCHED = 3


class Verdict(IntEnum):
    """What an alignment says about two texts.

    `REWORDED` is the same but for a content word that stands for another one, which other texts may yet show to be
    another sentence (see `slots`). 2 is `match.OPEN`.
    """

    DIFFERENT = -1
    UNRELATED = 0
    SAME = 1
    REWORDED = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """Words of either text between two matching runs, and the shorter of the lengths of those runs."""

    one: str
    other: str
    flank: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The matching runs of two texts: how many words agree, what lies between the runs, and what lies outside.

    `before` and `after` are the words outside the first and last run, of either text; `runs` are the words of each run,
    with a bit for each that stands in a stock phrase.
    """

    matched: int
    runs: tuple[tuple[str, int], ...]
    gaps: tuple[Gap, ...]
    before: tuple[str, str]
    after: tuple[str, str]

    @property
    def distinctive(self) -> int:
        """The agreeing words that stand in no stock phrase."""
        return sum(len(words) - (stock & (1 << len(words)) - 1).bit_count() for words, stock in self.runs)

    @property
    def overhang(self) -> int:
        """Words outside in which the texts disagree, because both go on."""
        return min(map(len, self.before)) + min(map(len, self.after))

    @property
    def is_closed(self) -> bool:
        """Whether the texts begin and end at nearly the same place."""
        return all(abs(len(rim[0]) - len(rim[1])) <= 1 for rim in (self.before, self.after))

    @property
    def is_containment(self) -> bool:
        """Whether one of the texts lies wholly within the other."""
        return any(not self.before[side] and not self.after[side] for side in (0, 1))

    @property
    def rims(self) -> Iterator[tuple[str, str]]:
        """The words that stand against each other just outside the runs."""
        left, right = map(len, self.before)
        if shared := min(left, right):
            yield self.before[0][-shared:], self.before[1][-shared:]
        if shared := min(map(len, self.after)):
            yield self.after[0][:shared], self.after[1][:shared]


def compare(one: str, other: str, meanings: Meanings, config: DedupeConfig, stock: int = 0) -> Verdict:
    """The verdict on two encoded texts, `one` the shorter; `stock` has a bit for each of its words in stock phrases.

    An alignment over the whole length comes first if they are about equally long; the longest common subsequence then
    finds containment and overlap.
    """
    methods = (Levenshtein.opcodes, LCSseq.opcodes) if len(other) - len(one) <= NEARLY_EQUAL else (LCSseq.opcodes,)
    for opcodes in methods:
        steps = cast("list[tuple[str, int, int, int, int]]", opcodes(one, other).as_list())
        spans = [step[1:] for step in steps if step[0] == "equal"]
        if not spans:
            return Verdict.UNRELATED
        verdict = _judge(_aligned(one, other, spans, stock), len(one), meanings, config)
        if verdict is not Verdict.UNRELATED:
            return verdict
    return Verdict.UNRELATED


def _aligned(one: str, other: str, spans: list[Span], stock: int) -> Alignment:
    """The alignment given by the spans that agree, without stray words that match far outside."""
    spans = _without_stray_rims(spans)
    first, last = spans[0], spans[-1]
    gaps = tuple(
        Gap(one[left[1] : right[0]], other[left[3] : right[2]], min(left[1] - left[0], right[1] - right[0]))
        for left, right in pairwise(spans)
    )
    return Alignment(
        matched=sum(span[1] - span[0] for span in spans),
        runs=tuple((one[span[0] : span[1]], stock >> span[0]) for span in spans),
        gaps=gaps,
        before=(one[: first[0]], other[: first[2]]),
        after=(one[last[1] :], other[last[3] :]),
    )


def _without_stray_rims(spans: list[Span]) -> list[Span]:
    """Drops single words at either end that match more than two words away from the rest."""
    low, high = 0, len(spans) - 1
    while low < high and spans[low][1] - spans[low][0] == 1 and spans[low + 1][2] - spans[low][3] > 2:
        low += 1
    while low < high and spans[high][1] - spans[high][0] == 1 and spans[high][2] - spans[high - 1][3] > 2:
        high -= 1
    return spans[low : high + 1]


def _judge(found: Alignment, n_shorter: int, meanings: Meanings, config: DedupeConfig) -> Verdict:
    """The verdict on one alignment of a text of `n_shorter` words with a longer one."""
    edits = [gap for gap in found.gaps if not _is_accounted_for(gap, meanings)]
    if not _overlaps_enough(found, n_shorter, bool(edits), config):
        return Verdict.UNRELATED
    if (rim := _outer_negation(found, meanings)) is not None:
        dangles = rim is found.after and meanings.kind("".join(rim)) & Kind.LEADING
        return Verdict.DIFFERENT if found.is_closed and not dangles else Verdict.UNRELATED
    skips = [gap for gap in edits if _is_skip(gap, meanings, config)]
    if len(skips) > config.max_skips:
        return Verdict.UNRELATED
    changes = [(gap.one, gap.other) for gap in edits if gap not in skips]
    cost = found.overhang + sum(_cost(left, right, meanings) for left, right in changes)
    inner = changes + list(found.rims) * found.is_closed
    changes += found.rims
    if any(_contradicts(left, right, meanings) for left, right in changes):
        nearly_all = cost <= max(1.0, _MAX_CONTRADICTION * found.matched) and not skips
        surely = nearly_all and any(_contradicts(left, right, meanings) for left, right in inner)
        return Verdict.DIFFERENT if surely else Verdict.UNRELATED
    if cost > _allowed(found.matched, config) or any(_leaves_out_number(*change, meanings) for change in changes):
        return Verdict.UNRELATED
    if found.matched < config.min_edited and any(_replaces(*change, meanings) for change in changes):
        return Verdict.UNRELATED
    rewords = any(_rewords(left, right, meanings) for left, right in changes)
    if found.matched < config.min_reworded or found.distinctive < config.min_overlap:
        goes_on = not found.is_closed or len(found.before[0] + found.after[0]) != len(found.before[1] + found.after[1])
        apart = goes_on and any(set(left + right) - meanings.function_words for left, right in found.rims)
        if apart or rewords:
            return Verdict.UNRELATED
    if rewords and _n_own_words(found, meanings, config) < config.min_overlap:
        return Verdict.UNRELATED
    return Verdict.REWORDED if rewords else Verdict.SAME


def _n_own_words(found: Alignment, meanings: Meanings, config: DedupeConfig) -> int:
    """The agreeing words that stand in no stock phrase, but in a long enough run of words without marks.

    A few words between two marks, or between a mark and a word that stands for another one, are in no stock phrase only
    because they are fewer than such phrases have.
    """
    marks = {meanings.ellipsis, meanings.insertion}
    n_words = 0
    for words, stock in found.runs:
        for is_mark, run in groupby(range(len(words)), key=lambda place: words[place] in marks):
            places = [] if is_mark else [*run]
            n_words += sum(not stock >> place & 1 for place in places) * (len(places) >= config.shingle_words)
    return n_words


def _overlaps_enough(found: Alignment, n_shorter: int, differs: bool, config: DedupeConfig) -> bool:
    """Whether enough words agree for the way in which the texts overlap."""
    if found.matched < max(_MIN_MATCHED, min(config.min_overlap, n_shorter - 1)):
        return False
    if found.is_containment:
        return not differs or found.is_closed or found.matched >= config.min_edited
    if found.overhang > _allowed(found.matched, config):
        return False
    dovetail = max(config.min_dovetail, config.min_dovetail_share * n_shorter)
    return found.matched >= config.min_overlap if found.is_closed else found.distinctive >= dovetail


def _allowed(matched: int, config: DedupeConfig) -> float:
    """Words that may differ when so many agree."""
    return max(1.0, config.max_edits * matched)


def _cost(one: str, other: str, meanings: Meanings) -> float:
    """How much counts against sameness where words stand against each other.

    A misspelt word counts half, and so do words that are written as one: "semi private" and "semiprivate".
    """
    if len(one) == len(other) == 1 and _is_misspelt(one, other, meanings):
        return MISSPELT_COST
    if _is_of_the_same_letters(one, other, meanings):
        return MISSPELT_COST
    return max(len(one), len(other))


def _is_accounted_for(gap: Gap, meanings: Meanings) -> bool:
    """Whether a printed mark accounts for the gap: an omission alone, a bracket for a few words without negation."""
    if meanings.ellipsis in (gap.one, gap.other):
        return True
    if meanings.insertion not in (gap.one, gap.other):
        return False
    words = gap.one + gap.other
    return len(words) <= _MAX_INSERTION and not meanings.negations.intersection(words)


def _is_skip(gap: Gap, meanings: Meanings, config: DedupeConfig) -> bool:
    """Whether one text leaves out a whole run of words between two runs that agree.

    A run one word shorter than usual must stand between longer ones and hold no negation.
    """
    shorter, longer = sorted((len(gap.one), len(gap.other)))
    if shorter or longer < config.min_skip - 1:
        return False
    if longer >= config.min_skip:
        return gap.flank >= MIN_SKIP_FLANK
    return gap.flank >= MIN_SHORT_SKIP_FLANK and meanings.negations.isdisjoint(gap.one + gap.other)


def _outer_negation(found: Alignment, meanings: Meanings) -> tuple[str, str] | None:
    """The rim in which a text's first or last word is a negation and the other has all the words next to it."""
    rims = (found.before, found.after)
    return next(
        (rim for rim in rims if "".join(rim) in meanings.negations and sorted(map(len, rim)) == [0, 1]),
        None,
    )


def _leaves_out_number(one: str, other: str, meanings: Meanings) -> bool:
    """Whether one text has a number where the other has no words: that is no contradiction, but no sameness either."""
    return not (one and other) and not meanings.numbers.isdisjoint(one + other)


def _contradicts(one: str, other: str, meanings: Meanings) -> bool:
    """Whether words that stand against each other change a number, a negation, a name or the sense."""
    if _is_misprint(one, other, meanings) or _is_of_the_same_letters(one, other, meanings):
        return False
    if one and other and set(one) & meanings.numbers != set(other) & meanings.numbers:
        return True
    if (set(one) ^ set(other)) & meanings.names and one and other and not _is_variant_name(one, other, meanings):
        return True
    if any(contradict(meanings.word(left), meanings.word(right)) for left in one for right in other):
        return True
    return set(one) & meanings.negations != set(other) & meanings.negations and not _is_misspelt(one, other, meanings)


def _replaces(one: str, other: str, meanings: Meanings) -> bool:
    """Whether words stand for others that are no spelling of them."""
    return bool(one and other) and not _is_misspelt(one, other, meanings)


def _rewords(one: str, other: str, meanings: Meanings) -> bool:
    """Whether a content word stands for another one that is no spelling of it."""
    has_content = bool(set(one) - meanings.function_words and set(other) - meanings.function_words)
    return has_content and not _is_misspelt(one, other, meanings)


def _is_misspelt(one: str, other: str, meanings: Meanings) -> bool:
    """Whether the words are spellings of the same."""
    return is_misspelling(_joined(one, meanings), _joined(other, meanings))


def _is_of_the_same_letters(one: str, other: str, meanings: Meanings) -> bool:
    """Whether the same letters are only parted into words in another way; "12 5" is not "125"."""
    has_number = not meanings.numbers.isdisjoint(one + other)
    return bool(one and other) and not has_number and _joined(one, meanings) == _joined(other, meanings)


def _is_misprint(one: str, other: str, meanings: Meanings) -> bool:
    """Whether each side is one word, and one of them a misprint of the other's number or name."""
    return len(one) == len(other) == 1 and is_misprint(
        meanings.word(one), meanings.word(other), meanings.kind(one), meanings.kind(other)
    )


def _is_variant_name(one: str, other: str, meanings: Meanings) -> bool:
    """Whether two names are spellings of one."""
    return is_name_variant(_joined(one, meanings), _joined(other, meanings))


def _joined(words: str, meanings: Meanings) -> str:
    """The letters of encoded words, without spaces."""
    return "".join(meanings.word(character) for character in words)


def is_misspelling(one: str, other: str) -> bool:
    """Whether two words, spaces taken out, are spellings or inflections of one.

    >>> is_misspelling("ceasefire", "ceasfire"), is_misspelling("legal", "regal")
    (True, False)
    """
    if one[:1] != other[:1]:
        return False
    shorter = min(len(one), len(other))
    return bool(
        OSA.distance(one, other) <= (0 if shorter < _SHORT_WORD else 1 if shorter < _LONG_WORD else MOST_MISSPELT)
    )


def are_misspellings(one: Sequence[str], other: Sequence[str]) -> Flags:
    """Marks the pairs of words that `is_misspelling` says are spellings of one.

    >>> are_misspellings(["ceasefire", "legal"], ["ceasfire", "regal"]).tolist()
    [True, False]
    """
    found = np.zeros(len(one), bool)
    rows = [row for row, (left, right) in enumerate(zip(one, other, strict=True)) if left[:1] == right[:1]]
    one, other = ([side[row] for row in rows] for side in (one, other))
    distance = process.cpdist(one, other, scorer=OSA.distance, score_cutoff=MOST_MISSPELT, dtype=np.int32)
    shorter = np.minimum([*map(len, one)], [*map(len, other)])
    found[rows] = distance <= np.where(shorter < _SHORT_WORD, 0, np.where(shorter < _LONG_WORD, 1, MOST_MISSPELT))
    return found


def is_misprint(one: str, other: str, kind: int, other_kind: int) -> bool:
    """Whether a common word is a misspelling of a number or a name; the kinds are bits (see `vocabulary.Kind`).

    A slip of the pen makes a common word of a name or a number, never another name or number.

    >>> is_misprint("7", "sven", Kind.NUMBER, 0), is_misprint("street", "stret", Kind.NAME, 0)
    (True, True)
    >>> is_misprint("iran", "iraq", Kind.NAME, Kind.NAME), is_misprint("9", "none", Kind.NUMBER, Kind.NEGATION)
    (False, False)
    """
    numbers_and_names = Kind.NUMBER | Kind.NAME
    if bool(kind & numbers_and_names) is bool(other_kind & numbers_and_names):
        return False
    if (kind | other_kind) & (Kind.NEGATION | Kind.FUNCTION):
        return False
    return any(is_misspelling(*pair) for pair in product(spelt_numbers(one), spelt_numbers(other)))


def is_name_variant(one: str, other: str) -> bool:
    """Whether two names, spaces taken out, are spellings of one; short names must agree in every letter.

    A common word in a name may be misprinted like any other: "Judge Wren", "the Hale Union".

    >>> is_name_variant("belovsky", "belovskyy"), is_name_variant("iran", "iraq"), is_name_variant("malo", "marlo")
    (True, False, False)
    >>> is_name_variant("union", "unoin")
    True
    """
    if (one in common_parts_of_names()) != (other in common_parts_of_names()):
        return is_misspelling(one, other)
    if one[:1] != other[:1] or any(letter.isdigit() for letter in one + other):
        return False
    return bool(Levenshtein.distance(one, other) <= (1 if min(len(one), len(other)) >= 7 else 0))
