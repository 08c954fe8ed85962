"""HTTP bodies as they were sent (chunked, compressed) to the page's bytes."""

import io
import re
import zlib
from typing import Any

from fastwarc.stream_io import BrotliReader, ChunkedReader

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.expand import Budget, Expanded, codec_of, read_all
from newsquotes.ingest.records import RefusedError

_MARKUP = re.compile(rb"[\s\xef\xbb\xbf]*<[!?]?[A-Za-z-]{3}")
_CHUNK_SIZE = re.compile(rb"\s*[0-9a-fA-F]+\s*(?:;[^\n]*)?\r?\n")


def plain_content(data: bytes, head: Any, config: IngestConfig) -> bytes:
    """The page's bytes in the HTTP body `data`, whose headers are `head`.

    Many crawlers store the decoded body under the original headers, so that a header is only believed when the bytes
    agree: what starts as markup is neither chunked nor compressed, and the headers need not be asked, which takes as
    long as copying the page. Raises RefusedError (rule `damaged_content`, or those of `Expanded`).
    """
    if _MARKUP.match(data):
        return data
    if (head.get("Transfer-Encoding") or "").lower() == "chunked" and _CHUNK_SIZE.match(data):
        data = _read(ChunkedReader(io.BytesIO(data)), config)
    encoding = (head.get("Content-Encoding") or "").lower()
    if not encoding or encoding == "identity":
        return data
    if codec := codec_of(data):
        expanded = Expanded(io.BytesIO(data), codec, Budget(config.max_input_bytes), config)
        return read_all(io.BufferedReader(expanded), config.max_record_bytes, "max_record_bytes")
    if encoding == "deflate":
        return _inflated(data, config)
    return _read(BrotliReader(io.BytesIO(data)), config) if encoding == "br" and b"<" not in data[:64] else data


def _read(reader: Any, config: IngestConfig) -> bytes:
    try:
        data: bytes = reader.read(config.max_record_bytes + 1)
    except (OSError, ValueError) as error:
        raise RefusedError(
            "damaged_content", f"the HTTP body cannot be decoded ({str(error)[:80]}); fetch the page again"
        ) from error
    if len(data) > config.max_record_bytes:
        raise RefusedError("record_too_large", f"more than {config.max_record_bytes} bytes; raise max_record_bytes")
    return data


def _inflated(data: bytes, config: IngestConfig) -> bytes:
    """`data` inflated, with or without a zlib header; as it is when it is neither."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        inflater = zlib.decompressobj(bits)
        try:
            out = inflater.decompress(data, config.max_record_bytes + 1)
        except zlib.error:
            continue
        if len(out) > config.max_record_bytes:
            raise RefusedError("record_too_large", f"more than {config.max_record_bytes} bytes; raise max_record_bytes")
        if inflater.eof:
            return out
    return data
