"""The command line. Heavy libraries are imported by the command that needs them, so that `--help` answers at once."""

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.collector import collect_seldom
from flows.interrupts import kept_interrupts
from newsquotes import __version__
from newsquotes.errors import NewsquotesError, told

if TYPE_CHECKING:
    from flows.files import Outcome

EXIT_CODES = """
Exit codes: 0 done; 1 an input, a setting or the data folder cannot be used (one line says why); 2 wrong arguments;
3 the checks stopped the run and the last good dataset is as it was; 4 `diff` found a difference; 130 interrupted.
"""

app = typer.Typer(
    name="newsquotes",
    help="Turn a pile of raw news into a quote dataset: who said what, when, and every article that carried it.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    UNUSABLE = 1
    USAGE = 2
    STOPPED = 3
    DIFFERENT = 4
    INTERRUPTED = 130


Sources = Annotated[list[str], typer.Argument(help="Files, folders or globs; `-` reads standard input.")]
Inputs = Annotated[list[str] | None, typer.Argument(help="Files, folders or globs; `-` reads standard input.")]
Fetch = Annotated[
    list[str] | None,
    typer.Option("--fetch", help="URL of a page or feed, or a file with a URL a line. Nothing is fetched without it."),
]
DataDir = Annotated[Path, typer.Option("--data-dir", help="Folder for the dataset, the report and what is in between.")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Worker processes; default: one a core.")]
BatchSize = Annotated[int | None, typer.Option("--batch-size", min=1, help="Documents a batch; default 200.")]
KnownSpeakers = Annotated[
    Path | None,
    typer.Option("--known-speakers", help="CSV or Parquet with name, alias, wikidata_id: fills wikidata_id."),
]
SpeakerAliases = Annotated[
    Path | None,
    typer.Option(
        "--speaker-aliases", help="CSV or Parquet with name, same_as, not_same, wikidata_id: you decide who is who."
    ),
]
Config = Annotated[Path | None, typer.Option("--config", help="TOML file with settings of the stages.")]

FIELD_OPTIONS = {
    "text_field": ("--text-field", "the text"),
    "title_field": ("--title-field", "the headline"),
    "date_field": ("--date-field", "the publication date"),
    "url_field": ("--url-field", "the URL"),
    "authors_field": ("--authors-field", "the authors"),
    "publisher_field": ("--publisher-field", "the publisher"),
    "language_field": ("--language-field", "the language"),
}
SETTING_OF = {name: "published_field" if name == "date_field" else name for name in FIELD_OPTIONS}


def _with_field_options(command: Callable[..., None]) -> Callable[..., None]:
    """`command` with the options that name the fields of dumps; it gets those given as `fields`, by their setting."""

    @wraps(command)
    def wrapped(**options: Any) -> None:
        given = {name: options.pop(name) for name in FIELD_OPTIONS}
        command(**options, fields={SETTING_OF[name]: value for name, value in given.items() if value})

    own = [each for each in inspect.signature(command).parameters.values() if each.name != "fields"]
    added = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                str | None, typer.Option(flag, help=f"Field of a dump that holds {what}; a dotted path goes deeper.")
            ],
        )
        for name, (flag, what) in FIELD_OPTIONS.items()
    ]
    keyword = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]
    signature = inspect.Signature([*keyword, *added])
    wrapped.__signature__ = signature  # type: ignore[attr-defined]
    wrapped.__annotations__ = {each.name: each.annotation for each in signature.parameters.values()}
    return wrapped


def _inputs(sources: list[str] | None, fetch: list[str] | None) -> tuple[list[str], list[str]]:
    if not sources and not fetch:
        raise typer.BadParameter("Missing argument: give SOURCES, --fetch, or both")
    return sources or [], fetch or []


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsquotes {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that stand before a command."""


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn what a user can act on into one line and an exit code, without a traceback."""
    try:
        with kept_interrupts():
            yield
    except NewsquotesError as error:
        typer.echo(f"newsquotes: {error}", err=True)
        stopped = type(error).__name__ == "QualityError"
        raise typer.Exit(Exit.STOPPED if stopped else Exit.UNUSABLE) from error
    except BrokenPipeError as error:
        raise typer.Exit(Exit.DONE) from error
    except OSError as error:
        typer.echo(f"newsquotes: {error.filename or 'the data folder'}: {told(error)}", err=True)
        raise typer.Exit(Exit.UNUSABLE) from error
    except KeyboardInterrupt as error:
        typer.echo("newsquotes: interrupted; what is finished is kept, the next run goes on from there", err=True)
        raise typer.Exit(Exit.INTERRUPTED) from error


@app.command()
@_with_field_options
def run(
    fields: Mapping[str, str],
    sources: Inputs = None,
    fetch: Fetch = None,
    data_dir: DataDir = Path("data"),
    workers: Workers = None,
    batch_size: BatchSize = None,
    config: Config = None,
    known_speakers: KnownSpeakers = None,
    speaker_aliases: SpeakerAliases = None,
    force: Annotated[bool, typer.Option("--force", help="Do everything again, whatever is already done.")] = False,
) -> None:
    """Make the quote dataset of SOURCES, with its data-quality report.

    What an earlier run has done is kept: a second run costs only what is new.

    Example: newsquotes run my/pages dumps/2031-*.jsonl.gz --data-dir data

    Example: newsquotes run --fetch https://herald.example/feed.xml --fetch urls.txt
    """
    with _plain_errors():
        from rich.console import Console

        from flows.launch import launch
        from flows.settings import load_settings
        from flows.summary import last_summary, print_summary

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
        if not launch(*_inputs(sources, fetch), settings, config, _tell):
            typer.echo("Nothing is new: the dataset is up to date.")
        print_summary(last_summary(settings), settings, Console())


@app.command()
@_with_field_options
def clean(
    fields: Mapping[str, str],
    paths: Sources,
    out: Annotated[Path, typer.Option("--out", help="JSONL file to write; `-` is standard output.")] = Path("-"),
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Write every line of the pages instead, with what it is taken for and why."),
    ] = False,
    language: Annotated[
        list[str] | None, typer.Option("--language", help="ISO 639-1 code of texts to accept; again for more.")
    ] = None,
    workers: Workers = None,
    config: Config = None,
) -> None:
    """Write the clean text of every article in PATHS, one JSON line each.

    Example: newsquotes clean my/pages --out articles.jsonl

    Example: newsquotes clean my/pages/one.html --explain
    """
    with _plain_errors():
        from flows.files import accept_languages, clean_files, explain_files
        from flows.settings import load_settings

        settings = load_settings(workers=workers, config=config, fields=fields, stages=("ingest", "clean"))
        settings = accept_languages(settings, language or ())
        work, unit = (explain_files, "page") if explain else (clean_files, "article")
        outcome = work([Path(path) for path in paths], out, settings, _tell)
        _tell_sum(outcome, unit)


@app.command()
def annotate(
    source: Annotated[
        Path, typer.Argument(metavar="IN.jsonl", help='Lines of {"id", "text"}; `-` reads standard input.')
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="JSONL file to write; `-` is standard output.")],
    kinds: Annotated[str, typer.Option("--kinds", help="Kinds to look for.")] = "direct,mixed,indirect",
    workers: Annotated[int, typer.Option("--workers", min=1, help="Worker processes.")] = 1,
    config: Config = None,
) -> None:
    """Find quotations and their speakers in given texts, without cleaning; offsets count into the text as given.

    Example: newsquotes annotate texts.jsonl quotes.jsonl --kinds direct
    """
    with _plain_errors():
        from flows.pools import start_preloading

        if workers > 1:
            start_preloading()
        from flows.files import ANNOTATING, annotate_file
        from flows.settings import load_settings

        wanted = _kinds(kinds)
        settings = load_settings(workers=workers, config=config, stages=ANNOTATING)
        outcome = annotate_file(source, out, settings, wanted, _tell)
        _tell_sum(outcome, "text")
        if outcome.left_out:
            raise typer.Exit(Exit.UNUSABLE)


def _kinds(text: str) -> list[str]:
    from newsquotes.schemas import KINDS

    kinds = [kind.strip() for kind in text.split(",")]
    for kind in kinds:
        if kind not in KINDS:
            raise typer.BadParameter(f"{kind!r} is no kind; there are {', '.join(KINDS)}", param_hint="--kinds")
    return kinds


def _tell(problem: str) -> None:
    typer.echo(problem, err=True)


def _tell_sum(outcome: "Outcome", unit: str) -> None:
    left_out = (
        f", {_counted(outcome.left_out, 'input or part', 'inputs or parts')} left out" if outcome.left_out else ""
    )
    _tell(f"{_counted(outcome.written, unit, unit + 's')} written{left_out}")


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


@app.command()
def check(data_dir: DataDir = Path("data")) -> None:
    """Check the published dataset again: its files, its merging, and the rules that gate its publication.

    Example: newsquotes check --data-dir data
    """
    with _plain_errors():
        from flows.inspect import check_dataset

        typer.echo(check_dataset(data_dir))


@app.command()
def report(
    data_dir: DataDir = Path("data"),
    open_it: Annotated[bool, typer.Option("--open", help="Open it in the web browser.")] = False,
) -> None:
    """Say where the data-quality report of the last run is, and open it.

    Example: newsquotes report --open
    """
    with _plain_errors():
        from flows.inspect import report_path

        path = report_path(data_dir)
        typer.echo(path)
        if open_it and typer.launch(path.as_uri()) != 0:
            raise NewsquotesError(f"{path}: no web browser could be opened; open the file yourself")


@app.command()
def find(
    words: Annotated[str, typer.Argument(help="Some words of a quotation, as you remember them.")],
    speaker: Annotated[
        str | None, typer.Option("--speaker", help="Only quotes of a speaker whose name or alias holds this.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Quotes to show, most alike first.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Write the matches as JSON.")] = False,
    data_dir: DataDir = Path("data"),
) -> None:
    """Look up who said something: the quotes with a printing like WORDS, most alike first.

    Words may be misremembered; every printing is looked through, not only the best wording of a quote.

    Example: newsquotes find "a single drop below the line" --speaker Brask
    """
    with _plain_errors():
        from flows.inspect import find_in_dataset, found_as_json, tell_found

        found = find_in_dataset(data_dir, words, speaker, limit)
        typer.echo(found_as_json(found) if as_json else tell_found(found))


@app.command()
def show(
    quote_id: Annotated[int, typer.Argument(help="The quote_id of a row of the dataset.")],
    data_dir: DataDir = Path("data"),
) -> None:
    """Print a quote, its speaker and why, and each printing in its context.

    Example: newsquotes show 4410582134772190311
    """
    with _plain_errors():
        from flows.inspect import describe_quote

        typer.echo(describe_quote(data_dir, quote_id))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A data folder, or a dataset in it.")],
    new: Annotated[Path, typer.Argument(help="Another one, made later.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write every change as JSON.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Changes of a kind to show.")] = 20,
) -> None:
    """Tell what changed from OLD to NEW: quotes that are new, gone, merged, split, or have another speaker or id.

    Ends with exit code 0 when nothing changed and with 4 when something did.

    Example: newsquotes diff data data-2032 --json
    """
    with _plain_errors():
        from rich.console import Console

        from flows import compare

        difference = compare.compare(old, new)
        if as_json:
            typer.echo(compare.as_json(difference))
        else:
            compare.print_difference(difference, Console(), limit)
        if not difference.is_empty:
            raise typer.Exit(Exit.DIFFERENT)


@app.command()
def describe() -> None:
    """Print the data dictionary: every table and column of the dataset.

    Example: newsquotes describe > DICTIONARY.md
    """
    with _plain_errors():
        from newsquotes.export import data_dictionary

        typer.echo(data_dictionary())


@app.command()
@_with_field_options
def serve(
    fields: Mapping[str, str],
    cron: Annotated[str, typer.Option("--cron", help="When to run, as a cron line.")],
    sources: Inputs = None,
    fetch: Fetch = None,
    data_dir: DataDir = Path("data"),
    workers: Workers = None,
    batch_size: BatchSize = None,
    config: Config = None,
    known_speakers: KnownSpeakers = None,
    speaker_aliases: SpeakerAliases = None,
) -> None:
    """Run on a schedule until interrupted, with Prefect's own pages on this machine.

    Example: newsquotes serve my/pages --cron "0 6 * * *"
    """
    with _plain_errors():
        from flows.launch import serve as serve_flow
        from flows.settings import load_settings

        settings = load_settings(
            data_dir=data_dir,
            workers=workers,
            batch_size=batch_size,
            config=config,
            fields=fields,
            known_speakers=known_speakers,
            speaker_aliases=speaker_aliases,
        )
        serve_flow(*_inputs(sources, fetch), settings, config, cron)


def main(arguments: list[str] | None = None) -> None:
    """Entry point of `newsquotes`."""
    collect_seldom()
    app(args=arguments, prog_name="newsquotes")


if __name__ == "__main__":
    main(sys.argv[1:])
