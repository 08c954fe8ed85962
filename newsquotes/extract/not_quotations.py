"""Words between marks that nobody is quoted with: titles, nicknames, inscriptions, terms, scare quotes.

Each rule looks at one outermost span that no reported clause and no whole quotation claims; the first that applies
drops it. The rule's name and its reason go to `rejects`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from newsquotes.extract.marks import SINGLE
from newsquotes.extract.reading import Reading
from newsquotes.extract.whole import MAX_HEADING_WORDS, after, before, is_heading
from newsquotes.seeds import load_seed
from newsquotes.word_lists import function_words

Rule = Callable[[Reading, int], bool]

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_TERM = re.compile(
    r"\b(?:words?|terms?|phrases?|expressions?|nicknam\w+|christen\w+|mottos?|slogans?|hashtags?|so[- ]called|"
    r"known (?:\w+ )?as|alias|a\.?k\.?a\.?|dubbed|labell?ed|billed as|titled|entitled|named|called)"
    r"\s*(?:of|is|was|like|the|a|an)?[\s:,(]*$",
    re.I,
)
_MEANING = re.compile(
    r"\b(?:mean(?:s|ing)|translat\w+ (?:as|to)|stands for|literally|roughly|loosely|Latin for|\w+ for|or)[\s:,(]*$",
    re.I,
)
_MEANS = re.compile(
    r"(?:\btranslat(?:es|ed|ing) (?:\w+ly )?(?:as|to|into)|\b(?:stands|standing|short) for"
    r"|, meaning(?: literally| roughly| loosely)?)[\s:,(]*$"
)
_MEANS_AT_END = ("as", "to", "for", "meaning", "ally", "roughly", "loosely")
_RENDERED = frozenset(("–", "—", "-", "(", ", (", "or", ", or", "(or"))
_MOTTO = re.compile(r"\b(?:mottos?|slogans?|hashtags?|catchphrases?)\W*(?:of|is|was)?\W*$", re.I)
_READS = re.compile(
    r"\b(?:read(?:s|ing)?|say(?:s|ing)|said|emblazoned|declar\w+|proclaim\w+|with|bearing|printed|was|were|is|are)\W*"
    r"(?:the words\W*)?$",
    re.I,
)
_ONLY_AND = re.compile(r"\s*(?:,|,?\s*(?:and|or)\s|,?\s*others?\s)?\s*")
_STAGE = re.compile(r"[(\[][^()\[\]]*[)\]]\W*")
_NAME_BEFORE = re.compile(r"[A-Z][\w.’'-]*\s\(?$")
_NAME_BEHIND = re.compile(r"\)?\s(?:(?:van|von|de|der|den|del|da|di|la|le|al|bin|ibn)\s){0,2}[A-Z][a-z’'-]+")
_SAID_ANOTHER = re.compile(r"\W*(?:read|reads|said|says) (?:another|a second|others)\b")
_TO_FRIENDS = re.compile(r"\s+to (?:his|her|their|its|\w+[’']s?) \w+")
_AT = re.compile(r"\b(?:on|in|at)\s+$")
_ENDS_IN_NAME = re.compile(r"(?:[\w.’'-]+ ){0,4}?(?:[A-Z][\w.’'-]* ){1,3}[A-Z][\w’'-]+(?:, [^.!?;:]{3,60})?\.?")
MAX_LEAD = 200
MAX_MEANING = 60
MAX_SCARE_WORDS = 4
MAX_WORDS_OF_MEANING = 6
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
    """A name inside a name: Ada “Bolt” Marlow; Ada (“Bolt”) Marlow; “Bolt” Marlow; “Bolt” to her friends."""
    inner = _inner(reading, quote)
    if not 0 < len(inner) <= 3 or reading.text[reading.quotes[quote].end - 1] in ".,!?":
        return False
    lead, rest = before(reading, quote), after(reading, quote)
    if _TO_FRIENDS.match(rest):
        return inner[0][0].isupper()
    if not _NAME_BEHIND.match(rest):
        return False
    return _NAME_BEFORE.search(lead) is not None or (not lead.strip() and len(inner) == 1 and inner[0].istitle())


def on_a_thing(reading: Reading, quote: int) -> bool:
    """Words on a thing: a banner that read “Hands off our harbour”."""
    lead = before(reading, _first_listed(reading, quote))
    words = [word.lower() for word in _WORD.findall(lead)[-8:]]
    is_beside = bool(words) and words[-1].endswith("s") and words[-1] in _nouns("inscription_nouns")
    return is_beside or (bool(_READS.search(lead)) and any(word in _nouns("inscription_nouns") for word in words))


def inscription(reading: Reading, quote: int) -> bool:
    """Words that a thing is said to bear, however they look: a sign on the door read: “We are closed.”"""
    return _is_on_thing(before(reading, _first_listed(reading, quote))) or _is_borne(reading, quote)


def _is_on_thing(lead: str) -> bool:
    """Whether the words before a quotation say that a thing bears it: a sign on the door read:"""
    words = lead[-MAX_LEAD:].split()
    if not words:
        return False
    is_near = words[-1].strip(":,“").lower() in _on_things().last or words[0].lower() in _on_things().first
    return is_near and _on_things().bears.search(lead[-MAX_LEAD:]) is not None


def _is_borne(reading: Reading, quote: int) -> bool:
    """Whether the words behind say what bears the quoted ones: “Go,” read one placard; “Stop,” said another."""
    rest = after(reading, quote)
    if _on_things().borne.match(rest):
        return True
    found = reading.sentence_of_quote.get(quote)
    is_next = found is not None and quote > found.first and _SAID_ANOTHER.match(rest) is not None
    return is_next and _on_things().borne.match(after(reading, quote - 1)) is not None


@dataclass(frozen=True, slots=True)
class _OnThings:
    """Patterns of what stands before words on a thing and behind them, and what may stand last and first before."""

    bears: re.Pattern[str]
    borne: re.Pattern[str]
    last: frozenset[str]
    first: frozenset[str]


@cache
def _on_things() -> _OnThings:
    """The patterns of words on a thing: a sign on the door read: …; scrawled on the wall: …; …, read one placard."""
    rows = load_seed("inscribing_words", ("word", "kind"))
    finite, along, written = (
        [row["word"] for row in rows if row["kind"] == kind] for kind in ("finite", "along", "participle")
    )
    thing = rf"(?:{_any_of(sorted(_nouns('inscription_nouns')))})(?![\w-])"
    some = r"(?:a|an|the|one|another|other|some|many|several|two|his|her|their|its)"
    place = r"(?: (?:on|in|at|across|above|outside|over|near|by|along|from|beside) [^,.;:“”\"]{1,50}?)?"
    bears = (
        rf"(?:(?:^|[.;] |, |\b(?:and|while|as) )\W*(?:{some} )?(?:\w+ ){{0,2}}{thing}{place} (?:{_any_of(finite)})"
        rf"|\b{thing}{place},? (?:{_any_of(along)}|that (?:read|reads|said|say|says))"
        rf"|^\W*(?:{_any_of(written)}) (?:in \w+ )?(?:on|across|over|above|along|onto|into) [^,.;:]{{1,50}}?"
        rf"|\b(?:on|above|across) (?:{some} )?(?:\w+ )?{thing} (?:is|are|was|were))\W*(?:the words\W*)?$"
    )
    borne = (
        rf"\W*(?:(?:{_any_of(finite)}) {some} (?:\w+ ){{0,2}}?{thing}"
        r"|reads? (?:one|another)\b"
        rf"|{some} (?:\w+ ){{0,2}}?{thing}{place} (?:{_any_of(finite)})\b)"
    )
    last = frozenset((*finite, *along, "words", "is", "are", "was", "were"))
    return _OnThings(re.compile(bears, re.I), re.compile(borne, re.I), last, frozenset(written))


def _any_of(words: list[str]) -> str:
    return "|".join(map(re.escape, words))


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
    if not words or len(words) > 12 or not _in_title_case(words) or _MOTTO.search(before(reading, quote)):
        return False
    lead = [word.lower() for word in _WORD.findall(before(reading, quote))[-5:]]
    rest = [word.lower() for word in _WORD.findall(after(reading, quote))[:3]]
    near = any(word in _nouns("work_nouns") for word in (*lead, *rest))
    return near or len(words) > 1 or _is_listed_with_title(reading, quote)


def _is_listed_with_title(reading: Reading, quote: int) -> bool:
    """Whether the quotations listed behind one end in a title of several words: “Gull,” “Tide” and “The Long Night”."""
    found = reading.sentence_of_quote.get(quote)
    for other in range(quote + 1, min(found.last, quote + MAX_LISTED) if found is not None else 0):
        if not _ONLY_AND.fullmatch(before(reading, other)):
            return False
        words = _inner(reading, other)
        if len(words) > 1:
            return _in_title_case(words)
    return False


def term(reading: Reading, quote: int) -> bool:
    """A word spoken of, not with: the word “resilience”; the so-called “night mayor”."""
    return bool(_TERM.search(before(reading, quote))) and len(_inner(reading, quote)) <= 6


def gloss(reading: Reading, quote: int) -> bool:
    """What a foreign word means: hygge, meaning “cosiness”; hygge (“cosiness”); “hygge” – “cosiness”."""
    if len(_inner(reading, quote)) > MAX_WORDS_OF_MEANING:
        return False
    lead = before(reading, quote)
    return _MEANING.search(lead) is not None or _is_rendered(reading, quote, lead)


def _is_rendered(reading: Reading, quote: int, lead: str) -> bool:
    """Whether the words stand in brackets behind a word, or behind a dash and other quoted words: tak (“thanks”)"""
    if after(reading, quote).startswith(")"):
        return re.search(r"[a-z][”’»]?\s\($", lead) is not None
    found = reading.sentence_of_quote.get(quote)
    return found is not None and quote > found.first and lead.strip() in _RENDERED


def translation(reading: Reading, quote: int) -> bool:
    """What words beyond doubt say that a word means, however it looks: it translates as “we shall come again”."""
    lead = before(reading, quote)[-MAX_MEANING:]
    return lead.rstrip(" :,(").endswith(_MEANS_AT_END) and _MEANS.search(lead) is not None


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
    return not around.strip() and reading.n_in_double_marks >= max(MIN_QUOTES_IN_STYLE, len(reading.quotes) / 2)


RULES: tuple[tuple[Rule, str], ...] = (
    (crosshead, "a heading in words that the text quotes below"),
    (no_words, "there are no words between the marks"),
    (nickname, "a nickname inside a name"),
    (on_a_thing, "words on a sign or a garment, which nobody says"),
    (title_of_work, "the title of a work, a programme or an event"),
    (term, "a word or name spoken of, not a statement"),
    (gloss, "the meaning of a foreign word or an abbreviation"),
    (scare_quotes, "a few words in a sentence that reports no speech"),
    (words_in_passing, "words taken into a sentence that reports no speech"),
)
EVEN_IF_WHOLE: tuple[tuple[Rule, str], ...] = (
    (stage_direction, "what is heard or seen, not said"),
    (signature, "the name below quoted words"),
    (heading_in_other_marks, "a heading in words that the text quotes below"),
    (translation, "the meaning of a foreign word or an abbreviation"),
    (inscription, "words on a sign or a garment, which nobody says"),
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
    if _MOTTO.search(before(reading, quote)) and _in_title_case(_inner(reading, quote)):
        return True
    if not title_of_work(reading, quote):
        return inscription(reading, quote) or on_a_thing(reading, quote)
    lead = before(reading, quote)
    words = [word.lower() for word in _WORD.findall(lead)[-4:]]
    return bool(_AT.search(lead)) or any(word in _nouns("work_nouns") for word in words) or term(reading, quote)


def is_name_only(reading: Reading, quote: int) -> bool:
    """Whether the marks hold a title, a nickname or an inscription even inside a reported clause."""
    return nickname(reading, quote) or on_a_thing(reading, quote)


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
