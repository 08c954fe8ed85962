"""The `speakers` table: names, aliases, roles with their dates, ids.

Merged entries in, rows out.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from newsquotes.ids import free_id, stable_id
from newsquotes.speakers.entries import Entry, sightings_of
from newsquotes.speakers.genders import gender_of
from newsquotes.speakers.names import (
    abbreviation,
    clean_name,
    folded,
    is_description,
    is_unnamed,
    person_name,
)
from newsquotes.speakers.offices import are_apart, career_of, field_of, role_words
from newsquotes.speakers.reading import clean_alias, is_alias

_PHRASES = re.compile(r"[,;/()]|\band\b")

Decisions = Sequence[Mapping[str, Any]]


def speaker_rows(
    groups: Mapping[int, Sequence[Entry]], decisions: Decisions, known: pl.DataFrame | None
) -> dict[int, dict[str, Any]]:
    """The rows of the speakers by their root. Namesakes that stay apart, and the nameless, differ by first article."""
    rows = {root: _speaker_row(group, decisions) for root, group in groups.items()}
    n_namesakes = Counter((folded(row["name"]), row["type"]) for row in rows.values())
    taken: set[int] = set()
    for root, row in sorted(rows.items()):
        identity = (folded(row["name"]), row["type"])
        first_article = min(article for entry in groups[root] for article in entry.articles)
        is_alone = n_namesakes[identity] == 1 and any(entry.is_named for entry in groups[root])
        natural = stable_id("speaker", *identity, *(() if is_alone else (first_article,)))
        row["speaker_id"] = free_id(natural, taken)
        taken.add(row["speaker_id"])
    if known is not None:
        _fill_wikidata(rows, known)
    return rows


def _speaker_row(group: Sequence[Entry], decisions: Decisions) -> dict[str, Any]:
    """The row of one speaker without its id, named by the alias table or by the fullest name that is most frequent."""
    best = min(group, key=_name_rank)
    preferred = {folded(row["name"]): row["same_as"] for row in decisions if row.get("same_as")}
    wikidata = {folded(row["name"]): row["wikidata_id"] for row in decisions if row.get("wikidata_id")}
    decided = sorted({preferred[folded(entry.name)] for entry in group if folded(entry.name) in preferred})
    cleaned = clean_name(best.name, is_person=best.type == "person" and best.is_named)
    name = decided[0] if decided else cleaned or best.name
    names = {name, *(clean_alias(entry.name) for entry in group)}
    seen_as = {(clean_alias(mention), entry.type) for entry in group for mention in entry.mentions}
    mentions = {mention for mention, kind in seen_as if is_alias(mention, kind)}
    items = sorted({wikidata[folded(known)] for known in names if folded(known) in wikidata})
    seen = sightings_of(group)
    gender, gender_source = gender_of(group)
    return {
        "name": name,
        "type": best.type,
        "gender": gender,
        "gender_source": gender_source,
        "aliases": sorted((names | mentions) - {name}),
        "roles": [sighting.role for sighting in seen],
        "roles_first_seen": [sighting.first for sighting in seen],
        "roles_last_seen": [sighting.last for sighting in seen],
        "n_quotes": sum(entry.n_quotations for entry in group),
        "wikidata_id": items[0] if len(items) == 1 else None,
    }


def _name_rank(entry: Entry) -> tuple[int, int, bool, int, int, str, str]:
    """Full names before bare ones and descriptions, others before capitals, then the most frequent and the longest."""
    person = person_name(entry.name) if entry.type == "person" and entry.is_named else None
    fullness = 2 if person is None else min(len(person.given), 2)
    if abbreviation(entry.name) and entry.type != "person":
        fullness = 1
    in_capitals = entry.type == "person" and entry.name.isupper()
    return (
        -entry.is_named,
        -fullness,
        in_capitals,
        -entry.n_quotations,
        -len(entry.name),
        entry.name,
        entry.type,
    )


@dataclass(frozen=True, slots=True)
class _Item:
    """What the descriptions of an item tell: their content words, and the fields of the roles in them."""

    words: frozenset[str]
    fields: frozenset[str]


def _fill_wikidata(rows: Mapping[int, dict[str, Any]], known: pl.DataFrame) -> None:
    """Gives each speaker without an item the one that bears its name, if no other item and no other speaker does.

    Of several items with the name the one whose description shares most words with the speaker's roles; an item that is
    described as somebody whom the roles exclude is no speaker's.
    """
    items = _items_by_name(known)
    found = {root: item for root, row in rows.items() if (item := _item_of(row, items))}
    claims = Counter(found.values())
    for root, item in found.items():
        if rows[root]["wikidata_id"] is None and claims[item] == 1:
            rows[root]["wikidata_id"] = item


def _items_by_name(known: pl.DataFrame) -> Mapping[str, Mapping[str, _Item]]:
    """Folded name or alias to the items that bear it."""
    described: defaultdict[str, set[str]] = defaultdict(set)
    for row in known.iter_rows(named=True):
        described[row["wikidata_id"]].add(row.get("description") or "")
    told = {item: _described(descriptions) for item, descriptions in described.items()}
    items: defaultdict[str, dict[str, _Item]] = defaultdict(dict)
    for row in known.iter_rows(named=True):
        for name in (row["name"], row["alias"]):
            if name:
                items[folded(name)][row["wikidata_id"]] = told[row["wikidata_id"]]
    return items


def _described(descriptions: Iterable[str]) -> _Item:
    """What descriptions such as `Elmish footballer and poet (born 1990)` tell."""
    phrases = [phrase.strip() for description in descriptions for phrase in _PHRASES.split(description)]
    return _Item(role_words(*phrases), frozenset(filter(None, map(field_of, phrases))))


def _item_of(row: Mapping[str, Any], items: Mapping[str, Mapping[str, _Item]]) -> str | None:
    """The one item that a speaker can be, by its full names, and where those fit several by its roles."""
    names = {folded(name) for name in (row["name"], *row["aliases"]) if _is_full(name, row["type"])}
    candidates = {item: told for name in sorted(names) for item, told in items.get(name, {}).items()}
    fitting = [item for item in sorted(candidates) if _may_be(row["roles"], candidates[item])]
    if len(candidates) < 2:
        return next(iter(fitting), None)
    own = role_words(*row["roles"])
    shared = {item: len(own & candidates[item].words) for item in fitting}
    best = max(shared.values(), default=0)
    meant = [item for item, count in shared.items() if count == best]
    return meant[0] if best and len(meant) == 1 else None


def _may_be(roles: Sequence[str], item: _Item) -> bool:
    """Whether none of the roles excludes what an item is described as, or one of them, though past, is just that."""
    fields = frozenset(filter(None, map(field_of, roles)))
    return not are_apart(fields, item.fields) or not item.fields.isdisjoint(map(career_of, roles))


def _is_full(name: str, kind: str) -> bool:
    """Whether a name is more than a bare surname or a description."""
    if kind != "person":
        return not is_unnamed(name) and abbreviation(name) is None
    person = None if is_description(name) else person_name(name)
    return person is not None and len(person.given) > 1
