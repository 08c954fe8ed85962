"""Texts in, the quotations in them with their speakers out: the linguistic stages in one call, for a notebook.

No file is read and nothing is cleaned; offsets count into each text as it was given.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from newsquotes.annotate import AnnotateConfig, annotate_articles
from newsquotes.attribute import AttributeConfig, attribute_quotations
from newsquotes.extract import ExtractConfig, extract_quotations
from newsquotes.ids import stable_id
from newsquotes.schemas import ARTICLES, KINDS


@dataclass(frozen=True, slots=True)
class TextsConfig:
    """The settings of the three stages."""

    annotate: AnnotateConfig = field(default_factory=AnnotateConfig)
    extract: ExtractConfig = field(default_factory=ExtractConfig)
    attribute: AttributeConfig = field(default_factory=AttributeConfig)


def quotations_in(
    texts: Sequence[str], *, kinds: Sequence[str] = KINDS, config: TextsConfig | None = None
) -> pl.DataFrame:
    """The quotations in `texts`, with the columns of the `quotations` table behind `text_no`, the place of the text.

    Rows come in the order of the texts and of their places. `kinds` are those looked for, of direct, mixed and
    indirect. Memory is bounded by the texts given: give large collections a few hundred at a time. Raises ModelError
    where the language model is not installed.
    """
    chosen = config or TextsConfig()
    articles = _as_articles(texts)
    annotations = annotate_articles(articles, config=replace(chosen.annotate, kinds=tuple(kinds)))
    extracted = extract_quotations(articles, annotations, config=replace(chosen.extract, kinds=tuple(kinds)))
    attributed = attribute_quotations(extracted.quotations, articles, annotations, config=chosen.attribute)
    places = articles.select("article_id", text_no="part")
    found = places.join(attributed, on="article_id", maintain_order="left_right")
    return found.select("text_no", *attributed.columns)


def _as_articles(texts: Sequence[str]) -> pl.DataFrame:
    """The texts as rows of `articles`, one a text and in their order."""
    return ARTICLES.from_rows(
        {
            "article_id": stable_id("text", number, text),
            "document_id": number,
            "source_uri": "-",
            "part": number,
            "authors": [],
            "published_source": "none",
            "language": "en",
            "text": text,
            "text_sha256": "",
            "n_words": max(1, len(text.split())),
        }
        for number, text in enumerate(texts)
    )
