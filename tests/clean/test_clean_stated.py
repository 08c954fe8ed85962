"""Pages whose article stands in their data alone: what is read, and where the page itself is read instead."""

import json
import time
from collections.abc import Callable

import pytest

from newsquotes.clean import Cleaned
from newsquotes.clean.stated import stated_lines
from newsquotes.clean.tree import parse_page

PARAGRAPHS = (
    "The pier in Port Marrow will stay closed until spring, the council decided on Monday evening.",
    "“Nobody wants an accident,” harbour master Ines Tarrow told the meeting in the old customs house.",
    "Fishermen had asked for a shorter closure because the season for crab starts in late February.",
    "A second report on the pillars is expected before the end of the month, the council said.",
)
TEXT = "\n\n".join(PARAGRAPHS)
MENU = "<nav>Home News Sport</nav>"


def page(body: str, *objects: object) -> str:
    data = "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in objects)
    return f'<!DOCTYPE html><html lang="en"><head><title>Pier closes</title>{data}</head><body>{body}</body></html>'


def article(text: object, **fields: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": "Pier closes", "articleBody": text, **fields}


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        pytest.param(page('<div id="root"></div>', article(TEXT)), TEXT, id="empty page"),
        pytest.param(page(f"{MENU}<p>Loading …</p>", article(TEXT)), TEXT, id="page with a menu"),
        pytest.param(page(f"<p>{PARAGRAPHS[0]}</p>", article(TEXT)), TEXT, id="a third is shown"),
        pytest.param(page("<p>" + "</p><p>".join(PARAGRAPHS[1:]) + "</p>", article(TEXT)), None, id="most is shown"),
        pytest.param(page("<p>You need JavaScript to read this page.</p>", article(TEXT)), TEXT, id="a request"),
        pytest.param(page(MENU, {"@graph": [{"@type": "WebSite"}, article(TEXT)]}), TEXT, id="graph"),
        pytest.param(page(MENU, article(f"<p>{'</p><p>'.join(PARAGRAPHS)}</p>")), TEXT, id="marked up"),
        pytest.param(
            page(MENU, article(TEXT.replace("“", "&ldquo;").replace("”", "&amp;rdquo;"))),
            TEXT.replace("”", "&rdquo;"),
            id="entities",
        ),
        pytest.param(page(MENU, article(f"{TEXT}\n\nRead more: The band has left")), TEXT, id="with furniture"),
        pytest.param(page(MENU, article(TEXT, isAccessibleForFree="False")), None, id="closed"),
        pytest.param(page(MENU, article("")), None, id="no text"),
        pytest.param(page(MENU, article({"text": TEXT})), None, id="no string"),
        pytest.param(page(MENU, {"@type": "Product", "articleBody": TEXT}), None, id="no article"),
        pytest.param(
            page("<p>" + "</p><p>".join(PARAGRAPHS) + "</p>", article("Other. " * 99)), TEXT, id="page shows it"
        ),
    ],
)
def test_text_of_a_page(clean: Callable[..., Cleaned], payload: str, expected: str | None) -> None:
    cleaned = clean(payload, "html")
    assert expected is None or cleaned.articles["text"].to_list() == [expected]
    assert expected is not None or "linked_data" not in cleaned.articles["text_source"].to_list()


def test_what_is_read_is_told(clean: Callable[..., Cleaned]) -> None:
    cleaned = clean(page(MENU, article(f"{TEXT}\n\nRead more: The band has left")), "html")
    (found,) = cleaned.articles.iter_rows(named=True)
    assert (found["text_source"], found["paragraph_lines"]) == ("linked_data", [2, 4, 6, 8])
    removed = cleaned.removed_lines.select("line_no", "text", "label").rows()
    assert removed == [(1, "Home News Sport", "navigation"), (10, "Read more: The band has left", "related")]


def test_a_long_text_is_read_in_time() -> None:
    tree = parse_page(page("", article("<p>One <b> of many. " * 100_000)))
    started = time.process_time()
    assert stated_lines(tree)
    assert time.process_time() - started < 10
