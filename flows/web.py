"""Polite and bounded requests for pages of the open web.

Only `http` and `https`. robots.txt is obeyed, each host is asked one thing at a time and not too often, and one that
asks for patience gets it. Size, time and redirects are bounded. Addresses that are not public (loopback, private
networks, cloud metadata) are refused: when a name is looked up, and again on the connection before anything is sent,
since a name may lead elsewhere the second time.
"""

import ipaddress
import re
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from flows.limits import FetchConfig
from flows.robots import Robots
from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.content import plain_content
from newsquotes.ingest.decode import HTML_TYPES
from newsquotes.ingest.records import RefusedError

ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.1"
KEPT_HEADERS = ("Content-Type", "ETag", "Last-Modified")
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK, NOT_MODIFIED, TOO_MANY_REQUESTS, SERVER_ERROR, UNAVAILABLE = 200, 304, 429, 500, 503
ROBOTS_BYTES = 512 * 1024
LONGEST_DELAY = 30.0
"""Seconds that a host may make us wait for one request; who asks for more is not asked again in this run."""
UNSTATED_DELAY = 5.0
RETRIES = 2
CONNECTED = frozenset({"connection.connect_tcp.complete", "connection.start_tls.complete"})


class RefusedFetchError(Exception):
    """A URL gives no page; `rule` and `reason` go to the rejects."""

    def __init__(self, rule: str, reason: str):
        super().__init__(reason)
        self.rule = rule
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent for a URL, after redirects; `headers` are those of KEPT_HEADERS that it sent.

    `patience` is how many seconds it asks to be left alone, if it does.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    patience: float | None = None


class Web:
    """Polite and bounded requests, from several threads; a context, for its connections."""

    def __init__(self, config: FetchConfig) -> None:
        self._config = config
        self._client = httpx.Client(
            timeout=config.timeout_seconds,
            follow_redirects=False,
            trust_env=False,
            proxy=config.proxy,
            limits=httpx.Limits(max_keepalive_connections=0),  # each request has a connection that can be cut
            headers={"User-Agent": config.user_agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate, br"},
        )
        self._robots: dict[str, Robots | None] = {}
        self._free_at: dict[str, float] = {}
        self._closed: dict[str, float] = {}
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def __enter__(self) -> "Web":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, url: str, known: Answer | None) -> Answer:
        """What the server has for `url`: `known` itself if that is still so. Raises RefusedFetchError."""
        return self._follow_redirects(url, known, is_robots=False)

    def _follow_redirects(self, url: str, known: Answer | None, *, is_robots: bool) -> Answer:
        for _ in range(self._config.max_redirects + 1):
            host = checked_host(url)
            delay = 0.0 if is_robots else self._allowed_delay(url)
            answer = self._ask(host, url, delay, known if known and known.url == url else None, is_robots=is_robots)
            if isinstance(answer, Answer):
                return answer
            url = answer
        raise RefusedFetchError(
            "too_many_redirects", f"more than {self._config.max_redirects} redirects, last to {url}"
        )

    def _ask(self, host: str, url: str, delay: float, known: Answer | None, *, is_robots: bool) -> Answer | str:
        """One answer, or the next URL if it is a redirect; asked again when the host says how long to wait."""
        patience = 0.0
        for _ in range(RETRIES + 1):
            self._wait_for(host, delay)
            answer = self._request(url, known, is_robots=is_robots)
            if isinstance(answer, str) or answer.patience is None:
                return answer
            patience = answer.patience
            if patience > LONGEST_DELAY:
                break
            self._free_at[host] = time.monotonic() + patience
        self._closed[host] = patience
        raise _rate_limited(host, patience)

    def _request(self, url: str, known: Answer | None, *, is_robots: bool) -> Answer | str:
        """One answer; the next URL if it is a redirect."""
        headers = {}
        if known:
            pairs = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
            headers = {ask: known.headers[have] for ask, have in pairs if have in known.headers}
        is_guarded = not (self._config.allow_private or self._config.proxy)
        if is_guarded:
            _refuse_private_host(url)
        watch = _Watch(self._config.page_seconds, is_guarded=is_guarded)
        try:
            with watch, self._client.stream("GET", url, headers=headers, extensions={"trace": watch.trace}) as response:
                answer = self._answer(url, response, known, is_robots=is_robots)
        except httpx.HTTPError as error:
            if watch.is_late:
                raise self._too_slow() from error
            if isinstance(error, httpx.TimeoutException):
                reason = f"no answer in {self._config.timeout_seconds:g} s"
                raise RefusedFetchError("fetch_timeout", reason) from error
            raise RefusedFetchError("fetch_failed", f"cannot be fetched ({str(error)[:120]})") from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise RefusedFetchError("fetch_failed", f"cannot be fetched ({str(error)[:120]})") from error
        if watch.is_late:  # a body without a stated length ends like a whole one where it is cut
            raise self._too_slow()
        return answer

    def _too_slow(self) -> RefusedFetchError:
        reason = f"the page did not come to its end in {self._config.page_seconds:g} s; raise page_seconds of [fetch]"
        return RefusedFetchError("fetch_timeout", reason)

    def _answer(self, url: str, response: httpx.Response, known: Answer | None, *, is_robots: bool) -> Answer | str:
        status = response.status_code
        if status == NOT_MODIFIED and known:
            return known
        location = response.headers.get("Location")
        if status in REDIRECTS and location:
            return _target(url, location)
        kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        body = b""
        if is_robots and status == OK:
            body = _decoded(response, _first_bytes(response, ROBOTS_BYTES), self._config.max_bytes)
        elif is_wanted(response):
            body = _decoded(response, _whole_body(response, self._config.max_bytes), self._config.max_bytes)
        return Answer(url, status, kept, body, _patience(response))

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
        if not robots.allows(agent, url):
            raise RefusedFetchError("robots_disallowed", f"{site}/robots.txt forbids it to {agent}")
        return min(robots.delay(agent), LONGEST_DELAY)

    def _read_robots(self, site: str) -> Robots | None:
        """The rules of a site: all is allowed where there are none, nothing is known where the server fails."""
        try:
            answer = self._follow_redirects(f"{site}/robots.txt", None, is_robots=True)
        except RefusedFetchError as refusal:
            if refusal.rule in ("private_address", "rate_limited"):
                raise
            return None
        if answer.status >= SERVER_ERROR:
            return None
        return Robots(answer.body.decode("utf-8", "replace"))

    def _wait_for(self, host: str, delay: float) -> None:
        """Wait until `host` may be asked again; raises RefusedFetchError if that is not in this run."""
        with self._locks[host]:
            if host in self._closed:
                raise _rate_limited(host, self._closed[host])
            pause = self._free_at.get(host, 0.0) - time.monotonic()
            if pause > 0:
                time.sleep(pause)
            self._free_at[host] = time.monotonic() + max(delay, self._config.delay_seconds)


class _Watch:
    """The connection of one request: refused when it leads to no public address, and cut when time is up."""

    def __init__(self, seconds: float, *, is_guarded: bool) -> None:
        self.is_late = False
        self._is_guarded = is_guarded
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> "_Watch":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Look at what the client does; raises RefusedFetchError before it sends anything to a private address."""
        if event not in CONNECTED:
            return
        stream = info["return_value"]
        self._socket = stream.get_extra_info("socket")
        if self._is_guarded:
            try:
                _refuse_address(str(stream.get_extra_info("server_addr")[0]))
            except RefusedFetchError:
                stream.close()
                raise

    def _cut(self) -> None:
        self.is_late = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def checked_host(url: str) -> str:
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


def _target(url: str, location: str) -> str:
    """Where a redirect from `url` leads; raises RefusedFetchError when that is nowhere."""
    try:
        return urljoin(url, location).partition("#")[0]
    except ValueError as error:
        raise RefusedFetchError("not_a_web_address", f"{url} leads to {location[:100]!r}, no web address") from error


def addresses_of(host: str, port: int | str) -> list[str]:
    """The addresses that a name leads to now. Raises OSError."""
    return [str(address[0]) for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _refuse_private_host(url: str) -> None:
    parts = urlsplit(url)
    try:
        addresses = addresses_of(parts.hostname or "", parts.port or parts.scheme)
    except (OSError, UnicodeError) as error:
        raise RefusedFetchError("fetch_failed", f"{parts.hostname} is not known ({error})") from error
    for address in addresses:
        _refuse_address(address)


def _refuse_address(address: str) -> None:
    if not ipaddress.ip_address(address.partition("%")[0]).is_global:
        told = "is not a public address; to fetch it, set allow_private = true under [fetch] in the file after --config"
        raise RefusedFetchError("private_address", f"{address} {told}")


def is_wanted(response: httpx.Response) -> bool:
    """Whether the answer can be a page or a feed."""
    kind = response.headers.get("Content-Type", "text/html").partition(";")[0].strip().lower()
    return response.status_code == OK and (kind.startswith("text/") or "xml" in kind or kind in HTML_TYPES)


def _whole_body(response: httpx.Response, max_bytes: int) -> bytes:
    """The body as it was sent; raises RefusedFetchError beyond `max_bytes`."""
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
    return bytes(body)


def _first_bytes(response: httpx.Response, count: int) -> bytes:
    """The first `count` bytes of the body as it was sent."""
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) >= count:
            break
    return bytes(body[:count])


def _decoded(response: httpx.Response, body: bytes, max_bytes: int) -> bytes:
    """The body without its compression: by ingest's readers, since those of the client have no limit."""
    sent = {"Content-Encoding": response.headers.get("Content-Encoding", "")}
    try:
        return plain_content(body, sent, IngestConfig(max_record_bytes=max_bytes))
    except RefusedError as refusal:
        if refusal.rule == "record_too_large":
            raise _too_large(max_bytes) from refusal
        raise RefusedFetchError(refusal.rule, refusal.reason) from refusal


def _too_large(max_bytes: int) -> RefusedFetchError:
    return RefusedFetchError("record_too_large", f"more than {max_bytes} bytes; raise max_bytes of [fetch]")


def _rate_limited(host: str, patience: float) -> RefusedFetchError:
    return RefusedFetchError("rate_limited", f"{host} asks to be left alone for {patience:.0f} s; run again later")


def _patience(response: httpx.Response) -> float | None:
    """Seconds that the server asks to be left alone: stated with 429 or 503, some with a bare 429."""
    stated = response.headers.get("Retry-After", "").strip()
    if response.status_code not in (TOO_MANY_REQUESTS, UNAVAILABLE):
        return None
    if re.fullmatch(r"\d{1,9}", stated):
        return float(stated)
    with suppress(ValueError, TypeError, OverflowError):
        moment = parsedate_to_datetime(stated)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    return UNSTATED_DELAY if response.status_code == TOO_MANY_REQUESTS else None
