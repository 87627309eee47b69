"""The formats of ``harness report`` for other tools, as a user meets them: on a real tree, a real record, a real repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness import reports
from harness.cli.boundary import guarded
from harness.cli.root import root
from harness.plugins import Family
from harness.reports._line_hashes import line_hashes
from tests.cli.test_check import HEAD, SQL, TODO
from tests.support.formats import validator
from tests.support.repositories import Repository

BAD = 'def find(db, id):\n    return db.execute(f"select * from account where id = {id}")\n'
FORMATS = Family(reports, apart=("bundles", "decisions", "traces")).names()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project below the top of a repository, everything committed."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    files = {
        "harness.toml": "",
        "constitutions/web.md": HEAD + SQL + TODO,
        "src/db.py": BAD,
        ".gitignore": ".harness/\n",
    }
    repository = Repository.create(tmp_path / "all", {f"services/bank/{path}": text for path, text in files.items()})
    repository.git("remote", "add", "origin", "https://token@host.example/all.git")
    folder = repository.folder / "services" / "bank"
    monkeypatch.chdir(folder)
    return folder


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    code = guarded(root, list(arguments))
    return code, capsys.readouterr().out


def test_a_check_is_told_as_sarif_with_the_paths_of_the_repository_and_githubs_hashes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = told(capsys, "check", "--report", "sarif")
    assert code == 1
    log = json.loads(out)
    validator("sarif-2.1.0.json").validate(log)
    found = next(one for one in log["runs"][0]["results"] if "region" in str(one) and one["ruleId"] == "SEC-002")
    physical = found["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "services/bank/src/db.py"
    assert found["partialFingerprints"]["primaryLocationLineHash"] == line_hashes(BAD.encode(), {2})[2]
    assert log["runs"][0]["invocations"][0]["exitCode"] == 1


def test_a_recorded_run_is_told_the_same_again_and_says_from_where(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, first = told(capsys, "check", "--report", "sarif")
    code, again = told(capsys, "report", "--report", "sarif")
    assert (code, json.loads(again)) == (0, json.loads(first))
    (provenance,) = json.loads(again)["runs"][0]["versionControlProvenance"]
    assert provenance["repositoryUri"] == "https://host.example/all.git"
    assert provenance["revisionId"] == Repository(project.parents[1]).git("rev-parse", "HEAD")


def test_once_a_file_has_changed_nobody_is_told_a_hash_of_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "check", "--report", "sarif")
    (project / "src" / "db.py").write_text(f"# moved\n{BAD}")
    _, out = told(capsys, "report", "--report", "sarif")
    assert "primaryLocationLineHash" not in "".join(
        str(one["partialFingerprints"]) for one in json.loads(out)["runs"][0]["results"] if one["ruleId"] == "SEC-002"
    )


def test_annotations_come_with_a_summary_of_the_step(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = project.parents[1] / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    code, out = told(capsys, "check", "--report", "github")
    assert code == 1
    assert out.startswith("::error file=services/bank/src/db.py,line=2,")
    assert summary.read_text().startswith("before\n## ❌ harness: FAIL\n")
    assert "src/db&#46;py&#58;2" in summary.read_text()


def test_no_other_format_touches_the_summary(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = project / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    told(capsys, "check", "--report", "markdown")
    assert not summary.exists()


def test_every_format_is_written_of_one_record(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "check")
    for name in FORMATS:
        code, out = told(capsys, "report", "--report", name)
        assert (code, bool(out.strip())) == (0, True), name


def test_the_help_names_the_formats(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = told(capsys, "report", "--help")
    for name in ("github", "gitlab", "html", "json", "junit", "markdown", "matrix", "rdjson", "sarif", "terminal"):
        assert name in out
