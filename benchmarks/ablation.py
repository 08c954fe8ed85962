"""What each rule of extraction and attribution is worth, and what it costs.

    python -m benchmarks.ablation [--gold PLACE] [--only TEXT] [--by-family]

Every rule is switched off by itself and the gold is measured again. Nothing is listed by hand, so a new rule is
measured as soon as it exists. Switched off are: each rule of every tuple whose name ends in RULES, and each such tuple
as a whole (a family); each function of names, roles and resolution that may answer None, by answering None; each
judgement on how marks pair, by answering no; and quotations inside quotations. A loss is in points of F1, so that a
rule that is worth something has positive figures; the share of wrong names is told as it changes: there less is better.
CPU-seconds are those of the rule and what it calls, over the whole gold, measured apart with all rules on.
"""

import argparse
import inspect
import pkgutil
import time
import types
import typing
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl

import newsquotes
from benchmarks.quality.__main__ import OWN_GOLD
from benchmarks.quality.gold import GoldArticle, read_gold
from benchmarks.quality.predict import articles_frame, read_annotated
from benchmarks.quality.score import Score, score_readings
from newsquotes.annotate import AnnotateConfig, annotate_articles
from newsquotes.extract import extract, marks
from newsquotes.schemas import KINDS

STAGES = ("newsquotes.extract", "newsquotes.attribute")
ANSWERING = ("newsquotes.attribute.names", "newsquotes.attribute.roles", "newsquotes.attribute.resolve")
PAIRING = "_Pairing"
NESTED = "_nested"


@dataclass(frozen=True, slots=True)
class Patch:
    """One name of a module or class, and what it is to mean for a while."""

    owner: Any
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Switch:
    """One rule, or a family of them, and how to do without it; `reads_anew` when annotation depends on it."""

    name: str
    family: str
    patches: tuple[Patch, ...]
    functions: tuple[Callable[..., Any], ...]
    reads_anew: bool = False


@dataclass(frozen=True, slots=True)
class Gold:
    """Articles to measure on, with their annotation."""

    articles: Sequence[GoldArticle]
    frame: pl.DataFrame
    annotations: pl.DataFrame


def main() -> None:
    """Measure every switch and print what is lost without it."""
    arguments = parse_arguments()
    gold = annotated_gold(arguments.gold)
    switches = [
        switch
        for switch in find_switches()
        if arguments.only in f"{switch.family} {switch.name}"
        and (not arguments.by_family or switch.name == switch.family)
    ]
    whole = measure(gold)
    seconds, calls = cost(gold, switches)
    print(f"{len(gold.articles)} articles; with every rule: {_summary(whole)}\n")
    wide = max((len(word) for switch in switches for word in (switch.family, switch.name)), default=8) + 2
    print(f"{'family':<{wide}}{'without':<{wide}}{'overlap':>8}{'end to end':>12}", end="")
    print("".join(f"{kind:>10}" for kind in KINDS) + f"{'wrong names':>13}{'calls':>9}{'CPU-s':>8}")
    rows = [(loss(whole, measure_without(gold, switch)), switch) for switch in switches]
    for lost, switch in sorted(rows, key=lambda row: (-row[0].end_to_end, -row[0].overlap, row[1].name)):
        spent = sum(seconds[_key(function)] for function in switch.functions)
        called = sum(calls[_key(function)] for function in switch.functions)
        kinds = "".join(f"{value:>10.1f}" for value in lost.by_kind)
        print(f"{switch.family:<{wide}}{switch.name:<{wide}}", end="")
        print(f"{lost.overlap:>8.1f}{lost.end_to_end:>12.1f}{kinds}", end="")
        print(f"{lost.wrong_names:>+13.1f}{called:>9,}{spent:>8.2f}")


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=OWN_GOLD, help="folder or JSON-lines file (default: our own)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only switches whose family or name holds it")
    parser.add_argument("--by-family", action="store_true", help="only whole families")
    return parser.parse_args()


def annotated_gold(place: Path) -> Gold:
    """The gold of a folder or file, annotated."""
    articles = read_gold(place)
    frame = articles_frame(articles)
    return Gold(articles, frame, annotate_articles(frame, config=AnnotateConfig()))


# What can be switched off


def find_switches() -> list[Switch]:
    """Every switch there is."""
    modules = stage_modules()
    found = [switch for module in modules for switch in _rules_of(module, modules)]
    found += [switch for module in modules if _answers_questions(module) for switch in _answers_of(module, modules)]
    found += _judgements(modules)
    found.append(Switch(NESTED, "extract.nested", (Patch(extract, NESTED, _no_quotations),), (extract._nested,)))
    return found


def stage_modules() -> list[types.ModuleType]:
    """The modules of extraction and attribution."""
    names = [info.name for info in pkgutil.walk_packages(newsquotes.__path__, "newsquotes.")]
    return [import_module(name) for name in names if name.startswith(STAGES)]


def _rules_of(module: types.ModuleType, modules: Sequence[types.ModuleType]) -> Iterator[Switch]:
    """Each rule of the module's tuples of rules, and each tuple."""
    for name, rules in sorted(vars(module).items()):
        if not name.endswith("RULES") or not isinstance(rules, tuple) or not _defines(module, rules):
            continue
        family = _family(module) if name == "RULES" else f"{_family(module)}.{name.removesuffix('_RULES').lower()}"
        functions = tuple(map(_function, rules))
        for entry in rules:
            others = tuple(other for other in rules if other is not entry)
            yield Switch(_name(_function(entry)), family, _replace(rules, others, modules), (_function(entry),))
        yield Switch(family, family, _replace(rules, (), modules), functions)


def _answers_questions(module: types.ModuleType) -> bool:
    """Whether attribution asks a module's functions one by one, not through a tuple of rules."""
    return module.__name__.startswith(ANSWERING) and not any(name.endswith("RULES") for name in vars(module))


def _answers_of(module: types.ModuleType, modules: Sequence[types.ModuleType]) -> Iterator[Switch]:
    """Each function of the module that may answer None."""
    for name, member in sorted(vars(module).items()):
        if inspect.isfunction(member) and member.__module__ == module.__name__ and _may_answer_none(member):
            yield Switch(name, _family(module), _replace(member, _answer_none, modules), (member,))


def _judgements(modules: Sequence[types.ModuleType]) -> Iterator[Switch]:
    """Each judgement on how the marks of a paragraph pair."""
    pairing = getattr(marks, PAIRING)
    for name, method in sorted(vars(pairing).items()):
        if inspect.isfunction(method) and typing.get_type_hints(method).get("return") is bool:
            yield Switch(name, _family(marks), (Patch(pairing, name, _answer_no),), (method,), reads_anew=True)


def _defines(module: types.ModuleType, rules: tuple[Any, ...]) -> bool:
    """Whether the tuple was written in the module rather than imported: some of its rules were, or in its package."""
    return any(f"{_function(rule).__module__}.".startswith(f"{module.__name__}.") for rule in rules)


def _function(entry: Any) -> Callable[..., Any]:
    """The function of a rule that may come with a reason."""
    function: Callable[..., Any] = entry[0] if isinstance(entry, tuple) else entry
    return function


def _name(function: Callable[..., Any]) -> str:
    return function.__name__


def _key(function: Callable[..., Any]) -> str:
    """What tells a function from others of its name."""
    return f"{function.__module__}.{function.__qualname__}"


def _family(module: types.ModuleType) -> str:
    return module.__name__.removeprefix("newsquotes.")


def _replace(old: object, new: object, modules: Sequence[types.ModuleType]) -> tuple[Patch, ...]:
    """Patches for every name of every module that means `old`."""
    return tuple(Patch(module, name, new) for module in modules for name, value in vars(module).items() if value is old)


def _may_answer_none(function: Callable[..., Any]) -> bool:
    return type(None) in typing.get_args(typing.get_type_hints(function).get("return"))


def _answer_none(*_: object, **__: object) -> None:
    """What a rule says that knows nothing."""


def _answer_no(*_: object, **__: object) -> bool:
    return False


def _no_quotations(*_: object, **__: object) -> Iterator[object]:
    return iter(())


# Measuring


@dataclass(frozen=True, slots=True)
class Loss:
    """Points of F1 that are lost, and by how many points the share of wrong names rises."""

    overlap: float
    end_to_end: float
    by_kind: tuple[float, ...]
    wrong_names: float


def loss(whole: Score, without: Score) -> Loss:
    """What one score lacks of another."""
    return Loss(
        100 * (whole.spans_of().f1 - without.spans_of().f1),
        100 * (whole.whole_of().f1 - without.whole_of().f1),
        tuple(100 * (whole.whole_of((kind,)).f1 - without.whole_of((kind,)).f1) for kind in KINDS),
        100 * (without.wrong_name_share - whole.wrong_name_share),
    )


def measure(gold: Gold) -> Score:
    """The score of the rules as they are now."""
    return score_readings(zip(gold.articles, read_annotated(gold.frame, gold.annotations), strict=True))


def measure_without(gold: Gold, switch: Switch) -> Score:
    """The score without a rule."""
    with patched(switch.patches):
        if switch.reads_anew:
            anew = annotate_articles(gold.frame, config=AnnotateConfig())
            return measure(Gold(gold.articles, gold.frame, anew))
        return measure(gold)


def cost(gold: Gold, switches: Sequence[Switch]) -> tuple[Mapping[str, float], Mapping[str, int]]:
    """CPU-seconds and calls of each rule over the gold, by its module and name."""
    seconds: dict[str, float] = defaultdict(float)
    calls: dict[str, int] = defaultdict(int)
    modules = stage_modules()
    clocked = [
        Patch(module, name, _clocks_in(rules, seconds, calls))
        for module in modules
        for name, rules in vars(module).items()
        if name.endswith("RULES") and isinstance(rules, tuple)
    ]
    for switch in switches:
        if len(switch.functions) == 1:
            clocked += _clocked(switch, modules, seconds, calls)
    with patched(clocked):
        measure(gold)
    return seconds, calls


def _clocked(
    switch: Switch, modules: Sequence[types.ModuleType], seconds: dict[str, float], calls: dict[str, int]
) -> Iterator[Patch]:
    """Patches that put a clock on the one function of a switch, wherever it is called from by its name."""
    function = switch.functions[0]
    clock = _with_clock(function, seconds, calls)
    owner = switch.patches[0].owner
    if inspect.isclass(owner):
        yield Patch(owner, _name(function), clock)
    else:
        yield from _replace(function, clock, modules)


def _clocks_in(rules: tuple[Any, ...], seconds: dict[str, float], calls: dict[str, int]) -> tuple[Any, ...]:
    """A tuple of rules with a clock on each."""
    return tuple(
        (_with_clock(rule[0], seconds, calls), *rule[1:])
        if isinstance(rule, tuple)
        else _with_clock(rule, seconds, calls)
        for rule in rules
    )


def _with_clock(function: Callable[..., Any], seconds: dict[str, float], calls: dict[str, int]) -> Callable[..., Any]:
    """The function, its CPU time and calls counted."""

    @wraps(function)
    def clocked(*values: object, **options: object) -> object:
        started = time.process_time()
        try:
            return function(*values, **options)
        finally:
            seconds[_key(function)] += time.process_time() - started
            calls[_key(function)] += 1

    return clocked


@contextmanager
def patched(patches: Sequence[Patch]) -> Iterator[None]:
    """Apply patches for the time of a block."""
    before = [(patch.owner, patch.name, vars(patch.owner)[patch.name]) for patch in patches]
    try:
        for patch in patches:
            setattr(patch.owner, patch.name, patch.value)
        yield
    finally:
        for owner, name, value in reversed(before):
            setattr(owner, name, value)


def _summary(score: Score) -> str:
    return (
        f"overlap F1 {100 * score.spans_of().f1:.1f}, end to end F1 {100 * score.whole_of().f1:.1f}, "
        f"wrong names {100 * score.wrong_name_share:.1f} % of those given"
    )


if __name__ == "__main__":
    main()
