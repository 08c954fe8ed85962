"""What a site's robots.txt allows, by RFC 9309: groups of one agent are joined, the longest path decides.

In: the text of the file. Out: whether a URL may be fetched, and how long to wait between two requests.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

EVERYONE = "*"
_PRODUCT = re.compile(r"[A-Za-z_-]+")
_DELAY = re.compile(r"\d{1,6}(?:\.\d{1,6})?")


@dataclass(slots=True)
class Group:
    """The rules of some user agents: (path pattern, whether it allows), and seconds between two requests."""

    rules: list[tuple[str, bool]] = field(default_factory=list)
    delay: float = 0.0


class Robots:
    """The groups of a robots.txt by user agent."""

    def __init__(self, text: str = "") -> None:
        self._groups: dict[str, Group] = {}
        named: Sequence[Group] = ()
        is_naming = False
        for key, value in _fields(text):
            if key == "user-agent":
                group = self._groups.setdefault(_agent(value), Group())
                named = (*named, group) if is_naming else (group,)
            is_naming = key == "user-agent"
            for group in named:
                _add(group, key, value)

    def delay(self, agent: str) -> float:
        """Seconds that `agent` must wait between two requests."""
        return self._group(agent).delay

    def allows(self, agent: str, url: str) -> bool:
        """Whether `agent` may fetch `url`: the longest matching path decides, and of two alike the one that allows."""
        parts = urlsplit(url)
        path = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
        rules = self._group(agent).rules
        matching = ((len(pattern), allows) for pattern, allows in rules if _matches(pattern, path))
        return max(matching, default=(0, True))[1]

    def _group(self, agent: str) -> Group:
        return self._groups.get(_agent(agent)) or self._groups.get(EVERYONE) or Group()


def _fields(text: str) -> list[tuple[str, str]]:
    """The fields of the file, names in lower case, without comments.

    >>> _fields("User-Agent: *  # all\\nnonsense\\n disallow:/x")
    [('user-agent', '*'), ('disallow', '/x')]
    """
    lines = (line.partition("#")[0].partition(":") for line in text.removeprefix("\ufeff").splitlines())
    return [(name.strip().lower(), value.strip()) for name, colon, value in lines if colon]


def _agent(name: str) -> str:
    """The product that `name` starts with: `newsquotes/1.0 (+https://…)` is `newsquotes`."""
    product = _PRODUCT.match(name)
    return product[0].lower() if product else name or EVERYONE


def _add(group: Group, key: str, value: str) -> None:
    """Note one field of `group`; an empty path is no rule."""
    if key in ("allow", "disallow") and value:
        group.rules.append((unquote(value), key == "allow"))
    elif key == "crawl-delay" and _DELAY.fullmatch(value):
        group.delay = max(group.delay, float(value))


def _matches(pattern: str, path: str) -> bool:
    """Whether `path` starts as `pattern` says, `*` and a `$` at the end included.

    >>> _matches("/*.pdf$", "/a.pdf"), _matches("/*.pdf$", "/a.pdf.html")
    (True, False)
    """
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for place, piece in enumerate(others):
        is_last = pattern.endswith("$") and place == len(others) - 1
        found = path.rfind(piece, at) if is_last else path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return at == len(path) or not pattern.endswith("$")
