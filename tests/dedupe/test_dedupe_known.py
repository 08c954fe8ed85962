"""Clusters that grow are those that all texts give at once."""

import random
from pathlib import Path

import polars as pl
import pytest

from benchmarks.planted import plant
from newsquotes.dedupe.cluster import cluster_texts
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.known import Known

WORKLOAD = plant(3000, seed=11)["text"]


@pytest.mark.parametrize(("seed", "max_bucket"), [(1, 400), (2, 400), (3, 12), (4, 5)])
def test_adding_gives_what_all_at_once_give(seed: int, max_bucket: int, tmp_path: Path) -> None:
    config = DedupeConfig(max_bucket=max_bucket)
    chance = random.Random(seed)
    texts = WORKLOAD.sample(fraction=1.0, shuffle=True, seed=seed)
    cuts = sorted(chance.sample(range(1, len(texts)), 2))
    known = Known.of(texts[: cuts[0]], config)
    known.save(tmp_path)
    Known.load(tmp_path).add(texts[cuts[0] : cuts[1]]).save(tmp_path)
    known = Known.load(tmp_path).add(texts[cuts[1] :])
    assert known.label_of_text.tolist() == cluster_texts(texts, config=config).tolist()


def test_what_is_written_anew_leaves_what_was_read_as_it_is(tmp_path: Path) -> None:
    Known.of(WORKLOAD[:400]).save(tmp_path)
    known = Known.load(tmp_path)
    known.add(WORKLOAD[400:500]).save(tmp_path)
    assert known.add(WORKLOAD[400:450]).label_of_text.tolist() == cluster_texts(WORKLOAD[:450]).tolist()


def test_many_small_additions_give_what_all_at_once_give() -> None:
    texts = WORKLOAD[:1200].sample(fraction=1.0, shuffle=True, seed=5)
    known = Known.of(texts[:100])
    for begin in range(100, len(texts), 100):
        known = known.add(texts[begin : begin + 100])
    assert known.label_of_text.tolist() == cluster_texts(texts).tolist()


def test_what_is_kept_after_each_of_many_additions_is_the_same(tmp_path: Path) -> None:
    texts = WORKLOAD[:1100].sample(fraction=1.0, shuffle=True, seed=6)
    Known.of(texts[:50]).add(texts[50:100]).save(tmp_path)
    for begin in range(100, len(texts), 50):
        Known.load(tmp_path).add(texts[begin : begin + 50]).save(tmp_path)
    assert Known.load(tmp_path).label_of_text.tolist() == cluster_texts(texts).tolist()


def test_what_only_grows_is_not_written_again(tmp_path: Path) -> None:
    Known.of(WORKLOAD[:400]).save(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("unit_*.npy")}
    Known.load(tmp_path).add(WORKLOAD[400:410]).save(tmp_path)
    after = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("unit_*.npy")}
    assert {name for name in before if after.get(name) == before[name]} == {"unit_hash.0.npy", "unit_of_text.0.npy"}


def test_a_new_printing_joins_two_clusters() -> None:
    statement = "We will mend the quay before winter and the harbour office will pay every mason by the day"
    texts = [statement, "The masons of Orle are on strike", "before winter and the harbour office will pay every mason"]
    known = Known.of(pl.Series(texts[1:])).add(pl.Series(texts[:1]))
    one, other, whole = known.label_of_text.tolist()
    assert other == whole != one


def test_nothing_added_changes_nothing() -> None:
    known = Known.of(WORKLOAD[:50])
    assert known.add(WORKLOAD[:0]).label_of_text.tolist() == known.label_of_text.tolist()


def test_more_printings_of_one_host_win_a_fragment_of_two() -> None:
    beginning = "The ferry to Tamber will sail again in spring"
    hosts = [f"{beginning} if the council mends the old pier", f"{beginning} once every rope has been bought anew"]
    known = Known.of(pl.Series([*hosts, beginning]))
    assert len(set(known.label_of_text.tolist())) == 3
    one, other, fragment, *_ = known.add(pl.Series([hosts[1]] * 3)).label_of_text.tolist()
    assert one != other == fragment


def test_what_was_read_with_other_settings_goes_on_with_them(tmp_path: Path) -> None:
    config = DedupeConfig(max_bucket=5, opening_words=(4,))
    Known.of(WORKLOAD[:400], config).save(tmp_path)
    assert Known.load(tmp_path).config == config
