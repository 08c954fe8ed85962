"""Speakers across articles: which names are one person, organisation, place or group.

Quotations with the name that each article gives its speaker in; the `speakers` table and the speaker of each quotation
out. A merge needs evidence in names, roles, dates or the company that a name keeps; where two readings are possible the
names stay apart. The user's own decisions win over every rule.
"""

from newsquotes.speakers.descriptions import is_crowd
from newsquotes.speakers.known import ALIAS_COLUMNS, load_aliases, read_known
from newsquotes.speakers.names import folded, is_description, is_unnamed, person_name
from newsquotes.speakers.reading import names_nobody
from newsquotes.speakers.resolve import RULES, resolve_speakers, unmatched_names

__all__ = [
    "ALIAS_COLUMNS",
    "RULES",
    "folded",
    "is_crowd",
    "is_description",
    "is_unnamed",
    "load_aliases",
    "names_nobody",
    "person_name",
    "read_known",
    "resolve_speakers",
    "unmatched_names",
]
