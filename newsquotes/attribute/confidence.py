"""How likely a speaker is right, by the rule that found the mention and by how the mention became a name.

The figures are data, `seeds/attribution_confidence.csv`; `benchmarks/confidence.py` learns them from annotated news.
"""

from collections.abc import Mapping
from functools import cache

from newsquotes.seeds import load_seed


@cache
def by_rule() -> Mapping[str, float]:
    """The confidence of each rule when the mention is a full name."""
    return _figures("rule")


@cache
def by_mention() -> Mapping[str, float]:
    """The factor for each kind of mention: 1 for a full name, less for whatever has to be resolved."""
    return _figures("mention")


@cache
def confidence_of(rule: str, mention_kind: str) -> float:
    """The probability that a speaker found by `rule` through a mention of this kind is right.

    >>> 0.9 < confidence_of("clause_after", "full_name") <= 1
    True
    """
    return round(by_rule()[rule] * by_mention()[mention_kind], 2)


def _figures(kind: str) -> Mapping[str, float]:
    rows = load_seed("attribution_confidence", ("kind", "name", "confidence"), key=("kind", "name"))
    return {row["name"]: float(row["confidence"]) for row in rows if row["kind"] == kind}
