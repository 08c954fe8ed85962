"""How well, how fast and in how much memory quotations are deduplicated.

    python -m benchmarks.dedupe [--sizes 10000 100000] [--seed 1] [--style clauses | chains] [--memory-limit MIB]
    python -m benchmarks.dedupe --input IN.parquet --output OUT.parquet [--memory-limit MIB]

Without `--input` a workload with planted truth (`planted.py`) is made in each size and a table printed: pairwise
precision and recall, recall by variant, contradicting twins that were merged, quotes per CPU-second, peak memory,
growth, and what it costs to add one quotation in a hundred. Exact matching and MinHash (rensa, datasketch, plain numpy)
take the smallest workload in the same run; a peer that is not installed is said to be missing. Each of these has a
process of its own.

With `--input` the texts of a file (columns `id`, int64, and `text`) are clustered, without speakers or dates, and `id`
and `pred` (int64, the cluster) are written.
"""

import argparse
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.peers import PEERS
from benchmarks.planted import STYLES, plant
from newsquotes.dedupe.cluster import cluster_parts, cluster_texts
from newsquotes.dedupe.known import Known

ROOT = Path(__file__).parents[1]
OURS = "newsquotes"
PEAK_OF_A_PROCESS = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""
LIMIT_HELP = (
    "MiB for shared runs of words and the places where they match: beyond it they go through buckets on disk; "
    "the words themselves, one number each, and the verdicts on pairs stay in memory and are not bounded"
)
ROWS_AT_ONCE = 50_000
MEBIBYTE = 1 << 20
RSS_UNITS_PER_MEBIBYTE = 1024 if sys.platform != "darwin" else MEBIBYTE


@dataclass(frozen=True, slots=True)
class Measured:
    """One method on one workload: what it found, CPU-seconds and MiB at the peak."""

    found: pl.DataFrame
    seconds: float
    memory: float


def main() -> None:
    """Cluster a file, or measure on workloads of our own."""
    arguments = parse_arguments()
    if arguments.input is not None:
        cluster_file(arguments.input, arguments.output, arguments.memory_limit, arguments.method)
        return
    with tempfile.TemporaryDirectory() as folder:
        sizes = sorted(arguments.sizes)
        measure_sizes(Path(folder), sizes, arguments.seed, arguments.style, arguments.memory_limit)


def parse_arguments() -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(description="How well, how fast and in how much memory quotations are merged.")
    parser.add_argument("--input", type=Path, help="Parquet file with columns id (int64) and text")
    parser.add_argument("--output", type=Path, help="where to write id and pred")
    parser.add_argument("--memory-limit", type=int, help=LIMIT_HELP)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="quotations of each workload")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--style", choices=list(STYLES), default="clauses", help="how the planted utterances are built")
    parser.add_argument("--method", default=OURS, choices=[OURS, *(name for name, _ in PEERS)], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if (arguments.input is None) != (arguments.output is None):
        parser.error("--input and --output go together")
    if arguments.input is not None and not arguments.input.is_file():
        parser.error(f"--input {arguments.input}: no such file")
    return arguments


def cluster_file(source: Path, target: Path, memory_limit: int | None, method: str) -> None:
    """Writes the cluster of each text in `source` to `target`; the limit is in MiB."""
    ids: list[npt.NDArray[np.int64]] = []
    parts = read_parts(source, ids)
    if method == OURS:
        limit = None if memory_limit is None else memory_limit * MEBIBYTE
        with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
            labels = cluster_parts(parts, memory_limit=limit, folder=Path(folder))
    else:
        labels = dict(PEERS)[method](pl.concat(list(parts)))
    frame = pl.DataFrame({"id": np.concatenate([np.zeros(0, np.int64), *ids]), "pred": labels})
    frame.write_parquet(target)


def read_parts(source: Path, ids: list[npt.NDArray[np.int64]]) -> Iterator[pl.Series]:
    """The texts of a file, part by part; their ids are appended to `ids`."""
    with pq.ParquetFile(source) as file:
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=["id", "text"]):
            frame = pl.DataFrame(batch)
            ids.append(frame["id"].cast(pl.Int64).to_numpy())
            yield frame["text"].cast(pl.String)


def measure_sizes(folder: Path, sizes: list[int], seed: int, style: str, memory_limit: int | None) -> None:
    """Measures each size and prints the table; peers take the smallest."""
    seconds = []
    for size in sizes:
        workload = plant(size, seed, style)
        path = folder / "workload.parquet"
        workload.write_parquet(path)
        for method in (OURS, *(name for name, _ in PEERS if size == sizes[0])):
            measured = measure(path, method, memory_limit)
            if measured is None:
                print(f"{size:>10,} {method:20s} missing: not installed")
                continue
            print_row(size, method, workload, measured)
            if method == OURS:
                seconds.append(measured.seconds)
                print_variants(workload.join(measured.found, on="id"))
                print_added(workload["text"], folder / "known")
    for (small, before), (large, after) in pairwise(zip(sizes, seconds, strict=True)):
        exponent = math.log(after / before) / math.log(large / small)
        print(f"growth from {small:,} to {large:,}: CPU time ~ n^{exponent:.2f}")


def measure(path: Path, method: str, memory_limit: int | None) -> Measured | None:
    """What a process of its own finds with a method, or None if that is not installed."""
    target = path.with_name("found.parquet")
    command = [sys.executable, "-c", PEAK_OF_A_PROCESS]
    command += [sys.executable, "-m", "benchmarks.dedupe", "--input", str(path), "--output", str(target)]
    command += ["--method", method]
    if memory_limit is not None:
        command += ["--memory-limit", str(memory_limit)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if "ModuleNotFoundError" in done.stderr:
        return None
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(pl.read_parquet(target), seconds, float(done.stdout) / RSS_UNITS_PER_MEBIBYTE)


def print_row(size: int, method: str, workload: pl.DataFrame, measured: Measured) -> None:
    """One line of the table."""
    found = workload.join(measured.found, on="id")
    agreeing = n_pairs(found, "truth", "pred")
    precision = agreeing / max(1, n_pairs(found, "pred"))
    recall = agreeing / max(1, n_pairs(found, "truth"))
    largest = int(found.group_by("pred").len()["len"].to_numpy().max(initial=0))
    print(
        f"{size:>10,} {method:19s} precision {precision:.4f}  recall {recall:.4f}  {size / measured.seconds:>8,.0f} "
        f"quotes/CPU-s  {measured.memory:>6,.0f} MiB  largest cluster {largest}"
    )


def print_added(texts: pl.Series, folder: Path) -> None:
    """What it costs to add the last hundredth of the texts to the others, and whether all at once give the same."""
    n_first = len(texts) - len(texts) // 100
    started = time.process_time()
    Known.of(texts[:n_first]).save(folder)
    built = time.process_time()
    known = Known.load(folder).add(texts[n_first:])
    share = (time.process_time() - built) / (built - started)
    same = bool((known.label_of_text == cluster_texts(texts)).all())
    print(f"{'':10s}   {len(texts) - n_first:,} added to {n_first:,}: {share:.1%} of the cost, same: {same}")


def n_pairs(found: pl.DataFrame, *columns: str) -> int:
    """Pairs of rows that agree in the columns."""
    sizes = found.group_by(columns).len().select(pl.col("len").cast(pl.Int64))
    return int(sizes.select((pl.col("len") * (pl.col("len") - 1)).sum()).item()) // 2


def print_variants(found: pl.DataFrame) -> None:
    """How many printings of each kind share the cluster of the whole utterance, and how many contrary twins do."""
    whole = found.filter(pl.col("variant") == "whole").unique("truth", keep="first", maintain_order=True)
    printed = found.filter((pl.col("against") < 0) & ~pl.col("variant").is_in(["whole", "stock phrase"]))
    printed = printed.join(whole.select("truth", own="pred"), on="truth")
    twins = found.filter(pl.col("against") >= 0).unique("truth", keep="first", maintain_order=True)
    twins = twins.join(whole.select("truth", own="pred"), left_on="against", right_on="truth")
    for what, frame in (("recall", printed), ("merged with its contrary", twins)):
        shares = frame.group_by("variant").agg(pl.len(), share=(pl.col("pred") == pl.col("own")).mean())
        for variant, n_texts, share in shares.sort("variant").iter_rows():
            print(f"{'':10s}   {variant:22s} {what} {share:.4f} of {n_texts:,}")


if __name__ == "__main__":
    main()
