"""The line model: how likely each line of a page is article text, by its shape, its words and its neighbours.

In: the lines of a page, what the line rules said, and the span of the body. Out: a probability per line, and removals
changed where the model is sure. Rules that know a line go first; lines that quote somebody are left to the rules.

The model is gradient-boosted trees of depth four over `FEATURES`, learnt by benchmarks/train_line_model.py from WCXB
(CC BY 4.0, credited in seeds/README.md). Its weights are data: seeds/line_model.csv and seeds/line_words.csv. All
leaves are integers, so that a probability is the same on every machine.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

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
WORD_UNITS = 100
"""Weights of words are log odds in units of a hundredth."""
DROP_BELOW = 0.45
"""A line of the body goes if it is less likely than this to be article text …"""
DROP_PROSE_BELOW = 0.3
"""… and a paragraph of prose if it is less likely than this."""
RESCUE_ABOVE = 0.5
"""A line below the start of the body, but outside its span, comes back if it is likelier than this."""
MIN_LINES, MAX_LINES = 8, 20_000
"""Lines of a page that the model judges: a shorter one shows too little, a longer one is a log or a table."""

_CLASSES = ("", ".!?…", ",;", '"“”«»„', "|•·›»/>→←", ":", "'’-–—()")
_LOWER, _UPPER, _DIGIT, _SPACE, _MARK, _OTHER = 1, 2, 3, 4, 5, 11
_CODES = 0x3000
_FAR = 50
_LABELS = ("", "navigation", "related", "newsletter", "comment", "appeal", "share", "legal", "cookie_notice")
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


def judge_lines(
    lines: Sequence[Line], known: Sequence[Removal | None], removals: Sequence[Removal | None], model: LineModel
) -> list[Removal | None]:
    """`removals` with body lines dropped that look like none, and lines brought back that look like body.

    What a line rule or a zone has removed stays removed, and so does everything above the body. No line that quotes
    somebody is dropped.
    """
    changed = list(removals)
    start = next((index for index, removal in enumerate(removals) if removal is None), None)
    if start is None or not MIN_LINES <= len(lines) <= MAX_LINES:
        return changed
    likely = body_probabilities(line_features(lines, known, removals, model.words), model).tolist()
    for index, (line, removal) in enumerate(zip(lines, removals, strict=True)):
        if removal is not None and (removal.rule != "outside_body" or index <= start):
            continue
        probability = round(likely[index], 3)
        if removal is None:
            limit = DROP_PROSE_BELOW if line.is_prose else DROP_BELOW
            if probability < limit and not line.has_quote:
                label = "related" if line.is_prose else "navigation"
                changed[index] = Removal(RULE, label, score=round(1 - probability, 3))
        elif probability > RESCUE_ABOVE:
            changed[index] = None
    return _without_loose_end(lines, removals, changed)


def _without_loose_end(
    lines: Sequence[Line], removals: Sequence[Removal | None], changed: list[Removal | None]
) -> list[Removal | None]:
    """`changed` without the lines that came back below the last sentence of the body: headlines of other articles."""
    for index in range(len(lines) - 1, -1, -1):
        if changed[index] is None:
            if removals[index] is None or lines[index].is_sentence or lines[index].is_prose:
                break
            changed[index] = removals[index]
    return changed


def body_probabilities(features: Numbers, model: LineModel) -> Numbers:
    """The probability of each row of `features` to be article text."""
    rows = np.arange(len(features))[:, np.newaxis]
    trees = np.arange(len(model.features))
    node = np.zeros((len(features), len(model.features)), dtype=np.int64)
    for _ in range(DEPTH):
        asked = features[rows, model.features[trees, node]]
        node = 2 * node + 1 + (asked > model.thresholds[trees, node])
    total = model.leaves[trees, node - (2**DEPTH - 1)].sum(axis=1)
    return np.asarray(1 / (1 + np.exp(-total / LEAF_UNITS)))


def line_features(
    lines: Sequence[Line], known: Sequence[Removal | None], removals: Sequence[Removal | None], words: WordWeights
) -> Numbers:
    """One row a line, one column for each of `FEATURES`."""
    own = _own_features(lines, words)
    own |= _rule_features(known, removals)
    own |= _place_features(lines, own)
    own |= _neighbour_features(own)
    return np.column_stack([own[name] for name in FEATURES])


def _own_features(lines: Sequence[Line], words: WordWeights) -> dict[str, Numbers]:
    """What a line shows by itself."""
    counts, capitals, first, last, n_chars = _characters([line.text for line in lines])
    n_words = np.array([line.n_words for line in lines], dtype=np.float64)
    letters = counts[_LOWER] + counts[_UPPER]
    tokens = [line.key.split() for line in lines]
    weights = np.array([sum(map(words.__getitem__, own)) for own in tokens]) / WORD_UNITS
    repeated = Counter(line.text for line in lines)
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
        "is_sentence": _flags(line.is_sentence for line in lines),
        "is_prose": _flags(line.is_prose for line in lines),
        "is_bullet": _flags(line.is_bullet for line in lines),
        "is_after_blank": _flags(line.is_after_blank for line in lines),
        "indent": np.array([len(line.raws[0]) - len(line.raws[0].lstrip()) for line in lines], dtype=np.float64),
        "word_weight": weights,
        "mean_word_weight": weights / np.array([max(1, len(own)) for own in tokens]),
        "repeats": np.array([repeated[line.text] for line in lines], dtype=np.float64),
    }


def _rule_features(known: Sequence[Removal | None], removals: Sequence[Removal | None]) -> dict[str, Numbers]:
    """What the rules said of each line, and which zone opened last above it."""
    opened, since = 0, 0
    last_opened, distance = [], []
    for removal in known:
        since += 1
        if removal is not None and removal.zone:
            opened, since = _label_code(removal), 0
        last_opened.append(opened)
        distance.append(min(since, _FAR))
    return {
        "is_known": _flags(removal is not None for removal in known),
        "label": np.array([_label_code(removal) for removal in known], dtype=np.float64),
        "is_removed": _flags(removal is not None for removal in removals),
        "is_outside": _flags(removal is not None and removal.rule == "outside_body" for removal in removals),
        "last_zone": np.array(last_opened, dtype=np.float64),
        "since_zone": np.array(distance, dtype=np.float64),
    }


def _label_code(removal: Removal | None) -> int:
    if removal is None:
        return 0
    return _LABELS.index(removal.label) if removal.label in _LABELS else len(_LABELS)


def _place_features(lines: Sequence[Line], own: dict[str, Numbers]) -> dict[str, Numbers]:
    """Where a line stands on the page, and how much prose there is above and below it."""
    count = len(lines)
    index = np.arange(count, dtype=np.float64)
    prose = own["n_words"] * own["is_prose"] * (1 - own["is_known"])
    upto = np.cumsum(prose)
    total = max(float(upto[-1]), 1.0)
    kept = np.flatnonzero(own["is_removed"] == 0)
    start, end = (kept[0], kept[-1] + 1) if len(kept) else (0, 0)
    return {
        "position": index / count,
        "from_top": index,
        "from_bottom": count - index,
        "prose_above": upto - prose,
        "prose_below": total - upto,
        "prose_share_above": (upto - prose) / total,
        "from_start": index - start,
        "from_end": index - end,
        "page_lines": np.full(count, float(count)),
        "page_prose": np.full(count, total),
        "page_prose_share": np.full(count, total / float(own["n_words"].sum())),
        "since_prose": _since(own["is_prose"]),
        "until_prose": _since(own["is_prose"][::-1])[::-1],
        "since_known": _since(own["is_known"]),
        "until_known": _since(own["is_known"][::-1])[::-1],
    }


def _since(flags: Numbers) -> Numbers:
    """Lines since the last flagged one, fifty at most."""
    index = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags > 0, index, -_FAR))
    return np.minimum(index - last, _FAR).astype(np.float64)


def _neighbour_features(own: dict[str, Numbers]) -> dict[str, Numbers]:
    """Means over the lines around each line, and the two lines right above and below it."""
    found = {}
    around = {
        "n_words": np.minimum(own["n_words"], 60),
        "is_prose": own["is_prose"],
        "is_removed": own["is_removed"],
        "is_known": own["is_known"],
        "capitals": own["capitals"],
        "is_bullet": own["is_bullet"],
        "word_weight": np.clip(own["word_weight"], -6, 6),
    }
    for name, values in around.items():
        for width in _WINDOWS:
            found[f"{name}_within_{width}"] = _window_mean(values, width)
    for name in ("n_words", "capitals", "word_weight", "is_known"):
        for offset in (-2, -1, 1, 2):
            found[f"{name}_at_{offset}"] = _shifted(around[name], offset)
    return found


def _window_mean(values: Numbers, width: int) -> Numbers:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    index = np.arange(len(values))
    low, high = np.maximum(index - width, 0), np.minimum(index + width + 1, len(values))
    return np.asarray((sums[high] - sums[low]) / (high - low))


def _shifted(values: Numbers, offset: int) -> Numbers:
    """The values of the lines `offset` below (negative: above); 0 beyond the page."""
    result = np.zeros(len(values))
    if offset > 0:
        result[:-offset] = values[offset:]
    else:
        result[-offset:] = values[:offset]
    return result


def _flags(values: Any) -> Numbers:
    return np.fromiter(values, dtype=np.float64)


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
    one_hot = (classes[np.newaxis, :] == np.arange(_OTHER + 1, dtype=np.uint8)[:, np.newaxis]).astype(np.int32)
    counts = np.add.reduceat(one_hot, starts, axis=1).astype(np.float64)
    before = np.concatenate([[_SPACE], classes[:-1]])
    is_capital = ((classes == _UPPER) & (before == _SPACE)).astype(np.int32)
    capitals = np.add.reduceat(is_capital, starts).astype(np.float64)
    first, last = classes[starts].astype(np.float64), classes[starts + lengths - 1].astype(np.float64)
    return counts, capitals, first, last, lengths.astype(np.float64)


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
