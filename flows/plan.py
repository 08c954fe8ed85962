"""Which inputs there are and how they are put into batches.

A batch that an earlier run ingested stays together as long as each of its files is there unchanged, so that a new
file costs only itself. What remains is put into new batches, in order of path.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.manifest import Manifest, Step, digest_of, file_digest

if TYPE_CHECKING:
    from newsquotes.ingest import Source

BATCHES_PER_WORKER = 4
SMALLEST_SPREAD = 16


@dataclass(frozen=True, slots=True)
class Input:
    """One input file: where it is, what it is called in the dataset, and the state in which it was seen."""

    path: str
    uri: str
    size: int
    modified_ns: int
    sha256: str

    @property
    def identity(self) -> tuple[str, str]:
        """What decides whether it is the same input: its name and its bytes."""
        return self.uri, self.sha256


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs that are read together."""

    inputs: tuple[Input, ...]

    @property
    def name(self) -> str:
        """Depends on what is in the batch alone."""
        return digest_of([each.identity for each in self.inputs])[:12]


def plan_batches(sources: Sequence["Source"], manifest: Manifest, *, batch_size: int, workers: int) -> list[Batch]:
    """Batches of at most `batch_size` files, enough for every worker; batches of earlier runs are kept."""
    inputs = _see(sources, _known_inputs(manifest))
    left = defaultdict(list)
    for each in inputs:
        left[each.identity].append(each)
    kept = []
    for step in _ingest_steps(manifest):
        identities = [tuple(identity) for identity in step.facts["batch"]]
        if all(len(left[identity]) >= identities.count(identity) for identity in identities):
            kept.append(Batch(tuple(left[identity].pop() for identity in identities)))
    rest = sorted((each for some in left.values() for each in some), key=lambda each: (each.uri, each.path))
    size = min(batch_size, max(SMALLEST_SPREAD, -(-len(rest) // (BATCHES_PER_WORKER * workers))))
    return sorted([*kept, *_cut(rest, size)], key=lambda batch: batch.inputs[0].uri)


def _cut(inputs: Sequence[Input], size: int) -> list[Batch]:
    """Runs of about `size` inputs; inputs of one name stay together, so that a repeated document is seen as one."""
    batches: list[list[Input]] = []
    for each in inputs:
        if not batches or (len(batches[-1]) >= size and batches[-1][-1].uri != each.uri):
            batches.append([])
        batches[-1].append(each)
    return [Batch(tuple(batch)) for batch in batches]


def _ingest_steps(manifest: Manifest) -> list[Step]:
    return [step for name, step in sorted(manifest.steps.items()) if name.startswith("ingest/")]


def _known_inputs(manifest: Manifest) -> dict[tuple[str, int, int], str]:
    """(path, size, time) -> SHA-256 of the inputs that earlier runs have read."""
    return {
        (path, size, modified): sha256
        for step in _ingest_steps(manifest)
        for path, size, modified, sha256 in step.facts["seen"]
    }


def _see(sources: Sequence["Source"], known: Mapping[tuple[str, int, int], str]) -> list[Input]:
    return [_see_one(source.path, source.uri, known) for source in sources]


def _see_one(path: Path, uri: str, known: Mapping[tuple[str, int, int], str]) -> Input:
    """The input's state. What cannot be read is an input all the same: ingestion records why."""
    try:
        status = path.stat()
        if not path.is_file():
            return Input(str(path), uri, 0, 0, "not a regular file")
        sha256 = known.get((str(path), status.st_size, status.st_mtime_ns)) or file_digest(path)
        return Input(str(path), uri, status.st_size, status.st_mtime_ns, sha256)
    except OSError as error:
        return Input(str(path), uri, 0, 0, f"unreadable: {error.strerror}")


def ingest_facts(batch: Batch, written: Mapping[str, Any]) -> dict[str, Any]:
    """What the manifest keeps of an ingested batch, so that the next run can plan."""
    return {
        **written,
        "batch": [list(each.identity) for each in batch.inputs],
        "seen": [[each.path, each.size, each.modified_ns, each.sha256] for each in batch.inputs],
    }
