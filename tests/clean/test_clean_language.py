import pytest

from newsquotes.clean.language import identify_language

ENGLISH = (
    "The pier will stay closed until the spring, and the council has said that it will not pay for a second survey. "
    "Those who had asked for a shorter closure were told to wait for the report, which is due at the end of the month."
)
GERMAN = (
    "Der Steg im alten Hafen bleibt bis zum Frühling geschlossen, wie der Rat am Montagabend beschlossen hat. Die "
    "Fischer hatten um eine kürzere Sperrung gebeten, weil die Saison schon im Februar beginnt, und in der Stadt war "
    "man sich darin einig, dass eine Lösung her muss."
)
DUTCH = (
    "De pier in de oude haven blijft tot in het voorjaar gesloten, zo heeft de raad op maandagavond besloten. De "
    "vissers hadden om een kortere sluiting gevraagd, want het seizoen begint al in februari, en ze zijn boos."
)


@pytest.mark.parametrize(("text", "expected"), [(ENGLISH, "en"), (GERMAN, "de"), (DUTCH, "nl")])
def test_language(text: str, expected: str) -> None:
    assert identify_language(text, expected=("en",))[0] == expected


def test_a_sample_from_the_middle_decides_unless_the_whole_disagrees() -> None:
    assert identify_language(ENGLISH * 20 + GERMAN + ENGLISH * 20, expected=("en",))[0] == "en"
