"""The fields of a dump's record to a text and what is declared about it."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.decode import UTF8, decode, normalise
from newsquotes.ingest.records import Declared, RefusedError
from newsquotes.seeds import load_seed

ROLES = ("text", "title", "url", "authors", "published", "publisher", "language")
DELIMITERS = ",\t;|"
_NO_SIGNS = str.maketrans("", "", " _-")
_SEEN_KEYS = 1024
NAMES = ("name", "title", "main", "original")
"""Where an object that stands for a name keeps it."""
WRAPPED = ("$date", "$numberLong")
"""Where MongoDB's exports keep a date."""
ENVELOPES = 3
"""Objects around the list of records of a dump, at most."""
MOST_ENVELOPE_FIELDS = 50
SECONDS_DIGITS = 10
SECONDS_A_DAY = 86_400
LISTED = 20
LISTED_LENGTH = 40
_FIELD = re.compile(r'[\s,]*"([^"\\]{1,100})"\s*:\s*')
_FIRST_RECORD = re.compile(r"\[\s*(?=\{)")
_DECODER = json.JSONDecoder(strict=False)
# Seconds, milliseconds, microseconds or nanoseconds since 1970, of the years 2001 to 2096.
_EPOCH = re.compile(r"([1-3]\d{9}(?:\d{3}){0,3})(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Fielded:
    """The text of one record, normalised, and what the record states about it."""

    text: str
    declared: Declared


def read_fields(record: Mapping[str, Any], config: IngestConfig, left_out: Sequence[str] = ()) -> Fielded:
    """The text and declarations of `record`, by the configured names, else by those of `seeds/field_names.csv`.

    `left_out` are the names of fields that were not read at all.
    Raises RefusedError with rule `no_text_field` when no field can hold a text and `no_text` when it holds none.
    """
    text = normalise(_as_text(_value(record, "text", config)) or "")
    if not text.strip():
        _check_path(record, config)
        names = tuple(record)
        raise _no_text(text) if needed_columns(names, "text", config) else without_text_field(names, config)
    return Fielded(text, declared_by(record, config, left_out))


def declared_by(record: Mapping[str, Any], config: IngestConfig, left_out: Sequence[str] = ()) -> Declared:
    """What the fields of `record` declare about its text; what has no column of its own is `extra`."""
    used = {_field(record, role, config)[0] for role in ROLES}
    rest = ((str(name), value) for name, value in record.items() if name not in used)
    return Declared(
        url=_as_name(_value(record, "url", config)),
        title=_as_name(_value(record, "title", config)),
        authors=_as_names(_value(record, "authors", config)),
        published=_as_date(_value(record, "published", config)),
        publisher=_as_name(_value(record, "publisher", config)),
        language=_as_name(_value(record, "language", config)),
        extra=extra_of(rest, config, left_out),
    )


def extra_of(rest: Iterable[tuple[str, Any]], config: IngestConfig, left_out: Sequence[str] = ()) -> str | None:
    """The fields `rest` as a JSON object of at most `max_extra_bytes` and the names of those it has no room for.

    >>> extra_of([("section", "Harbour"), ("score", None), ("html", "<p>" * 9000)], IngestConfig())
    '{"section": "Harbour", "left_out": ["html"]}'
    """
    pieces, too_large, room = [], list(left_out), config.max_extra_bytes
    for name, value in rest:
        if value is None or value == "":
            continue
        piece = _as_json(name, value, room)
        if piece is None:
            too_large.append(name)
        else:
            pieces.append(piece)
            room -= len(piece.encode(UTF8, "replace"))
    if too_large:
        names = [name[:LISTED_LENGTH] for name in too_large[:LISTED]]
        pieces.append(f'"left_out": {json.dumps(names, ensure_ascii=False)}')
    return f"{{{', '.join(pieces)}}}".encode(UTF8, "replace").decode(UTF8) if pieces else None


def _as_json(name: str, value: Any, room: int) -> str | None:
    """The field as a member of a JSON object; None when it is longer than `room` bytes or cannot be JSON."""
    if isinstance(value, bytes) or (isinstance(value, str) and len(value) > room):
        return None
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False, default=str)
    except (ValueError, TypeError, RecursionError):
        return None
    piece = f"{json.dumps(name, ensure_ascii=False)}: {written}"
    return piece if len(piece.encode(UTF8, "replace")) <= room else None


def items_of(record: Mapping[str, Any], config: IngestConfig) -> Sequence[Any] | None:
    """The records that an envelope holds; None when `record` is a record itself, or nothing known.

    Envelopes are `{"articles": […]}`, `{"response": {"docs": […]}}`, `{"data": {one record}}` and, by keys of their
    own, `{"a1": {…}, "a2": {…}}`.
    """
    if _has_text(record, config):
        return None
    return _enclosed(record, config, ENVELOPES)


def envelope_start(text: str, at: int = 0) -> int | None:
    """Where the first record stands in the envelope that starts at `at` of `text`; None when it is no envelope.

    >>> envelope_start('{"status": "ok", "articles": [{"text"')
    30
    """
    at += 1
    for _ in range(MOST_ENVELOPE_FIELDS):
        field = _FIELD.match(text, at)
        if field is None:
            return None
        at = field.end()
        is_holder = "items" in _roles().get(_folded(field[1]), ())
        if is_holder and (first := _FIRST_RECORD.match(text, at)):
            return first.end()
        if is_holder and text.startswith("{", at):
            at += 1
            continue
        try:
            _, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return None
    return None


def _enclosed(record: Mapping[str, Any], config: IngestConfig, levels: int) -> Sequence[Any] | None:
    """The records at most `levels` deep in `record`, which has no text of its own."""
    for value in (record[key] for key in _keys(tuple(record), "items")):
        if isinstance(value, list) and any(map(_is_record, value)):
            return value
        if isinstance(value, Mapping) and levels:
            inner = [value] if _has_text(value, config) else _enclosed(value, config, levels - 1)
            if inner is not None:
                return inner
    values = list(record.values())
    are_records = bool(values) and all(map(_is_record, values)) and any(_has_text(value, config) for value in values)
    return values if are_records else None


def _has_text(record: Mapping[str, Any], config: IngestConfig) -> bool:
    return _as_text(_value(record, "text", config)) is not None


def unwrapped(value: Any) -> Any:
    """The record of a search engine's hit, `{"_id": …, "_source": {…}}`; anything else as it is."""
    is_hit = isinstance(value, Mapping) and "_id" in value and isinstance(value.get("_source"), Mapping)
    return value["_source"] if is_hit else value


def needed_columns(names: Sequence[str], role: str, config: IngestConfig) -> tuple[str, ...]:
    """Those of the columns `names` in which a value for `role` may be found."""
    if path := getattr(config, f"{role}_field"):
        return tuple(name for name in names if name in (path, path.partition(".")[0]))
    return (*_keys(tuple(names), role), *_keys(tuple(names), "nested"))


def _check_path(record: Mapping[str, Any], config: IngestConfig) -> None:
    """Raises RefusedError where the text was to be in a record within `record` that has no such field."""
    holder, _, name = (config.text_field or "").rpartition(".")
    inner = _follow(record, holder) if holder and config.text_field not in record else None
    if isinstance(inner, Mapping) and name not in inner:
        raise without_text_field([f"{holder}.{other}" for other in inner], config)


def without_text_field(names: Sequence[str], config: IngestConfig) -> RefusedError:
    """The refusal of a record or table whose fields `names` hold no text."""
    listed = ", ".join(str(name)[:LISTED_LENGTH] for name in names[:LISTED])
    wanted = f"no field {config.text_field}" if config.text_field else "no field known to hold a text"
    return RefusedError("no_text_field", f"{wanted} among: {listed or 'none'}; name it with text_field")


def is_header(line: str) -> bool:
    """Whether `line` is the header of a table of articles: at least two known names, one of them of a text.

    >>> is_header("id,title,body"), is_header("title, text and all that")
    (True, False)
    """
    names = [name.strip().strip('"') for name in line.strip().split(delimiter_of(line))]
    roles = {role for name in names for role in _roles().get(_folded(name), ())}
    return "text" in roles and len(roles & set(ROLES)) > 1


def delimiter_of(line: str) -> str:
    """The sign that separates the cells of the header `line`."""
    return max(DELIMITERS, key=line.count)


def _value(record: Mapping[str, Any], role: str, config: IngestConfig) -> Any:
    """The first usable value for `role` in `record` or in the records nested in it."""
    return _field(record, role, config)[1]


def _field(record: Mapping[str, Any], role: str, config: IngestConfig) -> tuple[str | None, Any]:
    """The field of `record` that states `role` and its value; a value in a nested record has no field of its own."""
    if path := getattr(config, f"{role}_field"):
        return (path if path in record else None), _follow(record, path)
    names = tuple(record)
    if role in _unstated(names):
        return None, None
    for key in _keys(names, role):
        if _is_usable(record[key], role):
            return key, record[key]
    for holder in (record[key] for key in _keys(names, "nested")):
        if isinstance(holder, Mapping):
            for key in _keys(tuple(holder), role):
                if _is_usable(holder[key], role):
                    return None, holder[key]
    return None, None


def _follow(record: Mapping[str, Any], path: str) -> Any:
    """The value at `path`: a key as it stands, or keys joined by dots."""
    if path in record:
        return record[path]
    value: Any = record
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _is_usable(value: Any, role: str) -> bool:
    return bool(value) and (role != "text" or _as_text(value) is not None)


def _no_text(text: str) -> RefusedError:
    return RefusedError("no_text", "the text field is empty; drop the record from the dump", excerpt=text)


def _is_record(value: Any) -> bool:
    return isinstance(value, Mapping)


def _as_text(value: Any) -> str | None:
    """A string as it is, bytes decoded, a list of strings as paragraphs; None for anything else."""
    if isinstance(value, bytes):
        decoded = decode(value)
        return decoded.text if decoded else None
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "\n\n".join(value)
    return None


def _as_name(value: Any) -> str | None:
    """A string for `value`: for an object such as `{"id": 3, "name": "The Herald"}` its name, for a list its first."""
    if isinstance(value, list):
        value = next((item for item in value if item), None)
    if isinstance(value, Mapping):
        value = next((value[key] for key in NAMES if value.get(key)), None)
    if value is None or isinstance(value, list | Mapping):
        return None
    return normalise(value if isinstance(value, str) else str(value)).strip() or None


def _as_date(value: Any) -> str | None:
    """A date as it is written; seconds or parts of seconds since 1970 as a date, and in MongoDB's wrapping too.

    >>> _as_date(1935655200), _as_date("1935655200000"), _as_date({"$date": "2031-05-04T10:00:00Z"}), _as_date("2031")
    ('2031-05-04T10:00:00Z', '2031-05-04T10:00:00Z', '2031-05-04T10:00:00Z', '2031')
    """
    while isinstance(value, Mapping) and (wrapped := next((value[key] for key in WRAPPED if value.get(key)), None)):
        value = wrapped
    written = _as_name(value)
    stamp = _EPOCH.fullmatch(written) if written else None
    if stamp is None:
        return written
    digits = stamp[1]
    seconds = int(digits) // 10 ** (len(digits) - SECONDS_DIGITS)
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%d}" if seconds % SECONDS_A_DAY == 0 else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _as_names(value: Any) -> tuple[str, ...]:
    """Author names: the members of a list, or the parts of a string between semicolons, bars or line ends."""
    if isinstance(value, str):
        value = value.replace("|", ";").replace("\n", ";").split(";")
    names = (_as_name(item) for item in (value if isinstance(value, list) else [value]))
    return tuple(name for name in names if name)


@lru_cache(_SEEN_KEYS)
def _keys(keys: tuple[str, ...], role: str) -> tuple[str, ...]:
    """Those of `keys` that can have `role`, best first."""
    ranks = _ranks()
    ranked = [(ranks[role, folded], key) for key in keys if (role, folded := _folded(key)) in ranks]
    return tuple(key for _, key in sorted(ranked, key=lambda pair: pair[0]))


def _folded(name: str) -> str:
    return name.lower().translate(_NO_SIGNS)


@lru_cache(_SEEN_KEYS)
def _unstated(keys: tuple[str, ...]) -> frozenset[str]:
    """Roles that a known dump with the fields `keys` does not state, whatever their names.

    >>> sorted(_unstated(("text", "timestamp", "url"))), sorted(_unstated(("text", "timestamp", "title")))
    (['published'], [])
    """
    have = {_folded(key) for key in keys}
    return frozenset(
        role for fields, is_whole, role in _conventions() if (have == fields if is_whole else have >= fields)
    )


@cache
def _conventions() -> tuple[tuple[frozenset[str], bool, str], ...]:
    rows = load_seed("dump_conventions", ("dump", "fields", "others", "unstated"), key=("dump", "unstated"))
    return tuple((frozenset(row["fields"].split()), row["others"] == "no", row["unstated"]) for row in rows)


@cache
def _ranks() -> dict[tuple[str, str], int]:
    rows = load_seed("field_names", ("role", "name"), key=("role", "name"))
    return {(row["role"], row["name"]): rank for rank, row in enumerate(rows)}


@cache
def _roles() -> dict[str, set[str]]:
    roles: dict[str, set[str]] = {}
    for role, name in _ranks():
        roles.setdefault(name, set()).add(role)
    return roles
