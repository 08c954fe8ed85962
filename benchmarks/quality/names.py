"""Whether two printed names are the same speaker's, for a judge who sees no more than the two names.

Strict: the same words, without titles, articles and punctuation. Lenient: also the same last name with given names that
do not conflict ("Berg", "Ada Berg"), or one name inside the other with its head word ("the ministry", "the ministry of
transport"). Nothing here is shared with the pipeline, so that a mistake there is not forgiven here.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

Words = list[str]

_PRONOUNS = """
    i me my he him his she her hers they them their it its we us our you your one who this that these those someone
    somebody some others many both all another himself herself themselves
"""
_TITLES = """
    the a an mr mrs ms miss mx dr prof professor sir dame lord lady sen senator senators rep reps representative gov
    governor president vice prime minister premier chancellor secretary king queen prince princess pope cardinal rev
    reverend father sister judge justice gen general col colonel capt captain lt lieutenant maj major sgt sergeant cmdr
    commander adm admiral det detective insp inspector const constable officer coach mayor councillor congressman
    congresswoman mp former then ex
"""
_PREPOSITIONS = "of for with from in at on to by about among near behind"
PRONOUNS, TITLES, PREPOSITIONS = (frozenset(words.split()) for words in (_PRONOUNS, _TITLES, _PREPOSITIONS))
ARTICLES = frozenset(("the", "a", "an"))
LONGEST_APPOSED_NAME = 5

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s\b")
_END_OF_CORE = re.compile(r"\s*[(\[:;–—]|\s+(?:who|whose|which|that|when|where)\s", re.I)
_JOINT = re.compile(r",|(?<=\w)\s+and\s")


def words_of(name: str) -> Words:
    """The words of a name without possessive, leading titles and articles.

    >>> words_of("the former Mayor Ada Berg’s")
    ['Ada', 'Berg']
    """
    found = _WORD.findall(_POSSESSIVE.sub("", unicodedata.normalize("NFKC", name)))
    while len(found) > 1 and found[0].casefold().rstrip(".") in TITLES:
        found = found[1:]
    return found


def is_pronoun(name: str) -> bool:
    """Whether a name holds nothing but pronouns; “US” and “IT” are names."""
    return all(word.casefold() in PRONOUNS and not (len(word) > 1 and word.isupper()) for word in words_of(name))


def strictly_same(one: str, other: str) -> bool:
    """Whether two names have the same words before their first comma, bracket or relative clause."""
    return _fold(_core(one)) == _fold(_core(other)) != []


def leniently_same(name: str, targets: Iterable[str]) -> bool:
    """Whether a name may stand for one of the targets; a pronoun stands for nobody."""
    if is_pronoun(name):
        return False
    return any(
        strictly_same(name, target) or any(_agree(a, b) for a in _readings(name) for b in _readings(target))
        for target in targets
    )


def _fold(words: Iterable[str]) -> Words:
    return [word.casefold().replace(".", "") for word in words]


def _before_clause(name: str) -> str:
    return _END_OF_CORE.split(name.strip(" ,"))[0]


def _core(name: str) -> Words:
    return words_of(_before_clause(name).split(",")[0])


def _readings(name: str) -> list[Words]:
    """What a mention may stand for: its core, each part of a conjunction, an apposed name."""
    readings = [_core(name)]
    for part in map(words_of, _JOINT.split(_before_clause(name))):
        is_name = bool(part) and len(part) <= LONGEST_APPOSED_NAME and all(word[0].isupper() for word in part)
        if is_name and (len(part) > 1 or " and " in name):
            readings.append(part)
    return [reading for reading in readings if reading]


def _head(words: Sequence[str]) -> str:
    """The last word before the first preposition: the spokesman of “spokesman for the port”."""
    for place, word in enumerate(words):
        if place and word.casefold() in PREPOSITIONS:
            return _fold([words[place - 1]])[0]
    return _fold(words[-1:])[0]


def _agree(one: Words, other: Words) -> bool:
    short, long = sorted((one, other), key=len)
    folded_short, folded_long = _fold(short), _fold(long)
    if folded_short == folded_long:
        return True
    are_names = all(word[0].isupper() for word in long[-2:] + short[-1:])
    if folded_short[-1] == folded_long[-1] and are_names:
        return len(short) == 1 or folded_short[0][0] in {word[0] for word in folded_long[:-1]}
    content = set(folded_short) - PREPOSITIONS - ARTICLES
    is_whole_name = all(word[0].isupper() for word in long)
    return bool(content) and content <= set(folded_long) and (_head(long) in folded_short or is_whole_name)
