import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.manifest import Manifest, Step
from flows.plan import Batch, ingest_facts, plan_batches
from newsquotes.ingest import Source


def sources_of(folder: Path, contents: dict[str, str]) -> list[Source]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in contents.items():
        (folder / name).write_text(text)
    return [Source(folder / name, f"pages/{name}") for name in contents]


def plan(sources: Sequence[Source], interim: Path, batch_size: int = 2) -> list[Batch]:
    return plan_batches(sources, Manifest(interim), batch_size=batch_size, workers=1)


def names(batches: Sequence[Batch]) -> list[list[str]]:
    return [[Path(each.path).name for each in batch.inputs] for batch in batches]


def remember(batches: Sequence[Batch], interim: Path) -> None:
    interim.mkdir(exist_ok=True)
    for batch in batches:
        Manifest(interim).record(Step(f"ingest/{batch.name}", "key", {}, ingest_facts(batch, {"units": []})))


@pytest.fixture
def pages(tmp_path: Path) -> list[Source]:
    return sources_of(tmp_path / "pages", {name: name for name in "abcde"})


def test_files_are_batched_in_order_of_path(pages: list[Source], tmp_path: Path) -> None:
    assert names(plan(pages[::-1], tmp_path / "interim")) == [["a", "b"], ["c", "d"], ["e"]]


def test_a_new_file_gets_a_batch_of_its_own(pages: list[Source], tmp_path: Path) -> None:
    interim = tmp_path / "interim"
    remember(plan(pages, interim), interim)
    added = sources_of(tmp_path / "pages", {"aa": "new"})
    assert names(plan([*pages, *added], interim)) == [["a", "b"], ["aa"], ["c", "d"], ["e"]]


def test_a_changed_file_dissolves_its_own_batch_only(pages: list[Source], tmp_path: Path) -> None:
    interim = tmp_path / "interim"
    before = plan(pages, interim)
    remember(before, interim)
    (tmp_path / "pages/b").write_text("changed")
    after = plan(pages, interim)
    assert names(after) == names(before)
    assert [batch.name for batch in after][1:] == [batch.name for batch in before][1:]
    assert after[0].name != before[0].name


def test_a_removed_file_dissolves_its_own_batch_only(pages: list[Source], tmp_path: Path) -> None:
    interim = tmp_path / "interim"
    remember(plan(pages, interim), interim)
    assert names(plan(pages[1:], interim)) == [["b"], ["c", "d"], ["e"]]


def test_another_batch_size_keeps_earlier_batches(pages: list[Source], tmp_path: Path) -> None:
    interim = tmp_path / "interim"
    remember(plan(pages, interim), interim)
    assert names(plan(pages, interim, batch_size=100)) == [["a", "b"], ["c", "d"], ["e"]]


def test_a_file_that_was_only_touched_is_the_same_input(pages: list[Source], tmp_path: Path) -> None:
    interim = tmp_path / "interim"
    before = plan(pages, interim)
    remember(before, interim)
    os.utime(tmp_path / "pages/a", (1, 1))
    assert [batch.name for batch in plan(pages, interim)] == [batch.name for batch in before]


def test_a_file_of_the_same_size_and_time_is_not_read_again(pages: list[Source], tmp_path: Path) -> None:
    interim = tmp_path / "interim"
    remember(plan(pages, interim), interim)
    page = tmp_path / "pages/a"
    status = page.stat()
    page.write_text("A")
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert names(plan(pages, interim)) == [["a", "b"], ["c", "d"], ["e"]]


def test_inputs_of_one_name_stay_together(tmp_path: Path) -> None:
    twice = [
        Source(source.path, "pages/same")
        for folder in ("one", "two")
        for source in sources_of(tmp_path / folder, {"same": "text"})
    ]
    assert len(plan(twice, tmp_path / "interim", batch_size=1)) == 1


def test_what_cannot_be_read_is_an_input_all_the_same(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    sources = [Source(tmp_path / "pipe", "pipe"), Source(tmp_path / "gone", "gone")]
    (batch,) = plan(sources, tmp_path / "interim")
    assert [each.sha256.split(":")[0] for each in batch.inputs] == ["unreadable", "not a regular file"]


@given(
    sizes=st.lists(st.integers(0, 30), min_size=1, max_size=4),
    batch_size=st.integers(1, 9),
    workers=st.integers(1, 4),
)
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_input_is_in_exactly_one_batch(sizes: list[int], batch_size: int, workers: int, tmp_path: Path) -> None:
    contents = {f"{group}-{number}": "x" for group, size in enumerate(sizes) for number in range(size)}
    sources = sources_of(tmp_path / "many", contents)
    batches = plan_batches(sources, Manifest(tmp_path / "interim"), batch_size=batch_size, workers=workers)
    assert sorted(name for batch in names(batches) for name in batch) == sorted(contents)
    assert all(len(batch.inputs) <= batch_size for batch in batches)
