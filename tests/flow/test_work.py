from pathlib import Path

import polars as pl
import pytest

from flows.work import dedupe_units, write_tables
from newsquotes.dedupe import DedupeConfig
from newsquotes.schemas import ARTICLES, QUOTATIONS
from newsquotes.speakers import ALIAS_COLUMNS


def test_the_user_s_decisions_about_speakers_reach_the_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decided = {"name": "Ossie Brask", "same_as": "Ottoline Brask"}
    rows = [{column: decided.get(column, "") for column in ALIAS_COLUMNS}]
    monkeypatch.setattr("newsquotes.speakers.load_aliases", lambda path: pl.DataFrame(rows))
    text = "“We count every rivet before spring,” Ossie Brask said. “Nobody crosses tonight,” Ottoline Brask said."
    article = {"article_id": 1, "document_id": 1, "source_uri": "a", "part": 0, "authors": [], "language": "en"}
    articles = [{**article, "published_source": "none", "text": text, "text_sha256": "", "n_words": 15}]
    quotations = [_quotation(text, 1, "Ossie Brask", "We count every rivet before spring")]
    quotations.append(_quotation(text, 2, "Ottoline Brask", "Nobody crosses tonight"))
    write_tables(tmp_path, "clean/unit", {"articles": ARTICLES.from_rows(articles)})
    write_tables(tmp_path, "attribute/unit", {"quotations": QUOTATIONS.from_rows(quotations)})
    dedupe_units(tmp_path, "all", ["unit"], DedupeConfig(), {})
    assert pl.read_parquet(tmp_path / "dedupe/all/speakers.parquet").height == 1


def _quotation(text: str, number: int, speaker: str, words: str) -> dict[str, object]:
    start = text.index(words)
    return {
        "quotation_id": number,
        "article_id": 1,
        "start": start,
        "end": start + len(words),
        "text": words,
        "kind": "direct",
        "quote_group": number,
        "paragraph": 0,
        "speaker_mention": speaker,
        "speaker": speaker,
        "speaker_type": "person",
        "attribution_rule": "clause_after",
        "confidence": 0.97,
    }
