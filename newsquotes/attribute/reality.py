"""Whether what a verb reports was said: not if it is denied, refused, supposed or still to come."""

from collections.abc import Iterator
from itertools import pairwise

from newsquotes.attribute.document import Document
from newsquotes.attribute.lexicon import expecting_words
from newsquotes.attribute.phrases import DASH
from newsquotes.attribute.subjects import may_report, may_speak

_UNREAL_MODALS = frozenset(("could", "might", "should", "must", "may", "ca", "can"))
_IS = frozenset(("is", "are", "was", "were", "'s", "’s"))
_UNTRUE = frozenset(("untrue", "false", "wrong", "unclear", "doubtful", "unlikely"))
_SUPPOSING = ("Imagine ", "Suppose ")
_FUTURE = frozenset(("will", "'ll", "’ll", "shall", "wo"))
_USUALLY = frozenset(("only", "often", "always", "sometimes", "usually", "still", "you", "anybody", "anyone"))
_REFUSALS = frozenset(("refuse", "decline", "deny", "fail", "neglect", "forget", "hesitate", "stop", "avoid", "want"))
_IF = frozenset(("if", "whether", "unless"))
_NEXT_BUT_ONE = 2
_REACH_OF_ALL = 6


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
            if relation == "mark" and word in _IF and child < verb and not _is_before_dash(document, child, verb):
                return True
    is_denied = (
        _is_denied(document, verb)
        or document.words[max(verb - 2, 0) : verb] == ["all", "but"]
        or _is_inverted_condition(document, verb)
    )
    return is_denied or _is_would_have(document, verb) or _is_to_come(document, verb)


def _is_before_dash(document: Document, mark: int, verb: int) -> bool:
    """Whether a dash parts a conjunction from a verb: "if they call names — Berg called him a “goose” — it is late"."""
    return DASH.search(document.text, document.tokens.end[mark], document.tokens.start[verb]) is not None


def _is_denied(document: Document, verb: int) -> bool:
    """Whether a saying is denied or imagined: "it is not true that Berg said", "Berg denied saying so"."""
    tokens, above = document.tokens, document.tokens.head[verb]
    sentence = document.sentence_span(document.sentence_of(tokens.start[verb]))
    if document.text.startswith(_SUPPOSING, sentence.start):
        return True
    if tokens.lemma[verb] == "deny":
        return any(tokens.dep[child] == "xcomp" and may_report(document, child) for child in _after(document, verb))
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

    What somebody will say to whoever asks is said: "Berg will tell you", "will only say", "is all Berg will say".
    """
    tokens = document.tokens
    children = [document.words[child].lower() for child in document.children.get(verb, ())]
    if _FUTURE.intersection(children):
        return not (_is_all(document, verb) or _USUALLY.intersection(children))
    above = tokens.head[verb]
    if tokens.dep[verb] != "xcomp" or above > verb or "to" not in children:
        return False
    beside = [child for child in document.children.get(above, ()) if child < verb]
    if document.words[above].lower() in _IS and verb - above == _NEXT_BUT_ONE:
        return any(may_speak(document, child) for child in beside if child < above)
    if any(document.words[child].lower() == "yet" for child in beside):
        return True
    is_going = tokens.lemma[above] != "go" or tokens.tag[above] == "VBG"
    return tokens.lemma[above] in expecting_words() and is_going


def _is_all(document: Document, verb: int) -> bool:
    """Whether what stands before is "all" that somebody will say: "“…,” is all Ada Berg will say"."""
    before = [document.words[token].lower() for token in range(max(verb - _REACH_OF_ALL, 0), verb)]
    return any(word in _IS and after == "all" for word, after in pairwise(before))


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
