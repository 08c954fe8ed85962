"""Compares what was found with gold, kind by kind.

A found quotation answers a marked one when their words overlap by a Jaccard of 0.5 or more, one to one. It then counts
for the marked one's kind; one that answers nothing is a false find of its own kind, unless the gold never marks that
kind. Quotations inside quotations are a kind of their own, `nested`, and answer only each other. An optional quotation
is neither asked for nor held against a system that finds it.

End to end: the quotation is found and its speaker is leniently the same, over the quotations whose speaker the gold
names. An answered quotation whose speaker is somebody else is a wrong name; one with no speaker given is no name. A
speaker given to words that nobody said (“if he says …”, “would not say whether …”) is an error apart: such words are
optional quotations without a speaker.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.quality.gold import GoldArticle, GoldQuote
from benchmarks.quality.names import is_pronoun, leniently_same
from benchmarks.quality.predict import Found, Reading
from benchmarks.quality.spans import WordCounter, pair
from newsquotes.schemas import KINDS

MEASURED = (*KINDS, "nested")
BINS = 10


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that went wrong: what, in which article, and the two sides."""

    what: str
    kind: str
    article: GoldArticle
    gold: GoldQuote | None
    found: Found | None


@dataclass(slots=True)
class Count:
    """Right ones, false ones and missed ones."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 when nothing was found."""
        return self.right / (self.right + self.false) if self.right else 0.0

    @property
    def recall(self) -> float:
        """Share of what is marked that was found; 0 when nothing is marked."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.false + self.missed) if self.right else 0.0


@dataclass(slots=True)
class Score:
    """Everything counted over some articles."""

    spans: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    whole: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    speakers: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    surenesses: list[tuple[float, bool]] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)

    def spans_of(self, kinds: Iterable[str] = KINDS) -> Count:
        """Overlap counts over some kinds."""
        return sum((self.spans[kind] for kind in kinds), Count())

    def whole_of(self, kinds: Iterable[str] = KINDS) -> Count:
        """End-to-end counts over some kinds."""
        return sum((self.whole[kind] for kind in kinds), Count())

    def answers(self, bucket: str | None = None) -> Counter[str]:
        """right, wrong name and no name over the found quotations with a named speaker (of one kind of mention)."""
        chosen = [count for (_, name), count in self.speakers.items() if bucket is None or name == bucket]
        return sum(chosen, Counter())

    @property
    def n_named_though_nobody(self) -> int:
        """Speakers given to words that nobody said."""
        return sum(error.what == "named though nobody is" for error in self.errors)

    @property
    def wrong_name_share(self) -> float:
        """Wrong names among the speakers that were given."""
        answers = self.answers()
        given = answers["right"] + answers["wrong name"]
        return answers["wrong name"] / given if given else 0.0

    @property
    def calibration_error(self) -> float:
        """Expected calibration error over ten bins: mean distance of confidence from the share of right speakers."""
        rows = list(self.reliability())
        total = sum(row.n for row in rows)
        return sum(row.n * abs(row.confidence - row.right) for row in rows) / total if total else 0.0

    def reliability(self) -> "Iterator[Reliability]":
        """Confidence against truth, a row for each tenth that has speakers in it."""
        bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for confidence, right in self.surenesses:
            bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
        for number, rows in sorted(bins.items()):
            confidences, rights = zip(*rows, strict=True)
            yield Reliability(number / BINS, len(rows), sum(confidences) / len(rows), sum(rights) / len(rows))


@dataclass(frozen=True, slots=True)
class Reliability:
    """Speakers whose confidence lies in one tenth: how many, their mean confidence, the share that is right."""

    least: float
    n: int
    confidence: float
    right: float


def score_readings(readings: Iterable[tuple[GoldArticle, Reading]]) -> Score:
    """The score over articles of one collection."""
    pairs = list(readings)
    marked = {_measured_kind(quote) for article, _ in pairs for quote in article.quotes}
    score = Score()
    for article, reading in pairs:
        for nested in (False, True):
            gold = [quote for quote in article.quotes if quote.nested == nested]
            found = [quote for quote in reading.quotes if quote.nested == nested]
            _compare(score, article, gold, found, marked)
    return score


def _measured_kind(quote: GoldQuote | Found) -> str:
    return "nested" if quote.nested else quote.kind


def _compare(
    score: Score, article: GoldArticle, gold: Sequence[GoldQuote], found: Sequence[Found], marked: set[str]
) -> None:
    counter = WordCounter(article.text)
    pairs = pair(
        [counter.words(quote.start, quote.end) for quote in gold],
        [counter.words(quote.start, quote.end) for quote in found],
    )
    for place, quote in enumerate(gold):
        answer = found[pairs[place]] if place in pairs else None
        if answer and answer.speaker and speaker_of(article, quote)[0] == "nobody":
            score.errors.append(Error("named though nobody is", _measured_kind(quote), article, quote, answer))
        if not quote.optional:
            _add_quote(score, article, quote, answer)
    answering = set(pairs.values())
    for place, one in enumerate(found):
        kind = _measured_kind(one)
        if place not in answering and kind in marked:
            score.spans[kind].false += 1
            score.whole[kind].false += 1
            score.rules[one.rule]["false find"] += 1
            score.errors.append(Error("false find", kind, article, None, one))


def _add_quote(score: Score, article: GoldArticle, quote: GoldQuote, answer: Found | None) -> None:
    kind = _measured_kind(quote)
    bucket, targets = speaker_of(article, quote)
    if answer is None:
        score.spans[kind].missed += 1
        score.whole[kind].missed += bool(targets)
        score.errors.append(Error("missed", kind, article, quote, None))
        return
    score.spans[kind].right += 1
    score.kinds[quote.kind, answer.kind] += 1
    if not targets:
        return
    is_right = answer.speaker is not None and leniently_same(answer.speaker, targets)
    outcome = "right" if is_right else "wrong name" if answer.speaker else "no name"
    score.speakers[kind, bucket][outcome] += 1
    score.rules[answer.rule][outcome] += 1
    score.whole[kind].right += is_right
    score.whole[kind].missed += not is_right
    score.whole[kind].false += not is_right
    if answer.speaker:
        score.surenesses.append((answer.confidence, is_right))
    if not is_right:
        score.errors.append(Error(outcome, kind, article, quote, answer))


def speaker_of(article: GoldArticle, quote: GoldQuote) -> tuple[str, list[str]]:
    """How the article names the speaker (mention, pronoun, implicit; nobody, unknown), and the names that are right."""
    mention = article.text[slice(*quote.mention)] if quote.mention else None
    name = quote.speaker if quote.speaker and not is_pronoun(quote.speaker) else None
    is_named = mention is not None and not is_pronoun(mention)
    targets = [target for target in (name, mention if is_named else None) if target]
    if not targets:
        return ("unknown" if mention or quote.speaker else "nobody"), []
    return ("mention" if is_named else "pronoun" if mention else "implicit"), targets
