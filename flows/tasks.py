"""Prefect tasks: thin. Each hands paths to a worker process and waits; frames never pass through Prefect."""

from collections.abc import Callable, Sequence
from typing import Any

from prefect import task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.logging.handlers import APILogHandler

from expectations.verdict import Verdict
from flows.pools import open_pools
from flows.run import Run
from flows.work import Written

TASK_NAMES = (
    *("ingest", "clean", "annotate", "extract", "attribute", "syndicate", "dedupe"),
    *("check", "export", "publish", "report"),
)


def _in_worker(label: str, pool: str, work: Callable[..., Written], arguments: Sequence[Any]) -> Written:
    with open_pools(workers=1) as pools:
        return pools.run(pool, work, *arguments)


TASKS = {
    name: task(name=name, task_run_name="{label}", cache_policy=NO_CACHE, persist_result=False)(_in_worker)
    for name in TASK_NAMES
}


def submit(
    stage: str, label: str, pool: str, work: Callable[..., Written], arguments: Sequence[Any]
) -> PrefectFuture[Written]:
    """Send `work(*arguments)` to a worker process as a task run that is called `label`."""
    future: PrefectFuture[Written] = TASKS[stage].submit(label, pool, work, arguments)
    return future


def publish_artifacts(run: Run) -> None:
    """Show what each stage had to do, and what the checks found, as artifacts of the flow run."""
    create_table_artifact(
        key="stage-summary",
        table=[{"stage": stage, "steps done in this run": count} for stage, count in run.worked.items()],
        description="What each stage had to do; steps of an earlier run that still hold are not counted",
    )
    create_markdown_artifact(key="quality-verdict", markdown=_verdict_page(run.verdicts), description="Data quality")


def send_logs() -> None:
    """Hand what Prefect has logged to the server, before the server goes."""
    APILogHandler().flush()


def _verdict_page(verdicts: Sequence[Verdict]) -> str:
    results = [(verdict.stage, result) for verdict in verdicts for result in verdict.results]
    missed = [
        f"| {stage} | {result.table}.{result.rule} | {result.severity} | {result.status} | {result.failed} of "
        f"{result.checked} |"
        for stage, result in results
        if result.status != "passed"
    ]
    heading = f"{len(results) - len(missed)} of {len(results)} rules passed."
    if not missed:
        return heading
    return "\n".join([heading, "", "| stage | rule | severity | status | failed |", "|---|---|---|---|---|", *missed])
