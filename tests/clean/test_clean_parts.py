from collections.abc import Callable, Sequence

import pytest

from newsquotes.clean import Cleaned
from newsquotes.clean.parts import is_whole, live_update_fields

MAIN = "\n".join(
    (
        "Port Marrow votes to close its pier until spring",
        "The pier in Port Marrow will stay closed until spring, the council decided on Monday evening.",
        "'Nobody wants an accident,' harbour master Ines Tarrow told the meeting in the old customs house.",
        "Fishermen had asked for a shorter closure because the season for crab starts in late February.",
        "A second report on the pillars is expected before the end of the month, the council said.",
    )
)
OTHER = (
    "Trains between Elmsworth and the coast will run hourly from May, the operator said on Tuesday, after two years "
    "of complaints from commuters. 'We have listened,' said its director, Bram Oduya, at the station. The new "
    "timetable adds nine services a day and restores the late train that was dropped in the autumn. Staff unions "
    "welcomed the plan but asked for more drivers. The regional assembly will pay half of the cost for three years."
)
LISTING = "\n\nTry our new app\nComments\nNo comments yet...\nRelated Articles\n\n\n"


def entry(text: str, *, outlet: str = "Elmsworth Courier", time: str = "19 minutes ago") -> str:
    return f"{outlet}\n{time}\n- {outlet}\nHourly trains to the coast from May\n{text}\n\n\n"


def test_whole_entries_are_articles_of_their_own(clean: Callable[..., Cleaned]) -> None:
    cleaned = clean(MAIN + LISTING + entry(OTHER) + entry(OTHER.replace("May", "June"), outlet="The Guardian"))
    rows = cleaned.articles.select("part", "publisher", "title", "published_at").rows()
    assert rows == [
        (0, None, "Port Marrow votes to close its pier until spring", None),
        (1, "Elmsworth Courier", "Hourly trains to the coast from May", None),
        (2, "The Guardian", "Hourly trains to the coast from May", None),
    ]
    assert "Oduya" not in cleaned.articles["text"][0]
    assert "accident" in cleaned.articles["text"][0]
    assert cleaned.articles["text"][1] == OTHER


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (OTHER[:-20] + "…", "other_article"),
        (
            "Trains will run hourly from May, the operator said on Tuesday in a short note to the press.",
            "other_article",
        ),
        ("", "related"),
    ],
    ids=["cut off", "teaser", "title alone"],
)
def test_teasers_are_removed_whole(clean: Callable[..., Cleaned], text: str, label: str) -> None:
    cleaned = clean(MAIN + LISTING + entry(text))
    assert cleaned.articles["part"].to_list() == [0]
    removed = cleaned.removed_lines.filter(cleaned.removed_lines["line_no"] > 12)
    assert removed["article_id"].null_count() == removed.height
    assert not text or label in removed["label"].to_list()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Elmsworth Courier", [0, 1]), ("Five walks on the coast", [0]), ("Bram Oduya", [0])],
    ids=["outlet", "headline", "writer"],
)
def test_teaser_headed_by_what_is_no_outlet_is_no_article(
    clean: Callable[..., Cleaned], name: str, expected: list[int]
) -> None:
    cleaned = clean(f"{MAIN}{LISTING}{name}\n4 March 2031\n{OTHER}\n")
    assert cleaned.articles["part"].to_list() == expected
    assert "Oduya" not in cleaned.articles["text"][0]


ABOUT = "The Elmsworth Society looks after the old railway, and has run trains on its line each summer since 1988.\n"


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("Steam Engine Review", "Load more\nQuizzes\nShop\nTimetable\n" + ABOUT * 3),
        ("Blog Rolling stock", f"{ABOUT}Who runs the line?\n{ABOUT * 2}"),
    ],
    ids=["headlines only", "box below a teaser"],
)
def test_footer_below_the_last_teaser_is_no_article(clean: Callable[..., Cleaned], name: str, below: str) -> None:
    cleaned = clean(f"{MAIN}\nRecent posts\n{name}\n4 March 2031\nEleven engines that changed the coast line\n{below}")
    assert cleaned.articles["part"].to_list() == [0]


def test_absolute_date_of_an_entry_is_its_own(clean: Callable[..., Cleaned]) -> None:
    cleaned = clean(MAIN + LISTING + entry(OTHER, time="4 March 2031"))
    assert [moment and moment.date().isoformat() for moment in cleaned.articles["published_at"]] == [None, "2031-03-04"]


def test_fields_of_a_live_blog_are_not_text(clean: Callable[..., Cleaned]) -> None:
    fields = "Update: Date: 2031-04-05T06:00:00.000Z Title: Morning summary Content:"
    cleaned = clean(MAIN + LISTING + entry(f"{fields} {OTHER}"))
    other = cleaned.articles.row(1, named=True)
    assert other["text"] == OTHER
    assert other["published_at"].isoformat() == "2031-04-05T06:00:00+00:00"
    assert fields in cleaned.removed_lines["text"].to_list()


def test_page_that_starts_with_an_outlet_is_that_article(clean: Callable[..., Cleaned]) -> None:
    cleaned = clean("The Guardian\n19 minutes ago\n" + MAIN)
    assert cleaned.articles.select("part", "title").rows() == [(0, "Port Marrow votes to close its pier until spring")]


def test_outlet_named_in_the_story_starts_no_entry(clean: Callable[..., Cleaned]) -> None:
    cleaned = clean(MAIN + "\nReuters\nThe council said nothing more about the pier or its pillars on Monday.")
    assert cleaned.articles.height == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [("It ended.", True), ("“It ended.”", True), ("It ended…", False), ("It ended...", False), ("It ended and", False)],
)
def test_is_whole(text: str, expected: bool) -> None:
    assert is_whole(text, 60, min_words=50) is expected


def test_text_without_live_fields_is_left_alone() -> None:
    assert live_update_fields("Date: none yet, the council said.") == ("", None, "Date: none yet, the council said.")


def live_blog(heads: Sequence[str], *, text: str = OTHER, title: str = "Hourly trains to the coast from May") -> str:
    return MAIN + "".join(f"\n\n{head}\n{title}\n{text}" for head in heads)


TIMES = [f"5 April 2031, 1{hour}:05 GMT" for hour in range(3)]


def test_entries_of_a_live_blog_have_dates_of_their_own(clean: Callable[..., Cleaned]) -> None:
    cleaned = clean(live_blog(TIMES[::-1]))
    published = [moment and moment.isoformat() for moment in cleaned.articles["published_at"]]
    assert published == [None, *(f"2031-04-05T1{hour}:05:00+00:00" for hour in (2, 1, 0))]
    assert cleaned.articles["text"].to_list()[1:] == [OTHER] * 3


@pytest.mark.parametrize(
    "page",
    [
        live_blog(TIMES[:2]),
        live_blog(TIMES, text="The trains will run hourly, the operator said on Tuesday in a short note."),
        live_blog(["5 April 2031", "6 April 2031", "7 April 2031"]),
        live_blog(TIMES, title="oldsalt"),
        live_blog(TIMES).replace("\n\n5 April", "\n\nComments\n5 April", 1),
    ],
    ids=["two entries", "teasers", "chronicle", "board", "comments"],
)
def test_dates_that_head_no_entries_of_a_live_blog(clean: Callable[..., Cleaned], page: str) -> None:
    assert clean(page).articles["part"].to_list() == [0]


def test_first_entry_of_a_live_blog_may_be_its_main_article(clean: Callable[..., Cleaned]) -> None:
    entries = "".join(f"\n1{hour}:05\nTrain number {hour}\n{OTHER}\nShare this post" for hour in (3, 2, 1))
    articles = clean(f"Trains to the coast: live\nSummary{entries}").articles
    assert articles["title"].to_list() == ["Train number 3", "Train number 2", "Train number 1"]
    assert articles["text"].to_list() == [OTHER] * 3


def test_items_in_brief_are_articles_of_the_day_of_their_page(clean: Callable[..., Cleaned]) -> None:
    items = "".join(f"\nTrain number {number}\n{OTHER}" for number in range(3))
    articles = clean(f"World news in brief\n5 April 2031{items}\nHarbour open\nThe harbour is open.").articles
    assert articles["title"].to_list() == ["Train number 0", "Train number 1", "Train number 2"]
    assert [moment.isoformat() for moment in articles["published_at"]] == ["2031-04-05T00:00:00+00:00"] * 3


def test_short_entries_are_no_stubs(clean: Callable[..., Cleaned]) -> None:
    item = "The trains will run every hour from May, the company said on Monday, and a ticket to the coast costs less."
    page = f"World news in brief\nTrains\n{item}\n{item}\nBuses\n{item}\nFerries\n{item}"
    assert clean(page).articles["n_words"].to_list() == [42, 21, 21]


def test_comments_below_a_live_blog_go(clean: Callable[..., Cleaned]) -> None:
    cleaned = clean(live_blog(TIMES) + "\n\nComments\noldsalt\nAt last!")
    assert cleaned.articles.height == 4
    assert dict(cleaned.removed_lines.select("text", "label").rows())["At last!"] == "comment"
