"""Merges the printings of one quote across articles, and names what only looks alike."""

from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.identity import Earlier, lost_ids
from newsquotes.dedupe.stage import Deduped, dedupe_quotations
from newsquotes.dedupe.syndicate import group_syndicated

__all__ = ["DedupeConfig", "Deduped", "Earlier", "dedupe_quotations", "group_syndicated", "lost_ids"]
