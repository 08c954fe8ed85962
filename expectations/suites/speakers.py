"""Rules for `speakers`, after dedupe."""

import polars as pl

from expectations.from_schema import structure
from expectations.rule import IS_NULL, Rule, Scope, Suite, between, both_or_neither, highest_between, warning
from expectations.suites.quotations import NOT_A_NAME, UNNAMED
from expectations.suites.quotes import quote_printings
from newsquotes.schemas import SPEAKERS

ENOUGH_QUOTES = 40
"""Below so many quotes one speaker may well say most of them."""

PROPER_NAME = r"^\p{Lu}.*\s\p{Lu}\S*$"
"""Two words or more, the first and the last with a capital: "Ada Marsh", not "the manager"."""

DESCRIBED = r"^(?:The|A|An|His|Her|Their|One|Another|Some|Many|Most|Several)\s"
"""How a description begins, which fits somebody else in the next article: "A Marlow Republican"."""

_name = pl.col("name")
_aliases = pl.col("aliases")
_n_roles = pl.col("roles").list.len()
_are_parallel = (_n_roles == pl.col("roles_first_seen").list.len()) & (_n_roles == pl.col("roles_last_seen").list.len())


def _is_proper(name: pl.Expr) -> pl.Expr:
    """Whether a name is one that hardly two speakers bear; groups ("Marlow Voters") have none."""
    return name.str.contains(PROPER_NAME) & ~name.str.contains(DESCRIBED) & (pl.col("type") != "group")


def _days(column: str) -> pl.Expr:
    """The dates of a column as numbers of days, where the lists of roles and dates are as long as each other."""
    return pl.when(_are_parallel).then(pl.col(column).cast(pl.List(pl.Int64)))


def _with_quotes(scope: Scope) -> pl.LazyFrame:
    """The speakers with their counted quotes and with `shared`, a proper name that another speaker has, too."""
    counted = scope.table("quotes").group_by("speaker_id").agg(counted=pl.len().cast(pl.Int64))
    speakers = scope.table("speakers")
    names = (
        speakers.select("speaker_id", "type", alias=pl.concat_list("aliases", "name"))
        .explode("alias")
        .filter(_is_proper(pl.col("alias")))
        .unique()
    )
    shared = (
        names.filter(pl.col("speaker_id").n_unique().over("type", "alias") > 1)
        .group_by("speaker_id")
        .agg(shared=pl.col("alias").sort().first())
    )
    return speakers.join(counted, on="speaker_id", how="left", maintain_order="left").join(
        shared, on="speaker_id", how="left", maintain_order="left"
    )


def _printings(scope: Scope, failing: pl.DataFrame) -> pl.DataFrame:
    """The printings of every quote of failing speakers."""
    quotes = scope.table("quotes").select("quote_id", "speaker_id")
    reasons = failing.lazy().select("speaker_id", "rule", "reason")
    return quote_printings(scope, quotes.join(reasons, on="speaker_id", maintain_order="left").collect())


RULES = (
    Rule(
        "name_is_a_name",
        "A pronoun, a sentence or a piece of markup names nobody.",
        ~_name.str.contains(UNNAMED) & ~_name.str.contains(NOT_A_NAME),
        tolerance=0.02,
        shows=("name", "type"),
    ),
    warning(
        "name_is_there_once",
        "Two speakers of one proper name and type may be one person counted as two; a description may fit many.",
        pl.when(_is_proper(_name)).then(pl.struct(_name.str.to_lowercase(), "type").is_unique()),
        shows=("name", "type"),
    ),
    Rule(
        "n_quotes_is_counted",
        "The number of quotes is that of the rows in quotes; a speaker without any is none.",
        pl.col("n_quotes") == pl.col("counted").fill_null(0),
        shows=("name", "n_quotes", "counted"),
    ),
    warning(
        "aliases_are_tidy",
        "Other names are sorted, different, and not the name itself.",
        (_aliases == _aliases.list.unique().list.sort()) & ~_aliases.list.contains(_name),
        shows=("name", "aliases"),
    ),
    Rule(
        "roles_have_their_dates",
        "Each role has a first and a last day on which it was seen, even if unknown.",
        _are_parallel,
        shows=("name", "roles"),
    ),
    Rule(
        "roles_are_dated_in_order",
        "No role was seen for the last time before the first time.",
        (_days("roles_last_seen") - _days("roles_first_seen")).list.min(),
        between(0),
        shows=("name", "roles"),
    ),
    Rule(
        "gender_says_how",
        "A gender tells how it is known, and only a person has one.",
        both_or_neither(pl.col("gender").is_null(), pl.col("gender_source").is_null())
        & (pl.col("gender").is_null() | (pl.col("type") == "person")),
        shows=("name", "type", "gender", "gender_source"),
    ),
    warning(
        "full_name_belongs_to_one",
        "A full name that two speakers share hints that one person was counted as two.",
        pl.col("shared"),
        IS_NULL,
        tolerance=0.05,
        shows=("name", "type"),
    ),
    warning(
        "wikidata_id_is_an_id",
        "Links to Wikidata have the form Q and a number.",
        pl.col("wikidata_id").str.contains(r"^Q[1-9]\d*$"),
        shows=("name", "wikidata_id"),
    ),
    warning(
        "no_speaker_says_it_all",
        "One speaker with most of the quotes hints at a rule that gives everything to the same name.",
        pl.when(pl.col("n_quotes").sum() >= ENOUGH_QUOTES).then(pl.col("n_quotes") / pl.col("n_quotes").sum()),
        highest_between(maximum=0.5),
    ),
    warning(
        "decided_names_are_borne",
        "A name that you decide on and that no speaker bears changes nothing; most often it is spelled otherwise.",
        lambda scope: pl.lit(scope.fact("unmatched_names")),
        highest_between(maximum=0),
    ),
)

SUITES = (
    Suite(
        "dedupe",
        "speakers",
        SPEAKERS.primary_key,
        (*structure(SPEAKERS), *RULES),
        _with_quotes,
        ("speakers", "quotes"),
        quarantines=True,
        trace=_printings,
    ),
)
