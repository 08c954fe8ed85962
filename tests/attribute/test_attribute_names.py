"""Names, roles and mentions on plain strings."""

import pytest

from newsquotes.annotation import Annotation
from newsquotes.attribute.confidence import by_mention, by_rule, confidence_of
from newsquotes.attribute.document import make_document, with_marks
from newsquotes.attribute.name_parts import parse_name
from newsquotes.attribute.name_runs import capitalised_runs
from newsquotes.attribute.names import NameTable, name_table
from newsquotes.attribute.resolve.heads import name_in
from newsquotes.attribute.resolve.words import without_article
from newsquotes.attribute.roles import is_plural_role, role_before, role_head, tidy_role, title_gender


def names_of(text: str) -> NameTable:
    document = make_document({"text": text, "authors": []}, Annotation.empty(0), [])
    return name_table(document)


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("Foreign Minister Ada Berg", "Ada Berg", "person"),
        ("Mr. Berg", "Berg", "person"),
        ("Harbour Ministry", "Harbour Ministry", "organisation"),
        ("Meanwhile Ada Berg", "Ada Berg", "person"),
        ("German Chancellor Ada Berg", "Ada Berg", "person"),
        ("German Ortiz", "German Ortiz", "person"),
        ("Foreign Minister", "", "role"),
        ("Kyiv", "Kyiv", "place"),
        ("Martin Luther King", "Martin Luther King", "person"),
        ("SI Ada Berg", "Ada Berg", "person"),
        ("PC Berg", "Berg", "person"),
        ("AJ Berg", "AJ Berg", "unknown"),
        ("ADA NORA BERG", "ADA NORA BERG", "unknown"),
        ("Ada Dean", "Ada Dean", "person"),
        ("Tor King", "Tor King", "person"),
        ("Virginia Governor", "", "role"),
        ("Barber Ada Berg", "Ada Berg", "person"),
        ("Mason Ada Berg", "Mason Ada Berg", "person"),
        ("Co-pilot Ada Berg", "Ada Berg", "person"),
        ("Great-aunt Ada Berg", "Ada Berg", "person"),
        ("Mother-of-two Ada Berg", "Ada Berg", "person"),
        ("Jean-Judge Berg", "Jean-Judge Berg", "unknown"),
    ],
)
def test_parse_name(words: str, name: str, kind: str) -> None:
    parsed = parse_name(words.split())
    assert (" ".join(parsed.name), parsed.kind) == (name, kind)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She met Mei Jun in Hale.", ("Mei", "Jun")),
        ("She met Berg Jun 3 in Hale.", ("Berg",)),
        ("She met Berg Jun. 3 in Hale.", ("Berg",)),
        ("She met Berg Friday in Hale.", ("Berg",)),
    ],
)
def test_a_month_cut_short_ends_a_name_where_no_day_follows(text: str, words: tuple[str, ...]) -> None:
    assert next(capitalised_runs(text)).words == words


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ada Berg met Tor Moe. Berg left.", {"Ada Berg": "female", "Tor Moe": "male"}),
        ("ADA BERG has left the ferry.\n\nAda, who sails, is late.", {"ADA BERG": "female"}),
        ("ADA BERG has left the ferry.\n\nBerg is late.", {"ADA BERG": "female"}),
        ("FERRY NEWS\n\nThe ferry is late.", {}),
        ("A. Berg came. Later Ada Berg left.", {"Ada Berg": "female"}),
        ("Ada Berg and Nils Berg came.", {"Ada Berg": "female", "Nils Berg": "male"}),
        ("The lawyer Qwim Zorf came.", {"Qwim Zorf": ""}),
        ("Spokeswoman Qwim Zorf came.", {"Qwim Zorf": "female"}),
        ("Qwim Zorf, 45, came.", {"Qwim Zorf": ""}),
        ("Another passenger, Qwim Zorf, came.", {"Qwim Zorf": ""}),
        ("Premier Christian Zorf, who ran twice, came.", {"Christian Zorf": ""}),
        ("Nana Akua Zorf came.", {"Nana Akua Zorf": ""}),
        ("The Harbour Ministry met the Lind Council in New York.", {}),
        ("Nora Small met Ian Read’s sister.", {"Nora Small": "female", "Ian Read": "male"}),
        ("Small boats met the Clinton White House at Ian West Pier.", {}),
    ],
)
def test_name_table(text: str, people: dict[str, str]) -> None:
    found = {person.full_name: person.gender for person in names_of(text).persons}
    assert found.keys() == people.keys()
    assert {name: gender for name, gender in found.items() if people[name]} == {
        name: gender for name, gender in people.items() if gender
    }


@pytest.mark.parametrize(
    ("mention", "gender", "expected"),
    [
        (["Berg"], "", ["Ada Berg", "Tor Berg"]),
        (["Berg"], "female", ["Ada Berg"]),
        (["Tor", "Berg"], "", ["Tor Berg"]),
        (["Moe"], "", ["Ola Moe"]),
        (["Nobody"], "", []),
    ],
)
def test_candidates(mention: list[str], gender: str, expected: list[str]) -> None:
    table = names_of("Ada Berg, Tor Berg and Ola Moe came.")
    assert [table.persons[number].full_name for number in table.candidates(mention, gender)] == expected


@pytest.mark.parametrize(
    ("phrase", "role"),
    [
        ("a bridge engineer at the Institute who lives there", "bridge engineer at the Institute"),
        ("the foreign minister", "foreign minister"),
        ("a windy day", None),
        ("", None),
    ],
)
def test_tidy_role(phrase: str, role: str | None) -> None:
    assert tidy_role(phrase) == role


def test_roles_around_names() -> None:
    assert role_before("On Monday the veteran bridge lawyer ") == "veteran bridge lawyer"
    assert role_before("He walked ") is None
    assert role_head("Attorney General") == "attorney"
    assert is_plural_role("two harbour officials")
    assert not is_plural_role("a harbour official")
    assert title_gender(["Mrs."]) == "female"


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("the bridge engineer Ada Berg", "Ada Berg"),
        ("Ada Berg of the Harbour Board", "Ada Berg"),
        ("Ms. May", "May"),
        ("Berg Friday", "Berg"),
    ],
)
def test_name_in_mention(mention: str, name: str) -> None:
    found = name_in(mention)
    assert found is not None
    assert found[1].of(mention) == " ".join(found[0].name) == name


def test_a_common_noun_holds_no_name() -> None:
    assert name_in("a spokesman for the Harbour Board") is None
    assert name_in("Berg's lawyer") is None


def test_small_helpers() -> None:
    assert without_article("the Harbour Board") == "Harbour Board"
    assert with_marks('He said: "Go."', 10, 13) == with_marks('He said: "Go."', 10, 12)


def test_confidence_is_a_probability_for_every_pair() -> None:
    assert all(0 < confidence_of(rule, mention) <= 1 for rule in by_rule() for mention in by_mention())
