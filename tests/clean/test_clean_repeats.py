import polars as pl
import pytest

from newsquotes.clean.repeats import RepeatsConfig, count_repeats, drop_repeats, merge_repeats, repeats_of, site_of
from newsquotes.schemas import ARTICLES, REMOVED_LINES

CONFIG = RepeatsConfig()
FURNITURE = "Write to the night desk of the Marrow Gazette"
QUOTED = "“Nobody wants an accident,” she said."
BACKGROUND = "The pier was built in the year of the great storm and has been repaired eleven times since then."


def article(number: int, *paragraphs: str, domain: str | None = "marrow.example") -> dict[str, object]:
    return {
        "article_id": number,
        "document_id": number,
        "source_uri": f"pages/{number}",
        "part": 0,
        "domain": domain,
        "authors": [],
        "published_source": "none",
        "language": "en",
        "text": "\n\n".join(paragraphs),
        "paragraph_lines": list(range(1, len(paragraphs) + 1)),
        "text_sha256": "",
        "n_words": sum(len(text.split()) for text in paragraphs),
    }


def articles(line: str, count: int, **where: str | None) -> pl.DataFrame:
    """Articles of their own text, each with `line` in its midst."""
    rows = (article(n, f"Story {n} begins.", line, f"Story {n} ends here.", **where) for n in range(1, count + 1))
    return ARTICLES.from_rows(rows)


def cleaned(frame: pl.DataFrame, counts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    return drop_repeats(frame, REMOVED_LINES.empty(), counts, config=CONFIG)


@pytest.mark.parametrize(
    ("line", "count", "is_gone"),
    [
        (FURNITURE, 3, True),
        (FURNITURE, 2, False),
        (BACKGROUND, 7, False),
        (BACKGROUND, 8, True),
        (QUOTED, 9, False),
    ],
)
def test_a_line_goes_when_enough_articles_of_a_site_share_it(line: str, count: int, is_gone: bool) -> None:
    frame = articles(line, count)
    kept, removed = cleaned(frame, count_repeats(frame))
    assert [line not in text for text in kept["text"]] == [is_gone] * count
    assert removed["rule"].to_list() == ["repeated_line"] * (count if is_gone else 0)
    if is_gone:
        assert removed["line_no"].to_list() == [2] * count
        assert kept["paragraph_lines"].to_list() == [[1, 3]] * count


def test_sites_are_counted_apart_and_pages_without_a_site_not_at_all() -> None:
    frames = [
        articles(FURNITURE, 2),
        articles(FURNITURE, 2, domain="other.example"),
        articles(FURNITURE, 5, domain=None),
    ]
    counts = merge_repeats(map(count_repeats, frames))
    assert all(cleaned(frame, counts)[1].is_empty() for frame in frames)
    assert site_of({"domain": None, "publisher": "Marrow Gazette"}) == "marrow gazette"


def test_copies_of_one_story_are_no_repeats() -> None:
    frame = ARTICLES.from_rows(article(n, "The pier closes.", "It opens in May.", FURNITURE) for n in range(1, 9))
    assert cleaned(frame, count_repeats(frame))[1].is_empty()


def test_counts_add_up_over_batches_and_runs_in_any_order() -> None:
    frame = articles(FURNITURE, 6)
    whole = count_repeats(frame)
    parts = [count_repeats(frame[at : at + 2]) for at in (4, 0, 2)]
    assert merge_repeats(parts).equals(whole)
    assert merge_repeats([whole, whole]).equals(whole)
    assert cleaned(frame, merge_repeats(parts))[0].equals(cleaned(frame, whole)[0])


def test_an_article_keeps_a_paragraph() -> None:
    frame = pl.concat([articles(FURNITURE, 3), ARTICLES.from_rows([article(9, FURNITURE)])])
    assert cleaned(frame, count_repeats(frame))[0]["text"][3] == FURNITURE


def test_only_counts_that_matter_are_handed_on() -> None:
    frame = articles(FURNITURE, 3)
    counts = merge_repeats([count_repeats(frame), count_repeats(articles(FURNITURE, 3, domain="other.example"))])
    assert repeats_of(counts, frame, config=CONFIG)["site"].to_list() == ["marrow.example"]


def test_nothing_counted_is_an_empty_table() -> None:
    assert merge_repeats([]).is_empty()
    assert merge_repeats([count_repeats(ARTICLES.empty())]).is_empty()
