"""The flow `build_quotes`: the whole pipeline, in order."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from prefect import flow, get_run_logger, runtime
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.fetch import fetch_all
from flows.run import open_run
from flows.settings import load_settings
from flows.tasks import publish_artifacts, submit
from newsquotes.ingest import find_sources

TASK_RUNNER = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=32))


def _run_name() -> str:
    sources = [*runtime.flow_run.parameters["sources"], *(runtime.flow_run.parameters["fetch"] or ())]
    return f"quotes from {', '.join(sources[:3])}{' …' if len(sources) > 3 else ''}"


@flow(
    name="build-quotes",
    description="Raw news in, quote dataset out: who said what, when, and every article that carried it.",
    flow_run_name=_run_name,
    task_runner=TASK_RUNNER,
    persist_result=False,
)
def build_quotes(
    sources: list[str],
    data_dir: str = "data",
    workers: int | None = None,
    batch_size: int | None = None,
    config: str | None = None,
    force: bool = False,
    fields: dict[str, str] | None = None,
    fetch: list[str] | None = None,
    known_speakers: str | None = None,
    speaker_aliases: str | None = None,
) -> dict[str, int]:
    """Make the dataset of `sources` below `data_dir`; returns how many steps each stage had to do.

    `fields` names the fields of dumps, as in `{"text_field": "body"}`; `fetch` holds URLs, or files that list them;
    `known_speakers` is a table that gives speakers their Wikidata items, `speaker_aliases` one that decides who is who.

    A suite checks every stage and gates the next. Raises NewsquotesError for what cannot be used, and QualityError
    when the checks stop the run.
    """
    settings = load_settings(
        data_dir=data_dir,
        workers=workers,
        batch_size=batch_size,
        config=config,
        force=force,
        fields=fields,
        known_speakers=known_speakers,
        speaker_aliases=speaker_aliases,
    )
    paths = [Path(name) for name in sources]
    if fetch:
        paths += fetch_all(fetch, settings.data_dir, settings.fetch, get_run_logger().warning)
    with open_run(settings, find_sources(paths), datetime.now(UTC), submit) as run:
        try:
            run.ingest()
            run.check("ingest")
            run.clean()
            run.check("clean")
            run.annotate()
            run.check("annotate")
            run.extract()
            run.check("extract")
            run.attribute()
            run.check("attribute")
            run.dedupe()
            run.check("dedupe")
            run.export()
            run.check("export")
            run.publish()
            run.report()
            run.finish()
        finally:
            publish_artifacts(run)
        return run.worked
