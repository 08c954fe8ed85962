"""One plain-text page: its lines go to articles or are removed, each with a rule.

In: the text of a page (plain, or what an HTML extractor kept). Out: `Piece` values, the main article first, and a
removal for every line that is in none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from newsquotes.clean.bylines import without_bylines
from newsquotes.clean.dates import Moment
from newsquotes.clean.entries import Entry
from newsquotes.clean.line_model import PageLines, judge_pages, load_line_model
from newsquotes.clean.lines import Removal, label_line
from newsquotes.clean.live import moment_of_clock
from newsquotes.clean.metadata import Metadata, settled, text_metadata
from newsquotes.clean.page_breaks import join_page_breaks
from newsquotes.clean.parts import entry_head, find_entries, follows_head, is_whole, live_update_fields
from newsquotes.clean.pull_quotes import pull_quotes
from newsquotes.clean.round_up import briefs, round_up_items
from newsquotes.clean.text import Line, join_paragraphs, make_line
from newsquotes.clean.wire import RULE as WIRE_RULE
from newsquotes.clean.wire import wire_agency, without_wire_dateline
from newsquotes.clean.zones import comment_zone, label_extracted, label_lines

MIN_SHORT_WORDS = 20
"""Words of an entry of a live blog."""

ZoneFinder = Callable[[Sequence[Line], Sequence[Removal | None]], list[Removal | None]]


@dataclass(frozen=True, slots=True)
class Piece:
    """An article of a page; `line_numbers` are the lines that its paragraphs start on, None where that is unknown."""

    part: int
    text: str
    n_words: int
    metadata: Metadata
    line_numbers: tuple[int | None, ...]

    @property
    def first_line(self) -> int:
        """The line that the text starts on, 0 if there is no text or that is unknown."""
        return (self.line_numbers[0] if self.line_numbers else None) or 0


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A payload line, or the start of one, that is not article text.

    `part` is the article that it stood in, None when that is none.
    """

    number: int
    text: str
    removal: Removal
    part: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """What one page came to."""

    pieces: list[Piece]
    removed: list[RemovedLine]


@dataclass(frozen=True, slots=True)
class Draft:
    """The lines of a page, what line rules say of them, the articles after the main one, and the main one's lines.

    `stated` is what is known about the main article before its lines are read.
    """

    lines: Sequence[Line]
    known: Sequence[Removal | None]
    entries: Sequence[Entry]
    main: PageLines
    stated: Metadata


def clean_page(lines: Sequence[Line], *, stated: Metadata, min_entry_words: int) -> Page:
    """The articles of an extractor's `lines`; `stated` is what better sources than the lines say about the main one.

    The main article is part 0 even if it has no text. Entries that are teasers or cut off are removed whole.
    """
    draft = _draft(lines, stated, label_extracted)
    return _finish(draft, without_bylines(draft.main.lines, draft.main.removals), min_entry_words)


def clean_pages(pages: Sequence[tuple[Sequence[Line], Metadata]], *, min_entry_words: int) -> list[Page]:
    """The articles of plain-text pages, each given by its lines and what is stated about it, as in `clean_page`.

    Many at once cost less, and each comes out as it would alone.
    """
    drafts = [_draft(lines, stated, label_lines) for lines, stated in pages]
    judged = judge_pages([draft.main for draft in drafts], load_line_model())
    return [_finish(draft, removals, min_entry_words) for draft, removals in zip(drafts, judged, strict=True)]


def _draft(lines: Sequence[Line], stated: Metadata, find_zones: ZoneFinder) -> Draft:
    lines, heads = join_page_breaks([without_wire_dateline(line) for line in lines])
    running_head = Removal(join_page_breaks.__name__, "navigation")
    known = [running_head if at in heads else label_line(line) for at, line in enumerate(lines)]
    if entries := _entries(lines, known, stated.title):
        stated, entries = _led_by(stated, entries, lines)
    end = entries[0].start if entries else len(lines)
    main = PageLines(lines[:end], known[:end], pull_quotes(lines[:end], find_zones(lines[:end], known[:end])))
    return Draft(lines, known, entries, main, stated)


def _entries(lines: Sequence[Line], known: Sequence[Removal | None], title: str | None) -> list[Entry]:
    """The articles of a page that holds several; none if it holds one."""
    return find_entries(lines, known, title=title) or round_up_items(lines, known) or briefs(lines, known)


def _led_by(stated: Metadata, items: list[Entry], lines: Sequence[Line]) -> tuple[Metadata, list[Entry]]:
    """What is known about the main article of several on a page, and the others: the first, or the text above it."""
    lead = items[0]
    if any(line.is_prose for line in lines[: lead.start]):
        return stated, items
    own = _head_metadata(lead, lead.published)
    return own.or_else(replace(stated, published=None, published_source="none") if lead.published else stated), items[
        1:
    ]


def _head_metadata(entry: Entry, moment: Moment | None) -> Metadata:
    """What the head of an entry states."""
    return Metadata(
        title=entry.title,
        publisher=entry.publisher,
        authors=entry.authors,
        published=moment,
        published_source="text" if moment else "none",
    ).read_from("text")


def _finish(draft: Draft, removals: list[Removal | None], min_entry_words: int) -> Page:
    """The page of `draft`, whose main article loses its lines by `removals`."""
    lines, known, entries, main = draft.lines, draft.known, draft.entries, draft.main.lines
    found = text_metadata(main, removals, title=draft.stated.title)
    pieces = [_piece(0, main, removals, draft.stated.or_else(found))]
    removed = _removed(main, removals, 0)
    for entry in entries:
        own, rest = _clean_entry(lines, known, entry, pieces[0].metadata, len(pieces), min_entry_words)
        pieces += own
        removed += rest
    below = entries[-1].end if entries else len(lines)
    comments = [removal or Removal(comment_zone.__name__, "comment") for removal in known[below:]]
    return Page(pieces, removed + [replace(line, part=None) for line in _removed(lines[below:], comments, 0)])


def _clean_entry(
    lines: Sequence[Line], known: Sequence[Removal | None], entry: Entry, page: Metadata, part: int, min_words: int
) -> tuple[list[Piece], list[RemovedLine]]:
    heads = _removed(lines[entry.start : entry.body], entry_head(lines, known, entry), part)
    body, prefix, updated = _without_live_fields(lines[entry.body : entry.end])
    removals = label_lines(body, [label_line(line) for line in body])
    by_clock = moment_of_clock(entry.clock, page.published) if entry.clock else None
    by_day = page.published if entry.is_of_day else None
    metadata = _head_metadata(entry, entry.published or updated or by_clock or by_day)
    if entry.publisher is None:
        metadata = metadata.or_else(Metadata(url=page.url, publisher=page.publisher, section=page.section))
    piece = _piece(part, body, removals, metadata)
    least = min(min_words, MIN_SHORT_WORDS) if entry.is_short else min_words
    if follows_head(body, removals, is_sure=entry.is_sure) and is_whole(piece.text, piece.n_words, min_words=least):
        return [piece], heads + prefix + _removed(body, removals, part)
    label = "other_article" if piece.n_words > 1 and piece.text else "related"
    dropped = [removal or Removal("unfinished_entry", label) for removal in removals]
    removed = heads + prefix + _removed(body, dropped, part)
    return [], [replace(line, part=None) for line in removed]


def _without_live_fields(lines: Sequence[Line]) -> tuple[list[Line], list[RemovedLine], Moment | None]:
    """`lines` without the field names of a live blog before the text, those names, and the moment they state."""
    if not lines:
        return [], [], None
    first = lines[0]
    prefix, updated, text = live_update_fields(first.text)
    if not prefix:
        return list(lines), [], None
    rest = make_line(first.numbers, first.raws, text, is_after_blank=first.is_after_blank)
    bare = without_wire_dateline(rest)
    names = f"{prefix} {bare.prefix}".strip()
    removed = RemovedLine(first.numbers[0], names, Removal(live_update_fields.__name__, "markup"), None)
    return [bare._replace(prefix=""), *lines[1:]], [removed], updated


def _piece(part: int, lines: Sequence[Line], removals: Sequence[Removal | None], metadata: Metadata) -> Piece:
    kept = [line for line, removal in zip(lines, removals, strict=True) if removal is None]
    if kept and (agency := wire_agency(kept[0])):
        metadata = metadata.or_else(Metadata(original_publisher=agency))
    n_words = sum(line.n_words for line in kept)
    return Piece(part, join_paragraphs(kept), n_words, settled(metadata), tuple(line.numbers[0] for line in kept))


def _removed(lines: Sequence[Line], removals: Sequence[Removal | None], part: int) -> list[RemovedLine]:
    """One row per payload line that is gone, and one per line of the text that lost its dateline."""
    removed: list[RemovedLine] = []
    for line, removal in zip(lines, removals, strict=True):
        if removal is not None:
            removed += [
                RemovedLine(number, raw, removal, part) for number, raw in zip(line.numbers, line.raws, strict=True)
            ]
        elif line.prefix:
            removed.append(RemovedLine(line.numbers[0], line.prefix, Removal(WIRE_RULE, "dateline"), part))
    return removed
