"""Stable identifiers: a hash of content, never a counter."""

from collections.abc import Container
from hashlib import blake2b

from blake3 import blake3

_SEPARATOR = "\x1f"


def stable_id(*parts: object) -> int:
    """A non-negative int64 that depends on `parts` alone, the same on every machine and run.

    >>> stable_id("article", 7, 0) == stable_id("article", 7, 0)
    True
    """
    return id_of_texts(*map(str, parts))


def id_of_texts(*parts: str) -> int:
    """The `stable_id` of strings, sooner.

    >>> id_of_texts("article", "7") == stable_id("article", 7)
    True
    """
    digest = blake2b(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big") >> 1


def digest_of(data: bytes) -> str:
    """The BLAKE3 digest of `data` in hex (64 digits): as safe from collisions as SHA-256, at twice its speed or more.

    >>> digest_of(b"page")[:16]
    'cad079fe52fa1b16'
    """
    return blake3(data).hexdigest()


def free_id(natural: int, taken: Container[int]) -> int:
    """`natural`, or the first id derived from it that is not taken."""
    found, attempt = natural, 0
    while found in taken:
        attempt += 1
        found = stable_id("again", natural, attempt)
    return found
