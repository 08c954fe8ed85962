"""Clusters made on disk are those made in memory."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.planted import plant
from newsquotes.dedupe.cluster import cluster_texts
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.external import cluster_on_disk

WORKLOAD = plant(3000, seed=21)["text"]


def on_disk(
    texts: pl.Series, folder: Path, batch: int, memory_limit: int, config: DedupeConfig | None = None
) -> list[int]:
    parts = (texts[begin : begin + batch] for begin in range(0, len(texts), batch))
    found = list(cluster_on_disk(parts, folder, memory_limit=memory_limit, config=config))
    return np.concatenate([np.zeros(0, np.int64), *found]).tolist()


@pytest.mark.parametrize("memory_limit", [1 << 30, 100_000, 1])
@pytest.mark.parametrize("max_bucket", [400, 12])
def test_clusters_depend_neither_on_parts_nor_on_memory(memory_limit: int, max_bucket: int, tmp_path: Path) -> None:
    config = DedupeConfig(max_bucket=max_bucket)
    expected = cluster_texts(WORKLOAD, config=config).tolist()
    assert on_disk(WORKLOAD, tmp_path, 700, memory_limit, config) == expected


def test_the_order_of_many_texts_changes_no_cluster(tmp_path: Path) -> None:
    order = random.Random(5).sample(range(len(WORKLOAD)), len(WORKLOAD))
    expected = cluster_texts(WORKLOAD)[order].tolist()
    assert cluster_texts(WORKLOAD[order]).tolist() == expected
    assert on_disk(WORKLOAD[order], tmp_path, 700, 1) == expected


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), batch=st.integers(1, 400), memory_limit=st.sampled_from([1, 1 << 16, 1 << 30]))
def test_neither_order_nor_batches_nor_memory_change_a_cluster(seed: int, batch: int, memory_limit: int) -> None:
    texts = WORKLOAD[:400]
    order = random.Random(seed).sample(range(len(texts)), len(texts))
    with TemporaryDirectory() as folder:
        shuffled = on_disk(texts[order], Path(folder), batch, memory_limit)
    found = np.empty(len(texts), np.int64)
    found[order] = shuffled
    assert found.tolist() == cluster_texts(texts).tolist()


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["", "", "…"],
        ["no", "", "no", "we will paint the old bridge by spring", "we will paint the old bridge"],
        ["one two three " * 200, "one two three " * 199, "four"],
    ],
    ids=["none", "empty", "marks", "short", "long"],
)
def test_odd_texts_come_through(texts: list[str], tmp_path: Path) -> None:
    assert on_disk(pl.Series(texts, dtype=pl.String), tmp_path, 2, 1) == cluster_texts(texts).tolist()


def test_a_limit_of_memory_leaves_no_more_files_than_columns(tmp_path: Path) -> None:
    on_disk(WORKLOAD[:500], tmp_path, 100, 1)
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.bin"))
    columns = ["codes", "hash", "n_printings", "n_words", "pairs", "settled", "unit_of_text"]
    assert left == [f"{column}.bin" for column in columns]
