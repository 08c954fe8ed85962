"""Named arrays in a folder, kept whole or not at all.

Each array is a file that can be mapped into memory, and a manifest names the files that belong together. New files
stand beside those of before until a new manifest takes the place of the last one: whoever stops halfway leaves what was
there, and an array that was read from the folder and has not changed is not written again.
"""

import json
from collections.abc import Container, Mapping
from mmap import mmap
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsquotes.errors import StateError

VERSION = 10
"""Counts up when the arrays, or how they are made of texts, change: what an older version kept is of no use then."""

_MANIFEST = "manifest.json"

Arrays = Mapping[str, npt.NDArray[Any]]


def keep(folder: Path, arrays: Arrays, about: Mapping[str, Any]) -> None:
    """Writes arrays and what there is to say about them (as JSON) into a folder that holds nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / _MANIFEST
    turn = _read(manifest)["turn"] + 1 if manifest.exists() else 0
    files = {name: _written(folder, f"{name}.{turn}.npy", values) for name, values in arrays.items()}
    fresh = manifest.with_suffix(".fresh")
    fresh.write_text(json.dumps({"version": VERSION, "turn": turn, "files": files, "about": dict(about)}))
    fresh.replace(manifest)
    for path in folder.glob("*.npy"):
        if path.name not in files.values():
            path.unlink()


def kept(folder: Path, changeable: Container[str] = ()) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Any]]:
    """The arrays that `keep` wrote, mapped into memory, and what was said about them.

    Those that are `changeable` may be written to, which changes them in memory alone; `keep` takes no notice. Raises
    StateError if there are none, if another version wrote them, or if the manifest is damaged.
    """
    path = folder / _MANIFEST
    if not path.exists():
        raise StateError(f"{path}: no such file; nothing of this version is kept there: read all texts anew")
    manifest = _read(path)
    if manifest["version"] != VERSION:
        raise StateError(f"{path}: kept by version {manifest['version']}, not {VERSION}: read all texts anew")
    arrays = {
        name: np.load(folder / file, mmap_mode="c" if name in changeable else "r")
        for name, file in manifest["files"].items()
    }
    return arrays, manifest["about"]


def _read(manifest: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(manifest.read_text())
        return {key: found[key] for key in ("version", "turn", "files", "about")}
    except (ValueError, KeyError, TypeError) as error:
        raise StateError(f"{manifest}: is damaged ({error!r:.60}): remove its folder, read all texts anew") from error


def _written(folder: Path, name: str, values: npt.NDArray[Any]) -> str:
    """The name of the file that holds the values: a new one, unless they are all that one in the folder holds."""
    if isinstance(values, np.memmap) and isinstance(values.base, mmap):
        mapped = Path(str(values.filename))
        if mapped.parent == folder.resolve():
            return mapped.name
    with (folder / name).open("wb") as file:
        np.save(file, values)
    return name
