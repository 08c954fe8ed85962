"""Dates as pages state or print them, each on a page of its own: the day, or None where it is not said."""

import time
from collections.abc import Callable

import pytest
from lxml.html import fromstring

from newsquotes.clean import Cleaned
from newsquotes.clean.markup import Surroundings, page_metadata
from newsquotes.clean.siblings import sibling_articles

D = "2031-04-05"
PARAGRAPHS = (
    "The night ferry between Port Marrow and Elmsworth will sail again from Monday after a week of repairs.",
    "“We are glad to have her back,” said harbour master Ines Tarrow, who had driven to the yard herself three times.",
    "The company will refund tickets for crossings since 24 February 2029 and has asked passengers to send in claims.",
    "A second ship was rented on 3 March 2030 from a neighbour, and will be given back after the summer, it said.",
)
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
TITLE = "<h1>Night ferry sails again from Monday</h1>"


def page(head: str = "", *, top: str = "", bottom: str = "", above: str = "", title: str = TITLE) -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Night ferry sails again from Monday</title>{head}</head><body>'
        f"{above}<main>{title}{top}{BODY}{bottom}</main><footer><p>© 2031 Marrow Media</p></footer></body></html>"
    )


def linked(data: str) -> str:
    return page(f'<script type="application/ld+json">{data}</script>')


def built(published: str, modified: str, *, top: str = "", mark: str = ' data-wf-page="64f"') -> str:
    """A page of a site builder that fills in the days itself."""
    data = f'{{"@type":"BlogPosting","datePublished":"{published}","dateModified":"{modified}"}}'
    made = page(f'<script type="application/ld+json">{data}</script>', top=top)
    return made.replace("<html", f"<html{mark}")


CASES = [
    pytest.param(built("Apr 05, 2031", "Apr 05, 2031"), None, id="last release"),
    pytest.param(built("Apr 05, 2031", "Mar 28, 2031"), None, id="last release after change"),
    pytest.param(built("Apr 05, 2031", "Apr 05, 2031", top="<div>April 5, 2031</div>"), D, id="release day printed"),
    pytest.param(built("Jun 11, 2032", "Jun 09, 2032", top="<div>April 5, 2031</div>"), D, id="first day printed"),
    pytest.param(built("Apr 05, 2031", "Jun 09, 2032"), D, id="own field of builder"),
    pytest.param(built("2031-04-05", "2031-04-05"), D, id="own field of builder in ISO"),
    pytest.param(built("Apr 05, 2031", "Apr 05, 2031", mark=""), D, id="jsonld in words"),
    pytest.param(built("Apr 05, 2031", ""), D, id="own field of builder alone"),
    pytest.param(page('<meta property="article:published_time" content="2031-04-05T08:00:00+00:00">'), D, id="og"),
    pytest.param(page('<meta itemprop="datePublished" content="2031-04-05">'), D, id="itemprop meta"),
    pytest.param(page('<meta name="DC.date.issued" content="2031-04-05">'), D, id="dc.date"),
    pytest.param(page('<meta name="dc.date" content="2031-04-05">'), D, id="dc.date2"),
    pytest.param(page('<meta name="dcterms.created" content="2031-04-05">'), D, id="dcterms.created"),
    pytest.param(page('<meta name="parsely-pub-date" content="2031-04-05T08:00:00Z">'), D, id="parsely"),
    pytest.param(page('<meta name="sailthru.date" content="Sat, 05 Apr 2031 08:00:00 +0000">'), D, id="sailthru"),
    pytest.param(page('<meta name="pubdate" content="20310405">'), D, id="pubdate"),
    pytest.param(page('<meta name="publish-date" content="April 5, 2031">'), D, id="publish-date"),
    pytest.param(page('<meta name="citation_publication_date" content="2031/04/05">'), D, id="citation"),
    pytest.param(page('<meta name="cXenseParse:recs:publishtime" content="2031-04-05T08:00:00Z">'), D, id="cXense"),
    pytest.param(page('<meta property="og:published_time" content="2031-04-05T08:00:00Z">'), D, id="og old"),
    pytest.param(page('<meta name="date" content="2031-04-05">'), D, id="date"),
    pytest.param(page('<meta property="rnews:datePublished" content="2031-04-05">'), D, id="rnews"),
    pytest.param(page('<meta name="article.published" content="2031-04-05T08:00:00Z">'), D, id="article.published"),
    pytest.param(
        page('<meta property="article:modified_time" content="2031-04-05T08:00:00+00:00">'), None, id="modified only"
    ),
    pytest.param(
        linked('{"@type":"NewsArticle","datePublished":"2031-04-05T08:00:00+02:00"}'),
        D,
        id="jsonld",
    ),
    pytest.param(
        linked(
            '{"@context":"https://schema.org","@graph":[{"@type":"WebSite"},{"@type":["Article","NewsArticle"],"datePublished":"2031-04-05"}]}'
        ),
        D,
        id="jsonld graph",
    ),
    pytest.param(linked('[{"@type":"LiveBlogPosting","datePublished":"2031-04-05"}]'), D, id="jsonld list"),
    pytest.param(
        linked('{"@type":"NewsArticle","headline":"Night\nferry","datePublished":"2031-04-05"}'), D, id="jsonld newline"
    ),
    pytest.param(linked('{"@type":"NewsArticle","datePublished":"2031-04-05",}'), D, id="jsonld trailing comma"),
    pytest.param(
        page('<script type="application/LD+JSON">{"@type":"NewsArticle","datePublished":"2031-04-05"}</script>'),
        D,
        id="jsonld upper type",
    ),
    pytest.param(
        linked('{"@type":"http://schema.org/NewsArticle","datePublished":"2031-04-05"}'), D, id="jsonld url type"
    ),
    pytest.param(
        linked('{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2031-04-05"}]}'),
        None,
        id="jsonld related only",
    ),
    pytest.param(page(top='<time datetime="2031-04-05T08:00">5 April</time>'), D, id="time"),
    pytest.param(page(top='<time pubdate datetime="2031-04-05">today</time>'), D, id="time pubdate"),
    pytest.param(page(top="<time>April 5, 2031</time>"), D, id="time text"),
    pytest.param(
        page(bottom='<aside class="related"><time datetime="2031-04-05">x</time></aside>'), None, id="time in aside"
    ),
    pytest.param(page(top='<span itemprop="datePublished" content="2031-04-05">5 Apr</span>'), D, id="span itemprop"),
    pytest.param(page(top='<abbr class="published" title="2031-04-05T08:00:00Z">Saturday</abbr>'), D, id="abbr title"),
    pytest.param(page(top='<div class="date">April 5, 2031</div>'), D, id="div date"),
    pytest.param(page(top='<p class="meta">By Ada Lind | April 5, 2031</p>'), D, id="p byline"),
    pytest.param(page(top='<p class="meta">By Ada Lind | Apr 5, 20314 min read</p>'), D, id="p byline glued"),
    pytest.param(page(top="<div>Posted on: 05 Apr 2031 08:00 AM</div>"), D, id="posted on"),
    pytest.param(page(title=f'<div class="kicker">5 April 2031</div>{TITLE}'), D, id="published above h1"),
    pytest.param(page(bottom='<p class="info">Published 5 April 2031</p>'), D, id="bottom published"),
    pytest.param(
        page(bottom='<div id="comments"><p>5 April 2031</p><p>oldsalt: At last!</p></div>'),
        None,
        id="bottom comment date",
    ),
    pytest.param(page(bottom="<p>© 5 April 2031 Marrow Media</p>"), None, id="copyright only"),
    pytest.param(
        page(above='<div class="today">Saturday, April 5, 2031</div><ul><li>Home</li><li>News</li><li>Sport</li></ul>'),
        None,
        id="today widget",
    ),
    pytest.param(
        page(bottom='<div class="event"><h3>Harbour fair</h3><p>5 April 2031, 10 am</p></div>'), None, id="event"
    ),
    pytest.param(page(top='<span class="date">2 hours ago</span>'), None, id="relative"),
    pytest.param(
        page(top='<span class="date" title="2031-04-05T08:00:00Z">2 hours ago</span>'), D, id="relative with title"
    ),
    pytest.param(
        page(top='<span class="timestamp" data-timestamp="2031-04-05T08:00:00Z">2 hours ago</span>'), D, id="data-attr"
    ),
    pytest.param(page(top='<span class="timestamp" data-time="1933142400">2 hours ago</span>'), None, id="unix data"),
    pytest.param(page(top='<div class="date">04/05/2031</div>'), None, id="ambiguous"),
    pytest.param(page(top='<div class="date">04/25/2031</div>'), "2031-04-25", id="unambiguous us"),
    pytest.param(page(top='<div class="date">Updated April 5, 2031</div>'), D, id="updated printed"),
    pytest.param(
        page(top='<div class="date">Published March 1, 2031 · Updated April 5, 2031</div>'),
        "2031-03-01",
        id="pub and upd",
    ),
    pytest.param(
        page(top="<div>First published March 1, 2031</div><div>Last updated April 5, 2031</div>"),
        "2031-03-01",
        id="first pub last upd two lines",
    ),
    pytest.param(
        page(top="<div>Last updated April 5, 2031</div><div>First published March 1, 2031</div>"),
        "2031-03-01",
        id="upd then pub",
    ),
    pytest.param(page(), None, id="nothing"),
    pytest.param(
        page(bottom='<ul class="latest"><time datetime="2031-04-05">a</time><time datetime="2031-04-03">b</time></ul>'),
        None,
        id="teaser time list",
    ),
]


@pytest.mark.parametrize(("markup", "expected"), CASES)
def test_dates_of_a_page(clean: Callable[..., Cleaned], markup: str, expected: str | None) -> None:
    (published,) = clean(markup, "html").articles["published_on"].to_list()
    assert (published and published.isoformat()) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<aside><i id='x'>y</i></aside>", True),
        ("<div class='related'><b><i id='x'>y</i></b></div>", True),
        ("<div class='story'><i id='x'>y</i></div>", False),
        (f"<div class='widget blog'>{BODY}<i id='x'>y</i></div>", False),
        (f"<div class='widget'><p>Tide</p><i id='x'>y</i></div>{BODY}", True),
        (f"<div class='related'><div class='story'>{BODY}<aside><i id='x'>y</i></aside></div></div>", True),
        (f"<div class='related'><div class='story'>{BODY}<b><i id='x'>y</i></b></div></div>", False),
        (f"<footer><p class='latest'><i id='x'>y</i>{'Tide ' * 900}</p></footer>{BODY}", False),
    ],
)
def test_parts_of_a_page_that_are_about_other_things(markup: str, expected: bool) -> None:
    tree = fromstring(f"<html><body>{markup}</body></html>")
    surroundings = Surroundings(tree)
    (element,) = tree.xpath("//*[@id='x']")
    assert surroundings.are_other(element) is expected
    assert surroundings.are_other(element) is expected


@pytest.mark.parametrize(
    "unit",
    [
        "<aside class='related'><time datetime='2031-04-05'>x</time></aside>",
        "<div class='related'><article><p>x</p></article></div>",
        "<div class='related'><b itemprop='datePublished'>2031-04-05</b></div>",
    ],
)
def test_time_is_linear_in_the_parts_of_a_page(unit: str) -> None:
    tree = fromstring(f"<html><body>{TITLE}{BODY * 1500}{unit * 6000}</body></html>")
    started = time.process_time()
    page_metadata(tree, url=None)
    sibling_articles(tree, min_words=50)
    assert time.process_time() - started < 6
