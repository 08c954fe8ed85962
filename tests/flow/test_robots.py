"""robots.txt: which rules are an agent's, and which of them decides."""

import time

import pytest

from flows.robots import Robots


@pytest.mark.parametrize(
    ("rules", "url", "allowed"),
    [
        ("", "http://a.example/x", True),
        ("<html>not found</html>", "http://a.example/x", True),
        ("User-agent: *\nDisallow:\n", "http://a.example/x", True),
        ("User-agent: *\nDisallow: /\n", "http://a.example/", False),
        ("User-agent: newsquotes\nDisallow: /x\n\nUser-agent: *\nDisallow: /\n", "http://a.example/y", True),
        ("User-agent: Newsquotes/2\nDisallow: /\n", "http://a.example/y", False),
        ("User-agent: other\nUser-agent: newsquotes\nDisallow: /\n", "http://a.example/y", False),
        ("User-agent: other\nDisallow: /\n", "http://a.example/y", True),
        ("User-agent: *\nDisallow: /x\n\nUser-agent: *\nDisallow: /y\n", "http://a.example/y", False),
        ("User-agent: *\nCrawl-delay: 2\nUser-agent: b\nDisallow: /\n", "http://a.example/y", True),
        ("Disallow: /\nUser-agent: *\nAllow: /\n", "http://a.example/y", True),
        ("user-agent : *   # all\ndisallow : /x # secret", "http://a.example/x", False),
        ("User-agent: *\rDisallow: /x", "http://a.example/x", False),
        ("User-agent: *\nDisallow: /*?print=\n", "http://a.example/y?print=1", False),
        ("User-agent: *\nDisallow: /*?print=\n", "http://a.example/y", True),
        ("User-agent: *\nDisallow: /*.pdf$\n", "http://a.example/a.pdf/b.pdf", False),
        ("User-agent: *\nDisallow: /x$\n", "http://a.example/x/y", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a/b\n", "http://a.example/a/b/c", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a\n", "http://a.example/a", True),
        ("User-agent: *\nDisallow: /caf%C3%A9\n", "http://a.example/caf\u00e9", False),
        ("User-agent: *\nDisallow: /\n", "http://a.example", False),
    ],
)
def test_the_longest_rule_of_the_agent_decides(rules: str, url: str, allowed: bool) -> None:
    assert Robots(rules).allows("newsquotes/1.0 (+https://osterby.example)", url) is allowed


@pytest.mark.parametrize(
    ("rules", "delay"),
    [
        ("", 0),
        ("User-agent: *\nCrawl-delay: 2.5\n", 2.5),
        ("User-agent: *\nCrawl-delay: soon\n", 0),
        ("User-agent: *\nCrawl-delay: 9\nUser-agent: newsquotes\nDisallow:\n", 0),
    ],
)
def test_the_delay_is_that_of_the_agent(rules: str, delay: float) -> None:
    assert Robots(rules).delay("newsquotes") == delay


def test_a_pattern_of_stars_is_matched_at_once() -> None:
    started = time.process_time()
    robots = Robots(f"User-agent: *\nDisallow: /{'*a' * 200}*b$\n")
    assert robots.allows("newsquotes", f"http://osterby.example/{'a' * 20_000}")
    assert time.process_time() - started < 1
