"""Speakers named beside a quotation without a verb: the label of a turn before it, the signature behind it."""

import re

from newsquotes.attribute.document import Document, Quotation, Span
from newsquotes.attribute.finding import Finding
from newsquotes.attribute.lexicon import given_names, not_names
from newsquotes.attribute.roles import is_plural_role, role_head

_LABEL = re.compile(
    r"\s*[\"“‘'«„]?([^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,7})(?: \([^()\n]{1,60}\)|, [^()\n:;.?!“”\"]{3,60})?"
    r":\s*[\"“‘'«„]?\s*$"
)
_INNER_LABEL = re.compile(r"([A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,3}): ")
_DASHED_LABEL = re.compile(
    r"(?:\s[—–―-]{1,2}\s?|\bMore from )(?:More from )?"
    r"([^\W\d_a-z][\w.’'-]*(?: (?:and |& )?[^\W\d_a-z][\w.’'-]*){0,4}):\s*\Z"
)
_SIGNATURE = re.compile(
    r"[\"'”’»]*\s*[—–―-]{1,2}\s*"
    r"((?:[^\W\d_a-z][\w.’'-]*)(?: (?:[^\W\d_][\w.’'-]*)){0,4})(?=\s*(?:,[^\n]{0,120})?(?:\n|$))"
)
_ROLE_SIGNATURE = re.compile(
    r"[.!?…]?[\"'”’»]+\s*[—–―-]{1,2}\s*(?P<who>[a-z][\w’'-]*(?: [^\W\d_][\w.’'-]*){0,5}?)"
    r"(?:, [^\n“”\"]{1,40})?\s*(?=\n|\Z)"
)
_SIGNED_LINE = re.compile(
    r"[.!?…]?[\"'”’»]*\s*\n\s*([^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w.’'-]*){1,3}), [^\n.!?:;“”\"]{3,80}"
    r"\.?[\"'”’»]?\s*(?=\n|\Z)"
)
_LABEL_REACH = 200
INTERVIEW_LABELS = frozenset(("q", "a", "question", "answer"))


def speaker_label(document: Document, quotation: Quotation) -> Finding | None:
    """The paragraph is labelled with its speaker: `BERG: “…”`, `“BERG: …”`, `Ada Berg, clerk: “…”`."""
    if quotation.kind == "indirect":
        return None
    paragraph = document.paragraph_span(quotation.span.start)
    if quotation.span.start - paragraph.start > _LABEL_REACH:
        return None
    match = _LABEL.fullmatch(document.text, paragraph.start, quotation.span.start)
    if match is None and _opens_with_mark(document, paragraph, quotation):
        match = _INNER_LABEL.match(document.text, quotation.span.start, quotation.span.end)
    if match is None or not _is_label(match.group(1)):
        return None
    if "," in match.group() and not match.group(1).istitle():
        return None
    colon = document.text.index(":", match.end(1))
    return Finding(Span(*match.span(1)), Span(colon, colon + 1), is_label=True)


def _opens_with_mark(document: Document, paragraph: Span, quotation: Quotation) -> bool:
    return quotation.outer.start == paragraph.start < quotation.span.start


def _is_label(words: str) -> bool:
    """Whether words before a colon may be a name: not "Q", "READ MORE" or "He said"."""
    parts = words.split()
    if words.lower() in INTERVIEW_LABELS or all(word in not_names() for word in parts):
        return False
    return words[0].isupper() and parts[-1][0].isupper()


def label_after_dash(document: Document, quotation: Quotation) -> Finding | None:
    """A headline that ends in a dash and a name: `FEWER BOATS SAIL - Ada Berg: “…”`, `More from Berg: “…”`."""
    if quotation.kind == "indirect":
        return None
    start = max(quotation.outer.start - _LABEL_REACH // 2, 0)
    match = _DASHED_LABEL.search(document.text, start, quotation.outer.start)
    if match is None:
        return None
    colon = document.text.index(":", match.end(1))
    return Finding(Span(*match.span(1)), Span(colon, colon + 1), is_label=True)


def signature(document: Document, quotation: Quotation) -> Finding | None:
    """A pull quotation is signed after a dash or on a line of its own: `“…” — Ada Berg`, `“…” — local farmer`."""
    if quotation.kind != "direct":
        return None
    match = _SIGNATURE.match(document.text, quotation.span.end, quotation.span.end + 300)
    if match is None and (by_role := _signed_by_role(document, quotation)) is not None:
        return Finding(by_role, None)
    if match is None and _fills_paragraph(document, quotation):
        match = _SIGNED_LINE.match(document.text, quotation.span.end, quotation.span.end + 200)
        if match is not None and match.group(1).split()[0] not in given_names():
            return None
    if match is None or match.group(1).split()[0] in not_names() - {"The"}:
        return None  # "— With files from Ada Berg", "— By Ada Berg"
    return Finding(Span(*match.span(1)), None)


def _signed_by_role(document: Document, quotation: Quotation) -> Span | None:
    """The role that a pull quotation is signed with: `“…” — local farmer`, `— a fisherman from Lind, 54`."""
    match = _ROLE_SIGNATURE.match(document.text, quotation.span.end, quotation.span.end + _LABEL_REACH)
    is_role = match is not None and (role_head(match.group("who")) or is_plural_role(match.group("who")))
    return Span(*match.span("who")) if match is not None and is_role else None


def _fills_paragraph(document: Document, quotation: Quotation) -> bool:
    """Whether a paragraph holds nothing but the quotation."""
    paragraph = document.paragraph_span(quotation.span.start)
    around = document.text[paragraph.start : quotation.span.start] + document.text[quotation.span.end : paragraph.end]
    return not any(letter.isalnum() for letter in around)
