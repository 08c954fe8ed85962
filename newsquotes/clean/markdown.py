"""Markdown to plain text, line by line: the marks go, the words and the line numbers stay.

In: Markdown. Out: text with the same number of lines. Images become their file name, which the line rules know.
"""

import re

_IMAGE = re.compile(r"!\[[^\]\n]*\]\(\s*<?([^\s)>]*)[^)\n]*\)")
_LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\([^)\s]*(?:\s+\"[^\"\n]*\")?\)")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", re.MULTILINE)
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+", re.MULTILINE)
_STRONG = re.compile(r"(\*\*\*|\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?!\w)"
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")


def strip_markdown(text: str) -> str:
    """`text` without Markdown's marks for headings, emphasis, links, images and block quotations.

    >>> strip_markdown("# Harbour **reopens**")
    'Harbour reopens'
    """
    text = _IMAGE.sub(lambda found: found.group(1).rsplit("/", 1)[-1], text)
    text = _LINK.sub(r"\1", text)
    text = _HEADING.sub(r"\1", text)
    text = _QUOTE.sub("", text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(lambda found: found.group(1) or found.group(2), text)
    return _ESCAPE.sub(r"\1", text)
