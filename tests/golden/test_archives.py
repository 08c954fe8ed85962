"""The archives among the sample pages hold what `seeds/make_archives.py` makes of the files in `seeds/archives/`."""

import gzip
import importlib.util
import zlib
from pathlib import Path
from types import ModuleType

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def make_archives() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_archives", SEEDS / "make_archives.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_crawl_is_made_of_the_pages(make_archives: ModuleType) -> None:
    """Compared after decompression: the compressed bytes may differ between releases of zlib."""
    made = make_archives.crawl(SEEDS / "archives" / "county-papers.csv")
    assert gzip.decompress(made) == gzip.decompress((SEEDS / "articles" / "county-papers.warc.gz").read_bytes())


def test_broken_download_is_the_start_of_the_page() -> None:
    stream = zlib.decompressobj(wbits=31)
    start = stream.decompress((SEEDS / "articles" / "lantern-strike.html.gz").read_bytes())
    assert (SEEDS / "archives" / "lantern-strike.html").read_bytes().startswith(start)
    assert start
    assert not stream.eof
