"""Rules for `articles`: after cleaning, and about the quotations per article after extraction."""

from datetime import UTC, datetime, timedelta

import polars as pl

from expectations.from_schema import foreign_keys, structure
from expectations.markers import MARKUP, SPOILED, first_match, furniture_line, word_count
from expectations.rule import (
    IS_NULL,
    Rule,
    Scope,
    Suite,
    between,
    both_or_neither,
    enough,
    mean_between,
    row_count_between,
    warning,
)
from newsquotes.schemas import ARTICLES

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
CLOCK_SKEW = timedelta(days=1)
REPEATED_IN = 4
"""A paragraph that so many different articles of one outlet share is page furniture."""

_text = pl.col("text")
_published = pl.col("published_at")
_outlet = pl.coalesce("publisher", "domain")


def date_is_plausible(column: str, scope: Scope) -> pl.Expr:
    """True for a date from 1900 to now; a day of skew is allowed, since outlets print local days."""
    return pl.col(column).is_between(pl.lit(EARLIEST), pl.lit(scope.now + CLOCK_SKEW))


def _with_lines(scope: Scope) -> pl.LazyFrame:
    """The articles with what their lines tell.

    `furniture` is the first marker of page furniture, `furniture_share` the share of such lines, and `repeated` a
    paragraph that at least `REPEATED_IN` different articles of the outlet share.
    """
    articles = scope.table("articles")
    lines = (
        articles.select("article_id", "text_sha256", outlet=_outlet, line=_text.str.split("\n"))
        .explode("line")
        .filter(pl.col("line").str.len_bytes() > 0)
        .with_columns(marker=furniture_line(pl.col("line")), fingerprint=pl.col("line").hash())
    )
    marked = lines.group_by("article_id", maintain_order=True).agg(
        furniture=pl.col("marker").drop_nulls().first(), furniture_share=pl.col("marker").count() / pl.len()
    )
    shared = (
        lines.drop_nulls("outlet")
        .group_by("outlet", "fingerprint")
        .agg(articles=pl.col("text_sha256").n_unique())
        .filter(pl.col("articles") >= REPEATED_IN)
    )
    repeated = (
        lines.join(shared, on=["outlet", "fingerprint"], how="semi")
        .group_by("article_id")
        .agg(repeated=pl.col("line").sort().first())
    )
    return articles.join(marked, on="article_id", how="left", maintain_order="left").join(
        repeated, on="article_id", how="left", maintain_order="left"
    )


RULES = (
    Rule(
        "there_are_articles",
        "Where no document holds an article there is nothing to publish; the rejects say of each document why.",
        pl.lit(None),
        row_count_between(1),
    ),
    Rule(
        "date_is_plausible",
        "A publication date before 1900 or in the future is a misread date.",
        lambda scope: date_is_plausible("published_at", scope),
        tolerance=0.01,
        shows=("source_uri", "published_at", "published_source"),
    ),
    Rule(
        "missing_date_says_why",
        "A null date is stated as `none`; a date states where it was read and how exact it is.",
        both_or_neither(_published.is_null(), pl.col("published_source") == "none")
        & both_or_neither(_published.is_null(), pl.col("published_precision").is_null()),
        shows=("source_uri", "published_at", "published_precision", "published_source"),
    ),
    warning(
        "dates_are_known",
        "Quotes cannot be put in time when most articles are undated.",
        enough(_published.is_not_null()),
        mean_between(0.5),
    ),
    warning(
        "modified_after_published",
        "A change before publication means that the two dates were mixed up.",
        pl.col("modified_at") >= _published - pl.duration(days=1),
        tolerance=0.02,
        shows=("source_uri", "published_at", "modified_at"),
    ),
    warning(
        "date_is_not_a_crawl_stamp",
        "Many articles of one outlet with the same second carry the time of the crawl, not of publication.",
        pl.when((pl.col("published_precision") == "second") & _outlet.is_not_null()).then(
            pl.col("article_id").n_unique().over(_outlet, _published)
        ),
        between(maximum=3),
        tolerance=0.05,
        shows=("source_uri", "publisher", "published_at"),
    ),
    Rule(
        "text_has_no_markup",
        "Tags and entities inside a text end up inside quotes.",
        first_match(_text, MARKUP),
        IS_NULL,
        tolerance=0.02,
        shows=("source_uri",),
    ),
    warning(
        "text_has_no_boilerplate",
        "Captions, menus, cookie notices and appeals are not what the article says.",
        pl.col("furniture"),
        IS_NULL,
        tolerance=0.02,
        shows=("source_uri",),
    ),
    Rule(
        "text_is_mostly_article",
        "A page that is mainly menus, notices and appeals is not an article.",
        pl.col("furniture_share"),
        between(maximum=0.34),
        tolerance=0.05,
        shows=("source_uri", "n_words"),
    ),
    warning(
        "no_paragraph_shared_by_many",
        "A paragraph that one outlet prints under several articles is page furniture without a known wording.",
        pl.col("repeated"),
        IS_NULL,
        tolerance=0.05,
        shows=("source_uri", "publisher"),
    ),
    warning(
        "text_is_spelt_in_one_charset",
        "Replacement characters and garbled accents misspell names and hide equal quotes from each other.",
        first_match(_text, SPOILED),
        IS_NULL,
        tolerance=0.02,
        shows=("source_uri",),
    ),
    Rule(
        "paragraphs_are_tidy",
        "Offsets and paragraph numbers rely on paragraphs that are separated by exactly one blank line.",
        ~_text.str.contains(r"^\s|\s$|\r|\n{3,}|[^\n]\n[^\n]"),
        tolerance=0.02,
        shows=("source_uri",),
    ),
    warning(
        "title_not_repeated_in_text",
        "A headline that opens the text is read as a sentence, and its quotation counts twice.",
        ~_text.str.starts_with(pl.col("title") + pl.lit("\n")),
        tolerance=0.02,
        shows=("source_uri", "title"),
    ),
    warning(
        "text_is_long_enough",
        "A few words are a stub, a teaser or a paywall, not an article.",
        pl.col("n_words"),
        between(20),
        tolerance=0.05,
        shows=("source_uri", "title"),
    ),
    warning(
        "word_count_is_true",
        "Rates per thousand words rely on the count.",
        pl.col("n_words") / word_count(_text).clip(1),
        between(0.7, 1.4),
        tolerance=0.02,
        shows=("source_uri", "n_words"),
    ),
    warning(
        "words_per_article",
        "A mean outside the usual length of news hints at stubs or at pages that were not split.",
        enough(pl.col("n_words")),
        mean_between(60, 3000),
    ),
    warning(
        "same_text_once_per_publisher",
        "The same page crawled twice counts its quotes twice.",
        pl.when(pl.col("publisher").is_not_null()).then(pl.struct("publisher", "text_sha256").is_unique()),
        tolerance=0.05,
        shows=("source_uri", "publisher"),
    ),
    Rule(
        "text_sha256_is_a_digest",
        "The digest proves which wording offsets refer to.",
        pl.col("text_sha256").str.contains(r"^[0-9a-f]{64}$"),
        shows=("text_sha256",),
    ),
    Rule(
        "language_is_a_code",
        "Filters on language need ISO 639-1 codes.",
        pl.col("language").str.contains(r"^[a-z]{2}$"),
        shows=("source_uri", "language"),
    ),
    warning(
        "publishers_are_known",
        "Comparing outlets needs to know the outlet of most articles.",
        enough(pl.col("publisher").is_not_null()),
        mean_between(0.5),
    ),
    warning(
        "publisher_is_a_name",
        "A URL, an address or a sentence in place of the outlet's name was read from the wrong line.",
        pl.col("publisher").str.contains(r"^\P{L}{0,3}[^\s@]") & ~pl.col("publisher").str.contains(r"://|@|\n|^.{81,}"),
        tolerance=0.02,
        shows=("source_uri", "publisher"),
    ),
    warning(
        "authors_are_names",
        "Dates, addresses and sentences among the authors were read from the wrong line.",
        pl.when(pl.col("authors").list.len() > 0).then(
            ~pl.col("authors").list.join("\n").str.contains(r"(?m)\d|@|://|^\s*$|^.{61,}$")
        ),
        tolerance=0.05,
        shows=("source_uri", "authors"),
    ),
    warning(
        "url_is_absolute",
        "A URL that cannot be opened cannot be verified.",
        pl.col("url").str.contains(r"^https?://[^\s/]+\.[^\s/]+\S*$"),
        tolerance=0.02,
        shows=("source_uri", "url"),
    ),
    warning(
        "domain_is_the_urls_host",
        "Counts per outlet go wrong when the domain is not that of the article's own page.",
        (
            pl.col("url").str.extract(r"^https?://(?:[^/@\s]*@)?(?:www\.)?([^/:\s]+)").str.to_lowercase()
            == pl.col("domain")
        )
        | pl.col("url")
        .str.extract(r"^https?://(?:[^/@\s]*@)?([^/:\s]+)")
        .str.to_lowercase()
        .str.ends_with(pl.lit(".") + pl.col("domain")),
        tolerance=0.02,
        shows=("url", "domain"),
    ),
)


def _with_quotations(scope: Scope) -> pl.LazyFrame:
    """The articles with the number of their quotations and of the words quoted directly."""
    quoted = (
        scope.table("quotations")
        .group_by("article_id")
        .agg(
            n_quotations=pl.len(),
            quoted_words=word_count(pl.col("text"))
            .filter(pl.col("kind") == "direct", pl.col("nested_in").is_null())
            .sum(),
        )
    )
    articles = scope.table("articles").select("article_id", "source_uri", "title", "n_words")
    return articles.join(quoted, on="article_id", how="left", maintain_order="left").with_columns(
        pl.col("n_quotations", "quoted_words").fill_null(0)
    )


QUOTATION_RULES = (
    warning(
        "quotations_per_article",
        "News that hardly quotes anybody, or quotes in every line, hints at a broken scanner.",
        enough(pl.col("n_quotations")),
        mean_between(0.5, 40),
    ),
    warning(
        "articles_without_quotations",
        "When most articles yield nothing, quotation marks were lost on the way.",
        enough(pl.col("n_quotations") == 0),
        mean_between(maximum=0.6),
    ),
    warning(
        "article_is_not_all_quotation",
        "A text that is nearly all quotation has an opening mark that was never closed, or is a transcript.",
        pl.col("quoted_words") / pl.col("n_words").clip(1),
        between(maximum=0.9),
        tolerance=0.05,
        shows=("source_uri", "title", "n_words"),
    ),
)

SUITES = (
    Suite(
        "clean",
        "articles",
        ARTICLES.primary_key,
        (*structure(ARTICLES), *foreign_keys(ARTICLES), *RULES),
        _with_lines,
        ("documents", "articles"),
        quarantines=True,
    ),
    Suite(
        "extract",
        "articles",
        ARTICLES.primary_key,
        QUOTATION_RULES,
        _with_quotations,
        ("articles", "quotations"),
    ),
)
