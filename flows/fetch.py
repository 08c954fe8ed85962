"""Pages and feeds from the web, kept below the data folder as WARC files, one a URL. Nothing is fetched unasked.

What was fetched before is asked for with its ETag and date; `web` says how servers are asked.

A URL always gives a file: of the page, or of the reason why there is none, which ingest makes a reject. A page that was
fetched once stays when it cannot be fetched again, and when the feed that led to it has moved on or does not answer.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin
from uuid import UUID

from fastwarc.warc import ArchiveIterator

from flows.limits import FetchConfig
from flows.web import KEPT_HEADERS, OK, Answer, RefusedFetchError, Web, checked_host
from newsquotes.errors import NewsquotesError, told
from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.feeds import parse_feed
from newsquotes.ingest.records import RefusedError
from newsquotes.ingest.warc import REFUSAL_TYPE

FOLDER = Path("raw") / "fetched"
FEEDS = Path("raw") / "feeds"
_FEED_START = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<!--.*?-->|<\?.*?\?>)*+<(?:rss|(?:\w+:)?feed|rdf:RDF)\b", re.S | re.I
)
_SCHEME = re.compile(r"https?://", re.I)
LONGEST_TOLD = 200
"""Characters of an address that a message shows."""


class FetchListError(NewsquotesError):
    """A list of URLs cannot be read."""


def fetch_all(
    asked: Sequence[str], data_dir: Path, config: FetchConfig, tell: Callable[[str], None] = lambda _: None
) -> list[Path]:
    """The files of all pages that `asked` (URLs of pages or feeds, and files that list such URLs) leads to, in order.

    `tell` hears of each URL that gave nothing this time, and why. Raises FetchListError when a list cannot be read or
    holds no URL.
    """
    urls = list(dict.fromkeys(url for each in asked for url in _listed(each)))
    with Web(config) as web:
        fetcher = _Fetcher(web, data_dir, config)
        links = fetcher.fetch(urls, with_feeds=True)
        new = [link for url in urls for link in links[url] if link not in links]
        fetcher.fetch(list(dict.fromkeys(new)), with_feeds=False)
    for url in dict.fromkeys([*urls, *new]):
        if url in fetcher.problems:
            tell(f"not fetched: {url[:LONGEST_TOLD]}: {fetcher.problems[url]}")
    earlier = [link for url in urls for link in fetcher.followed(url) if fetcher.path(link).exists()]
    return [fetcher.path(url) for url in dict.fromkeys([*urls, *new, *earlier])]


def _listed(asked: str) -> Iterator[str]:
    """The URLs of a list (one a line; `#` begins a comment), or the URL itself."""
    if _SCHEME.match(asked):
        yield _page_address(asked)
        return
    try:
        lines = Path(asked).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FetchListError(
            f"{asked}: neither a URL of http or https nor a readable list of URLs; check it"
        ) from error
    urls = [url for line in lines if (url := line.strip()) and not url.startswith("#")]
    if not urls:
        raise FetchListError(f"{asked}: lists no URL; give one a line")
    yield from map(_page_address, urls)


def _page_address(url: str) -> str:
    """`url` without the part of the page that it points to."""
    return url.partition("#")[0]


class _Fetcher:
    """Fetches URLs into files; `problems` says of those that gave nothing this time why."""

    def __init__(self, web: Web, data_dir: Path, config: FetchConfig) -> None:
        self._web = web
        self._folder = data_dir / FOLDER
        self._feeds = data_dir / FEEDS
        self._config = config
        self.problems: dict[str, str] = {}

    def path(self, url: str) -> Path:
        """The file of `url`."""
        return self._folder / _file_name(url)

    def followed(self, url: str) -> list[str]:
        """What a feed has led to since it was first followed, in that order; nothing for what is no feed."""
        links = self._links_of(url)
        return links.read_text(encoding="utf-8", errors="surrogatepass").split("\n") if links.exists() else []

    def _links_of(self, url: str) -> Path:
        return (self._feeds / _file_name(url)).with_suffix(".links")

    def fetch(self, urls: Sequence[str], *, with_feeds: bool) -> dict[str, list[str]]:
        """Fetch `urls`, several hosts at once; the links of each feed among them."""
        by_host = defaultdict(list)
        for url in urls:
            by_host[_host(url)].append(url)
        links: dict[str, list[str]] = {}
        with ThreadPoolExecutor(self._config.hosts_at_once) as threads:
            for found in threads.map(
                lambda some: [(url, self._fetch(url, with_feeds)) for url in some], by_host.values()
            ):
                links |= dict(found)
        return links

    def _fetch(self, url: str, with_feeds: bool) -> list[str]:
        """Fetch `url`; the links of it if it is a feed."""
        path, feed_path = self.path(url), self._feeds / _file_name(url)
        known = _kept(path) or _kept(feed_path)
        try:
            answer = self._web.get(url, known)
            if answer is known and known is not None and not feed_path.exists():
                return []
            if with_feeds and answer.status == OK and _FEED_START.match(answer.body):
                return self._follow(url, answer)
            if answer.status == OK or known is None:
                _write(path, _response_record(url, answer))
            if answer.status != OK:
                self._note(url, f"the server answers with status {answer.status}", known)
        except RefusedFetchError as refusal:
            if known is None:
                _write(path, _refusal_record(url, refusal.rule, refusal.reason))
            self._note(url, refusal.reason, known)
        return []

    def _note(self, url: str, problem: str, known: Answer | None) -> None:
        """Keep why a URL gave nothing, and that what it gave before stays."""
        self.problems[url] = f"{problem}; what it gave before stays" if known else problem

    def _follow(self, url: str, answer: Answer) -> list[str]:
        """The links of a feed, which is kept for the next time; its own file says that it was followed."""
        links = _links(answer)
        _write(self._feeds / _file_name(url), _response_record(url, answer))
        taken = links[: self._config.max_links]
        rule, reason = (
            "feed_followed",
            f"a feed: {len(taken)} of the {len(links)} pages it links to are inputs themselves",
        )
        if not links:
            rule, reason = "empty_feed", "the feed links to no page; check its address"
            self._note(url, reason, None)
        _write(self.path(url), _refusal_record(url, rule, reason))
        ever = dict.fromkeys([*self.followed(url), *taken])
        _write(self._links_of(url), "\n".join(ever).encode("utf-8", errors="surrogatepass"))
        return taken


def _host(url: str) -> str:
    try:
        return checked_host(url)
    except RefusedFetchError:
        return "no-host"


def _file_name(url: str) -> str:
    readable = re.sub(r"[^a-z0-9.-]", "_", _host(url).lower())[:80]
    return f"{readable}-{sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}.warc"


def _links(answer: Answer) -> list[str]:
    """The web addresses that the entries of a feed link to, in order. Raises RefusedFetchError."""
    try:
        feed = parse_feed(answer.body, IngestConfig())
    except RefusedError as refusal:
        raise RefusedFetchError(refusal.rule, refusal.reason) from refusal
    links = (_absolute(answer.url, str(entry.get("link") or "")) for entry in feed.entries)
    return list(dict.fromkeys(link for link in links if _SCHEME.match(link) and link != answer.url))


def _absolute(base: str, link: str) -> str:
    """`link` as an address of its own; empty when it is none."""
    try:
        return _page_address(urljoin(base, link))
    except ValueError:  # as of `http://[`
        return ""


def _write(path: Path, content: bytes) -> None:
    """Write a file that appears whole. Raises FetchListError where the data folder cannot be written."""
    building = path.with_suffix(".building")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        building.write_bytes(content)
        building.replace(path)
    except OSError as error:
        raise FetchListError(f"{path}: cannot be written ({told(error)})") from error


def _response_record(url: str, answer: Answer) -> bytes:
    lines = (f"{name}: {re.sub(r'[^ -~]', ' ', value)}" for name, value in answer.headers.items())
    head = "\r\n".join([f"HTTP/1.1 {answer.status} -", *lines]).encode("ascii", "replace") + b"\r\n\r\n"
    return _record("response", answer.url, "application/http; msgtype=response", head + answer.body, url)


def _refusal_record(url: str, rule: str, reason: str) -> bytes:
    content = json.dumps({"rule": rule, "reason": f"{url[:500]}: {reason}"}).encode()
    return _record("resource", url, REFUSAL_TYPE, content, url)


def _record(kind: str, target: str, content_type: str, block: bytes, asked: str) -> bytes:
    """A WARC 1.0 record; its id depends on the URL asked for alone, so that a page that stays is the same document."""
    identity = UUID(bytes=sha256(asked.encode("utf-8", "surrogatepass")).digest()[:16], version=4)
    lines = (
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{identity}>",
        f"WARC-Target-URI: {re.sub(r'[^!-~]', '_', target)}",
        f"WARC-Date: {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def _kept(path: Path) -> Answer | None:
    """The page in a file of an earlier run; None when there is none."""
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.http_headers is not None and record.http_headers.status_code == OK:
                    found = {name: record.http_headers.get(name) for name in KEPT_HEADERS}
                    headers = {name: value for name, value in found.items() if value}
                    return Answer(str(record.headers.get("WARC-Target-URI")), OK, headers, record.reader.read())
    except (OSError, ValueError):
        return None
    return None
