"""Metadata that an HTML page states about itself: JSON-LD, <meta>, <link>, <time>.

In: a parsed page. Out: `Metadata`. A date is taken from a statement about the page, never from the story, from a
teaser or from a comment.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import XPath

from newsquotes.clean.bylines import read_authors
from newsquotes.clean.dates import Moment, read_moment
from newsquotes.clean.metadata import Metadata, clean_value
from newsquotes.clean.outlets import outlet_name, url_domain
from newsquotes.clean.text import comparable
from newsquotes.seeds import load_seed

MAX_JSON_DEPTH = 8
MAX_HEADLINE_WORDS = 40
MOST_STAMPS = 20
"""Elements with a time in an attribute that are looked at; a page with more is a list."""
LEAD_IN_CHARACTERS = 60
"""Characters around a <time> in which its meaning is printed."""

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|Review|Posting)$")
_PAGE_TYPE = re.compile(r"(?:Recipe|HowTo|VideoObject|Product|Event)$")
"""Types whose date may be the article's. `WebPage` is none: a shop window has one too, and articles say more."""
_HTML_COMMENT = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$")
_PUBLISHED_CLASS = re.compile(
    r"publish|posted|pubdate|dateline|byline|post-meta|entry-meta|timestamp|(?:post|article|entry|story)[\w-]*?date",
    re.I,
)
_MODIFIED = re.compile(r"updat|modif|changed|revis", re.IGNORECASE)
_STAMP_CLASS = re.compile(r"date|time|publish|posted", re.IGNORECASE)
_STATED_DATES = XPath("descendant::*[@itemprop='datePublished']")
_STAMPS = ("title", "datetime", "data-timestamp", "data-datetime", "data-date", "data-published")
_BUILDER_MARK = "data-wf-page"
_IN_WORDS = re.compile(r"[A-Z][a-z]{2,8} \d")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_OTHER_CLASS = re.compile(
    r"comment|related|sidebar|widget|teaser|recommend|footer|promo|trending|popular|latest|more-", re.IGNORECASE
)
_SITE_SUFFIX = re.compile(r"\s+[|–—»·•-]\s+[^|–—»·•]{2,60}$")
_SEPARATORS = " |–—»·•-"
_OTHER_ELEMENTS = frozenset({"aside", "footer", "nav"})


@cache
def _meta_fields() -> Mapping[str, tuple[str, int]]:
    """The field and the rank of each name in seeds/metadata_keys.csv."""
    rows = load_seed("metadata_keys", ("key", "field"))
    return {row["key"]: (row["field"], rank) for rank, row in enumerate(rows)}


def page_metadata(tree: Any, *, url: str | None) -> Metadata:
    """What the page `tree` (lxml) states, JSON-LD before <meta> before <time>; `url` is where it was found."""
    meta = _meta_values(tree)
    canonical = _canonical(tree, meta) or url
    linked = _linked_data(tree)
    node = _article_node(linked, meta.get("title", [None])[0], canonical)
    from_node = _without_stamp(_node_metadata(node), node, tree) if node else Metadata()
    found = from_node.or_else(_meta_metadata(meta))
    title, site = _titles(tree, found.title, found.publisher)
    found = Metadata(
        url=canonical,
        title=title,
        publisher=found.publisher or site,
        section=clean_value(meta.get("section", [None])[0]),
        is_paywalled=any(_is_closed(node) for node in linked),
    ).or_else(found)
    if _is_front_page(canonical, meta):
        return replace(found, published=None, published_source="none", modified=None).read_from("metadata")
    if found.published is None:
        surroundings = Surroundings(tree)
        in_markup = _time_element(tree, surroundings) or _stamped_element(tree, surroundings)
        in_data = _page_date(linked)
        found = found.or_else(Metadata(published=in_data, published_source="metadata" if in_data else "none"))
        found = found.or_else(Metadata(published=in_markup, published_source="markup" if in_markup else "none"))
    return found.read_from("metadata")


def article_data(tree: Any) -> Mapping[str, Any] | None:
    """The JSON-LD object of the article that the page `tree` (lxml) is, if it does not call it closed to readers."""
    meta = _meta_values(tree)
    node = _article_node(_linked_data(tree), meta.get("title", [None])[0], _canonical(tree, meta))
    return None if node is None or _is_closed(node) else node


def _is_front_page(url: str | None, meta: Mapping[str, Sequence[str]]) -> bool:
    """Whether the page is a site's front page, which was put up one day but is no article of that day.

    Both have to say so, since some sites give every page the address of the first.
    """
    try:
        is_first = url is not None and urlsplit(url).path in ("", "/")
    except ValueError:
        return False
    return is_first and "website" in meta.get("kind", ())


def _is_closed(node: Mapping[str, Any]) -> bool:
    """Whether an article's JSON-LD object says that it is not free to read."""
    return _is_type(node, _ARTICLE_TYPE) and str(node.get("isAccessibleForFree")).casefold() == "false"


def _meta_values(tree: Any) -> dict[str, list[str]]:
    """The contents of the <meta> elements by field, the most trusted first."""
    ranked: list[tuple[int, str, str]] = []
    fields = _meta_fields()
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content or not content.strip():
            continue
        for attribute in ("property", "name", "itemprop"):
            if known := fields.get((element.get(attribute) or "").strip().casefold()):
                ranked.append((known[1], known[0], content))
                break
    values: dict[str, list[str]] = {}
    for _, field, content in sorted(ranked, key=lambda item: item[0]):
        values.setdefault(field, []).append(content)
    return values


def _meta_metadata(meta: Mapping[str, Sequence[str]]) -> Metadata:
    published = _first_moment(meta.get("published", ()))
    return Metadata(
        title=clean_value(meta["title"][0]) if "title" in meta else None,
        publisher=clean_value(meta["publisher"][0]) if "publisher" in meta else None,
        authors=read_authors(meta.get("author", ())[:1]),
        published=published,
        published_source="metadata" if published else "none",
        modified=_first_moment(meta.get("modified", ())),
    )


def _first_moment(values: Sequence[str]) -> Moment | None:
    return next((moment for value in values if (moment := read_moment(value))), None)


def _canonical(tree: Any, meta: Mapping[str, Sequence[str]]) -> str | None:
    """The absolute address that the page gives itself."""
    links = [
        element.get("href") for element in tree.iter("link") if (element.get("rel") or "").casefold() == "canonical"
    ]
    for value in [*links, *meta.get("url", ())]:
        address = (value or "").strip()
        if address.startswith(("http://", "https://")) and url_domain(address):
            return address
    return None


def _linked_data(tree: Any) -> list[Mapping[str, Any]]:
    """Every typed object of the page's JSON-LD, outermost first; broken blocks say nothing."""
    nodes: list[Mapping[str, Any]] = []
    for element in tree.iter("script"):
        if "ld+json" in (element.get("type") or "").casefold():
            nodes.extend(_typed_nodes(_json(_HTML_COMMENT.sub("", element.text or "")), 0))
    return nodes


def _json(text: str) -> Any:
    """The JSON value in `text`, which may have commas before its closing brackets; None for what is none."""
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _typed_nodes(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Objects with a type in lists, graphs and main entities; never those of lists of other pages."""
    if depth > MAX_JSON_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _typed_nodes(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(name), (dict, list)):
                yield from _typed_nodes(value[name], depth + 1)


def _is_type(node: Mapping[str, Any], pattern: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(
        isinstance(name, str) and pattern.search(name) for name in (types if isinstance(types, list) else [types])
    )


def _article_node(nodes: Sequence[Mapping[str, Any]], title: str | None, url: str | None) -> Mapping[str, Any] | None:
    """The JSON-LD object of the article: the only one, or the one with the page's title or address."""
    articles = [node for node in nodes if _is_type(node, _ARTICLE_TYPE)]
    if len(articles) <= 1:
        return articles[0] if articles else None
    for node in articles:
        headline = _text(node.get("headline")) or ""
        if title and headline and comparable(headline) in comparable(title):
            return node
        if url and url in (_text(node.get("url")), _text(node.get("mainEntityOfPage")), _text(node.get("@id"))):
            return node
    return articles[0]


def _node_metadata(node: Mapping[str, Any]) -> Metadata:
    published = read_moment(_text(node.get("datePublished")) or "")
    return Metadata(
        title=clean_value(_text(node.get("headline"))),
        publisher=clean_value(_names(node.get("publisher"))[0]) if _names(node.get("publisher")) else None,
        authors=read_authors(_names(node.get("author"))),
        published=published,
        published_source="metadata" if published else "none",
        modified=read_moment(_text(node.get("dateModified")) or ""),
        section=clean_value(_text(node.get("articleSection"))),
    )


def _without_stamp(found: Metadata, node: Mapping[str, Any], tree: Any) -> Metadata:
    """`found` without the day on which a site builder last put the page live, which is a change, no publication.

    Webflow has no field for the first publication: templates print `Published on`, which each release moves, and so it
    is no earlier than `Updated on`. Both come in words (`"Jan 17, 2031"`); a date that an author has set is in ISO.
    """
    stated = _text(node.get("datePublished")) or ""
    published, modified = found.published, found.modified
    if published is None or modified is None or published.on < modified.on:
        return found
    if not _IN_WORDS.match(stated) or tree.getroottree().getroot().get(_BUILDER_MARK) is None:
        return found
    return replace(found, published=None, published_source="none", modified=published)


def _page_date(nodes: Sequence[Mapping[str, Any]]) -> Moment | None:
    """The date of the JSON-LD object that describes the page itself, if there is one such date."""
    moments = [read_moment(_text(node.get("datePublished")) or "") for node in nodes if _is_type(node, _PAGE_TYPE)]
    found = {moment for moment in moments if moment}
    return found.pop() if len(found) == 1 else None


def _text(value: Any) -> str | None:
    """The first string in a JSON-LD value."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value:
        return _text(value[0])
    if isinstance(value, dict):
        inner = value.get("@value", value.get("@id"))
        return inner if isinstance(inner, str) else None
    return None


def _names(value: Any) -> list[str]:
    """The names in a JSON-LD person, organisation, string, or list of them."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    if isinstance(value, dict):
        return _names(value.get("name"))
    return []


def _titles(tree: Any, stated: str | None, publisher: str | None) -> tuple[str | None, str | None]:
    """The headline, without the site's name at its end, and that name if <title> gives it away.

    A first-level heading that words the stated title or <title> is the headline itself, as the reader sees it. The
    name of an outlet is none.
    """
    page_title = clean_value(next((element.text_content() for element in tree.iter("title")), None))
    headings = [heading for element in tree.iter("h1") if (heading := clean_value(element.text_content()))]
    if stated is None or stated.count(" ") > MAX_HEADLINE_WORDS:
        stated = page_title
        if page_title and outlet_name(page_title) == page_title:
            return (headings[0] if len(headings) == 1 and headings[0] != page_title else None), page_title
    if stated is None:
        return (headings[0] if len(headings) == 1 else None), None
    printed = [
        heading
        for heading in headings
        if _is_same_headline(heading, stated) or _is_same_headline(heading, page_title or "")
    ]
    if printed:
        return printed[0], _site_name(page_title, printed[0])
    shorter = _SITE_SUFFIX.sub("", stated)
    if shorter != stated and _names_site(stated[len(shorter) :], publisher):
        return shorter, None
    if shorter != stated and (site := outlet_name(stated[len(shorter) :].strip(_SEPARATORS))):
        return shorter, site
    return stated, _site_name(page_title, stated)


def _is_same_headline(heading: str, title: str) -> bool:
    """Whether the printed heading words the page's title: they share at least half of the words of either."""
    words = {comparable(word) for word in heading.split()}
    title_words = {comparable(word) for word in _SITE_SUFFIX.sub("", title).split()}
    shared = len(words & title_words)
    return shared > 1 and 2 * shared >= max(len(words), len(title_words)) and len(words) <= MAX_HEADLINE_WORDS


def _names_site(suffix: str, publisher: str | None) -> bool:
    name = comparable(suffix)
    return (
        bool(name) and bool(publisher) and (name in comparable(publisher or "") or comparable(publisher or "") in name)
    )


def _site_name(page_title: str | None, headline: str) -> str | None:
    """What <title> adds to the headline after a separator: the site."""
    if not page_title or not page_title.startswith(headline):
        return None
    rest = page_title[len(headline) :].strip(" |–—»·•-:")
    return rest if 2 <= len(rest) <= 40 and not re.search(r"[|–—»·•]", rest) else None


class Surroundings:
    """Which parts of one page are about other things. No part is looked at twice, however much stands in it."""

    def __init__(self, tree: Any) -> None:
        self._page = tree.getroottree().getroot()
        self._known: dict[Any, bool] = {}

    def are_other(self, element: Any) -> bool:
        """Whether `element` stands in a part of the page that is about other things, and that holds no body."""
        answer, passed = False, []
        for node in element.iterancestors():
            if node in self._known:
                answer = self._known[node]
                break
            passed.append(node)
            if self._is_other(node):
                answer = True
                break
        self._known.update(dict.fromkeys(passed, answer))
        return answer

    def _is_other(self, node: Any) -> bool:
        if not isinstance(node.tag, str) or node.tag in ("body", "html"):
            return False
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        return (node.tag in _OTHER_ELEMENTS or _OTHER_CLASS.search(names) is not None) and not self._holds_body(node)

    def _holds_body(self, node: Any) -> bool:
        """Whether most of the page's paragraphs stand in `node`, whatever it is called: `<div class="widget blog">`."""
        return 2 * self._letters.get(node, 0) > self._letters.get(self._page, 0) > 0

    @cached_property
    def _letters(self) -> Mapping[Any, int]:
        """The letters of the paragraphs in each element that has any."""
        letters: Counter[Any] = Counter()
        below: Counter[Any] = Counter()
        for paragraph in self._page.iter("p"):
            length = len(paragraph.text_content())
            letters[paragraph] += length
            below[paragraph.getparent()] += length
        for parent, length in below.items():
            while parent is not None:
                letters[parent] += length
                parent = parent.getparent()
        return letters


def _time_element(tree: Any, surroundings: Surroundings) -> Moment | None:
    """The publication time in <time>: marked as such, else the first below the only main heading, else the only one.

    Those in teasers, comments and footers do not count, nor do marks on several days: those are a list of articles.
    """
    marked = [
        moment
        for element in _STATED_DATES(tree)
        if not surroundings.are_other(element) and (moment := element_moment(element))
    ]
    if len({moment.on for moment in marked}) == 1:
        return marked[0]
    others: list[Moment] = []
    headings: list[int] = []
    for element in tree.iter("time", "h1"):
        if element.tag == "h1":
            headings.append(len(others))
            continue
        moment = element_moment(element)
        marks = _marks(element)
        if moment is None or surroundings.are_other(element) or _MODIFIED.search(marks):
            continue
        if element.get("pubdate") is not None or _PUBLISHED_CLASS.search(marks):
            return moment
        others.append(moment)
    below = others[headings[0] :] if len(headings) == 1 else []
    return below[0] if below else others[0] if len(set(others)) == 1 else None


def _stamped_element(tree: Any, surroundings: Surroundings) -> Moment | None:
    """The moment in an attribute beside a time that only the visitor can resolve, if the page states one day so.

    `<span class="date" title="2031-04-05T08:00:00Z">2 hours ago</span>`
    """
    stamped = (
        (element, moment)
        for element in tree.iter("span", "abbr")
        if _STAMP_CLASS.search(element.get("class") or "")
        and (moment := _first_moment([value for name in _STAMPS if (value := element.get(name))]))
    )
    moments = [
        moment
        for element, moment in islice(stamped, MOST_STAMPS)
        if not _MODIFIED.search(_marks(element)) and not surroundings.are_other(element)
    ]
    return moments[0] if len({moment.on for moment in moments}) == 1 else None


def element_moment(element: Any) -> Moment | None:
    """The moment that an element states in an attribute or prints."""
    values = (element.get(name) for name in ("datetime", "content", "title"))
    return _first_moment([*(value for value in values if value), element.text_content()[:LEAD_IN_CHARACTERS]])


def _marks(element: Any) -> str:
    """What says of a <time> what it is: names of it and its parent, the words before it, and its own."""
    parent = element.getparent()
    nodes = (element,) if parent is None else (element, parent)
    names = [node.get(name) or "" for node in nodes for name in ("class", "itemprop", "id")]
    before = element.getprevious()
    lead_in = (
        (parent.text or "" if parent is not None else "")
        if before is None
        else before.text_content() + (before.tail or "")
    )
    return " ".join(
        [*names, lead_in.strip()[-LEAD_IN_CHARACTERS:], element.text_content().strip()[:LEAD_IN_CHARACTERS]]
    )
