"""The body of a page is the one that trafilatura gives."""

import time
from functools import partial
from pathlib import Path

import pytest
from trafilatura import bare_extraction

from newsquotes.clean.extractor import Extraction
from newsquotes.clean.tree import parse_page

SENTENCE = "The harbour board of Port Marrow met on Monday to hear what the repair of the pier will cost. "
BODY = "".join(f"<p>{number}. {SENTENCE}</p>" for number in range(12))
LINKS = "".join(f'<li><a href="/{number}">Section number {number} of the paper</a></li>' for number in range(60))

PAGES = {
    "article": f"<html><body><nav><ul>{LINKS}</ul></nav><article><h1>Pier</h1>{BODY}</article></body></html>",
    "body by class": f'<html><body><div class="post-content">{BODY}</div><div class="menu">{LINKS}</div></body></html>',
    "lists, tables, quotations": f"<html><body><main>{BODY}<ul><li>one <b>two</b></li><li>three</li></ul>"
    f"<table><tr><th>Year</th><td>2031</td></tr></table><blockquote><p>{SENTENCE}</p></blockquote></main></body></html>",
    "comments": f'<html><body><article>{BODY}</article><div id="comments"><p>{SENTENCE}</p></div></body></html>',
    "forum": '<html><head><script type="application/ld+json">{"@type": "DiscussionForumPosting"}</script></head>'
    f'<body><div class="comment-list">{BODY}</div></body></html>',
    "further articles": f"<html><body><article><h1>Pier</h1>{BODY}</article>"
    f'<div class="infinite-scroll"><article>{BODY}</article></div></body></html>',
    "hidden": f'<html><body><article>{BODY}<p style="display: none">{SENTENCE}</p></article></body></html>',
    "short": f"<html><body><article><p>{SENTENCE}</p></article></body></html>",
    "a short text on a long page": f"<html><body><article><p>{SENTENCE * 3}</p></article>"
    f'<div class="x">{"".join(f"<div>{SENTENCE}<br>{SENTENCE}</div>" for _ in range(30))}</div></body></html>',
    "text in data only": '<html><head><script type="application/ld+json">{"@type": "NewsArticle", "articleBody": '
    f'"{SENTENCE * 4}"}}</script></head><body><div></div></body></html>',
    "blocks without paragraphs": f"<html><body>{''.join(f'<div>{SENTENCE}</div>' for _ in range(20))}</body></html>",
    "breaks": f'<html><body><div class="content">{"<br><br>".join([SENTENCE] * 9)}</div></body></html>',
    "nothing": "<html><body><div></div><div></div></body></html>",
}


def extraction_of(payload: str) -> Extraction:
    return Extraction(parse_page(payload), partial(parse_page, payload))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("with_fallbacks", [False, True])
def test_text_is_that_of_trafilatura(name: str, with_fallbacks: bool) -> None:
    tree = parse_page(PAGES[name])
    expected = bare_extraction(tree, fast=not with_fallbacks, include_comments=False, with_metadata=False)
    assert extraction_of(PAGES[name]).text(with_fallbacks=with_fallbacks) == (expected.text if expected else "")


def test_text_of_sample_pages_is_that_of_trafilatura(checkout: Path) -> None:
    paths = sorted((checkout / "seeds" / "articles").glob("*.html"))
    assert paths
    for path in paths:
        payload = path.read_text(encoding="utf-8")
        expected = bare_extraction(parse_page(payload), fast=True, include_comments=False, with_metadata=False)
        assert extraction_of(payload).text(with_fallbacks=False) == expected.text, path.name


def test_fallbacks_go_on_from_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    extraction = extraction_of(PAGES["blocks without paragraphs"])
    assert SENTENCE.strip() in extraction.text(with_fallbacks=False)
    monkeypatch.setattr("newsquotes.clean.extractor._rules.extract_content", lambda *_: pytest.fail("found again"))
    assert SENTENCE.strip() in extraction.text(with_fallbacks=True)


@pytest.mark.parametrize("with_fallbacks", [False, True])
def test_a_teaser_is_kept_where_there_is_hardly_more(with_fallbacks: bool) -> None:
    page = f'<html><body><div class="teaser"><p>{SENTENCE}</p></div><p>Short.</p></body></html>'
    assert SENTENCE.strip() in extraction_of(page).text(with_fallbacks=with_fallbacks)


@pytest.mark.parametrize("error", [AttributeError, LookupError, RecursionError])
def test_what_the_rules_have_found_stays_if_laxer_ones_fail(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    extraction = extraction_of(PAGES["a short text on a long page"])
    strict = extraction._compared(is_strict=True, with_fallbacks=False)
    monkeypatch.setattr("newsquotes.clean.extractor._rules.extract_content", fail)
    assert extraction._more_than(strict, with_fallbacks=False) == strict


def test_others_find_trafilatura_as_it_is() -> None:
    from trafilatura import main_extractor, xpaths

    assert main_extractor.BODY_XPATH is xpaths.BODY_XPATH


def test_a_very_large_page_is_read_without_fallbacks() -> None:
    page = f"<html><body>{f'<article><h2>Pier</h2><p>{SENTENCE}</p></article>' * 5000}</body></html>"
    started = time.process_time()
    assert extraction_of(page).text(with_fallbacks=True) == extraction_of(page).text(with_fallbacks=False)
    assert time.process_time() - started < 6
