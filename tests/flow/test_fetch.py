"""Fetching, against a server on this machine: robots, politeness, the cache, limits, and a row for every URL."""

import gzip
import io
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from fastwarc.stream_io import BrotliWriter

from flows.fetch import FetchListError, fetch_all
from flows.limits import FetchConfig
from newsquotes.ingest import find_sources, ingest_documents
from tests.flow.conftest import PAGES

PAGE = PAGES["orchard.html"].encode()
QUICK = FetchConfig(
    allow_private=True, delay_seconds=0, timeout_seconds=1, page_seconds=2, max_bytes=50_000, max_links=2
)
Reply = tuple[int, dict[str, str], bytes]


def brotlied(data: bytes) -> bytes:
    """`data` as a server sends it with the encoding `br`."""
    buffer = io.BytesIO()
    writer = BrotliWriter(buffer)
    writer.write(data)
    writer.close()
    return buffer.getvalue()


class Site:
    """A server; `pages` maps a path to its reply, `first` to those given before it; `asked` lists the requests.

    The bodies of `slow` and the heads of `slow_heads` come a byte at a time.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Reply] = {}
        self.first: dict[str, list[Reply]] = {}
        self.slow_heads: set[str] = set()
        self.asked: list[tuple[float, str, str | None]] = []
        self.slow: set[str] = set()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((time.monotonic(), self.path, self.headers["If-None-Match"]))
                first = site.first.get(self.path)
                status, headers, body = first.pop(0) if first else site.pages.get(self.path, (404, {}, b"none"))
                if self.headers["If-None-Match"] and self.headers["If-None-Match"] == headers.get("ETag"):
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                for number in range(50 if self.path in site.slow_heads else 0):
                    self.send_header(f"X-{number}", "x")
                    self.flush_headers()
                    time.sleep(0.1)
                self.end_headers()
                if self.path in site.slow:
                    for _ in range(50):
                        self.wfile.write(b"x")
                        self.wfile.flush()
                        time.sleep(0.1)
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def add(self, path: str, body: bytes = PAGE, status: int = 200, **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": "text/html"} | named, body)
        return self.url + path

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def rows(asked: list[str], data: Path, config: FetchConfig = QUICK) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The documents and rejects of what is fetched."""
    frames = list(ingest_documents(find_sources(fetch_all(asked, data, config))))
    return pl.concat(frame.documents for frame in frames), pl.concat(frame.rejects for frame in frames)


def test_a_page_becomes_a_document_with_its_address(site: Site, tmp_path: Path) -> None:
    documents, rejects = rows([site.add("/a?b=c") + "#part"], tmp_path)
    assert documents["declared_url"].to_list() == [site.url + "/a?b=c"]
    assert documents["payload"].to_list() == [PAGE.decode()]
    assert rejects.is_empty()
    assert site.paths() == ["/robots.txt", "/a?b=c"]


def test_a_list_of_addresses_may_hold_comments_and_repeats(site: Site, tmp_path: Path) -> None:
    url = site.add("/a")
    listed = tmp_path / "urls.txt"
    listed.write_text(f"# harbour\n{url}\n\n{url}#top\nftp://osterby.example/x\nnonsense\nhttp://[x\n")
    documents, rejects = rows([str(listed)], tmp_path / "data")
    assert documents.height == 1
    assert rejects["rule"].to_list() == ["not_a_web_address"] * 3
    with pytest.raises(FetchListError, match="neither a URL of http or https nor a readable list"):
        fetch_all([str(tmp_path / "none.txt")], tmp_path, QUICK)
    listed.write_text("# harbour\n\n")
    with pytest.raises(FetchListError, match=r"urls\.txt: lists no URL"):
        fetch_all([str(listed)], tmp_path, QUICK)


def test_a_feed_is_followed_to_its_pages(site: Site, tmp_path: Path) -> None:
    links = [site.add(f"/{name}", PAGE + name.encode()) for name in ("a", "b", "c")]
    items = "".join(f"<item><title>t</title><link>{link}</link></item>" for link in links)
    feed = site.add(
        "/feed", f"<rss><channel>{items}</channel></rss>".encode(), Content_Type="application/rss+xml", ETag="7"
    )
    for _ in range(2):
        documents, rejects = rows([feed], tmp_path)
        assert documents["declared_url"].to_list() == links[:2]
        assert rejects["rule"].to_list() == ["feed_followed"]
        assert "2 of the 3 pages" in rejects["reason"].item()
    assert site.asked[-3][1:] == ("/feed", "7")


def test_the_pages_of_a_feed_stay_when_it_moves_on_or_does_not_answer(site: Site, tmp_path: Path) -> None:
    def published(*names: str) -> str:
        links = [site.add(f"/{name}", PAGE + name.encode()) for name in names]
        items = "".join(f"<item><title>t</title><link>{link}</link></item>" for link in links)
        return site.add("/feed", f"<rss><channel>{items}</channel></rss>".encode(), Content_Type="application/rss+xml")

    addresses = {name: f"{site.url}/{name}" for name in ("old", "new")}
    assert rows([published("old")], tmp_path)[0]["declared_url"].to_list() == [addresses["old"]]
    site.asked.clear()
    feed = published("new")
    for _ in range(2):
        documents, rejects = rows([feed], tmp_path)
        assert sorted(documents["declared_url"]) == sorted(addresses.values())
        assert rejects["rule"].to_list() == ["feed_followed"]
        site.add("/feed", b"closed", 500)
    assert "/old" not in site.paths()


def test_what_has_not_changed_is_not_sent_again(site: Site, tmp_path: Path) -> None:
    url = site.add("/a", ETag="v1")
    first = fetch_all([url], tmp_path, QUICK)[0].read_bytes()
    assert fetch_all([url], tmp_path, QUICK)[0].read_bytes() == first
    assert site.asked[-1][2] == "v1"
    site.add("/a", PAGE + b"<p>More.</p>", ETag="v2")
    assert b"More." in fetch_all([url], tmp_path, QUICK)[0].read_bytes()


@pytest.mark.parametrize("status", [404, 500])
def test_a_page_that_is_gone_stays_as_it_was(site: Site, tmp_path: Path, status: int) -> None:
    url = site.add("/a")
    before, _ = rows([url], tmp_path)
    site.add("/a", b"gone", status)
    after, rejects = rows([url], tmp_path)
    assert after.equals(before)
    assert rejects.is_empty()


def test_what_gave_nothing_is_told_in_the_order_asked_for(site: Site, tmp_path: Path) -> None:
    kept, gone, empty = site.add("/kept"), site.url + "/gone", site.add("/empty", b"<rss><channel></channel></rss>")
    told: list[str] = []
    fetch_all([kept], tmp_path, QUICK, told.append)
    assert told == []
    site.add("/kept", b"closed", 503)
    fetch_all([gone, kept, empty], tmp_path, QUICK, told.append)
    assert [line.removeprefix("not fetched: ").replace(site.url, "") for line in told] == [
        "/gone: the server answers with status 404",
        "/kept: the server answers with status 503; what it gave before stays",
        "/empty: the feed links to no page; check its address",
    ]


def test_the_robots_file_is_obeyed(site: Site, tmp_path: Path) -> None:
    site.add("/robots.txt", b"User-agent: *\nDisallow: /private\nAllow: /private/open\nDisallow: /*.pdf$\n")
    urls = [site.add(path) for path in ("/private/a", "/private/open", "/x.pdf", "/x.pdf.html")]
    documents, rejects = rows(urls, tmp_path)
    assert sorted(documents["declared_url"].to_list()) == sorted([urls[1], urls[3]])
    assert rejects["rule"].to_list() == ["robots_disallowed"] * 2
    assert not {"/private/a", "/x.pdf"} & set(site.paths())


def test_nothing_is_fetched_where_the_robots_file_cannot_be_read(site: Site, tmp_path: Path) -> None:
    site.add("/robots.txt", b"", 503)
    documents, rejects = rows([site.add("/a")], tmp_path)
    assert (documents.height, rejects["rule"].item()) == (0, "robots_unreachable")
    assert site.paths() == ["/robots.txt"]


def test_a_host_is_not_asked_too_often(site: Site, tmp_path: Path) -> None:
    site.add("/robots.txt", b"User-agent: *\nCrawl-delay: 1\n")
    fetch_all([site.add("/a"), site.add("/b")], tmp_path, QUICK)
    pages = [moment for moment, path, _ in site.asked if path != "/robots.txt"]
    assert pages[1] - pages[0] > 0.9


@pytest.mark.parametrize(
    ("robots", "headers", "status", "rule"),
    [
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /", {}, 200, "robots_disallowed"),
        (b"User-agent: *\nDisallow: /", {"Content_Type": "application/octet-stream"}, 200, "robots_disallowed"),
        (b"User-agent: *\nDisallow: /\n" + b"# filling\n" * 60_000, {}, 200, "robots_disallowed"),
        (
            gzip.compress(b"User-agent: *\nDisallow: /\n", mtime=0),
            {"Content_Encoding": "gzip"},
            200,
            "robots_disallowed",
        ),
        (b"", {"Retry_After": "900"}, 429, "rate_limited"),
        (b"", {"Location": "/robots.txt"}, 302, "robots_unreachable"),
    ],
)
def test_odd_robots_files_are_obeyed(
    site: Site, tmp_path: Path, robots: bytes, headers: dict[str, str], status: int, rule: str
) -> None:
    site.add("/robots.txt", robots, status, **headers)
    _, rejects = rows([site.add("/a")], tmp_path)
    assert rejects["rule"].to_list() == [rule]
    assert "/a" not in site.paths()


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_patience_gets_it(site: Site, tmp_path: Path, status: int) -> None:
    url = site.add("/a")
    site.first["/a"] = [(status, {"Retry-After": "1"}, b"")]
    documents, _ = rows([url], tmp_path)
    assert documents.height == 1
    first, second = (moment for moment, path, _ in site.asked if path == "/a")
    assert second - first > 0.9


@pytest.mark.parametrize("patience", ["3600", "Fri, 02 May 2131 10:00:00 GMT"])
def test_a_host_that_asks_for_much_patience_is_left_alone(site: Site, tmp_path: Path, patience: str) -> None:
    urls = [site.add(path, b"", 429, Retry_After=patience) for path in ("/a", "/b")]
    _, rejects = rows(urls, tmp_path)
    assert rejects["rule"].to_list() == ["rate_limited"] * 2
    assert site.paths() == ["/robots.txt", "/a"]


def test_a_host_that_is_never_ready_is_left_alone(site: Site, tmp_path: Path) -> None:
    _, rejects = rows([site.add("/a", b"", 429, Retry_After="0")], tmp_path)
    assert rejects["rule"].to_list() == ["rate_limited"]
    assert site.paths().count("/a") == 3


def test_a_page_stays_when_its_host_asks_for_patience(site: Site, tmp_path: Path) -> None:
    url = site.add("/a")
    before, _ = rows([url], tmp_path)
    site.add("/a", b"", 429, Retry_After="3600")
    after, rejects = rows([url], tmp_path)
    assert after.equals(before)
    assert rejects.is_empty()


def test_redirects_are_followed_so_far(site: Site, tmp_path: Path) -> None:
    end = site.add("/end")
    url = site.add("/1", b"", 301, Location="/2")
    site.add("/2", b"", 302, Location="end")
    round_trip = site.add("/round", b"", 302, Location="/round")
    away = site.add("/away", b"", 302, Location="file:///etc/passwd")
    broken = site.add("/broken", b"", 302, Location="http://[")
    documents, rejects = rows([url, round_trip, away, broken], tmp_path)
    assert documents["declared_url"].to_list() == [end]
    assert sorted(rejects["rule"].to_list()) == ["not_a_web_address", "not_a_web_address", "too_many_redirects"]


@pytest.mark.parametrize("place", ["http://10.0.0.7/x", "http://169.254.169.254/latest", "//192.168.1.1/"])
def test_a_redirect_into_a_private_network_is_refused(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setattr("flows.web.addresses_of", lambda host, _: [host] if host != "127.0.0.1" else ["93.184.215.14"])
    monkeypatch.setattr("flows.web._Watch.trace", lambda *_: None)
    _, rejects = rows([site.add("/a", b"", 302, Location=place)], tmp_path, replace(QUICK, allow_private=False))
    assert rejects["rule"].to_list() == ["private_address"]
    assert site.paths() == ["/robots.txt", "/a"]


@pytest.mark.parametrize(
    ("body", "headers", "rule"),
    [
        (PAGE * 99, {}, "record_too_large"),
        (gzip.compress(bytes(9_000_000), mtime=0), {"Content_Encoding": "gzip"}, "record_too_large"),
        (gzip.compress(PAGE, mtime=0)[:-30], {"Content_Encoding": "gzip"}, "truncated_compression"),
        (brotlied(bytes(9_000_000)), {"Content_Encoding": "br"}, "record_too_large"),
        (zlib.compress(bytes(9_000_000)), {"Content_Encoding": "deflate"}, "record_too_large"),
        (b"%PDF-", {"Content_Type": "application/pdf"}, "not_html"),
        (b"", {}, "empty_file"),
        (b"<rss><channel></channel></rss>", {"Content_Type": "text/xml"}, "empty_feed"),
    ],
)
def test_what_is_no_page_is_a_reject(
    site: Site, tmp_path: Path, body: bytes, headers: dict[str, str], rule: str
) -> None:
    documents, rejects = rows([site.add("/a", body, **headers)], tmp_path)
    assert (documents.height, rejects["rule"].to_list()) == (0, [rule])


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PAGE, {"Content_Encoding": "gzip"}),
        (gzip.compress(PAGE, mtime=0), {"Content_Encoding": "gzip"}),
        (brotlied(PAGE), {"Content_Encoding": "br"}),
        (zlib.compress(PAGE), {"Content_Encoding": "deflate"}),
        (PAGE, {"Content_Type": "text/html; charset=utf-16"}),
        (PAGE, {"Content_Type": "text/html; charset=nonsense"}),
        (PAGE, {"Content_Type": "TEXT/HTML"}),
        (b"\xef\xbb\xbf" + PAGE, {}),
    ],
)
def test_bodies_are_read_as_they_were_sent(site: Site, tmp_path: Path, body: bytes, headers: dict[str, str]) -> None:
    documents, _ = rows([site.add("/a", body, **headers)], tmp_path)
    assert documents["payload"].to_list() == [PAGE.decode()]


def test_a_large_feed_that_is_no_xml_is_refused_at_once(site: Site, tmp_path: Path) -> None:
    config = replace(QUICK, max_bytes=5_000_000)
    body = b"<rss><channel>" + b"<item><title>" * 150_000
    started = time.process_time()
    _, rejects = rows([site.add("/feed", body, Content_Type="text/xml")], tmp_path, config)
    assert rejects["rule"].to_list() == ["damaged_feed"]
    assert time.process_time() - started < 2


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"<?xml version='1.0'?>" * 40 + b"\n" * 4_000])
def test_a_feed_is_known_by_its_start(site: Site, tmp_path: Path, start: bytes) -> None:
    link = site.add("/a")
    items = f"<item><link>{link}</link></item><item><link>http://[</link></item>"
    body = f"<rss><channel>{items}</channel></rss>".encode()
    documents, _ = rows([site.add("/feed", start + body, Content_Type="text/xml")], tmp_path)
    assert documents["declared_url"].to_list() == [link]
    _, rejects = rows([site.add("/none", start + b"<rs>")], tmp_path)
    assert rejects.is_empty()


def test_a_head_that_does_not_end_is_a_reject(site: Site, tmp_path: Path) -> None:
    site.slow_heads.add("/slow")
    started = time.monotonic()
    _, rejects = rows([site.add("/slow")], tmp_path)
    assert rejects["rule"].to_list() == ["fetch_timeout"]
    assert time.monotonic() - started < 4


def test_a_page_that_does_not_end_is_a_reject(site: Site, tmp_path: Path) -> None:
    site.slow.add("/slow")
    _, rejects = rows([site.add("/slow"), site.url + "/none"], tmp_path)
    assert rejects["rule"].to_list() == ["fetch_timeout", "http_status"]


def test_a_host_that_is_not_there_is_a_reject(site: Site, tmp_path: Path) -> None:
    url = site.add("/a")
    site.close()
    _, rejects = rows([url], tmp_path)
    assert rejects["rule"].item() == "robots_unreachable"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "0.0.0.0", "2130706433"]
)
def test_addresses_that_are_not_public_are_refused(tmp_path: Path, host: str) -> None:
    _, rejects = rows([f"http://{host}:9/a"], tmp_path, FetchConfig(timeout_seconds=1, delay_seconds=0))
    assert rejects["rule"].item() == "private_address"


def test_a_name_that_turns_private_is_refused_on_the_connection(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.web.addresses_of", lambda host, port: ["93.184.215.14"])
    _, rejects = rows([site.add("/a")], tmp_path, FetchConfig(timeout_seconds=1, delay_seconds=0))
    assert rejects["rule"].item() == "private_address"
    assert site.asked == []
