"""Who does what to whom, in texts of the same words."""

import pytest

from newsquotes.dedupe.doers import exchange_doers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the tenants sued the landlord", "the landlord sued the tenants"),
        ("the tenants sued the landlord", "the tenants were sued by the landlord"),
        ("the ferry was quietly bought by the pilots", "the pilots were quietly bought by the ferry"),
        ("our cooks rescued the divers", "our cooks were never rescued by the divers"),
        ("he promised me a boat", "i promised him a boat"),
        ("the choir left before the priest came", "the priest left before the choir came"),
        ("rain follows snow and hides the road", "snow follows rain and hides the road"),
    ],
)
def test_doers_are_exchanged(one: str, other: str) -> None:
    assert exchange_doers(one.split(), other.split())
    assert exchange_doers(other.split(), one.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the landlord sued the tenants", "the tenants were sued by the landlord"),
        ("we sold the ferry to the pilots", "the ferry was sold by us to the pilots"),
        ("on monday the divers found the bell", "the divers found the bell on monday"),
        ("the bread is stale the wine is sour", "the wine is sour and the bread is stale"),
        ("we ask for salt and rope", "we ask for rope and salt"),
        ("we crossed the moor by night", "by night we have crossed the moor"),
        ("the well was not dug by monks", "it was not monks who dug the well"),
        ("we lent them sheep and they lent us rams", "sheep were lent to them by us and rams to us by them"),
        ("the bell rang", "the bell rang"),
    ],
)
def test_the_same_is_done(one: str, other: str) -> None:
    assert not exchange_doers(one.split(), other.split())
    assert not exchange_doers(other.split(), one.split())
