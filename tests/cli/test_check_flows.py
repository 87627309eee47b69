"""``harness check`` follows values through a project: what it shows of a flow, and why it shows none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from tests.support.constitutions import write_at

CONSTITUTION = """# Web constitution

Version 1.0.0 · ratified 2026-11-20

## FLOW-001 Requests write no SQL

- **Level:** MUST
- **CWE:** CWE-89
- **Applies to:** `src/**`
- **Constraint:** What a request brings MUST NOT become part of an SQL statement.
- **Rationale:** whoever writes the statement reads the database

```yaml check
forbid:
  dataflow: sql
```

```python bad
import sqlite3
from flask import Flask, request
app = Flask(__name__)

@app.route("/accounts")
def accounts():
    return str(sqlite3.connect("bank.db").execute("select " + request.args["q"]).fetchall())
```

```python good
import sqlite3
from flask import Flask, request
app = Flask(__name__)

@app.route("/accounts")
def accounts():
    return str(sqlite3.connect("bank.db").execute("select ?", (request.args["q"],)).fetchall())
```
"""
APP = """\
from flask import Flask, request

from lib.queries import by_name, find

app = Flask(__name__)


@app.route("/accounts")
def accounts():
    name = request.args.get("name", "")
    query = by_name(name)
    return str(find(query))
"""
QUERIES = """\
import sqlite3


def by_name(name):
    return "select * from account where owner = '%s'" % name


def find(query):
    db = sqlite3.connect("bank.db")
    return db.execute(query).fetchall()
"""
HEAD = """\
import sqlite3
from flask import Flask, request
app = Flask(__name__)
db = sqlite3.connect("bank.db")
"""
ROUTE = '@app.route("/accounts")\ndef accounts():\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    write_at(folder, "constitutions/web.md", CONSTITUTION)
    write_at(folder, "src/app.py", APP)
    write_at(folder, "lib/__init__.py", "")
    write_at(folder, "lib/queries.py", QUERIES)
    monkeypatch.chdir(folder)
    return folder


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = guarded(root, ["check", *arguments])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def result(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    code = guarded(root, ["check", "--report", "json", *arguments])
    (found,) = json.loads(capsys.readouterr().out)["constitution"]["principles"]
    return code, found


def why(project: Path, capsys: pytest.CaptureFixture[str], body: str, mark: str) -> str:
    """What is told of the line with a mark in a route of one file, in one line."""
    text = HEAD + ROUTE + "".join(f"    {line}\n" for line in body.splitlines())
    write_at(project, "src/app.py", text)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if mark in one)
    return " ".join(check(capsys, "--why", f"src/app.py:{line}")[1].split())


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_a_flow_through_two_files_is_a_violation_with_its_way(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = result(capsys)
    (finding,) = found["findings"]
    assert (code, found["outcome"]) == (1, "violation")
    assert (finding["span"]["path"], finding["span"]["line"], finding["technique"]) == (
        "lib/queries.py",
        10,
        "dataflow forbid",
    )
    assert finding["note"].startswith("what a request brings (request.args, src/app.py:10) reaches db.execute")
    ways = [(step["path"], step["line"]) for step in finding["steps"]]
    assert (ways[0], ways[-1]) == (("src/app.py", 10), ("lib/queries.py", 10))
    assert ("lib/queries.py", 5) in ways


def test_every_report_shows_the_way(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, terminal = check(capsys)
    assert "    way        src/app.py:10  " in terminal
    assert max(len(line) for line in terminal.splitlines()) <= 80
    assert "  The way of the value:\n  | src/app.py:10  " in check(capsys, "--for-agent")[1]
    assert "- src/app.py:10  " in check(capsys, "--report", "github")[1]
    assert "    way        src/app.py:10  " in check(capsys, "--explain", "FLOW-001")[1]


def test_a_waiver_at_the_line_of_the_sink_excuses_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waived = QUERIES.replace("fetchall()", "fetchall()  # waive FLOW-001: replaced soon (ann, until 2099-01-31)")
    write_at(project, "lib/queries.py", waived)
    code, found = result(capsys)
    assert (code, found["outcome"], [one["standing"] for one in found["findings"]]) == (0, "waived", ["waived"])


def test_a_known_flow_stays_known_when_its_way_gets_longer(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(capsys, "--baseline", "known.json", "--write-baseline")
    write_at(project, "src/app.py", APP.replace("    return", "    query = query.strip()\n    return"))
    code, found = result(capsys, "--baseline", "known.json")
    assert (code, [one["standing"] for one in found["findings"]]) == (0, ["known"])
    assert any(step["line"] == 12 for step in found["findings"][0]["steps"])


def test_what_is_clean_passes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_at(project, "src/app.py", APP.replace('request.args.get("name", "")', '"ann"'))
    code, found = result(capsys)
    assert (code, found["outcome"], found["checks"][0]["canary"], found["files"]) == (0, "pass", True, 1)


def test_what_did_not_change_is_not_analysed_anew(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def cached(*options: str) -> int:
        code = guarded(root, ["check", "--report", "json", *options])
        results = json.loads(capsys.readouterr().out)["constitution"]
        assert (code, len(results["principles"][0]["findings"])) == (1, 1)
        return results["manifest"]["cached"]

    assert [cached(), cached(), cached("--no-cache")] == [0, 3, 0]
    write_at(project, "lib/other.py", "OTHER = 1\n")
    assert cached() == 3


# --- what is in doubt -------------------------------------------------------------------------------------------------


def test_a_file_that_does_not_parse_leaves_the_principle_unverified(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_at(project, "src/app.py", "from flask import request\n\n\ndef f(:\n    return request.args\n")
    code, found = result(capsys)
    assert (code, found["outcome"]) == (4, "unverified")
    assert {doubt["path"] for doubt in found["doubts"]} == {"src/app.py"}


def test_the_rest_is_followed_all_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_at(project, "src/broken.py", "from flask import request\n\n\ndef f(:\n    return request.args\n")
    code, found = result(capsys)
    assert (code, found["outcome"]) == (1, "violation")
    assert [doubt["path"] for doubt in found["doubts"]] == ["src/broken.py"]


# --- why --------------------------------------------------------------------------------------------------------------


def test_why_tells_the_way_of_what_is_reported(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = check(capsys, "--why", "lib/queries.py:10")
    assert code == 1
    assert "broken here\nviolation   FLOW-001" in said
    assert "src/app.py:11  comes back from `by_name`" in said
    assert "FLOW-001: does not apply to this file, only to src/**; of flows those count" in " ".join(said.split())


def test_why_tells_of_a_step_where_it_leads(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "on the way to\n  lib/queries.py:10:12  FLOW-001" in check(capsys, "--why", "src/app.py:11")[1]


def test_why_names_a_conversion(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = 'number = int(request.args["n"])\nreturn db.execute(f"select {number}").fetchone()[0]'
    said = why(project, capsys, body, "db.execute")
    assert "nothing is reported here" in said
    assert "made harmless" in said
    assert "becomes a number by `int`" in said


def test_why_names_a_guard(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = 'by = request.args["by"]\nif by not in ("owner", "balance"):\n    return ""\nreturn str(db.execute("select " + by))'
    said = why(project, capsys, body, "db.execute")
    assert "nothing is reported here" in said
    assert "FLOW-001: sql: " in said


def test_why_names_a_constant(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = 'by = request.args["by"]\nby = "owner"\nreturn str(db.execute("select " + by))'
    assert "always 'select owner'" in why(project, capsys, body, "db.execute")


def test_why_names_a_branch_that_is_never_taken(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = 'by = request.args["by"]\nif 7 * 6 < 42:\n    return str(db.execute("select " + by))\nreturn ""'
    assert "never runs" in why(project, capsys, body, "db.execute")


def test_why_says_that_nothing_from_a_source_arrives(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = "return load(request.args, 3)"
    text = "def other(query):\n    return db.execute(query)\n"
    write_at(project, "src/other.py", text)
    said = " ".join(check(capsys, "--why", "src/other.py:2")[1].split())
    assert "`execute` may be a sink" in said
    assert "nothing that comes from a source is known to reach it here" in said
    assert "no rule knows `load` as a sink" in why(project, capsys, body, "load(")


def test_why_names_the_nearest_sink_of_a_call_that_is_none(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = why(project, capsys, 'return db.exekute(request.args["n"])', "exekute")
    assert "no rule knows `exekute` as a sink; the nearest that is one is `" in said


def test_why_says_where_nothing_is_called(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no flow begins, ends or is stopped in this line" in why(project, capsys, "x = 1\nreturn ''", "x = 1")


def test_why_says_that_a_check_does_not_ask_for_such_a_source(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    only_files = CONSTITUTION.replace("dataflow: sql", "dataflow: { category: sql, kinds: [environment] }")
    both = only_files + "\n" + CONSTITUTION.partition("## ")[2].replace("FLOW-001", "## FLOW-002", 1)
    write_at(project, "constitutions/web.md", both)
    said = why(project, capsys, 'return str(db.execute("select " + request.args["n"]))', "db.execute")
    assert (
        "FLOW-001: sql: what a request brings (request.args, line 7) gets here, but the check asks only for environment"
        in said
    )
    assert "violation FLOW-002" in said


# --- what a principle leaves out ------------------------------------------------------------------------------------------


APART = """# Web

Version 1.0.0 · ratified 2026-11-20

## SEC-002 Parameterised SQL

- **Level:** MUST
- **Applies to:** `*.py`, `!tests/`
- **Constraint:** What is received MUST NOT be in the text of a query.

```yaml check
forbid:
  dataflow: { category: sql }
```

```python bad
import sqlite3
from flask import request

def shown():
    sqlite3.connect("a").execute("select " + request.args["a"])
```
"""
VIEW = "import sqlite3\nfrom flask import request\n\ndef view():\n    sqlite3.connect('a').execute(request.args['a'])\n"


def test_no_flow_begins_in_what_is_left_out_unless_others_lead_there(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (project / "src").rglob("*.py"):
        path.unlink()
    write_at(project, "constitutions/web.md", APART)
    write_at(project, "src/app.py", "X = 1\n")
    write_at(project, "tests/test_app.py", VIEW)
    write_at(project, "tests/helpers.py", VIEW)
    assert guarded(root, ["check"]) == 0
    write_at(project, "src/app.py", "from tests.helpers import view\n\ndef again():\n    view()\n")
    capsys.readouterr()
    guarded(root, ["check"])
    said = capsys.readouterr().out
    assert "test_app.py" not in said


@pytest.mark.parametrize(
    "imported",
    [
        "from tests.helpers import asked",
        "from tests import \\\n    helpers\nasked = helpers.asked",
        "from tests.helpers import (\n    asked,\n)",
        "import importlib\nasked = importlib.import_module('tests.helpers').asked",
    ],
)
def test_a_source_in_what_is_left_out_is_followed_into_what_imports_it(
    imported: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_at(project, "constitutions/web.md", APART)
    write_at(project, "tests/helpers.py", "from flask import request\n\ndef asked():\n    return request.args['a']\n")
    write_at(
        project,
        "src/app.py",
        f"import sqlite3\n{imported}\n\ndef f():\n    sqlite3.connect('a').execute(asked())\n",
    )
    assert guarded(root, ["check"]) == 1
    assert "reaches `execute`" in capsys.readouterr().out
