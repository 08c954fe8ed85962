"""How well, how fast and in how much memory quotations are deduplicated.

    python -m benchmarks.dedupe [--sizes 10000 100000] [--seed 1] [--memory-limit MIB]
                               [--style clauses | chains | speeches | stumps]
    python -m benchmarks.dedupe --sizes 200000 --same
    python -m benchmarks.dedupe --input IN.parquet --output OUT.parquet [--memory-limit MIB]

Without `--input` a workload with planted truth (`planted.py`) is made in each size and a table printed: pairwise
precision and recall, recall by variant, contradicting twins that were merged, quotes per CPU-second, peak memory,
growth, and what it costs to add one quotation in a hundred. Exact matching and MinHash (rensa, datasketch, plain numpy)
take the smallest workload in the same run; a peer that is not installed is said to be missing. Each of these has a
process of its own.

With `--same` it is shown instead that neither the order of the texts nor the size of the parts in which they come nor
the memory limit nor the number of threads changes a cluster.

With `--input` the texts of a file (columns `id`, int64, and `text`) are clustered, without speakers or dates, and `id`
and `pred` (int64, the cluster) are written.
"""

import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.peers import PEERS
from benchmarks.planted import STYLES, plant
from newsquotes.dedupe.cluster import cluster_texts
from newsquotes.dedupe.external import cluster_on_disk
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
    "MiB for what is held at once: texts, pairs and verdicts go through files; without it all of them are in memory"
)
ROWS_AT_ONCE = 50_000
COLUMNS = {"id": pl.Int64, "text": pl.String}
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
        if arguments.same:
            for size in sizes:
                print_same(plant(size, arguments.seed, arguments.style)["text"], Path(folder) / str(size))
            return
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
    parser.add_argument("--same", action="store_true", help="compare orders, parts, limits and threads instead")
    parser.add_argument("--method", default=OURS, choices=[OURS, *(name for name, _ in PEERS)], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if (arguments.input is None) != (arguments.output is None):
        parser.error("--input and --output go together")
    if arguments.input is not None and not arguments.input.is_file():
        parser.error(f"--input {arguments.input}: no such file")
    return arguments


def cluster_file(source: Path, target: Path, memory_limit: int | None, method: str) -> None:
    """Writes the cluster of each text in `source` to `target`; the limit is in MiB."""
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        if method == OURS and memory_limit is not None:
            texts = read_parts(source, "text")
            labels = cluster_on_disk(texts, Path(folder), memory_limit=memory_limit * MEBIBYTE)
        else:
            texts = pl.concat([pl.Series([], dtype=pl.String), *read_parts(source, "text")])
            labels = iter([cluster_texts(texts) if method == OURS else dict(PEERS)[method](texts)])
        write_labels(source, labels, target)


def read_parts(source: Path, column: str) -> Iterator[pl.Series]:
    """A column of a file, part by part."""
    with pq.ParquetFile(source) as file:
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=[column]):
            yield pl.DataFrame(batch)[column].cast(COLUMNS[column])


def write_labels(source: Path, labels: Iterator[npt.NDArray[np.int64]], target: Path) -> None:
    """Writes the ids of `source` with the labels, which come in parts of any size."""
    schema = pa.schema([("id", pa.int64()), ("pred", pa.int64())])
    ids = read_parts(source, "id")
    ahead = pl.Series([], dtype=pl.Int64)
    with pq.ParquetWriter(target, schema) as writer:
        for part in labels:
            while len(ahead) < len(part):
                ahead = pl.concat([ahead, next(ids)])
            frame = pl.DataFrame({"id": ahead[: len(part)], "pred": part})
            writer.write_table(frame.to_arrow().cast(schema))
            ahead = ahead[len(part) :]


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
    """What it costs to add the last hundredth of the texts to the others, and whether all at once give the same.

    Reading what is known and writing what is known then are part of adding; all at once are neither read nor written.
    """
    n_first = len(texts) - len(texts) // 100
    Known.of(texts[:n_first]).save(folder)
    started = time.process_time()
    known = Known.load(folder).add(texts[n_first:])
    known.save(folder)
    added = time.process_time() - started
    expected = cluster_texts(texts)
    whole = time.process_time() - started - added
    same = bool((known.label_of_text == expected).all())
    print(
        f"{'':10s}   {len(texts) - n_first:,} added to {n_first:,}: {added:.2f} of {whole:.2f} CPU-s, "
        f"{added / whole:.1%}, same: {same}"
    )


def print_same(texts: pl.Series, folder: Path) -> None:
    """Whether texts in another order, in other parts, under other limits and on one thread give the same clusters."""
    expected = cluster_texts(texts)
    order = np.random.default_rng(1).permutation(len(texts))
    cases = (
        ("in memory, shuffled", lambda _: cluster_texts(texts[order]), order),
        ("in memory, reversed", lambda _: cluster_texts(texts[::-1]), np.arange(len(texts))[::-1]),
        *(
            (f"on disk, shuffled, parts of {part:,}, {limit} MiB", partial(on_disk, texts[order], part, limit), order)
            for part, limit in ((50_000, 1024), (7_001, 64), (50_000, 1))
        ),
        ("on disk, one thread", partial(on_one_thread, texts), np.arange(len(texts))),
    )
    for number, (name, cluster, rows) in enumerate(cases):
        own = folder / str(number)
        own.mkdir(parents=True)
        same = cluster(own).tobytes() == expected[rows].tobytes()
        print(f"{len(texts):>10,} {name:50s} same: {same}", flush=True)


def on_disk(texts: pl.Series, part: int, memory_limit: int, folder: Path) -> npt.NDArray[np.int64]:
    """The clusters of texts that come in parts of some size; the limit is in MiB."""
    parts = (texts[begin : begin + part] for begin in range(0, len(texts), part))
    return np.concatenate(list(cluster_on_disk(parts, folder, memory_limit=memory_limit * MEBIBYTE)))


def on_one_thread(texts: pl.Series, folder: Path) -> npt.NDArray[np.int64]:
    """The clusters that a process with a single thread of polars finds, with a limit of 64 MiB."""
    source, target = folder / "workload.parquet", folder / "found.parquet"
    pl.DataFrame({"id": np.arange(len(texts)), "text": texts}).write_parquet(source)
    command = [sys.executable, "-m", "benchmarks.dedupe", "--input", str(source), "--output", str(target)]
    command += ["--memory-limit", "64"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "POLARS_MAX_THREADS": "1"}, check=True)
    return pl.read_parquet(target)["pred"].to_numpy()


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
