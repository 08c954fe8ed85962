"""Rules for `documents`, after ingest."""

import polars as pl

from expectations.from_schema import structure
from expectations.markers import SPOILED
from expectations.rule import Rule, Suite, between, enough, mean_between, row_count_between, table_rows, warning
from newsquotes.schemas import DOCUMENTS

SPOILED_PER_THOUSAND = 2

_payload = pl.col("payload")

RULES = (
    Rule(
        "there_are_documents",
        "Where no input could be read there is nothing to publish; the rejects say of each input why.",
        pl.lit(None),
        row_count_between(1),
    ),
    Rule(
        "source_uri_is_relative",
        "A path of somebody's machine would make the dataset differ from one machine to the next and tell who made it.",
        ~pl.col("source_uri").str.contains(r"^(?:/|~|[A-Za-z]:\\)|(?:^|/)\.\.(?:/|$)"),
    ),
    Rule(
        "blake3_is_a_digest",
        "The digest proves which bytes a quote comes from.",
        pl.col("blake3").str.contains(r"^[0-9a-f]{64}$"),
        shows=("source_uri", "blake3"),
    ),
    Rule(
        "payload_is_not_blank",
        "A document without text belongs in rejects, with the reason.",
        _payload.str.contains(r"\S"),
        tolerance=0.02,
        shows=("source_uri", "member", "byte_length"),
    ),
    warning(
        "payload_decodes_cleanly",
        "Replacement or control characters and garbled accents mean a wrong charset, and misspelt names.",
        _payload.str.count_matches(SPOILED) * 1000 / _payload.str.len_chars().clip(1),
        between(maximum=SPOILED_PER_THOUSAND),
        tolerance=0.02,
        shows=("source_uri", "charset"),
    ),
    warning(
        "same_bytes_read_once",
        "The same file twice under two names counts its articles twice.",
        pl.col("blake3").is_unique(),
        tolerance=0.05,
        shows=("source_uri", "member"),
    ),
    warning(
        "declared_url_is_absolute",
        "A URL that cannot be opened cannot be verified.",
        pl.col("declared_url").str.contains(r"^https?://[^\s/]+\.[^\s/]+"),
        tolerance=0.02,
        shows=("source_uri", "declared_url"),
    ),
    warning(
        "documents_of_plausible_size",
        "Mostly tiny documents are stubs or error pages, not articles.",
        enough(pl.col("byte_length")),
        mean_between(300, 5_000_000),
    ),
)

SUITES = (
    Suite(
        "ingest",
        "documents",
        DOCUMENTS.primary_key,
        (*structure(DOCUMENTS), *RULES),
        table_rows("documents"),
        ("documents",),
        quarantines=True,
        long=frozenset({"payload"}),
    ),
)
