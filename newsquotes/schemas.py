"""Every table of newsquotes, declared once.

Polars and Arrow schemas, the structural expectations and the data dictionary are derived from the declarations below;
nothing else in the project spells out a table's columns.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from newsquotes.errors import SchemaError

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_VERSION = "1"

INT = pl.Int64()
TEXT = pl.String()
TEXTS = pl.List(pl.String())
DATES = pl.List(pl.Date())
TIME = pl.Datetime("us", "UTC")
DATE = pl.Date()
SHARE = pl.Float64()
FLAG = pl.Boolean()
COUNT = pl.Int64()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, what it means, and what must hold for every value.

    `references` names the `table.column` that a foreign key points to, `unless` a column and the value of it in rows
    whose key points nowhere; `exported` is False for what the pipeline needs but the published dataset leaves out.
    """

    name: str
    dtype: pl.DataType
    description: str
    nullable: bool = False
    values: tuple[str, ...] = ()
    references: str | None = None
    unless: tuple[str, str] | None = None
    minimum: float | None = None
    maximum: float | None = None
    exported: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, its primary key, and the order in which rows are published."""

    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    sort_by: tuple[str, ...]

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    @property
    def names(self) -> list[str]:
        """The column names, in order."""
        return [column.name for column in self.columns]

    @property
    def polars(self) -> pl.Schema:
        """The polars schema."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    @property
    def arrow(self) -> "pa.Schema":
        """The Arrow schema of the published table, with a description on each field."""
        import pyarrow as pa

        fields = pl.DataFrame(schema=self.polars).to_arrow().schema
        return pa.schema(
            [
                fields.field(column.name)
                .with_nullable(column.nullable)
                .with_metadata({"description": column.description})
                for column in self.columns
                if column.exported
            ]
        )

    def column(self, name: str) -> Column:
        """The column called `name`."""
        return next(column for column in self.columns if column.name == name)

    def empty(self) -> pl.DataFrame:
        """A frame with the table's columns and no rows."""
        return pl.DataFrame(schema=self.polars)

    def from_rows(self, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
        """A frame of `rows` (plain mappings); a missing key is null, an unknown key is a SchemaError."""
        listed = list(rows)
        if not listed:
            return self.empty()
        known = set(self.names)
        for row in listed:
            if not known.issuperset(row):
                unknown = row.keys() - known
                raise SchemaError(f"table {self.name}: no column {', '.join(sorted(unknown))}")
        return pl.DataFrame(
            {column.name: [row.get(column.name) for row in listed] for column in self.columns}, schema=self.polars
        )

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` with exactly the declared columns, in order and of the declared types.

        Raises SchemaError if a column is missing or cannot be cast without loss.
        """
        if missing := [name for name in self.names if name not in frame.columns]:
            raise SchemaError(f"table {self.name}: column {', '.join(missing)} is missing")
        try:
            return frame.select(pl.col(column.name).cast(column.dtype) for column in self.columns)
        except pl.exceptions.PolarsError as error:
            raise SchemaError(f"table {self.name}: {error}") from error


FORMATS = ("text", "markdown", "html", "mhtml", "jsonl", "json", "parquet", "csv", "feed", "warc", "wet")
PUBLISHED_SOURCES = ("metadata", "markup", "text", "url", "feed", "modified", "none")
VALUE_SOURCES = ("metadata", "markup", "text", "url", "feed")
TEXT_SOURCES = ("page", "linked_data")
PRECISIONS = ("second", "minute", "day", "month", "year")
KINDS = ("direct", "mixed", "indirect")
GENDERS = ("female", "male")
GENDER_SOURCES = ("title", "given_name", "noun", "pronoun")
SPEAKER_TYPES = ("person", "organisation", "place", "group")
MATCH_TYPES = ("exact", "formatting", "truncated", "elided", "spliced", "reworded")
LINK_KINDS = ("translation", "contains", "conflict", "redirect")
STAGES = ("ingest", "clean", "annotate", "extract", "attribute", "dedupe", "export")
LABELS = (
    "caption",
    "navigation",
    "appeal",
    "cookie_notice",
    "newsletter",
    "related",
    "comment",
    "byline",
    "dateline",
    "title",
    "publisher",
    "credit",
    "share",
    "advertisement",
    "paywall",
    "legal",
    "markup",
    "repeat",
    "pull_quote",
    "other_article",
)

DOCUMENTS = Table(
    "documents",
    "What was read: one row per file, or per record of an archive, dump or feed.",
    (
        Column("document_id", INT, "Hash of source_uri, member and blake3."),
        Column(
            "source_uri", TEXT, "Path below the given source, with the source's own name first; `-` is standard input."
        ),
        Column("member", TEXT, "Path or record inside an archive or dump; empty for a plain file."),
        Column("format", TEXT, "What the bytes turned out to be.", values=FORMATS),
        Column("byte_length", COUNT, "Size of the record before decoding, in bytes.", minimum=0),
        Column("blake3", TEXT, "BLAKE3 digest of those bytes in hex, as `b3sum` prints it."),
        Column("charset", TEXT, "The charset that decoded the bytes."),
        Column("declared_url", TEXT, "URL that the record or its envelope states.", nullable=True),
        Column("declared_title", TEXT, "Title that the record states outside the page itself.", nullable=True),
        Column("declared_authors", TEXTS, "Authors that the record states; empty when none.", nullable=True),
        Column("declared_published", TEXT, "Publication date as the record writes it, not parsed.", nullable=True),
        Column("declared_publisher", TEXT, "Publisher that the record states.", nullable=True),
        Column("language_hint", TEXT, "Language code that the record states.", nullable=True),
        Column(
            "extra",
            TEXT,
            "Fields of the record that no other column holds, as a JSON object; `left_out` names those too large.",
            nullable=True,
        ),
        Column("payload", TEXT, "The decoded text or markup.", exported=False),
    ),
    primary_key=("document_id",),
    sort_by=("source_uri", "member", "document_id"),
)

ARTICLES = Table(
    "articles",
    "One row per article; a page that carries several articles gives several rows.",
    (
        Column("article_id", INT, "Hash of document_id and part."),
        Column("document_id", INT, "The document it was found in.", references="documents.document_id"),
        Column("source_uri", TEXT, "As in documents."),
        Column("part", COUNT, "0 for the page's main article, then 1, 2, … in page order.", minimum=0),
        Column("url", TEXT, "Canonical URL.", nullable=True),
        Column("domain", TEXT, "Registered host of the URL, without `www.`.", nullable=True),
        Column("publisher", TEXT, "Outlet that carried the article.", nullable=True),
        Column("title", TEXT, "Headline; never repeated in the text.", nullable=True),
        Column("authors", TEXTS, "Author names as printed; empty when none."),
        Column("published_at", TIME, "When it was published; null when the page does not say.", nullable=True),
        Column(
            "published_precision", TEXT, "How exact published_at is; null with it.", nullable=True, values=PRECISIONS
        ),
        Column(
            "published_source",
            TEXT,
            "Where the date was read; `modified` when the page states only its last change, `none` when it is null.",
            values=PUBLISHED_SOURCES,
        ),
        Column("published_on", DATE, "Calendar day of publication in the outlet's own time zone.", nullable=True),
        Column("published_confidence", SHARE, "Share of such dates that are right.", True, minimum=0, maximum=1),
        Column("modified_at", TIME, "When it was last changed, if stated.", nullable=True),
        Column("section", TEXT, "Section or rubric that the outlet filed it under.", nullable=True),
        Column("agency", TEXT, "News agency that is credited with the text.", nullable=True),
        Column("is_paywalled", FLAG, "The page keeps the rest of the text from readers who do not pay.", nullable=True),
        Column("title_source", TEXT, "Where the title was read.", nullable=True, values=VALUE_SOURCES),
        Column("title_confidence", SHARE, "Share of such titles that are right.", True, minimum=0, maximum=1),
        Column("publisher_source", TEXT, "Where the publisher was read.", nullable=True, values=VALUE_SOURCES),
        Column("publisher_confidence", SHARE, "Share of such publishers that are right.", True, minimum=0, maximum=1),
        Column("authors_source", TEXT, "Where the authors were read.", nullable=True, values=VALUE_SOURCES),
        Column("language", TEXT, "ISO 639-1 code of the text."),
        Column("text", TEXT, "Clean body: paragraphs separated by one blank line."),
        Column(
            "text_source",
            TEXT,
            "Where the text was read: what the page shows, or the linked data of a page that shows none.",
            nullable=True,
            values=TEXT_SOURCES,
        ),
        Column(
            "paragraph_lines",
            pl.List(pl.Int32()),
            "Line of the payload, as in removed_lines, that each paragraph of the text starts on; null when unknown.",
            nullable=True,
        ),
        Column("text_sha256", TEXT, "Hex digest of the text in UTF-8."),
        Column("n_words", COUNT, "Words in the text.", minimum=1),
        Column("syndication_group", INT, "Articles that print one story share it; null when alone.", nullable=True),
        Column("original_publisher", TEXT, "Outlet or agency that the article was adapted from.", nullable=True),
        Column("extra", TEXT, "As in documents.", nullable=True),
    ),
    primary_key=("article_id",),
    sort_by=("source_uri", "document_id", "part"),
)

REMOVED_LINES = Table(
    "removed_lines",
    "Every line, or dateline at the start of one, that is not article text, with the rule that removed it.",
    (
        Column("document_id", INT, "The document.", references="documents.document_id"),
        Column(
            "article_id",
            INT,
            "The article that the line stood in; null when none.",
            nullable=True,
            references="articles.article_id",
        ),
        Column("line_no", COUNT, "1-based line of the document's payload (of the extracted text for HTML).", minimum=1),
        Column("text", TEXT, "The line as it stood."),
        Column("rule", TEXT, "Name of the rule."),
        Column("label", TEXT, "What the line is.", values=LABELS),
        Column(
            "score",
            SHARE,
            "How likely the line is no article text, where a rule weighs evidence.",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
    ),
    primary_key=("document_id", "line_no"),
    sort_by=("document_id", "line_no"),
)

REPEATS = Table(
    "repeats",
    "Lines that recur on a site, counted over runs; kept beside the tables of a run and no part of the dataset.",
    (
        Column("site", TEXT, "Domain of the articles, or else their publisher, in lower case."),
        Column("line", INT, "Hash of the line's letters and digits."),
        Column("vouchers", pl.List(pl.Int64()), "Hashes of what else is in the articles that print it, sorted."),
    ),
    primary_key=("site", "line"),
    sort_by=("site", "line"),
)

ANNOTATIONS = Table(
    "annotations",
    "Linguistic annotation of the sentences that matter: parallel lists, one entry per token, in text order.",
    (
        Column("article_id", INT, "The article.", references="articles.article_id"),
        Column("start", pl.List(pl.Int32()), "First character of the token in the article's text."),
        Column("end", pl.List(pl.Int32()), "One past its last character."),
        Column("lemma", TEXTS, "Lemma, lower case."),
        Column("pos", TEXTS, "Universal part of speech; `QUOTE` for a quotation folded to one token."),
        Column("tag", TEXTS, "Penn Treebank tag."),
        Column("dep", TEXTS, "Dependency label."),
        Column("head", pl.List(pl.Int32()), "Index of the head token in these lists; a root is its own head."),
        Column("entity", TEXTS, "Entity type with its IOB prefix, as in `B-PERSON`; empty outside entities."),
        Column("sentence", pl.List(pl.Int32()), "Index of the token's sentence."),
    ),
    primary_key=("article_id",),
    sort_by=("article_id",),
)

QUOTATIONS = Table(
    "quotations",
    "One row per quotation in an article, before dedupe; with or without a speaker.",
    (
        Column("quotation_id", INT, "Hash of article_id, start and end."),
        Column("article_id", INT, "The article.", references="articles.article_id"),
        Column("start", COUNT, "First character of the quoted words in articles.text.", minimum=0),
        Column("end", COUNT, "One past the last character.", minimum=1),
        Column("text", TEXT, "articles.text[start:end]."),
        Column("kind", TEXT, "Whole quotation, quoted words in a reported clause, or a reported clause.", values=KINDS),
        Column("quote_group", INT, "Parts of one utterance share it; the quotation_id of the first part."),
        Column("paragraph", COUNT, "0-based paragraph of the text.", minimum=0),
        Column(
            "nested_in",
            INT,
            "The quotation that holds this one.",
            nullable=True,
            references="quotations.quotation_id",
        ),
        Column("statement_start", COUNT, "Whole reported clause of a mixed quotation.", nullable=True, minimum=0),
        Column("statement_end", COUNT, "One past that clause.", nullable=True, minimum=1),
        Column("speaker_mention", TEXT, "The words that name the speaker, as printed.", nullable=True),
        Column("mention_start", COUNT, "First character of the mention.", nullable=True, minimum=0),
        Column("mention_end", COUNT, "One past the mention.", nullable=True, minimum=1),
        Column("cue", TEXT, "The reporting word or mark, as printed.", nullable=True),
        Column("cue_start", COUNT, "First character of the cue.", nullable=True, minimum=0),
        Column("cue_end", COUNT, "One past the cue.", nullable=True, minimum=1),
        Column("speaker", TEXT, "The speaker's fullest name in the article; null means unknown.", nullable=True),
        Column("speaker_role", TEXT, "Role or title that the article gives the speaker.", nullable=True),
        Column("speaker_type", TEXT, "What speaks.", nullable=True, values=SPEAKER_TYPES),
        Column("addressee", TEXT, "Who was spoken to, as printed.", nullable=True),
        Column("attribution_rule", TEXT, "The rule that named the speaker, or why there is none."),
        Column("confidence", SHARE, "Probability that the speaker is right; 0 without one.", minimum=0, maximum=1),
    ),
    primary_key=("quotation_id",),
    sort_by=("article_id", "start", "end"),
)

QUOTES = Table(
    "quotes",
    "One row per distinct quote.",
    (
        Column(
            "quote_id",
            INT,
            "Hash of the canonical key and the speaker when it was first published; it stays thereafter.",
        ),
        Column("text", TEXT, "Best wording among the printings."),
        Column("canonical_key", TEXT, "Normalised text that equal wordings share."),
        Column("kind", TEXT, "Kind of the best wording.", values=KINDS),
        Column("speaker_id", INT, "The speaker.", references="speakers.speaker_id"),
        Column("speaker", TEXT, "The speaker's name."),
        Column("said_on", DATE, "Day the words were spoken; null when no article says.", nullable=True),
        Column(
            "said_on_source",
            TEXT,
            "How said_on is known; `period` where an article only tells a longer time than a day (`last week`, "
            "`in 2019`): the words are older than it, but the day is unknown.",
            nullable=True,
            values=("weekday", "relative_day", "date_in_text", "period"),
        ),
        Column("first_published", TIME, "Earliest dated printing.", nullable=True),
        Column("last_published", TIME, "Latest dated printing.", nullable=True),
        Column("n_occurrences", COUNT, "Printings.", minimum=1),
        Column("n_articles", COUNT, "Articles with a printing.", minimum=1),
        Column("n_publishers", COUNT, "Distinct known publishers.", minimum=0),
        Column("n_variants", COUNT, "Distinct wordings as printed.", minimum=1),
        Column("confidence", SHARE, "Highest speaker confidence among the printings.", minimum=0, maximum=1),
        Column(
            "cluster_method", TEXT, "Weakest evidence that joined the printings.", values=("single", "exact", "aligned")
        ),
    ),
    primary_key=("quote_id",),
    sort_by=("speaker", "first_published", "quote_id"),
)

OCCURRENCES = Table(
    "occurrences",
    "Every printing of a quote, with its evidence.",
    (
        Column("quotation_id", INT, "The quotation.", references="quotations.quotation_id"),
        Column("quote_id", INT, "The quote it prints.", references="quotes.quote_id"),
        Column("article_id", INT, "The article.", references="articles.article_id"),
        Column("published_at", TIME, "Publication time of the article.", nullable=True),
        Column("text", TEXT, "As printed."),
        Column("start", COUNT, "First character in articles.text.", minimum=0),
        Column("end", COUNT, "One past the last character.", minimum=1),
        Column("before", TEXT, "Up to 160 characters before it."),
        Column("after", TEXT, "Up to 160 characters after it."),
        Column("match_type", TEXT, "How the wording differs from the quote's.", values=MATCH_TYPES),
        Column(
            "difference",
            TEXT,
            "Of a reworded printing the words that differ, normalised, as `quote's>printed`, steps separated by `; `: "
            "`sets foot>treads; >ever; very>` exchanges two words, adds one and leaves one out. Else null.",
            nullable=True,
        ),
        Column("speaker_mention", TEXT, "As in quotations.", nullable=True),
        Column("cue", TEXT, "As in quotations.", nullable=True),
        Column("attribution_rule", TEXT, "As in quotations."),
        Column("confidence", SHARE, "As in quotations.", minimum=0, maximum=1),
    ),
    primary_key=("quotation_id",),
    sort_by=("quote_id", "published_at", "quotation_id"),
)

SPEAKERS = Table(
    "speakers",
    "One row per speaker across articles.",
    (
        Column("speaker_id", INT, "Hash of the canonical name and type when first published; it stays thereafter."),
        Column("name", TEXT, "Canonical name."),
        Column("type", TEXT, "What speaks.", values=SPEAKER_TYPES),
        Column(
            "gender",
            TEXT,
            "Of a person, as far as the words of articles give it away; null where they do not.",
            nullable=True,
            values=GENDERS,
        ),
        Column(
            "gender_source",
            TEXT,
            "How gender is known: a title before the name (`Mrs.`), the gender of most bearers of the given name, the "
            "noun for somebody without a name (`a spokeswoman`), or a pronoun; null with it.",
            nullable=True,
            values=GENDER_SOURCES,
        ),
        Column("aliases", TEXTS, "Other names and mentions seen, sorted."),
        Column("roles", TEXTS, "Roles and titles seen, those of most articles first; capitals make no other role."),
        Column(
            "roles_first_seen", DATES, "For each of roles the day of the first dated article; null when none is dated."
        ),
        Column(
            "roles_last_seen", DATES, "For each of roles the day of the last dated article; null when none is dated."
        ),
        Column("n_quotes", COUNT, "Distinct quotes.", minimum=1),
        Column("wikidata_id", TEXT, "From a local alias table, if one was given.", nullable=True),
    ),
    primary_key=("speaker_id",),
    sort_by=("name", "speaker_id"),
)

QUOTE_LINKS = Table(
    "quote_links",
    "Doubtful sameness: a link, never a merge. And where a quote went whose id is gone: a redirect.",
    (
        Column(
            "quote_id_a",
            INT,
            "The smaller id; of a redirect the id that an earlier dataset had and that is gone.",
            references="quotes.quote_id",
            unless=("kind", "redirect"),
        ),
        Column(
            "quote_id_b",
            INT,
            "The larger id; of a redirect the quote that has taken over.",
            references="quotes.quote_id",
        ),
        Column("kind", TEXT, "What relates the two.", values=LINK_KINDS),
        Column("evidence", TEXT, "Why, in words."),
        Column("score", SHARE, "Strength of the evidence.", minimum=0, maximum=1),
    ),
    primary_key=("quote_id_a", "quote_id_b", "kind"),
    sort_by=("quote_id_a", "quote_id_b", "kind"),
)

REJECTS = Table(
    "rejects",
    "What did not go on, with the stage, the rule and the reason.",
    (
        Column("reject_id", INT, "Hash of every other column; counted on where rows are alike."),
        Column("stage", TEXT, "Where it was dropped.", values=STAGES),
        Column("source_uri", TEXT, "The input, as in documents.", nullable=True),
        Column("member", TEXT, "The record inside it.", nullable=True),
        Column("document_id", INT, "The document, when there is one.", nullable=True),
        Column("article_id", INT, "The article, when there is one.", nullable=True),
        Column("quotation_id", INT, "The quotation, when it was one.", nullable=True),
        Column("rule", TEXT, "Name of the rule that dropped it."),
        Column("reason", TEXT, "What was wrong, in words."),
        Column("excerpt", TEXT, "At most 200 characters of it.", nullable=True),
    ),
    primary_key=("reject_id",),
    sort_by=("stage", "source_uri", "member", "article_id", "quotation_id", "rule", "reject_id"),
)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        DOCUMENTS,
        ARTICLES,
        REMOVED_LINES,
        ANNOTATIONS,
        QUOTATIONS,
        QUOTES,
        OCCURRENCES,
        SPEAKERS,
        QUOTE_LINKS,
        REJECTS,
    )
}

PUBLISHED = tuple(name for name in TABLES if name != "annotations")
