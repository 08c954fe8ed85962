"""Which clause of its sentence a verb or a subject belongs to, by the parse."""

from newsquotes.attribute.document import Document
from newsquotes.attribute.lexicon import SAYING_KINDS
from newsquotes.extract.cues import cue_verbs

_WITHIN_NAME = ("compound", "det", "amod", "nmod", "nummod", "appos", "poss")


def is_main_verb(document: Document, verb: int) -> bool:
    """Whether a verb heads a main clause, be it one in front of its sentence's last: they know it; they say so."""
    tokens = document.tokens
    is_front = tokens.dep[verb] == "ccomp" and tokens.head[verb] > verb
    return (
        is_front
        or tokens.dep[verb] == "ROOT"
        or (tokens.dep[verb] == "conj" and is_main_verb(document, tokens.head[verb]))
    )


def governing_verb(document: Document, position: int) -> int | None:
    """The verb whose subject is the phrase that starts at a character; None when it is no subject."""
    token, tokens = document.token_at(position), document.tokens
    while token is not None and tokens.dep[token] in _WITHIN_NAME and tokens.head[token] != token:
        token = tokens.head[token]
    is_subject = token is not None and tokens.dep[token] in ("nsubj", "nsubjpass")
    return tokens.head[token] if token is not None and is_subject else None


def says(document: Document, verb: int) -> bool:
    """Whether a verb tells what somebody says, in a main clause or within it: "Berg said", "it, Berg said, sank"."""
    is_open = document.tokens.dep[verb] == "parataxis" or is_root_verb(document, verb)
    cues = cue_verbs().get(document.words[verb].lower(), ()) if is_open else ()
    return any(cue.kind in SAYING_KINDS for cue in cues)


def is_root_verb(document: Document, verb: int) -> bool:
    """Whether a verb is the main one of its sentence, or joined to it: "Berg rose and said"."""
    tokens = document.tokens
    while tokens.dep[verb] == "conj" and tokens.head[verb] != verb:
        verb = tokens.head[verb]
    return tokens.dep[verb] == "ROOT"
