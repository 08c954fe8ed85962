"""The report as HTML. Plain values in, one page out that needs no network; a script only sorts its tables."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from expectations.docs import page_name
from expectations.report.data import ReportData

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def render_report(data: ReportData) -> str:
    """The page as HTML: one file, no request; it is as complete where scripts are switched off."""
    return _environment().get_template("report.html").render(data=data)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": _number, "change": _change, "percent": _percent, "words": _words}
    environment.globals |= {"page_name": page_name}
    return environment


def _number(value: float | None) -> str:
    """1234567 as 1,234,567; a fraction with three digits."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.3g}"


def _change(now: int | None, before: int | None) -> str:
    """The difference to the run before, with its sign; empty when there is none or it cannot be told."""
    return "" if now is None or before is None or now == before else f"{now - before:+,}".replace("-", "−")


def _percent(value: float) -> str:
    return f"{value * 100:.3g} %"


def _words(name: str) -> str:
    """A rule's name as a phrase."""
    return name.replace("_", " ")
