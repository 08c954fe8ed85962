"""Which tokens are words of saying, by `seeds/cue_verbs.csv` and what stands beside them."""

import re
from functools import cache

from newsquotes.extract.cues import Cue, cue_verbs
from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.grammar import VERBS
from newsquotes.seeds import load_seed

_WORD = re.compile(r"\w+")
MAX_TO_PARTICLE = 3


def gives_name(reading: Reading, verb: int) -> bool:
    """Whether a verb gives something its name, as `call` does."""
    return any(cue.kind == "label" for cue in cue_verbs().get(reading.word(verb), ()))


@cache
def statement_nouns() -> frozenset[str]:
    """Nouns for what words are written or spoken in."""
    return frozenset(row["noun"] for row in load_seed("statement_nouns", ("noun", "kind")))


@cache
def statement_verbs() -> frozenset[str]:
    """Verbs whose subject speaks in the statement that is their object."""
    return frozenset(row["lemma"] for row in load_seed("statement_verbs", ("lemma", "past")))


def holds_cue(words: str) -> bool:
    """Whether some word may report speech or give a name to something."""
    return any(
        cue.kind not in ("thought", "evidence") and not cue.particle
        for word in _WORD.findall(words)
        for cue in cue_verbs().get(word.lower(), ())
    )


def cue_at(reading: Reading, token: int, *complements: str) -> Cue | None:
    """The cue that a verb is, if it says something and takes one of the complements."""
    if reading.annotation.pos[token] not in VERBS:
        return None
    for cue in _said_cues().get(reading.words[token], ()):
        has_parts = has_particle(reading, token, cue.particle) if cue.particle else not _is_phrasal(reading, token)
        if has_parts and not cue.complements.isdisjoint(complements):
            return cue
    return None


@cache
def _said_cues() -> dict[str, tuple[Cue, ...]]:
    """The cues of every form that say something, rather than hold it, show it or give it a name."""
    said = {
        form: tuple(cue for cue in cues if cue.kind not in ("thought", "evidence", "label", "voice"))
        for form, cues in cue_verbs().items()
    }
    return {form: cues for form, cues in said.items() if cues}


def _is_phrasal(reading: Reading, token: int) -> bool:
    """Whether the verb means something else with its particle: the weight adds up."""
    return any(reading.annotation.dep[child] == "prt" for child in reading.children[token])


def has_particle(reading: Reading, token: int, particle: str) -> bool:
    """Whether the word after the verb, or one of its dependents, is the particle."""
    notes = reading.annotation
    return any(child > token and notes.lemma[child] == particle for child in reading.children[token])


def end_of_particle(reading: Reading, token: int, particle: str) -> int:
    """Where the particle of a verb ends, from where on something is said: made it clear | that it was late."""
    notes = reading.annotation
    near = range(token + 1, min(token + 1 + MAX_TO_PARTICLE, len(notes)))
    return next((notes.end[place] for place in near if particle and reading.word(place) == particle), 0)


def thinks(reading: Reading, token: int) -> bool:
    """Whether a verb may bring what somebody thinks: they fear that it sank and warn the owners."""
    return any(cue.kind == "thought" and not cue.particle for cue in cue_verbs().get(reading.words[token], ()))
