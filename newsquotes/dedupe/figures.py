"""Numbers as they are told, in figures or in words: `two hundred` and `200` are one.

The words of a canonical key in, the same words with each number in one piece out.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import takewhile
from math import prod

from newsquotes.seeds import load_seed

_AND, _POINT = "and", "·"
_TENS = 100
_MAX_SCALES = 2


def in_figures(words: Sequence[str]) -> list[str]:
    """The words with each number that has a scale written in figures.

    >>> in_figures("we built 2 hundred and 5 of 3 thousand houses in 2021".split())
    ['we', 'built', '205', 'of', '3000', 'houses', 'in', '2021']
    >>> in_figures("1·5 million and 4 hundred thousand in 2 thousand 5 hundred towns".split())
    ['1500000', 'and', '400000', 'in', '2500', 'towns']
    """
    if _scales().keys().isdisjoint(words):
        return list(words)
    found: list[str] = []
    at = 0
    while at < len(words):
        value, end = _number(words, at)
        found.append(words[at] if value is None else _written(value))
        at = end
    return found


def _number(words: Sequence[str], at: int) -> tuple[Fraction | None, int]:
    """The value of the number with scales that begins at a word, and where it ends; None for any other word."""
    total, last, end = Fraction(0), Fraction(0), at
    while (value := _value(words, end)) is not None:
        scale, behind = _scale(words, end + 1)
        if last and (value * scale >= last or (scale == 1 and value.denominator > 1)):
            break
        if scale == 1 and not last:
            return None, at + 1
        total, last, end = total + value * scale, Fraction(scale), behind
        if scale == 1:
            break
        if words[end : end + 1] == [_AND] and _is_tail(words, end + 1, last):
            end += 1
    return (total, end) if last else (None, at + 1)


def _is_tail(words: Sequence[str], at: int, scale: Fraction) -> bool:
    """Whether what follows `two hundred and` is the end of the number: a smaller one without a scale."""
    value = _value(words, at)
    return value is not None and value < scale and value < _TENS and _scale(words, at + 1)[0] == 1


def _scale(words: Sequence[str], at: int) -> tuple[int, int]:
    """The product of the one or two scales that stand in a row from a word on, 1 for none, and where they end."""
    scales = [_scales()[word] for word in takewhile(_scales().__contains__, words[at : at + _MAX_SCALES])]
    return prod(scales), at + len(scales)


def _value(words: Sequence[str], at: int) -> Fraction | None:
    """The value of a word in figures; None for any other word."""
    whole, _, part = words[at].partition(_POINT) if at < len(words) else ("", "", "")
    return Fraction(f"{whole}.{part or 0}") if whole.isdecimal() and (part.isdecimal() or not part) else None


def _written(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(float(value)).replace(".", _POINT)


@cache
def _scales() -> Mapping[str, int]:
    return {row["word"]: int(row["value"]) for row in load_seed("number_scales", ("word", "value"))}
