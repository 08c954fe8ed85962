"""What resolving answers: a speaker, or why there is none."""

from dataclasses import dataclass

from newsquotes.attribute.document import Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved speaker; `how` is the kind of mention it came through, `person` its number in the name table.

    `named_at` is where the name stands when the mention was a role with a name beside it.
    """

    name: str
    type: str
    role: str | None
    how: str
    person: int | None = None
    named_at: Span | None = None


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why a mention has no speaker; `gender` is that of a "he" or "she" who may be several people."""

    reason: str
    gender: str = ""


Answer = Speaker | Unresolved
