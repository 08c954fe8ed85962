"""Threads of a message service: the posts of one account are the article, replies of others are comments."""

from collections.abc import Callable, Sequence

import pytest

from newsquotes.clean import Cleaned

OWN, OTHER = "@jvey@marrow.example", "@oldsalt@osterby.example"
POSTS = (
    "I spent the morning at the hearing on the harbour fee, and nobody in the room could say who pays it. A thread 1/4",
    "The deputy mayor, Lina Brandt, opened by saying that the fee “was never meant for rowing boats”, to laughter 2/4",
    "“We kept our half of that promise,” said Tove Hald, who chairs the union, and she put the letter on the table 3/4",
    "The vote is on Thursday. I will be there, and I will post the numbers as soon as the clerk has read them out. 4/4",
)
REPLY = "Thanks for sitting through that, so that the rest of us did not have to spend the day there."


def as_text(posts: Sequence[tuple[str, str]]) -> str:
    heads = (f"{account.split('@')[1]}\n{account}\n{text}\nMay 3, 2031, 11:02\n·\n14 boosts" for account, text in posts)
    return "\n".join(("Explore", "Live feeds", "Log in", *heads, "Privacy policy", "Keyboard shortcuts"))


def as_html(posts: Sequence[tuple[str, str]]) -> str:
    statuses = (
        f"<div class='status'><a><strong>{account.split('@')[1]}</strong><span>{account}</span></a><time>3h</time>"
        f"<div class='status__content'><p>{text}</p></div><button>Reply</button></div>"
        for account, text in posts
    )
    return f"<!DOCTYPE html><html><body><nav><a>Explore</a></nav><main>{''.join(statuses)}</main></body></html>"


@pytest.mark.parametrize(("kind", "write"), [("text", as_text), ("html", as_html)])
@pytest.mark.parametrize("at", [2, len(POSTS)])
def test_replies_are_comments(
    clean: Callable[..., Cleaned], kind: str, write: Callable[[Sequence[tuple[str, str]]], str], at: int
) -> None:
    own = [(OWN, text) for text in POSTS]
    cleaned = clean(write([*own[:at], (OTHER, REPLY), *own[at:]]), kind)
    assert cleaned.articles["text"].item() == "\n\n".join(POSTS)
    labels = {row["text"]: row["label"] for row in cleaned.removed_lines.iter_rows(named=True)}
    assert labels[REPLY] == "comment"


def test_article_that_shows_posts_of_others_is_no_thread(clean: Callable[..., Cleaned]) -> None:
    paragraphs = [
        f"{text.split(' 1/')[0]} The meeting went on until noon, as the clerk had feared it would." for text in POSTS
    ]
    lines = ["By Jonas Vey", "@jvey", paragraphs[0], paragraphs[1], OTHER, REPLY, paragraphs[2], paragraphs[3]]
    kept = clean("\n\n".join(lines)).articles["text"].item()
    assert all(paragraph in kept for paragraph in paragraphs)


def test_handle_of_the_writer_at_both_ends_is_no_thread(clean: Callable[..., Cleaned]) -> None:
    paragraphs = [f"{text} The meeting went on until noon, as the clerk had feared it would." for text in POSTS]
    lines = ["@jvey", *paragraphs[:3], "@oldsalt", paragraphs[3], "@jvey", "More by this writer"]
    kept = clean("\n\n".join(lines)).articles["text"].item()
    assert all(paragraph in kept for paragraph in paragraphs)
