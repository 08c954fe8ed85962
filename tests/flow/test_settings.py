from collections.abc import Callable
from pathlib import Path

import pytest

from flows.settings import STAGE_CONFIGS, SettingsError, load_settings

Write = Callable[[str, str | bytes], Path]


def test_every_stage_has_documented_defaults() -> None:
    assert set(load_settings().stages) == set(STAGE_CONFIGS)


def test_only_the_stages_to_do_are_loaded_and_those_that_the_file_sets(write: Write) -> None:
    config = write("c.toml", "[dedupe]\n")
    assert set(load_settings(stages=("annotate", "extract"), config=config).stages) == {"annotate", "extract", "dedupe"}


def test_a_configuration_file_sets_a_stage(write: Write) -> None:
    settings = load_settings(config=write("c.toml", '[ingest]\ntext_field = "corpo"\n[run]\nworkers = 3\n'))
    assert settings.stages["ingest"].text_field == "corpo"
    assert settings.workers == 3


def test_a_whole_number_will_do_for_a_fraction_and_a_list_for_a_tuple(write: Write) -> None:
    config = write("c.toml", "[dedupe]\nmin_dominance = 1\nopening_words = [3, 5]\n")
    dedupe = load_settings(stages=("dedupe",), config=config).stages["dedupe"]
    assert (dedupe.min_dominance, dedupe.opening_words) == (1, (3, 5))


def test_the_command_line_wins_over_the_file(write: Write) -> None:
    assert load_settings(workers=5, config=write("c.toml", "[run]\nworkers = 3\n")).workers == 5


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[ingest]\ntext_feild = 'x'\n", "text_feild is no setting"),
        ("[ingets]\n", "ingets is no setting; there are annotate, attribute, .*, fetch, ingest, run"),
        ("[run]\nthreads = 2\n", "threads is no setting"),
        ("[run]\nworkers = 0\n", "give a whole number"),
        ("[run]\nworkers = 'two'\n", "give a whole number"),
        ("[run]\nworkers = true\n", r"c\.toml: \[run\] workers is True; give a whole number"),
        ("[ingest]\ntext_field = 3\n", r"c\.toml: \[ingest\] text_field is 3; give a valid string"),
        ("[dedupe]\nmin_dominance = 'high'\n", r"\[dedupe\] min_dominance is 'high'; give a valid number"),
        ("[clean]\nmin_words = 2.5\n", r"\[clean\] min_words is 2\.5; give a valid integer"),
        ("[clean]\nlanguages = 'en'\n", r"\[clean\] languages is 'en'; give a valid list"),
        ("[fetch]\nallow_private = 'no'\n", r"\[fetch\] allow_private is 'no'; give a valid boolean"),
        ("ingest = 3\n", "must be a table"),
        ("[ingest\n", "is not valid TOML"),
        (b"\xff\xfe", "is not valid TOML"),
    ],
)
def test_what_cannot_be_used_is_told_by_file_and_key(write: Write, content: str | bytes, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load_settings(config=write("c.toml", content))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read"):
        load_settings(config=tmp_path / "nowhere.toml")
