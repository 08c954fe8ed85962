"""Notes of an outlet on a piece itself, and pleas to its readers; stories about such notes stay."""

from collections.abc import Callable

import pytest

from newsquotes.clean import Cleaned

STORY = (
    "The harbour board of Port Marrow voted on Monday to close the old pier for at least two winters.",
    "“Nobody should walk on those planks before they are replaced,” the harbour master, Jonas Vey, told the meeting.",
    "Fishing crews who land their catch there will have to use the northern quay, which has no ice house.",
    "“We have waited for eleven years, and two more will not sink us,” said Mara Quill, who owns three boats.",
)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Editor’s note: A quotation in the second paragraph has been put right.", "editors_note"),
        ("EDITOR'S NOTE — The names of two sailors have been changed at their request.", "editors_note"),
        ("Editors’ note: The Gazette has removed a photograph at the request of the family.", "editors_note"),
        ("Correction: The bridge was opened in 1931, not 1913, as was first said here.", "editors_note"),
        ("CORRECTION (5 May 2031): A caption gave the wrong depth for the lock.", "editors_note"),
        ("Correction, May 9, 2031: The mayor's first name is Ines.", "editors_note"),
        ("Clarification: The rates quoted are before tax.", "editors_note"),
        ("Note to readers: The column comes back in September after the summer break.", "editors_note"),
        ("This story has been updated with a comment from the ferry company.", "change_note"),
        ("This article was amended on 3 June 2031 to clarify the number of moorings.", "change_note"),
        ("This report was first published on Tuesday and has since been updated.", "change_note"),
        ("An earlier version of this article stated incorrectly that the mill had closed.", "change_note"),
        ("A previous version of this story gave the wrong year for the flood.", "change_note"),
        ("Update, 4:15 p.m.: This post has been updated to include the council's reply.", "change_note"),
        ("This interview has been edited for length and clarity.", "change_note"),
        ("This is a breaking news story; more is to come.", "change_note"),
        ("Have a tip? Reach our reporter at tips@marrowgazette.example.", "tip_plea"),
        ("Do you have photographs of the storm? Send them to pictures@marrow.example.", "tip_plea"),
        ("Are you a nurse? We would like to hear from you: contact our health desk.", "tip_plea"),
        ("If you have information about this case, contact our newsroom on +1 555 0100.", "tip_plea"),
    ],
)
@pytest.mark.parametrize("at", [0, 2, len(STORY)])
def test_note_goes_from_wherever_it_stands(clean: Callable[..., Cleaned], text: str, rule: str, at: int) -> None:
    cleaned = clean("\n\n".join((*STORY[:at], text, *STORY[at:])))
    assert cleaned.articles["text"].item() == "\n\n".join(STORY)
    assert cleaned.removed_lines.select("text", "rule").rows() == [(text, rule)]


@pytest.mark.parametrize(
    "text",
    [
        "The Gazette published a correction on Monday after the minister complained about its report.",
        "Corrections officers at the jail said the wing was overcrowded and that two of them had been hurt.",
        "The correction: the bank had charged 40,000 customers twice, and it would pay them back by June.",
        "Clarification of the rules is expected by June, the harbour board said in a letter to the crews.",
        "An earlier version of the bill would have closed the harbour to trawlers, Osei said on Friday.",
        "An earlier version of this article of faith, she said, had been preached by her grandfather.",
        "This article of the treaty was amended in 1987 to let small boats fish within six miles of the coast.",
        "The story has been updated many times since sailors first told it, and no two agree on the ending.",
        "The paper amended its article on 3 June after the ministry complained, and said it was sorry.",
        "“Editor’s note: nobody checked this,” the engineer had scribbled in the margin of the report.",
        "“Have you seen my dog? Call us,” read a note that Osei had pinned to the door of the ferry office.",
        "Have a tip? That is the first thing the waiters at the pier ask each other at midnight, Lind said.",
        "Anyone with information is asked to call the coast guard, a spokesman said on Monday afternoon.",
        "If you see smoke, call the fire brigade and do not go back for your things, the chief warned.",
        "Do you remember the flood of 1987? Everybody over fifty in the town does, and most keep sandbags.",
    ],
)
@pytest.mark.parametrize("at", [2, len(STORY)])
def test_story_about_a_note_stays(clean: Callable[..., Cleaned], text: str, at: int) -> None:
    paragraphs = (*STORY[:at], text, *STORY[at:])
    assert clean("\n\n".join(paragraphs)).articles["text"].item() == "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("Ada Lind covers ports and fisheries for the Gazette. Follow her at @adalind.", False),
        ("Ben Osei is the Gazette’s environment correspondent, based in Port Marrow.", False),
        ("About the writer: Ada Lind has reported on shipping since 2019.", False),
        ("Mara Quill is a columnist of the Gazette, too, and she wrote there that the board was asleep.", True),
        ("Jonas Vey covers the costs for the crews until June, as he has promised.", True),
    ],
)
@pytest.mark.parametrize("kind", ["text", "html"])
def test_who_is_spoken_of_above_is_no_writer(
    clean: Callable[..., Cleaned], text: str, is_kept: bool, kind: str
) -> None:
    page = f"<!DOCTYPE html><html><body>{''.join(f'<p>{each}</p>' for each in (*STORY, text))}</body></html>"
    payload = page if kind == "html" else "\n\n".join((*STORY, text))
    assert (text in clean(payload, kind).articles["text"].item()) == is_kept
