"""Which views are reported: those of somebody who speaks in the article, since nobody else has said what he holds."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from newsquotes.extract.cues import cue_verbs
from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.around import in_view
from newsquotes.extract.reported.report import Report

_WORD = re.compile(r"\w+")


def spoken_views(reading: Reading, reports: Sequence[Report]) -> Iterator[Report]:
    """The reports without the views of those who say nothing in the article: in Wren’s view, where Wren is silent."""
    views = {report.mention for report in reports if report.rule == in_view.__name__}
    if not views:
        return iter(reports)
    speakers = {word for report in reports if report.rule != in_view.__name__ for word in _named(reading, report)}
    speakers |= _beside_cues(reading.text) if reading.quotes else set()
    return filter(partial(_is_spoken, reading, speakers), reports)


def _named(reading: Reading, report: Report) -> list[str]:
    return _WORD.findall(reading.text, *report.mention) if report.mention is not None else []


def _is_spoken(reading: Reading, speakers: set[str], report: Report) -> bool:
    """Whether a report is no view, or that of somebody who speaks; a pronoun stands for one who did before."""
    names = _named(reading, report)
    if report.rule != in_view.__name__:
        return True
    return bool(speakers) and bool(names) and (names[-1].islower() or names[-1] in speakers)


def _beside_cues(text: str) -> set[str]:
    """The words right before or behind a verb with which somebody is quoted: Wren said, said Wren."""
    words = _WORD.findall(text)
    places = [place for place, word in enumerate(words) if any(cue.takes("quote") for cue in cue_verbs().get(word, ()))]
    return {words[other] for place in places for other in (place - 1, place + 1) if 0 <= other < len(words)}
