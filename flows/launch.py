"""From the command line to a flow run: the server and the workers start first, because they take longest.

`launch` runs the flow once; `serve` keeps a schedule.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.checks import prepare
from flows.lock import locked
from flows.pools import Pools, open_pools
from flows.run import is_up_to_date
from flows.server import LocalServer, ServerError, answers, running_server
from flows.settings import Settings, configured_server, field_names, prefect_environment, set_environment
from flows.work import load_language_model
from newsquotes.errors import NewsquotesError, told
from newsquotes.ingest import find_sources
from newsquotes.speakers import load_aliases, read_known

STDIN = "-"


class ScheduleError(NewsquotesError):
    """The cron line cannot be read."""


def launch(
    names: Sequence[str],
    fetch: Sequence[str],
    settings: Settings,
    config: Path | None,
    tell: Callable[[str], None],
) -> bool:
    """Build the dataset of the named sources and of what `fetch` (URLs, lists of URLs) leads to.

    False if an earlier run has already done exactly this. `tell` hears of addresses that gave nothing.

    Raises NewsquotesError for sources, settings or tables that cannot be used, and when the checks stop the run.
    """
    with locked(settings.data_dir):
        pass  # a folder that is taken or cannot be written is told before anything is started
    _read_tables_of_speakers(settings)
    paths = [_spooled(name, settings.data_dir) for name in names]
    if fetch:
        from flows.fetch import fetch_all

        paths += fetch_all(fetch, settings.data_dir, settings.fetch, tell)
    sources = find_sources(paths)
    if not settings.force and is_up_to_date(settings, sources):
        return False
    with open_pools(settings.workers) as pools, prefect_server(settings.data_dir) as server:
        _warm_up(pools, settings)
        from flows.build import build_quotes
        from flows.tasks import send_logs

        server.wait()
        try:
            with failures_of(server):
                build_quotes(**_parameters(paths, settings, config), force=settings.force)
        finally:
            send_logs()
    return True


def serve(names: Sequence[str], fetch: Sequence[str], settings: Settings, config: Path | None, cron: str) -> None:
    """Run the flow by the cron line until interrupted, on a server with Prefect's own pages.

    Raises ScheduleError for a cron line that cannot be read.
    """
    paths = [Path(name).resolve() for name in names]
    if paths:
        find_sources(paths)
    _read_tables_of_speakers(settings)
    with prefect_server(settings.data_dir, with_schedules=True) as server:
        _check_cron(cron)
        server.wait()
        from prefect.types.entrypoint import EntrypointType

        from flows.build import build_quotes

        sys.stderr.write(f"Prefect's pages: {server.api_url.removesuffix('/api')}; interrupt to stop\n")
        build_quotes.serve(
            name=f"quotes at {cron}",
            cron=cron,
            parameters={**_parameters(paths, settings, config), "fetch": [_whole(each) for each in fetch]},
            print_starting_message=False,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )


def _read_tables_of_speakers(settings: Settings) -> None:
    """Raise SeedError for a table of the user's that cannot be used, before hours of work have led to it."""
    if settings.known_speakers:
        read_known(settings.known_speakers)
    if settings.speaker_aliases:
        load_aliases(settings.speaker_aliases)


def _whole(asked: str) -> str:
    """What is asked for, wherever the server runs: a URL as it is, a list of URLs by its whole path."""
    return str(Path(asked).resolve()) if Path(asked).is_file() else asked


def _parameters(paths: Sequence[Path], settings: Settings, config: Path | None) -> dict[str, Any]:
    """The parameters of the flow: plain values, absolute paths."""
    return {
        "sources": [str(path) for path in paths],
        "data_dir": str(settings.data_dir.resolve()),
        "workers": settings.workers,
        "batch_size": settings.batch_size,
        "config": str(config.resolve()) if config else None,
        "fields": field_names(settings),
        "known_speakers": str(settings.known_speakers) if settings.known_speakers else None,
        "speaker_aliases": str(settings.speaker_aliases) if settings.speaker_aliases else None,
    }


def _warm_up(pools: Pools, settings: Settings) -> None:
    """Let the workers load what they need while the server starts."""
    pools.warm_up("checks", prepare)
    pools.warm_up("stage", load_language_model, settings.stages["annotate"].model)


def _check_cron(cron: str) -> None:
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=cron)
    except ValueError as error:
        example = '"0 6 * * *" is every day at six'
        raise ScheduleError(f"{cron!r} is no cron line; give five fields, for example {example}") from error


def _spooled(name: str, data_dir: Path) -> Path:
    """The path of a source; standard input is kept below the data folder first, so that it can be read again."""
    if name != STDIN:
        return Path(name)
    content = sys.stdin.buffer.read()
    path = data_dir / "raw" / f"stdin-{hashlib.sha256(content).hexdigest()[:16]}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise NewsquotesError(f"{path}: standard input cannot be kept ({told(error)})") from error
    return path


class RunningServer:
    """A Prefect server that somebody else keeps."""

    def __init__(self, api_url: str) -> None:
        self.api_url = api_url

    def wait(self) -> str:
        """The server's address. Raises ServerError if it does not answer."""
        if not answers(self.api_url):
            raise ServerError(f"{self.api_url}: no Prefect server answers; start it, or unset PREFECT_API_URL")
        return self.api_url

    def stop(self) -> None:
        """Leave it running."""


@contextmanager
def failures_of(server: LocalServer | RunningServer) -> Iterator[None]:
    """Turn what a server that gives way in the middle makes Prefect raise into a ServerError of one line."""
    import httpx

    try:
        yield
    except httpx.HTTPError as error:
        told = str(error).partition(" for url")[0].partition("\n")[0]
        raise ServerError(
            f"the Prefect server at {server.api_url} gave way ({told}); most often its disk is full; "
            "what is finished is kept, the next run goes on from there"
        ) from error


@contextmanager
def prefect_server(data_dir: Path, *, with_schedules: bool = False) -> Iterator[LocalServer | RunningServer]:
    """The server that the user has configured or runs, or a temporary one for the length of the block.

    Prefect reads its settings when it is imported, so this comes before.
    """
    environment = prefect_environment(data_dir)
    found = configured_server() or running_server()
    server = RunningServer(found) if found else LocalServer(environment, with_schedules=with_schedules)
    set_environment({**environment, "PREFECT_API_URL": server.api_url})
    try:
        yield server
    finally:
        server.stop()
