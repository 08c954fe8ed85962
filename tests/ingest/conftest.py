"""What the tests of ingest share: builders of input files, and ingest as one call."""

import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from newsquotes.ingest import IngestConfig, Ingested, find_sources, ingest_documents

STORY = "Harbour fees will rise, the council of Osterby said.\n\n“We had no choice,” said Mara Lindqvist.\n"
PAGE = f"<!DOCTYPE html><html><head><title>Fees</title></head><body><p>{STORY}</p></body></html>"


OK_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


class Make:
    """Builders of the files that the tables of the tests name."""

    @staticmethod
    def warc(
        number: int,
        body: bytes,
        *,
        kind: str = "response",
        head: str = OK_HEAD,
    ) -> bytes:
        """One WARC record; `head` is the HTTP head, or for another kind than a response the record's content type."""
        content_type = "application/http; msgtype=response" if kind == "response" else head
        block = (head.encode() if kind == "response" else b"") + body
        lines = (
            "WARC/1.0",
            f"WARC-Type: {kind}",
            f"WARC-Record-ID: <urn:uuid:{number:032d}>",
            f"WARC-Target-URI: https://osterby.example/{number}",
            "WARC-Date: 2024-05-02T10:00:00Z",
            f"Content-Type: {content_type}",
            f"Content-Length: {len(block)}",
        )
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"

    @staticmethod
    def jsonl(*records: object) -> bytes:
        return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)

    @staticmethod
    def csv(delimiter: str = ",") -> bytes:
        quoted = '"' + STORY.replace('"', '""') + '"'
        return f"title{delimiter}body{delimiter}link\nFees{delimiter}{quoted}{delimiter}https://osterby.example/1\n".encode()

    @staticmethod
    def parquet(rows: list[dict[str, object]]) -> bytes:
        buffer = io.BytesIO()
        pl.DataFrame(rows).write_parquet(buffer)
        return buffer.getvalue()

    @staticmethod
    def zip(members: dict[str, bytes]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()

    @staticmethod
    def tar(members: dict[str, bytes]) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            for name, data in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        return buffer.getvalue()


def _ingest(path: Path, config: IngestConfig | None = None) -> Ingested:
    frames = list(ingest_documents(find_sources([path]), config=config))
    return Ingested(pl.concat(frame.documents for frame in frames), pl.concat(frame.rejects for frame in frames))


@pytest.fixture
def ingest() -> Callable[..., Ingested]:
    """All frames of what lies at a path, as one."""
    return _ingest


@pytest.fixture
def ingest_bytes(tmp_path: Path) -> Callable[..., Ingested]:
    """What bytes in a file of the given name give."""

    def ingest_bytes_(name: str, data: bytes, config: IngestConfig | None = None) -> Ingested:
        path = tmp_path / name
        path.write_bytes(data)
        return _ingest(path, config)

    return ingest_bytes_
