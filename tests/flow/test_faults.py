"""Bad input and bad places: a row in `rejects` or one clear message, never a traceback, and the rest goes on."""

import gzip
import io
import json
import os
import resource
import subprocess
import threading
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path

import polars as pl
import pytest

from tests.flow.conftest import PAGES, House

pytestmark = pytest.mark.flow

GERMAN = (
    "Der Rat der Stadt hat am Dienstag beschlossen, die alte Brücke über den Fluss bis zum Frühjahr zu sperren. "
    "„Wir schicken keinen einzigen Lastwagen hinüber“, sagte die Bürgermeisterin nach der langen Sitzung im Rathaus. "
) * 4
PLAIN = "The board met on Monday and looked at the plans for the quay, which have grown since the spring. " * 12


def _warc(records: int) -> bytes:
    page = PAGES["orchard.html"].encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    return b"".join(
        gzip.compress(
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://fen.example/%d\r\n"
            b"WARC-Date: 2025-04-12T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:%08d-0000-4000-8000-000000000000>\r\n"
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
            % (number, number, len(http), http),
            mtime=0,
        )
        for number in range(records)
    )


def _tricky_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../outside.txt", PAGES["ferry.txt"])
        archive.writestr("/etc/absolute.txt", PAGES["ferry.txt"])
        archive.writestr("inside.txt", PAGES["ferry.txt"].replace("Aldane", "Inwood"))
    return buffer.getvalue()


def _parquet() -> bytes:
    buffer = io.BytesIO()
    pl.DataFrame({"text": [PAGES["bridge.txt"]] * 50}).write_parquet(buffer)
    return buffer.getvalue()


BAD_INPUTS: dict[str, bytes] = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 40,
    "latin.txt": PAGES["bridge.txt"].replace("Sill", "Süll").encode("cp1252"),
    "mojibake.txt": PAGES["ferry.txt"].replace("Sill", "SÃ¼ll").encode(),
    "cut.txt.gz": gzip.compress(PAGES["bridge.txt"].encode(), mtime=0)[:-40],
    "cut.warc.gz": _warc(3)[:-200],
    "damaged.parquet": _parquet()[:-30],
    "lines.jsonl": (
        json.dumps({"text": PAGES["ferry.txt"].replace("Aldane", "Jessop"), "title": "Ferry"}) + '\n{"text": "cut\n'
    ).encode(),
    "long-line.jsonl": b'{"text": "' + b"word " * 10_000_000 + b'"}\n',
    "bomb.txt.gz": gzip.compress(b"word " * 60_000_000, mtime=0),
    "tricks.zip": _tricky_zip(),
    "german.txt": GERMAN.encode(),
    "no-quotes.txt": PLAIN.encode(),
}

EXPECTED_RULES = {
    "empty.txt": "empty_file",
    "binary.txt": "binary",
    "cut.txt.gz": "truncated_compression",
    "cut.warc.gz": "truncated_compression",
    "damaged.parquet": "damaged_parquet",
    "lines.jsonl": "broken_json",
    "long-line.jsonl": "record_too_large",
    "bomb.txt.gz": "record_too_large",  # reached before the limit on expansion, which the reader's own tests hold
    "tricks.zip": "unsafe_path",
    "german.txt": "other_language",
}


@pytest.fixture(scope="module")
def fed(tmp_path_factory: pytest.TempPathFactory, built: House) -> House:
    """A finished run over every bad input together, with one good page among them."""
    house = House(tmp_path_factory.mktemp("fed"), built.environment, built.checkout)
    house.write_pages({**BAD_INPUTS, "orchard.html": PAGES["orchard.html"]})
    os.mkfifo(house.pages / "pipe.txt")
    (house.pages / "loop").symlink_to(house.pages)
    ran = house.run()
    assert ran.code == 0, ran.err
    assert "Traceback" not in ran.err
    return house


@pytest.mark.parametrize(("name", "rule"), EXPECTED_RULES.items())
def test_a_bad_input_is_a_reject_with_its_rule(fed: House, name: str, rule: str) -> None:
    rejects = pl.read_parquet(fed.data / "dataset/rejects/*.parquet").filter(pl.col("source_uri") == f"pages/{name}")
    assert rule in set(rejects["rule"])
    assert rejects["reason"].str.len_chars().min() is not None


@pytest.mark.parametrize("name", [*BAD_INPUTS, "pipe.txt", "loop", "orchard.html"])
def test_no_input_is_lost(fed: House, name: str) -> None:
    tables = [pl.read_parquet(fed.data / "dataset" / table / "*.parquet") for table in ("documents", "rejects")]
    assert f"pages/{name}" in {uri for table in tables for uri in table["source_uri"]}


@pytest.mark.parametrize(("name", "speaker"), [("lines.jsonl", "Dov Jessop"), ("tricks.zip", "Dov Inwood")])
def test_what_is_good_in_a_bad_input_goes_on(fed: House, name: str, speaker: str) -> None:
    assert speaker in set(pl.read_parquet(fed.data / "dataset/speakers/*.parquet")["name"]), name


@pytest.mark.parametrize("name", ["latin.txt", "mojibake.txt"])
def test_charsets_are_put_right(fed: House, name: str) -> None:
    articles = pl.read_parquet(fed.data / "dataset/articles/*.parquet").filter(pl.col("source_uri") == f"pages/{name}")
    assert "Süll" in articles["text"].item()


def test_an_article_without_quotations_stays_an_article(fed: House) -> None:
    assert "pages/no-quotes.txt" in set(pl.read_parquet(fed.data / "dataset/articles/*.parquet")["source_uri"])


def test_nothing_is_written_outside_the_data_folder(fed: House) -> None:
    assert sorted(path.name for path in fed.folder.iterdir()) == ["data", "pages"]


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        (["nowhere"], "nowhere"),
        (["none/*.txt"], "none"),
        (["{tmp}"], "no input files"),
    ],
)
def test_sources_that_are_not_there_are_told(built: House, tmp_path: Path, sources: list[str], told: str) -> None:
    given = [source.format(tmp=tmp_path) for source in sources]
    ran = built.newsquotes("run", *given, "--data-dir", tmp_path / "data")
    assert (ran.code, ran.out) == (1, "")
    assert told in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("pages", "stage", "told"),
    [
        (
            {"a.txt": "", "b.txt": "", "c.bin": bytes(range(256)) * 16},
            "ingest",
            "(2 empty_file, 1 binary), for instance pages/",
        ),
        ({"a.txt": GERMAN}, "clean", "(1 other_language), for instance pages/a.txt: "),
    ],
)
def test_where_nothing_can_be_used_nothing_is_published(
    new_house: Callable[[str], House], pages: dict[str, str | bytes], stage: str, told: str
) -> None:
    house = new_house("none")
    house.write_pages(pages)
    ran = house.run()
    assert ran.code == 3
    assert not (house.data / "dataset").exists()
    (line,) = [line for line in ran.err.splitlines() if line.startswith("newsquotes:")]
    assert f"the checks after {stage} stopped the run" in line
    assert told in line
    assert "no dataset was made" in line
    report = (house.data / "quality/index.html").read_text(encoding="utf-8")
    assert "Stopped: nothing was published" in report
    assert "not reached" in report


@pytest.mark.parametrize(("answering", "code"), [((), 3), (("/orchard",), 0)])
def test_addresses_that_give_nothing_are_told(
    new_house: Callable[[str], House], write: Callable[[str, str], Path], answering: tuple[str, ...], code: int
) -> None:
    """Some of several that give nothing are told, and the rest goes on; where all do, nothing is published."""
    house = new_house("fetched")
    config = write("fetch.toml", "[fetch]\nallow_private = true\ndelay_seconds = 0.0\n")
    with _serving(answering) as site:
        asked = [option for path in ("/orchard", "/gone") for option in ("--fetch", site + path)]
        ran = house.newsquotes("run", *asked, "--data-dir", house.data, "--config", config)
    assert ran.code == code
    lines = [line for line in ran.err.splitlines() if line.startswith("not fetched: ")]
    missing = [path for path in ("/orchard", "/gone") if path not in answering]
    assert lines == [f"not fetched: {site}{path}: the server answers with status 404" for path in missing]
    assert (house.data / "dataset").exists() == (code == 0)


def test_a_data_folder_that_cannot_be_made_is_told(built: House, write: Callable[[str, str], Path]) -> None:
    ran = built.newsquotes("run", built.pages, "--data-dir", write("file", "") / "data")
    assert ran.code == 1
    assert "cannot be written" in ran.err
    assert "Traceback" not in ran.err


def test_a_full_disk_is_told_and_the_last_dataset_stays(house: House) -> None:
    """The limit on a file's size stands for a full disk: writing fails half way through a file."""
    wanted = house.dataset_bytes()
    house.write_pages({"long.txt": PAGES["ferry.txt"] + "\n" + PLAIN * 60})
    limit = 24_000
    with subprocess.Popen(
        house.command("run", house.pages, "--data-dir", house.data),
        env=dict(house.environment),
        cwd=house.checkout,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    ) as process:
        _, err = process.communicate(timeout=300)
    assert process.returncode == 1, err
    assert "Traceback" not in err
    assert "File too large; allow larger files (ulimit -f), or choose a folder on another disk" in err
    assert house.dataset_bytes() == wanted
    ran = house.run()
    assert ran.code == 0, ran.err


@contextmanager
def _serving(paths: Collection[str]) -> Iterator[str]:
    """The address of a site that has a page under each of `paths` and nothing else."""

    class Site(_Quiet):
        def do_GET(self) -> None:
            body = PAGES["orchard.html"].encode() if self.path in paths else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(BaseHTTPRequestHandler):
    """A handler that logs nothing."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


class _Failing(_Quiet):
    """A Prefect server of our version that says it is well and fails at everything else."""

    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        answers = {"/api/health": True, "/api/admin/version": version("prefect")}
        body = json.dumps(answers.get(self.path)).encode()
        self.send_response(200 if self.path in answers else 500)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _answer  # noqa: N815 - the library calls them so


def test_a_server_that_gives_way_is_told_in_one_line(house: House) -> None:
    house.write_pages({"late.txt": PAGES["ferry.txt"]})
    with ThreadingHTTPServer(("127.0.0.1", 0), _Failing) as failing:
        threading.Thread(target=failing.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{failing.server_port}/api"
        ran = replace(house, environment={**house.environment, "PREFECT_API_URL": address}).run()
        failing.shutdown()
    assert ran.code == 1
    (told,) = [line for line in ran.err.splitlines() if line.startswith("newsquotes:")]
    assert f"the Prefect server at {address} gave way" in told
    assert "Traceback" not in ran.err
