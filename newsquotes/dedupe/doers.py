"""Who does what to whom: whether two texts of the same words tell it the other way round.

The words of two texts in their order in, one answer out. No parser: a passive names the one who acts behind its verb,
and where a text holds just the words of another in another arrangement, its nouns have changed places.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from newsquotes.dedupe.stems import stem
from newsquotes.dedupe.vocabulary import negation_words
from newsquotes.seeds import load_seed
from newsquotes.word_lists import function_words

_BY, _BE, _ADVERB = "by", "be", "ly"
_PASSIVE_REACH = 5
"""So many words before the `by` of a passive its form of `be` may stand, the verb between them."""


def exchange_doers(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one text has somebody do what the other has done to him: `A beat B`, `B beat A`, `A was beaten by B`.

    >>> exchange_doers("the bees chased the bear".split(), "the bear chased the bees".split())
    True
    >>> exchange_doers("the bees chased the bear".split(), "the bear was chased by the bees".split())
    False
    """
    left, right = _told(one), _told(other)
    acting, theirs = _agents(one), _agents(other)
    if any(theirs.get(verb, agent) != agent for verb, agent in acting.items()):
        return True
    if _suffers(acting, right) or _suffers(theirs, left):
        return True
    return sorted(left) == sorted(right) and not _is_one_move(left, right)


def _told(words: Sequence[str]) -> list[str]:
    """The stems of the words that tell something, pronouns in their first case."""
    return [told for word in words if (told := _reading(word))]


@cache
def _reading(word: str) -> str:
    return stem(_told_words().get(word, word))


@cache
def _told_words() -> Mapping[str, str]:
    return {row["word"]: row["read_as"] for row in load_seed("told_words", ("word", "read_as"))}


def _agents(words: Sequence[str]) -> dict[str, str]:
    """The verb and the one who acts of each passive: `it was soon built by the monks` gives build, monk.

    A verb by which two act is left out.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for at, word in enumerate(words):
        before, behind = words[max(at - _PASSIVE_REACH, 0) : at], _told(words[at + 1 :])
        forms = [place for place, each in enumerate(before) if stem(each) == stem(_BE)] if word == _BY else []
        verbs = [each for each in before[forms[-1] + 1 :] if _may_be_verb(each)] if forms else []
        if verbs and behind:
            found[_reading(verbs[0])].add(behind[0])
    return {verb: agents.pop() for verb, agents in found.items() if len(agents) == 1}


def _may_be_verb(word: str) -> bool:
    """Whether a word behind a form of `be` is no negation and no adverb."""
    return word not in function_words() | negation_words() and not word.endswith(_ADVERB)


def _suffers(acting: Mapping[str, str], words: Sequence[str]) -> bool:
    """Whether one who acts in another text's passive stands behind the verb here, which names nobody by whom."""
    return _BY not in words and any(
        verb in words and agent in words and words.index(agent) > words.index(verb) for verb, agent in acting.items()
    )


def _is_one_move(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one order of words becomes the other when a run of them moves: `on Sunday`, a clause."""
    differing = [at for at, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    if not differing:
        return True
    left, right = (words[differing[0] : differing[-1] + 1] for words in (one, other))
    return any([*left[at:], *left[:at]] == [*right] for at in range(1, len(left)))
