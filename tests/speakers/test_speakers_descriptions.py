"""What phrases describe that name nobody: one person, several, or a thing."""

import pytest

from newsquotes.speakers.descriptions import is_crowd, is_of_a_people, is_somebodys_paper, is_thing
from newsquotes.speakers.reading import read_name


@pytest.mark.parametrize(
    "name",
    [
        "28 percent",
        "28% of ferrymen",
        "Sixty-six percent",
        "Thirty-one percent of those asked",
        "Two-thirds",
        "two thirds of the crew",
        "Another 12 percent",
        "A mere 9 percent",
        "at least half of the shops",
        "Half",
        "Some",
        "Several of the divers",
        "Those close to him",
        "14 of the villages",
        "More than 6 in 10 ferrymen",
        "his own supporters",
        "divers familiar with the reef",
        "Friends of Mr. Elm",
        "ferry officials there",
        "Fifty",
        "Latinos",
        "Belgian fishermen",
        "Peruvians",
    ],
)
def test_several_people_are_a_group(name: str) -> None:
    assert is_crowd(name)
    assert read_name(name, "person") == (name, "group")


@pytest.mark.parametrize(
    "name",
    [
        "One of the divers",
        "another",
        "another diver",
        "a third source",
        "the most senior diver",
        "a friend of hers",
        "Ana Elm",
        "Rogers",
        "Dolores Elm",
        "one Sanders supporter",
        "a machinists spokesman",
        "Ana Waters",
        "the 46-year-old",
        "a person close to the talks",
        "a neurosurgeon",
        "the secretary of state",
        "the chairman and a diver",
        "the Marlow Republican",
        "an unheard-of juggler",
    ],
)
def test_one_person_stays_one(name: str) -> None:
    assert not is_crowd(name)
    assert read_name(name, "person") == (name, "person")


@pytest.mark.parametrize(
    "name",
    [
        "the lawsuit",
        "the mayor’s refusal",
        "a tally by the Elm Board",
        "his appearance on behalf of Ana Elm",
        "the contrast with Elm",
        "One slide",
        "Mr. Elm's success in the delta",
        "exit polls in Elm",
        "her Quillfeed account",
    ],
)
def test_what_is_written_or_done_is_no_person(name: str) -> None:
    assert is_thing(name)
    assert read_name(name, "person") == (name, "organisation")


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Marlow Republican", True),
        ("the New Harlow Democrat", True),
        ("another Muslim", True),
        ("Virginia Democrat", True),
        ("Ana Christian", False),
        ("Elm", False),
    ],
)
def test_one_of_a_party_or_faith_has_no_name(name: str, is_one: bool) -> None:
    assert is_of_a_people(name) is is_one


@pytest.mark.parametrize(
    ("name", "is_paper"),
    [
        ("a count by the Elm Board", True),
        ("the Elm Politics average", True),
        ("the foreign ministry of Peru", False),
        ("Elm’s campaign", False),
        ("the Elm Center", False),
    ],
)
def test_a_paper_that_is_told_by_whose_it_is_may_be_another_next_day(name: str, is_paper: bool) -> None:
    assert is_somebodys_paper(name) is is_paper
