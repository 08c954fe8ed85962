"""Names across articles: which are one speaker, and which stay apart."""

import random
import time
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.schemas import ARTICLES, QUOTATIONS
from newsquotes.speakers import ALIAS_COLUMNS, is_unnamed, load_aliases, person_name, resolve_speakers, unmatched_names

Said = tuple[str | None, str | None, str | None]
Dated = tuple[str, str | None, str]


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


def dated(*said: Dated) -> list[set[str]]:
    """The groups of persons that dated articles name, each (name, role, ISO day)."""
    return sorted(map(set, dated_speakers(*said)), key=sorted)


def dated_speakers(*said: Dated) -> list[list[str]]:
    """The names of each speaker in dated articles, each (name, role, ISO day)."""
    frame = quotations(*((name, "person", role) for name, role, _ in said))
    days = [datetime.fromisoformat(day).replace(tzinfo=UTC) for _, _, day in said]
    rows = ({"article_id": 100 + number, "published_at": day} for number, day in enumerate(days))
    _, speaker_of = resolve_speakers(frame, articles=ARTICLES.from_rows(rows))
    return speaker_of.join(frame, on="quotation_id").group_by("speaker_id").agg("speaker")["speaker"].to_list()


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
        ("Mohammed Darwani", "Muhammad Darwani", "Mohamed Darwani"),
        ("Abdel Rahman Sahli", "Abdul Rahman Sahli", "Abdelrahman Sahli"),
        ("Omar Abdul Nour", "Omar Abdel-Nour", "Umar Abdulnour"),
        ("Carl Abdul Nour", "Carl Abdel Nour"),
        ("Ana Díaz", "Díaz"),
        ("Ana Díaz", "President Díaz"),
        ("Ana van der Meer", "van der Meer"),
        ("A. Díaz", "Ana Díaz"),
        ("Sam Holt Jr.", "Sam Holt Jr"),
        ("Zeller", "Zeller"),
        ("Jean-Pierre Elm", "Jean Pierre Elm"),
        ("Ana Elm-Díaz", "Elm-Díaz"),
        ("Oleh Sybirko", "Oleg Sybirko"),
        ("Olena Lysyha", "Elena Lysyga", "Lysyha"),
        ("Mohammed al-Rashidi", "Muhammad Al Rashidi", "al-Rashidi"),
        ("Elm Steel chief executive Ana Díaz", "Ana Díaz"),
        ("Secretary of State Ana Díaz", "Díaz"),
        ("Andriy Sybirko", "Andrii Sybyrko", "Andrey Sibirko"),
        ("Oleksii Dovhalny", "Oleksiy Dovhalnyi", "Aleksey Dovhalnyy"),
        ("Lin Weiguo", "Mr. Lin"),
        ("Sergei Lukyanchuk", "Sergey Lukianchuk"),
        ("Natalya Ryabova", "Natalia Riabova"),
        ("Abdel Fattah Karim", "Abdul Fatah Karim"),
        ("Abdul Rahman Siddoqi", "Abdulrahman Sidoqi"),
        ("Pavlo Hrymenko", "Pavel Grimenko"),
        ("Iryna Dobrelyak", "Irina Dobreliak"),
        ("Hennadii Belovsky", "Gennady Belovskiy"),
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
        ("John Flynn", "John Flinn"),
        ("Toni Kenny", "Tony Kenny"),
        ("Dean Holt", "Major Finch"),
        ("Ana", "Ana Díaz"),
        ("Andrei Belov", "Andrei Belovsky"),
        ("Mohammed Darwani", "Mahmoud Darwani"),
        ("Hussein Darwani", "Hassan Darwani"),
        ("Bill Harker", "William Harker"),
        ("Ana Elm-Díaz", "Díaz"),
        ("Mr Zeller", "Ms Zeller"),
        ("J.B. Elm", "Joan Elm"),
        ("Ben Elm", "Elm Ben"),
        ("Abdul Nour", "Omar Abdul Nour"),
        ("Marlow Republican", "Marlow Republican"),
        ("Another", "Another"),
        ("28 percent", "28 percent"),
        ("NHC President", "NHC President"),
        ("a tally by the Elm Board", "a tally by the Elm Board"),
    ],
)
def test_two_people(names: tuple[str, ...]) -> None:
    assert resolve_speakers(people(*names))[0].height == 2


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("Ana Eva Peña Soler", "Ana Eva Peña", True),
        ("Ana Eva Peña Soler", "Peña Soler", True),
        ("Ana Eva Peña Soler", "Carl Soler", False),
        ("Steven Elm", "Stephen Elm", True),
        ("Joe Elm", "Joseph R. Elm Jr.", True),
        ("Joe Elm Sr.", "Joseph R. Elm Jr.", False),
        ("Jaroslav Elm", "Jaroslaw Elm", True),
        ("Ana Elm-Reed", "Ana Elm", True),
        ("Ana Elm-Reed", "Ana Reed", True),
        ("Ana Elm-Reed", "Eva Elm", False),
        ("Khalid bin Rashid al-Elm", "Khaled al-Elm", True),
        ("Khalid bin Rashid al-Elm", "Omar al-Elm", False),
        ("Anson Wu Ka-ming", "Wu Ka-ming", True),
        ("Anson Wu Ka-ming", "Wu Ka-lok", False),
        ("Ana de Elm", "Ana de Reed", False),
        ("Jörg Löss", "Joerg Loess", True),
        ("Åse Müller", "Aase Mueller", True),
        ("Jörg Löss", "Joerg Lass", False),
        ("Sam Elm Sr.", "Sam Elm Jr.", False),
        ("Sam B. Elm", "Sam C. Elm", False),
        ("Sam B. de Elm", "Sam C. Elm", False),
    ],
)
def test_forms_of_a_name_need_a_shared_role(one: str, other: str, are_one: bool) -> None:
    same = quotations((one, "person", "governor of Lomas"), (other, "person", "the governor"))
    assert len(groups(same)) == (1 if are_one else 2)
    apart = quotations((one, "person", "governor of Lomas"), (other, "person", "striker"))
    assert len(groups(apart)) == 2


def test_synonyms_of_a_role_are_one_role() -> None:
    frame = quotations(
        ("Ana Díaz", "person", "congresswoman"), ("Carl Díaz", "person", "judge"), ("Díaz", "person", "Rep.")
    )
    assert groups(frame) == [{"Ana Díaz", "Díaz"}, {"Carl Díaz"}]


@pytest.mark.parametrize(
    ("names", "n_speakers"),
    [
        (("Ana Elm’s campaign", "the Elm campaign"), 1),
        (("Ana Elm’s campaign", "Carl Elm’s campaign", "the Elm campaign"), 3),
        (("Elm Police Department", "the Elm police", "Elm police force"), 1),
        (("Elm Police Department", "Elm Police Union"), 2),
        (("Elm Courier newspaper", "the Elm Courier"), 1),
    ],
)
def test_short_names_of_organisations(names: tuple[str, ...], n_speakers: int) -> None:
    assert len(groups(organisations(*names))) == n_speakers


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
        ("Ferry Board of Elm", "Elm ferry board"),
        ("Elm FC", "Elm Football Club"),
        ("Ms. Elm's campaign", "Elm campaign"),
        ("Foreign Ministry of Peru", "Peru's Foreign Ministry", "Peruvian Ministry of Foreign Affairs"),
        ("Kremlin", "the Kremlin"),
        ("F.H.C.", "FHC"),
        ("Elm & Holt", "Elm and Holt LLP"),
        ("WHO", "World Health Organization"),
        ("U.N. Seed Agency", "UN Seed Agency", "the United Nations Seed Agency"),
    ],
)
def test_one_organisation(names: tuple[str, ...]) -> None:
    assert len(groups(organisations(*names))) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Elm University", "University of Elm"),
        ("Foreign Ministry of Peru", "Foreign Ministry of Chile"),
        ("Foreign Ministry", "Foreign Ministry of Peru"),
        ("Elm Hospital", "Elm Hospital Trust"),
        ("Supreme Court", "Supreme Court"),
        ("the company", "the company"),
    ],
)
def test_two_organisations(names: tuple[str, ...]) -> None:
    frame = organisations(*names)
    assert resolve_speakers(frame)[0].height == 2


@pytest.mark.parametrize(
    ("one", "other", "n_speakers"),
    [
        ("Ana Elm and Carl Holt", "Carl Holt and Ana Elm", 1),
        ("Ana Elm, Carl Holt and Eva Soler", "Eva Soler, Ana Elm, and Carl Holt", 1),
        ("Ana Elm and Carl Holt", "Ana Elm and Eva Holt", 2),
        ("voters and Ana Elm", "Ana Elm and voters", 2),
        ("Ana and Carl Elm", "Carl Elm and Ana Elm", 1),
        ("Quillan and Marsh", "Marsh and Quillan", 1),
        ("Quillan and Marsh", "Ana Quillan and Carl Marsh", 1),
        ("Russia and China", "Russia and China", 2),
        ("Republicans and Democrats", "Republicans and Democrats", 2),
    ],
)
def test_a_group_of_the_same_people_is_one_in_any_order(one: str, other: str, n_speakers: int) -> None:
    assert resolve_speakers(quotations((one, "group", None), (other, "group", None)))[0].height == n_speakers


def test_surnames_alone_of_whom_two_people_bear_one_may_be_others() -> None:
    pair = ("Quillan and Marsh", "group", None)
    bearers = [(name, "person", None) for name in ("Ana Quillan", "Carl Quillan")]
    assert resolve_speakers(quotations(pair, *bearers, pair))[0].height == 4


def test_a_pair_is_a_firm_where_one_is_named_so() -> None:
    frame = quotations(("Quillan and Marsh", "group", None), ("Quillan & Marsh Ltd", "organisation", None))
    assert resolve_speakers(frame)[0]["type"].to_list() == ["organisation"]


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        (("Wernolf Elm", "harbour board secretary"), ("Wernlof Elm", "harbour board secretary"), True),
        (("Ilysse Elm", "president of the Reef Union"), ("IIysse Elm", "Reef Union president"), True),
        (("Jan Elm", "harbour board secretary"), ("Jon Elm", "harbour board secretary"), False),
        (("Marta Elm", "chair of the Reef Union"), ("Martha Elm", "Reef Union chair"), True),
        (("Erik Elm", "harbour board secretary"), ("Eric Elm", "harbour board secretary"), True),
        (("Johan Elm", "harbour board secretary"), ("Joan Elm", "harbour board secretary"), False),
        (("Marta Elm", "chair"), ("Martha Elm", "chair"), False),
        (("Wernolf Elm", "harbour board secretary"), ("Wernlof Elm", "ferry pilot"), False),
        (("Wernolf Elm", None), ("Wernlof Elm", None), False),
        (
            ("Ana Strandqvist", "director of the Kell Observatory"),
            ("Ana Strandquist", "Kell Observatory director"),
            True,
        ),
        (("Ana Strandqvist", "director"), ("Ana Strandquist", "director"), False),
        (("Ana Johnson", "professor of economics"), ("Ana Johnston", "professor of economics"), False),
        (("Ana Holt", "director of the Kell Observatory"), ("Ana Hold", "Kell Observatory director"), False),
    ],
)
def test_a_wrong_letter_in_a_name_needs_the_same_role(
    one: tuple[str, str | None], other: tuple[str, str | None], are_one: bool
) -> None:
    frame = quotations(*((name, "person", role) for name, role in (one, other)))
    assert resolve_speakers(frame)[0].height == 2 - are_one


def test_two_surnames_that_others_bear_are_no_misprint() -> None:
    one, other = (
        (f"Ana {name}", "person", "director of the Kell Observatory") for name in ("Strandqvist", "Strandquist")
    )
    assert resolve_speakers(quotations(one, other))[0].height == 1
    others = [(f"Eva {name}", "person", None) for name in ("Strandqvist", "Strandquist")]
    assert resolve_speakers(quotations(one, other, *others))[0].height == 4


def test_names_without_end_take_their_length() -> None:
    begun = time.process_time()
    assert (
        resolve_speakers(people(f"Ana {'B' * 50_000}", f"Ana {'B' * 50_000}c", "Ana (left)", "(Left)"))[0].height >= 2
    )
    assert time.process_time() - begun < 5


def test_a_title_before_a_name_tells_as_much_as_a_role() -> None:
    frame = quotations(
        ("Sen. Ana Elm", "person", None),
        ("Ana Elm", "person", "rival in the race"),
        ("Senator Ana B. Elm", "person", "colleague from the north"),
    )
    assert resolve_speakers(frame)[0].height == 1


@pytest.mark.parametrize("names", [("White House officials",) * 2, ("Residents",) * 2, ("Some Elm voters",) * 2])
def test_groups_of_two_articles_are_two(names: tuple[str, ...]) -> None:
    assert resolve_speakers(quotations(*((name, "group", None) for name in names)))[0].height == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Bill Elm", "banker"), ("William Elm", "banker")),
        (("Viktor Elm", "Peruvian judge"), ("Victor Elm", "judge")),
        (("Ana Peña Elm", "lawyer"), ("Ana Peña", "union lawyer")),
        (("Park Ji-woo", "opposition leader"), ("Ji-woo Park", "leader")),
        (("Park Ji-woo", "opposition leader"), ("Park", "opposition leader")),
        (("Sam Elm Jr.", "rower"), ("Sam Elm", "rower")),
        (("Ines de Elm", "director"), ("Ines Elm", "director")),
        (("Ana Elmqvist", "premier of Peru"), ("Ana Elmquist", "Peruvian premier")),
        (("Ana Hollandquist", "premier of Peru"), ("Ana Hollandkvist", "Peruvian premier")),
        (("Ana Díaz", "Peruvian premier"), ("the premier of Peru", None)),
        (("Ana Díaz", "mayor of Elm"), ("Elm mayor", None)),
        (("Ana Díaz", "governor of Lomasia"), ("the Lomasian governor", None)),
        (("Ana Díaz", "mayor of Lima"), ("Lima's mayor", None)),
        (("Ana Díaz", "Peruvian central bank governor"), ("Peru's central bank governor", None)),
        (("the pope", None), ("Pope Clement", "pope")),
        (("the mayor of Elm", None), ("Elm's mayor", None)),
        (("Ana Elm", "governor of the Bank of Lomas"), ("the Bank of Lomas governor", None)),
        (("Ana Elm", "lawyer"), ("Ana Elm", "former justice minister")),
        (("Ana Elm", "coach of the Rovers"), ("Ana Elm", "former striker")),
        (("Ana Elm", "mother of two"), ("Ana Elm", "chief executive of Lomas Steel")),
        (("Ana Elm", "pupil"), ("Ana Elm", "swimmer")),
        (("Ana Elm", "school bus driver"), ("Ana Elm", "goalkeeper")),
        (("Tom Baker", "senator"), ("Baker", "senator")),
        (("Ana Elm", "mayor of Lomas"), ("Ana Elm", "mayor of Lomas City")),
        (("Ana Elm", "mayor of Lomas"), ("Ana Elm", "former mayor of Port Askel")),
        (("Ana Elm", "mayor of Lomas"), ("Ana Elm", "Labour mayor")),
        (("Ana Elm", "mayor of London"), ("Ana Elm", "mayor of Greater London")),
        (("Ana Elm", "baker"), ("Ana Elm", "judge of the pie contest")),
    ],
)
def test_roles_tell_one_person(one: tuple[str, str | None], other: tuple[str, str | None]) -> None:
    assert len(dated((*one, "2031-03-01"), (*other, "2031-03-09"))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Bill Elm", "banker"), ("William Elm", "judge")),
        (("Sam Elm", "striker"), ("Sam Elm", "judge")),
        (("Ana Díaz", "premier of Peru"), ("the premier of Chile", None)),
        (("Ana Díaz", "former premier of Peru"), ("the premier of Peru", None)),
        (("Ana Díaz", "deputy premier of Peru"), ("the premier of Peru", None)),
        (("Ana Díaz", "mayor of Elm"), ("a mayor of Elm", None)),
        (("Ana Díaz", "premier"), ("the premier", None)),
        (("Ana Díaz", "Kremlin spokeswoman"), ("the Kremlin spokeswoman", None)),
        (("Mary Ellis Elm", "violinist"), ("Mary Elm", "lawyer")),
        (("Ana Elm", "pupil at the Lomas school"), ("Ana Elm", "governor of the Bank of Lomas")),
        (("Ana Elm", "fifth-grader"), ("Ana Elm", "defence lawyer")),
        (("Ana Elm", "schoolgirl"), ("Ana Elm", "mother of two")),
        (("Ana Elm", "striker"), ("Ana Elm", "chief executive of Lomas Steel")),
        (("Ana Elm", "barber"), ("Sen. Ana Elm", None)),
        (("barber Ana Elm", None), ("Sen. Ana Elm", None)),
        (("Ana Elm", "mayor of Lomas"), ("Ana Elm", "mayor of Port Askel")),
        (("Ana Elm", "mayor of Lomas"), ("Elm", "mayor of Port Askel")),
        (("Ana Elm", "Lt. governor of Lomas"), ("the governor of Lomas", None)),
        (("Ana Elm", "Labour mayor"), ("the Labour mayor", None)),
        (("George Elm", "president"), ("George W. Elm", "president's son")),
        (("Mohammed Ali", "teacher"), ("Mohamed Ali", "boxer")),
        (("Ana Elm", "Peruvian mayor"), ("the Peruvian mayor", None)),
        (("Ana Elm", "mayor of Lima"), ("the Peruvian mayor", None)),
        (("John Hansen", "mayor of Elm"), ("John Jensen", "mayor of Elm")),
        (("Ana Larsson", "mayor of Elm"), ("Ana Karlsson", "mayor of Elm")),
        (("Ana Marten", "mayor of Elm"), ("Ana Martini", "mayor of Elm")),
    ],
)
def test_roles_tell_two_persons(one: tuple[str, str | None], other: tuple[str, str | None]) -> None:
    frame = quotations((one[0], "person", one[1]), (other[0], "person", other[1]))
    assert resolve_speakers(frame)[0].height == 2


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (("The witness", "the witness"), 1),
        (("Mr Zeller", "Ms Zeller"), 2),
        (("the witness", "a witness"), 2),
    ],
)
def test_speakers_of_one_article_have_ids_of_their_own(names: tuple[str, ...], count: int) -> None:
    rows = [
        {"quotation_id": at, "article_id": 1, "speaker": name, "speaker_type": "person"}
        for at, name in enumerate(names)
    ]
    speakers, _ = resolve_speakers(QUOTATIONS.from_rows(rows))
    assert speakers["speaker_id"].n_unique() == speakers.height == count


def told(*said: tuple[str, str | None, str, str]) -> list[int]:
    """The speaker of each of the articles, given by (name, role, ISO day, text), numbered in the order of the first."""
    frame = quotations(*((name, "person", role) for name, role, _, _ in said))
    articles = ARTICLES.from_rows(
        {"article_id": 100 + at, "published_at": datetime.fromisoformat(day).replace(tzinfo=UTC), "text": text}
        for at, (_, _, day, text) in enumerate(said)
    )
    found = [speaker for _, speaker in resolve_speakers(frame, articles=articles)[1].sort("quotation_id").iter_rows()]
    return [list(dict.fromkeys(found)).index(speaker) for speaker in found]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("said Osk Elm, 71, who stayed.", "Osk Elm, 16, said."), [0, 1]),
        (("said Osk Elm, 71, who stayed.", "Osk Elm, 72, said."), [0, 0]),
        (("said Osk Elm, 41, who stayed.", "Osk Elm, 43, said."), [0, 1]),
        (("Osk Elm, a 71-year-old welder, left.", "The nine-year-old Osk Elm laughed."), [0, 1]),
        (("said Osk Elm, 71, who stayed.", "Osk Elm said."), [0, 0]),
        (("said Osk Elm, 71, who stayed.", "Osk Elm, 16, said.", "Osk Elm said."), [0, 1, 2]),
    ],
)
def test_ages_tell_namesakes_apart(texts: tuple[str, ...], expected: list[int]) -> None:
    assert told(*(("Osk Elm", None, f"2031-03-0{day}", text) for day, text in enumerate(texts, 1))) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("said Mayor Ana Elm of Lomas.", "said Mayor Ana Elm of Port Askel."), [0, 1]),
        (("said Mayor Ana Elm of Lomas.", "said Mayor Ana Elm of Lomas City."), [0, 0]),
        (("said Mayor Ana Elm of Lomas.", "said Mayor Ana Elm of course."), [0, 0]),
        (("said Mayor Ana Elm of Lomas.", "said Mayor Ana Elm of the Labour Party."), [0, 0]),
    ],
)
def test_a_place_behind_a_title_and_a_name_tells_namesakes_apart(texts: tuple[str, ...], expected: list[int]) -> None:
    said = (("Mayor Ana Elm", "mayor", f"2031-03-0{day}", text) for day, text in enumerate(texts, 1))
    assert told(*said) == expected


def test_everybody_grows_older() -> None:
    said = [
        ("Osk Elm", None, "2021-03-01", "Osk Elm, 31, said."),
        ("Osk Elm", None, "2031-03-01", "Osk Elm, 41, said."),
    ]
    assert told(*said) == [0, 0]


def test_a_name_of_two_goes_where_its_role_is_or_who_is_in_the_news() -> None:
    pupil = ("Ana Elm", "pupil", "2031-03-01", "Ana Elm, 9, said.")
    governor = [("Ana Elm", "governor of the Bank of Lomas", f"2031-03-{day:02}", "") for day in range(1, 10)]
    assert told(pupil, governor[0], ("Ana Elm", None, "2031-03-10", "")) == [0, 1, 2]
    assert told(pupil, governor[0], ("Ana Elm", "head of the Bank of Lomas", "2031-03-10", "")) == [0, 1, 1]
    assert told(pupil, *governor, ("Ana Elm", None, "2031-03-10", "")) == [0, *[1] * 10]


def test_an_article_that_has_somebody_in_two_fields_bridges_them() -> None:
    said = [("Ana Elm", "boxer", 1), ("Ana Elm", "poet", 2), ("Ana Elm", "boxer", 3), ("Ana Elm", "poet", 3)]
    frame = QUOTATIONS.from_rows(
        {"quotation_id": at, "article_id": article, "speaker": name, "speaker_type": "person", "speaker_role": role}
        for at, (name, role, article) in enumerate(said)
    )
    assert resolve_speakers(frame)[0].height == 1
    assert resolve_speakers(frame.head(2))[0].height == 2


def test_whoever_is_called_a_former_holder_has_left_the_office() -> None:
    found = dated(
        ("Ana Díaz", "Peruvian premier", "2031-01-03"),
        ("the premier of Peru", None, "2031-01-20"),
        ("Peru's premier", None, "2031-03-05"),
        ("Ana Díaz", "Peru's former premier", "2031-03-06"),
    )
    assert found == [{"Ana Díaz", "the premier of Peru"}, {"Peru's premier"}]


@pytest.mark.parametrize(
    ("late", "role", "day", "n_persons"),
    [
        ("late poet", "baker", "2030-01-03", 1),
        ("late poet", "baker", "2031-01-21", 2),
        ("late poet", "poet", "2031-09-03", 1),
        ("late friend", "baker", "2031-02-03", 1),
        ("late friend", "baker", "2031-09-03", 2),
        ("late-night host", "baker", "2031-09-03", 1),
    ],
)
def test_nobody_works_after_death(late: str, role: str, day: str, n_persons: int) -> None:
    assert len(dated_speakers(("Ana Elm", late, "2031-01-20"), ("Ana Elm", role, day))) == n_persons


def test_no_spelling_of_a_holder_leads_on_to_the_next() -> None:
    names = ("Ana Elmqvist", "Ana Elmqvist", "Ana Elmkvist", "Ana Elmkvest")
    found = dated(*((name, "premier of Peru", "2031-01-03") for name in names))
    assert found == [{"Ana Elmkvest"}, {"Ana Elmqvist", "Ana Elmkvist"}]


def test_a_spelling_of_whoever_held_the_office_years_before_is_somebody_else() -> None:
    said = [("Ana Elmqvist", "premier of Peru", "2021-01-03"), ("Ana Elmkvist", "premier of Peru", "2031-01-03")]
    assert len(dated(*said)) == 2


def test_one_season_of_an_office_that_nobody_is_named_in_does_not_lead_on_for_ever() -> None:
    days = [f"{year}-{month:02}-03" for year in (2031, 2032, 2033) for month in range(1, 13, 2)]
    assert len(dated_speakers(*(("the mayor of Elm", None, day) for day in days))) == 3


WELL = "If the dam goes, the valley goes."


@pytest.mark.parametrize(
    ("one", "other", "said", "are_one"),
    [
        ("Omar Siddoqi", "Omer Siddoqi", (WELL, WELL), True),
        ("Omar Siddoqi", "Omer Siddoqi", (WELL, f"“{WELL[:-1]}”! So it is."), True),
        ("Omar Siddoqi", "Omer Siddoqi", (f"Yes, {WELL}", f"{WELL[:-1]}, he said"), True),
        ("Omar Siddoqi", "Omer Siddoqi", (WELL, "The valley stays."), False),
        ("Omar Siddoqi", "Omer Siddoqi", ("If the dam goes", f"{WELL[:-1]} with it"), False),
        ("Omar Siddoqi", "Omer Siddoqi", ("Thank you so much", "Thank you so much"), False),
        ("Omar Siddoqi", "Anwar Siddoqi", (WELL, WELL), False),
        ("Jan Elm", "Jon Elm", (WELL, WELL), False),
        ("Tom Elm", "Thomas Elm", (WELL, WELL), True),
        ("Tom Elm", "Thomas Elm", ("I stand with the dockers", "I stand with the dockers"), False),
        ("Tom Elm", "Thomas Elm Jr.", (WELL, WELL), False),
        ("Omar Siddoqi Jr.", "Omer Siddoqi Sr.", (WELL, WELL), False),
    ],
)
def test_two_spellings_of_whoever_says_the_same_are_one(
    one: str, other: str, said: tuple[str, str], are_one: bool
) -> None:
    words = pl.Series("text", said)
    assert resolve_speakers(people(one, other).with_columns(words))[0].height == 2 - are_one


def test_an_office_that_a_party_has_many_of_is_nobodys() -> None:
    assert len(dated_speakers(*(("the Republican governor", None, f"2031-01-0{day}") for day in (1, 2)))) == 2


def test_whoever_may_be_either_of_two_holders_is_not_joined_with_the_next() -> None:
    found = dated_speakers(
        ("Ana Díaz", "premier of Peru", "2031-01-03"),
        ("the premier of Peru", None, "2031-01-25"),
        ("Peru's premier", None, "2031-01-28"),
        ("Carl Finch", "premier of Peru", "2031-02-18"),
    )
    assert sorted(map(len, found)) == [1, 1, 1, 1]


def test_an_office_passes_on() -> None:
    found = dated(
        ("Ana Díaz", "premier of Peru", "2031-01-03"),
        ("the premier of Peru", None, "2031-01-20"),
        ("Carl Finch", "premier of Peru", "2031-06-01"),
        ("Peru's premier", None, "2031-06-09"),
        ("the Peruvian premier", None, "2033-01-01"),
    )
    assert found == [{"Ana Díaz", "the premier of Peru"}, {"Carl Finch", "Peru's premier"}, {"the Peruvian premier"}]


def test_a_bare_surname_of_two_goes_where_its_role_is() -> None:
    found = dated(
        ("Ana Díaz", "mayor of Elm", "2031-01-03"),
        ("Carl Díaz", "goalkeeper", "2031-01-03"),
        ("Díaz", "Elm goalkeeper", "2031-01-04"),
    )
    assert found == [{"Ana Díaz"}, {"Carl Díaz", "Díaz"}]


def test_a_title_in_the_article_tells_which_of_a_family_is_meant() -> None:
    said = [("Carl Elm", 1, "Carl Elm"), ("Ana Elm", 1, "Ana Elm"), ("Elm", 1, "Mr. Elm"), ("Sam Elm", 2, "Sam Elm")]
    frame = QUOTATIONS.from_rows(
        {
            "quotation_id": at,
            "article_id": article,
            "speaker": name,
            "speaker_type": "person",
            "speaker_mention": mention,
        }
        for at, (name, article, mention) in enumerate(said)
    )
    speaker_of = dict(resolve_speakers(frame)[1].iter_rows())
    assert speaker_of[2] == speaker_of[0]
    assert len(set(speaker_of.values())) == 3


def test_a_surname_with_two_titles_in_one_article_is_two_people() -> None:
    frame = QUOTATIONS.from_rows(
        {"quotation_id": at, "article_id": 1, "speaker": "Elm", "speaker_type": "person", "speaker_mention": mention}
        for at, mention in enumerate(("Mr. Elm", "Ms. Elm", "Mr. Elm"))
    )
    speaker_of = dict(resolve_speakers(frame)[1].iter_rows())
    assert speaker_of[0] == speaker_of[2] != speaker_of[1]


WARDEN = "Nobody left the prison at Port Lomas on Friday, Warden Ellis Elm of Sill told the Courier."


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        pytest.param("Elm told the Courier that nobody left Port Lomas.", None, [0, 0], id="of one story"),
        pytest.param("Vans sell badly, said Elm.", None, [0, 1], id="of another story"),
        pytest.param("Vans sell badly, said Elm.", "prison warden", [0, 0], id="with the same role"),
        pytest.param("Vans sell badly, said Elm. Ellis Elm left.", None, [0, 0], id="named in full there"),
        pytest.param(
            "Vans sell badly in Lomas, Elm told the Courier. Ana Elm left.", None, [0, 1], id="another is named"
        ),
    ],
)
def test_a_bare_surname_of_another_article_needs_a_tie(text: str, role: str | None, expected: list[int]) -> None:
    assert told(("Ellis Elm", "prison warden", "2031-01-03", WARDEN), ("Elm", role, "2031-01-05", text)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(WARDEN, "Elm told the Courier that nobody left Port Lomas.", [0, 0], id="of one story"),
        pytest.param(WARDEN, "Vans sell badly, said Elm.", [0, 1], id="of two stories"),
        pytest.param(WARDEN, "In Port Lomas, Ana Elm told the Courier so.", [0, 1], id="with two given names"),
        pytest.param(WARDEN, "Vans sell badly, said Ellis Elm.", [0, 0], id="with one given name"),
    ],
)
def test_a_surname_that_nobody_speaks_under_in_full_needs_a_tie(one: str, other: str, expected: list[int]) -> None:
    assert told(("Elm", None, "2031-01-03", one), ("Elm", None, "2031-01-05", other)) == expected


def test_a_bare_surname_of_somebody_often_in_the_news_needs_no_tie() -> None:
    often = [("Ellis Elm", None, f"2031-01-0{day}", WARDEN) for day in (1, 2, 3)]
    assert told(*often, ("Elm", None, "2031-01-05", "Vans sell badly, said Elm.")) == [0, 0, 0, 0]


def test_a_bare_surname_years_later_stays_alone() -> None:
    assert len(dated(("Ana Díaz", None, "2031-01-03"), ("Díaz", None, "2035-01-03"))) == 2


def test_initials_of_two_organisations_go_to_the_one_that_the_article_speaks_of() -> None:
    rows = [
        ("World Seed Bank", "organisation", None, 1),
        ("Western Savings Bank", "organisation", None, 2),
        ("WSB", "organisation", None, 3),
        ("Ana Díaz", "person", "World Seed Bank director", 3),
    ]
    frame = QUOTATIONS.from_rows(
        {"quotation_id": at, "article_id": article, "speaker": name, "speaker_type": kind, "speaker_role": role}
        for at, (name, kind, role, article) in enumerate(rows)
    )
    speaker = dict(resolve_speakers(frame)[1].iter_rows())
    assert speaker[2] == speaker[0] != speaker[1]


def test_roles_have_the_days_on_which_they_were_seen() -> None:
    frame = quotations(*(("Ana Díaz", "person", role) for role in ("mayor", "premier", "mayor", "poet")))
    days = {
        100: datetime(2031, 1, 3, tzinfo=UTC),
        101: datetime(2033, 1, 1, tzinfo=UTC),
        102: datetime(2032, 2, 2, tzinfo=UTC),
    }
    dated_articles = ARTICLES.from_rows({"article_id": key, "published_at": day} for key, day in days.items())
    speakers, _ = resolve_speakers(frame, articles=dated_articles)
    assert speakers.select("roles", "roles_first_seen", "roles_last_seen").row(0) == (
        ["mayor", "poet", "premier"],
        [date(2031, 1, 3), None, date(2033, 1, 1)],
        [date(2032, 2, 2), None, date(2033, 1, 1)],
    )


def test_the_role_of_most_articles_comes_first_whatever_its_capitals() -> None:
    told = [(1, "noisy poet"), (1, "noisy poet"), (1, "noisy poet"), (2, "Mayor"), (3, "mayor"), (4, "mayor")]
    frame = QUOTATIONS.from_rows(
        {
            "quotation_id": number,
            "article_id": article,
            "speaker": "Ana Díaz",
            "speaker_type": "person",
            "speaker_role": role,
        }
        for number, (article, role) in enumerate(told)
    )
    assert resolve_speakers(frame)[0]["roles"].to_list() == [["mayor", "noisy poet"]]


def items(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["name", "alias", "wikidata_id", "description"], orient="row")


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (items(("Ana Díaz", "", "Q7", "")), "Q7"),
        (items(("Ana María Díaz", "Ana Diaz", "Q7", "")), "Q7"),
        (items(("Ana Díaz", "", "Q7", "judge"), ("Ana Díaz", "", "Q8", "mayor of Elm")), "Q8"),
        (items(("Ana Díaz", "", "Q7", "judge"), ("Ana Díaz", "", "Q8", "poet")), None),
        (items(("Carl Díaz", "Díaz", "Q7", "mayor")), None),
    ],
)
def test_wikidata_items_are_never_given_for_a_name_alone_that_two_bear(
    known: pl.DataFrame, expected: str | None
) -> None:
    frame = quotations(("Ana Díaz", "person", "mayor"), ("Díaz", "person", "mayor"))
    speakers, _ = resolve_speakers(frame, known=known)
    assert speakers["wikidata_id"].to_list() == [expected]


@pytest.mark.parametrize(
    ("role", "description", "is_given"),
    [
        ("chief executive of Lomas Steel", "Lomish footballer", False),
        ("chief executive of Lomas Steel", "footballer and sports official (born 1990)", False),
        ("chief executive of Lomas Steel", "Lomish former footballer", True),
        ("former striker, chief executive", "association football player", True),
        ("former striker", "Lomish footballer", True),
        ("lawyer", "Lomish politician", True),
        ("mayor", "economist", True),
        ("pupil", "central banker", False),
        ("chief executive of Lomas Steel", "", True),
        (None, "Lomish footballer", True),
    ],
)
def test_a_sole_item_is_not_given_to_whom_its_description_excludes(
    role: str | None, description: str, is_given: bool
) -> None:
    frame = quotations(("Ana Díaz", "person", role))
    speakers, _ = resolve_speakers(frame, known=items(("Ana Díaz", "", "Q7", description)))
    assert speakers["wikidata_id"].to_list() == ["Q7" if is_given else None]


def test_of_two_namesakes_the_one_who_is_described_gets_the_item() -> None:
    frame = quotations(("Ana Díaz", "person", "striker"), ("Ana Díaz", "person", "judge"))
    speakers, _ = resolve_speakers(frame, known=items(("Ana Díaz", "", "Q7", "Lomish judge")))
    assert dict(speakers.select(pl.col("roles").list.first(), "wikidata_id").iter_rows()) == {
        "striker": None,
        "judge": "Q7",
    }


def test_two_namesakes_get_no_item() -> None:
    frame = quotations(("Ana Díaz", "person", "striker"), ("Ana Díaz", "person", "judge"))
    speakers, _ = resolve_speakers(frame, known=items(("Ana Díaz", "", "Q7", "")))
    assert speakers["wikidata_id"].to_list() == [None, None]


def test_abbreviation_of_two_organisations_stays_alone() -> None:
    assert len(groups(organisations("NHC", "Northern Harbour Commission", "National Health Council"))) == 3


NHC, COUNCIL, CLUB = "NHC", "National Health Council", "Northern Harbour Club"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param([(COUNCIL, "Fen Courier", ""), (NHC, "Fen Courier", "")], [0, 0], id="one has the initials"),
        pytest.param(
            [(COUNCIL, "Fen Courier", ""), (NHC, "Daily Sill", f"The {CLUB} (NHC) met.")],
            [0, 1],
            id="its article says that it is another",
        ),
        pytest.param(
            [
                (COUNCIL, "Fen Courier", ""),
                (CLUB, "Daily Sill", ""),
                (NHC, "Inland Ledger", f"At the {CLUB}, the NHC."),
            ],
            [0, 1, 1],
            id="its article says which",
        ),
        pytest.param(
            [(COUNCIL, "Fen Courier", ""), (CLUB, "Daily Sill", ""), (NHC, "Daily Sill", "")],
            [0, 1, 1],
            id="its outlet says which",
        ),
        pytest.param(
            [(COUNCIL, "Fen Courier", ""), (NHC, "Daily Sill", f"The {CLUB} (NHC) met."), (NHC, "Daily Sill", "")],
            [0, 1, 1],
            id="its outlet says that it is another",
        ),
        pytest.param(
            [(COUNCIL, "Fen Courier", ""), (NHC, "Daily Sill", f"The {CLUB} (NHC) met."), (NHC, "Inland Ledger", "")],
            [0, 1, 2],
            id="nobody says which",
        ),
        pytest.param([(NHC, "Fen Courier", ""), (NHC, "Daily Sill", "")], [0, 0], id="none has the initials"),
        pytest.param(
            [(NHC, "Fen Courier", f"The {COUNCIL} (NHC) met."), (NHC, "Daily Sill", f"The {CLUB} (NHC) met.")],
            [0, 1],
            id="two are told of",
        ),
        pytest.param(
            [(NHC, "Fen Courier", f"The {COUNCIL} (NHC) met."), (NHC, "Daily Sill", f"The {COUNCIL} (NHC) met.")],
            [0, 0],
            id="one is told of twice",
        ),
    ],
)
def test_initials_stand_for_what_the_article_says(said: list[tuple[str, str, str]], expected: list[int]) -> None:
    frame = organisations(*(name for name, _, _ in said))
    articles = ARTICLES.from_rows(
        {"article_id": 100 + at, "publisher": outlet, "text": text} for at, (_, outlet, text) in enumerate(said)
    )
    found = [speaker for _, speaker in resolve_speakers(frame, articles=articles)[1].sort("quotation_id").iter_rows()]
    assert [list(dict.fromkeys(found)).index(speaker) for speaker in found] == expected


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


def test_alias_merges_namesakes() -> None:
    frame = quotations(("Ana Elm", "person", "pupil"), ("Ana Elm", "person", "governor of the Bank of Lomas"))
    assert len(resolve_speakers(frame)[0]) == 2
    assert len(resolve_speakers(frame, aliases=aliases(name="Ana Elm", same_as="Ana Elm"))[0]) == 1


def test_alias_parts_what_a_rule_would_merge() -> None:
    assert len(groups(people("Ana Díaz", "Díaz"), aliases(name="Díaz", not_same="Ana Díaz"))) == 2


def test_decided_names_that_nobody_bears_are_told() -> None:
    decided = pl.concat(
        [
            aliases(name="Ana Díaz", same_as="Anna María Díaz"),
            aliases(name="ana diaz", not_same="Bo Reyes"),
            aliases(name="Carl Ohm", wikidata_id="Q1"),
        ]
    )
    assert unmatched_names(people("Ana Díaz", "The Duke of Elm"), decided) == ["Bo Reyes", "Carl Ohm"]


def test_canonical_name_is_full_and_untitled() -> None:
    speakers, _ = resolve_speakers(people("Dr Ana Díaz", "Dr Ana Díaz", "Díaz"))
    assert speakers["name"].to_list() == ["Ana Díaz"]
    assert speakers["aliases"].to_list() == [["Dr Ana Díaz", "Díaz"]]


def test_a_name_in_capitals_is_the_last_choice() -> None:
    speakers, _ = resolve_speakers(people("ANA DÍAZ", "ANA DÍAZ", "Ana Díaz"))
    assert speakers["name"].to_list() == ["Ana Díaz"]


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
