"""Words between marks that nobody is quoted with: titles, nicknames, inscriptions, terms, scare quotes.

Each rule looks at one outermost span that no reported clause and no whole quotation claims; the first that applies
drops it. The rule's name and its reason go to `rejects`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from newsquotes.extract.marks import DOUBLE, SINGLE
from newsquotes.extract.reading import Reading
from newsquotes.extract.sentences import function_words
from newsquotes.extract.whole import MAX_HEADING_WORDS, after, before, is_heading
from newsquotes.seeds import load_seed

Rule = Callable[[Reading, int], bool]

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_TERM = re.compile(
    r"\b(?:words?|terms?|phrases?|expressions?|nicknam\w+|christen\w+|mottos?|slogans?|hashtags?|so[- ]called|"
    r"known (?:\w+ )?as|dubbed|labell?ed|billed as|titled|entitled|named|called)"
    r"\s*(?:of|is|was|like|the|a|an)?[\s:,(]*$",
    re.I,
)
_MEANING = re.compile(
    r"\b(?:mean(?:s|ing)|translat\w+ (?:as|to)|stands for|literally|Latin for|\w+ for|or)[\s:,(]*$", re.I
)
_READS = re.compile(
    r"\b(?:read(?:s|ing)?|say(?:s|ing)|said|emblazoned|declar\w+|proclaim\w+|with|bearing|printed)\W*"
    r"(?:the words\W*)?$",
    re.I,
)
_ONLY_AND = re.compile(r"\s*(?:,|,?\s*(?:and|or)\s|,?\s*others?\s)\s*")
_STAGE = re.compile(r"[(\[][^()\[\]]*[)\]]\W*")
_AT = re.compile(r"\b(?:on|in|at)\s+$")
_ENDS_IN_NAME = re.compile(r"(?:[\w.’'-]+ ){0,4}?(?:[A-Z][\w.’'-]* ){1,3}[A-Z][\w’'-]+(?:, [^.!?;:]{3,60})?\.?")
MAX_SCARE_WORDS = 4
MAX_SIGNATURE_WORDS = 10
MAX_LISTED = 8
MIN_QUOTES_IN_STYLE = 2


@dataclass(frozen=True, slots=True)
class Dropped:
    """Why a span is no quotation: the rule's name and the reason in words."""

    rule: str
    reason: str

    @property
    def is_for_lack_of_a_speaker(self) -> bool:
        """Whether nothing is known of the words but that nobody is seen to say them."""
        return self.rule in _OF_NOBODY


def nickname(reading: Reading, quote: int) -> bool:
    """A name inside a name: Ada “Bolt” Marlow."""
    lead, rest = before(reading, quote), after(reading, quote)
    names = re.search(r"[A-Z][\w.’'-]*\s$", lead) and re.match(r"\s[A-Z][a-z’'-]+", rest)
    return (
        bool(names) and len(_inner(reading, quote)) <= 3 and reading.text[reading.quotes[quote].end - 1] not in ".,!?"
    )


def inscription(reading: Reading, quote: int) -> bool:
    """Words on a thing: a banner that read “Hands off our harbour”."""
    lead = before(reading, _first_listed(reading, quote))
    words = [word.lower() for word in _WORD.findall(lead)[-8:]]
    return bool(_READS.search(lead)) and any(word in _nouns("inscription_nouns") for word in words)


def _first_listed(reading: Reading, quote: int) -> int:
    """The first of the quotations that are listed before one: read “Go” and “Stop”."""
    found = reading.sentence_of_quote.get(quote)
    first = quote
    while found is not None and found.first < first and quote - first < MAX_LISTED:
        if not _ONLY_AND.fullmatch(before(reading, first)):
            break
        first -= 1
    return first


def title_of_work(reading: Reading, quote: int) -> bool:
    """The title of a book, a film, a programme: the film “Night Ferry”."""
    words = _inner(reading, quote)
    if not words or len(words) > 12 or not _in_title_case(words):
        return False
    lead = [word.lower() for word in _WORD.findall(before(reading, quote))[-5:]]
    rest = [word.lower() for word in _WORD.findall(after(reading, quote))[:3]]
    near = any(word in _nouns("work_nouns") for word in (*lead, *rest))
    return near or len(words) > 1


def term(reading: Reading, quote: int) -> bool:
    """A word spoken of, not with: the word “resilience”; the so-called “night mayor”."""
    return bool(_TERM.search(before(reading, quote))) and len(_inner(reading, quote)) <= 6


def translation(reading: Reading, quote: int) -> bool:
    """What a foreign word means: hygge, meaning “cosiness”."""
    return bool(_MEANING.search(before(reading, quote))) and len(_inner(reading, quote)) <= 6


def crosshead(reading: Reading, quote: int) -> bool:
    """A heading between paragraphs, in words that the text quotes below: ‘Not a boat left’"""
    return is_heading(reading, quote)


def no_words(reading: Reading, quote: int) -> bool:
    """Nothing readable between the marks: “…”"""
    return not any(letter.isalnum() for word in _inner(reading, quote) for letter in word)


def scare_quotes(reading: Reading, quote: int) -> bool:
    """A few words held at arm's length, in a sentence that reports nothing: the “experts” got it wrong."""
    return len(_inner(reading, quote)) <= MAX_SCARE_WORDS


def words_in_passing(reading: Reading, quote: int) -> bool:
    """Words taken into a sentence that reports nothing: the lake is “a place for all who cannot swim yet”."""
    span = reading.quotes[quote]
    first = next((letter for letter in reading.text[span.start : span.end] if letter.isalpha()), "")
    return first.islower() and _WORD.search(before(reading, quote)) is not None


def stage_direction(reading: Reading, quote: int) -> bool:
    """What is heard or seen beside the words, in brackets: “(LAUGHTER)”"""
    span = reading.quotes[quote]
    return _STAGE.fullmatch(reading.text, span.start, span.end) is not None


def signature(reading: Reading, quote: int) -> bool:
    """The name below quoted words, inside the marks that they open: “We lost it all, ⏎ Ada Wren, harbour pilot”"""
    span = reading.quotes[quote]
    if span.outer_start < span.start or not 1 < len(_inner(reading, quote)) <= MAX_SIGNATURE_WORDS:
        return False
    words = reading.text[span.start : span.end]
    name = words.partition(",")[0].split()
    is_phrase = not any(word.lower() in function_words() for word in name)
    return words[0].isupper() and is_phrase and _ENDS_IN_NAME.fullmatch(words) is not None


def heading_in_other_marks(reading: Reading, quote: int) -> bool:
    """A few words in single marks that are all of their paragraph, where speech has double ones: ‘All bets are off.’"""
    span = reading.quotes[quote]
    if span.family is not SINGLE or not span.is_closed or len(_inner(reading, quote)) > MAX_HEADING_WORDS:
        return False
    line = reading.paragraphs[span.paragraph]
    around = reading.text[line.start : span.outer_start] + reading.text[span.outer_end : line.end]
    doubles = sum(other.family is DOUBLE for other in reading.quotes)
    return not around.strip() and doubles >= max(MIN_QUOTES_IN_STYLE, len(reading.quotes) / 2)


RULES: tuple[tuple[Rule, str], ...] = (
    (crosshead, "a heading in words that the text quotes below"),
    (no_words, "there are no words between the marks"),
    (nickname, "a nickname inside a name"),
    (inscription, "words on a sign or a garment, which nobody says"),
    (title_of_work, "the title of a work, a programme or an event"),
    (term, "a word or name spoken of, not a statement"),
    (translation, "the meaning of a foreign word or an abbreviation"),
    (scare_quotes, "a few words in a sentence that reports no speech"),
    (words_in_passing, "words taken into a sentence that reports no speech"),
)
EVEN_IF_WHOLE: tuple[tuple[Rule, str], ...] = (
    (stage_direction, "what is heard or seen, not said"),
    (signature, "the name below quoted words"),
    (heading_in_other_marks, "a heading in words that the text quotes below"),
)
_OF_NOBODY = frozenset((scare_quotes.__name__, words_in_passing.__name__))


def why_not(reading: Reading, quote: int) -> Dropped | None:
    """The first rule that drops the span, or None when it is a quotation."""
    return _first(RULES, reading, quote)


def why_never(reading: Reading, quote: int) -> Dropped | None:
    """The first rule that drops the span though it looks like a whole quotation."""
    return _first(EVEN_IF_WHOLE, reading, quote)


def _first(rules: tuple[tuple[Rule, str], ...], reading: Reading, quote: int) -> Dropped | None:
    return next((Dropped(rule.__name__, reason) for rule, reason in rules if rule(reading, quote)), None)


def is_named_thing(reading: Reading, quote: int) -> bool:
    """Whether the words before say that a title or a slogan follows: on “Meet the Mayor”; her book, “Tides”"""
    if not title_of_work(reading, quote):
        return inscription(reading, quote)
    lead = before(reading, quote)
    words = [word.lower() for word in _WORD.findall(lead)[-4:]]
    return bool(_AT.search(lead)) or any(word in _nouns("work_nouns") for word in words) or term(reading, quote)


def is_name_only(reading: Reading, quote: int) -> bool:
    """Whether the marks hold a title, a nickname or an inscription even inside a reported clause."""
    return nickname(reading, quote) or inscription(reading, quote)


def _inner(reading: Reading, quote: int) -> list[str]:
    """The words between the marks."""
    span = reading.quotes[quote]
    return _WORD.findall(reading.text, span.start, span.end)


def _in_title_case(words: list[str]) -> bool:
    """Whether every word but the small ones has a capital."""
    content = [word for word in words if word.lower() not in function_words()]
    is_plain = len(words) > 1 and all(word is words[0] for word in content)
    return words[0][0].isupper() and not is_plain and all(word[0].isupper() or word[0].isdigit() for word in content)


@cache
def _nouns(table: str) -> frozenset[str]:
    """The nouns of a one-column reference table, with their plurals."""
    nouns = {row["noun"] for row in load_seed(table, ("noun",))}
    return frozenset(nouns | {noun + "s" for noun in nouns})
