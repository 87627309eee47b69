"""Attacks on what an agent is told over MCP: no tool, asked however, tells anything of a sealed card or from outside."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.app.mcp_answers import MOST_BYTES, answer
from harness.app.mcp_tools import tools
from harness.errors import HarnessError, UsageError
from tests.support.gated import FAILED, OPEN, PASSED, Gated
from tests.support.projects import card
from tests.support.veiled import ID, LOG, PATH, SECRETS, STEPS, TITLE, leaks, sealed

pytestmark = pytest.mark.requires_git
NOT_SHOWN = "nothing lies there that may be shown"
FORBIDS = """
## CODE-003 Nothing secret

- **Level:** MUST
- **Constraint:** No file MUST hold secret words.

```yaml check
forbid:
  text: { pattern: 'secretmilk|sealed words|TODO-QUIET|SECRET' }
```

```text bad
SECRET
```

```text good
fine
```
"""


@pytest.fixture
def gated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gated:
    """A project with a sealed card that failed, and a principle that its text breaks."""
    return with_failure(sealed(tmp_path, monkeypatch))


def with_failure(gated: Gated) -> Gated:
    text = (gated.folder / "constitutions/main.md").read_text()
    gated.write("constitutions/main.md", text + FORBIDS)
    gated.cards({"TODO-ADD": PASSED, "TODO-SHOW": PASSED, ID: FAILED})
    return gated


def asked(gated: Gated, name: str, **arguments: object) -> str:
    """What a tool answers, or the error that an agent is told."""
    (tool,) = (one for one in tools(gated.folder) if one.name == name)
    try:
        return tool.answer(arguments)
    except HarnessError as error:
        return f"{error.what}\n{error.hint}"


def read(gated: Gated, name: str, **arguments: object) -> dict[str, Any]:
    """What a tool answers."""
    (tool,) = (one for one in tools(gated.folder) if one.name == name)
    return dict(json.loads(tool.answer(arguments)))


def everything(gated: Gated) -> Iterator[str]:
    """What all tools answer to questions that could lead to the card."""
    yield asked(gated, "gate_status")
    yield asked(gated, "requirement", id="FR-002")
    yield asked(gated, "requirement", id="FR-00")
    yield asked(gated, "check")
    yield asked(gated, "check", everything=True)
    yield asked(gated, "check", paths=[PATH, "bin/todo", LOG], everything=True)
    yield asked(gated, "lint_card", path=PATH)
    yield asked(gated, "lint_card", path="testcards")
    yield asked(gated, "lint_card", path=LOG)
    yield asked(gated, "lint_card", text=card("TODO-NEW", verifies="FR-002"))
    yield asked(gated, "explain", topic="CODE-003")
    yield asked(gated, "explain", topic="TODO-QUIE")


def test_what_is_attacked_is_there(gated: Gated) -> None:
    assert leaks((gated.folder / PATH).read_text()) != []
    assert leaks(gated.harness("gate").out) != []
    found = gated.harness("check", "--fail-on", "never").out + gated.harness("check").out
    assert "CODE-003" in found


def test_no_tool_tells_of_a_sealed_card(gated: Gated) -> None:
    assert [leaks(text) for text in everything(gated)] == [[]] * 12


def test_a_sealed_card_that_was_edited_stays_hidden(gated: Gated) -> None:
    gated.edit(PATH, "secretmilk", "secretmilk SECRET")
    assert [leaks(text) for text in everything(gated)] == [[]] * 12


def test_a_sealed_card_that_cannot_be_read_stays_hidden(gated: Gated) -> None:
    gated.edit(PATH, "surface: terminal", "surface: [secretmilk")
    assert [leaks(text) for text in everything(gated)] == [[]] * 12


def test_a_sealed_card_under_another_path_stays_hidden(gated: Gated) -> None:
    (gated.folder / PATH).rename(gated.folder / "testcards/other.md")
    assert [leaks(text) for text in everything(gated)] == [[]] * 12
    assert NOT_SHOWN in asked(gated, "lint_card", path="testcards/other.md")
    assert leaks(asked(gated, "check", paths=["testcards/other.md"], everything=True)) == []


def test_a_sealed_card_that_was_moved_and_spoilt_stays_hidden(gated: Gated) -> None:
    spoilt = (gated.folder / PATH).read_text().replace("surface: terminal", "surface: [secretmilk")
    (gated.folder / PATH).unlink()
    gated.write("testcards/other.md", spoilt)
    assert [leaks(text) for text in everything(gated)] == [[]] * 12
    assert NOT_SHOWN in asked(gated, "lint_card", path="testcards/other.md")


def test_a_sealed_card_that_goes_by_another_id_stays_hidden(gated: Gated) -> None:
    gated.edit(PATH, ID, "TODO-LOUD")
    gated.cards({"TODO-LOUD": OPEN})
    for text in everything(gated):
        assert leaks(text) == []
        assert "TODO-LOUD" not in text


def _absolute(gated: Gated) -> str:
    return str(gated.folder / PATH)


def _around(gated: Gated) -> str:
    return f"bin/../testcards//./hidden/../{PATH.removeprefix('testcards/')}"


def _from_outside(gated: Gated) -> str:
    return f"../{gated.folder.name}/{PATH}"


def _link(gated: Gated) -> str:
    (gated.folder / "testcards/open.md").symlink_to("hidden/quiet-words.md")
    return "testcards/open.md"


def _link_elsewhere(gated: Gated) -> str:
    (gated.folder / "notes.md").symlink_to(PATH)
    return "notes.md"


def _folder_link(gated: Gated) -> str:
    (gated.folder / "testcards/way").symlink_to("hidden")
    return "testcards/way/quiet-words.md"


def _hard_link(gated: Gated) -> str:
    os.link(gated.folder / PATH, gated.folder / "testcards/hard.md")
    return "testcards/hard.md"


def _hard_link_elsewhere(gated: Gated) -> str:
    os.link(gated.folder / PATH, gated.folder / "hard.txt")
    return "hard.txt"


def _copy_of_the_id(gated: Gated) -> str:
    gated.write("testcards/copy.md", (gated.folder / PATH).read_text())
    return "testcards/copy.md"


def _other_case(gated: Gated) -> str:
    name = "testcards/Hidden/Quiet-Words.md"  # as if a file system that knows no case had found it so
    gated.write(name, (gated.folder / PATH).read_text().replace(ID, "TODO-LOUD"))
    return name


def _other_unicode(gated: Gated) -> str:
    name = "testcards/hidden/\N{FULLWIDTH LATIN SMALL LETTER Q}uiet-words.md"
    gated.write(name, (gated.folder / PATH).read_text().replace(ID, "TODO-LOUD"))
    return name


@pytest.mark.parametrize(
    "way",
    [
        _absolute,
        _around,
        _from_outside,
        _link,
        _link_elsewhere,
        _folder_link,
        _hard_link,
        _hard_link_elsewhere,
        _copy_of_the_id,
        _other_case,
        _other_unicode,
    ],
)
def test_no_way_leads_to_a_sealed_card(gated: Gated, way: Callable[[Gated], str]) -> None:
    path = way(gated)
    for name, arguments in (
        ("lint_card", {"path": path}),
        ("check", {"paths": [path]}),
        ("check", {"paths": [path], "everything": True}),
        ("check", {}),
    ):
        assert leaks(asked(gated, name, **arguments)) == [], (name, arguments)
    assert NOT_SHOWN in asked(gated, "lint_card", path=path)


@pytest.mark.parametrize("path", [PATH, "testcards/none.md", LOG])
def test_nobody_learns_whether_a_card_is_sealed_or_not_there(gated: Gated, path: str) -> None:
    assert asked(gated, "lint_card", path=path).startswith(NOT_SHOWN)
    assert asked(gated, "check", paths=[path]).startswith(NOT_SHOWN)


def test_the_id_of_a_sealed_card_cannot_be_found_by_trying(gated: Gated) -> None:
    known, unknown = (read(gated, "lint_card", text=card(id)) for id in (ID, "TODO-NOBODY"))
    assert known == unknown
    taken = read(gated, "lint_card", text=card("TODO-ADD"))
    assert "testcards/add.md" in str(taken["mistakes"])


@pytest.mark.parametrize("log", ["{}\n", '{"card": "TODO-QUIET', "\0\n"])
def test_where_the_log_of_seals_cannot_be_read_every_card_is_sealed(gated: Gated, log: str) -> None:
    gated.write(LOG, log)
    for text in everything(gated):
        assert leaks(text) == []
        assert "TODO-ADD" not in text
        assert "Keep a list" not in text
    assert NOT_SHOWN in asked(gated, "lint_card", path="testcards/add.md")


def test_a_log_of_seals_that_is_a_link_hides_every_card(gated: Gated) -> None:
    (gated.folder / LOG).unlink()
    (gated.folder / LOG).symlink_to("/dev/null")
    assert NOT_SHOWN in asked(gated, "lint_card", path="testcards/add.md")


def test_a_card_whose_seal_was_lifted_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gated = sealed(tmp_path, monkeypatch, lifted=True)
    found = read(gated, "lint_card", path=PATH)
    assert any("secretmilk" in one["text"] for one in found["lines"])
    assert TITLE in asked(gated, "requirement", id="FR-002")


def test_other_cards_are_shown_beside_a_sealed_one(gated: Gated) -> None:
    found = read(gated, "requirement", id="FR-002")
    evidence = sorted((one["id"], one["state"]) for one in found["evidence"])
    assert evidence == [("TODO-SHOW", "pass"), ("a sealed card", "fail")]
    assert found["state"] == "failing"


def test_a_gate_says_that_a_sealed_card_failed_and_what_it_verifies(gated: Gated) -> None:
    found = read(gated, "gate_status")
    assert "a sealed card failed; it verifies FR-002" in json.dumps(found["reasons"])


def test_an_error_in_a_document_names_no_sealed_card(gated: Gated) -> None:
    gated.write("waivers.toml", f'[[waivers]]\nid = "{ID} {TITLE}"\nscope = "card {ID}"\n')
    assert leaks(asked(gated, "gate_status")) == []


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../outside.py", "bin/../../outside.py", "out.py", "way/outside.py", "~/x", "", "a\0b", "x" * 4000],
)
def test_nothing_outside_of_the_project_is_read(gated: Gated, path: str) -> None:
    outside = gated.folder.parent / "outside.py"
    outside.write_text("SECRET = 'eval'\n")
    (gated.folder / "out.py").symlink_to(outside)
    (gated.folder / "way").symlink_to(gated.folder.parent)
    text = asked(gated, "check", paths=[path], everything=True)
    assert "SECRET" not in text
    assert "findings" not in text
    (tool,) = (one for one in tools(gated.folder) if one.name == "check")
    with pytest.raises(UsageError):
        tool.answer({"paths": [path]})
    assert "root:" not in asked(gated, "lint_card", path=path or "x")


def test_nothing_is_written(gated: Gated) -> None:
    def state() -> dict[str, bytes]:
        files = (path for path in gated.folder.rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in files if "/.git/objects/" not in str(path)}

    before = state()
    list(everything(gated))
    assert state() == before


def test_an_answer_is_bounded_and_says_what_it_left_out(gated: Gated) -> None:
    gated.write(
        "bin/many", "#!/bin/sh\n" + 'eval "$1" # a long line indeed, to fill up the answer that is given\n' * 500
    )
    text = asked(gated, "check", paths=["bin/many"], everything=True)
    found = json.loads(text)
    assert len(text.encode()) <= MOST_BYTES
    assert found["left_out"]["findings"] + len(found["findings"]) >= 100


def test_what_cannot_be_cut_is_left_out_whole() -> None:
    assert json.loads(answer({f"key{number}": "ä" * 2_000 for number in range(30)}, str))["left_out"] == "everything"


def test_what_files_hold_cannot_command_a_terminal_or_be_read_unseen() -> None:
    text = answer({"said": "a\x1b[31mb\u202ec\nd"}, str)
    assert "\\x1b" in json.loads(text)["said"]
    assert json.loads(text)["said"].endswith("\nd")


def test_what_an_error_quotes_cannot_be_read_unseen_either(gated: Gated) -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
    gated.write("constitutions/main.md", FORBIDS.replace("pattern:", f"pat\u202etern{hidden}:"))
    said = asked(gated, "check", paths=["bin/todo"]) + asked(gated, "explain", topic="a\u202eb")
    assert "tern" in said
    assert not [letter for letter in said if letter == "\u202e" or ord(letter) >= 0xE0000]


def test_the_secrets_are_those_of_the_card() -> None:
    assert set(leaks(STEPS)) < set(SECRETS)
