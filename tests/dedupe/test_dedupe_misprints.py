"""Which printing's spelling is a misprint, by the other texts at hand."""

from collections.abc import Sequence

import polars as pl
import pytest

from newsquotes.dedupe.misprints import are_spellings, count_misprints
from newsquotes.dedupe.wording import best_wordings

HARBOR, HARBUOR = "we rebuild the old harbor wall", "we rebuild the old harbuor wall"


def printings(texts: Sequence[tuple[int, str, str]]) -> pl.DataFrame:
    """One printing for each cluster, words and what the article says behind them."""
    rows = [
        {
            "cluster": cluster,
            "text": words,
            "key": words,
            "published_at": None,
            "quotation_id": number,
            "article_id": number,
            "article_text": f"“{words}” {prose}",
            "start": 1,
            "end": 1 + len(words),
        }
        for number, (cluster, words, prose) in enumerate(texts)
    ]
    return pl.DataFrame(rows)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("harbor",), ("harbuor",), True),
        (("rebuilt",), ("re", "built"), True),
        (("harbor", "wall"), ("harbuor", "wal"), True),
        (("boat",), ("boats",), False),
        (("rebuild",), ("rebuilding",), False),
        (("pier",), ("wharf",), False),
        (("route7",), ("route9",), False),
        (("harbor",), ("…", "harbuor"), False),
        ((), ("harbor",), False),
    ],
)
def test_what_may_be_a_misprint(one: tuple[str, ...], other: tuple[str, ...], expected: bool) -> None:
    assert are_spellings(one, other) is expected
    assert are_spellings(other, one) is expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param([(1, HARBUOR, ""), (1, HARBOR, ""), (2, "no harbor is safe", "")], HARBOR, id="another quote"),
        pytest.param([(1, HARBUOR, ""), (1, HARBOR, "The harbour is old.")], HARBOR, id="the article itself"),
        pytest.param(
            [(1, HARBUOR, "The harbuor is old."), (1, HARBOR, "")], HARBUOR, id="nobody else, but one article"
        ),
        pytest.param([(1, HARBUOR, ""), (1, HARBOR, ""), (1, f"{HARBOR} now", "")], f"{HARBOR} now", id="the longest"),
        pytest.param([(1, f"{HARBUOR} now", ""), (1, HARBOR, ""), (1, HARBOR, "")], HARBOR, id="most printings"),
        pytest.param([(1, f"{HARBUOR} now", ""), (1, HARBOR, "")], f"{HARBUOR} now", id="nothing tells"),
        pytest.param(
            [(1, f"{HARBUOR} now", "A harbuor."), (1, HARBOR, "A harbor."), (1, HARBOR, "")],
            f"{HARBUOR} now",
            id="both stand elsewhere",
        ),
        pytest.param(
            [(1, f"{HARBUOR} now", "A harbuor."), (1, HARBOR, ""), *((2 + n, "a harbor", "") for n in range(60))],
            HARBOR,
            id="one stands elsewhere far more often",
        ),
        pytest.param(
            [(1, "we re build the wall now", ""), (1, "we rebuild the wall now", ""), (2, "rebuild it", "")],
            "we rebuild the wall now",
            id="a word cut in two",
        ),
        pytest.param(
            [
                (1, "we re build the harbuor wall", ""),
                (1, "we rebuild the harbuor wall", ""),
                (1, HARBOR, ""),
                (2, "rebuild the harbor", ""),
            ],
            HARBOR,
            id="the fewest misprints",
        ),
        pytest.param(
            [(1, HARBUOR, ""), (1, "we rebuild … harbor wall", ""), (2, "no harbor is safe", "")],
            HARBUOR,
            id="a whole printing before one with an omission",
        ),
    ],
)
def test_a_misprint_is_not_the_best_wording(texts: Sequence[tuple[int, str, str]], expected: str) -> None:
    best = dict(best_wordings(printings(texts)).select("cluster", "text").iter_rows())
    assert best[1] == expected


def test_every_printing_of_a_misprint_counts() -> None:
    texts = [(1, HARBUOR, ""), (1, f"so {HARBUOR}", ""), (1, HARBOR, ""), (2, "no harbor is safe", "")]
    best = pl.DataFrame({"cluster": [1, 2], "best_key": [HARBOR, "no harbor is safe"]})
    assert count_misprints(printings(texts), best).rows() == [(1, f"so {HARBUOR}", 1), (1, HARBUOR, 1)]
