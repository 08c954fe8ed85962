import json
import time
from collections.abc import Callable

import pytest
from lxml.html import fromstring

from newsquotes.clean import CleanConfig, Cleaned
from newsquotes.clean.html import (
    looks_like_html,
    nesting,
    open_layout_tables,
    read_html,
    without_huge_tags,
    without_note_marks,
)

PARAGRAPHS = (
    "The pier in Port Marrow will stay closed until spring, the council decided on Monday evening.",
    "“Nobody wants an accident,” harbour master Ines Tarrow told the meeting in the old customs house.",
    "Fishermen had asked for a shorter closure because the season for crab starts in late February.",
    "A second report on the pillars is expected before the end of the month, the council said.",
)
TITLE = "Port Marrow votes to close its pier until spring"


def page(head: str = "", before: str = "", after: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{TITLE} | Marrow Herald</title>{head}</head><body>'
        f"<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
        f"<article><h1>{TITLE}</h1>{before}{body}</article>{after}<footer>© 2031 Marrow Media</footer></body></html>"
    )


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def test_body_title_and_removed_lines(clean: Callable[..., Cleaned]) -> None:
    cleaned = clean(page(), "html")
    article = cleaned.articles.row(0, named=True)
    assert article["text"] == "\n\n".join(PARAGRAPHS)
    assert article["title"] == TITLE
    assert article["publisher"] == "Marrow Herald"
    assert article["published_at"] is None
    removed = dict(cleaned.removed_lines.select("text", "label").rows())
    assert removed["© 2031 Marrow Media"] == "legal"
    assert not any(paragraph in removed for paragraph in PARAGRAPHS)


DATES = [
    pytest.param({"head": linked(datePublished="2031-04-05T06:00:00Z")}, "2031-04-05", "metadata", id="json-ld"),
    pytest.param(
        {"head": '<meta property="article:published_time" content="2031-04-05T06:00:00+02:00">'},
        "2031-04-05",
        "metadata",
        id="meta",
    ),
    pytest.param({"before": '<time datetime="2031-04-05">Saturday</time>'}, "2031-04-05", "markup", id="time"),
    pytest.param(
        {"before": '<p class="x">Updated <time datetime="2031-04-05">Saturday</time></p>'}, None, "none", id="updated"
    ),
    pytest.param({"before": "<div>Published: 5 April 2031</div>"}, "2031-04-05", "text", id="printed"),
    pytest.param(
        {"after": '<div class="comments"><time datetime="2031-04-09">9 April</time></div>'},
        None,
        "none",
        id="of a comment",
    ),
    pytest.param(
        {"after": '<aside class="related"><time datetime="2031-04-09">9 April</time></aside>'},
        None,
        "none",
        id="of a teaser",
    ),
    pytest.param({"head": linked(datePublished="soon")}, None, "none", id="no date"),
    pytest.param(
        {"head": '<link rel="canonical" href="https://marrowherald.example/2031/04/05/pier">'},
        "2031-04-05",
        "url",
        id="address",
    ),
    pytest.param(
        {
            "head": linked(datePublished="2033-08-21"),
            "before": "<p>Published Apr 5, 2031</p><p>Updated Aug 21, 2033</p>",
        },
        "2031-04-05",
        "text",
        id="printed below the headline, against the markup",
    ),
    pytest.param(
        {"head": linked(datePublished="2031-04-05T01:00:00Z"), "before": "<p>4 April 2031</p>"},
        "2031-04-05",
        "metadata",
        id="printed in another time zone",
    ),
    pytest.param(
        {"head": linked(datePublished="2031-04-05", dateModified="2032-01-09"), "before": "<p>9 January 2032</p>"},
        "2031-04-05",
        "metadata",
        id="printed day of the change",
    ),
    pytest.param(
        {"head": linked(datePublished="2031-04-05"), "after": f"<h3>{TITLE}</h3><p>9 January 2032</p>"},
        "2031-04-05",
        "metadata",
        id="headline among teasers",
    ),
    pytest.param(
        {"head": linked(datePublished="2031-04-05").replace("NewsArticle", "WebPage")}, None, "none", id="of a page"
    ),
    pytest.param(
        {"head": linked(datePublished="2031-04-05").replace("NewsArticle", "Recipe")},
        "2031-04-05",
        "metadata",
        id="of a recipe",
    ),
    pytest.param(
        {
            "head": '<meta property="article:published_time" content="2031-04-05"><meta property="og:type" '
            'content="website"><link rel="canonical" href="https://marrowherald.example/">'
        },
        None,
        "none",
        id="of a front page",
    ),
    pytest.param(
        {"after": "<div>Written by Ada Lind</div><div>5 April 2031</div>"}, "2031-04-05", "text", id="signed off"
    ),
    pytest.param({"after": "<div>Published on 5 April 2031</div>"}, "2031-04-05", "text", id="marked below the story"),
    pytest.param(
        {"after": 6 * "<p>Share this</p>" + "<div>Published on 5 April 2031</div><div>Published on 9 May 2031</div>"},
        None,
        "none",
        id="marks on two days below the story",
    ),
    pytest.param(
        {
            "after": "".join(
                f'<div class="card"><a href="/{day}">A story of day {day}</a>'
                f'<span itemprop="datePublished" content="2031-04-{day}"></span></div>'
                for day in ("11", "12")
            )
        },
        None,
        "none",
        id="of a list of articles",
    ),
    pytest.param(
        {"before": '<time class="published-date" datetime="2031-04-05">Updated 5 April 2031</time>'},
        "2031-04-05",
        "modified",
        id="a change that prints so itself",
    ),
]


@pytest.mark.parametrize(("parts", "day", "source"), DATES)
def test_dates_are_stated_or_null(
    clean: Callable[..., Cleaned], parts: dict[str, str], day: str | None, source: str
) -> None:
    article = clean(page(**parts), "html").articles.row(0, named=True)
    found = article["published_at"]
    assert (found.date().isoformat() if found else None, article["published_source"]) == (day, source)


def test_linked_data(clean: Callable[..., Cleaned]) -> None:
    head = linked(
        headline=TITLE,
        author=[{"name": "Ada Lind"}, "Ben Osei"],
        publisher={"name": "Marrow Herald"},
        datePublished="2031-04-05T06:00:00Z",
        dateModified="2031-04-06T06:00:00Z",
    )
    article = clean(page(head + "<script type='application/ld+json'>{broken</script>"), "html").articles.row(
        0, named=True
    )
    assert (article["title"], article["publisher"], article["authors"]) == (
        TITLE,
        "Marrow Herald",
        ["Ada Lind", "Ben Osei"],
    )
    assert article["modified_at"].day == 6


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "<html></html>",
        "\x00\x01\x02<html>",
        "<div>" * 3000 + "deep" + "</div>" * 3000,
        "<html><script type='application/ld+json'>[[[[[[[[[[[[{}]]]]]]]]]]]]</script>",
    ],
    ids=["empty", "no text", "binary", "deep", "nested data"],
)
def test_pages_without_an_article_are_rejected(clean: Callable[..., Cleaned], payload: str) -> None:
    cleaned = clean(payload, "html")
    assert cleaned.articles.is_empty()
    assert cleaned.rejects.height == 1


def test_an_address_that_is_none_does_not_stop_the_page() -> None:
    html = read_html(page(), url="https://[broken/", max_characters=10_000, max_depth=100, min_entry_words=50)
    assert html.lines[-1].text == PARAGRAPHS[-1]


def test_lone_surrogate_does_not_cut_the_page() -> None:
    html = read_html(page(before="<p>\ud800</p>"), url=None, max_characters=10_000, max_depth=100, min_entry_words=50)
    assert html.lines[-1].text == PARAGRAPHS[-1]


def test_page_beyond_the_limits_is_still_read(clean: Callable[..., Cleaned]) -> None:
    cleaned = clean(page(), "html", CleanConfig(max_html_characters=10))
    assert cleaned.articles["text"].item() == "\n\n".join(PARAGRAPHS)


def test_page_of_very_many_tags_is_read_by_the_fast_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsquotes.clean.html.parse_page", lambda payload: pytest.fail("trafilatura read it"))
    html = read_html(page() + "<p>" * 110_000, url=None, max_characters=5_000_000, max_depth=400, min_entry_words=50)
    assert set(PARAGRAPHS) <= {line.text for line in html.visible}


@pytest.mark.parametrize(
    ("payload", "kind", "expected"),
    [
        ("plain", "html", True),
        ("  <!DOCTYPE html><p>x", "text", True),
        ("<p>One.</p><p>Two.</p>", "jsonl", True),
        ("Use <div>one</div> and <p>two</p> here", "text", False),
        ("a < b and c > d", "jsonl", False),
    ],
)
def test_looks_like_html(payload: str, kind: str, expected: bool) -> None:
    assert looks_like_html(payload, kind) is expected


def test_nesting_counts_open_elements() -> None:
    assert nesting("<div><div></div></div><div>") == 2


@pytest.mark.parametrize("byline", ["By Ada Lind", "By The Associated Press"])
def test_byline_is_no_body(clean: Callable[..., Cleaned], byline: str) -> None:
    article = clean(page(before=f"<p>{byline}</p>"), "html").articles.row(0, named=True)
    assert article["text"] == "\n\n".join(PARAGRAPHS)


MANY = " ".join(f"a{number}=1" for number in range(9_000))
PROSE = "The mill is mended. " * 4_000


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (f"<p>Old</p><p {MANY}>New</p>", "<p>Old</p><p>New</p>"),
        (f"<p>Old</p><p {MANY} < {MANY}>New</p>", "<p>Old</p><p>New</p>"),
        (f"<p>Old</p><p {MANY}", "<p>Old</p><p"),
        (f"<p title='{MANY[:900]}'>{PROSE}<br>New</p>", f"<p title='{MANY[:900]}'>{PROSE}<br>New</p>"),
    ],
)
def test_a_tag_of_very_many_attributes_keeps_its_name_only(payload: str, expected: str) -> None:
    assert without_huge_tags(payload) == expected


def test_body_that_the_page_holds_twice_is_read_once(clean: Callable[..., Cleaned]) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    text = clean(page(before=f'<div class="narrow">{body}</div>'), "html").articles["text"][0]
    assert text == "\n\n".join(PARAGRAPHS)


def test_a_body_in_two_boxes_of_which_the_extractor_reads_one_is_whole(clean: Callable[..., Cleaned]) -> None:
    told = [f"{text} The clerk wrote it down as item {item}." for item in range(3) for text in PARAGRAPHS]
    first, second = ("".join(f"<p>{paragraph}</p>" for paragraph in half) for half in (told[:6], told[6:]))
    payload = (
        f"<!DOCTYPE html><html lang='en'><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
        f"<div class='entry-content'>{first}</div><div class='block'>{second}</div>"
        "<ul><li><a href='/a'>Ferry fares</a></li><li><a href='/b'>Crab prices</a></li></ul></body></html>"
    )
    assert clean(payload, "html").articles["text"].item() == "\n\n".join(told)


def test_short_lines_may_come_again(clean: Callable[..., Cleaned]) -> None:
    refrain = "<p>Spare the old pier!</p>"
    text = clean(
        page(before=f"{refrain}<p>So the fishermen sang below the windows of the town hall at noon:</p>{refrain}"),
        "html",
    ).articles["text"][0]
    assert text.count("Spare the old pier!") == 2


def test_indented_markup_is_no_text_when_it_is_asked_whether_the_body_was_missed(clean: Callable[..., Cleaned]) -> None:
    spaces = "\n" + " " * 400
    card = "".join(f"<div>{word}{spaces}</div>" for word in ("Posted on", "Updated at", "5 minutes"))
    body = "".join(f"<div class='quote-box'>{paragraph}</div>" for paragraph in PARAGRAPHS)
    payload = f"<html><body><article><ul><li>Home</li></ul><h1>{TITLE}</h1>{card}</article>{body}</body></html>"
    assert PARAGRAPHS[2] in clean(payload, "html").articles["text"][0]


def test_paragraphs_of_a_mail_are_not_joined_to_rows(clean: Callable[..., Cleaned]) -> None:
    rows = "".join(f"<tr><td><p>{PARAGRAPHS[at]}</p><p>{PARAGRAPHS[at + 1]}</p></td></tr>" for at in (0, 2))
    payload = f"<html><body><table><tbody><tr><td><h1>{TITLE}</h1></td></tr>{rows}</tbody></table></body></html>"
    assert clean(payload, "html").articles["text"][0] == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<table><tr><td>Pier</td></tr><tr><td>Quay</td></tr></table>", 0),
        ("<table><thead><tr><th>Boat</th><th>Crew</th></tr></thead><tbody><tr><td>Pier</td></tr></tbody></table>", 1),
        ("<table><tr><td><table><tr><td>Pier</td><td>Quay</td></tr></table></td></tr></table>", 1),
        ("<table></table>", 1),
        (
            f"<table><tr><td>Home</td><td>{'<br>'.join(['Pier closed until spring. ' * 9] * 5)}</td></tr></table>",
            0,
        ),
        (f"<table><tr><td>Home<br>News</td><td>{'Pier closed until spring. ' * 40}</td></tr></table>", 1),
        ("<table><tr><td>Menu</td><td><table><tr><td>Pier</td><td>Quay</td></tr></table></td></tr></table>", 1),
    ],
    ids=["layout", "heading of two cells", "data inside layout", "empty", "story", "long value", "data beside menu"],
)
def test_tables_of_one_cell_a_row_are_opened(table: str, expected: int) -> None:
    tree = fromstring(f"<html><body>{table}</body></html>")
    open_layout_tables(tree)
    assert len(list(tree.iter("table"))) == expected
    assert ("Pier" in table) is ("Pier" in tree.text_content())


def test_a_story_in_the_cell_of_a_layout_has_its_paragraphs_and_its_headline(clean: Callable[..., Cleaned]) -> None:
    menu = "<td width=120><a href=/>Home</a><br><a href=/n>News</a></td>"
    story = f"<font size=5><b>{TITLE}</b></font><br>By Ada Lind<br>5 April 2031<br><br>{'<br><br>'.join(PARAGRAPHS)}"
    page = f"<html><head><title>Marrow Herald</title></head><body><table><tr>{menu}<td>{story}</td></tr></table></body>"
    found = clean(page, "html").articles.row(0, named=True)
    assert (found["title"], found["publisher"]) == (TITLE, "Marrow Herald")
    assert found["text"] == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("A study found<sup>12</sup> that", "A study found that"),
        ("closed.<sup>3</sup> The", "closed. The"),
        ('he said”<SUP class="note"><a href="#n1" id="r1">[1]</a></SUP>, and', "he said”, and"),
        ("the pier<sup>*</sup> is", "the pier is"),
        ('in 2031<sup><a href="#n4">4</a></sup> it', "in 2031 it"),
        ('the pier<sup id="r2"><a href="#n2"><span>[2]</span></a></sup> is', "the pier is"),
        ("the pier <sup>[4]</sup> is", "the pier  is"),
        ("10<sup>3</sup> boats", None),
        ("40 m<sup>2</sup> of", None),
        ("CO<sup>2</sup> rose", None),
        ("the 21<sup>st</sup> century", None),
        ("Marrow<sup>TM</sup> boats", None),
    ],
)
def test_raised_numbers_of_footnotes_go(printed: str, expected: str | None) -> None:
    assert without_note_marks(printed) == (printed if expected is None else expected)


def test_endless_raised_numbers_cost_nothing() -> None:
    started = time.process_time()
    for payload in ("<sup" * 50_000, "<sup>" * 50_000, "<sup>1<a " * 20_000, "<sup>" + " " * 200_000):
        without_note_marks(payload)
    assert time.process_time() - started < 3


def test_a_word_before_a_footnote_is_a_word(clean: Callable[..., Cleaned]) -> None:
    marked = page().replace("Monday evening.</p>", "Monday evening.<sup><a href='#n1'>1</a></sup></p>")
    marked = marked.replace("an accident", "an accident<sup>2</sup>")
    assert clean(marked, "html").articles["text"][0] == "\n\n".join(PARAGRAPHS)


def test_replies_on_a_board_are_comments(clean: Callable[..., Cleaned]) -> None:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    reply = "They said so last year as well, and then it was shut for eleven months, my uncle says."
    posts = f"<article class='message'>{story}</article><article class='message'><p>{reply}</p></article>"
    cleaned = clean(f"<html><body><h1>{TITLE}</h1>{posts}</body></html>", "html")
    assert cleaned.articles["text"][0] == "\n\n".join(PARAGRAPHS)
    assert dict(cleaned.removed_lines.select("text", "label").rows())[reply] == "comment"


UPDATES = (
    (
        "18:20",
        "Gates hold",
        "The gates have held through the highest tide of the year, to the relief of the lower town. “It was close,” "
        "harbour master Ada Lind said.",
    ),
    (
        "16:45",
        "School closed",
        "Pupils were walked to the church hall, two streets up the hill, by their teachers. “They sang all the way,” "
        "said one of these, Jon Skerry.",
    ),
    (
        "12:01",
        "Gates shut",
        "The port has shut all four gates an hour early, because the wind turned faster than forecast, and boats were "
        "told to make for Hale instead.",
    ),
)


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Storm Hilde live", [None, *(title for _, title, _ in UPDATES)]), ("A dry spell", [None])],
    ids=["live", "story of a day"],
)
def test_entries_of_a_live_blog_come_apart(
    clean: Callable[..., Cleaned], title: str, expected: list[str | None]
) -> None:
    times = UPDATES if "live" in title else [UPDATES[1], UPDATES[0], UPDATES[2]]
    updates = "".join(
        f"<div class='update'><time>{clock}</time><h2>{head}</h2><p>{text}</p></div>" for clock, head, text in times
    )
    lead = (
        "Follow our updates as the storm reaches the coast, where all four gates have been shut for the first time in "
        "nine years and boats stay in port."
    )
    cleaned = clean(f"<html><body><article><h1>{title}</h1><p>{lead}</p>{updates}</article></body></html>", "html")
    assert cleaned.articles["title"].to_list()[1:] == expected[1:]
    assert len(cleaned.articles) == len(expected)
