"""Distinct quotes from all quotations: who said what, and every article that printed it.

Quotations with speakers and their articles in; quotes, occurrences, links, speakers and rejects out. Every quotation is
either one occurrence or one reject. Nothing depends on the order of the rows.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise, product
from operator import itemgetter
from typing import Any

import numpy as np
import polars as pl

from newsquotes.dedupe.cluster import Clustering, Edges, cluster_keys, same_pairs
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.disputes import dispute, may_be_one_utterance, words_of
from newsquotes.dedupe.identity import Earlier, all_redirects, inherit
from newsquotes.dedupe.links import (
    link_row,
    links_frame,
    quoted_within,
    redirect_rows,
    wording_links,
)
from newsquotes.dedupe.normalise import INSERTION, Ints, canonical_key
from newsquotes.dedupe.said_on import Span, covered, said_on
from newsquotes.dedupe.voices import Settled, Voice, are_one_name, settle_voices
from newsquotes.dedupe.wording import best_wordings, contradicting, differences, match_types
from newsquotes.forest import Forest
from newsquotes.ids import stable_id
from newsquotes.rejects import reject, rejects_frame
from newsquotes.schemas import OCCURRENCES, QUOTES, SPEAKERS
from newsquotes.speakers import folded, is_description, names_nobody, resolve_speakers

_SUREST = 8
"""Of the speakers of the same words, so many are compared with all the others."""

_UNIT = ["key", "is_indirect", "speaker_id"]


@dataclass(frozen=True, slots=True)
class Deduped:
    """The tables that the stage makes."""

    quotes: pl.DataFrame
    occurrences: pl.DataFrame
    quote_links: pl.DataFrame
    speakers: pl.DataFrame
    rejects: pl.DataFrame


def dedupe_quotations(
    quotations: pl.DataFrame,
    articles: pl.DataFrame,
    *,
    config: DedupeConfig | None = None,
    aliases: pl.DataFrame | None = None,
    known: pl.DataFrame | None = None,
    earlier: Earlier | None = None,
) -> Deduped:
    """The distinct quotes of `quotations`, whose articles are in `articles`.

    `aliases` are the user's own decisions about speakers and `known` the people of a local alias table, see
    `speakers.resolve_speakers`. What was in the `earlier` dataset keeps its ids.
    """
    config = config or DedupeConfig()
    earlier = earlier or Earlier.nothing()
    keyed = quotations.sort("quotation_id").with_columns(key=canonical_key(pl.col("text")))
    nobody = [name for name in keyed["speaker"].drop_nulls().unique().to_list() if names_nobody(name)]
    keyed = keyed.with_columns(refused=_refusal(nobody, config))
    printed = earlier.recognised(keyed.filter(pl.col("refused").is_null()).drop("refused"))
    speakers, speaker_of = resolve_speakers(printed, articles=articles, aliases=aliases, known=known)
    speakers, speaker_of = _with_lasting_ids(speakers, speaker_of, printed.select("quotation_id", "member"), earlier)
    printed = printed.join(speaker_of, on="quotation_id", maintain_order="left").with_columns(
        is_indirect=pl.col("kind") == "indirect"
    )
    units = _units(printed)
    of_one = config.min_reworded_of_one
    dovetail = config.min_dovetail_of_one
    by_speaker = replace(config, min_reworded=of_one, min_reworded_whole=of_one, min_dovetail=dovetail)
    clustering = cluster_keys(units.with_columns(group=_groups(units, _UNIT[1:])), by_speaker)
    voices = _voices(units, clustering.labels, speakers)
    placed = printed.join(units.select(*_UNIT, number=pl.Series(clustering.labels)), on=_UNIT)
    pairs = _of_one_utterance(_same_words(units, clustering.labels, voices, config), placed, articles, voices, config)
    settled = settle_voices(voices, pairs, config.sure_confidence)
    units = _settled_units(units, clustering.labels, settled)
    printings = _printings(printed, units, articles)
    while not (apart := contradicting(printings)).is_empty():
        apart = _numbered(apart, units)
        units, printings = _moved(units, apart), _moved(printings, apart)
    quotes, printings, redirects = _quotes(printings, speakers, earlier)
    links = links_frame(
        [
            *redirect_rows(redirects),
            *_contains_links(clustering, units, quotes),
            *_conflict_links(settled, units, quotes, printings, articles, config),
            *wording_links(quotes, config),
        ]
    )
    return Deduped(
        quotes=quotes.pipe(QUOTES.conform).sort(QUOTES.sort_by),
        occurrences=_occurrences(printings, config),
        quote_links=links,
        speakers=_speakers(speakers, quotes),
        rejects=rejects_frame(_rejects(keyed.filter(pl.col("refused").is_not_null()), config)),
    )


def _with_lasting_ids(
    speakers: pl.DataFrame, speaker_of: pl.DataFrame, members: pl.DataFrame, earlier: Earlier
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The speakers, and the speaker of each quotation, with the ids that they had before."""
    members = speaker_of.join(members, on="quotation_id").select("member", group="speaker_id", natural="speaker_id")
    kept = inherit(members, earlier.speaker_ids()).of_group
    ids = pl.DataFrame({"speaker_id": list(kept), "kept": list(kept.values())}, schema_overrides={"kept": pl.Int64})
    renamed = [
        frame.join(ids.cast(pl.Int64), on="speaker_id", how="left", maintain_order="left")
        .with_columns(speaker_id="kept")
        .drop("kept")
        for frame in (speakers, speaker_of)
    ]
    return renamed[0], renamed[1]


def _refusal(nobody: list[str], config: DedupeConfig) -> pl.Expr:
    """The rule that keeps a quotation out of the quotes, or null; `nobody` are names of speakers that are none."""
    has_speaker = pl.col("speaker").str.strip_chars().str.len_chars() > 0
    has_words = pl.col("key").str.replace_all(INSERTION, "", literal=True).str.contains(r"\w")
    return (
        pl.when(~has_speaker.fill_null(False))
        .then(pl.lit("no_speaker"))
        .when(pl.col("speaker").is_in(nobody))
        .then(pl.lit("speaker_is_nobody"))
        .when(pl.col("confidence") < config.min_confidence)
        .then(pl.lit("low_confidence"))
        .when(~has_words)
        .then(pl.lit("no_words"))
    )


def _rejects(refused: pl.DataFrame, config: DedupeConfig) -> Iterator[dict[str, Any]]:
    """A reject for each quotation that is not an occurrence."""
    columns = ("quotation_id", "article_id", "text", "refused", "attribution_rule", "confidence", "speaker")
    for quotation_id, article_id, text, rule, attribution_rule, confidence, name in refused.select(columns).iter_rows():
        reason = {
            "no_speaker": f"no speaker was found (attribution rule: {attribution_rule})",
            "speaker_is_nobody": f"{name!r} is nobody who could speak (attribution rule: {attribution_rule})",
            "low_confidence": f"the speaker's confidence is {confidence:.2f}, below {config.min_confidence:.2f} "
            f"(attribution rule: {attribution_rule})",
            "no_words": f"the text has no words (attribution rule: {attribution_rule})",
        }[rule]
        yield reject("dedupe", rule, reason, excerpt=text, article_id=article_id, quotation_id=quotation_id)


def _units(printed: pl.DataFrame) -> pl.DataFrame:
    """What is clustered: one row for each key, kind group and speaker, in that order, with a printed text."""
    return (
        printed.group_by(_UNIT).agg(pl.col("text").min(), pl.col("confidence").max(), n_printings=pl.len()).sort(_UNIT)
    )


def _groups(units: pl.DataFrame, columns: list[str]) -> Ints:
    """A number for each combination of the columns."""
    return units.select(pl.struct(columns).rank("dense")).to_series().to_numpy().astype(np.int64)


def _voices(units: pl.DataFrame, labels: Ints, speakers: pl.DataFrame) -> dict[int, Voice]:
    """The voice of each cluster."""
    known = {
        speaker: tuple(told) for speaker, *told in speakers.select("speaker_id", "name", "type", "gender").iter_rows()
    }
    voices = (
        units.with_columns(label=labels).group_by("label").agg(pl.col("speaker_id").first(), pl.col("confidence").max())
    )
    found = {}
    for label, speaker, confidence in voices.iter_rows():
        name, kind, gender = known[speaker]
        found[label] = Voice(speaker, name, confidence, kind, gender)
    return found


def _same_words(
    units: pl.DataFrame, labels: Ints, voices: dict[int, Voice], config: DedupeConfig
) -> list[tuple[int, int]]:
    """Pairs of clusters of different speakers, in the same kind group, whose longest texts are the same words.

    Where very many say the same, each is compared with the surest speakers and with those of its own surname only, so
    that the pairs grow with the clusters, not with their square.
    """
    longest = (
        units.with_columns(label=labels, n_words=pl.col("key").str.count_matches(" ", literal=True) + 1)
        .filter(pl.col("n_words") >= config.min_adopted_words)
        .sort(["label", "n_words", "key"], descending=[False, True, False])
        .unique("label", keep="first", maintain_order=True)
        .sort("key", "label")
    )
    wordings = longest.group_by("key", "is_indirect").agg("label", pl.col("text").min(), pl.col("n_printings").sum())
    wordings = wordings.sort("key", "is_indirect")
    ranked = [_surest_first(labels, voices) for labels in wordings["label"].to_list()]
    pairs = {pair for labels in ranked for pair in _compared(labels, voices)}
    for one, other in same_pairs(wordings.with_columns(group=_groups(wordings, ["is_indirect"])), config):
        pairs.update(product(ranked[one][:_SUREST], ranked[other][:_SUREST]))
    ordered = ((min(pair), max(pair)) for pair in pairs)
    return sorted({pair for pair in ordered if len({voices[label].speaker_id for label in pair}) > 1})


def _of_one_utterance(
    pairs: list[tuple[int, int]],
    placed: pl.DataFrame,
    articles: pl.DataFrame,
    voices: dict[int, Voice],
    config: DedupeConfig,
) -> list[tuple[int, int]]:
    """The pairs that may be one utterance, or whose two names may be one: `Brook`, `Ada Brook`."""
    meant = {label: voices[label] for pair in pairs for label in pair}
    words = words_of(placed, articles, meant, config.sure_confidence)
    return [
        (one, other)
        for one, other in pairs
        if are_one_name(voices[one].name, voices[other].name) or may_be_one_utterance(words[one], words[other])
    ]


def _surest_first(labels: list[int], voices: dict[int, Voice]) -> list[int]:
    """Clusters by their voices: named ones first, then the most confident."""
    return sorted(labels, key=lambda label: (is_description(voices[label].name), -voices[label].confidence, label))


def _compared(labels: list[int], voices: dict[int, Voice]) -> Iterator[tuple[int, int]]:
    """Pairs of the surest with every cluster of the same words, and of neighbours with one surname."""
    yield from product(labels[:_SUREST], labels)
    by_surname = sorted(labels, key=lambda label: folded(voices[label].name).split()[-1:])
    yield from pairwise(by_surname)


def _settled_units(units: pl.DataFrame, labels: Ints, settled: Settled) -> pl.DataFrame:
    """The units with their final cluster and speaker; equal words of one speaker always share a cluster."""
    final = pl.DataFrame(
        {
            "label": list(settled.cluster),
            "root": list(settled.cluster.values()),
            "final_speaker_id": [settled.voice[label].speaker_id for label in settled.cluster],
        },
        schema={"label": pl.Int64, "root": pl.Int64, "final_speaker_id": pl.Int64},
    )
    placed = units.with_columns(label=labels).join(final, on="label", how="left", maintain_order="left")
    forest = Forest()
    together = placed.group_by("key", "is_indirect", "final_speaker_id").agg(pl.col("root").unique().sort())
    for roots in together.filter(pl.col("root").list.len() > 1)["root"].sort().to_list():
        for root in roots[1:]:
            forest.join(roots[0], root)
    return placed.with_columns(
        cluster=pl.Series([forest.root(root) for root in placed["root"].to_list()], dtype=pl.Int64)
    )


def _printings(printed: pl.DataFrame, units: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The quotations with their cluster, final speaker, and what their article knows."""
    known = articles.select(
        "article_id", "published_at", "published_precision", "published_on", "publisher", article_text=pl.col("text")
    )
    placed = printed.join(
        units.select(*_UNIT, "cluster", "final_speaker_id"), on=_UNIT, how="left", maintain_order="left"
    ).join(known, on="article_id", how="left", maintain_order="left")
    said = pl.DataFrame(
        list(_days(placed)),
        schema={"quotation_id": pl.Int64, "said_on": pl.Date, "said_on_source": pl.String},
        orient="row",
    )
    return placed.join(said, on="quotation_id", how="left", maintain_order="left")


def _numbered(apart: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Keys that are to leave their cluster (columns cluster, key), together, each with the number of the new one."""
    first = int(units.select(pl.col("cluster").max() + 1).item())
    return apart.with_columns(own=first + pl.col("cluster").rank("dense").cast(pl.Int64) - 1)


def _moved(frame: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """The rows of a frame with columns cluster and key, those of keys set apart in their new clusters."""
    placed = frame.join(apart, on=["cluster", "key"], how="left", maintain_order="left")
    return placed.with_columns(cluster=pl.coalesce("own", "cluster")).drop("own")


def _days(placed: pl.DataFrame) -> Iterator[tuple[int, date | None, str]]:
    """quotation_id, day and source of the quotations whose reporting clause gives a day, or a longer time."""
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for columns in (("start", "end"), ("statement_start", "statement_end")):
        for article_id, *span in placed.select("article_id", *columns).drop_nulls().iter_rows():
            spans[article_id].append((span[0], span[1]))
    known = ("quotation_id", "article_id", "article_text", "cue_start", "cue_end")
    published = ("published_at", "published_precision", "published_on")
    dated = placed.sort("article_id").drop_nulls(known).select(*known, *published)
    for article_id, rows in groupby(dated.iter_rows(), key=itemgetter(1)):
        hidden = ""
        for quotation_id, _, text, start, end, published_at, precision, published_on in rows:
            hidden = hidden or covered(text, spans[article_id])
            if day := said_on(hidden, (start, end), published_at, precision, published_on=published_on):
                yield quotation_id, day.day, day.source


def _quotes(
    printings: pl.DataFrame, speakers: pl.DataFrame, earlier: Earlier
) -> tuple[pl.DataFrame, pl.DataFrame, dict[int, int]]:
    """The quotes, the printings with their quote and its best wording, and where ids that are gone lead."""
    best = best_wordings(printings).select(
        "cluster", "kind", "is_indirect", speaker_id="final_speaker_id", text="text", canonical_key="key"
    )
    kind_groups = np.where(best["is_indirect"].to_numpy(), "indirect", "direct").tolist()
    identities = zip(best["canonical_key"].to_list(), kind_groups, best["speaker_id"].to_list(), strict=True)
    best = best.with_columns(
        natural=pl.Series([stable_id("quote", *identity) for identity in identities], dtype=pl.Int64)
    )
    members = printings.join(best.select("cluster", "natural"), on="cluster").select(
        "natural", "member", group="cluster"
    )
    kept = inherit(members, earlier.quote_ids())
    best = best.with_columns(
        quote_id=pl.Series([kept.of_group[cluster] for cluster in best["cluster"]], dtype=pl.Int64)
    )
    counted = printings.group_by("cluster").agg(
        first_published=pl.col("published_at").min(),
        last_published=pl.col("published_at").max(),
        n_occurrences=pl.len(),
        n_articles=pl.col("article_id").n_unique(),
        n_publishers=pl.col("publisher").drop_nulls().n_unique(),
        n_variants=pl.col("text").n_unique(),
        n_keys=pl.col("key").n_unique(),
        confidence=pl.col("confidence").max(),
    )
    method = (
        pl.when(pl.col("n_occurrences") == 1)
        .then(pl.lit("single"))
        .when(pl.col("n_keys") == 1)
        .then(pl.lit("exact"))
        .otherwise(pl.lit("aligned"))
    )
    quotes = (
        best.join(counted, on="cluster", how="left")
        .join(_agreed_days(printings), on="cluster", how="left")
        .join(speakers.select("speaker_id", speaker="name"), on="speaker_id", how="left")
        .with_columns(cluster_method=method)
    )
    wording = best.select("cluster", "quote_id", best_text="text", best_key="canonical_key")
    redirects = all_redirects(earlier.redirects, kept.redirects, set(kept.of_group.values()))
    return quotes, printings.join(wording, on="cluster", how="left", maintain_order="left"), redirects


def _agreed_days(printings: pl.DataFrame) -> pl.DataFrame:
    """The day of each cluster that most of its dated printings give; of several such days the first.

    A longer time counts only where no printing gives a day.
    """
    told = printings.drop_nulls("said_on_source")
    days = told.group_by("cluster", "said_on").agg(pl.len(), pl.col("said_on_source").min())
    ranked = days.sort("cluster", pl.col("said_on").is_null(), -pl.col("len").cast(pl.Int64), "said_on")
    return ranked.unique("cluster", keep="first", maintain_order=True).drop("len")


def _occurrences(printings: pl.DataFrame, config: DedupeConfig) -> pl.DataFrame:
    """The `occurrences` table."""
    length = config.context_characters
    before = pl.min_horizontal("start", pl.lit(length))
    found = printings.with_columns(
        match_types(printings),
        before=pl.col("article_text").str.slice(pl.col("start") - before, before).fill_null(""),
        after=pl.col("article_text").str.slice(pl.col("end"), length).fill_null(""),
    )
    found = found.with_columns(differences(found))
    return OCCURRENCES.conform(found).sort(OCCURRENCES.sort_by, nulls_last=True)


def _speakers(speakers: pl.DataFrame, quotes: pl.DataFrame) -> pl.DataFrame:
    """The speakers that have a quote, with the number of their quotes."""
    counts = quotes.group_by("speaker_id").agg(n_quotes=pl.len())
    return SPEAKERS.conform(speakers.drop("n_quotes").join(counts, on="speaker_id")).sort(SPEAKERS.sort_by)


def _quote_of_unit(units: pl.DataFrame, quotes: pl.DataFrame) -> list[int]:
    """The quote of each unit."""
    ids: list[int] = (
        units.join(quotes.select("cluster", "quote_id"), on="cluster", how="left", maintain_order="left")["quote_id"]
    ).to_list()
    return ids


def _contains_links(clustering: Clustering, units: pl.DataFrame, quotes: pl.DataFrame) -> Iterator[dict[str, object]]:
    """Links from a fragment that fits several quotes to each of them."""
    quote_of_unit = _quote_of_unit(units, quotes)
    edges: Edges = clustering.left_apart
    for one, other, score in zip(edges.one.tolist(), edges.other.tolist(), edges.score.tolist(), strict=True):
        yield link_row(
            quote_of_unit[one],
            quote_of_unit[other],
            "contains",
            "the shorter words stand in the longer ones, and in other quotes too",
            score,
        )


def _conflict_links(
    settled: Settled,
    units: pl.DataFrame,
    quotes: pl.DataFrame,
    printings: pl.DataFrame,
    articles: pl.DataFrame,
    config: DedupeConfig,
) -> Iterator[dict[str, object]]:
    """Links between quotes with the same words and different speakers, of whom one may quote the other."""
    quote_of_label = dict(zip(units["label"].to_list(), _quote_of_unit(units, quotes), strict=True))
    voices = {quote_of_label[label]: settled.voice[label] for pair in settled.conflicts for label in pair}
    printed = dict(quotes.select("quote_id", "text").iter_rows())
    support = dict(quotes.select("quote_id", "n_publishers").iter_rows())
    within = dict(zip(voices, quoted_within([printed[quote] for quote in voices]), strict=True))
    numbered = printings.select("article_id", number="quote_id", key="best_key")
    words = words_of(numbered, articles, voices, config.sure_confidence)
    for pair in settled.conflicts:
        one, other = (quote_of_label[label] for label in pair)
        score = min(settled.voice[label].confidence for label in pair)
        told = dispute(words[one], words[other], (within[one], within[other]), (support[one], support[other]))
        if told:
            yield link_row(one, other, *told, score)
