"""Hostile text through annotation, extraction and attribution: nothing raises or hangs, evidence holds, time is linear.

    python -m benchmarks.robust_text [--articles 20000] [--seed 0] [--shapes NAME…] [--characters 12500]

The first part makes articles by mutating our own gold and by drawing from a soup of marks, names, verbs and odd
characters; each is checked against what must hold of any row. The second part takes shapes of text that tempt code to
look back or ahead again and again at 1, 2, 4 and 8 times a length, and prints CPU-seconds by stage and the exponent by
which they grow. The same seed gives the same articles. It ends with exit code 1 when anything is broken.
"""

import argparse
import gc
import math
import random
import signal
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import polars as pl

from benchmarks.quality.gold import read_gold
from newsquotes.annotate import AnnotateConfig, annotate_articles
from newsquotes.attribute import AttributeConfig, attribute_quotations
from newsquotes.extract import ExtractConfig, extract_quotations
from newsquotes.schemas import ARTICLES

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "quality" / "quotations"
BATCH = 100
SECONDS_PER_CHARACTER = 1e-3
LEAST_SECONDS = 20.0
STEPS = (1, 2, 4, 8)
MOST_EXPONENT = 1.15
TOO_SHORT_TO_TELL = 0.2
LONG_ENOUGH = 2.0
MORE_ROUNDS = 2
STAGES = ("annotate", "extract", "attribute")

# every mark that Unicode has for quoting, and its neighbours
MARKS = "\"'`´“”„‟‘’‚‛«»‹›「」『』〝〞〟＂＇❛❜❝❞⹂﹁﹂﹃﹄ʼʹ′″"
_CONTROLS = "\x00 \x07 \x1b \x7f \x85 \u00ad \u200b \u200d \u200e \u200f \u202a \u202e \u2066 \u2069 \ufeff \uffff"
_SCRIPTS = "e\u0301 Z\u0351\u036b שלום مرحبا قال 你好 了 नमस्ते 😀 👩🏽\u200d🔬 🇺🇦 ß İ ﬁ Ǆ ſ \U0010ffff"
_NAMES = """
    Ada Berg|Berg|Tor Moe|Mr Moe|Dr. Ilse van der Velde|Anna-Lena O’Brien|J. R. Okoro III|al-Sayed|Ng|the minister|
    a police spokesman|the company|Kyiv|Ministry of Health|he|she|they|it|I|we|who
"""
_VERBS = """
    said|says|told reporters|asked|added|wrote|warned that|according to|denied|did not say|called|said in a statement|
    posted on X|is quoted as saying|noting|announced|laughed|reads|would say
"""
_WORDS = """
    we|are|late|the|gate|of|and|not|closed|that|1.5|o'clock|rock 'n' roll|5'10"|U.S.|No. 4|e.g.|…|...|—|-|,|.|?|!|:|;|(|
    )|[sic]|Q:|A:|BERG:|@ada|— Ada Berg (@ada) May 2, 2024|“It is late,”|‘Never,’|"We sail."|“|”|"|'|‘|’|«|»|„
"""
NAMES, VERBS, WORDS = (tuple(map(str.strip, words.split("|"))) for words in (_NAMES, _VERBS, _WORDS))
BREAKS = ("\n\n", "\n", "\t", "\r", "\v", "\f", " ", "  ", "\u00a0", "\u2028", "\u2029")
ODD = (*_CONTROLS.split(" "), *_SCRIPTS.split(" "), *BREAKS)


def main() -> None:
    """Run both parts and print what is broken."""
    arguments = parse_arguments()
    broken = 0
    if arguments.articles:
        broken += count_broken(arguments.articles, arguments.seed)
    broken += count_slow(arguments.shapes or list(SHAPES), arguments.characters)
    sys.exit(1 if broken else 0)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000, help="articles to check (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first part (default: %(default)s)")
    parser.add_argument("--shapes", nargs="*", choices=sorted(SHAPES), metavar="NAME", help="only these shapes")
    parser.add_argument("--characters", type=int, default=12_500, help="shortest length (default: %(default)s)")
    return parser.parse_args()


# Part one: any text


def count_broken(size: int, seed: int) -> int:
    """How many of `size` hostile articles break something; prints each."""
    started, broken = time.process_time(), 0
    sources = [article.text for article in read_gold(GOLD)]
    counts: Counter[str] = Counter()
    for first in range(0, size, BATCH):
        texts = [hostile_text(random.Random(f"{seed}/{n}"), sources) for n in range(first, min(first + BATCH, size))]
        faults = faults_of(texts, counts)
        for number, fault in faults:
            print(f"article {first + number} of seed {seed}: {fault}\n  {texts[number][:400]!r}")
        broken += len(faults)
    told = ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()))
    print(f"{size:,} hostile articles, {told}: {broken} broken ({time.process_time() - started:.0f} CPU-s)\n")
    return broken


def faults_of(texts: Sequence[str], counts: Counter[str]) -> list[tuple[int, str]]:
    """(place, what is wrong) for the texts that break something; a batch that raises is taken apart."""
    frame = articles_frame(texts)
    try:
        with time_limit(max(LEAST_SECONDS, SECONDS_PER_CHARACTER * sum(map(len, texts)))):
            tables = run_stages(frame)
    except Exception as error:  # noqa: BLE001  whatever is raised is what this looks for
        if len(texts) == 1:
            return [(0, f"raises {error!r:.300}")]
        half = len(texts) // 2
        return [
            *faults_of(texts[:half], counts),
            *((number + half, fault) for number, fault in faults_of(texts[half:], counts)),
        ]
    counts.update(characters=sum(map(len, texts)), quotations=tables.quotations.height, rejects=tables.rejects.height)
    return list(row_faults(texts, tables))


@dataclass(frozen=True, slots=True)
class Tables:
    """What the stages make of some articles."""

    quotations: pl.DataFrame
    rejects: pl.DataFrame


def run_stages(frame: pl.DataFrame) -> Tables:
    """Annotation, extraction and attribution of a frame of articles."""
    annotations = annotate_articles(frame, config=AnnotateConfig())
    extracted = extract_quotations(frame, annotations, config=ExtractConfig())
    found = attribute_quotations(extracted.quotations, frame, annotations, config=AttributeConfig())
    return Tables(found, extracted.rejects)


def row_faults(texts: Sequence[str], tables: Tables) -> Iterator[tuple[int, str]]:
    """What must hold of every row and does not, with the place of its article."""
    by_id = {row["quotation_id"]: row for row in tables.quotations.iter_rows(named=True)}
    repeated_ids = tables.quotations.filter(~pl.col("quotation_id").is_first_distinct())
    for row in repeated_ids.iter_rows(named=True):
        yield row["article_id"], f"two quotations share an id: {row['text']!r:.200}"
    for row in tables.quotations.iter_rows(named=True):
        text = texts[row["article_id"]]
        yield from ((row["article_id"], f"{fault}: {row}") for fault in _wrong_with(row, text, by_id))
    for row in tables.rejects.iter_rows(named=True):
        if not row["rule"] or not row["reason"]:
            yield row["article_id"], f"a reject without a reason: {row}"


def _wrong_with(row: dict[str, Any], text: str, by_id: dict[int, dict[str, Any]]) -> Iterator[str]:
    if not 0 <= row["start"] < row["end"] <= len(text) or text[row["start"] : row["end"]] != row["text"]:
        yield "the quotation is not where it says"
    if not row["text"].strip():
        yield "the quotation is blank"
    for name, span in (("speaker_mention", "mention"), ("cue", "cue")):
        words, start, end = row[name], row[f"{span}_start"], row[f"{span}_end"]
        if words is not None and (not words.strip() or text[start:end] != words):
            yield f"the {span} is not where it says"
    if row["kind"] == "mixed" and not row["statement_start"] <= row["start"] < row["end"] <= row["statement_end"]:
        yield "the quoted words are not in their statement"
    if row["nested_in"] is not None:
        host = by_id.get(row["nested_in"])
        if host is None or not host["start"] <= row["start"] < row["end"] <= host["end"]:
            yield "the quotation is not inside its host"
    if (row["speaker"] is None) != (row["confidence"] == 0) or (row["speaker"] is None) != (
        row["speaker_type"] is None
    ):
        yield "speaker, type and confidence disagree"
    if row["speaker"] is not None and not any(char.isalnum() for char in row["speaker"]):
        yield "the speaker's name has no letter"
    if row["quote_group"] not in by_id:
        yield "the first part of its utterance does not exist"


def articles_frame(texts: Sequence[str]) -> pl.DataFrame:
    """The texts as a table of articles; an id is a place."""
    return ARTICLES.from_rows(
        {
            "article_id": place, "document_id": place, "source_uri": "-", "part": 0, "authors": [],
            "published_source": "none", "language": "en", "text": text, "text_sha256": "", "n_words": 1,
        }
        for place, text in enumerate(texts)
    )  # fmt: skip


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TimeoutError when the block takes more CPU time."""

    def stop(signal_number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"takes more than {seconds:.0f} CPU-seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def hostile_text(draw: random.Random, sources: Sequence[str]) -> str:
    """One hostile article: two thirds are mutated gold, the rest soup."""
    if draw.random() < 0.35:
        return soup(draw)
    text = draw.choice(sources)
    start = draw.randrange(len(text))
    text = text[start : start + draw.choice((60, 200, 500, 1200))]
    for _ in range(draw.randint(1, 8)):
        text = draw.choice(MUTATIONS)(draw, text)
    return text


def soup(draw: random.Random) -> str:
    """Marks, names, verbs, words and odd characters in any order."""
    kinds: tuple[Sequence[str], ...] = (MARKS, NAMES, VERBS, WORDS, WORDS, BREAKS, ODD)
    weights = [draw.random() ** 2 for _ in kinds]
    pieces = (draw.choice(draw.choices(kinds, weights)[0]) for _ in range(draw.randint(0, 120)))
    return draw.choice((" ", "", " ", "\n\n")).join(pieces)


def drop_marks(draw: random.Random, text: str) -> str:
    """Quotation marks go missing."""
    return "".join(char for char in text if char not in MARKS or draw.random() < 0.7)


def repeat_marks(draw: random.Random, text: str) -> str:
    """Quotation marks come more than once."""
    return "".join(char * draw.randint(1, 3) if char in MARKS else char for char in text)


def change_marks(draw: random.Random, text: str) -> str:
    """Quotation marks become others."""
    return "".join(draw.choice(MARKS) if char in MARKS and draw.random() < 0.6 else char for char in text)


def insert_marks(draw: random.Random, text: str) -> str:
    """Quotation marks stand anywhere."""
    return "".join(char + draw.choice(MARKS) if draw.random() < 0.02 else char for char in text)


def insert_odd(draw: random.Random, text: str) -> str:
    """Control characters, other scripts, emoji, combining marks stand anywhere."""
    return "".join(char + draw.choice(ODD) if draw.random() < 0.02 else char for char in text)


def drop_characters(draw: random.Random, text: str) -> str:
    """Characters go missing."""
    return "".join(char for char in text if draw.random() > 0.02)


def shuffle_sentences(draw: random.Random, text: str) -> str:
    """Sentences in another order."""
    sentences = text.split(". ")
    draw.shuffle(sentences)
    return ". ".join(sentences)


def shuffle_words(draw: random.Random, text: str) -> str:
    """Some words in another order."""
    words = text.split(" ")
    start = draw.randrange(len(words))
    some = words[start : start + 12]
    draw.shuffle(some)
    return " ".join([*words[:start], *some, *words[start + 12 :]])


def join_paragraphs(draw: random.Random, text: str) -> str:
    """Line breaks go, double or come."""
    return text.replace("\n\n", draw.choice((" ", "", "\n", "\n\n\n\n", "\r\n\r\n", "\u2029")))


def break_lines(draw: random.Random, text: str) -> str:
    """Paragraphs end anywhere."""
    return "".join("\n\n" if char == " " and draw.random() < 0.05 else char for char in text)


def change_case(draw: random.Random, text: str) -> str:
    """All upper, all lower, swapped."""
    return draw.choice((str.upper, str.lower, str.swapcase, str.title))(text)


def insert_speech(draw: random.Random, text: str) -> str:
    """Somebody says something in the middle of it."""
    place = draw.randrange(len(text) + 1)
    return f"{text[:place]} {draw.choice(NAMES)} {draw.choice(VERBS)} {draw.choice(WORDS)} {text[place:]}"


def double(draw: random.Random, text: str) -> str:
    """A stretch comes twice."""
    start = draw.randrange(len(text) + 1)
    end = min(len(text), start + draw.randint(1, 200))
    return text[:end] + text[start:end] + text[end:]


MUTATIONS: tuple[Callable[[random.Random, str], str], ...] = (
    drop_marks, repeat_marks, change_marks, insert_marks, insert_odd, drop_characters, shuffle_sentences, shuffle_words,
    join_paragraphs, break_lines, change_case, insert_speech, double,
)  # fmt: skip


# Part two: time


def repeated(unit: str) -> Callable[[int], str]:
    """A shape that repeats `unit` up to a length."""
    return lambda length: (unit * (length // len(unit) + 1))[:length]


def numbered(unit: str) -> Callable[[int], str]:
    """A shape that repeats `unit` with another name in place of NAME each time."""

    def make(length: int) -> str:
        pieces, size, number = [], 0, 0
        while size < length:
            piece = unit.replace("NAME", invented_name(number))
            pieces.append(piece)
            size, number = size + len(piece), number + 1
        return "".join(pieces)[:length]

    return make


def invented_name(number: int) -> str:
    """A name that no other number has."""
    syllables = ("bar", "den", "fal", "gor", "hal", "kes", "lin", "mar", "nor", "pel")
    word = "".join(syllables[int(digit)] for digit in str(number))
    return f"{syllables[number % 7].capitalize()}a {word.capitalize()}"


def spoken(shape: Callable[[int], str]) -> Callable[[int], str]:
    """A shape between two quotations, so that every stage has to read it."""
    return lambda length: f"“We are late,” said Ada Berg.\n\n{shape(length)}\n\n“We are late,” he said.\n\n“So it is.”"


SHAPES: dict[str, Callable[[int], str]] = {
    "opening marks": repeated("“"),
    "straight marks": repeated('"'),
    "straight marks, spaced": repeated('" '),
    "apostrophes": repeated("'a "),
    "single and double in turn": repeated("“a ‘b "),
    "nested to the bottom": lambda n: "“a ‘b " * (n // 12) + "c’ d” " * (n // 12),
    "mark a word": repeated("“a” "),
    "low marks": repeated("„a“ ‚b‘ "),
    "guillemets never closed": repeated("«a said Ada Berg. "),
    "one word": spoken(repeated("a")),
    "one capital word": spoken(repeated("A")),
    "blanks": spoken(repeated(" ")),
    "line breaks": spoken(repeated("\n\n")),
    "no letters": spoken(repeated("1, 2; (3) — … ")),
    "commas": spoken(repeated("a, ")),
    "full stops": spoken(repeated("a. ")),
    "brackets": spoken(repeated("(([")),
    "emoji": spoken(repeated("😀👩🏽\u200d🔬 ")),
    "combining": spoken(lambda n: "e" + "\u0301" * (n - 1)),
    "right to left": repeated("قال “نعم” "),
    "capital words": spoken(repeated("Berg Moe ")),
    "capital words, comma": spoken(repeated("Berg, ")),
    "initials": spoken(repeated("A. ")),
    "titles": spoken(repeated("President Prime Minister Mr Dr ")),
    "roles": spoken(repeated("the minister of the minister ")),
    "names, all new": spoken(numbered("NAME and ")),
    "names, one surname": spoken(lambda n: numbered("NAME Berg met ")(n)),
    "names in sentences": spoken(numbered("NAME opened the gate. ")),
    "he said that": spoken(repeated("he said that ")),
    "he said": spoken(repeated("he said. ")),
    "according to": spoken(repeated("according to Berg, ")),
    "said said": spoken(repeated("said ")),
    "plain prose, one paragraph": spoken(repeated("The gate was closed on Monday and nobody came to open it. ")),
    "plain prose, one sentence": spoken(repeated("the gate was closed and nobody came to open it and ")),
    "indirect, one paragraph": repeated("Ada Berg said that the gate was closed. "),
    "quotations, one paragraph": repeated("“We are late,” said Ada Berg. "),
    "quotations, one sentence": repeated("“we are late” and then "),
    "quotations, new names": numbered("“We are late,” said NAME.\n\n"),
    "quotations, new names, one paragraph": numbered("“We are late,” said NAME. "),
    "quotations of he": repeated("“We are late,” he said.\n\n"),
    "quotations of the minister": repeated("“We are late,” the minister said.\n\n"),
    "quotations of he, new names": numbered("NAME sat down. “We are late,” he said.\n\n"),
    "quotations of ministers": numbered("NAME, the minister of trade, sat. “We are late,” the minister said.\n\n"),
    "quotations of them": numbered("NAME and Tor Moe sat down. “We are late,” they said.\n\n"),
    "quotations of the firm": numbered("NAME Ltd closed. “We are late,” the company said.\n\n"),
    "quotations of I": repeated("“We are late,” I said.\n\n"),
    "quotations of nobody": repeated("“We are late today, all of us.”\n\n"),
    "quotation of many paragraphs": repeated("“We are late and we know it.\n\n"),
    "quotation of one paragraph": lambda n: "“" + "We are late and we know it. " * (n // 28) + "” said Ada Berg.",
    "marks that open paragraphs": repeated("“\n\n"),
    "mixed": repeated("Ada Berg said it was “late” and “dark” and went. "),
    "nested": repeated("“Then he told me, ‘Go home,’ and I went,” Ada Berg said. "),
    "transcript": repeated("BERG: We are late.\n\nMOE: We are not.\n\n"),
    "interview": repeated("Q: Are you late?\n\nA: We are.\n\n"),
    "posts": repeated("Roads are closed. — Ada Berg (@ada) May 2, 2024\n\n"),
    "handles": spoken(repeated("(@ada) ")),
    "colons": spoken(repeated("Berg: a: ")),
    "colon and mark": repeated("said: “"),
    "dashes": repeated("a — “b” — "),
    "ellipses": repeated("“a … b” … "),
    "titles of works": repeated("the film “Night Ferry” and "),
    "nicknames": repeated("Ada “Bolt” Berg "),
    "one surname, many speakers": numbered("“We are late,” said NAME Berg. “So we are,” Berg added.\n\n"),
    "groups": repeated("“We are late,” residents said. They said it was dark.\n\n"),
    "who": spoken(repeated("Ada Berg, who said that Tor Moe, who ")),
}


def count_slow(names: Sequence[str], shortest: int) -> int:
    """How many shapes take more than linear time; prints CPU-seconds by stage and the exponent."""
    run_stages(articles_frame(["“We are late,” said Ada Berg."]))
    gc.freeze()  # else a collection walks through the model and the tables too, and only long texts set one off
    print(f"{'shape':<38}{'characters':>11}" + "".join(f"{stage:>11}" for stage in STAGES) + f"{'exponent':>10}")
    slow = 0
    for name in names:
        try:
            times = [stage_seconds(SHAPES[name](shortest * step)) for step in STEPS]
            for _ in range(MORE_ROUNDS):
                if slow_stages(times):
                    times = [
                        best(stage_seconds(SHAPES[name](shortest * step)), times[n]) for n, step in enumerate(STEPS)
                    ]
        except Exception as error:  # noqa: BLE001  whatever is raised is what this looks for
            print(f"{name:<38} raises {error!r:.200}")
            slow += 1
            continue
        guilty = slow_stages(times)
        slow += bool(guilty)
        told = f"{shortest * STEPS[-1]:>11,}" + "".join(f"{seconds:>11.3f}" for seconds in times[-1])
        whole = exponent([sum(seconds) for seconds in times])
        print(f"{name:<38}{told}{whole:>10.2f}{'  SLOW ' + ', '.join(guilty) if guilty else ''}", flush=True)
    print(f"{len(names)} shapes: {slow} take more than length to the power of {MOST_EXPONENT}")
    return slow


def slow_stages(times: Sequence[Sequence[float]]) -> list[str]:
    """The stages whose time grows faster than it may."""
    return [
        stage for place, stage in enumerate(STAGES) if exponent([seconds[place] for seconds in times]) > MOST_EXPONENT
    ]


def best(seconds: Sequence[float], others: Sequence[float]) -> tuple[float, ...]:
    """The smaller time of each stage: whatever else runs on the machine only adds."""
    return tuple(map(min, seconds, others))


def stage_seconds(text: str) -> tuple[float, ...]:
    """CPU-seconds of each stage for one article; of a short run, the better of two."""
    frame = articles_frame([text])
    with time_limit(max(LEAST_SECONDS, SECONDS_PER_CHARACTER * len(text))):
        seconds = _stage_seconds(frame)
        return best(seconds, _stage_seconds(frame)) if sum(seconds) < LONG_ENOUGH else tuple(seconds)


def _stage_seconds(frame: pl.DataFrame) -> list[float]:
    clock = [time.process_time()]
    annotations = annotate_articles(frame, config=AnnotateConfig())
    clock.append(time.process_time())
    extracted = extract_quotations(frame, annotations, config=ExtractConfig())
    clock.append(time.process_time())
    attribute_quotations(extracted.quotations, frame, annotations, config=AttributeConfig())
    clock.append(time.process_time())
    return [after - before for before, after in pairwise(clock)]


def exponent(times: Sequence[float]) -> float:
    """The slope of log seconds over log length, fitted to all lengths; 0 when the longest is too quick to tell."""
    if times[-1] < TOO_SHORT_TO_TELL:
        return 0.0
    lengths = [math.log(step) for step in STEPS]
    logs = [math.log(max(seconds, 1e-4)) for seconds in times]
    return statistics.linear_regression(lengths, logs).slope


if __name__ == "__main__":
    main()
