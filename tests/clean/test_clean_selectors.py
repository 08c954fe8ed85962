"""Selectors find what trafilatura's expressions find."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from lxml.html import fromstring
from trafilatura import settings, xpaths

from newsquotes.clean import selectors

TAGS = (
    "div",
    "section",
    "aside",
    "p",
    "span",
    "ul",
    "ol",
    "list",
    "item",
    "details",
    "article",
    "main",
    "h1",
    "footer",
)
NAMES = ("id", "class", "style", "role", "itemprop", "data-component", "aria-hidden", "data-lp-replacement-content")
PAIRS = (("id", "class"), ("class", "id"), ("id", "style"), ("style", "id"))

EXPRESSIONS: dict[str, tuple[Sequence[Callable[[Any], Any]], Sequence[Callable[[Any], Any]]]] = {
    "further articles": (selectors.FURTHER_ARTICLES, xpaths.RAW_TREE_PRUNE_XPATH),
    "comments": (
        selectors.FURTHER_ARTICLES_AND_COMMENTS,
        [*xpaths.RAW_TREE_PRUNE_XPATH, *xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH],
    ),
    "furniture": (selectors.FURNITURE, xpaths.OVERALL_DISCARD_XPATH),
    "teasers": (selectors.TEASERS, xpaths.TEASER_DISCARD_XPATH),
    "captions": (selectors.CAPTIONS, xpaths.DISCARD_IMAGE_ELEMENTS),
    "no text": ([selectors.no_text], [settings.BASIC_CLEAN_XPATH]),
}


def words_of(expressions: Sequence[Any]) -> list[str]:
    """Every word that the expressions look for, as a page could have it."""
    texts = {text for expression in expressions for text in re.findall(r"'([^']*)'", expression.path)}
    words = {
        re.sub(r"\[(.)[^\]]*\]|[\^$\\]|\?[:!]?", r"\1", word) for text in texts for word in re.split("[|()]", text)
    }
    return sorted(word for word in words if word)


def elements_with(word: str) -> list[str]:
    """Elements of each tag with the word in each attribute, alone, in other words or beside another attribute."""
    values = (word, f"x-{word}", f"x {word} y", f"{word}s", word.upper(), word.title())
    attributes = [f'{name}="{value}"' for name in NAMES for value in values]
    attributes += [f'{name}="{word}" {other}="tide"' for name, other in PAIRS]
    attributes += [f'{other}="tide" {name}="{word}"' for name, other in PAIRS]
    return [f"<{tag} {each}>x</{tag}>" for tag in TAGS for each in attributes]


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_selectors_find_what_the_expressions_find(name: str) -> None:
    ours, theirs = EXPRESSIONS[name]
    found = 0
    for word in words_of(theirs):
        tree = fromstring(f"<body>{''.join(elements_with(word))}</body>")
        expected = {element for expression in theirs for element in expression(tree)}
        assert {element for selector in ours for element in selector(tree)} == expected, word
        found += len(expected)
    assert found


@pytest.mark.parametrize("number", range(len(selectors.BODY)))
def test_the_first_body_is_that_of_the_expression(number: int) -> None:
    selector, expression = selectors.BODY[number], xpaths.BODY_XPATH[number]
    for word in words_of([expression]):
        for element in elements_with(word):
            tree = fromstring(f"<body><p>x</p>{element}<div><div>y</div>{element}</div></body>")
            assert list(selector(tree))[:1] == list(expression(tree))[:1], element


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ('<div class="infinite-scroll"><p>One more story</p></div>', 1),
        ('<div class="infinite-scroll"><h1>The story</h1></div>', 0),
        ('<div class="mvp-post-add-box"><h1>One more story</h1></div>', 1),
        ('<div class="infinite-scroll"><h1>x</h1><div id="mvp-post-add-wrap">y</div></div>', 1),
    ],
)
def test_a_box_with_the_headline_is_no_further_article(box: str, expected: int) -> None:
    tree = fromstring(f"<body><p>x</p>{box}</body>")
    assert len(selectors.FURTHER_ARTICLES[0](tree)) == expected
    assert len({element for expression in xpaths.RAW_TREE_PRUNE_XPATH for element in expression(tree)}) == expected
