"""The scanner over quotation marks: text in, the spans between marks out.

It knows typography only: which marks pair, which are apostrophes, which were mistyped, forgotten or repeated on each
paragraph of one quotation. It never asks who speaks, nor whether the words are a quotation at all. One pass over each
paragraph; time grows linearly with the text, whatever the text is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise

from newsquotes.extract.cues import attribution_follows
from newsquotes.extract.dashes import dashed_speech
from newsquotes.seeds import load_seed

DOUBLE, SINGLE, ANGLE, DASH = "double", "single", "angle", "dash"

_MARK = re.compile(r"``|''|‘‘|’’|,,(?=\w)|\\?[\"“”„‟″＂❝❞〝〞«»‹›‘’‚‛'`´＇❛❜]")
_FAMILIES = {
    **dict.fromkeys(("``", "''", "‘‘", "’’", ",,", *'"“”„‟″＂❝❞〝〞'), DOUBLE),
    **dict.fromkeys("«»", ANGLE),
    **dict.fromkeys("‹›‘’‚‛'`´＇❛❜", SINGLE),
}
_OPENS_BY_SHAPE = frozenset(("``", "‘‘", ",,", *"“„‟❝〝«‹‘‚‛`"))
_STRAIGHT = frozenset(('"', "''", "″", "＂"))
_BEFORE_AN_OPENING = frozenset("([{—–-/|>:*_“‘«„‚\"'")
_AFTER_A_CLOSING = frozenset(".,;:!?)]}—–-/…|<*_”’»\"'")
_INSIDE_FIRST = frozenset("[({“‘«„\"'$£€¥#@…¡¿*_-—–<")
_ENDS_A_STATEMENT = frozenset(".,!?…—–-")
_WEAK_ENDINGS = re.compile(r"(?:[szx]|in|\bol|\bo|\bth|\ban|\band)$", re.I)
_NEXT_OPENS_SINGLE = re.compile(r"\s*['‘`]\w")
_NEXT_OPENS_ANGLE = re.compile(r"\s*«")
_ELIDED_AND = ("'n", "’n", "‘n")
_SENTENCE_STOP = re.compile(r"\w{4,}[.!?…]\s+(?=[A-Z])")
_PAUSE = re.compile(r"[,!?](?=\s)|\.(?=\s+[a-z])")
MAX_PAUSES = 12
MAX_TO_ATTRIBUTION = 400
MAX_BARE_PARAGRAPHS = 6


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of text with something in it: its 0-based number and its span in the text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """The words between two quotation marks.

    `start` and `end` bound the words, without outer white space; `outer_start` and `outer_end` take the marks in.
    `parent` is the place of the enclosing span in the scanner's list, None for an outermost one. `is_closed` is False
    when the paragraph ends before the closing mark. `continues` is True when the span goes on with the previous
    paragraph's unclosed one.
    """

    paragraph: int
    outer_start: int
    start: int
    end: int
    outer_end: int
    family: str
    parent: int | None
    is_closed: bool
    continues: bool


@dataclass(slots=True)
class _Mark:
    """One quotation mark as met: where, of which family, and what it can be at this place."""

    start: int
    end: int
    shape: str
    family: str
    turn: int  # +1 opens, -1 closes, 0 either
    is_weak: bool = False  # may be a possessive: the leaders' plan


@dataclass(slots=True)
class _Open:
    """An opened span that waits for its closing mark."""

    mark: _Mark
    slot: int


def paragraphs(text: str) -> list[Paragraph]:
    """The lines of `text` that hold more than white space."""
    found = (line for line in re.finditer(r"[^\n\r\u2028\u2029]+", text) if line.group().strip())
    return [Paragraph(number, line.start(), line.end()) for number, line in enumerate(found)]


def scan(text: str) -> list[Marked]:
    """Every span between quotation marks in `text`, in text order, enclosing spans first.

    >>> [text[m.start : m.end] for text in ["‘It’s ours,’ she said."] for m in scan(text)]
    ['It’s ours,']
    """
    lines = paragraphs(text)
    dialogue = dashed_speech(text, [(line.start, line.end) for line in lines])
    spans: list[Marked] = []
    waiting: Marked | None = None
    bare: list[Paragraph] = []
    for line in lines:
        found = _scan_paragraph(text, line, waiting, len(spans) + len(bare))
        if bare and _ends_what_was_open(text, line, found):
            spans.extend(_without_marks(text, each) for each in bare)
        elif bare:
            found = _scan_paragraph(text, line, None, len(spans))
        if not found and line.number in dialogue:
            found = [_behind_dash(line, *span) for span in dialogue[line.number]]
        is_open = waiting is not None and waiting.family is DOUBLE
        if not found and is_open and len(bare) < MAX_BARE_PARAGRAPHS:
            bare.append(line)
            continue
        spans.extend(found)
        waiting, bare = _left_open(found), []
    return _cut_where_never_closed(text, spans)


def _ends_what_was_open(text: str, line: Paragraph, found: list[Marked]) -> bool:
    """Whether a paragraph ends a quotation that was left open paragraphs before, with none of the marks between.

    “It was late.⏎We slept there.⏎Then it rained,” she said. The last words must be a statement's, and the paragraph's
    last or attributed: else two marks were forgotten, and what stands between is the reporter's.
    """
    first = found[0] if found else None
    if first is None or first.family is not DOUBLE or text[first.outer_start : first.start].strip():
        return False
    is_end = not text[first.outer_end : line.end].strip() or attribution_follows(text, first.outer_end, line.end)
    return text[first.end - 1] in _ENDS_A_STATEMENT and is_end


def _without_marks(text: str, line: Paragraph) -> Marked:
    """A whole paragraph as a span that goes on with the one before and is not closed."""
    start, end = line.start, line.end
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Marked(line.number, start, start, end, end, DOUBLE, parent=None, is_closed=False, continues=True)


def _behind_dash(line: Paragraph, start: int, end: int) -> Marked:
    """Words that a dash opens, and no mark closes, as a span of their own."""
    return Marked(line.number, start, start, end, end, DASH, parent=None, is_closed=True, continues=False)


def _left_open(found: list[Marked]) -> Marked | None:
    """The outermost span that the paragraph left open, if there is one."""
    return next((span for span in reversed(found) if span.parent is None and not span.is_closed), None)


def _scan_paragraph(text: str, line: Paragraph, waiting: Marked | None, offset: int) -> list[Marked]:
    """The spans of one paragraph; `waiting` is what the previous paragraph left open."""
    marks = _read_marks(text, line)
    if not marks:
        return []
    return _Pairing(text, line, marks, waiting, offset).run()


def _read_marks(text: str, line: Paragraph) -> list[_Mark]:
    """The quotation marks of a paragraph, without apostrophes, inches and attribute values."""
    marks = []
    is_value = False
    for match in _MARK.finditer(text, line.start, line.end):
        if match.group() == '"' and (is_value or text[match.start() - 1 : match.start()] == "="):
            is_value = not is_value  # name="value"
            continue
        mark = _judge(text, line, match)
        if mark is not None:
            marks.append(mark)
    return marks


def _judge(text: str, line: Paragraph, match: re.Match[str]) -> _Mark | None:
    """What one mark can be at its place; None when it is no quotation mark."""
    start, end, shape = match.start(), match.end(), match.group().lstrip("\\")
    before = text[start - 1] if start > line.start else ""
    after = text[end] if end < line.end else ""
    family = _FAMILIES[shape]
    if shape == ",," and (before.isalnum() or before == ","):
        return None
    starts_free = not before or before.isspace() or before in _BEFORE_AN_OPENING
    ends_free = not after or after.isspace() or after in _AFTER_A_CLOSING
    may_open = starts_free and bool(after) and (after.isalnum() or after in _INSIDE_FIRST or text.startswith("..", end))
    may_close = ends_free and bool(before) and not before.isspace()
    if family is SINGLE:
        return _judge_single(text, line, match, may_open, may_close)
    if shape in _STRAIGHT:
        if before.isdigit() and not after.isalnum() and shape != "''" and _looks_like_inches(text, line, start):
            return None
        turn = 1 if may_open and not may_close else -1 if may_close and not may_open else 0
        if turn == 0 and not may_open:  # white space on both sides, or letters on both sides
            turn = 1 if not before else -1 if not after else 0
        return _Mark(start, end, shape, family, turn)
    turn = 1 if shape in _OPENS_BY_SHAPE else -1
    if turn == 1 and not may_open and (may_close or (family is ANGLE and after in _AFTER_A_CLOSING)):
        turn = -1
    elif turn == -1 and not may_close and (may_open or (not before and after.isspace())):
        turn = 1
    return _Mark(start, end, shape, family, turn)


def _looks_like_inches(text: str, line: Paragraph, start: int) -> bool:
    """Whether the double mark at `start` follows a measure, as in 6'2" or 12"."""
    lead = text[max(line.start, start - 8) : start]
    return re.search(r"(?:\d['’′]\s?|(?:^|[\s(])\d{0,2})\d{1,2}(?:\.\d+)?$", lead) is not None


def _judge_single(text: str, line: Paragraph, match: re.Match[str], may_open: bool, may_close: bool) -> _Mark | None:
    """A single mark as opening, closing, possibly possessive, or None for an apostrophe."""
    start, end, shape = match.start(), match.end(), match.group().lstrip("\\")
    before = text[start - 1] if start > line.start else ""
    after = text[end] if end < line.end else ""
    if (before.isalnum() and after.isalnum()) or text[max(line.start, start - 2) : start] in _ELIDED_AND:
        return None
    if may_open and not may_close:
        is_apostrophe = _apostrophe_words().match(text, end, line.end) is not None
        return None if is_apostrophe and shape not in ("‘", "‚", "`") else _Mark(start, end, shape, SINGLE, 1)
    if may_close:
        return _Mark(start, end, shape, SINGLE, -1, _may_be_possessive(text, line, start, after))
    return None


def _may_be_possessive(text: str, line: Paragraph, start: int, after: str) -> bool:
    """Whether the single mark at `start` may belong to its word: the leaders' plan, goin' home."""
    return after.isspace() and _WEAK_ENDINGS.search(text, max(line.start, start - 4), start) is not None


@cache
def _apostrophe_words() -> re.Pattern[str]:
    """What an apostrophe opens for letters or digits left out: 'em, '90s, '68."""
    words = (row["word"] for row in load_seed("apostrophe_words", ("word",)))
    return re.compile(rf"(?:\d0s|\d\d|{'|'.join(map(re.escape, words))})\b", re.I)


class _Pairing:
    """Pairs the marks of one paragraph with a stack, looking ahead in constant time."""

    def __init__(self, text: str, line: Paragraph, marks: list[_Mark], waiting: Marked | None, offset: int) -> None:
        self.text, self.line, self.marks, self.offset = text, line, marks, offset
        self.waiting = waiting
        self.first = next(place for place in range(line.start, line.end) if not text[place].isspace())
        self.stack: list[_Open] = []
        self.spans: list[Marked | None] = []
        self._weigh_possessives()
        self._weigh_elisions()
        self.balance = {family: _Balance(self.marks, family) for family in (DOUBLE, SINGLE, ANGLE)}
        self.next_double = _next_of(self.marks, DOUBLE)
        self.is_enclosed = self._is_enclosed()

    def run(self) -> list[Marked]:
        """The spans of the paragraph, in order."""
        for place, mark in enumerate(self.marks):
            self._take(place, mark)
        for left in reversed(self.stack):
            self._leave_open(left)
        return self._numbered()

    def _weigh_possessives(self) -> None:
        """Drop a possible possessive when another single mark may still close the span."""
        singles = [mark for mark in self.marks if mark.family is SINGLE]
        dropped = {id(mark) for mark, following in pairwise(singles) if mark.is_weak and following.turn == -1}
        if singles and singles[-1].is_weak and self._leads_on(singles[0], singles[-1]):
            dropped.add(id(singles[-1]))
        if dropped:
            self.marks = [mark for mark in self.marks if id(mark) not in dropped]

    def _leads_on(self, first: _Mark, last: _Mark) -> bool:
        """Whether a quotation that starts the paragraph runs on over its last mark: 'It's the drivers' bus.⏎'Late.'"""
        runs_on = self.text[last.end + 1 : last.end + 2].islower()
        return first is not last and runs_on and self._may_go_on(first)

    def _weigh_elisions(self) -> None:
        """Drop openings for which no closing mark is left inside a quotation: 'Sling your 'ook.'"""
        singles = [mark for mark in self.marks if mark.family is SINGLE]
        surplus = sum(mark.turn for mark in singles)
        if surplus < 1 or singles[0].turn != 1 or singles[-1].turn != -1:
            return
        elided = [mark for mark in singles[1:] if mark.turn == 1 and self._may_elide(mark)][:surplus]
        if elided:
            dropped = {id(mark) for mark in elided}
            self.marks = [mark for mark in self.marks if id(mark) not in dropped]

    def _may_elide(self, mark: _Mark) -> bool:
        """Whether an opening mark may stand for letters left out of a word within a sentence: your 'ook."""
        before = self.text[mark.start - 2 : mark.start]
        return mark.shape in ("'", "’") and before[:1].isalpha() and self.text[mark.end].islower()

    def _is_enclosed(self) -> bool:
        """Whether a straight mark opens the whole paragraph around pairs of curly ones: "He wrote “The Quay” twice.

        The straight one is repeated on every paragraph of what is quoted, and closed on the last alone.
        """
        doubles = [mark for mark in self.marks if mark.family is DOUBLE]
        shapes = [mark.shape for mark in doubles[1:]]
        if len(shapes) < 2 or doubles[0].shape != '"' or doubles[0].start > self.first or shapes[0] != "“":
            return False
        is_apart = doubles[1].start > doubles[0].end
        return is_apart and shapes[::2] == ["“"] * (len(shapes) // 2) and shapes[1::2] == ["”"] * (len(shapes) // 2)

    def _take(self, place: int, mark: _Mark) -> None:
        """Open, close or pass over one mark."""
        is_open = any(held.mark.family is mark.family for held in self.stack[-4:])
        turn = mark.turn or (-1 if is_open else 1)
        if turn == 1:
            self._open(place, mark, is_open)
        elif is_open:
            self._close(mark)
        else:
            self._stray(place, mark)

    def _open(self, place: int, mark: _Mark, is_open: bool) -> None:
        """Open a span, nested or in place of one that was never closed."""
        depth = sum(held.mark.family is mark.family for held in self.stack[-4:])
        closes = self.balance[mark.family].falls_to(place, depth=depth)
        if is_open and self._restarts(place, mark, closes=closes):
            self._give_up(mark)
        elif mark.family is not DOUBLE and not closes and not self._may_stay_open(place, mark):
            return
        if len(self.stack) >= 4:
            return
        self.stack.append(_Open(mark, len(self.spans)))
        self.spans.append(None)

    def _restarts(self, place: int, mark: _Mark, *, closes: bool) -> bool:
        """Whether the mark takes up the quotation that is open, rather than nests another in it."""
        if mark.family is DOUBLE:
            return not self.is_enclosed and (not closes or self._follows_sentence(mark))
        return not closes and self._follows_sentence(mark) and self.balance[mark.family].falls_to(place, depth=0)

    def _may_stay_open(self, place: int, mark: _Mark) -> bool:
        """Whether a mark that none of its family closes opens a quotation after all."""
        if mark.family is ANGLE:
            return self._may_go_on(mark) or (mark.shape == "«" and self._is_attributed(mark))
        return self._closes_mistyped(place, mark) or self._may_go_on(mark) or self._is_taken_up(place, mark)

    def _is_attributed(self, mark: _Mark) -> bool:
        """Whether words further on in the paragraph say who speaks: «Not now, he said."""
        end = min(self.line.end, mark.end + MAX_TO_ATTRIBUTION)
        pauses = islice(_PAUSE.finditer(self.text, mark.end + 1, end), MAX_PAUSES)
        return any(attribution_follows(self.text, pause.end(), self.line.end) for pause in pauses)

    def _is_taken_up(self, place: int, mark: _Mark) -> bool:
        """Whether a single mark that starts the paragraph is repeated at a sentence's start: 'It sank. 'We left.'"""
        if mark.family is not SINGLE or mark.start > self.first or place + 1 >= len(self.marks):
            return False
        following = self.marks[place + 1]
        return following.family is SINGLE and following.turn == 1 and self._follows_sentence(following)

    def _follows_sentence(self, mark: _Mark) -> bool:
        """Whether a sentence ends right before the mark, so that it opens the quotation's next paragraph, run on."""
        lead = self.text[max(self.line.start, mark.start - 3) : mark.start]
        return len(lead.rstrip()) < len(lead) and lead.rstrip()[-1:] in (".", "!", "?", "…")

    def _closes_mistyped(self, place: int, mark: _Mark) -> bool:
        """Whether a double mark closes this single one: 'We hope so."."""
        upcoming = self.next_double[place]
        return (
            mark.family is SINGLE
            and upcoming is not None
            and self.marks[upcoming].turn == -1
            and not any(held.mark.family is DOUBLE for held in self.stack)
        )

    def _may_go_on(self, mark: _Mark) -> bool:
        """Whether a mark that is never closed opens a quotation that the next paragraph goes on with.

        It opens the paragraph, or stands behind what leads up to it: She said: ‘We sail.⏎‘We win.’, or behind the
        sentence that tells who speaks: ‘No,’ she said. ‘We sail.⏎‘We win.’
        """
        is_led_in = self.text[max(self.line.start, mark.start - 2) : mark.start].rstrip().endswith(":")
        is_taken_up = self._follows_sentence(mark) and any(span is not None and span.is_closed for span in self.spans)
        if mark.shape in ("’", "»") or not (mark.start <= self.first or is_led_in or is_taken_up):
            return False
        following = _NEXT_OPENS_ANGLE if mark.family is ANGLE else _NEXT_OPENS_SINGLE
        return following.match(self.text, self.line.end) is not None

    def _close(self, mark: _Mark) -> None:
        """Close the innermost span of the mark's family; spans left open inside it were no spans."""
        while self.stack:
            held = self.stack.pop()
            if held.mark.family is mark.family:
                self.spans[held.slot] = self._span(held, mark.start, mark.end, is_closed=True)
                return

    def _stray(self, place: int, mark: _Mark) -> None:
        """A closing mark without its opening one: mistyped, forgotten, or carried over from the paragraph before."""
        top = self.stack[-1] if self.stack else None
        if top is not None and self._ends_mistyped(place, mark, top.mark):
            self.stack.pop()
            self.spans[top.slot] = self._span(top, mark.start, mark.end, is_closed=True)
        elif top is None and mark.family is DOUBLE:
            start = self._start_of_lost(place, mark)
            if start is not None:
                held = _Open(_Mark(start, start, "", DOUBLE, 1), 0)
                self.spans.append(self._span(held, mark.start, mark.end, is_closed=True))

    def _ends_mistyped(self, place: int, mark: _Mark, opening: _Mark) -> bool:
        """Whether `mark` closes a span that another family opened: "Not yet.' he said."""
        if opening.family is SINGLE and mark.family is DOUBLE:
            return not self.balance[SINGLE].falls_to(place, depth=0, is_after=True)
        if opening.family is DOUBLE and mark.family is SINGLE and not mark.is_weak:
            upcoming = self.next_double[place]
            ends = self.text[mark.start - 1] in _ENDS_A_STATEMENT
            return ends and (upcoming is None or self.marks[upcoming].turn == 1)
        return False

    def _start_of_lost(self, place: int, mark: _Mark) -> int | None:
        """Where a quotation starts that `mark` closes and no mark opens; None when the mark closes nothing."""
        if not self.spans:
            return self.first if self._lost_its_opening(mark) else None
        last = self.spans[-1]
        is_end = place == len(self.marks) - 1 and not self.text[mark.end : self.line.end].strip()
        if last is None or not is_end or self.text[mark.start - 1] not in ".!?…":
            return None
        return self._after_attribution(last.outer_end, mark.start)

    def _after_attribution(self, start: int, end: int) -> int | None:
        """Where the sentence ends that attributes the quotation before `start`: “Late,” said Moe. | We walk.”"""
        if not attribution_follows(self.text, start, end):
            return None
        stop = _SENTENCE_STOP.search(self.text, start, end)
        return None if stop is None else stop.end()

    def _lost_its_opening(self, mark: _Mark) -> bool:
        """Whether the paragraph's first words are quoted though no mark opens them."""
        if self.waiting is not None and self.waiting.family is DOUBLE:
            return True
        end = mark.end
        if self.text[mark.start - 1] not in _ENDS_A_STATEMENT:
            if not self.text.startswith(",", end):
                return False
            end += 1
        is_last = not self.text[end : self.line.end].strip() and len(self.marks) == 1
        return is_last or attribution_follows(self.text, end, self.line.end)

    def _give_up(self, mark: _Mark) -> None:
        """End the spans that are open where a new one starts: their closing mark was forgotten."""
        while self.stack:
            held = self.stack.pop()
            if held.mark.family is mark.family:
                self.spans[held.slot] = self._span(held, mark.start, mark.start, is_closed=False)
                return

    def _leave_open(self, held: _Open) -> None:
        """Keep a span that the paragraph never closes, unless something encloses it or it may be an ornament."""
        is_outermost = held is self.stack[0]
        if is_outermost and (held.mark.family in (DOUBLE, ANGLE) or self._may_go_on(held.mark)):
            self.spans[held.slot] = self._span(held, self.line.end, self.line.end, is_closed=False)

    def _span(self, held: _Open, end: int, outer_end: int, *, is_closed: bool) -> Marked:
        """The span from an opening mark to `end`, without the white space at its edges."""
        start = held.mark.end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        continues = self.waiting is not None and held.mark.start <= self.first
        return Marked(
            paragraph=self.line.number,
            outer_start=held.mark.start,
            start=start,
            end=end,
            outer_end=max(outer_end, end),
            family=held.mark.family,
            parent=None,
            is_closed=is_closed,
            continues=continues,
        )

    def _numbered(self) -> list[Marked]:
        """The spans that hold something, each with the place of the one around it."""
        kept: list[Marked] = []
        around: list[int] = []
        for span in self.spans:
            if span is None or span.start >= span.end:
                continue
            while around and kept[around[-1]].outer_end <= span.outer_start:
                around.pop()
            kept.append(replace(span, parent=self.offset + around[-1]) if around else span)
            around.append(len(kept) - 1)
        return kept


class _Balance:
    """Answers in constant time whether the marks after a place close a span opened there."""

    def __init__(self, marks: list[_Mark], family: str) -> None:
        depth, depths = 0, []
        for mark in marks:
            depth += mark.turn if mark.family is family else 0
            depths.append(depth)
        lowest, lows = depth, [0] * len(depths)
        for place in range(len(depths) - 1, -1, -1):
            lows[place] = lowest
            lowest = min(lowest, depths[place])
        self.depths, self.lows = depths, lows

    def falls_to(self, place: int, *, depth: int, is_after: bool = False) -> bool:
        """Whether `depth` spans open before `place`, and the one opened at it, are all closed further on."""
        below = self.depths[place] - (0 if is_after else 1) - depth
        return self.lows[place] <= (below - 1 if is_after else below)


def _next_of(marks: list[_Mark], family: str) -> list[int | None]:
    """For each place, the next place that holds a mark of `family`."""
    following: list[int | None] = [None] * len(marks)
    seen: int | None = None
    for place in range(len(marks) - 1, -1, -1):
        following[place] = seen
        if marks[place].family is family:
            seen = place
    return following


def _cut_where_never_closed(text: str, spans: list[Marked]) -> list[Marked]:
    """End a span that is neither closed nor continued before the words that attribute it: “Not now, he said."""
    goes_on = {span.paragraph - 1 for span in spans if span.continues}
    return [
        span if span.is_closed or span.parent is not None or span.paragraph in goes_on else _cut(text, span)
        for span in spans
    ]


def _cut(text: str, span: Marked) -> Marked:
    """The span up to the first words that say who speaks."""
    for pause in _PAUSE.finditer(text, span.start + 1, span.end):
        if attribution_follows(text, pause.end(), span.end):
            return replace(span, end=pause.end(), outer_end=pause.end())
    return span


def outermost(spans: list[Marked]) -> Iterator[Marked]:
    """The spans that no other span encloses."""
    return (span for span in spans if span.parent is None)
