"""A local table of known people and organisations: names, other names, Wikidata items.

A CSV or Parquet file in, a checked frame out.
"""

import re
from pathlib import Path

import polars as pl

from newsquotes.errors import SeedError

COLUMNS = ("name", "alias", "wikidata_id")
OPTIONAL = ("description",)
_ITEM = re.compile(r"Q[1-9]\d*")


def read_known(path: Path) -> pl.DataFrame:
    """The table as strings: name, alias, wikidata_id and description, which is empty where the file has none.

    Raises SeedError naming the file, what is wrong and what to do.
    """
    try:
        rows = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SeedError(f"{path}: is no table of speakers that can be read ({told}); give CSV or Parquet") from error
    if missing := [name for name in COLUMNS if name not in rows.columns]:
        expected = ", ".join((*COLUMNS, *(f"{name} (if wanted)" for name in OPTIONAL)))
        raise SeedError(f"{path}: column {', '.join(missing)} is missing; the table has {expected}")
    described = rows if "description" in rows.columns else rows.with_columns(description=pl.lit(""))
    known = described.select(pl.col(name).cast(pl.String).fill_null("") for name in (*COLUMNS, *OPTIONAL))
    for item in known["wikidata_id"].unique().sort():
        if not _ITEM.fullmatch(item):
            raise SeedError(f"{path}: wikidata_id {item!r} is no item; write Q and a number, as in Q42")
    return known
