"""Reference tables: cue verbs, titles, outlets, boilerplate phrases … as CSV files in `seeds/`.

A table is read once per process and checked for its columns, blank keys and repeated keys.
"""

import csv
from functools import cache
from pathlib import Path

from newsquotes.errors import SeedError

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@cache
def load_seed(
    name: str, columns: tuple[str, ...], *, key: tuple[str, ...] = (), folder: Path = SEEDS
) -> tuple[dict[str, str], ...]:
    """The rows of `seeds/<name>.csv`, which must have exactly `columns`.

    Lines that start with `#` are comments. `key` names the columns (default: the first) whose values must be
    present and unique together. Raises SeedError naming the file, the line and what to do.
    """
    path = folder / f"{name}.csv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise SeedError(f"{path}: reference table is missing; restore it from the repository") from error
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    reader = csv.reader(line for _, line in kept)
    header = tuple(next(reader, ()))
    if header != columns:
        raise SeedError(f"{path}: columns are {', '.join(header)}; expected {', '.join(columns)}")
    rows: list[dict[str, str]] = []
    seen: set[tuple[str, ...]] = set()
    for (number, _), values in zip(kept[1:], reader, strict=True):
        if len(values) != len(columns):
            raise SeedError(f"{path}:{number}: {len(values)} values where {len(columns)} are expected")
        row = dict(zip(columns, (value.strip() for value in values), strict=True))
        identity = tuple(row[column] for column in (key or columns[:1]))
        if not identity[0]:
            raise SeedError(f"{path}:{number}: {columns[0]} is empty; fill it in or delete the line")
        if identity in seen:
            raise SeedError(f"{path}:{number}: {', '.join(identity)} is there twice; delete one line")
        seen.add(identity)
        rows.append(row)
    return tuple(rows)
