"""The published set as a whole, before it replaces the last one: keys are unique, every key leads somewhere."""

import polars as pl

from expectations.from_schema import foreign_keys, referenced_tables, unique_key
from expectations.rule import Rule, Suite, table_rows
from expectations.suites.accounts import DOCUMENT_GOES_ON, QUOTATION_GOES_ON
from newsquotes.schemas import PUBLISHED, TABLES, Table

EXTRA_RULES: dict[str, tuple[Rule, ...]] = {
    "documents": (DOCUMENT_GOES_ON,),
    "quotations": (QUOTATION_GOES_ON,),
    "quotes": (
        Rule(
            "exported_quote_has_speaker",
            "A quote without a speaker is not a quote: every published one names who said it.",
            pl.col("speaker").str.contains(r"\p{L}").fill_null(False) & pl.col("speaker_id").is_not_null(),
            shows=("text", "speaker"),
        ),
    ),
}

EXTRA_NEEDS: dict[str, tuple[str, ...]] = {
    "documents": ("articles", "rejects"),
    "quotations": ("occurrences", "rejects"),
}


def _suite(table: Table) -> Suite:
    return Suite(
        "export",
        table.name,
        table.primary_key,
        (unique_key(table), *foreign_keys(table), *EXTRA_RULES.get(table.name, ())),
        table_rows(table.name),
        tuple(dict.fromkeys((table.name, *referenced_tables(table), *EXTRA_NEEDS.get(table.name, ())))),
    )


SUITES = tuple(_suite(TABLES[name]) for name in PUBLISHED)
