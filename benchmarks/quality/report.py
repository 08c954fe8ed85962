"""Prints a score, and every error where it stands."""

from collections import Counter
from collections.abc import Sequence

from benchmarks.quality.gold import GoldArticle
from benchmarks.quality.score import MEASURED, Count, Error, Score

CONTEXT = 90
OUTCOMES = ("right", "wrong name", "no name")


def print_score(name: str, articles: Sequence[GoldArticle], score: Score) -> None:
    """All figures of one gold."""
    print(f"\n== {name}: {len(articles)} articles, {sum(len(article.text.split()) for article in articles):,} words")
    print(f"{'kind':<10}{'gold':>6}{'found':>7}   {'overlap P/R/F1':<20}{'end to end P/R/F1':<20}")
    rows = [(kind, score.spans_of((kind,)), score.whole_of((kind,))) for kind in MEASURED]
    for kind, spans, whole in [("all", score.spans_of(), score.whole_of()), *rows]:
        if spans.right + spans.missed + spans.false:
            gold, found = spans.right + spans.missed, spans.right + spans.false
            print(f"{kind:<10}{gold:>6}{found:>7}   {_figures(spans):<20}{_figures(whole):<20}")
    _print_speakers(score)
    _print_kinds(score)
    _print_rules(score)
    _print_reliability(score)


def _figures(count: Count) -> str:
    return " ".join(f"{100 * share:5.1f}" for share in (count.precision, count.recall, count.f1))


def _print_speakers(score: Score) -> None:
    print("\nspeakers of the quotations that were found")
    for bucket in ("mention", "pronoun", "implicit", None):
        answers = score.answers(bucket)
        if total := answers.total():
            shares = "  ".join(f"{outcome} {100 * answers[outcome] / total:5.1f} %" for outcome in OUTCOMES)
            print(f"  {bucket or 'all':<10}{total:>6}   {shares}")
    print(f"  wrong names among the speakers given: {100 * score.wrong_name_share:.1f} %")
    print(f"  speakers given to words that nobody said: {score.n_named_though_nobody}")


def _print_kinds(score: Score) -> None:
    confused = [(count, pair) for pair, count in score.kinds.items() if pair[0] != pair[1]]
    if confused:
        told = ", ".join(f"{gold} as {found} {count}" for count, (gold, found) in sorted(confused, reverse=True))
        print(f"  other kind than in gold: {told}")


def _print_rules(score: Score) -> None:
    print(f"\n{'rule':<26}{'right':>7}{'wrong name':>12}{'no name':>9}{'false find':>12}")
    for rule, counts in sorted(score.rules.items(), key=lambda item: -item[1].total()):
        print(
            f"{rule:<26}{counts['right']:>7}{counts['wrong name']:>12}{counts['no name']:>9}{counts['false find']:>12}"
        )


def _print_reliability(score: Score) -> None:
    print(f"\n{'confidence':<12}{'speakers':>9}{'mean':>8}{'right':>8}")
    for row in score.reliability():
        print(f"{row.least:.1f}–{row.least + 0.1:.1f}     {row.n:>9}{row.confidence:>8.2f}{row.right:>8.2f}")
    print(f"expected calibration error {score.calibration_error:.3f}")


def print_errors(errors: Sequence[Error], what: str = "") -> None:
    """Every error (of one sort) with the words around it, then how many there are of each."""
    for error in errors:
        if what in ("", error.what):
            print(describe(error))
    counts = Counter((error.what, error.kind) for error in errors)
    print("\n".join(f"{count:5}  {sort}, {kind}" for (sort, kind), count in counts.most_common()))


def describe(error: Error) -> str:
    """One error in a few lines: the span in its context, gold's speaker and the one that was given."""
    text, shown = error.article.text, error.gold or error.found
    if shown is None:
        raise ValueError("an error has a gold side or a found side")
    before, after = text[max(shown.start - CONTEXT, 0) : shown.start], text[shown.end : shown.end + CONTEXT]
    lines = [
        f"{error.what.upper()} ({error.kind}) in {error.article.name} at {shown.start}",
        "  " + f"…{before}⟦{text[shown.start : shown.end]}⟧{after}…".replace("\n", " ⏎ "),
    ]
    if error.gold:
        mention = f", printed as {text[slice(*error.gold.mention)]!r}" if error.gold.mention else ""
        lines.append(f"  gold:  {error.gold.speaker or 'nobody'}{mention}")
    if error.found:
        lines.append(f"  found: {error.found.speaker or 'nobody'} ({error.found.rule}, {error.found.confidence:.2f})")
    return "\n".join([*lines, ""])
