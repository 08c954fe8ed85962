"""Real runs of the command line, on one Prefect server for all of them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from flows.pools import open_pools
from flows.server import LocalServer
from flows.settings import prefect_environment

LIMIT_SECONDS = 300

PAGES = {
    "bridge.txt": """Old Bridge to Stay Shut Until Spring

MARLOW FEN – The iron bridge over the Sill will stay shut until spring, Mayor Ottoline Brask said on Tuesday.

"We will not send a single lorry across until every rivet has been looked at," Brask told reporters.

"The money is there. What we lack is welders," she added.

The builder, Harl & Daughters, declined to comment.

Traders on the east bank were unconvinced. "Spring is what they said last spring," said Ivo Tamsin, who runs a bakery.
""",
    "ferry.txt": """Ferry Gets a Second Boat

The harbour board has bought a second ferry for the Sill crossing, its chairman, Dov Aldane, said.

"One boat was a promise, two boats are a timetable," Aldane said. "Nobody will wait longer than ten minutes."

Residents welcomed the news, though some asked who would pay for the fuel.
""",
    "orchard.html": """<html lang="en"><head><title>Frost costs orchards half the crop</title>
<meta property="article:published_time" content="2025-04-12T08:00:00Z">
<meta property="og:site_name" content="The Fen Courier"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Frost costs orchards half the crop</h1>
<p>Two nights of frost have cost the orchards of Marlow Fen half their apples, growers said on Saturday.</p>
<p>“I have not seen blossom this black in forty years,” said Nessa Quillon, who grows pears and apples on nine hectares
south of the river.</p>
<p>The growers’ union wants help from the county. “Without it, a third of us will not plant again,” its president, Bram
Oxley, warned.</p></article><footer>Copyright The Fen Courier. All rights reserved.</footer></body></html>
""",
    "empty.txt": "",
}


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class House:
    """A corpus and a data folder below `folder`, and the way to run commands on them."""

    folder: Path
    environment: Mapping[str, str]
    checkout: Path

    @property
    def pages(self) -> Path:
        return self.folder / "pages"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def write_pages(self, pages: Mapping[str, str | bytes]) -> None:
        self.pages.mkdir(exist_ok=True)
        for name, content in pages.items():
            (self.pages / name).write_bytes(content.encode() if isinstance(content, str) else content)

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, "-m", "flows.cli", *map(str, arguments)]

    def start(self, *arguments: object) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            self.command(*arguments),
            env=dict(self.environment),
            cwd=self.checkout,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def newsquotes(self, *arguments: object) -> Ran:
        with self.start(*arguments) as process:
            out, err = process.communicate(timeout=LIMIT_SECONDS)
        return Ran(process.returncode, out, err)

    def run(self, *options: object) -> Ran:
        return self.newsquotes("run", self.pages, "--data-dir", self.data, *options)

    def build(self, *, force: bool = False, config: Path | None = None, **sizes: int) -> dict[str, int]:
        """Run the flow in this process, with the workers of the session; how many steps each stage had to do."""
        from flows.build import build_quotes

        return build_quotes(
            sources=[str(self.pages)],
            data_dir=str(self.data),
            force=force,
            config=str(config) if config else None,
            **sizes,
        )

    def dataset_bytes(self, data: Path | None = None) -> dict[str, str]:
        """Path in the dataset -> hash of its bytes."""
        root = (data or self.data) / "dataset"
        files = sorted(path for path in root.resolve().rglob("*") if path.is_file())
        return {str(path.relative_to(root.resolve())): sha256(path.read_bytes()).hexdigest() for path in files}

    def interim_times(self, *stages: str) -> dict[str, int]:
        """Path of each intermediate file of the given stages -> when it was written."""
        return {
            str(path.relative_to(self.data)): path.stat().st_mtime_ns
            for stage in stages
            for path in sorted((self.data / "interim" / stage).rglob("*.parquet"))
        }


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="session")
def environment(prefect_home: Path, checkout: Path) -> dict[str, str]:
    """The environment of commands, with no server configured."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {**inherited, "PREFECT_HOME": str(prefect_home), "PYTHONPATH": str(checkout), "COLUMNS": "120"}


@pytest.fixture(scope="session")
def server(environment: dict[str, str], prefect_home: Path) -> Iterator[str]:
    """Address of a Prefect server that many runs share."""
    local = LocalServer({**prefect_environment(prefect_home), "PREFECT_HOME": str(prefect_home)})
    yield local.wait()
    local.stop()


@pytest.fixture(scope="session")
def workshop(server: str, prefect_home: Path) -> Iterator[None]:
    """Makes `House.build` possible: Prefect's settings, and worker processes that many runs share."""
    with pytest.MonkeyPatch.context() as patch:
        settings = {**prefect_environment(prefect_home), "PREFECT_HOME": str(prefect_home), "PREFECT_API_URL": server}
        for name, value in settings.items():
            patch.setenv(name, value)
        with open_pools(workers=2):
            yield


@pytest.fixture
def new_house(tmp_path: Path, environment: dict[str, str], server: str, checkout: Path) -> Callable[[str], House]:
    """Makes an empty house on the shared server."""

    def make(name: str) -> House:
        (tmp_path / name).mkdir()
        return House(tmp_path / name, {**environment, "PREFECT_API_URL": server}, checkout)

    return make


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str], server: str, checkout: Path) -> House:
    """A house with the pages above and a finished first run; tests only read it."""
    house = House(tmp_path_factory.mktemp("built"), {**environment, "PREFECT_API_URL": server}, checkout)
    house.write_pages(PAGES)
    ran = house.run()
    assert ran.code == 0, ran.err
    return house


@pytest.fixture
def house(built: House, tmp_path: Path, workshop: None) -> House:
    """A copy of the built house that a test may change."""
    shutil.copytree(built.folder, tmp_path / "copy", symlinks=True)
    return House(tmp_path / "copy", built.environment, built.checkout)
