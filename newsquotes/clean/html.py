"""HTML pages: the article's text by trafilatura, with resiliparse for what it cannot read.

In: markup. Out: the extracted text, every visible line of the page, and what the markup states. What the extractor left out is
found by comparing the two.
"""

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from trafilatura import bare_extraction, load_html

from newsquotes.clean.markup import page_metadata
from newsquotes.clean.metadata import Metadata
from newsquotes.clean.text import comparable, printable

MIN_EXTRACTED_WORDS = 25
"""Fewer words from trafilatura are taken as a failure, and resiliparse is asked."""
PIECE_LETTERS = 12
"""Letters and digits that make a line recognisable inside a longer one."""

_TAG = re.compile(r"<(?:!doctype html|html|head|body|article|div|p|h[1-6]|table|span|ul|section)\b[^<>]*>", re.IGNORECASE)
_DOCUMENT = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_LANGUAGE = re.compile(r"<html\b[^>]{0,300}?\blang\s*=\s*[\"']?([a-zA-Z]{2})", re.IGNORECASE)
_CLOSERS = re.compile(r"</(?:p|div|article|h[1-6]|body|html|li|span)>", re.IGNORECASE)

logging.getLogger("trafilatura").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """`text`: the extractor's paragraphs, one a line; `visible`: every line that a reader of the page sees."""

    text: str
    visible: tuple[str, ...]
    metadata: Metadata
    language: str | None


def looks_like_html(payload: str, kind: str) -> bool:
    """Whether `payload` is markup: by its format, or, for the field of a dump, by its tags."""
    if kind in ("html", "mhtml"):
        return True
    if kind in ("markdown", "wet"):
        return False
    if _DOCUMENT.match(payload):
        return True
    return "<" in payload and _TAG.search(payload) is not None and len(_CLOSERS.findall(payload)) >= 2


def read_html(payload: str, *, url: str | None, max_characters: int, max_depth: int) -> HtmlPage:
    """The page in `payload`. Pages longer or nested deeper than the limits are read by resiliparse alone.

    The limits stand in for a time limit, which would give another result on another machine.
    """
    payload = printable(payload).replace("\x00", "")
    page = HTMLTree.parse(payload)
    visible = tuple(extract_plain_text(page, preserve_formatting=True, alt_texts=False, list_bullets=True).splitlines())
    tree = None
    if len(payload) <= max_characters and nesting(payload) <= max_depth:
        tree = load_html(payload)
    metadata = page_metadata(tree, url=url) if tree is not None else Metadata(url=url)
    text = _trafilatura_text(tree, url) if tree is not None else ""
    if len(text.split()) < MIN_EXTRACTED_WORDS:
        fallback = extract_plain_text(page, preserve_formatting=True, main_content=True, alt_texts=False)
        text = fallback if len(fallback.split()) > len(text.split()) else text
    language = _LANGUAGE.search(payload[:5000])
    return HtmlPage(text, visible, metadata, language.group(1).casefold() if language else None)


def _trafilatura_text(tree: Any, url: str | None) -> str:
    """Paragraphs by trafilatura in its precision mode; empty where it finds none."""
    document = bare_extraction(tree, url=url, favor_precision=True, include_comments=False, with_metadata=False)
    return (getattr(document, "text", None) or "") if document is not None else ""


def nesting(payload: str) -> int:
    """A cheap upper estimate of how deep the elements of `payload` are nested: runs of opening <div>-like tags."""
    depth = deepest = 0
    for found in _NESTING_TAG.finditer(payload):
        depth = max(0, depth - 1) if found.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


_NESTING_TAG = re.compile(r"<(/?)(?:div|span|table|ul|ol|blockquote|section|b|i|em|strong|font|center|a)\b(?![^>]*/>)", re.IGNORECASE)


def kept_lines(visible: Sequence[str], texts: Iterable[str]) -> list[bool]:
    """For each visible line, whether it is (part of) a paragraph of one of the article `texts`."""
    paragraphs = {comparable(paragraph) for text in texts for paragraph in text.split("\n\n")}
    paragraphs.discard("")
    whole = "\n".join(sorted(paragraphs))
    long = [paragraph for paragraph in paragraphs if len(paragraph) >= PIECE_LETTERS]
    kept = []
    for line in visible:
        key = comparable(line)
        is_kept = key in paragraphs or (len(key) >= PIECE_LETTERS and key in whole)
        kept.append(is_kept or (len(key) > 2 * PIECE_LETTERS and any(paragraph in key for paragraph in long)))
    return kept
