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
    r"|\{\{|\}\}|\[/?(?:caption|embed|gallery|quote)\b[^\]]*\]|\]\(https?://"
)
"""Tags, entities, template braces, shortcodes and Markdown links."""

SPOILED = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFD}]|â€|Ã[\x{80}-\x{BF}]|Â[\x{A0}-\x{BF}]"
"""Control and replacement characters, and UTF-8 read as Latin-1."""

WORD = r"[\p{L}\p{N}][\p{L}\p{N}'’.-]*"

_QUOTABLE_WORDS = 3


def furniture_line(text: pl.Expr) -> pl.Expr:
    """The name of the first marker found in a text of several lines; null when there is none."""
    return _first_marker(text, lines=pl.lit(True))


def furniture_quotation(text: pl.Expr) -> pl.Expr:
    """As `furniture_line` for a quotation: people do say `search` or `close`, so short ones are not taken for menus."""
    return _first_marker(text, lines=word_count(text) >= _QUOTABLE_WORDS)


def furniture_share(text: pl.Expr) -> pl.Expr:
    """The share of a text's non-blank lines that look like page furniture."""
    lines = text.str.count_matches(r"(?m)^.*\S.*$")
    return text.str.count_matches(_joined_pattern()) / lines.clip(1)


def word_count(text: pl.Expr) -> pl.Expr:
    """The number of words of a text."""
    return text.str.count_matches(WORD).cast(pl.Int64)


def _first_marker(text: pl.Expr, *, lines: pl.Expr) -> pl.Expr:
    found = [
        pl.when(text.str.contains(_pattern(where, pattern)) & (lines if where == "line" else pl.lit(True))).then(
            pl.lit(marker)
        )
        for marker, where, pattern in _markers()
    ]
    return pl.when(text.str.contains(_joined_pattern())).then(pl.coalesce(*found))


@cache
def _markers() -> tuple[tuple[str, str, str], ...]:
    """Name, place and pattern of each marker."""
    rows = load_seed("boilerplate_markers", ("marker", "label", "where", "pattern"))
    return tuple((row["marker"], row["where"], row["pattern"]) for row in rows)


@cache
def _joined_pattern() -> str:
    """One pattern that matches each line with any marker once; it spares the single patterns most texts."""
    line = "|".join(f"(?:{pattern})" for _, where, pattern in _markers() if where == "line")
    anywhere = "|".join(f"(?:{pattern})" for _, where, pattern in _markers() if where == "anywhere")
    return rf"(?im)^[ \t]*(?:{line})[ \t]*$|^.*(?:{anywhere}).*$"


def _pattern(where: str, pattern: str) -> str:
    return rf"(?im)^[ \t]*(?:{pattern})[ \t]*$" if where == "line" else rf"(?im)(?:{pattern})"
