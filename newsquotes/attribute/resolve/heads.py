"""The name that heads the words of a mention, titles, roles and what depends on it apart."""

import re
from collections.abc import Sequence

from newsquotes.attribute.document import Span
from newsquotes.attribute.lexicon import calendar, given_names, institution_words, organisation_words, roles
from newsquotes.attribute.names import Parsed, expects_name, parse_name, run_pattern

_LEADS_TO_OTHERS = frozenset(("of", "for", "at", "in", "with", "from", "to", "on", "like", "including"))


def name_in(mention: str) -> tuple[Parsed, Span] | None:
    """The name that heads a mention, with its place; None when the mention's head is a common noun.

    >>> name_in("the harbour analyst Ada Berg")[0].name
    ('Ada', 'Berg')
    >>> name_in("Berg's lawyer") is None
    True
    >>> name_in("The Hale Post's Ada Berg")[0].name
    ('Ada', 'Berg')
    """
    runs = list(run_pattern().finditer(mention))
    if not runs:
        return None
    last = runs[-1]
    first = runs[0]
    if _is_core_end(mention, first) and not _is_core_end(mention, last):
        last = first
    if not _is_core_end(mention, last):
        return None
    last_start = last.start()
    words = last.group().replace("\u00a0", " ").split(" ")
    owner = next((place for place, word in enumerate(words[:-2]) if re.search(r"['’]s?\Z", word)), -1)
    if words[owner + 1] in given_names():
        last_start += sum(len(word) + 1 for word in words[: owner + 1])
        words = words[owner + 1 :]
    while words and words[-1] in calendar() and not (len(words) > 1 and expects_name(words[-2])):
        words = words[:-1]
    parsed = parse_name(words)
    if not parsed.name and not parsed.prefix:
        return None
    joined = len(" ".join(words[: len(words) - len(parsed.name)]))
    start = last_start + (joined + 1 if joined else 0)
    return parsed, Span(start, last_start + len(" ".join(words)))


def _is_core_end(mention: str, run: re.Match[str]) -> bool:
    """Whether the run ends the mention, or only a prepositional phrase follows."""
    after = mention[run.end() :]
    before = mention[: run.start()].split()
    if any(word.lower() in _LEADS_TO_OTHERS for word in before) and not _ends_in_office(before, run.group()):
        return False
    return not after.strip(" .") or bool(re.match(r"\s+(?:of|for|from|at|in|with|on)\b", after))


def _ends_in_office(before: Sequence[str], name: str) -> bool:
    """Whether "of" belongs to an office that stands before a full name: "former secretary of state" "Ada Berg"."""
    if len(before) < 3 or before[-2].lower() != "of" or name.split()[0] not in given_names():
        return False
    office, field_of = before[-3].lower(), before[-1]
    is_other = field_of.lower() in roles() or field_of.lower() in organisation_words() - institution_words()
    return office in roles() and field_of.islower() and not is_other and " " in name
