"""What a user knows of speakers: a table of people with their Wikidata items, and decisions on who is who.

CSV or Parquet files in, checked frames out.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from newsquotes.errors import SeedError
from newsquotes.forest import Forest
from newsquotes.seeds import load_seed
from newsquotes.speakers.names import folded

KNOWN_COLUMNS = ("name", "alias", "wikidata_id")
ALIAS_COLUMNS = ("name", "same_as", "not_same", "wikidata_id")
_ITEM = re.compile(r"Q[1-9]\d*")


def read_known(path: Path) -> pl.DataFrame:
    """The table as strings: name, alias, wikidata_id and description, which is empty where the file has none.

    Raises SeedError naming the file, what is wrong and what to do.
    """
    known = _read(path, KNOWN_COLUMNS, optional=("description",))
    _refuse_no_items(path, known["wikidata_id"])
    return known


def load_aliases(path: Path | None = None) -> pl.DataFrame:
    """The user's decisions, as strings, empty where nothing is decided.

    Those of `seeds/speaker_aliases.csv` come first, then those of a file, in which any column but name may be missing.

    Raises SeedError naming the file, what is wrong and what to do.
    """
    rows = load_seed("speaker_aliases", ALIAS_COLUMNS, key=("name", "same_as", "not_same"))
    shipped = pl.DataFrame(rows, schema=dict.fromkeys(ALIAS_COLUMNS, pl.String()))
    if path is None:
        return shipped
    decisions = pl.concat([shipped, _own_aliases(path)])
    _refuse_contradiction(path, decisions)
    return decisions


def _own_aliases(path: Path) -> pl.DataFrame:
    """The decisions of a file; each names somebody and decides something."""
    decisions = _read(path, ALIAS_COLUMNS[:1], optional=ALIAS_COLUMNS[1:])
    decided = decisions.select(pl.any_horizontal(pl.col(ALIAS_COLUMNS[1:]) != "")).to_series()
    for row, is_decided in zip(decisions.iter_rows(named=True), decided, strict=True):
        if not row["name"]:
            raise SeedError(f"{path}: a row has no name; fill it in or delete the row")
        if not is_decided:
            raise SeedError(f"{path}: {row['name']}: nothing is decided; give same_as, not_same or wikidata_id")
    _refuse_no_items(path, decisions["wikidata_id"].filter(decisions["wikidata_id"] != ""))
    return decisions


def _refuse_contradiction(path: Path, decisions: pl.DataFrame) -> None:
    """Raises SeedError for two names that are the same, perhaps by way of others, and not the same.

    Either would have to go unheeded, and one's words could come to stand under the other's name.
    """
    names = sorted({folded(name) for column in ALIAS_COLUMNS[:3] for name in decisions[column]})
    numbers = {name: number for number, name in enumerate(names)}
    forest = Forest()
    for name, same, _, _ in decisions.iter_rows():
        if same:
            forest.join(numbers[folded(name)], numbers[folded(same)])
    for name, _, other, _ in decisions.iter_rows():
        one, two = numbers[folded(name)], numbers[folded(other)]
        if other and one != two and forest.root(one) == forest.root(two):
            raise SeedError(f"{path}: {name} and {other} are the same and not the same; delete one of these decisions")


def _read(path: Path, columns: Sequence[str], *, optional: Sequence[str]) -> pl.DataFrame:
    """The columns of a file as stripped strings; optional ones that it does not have are empty."""
    try:
        rows = (
            pl.read_parquet(path)
            if path.suffix == ".parquet"
            else pl.read_csv(path, infer_schema=False, comment_prefix="#")
        )
    except (OSError, pl.exceptions.PolarsError) as error:
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SeedError(f"{path}: is no table of speakers that can be read ({told}); give CSV or Parquet") from error
    if missing := [name for name in columns if name not in rows.columns]:
        expected = ", ".join((*columns, *(f"{name} (if wanted)" for name in optional)))
        raise SeedError(f"{path}: column {', '.join(missing)} is missing; the table has {expected}")
    absent = [pl.lit("").alias(name) for name in optional if name not in rows.columns]
    filled = rows.with_columns(absent).select(*columns, *optional)
    return filled.select(pl.all().cast(pl.String).fill_null("").str.strip_chars())


def _refuse_no_items(path: Path, items: pl.Series) -> None:
    """Raises SeedError for what is no Wikidata item."""
    for item in items.unique().sort():
        if not _ITEM.fullmatch(item):
            raise SeedError(f"{path}: wikidata_id {item!r} is no item; write Q and a number, as in Q42")
