"""Articles in, linguistic annotation out: tokens, tags and dependencies of the sentences that may report speech.

Only sentences with a reporting word or a quotation mark are parsed, and quotations go to the parser folded: a whole
quotation as one stand-in word, quoted words inside a clause as themselves. It loads no model before the first sentence
that is worth one, and it never decides what is a quotation.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from newsquotes.annotation import QUOTE_POS, Annotation
from newsquotes.extract.cues import claim_nouns, clause_cues, particles_of_clause_cues, view_nouns
from newsquotes.extract.marks import Marked
from newsquotes.extract.reading import QuotedSentence, Reading
from newsquotes.extract.sentences import Sentence
from newsquotes.extract.whole import may_be_whole, stands_alone
from newsquotes.language_model import DEFAULT_MODEL, LanguageModel, Parse, Word, load_model
from newsquotes.schemas import ANNOTATIONS, KINDS
from newsquotes.word_lists import function_words

_WORD = re.compile(r"\w+")
_SUBJECTS = frozenset(("he", "she", "they", "who", "it", "we", "i", "also", "people", "officials", "critics"))
_CLAUSE_FOLLOWS = re.compile(r"\s+(?:that|he|she|they|it|there|how|why|whether)\b")
_HOLDER = re.compile(r"\bin (?:(?:his|her|their|its) |(?:[\w.-]+ ){0,3}[\w.-]+['’]s? )(?:\w+ )?$", re.I)
MAX_LEAD = 60
_SENTENCE_END = re.compile(r"[.!?…]\s")
_LISTS = ("start", "end", "lemma", "pos", "tag", "dep", "head", "entity", "sentence")


@dataclass(frozen=True, slots=True)
class AnnotateConfig:
    """What to annotate with, and the limits that keep memory bounded.

    kinds: the kinds of quotation that are wanted; without `indirect`, only sentences with marks and those right before
        them are parsed; for `direct` alone only those with a whole quotation and those before one that stands alone.
    model: name of the spaCy model, as installed.
    entities: also recognise named entities; this doubles the time, and the pipeline does not need them.
    stand_in: the word that the parser sees in place of a whole quotation.
    max_sentence_words: words of one sentence that are parsed; the rest of a longer one is left out.
    max_quoted_words: quoted words inside a clause that are parsed; of longer ones a stand-in is.
    batch_sentences: sentences parsed at once; always of one article, so that results depend on nothing else.
    """

    kinds: tuple[str, ...] = KINDS
    model: str = DEFAULT_MODEL
    entities: bool = False
    stand_in: str = "Yes"
    max_sentence_words: int = 150
    max_quoted_words: int = 40
    batch_sentences: int = 128


@dataclass(slots=True)
class _Words:
    """The words of one sentence as the parser sees them, each with its span in the text and its quotation, if any."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    orths: list[int]
    quotes: list[int]

    def add(self, word: Word, quote: int = -1) -> None:
        """Append one word; `quote` is the index of the quotation it stands in, or -1."""
        start, end, letters, orth = word
        self.words.append(letters)
        self.starts.append(start)
        self.ends.append(end)
        self.orths.append(orth)
        self.quotes.append(quote)


def annotate_articles(articles: pl.DataFrame, *, config: AnnotateConfig | None = None) -> pl.DataFrame:
    """The `annotations` of `articles` (columns article_id and text), one row per article, in the same order.

    Memory is bounded by the annotation of the articles given: sentences are parsed a batch at a time.
    """
    chosen = config or AnnotateConfig()
    rows = articles.select("article_id", "text").iter_rows()
    return ANNOTATIONS.from_rows({"article_id": key, **annotate_text(text, config=chosen)} for key, text in rows)


def annotate_text(text: str, *, config: AnnotateConfig) -> dict[str, list[Any]]:
    """The parallel lists of one annotation row (all columns but article_id) for one article's text."""
    columns: dict[str, list[Any]] = {name: [] for name in _LISTS}
    reading = Reading(text, Annotation.empty(0))
    wanted = list(_wanted_sentences(reading, config.kinds))
    if not wanted:
        return columns
    model = load_model(config.model, entities=config.entities)
    folded = [words for found in wanted if (words := _words(reading, found, model, config)).words]
    for words, read in _parse(folded, model, config.batch_sentences):
        if max(words.quotes) < 0:
            _add_plain(columns, words, read, model)
        else:
            _fold(columns, words, read, reading.quotes, model)
    return columns


def _wanted_sentences(reading: Reading, kinds: Sequence[str]) -> Iterator[QuotedSentence]:
    """The sentences worth parsing: those that may hold a wanted quotation, and those that lead up to one."""
    sentences = reading.sentences
    has_quotes = [found.last > found.first for found in sentences]
    holds = has_quotes if set(kinds) != {"direct"} else [_holds_whole(reading, found) for found in sentences]
    needs_lead = has_quotes if set(kinds) != {"direct"} else [_stands_alone(reading, found) for found in sentences]
    for place, found in enumerate(sentences):
        may_report = "indirect" in kinds or any(needs_lead[place + 1 : place + 2])
        if holds[place] or (may_report and (has_quotes[place] or _has_cue(reading.text, found.sentence))):
            yield found


def _stands_alone(reading: Reading, found: QuotedSentence) -> bool:
    """Whether nothing stands in the sentence beside its quotations."""
    return found.last > found.first and stands_alone(reading, found.first)


def _holds_whole(reading: Reading, found: QuotedSentence) -> bool:
    """Whether a quotation in the sentence stands for itself."""
    return any(may_be_whole(reading, quote) for quote in range(found.first, found.last))


def _has_cue(text: str, sentence: Sentence) -> bool:
    """Whether a word of the sentence may bring a reported clause.

    A word that is a noun more often than a verb counts beside a pronoun, a name or `that`: they claim, a report that.
    """
    forms, rarer = clause_cues(), _rarer_cues()
    before = ""
    for match in _WORD.finditer(text, sentence.start, sentence.end):
        word = match.group()
        form = word.lower()
        if form in forms and (
            not forms[form]
            or before.lower() in _SUBJECTS
            or (word.islower() and before[:1].isupper() and before.lower() not in function_words())
            or _CLAUSE_FOLLOWS.match(text, match.end())
        ):
            return True
        if (
            form in rarer
            and rarer[form].match(text, match.start())
            and _stands_free(text, sentence, match.start(), form)
        ):
            return True
        before = word
    return False


@cache
def _rarer_cues() -> dict[str, re.Pattern[str]]:
    """Words that only bring a clause together with others, and what follows then: pointed out he was; the denial that.

    Whose view it is, and the source behind `per`, count too: in her view, per the port.
    """
    follows = r"(?:,?\s+(?:that|he|she|they|it|there|how|why|whether|[A-Z]\w+|the|a)\b|\s*[,.])"
    verbs = {
        form: re.compile(rf"\w+(?:\s\w+)?\s(?:{'|'.join(sorted(particles))})\b(?:\sto(?:\s\w+){{1,3}}?)?{follows}")
        for form, particles in particles_of_clause_cues().items()
    }
    claim = re.compile(r"\w+(?:,[^,.;]{1,40},)?\s+that\b")
    view = re.compile(r"\w+")
    source = re.compile(r"\w+\s(?:the\s|an?\s|his\s|her\s|their\s)?[^\W\d_]")
    nouns = dict.fromkeys(claim_nouns(), claim) | dict.fromkeys(view_nouns(), view)
    return {**nouns, "per": source, **verbs}


def _stands_free(text: str, sentence: Sentence, start: int, form: str) -> bool:
    """Whether `per` stands behind a comma or first, and a view behind its holder: in Wren’s view."""
    lead = text[max(sentence.start, start - MAX_LEAD) : start]
    if form == "per":
        return not lead or lead.endswith(", ")
    return form not in view_nouns() or _HOLDER.search(lead) is not None


def _words(reading: Reading, found: QuotedSentence, model: LanguageModel, config: AnnotateConfig) -> _Words:
    """The sentence as the parser sees it."""
    words = _Words([], [], [], [], [])
    place = found.sentence.start
    for index in range(found.first, found.last):
        span = reading.quotes[index]
        _add_text(words, reading.text, place, span.outer_start, -1, model)
        _add_quotation(words, reading.text, span, index, model, config, at_start=not words.words)
        place = span.outer_end
    _add_text(words, reading.text, place, found.sentence.end, -1, model)
    limit = config.max_sentence_words
    if len(words.words) > limit:
        for column in (words.words, words.starts, words.ends, words.orths, words.quotes):
            del column[limit:]
    return words


def _add_text(words: _Words, text: str, start: int, end: int, quote: int, model: LanguageModel) -> None:
    """Append the words of `text[start:end]`."""
    for word in model.words(text, start, end):
        words.add(word, quote)


def _add_quotation(
    words: _Words, text: str, span: Marked, index: int, model: LanguageModel, config: AnnotateConfig, *, at_start: bool
) -> None:
    """Append a quotation: a stand-in word for a whole one, its words for one that is part of a clause."""

    def add(word: str, start: int, end: int) -> None:
        words.add((start, end, word, model.orth(word)), index)

    inner = text[span.start : span.end]
    if _is_whole(inner, at_start) or len(inner.split(None, config.max_quoted_words)) > config.max_quoted_words:
        add(config.stand_in, span.start, span.end)
        if inner[-1:] in ",.!?":
            add(inner[-1], span.end - 1, span.end)
        return
    stop = _SENTENCE_END.search(inner)
    add("“", span.outer_start, span.start)
    _add_text(words, text, span.start, span.start + stop.start() if stop else span.end, index, model)
    add("”", span.end, span.outer_end)


def _is_whole(inner: str, at_start: bool) -> bool:
    """Whether quoted words stand for themselves rather than inside a clause: “It is late,” rather than “late”."""
    first = next((letter for letter in inner if letter.isalpha()), "")
    n_words = len(inner.split(None, 4))
    if at_start and inner[-1:] in ",.!?…":
        return True
    return not first.islower() and (n_words > 3 or inner[-1:] in ".!?…")


def _parse(sentences: list[_Words], model: LanguageModel, batch_size: int) -> Iterator[tuple[_Words, Parse]]:
    """Each sentence with its parse."""
    others = model.parse([words.orths for words in sentences if not _is_alone(words)], batch_size)
    for words in sentences:
        yield words, model.parse_alone(tuple(words.orths)) if _is_alone(words) else next(others)


def _is_alone(words: _Words) -> bool:
    """Whether a sentence is nothing but a quotation: a stand-in word and a mark, so few that they recur."""
    return len(words.words) <= 2 and min(words.quotes) >= 0


def _add_plain(columns: dict[str, list[Any]], words: _Words, read: Parse, model: LanguageModel) -> None:
    """Add the tokens of one parsed sentence without quotations to the article's lists."""
    offset = len(columns["start"])
    number = columns["sentence"][-1] + 1 if columns["sentence"] else 0
    readings = list(map(model.reading, words.words, read.tags, read.deps))
    columns["start"] += words.starts
    columns["end"] += words.ends
    columns["pos"] += [pos for pos, _ in readings]
    columns["lemma"] += [lemma for _, lemma in readings]
    columns["tag"] += read.tags
    columns["dep"] += read.deps
    columns["head"] += [offset + head for head in read.heads]
    columns["entity"] += read.entities
    columns["sentence"] += [number] * len(readings)


def _fold(
    columns: dict[str, list[Any]], words: _Words, read: Parse, spans: Sequence[Marked], model: LanguageModel
) -> None:
    """Add the tokens of one parsed sentence to the article's lists, each quotation as one token."""
    offset = len(columns["start"])
    number = columns["sentence"][-1] + 1 if columns["sentence"] else 0
    tags, deps, heads, entities = read
    chosen = _heads_of_quotes(words, heads)
    places: list[int] = []
    kept: list[int] = []
    seen: dict[int, int] = {}
    for place, quote in enumerate(words.quotes):
        if quote in seen:
            places.append(seen[quote])
            continue
        if quote >= 0:
            seen[quote] = len(kept)
        places.append(len(kept))
        kept.append(place if quote < 0 else chosen[quote])
    for place in kept:
        quote = words.quotes[place]
        if quote < 0:
            pos, lemma = model.reading(words.words[place], tags[place], deps[place])
            start, end = words.starts[place], words.ends[place]
        else:
            pos, lemma = QUOTE_POS, ""
            start, end = spans[quote].outer_start, spans[quote].outer_end
        columns["start"].append(start)
        columns["end"].append(end)
        columns["lemma"].append(lemma)
        columns["pos"].append(pos)
        columns["tag"].append(tags[place])
        columns["dep"].append(deps[place])
        columns["head"].append(offset + places[heads[place]])
        columns["entity"].append(entities[place] if quote < 0 else "")
        columns["sentence"].append(number)


def _heads_of_quotes(words: _Words, heads: list[int]) -> dict[int, int]:
    """For each quotation, the word whose place in the tree the folded token takes.

    It is the word nearest to the root, so that no cycle can arise; a mark or a comma only when a word will not do.
    """
    depths = _depths(heads)
    nearest: dict[int, int] = {}
    words_only: dict[int, int] = {}
    for place, quote in enumerate(words.quotes):
        if quote >= 0 and (quote not in nearest or depths[place] < depths[nearest[quote]]):
            nearest[quote] = place
        is_word = quote >= 0 and any(map(str.isalnum, words.words[place]))
        if is_word and (quote not in words_only or depths[place] < depths[words_only[quote]]):
            words_only[quote] = place
    return {
        quote: place if _climbs_out(place, quote, heads, words.quotes) else nearest[quote]
        for quote, place in {**nearest, **words_only}.items()
    }


def _climbs_out(place: int, quote: int, heads: list[int], quotes: list[int]) -> bool:
    """Whether nothing above `place` in the tree stands in the same quotation."""
    while heads[place] != place:
        place = heads[place]
        if quotes[place] == quote:
            return False
    return True


def _depths(heads: list[int]) -> list[int]:
    """The distance of every token from the root of its tree."""
    depths = [-1] * len(heads)
    for place in range(len(heads)):
        path = []
        while depths[place] < 0 and heads[place] != place:
            path.append(place)
            place = heads[place]
        depths[place] = max(depths[place], 0)
        for step, passed in enumerate(reversed(path), 1):
            depths[passed] = depths[place] + step
    return depths
