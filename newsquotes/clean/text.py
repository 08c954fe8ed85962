"""Document text to lines: characters normalised, hard-wrapped paragraphs joined, each line with its features.

In: a decoded payload. Out: `Line` values in page order, and the paragraphs of an article's text. Nothing here decides
what a line is; `lines.py` and `zones.py` do.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_SPACES = dict.fromkeys([*b"\t\x1f", 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_CONTROL = dict.fromkeys([*range(0x09), *range(0x0B, 0x1F), *range(0x7F, 0xA0)])
_SURROGATES = re.compile("[\ud800-\udfff]")
_RUN_OF_SPACES = re.compile(r" {2,}")
_BLANKS = " \t\xa0\u3000"
_UNUSUAL = re.compile("[\x00-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufeff]")
_CHARACTERS = {**_CONTROL, **_INVISIBLE, **_SPACES}

_SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]*_]*$")
_SHORT_SENTENCE = re.compile(r"[\"“‘'«]?[A-Z][\w’'-]*,?(?: [\w’'-]+)?[.!?][\"”’'»]*$")
_DOUBLE_MARK = re.compile(r"[\"“”«»„‟]")
_SINGLE_MARKS = re.compile(r"(?:^|[\s(\[])['‘]\w[^\n]*?['’](?!\w)|''")
_BULLET = re.compile(r"(?:[•·▪◦●○■►▸‣※*+–-]|\d{1,2}[.)])\s+")
_KEY_NOISE = re.compile(r"[^\w\s#|&'/@.:-]")
_ASCII_NOISE = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())
_DIGIT = re.compile(r"\d")
_CUT_WORD = re.compile(r"([^\W\d_]+)-$")
_WORD = re.compile(r"[^\W\d_]+")
_AFTER_OPEN_HYPHEN = frozenset({"and", "or", "to", "nor", "but"})
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")

PROSE_WORDS = 12
"""A line that ends like a sentence is prose from this many words on."""
LONG_WORDS = 30
"""A line is prose from this many words on, whatever its end."""
SHORT_CHARACTERS, REMEMBERED_LINES = 80, 50_000
"""Lines that recur, as menus do, have at most so many characters; so many of them are remembered."""
WRAP_WIDTH = (50, 100)
"""Median and longest line, in characters, of a text whose paragraphs are wrapped by hand."""
RAGGED_EDGE = 15
"""Characters between the median and the longest of such lines, at most."""
LONGEST_CUT = 40
"""Characters of a word before the end of its line, at most."""
WRAPPED_SHARE = 0.7
"""Share of such lines that stop in the middle of a sentence, at least."""


class _Folding(dict[int, str]):
    """A character by its code as `fold` keeps it: a curly apostrophe as a plain one, noise as a space."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = "'" if character in "‘’" else " " if _KEY_NOISE.match(character) else character
        self[code] = kept
        return kept


_FOLDING = _Folding()
_COMMON_MARKS = (("’", "'"), ("‘", "'"), ("“", " "), ("”", " "), ("…", " "))
"""What makes most lines other than ASCII; without it `str.translate` is ten times as fast."""


class Line(NamedTuple):
    """One line of a page (or one hard-wrapped paragraph), with what the rules look at.

    `numbers` and `raws` are the 1-based payload lines it was read from and their characters; `text` is normalised;
    `key` is `text` folded for comparison (case, digits as `#`, outer punctuation), empty for lines longer than any
    boilerplate. `prefix` is what stood before `text` on the line and was taken off it.
    """

    numbers: tuple[int, ...]
    raws: tuple[str, ...]
    text: str
    is_after_blank: bool
    n_words: int
    is_sentence: bool
    is_prose: bool
    is_bullet: bool
    key: str
    prefix: str = ""

    @property
    def has_quote(self) -> bool:
        """Whether the line holds quotation marks (an apostrophe inside a word is none)."""
        if _DOUBLE_MARK.search(self.text) is not None:
            return True
        return ("'" in self.text or "‘" in self.text) and _SINGLE_MARKS.search(self.text) is not None


def normalise_characters(text: str) -> str:
    """`text` in NFC, without invisible and control characters, every kind of space as one plain space.

    Quotation marks, dashes and every other visible character stay as they are. Lone surrogates become U+FFFD.
    """
    text = text.strip(_BLANKS)
    if "  " in text or _UNUSUAL.search(text) is not None:
        text = _RUN_OF_SPACES.sub(" ", _SURROGATES.sub("\ufffd", text).translate(_CHARACTERS))
    if not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        text = unicodedata.normalize("NFC", text)
    return text.strip(" ")


def printable(text: str) -> str:
    """`text` as it stood, but fit for UTF-8: lone surrogates become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def fold(text: str) -> str:
    """`text` folded for comparison with boilerplate phrases.

    >>> fold("• Read more: 12 comments »")
    'read more: # comments'
    """
    folded = text.casefold()
    if not folded.isascii():
        for mark, plain in _COMMON_MARKS:
            folded = folded.replace(mark, plain)
    if _BULLET.match(folded) is not None:
        folded = _BULLET.sub("", folded, count=1)
    if _DIGIT.search(folded) is not None:
        folded = _DIGITS.sub("#", folded)
    return " ".join(folded.translate(_FOLDING).split()).strip(" .:|-/'")


def comparable(text: str) -> str:
    """The letters and digits of `text` in lower case: equal for two printings of one line."""
    folded = text.casefold()
    return folded.translate(_ASCII_NOISE) if folded.isascii() else "".join(filter(str.isalnum, folded))


def make_line(
    numbers: Sequence[int], raws: Sequence[str], text: str, *, is_after_blank: bool, prefix: str = ""
) -> Line:
    """A `Line` with its features, from normalised `text`."""
    shape = _short_shape(text) if len(text) <= SHORT_CHARACTERS else _shape(text)
    return Line(tuple(numbers), tuple(raws), text, is_after_blank, *shape, prefix)


def _shape(text: str) -> tuple[int, bool, bool, bool, str]:
    """Number of words, whether it is a sentence, prose, a bullet, and the key of a line."""
    n_words = text.count(" ") + 1
    ends = _SENTENCE_END.search(text[-8:]) is not None
    return (
        n_words,
        ends and (n_words > 2 or _SHORT_SENTENCE.match(text) is not None),
        n_words >= LONG_WORDS or (ends and n_words >= PROSE_WORDS),
        _BULLET.match(text) is not None,
        fold(text) if n_words <= 2 * LONG_WORDS else "",
    )


_short_shape = lru_cache(maxsize=REMEMBERED_LINES)(_shape)


def read_lines(payload: str, *, is_wrapped: bool | None = None) -> list[Line]:
    """The lines of `payload` that show something; hard-wrapped paragraphs come out as one line each.

    `is_wrapped` says whether they are; None looks for it.
    """
    raws = payload.splitlines()
    texts = [normalise_characters(raw) for raw in raws]
    if is_hard_wrapped(texts) if is_wrapped is None else is_wrapped:
        groups, words = _paragraph_groups(texts), _words_if_cut(texts)
    else:
        words = frozenset()
        groups = [(index, index + 1) for index, text in enumerate(texts) if text]
    return [
        make_line(
            range(start + 1, end + 1) if end > start + 1 else (end,),
            raws[start:end],
            _unwrapped(texts[start:end], words) if end > start + 1 else texts[start],
            is_after_blank=start > 0 and not texts[start - 1],
        )
        for start, end in groups
    ]


def is_hard_wrapped(texts: Sequence[str]) -> bool:
    """Whether paragraphs were broken into lines of one width, with blank lines between paragraphs.

    True when lines that another line follows are of text width and mostly stop in the middle of a sentence.
    """
    followed = [text for text, after in pairwise(texts) if text and after]
    if len(followed) < 3:
        return False
    lengths = sorted(map(len, followed))
    median = lengths[len(lengths) // 2]
    if median < WRAP_WIDTH[0] or lengths[-1] > WRAP_WIDTH[1] or lengths[-1] - median > RAGGED_EDGE:
        return False
    unfinished = sum(_SENTENCE_END.search(text[-8:]) is None for text in followed)
    continued = sum(after[0].islower() or text[-1].islower() for text, after in pairwise(texts) if text and after)
    return min(unfinished, continued) >= WRAPPED_SHARE * len(followed)


def _words_if_cut(texts: Sequence[str]) -> frozenset[str]:
    """The words of `texts`, if one of them may be cut in two by a line's end."""
    if not any(_cut_word(text) for text in texts):
        return frozenset()
    return frozenset(word for text in texts for word in _WORD.findall(text.casefold()))


def _unwrapped(texts: Sequence[str], words: Container[str]) -> str:
    """The lines of a paragraph as one; a hyphen at a line's end goes only where one of `words` shows it to be cut.

    >>> _unwrapped(["a hun-", "dred two-", "and three-", "masted ships"], {"hundred"})
    'a hundred two- and three-masted ships'
    """
    joined = texts[0]
    pieces: list[str] = []
    for text in texts[1:]:
        start, end = _cut_word(joined), _WORD.match(text)
        if start and end and end[0] not in _AFTER_OPEN_HYPHEN:
            pieces.append(joined[:-1] if f"{start}{end[0]}".casefold() in words else joined)
        else:
            pieces.append(f"{joined} ")
        joined = text
    return "".join([*pieces, joined])


def _cut_word(text: str) -> str:
    """The letters before the hyphen at the end of `text`; empty where there is none."""
    found = _CUT_WORD.search(text[-LONGEST_CUT:]) if text.endswith("-") else None
    return found[1] if found else ""


def _paragraph_groups(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Spans of consecutive lines without a blank one between."""
    groups: list[tuple[int, int]] = []
    for index, text in enumerate(texts):
        if not text:
            continue
        if groups and groups[-1][1] == index:
            groups[-1] = (groups[-1][0], index + 1)
        else:
            groups.append((index, index + 1))
    return groups


def join_paragraphs(lines: Iterable[Line]) -> str:
    """The text of an article: one paragraph per line, one blank line between."""
    return "\n\n".join(line.text for line in lines)
