"""What waits for a review, and the reviewed acts: accept, redact, reject. Only accepting changes a golden."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files, golden_files, pending
from harness.adapters.pending import Waiting
from harness.app.golden_cases import GOLDEN, Cases, load_cases
from harness.app.golden_judging import names_of
from harness.app.golden_pictures import Looks, beside, pictures_in
from harness.app.golden_signing import Signed, signed
from harness.domain.golden import Decision, Difference, GoldenCase, Redaction, Snapshot
from harness.domain.nearest import did_you_mean
from harness.errors import DocumentError, RecordError, UsageError
from harness.golden.accepting import accepted
from harness.golden.comparing import differences
from harness.golden.documents import with_redactions
from harness.golden.judging import told_too_much
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


class Reviewing:
    """Everything that waits in one project. ``start`` is the folder that the command was given in.

    ``unreadable`` are the paths of what is there and was not left by this version of the tool.
    """

    def __init__(self, start: Path) -> None:
        self._cases: Cases = load_cases(start)
        self.root = self._cases.project.root
        self.cases = {case.id: case for case in self._cases.every}
        self.unreadable: tuple[str, ...] = ()
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
        if id not in self.cases:
            raise UsageError(f"there is no golden case '{id}'", did_you_mean(id, self.cases))
        known = [one.case.id for one in self.pending]
        what = f"what waits: {', '.join(known)}" if known else "`harness golden check` looks what behaves otherwise"
        raise UsageError(f"nothing waits of '{id}'", what)

    def signed(self, reason: str, requirement: str = "") -> Signed:
        """The signature under a decision. Raises UsageError if there is no reason, or no such requirement."""
        return signed(self._cases.project, reason, requirement)

    def accept(
        self, one: Pending, signed: Signed, parts: Collection[tuple[str, str]] | None = None, waits: bool = False
    ) -> str:
        """Make what is received the golden, all of it or some parts; returns the path of the snapshot.

        With ``waits`` the rest goes on waiting.

        Raises:
            UsageError: where a person cannot have looked at it: in CI, without a terminal, or what waits is outdated.
            MachineError: if it cannot be written; then all is as it was before.
        """
        self._require(one)
        if one.golden is None and parts is not None:
            raise UsageError(f"{one.case.id}: it was never accepted, and is so as a whole or not at all")
        snapshot = accepted(one.golden, one.received, parts)
        path = self._written(one, snapshot, signed)
        if not waits:
            pending.remove(self.root, one.case.id)
        return path

    def redact(self, one: Pending, redactions: Sequence[Redaction], signed: Signed) -> Pending:
        """Add redactions to the case, and mask its golden and what is received; what still differs goes on waiting.

        Raises as ``accept`` does, and UsageError if they mask too much.
        """
        self._require(one)
        text = with_redactions((self.root / one.case.card.path).read_bytes().decode(), redactions)
        case = read_golden(text, one.case.card.path)
        raw = read_snapshot(one.waiting.raw, files.typed(one.waiting.folder / pending.RAW)).snapshot
        masked = redact(raw.captures, case.redactions)
        if masked.too_much:
            raise UsageError(*told_too_much(masked.too_much[0], case))
        of_case = {"case_sha256": case.card.sha256, "redacted": names_of(case.redactions)}
        received = one.received.model_copy(update={**of_case, "captures": masked.captures})
        golden = None
        with self._document(one.case, text):
            if one.golden is not None:
                captures = redact(one.golden.captures, redactions).captures
                golden = one.golden.model_copy(update={**of_case, "captures": captures})
                self._written(one, golden, signed)
        written = write_snapshot(received)
        pictures = {digest: one.waiting.picture(digest) or b"" for _, digest in pictures_in(received.captures)}
        pending.store(self.root, case.id, written, one.waiting.raw.decode(), pictures, one.waiting.run)
        self._cases = load_cases(self.root)
        self.cases = {case.id: case for case in self._cases.every}
        self.pending = tuple(self._pending())
        return self.named(case.id)

    def reject(self, one: Pending) -> None:
        """Take away what waits; the golden stays, and the next check tells the difference again."""
        pending.remove(self.root, one.case.id)

    def golden_picture(self, case: GoldenCase, digest: str) -> bytes:
        """A picture beside the snapshot of a case. Raises BrokenPicture if it is not there, or is another one."""
        return golden_files.picture(self._cases.path_of(case).parent, case.id, digest)

    def _require(self, one: Pending) -> None:
        if self.refused:
            raise UsageError(self.refused, "run `harness golden review` in a terminal")
        if one.outdated:
            raise UsageError(f"{one.case.id}: {one.outdated}", "run `harness golden check` again")
        kept = self._cases.snapshots.get(one.case.id)
        path = self._cases.path_of(one.case)
        if (path.read_bytes() if path.is_file() else None) != (kept.data if kept else None):
            raise UsageError(f"'{files.typed(path)}' was changed during the review", "begin the review again")

    def _written(self, one: Pending, snapshot: Snapshot, signed: Signed) -> str:
        """Write a golden with its pictures and the line of the log."""
        path = self._cases.path_of(one.case)
        text = write_snapshot(snapshot)
        kept = sorted({digest for _, digest in pictures_in(snapshot.captures)})
        record = signed.record(Decision.ACCEPTED, one.case.id, one.before, digest_of_snapshot(text))
        with golden_files.logged(self.root / GOLDEN, record):
            for digest in kept:
                data = one.waiting.picture(digest)
                if data is not None:
                    golden_files.put_picture(path.parent, one.case.id, digest, data)
            files.write_over(path, text)
        golden_files.keep_pictures(path.parent, one.case.id, kept)
        return path.relative_to(self.root).as_posix()

    @contextmanager
    def _document(self, case: GoldenCase, text: str) -> Iterator[None]:
        """The document of a case with another text; as it was where the block fails."""
        path = self.root / case.card.path
        before = path.read_bytes()
        files.write_over(path, text)
        try:
            yield
        except BaseException:
            files.write_over(path, before.decode())
            raise

    def _pending(self) -> Sequence[Pending]:
        found, unreadable = [], []
        waiting, broken = pending.waiting(self.root)
        for one in waiting:
            case = self.cases.get(one.case)
            if case is None:
                pending.remove(self.root, one.case)
                continue
            try:
                found.append(self._waits(case, one))
            except DocumentError:
                unreadable.append(files.typed(one.folder))
        self.unreadable = (*broken, *unreadable)
        return found

    def _waits(self, case: GoldenCase, waiting: Waiting) -> Pending:
        received = read_snapshot(waiting.text, files.typed(waiting.folder / pending.RECEIVED)).snapshot
        kept = self._cases.snapshots.get(case.id)
        reading = kept.reading if kept else None
        golden = reading.snapshot if reading else None
        told = differences(
            golden.captures if golden else (),
            received.captures,
            received.unstable,
            pictures=self._looks(case, waiting),
        )
        same = received.case_sha256 == case.card.sha256
        outdated = "" if same else "the case was changed since this was received"
        return Pending(case, waiting, received, golden, tuple(told), reading.digest if reading else None, outdated)

    def _looks(self, case: GoldenCase, waiting: Waiting) -> Looks:
        """Compares pictures; those that cannot be compared are for a person to look at."""

        def received(digest: str) -> bytes:
            data = waiting.picture(digest)
            if data is None:
                raise RecordError(f"the received picture {digest} is gone", "run `harness golden check` again")
            return data

        kept = beside(self._cases.path_of(case).parent, case.id)
        return Looks(case.screenshot or 0.0, kept, received, in_doubt=False)
