"""The line model: how likely each line of a page is article text, by its shape, its words and its neighbours.

In: the lines of a page, what the line rules said, and the span of the body. Out: a probability per line, and removals
changed where the model is sure. Rules that know a line go first; lines that quote somebody are left to the rules.

The model is gradient-boosted trees of depth four over `FEATURES`, learnt by benchmarks/train_line_model.py from WCXB
(CC BY 4.0, credited in seeds/README.md). Its weights are data: seeds/line_model.csv and seeds/line_words.csv. All
leaves are integers, so that a probability is the same on every machine.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from newsquotes.clean.lines import Removal
from newsquotes.clean.text import Line
from newsquotes.seeds import load_seed

RULE = "line_model"
DEPTH = 4
"""Questions that a tree asks on the way to a leaf."""
LEAF_UNITS = 10_000
"""Leaves are log odds in units of a ten-thousandth."""
SHARE_UNITS = 2**20
"""Shares are summed over lines in these units."""
WORD_UNITS = 100
"""Weights of words are log odds in units of a hundredth."""
DROP_BELOW = 0.45
"""A line of the body goes if it is less likely than this to be article text …"""
DROP_PROSE_BELOW = 0.3
"""… and a paragraph of prose if it is less likely than this."""
RESCUE_ABOVE = 0.5
"""A line below the start of the body, but outside its span, comes back if it is likelier than this …"""
RESCUE_INSIDE_ABOVE = 0.3
"""… and one that then stands between two lines of the body if it is likelier than this."""
MIN_LINES, MAX_LINES = 8, 20_000
"""Lines of a page that the model judges: a shorter one shows too little, a longer one is a log or a table."""

_CLASSES = ("", ".!?…", ",;", '"“”«»„', "|•·›»/>→←", ":", "'’-–—()")
_LOWER, _UPPER, _DIGIT, _SPACE, _MARK, _OTHER = 1, 2, 3, 4, 5, 11
_CODES = 0x3000
_FAR = 50
_LABELS = ("", "navigation", "related", "newsletter", "comment", "appeal", "share", "legal", "cookie_notice")
_LABEL_CODES = {label: code for code, label in enumerate(_LABELS)}
_WINDOWS = (2, 6, 20)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LineModel:
    """Complete trees of depth four, level by level: the feature and threshold of each question, and the leaves."""

    features: NDArray[np.int64]
    thresholds: Numbers
    leaves: NDArray[np.int64]
    words: "WordWeights"


class WordWeights(dict[str, int]):
    """Weight of a word in hundredths of log odds; a word that is not listed weighs nothing."""

    def __missing__(self, word: str) -> int:
        return 0


@cache
def load_line_model() -> LineModel:
    """The model of seeds/line_model.csv and seeds/line_words.csv."""
    rows = load_seed("line_model", ("tree", "node", "feature", "threshold", "value"), key=("tree", "node"))
    inner, leaves = 2**DEPTH - 1, 2**DEPTH
    n_trees = len(rows) // (inner + leaves)
    features = np.zeros((n_trees, inner), dtype=np.int64)
    thresholds = np.zeros((n_trees, inner))
    values = np.zeros((n_trees, leaves), dtype=np.int64)
    for row in rows:
        tree, node = int(row["tree"]), int(row["node"])
        if node < inner:
            features[tree, node] = FEATURES.index(row["feature"])
            thresholds[tree, node] = float(row["threshold"])
        else:
            values[tree, node - inner] = int(row["value"])
    words = WordWeights((row["word"], int(row["weight"])) for row in load_seed("line_words", ("word", "weight")))
    return LineModel(features, thresholds, values, words)


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page, with what line rules (`known`) and then zones and the body's span (`removals`) said."""

    lines: Sequence[Line]
    known: Sequence[Removal | None]
    removals: Sequence[Removal | None]

    @property
    def start(self) -> int | None:
        """The first line of the body, None without one."""
        return next((index for index, removal in enumerate(self.removals) if removal is None), None)


def judge_pages(pages: Sequence[PageLines], model: LineModel) -> list[list[Removal | None]]:
    """The removals of each page, with body lines dropped that look like none and lines brought back that look like it.

    What a line rule or a zone has removed stays removed, and so does everything above the body. No line that quotes
    somebody is dropped. A page is judged alike whatever others are judged along with it.
    """
    doubtful = [_doubtful(page) for page in pages]
    chosen = [page for page, rows in zip(pages, doubtful, strict=True) if rows]
    offsets = accumulate((len(page.lines) for page in chosen), initial=0)
    at = [offset + row for offset, rows in zip(offsets, filter(None, doubtful), strict=False) for row in rows]
    likely = iter(body_probabilities(line_features(chosen, model.words, rows=at), model).tolist() if at else ())
    return [
        _without_loose_end(page, _judged(page, zip(rows, likely, strict=False))) if rows else list(page.removals)
        for page, rows in zip(pages, doubtful, strict=True)
    ]


def _doubtful(page: PageLines) -> list[int]:
    """The lines of `page` that the model decides about: those of the body, and those that its span leaves out below."""
    start = page.start
    if start is None or not MIN_LINES <= len(page.lines) <= MAX_LINES:
        return []
    return [
        index
        for index, removal in enumerate(page.removals)
        if removal is None or (removal.rule == "outside_body" and index > start)
    ]


def _judged(page: PageLines, likely: Iterable[tuple[int, float]]) -> list[Removal | None]:
    """The removals of `page`, changed by how likely each of its doubtful lines is article text."""
    changed = list(page.removals)
    rounded = [(index, round(exact, 3)) for index, exact in likely]
    for index, probability in rounded:
        line = page.lines[index]
        if changed[index] is None:
            limit = DROP_PROSE_BELOW if line.is_prose else DROP_BELOW
            if probability < limit and not line.has_quote:
                label = "related" if line.is_prose else "navigation"
                changed[index] = Removal(RULE, label, score=round(1 - probability, 3))
        elif probability > RESCUE_ABOVE:
            changed[index] = None
    kept = [index for index, removal in enumerate(changed) if removal is None]
    for index, probability in rounded:
        if page.removals[index] is not None and probability > RESCUE_INSIDE_ABOVE and kept and index < kept[-1]:
            changed[index] = None
    return changed


def _without_loose_end(page: PageLines, changed: list[Removal | None]) -> list[Removal | None]:
    """`changed` without the lines that came back below the last sentence of the body: headlines of other articles."""
    for index in range(len(page.lines) - 1, -1, -1):
        if changed[index] is None:
            if page.removals[index] is None or page.lines[index].is_sentence or page.lines[index].is_prose:
                break
            changed[index] = page.removals[index]
    return changed


def body_probabilities(features: Numbers, model: LineModel) -> Numbers:
    """The probability of each row of `features` to be article text."""
    inner, leaves = 2**DEPTH - 1, 2**DEPTH
    trees = np.arange(len(model.features))
    rows = (np.arange(len(features)) * features.shape[1])[:, np.newaxis]
    questions, thresholds, values = model.features.ravel(), model.thresholds.ravel(), features.ravel()
    node = np.zeros((len(features), len(trees)), dtype=np.int64)
    for _ in range(DEPTH):
        asked = node + trees * inner
        node = 2 * node + 1 + (values.take(rows + questions.take(asked)) > thresholds.take(asked))
    total = model.leaves.ravel().take(node - inner + trees * leaves).sum(axis=1)
    return np.asarray(1 / (1 + np.exp(-total / LEAF_UNITS)))


def line_features(pages: Sequence[PageLines], words: WordWeights, *, rows: Sequence[int] | None = None) -> Numbers:
    """One row a line of all `pages` in order, or of those at `rows` only; one column for each of `FEATURES`.

    Whatever is summed over lines is a whole number, so that no row depends on which pages stand before its own.
    """
    place = _Place.of(pages)
    own = _own_features(pages, words)
    own |= _rule_features(pages, place)
    own |= _place_features(own, place)
    own |= _neighbour_features(own, place)
    at = slice(None) if rows is None else np.array(rows, dtype=np.int64)
    return np.column_stack([own[name][at] for name in FEATURES])


@dataclass(frozen=True, slots=True)
class _Place:
    """Of each line of all pages: its number, its page, the first line of that and the one after its last.

    `firsts` are the first lines of the pages.
    """

    index: NDArray[np.int64]
    page: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    firsts: NDArray[np.int64]

    @classmethod
    def of(cls, pages: Sequence[PageLines]) -> "_Place":
        sizes = np.array([len(page.lines) for page in pages], dtype=np.int64)
        ends = np.cumsum(sizes)
        starts = ends - sizes
        page = np.repeat(np.arange(len(pages)), sizes)
        return cls(np.arange(sizes.sum()), page, starts[page], ends[page], starts)

    def total(self, values: Numbers) -> Numbers:
        """For each line, the sum of the whole `values` over its page."""
        return np.asarray(np.add.reduceat(values, self.firsts)[self.page])


def _own_features(pages: Sequence[PageLines], words: WordWeights) -> dict[str, Numbers]:
    """What a line shows by itself."""
    lines = [line for page in pages for line in page.lines]
    counts, capitals, first, last, n_chars = _characters([line.text for line in lines])
    n_words = _numbers([line.n_words for line in lines])
    letters = counts[_LOWER] + counts[_UPPER]
    tokens = [line.key.split() for line in lines]
    weights = _numbers([sum(map(words.__getitem__, own)) for own in tokens]) / WORD_UNITS
    return {
        "n_words": n_words,
        "n_chars": n_chars,
        "upper": counts[_UPPER] / np.maximum(letters, 1),
        "digits": counts[_DIGIT] / n_chars,
        "capitals": capitals / n_words,
        "stops": counts[_MARK] / n_words,
        "commas": counts[_MARK + 1] / n_words,
        "quotes": counts[_MARK + 2],
        "separators": counts[_MARK + 3],
        "colons": counts[_MARK + 4],
        "symbols": counts[_OTHER] / n_chars,
        "word_length": letters / n_words,
        "first": first,
        "last": last,
        "is_sentence": _numbers([line.is_sentence for line in lines]),
        "is_prose": _numbers([line.is_prose for line in lines]),
        "is_bullet": _numbers([line.is_bullet for line in lines]),
        "is_after_blank": _numbers([line.is_after_blank for line in lines]),
        "indent": _numbers([len(line.raws[0]) - len(line.raws[0].lstrip()) for line in lines]),
        "word_weight": weights,
        "mean_word_weight": weights / np.maximum(_numbers([len(own) for own in tokens]), 1),
        "repeats": _numbers([count for page in pages for count in _repeats(page.lines)]),
    }


def _repeats(lines: Sequence[Line]) -> list[int]:
    """How often the text of each line stands on its page."""
    texts = [line.text for line in lines]
    repeated = Counter(texts)
    return [repeated[text] for text in texts]


def _rule_features(pages: Sequence[PageLines], place: _Place) -> dict[str, Numbers]:
    """What the rules said of each line, and which zone opened last above it."""
    known = [removal for page in pages for removal in page.known]
    removals = [removal for page in pages for removal in page.removals]
    labels = _numbers([_label_code(removal) for removal in known])
    opens = np.array([removal is not None and removal.zone != "" for removal in known], dtype=bool)
    opened = _last(opens, place)
    is_open = opened >= place.start
    return {
        "is_known": _numbers([removal is not None for removal in known]),
        "label": labels,
        "is_removed": _numbers([removal is not None for removal in removals]),
        "is_outside": _numbers([removal is not None and removal.rule == "outside_body" for removal in removals]),
        "last_zone": np.where(is_open, labels[np.maximum(opened, 0)], 0.0),
        "since_zone": np.minimum(place.index - np.where(is_open, opened, place.start - 1), _FAR).astype(np.float64),
    }


def _label_code(removal: Removal | None) -> int:
    return 0 if removal is None else _LABEL_CODES.get(removal.label, len(_LABELS))


def _place_features(own: dict[str, Numbers], place: _Place) -> dict[str, Numbers]:
    """Where a line stands on its page, and how much prose there is above and below it."""
    from_top, count = (place.index - place.start).astype(np.float64), (place.end - place.start).astype(np.float64)
    prose = own["n_words"] * own["is_prose"] * (1 - own["is_known"])
    upto = np.cumsum(prose)
    upto -= upto[place.start] - prose[place.start]
    total = np.maximum(place.total(prose), 1.0)
    is_kept = own["is_removed"] == 0
    has_body = place.total(is_kept.astype(np.float64)) > 0
    first_kept = np.minimum.reduceat(np.where(is_kept, place.index, len(prose)), place.firsts)
    last_kept = np.maximum.reduceat(np.where(is_kept, place.index, -1), place.firsts)
    start = np.where(has_body, first_kept[place.page], place.start)
    end = np.where(has_body, last_kept[place.page] + 1, place.start)
    return {
        "position": from_top / count,
        "from_top": from_top,
        "from_bottom": count - from_top,
        "prose_above": upto - prose,
        "prose_below": total - upto,
        "prose_share_above": (upto - prose) / total,
        "from_start": (place.index - start).astype(np.float64),
        "from_end": (place.index - end).astype(np.float64),
        "page_lines": count,
        "page_prose": total,
        "page_prose_share": total / place.total(own["n_words"]),
        "since_prose": _since(own["is_prose"], place),
        "until_prose": _until(own["is_prose"], place),
        "since_known": _since(own["is_known"], place),
        "until_known": _until(own["is_known"], place),
    }


def _last(flags: NDArray[np.bool_], place: _Place) -> NDArray[np.int64]:
    """The last flagged line up to each, which may stand on a page before; -1 without one."""
    return np.maximum.accumulate(np.where(flags, place.index, -1))


def _since(flags: Numbers, place: _Place) -> Numbers:
    """Lines since the last flagged one of the page, fifty at most."""
    last = _last(flags > 0, place)
    return np.where(last < place.start, _FAR, np.minimum(place.index - last, _FAR)).astype(np.float64)


def _until(flags: Numbers, place: _Place) -> Numbers:
    """Lines up to the next flagged one of the page, fifty at most."""
    after = np.minimum.accumulate(np.where(flags > 0, place.index, len(flags))[::-1])[::-1]
    return np.where(after >= place.end, _FAR, np.minimum(after - place.index, _FAR)).astype(np.float64)


def _neighbour_features(own: dict[str, Numbers], place: _Place) -> dict[str, Numbers]:
    """Means over the lines around each line, and the two lines right above and below it."""
    around = {
        "n_words": np.minimum(own["n_words"], 60),
        "is_prose": own["is_prose"],
        "is_removed": own["is_removed"],
        "is_known": own["is_known"],
        "capitals": np.round(own["capitals"] * SHARE_UNITS) / SHARE_UNITS,
        "is_bullet": own["is_bullet"],
        "word_weight": np.clip(own["word_weight"], -6, 6),
    }
    units = {"capitals": SHARE_UNITS, "word_weight": WORD_UNITS}
    whole = np.stack([np.round(values * units.get(name, 1)) for name, values in around.items()])
    sums = np.concatenate([np.zeros((len(around), 1)), np.cumsum(whole, axis=1)], axis=1)
    found = {}
    for width in _WINDOWS:
        low, high = np.maximum(place.index - width, place.start), np.minimum(place.index + width + 1, place.end)
        within = (sums[:, high] - sums[:, low]) / (high - low)
        for name, values in zip(around, within, strict=True):
            found[f"{name}_within_{width}"] = values / units.get(name, 1)
    for name in ("n_words", "capitals", "word_weight", "is_known"):
        for offset in (-2, -1, 1, 2):
            found[f"{name}_at_{offset}"] = _shifted(around[name], offset, place)
    return found


def _shifted(values: Numbers, offset: int, place: _Place) -> Numbers:
    """The values of the lines `offset` below (negative: above); 0 beyond the page."""
    at = place.index + offset
    return np.where((at >= place.start) & (at < place.end), values.take(at, mode="clip"), 0.0)


def _numbers(values: Sequence[float]) -> Numbers:
    return np.array(values, dtype=np.float64)


@cache
def _character_classes() -> NDArray[np.uint8]:
    """The class of each character below U+3000; what lies above counts as a lower-case letter."""
    table = np.full(_CODES, _OTHER, dtype=np.uint8)
    for code in range(_CODES):
        character = chr(code)
        if character.isupper():
            table[code] = _UPPER
        elif character.isalpha():
            table[code] = _LOWER
        elif character.isdigit():
            table[code] = _DIGIT
        elif character == " ":
            table[code] = _SPACE
    for offset, characters in enumerate(_CLASSES[1:]):
        for character in characters:
            table[ord(character)] = _MARK + offset
    table[-1] = _LOWER
    return table


def _characters(texts: Sequence[str]) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
    """By line: characters of each class (a row a class), words with a capital, class of the first and last, length."""
    codes = np.frombuffer(" ".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    classes = _character_classes()[np.minimum(codes, _CODES - 1)]
    lengths = np.array([len(text) for text in texts])
    starts = np.concatenate([[0], np.cumsum(lengths[:-1] + 1)])
    line = np.repeat(np.arange(len(texts)), lengths + 1)
    n_classes = _OTHER + 1
    counts = np.bincount(line * n_classes + classes, minlength=n_classes * len(texts)).reshape(-1, n_classes)
    before = np.concatenate([[_SPACE], classes[:-1]])
    is_capital = (classes == _UPPER) & (before == _SPACE)
    capitals = np.bincount(line[is_capital], minlength=len(texts))
    first, last = classes[starts], classes[starts + lengths - 1]
    as_numbers = (values.astype(np.float64) for values in (counts.T, capitals, first, last, lengths))
    by_class, in_capitals, at_first, at_last, n_chars = as_numbers
    return by_class, in_capitals, at_first, at_last, n_chars


FEATURES: tuple[str, ...] = (
    *("n_words", "n_chars", "upper", "digits", "capitals", "stops", "commas", "quotes", "separators", "colons"),
    *("symbols", "word_length", "first", "last", "is_sentence", "is_prose", "is_bullet", "is_after_blank", "indent"),
    *("word_weight", "mean_word_weight", "repeats", "is_known", "label", "is_removed", "is_outside", "last_zone"),
    *("since_zone", "position", "from_top", "from_bottom", "prose_above", "prose_below", "prose_share_above"),
    *("from_start", "from_end", "page_lines", "page_prose", "page_prose_share", "since_prose", "until_prose"),
    *("since_known", "until_known"),
    *(
        f"{name}_within_{width}"
        for name in ("n_words", "is_prose", "is_removed", "is_known", "capitals", "is_bullet", "word_weight")
        for width in _WINDOWS
    ),
    *(
        f"{name}_at_{offset}"
        for name in ("n_words", "capitals", "word_weight", "is_known")
        for offset in (-2, -1, 1, 2)
    ),
)
"""The columns of `line_features`, in order."""
