"""A fixture that takes text through annotation, extraction and attribution."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import pytest

from newsquotes.annotate import AnnotateConfig, annotate_articles
from newsquotes.attribute import AttributeConfig, attribute_quotations
from newsquotes.extract import ExtractConfig, extract_quotations
from newsquotes.ids import stable_id
from newsquotes.schemas import ARTICLES, QUOTATIONS

Attribute = Callable[..., list[dict[str, Any]]]


def article_frame(texts: Sequence[str], authors: Sequence[str] = ()) -> pl.DataFrame:
    return ARTICLES.from_rows(
        {
            "article_id": number,
            "document_id": number,
            "source_uri": "test",
            "part": 0,
            "authors": list(authors),
            "published_source": "none",
            "language": "en",
            "text": text,
            "text_sha256": "",
            "n_words": max(len(text.split()), 1),
        }
        for number, text in enumerate(texts, 1)
    )


@pytest.fixture(scope="session")
def attribute() -> Attribute:
    def run(*texts: str, authors: Sequence[str] = (), config: AttributeConfig | None = None) -> list[dict[str, Any]]:
        articles = article_frame(texts, authors)
        annotations = annotate_articles(articles, config=AnnotateConfig())
        quotations = extract_quotations(articles, annotations, config=ExtractConfig()).quotations
        chosen = config or AttributeConfig()
        found = attribute_quotations(quotations, articles, annotations, config=chosen)
        assert found["quotation_id"].to_list() == quotations["quotation_id"].to_list()
        return found.sort("article_id", "start").to_dicts()

    return run


@pytest.fixture(scope="session")
def attribute_marked() -> Attribute:
    """Every stretch between double curly marks is one quotation of its own; between single ones, one nested in it."""

    def run(text: str) -> list[dict[str, Any]]:
        articles = article_frame([text])
        hosts = [quotation_row(text, match, None) for match in re.finditer("“([^”]+)”", text)]
        nested = [
            quotation_row(text, match, host["quotation_id"])
            for host in hosts
            for match in re.finditer("‘([^’]+)’", text)
            if host["start"] <= match.start() < host["end"]
        ]
        quotations = QUOTATIONS.from_rows(hosts + nested)
        annotations = annotate_articles(articles, config=AnnotateConfig())
        return attribute_quotations(quotations, articles, annotations, config=AttributeConfig()).to_dicts()

    return run


def quotation_row(text: str, match: re.Match[str], nested_in: int | None) -> dict[str, Any]:
    start, end = match.span(1)
    identity = stable_id(1, start, end)
    return {
        "quotation_id": identity,
        "article_id": 1,
        "start": start,
        "end": end,
        "text": text[start:end],
        "kind": "direct",
        "quote_group": identity,
        "nested_in": nested_in,
        "paragraph": text.count("\n\n", 0, start),
        "attribution_rule": "unattributed",
        "confidence": 0.0,
    }
