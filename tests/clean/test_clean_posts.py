import pytest
from lxml.html import fromstring

from newsquotes.clean.posts import cut_further_posts

STORY = "The pier in Port Marrow will stay closed until spring, the council decided on Monday evening in a short vote."
LONG_REPLY = "I was on the other boat that day. "
REPLY = "They said so last year as well, didn't they?"


def board(first: str, second: str, *, name: str = "message") -> str:
    return (
        f"<html><body><h1>Pier closed</h1><article class='{name}'>{first}</article>"
        f"<article class='{name}'>{second}</article></body></html>"
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (board(f"<p>{STORY}</p>", f"<p>{REPLY}</p>"), ["theysaidsolastyearaswelldidntthey"]),
        (
            board(f"<div class='message-user'>oldsalt</div><p>{STORY}</p>", f"<p>{REPLY}</p>"),
            ["theysaidsolastyearaswelldidntthey", "oldsalt"],
        ),
        (board(f"<p>{STORY} {STORY} {STORY}</p>", f"<p>{5 * LONG_REPLY}</p>"), [5 * "iwasontheotherboatthatday"]),
        (board(f"<h2>Pier closed</h2><p>{STORY}</p>", f"<p>{REPLY}</p>", name="post"), []),
        (board(f"<p>{REPLY}</p>", f"<p>{STORY}</p>"), []),
        (board(f"<p>{STORY}</p>", f"<p>{REPLY}</p>", name="chapter"), []),
        (f"<html><body><article class='post'><p>{STORY}</p></article></body></html>", []),
    ],
    ids=["reply", "writer", "a reply longer than the post", "blog", "teaser first", "parts of a story", "one post"],
)
def test_posts_below_the_first_are_cut(page: str, expected: list[str]) -> None:
    tree = fromstring(page)
    assert cut_further_posts(tree) == expected
    assert STORY in tree.text_content()
    assert (REPLY in tree.text_content()) is not bool(expected) or not expected
