"""The speakers as articles name them: what is merged, before anything is merged.

Quotations and their articles in, one `Entry` for each name (for each article where the name may mean somebody else in
the next one) out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from typing import Any

import polars as pl

from newsquotes.schemas import ARTICLES
from newsquotes.speakers.ages import ages_of
from newsquotes.speakers.descriptions import is_somebodys_paper
from newsquotes.speakers.kinds import Seen, settled_kinds
from newsquotes.speakers.names import (
    abbreviation,
    is_description,
    is_generic,
    is_unnamed,
    person_name,
    printed_gender,
    title_in,
    title_words,
)
from newsquotes.speakers.offices import Office, career_of, field_of, role_words
from newsquotes.speakers.reading import (
    is_said_of_a_thing,
    names_nobody,
    organisation_cut_short,
    read_name,
    read_role,
)
from newsquotes.speakers.traits import Traits, is_late, seat_in, seat_of

PRINTED = ("printed", "printed_type", "has_article", "whole")
"""What a speaker is read from: its name in the article, the type there, whether an article stands before it, and the
organisation's name of which it is a piece (empty for none)."""

NAMES = {
    "printed": pl.String,
    "printed_type": pl.String,
    "has_article": pl.Boolean,
    "whole": pl.String,
    "name": pl.String,
    "type": pl.String,
    "is_named": pl.Boolean,
    "is_local": pl.Boolean,
}


TRAITS = ("fields", "born", "seats", "late")
"""What is known of a person in an article: fields and seats of the roles, each joined, the year of birth, if dead."""

_JOINT, _WHOSE = "+", " of "


@dataclass(frozen=True, slots=True)
class Sighting:
    """A role as articles print it: how many articles and quotations have it, its first and last day, None if undated.

    Articles count first, because an article gives its one role of a speaker to all the speaker's quotations there.
    """

    role: str
    n_articles: int
    n_quotations: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A speaker as articles name it: the printed name, its type, its roles and mentions, and how often it speaks.

    A speaker without a name ("a witness"), a bare surname, an abbreviation and a group make an entry for each article,
    because they may be somebody else in the next one, and two where it is Mr. and Ms.; a full name makes one for all
    articles in which its traits are the same.
    `articles` are sorted; `first` and `last` are the days of the earliest and latest dated one.
    """

    name: str
    type: str
    is_named: bool
    articles: tuple[int, ...]
    first: date | None
    last: date | None
    sightings: tuple[Sighting, ...]
    mentions: tuple[str, ...]
    n_quotations: int
    traits: Traits

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles as printed, sorted."""
        return tuple(sighting.role for sighting in self.sightings)

    @property
    def words(self) -> frozenset[str]:
        """The content words of the roles, and those of a person's titles."""
        titles = map(title_words, self.mentions if self.type == "person" else ())
        return role_words(*self.roles).union(*titles)


def read_entries(quotations: pl.DataFrame, articles: pl.DataFrame | None) -> tuple[list[Entry], pl.DataFrame]:
    """The entries in order of their numbers, and the entry of each quotation that has a speaker.

    The frame has columns quotation_id and entry. Without `articles` (article_id, published_at, text) nothing is dated,
    and nobody has an age.
    """
    spoken = _spoken(quotations, ARTICLES.empty() if articles is None else articles)
    return _entries(spoken), spoken.select("quotation_id", "entry")


def _days(articles: pl.DataFrame) -> pl.DataFrame:
    """The day of each article that has one: article, day."""
    return articles.select(article="article_id", day=pl.col("published_at").dt.date()).drop_nulls()


def _spoken(quotations: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The quotations that have a speaker, each with the number of its entry; entries are numbered by name."""
    spoken = _read(
        quotations.filter(pl.col("speaker").str.strip_chars().str.len_chars() > 0).select(
            "quotation_id",
            "speaker_mention",
            printed_role="speaker_role",
            printed=pl.col("speaker").str.strip_chars(),
            printed_type=pl.coalesce("speaker_type", pl.lit("")),
            article="article_id",
        )
    )
    roles = pl.concat([_titled(spoken), _seated(spoken, articles)]).unique()
    described = (
        spoken.join(_told(roles, _field, "fields"), on=["name", "article"], how="left", maintain_order="left")
        .join(_told(roles, _seat, "seats"), on=["name", "article"], how="left", maintain_order="left")
        .join(_told(roles, _late, "late"), on=["name", "article"], how="left", maintain_order="left")
        .join(_ages(spoken, articles), on=["name", "article"], how="left", maintain_order="left")
        .join(_days(articles), on="article", how="left", maintain_order="left")
        .with_columns(scope=pl.when("is_local").then("article"), born=pl.col("day").dt.year() - pl.col("age"))
        .with_columns(pl.when(pl.col("type") == "person").then(pl.col(trait)).alias(trait) for trait in TRAITS)
        .join(_genders(spoken), on="speaker_mention", how="left", maintain_order="left")
    )
    are_two = pl.col("gender").drop_nulls().n_unique().over("name", "type", "scope") > 1
    apart = described.with_columns(gender=pl.when(are_two & pl.col("is_local")).then("gender").fill_null(""))
    identity = pl.struct("name", "type", "scope", *TRAITS, "gender")
    return apart.with_columns(entry=identity.rank("dense").cast(pl.Int64) - 1)


def _genders(spoken: pl.DataFrame) -> pl.DataFrame:
    """The gender that the title in a mention gives away: `Mr. Elm` and `Ms. Elm` of one article are two."""
    mentions = spoken["speaker_mention"].drop_nulls().unique().sort()
    told = {"speaker_mention": mentions, "gender": [printed_gender(mention) or None for mention in mentions.to_list()]}
    return pl.DataFrame(told, schema={"speaker_mention": pl.String, "gender": pl.String}).drop_nulls()


def _read(spoken: pl.DataFrame) -> pl.DataFrame:
    """The quotations with the name, type and role that their speaker is read as; those of nobody are left out."""
    marked = spoken.join(_mentions(spoken), on=["printed", "speaker_mention"], how="left", maintain_order="left")
    marked = marked.with_columns(pl.col("has_title", "has_article").fill_null(False), pl.col("whole").fill_null(""))
    return marked.join(_names(marked), on=PRINTED, how="inner", maintain_order="left").join(
        _roles(spoken), on="printed_role", how="left", maintain_order="left"
    )


def _names(marked: pl.DataFrame) -> pl.DataFrame:
    """The name and type of whatever is printed: the columns of PRINTED, name, type, is_named, is_local."""
    counted = (
        marked.group_by(PRINTED)
        .agg(
            n_quotations=pl.len(),
            articles=pl.col("article").unique(),
            has_role=(pl.col("printed_role").is_not_null() | pl.col("has_title")).any(),
        )
        .sort(PRINTED)
    )
    rows = [row for row in counted.iter_rows(named=True) if not names_nobody(row["printed"])]
    readings = [_reading(row) for row in rows]
    kinds = settled_kinds(
        [
            Seen(*reading, row["n_quotations"], frozenset(row["articles"]), row["has_role"])
            for reading, row in zip(readings, rows, strict=True)
        ]
    )
    read = [
        {**row, "name": name, "type": kinds[name, kind], **_seen_as(name, kinds[name, kind])}
        for (name, kind), row in zip(readings, rows, strict=True)
    ]
    return pl.DataFrame(read, schema=NAMES)


def _roles(spoken: pl.DataFrame) -> pl.DataFrame:
    """What each printed role is read as; null where it is none."""
    printed = spoken["printed_role"].drop_nulls().unique().sort()
    read = [read_role(role) or None for role in printed.to_list()]
    roles = {"printed_role": printed, "speaker_role": read}
    return pl.DataFrame(roles, schema={"printed_role": pl.String, "speaker_role": pl.String})


def _mentions(spoken: pl.DataFrame) -> pl.DataFrame:
    """What each mention tells of its printed name: a title before it is a person's, an article before it is not, and
    the name of an organisation is that, whatever has been cut from it."""
    pairs = spoken.select("printed", "speaker_mention").drop_nulls().unique().sort("printed", "speaker_mention")
    rows = pairs.rows()
    return pairs.with_columns(
        pl.Series("has_title", [bool(printed_gender(mention)) for _, mention in rows], pl.Boolean),
        pl.Series("has_article", [is_said_of_a_thing(name, mention) for name, mention in rows], pl.Boolean),
        pl.Series("whole", [organisation_cut_short(name, mention) for name, mention in rows], pl.String),
    )


def _reading(row: Mapping[str, Any]) -> tuple[str, str]:
    """The name and type that a printed speaker is read as."""
    if row["whole"]:
        return row["whole"], "organisation"
    name, kind = read_name(row["printed"], row["printed_type"] or _guessed_type(row["printed"]))
    return name, "organisation" if kind == "person" and row["has_article"] else kind


def _guessed_type(name: str) -> str:
    """The type of a speaker whose article gives none: a name of several words is a person's."""
    return "person" if not is_unnamed(name) and " " in name else "group"


def _titled(spoken: pl.DataFrame) -> pl.DataFrame:
    """The roles of each name in each article, and what stands before the name in a mention: name, article, role."""
    mentions = spoken.select("name", "speaker_mention").drop_nulls().unique().sort("name", "speaker_mention")
    before = pl.Series("role", list(starmap(title_in, mentions.iter_rows())), dtype=pl.String)
    titles = spoken.join(mentions.with_columns(before), on=["name", "speaker_mention"]).select(
        "name", "article", "role"
    )
    roles = spoken.select("name", "article", role="speaker_role")
    return pl.concat([roles, titles]).drop_nulls("role").filter(pl.col("role") != "").unique()


def _seated(spoken: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The seat that an article tells behind the name of whoever is mentioned with its title: name, article, role."""
    mentions = spoken.select("name", "article", "speaker_mention").drop_nulls().unique()
    titled = mentions.filter(pl.col("speaker_mention") != pl.col("name")).sort("article", "name", "speaker_mention")
    texts = articles.select(article="article_id", text="text").drop_nulls()
    rows = titled.join(texts, on="article", maintain_order="left").iter_rows()
    found = [(name, article, seat_in(text, name, mention)) for name, article, mention, text in rows]
    seats = [(name, article, f"{seat.title}{_WHOSE}{seat.place.title()}") for name, article, seat in found if seat]
    return pl.DataFrame(seats, schema={"name": pl.String, "article": pl.Int64, "role": pl.String}, orient="row")


def _told(titled: pl.DataFrame, read: Callable[[str], str], column: str) -> pl.DataFrame:
    """What is read from the roles of each name in each article, joined, in a column besides name and article."""
    roles = titled["role"].unique().sort()
    told = {"role": roles, column: [read(role) for role in roles.to_list()]}
    known = pl.DataFrame(told, schema={"role": pl.String, column: pl.String}).filter(pl.col(column) != "")
    return (
        titled.join(known, on="role").group_by("name", "article").agg(pl.col(column).unique().sort().str.join(_JOINT))
    )


def _seat(role: str) -> str:
    """The seat that a role is, as `mayor of elm`; empty for other roles."""
    seat = seat_of(role)
    return f"{seat.title}{_WHOSE}{seat.place}" if seat else ""


def _field(role: str) -> str:
    """The field of a role that is not past, or that death has ended."""
    return career_of(role) if is_late(role) else field_of(role)


def _late(role: str) -> str:
    """`late` if a role says that somebody is dead."""
    return "late" if is_late(role) else ""


def _seats(told: str) -> frozenset[Office]:
    """The seats that `_seat` has written, joined."""
    parts = (seat.split(_WHOSE, maxsplit=1) for seat in told.split(_JOINT) if seat)
    return frozenset(Office(title, place, is_former=False) for title, place in parts)


def _ages(spoken: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The age that an article gives a person whom it names: name, article, age."""
    people = spoken.filter((pl.col("type") == "person") & pl.col("is_named")).select("name", "article").unique()
    named = people.sort("name", "article").group_by("article", maintain_order=True).agg(names="name")
    texts = articles.select(article="article_id", text="text").drop_nulls()
    rows = named.join(texts, on="article", maintain_order="left").select("article", "names", "text").iter_rows()
    ages = [(name, article, age) for article, names, text in rows for name, age in ages_of(text, names).items()]
    return pl.DataFrame(ages, schema={"name": pl.String, "article": pl.Int64, "age": pl.Int64}, orient="row")


def _seen_as(name: str, kind: str) -> dict[str, bool]:
    """Whether a speaker has a name (is_named), and whether it may be somebody else in the next article (is_local)."""
    is_named = not is_unnamed(name)
    if kind == "person":
        is_named = is_named and not is_description(name)
        person = person_name(name) if is_named else None
        return {"is_named": is_named, "is_local": person is None or not person.given}
    is_named = is_named and not is_somebodys_paper(name)
    may_be_another = not is_named or kind == "group" or is_generic(name) or abbreviation(name) is not None
    return {"is_named": is_named, "is_local": may_be_another}


def _entries(spoken: pl.DataFrame) -> list[Entry]:
    """The entries in order of their numbers."""
    sightings = (
        spoken.drop_nulls("speaker_role")
        .group_by("entry", role="speaker_role")
        .agg(
            n_articles=pl.col("article").n_unique(),
            n_quotations=pl.len(),
            first=pl.col("day").min(),
            last=pl.col("day").max(),
        )
        .sort("entry", "role")
    )
    roles: dict[int, list[Sighting]] = {}
    for entry, *sighting in sightings.iter_rows():
        roles.setdefault(entry, []).append(Sighting(*sighting))
    grouped = spoken.group_by("entry").agg(
        pl.col("name", "type", "is_named", *TRAITS).first(),
        articles=pl.col("article").unique().sort(),
        first=pl.col("day").min(),
        last=pl.col("day").max(),
        mentions=pl.col("speaker_mention").drop_nulls().unique().sort(),
        n_quotations=pl.len(),
    )
    return [
        Entry(
            name=row["name"],
            type=row["type"],
            is_named=row["is_named"],
            articles=tuple(row["articles"]),
            first=row["first"],
            last=row["last"],
            sightings=tuple(roles.get(row["entry"], ())),
            mentions=tuple(row["mentions"]),
            n_quotations=row["n_quotations"],
            traits=_traits(row),
        )
        for row in grouped.sort("entry").iter_rows(named=True)
    ]


def _traits(row: Mapping[str, Any]) -> Traits:
    """The traits in a row of columns TRAITS."""
    fields = frozenset((row["fields"] or "").split(_JOINT)) - {""}
    return Traits(
        fields,
        frozenset() if row["born"] is None else frozenset([row["born"]]),
        _seats(row["seats"] or ""),
        row["first"] if row["late"] else None,
        row["last"] if fields and not row["late"] else None,
    )


def sightings_of(entries: Iterable[Entry]) -> list[Sighting]:
    """Each role of the entries once, that of most articles first.

    Capitals make no other role; the most frequent writing stands for all, of those as frequent the one with fewest.
    """
    by_role: dict[str, list[Sighting]] = {}
    for sighting in (sighting for entry in entries for sighting in entry.sightings):
        by_role.setdefault(sighting.role.lower(), []).append(sighting)
    summed = [
        Sighting(
            _usual_writing(found),
            sum(sighting.n_articles for sighting in found),
            sum(sighting.n_quotations for sighting in found),
            min((sighting.first for sighting in found if sighting.first), default=None),
            max((sighting.last for sighting in found if sighting.last), default=None),
        )
        for found in by_role.values()
    ]
    return sorted(summed, key=lambda sighting: (-sighting.n_articles, -sighting.n_quotations, sighting.role))


def _usual_writing(found: Sequence[Sighting]) -> str:
    """The most frequent writing of one role; of those as frequent the one with fewest capitals."""
    counts: Counter[str] = Counter()
    for sighting in found:
        counts[sighting.role] += sighting.n_articles
    return min(counts, key=lambda role: (-counts[role], sum(map(str.isupper, role)), role))


def context_of(entries: Iterable[Entry]) -> Mapping[int, frozenset[str]]:
    """For each article the content words of what its speakers are: their roles, and the names of organisations."""
    found: dict[int, set[str]] = {}
    for entry in entries:
        named = role_words(entry.name) if entry.type != "person" and entry.is_named else frozenset()
        for article in entry.articles:
            found.setdefault(article, set()).update(entry.words, named)
    return {article: frozenset(words) for article, words in found.items()}
