"""Which line of work this is: the branch, as a pipeline or git names it; what is counted by it lies elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

from harness.adapters.deciding import in_ci
from harness.adapters.git import Git
from harness.errors import MachineError, TreeError

_OF_PIPELINES = (
    "GITHUB_HEAD_REF",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
    "SYSTEM_PULLREQUEST_SOURCEBRANCH",
    "BITBUCKET_BRANCH",
    "CHANGE_BRANCH",
    "GITHUB_REF_NAME",
    "CI_COMMIT_REF_NAME",
    "BUILD_SOURCEBRANCH",
    "CIRCLE_BRANCH",
    "BUILDKITE_BRANCH",
    "DRONE_SOURCE_BRANCH",
    "TRAVIS_PULL_REQUEST_BRANCH",
    "TRAVIS_BRANCH",
    "BRANCH_NAME",
)
"""What pipelines call the branch; that from which a merge is asked comes first, as it is not what they check out."""


def line_here(root: Path) -> tuple[str, str]:
    """The branch, and what is to be told of it: a commit where none is checked out, empty where there is no git."""
    told = next((os.environ[name] for name in _OF_PIPELINES if os.environ.get(name)), "") if in_ci() else ""
    if told:
        return told.removeprefix("refs/heads/"), ""
    git = Git(root)
    if branch := _line(git, "symbolic-ref", "--quiet", "--short", "HEAD"):
        return branch, ""
    if commit := _line(git, "rev-parse", "--verify", "--quiet", "HEAD")[:12]:
        return commit, f"no branch is checked out: cycles are counted for commit {commit}; name a line with --line NAME"
    return "", "there is no git here: the cycles of all work are counted together; name a line with --line NAME"


def _line(git: Git, *arguments: str) -> str:
    try:
        return git.line(*arguments)
    except (TreeError, MachineError):
        return ""
