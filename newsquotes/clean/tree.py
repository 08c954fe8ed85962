"""A page's markup to a tree, as trafilatura reads it, but sooner.

lxml asks Python for the class of each element that is touched, so that a form may be another class than a paragraph,
some four thousand times a page. Of an article nothing but the common class is needed, which lxml gives by itself.
"""

from typing import Any

from lxml.etree import ElementDefaultClassLookup, ParserError, XMLSyntaxError
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HTMLParser, HtmlProcessingInstruction, fromstring
from trafilatura.utils import is_dubious_html, repair_faulty_html

BEGINNING = 50
"""Characters in which a page calls itself HTML."""
HEAD = 4096
"""Characters in which trafilatura looks for a faulty tag of the page."""
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r"})
_LAST_CHARACTERS = "\uffff".encode()[:2]
"""How U+FFC0 to U+FFFF begin, of which the last two are no characters."""

_PARSER = HTMLParser(collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True)
_PARSER.set_element_class_lookup(
    ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity)
)


def parse_page(payload: str) -> Any | None:
    """The tree (lxml) of the page `payload`, equal to that of `trafilatura.load_html`; None for what is no page."""
    beginning = payload[:BEGINNING].lower()
    try:
        tree = fromstring(_repaired(payload, beginning), parser=_PARSER)
    except (ParserError, XMLSyntaxError):
        return None
    return None if is_dubious_html(beginning) and len(tree) < 2 else tree


def _repaired(payload: str, beginning: str) -> bytes:
    """`payload` in UTF-8 as `repair_faulty_html` leaves it, which looks through all of it for what is hardly there.

    Without that, only its first lines can be faulty.
    """
    data = payload.encode("utf-8", "surrogatepass")
    if len(data.translate(None, _CONTROLS)) < len(data) or _LAST_CHARACTERS in data:
        return bytes(repair_faulty_html(payload, beginning).encode("utf-8", "surrogatepass"))
    end = payload.find("\n", HEAD)
    head = payload if end < 0 else payload[: end + 1]
    repaired = repair_faulty_html(head, beginning)
    if repaired == head:
        return data
    rest = data[len(head.encode("utf-8", "surrogatepass")) :]
    return bytes(repaired.encode("utf-8", "surrogatepass") + rest)
