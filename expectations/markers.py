"""What page furniture and markup look like inside text: patterns from `seeds/boilerplate_markers.csv`.

Judges texts that cleaning has already let through. It is kept apart from the cleaning rules, so that a gap in those
rules does not hide itself.
"""

from functools import cache

import polars as pl

from newsquotes.seeds import load_seed

MARKUP = (
    r"(?i)</?(?:a|p|b|i|u|br|hr|em|strong|div|span|img|ul|ol|li|h[1-6]|script|style|iframe|figure|table|t[drh])"
    r"(?:\s[^<>]*)?/?>|<!--|-->|&(?:nbsp|amp|quot|apos|lt|gt|[lr][sd]quo|[mn]dash|hellip|#x?[0-9a-f]+);"
    r"|\{\{|\}\}|\[/?(?:caption|embed|gallery|quote)[^\]]*\]|\]\(https?://"
)
"""Tags, entities, template braces, shortcodes and Markdown links."""

SPOILED = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFD}]|â€|Ã[\x{80}-\x{BF}]|Â[\x{A0}-\x{BF}]"
"""Control and replacement characters, and UTF-8 read as Latin-1."""

WORD = r"[\p{L}\p{N}][\p{L}\p{N}'’.-]*"

SHORT_LINE = 240
"""Characters; a longer line is prose, whatever it begins with."""

_QUOTABLE_WORDS = 3
_SHORT_QUOTATION = 100


def first_match(text: pl.Expr, pattern: str) -> pl.Expr:
    """The first match of `pattern` in each text; null when there is none. Cheap as long as matches are few."""
    return pl.when(text.str.contains(pattern)).then(text).str.extract(f"({pattern})")


def furniture(text: pl.Expr, *, whole_line: pl.Expr) -> pl.Expr:
    """The name of the first marker that a single line matches; null when there is none.

    Markers of a whole line count only where `whole_line` is true.
    """
    line = pl.when(whole_line & text.str.contains(_joined("line"))).then(text)
    part = pl.when(text.str.contains(_joined("anywhere"))).then(text)
    found = [
        pl.when((line if where == "line" else part).str.contains(_pattern(where, pattern))).then(pl.lit(marker))
        for marker, where, pattern in _markers()
    ]
    return pl.coalesce(*found)


def furniture_line(line: pl.Expr) -> pl.Expr:
    """The marker of a line of an article."""
    return furniture(line, whole_line=line.str.len_chars() <= SHORT_LINE)


def furniture_quotation(text: pl.Expr) -> pl.Expr:
    """The marker of a quotation.

    People do say `search` or `close`, so a word or two is not taken for a menu, nor a long sentence that begins with
    `Video:` for a caption.
    """
    is_line = (word_count(text) >= _QUOTABLE_WORDS) & (text.str.len_chars() <= _SHORT_QUOTATION)
    return furniture(text, whole_line=is_line)


def word_count(text: pl.Expr) -> pl.Expr:
    """The number of words of a text."""
    return text.str.count_matches(WORD).cast(pl.Int64)


@cache
def _markers() -> tuple[tuple[str, str, str], ...]:
    """Name, place and pattern of each marker."""
    rows = load_seed("boilerplate_markers", ("marker", "label", "where", "pattern"))
    return tuple((row["marker"], row["where"], row["pattern"]) for row in rows)


@cache
def _joined(where: str) -> str:
    """One pattern for all markers of a place; it spares most texts the single patterns."""
    return _pattern(where, "|".join(f"(?:{pattern})" for _, place, pattern in _markers() if place == where))


def _pattern(where: str, pattern: str) -> str:
    """The pattern as polars takes it; word boundaries are those of ASCII, because Unicode's are ten times slower."""
    plain = pattern.replace(r"\b", r"(?-u:\b)")
    return rf"(?i)^\s*(?:{plain})\s*$" if where == "line" else rf"(?i)(?:{plain})"
