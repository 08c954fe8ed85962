"""Pages and feeds from the web, kept below the data folder as WARC files, one a URL. Nothing is fetched unasked.

Only `http` and `https`; robots.txt is obeyed (RFC 9309), each host is asked one thing at a time and not too often, and
what was fetched before is asked for with its ETag and date. Size, time and redirects are bounded. Addresses that are
not public (loopback, private networks, cloud metadata) are refused, so that no page or feed can make this machine ask
its neighbours; the address is checked before a connection is made and again on the connection itself.

A URL always gives a file: of the page, or of the reason why there is none, which ingest makes a reject. A page that was
fetched once stays when it cannot be fetched again.
"""

import io
import ipaddress
import json
import re
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser
from uuid import UUID

import feedparser
import httpx
from fastwarc.warc import ArchiveIterator

from flows.limits import FetchConfig
from newsquotes.errors import NewsquotesError
from newsquotes.ingest.warc import HTML_TYPES, REFUSAL_TYPE

FOLDER = Path("raw") / "fetched"
FEEDS = Path("raw") / "feeds"
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.1"
KEPT_HEADERS = ("Content-Type", "ETag", "Last-Modified")
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK, NOT_MODIFIED, SERVER_ERROR = 200, 304, 500
ROBOTS_BYTES = 512 * 1024
LONGEST_DELAY = 30.0
_FEED_START = re.compile(rb"\s*(?:<\?xml.*?\?>|<!--.*?-->|<\?.*?\?>|\s+)*<(?:rss|(?:\w+:)?feed|rdf:RDF)\b", re.S | re.I)
_SCHEME = re.compile(r"https?://", re.I)


class FetchListError(NewsquotesError):
    """A list of URLs cannot be read."""


class RefusedFetchError(Exception):
    """A URL gives no page; `rule` and `reason` go to the rejects."""

    def __init__(self, rule: str, reason: str):
        super().__init__(reason)
        self.rule = rule
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent for a URL, after redirects; `headers` are those of KEPT_HEADERS that it sent."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def fetch_all(asked: Sequence[str], data_dir: Path, config: FetchConfig) -> list[Path]:
    """The files of all pages that `asked` (URLs of pages or feeds, and files that list such URLs) leads to, in order.

    Raises FetchListError when a list cannot be read.
    """
    urls = list(dict.fromkeys(url for each in asked for url in _listed(each)))
    with httpx.Client(
        timeout=config.timeout_seconds,
        follow_redirects=False,
        trust_env=False,
        proxy=config.proxy,
        headers={"User-Agent": config.user_agent, "Accept": ACCEPT},
    ) as client:
        fetcher = _Fetcher(client, data_dir, config)
        links = fetcher.fetch(urls, with_feeds=True)
        new = [link for url in urls for link in links[url] if link not in links]
        fetcher.fetch(list(dict.fromkeys(new)), with_feeds=False)
    return [fetcher.path(url) for url in dict.fromkeys([*urls, *new])]


def _listed(asked: str) -> Iterator[str]:
    """The URLs of a list (one a line; `#` begins a comment), or the URL itself."""
    if _SCHEME.match(asked):
        yield urldefrag(asked).url
        return
    try:
        lines = Path(asked).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FetchListError(f"{asked}: neither a URL nor a readable list of URLs ({error})") from error
    for line in lines:
        if (url := line.strip()) and not url.startswith("#"):
            yield urldefrag(url).url


class _Fetcher:
    """Fetches URLs into files."""

    def __init__(self, client: httpx.Client, data_dir: Path, config: FetchConfig) -> None:
        self._web = _Web(client, config)
        self._folder = data_dir / FOLDER
        self._feeds = data_dir / FEEDS
        self._config = config

    def path(self, url: str) -> Path:
        """The file of `url`."""
        return self._folder / _file_name(url)

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
        except RefusedFetchError as refusal:
            if known is None:
                _write(path, _refusal_record(url, refusal.rule, refusal.reason))
        return []

    def _follow(self, url: str, answer: Answer) -> list[str]:
        """The links of a feed, which is kept for the next time; its own file says that it was followed."""
        _write(self._feeds / _file_name(url), _response_record(url, answer))
        links = _links(answer)
        taken = links[: self._config.max_links]
        rule, reason = (
            "feed_followed",
            f"a feed: {len(taken)} of the {len(links)} pages it links to are inputs themselves",
        )
        if not links:
            rule, reason = "empty_feed", "the feed links to no page; check its address"
        _write(self.path(url), _refusal_record(url, rule, reason))
        return taken


class _Web:
    """Polite and bounded requests."""

    def __init__(self, client: httpx.Client, config: FetchConfig) -> None:
        self._client = client
        self._config = config
        self._robots: dict[str, RobotFileParser | None] = {}
        self._free_at: dict[str, float] = {}
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def get(self, url: str, known: Answer | None) -> Answer:
        """What the server has for `url`: `known` itself if that is still so. Raises RefusedFetchError."""
        return self._follow_redirects(url, known, self._config.max_bytes, is_robots=False)

    def _follow_redirects(self, url: str, known: Answer | None, max_bytes: int, *, is_robots: bool) -> Answer:
        for _ in range(self._config.max_redirects + 1):
            host = _checked_host(url)
            delay = 0.0 if is_robots else self._allowed_delay(url)
            self._wait_for(host, delay)
            answer = self._request(url, known if known and known.url == url else None, max_bytes)
            if isinstance(answer, Answer):
                return answer
            url = answer
        raise RefusedFetchError(
            "too_many_redirects", f"more than {self._config.max_redirects} redirects, last to {url}"
        )

    def _request(self, url: str, known: Answer | None, max_bytes: int) -> Answer | str:
        """One answer; the next URL if it is a redirect."""
        headers = {}
        if known:
            pairs = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
            headers = {ask: known.headers[have] for ask, have in pairs if have in known.headers}
        self._refuse_private(urlsplit(url))
        deadline = time.monotonic() + self._config.page_seconds
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                self._refuse_private_peer(response)
                if response.status_code == NOT_MODIFIED and known:
                    return known
                location = response.headers.get("Location")
                if response.status_code in REDIRECTS and location:
                    return str(urldefrag(urljoin(url, location)).url)
                kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
                return Answer(url, response.status_code, kept, _body(response, max_bytes, deadline))
        except httpx.TimeoutException as error:
            raise RefusedFetchError("fetch_timeout", f"no answer in {self._config.timeout_seconds:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise RefusedFetchError("fetch_failed", f"cannot be fetched ({str(error)[:120]})") from error

    def _allowed_delay(self, url: str) -> float:
        """Seconds that robots.txt asks for between two requests; raises RefusedFetchError if it forbids this one."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site)
        robots = self._robots[site]
        if robots is None:
            raise RefusedFetchError("robots_unreachable", f"{site}/robots.txt cannot be read; try again later")
        agent = self._config.user_agent
        if not is_allowed(robots, agent, url):
            raise RefusedFetchError("robots_disallowed", f"{site}/robots.txt forbids it to {agent}")
        return min(float(robots.crawl_delay(agent) or 0), LONGEST_DELAY)

    def _read_robots(self, site: str) -> RobotFileParser | None:
        """The rules of a site: all is allowed where there are none, nothing is known where the server fails."""
        robots = RobotFileParser()
        try:
            answer = self._follow_redirects(f"{site}/robots.txt", None, ROBOTS_BYTES, is_robots=True)
        except RefusedFetchError as refusal:
            if refusal.rule == "private_address":
                raise
            return None
        if answer.status >= SERVER_ERROR:
            return None
        robots.parse(answer.body.decode("utf-8", "replace").splitlines() if answer.status == OK else [])
        return robots

    def _wait_for(self, host: str, delay: float) -> None:
        """Wait until `host` may be asked again."""
        with self._locks[host]:
            pause = self._free_at.get(host, 0.0) - time.monotonic()
            if pause > 0:
                time.sleep(pause)
            self._free_at[host] = time.monotonic() + max(delay, self._config.delay_seconds)

    def _refuse_private(self, parts: Any) -> None:
        if self._config.allow_private or self._config.proxy:
            return
        try:
            addresses = addresses_of(parts.hostname, parts.port or parts.scheme)
        except (OSError, UnicodeError) as error:
            raise RefusedFetchError("fetch_failed", f"{parts.hostname} is not known ({error})") from error
        for address in addresses:
            _refuse_address(address)

    def _refuse_private_peer(self, response: httpx.Response) -> None:
        """Look at the connection itself: a name may lead elsewhere the second time that it is looked up."""
        if self._config.allow_private or self._config.proxy:
            return
        address = response.extensions["network_stream"].get_extra_info("server_addr")
        _refuse_address(str(address[0]))


def addresses_of(host: str, port: int | str) -> list[str]:
    """The addresses that a name leads to now. Raises OSError."""
    return [str(address[0]) for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _refuse_address(address: str) -> None:
    if not ipaddress.ip_address(address.partition("%")[0]).is_global:
        raise RefusedFetchError("private_address", f"{address} is not a public address; set allow_private to fetch it")


def is_allowed(robots: RobotFileParser, agent: str, url: str) -> bool:
    """Whether the rules of `robots` let `agent` fetch `url`: the longest matching path decides, `*` and `$` included.

    The standard library groups the rules, but takes the first match, and `*` by the letter.
    """
    entry = next((each for each in robots.entries if each.applies_to(agent)), robots.default_entry)  # type: ignore[attr-defined]
    parts = urlsplit(url)
    path = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
    rules = [(unquote(rule.path), rule.allowance) for rule in (entry.rulelines if entry else [])]
    matching = [(len(pattern), allowance) for pattern, allowance in rules if pattern and _matches(pattern, path)]
    return bool(max(matching, default=(0, True))[1])


def _matches(pattern: str, path: str) -> bool:
    is_whole = pattern.endswith("$")
    expression = ".*".join(map(re.escape, pattern.removesuffix("$").split("*")))
    return re.match(expression + ("$" if is_whole else ""), path) is not None


def _checked_host(url: str) -> str:
    """The host of `url`; raises RefusedFetchError for what is no URL of a web page."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        is_web = parts.scheme in ("http", "https") and bool(host) and (parts.port or 1) > 0
    except ValueError:
        host, is_web = None, False
    if not is_web or host is None:
        raise RefusedFetchError("not_a_web_address", f"{url[:200]!r} is no http or https address; correct or remove it")
    return host


def _host(url: str) -> str:
    try:
        return _checked_host(url)
    except RefusedFetchError:
        return "no-host"


def _file_name(url: str) -> str:
    readable = re.sub(r"[^a-z0-9.-]", "_", _host(url).lower())[:80]
    return f"{readable}-{sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}.warc"


def _body(response: httpx.Response, max_bytes: int, deadline: float) -> bytes:
    """The decoded body of a page or feed, as far as it is wanted; raises RefusedFetchError beyond a limit."""
    body = bytearray()
    if not _is_wanted(response):
        return b""
    for piece in response.iter_bytes():
        body += piece
        if len(body) > max_bytes:
            raise RefusedFetchError("record_too_large", f"more than {max_bytes} bytes; raise max_bytes of [fetch]")
        if time.monotonic() > deadline:
            raise RefusedFetchError("fetch_timeout", "the page did not come to its end; raise page_seconds of [fetch]")
    return bytes(body)


def _is_wanted(response: httpx.Response) -> bool:
    kind = response.headers.get("Content-Type", "text/html").partition(";")[0].strip().lower()
    return response.status_code == OK and (kind.startswith("text/") or "xml" in kind or kind in HTML_TYPES)


def _links(answer: Answer) -> list[str]:
    """The web addresses that the entries of a feed link to, in order."""
    feed = feedparser.parse(io.BytesIO(answer.body), sanitize_html=False, resolve_relative_uris=False)
    links = (urldefrag(urljoin(answer.url, str(entry.get("link") or ""))).url for entry in feed.entries)
    return list(dict.fromkeys(link for link in links if _SCHEME.match(link) and link != answer.url))


def _write(path: Path, record: bytes) -> None:
    """Write a file that appears whole. Raises FetchListError where the data folder cannot be written."""
    building = path.with_suffix(".building")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        building.write_bytes(record)
        building.replace(path)
    except OSError as error:
        raise FetchListError(f"{path}: cannot be written ({error.strerror}); free or choose a folder") from error


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
