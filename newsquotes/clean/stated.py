"""The text of an article that stands only in the data of its page, as pages hold it that a browser has to build.

In: a parsed page. Out: the lines of `articleBody` in its JSON-LD, none where there is none. Nothing here decides
whether they are needed.
"""

import re
from html import unescape
from typing import Any

from resiliparse.extract.html2text import extract_plain_text

from newsquotes.clean.markup import article_data
from newsquotes.clean.text import Line, printable, read_lines
from newsquotes.ingest.decode import normalise

_MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|ul|li|blockquote)\b[^<>]*>", re.IGNORECASE)


def stated_lines(tree: Any, *, after: int = 0) -> list[Line]:
    """The lines of the article's text in the data of the page `tree` (lxml), numbered from the one `after` on.

    The text may be marked up or have entities. A page that says of itself that the article is not free to read keeps
    it to itself.
    """
    node = article_data(tree)
    text = node.get("articleBody") if node else None
    if node is None or not isinstance(text, str):
        return []
    text = unescape(printable(normalise(text)))
    if _MARKUP.search(text) is not None:
        text = extract_plain_text(text, preserve_formatting=True, alt_texts=False)
    return [line._replace(numbers=tuple(after + number for number in line.numbers)) for line in read_lines(text)]
