"""Rules for words that name: what somebody calls a thing, and nouns for something said."""

from dataclasses import replace

from newsquotes.annotation import QUOTE_POS
from newsquotes.extract.cues import Cue, claim_nouns, cue_verbs, inscription_nouns
from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.grammar import (
    FINITE,
    RELATIVES,
    agent_of,
    extent_without_cue,
    has_subject,
    noun_phrase,
)
from newsquotes.extract.reported.report import Report
from newsquotes.extract.reported.saying import gives_name, has_particle
from newsquotes.extract.reported.speaker import report_of

_OBJECTS = frozenset(
    ("dobj", "oprd", "prep", "ccomp", "xcomp", "attr", "dative", "acomp", "punct", "pobj", "npadvmod", "dep", "appos")
)
_OF_PLACE = frozenset(("in", "on", "at", "during", "after", "before", "from"))


def label(reading: Reading, token: int) -> Report | None:
    """A name given to something, in the speaker's own words: he called the plan “a disgrace”."""
    notes = reading.annotation
    cues = [cue for cue in cue_verbs().get(reading.word(token), ()) if _labels(cue)]
    if notes.pos[token] not in ("VERB", "AUX") or all(
        cue.particle and not has_particle(reading, token, cue.particle) for cue in cues
    ):
        return None
    if is_nobodys(reading, token) or any(notes.dep[child] == "neg" for child in reading.children[token]):
        return None
    after = [child for child in reading.children[token] if child > token and _is_object(reading, child)]
    holders = [child for child in after if _holds_quote(reading, child) and not _is_where_said(reading, child)]
    if not holders:
        return None
    objects = [child for child in after if notes.dep[child] in ("dobj", "dative") and child <= holders[0]]
    first = objects[0] if objects else holders[0]
    start = notes.start[max(token + 1, reading.extents[first][0])]
    last = reading.extents[holders[-1]][1]
    if gives_name(reading, token):
        last = _before_place(reading, holders[-1], last)
    return report_of(reading, token, (start, notes.end[last]), "label")


def _before_place(reading: Reading, holder: int, last: int) -> int:
    """The end of what something is called, moved before where it is called so: a “goose” | on Chirper, for example.

    Not within a verb's own words: for “burning its boats” on a beach.
    """
    notes = reading.annotation
    quote = max(token for token in range(reading.extents[holder][0], last + 1) if notes.pos[token] == QUOTE_POS)
    is_place = quote < last and notes.lemma[quote + 1] in _OF_PLACE
    return quote if is_place and notes.tag[quote].startswith(("NN", "JJ")) else last


def _is_object(reading: Reading, token: int) -> bool:
    """Whether a dependent says what is named, or as what: “dead”, as “dead”, for “calm” to prevail."""
    notes = reading.annotation
    if notes.dep[token] != "advcl":
        return notes.dep[token] in _OBJECTS
    marks = (child for child in reading.children[token] if notes.dep[child] in ("mark", "prep"))
    return any(notes.lemma[mark] in ("as", "for") for mark in marks)


def is_written(reading: Reading, token: int) -> bool:
    """Whether a thing bears the words and nobody says them: placards said “Save the quay”; a banner that said “No”."""
    notes = reading.annotation
    subject = next((child for child in reading.children[token] if notes.dep[child] == "nsubj"), None)
    if subject is not None and notes.lemma[subject] in RELATIVES and notes.dep[token] == "relcl":
        subject = notes.head[token]
    is_thing = subject is not None and notes.lemma[subject] in inscription_nouns()
    return is_thing and QUOTE_POS in notes.pos[token + 1 : token + 2]


def _is_where_said(reading: Reading, token: int) -> bool:
    """Whether a phrase tells where or when something is said, not what: said on “Night Ferry”; wrote in “The Quay”."""
    notes = reading.annotation
    if notes.dep[token] != "prep" or notes.lemma[token] not in _OF_PLACE or gives_name(reading, notes.head[token]):
        return False
    first, last = reading.extents[token]
    return FINITE.isdisjoint(notes.tag[first : last + 1])


def is_nobodys(reading: Reading, token: int) -> bool:
    """Whether a passive verb gives a thing its name and nobody is said to give it: it was called “the Ark”."""
    notes = reading.annotation
    is_passive = notes.tag[token] == "VBN" and (
        (notes.dep[token] == "acl" and reading.word(token - 1) != ",")
        or any(notes.dep[child] == "auxpass" for child in reading.children[token])
    )
    names = any(cue.takes("object") or cue.kind == "speech" for cue in cue_verbs().get(reading.word(token), ()))
    is_passive = (is_passive and names) or _is_name_tag(reading, token)
    return is_passive and agent_of(reading, token) is None


def _is_name_tag(reading: Reading, token: int) -> bool:
    """Whether a verb of naming only gives the noun before it its name: a button labelled “Go”; a blog called “Hi”."""
    notes = reading.annotation
    is_behind_noun = notes.dep[token] in ("acl", "relcl") and notes.pos[notes.head[token]] == "NOUN"
    is_participle = is_behind_noun and notes.tag[token] in ("VBN", "VBD") and not has_subject(reading, token)
    return is_participle and gives_name(reading, token) and QUOTE_POS in notes.pos[token + 1 : token + 3]


def _labels(cue: Cue) -> bool:
    """Whether the object of a verb may be in the speaker's words: called it “dead”, voiced “concern”."""
    if cue.kind in ("label", "order"):
        return True
    return cue.kind in ("speech", "ask") and not cue.takes("hearer") and not cue.complements.isdisjoint(("that", "wh"))


def _holds_quote(reading: Reading, token: int) -> bool:
    """Whether a quotation stands in the subtree of a token."""
    first, last = reading.extents[token]
    return any(reading.annotation.pos[place] == QUOTE_POS for place in range(first, last + 1))


def claim(reading: Reading, token: int) -> Report | None:
    """What a noun of saying spells out: the accusation that he lied."""
    notes = reading.annotation
    if notes.pos[token] != "NOUN" or notes.lemma[token] not in claim_nouns() or _is_only_likened(reading, token):
        return None
    for child in reading.children[token]:
        is_clause = notes.dep[child] in ("acl", "ccomp", "relcl") and child > token
        marks = [mark for mark in reading.children[child] if notes.dep[mark] == "mark" and notes.lemma[mark] == "that"]
        if is_clause and marks:
            report = report_of(reading, token, extent_without_cue(reading, child, token), "claim")
            return replace(report, mention=_claimant(reading, token) or report.mention)
    return None


def _is_only_likened(reading: Reading, noun: int) -> bool:
    """Whether something is only likened to a saying of nobody: the storm was, or came as, a reminder that …"""
    notes = reading.annotation
    is_as = notes.dep[noun] == "pobj" and notes.lemma[notes.head[noun]] == "as"
    return (notes.dep[noun] in ("attr", "oprd") or is_as) and _claimant(reading, noun) is None


def _claimant(reading: Reading, noun: int) -> tuple[int, int] | None:
    """Whose claim it is, as the noun says itself: Wren’s accusation that …; the accusation by Wren that …"""
    notes = reading.annotation
    for child in reading.children[noun]:
        if notes.dep[child] == "poss" and notes.pos[child] != "PRON":
            first = reading.extents[child][0]
            return notes.start[first], notes.end[child]
        if notes.lemma[child] == "by" and child > noun:
            source = next((other for other in reading.children[child] if notes.dep[other] == "pobj"), None)
            return None if source is None else noun_phrase(reading, source)
    return None
