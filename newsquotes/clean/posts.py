"""Message boards in markup: the first post is the article that somebody posted, further ones are comments on it.

In: a parsed page. Out: the page without further posts and boxes about their writers, and the text of those.
"""

import re
from collections.abc import Sequence
from typing import Any

from newsquotes.clean.gaps import PIECE_LETTERS, bare_key
from newsquotes.clean.lines import Removal
from newsquotes.clean.text import Line
from newsquotes.clean.threads import HANDLE

MIN_POSTS = 2
MIN_POST_WORDS = 40
"""Words of a first post that is an article, however long the replies are: a shorter one may be a teaser."""

_POST = re.compile(r"(?:^|[\s_-])(?:post|message|comment|ipscomment|reply)(?:$|[\s_-])", re.IGNORECASE)
_WRITER = re.compile(
    r"(?:^|\s)(?:message-user|message-cell--user|cauthorpane|author-?pane|poster-?info|user-?info)", re.IGNORECASE
)
_HEADINGS = ("h1", "h2", "h3")
_STATUS = re.compile(r"(?:^|\s)(?:detailed-)?(?:status|toot|tweet|post)(?:$|\s)", re.IGNORECASE)


def cut_further_posts(tree: Any) -> list[str]:
    """Take the posts after the first, and boxes about writers, off `tree` (lxml); the `bare_key` of each one's text.

    Posts are <article> elements that call themselves so. Those of a blog have headlines of their own and stay, and so
    do all if the first is short and not the longest.
    """
    posts = [element for element in tree.iter("article") if _is_post(element)]
    if len(posts) < MIN_POSTS or any(post.find(f".//{heading}") is not None for post in posts for heading in _HEADINGS):
        return []
    texts = [post.text_content() for post in posts]
    if len(texts[0].split()) < MIN_POST_WORDS and len(texts[0]) < max(map(len, texts)):
        return []
    writers = [node for node in posts[0].iter("div", "aside", "section") if _WRITER.search(node.get("class") or "")]
    keys = []
    for element in [*posts[1:], *writers]:
        if element.getparent() is not None:
            keys.append(bare_key(element.text_content()))
            element.drop_tree()
    return keys


def cut_replies(tree: Any) -> list[str]:
    """Take the posts of other accounts off `tree` (lxml), a thread of one; the `bare_key` of each paragraph in them.

    Posts are elements that call themselves so and print the handle of an account, `@jvey@marrow.example`. It is a
    thread if the first account has written two of them at least.
    """
    posts = [element for element in tree.iter("div", "article", "li") if _STATUS.search(element.get("class") or "")]
    handles = {element: handle for element in posts if (handle := _handle(element))}
    own = next(iter(handles.values()), None)
    if sum(handle == own for handle in handles.values()) < MIN_POSTS:
        return []
    keys = []
    for element, handle in handles.items():
        if handle != own and element.getparent() is not None:
            keys.append(bare_key(element.text_content()))
            element.drop_tree()
    return keys


def _handle(element: Any) -> str | None:
    """The handle of the account that has written the post `element`: the first that stands alone."""
    texts = (text.strip() for text in element.itertext())
    return next((text for text in texts if HANDLE.fullmatch(text)), None)


def _is_post(element: Any) -> bool:
    is_nested = any(node.tag == "article" for node in element.iterancestors())
    return not is_nested and _POST.search(element.get("class") or "") is not None


def further_posts(
    lines: Sequence[Line], removals: Sequence[Removal | None], keys: Sequence[str]
) -> list[Removal | None]:
    """`removals` of the visible `lines` with those as comments that stand in further posts, given by their `keys`."""
    if not keys:
        return list(removals)
    text = "\n".join(keys)
    return [
        Removal(further_posts.__name__, "comment") if _is_unknown(removal) and _stands_in(text, line) else removal
        for line, removal in zip(lines, removals, strict=True)
    ]


def _is_unknown(removal: Removal | None) -> bool:
    return removal is None or removal.rule == "outside_body"


def _stands_in(text: str, line: Line) -> bool:
    key = bare_key(line.text)
    return len(key) >= PIECE_LETTERS and key in text
