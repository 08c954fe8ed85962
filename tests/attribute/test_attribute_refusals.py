"""When nobody may be named: speaker null, confidence 0, and the rule says why."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from newsquotes.attribute import AttributeConfig, attribute_quotations
from newsquotes.schemas import ANNOTATIONS, ARTICLES, QUOTATIONS

Attribute = Callable[..., list[dict[str, Any]]]

REFUSALS = [
    ("ambiguous_pronoun", "Tor Moe asked a clerk whether it would rain. “Not today,” he said."),
    ("ambiguous_surname", "Anna Novak and Peter Novak own the ferry. “We sail at dawn,” Novak said."),
    ("ambiguous_pronoun", "Tor Moe and Ola Lind own the ferry. “We sail at dawn,” he said."),
    ("unresolved_pronoun", "“We sail at dawn,” he said."),
    ("unresolved_pronoun", "The boats came. “We sail at dawn,” they said."),
    ("negated_or_hypothetical", "Tor Moe could say: “We sail at dawn.”"),
    ("negated_or_hypothetical", "Tor Moe refused to say: “We sail at dawn.”"),
    ("negated_or_hypothetical", "Tor Moe will argue that the ferry “must sail”."),
    ("negated_or_hypothetical", "Tor Moe is expected to say: “We sail at dawn.”"),
    ("negated_or_hypothetical", "Tor Moe plans to tell the council that the ferry must sail."),
    ("negated_or_hypothetical", "“We sail at dawn,” Tor Moe will tell the council on Monday."),
    ("negated_or_hypothetical", "“We sail at dawn,” Tor Moe is due to say in a speech on Monday."),
    ("negated_or_hypothetical", "Tor Moe was to tell the court that the ferry was late."),
    ("negated_or_hypothetical", "“We sail at dawn,” Tor Moe will tell the council on Monday. “All of us will.”"),
    ("negated_or_hypothetical", "Tor Moe is going to say, “We sail at dawn.”"),
    ("negated_or_hypothetical", "Tor Moe has yet to say whether the ferry is late."),
    ("negated_or_hypothetical", "Had Tor Moe said “no”, the plan would have died."),
    ("first_person", "“We sail at dawn,” I said."),
    ("unresolved_mention", "Tor Moe sails. The success of his ferry suggests that the pier is safe."),
    ("unresolved_mention", "Tor Moe sails. A close look at the ferry suggests that the pier is safe."),
    ("hearer_only", "Ada Berg was told: “You must leave the ferry.”"),
    ("hearer_only", "Asked whether the ferry, which she owns, had sunk, Ada Berg laughed."),
    ("no_cue", "Tor Moe owns the ferry. The harbour was full of people. “We sail at dawn.”"),
    ("no_cue", "“We sail at dawn,” and told the guard as much."),
    ("no_cue", "Tor Moe owns the ferry.\n\nNobody was there.\n\n“It was a cold day for all of us.”"),
]


@pytest.mark.parametrize(("rule", "text"), REFUSALS)
def test_nobody_is_named(attribute: Attribute, rule: str, text: str) -> None:
    found = attribute(text)[-1]
    assert (found["speaker"], found["attribution_rule"], found["confidence"]) == (None, rule, 0.0)


SAID_ALL_THE_SAME = [
    "If clerks grow rude — clerk Tor Moe called Ivo Lind “a wet goose” — the mayor smiles.",
    "Tor Moe would only say: “We sail at dawn.”",
    "Tor Moe went on to say: “We sail at dawn.”",
    "Tor Moe will tell you that the ferry is late.",
    "Tor Moe vowed to sail, and has said that the ferry will be late.",
    "Tor Moe stopped to say: “We sail at dawn.”",
]


@pytest.mark.parametrize("text", SAID_ALL_THE_SAME)
def test_what_only_looks_unsaid_has_a_speaker(attribute: Attribute, text: str) -> None:
    assert attribute(text)[-1]["speaker"] == "Tor Moe"


def test_a_quotation_is_not_carried_over_a_change_of_scene(attribute: Attribute) -> None:
    text = "“We sail,” Tor Moe said.\n\nThe ferry left at noon.\n\n“It was a cold day for all of us.”"
    assert attribute(text)[-1]["attribution_rule"] == "no_cue"


def test_a_second_speaker_ends_the_first_ones_turn(attribute: Attribute) -> None:
    text = "“We sail,” Tor Moe said.\n\n“We stay here until spring,” Ada Berg said.\n\n“It is our home.”"
    assert [found["speaker"] for found in attribute(text)] == ["Tor Moe", "Ada Berg", "Ada Berg"]


def test_a_pronoun_does_not_pass_over_a_nameless_man(attribute: Attribute) -> None:
    text = "Tor Moe owns the ferry. “The engine is old,” a neighbour said. “It will break,” he said."
    assert attribute(text)[-1]["speaker"] != "Tor Moe"


def test_speakers_below_the_least_confidence_are_withheld(attribute: Attribute) -> None:
    text = "Ada Berg had a warning for the council: “The harbour belongs to us all.”"
    found = attribute(text, config=AttributeConfig(min_confidence=0.9))[0]
    assert (found["speaker"], found["attribution_rule"], found["confidence"]) == (None, "low_confidence", 0.0)


def test_a_quotation_of_an_unknown_article_keeps_its_row() -> None:
    row = {
        "quotation_id": 1, "article_id": 9, "start": 0, "end": 4, "text": "Stop", "kind": "direct", "quote_group": 1,
        "paragraph": 0, "attribution_rule": "unattributed", "confidence": 0.0,
    }  # fmt: skip
    found = attribute_quotations(
        QUOTATIONS.from_rows([row]), ARTICLES.empty(), ANNOTATIONS.empty(), config=AttributeConfig()
    )
    assert found.select("speaker", "attribution_rule").rows() == [(None, "no_article")]


def test_no_quotations_make_no_rows() -> None:
    found = attribute_quotations(QUOTATIONS.empty(), ARTICLES.empty(), ANNOTATIONS.empty(), config=AttributeConfig())
    assert isinstance(found, pl.DataFrame)
    assert found.is_empty()
