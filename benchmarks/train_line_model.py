"""Learn the weights of the line model, and show what it adds to the rules on pages of unseen sites.

    python benchmarks/train_line_model.py PAGES.jsonl            cross-validate, grouped by site
    python benchmarks/train_line_model.py PAGES.jsonl --write    and write seeds/line_model.csv and seeds/line_words.csv

PAGES.jsonl: {"id", "url", "lines", "keep"} a line, a 0/1 for each line of the page, as in WCXB rendered to lines
(Web Content Extraction Benchmark, CC BY 4.0). Needs scikit-learn, which newsquotes itself does not.
"""

import argparse
import csv
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from newsquotes.clean.line_model import (
    DEPTH,
    FEATURES,
    LEAF_UNITS,
    WORD_UNITS,
    LineModel,
    Numbers,
    PageLines,
    WordWeights,
    judge_pages,
    line_features,
)
from newsquotes.clean.lines import Removal, label_line
from newsquotes.clean.metadata import text_metadata
from newsquotes.clean.text import comparable, read_lines
from newsquotes.clean.zones import label_lines
from newsquotes.seeds import SEEDS

FOLDS = 3
MIN_SITES = 10
"""Sites that a word must stand on to get a weight."""
MAX_WORD_WEIGHT = 4.0
MOST_WORDS = 60
"""A line weighs no more than one of this many words."""
TRAILING_LINES = 8
"""Lines below the body that a page keeps when it is trimmed like one that has been extracted before."""
INNER, LEAVES = 2**DEPTH - 1, 2**DEPTH


@dataclass(frozen=True, slots=True)
class Example:
    """A page with what the rules say of it; `target` is 1 for article text, a line of `weight` 0 teaches nothing."""

    site: str
    page: PageLines
    target: Numbers
    weight: Numbers


def whole_page(row: dict[str, Any]) -> Example:
    """One page as it stands."""
    host = urlsplit(row["url"]).hostname or row["id"]
    return example(".".join(host.split(".")[-2:]), row["lines"], row["keep"])


def trimmed_page(row: dict[str, Any], chance: random.Random) -> Example:
    """The page as if extracted before: its body, with some of the furniture inside and right below it."""
    kept = [index for index, keep in enumerate(row["keep"]) if keep] or [0]
    last = min(len(row["lines"]), kept[-1] + 1 + chance.randrange(TRAILING_LINES))
    chosen = [index for index in range(kept[0], last) if row["keep"][index] or chance.random() < 0.3]
    host = urlsplit(row["url"]).hostname or row["id"]
    lines, keep = [row["lines"][index] for index in chosen], [row["keep"][index] for index in chosen]
    return example(".".join(host.split(".")[-2:]), lines, keep)


def example(site: str, texts: Sequence[str], keep: Sequence[int]) -> Example:
    """Lines with their targets; the headline, which is nobody's body here, teaches nothing."""
    lines = read_lines("\n".join(" ".join(text.splitlines()) for text in texts), is_wrapped=False)
    known = [label_line(line) for line in lines]
    removals = label_lines(lines, known)
    target = np.array([float(keep[line.numbers[0] - 1]) for line in lines])
    weight = np.minimum(np.array([line.n_words for line in lines], dtype=float), MOST_WORDS) ** 0.7
    weight /= weight.sum() ** 0.5
    title = text_metadata(lines, list(removals)).title
    if title:
        weight[[comparable(line.text) == comparable(title) for line in lines]] = 0
    return Example(site, PageLines(lines, known, removals), target, weight)


def word_weights(examples: Sequence[Example]) -> WordWeights:
    """Log odds of words in short lines to be in article text, for words that enough sites use."""
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    sites: Counter[str] = Counter()
    for each in examples:
        own: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for line, target, weight in zip(each.page.lines, each.target, each.weight, strict=True):
            if line.key and weight and line.n_words <= 25:
                own[int(target)].update(set(line.key.split()))
        sites.update(own[0].keys() | own[1].keys())
        for total, found in ((outside, own[0]), (inside, own[1])):
            total.update({word: min(count, 5) for word, count in found.items()})
    ratio = outside.total() / max(1, inside.total())
    odds = {
        word: np.log((inside[word] + 2) / (outside[word] + 2) * ratio) for word in sites if sites[word] >= MIN_SITES
    }
    clipped = {
        word: round(WORD_UNITS * float(np.clip(odd, -MAX_WORD_WEIGHT, MAX_WORD_WEIGHT))) for word, odd in odds.items()
    }
    return WordWeights({word: weight for word, weight in sorted(clipped.items()) if weight and word.isascii()})


def fit(examples: Sequence[Example]) -> LineModel:
    """The model learnt from `examples`."""
    words = word_weights(examples)
    features = line_features([each.page for each in examples], words)
    learner = HistGradientBoostingClassifier(
        max_iter=40, learning_rate=0.15, max_depth=DEPTH, max_leaf_nodes=LEAVES, min_samples_leaf=150, max_features=0.2,
        l2_regularization=20.0, early_stopping=False, random_state=0,
    )  # fmt: skip
    targets, weights = (
        np.concatenate([each.target for each in examples]),
        np.concatenate([each.weight for each in examples]),
    )
    learner.fit(features, targets, sample_weight=weights)
    return complete(learner, words)


def complete(learner: Any, words: WordWeights) -> LineModel:
    """The learner's trees, grown to complete ones of `DEPTH` levels, with leaves in whole units."""
    trees = [predictors[0].nodes for predictors in learner._predictors]
    features = np.zeros((len(trees), INNER), dtype=np.int64)
    thresholds = np.full((len(trees), INNER), np.inf)
    leaves = np.zeros((len(trees), LEAVES), dtype=np.int64)
    for number, nodes in enumerate(trees):
        base = float(learner._baseline_prediction.item()) if number == 0 else 0.0
        _grow(nodes, 0, 0, base, features[number], thresholds[number], leaves[number])
    return LineModel(features, thresholds, leaves, words)


def _grow(nodes: Any, at: int, place: int, base: float, features: Any, thresholds: Any, leaves: Any) -> None:
    node = nodes[at]
    if place >= INNER:
        leaves[place - INNER] = round(LEAF_UNITS * (float(node["value"]) + base))
        return
    left, right = at, at
    if not node["is_leaf"]:
        features[place] = node["feature_idx"]
        thresholds[place] = float(f"{float(node['num_threshold']):.6g}")
        left, right = int(node["left"]), int(node["right"])
    _grow(nodes, left, 2 * place + 1, base, features, thresholds, leaves)
    _grow(nodes, right, 2 * place + 2, base, features, thresholds, leaves)


def scores(examples: Sequence[Example], removals: Sequence[Sequence[Removal | None]]) -> str:
    """Word precision, recall and F1, micro and mean by page; the headline is left out of what is kept."""
    rates = []
    totals = np.zeros(3)
    for each, page_removals in zip(examples, removals, strict=True):
        own = list(page_removals)
        text_metadata(each.page.lines, own)
        words = np.array([line.n_words for line in each.page.lines], dtype=float)
        kept = np.array([removal is None for removal in own])
        counts = np.array([(words * kept * each.target).sum(), (words * kept).sum(), (words * each.target).sum()])
        totals += counts
        rates.append(_rates(*counts))
    micro, mean = _rates(*totals), np.mean(rates, axis=0)
    return "micro P {:.3f} R {:.3f} F1 {:.4f}   by page P {:.3f} R {:.3f} F1 {:.4f}".format(*micro, *mean)


def _rates(shared: float, kept: float, gold: float) -> tuple[float, float, float]:
    precision, recall = shared / max(kept, 1), shared / max(gold, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def cross_validate(pages: Sequence[Example], trimmed: Sequence[Example]) -> None:
    """Print the rules alone and with the model, on whole and trimmed pages of sites that the model has not seen."""
    judged: dict[str, list[list[Removal | None]]] = {"whole": [[]] * len(pages), "trimmed": [[]] * len(pages)}
    for train, test in GroupKFold(FOLDS).split(pages, groups=[page.site for page in pages]):
        model = fit([*(pages[index] for index in train), *(trimmed[index] for index in train)])
        for name, examples in (("whole", pages), ("trimmed", trimmed)):
            for index, removals in zip(test, judge_pages([examples[index].page for index in test], model), strict=True):
                judged[name][index] = removals
    for name, examples in (("whole", pages), ("trimmed", trimmed)):
        print(f"{name:8} rules        {scores(examples, [each.page.removals for each in examples])}")
        print(f"{name:8} rules+model  {scores(examples, judged[name])}")


def write(model: LineModel) -> None:
    """Write the model as reference tables."""
    note = "# Learnt by benchmarks/train_line_model.py from WCXB (Web Content Extraction Benchmark, CC BY 4.0).\n"
    with (SEEDS / "line_model.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(note)
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(("tree", "node", "feature", "threshold", "value"))
        for tree in range(len(model.features)):
            for node in range(INNER):
                threshold = model.thresholds[tree, node]
                rows.writerow((tree, node, FEATURES[model.features[tree, node]], f"{threshold:.6g}", ""))
            for leaf in range(LEAVES):
                rows.writerow((tree, INNER + leaf, "", "", model.leaves[tree, leaf]))
    with (SEEDS / "line_words.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(note)
        out.write("word,weight\n")
        csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).writerows(sorted(model.words.items()))


def main() -> None:
    """Cross-validate, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with options.pages.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    chance = random.Random(0)
    pages, trimmed = [whole_page(row) for row in rows], [trimmed_page(row, chance) for row in rows]
    cross_validate(pages, trimmed)
    if options.write:
        write(fit([*pages, *trimmed]))


if __name__ == "__main__":
    main()
