"""Arrays are kept whole or not at all."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from newsquotes.dedupe.shelf import VERSION, keep, kept
from newsquotes.errors import StateError


def numbers(*values: int) -> npt.NDArray[np.int64]:
    return np.array(values, np.int64)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    keep(tmp_path, {"odd": numbers(1, 3), "none": numbers()}, {"of": "integers"})
    arrays, about = kept(tmp_path)
    assert {name: values.tolist() for name, values in arrays.items()} == {"odd": [1, 3], "none": []}
    assert about == {"of": "integers"}


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    keep(tmp_path, {"odd": numbers(1, 3), "even": numbers(2)}, {})
    arrays, _ = kept(tmp_path)
    before = {path.name for path in tmp_path.glob("*.npy")}
    keep(tmp_path, arrays | {"even": numbers(2, 4)}, {})
    after = {path.name for path in tmp_path.glob("*.npy")}
    assert len(after) == 2
    assert len(before & after) == 1
    assert kept(tmp_path)[0]["even"].tolist() == [2, 4]
    assert arrays["even"].tolist() == [2]


def test_a_piece_of_what_was_read_is_written_as_such(tmp_path: Path) -> None:
    keep(tmp_path, {"odd": numbers(1, 3, 5)}, {})
    keep(tmp_path, {"odd": kept(tmp_path)[0]["odd"][1:]}, {})
    assert kept(tmp_path)[0]["odd"].tolist() == [3, 5]


def test_who_stops_halfway_leaves_what_was_there(tmp_path: Path) -> None:
    keep(tmp_path, {"odd": numbers(1), "even": numbers(2)}, {})
    with pytest.raises(TypeError):
        keep(tmp_path, {"odd": numbers(5), "even": numbers(6)}, {"not": object()})
    assert kept(tmp_path)[0]["odd"].tolist() == [1]
    keep(tmp_path, {"odd": numbers(7)}, {})
    assert [values.tolist() for values in kept(tmp_path)[0].values()] == [[7]]
    assert len(list(tmp_path.glob("*.npy"))) == 1


def test_what_is_written_to_is_changed_in_memory_alone(tmp_path: Path) -> None:
    keep(tmp_path, {"odd": numbers(1, 0), "even": numbers(2)}, {})
    arrays, _ = kept(tmp_path, changeable=("odd",))
    arrays["odd"][1] = 3
    with pytest.raises(ValueError, match="read-only"):
        arrays["even"][0] = 4
    keep(tmp_path, arrays, {})
    assert kept(tmp_path)[0]["odd"].tolist() == [1, 0]


@pytest.mark.parametrize("damaged", ["", "[]", "{}"])
def test_a_damaged_manifest_is_told_by_name(damaged: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(damaged)
    with pytest.raises(StateError, match=r"manifest\.json: is damaged"):
        kept(tmp_path)


def test_another_version_is_refused_by_name(tmp_path: Path) -> None:
    keep(tmp_path, {"odd": numbers(1)}, {})
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"version": VERSION - 1}))
    with pytest.raises(StateError, match=rf"manifest\.json: kept by version {VERSION - 1}, not {VERSION}"):
        kept(tmp_path)


def test_an_empty_folder_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(StateError, match=r"manifest\.json: no such file"):
        kept(tmp_path)
