"""Limits and field names of the ingest stage."""

from dataclasses import dataclass

MEBIBYTE = 1 << 20
GIBIBYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class IngestConfig:
    """What one input may cost, and how the fields of dumps are called.

    A field name may be given as a dotted path (`metadata.url`). Without one, the names in `seeds/field_names.csv` are
    tried in their order. Sizes are bytes.

    Attributes:
        frame_bytes: payload that one frame holds before it is handed on; bounds the memory.
        max_input_bytes: most bytes that one source may give, counted after every expansion.
        max_record_bytes: largest single document; also the longest line of a JSONL or CSV file.
        max_damaged_feed_bytes: largest feed that is read though it is no well-formed XML; mending takes seconds.
        max_nested_bytes: largest zip or Parquet file inside another archive or stream; it is held in memory.
        max_expansion: most bytes that one compressed byte may become, once `free_expansion_bytes` have come out.
        free_expansion_bytes: output of a compressed stream that is never held against it.
        max_members: most members read from one archive.
        max_depth: compressed or archived layers around a document.
        max_rejects: rejects that one frame holds before it is handed on.
        max_extra_bytes: what a record's unmapped fields may come to, as JSON; those beyond are only named.
        text_field, title_field, url_field, authors_field, published_field, publisher_field, language_field:
            the field of a dump that holds it.
    """

    frame_bytes: int = 8 * MEBIBYTE
    max_input_bytes: int = 64 * GIBIBYTE
    max_record_bytes: int = 16 * MEBIBYTE
    max_damaged_feed_bytes: int = MEBIBYTE
    max_nested_bytes: int = 256 * MEBIBYTE
    max_expansion: int = 200
    free_expansion_bytes: int = 4 * MEBIBYTE
    max_members: int = 1_000_000
    max_depth: int = 4
    max_rejects: int = 50_000
    max_extra_bytes: int = 8 * 1024
    text_field: str | None = None
    title_field: str | None = None
    url_field: str | None = None
    authors_field: str | None = None
    published_field: str | None = None
    publisher_field: str | None = None
    language_field: str | None = None
