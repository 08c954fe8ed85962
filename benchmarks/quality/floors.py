"""Floors under the figures of our own gold: a change may raise them, never lower them.

`tests/quality/floors.toml` holds, for each measure, the least (or, for errors, the greatest) value that it may have, in
percent; `named_though_nobody` is a count. It also holds a digest of the gold: floors of other gold say nothing, so they
are set anew when an article is added or changed.
"""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.gold import GoldArticle
from benchmarks.quality.score import MEASURED, Score

MARGIN = 0.5
ERRORS = ("wrong_name_share", "calibration_error", "named_though_nobody")


@dataclass(frozen=True, slots=True)
class Breach:
    """A measure on the wrong side of its floor, or so far above it that the floor should follow."""

    measure: str
    floor: float
    value: float
    is_worse: bool

    def __str__(self) -> str:
        """What happened and what to do."""
        if self.is_worse:
            return f"{self.measure} is {self.value}, the floor is {self.floor}: the change made it worse"
        return f"{self.measure} is {self.value}, the floor is {self.floor}: raise it with benchmarks.quality --pin"


def measures_of(score: Score) -> dict[str, float]:
    """Every pinned measure in percent, rounded to a tenth."""
    figures = {f"overlap_{kind}": score.spans_of((kind,)).f1 for kind in MEASURED}
    figures |= {f"end_to_end_{kind}": score.whole_of((kind,)).f1 for kind in MEASURED}
    figures |= {"overlap_all": score.spans_of().f1, "end_to_end_all": score.whole_of().f1}
    figures |= {"pronoun_to_name": _share_right(score, "pronoun"), "implicit_to_name": _share_right(score, "implicit")}
    figures |= {"wrong_name_share": score.wrong_name_share, "calibration_error": score.calibration_error}
    percent = {measure: round(100 * value, 1) for measure, value in figures.items()}
    return {**percent, "named_though_nobody": float(score.n_named_though_nobody)}


def _share_right(score: Score, bucket: str) -> float:
    answers = score.answers(bucket)
    return answers["right"] / answers.total() if answers else 0.0


@dataclass(frozen=True, slots=True)
class Floors:
    """The digest of the gold that was measured, and the floor of each measure."""

    gold: str
    values: Mapping[str, float]


def digest_of(gold: Sequence[GoldArticle]) -> str:
    """A digest of the articles and everything that is marked in them."""
    return hashlib.sha256(repr(list(gold)).encode()).hexdigest()[:16]


def read_floors(path: Path) -> Floors:
    """The floors of a file."""
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return Floors(read["gold"], read["floors"])


def breaches(floors: Mapping[str, float], measured: Mapping[str, float]) -> list[Breach]:
    """The measures that fell, and those that rose by more than the margin, which the floor should follow."""
    found = []
    for measure, value in measured.items():
        floor = floors[measure]
        gain = floor - value if measure in ERRORS else value - floor
        if gain < 0 or gain > MARGIN:
            found.append(Breach(measure, floor, value, is_worse=gain < 0))
    return found


def raise_floors(path: Path, gold: str, measured: Mapping[str, float]) -> list[str]:
    """Write the better of floor and measured value for each measure, or the measured ones for gold that has changed.

    Tells what was changed.
    """
    held = read_floors(path) if path.exists() else Floors("", {})
    old = held.values if held.gold == gold else {}
    new = {measure: better(measure, old.get(measure), value) for measure, value in measured.items()}
    lines = [f'gold = "{gold}"', "", "[floors]", *(f"{measure} = {value}" for measure, value in sorted(new.items()))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [f"{measure}: {old.get(measure)} → {value}" for measure, value in new.items() if old.get(measure) != value]


def better(measure: str, floor: float | None, value: float) -> float:
    """The stricter of an old floor and a measured value."""
    if floor is None:
        return value
    return min(floor, value) if measure in ERRORS else max(floor, value)
