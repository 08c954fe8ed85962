"""Folders in, ordered sources out."""

from pathlib import Path

import pytest

from newsquotes.errors import SourceError
from newsquotes.ingest import Source, find_sources


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with files in two folders, hidden ones, a golden file and a link to a file that is there already."""
    folder = tmp_path / "news"
    for name in ("b.txt", "a/2.html", "a/10.html", "c.txt", ".hidden", ".git/config", "a/2.expected.json"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (folder / "z.txt").symlink_to(folder / "b.txt")
    return folder


def uris(sources: list[Source]) -> list[str]:
    return [source.uri for source in sources]


def test_folder_is_walked_in_order(news: Path) -> None:
    assert uris(find_sources([news])) == ["news/a/10.html", "news/a/2.html", "news/b.txt", "news/c.txt"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("news/*.txt", ["news/b.txt", "news/c.txt"]),
        ("news/**/*.html", ["news/a/10.html", "news/a/2.html"]),
        ("n*", ["{}/news/a/10.html", "{}/news/a/2.html", "{}/news/b.txt", "{}/news/c.txt"]),
        ("news/c.tx[t]", ["news/c.txt"]),
    ],
)
def test_globs_are_named_as_in_a_walk(news: Path, pattern: str, expected: list[str]) -> None:
    got = uris(find_sources([news.parent / pattern]))
    assert got == [uri.format(news.parent.name) for uri in expected]


@pytest.mark.parametrize("pattern", ["", "*", "**/*"])
def test_what_runs_have_made_is_no_input(news: Path, pattern: str) -> None:
    before = uris(find_sources([news / pattern]))
    for name in ("dataset/manifest.json", "dataset/occurrences/x", "interim/manifest.jsonl", "interim/ingest/x"):
        (news / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (news / "data" / name).write_text("x")
    assert uris(find_sources([news / pattern])) == before
    (news / "data/quality").mkdir()
    (news / "data/quality/index.html").write_text("x")
    read = [uri for uri in uris(find_sources([news / pattern])) if "quality" in uri]
    assert read == ["news/data/quality/index.html"], "a user's own folder, without the figures of a report"
    (news / "data/quality/summary.json").write_text("{}")
    assert uris(find_sources([news / pattern])) == before


def test_single_file_and_standard_input(news: Path) -> None:
    assert uris(find_sources([Path("-"), news / "c.txt"])) == ["-", "c.txt"]


def test_named_files_may_be_hidden_or_hold_glob_signs(news: Path) -> None:
    (news / "a[1].txt").write_text("x")
    assert uris(find_sources([news / ".hidden", news / "a[1].txt"])) == [".hidden", "a[1].txt"]


def test_each_file_is_listed_once(news: Path) -> None:
    assert len(find_sources([news, news / "b.txt", news, news / "*.txt"])) == 4


def test_current_folder_has_its_own_name(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(news)
    assert uris(find_sources([Path()]))[-1] == "news/c.txt"
    assert uris(find_sources([Path("*.txt")]))[-1] == "news/c.txt"
    monkeypatch.chdir(news / "a")
    assert uris(find_sources([Path("..")]))[-1] == "news/c.txt"


def test_linked_folders_are_followed_once(news: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "d.txt").write_text("x")
    (news / "link").symlink_to(other)
    (news / "link2").symlink_to(other)
    assert uris(find_sources([news]))[-1] == "news/link/d.txt"


def test_names_that_are_not_utf8_are_written_out(tmp_path: Path) -> None:
    name = b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    (tmp_path / name).write_text("x")
    assert uris(find_sources([tmp_path / name])) == ["caf\\xe9.txt"]


@pytest.mark.parametrize("path", ["nothing.txt", "nothing/*.txt", "empty"])
def test_nothing_there_is_said(tmp_path: Path, path: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".hidden").write_text("x")
    with pytest.raises(SourceError, match=r"nothing|empty"):
        find_sources([tmp_path / path])


def test_no_path_is_said() -> None:
    with pytest.raises(SourceError, match="no path given"):
        find_sources([])
