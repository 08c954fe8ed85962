"""Line rules: what a single line says about itself, whatever stands around it.

In: a `Line`. Out: its label, or None. The rules are tried in order; the first label wins and carries the rule's name. Rules
see one line only, so a line classifier can join the tuple as one more rule.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsquotes.clean.text import Line
from newsquotes.seeds import load_seed

PHRASE_COLUMNS = ("phrase", "match", "label", "zone")
MAX_PHRASE_WORDS = 60

_CAPTION_END = re.compile(r"\[/caption\]\s*$", re.IGNORECASE)
_SHORTCODE = re.compile(r"^\s*\[/?\w+(?:[\s=][^\]]*)?\]\s*$")
_IMAGE_FILE = re.compile(r"^\S{1,120}\.(?:png|jpe?g|gif|webp|svg|avif|bmp|tiff?)$", re.IGNORECASE)
_IMAGE_LEAD = re.compile(r"^(?:image|img|photo)?\S{0,60}\.(?:png|jpe?g|gif|webp)\s", re.IGNORECASE)
_URL = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_SYMBOLS = re.compile(r"^[\W_]*$")
_HANDLE = re.compile(r"^@\w{2,30}$|^(?:#\w+[\s,]*)+$")
_RELATIVE_TIME = re.compile(
    r"^(?:(?:posted|published|updated|edited|last updated)\s+)?(?:an?|#|a few|about an?|about #|over #)\s+"
    r"(?:second|sec|minute|min|hour|hr|day|week|month|year)s?\s+ago(?:\b.{0,30})?$|^(?:yesterday|today) at #.*$|^just now$"
)
_POSTER_SAID = re.compile(r"^(?:#|an?)\s+(?:second|minute|hour|day|week|month|year)s?\s+ago,? .{1,40} (?:said|wrote)$")
_READING_TIME = re.compile(r"^(?:reading time\W+|est\. reading time\W+)?(?:about |~)?#[ -]*(?:-# )?min(?:ute)?s?\.?(?:\s+(?:to )?read(?:ing)?(?: time)?)?$")
_COUNT = re.compile(
    r"^(?:#[kmb]?\s*)?(?:views?|shares?|likes?|comments?|replies|reply|reactions?|votes?|followers?|retweets?|members?|posts?|"
    r"love it|haha|wow|sad|angry|thanks|confused|heart|claps?|responses?)(?:\s*#[kmb]?)?$"
)
_PHOTO_CREDIT = re.compile(
    r"^\(?(?:photo(?:graph)?s?|image|picture|pictures|pic|video|credit|photo credit|image credit|image source|photo source|"
    r"illustration|file photo|screenshot|photo illustration|featured image)\s*(?:credit)?s?\s*(?:by|:|/|\||©|-|–|from|courtesy of|via)\s*\S.{0,90}$",
    re.IGNORECASE,
)
_AGENCY_CREDIT = re.compile(
    r"(?:getty images|shutterstock|istock|unsplash|ap photo|\(ap\)|afp via getty|pa wire|epa-efe|/reuters|reuters/|via reuters|"
    r"alamy|adobe stock|pixabay|pexels|file photo|/ ?afp|wikimedia commons)",
    re.IGNORECASE,
)
_CAPTION_LEAD = re.compile(r"^(?:caption|image caption|photo caption|media caption|figure caption)\s*[:,]\s*\S", re.IGNORECASE)
_COPYRIGHT = re.compile(r"^(?:copyright\b|©|\(c\)\s*(?:19|20)\d\d)|\ball rights reserved\.?\s*$", re.IGNORECASE)
_MENU = re.compile(r"(?:\s[|•·›»/]\s.*){3,}|(?:\s›\s|\s»\s).*(?:\s›\s|\s»\s)|^home\s+[›»/>|]", re.IGNORECASE)
_AD = re.compile(r"^\W*(?:advertisement|advertisment|sponsored(?: content)?|ad|ads by .*|advertorial|promoted|article continues below.*|story continues below.*)\W*$", re.IGNORECASE)
_PHONE_OR_MAIL = re.compile(r"^(?:(?:tel|phone|email|e-mail|fax|call)\b[:. ]*)?(?:\+?[\d() .-]{7,20}|\S+@\S+\.\w+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row of `boilerplate_phrases`: generic wording of page furniture.

    `match` says where in the folded line the words stand (whole | start | end | part); `zone` is the zone that the line
    opens, empty when only the line itself goes.
    """

    words: str
    match: str
    label: str
    zone: str


@cache
def phrases() -> tuple[Phrase, ...]:
    """The rows of seeds/boilerplate_phrases.csv."""
    rows = load_seed("boilerplate_phrases", PHRASE_COLUMNS, key=("phrase", "match"))
    return tuple(Phrase(row["phrase"], row["match"], row["label"], row["zone"]) for row in rows)


@cache
def _by_match(match: str) -> Mapping[str, Sequence[Phrase]]:
    """Phrases of one kind of match, found by their first (for `end`: last) word, the longest first."""
    index: dict[str, list[Phrase]] = {}
    for phrase in sorted(phrases(), key=lambda phrase: (-len(phrase.words), phrase.words)):
        if phrase.match == match:
            words = phrase.words.split()
            index.setdefault(words[-1] if match == "end" else words[0], []).append(phrase)
    return index


@cache
def _whole() -> Mapping[str, Phrase]:
    return {phrase.words: phrase for phrase in phrases() if phrase.match == "whole"}


@cache
def _parts() -> tuple[re.Pattern[str], Mapping[str, Phrase]]:
    found = {phrase.words: phrase for phrase in phrases() if phrase.match == "part"}
    longest_first = sorted(found, key=lambda words: (-len(words), words))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), found


def find_phrase(line: Line) -> Phrase | None:
    """The boilerplate phrase that `line` is, starts with, ends with or holds.

    A line that quotes somebody is never matched by a part of it.
    """
    key = line.key
    if not key or line.n_words > MAX_PHRASE_WORDS:
        return None
    if whole := _whole().get(key):
        return whole
    first, last = key.split(" ", 1)[0].rstrip(":"), key.rsplit(" ", 1)[-1]
    for phrase in (*_by_match("start").get(first, ()),):
        if key.startswith(phrase.words) and not key[len(phrase.words) : len(phrase.words) + 1].isalnum():
            return None if line.is_prose and line.has_quote else phrase
    for phrase in _by_match("end").get(last, ()):
        if key.endswith(phrase.words):
            return None if line.has_quote else phrase
    pattern, by_words = _parts()
    if (found := pattern.search(key)) and not line.has_quote:
        return by_words[found.group()]
    return None


def caption_marker(line: Line) -> str | None:
    """A caption that a publishing system closed by hand: `Crowds at the harbour on Monday[/caption]`."""
    return "caption" if "[" in line.text and _CAPTION_END.search(line.text) else None


def shortcode(line: Line) -> str | None:
    """A bare tag of a publishing system: `[gallery ids="1,2"]`."""
    return "markup" if line.text[0] == "[" and _SHORTCODE.match(line.text) else None


def caption_lead(line: Line) -> str | None:
    """A line that calls itself a caption: `Image caption, The mayor at the opening`."""
    return "caption" if line.n_words <= 40 and _CAPTION_LEAD.match(line.text) else None


def image_file_name(line: Line) -> str | None:
    """The name of an image file in place of the image: `image.png`, `banner-2.jpg`."""
    return "caption" if line.n_words == 1 and _IMAGE_FILE.match(line.text) else None


def bare_url(line: Line) -> str | None:
    """An address on a line of its own: `https://example.org/story`."""
    return "navigation" if line.n_words == 1 and _URL.match(line.text) else None


def symbols_only(line: Line) -> str | None:
    """A rule or a close button: `* * *`, `×`, `-----`."""
    return "markup" if len(line.text) <= 80 and _SYMBOLS.match(line.text) else None


def handle_or_tags(line: Line) -> str | None:
    """An account name or a row of tags: `@cityherald`, `#harbour #budget`."""
    return "share" if line.text[0] in "@#" and _HANDLE.match(line.text) else None


def quoted_poster(line: Line) -> str | None:
    """The head of a quoted forum post: `6 minutes ago, oldsalt said:`."""
    return "comment" if line.n_words <= 14 and _POSTER_SAID.match(line.key) else None


def relative_time(line: Line) -> str | None:
    """A time that only the page's visitor could resolve: `19 minutes ago`, `Updated an hour ago`."""
    return "dateline" if line.n_words <= 10 and _RELATIVE_TIME.match(line.key) else None


def reading_time(line: Line) -> str | None:
    """`4 min read`."""
    return "byline" if line.n_words <= 7 and _READING_TIME.match(line.key) else None


def reaction_count(line: Line) -> str | None:
    """A counter under a post or a share button: `• Haha 1`, `12 comments`, `Views: 3,204`."""
    return "share" if line.n_words <= 5 and _COUNT.match(line.key.replace(":", "")) else None


def photo_credit(line: Line) -> str | None:
    """`Photo: Ada Lind/City Herald`, `Image credit: Getty Images`."""
    return "credit" if line.n_words <= 15 and not line.is_prose and _PHOTO_CREDIT.match(line.text) else None


def agency_caption(line: Line) -> str | None:
    """A caption that ends in an agency's credit: `A ferry leaves the port on Friday. (AP Photo/Lena Ost)`."""
    if line.n_words > 60 or line.has_quote:
        return None
    found = _AGENCY_CREDIT.search(line.text, max(0, len(line.text) - 70))
    return "caption" if found else None


def copyright_notice(line: Line) -> str | None:
    """`© 2031 Harbour Media. All rights reserved.`"""
    return "legal" if line.n_words <= 60 and _COPYRIGHT.search(line.text) and not line.has_quote else None


def advertisement(line: Line) -> str | None:
    """`Advertisement`, `Story continues below`."""
    return "advertisement" if line.n_words <= 8 and _AD.match(line.text) else None


def menu_row(line: Line) -> str | None:
    """A menu or breadcrumb on one line: `Home › World › Europe`, `News | Sport | Weather | Jobs`."""
    return "navigation" if not line.is_sentence and line.n_words <= 60 and _MENU.search(line.text) else None


def contact_detail(line: Line) -> str | None:
    """A telephone number or mail address alone: `+1 555 0100`, `desk@cityherald.example`."""
    return "navigation" if line.n_words <= 5 and _PHONE_OR_MAIL.match(line.text) else None


def boilerplate_phrase(line: Line) -> str | None:
    """A line that is, starts with, ends with or holds a phrase of seeds/boilerplate_phrases.csv: `Jump to content`."""
    phrase = find_phrase(line)
    return phrase.label if phrase else None


LINE_RULES: tuple[Callable[[Line], str | None], ...] = (
    caption_marker,
    shortcode,
    caption_lead,
    image_file_name,
    bare_url,
    symbols_only,
    handle_or_tags,
    quoted_poster,
    relative_time,
    reading_time,
    reaction_count,
    photo_credit,
    copyright_notice,
    advertisement,
    boilerplate_phrase,
    agency_caption,
    menu_row,
    contact_detail,
)

MAX_RULE_WORDS = 60


@dataclass(frozen=True, slots=True)
class Removal:
    """Why a line goes: the rule's name and what the line is."""

    rule: str
    label: str


def label_line(line: Line) -> Removal | None:
    """The first rule that knows `line`; None for what may be article text."""
    if line.n_words > MAX_RULE_WORDS:
        label = caption_marker(line)
        return Removal("caption_marker", label) if label else None
    for rule in LINE_RULES:
        if label := rule(line):
            return Removal(rule.__name__, label)
    return None
