"""Ingest: files of any format to `documents` and `rejects`.

Paths and bytes in; frames out. Formats are recognised by content. Every file, member and record ends as a document or
as a reject with the rule and the reason. Nothing is extracted to disk, fetched, or dropped in silence.
"""

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.documents import Ingested, ingest_documents
from newsquotes.ingest.sources import Source, find_sources

__all__ = ["IngestConfig", "Ingested", "Source", "find_sources", "ingest_documents"]
