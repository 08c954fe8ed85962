"""What a printed speaker is read as, and what its roles and mentions are worth."""

import polars as pl
import pytest

from newsquotes.schemas import QUOTATIONS
from newsquotes.speakers import names_nobody, resolve_speakers
from newsquotes.speakers.kinds import Seen, settled_kinds
from newsquotes.speakers.reading import clean_alias, is_alias, read_name, read_role

PERSON, ORGANISATION, GROUP, PLACE = "person", "organisation", "group", "place"


@pytest.mark.parametrize(
    ("printed", "kind", "name"),
    [
        ("FranÃ§ois Elm", PERSON, "François Elm"),
        ('">Ana Elm', PERSON, "Ana Elm"),
        ("CNN’s Ana Elm", ORGANISATION, "Ana Elm"),
        ("Harbour Institute's Ana Elm-Díaz", ORGANISATION, "Ana Elm-Díaz"),
        ("U.S. Secretary of State Ana Elm", PERSON, "Ana Elm"),
        ("DNC Chief of Staff Ana Elm", PERSON, "Ana Elm"),
        ("Marlow County Committeeman Carl Elm", ORGANISATION, "Carl Elm"),
        ("Centers for Fever Control Director Ana Elm", GROUP, "Ana Elm"),
        ("presidential contender and former surgeon Ana Elm", GROUP, "Ana Elm"),
        ("Elm Valley Recorder Ana Reef", PERSON, "Ana Reef"),
        ("Glassblower Ana Elm", PERSON, "Ana Elm"),
        ("former Elm governor Carl Dean", PERSON, "Carl Dean"),
        ("Senator Ana B. Fisher of North Elm", PERSON, "Ana B. Fisher"),
        ("Elm spokesman Carl Reef on Monday evening", PERSON, "Carl Reef"),
        ("North Elmland’s Ana Fisher", PERSON, "Ana Fisher"),
        ("Actors Ana Elm", PERSON, "Ana Elm"),
        ("Reuters Ana Elm", PERSON, "Ana Elm"),
        ("Lima-based Ana Elm", PERSON, "Ana Elm"),
        ("Co-moderator Ana Elm", PERSON, "Ana Elm"),
        ("Rep. Ana Elm, D-Marlow", PERSON, "Ana Elm"),
        ("Ana Elm, Quayside’s press and outreach director", PERSON, "Ana Elm"),
        ("Ana B. Elm", ORGANISATION, "Ana B. Elm"),
        ("Quimby D. Elm", ORGANISATION, "Quimby D. Elm"),
        ("Quimby D. Elm Jr.", ORGANISATION, "Quimby D. Elm Jr."),
        ("ANA ELM", ORGANISATION, "ANA ELM"),
        ("Council Ana Elm", PERSON, "Ana Elm"),
        ("Elections Ana Elm", PERSON, "Ana Elm"),
        ("Introducing Ana Elm", PERSON, "Ana Elm"),
        ("Ana Elm Says Quay Seems Sound", PERSON, "Ana Elm"),
        ("Bank of Elm governor", ORGANISATION, "Bank of Elm governor"),
        ("the University of Elm president", PERSON, "the University of Elm president"),
    ],
)
def test_the_person_in_a_phrase_is_read(printed: str, kind: str, name: str) -> None:
    assert read_name(printed, kind) == (name, PERSON)


@pytest.mark.parametrize(
    "printed",
    [
        "Business Insider",
        "the Irish Times",
        "Human Rights Watch",
        "tidewatch-checks.org",
        "news.tidewatch.com",
        "Marlow Survey",
        "Quayside Ferries Inc",
        "Pilot 4",
        "Ferry Promotions",
        "Marlow Journalism",
        "Quay Security",
    ],
)
def test_what_is_called_as_no_person_is_is_an_organisation(printed: str) -> None:
    assert read_name(printed, PERSON) == (printed, ORGANISATION)


@pytest.mark.parametrize("printed", ["Marlow County", "Port Quay City", "Quimby Province"])
def test_what_is_called_a_settlement_is_a_place(printed: str) -> None:
    assert read_name(printed, PERSON) == (printed, PLACE)


@pytest.mark.parametrize("printed", ["Las Vegas Sun", "Verizon"])
def test_an_organisation_is_no_place(printed: str) -> None:
    assert read_name(printed, PLACE) == (printed, ORGANISATION)


@pytest.mark.parametrize(
    "printed", ["Harbour Grace Director", "Duke of Elm", "Chandler Van Elm", "a kin of Ana Elm", "Ana Elm Institute"]
)
def test_what_holds_a_name_is_not_always_one(printed: str) -> None:
    assert read_name(printed, PERSON)[0] == printed


@pytest.mark.parametrize(
    "printed",
    ["the star", "The independent", "Ana Page", "Carl House", "Ana Borough", "Ana Passion", "Mayor Post", "J.R. Elm"],
)
def test_a_person_may_bear_a_word_that_organisations_are_called_by(printed: str) -> None:
    assert read_name(printed, PERSON) == (printed, PERSON)


def test_a_word_with_an_article_is_a_thing_and_without_one_a_person() -> None:
    rows = [("Quay", "The Quay"), ("Quay", "Ms. Quay"), ("Speaker", "The Speaker"), ("Wren", "the Wren’s")]
    frame = QUOTATIONS.from_rows(
        {
            "quotation_id": at,
            "article_id": at,
            "speaker": name,
            "speaker_type": PERSON,
            "speaker_mention": mention,
            "attribution_rule": "clause_after",
        }
        for at, (name, mention) in enumerate(rows)
    )
    speakers, of_quotation = resolve_speakers(frame)
    kinds = of_quotation.join(speakers, on="speaker_id").sort("quotation_id")["type"].to_list()
    assert kinds == [ORGANISATION, PERSON, PERSON, ORGANISATION]


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("Peru’s Foreign Ministry", ORGANISATION),
        ("Ana Institute", ORGANISATION),
        ("Elm’s Ana Foundation", ORGANISATION),
        ("panel led by CNN’s Ana Elm", ORGANISATION),
        ("League’s Charlotte Herons", ORGANISATION),
        ("a spokesman for Governor Ana Elm", PERSON),
        ("the widow of President Ana Elm", PERSON),
        ("mother of witness Ana Elm", PERSON),
        ("Carl Holt and Speaker Ana Elm", GROUP),
        ("Earl Ray Elm", PERSON),
        ("Jean-Pierre Elm", PERSON),
        ("Ji-woo Ana Park", PERSON),
        ("Emeka John Elm", PERSON),
        ("Marine Le Pen", PERSON),
        ("Rachel Elm Show", PERSON),
        ("Ana Elm", PERSON),
    ],
)
def test_what_holds_no_other_name_stays(printed: str, kind: str) -> None:
    assert read_name(printed, kind) == (printed, kind)


@pytest.mark.parametrize(
    ("printed", "role"),
    [
        ("Elm mayor", "Elm mayor"),
        ("mother of witness Ana Elm", "mother of witness Ana Elm"),
        ("strategist for Mrs", "strategist"),
        ("senior aide with Sen", "senior aide"),
        ("chief of staff to Leon E", "chief of staff"),
        ("labor secretary during Mr", "labor secretary"),
        ("Secretary of State Ana Elm", "Secretary of State"),
        ("who is now chairman of the Elm Club", "chairman of the Elm Club"),
        ("who was the mayor", "mayor"),
        ("although former mayor", "former mayor"),
        ("who called the sheriff", ""),
        ("whose husband", ""),
        ("Ana Elm accused", ""),
        ("tweeted Elm spokesman", "Elm spokesman"),
        ("Brook described the former mayor", "the former mayor"),
        ("retired diver", "retired diver"),
        ("Ana Elm", ""),
        ("Mr. King", ""),
        ("Elm King", "Elm King"),
        ("Senator Ana B. Fisher of North Elm", "Senator"),
        ("North Elmland’s Ana Elm", ""),
        ("80-year-old", ""),
        ("head of the Reef Union.", "head of the Reef Union"),
        ("head of Reef Inc.", "head of Reef Inc."),
        ('ref="7">Elm aide', "Elm aide"),
        ("has become the source of anxiety", ""),
    ],
)
def test_a_role_is_read(printed: str, role: str) -> None:
    assert read_role(printed) == role


@pytest.mark.parametrize("name", ["’s", "…", "nothing", "He", "that", "Tension", "each", "their"])
def test_nobody_is_no_speaker(name: str) -> None:
    assert names_nobody(name)
    row = {"quotation_id": 1, "article_id": 1, "speaker": name, "speaker_type": PERSON}
    speakers, speaker_of = resolve_speakers(QUOTATIONS.from_rows([row]))
    assert speakers.is_empty()
    assert speaker_of.is_empty()


@pytest.mark.parametrize("name", ["another", "one", "M", "Ana", "most", "the other"])
def test_somebody_without_a_name_is_a_speaker(name: str) -> None:
    assert not names_nobody(name)


@pytest.mark.parametrize(
    "mention",
    [
        "an angry Elm",
        "critics like Elm",
        "Ana and Carl Elm",
        "an analysis by Ana Elm",
        "Everything Elm",
        '">Elm',
        "brutalizing Ana Elm",
        "she",
        "the mayor",
    ],
)
def test_a_piece_of_a_sentence_is_no_alias(mention: str) -> None:
    assert not is_alias(mention, PERSON)


@pytest.mark.parametrize(
    ("mention", "alias"),
    [
        ("Ana Elm.", "Ana Elm"),
        ("Ana Moss’", "Ana Moss"),
        ("Elm’s", "Elm"),
        ("Sam Elm Jr.", "Sam Elm Jr."),
        ("the U.S.", "the U.S."),
        ("Elm Steel Inc.", "Elm Steel Inc."),
        ("Ana B.", "Ana B."),
        ("FranÃ§ois Elm", "François Elm"),
        ("Mr. SarrÃƒÂ¡n", "Mr. Sarrán"),
    ],
)
def test_an_alias_has_no_mark_behind_it(mention: str, alias: str) -> None:
    assert clean_alias(mention) == alias


@pytest.mark.parametrize(
    "mention",
    ["Elm", "Mr. Elm", "the Peruvian president", "Marlow mayor Ana Elm", "former Gov. Ana Elm", "Ana van der Elm"],
)
def test_names_and_offices_are_aliases(mention: str) -> None:
    assert is_alias(mention, PERSON)


def test_kinds_are_settled_by_other_names() -> None:
    seen = [
        Seen("Norvik", PERSON, 1, frozenset({1}), has_role=False),
        Seen("Norvik", ORGANISATION, 3, frozenset({1}), has_role=False),
        Seen("Quimby Sachs", PERSON, 1, frozenset({1}), has_role=False),
        Seen("Quimby Sachs", ORGANISATION, 2, frozenset({1}), has_role=False),
        Seen("Ana Brook", PERSON, 1, frozenset({1}), has_role=False),
        Seen("Ana Brook", ORGANISATION, 9, frozenset({1}), has_role=False),
        Seen("BROOK", ORGANISATION, 1, frozenset({1}), has_role=False),
        Seen("Brook", PERSON, 1, frozenset({1}), has_role=False),
        Seen("Courant", PERSON, 1, frozenset({1}), has_role=True),
        Seen("Courant", ORGANISATION, 9, frozenset({1}), has_role=False),
        Seen("IRC", ORGANISATION, 1, frozenset({1}), has_role=False),
        Seen("Gallup", PERSON, 2, frozenset({1}), has_role=False),
        Seen("Pfizer", PERSON, 2, frozenset({1}), has_role=True),
        Seen("Boeing", PERSON, 2, frozenset({1}), has_role=False),
        Seen("Ana Boeing", PERSON, 1, frozenset({1}), has_role=False),
        Seen("Verizon", PERSON, 3, frozenset({1, 2, 3}), has_role=False),
        Seen("Ana Verizon", PERSON, 9, frozenset({1}), has_role=False),
        Seen("Chevron", PERSON, 4, frozenset({7}), has_role=False),
        Seen("Ana Chevron", PERSON, 9, frozenset({8, 9}), has_role=False),
        Seen("Merriam-Webster", PERSON, 1, frozenset({3}), has_role=False),
        Seen("REUTERS", ORGANISATION, 2, frozenset({4}), has_role=False),
        Seen("Ana Reuters", PERSON, 1, frozenset({5}), has_role=False),
    ]
    kinds = settled_kinds(seen)
    assert [kinds[each.name, each.type] for each in seen] == [
        *(ORGANISATION, ORGANISATION, ORGANISATION, ORGANISATION),
        *(PERSON, PERSON, PERSON, PERSON, PERSON),
        *(ORGANISATION, ORGANISATION),
        *(ORGANISATION, PERSON, PERSON, PERSON, ORGANISATION, PERSON),
        *(ORGANISATION, PERSON, ORGANISATION, ORGANISATION, PERSON),
    ]


def test_who_is_in_the_news_is_meant_by_a_bare_surname() -> None:
    rows = [("Ana Elm", article) for article in range(9)] + [("Carl Elm", 20), ("Elm", 30)]
    frame = QUOTATIONS.from_rows(
        {"quotation_id": number, "article_id": article, "speaker": name, "speaker_type": PERSON}
        for number, (name, article) in enumerate(rows)
    )
    ids = dict(resolve_speakers(frame)[1].iter_rows())
    assert ids[10] == ids[0] != ids[9]
    fewer = frame.filter(pl.col("article_id") > 4)
    assert len(set(resolve_speakers(fewer)[1]["speaker_id"])) == 3


def test_an_organisation_keeps_the_word_that_is_a_title_elsewhere() -> None:
    """`General` was cut from the name as if it were an officer's rank."""
    rows = [(1, "Motors", "General Motors"), (2, "Elm", "General Elm")]
    named = [dict(zip(("quotation_id", "speaker", "speaker_mention"), row, strict=True)) for row in rows]
    frame = QUOTATIONS.from_rows(
        {**row, "article_id": 1, "speaker_type": PERSON, "speaker_role": "General"} for row in named
    )
    speakers = resolve_speakers(frame)[0]
    assert set(speakers.select("name", "type").rows()) == {("General Motors", ORGANISATION), ("Elm", PERSON)}
