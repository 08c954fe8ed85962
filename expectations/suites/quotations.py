"""Rules for `quotations`: where the words stand (after extraction) and who said them (after attribution)."""

import polars as pl

from expectations.from_schema import foreign_keys, structure
from expectations.markers import MARKUP, first_match, furniture_quotation, word_count
from expectations.rule import IS_NULL, Rule, Scope, Suite, between, both_or_neither, enough, mean_between, warning
from newsquotes.schemas import QUOTATIONS

LONGEST = 400
"""Words; longer quotations are nearly always an opening mark that was never closed."""

FAR = 1500
"""Characters between a quotation and the words that name its speaker."""

UNNAMED = (
    r"(?i)^(?:i|me|he|him|she|her|it|they|them|we|us|you|who|this|that|these|those|one|someone|somebody|everyone|nobody"
    r"|anonymous|unknown|none|null|n/a|speaker)$"
)
"""Words that point to somebody without naming anybody."""

NOT_A_NAME = r"[\n\r\t]|[\"“”«»<>{}]|://|@|^\P{L}*$|^['’]\p{L}{1,2}$|^.{101,}$"

_article = pl.col("article_text")
_text = pl.col("text")
_speaker = pl.col("speaker")


def slice_of(text: pl.Expr, start: str, end: str) -> pl.Expr:
    """The characters from column `start` up to column `end`."""
    offset = pl.col(start).clip(0)
    return text.str.slice(offset, (pl.col(end) - offset).clip(0))


def _last_word(name: pl.Expr) -> pl.Expr:
    """The last word of a name, by which articles call a speaker."""
    return name.str.extract(r"([\p{L}\p{N}]+)\P{L}*$")


def with_article(table: str, scope: Scope) -> pl.LazyFrame:
    """The table with the text, title and authors of each row's article."""
    articles = scope.table("articles").select(
        "article_id",
        article_text="text",
        article_title="title",
        article_authors=pl.col("authors").list.join(" "),
    )
    return scope.table(table).join(articles, on="article_id", how="left", maintain_order="left")


def _with_host(scope: Scope) -> pl.LazyFrame:
    """The quotations with their article, the quotation that holds them, and the first part of their utterance."""
    quotations = scope.table("quotations").unique("quotation_id", keep="first", maintain_order=True)
    hosts = quotations.select("quotation_id", host_article="article_id", host_start="start", host_end="end")
    firsts = quotations.select("quotation_id", first_article="article_id", first_start="start")
    return (
        with_article("quotations", scope)
        .join(hosts, left_on="nested_in", right_on="quotation_id", how="left", maintain_order="left")
        .join(firsts, left_on="quote_group", right_on="quotation_id", how="left", maintain_order="left")
    )


EXTRACT_RULES = (
    Rule(
        "text_is_the_slice",
        "Cutting the article's text at the offsets gives exactly the quoted words.",
        slice_of(_article, "start", "end") == _text,
        shows=("start", "end", "text"),
    ),
    Rule(
        "start_before_end",
        "A quotation has at least one character.",
        pl.col("start") < pl.col("end"),
        shows=("start", "end"),
    ),
    Rule(
        "quotation_has_words",
        "Marks, dashes and figures alone say nothing.",
        _text.str.contains(r"\p{L}"),
        tolerance=0.01,
        shows=("text",),
    ),
    warning(
        "quotation_is_not_too_long",
        "Hundreds of words are usually an opening mark that was never closed.",
        word_count(_text),
        between(maximum=LONGEST),
        tolerance=0.01,
        shows=("text",),
    ),
    Rule(
        "quotation_is_not_boilerplate",
        "Cookie notices, appeals, menus and captions are said by nobody.",
        furniture_quotation(_text),
        IS_NULL,
        tolerance=0.02,
        shows=("text",),
    ),
    Rule(
        "quotation_has_no_markup",
        "Tags and entities are not part of what was said.",
        first_match(_text, MARKUP),
        IS_NULL,
        tolerance=0.02,
        shows=("text",),
    ),
    Rule(
        "statement_encloses_quotation",
        "The reported clause of a mixed quotation has both ends and holds the quoted words.",
        both_or_neither(pl.col("statement_start").is_null(), pl.col("statement_end").is_null())
        & ((pl.col("statement_start") <= pl.col("start")) & (pl.col("statement_end") >= pl.col("end"))).fill_null(
            pl.col("statement_start").is_null() & pl.col("statement_end").is_null()
        ),
        shows=("text", "start", "end", "statement_start", "statement_end"),
    ),
    Rule(
        "statement_lies_in_text",
        "The reported clause ends where the article ends, at the latest.",
        pl.col("statement_end") <= _article.str.len_chars(),
        shows=("text", "statement_end"),
    ),
    warning(
        "mixed_quotation_has_statement",
        "Quoted words inside a reported clause mean little without that clause.",
        pl.when(pl.col("kind") == "mixed").then(pl.col("statement_start").is_not_null()),
        tolerance=0.02,
        shows=("text",),
    ),
    Rule(
        "nested_lies_inside",
        "A quotation inside another one lies within it, in the same article.",
        pl.when(pl.col("nested_in").is_not_null()).then(
            (pl.col("host_article") == pl.col("article_id"))
            & (pl.col("host_start") <= pl.col("start"))
            & (pl.col("host_end") >= pl.col("end"))
            & (pl.col("nested_in") != pl.col("quotation_id"))
        ),
        shows=("text", "start", "end", "nested_in"),
    ),
    Rule(
        "group_starts_with_first_part",
        "The parts of one utterance carry the id of its first part, in the same article.",
        ((pl.col("first_article") == pl.col("article_id")) & (pl.col("first_start") <= pl.col("start"))).fill_null(
            False
        ),
        shows=("text", "quote_group"),
    ),
    warning(
        "quotation_stays_in_paragraph",
        "A quotation over several paragraphs was probably closed by somebody else's mark.",
        ~_text.str.contains("\n\n", literal=True),
        tolerance=0.02,
        shows=("text",),
    ),
    warning(
        "paragraph_number_is_true",
        "Analyses by position in the article rely on the paragraph number.",
        _article.str.head(pl.col("start").clip(0)).str.count_matches("\n\n", literal=True).cast(pl.Int64)
        == pl.col("paragraph"),
        tolerance=0.01,
        shows=("text", "paragraph"),
    ),
    warning(
        "quotation_without_outer_marks",
        "The marks around the words are not part of them; left in, they keep equal quotes apart.",
        pl.when(pl.col("kind") == "direct").then(~_text.str.contains(r"^[\"“„«].*[\"”»]$")),
        tolerance=0.05,
        shows=("text",),
    ),
    warning(
        "quotations_do_not_overlap",
        "Two overlapping quotations of one kind count the same words twice.",
        pl.when(pl.col("nested_in").is_null()).then(
            (
                pl.col("start")
                >= pl.col("end").shift(1).over("article_id", "kind", pl.col("nested_in").is_null(), order_by="start")
            ).fill_null(True)
        ),
        tolerance=0.02,
        shows=("text", "start", "end"),
    ),
    warning(
        "quotation_length",
        "Means outside the usual length of quotations hint at fragments or at marks that were paired wrongly.",
        enough(word_count(_text)),
        mean_between(4, 60),
    ),
    warning(
        "share_of_direct_quotations",
        "Corpora of news hold many direct quotations; hardly any means that quotation marks were lost.",
        enough(pl.col("kind") == "direct"),
        mean_between(0.1),
    ),
)

ATTRIBUTE_RULES = (
    Rule(
        "confidence_fits_speaker",
        "Confidence is 0 exactly when no speaker is named, so that a filter on it is enough.",
        both_or_neither(_speaker.is_null(), pl.col("confidence") == 0),
        shows=("text", "speaker", "confidence"),
    ),
    Rule(
        "attribution_rule_is_named",
        "Every speaker, and every missing one, names the rule that decided.",
        pl.col("attribution_rule").str.contains(r"\S") & (pl.col("attribution_rule") != "unattributed"),
        shows=("text", "attribution_rule"),
    ),
    Rule(
        "mention_is_the_slice",
        "Cutting the article's text at the mention's offsets gives the words that name the speaker.",
        pl.when(pl.col("mention_start").is_not_null() | pl.col("mention_end").is_not_null()).then(
            (slice_of(_article, "mention_start", "mention_end") == pl.col("speaker_mention")).fill_null(False)
        ),
        shows=("speaker_mention", "mention_start", "mention_end"),
    ),
    Rule(
        "cue_is_the_slice",
        "Cutting the article's text at the cue's offsets gives the reporting word or mark.",
        pl.when(pl.col("cue_start").is_not_null() | pl.col("cue_end").is_not_null()).then(
            (slice_of(_article, "cue_start", "cue_end") == pl.col("cue")).fill_null(False)
        ),
        shows=("cue", "cue_start", "cue_end"),
    ),
    Rule(
        "speaker_has_type",
        "Counts of persons and organisations need to know which of them a speaker is.",
        pl.when(_speaker.is_not_null()).then(pl.col("speaker_type").is_not_null()),
        shows=("speaker",),
    ),
    Rule(
        "speaker_is_a_name",
        "A pronoun, a sentence or a piece of markup names nobody.",
        ~_speaker.str.contains(UNNAMED) & ~_speaker.str.contains(NOT_A_NAME),
        tolerance=0.02,
        shows=("text", "speaker", "attribution_rule"),
    ),
    warning(
        "person_is_capitalised",
        "A person's name in lower case is usually a noun that was taken for one.",
        pl.when(pl.col("speaker_type") == "person").then(_speaker.str.contains(r"\p{Lu}|\p{Lo}|\p{Lt}")),
        tolerance=0.05,
        shows=("text", "speaker", "attribution_rule"),
    ),
    warning(
        "speaker_is_in_article",
        "A name that the article never prints was invented or carried over from another one.",
        _article.str.contains(_last_word(_speaker), literal=True)
        | pl.col("article_title").str.contains(_last_word(_speaker), literal=True).fill_null(False)
        | pl.col("article_authors").str.contains(_last_word(_speaker), literal=True).fill_null(False),
        tolerance=0.02,
        shows=("text", "speaker", "attribution_rule"),
    ),
    warning(
        "mention_is_outside_quotation",
        "Whoever is named inside the quoted words is spoken of, not speaking.",
        (pl.col("mention_end") <= pl.col("start")) | (pl.col("mention_start") >= pl.col("end")),
        tolerance=0.02,
        shows=("text", "speaker_mention", "attribution_rule"),
    ),
    warning(
        "mention_is_near",
        "A name far away from the words is a guess.",
        pl.max_horizontal(pl.col("start") - pl.col("mention_end"), pl.col("mention_start") - pl.col("end")),
        between(maximum=FAR),
        tolerance=0.05,
        shows=("text", "speaker_mention", "attribution_rule"),
    ),
    warning(
        "parts_share_a_speaker",
        "The parts of one utterance were said by one speaker.",
        _speaker.n_unique().over("quote_group") == 1,
        tolerance=0.02,
        shows=("text", "speaker", "quote_group"),
    ),
    warning(
        "speaker_is_not_addressee",
        "Who is spoken to is somebody else.",
        pl.col("addressee") != _speaker,
        tolerance=0.01,
        shows=("text", "speaker", "addressee"),
    ),
    warning(
        "share_with_speaker",
        "Quotations without a speaker are lost to the dataset; more than half hints at a broken rule or an odd corpus.",
        enough(_speaker.is_not_null()),
        mean_between(0.5),
    ),
    warning(
        "share_of_places_as_speakers",
        "Places speak rarely; many of them are names that were typed wrongly.",
        enough(pl.when(_speaker.is_not_null()).then(pl.col("speaker_type") == "place")),
        mean_between(maximum=0.2),
    ),
    warning(
        "mean_confidence",
        "When most speakers are guesses, results need the surest rows only.",
        enough(pl.when(_speaker.is_not_null()).then(pl.col("confidence"))),
        mean_between(0.5),
    ),
)

SUITES = (
    Suite(
        "extract",
        "quotations",
        QUOTATIONS.primary_key,
        (*structure(QUOTATIONS), *foreign_keys(QUOTATIONS), *EXTRACT_RULES),
        _with_host,
        ("articles", "quotations"),
        quarantines=True,
        long=frozenset({"article_text"}),
    ),
    Suite(
        "attribute",
        "quotations",
        QUOTATIONS.primary_key,
        (*structure(QUOTATIONS), *ATTRIBUTE_RULES),
        lambda scope: with_article("quotations", scope),
        ("articles", "quotations"),
        quarantines=True,
        long=frozenset({"article_text"}),
    ),
)
