"""The verb *ci init*: writes a pipeline, or an extension of Spec Kit, that verifies and gates; it overwrites nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from harness import __version__
from harness.adapters import files, installed
from harness.adapters.git import Git
from harness.app.pipelines import template
from harness.app.roots import find_root
from harness.errors import HarnessError, UsageError

_GITLAB, _BESIDE = ".gitlab-ci.yml", ".gitlab/harness.yml"
_SPEC_KIT = ("extension.yml", "README.md", "commands/verify.md", "commands/cards.md")


class Service(StrEnum):
    """For what a pipeline is written."""

    GITHUB = "github"
    GITLAB = "gitlab"
    SPEC_KIT = "spec-kit"


@dataclass(frozen=True)
class Pipeline:
    """The files that were written (or would be), by their paths from the repository's top, and what to do next."""

    root: Path
    files: dict[str, str]
    remarks: tuple[str, ...]


def ci_init(start: Path, service: Service, requirement: str | None = None, *, dry_run: bool = False) -> Pipeline:
    """Write what a service needs. ``requirement`` is what pip installs harness from; None: as it was installed here.

    Raises:
        UsageError: if a file is there already, a link leads out of the project, or the requirement is none.
        MachineError: if a file cannot be written.
    """
    root = find_root(start)
    pipeline = _spec_kit(root) if service is Service.SPEC_KIT else _of_service(root, service, requirement)
    taken = [path for path in pipeline.files if (pipeline.root / path).exists()]
    if taken and service is not Service.SPEC_KIT:
        raise UsageError(f"'{taken[0]}' exists already", "edit it, or remove it and write it anew")
    outside = [path for path in pipeline.files if not files.is_inside(pipeline.root / path, pipeline.root)]
    if outside:
        raise UsageError(f"'{outside[0]}' leads out of the project", "put a folder in place of the link")
    for path, text in pipeline.files.items() if not dry_run else ():
        write = files.write_over if service is Service.SPEC_KIT else files.write_new
        write(pipeline.root / path, text)
    return pipeline


def _of_service(root: Path, service: Service, named: str | None) -> Pipeline:
    top = _top(root)
    if top != root:
        where = root.relative_to(top).as_posix()
        raise UsageError(
            f"the project is the folder '{where}' of its repository, and a pipeline starts at the top",
            f"write it for a project at the top and add `cd {where}`: `harness ci init {service} --dry-run` there shows it",
        )
    requirement = named or installed.requirement()
    if "\n" in (requirement or ""):
        raise UsageError("what pip installs is one line", "such as `spec-harness[all] @ git+https://...`")
    remarks = [] if requirement else [_UNKNOWN]
    text = template(
        f"{service}.yml",
        requirement=json.dumps(requirement or ""),
        branch=json.dumps(_branch(root)),
    )
    if service is Service.GITHUB:
        return Pipeline(
            root, {".github/workflows/harness.yml": text}, (*remarks, "next: commit it, and make it required")
        )
    if (root / _GITLAB).exists():
        return Pipeline(root, {_BESIDE: text}, (*remarks, f"next: add `include: {_BESIDE}` to {_GITLAB}"))
    return Pipeline(root, {_GITLAB: text}, (*remarks, "next: commit it"))


_UNKNOWN = (
    "from where a pipeline can install harness is not known here: fill in HARNESS, or write it anew with --requirement; "
    "until then the pipeline fails"
)


def _spec_kit(root: Path) -> Pipeline:
    folder = ".harness/spec-kit"
    found = {f"{folder}/{name}": template(f"spec-kit/{name}", version=__version__) for name in _SPEC_KIT}
    return Pipeline(root, found, (f"next: specify extension add --dev {folder}",))


def _top(root: Path) -> Path:
    try:
        return Path(Git(root).line("rev-parse", "--show-toplevel")).resolve()
    except HarnessError:
        return root  # no repository yet: then the pipeline goes where the project is


def _branch(root: Path) -> str:
    """The branch that work goes into: the remote's, or the one that is checked out."""
    for question in (("symbolic-ref", "--short", "refs/remotes/origin/HEAD"), ("symbolic-ref", "--short", "HEAD")):
        try:
            return Git(root).line(*question).removeprefix("origin/")
        except HarnessError:
            continue
    return "main"
