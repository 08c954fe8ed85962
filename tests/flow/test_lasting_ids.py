"""Ids through real runs: they stay when a file is added, and `diff` tells what happened."""

import json
from pathlib import Path

import polars as pl
import pytest

from flows.work import EarlierError, read_earlier
from tests.flow.conftest import House

pytestmark = pytest.mark.flow

LATER = """Two Boats for the Sill

The second ferry came a day early, the harbour board said.

"One boat was a promise, two boats are a timetable, and three boats would be a miracle," said the chairman, Dov Aldane.
"""


def table(house: House, name: str) -> pl.DataFrame:
    return pl.read_parquet(house.data / "dataset" / name / "*.parquet")


def test_ids_stay_when_a_file_is_added_and_diff_tells_it(house: House, tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    for name in ("quotes", "occurrences"):
        (before / name).mkdir()
        table(house, name).write_parquet(before / name / "all.parquet")
    old = {row["text"]: row["quote_id"] for row in table(house, "quotes").to_dicts()}
    house.write_pages({"later.txt": LATER})
    house.build()
    grown = table(house, "quotes").filter(pl.col("text").str.starts_with("One boat was a promise"))
    assert grown["n_occurrences"].to_list() == [2]
    assert grown["quote_id"].to_list() == [next(old[text] for text in old if text.startswith("One boat"))]
    assert set(old.values()) <= set(table(house, "quotes")["quote_id"])
    told = house.newsquotes("diff", before, house.data, "--json")
    changes = json.loads(told.out)
    assert changes["renumbered"] == changes["gone"] == changes["speaker_changed"] == []
    assert told.code == (4 if changes["new"] else 0)
    assert house.newsquotes("diff", house.data, house.data / "dataset").code == 0
    wanted = house.dataset_bytes()
    assert all(house.build(force=True).values())
    assert house.dataset_bytes() == wanted


def test_diff_shows_changes_for_a_reader(house: House, tmp_path: Path) -> None:
    (tmp_path / "empty/quotes").mkdir(parents=True)
    (tmp_path / "empty/occurrences").mkdir()
    table(house, "quotes").clear().write_parquet(tmp_path / "empty/quotes/0.parquet")
    table(house, "occurrences").clear().write_parquet(tmp_path / "empty/occurrences/0.parquet")
    told = house.newsquotes("diff", tmp_path / "empty", house.data, "--limit", 1)
    assert told.code == 4
    assert "new quotes" in told.out
    assert "more; --limit shows more" in told.out


def test_a_dataset_whose_ids_cannot_be_read_is_told(house: House) -> None:
    victim = next((house.data / "dataset/quotes").glob("*.parquet"))
    victim.write_bytes(b"PAR1 nothing")
    with pytest.raises(EarlierError, match="ids of the last dataset cannot be read"):
        read_earlier(house.data / "dataset")


def test_who_is_who_is_for_the_user_to_decide(house: House, tmp_path: Path) -> None:
    decided = tmp_path / "who.csv"
    decided.write_text("# mine\nname,same_as\nDov Aldane,Dovid Aldane-Reeve\nDow Aldan,Dov Aldane\n", encoding="utf-8")
    ran = house.run("--speaker-aliases", decided)
    assert ran.code == 0, ran.err
    (aliases,) = table(house, "speakers").filter(pl.col("name") == "Dovid Aldane-Reeve")["aliases"].to_list()
    assert "Dov Aldane" in aliases
    assert "1 name(s) that no speaker bears: Dow Aldan\n" in ran.out
    decided.write_text("name,same_as\nDov Aldane,\n", encoding="utf-8")
    refused = house.run("--speaker-aliases", decided)
    assert refused.code == 1
    assert "who.csv: Dov Aldane: nothing is decided" in refused.err


def test_known_speakers_get_their_items(house: House, tmp_path: Path) -> None:
    known = tmp_path / "known.csv"
    known.write_text("name,alias,wikidata_id\nDov Aldane,,Q7\n", encoding="utf-8")
    ran = house.run("--known-speakers", known)
    assert ran.code == 0, ran.err
    items = table(house, "speakers").drop_nulls("wikidata_id").select("name", "wikidata_id").rows()
    assert items == [("Dov Aldane", "Q7")]
