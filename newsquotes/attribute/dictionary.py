"""What the values of `attribution_rule` mean: each rule by its own docstring, each reason by the reference table."""

from newsquotes.attribute.carry import CARRY_RULES
from newsquotes.attribute.cues import EXPLICIT_RULES
from newsquotes.seeds import load_seed


def attribution_rules() -> dict[str, str]:
    """Each rule that names a speaker, in the order in which they are tried, with what it reads and an example."""
    return {rule.__name__: _first_sentence(rule.__doc__ or "") for rule in (*EXPLICIT_RULES, *CARRY_RULES)}


def no_speaker_reasons() -> dict[str, str]:
    """Each reason why nobody is named, with what it means."""
    return {row["reason"]: row["meaning"] for row in load_seed("no_speaker_reasons", ("reason", "meaning"))}


def _first_sentence(docstring: str) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join(docstring.strip().partition("\n\n")[0].split())
