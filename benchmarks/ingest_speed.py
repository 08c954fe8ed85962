"""Ingest and cleaning: speed by format, next to bare libraries, in two processes, and memory as the corpus grows.

    python -m benchmarks.ingest_speed [--pages FOLDER] [--size 600] [--memory 64,256] [--only formats,warc,…]

Pages are those of FOLDER (`*.html`, `*.html.gz`), varied so that no two are alike, or invented ones. Figures of one
call can be compared with each other, since each pair is measured in turns and the best of some rounds counts; figures
of two calls cannot, unless nothing else runs. Parts:

- formats: records and megabytes per CPU-second of ingest, by format.
- warc: our reader beside bare fastwarc on the same WARC.gz, with the pages and with small ones, enough of them that
  starting does not count. Bare is a loop over the responses with their HTTP heads parsed, which reads the bytes of
  each page and drops them; or their digest, the least for whom names pages by content; or what an extractor needs, the
  page: URL and text of what was found and is HTML. Ours also checks, hashes, names and frames each page.
- text: megabytes of plain text cleaned per CPU-second.
- html: pages per CPU-second of the cleaner and of other extractors alone, in turns of a few pages, of each of
  which the best of three rounds counts; trafilatura gives text and metadata, or text alone. Then the milliseconds of
  each part of the cleaner, beside those of trafilatura for text alone.
- parallel: wall time of cleaning in one guarded process and in two.
- memory: peak resident memory of all processes of `newsquotes clean` over WARC, JSONL and Parquet files that grow.
"""

import argparse
import gzip
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from benchmarks.html_parts import print_parts
from benchmarks.robust_inputs import as_csv, as_rss, page, story, warc_record
from flows.guard import clean_in_parallel
from flows.limits import Limits
from newsquotes.clean import CleanConfig, clean_articles
from newsquotes.clean.lines import forget_lines
from newsquotes.ids import digest_of
from newsquotes.ingest import Source, ingest_documents
from newsquotes.ingest.decode import HTML_TYPES

MEGABYTE = 1_000_000
PARTS = ("formats", "warc", "text", "html", "parallel", "memory")
ROUNDS = 9
CHUNK = 10
"""Pages that extractors read in turns: the shorter a turn, the less what else runs weighs on one of them."""
OK = 200
CRAWL_BYTES = 60 * MEGABYTE
SMALL = {"sections": 40, "calls": 130, "repeats": 3}
"""What makes an invented page one of about 10 kB."""
LOOK_SECONDS = 0.1
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, help="folder of HTML pages; default: invented ones")
    parser.add_argument("--size", type=int, default=600, help="pages to measure with (default: %(default)s)")
    parser.add_argument("--memory", default="64,256", help="sizes of the files in MB (default: %(default)s)")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, by comma (default: all)")
    arguments = parser.parse_args()
    pages = list(islice(varied(read_pages(arguments.pages)), arguments.size))
    print(f"{len(pages)} pages of {sum(map(len, pages)) / len(pages) / 1000:.0f} kB on average")
    wanted = arguments.only.split(",")
    with tempfile.TemporaryDirectory() as folder:
        for part in (part for part in PARTS if part in wanted):
            print(f"\n{part}")
            if part == "memory":
                print_memory(pages, Path(folder), [int(size) for size in arguments.memory.split(",")])
            else:
                PRINTERS[part](pages, Path(folder))


def read_pages(folder: Path | None) -> list[bytes]:
    """The pages of a folder, or invented ones of the size of real ones."""
    if folder is None:
        return [invented_page(random.Random(number)) for number in range(50)]
    paths = sorted([*folder.glob("*.html"), *folder.glob("*.html.gz")])
    return [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in paths]


def invented_page(draw: random.Random, *, sections: int = 120, calls: int = 500, repeats: int = 6) -> bytes:
    """An article amid the menus, scripts and teasers of a news page."""
    paragraphs = "".join(f"<p>{line}</p>\n" for _ in range(repeats) for line in story(draw).split("\n\n")[1:])
    menu = "".join(f'<li class="nav__item"><a href="/s/{n}">Section {n}</a></li>\n' for n in range(sections))
    script = "".join(f"window.q=window.q||[];q.push({{id:{draw.randrange(10**9)},w:{n}}});\n" for n in range(calls))
    head = f'<head><meta charset="utf-8"><title>Piece</title><script>{script}</script></head>'
    return (
        page(draw)
        .replace("<nav>", f"<nav><ul>{menu}</ul>")
        .replace("</h1>", f"</h1>{paragraphs}")
        .replace("<head>", head[:-7])
        .encode()
    )


def varied(pages: Sequence[bytes]) -> Iterator[bytes]:
    """The pages again and again, each time with another word in them."""
    for number, each in enumerate(cycle(pages)):
        yield each.replace(b"the ", b"the x%d " % number, 20)


def best(rounds: int, *functions: Callable[[], object]) -> list[tuple[float, float]]:
    """(CPU-seconds, wall seconds) of each function at its best, taken in turns."""
    times: list[list[tuple[float, float]]] = [[] for _ in functions]
    for _ in range(rounds):
        for function, taken in zip(functions, times, strict=True):
            cpu, wall = time.process_time(), time.perf_counter()
            function()
            taken.append((time.process_time() - cpu, time.perf_counter() - wall))
    return [(min(cpu for cpu, _ in taken), min(wall for _, wall in taken)) for taken in times]


def ingest(path: Path) -> int:
    """Records read from a file."""
    return sum(read.documents.height for read in ingest_documents([Source(path, path.name)]))


def write_formats(pages: Sequence[bytes], folder: Path) -> dict[str, Path]:
    """The pages, or their text, as a file of each format."""
    texts = [story(random.Random(number)) * 4 for number in range(len(pages))]
    rows = [{"title": "Piece", "text": text, "url": f"https://osterby.example/{n}"} for n, text in enumerate(texts)]
    contents = {
        "crawl.warc": b"".join(warc_record(n, each) for n, each in enumerate(pages)),
        "crawl.warc.gz": b"".join(gzip.compress(warc_record(n, each), 6, mtime=0) for n, each in enumerate(pages)),
        "crawl.wet": b"".join(warc_record(n, text.encode(), "conversion") for n, text in enumerate(texts)),
        "dump.jsonl": b"".join(json.dumps(row).encode() + b"\n" for row in rows),
        "dump.jsonl.gz": gzip.compress(b"".join(json.dumps(row).encode() + b"\n" for row in rows), mtime=0),
        "dump.json": json.dumps(rows).encode(),
        "dump.csv": as_csv("".join(texts[:50]), ","),
        "feed.xml": as_rss("".join(texts[:50])),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    pl.DataFrame(rows).write_parquet(folder / "dump.parquet")
    return {path.name: path for path in sorted(folder.iterdir())}


def print_formats(pages: Sequence[bytes], folder: Path) -> None:
    """Speed of ingest by format."""
    print(f"{'file':<16}{'records':>9}{'records/CPU-s':>15}{'MB/CPU-s':>10}")
    for name, path in write_formats(pages, folder).items():
        ((cpu, _),) = best(2, lambda path=path: ingest(path))
        count = ingest(path)
        print(f"{name:<16}{count:>9}{count / cpu:>15,.0f}{path.stat().st_size / MEGABYTE / cpu:>10.1f}")


def bytes_of(record: WarcRecord) -> bytes:
    """The page's bytes: the least that can be read."""
    return record.reader.read()


def digest_of_page(record: WarcRecord) -> str:
    """The page's digest: the least for whom names pages by content."""
    return digest_of(record.reader.read())


def page_of(record: WarcRecord) -> tuple[str, str] | None:
    """The URL and text of an HTML page that was found, as one writes it to hand pages to an extractor."""
    if record.http_headers.status_code != OK or record.http_content_type not in HTML_TYPES:
        return None
    text = record.reader.read().decode(record.http_charset or "utf-8", "replace")
    return record.headers["WARC-Target-URI"], text


BARE: dict[str, Callable[[WarcRecord], object]] = {
    "bare, bytes": bytes_of,
    "bare, digest": digest_of_page,
    "bare, page": page_of,
}


def bare_fastwarc(path: Path, use: Callable[[WarcRecord], object]) -> None:
    """A loop over the responses with fastwarc alone, and a `use` of each."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
            use(record)


def print_warc(pages: Sequence[bytes], folder: Path) -> None:
    """Our WARC.gz reader beside bare fastwarc, on the pages and on small ones."""
    small = [invented_page(random.Random(number), **SMALL) for number in range(50)]
    print(f"{'records a second':<18}{'kB a page':>10}{'CPU':>10}{'wall':>10}{'of bytes':>12}{'of page':>10}{'wall':>8}")
    for each in (pages, small):
        print_crawl(each, folder / "pair.warc.gz")


def print_crawl(pages: Sequence[bytes], path: Path) -> None:
    """Our reader beside bare fastwarc on a file of these pages, again and again."""
    count, size = write_crawl(pages, path)
    functions = {name: partial(bare_fastwarc, path, use) for name, use in BARE.items()}
    taken = dict(zip([*functions, "ours"], best(ROUNDS, *functions.values(), partial(ingest, path)), strict=True))
    (bytes_cpu, _), (page_cpu, page_wall) = taken["bare, bytes"], taken["bare, page"]
    for what, (cpu, wall) in taken.items():
        speeds = f"{count / cpu:>10,.0f}{count / wall:>10,.0f}"
        shares = f"{bytes_cpu / cpu:>12.2f}{page_cpu / cpu:>10.2f}{page_wall / wall:>8.2f}"
        print(f"{what:<18}{size / count / 1000:>10.0f}{speeds}{shares}")


def write_crawl(pages: Sequence[bytes], path: Path) -> tuple[int, int]:
    """Write a WARC.gz of CRAWL_BYTES of pages; returns how many they are, and their bytes."""
    size = 0
    with path.open("wb") as file:
        for number, each in enumerate(varied(pages)):
            file.write(gzip.compress(warc_record(number, each), 6, mtime=0))
            size += len(each)
            if size >= CRAWL_BYTES:
                return number + 1, size
    raise ValueError("there is no page")


def documents_of(payloads: Sequence[str], kind: str) -> pl.DataFrame:
    """Documents as ingest gives them."""
    suffix = ".html" if kind == "html" else ".txt"
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for number, payload in enumerate(payloads):
            path = Path(folder) / f"{number:06}{suffix}"
            path.write_text(payload, encoding="utf-8")
            sources.append(Source(path, path.name))
        return pl.concat(read.documents for read in ingest_documents(sources))


def long_story(draw: random.Random) -> str:
    """One article: a story, and of further ones what stands below headline and dateline, which would begin others."""
    return "\n".join([story(draw), *("\n\n".join(story(draw).split("\n\n")[2:]) for _ in range(9))])


def print_text(pages: Sequence[bytes], folder: Path) -> None:
    """Speed of cleaning plain text."""
    texts = [long_story(random.Random(number)) for number in range(len(pages))]
    documents = documents_of(texts, "text")
    ((cpu, _),) = best(2, lambda: clean_articles(documents, config=CleanConfig()))
    print(f"{sum(map(len, texts)) / MEGABYTE / cpu:.2f} MB/CPU-s, {len(texts) / cpu:,.0f} texts/CPU-s")


def by_trafilatura(markup: str) -> None:
    """trafilatura alone, text and metadata."""
    from trafilatura import bare_extraction

    bare_extraction(markup, with_metadata=True, include_comments=False)


def by_trafilatura_text(markup: str) -> None:
    """trafilatura alone, text only: no title, author or date is looked for."""
    from trafilatura import bare_extraction

    bare_extraction(markup, with_metadata=False, include_comments=False)


def by_resiliparse(markup: str) -> None:
    """resiliparse alone, main content."""
    from resiliparse.extract.html2text import extract_plain_text

    extract_plain_text(markup, main_content=True)


def by_readability(markup: str) -> None:
    """readability-lxml alone."""
    from readability import Document

    Document(markup).summary()


HTML_PEERS = {
    "trafilatura text": by_trafilatura_text,
    "trafilatura": by_trafilatura,
    "resiliparse": by_resiliparse,
    "readability": by_readability,
}
"""Other extractors by the name to print, which starts with the module that they need."""


def use_on_all(peer: Callable[[str], None], markups: Sequence[str]) -> None:
    """One extractor over all pages."""
    for markup in markups:
        peer(markup)


def html_round(
    chunks: Sequence[Sequence[str]], documents: Sequence[pl.DataFrame], peers: Mapping[str, Callable[[str], None]]
) -> dict[str, list[float]]:
    """CPU-seconds of the cleaner and of each peer for each chunk, taken in turns."""
    seconds: dict[str, list[float]] = {name: [] for name in ("newsquotes clean", *peers)}
    forget_lines()
    for chunk, ours in zip(chunks, documents, strict=True):
        clean = partial(clean_articles, ours, config=CleanConfig())
        taken = best(1, clean, *(partial(use_on_all, peer, chunk) for peer in peers.values()))
        for name, (cpu, _) in zip(seconds, taken, strict=True):
            seconds[name].append(cpu)
    return seconds


def print_html(pages: Sequence[bytes], folder: Path) -> None:
    """Pages per CPU-second of the cleaner and of others."""
    markups = [each.decode("utf-8", "replace").replace("\0", "") for each in pages[:200]]
    chunks = [markups[start : start + CHUNK] for start in range(0, len(markups), CHUNK)]
    documents = [documents_of(chunk, "html") for chunk in chunks]
    peers = {name: peer for name, peer in HTML_PEERS.items() if importlib.util.find_spec(name.split()[0]) is not None}
    rounds = [html_round(chunks, documents, peers) for _ in range(3)]
    seconds = {name: sum(map(min, zip(*(each[name] for each in rounds), strict=True))) for name in rounds[0]}
    for name, cpu in seconds.items():
        pages_per_second, ours = len(markups) / cpu, seconds["newsquotes clean"] / cpu
        print(f"{name:<18}{pages_per_second:>8.1f} pages/CPU-s{ours:>8.2f} of its time taken by newsquotes")
    for name in HTML_PEERS.keys() - peers.keys():
        print(f"{name:<18} is not installed")
    together = pl.concat(documents)
    clean = partial(clean_articles, together, config=CleanConfig())
    print_parts(len(markups), clean, partial(use_on_all, by_trafilatura_text, markups))


def print_parallel(pages: Sequence[bytes], folder: Path) -> None:
    """Cleaning in one process and in two; the start of the processes is not counted."""
    documents = documents_of([each.decode("utf-8", "replace").replace("\0", "") for each in pages], "html")
    alone, together = (wall_of_cleaning(documents, workers) for workers in (1, 2))
    print(f"{alone:.1f} s in one process, {together:.1f} s in two: {alone / together:.2f} times as fast")


def wall_of_cleaning(documents: pl.DataFrame, workers: int) -> float:
    """Seconds on the wall from the first result to the last."""
    warm = [documents.head(1)] * workers
    results = clean_in_parallel(iter([*warm, documents]), CleanConfig(), Limits(), workers)
    for _ in warm:
        next(results)
    started = time.perf_counter()
    for _ in results:
        pass
    return time.perf_counter() - started


def print_memory(pages: Sequence[bytes], folder: Path, sizes: Sequence[int]) -> None:
    """Peak memory of `newsquotes clean` over files of growing size."""
    print(f"{'file':<14}{'MB':>6}{'peak MiB':>10}{'articles':>10}{'minutes':>9}")
    for name, write in (("crawl.warc", write_warc), ("dump.jsonl", write_jsonl), ("dump.parquet", write_parquet)):
        for size in sizes:
            path = folder / name
            write(path, pages, size * MEGABYTE)
            peak, articles, minutes = peak_of_cleaning(path, folder / "out.jsonl")
            print(f"{name:<14}{size:>6}{peak:>10.0f}{articles:>10}{minutes:>9.1f}", flush=True)
            path.unlink()


def write_warc(path: Path, pages: Sequence[bytes], size: int) -> None:
    """A WARC file of about `size` bytes."""
    with path.open("wb") as file:
        for number, each in enumerate(varied(pages)):
            file.write(warc_record(number, each))
            if file.tell() >= size:
                return


def texts_up_to(size: int) -> Iterator[str]:
    """Texts of about `size` bytes together."""
    written, number = 0, 0
    while written < size:
        text = story(random.Random(number)) * 4
        yield text
        written += len(text.encode())
        number += 1


def write_jsonl(path: Path, pages: Sequence[bytes], size: int) -> None:
    """A JSONL file of texts."""
    with path.open("w", encoding="utf-8") as file:
        for text in texts_up_to(size):
            file.write(json.dumps({"text": text, "title": "Piece"}, ensure_ascii=False) + "\n")


def write_parquet(path: Path, pages: Sequence[bytes], size: int) -> None:
    """A Parquet file of texts, in one row group of each 100,000 rows, without compression."""
    schema = pa.schema({"text": pa.string()})
    with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False) as writer:
        texts = texts_up_to(size)
        while rows := list(islice(texts, 100_000)):
            writer.write_table(pa.table({"text": rows}, schema=schema))


def peak_of_cleaning(path: Path, out: Path) -> tuple[float, int, float]:
    """(MiB at the peak over all processes, articles, minutes) of `newsquotes clean`."""
    command = [sys.executable, "-m", "flows.cli", "clean", str(path), "--out", str(out)]
    peak, started = 0.0, time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, memory_of_tree(process.pid))
            time.sleep(LOOK_SECONDS)
    with out.open(encoding="utf-8") as lines:
        return peak, sum(1 for _ in lines), (time.perf_counter() - started) / 60


def memory_of_tree(pid: int) -> float:
    """MiB resident in a process and all below it; pages that they share count in each."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        threads = [each for each in Path(f"/proc/{pid}/task").iterdir() if each.name != str(pid)]
        children += [child for each in threads for child in (each / "children").read_text().split()]
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)
    return own + sum(memory_of_tree(int(child)) for child in children)


PRINTERS: dict[str, Callable[[Sequence[bytes], Path], None]] = {
    "formats": print_formats,
    "warc": print_warc,
    "text": print_text,
    "html": print_html,
    "parallel": print_parallel,
}


if __name__ == "__main__":
    main()
