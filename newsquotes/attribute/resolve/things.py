"""What "it" and "they" mean: the organisation or the group that has just spoken or acted."""

import re
from dataclasses import replace
from functools import cache

from newsquotes.attribute.beside import issuer_in
from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.lexicon import roles, statement_nouns, utterances
from newsquotes.attribute.name_parts import name_run
from newsquotes.attribute.phrases import noun_phrase
from newsquotes.attribute.resolve.clauses import is_root_verb
from newsquotes.attribute.resolve.groups import plural_subject
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.named import resolve_named
from newsquotes.attribute.resolve.organisations import resolve_organisation, resolve_statement
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.resolve.words import last_word
from newsquotes.attribute.roles import is_organisation_phrase, role_words
from newsquotes.attribute.subjects import statement_source

_LONGEST_LEAD = 240
_PLAIN_OPENING = re.compile(r"[^\W\d_a-z][\w’'-]*(?: [\w’'-]+){1,5}")
_TELLS_WHEN = re.compile(r"\b(?:after|before|during|since|(?:day|eve|evening|morning|night) of) \Z")
_NEXT_WORD = re.compile(r" ([a-z]+)\b")
_IT_TELLS = re.compile(r"[Ii]t (?:reads?|said|says|added|stated|continued|went on)\b")
_READS = re.compile(r"[Ii]t reads?\b")
_NO_VERBS = frozenset(
    ("of", "for", "and", "or", "in", "at", "on", "to", "with", "who", "that", "whose", "from", "by", "as")
)
_PARAGRAPHS_BACK_OF = {"it": 2, "they": 1}


def thing_or_group(ledger: Ledger, position: int, word: str) -> Answer:
    """ "it" is the organisation that spoke last, "they" the group, in this paragraph or just before."""
    if word == "they" and (several := plural_subject(ledger.document, position)) is not None:
        return Speaker(several, "group", None, "pronoun")
    if word == "it" and (one := _meant_by_it(ledger, position)) is not None:
        return replace(one, how="pronoun")
    wanted = ("organisation", "place") if word == "it" else ("group", "organisation")
    paragraph = ledger.document.paragraph_of(position)
    for place, speaker in reversed(ledger.things):
        if place < position and speaker.type in wanted:
            if paragraph - ledger.document.paragraph_of(place) > _PARAGRAPHS_BACK_OF.get(word, 1):
                break
            return Speaker(speaker.name, speaker.type, speaker.role, "pronoun")
    return Unresolved("unresolved_pronoun")


def _meant_by_it(ledger: Ledger, position: int) -> Speaker | None:
    """Whoever or whatever has just been told of as speaking or acting."""
    author = _author_just_named(ledger, position) or _issuer_just_named(ledger, position)
    return author or _just_acted(ledger, position) or _paper_read(ledger.document, position)


def _just_acted(ledger: Ledger, position: int) -> Speaker | None:
    """What the sentence so far is about, or the one before: "The board met. It said …".

    A document too: "The report finds little, something it calls odd", "The audit is short. It says …".
    """
    document = ledger.document
    own = document.sentence_span(document.sentence_of(position))
    here = _leading_phrase(document, Span(own.start, position))
    if here is not None and last_word(here.of(document.text)) in statement_nouns():
        return resolve_statement(here.of(document.text))
    before = document.sentence_span(document.sentence_of(max(own.start - 1, 0)))
    if not own.start or document.is_quoted(before.start):
        return None
    phrase = _leading_phrase(document, before) or _opening_paper(document, before)
    if phrase is not None and last_word(phrase.of(document.text)) in statement_nouns():
        return resolve_statement(phrase.of(document.text))
    if "\n" in document.text[before.start : own.start]:
        return None
    is_thing = phrase is not None and is_organisation_phrase(phrase.of(document.text))
    return resolve_organisation(ledger, phrase) if phrase is not None and is_thing else None


def _paper_read(document: Document, position: int) -> Speaker | None:
    """The paper of the sentence before meant by "it" with a verb of reading: "A note lay there. “Back soon,” it read.".

    The last one that is spoken of: "A letter came with a note. “…,” it read." None where an author is told.
    """
    own = document.sentence_span(document.sentence_of(position))
    if _READS.match(document.text, position) is None or not own.start:
        return None
    before = document.sentence_span(document.sentence_of(own.start - 1))
    found = _paper().finditer(document.text, before.start, before.end)
    papers = [paper for paper in found if not _TELLS_WHEN.search(document.text, before.start, paper.start())]
    if not papers or document.is_quoted(papers[-1].start()):
        return None
    head = document.token_at(papers[-1].end() - 1)
    has_author = head is not None and statement_source(document, head) is not None
    return None if has_author else resolve_statement(papers[-1].group())


@cache
def _paper() -> re.Pattern[str]:
    """One thing that words are written on: "a note", "the last letter"."""
    nouns = "|".join(map(re.escape, sorted(statement_nouns())))
    return re.compile(rf"\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Tt]his) (?:[a-z-]+ ){{0,2}}?(?:{nouns})(?: (?:{nouns}))?\b")


def _leading_phrase(document: Document, sentence: Span) -> Span | None:
    """The only subject of a sentence's main clause; where it was not parsed, the organisation that opens it.

    None where "it" may as well be what is done or made: "The board sent a letter. It said …".
    """
    places = range(document.first_token_from(sentence.start), document.first_token_from(sentence.end))
    if not places:
        is_told = any(word.lower() in statement_nouns() for word in role_words(sentence.of(document.text)))
        return None if is_told else _opening_organisation(document.text, sentence)
    tokens = document.tokens
    subjects = [token for token in places if tokens.dep[token] in ("nsubj", "nsubjpass")]
    leading = [token for token in subjects if is_root_verb(document, tokens.head[token])]
    if len(leading) != 1 or _has_object(document, tokens.head[leading[0]]):
        return None
    phrase = noun_phrase(document, leading[0])
    return phrase.span if phrase is not None else None


def _opening_paper(document: Document, sentence: Span) -> Span | None:
    """The paper that opens a sentence that was not parsed: "The audit" of "The audit is short."."""
    if document.first_token_from(sentence.start) < document.first_token_from(sentence.end):
        return None
    paper = _paper().match(document.text, sentence.start, sentence.end)
    following = _NEXT_WORD.match(document.text, paper.end()) if paper is not None else None
    is_subject = following is not None and following.group(1) not in _NO_VERBS
    return Span(*paper.span()) if paper is not None and is_subject else None


def _has_object(document: Document, verb: int) -> bool:
    """Whether a verb has one thing as its object."""
    tokens = document.tokens
    return any(tokens.dep[child] == "dobj" and tokens.tag[child] == "NN" for child in document.children.get(verb, ()))


def _opening_organisation(text: str, sentence: Span) -> Span | None:
    """The organisation before the first verb of a plain sentence: "The Hale board" of "The Hale board met."."""
    opening = _PLAIN_OPENING.match(text, sentence.start, sentence.end)
    words = opening.group().split(" ") if opening is not None else []
    for length in range(1, len(words)):
        phrase, following = " ".join(words[:length]), words[length]
        if is_organisation_phrase(phrase):
            is_whole = following.islower() and following not in _NO_VERBS and following not in roles()
            return Span(sentence.start, sentence.start + len(phrase)) if is_whole else None
    return None


def _author_just_named(ledger: Ledger, position: int) -> Speaker | None:
    """Whoever is heard in the document that the sentence before is about: "A letter from Ada Berg was read out"."""
    own = ledger.document.sentence_span(ledger.document.sentence_of(position))
    number = ledger.document.sentence_of(max(own.start - 1, 0))
    before = ledger.document.sentence_span(number)
    is_near = ledger.document.paragraph_of(position) - ledger.document.paragraph_of(before.start) <= 1
    start = max(before.start, own.start - _LONGEST_LEAD)
    match = _authored().search(ledger.document.text, start, own.start) if is_near and own.start else None
    if match is None or ledger.document.is_quoted(match.start()):
        return None
    answer = resolve_named(ledger, Span(*match.span("who")))
    return answer if isinstance(answer, Speaker) else None


def _issuer_just_named(ledger: Ledger, position: int) -> Speaker | None:
    """Whoever put out the statement of the sentence before: "Ada Berg issued a statement. “…,” it read."."""
    document = ledger.document
    own = document.sentence_span(document.sentence_of(position))
    if not own.start or not _IT_TELLS.match(document.text, position):
        return None
    before = document.sentence_span(document.sentence_of(own.start - 1))
    found = (
        issuer_in(document, before) if document.paragraph_of(position) == document.paragraph_of(before.start) else None
    )
    answer = resolve_named(ledger, found.mention) if found is not None and found.mention is not None else None
    return answer if isinstance(answer, Speaker) else None


@cache
def _authored() -> re.Pattern[str]:
    """A document with its author as the subject of a sentence: "A letter from the Hale Society was"."""
    nouns = "|".join(map(re.escape, sorted(utterances())))
    link = "(?:(?:signed |sent |issued )?by|from)"
    return re.compile(rf"\b(?:[Aa]|[Tt]he) (?:[a-z-]+ )?(?:{nouns}) {link} (?P<who>(?:the )?{name_run()}) [a-z]")
