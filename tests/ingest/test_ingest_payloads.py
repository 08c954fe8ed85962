"""Payloads in memory that frames share one after the other: what is held stays as it is, what is let go is used."""

import pytest

from newsquotes.ingest import payloads
from newsquotes.ingest.payloads import Blocks, Payloads


@pytest.fixture
def mapped(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the pieces of memory that are asked for."""
    sizes: list[int] = []
    monkeypatch.setattr(payloads, "mapped", lambda size, map_=payloads.mapped: (sizes.append(size), map_(size))[1])
    return sizes


def column_of(blocks: Blocks, *texts: bytes):
    """A column of the texts."""
    filled = Payloads(blocks)
    for text in texts:
        filled.add(text)
    return filled.column()


@pytest.mark.parametrize("texts", [(), (b"",), (b"one", b"", "zwölf “x”".encode()), (b"x" * 5000, b"y" * 40)])
def test_column_holds_the_texts(texts: tuple[bytes, ...]) -> None:
    assert [each.encode() for each in column_of(Blocks(4096), *texts)] == list(texts)


def test_column_that_is_held_stays_as_it_is() -> None:
    blocks = Blocks(4096)
    held = [column_of(blocks, b"page %d" % number, b"x" * 3000) for number in range(9)]
    part = held.pop().slice(0, 1)
    column_of(blocks, b"another", b"z" * 3500)
    assert [column[0] for column in held] == [f"page {number}" for number in range(8)]
    assert part.to_list() == ["page 8"]


def test_memory_that_is_let_go_is_used_again(mapped: list[int]) -> None:
    blocks = Blocks(4096)
    for number in range(9):
        column = column_of(blocks, b"page %d with a text of its own" % number)
        assert column.to_list() == [f"page {number} with a text of its own"]
    assert mapped == [4096, 4096]  # one is filled while the one before is still held


def test_memory_grows_with_what_is_larger_than_a_block(mapped: list[int]) -> None:
    blocks = Blocks(4096)
    column = column_of(blocks, b"a" * 4000, b"b" * 4000, b"c")
    assert column.str.len_bytes().to_list() == [4000, 4000, 1]
    assert column.to_list()[1:] == ["b" * 4000, "c"]
    assert mapped == [4096, 16_000]


@pytest.mark.parametrize("broken", [(), (0,), (39,), (3, 4, 5), (7, 8, 15, 16), range(40)])
def test_payloads_that_are_not_utf8_are_found(broken: tuple[int, ...]) -> None:
    filled = Payloads(Blocks(4096))
    for number in range(40):
        filled.add(f"grüß {number}".encode("latin-1" if number in broken else "utf-8"))
    assert filled.not_utf8() == list(broken)
    assert filled.read(7) == "grüß 7".encode("latin-1" if 7 in broken else "utf-8")
    expected = [None if number in broken else f"grüß {number}" for number in range(40)]
    assert filled.column(filled.not_utf8()).to_list() == expected
