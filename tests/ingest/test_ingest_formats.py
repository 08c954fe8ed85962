"""Bytes in, documents out: one row per format, wrapping and field name."""

import bz2
import gzip
import json
import lzma
import pickle
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import zstandard

from newsquotes.ingest import IngestConfig, Ingested, find_sources, ingest_documents
from newsquotes.schemas import DOCUMENTS, REJECTS
from tests.ingest.conftest import OK_HEAD, PAGE, STORY, Make

RECORD = {"text": STORY, "title": "Fees rise", "url": "https://osterby.example/1"}
TEXT = STORY.encode()
HTML = PAGE.encode()
Ingesting = Callable[..., Ingested]
URL = "https://osterby.example/1"
HERALD = "The Osterby Herald"

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>The Osterby Herald</title><language>en-gb</language>
<item><title>Fees rise</title><link>https://osterby.example/1</link><author>desk@osterby.example (Jo Falk)</author>
<pubDate>Thu, 02 May 2024 10:00:00 GMT</pubDate><description><![CDATA[<p>{STORY}</p>]]></description></item>
</channel></rss>""".encode()

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Osterby Herald</title>
<entry><title>Fees rise</title><link href="https://osterby.example/1"/><updated>2024-05-02T10:00:00Z</updated>
<author><name>Jo Falk</name></author><content type="text">{STORY}</content></entry></feed>""".encode()

MHTML = f"""From: <Saved by a browser>\r
Snapshot-Content-Location: https://osterby.example/1\r
Subject: Fees rise\r
MIME-Version: 1.0\r
Content-Type: multipart/related; type="text/html"; boundary="cut"\r
\r
--cut\r
Content-Type: text/html\r
Content-Transfer-Encoding: 8bit\r
Content-Location: https://osterby.example/1\r
\r
{PAGE}\r
--cut--\r
""".encode()

UNTITLED_MHTML = MHTML.replace(b"<title>Fees</title>", b"")

FORMATS = [
    ("story.txt", TEXT, "text"),
    ("story", TEXT, "text"),
    ("story.html", TEXT, "text"),
    ("story.txt", HTML, "html"),
    ("story.htm", f"<p>{STORY}</p><p>More.</p>".encode(), "html"),
    ("story.xhtml", b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><p>x</p></html>', "html"),
    ("story.md", TEXT, "markdown"),
    ("story.txt", f"---\ntitle: Fees\n---\n{STORY}".encode(), "markdown"),
    ("page.mhtml", MHTML, "mhtml"),
    ("dump.jsonl", Make.jsonl(RECORD), "jsonl"),
    ("dump.txt", Make.jsonl(RECORD, RECORD), "jsonl"),
    ("dump.json", json.dumps([RECORD]).encode(), "json"),
    ("dump.json", json.dumps(RECORD, indent=2).encode(), "json"),
    ("dump.jsonl", json.dumps(RECORD).encode() * 2, "json"),
    ("dump.txt", b" ".join([json.dumps(RECORD).encode()] * 2) + Make.jsonl(RECORD), "json"),
    ("dump.json", json.dumps({"status": "ok", "articles": [RECORD]}, indent=1).encode(), "json"),
    ("dump.bin", Make.parquet([RECORD]), "parquet"),
    ("dump.csv", Make.csv(), "csv"),
    ("dump.tsv", Make.csv("\t"), "csv"),
    ("dump.txt", Make.csv(";"), "csv"),
    ("feed.xml", RSS, "feed"),
    ("feed", ATOM, "feed"),
    ("crawl.warc", Make.warc(1, HTML), "warc"),
    ("crawl.dat", Make.warc(1, TEXT, kind="conversion", head="text/plain"), "wet"),
    ("crawl.warc", Make.warc(1, HTML, kind="resource", head="text/html"), "warc"),
]

WRAPPINGS = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
    "zip": lambda data: Make.zip({"inner": data}),
    "tar": lambda data: Make.tar({"inner": data}),
    "tar.gz": lambda data: gzip.compress(Make.tar({"inner": data})),
    "zip.xz": lambda data: lzma.compress(Make.zip({"inner": data})),
}


@pytest.mark.parametrize(("name", "data", "format_"), FORMATS)
def test_format_is_seen_in_the_content(ingest_bytes: Ingesting, name: str, data: bytes, format_: str) -> None:
    got = ingest_bytes(name, data)
    assert set(got.documents["format"]) == {format_}
    assert got.rejects.is_empty()
    assert got.documents.schema == DOCUMENTS.polars
    assert got.rejects.schema == REJECTS.polars


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize(("name", "data", "format_"), FORMATS[-12:])
def test_wrapped_formats_give_the_same_payload(
    ingest_bytes: Ingesting, wrapping: str, name: str, data: bytes, format_: str
) -> None:
    plain = ingest_bytes(name, data)
    wrapped = ingest_bytes(f"{name}.{wrapping}", WRAPPINGS[wrapping](data))
    assert wrapped.documents["payload"].to_list() == plain.documents["payload"].to_list()
    assert wrapped.documents["blake3"].to_list() == plain.documents["blake3"].to_list()
    assert wrapped.rejects.is_empty()


ENCLOSED = [
    ("note.txt", STORY.encode(), "text/plain; charset=utf-8"),
    ("story.md", f"# Fees rise\n\n{STORY}".encode(), "text/markdown"),
    ("feed.xml", RSS, "application/rss+xml"),
    ("feed.xml", ATOM, "text/xml"),
    ("dump.json", json.dumps({"articles": [{"body": STORY}, {"body": STORY + "Again."}]}).encode(), "application/json"),
    ("dump.jsonl", Make.jsonl({"text": STORY}, {"text": STORY + "Again."}), "application/x-ndjson"),
    ("dump.csv", Make.csv(), "text/csv"),
]


@pytest.mark.parametrize(("kind", "head"), [("response", OK_HEAD), ("resource", "text/html")])
@pytest.mark.parametrize(("name", "data", "content_type"), ENCLOSED)
def test_a_crawl_s_texts_feeds_and_dumps_are_read_as_files_of_their_own(
    ingest_bytes: Ingesting, name: str, data: bytes, content_type: str, kind: str, head: str
) -> None:
    alone = ingest_bytes(name, data).documents
    crawl = Make.warc(1, HTML) + Make.warc(2, data, kind=kind, head=head.replace("text/html", content_type))
    read = ingest_bytes("crawl.warc", crawl)
    assert read.rejects.is_empty()
    found = read.documents[1:]
    same = ["format", "payload", "blake3", "declared_title", "declared_published"]
    assert found.select(same).rows() == alone.select(same).rows()
    assert all(member.startswith(f"urn:uuid:{2:032d}") for member in found["member"])


def test_a_text_in_a_crawl_has_the_url_of_its_record_and_those_in_a_feed_their_own(ingest_bytes: Ingesting) -> None:
    crawl = Make.warc(1, STORY.encode(), head=OK_HEAD.replace("html", "plain"))
    crawl += Make.warc(2, RSS, head=OK_HEAD.replace("html", "xml"))
    urls = ingest_bytes("crawl.warc", crawl).documents["declared_url"].to_list()
    assert urls == ["https://osterby.example/1", "https://osterby.example/1"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("texts.json", json.dumps([STORY, "“Two,” he said.\n"]).encode()),
        ("texts", json.dumps([STORY, "“Two,” he said.\n"], ensure_ascii=False, indent=1).encode()),
        ("texts.jsonl", Make.jsonl(STORY, "“Two,” he said.\n")),
    ],
)
def test_bare_strings_are_texts(ingest_bytes: Ingesting, name: str, data: bytes) -> None:
    read = ingest_bytes(name, data)
    assert read.documents["payload"].to_list() == [STORY, "“Two,” he said.\n"]
    assert read.rejects.is_empty()


def test_a_text_that_opens_with_a_bracket_and_a_quotation_is_no_json(ingest_bytes: Ingesting) -> None:
    text = '["Fees rise," the council said.] Nobody asked why.\n'
    assert ingest_bytes("note.txt", text.encode()).documents["payload"].to_list() == [text]


DECLARED = [
    (
        "feed.xml",
        RSS,
        (
            "https://osterby.example/1",
            "Fees rise",
            ["Jo Falk"],
            "Thu, 02 May 2024 10:00:00 GMT",
            "The Osterby Herald",
            "en-gb",
        ),
    ),
    (
        "feed.xml",
        ATOM,
        (URL, "Fees rise", ["Jo Falk"], "2024-05-02T10:00:00Z", HERALD, None),
    ),
    ("page.mht", UNTITLED_MHTML, (URL, "Fees rise", [], None, None, None)),
    ("page.html", HTML, (None, None, [], None, None, None)),
    ("crawl.warc", Make.warc(7, HTML), ("https://osterby.example/7", None, [], None, None, None)),
    (
        "story.md",
        f"---\ntitle: 'Fees rise'\nauthor: Jo Falk; Ann Berg\ndate: 2024-05-02\n---\n{STORY}".encode(),
        (None, "Fees rise", ["Jo Falk", "Ann Berg"], "2024-05-02", None, None),
    ),
    (
        "dump.jsonl",
        Make.jsonl(
            {
                "maintext": STORY,
                "headline": "Fees rise",
                "link": "u",
                "date_publish": "2024",
                "authors": ["A", "B"],
                "source": {"id": 1, "name": "Herald"},
                "lang": "en",
            }
        ),
        ("u", "Fees rise", ["A", "B"], "2024", "Herald", "en"),
    ),
    (
        "dump.jsonl",
        Make.jsonl({"text": STORY, "metadata": {"url": "u", "Publish-Date": 1714644000, "author": {"name": "A"}}}),
        ("u", None, ["A"], "2024-05-02T10:00:00Z", None, None),
    ),
    (
        "dump.json",
        json.dumps([{"Article": {"Body": ["One.", "Two."], "Title": "T"}, "domain": "osterby.example"}]).encode(),
        (None, "T", [], None, "osterby.example", None),
    ),
]


MORE_DECLARED = [
    (
        "feed.xml",
        ATOM.replace(b"<title>Fees rise", b'<title type="html">Fees &lt;b&gt;rise&lt;/b&gt;'),
        "title",
        "Fees rise",
    ),
    ("feed.xml", ATOM.replace(b"<title>Fees rise", b"<title>Fees &lt;b"), "title", "Fees <b"),
    ("story.md", b"# Fees *rise*\n\n" + TEXT, "title", "Fees rise"),
    ("story.md", b"\nFees rise\n=========\n\n" + TEXT, "title", "Fees rise"),
    ("story.md", b"---\ntitle: Stated\n---\n# Fees rise\n\n" + TEXT, "title", "Stated"),
    ("story.md", b"## Fees rise\n\n" + TEXT, "title", None),
    ("story.md", TEXT + b"\n# Fees rise\n", "title", None),
    ("a.jsonl", Make.jsonl({"text": STORY, "date": 1714644000}), "published", "2024-05-02T10:00:00Z"),
    ("a.jsonl", Make.jsonl({"text": STORY, "date": 1714644000000}), "published", "2024-05-02T10:00:00Z"),
    ("a.jsonl", Make.jsonl({"text": STORY, "date": 1714608000.0}), "published", "2024-05-02"),
    ("a.jsonl", Make.jsonl({"text": STORY, "date": "1714644000"}), "published", "2024-05-02T10:00:00Z"),
    ("a.jsonl", Make.jsonl({"text": STORY, "date": 20240502}), "published", "20240502"),
    ("a.jsonl", Make.jsonl({"text": STORY, "date": {"$date": "2024-05-02"}}), "published", "2024-05-02"),
    (
        "a.jsonl",
        Make.jsonl({"text": STORY, "date": {"$date": {"$numberLong": "1714608000000"}}}),
        "published",
        "2024-05-02",
    ),
    ("a.jsonl", Make.jsonl({"text": STORY, "date": {"$date": {"$date": None}}}), "published", None),
    (
        "a.parquet",
        Make.parquet([{"text": STORY, "date": datetime(2024, 5, 2, 10)}]),
        "published",
        "2024-05-02 10:00:00",
    ),
    ("a.parquet", Make.parquet([{"text": STORY, "date": date(2024, 5, 2)}]), "published", "2024-05-02"),
]


@pytest.mark.parametrize(("name", "data", "what", "declared"), MORE_DECLARED)
def test_titles_and_dates_are_declared(
    ingest_bytes: Ingesting, name: str, data: bytes, what: str, declared: str | None
) -> None:
    assert ingest_bytes(name, data).documents[f"declared_{what}"].item() == declared


ENVELOPES = [
    {"status": "ok", "articles": [RECORD, RECORD]},
    {"data": {"articles": [RECORD, RECORD]}},
    {"response": {"numFound": 2, "docs": [RECORD, RECORD]}},
    {"hits": {"total": 2, "hits": [{"_id": "a", "_source": RECORD}, {"_id": "b", "_source": RECORD}]}},
    {"a1": RECORD, "a2": RECORD},
    {"data": {"data": {"data": [RECORD, RECORD]}}},
]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("envelope", ENVELOPES, ids=lambda envelope: "/".join(envelope))
def test_envelopes_hold_records(ingest_bytes: Ingesting, envelope: dict[str, object], indent: int | None) -> None:
    got = ingest_bytes("dump.json", json.dumps(envelope, indent=indent).encode())
    assert got.documents["payload"].to_list() == [STORY, STORY]
    assert got.documents["declared_title"].to_list() == ["Fees rise", "Fees rise"]
    assert got.documents["declared_publisher"].to_list() == [None, None]
    assert got.rejects.is_empty()


def test_hits_of_a_search_engine_are_records(ingest_bytes: Ingesting) -> None:
    hit = {"_index": "news", "_id": "a", "_source": {**RECORD, "desk": "north"}}
    row = ingest_bytes("dump.jsonl", Make.jsonl(hit, hit)).documents.row(1, named=True)
    assert (row["payload"], row["declared_publisher"], row["extra"]) == (STORY, None, '{"desk": "north"}')


def test_envelopes_end_somewhere(ingest_bytes: Ingesting) -> None:
    record: dict[str, object] = {"data": [RECORD]}
    for _ in range(5):
        record = {"data": record}
    assert ingest_bytes("dump.json", json.dumps(record).encode()).rejects["rule"].to_list() == ["no_text_field"]
    single = ingest_bytes("dump.json", json.dumps({"data": RECORD}).encode())
    assert single.documents["payload"].to_list() == [STORY]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("envelope", ENVELOPES[:4], ids=lambda envelope: "/".join(envelope))
def test_large_envelopes_are_read_record_by_record(
    ingest_bytes: Ingesting, envelope: dict[str, object], indent: int | None
) -> None:
    data = json.dumps(envelope, indent=indent).replace(json.dumps(STORY), json.dumps(STORY * 1000)).encode()
    config = IngestConfig(max_record_bytes=len(data) // 2 + 1000)
    got = ingest_bytes("dump.json", data, config)
    assert got.documents["payload"].to_list() == [STORY * 1000] * 2
    assert got.documents["member"].to_list() == ["item-1#item-1", "item-1#item-2"]
    assert got.rejects.is_empty()
    cut = ingest_bytes("dump.json", data.rpartition(b"]")[0], config)
    assert (cut.documents.height, cut.rejects["rule"].to_list()) == (2, ["broken_json"])
    less = ingest_bytes("dump.json", data, IngestConfig(max_record_bytes=20_000))
    assert (less.documents.height, less.rejects["rule"].to_list()) == (0, ["record_too_large"])


def test_a_large_record_is_no_envelope(ingest_bytes: Ingesting) -> None:
    record = {"title": "Fees", "tags": [{"name": "a"}], "text": STORY * 4000}
    got = ingest_bytes("dump.json", json.dumps(record, indent=1).encode(), IngestConfig(max_record_bytes=100_000))
    assert got.rejects["rule"].to_list() == ["record_too_large"]


TABLES = [
    ("sep", b"sep=;\r\n" + Make.csv(";")),
    ("quoted sep", b'"sep=\t"\r\n' + Make.csv("\t")),
    ("mark", b"\xef\xbb\xbf" + Make.csv(";")),
    ("utf-16", Make.csv("\t").decode().encode("utf-16")),
    ("crlf", Make.csv().replace(b"\n", b"\r\n")),
    ("old mac", Make.csv().replace(b"\n", b"\r")),
    ("cp1252", Make.csv(";").decode().encode("cp1252")),
]


@pytest.mark.parametrize(("what", "data"), TABLES, ids=[what for what, _ in TABLES])
def test_tables_as_spreadsheets_write_them(ingest_bytes: Ingesting, what: str, data: bytes) -> None:
    got = ingest_bytes("dump.csv", data)
    assert got.documents["payload"].to_list() == [STORY]
    assert got.documents["declared_url"].to_list() == [URL]
    assert got.rejects.is_empty()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (r'"She said \"no\", twice."', 'She said "no", twice.'),
        ('"She said ""no"", twice."', 'She said "no", twice.'),
        ('"Kept in C:\\new\\"', "Kept in C:\\new\\"),
    ],
)
def test_quotation_marks_in_cells(ingest_bytes: Ingesting, cell: str, text: str) -> None:
    got = ingest_bytes("dump.csv", f"title,text\nFees,{cell}\nMore,Rise.\n".encode())
    assert got.documents["payload"].to_list() == [text, "Rise."]


def test_a_field_in_a_struct_can_be_named(ingest_bytes: Ingesting) -> None:
    data = Make.parquet([{"id": 1, "doc": {"headline": "Fees", "body": STORY}}])
    config = IngestConfig(text_field="doc.body", title_field="doc.headline")
    row = ingest_bytes("dump.parquet", data, config).documents.row(0, named=True)
    assert (row["payload"], row["declared_title"]) == (STORY, "Fees")


def test_a_path_to_no_field_is_told_with_the_fields_that_are_there(ingest_bytes: Ingesting) -> None:
    data = Make.jsonl({"doc": {"body": STORY}}, {"doc": None})
    got = ingest_bytes("dump.jsonl", data, IngestConfig(text_field="doc.bdy")).rejects
    assert got["rule"].to_list() == ["no_text_field", "no_text"]
    assert "no field doc.bdy among: doc.body" in got["reason"][0]


def test_the_subject_of_a_saved_page_gives_way_to_its_own_title(ingest_bytes: Ingesting) -> None:
    titles = [ingest_bytes("page.mht", data).documents["declared_title"].to_list() for data in (MHTML, UNTITLED_MHTML)]
    assert titles == [[None], ["Fees rise"]]


@pytest.mark.parametrize(("name", "data", "declared"), DECLARED)
def test_envelopes_are_declared(ingest_bytes: Ingesting, name: str, data: bytes, declared: tuple[object, ...]) -> None:
    row = ingest_bytes(name, data).documents.row(0, named=True)
    columns = ("url", "title", "authors", "published", "publisher")
    assert (*(row[f"declared_{column}"] for column in columns), row["language_hint"]) == declared


def test_front_matter_is_not_payload(ingest_bytes: Ingesting) -> None:
    got = ingest_bytes("story.md", f"---\ntitle: Fees\n---\n\n{STORY}".encode())
    assert got.documents["payload"].to_list() == [f"\n\n\n\n{STORY}"], "lines keep their numbers"


def test_configured_fields_win(ingest_bytes: Ingesting) -> None:
    record = {"text": "not this", "extra": {"words": STORY}, "headline": "not this", "h": "Fees"}
    config = IngestConfig(text_field="extra.words", title_field="h")
    row = ingest_bytes("dump.jsonl", Make.jsonl(record), config).documents.row(0, named=True)
    assert (row["payload"], row["declared_title"]) == (STORY, "Fees")


@pytest.mark.parametrize(
    ("name", "data", "members"),
    [
        ("story.txt", TEXT, [""]),
        ("dump.jsonl", Make.jsonl(RECORD, RECORD), ["line-1", "line-2"]),
        ("dump.json", json.dumps([RECORD, RECORD]).encode(), ["item-1", "item-2"]),
        ("dump.parquet", Make.parquet([RECORD, RECORD]), ["row-1", "row-2"]),
        ("dump.csv", Make.csv(), ["row-1"]),
        ("feed.xml", RSS, ["entry-1"]),
        ("crawl.warc", Make.warc(3, HTML), [f"urn:uuid:{3:032d}"]),
        ("all.zip", Make.zip({"a/b.jsonl": Make.jsonl(RECORD), "c.txt": TEXT}), ["a/b.jsonl#line-1", "c.txt"]),
        ("all.tar", Make.tar({"in.zip": Make.zip({"c.txt": TEXT})}), ["in.zip/c.txt"]),
    ],
)
def test_members_say_where(ingest_bytes: Ingesting, name: str, data: bytes, members: list[str]) -> None:
    got = ingest_bytes(name, data)
    assert got.documents["member"].to_list() == members
    assert set(got.documents["source_uri"]) == {name}


def test_frames_are_bounded_and_in_order(tmp_path: Path, ingest: Ingesting) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_bytes(Make.jsonl(*({"text": f"{number} " + "word " * 200} for number in range(50))))
    frames = list(ingest_documents(find_sources([path]), config=IngestConfig(frame_bytes=5000)))
    assert len(frames) == 10
    whole = ingest(path).documents
    assert pl.concat(frame.documents for frame in frames).equals(whole)
    assert whole["payload"].str.extract(r"^(\d+)").cast(pl.Int64).to_list() == list(range(50))


def test_payloads_of_every_length_come_through(ingest_bytes: Ingesting) -> None:
    pages = ["<p>a", "<p>twelve by", "<p>thirteen b", "<p>é", "<p>“Ja”", PAGE, f"<p>{'ß' * 70_000}"]
    data = b"".join(Make.warc(number, page.encode()) for number, page in enumerate(pages))
    documents = ingest_bytes("crawl.warc", data).documents
    assert documents["payload"].to_list() == pages
    assert documents["payload"].str.len_bytes().to_list() == documents["byte_length"].to_list()
    assert pickle.loads(pickle.dumps(documents.slice(2, 3))).equals(documents.slice(2, 3))


def test_hidden_members_are_left_out(ingest_bytes: Ingesting) -> None:
    got = ingest_bytes("a.zip", Make.zip({"__MACOSX/._a": b"x", ".DS_Store": b"\0", "a.txt": TEXT}))
    assert got.documents["member"].to_list() == ["a.txt"]
    assert got.rejects.is_empty()


def test_a_member_without_a_name_is_read(ingest_bytes: Ingesting) -> None:
    nameless = Make.zip({"xa.txt": TEXT}).replace(b"xa.txt", b"\0a.txt")
    got = ingest_bytes("pages.zip", nameless)
    assert (got.documents.height, got.rejects.height) == (1, 0)


def test_record_types_that_are_no_inputs_leave_no_row(ingest_bytes: Ingesting) -> None:
    data = b"".join(
        (
            Make.warc(1, b"software: x\r\n", kind="warcinfo", head="application/warc-fields"),
            Make.warc(2, b"GET / HTTP/1.1\r\n\r\n", kind="request", head="application/http; msgtype=request"),
            Make.warc(3, HTML),
            Make.warc(4, b"a: b\r\n", kind="metadata", head="application/warc-fields"),
        )
    )
    got = ingest_bytes("crawl.warc", data)
    assert got.documents["declared_url"].to_list() == ["https://osterby.example/3"]
    assert got.rejects.is_empty()


def _chunked(data: bytes) -> bytes:
    return b"%x\r\n" % len(data) + data + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Transfer-Encoding: chunked", _chunked(HTML)),
        ("Transfer-Encoding: chunked", HTML),
        ("Content-Encoding: gzip", gzip.compress(HTML)),
        ("Content-Encoding: gzip", HTML),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", _chunked(gzip.compress(HTML))),
        ("Content-Encoding: br", HTML),
    ],
)
def test_http_bodies_are_decoded_when_they_are_encoded(ingest_bytes: Ingesting, head: str, body: bytes) -> None:
    record = Make.warc(1, body, head=f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n\r\n")
    assert ingest_bytes("crawl.warc", record).documents["payload"].to_list() == [PAGE]


def test_fields_without_a_column_travel_along(ingest_bytes: Ingesting) -> None:
    record = {**RECORD, "section": "Harbour", "score": 0.5, "tags": ["a", "b"], "empty": "", "html": "<p>" * 5000}
    want = {"section": "Harbour", "score": 0.5, "tags": ["a", "b"], "left_out": ["html"]}
    for name, data in (
        ("a.jsonl", Make.jsonl(record)),
        ("a.json", json.dumps([record]).encode()),
        ("a.parquet", Make.parquet([record])),
    ):
        extra = ingest_bytes(name, data).documents["extra"].item()
        assert json.loads(extra) == want
    assert json.loads(ingest_bytes("a.csv", b"title,text,desk\nFees,Fees rise.,North\n").documents["extra"].item()) == {
        "desk": "North"
    }
    assert ingest_bytes("b.jsonl", Make.jsonl(RECORD)).documents["extra"].item() is None


def test_extra_fields_are_bounded(ingest_bytes: Ingesting) -> None:
    record = {**RECORD, **{f"field{number}": "é" * 100 for number in range(500)}}
    extra = ingest_bytes("a.jsonl", Make.jsonl(record)).documents["extra"].item()
    assert len(extra.encode()) < 10_000
    assert json.loads(extra)["field0"] == "é" * 100
    assert len(json.loads(extra)["left_out"]) == 20


@pytest.mark.parametrize("value", [b"\x00\xff", float("nan"), "\ud800", {"a": [1, {"b": "\x00"}]}, [[[[[]]]]]], ids=str)
def test_any_value_can_be_an_extra_field(ingest_bytes: Ingesting, value: object) -> None:
    record = {**RECORD, "odd": value}
    data = Make.parquet([record]) if isinstance(value, bytes) else json.dumps(record).encode()
    assert json.loads(ingest_bytes("a", data).documents["extra"].item())


@pytest.mark.parametrize(
    ("record", "published", "publisher"),
    [
        ({"text": STORY, "timestamp": "2019-04-25", "url": URL}, None, None),
        ({"text": STORY, "timestamp": "2019-04-25", "url": URL, "source": "mC4"}, None, None),
        ({"text": STORY, "dump": "CC-1", "file_path": "s3://x", "date": "2019-04-25", "url": URL}, None, None),
        ({"id": "1", "text": STORY, "source": "crawl", "added": "2019-04-25"}, None, None),
        ({"plain_text": STORY, "published_date": "2019-04-25", "sitename": HERALD}, "2019-04-25", HERALD),
        ({"text": STORY, "publish_date": "04-25-2019", "domain": "osterby.example"}, "04-25-2019", "osterby.example"),
        (
            {"text": STORY, "thread": {"site": HERALD}, "published": "2019-04-25", "publisher": HERALD},
            "2019-04-25",
            HERALD,
        ),
    ],
)
def test_conventions_of_common_dumps(
    ingest_bytes: Ingesting, record: dict[str, object], published: str | None, publisher: str | None
) -> None:
    row = ingest_bytes("a.jsonl", Make.jsonl(record)).documents.row(0, named=True)
    assert (row["declared_published"], row["declared_publisher"]) == (published, publisher)
