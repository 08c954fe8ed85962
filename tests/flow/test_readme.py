"""What the README says is done word by word, on the dataset of the sample pages."""

import re
from pathlib import Path

import duckdb
import polars as pl
import pytest

from newsquotes.schemas import PUBLISHED
from tests.flow.conftest import House
from tests.flow.test_cli import COMMANDS

pytestmark = pytest.mark.flow


@pytest.fixture(scope="module")
def readme(checkout: Path) -> str:
    return (checkout / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, built: House, checkout: Path) -> Path:
    """A folder in which `data` is the dataset of the sample pages."""
    house = House(tmp_path_factory.mktemp("sample"), built.environment, checkout)
    ran = house.newsquotes("run", checkout / "seeds/articles", "--data-dir", house.data)
    assert ran.code == 0, ran.err
    return house.folder


def _blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", readme, flags=re.S)


def test_the_polars_lines_run(
    readme: str, sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(sample)
    blocks = _blocks(readme, "python")
    assert blocks
    for block in blocks:
        exec(block, {})
    assert "speaker" in capsys.readouterr().out


def test_the_duckdb_lines_run(readme: str, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample)
    blocks = _blocks(readme, "sql")
    assert blocks
    for block in blocks:
        assert duckdb.sql(block).fetchall()


def test_the_rows_shown_are_rows_of_the_sample_dataset(readme: str, sample: Path) -> None:
    shown = re.findall(r"^\| (.+?) \| “(.+?)” \| (\d+) \| (\d+) \|$", readme, flags=re.M)
    quotes = pl.read_parquet(sample / "data/dataset/quotes/*.parquet")
    rows = {(row["speaker"], row["text"], row["n_occurrences"], row["n_publishers"]) for row in quotes.to_dicts()}
    assert len(shown) >= 4
    assert {(speaker, text, int(printings), int(outlets)) for speaker, text, printings, outlets in shown} <= rows


def test_every_command_and_table_is_named(readme: str) -> None:
    assert all(f"`newsquotes {command}" in readme for command in COMMANDS)
    assert all(f"| `{name}` |" in readme for name in PUBLISHED)


def test_every_file_linked_is_there(readme: str, checkout: Path) -> None:
    linked = re.findall(r"\]\(([^)#:]+)\)", readme)
    assert linked
    assert [name for name in linked if not (checkout / name).exists()] == []


def test_the_sample_run_reads_all_kinds_of_pages(sample: Path) -> None:
    documents = pl.read_parquet(sample / "data/dataset/documents/*.parquet")
    assert {"text", "html", "jsonl", "warc"} <= set(documents["format"]) | {
        "warc" for uri in documents["source_uri"] if uri.endswith(".warc.gz")
    }
    assert documents["source_uri"].n_unique() >= 14
