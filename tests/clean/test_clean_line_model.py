import numpy as np
import pytest

from newsquotes.clean.line_model import (
    FEATURES,
    LineModel,
    PageLines,
    WordWeights,
    body_probabilities,
    judge_pages,
    line_features,
    load_line_model,
)
from newsquotes.clean.lines import label_line
from newsquotes.clean.text import read_lines
from newsquotes.clean.zones import label_lines

BODY = (
    "The pier in Port Marrow will stay closed until spring, the council decided on Monday evening.",
    "“Nobody wants an accident,” harbour master Ines Tarrow told the meeting in the old customs house.",
    "Fishermen had asked for a shorter closure because the season for crab starts in late February.",
    "A second report on the pillars is expected before the end of the month, the council said.",
)
PAGE = "\n".join(
    ("Home", "World", "Sport", "Pier closed until spring", *BODY, "Crab season starts late", "Contact", "Jobs")
)


def read(page: str) -> PageLines:
    lines = read_lines(page)
    known = [label_line(line) for line in lines]
    return PageLines(lines, known, label_lines(lines, known))


def judged(model: LineModel, page: str = PAGE) -> list[str | None]:
    (removals,) = judge_pages([read(page)], model)
    return [removal.rule if removal else None for removal in removals]


def constant(log_odds: int) -> LineModel:
    """A model that finds every line equally likely."""
    return LineModel(
        np.zeros((1, 15), dtype=np.int64), np.zeros((1, 15)), np.full((1, 16), log_odds, dtype=np.int64), WordWeights()
    )


def test_features_are_one_row_a_line_and_one_column_a_name() -> None:
    page = read(PAGE)
    features = line_features([page], load_line_model().words)
    assert features.shape == (len(page.lines), len(FEATURES))
    assert np.isfinite(features).all()
    by_name = dict(zip(FEATURES, features[5], strict=True))
    assert (by_name["n_words"], by_name["quotes"], by_name["is_prose"]) == (16, 2, 1)


@pytest.mark.parametrize(("log_odds", "expected"), [(0, 0.5), (10_000, 0.731), (-20_000, 0.119)])
def test_leaves_are_log_odds_in_ten_thousandths(log_odds: int, expected: float) -> None:
    assert body_probabilities(np.zeros((2, 3)), constant(log_odds)).round(3).tolist() == [expected] * 2


def test_model_keeps_the_body_and_brings_back_no_headline() -> None:
    assert [rule is None for rule in judged(load_line_model())] == [False] * 4 + [True] * 4 + [False] * 3
    assert [rule is None for rule in judged(constant(30_000))] == [False] * 4 + [True] * 4 + [False] * 3


def test_lines_that_quote_somebody_are_left_to_the_rules() -> None:
    assert [rule is None for rule in judged(constant(-30_000))][4:8] == [False, True, False, False]


def test_short_texts_are_left_to_the_rules() -> None:
    assert judged(constant(-30_000), "\n".join(BODY)) == [None] * 4


def test_a_page_is_judged_alike_alone_and_among_others() -> None:
    pages = [
        read(PAGE),
        read("\n".join(BODY)),
        read("\n".join(("Comments", "Related posts", *PAGE.splitlines() * 3))),
        read("\n".join(f"Item {number}, 3.{number} m²" for number in range(70))),
        read(PAGE.replace("Home", "Café")),
    ]
    words = load_line_model().words
    alone = np.vstack([line_features([page], words) for page in pages])
    assert np.array_equal(line_features(pages, words), alone)
    assert np.array_equal(line_features(pages, words, rows=[3, 20, 40]), alone[[3, 20, 40]])
    assert judge_pages(pages, load_line_model()) == [judge_pages([page], load_line_model())[0] for page in pages]


@pytest.mark.parametrize(("log_odds", "expected"), [(-4_000, True), (-10_000, False)])
def test_lines_between_two_of_the_body_come_back_sooner(log_odds: int, expected: bool) -> None:
    by_length = constant(log_odds)
    by_length.thresholds[0, 0] = 10
    by_length.leaves[0, 8:] = 30_000
    table = [f"Pillar {number}" for number in range(40)]
    rules = judged(by_length, "\n".join([*BODY, *table, BODY[0], *table]))
    assert [rule is None for rule in rules] == [True] * 4 + [expected] * 40 + [True] + [False] * 40
