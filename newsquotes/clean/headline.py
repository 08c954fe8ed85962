"""The headline of a plain-text page: the line above the body that says what the body is about.

In: the lines of a page with their removals, and which of them may be a headline by their shape. Out: the line that is
the headline, or None. A headline's words come back in the story; those of menus, sign-up boxes and teasers do not.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import islice

from newsquotes.clean.lines import Removal
from newsquotes.clean.text import Line, comparable
from newsquotes.word_lists import function_words

MIN_TITLE_WORDS, MAX_TITLE_WORDS = 4, 30
"""Words of a headline."""
MAX_CALL_WORDS = 16
"""Words of a headline that ends in a question or exclamation mark."""
STANDFIRST_WORDS = 13
"""Words from which on a headline may be the standfirst of the one right above it."""
BODY_LINES = 20
"""Paragraphs of the body in which a headline's words are looked for."""
OFTEN = 3
"""Times that a word stands in the body from which on the body is about it."""
ENOUGH_WORDS = 3
"""Telling words of a headline; one of fewer shares them with the body by chance."""
SHORT_WORDS = 4
"""A headline of fewer words may be a section's name."""
MAX_NAME_WORDS = 5
"""Words of an outlet's or a photographer's name, at most."""
MARKER_DISTANCE = 3
"""Lines from a headline down to the byline, date or reading time below it, at most."""
REPEATED, MARKED, SHORT, PER_LINE = 0.25, 0.25, -0.15, -0.01
"""What it adds to the share of words if the line stands there twice, stands above a byline or date, is short, and for
each line between it and the body."""
TRAILED, TRAIL_LETTERS = 0.4, 12
"""What it adds if a breadcrumb or the page's title leads to the line, and the least characters of such a line."""
NEAREST, NEAREST_IN_SHORT_HEAD, SHORT_HEAD = 0.15, 0.4, 12
"""What it adds to be the nearest to the body, and so if no more lines than that stand above the body, menus least of
all: what heads a short text is its headline, however it is worded."""
LEAST = 0.35
"""A line that comes to less is no headline: better none than a wrong one."""

_TRAIL = re.compile(r"^home\b|(?:[»›>/|]|\d\.)\s*$|[a-z]$", re.IGNORECASE)
"""What stands before a headline in its breadcrumb: links, their number, or words that lost the blank behind them."""
_SIGN = re.compile(r"[»›>/|–—]|\d\.|[a-z][A-Z\d]|^(?i:home)\b")
"""What every breadcrumb and title with the name of a site has."""
_SITE = re.compile(r"\s[|»–—]\s\S{2,}(?:\s\S+){0,3}$")
"""What stands behind one in the title of its page."""
_WORD = re.compile(r"[^\W_]+")


def find_headline(
    lines: Sequence[Line],
    removals: Sequence[Removal | None],
    candidates: Sequence[int],
    *,
    start: int,
    markers: Container[int],
) -> int | None:
    """The one of `candidates` (indexes of `lines`) that is the headline of the body from `start` on.

    One inside the body must stand there twice, or a breadcrumb must lead to it, or it is the question or call that the
    body starts with, if no line above is long enough or none is a headline: only the mark at its end has made it a
    sentence. A body above which rules know every line may start with any. `markers` are bylines, dates and
    reading times of the page. Of equals, the nearest to the body.
    """
    printed = Counter(comparable(lines[index].text) for index in candidates)
    trails = [line.text for line in lines[: start + 1] if line.n_words <= MAX_TITLE_WORDS and _SIGN.search(line.text)]
    trailed = {index for index in candidates if any(_leads_to(trail, lines[index].text) for trail in trails)}
    has_above = any(index < start and _is_long(lines[index]) for index in candidates)
    is_bare = all(removal and removal.rule != "outside_body" for removal in removals[:start])
    opening = [index for index in candidates if index == start and _may_open(lines[index], is_bare=is_bare)]
    candidates = [
        index
        for index in candidates
        if index < start
        or index in trailed
        or printed[comparable(lines[index].text)] > 1
        or (index in opening and lines[index].is_sentence and not has_above)
    ]
    nearest = max(
        (index for index in candidates if index < start and _is_long(lines[index]) and not is_name(lines[index].text)),
        default=0,
    )
    scores = {}
    for index in candidates:
        line = lines[index]
        scores[index] = TRAILED * (index in trailed)
        scores[index] += PER_LINE * max(0, start - index)
        scores[index] += REPEATED * (printed[comparable(line.text)] > 1)
        scores[index] += MARKED * _is_marked(index, markers)
        scores[index] += SHORT * (not _is_long(line))
        scores[index] += (NEAREST_IN_SHORT_HEAD if start <= SHORT_HEAD else NEAREST) * (index == nearest)
    if len(scores) == 1 and min(scores.values()) >= LEAST:
        return next(iter(scores))
    body = (line for line, removal in zip(lines, removals, strict=True) if removal is None and line.is_prose)
    counts = _body_words(body)
    scores = {index: score + _shared(lines[index], counts) for index, score in scores.items()}
    best = max(scores, key=lambda index: (scores[index], index), default=None)
    if best is not None and scores[best] >= LEAST:
        return best - 1 if _is_standfirst(lines[best]) and _is_headed(best, lines, scores, counts) else best
    least = LEAST - NEAREST * is_bare
    return next((index for index in opening if _shared(lines[index], counts) >= least), None)


def _is_marked(index: int, markers: Container[int]) -> bool:
    """Whether a byline, date or reading time stands right below the line at `index`."""
    return any(below in markers for below in range(index + 1, index + 1 + MARKER_DISTANCE))


def _is_headed(index: int, lines: Sequence[Line], scores: Mapping[int, float], counts: Counter[str]) -> bool:
    """Whether another headline stands right above the one at `index`, of which the body speaks, too."""
    return index - 1 in scores and _is_long(lines[index - 1]) and _shared(lines[index - 1], counts) >= LEAST


def _is_standfirst(line: Line) -> bool:
    """Whether `line` is so long that it could stand between the headline and the body and sum up the story."""
    return line.n_words >= STANDFIRST_WORDS


def _leads_to(trail: str, headline: str) -> bool:
    """Whether `trail` is the breadcrumb of `headline`, or its page's title with the name of the site.

    >>> _leads_to("Home » Town » Old pier reopens", "Old pier reopens"), _leads_to("By Ada Lind", "Ada Lind")
    (True, False)
    """
    if len(headline) < TRAIL_LETTERS or len(trail) <= len(headline):
        return False
    if trail.startswith(headline):
        return _SITE.match(trail, len(headline)) is not None
    return trail.endswith(headline) and _TRAIL.search(trail[: -len(headline)]) is not None


def _may_open(line: Line, *, is_bare: bool) -> bool:
    """Whether `line` is short and ends in a question or exclamation mark: `Can the old pier be saved?`

    Above a body that `is_bare` rules know every line, as extractors give it: there it may as well be no sentence.
    """
    is_call = line.text.rstrip(")]").endswith(("?", "!")) or (is_bare and not line.is_sentence)
    return MIN_TITLE_WORDS <= line.n_words <= MAX_CALL_WORDS and is_call


def is_name(text: str) -> bool:
    """Whether `text` reads like a name: at most five words, each but the small ones with a capital.

    >>> is_name("The Review of Port Marrow"), is_name("Port Marrow votes")
    (True, False)
    """
    words = text.split()
    return (
        len(words) <= MAX_NAME_WORDS
        and text[-1:].isalnum()
        and all(word[0].isupper() or (at and word in ("of", "and", "the", "&")) for at, word in enumerate(words))
    )


def _is_long(line: Line) -> bool:
    return line.n_words >= SHORT_WORDS


def _shared(line: Line, counts: Counter[str]) -> float:
    """How much of what `line` says the body says, too: from 0 to 1."""
    words = {word for word in _WORD.findall(line.text.casefold()) if not word.isdigit()} - function_words()
    if not words:
        return 0.0
    often = [counts[word] + counts[_other_number(word)] for word in words]
    found = sum((count > 0) + (count >= OFTEN) for count in often) / (2 * len(words))
    return found * min(1.0, (len(words) + 1) / (ENOUGH_WORDS + 1))


def _body_words(body: Iterable[Line]) -> Counter[str]:
    """How often each word stands in the first paragraphs of the body."""
    return Counter(_WORD.findall("\n".join(line.text for line in islice(body, BODY_LINES)).casefold()))


def _other_number(word: str) -> str:
    """The plural of a singular and the other way round, as far as an `s` makes the difference."""
    return word[:-1] if word[-1] == "s" else f"{word}s"
