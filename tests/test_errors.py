"""What is told of errors of the system: its words, and a remedy where the kind of error tells one."""

from errno import EACCES, EDQUOT, EFBIG, ENOSPC, EROFS

import pytest

from newsquotes.errors import told


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (OSError(ENOSPC, "No space left on device"), "free some space there"),
        (OSError("Error writing bytes to file. Detail: [errno 28] No space left on device"), "free some space there"),
        (OSError("No space left on device (os error 28)"), "free some space there"),
        (OSError(EDQUOT, "Disk quota exceeded"), "free some of your quota there"),
        (OSError(EFBIG, "File too large"), "allow larger files (ulimit -f)"),
        (OSError(EROFS, "Read-only file system"), "choose a folder that can be written"),
        (OSError(EACCES, "Permission denied"), ""),
        (OSError("Invalid argument"), ""),
    ],
)
def test_a_remedy_is_told_where_there_is_one(error: OSError, remedy: str) -> None:
    words = error.strerror or str(error)
    assert told(error) == words if not remedy else told(error).startswith(f"{words}; {remedy}")
