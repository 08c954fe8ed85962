"""Measure quotations and speakers against gold.

    python -m benchmarks.quality [--gold PLACE]… [--errors [WHAT]] [--pin]

Gold is a folder of annotated texts (our own by default) or a file of JSON lines; each is measured by itself. See
`tests/quality/quotations/README.md` for both forms. `--errors` prints every error in its context; `--errors "wrong
name"` only those. `--pin` raises the floors of our own gold to what was measured; it lowers none, unless the
gold itself has changed.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.quality.floors import breaches, digest_of, measures_of, raise_floors, read_floors
from benchmarks.quality.gold import GoldError, read_gold
from benchmarks.quality.predict import read_articles
from benchmarks.quality.report import print_errors, print_score
from benchmarks.quality.score import score_readings

ROOT = Path(__file__).parents[2]
OWN_GOLD = ROOT / "tests" / "quality" / "quotations"
FLOORS = ROOT / "tests" / "quality" / "floors.toml"


def main() -> None:
    """Measure every gold and print the figures."""
    arguments = parse_arguments()
    try:
        for place in arguments.gold or [OWN_GOLD]:
            articles = read_gold(place)
            score = score_readings(read_articles(articles))
            if arguments.errors is not None:
                print_errors(score.errors, arguments.errors)
            print_score(str(place), articles, score)
            if place == OWN_GOLD:
                compare_with_floors(digest_of(articles), measures_of(score), arguments.pin)
    except GoldError as error:
        sys.exit(f"benchmarks.quality: {error}")


def compare_with_floors(gold: str, measured: Mapping[str, float], pin: bool) -> None:
    """Raise the floors when asked to, then tell which measures are on the wrong side of theirs or far above."""
    if pin:
        print("\n".join(raise_floors(FLOORS, gold, measured)))
    floors = read_floors(FLOORS)
    if floors.gold != gold:
        print("the floors are those of other gold: set them anew with --pin")
    for breach in breaches(floors.values, measured):
        print(breach)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", help="folder or JSON-lines file (default: our own)")
    parser.add_argument("--errors", nargs="?", const="", metavar="WHAT", help="print every error (of one sort)")
    parser.add_argument("--pin", action="store_true", help="raise the floors of our own gold")
    return parser.parse_args()


if __name__ == "__main__":
    main()
