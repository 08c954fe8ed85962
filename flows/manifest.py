"""What has been done: which step, from which inputs, code and parameters, and what it wrote.

A step is skipped when its key is the same and every file it wrote is still there, byte for byte. The manifest is a
journal: one JSON line a step, appended when the step's outputs are in place, so that a killed run goes on where it
stopped.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
_IMPORT = re.compile(r"^[ \t]*import[ \t]+(?P<modules>[\w., \t]+)", re.M)
_FROM_IMPORT = re.compile(r"^[ \t]*from[ \t]+(?P<module>[\w.]+)[ \t]+import[ \t]+(?P<names>\([^)]*\)|[^\n#]+)", re.M)
OWN_PACKAGES = ("newsquotes", "expectations", "flows")


def digest_of(*parts: object) -> str:
    """A short hash of the JSON of `parts`; the same for equal values on every machine."""
    encoded = json.dumps(parts, sort_keys=True, ensure_ascii=True, default=str).encode()
    return hashlib.blake2b(encoded, digest_size=16).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Step:
    """One finished step: `outputs` maps paths below the manifest's folder to SHA-256, `facts` is what it counted."""

    name: str
    key: str
    outputs: Mapping[str, str]
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """A hash of everything the step wrote."""
        return digest_of(sorted(self.outputs.items()))


class Manifest:
    """The journal of finished steps below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "manifest.jsonl"
        self.steps: dict[str, Step] = {}
        self._verified: set[str] = set()
        journal = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        self._is_cut = bool(journal) and not journal.endswith("\n")
        for line in journal.splitlines():
            if step := _read_step(line):
                self.steps[step.name] = step

    def find(self, name: str, key: str) -> Step | None:
        """The step, if it was done with the same key and all that it wrote is still there unharmed."""
        step = self.steps.get(name)
        return step if step and step.key == key and self.is_whole(step) else None

    def is_whole(self, step: Step) -> bool:
        """Whether every output of the step exists with the bytes that were written."""
        if step.name not in self._verified:
            for relative, expected in step.outputs.items():
                path = self.folder / relative
                if not path.is_file() or file_digest(path) != expected:
                    return False
            self._verified.add(step.name)
        return True

    def record(self, step: Step) -> Step:
        """Append the step to the journal; it survives a crash from here on."""
        self.steps[step.name] = step
        self._verified.add(step.name)
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as journal:
            journal.write("\n" * self._is_cut + json.dumps(asdict(step), sort_keys=True) + "\n")
            journal.flush()
            os.fsync(journal.fileno())
        self._is_cut = False
        return step

    def forget_all(self) -> None:
        """Start anew: nothing counts as done."""
        self.steps.clear()
        self.path.unlink(missing_ok=True)

    def keep_only(self, names: Iterable[str]) -> None:
        """Drop every other step, and delete the files below the folder that no remaining step claims."""
        wanted = set(names)
        self.steps = {name: step for name, step in self.steps.items() if name in wanted}
        compact = self.path.with_suffix(".new")
        lines = (json.dumps(asdict(self.steps[name]), sort_keys=True) + "\n" for name in sorted(self.steps))
        compact.write_text("".join(lines), encoding="utf-8")
        compact.replace(self.path)
        claimed = {self.folder / relative for step in self.steps.values() for relative in step.outputs}
        for path in sorted(self.folder.rglob("*"), reverse=True):
            if path.is_dir():
                _remove_if_empty(path)
            elif path not in claimed and path != self.path:
                path.unlink()


def _remove_if_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


def _read_step(line: str) -> Step | None:
    """The step of one journal line; None for a line that a crash cut short."""
    try:
        return Step(**json.loads(line))
    except (json.JSONDecodeError, TypeError):
        return None


@cache
def code_version(module: str) -> str:
    """A hash of the code that `module` runs: its own and our other modules it imports, their reference tables, and the
    versions of the libraries they import.

    Imports are read as text: parsing is not safe in CPython 3.11 while another thread parses, as Prefect's do.
    """
    sources = _own_sources(module)
    names = sorted(str(path.relative_to(CHECKOUT)) for path in sources)
    seeds = {path.name: file_digest(path) for path in _seeds_named_in(sources.values())}
    return digest_of(names, sorted(sources.values()), seeds, _library_versions(sources.values()))


def _own_sources(module: str) -> dict[Path, str]:
    """Our own files that `import module` runs, with their text."""
    found: dict[Path, str] = {}
    queue = list(_files_of(module))
    while queue:
        path = queue.pop()
        if path not in found:
            found[path] = path.read_text(encoding="utf-8")
            for name in _imports(found[path]):
                if name.split(".")[0] in OWN_PACKAGES:
                    queue.extend(_files_of(name))
    return found


def _files_of(module: str) -> Sequence[Path]:
    """The files that `import module` runs of our own: a module's file, or a package's whole folder."""
    base = CHECKOUT / Path(*module.split("."))
    if module in OWN_PACKAGES:
        return [base / "__init__.py"]
    if base.is_dir():
        return sorted(base.rglob("*.py"))
    return [base.with_suffix(".py")] if base.with_suffix(".py").exists() else []


def _imports(source: str) -> Iterable[str]:
    """Every module, and every name that may be one, that import statements of `source` name.

    >>> sorted(_imports("import json\\nfrom flows import (work,\\n  plan)"))
    ['flows', 'flows.plan', 'flows.work', 'json']
    """
    for statement in _IMPORT.finditer(source):
        yield from re.findall(r"[\w.]+", statement["modules"])
    for statement in _FROM_IMPORT.finditer(source):
        yield statement["module"]
        yield from (f"{statement['module']}.{name}" for name in re.findall(r"\w+", statement["names"]))


def _seeds_named_in(sources: Iterable[str]) -> list[Path]:
    text = "\n".join(sources)
    return sorted(path for path in (CHECKOUT / "seeds").glob("*.csv") if re.search(rf"""["']{path.stem}["']""", text))


@cache
def _distributions() -> Mapping[str, list[str]]:
    return packages_distributions()


def _library_versions(sources: Iterable[str]) -> dict[str, str]:
    roots = {name.split(".")[0] for source in sources for name in _imports(source)} - set(OWN_PACKAGES)
    foreign = sorted(roots - sys.stdlib_module_names)
    return {name: version(_distributions()[name][0]) for name in foreign if name in _distributions()}
