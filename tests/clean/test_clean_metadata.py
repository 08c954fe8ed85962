import time
from collections.abc import Callable
from typing import Any

import pytest

from newsquotes.clean import Cleaned
from newsquotes.clean.bylines import byline_authors, read_authors
from newsquotes.clean.outlets import known_outlet, outlet_name, url_domain

TITLE = "Port Marrow votes to close its pier until spring"
BODY = """The pier in Port Marrow will stay closed until spring, the council decided on Monday evening.

“Nobody wants an accident,” harbour master Ines Tarrow told the meeting in the old customs house.

The pier has been shut twice since 24 February 2022, when a storm tore off its northern end."""


def article(cleaned: Cleaned) -> dict[str, Any]:
    return cleaned.articles.row(0, named=True)


HEADS = [
    pytest.param(f"{TITLE}\n\n", {"title": TITLE, "publisher": None, "published_at": None}, id="headline"),
    pytest.param("", {"title": None, "published_at": None, "published_source": "none"}, id="no headline"),
    pytest.param(f"{TITLE}\n\n{TITLE}\n\n", {"title": TITLE}, id="headline twice"),
    pytest.param(
        f"{TITLE} | World | marrow-herald.example.com\n\n{TITLE}\n\n{TITLE}\n\n",
        {"title": TITLE, "publisher": "marrow-herald.example.com", "domain": "marrow-herald.example.com"},
        id="title, section and site",
    ),
    pytest.param(
        f"{TITLE} - The Guardian\n{TITLE}\n", {"title": TITLE, "publisher": "The Guardian"}, id="site after a dash"
    ),
    pytest.param(
        f"Support The Guardian!\n\n{TITLE}\n\nHarbourPix\n\n",
        {"title": TITLE, "publisher": "The Guardian"},
        id="appeal",
    ),
    pytest.param(
        f"{TITLE}\nBy Ada Lind and Ben Osei\nPublished 4 March 2031, 14:05 GMT\nUpdated 5 March 2031\n",
        {
            "title": TITLE,
            "authors": ["Ada Lind", "Ben Osei"],
            "published_precision": "minute",
            "published_source": "text",
        },
        id="byline and dates",
    ),
    pytest.param(
        f"Marrow Valley Argus - Health\n\n{TITLE}\n\n4 March 2031\n\nBy Ada Lind, Health correspondent\n\n"
        "The pier before it was shut, seen from the quay (Picture: Argus Archive)\n\n",
        {"title": TITLE, "publisher": "Marrow Valley Argus", "authors": ["Ada Lind"], "published_source": "text"},
        id="outlet, section and credited caption",
    ),
    pytest.param(
        f"OFFSIDE\n\n{TITLE}\n\nBy Ada Lind\n\nMarrow Town 2 Elmsworth 1\n\nPhoto: Ben Osei / Offside Pictures\n\n",
        {"title": TITLE, "publisher": "Offside", "authors": ["Ada Lind"]},
        id="outlet in capitals and a score",
    ),
    pytest.param(
        f"Coastal Review | Conversations\n\n{TITLE}\n\n",
        {"title": TITLE, "publisher": "Coastal Review"},
        id="outlet and section",
    ),
    pytest.param(
        f"Book Now\nThe Quay\nThe Port\n\n{TITLE}\n\nBook Now online\n\n",
        {"title": TITLE, "publisher": None},
        id="menu in capitals",
    ),
    pytest.param(
        f"Support The National Crab Board\n\n{TITLE}\n\n", {"title": TITLE, "publisher": None}, id="not The National"
    ),
    pytest.param(f"{TITLE} (at last!)\n\n", {"title": f"{TITLE} (at last!)"}, id="call in brackets"),
    pytest.param(
        f"{TITLE}\n\nThe pier of Port Marrow at noon Credit: Ada Lind\n\n", {"title": TITLE}, id="caption with a credit"
    ),
    pytest.param(f"World\n\n{TITLE}\n\n", {"title": TITLE, "publisher": None}, id="section alone"),
    pytest.param(f"Crab Season\n\n{TITLE}\n\n", {"title": TITLE, "publisher": None}, id="kicker"),
    pytest.param(
        f"Stand with The Marrow Courier!\n\n{TITLE}\n\nMarrow Harbour Press Office\n\n",
        {"title": TITLE, "publisher": "The Marrow Courier"},
        id="appeal of an unknown outlet, and a credit",
    ),
    pytest.param(f"Support Port Marrow!\n\n{TITLE}\n\n", {"title": TITLE, "publisher": None}, id="appeal for a town"),
    pytest.param(
        f"4 March 2031\n{TITLE}\n", {"title": TITLE, "published_source": "text"}, id="date above the headline"
    ),
    pytest.param(
        f"{TITLE}\nBy Meridian Press\n",
        {"title": TITLE, "authors": [], "original_publisher": "Meridian Press"},
        id="byline of an agency",
    ),
    pytest.param(f"{TITLE}\nAda Lind\nBusiness reporter\n4 March 2031\n", {"authors": ["Ada Lind"]}, id="name, office"),
    pytest.param(f"{TITLE}\nBy\nAda Lind\nPublished\n4 March 2031\n", {"authors": ["Ada Lind"]}, id="by, name"),
    pytest.param(
        f"Home\nNews\nSport\n{TITLE}\nAda Lind\nand\nLeo Marsh\n4 March 2031\n",
        {"title": TITLE, "authors": ["Ada Lind", "Leo Marsh"], "published_source": "text"},
        id="names on lines of their own below a menu",
    ),
    pytest.param(f"{TITLE}\nStory by\nAda Lind\n\n", {"authors": ["Ada Lind"]}, id="story by"),
    pytest.param(f"{TITLE}\nAda Lind\n\n", {"authors": []}, id="name alone"),
    pytest.param(f"{TITLE}\nMarrow Castle\n4 March 2031\n", {"authors": []}, id="place and date"),
    pytest.param(f"{TITLE}\nEmily Post\n4 March 2031\n", {"authors": ["Emily Post"]}, id="name like an outlet's"),
    pytest.param(f"{TITLE}\n6 minutes ago\n", {"published_at": None, "published_source": "none"}, id="relative time"),
]


@pytest.mark.parametrize(("head", "expected"), HEADS)
def test_what_the_head_of_a_page_says(clean: Callable[..., Cleaned], head: str, expected: dict[str, Any]) -> None:
    found = article(clean(head + BODY))
    assert {name: found[name] for name in expected} == expected
    assert found["text"] == BODY


def test_updated_is_not_published(clean: Callable[..., Cleaned]) -> None:
    found = article(clean(f"{TITLE}\nUpdated 5 March 2031\n{BODY}"))
    assert found["published_at"] is None
    assert found["modified_at"].isoformat() == "2031-03-05T00:00:00+00:00"


def test_adapted_credit(clean: Callable[..., Cleaned]) -> None:
    found = article(
        clean(f"{TITLE}\n\n{BODY}\n\nimage.png\u00a0 Adapted by Marrow Now from The Daily Gull\u00a0 2031-04-05")
    )
    assert found["publisher"] == "Marrow Now"
    assert found["original_publisher"] == "The Daily Gull"
    assert found["published_at"].date().isoformat() == "2031-04-05"
    assert (found["published_source"], found["published_precision"]) == ("text", "day")
    assert found["text"] == BODY


def test_date_of_a_comment_is_not_the_article_s(clean: Callable[..., Cleaned]) -> None:
    page = f"{TITLE}\n{BODY}\nComments\nMarch 8, 2031 at 9:39 am\nGood riddance, I never liked that pier."
    assert article(clean(page))["published_at"] is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Open day: 4 May 2031, at the old sheds", None),
        ("Deadline for entries: 4 May 2031", None),
        ("Next meeting: 4 May 2031", None),
        ("Publication date: 4 May 2031", "2031-05-04"),
        ("Port Marrow: 4 May 2031", "2031-05-04"),
    ],
)
def test_the_day_of_an_event_is_not_the_article_s(clean: Callable[..., Cleaned], line: str, day: str | None) -> None:
    found = article(clean(f"{TITLE}\n{line}\n{BODY}"))["published_on"]
    assert (found and found.isoformat()) == day


def test_declared_values_go_first(clean: Callable[..., Cleaned]) -> None:
    found = article(
        clean(
            f"{TITLE}\n\n{BODY}",
            declared_url="https://www.marrowherald.example/2031/04/05/pier",
            declared_title=TITLE,
            declared_publisher="Marrow Herald",
            declared_authors=["By Ada Lind"],
        )
    )
    assert (found["domain"], found["publisher"], found["authors"]) == (
        "marrowherald.example",
        "Marrow Herald",
        ["Ada Lind"],
    )
    assert (found["published_at"].date().isoformat(), found["published_source"]) == ("2031-04-05", "url")
    assert found["text"] == BODY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Ada Lind", ("Ada Lind",)),
        ("By Ada Lind and Ben Osei, Reuters", ("Ada Lind", "Ben Osei")),
        ("By Ada Lind | 4 March 2031", ("Ada Lind",)),
        ("By Jan van der Meer", ("Jan van der Meer",)),
        ("By Monday the port was empty", ()),
        ("By Reuters", ()),
        ("By Marrow Press", ()),
        ("By Emily Post", ("Emily Post",)),
        ("Bylaws Of Port Marrow", ()),
        ("By Ada LindeNovember 4, 2031", ("Ada Linde",)),
        ("By Ada Lind Ada Lind", ("Ada Lind",)),
        ("By Ada Lind, Executive Editor, Marrow Gazette", ("Ada Lind",)),
        ("By Ada McMay", ("Ada McMay",)),
    ],
)
def test_byline_authors(text: str, expected: tuple[str, ...]) -> None:
    assert byline_authors(text) == expected


def test_read_authors_drops_addresses_and_repeats() -> None:
    assert read_authors(["by Ada Lind", "Ada Lind", "https://x.example/ada", "ada@x.example"]) == ("Ada Lind",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("the guardian", "The Guardian"), ("Guardian", "The Guardian"), ("Marrow Gazette of Nowhere", None)],
)
def test_known_outlet(name: str, expected: str | None) -> None:
    assert known_outlet(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Marrow Gazette", "The Marrow Gazette"),
        ("guardian", "The Guardian"),
        ("Marrow Gazette Today", "Marrow Gazette"),
        ("Review of Port Marrow", "Review of Port Marrow"),
        ("Gazette", None),
        ("Echo Chamber", None),
        ("Our Review", None),
        ("Marrow Castle", None),
        ("a review of the week", None),
    ],
)
def test_outlet_name(text: str, expected: str | None) -> None:
    assert outlet_name(text) == expected


def test_site_s_assistant_names_the_site(clean: Callable[..., Cleaned]) -> None:
    found = article(clean(f"{TITLE}\n\n{BODY}\n\nExplore what Newsbay AI can do for you:\nComments\nNo comments yet"))
    assert found["publisher"] == "Newsbay"


def test_origin_among_the_authors(clean: Callable[..., Cleaned]) -> None:
    found = article(clean(f"{TITLE}\n\n{BODY}", declared_publisher="Marrow Gazette", declared_authors=["Reuters"]))
    assert (found["authors"], found["original_publisher"]) == ([], "Reuters")


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://www.x.example/a", "x.example"), ("nonsense", None), ("http://[bad", None), ("", None)],
)
def test_url_domain(url: str, expected: str | None) -> None:
    assert url_domain(url) == expected


@pytest.mark.parametrize(
    ("below", "origin"),
    [("Reuters", "Reuters"), ("Source: Marrow Gazette", "Marrow Gazette"), ("Source: the harbour", None)],
    ids=["agency alone", "source", "no outlet"],
)
def test_origin_below_the_body(clean: Callable[..., Cleaned], below: str, origin: str | None) -> None:
    assert article(clean(f"{TITLE}\n\n{BODY}\n\n{below}\n"))["original_publisher"] == origin


def test_a_line_that_is_one_endless_word_is_no_headline_and_costs_nothing(clean: Callable[..., Cleaned]) -> None:
    body = "The pier in Port Marrow stays closed until spring, the council decided on Monday evening after a storm."
    started = time.process_time()
    cleaned = clean(f"Pier {'x' * 200_000}\n\n" + "\n\n".join([body] * 3))
    assert time.process_time() - started < 5
    assert not cleaned.articles["title"].drop_nulls().to_list()
