"""Whoever breaks a principle cannot excuse it unseen: by comments, the file of waivers, or the file of known findings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git

CONSTITUTION = """# Rules

Version 1.0.0 · ratified 2026-11-20

## SEC-001 No eval

- **Level:** MUST
- **Applies to:** `src/**`
- **Constraint:** Code MUST NOT call `eval`.
- **Rationale:** it runs what users type

```yaml check
forbid: { text: 'eval\\(' }
```

```python bad
eval(x)
```

```python good
parse(x)
```
"""
TERMS = "SEC-001: it is only {} (agent, until 2099-01-31)"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository that keeps its constitution."""
    files = {"constitutions/rules.md": CONSTITUTION, "src/app.py": "x = parse(y)\n", ".gitignore": ".harness/\n"}
    monkeypatch.chdir(Repository.create(tmp_path / "project", files).folder)
    return Repository(tmp_path / "project")


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    code = guarded(root, ["check", "--report", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)["constitution"]


def told(results: dict) -> list[tuple[str | None, int, bool]]:
    return [(one["trouble"], one["used"], one["added"]) for one in results["waivers"]]


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize(
    "files",
    [
        {"src/bad.py": f"eval(x)  # waive {TERMS}\n"},
        {"src/bad.py": f"# waive {TERMS}\neval(x)\n"},
        {"src/bad.py": "eval(x)\n", "constitutions/waivers.md": f"- {TERMS.replace(':', ' `src/bad.py`:')}\n"},
    ],
)
def test_a_waiver_beside_its_own_violation_is_no_pass_and_is_told_as_added(tree, capsys, files, committed):
    tree.write(files)
    if committed:
        tree.commit()
    _, results = check(capsys)
    assert [one["outcome"] for one in results["principles"]] == ["waived"]
    assert told(results) == [(None, 1, True)]
    guarded(root, ["check"])
    assert "ADDED BY THIS CHANGE" in " ".join(capsys.readouterr().out.split())


def test_a_copy_of_an_accepted_waiver_is_told_as_added(tree, capsys):
    line = f"eval(x)  # waive {TERMS}\n"
    tree.write({"src/bad.py": line})
    tree.commit()
    tree.write({"src/bad.py": f"\n{line}{line.replace('x', 'z', 1)}"})
    _, results = check(capsys)
    assert sorted(one["added"] for one in results["waivers"]) == [False, True]


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        (f's = "# waive {TERMS}"; eval(x)', None),
        (f"'''\n# waive {TERMS}\n'''; eval(x)", None),
        (f"eval(x)  # wa\u200bive {TERMS}", None),
        ("eval(x)  # waive SEC-001", "malformed"),
        ("eval(x)  # waive SEC-001: trust me", "malformed"),
        ("eval(x)  # waive SEC\u200b-001: fine (agent, until 2099-01-31)", "malformed"),
        ("eval(x)  # waive SEC-001: fine (agent, until 2099-02-30)", "malformed"),
        ("eval(x)  # waive *: fine (agent, until 2099-01-31)", "blanket"),
        ("eval(x)  # waive SEC-001, SEC-002: fine (agent, until 2099-01-31)", "blanket"),
        ("eval(x)  # waive SEC-001: fine (agent, until 2020-01-31)", "expired"),
        ("eval(x)  # waive SEC-002: fine (agent, until 2099-01-31)", "unknown-principle"),
        (f"# waive {TERMS}\n\neval(x)", "unused"),
        (f"eval(x)\n# waive {TERMS}", "unused"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_is_no_waiver_excuses_nothing(tree, capsys, line, trouble, ending):
    (tree.folder / "src/bad.py").write_bytes(line.replace("\n", ending).encode())
    code, results = check(capsys)
    assert code == 1
    assert [one["outcome"] for one in results["principles"]] == ["violation"]
    assert [one["trouble"] for one in results["waivers"]] == ([trouble] if trouble else [])


def test_a_waiver_in_trouble_ends_with_1_even_where_nothing_else_is_wrong(tree, capsys):
    tree.write({"src/app.py": f"x = parse(y)  # waive {TERMS}\n"})
    code, results = check(capsys)
    assert code == 1
    assert told(results) == [("unused", 0, True)]


def test_what_was_added_after_a_revision_counts_and_older_findings_do_not(tree, capsys):
    tree.write({"src/old.py": "eval(x)\n"})
    tree.commit()
    assert check(capsys, "--new-since", "HEAD")[0] == 0
    tree.write({"src/old.py": "import os\n\n\neval(x)\n"})
    assert check(capsys, "--new-since", "HEAD")[0] == 0
    tree.write({"src/old.py": "eval(x)\neval(x)\n"})
    code, results = check(capsys, "--new-since", "HEAD")
    assert code == 1
    assert [one["standing"] for one in results["principles"][0]["findings"]] == ["known", "counts"]
