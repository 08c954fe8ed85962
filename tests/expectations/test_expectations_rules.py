"""Every rule meets a row that must fail it and rows that must pass it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from expectations.gate import check_suite
from expectations.rule import Rule, Scope, Suite
from expectations.suites import SUITES
from newsquotes.schemas import TABLES, Column, Table

World = dict[str, pl.DataFrame]
Change = Callable[[World], World]
Key = tuple[str, str, str]
NOWHERE = 999


@dataclass(frozen=True)
class Case:
    """A change of the clean world, and how many rows it makes fail; None for a rule on a whole column."""

    change: Change
    failed: int | None = 1
    facts: Mapping[str, int] = field(default_factory=dict)


def put(table: str, at: int = 0, **values: Any) -> Change:
    """Row `at` of the table gets `values`."""

    def change(world: World) -> World:
        rows = world[table].to_dicts()
        rows[at] |= values
        return world | {table: TABLES[table].from_rows(rows)}

    return change


def everywhere(table: str, **values: Any) -> Change:
    """Every row of the table gets `values`: plain ones, or expressions."""
    return lambda world: world | {table: world[table].with_columns(**values).cast(dict(TABLES[table].polars))}


def among(table: str, places: tuple[int, ...], **values: Any) -> Change:
    """Several rows of the table get `values`."""

    def change(world: World) -> World:
        for place in places:
            world = put(table, place, **values)(world)
        return world

    return change


def twice(table: str) -> Change:
    """The table's first row is there again."""
    return lambda world: world | {table: pl.concat([world[table], world[table].head(1)])}


def without(table: str) -> Change:
    """The table lacks its first row."""
    return lambda world: world | {table: world[table].slice(1)}


def empty(table: str) -> Change:
    return lambda world: world | {table: world[table].clear()}


def add(table: str, at: int = 0, **values: Any) -> Change:
    """The table gets a row more: row `at` with `values`."""

    def change(world: World) -> World:
        row = world[table].row(at, named=True) | values
        return world | {table: TABLES[table].from_rows([*world[table].to_dicts(), row])}

    return change


def appended(paragraph: str, *places: int) -> Change:
    """Articles get one paragraph more."""

    def change(world: World) -> World:
        for place in places:
            text = world["articles"]["text"][place]
            world = put("articles", place, text=f"{text}\n\n{paragraph}")(world)
        return world

    return change


def printed_everywhere(places: tuple[int, ...], publisher: str | None = None) -> Change:
    """The printings of these articles all become printings of the first quote."""

    def change(world: World) -> World:
        chosen = world["articles"]["article_id"].gather(list(places))
        quote = world["occurrences"]["quote_id"][0]
        where = pl.col("article_id").is_in(chosen.implode())
        printings = world["occurrences"].with_columns(
            quote_id=pl.when(where).then(quote).otherwise("quote_id"),
        )
        articles = world["articles"].with_columns(publisher=pl.lit(publisher)) if publisher else world["articles"]
        return world | {"occurrences": printings, "articles": articles}

    return change


def linked_to_itself(world: World) -> World:
    return put("quote_links", quote_id_b=world["quote_links"]["quote_id_a"][0])(world)


def overlapping(world: World) -> World:
    first = world["quotations"].row(0, named=True)
    return add("quotations", start=first["start"] + 3, end=first["end"] + 3, quotation_id=NOWHERE)(world)


def copied_reject(world: World) -> World:
    quotation = world["occurrences"]["quotation_id"][0]
    return add("rejects", reject_id=NOWHERE, quotation_id=quotation)(world)


LONG_AGO = datetime(1870, 1, 1, tzinfo=UTC)
STUB = "Share this article\n\nRead more: the harbour in pictures\n\nShe waved from the pier."
MOST = tuple(range(20))

CASES: dict[Key, Case] = {
    ("ingest", "documents", "there_are_documents"): Case(empty("documents"), None),
    ("ingest", "documents", "source_uri_is_relative"): Case(put("documents", source_uri="/home/someone/000.txt")),
    ("ingest", "documents", "blake3_is_a_digest"): Case(put("documents", blake3="12ab")),
    ("ingest", "documents", "payload_is_not_blank"): Case(put("documents", payload=" \n ")),
    ("ingest", "documents", "payload_decodes_cleanly"): Case(put("documents", payload="The caf\ufffd and the \ufffd")),
    ("ingest", "documents", "same_bytes_read_once"): Case(among("documents", (0, 1), blake3="0" * 64), 2),
    ("ingest", "documents", "declared_url_is_absolute"): Case(put("documents", declared_url="/ferry/0")),
    ("ingest", "documents", "documents_of_plausible_size"): Case(everywhere("documents", byte_length=pl.lit(9)), None),
    ("ingest", "inputs", "every_input_accounted_for"): Case(without("documents")),
    ("clean", "articles", "there_are_articles"): Case(empty("articles"), None),
    ("clean", "articles", "date_is_plausible"): Case(put("articles", published_at=LONG_AGO)),
    ("clean", "articles", "missing_date_says_why"): Case(put("articles", published_at=None)),
    ("clean", "articles", "dates_are_known"): Case(everywhere("articles", published_at=pl.lit(None)), None),
    ("clean", "articles", "modified_after_published"): Case(put("articles", modified_at=LONG_AGO)),
    ("clean", "articles", "date_is_not_a_crawl_stamp"): Case(
        among("articles", (0, 4, 8, 12), published_at=LONG_AGO, published_precision="second"), 4
    ),
    ("clean", "articles", "text_has_no_markup"): Case(appended("She waved.</p>", 0)),
    ("clean", "articles", "text_has_no_boilerplate"): Case(appended("This website uses cookies to count you.", 0)),
    ("clean", "articles", "text_is_mostly_article"): Case(put("articles", text=STUB)),
    ("clean", "articles", "no_paragraph_shared_by_many"): Case(appended("Ring the office by day.", 0, 4, 8, 12), 4),
    ("clean", "articles", "text_is_spelt_in_one_charset"): Case(appended("A cafÃ\xa9 by the sea.", 0)),
    ("clean", "articles", "paragraphs_are_tidy"): Case(appended("One line\nand another.", 0)),
    ("clean", "articles", "title_not_repeated_in_text"): Case(
        put("articles", text="Ferry plan for Town 0\n\nIt sails.")
    ),
    ("clean", "articles", "text_is_long_enough"): Case(put("articles", n_words=4)),
    ("clean", "articles", "word_count_is_true"): Case(put("articles", n_words=4)),
    ("clean", "articles", "words_per_article"): Case(everywhere("articles", n_words=pl.lit(9)), None),
    ("clean", "articles", "same_text_once_per_publisher"): Case(among("articles", (0, 4), text_sha256="0" * 64), 2),
    ("clean", "articles", "text_sha256_is_a_digest"): Case(put("articles", text_sha256="12ab")),
    ("clean", "articles", "language_is_a_code"): Case(put("articles", language="English")),
    ("clean", "articles", "publishers_are_known"): Case(everywhere("articles", publisher=pl.lit(None)), None),
    ("clean", "articles", "publisher_is_a_name"): Case(put("articles", publisher="https://outlet0.example")),
    ("clean", "articles", "authors_are_names"): Case(put("articles", authors=["Published 4 May 2024"])),
    ("clean", "articles", "url_is_absolute"): Case(put("articles", url="//ferry")),
    ("clean", "articles", "domain_is_the_urls_host"): Case(put("articles", domain="another.example")),
    ("clean", "removed_lines", "rule_is_named"): Case(put("removed_lines", rule=" ")),
    ("clean", "removed_lines", "removed_line_is_not_kept"): Case(
        lambda world: among(
            "removed_lines", (1,), text="A long line about the weather in all of the towns by the sea today."
        )(put("removed_lines", text=world["articles"]["text"][0].split("\n\n")[0])(world))
    ),
    ("clean", "removed_lines", "removed_lines_are_not_quoted_prose"): Case(
        among(
            "removed_lines",
            MOST,
            label="markup",
            text="“We were all of us there on the pier that night,” she said at last.",
        ),
        None,
    ),
    ("clean", "documents", "document_is_accounted_for"): Case(without("articles")),
    ("clean", "found", "everything_found_goes_on"): Case(without("articles")),
    ("attribute", "found", "everything_found_goes_on"): Case(without("quotations")),
    ("dedupe", "last_dataset", "quotes_are_not_all_gone"): Case(empty("quotes")),
    ("dedupe", "last_dataset", "most_quotes_are_still_there"): Case(
        lambda world: world | {"quotes": world["quotes"].head(14)}
    ),
    ("annotate", "annotations", "lists_are_parallel"): Case(put("annotations", pos=["DET"])),
    ("annotate", "annotations", "heads_are_tokens"): Case(put("annotations", head=[2, 2, 3])),
    ("annotate", "annotations", "tokens_lie_in_text"): Case(put("annotations", end=[3, 11, 99_999])),
    ("annotate", "articles", "article_is_annotated"): Case(without("annotations")),
    ("extract", "articles", "quotations_per_article"): Case(empty("quotations"), None),
    ("extract", "articles", "articles_without_quotations"): Case(empty("quotations"), None),
    ("extract", "articles", "article_is_not_all_quotation"): Case(put("articles", n_words=20), 1),
    ("extract", "quotations", "text_is_the_slice"): Case(put("quotations", text="The ferry never sails again")),
    ("extract", "quotations", "start_before_end"): Case(put("quotations", start=50, end=50)),
    ("extract", "quotations", "quotation_has_words"): Case(put("quotations", text="… 12")),
    ("extract", "quotations", "quotation_is_not_too_long"): Case(put("quotations", text="ferry " * 401)),
    ("extract", "quotations", "quotation_is_not_boilerplate"): Case(
        put("quotations", text="Please accept all cookies to go on")
    ),
    ("extract", "quotations", "quotation_has_no_markup"): Case(put("quotations", text="We <em>will</em> sail")),
    ("extract", "quotations", "statement_encloses_quotation"): Case(put("quotations", 1, statement_end=4)),
    ("extract", "quotations", "statement_lies_in_text"): Case(put("quotations", 1, statement_end=99_999)),
    ("extract", "quotations", "mixed_quotation_has_statement"): Case(
        put("quotations", 1, statement_start=None, statement_end=None)
    ),
    ("extract", "quotations", "nested_lies_inside"): Case(
        lambda world: put("quotations", 1, nested_in=world["quotations"]["quotation_id"][48])(world)
    ),
    ("extract", "quotations", "group_starts_with_first_part"): Case(
        lambda world: put("quotations", quote_group=world["quotations"]["quotation_id"][2])(world)
    ),
    ("extract", "quotations", "quotation_stays_in_paragraph"): Case(put("quotations", text="We sail.\n\nShe left.")),
    ("extract", "quotations", "paragraph_number_is_true"): Case(put("quotations", paragraph=7)),
    ("extract", "quotations", "quotation_without_outer_marks"): Case(put("quotations", text="“We sail again”")),
    ("extract", "quotations", "quotations_do_not_overlap"): Case(overlapping),
    ("extract", "quotations", "quotation_length"): Case(everywhere("quotations", text=pl.lit("No")), None),
    ("extract", "quotations", "share_of_direct_quotations"): Case(
        everywhere("quotations", kind=pl.lit("indirect")), None
    ),
    ("attribute", "quotations", "confidence_fits_speaker"): Case(put("quotations", confidence=0.0)),
    ("attribute", "quotations", "attribution_rule_is_named"): Case(put("quotations", attribution_rule="unattributed")),
    ("attribute", "quotations", "mention_is_the_slice"): Case(put("quotations", mention_start=3)),
    ("attribute", "quotations", "cue_is_the_slice"): Case(put("quotations", cue="shouted")),
    ("attribute", "quotations", "speaker_has_type"): Case(put("quotations", speaker_type=None)),
    ("attribute", "quotations", "speaker_is_a_name"): Case(put("quotations", speaker="She")),
    ("attribute", "quotations", "person_is_capitalised"): Case(put("quotations", speaker="the ferry hand")),
    ("attribute", "quotations", "speaker_is_in_article"): Case(put("quotations", speaker="Somebody Elsewhere")),
    ("attribute", "quotations", "mention_is_outside_quotation"): Case(
        lambda world: put("quotations", mention_start=world["quotations"]["start"][0])(world)
    ),
    ("attribute", "quotations", "mention_is_near"): Case(put("quotations", mention_start=9000, mention_end=9010)),
    ("attribute", "quotations", "parts_share_a_speaker"): Case(
        lambda world: put("quotations", quote_group=world["quotations"]["quote_group"][2])(world), 2
    ),
    ("attribute", "quotations", "speaker_is_not_addressee"): Case(put("quotations", addressee="Orla Vantage")),
    ("attribute", "quotations", "share_with_speaker"): Case(everywhere("quotations", speaker=pl.lit(None)), None),
    ("attribute", "quotations", "share_of_places_as_speakers"): Case(
        everywhere("quotations", speaker_type=pl.lit("place")), None
    ),
    ("attribute", "quotations", "mean_confidence"): Case(everywhere("quotations", confidence=pl.lit(0.2)), None),
    ("dedupe", "quotes", "there_are_quotes"): Case(empty("quotes"), None),
    ("dedupe", "quotes", "quote_has_speaker"): Case(put("quotes", speaker="–")),
    ("dedupe", "quotes", "speaker_is_the_speakers_name"): Case(put("quotes", speaker="Somebody Elsewhere")),
    ("dedupe", "quotes", "same_words_same_speaker_once"): Case(
        lambda world: put("quotes", 1, canonical_key=world["quotes"]["canonical_key"][0])(world), 2
    ),
    ("dedupe", "quotes", "canonical_key_has_words"): Case(put("quotes", canonical_key=" … ")),
    ("dedupe", "quotes", "text_was_printed"): Case(put("quotes", text="A blend of two printings")),
    ("dedupe", "quotes", "quote_is_printed"): Case(add("quotes", quote_id=NOWHERE)),
    ("dedupe", "quotes", "n_occurrences_is_counted"): Case(put("quotes", n_occurrences=7)),
    ("dedupe", "quotes", "n_articles_is_counted"): Case(put("quotes", n_articles=7)),
    ("dedupe", "quotes", "n_publishers_is_counted"): Case(put("quotes", n_publishers=7)),
    ("dedupe", "quotes", "n_variants_is_possible"): Case(put("quotes", n_variants=7)),
    ("dedupe", "quotes", "wordings_are_few"): Case(put("quotes", n_variants=40)),
    ("dedupe", "quotes", "confidence_is_the_best"): Case(put("quotes", confidence=0.3)),
    ("dedupe", "quotes", "first_published_before_last"): Case(put("quotes", last_published=LONG_AGO)),
    ("dedupe", "quotes", "published_dates_are_the_printings"): Case(put("quotes", last_published=None)),
    ("dedupe", "quotes", "published_dates_are_plausible"): Case(put("quotes", first_published=LONG_AGO)),
    ("dedupe", "quotes", "said_on_says_how"): Case(put("quotes", said_on_source=None)),
    ("dedupe", "quotes", "said_on_before_published"): Case(put("quotes", said_on=datetime(2024, 5, 5).date())),
    ("dedupe", "quotes", "quote_is_not_boilerplate"): Case(put("quotes", text="Sign up to our daily newsletter")),
    ("dedupe", "quotes", "quote_has_no_markup"): Case(put("quotes", text="We &amp; they will sail")),
    ("dedupe", "quotes", "quote_is_not_repeated_by_one_publisher"): Case(printed_everywhere((0, 4, 8, 12))),
    ("dedupe", "quotes", "quote_is_not_part_of_the_page"): Case(
        lambda world: add("occurrences", quote_id=world["quotes"]["quote_id"][5], quotation_id=NOWHERE)(
            printed_everywhere(tuple(range(24)), "Pebble Bay Courier")(world)
        )
    ),
    ("dedupe", "quotes", "quote_has_several_words"): Case(put("quotes", text="Ferry")),
    ("dedupe", "quotes", "quote_length"): Case(everywhere("quotes", text=pl.lit("Ferry")), None),
    ("dedupe", "quotes", "no_id_is_lost"): Case(lambda world: world, None, {"ids_lost": 2}),
    ("dedupe", "quotes", "no_quote_is_most_of_it"): Case(put("quotes", n_occurrences=500), None),
    ("dedupe", "quotes", "few_quotes_are_merged_loosely"): Case(
        everywhere("quotes", cluster_method=pl.lit("aligned")), None
    ),
    ("dedupe", "quotes", "method_fits_count"): Case(put("quotes", 1, cluster_method="aligned")),
    ("dedupe", "occurrences", "text_is_the_slice"): Case(put("occurrences", text="The ferry never sails again")),
    ("dedupe", "occurrences", "context_adjoins"): Case(put("occurrences", before="something else")),
    ("dedupe", "occurrences", "context_is_short"): Case(put("occurrences", after="a" * 161)),
    ("dedupe", "occurrences", "agrees_with_quotation"): Case(put("occurrences", start=3)),
    ("dedupe", "occurrences", "quotation_has_speaker"): Case(put("occurrences", confidence=0.0)),
    ("dedupe", "occurrences", "date_is_the_articles"): Case(put("occurrences", published_at=LONG_AGO)),
    ("dedupe", "occurrences", "difference_tells_rewording"): Case(put("occurrences", match_type="reworded")),
    ("dedupe", "occurrences", "printing_keeps_numbers"): Case(
        put("occurrences", text="The ferry number 9 will sail again before the winter storms", match_type="truncated")
    ),
    ("dedupe", "occurrences", "printing_keeps_polarity"): Case(
        put("occurrences", text="The ferry number 0 will never sail again before the winter storms arrive")
    ),
    ("dedupe", "occurrences", "truncated_is_shorter"): Case(
        put("occurrences", match_type="truncated", text="word " * 40)
    ),
    ("dedupe", "occurrences", "exact_means_equal"): Case(put("occurrences", text="The ferry never sails again")),
    ("dedupe", "speakers", "name_is_a_name"): Case(put("speakers", name="they")),
    ("dedupe", "speakers", "name_is_there_once"): Case(put("speakers", name="TOBIN VANTAGE"), 2),
    ("dedupe", "speakers", "n_quotes_is_counted"): Case(put("speakers", n_quotes=70)),
    ("dedupe", "speakers", "aliases_are_tidy"): Case(put("speakers", aliases=["O. Vantage", "Councillor Vantage"])),
    ("dedupe", "speakers", "roles_have_their_dates"): Case(put("speakers", roles_last_seen=[])),
    ("dedupe", "speakers", "roles_are_dated_in_order"): Case(put("speakers", roles_last_seen=[LONG_AGO.date()])),
    ("dedupe", "speakers", "full_name_belongs_to_one"): Case(put("speakers", aliases=["Tobin Vantage"]), 2),
    ("dedupe", "speakers", "wikidata_id_is_an_id"): Case(put("speakers", wikidata_id="http://q")),
    ("dedupe", "speakers", "no_speaker_says_it_all"): Case(put("speakers", n_quotes=500), None),
    ("dedupe", "speakers", "gender_says_how"): Case(put("speakers", gender="female")),
    ("dedupe", "speakers", "decided_names_are_borne"): Case(lambda world: world, None, {"unmatched_names": 1}),
    ("dedupe", "quote_links", "ids_are_ordered"): Case(linked_to_itself),
    ("dedupe", "quote_links", "evidence_is_told"): Case(put("quote_links", evidence="")),
    ("dedupe", "quote_links", "redirect_leads_from_a_gone_id"): Case(put("quote_links", kind="redirect")),
    ("dedupe", "quote_links", "redirect_leads_to_one_quote"): Case(
        lambda world: add("quote_links", 0, kind="redirect", quote_id_a=NOWHERE, quote_id_b=NOWHERE)(
            add("quote_links", 0, kind="redirect", quote_id_a=NOWHERE)(world)
        ),
        2,
    ),
    ("dedupe", "quote_links", "translation_is_of_one_speaker"): Case(
        lambda world: put("quotes", 0, speaker_id=NOWHERE)(
            put("quote_links", quote_id_a=world["quotes"]["quote_id"][0], kind="translation")(world)
        )
    ),
    ("dedupe", "quotations", "quotation_is_accounted_for"): Case(copied_reject),
    ("export", "inputs", "every_input_accounted_for"): Case(without("documents")),
    ("export", "documents", "document_is_accounted_for"): Case(without("articles")),
    ("export", "quotations", "quotation_is_accounted_for"): Case(without("occurrences")),
    ("export", "quotes", "exported_quote_has_speaker"): Case(put("quotes", speaker=" ")),
    **{
        (stage, "rejects", rule): Case(change)
        for stage in ("ingest", "clean", "extract", "dedupe")
        for rule, change in (
            ("rule_and_reason_are_told", put("rejects", reason="")),
            ("reject_can_be_traced", put("rejects", source_uri=None)),
            (
                "excerpt_is_short",
                lambda world: put("rejects", 1, excerpt="a" * 201)(put("rejects", excerpt="a")(world)),
            ),
        )
    },
}


def derived_case(suite: Suite, rule: Rule) -> Case | None:
    """The case of a rule that is derived from the schema."""
    if suite.table == "columns":
        return _columns_case(suite, rule)
    if suite.table not in TABLES:
        return None
    table = TABLES[suite.table]
    breaks = {
        "primary_key_unique": Case(twice(table.name), 2),
        "required_values_present": _broken(table, lambda column: not column.nullable, lambda column: None),
        "values_in_declared_sets": _broken(table, lambda column: bool(column.values), lambda column: "nonsense"),
        "values_in_declared_range": _broken(
            table, lambda column: column.minimum is not None, lambda column: (column.minimum or 0) - 1
        ),
    }
    foreign = {
        f"{column.name}_in_{column.references.split('.')[0]}": Case(put(table.name, **{column.name: NOWHERE}))
        for column in table
        if column.references
    }
    return (breaks | foreign).get(rule.name)


def _broken(table: Table, applies: Callable[[Column], bool], value: Callable[[Column], Any]) -> Case | None:
    """The last column that a structural rule applies to gets a value that it forbids."""
    columns = sorted(
        (column for column in table if applies(column)), key=lambda column: column.name not in table.primary_key
    )
    if not columns:
        return None
    broken = value(columns[-1])
    cast = int(broken) if columns[-1].dtype.is_integer() and broken is not None else broken
    return Case(put(table.name, **{columns[-1].name: cast}))


def _columns_case(suite: Suite, rule: Rule) -> Case:
    table = suite.needs[0]
    last = TABLES[table].columns[-1]
    if last.name == "payload":
        last = TABLES[table].columns[-2]
    if rule.name == "types_as_declared":
        return Case(lambda world: world | {table: world[table].with_columns(pl.lit(None).alias(last.name))})
    return Case(lambda world: world | {table: world[table].with_columns(surprise=pl.lit(1))})


def all_rules() -> Iterator[tuple[Suite, Rule]]:
    for suite in SUITES:
        for rule in suite.rules:
            yield suite, rule


def case_of(suite: Suite, rule: Rule) -> Case | None:
    return CASES.get((suite.stage, suite.table, rule.name)) or derived_case(suite, rule)


def name_of(value: Any) -> str:
    return f"{value.stage}.{value.table}" if isinstance(value, Suite) else value.name


def test_every_rule_has_a_case() -> None:
    missing = [f"{name_of(suite)}.{rule.name}" for suite, rule in all_rules() if case_of(suite, rule) is None]
    known = {(suite.stage, suite.table, rule.name) for suite, rule in all_rules()}
    assert missing == []
    assert [key for key in CASES if key not in known] == []


def test_every_rule_tells_a_user_why() -> None:
    for suite, rule in all_rules():
        assert rule.why.endswith("."), name_of(suite)
        assert 20 < len(rule.why) < 160, rule.name


@pytest.mark.parametrize(("suite", "rule"), list(all_rules()), ids=name_of)
def test_rule_finds_what_is_planted(
    suite: Suite, rule: Rule, world: World, now: datetime, facts: dict[str, int]
) -> None:
    case = case_of(suite, rule)
    assert case is not None
    alone = replace(suite, rules=(rule,))
    changed = case.change(dict(world))
    scope = Scope({name: frame.lazy() for name, frame in changed.items()}, now, facts | case.facts)
    (found,) = check_suite(alone, scope).results
    if case.failed is None:
        assert (found.status, found.failed) == ("failed", 0)
        return
    assert (found.status == "error", found.failed) == (False, case.failed), found
    assert len(found.samples) == case.failed
    assert found.checked > found.failed or suite.key == ("account",)


@pytest.mark.parametrize("suite", SUITES, ids=name_of)
def test_clean_rows_pass_with_the_tables_that_the_suite_names(
    suite: Suite, world: World, now: datetime, facts: dict[str, int]
) -> None:
    scope = Scope({name: world[name].lazy() for name in suite.needs}, now, facts)
    for found in check_suite(suite, scope).results:
        assert found.is_clean, found
        assert found.checked, found
