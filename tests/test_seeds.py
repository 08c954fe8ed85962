import re
from collections.abc import Callable
from pathlib import Path

import pytest

from newsquotes.errors import SeedError
from newsquotes.seeds import load_seed

Write = Callable[[str, str | bytes], Path]


def test_rows_come_as_mappings_without_comments(write: Write) -> None:
    folder = write("words.csv", "# what the words are for\nword,kind\nsay, speech\n\nclaim,claim\n").parent
    assert load_seed("words", ("word", "kind"), folder=folder) == (
        {"word": "say", "kind": "speech"},
        {"word": "claim", "kind": "claim"},
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("word\nsay\n", "expected word, kind"),
        ("", "expected word, kind"),
        ("word,kind\nsay\n", r"words\.csv:2: 1 values where 2 are expected"),
        ("word,kind\n,speech\n", r"words\.csv:2: word is empty"),
        ("word,kind\nsay,a\nsay,b\n", r"words\.csv:3: say is there twice"),
    ],
)
def test_a_malformed_table_is_told_by_file_and_line(write: Write, content: str, told: str) -> None:
    with pytest.raises(SeedError, match=told):
        load_seed("words", ("word", "kind"), folder=write("words.csv", content).parent)


def test_a_key_of_two_columns_may_repeat_either(write: Write) -> None:
    folder = write("words.csv", "word,kind\nsay,a\nsay,b\n").parent
    assert len(load_seed("words", ("word", "kind"), key=("word", "kind"), folder=folder)) == 2


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"words\.csv: reference table is missing"):
        load_seed("words", ("word",), folder=tmp_path)


def test_short_verbs_double_their_last_letter() -> None:
    """ "grinned", not "grined": what the regular forms get wrong stands in the table."""
    plain = (
        row for row in load_seed("cue_verbs", ("lemma", "kind", "complements", "irregular")) if not row["irregular"]
    )
    assert [row["lemma"] for row in plain if re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]( .*)?", row["lemma"])] == []
