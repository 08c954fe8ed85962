"""How well pages are cleaned, beside trafilatura, resiliparse, readability-lxml and keeping everything.

    python benchmarks/clean_quality.py                    our own pages in tests/quality/clean/pages
    python benchmarks/clean_quality.py GOLD               and the gold in a folder: *_text*.jsonl and *_html*.jsonl
    python benchmarks/clean_quality.py GOLD --worst 10    and the pages on which we do worst

GOLD's text pages are {"id", "lines", "keep"} a line, its HTML pages {"id", "file", "text", "published"}, as in WCXB
rendered to lines. Words are compared as multisets. Peers that are not installed are named and left out. Figures of
speed are CPU-seconds of this process, on the pages in memory, one page a call; the last line has all pages in one
batch, as the pipeline reads them.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from newsquotes.clean import CleanConfig, clean_articles
from newsquotes.clean.lines import forget_lines
from newsquotes.clean.text import comparable
from newsquotes.schemas import DOCUMENTS

OWN_PAGES = Path(__file__).resolve().parent.parent / "tests" / "quality" / "clean" / "pages"
GOLD_ATTRIBUTE = re.compile(r' data-gold="[^"]*"')
GOLD_BODY = re.compile(r'<p data-gold="body">(.*?)</p>', re.DOTALL)
HEADER = re.compile(r"(?:#|<!--) (?P<key>[\w-]+): (?P<value>.*?)(?: -->)?\n")
QUOTED = re.compile(r"[“\"][^“”\"]{12,}[”\"]")
PROGRAM_CODE = re.compile(r'^\s*"[^"]*"\s*:|^\s*"https?://\S*",?\s*$|^\s*[\w.$]+\s*=\s|[{}\[;]\s*$')
"""A member of a JSON object, a bare address in quotation marks, an assignment, or a line that ends like code."""
FEW_WORDS = 3
"""A line of fewer words left behind may be part of another: it is not counted as furniture left."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page with what a careful reader keeps of it.

    `dropped` are the lines that have to go; `published` is the day that the page states, `none` when it states none,
    and None when nobody looked.
    """

    name: str
    kind: str
    payload: str
    body: str
    dropped: Sequence[str] = ()
    published: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def states_its_date(self) -> bool:
        """Whether the page holds its date in any usual form: gold may know it from elsewhere."""
        if not self.published or self.published == "none":
            return False
        day = date.fromisoformat(self.published)
        long, short = day.strftime("%B"), day.strftime("%b")
        forms = (
            rf"{day.year}[-/.]?{day.month:02}[-/.]?{day.day:02}",
            rf"(?:{long}|{short}|Sept)\.?\s+0?{day.day}(?:st|nd|rd|th)?\s?,?\s*{day.year}",
            rf"\b0?{day.day}(?:st|nd|rd|th)?[\s.-]+(?:of )?(?:{long}|{short}|Sept)\.?[\s,-]+{day.year}",
            rf"\b0?{day.month}[/.-]0?{day.day}[/.-](?:{day.year}|{day.year % 100:02})\b",
            rf"\b0?{day.day}[/.-]0?{day.month}[/.-](?:{day.year}|{day.year % 100:02})\b",
        )
        return re.search("|".join(forms), self.payload, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a method made of a page: the text of all articles, the day of the first, how many there were."""

    text: str
    published: str | None = None
    articles: int = 1
    facts: Mapping[str, Any] = field(default_factory=dict)


Method = Callable[[Page], Reading]


def own_pages(folder: Path = OWN_PAGES) -> list[Page]:
    """Our own pages: NAME.tsv has a label and a tab before each line, NAME.html marks the body with data-gold."""
    return [
        _labelled_page(path) if path.suffix == ".tsv" else _marked_page(path)
        for path in sorted([*folder.glob("*.tsv"), *folder.glob("*.html")])
    ]


def _labelled_page(path: Path) -> Page:
    facts, rest = _header(path.read_text(encoding="utf-8"))
    rows = [line.split("\t", 1) for line in rest.splitlines()]
    body = [re.sub(r"^[A-Z]+ \(\w+\) — ", "", text) for label, text in rows if label.startswith("body")]
    dropped = [text.strip() for label, text in rows if label and not label.startswith("body") and text.strip()]
    payload = "\n".join(text for _, text in rows) + "\n"
    return Page(path.stem, "text", payload, "\n\n".join(body), dropped, facts.get("published"), facts)


def _marked_page(path: Path) -> Page:
    facts, rest = _header(path.read_text(encoding="utf-8"))
    body = "\n\n".join(GOLD_BODY.findall(rest))
    return Page(path.stem, "html", GOLD_ATTRIBUTE.sub("", rest), body, (), facts.get("published"), facts)


def _header(text: str) -> tuple[dict[str, str], str]:
    facts = {}
    while found := HEADER.match(text):
        facts[found["key"]] = found["value"]
        text = text[found.end() :]
    return facts, text


def gold_pages(folder: Path) -> list[Page]:
    """The pages of a gold folder."""
    return [page for path in sorted(folder.glob("*.jsonl")) for page in _gold_file(path)]


def _gold_file(path: Path) -> Iterator[Page]:
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if "keep" in row:
                kept = [line for line, keep in zip(row["lines"], row["keep"], strict=True) if keep]
                yield Page(row["id"], "text", "\n".join(row["lines"]) + "\n", "\n".join(kept))
            else:
                payload = gzip.decompress((path.parent / row["file"]).read_bytes()).decode("utf-8", "replace")
                yield Page(row["id"], "html", payload, row["text"], (), (row.get("published") or "none")[:10])


def newsquotes(page: Page) -> Reading:
    """This library."""
    articles = clean_articles(_documents([page]), config=CleanConfig()).articles
    if articles.is_empty():
        return Reading("", None, 0)
    first = articles.row(0, named=True)
    day = first["published_on"].isoformat() if first["published_on"] else None
    return Reading("\n\n".join(articles["text"]), day, articles.height, first)


def _documents(pages: Sequence[Page]) -> pl.DataFrame:
    return DOCUMENTS.from_rows(
        {"document_id": number, "source_uri": page.name, "member": "", "format": page.kind, "byte_length": 0,
         "blake3": "", "charset": "utf-8", "declared_authors": [], "payload": page.payload}
        for number, page in enumerate(pages, 1)
    )  # fmt: skip


def batch_speed(pages: Sequence[Page], *, repeats: int = 3) -> float:
    """Megabytes per CPU-second of this library on `pages` in one batch, at best."""
    documents = _documents(pages)
    seconds = []
    for _ in range(repeats):
        forget_lines()
        start = time.process_time()
        clean_articles(documents, config=CleanConfig())
        seconds.append(time.process_time() - start)
    return sum(len(page.payload.encode("utf-8", "replace")) for page in pages) / 1e6 / min(seconds)


def keep_all(page: Page) -> Reading:
    """Every line; for HTML every visible line."""
    if page.kind == "text":
        return Reading(page.payload)
    from resiliparse.extract.html2text import extract_plain_text

    return Reading(extract_plain_text(page.payload, preserve_formatting=True, alt_texts=False))


def trafilatura_precision(page: Page) -> Reading:
    """trafilatura with favor_precision."""
    return _trafilatura(page, favor_precision=True)


def trafilatura_default(page: Page) -> Reading:
    """trafilatura as it is."""
    return _trafilatura(page, favor_precision=False)


def _trafilatura(page: Page, *, favor_precision: bool) -> Reading:
    from trafilatura import bare_extraction

    found = bare_extraction(page.payload, favor_precision=favor_precision, include_comments=False, with_metadata=True)
    return Reading(getattr(found, "text", None) or "", getattr(found, "date", None))


def resiliparse(page: Page) -> Reading:
    """resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return Reading(extract_plain_text(page.payload, main_content=True, alt_texts=False))


def readability(page: Page) -> Reading:
    """readability-lxml's summary, as text."""
    from lxml.html import fromstring
    from readability import Document

    return Reading(fromstring(Document(page.payload).summary()).text_content())


METHODS: Mapping[str, Sequence[Method]] = {
    "text": (newsquotes, keep_all),
    "html": (newsquotes, trafilatura_precision, trafilatura_default, resiliparse, readability, keep_all),
}


@dataclass(slots=True)
class Score:
    """Sums over pages; `pages` holds word precision, recall and F1 by page."""

    pages: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    words: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    dates: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    bytes: int = 0

    def add(self, page: Page, reading: Reading) -> None:
        """Count one page."""
        found, gold = _words(reading.text), _words(page.body)
        counts = ((found & gold).total(), found.total(), gold.total())
        self.pages[page.name] = _rates(*counts)
        self.words.update(dict(zip(("shared", "found", "gold"), counts, strict=True)))
        text = comparable(reading.text)
        furniture = [line for line in page.dropped if line.count(" ") + 1 >= FEW_WORDS]
        self.lines.update(furniture=len(furniture), left=sum(comparable(line) in text for line in furniture))
        quoting = [line for line in page.body.splitlines() if holds_quotation(line)]
        self.lines.update(quoting=len(quoting), lost=sum(_is_lost(line, text) for line in quoting))
        if page.published == "none":
            self.dates.update(undated=1, invented=reading.published is not None)
        elif page.published:
            right = (reading.published or "")[:10] == page.published
            self.dates.update(dated=1, right=right, found=reading.published is not None)
            stated = page.states_its_date
            self.dates.update(stated=stated, right_of_stated=stated and right)

    def measures(self) -> dict[str, float]:
        """Every figure in per cent; those that nothing was counted for are left out."""
        _, recall, f1 = _rates(self.words["shared"], self.words["found"], self.words["gold"])
        mean = [sum(column) / len(self.pages) for column in zip(*self.pages.values(), strict=True)]
        found = {
            "word_f1": f1,
            "word_f1_by_page": mean[2],
            "word_precision_by_page": mean[0],
            "body_kept": recall,
            "furniture_left": _share(self.lines, "left", "furniture"),
            "quotations_lost": _share(self.lines, "lost", "quoting"),
            "dates_right": _share(self.dates, "right", "dated"),
            "dates_right_of_found": _share(self.dates, "right", "found"),
            "dates_right_where_stated": _share(self.dates, "right_of_stated", "stated"),
            "dates_invented": _share(self.dates, "invented", "undated"),
        }
        return {name: round(100 * value, 1) for name, value in found.items() if value is not None}


def _share(counts: Counter[str], part: str, whole: str) -> float | None:
    return counts[part] / counts[whole] if counts[whole] else None


def holds_quotation(line: str) -> bool:
    """Whether a line of a body quotes somebody; strings of program code are in quotation marks, too, and quote nobody.

    Whether code stays is a question for word recall, not for quotations.
    """
    return QUOTED.search(line) is not None and PROGRAM_CODE.search(line) is None


def _is_lost(line: str, text: str) -> bool:
    """Whether the longest quotation of the line is not in the (comparable) text."""
    longest: str = max(QUOTED.findall(line), key=len)
    return comparable(longest) not in text


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _rates(shared: int, found: int, gold: int) -> tuple[float, float, float]:
    precision, recall = shared / found if found else float(not gold), shared / gold if gold else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score_method(method: Method, pages: Sequence[Page]) -> Score:
    """The method's score on `pages`; raises ImportError if it is not installed."""
    method(pages[0])
    total = Score()
    for page in pages:
        start = time.process_time()
        reading = method(page)
        total.seconds += time.process_time() - start
        total.bytes += len(page.payload.encode("utf-8", "replace"))
        total.add(page, reading)
    return total


def print_table(title: str, pages: Sequence[Page], *, worst: int) -> None:
    """One row a method for the pages of each kind, and the pages on which newsquotes does worst."""
    for kind, methods in METHODS.items():
        chosen = [page for page in pages if page.kind == kind]
        if not chosen:
            continue
        print(f"\n{title}: {len(chosen)} {kind} pages")
        own: Score | None = None
        for method in methods:
            try:
                score = score_method(method, chosen)
            except ImportError as error:
                print(f"  {method.__name__:22} not installed ({error.name})")
                continue
            own = own or score
            figures = "  ".join(f"{name} {value}" for name, value in score.measures().items())
            print(f"  {method.__name__:22} {figures}  MB/CPU-s {score.bytes / 1e6 / max(score.seconds, 1e-9):.2f}")
        print(f"  newsquotes, one batch    MB/CPU-s {batch_speed(chosen):.2f}")
        for name, rates in sorted((own or Score()).pages.items(), key=lambda item: item[1][2])[:worst]:
            print("    P {:.3f} R {:.3f} F1 {:.3f}  ".format(*rates) + name)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", help="folder with gold pages")
    parser.add_argument("--worst", type=int, default=0, help="how many of the worst pages to name")
    options = parser.parse_args()
    print_table("own pages", own_pages(), worst=options.worst)
    if options.gold:
        print_table("gold", gold_pages(options.gold), worst=options.worst)


if __name__ == "__main__":
    main()
