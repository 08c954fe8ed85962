"""What leads from one wording to another: words left out, put in, or put in the place of others.

The words of two texts in, the steps between them out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq, Opcode


@dataclass(frozen=True, slots=True)
class Step:
    """Words of the best wording and what a printing has in their place; either may be none.

    `is_first` and `is_last` say whether the printing has nothing before or behind them.
    """

    old: Sequence[str]
    new: Sequence[str]
    is_first: bool
    is_last: bool


def steps_between(words: Sequence[str], best_words: Sequence[str]) -> list[Step]:
    """What leads from the best wording's words to a printing's, in order.

    >>> [(step.old, step.new) for step in steps_between("he treads".split(), "he sets foot".split())]
    [(['sets', 'foot'], ['treads'])]
    """
    same = [(step.src_start, step.src_end, step.dest_start) for step in _equal(best_words, words)]
    begins = [(0, 0), *((end, at + end - start) for start, end, at in same)]
    ends = [*((start, at) for start, _, at in same), (len(best_words), len(words))]
    return [
        Step(
            best_words[old:old_end],
            words[new:new_end],
            is_first=new == 0,
            is_last=new_end == len(words),
        )
        for (old, new), (old_end, new_end) in zip(begins, ends, strict=True)
        if old < old_end or new < new_end
    ]


def _equal(one: Sequence[str], other: Sequence[str]) -> list[Opcode]:
    """The runs of words that two texts share, in order."""
    return [step for step in LCSseq.opcodes(one, other) if step.tag == "equal"]
