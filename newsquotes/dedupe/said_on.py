"""The day on which words were spoken, where the reporting clause says so.

An article's text, a cue and the publication time in; a date and how it is known out, or None. Days inside a quotation,
in a subordinate clause, or after words such as `until` and `next` date something else and are not read. Of `last week`
the day stays unknown, but that the words are older than the article is told.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

from newsquotes.attribute.lexicon import places
from newsquotes.seeds import load_seed

Span = tuple[int, int]

DAY_PRECISIONS = frozenset({"second", "minute", "day"})

_MAX_DISTANCE = 80
_COVER = "\x00"
_CUE = "\x01"
_PARAGRAPH = "\n\n"
_MAX_DAYS_AGO = 30
_EVERYWHERE = frozenset(("the", "a", "in", "at", "over"))
PERIOD = "period"
_WEEKDAY = "weekday"
_TIMES = frozenset({"second", "minute"})
_FIRST_NEXT_DAY = 10
"""The hour in UTC at which the next day begins in the first zone, fourteen hours ahead."""

_SENTENCE_END = re.compile(r"[.!?][”\"’']?\s+(?=[“\"‘'A-Z\x00])")
_CLAUSE_MARK = re.compile(r"[,;:()—–\x00“”\"]|\s-\s")
_DATES_SOMETHING_ELSE = re.compile(
    r"\b(?:before|after|since|until|till|by|from|for|of|ahead|following|next|last|this|coming|previous|every|each|"
    r"the|a|an|his|her|their|its|our|ago)\s*$",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:who|whom|whose|which|that|after|before|since|until|when|while|where|because|if|as|to be)\b", re.IGNORECASE
)
_SAID_THERE = re.compile(r"\s*(?:he|she|they|we|of|about|regarding)\b", re.IGNORECASE)
"""What is said, or what it is about, begins behind the cue: `said she left on Friday`."""

_GOES_ON = (
    r"(?=\W*$|\s+(?:morning|afternoon|evening|night|at|in|on|during|that|after|before|as|when|while|about|from|to|"
    r"with|by|of(?!\s+(?:last|next|this|that))|about)\b)"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_TOPIC = re.compile(r"\s*(?:of|about|on|regarding)\b")
_LEADS_UP = r"(?=\s+\x01)"
_LEAD = r"\b(?:(?:late|early|earlier|again)\s+)?(?:on\s+)?"
_YEAR_COMMA = re.compile(r"(\d), (?=\d{4}\b)")
_WORD = re.compile(r"[a-z]+|\b\d{4}\b")
_PLACE_COMMA = re.compile(r"(?<=\w), (?=((?:[A-Z][\w.]*\s?){1,3})(?:\W|$))")


@dataclass(frozen=True, slots=True)
class SaidOn:
    """A day and how it is known: `weekday`, `relative_day`, `date_in_text`; None and `period` for a longer time."""

    day: date | None
    source: str


def said_on(
    covered_text: str,
    cue: Span,
    published_at: datetime | None,
    precision: str | None,
    *,
    published_on: date | None = None,
) -> SaidOn | None:
    """The time that the sentence around `cue` gives for the saying; None when it gives none.

    `covered_text` is the article's text in which `covered` hid what was said. Days count from `published_on`, the day
    of publication where the outlet is, or else from that of `published_at`, which is in UTC. Without a publication time
    that is exact to the day only a date with its year is known.

    >>> text = covered("“We stay,” Ada Brook said on Friday.", [(0, 10)])
    >>> said_on(text, (21, 25), datetime(2031, 3, 9), "day")
    SaidOn(day=datetime.date(2031, 3, 7), source='weekday')
    """
    published = None
    if published_at is not None and precision in DAY_PRECISIONS:
        published = published_on or published_at.date()
    begin, printed = _sentence(covered_text, cue)
    if not any(word.isdecimal() or word in _time_words() for word in _WORD.findall(printed.lower())):
        return None
    sentence = _without_inner_commas(printed)
    clauses = _clauses(sentence)
    cue_clause = next((span for span in clauses if span[0] <= cue[0] - begin < span[1]), None)
    if cue_clause is None:
        return None
    within = (cue[0] - begin - cue_clause[0], cue[1] - begin - cue_clause[0])
    clause = _with_cue_hidden(sentence[slice(*cue_clause)], within)
    others = [sentence[slice(*span)] for span in clauses if span != cue_clause]
    told = (
        _time_near(clause, within, _day_pattern(), published)
        or _time_near(clause, within, _occasion_pattern(), published)
        or next(filter(None, (_time_alone(other, _day_pattern(), published) for other in others)), None)
        or _time_near(clause, within, _period_pattern(), published)
        or next(filter(None, (_time_alone(other, _period_pattern(), published) for other in others)), None)
    )
    return None if told and _may_be_next_day(told, published_at, precision, published) else told


def _may_be_next_day(
    told: SaidOn, published_at: datetime | None, precision: str | None, published: date | None
) -> bool:
    """Whether a weekday may be that of the next day, which has begun where the outlet is: `Saturday`, at 20:00 UTC.

    Nobody calls a day of the week before by its bare name, but in Sydney it is the same morning.
    """
    if published_at is None or published is None or told.day is None or told.source != _WEEKDAY:
        return False
    is_utc = precision in _TIMES and published == published_at.date() and published_at.hour >= _FIRST_NEXT_DAY
    return is_utc and published - told.day == timedelta(days=6)


def covered(text: str, spans: Iterable[Span]) -> str:
    """The text with every character of the spans hidden, offsets unchanged."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = [_COVER] * len(characters[start:end])
    return "".join(characters)


def _with_cue_hidden(clause: str, cue: Span) -> str:
    """The clause with the cue's characters replaced by a mark, so that a pattern sees what leads up to it."""
    return clause[: cue[0]] + _CUE * (cue[1] - cue[0]) + clause[cue[1] :]


def _sentence(text: str, cue: Span) -> tuple[int, str]:
    """Where the sentence around the cue begins, and the sentence."""
    begin = text.rfind(_PARAGRAPH, 0, cue[0])
    begin = 0 if begin < 0 else begin + len(_PARAGRAPH)
    end = text.find(_PARAGRAPH, cue[1])
    end = len(text) if end < 0 else end
    ends = [match.end() for match in _SENTENCE_END.finditer(text, begin, end)]
    begin = max((place for place in ends if place <= cue[0]), default=begin)
    end = min((place for place in ends if place >= cue[1]), default=end)
    return begin, text[begin:end]


def _without_inner_commas(sentence: str) -> str:
    """The sentence with a space for each comma in a date or before a state, which ends no clause: `in Elm, Ohio`."""
    bare = _weekday_comma().sub(r"\1  ", _YEAR_COMMA.sub(r"\1  ", sentence))
    return _PLACE_COMMA.sub(_without_place_comma, bare)


@cache
def _weekday_comma() -> re.Pattern[str]:
    """Finds the comma between a weekday and its date: `Friday, March 7`."""
    months = _alternatives(_months())
    date = rf"(?:{months}) \d{{1,2}}|(?:the )?\d{{1,2}}{_ORDINAL} (?:of )?(?:{months})"
    return re.compile(rf"\b({_alternatives(_numbers('weekday'))}), (?={date}\b)", re.IGNORECASE)


def _without_place_comma(match: re.Match[str]) -> str:
    """The comma before a place as a space more, any other as it is."""
    words = match[1].split()
    heads = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return "  " if any(head in places() for head in heads) else match[0]


def _clauses(sentence: str) -> list[Span]:
    """The spans between commas, dashes, brackets and quotations."""
    marks = [(0, 0), *(match.span() for match in _CLAUSE_MARK.finditer(sentence)), (len(sentence), len(sentence))]
    return [(left[1], right[0]) for left, right in pairwise(marks) if left[1] < right[0]]


def _time_near(clause: str, cue: Span, pattern: re.Pattern[str], published: date | None) -> SaidOn | None:
    """The time in the clause of the cue, if nothing between the two starts another clause."""
    for match in pattern.finditer(clause):
        between = clause[cue[1] : match.start()] if match.start() >= cue[1] else clause[match.end() : cue[0]]
        leads_elsewhere = _DATES_SOMETHING_ELSE.search(clause[: match.start()])
        if match.groupdict().get("period") and not _is_of_the_saying(clause, cue, match):
            continue
        if match.start() >= cue[1] and _SAID_THERE.match(between):
            continue
        if len(between) <= _MAX_DISTANCE and not _SUBORDINATE.search(between) and not leads_elsewhere:
            return _resolved(match, published)
    return None


def _is_of_the_saying(clause: str, cue: Span, match: re.Match[str]) -> bool:
    """Whether a longer time dates the saying: it opens the clause or follows the cue, is no topic and no show's name.

    Not `said of the vote in 2019`, `those elected in May say`, `told the programme This Week`.
    """
    is_first = not clause[: match.start()].strip()
    is_after = match.start() >= cue[1] and not _TOPIC.match(clause[cue[1] :])
    return is_first or (is_after and match["period"][0].islower())


def _time_alone(clause: str, pattern: re.Pattern[str], published: date | None) -> SaidOn | None:
    """The time of a clause that says nothing else, as in `On Friday, she said …`."""
    match = pattern.fullmatch(clause.strip(" \n.!?"))
    return _resolved(match, published) if match else None


def _resolved(match: re.Match[str], published: date | None) -> SaidOn | None:
    """The day of a match: the last such day up to the day of publication."""
    told = {name: word for name, word in match.groupdict().items() if word and name != "led"}
    if "period" in told:
        return SaidOn(None, PERIOD)
    if "month" in told or "month_first" in told:
        return _date_in_text(told, published)
    if published is None:
        return None
    if "weekday" in told:
        back = (published.weekday() - _numbers("weekday")[_plain(told["weekday"])]) % 7
        return SaidOn(published - timedelta(days=back), _WEEKDAY)
    return _days_ago(told, published)


def _days_ago(told: Mapping[str, str], published: date) -> SaidOn | None:
    """The day of `yesterday` or `three days ago`."""
    if "relative" in told:
        return SaidOn(published + timedelta(days=_numbers("relative_day")[_plain(told["relative"])]), "relative_day")
    count = int(told["days"]) if told["days"].isdecimal() else _small_numbers().get(told["days"].lower(), 0)
    return SaidOn(published - timedelta(days=count), "relative_day") if 0 < count <= _MAX_DAYS_AGO else None


def _date_in_text(told: Mapping[str, str], published: date | None) -> SaidOn | None:
    """A date, of a year that is not told the last such day up to the day of publication."""
    month = _months()[_plain(told.get("month") or told["month_first"])]
    day = int(told.get("day") or told["day_last"])
    this_year_or_last = [published.year, published.year - 1] if published else []
    years = [int(told["year"])] if "year" in told else this_year_or_last
    dates = [found for year in years if (found := _calendar_day(year, month, day))]
    past = [found for found in dates if published is None or found <= published]
    return SaidOn(past[0], "date_in_text") if past else None


def _calendar_day(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _day_pattern() -> re.Pattern[str]:
    """Finds a weekday, a relative day or a date, not possessive and not part of a name such as `Friday Club`."""
    months = _alternatives(_months())
    return re.compile(
        rf"(?:(?P<led>\b(?:on|earlier|later)\s+)|{_LEAD})\b(?:(?P<weekday>{_alternatives(_numbers('weekday'))})"
        rf"|(?P<relative>{_alternatives(_numbers('relative_day'))})"
        rf"|(?P<days>\d{{1,2}}|{_alternatives(_small_numbers())})\s+days?\s+ago"
        rf"|(?:(?:the\s)?(?P<day>\d{{1,2}}){_ORDINAL}\s(?:of\s)?(?P<month>{months})"
        rf"|(?P<month_first>{months})\s(?P<day_last>\d{{1,2}}){_ORDINAL})"
        rf"(?:\s+(?P<year>\d{{4}}))?)(?![\w’'-])(?:{_GOES_ON}|(?(led){_LEADS_UP}|(?!)))",
        re.IGNORECASE,
    )


@cache
def _occasion_pattern() -> re.Pattern[str]:
    """Finds the day of the occasion on which something was said: `in a Friday interview`, `at Friday’s hearing`."""
    weekday = _alternatives(_numbers("weekday"))
    nouns = _alternatives(row["noun"] for row in load_seed("occasion_nouns", ("noun",)))
    part = r"(?:\s+(?:morning|afternoon|evening|night))?"
    return re.compile(
        rf"\b(?:in|at|during|on|via|through)\s+(?:(?:an?|his|her|their|its|the)\s+)?"
        rf"(?P<weekday>(?i:{weekday})){part}(?:['’]s)?\s+(?:\w+\s+){{0,2}}?(?:{nouns})\b",
    )


@cache
def _period_pattern() -> re.Pattern[str]:
    """Finds a time that is longer than a day: `last week`, `in 2019`, `in March`, `three weeks ago`, `last Friday`."""
    periods = _alternatives(_periods())
    months, weekdays = _alternatives(_months()), _alternatives(_numbers("weekday"))
    count = rf"(?:\d{{1,2}}|a|an|a few|several|some|{_alternatives(_small_numbers())})"
    return re.compile(
        rf"\b(?:(?:earlier|late|early|back|at some point)\s+)?(?P<period>{periods}|last\s+(?:{weekdays})"
        rf"|in\s+(?:(?:early|late|mid)[\s-])?(?:(?:{months})(?:\s+\d{{4}})?|\d{{4}})"
        rf"|{count}\s+(?:weeks?|months?|years?|decades?)\s+(?:ago|earlier))(?![\w’'-])",
        re.IGNORECASE,
    )


@cache
def _time_words() -> frozenset[str]:
    """Words of which every time that is read has one: the cheap test before the others."""
    phrases = (*_numbers("weekday"), *_numbers("relative_day"), *_months(), *_periods(), "last", "ago", "earlier")
    return frozenset(word for phrase in phrases for word in phrase.split()) - _EVERYWHERE


def _alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first, with or without a final point."""
    return "|".join(rf"{re.escape(word)}\.?" for word in sorted(words, key=lambda word: (-len(word), word)))


def _plain(word: str) -> str:
    """A word as the reference tables hold it."""
    return " ".join(word.lower().rstrip(".").split())


@cache
def _numbers(kind: str) -> dict[str, int]:
    """Word to number for one kind of day word."""
    rows = load_seed("day_words", ("word", "kind", "value"))
    return {row["word"].rstrip("."): int(row["value"]) for row in rows if row["kind"] == kind}


@cache
def _periods() -> tuple[str, ...]:
    """Phrases for a time that is longer than a day."""
    rows = load_seed("day_words", ("word", "kind", "value"))
    return tuple(row["word"] for row in rows if row["kind"] == PERIOD)


@cache
def _months() -> dict[str, int]:
    """Month name or abbreviation to its number."""
    return {row["name"].rstrip("."): int(row["month"]) for row in load_seed("months", ("name", "month"))}


@cache
def _small_numbers() -> dict[str, int]:
    """Words for the whole numbers up to a month of days."""
    rows = load_seed("number_words", ("words", "digits"))
    return {row["words"]: int(row["digits"]) for row in rows if int(row["digits"]) <= _MAX_DAYS_AGO}
