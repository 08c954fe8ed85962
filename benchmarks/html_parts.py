"""Where the time of cleaning an HTML page goes: CPU-milliseconds a page by part, each without the parts inside it.

`benchmarks.ingest_speed --only html` prints it. What trafilatura does for us stands beside what it takes for text.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import trafilatura.core

import newsquotes.clean
import newsquotes.clean.html
import newsquotes.clean.page
from newsquotes.clean import extractor

PRUNING = ("prune_unwanted_nodes", "tree_cleaning", "convert_tags")
PARTS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("trafilatura", newsquotes.clean.html, ("_by_trafilatura",)),
    ("  its copies of the tree", extractor, ("copy",)),
    ("  its copies of the tree", trafilatura.core, ("copy",)),
    ("  its pruning", extractor, PRUNING),
    ("  its pruning", trafilatura.core, PRUNING),
    ("  its rules", extractor._rules, ("extract_content",)),
    ("  its rules", trafilatura.core, ("extract_content",)),
    ("  its fallbacks", extractor._others, ("compare_extraction", "justext_rescue")),
    ("  its fallbacks", extractor._baseline, ("baseline", "html2txt")),
    ("  its fallbacks", trafilatura.core, ("compare_extraction", "baseline", "html2txt", "justext_rescue")),
    ("normalising, limits", newsquotes.clean.html, ("normalise", "without_huge_tags", "nesting")),
    ("parsing", newsquotes.clean.html, ("parse_page",)),
    ("text by resiliparse", newsquotes.clean.html, ("extract_plain_text",)),
    ("lines and their labels", newsquotes.clean.html, ("_visible_lines", "label_line", "label_lines", "read_lines")),
    ("metadata", newsquotes.clean.html, ("page_metadata", "prefer_printed_day", "visible_metadata")),
    ("siblings and posts", newsquotes.clean.html, ("sibling_articles", "open_layout_tables", "cut_further_posts")),
    ("lost paragraphs", newsquotes.clean.html, ("restore_lost",)),
    ("articles from lines", newsquotes.clean, ("clean_page", "visible_numbers")),
    ("removed lines", newsquotes.clean, ("_dropped_lines", "_removed_rows")),
    ("language", newsquotes.clean, ("identify_language",)),
)
"""The parts to print, with the functions that are timed: by the module that calls them, ours and trafilatura's own."""
REST = "the rest, and freeing of trees"


class Stopwatch:
    """CPU-seconds by part; while an inner part runs, the outer one stands still."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._running = [REST]
        self._since = time.process_time()

    def _turn(self) -> None:
        """Give the time since the last turn to the part that is running."""
        now = time.process_time()
        part = self._running[-1]
        self.seconds[part] = self.seconds.get(part, 0.0) + now - self._since
        self._since = now

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, whose time counts for `part`."""

        def run(*arguments: Any, **options: Any) -> Any:
            self._turn()
            self._running.append(part)
            try:
                return function(*arguments, **options)
            finally:
                self._turn()
                self._running.pop()

        return run

    def stop(self) -> None:
        """Count what has run since the last part."""
        self._turn()


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    """A stopwatch over `PARTS`, which are as they were afterwards."""
    watch = Stopwatch()
    with ExitStack() as stack:
        for part, module, names in PARTS:
            for name in names:
                stack.enter_context(patch.object(module, name, watch.timed(part, getattr(module, name))))
        yield watch
        watch.stop()


def print_parts(count: int, ours: Callable[[], object], trafilatura_text: Callable[[], object]) -> None:
    """The table for `count` pages: cleaning by `ours`, beside `trafilatura_text`."""
    seconds = []
    for run in (ours, trafilatura_text):
        with stopwatch() as watch:
            run()
        seconds.append(watch.seconds)
    own, theirs = seconds
    print(f"\n{'CPU-ms a page':<34}{'newsquotes':>12}{'trafilatura text':>18}")
    for part in dict.fromkeys((*(name for name, _, _ in PARTS), REST)):
        print(f"{part:<34}{own.get(part, 0) / count * 1000:>12.2f}{theirs.get(part, 0) / count * 1000:>18.2f}")
    print(f"{'sum':<34}{sum(own.values()) / count * 1000:>12.2f}{sum(theirs.values()) / count * 1000:>18.2f}")
