"""Bad bytes in, reject rows out: one row per fault, with the rule, and with the records that survive it."""

import bz2
import gzip
import io
import json
import lzma
import os
import sys
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from newsquotes.ingest import IngestConfig, Ingested, Source, find_sources, ingest_documents
from tests.ingest.conftest import PAGE, STORY, Make

Ingesting = Callable[..., Ingested]
TEXT = STORY.encode()
HTML = PAGE.encode()
SMALL = IngestConfig(
    max_record_bytes=10_000,
    max_damaged_feed_bytes=2_000,
    max_input_bytes=200_000,
    free_expansion_bytes=20_000,
    max_expansion=20,
    max_members=5,
    max_nested_bytes=50_000,
)
GOOD_LINES = Make.jsonl(*({"text": f"{number} {STORY}"} for number in range(40)))
WARC = b"".join(Make.warc(number, HTML) for number in range(3))
WARC_GZ = b"".join(gzip.compress(Make.warc(number, HTML)) for number in range(3))
PARQUET = Make.parquet([{"text": STORY}] * 10)
LONG_LINE = b'{"text": "' + b"x" * 20_000 + b'"}\n'
DEEP = b'{"text": ' + b"[" * 3000 + b"]" * 3000 + b"}\n"


def link_in_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/hostname")
        archive.writestr("good.txt", TEXT)
    return buffer.getvalue()


def kinds_in_tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"member{kind.decode()}")
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
    return buffer.getvalue()


def encrypted_zip() -> bytes:
    data = bytearray(Make.zip({"secret.txt": TEXT}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def nested_gzip(layers: int) -> bytes:
    data = TEXT
    for _ in range(layers):
        data = gzip.compress(data)
    return data


def nested_values() -> bytes:
    """JSONL with values nested almost as deeply as the parser allows, in each place that reads a value."""
    deep = b"[" * 900 + b"]" * 900
    lines = (
        b'{"text": "one", "title": %s, "author": %s, "source": {"name": %s}}' % (deep, deep, deep),
        b'{"text": %s}' % deep,
        deep,
        b'{"articles": [{"a": 1}, %s]}' % deep,
    )
    return b"\n".join(lines)


HTTP = "HTTP/1.1 {}\r\nContent-Type: {}\r\n\r\n"

# name, bytes, how many documents survive, rules of the rejects
FEED = f"<rss><channel><item><description>{STORY}</description></item></channel></rss>".encode()
FAULTS = [
    ("empty.txt", b"", 0, ["empty_file"]),
    ("blank.html", b" \r\n\t", 0, ["empty_file"]),
    ("nulls.txt", b"\0" * 100, 0, ["empty_file"]),
    ("empty.gz", gzip.compress(b""), 0, ["empty_file"]),
    ("noise.txt", bytes(range(256)) * 10, 0, ["binary"]),
    ("paper.txt", b"%PDF-1.7\n...", 0, ["unsupported_format"]),
    ("photo.html", b"\x89PNG\r\n\x1a\n" + bytes(50), 0, ["unsupported_format"]),
    ("map.xml", b'<?xml version="1.0"?><urlset><url/></urlset>', 0, ["unsupported_format"]),
    ("long.txt", b"word " * 3000, 0, ["record_too_large"]),
    ("cut.txt.gz", gzip.compress(TEXT)[:-9], 0, ["truncated_compression"]),
    ("cut.txt.bz2", bz2.compress(TEXT)[:-9], 0, ["truncated_compression"]),
    ("cut.txt.xz", lzma.compress(TEXT)[:-9], 0, ["truncated_compression"]),
    ("cut.txt.zst", zstandard.compress(TEXT)[:-9], 0, ["truncated_compression"]),
    ("cut.jsonl.gz", gzip.compress(GOOD_LINES, mtime=0)[:-4], 40, ["truncated_compression"]),
    ("bad.txt.gz", flipped(gzip.compress(TEXT), -6), 0, ["damaged_compression"]),
    ("bad.txt.xz", flipped(lzma.compress(TEXT), 40), 0, ["damaged_compression"]),
    ("tail.jsonl.gz", gzip.compress(GOOD_LINES) + b"<html>oops", 40, ["trailing_garbage"]),
    ("padded.jsonl.gz", gzip.compress(GOOD_LINES) + bytes(700), 40, []),
    ("members.jsonl.gz", gzip.compress(GOOD_LINES[:90]) + gzip.compress(GOOD_LINES[90:]), 40, []),
    ("bomb.txt.gz", gzip.compress(bytes(100_000)), 0, ["expansion_bomb"]),
    ("bomb.txt.bz2", bz2.compress(b"a" * 150_000), 0, ["expansion_bomb"]),
    ("bomb.txt.xz", lzma.compress(b"a" * 150_000), 0, ["expansion_bomb"]),
    ("bomb.txt.zst", zstandard.compress(b"a" * 150_000), 0, ["expansion_bomb"]),
    ("bomb.zip", Make.zip({"a.txt": b"a" * 150_000, "b.txt": TEXT}), 1, ["expansion_bomb"]),
    ("deep.txt.gz", nested_gzip(6), 0, ["nested_too_deep"]),
    ("big.jsonl", GOOD_LINES * 50, (GOOD_LINES * 50)[:200_000].count(b"\n"), ["input_too_large"]),
    ("broken.zip", Make.zip({"a.txt": TEXT})[:-30], 0, ["damaged_archive"]),
    ("crc.zip", flipped(Make.zip({"a.txt": TEXT, "b.txt": TEXT}), 60), 1, ["damaged_archive"]),
    ("up.zip", Make.zip({"../a.txt": TEXT, "/b.txt": TEXT, "C:\\c.txt": TEXT, "d.txt": TEXT}), 1, ["unsafe_path"] * 3),
    ("up.tar", Make.tar({"../a.txt": TEXT, "/b.txt": TEXT, "d.txt": TEXT}), 1, ["unsafe_path"] * 2),
    ("link.zip", link_in_zip(), 1, ["unsafe_member"]),
    ("kinds.tar", kinds_in_tar(), 0, ["unsafe_member"] * 3),
    ("secret.zip", encrypted_zip(), 0, ["encrypted_member"]),
    ("none.zip", Make.zip({}), 0, ["no_records"]),
    ("many.zip", Make.zip({f"{number}.txt": TEXT for number in range(7)}), 5, ["too_many_members"]),
    ("cut.tar", Make.tar({"a.txt": TEXT, "b.txt": TEXT})[:1600], 1, ["damaged_archive"] * 2),
    ("torn.tar", Make.tar({"a.txt": TEXT, "b.txt": TEXT})[:1024] + b"junk" * 300, 1, ["damaged_archive"]),
    ("cut.tar.gz", gzip.compress(Make.tar({"a.txt": TEXT}))[:-9], 1, ["truncated_compression"]),
    ("lines.jsonl", b'{"text": "cut\n' + GOOD_LINES + b"not json\n[1]\n", 40, ["broken_json"] * 2 + ["not_a_record"]),
    ("long.jsonl", GOOD_LINES + LONG_LINE + LONG_LINE[:-1], 40, ["record_too_large"] * 2),
    ("deep.jsonl", GOOD_LINES + DEEP + b'{"text": "after"}\n', 41, ["json_too_deep"]),
    ("deep.json", b"[" + DEEP + b"]", 0, ["json_too_deep"]),
    ("cut.json", json.dumps([{"text": STORY}] * 3).encode()[:-40], 2, ["broken_json"]),
    ("open.json", json.dumps([{"text": STORY}] * 3).encode()[:-1], 3, ["broken_json"]),
    ("mixed.json", json.dumps([{"text": STORY}, 7, {"text": ""}, {"a": 1}]).encode(), 1,
     ["no_text", "no_text_field", "not_a_record"]),
    ("tail.json", json.dumps([{"text": STORY}]).encode() + b" and more", 1, ["broken_json"]),
    ("nested.jsonl", nested_values(), 1, ["no_text", "no_text_field", "not_a_record", "not_a_record"]),
    ("controls.jsonl", b'{"text": "\\u0000\\u0007"}\n', 0, ["no_text"]),
    ("a.docx", Make.zip({"[Content_Types].xml": b"<x/>", "word/a.xml": b"<x/>"}), 0, ["unsupported_format"]),
    ("none.json", b"[]", 0, ["no_records"]),
    ("fields.csv", b"id,name\n1,a\n", 0, ["no_text_field"]),
    ("rows.csv", b'title,text\na,b,c\nd,"e, f"\ng,\n', 1, ["broken_row", "no_text"]),
    ("long.csv", b"title,text\na," + b"x" * 20_000 + b"\nb,good\n", 1, ["record_too_large"]),
    ("header.csv", b"title,text\n", 0, ["no_records"]),
    ("cut.parquet", PARQUET[:-20], 0, ["damaged_parquet"]),
    ("bad.parquet", flipped(PARQUET, 30), 0, ["damaged_parquet"]),
    ("other.parquet", Make.parquet([{"id": 1}]), 0, ["no_text_field"]),
    ("null.parquet", Make.parquet([{"text": None, "id": 1}, {"text": STORY, "id": 2}]), 1, ["no_text"]),
    ("none.rss", b"<rss><channel><title>x</title></channel></rss>", 0, ["empty_feed"]),
    ("bare.rss", b"<rss><channel><item><title>x</title></item></channel></rss>", 0, ["no_text"]),
    ("unclosed.rss", FEED + b"<p>" * 900, 0, ["damaged_feed"]),
    ("trailing.rss", FEED + b"<p>", 1, []),
    ("cut.warc", WARC[:-100], 2, ["truncated_record"]),
    ("cut.warc.gz", WARC_GZ[:-100], 2, ["truncated_compression"] * 2),
    ("end.warc.gz", WARC_GZ[:-4], 3, ["truncated_compression"]),
    ("tail.warc", WARC + b"some other file\r\n\r\n" + WARC, 3, ["damaged_warc"]),
    ("tail.warc.gz", WARC_GZ + b"some other file", 3, ["trailing_garbage"]),
    ("gone.warc", Make.warc(1, HTML, head=HTTP.format("404 Not Found", "text/html")), 0, ["http_status"]),
    ("photo.warc", Make.warc(1, b"\x89PNG", head=HTTP.format("200 OK", "image/png")), 0, ["not_html"]),
    ("nohttp.warc", Make.warc(1, HTML, head=""), 0, ["not_http"]),
    ("again.warc", Make.warc(1, b"", kind="revisit", head="application/http"), 0, ["warc_record_type"]),
    ("info.warc", Make.warc(1, b"a: b", kind="warcinfo", head="application/warc-fields"), 0, ["no_records"]),
    ("void.warc", Make.warc(1, b""), 0, ["empty_file"]),
    ("long.warc", Make.warc(1, HTML * 99) + Make.warc(2, HTML), 1, ["record_too_large"]),
    ("twice.warc", Make.warc(1, HTML) * 3, 1, ["duplicate_document"] * 2),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "survivors", "rules"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_faults_are_rejected_by_name(
    ingest_bytes: Ingesting, name: str, data: bytes, survivors: int, rules: list[str]
) -> None:
    got = ingest_bytes(name, data, SMALL)
    assert sorted(got.rejects["rule"]) == sorted(rules)
    assert got.documents.height == survivors
    assert got.rejects["reject_id"].is_unique().all()
    assert set(got.rejects["stage"]) <= {"ingest"}
    assert all(reason.startswith(name) for reason in got.rejects["reason"])


def test_a_fifty_megabyte_line_is_one_reject(ingest_bytes: Ingesting) -> None:
    got = ingest_bytes("dump.jsonl", b'{"text": "' + b"x" * 50_000_000 + b'"}\n' + GOOD_LINES)
    assert got.rejects["rule"].to_list() == ["record_too_large"]
    assert got.documents.height == 40


def test_a_cut_record_leaves_the_complete_ones_as_they_are(ingest_bytes: Ingesting) -> None:
    whole = ingest_bytes("crawl.warc.gz", WARC_GZ).documents
    cut = ingest_bytes("crawl.warc.gz", WARC_GZ[:-100]).documents
    assert cut.equals(whole[:2])


def test_same_bytes_under_one_name_are_a_duplicate(tmp_path: Path) -> None:
    for folder in ("first", "second", "third"):
        (tmp_path / folder / "news").mkdir(parents=True)
        (tmp_path / folder / "news" / "a.txt").write_text(STORY)
        (tmp_path / folder / "news" / "b.txt").write_text("")
    sources = find_sources([tmp_path / folder / "news" for folder in ("first", "second", "third")])
    (got,) = ingest_documents(sources)
    assert got.documents["source_uri"].to_list() == ["news/a.txt"]
    assert got.rejects["rule"].to_list() == ["empty_file", *["duplicate_document", "empty_file"] * 2]
    assert got.rejects["reject_id"].n_unique() == 5


def rules_of(sources: list[Source]) -> list[tuple[str, str]]:
    (got,) = ingest_documents(sources)
    assert got.documents.is_empty()
    return list(zip(got.rejects["source_uri"], got.rejects["rule"], strict=True))


def test_what_is_no_file_is_rejected(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    (folder / "sub").mkdir(parents=True)
    os.mkfifo(folder / "pipe.txt")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(folder / "nothing.txt")
    (folder / "sub" / "up").symlink_to(folder)
    assert rules_of([*find_sources([folder]), Source(Path("/dev/zero"), "zero")]) == [
        ("news/gone.txt", "unreadable_file"),
        ("news/pipe.txt", "not_a_regular_file"),
        ("news/self.txt", "symlink_loop"),
        ("news/sub/up", "symlink_loop"),
        ("zero", "not_a_regular_file"),
    ]


def test_missing_permission_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(STORY)

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    assert rules_of([Source(path, "locked.txt")]) == [("locked.txt", "permission_denied")]


def test_a_file_that_vanished_is_rejected(tmp_path: Path) -> None:
    assert rules_of([Source(tmp_path / "gone.txt", "gone.txt")]) == [("gone.txt", "unreadable_file")]


def test_lone_surrogates_and_nulls_do_not_survive(ingest_bytes: Ingesting) -> None:
    data = b'{"text": "one \\ud83d two \\u0000 three \\ud83d\\ude00", "title": "\\udc00x"}\n{"\\ud800": 1}\n'
    got = ingest_bytes("dump.jsonl", data)
    assert got.documents["payload"].to_list() == ["one \ufffd two  three \U0001f600"]
    assert got.documents["declared_title"].to_list() == ["\ufffdx"]
    assert got.rejects["rule"].to_list() == ["no_text_field"]


@pytest.mark.parametrize(
    "data", [TEXT, Make.zip({"a.txt": TEXT}), gzip.compress(TEXT), Make.parquet([{"text": STORY}])]
)
def test_standard_input_may_be_a_pipe(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.write(writing, data)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        monkeypatch.setattr(sys, "stdin", pipe)
        (got,) = ingest_documents(find_sources([Path("-")]))
    assert got.documents["source_uri"].to_list() == ["-"]
    assert got.documents["payload"].to_list() == [STORY]


def test_a_nested_archive_is_held_in_memory_up_to_a_cap(ingest_bytes: Ingesting) -> None:
    inner = Make.zip({f"{number}.txt": os.urandom(9_000) for number in range(8)})
    got = ingest_bytes("outer.tar", Make.tar({"inner.zip": inner, "a.txt": TEXT}), SMALL)
    assert got.rejects["rule"].to_list() == ["record_too_large"]
    assert "max_nested_bytes" in got.rejects["reason"][0]
    assert got.documents["member"].to_list() == ["a.txt"]


def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    page = b"<html><p>" + b"word " * 20_000 + b"</p></html>"
    with path.open("wb") as file:
        for number in range(200):
            file.write(Make.warc(number, page))
    tracemalloc.start()
    count = sum(
        frame.documents.height
        for frame in ingest_documents(find_sources([path]), config=IngestConfig(frame_bytes=1_000_000))
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 200
    assert peak < 8_000_000


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE feed" + b" " * 250_000 + b"<p>",
        b"<?a?>" * 40_000 + b"<p>",
        b"<!-- -->\n" * 25_000 + b"<p>",
        b"<!DOCTYPE x [" + b"] " * 100_000,
        b"#" + b" " * 200_000 + b"x",
        b"# x" + b" #" * 100_000 + b" x",
        b"<" + b" " * 250_000,
    ],
    ids=["doctype", "instructions", "comments", "subset", "heading", "closed heading", "blanks"],
)
@pytest.mark.parametrize("name", ["page.html", "page.md"])
def test_endless_beginnings_are_sniffed_at_once(ingest_bytes: Ingesting, name: str, data: bytes) -> None:
    started = time.process_time()
    got = ingest_bytes(name, data)
    assert got.documents.height + got.rejects.height == 1
    assert time.process_time() - started < 2
