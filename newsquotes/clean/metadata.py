"""What a page says about an article: title, publisher, authors, dates, address.

In: the lines of a page with their removals (plain text), or declared values. Out: `Metadata`. A value that the page
does not state is None; nothing is taken from the story itself.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from html import unescape
from urllib.parse import urlsplit

from newsquotes.clean.bylines import byline_authors, byline_outlet, is_role, read_authors
from newsquotes.clean.credits import find_credit, starts_credit
from newsquotes.clean.dates import Moment, months, read_moment, read_url_moment
from newsquotes.clean.headline import (
    MARKER_DISTANCE,
    MAX_NAME_WORDS,
    MAX_TITLE_WORDS,
    MIN_TITLE_WORDS,
    find_headline,
    is_name,
)
from newsquotes.clean.lines import Removal, bare_date
from newsquotes.clean.outlets import (
    POINTING_WORDS,
    agency_in,
    given_names,
    known_outlet,
    news_agency,
    outlet_domains,
    outlet_key,
    outlet_name,
    url_domain,
)
from newsquotes.clean.text import Line, comparable, fold, normalise_characters
from newsquotes.seeds import load_seed

MIN_HEADLINE_WORDS = 2
_JOINTS = frozenset({"and", "&", ","})
_LEADS = frozenset({"by", "written by", "words by", "story by", "text by", "posted by"})
"""What stands alone above the name of an author, folded, and between two."""
LONGEST_HEADLINE = 400
"""Characters: a word may be as long as the page, and what tells names and scores must not look through it."""
"""Words of a headline that is looked for; one that is stated may be shorter."""
HEADLINE_DISTANCE = 45
"""Lines above the body in which its headline is looked for …"""
HEADLINES_IN_BODY = 2
"""… and lines at its start."""
TITLE_DISTANCE = 12
"""Lines between a headline and the byline or date that belongs to it, at most."""
TITLE_SLACK = 20
"""Difference in characters between two printings of one headline, at most."""
_SITE_TITLE = re.compile(r"^(?P<title>.{10,200}?)\s+[|»]\s+(?:.{1,60}\s+[|»]\s+)*(?P<site>[^|»]{2,60})$")
_DASH_TITLE = re.compile(r"^(?P<title>.{10,200})\s+[-–—]\s+(?P<site>[^|–—]{2,40})$")
_SITE_MARK = re.compile(r"\s[|»–—-]\s")
_HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$", re.IGNORECASE)
_CREDITED = re.compile(
    r"^(?:by|words|photos?|story|edited|[a-z]+ed) by:? ?[A-Z]|^[Bb]y:? ?[A-Z]|.*\bcredit: ?[A-Z]", re.IGNORECASE
)
_POINTER = re.compile(r"^[«»‹›←→<>–—]|\s[»›>]\s")
"""A link to another page, a breadcrumb, or a name behind a dash, which signs what stands above it."""
_SELF_NAMED = re.compile(
    r"^(?:(?P<appeal>(?i:support|stand (?:with|by|up for)|become an? (?:friend|member|supporter) of|"
    r"an? (?:\w+ )?(?:message|note|word|letter|appeal|request) from"
    r"(?: (?:the|our) (?:newsroom|editors?|editorial team|staff|team|publishers?|journalists|reporters) (?:of|at))?|"
    r"from (?:all of us|everyone|the team|the editors) at|thank you for (?:reading|supporting)|thanks for reading))|"
    r"(?i:subscribe to|sign up to|sign up for|more from|follow|"
    r"©\s*(?:\d{4}[\s–-]*)*|copyright\s*(?:©)?\s*(?:\d{4}[\s–-]*)*))\s+"
    r"(?P<name>(?:The\s+)?[A-Z][\w&'’.-]*(?:\s+(?:of|and|[A-Z][\w&'’.-]*)){0,4})",
)
_ASSISTANT = re.compile(
    r"^(?i:explore|discover|see|find out) what (?P<name>[A-Z][\w&'’.-]*(?: [A-Z][\w&'’.-]*){0,3}?)(?: AI)? can do\b"
)
_HEADLINE_ENDS = tuple("?!’'\"”")
_MASTHEAD = re.compile(
    r"^(?P<name>[^|•·»›:]{3,40}?)(?:\s*[|•·»›]\s*(?P<section>[^|•·»›]{3,30})|\s+[-–—]\s+(?P<rubric>[^|•·»›]{3,30}))?$"
)
_SCORE = re.compile(
    r"^\D*[^\W\d]\D*\d{1,3}(?:\s*[-–:]\s*\d{1,3}\s+\D*[^\W\d]\D*|[\s,–-]+\D*[^\W\d]\D*\s\d{1,3})(?:\s*\([^()]*\))?$"
)
_MARKED_DATE = re.compile(r"^(?:(?:first |date )?published|posted on|publication date)\b(?! by\b)", re.IGNORECASE)
_MODIFIED = re.compile(r"\b(?:updated|modified|edited|last update)\b\W*", re.IGNORECASE)
MAX_DATELINE_WORDS = 24
MASTHEAD_DISTANCE = 2
"""Lines between the outlet's name at the top of a page and the title, at most."""
PROSE_ABOVE_DATE = 2
"""Paragraphs between a headline and the article's date, at most."""
_OTHERS = frozenset({"legal", "comment", "related"})
"""Labels of lines whose date is not the article's."""
EDGE_LINES = 2
"""Lines at either end of the body where it may say where it comes from."""
BELOW_HEADLINE = 8
"""Lines below a headline in which a page prints the date of the article."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article beside its text; None and empty where the page is silent."""

    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    original_publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    published_source: str = "none"
    modified: Moment | None = None
    section: str | None = None
    agency: str | None = None
    is_paywalled: bool = False
    title_source: str | None = None
    publisher_source: str | None = None
    authors_source: str | None = None

    def read_from(self, source: str) -> "Metadata":
        """These values, with `source` as where those without one were read."""
        return replace(
            self,
            title_source=self.title_source or (source if self.title else None),
            publisher_source=self.publisher_source or (source if self.publisher else None),
            authors_source=self.authors_source or (source if self.authors else None),
        )

    def or_else(self, other: "Metadata") -> "Metadata":
        """These values, with those of `other` where these are silent."""
        dated = other if other.published and self.published_source in ("none", "modified") else self
        return Metadata(
            url=self.url or other.url,
            title=self.title or other.title,
            publisher=self.publisher or other.publisher,
            original_publisher=self.original_publisher or other.original_publisher,
            authors=self.authors or other.authors,
            published=dated.published,
            published_source=dated.published_source,
            modified=self.modified or other.modified,
            section=self.section or other.section,
            agency=self.agency or other.agency,
            is_paywalled=self.is_paywalled or other.is_paywalled,
            title_source=(self if self.title else other).title_source,
            publisher_source=(self if self.publisher else other).publisher_source,
            authors_source=(self if self.authors else other).authors_source,
        )

    @property
    def domain(self) -> str | None:
        """Host of the URL without `www.`, or the host by which the outlet calls itself."""
        if self.url:
            return url_domain(self.url)
        return self.publisher.casefold() if self.publisher and _HOST.match(self.publisher) else None


@cache
def _sections() -> frozenset[str]:
    """Names of sections and kickers, folded, from seeds/sections.csv."""
    return frozenset(row["name"] for row in load_seed("sections", ("name",)))


def settled(found: Metadata) -> Metadata:
    """`found` with outlets among its authors as origin, and no origin that is the publisher itself.

    >>> settled(Metadata(publisher="Marrow Gazette", authors=("Reuters",))).original_publisher
    'Reuters'
    """
    agencies = [agency for author in found.authors if (agency := agency_in(author))]
    authors = tuple(author for author in found.authors if agency_in(author) is None)
    origin = found.original_publisher or next(iter(agencies), None)
    own, key = outlet_key(found.publisher or ""), outlet_key(origin or "")
    is_own = bool(own) and (key.startswith(own) or own.startswith(key))
    return replace(
        found,
        authors=authors,
        original_publisher=None if is_own else origin,
        agency=found.agency or next(filter(None, map(news_agency, filter(None, (origin, *agencies)))), None),
    )


def metadata_confidence(field: str, source: str | None) -> float | None:
    """Share of the values of `field` from `source` that are right, from seeds/metadata_confidence.csv; None without."""
    return _confidences().get((field, source or ""))


@cache
def _confidences() -> Mapping[tuple[str, str], float]:
    columns = ("field", "source", "confidence", "n")
    rows = load_seed("metadata_confidence", columns, key=("field", "source"))
    return {(row["field"], row["source"]): float(row["confidence"]) for row in rows}


def clean_value(value: str | None) -> str | None:
    """A metadata value on one line with normal characters and no entities; None when nothing is left."""
    return normalise_characters(" ".join(unescape(unescape(value)).split())) or None if value else None


def declared_metadata(row: Mapping[str, object]) -> Metadata:
    """What the envelope of a document (a row of `documents`) states about the article."""
    url = clean_value(_string(row.get("declared_url")))
    published = read_moment(_string(row.get("declared_published")) or "")
    authors = row.get("declared_authors")
    source = "feed" if row.get("format") == "feed" else "metadata"
    return Metadata(
        url=url,
        title=clean_value(_string(row.get("declared_title"))),
        publisher=clean_value(_string(row.get("declared_publisher"))),
        authors=read_authors([str(author) for author in authors]) if isinstance(authors, list) else (),
        published=published,
        published_source=source if published else "none",
    ).read_from(source)


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def url_metadata(url: str | None) -> Metadata:
    """What an address says: the day in its path, and the outlet of its host if the reference table has it."""
    if url is None:
        return Metadata()
    published = read_url_moment(url)
    domain = url_domain(url)
    return Metadata(
        url=url,
        publisher=outlet_domains().get(domain) if domain else None,
        published=published,
        published_source="url" if published else "none",
        section=_url_section(url),
    ).read_from("url")


def _url_section(url: str) -> str | None:
    """The section that the first part of the address's path names: `https://marrow.example/politics/2031/pier`."""
    try:
        parts = urlsplit(url).path.split("/")
    except ValueError:
        return None
    name = parts[1].replace("-", " ").casefold() if len(parts) > 2 else ""
    return name.capitalize() if name in _sections() else None


def text_metadata(lines: Sequence[Line], removals: list[Removal | None], *, title: str | None = None) -> Metadata:
    """What the lines around the body say; relabels in `removals` the lines that it read.

    `title` is the headline if something better than the lines states it: it is looked up, not searched for.
    """
    start = next((index for index, removal in enumerate(removals) if removal is None), len(lines))
    found = _site_title(lines, removals, start)
    found = found.or_else(Metadata(title=title or _headline(lines, removals, start)))
    if title:
        found = replace(found, title=title)
    _label_titles(lines, removals, found.title)
    found = _byline_and_dates(lines, removals, start).or_else(found)
    found = (_credit(lines, removals) or _agency_below(lines, removals)).or_else(found)
    found = found.or_else(Metadata(publisher=_masthead(lines, removals)))
    found = found.or_else(Metadata(publisher=_self_named_publisher(lines, removals)))
    return found.read_from("text")


def visible_metadata(lines: Sequence[Line], removals: list[Removal | None], *, title: str | None) -> Metadata:
    """Authors and dates that an HTML page prints between its headline and its body, or else right around either.

    Relabels in `removals` the lines that it read.
    """
    start = next((index for index, removal in enumerate(removals) if removal is None), len(lines))
    headlines = _printings(lines, title) if title else []
    above = [index for index in headlines if index <= start]
    found = Metadata()
    if above:
        for index in above:
            removals[index] = Removal("title_line", "title")
        found = _byline_and_dates(lines, removals, max(start, above[-1]))
    if not found.published and not found.modified:
        found = _dates_nearby(lines, removals, above or headlines, start).or_else(found)
    if not found.published and not found.modified:
        found = _signed_off(lines, removals).or_else(found)
    found = found.or_else(_credit(lines, removals) or Metadata())
    return _printed_change(found).read_from("text")


def prefer_printed_day(stated: Metadata, lines: Sequence[Line]) -> Metadata:
    """`stated` with the day that the page prints right below its headline, if its markup says another.

    Some publishing systems state when the site was last rebuilt. A printed day beside the stated one is that of another
    time zone; one beside the stated change is the change.
    """
    if stated.published is None or not stated.title:
        return stated
    printed = _day_below_headline(lines, stated.title)
    known = [moment.on for moment in (stated.published, stated.modified) if moment]
    if printed is None or any(abs(printed.on - day) <= timedelta(days=1) for day in known):
        return stated
    return replace(stated, published=printed, published_source="text")


def _day_below_headline(lines: Sequence[Line], title: str) -> Moment | None:
    """The first date alone on its line right below the headline, with one standfirst between at most.

    A breadcrumb may print the headline just before.
    """
    last, prose = None, 0
    for index, line in enumerate(lines):
        if last is None or prose == 0:
            last = index if _prints(line, title) else last
        if last is None:
            continue
        prose += line.is_prose and index > last
        if prose > 1 or index - last > BELOW_HEADLINE:
            return None
        if bare_date(line) and not _MODIFIED.search(line.text):
            return read_moment(line.text)
    return None


def _signed_off(lines: Sequence[Line], removals: Sequence[Removal | None]) -> Metadata:
    """The date below the body, if one alone is marked as the article's.

    `Published on 4 March 2031` is a mark, and so is a byline right above the date.
    """
    found: dict[date, Moment] = {}
    for index, (line, removal) in enumerate(zip(lines, removals, strict=True)):
        if removal is None or removal.label == "comment" or bare_date(line) is None:
            continue
        is_signed = index > 0 and bool(byline_authors(lines[index - 1].text))
        if (is_signed or _MARKED_DATE.match(line.text)) and (moment := read_moment(line.text)):
            found.setdefault(moment.on, moment)
    if len(found) != 1:
        return Metadata()
    return Metadata(published=next(iter(found.values())), published_source="text")


def _printed_change(found: Metadata) -> Metadata:
    """`found` dated by the last change if that is all that the page prints: `Updated 5 April 2031` by the headline.

    Only for HTML: whole pages print it in that place as the article's date, and plain text may be anything.

    A change that only the markup states says nothing of the kind: most of those articles are years older.
    """
    if found.published is not None or found.modified is None:
        return found
    return replace(found, published=found.modified, published_source="modified")


def _dates_nearby(
    lines: Sequence[Line], removals: Sequence[Removal | None], headlines: Sequence[int], start: int
) -> Metadata:
    """Dates on lines of their own right below the headline, else right around the first line of the body.

    A page prints today's date and the dates of other articles as well, but further away: below some paragraphs, or
    beside its copyright.
    """
    for first, last in [*((at + 1, at + 1 + BELOW_HEADLINE) for at in headlines[:2]), (start - 2, start + 5)]:
        prose = 0
        for index in range(max(0, first), min(last, len(lines))):
            line, removal = lines[index], removals[index]
            prose += line.is_prose
            if prose > PROSE_ABOVE_DATE:
                break
            if line.is_prose or line.n_words > MAX_DATELINE_WORDS or (removal and removal.label in _OTHERS):
                continue
            found = _dated(Metadata(), line.text)
            if found.published or found.modified:
                return found
    return Metadata()


def _headline(lines: Sequence[Line], removals: Sequence[Removal | None], start: int) -> str | None:
    """The headline above the body, or among its first lines if the body's span takes it in.

    Names of persons and outlets, bylines, dates and scores are none.
    """
    candidates = [
        index
        for index in range(max(0, start - HEADLINE_DISTANCE), min(start + HEADLINES_IN_BODY, len(lines)))
        if _may_be_headline(lines[index], removals[index])
    ]
    at = find_headline(lines, removals, candidates, start=start, markers=_head_markers(lines, removals, start))
    return None if at is None else lines[at].text


def _may_be_headline(line: Line, removal: Removal | None) -> bool:
    return (
        (removal is None or removal.rule in ("outside_body", "line_model"))
        and MIN_HEADLINE_WORDS <= line.n_words <= MAX_TITLE_WORDS
        and len(line.text) <= LONGEST_HEADLINE
        and not line.is_bullet
        and line.text[-1] not in ":,;"
        and _POINTER.search(line.text) is None
        and (not line.is_sentence or line.text.rstrip(")]").endswith(_HEADLINE_ENDS))
        and _CREDITED.match(line.text) is None
        and not starts_credit(line.text)
        and not _is_persons_name(line.text)
        and _SCORE.match(line.text) is None
        and not is_dateline(line)
    )


def _is_persons_name(text: str) -> bool:
    """Whether `text` is a name that starts with a given name, with degrees or not: `Ada Lind, MD`."""
    name = text.split(",", 1)[0]
    return is_name(name) and comparable(name.split()[0]) in given_names()


def _head_markers(lines: Sequence[Line], removals: Sequence[Removal | None], start: int) -> frozenset[int]:
    """Where bylines, dates and reading times stand above the body."""
    return frozenset(
        index for index in range(max(0, start - HEADLINE_DISTANCE), start) if _is_marker(lines[index], removals[index])
    )


def _is_marker(line: Line, removal: Removal | None) -> bool:
    if removal is not None and removal.rule == "reading_time":
        return True
    return is_dateline(line) or bool(byline_authors(line.text))


def _site_title(lines: Sequence[Line], removals: list[Removal | None], start: int) -> Metadata:
    """Title and site from a line such as `Harbour reopens | World | City Herald`."""
    for index, line in enumerate(lines[:start]):
        if line.n_words > MAX_TITLE_WORDS + 10 or line.is_bullet or _SITE_MARK.search(line.text) is None:
            continue
        piped, dashed = _SITE_TITLE.match(line.text), _DASH_TITLE.match(line.text)
        for found in (piped, dashed):
            if found is None or found["title"].count(" ") + 1 < MIN_TITLE_WORDS:
                continue
            title = found["title"].split(" | ")[0].strip()
            is_repeated = any(lines[other] is not line for other in _printings(lines, title))
            if not is_repeated and (found is dashed or known_outlet(found["site"]) is None):
                continue
            removals[index] = Removal("site_title_line", "title")
            return Metadata(title=title, publisher=known_outlet(found["site"]) or found["site"].strip())
    return Metadata()


def _label_titles(lines: Sequence[Line], removals: list[Removal | None], title: str | None) -> None:
    """Mark every line that prints the title, above the body or at its start."""
    if not title:
        return
    printings = _printings(lines, title)
    last = max(printings, default=0)
    first_prose = next(
        (i for i in range(last) if lines[i].is_prose and removals[i] is None and i not in printings), last
    )
    for index in printings:
        if index <= first_prose or not lines[index].is_sentence:
            removals[index] = Removal("title_line", "title")


def _printings(lines: Sequence[Line], title: str) -> list[int]:
    """The lines that are the title and nothing else."""
    shortest, longest = len(title) - TITLE_SLACK, len(title) + TITLE_SLACK
    alike = [index for index, line in enumerate(lines) if shortest <= len(line.text) <= longest]
    key = comparable(title)
    return [index for index in alike if comparable(lines[index].text) == key]


def _prints(line: Line, title: str) -> bool:
    """Whether `line` is the title and nothing else, whatever its case and punctuation."""
    return abs(len(line.text) - len(title)) <= TITLE_SLACK and comparable(line.text) == comparable(title)


def is_dateline(line: Line) -> bool:
    """Whether a line is nothing but a date, with words such as `Published` or a byline around it."""
    return (
        line.n_words <= MAX_DATELINE_WORDS
        and "#" in line.key
        and not line.is_prose
        and read_moment(line.text) is not None
    )


def _byline_and_dates(lines: Sequence[Line], removals: list[Removal | None], start: int) -> Metadata:
    """Authors, agency and dates from the lines between the headline and the body; a date above it if none is below.

    Of a headline that is printed twice, the byline may stand between; a date there may be today's.
    """
    titles = [i for i in range(start) if (removal := removals[i]) and removal.label == "title"]
    title_at = titles[-1] if titles else -1
    near = [index for index in titles if index >= start - TITLE_DISTANCE]
    found = Metadata()
    for index in range(max(near[0] if near else title_at + 1, start - TITLE_DISTANCE, 0), start):
        if removals[index] is None:
            continue
        found = _read_byline(found, lines, removals, index)
        if index > title_at:
            found = _read_dateline(found, lines, removals, index)
    if title_at >= 0 and not found.authors and not found.original_publisher:
        found = replace(found, authors=_bare_authors(lines, removals, title_at, start))
    for index in range(title_at - 1, max(title_at - MARKER_DISTANCE, -1), -1):
        if found.published is None and removals[index] is not None:
            found = _read_dateline(found, lines, removals, index)
    return found


def _bare_authors(lines: Sequence[Line], removals: list[Removal | None], title_at: int, start: int) -> tuple[str, ...]:
    """The names that stand alone on lines between the headline and the body, which are relabelled as bylines.

    They follow a line such as `By`, or the headline itself if a date, an office or a reading time stands below them:
    `Ada Lind`, `and`, `Ben Osei`, `5 April 2031`.
    """
    reach = range(title_at + 1, min(start, title_at + 1 + TITLE_DISTANCE))
    lead = next((index for index in reach if lines[index].key in _LEADS), None)
    names: list[int] = []
    index = title_at + 1 if lead is None else lead + 1
    while index < start and (_is_authors_name(lines[index]) or (names and lines[index].text in _JOINTS)):
        names += [index] if lines[index].text not in _JOINTS else []
        index += 1
    below = range(index, min(start, index + MARKER_DISTANCE))
    if lead is None and not any(_is_marker(lines[at], removals[at]) or is_role(lines[at].text) for at in below):
        return ()
    for at in names:
        removals[at] = Removal("byline", "byline")
    return read_authors([lines[at].text for at in names])


def _is_authors_name(line: Line) -> bool:
    """Whether `line` is a name of two words at least that starts with a given name, and no outlet's."""
    text = line.text
    return line.n_words > 1 and "," not in text and _is_persons_name(text) and agency_in(text) is None


def _read_byline(found: Metadata, lines: Sequence[Line], removals: list[Removal | None], index: int) -> Metadata:
    """`found` with the authors or the agency of the line at `index`, which is relabelled if it is a byline."""
    text = lines[index].text
    if not found.authors and (names := byline_authors(text)):
        removals[index] = Removal("byline", "byline")
        return replace(found, authors=names)
    if not found.original_publisher and (agency := byline_outlet(text)):
        removals[index] = Removal("byline", "byline")
        return replace(found, original_publisher=agency)
    return found


def _read_dateline(found: Metadata, lines: Sequence[Line], removals: list[Removal | None], index: int) -> Metadata:
    """`found` with the dates of the line at `index`, which is relabelled if it is nothing but a date."""
    line, removal = lines[index], removals[index]
    if removal is None or not is_dateline(line):
        return found
    if removal.rule in ("outside_body", "boilerplate_phrase") and not byline_authors(line.text):
        removals[index] = Removal("dateline", "dateline")
    return _dated(found, line.text)


@cache
def _of_an_event() -> re.Pattern[str]:
    """A line that tells of what its date is: "Open day: ", "Deadline for entries – "."""
    labels = "|".join(re.escape(row["label"]) for row in load_seed("event_labels", ("label",)))
    return re.compile(rf"^(?:{labels})\b[^.:;]{{0,40}}[:–—]\s", re.IGNORECASE)


def _dated(found: Metadata, text: str) -> Metadata:
    """`found` with the dates of one line: what follows `updated` is the modification; an event's day is none."""
    if _of_an_event().match(text):
        return found
    parts = _MODIFIED.split(text, maxsplit=1)
    published = read_moment(parts[0])
    modified = read_moment(parts[1]) if len(parts) > 1 else None
    if published and not found.published:
        found = replace(found, published=published, published_source="text")
    if modified and not found.modified:
        found = replace(found, modified=modified)
    return found


def _credit(lines: Sequence[Line], removals: list[Removal | None]) -> Metadata | None:
    """Publisher, origin and date from a credit such as `Adapted by Port News from City Herald 2031-04-05`.

    A sentence of the body counts at its very beginning or end only, and so does the source of anything: charts inside a
    story have theirs.
    """
    kept = [index for index, removal in enumerate(removals) if removal is None]
    inside = range(kept[EDGE_LINES], kept[-EDGE_LINES]) if len(kept) > 2 * EDGE_LINES else range(0)
    for index, line in enumerate(lines):
        removal = removals[index]
        if removal and removal.label in ("comment", "related") and removal.rule != "outside_body":
            continue
        if (credit := find_credit(line)) is None or (index in inside and credit.site is None):
            continue
        removals[index] = Removal("source_credit", "credit")
        return Metadata(
            publisher=clean_value(credit.site),
            original_publisher=clean_value(credit.origin),
            published=credit.published,
            published_source="text" if credit.published else "none",
        )
    return None


def _agency_below(lines: Sequence[Line], removals: list[Removal | None]) -> Metadata:
    """The agency whose name alone stands right below the body: `Reuters`."""
    last = max((index for index, removal in enumerate(removals) if removal is None), default=len(lines))
    for index in range(last + 1, min(last + 1 + MARKER_DISTANCE, len(lines))):
        if lines[index].n_words <= MAX_NAME_WORDS and (agency := news_agency(lines[index].text)):
            removals[index] = Removal("source_credit", "credit")
            return Metadata(original_publisher=known_outlet(lines[index].text) or agency)
    return Metadata()


def _leading_outlet(words: str) -> str | None:
    """The known outlet that `words` are or start with: `Harbour News AI` names Harbour News.

    A name of one word must be all there is: `The National Coffee Board` is not The National.
    """
    parts = words.split()
    for count in range(len(parts), 0, -1):
        is_short = count - (parts[0].casefold() == "the") < 2
        if count < len(parts) and is_short:
            return None
        if name := known_outlet(" ".join(parts[:count]).rstrip(".:!,")):
            return name
    return None


def _self_named_publisher(lines: Sequence[Line], removals: Sequence[Removal | None]) -> str | None:
    """The outlet that names itself in an appeal, a sign-up box or a copyright line outside the body.

    A name that neither the reference table nor a word such as `Gazette` shows to be an outlet's counts only if two
    appeals hold it.
    """
    sure: dict[str, int] = {}
    others: dict[str, int] = {}
    for line, removal in zip(lines, removals, strict=True):
        if removal is None or removal.label in ("comment", "related", "other_article"):
            continue
        if found := _ASSISTANT.match(line.text):
            sure[found["name"]] = sure.get(found["name"], 0) + 1
        elif found := _SELF_NAMED.match(line.text):
            printed = re.sub(r"['’]s$", "", found["name"].rstrip(".:!,"))
            name = _leading_outlet(printed) or outlet_name(printed)
            if name:
                sure[name] = sure.get(name, 0) + 1
            elif found["appeal"] and is_name(printed) and printed.split()[0].casefold() not in POINTING_WORDS:
                others[printed] = others.get(printed, 0) + 1
    names = sure or {name: count for name, count in others.items() if count > 1}
    return max(names, key=lambda name: (names[name], name)) if names else None


def _masthead(lines: Sequence[Line], removals: list[Removal | None]) -> str | None:
    """The outlet whose name stands right above the title: `Marrow Gazette | Culture`, `MARROW GAZETTE`.

    A name that is not plainly an outlet's counts if it is the first line of the page, which prints it again outside
    the article.
    """
    title_at = next((i for i, removal in enumerate(removals) if removal and removal.label == "title"), 0)
    for index in range(max(0, title_at - MASTHEAD_DISTANCE), title_at):
        line, removal = lines[index], removals[index]
        found = _MASTHEAD.match(line.text) if line.n_words <= 2 * MAX_NAME_WORDS else None
        if found is None or removal is None or removal.rule not in ("outside_body", "menu_row", "boilerplate_phrase"):
            continue
        name = found["name"].strip()
        if not is_name(name) or fold(name) in _sections() or fold(name) in months():
            continue
        others = [lines[i].text for i, other in enumerate(removals) if other is not None and i != index]
        if publisher := outlet_name(name) or (None if index else _printed_again(name, others)):
            removals[index] = Removal("masthead", "publisher")
            return publisher.title() if publisher.isupper() and " " in publisher else publisher
    return None


def _printed_again(name: str, others: Sequence[str]) -> str | None:
    """`name` as one of the `others` prints it beside other words, whatever its case."""
    pattern = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    return next((found.group() for text in others if (found := pattern.search(text)) and found.group() != text), None)
