"""Outlets and news agencies: whether a name or a domain is one, and how it is written."""

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

from newsquotes.clean.headline import is_name
from newsquotes.clean.text import comparable
from newsquotes.seeds import load_seed
from newsquotes.word_lists import outlet_words

POINTING_WORDS = frozenset({"our", "my", "your", "this", "these", "us", "me"})
"""Words that begin no outlet's name: `Support Our Work`."""


@cache
def outlets() -> Mapping[str, str]:
    """Outlet name as printed by its comparable form, from seeds/outlets.csv."""
    return {outlet_key(row["name"]): row["name"] for row in load_seed("outlets", ("name", "domain"))}


@cache
def outlet_domains() -> Mapping[str, str]:
    """Outlet name by host, the first row of a host first."""
    names: dict[str, str] = {}
    for row in load_seed("outlets", ("name", "domain")):
        names.setdefault(row["domain"], row["name"])
    return names


def outlet_key(name: str) -> str:
    """What two spellings of an outlet's name have in common."""
    key = comparable(name)
    return key.removeprefix("the") if len(key) > 6 else key


def known_outlet(name: str) -> str | None:
    """The outlet called `name`, with or without its article, as the reference table prints it."""
    return outlets().get(outlet_key(name))


def outlet_name(text: str) -> str | None:
    """The outlet that `text` names: a known one, or a name with a word such as `Gazette` in it.

    >>> outlet_name("The Marrow Gazette"), outlet_name("Marrow Castle")
    ('The Marrow Gazette', None)
    """
    if known := known_outlet(text):
        return known
    words = text.split()
    own = [at for at, word in enumerate(words) if comparable(word) in outlet_words()]
    if not own or not is_name(text) or words[0].casefold() in POINTING_WORDS:
        return None
    name = words if "of" in words[own[-1] :] else words[: own[-1] + 1]
    return " ".join(name).rstrip(".:,;!") if len(name) > 1 else None


def news_agency(name: str) -> str | None:
    """The full name of the news agency `name`, from seeds/wire_agencies.csv.

    >>> news_agency("AFP")
    'Agence France-Presse'
    """
    return _news_agencies().get(comparable(name))


@cache
def _news_agencies() -> Mapping[str, str]:
    return {comparable(row["name"]): row["agency"] for row in load_seed("wire_agencies", ("name", "agency"))}


def agency_in(name: str) -> str | None:
    """The outlet that stands where a person's name is expected; `Emily Post` is a person."""
    if known := known_outlet(name):
        return known
    return None if comparable(name.split()[0]) in given_names() else outlet_name(name)


@cache
def given_names() -> frozenset[str]:
    """The given names that we know, as they are compared."""
    return frozenset(comparable(row["name"]) for row in load_seed("given_names", ("name", "gender")))


def url_domain(url: str) -> str | None:
    """Host of `url` in lower case without `www.`; None for what is no web address."""
    try:
        host = urlsplit(url.strip()).hostname
    except ValueError:
        return None
    if not host or "." not in host:
        return None
    return host.removeprefix("www.") or None
