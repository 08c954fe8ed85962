"""What reading one page may cost, and fetching it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """CPU-seconds for one page, and memory of the process that reads it (watched on Linux only)."""

    seconds: int = 60
    mebibytes: int = 2048


@dataclass(frozen=True, slots=True)
class FetchConfig:
    """How politely and how far pages are fetched.

    Attributes:
        user_agent: what servers are told, and the name that robots.txt is read for.
        delay_seconds: time between two requests to one host; more if its robots.txt asks for more.
        timeout_seconds: longest wait for a connection or the next bytes.
        page_seconds: longest time for one page.
        max_bytes: largest page, after decompression.
        max_redirects: most redirects from a URL to its page.
        max_links: most pages of one feed.
        hosts_at_once: hosts that are asked at the same time.
        allow_private: also fetch from addresses that are not public, such as those of this machine.
        proxy: URL of a proxy, which then decides what may be reached.
    """

    user_agent: str = "newsquotes"
    delay_seconds: float = 1.0
    timeout_seconds: float = 20.0
    page_seconds: float = 60.0
    max_bytes: int = 16 * 1024 * 1024
    max_redirects: int = 5
    max_links: int = 500
    hosts_at_once: int = 8
    allow_private: bool = False
    proxy: str | None = None
