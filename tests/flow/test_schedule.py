"""The flow runs with no server configured, and by a schedule."""

import os
import signal
import time
from pathlib import Path

import httpx
import polars as pl
import pytest

from tests.flow.conftest import PAGES, House

pytestmark = pytest.mark.flow

SECONDS = 300


def test_a_run_needs_no_server(tmp_path: Path, environment: dict[str, str], checkout: Path) -> None:
    house = House(tmp_path, environment, checkout)
    house.write_pages({"bridge.txt": PAGES["bridge.txt"]})
    ran = house.run()
    assert ran.code == 0, ran.err
    assert "Ottoline Brask" in ran.out


def test_a_schedule_really_fires(tmp_path: Path, environment: dict[str, str], checkout: Path) -> None:
    house = House(tmp_path, environment, checkout)
    house.write_pages({"bridge.txt": PAGES["bridge.txt"]})
    with house.start("serve", house.pages, "--cron", "* * * * *", "--data-dir", house.data) as process:
        try:
            deadline = time.monotonic() + SECONDS
            while time.monotonic() < deadline and process.poll() is None and not (house.data / "dataset").exists():
                time.sleep(0.5)
        finally:
            os.kill(process.pid, signal.SIGINT)
            _, err = process.communicate(timeout=60)
    assert (house.data / "dataset").exists(), err
    assert "Ottoline Brask" in set(pl.read_parquet(house.data / "dataset/speakers/*.parquet")["name"])
    assert "Traceback" not in err


@pytest.mark.parametrize("cron", ["every day", "99 * * * *", ""])
def test_a_bad_cron_line_is_told(built: House, cron: str, tmp_path: Path) -> None:
    ran = built.newsquotes("serve", built.pages, "--cron", cron, "--data-dir", tmp_path)
    assert ran.code == 1
    assert "is no cron line" in ran.err
    assert "Traceback" not in ran.err


def test_a_configured_server_that_is_away_is_told(built: House, tmp_path: Path) -> None:
    environment = {**built.environment, "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    ran = House(tmp_path, environment, built.checkout).newsquotes("run", built.pages, "--data-dir", tmp_path / "data")
    assert ran.code == 1
    assert "no Prefect server answers" in ran.err


def test_runs_and_tasks_have_names_that_a_person_understands(built: House, server: str) -> None:
    flow_runs = httpx.post(f"{server}/flow_runs/filter", json={}).json()
    assert any(run["name"].startswith("quotes from ") and run["name"].endswith("pages") for run in flow_runs)
    tasks = {run["name"] for run in httpx.post(f"{server}/task_runs/filter", json={}).json()}
    assert {"ingest", "check clean", "dedupe", "publish"} <= tasks


def test_the_verdict_is_an_artifact(built: House, server: str) -> None:
    artifacts = httpx.post(f"{server}/artifacts/filter", json={}).json()
    assert {"quality-verdict", "stage-summary"} <= {artifact["key"] for artifact in artifacts}
