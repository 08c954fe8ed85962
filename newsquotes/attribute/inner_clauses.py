"""Cues inside a quotation, for the one within it, where no parse reaches: he told me, “…”; “…,” the guard said."""

import re
from collections.abc import Iterable
from functools import cache

from newsquotes.attribute.document import Document, Quotation, Span
from newsquotes.attribute.finding import Finding
from newsquotes.attribute.gaps import last_mark
from newsquotes.attribute.lexicon import SAYING_KINDS, not_names, roles
from newsquotes.extract.cues import Cue, colloquial_cues, cue_verbs, when_told
from newsquotes.word_lists import function_words, person_nouns

_NESTED_CUE_REACH = 90
_NESTED_CAPITAL = r"(?-i:[^\W\d_a-z][\w-]+(?:['’][a-z]{2,}\b)?)"
_NESTED_NOUN = r"(?!(?:who|that|which|and|he|she|they|it|we|you|i|would|could|used|keeps?|kept)\b)[a-z-]+"
_NESTED_PEOPLE = rf"(?:the|my|our|his|her|their|a|an|some|one|another) (?:{_NESTED_NOUN} ){{0,2}}?{_NESTED_NOUN}"
_NESTED_NAME = rf"{_NESTED_CAPITAL}(?: {_NESTED_CAPITAL}){{0,2}}"
_NESTED_ANYBODY = r"I|we|he|she|they|you|nobody|no one|someone|somebody|everyone|everybody"
_NESTED_WHO = rf"(?P<who>\b(?:{_NESTED_ANYBODY}|{_NESTED_PEOPLE}|{_NESTED_NAME}))"
_NOUN_BEHIND = re.compile(r" ([a-z]+)\b")
_STOPS = (".", ";", ":")
_NESTED_RELATIVE = r"(?: (?:with|in|on|at|from|of) [a-z’' -]{2,40}?)? who"
_NESTED_ADVERBS = (
    r"(?: (?:(?:was|were|is|are)(?= [a-z]+ing\b)|would|used to|keeps?|kept|always|never|just|then|also|only|once|even"
    r"|still|again|often|ever|[a-z]+ly))?"
)


def clause_inside_quotation(document: Document, quotation: Quotation) -> Finding | None:
    """A quotation within a quotation is attributed inside it: `“Then Berg told me, ‘Go.’”`, `“‘Go,’ he said.”`"""
    host = document.by_id.get(quotation.nested_in) if quotation.nested_in is not None else None
    if host is None:
        return None
    start = max(host.span.start, quotation.outer.start - _NESTED_CUE_REACH)
    match = _nested_lead().search(document.text[start : quotation.outer.start])
    if match is None and last_mark(document, quotation) not in _STOPS:
        start = quotation.outer.end
        match = _nested_tail().match(document.text[start : min(host.span.end, start + _NESTED_CUE_REACH)])
    if match is None:
        return None
    mention = _with_noun(document.text, Span(start + match.start("who"), start + match.end("who")), start + match.end())
    words = mention.of(document.text)
    last = words.lower().rpartition(" ")[2]
    if last != words.lower() and last in function_words():
        return None
    is_denied = words.lower() in ("nobody", "no one") or " never " in match.group()
    refusal = "negated_or_hypothetical" if is_denied else "first_person" if words in ("I", "we", "We") else None
    if words in not_names() and words.lower() not in ("i", "we", "he", "she", "they", "you"):
        return None
    cue = "cue" if match.group("cue") else "talk"
    return Finding(mention, Span(start + match.start(cue), start + match.end(cue)), refusal=refusal)


def _with_noun(text: str, mention: Span, end: int) -> Span:
    """The words that name somebody with the noun that only an adjective was taken of: "An old" of "An old man rose"."""
    noun = _NOUN_BEHIND.match(text, mention.end, end)
    is_cut = noun is not None and " " in mention.of(text) and not _is_somebody(mention.of(text).split()[-1])
    return Span(mention.start, noun.end()) if noun is not None and is_cut and _is_somebody(noun.group(1)) else mention


def _is_somebody(word: str) -> bool:
    return word.lower() in person_nouns() or word.lower() in roles()


@cache
def _nested_lead() -> re.Pattern[str]:
    """Who says what comes next within a quotation: "my boss, a kind man, told me,"."""
    forms = [form for form, cues in cue_verbs().items() if any(not cue.particle for cue in cues)]
    talk = "|".join(map(re.escape, sorted(colloquial_cues())))
    chain = r"(?: (?!who\b|that\b)[^\W\d_][\w’'-]*){1,9} and(?: then)?"
    aside = r"(?:, (?:an?|the|my|our|who|his|her) [^,.;:!?“”\n]{2,40},)?"
    hearer = r"(?:to )?(?:me|us|him|her|them|you|(?:the|this|my|our|his|her|their|an?) [a-z]+)"
    cue = rf"(?P<cue>{_alternatives(forms)}|puts? it)"
    about = rf"(?:{chain}|{_NESTED_RELATIVE}(?:{chain})?|{aside})"
    said = rf"(?:['’]d)?{about}{_NESTED_ADVERBS} {cue}(?: {hearer}{when_told()})?[\],:]*"
    return re.compile(rf"{_NESTED_WHO}(?:{said}|(?:{chain})? ?(?P<talk>{talk}),)\s*$", re.I)


@cache
def _nested_tail() -> re.Pattern[str]:
    """Who has said what stood before within a quotation: " he said"."""
    forms = [form for form in cue_verbs() if any(cue.kind in SAYING_KINDS for cue in cues_of(form) if not cue.particle)]
    return re.compile(rf"\s?{_NESTED_WHO}{_NESTED_ADVERBS} (?P<cue>{_alternatives(forms)})\b", re.I)


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))


@cache
def cues_of(form: str) -> tuple[Cue, ...]:
    """The cues with this form that may bring a quotation, a label or a thought."""
    return tuple(cue for cue in cue_verbs().get(form, ()) if cue.takes("quote") or cue.kind in ("label", "thought"))
