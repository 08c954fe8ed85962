"""Stable identifiers: a hash of content, never a counter."""

from collections.abc import Container
from hashlib import blake2b

_SEPARATOR = b"\x1f"


def stable_id(*parts: object) -> int:
    """A non-negative int64 that depends on `parts` alone, the same on every machine and run.

    >>> stable_id("article", 7, 0) == stable_id("article", 7, 0)
    True
    """
    digest = blake2b(_SEPARATOR.join(str(part).encode("utf-8", "surrogatepass") for part in parts), digest_size=8)
    return int.from_bytes(digest.digest(), "big") >> 1


def free_id(natural: int, taken: Container[int]) -> int:
    """`natural`, or the first id derived from it that is not taken."""
    found, attempt = natural, 0
    while found in taken:
        attempt += 1
        found = stable_id("again", natural, attempt)
    return found
