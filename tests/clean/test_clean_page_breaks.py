"""Printed texts: what stands between the halves of a sentence, and what only looks like a running head."""

import time
from collections.abc import Callable

import pytest

from newsquotes.clean import Cleaned
from newsquotes.clean.page_breaks import join_page_breaks
from newsquotes.clean.text import read_lines

FIRST = "The pier in Port Marrow will stay closed until spring, said Ines Tarrow, who has kept the harbour since"
REST = "she was thirty, and who had asked for new pillars in every one of those years."
NEXT = "“Nobody wants an accident,” she told the meeting, and the fishermen of the town agreed with her for once, it"
LAST = "seemed, though not all of them had come to the old customs house."


@pytest.mark.parametrize(
    "heads",
    [
        (["Marrow Courier  Page 1"], ["Marrow Courier  Page 2"]),
        (["- 1 -"], ["- 2 -"]),
        (["1"], ["2"]),
        (["Page 1 of 9", "MARROW COURIER 5 April 2031"], ["Page 2 of 9", "MARROW COURIER 5 April 2031"]),
    ],
)
def test_sentences_go_on_over_a_page_break(clean: Callable[..., Cleaned], heads: tuple[list[str], list[str]]) -> None:
    lines = [FIRST, *heads[0], REST, NEXT, *heads[1], LAST]
    cleaned = clean("\n\n".join(lines))
    assert cleaned.articles["text"].to_list() == [f"{FIRST} {REST}\n\n{NEXT} {LAST}"]
    assert cleaned.articles["paragraph_lines"].to_list() == [[1, 2 * lines.index(NEXT) + 1]]
    removed = cleaned.removed_lines.select("text", "rule").rows()
    assert removed == [(head, "join_page_breaks") for own in heads for head in own]


@pytest.mark.parametrize(
    "lines",
    [
        [FIRST, "Marrow Courier  Page 1", REST, NEXT],
        [FIRST, "Round 2", REST, NEXT, "Round 1", LAST],
        [REST, "Round 1", NEXT.capitalize(), REST.capitalize(), "Round 2", LAST.capitalize()],
        [FIRST, "A short line", REST, NEXT, "A short line", LAST],
        ["Rules:", "Rule 1", "of the game", "Rules:", "Rule 2", "of the game"],
    ],
    ids=["once", "counting down", "headings", "no number", "short lines"],
)
def test_other_lines_stay_what_they_are(lines: list[str]) -> None:
    read = read_lines("\n\n".join(lines))
    assert join_page_breaks(read) == (read, frozenset())


def test_many_numbered_lines_cost_little() -> None:
    lines = read_lines("\n".join(f"{'ab'[number % 2] * (number % 200)} {number}" for number in range(20_000)))
    started = time.process_time()
    join_page_breaks(lines)
    assert time.process_time() - started < 3
