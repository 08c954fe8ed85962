"""A page that hangs, grows without bounds or crashes its process costs a reject row, and the rest goes on."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.files import explain_files, explain_page
from flows.guard import Guard, LostError, clean_guarded, clean_in_parallel, clean_pages
from flows.limits import Limits
from flows.settings import load_settings
from newsquotes.clean import CleanConfig, Cleaned
from newsquotes.schemas import DOCUMENTS
from tests.flow.conftest import PAGES

PARENT = os.getpid()


def hang(documents: pl.DataFrame) -> None:
    while True:
        pass


def sleep(documents: pl.DataFrame) -> None:
    time.sleep(600)


def grow(documents: pl.DataFrame) -> None:
    held = []
    while True:
        held.append(bytearray(b"x" * (16 << 20)))
        time.sleep(0.02)


def die(documents: pl.DataFrame) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def leave(documents: pl.DataFrame) -> None:
    os._exit(3)


def overflow(documents: pl.DataFrame) -> None:
    raise RecursionError("too deep")


FAULTS = {"hang": hang, "sleep": sleep, "grow": grow, "die": die, "leave": leave, "overflow": overflow}


def clean_with_faults(documents: pl.DataFrame, config: Any) -> Cleaned:
    """As a parser would that has the fault which a page names."""
    for name, fault in FAULTS.items():
        if documents["source_uri"].str.starts_with(name).any():
            fault(documents)
    return clean_pages(documents, config)


def page(uri: str, number: int) -> dict[str, Any]:
    return {
        "document_id": number,
        "source_uri": uri,
        "member": "",
        "format": "html",
        "byte_length": 1,
        "blake3": "",
        "charset": "utf-8",
        "payload": PAGES["orchard.html"],
    }


@pytest.mark.parametrize(
    ("name", "rule", "told"),
    [
        ("hang", "timeout", "more than 2 s"),
        ("grow", "memory", "more than 700 MiB"),
        ("die", "crash", "signal 11"),
        ("leave", "crash", "exit code 3"),
        ("overflow", "crash", "RecursionError: too deep"),
    ],
)
def test_a_page_that_brings_its_reader_down_is_a_reject(name: str, rule: str, told: str) -> None:
    documents = DOCUMENTS.from_rows([page("a.html", 1), page(f"{name}.html", 2), page("b.html", 3)])
    guard = Guard(Limits(seconds=2, mebibytes=700))
    cleaned = clean_guarded(documents, CleanConfig(), guard, clean_with_faults)
    guard.close()
    assert cleaned.articles["source_uri"].to_list() == ["a.html", "b.html"]
    assert cleaned.articles.select("document_id", "text").equals(
        clean_pages(documents.filter(pl.col("document_id") != 2), CleanConfig()).articles.select("document_id", "text")
    )
    assert cleaned.rejects.select("stage", "source_uri", "document_id", "rule").rows() == [
        ("clean", f"{name}.html", 2, rule)
    ]
    assert told in cleaned.rejects["reason"].item()
    assert PAGES["orchard.html"].startswith(cleaned.rejects["excerpt"].item())


def die_of_the_second(documents: pl.DataFrame, config: Any) -> str:
    """As an explanation would that a page brings down."""
    if documents["source_uri"].item() == "b.txt":
        die(documents)
    return explain_page(documents, config)


def test_a_page_that_brings_down_its_explanation_costs_that_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.files.explain_page", die_of_the_second)
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for path in paths:
        path.write_text("The pier in Port Marrow will stay closed until spring, the council said. " * 4)
    assert explain_files(paths, tmp_path / "why.txt", load_settings(data_dir=tmp_path), print).written == 3
    pages = (tmp_path / "why.txt").read_text().split("\n\n")
    assert [page.split()[0] for page in pages] == ["a.txt", "b.txt", "c.txt"]
    assert [("body" in page, "[crash]" in page) for page in pages] == [(True, False), (False, True), (True, False)]


def test_a_process_that_only_waits_is_ended_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.guard.IDLE_SECONDS_ALLOWED", 1)
    guard = Guard(Limits(seconds=2))
    with pytest.raises(LostError, match="more than 2 s"):
        guard.run(sleep, DOCUMENTS.empty())


def test_one_process_reads_many_pages() -> None:
    guard = Guard(Limits())
    first = guard.run(os.getpid)
    assert guard.run(os.getpid) == first != PARENT
    guard.close()
    assert guard.run(os.getpid) != first
    guard.close()


def test_results_come_in_order_whatever_the_number_of_workers() -> None:
    frames = [
        DOCUMENTS.from_rows([page(f"{number:03}.html", number) for number in range(start, start + 20)])
        for start in (0, 20)
    ]
    pieces = list(clean_in_parallel(iter(frames), CleanConfig(), Limits(), workers=2))
    rows = pl.concat(cleaned.articles for _, cleaned in pieces)
    assert rows.equals(clean_pages(pl.concat(frames), CleanConfig()).articles)
    starts = ["000.html", "008.html", "016.html", "020.html", "028.html", "036.html"]
    assert [piece["source_uri"][0] for piece, _ in pieces] == starts


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    guard = Guard(Limits())
    worker = guard.run(os.getpid)
    guard.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
