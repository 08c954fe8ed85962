"""Line rules: what a single line says about itself, whatever stands around it.

In: a `Line`. Out: its label, or None. The rules are tried in order; the first label wins and carries the rule's name.
Rules see one line only, so a line classifier can join the tuple as one more rule.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsquotes.clean.dates import find_date, months
from newsquotes.clean.notes import change_note, change_words, editors_note, heading_words, request_words, tip_plea
from newsquotes.clean.text import REMEMBERED_LINES, SHORT_CHARACTERS, Line
from newsquotes.seeds import load_seed
from newsquotes.word_lists import photo_agencies

PHRASE_COLUMNS = ("phrase", "match", "label", "zone")
PROSE_STARTS = frozenset({"newsletter", "comment", "cookie_notice", "paywall", "legal", "share"})
"""Labels of phrases that a paragraph may start with without being a paragraph of the story."""
PROSE_PARTS = frozenset({"newsletter", "appeal", "cookie_notice", "advertisement"})
"""Labels of phrases that make a paragraph furniture wherever in it they stand."""
MAX_RULE_WORDS = 60
MAX_LINE_WORDS = 400
MAX_NOTE_WORDS = 150
"""Words of a note on what was wrong in a piece."""
WORD_CHARACTERS = 1000
"""Characters that no word has: a line of more counts as one of more words, which keeps patterns off endless ones."""
DATE_SLACK = 12
"""Characters that a line may hold after its date, such as the time."""
CAPTION_LEAD = 15
"""Characters at the start of a line in which it calls itself a caption."""
CREDIT_CHARACTERS = 60
"""Characters at the end of a caption in which its credit stands."""

_CAPTION_END = re.compile(r"\[/caption\]\s*$", re.IGNORECASE)
_SHORTCODE = re.compile(r"^\s*\[/?\w+(?:[\s=][^\]]*)?\]\s*$")
_IMAGE_FILE = re.compile(r"^\S{1,120}\.(?:png|jpe?g|gif|webp|svg|avif|bmp|tiff?)$", re.IGNORECASE)
_URL = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_SYMBOLS = re.compile(r"^[\W_]*$")
_HANDLE = re.compile(r"^@\w{2,30}$|^(?:#\w+[\s,]*)+$")
_RELATIVE_TIME = re.compile(
    r"^(?:(?:posted|published|updated|edited|last updated)\s+)?"
    r"(?:(?:an?|#|a few|about an?|about #|over #)\s+(?:second|sec|minute|min|hour|hr|day|week|month|year)s?|"
    r"#\s?(?:[smhd]|mins?|hrs?))\s+ago(?:\b.{0,30})?$|^(?:yesterday|today) at #.*$|"
    r"^just now$"
)
_POSTERS = (" said", " wrote")
_POSTER_SAID = re.compile(
    r"^(?:(?:#|an?)\s+(?:second|minute|hour|day|week|month|year)s?\s+ago|on #/#/#,? at #:#(?: [ap]m)?),?"
    r" .{1,40} (?:said|wrote)$"
)
_READING_TIME = re.compile(
    r"^(?:reading time\W+|est\. reading time\W+)?(?:about |"
    r"~)?#[ -]*(?:-# )?min(?:ute)?s?\.?(?:\s+(?:to )?read(?:ing)?(?: time)?)?$"
)
_COUNT = re.compile(
    r"^(?:#[kmb]?\s*)?(?:views?|shares?|likes?|comments?|replies|reply|reactions?|votes?|followers?|retweets?|"
    r"members?|posts?|"
    r"love it|haha|wow|sad|angry|thanks|confused|heart|claps?|responses?)(?:\s*#[kmb]?)?$"
)
_PHOTO_CREDIT = re.compile(
    r"^\(?(?:photo(?:graph)?s?|image|picture|pictures|pic|video|credit|photo credit|image credit|image source|"
    r"photo source|"
    r"illustration|file photo|screenshot|photo illustration|featured image)\s*(?:credit)?s?\s*(?:by|:|/|\||©|-|–|"
    r"from|courtesy of|via)\s*\S.{0,90}$",
    re.IGNORECASE,
)
_CAPTION_LEAD = re.compile(
    r"^(?:caption|image caption|photo caption|media caption|figure caption)\s*[:,]\s*\S", re.IGNORECASE
)
_CREDIT_IN_BRACKETS = re.compile(
    r"\((?:file |stock |library )?(?:photo(?:graph)?|picture|pic|image|credit|illustration|graphic|screenshot)s?"
    r"(?: credit| courtesy)?\s*(?::|/|©|by\b|from\b|via\b|of\b|courtesy\b)[^()]{2,80}\)\.?$",
    re.IGNORECASE,
)
_COMMENT_BY = re.compile(r"^(?:\d+\.\s)?[\w.'’-]+(?: [\w.'’-]+){0,4} (?:says|said|wrote|commented):?$")
_COMMENT_TIME = re.compile(
    r"^(?:[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}),? at \d{1,2}:\d\d ?(?:[AaPp]\.?[Mm]\.?)?$"
)
_BARE_CLOCK = re.compile(r"^\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?|\s?[A-Z]{2,4}){1,2}$|^\d\d:\d\d$", re.IGNORECASE)
_WE = re.compile(r"\b(?:[Ww]e|[Oo]urs?|us|ourselves)\b")
_WORD = re.compile(r"\w+")
_JOINTS = str.maketrans(dict.fromkeys("#|&'/@.:-", " "))
"""The characters of a key that are not part of a word."""
_NOTHING = ("\n",)
"""What no key starts with."""
_COMMENTS = ("says", "said", "wrote", "commented")
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
_COPYRIGHT = re.compile(r"^(?:copyright\b|©|\(c\)\s*(?:19|20)\d\d)|\ball rights reserved\.?\s*$", re.IGNORECASE)
_MENU = re.compile(r"(?:\s[|•·›»/]\s.*){3,}|(?:\s›\s|\s»\s).*(?:\s›\s|\s»\s)|^home\s+[›»/>|]", re.IGNORECASE)
_AD = re.compile(
    r"^\W*(?:advertisement|advertisment|sponsored(?: content)?|ad|ads by .*|advertorial|promoted|"
    r"article continues below.*|story continues below.*)\W*$",
    re.IGNORECASE,
)
_AD_STARTS = ("ad", "sponsored", "promoted", "article continues", "story continues")
_SEPARATOR = re.compile(r"[|•·›»/>]")
_PHONE_OR_MAIL = re.compile(
    r"^(?:(?:tel|phone|email|e-mail|fax|call)\b[:. ]*)?(?:\+?[\d() .-]{7,20}|\S+@\S+\.\w+)$", re.IGNORECASE
)


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
def _starts() -> Mapping[str, tuple[tuple[str, ...], Sequence[Phrase]]]:
    """By first word: the words of the phrases that start with it, and those phrases."""
    return {first: (tuple(phrase.words for phrase in found), found) for first, found in _by_match("start").items()}


@cache
def _whole() -> Mapping[str, Phrase]:
    return {phrase.words: phrase for phrase in phrases() if phrase.match == "whole"}


@cache
def _parts() -> tuple[re.Pattern[str], Mapping[str, Phrase]]:
    """Phrases that may stand anywhere: their pattern, and themselves."""
    found = {phrase.words: phrase for phrase in phrases() if phrase.match == "part"}
    longest_first = sorted(found, key=lambda words: (-len(words), words))
    pattern = re.compile(rf"(?<!\w){_alternation(map(re.escape, longest_first))}(?!\w)")
    return pattern, found


def _alternation(patterns: Iterable[str]) -> str:
    """A pattern that matches any of `patterns`, tried in order among those with the same first character."""
    by_first: dict[str, list[str]] = {}
    for pattern in patterns:
        by_first.setdefault(pattern[0], []).append(pattern[1:])
    return "(?:" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in by_first.items()) + ")"


def _telling_words(phrases: Iterable[str]) -> frozenset[str]:
    """The longest word of each phrase: a line without any of these holds none of the phrases."""
    return frozenset(max(_WORD.findall(words), key=len) for words in phrases)


@cache
def _phrase_signs() -> tuple[Mapping[str, tuple[str, ...]], frozenset[str], frozenset[str]]:
    """Of phrases that start a line: their words by the first; of those that end one: the last; of others: one word."""
    starts: dict[str, tuple[str, ...]] = {}
    for words, _ in _starts().values():
        first = words[0].translate(_JOINTS).split()[0]
        starts[first] = starts.get(first, ()) + words
    lasts = (last.translate(_JOINTS).split()[-1] for last in _by_match("end"))
    return starts, frozenset(lasts), _telling_words(_parts()[1])


def _may_hold_phrase(key: str, words: Sequence[str]) -> bool:
    """Whether a line with this key, of these words, could hold a boilerplate phrase."""
    starts, lasts, parts = _phrase_signs()
    return bool(words) and (
        key in _whole()
        or key.startswith(starts.get(words[0], _NOTHING))
        or words[-1] in lasts
        or not parts.isdisjoint(words)
    )


@cache
def _agency_words() -> frozenset[str]:
    return _telling_words(photo_agencies())


def find_phrase(line: Line) -> Phrase | None:
    """The boilerplate phrase that `line` is, starts with, ends with or holds.

    A line that quotes somebody is never matched by a part of it.
    """
    key = line.key
    if not key:
        return None
    if whole := _whole().get(key):
        return whole
    first, last = key.split(" ", 1)[0].rstrip(":"), key.rsplit(" ", 1)[-1]
    starts, starting = _starts().get(first, ((), ()))
    for phrase in starting if key.startswith(starts) else ():
        if key.startswith(phrase.words) and not key[len(phrase.words) : len(phrase.words) + 1].isalnum():
            return phrase if not line.is_prose or _is_furniture(line, phrase) else None
    if line.is_prose and line.has_quote:
        return None
    for phrase in _by_match("end").get(last, ()):
        if key.endswith(phrase.words):
            return phrase
    pattern, by_words = _parts()
    found = pattern.search(key)
    if found is None:
        return None
    phrase = by_words[found.group()]
    return phrase if not line.is_prose or phrase.label in PROSE_PARTS else None


def _is_furniture(line: Line, phrase: Phrase) -> bool:
    """Whether prose that starts with `phrase` is furniture: a request, or wording that no story starts with."""
    if line.has_quote:
        return False
    return asks_reader(line) if phrase.label == "appeal" else phrase.label in PROSE_STARTS


@cache
def _reader_request(place: str) -> re.Pattern[str]:
    """Any wording of seeds/reader_requests.csv that counts in `place`: anywhere | sentence_start."""
    rows = load_seed("reader_requests", ("wording", "place"), key=("wording", "place"))
    wordings = (re.escape(row["wording"]) for row in rows if row["place"] == place)
    alternatives = _alternation(wording.replace(r"\*", r"\w*").replace("'", "['’]") for wording in wordings)
    before = r"\b" if place == "anywhere" else r"(?:^|[.!?:]\s+)(?:please\s+|and\s+)?"
    return re.compile(rf"{before}{alternatives}\b")


def asks_reader(line: Line) -> bool:
    """Whether the outlet speaks to its readers about itself, outside quotation marks.

    >>> from newsquotes.clean.text import read_lines
    >>> asks_reader(read_lines("Your support keeps our reporters on the road.")[0])
    True
    """
    text = _QUOTED.sub(" ", line.text).casefold()
    return any(_reader_request(place).search(text) is not None for place in ("anywhere", "sentence_start"))


def closes_with_request(line: Line) -> bool:
    """Whether a sentence of `line` tells the reader to subscribe, give or follow; no line that quotes somebody does.

    >>> from newsquotes.clean.text import read_lines
    >>> closes_with_request(read_lines("The Gazette comes out twice a week. Subscribe from £3.")[0])
    True
    """
    return not line.has_quote and _reader_request("sentence_start").search(line.text.casefold()) is not None


def speaks_for_itself(line: Line) -> bool:
    """Whether `line` says `we` or `our` outside quotation marks, as an outlet does in an appeal."""
    return _WE.search(_QUOTED.sub(" ", line.text)) is not None


def caption_marker(line: Line) -> str | None:
    """A caption that a publishing system closed by hand: `Crowds at the harbour on Monday[/caption]`."""
    return "caption" if "[" in line.text and _CAPTION_END.search(line.text) else None


def shortcode(line: Line) -> str | None:
    """A bare tag of a publishing system: `[gallery ids="1,2"]`."""
    return "markup" if line.text[0] == "[" and _SHORTCODE.match(line.text) else None


def caption_lead(line: Line) -> str | None:
    """A line that calls itself a caption: `Image caption, The mayor at the opening`."""
    return "caption" if "caption" in line.key[:CAPTION_LEAD] and _CAPTION_LEAD.match(line.text) else None


def image_file_name(line: Line) -> str | None:
    """The name of an image file in place of the image: `image.png`, `banner-2.jpg`."""
    return "caption" if "." in line.text and _IMAGE_FILE.match(line.text) else None


def bare_url(line: Line) -> str | None:
    """An address on a line of its own: `https://example.org/story`."""
    return "navigation" if line.text[0] in "hHwW" and _URL.match(line.text) else None


def symbols_only(line: Line) -> str | None:
    """A rule or a close button: `* * *`, `×`, `-----`."""
    if line.text[0].isalnum() or len(line.text) > 80:
        return None
    return "markup" if _SYMBOLS.match(line.text) else None


def handle_or_tags(line: Line) -> str | None:
    """An account name or a row of tags: `@cityherald`, `#harbour #budget`."""
    return "share" if line.text[0] in "@#" and _HANDLE.match(line.text) else None


def quoted_poster(line: Line) -> str | None:
    """The head of a quoted forum post: `6 minutes ago, oldsalt said:`, `On 4/5/2031 at 9:14 PM, oldsalt said:`."""
    return "comment" if line.key.endswith(_POSTERS) and _POSTER_SAID.match(line.key) else None


def relative_time(line: Line) -> str | None:
    """A time that only the page's visitor could resolve: `19 minutes ago`, `Updated an hour ago`."""
    if " ago" not in line.key and not line.key.startswith(("yesterday", "today", "just now")):
        return None
    return "dateline" if _RELATIVE_TIME.match(line.key) else None


def reading_time(line: Line) -> str | None:
    """`4 min read`."""
    return "byline" if "min" in line.key and _READING_TIME.match(line.key) else None


def reaction_count(line: Line) -> str | None:
    """A counter under a post or a share button: `• Haha 1`, `12 replies`, `Views: 3,204`."""
    return "share" if "#" in line.key and _COUNT.match(line.key.replace(":", "")) else None


def photo_credit(line: Line) -> str | None:
    """`Photo: Ada Lind/City Herald`, `Image credit: Getty Images`."""
    if line.is_prose or line.key[:1] not in "cfipsv":
        return None
    return "credit" if _PHOTO_CREDIT.match(line.text) else None


def agency_caption(line: Line) -> str | None:
    """A caption that ends in an agency's credit: `A ferry leaves the port on Friday. (AP Photo/Lena Ost)`."""
    credit = line.key[-CREDIT_CHARACTERS:]
    if not any(map(credit.__contains__, photo_agencies())):
        return None
    return None if line.has_quote else "caption"


def credited_caption(line: Line) -> str | None:
    """A caption with its credit in brackets: `The pier, which closed on Monday (Picture: Marrow Archive)`."""
    return "caption" if line.text.endswith((")", ").")) and _CREDIT_IN_BRACKETS.search(line.text) else None


def copyright_notice(line: Line) -> str | None:
    """`© 2031 Harbour Media. All rights reserved.`"""
    if "©" not in line.text and "copyright" not in line.key and "reserved" not in line.key and line.text[0] != "(":
        return None
    return "legal" if _COPYRIGHT.search(line.text) and not line.has_quote else None


def comment_head(line: Line) -> str | None:
    """Who wrote a comment, or when: `3. Ada says:`, `March 8, 2031 at 9:39 am`."""
    if not (line.text[0].isdigit() or line.text[0].isupper()):
        return None
    if line.key.endswith(_COMMENTS):
        return "comment" if _COMMENT_BY.match(line.text) else None
    return "comment" if " at #" in line.key and _COMMENT_TIME.match(line.text) else None


def bare_date(line: Line) -> str | None:
    """A date on a line of its own: `Sep 27, 2031`; of this year above a post: `Posted March 3`."""
    is_posted = line.key.startswith("posted ") and _posted_this_year().fullmatch(line.key)
    return "dateline" if is_posted or _is_date(line.text) else None


@cache
def _posted_this_year() -> re.Pattern[str]:
    month = "|".join(sorted(months()))
    return re.compile(rf"posted (?:(?:{month})\.? #|# (?:{month})|yesterday|today)(?:,? at #:#(?: [ap]m)?)?")


def bare_clock(line: Line) -> str | None:
    """A time of day on a line of its own, as above an entry of a live blog: `16:40`, `4.40pm BST`."""
    return "dateline" if _BARE_CLOCK.match(line.text) else None


def _is_date(text: str) -> bool:
    span = find_date(text)
    return span is not None and len(text) - len(span[1]) > len(text) / 2 and len(span[1]) <= DATE_SLACK


def advertisement(line: Line) -> str | None:
    """`Advertisement`, `Story continues below`."""
    return "advertisement" if line.key.lstrip("#&@ ").startswith(_AD_STARTS) and _AD.match(line.text) else None


def menu_row(line: Line) -> str | None:
    """A menu or breadcrumb on one line: `Home › World › Europe`, `News | Sport | Weather | Jobs`."""
    if line.is_sentence or _SEPARATOR.search(line.text) is None or ": " in line.text:
        return None
    return "navigation" if _MENU.search(line.text) else None


def contact_detail(line: Line) -> str | None:
    """A telephone number or mail address alone: `+1 555 0100`, `desk@cityherald.example`."""
    return "navigation" if _PHONE_OR_MAIL.match(line.text) else None


def boilerplate_phrase(line: Line) -> str | None:
    """A line that is, starts with, ends with or holds a phrase of seeds/boilerplate_phrases.csv: `Jump to content`."""
    phrase = find_phrase(line)
    return phrase.label if phrase else None


@dataclass(frozen=True, slots=True)
class LineRule:
    """A rule, with what rules most lines out before it is asked.

    `max_words`: the longest line that it looks at. `needs_digit`: it looks only at those with a digit or `@`. A line
    that it knows holds one of its `words` or `marks`, or starts with what is no letter, or is a boilerplate phrase.
    """

    label: Callable[[Line], str | None]
    max_words: int
    needs_digit: bool = False
    words: Callable[[], frozenset[str]] = frozenset
    marks: str = ""


def _any_of(words: str) -> Callable[[], frozenset[str]]:
    return lambda: frozenset(words.split())


_PICTURES = (
    "photo photos photograph photographs image images picture pictures pic pics video videos credit credits "
    "illustration illustrations screenshot screenshots photocredit photocredits imagecredit imagecredits"
)
LINE_RULES: tuple[LineRule, ...] = (
    LineRule(caption_marker, MAX_LINE_WORDS, marks="["),
    LineRule(shortcode, 12, marks="["),
    LineRule(caption_lead, 40, words=_any_of("caption")),
    LineRule(image_file_name, 1, marks="."),
    LineRule(bare_url, 1, marks=":."),
    LineRule(symbols_only, 40),
    LineRule(handle_or_tags, 15),
    LineRule(quoted_poster, 14, words=_any_of("said wrote")),
    LineRule(relative_time, 10, words=_any_of("ago yesterday today now")),
    LineRule(reading_time, 7, needs_digit=True),
    LineRule(comment_head, 8, words=_any_of("says said wrote commented")),
    LineRule(bare_date, 6, needs_digit=True),
    LineRule(bare_clock, 3, needs_digit=True),
    LineRule(photo_credit, 15, words=_any_of(_PICTURES)),
    LineRule(credited_caption, MAX_RULE_WORDS, marks="("),
    LineRule(copyright_notice, MAX_RULE_WORDS, words=_any_of("copyright reserved"), marks="©"),
    LineRule(advertisement, 8, words=_any_of("ad ads advertisement advertisment advertorial sponsored promoted below")),
    LineRule(editors_note, MAX_NOTE_WORDS, words=heading_words),
    LineRule(change_note, MAX_NOTE_WORDS, words=change_words),
    LineRule(tip_plea, MAX_NOTE_WORDS, words=request_words),
    LineRule(boilerplate_phrase, MAX_RULE_WORDS),
    LineRule(reaction_count, 5, needs_digit=True),
    LineRule(agency_caption, MAX_RULE_WORDS, words=_agency_words),
    LineRule(menu_row, MAX_RULE_WORDS, marks="|•·›»/>"),
    LineRule(contact_detail, 5, needs_digit=True),
)


@dataclass(frozen=True, slots=True)
class Removal:
    """Why a line goes: the rule's name, what the line is, the zone that it opens (empty: none).

    `score` is how likely the line is no article text, for a rule that weighs evidence.
    """

    rule: str
    label: str
    zone: str = ""
    score: float | None = None


_UNKNOWN = Removal("", "")
_REMEMBERED: dict[str, Removal | None] = {}
"""What short lines are, by their text: rules look at nothing else of a line."""


@dataclass(frozen=True, slots=True)
class _Questions:
    """The rules for lines of one length, in order, and the words and marks by which they tell the lines they know.

    `marks` is None if one of them looks at digits: then all are asked.
    """

    rules: Sequence[tuple[str, Callable[[Line], str | None]]]
    words: frozenset[str]
    marks: re.Pattern[str] | None

    def may_know(self, line: Line) -> bool:
        """Whether any of the rules could know `line`."""
        if self.marks is None or not line.key[:1].isalnum() or self.marks.search(line.text, line.is_bullet):
            return True
        words = line.key.translate(_JOINTS).split()
        return not self.words.isdisjoint(words) or _may_hold_phrase(line.key, words)


@cache
def _questions(n_words: int, has_digit: bool) -> _Questions:
    fitting = [rule for rule in LINE_RULES if n_words <= rule.max_words and (has_digit or not rule.needs_digit)]
    is_any_line = any(rule.needs_digit for rule in fitting)
    marks = re.escape("".join(rule.marks for rule in fitting))
    return _Questions(
        tuple((rule.label.__name__, rule.label) for rule in fitting),
        frozenset().union(*(rule.words() for rule in fitting)),
        None if is_any_line else re.compile(f"[{marks}]" if marks else "(?!)"),
    )


def label_line(line: Line) -> Removal | None:
    """The first rule that knows `line`; None for what may be article text.

    What a short line is gets remembered: the menus of a site are the same on every page.
    """
    if len(line.text) > SHORT_CHARACTERS:
        return _label(line)
    found = _REMEMBERED.get(line.text, _UNKNOWN)
    if found is _UNKNOWN:
        if len(_REMEMBERED) >= REMEMBERED_LINES:
            _REMEMBERED.clear()
        found = _REMEMBERED[line.text] = _label(line)
    return found


def forget_lines() -> None:
    """Forget what short lines are, so that a measure of speed starts from nothing."""
    _REMEMBERED.clear()


def _label(line: Line) -> Removal | None:
    has_digit = "#" in line.key or "@" in line.key
    n_words = max(line.n_words, len(line.text) // WORD_CHARACTERS)
    questions = _questions(min(n_words, MAX_LINE_WORDS), has_digit)
    for name, rule in questions.rules if questions.may_know(line) else ():
        if label := rule(line):
            return Removal(name, label, _zone(line, name))
    return None


def _zone(line: Line, rule: str) -> str:
    """The zone that a line opens by the rule that knows it; an item of a list opens no appeal."""
    if rule in (quoted_poster.__name__, comment_head.__name__):
        return "comment"
    phrase = find_phrase(line) if rule == "boilerplate_phrase" else None
    if phrase is None or (phrase.zone == "appeal" and line.is_bullet):
        return ""
    return phrase.zone
