"""Members of zip and tar archives as streams. Nothing is extracted, and no member's path is ever used as one."""

import io
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, BinaryIO, TypeVar, cast

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.expand import CHUNK, Forward, Reads
from newsquotes.ingest.records import Place, Problem, RefusedError
from newsquotes.ingest.sources import is_ignored

DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
)
ENCRYPTED = 0x1
OFFICE_MARK = "[Content_Types].xml"
Info = TypeVar("Info")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; the stream is good until the next member is asked for."""

    place: Place
    stream: Reads


def zip_members(file: BinaryIO, place: Place, config: IngestConfig) -> Iterator[Member | Problem]:
    """The members of a zip file in the order of its directory; raises RefusedError (rule `damaged_archive`)."""
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGE as error:
        raise _damaged(error) from error
    with archive:
        if OFFICE_MARK in archive.namelist():
            raise RefusedError("unsupported_format", "this is an Office document; convert it to text or HTML")
        for info in _capped(archive.infolist(), config):
            if info.filename.endswith("/") or _is_hidden(info.filename):  # `is_dir` raises on a name that is empty
                continue
            at = place.inside(_printable(info.filename))
            if refusal := _refusal_of_zip(info, config):
                yield Problem(at, refusal.rule, refusal.reason)
            else:
                yield Member(at, _ZipStream(archive, info))


def tar_members(stream: io.BufferedReader, place: Place, config: IngestConfig) -> Iterator[Member | Problem]:
    """The members of a tar stream, in order; raises RefusedError (rule `damaged_archive`) where it breaks off."""
    try:
        with tarfile.open(fileobj=cast(IO[bytes], Forward(stream)), mode="r|", tarinfo=_StrictTarInfo) as archive:
            for info in _capped(archive, config):
                if info.isdir() or _is_hidden(info.name):
                    continue
                at = place.inside(_printable(info.name))
                if refusal := _refusal_of_tar(info):
                    yield Problem(at, refusal.rule, refusal.reason)
                else:
                    content = archive.extractfile(info)
                    yield Member(at, _Guarded(content or io.BytesIO()))
        while stream.read(CHUNK):  # what follows the end mark holds no member, but may show that the file is cut
            pass
    except DAMAGE as error:
        raise _damaged(error) from error


class _StrictTarInfo(tarfile.TarInfo):
    """A header reader that lets no damage pass: tarfile takes a broken header after the first for the end."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> "_StrictTarInfo":
        try:
            return super().fromtarfile(tarfile_)
        except tarfile.HeaderError as error:
            if type(error).__name__ == "EOFHeaderError":  # the two blocks of NULs at the end; not public
                raise
            raise tarfile.ReadError(f"no valid header at byte {tarfile_.offset}") from error


class _Guarded:
    """A member's stream whose damage is refused, not raised."""

    def __init__(self, inner: Reads):
        self._inner = inner

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._inner.read(size)
        except DAMAGE as error:
            raise _damaged(error) from error


class _ZipStream(_Guarded):
    """A zip member, opened when it is first read."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo):
        self._archive = archive
        self._info = info
        self._opened: IO[bytes] | None = None

    def read(self, size: int = -1, /) -> bytes:
        try:
            if self._opened is None:
                self._opened = self._archive.open(self._info)
            return self._opened.read(size)
        except DAMAGE as error:
            raise _damaged(error) from error


def _capped(members: Iterable[Info], config: IngestConfig) -> Iterator[Info]:
    """`members`; raises RefusedError (rule `too_many_members`) beyond the configured number."""
    for number, member in enumerate(members, 1):
        if number > config.max_members:
            raise RefusedError(
                "too_many_members", f"more than {config.max_members} members; raise max_members or split the archive"
            )
        yield member


def _refusal_of_zip(info: zipfile.ZipInfo, config: IngestConfig) -> RefusedError | None:
    """Why a zip member is not read at all, if so."""
    if refusal := _unsafe_path(info.filename):
        return refusal
    if stat.S_ISLNK(info.external_attr >> 16):
        return _unsafe_kind("a symbolic link")
    if info.flag_bits & ENCRYPTED:
        return RefusedError("encrypted_member", "the member is encrypted; unpack the archive with its password first")
    if info.file_size > config.free_expansion_bytes + info.compress_size * config.max_expansion:
        return RefusedError(
            "expansion_bomb",
            f"{info.compress_size} bytes would give {info.file_size}; "
            f"raise max_expansion (now {config.max_expansion}) if the archive is sound",
        )
    return None


def _refusal_of_tar(info: tarfile.TarInfo) -> RefusedError | None:
    """Why a tar member is not read at all, if so."""
    if refusal := _unsafe_path(info.name):
        return refusal
    if info.issym() or info.islnk():
        return _unsafe_kind("a link")
    return None if info.isfile() else _unsafe_kind("a device or pipe")


def _unsafe_path(name: str) -> RefusedError | None:
    """The refusal of a path that leads out of the archive, as `../a` and `/a` and `C:\\a` do."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:", name):
        return RefusedError(
            "unsafe_path", f"the member's path {_printable(name)!r} leads out of the archive; pack it again"
        )
    return None


def _unsafe_kind(what: str) -> RefusedError:
    return RefusedError("unsafe_member", f"the member is {what}, not a file; pack the file itself")


def _is_hidden(name: str) -> bool:
    """Whether a folder walk would leave out the member, or a folder around it."""
    return any(is_ignored(part) for part in PurePosixPath(name).parts if part != "..")


def _printable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _damaged(error: Exception) -> RefusedError:
    return RefusedError("damaged_archive", f"the archive is damaged or unreadable ({error}); fetch it again")
