"""Rules that find who speaks from the words around one quotation: a cue and the words that name the speaker.

Each rule reads the document and one quotation and answers with a finding or None. `EXPLICIT_RULES` lists them in order
of precision; the first answer counts. No rule decides who the named person is.
"""

from collections.abc import Iterable, Sequence

from newsquotes.attribute.beside import (
    in_the_words_of,
    led_in,
    name_before,
    named_within,
    plain_clause_after,
    plain_clause_before,
    reply_behind,
    reply_in_front,
    verdict_after,
)
from newsquotes.attribute.document import Document, Quotation, Span
from newsquotes.attribute.finding import Finding, Rule
from newsquotes.attribute.gaps import gap_after, gap_before, last_mark
from newsquotes.attribute.inner_clauses import clause_inside_quotation, cues_of
from newsquotes.attribute.lexicon import not_names, roles
from newsquotes.attribute.phrases import is_word_for_several, named_by_apposition, noun_phrase, told_apart
from newsquotes.attribute.reality import is_refused, is_unreal
from newsquotes.attribute.subjects import (
    agent_of,
    author_read_from,
    doer_of_participle,
    hearer_of,
    is_overheard,
    is_passive_hearer,
    is_statement,
    is_trailing_participle,
    only_main_subject,
    outer_subject,
    overheard_person,
    prompted_person,
    quoted_person,
    recorded_person,
    shared_subject,
    statement_source,
    subject_in_front,
    subject_of,
)
from newsquotes.attribute.turn_labels import INTERVIEW_LABELS, label_after_dash, signature, speaker_label

_FINITE = frozenset(("VBD", "VBZ", "VBP", "VBN", "VB"))
_NAMING = frozenset(("NOUN", "PROPN", "PRON"))
_ACCORDING = "according"
_ASKED = [["Asked", word] for word in ("whether", "if", "why", "how", "what", "when", "where", "who", "about")]
_ADVERBS = frozenset(("well", "too", "also", "though", "once", "again", "first", "later", "together"))
"""Words that the parser may take for a subject where a clause ends: "who knew Ada Berg well, said"."""
_CONTRASTS = frozenset(("while", "whereas", "whilst"))
_BEFORE_NOUN = frozenset(("DET", "ADJ", "NUM", "ADV", "PRON", "PART", "PUNCT"))
_LEFT_OF_HEAD = frozenset(("compound", "poss", "nmod", "amod", "nummod", "npadvmod", "advmod"))
_GOVERNORS = 6


def reported_clause(document: Document, quotation: Quotation) -> Finding | None:
    """The extraction read cue and subject off the clause: `Berg said the harbour “would sink”`."""
    mention = quotation.given_mention
    if mention is None or mention.of(document.text).lower() in (*INTERVIEW_LABELS, *_ADVERBS):
        return None
    if quotation.kind == "direct" and quotation.span.start <= mention.start < quotation.span.end:
        return None
    verb = document.token_at(quotation.given_cue.start) if quotation.given_cue else None
    if mention.of(document.text).lower() == "who" and verb is not None:
        subject = subject_of(document, verb)
        return _named(document, subject, quotation.given_cue) if subject is not None else None
    head = _head_within(document, mention)
    if quotation.kind == "mixed" and (closer := _closer_cue(document, quotation, mention)) is not None:
        return closer
    if verb is not None and (is_unreal(document, verb) or is_refused(document, verb)):
        refused = Finding(mention, quotation.given_cue, head, refusal="negated_or_hypothetical")
        return None if quotation.kind == "direct" else refused
    asker = agent_of(document, verb) if verb is not None and is_passive_hearer(document, verb) else None
    if asker is not None:
        return _named(document, asker, quotation.given_cue)
    if verb is not None and _is_fronted_hearer(document, verb):
        return Finding(mention, quotation.given_cue, head, refusal="hearer_only")
    is_verb = verb is not None and document.tokens.pos[verb] == "VERB" and document.words[verb].lower() != _ACCORDING
    outer = _other_speaker(document, verb) if verb is not None else None
    if outer is not None:
        return _named(document, outer, quotation.given_cue)
    nearer = _name_at_cue(document, mention, quotation.given_cue)
    if nearer is not None:
        return Finding(nearer, quotation.given_cue)
    hearer = hearer_of(document, verb) if verb is not None and is_verb else None
    addressee = hearer.span if hearer and quotation.statement is None else None
    if head is None or _is_label_of_turn(document, mention, quotation.given_cue):
        return Finding(mention, quotation.given_cue)
    return _checked_mention(document, mention, head, quotation.given_cue, addressee, verb)


def _name_at_cue(document: Document, mention: Span, cue: Span | None) -> Span | None:
    """The name between a comma and the cue, where the parse took a noun before the comma for the speaker.

    "Asked whether the session was legal, Berg said it was".
    """
    if cue is None or document.text.find(",", mention.end, cue.start) < 0:
        return None
    name = name_before(document.text, mention.end, cue.start)
    is_between = name is not None and document.text[name.start - 2 : name.start] == ", "
    is_beside = name is not None and document.text[name.end : cue.start] == " "
    return name if is_between and is_beside and not document.is_quoted(mention.end) else None


def _is_label_of_turn(document: Document, mention: Span, cue: Span | None) -> bool:
    """Whether a mention is a label in capitals before its colon, which no parse knows better: "MR. LIND-BERG:"."""
    return cue is not None and cue.of(document.text) == ":" and mention.of(document.text).isupper()


def _other_speaker(document: Document, verb: int) -> int | None:
    """Whoever speaks with a verb whose grammatical subject is another: "was quoted by Berg", "with Berg saying"."""
    readings = (overheard_person, quoted_person, prompted_person, outer_subject, shared_subject, doer_of_participle)
    found = (reading(document, verb) for reading in readings)
    return next((speaker for speaker in found if speaker is not None), None)


def _closer_cue(document: Document, quotation: Quotation, mention: Span) -> Finding | None:
    """The cue between the given one and the quoted words: `Berg warned of a flood, while Moe said it was “over”`.

    A pronoun as its subject means the given speaker: `Berg asked for help for what he calls the “blind corner”`.
    """
    verb = _governor(document, quotation)
    if verb is None or quotation.given_cue is None or verb > (quotation.token or 0):
        return None
    if not is_cue(document, verb) or document.tokens.start[verb] <= quotation.given_cue.start:
        return None
    if not _utters(document, verb):
        return None
    subject = _spoken_by(document, verb)
    if subject is None or is_unreal(document, verb):
        return None
    cue = Span(document.tokens.start[verb], document.tokens.end[verb])
    if mention.start <= document.tokens.start[subject] < mention.end:
        return Finding(mention, cue, _head_within(document, mention))
    if document.words[subject].lower() in ("it", "he", "she", "they"):
        return Finding(mention, cue, _head_within(document, mention))
    return _named(document, subject, cue) if _is_beside(document, verb, quotation.given_cue) else None


def _utters(document: Document, verb: int) -> bool:
    """Whether a verb says something or gives it a name: not "wants" of "Berg said Moe wants “the lot”"."""
    return any(cue.kind not in ("thought", "evidence") for cue in cues_of(document.words[verb].lower()))


def _is_beside(document: Document, verb: int, given: Span) -> bool:
    """Whether a cue stands beside the given one and not in what that one reports: "while Moe said", "and Moe said"."""
    if document.text[given.start : given.end].lower().startswith(_ACCORDING):
        return True
    if any(document.words[child].lower() in _CONTRASTS for child in document.children.get(verb, ()) if child < verb):
        return True
    if _is_in_clause_before(document, document.token_at(given.start), verb):
        return True
    current = verb
    while document.tokens.dep[current] == "conj" and document.tokens.head[current] != current:
        current = document.tokens.head[current]
    return current != verb and document.tokens.start[current] == given.start


def _is_in_clause_before(document: Document, given: int | None, verb: int) -> bool:
    """Whether the given cue only tells when or why the other one spoke: "After Moe criticised her, Berg shot back"."""
    return given is not None and document.tokens.head[given] == verb and document.tokens.dep[given] == "advcl"


def _governor(document: Document, quotation: Quotation) -> int | None:
    """The nearest cue above the quoted words in the parse that has a subject of its own."""
    if quotation.token is None:
        return None
    token = quotation.token
    for _ in range(_GOVERNORS):
        above = document.tokens.head[token]
        if above == token or document.is_quote(above):
            return None
        token = above
        if document.tokens.pos[token] == "VERB" and is_cue(document, token) and _has_subject(document, token):
            return token
    return None


def _spoken_by(document: Document, verb: int) -> int | None:
    """The verb's own active subject."""
    children = document.children.get(verb, ())
    return next((child for child in children if document.tokens.dep[child] == "nsubj"), None)


def according_to(document: Document, quotation: Quotation) -> Finding | None:
    """The source follows "according to": `“The pier is safe,” according to Berg`, `According to Berg, “…”`."""
    if quotation.token is None:
        return None
    after, before = gap_after(document, quotation.token), gap_before(document, quotation.token)
    for gap in (_without_lead(document, after)[:2], before[-14:]):
        for token in gap:
            if document.words[token].lower() != _ACCORDING or not _next_is(document, token, "to"):
                continue
            verb = _governor(document, quotation)
            if (
                verb is not None
                and token < verb < (quotation.token or 0)
                and _takes_quote(document.words[verb].lower())
            ):
                continue
            source = _object_after(document, token + 2)
            if source is not None:
                cue = Span(document.tokens.start[token], document.tokens.end[token + 1])
                return _named(document, source, cue)
    return None


def _is_fronted_hearer(document: Document, verb: int) -> bool:
    """ "Asked whether it would sink, Berg was calm": Berg is asked and has not yet spoken."""
    tokens = document.tokens
    if tokens.tag[verb] == "VBN" and tokens.dep[verb] in ("advcl", "pcomp") and is_passive_hearer(document, verb):
        return True
    if verb and tokens.sentence[verb - 1] == tokens.sentence[verb]:
        return False
    is_led = tokens.tag[verb] == "VBD" and tokens.dep[verb] == "advcl" and tokens.head[verb] > verb
    return document.words[verb : verb + 2] in _ASKED or (is_led and _takes_hearer(document.words[verb].lower()))


def clause_before(document: Document, quotation: Quotation) -> Finding | None:
    """A clause with a cue leads up to the quotation: `Berg told reporters: “…”`, `He added, “…”`."""
    if quotation.token is None:
        return None
    gap = gap_before(document, quotation.token)
    if not gap:
        return None
    opening = document.words[gap[-1]]
    for place in range(len(gap) - 1, -1, -1):
        verb = gap[place]
        if not is_cue(document, verb) or not _leads_to(document, quotation.token, verb, gap[place + 1 :], opening):
            continue
        finding = _clause(document, verb, gap)
        if finding is not None:
            return finding
    return None


def clause_after(document: Document, quotation: Quotation) -> Finding | None:
    """A clause with a cue follows the quotation: `“…,” said Berg`, `“…,” the harbour master told The Post`.

    A saying that is denied on the way is passed over: `“…,” a clerk who may not speak of it told The Post`.
    """
    if quotation.token is None:
        return None
    gap = _without_lead(document, gap_after(document, quotation.token))
    if gap and _opens_another(document, gap[0]) and last_mark(document, quotation) in ".?!…":
        return None
    if not gap or not _may_be_followed(document, quotation, gap):
        return None
    refused = None
    for place, verb in enumerate(gap[:40]):
        if quotation.kind == "mixed" and document.tokens.dep[verb] == "mark":
            return refused  # what "after it emerged that" tells is another matter than the quoted words before it
        if not is_cue(document, verb) or not _takes_quote(document.words[verb].lower()):
            continue
        is_finite = document.tokens.tag[verb] in _FINITE or document.tokens.pos[verb] == "NOUN"
        if not is_finite and not is_overheard(document, verb):
            continue
        if _starts_anew(document, quotation, verb, gap[place + 1 :]):
            return refused
        finding = _inverted(document, verb, gap, place) or _clause(document, verb, gap)
        if finding is not None and finding.refusal is None:
            return finding
        refused = refused or finding
    return refused


def _opens_another(document: Document, token: int) -> bool:
    """Whether a word opens another sentence than the one that tells who spoke: "Meanwhile", not "I" of "I asked"."""
    return document.words[token] in not_names() and document.tokens.pos[token] != "PRON"


def governing_cue(document: Document, quotation: Quotation) -> Finding | None:
    """The verb that governs the quoted words in the parse is a cue: `Berg demanded talks with “the highest care”`."""
    if quotation.token is None or quotation.kind == "indirect":
        return None
    token = quotation.token
    for _ in range(_GOVERNORS):
        above = document.tokens.head[token]
        if above == token or document.is_quote(above):
            return None
        token = above
        if document.tokens.pos[token] == "VERB":
            break
    if token > quotation.token or not is_cue(document, token):
        return None
    subject = subject_of(document, token)
    cue = Span(document.tokens.start[token], document.tokens.end[token])
    if subject is None or is_unreal(document, token):
        return None
    return _named(document, subject, cue)


def colon_clause(document: Document, quotation: Quotation) -> Finding | None:
    """A clause without a reporting verb ends in a colon: `Berg had a warning: “…”`, `Berg’s statement: “…”`.

    A comma will do right after a statement: `Berg issued a statement, “…”`. A statement before a verb of saying is only
    where it was said: `In a video by Berg, Moe can be heard saying: “…”`.
    """
    if quotation.token is None:
        return None
    gap = gap_before(document, quotation.token)
    if not gap or not _announces(document, gap):
        return None
    cue = Span(document.tokens.start[gap[-1]], document.tokens.end[gap[-1]])
    for token in reversed(gap):
        if is_statement(document, token) and not any(is_cue(document, verb) for verb in gap if verb > token):
            source = statement_source(document, token)
            if source is not None:
                return _named(document, source, cue)
    subjects = [token for token in gap if document.tokens.dep[token] == "nsubj" and _is_main(document, token)]
    if len(subjects) == 1 and _is_personal(document, subjects[0]):
        return _named(document, subjects[0], cue)
    return None


def _announces(document: Document, gap: Sequence[int]) -> bool:
    """Whether a clause ends in a colon, or in a statement and a comma."""
    if document.words[gap[-1]] == ":":
        return True
    return document.words[gap[-1]] == "," and len(gap) > 1 and is_statement(document, gap[-2])


def lost_subject(document: Document, quotation: Quotation) -> Finding | None:
    """A verb whose subject the parse gave to another: `Berg backed Moe on Monday, saying it is time`.

    So `Two clerks briefed on it, who asked not to be named, said it was late` where `briefed` was taken for their verb.
    """
    verb = document.token_at(quotation.given_cue.start) if quotation.given_cue is not None else None
    if verb is None or quotation.given_mention is not None:
        return None
    is_trailing = is_trailing_participle(document, verb)
    subject = only_main_subject(document, verb) if is_trailing else subject_in_front(document, verb)
    if subject is not None:
        return _named(document, subject, quotation.given_cue)
    name = _name_before_other(document, verb)
    return Finding(name, quotation.given_cue) if name is not None else None


def _name_before_other(document: Document, verb: int) -> Span | None:
    """The name right before the verb of saying that another goes on with: `Berg, a clerk, called it odd and said …`"""
    first = document.tokens.head[verb]
    if document.tokens.dep[verb] != "conj" or first > verb or not is_cue(document, first):
        return None
    if _has_subject(document, first) or _has_subject(document, verb) or document.words[verb - 1].lower() != "and":
        return None
    start = document.tokens.start[first]
    name = name_before(document.text, document.sentence_span(document.sentence_of(start)).start, start)
    return name if name is not None and not document.is_quoted(name.start) else None


def cue_within(document: Document, quotation: Quotation) -> Finding | None:
    """Guillemets hold their cue, as in French papers: `« It is late, explains Ada Berg, a clerk. We are tired. »`"""
    if quotation.kind != "direct" or document.text[quotation.outer.start : quotation.outer.start + 1] != "«":
        return None
    return named_within(document.text, quotation.span)


def claim_of(document: Document, quotation: Quotation) -> Finding | None:
    """A noun of saying has an owner who is only a pronoun: `he stood by his claim that the pier would sink`."""
    noun = document.token_at(quotation.given_cue.start) if quotation.given_cue is not None else None
    if noun is None or quotation.given_mention is not None or document.tokens.pos[noun] != "NOUN":
        return None
    owners = (child for child in document.children.get(noun, ()) if document.words[child].lower() in ("his", "her"))
    owner = next(owners, None)
    if owner is None:
        return None
    return Finding(Span(document.tokens.start[owner], document.tokens.end[owner]), quotation.given_cue, owner)


CLAUSE_RULES: tuple[Rule, ...] = (according_to, clause_before, clause_after, colon_clause, governing_cue)
"""Those that read the clause beside a quotation, which no words within it are."""
EXPLICIT_RULES: tuple[Rule, ...] = (
    clause_inside_quotation,
    label_after_dash,
    reported_clause,
    according_to,
    clause_before,
    clause_after,
    in_the_words_of,
    reply_in_front,
    reply_behind,
    plain_clause_after,
    plain_clause_before,
    led_in,
    speaker_label,
    colon_clause,
    signature,
    verdict_after,
    cue_within,
    governing_cue,
    lost_subject,
    claim_of,
)


def is_cue(document: Document, token: int) -> bool:
    """Whether a token is a verb that may introduce words in quotation marks."""
    cues = cues_of(document.words[token].lower())
    if not cues or document.tokens.pos[token] not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
        return False
    if document.tokens.pos[token] not in ("VERB", "AUX") and document.tokens.dep[token] != "ROOT":
        return False
    following = {document.words[each].lower() for each in range(token + 1, min(token + 4, len(document.words)))}
    return any(not cue.particle or cue.particle.split()[0] in following for cue in cues)


def _takes_quote(form: str) -> bool:
    return any(cue.takes("quote") for cue in cues_of(form))


_SPEAKS_FOR = (author_read_from, overheard_person, quoted_person, recorded_person, subject_of)
"""Who speaks with the verb of a clause beside a quotation; the first that is found."""


def _clause(document: Document, verb: int, gap: Sequence[int]) -> Finding | None:
    """The finding for a verb whose subject the parse gives, or that directly follows a noun phrase."""
    cue = Span(document.tokens.start[verb], document.tokens.end[verb])
    if is_unreal(document, verb) or is_refused(document, verb):
        return Finding(None, cue, refusal="negated_or_hypothetical")
    found = (reading(document, verb) for reading in _SPEAKS_FOR)
    subject = next((token for token in found if token is not None), None)
    if (subject is None or document.tokens.head[subject] != verb) and _hangs_between_commas(document, verb):
        return None
    if subject is None and is_passive_hearer(document, verb):
        asker = agent_of(document, verb)
        if asker is None and not _takes_hearer(document.words[verb].lower()):
            return None
        return _named(document, asker, cue) if asker is not None else Finding(None, cue, refusal="hearer_only")
    if subject is None or subject not in gap:
        nearest = _noun_right_before(document, verb, gap)
        subject = nearest if nearest is not None else subject
    if subject is None:
        subject = _first_subject(document, verb, gap) or _name_before_participle(document, verb)
    if subject is None:
        return None
    hearer = hearer_of(document, verb)
    is_hearer = hearer is not None and hearer.head != subject
    return _named(document, subject, cue, hearer.span if hearer and is_hearer else None)


def _takes_hearer(form: str) -> bool:
    """Whether somebody may be told by the verb ("asked"), so that its participle speaks of who hears."""
    return any(cue.takes("hearer") for cue in cues_of(form))


def _hangs_between_commas(document: Document, verb: int) -> bool:
    """Whether a verb right after an aside was cut off its subject: "after Berg, asked about it, had said, …"."""
    before = verb - 1
    while before > 0 and document.tokens.dep[before] in ("aux", "advmod"):
        before -= 1
    return document.tokens.dep[verb] == "parataxis" and document.words[before] == ","


def _name_before_participle(document: Document, verb: int) -> int | None:
    """The name that opens a sentence before a participle between commas: `Ada Berg, citing “…,” said it was late`."""
    tokens = document.tokens
    first = last = verb - 2
    if tokens.tag[verb] != "VBG" or last < 0 or document.words[verb - 1] != "," or tokens.pos[last] != "PROPN":
        return None
    while first > 0 and tokens.sentence[first - 1] == tokens.sentence[verb]:
        first -= 1
    return last if all(pos == "PROPN" for pos in tokens.pos[first : last + 1]) else None


def _first_subject(document: Document, verb: int, gap: Sequence[int]) -> int | None:
    """The subject that a participle took from the main verb: `Berg, noting the tide, said, “…”`."""
    if document.tokens.head[verb] != verb:
        return None
    before = (token for token in gap if token < verb and document.tokens.dep[token] == "nsubj")
    first = next(before, None)
    if first is None or document.tokens.tag[document.tokens.head[first]] != "VBG":
        return None
    return first


def _inverted(document: Document, verb: int, gap: Sequence[int], place: int) -> Finding | None:
    """`“…,” said Berg`: nothing but adverbs before the verb, a noun phrase after it.

    A verb that goes on with another has its subject before that: `“…,” and told the guard` names who was told.
    """
    lead = gap[:place]
    if any(document.tokens.pos[token] not in ("ADV", "PUNCT") for token in lead):
        return None
    subject = _subject_after(document, verb, gap[place + 1 :])
    if subject is None:
        return None
    if _is_subject_of_other(document, subject, verb):
        return None
    cue = Span(document.tokens.start[verb], document.tokens.end[verb])
    if is_unreal(document, verb):
        return Finding(None, cue, refusal="negated_or_hypothetical")
    return _named(document, subject, cue)


def _subject_after(document: Document, verb: int, following: Sequence[int]) -> int | None:
    """The head of the noun phrase right after a verb: its parsed subject, else the first noun's head."""
    tokens = document.tokens
    parsed = next((token for token in following if tokens.head[token] == verb and tokens.dep[token] == "nsubj"), None)
    if parsed is not None:
        return parsed
    if [document.words[token].lower() for token in following[:2]] == ["one", "of"]:
        return following[0]
    subject = next((token for token in following if tokens.pos[token] in _NAMING), None)
    if subject is None:
        return following[0] if following and is_word_for_several(document, following[0]) else None
    between = following[: following.index(subject)]
    if any(tokens.pos[token] not in _BEFORE_NOUN for token in between):
        return None
    while tokens.dep[subject] in _LEFT_OF_HEAD and subject < tokens.head[subject] <= following[-1]:
        subject = tokens.head[subject]
    return subject


def _is_subject_of_other(document: Document, subject: int, verb: int) -> bool:
    """`Berg, citing “…,” said the plan could work`: the plan is what the reported clause is about."""
    if document.words[subject + 1 : subject + 3] in ([",", "who"], [",", "whose"]):
        return False
    governor = document.tokens.head[subject]
    is_other = document.tokens.dep[subject] in ("nsubj", "nsubjpass") and governor > subject and governor != verb
    return is_other and document.tokens.dep[governor] in ("ccomp", "xcomp", "conj", "ROOT")


def _named(document: Document, head: int, cue: Span | None, addressee: Span | None = None) -> Finding | None:
    """The finding whose speaker is the noun phrase of `head`, or the author of the document it names."""
    source = statement_source(document, head)
    verb = document.token_at(cue.start) if cue is not None else None
    phrase = noun_phrase(document, source if source is not None else head, stop=verb)
    if phrase is None:
        return None
    whole = told_apart(document, phrase, cue)
    return Finding(phrase.span, cue, phrase.head, phrase.is_joint, addressee, whole=whole)


def _checked_mention(
    document: Document, mention: Span, head: int, cue: Span | None, addressee: Span | None, verb: int | None
) -> Finding:
    """The given mention, reduced to the core of its noun phrase where the parse knows one."""
    source = statement_source(document, head)
    phrase = noun_phrase(document, source if source is not None else named_by_apposition(document, head), stop=verb)
    if phrase is None:
        return Finding(mention, cue, head, addressee=addressee)
    whole = told_apart(document, phrase, cue)
    return Finding(phrase.span, cue, phrase.head, phrase.is_joint, addressee, whole=whole)


def _head_within(document: Document, mention: Span) -> int | None:
    """The token of a mention whose own head lies outside it."""
    first = document.first_token_from(mention.start)
    inside = []
    for token in range(first, len(document.tokens)):
        if document.tokens.start[token] >= mention.end:
            break
        inside.append(token)
    for token in inside:
        is_head = document.tokens.head[token] not in inside or document.tokens.head[token] == token
        if is_head and document.tokens.pos[token] in (*_NAMING, "NUM", "DET", "ADJ"):
            return token
    return inside[-1] if inside and document.tokens.pos[inside[-1]] in _NAMING else None


def _without_lead(document: Document, gap: list[int]) -> list[int]:
    place = 0
    while place < len(gap) and document.tokens.pos[gap[place]] == "PUNCT":
        place += 1
    return gap[place:]


def _next_is(document: Document, token: int, word: str) -> bool:
    return token + 1 < len(document.words) and document.words[token + 1].lower() == word


def _object_after(document: Document, start: int) -> int | None:
    """The head of the noun phrase that starts at a token."""
    for token in range(start, min(start + 12, len(document.tokens))):
        if document.is_quote(token) or document.tokens.pos[token] in ("VERB", "AUX"):
            return None
        if document.tokens.dep[token] == "pobj" or (
            document.tokens.pos[token] in _NAMING
            and document.tokens.dep[token] not in ("compound", "poss", "nmod", "amod")
        ):
            return token
    return None


def _leads_to(document: Document, quote: int, verb: int, between: Sequence[int], opening: str) -> bool:
    """Whether a verb before the quotation introduces it, and no other clause stands between the two."""
    word = document.words[verb].lower()
    if opening == ":":
        return _takes_quote(word)
    if any(_is_other_clause(document, token, verb) for token in between):
        return False
    if opening == ",":
        return _takes_quote(word)
    if opening.lower() == "that":
        return len(between) <= 12
    return len(between) <= 3 or document.tokens.head[quote] == verb


def _is_other_clause(document: Document, token: int, verb: int) -> bool:
    is_verb = document.tokens.pos[token] in ("VERB", "AUX") and document.tokens.tag[token] in (
        "VBD",
        "VBZ",
        "VBP",
        "MD",
    )
    return is_verb and document.tokens.head[token] != verb


def _may_be_followed(document: Document, quotation: Quotation, gap: Sequence[int]) -> bool:
    """Whether the quotation's end lets its clause follow: a comma, a question or exclamation, or a lower-case word."""
    last = last_mark(document, quotation)
    after = document.text[quotation.outer.end : quotation.outer.end + 1]
    first = document.words[gap[0]]
    if last == "," or after == ",":
        return True
    if last in (".", ";") or after == ".":
        return first[0].islower() and document.tokens.pos[gap[0]] in ("VERB", "PRON", "DET", "NOUN")
    return True


def _starts_anew(document: Document, quotation: Quotation, verb: int, rest: Sequence[int]) -> bool:
    """Whether the clause after the quotation is a sentence of its own: `“Why?” Berg said the pier was shut.`"""
    last = last_mark(document, quotation)
    if last == "," or document.text[quotation.outer.end : quotation.outer.end + 1] == ",":
        return False
    has_clause = any(
        document.tokens.dep[child] == "ccomp" and child > verb and _has_subject(document, child)
        for child in document.children.get(verb, ())
    )
    return has_clause or bool(rest and document.words[rest[-1]] == ":")


def _has_subject(document: Document, verb: int) -> bool:
    children = document.children.get(verb, ())
    return not document.is_quote(verb) and any(document.tokens.dep[child].startswith("nsubj") for child in children)


def _noun_right_before(document: Document, verb: int, gap: Iterable[int]) -> int | None:
    """The noun that directly precedes the verb, adverbs and auxiliaries aside, when the parse gives no subject."""
    allowed = set(gap)
    token = verb - 1
    while token in allowed and document.tokens.pos[token] in ("ADV", "AUX", "PART"):
        token -= 1
    if (
        token in allowed
        and document.tokens.pos[token] in _NAMING
        and document.tokens.dep[token] not in ("dobj", "pobj")
    ):
        return token
    return None


def _is_personal(document: Document, token: int) -> bool:
    return document.tokens.pos[token] in ("PROPN", "PRON") or document.tokens.lemma[token] in roles()


def _is_main(document: Document, subject: int) -> bool:
    """Whether the verb of a subject is its sentence's root."""
    verb = document.tokens.head[subject]
    return document.tokens.head[verb] == verb
