"""Lines in, the words that dashes open out."""

import pytest

from newsquotes.extract.dashes import dashed_speech
from newsquotes.extract.marks import paragraphs, scan


def spoken(text: str) -> list[str]:
    lines = [(line.start, line.end) for line in paragraphs(text)]
    return [text[slice(*span)] for spans in dashed_speech(text, lines).values() for span in spans]


DIALOGUES = [
    (
        "– We leave at dawn, said Moe.\n– Nobody waits, answered Wren.\n– Then we go, said Moe.",
        ["We leave at dawn,", "Nobody waits,", "Then we go,"],
    ),
    (
        "—We leave at dawn —said Moe—. Nobody waits.\n—Not even you? —asked Wren.\n—Not even me.",
        ["We leave at dawn", "Nobody waits.", "Not even you?", "Not even me."],
    ),
    (
        "– I worked it out once, he says. It is far.\n\nHe nods.\n\n– He is late, says Ada Wren and laughs. I will go.",
        ["I worked it out once,", "It is far.", "He is late,", "I will go."],
    ),
    (
        "– Why now? asked Wren.\n– I had to, Moe said. You know that.\n– Well.",
        ["Why now?", "I had to,", "You know that.", "Well."],
    ),
    ("– It isn’t Moe’s boat, Wren said.\n– It was my boat, said Moe.", ["It isn’t Moe’s boat,", "It was my boat,"]),
]
NO_DIALOGUES = [
    "– The port will close, the mayor said.\n– The ferry stops, the owners said.",
    "– We leave at dawn, said Moe.\n\nThe port is shut.",
    "— Ada Wren, Hale\n— Tor Moe, Hale",
    "The port – we know it – is shut, said Moe.\nThe ferry – my ferry – is late, said Wren.",
    "– , said Moe.\n– , said Wren of me.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), DIALOGUES)
def test_lines_of_dialogue_speak_up_to_their_attribution_and_behind_it(text: str, expected: list[str]) -> None:
    assert spoken(text) == expected
    assert [text[mark.start : mark.end] for mark in scan(text)] == expected


@pytest.mark.parametrize("text", NO_DIALOGUES)
def test_other_lines_with_dashes_speak_nothing(text: str) -> None:
    assert spoken(text) == []


def test_words_between_marks_are_left_to_the_marks() -> None:
    text = "– “We leave,” said Moe.\n– I wait, said Wren.\n– We know, said Moe."
    assert [text[mark.start : mark.end] for mark in scan(text)] == ["We leave,", "I wait,", "We know,"]
