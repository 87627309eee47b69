"""Whoever wrote the tree under check cannot get a pass that it does not deserve by how files are written, named or laid out.

Out of reach by design, and told in the manifest at most: what git ignores (it does not ship), files whose names say nothing of
their language, what `[check] exclude` leaves out, and another spelling of a call that a rule does not name, such as
`getattr(builtins, "ev" + "al")`, a macro or an alias. Checked is the folder as it lies there, not what is only staged.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness.adapters import installed
from harness.adapters.records import latest_run, load_run
from harness.cli.boundary import guarded
from harness.cli.root import root

pytestmark = pytest.mark.requires_git

RULES = """# Rules

Version 1.0.0 · ratified 2026-11-20

## SEC-001 No eval

- **Level:** MUST
- **Applies to:** `src/**`
- **Constraint:** Code MUST NOT call `eval`.
- **Rationale:** it runs what users type

```yaml check
forbid: { language: LANGUAGE, pattern: "eval($$$)" }
```

```LANGUAGE bad
eval(x)
```

```LANGUAGE good
parse(x)
```
"""
EVIL = "eval(x)\n"
PASS, FAIL, UNDECIDED = 0, 1, 4


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without git that keeps its constitution."""
    folder = tmp_path / "project"
    write(folder, {"constitutions/rules.md": RULES.replace("LANGUAGE", "python"), "src/app.py": "x = parse(y)\n"})
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def repository(tree: Path) -> Path:
    """The same as a repository, committed."""
    git("init", "--quiet")
    git("add", ".")
    commit()
    return tree


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def git(*arguments: str) -> None:
    names = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *names, *arguments], check=True, capture_output=True)


def commit() -> None:
    git("commit", "--quiet", "--message", "one")


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, str]]:
    """The exit code, and what was skipped and why."""
    code = guarded(root, ["check", "--report", "json", *arguments])
    results = json.loads(capsys.readouterr().out)["constitution"]
    return code, {one["path"]: one["reason"] for one in results["manifest"]["skipped"]}


# --- where files lie ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["src/.harness", ".harness/src", "src/env", "src/build"])
def test_no_name_of_a_folder_and_no_settings_of_an_environment_hide_code(tree, capsys, folder):
    rules = RULES.replace("LANGUAGE", "python").replace("src/**", "**/*.py")
    write(tree, {"constitutions/rules.md": rules, f"{folder}/pyvenv.cfg": "home = /usr\n", f"{folder}/evil.py": EVIL})
    assert check(capsys)[0] == FAIL


def test_tracked_files_beside_the_records_are_checked(repository, capsys):
    write(repository, {"constitutions/rules.md": RULES.replace("LANGUAGE", "python").replace("`src/**`", "`**`")})
    write(repository, {".harness/runs/evil.py": EVIL})
    git("add", "--force", ".")
    assert check(capsys)[0] == FAIL


@pytest.mark.parametrize("folder", ["src/__pycache__", "src/x.pyc", "src/.harness"])
def test_code_in_an_ignored_folder_with_the_name_of_a_cache_is_told(repository, capsys, folder):
    write(repository, {".gitignore": f"{folder}/\n", f"{folder}/evil.py": EVIL})
    assert check(capsys) == (PASS, {**check(capsys)[1], folder: "ignored by git"})


def test_a_thousand_decoys_do_not_keep_the_thousand_and_first_from_being_told(repository, capsys):
    write(repository, {".gitignore": "".join(f"/{number}\n" for number in range(1001))})
    write(repository, {str(number): "" for number in range(1001)})
    assert check(capsys)[1]["2 more"] == "not listed one by one"


@pytest.mark.parametrize(("name", "depth", "expected"), [("d", 1100, FAIL), ("d" * 250, 20, UNDECIDED)])
def test_no_depth_of_folders_hides_code_or_ends_in_a_traceback(tree, capsys, monkeypatch, name, depth, expected):
    """The kernel refuses paths of more than 4096 bytes, and Python a recursion of more than 1000 calls."""
    monkeypatch.chdir("src")
    for _ in range(depth):
        os.mkdir(name)
        os.chdir(name)
    Path("evil.py").write_text(EVIL)
    monkeypatch.chdir(tree)
    assert check(capsys)[0] == expected
    subprocess.run(["rm", "-rf", tree / "src"], check=True)


# --- what git says ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
def test_a_change_that_the_index_hides_is_seen(repository, capsys, mark):
    git("update-index", mark, "src/app.py")
    write(repository, {"src/app.py": EVIL})
    assert check(capsys)[0] == FAIL


def test_what_is_committed_and_sparsely_checked_out_is_not_known_to_be_clean(repository, capsys):
    write(repository, {"src/evil.py": EVIL})
    git("add", ".")
    commit()
    git("update-index", "--skip-worktree", "src/evil.py")
    (repository / "src/evil.py").unlink()
    code, skipped = check(capsys)
    assert (code, "src/evil.py" in skipped) == (UNDECIDED, True)


@pytest.mark.parametrize("there", [True, False])
def test_a_submodule_that_is_not_checked_out_is_not_known_to_be_clean(repository, capsys, there):
    git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},src/part")
    if there:
        (repository / "src/part").mkdir()
    assert check(capsys)[0] == UNDECIDED


def test_one_that_no_principle_applies_to_is_told(repository, capsys):
    git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},docs/part")
    code, skipped = check(capsys)
    assert (code, skipped["docs/part"]) == (PASS, "a submodule that is not checked out")


def test_a_folder_disguised_as_a_submodule_is_checked(repository, capsys):
    write(repository, {"src/part/evil.py": EVIL})
    git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},src/part")
    assert check(capsys)[0] == FAIL


@pytest.mark.parametrize("inner", ["folder", "file", "repository"])
def test_a_planted_git_within_hides_nothing(repository, capsys, inner):
    write(repository, {"src/part/evil.py": EVIL})
    if inner == "repository":
        git("init", "--quiet", "src/part")
    elif inner == "file":
        write(repository, {"src/part/.git": f"gitdir: {repository}/.git\n"})
    else:
        (repository / "src/part/.git").mkdir()
    assert check(capsys)[0] == FAIL


@pytest.mark.parametrize(
    "setting", ["core.bare=true", "core.worktree={tree}/src", "core.worktree=/usr", "core.repositoryFormatVersion=9"]
)
def test_settings_of_the_repository_hide_nothing(repository, capsys, setting):
    write(repository, {"src/evil.py": EVIL})
    git("config", *setting.format(tree=repository).split("="))
    assert check(capsys)[0] == FAIL


def test_tracked_files_are_checked_though_they_are_ignored(repository, capsys):
    write(repository, {"src/evil.py": EVIL})
    git("add", ".")
    write(repository, {".gitignore": "evil.py\n"})
    assert check(capsys)[0] == FAIL


# --- links --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("src/evil.py", "evil.txt"),
        ("src/evil.py", "../../outside.py"),
        ("src/evil.py", "../build/evil.py"),
        ("src/plugins", "../other"),
        ("src/plugins", "../build"),
        ("src/plugins", "../build/deep"),
        ("src/plugins", "../.."),
        ("src/plugins", "../chain"),
        ("src/plugins", "/usr"),
    ],
)
def test_a_link_to_what_is_not_looked_at_where_it_lies_is_no_pass(repository, capsys, link, target):
    write(repository, dict.fromkeys(("src/evil.txt", "../outside.py", "other/evil.py", "build/deep/evil.py"), EVIL))
    write(repository, {".gitignore": "build/\n", "build/evil.py": EVIL})
    (repository / "chain").mkdir()
    (repository / "chain/inner").symlink_to("../other")
    (repository / link).symlink_to(target)
    assert check(capsys)[0] == UNDECIDED


@pytest.mark.parametrize("target", ["app.py", "../src", ".", "nowhere", "plugins", "../docs"])
def test_a_link_to_what_is_looked_at_or_to_nothing_changes_nothing(repository, capsys, target):
    write(repository, {"docs/read.md": "eval(x)\n"})
    (repository / "src/plugins").symlink_to(target)
    assert check(capsys)[0] == PASS


def test_links_that_multiply_are_given_up_and_are_no_pass(repository, capsys):
    for number in range(12):
        (repository / f"l{number}").mkdir()
        for other in range(12):
            (repository / f"l{number}/to{other}").symlink_to(f"../l{other}")
    (repository / "src/plugins").symlink_to("../l0")
    assert check(capsys)[0] == UNDECIDED


# --- names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["new\nline.py", "-rf.py", f"{'a' * 252}.py", "EVIL.PY", "evil.pyw", "\x1b[2J.py", "{a,b}.py", "@evil.py"]
)
def test_no_name_hides_a_file(tree, capsys, name):
    write(tree, {f"src/{name}": EVIL})
    assert check(capsys)[0] == FAIL


@pytest.mark.requires_cell
@pytest.mark.parametrize("name", ["evil.PY", "evil.pyw", "-evil.py", "@evil.py"])
def test_no_name_and_no_settings_in_the_tree_hide_a_file_from_a_linter(tree, capsys, name):
    rules = RULES.replace("LANGUAGE", "python")
    check_of_ruff = "forbid: { command: { tool: ruff, arguments: [--select, S307] } }"
    rules = rules.replace('forbid: { language: python, pattern: "eval($$$)" }', check_of_ruff)
    write(tree, {"constitutions/rules.md": rules, f"src/{name}": "# ruff: noqa\neval(x)  # noqa\n"})
    write(tree, {"src/ruff.toml": 'exclude = ["*"]\n', "pyproject.toml": '[tool.ruff]\nexclude = ["src"]\n'})
    code, skipped = check(capsys)
    assert code == FAIL
    assert skipped.keys() == {"constitutions/rules.md", "*.toml"}


@pytest.mark.parametrize("report", ["terminal", "json", "github", "matrix", "matrix-csv", "matrix-json"])
def test_a_name_that_is_not_unicode_hides_nothing_and_can_be_recorded(tree, capsys, report):
    name = os.fsencode(tree) + b"/src/\xff.py"
    with open(name, "w") as file:
        file.write(EVIL)
    assert guarded(root, ["check", "--report", report]) == FAIL
    assert "Traceback" not in capsys.readouterr().err
    assert guarded(root, ["verify-run"]) == PASS
    assert load_run(latest_run(tree)).constitution is not None


def test_a_link_in_the_place_of_the_records_does_not_let_them_lie_elsewhere(tree, capsys, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tree / ".harness").symlink_to("../elsewhere")
    assert guarded(root, ["check"]) == 2
    assert "leads out of the project" in capsys.readouterr().err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_records_are_kept_out_of_git_through_no_link(tree, capsys, tmp_path):
    (tree / ".harness").mkdir()
    (tree / ".harness/.gitignore").symlink_to(tmp_path / "planted")
    assert check(capsys)[0] == PASS
    assert not (tmp_path / "planted").exists()


# --- how code is written ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("eval\\\n(x)\n", FAIL),
        ("if 1: \\\r\n eval \\\r\n (x)\r\n", FAIL),
        ("\ufeffeval(x)\n", FAIL),
        ("x = 1\n\x0ceval(x)\n", FAIL),
        ("x = [\n eval # why\n (x)]\n", FAIL),
        ("# ast-grep-ignore\neval(x)  # noqa # nosec # nosemgrep\n", FAIL),
        ("# coding: latin-1\neval(x)\n", FAIL),
        ("# coding: utf-7\n+AGUAdgBhAGw-(x)\n", UNDECIDED),
        ("# coding: unicode_escape\n\\x65val(x)\n", UNDECIDED),
        ("# harmless\reval(x)\n", UNDECIDED),
        ("\N{FULLWIDTH LATIN SMALL LETTER E}val(x)\n", UNDECIDED),
        ("f'{\N{FULLWIDTH LATIN SMALL LETTER E}val(x)}'\n", UNDECIDED),
        ("ev\u200bal(x)\n", UNDECIDED),
        ("x = 1\n\0eval(x)\n", UNDECIDED),
        ("eval(x)\n".encode("utf-16"), UNDECIDED),
        ("x = " + "[" * 20_000 + "eval(x)" + "]" * 20_000 + "\n", FAIL),
        ("#" + "a" * 8 * 1024 * 1024 + "\neval(x)\n", UNDECIDED),
    ],
)
def test_no_way_of_writing_hides_a_call_from_its_pattern(tree, capsys, code, expected):
    write(tree, {"src/evil.py": code})
    assert check(capsys)[0] == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"# harmless\reval(x)\n", FAIL),
        (b"# harmless\r\neval(x)\r\n", FAIL),
        (b"\xef\xbb\xbfeval(x)\n", FAIL),
        (b"\0\xff\neval(x)\n", FAIL),
        ("\neval(x)\n".encode("utf-16"), UNDECIDED),
        ("\neval(x)\n".encode("utf-16-le"), UNDECIDED),
        ("\neval(x)\n".encode("utf-16-be"), UNDECIDED),
        ("\ufeff\neval(x)\n".encode("utf-32-be"), UNDECIDED),
        (bytes(range(256)), PASS),
    ],
)
def test_no_encoding_hides_a_text_from_its_expression(tree, capsys, content, expected):
    rules = RULES.replace('language: LANGUAGE, pattern: "eval($$$)"', "text: '^eval'").replace("LANGUAGE", "python")
    write(tree, {"constitutions/rules.md": rules, "src/evil.sql": content})
    assert check(capsys)[0] == expected


def test_known_findings_do_not_hide_one_behind_a_thousand(repository, capsys):
    rules = RULES.replace('language: LANGUAGE, pattern: "eval($$$)"', "text: eval").replace("LANGUAGE", "python")
    write(repository, {"constitutions/rules.md": rules, "src/old.py": EVIL * 1000})
    git("add", ".")
    commit()
    assert check(capsys, "--new-since", "HEAD")[0] == PASS
    write(repository, {"src/old.py": EVIL * 1000 + "eval(new)\n"})
    assert check(capsys, "--new-since", "HEAD")[0] == UNDECIDED


# --- what is remembered -------------------------------------------------------------------------------------------------


def test_what_older_tools_saw_is_not_believed(tree, capsys, monkeypatch):
    write(tree, {"src/more.py": "y = parse(x)\n"})
    cached = []
    for versions in ("old", "old", "new"):
        monkeypatch.setattr(installed, "versions", lambda versions=versions: versions)
        check(capsys)
        results = load_run(latest_run(tree)).constitution
        assert results is not None
        cached.append(results.manifest.cached)
    assert cached == [0, 2, 0]


@pytest.mark.parametrize("planted", ["folder", "garbage", "pipe"])
def test_a_cache_that_cannot_be_used_costs_nothing_but_time(tree, capsys, planted):
    place = Path(os.environ["XDG_CACHE_HOME"]) / "harness/checks.sqlite3"
    place.parent.mkdir(parents=True)
    if planted == "folder":
        place.mkdir()
    elif planted == "pipe":
        os.mkfifo(place)
    else:
        place.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    write(tree, {"src/evil.py": EVIL})
    assert check(capsys)[0] == FAIL
    assert check(capsys)[0] == FAIL


# --- what is left behind ------------------------------------------------------------------------------------------------


@pytest.mark.requires_cell
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_check_that_is_ended_leaves_no_file_no_process_and_no_record(tree, tmp_path, asked):
    command = RULES.replace("LANGUAGE", "python").replace(
        'forbid: { language: python, pattern: "eval($$$)" }', 'forbid: { command: "sleep 61; false", parse: lines }'
    )
    write(tree, {"constitutions/rules.md": command})
    (tmp_path / "tmp").mkdir()
    running = subprocess.Popen(
        [sys.executable, "-m", "harness", "check"],
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp"), "PYTHONPATH": str(Path(__file__).parents[2])},
        stderr=subprocess.PIPE,
    )
    until = time.monotonic() + 20
    while not list((tmp_path / "tmp").glob("harness-cell-*")) and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.2)
    running.send_signal(asked)
    said = running.communicate(timeout=20)[1].decode().strip()
    assert (running.returncode, said) == (UNDECIDED, "interrupted: nothing more is done")
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tree / ".harness").exists()
