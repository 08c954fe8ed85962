from collections.abc import Callable

import pytest

from newsquotes.clean import Cleaned
from newsquotes.clean.text import read_lines
from newsquotes.clean.wire import wire_agency, without_wire_dateline

STORY = "The pier in Port Marrow will stay closed until spring, the council decided on Monday evening."
REST = (
    "“Nobody wants an accident,” harbour master Ines Tarrow told the meeting in the old customs house.",
    "Fishermen had asked for a shorter closure because the season for crab starts in late February.",
)


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("PORT MARROW, Avaria (Marrow Press) - ", "Marrow Press"),
        ("ELMSWORTH (MP) — ", "MP"),
        ("PORT MARROW, April 5 (Xinhua) -- ", "Xinhua"),
        ("Elmsworth (AFP) – ", "AFP"),
        ("(Reuters) - ", "Reuters"),
    ],
)
def test_agency_datelines_go(dateline: str, agency: str) -> None:
    line = without_wire_dateline(read_lines(dateline + STORY)[0])
    assert (line.text, line.prefix) == (STORY, dateline.strip())
    assert wire_agency(line) == agency


@pytest.mark.parametrize(
    "start",
    [
        "The harbour board (MHB) - ",
        "MHB (Marrow Harbour Board) - ",
        "Port Marrow (pictured) - ",
        "PORT MARROW - ",
        "Elmsworth (Marrow Press) - ",
        "",
    ],
)
def test_other_starts_stay(start: str) -> None:
    line = read_lines(start + STORY)[0]
    assert without_wire_dateline(line) is line
    assert wire_agency(line) is None


def test_nothing_is_left_of_a_bare_dateline() -> None:
    assert without_wire_dateline(read_lines("ELMSWORTH (Reuters) - Closed.")[0]).prefix == ""


@pytest.mark.parametrize("kind", ["text", "html"])
def test_copies_of_an_agency_s_story_are_one_text(clean: Callable[..., Cleaned], kind: str) -> None:
    def page(first: str) -> str:
        lines = (first, *REST)
        if kind == "text":
            return "\n\n".join(lines)
        return f"<html><body><article>{''.join(f'<p>{line}</p>' for line in lines)}</article></body></html>"

    wired = clean(page(f"ELMSWORTH, Avaria (Reuters) - {STORY}"), kind, declared_publisher="Marrow Gazette")
    plain = clean(page(STORY), kind, declared_publisher="Marrow Gazette")
    assert wired.articles["text"].to_list() == plain.articles["text"].to_list()
    assert wired.articles["original_publisher"].item() == "Reuters"
    assert plain.articles["original_publisher"].item() is None
    assert wired.removed_lines.select("text", "rule", "label").rows() == [
        ("ELMSWORTH, Avaria (Reuters) -", "wire_dateline", "dateline")
    ]


def test_agency_is_no_origin_of_its_own_story(clean: Callable[..., Cleaned]) -> None:
    story = "\n\n".join((f"ELMSWORTH (Marrow) - {STORY}", *REST))
    assert clean(story, declared_publisher="Marrow Press").articles["original_publisher"].item() is None
