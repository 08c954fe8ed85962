"""What holds for any text: rows and offsets are kept, nothing raises, nothing depends on order or batch."""

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.annotate import AnnotateConfig, annotate_articles
from newsquotes.attribute import AttributeConfig, attribute_quotations
from newsquotes.attribute.confidence import by_rule
from newsquotes.extract import ExtractConfig, extract_quotations
from newsquotes.schemas import ANNOTATIONS, ARTICLES, QUOTATIONS

PIECES = (
    "Ada Berg", "Mr Moe", "the minister", "he", "she", "they", "it", "I", "said", "told reporters", "asked", "added",
    "“It is late,”", '"We sail at dawn."', "‘Never,’", "according to", ":", ",", ".", "?", "\n\n", "A:", "—", "not",
    "“", "”", "who", "and", "of the Harbour Board", "Kyiv", "statement", "'s", "\u00a0", "1.", "😀", "Anna Berg",
)  # fmt: skip


def frames(texts: list[str]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    articles = ARTICLES.from_rows(
        {
            "article_id": number, "document_id": number, "source_uri": "t", "part": 0, "authors": [],
            "published_source": "none", "language": "en", "text": text, "text_sha256": "", "n_words": 1,
        }
        for number, text in enumerate(texts, 1)
    )  # fmt: skip
    annotations = annotate_articles(articles, config=AnnotateConfig())
    return extract_quotations(articles, annotations, config=ExtractConfig()).quotations, articles, annotations


def check_row(row: dict[str, Any], text: str) -> None:
    if row["speaker_mention"] is not None:
        assert text[row["mention_start"] : row["mention_end"]] == row["speaker_mention"]
    if row["cue"] is not None:
        assert text[row["cue_start"] : row["cue_end"]] == row["cue"]
    assert (row["speaker"] is None) == (row["confidence"] == 0)
    assert (row["speaker"] is None) == (row["speaker_type"] is None)
    assert (row["speaker"] is None) == (row["attribution_rule"] not in by_rule())
    assert row["speaker"] is None or row["speaker"].strip()


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30))
def test_offsets_hold_and_nothing_raises(pieces: list[str]) -> None:
    text = " ".join(pieces)
    quotations, articles, annotations = frames([text])
    found = attribute_quotations(quotations, articles, annotations, config=AttributeConfig())
    assert found["quotation_id"].to_list() == quotations["quotation_id"].to_list()
    assert found.schema == QUOTATIONS.polars
    for row in found.iter_rows(named=True):
        check_row(row, text)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.text(max_size=60), st.data())
def test_any_span_of_any_text_is_answered_without_an_annotation(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(len(text) - 1, 0)))
    end = data.draw(st.integers(start, len(text)))
    kind = data.draw(st.sampled_from(("direct", "mixed", "indirect")))
    row = {
        "quotation_id": 1, "article_id": 1, "start": start, "end": end, "text": text[start:end], "kind": kind,
        "quote_group": 1, "paragraph": 0, "attribution_rule": "unattributed", "confidence": 0.0,
    }  # fmt: skip
    articles = frames([""])[1].with_columns(text=pl.lit(text))
    found = attribute_quotations(QUOTATIONS.from_rows([row]), articles, ANNOTATIONS.empty(), config=AttributeConfig())
    check_row(found.row(0, named=True), text)


def test_neither_order_nor_batch_matters() -> None:
    texts = [
        "Ada Berg opened the bridge. “It will stand,” Berg said. “For long.”\n\n“For a century.”",
        "“We sail at dawn,” said Tor Moe. “We are late,” he added.",
    ]
    quotations, articles, annotations = frames(texts)
    config = AttributeConfig()
    whole = attribute_quotations(quotations, articles, annotations, config=config)
    reversed_rows = attribute_quotations(quotations.reverse(), articles.reverse(), annotations.reverse(), config=config)
    assert whole.equals(reversed_rows.reverse())
    for number in (1, 2):
        own = quotations.filter(article_id=number)
        alone = attribute_quotations(own, articles.filter(article_id=number), annotations, config=config)
        assert alone.equals(whole.filter(article_id=number))


def test_time_grows_with_the_text_and_not_faster() -> None:
    import time

    def seconds(copies: int) -> float:
        text = "\n\n".join(["Tor Moe sat down. “We sail at dawn,” he said. “We are late.”"] * copies)
        given_frames = frames([text])
        began = time.process_time()
        attribute_quotations(*given_frames, config=AttributeConfig())
        return time.process_time() - began

    seconds(5)
    assert seconds(400) < 40 * max(seconds(40), 0.005)
