"""The name beside a role or a unit: "the official, Ada Berg", "a man called Tor Moe", " Lt. Ada Berg"."""

import re
from dataclasses import replace

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.lexicon import bare_titles, field_offices, given_names, kin_words, statement_nouns
from newsquotes.attribute.name_parts import ORGANISATION, PLACE, is_full_name, parse_name, run_pattern
from newsquotes.attribute.name_shapes import follows_maiden_word
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.speaker import Speaker
from newsquotes.attribute.resolve.words import last_word
from newsquotes.attribute.roles import (
    before_preposition,
    ends_in_determiner,
    is_one_with_two_roles,
    is_organisation_phrase,
    is_plural_role,
    role_before,
    role_head,
    role_words,
    staff_role,
    tidy_role,
)
from newsquotes.extract.cues import cue_verbs

_BETWEEN_ROLE_AND_NAME = re.compile(
    r"(?:\s(?:of|for|at|in|from|I|we|he|she|they|[a-z]+ing)\s(?:[^,.;:!?\n“”\"()—–]|(?<=[DM]r)\.|(?<=M[rs]s)\.|(?<=Ms)\.){2,70})?(?P<opening>,\s|\s[–—-]{1,2}\s|\s\()"
    r"(?:one\s(?=[^\W\d_a-z])|an?\s[^,.;:!?\n“”\"]{2,40}\s(?:called|named)\s)?"
    r"(?:[A-Z]\w+\s\([A-Z]\w{0,6}\.?\)\s|the\s(?=Rev|Hon|Right|Very))?"
)
_TITLE_IN_BRACKETS = re.compile(r"\.?\s\([A-Z][a-z]{0,6}\.?\)(?=\s[^\W\d_a-z])")
_OF_A_TOWN = re.compile(
    r"\s(?:of|from|at)\s(?:the\s)?[^\W\d_a-z][\w’'-]+(?:\s(?:(?:in|of|for|and|the)\s){0,2}[^\W\d_a-z][\w’'-]+){0,6}(?=,)"
)
_OFFICE_BEFORE_NAME = re.compile(r"(?:[^\W\d_a-z][\w’'-]*\s){0,2}(?:[a-z][\w-]*\s){1,3}(?=[^\W\d_a-z])")
_REST_OF_ROLE = re.compile(r" [a-z][\w-]* (?=[^\W\d_a-z])")
_WORDS_AFTER = re.compile(r"(?: [^\W\d_][\w’'-]*){3,9}")
_OWN_NAME = re.compile(
    r",?\swho\s[^.;:!?\n“”\"]{0,120}?\b(?:gave|giving)\s(?:his|her|their)\s(?:first\s)?name\s(?:only\s)?as\s"
    r"|,?\swho\s(?:would\s)?g[ai]ve\s(?:only\s)?(?:his|her|their)\s(?:first|given)\sname(?:\sonly)?,\s"
    r"|,\scall\ssign\s|,?\s(?:an?\s[^,.;:!?\n“”\"]{2,40}\s)?who\sgoes\sby\s(?:the\s(?:call\ssign|nickname|name|alias)(?:\sof)?\s)?(?=[A-Z])"
    r"|,?\s(?:an?\s[^,.;:!?\n“”\"]{2,40}\s)?(?:who\s(?:was|is)\s)?(?:called|named)\s"
    r"|(?:\.?[\"”’]?|\s[–—-])\s(?:[Hh]is|[Hh]er|[Tt]heir)\s(?:[a-z]+\s)?name\s(?:is|was)\s"
    r"|,?\swho\s(?:[a-z]+\s)?(?:identified|identify|identifies|called|calls)\s(?:himself|herself|themselves)\s(?:only\s)?(?:as\s)?"
)
_BEFORE_MAIDEN = re.compile(r",? [(–—-]?\s?[a-zé]+ ")
_BARE_CALLED = (" called ", " named ")
_NOT_OTHERS = re.compile(r",? (?:rather than|instead of|and not) ")
_REACH_OF_OFFICE = 60
_LINK_TO_BODY = re.compile(r" (?:of|from|at|with) \Z")
_DEPENDS = re.compile(r"(?:[a-z]|['’]s) \Z")
_IN_BRACKETS = re.compile(r"\s\([^()\n]{1,40}\)(?=,)")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.\s?){1,4}")
_LONGEST_LINK = len(" with ")
_LONGEST_CUE = 30
_ENDS_OF_NAMED = (",", ".", ";", "\n", "")
_COMMA = re.compile(r",\s")
_WORD_AFTER = re.compile(r" ([a-z]+)\b")
_ACCORDING = "according to"
_WORD_BEFORE = re.compile(rf"({_ACCORDING}|[a-z]+) \Z")
_OF_SOMEBODY = re.compile(r"(?:(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y)\s|.{2,40}['’]s\s)[a-z]")


def before_others(document: Document, mention: Span) -> Span:
    """The part of a mention before those who do not speak: "Ada Berg" of "Ada Berg rather than Tor Moe"."""
    others = _NOT_OTHERS.search(document.text, mention.start, mention.end)
    return Span(mention.start, others.start()) if others is not None else mention


def before_brackets(document: Document, mention: Span) -> Span:
    """The name before an aside in brackets that was taken for the speaker: "Ada Berg" for "D" in "Ada Berg (D)"."""
    text = document.text
    if text[max(mention.start - 2, 0) : mention.start] != " (" or text.find(")", mention.end, mention.end + 20) < 0:
        return mention
    start = max(mention.start - _REACH_OF_OFFICE, 0)
    start = max(text.rfind("\n", start, mention.start) + 1, start)
    runs = list(run_pattern().finditer(text, start, mention.start - 2))
    return Span(*runs[-1].span()) if runs and runs[-1].end() == mention.start - 2 else mention


def before_maiden_name(document: Document, mention: Span) -> Span:
    """The name that somebody bears where the one given up was taken for the speaker: "Ada Berg" of ", née Holm"."""
    text = document.text
    if not follows_maiden_word(text, mention.end - len(mention.of(text).split()[-1])):
        return mention
    start = max(mention.start - _REACH_OF_OFFICE, text.rfind("\n", 0, mention.start) + 1)
    runs = list(run_pattern().finditer(text, start, mention.end))
    is_beside = len(runs) > 1 and _BEFORE_MAIDEN.fullmatch(text, runs[-2].end(), runs[-1].start()) is not None
    return Span(*runs[-2].span()) if is_beside else mention


def before_own_role(document: Document, mention: Span) -> Span:
    """The name where what its bearer is was taken for the speaker: "Ada Berg" of "said Ada Berg, shop owner"."""
    text, words = document.text, mention.of(document.text)
    if not words[0].islower() or not text.endswith(", ", 0, mention.start) or role_head(words) is None:
        return mention
    name = _full_name_ending(text, mention.start - len(", "))
    cue = _WORD_BEFORE.search(text, max(name.start - _LONGEST_CUE, 0), name.start) if name is not None else None
    is_told = cue is not None and (cue.group(1) in cue_verbs() or cue.group(1) == _ACCORDING)
    return name if name is not None and is_told else mention


def before_own_body(document: Document, mention: Span) -> Span:
    """The name where what its bearer works for was taken for the speaker: "Ada Berg" of "Ada Berg of the Post said".

    Not where the name depends on another noun: "a friend of Ada Berg of the Post said".
    """
    text = document.text
    link = _LINK_TO_BODY.search(text, max(mention.start - _LONGEST_LINK, 0), mention.start)
    name = _full_name_ending(text, link.start()) if link is not None else None
    if name is None or _DEPENDS.search(text, max(name.start - _LONGEST_LINK, 0), name.start) is not None:
        return mention
    return name


def _full_name_ending(text: str, end: int) -> Span | None:
    """The full name that ends at a character, on one line."""
    start = max(end - _REACH_OF_OFFICE, text.rfind("\n", 0, end) + 1)
    runs = list(run_pattern().finditer(text, start, end))
    is_name = bool(runs) and runs[-1].end() == end and is_full_name(runs[-1].group())
    return Span(*runs[-1].span()) if is_name else None


def _opens_with_verb(words: str) -> bool:
    """Whether capitalised words go on with a headline's verb: "Clerk Says Pier Is Late" names no clerk "Says Pier"."""
    first = words.split()[0]
    return first.lower() in cue_verbs() and first not in given_names()


def with_name_after(document: Document, mention: Span) -> tuple[Span, bool]:
    """A role or a unit with the name right behind it: "the star" before " Ada Berg" or " Lt. Ada Berg".

    Initials are a part of theirs: "J.R." before " Berg".
    """
    text = document.text
    if _INITIALS.fullmatch(mention.of(text)) and (run := run_pattern().match(text, mention.start)) is not None:
        return Span(mention.start, run.end()), run.end() > mention.end
    is_title = last_word(mention.of(text)) in bare_titles()
    second = _TITLE_IN_BRACKETS.match(text, mention.end) if is_title else None
    is_abbreviated = is_title and (text.startswith(".", mention.end) or second is not None)
    end = second.end() if second is not None else mention.end + is_abbreviated
    if text[end : end + 1] not in (" ", "\u00a0"):
        return mention, False
    run = run_pattern().match(text, end + 1) or _name_after_office(text, mention) or _name_after_rest(text, mention)
    if run is None or document.is_quoted(run.start()):
        return mention, False
    parsed = parse_name(run.group().split())
    if _opens_with_verb(run.group()):
        return mention, False
    is_role = (role_head(mention.of(text)) or role_before(text[mention.start : run.start()])) and not parsed.prefix
    is_ranked = is_abbreviated or (bool(parsed.prefix) and parsed.prefix[-1].lower().rstrip(".") in bare_titles())
    if len(parsed.name) < 2 or not (is_role or is_ranked) or parsed.kind in (PLACE, ORGANISATION):
        return mention, False
    return Span(mention.start, run.end()), True


def _name_after_office(text: str, mention: Span) -> re.Match[str] | None:
    """The full name behind a role that goes on: " and chief executive Ada Berg", " for Tides Ada Berg"."""
    following = _WORDS_AFTER.match(text, mention.end)
    words = following.group().split() if following is not None else []
    place = next((place for place, word in enumerate(words) if place > 1 and word in given_names()), 0)
    if not place or not words[place + 1 :]:
        return None
    if words[0] == "and":
        goes_on = role_before(" ".join(words[1:place]) + " ") is not None
    else:
        goes_on = words[0] in ("of", "for") and role_head(mention.of(text)) in field_offices()
    return run_pattern().match(text, mention.end + 1 + len(" ".join(words[:place])) + 1) if goes_on else None


def _name_after_rest(text: str, mention: Span) -> re.Match[str] | None:
    """The full name behind the rest of a role that a mention was cut out of: " rancher Ada Berg said" behind "cattle".

    Not behind a verb, which nobody says anything after: "Berg praised rancher Ada Berg".
    """
    rest = _REST_OF_ROLE.match(text, mention.end)
    if rest is None or role_head(mention.of(text)) is not None or ends_in_determiner(mention.of(text) + " "):
        return None
    run = run_pattern().match(text, rest.end()) if role_before(rest.group()) is not None else None
    verb = _WORD_AFTER.match(text, run.end()) if run is not None and is_full_name(run.group()) else None
    return run if verb is not None and verb.group(1) in cue_verbs() else None


def own_name(ledger: Ledger, mention: Span) -> Speaker | None:
    """The name that a nameless speaker goes by: "one, who gave her name as Ada", "a man called Tor Moe", "one, Ada"."""
    text, words = ledger.document.text, mention.of(ledger.document.text)
    if words.lower() != "one" and role_head(words) is None:
        return None
    lead = _OWN_NAME.match(text, mention.end, mention.end + 200) or _named_one(text, mention)
    if lead is not None and lead.group() in _BARE_CALLED and not re.match(r"(?:an?|one|another)\b", words, re.I):
        return None
    run = run_pattern().match(text, lead.end()) if lead and not ledger.document.is_quoted(lead.end()) else None
    parsed = parse_name(run.group().split()) if run else None
    if run is None or parsed is None or parsed.kind in (PLACE, ORGANISATION):
        return None
    if not parsed.name:
        return Speaker(run.group(), "person", tidy_role(words), "full_name", named_at=Span(*run.span()))
    named_at = Span(run.end() - len(" ".join(parsed.name)), run.end())
    people = ledger.names.candidates(parsed.name)
    if len(people) == 1:
        return replace(ledger.speaker_of(people[0], "full_name", tidy_role(words)), named_at=named_at)
    return Speaker(" ".join(parsed.name), "person", tidy_role(words), "full_name", named_at=named_at)


def _named_one(text: str, mention: Span) -> re.Match[str] | None:
    """The comma before the full name of one of several, which ends as it must: "said one, Ada Berg, 44"."""
    lead = _COMMA.match(text, mention.end) if mention.of(text).lower() == "one" else None
    run = run_pattern().match(text, lead.end()) if lead is not None else None
    is_name = run is not None and is_full_name(run.group())
    return lead if run is not None and is_name and text[run.end() : run.end() + 1] in _ENDS_OF_NAMED else None


def apposed_name(ledger: Ledger, mention: Span) -> Speaker | None:
    """The name after a role: "the official, Ada Berg", "the boss, shop owner Ada Berg"; None when no name follows.

    After words that no table has for a role, only a name between commas: "her co-author, Ada Berg, said".
    """
    text = ledger.document.text
    words = mention.of(text)
    is_described = re.match(r"(?:one of|another)\b", words, re.I) or is_one_with_two_roles(words) or _is_kin(words)
    role = tidy_role(words) or staff_role(words) or (words if is_described else None)
    between = _BETWEEN_ROLE_AND_NAME.match(text, mention.end, mention.end + 120)
    if between is None or (role is None and not _may_be_role(words)):
        return None
    office = _OFFICE_BEFORE_NAME.match(text, between.end(), between.end() + _REACH_OF_OFFICE)
    is_office = office is not None and role_before(office.group().lower()) is not None
    run = run_pattern().match(text, office.end() if office is not None and is_office else between.end())
    if run is None or ledger.document.is_quoted(run.start()) or not _is_closed(text, run.end(), between, role):
        return None
    parsed = parse_name(run.group().split())
    if not parsed.name or parsed.kind in (PLACE, ORGANISATION):
        return None
    named_at = Span(run.end() - len(" ".join(parsed.name)), run.end())
    people = ledger.names.candidates(parsed.name)
    if not people and parsed.name[0] in given_names():
        return Speaker(" ".join(parsed.name), "person", role, "full_name", named_at=named_at)
    if len(people) != 1:
        return None
    return replace(ledger.speaker_of(people[0], "full_name", role), named_at=named_at)


def _is_closed(text: str, end: int, between: re.Match[str], role: str | None) -> bool:
    """Whether a name ends as its opening asks: a comma, dash or bracket; after a comma alone, the sentence may end."""
    aside = _OF_A_TOWN.match(text, end) or _IN_BRACKETS.match(text, end)
    end = aside.end() if aside is not None else end
    if between.group().endswith((" called ", " named ")):
        return True
    if between.group("opening") == ", ":
        is_plain = between.group() == ", " and role is not None
        return text[end : end + 1] in ((",", ".", ":", "", ";", "\n") if is_plain else (",",))
    return text.startswith(")" if "(" in between.group("opening") else (" –", " —", " -"), end)


def _is_kin(words: str) -> bool:
    """Whether a phrase is headed by a word for a relative: "a cousin of the clerk"."""
    found = before_preposition(role_words(words))
    return bool(found) and found[-1].lower() in kin_words()


def _may_be_role(words: str) -> bool:
    """Whether words that the tables do not know may be a role: "her co-author", not "the company" or "the letter"."""
    is_thing = is_organisation_phrase(words) or is_plural_role(words) or last_word(words) in statement_nouns()
    return _OF_SOMEBODY.match(words) is not None and last_word(words).replace("-", "").isalpha() and not is_thing
