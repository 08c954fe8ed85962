"""Learn how sure each rule of attribution is, from annotated articles.

    python -m benchmarks.confidence [--gold PLACE]… [--write]

Prints a line a rule: how many of its speakers are right, what it claims now, and what it should claim. A row's
confidence is the rule's figure times that of the mention, so the rule's is scaled by the share that is right over the
mean confidence of the rule's rows, smoothed as if the claim had held in `PRIOR` more.
`--write` puts the new figures into `seeds/attribution_confidence.csv`. The article gold is our own by default.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from benchmarks.quality.__main__ import OWN_GOLD
from benchmarks.quality.gold import read_gold
from benchmarks.quality.predict import read_articles
from benchmarks.quality.score import Error, score_readings
from newsquotes.attribute.confidence import by_rule
from newsquotes.seeds import SEEDS

PRIOR = 100
LEAST, MOST = 0.5, 0.99
TABLE = SEEDS / "attribution_confidence.csv"


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of the speakers that one rule named."""

    right: int
    wrong: int
    mean: float

    def smoothed(self, claim: float) -> float:
        """The rule's confidence after seeing these, as a round figure.

        >>> Measured(80, 20, 0.9).smoothed(0.97)
        0.92
        """
        expected = self.mean * (self.right + self.wrong + PRIOR)
        return round(min(max(claim * (self.right + PRIOR * self.mean) / expected, LEAST), MOST), 2)


def main() -> None:
    """Measure, print, and write when asked to."""
    arguments = parse_arguments()
    found = measure(arguments.gold or [OWN_GOLD])
    claims = by_rule()
    for rule, seen in sorted(found.items(), key=lambda item: -item[1].right):
        new = seen.smoothed(claims[rule])
        print(f"{rule:28}{seen.right:5} right{seen.wrong:4} wrong   {claims[rule]:.2f} → {new:.2f}")
    if arguments.write:
        write({rule: seen.smoothed(claims[rule]) for rule, seen in found.items()})


def measure(places: Iterable[Path]) -> Mapping[str, Measured]:
    """Right and wrong speakers of each rule over several golds."""
    right: dict[str, int] = defaultdict(int)
    wrong: dict[str, int] = defaultdict(int)
    claims: dict[str, list[float]] = defaultdict(list)
    for place in places:
        readings = list(read_articles(read_gold(place)))
        for one in (quote for _, reading in readings for quote in reading.quotes if quote.speaker):
            claims[one.rule].append(one.confidence)
        score = score_readings(readings)
        for rule, counts in score.rules.items():
            right[rule] += counts["right"]
            wrong[rule] += counts["wrong name"]
        for error in filter(_is_named_in_vain, score.errors):
            wrong[error.found.rule if error.found else ""] += 1
    seen = [rule for rule in by_rule() if right[rule] + wrong[rule]]
    return {rule: Measured(right[rule], wrong[rule], fmean(claims[rule])) for rule in seen}


def _is_named_in_vain(error: Error) -> bool:
    return error.what == "named though nobody is" and error.found is not None


def write(figures: Mapping[str, float]) -> None:
    """Put new figures of rules into the table, everything else as it was."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    TABLE.write_text("\n".join(_line(line, figures) for line in lines) + "\n", encoding="utf-8")


def _line(line: str, figures: Mapping[str, float]) -> str:
    kind, _, rest = line.partition(",")
    name = rest.partition(",")[0]
    return f"rule,{name},{figures[name]:.2f}" if kind == "rule" and name in figures else line


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", help="folder or JSON-lines file (default: our own)")
    parser.add_argument("--write", action="store_true", help="put the new figures into seeds/")
    return parser.parse_args()


if __name__ == "__main__":
    main()
