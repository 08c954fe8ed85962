"""Memory of a whole run as the corpus grows: the processes of `newsquotes run` together, stage by stage.

    python -m benchmarks.run_memory [--sizes 60,120,240] [--pages markup|text] [--workers 2] [--keep FOLDER]

Writes a WARC file of each size (MB) of invented pages, no two with the same words, runs the command on it, and prints
the most memory that its processes took at once in each stage, and by which process. Pages are `markup` (120 kB, 370
words, as news sites send them) or `text` (15 kB, 2,000 words: most work for the language stages by the megabyte).
Memory is proportional set size: pages that processes share count once. Linux only.
"""

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.planted import Speech
from benchmarks.robust_inputs import NAMES, warc_record

MEGABYTE = 1_000_000
MEBIBYTE = 1 << 20
LOOK_SECONDS = 0.25
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class PageKind:
    """How many paragraphs a page has, and how many calls of a script there are in it."""

    paragraphs: int
    calls: int


KINDS = {"markup": PageKind(6, 2400), "text": PageKind(32, 60)}


@dataclass(slots=True)
class Peak:
    """The most memory that a stage took, in MiB: together, and of each process by what it is."""

    total: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)


def main() -> None:
    """Run the command on a file of each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="60,120,240", help="megabytes of each WARC file (default: %(default)s)")
    parser.add_argument("--pages", default="markup", choices=KINDS, help="kind of page (default: %(default)s)")
    parser.add_argument("--workers", default="2", help="workers of the run (default: %(default)s)")
    parser.add_argument("--keep", type=Path, help="keep the data of the runs in this folder")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for size in map(int, arguments.sizes.split(",")):
            path = folder / f"{arguments.pages}-{size}.warc"
            count = write_pages(path, KINDS[arguments.pages], size * MEGABYTE)
            data = path.with_suffix("")
            shutil.rmtree(data, ignore_errors=True)
            command = [sys.executable, "-m", "flows.cli", "run", str(path), "--data-dir", str(data)]
            print(f"\n{size} MB, {count} pages", flush=True)
            print_run([*command, "--workers", arguments.workers])
            path.unlink()


def write_pages(path: Path, kind: PageKind, size: int) -> int:
    """Write a WARC file of about `size` bytes; returns the number of its pages."""
    with path.open("wb") as file:
        for number, page in enumerate(invented_pages(kind)):
            file.write(warc_record(number, page))
            if file.tell() >= size:
                return number + 1
    raise AssertionError("there is no end of pages")


def invented_pages(kind: PageKind) -> Iterator[bytes]:
    """Pages without end, the same in each call; the people quoted come again, what they say does not."""
    speech, draw = Speech(1), random.Random(1)
    people = [f"{draw.choice(NAMES).split()[0]} {draw.choice(speech.names)}" for _ in range(3000)]
    script = "".join(f"window.q=window.q||[];q.push({{id:{n * 7919 % 10**6},w:{n}}});\n" for n in range(kind.calls))
    while True:
        told, person = [speech.utterance() for _ in range(2 * kind.paragraphs)], draw.choice(people)
        body = "".join(
            f"<p>{told[n]} “{told[n + 1].rstrip('.')},” said {person}, a member of the council.</p>\n"
            for n in range(0, len(told), 2)
        )
        yield (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{told[0][:60]}</title>'
            f"<script>{script}</script></head><body><nav><a href='/'>Home</a></nav><article><h1>{told[0][:60]}</h1>\n"
            f"{body}</article><footer>All rights reserved.</footer></body></html>"
        ).encode()


def print_run(command: list[str]) -> None:
    """Run the command and print the peak of each stage."""
    started = time.perf_counter()
    peaks = peaks_of(command)
    print(f"{'stage':<18}{'MiB':>7}   of which")
    for stage, peak in peaks.items():
        parts = ", ".join(f"{name} {mebibytes:.0f}" for name, mebibytes in peak.parts.items())
        print(f"{stage:<18}{peak.total:>7.0f}   {parts}")
    print(
        f"peak {max(peak.total for peak in peaks.values()):.0f} MiB, {(time.perf_counter() - started) / 60:.1f} minutes"
    )


def peaks_of(command: list[str]) -> dict[str, Peak]:
    """The peak of each stage, in their order; a stage ends when the run says so, the last one when the run ends."""
    peaks: dict[str, Peak] = {}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=told) as process:
            looks: list[Peak] = []
            while process.poll() is None:
                looks.append(look_at(process.pid))
                for stage in new_stages(told, peaks):
                    peaks[stage] = max(looks, key=lambda look: look.total)
                    looks = looks[-1:]
                time.sleep(LOOK_SECONDS)
        peaks["rest"] = max(looks, key=lambda look: look.total)
        told.seek(0)
        if process.returncode:
            raise SystemExit(f"the run ended with exit code {process.returncode}:\n{told.read()[-2000:]}")
    return peaks


def new_stages(told: "tempfile._TemporaryFileWrapper[str]", known: dict[str, Peak]) -> list[str]:
    """The stages that the run has said to be over since."""
    position = told.tell()
    told.seek(0)
    found = re.findall(r"^(?!\s)([a-z]+(?: [a-z0-9-]+)?)(?=:|$)", told.read(), re.M)
    told.seek(position)
    return [stage for stage in dict.fromkeys(found) if stage not in known]


def look_at(pid: int) -> Peak:
    """What the run takes now."""
    parts = {name: mebibytes for name, mebibytes in memory_of_tree(pid, "run") if mebibytes}
    return Peak(sum(parts.values()), parts)


def memory_of_tree(pid: int, name: str) -> Iterator[tuple[str, float]]:
    """(what it is, MiB) of a process and all below it; of what ends meanwhile, nothing."""
    try:
        own = proportional_memory(pid)
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
        names = {child: f"{name}.{n}" if name != "run" else f"{role_of(child)}{n}" for n, child in enumerate(children)}
    except OSError:
        return
    yield name, own
    for child, child_name in names.items():
        yield from memory_of_tree(child, child_name)


def role_of(pid: int) -> str:
    """What a child of the run is."""
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    if b"resource_tracker" in command:
        return "tracker"
    return "worker" if b"spawn_main" in command else "server"


def proportional_memory(pid: int) -> float:
    """MiB of a process, with its share of what it shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 / MEBIBYTE for line in lines if line.startswith("Pss:")), 0.0)


if __name__ == "__main__":
    main()
