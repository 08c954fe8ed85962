"""Speakers against a gold of invented articles: how many mentions end with the right others, and only with them."""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from newsquotes.schemas import ARTICLES, QUOTATIONS
from newsquotes.speakers import resolve_speakers

GOLD = Path(__file__).with_name("speakers.csv")
LEAST_F = 0.99
MOST_WRONG = 0.005


@dataclass(frozen=True)
class Figures:
    """B-cubed precision, recall and F (Bagga and Baldwin, 1998), and the share of merged pairs that are wrong."""

    precision: float
    recall: float
    wrong: float

    @property
    def f(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def b_cubed(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Figures:
    pairs = list(zip(found, gold, strict=True))
    of_both, of_found, of_gold = Counter(pairs), Counter(found), Counter(gold)
    groups: defaultdict[Hashable, list[Hashable]] = defaultdict(list)
    for cluster, who in pairs:
        groups[cluster].append(who)
    merged = [one == other for group in groups.values() for one, other in combinations(group, 2)]
    return Figures(
        sum(of_both[pair] / of_found[pair[0]] for pair in pairs) / len(pairs),
        sum(of_both[pair] / of_gold[pair[1]] for pair in pairs) / len(pairs),
        merged.count(False) / len(merged),
    )


@pytest.fixture(scope="module")
def gold() -> list[dict[str, str]]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def test_the_figures_are_b_cubed() -> None:
    figures = b_cubed([1, 1, 1, 2], ["a", "a", "b", "a"])
    assert figures.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert figures.recall == pytest.approx((2 / 3 + 2 / 3 + 1 + 1 / 3) / 4)
    assert figures.wrong == pytest.approx(2 / 3)


def test_the_gold_is_large(gold: list[dict[str, str]]) -> None:
    assert len(gold) >= 400
    assert len({row["article"] for row in gold}) >= 150


def test_speakers_are_who_a_reader_takes_them_for(
    gold: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    quotations = QUOTATIONS.from_rows(
        {
            "quotation_id": number,
            "article_id": int(row["article"]),
            "speaker": row["speaker"],
            "speaker_type": row["type"],
            "speaker_role": row["role"] or None,
            "speaker_mention": row["mention"],
        }
        for number, row in enumerate(gold)
    )
    dates = {int(row["article"]): datetime.fromisoformat(row["published"]).replace(tzinfo=UTC) for row in gold}
    articles = ARTICLES.from_rows({"article_id": article, "published_at": day} for article, day in dates.items())
    found = dict(resolve_speakers(quotations, articles=articles)[1].iter_rows())
    who = [row["who"] if row["who"] != "-" else f"nobody else {number}" for number, row in enumerate(gold)]
    figures = b_cubed([found.get(number, -1 - number) for number in range(len(gold))], who)
    with capsys.disabled():
        told = f"B-cubed P {figures.precision:.3f} R {figures.recall:.3f} F {figures.f:.3f}"
        sys.stdout.write(f"\nspeakers, {len(gold)} mentions: {told}, wrong merges {figures.wrong:.2%}\n")
    assert figures.f >= LEAST_F
    assert figures.wrong <= MOST_WRONG
