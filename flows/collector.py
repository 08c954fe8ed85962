"""How often Python looks for garbage that refers to itself: seldom, for there is next to none here.

As shipped it looks at every few thousand new objects through all that are alive, the language model among them, which
takes a twentieth of the time of annotating.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS = 20_000


def collect_seldom() -> None:
    """Let this process look for such garbage only after as many new objects as a batch of texts may leave."""
    gc.set_threshold(_NEW_OBJECTS)


@contextmanager
def kept_for_good() -> Iterator[None]:
    """Take what is made in the block for what stays until the end: no collection looks at it, here or in a fork.

    A collection would also write to each object, and so give every fork a copy of the memory that they share.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()
