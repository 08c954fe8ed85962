"""How long commands take before they do any work, as whole processes.

    python -m benchmarks.startup [--runs N]

Prints the median wall and CPU seconds of each command's `--help`, and of a whole first and second run over the sample
pages. Compare figures of one call only; the machine may be busy.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
COMMANDS = ("run", "clean", "annotate", "show", "describe", "serve")


def timed(arguments: Sequence[str]) -> tuple[float, float]:
    """(wall, CPU) seconds of `newsquotes ARGUMENTS` and its children."""
    before, started = os.times(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=CHECKOUT,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = os.times()
    used = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    return time.perf_counter() - started, used


def show(name: str, figures: Sequence[tuple[float, float]]) -> None:
    """Print the medians of a command."""
    wall, used = (statistics.median(column) for column in zip(*figures, strict=True))
    print(f"{name:28} {wall:8.2f} {used:8.2f}")


def main() -> None:
    """Time every command and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="runs of each --help (default 5)")
    runs = parser.parse_args().runs
    print(f"{'newsquotes …':28} {'wall s':>8} {'CPU s':>8}")
    show("--help", [timed(["--help"]) for _ in range(runs)])
    for command in COMMANDS:
        show(f"{command} --help", [timed([command, "--help"]) for _ in range(runs)])
    with tempfile.TemporaryDirectory() as folder:
        job = ["run", "seeds/articles", "--data-dir", folder]
        show("run, sample pages, first", [timed(job)])
        show("run, sample pages, second", [timed(job)])


if __name__ == "__main__":
    main()
