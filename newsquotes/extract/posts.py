"""Where posts and messages stand, as the words before a colon name it: the mayor wrote on X: …"""

import re
from functools import cache

from newsquotes.seeds import load_seed


@cache
def lead_to_post() -> re.Pattern[str]:
    """The words up to the colon behind which a post stands, when they name the place: the mayor wrote on X:"""
    return re.compile(rf"(?P<lead>[^:.!?\n]{{0,120}}?\b{_place()}[^:.!?\n]{{0,60}})(?P<colon>:)\s+(?=[A-Z])")


def names_post(lead: str) -> bool:
    """Whether words before a colon end in the place where a post stands: Wren, on Facebook"""
    return _place_at_end().search(lead) is not None


@cache
def _place_at_end() -> re.Pattern[str]:
    return re.compile(rf"\b{_place()}\W*$")


@cache
def _place() -> str:
    """The pattern of a place with what may stand before it: on X, in an email, via his social media."""
    rows = load_seed("post_places", ("place", "kind"))
    names = "|".join(re.escape(row["place"]) for row in rows if row["kind"] == "name")
    nouns = "|".join(re.escape(row["place"]) for row in rows if row["kind"] == "noun")
    determiner = r"(?:an? |the |his |her |their |its )?(?:\w+ )?"
    return rf"(?:[Oo]n|[Tt]o|[Ii]n|[Vv]ia|[Bb]y) (?:{names}|{determiner}(?:{nouns}))\b"
