"""The rules of the house: imports, types, style, the lock, the set-up."""

import ast
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from newsquotes.rejects import reject, rejects_frame
from newsquotes.schemas import TABLES, Table

CHECKS = {
    "imports": ["lint-imports"],
    "types": ["mypy"],
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_code_passes(check: str, checkout: Path) -> None:
    command = [str(Path(sys.executable).parent / CHECKS[check][0]), *CHECKS[check][1:]]
    ran = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_library_reads_no_environment_and_no_clock(checkout: Path) -> None:
    forbidden = re.compile(r"os\.environ|os\.getenv|datetime\.now|date\.today|time\.time\(|utcnow")
    found = [
        f"{path.relative_to(checkout)}: {match.group()}"
        for path in sorted((checkout / "newsquotes").rglob("*.py"))
        if (match := forbidden.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_set_up_uses_the_standard_library_alone(checkout: Path) -> None:
    tree = ast.parse((checkout / "run.py").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_the_lock_holds_every_requirement_with_hashes_and_no_address(checkout: Path) -> None:
    lock = (checkout / "requirements.lock").read_text(encoding="utf-8")
    locked = {re.split(r"[=;\s]", line)[0] for line in lock.splitlines() if re.match(r"\w", line)}
    wanted = {
        re.split(r"[<>=\s]", line)[0]
        for name in ("requirements.in", "requirements-dev.in")
        for line in (checkout / name).read_text(encoding="utf-8").splitlines()
        if re.match(r"\w", line)
    }
    assert wanted <= locked
    assert "://" not in lock
    entries = re.split(r"\n(?=\w)", lock.strip())
    assert all("--hash=sha256:" in entry for entry in entries if re.match(r"\w", entry))


def test_a_wheel_holds_all_that_a_run_reads(checkout: Path, tmp_path: Path) -> None:
    there = [
        path.relative_to(checkout).as_posix()
        for package in ("newsquotes", "flows", "expectations", "seeds")
        for path in sorted((checkout / package).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    source = tmp_path / "source"
    for name in (*there, "pyproject.toml", "README.md", "LICENSE", "requirements.in", "requirements-dev.in"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(checkout / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "-w", str(tmp_path), str(source)], check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = set(wheel.namelist())
    read = {name for name in there if not re.match(r"seeds/(articles|archives)/", name)}
    assert sorted(read - packed) == []


def test_every_module_tells_what_it_is(checkout: Path) -> None:
    silent = [
        str(path.relative_to(checkout))
        for package in ("newsquotes", "flows", "expectations")
        for path in sorted((checkout / package).rglob("*.py"))
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_reference_table_is_read_by_some_code(checkout: Path) -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for package in ("newsquotes", "expectations")
        for path in (checkout / package).rglob("*.py")
    )
    unread = [path.stem for path in sorted((checkout / "seeds").glob("*.csv")) if f'"{path.stem}"' not in code]
    assert unread == []


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_column_is_described_and_every_key_exists(table: Table) -> None:
    assert all(column.description.endswith(".") for column in table)
    assert {*table.primary_key, *table.sort_by} <= set(table.names)
    for column in table:
        target, _, name = (column.references or "documents.document_id").partition(".")
        assert name in TABLES[target].names


def test_rejects_that_are_alike_keep_ids_of_their_own() -> None:
    rows = [reject("extract", "nickname", "a nickname", excerpt="“Iron”", article_id=7) for _ in range(3)]
    assert rejects_frame(rows)["reject_id"].n_unique() == 3
    assert rejects_frame(rows).equals(rejects_frame(rows))
