"""Where a project lies in git, and where that repository is fetched from; reading trees out of it lies in ``git``."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from harness.adapters.git import Git, committed_tree
from harness.errors import HarnessError

_SCP = re.compile(r"(?:[^@/\s]+@)?([^:/\s@]+):(?!//)([^\s]+)")
_SCHEMES = frozenset({"https", "http", "ssh", "git"})
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~-]+)+")
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


@dataclass(frozen=True)
class Whereabouts:
    """``prefix`` leads from the top of the repository to the project, with a slash at its end. What is not known is empty."""

    prefix: str = ""
    uri: str = ""
    commit: str = ""
    branch: str = ""


def whereabouts(root: Path, tree: str | None) -> Whereabouts:
    """Where the project is; ``commit`` is that of HEAD where its tree is ``tree``. All is empty outside of git."""
    git = Git(root)
    prefix = _line(git, "rev-parse", "--show-prefix")
    if prefix is None:
        return Whereabouts()
    commit = (_line(git, "rev-parse", "--verify", "--quiet", "HEAD") or "") if _is_head(git, tree) else ""
    branch = _line(git, "symbolic-ref", "--quiet", "--short", "HEAD") or "" if commit else ""
    return Whereabouts(prefix, public_uri(_line(git, "remote", "get-url", "origin") or ""), commit, branch)


def public_uri(remote: str) -> str:
    """A remote as a URI without whoever signs in, such as ``https://host/a/b.git``; empty for what is no address of a host."""
    if "://" not in remote:
        found = _SCP.fullmatch(remote)
        return f"ssh://{found[1]}/{found[2].lstrip('/')}" if found else ""
    try:
        parts = urlsplit(remote)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in _SCHEMES or not host or re.search(r"\s", remote):
        return ""
    return urlunsplit((parts.scheme, f"{host}{port}", parts.path, "", ""))


def shown_at() -> str:
    """The address below which the service that runs this pipeline shows the files of the commit it runs for.

    It ends with a slash; empty where no pipeline runs, or what it says of itself is no address. See "Default environment
    variables" of GitHub Actions and "Predefined CI/CD variables" of GitLab.
    """
    server, repository = (os.environ.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"))
    services = (
        (f"{server}/{repository}", "blob", "GITHUB_SHA"),
        (os.environ.get("CI_PROJECT_URL", ""), "-/blob", "CI_COMMIT_SHA"),
    )
    for address, files, name in services:
        commit = os.environ.get(name, "")
        if _ADDRESS.fullmatch(address) and _COMMIT.fullmatch(commit):
            return f"{address}/{files}/{commit}/"
    return ""


def _is_head(git: Git, tree: str | None) -> bool:
    try:
        return tree is not None and committed_tree(git, "HEAD") == tree
    except HarnessError:
        return False


def _line(git: Git, *arguments: str) -> str | None:
    try:
        return git.line(*arguments)
    except HarnessError:
        return None
