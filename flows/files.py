"""Single stages over files, without the flow: pages to clean text, and given texts to quotations.

Imports neither Prefect nor Great Expectations. Results are streamed batch by batch into a file that appears whole.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from flows.pools import preloaded_pool, result_of
from flows.settings import Settings
from newsquotes.errors import NewsquotesError

if TYPE_CHECKING:
    from flows.guard import Guard
    from newsquotes.clean.explain import ExplainedLine

TEXTS_PER_BATCH = 16  # few, so that workers end together: with fewer batches one works on alone at the end
BATCHES_PER_WORKER = 4  # handed out ahead, so that a slow batch, waited for in order, keeps nobody idle
ANNOTATING = ("annotate", "extract", "attribute")
"""The stages from a text to its quotations."""


class InputError(NewsquotesError):
    """An input or output file of a single-stage command cannot be used."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many results were written, and how many inputs or parts of them gave none."""

    written: int
    left_out: int


@contextmanager
def open_output(path: Path, inputs: Iterable[Path]) -> Iterator[IO[str]]:
    """A text file that appears at `path` when the block ends well; `-` is standard output.

    Raises InputError where nothing can be written, or where one of the inputs would be lost.
    """
    if str(path) == "-":
        yield sys.stdout
        return
    if path.exists() and any(path.samefile(each) for each in inputs if each.exists()):
        raise InputError(f"{path}: is one of the inputs and would be replaced; choose another place")
    building = path.with_name(path.name + ".building")
    try:
        with building.open("w", encoding="utf-8") as out:
            yield out
        building.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); choose another place") from error
    finally:
        building.unlink(missing_ok=True)


def clean_files(paths: Sequence[Path], out: Path, settings: Settings, tell: Callable[[str], object]) -> Outcome:
    """Write one JSON line an article of `paths`: id (the input's name), part, title, publisher, published, text.

    Pages are read by `settings.workers` processes; lines come out in the order of the input.
    """
    from flows.guard import clean_in_parallel
    from newsquotes.ingest import find_sources, ingest_documents

    written, left_out = 0, 0

    def tell_of(rejects: Any) -> None:
        nonlocal left_out
        for row in rejects.iter_rows(named=True):
            tell(_problem(row))
            left_out += 1

    def documents() -> Iterator[Any]:
        for read in ingest_documents(sources, config=settings.stages["ingest"]):
            tell_of(read.rejects)
            yield read.documents

    sources = find_sources(paths)
    with open_output(out, (source.path for source in sources)) as lines:
        pieces = clean_in_parallel(documents(), settings.stages["clean"], settings.limits, settings.workers)
        for piece, cleaned in pieces:
            members = dict(piece.select("document_id", "member").iter_rows())
            for article in cleaned.articles.iter_rows(named=True):
                lines.write(_json_line(_clean_record(article, members[article["document_id"]])))
                written += 1
            tell_of(cleaned.rejects)
    return Outcome(written, left_out)


def accept_languages(settings: Settings, languages: Sequence[str]) -> Settings:
    """`settings` that accept texts in `languages` (ISO 639-1 codes) and no others; as they are if there are none."""
    if not languages:
        return settings
    wanted = tuple(dict.fromkeys(language.casefold() for language in languages))
    if odd := next((language for language in wanted if len(language) != 2 or not language.isalpha()), None):
        raise InputError(f"--language {odd}: is no ISO 639-1 code; give two letters, for example en")
    cleaning = replace(settings.stages["clean"], languages=wanted)
    return replace(settings, stages={**settings.stages, "clean": cleaning})


def explain_files(paths: Sequence[Path], out: Path, settings: Settings, tell: Callable[[str], object]) -> Outcome:
    """Write each page of `paths` line by line: line number, label, rule with its score, text; and why it was rejected.

    The main article's text is labelled `body`, that of the page's next articles `body 1`, `body 2`, …
    """
    from flows.guard import Guard
    from newsquotes.ingest import find_sources, ingest_documents

    written, left_out = 0, 0
    sources = find_sources(paths)
    inputs = (source.path for source in sources)
    with open_output(out, inputs) as lines, closing(Guard(settings.limits)) as guard:
        for read in ingest_documents(sources, config=settings.stages["ingest"]):
            for row in read.rejects.iter_rows(named=True):
                tell(_problem(row))
                left_out += 1
            for page in read.documents.iter_slices(1):
                where = " ".join(page.select("source_uri", "member").row(0)).rstrip(" ")
                lines.write(f"{'' if written == 0 else chr(10)}{where}\n")
                lines.write(_explanation(page, settings.stages["clean"], guard))
                written += 1
    return Outcome(written, left_out)


def _explanation(page: Any, config: Any, guard: "Guard") -> str:
    """Every line of a page, read in a process that it may bring down."""
    from flows.guard import LostError

    try:
        return guard.run(explain_page, page, config)
    except LostError as lost:
        return _rejected(lost.reason, lost.rule)


def explain_page(page: Any, config: Any) -> str:
    """Every line of a page, a frame of one row, and why it was rejected; as the guarded process does it."""
    from newsquotes.clean import clean_articles
    from newsquotes.clean.explain import explain_document

    lines = map(_explained, explain_document(page.row(0, named=True), config=config))
    rejects = clean_articles(page, config=config).rejects.iter_rows(named=True)
    return "".join([*lines, *(_rejected(row["reason"], row["rule"]) for row in rejects)])


def _rejected(reason: str, rule: str) -> str:
    return f"rejected: {reason} [{rule}]\n"


def _explained(line: "ExplainedLine") -> str:
    label = f"body {line.part}" if line.label == "body" and line.part else line.label
    rule = line.rule if line.score is None else f"{line.rule} {line.score:.2f}"
    return f"{line.number or '':>6}  {label:<14} {rule:<22} {line.text}\n"


def _clean_record(article: Mapping[str, Any], member: str) -> dict[str, Any]:
    published = article["published_on"]
    return {
        "id": Path(article["source_uri"]).name,
        "source": article["source_uri"],
        "member": member,
        "part": article["part"],
        "title": article["title"],
        "publisher": article["publisher"],
        "published": published.isoformat() if published else None,
        "text": article["text"],
    }


def _problem(row: Mapping[str, Any]) -> str:
    where = row["source_uri"] or f"document {row['document_id']}"
    reason = row["reason"].removeprefix(":".join(filter(None, (where, row["member"]))) + ": ")  # ingest names the place
    return f"{where}{' ' + row['member'] if row['member'] else ''}: {reason} [{row['rule']}]"


def annotate_file(
    source: Path, out: Path, settings: Settings, kinds: Sequence[str], tell: Callable[[str], object]
) -> Outcome:
    """Write the quotations of each {"id", "text"} line of `source`, with offsets into the text as given.

    A direct quotation is given without its outer marks, a mixed one as the whole reported clause, an indirect one as
    its clause. Lines come out in the order in which they went in, whatever the number of workers.
    """
    written, left_out = 0, 0

    def tell_of(problem: str) -> None:
        nonlocal left_out
        tell(problem)
        left_out += 1

    with open_output(out, [source]) as lines:
        for records in _annotated(_batches(_texts(source, tell_of)), settings, tuple(kinds)):
            for record in records:
                lines.write(_json_line(record))
                written += 1
    return Outcome(written, left_out)


def _texts(source: Path, tell: Callable[[str], object]) -> Iterator[tuple[Any, str]]:
    """(id, text) of each usable line; `tell` is told what is wrong with each other."""
    try:
        with sys.stdin.buffer if str(source) == "-" else source.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        yield _text(line)
                    except (ValueError, RecursionError) as error:
                        tell(f'{source}:{number}: is no JSON object with "id" and "text": {error!s:.80}')
    except OSError as error:
        raise InputError(f"{source}: cannot be read ({error.strerror}); check the path") from error


def _text(line: bytes) -> tuple[Any, str]:
    """(id, text) of a line; raises ValueError or RecursionError, which `_texts` tells, where it has none."""
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError(f"it is {record!r:.30}")
    if missing := [field for field in ("id", "text") if field not in record]:
        raise ValueError(f"{' and '.join(missing)} is missing; it has {', '.join(record)}")
    if not isinstance(record["text"], str):
        raise ValueError(f"text is {record['text']!r:.30}, no string")
    return record["id"], record["text"]


def _batches(texts: Iterable[tuple[Any, str]]) -> Iterator[list[tuple[Any, str]]]:
    iterator = iter(texts)
    while batch := list(islice(iterator, TEXTS_PER_BATCH)):
        yield batch


def _annotated(
    batches: Iterator[list[tuple[Any, str]]], settings: Settings, kinds: tuple[str, ...]
) -> Iterator[list[dict[str, Any]]]:
    annotate = partial(annotate_texts, stages=dict(settings.stages), kinds=kinds)
    if settings.workers == 1:
        yield from map(annotate, batches)
        return
    with preloaded_pool(settings.workers) as pool:
        waiting = [pool.submit(annotate, batch) for batch in islice(batches, BATCHES_PER_WORKER * settings.workers)]
        while waiting:
            yield result_of(waiting.pop(0))
            waiting += [pool.submit(annotate, batch) for batch in islice(batches, 1)]


def annotate_texts(
    texts: Sequence[tuple[Any, str]], *, stages: Mapping[str, Any], kinds: tuple[str, ...]
) -> list[dict[str, Any]]:
    """{"id", "quotes"} of each (id, text), in order; a quotation within a quotation belongs to the outer one."""
    import polars as pl

    from newsquotes.texts import TextsConfig, quotations_in

    config = TextsConfig(**{name: stages[name] for name in ANNOTATING})
    quotations = quotations_in([text for _, text in texts], kinds=kinds, config=config)
    found: list[dict[tuple[int, int], dict[str, Any]]] = [{} for _ in texts]
    for row in quotations.filter(pl.col("nested_in").is_null()).iter_rows(named=True):
        record = _quote_record(row, texts[row["text_no"]][1])
        found[row["text_no"]].setdefault((record["start"], record["end"]), record)
    return [{"id": name, "quotes": list(quotes.values())} for (name, _), quotes in zip(texts, found, strict=True)]


def _quote_record(row: Mapping[str, Any], text: str) -> dict[str, Any]:
    whole_clause = row["kind"] == "mixed" and row["statement_start"] is not None
    start, end = (row["statement_start"], row["statement_end"]) if whole_clause else (row["start"], row["end"])
    return {
        "start": start,
        "end": end,
        "text": text[start:end],
        "kind": row["kind"],
        "speaker": row["speaker"],
        "speaker_mention": row["speaker_mention"],
        "cue": row["cue"],
        "rule": row["attribution_rule"],
        "confidence": row["confidence"],
    }


def _json_line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
