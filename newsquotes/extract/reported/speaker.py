"""Who says it, as far as grammar tells: the subject of the verb of saying, or the one that it shares."""

from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.grammar import (
    FINITE,
    RELATIVES,
    SUBJECTS,
    VERBS,
    agent_of,
    form_of,
    has_subject,
    is_alike,
    is_perfect_of,
    noun_phrase,
)
from newsquotes.extract.reported.report import Report, trim
from newsquotes.extract.reported.saying import cue_at, holds_cue, statement_nouns, statement_verbs, thinks

_RELATIVE_TAGS = frozenset(("WDT", "WP", "WP$"))
_WHEN = frozenset(("after", "before"))
_WHERE = frozenset(("from", "in", "at", "near", "outside"))
_MOST_PLACES = 4
_CARRYING = frozenset(("in", "with"))
_LEADS_ON = frozenset(("conj", "advcl", "xcomp", "pcomp", "dep"))


def report_of(reading: Reading, token: int, span: tuple[int, int], rule: str) -> Report:
    """The report of one verb."""
    notes = reading.annotation
    return Report((notes.start[token], notes.end[token]), trim(reading, *span), speaker_of(reading, token), rule)


def speaker_of(reading: Reading, token: int) -> tuple[int, int] | None:
    """The subject of the verb, or of the verb that it hangs on; the antecedent for a relative pronoun.

    None when the grammar names nobody, and when it may name either of two.
    """
    notes = reading.annotation
    is_made_to = False
    for _ in range(4):
        subject = _sender_of(reading, token) or _subject_of(reading, token)
        if subject is not None and notes.dep[subject] == "nsubjpass" and not is_made_to:
            agent = agent_of(reading, token)
            return noun_phrase(reading, agent) if agent is not None else None
        if subject is not None and notes.lemma[subject] in RELATIVES and notes.dep[token] == "relcl":
            if notes.lemma[subject] == "which" and notes.dep[notes.head[token]] == "appos":
                return None
            before = notes.head[token]
            return noun_phrase(reading, _who_is_there(reading, before) if notes.lemma[subject] == "who" else before)
        if subject is not None:
            return noun_phrase(reading, subject)
        if notes.dep[token] == "acl":
            noun = _noun_speaking(reading, notes.head[token])
            return None if noun is None else noun_phrase(reading, noun)
        above = _verb_above(reading, token)
        if above is None:
            return None
        above = _reporter_before(reading, token, above) or _reporter_around(reading, token, above) or above
        outer = _reporting_verb(reading, above)
        if outer is not None:
            above = _leader(reading, token, above, outer)
        if above is None:
            return None
        is_made_to = notes.dep[token] == "xcomp" and notes.tag[token] == "VBG"  # a man can be heard saying
        token = above
    return None


def _who_is_there(reading: Reading, noun: int) -> int:
    """Whoever is told to be at a place, for the place before "who": Ada Wren, a nurse at the port of Hale, who said."""
    notes = reading.annotation
    person, is_place = noun, False
    for _ in range(_MOST_PLACES):
        preposition = notes.head[person]
        if notes.dep[person] != "pobj" or notes.lemma[preposition] not in (*_WHERE, "of"):
            break
        is_place |= notes.lemma[preposition] in _WHERE
        person = notes.head[preposition]
    is_named = notes.dep[person] == "appos" and notes.pos[notes.head[person]] == "PROPN"
    return notes.head[person] if is_place and is_named else noun


def _subject_of(reading: Reading, token: int) -> int | None:
    """The verb's own subject, a dateline in front aside: HALE: the board said it would close.

    Of two the one right behind a verb that stands behind a comma: the plan to row on tires them, said Ada Wren. So is
    the one between a comma and the verb: two sank and three others burnt in May, police said.
    """
    subjects = [child for child in reading.children[token] if reading.annotation.dep[child] in SUBJECTS]
    if len(subjects) > 1 and reading.word(subjects[0] + 1) == ":":
        subjects = subjects[1:]
    if len(subjects) > 1 and reading.word(token - 1) == "," and _ends_behind(reading, token, subjects[-1]):
        return subjects[-1]
    if len(subjects) > 1 and subjects[-1] == token - 1 and _is_of_clause(reading, subjects[0], subjects[-1]):
        return subjects[-1]
    if len(subjects) > 1 and _names_the_other(reading, subjects[0], subjects[1]):
        return subjects[1]
    return subjects[0] if subjects else None


def _is_of_clause(reading: Reading, subject: int, last: int) -> bool:
    """Whether the first of two subjects is that of a clause before a comma: three others burnt in May | , police."""
    comma = reading.extents[last][0] - 1
    has_verb = any(reading.annotation.pos[place] in VERBS for place in range(subject + 1, comma))
    return reading.word(comma) == "," and has_verb


def _names_the_other(reading: Reading, noun: int, name: int) -> bool:
    """Whether the second of two subjects is the name of the first, right behind it: the toy press | Kiln Books said."""
    notes = reading.annotation
    first = reading.extents[name][0]
    is_beside = reading.extents[noun][1] + 1 == first and notes.tag[first] not in _RELATIVE_TAGS
    return is_beside and notes.pos[noun] == "NOUN" and notes.pos[name] == "PROPN"


def _ends_behind(reading: Reading, verb: int, subject: int) -> bool:
    """Whether nothing but a name stands between a verb and the next mark: said Ada Wren, a potter."""
    notes = reading.annotation
    first, last = reading.extents[subject]
    is_name = notes.pos[subject] == "PROPN" and first == verb + 1
    return is_name and notes.pos[last + 1 : last + 2] == ["PUNCT"]


def _sender_of(reading: Reading, token: int) -> int | None:
    """Who speaks in what a verb goes along with: the port answered with a note on its door saying that …"""
    notes = reading.annotation
    link = notes.head[token]
    is_carried = notes.dep[token] == "pcomp" and notes.tag[token] == "VBG" and notes.lemma[link] in _CARRYING
    if not is_carried or reading.word(link - 1) == ",":  # it sank, with a note saying that …
        return None
    subject = _subject_of(reading, token)
    is_letter = subject is not None and notes.lemma[subject] in statement_nouns()
    return _doer_of(reading, notes.head[link]) if is_letter else None


def _verb_above(reading: Reading, token: int) -> int | None:
    """The verb whose subject a verb without one may share; none where it tells what something is: a way of saying."""
    notes = reading.annotation
    if notes.dep[token] not in _LEADS_ON or notes.head[token] == token:
        return None
    token = notes.head[token]
    while notes.pos[token] not in ("VERB", "AUX") and notes.head[token] != token:
        if notes.dep[token] == "attr":
            return None
        token = notes.head[token]
    return token


def _reporter_before(reading: Reading, token: int, above: int) -> int | None:
    """The verb of saying that a participle goes on with, over what only tells when: said it after he won, adding …"""
    notes = reading.annotation
    is_behind = notes.dep[token] == "advcl" and notes.tag[token] == "VBG" and reading.word(token - 1) == ","
    is_when = any(notes.dep[child] == "mark" and notes.lemma[child] in _WHEN for child in reading.children[above])
    if not is_behind or not is_when or notes.dep[above] != "advcl" or holds_cue(reading.word(above)):
        return None
    main = notes.head[above]
    return main if main < above and cue_at(reading, main, "that", "quote") is not None else None


def _reporter_around(reading: Reading, token: int, above: int) -> int | None:
    """The verb of saying that a verb goes on with, over what it is tied to: has said he knows who rows and insisted …

    Only over a verb of another form in a relative clause of what is reported, or of a plain sentence, with whose verb
    it goes on: stood in a port her party has not held and told us …
    """
    notes = reading.annotation
    if notes.dep[token] != "conj" or notes.dep[above] != "relcl" or is_alike(reading, token, above):
        return None
    clause = notes.head[above]
    while notes.dep[clause] != "ccomp" and notes.head[clause] < clause:
        clause = notes.head[clause]
    if notes.head[clause] == clause:
        return clause if is_alike(reading, token, clause) and _is_about_object(reading, above) else None
    main = notes.head[clause]
    is_reported = notes.dep[clause] == "ccomp" and main < clause and cue_at(reading, main, "that", "wh") is not None
    is_like = is_alike(reading, token, main) or is_perfect_of(reading, token, main)
    return main if is_reported and is_like else None


def _is_about_object(reading: Reading, verb: int) -> bool:
    """Whether a relative clause has a subject of its own: a port her party has not held, not a port that has closed."""
    notes = reading.annotation
    subject = next((child for child in reading.children[verb] if notes.dep[child] in SUBJECTS), None)
    return subject is not None and notes.lemma[subject] not in RELATIVES


def _reporting_verb(reading: Reading, token: int) -> int | None:
    """The verb of saying or thinking whose clause `token` heads."""
    notes = reading.annotation
    while notes.dep[token] == "conj" and not has_subject(reading, token) and notes.head[token] != token:
        token = notes.head[token]
    above = notes.head[token]
    is_clause = notes.dep[token] == "ccomp" and above < token
    return above if is_clause and (cue_at(reading, above, "that", "wh") or thinks(reading, above)) else None


def _leader(reading: Reading, token: int, inner: int, outer: int) -> int | None:
    """Whose subject a verb shares that hangs in a reported clause: the clause's, its reporting verb's, or in doubt.

    Wren announced that the port has agreed and warned Marlow to sign: `warned` goes with `announced`, by its form.
    """
    notes = reading.annotation
    if notes.tag[token] == "VBG" and notes.dep[token] == "advcl" and form_of(reading, inner) in FINITE:
        return None if holds_cue(reading.word(inner)) else outer
    if notes.dep[token] != "conj":
        return inner
    if form_of(reading, token) == "VB" and form_of(reading, inner) in ("VBZ", "VBD"):
        return outer if form_of(reading, outer) in ("VBP", "VB", "MD") else None
    is_like_inner = is_alike(reading, token, inner)
    if is_alike(reading, token, outer):
        return outer if not is_like_inner or _has_pronoun(reading, inner) or _is_suffered(reading, inner) else None
    return inner if is_like_inner or notes.tag[token] not in ("VBD", "VBN") else None


def _is_suffered(reading: Reading, token: int) -> bool:
    """Whether something is done to the subject of a verb, which then says nothing: the note was lost but said …"""
    return any(reading.annotation.dep[child] == "nsubjpass" for child in reading.children[token])


def _has_pronoun(reading: Reading, token: int) -> bool:
    """Whether the subject of a verb is a pronoun, which in a reported clause most often means who reports it."""
    notes = reading.annotation
    return any(notes.dep[child] in SUBJECTS and notes.pos[child] == "PRON" for child in reading.children[token])


def _noun_speaking(reading: Reading, noun: int) -> int | None:
    """The noun whose speech a participle after `noun` is: the letter saying …; of issued a letter saying …, the issuer.

    So is who answered in, or with, a letter saying …; reports indicating that … are nobody's.
    """
    notes = reading.annotation
    if notes.lemma[noun] not in statement_nouns():
        return noun
    above = notes.head[noun]
    if notes.dep[noun] == "dobj" and notes.lemma[above] in statement_verbs():
        return next((child for child in reading.children[above] if notes.dep[child] == "nsubj"), None)
    if notes.dep[noun] == "pobj" and notes.lemma[above] in _CARRYING:
        return _doer_of(reading, notes.head[above])
    is_named = any(
        notes.dep[child] in ("poss", "compound") or notes.lemma[child] in ("by", "from")
        for child in reading.children[noun]
    )
    return noun if is_named else None


def _doer_of(reading: Reading, verb: int) -> int | None:
    """The subject of an active verb, no relative pronoun; nobody where the token is no verb."""
    notes = reading.annotation
    subject = next((child for child in reading.children[verb] if notes.dep[child] == "nsubj"), None)
    is_doing = notes.pos[verb] == "VERB" and subject is not None and notes.lemma[subject] not in RELATIVES
    return subject if is_doing else None
