"""``harness constitution review``: what people are to confirm, and that they did; what a review is lies in ``constitution``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import clock
from harness.app.check import project_tree
from harness.app.confirmed import add_confirmations, confirmations
from harness.app.constitutions import load_constitutions
from harness.app.project import configuration_of, find_root
from harness.app.waiving import waiving
from harness.constitution.checks import review
from harness.constitution.checks.review import Content, ReviewCheck
from harness.constitution.jobs import jobs_of
from harness.constitution.kinds import Job
from harness.constitution.reviews import Confirmation
from harness.constitution.scanning import Reach
from harness.domain.nearest import did_you_mean
from harness.domain.principles import Principle
from harness.errors import MachineError, UsageError
from harness.ports.sources import SourceTree

_LONGEST_NAME = 100


@dataclass(frozen=True)
class ToReview:
    """One thing that people are to confirm, for the content that is there now.

    ``confirmed`` says who did, if anybody; ``stale`` that somebody did for other content.
    """

    principle: Principle
    question: str
    content: Content
    confirmed: str | None
    stale: bool


def to_review(start: Path, name: str | None = None) -> tuple[ToReview, ...]:
    """What is to be confirmed of one principle, or of all.

    Raises:
        DocumentError: if a constitution, a check or the configuration is invalid.
        UsageError: if there is no such principle, or none that asks for a review.
    """
    return _reviewing(find_root(start), name)


def confirm(start: Path, name: str, by: str, note: str = "") -> tuple[ToReview, ...]:
    """Write down that somebody confirmed a principle for what is there now; what is to be confirmed of it, thereafter.

    Raises:
        UsageError: as ``to_review``, or if the name of who confirms is none.
        MachineError: if a file that is to be confirmed cannot be read, or the file of reviews not be written.
    """
    root = find_root(start)
    by = " ".join(by.split())
    if not by or len(by) > _LONGEST_NAME:
        raise UsageError("nobody is named who confirms it", "write `--by NAME`")
    found = _reviewing(root, name)
    for one in found:
        _require_content(one)
    new = [
        Confirmation(principle=name, sha256=one.content.sha256, by=by, date=clock.today(), note=note) for one in found
    ]
    add_confirmations(root, new)
    return _reviewing(root, name)


def _reviewing(root: Path, name: str | None) -> tuple[ToReview, ...]:
    loaded = load_constitutions(root, waiving(root).weakened()).require_valid()
    stored = confirmations(root)
    tree = project_tree(root, configuration_of(root), loaded)
    found = []
    for job in _jobs(loaded.principles, name):
        content = review.content_of(job, tree, _paths(job, tree))
        principle = job.principle
        who = stored.confirmed(principle.id, content.sha256)
        found.append(ToReview(principle, job.options.review, content, who, not who and stored.stale(principle.id)))
    return tuple(found)


def _paths(job: Job[ReviewCheck], tree: SourceTree) -> list[str]:
    reach = Reach([job])
    return [entry.path for entry in tree.entries() if entry.target is None and reach.of(entry.path)]


def _jobs(principles: Sequence[Principle], name: str | None) -> list[Job[ReviewCheck]]:
    known = {one.id: one for one in principles}
    if name is not None and name not in known:
        raise UsageError(f"there is no principle '{name}'", did_you_mean(name, known))
    wanted = [known[name]] if name is not None else principles
    jobs = [job for job in jobs_of(wanted) if job.kind is review]
    if not jobs:
        what = f"'{name}' asks" if name is not None else "no principle asks"
        what += " for no review" if name is not None else " for a review"
        raise UsageError(what, "give it the check `require: { review: what to confirm }`")
    return jobs


def _require_content(one: ToReview) -> None:
    if one.content.unread:
        first = one.content.unread[0]
        raise MachineError(f"`{first.path}` cannot be confirmed: {first.reason}", "make it readable, or exclude it")
    if not one.content.files:
        hint = "correct its `Applies to`"
        raise UsageError(f"'{one.principle.id}' applies to no file, so there is nothing to confirm", hint)
