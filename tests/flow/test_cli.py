"""The command line: every command is documented, answers fast, and tells bad arguments in one clear line."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from newsquotes.schemas import PUBLISHED

COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]
LIGHT_COMMANDS = ["clean", "annotate", "find", "show", "diff", "describe"]
TEXT = "The bridge will open in May, the mayor, Ottoline Brask, said. “It will hold,” she said."
Write = Callable[[str, str | bytes], Path]


def newsquotes(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_the_commands_are_those_of_the_readme() -> None:
    assert COMMANDS == ["run", "clean", "annotate", "check", "report", "find", "show", "diff", "describe", "serve"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example_in_its_help(command: str) -> None:
    code, text = newsquotes(command, "--help")
    assert code == 0
    assert f"Example: newsquotes {command}" in text


def test_the_exit_codes_are_documented() -> None:
    assert all(
        code in newsquotes("--help")[1]
        for code in ("0 done", "1 an input", "2 wrong", "3 the", "4 `diff`", "130 inter")
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["run"], "Missing argument"),
        (["run", "x", "--workers", "0"], "--workers"),
        (["run", "x", "--batch-size", "many"], "--batch-size"),
        (["annotate", "a.jsonl", "b.jsonl", "--kinds", "reported"], "'reported' is no kind"),
        (["show", "first"], "valid integer"),
        (["serve", "x"], "--cron"),
    ],
)
def test_wrong_arguments_are_told(arguments: list[str], told: str) -> None:
    code, text = newsquotes(*arguments)
    assert code == 2
    assert told in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["show", "1", "--data-dir", "{tmp}"], "there is no dataset"),
        (["find", "late", "--data-dir", "{tmp}"], "there is no dataset"),
        (["report", "--data-dir", "{tmp}"], "there is no report yet"),
        (["check", "--data-dir", "{tmp}"], "there is no dataset"),
        (["diff", "{tmp}", "{tmp}"], "is no dataset"),
        (["run", "{tmp}", "--known-speakers", "{tmp}/none.csv"], "no such file"),
        (["run", "{tmp}", "--speaker-aliases", "{tmp}/none.csv"], "no such file"),
        (["annotate", "{tmp}/none.jsonl", "{tmp}/out.jsonl"], "cannot be read"),
        (["clean", "{tmp}/none"], "no such file or folder"),
        (["run", "{tmp}/none", "--data-dir", "{tmp}/data"], "no such file or folder"),
        (["run", "{tmp}", "--config", "{tmp}/none.toml"], "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(tmp_path: Path, arguments: list[str], told: str) -> None:
    code, text = newsquotes(*(argument.format(tmp=tmp_path) for argument in arguments))
    assert code == 1
    assert told in text
    assert text.strip().count("\n") == 0


@pytest.mark.parametrize("option", ["--known-speakers", "--speaker-aliases"])
def test_a_bad_table_of_speakers_is_told_before_any_page_is_read(option: str, write: Write, tmp_path: Path) -> None:
    table = write("who.csv", "nom,id\nJoren Vael,Q1\n")
    code, text = newsquotes("run", tmp_path / "none", option, table, "--data-dir", tmp_path / "data")
    assert code == 1
    assert "who.csv: column name" in text
    assert text.strip().count("\n") == 0


def test_fields_of_a_dump_can_be_named(write: Write, tmp_path: Path) -> None:
    texts = write("in.jsonl", json.dumps({"corpo": TEXT * 3, "capo": {"titolo": "Bridge to Open"}}) + "\n")
    out = tmp_path / "out.jsonl"
    told = newsquotes("clean", texts, "--out", out)[1]
    assert told.startswith("in.jsonl line-1: no field known to hold a text among: corpo, capo"), (
        "the place is told once"
    )
    assert "[no_text_field]" in told
    newsquotes("clean", texts, "--out", out, "--text-field", "corpo", "--title-field", "capo.titolo")
    assert json.loads(out.read_text(encoding="utf-8"))["title"] == "Bridge to Open"


@pytest.mark.parametrize("command", ["", *LIGHT_COMMANDS])
def test_light_commands_import_neither_prefect_nor_great_expectations(
    command: str, write: Write, checkout: Path, tmp_path: Path
) -> None:
    """The module list is taken after a real call of each command, not only after its help."""
    texts = write("in.jsonl", json.dumps({"id": 1, "text": TEXT}) + "\n")
    calls = {
        "": ["--help"],
        "clean": ["clean", str(texts), "--out", str(tmp_path / "clean.jsonl")],
        "annotate": ["annotate", str(texts), str(tmp_path / "out.jsonl")],
        "find": ["find", "late", "--data-dir", str(tmp_path)],
        "show": ["show", "1", "--data-dir", str(tmp_path)],
        "diff": ["diff", str(tmp_path), str(tmp_path)],
        "describe": ["describe"],
    }
    code = (
        "import sys\nfrom flows.cli import main\n"
        f"try:\n    main({calls[command]!r})\nexcept SystemExit:\n    pass\n"
        "heavy = [m for m in ('prefect', 'great_expectations') if m in sys.modules]\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_help_needs_no_table_library(checkout: Path) -> None:
    """What `--help` loads decides how fast it answers; its time itself is printed by the start-up benchmark."""
    code = (
        "import sys\nfrom flows.cli import main\n"
        "try:\n    main(['run', '--help'])\nexcept SystemExit:\n    pass\n"
        "sys.exit(', '.join({'polars', 'pyarrow', 'spacy', 'trafilatura'} & sys.modules.keys()) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True, check=False)
    assert ran.stderr == ""


def test_clean_tells_apart_pages_of_one_name(write: Write, tmp_path: Path) -> None:
    for folder in ("north", "south"):
        (tmp_path / "web" / folder).mkdir(parents=True)
        (tmp_path / "web" / folder / "index.txt").write_text(f"{TEXT * 3} It is in the {folder}.", encoding="utf-8")
    newsquotes("clean", tmp_path / "web", "--out", tmp_path / "out.jsonl")
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [record["id"] for record in records] == ["index.txt"] * 2
    assert [record["source"] for record in records] == ["web/north/index.txt", "web/south/index.txt"]


def test_annotate_gives_offsets_into_the_text_as_given(write: Write, tmp_path: Path) -> None:
    texts = write("in.jsonl", "".join(json.dumps({"id": name, "text": TEXT}) + "\n" for name in ("a", "b")))
    code, told = newsquotes("annotate", texts, tmp_path / "out.jsonl")
    assert code == 0
    assert "2 texts written" in told
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [record["id"] for record in records] == ["a", "b"]
    for quote in (quote for record in records for quote in record["quotes"]):
        assert TEXT[quote["start"] : quote["end"]] == quote["text"]
    direct = [quote for quote in records[0]["quotes"] if quote["kind"] == "direct"]
    assert [(quote["text"], quote["speaker"]) for quote in direct] == [("It will hold", "Ottoline Brask")]


def test_annotate_looks_for_the_kinds_asked_for(write: Write, tmp_path: Path) -> None:
    texts = write("in.jsonl", json.dumps({"id": 1, "text": TEXT}))
    assert newsquotes("annotate", texts, tmp_path / "out.jsonl", "--kinds", "direct")[0] == 0
    (record,) = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert {quote["kind"] for quote in record["quotes"]} == {"direct"}


def test_annotate_gives_the_same_bytes_whatever_the_number_of_workers(write: Write, tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "text": f"“Bus {n} runs again,” said Ana Roe of Nor."}) for n in range(40)]
    texts = write("in.jsonl", "\n".join(lines))
    for workers in ("1", "2"):
        assert newsquotes("annotate", texts, tmp_path / workers, "--workers", workers)[0] == 0
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert len((tmp_path / "2").read_text().splitlines()) == 40


def test_annotate_tells_broken_lines_and_writes_the_others(write: Write, tmp_path: Path) -> None:
    texts = write("in.jsonl", '{"id": 1, "text": "A."}\n{"id": 2}\nno json\n[1]\n{"id": 5, "text": null}\n')
    code, told = newsquotes("annotate", texts, tmp_path / "out.jsonl")
    assert code == 1
    assert all(f"in.jsonl:{number}:" in told for number in (2, 3, 4, 5))
    assert "text is missing; it has id" in told
    assert "1 text written, 4 inputs or parts left out" in told
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 1


def test_annotate_leaves_no_half_file(tmp_path: Path, write: Write) -> None:
    code, told = newsquotes("annotate", write("in.jsonl", "{}"), tmp_path / "no" / "folder" / "out.jsonl")
    assert code == 1
    assert "cannot be written" in told


@pytest.mark.parametrize("options", [("annotate",), ("clean", "--out"), ("clean", "--explain", "--out")])
def test_no_input_is_replaced_by_what_is_made_of_it(write: Write, tmp_path: Path, options: tuple[str, ...]) -> None:
    texts = write("in.jsonl", '{"id": 1, "text": "A."}\n')
    folder = tmp_path if options[0] == "clean" else texts
    command, *rest = options
    code, told = newsquotes(command, folder, *rest, texts)
    assert code == 1
    assert "is one of the inputs and would be replaced" in told
    assert texts.read_text().startswith('{"id": 1')


def test_clean_writes_one_line_an_article(write: Write, tmp_path: Path) -> None:
    body = f"{TEXT} " + "The work took two winters and cost more than the council had planned. " * 8
    page = write("page.txt", f"Bridge to open in May\n\n{body}\n\nRead more\n")
    code, told = newsquotes("clean", page, "--out", tmp_path / "out.jsonl")
    assert code == 0, told
    (record,) = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert (record["id"], record["part"], record["title"]) == ("page.txt", 0, "Bridge to open in May")
    assert "Read more" not in record["text"]


def test_clean_explains_every_line(write: Write, tmp_path: Path) -> None:
    page = write("page.txt", "Home\n" + "The pier in Port Marrow will stay closed until spring, the council said. " * 4)
    code, told = newsquotes("clean", page, "--explain", "--out", tmp_path / "why.txt")
    assert (code, told.splitlines()[-1]) == (0, "1 page written")
    lines = [line.split(None, 3) for line in (tmp_path / "why.txt").read_text().splitlines()[1:]]
    assert [line[:2] for line in lines] == [["1", "navigation"], ["2", "body"]]


@pytest.mark.parametrize(("language", "articles"), [("de", 0), ("en", 1)])
def test_clean_accepts_the_languages_that_are_asked_for(
    write: Write, tmp_path: Path, language: str, articles: int
) -> None:
    page = write("page.txt", "The pier in Port Marrow will stay closed until spring, the council said. " * 4)
    newsquotes("clean", page, "--language", language, "--out", tmp_path / "out.jsonl")
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == articles


def test_clean_tells_what_gave_no_article(write: Write, tmp_path: Path) -> None:
    code, told = newsquotes("clean", write("empty.txt", ""), "--out", tmp_path / "out.jsonl")
    assert code == 0
    assert "[empty_file]" in told


def test_describe_names_every_table() -> None:
    text = newsquotes("describe")[1]
    assert all(f"## {name}" in text for name in PUBLISHED)
