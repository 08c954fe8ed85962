"""The same words under two speakers' names: which of them gives way, and which stay apart as a conflict.

Clusters of one speaker each and pairs of clusters that print the same words in; the speaker and cluster of each after
settling, and the conflicts, out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from newsquotes.attribute.lexicon import organisation_words
from newsquotes.forest import Forest
from newsquotes.speakers import folded, is_description, person_name
from newsquotes.speakers.names import abbreviation, initials

_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks a cluster: id, name, the highest confidence among its printings, the speaker's type and gender."""

    speaker_id: int
    name: str
    confidence: float
    type: str = _PERSON
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """For each cluster the one that it is part of and its voice, and the pairs that stay in conflict."""

    cluster: dict[int, int]
    voice: dict[int, Voice]
    conflicts: list[tuple[int, int]]


def settle_voices(voices: dict[int, Voice], pairs: Iterable[tuple[int, int]], sure_confidence: float) -> Settled:
    """Joins clusters of the same words whose voices are clearly the same, or of which only one is sure.

    `voices` holds the voice of each cluster, `pairs` the clusters of different speakers with the same words. The surest
    voices settle first.
    """
    forest = Forest()
    voice = dict(voices)
    conflicts = []
    ranked = sorted(pairs, key=lambda pair: (-max(voices[number].confidence for number in pair), pair))
    for pair in ranked:
        one, other = sorted(forest.root(number) for number in pair)
        if voice[one].speaker_id == voice[other].speaker_id:
            continue
        winner = _winner(voice[one], voice[other], sure_confidence)
        if winner is None:
            conflicts.append(pair)
        else:
            forest.join(one, other)
            voice[forest.root(one)] = winner
    roots = {number: forest.root(number) for number in voices}
    return Settled(roots, {number: voice[root] for number, root in roots.items()}, conflicts)


def _winner(one: Voice, other: Voice, sure_confidence: float) -> Voice | None:
    """The voice that both clusters take, or None if both keep their own."""
    if are_one_name(one.name, other.name):
        return max(one, other, key=lambda voice: (len(voice.name.split()), voice.confidence, -voice.speaker_id))
    if is_description(one.name) is not is_description(other.name):
        described, named = (one, other) if is_description(one.name) else (other, one)
        if _may_be_described(named, described):
            return named
    sure, unsure = sorted((one, other), key=lambda voice: -voice.confidence)
    return sure if unsure.confidence < sure_confidence <= sure.confidence else None


def _may_be_described(named: Voice, described: Voice) -> bool:
    """Whether a description can be of somebody: `the company` is not its owner, `a spokeswoman` is no man.

    What is no body that speaks was taken for a speaker by mistake: `the rally`.
    """
    is_body = described.name.split()[-1].lower() in organisation_words()
    is_several = described.type == "group" or (described.type == "organisation" and is_body)
    return not (is_several and named.type == _PERSON) and len({named.gender, described.gender} - {None}) < _BOTH


_BOTH = 2


def are_one_name(one: str, other: str) -> bool:
    """Whether two names of the same words' speaker are clearly one: equal, the end of the other, or a surname of it.

    So are an organisation and its initials.

    >>> are_one_name("Brook", "Ada Brook"), are_one_name("Ada Brook", "Ida Brook")
    (True, False)
    >>> are_one_name("Brook and the board", "Ada Brook and the board"), are_one_name("the NHC", "Northern Harbour Club")
    (True, True)
    """
    if f" {folded(one)}".endswith(f" {folded(other)}") or f" {folded(other)}".endswith(f" {folded(one)}"):
        return True
    if initials(one) == (abbreviation(other) or one) or initials(other) == (abbreviation(one) or other):
        return True
    if is_description(one) or is_description(other):
        return False
    left, right = person_name(one), person_name(other)
    if left is None or right is None:
        return False
    return left.surname == right.surname and not (left.given and right.given)
