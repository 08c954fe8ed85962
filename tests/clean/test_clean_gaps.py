from collections.abc import Sequence

import pytest

from newsquotes.clean.gaps import LONGEST_GAP, bare_key, restore_lost
from newsquotes.clean.line_model import LineModel, load_line_model
from newsquotes.clean.lines import label_line
from newsquotes.clean.text import read_lines
from newsquotes.clean.zones import label_lines

FIRST = "The pier in Port Marrow will stay closed until spring, the council decided on Monday evening after a debate."
SECOND = "Fishermen had asked for a shorter closure because the season for crab starts in the last days of February."
THIRD = "A second report on the pillars is expected before the end of the month, the council said in its statement."
LAST = "The harbour office will answer questions from residents in the old customs house on every Tuesday morning."
ITEM = "“Nobody wants an accident,” harbour master Ines Tarrow told the meeting, and the council agreed with her."
OTHER = "Divers who looked at the northern end in January found two pillars that no longer reach the ground at all."


@pytest.fixture(scope="module")
def model() -> LineModel:
    return load_line_model()


def restored(extracted: Sequence[str], visible: Sequence[str], model: LineModel) -> list[str]:
    lines = read_lines("\n".join(visible), is_wrapped=False)
    known = label_lines(lines, [label_line(line) for line in lines])
    kept = read_lines("\n\n".join(extracted), is_wrapped=False)
    return [line.text for line in restore_lost(kept, lines, known, model)]


ROWS = [
    pytest.param(
        [FIRST, SECOND, THIRD], [FIRST, SECOND, THIRD, LAST], [FIRST, SECOND, THIRD, LAST], id="below the last"
    ),
    pytest.param(
        [FIRST, SECOND, LAST],
        [FIRST, SECOND, f"• {ITEM}", f"• {OTHER}", LAST],
        [FIRST, SECOND, f"- {ITEM}", f"- {OTHER}", LAST],
        id="list",
    ),
    pytest.param(
        [FIRST, f"- {ITEM}", SECOND], [FIRST, f"1. {ITEM}", SECOND], [FIRST, f"- {ITEM}", SECOND], id="marked otherwise"
    ),
    pytest.param(
        [FIRST, "The report", SECOND, LAST],
        [FIRST, "The report", f"• {ITEM}", SECOND, LAST],
        [FIRST, "The report", f"- {ITEM}", SECOND, LAST],
        id="below a heading",
    ),
    pytest.param(
        [FIRST, SECOND, THIRD, LAST],
        [FIRST, SECOND, THIRD, "Related posts", f"• {ITEM}", "More to read", LAST],
        [FIRST, SECOND, THIRD, LAST],
        id="box of teasers",
    ),
    pytest.param(
        [FIRST, SECOND, LAST],
        [FIRST, SECOND, "Advertisement", "Share this article", LAST],
        [FIRST, SECOND, LAST],
        id="what rules know",
    ),
    pytest.param(
        [FIRST, SECOND, LAST],
        [FIRST, SECOND, *(f"{ITEM} {number}" for number in range(LONGEST_GAP + 1)), LAST],
        [FIRST, SECOND, LAST],
        id="another part of the page",
    ),
    pytest.param(
        [FIRST, SECOND, LAST],
        [FIRST, SECOND, "• “It was a small explosion,” says pie shop owner", "• Swan holds up traffic on bypass", LAST],
        [FIRST, SECOND, LAST],
        id="headlines",
    ),
    pytest.param(
        [FIRST, SECOND, LAST],
        [FIRST, SECOND, LAST, "Marrow Herald is part of the Tidewater Group."],
        [FIRST, SECOND, LAST],
        id="sentence below the last",
    ),
    pytest.param([FIRST], [SECOND, THIRD], [FIRST], id="nothing in common"),
    pytest.param([FIRST, SECOND], [SECOND, FIRST, SECOND], [FIRST, SECOND], id="paragraph printed twice"),
]


@pytest.mark.parametrize(("extracted", "visible", "expected"), ROWS)
def test_lines_come_back_to_their_places(
    extracted: Sequence[str], visible: Sequence[str], expected: Sequence[str], model: LineModel
) -> None:
    assert restored(extracted, visible, model) == expected


@pytest.mark.parametrize("text", ["• Just start.", "12. Just start.", "– Just start!", "just  start"])
def test_a_list_mark_is_no_part_of_the_line(text: str) -> None:
    assert bare_key(text) == "juststart"
