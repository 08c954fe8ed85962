"""From the words that name a speaker to the speaker: full names, pronouns, nominals, organisations, groups.

Works within one article. Whoever cannot be told apart stays null with a reason; nobody is chosen for being near.
`mentions` is the way in: its ordered readings lead to one module for each kind of mention. All share one state, the
`ledger`; `resolver` takes an article's findings through it in text order.
"""

from newsquotes.attribute.resolve.resolver import Resolver
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved

__all__ = ["Answer", "Resolver", "Speaker", "Unresolved"]
