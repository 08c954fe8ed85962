"""Dates as pages print them, read strictly: what is not a whole absolute date is no date.

In: a string that should hold a date. Out: a `Moment`, or None. There is no default year, no "now", and no guess
between day and month.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from newsquotes.seeds import load_seed

_ISO = re.compile(
    r"(?<!\d)(?P<year>(?:18|19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?\s?(?P<zone>Z|UTC|GMT|"
    r"[+-]\d\d:?\d\d)?)?(?!\d)"
)
_COMPACT = re.compile(
    r"^(?P<year>(?:18|19|"
    r"20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?P<zone>Z)?)?$"
)
_NUMERIC = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:18|19|20)\d\d)(?!\d)"
)
_YEAR_FIRST = re.compile(
    r"(?<![\w.$£€/-])(?P<year>(?:18|19|20)\d\d)(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d|[.-]\d)"
)
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?)?\s*(?P<half>[ap]\.?m\.?)?\s*"
    r"\(?(?P<zone>[A-Z]{1,4}\b|[+-]\d\d:?\d\d)?\)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_URL_DATE = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d\d|[a-z]{3})[/-](?P<day>\d\d)(?=[/_-]|\.html?|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time in UTC and how exact it is: second | minute | day | month | year.

    `local_day` is the calendar day as it was written, None if that is the day in UTC.
    """

    at: datetime
    precision: str
    local_day: date | None = None

    @property
    def on(self) -> date:
        """The calendar day where it was written."""
        return self.local_day or self.at.date()


@cache
def months() -> dict[str, int]:
    """Month numbers by English name and abbreviation, from seeds/months.csv."""
    return {row["name"]: int(row["month"]) for row in load_seed("months", ("name", "month"))}


@cache
def _months_of_dates() -> dict[str, int]:
    """Month numbers by name in any language that a date may be printed in: English, seeds/foreign_months.csv."""
    foreign = load_seed("foreign_months", ("name", "month"))
    return {row["name"]: int(row["month"]) for row in foreign} | months()


@cache
def zone_offsets() -> dict[str, int]:
    """Minutes east of Greenwich by zone abbreviation, from seeds/timezones.csv."""
    rows = load_seed("timezones", ("name", "offset_minutes"))
    return {row["name"]: int(row["offset_minutes"]) for row in rows}


@cache
def _month_name() -> re.Pattern[str]:
    """The first three letters of a month's name, which nearly every line lacks."""
    return re.compile("|".join(sorted({name[:3] for name in _months_of_dates()})), re.IGNORECASE)


@cache
def _named_month() -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted(_months_of_dates(), key=lambda name: (-len(name), name)))
    year = r"(?P<year>(?:18|19|20)\d\d)(?!\d(?!\d?\s?min))"
    day, month = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", rf"(?P<month>{names})\b"
    clock = r"\d\d:\d\d(?::\d\d)?(?:\s(?:[A-Z]{3,4}|[+-]\d{4}))?"
    patterns = (
        rf"(?<![\w,.])(?<!\d[–—-])(?<!\d\s[–—-]\s){day}\.?[\s/-]+(?:(?:of|de)\s+)?{month}\.?(?:\s+de\s+|[,\s/-]+){year}",
        rf"\b{month}\.?[\s-]+{day}(?:,\s*|[\s-]+){year}",
        rf"(?<!\d){year}(?:,\s+|[\s-]+){month}\.?[\s-]+{day}(?!\d|,?\s+(?:18|19|20)\d\d)",
        rf"\b{month}\s+{day}\s+{clock}\s+{year}",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def read_moment(text: str) -> Moment | None:
    """The first whole date in `text`, with its time if a known zone says what it means.

    A time without a zone is dropped, because the day is certain and the hour is not. `03/04/2031` is None: it could be
    two days; `2031-04` and `April 2031` are None here too.

    >>> read_moment("Published 4 March 2031, 14:05 GMT").precision
    'minute'
    """
    span = find_date(text)
    if span is None:
        return None
    fields, rest = span
    try:
        day = datetime(fields["year"], fields["month"], fields["day"], tzinfo=UTC)
    except ValueError:
        return None
    if "hour" in fields:
        return _with_iso_time(day, fields)
    return _with_clock(day, rest)


def find_date(text: str) -> tuple[dict[str, int], str] | None:
    """The fields of the first date in `text`, and what follows it; None without a whole date."""
    if _YEAR.search(text) is None:
        return None
    if found := _ISO.search(text) or _COMPACT.match(text.strip()):
        return _iso_fields(found), text[found.end() :]
    named = _month_name().search(text) and [found for pattern in _named_month() if (found := pattern.search(text))]
    if named:
        found = min(named, key=lambda found: found.start())
        month = _months_of_dates()[found["month"].casefold()]
        return {"year": int(found["year"]), "month": month, "day": int(found["day"])}, text[found.end() :]
    if found := _YEAR_FIRST.search(text):
        return {name: int(found[name]) for name in ("year", "month", "day")}, text[found.end() :]
    if (found := _NUMERIC.search(text)) and (
        day_month := _day_and_month(int(found["first"]), int(found["second"]), found["mark"])
    ):
        return {"year": int(found["year"]), "day": day_month[0], "month": day_month[1]}, text[found.end() :]
    return None


def _day_and_month(first: int, second: int, mark: str) -> tuple[int, int] | None:
    """Day and month of a numeric date; None when either order is possible (dots are always day first)."""
    if mark == "." or first == second or first > 12:
        return first, second
    return (second, first) if second > 12 else None


def _iso_fields(found: re.Match[str]) -> dict[str, int]:
    fields = {name: int(found[name]) for name in ("year", "month", "day")}
    zone = found["zone"]
    if found["hour"] and zone:
        fields |= {"hour": int(found["hour"]), "minute": int(found["minute"]), "offset": _offset(zone) or 0}
        if found["second"]:
            fields["second"] = int(found["second"])
    return fields


def _offset(zone: str) -> int | None:
    """Minutes east of Greenwich of `+02:00`, `-0500` or an abbreviation; None when unknown."""
    if zone[0] in "+-":
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        return (-minutes if zone[0] == "-" else minutes) if minutes < 24 * 60 else None
    return zone_offsets().get(zone.upper())


def _with_iso_time(day: datetime, fields: dict[str, int]) -> Moment:
    if fields["hour"] > 23 or fields["minute"] > 59 or fields.get("second", 0) > 59:
        return Moment(day, "day")
    local = day.replace(
        hour=fields["hour"],
        minute=fields["minute"],
        second=fields.get("second", 0),
        tzinfo=timezone(timedelta(minutes=fields["offset"])),
    )
    return _in_utc(local, "second" if "second" in fields else "minute")


def _with_clock(day: datetime, rest: str) -> Moment:
    """The day with the time printed right after it, if its zone is known."""
    found = _CLOCK.search(rest[:40])
    if found is None or not found["zone"] or not (found["minute"] or found["half"]):
        return Moment(day, "day")
    offset = _offset(found["zone"])
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    if offset is None or hour > 23 or minute > 59 or second > 59:
        return Moment(day, "day")
    local = day.replace(hour=hour, minute=minute, second=second, tzinfo=timezone(timedelta(minutes=offset)))
    return _in_utc(local, "second" if found["second"] else "minute")


def _in_utc(local: datetime, precision: str) -> Moment:
    at = local.astimezone(UTC)
    return Moment(at, precision, None if at.date() == local.date() else local.date())


def read_url_moment(url: str) -> Moment | None:
    """The day in the path of `url`: `https://example.org/2031/04/05/harbour` or `/2031/apr/05/`."""
    found = _URL_DATE.search(url)
    if found is None:
        return None
    month = int(found["month"]) if found["month"].isdigit() else months().get(found["month"].casefold(), 0)
    try:
        return Moment(datetime(int(found["year"]), month, int(found["day"]), tzinfo=UTC), "day")
    except ValueError:
        return None
