"""Speech that the layout marks instead of quotation marks: interviews, transcripts, embedded posts.

Each rule looks at one paragraph and answers with the speaker's mention, the mark that stands for the cue, and the words
spoken; words that stand between quotation marks as a whole are left to the scanner.
"""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise

from newsquotes.extract.cues import SPEAKING, cue_verbs, inflect
from newsquotes.extract.interviews import interview
from newsquotes.extract.marks import Paragraph
from newsquotes.extract.posts import lead_to_post
from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.report import Report
from newsquotes.seeds import load_seed
from newsquotes.word_lists import function_words

Rule = Callable[[Reading, Paragraph], Report | None]

_TURN = re.compile(
    r"""\s* (?: >{2,3}\s* | [\[(]\d{1,2}(?::\d\d){1,2}[\])]\s* )? (?: \*\* | __ )?
    (?: (?P<letter> Question | Answer | QUESTION | ANSWER | [QA] ) \d{0,2} (?P<sign> : | (?<=[QA])[.)] | \s[—–-] )
      | (?P<name> @\w{2,30}
                | [A-Z][A-Z.’'-]+ (?: \s+[A-Z][A-Z.’'-]+ ){0,3}
                | [A-Z][a-z][\w’'-]* (?: \s+[A-Z][\w.’'-]* ){0,3} )
        (?: \s\([^()\n]{2,40}\) | ,\s[A-Z][A-Z\ &’'-]{2,40} )? \s* (?P<colon> : ) )
    (?: \*\* | __ )? \s+ (?=\S)""",
    re.X,
)
_PROSE = re.compile(r".*[.!?…—–][\"”’')\]]*\s*", re.S)
_STAGE = re.compile(r"\s*[(\[]")
_QUESTION, _ANSWER = "Q", "A"
_SIGNATURE = re.compile(
    r"(?:^|\s)(?P<dash>[—–-])\s*(?P<name>[^\n()—–]{2,60}?) ?\(@\w{1,30}\) ?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})?\W{0,3}$"
)
_NAME_AT_END = re.compile(
    r"[.!?…]\s+(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w.’'-]*){1,3})(?P<role>, [^.!?,:;\n]{3,50})?(?<![.!?])\s*$"
)
_POINTER = re.compile(
    r"\s*(?:(?:READ|SEE|WATCH|LISTEN|ALSO READ|RELATED)\b[ A-Z]{0,12}|(?:Read|See|Related)(?: more| also)?)\s*[:|]\s"
)
_NAMED_HEADLINE = re.compile(
    r"\s*(?:[A-Z]{3,}(?: [A-Z]+)? [–—-] )?(?!(?:The|A|An) )((?:[A-Z][\w.’'-]+ ){0,3}(?P<last>[A-Z][\w’'-]+))"
    r"(?: (?:on|to|at|in|about|after) [^:\n]{2,70})?(?P<colon>:) (?=\S)"
)
_STOP_INSIDE = re.compile(r"[.!?…]\s+\S")
_WORD = re.compile(r"\w+")
_BLOCK = re.compile(r"\s*(?:>{1,3}\s*)?(?=[^\W\d_])")
_LINKS_AT_END = re.compile(r"(?:\s+(?:https?://|[\w.-]+\.[a-z]{2,10}/)\S+)+\s*$")
_BEHIND_COLON = frozenset(" \t\u00a0—–-")
_OWN = frozenset(("our", "my", "this", "these"))
MAX_BLOCK = 4
MAX_LEAD = 80
MAX_LABEL = 160
MAX_LEAD_WORDS = 4
MIN_SIGNED_WORDS = 5
MIN_HEADLINE_WORDS = 4
MAX_SIGNATURE = 140
MIN_TURNS_EACH = 2
MIN_EXCHANGES = 2
MAX_STEP = 2
MIN_TURN_WORDS = 3


def transcript_turn(reading: Reading, line: Paragraph) -> Report | None:
    """A turn of an interview or a transcript: “MARLOW: We had no choice.”; “A: We wait.”, “A. We wait.” name nobody."""
    turn = _turn(reading, line)
    if turn is None or _letter_of(turn) == _QUESTION:
        return None
    start, end = turn.end(), _end(reading, line)
    is_short = _is_short(reading.text[start:end]) and _letter_of(turn) != _ANSWER and not _is_in_capitals(turn)
    if is_short or _is_quoted_turn(reading, line, start, end):
        return None
    return Report(_mark_of(turn), (start, end), _named_by(turn), "transcript_turn")


def _is_short(words: str) -> bool:
    """Whether a turn is too short to be more than an entry of a list: “Wren: Yes.”"""
    return len(words.split()) < MIN_TURN_WORDS


def _is_in_capitals(turn: re.Match[str]) -> bool:
    """Whether a label stands in capitals, as in the records of courts, where no turn is too short: “THE COURT: No.”"""
    return turn.group("name") is not None and turn.group("name").isupper()


def _is_quoted_turn(reading: Reading, line: Paragraph, start: int, end: int) -> bool:
    """Whether a turn stands between marks as a whole, or starts with a whole statement that does: Wren: “We wait.”"""
    first = next(iter(reading.quotes_of(line)), None)
    if first is None or first.outer_start > start:
        return False
    return reading.text[first.end - 1] in ".,!?…" or end - first.outer_end <= 1


def turn_goes_on(reading: Reading, line: Paragraph) -> Report | None:
    """A second paragraph of a turn, right before the next voice: “MARLOW: It was late.”, “We had to turn back.”

    Only words of somebody who speaks, not those of the reporter or of the stage: “(LAUGHTER)”.
    """
    if line.number == 0 or line.number + 1 >= len(reading.paragraphs) or _STAGE.match(reading.text, line.start):
        return None
    above, below = (reading.paragraphs[line.number + step] for step in (-1, 1))
    if _STAGE.match(reading.text, below.start) and below.number + 1 < len(reading.paragraphs):
        below = reading.paragraphs[below.number + 1]
    turn = _turn(reading, above)
    if turn is None or _letter_of(turn) == _QUESTION or _turn(reading, line) or not _turn(reading, below):
        return None
    if reading.quotes_of(line) or not SPEAKING.search(reading.text, line.start, line.end):
        return None
    start = line.start + len(reading.text[line.start : line.end]) - len(reading.text[line.start : line.end].lstrip())
    return Report(_mark_of(turn), (start, _end(reading, line)), _named_by(turn), "turn_goes_on")


def interview_question(reading: Reading, line: Paragraph) -> Report | None:
    """What an interviewer asks, which is no news of anybody: “Q: What will you do now?”"""
    turn = _turn(reading, line)
    if turn is None or _letter_of(turn) != _QUESTION:
        return None
    return Report(_mark_of(turn), (turn.end(), _end(reading, line)), None, "interview_question")


def embedded_post(reading: Reading, line: Paragraph) -> Report | None:
    """A post shown in the page, signed with a handle: “Roads are shut. — Port of Hale (@porthale) May 2, 2024”.

    The signature may stand on a line of its own.
    """
    handle = reading.text.rfind("(@", line.start, line.end)
    if handle < 0 or line.end - handle > MAX_SIGNATURE or reading.quotes_of(line):
        return None
    tail = max(line.start, line.end - MAX_SIGNATURE)
    signature = _SIGNATURE.search(reading.text[tail : line.end].rstrip())
    if signature is None:
        return None
    words = _LINKS_AT_END.sub("", reading.text[line.start : tail + signature.start()])
    if not words.strip() and line.number and not reading.quotes_of(reading.paragraphs[line.number - 1]):
        line = reading.paragraphs[line.number - 1]
        words = _LINKS_AT_END.sub("", reading.text[line.start : line.end])
    start, end = line.start + len(words) - len(words.lstrip()), line.start + len(words.rstrip())
    mention = (tail + signature.start("name"), tail + signature.end("name"))
    return Report(
        (tail + signature.start("dash"), tail + signature.end("dash")), (start, end), mention, "embedded_post"
    )


def signed_words(reading: Reading, line: Paragraph) -> Report | None:
    """Words set apart from the text, with the name of who said them: “We lost it all by dawn. Ada Wren, Hale pilot”."""
    signature = _NAME_AT_END.search(reading.text, max(line.start, line.end - MAX_SIGNATURE), line.end)
    if signature is None or reading.quotes_of(line):
        return None
    start, end = line.start, signature.start("name")
    words = reading.text[start:end]
    is_known = reading.text.count(signature.group("name")) > 1 or signature.group("role")
    if not is_known or not _may_be_name(signature.group("name")) or len(words.split()) < MIN_SIGNED_WORDS:
        return None
    start += len(words) - len(words.lstrip())
    return Report(None, (start, start + len(words.strip())), signature.span("name"), "signed_words")


def _may_be_name(words: str) -> bool:
    """Whether capitals are more than those of a heading: “Will Wren” may be a name, “What We Like” is none."""
    forms = words.lower().split()
    return 2 * sum(form in function_words() for form in forms) <= len(forms)


def block_quotation(reading: Reading, line: Paragraph) -> Report | None:
    """A paragraph without marks behind one that ends in a verb of saying and a colon: “The owners wrote:”

    Behind a noun for what is written, “Her full statement:”, only words of somebody who says I, we or you.
    """
    colon = _colon_above(reading, line)
    start = _start_of_block(reading, line) if colon is not None else None
    if colon is None or start is None:
        return None
    above = reading.paragraphs[line.number - 1]
    lead = _WORD.findall(reading.text[max(above.start, colon - MAX_LEAD) : colon])[-MAX_LEAD_WORDS:]
    is_spoken = SPEAKING.search(reading.text, start, line.end) is not None
    if any(map(introduces, lead)) or (is_spoken and _names_statement(lead)):
        return Report((colon, colon + 1), (start, _end(reading, line)), None, "block_quotation")
    return None


def block_goes_on(reading: Reading, line: Paragraph) -> Report | None:
    """A further paragraph of a block quotation, of somebody who says I, we or you and reports nobody else."""
    heads = reading.paragraphs[max(0, line.number - MAX_BLOCK) : line.number]
    if not heads or reading.text.find(":", max(0, heads[0].start - MAX_LEAD), line.start) < 0:
        return None
    head = next((above for above in reversed(heads) if _colon_above(reading, above) is not None), None)
    block = block_quotation(reading, head) if head is not None else None
    if head is None or block is None:
        return None
    start = line.start
    for each in reading.paragraphs[head.number + 1 : line.number + 1]:
        opening = _start_of_block(reading, each)
        if opening is None or not _is_speech(reading, opening, each.end):
            return None
        start = opening
    return Report(block.cue, (start, _end(reading, line)), None, "block_goes_on")


def _colon_above(reading: Reading, line: Paragraph) -> int | None:
    """Where the colon stands that ends the paragraph above, if one does; a dash may follow it."""
    if line.number == 0:
        return None
    above = reading.paragraphs[line.number - 1]
    end = above.end
    while end > above.start and reading.text[end - 1] in _BEHIND_COLON:
        end -= 1
    return end - 1 if reading.text[end - 1] == ":" else None


def _is_speech(reading: Reading, start: int, end: int) -> bool:
    """Whether somebody says I, we or you in a stretch of text and nobody is said to say anything."""
    is_spoken = SPEAKING.search(reading.text, start, end) is not None
    return is_spoken and not any(map(introduces, _WORD.findall(reading.text, start, end)))


def _start_of_block(reading: Reading, line: Paragraph) -> int | None:
    """Where the words of a paragraph start that may be set apart as a block; None for headings, lists and marks."""
    if reading.quotes_of(line) or reading.text[_end(reading, line) - 1] not in ".!?":
        return None
    opening = _BLOCK.match(reading.text, line.start, line.end)
    words = reading.text[opening.end() : line.end] if opening is not None else ""
    if opening is None or len(words.split()) < MIN_SIGNED_WORDS or words.isupper():
        return None
    return opening.end()


def _names_statement(words: list[str]) -> bool:
    """Whether words before a colon name what somebody wrote: her full statement; not the reporter’s own: our post."""
    lowered = [word.lower() for word in words]
    return _OWN.isdisjoint(lowered) and not utterances().isdisjoint(lowered)


def post_without_marks(reading: Reading, line: Paragraph) -> Report | None:
    """A post of several sentences behind a colon: “The mayor wrote on X: The port is shut. We will post news here.”

    Only where the post is named, somebody says I, we or you in it, and nobody else is said to say anything.
    """
    lead = lead_to_post().match(reading.text, line.start, line.end)
    if lead is None or reading.quotes_of(line) or not any(map(introduces, _WORD.findall(lead.group("lead")))):
        return None
    start, end = lead.end(), _end(reading, line)
    if not _is_speech(reading, start, end):
        return None
    if _STOP_INSIDE.search(reading.text, start, end) is None:
        return None
    return Report(lead.span("colon"), (start, end), None, "post_without_marks")


@cache
def utterances() -> frozenset[str]:
    """Nouns for what somebody says or writes through: statement, letter."""
    rows = load_seed("statement_nouns", ("noun", "kind"))
    return frozenset(row["noun"] for row in rows if row["kind"] == "utterance")


def pointer(reading: Reading, line: Paragraph) -> Report | None:
    """A headline of another page, whose words nobody says here: “READ MORE: Mayor to ‘think again’ about port”."""
    words = pointed_at(reading.text, line.start, line.end)
    return None if words is None else Report(None, (words, _end(reading, line)), None, "pointer")


def pointed_at(text: str, start: int, end: int) -> int | None:
    """Where the headline starts in a line that points to another page; None for other lines."""
    lead = _POINTER.match(text, start, end)
    return None if lead is None else lead.end()


ANYWHERE: tuple[Rule, ...] = (pointer, embedded_post, signed_words, block_quotation, block_goes_on, post_without_marks)
IN_TRANSCRIPTS: tuple[Rule, ...] = (transcript_turn, turn_goes_on, interview_question)
NOBODYS = {
    interview_question.__name__: "an interviewer's question",
    pointer.__name__: "a pointer to another page, with its headline",
}


def find_turns(reading: Reading) -> list[Report]:
    """What the layout marks as spoken, in text order; what nobody says has the name of a rule in `NOBODYS`."""
    rules = (*IN_TRANSCRIPTS, *ANYWHERE) if is_transcript(reading) else ANYWHERE
    asked = interview(reading)
    found = (
        next(filter(None, (rule(reading, line) for rule in rules)), None) or asked.get(line.number)
        for line in reading.paragraphs
    )
    return [report for report in found if report is not None]


def introduces(word: str) -> bool:
    """Whether a word is a verb of saying or writing, and no noun, with which a colon brings quoted words."""
    form = word.lower()
    return any(
        cue.takes("quote")
        and not cue.particle
        and cue.kind in ("speech", "write", "voice")
        and not (cue.takes("noun") and form in (cue.verb, *inflect(cue.verb)[:2]))
        for cue in cue_verbs().get(form, ())
    )


def named_headline(reading: Reading) -> Report | None:
    """A headline at the head of the text, with the name of who says it: “Marlow: Port will not close this year”.

    Behind the name may stand of what or to whom it is said: “Marlow on the port: …”.
    """
    line = reading.paragraphs[0] if reading.paragraphs else None
    lead = _NAMED_HEADLINE.match(reading.text, line.start, line.end) if line else None
    if line is None or lead is None or len(reading.text[lead.end() : line.end].split()) < MIN_HEADLINE_WORDS:
        return None
    if lead.group(1).isupper() or not re.search(rf"\b{re.escape(lead.group('last'))}\b", reading.text[line.end :]):
        return None
    return Report(lead.span("colon"), (lead.end(), _end(reading, line)), lead.span(1), "named_headline")


def is_transcript(reading: Reading) -> bool:
    """Whether two named voices or more take turns, so that a name and a colon are not just a heading.

    A voice may have its full name at first: “ADA WREN: …”, then “WREN: …”. Of the fields of a form one always follows
    the other: “PRICE: …” behind “INTERVAL: …”, never the reverse.
    """
    turns = [(line.number, turn) for line in reading.paragraphs if (turn := _turn(reading, line))]
    names = [(number, _letter_of(turn) or turn.group("name").split()[-1].casefold()) for number, turn in turns]
    counts = Counter(name for _, name in names)
    returning = {name for name, count in counts.items() if count >= MIN_TURNS_EACH}
    exchanges = [
        (one, other)
        for (place, one), (after, other) in pairwise(names)
        if one != other and {one, other} <= returning and after - place <= MAX_STEP
    ]
    return len(exchanges) >= MIN_EXCHANGES and any((other, one) in exchanges for one, other in exchanges)


def _turn(reading: Reading, line: Paragraph) -> re.Match[str] | None:
    """The label of a turn at the head of a paragraph of prose: “MARLOW:”, “Ada Wren:”, “Q:”; of no list, “Wren: 12”.

    It may have a time or the arrows of captions before it, stand in bold, and say how or as what somebody speaks:
    “[00:12] WREN (laughing):”, “ADA WREN, PILOT:”.
    """
    has_colon = reading.text.find(":", line.start, min(line.end, line.start + MAX_LABEL)) >= 0
    turn = _TURN.match(reading.text, line.start, line.end) if has_colon or reading.text[line.start] in "QA*_ " else None
    if turn is None or _letter_of(turn) is not None:
        return turn
    return turn if _PROSE.fullmatch(reading.text, turn.end(), line.end) else None


def _letter_of(turn: re.Match[str]) -> str | None:
    """Whether a question or an answer is what the label of a turn stands for; None when it names somebody."""
    letter: str | None = turn.group("letter")
    return letter and letter[0]


def _named_by(turn: re.Match[str]) -> tuple[int, int] | None:
    """Where the label of a turn names who speaks."""
    return None if turn.group("name") is None else turn.span("name")


def _mark_of(turn: re.Match[str]) -> tuple[int, int]:
    """The mark behind the label of a turn, which stands for a cue."""
    return turn.span("colon" if turn.group("letter") is None else "sign")


def _end(reading: Reading, line: Paragraph) -> int:
    """The end of a paragraph without white space."""
    end = line.end
    while reading.text[end - 1].isspace():
        end -= 1
    return end
