"""The suites of every stage, in the order in which a run meets them. Adding a suite is adding it here."""

from expectations.rule import Suite
from expectations.suites import (
    accounts,
    annotations,
    articles,
    documents,
    occurrences,
    published,
    quotations,
    quote_links,
    quotes,
    rejects,
    removed_lines,
    speakers,
)

SUITES: tuple[Suite, ...] = (
    *documents.SUITES,
    *articles.SUITES,
    *removed_lines.SUITES,
    *annotations.SUITES,
    *quotations.SUITES,
    *quotes.SUITES,
    *occurrences.SUITES,
    *speakers.SUITES,
    *quote_links.SUITES,
    *rejects.SUITES,
    *accounts.SUITES,
    *published.SUITES,
)


def suites_of(stage: str) -> tuple[Suite, ...]:
    """The suites that are checked after `stage`."""
    return tuple(suite for suite in SUITES if suite.stage == stage)
