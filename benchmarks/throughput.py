"""Words and articles per CPU-second, stage by stage, with start-up and peak memory apart.

    python -m benchmarks.throughput [--articles 2000] [--workers 2]

The corpus is made from the sample pages in `seeds/articles/` by repetition. Every copy has its own names, numbers and
words inside the quotations, so that quotes repeat within a copy (as they do across outlets) but hardly between
copies. The same number of articles gives the same corpus on every machine. With `--workers` above 1 the stages from
clean to attribute are run again in that many processes, models loaded beforehand, and the wall times are compared.
"""

import argparse
import json
import multiprocessing
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import polars as pl

from newsquotes.annotate import AnnotateConfig, annotate_articles
from newsquotes.attribute import AttributeConfig, attribute_quotations
from newsquotes.clean import CleanConfig, clean_articles
from newsquotes.dedupe import DedupeConfig, dedupe_quotations, group_syndicated
from newsquotes.extract import ExtractConfig, extract_quotations
from newsquotes.ingest import IngestConfig, find_sources, ingest_documents
from newsquotes.language_model import load_model

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).parents[1]
SAMPLE_PAGES = ROOT / "seeds" / "articles"
STAGES = ("ingest", "clean", "annotate", "extract", "attribute", "dedupe")
STAGE_IMPORTS = ", ".join(f"newsquotes.{stage}" for stage in STAGES)
RSS_UNITS_PER_MEBIBYTE = 1024 if sys.platform != "darwin" else 1024 * 1024
DOCUMENTS_PER_BATCH = 100
SYLLABLES = re.findall(r"\w+", "bar den fal gor hal kes lin mar nor pel quin ras sol tam ver wes yor zan")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NUMBER = re.compile(rf"(?<=[a-z] )\d{{2,3}}(?= (?!{MONTHS})[a-z])")
WORD = re.compile(r"\b[a-z]{4,}\b")


@dataclass(slots=True)
class Clock:
    """CPU-seconds of this process, threads included, by stage."""

    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))

    def time(self, stage: str, function: Callable[P, R], *args: P.args, **options: P.kwargs) -> R:
        """What `function` returns, its CPU time added to `stage`."""
        started = time.process_time()
        result = function(*args, **options)
        self.seconds[stage] += time.process_time() - started
        return result


def main() -> None:
    """Make the corpus, take it through every stage and print the figures."""
    arguments = parse_arguments()
    print(
        f"start-up   {import_seconds():6.1f} CPU-s to import the stages, {model_seconds():.1f} CPU-s to load the model"
    )
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(Path(folder), arguments.articles)
        clock = Clock()
        documents, articles = measure_stages(Path(folder), clock)
    print_stages(clock, articles)
    print(f"memory     {peak_memory():6.0f} MiB at the peak, all stages in one process")
    if arguments.workers > 1:
        print_scaling(documents, arguments.workers)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000, help="size of the corpus (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="also measure with this many processes")
    return parser.parse_args()


def import_seconds() -> float:
    """CPU-seconds that a new interpreter takes to import every stage."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", f"import {STAGE_IMPORTS}"], check=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def model_seconds() -> float:
    """CPU-seconds to load the linguistic model for the first time."""
    started = time.process_time()
    load_model(AnnotateConfig().model)
    return time.process_time() - started


def write_corpus(folder: Path, size: int) -> None:
    """`size` files in `folder`, one article each; the n-th copy of a page is the same in every corpus."""
    originals = sample_texts()
    for number in range(size):
        suffix, text = originals[number % len(originals)]
        (folder / f"{number:06d}{suffix}").write_text(varied(text, number // len(originals)), encoding="utf-8")


def sample_texts() -> list[tuple[str, str]]:
    """The sample pages that hold English articles, as (suffix, text); each record of a dump is a text of its own."""
    texts = []
    for path in sorted(SAMPLE_PAGES.iterdir()):
        golden = path.with_name(f"{path.name}.expected.json")
        if not golden.exists() or not json.loads(golden.read_text(encoding="utf-8"))["articles"]:
            continue
        if path.suffix in (".txt", ".html"):
            texts.append((path.suffix, path.read_text(encoding="utf-8")))
        elif path.suffix == ".jsonl":
            texts += [(path.suffix, record) for record in path.read_text(encoding="utf-8").splitlines()]
    return texts


def varied(text: str, copy: int) -> str:
    """`text` with other surnames and numbers, and other words inside its quotations; copy 0 is the text itself."""
    if not copy:
        return text
    for quote, other in varied_quotes(copy):
        text = text.replace(quote, other)
    draw = random.Random(copy)
    surnames = {name: "".join(draw.choices(SYLLABLES, k=3)).capitalize() for name in sample_surnames()}
    text = re.sub(rf"\b({'|'.join(surnames)})\b", lambda found: surnames[found[0]], text)
    return NUMBER.sub(lambda _: str(draw.randint(10, 999)), text)


@lru_cache(maxsize=1)
def varied_quotes(copy: int) -> list[tuple[str, str]]:
    """Every quotation of the golden cases, longest first, with its wording in `copy`: the same for the same words."""
    quotes = sorted({quote["text"] for quote in sample_quotes()}, key=lambda quote: (-len(quote), quote))
    words = sorted({word for quote in quotes for word in WORD.findall(quote)})
    others = dict(zip(words, random.Random(copy).sample(words, len(words)), strict=True))
    return [(quote, WORD.sub(lambda found: others[found[0]], quote)) for quote in quotes]


@cache
def sample_surnames() -> tuple[str, ...]:
    """The last names of the speakers in the golden cases, sorted."""
    speakers = {quote["speaker"] for quote in sample_quotes() if isinstance(quote["speaker"], str)}
    return tuple(sorted({name.split()[-1] for name in speakers if len(name.split()) == 2 and name.istitle()}))


@cache
def sample_quotes() -> tuple[dict[str, Any], ...]:
    """The direct and mixed quotations of the golden cases."""
    cases = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(SAMPLE_PAGES.glob("*.expected.json"))]
    quotes = [quote for case in cases for article in case.get("articles", ()) for quote in article["quotes"]]
    return tuple(quote for quote in quotes if quote["kind"] != "indirect")


def measure_stages(folder: Path, clock: Clock) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """The documents of `folder` in batches and all articles made of them, each stage timed on `clock`."""
    documents = clock.time("ingest", ingest_folder, folder)
    articles, quotations = [], []
    for batch in documents:
        made = read_batch(batch, clock)
        articles.append(made[0])
        quotations.append(made[1])
    clock.time("dedupe", dedupe_all, pl.concat(quotations), pl.concat(articles))
    return documents, pl.concat(articles)


def ingest_folder(folder: Path) -> list[pl.DataFrame]:
    """The documents of `folder`, in frames of at most DOCUMENTS_PER_BATCH rows."""
    ingested = ingest_documents(find_sources([folder]), config=IngestConfig())
    return [batch for frame in ingested for batch in frame.documents.iter_slices(DOCUMENTS_PER_BATCH)]


def read_batch(documents: pl.DataFrame, clock: Clock) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles and attributed quotations of some documents."""
    articles = clock.time("clean", clean_articles, documents, config=CleanConfig()).articles
    annotations = clock.time("annotate", annotate_articles, articles, config=AnnotateConfig())
    extracted = clock.time("extract", extract_quotations, articles, annotations, config=ExtractConfig())
    quotations = clock.time(
        "attribute", attribute_quotations, extracted.quotations, articles, annotations, config=AttributeConfig()
    )
    return articles, quotations


def dedupe_all(quotations: pl.DataFrame, articles: pl.DataFrame) -> int:
    """How many distinct quotes there are."""
    return dedupe_quotations(quotations, group_syndicated(articles), config=DedupeConfig()).quotes.height


def print_stages(clock: Clock, articles: pl.DataFrame) -> None:
    """One line per stage, and one for all of them."""
    words = int(articles["n_words"].sum())
    print(f"corpus     {articles.height:6,} articles, {words:,} words")
    print(f"\n{'stage':<10} {'CPU-s':>8} {'words/CPU-s':>12} {'articles/CPU-s':>15}")
    for stage, seconds in [*clock.seconds.items(), ("all", sum(clock.seconds.values()))]:
        print(f"{stage:<10} {seconds:>8.2f} {words / seconds:>12,.0f} {articles.height / seconds:>15,.0f}")
    print()


def peak_memory() -> float:
    """Largest resident size of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / RSS_UNITS_PER_MEBIBYTE


def print_scaling(documents: Sequence[pl.DataFrame], workers: int) -> None:
    """Wall time of clean to attribute in one process and in `workers`."""
    alone, together = wall_seconds(documents, 1), wall_seconds(documents, workers)
    gain = alone / together
    print(f"scaling    {alone:6.1f} s with 1 process, {together:.1f} s with {workers}: {gain:.2f} times as fast")


def wall_seconds(documents: Sequence[pl.DataFrame], workers: int) -> float:
    """Seconds on the wall for all batches, not counting the start of the processes and their models."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(workers + 1)
    with context.Pool(workers, initializer=start_worker, initargs=(barrier,)) as pool:
        barrier.wait()
        started = time.perf_counter()
        list(pool.imap(count_quotations, documents))
        return time.perf_counter() - started


def start_worker(barrier: Barrier) -> None:
    """Load the model, then wait for the others."""
    load_model(AnnotateConfig().model)
    barrier.wait()


def count_quotations(documents: pl.DataFrame) -> int:
    """Quotations in some documents: what a worker does."""
    return read_batch(documents, Clock())[1].height


if __name__ == "__main__":
    main()
