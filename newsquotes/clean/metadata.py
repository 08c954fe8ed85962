"""What a page says about an article: title, publisher, authors, dates, address.

In: the lines of a page with their removals (plain text), or declared values. Out: `Metadata`. A value that the page
does not state is None; nothing is taken from the story itself.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from urllib.parse import urlsplit

from newsquotes.clean.dates import Moment, read_moment, read_url_moment
from newsquotes.clean.lines import Removal
from newsquotes.clean.text import Line, comparable, normalise_characters
from newsquotes.seeds import load_seed

MIN_TITLE_WORDS = 4
MAX_TITLE_WORDS = 30
TITLE_DISTANCE = 12
"""Lines between a headline and the body, at most."""
TITLE_SLACK = 20
"""Difference in characters between two printings of one headline, at most."""

_SITE_TITLE = re.compile(r"^(?P<title>.{10,200}?)\s+[|»]\s+(?:.{1,60}\s+[|»]\s+)*(?P<site>[^|»]{2,60})$")
_DASH_TITLE = re.compile(r"^(?P<title>.{10,200})\s+[-–—]\s+(?P<site>[^|–—]{2,40})$")
_HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$", re.IGNORECASE)
_NAME = r"(?:[A-Z][\w.'’-]*|de|van|von|der|den|bin|al|el|la|di|da)"
_BYLINE = re.compile(r"^(?:[Bb]y|BY|Written by|Words by|Story by|Posted by)\s*:?\s+(?P<names>[A-Z].{2,100})$")
_AUTHOR = re.compile(rf"^[A-Z][\w.'’-]*(?:\s+{_NAME}){{0,4}}$")
_AUTHOR_SPLIT = re.compile(r"\s*(?:,|;|&|\band\b)\s*")
_ADAPTED = re.compile(
    r"(?:^|\s)(?:adapted|republished|reprinted|reproduced|syndicated|edited|compiled)\s+(?:by\s+(?P<site>[^|"
    r"]{2,50}?)\s+)?"
    r"from\s+(?:an? (?:article|report|story) (?:in|by)\s+)?(?P<origin>[^|]{2,50}?)[\s,|"
    r"–-]*(?P<date>\d[\w\s,./-]{5,24}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})?\s*$",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"^(?:source|via|original source|story credit)\s*:\s*(?P<origin>[A-Z][^|.]{1,50})$", re.IGNORECASE)
_SELF_NAMED = re.compile(
    r"^(?i:support|a message from|thank you for (?:reading|supporting)|thanks for reading|subscribe to|sign up to|"
    r"sign up for|"
    r"more from|explore what|follow|©\s*(?:\d{4}[\s–-]*)*|copyright\s*(?:©)?\s*(?:\d{4}[\s–-]*)*)\s+"
    r"(?P<name>(?:The\s+)?[A-Z][\w&'’.-]*(?:\s+(?:of|and|[A-Z][\w&'’.-]*)){0,4})",
)
_PUBLISHED = re.compile(r"\b(?:published|posted|first published|date|created|on|issued|released)\b", re.IGNORECASE)
_MODIFIED = re.compile(r"\b(?:updated|modified|edited|last update)\b\W*", re.IGNORECASE)
_DATELINE_NOISE = re.compile(r"[\s|•·,:–—/()-]+")
MAX_DATELINE_WORDS = 24


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

    def or_else(self, other: "Metadata") -> "Metadata":
        """These values, with those of `other` where these are silent."""
        dated = self if self.published else other
        return Metadata(
            url=self.url or other.url,
            title=self.title or other.title,
            publisher=self.publisher or other.publisher,
            original_publisher=self.original_publisher or other.original_publisher,
            authors=self.authors or other.authors,
            published=dated.published,
            published_source=dated.published_source,
            modified=self.modified or other.modified,
        )

    @property
    def domain(self) -> str | None:
        """Host of the URL without `www.`, or the host by which the outlet calls itself."""
        if self.url:
            return url_domain(self.url)
        return self.publisher.casefold() if self.publisher and _HOST.match(self.publisher) else None


@cache
def outlets() -> Mapping[str, str]:
    """Outlet name as printed by its comparable form, from seeds/outlets.csv."""
    return {_outlet_key(row["name"]): row["name"] for row in load_seed("outlets", ("name", "domain"))}


@cache
def outlet_domains() -> Mapping[str, str]:
    """Outlet name by host, the first row of a host first."""
    names: dict[str, str] = {}
    for row in load_seed("outlets", ("name", "domain")):
        names.setdefault(row["domain"], row["name"])
    return names


def _outlet_key(name: str) -> str:
    key = comparable(name)
    return key.removeprefix("the") if len(key) > 6 else key


def known_outlet(name: str) -> str | None:
    """The outlet called `name`, with or without its article, as the reference table prints it."""
    return outlets().get(_outlet_key(name))


def url_domain(url: str) -> str | None:
    """Host of `url` in lower case without `www.`; None for what is no web address."""
    try:
        host = urlsplit(url.strip()).hostname
    except ValueError:
        return None
    if not host or "." not in host:
        return None
    return host.removeprefix("www.") or None


def clean_value(value: str | None) -> str | None:
    """A metadata value on one line with normal characters and no entities; None when nothing is left."""
    return normalise_characters(" ".join(unescape(unescape(value)).split())) or None if value else None


def declared_metadata(row: Mapping[str, object]) -> Metadata:
    """What the envelope of a document (a row of `documents`) states about the article."""
    url = clean_value(_string(row.get("declared_url")))
    published = read_moment(_string(row.get("declared_published")) or "")
    authors = row.get("declared_authors")
    return Metadata(
        url=url,
        title=clean_value(_string(row.get("declared_title"))),
        publisher=clean_value(_string(row.get("declared_publisher"))),
        authors=read_authors([str(author) for author in authors]) if isinstance(authors, list) else (),
        published=published,
        published_source=("feed" if row.get("format") == "feed" else "metadata") if published else "none",
    )


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
    )


def read_authors(values: Sequence[str]) -> tuple[str, ...]:
    """Author names in order, without repeats, `By` and addresses."""
    names: list[str] = []
    for value in values:
        name = re.sub(r"^by\s+", "", normalise_characters(" ".join(value.split())), flags=re.IGNORECASE).strip(" ,;|")
        if name and "://" not in name and "@" not in name and len(name) <= 80 and name not in names:
            names.append(name)
    return tuple(names)


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
    found = _credit(lines, removals).or_else(found)
    return found.or_else(Metadata(publisher=_self_named_publisher(lines, removals)))


def visible_metadata(lines: Sequence[Line], removals: Sequence[Removal | None], *, title: str | None) -> Metadata:
    """Authors and dates that an HTML page prints between its headline and its body."""
    start = next((index for index, removal in enumerate(removals) if removal is None), len(lines))
    headlines = [index for index, line in enumerate(lines[: start + 1]) if title and _prints(line, title)]
    if not headlines:
        return Metadata()
    own = [Removal("title_line", "title") if index in headlines else removal for index, removal in enumerate(removals)]
    return _byline_and_dates(lines, own, max(start, headlines[-1]))


def _is_headline(line: Line) -> bool:
    return (
        MIN_TITLE_WORDS <= line.n_words <= MAX_TITLE_WORDS
        and (not line.is_sentence or line.text[-1] in "?!’'\"”")
        and not line.is_bullet
        and line.text[-1] not in ":,;"
        and _BYLINE.match(line.text) is None
        and not is_dateline(line)
    )


def _headline(lines: Sequence[Line], removals: Sequence[Removal | None], start: int) -> str | None:
    """The headline above the body: a line that stands there twice, else the nearest line that reads like one."""
    candidates = [
        line
        for line, removal in zip(lines[:start], removals[:start], strict=True)
        if removal is not None and removal.rule == "outside_body" and _is_headline(line)
    ]
    keys = [comparable(line.text) for line in candidates]
    for line, key in zip(candidates, keys, strict=True):
        if keys.count(key) > 1:
            return line.text
    near = [line for line in candidates if line in lines[max(0, start - TITLE_DISTANCE) : start]]
    return near[-1].text if near else None


def _site_title(lines: Sequence[Line], removals: list[Removal | None], start: int) -> Metadata:
    """Title and site from a line such as `Harbour reopens | World | City Herald`."""
    for index, line in enumerate(lines[:start]):
        if line.n_words > MAX_TITLE_WORDS + 10:
            continue
        piped, dashed = _SITE_TITLE.match(line.text), _DASH_TITLE.match(line.text)
        for found in (piped, dashed):
            if found is None or found["title"].count(" ") + 1 < MIN_TITLE_WORDS:
                continue
            title = found["title"].split(" | ")[0].strip()
            is_repeated = any(other is not line and _prints(other, title) for other in lines)
            if not is_repeated and (found is dashed or known_outlet(found["site"]) is None):
                continue
            removals[index] = Removal("site_title_line", "title")
            return Metadata(title=title, publisher=known_outlet(found["site"]) or found["site"].strip())
    return Metadata()


def _label_titles(lines: Sequence[Line], removals: list[Removal | None], title: str | None) -> None:
    """Mark every line that prints the title, above the body or at its start."""
    if not title:
        return
    prose = 0
    for index, line in enumerate(lines):
        if not (prose and line.is_sentence) and _prints(line, title):
            removals[index] = Removal("title_line", "title")
        prose += line.is_prose and removals[index] is None


def _prints(line: Line, title: str) -> bool:
    """Whether `line` is the title and nothing else, whatever its case and punctuation."""
    return abs(len(line.text) - len(title)) <= TITLE_SLACK and comparable(line.text) == comparable(title)


def is_dateline(line: Line) -> bool:
    """Whether a line is nothing but a date, with words such as `Published` or a byline around it."""
    return line.n_words <= MAX_DATELINE_WORDS and not line.is_prose and read_moment(line.text) is not None


def _byline_and_dates(lines: Sequence[Line], removals: list[Removal | None], start: int) -> Metadata:
    """Authors and dates from the lines between the headline and the body."""
    title_at = max((i for i in range(start) if (removal := removals[i]) and removal.label == "title"), default=-1)
    found = Metadata()
    for index in range(max(title_at + 1, start - TITLE_DISTANCE, 0), start):
        line, removal = lines[index], removals[index]
        if removal is None:
            continue
        if not found.authors and (names := byline_authors(line.text)):
            found = replace(found, authors=names)
            removals[index] = Removal("byline", "byline")
        if is_dateline(line):
            found = _dated(found, line.text)
            if removal.rule in ("outside_body", "boilerplate_phrase") and not byline_authors(line.text):
                removals[index] = Removal("dateline", "dateline")
    return found


def _dated(found: Metadata, text: str) -> Metadata:
    """`found` with the dates of one line: what follows `updated` is the modification."""
    parts = _MODIFIED.split(text, maxsplit=1)
    published = read_moment(parts[0])
    modified = read_moment(parts[1]) if len(parts) > 1 else None
    if published and not found.published:
        found = replace(found, published=published, published_source="text")
    if modified and not found.modified:
        found = replace(found, modified=modified)
    return found


def byline_authors(text: str) -> tuple[str, ...]:
    """The names in `By Ada Lind and Ben Osei, City Herald | 4 March 2031`; empty for any other line."""
    found = _BYLINE.match(text)
    if found is None:
        return ()
    head = re.split(r"\s*[|•·–—(]|\s-\s|\b(?:Published|Updated|Posted)\b", found["names"], maxsplit=1)[0]
    names = [name for name in _AUTHOR_SPLIT.split(head) if name]
    kept: list[str] = []
    for name in names:
        if not _AUTHOR.match(name) or known_outlet(name) or read_moment(name) or len(name.split()) < 2:
            break
        kept.append(name)
    return read_authors(kept)


def _credit(lines: Sequence[Line], removals: list[Removal | None]) -> Metadata:
    """Publisher, origin and date from a credit such as `Adapted by Port News from City Herald 2031-04-05`."""
    for index, line in enumerate(lines):
        if line.n_words > 20 or line.is_prose:
            continue
        if found := _ADAPTED.search(line.text):
            removals[index] = Removal("source_credit", "credit")
            published = read_moment(found["date"] or "")
            return Metadata(
                publisher=clean_value(found["site"]),
                original_publisher=clean_value(found["origin"]),
                published=published,
                published_source="text" if published else "none",
            )
        if (found := _SOURCE.match(line.text)) and known_outlet(found["origin"].strip()):
            removals[index] = Removal("source_credit", "credit")
            return Metadata(original_publisher=known_outlet(found["origin"].strip()))
    return Metadata()


def _leading_outlet(words: str) -> str | None:
    """The known outlet that `words` are or start with: `Harbour News AI` names Harbour News."""
    parts = words.split()
    names = (known_outlet(" ".join(parts[:count]).rstrip(".:!,")) for count in range(len(parts), 0, -1))
    return next((name for name in names if name), None)


def _self_named_publisher(lines: Sequence[Line], removals: Sequence[Removal | None]) -> str | None:
    """The outlet that names itself in an appeal, a sign-up box or a copyright line outside the body."""
    names: dict[str, int] = {}
    for line, removal in zip(lines, removals, strict=True):
        if removal is None or removal.label in ("comment", "related", "other_article"):
            continue
        if (found := _SELF_NAMED.match(line.text)) and (name := _leading_outlet(found["name"])):
            names[name] = names.get(name, 0) + 1
    return max(names, key=lambda name: (names[name], name)) if names else None
