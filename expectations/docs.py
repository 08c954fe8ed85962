"""Data Docs that work without a network.

Comes in: the validation results that the gate kept. Goes out: a folder of pages. Great Expectations' own renderers make
the content; our two templates and one stylesheet stand in for the shipped frame, which loads scripts, fonts and images
from seven other hosts and is blank without them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from expectations.gate import great_expectations

TEMPLATES = Path(__file__).resolve().parent / "templates" / "data_docs"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the index: a suite of a stage, its file and what came of it."""

    stage: str
    table: str
    file: str
    evaluated: int
    unmet: int
    success: bool


def page_name(stage: str, table: str) -> str:
    """The file name of a suite's page, the same in every run."""
    return f"{stage}.{table}.html"


def build_docs(validations: Iterable[str], folder: Path, *, report: str | None = None) -> list[Page]:
    """Write a page per validation and an `index.html` into `folder`; give the pages in order.

    `validations` are the JSON texts of `Gated.validations`, of one stage or several. `report` is the address of our own
    report relative to `folder`, linked from the index.
    """
    folder.mkdir(parents=True, exist_ok=True)
    view, renderer, schema = _renderers()
    pages = []
    for text in validations:
        result = schema.loads(text)
        page = _page(json.loads(text))
        document = renderer.render(result).to_json_dict()
        _drop_header(document)
        html = view.get_template("page.j2").render(document, page=page, notes=_notes(text))
        (folder / page.file).write_text(html, encoding="utf-8")
        pages.append(page)
    index = view.get_template("index.html").render(pages=pages, report=report)
    (folder / "index.html").write_text(index, encoding="utf-8")
    return pages


def _renderers() -> tuple[Environment, Any, Any]:
    """The template environment with Great Expectations' filters, its page renderer, and the reader of results."""
    great_expectations()
    from great_expectations.core.expectation_validation_result import expectationSuiteValidationResultSchema
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view.view import DefaultJinjaPageView

    environment: Environment = DefaultJinjaPageView().env
    shipped = environment.loader
    environment.loader = ChoiceLoader([FileSystemLoader(TEMPLATES), *([shipped] if shipped else [])])
    return environment, ValidationResultsPageRenderer(run_info_at_end=True), expectationSuiteValidationResultSchema


def _drop_header(document: dict[str, Any]) -> None:
    """Leave out the renderer's first block, whose link leads to a page that only a full site has."""
    del document["sections"][0]["content_blocks"][0]


def _page(validation: Mapping[str, Any]) -> Page:
    stage, _, table = validation["suite_name"].partition(".")
    counted = validation["statistics"]
    return Page(
        stage,
        table,
        page_name(stage, table),
        counted["evaluated_expectations"],
        counted["unsuccessful_expectations"],
        validation["success"],
    )


def _notes(text: str) -> dict[str, str]:
    """Why each rule of a validation matters, by the name of the rule."""
    configurations = (result["expectation_config"] for result in json.loads(text)["results"])
    return {configuration["meta"]["rule"]: configuration.get("notes") or "" for configuration in configurations}
