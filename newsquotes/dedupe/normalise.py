"""Canonical key of a quotation: what is left when typography, case, spelling and contractions are taken away.

Printed texts in, keys out; the same text always gives the same key. Two marks survive because they say that words are
missing: `ELLIPSIS` for an omission and `INSERTION` for the reporter's words in brackets.
"""

from functools import cache

import polars as pl

from newsquotes.seeds import load_seed

ELLIPSIS = "…"
INSERTION = "[]"

_APOSTROPHES = "[’‘ʼʹ`´′＇]"
_INVISIBLE = r"[\u00ad\u200b-\u200f\u2060\ufeff\p{Mn}]"
_DOTTED_INITIALS = r"\b(\p{Lu})\.\s?(\p{Lu})\.(?:\s?(\p{Lu})\.)?"
_OMISSION = r"\[\s*(?:\.\s*\.\s*\.|…)\s*\]|\(\s*(?:\.\s*\.\s*\.|…)\s*\)|\.\s?\.\s?\.(?:\s?\.)?|\.\.|…"
_CASE_BRACKET = r"\[(\p{L})\]"
_SIC = r"(?i)\[\s*sic\s*\]"
_BRACKETED = r"\[[^\[\]]{1,80}\]"
_NOT_A_WORD = r"[^\w'·$€£…\[\]]+"


def canonical_keys(texts: pl.Series) -> pl.Series:
    """The canonical keys of `texts`, in the same order.

    >>> canonical_keys(pl.Series(["“We don’t KNOW – yet…”"])).to_list()
    ['we do not know yet']
    """
    return texts.to_frame("text").select(canonical_key(pl.col("text"))).to_series().alias("canonical_key")


def canonical_key(text: pl.Expr) -> pl.Expr:
    """The canonical key of a text column as an expression: words separated by single spaces."""
    return _without_outer_marks(_with_standard_words(_with_plain_words(_with_marks(_with_plain_characters(text)))))


def _with_plain_characters(text: pl.Expr) -> pl.Expr:
    """Compatibility forms, diacritics, invisible characters and apostrophes folded; `U.S.` becomes `US`."""
    return (
        text.str.normalize("NFKD")
        .str.replace_all(_INVISIBLE, "")
        .str.replace_all(_APOSTROPHES, "'")
        .str.replace_all(_DOTTED_INITIALS, "${1}${2}${3} ")
    )


def _with_marks(text: pl.Expr) -> pl.Expr:
    """Omissions and bracketed words as marks; a bracket that only changes a capital letter is dissolved."""
    return (
        text.str.replace_all(_OMISSION, f" {ELLIPSIS} ")
        .str.replace_all(_CASE_BRACKET, "${1}")
        .str.replace_all(_SIC, " ")
        .str.replace_all(_BRACKETED, f" {INSERTION} ")
    )


def _with_plain_words(text: pl.Expr) -> pl.Expr:
    """Lower case, digits without separators, and spaces of its own around each word, so that neighbours both match."""
    return (
        text.str.to_lowercase()
        .str.replace_all(r"(\d),(\d\d\d)\b", "${1}${2}")
        .str.replace_all(r"(\d),(\d\d\d)", "${1}${2}")
        .str.replace_all(r"(\d)\.(\d)", "${1}·${2}")
        .str.replace_all("%", " percent ", literal=True)
        .str.replace_all(_NOT_A_WORD, " ")
        .pipe(lambda words: pl.lit(" ") + words + pl.lit(" "))
        .str.replace_all(" ", "  ", literal=True)
    )


def _with_standard_words(text: pl.Expr) -> pl.Expr:
    """Contractions expanded, apostrophes dropped, then spellings and number words standardised."""
    contractions, spellings = _contractions(), _spellings()
    expanded = text.str.replace_many(list(contractions), list(contractions.values()), leftmost=True)
    return expanded.str.replace_all("'", "", literal=True).str.replace_many(
        list(spellings), list(spellings.values()), leftmost=True
    )


def _without_outer_marks(text: pl.Expr) -> pl.Expr:
    """Single spaces, and no omission at either end: a fragment's ends say nothing."""
    return text.str.replace_all(r"\s+", " ").str.strip_chars(f" {ELLIPSIS}")


@cache
def _contractions() -> dict[str, str]:
    """Padded contraction to padded expansion."""
    rows = load_seed("contractions", ("contraction", "expansion"))
    return {_padded(row["contraction"]): _padded(row["expansion"]) for row in rows}


@cache
def _spellings() -> dict[str, str]:
    """Padded variant to padded standard spelling; longer number words come first."""
    numbers = load_seed("number_words", ("words", "digits"))
    spellings = {row["words"]: row["digits"] for row in sorted(numbers, key=lambda row: -len(row["words"]))}
    spellings |= {row["variant"]: row["spelling"] for row in load_seed("spelling_variants", ("variant", "spelling"))}
    spellings["per cent"] = "percent"
    return {_padded(variant): _padded(spelling) for variant, spelling in spellings.items()}


def _padded(words: str) -> str:
    """The words as they stand in a text in which each word has a space of its own on either side."""
    return " " + "  ".join(words.split()) + " "
