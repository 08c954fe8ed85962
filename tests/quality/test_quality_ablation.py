"""Switching rules off: every rule is found, a rule that matters is missed, and nothing stays switched off."""

from pathlib import Path

import pytest

from benchmarks.ablation import annotated_gold, cost, find_switches, loss, measure, measure_without
from newsquotes.attribute.carry import CARRY_RULES
from newsquotes.attribute.cues import EXPLICIT_RULES
from newsquotes.extract.not_quotations import RULES as DROPPING_RULES
from newsquotes.extract.reported import RULES as REPORTING_RULES

TEXT = """title: Late
outlet: The Test
style: none
shows: a clause after, a clause before
---
“{d1 We are late and nobody came,}” {c1 said} {s1 Ada Berg}. {s2 Tor Moe} {c2 said} {i2 that the gate was closed}.
---
1: Ada Berg (person)
2: Tor Moe (person)
"""


def test_every_rule_can_be_switched_off() -> None:
    names = {switch.name for switch in find_switches()}
    dropping = [rule for rule, _ in DROPPING_RULES]
    assert {rule.__name__ for rule in (*EXPLICIT_RULES, *CARRY_RULES, *REPORTING_RULES, *dropping)} <= names
    assert all(switch.patches and switch.functions for switch in find_switches())


def test_a_rule_that_matters_is_missed_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "late.txt").write_text(TEXT, encoding="utf-8")
    gold = annotated_gold(tmp_path)
    whole = measure(gold)
    assert whole.whole_of().f1 == 1
    switches = {(switch.family, switch.name): switch for switch in find_switches()}
    without = measure_without(gold, switches["extract.reported", "extract.reported"])
    lost = loss(whole, without)
    assert (lost.end_to_end, lost.by_kind[2]) == (pytest.approx(100 - 100 * without.whole_of().f1), 100)
    assert lost.wrong_names == 0
    assert measure(gold).whole_of().f1 == 1
    assert loss(whole, measure_without(gold, switches["attribute.cues.explicit", "speaker_label"])).end_to_end == 0


def test_the_cost_of_a_rule_is_counted(tmp_path: Path) -> None:
    (tmp_path / "late.txt").write_text(TEXT, encoding="utf-8")
    seconds, calls = cost(annotated_gold(tmp_path), find_switches())
    rule = "newsquotes.extract.reported.clauses.reported_clause"
    assert calls[rule] > 0
    assert 0 <= seconds[rule] < 60
