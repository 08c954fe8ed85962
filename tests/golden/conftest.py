"""The sample pages of `seeds/articles/`, each taken through the library once, stage by stage."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from newsquotes.annotate import AnnotateConfig, annotate_articles
from newsquotes.attribute import AttributeConfig, attribute_quotations
from newsquotes.clean import CleanConfig, clean_articles
from newsquotes.extract import ExtractConfig, extract_quotations
from newsquotes.ingest import IngestConfig, find_sources, ingest_documents
from newsquotes.schemas import ARTICLES, QUOTATIONS, REJECTS

SEEDS = Path(__file__).parents[2] / "seeds"
ARTICLES_FOLDER = SEEDS / "articles"
GOLDEN = ".expected.json"
ACROSS_PAGES = "dedupe" + GOLDEN


@dataclass(frozen=True)
class Read:
    """What the library made of some pages: frames of `articles`, `quotations` (attributed) and `rejects`."""

    articles: pl.DataFrame
    quotations: pl.DataFrame
    rejects: pl.DataFrame


def page_names() -> list[str]:
    """The sample pages, sorted: every file that is not a golden case."""
    return sorted(path.name for path in ARTICLES_FOLDER.iterdir() if not path.name.endswith(GOLDEN))


def golden_case(page: str) -> Mapping[str, Any]:
    """What a careful reader finds on `page`."""
    case: Mapping[str, Any] = json.loads((ARTICLES_FOLDER / f"{page}{GOLDEN}").read_text(encoding="utf-8"))
    return case


@cache
def read_page(page: str) -> Read:
    """One sample page after ingest, clean, annotate, extract and attribute."""
    ingested = list(ingest_documents(find_sources([ARTICLES_FOLDER / page]), config=IngestConfig()))
    articles, quotations = [ARTICLES.empty()], [QUOTATIONS.empty()]
    rejects = [REJECTS.empty(), *(batch.rejects for batch in ingested)]
    for batch in ingested:
        cleaned = clean_articles(batch.documents, config=CleanConfig())
        annotations = annotate_articles(cleaned.articles, config=AnnotateConfig())
        extracted = extract_quotations(cleaned.articles, annotations, config=ExtractConfig())
        articles.append(cleaned.articles)
        quotations.append(
            attribute_quotations(extracted.quotations, cleaned.articles, annotations, config=AttributeConfig())
        )
        rejects += [cleaned.rejects, extracted.rejects]
    return Read(pl.concat(articles), pl.concat(quotations), pl.concat(rejects))


@pytest.fixture(scope="session")
def read() -> Callable[[str], Read]:
    """Reads a page by its name; a second time costs nothing."""
    return read_page


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with an argument `page` runs once per sample page."""
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", page_names())


@pytest.fixture
def golden(page: str) -> Mapping[str, Any]:
    """The golden case beside `page`."""
    return golden_case(page)
