"""Interviews whose layout alone tells questions from answers: a text in, what is answered out."""

import polars as pl
import pytest

from newsquotes.annotate import annotate_articles
from newsquotes.extract import extract_quotations

ANSWERS = [
    (
        "Ines Holt names paint.\n\n**Why paint?**\n\nI was bad at sums.\n\n**And now?**\n\nI am bad at paint.",
        ["I was bad at sums.", "I am bad at paint."],
    ),
    (
        "__Why paint?__\n\nNobody asks.\n\nI was bad at sums.\n\nPaint is dear.\n\n__And now?__\n\nIt is my living.",
        ["Nobody asks.", "I was bad at sums.", "It is my living."],
    ),
    (
        "Why paint at all?\n\nI was bad at sums.\n\nAnd do you regret it?\n\nNot on my good days.\n\n"
        "What comes after paint?\n\nRust, says my aunt, and I believe her.\n\nThe fair closes today.",
        ["I was bad at sums.", "Not on my good days.", "Rust, says my aunt, and I believe her."],
    ),
    (
        "We met her at noon.\n\n— Will you stay?\n\n— As long as the mill does.\n\n— Who asks you to?\n\n— The mill.",
        ["As long as the mill does.", "The mill."],
    ),
    ("**Why paint?**\n\n“I was bad at sums.”\n\n**And now?**\n\n“I am old.”", ["I was bad at sums.", "I am old."]),
    # what readers ask, what a list asks, what one question leads up to
    ("**How is paint made?**\n\nOut of oil.\n\n**Is it dear?**\n\nYour shop will tell you.", []),
    ("**Why paint?**\n\nI was bad at sums.", []),
    ("Is paint dear?\n\nIt may be.\n\nIs it safe?\n\nIt is dry in a day.\n\nIs it green?\n\nAsk for another.", []),
    ("Is it the end?\n\nI fear so.\n\nIs it the beginning?\n\nI hope so, but my aunt does not.", []),
    ("The mill lacks much.\n\n— Why no wheel?\n\n— A roof.\n\n— Why no door?\n\n— A lock.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "answers"), ANSWERS)
def test_the_answers_are(text: str, answers: list[str]) -> None:
    articles = pl.DataFrame({"article_id": [5], "text": [text]})
    extracted = extract_quotations(articles, annotate_articles(articles))
    assert extracted.quotations["text"].to_list() == answers


def test_the_questions_are_on_record_as_nobodys() -> None:
    text = "**Why paint?**\n\nI was bad at sums.\n\n**And now?**\n\nI am bad at paint."
    articles = pl.DataFrame({"article_id": [5], "text": [text]})
    rejects = extract_quotations(articles, annotate_articles(articles)).rejects
    assert rejects.select("rule", "excerpt").rows() == [
        ("interview_question", "**Why paint?**"),
        ("interview_question", "**And now?**"),
    ]
