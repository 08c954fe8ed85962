"""Noun phrases around a head token, and the subject, hearer and reality of a reporting verb.

Reads the folded parse of one article; answers with spans and token numbers, never with names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsquotes.attribute.document import Document, Quotation, Span
from newsquotes.attribute.lexicon import (
    calendar,
    expecting_words,
    figures_nouns,
    organisation_words,
    prompting_verbs,
    roles,
    statement_verbs,
    utterances,
)
from newsquotes.extract.cues import cue_verbs
from newsquotes.extract.reported.grammar import FINITE, RELATIVES

_SUBJECTS = frozenset(("nsubj", "csubj"))
_PASSIVE_SUBJECTS = frozenset(("nsubjpass", "nsubj:pass"))
_REPORTED_PASSIVES = frozenset(("quoted", "cited", "heard", "quoting", "overheard", "reported", "recorded", "filmed"))
_CLIMBS = frozenset(
    ("conj", "xcomp", "advcl", "pcomp", "prep", "acl", "relcl", "ccomp", "dep", "auxpass", "aux", "parataxis")
)
_CLOSED_BRANCHES = frozenset(
    ("relcl", "acl", "appos", "advcl", "ccomp", "parataxis", "dep", "punct", "npadvmod", "xcomp")
)
_CORE = ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "SYM", "X")
_EDGES = frozenset((",", ":", ";", "(", ")", "[", "]", "—", "–", "--", ".", "?", "!", "…", "...", "-"))
_UNREAL_MODALS = frozenset(("could", "might", "should", "must", "may", "ca", "can"))
_QUOTING = frozenset(("quoted", "quotes", "quoting", "cited", "cites", "citing", "reported", "reports", "reporting"))
_IS = frozenset(("is", "are", "was", "were", "'s", "’s"))
_UNTRUE = frozenset(("untrue", "false", "wrong", "unclear", "doubtful", "unlikely"))
_SUPPOSING = ("Imagine ", "Suppose ")
_FUTURE = frozenset(("will", "'ll", "’ll", "shall", "wo"))
_USUALLY = frozenset(("only", "often", "always", "sometimes", "usually", "still", "you", "anybody", "anyone"))
_REFUSALS = frozenset(("refuse", "decline", "deny", "fail", "neglect", "forget", "hesitate", "stop", "avoid", "want"))
_STOPS = frozenset((".", "?", "!", ";"))
_IF = frozenset(("if", "whether", "unless"))
_SEVERAL = frozenset(("some", "those", "many", "several", "others", "people"))
_LONGEST_CLAUSE = 16
_REACH = 8
_NEXT_BUT_ONE = 2
_DASH = re.compile(r"\s(?:[—–]|-{1,2})\s")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that name somebody: their span, their head token, and whether two or more are joined by "and"."""

    span: Span
    head: int
    is_joint: bool = False


def noun_phrase(document: Document, head: int, *, stop: int | None = None) -> Phrase | None:
    """The core noun phrase of a head token: no relative clause, no apposition, no outer comma; `stop` ends it.

    "the harbour master of Lind, who lives there" -> "the harbour master of Lind"
    """
    tokens = document.tokens
    if document.is_quote(head) or tokens.pos[head] not in _CORE or not _has_letter(document.words[head]):
        return None
    left = head
    while left and _joins_left(document, left - 1, head):
        left -= 1
    while left < head and (
        tokens.pos[left] in ("ADV", "PUNCT", "CCONJ", "ADP", "SCONJ") or document.words[left].lower() in ("who", "whom")
    ):
        left += 1
    right, is_joint = _right_edge(document, head, stop)
    while right > head and _is_loose_end(document, right):
        right -= 1
    while right + 2 < len(tokens) and _is_hyphenated(document, right):
        right += 2
    end = tokens.end[right]
    if right > left and document.words[right].lower() in ("'s", "’s"):
        end = tokens.start[right]
    return Phrase(_between_dashes(document, Span(tokens.start[left], end), head), head, is_joint)


def names_several(document: Document, head: int) -> bool:
    """Whether a noun phrase is headed by a plural or by a word for several people: "sailors", "some"; not "data"."""
    word = document.words[head].lower()
    return word not in figures_nouns() and (document.tokens.tag[head] in ("NNS", "NNPS") or word in _SEVERAL)


def shares_subject(document: Document, noun: int, participle: int) -> bool:
    """Whether several people who may speak are the subject of the verb that a participle goes with.

    "The departments refused, saying …", "Liberals have sued, arguing …".
    """
    tokens = document.tokens
    is_subject = tokens.dep[noun] == "nsubj" and tokens.head[noun] == tokens.head[participle] and noun < participle
    may_speak = tokens.tag[noun] == "NNPS" or tokens.lemma[noun] in organisation_words()
    return is_subject and tokens.dep[participle] == "advcl" and (may_speak or document.words[noun].lower() == "people")


def is_word_for_several(document: Document, token: int) -> bool:
    """Whether a token is a word that stands for several people by itself: "some", "others"."""
    return document.words[token].lower() in _SEVERAL


def named_by_apposition(document: Document, noun: int) -> int:
    """The name that a noun explains: Berg in "Berg, an engineer who argued that …"; else the noun itself."""
    name = document.tokens.head[noun]
    is_apposed = document.tokens.dep[noun] == "appos" and document.tokens.pos[noun] == "NOUN" and name < noun
    is_named = document.tokens.pos[name] == "PROPN" and not document.is_quote(name)
    return name if is_apposed and is_named and "," in document.words[name:noun] else noun


def told_apart(document: Document, phrase: Phrase, cue: Span | None) -> Span | None:
    """A phrase for several people with the words right behind that tell which ones; None when there are none.

    "sailors" -> "sailors briefed on the repairs"; a whole clause only where the head says nothing by itself: "some" ->
    "some who fish there". Never with the cue in it.
    """
    head, first = phrase.head, document.first_token_from(phrase.span.end)
    if not names_several(document, head) or first >= len(document.tokens):
        return None
    branch = _branch(document, first, head)
    relation = document.tokens.dep[branch] if branch is not None else ""
    if relation != "acl" and not (relation == "relcl" and document.words[head].lower() in _SEVERAL):
        return None
    last = first - 1
    while last + 1 < len(document.tokens) and _goes_on(document, last + 1, head, branch):
        last += 1
    while last > first and _is_loose_end(document, last):
        last -= 1
    whole = Span(phrase.span.start, document.tokens.end[last])
    is_about_cue = cue is not None and phrase.span.end <= cue.start < whole.end
    return whole if first <= last < first + _LONGEST_CLAUSE and not is_about_cue else None


def _goes_on(document: Document, token: int, head: int, branch: int | None) -> bool:
    """Whether a token belongs to a branch of a head and is neither quoted nor a mark of punctuation."""
    is_edge = document.words[token] in _EDGES and document.words[token] != "-"
    return _branch(document, token, head) == branch and not is_edge and not document.is_quote(token)


def _between_dashes(document: Document, span: Span, head: int) -> Span:
    """The part of a phrase with its head, when a dash with blanks cuts it: "HALE (Wires) - The mayor Ada Berg".

    Of a name with an aside it is the name: "Ada Berg - his partner -".
    """
    place, start, end = document.tokens.start[head], span.start, span.end
    for dash in _DASH.finditer(document.text, span.start, span.end):
        lead = document.text[start : dash.start()]
        if dash.end() > place or (lead.istitle() and " " in lead):
            return Span(start, dash.start())
        start = dash.end()
    return Span(start, end)


def _has_letter(word: str) -> bool:
    """Whether a word can be read; the parser may take a stray mark or a picture for a noun."""
    return any(map(str.isalnum, word))


def _is_loose_end(document: Document, token: int) -> bool:
    """Whether a phrase should not end with the token; "the poll released Monday" keeps its day.

    "the study printed" ends before what only tells more of one thing; not "those surveyed".
    """
    tokens = document.tokens
    if document.words[token] in calendar():
        return tokens.tag[token - 1] != "VBN"
    if tokens.tag[token] == "VBN" and tokens.dep[token] == "acl":
        return tokens.tag[tokens.head[token]] in ("NN", "NNP")
    return document.tokens.pos[token] in ("ADP", "PUNCT", "CCONJ", "DET")


def _is_hyphenated(document: Document, token: int) -> bool:
    """Whether a hyphen joins a token to the next but one: "46-year-old"."""
    tokens = document.tokens
    is_tight = tokens.end[token] == tokens.start[token + 1] and tokens.end[token + 1] == tokens.start[token + 2]
    return is_tight and document.words[token + 1] == "-"


def _joins_left(document: Document, token: int, head: int) -> bool:
    is_near = document.tokens.start[token + 1] - document.tokens.end[token] <= 1
    is_edge = document.words[token] in _EDGES and document.words[token] != "-"
    if document.words[token] == "," and token and document.tokens.dep[token - 1] == "amod":
        is_edge = document.tokens.head[token - 1] != head
    return is_near and not is_edge and not document.is_quote(token) and _branch(document, token, head) is not None


def _branch(document: Document, token: int, head: int) -> int | None:
    """The child of `head` through which `token` hangs on it; None when it does not."""
    for _ in range(_REACH):
        above = document.tokens.head[token]
        if above == head:
            return token
        if above == token:
            return None
        token = above
    return None


def _right_edge(document: Document, head: int, stop: int | None) -> tuple[int, bool]:
    """The last token of the core phrase, and whether it is a conjunction of several heads."""
    tokens, right, is_joint = document.tokens, head, False
    following = head + 1
    while following < len(tokens) and tokens.start[following] - tokens.end[following - 1] <= 1:
        branch = _branch(document, following, head)
        if branch is None or document.is_quote(following) or following == stop:
            break
        word, relation = document.words[following], tokens.dep[branch]
        if relation == "conj" and tokens.pos[branch] in ("NOUN", "PROPN"):
            is_joint = is_joint or _has_and(document, head, following)
        elif word in _EDGES and word != "-":
            if not _leads_to_conjunct(document, following, head):
                break
        elif not _stays_open(document, head, branch):
            break
        right = following
        following += 1
    return right, is_joint


def _has_and(document: Document, head: int, conjunct: int) -> bool:
    return any(document.words[token].lower() in ("and", "&") for token in range(head + 1, conjunct))


def _leads_to_conjunct(document: Document, comma: int, head: int) -> bool:
    """Whether a comma in a list ("Berg, Lind and Moe") goes on with another conjoined noun."""
    if document.words[comma] != "," or comma + 1 >= len(document.tokens):
        return False
    branch = _branch(document, comma + 1, head)
    return (
        branch is not None
        and document.tokens.dep[branch] == "conj"
        and document.tokens.pos[branch] in ("NOUN", "PROPN")
        and document.tokens.pos[comma + 1] != "DET"
        and any(
            document.words[token].lower() == "and"
            for token in range(comma, min(comma + 12, branch + 6, len(document.words)))
        )
    )


def _stays_open(document: Document, head: int, branch: int) -> bool:
    """Whether what hangs on the head through `branch` belongs to the core phrase."""
    relation = document.tokens.dep[branch]
    if relation == "prep":
        return _keeps_preposition(document, head, branch)
    if relation == "acl" and document.tokens.tag[branch] == "VBN":
        return document.tokens.pos[head] == "NOUN" and not names_several(document, head)
    if relation == "appos":
        return document.tokens.pos[branch] == "PROPN" and "," not in document.words[head:branch]
    return relation not in _CLOSED_BRANCHES


def _keeps_preposition(document: Document, head: int, preposition: int) -> bool:
    if document.tokens.pos[head] != "PROPN":
        return True
    if document.words[head].lower() in roles():
        return document.words[preposition].lower() == "of"
    is_organisation = document.words[head].lower() in organisation_words() or document.tokens.entity[head].endswith(
        "ORG"
    )
    return document.words[preposition].lower() in ("of", "for") and is_organisation


def subject_of(document: Document, verb: int) -> int | None:
    """The head token of whoever does the saying, climbing from "adding", "went on to say", "who said" to the subject.

    A passive subject speaks only when it is quoted or cited, never when it is told or asked.
    """
    current = _reporter_of_clause(document, verb) or verb
    for _ in range(5):
        own = prompted_person(document, current) or _own_subject(document, current)
        if own is not None:
            return _antecedent_of_relative(document, _unclosed_apposition(document, own, current), current)
        above, relation = document.tokens.head[current], document.tokens.dep[current]
        if (shared := shared_subject(document, current)) is not None:
            return _antecedent_of_relative(document, shared, above)
        if relation == "xcomp" and (made := _passive_subject(document, above)) is not None:
            return _antecedent_of_relative(document, made, above)
        if above == current or relation not in _CLIMBS or document.is_quote(above):
            return None
        if relation == "advcl" and document.tokens.tag[current] in ("VBD", "VBZ", "VBP"):
            return None
        if _is_told(document, current) or (relation == "ccomp" and document.tokens.tag[current] != "VBG"):
            return None
        if relation in ("acl", "relcl") and document.tokens.pos[above] in ("NOUN", "PROPN", "ADJ"):
            if (inner := _subject_in_relative(document, above, current)) is not None:
                return inner
            if relation == "acl" and (far := _subject_beyond(document, current, above)) is not None:
                return far
            return _bearer(document, above)
        current = above
    return None


def shared_subject(document: Document, verb: int) -> int | None:
    """The subject that a verb shares with the passive before it: "Berg was joined by Lind and joked" is Berg's."""
    tokens = document.tokens
    passive = tokens.head[verb]
    is_active = tokens.dep[verb] == "conj" and tokens.tag[verb] in ("VBD", "VBZ", "VBP")
    is_main = tokens.dep[passive] != "ccomp" and document.words[verb - 1].lower() in ("and", "but")
    if not (is_active and is_main) or _own_subject(document, verb) is not None:
        return None
    return _passive_subject(document, passive)


def _unclosed_apposition(document: Document, subject: int, verb: int) -> int:
    """The name right before the verb, when the parser hangs it on a noun before a comma that no second one follows.

    "Or maybe Berg, the consultant Ada Lind says": Lind does, but "Berg, the consultant, says".
    """
    nearest = verb - 1
    if subject >= nearest or document.tokens.pos[nearest] != "PROPN" or document.words[nearest] in calendar():
        return subject
    is_loose = document.tokens.dep[nearest] in ("appos", "npadvmod", "dep", "nmod", "conj")
    is_apart = "," in document.words[subject:nearest] and "and" not in document.words[subject:nearest]
    return nearest if is_loose and is_apart else subject


def _subject_in_relative(document: Document, noun: int, verb: int) -> int | None:
    """Whoever speaks of a noun in a relative clause: "Berg, whom Lind on Monday called a fool"."""
    for token in range(noun + 1, verb - 1):
        if document.words[token].lower() in ("who", "whom"):
            is_name = document.tokens.pos[token + 1] in ("PROPN", "PRON")
            return token + 1 if is_name and document.words[token + 1].lower() not in RELATIVES else None
    return None


def _reporter_of_clause(document: Document, participle: int) -> int | None:
    """The verb that reports the clause which a participle ends: "Berg said that Lind must choose, saying …" is Berg's.

    Not when the clause itself is of somebody who says something.
    """
    tokens = document.tokens
    if tokens.tag[participle] != "VBG" or tokens.dep[participle] != "advcl" or not _follows_comma(document, participle):
        return None
    above = tokens.head[participle]
    for _ in range(_REACH):
        governor = tokens.head[above]
        is_reported = tokens.dep[above] == "ccomp" and tokens.tag[governor] in FINITE and governor < above
        if (is_reported and _may_report(document, governor)) or governor == above:
            break
        above = governor
    between = range(above, participle)
    if governor == above or any(tokens.tag[token] in FINITE and _may_speak_out(document, token) for token in between):
        return None
    return governor


def _may_report(document: Document, token: int) -> bool:
    return document.words[token].lower() in cue_verbs()


def _may_speak_out(document: Document, token: int) -> bool:
    """Whether a verb may tell what somebody says, not only what they hold or know."""
    return any(cue.kind != "thought" for cue in cue_verbs().get(document.words[token].lower(), ()))


def _follows_comma(document: Document, token: int) -> bool:
    """Whether a comma stands before a token, an adverb aside."""
    before = token - 1
    if before > 0 and document.tokens.pos[before] == "ADV":
        before -= 1
    return before >= 0 and document.words[before] == ","


def _subject_beyond(document: Document, participle: int, noun: int) -> int | None:
    """Whoever speaks in a participle that only seems to hang on the noun before it.

    "Berg praised the voters, noting that …" is Berg; "Berg's memo to the staff explaining …" is Berg, too, and so is
    "Berg emailed the staff saying …".
    """
    tokens = document.tokens
    if (sender := _sender_to(document, participle, noun)) is not None:
        return sender
    if tokens.dep[noun] == "pobj":
        letter = tokens.head[tokens.head[noun]]
        if is_statement(document, letter) and (source := statement_source(document, letter)) is not None:
            return source
    is_apart = participle > 0 and document.words[participle - 1] == "," and tokens.tag[participle] == "VBG"
    if not is_apart or tokens.dep[noun] in ("nsubj", "nsubjpass", "ROOT"):
        return None
    above = noun
    for _ in range(_REACH):
        above = tokens.head[above]
        if tokens.pos[above] == "VERB" or tokens.head[above] == above:
            break
    subject = subject_of(document, above) if tokens.pos[above] == "VERB" else None
    return subject if subject is not None and _may_speak(document, subject) else None


def doer_of_participle(document: Document, participle: int) -> int | None:
    """Whoever says something in a participle that the parser gives to another.

    Berg in "the evening ended with Berg asking …", and in "Berg called a vote, and then a second one, declaring …".
    """
    tokens = document.tokens
    if tokens.tag[participle] != "VBG" or not participle:
        return None
    before = participle - 1
    if tokens.dep[before] == "pobj" and document.words[tokens.head[before]].lower() == "with":
        return before if _may_speak(document, before) else None
    noun = tokens.head[participle]
    if tokens.dep[participle] != "acl" or _may_speak(document, noun):
        return None
    return _subject_beyond(document, participle, noun)


def is_trailing_participle(document: Document, token: int) -> bool:
    """Whether a token is a participle after a comma, or after "by": "…, saying it is late", "by saying it is late"."""
    if document.tokens.tag[token] != "VBG":
        return False
    return _follows_comma(document, token) or (token > 0 and document.words[token - 1].lower() == "by")


def only_main_subject(document: Document, verb: int) -> int | None:
    """The one subject of a main clause before a verb in its sentence, when nobody reports anything in between."""
    tokens = document.tokens
    first = document.first_token_from(document.sentence_span(document.sentence_of(tokens.start[verb])).start)
    subjects = [token for token in range(first, verb) if tokens.dep[token] in ("nsubj", "nsubjpass")]
    main = [token for token in subjects if tokens.dep[tokens.head[token]] == "ROOT"]
    if len(main) != 1 or not _may_speak(document, main[0]):
        return None
    is_disputed = any(token > main[0] and _may_report(document, tokens.head[token]) for token in subjects)
    return None if is_disputed else main[0]


def subject_in_front(document: Document, verb: int) -> int | None:
    """The subject of the clause in front of a verb after a comma that has none: "Berg offered a boat, then says it"."""
    tokens = document.tokens
    if tokens.dep[verb] != "ROOT" or tokens.tag[verb] not in FINITE or not _follows_comma(document, verb):
        return None
    front = [child for child in document.children.get(verb, ()) if tokens.dep[child] == "ccomp" and child < verb]
    subject = _own_subject(document, front[0]) if len(front) == 1 else None
    if subject is None or _own_subject(document, verb) is not None or not _may_speak(document, subject):
        return None
    goes_on = document.tokens.pos[verb - 1] == "ADV" or document.words[front[0] : verb].count(",") > 1
    return subject if goes_on else None


def _sender_to(document: Document, participle: int, hearer: int) -> int | None:
    """Who writes to the noun before a participle: "Berg emailed voters saying", "sent a letter to voters stating"."""
    tokens = document.tokens
    if tokens.tag[participle] != "VBG" or participle != hearer + 1:
        return None
    link = tokens.head[hearer]
    if tokens.dep[hearer] == "dobj" and _is_written(document, link):
        return subject_of(document, link)
    if tokens.dep[hearer] == "pobj" and document.words[link].lower() == "to" and is_statement(document, link - 1):
        source = statement_source(document, link - 1)
        above = tokens.head[link]
        return source if source is not None else subject_of(document, above) if tokens.pos[above] == "VERB" else None
    return None


def _is_written(document: Document, verb: int) -> bool:
    """Whether a verb tells of a message: "emailed", "wrote", "texted"."""
    return any(cue.kind == "write" for cue in cue_verbs().get(document.words[verb].lower(), ()))


def outer_subject(document: Document, verb: int) -> int | None:
    """The subject of "said" for "warned" in "Berg said that Lind has agreed and warned Moe".

    The tense tells, or that the inner subject is no person: "Berg said the plan would fail and called it mad".
    """
    tokens = document.tokens
    inner = tokens.head[verb]
    while tokens.dep[inner] == "conj" and tokens.head[inner] != inner:
        inner = tokens.head[inner]
    governor = tokens.head[inner]
    if tokens.dep[verb] != "conj" or tokens.dep[inner] != "ccomp" or tokens.tag[verb] not in ("VBD", "VBG"):
        return None
    if tokens.tag[governor] != tokens.tag[verb] or _own_subject(document, verb) is not None:
        return None
    subject = _own_subject(document, inner)
    is_other_tense = tokens.tag[inner] != tokens.tag[verb]
    is_thing = subject is not None and not _may_speak(document, subject)
    return subject_of(document, governor) if is_other_tense or is_thing else None


def _may_speak(document: Document, noun: int) -> bool:
    """Whether a noun may be a person or an organisation."""
    word = document.words[noun].lower()
    is_known = document.tokens.lemma[noun] in roles() or word in organisation_words() or word in ("he", "she", "they")
    return is_known or document.tokens.pos[noun] == "PROPN" or document.tokens.tag[noun] in ("NNS", "NNPS")


def quoted_person(document: Document, verb: int) -> int | None:
    """Whom somebody quotes: Berg in "the paper quoted Berg as saying", "Berg was quoted by the paper as saying"."""
    quoting = _quoting_verb(document, verb)
    for child in document.children.get(quoting, ()) if quoting is not None else ():
        relation = document.tokens.dep[child]
        if relation in _PASSIVE_SUBJECTS:
            return child if quoting != verb else None
        if relation == "dobj" and child > (quoting or 0) and not document.is_quote(child):
            following = document.words[child + 1 : child + 12]
            speaks = "saying" in following or "telling" in following
            return child if speaks and _is_somebody(document, child) else None
    return None


def _quoting_verb(document: Document, verb: int) -> int | None:
    """The verb that quotes somebody: `verb` itself, or the one that "saying" completes in "quoted Berg as saying"."""
    above = document.tokens.head[verb]
    if document.tokens.dep[verb] == "pcomp" and document.words[above].lower() == "as":
        verb = document.tokens.head[above]
    return verb if document.words[verb].lower() in _QUOTING else None


def _is_somebody(document: Document, token: int) -> bool:
    """Whether a token names or means a person: "Berg", "her", "the clerk"."""
    is_pronoun = document.words[token].lower() in ("him", "her")
    return is_pronoun or document.tokens.pos[token] == "PROPN" or document.tokens.lemma[token] in roles()


def is_overheard(document: Document, verb: int) -> bool:
    """Whether a participle tells what somebody is heard to say: "Berg is heard saying"."""
    above = document.tokens.head[verb]
    is_passive = document.words[above].lower() in _REPORTED_PASSIVES and document.tokens.tag[above] == "VBN"
    return document.tokens.tag[verb] == "VBG" and is_passive


def prompted_person(document: Document, verb: int) -> int | None:
    """Whom something makes speak: Berg in "the storm prompted Berg to say it was late"."""
    tokens = document.tokens
    above = tokens.head[verb]
    if tokens.dep[verb] not in ("xcomp", "ccomp") or tokens.lemma[above] not in prompting_verbs() or above > verb:
        return None
    objects = (child for child in document.children.get(above, ()) if tokens.dep[child] == "dobj" and child < verb)
    return next(objects, None)


def _passive_subject(document: Document, verb: int) -> int | None:
    """The subject of a passive that makes somebody speak ("was prompted to say")."""
    children = document.children.get(verb, ())
    return next((child for child in children if document.tokens.dep[child] in _PASSIVE_SUBJECTS), None)


def agent_of(document: Document, verb: int) -> int | None:
    """Whoever asks in "asked by Berg"."""
    for child in document.children.get(verb, ()):
        if document.tokens.dep[child] == "agent" or (
            document.words[child].lower() == "by" and document.tokens.dep[child] == "prep"
        ):
            return _object_of(document, child)
    return None


def _own_subject(document: Document, verb: int) -> int | None:
    for child in document.children.get(verb, ()):
        relation = document.tokens.dep[child]
        if relation in _SUBJECTS and not document.is_quote(child):
            return child
        if relation in _PASSIVE_SUBJECTS and document.words[verb].lower() in _REPORTED_PASSIVES:
            return child
        if relation == "ccomp" and child < verb and document.tokens.tag[child] == "VBG":
            return _own_subject(document, child)
    return None


def _is_told(document: Document, verb: int) -> bool:
    """Whether the verb is a passive or participle whose subject is the hearer ("asked about it, …", "was told")."""
    relations = {document.tokens.dep[child] for child in document.children.get(verb, ())}
    if document.words[verb].lower() in _REPORTED_PASSIVES or _is_only_verb(document, verb):
        return False
    return bool(relations & (_PASSIVE_SUBJECTS | {"auxpass"})) or (
        document.tokens.tag[verb] == "VBN" and document.tokens.dep[verb] in ("advcl", "acl") and "aux" not in relations
    )


def _is_only_verb(document: Document, participle: int) -> bool:
    """Whether what looks like a participle is all its sentence has for a verb: "Berg, the clerk, tweeted: …".

    One comma between the two makes it a participle: "Berg, asked about it: …".
    """
    tokens = document.tokens
    noun = tokens.head[participle]
    is_participle = tokens.tag[participle] == "VBN" and tokens.dep[participle] == "acl"
    return is_participle and tokens.head[noun] == noun and document.words[noun:participle].count(",") != 1


def _antecedent_of_relative(document: Document, subject: int, verb: int) -> int:
    """ "Berg, who ran and who said": the noun that the clause hangs on; otherwise the subject itself."""
    if document.words[subject].lower() not in RELATIVES:
        return subject
    while document.tokens.dep[verb] == "conj" and document.tokens.head[verb] != verb:
        verb = document.tokens.head[verb]
    above = document.tokens.head[verb]
    if _is_cleft(document, above, subject):
        return subject - 1
    return _bearer(document, above) if above != verb else subject


def _is_cleft(document: Document, verb: int, relative: int) -> bool:
    """Whether a sentence only lifts out who speaks: "It was Berg who answered"."""
    is_named = relative > 0 and document.tokens.dep[relative - 1] == "attr"
    return is_named and document.tokens.pos[verb] == "AUX" and document.tokens.head[relative - 1] == verb


def _bearer(document: Document, noun: int) -> int:
    """ "a spokesman for the camp, who said": the spokesman, not the camp."""
    preposition = document.tokens.head[noun]
    if document.tokens.dep[noun] == "pobj" and document.words[preposition].lower() in (
        "of",
        "for",
        "from",
        "at",
        "with",
    ):
        governor = document.tokens.head[preposition]
        if document.tokens.lemma[governor] in roles():
            return governor
    return noun


def is_passive_hearer(document: Document, verb: int) -> bool:
    """Whether the grammatical subject of the verb was spoken to, as in "Berg was told"."""
    return _is_told(document, verb)


def hearer_of(document: Document, verb: int) -> Phrase | None:
    """Whoever is told: the object of "told", or the noun after "said to"."""
    for child in document.children.get(verb, ()):
        if child <= verb:
            continue
        relation, word = document.tokens.dep[child], document.words[child].lower()
        if relation in ("dobj", "dative", "iobj", "obj") and document.tokens.pos[child] in ("NOUN", "PROPN", "PRON"):
            return noun_phrase(document, child)
        if relation in ("prep", "dative") and word == "to":
            for inner in document.children.get(child, ()):
                if document.tokens.dep[inner] == "pobj":
                    return noun_phrase(document, inner)
    return None


def is_unreal(document: Document, verb: int) -> bool:
    """Whether the saying is negated, refused or only supposed: "did not say", "could say", "if Berg says"."""
    for current in _verb_and_governors(document, verb):
        for child in document.children.get(current, ()):
            word, relation = document.words[child].lower(), document.tokens.dep[child]
            if child > verb and relation != "neg":
                continue
            is_negation = relation == "neg" or word in ("not", "never", "n't", "n’t", "longer")
            if is_negation and child < verb + 2 and not _says_no_more(document, child):
                return True
            if relation == "aux" and word in _UNREAL_MODALS and current == verb:
                return True
            if relation == "mark" and word in _IF and child < verb:
                return True
    is_denied = (
        _is_denied(document, verb)
        or document.words[max(verb - 2, 0) : verb] == ["all", "but"]
        or _is_inverted_condition(document, verb)
    )
    return is_denied or _is_would_have(document, verb) or _is_to_come(document, verb)


def _is_denied(document: Document, verb: int) -> bool:
    """Whether a saying is denied or imagined: "it is not true that Berg said", "Berg denied saying so"."""
    tokens, above = document.tokens, document.tokens.head[verb]
    sentence = document.sentence_span(document.sentence_of(tokens.start[verb]))
    if document.text.startswith(_SUPPOSING, sentence.start):
        return True
    if tokens.lemma[verb] == "deny":
        return any(tokens.dep[child] == "xcomp" and _may_report(document, child) for child in _after(document, verb))
    if tokens.dep[verb] not in ("ccomp", "csubj") or document.words[above].lower() not in _IS or above > verb:
        return False
    beside = document.children.get(above, ())
    return any(document.words[child].lower() == "it" for child in beside) and any(
        tokens.dep[child] == "neg" or document.words[child].lower() in _UNTRUE for child in beside
    )


def _after(document: Document, verb: int) -> Iterator[int]:
    """What hangs on a verb behind it."""
    return (child for child in document.children.get(verb, ()) if child > verb)


def _is_to_come(document: Document, verb: int) -> bool:
    """Whether a saying is only announced: "Berg will argue", "is expected to say", "was to tell the court".

    What somebody will say to whoever asks is said: "Berg will tell you", "will only say".
    """
    tokens = document.tokens
    children = [document.words[child].lower() for child in document.children.get(verb, ())]
    if _FUTURE.intersection(children):
        return not _USUALLY.intersection(children)
    above = tokens.head[verb]
    if tokens.dep[verb] != "xcomp" or above > verb or "to" not in children:
        return False
    beside = [child for child in document.children.get(above, ()) if child < verb]
    if document.words[above].lower() in _IS and verb - above == _NEXT_BUT_ONE:
        return any(_may_speak(document, child) for child in beside if child < above)
    if any(document.words[child].lower() == "yet" for child in beside):
        return True
    is_going = tokens.lemma[above] != "go" or tokens.tag[above] == "VBG"
    return tokens.lemma[above] in expecting_words() and is_going


def _is_inverted_condition(document: Document, verb: int) -> bool:
    """ "Had Berg said so, …"."""
    tokens = document.tokens
    first = min(document.children.get(verb, ()), default=verb)
    opens = first == 0 or tokens.sentence[first - 1] != tokens.sentence[first]
    if not opens or document.words[first] not in ("Had", "Should") or tokens.dep[first] != "aux":
        return False
    sentence = document.sentence_span(document.sentence_of(tokens.start[first]))
    return not sentence.of(document.text).rstrip().endswith("?")


def _says_no_more(document: Document, negation: int) -> bool:
    """ "not only said" is said."""
    return negation + 1 < len(document.words) and document.words[negation + 1].lower() in ("only", "just")


def _verb_and_governors(document: Document, verb: int) -> Iterator[int]:
    """The verb, and the one that it completes ("did not want to say")."""
    yield verb
    above = document.tokens.head[verb]
    if document.tokens.dep[verb] == "xcomp" and above < verb:
        yield above


def is_refused(document: Document, verb: int) -> bool:
    """Whether the verb is what somebody declined to do: "refused to say", "denied saying".

    What goes along with it is done: "Berg declined to meet them, saying it was late", "Berg stopped to say it was".
    """
    above, tokens = document.tokens.head[verb], document.tokens
    if tokens.lemma[above] == "stop" and tokens.tag[verb] == "VB":
        return False
    return (
        (tokens.dep[verb] in ("xcomp", "pcomp") or (tokens.dep[verb] == "advcl" and tokens.tag[verb] != "VBG"))
        and above < verb
        and tokens.lemma[above] in _REFUSALS
    )


def _is_would_have(document: Document, verb: int) -> bool:
    aux = [
        document.words[child].lower()
        for child in document.children.get(verb, ())
        if document.tokens.dep[child] == "aux"
    ]
    return "would" in aux and "have" in aux


def is_statement(document: Document, token: int) -> bool:
    """Whether a noun is somebody's utterance ("statement", "letter"), unlike a study or a poll."""
    return document.tokens.lemma[token] in utterances() or document.words[token].lower() in utterances()


def statement_source(document: Document, head: int) -> int | None:
    """For a document that speaks ("Berg's letter", "a statement from Berg"), the token of its author; else None."""
    if not is_statement(document, head):
        return None
    owner = _owner_of(document, head)
    if owner is not None:
        return owner
    verb = document.tokens.head[head]
    if document.tokens.dep[head] == "dobj" and document.tokens.lemma[verb] in statement_verbs():
        return subject_of(document, verb)
    return None


def _owner_of(document: Document, head: int) -> int | None:
    """Whose statement it is: "Berg's letter", "a letter from Berg", "a letter sent by Berg"."""
    for child in document.children.get(head, ()):
        relation = document.tokens.dep[child]
        if relation == "poss" and document.words[child].lower() not in ("its", "their", "our", "my", "your"):
            return child
        if relation == "prep" and document.words[child].lower() in ("from", "by"):
            return _object_of(document, child)
        if relation == "acl" and document.tokens.lemma[child] in statement_verbs():
            agents = (inner for inner in document.children.get(child, ()) if document.words[inner].lower() == "by")
            if (agent := next(agents, None)) is not None:
                return _object_of(document, agent)
    return None


def _object_of(document: Document, preposition: int) -> int | None:
    children = document.children.get(preposition, ())
    return next((inner for inner in children if document.tokens.dep[inner] == "pobj"), None)


def gap_before(document: Document, quote: int) -> list[int]:
    """The tokens of the clause before a folded quotation: back to the sentence's start or the previous quotation."""
    found: list[int] = []
    sentence = document.tokens.sentence[quote]
    if quote and document.tokens.sentence[quote - 1] != sentence and _is_introduced(document, quote):
        sentence = document.tokens.sentence[quote - 1]
    for token in range(quote - 1, max(quote - 61, -1), -1):
        if document.tokens.sentence[token] != sentence or document.is_quote(token):
            break
        if document.words[token] == ";":
            break
        found.append(token)
    return found[::-1]


def _is_introduced(document: Document, quote: int) -> bool:
    """Whether the sentence before ends in a colon, right before the quotation."""
    return document.words[quote - 1] == ":" and _touches(document, quote - 1)


def gap_after(document: Document, quote: int) -> list[int]:
    """The tokens of the clause after a folded quotation: up to the sentence's end or the next quotation."""
    found: list[int] = []
    for token in range(quote + 1, min(quote + 61, len(document.tokens))):
        if document.tokens.sentence[token] != document.tokens.sentence[quote] or document.is_spoken(token):
            break
        if document.words[token] == ";":
            break
        found.append(token)
    if not found and _may_break(document, quote):
        return _next_sentence(document, quote)
    return _without_stop(document, found)


def _may_break(document: Document, quote: int) -> bool:
    """Whether the sentence may have been cut between a question or an ellipsis and its clause: “Why?” Berg asked."""
    following = quote + 1
    is_open = clean_end(document.text[document.tokens.start[quote] : document.tokens.end[quote]]) in "?!…—–-,"
    if not is_open or following >= len(document.tokens) or document.is_quote(following):
        return False
    return "\n" not in document.text[document.tokens.end[quote] : document.tokens.start[following]]


def _next_sentence(document: Document, quote: int) -> list[int]:
    """The tokens of the sentence after a quotation, when nothing but white space stands between."""
    first = quote + 1
    if not _touches(document, quote):
        return []
    last = first
    while last < len(document.tokens) and document.tokens.sentence[last] == document.tokens.sentence[first]:
        if document.is_quote(last) or last - first > 30:
            return []
        last += 1
    return _without_stop(document, list(range(first, last)))


def _without_stop(document: Document, tokens: list[int]) -> list[int]:
    while tokens and document.words[tokens[-1]] in _STOPS:
        tokens.pop()
    return tokens


def _touches(document: Document, token: int) -> bool:
    """Whether only white space stands between a token and the next one."""
    start, end = document.tokens.end[token], document.tokens.start[token + 1]
    return end - start <= 2 or not document.text[start:end].strip(" \u00a0\"'“”‘’")


def clean_end(text: str) -> str:
    """The last character of quoted words that is neither a mark nor a blank.

    >>> clean_end('Go away," ')
    ','
    """
    stripped = re.sub(r"[\s\"'”’»)\]]+$", "", text)
    return stripped[-1:]


def last_mark(document: Document, quotation: Quotation) -> str:
    """The last character of a quotation that is no quotation mark, its final comma or stop included."""
    return clean_end(document.text[quotation.span.start : quotation.outer.end])
