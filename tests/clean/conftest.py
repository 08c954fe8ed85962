"""Shared by the tests of the clean stage: one document in, its tables out."""

from collections.abc import Callable

import pytest

from newsquotes.clean import CleanConfig, Cleaned, clean_articles
from newsquotes.ids import stable_id
from newsquotes.schemas import DOCUMENTS


@pytest.fixture(scope="session")
def clean() -> Callable[..., Cleaned]:
    """Clean one document: `clean(payload, kind="html", declared_url=…)`."""

    def clean_one(payload: str, kind: str = "text", config: CleanConfig | None = None, **declared: object) -> Cleaned:
        document = {
            "document_id": stable_id(payload, kind),
            "source_uri": "pages/one",
            "member": "",
            "format": kind,
            "byte_length": len(payload),
            "blake3": "0" * 64,
            "charset": "utf-8",
            "declared_authors": [],
            "payload": payload,
            **declared,
        }
        return clean_articles(DOCUMENTS.from_rows([document]), config=config or CleanConfig())

    return clean_one
