"""Gold: articles with every quotation marked by a reader, read from our own files or from JSON lines.

Our own format is described in `tests/quality/quotations/README.md`: marks in braces inside the text, the speakers below
it. A file that breaks a rule of the format is refused with its name, the place and what to do.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsquotes.errors import NewsquotesError
from newsquotes.schemas import KINDS, SPEAKER_TYPES

KIND_LETTERS = {"d": "direct", "m": "mixed", "i": "indirect"}
HEADER = ("title", "author", "outlet", "style", "shows")
MAY_BE_ABSENT = "author"
FENCE = "---"

_MARK = re.compile(r"\{(?:(?P<quoted>q)|(?P<letter>[dmics])(?P<numbers>\d+(?:,\d+)*)(?P<optional>\?)?) (?=\S)")
_HEADER_LINE = re.compile(r"(\w+): (\S.*)")
_SPEAKER_LINE = re.compile(r"(\d+(?: \d+)*): (?:(no speaker)|(\S.*) \((\w+)\))")

Span = tuple[int, int]


class GoldError(NewsquotesError):
    """A file of gold breaks the format."""


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """One marked quotation; offsets into the article's text.

    Direct: the words between the marks. Mixed: the whole reported clause, with `quoted` the words between marks in it.
    Indirect: the clause. Parts of one utterance share `group`. `speaker` is the full name, or None when the article
    does not tell. An `optional` one is neither asked for nor held against a system that finds it.
    """

    start: int
    end: int
    kind: str
    group: int | str
    optional: bool = False
    nested: bool = False
    quoted: tuple[Span, ...] = ()
    speaker: str | None = None
    speaker_type: str | None = None
    mention: Span | None = None
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article with its quotations in text order; `corpus` names the collection that it belongs to."""

    name: str
    corpus: str
    text: str
    quotes: tuple[GoldQuote, ...]
    title: str | None = None
    author: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def read_gold(place: Path) -> list[GoldArticle]:
    """The articles of a folder of annotated texts, or of a file of JSON lines. Raises GoldError."""
    if place.is_dir():
        files = sorted(path for path in place.glob("*.txt"))
        if not files:
            raise GoldError(f"{place}: holds no annotated article (*.txt); give a folder of them or a JSON-lines file")
        return [read_article(path) for path in files]
    return list(_read_lines(place))


def read_article(path: Path) -> GoldArticle:
    """One annotated article. Raises GoldError."""
    try:
        return parse_article(path.read_text(encoding="utf-8"), path.stem, path.parent.name)
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except (UnicodeDecodeError, GoldError) as error:
        raise GoldError(f"{path}: {error}") from error


def parse_article(source: str, name: str, corpus: str) -> GoldArticle:
    """An annotated article from the words of its file. Raises GoldError."""
    parts = source.split(f"\n{FENCE}\n")
    if len(parts) != 3:
        raise GoldError(f"has {len(parts)} parts; write header, text and speakers with a line {FENCE} between them")
    facts = _header(parts[0])
    text, marks = _strip_marks(parts[1].strip("\n"))
    speakers = _speakers(parts[2])
    quotes = tuple(_quotes(text, marks, speakers))
    return GoldArticle(name, corpus, text, quotes, facts["title"], facts.get("author"), facts)


def _header(lines: str) -> dict[str, str]:
    facts = {}
    for line in lines.strip().splitlines():
        match = _HEADER_LINE.fullmatch(line)
        if match is None:
            raise GoldError(f"header line {line!r}: write `key: value`")
        facts[match[1]] = match[2]
    if tuple(facts) != tuple(key for key in HEADER if key in facts or key != MAY_BE_ABSENT):
        raise GoldError(
            f"header has {', '.join(facts)}; write {', '.join(HEADER)} in this order ({MAY_BE_ABSENT} if any)"
        )
    return facts


@dataclass(slots=True)
class _Mark:
    """One pair of braces; `letter` is a kind's, or q (quoted words), c (cue), s (speaker)."""

    letter: str
    numbers: tuple[int, ...]
    optional: bool
    start: int
    end: int = -1
    parent: "_Mark | None" = None


def _strip_marks(marked: str) -> tuple[str, list[_Mark]]:
    """The text without its marks, and the marks with offsets into that text, in order of their start."""
    text: list[str] = []
    length = place = 0
    marks: list[_Mark] = []
    current: _Mark | None = None
    while place < len(marked):
        char = marked[place]
        if char == "{":
            found = _MARK.match(marked, place)
            if found is None:
                raise GoldError(f"no mark begins at {marked[place : place + 30]!r}; write as in {{d1 words}}")
            numbers = tuple(map(int, found["numbers"].split(","))) if found["numbers"] else ()
            current = _Mark(found["letter"] or "q", numbers, bool(found["optional"]), length, parent=current)
            marks.append(current)
            place = found.end()
            continue
        if char == "}":
            if current is None:
                raise GoldError(f"a brace closes what none opened, before {marked[place + 1 : place + 30]!r}")
            current.end, current = length, current.parent
        else:
            text.append(char)
            length += 1
        place += 1
    if current is not None:
        raise GoldError(f"the mark {current.letter}{current.numbers} is never closed")
    return "".join(text), marks


def _speakers(lines: str) -> dict[int, tuple[str | None, str | None]]:
    """Name and type by utterance number."""
    speakers: dict[int, tuple[str | None, str | None]] = {}
    for line in lines.strip().splitlines():
        match = _SPEAKER_LINE.fullmatch(line)
        if match is None:
            raise GoldError(f"speaker line {line!r}: write `1 3: Full Name (person)` or `2: no speaker`")
        if match[4] is not None and match[4] not in SPEAKER_TYPES:
            raise GoldError(f"speaker line {line!r}: a speaker is one of {', '.join(SPEAKER_TYPES)}")
        for number in map(int, match[1].split()):
            if number in speakers:
                raise GoldError(f"utterance {number} has two speaker lines")
            speakers[number] = (match[3], match[4])
    return speakers


def _quotes(
    text: str, marks: list[_Mark], speakers: Mapping[int, tuple[str | None, str | None]]
) -> Iterator[GoldQuote]:
    """The quotations that the marks make, in text order."""
    spans = {letter: [mark for mark in marks if mark.letter == letter] for letter in "dmicsq"}
    _check_marks(text, marks, spans["q"])
    cues, mentions = _by_number(spans["c"]), _by_number(spans["s"])
    own = [mark for mark in marks if mark.letter in KIND_LETTERS]
    used = {number for mark in own for number in mark.numbers}
    if used != speakers.keys() or not (cues.keys() | mentions.keys()) <= used:
        named = sorted(used ^ speakers.keys() | (cues.keys() | mentions.keys()) - used)
        raise GoldError(f"utterances {named} lack a marked quotation or a speaker line; give both")
    for mark in own:
        if len(mark.numbers) != 1:
            raise GoldError(f"{text[mark.start : mark.end]!r}: a quotation belongs to one utterance")
        quoted = tuple((inner.start, inner.end) for inner in spans["q"] if inner.parent is mark)
        if (mark.letter == "m") != bool(quoted):
            raise GoldError(f"{text[mark.start : mark.end]!r}: mark quoted words {{q …}} in mixed quotations alone")
        number = mark.numbers[0]
        name, kind_of_speaker = speakers[number]
        yield GoldQuote(
            mark.start, mark.end, KIND_LETTERS[mark.letter], number, mark.optional, _is_nested(mark), quoted,
            name, kind_of_speaker, mentions.get(number), cues.get(number),
        )  # fmt: skip


def _check_marks(text: str, marks: list[_Mark], quoted: list[_Mark]) -> None:
    for mark in marks:
        words = text[mark.start : mark.end]
        if not words or words != words.strip():
            raise GoldError(f"the mark around {words!r} is empty or has white space at an edge; move the brace")
    for mark in quoted:
        if mark.parent is None or mark.parent.letter != "m":
            raise GoldError(f"{text[mark.start : mark.end]!r}: mark quoted words {{q …}} inside {{m1 …}} alone")


def _by_number(marks: list[_Mark]) -> dict[int, Span]:
    """The one span of each utterance."""
    spans: dict[int, Span] = {}
    for mark in marks:
        for number in mark.numbers:
            if number in spans:
                raise GoldError(f"utterance {number} has two marks {mark.letter}; number its parts apart, or keep one")
            spans[number] = (mark.start, mark.end)
    return spans


def _is_nested(mark: _Mark) -> bool:
    """Whether the quotation stands within another one."""
    return mark.parent is not None and (mark.parent.letter in KIND_LETTERS or _is_nested(mark.parent))


def _read_lines(path: Path) -> Iterator[GoldArticle]:
    """The articles of a JSON-lines file, in the form that `tests/quality/quotations/README.md` describes."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error}); give a folder of texts or a JSON-lines file") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _from_record(json.loads(line), path.stem)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise GoldError(f"{path}:{number}: is no article with marked quotations ({error!r:.120})") from error


def _from_record(record: Mapping[str, Any], corpus: str) -> GoldArticle:
    text = record["text"]
    quotes = [_quote_from(quote, place, text) for place, quote in enumerate(record["quotes"])]
    quotes.sort(key=lambda quote: (quote.start, -quote.end))
    name = str(record["id"])
    return GoldArticle(name, str(record.get("source") or corpus), text, tuple(quotes), record.get("title"))


def _quote_from(quote: Mapping[str, Any], place: int, text: str) -> GoldQuote:
    if quote["kind"] not in KINDS or not 0 <= quote["start"] < quote["end"] <= len(text):
        raise ValueError(f"quotation {place}: kind or offsets are wrong")
    mention, cue = (_span_of(quote.get(field)) for field in ("speaker", "cue"))
    return GoldQuote(
        quote["start"], quote["end"], quote["kind"], quote.get("group", place), bool(quote.get("optional")),
        speaker=quote.get("speaker_canonical"), mention=mention, cue=cue,
    )  # fmt: skip


def _span_of(part: Mapping[str, Any] | None) -> Span | None:
    return (part["start"], part["end"]) if part else None


def to_record(article: GoldArticle) -> dict[str, Any]:
    """The article as one JSON record, in the form that `read_gold` reads; nested quotations are left out."""

    def part(span: Span | None) -> dict[str, Any] | None:
        return {"start": span[0], "end": span[1], "text": article.text[slice(*span)]} if span else None

    return {
        "id": article.name,
        "source": article.corpus,
        "title": article.title,
        "text": article.text,
        "quotes": [
            {
                "start": quote.start, "end": quote.end, "text": article.text[quote.start : quote.end],
                "kind": quote.kind, "group": str(quote.group), "optional": quote.optional,
                "speaker": part(quote.mention), "speaker_canonical": quote.speaker, "cue": part(quote.cue),
            }
            for quote in article.quotes if not quote.nested
        ],
    }  # fmt: skip


def groups_of(article: GoldArticle) -> dict[int | str, list[GoldQuote]]:
    """The quotations of each utterance."""
    groups: dict[int | str, list[GoldQuote]] = defaultdict(list)
    for quote in article.quotes:
        groups[quote.group].append(quote)
    return groups
