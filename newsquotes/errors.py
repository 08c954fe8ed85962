"""Errors that a user can act on: each names the file or value and says what to do."""

import re
from errno import EDQUOT, EFBIG, ENOSPC, EROFS

_NUMBER = re.compile(r"\b(?:errno|os error) (\d+)", re.I)
_REMEDIES = {
    ENOSPC: "free some space there, or choose a folder on another disk",
    EDQUOT: "free some of your quota there, or choose a folder on another disk",
    EFBIG: "allow larger files (ulimit -f), or choose a folder on another disk",
    EROFS: "choose a folder that can be written",
}


class NewsquotesError(Exception):
    """Base of every error that is shown to the user as one line, without a traceback."""


class SchemaError(NewsquotesError):
    """A frame does not have the columns or types that its table declares."""


class SeedError(NewsquotesError):
    """A reference table in `seeds/` is missing, malformed or contradicts itself."""


class SourceError(NewsquotesError):
    """An input path does not exist or cannot be listed."""


class ModelError(NewsquotesError):
    """The language model named in the configuration is not installed."""


class ExportError(NewsquotesError):
    """The dataset could not be written whole; the last good one is untouched."""


class StateError(NewsquotesError):
    """What was kept of earlier texts is missing, or another version kept it."""


def told(error: OSError) -> str:
    """What went wrong in the system's words, and what to do where that is plain from the kind of error.

    Libraries that write for us put the system's number into the text only: `Error writing bytes to file. Detail:
    [errno 28] No space left on device`.
    """
    words = error.strerror or str(error)
    found = _NUMBER.search(words)
    number = error.errno if error.errno is not None else int(found[1]) if found else None
    remedy = _REMEDIES.get(number) if number is not None else None
    return f"{words}; {remedy}" if remedy else words
