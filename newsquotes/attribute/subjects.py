"""Who does what a verb says: its subject, own or shared, its agent, its hearer, and the source of a statement.

Reads the folded parse of one article; answers with token numbers and phrases, never with names.
"""

from newsquotes.attribute.document import Document
from newsquotes.attribute.gaps import last_in_marks
from newsquotes.attribute.lexicon import (
    calendar,
    organisation_words,
    overhearing_verbs,
    prompting_verbs,
    recordings,
    roles,
    statement_verbs,
    utterances,
)
from newsquotes.attribute.phrases import REACH, Phrase, noun_phrase
from newsquotes.extract.cues import cue_verbs
from newsquotes.extract.reported.grammar import FINITE, RELATIVES

_SUBJECTS = frozenset(("nsubj", "csubj"))
_PASSIVE_SUBJECTS = frozenset(("nsubjpass", "nsubj:pass"))
_REPORTED_PASSIVES = frozenset(("quoted", "cited", "heard", "quoting", "overheard", "reported", "recorded", "filmed"))
_READING = frozenset(("read", "reads", "reading"))
_CLIMBS = frozenset(
    ("conj", "xcomp", "advcl", "pcomp", "prep", "acl", "relcl", "ccomp", "dep", "auxpass", "aux", "parataxis")
)
_QUOTING = frozenset(("quoted", "quotes", "quoting", "cited", "cites", "citing", "reported", "reports", "reporting"))


def shares_subject(document: Document, noun: int, participle: int) -> bool:
    """Whether several people who may speak are the subject of the verb that a participle goes with.

    "The departments refused, saying …", "Liberals have sued, arguing …".
    """
    tokens = document.tokens
    is_subject = tokens.dep[noun] == "nsubj" and tokens.head[noun] == tokens.head[participle] and noun < participle
    may_speak = tokens.tag[noun] == "NNPS" or tokens.lemma[noun] in organisation_words()
    return is_subject and tokens.dep[participle] == "advcl" and (may_speak or document.words[noun].lower() == "people")


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
    is_loose = document.tokens.dep[nearest] in ("nsubj", "appos", "npadvmod", "dep", "nmod", "conj")
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
    for _ in range(REACH):
        governor = tokens.head[above]
        is_reported = tokens.dep[above] == "ccomp" and tokens.tag[governor] in FINITE and governor < above
        if (is_reported and may_report(document, governor)) or governor == above:
            break
        above = governor
    between = range(above, participle)
    if governor == above or any(tokens.tag[token] in FINITE and _may_speak_out(document, token) for token in between):
        return None
    return governor


def may_report(document: Document, token: int) -> bool:
    """Whether a token has the form of a verb of saying."""
    return document.words[token].lower() in cue_verbs()


def _may_speak_out(document: Document, token: int) -> bool:
    """Whether a verb may tell what somebody says, not only what they hold or know."""
    return any(cue.kind != "thought" for cue in cue_verbs().get(document.words[token].lower(), ()))


def _follows_comma(document: Document, token: int) -> bool:
    """Whether a comma stands before a token, an adverb aside; it may end the quoted words before: “… late,” adding."""
    before = token - 1
    if before > 0 and document.tokens.pos[before] == "ADV":
        before -= 1
    if before < 0:
        return False
    is_in_marks = document.is_quote(before) and last_in_marks(document, before) == ","
    return is_in_marks or document.words[before] == ","


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
    for _ in range(REACH):
        above = tokens.head[above]
        if tokens.pos[above] == "VERB" or tokens.head[above] == above:
            break
    subject = subject_of(document, above) if tokens.pos[above] == "VERB" else None
    return subject if subject is not None and may_speak(document, subject) else None


def doer_of_participle(document: Document, participle: int) -> int | None:
    """Whoever says something in a participle that the parser gives to another.

    Berg in "the evening ended with Berg asking …", and in "Berg called a vote, and then a second one, declaring …"; the
    clerk in "a clerk of the port calling it …".
    """
    tokens = document.tokens
    if tokens.tag[participle] != "VBG" or not participle:
        return None
    before = participle - 1
    if tokens.dep[before] == "pobj" and document.words[tokens.head[before]].lower() == "with":
        return before if may_speak(document, before) else None
    noun = tokens.head[participle]
    if tokens.dep[participle] == "acl" and (bearer := _bearer(document, noun)) != noun:
        return bearer
    if tokens.dep[participle] != "acl" or may_speak(document, noun):
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
    if len(main) != 1 or not may_speak(document, main[0]):
        return None
    is_disputed = any(token > main[0] and may_report(document, tokens.head[token]) for token in subjects)
    return None if is_disputed else main[0]


def subject_in_front(document: Document, verb: int) -> int | None:
    """The subject of the clause in front of a verb after a comma that has none: "Berg offered a boat, then says it"."""
    tokens = document.tokens
    if tokens.dep[verb] != "ROOT" or tokens.tag[verb] not in FINITE or not _follows_comma(document, verb):
        return None
    front = [child for child in document.children.get(verb, ()) if tokens.dep[child] == "ccomp" and child < verb]
    subject = _own_subject(document, front[0]) if len(front) == 1 else None
    if subject is None or _own_subject(document, verb) is not None or not may_speak(document, subject):
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
    is_thing = subject is not None and not may_speak(document, subject)
    return subject_of(document, governor) if is_other_tense or is_thing else None


def may_speak(document: Document, noun: int) -> bool:
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


def overheard_person(document: Document, verb: int) -> int | None:
    """Whom somebody hears or remembers: Moe in "Berg recalled Moe telling her", "Berg heard Moe, a clerk, saying"."""
    tokens = document.tokens
    hearing = verb if tokens.lemma[verb] in overhearing_verbs() else tokens.head[verb]
    if tokens.lemma[hearing] not in overhearing_verbs():
        return None
    told = [verb] if hearing != verb else [*document.children.get(verb, ())]
    for participle in told:
        if participle < hearing or tokens.tag[participle] != "VBG" or not may_report(document, participle):
            continue
        nouns = (*document.children.get(participle, ()), *document.children.get(hearing, ()))
        heard = [noun for noun in nouns if tokens.dep[noun] in ("nsubj", "dobj") and hearing < noun < participle]
        return heard[0] if heard and not document.is_quote(heard[0]) else None
    return None


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


def is_statement(document: Document, token: int) -> bool:
    """Whether a noun is somebody's utterance ("statement", "letter"), unlike a study or a poll."""
    return document.tokens.lemma[token] in utterances() or document.words[token].lower() in utterances()


def recorded_person(document: Document, verb: int) -> int | None:
    """Whoever is heard on a recording, right before the participle: "a clip of Ada Berg saying"."""
    tokens, heard = document.tokens, verb - 1
    if tokens.tag[verb] != "VBG" or heard < 0 or tokens.pos[heard] != "PROPN" or tokens.dep[heard] != "pobj":
        return None
    preposition = tokens.head[heard]
    is_recorded = tokens.lemma[tokens.head[preposition]] in recordings()
    return heard if document.words[preposition].lower() == "of" and is_recorded else None


def author_read_from(document: Document, verb: int) -> int | None:
    """Whose letter somebody reads from: Berg in "the clerk read from a letter by Berg: “…”"."""
    if document.words[verb].lower() not in _READING:
        return None
    for child in document.children.get(verb, ()):
        letter = _object_of(document, child) if document.words[child].lower() == "from" else None
        if letter is not None and (source := statement_source(document, letter)) is not None:
            return source
    return None


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
