"""``harness ci init`` as a user meets it: what is written is read by those for whom it is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from harness.adapters import installed
from harness.cli.boundary import guarded
from harness.cli.root import root

BESIDE = Path(sys.executable).parent


@pytest.fixture
def project(tmp_path, monkeypatch):
    subprocess.run(["git", "init", "-q", "-b", "trunk", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ci_init(capsys, *arguments: str) -> tuple[int, str, str]:
    code = guarded(root, ["ci", "init", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def validated(schema: str, path: Path, *options: str) -> str:
    command = [str(BESIDE / "check-jsonschema"), "--builtin-schema", schema, *options, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def steps(path: Path, job: str = "verify") -> list[dict[str, str]]:
    return yaml.safe_load(path.read_text())["jobs"][job]["steps"]


def test_a_pipeline_for_github_is_one_by_its_schema(project, capsys):
    code, shown, _ = ci_init(capsys, "github", "--requirement", "spec-harness[all]==1.2.3")
    assert (code, shown) == (0, "wrote .github/workflows/harness.yml\n")
    path = project / ".github/workflows/harness.yml"
    assert validated("vendor.github-workflows", path) == ""
    written = yaml.safe_load(path.read_text())
    assert written[True]["push"]["branches"] == ["trunk"]
    assert written["jobs"]["verify"]["env"]["HARNESS"] == "spec-harness[all]==1.2.3"


def test_the_validator_notices_what_is_no_pipeline(tmp_path):
    path = tmp_path / "harness.yml"
    path.write_text("on: push\njobs: {verify: {steps: 3}}\n")
    assert "jobs" in validated("vendor.github-workflows", path)


def test_a_pipeline_for_github_trusts_no_moving_tag_and_no_text_of_a_stranger(project, capsys):
    ci_init(capsys, "github")
    text = (project / ".github/workflows/harness.yml").read_text()
    path = project / ".github/workflows/harness.yml"
    for step in (*steps(path), *steps(path, "comment")):
        assert "${{" not in step.get("run", ""), "what a branch is called would be run"
        if "uses" in step:
            assert len(step["uses"].partition("@")[2]) == 40
    assert "permissions: {}\n" in text
    assert "persist-credentials: false" in text


def test_a_pipeline_ends_as_the_decision_does(project, capsys):
    ci_init(capsys, "github")
    step = next(one for one in steps(project / ".github/workflows/harness.yml") if "Verify" in one.get("name", ""))
    programs = project / "programs"
    programs.mkdir()
    (programs / "harness").write_text('#!/bin/sh\necho "$@" > seen\nexit 3\n')
    (programs / "harness").chmod(0o755)
    variables = {"LINE": "pr-7; exit 0", "BASE": "0000", "RUNNER_TEMP": str(project), "GITHUB_STEP_SUMMARY": "summary"}
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]],
        env={"PATH": f"{programs}:/usr/bin:/bin"} | variables,
        check=False,
    )
    assert done.returncode == 3
    assert (project / "seen").read_text().startswith("verify --line pr-7; exit 0 --bundle .harness/rework")


def refusal(service: str, project: Path) -> str:
    """The lines of a pipeline that look for what a change must not bring along."""
    if service == "github":
        (found,) = (one for one in steps(project / ".github/workflows/harness.yml") if "Refuse" in one.get("name", ""))
        return found["run"]
    script = yaml.safe_load((project / ".gitlab-ci.yml").read_text())["harness"]["script"]
    assert "ls-files .harness" in script[0], "it comes before anything else"
    return script[0]


@pytest.mark.parametrize("service", ["github", "gitlab"])
def test_a_pipeline_refuses_a_change_that_could_plant_results(service, project, capsys):
    ci_init(capsys, service)
    script = ["bash", "-eo", "pipefail", "-c", refusal(service, project)]
    (project / ".harness/cache").mkdir(parents=True)
    (project / ".harness/cache/checks.sqlite3").write_text("kept from an earlier run")
    assert subprocess.run(script, cwd=project, check=False).returncode == 0
    subprocess.run(["git", "add", "--force", ".harness"], cwd=project, check=True)
    assert subprocess.run(script, cwd=project, check=False).returncode == 1


def test_a_pipeline_refuses_a_link_in_place_of_what_harness_keeps(project, capsys):
    ci_init(capsys, "gitlab")
    (project / ".harness").symlink_to("elsewhere")
    subprocess.run(["git", "add", ".harness"], cwd=project, check=True)
    script = ["bash", "-eo", "pipefail", "-c", refusal("gitlab", project)]
    assert subprocess.run(script, cwd=project, check=False).returncode == 1


GH = r"""#!/bin/sh
printf '%s\n' "$*" >> calls
case "$*" in
  "run download"*) [ -z "$LOST" ] || exit 1; printf '## REWORK\n' > decision.md ;;
  *--paginate*) printf "$KNOWN" ;;
  *body=*) cat comment.md > posted ;;
esac
"""


@pytest.mark.parametrize("lost", ["", "yes"])
@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("", "api repos/a/b/issues/7/comments --field body=@comment.md --silent"),
        (
            "11\\n12\\n",
            "api --method PATCH repos/a/b/issues/comments/12 --field body=@comment.md --silent",
        ),
    ],
)
def test_a_pull_request_is_told_in_one_comment_that_is_kept_up_to_date(known, asked, lost, project, capsys):
    ci_init(capsys, "github")
    (step,) = steps(project / ".github/workflows/harness.yml", "comment")
    programs = project / "programs"
    programs.mkdir()
    (programs / "gh").write_text(GH)
    (programs / "gh").chmod(0o755)
    told = {"RUNNER_TEMP": str(project), "GITHUB_RUN_ID": "5", "GITHUB_REPOSITORY": "a/b", "PULL": "7"}
    told |= {"NAME": "n", "COMMIT": "c0ffee", "LOST": lost}
    subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]],
        env={"PATH": f"{programs}:/usr/bin:/bin", "KNOWN": known} | told,
        check=True,
    )
    assert (project / "calls").read_text().splitlines()[-1] == asked
    said = "## UNDECIDED: this run came to no decision, see its log" if lost else "## REWORK"
    assert (project / "posted").read_text() == f"<!-- harness-report: gate -->\n{said}\n\nCommit c0ffee\n"


def test_what_writes_comments_runs_nothing_of_the_change(project, capsys):
    ci_init(capsys, "github")
    jobs = yaml.safe_load((project / ".github/workflows/harness.yml").read_text())["jobs"]
    assert "pull-requests" not in jobs["verify"]["permissions"]
    assert [sorted(step) for step in jobs["comment"]["steps"]] == [["continue-on-error", "env", "name", "run"]]
    assert "harness " not in jobs["comment"]["steps"][0]["run"]
    assert "head.repo.full_name == github.repository" in jobs["comment"]["if"]


def test_a_pipeline_that_cannot_know_where_harness_comes_from_fails_until_it_is_told(project, capsys, monkeypatch):
    monkeypatch.setattr(installed, "requirement", lambda: None)
    code, _, remarks = ci_init(capsys, "github")
    assert code == 0
    assert "fill in HARNESS" in remarks
    step = next(one for one in steps(project / ".github/workflows/harness.yml") if "Install" in one.get("name", ""))
    install = step["run"].splitlines()[4]
    done = subprocess.run(
        ["bash", "-c", install], env={"HARNESS": "", "RUNNER_TEMP": "/"}, capture_output=True, check=False
    )
    assert done.returncode != 0
    assert b"say above from where harness is installed" in done.stderr


def test_a_pipeline_for_gitlab_is_one_by_its_schema(project, capsys):
    awkward = 'spec-harness[all] @ git+https://example.org/x"y#é'
    code, shown, _ = ci_init(capsys, "gitlab", "--requirement", awkward)
    assert (code, shown) == (0, "wrote .gitlab-ci.yml\n")
    assert validated("vendor.gitlab-ci", project / ".gitlab-ci.yml", "--data-transform", "gitlab-ci") == ""
    assert yaml.safe_load((project / ".gitlab-ci.yml").read_text())["harness"]["variables"]["HARNESS"] == awkward


def test_where_gitlab_has_a_pipeline_a_file_to_include_is_written(project, capsys):
    (project / ".gitlab-ci.yml").write_text("mine: {script: [make]}\n")
    code, shown, remarks = ci_init(capsys, "gitlab")
    assert (code, shown) == (0, "wrote .gitlab/harness.yml\n")
    assert "add `include: .gitlab/harness.yml` to .gitlab-ci.yml" in remarks
    assert (project / ".gitlab-ci.yml").read_text() == "mine: {script: [make]}\n"


def test_what_exists_is_not_overwritten(project, capsys):
    path = project / ".github/workflows/harness.yml"
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    code, _, error = ci_init(capsys, "github")
    assert code == 2
    assert "error: '.github/workflows/harness.yml' exists already\n  hint: " in error
    assert path.read_text() == "mine"


def test_nothing_is_written_outside_of_the_project(project, capsys, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (project / ".github").symlink_to(outside)
    code, _, told = ci_init(capsys, "github", "--requirement", "x")
    assert (code, "leads out of the project" in told) == (2, True)
    assert list(outside.iterdir()) == []


def test_a_dry_run_writes_nothing(project, capsys):
    code, shown, _ = ci_init(capsys, "github", "--dry-run")
    assert code == 0
    assert shown.startswith("would write .github/workflows/harness.yml\n# Proves on every change")
    assert not (project / ".github").exists()


def test_a_requirement_of_two_lines_is_refused(project, capsys):
    code, _, error = ci_init(capsys, "github", "--requirement", "a\nb")
    assert (code, "one line" in error) == (2, True)


def test_a_project_in_a_folder_of_its_repository_is_told_so(project, capsys, monkeypatch):
    (project / "services/bank").mkdir(parents=True)
    (project / "services/bank/harness.toml").write_text("")
    monkeypatch.chdir(project / "services/bank")
    code, _, error = ci_init(capsys, "github")
    assert (code, "'services/bank'" in error) == (2, True)


def test_spec_kit_installs_the_extension_and_registers_its_hook(project, capsys):
    code, _, remarks = ci_init(capsys, "spec-kit")
    assert (code, remarks) == (0, "next: specify extension add --dev .harness/spec-kit\n")
    assert ci_init(capsys, "spec-kit")[0] == 0, "a later version replaces it"
    (project / ".specify").mkdir()
    command = [str(BESIDE / "specify"), "extension", "add", "--dev", ".harness/spec-kit"]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    hooks = yaml.safe_load((project / ".specify/extensions.yml").read_text())["hooks"]["after_implement"]
    assert [(one["command"], one["optional"]) for one in hooks] == [("speckit.harness.verify", False)]


@pytest.mark.parametrize(
    ("told", "requirement"),
    [
        (None, "spec-harness[all]==9.9"),
        (json.dumps({"url": "file:///home/me/harness", "dir_info": {}}), None),
        (
            json.dumps({"url": "https://example.org/h", "vcs_info": {"vcs": "git", "commit_id": "abc"}}),
            "spec-harness[all] @ git+https://example.org/h@abc",
        ),
        ("no json", None),
    ],
)
def test_what_pip_installs_is_what_was_installed_here(told, requirement, monkeypatch):
    class Distribution:
        version = "9.9"

        def read_text(self, name: str) -> str | None:
            return told

    monkeypatch.setattr("importlib.metadata.distribution", lambda name: Distribution())
    assert installed.requirement() == requirement
