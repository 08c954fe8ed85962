"""Paths, folders and globs to an ordered list of sources. Lists names; opens nothing."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsquotes.errors import SourceError

STDIN = "-"
GOLDEN_SUFFIX = ".expected.json"
MADE_BY_RUNS = {
    "dataset": ("manifest.json", "occurrences"),
    "interim": ("manifest.jsonl", "ingest"),
    "quality": ("summary.json", "index.html"),
}
"""The folders that a run makes in its data folder, and what each holds that tells it from a user's of that name."""
_GLOB_SIGNS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Source:
    """One input: where it is, and the name that its documents carry.

    `uri` is the source folder's name, "/" and the relative path; for a single file its name; for standard input "-".
    """

    path: Path
    uri: str


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """The sources below `paths`: files, folders (recursive, sorted), globs (`news/*.gz`, `news/**/*.html`) and `-`.

    A folder walk leaves out hidden names, `*.expected.json` and what earlier runs have made, follows links, and lists
    each real file once. What it cannot read (a folder without permission, a FIFO, a link loop) is listed too, for
    `ingest_documents` to reject.
    Raises SourceError when a path does not exist, a glob matches nothing, or there is no source at all.
    """
    found = [source for path in paths for source in _sources_of(path)]
    if not found:
        named = ", ".join(f"{path}" for path in paths) or "no path given"
        raise SourceError(f"{named}: no input files; hidden names and *{GOLDEN_SUFFIX} do not count")
    return list(_once(found))


def is_ignored(name: str) -> bool:
    """Whether a folder walk leaves out a file or folder of this name."""
    return name.startswith(".") or name.endswith(GOLDEN_SUFFIX) or name == "__MACOSX"


def _is_made(path: Path) -> bool:
    """Whether a run has made the folder `path`: to read it would print every quotation again."""
    return path.name in MADE_BY_RUNS and all((path / name).exists() for name in MADE_BY_RUNS[path.name])


def _is_left_out(path: Path) -> bool:
    return is_ignored(path.name) or _is_made(path)


def _sources_of(path: Path) -> Iterator[Source]:
    if str(path) == STDIN:
        yield Source(path, STDIN)
    elif path.is_dir():
        yield from _walk(path, path)
    elif os.path.lexists(path):
        yield Source(path, _printable(path.name))
    elif _GLOB_SIGNS & set(str(path)):
        yield from _matches(path)
    else:
        raise SourceError(f"{path}: no such file or folder; check the spelling")


def _matches(pattern: Path) -> Iterator[Source]:
    """The files that `pattern` matches, named as in a walk of the folder that the pattern starts from."""
    base = Path(*_until_glob(pattern.parts))
    names = sorted(base.glob(str(pattern.relative_to(base))), key=os.fsencode)
    matches = [path for path in names if not any(map(_is_left_out, _below(base, path)))]
    if not matches:
        raise SourceError(f"{pattern}: matches no file; check the pattern")
    for path in matches:
        if not path.is_dir():
            yield Source(path, _uri(base, path))
        elif "**" not in pattern.parts:
            yield from _walk(base, path)


def _below(base: Path, path: Path) -> Iterator[Path]:
    """`path` and the folders around it, up to those in `base`."""
    while path != base:
        yield path
        path = path.parent


def _until_glob(parts: Sequence[str]) -> Iterator[str]:
    for part in parts:
        if _GLOB_SIGNS & set(part):
            return
        yield part


def _walk(root: Path, folder: Path) -> Iterator[Source]:
    """The sources in `folder`, sorted by name, folders within in their place; each real folder is listed once."""
    visited: set[Path] = set()
    waiting: list[tuple[Path, tuple[Path, ...]]] = [(folder, ())]
    while waiting:
        path, around = waiting.pop()
        if not _is_folder(path) or (real := path.resolve()) in around or any(real in outer.parents for outer in around):
            yield Source(path, _uri(root, path))  # a link that leads back is for the reader to reject
        elif real not in visited:
            visited.add(real)
            try:
                entries = sorted(path.iterdir(), key=lambda entry: os.fsencode(entry.name), reverse=True)
            except OSError:
                yield Source(path, _uri(root, path))  # reading it gives the reason again, as a reject
                continue
            waiting.extend((entry, (*around, real)) for entry in entries if not _is_left_out(entry))


def _is_folder(entry: Path) -> bool:
    try:
        return stat.S_ISDIR(entry.stat().st_mode)
    except OSError:
        return False


def _once(sources: Iterable[Source]) -> Iterator[Source]:
    """`sources` without those that lead to a real path listed before."""
    seen: set[str] = set()
    for source in sources:
        real = STDIN if str(source.path) == STDIN else os.path.realpath(source.path)
        is_link_loop = source.path.is_symlink() and not source.path.is_file()
        if is_link_loop or real not in seen:
            yield source
            seen.add(real)


def _uri(root: Path, path: Path) -> str:
    name = root.name if root.name not in ("", "..") else root.resolve().name
    return _printable(f"{name}/{path.relative_to(root).as_posix()}" if path != root else name)


def _printable(name: str) -> str:
    """`name` with the bytes that are not UTF-8 written out, since they cannot stand in a table."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
