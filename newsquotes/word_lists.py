"""The reference tables that several stages read, in lower case; each is loaded once."""

from collections.abc import Mapping
from functools import cache

from newsquotes.seeds import load_seed


@cache
def crowd_words(kind: str) -> frozenset[str]:
    """Words that count people without naming them: of the kinds `one` ("another"), `many` ("half"), `share`, `step`."""
    return frozenset(row["word"] for row in load_seed("crowd_words", ("word", "kind")) if row["kind"] == kind)


@cache
def function_words() -> frozenset[str]:
    """Words that carry little content ("the", "would"); a capital on one of them starts a sentence."""
    return frozenset(row["word"] for row in load_seed("function_words", ("word",)))


@cache
def leading_surnames() -> frozenset[str]:
    """Surnames of peoples who put them before the given name, folded."""
    return frozenset(row["surname"] for row in load_seed("leading_surnames", ("surname",)))


@cache
def nobody_words() -> frozenset[str]:
    """Words that stand where a speaker should and for nobody ("nothing")."""
    return frozenset(row["word"] for row in load_seed("nobody_words", ("word",)))


@cache
def outlet_words() -> frozenset[str]:
    """Words by which outlets call themselves ("post")."""
    return frozenset(row["word"] for row in load_seed("outlet_words", ("word",)))


@cache
def common_parts_of_names() -> frozenset[str]:
    """Common words that stand in names with a capital: offices and bodies ("judge", "union")."""
    offices = load_seed("titles_and_roles", ("word", "kind", "gender"))
    return frozenset(row["word"] for row in (*offices, *load_seed("organisation_words", ("word", "kind"))))


@cache
def person_nouns() -> frozenset[str]:
    """Nouns for people that are no roles ("commuter")."""
    return frozenset(row["noun"] for row in load_seed("person_nouns", ("noun", "kind")))


@cache
def irregular_forms() -> Mapping[str, str]:
    """Forms of irregular verbs with the verb: `stood` gives `stand`."""
    return {row["form"]: row["base"] for row in load_seed("irregular_forms", ("form", "base"))}


@cache
def photo_agencies() -> tuple[str, ...]:
    """What the credit of a photograph says ("file photo")."""
    return tuple(row["name"] for row in load_seed("photo_agencies", ("name",)))


@cache
def role_synonyms() -> Mapping[str, str]:
    """Words for an office, with the word that stands for all of them: `congresswoman` gives `representative`."""
    return {row["word"]: row["base"] for row in load_seed("role_synonyms", ("word", "base"))}


@cache
def reply_nouns() -> frozenset[str]:
    """What a clause beside a quotation may call it: an answer or a voice ("reply"), in lower case."""
    return frozenset(row["noun"] for row in load_seed("reply_nouns", ("noun",)))
