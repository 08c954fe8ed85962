"""Pull quotes: which of two printings of the same words goes, and what only looks like one."""

import time
from collections.abc import Callable

import pytest
from lxml.html import fromstring

from newsquotes.clean import Cleaned
from newsquotes.clean.pull_quotes import cut_pull_quotes, pull_quotes
from newsquotes.clean.text import read_lines

STORY = (
    "The pier in Port Marrow will stay closed until spring, the council decided on Monday evening.",
    "“Nobody wants an accident on this pier. We have had enough of them,” harbour master Ines Tarrow told the meeting.",
    'Fishermen disagreed. "The season for crab starts in late February," said Jon Skerry of the fishing fleet.',
    "A second report on the pillars is expected before the end of the month, the council said.",
)


@pytest.mark.parametrize(
    ("printed", "goes"),
    [
        (("“Nobody wants an accident on this pier.”",), 1),
        (("Nobody wants an accident on this pier",), 1),
        (("“We have had enough of them”",), 1),
        (("The season for crab starts in late February.", "Jon Skerry, fisherman"), 2),
        (("“The season for crab starts in late February”", "— Jon Skerry"), 2),
        (("“Nobody wants an accident on this pier.”", "Ada Lind"), 1),
        (("An accident on this pier",), 0),
        (("Nobody wants an accident on",), 0),
        (("A second report on the pillars is expected before the end of the month",), 0),
        (("“A second report on the pillars is expected before the end of the month”",), 1),
        (("• Nobody wants an accident on this pier.",), 0),
        (("“Nobody wants an accident on this boat.”",), 0),
        (("Nobody wants.",), 0),
    ],
)
@pytest.mark.parametrize("at", [1, 4])
def test_second_printing_goes(printed: tuple[str, ...], goes: int, at: int) -> None:
    lines = read_lines("\n".join([*STORY[:at], *printed, *STORY[at:]]))
    found = [line.text for line, removal in zip(lines, pull_quotes(lines, [None] * len(lines)), strict=True) if removal]
    assert found == list(printed[:goes])


def test_a_pull_quote_has_its_label(clean: Callable[..., Cleaned]) -> None:
    pulled = "“Nobody wants an accident on this pier”"
    cleaned = clean("\n\n".join(["Pier closes", *STORY[:3], pulled, STORY[3]]))
    assert cleaned.articles["text"].to_list() == ["\n\n".join(STORY)]
    assert (pulled, "pull_quotes", "pull_quote") in cleaned.removed_lines.select("text", "rule", "label").rows()


@pytest.mark.parametrize(
    ("block", "is_kept"),
    [
        (
            '<blockquote class="wp-pullquote"><p>The council decided on Monday</p><cite>Clerk</cite></blockquote>',
            False,
        ),
        ('<aside class="pull-quote">The council decided on Monday evening.</aside>', False),
        ('<blockquote class="pullquote"><p>The council will meet again.</p></blockquote>', True),
        ("<blockquote><p>The council decided on Monday evening</p></blockquote>", True),
    ],
)
def test_marked_pull_quotes_go_if_the_story_has_their_words(block: str, is_kept: bool) -> None:
    tree = fromstring(f"<html><body><p>{STORY[0]}</p>{block}<p>{STORY[3]}</p></body></html>")
    cut_pull_quotes(tree)
    assert (len(tree.body) == 3) is is_kept


def test_many_lines_that_start_alike_cost_little() -> None:
    lines = read_lines("\n".join(f"“We have had enough of them {'and ' * (number % 40)}now”" for number in range(5000)))
    started = time.process_time()
    pull_quotes(lines, [None] * len(lines))
    assert time.process_time() - started < 2
