"""Real runs of the flow: the first, the second, one more file, other sizes, damage, a kill, a stop."""

import fcntl
import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from newsquotes.ingest import find_sources
from newsquotes.schemas import PUBLISHED
from tests.flow.conftest import PAGES, House

pytestmark = pytest.mark.flow

STAGES = ("ingest", "clean", "annotate", "extract", "attribute")
MARKUP = "The second <span class='lead'>paragraph</span> of this page still carries its &lt;b&gt;tags&lt;/b&gt; about."


def test_a_first_run_publishes_every_table(built: House) -> None:
    for name in PUBLISHED:
        assert pl.read_parquet(built.data / "dataset" / name / "*.parquet").columns
    quotes = pl.read_parquet(built.data / "dataset/quotes/*.parquet")
    assert {"Ottoline Brask", "Dov Aldane", "Nessa Quillon", "Bram Oxley"} <= set(quotes["speaker"])
    assert quotes["speaker"].null_count() == 0


def test_every_quotation_stands_where_it_says(built: House) -> None:
    articles = pl.read_parquet(built.data / "dataset/articles/*.parquet").select("article_id", body="text")
    printings = pl.read_parquet(built.data / "dataset/occurrences/*.parquet").join(articles, on="article_id")
    assert printings.height > 0
    for row in printings.iter_rows(named=True):
        assert row["body"][row["start"] : row["end"]] == row["text"]


def test_duckdb_reads_the_same_rows(built: House) -> None:
    pattern = built.data / "dataset/quotes/*.parquet"
    counted = duckdb.sql(f"SELECT count(*) FROM '{pattern}'").fetchall()
    assert counted == [(pl.read_parquet(pattern).height,)]


def test_the_report_is_there(built: House) -> None:
    report = built.newsquotes("report", "--data-dir", built.data)
    assert report.code == 0
    assert "<table" in Path(report.out.strip()).read_text(encoding="utf-8")


def test_an_input_without_an_article_is_in_rejects(built: House) -> None:
    rejects = pl.read_parquet(built.data / "dataset/rejects/*.parquet")
    assert rejects.filter(pl.col("source_uri") == "pages/empty.txt").select("stage", "rule").rows() == [
        ("ingest", "empty_file")
    ]


def test_what_a_run_has_made_is_no_input_of_the_next(built: House) -> None:
    assert {source.path.parent for source in find_sources([built.folder])} == {built.pages}


def test_a_second_run_does_nothing(house: House) -> None:
    before = house.interim_times(*STAGES, "dedupe", "export", "check")
    ran = house.run()
    assert ran.code == 0, ran.err
    # The copied house has another path, but not other pages: nothing is new.
    assert "Nothing is new" in ran.out
    assert house.interim_times(*STAGES, "dedupe", "export", "check") == before


def test_one_more_file_costs_only_itself(house: House) -> None:
    before = house.interim_times(*STAGES)
    house.write_pages({"tram.txt": PAGES["ferry.txt"].replace("ferry", "tram").replace("Aldane", "Ferrow")})
    worked = house.build()
    assert [worked[stage] for stage in (*STAGES, "dedupe", "export", "publish")] == [1] * 8
    after = house.interim_times(*STAGES)
    assert {name: after[name] for name in before} == before
    assert len(after) > len(before)
    speakers = pl.read_parquet(house.data / "dataset/speakers/*.parquet")["name"]
    assert {"Dov Ferrow", "Dov Aldane", "Ottoline Brask"} <= set(speakers)


def test_a_removed_file_takes_its_quotes_along(house: House) -> None:
    (house.pages / "ferry.txt").unlink()
    house.build()
    speakers = pl.read_parquet(house.data / "dataset/speakers/*.parquet")["name"]
    assert "Dov Aldane" not in set(speakers)


@pytest.mark.parametrize("harm", ["delete", "damage"])
def test_a_harmed_intermediate_file_is_made_again(house: House, harm: str) -> None:
    wanted = house.dataset_bytes()
    (victim,) = (house.data / "interim/extract").rglob("quotations.parquet")
    good = victim.read_bytes()
    if harm == "delete":
        victim.unlink()
    else:
        victim.write_bytes(good[: len(good) // 2] + b"\x00" + good[len(good) // 2 + 1 :])
    worked = house.build()
    assert victim.read_bytes() == good
    assert {stage for stage, steps in worked.items() if steps} == {"extract"}
    assert house.dataset_bytes() == wanted


def test_a_harmed_dataset_is_published_again(house: House) -> None:
    wanted = house.dataset_bytes()
    victim = next((house.data / "dataset/quotes").glob("*.parquet"))
    victim.unlink()
    assert {stage for stage, steps in house.build().items() if steps} == {"publish"}
    assert house.dataset_bytes() == wanted


def test_a_changed_parameter_redoes_what_depends_on_it(house: House, write: Callable[[str, str], Path]) -> None:
    worked = house.build(config=write("c.toml", '[extract]\nkinds = ["direct"]\n'))
    assert {stage for stage in STAGES if worked[stage]} == {"extract", "attribute"}


def test_force_redoes_everything_to_the_same_bytes(house: House) -> None:
    wanted = house.dataset_bytes()
    assert all(house.build(force=True).values())
    assert house.dataset_bytes() == wanted


def test_batch_size_and_workers_change_no_byte(built: House, new_house: Callable[[str], House], workshop: None) -> None:
    other = new_house("other")
    other.write_pages(PAGES)
    assert other.build(batch_size=1, workers=2)["clean"] == len(PAGES)
    assert other.dataset_bytes() == built.dataset_bytes()


def test_a_killed_run_goes_on_where_it_stopped(built: House, new_house: Callable[[str], House]) -> None:
    house = new_house("killed")
    house.write_pages(PAGES)
    with house.start("run", house.pages, "--data-dir", house.data) as process:
        _wait_for(house.data / "interim/manifest.jsonl", '"name": "clean/')
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    assert not (house.data / "dataset").exists()
    done = house.interim_times("ingest", "clean")
    ran = house.run()
    assert ran.code == 0, ran.err
    assert house.interim_times("ingest", "clean") == done
    assert house.dataset_bytes() == built.dataset_bytes()


def test_an_interrupted_run_ends_quietly_and_goes_on_later(built: House, new_house: Callable[[str], House]) -> None:
    house = new_house("interrupted")
    house.write_pages(PAGES)
    with house.start("run", house.pages, "--data-dir", house.data) as process:
        _wait_for(house.data / "interim/manifest.jsonl", '"name": "ingest/')
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "the next run goes on from there" in err
    assert "Traceback" not in err
    ran = house.run()
    assert ran.code == 0, ran.err
    assert house.dataset_bytes() == built.dataset_bytes()


def _wait_for(path: Path, text: str, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if path.exists() and text in path.read_text(encoding="utf-8"):
            return
        time.sleep(0.01)
    pytest.fail(f"{path} never held {text}")


def test_a_critical_failure_stops_the_run_and_keeps_the_last_dataset(house: House) -> None:
    wanted = house.dataset_bytes()
    house.write_pages(
        {
            f"spoilt-{number}.txt": PAGES["bridge.txt"]
            .replace("lorry", f"cart {number}")
            .replace("Traders on", f"{MARKUP}\n\nTraders on")
            for number in range(8)
        }
    )
    ran = house.run()
    assert ran.code == 3, ran.out + ran.err
    assert "articles.text_has_no_markup" in ran.err
    assert "Traceback" not in ran.err
    assert house.dataset_bytes() == wanted
    assert "text_has_no_markup" in (house.data / "quality/index.html").read_text(encoding="utf-8")


def test_an_empty_dataset_never_takes_the_place_of_one_with_quotes(house: House) -> None:
    wanted = house.dataset_bytes()
    config = house.folder / "only-slovene.toml"
    config.write_text('[clean]\nlanguages = ["sl"]\n', encoding="utf-8")
    ran = house.run("--config", config)
    assert ran.code == 3, ran.out + ran.err
    assert "articles.there_are_articles: nothing is left (" in ran.err
    assert "the last good dataset is as it was" in ran.err
    assert house.dataset_bytes() == wanted


QUOTELESS = """Frost Keeps the Sill Road Closed

The road along the Sill was closed for a third day because of ice. Snow had drifted against the walls on both sides.

Gritters passed twice during the night. The thermometer at the mill showed eleven degrees below zero at dawn.
"""


def test_articles_without_a_quote_never_take_the_place_of_a_dataset_with_quotes(house: House) -> None:
    wanted = house.dataset_bytes()
    shutil.rmtree(house.pages)
    house.write_pages({"frost.txt": QUOTELESS})
    ran = house.run()
    assert ran.code == 3, ran.out + ran.err
    assert "last_dataset.quotes_are_not_all_gone" in ran.err
    assert "the last good dataset is as it was" in ran.err
    assert house.dataset_bytes() == wanted


def test_check_passes_what_was_published_and_tells_a_file_that_was_changed(house: House) -> None:
    checked = house.newsquotes("check", "--data-dir", house.data)
    assert (checked.code, checked.err) == (0, "")
    assert "rules passed" in checked.out
    quotes = house.data / "dataset/quotes/part-00000.parquet"
    pl.read_parquet(quotes).with_columns(speaker=pl.lit("Somebody Else")).write_parquet(quotes)
    checked = house.newsquotes("check", "--data-dir", house.data)
    assert checked.code == 3, checked.out
    assert "quotes/part-00000.parquet is not what manifest.json says" in checked.err
    assert "make it anew with: newsquotes run SOURCE" in checked.err
    assert "critical: quotes.speaker_is_the_speakers_name: " in checked.err
    assert "Somebody Else" in checked.err
    quotes.write_bytes(b"PAR1 nothing")
    checked = house.newsquotes("check", "--data-dir", house.data)
    assert (checked.code, len(checked.err.splitlines())) == (3, 1), checked.err


def test_a_tolerated_failure_is_set_aside_with_its_rule(house: House) -> None:
    house.write_pages({"spoilt.txt": PAGES["bridge.txt"].replace("Traders on", f"{MARKUP}\n\nTraders on")})
    house.build()
    rejects = pl.read_parquet(house.data / "dataset/rejects/*.parquet")
    spoilt = rejects.filter(pl.col("source_uri") == "pages/spoilt.txt")
    assert spoilt.select("stage", "rule").rows() == [("clean", "text_has_no_markup")]
    articles = pl.read_parquet(house.data / "dataset/articles/*.parquet")
    assert "pages/spoilt.txt" not in set(articles["source_uri"])


def test_two_runs_in_one_folder_exclude_each_other(house: House) -> None:
    with (house.data / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        house.write_pages({"late.txt": PAGES["ferry.txt"]})
        ran = house.run()
    assert ran.code == 1
    assert "another run works here" in ran.err


def test_nothing_but_our_own_lines_reaches_the_terminal(built: House, new_house: Callable[[str], House]) -> None:
    house = new_house("quiet")
    house.write_pages({"bridge.txt": PAGES["bridge.txt"]})
    ran = house.run()
    assert ran.code == 0
    stages = ("ingest", "clean", "annotate", "extract", "attribute", "syndicate", "dedupe")
    known = (*stages, "export", "publish", "report", "check")
    assert [line for line in ran.err.splitlines() if not line.startswith(known)] == []
