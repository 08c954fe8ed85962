"""The reference tables that attribution reads, as sets and mappings; each is loaded once.

What comes in are the CSV files of `seeds/`; what goes out are look-ups in lower case unless a name says otherwise.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from newsquotes.extract.cues import inflect
from newsquotes.seeds import load_seed
from newsquotes.word_lists import role_synonyms

SAYING_KINDS = frozenset(
    ("speech", "write", "voice")
)  # the kinds of reporting verbs that utter words, none held or asked


@cache
def roles() -> Mapping[str, str]:
    """Words that may stand alone for a person ("spokesman") with their gender: male, female or empty."""
    return {row["word"]: row["gender"] for row in _titles_and_roles() if row["kind"] != "title"}


@cache
def epithets() -> frozenset[str]:
    """Words that call a person something without naming an office ("tyrant"), in lower case."""
    return frozenset(row["word"] for row in _titles_and_roles() if row["kind"] == "epithet")


@cache
def state_leaders() -> frozenset[str]:
    """Words for whoever leads a state ("president", "tyrant"), in lower case."""
    return frozenset(row["word"] for row in load_seed("state_leaders", ("word",)))


@cache
def commanded_forces() -> frozenset[str]:
    """What only a state's leader has ("troops"), in lower case."""
    return frozenset(row["noun"] for row in load_seed("commanded_forces", ("noun",)))


class Party(NamedTuple):
    """What its members are called, its adjective, and the letter that US papers put behind a name, if any."""

    member: str
    adjective: str
    letter: str


@cache
def parties() -> tuple[Party, ...]:
    """Political parties, as printed: `Democrat`, `Democratic`, `D`."""
    rows = load_seed("parties", ("member", "adjective", "letter"))
    return tuple(Party(row["member"], row["adjective"], row["letter"]) for row in rows)


@cache
def figures_nouns() -> frozenset[str]:
    """Plural nouns in which nobody speaks ("data", "reports"), in lower case."""
    return frozenset(row["noun"] for row in load_seed("figures_nouns", ("noun",)))


@cache
def titles() -> Mapping[str, str]:
    """Words that may precede a name ("mr", "president"), without a final stop, with their gender or nothing."""
    return {row["word"]: row["gender"] for row in _titles_and_roles()}


@cache
def bare_titles() -> frozenset[str]:
    """Titles that only ever stand before a name ("mr", "sen")."""
    return frozenset(row["word"] for row in _titles_and_roles() if row["kind"] == "title")


def _titles_and_roles() -> tuple[dict[str, str], ...]:
    return load_seed("titles_and_roles", ("word", "kind", "gender"))


@cache
def field_offices() -> frozenset[str]:
    """Offices that are of or for something ("director"), in lower case."""
    return frozenset(row["office"] for row in load_seed("field_offices", ("office",)))


def folded_role(word: str) -> str:
    """One word for an office however it is shortened and whoever holds it: "Gov." and "governor"."""
    bare = word.lower().rstrip(".")
    return role_synonyms().get(bare, bare)


@cache
def label_offices() -> Mapping[str, frozenset[str]]:
    """What labels of a transcript call an office ("the court"), with the roles of those who may hold it."""
    rows = load_seed("label_offices", ("label", "role"), key=("label", "role"))
    labels = {row["label"] for row in rows}
    return {label: frozenset(row["role"] for row in rows if row["label"] == label) for label in labels}


@cache
def post_nominals() -> frozenset[str]:
    """Letters that may stand after a full name ("QC"), as written."""
    return frozenset(row["letters"] for row in load_seed("post_nominals", ("letters",)))


@cache
def given_names() -> Mapping[str, str]:
    """Given names as written ("Anna") with their gender: male, female or either."""
    return {row["name"]: row["gender"] for row in load_seed("given_names", ("name", "gender"))}


@cache
def nationalities() -> Mapping[str, str]:
    """Adjectives of nationality as written ("Ukrainian") with their country."""
    return {row["adjective"]: row["country"] for row in _nationalities()}


@cache
def places() -> frozenset[str]:
    """Names of countries, capitals, states and cities, as written."""
    listed = {row["name"] for row in _named_places() if row["kind"] == "place"}
    return frozenset(listed | {row[column] for row in _nationalities() for column in ("country", "capital")})


@cache
def countries() -> frozenset[str]:
    """Names of countries, as written."""
    return frozenset(row["country"] for row in _nationalities())


@cache
def known_organisations() -> frozenset[str]:
    """Names that act as organisations without saying so ("Kremlin", "NATO"), as written."""
    return frozenset(row["name"] for row in _named_places() if row["kind"] == "organisation")


@cache
def countries_by_seat() -> Mapping[str, str]:
    """Capitals and seats of government as written ("Kremlin") with their country."""
    seats = {row["name"]: row["country"] for row in _named_places() if row["country"]}
    return {row["capital"]: row["country"] for row in _nationalities()} | seats


def _nationalities() -> tuple[dict[str, str], ...]:
    return load_seed("nationalities", ("adjective", "country", "capital"))


def _named_places() -> tuple[dict[str, str], ...]:
    return load_seed("places", ("name", "kind", "country"))


@cache
def organisation_words() -> frozenset[str]:
    """Words that make a name an organisation ("ministry")."""
    return frozenset(row["word"] for row in _organisation_words())


@cache
def business_words() -> frozenset[str]:
    """Organisation words that call a firm something ("the company"), whatever its name."""
    return frozenset(row["word"] for row in _organisation_words() if row["kind"] == "business")


@cache
def institution_words() -> frozenset[str]:
    """Organisation words that mean the one named before when used alone ("the ministry"), unlike "the group"."""
    return frozenset(row["word"] for row in _organisation_words() if row["kind"] == "institution")


def _organisation_words() -> tuple[dict[str, str], ...]:
    return load_seed("organisation_words", ("word", "kind"))


@cache
def not_names() -> frozenset[str]:
    """Capitalised words, as written, that belong to no person's name ("Meanwhile", "Friday")."""
    return frozenset(row["word"] for row in load_seed("not_names", ("word", "kind")))


@cache
def surnames_like_words() -> frozenset[str]:
    """Surnames, as written, that are other words as well ("White"): names only where one must follow."""
    return frozenset(row["word"] for row in load_seed("surnames_like_words", ("word",)))


@cache
def surnames_like_offices() -> frozenset[str]:
    """Surnames, as written, that are an office or a trade as well ("Dean"): names behind a given name."""
    return frozenset(row["word"] for row in load_seed("surnames_like_offices", ("word",)))


@cache
def no_surnames() -> frozenset[str]:
    """Capitalised words, as written, that are never the surname of a full name ("Meanwhile")."""
    return not_names() - calendar() - surnames_like_words()


@cache
def playing_roles() -> frozenset[str]:
    """What players are called by the place or the sport they play ("striker"), in lower case."""
    return frozenset(row["word"] for row in load_seed("playing_roles", ("word",)))


@cache
def outlets() -> frozenset[str]:
    """Names of newspapers, broadcasters and agencies, in lower case and without their article."""
    return frozenset(row["name"].lower().removeprefix("the ") for row in load_seed("outlets", ("name", "domain")))


@cache
def abbreviations() -> frozenset[str]:
    """Words whose full stop does not end a sentence ("sen", "aug"), in lower case and without it."""
    listed = load_seed("abbreviations", ("abbreviation", "may_end"))
    return bare_titles() | {row["abbreviation"].lower().rstrip(".") for row in listed if row["may_end"] == "no"}


@cache
def closing_abbreviations() -> frozenset[str]:
    """Abbreviations that may stand last in a sentence ("U.S"), as written, without their final stop."""
    listed = load_seed("abbreviations", ("abbreviation", "may_end"))
    return frozenset(row["abbreviation"].rstrip(".") for row in listed if row["may_end"] == "yes")


@cache
def calendar() -> frozenset[str]:
    """Capitalised names of days, months and seasons, as written."""
    return frozenset(row["word"] for row in load_seed("not_names", ("word", "kind")) if row["kind"] == "calendar")


@cache
def expecting_words() -> frozenset[str]:
    """Lemmas that put what they govern into the future ("expect", "due"), in lower case."""
    return frozenset(row["word"] for row in load_seed("expecting_words", ("word",)))


@cache
def overhearing_verbs() -> frozenset[str]:
    """Lemmas of verbs of whoever hears or remembers what another says ("recall"), in lower case."""
    return frozenset(row["lemma"] for row in load_seed("overhearing_verbs", ("lemma",)))


@cache
def prompting_verbs() -> frozenset[str]:
    """Lemmas of verbs that make their object speak ("prompt"), in lower case."""
    return frozenset(row["lemma"] for row in load_seed("prompting_verbs", ("lemma",)))


@cache
def statement_verbs() -> Mapping[str, str]:
    """Lemmas of verbs that put out a statement ("issue"), whose subject then speaks in it; with an irregular past."""
    return {row["lemma"]: row["past"] for row in load_seed("statement_verbs", ("lemma", "past"))}


@cache
def statement_nouns() -> frozenset[str]:
    """What words are spoken or written in ("statement", "letter")."""
    return frozenset(row["noun"] for row in _statement_nouns())


@cache
def hinting_verbs() -> frozenset[str]:
    """Verbs of saying with which a thing tells nothing by itself ("suggest")."""
    return frozenset(row["lemma"] for row in load_seed("hinting_verbs", ("lemma",)))


@cache
def answering_forms() -> frozenset[str]:
    """The forms of the verbs by which somebody answers ("replied"), in lower case."""
    rows = load_seed("answering_verbs", ("lemma", "past"))
    return frozenset(form for row in rows for form in (*inflect(row["lemma"]), row["past"]) if form)


@cache
def kin_words() -> frozenset[str]:
    """Words for relatives ("brother"), in lower case."""
    return frozenset(row["word"] for row in load_seed("kin_words", ("word",)))


@cache
def office_verbs() -> Mapping[str, str]:
    """What somebody does in an office ("chairs") with the word for it ("chair"), in lower case."""
    return {row["verb"]: row["role"] for row in load_seed("office_verbs", ("verb", "role"))}


@cache
def verdict_nouns() -> frozenset[str]:
    """What the sentence after a quotation calls it ("verdict", "words"), in lower case."""
    return frozenset(row["noun"] for row in load_seed("verdict_nouns", ("noun",)))


@cache
def recordings() -> frozenset[str]:
    """What somebody is heard on ("clip", "footage"), in lower case."""
    return frozenset(row["noun"] for row in load_seed("recording_nouns", ("noun",)))


@cache
def short_months() -> frozenset[str]:
    """Months cut short that have a longer form, as written: "Jun", not "May"."""
    names = {row["name"] for row in load_seed("months", ("name", "month")) if row["name"].isalpha()}
    return frozenset(
        name.capitalize() for name in names if any(name < other and other.startswith(name) for other in names)
    )


@cache
def utterances() -> frozenset[str]:
    """Statement nouns through which their author speaks ("Berg's letter"), unlike a study or a poll."""
    return frozenset(row["noun"] for row in _statement_nouns() if row["kind"] == "utterance")


def _statement_nouns() -> tuple[dict[str, str], ...]:
    return load_seed("statement_nouns", ("noun", "kind"))
