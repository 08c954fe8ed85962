"""Members of a party: whom "the Vermont Democrat" means."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from newsquotes.attribute.document import Span
from newsquotes.attribute.lexicon import parties
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.speaker import Speaker
from newsquotes.attribute.roles import role_before

_NEAR = 1000
_LONGEST_LEAD = 60
_TAG = re.compile(r",? \(?[A-Z][-–](?P<place>[A-Z][a-z]+)")


def member_meant(ledger: Ledger, mention: Span) -> Speaker | None:
    """ "Sen. Ada Berg (D-Vt.) left. “…,” the Vermont Democrat said": of those of party and place the one named last.

    None for other words; if the article does not tell who is of the party, the words themselves.
    """
    words = mention.of(ledger.document.text)
    found = _member().fullmatch(words)
    if found is None:
        return None
    place = (found.group("place") or "").strip()
    of_party = {number for number, party in _members(ledger).items() if party == found.group("member")}
    own = {number for number in of_party if not place or _is_from(ledger, number, place)}
    person = _named_last(ledger, own, mention.start) if found.group("article").lower() == "the" else None
    if person is None:
        return Speaker(words, "person", None, "nominal")
    return ledger.speaker_of(person, "described_anew")


def _is_from(ledger: Ledger, person: int, place: str) -> bool:
    """Whether a place stands beside a name: "Ada Berg of Vermont", "Vermont Sen. Ada Berg", "Ada Berg (D-Vt.)"."""
    text = ledger.document.text
    own = [mention for mention in ledger.names.mentions if mention.person == person]
    leads = (text[max(mention.start - _LONGEST_LEAD, 0) : mention.start] for mention in own)
    tags = (_TAG.match(text, mention.end) for mention in own)
    before = re.compile(rf"\b{re.escape(place)} (?:[A-Z][\w.-]+ ){{0,3}}\Z")
    return (
        any(text.startswith((f" of {place}", f" from {place}"), mention.end) for mention in own)
        or any(map(before.search, leads))
        or any(tag is not None and _abbreviates(tag.group("place"), place) for tag in tags)
    )


def _abbreviates(short: str, place: str) -> bool:
    """Whether the letters of an abbreviation stand in a name in their order: "Vt" in "Vermont"."""
    left = iter(place)
    return place[0] == short[0] and all(letter in left for letter in short)


def _named_last(ledger: Ledger, people: set[int], position: int) -> int | None:
    """The only one of several persons in the last paragraph that names or means any of them, if it is near."""
    document = ledger.document
    anchors = ledger.anchors_between(max(position - _NEAR, 0), position)
    own = [(document.paragraph_of(anchor.start), anchor.person) for anchor in anchors if anchor.person in people]
    last = {person for paragraph, person in own if paragraph == own[-1][0]}
    return next(iter(last)) if len(last) == 1 else None


def _members(ledger: Ledger) -> dict[int, str]:
    """The party of each person of whom the article tells one and no other, by what its members are called."""
    if ledger.members is None:
        told: defaultdict[int, set[str]] = defaultdict(set)
        for person, party in _told(ledger):
            told[person].add(party)
        ledger.members = {person: next(iter(own)) for person, own in told.items() if len(own) == 1}
    return ledger.members


def _told(ledger: Ledger) -> Iterator[tuple[int, str]]:
    """The persons and parties of "Democratic Sen. Ada Berg", "Ada Berg (D-Vt.)" and "Ada Berg, a Vermont Democrat,".

    "Republican attacks on Ada Berg" tell nothing of her: only titles and a role may stand between.
    """
    text, party_of = ledger.document.text, _party_of_word()
    before, behind = _told_before(), _told_behind()
    for mention in ledger.names.mentions:
        lead = text[max(mention.start - _LONGEST_LEAD, 0) : mention.start]
        found = before.search(lead) or behind.match(text, mention.end)
        if found is not None and found.string is lead and not _is_title(lead[found.end("party") :], lead):
            found = None
        if found is not None:
            yield mention.person, party_of[found.group(found.lastgroup or "party")]


def _is_title(between: str, lead: str) -> bool:
    """Whether what stands between a party and a name is capitalised, or ends a role: " Sen. ", " council leader "."""
    return not re.search(r"\b[a-z]", between) or role_before(lead) is not None


@cache
def _party_of_word() -> Mapping[str, str]:
    """What a member is called, by that word, the adjective and the letter of the party."""
    return {word: row.member for row in parties() for word in row if word}


@cache
def _member() -> re.Pattern[str]:
    """The words for a member: "the Vermont Democrat", "the longtime Republican"."""
    place, members = r"(?P<place>(?:[A-Z][\w.-]+ ){0,3}?)", _any(row.member for row in parties())
    return re.compile(rf"(?P<article>[Tt]he|[Aa]n?) (?:[a-z-]+ )?{place}(?P<member>{members})")


@cache
def _told_before() -> re.Pattern[str]:
    adjectives = _any(word for row in parties() for word in (row.member, row.adjective))
    return re.compile(rf"\b(?P<party>{adjectives}) (?:[A-Z]?[\w.]+ ){{0,3}}\Z")


@cache
def _told_behind() -> re.Pattern[str]:
    letters, members = _any(row.letter for row in parties() if row.letter), _any(row.member for row in parties())
    return re.compile(rf",? \(?(?P<party>{letters})\b(?=[-–,.)])|, an? (?:[\w.-]+ ){{0,3}}?(?P<member>{members})\b")


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
