"""Settings of a run: the only place that reads the environment and configuration files.

A value comes from the command line, else from the configuration file (TOML), else from its documented default.
Unknown keys are refused.
"""

import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from dataclasses import fields as fields_of
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

from flows.limits import FetchConfig, Limits
from flows.manifest import CHECKOUT
from newsquotes.errors import NewsquotesError

DEFAULT_BATCH_SIZE = 200

COUNTS = {"workers", "batch_size", "page_seconds", "page_mebibytes"}
RUN_SETTINGS = {*COUNTS, "known_speakers", "speaker_aliases"}

STAGE_CONFIGS = {
    "ingest": ("newsquotes.ingest", "IngestConfig"),
    "clean": ("newsquotes.clean", "CleanConfig"),
    "annotate": ("newsquotes.annotate", "AnnotateConfig"),
    "extract": ("newsquotes.extract", "ExtractConfig"),
    "attribute": ("newsquotes.attribute", "AttributeConfig"),
    "dedupe": ("newsquotes.dedupe", "DedupeConfig"),
}


class SettingsError(NewsquotesError):
    """A configuration file or an option has a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run works on and how; `stages` maps a stage to its frozen config object."""

    data_dir: Path = Path("data")
    workers: int = 1
    batch_size: int = DEFAULT_BATCH_SIZE
    force: bool = False
    limits: Limits = field(default_factory=Limits)
    fetch: FetchConfig = field(default_factory=FetchConfig)
    known_speakers: Path | None = None
    speaker_aliases: Path | None = None
    stages: Mapping[str, Any] = field(default_factory=dict)

    @property
    def interim(self) -> Path:
        """Intermediate tables and the manifest."""
        return self.data_dir / "interim"

    @property
    def dataset(self) -> Path:
        """The published dataset."""
        return self.data_dir / "dataset"

    @property
    def quality(self) -> Path:
        """The quality report."""
        return self.data_dir / "quality"


def load_settings(
    *,
    data_dir: Path | str = "data",
    workers: int | None = None,
    batch_size: int | None = None,
    config: Path | str | None = None,
    force: bool = False,
    fields: Mapping[str, str] | None = None,
    known_speakers: Path | str | None = None,
    speaker_aliases: Path | str | None = None,
    stages: Collection[str] = tuple(STAGE_CONFIGS),
) -> Settings:
    """Settings from options and an optional TOML file with one table a stage, `[fetch]`, and `[run]` for workers,
    batch_size, known_speakers, speaker_aliases, and what one page may cost (page_seconds and page_mebibytes).

    `fields` holds settings of ingest that name the fields of a dump, such as `text_field`; they go before the file's.
    `stages` are those that will be done: only their code, and that of stages which the file sets, is loaded.
    Raises SettingsError naming the file, the key and what is allowed.
    """
    tables = _read_config(Path(config)) if config else {}
    run = tables.pop("run", {})
    _refuse_unknown(config, "run", run, RUN_SETTINGS)
    counts = {name: _at_least_one(f"{config}: [run] {name}", run[name]) for name in sorted(COUNTS & run.keys())}
    default = Limits()
    fetch = _config(config, "fetch", FetchConfig, tables.pop("fetch", {}))
    _refuse_unknown(config, "", tables, {*STAGE_CONFIGS, "fetch", "run"})
    wanted = [stage for stage in STAGE_CONFIGS if stage in stages or stage in tables]
    configs = {stage: _stage_config(config, stage, tables.get(stage, {})) for stage in wanted}
    if fields:
        configs["ingest"] = replace(configs["ingest"], **fields)
    return Settings(
        data_dir=Path(data_dir),
        workers=_at_least_one("workers", workers or counts.get("workers", _cores())),
        batch_size=_at_least_one("batch_size", batch_size or counts.get("batch_size", DEFAULT_BATCH_SIZE)),
        force=force,
        limits=Limits(
            seconds=counts.get("page_seconds", default.seconds),
            mebibytes=counts.get("page_mebibytes", default.mebibytes),
        ),
        fetch=fetch,
        known_speakers=_existing_file("known_speakers", known_speakers or run.get("known_speakers")),
        speaker_aliases=_existing_file("speaker_aliases", speaker_aliases or run.get("speaker_aliases")),
        stages=configs,
    )


def field_names(settings: Settings) -> dict[str, str]:
    """The names of a dump's fields that `settings` state, as `load_settings` takes them."""
    ingest = settings.stages["ingest"]
    stated = {each.name: getattr(ingest, each.name) for each in fields_of(ingest) if each.name.endswith("_field")}
    return {name: value for name, value in stated.items() if value}


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _at_least_one(where: str, value: Any) -> int:
    if type(value) is not int or value < 1:
        raise SettingsError(f"{where} is {value!r}; give a whole number of 1 or more")
    return value


def _existing_file(name: str, path: Any) -> Path | None:
    if path is None:
        return None
    if not isinstance(path, str | Path) or not Path(path).is_file():
        raise SettingsError(f"{name}: {path}: no such file; give the path of a CSV or Parquet file")
    return Path(path).resolve()


def _read_config(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}); check the path after --config") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: is not valid TOML: {error}") from error


def _refuse_unknown(config: Path | str | None, table: str, values: Any, known: set[str]) -> None:
    if not isinstance(values, dict):
        raise SettingsError(f"{config}: [{table}] must be a table of settings")
    if unknown := sorted(set(values) - known):
        where = f"[{table}] " if table else ""
        raise SettingsError(f"{config}: {where}{unknown[0]} is no setting; there are {', '.join(sorted(known))}")


def _stage_config(config: Path | str | None, stage: str, values: Any) -> Any:
    module, name = STAGE_CONFIGS[stage]
    return _config(config, stage, getattr(import_module(module), name), values)


def _config(config: Path | str | None, stage: str, kind: Any, values: Any) -> Any:
    _refuse_unknown(config, stage, values, {known.name for known in fields_of(kind)})
    declared = get_type_hints(kind) if values else {}
    typed = {key: _typed(f"{config}: [{stage}] {key}", value, declared[key]) for key, value in values.items()}
    try:
        return kind(**typed)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{config}: [{stage}] {error}") from error


def _typed(where: str, value: Any, kind: Any) -> Any:
    """A value of a TOML file as the type that its setting declares; only lists are converted, to tuples.

    Raises SettingsError that says `where`, what stands there and what should.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind).validate_python(tuple(value) if isinstance(value, list) else value, strict=True)
    except ValidationError as error:
        wanted = error.errors()[0]["msg"].removeprefix("Input should be ").replace("tuple", "list")
        raise SettingsError(f"{where} is {value!r}; give {wanted}") from error


def prefect_environment(data_dir: Path) -> dict[str, str]:
    """Environment that keeps Prefect local and quiet; a value the user has set stays.

    Prefect's database lies in the checkout, so that it is made once; below `data_dir` where newsquotes is installed as
    a package or the checkout is not writable.
    """
    is_checkout = (CHECKOUT / "pyproject.toml").is_file() and os.access(CHECKOUT, os.W_OK)
    home = CHECKOUT if is_checkout else data_dir.resolve()
    defaults = {
        "PREFECT_HOME": str(home / ".prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    }
    return {name: os.environ.get(name, value) for name, value in defaults.items()}


def configured_server() -> str | None:
    """Address of the Prefect API that the user has configured, if any."""
    return os.environ.get("PREFECT_API_URL")


def set_environment(values: Mapping[str, str]) -> None:
    """Set environment variables for libraries that read nothing else."""
    os.environ.update(values)
