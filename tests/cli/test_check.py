"""``harness check`` as a user meets it: real files, the real matcher, a record of each run."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from harness.adapters.records import latest_run, load_run
from harness.cli.boundary import guarded
from harness.cli.root import root
from tests.support.repositories import Repository

HEAD = "# Web constitution\n\nVersion 1.0.0 · ratified 2026-11-20\n\n"
SQL = """## SEC-002 Parameterised SQL

- **Level:** MUST
- **CWE:** CWE-89
- **Applies to:** `src/**/*.py`
- **Constraint:** Database queries MUST use bound parameters; they MUST NOT be built from strings.
- **Pattern:** pass values as the second argument of `execute`
- **Rationale:** a query built from input lets the input rewrite the query

```yaml check
forbid:
  language: python
  any:
    - pattern: $DB.execute(f"$$$")
require:
  language: python
  at-least-one: { pattern: "$DB.execute($SQL, $PARAMS)" }
```

```python bad
db.execute(f"select * from t where id = {user_id}")
```

```python good
db.execute("select * from t where id = ?", (user_id,))
```
"""
TODO = """## DOC-001 No leftovers

- **Level:** SHOULD
- **Constraint:** Files SHOULD NOT hold the word FIXME.
- **Rationale:** leftovers are forgotten

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
GOOD = 'def find(db, id):\n    return db.execute("select * from t where id = ?", (id,))\n'
BAD = 'def find(db, id):\n    return db.execute(f"select * from t where id = {id}")\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    write(folder, "constitutions/web.md", HEAD + SQL + "\n" + TODO)
    write(folder, "src/app.py", GOOD)
    monkeypatch.chdir(folder)
    return folder


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = guarded(root, ["check", *arguments])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    code = guarded(root, ["check", "--report", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)["constitution"]


def outcomes(results: dict) -> dict[str, str]:
    return {one["id"]: one["outcome"] for one in results["principles"]}


# --- verdicts -----------------------------------------------------------------------------------------------------------


def test_a_tree_that_keeps_its_constitution_ends_with_0_and_little_is_said(project, capsys):
    code, shown = check(capsys)
    assert code == 0
    assert "SEC-002" not in shown
    assert len(shown.splitlines()) < 10


def test_a_violation_ends_with_1_and_stands_at_its_line_with_an_excerpt(project, capsys):
    write(project, "src/bad.py", BAD)
    code, shown = check(capsys)
    assert code == 1
    assert "src/bad.py:2:12" in shown
    assert "^^^^" in shown
    assert "a query built from input lets the input rewrite the query" in " ".join(shown.split())
    assert all(len(line) <= 80 for line in shown.splitlines() if "/" not in line)


def test_what_is_required_and_nowhere_ends_with_4(project, capsys):
    write(project, "src/app.py", "x = 1\n")
    code, results = as_json(capsys)
    assert (code, outcomes(results)["SEC-002"]) == (4, "gap")


def test_a_should_that_is_violated_is_told_and_ends_with_0(project, capsys):
    write(project, "src/todo.py", "# FIXME\n")
    code, shown = check(capsys)
    assert code == 0
    assert "src/todo.py:1" in shown


def test_a_file_that_does_not_parse_ends_with_4_and_is_listed(project, capsys):
    write(project, "src/broken.py", "def f(:\n")
    code, shown = check(capsys)
    assert code == 4
    assert "src/broken.py" in shown
    _, results = as_json(capsys)
    assert outcomes(results)["SEC-002"] == "unverified"
    assert "src/broken.py" in [one["path"] for one in results["manifest"]["skipped"]]


def test_without_a_constitution_there_is_nothing_to_check_against(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, shown = check(capsys)
    assert code == 2
    assert shown.startswith("error: there is no constitution")


def test_where_no_file_is_looked_at_nothing_is_decided(project, capsys):
    write(project, "constitutions/web.md", HEAD + SQL)
    (project / "src/app.py").unlink()
    assert check(capsys)[0] == 4


def test_principles_without_checks_are_unverified_and_name_what_they_leave_uncovered(project, capsys):
    spare = SQL[: SQL.index("```yaml check")]
    write(project, "constitutions/web.md", HEAD + spare)
    code, results = as_json(capsys)
    assert (code, outcomes(results)) == (4, {"SEC-002": "unverified"})
    assert results["uncovered"] == ["CWE-89"]


def test_every_mistake_of_a_constitution_is_one_line_and_ends_with_2(project, capsys):
    wrong = SQL.replace("CWE-89", "CWE-x").replace("pattern: $DB", "patern: $DB").replace("MUST\n", "MUSTN'T\n")
    write(project, "constitutions/web.md", HEAD + wrong)
    code, shown = check(capsys)
    assert code == 2
    assert "Traceback" not in shown
    assert shown.count("constitutions/web.md:") >= 2


def test_a_check_that_stopped_working_is_no_pass(project, capsys):
    write(project, "constitutions/web.md", HEAD + SQL.replace('execute(f"$$$")', 'exekute(f"$$$")'))
    code, results = as_json(capsys)
    assert (code, outcomes(results)) == (4, {"SEC-002": "unverified"})


def test_comments_cannot_switch_a_check_off(project, capsys):
    write(
        project, "src/bad.py", f"# ast-grep-ignore\n{BAD.splitlines()[0]}\n    # ast-grep-ignore\n{BAD.splitlines()[1]}"
    )
    assert check(capsys)[0] == 1


def test_what_git_ignores_and_the_configuration_leaves_out_is_told(project, capsys):
    Repository(project).git("init", "--quiet")
    write(project, ".gitignore", "src/out/\n")
    write(project, "harness.toml", '[check]\nexclude = ["src/old/**"]\n')
    write(project, "src/out/bad.py", BAD)
    write(project, "src/old/bad.py", BAD)
    code, results = as_json(capsys)
    assert code == 0
    told = {one["path"]: one["reason"] for one in results["manifest"]["skipped"]}
    assert told["src/out"] == "ignored by git"
    assert told["src/old/bad.py"] == "excluded by the configuration"


# --- what is recorded -----------------------------------------------------------------------------------------------------


def test_every_check_is_recorded_and_the_record_agrees_with_itself(project, capsys):
    Repository(project).git("init", "--quiet")
    check(capsys)
    run = load_run(latest_run(project))
    assert run.constitution is not None
    assert run.constitution.manifest.scanned == 1
    assert [one.path for one in run.documents] == ["constitutions/web.md"]
    assert run.tree is not None
    assert guarded(root, ["verify-run"]) == 0


def test_a_record_can_be_shown_again(project, capsys):
    write(project, "src/bad.py", BAD)
    first = check(capsys)[1]
    assert guarded(root, ["report"]) == 0
    assert capsys.readouterr().out == first


def test_nothing_that_did_not_change_is_looked_at_again(project, capsys):
    cold = as_json(capsys)[1]["manifest"]
    warm = as_json(capsys)[1]["manifest"]
    assert (cold["cached"], warm["cached"]) == (0, warm["scanned"])
    anew = as_json(capsys, "--no-cache")[1]["manifest"]
    assert anew["cached"] == 0


def test_a_warm_run_says_the_same_as_a_cold_one(project, capsys):
    write(project, "src/bad.py", BAD)
    write(project, "src/broken.py", "def f(:\n")
    cold, warm = as_json(capsys)[1], as_json(capsys)[1]
    assert cold["principles"] == warm["principles"]


# --- what does not count ----------------------------------------------------------------------------------------------------


WAIVER = "  # waive SEC-002: reviewed by hand (ann, until 2999-01-31)\n"


def test_a_waiver_excuses_its_line_and_is_told_as_added_by_the_change(project, capsys):
    Repository(project).git("init", "--quiet")
    Repository(project).commit("one")
    write(project, "src/bad.py", BAD.rstrip("\n") + WAIVER)
    code, results = as_json(capsys)
    assert (code, outcomes(results)["SEC-002"]) == (0, "waived")
    assert [(one["owner"], one["used"], one["added"]) for one in results["waivers"]] == [("ann", 1, True)]
    assert "ADDED BY THIS CHANGE" in " ".join(check(capsys)[1].split())


def test_a_waiver_that_was_there_before_the_change_is_not_told_as_added(project, capsys):
    Repository(project).git("init", "--quiet")
    write(project, "src/bad.py", BAD.rstrip("\n") + WAIVER)
    Repository(project).commit("one")
    write(project, "src/new.py", GOOD)
    assert [one["added"] for one in as_json(capsys)[1]["waivers"]] == [False]


@pytest.mark.parametrize(
    "waiver",
    [
        "# waive SEC-002: reviewed (ann, until 2001-01-31)",
        "# waive SEC-002: reviewed (ann)",
        "# waive SEC-002",
        "# waive all: reviewed (ann, until 2999-01-31)",
    ],
)
def test_a_waiver_in_trouble_excuses_nothing(project, capsys, waiver):
    write(project, "src/bad.py", BAD.rstrip("\n") + f"  {waiver}\n")
    code, results = as_json(capsys)
    assert (code, outcomes(results)["SEC-002"]) == (1, "violation")


def test_a_waiver_that_excuses_nothing_ends_with_1(project, capsys):
    write(project, "src/app.py", GOOD.rstrip("\n") + WAIVER)
    assert check(capsys)[0] == 1


def test_a_baseline_lets_an_old_code_base_start_today_and_only_shrinks(project, capsys):
    write(project, "src/old.py", BAD)
    assert check(capsys, "--baseline", "known.json")[0] == 2
    assert check(capsys, "--baseline", "known.json", "--write-baseline")[0] == 0
    write(project, "src/old.py", f"\n\n{BAD}")
    assert check(capsys, "--baseline", "known.json")[0] == 0
    write(project, "src/new.py", BAD)
    code, shown = check(capsys, "--baseline", "known.json", "--write-baseline")
    assert code == 1
    assert "src/new.py:2" in shown
    assert "src/old.py:4" not in shown
    (project / "src/old.py").unlink()
    (project / "src/new.py").unlink()
    assert check(capsys, "--baseline", "known.json", "--write-baseline")[0] == 0
    assert json.loads((project / "known.json").read_text())["findings"] == []


def test_only_what_is_new_since_a_revision_counts(project, capsys):
    Repository(project).git("init", "--quiet")
    write(project, "src/old.py", BAD)
    Repository(project).commit("one")
    assert check(capsys)[0] == 1
    assert check(capsys, "--new-since", "HEAD")[0] == 0
    write(project, "src/new.py", BAD)
    code, shown = check(capsys, "--new-since", "HEAD")
    assert code == 1
    assert "src/new.py:2" in shown
    code, shown = check(capsys, "--new-since", "nowhere")
    assert code == 2
    assert "nowhere" in shown


def test_paths_narrow_down_what_counts(project, capsys):
    write(project, "src/bad/one.py", BAD)
    assert check(capsys, "src/bad")[0] == 1
    assert check(capsys, "src/app.py")[0] == 0
    assert check(capsys, ".")[0] == 1
    assert check(capsys, "nowhere")[0] == 2
    assert check(capsys, "/")[0] == 2


# --- what is shown ----------------------------------------------------------------------------------------------------------


def test_an_agent_is_told_what_to_put_right(project, capsys):
    write(project, "src/bad.py", BAD)
    code, shown = check(capsys, "--for-agent", "--most", "1")
    assert code == 1
    for wanted in ("SEC-002", "src/bad.py:2", "pass values as the second argument of `execute`"):
        assert wanted in shown


def test_a_principle_is_explained(project, capsys):
    code, shown = check(capsys, "--explain", "SEC-002")
    assert code == 0
    assert "they MUST NOT be built from strings" in " ".join(shown.split())
    assert "src/app.py:2" in shown
    code, shown = check(capsys, "--explain", "SEC-003")
    assert code == 2
    assert "SEC-002" in shown


def test_how_precise_a_principle_is_comes_with_its_explanation(project, capsys):
    path = project / "constitutions/web.md"
    where = "- **Constraint:** Database"
    path.write_text(path.read_text().replace(where, f"- **Precision:** very high (12 of 12 findings)\n{where}"))
    assert "very high (12 of 12 findings)" in " ".join(check(capsys, "--explain", "SEC-002")[1].split())


def test_the_matrix_shows_each_place_that_keeps_a_principle(project, capsys):
    code = guarded(root, ["check", "--report", "matrix-csv"])
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert code == 0
    assert any("src/app.py" in row and "SEC-002" in row for row in rows)


def test_annotations_for_github_stand_at_their_lines(project, capsys):
    write(project, "src/bad.py", BAD)
    assert "::error file=src/bad.py,line=2" in check(capsys, "--report", "github")[1]


def test_an_unknown_report_is_refused_before_anything_is_done(project, capsys):
    code, shown = check(capsys, "--report", "matrx")
    assert code == 2
    assert "matrix" in shown
    assert not (project / ".harness").exists()


# --- fixes ------------------------------------------------------------------------------------------------------------------


YAML_LOAD = """## PY-001 Safe loading

- **Level:** MUST
- **Constraint:** YAML MUST be loaded with `safe_load`.
- **Rationale:** other loaders run code

```yaml check
forbid:
  language: python
  pattern: yaml.load($X)
  fix: yaml.safe_load($X)
  safe: true
```

```python bad
yaml.load(text)
```

```python good
yaml.safe_load(text)
```
"""


def test_safe_fixes_are_shown_as_a_diff_then_applied(project, capsys):
    write(project, "constitutions/web.md", HEAD + YAML_LOAD)
    write(project, "src/app.py", "import yaml\nx = yaml.load(open('a'))\n")
    code, shown = check(capsys, "--diff")
    assert code == 1
    assert "+x = yaml.safe_load(open('a'))" in shown
    assert "yaml.load" in (project / "src/app.py").read_text()
    code, shown = check(capsys, "--fix")
    assert code == 0
    assert (project / "src/app.py").read_text() == "import yaml\nx = yaml.safe_load(open('a'))\n"


# --- hostile trees ----------------------------------------------------------------------------------------------------------


def test_files_that_nobody_can_check_are_named_and_nothing_hangs(project, capsys):
    with (project / "src/huge.py").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    (project / "src/binary.py").write_bytes(bytes(range(256)))
    (project / "src/loop.py").symlink_to("loop.py")
    os.mkfifo(project / "src/pipe.py")
    code, results = as_json(capsys)
    assert (code, outcomes(results)["SEC-002"]) == (4, "unverified")
    told = {one["path"] for one in results["manifest"]["skipped"]}
    assert {"src/huge.py", "src/binary.py", "src/loop.py", "src/pipe.py"} <= told


def test_a_rule_that_matches_everything_is_bounded(project, capsys):
    everything = SQL.replace('    - pattern: $DB.execute(f"$$$")', "    - kind: identifier").replace(
        'require:\n  language: python\n  at-least-one: { pattern: "$DB.execute($SQL, $PARAMS)" }\n', ""
    )
    write(project, "constitutions/web.md", HEAD + everything)
    write(project, "src/many.py", "x = 1\n" * 20_000)
    code, shown = check(capsys)
    assert code in (1, 4)
    assert len(shown) < 50_000


def test_a_regular_expression_that_others_never_finish_is_harmless(project, capsys):
    slow = TODO.replace("text: FIXME", "text: '(a+)+$'").replace("FIXME later", "aaaa")
    write(project, "constitutions/web.md", HEAD + slow)
    write(project, "src/app.py", f"# {'a' * 100_000}!\n")
    assert check(capsys)[0] == 0


def test_an_interrupt_leaves_nothing_behind_and_ends_with_4(project):
    for number in range(300):
        write(project, f"src/part/m{number}.py", BAD * 200 + f"# {number}\n")
    running = subprocess.Popen(
        [sys.executable, "-m", "harness", "check"],
        cwd=project,
        env={**os.environ, "TMPDIR": str(project.parent), "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    while not [path for path in project.parent.iterdir() if path.name.startswith("harness-")]:
        assert running.poll() is None
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)
    shown = running.communicate(timeout=30)[0].decode()
    assert running.returncode == 4
    assert "Traceback" not in shown
    assert {path.name for path in project.parent.iterdir()} <= {"project", "cache"}


def test_a_file_that_changes_while_it_is_checked_is_seen_in_one_state(project, capsys):
    stop = threading.Event()

    def flip() -> None:
        while not stop.is_set():
            for text in (BAD, GOOD):
                draft = project / "src/.draft"
                draft.write_text(text)
                draft.rename(project / "src/app.py")

    changing = threading.Thread(target=flip)
    changing.start()
    try:
        for _ in range(3):
            code, results = as_json(capsys, "--no-cache")
            (sql,) = [one for one in results["principles"] if one["id"] == "SEC-002"]
            found = [line for one in sql["findings"] for line in one["lines"]]
            shown = [line for one in sql["evidence"] for line in one["lines"]]
            assert (code, found, shown) in [(1, [BAD.splitlines()[1]], []), (0, [], [GOOD.splitlines()[1]])]
    finally:
        stop.set()
        changing.join()


def test_checks_that_run_at_once_share_a_cache_and_say_the_same(project):
    write(project, "src/bad.py", BAD)
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "harness", "check", "--report", "json"],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    shown = [one.communicate(timeout=60)[0] for one in running]
    assert [one.returncode for one in running] == [1, 1, 1]
    assert len({json.dumps(json.loads(text)["constitution"]["principles"]) for text in shown}) == 1
    assert len(list((project / ".harness/runs").iterdir())) == 3


def test_nothing_in_the_tree_changes_how_it_is_checked(project, capsys):
    write(project, "src/bad.py", BAD)
    write(project, "sgconfig.yml", "ruleDirs: [none]\n")
    write(project, ".ignore", "src/\n")
    write(project, "ruff.toml", 'exclude = ["*"]\n')
    write(project, "src/sgconfig.yml", "ruleDirs: [none]\n")
    assert check(capsys)[0] == 1


def test_what_a_file_means_where_it_lies_is_not_answered_for_its_twin_elsewhere(project, capsys):
    """Warm as cold: a relative name means another module in another folder."""
    layers = """## LAY-001 Views know no adapters

- **Level:** MUST
- **Constraint:** Modules MUST NOT import the adapters.
- **Rationale:** layers

```yaml check
forbid: { import: { of: app.adapters } }
```

```python bad app/views.py
from .adapters import db
```

```python good app/views.py
from .models import thing
```
"""
    write(project, "constitutions/web.md", HEAD + layers)
    for path in ("app/m.py", "app/x/y/m.py"):
        write(project, path, "from .adapters import db\n")
    cold, warm = as_json(capsys), as_json(capsys)
    assert cold[0] == warm[0] == 1
    assert cold[1]["principles"] == warm[1]["principles"]


def test_a_check_may_lean_on_a_list_of_the_project(project, capsys):
    known_bad = """## DEP-001 No known-bad packages

- **Level:** MUST
- **Constraint:** The project MUST NOT depend on packages that are known to be bad.
- **Rationale:** they are

```yaml check
forbid: { dependency: { list: known-bad.txt } }
```

```text bad requirements.txt
evil==1.0
```

```text good requirements.txt
kind==1.0
```
"""
    write(project, "constitutions/web.md", HEAD + known_bad)
    write(project, "known-bad.txt", "evil==1.0 # it steals\n")
    write(project, "requirements.txt", "kind==2.0\n")
    assert check(capsys)[0] == 0
    write(project, "requirements.txt", "evil==1.0\n")
    assert check(capsys)[0] == 1
    assert guarded(root, ["constitution", "test"]) == 0
