"""Make the sample pages that are not plain files, byte for byte the same each time.

    python seeds/make_archives.py

In: `seeds/archives/`, pages that one can open in a browser and the table of what a crawler met (`county-papers.csv`).
Out: `seeds/articles/county-papers.warc.gz`, a crawl of two local papers with one page that was gone, and
`seeds/articles/lantern-strike.html.gz`, a download that broke off half-way.
"""

import csv
import gzip
import uuid
from io import BytesIO
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

SEEDS = Path(__file__).parent
PAGES = SEEDS / "archives"
ARTICLES = SEEDS / "articles"
HTTP_RESPONSE = "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\r\n"


def main() -> None:
    """Write both archives into the sample folder."""
    (ARTICLES / "county-papers.warc.gz").write_bytes(crawl(PAGES / "county-papers.csv"))
    (ARTICLES / "lantern-strike.html.gz").write_bytes(broken_download(PAGES / "lantern-strike.html"))


def crawl(table: Path) -> bytes:
    """A WARC with one gzip member per row of `table`: a response record that holds the HTTP headers and the page."""
    with table.open(newline="", encoding="utf-8") as rows:
        return b"".join(compressed(response(**row)) for row in csv.DictReader(rows))


def response(file: str, url: str, status: str, captured_at: str) -> bytes:
    """One uncompressed WARC response record; its id is derived from the URL, never drawn at random."""
    page = (PAGES / file).read_bytes()
    record = WarcRecord()
    urn = f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}"
    record.init_headers(WarcRecordType.response, record_urn=urn.encode())
    record.headers["WARC-Target-URI"] = url
    record.headers["WARC-Date"] = captured_at
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content(HTTP_RESPONSE.format(status=status, length=len(page)).encode() + page)
    stream = BytesIO()
    record.write(stream)
    return stream.getvalue()


def broken_download(page: Path) -> bytes:
    """The first two thirds of the gzipped page, as a connection that dropped would leave it."""
    whole = compressed(page.read_bytes())
    return whole[: len(whole) * 2 // 3]


def compressed(data: bytes) -> bytes:
    """`data` as one gzip member without a time stamp."""
    return gzip.compress(data, mtime=0)


if __name__ == "__main__":
    main()
