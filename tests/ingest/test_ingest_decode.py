"""Bytes in, text and charset out: the ladder of charsets, and what normalisation does and leaves alone."""

import codecs
import gzip
import unicodedata
from collections.abc import Callable

import pytest

from newsquotes.ingest import Ingested
from newsquotes.ingest.decode import decode, normalise
from newsquotes.ingest.pages import stated_charset
from tests.ingest.conftest import Make

SAID = "“Ça suffit,” she said – it’s enough."
RUSSIAN = "Министр сказал, что решение принято и что город готов к зиме. " * 5
QUOTATION_MARKS = "\"'«»‘’‚‛“”„‟‹›⹂「」『』〝〞〟﹁﹂﹃﹄＂＇｢｣`´"


@pytest.mark.parametrize(
    ("data", "declared", "text", "charset"),
    [
        (SAID.encode(), None, SAID, "utf-8"),
        (SAID.encode("utf-8-sig"), None, SAID, "utf-8"),
        (SAID.encode("utf-16"), None, SAID, "utf-16-le"),
        (b"\xfe\xff" + SAID.encode("utf-16-be"), None, SAID, "utf-16-be"),
        (SAID.encode("utf-32"), None, SAID, "utf-32-le"),
        (SAID.encode("utf-16-le"), None, SAID, "utf-16-le"),
        (SAID.encode("utf-16-be"), None, SAID, "utf-16-be"),
        (b"p\0l\0a\0i\0n\0", None, "plain", "utf-16-le"),
        (SAID.encode("cp1252"), "iso-8859-1", SAID, "cp1252"),
        (SAID.encode(), "iso-8859-1", SAID, "utf-8"),
        (RUSSIAN.encode("koi8-r"), "koi8-r", RUSSIAN, "koi8-r"),
        (RUSSIAN.encode("cp1251"), None, RUSSIAN, "cp1251"),
        (RUSSIAN.encode("cp1251"), "no-such-charset", RUSSIAN, "cp1251"),
        (RUSSIAN.encode("cp1251"), "utf-8", RUSSIAN, "cp1251"),
        (SAID.encode()[:-1] + "é".encode()[:1], None, SAID[:-1] + "\ufffd", "utf-8"),
        ((SAID * 9).encode("utf-16") + b"\n", None, SAID * 9 + "\ufffd", "utf-16-le"),
        ("é è à ü “x” ".encode() + b"\xff.", None, "é è à ü “x” \ufffd.", "utf-8"),
    ],
)
def test_charset_ladder(data: bytes, declared: str | None, text: str, charset: str) -> None:
    decoded = decode(data, declared)
    assert decoded is not None
    assert (decoded.text, decoded.charset) == (text, charset)


def test_western_text_of_a_few_words_is_read_as_such() -> None:
    decoded = decode(b"caf\xe9 \x93yes\x94")
    assert decoded is not None
    assert decoded.text == "café “yes”"


def test_what_no_charset_fits_is_none() -> None:
    assert decode(b"\xff\xfe" + b"\x00\xd8" * 7) is None


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (b'<html><head><meta charset="windows-1251">', "windows-1251"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        (b'<?xml version="1.0" encoding="ISO-8859-2"?><html>', "ISO-8859-2"),
        (b"<html><p>charset=none", None),
    ],
)
def test_stated_charset(page: bytes, charset: str | None) -> None:
    assert stated_charset(page) == charset


def test_http_charset_comes_before_the_pages_own(ingest_bytes: Callable[..., Ingested]) -> None:
    page = f"<html><meta charset='windows-1251'><p>{RUSSIAN}</p></html>"
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=koi8-r\r\n\r\n"
    got = ingest_bytes("crawl.warc.gz", gzip.compress(Make.warc(1, page.encode("koi8-r"), head=head))).documents
    assert got["payload"].to_list() == [page]
    assert got["charset"].to_list() == ["koi8-r"]


NO_CHARSET = b"<p>" + bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D]) * 40
KOI8 = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=koi8-r\r\n\r\n"


def test_pages_of_many_charsets_stand_in_one_crawl(ingest_bytes: Callable[..., Ingested]) -> None:
    pages = {number: f"<p>{number} {RUSSIAN}</p>" for number in range(30)}
    charsets = dict.fromkeys(pages, "utf-8") | {3: "koi8-r", 4: "koi8-r", 11: "utf-16-le", 29: "koi8-r"}
    bodies = {number: page.encode(charsets[number]) for number, page in pages.items()}
    bodies[11] = codecs.BOM_UTF16_LE + bodies[11]
    records = [Make.warc(number, body, head=KOI8) for number, body in bodies.items()]
    got = ingest_bytes("crawl.warc", b"".join([*records[:20], Make.warc(99, NO_CHARSET), *records[20:]]))
    assert got.documents["payload"].to_list() == list(pages.values())
    assert got.documents["charset"].to_list() == list(charsets.values())
    assert got.documents["byte_length"].to_list() == list(map(len, bodies.values()))
    assert got.rejects.select("rule", "member").rows() == [("undecodable", f"urn:uuid:{99:032d}")]


def test_undecodable_records_of_one_name_are_rejects_of_their_own(ingest_bytes: Callable[..., Ingested]) -> None:
    records = (Make.warc(1, NO_CHARSET + ending) for ending in (b"", b"</p>", b""))
    got = ingest_bytes("crawl.warc", b"".join(records))
    assert got.documents.is_empty()
    assert sorted(got.rejects["rule"]) == ["duplicate_document", "undecodable", "undecodable"]
    assert got.rejects["reject_id"].n_unique() == 3


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\x00b\x07c\x0bd", "abcd"),
        ("tab\tstays", "tab\tstays"),
        ("\x93So,\x94 he said \x97 it\x92s late", "“So,” he said — it’s late"),
        ("â€œSo,â€\x9d he said. Itâ€™s a cafÃ©.", "“So,” he said. It’s a café."),
        ("вЂњSoвЂќ", "“So”"),
        ("‚Äústate‚Äù", "“state”"),
        ("oﬃce ﬂoor", "office floor"),
        ("\ud83d\ude00 and \ud83d alone", "\U0001f600 and \ufffd alone"),
        ("a\u2028b", "a\nb"),
        ("mid\ufeffdle", "middle"),
        ("&ldquo;stays&rdquo; &amp; <b>", "&ldquo;stays&rdquo; &amp; <b>"),
        ("Ｆｕｌｌ width stays", "Ｆｕｌｌ width stays"),
        ("Cafe\u0301 stays", "Cafe\u0301 stays"),
        ("naïve Ångström — “Œuvre” Â§ 5", "naïve Ångström — “Œuvre” § 5"),
        (SAID, SAID),
    ],
)
def test_normalise(damaged: str, repaired: str) -> None:
    assert normalise(damaged) == repaired


@pytest.mark.parametrize("mark", QUOTATION_MARKS, ids=lambda mark: unicodedata.name(mark))
def test_quotation_marks_stay_as_printed(mark: str) -> None:
    for text in (f"{mark}Yes{mark}", f"cafÃ© {mark}Yes{mark}", f"\x07oﬃce {mark}Yes{mark}"):
        assert normalise(text).count(mark) == 2
