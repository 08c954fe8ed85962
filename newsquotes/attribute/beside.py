"""Rules that read the words right beside a quotation as printed, for sentences that the parser misread.

They ask for a reporting verb with a name or a role directly before or after it, and nothing but an apposition between;
so few words that no parse is needed. They answer like the rules of `cues`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from newsquotes.attribute.document import Document, Quotation, Span
from newsquotes.attribute.finding import Finding
from newsquotes.attribute.gaps import clean_end
from newsquotes.attribute.lexicon import (
    not_names,
    places,
    statement_nouns,
    statement_verbs,
    surnames_like_words,
    utterances,
    verdict_nouns,
)
from newsquotes.attribute.name_parts import is_full_name, name_run, run_pattern
from newsquotes.attribute.roles import is_organisation_phrase, role_head
from newsquotes.extract.cues import Cue, cue_verbs, inflect, view_nouns
from newsquotes.word_lists import function_words, reply_nouns

_REACH = 260
_LEAD_REACH = 90
_APPOSITION = re.compile(r"(?:\s?\([^()\n]{1,60}\))?(?:,\s[^\n“”\"«»;:]{2,180}?,)?\s")
_APPOSITION_WITH_TITLES = re.compile(
    r"(?:\s[—–-]{1,2}\s(?!which\b)[^\n“”\";:]{2,160}?\s[—–-]{1,2}|(?:\s?\([^()\n]{1,100}\))?(?:,\s[^\n;:]{2,180}?,[\"'”’]{0,2})?)\s"
)
_ADVERB = (
    r"(?:(?:had|has)\s)?(?:(?:also|then|later|once|even|first|finally|just|today|yesterday|however"
    r"|on (?:[A-Z][a-z]+day)|[A-Z][a-z]+day|[a-z]{2,12}ly)\s)?"
)
_PREPOSITIONS = "of|in|on|at|to|during|after|as|when|while|with|from|by|about|before|back|again|into|over|for|through"
_AFTER_VERB = rf"(?=[.,;\n(—–]|\s[—–-]|\s(?:{_PREPOSITIONS}|last|this|matter)\b|\s(?-i:[A-Z])[a-z]+day\b|\s*\Z)"
_AFTER_NAME = re.compile(rf"[.,;\n(—–]|\s[—–-]|\s(?:{_PREPOSITIONS}|who|last|this)\b|\s*\Z")
_IN_TRADES = frozenset(("the", "a", "an", "well", "just", "now", "then", "once", "even", "still"))
"""Words of little content that a trade may have in front: "well digger", "the then mayor"."""
_KINDS_OF_SAYING = ("speech", "write", "ask")
_REPORTING = ("quote", "that", "wh", "to", "as", "object")
_WORD = re.compile(r"[^\W\d_]+")
_QUOTE_TAIL = re.compile(
    rf"(?:(?:\s(?:{_PREPOSITIONS}|[a-z]{{2,12}}ly|[A-Z][a-z]{{2,6}}day)\b[^“”\".;:\n]{{0,60}})?[,:]|\sthat|\show|\swhether)?\s*"
)
_CLAUSE_TAIL = re.compile(r"(?:\s(?:the\s)?[^\W\d_a-z][\w’'-]*(?:\s[^\W\d_a-z][\w’'-]*){0,3}|\s\w+)?\s*")
_ADVERB_AT_END = re.compile(rf"\s{_ADVERB}\Z")
_GAP = re.compile(r"[\s,]*")
_ARTICLES = "[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y|[Oo]ne"
_NOMINAL = re.compile(rf"(?:{_ARTICLES})(?:\s(?!(?:who|which|that)\b)[\w’'-]+){{1,4}}")
_NOMINAL_AT_END = re.compile(
    rf"(?<!\w)(?P<who>{_NOMINAL.pattern})(?:,\swho\s[^\n“”\";:]{{2,180}}?,|\swho\s[^\n“”\",.;:]{{8,120}})?\Z"
)
_WHOSE = re.compile(r",\swhose\s[^,;:“”\"\n]{2,60},\s\Z")
_LEAD = re.compile(rf"(?:(?:{_ARTICLES})\s)?(?:[a-z][\w’'-]*\s){{0,3}}?(?=[A-Z])")
_AFTER_PREPOSITION = re.compile(r"(?:\b(?:of|in|at|from|for|to|with|by|near|on)\s|\b(?:the|an?)\s)\Z", re.I)


def plain_clause_after(document: Document, quotation: Quotation) -> Finding | None:
    """A verb and a name follow, whatever the parse made of them: `“…,” said Berg, a clerk focused on tides.`"""
    if quotation.kind == "indirect" or quotation.nested_in is not None:
        return None
    text, start = document.text, quotation.outer.end
    if (whole := _whole_sentence().match(text, start, start + _REACH)) and _is_name(whole.group("who")):
        return Finding(Span(*whole.span("who")), Span(*whole.span("cue")))
    if clean_end(text[quotation.span.start : start]) in ".;:" or text[start : start + 1] in (".", ";", ":"):
        return None
    end = min(document.paragraph_span(quotation.span.start).end, start + _REACH)
    place = _end(_GAP.match(text, start, end))
    verb = _verb_thenname_run().match(text, place, end)
    if verb is not None:
        who = _name_at(text, verb.end(), end) or _nominal_at(text, verb.end(), end)
        return Finding(who, Span(*verb.span("cue"))) if who and _AFTER_NAME.match(text, who.end, end) else None
    who = _name_at(text, place, end) or _nominal_at(text, place, end)
    beyond = _APPOSITION.match(text, who.end, end) if who else None
    verb = _verb_aftername_run().match(text, beyond.end(), end) if beyond else None
    return Finding(who, Span(*verb.span("cue"))) if verb else None


def has_clause_of_saying(document: Document, quotation: Quotation) -> bool:
    """Whether a verb of saying with words behind it follows a comma: `“…,” said the ugly one.`; not `“…,” he said.`"""
    text, start = document.text, quotation.outer.end
    if clean_end(text[quotation.span.start : start]) not in ",?!" and text[start : start + 1] != ",":
        return False
    return _verb_thenname_run().match(text, _end(_GAP.match(text, start)), start + _REACH) is not None


def plain_clause_before(document: Document, quotation: Quotation) -> Finding | None:
    """A name and a verb lead up to the words: `Berg, who ran twice, tweeted at noon: “…”`, `Berg today said …`."""
    if quotation.nested_in is not None:
        return None
    text = document.text
    end = quotation.statement.start if quotation.statement else quotation.outer.start
    paragraph = document.paragraph_span(end).start
    sentence = document.sentence_span(document.sentence_of(max(end - 1, 0))).start
    start = max(paragraph, sentence, end - _REACH)
    inverted = _verb_then_name_at_end().search(text, start, end)
    if inverted is not None and _is_name(inverted.group("who")) and not document.is_quoted(inverted.start()):
        return Finding(Span(*inverted.span("who")), Span(*inverted.span("cue")))
    tail = _QUOTE_TAIL if quotation.kind == "direct" else _CLAUSE_TAIL
    verbs = _verbs() if quotation.kind == "direct" else _verbs(*_REPORTING)
    for cue in reversed(list(_cues_between(text, start, end, verbs))):
        if tail.fullmatch(text, cue.end, end):
            who = None if document.is_quoted(cue.start) else name_before(text, start, cue.start)
            return Finding(who, cue) if who and not document.is_quoted(who.start) else None
    return None


def led_in(document: Document, quotation: Quotation) -> Finding | None:
    """The paragraph before ends in a colon: `Berg issued the following statement:`, `The clerk called them on it:`."""
    if quotation.kind != "direct" or quotation.nested_in is not None:
        return None
    number = document.paragraph_of(quotation.span.start)
    if number == 0 or quotation.outer.start != document.paragraphs[number].start:
        return None
    before = document.paragraphs[number - 1]
    sentence = document.sentence_span(document.sentence_of(before.end - 1))
    start = max(sentence.start, before.start)
    if (
        before.of(document.text).rstrip()[-1:] != ":"
        or before.end - start > _REACH
        or document.is_quoted(before.end - 1)
    ):
        return None
    stated = _stated().fullmatch(document.text, start, before.end)
    if stated is not None:
        return Finding(Span(*stated.span("who")), Span(*stated.span("cue")))
    for cue in _cues_between(document.text, start, before.end, _verbs_of_statements()):
        who = name_before(document.text, start, cue.start) or _pronoun_before(document.text, start, cue.start)
        if who is not None and not document.is_quoted(who.start):
            return Finding(who, cue)
    return None


def reporter_in(document: Document, span: Span) -> Finding | None:
    """Whoever reports in a plain sentence: the first name or pronoun with a verb of reporting behind it.

    "Berg said he would think about it."
    """
    for cue in _cues_between(document.text, span.start, span.end, _verbs(*_REPORTING)):
        who = name_before(document.text, span.start, cue.start) or _pronoun_before(document.text, span.start, cue.start)
        if who is not None and not document.is_quoted(who.start):
            return Finding(who, cue) if who.start - span.start <= _LEAD_REACH else None
    return None


def issuer_in(document: Document, span: Span) -> Finding | None:
    """Whoever puts out a statement in a plain sentence: "Berg issued a statement thanking the sailors"."""
    for cue in _cues_between(document.text, span.start, span.end, _carriers()):
        if not _statement_object().match(document.text, cue.end, span.end):
            continue
        who = name_before(document.text, span.start, cue.start)
        if who is not None and not document.is_quoted(who.start):
            return Finding(who, cue)
    return None


def in_the_words_of(document: Document, quotation: Quotation) -> Finding | None:
    """Words said to be somebody's: `in Berg’s view, “…”`, `“…,” per Berg`, `“…” Those were the words of Ada Berg`."""
    if quotation.kind == "indirect":
        return None
    source = _per().match(document.text, quotation.outer.end, quotation.outer.end + _REACH)
    if source is not None:
        return Finding(Span(*source.span("who")), Span(*source.span("cue")))
    start, end = max(quotation.outer.start - _REACH // 2, 0), quotation.outer.start
    match = _words_of().search(document.text, start, end)
    if match is None and quotation.nested_in is None:
        match = _told_after().match(document.text, quotation.outer.end, quotation.outer.end + _REACH // 2)
    if match is None:
        return None
    side = "owner" if match.groupdict().get("owner") else "author"
    who = Span(*match.span(side))
    return Finding(who, Span(*match.span("cue"))) if not document.is_quoted(who.start) else None


def verdict_after(document: Document, quotation: Quotation) -> Finding | None:
    """The next sentence says whose words they were: `“…” That was Berg’s verdict.`, `“…” That is how Berg put it.`"""
    if quotation.kind != "direct" or quotation.nested_in is not None:
        return None
    match = _verdict().match(document.text, quotation.outer.end, quotation.outer.end + _REACH)
    if match is None:
        return None
    sides = (("owner", "called"), ("author", "noun"), ("who", "verb"), ("teller", "tells"))
    who, cue = next((who, cue) for who, cue in sides if match.group(who))
    return Finding(Span(*match.span(who)), Span(*match.span(cue)))


def reply_behind(document: Document, quotation: Quotation) -> Finding | None:
    """The clause behind calls it an answer: `“…,” came her reply`, `“…” was Berg’s answer`, `“…,” came the reply`.

    Of the last nobody says whose it is, so that nobody is named.
    """
    if quotation.kind != "direct" or quotation.nested_in is not None:
        return None
    match = _reply().match(document.text, quotation.outer.end, quotation.outer.end + _REACH)
    return None if match is None else _whose_reply(match)


def reply_in_front(document: Document, quotation: Quotation) -> Finding | None:
    """The clause in front announces a voice or an answer: `From the back came the voice of Ada Berg: “…”`."""
    if quotation.kind != "direct" or quotation.nested_in is not None:
        return None
    end = quotation.outer.start
    start = max(document.sentence_span(document.sentence_of(max(end - 1, 0))).start - 1, end - _REACH, 0)
    found = next(
        (match for match in _reply().finditer(document.text, start, end) if _leads(document, match, end)), None
    )
    return None if found is None else _whose_reply(found)


def _leads(document: Document, match: re.Match[str], end: int) -> bool:
    """Whether nothing but a colon or a comma stands between a clause and the words in marks behind it."""
    return document.text[match.end() : end].strip() in (":", ",")


def _whose_reply(match: re.Match[str]) -> Finding:
    cue = Span(*match.span("cue"))
    side = next((side for side in ("whose", "owner", "author") if match.group(side)), None)
    return Finding(None, cue, refusal="unresolved_mention") if side is None else Finding(Span(*match.span(side)), cue)


def named_within(text: str, span: Span) -> Finding | None:
    """The first verb of saying in a stretch of text with a full name behind it, set apart by commas."""
    match = _aside_within().search(text, span.start, span.end)
    return Finding(Span(*match.span("who")), Span(*match.span("cue"))) if match is not None else None


@cache
def _aside_within() -> re.Pattern[str]:
    """An aside that attributes: ", explains Ada Berg, a clerk."""
    return re.compile(rf",\s(?P<cue>{_alternatives()})\s(?P<who>{name_run()})(?=[.,])")


@cache
def _verdict() -> re.Pattern[str]:
    """A sentence that gives the words before it to somebody."""
    name = name_run()
    nouns = "|".join(sorted(verdict_nouns()))
    told = "sums|summed|puts|put|describes|described|remembers|recalls|explains|explained|tells"
    return re.compile(
        rf"\s+(?:(?:That|Those|Such) (?:was|is|were|are) (?:"
        rf"(?P<owner>(?:the )?{name}?)['’]s? (?:\w+ )?(?P<called>{nouns})"
        rf"|the (?:\w+ )?(?P<noun>{nouns}) (?:of|from) (?P<author>(?:the )?{name}))"
        rf"|So (?P<verb>said|says) (?P<who>{name})"
        rf"|(?:That|This)(?: is|['’]s) how (?P<teller>{name})(?:, [^.;:!?\n“”\"]{{3,90}},)? (?P<tells>{told}))"
        r"(?=[\s.,;])"
    )


@cache
def _reply() -> re.Pattern[str]:
    """A clause that calls the words before it an answer; its name is a run of capitalised words."""
    nouns, name = "|".join(sorted(reply_nouns())), name_run()
    return re.compile(
        rf"\s(?P<cue>(?:came|comes|was|is) (?:(?P<whose>her|his)|(?P<owner>(?:the )?{name}?)['’]s?|the) "
        rf"(?:[a-z]+ )?(?:{nouns}))(?: (?:of|from) (?P<author>{name}))?(?=[\s.,;:])"
    )


@cache
def _per() -> re.Pattern[str]:
    """A source right behind the words: "“…,” per the Hale Post"."""
    return re.compile(rf"[,.]?[\"”’']*,?\s(?P<cue>(?:as )?per) (?P<who>(?:the )?{name_run()})(?=[.,;\n]|\Z)")


@cache
def _words_of() -> re.Pattern[str]:
    """What introduces somebody's own words; the name is a run of capitalised words."""
    name, held = name_run(), "|".join(sorted(view_nouns()))
    return re.compile(
        rf"\b[Ii]n (?P<cue>(?:(?P<owner>(?:the )?{name}?)['’]s? (?:own )?(?:words?|{held}))"
        rf"|the (?:words|{held}) of (?P<author>(?:the )?{name}))(?:[,:]?|,\s[^.;:!?“”\"\n]{{1,80}})\s*\Z"
    )


@cache
def _told_after() -> re.Pattern[str]:
    """A sentence after quoted words that only tells whose they are: " So says Ada Berg", " The speaker was Berg"."""
    told = r"So (?:says|said|spoke|wrote)|Th[oe]se (?:are|were) the words of|The (?:speaker|author|writer) (?:is|was)"
    return re.compile(rf"\s{{1,3}}(?P<cue>{told}) (?P<author>(?:the )?{name_run()})")


@cache
def _verbs(*complements: str) -> Mapping[str, frozenset[str]]:
    """The past and present forms of every verb that takes one of the complements, with the particles they need.

    Without complements, of those that introduce quoted words; no particle is an empty one.
    """
    wanted = complements or ("quote",)
    found: dict[str, set[str]] = {}
    for cues in cue_verbs().values():
        for cue in cues:
            if any(map(cue.takes, wanted)) and cue.kind != "thought":
                for form in _finite_forms(cue):
                    found.setdefault(form, set()).add(cue.particle)
    return {form: frozenset(particles) for form, particles in found.items()}


@cache
def _verbs_of_statements() -> Mapping[str, frozenset[str]]:
    """The verbs of reporting, and those whose object is a statement ("issued", "made")."""
    return {**_verbs(*_REPORTING), **_carriers()}


@cache
def _carriers() -> Mapping[str, frozenset[str]]:
    """The finite forms of the verbs whose object is a statement; none needs a particle."""
    forms = {
        form for lemma, past in statement_verbs().items() for form in (inflect(lemma)[1], past or inflect(lemma)[2])
    }
    return dict.fromkeys(forms, frozenset(("",)))


@cache
def _statement_object() -> re.Pattern[str]:
    """A statement as the object of a verb: " a joint statement", " the following letter"."""
    nouns = "|".join(map(re.escape, sorted(utterances())))
    return re.compile(rf"\s(?:an?|the|this|his|her|its|their)\s(?:[a-z-]+\s){{0,2}}(?:{nouns})\b")


def _cues_between(text: str, start: int, end: int, verbs: Mapping[str, frozenset[str]]) -> Iterator[Span]:
    """The verbs in a stretch of text, each with its particle: "said", "put it"."""
    for match in _WORD.finditer(text, start, end):
        for particle in sorted(verbs.get(match.group().lower(), ()), key=len, reverse=True):
            stop = match.end() + len(particle) + 1 if particle else match.end()
            if not particle or text[match.end() : stop] == f" {particle}":
                yield Span(match.start(), stop)
                break


@cache
def _alternatives(*kinds: str) -> str:
    """The finite forms of every verb (of some kinds) that introduces quoted words, the longest first, in a pattern."""
    is_wanted = {form: any(cue.kind in kinds for cue in cues) for form, cues in cue_verbs().items()}
    forms = {
        f"{form} {part}".strip()
        for form, particles in _verbs().items()
        for part in particles
        if not kinds or is_wanted[form]
    }
    return "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form))))


def _finite_forms(cue: Cue) -> list[str]:
    """The forms that need no auxiliary: "said", "says"; "put", whose past is its bare form."""
    told = [form for form in cue.forms if form != cue.verb and not form.endswith("ing")]
    has_past = any(not form.endswith("s") for form in told)
    return told if has_past else [*told, cue.verb]


@cache
def _verb_thenname_run() -> re.Pattern[str]:
    return re.compile(rf"{_ADVERB}(?P<cue>{_alternatives()})\s(?=\w)")


@cache
def _verb_aftername_run() -> re.Pattern[str]:
    told = "|".join(sorted(form for form, cues in cue_verbs().items() if any(cue.takes("hearer") for cue in cues)))
    return re.compile(rf"{_ADVERB}(?P<cue>(?:{told})(?=\s)|(?i:{_alternatives()}){_AFTER_VERB})")


@cache
def _verb_then_name_at_end() -> re.Pattern[str]:
    """ "It was late, said Ada Berg, “but …”", "Continued Berg: “…”"."""
    return re.compile(rf"(?:,\s|\A|(?<=\n))(?P<cue>(?i:{_alternatives()}))\s(?P<who>{name_run()})[,:]\s*\Z")


@cache
def _stated() -> re.Pattern[str]:
    """ "Stated Berg:"."""
    return re.compile(rf"(?P<cue>(?i:{_alternatives()}))\s(?P<who>{name_run()}):\s*")


@cache
def _whole_sentence() -> re.Pattern[str]:
    """A sentence of its own after a full stop inside the marks: "“It was late.” Berg said."; not "Berg nodded."."""
    verbs = _alternatives(*_KINDS_OF_SAYING)
    return re.compile(rf"\s?(?P<who>{name_run()})\s(?P<cue>{verbs})\.(?=\s|\Z)")


def _pronoun_before(text: str, start: int, verb: int) -> Span | None:
    """The "he" or "she" right before a verb."""
    match = re.search(r"\b([Hh]e|[Ss]he)\s\Z", text[start:verb])
    return Span(start + match.start(1), start + match.end(1)) if match else None


def _end(match: re.Match[str] | None) -> int:
    return match.end() if match else 0


def _name_at(text: str, start: int, end: int) -> Span | None:
    """The name that starts at a character, after no more than an article and a role: "the engineer Ada Berg"."""
    lead = _LEAD.match(text, start, end)
    run = run_pattern().match(text, lead.end(), end) if lead else None
    if lead is None or run is None or not _is_name(run.group()):
        return None
    before = lead.group().strip()
    is_told = not before or role_head(before) is not None or (is_full_name(run.group()) and _may_be_trade(before))
    return Span(run.start(), run.end()) if is_told else None


def _may_be_trade(words: str) -> bool:
    """Whether words in lower case before a full name are such as a trade has, known or not: "well digger", "rigger".

    "of the rigger" and "he and rigger" are not.
    """
    *modifiers, head = words.split()
    return head not in function_words() and not (set(modifiers) & function_words()) - _IN_TRADES


def _is_name(words: str) -> bool:
    """Whether capitalised words are more than the opening of a sentence, and no possessive; "Oh" may be a surname."""
    is_opener = words.split()[0] in not_names() and words not in surnames_like_words()
    return not is_opener and not re.search(r"['’]s?\Z", words)


def _without_opener(run: re.Match[str]) -> Span:
    """The place of a run of capitalised words without those that only open a sentence: "As Ada Berg"."""
    start = run.start()
    for word in run.group().split()[:-1]:
        if word not in not_names():
            break
        start += len(word) + 1
    return Span(start, run.end())


def _nominal_at(text: str, start: int, end: int) -> Span | None:
    """The longest phrase with an article at a character that is headed by a role, an organisation or a document.

    It ends before a verb of saying: "the forward told the club’s paper".
    """
    match = _NOMINAL.match(text, start, end)
    words = match.group().split() if match else []
    verb = next((place for place, word in enumerate(words) if place > 1 and word in _verbs()), len(words))
    for length in range(verb, 1, -1):
        phrase = " ".join(words[:length])
        if _may_speak(phrase) and text.startswith(phrase, start):
            return Span(start, start + len(phrase))
    return None


def _may_speak(phrase: str) -> bool:
    return role_head(phrase) is not None or is_organisation_phrase(phrase) or phrase.split()[-1] in statement_nouns()


def name_before(text: str, start: int, verb: int) -> Span | None:
    """The name that an apposition and an adverb at most separate from a verb, else the nominal right before it."""
    adverb = _ADVERB_AT_END.search(text[start:verb])
    if adverb is None:
        return None
    end = start + adverb.start()
    for run in reversed(list(run_pattern().finditer(text, start, end))):
        is_apposed = text[run.end() : end] == "," and text[max(run.start() - 2, start) : run.start()] == ", "
        is_near = run.end() == end or (is_apposed and " " in run.group())
        is_near = is_near or _APPOSITION_WITH_TITLES.fullmatch(text, run.end(), end + 1) is not None
        if run.end() != end and _WHOSE.search(text, start, run.start()):
            continue
        name = _without_opener(run)
        if run.end() != end and name.of(text) in places():
            continue
        if is_near and _is_name(name.of(text)) and not _AFTER_PREPOSITION.search(text[start : name.start]):
            return name
    match = _NOMINAL_AT_END.search(text[start:end])
    if match is None or not _may_speak(match.group("who")):
        return None
    return Span(start + match.start(), start + match.end("who"))
