"""Threads of a message service in plain text: the posts of one account are the article, those of others are replies.

In: the lines of a page and what line rules say of them. Out: the same with the heads of the thread's posts, and with
replies as comments.
"""

import re
from collections.abc import Sequence

from newsquotes.clean.lines import Removal
from newsquotes.clean.text import Line

MIN_OWN_POSTS = 2
"""Posts of the first account that make a thread: one may be a byline with the writer's handle."""
HEAD_LINES = 2
"""Lines between a handle and the first paragraph of its post, at most."""
POST_WORDS = 5
"""Words of a line that may be a post's: it need not end like a sentence, as with a count of the posts (`2/5`)."""

HANDLE = re.compile(r"@[\w.-]{2,40}(?:@[\w-]+(?:\.[\w-]+)+)?")


def thread_posts(lines: Sequence[Line], known: Sequence[Removal | None]) -> Sequence[Removal | None]:
    """`known` with what stands between the posts of a thread as their heads, and with replies of others as comments.

    Each post is headed by the handle of its account, `@jvey@marrow.example`; the first is the one whose thread it is.
    """
    heads = [index for index, line in enumerate(lines) if _heads_post(lines, index, line)]
    own = [index for index in heads if lines[index].text == lines[heads[0]].text]
    if len(own) < MIN_OWN_POSTS:
        return known
    changed = list(known)
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        name = start - 1 if start and not _may_be_said(lines[start - 1]) else start
        if start in own:
            _free_heads(lines, changed, name, end)
        else:
            changed[name:end] = [Removal(thread_posts.__name__, "comment")] * (end - name)
    return changed


def _heads_post(lines: Sequence[Line], index: int, line: Line) -> bool:
    """Whether a handle stands alone on `line`, right above a paragraph."""
    if line.text[0] != "@" or HANDLE.fullmatch(line.text) is None:
        return False
    return any(map(_may_be_said, lines[index + 1 : index + 2 + HEAD_LINES]))


def _may_be_said(line: Line) -> bool:
    return line.is_sentence or line.n_words >= POST_WORDS


def _free_heads(lines: Sequence[Line], changed: list[Removal | None], start: int, end: int) -> None:
    """Take what an account cannot have said in its own post for its head or foot: name, handle, date, counts."""
    for index in range(start, end):
        if changed[index] is not None or not _may_be_said(lines[index]):
            changed[index] = Removal(thread_posts.__name__, "byline")


def with_thread(removals: Sequence[Removal | None], span: tuple[int, int]) -> tuple[int, int]:
    """The `span` of the body, with all of the thread in it: posts often do not end like sentences."""
    heads = [index for index, removal in enumerate(removals) if removal and is_of_thread(removal)]
    return (min(span[0], heads[0]), max(span[1], heads[-1] + 1)) if heads else span


def is_of_thread(removal: Removal) -> bool:
    """Whether a line belongs to the heads of a thread's posts, which stand inside the body."""
    return removal.rule == thread_posts.__name__ and removal.label == "byline"
