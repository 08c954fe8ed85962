"""Floors under the figures of our own gold: a change may raise them, never lower them.

A floor is a row of `tests/quality/floors.csv`: the measure's name and the least (or, for errors, the greatest) value
that it may have, in percent; `named_though_nobody` is a count.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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


def read_floors(path: Path) -> dict[str, float]:
    """The floor of each measure."""
    with path.open(encoding="utf-8", newline="") as rows:
        return {row["measure"]: float(row["floor"]) for row in csv.DictReader(rows)}


def breaches(floors: Mapping[str, float], measured: Mapping[str, float]) -> list[Breach]:
    """The measures that fell, and those that rose by more than the margin, which the floor should follow."""
    found = []
    for measure, value in measured.items():
        floor = floors[measure]
        gain = floor - value if measure in ERRORS else value - floor
        if gain < 0 or gain > MARGIN:
            found.append(Breach(measure, floor, value, is_worse=gain < 0))
    return found


def raise_floors(path: Path, measured: Mapping[str, float]) -> list[str]:
    """Write the better of floor and measured value for each measure; tells what was changed."""
    old = read_floors(path) if path.exists() else {}
    new = {measure: better(measure, old.get(measure), value) for measure, value in measured.items()}
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(("measure", "floor"))
        rows.writerows(sorted(new.items()))
    return [f"{measure}: {old.get(measure)} → {value}" for measure, value in new.items() if old.get(measure) != value]


def better(measure: str, floor: float | None, value: float) -> float:
    """The stricter of an old floor and a measured value."""
    if floor is None:
        return value
    return min(floor, value) if measure in ERRORS else max(floor, value)
