"""Every value of `attribution_rule` is explained to the users of the data."""

import re
from pathlib import Path

from newsquotes.attribute.dictionary import attribution_rules, no_speaker_reasons


def test_every_rule_is_explained_in_one_sentence_with_an_example() -> None:
    rules = attribution_rules()
    assert {"clause_after", "same_utterance"} <= rules.keys()
    assert all(len(meaning) > 20 and "\n" not in meaning for meaning in rules.values())


def test_every_rule_and_reason_in_the_code_is_explained(checkout: Path) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (checkout / "newsquotes/attribute").rglob("*.py"))
    used = set(re.findall(r'(?:Unresolved\(|refusal=|Decision\(|_no_speaker\(|rule = .*)"([a-z_]+)"', code))
    assert "unresolved_pronoun" in used
    assert used <= {*attribution_rules(), *no_speaker_reasons()}
    assert not attribution_rules().keys() & no_speaker_reasons().keys()
