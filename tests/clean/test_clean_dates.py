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
        "+99:99",
    ],
)
def test_what_is_no_whole_date_is_none(text: str) -> None:
    assert read_moment(text) is None


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
