"""Dialogue that dashes mark: the text of an article in, the words that its lines speak out.

In much of Europe a dash at the head of a line opens speech, and the words that attribute it end it: “– We leave now,
said Moe. Nobody waits.” Lists look alike, so that lines count only where several are attributed and somebody says I,
we or you in them.
"""

import re
from collections.abc import Iterator, Sequence

from newsquotes.extract.cues import SPEAKING, attributing_cue

_OPENS = re.compile(r"\s*(?:[—–―]|--|-(?=\s))\s*(?=[^\s—–―-])")
_PAUSE = re.compile(r"[,!?…](?=\s)|\s?[—–―](?=\s?\w)")
_RESUMES = re.compile(r"[.!?][—–―]?\s+|[—–―][.,]?\s+")
_WORD = re.compile(r"\w")
MAX_PAUSES = 12
MIN_ATTRIBUTED = 2

Span = tuple[int, int]


def dashed_speech(text: str, lines: Sequence[Span]) -> dict[int, list[Span]]:
    """For each line of dialogue, by its place among `lines` (spans of the text), the words that it speaks.

    Lines right beside an attributed one belong to the same talk: “– We leave, said Moe.”, “– Now?”
    """
    opened = {place: match.end() for place, line in enumerate(lines) if (match := _OPENS.match(text, *line))}
    spoken = {place: list(_spoken(text, start, lines[place][1])) for place, start in opened.items()}
    attributed = {place for place, spans in spoken.items() if spans}
    if len(attributed) < MIN_ATTRIBUTED or not any(SPEAKING.search(text, *spoken[place][0]) for place in attributed):
        return {}
    for place, start in opened.items():
        is_beside = not {place - 1, place + 1}.isdisjoint(attributed)
        if not spoken[place] and is_beside and _WORD.search(text, start, lines[place][1]):
            spoken[place] = [_bare(text, start, lines[place][1])]
    return {place: spans for place, spans in spoken.items() if spans}


def _spoken(text: str, start: int, end: int) -> Iterator[Span]:
    """The words before the attribution of a line and those behind it; none when nothing attributes them."""
    for number, pause in enumerate(_PAUSE.finditer(text, start, end)):
        if number >= MAX_PAUSES:
            return
        cue = attributing_cue(" " + text[pause.end() : end].lstrip(), 0, end - pause.end() + 1)
        if cue is None or not _WORD.search(text, start, pause.start()):
            continue
        yield _bare(text, start, pause.end() if text[pause.end() - 1] not in "—–―" else pause.start())
        resumed = _RESUMES.search(text, pause.end(), end)
        if resumed is not None and _WORD.search(text, resumed.end(), end):
            yield _bare(text, resumed.end(), end)
        return


def _bare(text: str, start: int, end: int) -> Span:
    """A span without white space at its end."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
