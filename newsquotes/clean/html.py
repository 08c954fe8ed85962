"""HTML pages: the article's text by trafilatura, with resiliparse for what it cannot read.

In: markup. Out: the extracted text, every visible line of the page, and what the markup states. What the extractor
left out is found by comparing the two.
"""

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from operator import sub
from typing import Any

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from newsquotes.clean.extractor import Extraction
from newsquotes.clean.gaps import PIECE_LETTERS, Paragraphs, bare_key, restore_lost
from newsquotes.clean.line_model import load_line_model
from newsquotes.clean.lines import Removal, label_line
from newsquotes.clean.live import live_entries
from newsquotes.clean.markup import page_metadata
from newsquotes.clean.metadata import TITLE_DISTANCE, Metadata, prefer_printed_day, visible_metadata
from newsquotes.clean.posts import cut_further_posts, cut_replies, further_posts
from newsquotes.clean.pull_quotes import cut_pull_quotes
from newsquotes.clean.siblings import Sibling, cover, sibling_articles
from newsquotes.clean.stated import stated_lines
from newsquotes.clean.text import Line, comparable, make_line, normalise_characters, printable, read_lines
from newsquotes.clean.tree import parse_page
from newsquotes.clean.wire import RULE as WIRE_RULE
from newsquotes.clean.wire import without_wire_dateline
from newsquotes.clean.zones import apply_zones, body_span, label_lines
from newsquotes.ingest.decode import normalise

FOUND_SHARE = 0.8
"""Share of the words that line rules keep of the page, below which trafilatura's own rules have missed some …"""
GLUED = 2
"""… or else one of its paragraphs is so many times as long as the longest line that a reader sees."""
AGREEMENT = 0.15
"""Share of those words by which resiliparse may find more or less to be taken for a witness."""
MISSED_SHARE = 0.3
"""Share of those words below which an extractor has missed the body …"""
SURE_WORDS = 250
"""… unless it has found so many, which are a body, however many more the line rules keep."""
SHOWN_WORDS = 50
"""Words that a page shows below which its article may stand in its data alone."""
HEAD_LINES = 3
"""Lines of a story's head: headline, byline and date."""
STORY_BREAKS, STORY_CHARACTERS = 4, 400
"""Paragraphs or line breaks, and characters, of a table's cell that holds a story."""
LANGUAGE_CHARACTERS = 5000
"""Start of a page in which its language is declared."""
MOST_TAGS = 100_000
"""Tags of a page, ten times those of a long one, beyond which trafilatura takes many seconds."""

_TAG = re.compile(
    r"<(?:!doctype html|html|head|body|article|div|p|h[1-6]|table|span|ul|section)\b[^<>]*>", re.IGNORECASE
)
_DOCUMENT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_LANGUAGE = re.compile(r"<html\b[^>]{0,300}?\blang\s*=\s*[\"']?([a-zA-Z]{2})", re.IGNORECASE)
_CLOSERS = re.compile(r"</(?:p|div|article|h[1-6]|body|html|li|span)>", re.IGNORECASE)
_NESTING_TAG = re.compile(
    r"<(/?)(?:div|span|table|ul|ol|blockquote|section|b|i|em|strong|font|center|a)\b(?![^>]*/>)", re.IGNORECASE
)
_DEEPER_BY = {"": 1, "/": -1}
_OPENING = re.compile(r"<[a-zA-Z][a-zA-Z0-9]*(?=\s)")
_NOTE_MARK = re.compile(
    r"<sup\b[^<>]{0,200}>\s*(?P<link><a\b[^<>]{0,500}>\s*)?(?:<span\b[^<>]{0,200}>)?\[?(?:\d{1,3}|[*†‡§])\]?(?:</span>)?"
    r"\s*(?:</a>)?\s*</sup>",
    re.IGNORECASE,
)
_CLOSING_MARKS = frozenset('.,;:!?)]”’"')
_LAST_WORD = re.compile(r"\w+$")
WORD_LETTERS, UNIT_LETTERS = 20, 2
"""Letters before a raised number that are looked at, and those of a unit: `km²`."""
HUGE_TAG = 50_000
"""Characters of a tag of which only the name is read."""

logging.getLogger("trafilatura").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """`lines`: the extractor's paragraphs; `visible`: every line a reader sees; `known`: what rules say of those.

    `siblings`: the articles of a page that holds several whole ones. `is_stated`: no reader sees the text, which stands
    in the page's data; its lines are the last ones of `visible`.
    """

    lines: Sequence[Line]
    visible: Sequence[Line]
    known: Sequence[Removal | None]
    metadata: Metadata
    language: str | None
    siblings: Sequence[Sibling] = ()
    is_stated: bool = False


def looks_like_html(payload: str, kind: str) -> bool:
    """Whether `payload` is markup: by its format, or, for the field of a dump, by its tags."""
    if kind in ("html", "mhtml"):
        return True
    if _DOCUMENT.match(payload):
        return True
    if kind in ("text", "markdown", "wet"):
        return False
    return "<" in payload and _TAG.search(payload) is not None and len(_CLOSERS.findall(payload)) >= 2


def read_html(payload: str, *, url: str | None, max_characters: int, max_depth: int, min_entry_words: int) -> HtmlPage:
    """The page in `payload`. Pages longer, nested deeper or of more tags than the limits are read by resiliparse alone.

    The limits stand in for a time limit, which would give another result on another machine.
    """
    payload = without_note_marks(without_huge_tags(printable(normalise(payload))))
    source = HTMLTree.parse(payload)
    visible = _visible_lines(extract_plain_text(source, preserve_formatting=True, alt_texts=False))
    known = [label_line(line) for line in visible]
    removals = label_lines(visible, known)
    body = [line for line, removal in zip(visible, removals, strict=True) if removal is None]
    declared = _LANGUAGE.search(payload[:LANGUAGE_CHARACTERS])
    language = declared.group(1).casefold() if declared else None
    if len(payload) > max_characters or payload.count("<") > MOST_TAGS or nesting(payload) > max_depth:
        return HtmlPage(body, visible, removals, Metadata(url=url), language)
    tree = parse_page(payload)
    metadata = page_metadata(tree, url=url) if tree is not None else Metadata(url=url)
    metadata = prefer_printed_day(metadata, visible)
    metadata = metadata.or_else(visible_metadata(visible, removals, title=metadata.title))
    if tree is not None and _n_words(body) < SHOWN_WORDS and (stated := _stated_lines(tree, visible)):
        labels = [*removals, *map(label_line, stated)]
        return HtmlPage(stated, [*visible, *stated], labels, metadata, language, is_stated=True)
    siblings = sibling_articles(tree, min_words=min_entry_words) if tree is not None else []
    extracted: list[Line] = []
    if tree is not None:
        removals = further_posts(visible, removals, _prepare(tree))
        body = [line for line, removal in zip(visible, removals, strict=True) if removal is None]
        extraction = Extraction(tree, partial(_prepared, payload))
        extracted = _extracted_lines(extraction, source, visible, _n_words(body))
    if extracted:
        extracted = restore_lost(extracted, visible, removals, load_line_model(), headline_at=_headline_at(removals))
        extracted = _with_entry_heads(extracted, visible, known, title=metadata.title)
    lines = extracted or body
    return HtmlPage(lines, visible, removals, metadata, language, siblings if cover(siblings, lines) else ())


def _stated_lines(tree: Any, visible: Sequence[Line]) -> list[Line]:
    """The lines of the article in the data of the page, none if half of it stands among the `visible` ones.

    They are numbered from the last of those on.
    """
    lines = stated_lines(tree, after=visible[-1].numbers[-1] if visible else 0)
    shown = Paragraphs.of(bare_key(line.text) for line in visible)
    n_shown = _n_words([line for line in lines if shown.hold(bare_key(line.text))])
    return lines if 2 * n_shown < _n_words(lines) else []


def _headline_at(removals: Sequence[Removal | None]) -> int | None:
    """The last line of the page's head, which prints headline, byline or date; None if the headline is not printed."""
    start = next((index for index, removal in enumerate(removals) if removal is None), len(removals))
    head = [index for index in range(start) if (removal := removals[index]) and removal.label == "title"]
    return start - 1 if head and start - head[-1] <= TITLE_DISTANCE else None


def without_huge_tags(payload: str) -> str:
    """`payload` without the attributes of tags with very many: parsers compare each attribute with each other.

    A tag goes on to the next `>`, whatever `<` stands in it.
    """
    if not _has_huge_piece(payload):
        return payload
    return ">".join(_without_huge_tag(piece) if len(piece) > HUGE_TAG else piece for piece in payload.split(">"))


def _has_huge_piece(payload: str) -> bool:
    """Whether more than `HUGE_TAG` characters stand between two `>`."""
    start = 0
    while len(payload) - start > HUGE_TAG:
        start = payload.rfind(">", start, start + HUGE_TAG + 1) + 1
        if start == 0:
            return True
    return False


def _without_huge_tag(piece: str) -> str:
    """Text with the tag at its end, whose attributes go if they are very long."""
    tag = _OPENING.search(piece)
    return piece[: tag.end()] if tag and len(piece) - tag.end() > HUGE_TAG else piece


def without_note_marks(payload: str) -> str:
    """`payload` without the raised numbers of footnotes, which without their markup are glued to a word.

    >>> without_note_marks("<p>A study found<sup>12</sup> that 10<sup>3</sup> km<sup>2</sup> burned.</p>")
    '<p>A study found that 10<sup>3</sup> km<sup>2</sup> burned.</p>'
    """
    if "<sup" not in payload and "<SUP" not in payload:
        return payload
    return _NOTE_MARK.sub(_kept_mark, payload)


def _kept_mark(found: re.Match[str]) -> str:
    """What stays of a raised number: all of a power, which stands behind a number or a unit and refers to nothing."""
    before = _LAST_WORD.search(found.string[max(0, found.start() - WORD_LETTERS) : found.start()])
    is_power = before is not None and (before.group().isdigit() or len(before.group()) <= UNIT_LETTERS)
    return found.group() if is_power and found["link"] is None and "[" not in found.group() else ""


def _visible_lines(text: str) -> list[Line]:
    """The lines that a reader of the page sees, numbered from 1."""
    rows = [(number, raw, normalise_characters(raw)) for number, raw in enumerate(text.splitlines(), 1)]
    return [make_line((number,), (raw,), line, is_after_blank=False) for number, raw, line in rows if line]


def _with_entry_heads(
    extracted: list[Line], visible: Sequence[Line], known: Sequence[Removal | None], *, title: str | None
) -> list[Line]:
    """The `extracted` lines of a live blog with the times and headlines of its entries, which extractors leave out.

    Only where all that was extracted stands on the page in the same lines.
    """
    entries = live_entries(visible, known, title=title)
    if not entries:
        return extracted
    kept = {comparable(line.text) for line in extracted}
    own = (entry for entry in entries if comparable(visible[entry.body].text) in kept)
    heads = {index for entry in own for index in range(entry.start, entry.body)}
    found = [line for index, line in enumerate(visible) if index in heads or comparable(line.text) in kept]
    return found if kept <= {comparable(line.text) for line in found} else extracted


def open_layout_tables(tree: Any) -> None:
    """Make plain blocks of the tables in `tree` (lxml) that are there for the layout.

    They have one cell a row, or another table or a whole story with its paragraphs in a cell. The extractor prints a
    row as one line, and with it all paragraphs of a mail, or the menu beside the story.
    """
    for table in list(tree.iter("table")):
        groups = [element for element in table if element.tag in ("thead", "tbody", "tfoot")]
        rows = [row for group in (table, *groups) for row in group.iterchildren("tr")]
        cells = [row.findall("td") + row.findall("th") for row in rows]
        if rows and (all(len(own) <= 1 for own in cells) or any(_holds_story(cell) for own in cells for cell in own)):
            for element in [table, *groups, *rows, *(cell for own in cells for cell in own)]:
                element.tag = "div"


def _holds_story(cell: Any) -> bool:
    """Whether a `cell` (lxml) holds a table or several paragraphs: more than a value, however long."""
    if next(cell.iter("table"), None) is not None:
        return True
    breaks = sum(1 for _ in cell.iter("p", "br"))
    return breaks >= STORY_BREAKS and len(cell.text_content()) >= STORY_CHARACTERS


def _prepare(tree: Any) -> list[str]:
    """Make `tree` (lxml) one that the extractor reads well; the `bare_key` of each post that is cut off."""
    open_layout_tables(tree)
    cut_pull_quotes(tree)
    return cut_further_posts(tree) + cut_replies(tree)


def _prepared(payload: str) -> Any:
    """The tree of `payload` as the extractor is to read it."""
    tree = parse_page(payload)
    _prepare(tree)
    return tree


def _extracted_lines(trafilatura: Extraction, source: HTMLTree, visible: Sequence[Line], body_words: int) -> list[Line]:
    """The paragraphs of the body by the extractor that has found them, none if no one has.

    `body_words` is what the line rules alone keep of the page: a good measure of how much there is to find.
    trafilatura's own rules come first, in its balanced mode: the precision mode loses a twentieth of the body more, on
    some pages all of it, and keeps hardly less furniture. Where they have missed nearly everything, its fallbacks are
    asked, which take as long again; where a part, resiliparse, whose word counts if it agrees with the line rules.
    """
    lines = _by_trafilatura(trafilatura, with_fallbacks=False)
    if _n_words(lines) < MISSED_SHARE * body_words:
        lines = _by_trafilatura(trafilatura, with_fallbacks=True)
    elif _n_words(lines) < FOUND_SHARE * body_words or _are_glued(lines, visible):
        others = _by_resiliparse(source)
        if abs(_n_words(others) - body_words) <= AGREEMENT * body_words:
            lines = _stretch_of_body(others)
    return [] if _n_words(lines) < min(SURE_WORDS, MISSED_SHARE * body_words) else lines


def _by_trafilatura(page: Extraction, *, with_fallbacks: bool) -> list[Line]:
    return read_lines(page.text(with_fallbacks=with_fallbacks), is_wrapped=False)


def _by_resiliparse(source: HTMLTree) -> list[Line]:
    text = extract_plain_text(source, main_content=True, preserve_formatting=True, alt_texts=False)
    return read_lines(text, is_wrapped=False)


def _stretch_of_body(lines: Sequence[Line]) -> list[Line]:
    """The lines from the first of the body to its last, with the ends of a story.

    They show where the stories of a round-up start: above may stand headline, byline and date, below what rules know,
    such as a sign-off.
    """
    known = [label_line(line) for line in lines]
    first, end = body_span(lines, apply_zones(lines, known))
    start = first
    while start > max(0, first - HEAD_LINES) and not lines[start - 1].is_prose:
        start -= 1
    while end < len(lines) and known[end] is not None:
        end += 1
    return list(lines[start:end])


def _n_words(lines: Sequence[Line]) -> int:
    return sum(line.n_words for line in lines)


def _are_glued(lines: Sequence[Line], visible: Sequence[Line]) -> bool:
    """Whether a paragraph of `lines` must be several ones of the page, which had no marks of paragraphs."""
    return _longest(lines) > GLUED * _longest(visible)


def _longest(lines: Sequence[Line]) -> int:
    return max((line.n_words for line in lines), default=0)


def nesting(payload: str) -> int:
    """A cheap upper estimate of how deep the elements of `payload` are nested: runs of opening <div>-like tags."""
    steps: Iterable[int] = map(_DEEPER_BY.__getitem__, _NESTING_TAG.findall(payload))
    depths: list[int] = list(accumulate(steps, initial=0))
    rises: Iterable[int] = map(sub, depths, accumulate(depths, min))
    return max(rises)


def visible_numbers(page: HtmlPage, text: str) -> tuple[int | None, ...]:
    """For each paragraph of `text`, the number of the visible line that it starts on; None if none is like it."""
    keys = [(bare_key(without_wire_dateline(line).text), line.numbers[0]) for line in page.visible]
    whole: dict[str, int] = {}
    starts: dict[str, int] = {}
    for key, number in reversed(keys):
        whole[key] = number
        if len(key) >= PIECE_LETTERS:
            starts[key[:PIECE_LETTERS]] = number
    paragraphs = [bare_key(paragraph) for paragraph in text.split("\n\n")] if text else []
    return tuple(whole.get(key, starts.get(key[:PIECE_LETTERS])) for key in paragraphs)


def html_extractor(page: HtmlPage, texts: Iterable[str]) -> list[tuple[Line, Removal]]:
    """The visible lines that are in none of the article `texts`, with what the line rules know of them."""
    paragraphs = Paragraphs.of(bare_key(paragraph) for text in texts for paragraph in text.split("\n\n"))
    dropped = []
    for line, removal in zip(page.visible, page.known, strict=True):
        bare = without_wire_dateline(line)
        key = bare_key(bare.text)
        if bare.prefix and key in paragraphs.joined:
            dropped.append((bare._replace(raws=(bare.prefix,)), Removal(WIRE_RULE, "dateline")))
            continue
        if paragraphs.hold(key):
            continue
        if removal is None or removal.rule == "outside_body":
            removal = Removal(html_extractor.__name__, removal.label if removal else "navigation")
        dropped.append((line, removal))
    return dropped
