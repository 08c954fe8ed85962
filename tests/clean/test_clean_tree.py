"""Pages are parsed as trafilatura parses them."""

import pytest
from lxml.etree import tostring
from trafilatura import load_html

from newsquotes.clean.tree import parse_page


@pytest.mark.parametrize(
    "payload",
    [
        "<!DOCTYPE html><html><head><title>Tide tables</title></head><body><p>High water at six.</p></body></html>",
        '<?xml version="1.0" encoding="utf-8"?><html><body><p>Ebb – at noon.</p><form><input></form></body></html>',
        "<!DOCTYPE html PUBLIC '-//W3C//DTD/'><html lang='en'/><body><p>One</p><!-- two --><p>Three</p></body>",
        "<div>Only a part of a page</div><div>and another</div>",
        "<p>one element</p>",
        "no markup at all",
        "<html><body><p>a\ufffeb</p><table><td>x</table></body></html>",
        "<html><body><p>a\uffff\x0bb\ufffd</p></body></html>",
        pytest.param(f"<!DOCTYPE html><html><body>{'<p>Ebb</p>' * 900}</body></html>", id="one long line"),
        pytest.param(f"<!DOCTYPE html>{'<p>Ebb</p>' * 900}\n<p>Flood</p>", id="a long first line"),
        pytest.param(f"<html lang='en' />\n{'<p>Ebb</p>' * 900}\n<html/><p>– Flood</p>", id="a fault on a long page"),
    ],
)
def test_tree_is_that_of_trafilatura(payload: str) -> None:
    ours, theirs = parse_page(payload), load_html(payload)
    assert (ours is None) == (theirs is None)
    if ours is not None:
        assert tostring(ours) == tostring(theirs)


@pytest.mark.parametrize("payload", ["", " ", "<!-- -->", "\x00"])
def test_nothing_is_no_page(payload: str) -> None:
    assert parse_page(payload) is None


def test_elements_are_of_one_class() -> None:
    tree = parse_page("<html><body><form><input><label>x</label></form><p>y</p></body></html>")
    assert tree is not None
    assert len({type(element) for element in tree.iter()}) == 1
