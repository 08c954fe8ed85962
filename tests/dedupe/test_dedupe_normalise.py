"""Canonical keys: text in, key out."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.dedupe.normalise import Lexicon, Trait, canonical_keys, have


def key(text: str) -> str:
    return canonical_keys(pl.Series([text]))[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We stay.", "we stay"),
        ("“We’ll STAY – come what may,”", "we will stay come what may"),
        ("We can't, won't, don't stop", "we can not will not do not stop"),
        ("dont think we havent tried", "do not think we have not tried"),
        ("they ask ‘isn’t it ours’ and say 'we don't'", "they ask is not it ours and say we do not"),
        ("a cease-fire", "a cease fire"),
        ("The Labour Centre’s colours", "the labor centers colors"),
        ("we organised, they organize", "we organized they organize"),
        ("1,250,000 people, 2,500 more", "1·25 million people 2500 more"),
        ("4,000,000 or 4000000 or four million", "4 million or 4 million or 4 million"),
        (
            "£4m, £4mn, £4 million and 4 million pounds",
            "4 million pounds " * 2 + "4 million pounds and 4 million pounds",
        ),
        ("$4.5bn, US$4.5 billion", "4·5 billion dollars 4·5 billion dollars"),
        ("€12.50, £50k and $999", "12·50 euros 50000 pounds and 999 dollars"),
        ("In 2000 she paid 100,000 for a million dollars", "in 2000 she paid 100000 for a million dollars"),
        ("twenty-five years and five days", "25 years and 5 days"),
        ("3.5% or 3.5 per cent", "3·5 percent or 3·5 percent"),
        ("U.S. troops, U.N. envoys", "us troops un envoys"),
        ("café naïve", "cafe naive"),
        ("We stay ... and fight", "we stay … and fight"),
        ("We stay [...] and fight", "we stay … and fight"),
        ("We stay . . . and fight", "we stay … and fight"),
        ("… and fight …", "and fight"),
        ("[The mayor] will stay", "[] will stay"),
        ("[W]e will stay", "we will stay"),
        ("We will stay [sic] here", "we will stay here"),
        ("", ""),
        ("—", ""),
    ],
)
def test_key(text: str, expected: str) -> None:
    assert key(text) == expected


@settings(deadline=None, max_examples=300, derandomize=True)
@given(
    st.text('aZ09“”".,!?;:', min_size=1, max_size=8)
    | st.sampled_from(["“Dont!”", '"Im,"', "A.", "A.B.", "9,000", "9..", "7.5"])
)
def test_a_word_is_the_same_between_dashes(printed: str) -> None:
    assert key(f"we {printed} stay") == key(f"we –{printed}– stay")


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.text(max_size=80))
def test_key_has_single_spaces_and_no_upper_case(text: str) -> None:
    found = key(text)
    assert found == " ".join(found.split(" ")).strip()
    assert "  " not in found
    assert found == found.lower()


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.lists(st.text(max_size=30), max_size=8))
def test_each_key_depends_on_its_own_text_alone(texts: list[str]) -> None:
    assert canonical_keys(pl.Series(texts, dtype=pl.String)).to_list() == [key(text) for text in texts]


def test_words_of_neighbouring_texts_are_no_pair() -> None:
    assert canonical_keys(pl.Series(["we need twenty", "five of us", "twenty five"])).to_list() == [
        "we need 20",
        "5 of us",
        "25",
    ]


def test_a_capital_that_begins_a_text_makes_no_name_whatever_text_stands_before() -> None:
    words = Lexicon().read(pl.Series(["we heard", "Orle sleeps", "we saw Orle"]))
    assert have(words.signs, Trait.NAME).tolist() == [False] * 6 + [True]
