"""What waits for a review, and the reviewed acts: accept, reject, redact, retire. Only accepting changes a golden."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import clock, files, golden_files, pending
from harness.adapters.pending import Waiting
from harness.app.golden_cases import GOLDEN, Cases, load_cases
from harness.app.golden_record import names_of
from harness.domain.golden import AcceptRecord, Decision, Difference, GoldenCase, Redaction, Snapshot
from harness.domain.nearest import did_you_mean
from harness.errors import UsageError
from harness.golden.accepting import accepted
from harness.golden.comparing import differences
from harness.golden.documents import with_redactions
from harness.golden.redaction import redact
from harness.golden.snapshot_text import digest_of_snapshot, read_snapshot, write_snapshot
from harness.readers import read_golden


@dataclass(frozen=True)
class Pending:
    """A case whose received behaviour waits: its golden, None where there is none, and every difference.

    ``outdated`` says why nothing of it may be accepted as it is; ``before`` is the digest of the golden.
    """

    case: GoldenCase
    waiting: Waiting
    received: Snapshot
    golden: Snapshot | None
    differences: tuple[Difference, ...]
    before: str | None = None
    outdated: str = ""


@dataclass(frozen=True)
class Signed:
    """Who decides, and why; ``requirement`` is what justifies it, if one is named."""

    who: str
    reason: str
    requirement: str = ""


class Reviewing:
    """Everything that waits in one project. ``start`` is the folder that the command was given in."""

    def __init__(self, start: Path) -> None:
        self._cases: Cases = load_cases(start)
        self.root = self._cases.project.root
        self.cases = {case.id: case for case in self._cases.every}
        self.pending = tuple(self._pending())

    @property
    def refused(self) -> str:
        """Why nothing may be accepted here; empty where a person sits at a terminal."""
        return golden_files.may_accept()

    def named(self, id: str) -> Pending:
        """What waits of one case. Raises UsageError if nothing does."""
        for one in self.pending:
            if one.case.id == id:
                return one
        known = [one.case.id for one in self.pending]
        hint = did_you_mean(id, known) if known else "`harness golden check` looks what behaves otherwise"
        raise UsageError(f"nothing waits of '{id}'", hint)

    def signed(self, reason: str, requirement: str = "") -> Signed:
        """The signature under a decision. Raises UsageError if there is no reason, or no such requirement."""
        if not reason.strip():
            raise UsageError("a decision needs a reason", "say it with `--reason`")
        known = {one.id for one in self._cases.project.requirements}
        if requirement and requirement not in known:
            raise UsageError(f"there is no requirement '{requirement}'", did_you_mean(requirement, known))
        return Signed(golden_files.who(self.root), reason.strip(), requirement)

    def accept(self, one: Pending, signed: Signed, parts: Collection[tuple[str, str]] | None = None) -> str:
        """Make what is received the golden, all of it or some parts; returns the path of the snapshot.

        Raises:
            UsageError: where a person cannot have looked at it: in CI, without a terminal, or what waits is outdated.
            MachineError: if it cannot be written.
        """
        if self.refused:
            raise UsageError(self.refused, "run `harness golden review` in a terminal")
        if one.outdated:
            raise UsageError(f"{one.case.id}: {one.outdated}", "run `harness golden check` again")
        snapshot = accepted(one.golden, one.received, parts)
        return self._written(one, snapshot, signed, Decision.ACCEPTED)

    def redact(self, one: Pending, redactions: Sequence[Redaction], signed: Signed) -> str:
        """Add redactions to the case, and make what is received, masked by them as well, its golden.

        Raises as ``accept`` does.
        """
        if self.refused:
            raise UsageError(self.refused, "run `harness golden review` in a terminal")
        path = self.root / one.case.card.path
        text = with_redactions(one.case.card.text, redactions)
        case = read_golden(text, one.case.card.path)
        captures = redact(one.received.captures, redactions).captures
        snapshot = one.received.model_copy(
            update={"case_sha256": case.card.sha256, "redacted": names_of(case.redactions), "captures": captures}
        )
        files.write_over(path, text)
        return self._written(one, snapshot, signed, Decision.ACCEPTED)

    def reject(self, one: Pending) -> None:
        """Take away what waits; the golden stays, and the next check tells the difference again."""
        pending.remove(self.root, one.case.id)

    def retire(self, id: str, signed: Signed) -> tuple[str, ...]:
        """Take a case away with its snapshot, or a snapshot that belongs to no case; returns what was removed.

        Raises:
            UsageError: if there is neither.
        """
        removed = []
        if id in self.cases:
            case = self.cases[id]
            targets = [self.root / case.card.path, self._cases.path_of(case)]
        else:
            targets = [self.root / path for path in self._cases.unused if path == id or Path(path).stem == id]
        if not targets:
            known = [*self.cases, *self._cases.unused]
            raise UsageError(f"there is no golden case and no unused snapshot '{id}'", did_you_mean(id, known))
        self._log(Decision.RETIRED, id, signed, None, None)
        for target in targets:
            if target.is_file():
                target.unlink()
                removed.append(target.relative_to(self.root).as_posix())
        pending.remove(self.root, id)
        return tuple(removed)

    def _written(self, one: Pending, snapshot: Snapshot, signed: Signed, decision: Decision) -> str:
        path = self._cases.path_of(one.case)
        text = write_snapshot(snapshot)
        for digest in sorted(_pictures(snapshot)):
            data = one.waiting.picture(digest)
            if data is not None:
                golden_files.put_picture(path.parent, one.case.id, digest, data)
        files.write_over(path, text)
        self._log(decision, one.case.id, signed, one.before, digest_of_snapshot(text))
        pending.remove(self.root, one.case.id)
        return path.relative_to(self.root).as_posix()

    def _log(self, decision: Decision, case: str, signed: Signed, before: str | None, after: str | None) -> None:
        record = AcceptRecord(
            decision=decision,
            case=case,
            who=signed.who,
            when=clock.timestamp(),
            reason=signed.reason,
            requirement=signed.requirement,
            before=before,
            after=after,
        )
        golden_files.log_decision(self.root / GOLDEN, record)

    def _pending(self) -> Sequence[Pending]:
        found = []
        for waiting in pending.waiting(self.root):
            case = self.cases.get(waiting.case)
            if case is None:
                pending.remove(self.root, waiting.case)
                continue
            received = read_snapshot(waiting.text, files.typed(waiting.folder / "received.golden")).snapshot
            kept = self._cases.snapshots.get(case.id)
            reading = kept.reading if kept else None
            golden = reading.snapshot if reading else None
            told = differences(golden.captures if golden else (), received.captures)
            outdated = (
                "" if received.case_sha256 == case.card.sha256 else "the case was changed since this was received"
            )
            found.append(
                Pending(case, waiting, received, golden, tuple(told), reading.digest if reading else None, outdated)
            )
        return found


def _pictures(snapshot: Snapshot) -> set[str]:
    return {part.value for capture in snapshot.captures for part in capture.parts if part.kind.value == "picture"}
