"""Rules for reported clauses that the parser hangs elsewhere or takes for something else."""

from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.grammar import COMPLETES, FINITE, RELATIVES, SUBJECTS, TOLD, has_finite_verb
from newsquotes.extract.reported.report import Report, trim
from newsquotes.extract.reported.saying import cue_at
from newsquotes.extract.reported.speaker import report_of

MAX_TO_THAT = 25
MIN_MISREAD = 5
MAX_WORDS_BEHIND = 8
MAX_WORDS_OF_SUBJECT = 9
_BY_WHAT = frozenset(("in", "through", "via"))
_AT_THE_TIME = ["at", "the", "time"]
_AUXILIARIES = frozenset(("do", "don", "have", "are", "were", "will", "would", "ca", "wo"))
_PARTS_OF_SUBJECT = frozenset(("NOUN", "PROPN", "ADJ", "DET", "CCONJ", "NUM", "ADP", "PART"))
_OPENS_CLAUSE = frozenset(("DT", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "JJ", "CD", "EX"))


def interrupted_by_misread_cue(reading: Reading, token: int) -> Report | None:
    """A clause around its attribution, which the parser hangs below it: after two calm years, she said, storms come."""
    notes = reading.annotation
    subject = next((child for child in reading.children[token] if notes.dep[child] == "nsubj"), None)
    if cue_at(reading, token, "that") is None or subject is None or not subject < token < notes.head[token]:
        return None
    first = reading.extents[subject][0]
    if notes.dep[token] not in ("advcl", "ccomp") or not reading.word(first - 1) == reading.word(token + 1) == ",":
        return None
    if any(notes.dep[child] in ("mark", "advmod", *COMPLETES) for child in reading.children[token]):
        return None
    clause = reading.extents[notes.head[token]]
    return report_of(reading, token, (notes.start[clause[0]], notes.end[clause[1]]), "interrupted_by_misread_cue")


def interrupted_by_inverted_cue(reading: Reading, token: int) -> Report | None:
    """A clause around its attribution with the verb first, whose subject it takes: the plan, said Wren, is dead."""
    notes = reading.annotation
    is_between = token > 0 and reading.word(token - 1) == "," and notes.tag[token] in FINITE
    if not is_between or cue_at(reading, token, "that") is None:
        return None
    end = _end_of_subject(reading, token + 1)
    found = reading.sentence_of(notes.start[token])
    if end is None or found is None or not _goes_on_behind(reading, end):
        return None
    start = found.sentence.start
    if has_finite_verb(reading, start, notes.start[token]) or reading.quotes_between(start, notes.start[token]):
        return None
    mention = notes.start[token + 1], notes.end[end - 1]
    cue, statement = (notes.start[token], notes.end[token]), trim(reading, start, found.sentence.end)
    return Report(cue, statement, mention, "interrupted_by_inverted_cue")


def _end_of_subject(reading: Reading, first: int) -> int | None:
    """The comma behind the few words of a noun phrase that starts at a token."""
    notes = reading.annotation
    for place in range(first, min(first + MAX_WORDS_OF_SUBJECT, len(notes))):
        if reading.word(place) == ",":
            is_named = any(notes.pos[token] in ("NOUN", "PROPN") for token in range(first, place))
            return place if is_named else None
        if notes.pos[place] not in _PARTS_OF_SUBJECT:
            return None
    return None


def _goes_on_behind(reading: Reading, comma: int) -> bool:
    """Whether the verb of the clause follows a comma, at most an apposition between: said Wren, a baker, is late.

    So may a clause on the speaker: said Wren, who rows there, is late.
    """
    if _is_finite_at(reading, comma + 1):
        return True
    is_told_of = reading.words[comma + 1 : comma + 2] == ["who"]
    aside = _next_comma(reading, comma + 1) if is_told_of else _end_of_subject(reading, comma + 1)
    return aside is not None and _is_finite_at(reading, aside + 1)


def _next_comma(reading: Reading, first: int) -> int | None:
    """The first comma behind a token, in its sentence and not far."""
    sentence = reading.annotation.sentence
    places = range(first, min(first + MAX_TO_THAT, len(reading.annotation)))
    return next((place for place in places if reading.word(place) == "," and sentence[place] == sentence[first]), None)


def _is_finite_at(reading: Reading, token: int) -> bool:
    """Whether a finite verb stands at a place, an auxiliary before a negation too."""
    return token < len(reading.annotation) and (
        reading.annotation.tag[token] in FINITE or reading.word(token) in _AUXILIARIES
    )


def clause_around_commas(reading: Reading, token: int) -> Report | None:
    """A clause around its attribution between commas, which the parser takes apart: bakers, she said, will not pay."""
    if reading.words[token + 1 : token + 2] != [","] or cue_at(reading, token, "that") is None:
        return None
    notes = reading.annotation
    subject = next((child for child in reading.children[token] if notes.dep[child] == "nsubj"), None)
    if subject is None or subject > token:
        return None
    first, found = reading.extents[subject][0], reading.sentence_of(notes.start[token])
    if found is None or reading.words[first - 1 : first] != [","] or notes.start[first - 1] <= found.sentence.start:
        return None
    if not _is_finite_at(reading, token + 2) or has_finite_verb(reading, found.sentence.start, notes.start[first]):
        return None
    is_led = notes.pos[reading.token_at(found.sentence.start)] in ("ADP", "SCONJ", "VERB", "ADV")
    if is_led or reading.quotes_between(found.sentence.start, found.sentence.end):
        return None
    return report_of(reading, token, (found.sentence.start, found.sentence.end), "clause_around_commas")


def clause_after_that(reading: Reading, token: int) -> Report | None:
    """A clause with “that” which the parser ties to another word: he told a meeting of owners that it would fail.

    Also to what the words were written in: the port said in a note sent on Friday that it would close.
    """
    if cue_at(reading, token, "that") is None or reading.annotation.tag[token] not in TOLD:
        return None
    notes = reading.annotation
    end = reading.sentence_end(notes.end[token] - 1)
    for place in range(token + 1, min(token + MAX_TO_THAT, len(notes))):
        if notes.start[place] >= end or (notes.pos[place] in ("VERB", "AUX") and not _describes_noun(reading, place)):
            return None
        if notes.lemma[place] == "that" and (notes.dep[place] == "mark" or _opens_own_clause(reading, token, place)):
            return report_of(reading, token, (notes.start[place], end), "clause_after_that")
    return None


def _describes_noun(reading: Reading, token: int) -> bool:
    """Whether a participle with words behind it tells of the noun before it: in a note sent on Friday that …"""
    notes = reading.annotation
    is_passive = notes.tag[token] == "VBN" and notes.dep[token] == "acl" and notes.head[token] < token
    is_aside = notes.tag[token] == "VBG" and reading.words[token - 1 : token + 2 : 2] == [",", ","]
    return is_aside or (is_passive and reading.words[token + 1 : token + 2] != ["that"])


def _opens_own_clause(reading: Reading, cue: int, that: int) -> bool:
    """Whether a “that” taken for a relative one opens what is said: she told us through a clerk that she had heard it.

    Its clause has another subject, and the verb of saying has nothing else that is said. The noun that it was hung on
    tells by whom or in what, or when: "at the time that she had heard it", not the note that a ship had sent.
    """
    notes = reading.annotation
    verb = notes.head[that]
    noun = notes.head[verb]
    subjects = [child for child in reading.children[verb] if notes.dep[child] in SUBJECTS and child != that]
    is_by_what = notes.lemma[notes.head[noun]] in _BY_WHAT or reading.words[noun - 2 : noun + 1] == _AT_THE_TIME
    if notes.dep[verb] != "relcl" or notes.dep[noun] != "pobj" or not is_by_what:
        return False
    if not subjects or reading.extents[subjects[0]][0] != that + 1 or notes.head[notes.head[noun]] != cue:
        return False
    takes_hearer = cue_at(reading, cue, "hearer") is not None
    others = ("ccomp", "xcomp") if takes_hearer else ("ccomp", "xcomp", "dobj")
    return notes.tag[cue] != "VBN" and not any(notes.dep[child] in others for child in reading.children[cue])


def misread_clause(reading: Reading, token: int) -> Report | None:
    """A long clause that the parser takes for the object of `said`: she said many of the boats that sank had none."""
    notes = reading.annotation
    if notes.lemma[token] != "say" or notes.tag[token] not in TOLD:
        return None
    if not any(notes.dep[child] == "nsubj" and child < token for child in reading.children[token]):
        return None
    for child in reading.children[token]:
        first, last = reading.extents[child]
        is_long = last - first >= MIN_MISREAD and token < first
        if is_long and notes.dep[child] in ("dobj", "nsubj") and notes.tag[first] in _OPENS_CLAUSE:
            start, end = notes.start[first], notes.end[last]
            if has_finite_verb(reading, start, end):
                return report_of(reading, token, (start, end), "misread_clause")
    return None


def clause_before_attribution(reading: Reading, token: int) -> Report | None:
    """A clause that the parser does not tie to the attribution at the end of its sentence: …, the old port reported."""
    if cue_at(reading, token, "that") is None or reading.annotation.tag[token] not in ("VBD", "VBZ", "VBP"):
        return None
    notes = reading.annotation
    subjects = [child for child in reading.children[token] if notes.dep[child] == "nsubj"]
    found = reading.sentence_of(notes.start[token])
    if not subjects or found is None or notes.lemma[subjects[-1]] in RELATIVES:
        return None
    behind = reading.text[notes.end[token] : found.sentence.end]
    objects = [child for child in reading.children[token] if child > token and notes.dep[child] in COMPLETES]
    if objects or ":" in behind or len(behind.split()) > MAX_WORDS_BEHIND:
        return None
    if reading.quotes_between(notes.end[token], found.sentence.end):
        return None
    start = notes.start[min(reading.extents[subjects[-1]][0], token)]
    if any(notes.dep[child] == "advcl" and child < subjects[-1] for child in reading.children[token]):
        return None  # when I wrote of it, the port replied
    before = reading.text[found.sentence.start : start]
    if not before.rstrip().endswith(",") or not has_finite_verb(reading, found.sentence.start, start):
        return None
    return report_of(reading, token, (found.sentence.start, start), "clause_before_attribution")


def gapped_clause(reading: Reading, token: int) -> Report | None:
    """A clause whose subject stands before its attribution: rules that two courts said hurt him; who she says is late.

    A cut clause or a noun taken for the verb leaves the parser without any of them.
    """
    notes = reading.annotation
    verb = token + 1
    if notes.tag[token] not in FINITE or cue_at(reading, token, "that") is None or not _goes_on_at(reading, verb):
        return None
    subject = _subject_in_relative(reading, token)
    if subject is None:
        return None
    while notes.dep[verb] in ("aux", "auxpass") and notes.head[verb] > verb:
        verb = notes.head[verb]
    span = trim(reading, notes.start[token + 1], notes.end[reading.extents[verb][1]])
    mention = notes.start[subject[0]], notes.end[subject[1]]
    return Report((notes.start[token], notes.end[token]), span, mention, gapped_clause.__name__)


def _goes_on_at(reading: Reading, token: int) -> bool:
    """Whether a verb that needs a subject stands at a place; the parser may take its past for a participle."""
    return _is_finite_at(reading, token) or (token < len(reading.annotation) and reading.annotation.tag[token] == "VBN")


def _subject_in_relative(reading: Reading, verb: int) -> tuple[int, int] | None:
    """The first and last word of the subject right before a verb, if it opens a relative clause: that two courts said.

    Without a relative pronoun only where a pronoun stands behind a noun: the rules he says.
    """
    notes = reading.annotation
    last = verb - 1
    while last > 0 and notes.pos[last] in ("ADV", "AUX"):
        last -= 1
    if last < 1 or notes.pos[last] not in ("NOUN", "PROPN", "PRON") or reading.word(last) in RELATIVES:
        return None
    first = last
    while first > 0 and notes.pos[last] != "PRON" and notes.pos[first - 1] in _PARTS_OF_SUBJECT - {"ADP", "CCONJ"}:
        first -= 1
    is_led = first > 0 and reading.word(first - 1) in RELATIVES
    is_bare = notes.pos[last] == "PRON" and notes.pos[first - 1] in ("NOUN", "PROPN")
    return (first, last) if is_led or is_bare else None
