"""``harness constitution review`` as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from tests.support.constitutions import write_at

CONSTITUTION = """# Ours

Version 1.0.0 · ratified 2026-11-20

## REV-001 Limits are those that were agreed

- **Level:** MUST
- **Applies to:** `src/*.py`
- **Constraint:** The limits of payments MUST be those agreed with the bank.
- **Rationale:** the agreement is on paper

```yaml check
require:
  review: the numbers are those of the agreement
```

## SEC-001 No debugger

- **Level:** SHOULD
- **Constraint:** Code SHOULD NOT call the debugger.
- **Rationale:** it stops the service

```yaml check
forbid: { text: breakpoint }
```

```python bad
breakpoint()
```

```python good
print()
```
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one principle that people have to look after."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".harness/cache"))
    write_at(tmp_path, "harness.toml", "")
    write_at(tmp_path, "constitutions/main.md", CONSTITUTION)
    write_at(tmp_path, "src/limits.py", "MOST = 100\n")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    code = guarded(root, [*words])
    shown = capsys.readouterr()
    return code, (shown.out + shown.err).splitlines()


def review(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    return run(capsys, "constitution", "review", *words)


def test_it_shows_what_there_is_to_confirm(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = review(capsys, "REV-001")
    assert code == 5
    assert lines[:3] == [
        "REV-001 Limits are those that were agreed (MUST): not confirmed",
        "  The limits of payments MUST be those agreed with the bank.",
        "  to confirm: the numbers are those of the agreement",
    ]
    assert lines[3].startswith("  1 file, content ")
    assert lines[4:] == [
        "    src/limits.py",
        "  hint: look at it, then `harness constitution review REV-001 --by NAME`",
    ]


def test_a_confirmation_is_kept_until_the_content_changes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = review(capsys, "REV-001", "--by", "Ann  Lee", "--note", "page 3")
    assert code == 0
    assert lines[0].startswith("REV-001 Limits are those that were agreed (MUST): confirmed by Ann Lee on 20")
    kept = (project / "constitutions/reviews.md").read_text()
    assert "| Ann Lee | 20" in kept
    assert "| page 3 |" in kept
    assert review(capsys)[0] == 0
    assert run(capsys, "check")[0] == 0
    write_at(project, "src/limits.py", "MOST = 1000\n")
    code, lines = review(capsys)
    assert (code, lines[0]) == (5, "REV-001 Limits are those that were agreed (MUST): was confirmed for other content")


def test_the_check_is_undecided_until_somebody_confirms(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = run(capsys, "check")
    assert code == 4
    assert any("nobody has confirmed it" in line for line in lines)
    review(capsys, "REV-001", "--by", "Ann")
    assert run(capsys, "check")[0] == 0


def test_of_many_files_the_first_are_listed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(30):
        write_at(project, f"src/m{number}.py", "")
    assert "    and 11 more" in review(capsys)[1]
    assert len(review(capsys, "REV-001")[1]) == 36


def test_what_cannot_be_read_cannot_be_confirmed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "src/huge.py").write_bytes(b"#" * (9 << 20))
    assert any(line.startswith("    src/huge.py: too large") for line in review(capsys, "REV-001")[1])
    code, lines = review(capsys, "REV-001", "--by", "Ann")
    assert code == 4
    assert lines[0].startswith("error: `src/huge.py` cannot be confirmed: too large")
    assert not (project / "constitutions/reviews.md").exists()


def test_where_nothing_is_there_nothing_can_be_confirmed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "src/limits.py").unlink()
    code, lines = review(capsys, "REV-001", "--by", "Ann")
    assert (code, lines[0]) == (2, "error: 'REV-001' applies to no file, so there is nothing to confirm")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("REV-002",), "error: there is no principle 'REV-002'"),
        (("SEC-001",), "error: 'SEC-001' asks for no review"),
        (("REV-001", "--by", " "), "error: nobody is named who confirms it"),
        (("--by", "Ann"), "Error: name the principle that is confirmed: harness constitution review ID --by NAME"),
        (("REV-001", "--note", "x"), "Error: --note goes with --by"),
    ],
)
def test_what_makes_no_sense_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    code, lines = review(capsys, *words)
    assert code == 2
    assert said in lines


def test_a_row_that_confirms_nothing_stops_review_and_check(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_at(project, "constitutions/reviews.md", "| REV-001 | yes | Ann | 2026-11-20 | |\n")
    for words in (("constitution", "review"), ("check",)):
        code, lines = run(capsys, *words)
        assert code == 2
        assert lines[0] == "error: constitutions/reviews.md:1: 'yes' is no digest of a content"


def test_without_any_review_there_is_nothing_to_show(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_at(project, "constitutions/main.md", CONSTITUTION.replace("review: the numbers", "text: the numbers"))
    code, lines = review(capsys)
    assert (code, lines[0]) == (2, "error: no principle asks for a review")
