"""What must hold for any pile of pages, stage after stage: nothing is lost, offsets are true, order is irrelevant."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.annotate import AnnotateConfig, annotate_articles
from newsquotes.attribute import AttributeConfig, attribute_quotations
from newsquotes.clean import CleanConfig, clean_articles
from newsquotes.dedupe import DedupeConfig, Deduped, dedupe_quotations
from newsquotes.extract import ExtractConfig, extract_quotations
from newsquotes.ingest import IngestConfig, find_sources, ingest_documents
from newsquotes.schemas import QUOTES

PARAGRAPHS = (
    "The lock-keeper of Sarn, Wenna Tolliver, said on Monday that the gates would stay shut until it passed.",
    '"Nobody opens a gate on a rising river," Tolliver told reporters. "You wait, and you count the bricks."',
    "‘It’s our water too,’ said Ivo Marrack, who farms below the weir. ‘We’ll have it in May, or in court.’",
    "According to the river board, the level has risen by a metre since Sunday.",
    "The board’s chairman, Oren Pask, called the demand “a postcard from dry land”.",
    "[caption] A barge waits above the lock[/caption]",
    "Read more",
    "“We open the gate on Friday,” she added, “and not a day before.”",
    "The mill is older than the lock and younger than the church, and it has been dry for most of its life.",
    "“”",
    "said “unclosed and never ending",
)
pages = st.lists(st.sampled_from(PARAGRAPHS), min_size=0, max_size=9).map("\n\n".join)
piles = st.lists(pages, min_size=1, max_size=4, unique=True)


@dataclass(frozen=True)
class Made:
    """The tables of one pile of pages."""

    inputs: int
    documents: pl.DataFrame
    articles: pl.DataFrame
    quotations: pl.DataFrame
    deduped: Deduped
    rejects: pl.DataFrame


def make(pile: Sequence[str], *, backwards: bool = False) -> Made:
    with TemporaryDirectory() as folder:
        for number, page in enumerate(pile):
            Path(folder, f"{number}.txt").write_text(page, encoding="utf-8")
        sources = find_sources([Path(folder)])
        sources = [type(source)(source.path, source.path.name) for source in sources]
        read = list(ingest_documents(sources[:: -1 if backwards else 1], config=IngestConfig()))
    documents = pl.concat(part.documents for part in read)
    cleaned = clean_articles(documents, config=CleanConfig())
    annotations = annotate_articles(cleaned.articles, config=AnnotateConfig())
    extracted = extract_quotations(cleaned.articles, annotations, config=ExtractConfig())
    quotations = attribute_quotations(extracted.quotations, cleaned.articles, annotations, config=AttributeConfig())
    deduped = dedupe_quotations(quotations, cleaned.articles, config=DedupeConfig())
    rejects = pl.concat([*(part.rejects for part in read), cleaned.rejects, extracted.rejects, deduped.rejects])
    return Made(len(sources), documents, cleaned.articles, quotations, deduped, rejects)


@given(pile=piles)
@settings(max_examples=15, deadline=None, derandomize=True)
def test_nothing_is_lost(pile: list[str]) -> None:
    made = make(pile)
    unread = made.rejects.filter(pl.col("stage") == "ingest")
    assert made.documents.height + unread.height == made.inputs
    left = set(made.rejects["document_id"].drop_nulls()) | set(made.articles["document_id"])
    assert set(made.documents["document_id"]) <= left
    printed, dropped = made.deduped.occurrences["quotation_id"], made.rejects["quotation_id"].drop_nulls()
    assert sorted([*printed, *dropped]) == sorted(made.quotations["quotation_id"])
    assert made.rejects["reject_id"].is_unique().all()


@given(pile=piles)
@settings(max_examples=15, deadline=None, derandomize=True)
def test_every_offset_is_true(pile: list[str]) -> None:
    made = make(pile)
    texts = dict(made.articles.select("article_id", "text").iter_rows())
    for row in made.quotations.iter_rows(named=True):
        text = texts[row["article_id"]]
        assert text[row["start"] : row["end"]] == row["text"]
        for words, start, end in (("speaker_mention", "mention_start", "mention_end"), ("cue", "cue_start", "cue_end")):
            if row[words] is not None and row[start] is not None:
                assert text[row[start] : row[end]] == row[words]
        assert (row["confidence"] > 0) == (row["speaker"] is not None)


@given(pile=piles)
@settings(max_examples=10, deadline=None, derandomize=True)
def test_the_order_of_inputs_is_irrelevant(pile: list[str]) -> None:
    forwards, backwards = make(pile), make(pile, backwards=True)
    assert forwards.deduped.quotes.sort(QUOTES.sort_by).equals(backwards.deduped.quotes.sort(QUOTES.sort_by))
    assert forwards.quotations.sort("quotation_id").equals(backwards.quotations.sort("quotation_id"))
