"""Hostile and damaged inputs of every format through ingest and clean: nothing may hang, crash, write or get lost.

    python -m benchmarks.robust_inputs [--count 20000] [--seed 1] [--workers 2] [--only CASE]

Case N of a seed is the same input on every machine: a small invented page in one format, changed in one way, and one
in four damaged in a second way. It is read in a process that is killed and replaced when it hangs or grows beyond its
memory; writing, connecting and taking more than some CPU-seconds are faults. An input is accounted for when its
documents all end as articles or rejects, and when there is at least one row. Prints the faults, then a table of
outcomes by format and by change, with the slowest case and the largest process. Exit code 1 if there is a fault.
"""

import argparse
import bz2
import email.message
import gzip
import io
import json
import lzma
import os
import random
import re
import sys
import tarfile
import tempfile
import time
import warnings
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import polars as pl
import zstandard

from flows.guard import Guard, LostError
from flows.limits import Limits
from newsquotes.clean import CleanConfig, clean_articles
from newsquotes.ingest import IngestConfig, find_sources, ingest_documents

LIMITS = Limits(seconds=20, mebibytes=1024)
CASES_AT_ONCE = 50
CASE_SECONDS = 5.0
TWICE_CHANGED = 0.25
MEBIBYTE = 1 << 20
PLACES = ("harbour", "quarry", "orchard", "ferry", "market", "weir", "mill", "chapel")
NAMES = ("Orla Venn", "Dov Aldane", "Nessa Quillon", "Bram Oxley", "Ivo Tamsin")
URL = "https://osterby.example/"


def story(draw: random.Random) -> str:
    """An invented page as plain text."""
    place, name = draw.choice(PLACES), draw.choice(NAMES)
    sum_, day = draw.randint(100, 999), draw.randint(2, 28)
    return (
        f"Council to mend the {place}\n\nOSTERBY – The old {place} will be mended for {sum_} crowns, "
        f"{name} said on May {day}.\n\n"
        f"“We have waited {sum_} weeks for the {place}, and we shall not wait another,” {name} told the council.\n\n"
        f"Traders near the {place} were not so sure. Some said that the work of "
        f"the last {sum_} days had come to nothing.\n"
    )


def page(draw: random.Random) -> str:
    """The same as an HTML page."""
    title, *paragraphs = story(draw).split("\n\n")
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body><nav>'
        f'<a href="/">Home</a></nav><article><h1>{title}</h1>\n{body}</article>'
        "<footer>All rights reserved.</footer></body></html>"
    )


# --- formats: a page as the bytes of a file -----------------------------------------------------------------------


HTTP_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def warc_record(number: int, body: bytes, kind: str = "response", headers: bytes = b"") -> bytes:
    """One record of a crawl; `headers` are further lines of the HTTP head of a response."""
    head = HTTP_HEAD + headers + b"\r\n" if kind == "response" else b""
    content_type = "application/http; msgtype=response" if kind == "response" else "text/plain"
    lines = (
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{number:032d}>",
        f"WARC-Target-URI: {URL}{number}",
        "WARC-Date: 2031-05-02T10:00:00Z",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(head + body)}",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + head + body + b"\r\n\r\n"


def as_warc_of_files(text: str) -> bytes:
    """A crawl that found a text, a feed and a dump."""
    bodies = (encoded(text), as_rss(text), json.dumps([text]).encode())
    return b"".join(warc_record(number, body, "resource") for number, body in enumerate(bodies))


def as_warc_of_sent_bodies(text: str) -> bytes:
    """A crawl whose bodies are as they were sent: in chunks, compressed, and both."""
    data = encoded(text)
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    bodies = (
        (b"Transfer-Encoding: chunked\r\n", chunked(data)),
        (b"Content-Encoding: gzip\r\n", gzip.compress(data, mtime=0)),
        (b"Content-Encoding: deflate\r\n", zlib.compress(data)),
        (b"Content-Encoding: deflate\r\n", raw.compress(data) + raw.flush()),
        (b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(gzip.compress(data, mtime=0))),
    )
    return b"".join(warc_record(number, body, headers=headers) for number, (headers, body) in enumerate(bodies))


def chunked(data: bytes) -> bytes:
    """A body in two chunks."""
    half = len(data) // 2
    pieces = (data[:half], data[half:], b"")
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)


def records(text: str) -> list[dict[str, Any]]:
    """Three records of a dump."""
    return [
        {"title": f"Piece {number}", "text": text, "url": f"{URL}{number}", "date": "2031-05-02", "desk": "north"}
        for number in range(3)
    ]


def as_csv(text: str, delimiter: str) -> bytes:
    """A table with a header."""
    quoted = '"' + text.replace('"', '""') + '"'
    rows = [delimiter.join((f"Piece {number}", quoted, f"{URL}{number}")) for number in range(3)]
    return "\n".join([delimiter.join(("title", "text", "url")), *rows]).encode("utf-8", "replace")


def as_parquet(text: str) -> bytes:
    """A Parquet file."""
    buffer = io.BytesIO()
    pl.DataFrame(records(text.encode("utf-8", "replace").decode())).write_parquet(buffer)
    return buffer.getvalue()


def as_rss(text: str) -> bytes:
    """An RSS file."""
    items = "".join(
        f"<item><title>Piece {number}</title><link>{URL}{number}</link><description>{escape(text)}</description></item>"
        for number in range(3)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Osterby</title>{items}</channel></rss>'.encode(
        "utf-8", "replace"
    )


def as_atom(text: str) -> bytes:
    """An Atom file."""
    entry = f'<entry><title>Piece</title><link href="{URL}1"/><content type="html">{escape(text)}</content></entry>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Osterby</title>{entry}</feed>'.encode("utf-8", "replace")


def as_mhtml(text: str) -> bytes:
    """A saved page."""
    message = email.message.EmailMessage()
    message["Subject"] = "Piece"
    message["Snapshot-Content-Location"] = f"{URL}1"
    message["MIME-Version"] = "1.0"
    message.set_content(text.encode("utf-8", "replace"), "text", "html")
    return message.as_bytes()


def as_zip(members: dict[str, bytes]) -> bytes:
    """A zip archive; a name may be repeated with a blank behind it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a repeated name is meant
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name.strip()), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def as_tar(members: dict[str, bytes]) -> bytes:
    """A tar archive, likewise."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name.strip())
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def encoded(text: str) -> bytes:
    """UTF-8."""
    return text.encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Format:
    """How a page becomes a file: its suffix, whether it holds markup, and the bytes."""

    suffix: str
    is_markup: bool
    write: Callable[[str], bytes]


FORMATS = {
    "txt": Format(".txt", False, encoded),
    "md": Format(".md", False, lambda text: b"---\ntitle: Piece\n---\n" + encoded(text)),
    "html": Format(".html", True, encoded),
    "xhtml": Format(".xhtml", True, lambda text: b'<?xml version="1.0" encoding="utf-8"?>\n' + encoded(text)),
    "mhtml": Format(".mhtml", True, as_mhtml),
    "warc": Format(".warc", True, lambda text: b"".join(warc_record(n, encoded(text)) for n in range(3))),
    "warc.gz": Format(
        ".warc.gz", True, lambda text: b"".join(gzip.compress(warc_record(n, encoded(text)), mtime=0) for n in range(3))
    ),
    "warc.zst": Format(
        ".warc.zst",
        True,
        lambda text: b"".join(zstandard.ZstdCompressor().compress(warc_record(n, encoded(text))) for n in range(3)),
    ),
    "warc as sent": Format(".warc", True, as_warc_of_sent_bodies),
    "warc of files": Format(".warc", True, as_warc_of_files),
    "wet": Format(".wet", False, lambda text: b"".join(warc_record(n, encoded(text), "conversion") for n in range(3))),
    "jsonl": Format(".jsonl", False, lambda text: b"".join(json.dumps(r).encode() + b"\n" for r in records(text))),
    "json": Format(".json", False, lambda text: json.dumps(records(text)).encode()),
    "json envelope": Format(".json", False, lambda text: json.dumps({"articles": records(text)}, indent=1).encode()),
    "jsonl of html": Format(
        ".jsonl", True, lambda text: b"".join(json.dumps(r).encode() + b"\n" for r in records(text))
    ),
    "parquet": Format(".parquet", False, as_parquet),
    "csv": Format(".csv", False, lambda text: as_csv(text, ",")),
    "tsv": Format(".tsv", False, lambda text: as_csv(text, "\t")),
    "rss": Format(".rss", True, as_rss),
    "atom": Format(".atom", True, as_atom),
    "zip": Format(".zip", True, lambda text: as_zip({"a/1.html": encoded(text), "2.txt": encoded(text)})),
    "tar": Format(".tar", True, lambda text: as_tar({"a/1.html": encoded(text), "2.txt": encoded(text)})),
    "tar.gz": Format(".tar.gz", True, lambda text: gzip.compress(as_tar({"1.html": encoded(text)}), mtime=0)),
    "zip in tar.zst": Format(
        ".tar.zst",
        True,
        lambda text: zstandard.ZstdCompressor().compress(as_tar({"inner.zip": as_zip({"1.html": encoded(text)})})),
    ),
    "gz": Format(".html.gz", True, lambda text: gzip.compress(encoded(text), mtime=0)),
    "bz2": Format(".txt.bz2", False, lambda text: bz2.compress(encoded(text))),
    "xz": Format(".html.xz", True, lambda text: lzma.compress(encoded(text))),
    "zst": Format(".txt.zst", False, lambda text: zstandard.ZstdCompressor().compress(encoded(text))),
}

# --- changes of the page, before it is written ----------------------------------------------------------------------


def deep_nesting(draw: random.Random, text: str) -> str:
    """Elements, brackets or quotations nested thousands deep."""
    opening, closing = draw.choice(
        (("<div>", "</div>"), ("<b>", ""), ("[", "]"), ('{"a":', "}"), ("“", "”"), ("> ", ""))
    )
    depth = draw.choice((500, 5_000, 20_000))
    return f"{text}{opening * depth}x{closing * depth}"


def huge_attribute(draw: random.Random, text: str) -> str:
    """An attribute of a megabyte, or a hundred thousand of them."""
    if draw.random() < 0.5:
        return text.replace("<body>", f'<body data-x="{"y" * 1_000_000}">') + f'<p title="{"z" * 500_000}">'
    return text + "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">x</p>"


def entity_bomb(draw: random.Random, text: str) -> str:
    """Entities that expand to gigabytes where they are expanded, or name files and hosts."""
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    external = f'<!ENTITY e9 SYSTEM "{draw.choice(("file:///etc/passwd", "http://127.0.0.1:9/x"))}">'
    entities = draw.choice((f'<!ENTITY e0 "ha">{nested}', external))
    return f"<!DOCTYPE html [{entities}]>\n" + text.replace("</h1>", "&e9;</h1>").replace("waited", "&e9;")


def odd_characters(draw: random.Random, text: str) -> str:
    """Controls, lone surrogates, marks of direction, and what is no character at all."""
    odd = "\x00\x01\x08\x0b\x0c\x1b\x7f\x85\u2028\u202e\ufeff\ufffe\uffff\ud800\udfff\U0010ffff\u0300"
    letters = list(text)
    for _ in range(draw.randint(1, 60)):
        letters.insert(draw.randrange(len(letters)), draw.choice(odd))
    return "".join(letters)


def long_line(draw: random.Random, text: str) -> str:
    """A line, a word or a run of quotation marks without end."""
    return text.replace(".", draw.choice((" and so on" * 10_000, "x" * 200_000, "“" * 5_000, "'" * 5_000)), 1)


def broken_markup(draw: random.Random, text: str) -> str:
    """Tags cut, doubled, crossed or never closed; comments, CDATA and scripts left open."""
    pieces = re.split("(<[^>]*>)", text)
    for _ in range(draw.randint(1, 12)):
        junk = (
            "<",
            "<!--",
            "<![CDATA[",
            "<script>",
            "<table><tr><td>",
            "</html>",
            "<p",
            "&#xFFFFFFFF;",
            "<svg><style>",
        )
        pieces.insert(draw.randrange(len(pieces)), draw.choice((*junk, draw.choice(pieces))))
    return "".join(pieces)


def repetition(draw: random.Random, text: str) -> str:
    """One paragraph hundreds of times."""
    return text + "\n\n".join([text[: draw.randint(20, 400)]] * draw.randint(100, 400))


# --- changes of the bytes -------------------------------------------------------------------------------------------


def bit_flips(draw: random.Random, data: bytes) -> bytes:
    """Up to twenty bits turned."""
    changed = bytearray(data)
    for _ in range(draw.randint(1, 20)):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def flips_in_head(draw: random.Random, data: bytes) -> bytes:
    """Bits turned in the first hundred bytes, where headers and lengths are."""
    changed = bytearray(data)
    for _ in range(draw.randint(1, 6)):
        changed[draw.randrange(min(100, len(changed)))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def flips_in_tail(draw: random.Random, data: bytes) -> bytes:
    """Bits turned in the last two hundred bytes, where directories and footers are."""
    changed = bytearray(data)
    for _ in range(draw.randint(1, 6)):
        changed[-draw.randint(1, min(200, len(changed)))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def truncation(draw: random.Random, data: bytes) -> bytes:
    """Cut anywhere."""
    return data[: draw.randrange(len(data))]


def missing_start(draw: random.Random, data: bytes) -> bytes:
    """The start is gone."""
    return data[draw.randrange(len(data)) :]


def zeroed(draw: random.Random, data: bytes) -> bytes:
    """A stretch of NULs, as a bad disk leaves it."""
    start = draw.randrange(len(data))
    size = draw.randint(1, 200)
    return data[:start] + bytes(size) + data[start + size :]


def inserted_noise(draw: random.Random, data: bytes) -> bytes:
    """Random bytes in between."""
    start = draw.randrange(len(data))
    return data[:start] + draw.randbytes(draw.randint(1, 300)) + data[start:]


def trailing_noise(draw: random.Random, data: bytes) -> bytes:
    """Something else behind the end."""
    return data + draw.choice((draw.randbytes(500), bytes(2_000), b"<html><p>other</p>", data[: len(data) // 2]))


def large_numbers(draw: random.Random, data: bytes) -> bytes:
    """Lengths and counts, in text or binary, replaced by others that lie."""
    if draw.random() < 0.5:
        number = str(draw.choice((0, 7, 2**31, 2**63, 10**30, -1))).encode()
        return re.sub(rb"(?<=Length: )\d+|(?<=version=\")[\d.]+|\d{3,}", number, data, count=draw.randint(1, 3))
    changed = bytearray(data)
    start = draw.randrange(max(1, len(changed) - 8))
    changed[start : start + 4] = draw.choice((b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff", b"\0\0\0\x80"))
    return bytes(changed)


def other_charset(draw: random.Random, data: bytes) -> bytes:
    """Another charset than is stated, or none."""
    charset = draw.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "koi8-r", "shift_jis", "cp037"))
    return data.decode("utf-8", "replace").encode(charset, "replace")


def spliced(draw: random.Random, data: bytes) -> bytes:
    """Half of it followed by half of another format."""
    other = draw.choice(list(FORMATS.values()))
    rest = other.write(page(draw) if other.is_markup else story(draw))
    return data[: draw.randrange(len(data))] + rest[draw.randrange(len(rest)) :]


def wrapped_again(draw: random.Random, data: bytes) -> bytes:
    """Compressed and archived many times over."""
    wrappers = (gzip.compress, bz2.compress, lzma.compress, zlib.compress, lambda inner: as_zip({"in": inner}))
    for _ in range(draw.randint(2, 9)):
        data = draw.choice(wrappers)(data)
    return data


def compression_bomb(draw: random.Random, data: bytes) -> bytes:
    """Megabytes of sameness behind the content, compressed or in an archive."""
    filling = data + draw.choice((b"\0", b" ", b"<p>", b'{"a":')) * draw.choice((1_000_000, 8_000_000))
    wrappers = (
        lambda inner: gzip.compress(inner, 9),
        bz2.compress,
        lambda inner: lzma.compress(inner, preset=1),
        zstandard.ZstdCompressor(level=3).compress,
        lambda inner: as_zip({"in": inner}),
        lambda inner: gzip.compress(as_tar({"in": inner})),
    )
    return draw.choice(wrappers)(filling)


# --- changes of the place: the name, the folder, the kind of file -----------------------------------------------------


def wrong_extension(draw: random.Random, folder: Path, name: str, data: bytes) -> None:
    """The suffix of another format, or none."""
    suffix = draw.choice(["", ".bin", ".gz", *(other.suffix for other in FORMATS.values())])
    (folder / f"case{suffix}").write_bytes(data)


def odd_name(draw: random.Random, folder: Path, name: str, data: bytes) -> None:
    """A name with blanks, line ends, quotation marks, stars, or bytes that are no UTF-8."""
    odd = draw.choice((" ", "a\nb", "*[?]", "'\"", "-", "é" * 60, "%2e%2e", os.fsdecode(b"\xff\xfe"), "a;b|c&d"))
    (folder / f"{odd}{name}").write_bytes(data)


def path_tricks(draw: random.Random, folder: Path, name: str, data: bytes) -> None:
    """An archive whose members want to be elsewhere."""
    tricks = (
        "../out.txt",
        "/tmp/out.txt",
        "a/../../out.txt",
        "C:\\out.txt",
        "..\\out.txt",
        "a\0b.txt",
        "./ok.txt",
        "~/o.txt",
    )
    members = {trick.replace("\0", "_") if draw.random() < 0.5 else trick: data for trick in draw.sample(tricks, 4)}
    (folder / f"{name}.arc").write_bytes(as_zip(members) if draw.random() < 0.5 else as_tar(members))


def links_in_archive(draw: random.Random, folder: Path, name: str, data: bytes) -> None:
    """A tar archive with links, devices and pipes."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for number, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE)):
            info = tarfile.TarInfo(f"m{number}")
            info.type, info.linkname = kind, draw.choice(("/etc/passwd", "../x", "m0", "m1"))
            archive.addfile(info)
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    (folder / "links.tar").write_bytes(buffer.getvalue())


def duplicate_names(draw: random.Random, folder: Path, name: str, data: bytes) -> None:
    """Members of one name in an archive, and one file in two folders."""
    members = {"same.html": data, "same.html ": data, " same.html": data[::-1], "same.html  ": data}
    (folder / "twice.arc").write_bytes(as_zip(members) if draw.random() < 0.5 else as_tar(members))
    for below in ("a", "b"):
        (folder / below).mkdir()
        (folder / below / name).write_bytes(data)


def symlink_loop(draw: random.Random, folder: Path, name: str, data: bytes) -> None:
    """Links to themselves, to each other, to the folder around them and to nothing."""
    (folder / name).write_bytes(data)
    (folder / "self").symlink_to("self")
    (folder / "one").symlink_to("two")
    (folder / "two").symlink_to("one")
    (folder / "around").symlink_to(folder, target_is_directory=True)
    (folder / "nothing").symlink_to("nowhere")


def pipes_and_devices(draw: random.Random, folder: Path, name: str, data: bytes) -> None:
    """A FIFO that nobody writes to, links to devices, and a file without permission."""
    (folder / name).write_bytes(data)
    os.mkfifo(folder / "fifo")
    (folder / "zero").symlink_to("/dev/zero")
    (folder / "closed.txt").write_bytes(data)
    (folder / "closed.txt").chmod(0)


CONTENT_CHANGES = (deep_nesting, huge_attribute, entity_bomb, odd_characters, long_line, broken_markup, repetition)
BYTE_CHANGES = (
    *(bit_flips, flips_in_head, flips_in_tail, truncation, missing_start, zeroed, inserted_noise, trailing_noise),
    *(large_numbers, other_charset, spliced, wrapped_again, compression_bomb),
)
PLACE_CHANGES = (
    *(wrong_extension, odd_name, path_tricks, links_in_archive, duplicate_names, symlink_loop, pipes_and_devices),
)
CHANGES: tuple[Callable[..., Any], ...] = (*CONTENT_CHANGES, *BYTE_CHANGES, *PLACE_CHANGES)


# --- cases ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case; `fault` is empty when all is well."""

    number: int
    format: str
    change: str
    documents: int = 0
    articles: int = 0
    rejects: int = 0
    seconds: float = 0.0
    mebibytes: float = 0.0
    fault: str = ""


def names_of(number: int) -> tuple[str, str]:
    """The format and the change of case `number`: every pair comes once before one comes again."""
    formats = list(FORMATS)
    return formats[number % len(formats)], CHANGES[number // len(formats) % len(CHANGES)].__name__


def write_case(seed: int, number: int, folder: Path) -> None:
    """Make the input of case `number` in `folder`."""
    draw = random.Random(f"{seed}/{number}")
    name, change = names_of(number)
    format_ = FORMATS[name]
    text = page(draw) if format_.is_markup else story(draw)
    by_name = {each.__name__: each for each in CHANGES}
    if by_name[change] in CONTENT_CHANGES:
        text = by_name[change](draw, text)
    data = format_.write(text)
    if by_name[change] in BYTE_CHANGES:
        data = by_name[change](draw, data)
    if data and draw.random() < TWICE_CHANGED:
        data = draw.choice(BYTE_CHANGES)(draw, data)
    if by_name[change] in PLACE_CHANGES:
        by_name[change](draw, folder, f"case{format_.suffix}", data)
    else:
        (folder / f"case{format_.suffix}").write_bytes(data)


_forbidden: list[str] = []
_watched: list[Path] = []


def is_folder(path: Any) -> bool:
    """Whether a folder is opened: for writing, that is a temporary file without a name, which leaves nothing behind."""
    return isinstance(path, str) and Path(path).is_dir()


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: note what is written, run or connected to while a case is read."""
    if not _watched:
        return
    flags = arguments[2] if event == "open" and isinstance(arguments[2], int) else 0
    writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and not is_folder(arguments[0])
    changes = event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.truncate")
    if writes or changes or event in ("socket.connect", "subprocess.Popen", "os.system", "os.exec", "os.fork"):
        _forbidden.append(f"{event} {str(arguments[0])[:100]}")


def try_cases(seed: int, numbers: Sequence[int]) -> list[Outcome]:
    """Make and read some cases in this process."""
    start_to_watch()
    return [try_case(seed, number) for number in numbers]


@cache
def start_to_watch() -> None:
    """Note from now on what is forbidden."""
    sys.addaudithook(watch)


def try_case(seed: int, number: int) -> Outcome:
    """Make and read one case."""
    name, change = names_of(number)
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder) / "inputs"
        inputs.mkdir()
        write_case(seed, number, inputs)
        forget_peak()
        _forbidden.clear()
        _watched.append(inputs)
        started = time.process_time()
        try:
            documents, articles, rejects, fault = read_case(inputs)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            documents, articles, rejects, fault = 0, 0, 0, f"{type(error).__name__}: {str(error)[:300]}"
        finally:
            _watched.clear()
        seconds = time.process_time() - started
        if _forbidden and not fault:
            fault = f"forbidden: {_forbidden[0]}"
        if seconds > CASE_SECONDS and not fault:
            fault = f"slow: {seconds:.1f} CPU-seconds"
        return Outcome(number, name, change, documents, articles, rejects, seconds, peak_mebibytes(), fault)


def forget_peak() -> None:
    """Begin anew with the largest memory of this process."""
    with suppress(OSError):  # Linux only
        Path("/proc/self/clear_refs").write_text("5")


def peak_mebibytes() -> float:
    """The largest memory of this process since it was forgotten; 0 without /proc."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / MEBIBYTE for line in lines if line.startswith("VmHWM")), 0.0)


def read_case(inputs: Path) -> tuple[int, int, int, str]:
    """Documents, articles and rejects of a folder, and what is wrong with the account of them."""
    documents = articles = rejects = 0
    accounted: set[str] = set()
    for read in ingest_documents(find_sources([inputs]), config=IngestConfig()):
        cleaned = clean_articles(read.documents, config=CleanConfig())
        documents += read.documents.height
        articles += cleaned.articles.height
        rejects += read.rejects.height + cleaned.rejects.height
        accounted |= {*read.documents["source_uri"], *read.rejects["source_uri"]}
        ended = {*cleaned.articles["document_id"], *cleaned.rejects["document_id"]}
        if lost := {*read.documents["document_id"]} - ended:
            return documents, articles, rejects, f"{len(lost)} documents are neither article nor reject"
    missing = {source.uri for source in find_sources([inputs])} - accounted
    return documents, articles, rejects, f"no row for {sorted(missing)[0]}" if missing else ""


def try_guarded(guard: Guard, seed: int, numbers: Sequence[int]) -> list[Outcome]:
    """The outcomes of some cases; where they bring their process down, of each alone."""
    try:
        return guard.run(try_cases, seed, numbers)
    except LostError as lost:
        if len(numbers) == 1:
            return [Outcome(numbers[0], *names_of(numbers[0]), fault=f"{lost.rule}: {lost.reason}")]
        return [outcome for number in numbers for outcome in try_guarded(guard, seed, [number])]


def try_all(seed: int, numbers: Sequence[int], workers: int) -> Iterator[Outcome]:
    """The outcomes of all cases, in order, by as many guarded processes as there are `workers`."""
    guards: SimpleQueue[Guard] = SimpleQueue()
    made = [Guard(LIMITS) for _ in range(workers)]
    for guard in made:
        guards.put(guard)

    def try_piece(piece: Sequence[int]) -> list[Outcome]:
        guard = guards.get()
        try:
            return try_guarded(guard, seed, piece)
        finally:
            guards.put(guard)

    pieces = [numbers[start : start + CASES_AT_ONCE] for start in range(0, len(numbers), CASES_AT_ONCE)]
    with ThreadPoolExecutor(workers) as threads:
        for outcomes in threads.map(try_piece, pieces):
            yield from outcomes
    for guard in made:
        guard.close()


def print_table(outcomes: Sequence[Outcome], by: str) -> None:
    """Counts and the slowest case by `format` or `change`."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[getattr(outcome, by)].append(outcome)
    heads = ("inputs", "documents", "articles", "rejects", "slowest s", "MiB", "faults")
    print(f"\n{by:<18}{''.join(f'{head:>11}' for head in heads)}")
    for name, some in [*groups.items(), ("all", outcomes)]:
        sums = [sum(getattr(outcome, what) for outcome in some) for what in ("documents", "articles", "rejects")]
        slowest, largest = (max(getattr(outcome, what) for outcome in some) for what in ("seconds", "mebibytes"))
        faults = sum(bool(outcome.fault) for outcome in some)
        counts = "".join(f"{count:>11}" for count in (len(some), *sums))
        print(f"{name:<18}{counts}{slowest:>11.2f}{largest:>11.0f}{faults:>11}")


def main() -> int:
    """Try the cases and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000, help="cases (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other inputs (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: %(default)s)")
    parser.add_argument("--only", type=int, help="this case alone, kept in the folder that is printed")
    arguments = parser.parse_args()
    if arguments.only is not None:
        folder = Path(tempfile.mkdtemp())
        write_case(arguments.seed, arguments.only, folder)
        print(folder, *names_of(arguments.only))
        print(read_case(folder))
        return 0
    outcomes = []
    for outcome in try_all(arguments.seed, range(arguments.count), arguments.workers):
        outcomes.append(outcome)
        if outcome.fault:
            print(f"case {outcome.number} ({outcome.format}, {outcome.change}): {outcome.fault}", flush=True)
    print_table(outcomes, "format")
    print_table(outcomes, "change")
    kinds = Counter(outcome.fault.partition(":")[0] for outcome in outcomes if outcome.fault)
    print(f"\n{len(outcomes)} inputs, {sum(kinds.values())} faults {dict(kinds) if kinds else ''}")
    return 1 if kinds else 0


if __name__ == "__main__":
    sys.exit(main())
