"""Speakers across articles: which names are one person, organisation, place or group.

Quotations with the name that each article gives its speaker in; the `speakers` table and the speaker of each quotation
out. A merge needs evidence in the names themselves; where two readings are possible the names stay apart.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import polars as pl

from newsquotes.forest import Forest
from newsquotes.ids import stable_id
from newsquotes.schemas import SPEAKERS
from newsquotes.seeds import load_seed

ALIAS_COLUMNS = ("name", "same_as", "not_same", "wikidata_id")

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_PARENTHESIS = re.compile(r"\s*\([^)]*\)")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_ABBREVIATION = re.compile(r"[A-Z][A-Z&]{1,7}")
_MIN_TRANSLITERATED = 5

Pairs = Iterator[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A speaker as articles name it: the printed name, its type, its roles and mentions, and how often it speaks.

    A speaker without a name ("a witness") and a bare surname make an entry for each article, because they may be
    somebody else in the next one; `article_id` is the first article.
    """

    name: str
    type: str
    is_named: bool
    article_id: int
    roles: tuple[str, ...]
    mentions: tuple[str, ...]
    n_quotations: int


@dataclass(frozen=True, slots=True)
class PersonName:
    """The folded parts of a person's name; a bare surname has no given name."""

    given: str
    middle: tuple[str, ...]
    surname: str
    suffix: str


def load_aliases() -> pl.DataFrame:
    """The user's own decisions, from `seeds/speaker_aliases.csv`: strings, empty where nothing is decided."""
    rows = load_seed("speaker_aliases", ALIAS_COLUMNS, key=("name", "same_as", "not_same"))
    return pl.DataFrame(rows, schema=dict.fromkeys(ALIAS_COLUMNS, pl.String()))


def resolve_speakers(
    quotations: pl.DataFrame, *, aliases: pl.DataFrame | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The speakers of `quotations`, and the speaker of each quotation that has one.

    The first frame is the `speakers` table, in which `n_quotes` counts quotations; the second has quotation_id and
    speaker_id. `aliases` has columns name, same_as, not_same and, if wanted, wikidata_id; it wins over every rule.
    """
    spoken = _spoken(quotations)
    entries = _entries(spoken)
    decisions = [] if aliases is None else aliases.to_dicts()
    forest = Forest(_decided(entries, decisions, "not_same"))
    for one, other in _decided(entries, decisions, "same_as"):
        forest.join(one, other)
    for rule in RULES:
        for one, other in list(rule(entries, forest)):
            forest.join(one, other)
    roots = [forest.root(number) for number in range(len(entries))]
    groups: defaultdict[int, list[Entry]] = defaultdict(list)
    for root, entry in zip(roots, entries, strict=True):
        groups[root].append(entry)
    rows = _speaker_rows(groups, decisions)
    of_entry = pl.DataFrame(
        {"entry": range(len(entries)), "speaker_id": [rows[root]["speaker_id"] for root in roots]},
        schema={"entry": pl.Int64, "speaker_id": pl.Int64},
    )
    of_quotation = spoken.join(of_entry, on="entry", how="left", maintain_order="left")
    return SPEAKERS.from_rows(rows.values()).sort(SPEAKERS.sort_by), of_quotation.select("quotation_id", "speaker_id")


def _spoken(quotations: pl.DataFrame) -> pl.DataFrame:
    """The quotations that have a speaker, each with the number of its entry; entries are numbered by name."""
    spoken = quotations.filter(pl.col("speaker").str.strip_chars().str.len_chars() > 0).select(
        "quotation_id",
        "speaker_role",
        "speaker_mention",
        name=pl.col("speaker").str.strip_chars(),
        type=pl.coalesce("speaker_type", pl.lit("")),
        article="article_id",
    )
    names = spoken.select("name", "type").unique().sort("name", "type")
    seen = [_seen_as(name, kind) for name, kind in names.iter_rows()]
    schema = {"resolved_type": pl.String, "is_named": pl.Boolean, "is_local": pl.Boolean}
    names = names.hstack(pl.DataFrame(seen, schema=schema, orient="row"))
    described = spoken.join(names, on=["name", "type"], how="left", maintain_order="left").with_columns(
        type=pl.col("resolved_type"), scope=pl.when("is_local").then("article")
    )
    return described.with_columns(entry=pl.struct("name", "type", "scope").rank("dense").cast(pl.Int64) - 1)


def _seen_as(name: str, kind: str) -> tuple[str, bool, bool]:
    """The type of a speaker, whether it has a name, and whether it may be somebody else in the next article.

    Without a type, a name of several words is a person's.
    """
    is_named = not is_unnamed(name)
    kind = kind or ("person" if is_named and " " in name else "group")
    person = person_name(name) if is_named and kind == "person" else None
    return kind, is_named, not is_named or (person is not None and not person.given)


def _entries(spoken: pl.DataFrame) -> list[Entry]:
    """The entries in order of their numbers."""
    grouped = spoken.group_by("entry").agg(
        pl.col("name", "type", "is_named").first(),
        pl.col("article").min(),
        roles=pl.col("speaker_role").drop_nulls().unique().sort(),
        mentions=pl.col("speaker_mention").drop_nulls().unique().sort(),
        n_quotations=pl.len(),
    )
    return [
        Entry(name, kind, is_named, article, tuple(roles), tuple(mentions), n_quotations)
        for _, name, kind, is_named, article, roles, mentions, n_quotations in grouped.sort("entry").iter_rows()
    ]


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


def same_person(entries: Sequence[Entry], _: Forest) -> Pairs:
    """Given name, middle names, surname and suffix agree, titles and diacritics aside: `Dr Ana Díaz`, `Ana Diaz`."""
    yield from _chained(entries, lambda entry: (person := _person(entry)) and person.given and person)


def same_organisation(entries: Sequence[Entry], _: Forest) -> Pairs:
    """The names agree, article and legal form aside: `the Harbour Company`, `Harbour Company Ltd`."""
    yield from _chained(entries, lambda entry: _organisation(entry))


def middle_names(entries: Sequence[Entry], _: Forest) -> Pairs:
    """One form has a middle name more: `Ana Díaz`, `Ana B. Díaz`; unless two different middle names are about."""
    for numbers in _grouped(
        entries, lambda entry: (p := _person(entry)) and p.given and (p.given, p.surname, p.suffix)
    ):
        people = [(number, person) for number in numbers if (person := _person(entries[number]))]
        if all(_middles_agree(one.middle, other.middle) for (_, one), (_, other) in combinations(people, 2)):
            yield from pairwise(numbers)


def transliterations(entries: Sequence[Entry], _: Forest) -> Pairs:
    """Two ways to bring a name into Latin letters: `Andrey Belovsky`, `Andrei Belovskiy`."""
    yield from _chained(entries, lambda entry: (person := _person(entry)) and _transliterated(person))


def given_initials(entries: Sequence[Entry], forest: Forest) -> Pairs:
    """A given name shortened to its initial, if only one person fits: `A. Díaz`, `Ana Díaz`."""
    for number, person in _people(entries):
        if person.given and _is_initial(person.given):
            yield from _only_fit(
                number,
                (
                    other
                    for other, full in _people(entries)
                    if full.surname == person.surname
                    and not _is_initial(full.given)
                    and full.given[:1] == person.given[:1]
                    and full.suffix == person.suffix
                ),
                forest,
            )


def bare_surnames(entries: Sequence[Entry], forest: Forest) -> Pairs:
    """A surname alone, if only one person in the corpus has it and no role speaks against: `Díaz`, `Ana Díaz`.

    If nobody has it in full, those who bear it are one speaker, again unless their roles speak against.
    """
    of_surname: defaultdict[str, list[int]] = defaultdict(list)
    bare: defaultdict[str, list[int]] = defaultdict(list)
    for number, person in _people(entries):
        (of_surname if person.given else bare)[person.surname].append(number)
    for surname, numbers in bare.items():
        holders = of_surname[surname] or numbers[:1]
        for number in numbers:
            if _roles_agree(entries[number], [entries[holder] for holder in holders]):
                yield from _only_fit(number, holders, forest)


def abbreviations(entries: Sequence[Entry], forest: Forest) -> Pairs:
    """An organisation's initials, if only one organisation has them: `NHC`, `Northern Harbour Commission`."""
    of_initials: defaultdict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        if _organisation(entry) and not _abbreviation(entry) and len(initials := _initials(entry.name)) > 1:
            of_initials[initials].append(number)
    for number, entry in enumerate(entries):
        if letters := _abbreviation(entry):
            yield from _only_fit(number, of_initials[letters], forest)


RULES: tuple[Callable[[Sequence[Entry], Forest], Pairs], ...] = (
    same_person,
    same_organisation,
    middle_names,
    transliterations,
    given_initials,
    bare_surnames,
    abbreviations,
)


def _grouped(entries: Sequence[Entry], key: Callable[[Entry], Any]) -> Iterator[list[int]]:
    """The numbers of the entries that share a key; entries whose key is empty stay out."""
    groups: defaultdict[Any, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        if found := key(entry):
            groups[found].append(number)
    yield from groups.values()


def _chained(entries: Sequence[Entry], key: Callable[[Entry], Any]) -> Pairs:
    """Pairs that connect all entries of one key."""
    for numbers in _grouped(entries, key):
        yield from pairwise(numbers)


def _people(entries: Sequence[Entry]) -> Iterator[tuple[int, PersonName]]:
    """The entries that are persons with a name."""
    return ((number, person) for number, entry in enumerate(entries) if (person := _person(entry)))


def _only_fit(number: int, fitting: Iterable[int], forest: Forest) -> Pairs:
    """The pair of an entry with those that fit it, if they are all one speaker by now."""
    numbers = list(fitting)
    if len({forest.root(fit) for fit in numbers}) == 1:
        yield number, numbers[0]


def _person(entry: Entry) -> PersonName | None:
    """The name of a person; None for what has no name or is no person."""
    return person_name(entry.name) if entry.type == "person" and entry.is_named else None


def _organisation(entry: Entry) -> str | None:
    """The folded name of what is no person; None for what has no name."""
    return organisation_name(entry.name) if entry.type != "person" and entry.is_named else None


def _abbreviation(entry: Entry) -> str | None:
    """The capitals of an organisation that is named by them alone, without points; else None."""
    letters = entry.name.replace(".", "")
    return letters if _organisation(entry) and _ABBREVIATION.fullmatch(letters) else None


@cache
def folded(name: str) -> str:
    """A name without case, diacritics, points and parentheses, hyphens as spaces.

    >>> folded("Łukasz O’Brien-Díaz (left)")
    'lukasz obrien diaz'
    """
    bare = _POSSESSIVE.sub("", _PARENTHESIS.sub("", name).strip())
    letters = unicodedata.normalize("NFKD", bare).casefold().translate(_LETTERS)
    return " ".join(re.sub(r"[^\w\s]", "", re.sub(r"[-‐‑–/]|\.(?=\w)", " ", letters)).replace("_", " ").split())


@cache
def person_name(name: str) -> PersonName | None:
    """The parts of a person's name, titles stripped; None if no word is left.

    >>> person_name("Dr. Ana B. van der Díaz Jr.")
    PersonName(given='ana', middle=('b',), surname='van der diaz', suffix='jr')
    """
    words = _without_titles(folded(name).split())
    suffix = ""
    if len(words) > 1 and words[-1] in _suffixes():
        suffix = _suffixes()[words.pop()]
    if not words:
        return None
    particle = next((place for place, word in enumerate(words[:-1]) if word in _particles()), len(words) - 1)
    given = words[:particle]
    return PersonName(given[0] if given else "", tuple(given[1:]), " ".join(words[particle:]), suffix)


def _without_titles(words: list[str]) -> list[str]:
    """The words after the leading titles and roles; what is also a given name stays, unless another one follows."""
    while len(words) > 1 and words[0] in _titles():
        if words[0] in _given_names() and (len(words) == 2 or words[1] not in _given_names()):
            break
        words = words[1:]
    return words


@cache
def organisation_name(name: str) -> str:
    """The folded name of an organisation without article and legal form.

    >>> organisation_name("The Harbour Company Ltd.")
    'harbour company'
    """
    words = folded(name).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _legal_forms() and words[-1] != "company":
        words = words[:-1]
    return " ".join(words)


@cache
def is_unnamed(name: str) -> bool:
    """Whether a speaker is described, not named.

    >>> is_unnamed("a senior official"), is_unnamed("The ministry"), is_unnamed("Harbour Ministry")
    (True, True, False)
    """
    if not any(letter.isupper() for letter in name):
        return True
    first, *rest = name.split()
    if any(letter.isupper() for word in rest for letter in word):
        return False
    words = [word for word in folded(name).split() if word not in _function_words()]
    return all(word in _common_nouns() for word in words) if rest else first.lower() in _common_nouns()


def _middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two sets of middle names can be one person's: one is missing, or they agree as far as initials go."""
    if not one or not other:
        return True
    return len(one) == len(other) and all(
        left == right or (left[:1] == right[:1] and (_is_initial(left) or _is_initial(right)))
        for left, right in zip(one, other, strict=True)
    )


def _is_initial(given: str) -> bool:
    """Whether a given name is one letter."""
    return len(given) == 1


def _transliterated(person: PersonName) -> tuple[str, ...] | None:
    """The name with its spelling standardised; None unless the surname is of a kind that is transliterated."""
    surname = _standardised(person.surname, "surname")
    is_transliterated = surname != person.surname or any(surname.endswith(ending) for ending in _standard_endings())
    if not person.given or _is_initial(person.given) or len(surname) < _MIN_TRANSLITERATED or not is_transliterated:
        return None
    return _standardised(person.given, "given"), *person.middle, surname, person.suffix


def _standardised(name: str, part: str) -> str:
    """The name after every spelling rule for that part of a name."""
    for pattern, standard in _spelling_rules(part):
        name = pattern.sub(standard, name)
    return name


def _roles_agree(bare: Entry, holders: Iterable[Entry]) -> bool:
    """Whether the roles seen with a bare surname share a word with those of its holders, or either has none."""
    own = _role_words(bare.roles)
    theirs = {word for holder in holders for word in _role_words(holder.roles)}
    return not own or not theirs or bool(own & theirs)


def _role_words(roles: Iterable[str]) -> set[str]:
    """The content words of roles."""
    return {word for role in roles for word in folded(role).split()} - _function_words()


def _initials(name: str) -> str:
    """The capitals that abbreviate a name of several words; empty for one word."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKD", _PARENTHESIS.sub("", name)))
    capitals = [word[0] for word in words if word[0].isupper() and word.lower() not in _function_words()]
    return "".join(capitals) if len(words) > 1 else ""


def _speaker_rows(
    groups: Mapping[int, Sequence[Entry]], decisions: Sequence[Mapping[str, Any]]
) -> dict[int, dict[str, Any]]:
    """The rows of the speakers. Namesakes that stay apart, and the nameless, differ by their first article."""
    rows = {root: _speaker_row(group, decisions) for root, group in groups.items()}
    n_namesakes = Counter((folded(row["name"]), row["type"]) for row in rows.values())
    for root, row in rows.items():
        identity = (folded(row["name"]), row["type"])
        first_article = min(entry.article_id for entry in groups[root])
        is_alone = n_namesakes[identity] == 1 and any(entry.is_named for entry in groups[root])
        row["speaker_id"] = stable_id("speaker", *identity, *(() if is_alone else (first_article,)))
    return rows


def _speaker_row(group: Sequence[Entry], decisions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The row of one speaker without its id, named by the alias table or by the fullest name that is most frequent."""
    best = min(group, key=_name_rank)
    preferred = {folded(row["name"]): row["same_as"] for row in decisions if row.get("same_as")}
    wikidata = {folded(row["name"]): row["wikidata_id"] for row in decisions if row.get("wikidata_id")}
    decided = sorted({preferred[folded(entry.name)] for entry in group if folded(entry.name) in preferred})
    name = decided[0] if decided else _clean_name(best)
    names = {name, *(entry.name for entry in group)}
    mentions = {mention for entry in group for mention in entry.mentions if _is_alias(mention)}
    items = sorted({wikidata[folded(known)] for known in names if folded(known) in wikidata})
    return {
        "name": name,
        "type": best.type,
        "aliases": sorted((names | mentions) - {name}),
        "roles": sorted({role for entry in group for role in entry.roles}),
        "n_quotes": sum(entry.n_quotations for entry in group),
        "wikidata_id": items[0] if len(items) == 1 else None,
    }


def _name_rank(entry: Entry) -> tuple[int, int, int, str, str]:
    """Full names before bare ones and initials, then the most frequent, the longest, the alphabet."""
    person = _person(entry)
    fullness = 2 if person is None else min(len(person.given), 2)
    if _abbreviation(entry):
        fullness = 1
    return -fullness, -entry.n_quotations, -len(entry.name), entry.name, entry.type


def _clean_name(entry: Entry) -> str:
    """The printed name without titles, possessive and parentheses."""
    bare = _POSSESSIVE.sub("", _PARENTHESIS.sub("", entry.name).strip())
    if entry.type != "person" or not entry.is_named:
        return bare
    words = bare.split()
    n_titles = len(folded(bare).split()) - len(_without_titles(folded(bare).split()))
    return " ".join(words[n_titles:]) if n_titles < len(words) else bare


def _is_alias(mention: str) -> bool:
    """Whether a mention is a name: it has a capital letter and is not a pronoun or a description."""
    return folded(mention) not in _function_words() and not is_unnamed(mention)


@cache
def _titles() -> frozenset[str]:
    """Words before a name that are no part of it, folded."""
    rows = load_seed("titles_and_roles", ("word", "kind", "gender"))
    return frozenset(folded(row["word"]) for row in rows)


@cache
def _common_nouns() -> frozenset[str]:
    """Words that describe a speaker without naming it, folded."""
    roles = load_seed("titles_and_roles", ("word", "kind", "gender"))
    kinds = load_seed("organisation_words", ("word", "kind"))
    return frozenset(folded(row["word"]) for row in (*roles, *kinds))


@cache
def _given_names() -> frozenset[str]:
    """Given names, folded."""
    return frozenset(folded(row["name"]) for row in load_seed("given_names", ("name", "gender")))


@cache
def _particles() -> frozenset[str]:
    """Words that belong to the surname after them."""
    return frozenset(row["particle"] for row in load_seed("name_particles", ("particle",)))


@cache
def _suffixes() -> Mapping[str, str]:
    """Words after a surname that tell namesakes apart, with their folded form."""
    return {row["suffix"]: row["folded"] for row in load_seed("name_suffixes", ("suffix", "folded"))}


@cache
def _legal_forms() -> frozenset[str]:
    """Words at the end of a company's name that its everyday name leaves out."""
    return frozenset(row["form"] for row in load_seed("legal_forms", ("form",)))


@cache
def _function_words() -> frozenset[str]:
    """Words that carry little content."""
    return frozenset(row["word"] for row in load_seed("function_words", ("word",)))


@cache
def _spelling_rules(part: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns and standard spellings for the `given` name or the `surname`, in order."""
    rows = load_seed("transliterations", ("part", "pattern", "folded"), key=("part", "pattern"))
    return tuple((re.compile(row["pattern"]), row["folded"]) for row in rows if row["part"] == part)


@cache
def _standard_endings() -> frozenset[str]:
    """Endings that a spelling rule for surnames produces."""
    rows = load_seed("transliterations", ("part", "pattern", "folded"), key=("part", "pattern"))
    return frozenset(row["folded"] for row in rows if row["part"] == "surname" and row["pattern"].endswith("$"))
