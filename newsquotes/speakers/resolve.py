"""From quotations to speakers: the rules in order, the user's decisions before them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from newsquotes.forest import Forest
from newsquotes.schemas import SPEAKERS
from newsquotes.speakers.cast import Cast, Pairs
from newsquotes.speakers.entries import Entry, read_entries
from newsquotes.speakers.names import folded
from newsquotes.speakers.organisations import (
    abbreviations,
    named_after,
    same_institution,
    same_organisation,
    same_words,
)
from newsquotes.speakers.people import (
    bare_surnames,
    given_initials,
    middle_names,
    misprints,
    namesakes,
    office_holders,
    same_description,
    same_letters,
    same_office,
    same_people,
    same_person,
    same_sayings,
    shared_surnames,
    spellings_in_office,
    suffixes_left_out,
    told_namesakes,
    transliterations,
    variants,
)
from newsquotes.speakers.stories import Sayings, Stories
from newsquotes.speakers.table import speaker_rows

RULES: tuple[Callable[[Cast], Pairs], ...] = (
    same_person,
    told_namesakes,
    same_letters,
    same_description,
    same_people,
    same_organisation,
    same_words,
    named_after,
    same_institution,
    middle_names,
    transliterations,
    spellings_in_office,
    misprints,
    same_sayings,
    variants,
    suffixes_left_out,
    given_initials,
    bare_surnames,
    shared_surnames,
    abbreviations,
    office_holders,
    same_office,
)


def resolve_speakers(
    quotations: pl.DataFrame,
    *,
    articles: pl.DataFrame | None = None,
    aliases: pl.DataFrame | None = None,
    known: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The speakers of `quotations`, and the speaker of each quotation that has one.

    The first frame is the `speakers` table, in which `n_quotes` counts quotations; the second has quotation_id and
    speaker_id. `articles` (article_id, published_at, text) date the roles
    and tell ages. `aliases` has columns name, same_as, not_same and,
    if wanted, wikidata_id; it wins over every rule. `known` has columns name, alias and wikidata_id, and perhaps
    description.
    """
    entries, entry_of = read_entries(quotations, articles)
    decisions = [] if aliases is None else aliases.to_dicts()
    sayings = Sayings(entry_of.join(quotations, on="quotation_id").select("entry", "text"))
    forest = _merged(entries, decisions, Stories(articles), sayings)
    roots = [forest.root(number) for number in range(len(entries))]
    groups: defaultdict[int, list[Entry]] = defaultdict(list)
    for root, entry in zip(roots, entries, strict=True):
        groups[root].append(entry)
    rows = speaker_rows(groups, decisions, known)
    of_entry = pl.DataFrame(
        {"entry": range(len(entries)), "speaker_id": [rows[root]["speaker_id"] for root in roots]},
        schema={"entry": pl.Int64, "speaker_id": pl.Int64},
    )
    of_quotation = entry_of.join(of_entry, on="entry", how="left", maintain_order="left")
    return SPEAKERS.from_rows(rows.values()).sort(SPEAKERS.sort_by), of_quotation.select("quotation_id", "speaker_id")


def unmatched_names(quotations: pl.DataFrame, aliases: pl.DataFrame) -> list[str]:
    """The names in the user's decisions that no speaker of `quotations` bears, sorted, so that a typing error shows.

    A `same_as` may be a new name, and counts only where its `name` is borne by somebody. A name is the speaker's as an
    article gives it, not each mention of it.
    """
    borne = {folded(entry.name) for entry in read_entries(quotations, None)[0]}
    asked = {name for row in aliases.iter_rows(named=True) for name in (row["name"], row["not_same"]) if name}
    return sorted(name for name in asked if folded(name) not in borne)


def _merged(
    entries: Sequence[Entry], decisions: Sequence[Mapping[str, Any]], stories: Stories, sayings: Sayings
) -> Forest:
    """The entries merged by the user's decisions, then by each rule in order."""
    decided = _decided(entries, decisions, "same_as")
    apart = _decided(entries, decisions, "not_same")
    together = set(decided)
    forest = Forest(
        [*apart, *(pair for pair in namesakes(Cast(entries, Forest(), stories, sayings)) if pair not in together)]
    )
    cast = Cast(entries, forest, stories, sayings)
    for one, other in decided:
        forest.join(one, other)
    for rule in RULES:
        for one, other in list(rule(cast)):
            forest.join(one, other)
    return forest


def _decided(entries: Sequence[Entry], decisions: Iterable[Mapping[str, Any]], column: str) -> list[tuple[int, int]]:
    """The pairs of entries that the alias table decides in `column`."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        numbers[folded(entry.name)].append(number)
    return [
        (one, other)
        for row in decisions
        if row.get(column)
        for one in numbers[folded(row["name"])]
        for other in numbers[folded(row[column])]
        if one != other
    ]
