from pathlib import Path

import pytest

from flows.manifest import CHECKOUT, Manifest, Step, code_version, digest_of, file_digest


def record(folder: Path, name: str = "clean/one", key: str = "k", content: bytes = b"rows") -> Step:
    output = folder / name / "articles.parquet"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(content)
    relative = f"{name}/articles.parquet"
    return Manifest(folder).record(Step(name, key, {relative: file_digest(output)}, {"articles": 1}))


def test_a_recorded_step_is_found_by_a_later_run(tmp_path: Path) -> None:
    step = record(tmp_path)
    assert Manifest(tmp_path).find("clean/one", "k") == step


@pytest.mark.parametrize("key", ["other", ""])
def test_another_key_is_another_step(tmp_path: Path, key: str) -> None:
    record(tmp_path)
    assert Manifest(tmp_path).find("clean/one", key) is None


def test_a_deleted_output_is_noticed(tmp_path: Path) -> None:
    record(tmp_path)
    (tmp_path / "clean/one/articles.parquet").unlink()
    assert Manifest(tmp_path).find("clean/one", "k") is None


def test_a_damaged_output_is_noticed_although_its_size_and_time_are_the_same(tmp_path: Path) -> None:
    import os

    record(tmp_path)
    output = tmp_path / "clean/one/articles.parquet"
    times = output.stat().st_atime_ns, output.stat().st_mtime_ns
    output.write_bytes(b"r0ws")
    os.utime(output, ns=times)
    assert Manifest(tmp_path).find("clean/one", "k") is None


def test_a_line_that_a_crash_cut_short_is_left_out(tmp_path: Path) -> None:
    step = record(tmp_path)
    with (tmp_path / "manifest.jsonl").open("a", encoding="utf-8") as journal:
        journal.write('{"name": "clean/two", "key": "k", "outp')
    assert Manifest(tmp_path).steps == {"clean/one": step}


def test_a_step_after_a_cut_line_is_still_found(tmp_path: Path) -> None:
    record(tmp_path)
    with (tmp_path / "manifest.jsonl").open("a", encoding="utf-8") as journal:
        journal.write('{"name": "clean/two", "key": "k", "outp')
    record(tmp_path, "clean/three")
    assert set(Manifest(tmp_path).steps) == {"clean/one", "clean/three"}


def test_the_last_record_of_a_step_counts(tmp_path: Path) -> None:
    record(tmp_path, key="old", content=b"old rows")
    step = record(tmp_path, key="new", content=b"new rows")
    assert Manifest(tmp_path).steps["clean/one"] == step


def test_keep_only_drops_steps_and_files_that_nothing_claims(tmp_path: Path) -> None:
    record(tmp_path)
    kept = record(tmp_path, "clean/two")
    (tmp_path / "clean/half.building").mkdir()
    (tmp_path / "clean/half.building/left.parquet").write_bytes(b"left by a killed run")
    Manifest(tmp_path).keep_only(["clean/two"])
    assert Manifest(tmp_path).steps == {"clean/two": kept}
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["articles.parquet", "manifest.jsonl"]
    assert not (tmp_path / "clean/one").exists()


def test_digests_depend_on_values_alone() -> None:
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1}) != digest_of({"a": 1, "b": 3})


def test_code_version_follows_imports_and_reference_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "newsquotes" / "stage.py"
    module.parent.mkdir()
    helper = module.with_name("helper.py")
    table = tmp_path / "seeds" / "words.csv"
    table.parent.mkdir()
    unrelated = tmp_path / "seeds" / "other.csv"
    for path, text in (
        (module.with_name("__init__.py"), ""),
        (module, "import json\nfrom newsquotes.helper import f\n"),
        (helper, "def f(): return load('words')\n"),
        (table, "word\na\n"),
        (unrelated, "word\nb\n"),
    ):
        path.write_text(text)
    monkeypatch.setattr("flows.manifest.CHECKOUT", tmp_path)

    def version() -> str:
        code_version.cache_clear()
        return code_version("newsquotes.stage")

    first = version()
    unrelated.write_text("word\nc\n")
    assert version() == first
    table.write_text("word\nchanged\n")
    second = version()
    assert second != first
    helper.write_text("def f(): return load('words') + 1\n")
    assert version() != second
    code_version.cache_clear()


@pytest.mark.parametrize("stage", ["ingest", "clean", "annotate", "extract", "attribute", "dedupe"])
def test_every_stage_has_a_code_version_of_its_own(stage: str) -> None:
    others = {code_version(f"newsquotes.{other}") for other in ("ingest", "clean", "dedupe") if other != stage}
    assert (CHECKOUT / "newsquotes").is_dir()
    assert code_version(f"newsquotes.{stage}") not in others
