"""Quotations with planted truth: which of them print the same utterance is known.

`plant(n, seed, style)` gives `n` rows: `truth` (the utterance), `text` as printed, `variant` (how the printing differs
from the utterance), and `against` (for an utterance that contradicts another in one word, that other one's number, else
-1). The same number, seed and style give the same rows. There are four styles, so that what is fitted to one build
shows on the others: `clauses` (subject, auxiliary, verb, object; few printings of most utterances), `chains` (words
without grammar in Zipf's frequencies, stock openings, a few utterances printed very often), `speeches` (many utterances
that differ only in a name, a number or a promise) and `stumps` (the same, of two words each).
"""

import itertools
import random
import re
from collections.abc import Callable, Iterator

import polars as pl

SCHEMA = {"truth": pl.Int64, "text": pl.String, "variant": pl.String, "against": pl.Int64}
MIN_WORDS, MAX_WORDS = 5, 60


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


_ONSETS = _words("b br c ch cl d dr f fl g gl gr h j k l m n p pl pr r s sh sl st t th tr v w")
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ie", "oa", "ou"]
_ENDS = ("", "n", "r", "s", "t", "ll", "nd", "ck", "m", "st")
_PRONOUNS = ("we", "they", "you", "I", "people here", "the others", "most of us", "both sides")
_OPENINGS = (
    "honestly", "as far as I know", "in my view", "for years", "last night", "after all that", "to be clear", "so far",
    "whatever happens", "as a mother of two", "in this house", "sooner or later", "by all accounts", "back then",
)  # fmt: skip
_AUXILIARIES = (
    "will", "must", "can", "should", "want to", "have to", "need to", "are going to", "could", "might", "would", "may",
)  # fmt: skip
_NEGATABLE = ("will", "can", "should", "could", "would")
_DETERMINERS = ("the", "our", "their", "this", "every", "some", "my", "your", "that", "any")
_PREPOSITIONS = ("in", "on", "for", "about", "against", "from", "near", "under", "behind", "through", "across")
_JOINTS = (" and ", " but ", " because ", " so that ", ", which means that ", " while ", ", and I think ")
_NOUNS = _words(
    "government country water school family market money border council road hospital power energy price law "
    "court election budget office worker village river farm bridge army police leader party vote plan report "
    "decision problem question answer future history chance voice change truth choice promise danger work home "
    "child winter summer morning evening week month hope trust support help freedom security justice health food "
    "land city town company bank industry service system project program policy crisis conflict agreement meeting "
    "offer request demand duty job tax debt growth trade team club season match player coach goal point game "
    "neighbor harbor labor color center"
)
_VERBS = _words(
    "make take keep bring find protect deliver change improve defend understand expect believe continue finish "
    "help watch discuss consider negotiate rebuild repair replace restore move send receive share spend earn pay "
    "organize recognize analyze criticize"
)
_ADJECTIVES = _words(
    "new big clear simple serious honest fair real long short full open ready proud sure important necessary "
    "possible local national famous quiet modern gray favorite"
)
_UNITS = ("percent", "people", "years", "million", "days", "houses", "kilometers")
_BRITISH = {
    "neighbor": "neighbour", "harbor": "harbour", "labor": "labour", "color": "colour", "center": "centre",
    "organize": "organise", "recognize": "recognise", "analyze": "analyse", "criticize": "criticise", "gray": "grey",
    "favorite": "favourite", "program": "programme", "kilometers": "kilometres",
}  # fmt: skip
_STOCK = (
    "at the end of the day", "we are doing everything we can", "our thoughts are with the families",
    "this is a great day for our country", "it is too early to say", "there is still a long way to go",
    "I am very proud of this team", "we have to take it one step at a time",
)  # fmt: skip
_TEMPLATES = (
    "We will {verb} the {noun} by {number}",
    "This is about the {noun} and nothing else than the {noun}",
    "We need a {adjective} {noun} and we need it now",
    "I have always believed in the {adjective} {noun}",
)


class Speech:
    """Makes utterances of invented words and the ways in which they are printed, all from one source of chance."""

    twin_share = 0.2

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.rare = [self._word(self.chance.choice((2, 2, 3))) for _ in range(30_000)]
        self.verbs = [self._word(2) for _ in range(400)]
        self.names = sorted({self._word(2).capitalize() for _ in range(5_000)})
        self.printings: tuple[tuple[str, float, Callable[[str], str | None]], ...] = (
            ("formatting", 0.28, self.formatted),
            ("cut at the end", 0.10, self.cut_end),
            ("cut at the beginning", 0.10, self.cut_beginning),
            ("one sentence", 0.10, self.one_sentence),
            ("elided", 0.10, self.elided),
            ("bracketed", 0.08, self.bracketed),
            ("spelling", 0.06, self.spelt),
            ("typo", 0.07, self.mistyped),
            ("one word changed", 0.06, self.reworded),
            ("spliced", 0.05, self.spliced),
        )
        self.twists: tuple[tuple[str, Callable[[str], str | None]], ...] = (
            ("not inserted", self.negated),
            ("number changed", self.renumbered),
            ("name changed", self.renamed),
        )

    def n_extra(self) -> int:
        """How often an utterance is printed once more."""
        return 0 if self.chance.random() < 0.45 else min(60, int(self.chance.paretovariate(1.1)))

    def _word(self, syllables: int) -> str:
        pick = self.chance.choice
        return "".join(pick(_ONSETS) + pick(_VOWELS) for _ in range(syllables)) + pick(_ENDS)

    def _noun(self) -> str:
        if self.chance.random() < 0.4:
            return self.chance.choice(_NOUNS)
        return self.rare[int(len(self.rare) * self.chance.random() ** 2)]

    def _thing(self) -> str:
        adjective = self.chance.choice(_ADJECTIVES) + " " if self.chance.random() < 0.35 else ""
        return f"{self.chance.choice(_DETERMINERS)} {adjective}{self._noun()}"

    def _place(self) -> str:
        roll = self.chance.random()
        if roll < 0.2:
            return f"{self.chance.choice(_PREPOSITIONS)} {self.chance.choice(self.names)}"
        if roll < 0.35:
            return f"with {self.chance.randint(12, 990)} {self.chance.choice(_UNITS)}"
        return f"{self.chance.choice(_PREPOSITIONS)} {self._thing()}"

    def _clause(self) -> str:
        chance = self.chance
        subject = chance.choice(_PRONOUNS) if chance.random() < 0.5 else self._thing()
        if chance.random() < 0.08:
            subject = chance.choice(self.names)
        if chance.random() < 0.2:
            subject = f"{chance.choice(_OPENINGS)} {subject}"
        tail = " " + self._place() if chance.random() < 0.7 else ""
        tail += " " + self._place() if chance.random() < 0.3 else ""
        return f"{subject} {chance.choice(_AUXILIARIES)} {self._verb()} {self._thing()}{tail}"

    def _verb(self) -> str:
        return self.chance.choice(_VERBS) if self.chance.random() < 0.6 else self.chance.choice(self.verbs)

    def utterance(self) -> str:
        """One utterance of 5 to 60 words: a template with words of its own, or one to six sentences."""
        if self.chance.random() < 0.02:
            template = self.chance.choice(_TEMPLATES)
            return (
                template.format(
                    verb=self.chance.choice(_VERBS),
                    noun=self._noun(),
                    adjective=self.chance.choice(_ADJECTIVES),
                    number=self.chance.randint(2020, 2060),
                )
                + "."
            )
        sentences = []
        for _ in range(self.chance.choices((1, 2, 3, 4, 6), (35, 35, 18, 8, 4))[0]):
            sentence = self._clause()
            if self.chance.random() < 0.25:
                sentence += self.chance.choice(_JOINTS) + self._clause()
            if self.chance.random() < 0.05:
                sentence = f"{self.chance.choice(_STOCK)} and {sentence}"
            sentences.append(_capitalised(sentence))
        return " ".join(" ".join(". ".join(sentences).split()[:MAX_WORDS]).rstrip(".").split()) + "."

    def formatted(self, text: str) -> str:
        """Other marks, contractions or case; the same words."""
        roll = self.chance.random()
        if roll < 0.15:
            return text.lower()
        if roll < 0.3:
            return text.upper()
        if roll < 0.5:
            return text.replace("percent", self.chance.choice(("per cent", "%"))).rstrip(".") + ","
        if roll < 0.7:
            return f"“{text.replace('. ', ' – ').rstrip('.')}!”"
        return text.replace("We will", "We’ll").replace("we will", "we'll").replace("I have", "I've").rstrip(".")

    def cut_end(self, text: str) -> str | None:
        """The beginning, at least five words and a third of the text."""
        words = text.split()
        return " ".join(words[: self._length(words)]) if len(words) >= 9 else None

    def cut_beginning(self, text: str) -> str | None:
        """The end, at least five words and a third of the text."""
        words = text.split()
        return " ".join(words[-self._length(words) :]) if len(words) >= 9 else None

    def _length(self, words: list[str]) -> int:
        return self.chance.randint(max(MIN_WORDS, len(words) // 3), len(words) - 1)

    def one_sentence(self, text: str) -> str | None:
        """One of several sentences."""
        sentences = [sentence for sentence in text.split(". ") if len(sentence.split()) >= MIN_WORDS]
        return self.chance.choice(sentences).rstrip(".") + "." if text.count(". ") and sentences else None

    def elided(self, text: str) -> str | None:
        """With a marked omission in the middle."""
        words = text.split()
        if len(words) < 14:
            return None
        first = self.chance.randint(4, len(words) // 2 - 1)
        second = self.chance.randint(first + 2, len(words) - 4)
        mark = self.chance.choice((" ... ", "… ", " [...] ", " … ", " . . . "))
        return " ".join(words[:first]) + mark + " ".join(words[second:])

    def bracketed(self, text: str) -> str | None:
        """With a reporter's words in brackets, in place of a small word or after it."""
        words = text.split()
        small = [place for place, word in enumerate(words) if word.lower() in {*_DETERMINERS, "we", "they", "you", "i"}]
        if not small or len(words) < 6:
            return None
        place = self.chance.choice(small)
        inserted = self.chance.choice((f"[{self.chance.choice(self.names)}]", f"[the {self._noun()}]"))
        words[place] = inserted if self.chance.random() < 0.5 else f"{words[place]} {inserted}"
        return " ".join(words)

    def spelt(self, text: str) -> str | None:
        """In British spelling."""
        words = [_BRITISH.get(word.rstrip("."), word.rstrip(".")) + "." * word.endswith(".") for word in text.split()]
        return " ".join(words) if words != text.split() else None

    def mistyped(self, text: str) -> str | None:
        """With one letter dropped, doubled or swapped in a longer word that is no name."""
        words = text.split()
        places = [place for place, word in enumerate(words) if len(word) > 5 and word.isalpha() and word.islower()]
        if not places:
            return None
        place = self.chance.choice(places)
        words[place] = _misspelt(words[place], self.chance)
        return " ".join(words)

    def reworded(self, text: str) -> str | None:
        """One word of at least ten stands for another."""
        words = text.split()
        places = [place for place, word in enumerate(words) if word in _ADJECTIVES or word in _NOUNS]
        if len(words) < 10 or not places:
            return None
        words[self.chance.choice(places)] = self.chance.choice(self.rare)
        return " ".join(words)

    def spliced(self, text: str) -> str | None:
        """Two parts of the utterance as if nothing stood between them."""
        words = text.split()
        if len(words) < 18:
            return None
        first = self.chance.randint(6, len(words) // 2 - 2)
        second = self.chance.randint(first + 4, len(words) - 6)
        return " ".join(words[:first] + words[second:])

    def printing(self, text: str) -> tuple[str, str]:
        """One way to print the utterance: the variant's name and the text."""
        names, weights, makers = zip(*self.printings, strict=True)
        number = self.chance.choices(range(len(names)), weights)[0]
        printed = makers[number](text)
        return (names[number], printed) if printed else ("formatting", self.formatted(text))

    def negated(self, text: str) -> str | None:
        """The contrary: `not` after an auxiliary."""
        words = text.split()
        places = [place for place, word in enumerate(words) if word in _NEGATABLE]
        if not places:
            return None
        words.insert(self.chance.choice(places) + 1, "not")
        return " ".join(words)

    def renumbered(self, text: str) -> str | None:
        """Another number in place of one."""
        words = text.split()
        places = [place for place, word in enumerate(words) if word.isdigit()]
        if not places:
            return None
        place = self.chance.choice(places)
        words[place] = str(int(words[place]) + self.chance.randint(1, 40))
        return " ".join(words)

    def renamed(self, text: str) -> str | None:
        """Another name in place of one."""
        words = text.split()
        known = set(self.names)
        places = [place for place, word in enumerate(words) if word in known]
        if not places:
            return None
        words[self.chance.choice(places)] = self.chance.choice(self.names)
        return " ".join(words) if " ".join(words) != text else None


_LINKING_WORDS = _words(
    "the a to of and in that it is was for on are with as they at be this from have by but what we you which their an "
    "were all there has been if more when who so our out about up them then some would could will should can"
)
_NUMBER_WORDS = _words("two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand")


class Chains(Speech):
    """Utterances of words that follow each other without grammar, as frequent as Zipf's law has it."""

    stock_share = 0.04
    unprinted_share = 0.35
    twin_share = 0.12

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        common = [*_NOUNS, *_VERBS, *_ADJECTIVES, *_NUMBER_WORDS]
        self.chance.shuffle(common)
        self.vocabulary = [*common, *self.rare[:4_000]]

    def n_extra(self) -> int:
        """How often an utterance is printed once more: seldom, but for a few very often."""
        return 0 if self.chance.random() < self.unprinted_share else min(100, int(self.chance.paretovariate(0.95)))

    def _length(self, words: list[str]) -> int:
        return self.chance.randint(max(MIN_WORDS, len(words) // 4), len(words) - 1)

    def _frequent(self) -> str:
        return self.vocabulary[int(len(self.vocabulary) ** (0.95 * self.chance.random()))]

    def _sentence(self) -> str:
        chance = self.chance
        n_words = chance.choice((5, 7, 9, 11, 13, 16, 20, 26))
        words = [chance.choice(_LINKING_WORDS) if chance.random() < 0.45 else self._frequent() for _ in range(n_words)]
        if chance.random() < 0.18:
            words[chance.randrange(1, n_words)] = chance.choice(self.names)
        if chance.random() < 0.18:
            words[chance.randrange(1, n_words)] = str(chance.choice((chance.randint(2, 99), chance.randint(100, 9000))))
        sentence = " ".join(words)
        if chance.random() < 0.15:
            sentence = f"{chance.choice(_OPENINGS)} {sentence}"
        if chance.random() < self.stock_share:
            sentence = f"{chance.choice(_STOCK)} {chance.choice(('and', 'but', 'because'))} {sentence}"
        return _capitalised(sentence)

    def utterance(self) -> str:
        """One utterance of 5 to 60 words: one to five sentences."""
        n_sentences = self.chance.choices((1, 2, 3, 4, 5), (40, 30, 17, 8, 5))[0]
        words = ". ".join(self._sentence() for _ in range(n_sentences)).split()
        return " ".join(words[:MAX_WORDS]).rstrip(".") + "."

    def reworded(self, text: str) -> str | None:
        """One content word of at least ten words stands for another of the vocabulary."""
        words = text.split()
        places = [place for place, word in enumerate(words) if len(word) > 3 and word.islower() and word.isalpha()]
        places = [place for place in places if words[place] not in _LINKING_WORDS]
        if len(words) < 10 or not places:
            return None
        words[self.chance.choice(places)] = self._frequent()
        return " ".join(words)


class Speeches(Speech):
    """One speech given in many towns: a frame of 20 to 40 words in which a name, a number or a promise changes.

    What is printed of an utterance always has the words that are its own; without them it could be of any town.
    """

    frame_sizes = (1, 3, 4, 6, 10, 20, 40)
    kinds = ("name", "number", "promise", "promise")
    max_slots = 2

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._frame: list[str] = []
        self._slots: dict[int, str] = {}
        self._left = 0
        self._own: dict[str, frozenset[str]] = {}

    def utterance(self) -> str:
        """The frame of the last utterance with other words in its slots, or a new frame."""
        if not self._left:
            self._begin_frame()
        self._left -= 1
        own = {place: self._filling(kind) for place, kind in self._slots.items()}
        words = [own.get(place, word) for place, word in enumerate(self._frame)]
        text = _capitalised(" ".join(words)) + "."
        self._own[text] = frozenset(" ".join(own.values()).split())
        return text

    def _begin_frame(self) -> None:
        chance = self.chance
        self._frame = [chance.choice(_LINKING_WORDS) if chance.random() < 0.5 else self._noun() for _ in range(40)]
        self._frame = self._frame[: chance.randint(20, 40)]
        for end in range(chance.randint(8, 12), len(self._frame) - 8, 12):
            self._frame[end : end + 2] = [f"{self._frame[end]}.", _capitalised(self._frame[end + 1])]
        places = [place for place, word in enumerate(self._frame) if place and word.islower() and word.isalpha()]
        slots = sorted(chance.sample(places, chance.randint(1, self.max_slots)))
        self._slots = {place: chance.choice(self.kinds) for place in slots}
        self._left = chance.choice(self.frame_sizes)

    def _filling(self, kind: str) -> str:
        if kind == "number":
            return str(self.chance.randint(2, 900))
        return self.chance.choice(self.names if kind == "name" else self.rare)

    def reworded(self, text: str) -> str | None:
        """One content word, none of its own, of the utterance stands for another."""
        words = text.split()
        own = self._own[text]
        places = [place for place, word in enumerate(words) if len(word) > 3 and word.islower() and word.isalpha()]
        places = [place for place in places if words[place] not in own and words[place] not in _LINKING_WORDS]
        if not places:
            return None
        words[self.chance.choice(places)] = self.chance.choice(self.rare)
        return " ".join(words)

    def printing(self, text: str) -> tuple[str, str]:
        """One way to print the utterance that keeps its own words."""
        variant, printed = super().printing(text)
        has_own = self._own[text] <= {word.strip(".,!“”") for word in printed.split()}
        return (variant, printed) if has_own or variant == "formatting" else ("formatting", self.formatted(text))


class Stumps(Speeches):
    """The same with two words in each place: "30 bridges" here, "40 schools" there, or "a new mill" and "a new dam"."""

    def _filling(self, kind: str) -> str:
        chance, filling = self.chance, super()._filling(kind)
        if kind == "promise":
            return f"{chance.choice(_ADJECTIVES if chance.random() < 0.5 else self.rare)} {filling}"
        return f"{filling} {chance.choice(_NOUNS if kind == 'number' else self.names)}"


STYLES: dict[str, type[Speech]] = {"clauses": Speech, "chains": Chains, "speeches": Speeches, "stumps": Stumps}


def plant(n: int, seed: int = 1, style: str = "clauses") -> pl.DataFrame:
    """`n` printings in random order, with the column `id`."""
    speech = STYLES[style](seed)
    rows = list(itertools.islice(_rows(speech), n))
    speech.chance.shuffle(rows)
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").with_row_index("id").cast({"id": pl.Int64})


def _rows(speech: Speech) -> Iterator[tuple[int, str, str, int]]:
    """Utterances without end, each with its printings and now and then a contradicting twin; and stock phrases."""
    chance = speech.chance
    for phrase in _STOCK:
        yield from ((-1 - _STOCK.index(phrase), phrase, "stock phrase", -1) for _ in range(3))
    utterances = itertools.count()
    said: set[str] = set()
    while True:
        text = speech.utterance()
        if text in said:
            continue
        said.add(text)
        number = next(utterances)
        yield number, text, "whole", -1
        for _ in range(speech.n_extra()):
            variant, printed = speech.printing(text)
            yield number, printed, variant, -1
        if chance.random() < speech.twin_share:
            twist, contrary = chance.choice(speech.twists)
            opposite = contrary(text)
            if opposite is not None and opposite not in said:
                said.add(opposite)
                twin = next(utterances)
                yield twin, opposite, twist, number
                for _ in range(chance.choice((0, 0, 1, 2))):
                    yield twin, speech.formatted(opposite), twist, number


def _capitalised(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def _misspelt(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    roll = chance.random()
    if roll < 0.4:
        return word[:place] + word[place + 1 :]
    if roll < 0.7:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + word[place] + word[place:]
