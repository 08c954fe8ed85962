"""Pull quotes: words that somebody says in the story and that its page prints again, in large letters in between.

In: the lines of an article with their removals. Out: the removals with pull quotes, and the name below each, in them.
The story keeps what it says itself; only the second printing goes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newsquotes.clean.headline import is_name
from newsquotes.clean.lines import Removal
from newsquotes.clean.text import Line, comparable

MIN_QUOTE_WORDS, MAX_QUOTE_WORDS = 5, 60
"""Words of a pull quote: fewer come back by chance, more are a paragraph."""
MIN_OTHER_WORDS = 2
"""Words that the paragraph has beside those of the pull quote, at least."""
FIRST_CHARACTERS, MOST_ALIKE = 20, 3
"""First characters by which a pull quote is found, and lines that start with the same ones that are looked at."""
MAX_NAME_WORDS = 6
"""Words of the line that says below whose the words are."""

LONGEST_QUOTATION = 1000
"""Characters before a sentence in which the quotation that it stands in must have been opened."""
MOST_MARKED = 20
"""Pull quotes of a page that call themselves so, at most."""

_CLASS = re.compile(r"pull-?(?:ed-?)?quote", re.IGNORECASE)
_OUTER_MARKS = " \u00a0“”\"‘’'«»„‚….,!?:;—–-()[]*_"
_SENTENCE = re.compile(r"[.!?…:“\"‘«„('][”\"’'»)]*\s*")
"""What a sentence begins behind, other than the beginning of a line; some of it stands within words as well."""
_AFTER = re.compile(r"\s*(?:$|[.!?,;…:—–”\"»)]|[’'](?!\w)|-\s)")
_DASH = re.compile(r"[—–-]\s*")


def pull_quotes(lines: Sequence[Line], removals: Sequence[Removal | None]) -> list[Removal | None]:
    """`removals` with every line removed that is a whole sentence of a longer line of the body, and quoted in either.

    `“We will dance”` goes where `“We will dance,” she said.` stays. Of words that nobody quotes, headings and
    the items of lists are as often taken up again.
    """
    body = [index for index, removal in enumerate(removals) if removal is None]
    by_beginning: dict[str, list[tuple[int, str]]] = {}
    for index in body:
        if MIN_QUOTE_WORDS <= lines[index].n_words <= MAX_QUOTE_WORDS and not lines[index].is_bullet:
            words = _folded(lines[index].text.strip(_OUTER_MARKS))
            alike = by_beginning.setdefault(words[:FIRST_CHARACTERS], [])
            if len(alike) < MOST_ALIKE:
                alike.append((index, words))
    changed = list(removals)
    for index in body if by_beginning else ():
        for quote, is_quoted in _found_in(lines, index, by_beginning):
            if changed[quote] is not None or not (is_quoted or lines[quote].has_quote):
                continue
            changed[quote] = Removal(pull_quotes.__name__, "pull_quote")
            if quote + 1 < len(lines) and changed[quote + 1] is None and _names_speaker(lines[quote + 1], lines[index]):
                changed[quote + 1] = Removal(pull_quotes.__name__, "pull_quote")
    return changed


def _folded(text: str) -> str:
    """The text however its capitals and apostrophes are printed."""
    return text.lower().replace("’", "'")


def _found_in(
    lines: Sequence[Line], own: int, by_beginning: Mapping[str, Sequence[tuple[int, str]]]
) -> Iterator[tuple[int, bool]]:
    """The lines whose words stand in one of the lines as whole sentences, and whether in a quotation there."""
    text = lines[own].text
    for start in (0, *(mark.end() for mark in _SENTENCE.finditer(text))):
        for index, words in by_beginning.get(_folded(text[start : start + FIRST_CHARACTERS]), ()):
            end = start + len(words)
            if index == own or _folded(text[start:end]) != words or not _AFTER.match(text, end):
                continue
            if lines[own].n_words >= lines[index].n_words + MIN_OTHER_WORDS:
                yield index, _is_quoted(text[max(0, start - LONGEST_QUOTATION) : start])


def _is_quoted(before: str) -> bool:
    """Whether a quotation is open at the end of `before`."""
    opened = max(before.rfind(mark) for mark in "“«„")
    if opened >= 0:
        return max(before.rfind(mark, opened + 1) for mark in "”»") < 0
    return before.count('"') % 2 == 1 or before[-1:] in ("'", "‘")


def cut_pull_quotes(tree: Any) -> None:
    """Take pull quotes that call themselves so off `tree` (lxml), if the page prints their words twice.

    `<blockquote class="pullquote">`: others of the same class are quotations of the story itself.
    """
    marked = [element for element in tree.iter("blockquote", "aside") if _CLASS.search(element.get("class") or "")]
    whole = comparable(tree.text_content()) if marked else ""
    for element in marked[:MOST_MARKED]:
        words = comparable(next(iter([p.text_content() for p in element.iter("p")]), element.text_content()))
        if words and element.getparent() is not None and words in whole.replace(words, "", 1):
            element.drop_tree()


def _names_speaker(line: Line, story: Line) -> bool:
    """Whether `line` is nothing but the name of somebody of whom the `story` speaks: `— Mara Kell, neighbour`."""
    name = _DASH.sub("", line.text, count=1).split(",", 1)[0].strip() if line.n_words <= MAX_NAME_WORDS else ""
    return bool(name) and not line.is_sentence and is_name(name) and name.split()[-1] in story.text
