"""Two datasets on the command line: read, compare, tell. Imports neither Prefect nor Great Expectations."""

import json
from collections import defaultdict
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from newsquotes.diff import KINDS, Change, Difference, compare_datasets
from newsquotes.errors import NewsquotesError

COLUMNS = {
    "quotes": ["quote_id", "text", "speaker_id", "speaker"],
    "occurrences": ["quotation_id", "quote_id", "article_id", "text"],
}
WORDS = {
    "new": ("new quote", "new quotes"),
    "gone": ("quote that is gone", "quotes that are gone"),
    "merged": ("quote merged from several", "quotes merged from several"),
    "split": ("quote split into several", "quotes split into several"),
    "speaker_changed": ("quote with another speaker", "quotes with another speaker"),
    "speaker_renamed": ("quote whose speaker goes by another name", "quotes whose speaker goes by another name"),
    "renumbered": ("quote with another id", "quotes with another id"),
}
"""What each kind of change is called: one of it, and several."""
OF_SPEAKERS = ("speaker_changed", "speaker_renamed")
ID_COLUMNS = ("before", "after", "quote", "one of them")
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
    """The difference for a reader, at most `limit` rows of a kind; a speaker's quotes share a row."""
    same = _counted(difference.n_same, "as it was", "as they were")
    console.print(f"{_counted(difference.n_before, 'quote', 'quotes')} before, {difference.n_after:,} after, {same}")
    for kind in KINDS:
        if found := difference.changes[kind]:
            table, n_rows = (
                _table_of_speakers(kind, found, limit) if kind in OF_SPEAKERS else _table(kind, found, limit)
            )
            console.print()
            console.print(table)
            if n_rows > limit:
                console.print(f"… and {n_rows - limit:,} more; --limit shows more, --json all")


def _table(kind: str, changes: tuple[Change, ...], limit: int) -> tuple[Table, int]:
    """A row a change, with the ids of both sides where both have some; and how many rows there are in all."""
    are_two = any(change.before and change.after for change in changes)
    table = _titled(kind, len(changes), *(("before", "after") if are_two else ("quote",)), "speaker", "words")
    for change in changes[:limit]:
        ids = (change.before, change.after) if are_two else (change.before or change.after,)
        table.add_row(*map(_ids, ids), escape(_speakers(change)), escape(_short(change.text)))
    return table, len(changes)


def _table_of_speakers(kind: str, changes: tuple[Change, ...], limit: int) -> tuple[Table, int]:
    """A row for each two names, those with most quotes first, with one of the quotes; and how many rows in all."""
    of_names: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        of_names[_speakers(change)].append(change)
    ranked = sorted(of_names.items(), key=lambda names: (-len(names[1]), names[0]))
    table = _titled(kind, len(changes), "quotes", "speaker", "one of them", "words")
    for names, found in ranked[:limit]:
        table.add_row(f"{len(found):,}", escape(names), _ids(found[0].after), escape(_short(found[0].text)))
    return table, len(ranked)


def _titled(kind: str, count: int, *columns: str) -> Table:
    """An empty table; ids are never folded, so that they can be copied."""
    table = Table(title=_counted(count, *WORDS[kind]), title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in ID_COLUMNS)
    return table


def _counted(count: int, one: str, several: str) -> str:
    """A count with the words for one or for several: `1 new quote`, `0 new quotes`."""
    return f"{count:,} {one if count == 1 else several}"


def _ids(ids: tuple[int, ...]) -> str:
    return "\n".join(map(str, ids))


def _speakers(change: Change) -> str:
    names = [name for name in (change.speaker_before, change.speaker_after) if name]
    return " → ".join(dict.fromkeys(names))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT].rstrip()} …"
