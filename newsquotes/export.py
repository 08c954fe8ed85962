"""The dataset as it is published: one folder of Parquet files a table, a dataset card, a manifest.

Tables in, a folder out. `write_dataset` fills a new folder; `publish_dataset` puts it in the place of the last dataset
in one step, so that a reader sees the old one or the new one whole. The same tables always give the same bytes.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from newsquotes.attribute.dictionary import attribution_rules, no_speaker_reasons
from newsquotes.errors import ExportError, SchemaError, told
from newsquotes.schemas import PUBLISHED, SCHEMA_VERSION, TABLES, Column, Table

MANIFEST = "manifest.json"
CARD = "README.md"
VERSIONS = ".versions"

_GENERATOR = "newsquotes"
_ROWS_PER_GROUP = 131_072
_COMPRESSION_LEVEL = 3
_PARTITIONED = "occurrences"
_UNDATED = "undated"
_CHUNK_BYTES = 1 << 20


def write_dataset(tables: Mapping[str, pl.DataFrame | pl.LazyFrame], folder: Path, *, facts: Mapping[str, str]) -> None:
    """Writes `<folder>/<table>/*.parquet`, README.md and manifest.json into `folder`, which must be new or empty.

    `tables` holds every table of `schemas.PUBLISHED`; `facts` are lines for the dataset card, such as the code version.
    Raises SchemaError for a table that is missing or unlike its declaration, ExportError when a file cannot be
    written; what was written by then is removed.
    """
    if missing := [name for name in PUBLISHED if name not in tables]:
        raise SchemaError(f"dataset {folder}: table {', '.join(missing)} is missing")
    with _whole_or_nothing(folder):
        entries = {}
        for name in PUBLISHED:
            for path, rows in _write_table(TABLES[name], tables[name], folder):
                entries[path.relative_to(folder).as_posix()] = _file_entry(path) | {"table": name, "rows": rows}
        card = folder / CARD
        card.write_text(_dataset_card(_rows_by_table(entries), facts), encoding="utf-8")
        entries[CARD] = _file_entry(card)
        manifest = {"generator": _GENERATOR, "schema_version": SCHEMA_VERSION, "facts": dict(facts), "files": entries}
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@contextmanager
def _whole_or_nothing(folder: Path) -> Iterator[None]:
    """Makes the folder; on any error removes what was written there. Errors of the disk become ExportError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = any(folder.iterdir())
    except OSError as error:
        raise ExportError(f"{folder}: cannot make the dataset's folder: {told(error)}") from error
    if taken:
        raise ExportError(f"{folder}: is not empty; give a new folder")
    try:
        yield
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise ExportError(f"{folder}: the dataset could not be written: {told(error)}") from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write_table(table: Table, frame: pl.DataFrame | pl.LazyFrame, folder: Path) -> Iterator[tuple[Path, int]]:
    """Writes the files of one table in its published order; each path with its number of rows."""
    (folder / table.name).mkdir()
    ordered = _published_rows(table, frame)
    for name, part in _parts(table, ordered):
        path = folder / table.name / name
        _write_parquet(table, part, path)
        yield path, len(part)


def _published_rows(table: Table, frame: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    """The rows of a table, of the declared types, in an order that leaves no tie.

    A column that is not exported is read only if it is sorted by: the pages of all documents would fill the memory.
    """
    order = list(dict.fromkeys((*table.sort_by, *table.primary_key)))
    found = frame.collect_schema().names()
    kept = tuple(column for column in table if column.exported or (column.name in order and column.name in found))
    collected = frame.lazy().select(column.name for column in kept if column.name in found).collect(engine="streaming")
    conformed = Table(table.name, table.description, kept, table.primary_key, table.sort_by).conform(collected)
    return conformed.sort(order, nulls_last=True).select(column.name for column in kept if column.exported)


def _parts(table: Table, rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """File names and their rows: one file, or one a month of publication for the partitioned table."""
    if table.name != _PARTITIONED or not len(rows):
        yield "part-00000.parquet", rows
        return
    months = rows["published_at"].dt.strftime("%Y-%m").fill_null(_UNDATED)
    for month in months.unique().sort().to_list():
        yield f"{table.name}-{month}.parquet", rows.filter(months == month)


def _write_parquet(table: Table, rows: pl.DataFrame, path: Path) -> None:
    """Writes rows with statistics, a page index and the declarations as metadata. Raises SchemaError for a null."""
    schema = table.arrow.with_metadata(_file_metadata(table))
    try:
        arrow = rows.to_arrow().cast(schema).combine_chunks()
    except (pa.ArrowInvalid, ValueError) as error:
        raise SchemaError(f"table {table.name}: {error}") from error
    sorting = pq.SortingColumn.from_ordering(schema, [(name, "ascending") for name in _exported_order(table)])
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=_COMPRESSION_LEVEL,
        write_statistics=True,
        write_page_index=True,
        sorting_columns=sorting,
        store_decimal_as_integer=False,
    ) as writer:
        writer.write_table(arrow, row_group_size=_ROWS_PER_GROUP)


def _exported_order(table: Table) -> list[str]:
    """The columns by which the published rows are sorted."""
    return [name for name in table.sort_by if table.column(name).exported]


def _file_metadata(table: Table) -> dict[str, str]:
    """Key-value metadata of a table's files."""
    fields = {column.name: column.description for column in table if column.exported}
    return {
        "newsquotes.schema_version": SCHEMA_VERSION,
        "newsquotes.table": table.name,
        "newsquotes.description": table.description,
        "newsquotes.fields": json.dumps(fields, ensure_ascii=False),
    }


def _file_entry(path: Path) -> dict[str, Any]:
    """What the manifest says of a file."""
    return {"bytes": path.stat().st_size, "sha256": _digest(path)}


def _digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _rows_by_table(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """The number of rows of each published table."""
    counts = dict.fromkeys(PUBLISHED, 0)
    for entry in entries.values():
        counts[entry["table"]] += entry["rows"]
    return counts


def _dataset_card(rows: Mapping[str, int], facts: Mapping[str, str]) -> str:
    """README.md of the dataset."""
    counts = "\n".join(f"| [`{name}`](#{name}) | {rows[name]:,} | {TABLES[name].description} |" for name in PUBLISHED)
    about = "".join(f"- {name}: {value}\n" for name, value in facts.items())
    return f"""# A dataset of quotes from the news

Who said what, when, and every article that carried it. A row of `quotes` is one distinct quote; `occurrences` holds
every printing of it with its place in the article. `articles.text[start:end]` is the printed text, always. What was
doubtful is a row of `quote_links`, never a merge; what did not go on is a row of `rejects` with the rule and the
reason.

{about}
| table | rows | what a row is |
|---|---:|---|
{counts}

Read it with any Parquet reader, for example DuckDB:

```sql
SELECT q.speaker, q.text, q.n_articles, o.article_id, o.before, o.after
FROM 'quotes/*.parquet' q JOIN 'occurrences/*.parquet' o USING (quote_id)
ORDER BY q.n_articles DESC LIMIT 10;
```

Files are sorted as the table's section says, in row groups of about {_ROWS_PER_GROUP:,} rows, compressed with zstd.
`occurrences` has a file a month of publication (UTC). `{MANIFEST}` names every file with its rows and SHA-256. The
articles' texts belong to their publishers.

{data_dictionary()}"""


def data_dictionary() -> str:
    """Every published column in Markdown: type, meaning, what holds for its values; and the rules of attribution."""
    sections = [*(_dictionary_section(TABLES[name]) for name in PUBLISHED), _rules_section()]
    return f"# Data dictionary\n\nSchema version {SCHEMA_VERSION}. Times are UTC.\n\n" + "\n".join(sections)


def _dictionary_section(table: Table) -> str:
    """One table of the data dictionary."""
    rows = "\n".join(
        f"| `{column.name}` | {_type_name(column)} | {_cell(column.description)} | {_cell(_constraints(column))} |"
        for column in table
        if column.exported
    )
    key, order = (", ".join(f"`{name}`" for name in names) for names in (table.primary_key, table.sort_by))
    return (
        f"## {table.name}\n\n{table.description} Primary key: {key}. Sorted by {order}.\n\n"
        f"| column | type | meaning | constraints |\n|---|---|---|---|\n{rows}\n"
    )


def _rules_section() -> str:
    """What stands in `attribution_rule`: how a speaker was found, or why nobody is named."""
    found, missed = (
        "\n".join(f"| `{name}` | {_cell(meaning)} |" for name, meaning in meanings.items())
        for meanings in (attribution_rules(), no_speaker_reasons())
    )
    return (
        "## Values of attribution_rule\n\nEach rule is a function of the same name; the first one that applies names "
        f"the speaker.\n\n| rule | where the speaker was read |\n|---|---|\n{found}\n\nWithout a speaker:\n\n"
        f"| reason | why nobody is named |\n|---|---|\n{missed}\n"
    )


def _type_name(column: Column) -> str:
    """The Arrow type of a column as SQL users write it."""
    names = {
        pl.Int64(): "int64",
        pl.Float64(): "double",
        pl.String(): "string",
        pl.Boolean(): "boolean",
        pl.Date(): "date",
        pl.List(pl.String()): "list of string",
        pl.List(pl.Date()): "list of date",
        pl.List(pl.Int32()): "list of int32",
        pl.Datetime("us", "UTC"): "timestamp (UTC)",
    }
    return names.get(column.dtype, str(column.dtype))


def _constraints(column: Column) -> str:
    """What holds for the values of a column."""
    found = ["may be null" if column.nullable else "never null"]
    if column.values:
        found.append("one of " + ", ".join(f"`{value}`" for value in column.values))
    if column.minimum is not None:
        found.append(f"at least {column.minimum:g}")
    if column.maximum is not None:
        found.append(f"at most {column.maximum:g}")
    if column.references:
        found.append(f"refers to `{column.references}`{_exception(column)}")
    return "; ".join(found)


def _exception(column: Column) -> str:
    """Where a foreign key points nowhere, in words."""
    return f" unless {column.unless[0]} is `{column.unless[1]}`" if column.unless else ""


def _cell(text: str) -> str:
    """Text for a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")


def publish_dataset(staged: Path, target: Path) -> None:
    """Makes `target` a link to the dataset in `staged`, in one step; `staged` is gone afterwards.

    The dataset moves to `.versions/<hash of its content>` beside `target`; the one that `target` showed before stays
    there too, older ones are deleted. Raises ExportError, with the last dataset still in place, if `staged` is not a
    whole dataset, `target` is somebody else's folder, or the disk refuses.
    """
    try:
        _check_whole(staged)
        previous = _current_version(target)
        version = _versions(target) / _content_name(staged)
        _move_in(staged, version)
        _point(target, version)
        if previous != version.name:
            _delete_old_versions(target, kept={version.name, previous})
    except OSError as error:
        raise ExportError(f"{target}: the dataset could not be published: {told(error)}") from error


def _versions(target: Path) -> Path:
    """The folder that holds the versions of a target."""
    return target.parent / VERSIONS


def _content_name(folder: Path) -> str:
    """The name of a dataset's version: a hash of its manifest, which holds the hash of every file."""
    return _digest(folder / MANIFEST)[:16]


def _check_whole(folder: Path) -> None:
    """Raises ExportError unless `folder` holds a manifest of ours and every file in it, byte for byte."""
    problem = dataset_problem(folder)
    if problem:
        raise ExportError(f"{folder}: is not a whole dataset: {problem}; write it again")


def dataset_problem(folder: Path) -> str | None:
    """What keeps a folder from being a dataset of ours with every file as it was written, byte for byte; or None."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return f"{MANIFEST} is missing"
    except ValueError:
        return f"{MANIFEST} is not valid JSON"
    if not isinstance(manifest, dict) or manifest.get("generator") != _GENERATOR:
        return f"{MANIFEST} was not written by {_GENERATOR}"
    for name, entry in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            return f"{name} is missing"
        if path.stat().st_size != entry["bytes"] or _digest(path) != entry["sha256"]:
            return f"{name} is not what {MANIFEST} says"
    return None


def _current_version(target: Path) -> str | None:
    """The name of the version that `target` shows, or None. Raises ExportError if it is not a link of ours."""
    if target.is_symlink():
        shown = Path(os.path.normpath(target.parent / target.readlink()))
        if shown.parent != Path(os.path.normpath(_versions(target))):
            raise ExportError(f"{target}: is a link to {shown}, which is no version of this dataset; remove the link")
        return shown.name
    if not target.exists():
        return None
    if target.is_dir() and not any(target.iterdir()):
        target.rmdir()
        return None
    raise ExportError(f"{target}: exists and is not a published dataset; move it away or choose another place")


def _move_in(staged: Path, version: Path) -> None:
    """Moves the staged folder to its version's place; a whole copy that is there already stays."""
    version.parent.mkdir(parents=True, exist_ok=True)
    if version.exists():
        if dataset_problem(version) is None:
            shutil.rmtree(staged)
            return
        shutil.rmtree(version)
    arriving = version.with_name(f"arriving-{version.name}")
    shutil.rmtree(arriving, ignore_errors=True)
    try:
        shutil.move(staged, arriving)
        arriving.rename(version)
    except OSError:
        if arriving.exists():
            shutil.rmtree(arriving, ignore_errors=True)
        raise


def _point(target: Path, version: Path) -> None:
    """Makes `target` a relative link to `version`, replacing the old link in one step."""
    fresh = version.parent / f"link-{version.name}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path(VERSIONS) / version.name, target_is_directory=True)
    fresh.replace(target)


def _delete_old_versions(target: Path, kept: set[str | None]) -> None:
    """Deletes every version but the kept ones, and what a killed run left."""
    for left in sorted(_versions(target).iterdir()):
        if left.is_symlink():
            left.unlink()
        elif left.name not in kept:
            shutil.rmtree(left)
