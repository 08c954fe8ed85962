"""Whole quotations: words between marks that stand for themselves, recognised by what is printed around the marks.

Each rule looks at one outermost quotation and answers whether it is a whole one. Weak rules give way to a reported
clause that holds the quotation and more.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise

from newsquotes.extract.cues import SPEAKING, cue_verbs, inflect
from newsquotes.extract.posts import names_post
from newsquotes.extract.reading import Reading
from newsquotes.seeds import load_seed
from newsquotes.word_lists import reply_nouns

Rule = Callable[[Reading, int], bool]

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_LABEL = re.compile(r"(?:[A-Z][\w.’'-]+\s?){1,4}:")
_SIGNED = re.compile(r"\s*(?:[—–]|--?)\s*[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){0,3}(?:, [^.!?;:\n]{3,60})?\.?\s*")
_WHOSE_WORDS = re.compile(
    r"\b(?:in (?:his|her|their|its|my|our|[\w.’' -]{1,40}[’']s?) (?:own )?words|in the words of [\w.’' -]{2,40}"
    r"|as [\w.’' -]{1,40} (?:put|puts) it)[,:]?\s*$",
    re.I,
)
_COMES = frozenset(("come", "comes", "came"))
_ENDS = ",.!?…—–-;"
_LAST_WORDS = 14
_LINKS = frozenset(("that", "whether", "how", "why"))
MIN_WORDS_COMPLETING = 3
MAX_HEADING_WORDS = 8
MAX_INDENT = 40
MAX_WHOSE = 80


def stands_alone(reading: Reading, quote: int) -> bool:
    """Nothing but quotations in its sentence: “We are ready.”"""
    found = reading.sentence_of_quote.get(quote)
    if found is None or is_heading(reading, quote):
        return False
    return not any(
        _WORD.search(before(reading, other)) or _WORD.search(after(reading, other))
        for other in (found.first, quote, found.last - 1)
    )


def _rest(reading: Reading, quote: int) -> str:
    """The words of the sentence behind the quotation that stand outside all marks: “Late,” Moe, a “cod”, told us."""
    last = reading.sentence_of_quote[quote].last
    return " ".join(after(reading, other) for other in range(quote, last))


def is_heading(reading: Reading, quote: int) -> bool:
    """Whether a few quoted words without a stop are all of their paragraph, as in a heading between paragraphs."""
    span = reading.quotes[quote]
    line = reading.paragraphs[span.paragraph]
    if not span.is_closed or span.continues or reading.text[span.end - 1] in _ENDS + ":":
        return False
    if (line.end - line.start) - (span.outer_end - span.outer_start) > MAX_INDENT:
        return False
    around = reading.text[line.start : span.outer_start] + reading.text[span.outer_end : line.end]
    return not around.strip() and len(_words(reading, quote)) <= MAX_HEADING_WORDS


def goes_on_over_paragraphs(reading: Reading, quote: int) -> bool:
    """Left open at the end of a paragraph, or taken up again at the start of the next."""
    span = reading.quotes[quote]
    starts = not _WORD.search(before(reading, quote))
    return span.continues or (not span.is_closed and starts)


def opens_sentence(reading: Reading, quote: int) -> bool:
    """First in its sentence, with the comma or the full stop inside the marks: “We are ready,” she said."""
    span = reading.quotes[quote]
    if _WORD.search(before(reading, quote)):
        return False
    return reading.text[span.end - 1] in _ENDS and (
        len(_words(reading, quote)) > 4
        or _has_quoting_cue(after(reading, quote))
        or (reading.text[span.end - 1] == "," and _has_quoting_cue(_rest(reading, quote)))
    )


def opens_sentence_before_cue(reading: Reading, quote: int) -> bool:
    """First in its sentence, with the comma outside the marks: ‘We are ready’, she said."""
    if _WORD.search(before(reading, quote)):
        return False
    rest = after(reading, quote)
    if rest.lstrip()[:1] in (",", "-", "–", "—"):
        is_word = len(_words(reading, quote)) == 1
        return _starts_with_cue(rest) if is_word else _has_quoting_cue(rest[:80])
    return _starts_with_cue(rest) and not _is_title(reading, quote)


def opens_sentence_before_colon(reading: Reading, quote: int) -> bool:
    """First in its sentence, with a colon behind it: ‘I lost all of it’: a pilot looks back; “It sank”: so she said."""
    span = reading.quotes[quote]
    if not reading.text.startswith(":", span.outer_end):
        return False
    if _WORD.search(before(reading, quote)) or not after(reading, quote) or _is_title(reading, quote):
        return False
    is_spoken = SPEAKING.search(reading.text, span.start, span.end) is not None
    return len(_words(reading, quote)) >= MIN_WORDS_COMPLETING and (
        is_spoken or _starts_with_cue(after(reading, quote), 8)
    )


def opens_sentence_before_signature(reading: Reading, quote: int) -> bool:
    """All of its paragraph but for a dash and the name of who said it: “We are ready for it” — Ada Wren, pilot"""
    line = reading.paragraphs[reading.quotes[quote].paragraph]
    if reading.text[line.start : reading.quotes[quote].outer_start].strip():
        return False
    return _SIGNED.fullmatch(reading.text, reading.quotes[quote].outer_end, line.end) is not None


def follows_whose_words(reading: Reading, quote: int) -> bool:
    """After words that say whose they are: the plan is, in her words, “a joke”; as Wren put it, “a joke”."""
    return _WHOSE_WORDS.search(before(reading, quote)[-MAX_WHOSE:]) is not None


def follows_colon(reading: Reading, quote: int) -> bool:
    """After a colon: She said: “We are ready.”"""
    lead = before(reading, quote).rstrip()
    if not lead.endswith(":") or lead.isupper():
        return False
    rest = after(reading, quote)
    if _WORD.search(rest) and reading.text[reading.quotes[quote].end - 1] not in _ENDS and not _has_quoting_cue(rest):
        return False
    is_turn = _LABEL.fullmatch(lead) is not None and not _WORD.search(rest)
    is_attributed = _has_quoting_cue(lead) or _starts_with_cue(rest) or names_post(lead[-MAX_WHOSE:])
    is_attributed = is_attributed or _names_voice(lead)
    return is_turn or is_attributed or len(_words(reading, quote)) > 4


def goes_on_after_cue(reading: Reading, quote: int) -> bool:
    """The second part of an interrupted quotation: “We are ready,” she said, “and we will go.”"""
    found = reading.sentence_of_quote.get(quote)
    if found is None or quote == found.first:
        return False
    between = reading.text[reading.quotes[quote - 1].outer_end : reading.quotes[quote].outer_start]
    ends = between.rstrip()[-1:] in (",", ";", "–", "—", "-")
    return ends and _has_quoting_cue(between) and is_whole(reading, quote - 1)


def follows_cue(reading: Reading, quote: int) -> bool:
    """After a verb of saying and a comma, with a capital letter: She said, “We are ready.”"""
    lead = before(reading, quote).rstrip()
    inner = _words(reading, quote)
    if not inner or not (inner[0][0].isupper() or inner[0][0].isdigit()):
        return False
    if lead.endswith(","):
        words = " ".join(lead.split()[-_LAST_WORDS:])
        return _has_quoting_cue(words)
    last = _WORD.findall(lead[-60:])[-2:]
    ends = reading.text[reading.quotes[quote].end - 1] in _ENDS
    if not ends and _is_title(reading, quote) and any(word.lower() in work_verbs() for word in last):
        return False
    return (len(inner) > 3 or ends) and any(_quotes(word) for word in last)


def follows_cue_at_once(reading: Reading, quote: int) -> bool:
    """A sentence of its own right after a verb of saying: The mayor asked “Who is in charge here?” and left."""
    last = _WORD.findall(before(reading, quote).rstrip(" ,")[-40:])[-1:]
    inner = _words(reading, quote)
    ends = reading.text[reading.quotes[quote].end - 1] in ".!?"
    return ends and len(inner) > 3 and inner[0][0].isupper() and any(_quotes(word) for word in last)


def completes_cue(reading: Reading, quote: int) -> bool:
    """All that follows a verb of saying, in lower case: She said that “we are ready and we will go.”"""
    if _WORD.search(after(reading, quote)) or len(_words(reading, quote)) < MIN_WORDS_COMPLETING:
        return False
    last = _WORD.findall(before(reading, quote)[-80:])
    while last and last[-1].lower() in _LINKS:
        last.pop()
    return bool(last) and (_quotes(last[-1]) or (len(last) > 1 and _tells(last[-2])))


STRONG_RULES: tuple[Rule, ...] = (
    goes_on_over_paragraphs,
    stands_alone,
    opens_sentence,
    opens_sentence_before_cue,
    opens_sentence_before_colon,
    opens_sentence_before_signature,
    follows_whose_words,
    follows_colon,
    goes_on_after_cue,
    follows_cue_at_once,
)
WEAK_RULES: tuple[Rule, ...] = (follows_cue,)


def is_whole(reading: Reading, quote: int) -> bool:
    """Whether a strong rule takes the quotation for a whole one; asked once of each, in the order of the sentence."""
    known = reading.known_whole
    if quote not in known:
        found = reading.sentence_of_quote.get(quote)
        first = quote
        while found is not None and first > found.first and first - 1 not in known:
            first -= 1
        for place in range(first, quote + 1):
            known[place] = any(rule(reading, place) for rule in STRONG_RULES)
    return known[quote]


def may_be_whole(reading: Reading, quote: int) -> bool:
    """Whether any rule takes the quotation for a whole one."""
    return is_whole(reading, quote) or is_weakly_whole(reading, quote)


def is_weakly_whole(reading: Reading, quote: int) -> bool:
    """Whether a weak rule takes the quotation for a whole one."""
    return any(rule(reading, quote) for rule in WEAK_RULES)


def before(reading: Reading, quote: int) -> str:
    """The words of the sentence before the quotation, back to the one before it."""
    found = reading.sentence_of_quote.get(quote)
    if found is None:
        return ""
    start = reading.quotes[quote - 1].outer_end if quote > found.first else found.sentence.start
    return reading.text[start : max(start, reading.quotes[quote].outer_start)]


def after(reading: Reading, quote: int) -> str:
    """The words of the sentence after the quotation, up to the next one."""
    found = reading.sentence_of_quote.get(quote)
    if found is None:
        return ""
    end = reading.quotes[quote + 1].outer_start if quote + 1 < found.last else found.sentence.end
    return reading.text[reading.quotes[quote].outer_end : max(end, reading.quotes[quote].outer_end)]


def _words(reading: Reading, quote: int) -> list[str]:
    """The quoted words."""
    return _WORD.findall(reading.text, reading.quotes[quote].start, reading.quotes[quote].end)


def _quotes(word: str) -> bool:
    """Whether a word may be a verb that introduces quoted words."""
    return any(cue.takes("quote") and not cue.particle for cue in cue_verbs().get(word.lower(), ()))


def _tells(word: str) -> bool:
    """Whether a word may be a verb of saying behind which the hearer is named: told reporters that."""
    return any(cue.takes("quote") and cue.takes("hearer") for cue in cue_verbs().get(word.lower(), ()))


def _has_quoting_cue(words: str) -> bool:
    """Whether some word, or two as “shot back”, may introduce quoted words."""
    found = [word.lower() for word in _WORD.findall(words)]
    pairs = (*pairwise(found), *zip(found, found[2:], strict=False))  # shot back; cut her off
    return any(_quotes(word) or word == "according" for word in found) or any(
        cue.particle == particle and cue.takes("quote") for verb, particle in pairs for cue in cue_verbs().get(verb, ())
    )


def _names_voice(lead: str) -> bool:
    """Whether words tell of a voice that is heard: from the loft came the voice of Ada Wren."""
    last = [word.lower() for word in _WORD.findall(lead)[-_LAST_WORDS:]]
    return not _COMES.isdisjoint(last) and not reply_nouns().isdisjoint(last)


@cache
def work_verbs() -> frozenset[str]:
    """The forms of the verbs whose object is a work, in lower case."""
    lemmas = {row["lemma"] for row in load_seed("work_verbs", ("lemma",))}
    known = {form for form, cues in cue_verbs().items() if any(cue.lemma in lemmas for cue in cues)}
    return frozenset(known.union(*map(inflect, lemmas)))


def _is_title(reading: Reading, quote: int) -> bool:
    """Whether every longer quoted word has a capital."""
    return is_titled(reading.text, reading.quotes[quote].start, reading.quotes[quote].end)


def is_titled(text: str, start: int, end: int) -> bool:
    """Whether every longer word of a stretch of text has a capital."""
    words = [word for word in _WORD.findall(text, start, end) if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)


def _starts_with_cue(words: str, n_words: int = 4) -> bool:
    """Whether a verb that introduces quoted words is among the first words."""
    return any(_quotes(word) for word in _WORD.findall(words)[:n_words])
