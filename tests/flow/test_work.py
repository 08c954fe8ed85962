from pathlib import Path

import polars as pl
import pytest

from flows import work
from flows.work import dedupe_units, ingest_batch, write_tables
from newsquotes.dedupe import DedupeConfig
from newsquotes.ingest import IngestConfig
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


@pytest.mark.parametrize(
    ("rows", "size", "expected"),
    [
        (100, 1 << 20, [30]),
        (8, 1 << 20, [8, 2, 8, 2, 8, 2, 0]),  # frames hold ten documents each; the last one a reject
        (10, 1 << 20, [10, 10, 10, 0]),
        (100, 1500, [20, 10]),
    ],
)
def test_units_hold_whole_frames_up_to_a_size(
    rows: int, size: int, expected: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f'{{"text": "{f"Piece {number:02} of the harbour. ":.<80}"}}\n' for number in range(30)]
    (tmp_path / "dump.jsonl").write_text("".join([*lines, "broken\n"]))
    monkeypatch.setattr(work, "UNIT_BYTES", size)
    sources = [(str(tmp_path / "dump.jsonl"), "dump.jsonl")]
    written = ingest_batch(tmp_path, "batch", sources, IngestConfig(frame_bytes=10 * (len(lines[0]) - 1) - 5), rows)
    units = [tmp_path / "ingest" / unit for unit in written.facts["units"]]
    documents = [pl.read_parquet(unit / "documents.parquet") for unit in units]
    assert [frame.height for frame in documents] == expected
    assert pl.concat(documents)["member"].to_list() == [f"line-{number}" for number in range(1, 31)]
    assert sum(pl.read_parquet(unit / "rejects.parquet").height for unit in units) == 1
