"""Where names stand in a text: runs of capitalised words, names around a nickname, two who share one surname."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsquotes.attribute.lexicon import (
    calendar,
    field_offices,
    given_names,
    kin_words,
    not_names,
    post_nominals,
    short_months,
    surnames_like_words,
)
from newsquotes.attribute.name_parts import (
    PERSON,
    POSSESSIVE,
    Parsed,
    capital_letters,
    expects_name,
    fold_word,
    gender_of_name,
    parse_name,
    run_pattern,
    surname,
)
from newsquotes.attribute.name_shapes import follows_maiden_word
from newsquotes.attribute.roles import is_plural_role, title_gender
from newsquotes.extract.cues import clause_cues

REACH = 100
PRONOUN_GENDER = {"he": "male", "his": "male", "she": "female", "her": "female"}
INSIDE_SENTENCE = re.compile(r"[\w,] \Z")
_NICKNAME = re.compile(r" [“\"‘'(](?P<nickname>[^\W\d_a-z][\w’' -]{1,20})[”\"’')] (?P<surname>[^\W\d_a-z][\w’-]+)")
_SECOND_OF_PAIR = re.compile(r" and ([^\W\d_a-z][\w-]+) ([^\W\d_a-z][\w’'-]*[^\W\d_’'])(?! [^\W\d_a-z])")
_FIRST_OF_PAIR = re.compile(r"(?<![\w’'-])[^\W\d_a-z][\w-]+\Z")
_CAPITAL_BEFORE = re.compile(r"[^\W\d_a-z][\w.’'-]*,? \Z")
_OFFICE_OF = re.compile(r"([^\W\d_][\w-]*) (?:of|for) \Z")
_DAY_BEHIND = re.compile(r"\.|\s?\d")
_LONGEST_WORD = 24
_LEADS_UP_TO_WORDS = re.compile(r"[^.;!?\n“”\"]{0,60}[:,]\s*[“”\"‘'«»„‚›`″＂]")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a text that may be a name: where they stand, and their parts."""

    start: int
    end: int
    words: tuple[str, ...]
    parsed: Parsed
    is_owner: bool
    nickname: str = ""


def capitalised_runs(text: str) -> Iterator[Run]:
    """The runs of capitalised words, split after a possessive and around the calendar; none that is given up."""
    for match in run_pattern().finditer(text):
        if match.group() in not_names() or follows_maiden_word(text, match.start()):
            continue
        piece: list[str] = []
        parts = match.group().replace("\u00a0", " ").split(" ")
        position = start = match.start()
        if _opens_with_verb_of_saying(text, match, parts):
            start = position = match.start() + len(parts[0]) + 1
            parts = parts[1:]
        elif len(parts) > 2 and (field := _field_of_office(text, match.start(), parts)):
            start = position = match.start() + len(" ".join(field)) + 1
            parts = parts[len(field) :]
        for place, word in enumerate(parts):
            end = position + len(word)
            is_given = word in given_names() and place + 2 == len(parts) and not parse_name(piece).name
            is_last = place + 1 == len(parts)
            if len(piece) == 1 and is_last and _is_second_name(word, text, match.end()):
                piece.append(word)
                position = end + 1
                continue
            may_end = word in calendar() or (is_last and POSSESSIVE.sub("", word) in surnames_like_words())
            if is_given or (piece and may_end and expects_name(piece[-1])):
                piece.append(word)
            elif (word in not_names() and piece) or (word in post_nominals() and len(piece) > 1):
                yield from _one_run(piece, start)
                piece, start = [], end + 1
            elif word in not_names():
                start = end + 1
            else:
                piece.append(word)
                if _is_possessive(word):
                    yield from _one_run(piece, start)
                    piece, start = [], end + 1
            position = end + 1
        yield from _one_run(piece, start)


def _field_of_office(text: str, start: int, words: Sequence[str]) -> Sequence[str]:
    """The words before a full name for what an office is for: "Parks" in "Director of Parks Tor Moe"."""
    given = next((place for place, word in enumerate(words[:-1]) if word in given_names()), 0)
    office = _OFFICE_OF.search(text, max(start - _LONGEST_WORD, 0), start) if given else None
    return words[:given] if office is not None and office.group(1).lower() in field_offices() else ()


def _is_second_name(word: str, text: str, end: int) -> bool:
    """Whether a month cut short is the second part of a name, no day behind it: "Mei Jun", not "Mei Jun 3"."""
    return word in short_months() and word in given_names() and _DAY_BEHIND.match(text, end) is None


def _opens_with_verb_of_saying(text: str, run: re.Match[str], words: Sequence[str]) -> bool:
    """Whether a sentence begins with its verb: "Added Ada Berg: “…”"; "Said" is a given name too, so words follow."""
    if len(words) < 2 or words[0].lower() not in clause_cues():
        return False
    if INSIDE_SENTENCE.search(text, max(run.start() - 3, 0), run.start()):
        return False
    return words[0] not in given_names() or _LEADS_UP_TO_WORDS.match(text, run.end()) is not None


def nicknamed_runs(text: str) -> Iterator[Run]:
    """Full names with a nickname in marks or brackets inside: Ada “Tank” Berg is Ada Berg."""
    for match in _NICKNAME.finditer(text):
        given = text[max(match.start() - _LONGEST_WORD, 0) : match.start()].split(" ")[-1].rpartition("\n")[2]
        if given in given_names() and match.group("surname") not in not_names():
            words = (given, match.group("surname"))
            start = match.start() - len(given)
            nickname = match.group("nickname") if " " not in match.group("nickname") else ""
            yield Run(start, match.end(), words, parse_name(words), is_owner=False, nickname=nickname)


def runs_sharing_surname(text: str, runs: Sequence[Run]) -> Iterator[Run]:
    """The first of two who are named with one surname: Ada Moe in "Ada and Tor Moe", unless she has another."""
    named = {run.parsed.name[0] for run in runs if len(run.parsed.name) > 1 and run.parsed.kind == PERSON}
    for match in _SECOND_OF_PAIR.finditer(text):
        first = _FIRST_OF_PAIR.search(text, max(match.start() - _LONGEST_WORD, 0), match.start())
        if first is None or first.group() in named or not given_names().keys() >= {first.group(), match.group(1)}:
            continue
        words = (first.group(), match.group(2))
        before = _CAPITAL_BEFORE.search(text, max(first.start() - _LONGEST_WORD, 0), first.start())
        is_alone = before is None or is_plural_role(before.group().strip(", ").lower())
        if is_alone and parse_name(words).kind == PERSON:
            yield Run(first.start(), first.end(), words, parse_name(words), is_owner=False)


def runs_of_relatives(text: str, runs: Sequence[Run]) -> Iterator[Run]:
    """A wife named by her given name alone who is "Mrs Moe" later: Ina Moe in "Tor Moe and his wife Ina"."""
    titled = {
        (fold_word(run.parsed.name[-1]), title_gender(list(run.parsed.prefix)))
        for run in runs
        if len(run.parsed.name) == 1 and run.parsed.prefix
    }
    people = [run for run in runs if len(run.parsed.name) > 1 and run.parsed.kind == PERSON]
    for match in _relative_by_given_name().finditer(text) if titled else ():
        own = PRONOUN_GENDER[match.group("whose").lower()]
        place = bisect_left(people, match.start(), key=lambda run: run.start)
        owner = people[place - 1] if place else None
        if owner is None or match.start() - owner.end > REACH or gender_of_name(owner.parsed.name) != own:
            continue
        words = (match.group("given"), owner.parsed.name[-1])
        gender = gender_of_name(words)
        if gender not in ("", own) and (surname(owner.parsed.name), gender) in titled:
            yield Run(match.start("given"), match.end("given"), words, parse_name(words), is_owner=False)


@cache
def _relative_by_given_name() -> re.Pattern[str]:
    """A relative with a given name alone: "his wife Ina", "Her brother, Tor,"."""
    return re.compile(
        rf"\b(?P<whose>[Hh]is|[Hh]er) (?:[a-z]+ )?(?:{'|'.join(sorted(kin_words()))}),? "
        rf"(?P<given>[{capital_letters()}][\w-]+)(?=[.,;:’']| (?![{capital_letters()}]))"
    )


def _is_possessive(word: str) -> bool:
    return word[-1] in "s'’" and POSSESSIVE.search(word) is not None


def _one_run(words: Sequence[str], start: int) -> Iterator[Run]:
    if not words:
        return
    end = start + sum(map(len, words)) + len(words) - 1
    is_owner = _is_possessive(words[-1])
    if is_owner:
        end -= len(words[-1]) - len(POSSESSIVE.sub("", words[-1]))
    yield Run(start, end, tuple(words), parse_name(words), is_owner)
