"""Two datasets on the command line: read, compare, tell. Imports neither Prefect nor Great Expectations."""

import json
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from newsquotes.diff import KINDS, Change, Difference, compare_datasets
from newsquotes.errors import NewsquotesError

COLUMNS = {"quotes": ["quote_id", "text", "speaker"], "occurrences": ["quotation_id", "quote_id"]}
WORDS = {
    "new": "new quotes",
    "gone": "quotes that are gone",
    "merged": "quotes that were merged",
    "split": "quotes that were split",
    "speaker_changed": "quotes with another speaker",
    "renumbered": "quotes with another id",
}
LONGEST_TEXT = 90


class CompareError(NewsquotesError):
    """What should be a dataset is none."""


def read_dataset(place: Path) -> dict[str, pl.DataFrame]:
    """The tables that a comparison needs, from a dataset or the data folder that holds it.

    Raises CompareError naming what is missing.
    """
    folder = place / "dataset" if (place / "dataset").is_dir() else place
    tables = {}
    for name, columns in COLUMNS.items():
        if not any((folder / name).glob("*.parquet")):
            raise CompareError(f"{place}: is no dataset: {name}/*.parquet is missing; name a data folder or a dataset")
        try:
            tables[name] = pl.read_parquet(folder / name / "*.parquet", columns=columns)
        except (OSError, pl.exceptions.PolarsError) as error:
            told = str(error).splitlines()[0]
            raise CompareError(f"{folder / name}: cannot be read ({told}); write the dataset again") from error
    return tables


def compare(before: Path, after: Path) -> Difference:
    """What changed from one dataset to the other."""
    return compare_datasets(read_dataset(before), read_dataset(after))


def as_json(difference: Difference) -> str:
    """The difference as JSON, every change of it."""
    return json.dumps(difference.as_plain(), ensure_ascii=False, indent=1)


def print_difference(difference: Difference, console: Console, limit: int) -> None:
    """The difference for a reader, at most `limit` changes of a kind."""
    console.print(
        f"{difference.n_before:,} quotes before, {difference.n_after:,} after, {difference.n_same:,} as they were"
    )
    for kind in KINDS:
        if found := difference.changes[kind]:
            console.print()
            console.print(_table(kind, found[:limit], len(found)))
            if len(found) > limit:
                console.print(f"… and {len(found) - limit:,} more; --limit shows more, --json all")


def _table(kind: str, changes: tuple[Change, ...], count: int) -> Table:
    table = Table(title=f"{count:,} {WORDS[kind]}", title_justify="left", box=None, pad_edge=False)
    for column in ("before", "after", "speaker", "words"):
        table.add_column(column, overflow="fold")
    for change in changes:
        table.add_row(_ids(change.before), _ids(change.after), escape(_speakers(change)), escape(_short(change.text)))
    return table


def _ids(ids: tuple[int, ...]) -> str:
    return "\n".join(map(str, ids)) or "–"


def _speakers(change: Change) -> str:
    names = [name for name in (change.speaker_before, change.speaker_after) if name]
    return " → ".join(dict.fromkeys(names))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT].rstrip()} …"
