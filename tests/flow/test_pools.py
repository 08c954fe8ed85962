import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextvars import ContextVar
from multiprocessing import get_all_start_methods
from pathlib import Path

import pytest

from flows.pools import Pools, WorkerError, open_pools, preloaded_pool, result_of


@pytest.fixture(autouse=True)
def no_pools_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pools that other tests hold open for the whole session are not these tests' to share."""
    monkeypatch.setattr("flows.pools._current", ContextVar("pools", default=None))


def test_work_is_done_in_another_process() -> None:
    with open_pools(workers=1) as pools:
        assert pools.run("stage", os.getpid) != os.getpid()


def test_work_on_the_whole_corpus_has_the_memory_of_all_other_workers_but_that_of_the_checks() -> None:
    with open_pools(workers=2) as pools:
        stage, checks, first, second = (pools.run(pool, os.getpid) for pool in ("stage", "checks", "whole", "whole"))
        assert len({stage, checks, first, second}) == 4
        assert not _runs(stage)
        assert not _runs(first)
        assert pools.run("whole", _runs, checks)
        assert pools.run("stage", os.getpid) != stage


def test_work_on_a_large_corpus_has_the_memory_of_the_checks_as_well() -> None:
    with open_pools(workers=2) as pools:
        others = [pools.run(pool, os.getpid) for pool in ("stage", "checks", "whole")]
        assert not any(pools.run("alone", _run, others))
        assert pools.run("checks", os.getpid) not in others


@pytest.mark.parametrize("pool", ["whole", "alone"])
def test_a_worker_ends_with_its_work_on_the_whole_corpus(pool: str) -> None:
    with open_pools(workers=1) as pools:
        worker = pools.run(pool, os.getpid)
        assert _ends(worker)


def test_no_thread_is_left_that_would_meet_the_end_of_the_program() -> None:
    before = threading.enumerate()
    with open_pools(workers=1) as pools:
        for pool in ("stage", "checks", "whole"):
            pools.run(pool, os.getpid)
    assert threading.enumerate() == before


def test_an_open_pool_is_shared() -> None:
    with open_pools(workers=1) as outer, open_pools(workers=4) as inner:
        assert inner is outer


def test_a_worker_that_dies_is_told_in_one_line() -> None:
    pools = Pools(workers=1)
    with pytest.raises(WorkerError, match="fewer --workers"):
        pools.run("stage", os._exit, 3)
    pools.close()


@pytest.mark.skipif("forkserver" not in get_all_start_methods(), reason="no worker can be forked here")
def test_a_forked_worker_begins_with_the_model_and_without_a_library_that_has_threads() -> None:
    with preloaded_pool(1) as pool:
        loaded = pool.submit(_loaded).result()
    assert loaded == {"spacy"}


@pytest.mark.skipif("forkserver" not in get_all_start_methods(), reason="no worker can be forked here")
def test_a_forked_worker_collects_seldom_and_never_looks_at_what_it_was_born_with() -> None:
    with preloaded_pool(1) as pool:
        collects, every, kept = pool.submit(_collector).result()
    assert collects
    assert every == 20_000
    assert kept > 10_000


def test_a_forked_worker_that_dies_is_told_in_one_line() -> None:
    with preloaded_pool(1) as pool, pytest.raises(WorkerError, match="fewer --workers"):
        result_of(pool.submit(os._exit, 3))


@pytest.mark.parametrize("worker", ["Pools(1).run('stage', os.getpid)", "preloaded_pool(1).submit(os.getpid).result()"])
def test_workers_end_when_their_parent_is_killed(worker: str, tmp_path: Path, checkout: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, sys, time\n"
        "from flows.pools import Pools, preloaded_pool\n"
        "if __name__ == '__main__':\n"
        f"    print({worker}, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(checkout)}
    ) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
    assert _ends(pid)


def _collector() -> tuple[bool, int, int]:
    """Whether a worker collects garbage, after how many new objects, and how many it takes for kept for good."""
    return gc.isenabled(), gc.get_threshold()[0], gc.get_freeze_count()


def _loaded() -> set[str]:
    return {"spacy", "polars", "pyarrow", "prefect"} & sys.modules.keys()


def _ends(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _runs(pid):
        time.sleep(0.05)
    return not _runs(pid)


def _run(pids: Sequence[int]) -> list[bool]:
    return [_runs(pid) for pid in pids]


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
