from datetime import UTC, datetime

import pytest

from newsquotes.clean.dates import read_moment, read_url_moment


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2031-04-05", datetime(2031, 4, 5, tzinfo=UTC), "day"),
        ("2031-04-05T23:40:24.000Z", datetime(2031, 4, 5, 23, 40, 24, tzinfo=UTC), "second"),
        ("2031-04-05T23:40+02:00", datetime(2031, 4, 5, 21, 40, tzinfo=UTC), "minute"),
        ("2031-04-05T23:40:24", datetime(2031, 4, 5, tzinfo=UTC), "day"),
        ("Thu, 03 Apr 2031 10:00:00 +0200", datetime(2031, 4, 3, 8, tzinfo=UTC), "second"),
        ("Published 4 March 2031, 14:05 GMT", datetime(2031, 3, 4, 14, 5, tzinfo=UTC), "minute"),
        ("April 3rd, 2031 at 3:05 p.m. EDT", datetime(2031, 4, 3, 19, 5, tzinfo=UTC), "minute"),
        ("Sept. 3, 2031", datetime(2031, 9, 3, tzinfo=UTC), "day"),
        ("25/12/2031", datetime(2031, 12, 25, tzinfo=UTC), "day"),
        ("12/25/2031", datetime(2031, 12, 25, tzinfo=UTC), "day"),
        ("3.4.2031", datetime(2031, 4, 3, tzinfo=UTC), "day"),
        ("20310405", datetime(2031, 4, 5, tzinfo=UTC), "day"),
        ("4. Mai 2031", datetime(2031, 5, 4, tzinfo=UTC), "day"),
        ("lundi 4 août 2031", datetime(2031, 8, 4, tzinfo=UTC), "day"),
        ("4 de mayo de 2031", datetime(2031, 5, 4, tzinfo=UTC), "day"),
    ],
)
def test_whole_dates_are_read(text: str, at: datetime, precision: str) -> None:
    moment = read_moment(text)
    assert moment is not None
    assert (moment.at, moment.precision) == (at, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "6 minutes ago",
        "Monday",
        "April 2031",
        "2031",
        "March 4",
        "03/04/2031",
        "2031-13-45",
        "31 February 2031",
        "since 24 February",
        "room 20311405x",
        "4 de mayo",
        "marzo de 2031",
        "+99:99",
    ],
)
def test_what_is_no_whole_date_is_none(text: str) -> None:
    assert read_moment(text) is None


NOTATIONS = {
    "2031-04-05": (
        "5 April 2031",
        "April 5, 2031",
        "April 5 2031",
        "Apr 5, 2031",
        "Apr. 5, 2031",
        "5 Apr 2031",
        "05 Apr 2031",
        "5th April 2031",
        "5th of April 2031",
        "April 5th, 2031",
        "the 5th of April, 2031",
        "Saturday, April 5, 2031",
        "Sat, 5 Apr 2031 14:05:00 GMT",
        "Sat 5 Apr 2031 14.05 BST",
        "Saturday 5 April 2031",
        "Sat, Apr 5, 2031",
        "Sat., April 5, 2031",
        "SATURDAY, APRIL 5, 2031",
        "APRIL 5, 2031",
        "5-Apr-2031",
        "5-April-2031",
        "05-APR-2031",
        "Apr-05-2031",
        "5/Apr/2031",
        "2031 Apr 5",
        "2031, April 5",
        "2031 April 5",
        "2031-04-05",
        "2031/04/05",
        "2031.04.05",
        "20310405",
        "2031-04-05T14:05:00Z",
        "2031-04-05T14:05:00+02:00",
        "2031-04-05T23:05:00-0500",
        "2031-04-05 14:05",
        "2031-04-05 14:05:00 UTC",
        "2031-04-05T14:05:00.123Z",
        "2031-4-5",
        "2031-04-05T14:05Z",
        "2031-04-05T14",
        "20310405T140500Z",
        "05.04.2031",
        "5.4.2031",
        "Published: 5 April 2031",
        "Published on April 5, 2031 at 2:05 pm EDT",
        "Posted 5 Apr 2031, 14:05 CET",
        "First published 5 April 2031",
        "5 April 2031 | 14:05",
        "5 April 2031 • 4 min read",
        "Apr 5, 2031, 2:05 PM ET",
        "April 5, 2031 — 2.05pm",
        "April 5, 20312 min read",
        "Apr 05, 2031 02:05 PM IST",
        "5 April 2031, 2:05 p.m.",
        "05 April, 2031",
        "5. April 2031",
        "April 05,2031",
        "Apr 5,2031",
        "Apr 5 14:05:00 2031",
        "Sat Apr 05 14:05:00 +0000 2031",
        "Sat Apr 05 2031 14:05:00 GMT+0000",
    ),
    "2031-04-25": ("25/04/2031", "04/25/2031"),
    "2031-09-05": ("Sept. 5, 2031", "Sept 5, 2031", "Sep 5 2031"),
    "2031-06-05": ("June 5, 2031", "5 Jun. 2031"),
    "2031-05-01": ("1st May, 2031",),
    None: (
        "April 2031, 5",
        "05/04/2031",
        "04-05-2031",
        "April5, 2031",
        "5April 2031",
        "April 2031",
        "2031",
        "Spring 2031",
        "5 April",
        "April 5",
        "yesterday",
        "6 minutes ago",
        "Monday",
        "31 April 2031",
        "30 February 2031",
        "2031-13-05",
        "2031-02-30",
        "Volume 2031-04",
        "Tel 2031-0405",
        "1,200 April 2031 visitors",
        "May 2031 be a better year",
        "Q2 2031",
        "00/00/2031",
        "April 5-7, 2031",
        "5–7 April 2031",
        "1031-04-05",
        "v2031.04.05.1",
        "$2031.04.05",
        "5 April '31",
        "1933164300",
        "4/25/31",
        "25.04.31",
    ),
}


@pytest.mark.parametrize(
    ("text", "expected"), [(text, day) for day, texts in NOTATIONS.items() for text in texts], ids=str
)
def test_notations_of_a_day(text: str, expected: str | None) -> None:
    moment = read_moment(text)
    assert (moment and moment.on.isoformat()) == expected


def test_first_of_two_dates_is_read() -> None:
    assert str(read_moment("April 5, 2031, and 6 May 2031").on) == "2031-04-05"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://marrowherald.example/2031/04/05/pier", datetime(2031, 4, 5, tzinfo=UTC)),
        ("https://marrowherald.example/world/2031/apr/05/pier", datetime(2031, 4, 5, tzinfo=UTC)),
        ("https://marrowherald.example/pier-2031-04-05", None),
        ("https://marrowherald.example/2031/99/05/pier", None),
        ("https://marrowherald.example/20/31/pier", None),
    ],
)
def test_url_dates(url: str, expected: datetime | None) -> None:
    moment = read_url_moment(url)
    assert (moment.at if moment else None) == expected
