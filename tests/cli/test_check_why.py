"""``harness check --why PATH:LINE`` tells what was found at a place and, if nothing was, what kept it from being reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from tests.support.constitutions import write_at

HEAD = "# Web constitution\n\nVersion 1.0.0 · ratified 2026-11-20\n\n"
SQL = """## SEC-002 Parameterised SQL

- **Level:** MUST
- **CWE:** CWE-89
- **Applies to:** `src/**/*.py`
- **Constraint:** Database queries MUST use bound parameters; they MUST NOT be built from strings.

```yaml check
forbid:
  language: python
  pattern: $DB.execute(f"$$$")
```

```python bad
db.execute(f"select * from t where id = {user_id}")
```

```python good
db.execute("select * from t where id = ?", (user_id,))
```

## DOC-001 No leftovers

- **Level:** SHOULD
- **Constraint:** Files SHOULD NOT hold the word FIXME.

```yaml check
forbid: { text: FIXME }
```

```text bad
FIXME later
```

```text good
done
```
"""
BAD = 'def find(db, id):\n    return db.execute(f"select * from t where id = {id}")\n\n\ndef done():\n    pass\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    write_at(folder, "constitutions/web.md", HEAD + SQL)
    write_at(folder, "src/app.py", BAD)
    monkeypatch.chdir(folder)
    return folder


def why(capsys: pytest.CaptureFixture[str], place: str, *more: str) -> tuple[int, str]:
    code = guarded(root, ["check", "--why", place, *more])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def words(text: str) -> str:
    return " ".join(text.split())


def test_what_was_found_there_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = why(capsys, "src/app.py:2")
    assert code == 1
    assert said.startswith("src/app.py:2\n    | return db.execute(f")
    assert "broken here\nviolation   SEC-002  Parameterised SQL" in said
    assert "  src/app.py:2:12  in find" in said
    assert "SEC-002, DOC-001: looked at this file (pattern, text), and matches nothing else in this line" in words(said)
    assert max(len(line) for line in said.splitlines()) <= 80


def test_the_exit_code_is_that_of_the_check(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_at(project, "src/app.py", "pass\n")
    assert why(capsys, "src/app.py:1")[0] == 0


def test_where_nothing_was_found_the_checks_that_looked_are_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = why(capsys, "src/app.py:6")
    assert "nothing is reported here" in said
    assert "SEC-002, DOC-001: looked at this file (pattern, text), and matches nothing" in words(said)


def test_a_principle_that_does_not_apply_to_the_file_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_at(project, "lib/db.py", BAD)
    _, said = why(capsys, "lib/db.py:2")
    assert "SEC-002: does not apply to this file, only to src/**/*.py" in words(said)


def test_a_file_that_no_check_looks_at_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_at(project, "constitutions/web.md", HEAD + SQL.partition("## DOC-001")[0])
    write_at(project, "notes.txt", "buy milk\n")
    _, said = why(capsys, "notes.txt:1")
    assert "no check looks at this file" in said


def test_a_file_that_is_left_out_says_why(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_at(project, "harness.toml", '[check]\nexclude = ["src/old/"]\n')
    write_at(project, "src/old/a.py", BAD)
    assert "the file is not checked: excluded by the configuration" in words(why(capsys, "src/old/a.py:2")[1])
    assert "the file is not checked: a document of principles" in words(why(capsys, "constitutions/web.md:1")[1])
    write_at(project, "node_modules/a.js", "x")
    assert "the file is not checked: not the project's own" in words(why(capsys, "node_modules/a.js:1")[1])


def test_a_link_is_not_checked_itself(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "src/link.py").symlink_to("app.py")
    assert "broken here" in why(capsys, "src/link.py:2")[1]


def test_a_waived_finding_is_told_with_its_waiver(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waived = BAD.replace('{id}")', '{id}")  # waive SEC-002: ids are numbers here (ann, until 2099-01-31)')
    write_at(project, "src/app.py", waived)
    code, said = why(capsys, "src/app.py:2")
    assert code == 0
    assert "standing waived by ann until 2099-01-31: ids are numbers here" in words(said)


def test_a_known_finding_and_one_elsewhere_are_told_apart(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guarded(root, ["check", "--baseline", "known.json", "--write-baseline"])
    capsys.readouterr()
    assert "standing was known before" in words(why(capsys, "src/app.py:2", "--baseline", "known.json")[1])
    write_at(project, "lib/a.py", "pass\n")
    assert "standing was not asked for" in words(why(capsys, "src/app.py:2", "lib")[1])


def test_a_file_in_doubt_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_at(project, "src/app.py", "def f(:\n")
    code, said = why(capsys, "src/app.py:1")
    assert code == 4
    assert "in doubt\n  src/app.py:1: " in said
    assert "(SEC-002)" in said


def test_a_place_is_meant_from_the_folder_where_it_is_typed(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_at(project, "harness.toml", "")
    monkeypatch.chdir(project / "src")
    assert why(capsys, "app.py:2")[1].startswith("src/app.py:2\n")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("src/app.py", "'src/app.py' is no place in a file"),
        ("src/app.py:", "'src/app.py:' is no place in a file"),
        (":3", "':3' is no place in a file"),
        ("src/app.py:two", "'src/app.py:two' is no place in a file"),
        ("src/app.py:²", "'src/app.py:²' is no place in a file"),
        ("src/app.py:-1", "'src/app.py:-1' is no place in a file"),
        ("src/app.py:0", "'src/app.py' has no line 0"),
        ("src/app.py:7", "'src/app.py' has no line 7"),
        ("src/app.py:99999999999999", "is no place in a file"),
        ("src/gone.py:1", "'src/gone.py' does not exist"),
        ("src:1", "'src' is no file"),
        ("../other.py:1", "'../other.py' does not exist"),
        ("", "'' is no place in a file"),
    ],
)
def test_what_is_no_place_is_refused_before_anything_is_checked(
    place: str, said: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = why(capsys, place)
    assert code == 2
    assert said in shown
    assert len(shown.splitlines()) == 2
    assert not (project / ".harness/runs").exists()


def test_a_file_outside_the_project_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_at(project.parent, "other.py", "pass\n")
    assert why(capsys, "../other.py:1")[0] == 2


def test_an_empty_file_has_one_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_at(project, "src/empty.py", "")
    assert why(capsys, "src/empty.py:1")[0] == 1
    assert "has no line 2" in why(capsys, "src/empty.py:2")[1]
