"""Several named together: "Berg and Lind", and the names that the parse cut off such a list."""

import re
from functools import cache

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.name_parts import name_run, parse_name
from newsquotes.attribute.resolve.heads import name_in
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.speaker import Speaker
from newsquotes.extract.cues import cue_verbs

_REACH = 100
_AGE = r",\s\d{1,3}(?:,\s(?:of|from)\s[^,.;:!?\n“”\"]{2,40})?"
_AFTER_LAST = re.compile(rf"(?:{_AGE})?,?(?:\s(?!in\b|at\b|on\b|of\b|from\b|who\b|after\b|as\b)(?P<cue>[a-z]+)\b)?")
_WORD_BEFORE = re.compile(r"([a-z]+)\s\Z")


def with_others_beside(ledger: Ledger, mention: Span) -> Speaker | None:
    """Who speaks together with a mention, though the parse has one of them alone."""
    return (
        _with_names_before(ledger, mention)
        or _with_second_after(ledger, mention)
        or _with_others_of_an_age(ledger, mention)
    )


def _with_names_before(ledger: Ledger, mention: Span) -> Speaker | None:
    """ "Ada Berg" before ", Tor Moe and a third sailor": persons of the article, no "On Sunday,"."""
    text = ledger.document.text
    if " and " not in mention.of(text):
        return None
    found = _names_before().search(text, max(mention.start - _REACH, 0), mention.start)
    if found is None or ledger.document.is_quoted(found.start("names")):
        return None
    names = [*found.group("names").strip(", ").split(", "), mention.of(text).split(" and ")[0].split(", ")[0]]
    if not all(ledger.names.candidates(parse_name(name.split()).name) for name in names):
        return None
    whole = Span(found.start("names"), mention.end)
    return Speaker(joint_name(ledger, whole.of(text)), "group", None, "group", named_at=whole)


def _with_second_after(ledger: Ledger, mention: Span) -> Speaker | None:
    """ "Tor Moe" after "Ada Berg, the mayor, and", when the verb follows both."""
    text = ledger.document.text
    found = _second_after().match(text, mention.end, mention.end + 2 * _REACH)
    if found is None or found.group("cue") not in cue_verbs() or ledger.document.is_quoted(found.start("second")):
        return None
    if _is_after_verb(ledger.document, mention) or name_in(mention.of(text)) is None:
        return None
    names = (_full_or_same(ledger, words) for words in (mention.of(text), found.group("second")))
    return Speaker(" and ".join(names), "group", None, "group", named_at=Span(mention.start, found.end("second")))


def _with_others_of_an_age(ledger: Ledger, mention: Span) -> Speaker | None:
    """ "Bo Lind, 41," and "Tor Moe, 29" after "Ada Berg, 34,", when the verb follows all, or stands before them."""
    text, end = ledger.document.text, mention.end
    names, is_last = [mention.of(text)], False
    while not is_last and (found := _next_of_an_age().match(text, end, end + _REACH)) is not None:
        names.append(found.group("name"))
        is_last, end = found.group("last") is not None, found.end()
    if not is_last or ledger.document.is_quoted(end - 1) or name_in(mention.of(text)) is None:
        return None
    after = _AFTER_LAST.match(text, end, end + _REACH)
    verb = after.group("cue") if after is not None else None
    if _is_after_verb(ledger.document, mention) != (verb is None) or (verb is not None and verb not in cue_verbs()):
        return None
    full = joint_name(ledger, ", ".join(names[:-1]) + " and " + names[-1])
    return Speaker(full, "group", None, "group", named_at=Span(mention.start, end))


def _is_after_verb(document: Document, mention: Span) -> bool:
    """Whether a verb of saying stands right before a mention: "said Ada Berg, the mayor, and Tor Moe said"."""
    before = _WORD_BEFORE.search(document.text, max(mention.start - _REACH, 0), mention.start)
    return before is not None and before.group(1) in cue_verbs()


@cache
def _next_of_an_age() -> re.Pattern[str]:
    """The next of several named with their ages: ", 34, and Tor Moe", ", 34, of Hale, and his sister, Ada Moe"."""
    return re.compile(rf"{_AGE},\s(?P<last>and\s(?:(?:his|her)\s[a-z]+,\s)?)?(?P<name>{name_run()})")


@cache
def _names_before() -> re.Pattern[str]:
    """Names in a list, right after a quotation or at the beginning of a sentence: "“…,” Ada Berg, "."""
    return re.compile(rf"(?:[”\"’'.]\s|\n|\A)(?P<names>(?:{name_run()}, ){{1,3}})\Z")


@cache
def _second_after() -> re.Pattern[str]:
    """A second name with what its bearer is, up to the verb: ", the mayor, and Tor Moe, its plumber, said"."""
    aside = r",\s[^,.;:!?\n“”\"]{2,60},"
    return re.compile(rf"{aside}\sand\s(?P<second>{name_run()})(?:{aside})?\s(?P<cue>[a-z]+)\b")


def joint_name(ledger: Ledger, words: str) -> str:
    """Both names of a joint mention in full: "Berg and Lind" -> "Ada Berg and Tor Lind"."""
    parts = re.split(r",?\s+(?:and|&)\s+|,\s+", words)
    full = [_full_or_same(ledger, part) for part in parts]
    if len(full) < 3:
        return " and ".join(full)
    return ", ".join(full[:-1]) + " and " + full[-1]


def _full_or_same(ledger: Ledger, words: str) -> str:
    """The full name of the one person whom words name, else the words."""
    parsed = parse_name(words.split())
    people = ledger.names.candidates(parsed.name) if parsed.name else []
    return ledger.names.persons[people[0]].full_name if len(people) == 1 else words
