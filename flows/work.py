"""The work of each step, as a worker process does it: read Parquet, call the library, write whole.

Imports no Prefect. A step's files appear together, by renaming one folder, or not at all.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from flows.limits import Limits
from flows.manifest import file_digest
from newsquotes.errors import NewsquotesError, SchemaError
from newsquotes.schemas import DOCUMENTS, REJECTS, REPEATS, TABLES

SetAside = Mapping[str, Sequence[int]]
"""Primary keys that the checks have set aside, by table."""

UNIT_BYTES = 16 << 20
"""Bytes of documents after which a unit is full, so that what a worker holds does not grow with the pages."""
UNIT_REJECTS = 50_000

SYNDICATION = "syndication/all"
"""The folder of what says which articles are copies of which."""

ARTICLE_COLUMNS = ("article_id", "published_at", "published_precision", "published_on", "publisher", "text")
"""What merging asks of the articles."""

ID_TABLES = ("quotes", "occurrences", "quote_links")
"""The published tables that say which id a quotation's quote and speaker had."""

MERGE_FACTS = ("earlier_quotes", "ids_lost", "unmatched_names")
"""What merging finds besides the rows that it writes."""


class EarlierError(NewsquotesError):
    """The last dataset, whose ids live on, cannot be read."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a step wrote: path below the interim folder -> SHA-256, and what it counted."""

    outputs: dict[str, str]
    facts: dict[str, Any] = field(default_factory=dict)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A new folder to write into, which becomes `target` when the block ends well and vanishes when it does not."""
    building = target.with_name(target.name + ".building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        yield building
        replaced = target.with_name(target.name + ".replaced")
        if target.exists():
            target.replace(replaced)
        building.replace(target)
        shutil.rmtree(replaced, ignore_errors=True)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def write_tables(interim: Path, folder: str, frames: Mapping[str, pl.DataFrame]) -> Written:
    """Write `frames` as `<interim>/<folder>/<table>.parquet`, all of them or none."""
    with whole_folder(interim / folder) as building:
        for name, frame in frames.items():
            frame.write_parquet(building / f"{name}.parquet", compression="zstd", statistics=False)
    return Written(folder_outputs(interim, folder), {name: frame.height for name, frame in frames.items()})


def folder_outputs(interim: Path, folder: str) -> dict[str, str]:
    """Every file below `<interim>/<folder>`, as path below `interim` -> SHA-256."""
    files = sorted(path for path in (interim / folder).rglob("*") if path.is_file())
    return {f"{folder}/{path.relative_to(interim / folder).as_posix()}": file_digest(path) for path in files}


def read_table(interim: Path, stage: str, unit: str, table: str, set_aside: SetAside) -> pl.DataFrame:
    """A table that `stage` wrote for `unit`, without the rows that the checks have set aside."""
    return scan(interim, stage, [unit], table, set_aside).collect()


def without(frame: pl.LazyFrame, table: str, set_aside: SetAside) -> pl.LazyFrame:
    """`frame` without the rows of `table` that the checks have set aside."""
    keys = set_aside.get(table, ())

    return frame.filter(~pl.col(key_of(table)).is_in(list(keys))) if keys else frame


def ingest_batch(interim: Path, batch: str, sources: Sequence[tuple[str, str]], config: Any, rows: int) -> Written:
    """Read one batch of (path, uri) and write it as units of at most `rows` documents; a batch always has a unit."""
    from newsquotes.ingest import Source, ingest_documents

    outputs: dict[str, str] = {}
    units: list[str] = []
    read = ingest_documents([Source(path=Path(path), uri=uri) for path, uri in sources], config=config)
    for documents, rejects in _units(read, rows):
        units.append(f"{batch}.{len(units):05d}")
        outputs |= write_tables(interim, f"ingest/{units[-1]}", {"documents": documents, "rejects": rejects}).outputs
    return Written(outputs, {"units": units, "inputs": len(sources)})


def _units(read: Iterable[Any], rows: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """(documents, rejects) of at most `rows` documents each."""
    for documents, rejects in _gathered(read, rows):
        yield documents.head(rows), rejects
        for start in range(rows, documents.height, rows):
            yield documents.slice(start, rows), rejects.clear()


def _gathered(read: Iterable[Any], rows: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """(documents, rejects) of as many frames as make `rows` documents, UNIT_BYTES of them, or UNIT_REJECTS."""
    documents, rejects = DOCUMENTS.empty(), REJECTS.empty()
    for frame in read:
        documents, rejects = pl.concat([documents, frame.documents]), pl.concat([rejects, frame.rejects])
        size = documents["byte_length"].sum()
        if documents.height >= rows or size >= UNIT_BYTES or rejects.height >= UNIT_REJECTS:
            yield documents, rejects
            documents, rejects = documents.clear(), rejects.clear()
    if documents.height or rejects.height:
        yield documents, rejects


def draft_unit(interim: Path, unit: str, config: Any, set_aside: SetAside, limits: Limits) -> Written:
    """Clean the documents of one unit, each by itself, in a process that a page may bring down."""
    from flows.guard import clean_guarded, own_guard

    documents = read_table(interim, "ingest", unit, "documents", set_aside)
    cleaned = clean_guarded(documents, config, own_guard(limits))
    return write_tables(
        interim,
        f"draft/{unit}",
        {"articles": cleaned.articles, "removed_lines": cleaned.removed_lines, "rejects": cleaned.rejects},
    )


def count_units(interim: Path, units: Sequence[str]) -> Written:
    """Count the lines that recur on a site, over all units and what earlier runs have counted."""
    from newsquotes.clean.repeats import count_repeats, merge_repeats

    counts = _earlier_repeats(interim)
    for unit in units:
        counts.append(count_repeats(read_table(interim, "draft", unit, "articles", {})))
    return write_tables(interim, "repeats/all", {"repeats": merge_repeats(counts)})


def _earlier_repeats(interim: Path) -> list[pl.DataFrame]:
    """What earlier runs have counted; counts that are damaged or of another shape are made anew."""
    path = interim / "repeats" / "all" / "repeats.parquet"
    if not path.exists():
        return []
    try:
        return [REPEATS.conform(pl.read_parquet(path))]
    except (pl.exceptions.PolarsError, SchemaError):
        return []


def read_repeats(interim: Path, unit: str, config: Any) -> pl.DataFrame:
    """The lines that recur on the sites of one unit."""
    from newsquotes.clean.repeats import repeats_of

    counts = pl.read_parquet(interim / "repeats" / "all" / "repeats.parquet")
    articles = scan(interim, "draft", [unit], "articles", {}).select("domain", "publisher").unique().collect()
    return repeats_of(counts, articles, config=config.repeats)


def clean_unit(interim: Path, unit: str, config: Any, set_aside: SetAside) -> Written:
    """Take the lines that recur on a site out of the drafts of one unit."""
    from newsquotes.clean.repeats import drop_repeats

    articles, removed = (read_table(interim, "draft", unit, name, set_aside) for name in ("articles", "removed_lines"))
    repeats = read_repeats(interim, unit, config)
    articles, removed = drop_repeats(articles, removed, repeats, config=config.repeats)
    rejects = read_table(interim, "draft", unit, "rejects", set_aside)
    return write_tables(interim, f"clean/{unit}", {"articles": articles, "removed_lines": removed, "rejects": rejects})


def annotate_unit(interim: Path, unit: str, config: Any, set_aside: SetAside) -> Written:
    """Annotate the articles of one unit."""
    from flows.guard import release_own_guard
    from newsquotes.annotate import annotate_articles

    release_own_guard()
    articles = read_table(interim, "clean", unit, "articles", set_aside)
    return write_tables(interim, f"annotate/{unit}", {"annotations": annotate_articles(articles, config=config)})


def extract_unit(interim: Path, unit: str, config: Any, set_aside: SetAside) -> Written:
    """Find the quotations of one unit."""
    from newsquotes.extract import extract_quotations

    articles = read_table(interim, "clean", unit, "articles", set_aside)
    annotations = read_table(interim, "annotate", unit, "annotations", set_aside)
    extracted = extract_quotations(articles, annotations, config=config)
    return write_tables(interim, f"extract/{unit}", {"quotations": extracted.quotations, "rejects": extracted.rejects})


def attribute_unit(interim: Path, unit: str, config: Any, set_aside: SetAside) -> Written:
    """Name the speakers of one unit."""
    from newsquotes.attribute import attribute_quotations

    articles = read_table(interim, "clean", unit, "articles", set_aside)
    annotations = read_table(interim, "annotate", unit, "annotations", set_aside)
    quotations = read_table(interim, "extract", unit, "quotations", set_aside)
    attributed = attribute_quotations(quotations, articles, annotations, config=config)
    return write_tables(interim, f"attribute/{unit}", {"quotations": attributed})


def scan(interim: Path, stage: str, units: Sequence[str], table: str, set_aside: SetAside) -> pl.LazyFrame:
    """The whole table that `stage` wrote for `units`, lazily, without the rows set aside."""
    return scan_files(table, [interim / stage / unit / f"{table}.parquet" for unit in units], set_aside)


def scan_files(table: str, paths: Sequence[Path], set_aside: SetAside) -> pl.LazyFrame:
    """The rows of `table` in `paths`, lazily, without the rows set aside; no path is no row."""
    frame = pl.scan_parquet(list(paths)) if paths else TABLES[table].empty().lazy()
    return without(frame, table, set_aside)


def syndicate_units(interim: Path, units: Sequence[str], set_aside: SetAside) -> Written:
    """Find the articles of all units that print one story, into `<interim>/syndication/all`."""
    from newsquotes.dedupe import group_syndicated

    articles = scan(interim, "clean", units, "articles", set_aside).select("article_id", "text", "syndication_group")
    groups = group_syndicated(articles.collect()).drop("text")
    return write_tables(interim, SYNDICATION, {"syndication": groups})


def dedupe_units(
    interim: Path,
    folder: str,
    units: Sequence[str],
    config: Any,
    set_aside: SetAside,
    dataset: Path | None = None,
    known_speakers: Path | None = None,
    speaker_aliases: Path | None = None,
) -> Written:
    """Merge the printings of each quote over all units, into `<interim>/dedupe/<folder>`.

    What the last `dataset` holds keeps its ids; `known_speakers` is a table of people and their Wikidata
    items, `speaker_aliases` one of decisions on who is who.
    """
    from newsquotes.dedupe import Earlier, dedupe_quotations, lost_ids
    from newsquotes.speakers import load_aliases, read_known, unmatched_names

    quotations = scan(interim, "attribute", units, "quotations", set_aside).collect()
    articles = scan(interim, "clean", units, "articles", set_aside).select(ARTICLE_COLUMNS).collect()
    earlier = read_earlier(dataset) if dataset else Earlier.nothing()
    aliases = load_aliases(speaker_aliases)
    deduped = dedupe_quotations(
        quotations,
        articles,
        config=config,
        aliases=aliases,
        known=read_known(known_speakers) if known_speakers else None,
        earlier=earlier,
    )
    written = write_tables(
        interim,
        f"dedupe/{folder}",
        {
            "quotes": deduped.quotes,
            "occurrences": deduped.occurrences,
            "speakers": deduped.speakers,
            "quote_links": deduped.quote_links,
            "rejects": deduped.rejects,
        },
    )
    lost = lost_ids(earlier, deduped.occurrences, deduped.quote_links)
    unmatched = [] if aliases.is_empty() else unmatched_names(quotations, aliases)
    found = dict(zip(MERGE_FACTS, (earlier.quotes.height, lost, unmatched), strict=True))
    return Written(written.outputs, {**written.facts, **found})


def read_earlier(dataset: Path) -> Any:
    """The ids that a published dataset holds, as `newsquotes.dedupe.Earlier`.

    Raises EarlierError if its files cannot be read.
    """
    from newsquotes.dedupe import Earlier

    try:
        tables = [pl.read_parquet(dataset / name / "*.parquet") for name in ID_TABLES]
        return Earlier.of(*tables)
    except (OSError, pl.exceptions.PolarsError) as error:
        told = str(error).splitlines()[0]
        raise EarlierError(
            f"{dataset}: the ids of the last dataset cannot be read ({told}); restore it, or remove it to number anew"
        ) from error


def load_language_model(name: str) -> None:
    """Load the model into this worker, so that the first unit need not wait for it."""
    from newsquotes.language_model import load_model

    load_model(name)


def key_of(table: str) -> str:
    """The column that identifies a row of `table`."""
    return TABLES[table].primary_key[0]
