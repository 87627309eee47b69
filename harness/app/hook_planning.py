"""Draws from a project's constitution what one file alone can break; keeping that lies in ``hook_plan``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from harness.app.constitutions import load_constitutions
from harness.app.hook_principles import EditPlan, digests
from harness.app.project import configuration_of
from harness.app.waiving import waiving
from harness.constitution._pattern_form import PatternCheck
from harness.constitution.jobs import jobs_of
from harness.constitution.kinds import Job, Quantifier, Scope
from harness.ports.blobs import Blobs


def planned(root: Path, blobs: Blobs | None) -> EditPlan:
    """What the constitution of the project in a folder asks of single files.

    Raises:
        DocumentError: if a document, a check or the configuration is invalid.
        UsageError: if there is no constitution.
    """
    configuration = configuration_of(root)
    loaded = load_constitutions(root, waiving(root).weakened(), blobs=blobs).require_valid()
    jobs = jobs_of(loaded.principles)
    alone = {id(job.spec): _language(job) for job in jobs if is_alone(job)}
    principles = []
    languages = {}
    for one in loaded.principles:
        checks = tuple(spec for spec in one.checks if id(spec) in alone)
        if checks:
            principles.append(one.model_copy(update={"checks": checks}))
            languages[one.id] = tuple(alone[id(spec)] for spec in checks)
    outside = tuple(one.path for one in loaded.documents if one.path not in loaded.own)
    return EditPlan(
        principles=tuple(principles),
        elsewhere=len(jobs) - len(alone),
        excluded=configuration.check.exclude,
        own=loaded.own,
        extended=dict(digests(root, outside)),
        languages=languages,
    )


def is_alone(job: Job[Any]) -> bool:
    """Whether what violates a check in one file does so whatever else is in the tree."""
    if job.quantifier is Quantifier.AT_LEAST_ONE:
        return False
    says = getattr(job.kind, "is_alone", None)
    return bool(says(job.options)) if says else job.kind.SCOPE is Scope.FILE


def _language(job: Job[Any]) -> str:
    """The one language that a check looks at; empty where it may look at more, or where that cannot be told."""
    return job.options.language if isinstance(job.options, PatternCheck) else ""
