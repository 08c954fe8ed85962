"""Where a clause ends because another report starts beside it: he left, adding that …, while she said …"""

import re

from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.grammar import SUBJECTS, has_subject, is_alike, is_perfect_of
from newsquotes.extract.reported.naming import label
from newsquotes.extract.reported.saying import cue_at, holds_cue

_PARTICIPLE_AFTER_COMMA = re.compile(r"(?:,[”’\"']{0,2}|\s[—–-]{1,2})\s+(?:\w+ly\s+|also\s+|even\s+)?$")
_AND = re.compile(r",?\s+(?:and|but)\s+(?:also\s+|then\s+|later\s+|\w+ly\s+)?$")
_CONTRAST = re.compile(r",?\s+(while|whereas|though|although|but|and)\s+$")
_WHILE = frozenset(("while", "whereas"))
_OF = frozenset(("for", "of", "from", "at"))
MAX_LEAD = 40
_BEFORE_VERB = frozenset(("aux", "auxpass", "neg"))


def end_before_next(reading: Reading, start: int, end: int, verb: tuple[int, int]) -> int:
    """The end of the clause, moved back to where another report starts: he left, adding that …, while she said …"""
    notes = reading.annotation
    cue = reading.token_at(verb[0])
    for place in range(reading.token_at(max(start + 1, verb[1])), len(notes)):
        if notes.start[place] >= end:
            break
        if notes.pos[place] == "VERB" and holds_cue(reading.word(place)):
            stop = _start_of_next(reading, start, place, cue)
            if stop is not None:
                return stop
    return end


def _start_of_next(reading: Reading, start: int, place: int, cue: int) -> int | None:
    """Where the report of the verb at `place` starts, when it stands beside that of `cue` and not inside it."""
    notes = reading.annotation
    if notes.tag[place] == "VBG":
        lead = reading.text[max(start, notes.start[place] - MAX_LEAD) : notes.start[place]]
        pause = _PARTICIPLE_AFTER_COMMA.search(lead)
        if pause is not None:
            return notes.start[place] - len(lead) + pause.start()
        company = _start_of_company(reading, place)
        if company is not None:
            return company
    if notes.tag[place] != "VB" and has_subject(reading, place):
        return _start_of_answer(reading, place, cue) or _start_of_contrast(reading, start, place, cue)
    first = _first_of_verb(reading, place)
    before = reading.text[max(start, notes.start[first] - 24) : notes.start[first]]
    link = _AND.search(before)
    if link is None or has_subject(reading, place):
        return None
    if not is_alike(reading, place, cue) and not is_perfect_of(reading, place, cue):
        return None
    if _shares_auxiliary(reading, place, cue):
        return None
    return notes.start[first] - len(before) + link.start()


def _start_of_company(reading: Reading, place: int) -> int | None:
    """Where a phrase starts in which somebody beside says something: it was late, with the owners calling it “dark”."""
    notes = reading.annotation
    noun = notes.head[place]
    above = notes.head[noun]
    if notes.lemma[above] in _OF and notes.dep[notes.head[above]] == "pobj":  # with a clerk of the port saying
        noun = notes.head[above]
        above = notes.head[noun]
    is_beside = notes.dep[place] == "acl" and notes.dep[noun] == "pobj" and notes.lemma[above] == "with"
    return notes.start[above] if is_beside and reading.word(above - 1) == "," else None


def _shares_auxiliary(reading: Reading, place: int, cue: int) -> bool:
    """Whether a verb goes on with one of the clause by its auxiliary: agreed that he had paid and had asked more."""
    notes = reading.annotation
    above = notes.head[place]
    own, other, outer = (_auxiliaries(reading, verb) for verb in (place, above, cue))
    return notes.dep[place] == "conj" and above != cue and bool(own & other) and not own & outer


def _auxiliaries(reading: Reading, verb: int) -> set[str]:
    return {reading.word(child) for child in reading.children[verb] if reading.annotation.dep[child] == "aux"}


def _start_of_answer(reading: Reading, place: int, cue: int) -> int | None:
    """Where the answer starts to what opens a sentence: asked whether he believed that | , Wren said it was late."""
    notes = reading.annotation
    is_first = cue == 0 or notes.sentence[cue - 1] != notes.sentence[cue]
    if not is_first or notes.tag[cue] not in ("VBN", "VBD") or cue_at(reading, place, "that", "quote") is None:
        return None
    subject = next(child for child in reading.children[place] if notes.dep[child] in SUBJECTS)
    comma = reading.extents[subject][0] - 1
    return notes.start[comma] if subject < place and comma > cue and reading.word(comma) == "," else None


def _start_of_contrast(reading: Reading, start: int, place: int, cue: int) -> int | None:
    """Where a clause starts in which somebody else says something: the ferry would stop, while the owners said …"""
    notes = reading.annotation
    subject = next(child for child in reading.children[place] if notes.dep[child] in SUBJECTS)
    says = any(notes.dep[child] == "ccomp" and child > place for child in reading.children[place])
    says = says or label(reading, place) is not None
    brings = cue_at(reading, place, "that", "wh") is not None or label(reading, place) is not None
    if subject > place or not (says and brings):
        return None
    first = notes.start[reading.extents[subject][0]]
    before = reading.text[max(start, first - 24) : first]
    link = _CONTRAST.search(before)
    if link is None or not (link.group(1) in _WHILE or is_alike(reading, place, cue)):
        return None
    return first - len(before) + link.start()


def _first_of_verb(reading: Reading, token: int) -> int:
    """The first word of a verb with its auxiliaries: `did` of did not say."""
    notes = reading.annotation
    first = token
    while first - 1 in reading.children[token] and notes.dep[first - 1] in _BEFORE_VERB:
        first -= 1
    return first
