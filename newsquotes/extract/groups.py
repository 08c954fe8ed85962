"""Which quotations are parts of one utterance."""

import re
from collections.abc import Sequence

from newsquotes.extract.cues import attributing_cue, cue_verbs
from newsquotes.extract.found import Found
from newsquotes.extract.reading import Reading

_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<!\w)[A-Z][\w’'-]+")
_MAX_BETWEEN = 240


def group_starts(reading: Reading, found: Sequence[Found], paragraphs: Sequence[int]) -> list[int]:
    """For each quotation, the place of the first part of its utterance; its own place when it stands alone."""
    groups: list[int] = []
    last: int | None = None
    for place, one in enumerate(found):
        is_part = (
            last is not None
            and one.host is None
            and _is_next_part(reading, found[last], one, (paragraphs[last], paragraphs[place]))
            and not (groups[last] != last and _is_over(reading, found[last], one))
        )
        groups.append(groups[last] if is_part and last is not None else place)
        last = place if one.host is None else last
    return groups


def _is_next_part(reading: Reading, last: Found, one: Found, paragraphs: Sequence[int]) -> bool:
    """Whether `one` goes on with the utterance of `last`, the quotation before it."""
    if _cue_of(last) is not None and _cue_of(last) == _cue_of(one):
        return True
    if last.quote is None or one.quote is None or last.kind != "direct" or one.kind != "direct":
        return False
    if reading.quotes[one.quote].continues:
        return True
    ends, opens = reading.quotes[last.quote].outer_end, reading.quotes[one.quote].outer_start
    is_interruption = paragraphs[0] == paragraphs[1] and _is_interruption(reading.text, ends, opens)
    return is_interruption and not _is_of_another(reading, (ends, opens), reading.quotes[one.quote].outer_end)


def _is_over(reading: Reading, last: Found, one: Found) -> bool:
    """Whether an utterance ended before a quotation with its own clause: “A,” she said. “B.” He wept. “C,” he said.

    So it did before a sentence that tells what somebody does: “A,” she said. “B.” He grins. “C.”
    """
    is_next = last.quote is not None and one.quote == last.quote + 1
    if not is_next or last.quote is None or one.quote is None or reading.text[last.end - 1] not in ".!?…":
        return False
    between = (reading.quotes[last.quote].outer_end, reading.quotes[one.quote].outer_start)
    first = _WORD.search(reading.text, *between)
    if first is None:
        return False
    after = reading.quotes[one.quote].outer_end
    end = min(reading.sentence_end(after - 1), after + _MAX_BETWEEN)
    is_sentence = first.group()[0].isupper() and reading.text[slice(*between)].rstrip().endswith((".", "!", "?"))
    return is_sentence or attributing_cue(reading.text, after, end) is not None


def _is_of_another(reading: Reading, between: tuple[int, int], after: int) -> bool:
    """Whether the words behind a quotation name another speaker than those before: “Go,” said Moe. “No,” said Wren."""
    end = min(reading.sentence_end(after - 1), after + _MAX_BETWEEN)
    if attributing_cue(reading.text, after, end) is None:
        return False
    one, other = (set(_NAME.findall(reading.text, *span)) for span in (between, (after, end)))
    return bool(one and other) and one.isdisjoint(other)


def _cue_of(one: Found) -> tuple[int, int] | None:
    return one.report.cue if one.report is not None else None


def _is_interruption(text: str, start: int, end: int) -> bool:
    """Whether the words between two quotations only attribute them: “Not now,” she said. “Later.”"""
    between = text[start:end]
    if end - start > _MAX_BETWEEN:
        return False
    words = _WORD.findall(between.lower())
    if not words:
        return True
    sentences = len(re.findall(r"[.!?](?:\s|$)", between.rstrip().rstrip(".")))
    return sentences == 0 and any(cue.takes("quote") for word in words for cue in cue_verbs().get(word, ()))
