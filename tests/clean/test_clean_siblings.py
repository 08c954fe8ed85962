from collections.abc import Callable

import pytest

from newsquotes.clean import Cleaned

FERRY = (
    "The night ferry between Port Marrow and Elmsworth will sail again from Monday, the harbour board said on Friday.",
    "“We are glad to have her back,” said harbour master Ines Tarrow, who had driven to the yard herself three times.",
    "The company will refund tickets for the cancelled crossings and has asked passengers to send in their claims.",
)
CELLAR = (
    "Firefighters have pumped the water out of the customs house, whose cellar had stood a metre deep since Sunday.",
    "“We will freeze the papers and dry them one by one,” archivist Mira Osei told reporters at the door on Tuesday.",
    "The work may take until the autumn of next year, and the county has promised to pay for two more archivists.",
)
TITLES = ("Night ferry to sail again next week", "Customs house is pumped dry after the storm")


def story(title: str, paragraphs: tuple[str, ...], *, head: str = "", tag: str = "article") -> str:
    return f"<{tag}><h2>{title}</h2>{head}{''.join(f'<p>{text}</p>' for text in paragraphs)}</{tag}>"


def page(*stories: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><title>Top stories | Marrow Herald</title></head><body>'
        f"<nav><a href='/'>Home</a></nav><main><h1>Top stories</h1>{''.join(stories)}</main></body></html>"
    )


def dated(day: int, outlet: str = "") -> str:
    return f'<span>{outlet}</span><time datetime="2031-04-0{day}">{day} April 2031</time>'


def test_whole_articles_of_a_page_are_articles_of_their_own(clean: Callable[..., Cleaned]) -> None:
    stories = (
        story(TITLES[0], FERRY, head=dated(5)),
        story(TITLES[1], CELLAR, head=dated(4, "Elmsworth Gazette")),
    )
    cleaned = clean(page(*stories), "html")
    rows = cleaned.articles.select("part", "title", "publisher", "published_on", "published_source").rows()
    assert [(part, title, publisher, day.day, source) for part, title, publisher, day, source in rows] == [
        (0, TITLES[0], "Marrow Herald", 5, "markup"),
        (1, TITLES[1], "Elmsworth Gazette", 4, "markup"),
    ]
    assert cleaned.articles["text"].to_list() == ["\n\n".join(FERRY), "\n\n".join(CELLAR)]


@pytest.mark.parametrize(
    "stories",
    [
        (story(TITLES[0], FERRY, head=dated(5)), story(TITLES[1], CELLAR)),
        (story(TITLES[0], FERRY, head=dated(5)), story(TITLES[1], CELLAR[:1], head=dated(4))),
        (story(TITLES[0], FERRY, head=dated(5)), story(TITLES[0], CELLAR, head=dated(4))),
        (story(TITLES[0], FERRY, head=dated(5)),),
    ],
    ids=["section without a date", "teaser", "one headline", "one article"],
)
def test_parts_and_teasers_are_no_articles(clean: Callable[..., Cleaned], stories: tuple[str, ...]) -> None:
    assert clean(page(*stories), "html").articles["part"].to_list() == [0]


def test_main_article_beside_others_stays(clean: Callable[..., Cleaned]) -> None:
    main = tuple(f"The board, in its report number {number}, wrote: {text}" for number in range(4) for text in FERRY)
    stories = (
        story("Harbour board looks back on a year of storms", main, tag="div"),
        story(TITLES[0], FERRY, head=dated(5)),
        story(TITLES[1], CELLAR, head=dated(4)),
    )
    cleaned = clean(page(*stories), "html")
    assert cleaned.articles.height == 1
    assert main[0] in cleaned.articles["text"][0]
