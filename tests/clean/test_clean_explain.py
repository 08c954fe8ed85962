import json

from newsquotes.clean import CleanConfig
from newsquotes.clean.explain import explain_document
from newsquotes.ids import stable_id

PAGE = """Home
Port Marrow closes its pier until the spring
By Ada Lind

The pier in Port Marrow will stay closed until spring, the council decided on Monday evening.
“Nobody wants an accident,” harbour master Ines Tarrow told the meeting in the old customs house.
Fishermen had asked for a shorter closure because the season for crab starts in late February.
Comments
Good riddance, I never liked that pier and its awful music in the summer months.
"""


def document(payload: str, kind: str) -> dict[str, object]:
    return {
        "document_id": stable_id(payload),
        "source_uri": "pages/one",
        "member": "",
        "format": kind,
        "declared_authors": [],
        "language_hint": None,
        "payload": payload,
    }


def test_every_line_has_its_label_and_rule() -> None:
    lines = explain_document(document(PAGE, "text"), config=CleanConfig())
    assert [line.number for line in lines] == [1, 2, 3, 5, 6, 7, 8, 9]
    assert [line.label for line in lines][2:] == ["byline", "body", "body", "body", "comment", "comment"]
    assert all(bool(line.rule) == (line.label != "body") for line in lines)
    printed = PAGE.splitlines()
    assert all(line.text == printed[line.number - 1] for line in lines)


def test_paragraphs_of_a_marked_up_page_are_found_among_its_visible_lines() -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in PAGE.splitlines()[4:7])
    markup = f"<html><body><nav>Home</nav><article><h1>Pier closes</h1>{paragraphs}</article></body></html>"
    lines = explain_document(document(markup, "html"), config=CleanConfig())
    body = [line for line in lines if line.label == "body"]
    assert [line.text for line in body] == PAGE.splitlines()[4:7]
    assert sorted(line.number for line in body) == [line.number for line in body]
    assert all(line.number for line in body)


def test_text_that_nobody_sees_is_called_so() -> None:
    text = "\n\n".join(PAGE.splitlines()[4:7])
    data = json.dumps({"@type": "NewsArticle", "articleBody": text})
    markup = f'<html><head><script type="application/ld+json">{data}</script></head><body>Home</body></html>'
    lines = explain_document(document(markup, "html"), config=CleanConfig())
    assert [(line.label, line.rule) for line in lines] == [("navigation", "boilerplate_phrase")] + 3 * [
        ("body", "linked_data")
    ]
    assert [line.number for line in lines] == [1, 2, 4, 6]
