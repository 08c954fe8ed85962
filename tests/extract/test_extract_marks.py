"""The scanner: which words stand between marks, whatever the marks look like."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.extract.marks import paragraphs, scan

PROPERTY = settings(max_examples=60, deadline=None, derandomize=True)
MESS = st.text(alphabet="\"'“”‘’„«»`aA.,s \n—=5é", max_size=200)


def outer(text: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in scan(text) if mark.parent is None]


STYLES = [
    ("“We are late,” she said.", ["We are late,"]),
    ('"We are late," she said.', ["We are late,"]),
    ("``We are late,'' she said.", ["We are late,"]),
    ("''We are late,'' she said.", ["We are late,"]),
    ("‘We are late,’ she said.", ["We are late,"]),
    ("'We are late,' she said.", ["We are late,"]),
    ("«Nous partons», dit-elle.", ["Nous partons"]),
    ("« Nous partons », dit-elle.", ["Nous partons"]),
    ("„Wir gehen“, sagte sie.", ["Wir gehen"]),
    ("»Wir gehen«, sagte sie.", ["Wir gehen"]),
    ("”We are late”, she said.", ["We are late"]),
]

APOSTROPHES = [
    ("She said: ‘We’re late. I’m off.\n\n‘We’ll win.’", ["We’re late. I’m off.", "We’ll win."]),
    ("It’s the owners’ ‘boat.\n\n‘We’ll win,’ she said.", ["We’ll win,"]),
    ("'It isn't the ferrymen's boat,' she said. 'It's ours.'", ["It isn't the ferrymen's boat,", "It's ours."]),
    ("‘The ferrymen’s boat isn’t theirs,’ she said.", ["The ferrymen’s boat isn’t theirs,"]),
    ("'The owners' boats are the towns' boats,' she said.", ["The owners' boats are the towns' boats,"]),
    ("The owners' boats and the towns' boats left.", []),
    ("The owners' boats sank. The towns' boats left. 'We hope so.”", ["We hope so."]),
    ("'You lot can sling your 'ook.'", ["You lot can sling your 'ook."]),
    ("'It isn't the owners' boat,' he said. 'We 'ave none.'", ["It isn't the owners' boat,", "We 'ave none."]),
    ("The owners' boat is ‘late’ and the owners' pier ‘is gone’.", ["late", "is gone"]),
    ("Rock 'n' roll in the '90s, 'cause why not.", []),
    ("Harlow‘s mayor met Wren‘s mayor.", []),
    ('He is 6\'2" tall, on a 12" board. "Fine," she said.', ["Fine,"]),
    ('<post id="77" by="hale">Gone</post> "Yes," she said.', ["Yes,"]),
]

NESTED = [
    ("“He told me ‘go home’ and left,” she said.", ["He told me ‘go home’ and left,", "go home"]),
    ('"He told me "go home" and left," she said.', ['He told me "go home" and left,', "go home"]),
    ("'He told me \"go home\" and left,' she said.", ['He told me "go home" and left,', "go home"]),
    (
        "'They ask 'isn't it ours to take, the old quay'. It's odd.'",
        ["They ask 'isn't it ours to take, the old quay'. It's odd.", "isn't it ours to take, the old quay"],
    ),
    ("“I love ‘Night Ferry,’ ” she said.", ["I love ‘Night Ferry,’", "Night Ferry,"]),
    ('"We sang “The Old Oar” all night.', ["We sang “The Old Oar” all night.", "The Old Oar"]),
    ('"We sang “Oar” and “Sail” here.', ["We sang “Oar” and “Sail” here.", "Oar", "Sail"]),
]

REPAIRED = [
    ('"We sang,” she said. “Then we slept.”', ["We sang,", "Then we slept."]),
    ("'We hope to see it.\" she added.", ["We hope to see it."]),
    ('"We hope to see it.\' she added. "Not now."', ["We hope to see it.", "Not now."]),
    ("“We hope so.“ she said. “Not now.“", ["We hope so.", "Not now."]),
    ("“We will not go, he said.", ["We will not go,"]),
    ("“We will not go.” “Never.", ["We will not go.", "Never."]),
    ('We will not go," said Marlow.', ["We will not go,"]),
    ('Every second Friday. I will be there."', ["Every second Friday. I will be there."]),
    (
        '"We met them. They agreed. "The mayor helped. "We are glad."',
        ["We met them. They agreed.", "The mayor helped.", "We are glad."],
    ),
    (
        'He wrote: "We met them. "They agreed to all of it! Good!" It came as Wren vowed to be "very firm" '
        "there. Earlier he said: 'It's on its way. We want them out.\" But nobody came.",
        ["We met them.", "They agreed to all of it! Good!", "very firm", "It's on its way. We want them out."],
    ),
    ("'We met them. 'They agreed.' It came late.", ["We met them.", "They agreed."]),
    (
        'She wrote "We met them. They left. He vowed to be "very firm" there.',
        ["We met them. They left. He vowed to be", "very firm"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), STYLES + APOSTROPHES + REPAIRED)
def test_words_between_marks(text: str, expected: list[str]) -> None:
    assert outer(text) == expected


@pytest.mark.parametrize(("text", "expected"), NESTED)
def test_nested_marks(text: str, expected: list[str]) -> None:
    marks = scan(text)
    assert [text[mark.start : mark.end] for mark in marks] == expected
    assert [mark.parent for mark in marks] == [None, *[0] * (len(expected) - 1)]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_marks_repeated_on_each_paragraph(gap: str) -> None:
    text = f"“We begin here.{gap}“We go on there.{gap}“We end,” she said."
    marks = scan(text)
    assert [text[mark.start : mark.end] for mark in marks] == ["We begin here.", "We go on there.", "We end,"]
    assert [mark.is_closed for mark in marks] == [False, False, True]
    assert [mark.continues for mark in marks] == [False, True, True]
    assert [mark.paragraph for mark in marks] == [0, 1, 2]


def test_quotation_carried_over_without_a_mark() -> None:
    text = "“We begin here.\n\nWe end here,” she said."
    assert outer(text) == ["We begin here.", "We end here,"]


def test_paragraphs_skip_blank_lines() -> None:
    text = "One.\n\n  \nTwo.\r\nThree."
    assert [text[line.start : line.end] for line in paragraphs(text)] == ["One.", "Two.", "Three."]


@given(st.one_of(st.text(max_size=120), MESS))
@PROPERTY
def test_spans_lie_in_order_inside_the_text(text: str) -> None:
    marks = scan(text)
    for mark in marks:
        assert 0 <= mark.outer_start <= mark.start < mark.end <= mark.outer_end <= len(text)
        assert "\n" not in text[mark.start : mark.end]
        assert not text[mark.start].isspace()
        assert not text[mark.end - 1].isspace()
        if mark.parent is not None:
            parent = marks[mark.parent]
            assert parent.outer_start <= mark.outer_start <= mark.outer_end <= parent.outer_end
    outermost = [mark for mark in marks if mark.parent is None]
    assert all(one.outer_end <= other.outer_start for one, other in pairwise(outermost))


@pytest.mark.parametrize(
    "unit",
    ['"', "“", "”", "'", "’ ", " 'a", ' "a', '." ', "a' ", "“a ", "‘a’ “b", " s' x", '"a." Bo said', '5" ', "«", "``"],
)
def test_time_is_linear_in_one_endless_paragraph(unit: str) -> None:
    text = (unit * 40_000)[:40_000]
    started = time.process_time()
    scan(text)
    assert time.process_time() - started < 4
