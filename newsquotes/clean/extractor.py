"""trafilatura's body of a page, step by step: the text that its `bare_extraction` gives, for less.

In: a parsed page, which is used up. Out: the text of its body by trafilatura's rules alone, or with its fallbacks, in
its balanced mode and without comments. Here the tree is not copied four times beforehand, the selectors are ours, and
the fallbacks go on from what the rules have found instead of finding it again.
"""

import logging
from collections.abc import Callable, Mapping
from copy import copy
from functools import cache, cached_property
from importlib.util import find_spec, module_from_spec
from typing import Any

from lxml.etree import LxmlError, XPath, strip_tags
from trafilatura.core import (
    ESCALATION_ACCEPT_RATIO,
    ESCALATION_JUSTEXT_RATIO,
    ESCALATION_MAX_LENGTH,
    ESCALATION_PAGE_SHARE,
    _forum_thread_page,
)
from trafilatura.htmlprocessing import (
    convert_tags,
    delete_by_link_density,
    link_density_test_tables,
    prune_unwanted_nodes,
    tree_cleaning,
)
from trafilatura.settings import Extractor
from trafilatura.xml import delete_element, xmltotxt

from newsquotes.clean import selectors

Found = tuple[Any, str]
"""An element with the paragraphs of a body, and its text on one line."""

MOST_ELEMENTS = 6_000
"""Elements of a page, several times those of a long one, beyond which jusText takes the square of the time."""

_LOG = logging.getLogger(__name__)
_NOTHING: Found = (None, "")
_n_elements = XPath("count(descendant::*)")
_ERRORS = (TypeError, ValueError, AttributeError, LookupError, RuntimeError, LxmlError)
"""What trafilatura raises on markup that it does not expect."""


def _module(name: str, replaced: Mapping[str, Any]) -> Any:
    """A module of trafilatura for ourselves, in which some names stand for something else.

    Whoever else uses trafilatura in this process finds it as it is.
    """
    spec = find_spec(f"trafilatura.{name}")
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"trafilatura.{name}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module).update(replaced)
    return module


def _pruned(tree: Any, potential_tags: Any, options: Extractor, keep_teasers: bool = False) -> Any:
    """`tree` without its furniture: `prune_unwanted_sections` for texts, which tells lists of links a second time.

    Where it has found none the first time, there are none.
    """
    prune_unwanted_nodes(tree, selectors.FURNITURE, with_backup=True)
    prune_unwanted_nodes(tree, selectors.CAPTIONS)
    if options.focus != "recall" and not keep_teasers:
        prune_unwanted_nodes(tree, selectors.TEASERS)
    size = _n_elements(tree)
    _cut_link_lists(tree)
    if _n_elements(tree) != size:
        _cut_link_lists(tree)
    for table in [table for table in tree.iter("table") if link_density_test_tables(table)]:
        delete_element(table, keep_tail=False)
    strip_tags(tree, "span", "ref")
    return tree


def _cut_link_lists(tree: Any) -> None:
    delete_by_link_density(tree, "div", backtracking=True)
    delete_by_link_density(tree, "list")
    delete_by_link_density(tree, "p")


_rules = _module("main_extractor", {"BODY_XPATH": selectors.BODY, "prune_unwanted_sections": _pruned})
_baseline = _module("baseline", {"BASIC_CLEAN_XPATH": selectors.no_text})
_others = _module("external", {"basic_cleaning": _baseline.basic_cleaning})


def _without_others(tree: Any) -> Any:
    """`tree` without comments, unless they are the page, and without further articles."""
    is_forum = _forum_thread_page(tree)
    others = selectors.FURTHER_ARTICLES if is_forum else selectors.FURTHER_ARTICLES_AND_COMMENTS
    return prune_unwanted_nodes(tree, others)


@cache
def _options(*, is_strict: bool) -> Extractor:
    return Extractor(fast=True, comments=False, recall=not is_strict)


class Extraction:
    """What trafilatura finds on one page, whose `tree` (lxml) is used up; `again` gives an equal one.

    Few pages need a second look at their tree. Those are read again, which saves a copy on all others.
    """

    def __init__(self, tree: Any, again: Callable[[], Any]) -> None:
        self._given = tree
        self._again = again
        self._by_rules: dict[bool, Found] = {}

    @cached_property
    def _kept(self) -> Any:
        return _without_others(self._again())

    def _tree(self) -> Any:
        """The page without comments and further articles, for somebody to use up."""
        if self._given is None:
            return copy(self._kept)
        tree, self._given = self._given, None
        return _without_others(tree)

    def text(self, *, with_fallbacks: bool) -> str:
        """The paragraphs of the body, one a line; empty if none is found. A very large page has no fallbacks."""
        try:
            body, text = self._found(with_fallbacks=with_fallbacks and _n_elements(self._kept) <= MOST_ELEMENTS)
        except (TypeError, ValueError) as error:
            _LOG.warning("no body is found, as the rules failed: %r", error)
            return ""
        return str(xmltotxt(body, include_formatting=False)) if text else ""

    def _found(self, *, with_fallbacks: bool) -> Found:
        """The body by the rules; the whole page if they find hardly anything, or the body by laxer rules."""
        body, text = self._compared(is_strict=True, with_fallbacks=with_fallbacks)
        if len(text) < _options(is_strict=True).min_extracted_size:
            whole, whole_text, length = _baseline.baseline(self._kept)
            if length > len(text):
                body, text = whole, whole_text
        if 0 < len(text) < ESCALATION_MAX_LENGTH and len(text) < ESCALATION_PAGE_SHARE * self._page_length():
            return self._more_than((body, text), with_fallbacks=with_fallbacks)
        return body, text

    def _page_length(self) -> int:
        return len(_baseline.html2txt(self._kept))

    def _more_than(self, found: Found, *, with_fallbacks: bool) -> Found:
        """`found`, or what laxer rules or, as a fallback, jusText find if that is much more."""
        length = len(found[1])
        lax, others = _NOTHING, _NOTHING
        try:
            lax = self._compared(is_strict=False, with_fallbacks=with_fallbacks)
            if with_fallbacks:
                others = _others.justext_rescue(self._tree(), _options(is_strict=False))
        except _ERRORS as error:
            _LOG.warning("what was found first is kept, as a second look failed: %r", error)
        if len(others[1]) > max(len(lax[1]), ESCALATION_JUSTEXT_RATIO * length):
            return others
        if len(lax[1]) < _options(is_strict=False).min_extracted_size:
            return found
        return lax if len(lax[1]) > ESCALATION_ACCEPT_RATIO * length else found

    def _compared(self, *, is_strict: bool, with_fallbacks: bool) -> Found:
        """What the rules find, or, as a fallback, readability or jusText if that is better."""
        options = _options(is_strict=is_strict)
        if is_strict not in self._by_rules:
            converted = convert_tags(tree_cleaning(self._tree(), options), options)
            self._by_rules[is_strict] = _rules.extract_content(converted, options)
        found = self._by_rules[is_strict]
        if not with_fallbacks:
            return found
        cleaned = tree_cleaning(self._tree(), options)
        better: Found = _others.compare_extraction(cleaned, self._tree(), *found, options)
        return better
