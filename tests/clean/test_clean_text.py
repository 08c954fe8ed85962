import pytest

from newsquotes.clean.markdown import strip_markdown
from newsquotes.clean.text import comparable, fold, normalise_characters, read_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u00a0b\u202fc\u3000d", "a b c d"),
        ("har\u200bbour\ufeff", "harbour"),
        ("har\u00adbour", "harbour"),
        ("cafe\u0301", "café"),
        ("two  spaces\tand a tab", "two spaces and a tab"),
        ("\ud800 alone", "\ufffd alone"),
        ("bell\x07 and null\x00", "bell and null"),
        ("“Curly,” ‘single’ — dash… «guillemets»", "“Curly,” ‘single’ — dash… «guillemets»"),
    ],
)
def test_normalise_characters(text: str, expected: str) -> None:
    assert normalise_characters(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("• Read more: 12 comments »", "read more: # comments"),
        ("Don’t miss!", "don't miss"),
        ("1,204 Views", "# views"),
        ("…", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_comparable_ignores_case_and_punctuation() -> None:
    assert comparable("Pier ‘closed’ — again!") == comparable("PIER CLOSED AGAIN")


def test_lines_keep_their_numbers_and_characters() -> None:
    lines = read_lines("\n first\u00a0line \r\n\u00a0\n\nsecond")
    assert [(line.numbers, line.raws, line.text, line.is_after_blank) for line in lines] == [
        ((2,), (" first\u00a0line ",), "first line", True),
        ((5,), ("second",), "second", True),
    ]


WRAPPED = """\
The pier in Port Marrow will stay closed until the spring, the council
decided on Monday evening after a debate of four hours in which fishermen
and hoteliers took turns to plead for a shorter closure of the walkway to
the lighthouse.

A second report on the pillars is expected before the end of the month and
will be read aloud in the old customs house, where the meetings are held."""


def test_hard_wrapped_paragraphs_are_joined() -> None:
    lines = read_lines(WRAPPED)
    assert [line.numbers for line in lines] == [(1, 2, 3, 4), (6, 7)]
    assert "\n" not in lines[0].text
    assert lines[0].text.endswith("the walkway to the lighthouse.")


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (("for a shorter clo-\nsure of the", ""), "for a shorter clo-sure of the"),
        (("for a shorter clo-\nsure of the", " The closure is long."), "for a shorter closure of the"),
        (("for a long-\nterm plan for the", " The plan is for the long term."), "for a long-term plan for the"),
        (("for a two-\nor three-week stop of", ""), "for a two- or three-week stop of"),
        (("for a shorter -\nor no closure of", ""), "for a shorter - or no closure of"),
    ],
    ids=["cut", "cut, and whole elsewhere", "compound", "open hyphen", "dash"],
)
def test_words_that_the_end_of_a_line_cuts_are_joined(ends: tuple[str, str], expected: str) -> None:
    text = WRAPPED.replace("for a shorter closure of the", ends[0]) + ends[1]
    assert expected in read_lines(text, is_wrapped=True)[0].text


def test_one_paragraph_a_line_is_not_hard_wrapped() -> None:
    text = "\n".join(f"The council of Port Marrow met for the {n}th time to talk about the pier." for n in range(9))
    assert len(read_lines(text)) == 9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Pier closed ##", "Pier closed"),
        ('The **council** _met_ on [Monday](https://example.org/a "x").', "The council met on Monday."),
        ("![A pier](img/pier.png)", "pier.png"),
        ("> “Not me,” he said.", "“Not me,” he said."),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("one\n\ntwo", "one\n\ntwo"),
    ],
)
def test_strip_markdown(text: str, expected: str) -> None:
    assert strip_markdown(text) == expected
