"""Settings of the dedupe stage, with the reason for each default."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DedupeConfig:
    """How alike two printings must be to become one quote. Lengths are in words unless said otherwise."""

    min_confidence: float = 0.0
    """Quotations whose speaker is less certain than this go to `rejects` instead of becoming occurrences."""

    sure_confidence: float = 0.75
    """From here on a speaker counts as sure: two sure speakers of the same words stay apart with a `conflict` link,
    one below gives way to a sure one."""

    min_adopted_words: int = 6
    """Shorter texts never change their speaker for being the same as another's: short phrases are said by many."""

    shingle_words: int = 4
    """Length of the word runs that two texts must share to be compared at all."""

    short_text_words: int = 9
    """Texts up to this length are also compared when they differ in a single word."""

    opening_words: tuple[int, ...] = (5, 6, 7, 8, 9)
    """Texts that begin with so many of the same words are also compared, though the runs in them are common. A text cut
    after so many words meets its whole then, however many begin like it."""

    max_bucket: int = 400
    """A run of words shared by more texts than this is a stock phrase and compares nothing."""

    probes: int = 8
    """How many of its runs a text looks up, about; they are spread evenly over it."""

    min_overlap: int = 4
    """Words that must agree, at least (one fewer for texts that short)."""

    min_content: int = 2
    """Content words that a text must have to merge with any but its own wording: "we are going to" is said by all."""

    min_cut: int = 5
    """Words that must agree for a text with less content to be taken for the beginning, the end or all of another."""

    min_cut_content: int = 1
    """Content words that such a text must have."""

    min_dovetail: int = 13
    """Words that must agree when one text's end is the other's beginning and neither holds the other: more than sayings
    have, with which one speaker ends and another begins. In a file of texts, whoever said them."""

    min_dovetail_of_one: int = 8
    """The same among the words of one speaker, of whose speech two papers print overlapping parts."""

    min_dovetail_share: float = 0.4
    """The same as a share of the shorter text."""

    max_edits: float = 0.15
    """Words that may differ, as a share of those that agree; one is always allowed."""

    min_edited: int = 6
    """Words that must agree before a part of a longer text may differ from it in a word, or any text in a small one."""

    min_reworded_whole: int = 6
    """Words that must agree before the one word in which two whole texts differ may be another content word. Nothing
    else differs there, so that fewer tell enough than between parts of texts."""

    min_reworded: int = 10
    """Words that must agree before a content word may stand for another one; `min_overlap` of them in no stock phrase,
    because a speech that is given in many towns has the same sentence with another word in each of them."""

    min_reworded_of_one: int = 14
    """The same among the words of one speaker, who has many sentences of one build: "I will sign the treaty when …" and
    "I will burn the treaty when …". In a file of texts, whoever said them, such pairs are rarer than other wordings."""

    min_skip: int = 4
    """A run of at least this many words that one text leaves out without a mark is a cut, not an edit."""

    max_skips: int = 2
    """How many such unmarked cuts a text may have."""

    min_dominance: float = 0.55
    """A fragment that fits several quotes goes to one of them only if that has such a share of their printings: three
    to two is enough, one to one is not."""

    context_characters: int = 160
    """Length of `before` and `after`, in characters."""

    translation_days: int = 14
    """Two translations of the same words are published at most so many days apart."""

    min_translation_similarity: float = 0.5
    """Share of content words (Dice) that two translations of the same words have in common."""

    min_translation_words: int = 3
    """Content words that two translations must share, at least."""
