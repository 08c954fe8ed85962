"""trafilatura's selectors without XPath: the same elements in a tenth of the time.

In: a tree (lxml). Out: the elements below its root that a selector means, in the order of the page. An expression such
as `.//*[self::div or self::p][re:test(@class, 'menu|bar')]` hands each element to Python for each of its regular
expressions; here Python walks over the elements of those tags, and tests a value that comes again only once. The words
are trafilatura's own, and a test holds each selector against its expression.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from trafilatura import settings, xpaths


class First(NamedTuple):
    """What has to be found in whichever of two attributes is written first."""

    names: tuple[str, str]
    pattern: str

    def is_in(self, element: Any) -> bool:
        """Whether it is found in `element`."""
        value = next((value for name, value in element.items() if name in self.names), None)
        return value is not None and _compiled(self.pattern).search(value) is not None


@dataclass(frozen=True, slots=True)
class Rule:
    """The elements of `tags`, or of any, that have an attribute in which its pattern is found.

    `firsts`: patterns for one of two attributes. `also`: what else has to be true.
    """

    tags: Sequence[str]
    attributes: Mapping[str, str]
    firsts: Sequence[First] = ()
    also: Callable[[Any], bool] | None = None

    def patterns(self) -> Iterator[tuple[str, str]]:
        """Each attribute with a pattern by which it may count."""
        yield from self.attributes.items()
        yield from ((name, first.pattern) for first in self.firsts for name in first.names)

    def means(self, element: Any) -> bool:
        """Whether `element`, which is of one of the tags, is meant."""
        is_meant = any(
            (value := element.get(name)) is not None and _compiled(pattern).search(value)
            for name, pattern in self.attributes.items()
        ) or any(first.is_in(element) for first in self.firsts)
        return is_meant and (self.also is None or self.also(element))


class Selector:
    """All elements that one of some rules means.

    One walk over the tree finds what may be meant, by one pattern for each attribute; those few are looked at again.
    """

    def __init__(self, *rules: Rule, once: bool = False) -> None:
        self._rules = rules
        self._tags = tuple(dict.fromkeys(tag for rule in rules for tag in rule.tags or ("*",)))
        patterns: dict[str, list[str]] = {}
        for name, pattern in (pair for rule in rules for pair in rule.patterns()):
            patterns.setdefault(name, []).append(f"(?:{pattern})")
        self._searches = {name: re.compile("|".join(own)).search for name, own in patterns.items()}
        self._once = once

    def __call__(self, tree: Any) -> list[Any]:
        """The elements below `tree` that are meant: all, or only the first of the page."""
        found = (element for element in self._candidates(tree) if self._means(element))
        return list(islice(found, 1) if self._once else found)

    def _candidates(self, tree: Any) -> Iterator[Any]:
        """The elements in one of whose attributes its pattern is found."""
        questions = [(name, _Answers(search)) for name, search in self._searches.items()]
        for element in tree.iterdescendants(*self._tags):
            get = element.get
            for name, answers in questions:
                value = get(name)
                if value is not None and answers[value]:
                    yield element
                    break

    def _means(self, element: Any) -> bool:
        return any((not rule.tags or element.tag in rule.tags) and rule.means(element) for rule in self._rules)


class _Answers(dict[str, bool]):
    """Whether `search` finds anything in a value, looked up once for each value."""

    def __init__(self, search: Callable[[str], Any]) -> None:
        super().__init__()
        self._search = search

    def __missing__(self, value: str) -> bool:
        answer = self[value] = self._search(value) is not None
        return answer


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _any_of(*tokens: str) -> str:
    return "|".join(tokens)


def _may_go(element: Any) -> bool:
    """Whether a box with further articles may go: it says so plainly, or the headline of the page is not in it."""
    return element.find(".//h1") is None or any(
        _compiled(_ADDED).search(element.get(name) or "") for name in ("id", "class")
    )


_BLOCKS = ("article", "div", "main", "section")
_PARTS = ("div", "item", "list", "p", "section", "span")
_BOXES = ("div", "section", "aside")
_ADDED = "mvp-post-add-(?:box|wrap)"
_FURTHER = f"{_ADDED}|infinite-?scroll"
_REPLIES_ID, _REPLIES_CLASS = xpaths._COMMENTS_ID, xpaths._COMMENTS_CLASS
_FURTHER_ARTICLES = (
    Rule(_BOXES, {"id": _FURTHER, "class": _FURTHER}, also=_may_go),
    Rule(_BOXES, {"class": "elementor-share-buttons"}),
)
_COMMENTS = (
    Rule(
        ("div", "list", "section", "details"),
        {"id": f"^(?:{_REPLIES_ID}|disqus_thread|dsq-comments)", "class": _REPLIES_CLASS},
    ),
    Rule(("ol", "ul"), {"id": f"^(?:{_REPLIES_ID})", "class": _REPLIES_CLASS}),
)

FURTHER_ARTICLES = [Selector(*_FURTHER_ARTICLES)]
"""`xpaths.RAW_TREE_PRUNE_XPATH`."""

FURTHER_ARTICLES_AND_COMMENTS = [Selector(*_FURTHER_ARTICLES, *_COMMENTS)]
"""The same and `xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH`."""

BODY = [
    Selector(
        Rule(
            _BLOCKS,
            {
                "class": _any_of(r"^(?:post|entry)\Z", *xpaths._ARTICLE_CONTENT_CLASS_TOKENS),
                "id": _any_of(r"^articleContent\Z", *xpaths._ARTICLE_CONTENT_ID_TOKENS),
                "itemprop": r"^articleBody\Z",
            },
        ),
        once=True,
    ),
    xpaths.BODY_XPATH[1],
    Selector(
        Rule(
            _BLOCKS,
            {
                "class": _any_of(
                    r"^(?:postarea|art-postcontent|text|cell|story)\Z", "(?i:fulltext)", *xpaths._STORY_CLASS_TOKENS
                ),
                "id": _any_of(r"^(?:article|story)\Z", *xpaths._STORY_ID_TOKENS),
                "role": r"^article\Z",
            },
        ),
        once=True,
    ),
    Selector(
        Rule(
            _BLOCKS,
            {
                "class": _any_of(
                    r"^content\Z", "[Mm]ain-[Cc]ontent", "[Pp]age-[Cc]ontent", *xpaths._MAIN_CONTENT_CLASS_TOKENS
                ),
                "id": _any_of(r"^content\Z", "[Mm]ain-[Cc]ontent", *xpaths._MAIN_CONTENT_ID_TOKENS),
            },
        ),
        once=True,
    ),
    xpaths.BODY_XPATH[4],
]
"""`xpaths.BODY_XPATH`, of each of which trafilatura takes the first element."""

FURNITURE = [
    Selector(
        Rule(
            _PARTS,
            {
                "class": _any_of(*xpaths._OVERALL_DISCARD_BOTH_TOKENS, *xpaths._OVERALL_DISCARD_CLASS_TOKENS),
                "id": _any_of(*xpaths._OVERALL_DISCARD_BOTH_TOKENS, *xpaths._OVERALL_DISCARD_ID_TOKENS),
                "role": "[nN]av",
                "data-component": "MostPopularStories",
                "data-lp-replacement-content": "",
            },
            [First(("id", "class"), _any_of(*xpaths._CONSENT_ID_CLASS_TOKENS))],
        ),
        Rule(
            (),
            {
                "class": "^hide-|comments-title|nocomments|-reply-|message|akismet|suggest-links|-hide-|hide-print"
                "| hidden| hide|noprint|notloaded",
                "id": "reader-comments|akismet",
                "style": "display: ?none",
                "aria-hidden": r"^true\Z",
            },
            [First(("id", "class"), "^reply-"), First(("id", "style"), "hidden")],
        ),
    )
]
"""`xpaths.OVERALL_DISCARD_XPATH`."""

TEASERS = [Selector(Rule(_PARTS, {"id": "[tT]easer", "class": "[tT]easer"}))]
"""`xpaths.TEASER_DISCARD_XPATH`."""

CAPTIONS = [Selector(Rule(_PARTS, {"id": "caption", "class": "caption"}))]
"""`xpaths.DISCARD_IMAGE_ELEMENTS`."""

_BANNER = f"(?i:{settings._COOKIE_CONSENT_RE})"
_NO_TEXT = ("aside", "fencedframe", "footer", "script", "style", "svg", "template")
_banners = Selector(Rule((), {"class": _BANNER, "id": _BANNER}), Rule(("div",), {}, [First(("class", "id"), "footer")]))


def no_text(tree: Any) -> list[Any]:
    """The elements below `tree` that are no text of the page: `settings.BASIC_CLEAN_XPATH`."""
    return [*tree.iterdescendants(*_NO_TEXT), *_banners(tree)]
