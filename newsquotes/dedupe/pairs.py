"""Related pairs of texts that keep their rows while texts are added.

Verdicts on pairs in, and which pairs lost what they rested on; out the same pairs, changed where they stand and with
new ones behind them. No pair moves for another's sake. Units are numbered in the order in which they came.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from newsquotes.dedupe.align import Verdict
from newsquotes.dedupe.exchanges import Exchanges, exchanges_of, is_told
from newsquotes.dedupe.match import OPEN, Final, Verdicts, joined
from newsquotes.dedupe.normalise import Flags, Ints
from newsquotes.dedupe.ordering import Ordered
from newsquotes.dedupe.vocabulary import Corpus, Small

_MAX_RUNS = 8


@dataclass(frozen=True, slots=True)
class Renamed:
    """Marks the units of which the words mean something else than before, to pairs of which each is shorter or longer.

    Which runs of words are stock phrases is asked of the shorter text of a pair alone.
    """

    as_shorter: Flags
    as_longer: Flags

    def touches(self, verdicts: Verdicts) -> Flags:
        """Whether each pair has such a unit."""
        found: Flags = self.as_shorter[verdicts.one] | self.as_longer[verdicts.other]
        return found


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of units (shorter, longer) with their verdicts, in runs that are sorted and end before the rows `ends`.

    `aligned` is what aligning each pair gave whenever it was needed, open if it never was; `final` is the verdict that
    the clusters follow from. A pair that is none any more stays as an unrelated one. `is_read` marks the pairs of which
    the `exchanges` are known: those in which words were exchanged whenever clusters grew from them.
    """

    verdicts: Verdicts
    aligned: Final
    final: Final
    ends: tuple[int, ...]
    is_read: Flags
    exchanges: Exchanges

    @classmethod
    def of(cls, verdicts: Verdicts, final: Final, exchanges: Exchanges) -> "Pairs":
        """Sorted pairs, once it is known which verdicts are final and what is exchanged in them."""
        return cls(verdicts, final, final, (len(verdicts),), is_told(final), exchanges)

    def rows_of(self, numbers: Ints) -> Ints:
        """The rows of pairs of the given `numbered`, -1 where there is none."""
        found = np.full(len(numbers), -1)
        for begin, end in pairwise((0, *self.ends)):
            run = numbered(self.verdicts.one[begin:end], self.verdicts.other[begin:end])
            row = Ordered.of(run.view(np.uint64)).places_of(numbers.view(np.uint64))
            hits = np.flatnonzero(row < len(run))
            hits = hits[run[row[hits]] == numbers[hits]]
            found[hits] = begin + row[hits]
        return found

    def with_verdicts(self, stale: Ints, more: Verdicts, renamed: Renamed) -> tuple["Pairs", Ints]:
        """The pairs with more verdicts, without those of `stale` pairs, and the rows that are not what they were.

        `stale` are as in `numbered`. What aligning a pair gave is kept where the verdict is the same as before and none
        of its units is `renamed`. The final verdicts are still those of before, open for new pairs.
        """
        old, rows = self.verdicts, self.rows_of(np.concatenate([stale, numbered(more.one, more.other)]))
        lost, row = rows[: len(stale)], rows[len(stale) :]
        known = np.flatnonzero(row >= 0)
        again, row = more.where(known), row[known]
        same = (old.verdict[row] == again.verdict) & (old.matched[row] == again.matched)
        same &= ~renamed.touches(again)
        is_changed = np.zeros(len(old), bool)
        is_changed[lost[lost >= 0]] = is_changed[row] = True
        is_changed[row[same]] = False
        changed = np.flatnonzero(is_changed)
        verdict, matched, aligned = old.verdict.copy(), old.matched.copy(), self.aligned.copy()
        verdict[changed], aligned[changed] = Verdict.UNRELATED, OPEN
        verdict[row], matched[row] = again.verdict, again.matched
        verdicts = replace(old, verdict=verdict, matched=matched)
        mended = replace(self._without_exchanges(is_changed), verdicts=verdicts, aligned=aligned)
        is_new = np.ones(len(more), bool)
        is_new[known] = False
        pairs = mended._with_new(more.where(is_new))
        return pairs, np.concatenate([changed, np.arange(len(old), len(pairs.final))])

    def _with_new(self, more: Verdicts) -> "Pairs":
        """The pairs with a run of new ones behind them, which are open."""
        more = more.where(np.argsort(numbered(more.one, more.other)))
        is_open = np.full(len(more), OPEN, np.int8)
        aligned, final = (np.concatenate([side, is_open]) for side in (self.aligned, self.final))
        is_read = np.concatenate([self.is_read, np.zeros(len(more), bool)])
        ends = (*self.ends, len(final))
        return Pairs(joined([self.verdicts, more]), aligned, final, ends, is_read, self.exchanges)

    def _without_exchanges(self, is_changed: Flags) -> "Pairs":
        """The pairs, of which those that are marked must be read anew."""
        exchanges = self.exchanges.where(~is_changed[self.exchanges.row])
        return replace(self, is_read=self.is_read & ~is_changed, exchanges=exchanges)

    def read(self, corpus: Corpus, rows: Ints) -> "Pairs":
        """The pairs, of which the exchanges of some rows are known."""
        rows = np.sort(rows[is_told(self.final[rows]) & ~self.is_read[rows]])
        is_read = self.is_read.copy()
        is_read[rows] = True
        return replace(self, is_read=is_read, exchanges=self.exchanges + exchanges_of(corpus, self.verdicts, rows))

    def settled(self, final: Final) -> "Pairs":
        """The pairs with their final verdicts; those that are not open any more are what aligning gave."""
        aligned = np.where(final == OPEN, self.aligned, final)
        return replace(self, aligned=aligned, final=final)._in_few_runs()

    def _in_few_runs(self) -> "Pairs":
        """The pairs; when they are in too many runs, with all but the first as one."""
        if len(self.ends) <= _MAX_RUNS:
            return self
        first = self.ends[0]
        behind = numbered(self.verdicts.one[first:], self.verdicts.other[first:])
        order = np.concatenate([np.arange(first), first + np.argsort(behind, kind="stable")])
        aligned, final, is_read = (side[order] for side in (self.aligned, self.final, self.is_read))
        ends, exchanges = (first, len(order)), self.exchanges.among(order, len(order))
        return Pairs(self.verdicts.where(order), aligned, final, ends, is_read, exchanges)


def numbered(one: Small, other: Small) -> Ints:
    """One number for each pair, in the order of the pairs."""
    found: Ints = one.astype(np.int64) << 32 | other
    return found
