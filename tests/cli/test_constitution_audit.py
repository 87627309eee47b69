"""``harness constitution audit`` as a user meets it: a matrix that claims too much does not get through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from tests.support.constitutions import write, write_at
from tests.support.findings import DB

CONSTITUTION = r"""# Bank

Version 1.0.0 · ratified 2026-11-20

## SEC-001 Bound parameters

- **Level:** MUST
- **CWE:** CWE-89
- **Applies to:** `src/**/*.py`
- **Constraint:** Queries MUST use bound parameters.
- **Rationale:** a query built from input lets the input rewrite the query

```yaml check
forbid:
  text: '\.execute\(f"'
require:
  text: '\.execute\("[^"]*", '
```

```python bad
db.execute(f"select {x}")
```

```python good
db.execute("select ?", (x,))
```
"""
MATRIX = """# 15 of 15 principles, 0 gaps

### CWE-89: SQL Injection

| File | Line | Description |
|------|------|-------------|
| `src/db.py` | 2 | parameterised query in `find` |
| [db.py](../src/db.py#L6) | | bound |
| src/\x68idden.py | 3 | gone |
| All routers | N/A | fine |
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one principle that one file both breaks and shows, and a matrix that says all is well."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write_at(tmp_path, "harness.toml", "")
    write(tmp_path, main=CONSTITUTION)
    write_at(tmp_path, "src/db.py", DB)
    write_at(tmp_path, "docs/matrix.md", MATRIX)
    return tmp_path


def audit(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = guarded(root, ["constitution", "audit", *arguments])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def old_matrix(project: Path) -> Path:
    assert guarded(root, ["check", "--report", "matrix-json", "--output", "old.json"]) == 1
    return project / "old.json"


def test_every_row_that_is_not_valid_is_told_worst_first(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = audit(capsys, "docs/matrix.md")
    assert code == 1
    assert text.splitlines() == [
        "docs/matrix.md:7: contradicts: src/db.py:2",
        "    CWE-89 (MUST): src/db.py:2 breaks SEC-001",
        "docs/matrix.md:9: missing file: src/hidden.py:3",
        "    CWE-89 (MUST): there is no such file in the tree",
        "docs/matrix.md:10: unconfirmed: no file",
        "    CWE-89 (MUST): no file is named: 'All routers'",
        "4 rows: 1 contradicts, 1 missing file, 1 unconfirmed, 1 valid; 0 principles",
        "without a row",
    ]


def test_a_moved_row_says_where_to_and_a_principle_without_a_row_is_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_at(project, "m.md", "## SEC-001\n| File | Line |\n|---|---|\n| src/db.py | 1 |\n")
    code, text = audit(capsys, "m.md")
    assert (code, text.splitlines()[:2]) == (
        0, ["m.md:4: moved: src/db.py:1 is src/db.py:6 now", "    SEC-001 (MUST): what shows it stands there now"],
    )  # fmt: skip
    write_at(project, "m.md", "## CWE-22\n| File | Line |\n|---|---|\n| src/db.py | 1 |\n")
    code, text = audit(capsys, "m.md")
    assert code == 4
    assert "m.md:1: without a row: SEC-001 Bound parameters\n    MUST, CWE-89: violation today\n" in text


def test_the_result_is_there_for_machines(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = audit(capsys, "docs/matrix.md", "--report", "json")
    found = json.loads(text)
    assert (code, found["exit_code"], found["path"], found["unclaimed"]) == (1, 1, "docs/matrix.md", [])
    assert [row["truth"] for row in found["rows"]] == ["contradicts", "valid", "missing file", "unconfirmed"]
    assert found["rows"][0]["place"] == {"path": "docs/matrix.md", "line": 7}


def test_the_matrix_that_harness_writes_is_valid(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(root, ["check", "--report", "matrix", "--output", "docs/own.md"]) == 1
    capsys.readouterr()
    assert audit(capsys, "docs/own.md") == (0, "1 row: 1 valid; 0 principles without a row\n")


def test_an_older_matrix_is_compared_with_today(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old_matrix(project)
    capsys.readouterr()
    assert audit(capsys, "old.json") == (0, "1 row of evidence in old.json: 1 live\n")
    write_at(project, "src/db.py", f"# one more\n{DB}")
    code, text = audit(capsys, "old.json")
    assert (code, text.splitlines()[0]) == (0, "src/db.py:6: moved: src/db.py:7 now")
    write_at(project, "src/db.py", DB.replace("(name,)", "(name.strip(),)"))
    code, text = audit(capsys, "old.json")
    assert (code, "suspect" in text, "its code has changed since" in text) == (4, True, True)
    write_at(project, "src/db.py", "\n")
    code, text = audit(capsys, "old.json", "--report", "json")
    assert (code, json.loads(text)["rows"][0]["fate"]) == (1, "gone")


def test_a_matrix_of_json_that_shows_nothing_is_undecided(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = old_matrix(project)
    old.write_text(json.dumps(json.loads(old.read_text()) | {"rows": []}))
    capsys.readouterr()
    assert audit(capsys, "old.json") == (4, "0 rows of evidence in old.json: none\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# nothing\n", "has no row with a file"),
        ("{}", "is no matrix of ours: tool_version: Field required"),
        ("{", "is no matrix of ours"),
        ("[1]", "has no row with a file"),
    ],
)
def test_a_document_that_claims_nothing_is_a_mistake(
    project: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    write_at(project, "m.md", text)
    code, out = audit(capsys, "m.md")
    assert (code, said in out, "hint: " in out) == (2, True, True)


def test_a_matrix_of_a_newer_harness_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = old_matrix(project)
    old.write_text(old.read_text().replace('"schema_version": 1', '"schema_version": 9'))
    code, out = audit(capsys, "old.json")
    assert (code, "has schema 9, and this harness knows 1" in out) == (2, True)


def test_a_matrix_that_is_not_there_is_a_mistake(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(capsys, "gone.md")[0] == 2


def test_a_matrix_outside_the_project_is_named_as_it_was_typed(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "m.md"
    outside.write_text("## SEC-001\n| File | Line |\n|---|---|\n| src/db.py | 2 |\n")
    code, text = audit(capsys, str(outside))
    assert (code, text.startswith(f"{outside}:4: contradicts: src/db.py:2\n")) == (1, True)


def test_nothing_that_a_matrix_says_commands_the_terminal(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_at(project, "m.md", "## SEC-001\n| File | Line |\n|---|---|\n| a\u202e\u200b&#27;[2J.py | x&#27;[2J |\n")
    _, text = audit(capsys, "m.md")
    assert "\x1b" not in text
    assert "\u202e" not in text
