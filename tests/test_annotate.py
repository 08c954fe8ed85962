"""Annotation: what is parsed, how quotations are folded, and that offsets point into the text."""

import subprocess
import sys
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.annotate import AnnotateConfig, annotate_articles
from newsquotes.annotation import QUOTE_POS, Annotation
from newsquotes.errors import ModelError
from newsquotes.language_model import load_model
from newsquotes.schemas import ANNOTATIONS

PROPERTY = settings(max_examples=25, deadline=None, derandomize=True)


def annotate(text: str, **options: Any) -> Annotation:
    frame = annotate_articles(pl.DataFrame({"article_id": [5], "text": [text]}), config=AnnotateConfig(**options))
    assert frame.schema == ANNOTATIONS.polars
    return Annotation.from_row(frame.row(0, named=True))


def printed(text: str, notes: Annotation) -> list[str]:
    return [text[start:end] for start, end in zip(notes.start, notes.end, strict=True)]


def test_tokens_with_their_grammar() -> None:
    text = "Wren said the boats sank."
    notes = annotate(text)
    assert printed(text, notes) == ["Wren", "said", "the", "boats", "sank", "."]
    assert list(notes.lemma) == ["wren", "say", "the", "boat", "sink", "."]
    assert list(notes.pos) == ["PROPN", "VERB", "DET", "NOUN", "VERB", "PUNCT"]
    assert [notes.dep[i] for i in (0, 1, 4)] == ["nsubj", "ROOT", "ccomp"]
    assert [notes.head[i] for i in (0, 1, 4)] == [1, 1, 1]


PARSED = [
    ("The boats sank in May.", False),
    ("Wren said the boats sank.", True),
    ("The “experts” came.", True),
    ("According to Wren, the boats sank.", True),
    ("The state of the report was good.", False),
    ("They claim the boats sank.", True),
]


@pytest.mark.parametrize(("text", "is_parsed"), PARSED)
def test_only_sentences_that_may_report_are_parsed(text: str, is_parsed: bool) -> None:
    assert bool(len(annotate(text))) == is_parsed


def test_without_indirect_ones_only_quotations_and_what_leads_up_to_them_are_parsed() -> None:
    text = "Wren said the boats sank. Hale said no.\n\n“We swam,” she said. Ada said the boats were old."
    assert set(annotate(text).sentence) == {0, 1, 2, 3}
    notes = annotate(text, kinds=("direct", "mixed"))
    assert printed(text, notes)[:4] == ["Hale", "said", "no", "."]
    assert set(notes.sentence) == {0, 1}


def test_a_sentence_that_is_a_quotation_is_one_token() -> None:
    text = "“We swam.” “Why?” “We swam”"
    notes = annotate(text)
    assert printed(text, notes) == ["“We swam.”", "“Why?”", "“We swam”"]
    assert list(notes.pos) == [QUOTE_POS] * 3


def test_sentences_are_told_apart() -> None:
    text = "Wren said no. The boats sank.\n\nDr. Ada Hale said yes."
    notes = annotate(text)
    assert printed(text, notes) == ["Wren", "said", "no", ".", "Dr.", "Ada", "Hale", "said", "yes", "."]
    assert list(notes.sentence) == [0] * 4 + [1] * 6


def test_a_whole_quotation_is_one_token_with_its_marks() -> None:
    text = "“The boats sank. We swam,” Wren said."
    notes = annotate(text)
    assert printed(text, notes) == ["“The boats sank. We swam,”", "Wren", "said", "."]
    assert [notes.pos[0], notes.lemma[0]] == [QUOTE_POS, ""]
    assert [notes.dep[1], notes.head[1]] == ["nsubj", 2]


def test_quoted_words_in_a_clause_keep_their_place_in_the_tree() -> None:
    text = "Wren said the plan “was doomed” from the start."
    notes = annotate(text)
    quote = printed(text, notes).index("“was doomed”")
    assert (notes.pos[quote], notes.dep[quote], notes.head[quote]) == (QUOTE_POS, "ccomp", 1)


def test_a_turned_apostrophe_is_an_apostrophe() -> None:
    text = "Wren said Hale‘s boats sank."
    assert printed(text, annotate(text))[2:4] == ["Hale", "‘s"]


def test_entities_when_asked_for() -> None:
    text = "Angela Merkel said the boats sank in Germany."
    assert set(annotate(text).entity) == {""}
    assert {"B-PERSON", "B-GPE"} <= set(annotate(text, entities=True).entity)


def test_long_sentences_are_cut() -> None:
    assert len(annotate("Wren said " + "boats and " * 400 + "ships.", max_sentence_words=50)) == 50


def test_an_empty_article_has_no_tokens() -> None:
    assert len(annotate("")) == 0


def test_an_unknown_model_is_named_with_what_to_do() -> None:
    with pytest.raises(ModelError, match="en_nothing is not installed: pip install"):
        load_model("en_nothing")


def test_importing_the_module_loads_no_model() -> None:
    code = "import sys, newsquotes.annotate; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.text(alphabet="Wren said “that” 'boats' \"sank\".\n,é ", max_size=160))
@PROPERTY
def test_any_text_gives_trees_over_its_words(text: str) -> None:
    notes = annotate(text)
    spans = list(zip(notes.start, notes.end, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    for token, head in enumerate(notes.head):
        assert notes.sentence[token] == notes.sentence[head]
        seen = {token}
        while notes.head[head] != head:
            assert head not in seen
            seen.add(head)
            head = notes.head[head]


def test_the_same_whatever_stands_beside_it() -> None:
    texts = ["Wren said no.", "“Yes,” said Hale, who said the boats “sank” in May.", "", "Ada told Wren to go."]
    frame = pl.DataFrame({"article_id": range(4), "text": texts})
    apart = pl.concat([annotate_articles(frame[i : i + 1]) for i in range(4)])
    assert annotate_articles(frame).equals(apart)


def test_for_direct_ones_alone_quoted_words_inside_a_clause_are_not_parsed() -> None:
    text = "Wren called it “a mess” again. Hale said no.\n\n“We swam,” she said. The “experts” came late."
    notes = annotate(text, kinds=("direct",))
    assert printed(text, notes) == ["“We swam,”", "she", "said", "."]
    led = annotate("Hale said no.\n\n“We swam.”\n\nIt rained.", kinds=("direct",))
    assert printed("Hale said no.\n\n“We swam.”\n\nIt rained.", led) == ["Hale", "said", "no", ".", "“We swam.”"]
