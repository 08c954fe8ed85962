"""Clean: documents in, articles out, and every line that is not article text with the rule that removed it.

In: the `documents` table. Out: `articles`, `removed_lines`, and a reject for each document without an article. Each
document is read alone; nothing is guessed that the page does not say.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from newsquotes.clean.html import HtmlPage, html_extractor, looks_like_html, read_html, visible_numbers
from newsquotes.clean.language import identify_language
from newsquotes.clean.lines import Removal
from newsquotes.clean.markdown import strip_markdown
from newsquotes.clean.metadata import Metadata, declared_metadata, metadata_confidence, url_metadata
from newsquotes.clean.page import MIN_SHORT_WORDS, Page, Piece, RemovedLine, clean_page, clean_pages
from newsquotes.clean.repeats import MOST_VOUCHERS, RepeatsConfig, text_digest
from newsquotes.clean.text import Line, comparable, printable, read_lines
from newsquotes.ids import stable_id
from newsquotes.rejects import reject, rejects_frame
from newsquotes.schemas import ARTICLES, REMOVED_LINES

__all__ = ["CleanConfig", "Cleaned", "Reading", "clean_articles", "read_document"]

WINDOW_CHARACTERS = 400_000
"""Characters of the documents that are read together."""


@dataclass(frozen=True, slots=True)
class CleanConfig:
    """What counts as an article.

    languages: ISO 639-1 codes that go on. min_words: fewer words of text are a stub. min_entry_words: fewer words of a
    further article on the page are a teaser. paywall_words: a shorter text beside a demand to subscribe is a paywall
    stub. min_repeats, min_prose_repeats: articles of a site that must share a short line, or a paragraph, before it
    counts as furniture. max_html_characters, max_html_depth: beyond them only the fast extractor is used.
    min_foreign_probability: how sure the language must be before a text that declares an accepted one is rejected.
    """

    languages: tuple[str, ...] = ("en",)
    min_words: int = 25
    min_entry_words: int = 50
    paywall_words: int = 120
    min_foreign_probability: float = 0.9
    min_repeats: int = 3
    min_prose_repeats: int = MOST_VOUCHERS
    max_html_characters: int = 5_000_000
    max_html_depth: int = 400

    @property
    def repeats(self) -> RepeatsConfig:
        """When a line recurs."""
        return RepeatsConfig(self.min_repeats, self.min_prose_repeats)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The tables `articles`, `removed_lines` and `rejects` (stage `clean`)."""

    articles: pl.DataFrame
    removed_lines: pl.DataFrame
    rejects: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Reading:
    """A document's page, the language that its markup declares, and where its text was read: page | linked_data."""

    page: Page
    language: str | None
    text_source: str = "page"


def clean_articles(documents: pl.DataFrame, *, config: CleanConfig) -> Cleaned:
    """The articles of `documents` (table DOCUMENTS). Every document gives an article or a reject row; none raises."""
    articles: list[dict[str, Any]] = []
    removed: list[dict[str, Any]] = []
    rejects: list[dict[str, Any]] = []
    for window in _windows(documents.iter_rows(named=True)):
        for document, reading in zip(window, _read_documents(window, config), strict=True):
            accepted = _accepted(document, reading, config, rejects)
            articles += [_article_row(document, piece, language, reading.text_source) for piece, language in accepted]
            if accepted:
                parts = {piece.part for piece, _ in accepted}
                removed += _removed_rows(document, reading.page.removed, parts)
    return Cleaned(ARTICLES.from_rows(articles), REMOVED_LINES.from_rows(removed), rejects_frame(rejects))


def _windows(documents: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Documents in their order, so many at once that they are `WINDOW_CHARACTERS` long, one at least."""
    window: list[Mapping[str, Any]] = []
    length = 0
    for document in documents:
        window.append(document)
        length += len(document["payload"] or "")
        if length >= WINDOW_CHARACTERS:
            yield window
            window, length = [], 0
    if window:
        yield window


def read_document(document: Mapping[str, Any], config: CleanConfig) -> Reading:
    """The page of one row of `documents`, cleaned, before it is decided which of its pieces are articles."""
    return _read_documents([document], config)[0]


def _read_documents(documents: Sequence[Mapping[str, Any]], config: CleanConfig) -> list[Reading]:
    """The page of each document. Plain texts are read together; markup, which may take long, each by itself."""
    declared = [declared_metadata(document) for document in documents]
    is_markup = [looks_like_html(document["payload"] or "", document["format"]) for document in documents]
    texts = clean_pages(
        [
            (_text_lines(document), stated.or_else(url_metadata(stated.url)))
            for document, stated, is_html in zip(documents, declared, is_markup, strict=True)
            if not is_html
        ],
        min_entry_words=config.min_entry_words,
    )
    pages = iter(texts)
    return [
        _read_markup(document["payload"] or "", stated, config)
        if is_html
        else Reading(next(pages), document["language_hint"])
        for document, stated, is_html in zip(documents, declared, is_markup, strict=True)
    ]


def _text_lines(document: Mapping[str, Any]) -> list[Line]:
    payload = document["payload"] or ""
    return read_lines(strip_markdown(payload) if document["format"] == "markdown" else payload)


def _read_markup(payload: str, declared: Metadata, config: CleanConfig) -> Reading:
    html = read_html(
        payload,
        url=declared.url,
        max_characters=config.max_html_characters,
        max_depth=config.max_html_depth,
        min_entry_words=config.min_entry_words,
    )
    stated = declared.or_else(html.metadata)
    stated = stated.or_else(url_metadata(stated.url))
    if html.siblings:
        page = _sibling_page(html, stated, config)
    else:
        page = clean_page(html.lines, stated=stated, min_entry_words=config.min_entry_words)
    pieces = [replace(piece, line_numbers=visible_numbers(html, piece.text)) for piece in page.pieces]
    source = "linked_data" if html.is_stated else "page"
    return Reading(Page(pieces, _dropped_lines(html, page)), html.language, source)


def _sibling_page(html: HtmlPage, stated: Metadata, config: CleanConfig) -> Page:
    """The articles of a page that holds several whole ones; what the page says of itself is about its namesake."""
    pieces: list[Piece] = []
    removed: list[RemovedLine] = []
    for part, sibling in enumerate(html.siblings):
        is_namesake = comparable(sibling.title) == comparable(stated.title or "")
        own = Metadata(
            title=sibling.title,
            publisher=sibling.publisher,
            published=sibling.published,
            published_source="markup",
        ).read_from("markup")
        shared = stated if is_namesake else Metadata(url=stated.url, publisher=stated.publisher)
        metadata = shared.or_else(own) if is_namesake else own.or_else(shared)
        page = clean_page(sibling.lines, stated=metadata, min_entry_words=config.min_entry_words)
        pieces.append(replace(page.pieces[0], part=part))
        removed += page.removed
    return Page(pieces, removed)


def _dropped_lines(html: HtmlPage, page: Page) -> list[RemovedLine]:
    """The visible lines of an HTML page that are in no article; a rule that removed the extracted line goes first."""
    titles = (piece.metadata.title for piece in page.pieces if piece.metadata.title)
    known = dict.fromkeys(map(comparable, titles), Removal("title_line", "title"))
    known |= {comparable(line.text): line.removal for line in page.removed}
    dropped = html_extractor(html, [piece.text for piece in page.pieces])
    return [
        RemovedLine(line.numbers[0], line.raws[0], known.get(comparable(line.text), removal), 0)
        for line, removal in dropped
    ]


_WORD = re.compile(r"\w")


def _accepted(
    document: Mapping[str, Any], reading: Reading, config: CleanConfig, rejects: list[dict[str, Any]]
) -> list[tuple[Piece, str]]:
    """The pieces that are articles, with their language; a reject row for each other."""
    accepted = []
    for piece in reading.page.pieces:
        problem = _no_article(piece, reading, config)
        if problem is None:
            language, probability = identify_language(piece.text, expected=config.languages)
            if language in config.languages:
                accepted.append((piece, language))
                continue
            declared = (reading.language or document["language_hint"] or "")[:2].casefold()
            if declared in config.languages and probability < config.min_foreign_probability:
                accepted.append((piece, declared))
                continue
            problem = ("other_language", f"text is in {language}; accepted: {', '.join(config.languages)}")
        rule, reason = problem
        rejects.append(
            reject(
                "clean",
                rule,
                reason,
                excerpt=printable((piece.text or document["payload"] or "").strip()),
                source_uri=document["source_uri"],
                member=document["member"],
                document_id=document["document_id"],
                article_id=stable_id("article", document["document_id"], piece.part) if piece.part else None,
            )
        )
    return accepted


def _no_article(piece: Piece, reading: Reading, config: CleanConfig) -> tuple[str, str] | None:
    """Rule and reason if the piece is no article, whatever its language."""
    labels = [line.removal.label for line in reading.page.removed]
    if not _WORD.search(piece.text):
        if not labels:
            return "empty_document", "the document shows no text"
        if labels.count("comment") > 2:
            return "forum_without_article", f"{labels.count('comment')} lines of comments and no article"
        return "no_article_text", f"none of {len(labels)} lines is article text: an index, menu or form"
    if piece.part == 0 and piece.n_words < config.paywall_words and _demands_subscription(piece, reading):
        return "paywall_stub", f"{piece.n_words} words before a demand to subscribe"
    least = min(config.min_words, MIN_SHORT_WORDS) if piece.part else config.min_words
    if piece.n_words < least:
        return "stub", f"{piece.n_words} words; at least {least} are expected"
    return None


def _demands_subscription(piece: Piece, reading: Reading) -> bool:
    """Whether a demand to subscribe stands below the start of the text; above it, it is a menu's."""
    return any(line.removal.label == "paywall" and line.number > piece.first_line for line in reading.page.removed)


def _article_row(document: Mapping[str, Any], piece: Piece, language: str, text_source: str) -> dict[str, Any]:
    found = piece.metadata
    return {
        "article_id": stable_id("article", document["document_id"], piece.part),
        "document_id": document["document_id"],
        "source_uri": document["source_uri"],
        "part": piece.part,
        "url": found.url,
        "domain": found.domain,
        "publisher": found.publisher,
        "title": found.title,
        "authors": list(found.authors),
        "published_at": found.published.at if found.published else None,
        "published_precision": found.published.precision if found.published else None,
        "published_source": found.published_source if found.published else "none",
        "published_on": found.published.on if found.published else None,
        "published_confidence": metadata_confidence("published", found.published_source),
        "modified_at": found.modified.at if found.modified else None,
        "section": found.section,
        "agency": found.agency,
        "is_paywalled": found.is_paywalled,
        "title_source": found.title_source,
        "title_confidence": metadata_confidence("title", found.title_source),
        "publisher_source": found.publisher_source,
        "publisher_confidence": metadata_confidence("publisher", found.publisher_source),
        "authors_source": found.authors_source if found.authors else None,
        "language": language,
        "text": piece.text,
        "text_source": text_source,
        "paragraph_lines": list(piece.line_numbers),
        "text_sha256": text_digest(piece.text),
        "n_words": piece.n_words,
        "original_publisher": found.original_publisher,
        "extra": document["extra"],
    }


def _removed_rows(document: Mapping[str, Any], removed: Iterable[RemovedLine], parts: set[int]) -> list[dict[str, Any]]:
    """One row per removed line, in page order; a line that was removed twice counts once."""
    by_number = {line.number: line for line in removed}
    articles: dict[int | None, int] = {part: stable_id("article", document["document_id"], part) for part in parts}
    return [
        {
            "document_id": document["document_id"],
            "article_id": articles.get(line.part),
            "line_no": number,
            "text": printable(line.text),
            "rule": line.removal.rule,
            "label": line.removal.label,
            "score": line.removal.score,
        }
        for number, line in sorted(by_number.items())
    ]
