"""Names across articles: which are one speaker, and which stay apart."""

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.schemas import QUOTATIONS
from newsquotes.speakers import ALIAS_COLUMNS, is_unnamed, load_aliases, person_name, resolve_speakers

Said = tuple[str | None, str | None, str | None]


def quotations(*said: Said) -> pl.DataFrame:
    return QUOTATIONS.from_rows(
        {
            "quotation_id": number,
            "article_id": 100 + number,
            "speaker": name,
            "speaker_type": kind,
            "speaker_role": role,
            "speaker_mention": name,
        }
        for number, (name, kind, role) in enumerate(said)
    )


def people(*names: str) -> pl.DataFrame:
    return quotations(*((name, "person", None) for name in names))


def organisations(*names: str) -> pl.DataFrame:
    return quotations(*((name, "organisation", None) for name in names))


def aliases(**row: str) -> pl.DataFrame:
    return pl.DataFrame([{column: row.get(column, "") for column in ALIAS_COLUMNS}])


def groups(frame: pl.DataFrame, decided: pl.DataFrame | None = None) -> list[set[str]]:
    _, speaker_of = resolve_speakers(frame, aliases=decided)
    joined = speaker_of.join(frame, on="quotation_id").group_by("speaker_id").agg("speaker")
    return sorted((set(names) for names in joined["speaker"].to_list()), key=sorted)


@pytest.mark.parametrize(
    "names",
    [
        ("Ana Díaz", "Ana Diaz", "ANA DIAZ"),
        ("Dr Ana Díaz", "Ana Díaz", "President Ana Díaz"),
        ("Ana B. Díaz", "Ana Díaz"),
        ("Ana Belén Díaz", "Ana B. Díaz"),
        ("Andrei Belovskiy", "Andrey Belovsky", "Andrei Belovskyy"),
        ("Ana Díaz", "Díaz"),
        ("Ana Díaz", "President Díaz"),
        ("Ana van der Meer", "van der Meer"),
        ("A. Díaz", "Ana Díaz"),
        ("Sam Holt Jr.", "Sam Holt Jr"),
        ("Zeller", "Zeller"),
    ],
)
def test_one_person(names: tuple[str, ...]) -> None:
    assert len(groups(people(*names))) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Ana Díaz", "Carl Díaz"),
        ("Ana B. Díaz", "Ana C. Díaz"),
        ("Tracy Holm", "Tracey Holm"),
        ("Sam Holt Jr.", "Sam Holt Sr."),
        ("Gary Marks", "Gary Marx"),
        ("Dean Holt", "Major Finch"),
        ("Ana", "Ana Díaz"),
        ("Andrei Belov", "Andrei Belovsky"),
    ],
)
def test_two_people(names: tuple[str, ...]) -> None:
    assert len(groups(people(*names))) == 2


def test_bare_surname_of_two_people_stays_alone() -> None:
    assert groups(people("Ana Díaz", "Carl Díaz", "Díaz")) == [{"Ana Díaz"}, {"Carl Díaz"}, {"Díaz"}]


def test_initial_of_two_people_stays_alone() -> None:
    assert len(groups(people("Ana Díaz", "Alma Díaz", "A. Díaz"))) == 3


def test_bare_name_between_two_middle_names_stays_alone() -> None:
    assert len(groups(people("Ana B. Díaz", "Ana C. Díaz", "Ana Díaz"))) == 3


def test_bare_surname_with_another_role_stays_alone() -> None:
    frame = quotations(("Ana Díaz", "person", "foreign minister"), ("Díaz", "person", "goalkeeper"))
    assert len(groups(frame)) == 2


def test_bare_surname_with_the_same_role_merges() -> None:
    frame = quotations(("Ana Díaz", "person", "foreign minister"), ("Díaz", "person", "the minister"))
    assert len(groups(frame)) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("NHC", "Northern Harbour Commission"),
        ("N.H.C.", "the Northern Harbour Commission"),
        ("The Elm Company", "Elm Company Ltd."),
        ("Bank of Elm", "the Bank of Elm"),
    ],
)
def test_one_organisation(names: tuple[str, ...]) -> None:
    assert len(groups(organisations(*names))) == 1


def test_abbreviation_of_two_organisations_stays_alone() -> None:
    assert len(groups(organisations("NHC", "Northern Harbour Commission", "National Health Council"))) == 3


def test_unnamed_speakers_of_two_articles_are_two() -> None:
    speakers, _ = resolve_speakers(people("a witness", "a witness"))
    assert speakers["name"].to_list() == ["a witness", "a witness"]
    assert speakers["speaker_id"].n_unique() == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a senior official", True), ("The ministry", True), ("Police", True), ("Elm Ministry", False), ("Díaz", False)],
)
def test_is_unnamed(name: str, expected: bool) -> None:
    assert is_unnamed(name) is expected


def test_titles_leave_a_given_name_that_is_also_a_title() -> None:
    found = person_name("Dean Holt")
    assert found is not None
    assert (found.given, found.surname) == ("dean", "holt")


def test_alias_merges_what_no_rule_would() -> None:
    decided = aliases(name="The Duke of Elm", same_as="Ana Díaz", wikidata_id="Q1")
    speakers, _ = resolve_speakers(people("The Duke of Elm", "Ana Díaz"), aliases=decided)
    assert speakers.select("name", "aliases", "wikidata_id").rows() == [("Ana Díaz", ["The Duke of Elm"], "Q1")]


def test_alias_parts_what_a_rule_would_merge() -> None:
    assert len(groups(people("Ana Díaz", "Díaz"), aliases(name="Díaz", not_same="Ana Díaz"))) == 2


def test_canonical_name_is_full_and_untitled() -> None:
    speakers, _ = resolve_speakers(people("Dr Ana Díaz", "Dr Ana Díaz", "Díaz"))
    assert speakers["name"].to_list() == ["Ana Díaz"]
    assert speakers["aliases"].to_list() == [["Dr Ana Díaz", "Díaz"]]


def test_quotations_without_speaker_have_none() -> None:
    _, speaker_of = resolve_speakers(quotations((None, None, None), ("", None, None), ("Ana Díaz", None, None)))
    assert speaker_of["quotation_id"].to_list() == [2]


def test_nobody_speaks() -> None:
    speakers, speaker_of = resolve_speakers(QUOTATIONS.empty())
    assert (len(speakers), len(speaker_of)) == (0, 0)


def test_the_shipped_alias_table_decides_nothing() -> None:
    assert load_aliases().columns == list(ALIAS_COLUMNS)
    assert load_aliases().is_empty()


@settings(deadline=None, max_examples=15, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_speakers_do_not_depend_on_order(chance: random.Random) -> None:
    names = (
        "Ana Díaz",
        "Díaz",
        "Dr Ana Diaz",
        "Carl Finch",
        "Finch",
        "C. Finch",
        "Andrei Belovskiy",
        "Andrey Belovsky",
    )
    frame = people(*names)
    shuffled = frame[chance.sample(range(len(frame)), len(frame))]
    speakers, speaker_of = resolve_speakers(frame)
    again, again_of = resolve_speakers(shuffled)
    assert again.equals(speakers)
    assert again_of.sort("quotation_id").equals(speaker_of.sort("quotation_id"))
