"""``harness trace accept``: a person says that what moved was looked at; what may be offered at all is decided in ``trace``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from harness.adapters import clock, deciding
from harness.adapters.git import Git
from harness.adapters.trace_lock import LOCK, write_lock
from harness.app.specification_revisions import specifications_at
from harness.app.trace import Traced, traced
from harness.app.trace_selection import chosen_names
from harness.domain.requirements import Requirement
from harness.domain.tracing import Link
from harness.domain.visible import is_blank
from harness.errors import HarnessError, UsageError
from harness.trace.accepting import Offer, Offers, Signature, anchors, offers

_MOST_REVISIONS = 30


class Accepting:
    """What is to be looked at in one project. ``start`` is the folder that the command was given in.

    Raises as ``traced`` does.
    """

    def __init__(self, start: Path) -> None:
        self.traced: Traced = traced(start)
        self._project = self.traced.project
        self._lock = self.traced.lock.read
        self._past: dict[str, dict[str, Requirement]] = {}

    @property
    def refused(self) -> str:
        """Why nothing may be accepted here; empty where a person sits at a terminal, and the lock can be read."""
        broken = [f"{LOCK}:{number}: {what}" for number, what in self._lock.broken]
        return deciding.may_decide("accepted") or "; ".join(broken[:1])

    def offers(self, names: Sequence[str] = ()) -> Offers:
        """What is to be looked at of the requirements named, or of all. Raises UsageError for an unknown name."""
        trace = self.traced.trace
        if names:
            chosen = chosen_names(names, [row.requirement for row in trace.rows])
            rows = tuple(row for row in trace.rows if row.requirement.qualified in chosen)
            trace = trace.model_copy(update={"rows": rows})
        return offers(trace)

    def accept(self, accepted: Sequence[Offer], reason: str) -> None:
        """Write down that these were looked at.

        Raises:
            UsageError: where a person cannot have looked at them: in CI, without a terminal; without a reason; if the lock was
                changed meanwhile, or had lines that are none.
            MachineError: if it cannot be written; then it is as it was before.
        """
        if self.refused:
            raise UsageError(self.refused, "run `harness trace accept` in a terminal")
        if is_blank(reason):
            raise UsageError("a decision needs a reason", "say why it is right: `--reason`")
        signature = Signature(deciding.who(self._project.root), clock.timestamp(), reason.strip())
        tree = self.traced.trace.tree
        lines = [anchor for offer in accepted for anchor in anchors(offer, tree, signature)]
        self._lock = write_lock(self._project.root, self._lock, lines)

    def words_then(self, requirement: Requirement, link: Link) -> Requirement | None:
        """The requirement as it was when the link was accepted, if one of the last commits has it so."""
        if link.accepted is None:
            return None
        for revision in self._revisions(requirement.place.path):
            then = self._at(revision).get(link.accepted.requirement)
            if then is not None and then.sha256 == link.accepted.requirement_sha256:
                return then
        return None

    def _revisions(self, path: str) -> list[str]:
        try:
            told = Git(self._project.root).line("log", f"-{_MOST_REVISIONS}", "--format=%H", "HEAD", "--", path)
        except HarnessError:
            return []
        return told.split()

    def _at(self, revision: str) -> dict[str, Requirement]:
        if revision not in self._past:
            self._past[revision] = {}
            with suppress(HarnessError):
                found = specifications_at(self._project, revision).requirements
                self._past[revision] = {one.qualified: one for one in found}
        return self._past[revision]
