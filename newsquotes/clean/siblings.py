"""Several whole articles in the markup of one page: a front page with full texts, or stories that load in a row.

In: a parsed page. Out: `Sibling` values in page order, none if the page holds fewer than two whole articles. Teasers,
sections of one article and comments are no siblings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from newsquotes.clean.dates import Moment
from newsquotes.clean.markup import Surroundings, element_moment
from newsquotes.clean.outlets import outlet_name
from newsquotes.clean.text import Line, comparable, read_lines
from newsquotes.clean.zones import MIN_PROSE_BEFORE_TAIL

COVERED_SHARE = 0.8
"""Share of the words of a page's body that its articles must hold."""

_BLOCKS = ("p", "li", "blockquote", "h2", "h3", "h4")
_HEADINGS = ("h1", "h2", "h3")


@dataclass(frozen=True, slots=True)
class Sibling:
    """One whole article of a page: its headline, its date, the outlet that its head names, and its paragraphs."""

    title: str
    published: Moment
    publisher: str | None
    lines: Sequence[Line]


def sibling_articles(tree: Any, *, min_words: int) -> list[Sibling]:
    """The whole articles of the page `tree` (lxml): <article> elements with a headline, a date and `min_words` of text.

    Sections of one article have no dates of their own, and teasers no three paragraphs.
    """
    surroundings = Surroundings(tree)
    elements = [element for element in tree.iter("article") if not _is_part(element, surroundings)]
    if len(elements) < 2:
        return []
    found = [sibling for element in elements if (sibling := _sibling(element, min_words))]
    titles = {sibling.title for sibling in found}
    return found if len(titles) == len(found) > 1 else []


def _is_part(element: Any, surroundings: Surroundings) -> bool:
    return surroundings.are_other(element) or any(node.tag == "article" for node in element.iterancestors())


def _sibling(element: Any, min_words: int) -> Sibling | None:
    heading = next(element.iter(*_HEADINGS), None)
    title = " ".join(heading.text_content().split()) if heading is not None else ""
    published = next((moment for time in element.iter("time") if (moment := element_moment(time))), None)
    lines = read_lines("\n".join(_blocks(element, heading)), is_wrapped=False)
    prose = [line for line in lines if line.is_prose]
    if not title or published is None or len(prose) < MIN_PROSE_BEFORE_TAIL:
        return None
    if sum(line.n_words for line in prose) < min_words:
        return None
    return Sibling(title, published, _outlet(element), lines)


def _blocks(element: Any, heading: Any) -> Iterator[str]:
    """The text of each block of `element` but its `heading`; a block inside another belongs to that."""
    taken: set[Any] = set()
    for block in element.iter(*_BLOCKS):
        if block is heading or any(node in taken for node in block.iterancestors()):
            continue
        taken.add(block)
        yield " ".join(block.text_content().split())


def _outlet(element: Any) -> str | None:
    """The outlet that stands alone above the first paragraph."""
    for node in element.iter():
        if node.tag == "p":
            return None
        printed = " ".join((node.text or "").split()) if isinstance(node.tag, str) and len(node) == 0 else ""
        if printed and node.tag not in _HEADINGS and (name := outlet_name(printed)):
            return name
    return None


def cover(siblings: Sequence[Sibling], lines: Sequence[Line]) -> bool:
    """Whether the `siblings` hold nearly all prose of `lines`: the page has no main article beside them."""
    own = {comparable(line.text) for sibling in siblings for line in sibling.lines}
    prose = [line for line in lines if line.is_prose]
    held = sum(line.n_words for line in prose if comparable(line.text) in own)
    return bool(siblings) and held >= COVERED_SHARE * sum(line.n_words for line in prose)
