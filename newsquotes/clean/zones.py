"""Zones of a page: which stretch of lines is the article, and what the stretches around it are.

In: the lines of one article or page and what the line rules said. Out: a `Removal` per line, None for body text. A
zone takes everything in it, quotations too: the appeal from the publisher that quotes a court is still an appeal.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby, pairwise

from newsquotes.clean.lines import Removal, asks_reader, closes_with_request, speaks_for_itself
from newsquotes.clean.page_breaks import join_page_breaks
from newsquotes.clean.text import Line, fold
from newsquotes.clean.threads import is_of_thread, thread_posts, with_thread

MIN_PROSE_BEFORE_TAIL = 3
"""Lines of prose that must stand before a tail can be cut."""
MAX_BOX_LINES = 12
"""Lines of a box of links or a sign-up form in the middle of an article."""
RESUMED_PROSE = 3
"""Lines of prose in a row that show that the article goes on after a box."""
MAX_ITEM_LINES = 3
"""Lines of a box with one related article: its headline, and a button or a date."""
MARKER_WORDS = 2
"""First words by which the marker below one item of a list is like that below another."""
MIN_MARKED_ITEMS = 4
"""Items of a list with such a marker."""
MAX_PROSE_BETWEEN_REQUESTS = 2
"""Lines of other prose in a row inside an appeal or a sign-up box."""

MIN_POSTS = 2
"""Posts of a message board."""
MAX_HEAD_LINES = 6
"""Lines of a post's head above its number: name, rank, date, counts."""

SHORT_LINE_COST = 3.0
BULLET_COST = 1.0
KNOWN_LINE_COST = 14.0
FREE_LABELS = frozenset({"caption", "credit", "advertisement", "share"})
"""Labels of lines that stand inside stories, however many, and cost those nothing."""
STORY_LABELS = frozenset({"caption", "credit", "advertisement", "related"})
"""Labels of lines that stand inside a story as well as inside a box: prose above them is no request for that."""


_AUTHOR_NOTE = re.compile(
    r"^(?P<about>About the (?:author|writer|reporter):?\s+)?(?P<name>(?:[A-Z][\w.'’-]+\s+){1,4})"
    r"(?:(?:is|was|has been|writes|covers|reports)\b.{0,120}"
    r"\b(?:writer|journalist|editor|reporter|author|correspondent|columnist|freelance|blogger|contributor|covers|covering)\b"
    r"|(?:covers|reports on|writes about)\b.{3,80}\bfor\b|(?(about)has\b|(?!)))"
)


@dataclass(frozen=True)
class Marked:
    """The lines of a page with what the line rules said, and what zones ask of all of them; that is counted once."""

    lines: Sequence[Line]
    known: Sequence[Removal | None]

    @cached_property
    def prose_upto(self) -> Sequence[int]:
        """Words of prose above each line that no rule knows, and of all of it at the end."""
        pairs = zip(self.lines, self.known, strict=True)
        words = (line.n_words if removal is None and line.is_prose else 0 for line, removal in pairs)
        return list(accumulate(words, initial=0))

    @cached_property
    def item_markers(self) -> frozenset[tuple[str, ...]]:
        """The first words of markers that recur, each time below prose: they stand below the items of a list."""
        places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, removal in enumerate(self.known):
            if removal is not None and removal.zone == "related":
                places[self.first_words(index)].append(index)
        return frozenset(
            words
            for words, found in places.items()
            if len(found) >= MIN_MARKED_ITEMS
            and all(self.prose_upto[upper] < self.prose_upto[lower] for upper, lower in pairwise(found))
        )

    def first_words(self, index: int) -> tuple[str, ...]:
        """The first words of the line at `index`, folded."""
        return tuple(self.lines[index].key.split()[:MARKER_WORDS])


ZoneRule = Callable[[Marked, int], int]
"""One past the last line of the zone that a line opens."""


def label_lines(lines: Sequence[Line], known: Sequence[Removal | None]) -> list[Removal | None]:
    """What each line is, by line rules (`known`), then zones, then the span of the body; None is body text."""
    return closing_notes(lines, outside_body(lines, apply_zones(lines, known)))


def label_extracted(lines: Sequence[Line], known: Sequence[Removal | None]) -> list[Removal | None]:
    """What each line is of those that an extractor took for the body: it has found the span better than they show."""
    return closing_notes(lines, printed_again(lines, apply_zones(lines, known)))


def apply_zones(lines: Sequence[Line], known: Sequence[Removal | None]) -> list[Removal | None]:
    """`known` with everything inside a zone removed, too.

    A zone is opened by a line that a rule knows as its marker, after three lines of prose. A marker inside a zone
    starts a zone of its own kind, but for a button in the box of a related article.
    """
    known = thread_posts(lines, about_issuer(lines, further_post(lines, known)))
    page = Marked(lines, known)
    removals = list(known)
    reach: dict[ZoneRule, int] = {}
    end = prose_before = 0
    kind = label = ""
    for index, line in enumerate(lines):
        removal = known[index]
        if removal is None and index >= end:
            prose_before += line.is_prose
        elif removal is None or (index < end and kind == related_item_zone.__name__ and removal.label == "related"):
            removals[index] = Removal(kind, label)
        elif removal.zone and prose_before >= MIN_PROSE_BEFORE_TAIL:
            rule = ZONE_RULES[removal.zone]
            if rule not in REQUESTS or index >= reach.get(rule, 0):
                reach[rule] = rule(page, index)
            end = max(reach[rule], end)
            kind, label = rule.__name__, removal.label
    return removals


def further_post(lines: Sequence[Line], known: Sequence[Removal | None]) -> Sequence[Removal | None]:
    """`known` with the second post of a message board as the start of its comments.

    Each post is headed by `Posted April 5, 2031`, or by its number, `#2`, and a date below the name of who wrote it;
    the first one, above all prose, is the article that somebody posted.
    """
    first_prose = next((index for index, line in enumerate(lines) if line.is_prose), len(lines))
    heads = [
        index
        for index, (line, removal) in enumerate(zip(lines, known, strict=True))
        if removal is not None and removal.rule == "bare_date" and line.key.startswith("posted ")
    ]
    if len(heads) < MIN_POSTS or heads[0] > first_prose:
        heads = [_post_start(lines, index) for index in _numbered_posts(lines, known)]
    if len(heads) < MIN_POSTS or heads[0] > first_prose:
        return known
    changed = list(known)
    for index in heads[1:]:
        changed[index] = Removal(further_post.__name__, "comment", "post")
    return changed


def _numbered_posts(lines: Sequence[Line], known: Sequence[Removal | None]) -> list[int]:
    """The lines `#1`, `#2`, `#3` … that stand alone beside a date, as far as they count on from one to the next."""
    found: list[int] = []
    for index, line in enumerate(lines):
        if line.text == f"#{len(found) + 1}" and any(
            removal and removal.label == "dateline" for removal in known[max(0, index - 2) : index + 3]
        ):
            found.append(index)
    return found


def _post_start(lines: Sequence[Line], number_at: int) -> int:
    """The first line of a post's head: the name of who wrote it, some lines above its number."""
    reach = range(number_at, max(0, number_at - MAX_HEAD_LINES), -1)
    return next((at for at in reach if lines[at - 1].is_prose or lines[at - 1].is_sentence), reach.stop)


def about_issuer(lines: Sequence[Line], known: Sequence[Removal | None]) -> Sequence[Removal | None]:
    """`known` with `About Marrow Ferries` as the start of a footer: who has issued a press release.

    The line below starts with that name and the first paragraph holds it; any other is a heading of the story.
    """
    abouts = [index for index, line in enumerate(lines[:-1]) if known[index] is None and _about(line)]
    first = next((fold(line.text) for line in lines if line.is_prose), "") if abouts else ""
    changed = list(known)
    for index in abouts:
        name = _about(lines[index])
        if lines[index + 1].key.startswith(f"{name} ") and name in first:
            changed[index] = Removal(about_issuer.__name__, "navigation", "footer")
    return changed


def _about(line: Line) -> str:
    """The folded name in a heading such as `About Marrow Ferries`; empty for other lines."""
    return line.key.removeprefix("about ") if line.key.startswith("about ") and not line.is_sentence else ""


def sponsor_zone(page: Marked, start: int) -> int:
    """`A message from our sponsor` and the paragraph below it, which may have a headline."""
    reach = page.lines[start + 1 : start + 3]
    prose = next((offset for offset, line in enumerate(reach, 1) if line.is_prose), 0)
    return start + 1 + prose


def newsletter_zone(page: Marked, start: int) -> int:
    """`Sign up for our free newsletter` and what asks for an address below it."""
    return _request_end(page, start)


def appeal_zone(page: Marked, start: int) -> int:
    """`A message from City Herald:` and the paragraphs that ask readers for support, or lead up to that with `we`."""
    return _request_end(page, start, is_letter=True)


def comment_zone(page: Marked, start: int) -> int:
    """`Comments`, `6 minutes ago, oldsalt said:` and everything after it."""
    return _tail_end(page, start)


def post_zone(page: Marked, start: int) -> int:
    """The second post of a message board and all below it, however much: a reply may be longer than the post."""
    return len(page.lines)


def footer_zone(page: Marked, start: int) -> int:
    """`About the author`, `Filed under` and everything after it."""
    return _tail_end(page, start)


def related_zone(page: Marked, start: int) -> int:
    """`Related posts` and the teasers below it; to the end of the page unless the article goes on after a box.

    `More on Ada Lind` below each item of a list is a link and opens nothing.
    """
    if page.first_words(start) in page.item_markers:
        return start + 1
    resumed = _resumed(page, start + 1)
    return _tail_end(page, start) if resumed is None else resumed


def related_item_zone(page: Marked, start: int) -> int:
    """`Related article` and the one headline below it, up to the prose with which the article goes on.

    Without prose right below, it is the heading of a list like any other.
    """
    reach = range(start + 1, min(start + 2 + MAX_ITEM_LINES, len(page.lines)))
    resumed = next((index for index in reach if page.lines[index].is_prose and page.known[index] is None), None)
    return related_zone(page, start) if resumed in (None, start + 1) else resumed


ZONE_RULES: Mapping[str, ZoneRule] = {
    "newsletter": newsletter_zone,
    "appeal": appeal_zone,
    "comment": comment_zone,
    "post": post_zone,
    "footer": footer_zone,
    "sponsor": sponsor_zone,
    "related": related_zone,
    "related_item": related_item_zone,
}
"""For each kind of zone, the rule that says where it ends."""
REQUESTS = (newsletter_zone, appeal_zone)
"""Rules by which a zone ends no later from a line inside it than from its first one."""


def _tail_end(page: Marked, start: int) -> int:
    """The end of the page, unless more prose follows than came before: then a box at most."""
    before = page.prose_upto[start]
    if page.prose_upto[-1] - before <= before:
        return len(page.lines)
    resumed = _resumed(page, start + 1)
    return resumed if resumed is not None else start + 1


def _resumed(page: Marked, start: int) -> int | None:
    """Where the article goes on after a box that opens before `start`: a run of prose, at most a box away."""
    run = 0
    for index in range(start, len(page.lines)):
        run = run + 1 if page.lines[index].is_prose and page.known[index] is None else 0
        if run == RESUMED_PROSE:
            return index - run + 1
        if run == 0 and index - start >= MAX_BOX_LINES:
            return None
    return None


def _request_end(page: Marked, start: int, *, is_letter: bool = False) -> int:
    """One past the last line that asks the reader for something, with at most two lines of other prose between.

    In a letter, prose in which the outlet speaks for itself is not other prose, and goes along after a request. What
    stands inside stories, too, asks for nothing, and nobody is quoted in front of a request but in a letter.
    """
    end = start + 1
    others = 0
    has_asked = False
    for index in range(start + 1, len(page.lines)):
        line, removal = page.lines[index], page.known[index]
        if asks_reader(line) if removal is None else removal.label not in STORY_LABELS:
            has_asked = has_asked or removal is None
            end, others = index + 1, 0
        elif removal is not None:
            end = index + 1 if others == 0 else end
        elif is_letter and line.is_prose and speaks_for_itself(line):
            if has_asked and end == index:
                end = index + 1
        elif line.is_prose:
            others += 1
            if others > MAX_PROSE_BETWEEN_REQUESTS or (line.has_quote and not is_letter):
                break
    return end


def _is_of_item(removal: Removal) -> bool:
    """Whether a line belongs to a box of one related article."""
    return removal.rule == related_item_zone.__name__ or removal.zone == "related_item"


def outside_body(lines: Sequence[Line], removals: Sequence[Removal | None]) -> list[Removal | None]:
    """`removals` with every line before and after the body removed: menus, teasers, what no other rule knows."""
    start, end = with_thread(removals, body_span(lines, removals))
    related, menu = Removal("outside_body", "related"), Removal("outside_body", "navigation")
    return [
        removal or (None if start <= index < end else related if line.is_prose else menu)
        for index, (line, removal) in enumerate(zip(lines, removals, strict=True))
    ]


def printed_again(lines: Sequence[Line], removals: Sequence[Removal | None]) -> list[Removal | None]:
    """`removals` with every stretch of the body that has been printed above, word for word, if there is prose in it.

    Some pages hold their body twice, for wide and for narrow screens, and extractors read parts of others twice. Single
    short lines may well come again.
    """
    body = [index for index, removal in enumerate(removals) if removal is None]
    prose = [lines[index].text for index in body if lines[index].is_prose]
    changed = list(removals)
    if len(set(prose)) == len(prose):
        return changed
    above: set[str] = set()
    for is_repeated, stretch in groupby(body, key=lambda index: _is_in(above, lines[index].text)):
        again = list(stretch)
        if is_repeated and any(lines[index].is_prose for index in again):
            for index in again:
                changed[index] = Removal(printed_again.__name__, "repeat")
    return changed


def _is_in(above: set[str], text: str) -> bool:
    """Whether `text` is one of the texts `above`, which it joins."""
    is_known = text in above
    above.add(text)
    return is_known


def closing_notes(lines: Sequence[Line], removals: Sequence[Removal | None]) -> list[Removal | None]:
    """`removals` with the notes at the end of the body removed, from the last one up to the first line of the story."""
    changed = list(removals)
    for index in range(len(lines) - 1, -1, -1):
        if changed[index] is not None:
            continue
        changed[index] = author_note(lines[index], lines[:index]) or closing_request(lines[index])
        if changed[index] is None:
            break
    return changed


def author_note(line: Line, above: Sequence[Line]) -> Removal | None:
    """A last line about the writer: `Ada Lind is a freelance writer in Oslo.`

    Who is spoken of in the paragraphs `above` is a person of the story.
    """
    found = _AUTHOR_NOTE.match(line.text)
    if found is None or line.has_quote:
        return None
    surname = found["name"].split()[-1]
    if found["about"] is None and any(surname in before.text for before in above if before.is_prose):
        return None
    return Removal(author_note.__name__, "byline")


def closing_request(line: Line) -> Removal | None:
    """A last line that asks the reader for something: `The Gazette comes out twice a week. Subscribe from £3.`"""
    return Removal(closing_request.__name__, "appeal") if closes_with_request(line) else None


def body_span(lines: Sequence[Line], removals: Sequence[Removal | None]) -> tuple[int, int]:
    """The stretch of lines with the highest sum of weights: start and one past the end.

    The method is the maximum subsequence of Pasternack and Roth (2009), with lines in place of tokens: sentences count
    their words, other lines cost a little, lines that a rule knows cost more.
    """
    best, best_span = 0.0, (0, 0)
    total, start = 0.0, 0
    for index, (line, removal) in enumerate(zip(lines, removals, strict=True)):
        if total <= 0:
            total, start = 0.0, index
        total += weight(line, removal)
        if total > best:
            best, best_span = total, (start, index + 1)
    return best_span


def weight(line: Line, removal: Removal | None) -> float:
    """How much `line` speaks for article text (positive) or for page furniture (negative).

    A removed caption costs nothing: captions and buttons stand inside articles, and so do boxes of one related article,
    the heads of posts in a thread, and those of printed pages.
    """
    if removal is not None:
        is_free = removal.label in FREE_LABELS or _is_of_item(removal) or is_of_thread(removal)
        return 0.0 if is_free or removal.rule == join_page_breaks.__name__ else -KNOWN_LINE_COST
    if line.is_prose or line.is_sentence:
        return float(line.n_words)
    return -(BULLET_COST if line.is_bullet else SHORT_LINE_COST)
