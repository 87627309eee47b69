"""Writes goldens: document, pictures, snapshot and the line of the log, all of them or none; deciding lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters import clock, files, golden_files
from harness.app.golden_cases import GOLDEN
from harness.app.golden_drafts import Draft
from harness.domain.golden import AcceptRecord, Decision, GoldenCase, Snapshot
from harness.golden.snapshot_text import SUFFIX, digest_of_snapshot, write_snapshot


@dataclass(frozen=True)
class NewGolden:
    """A case as its document will say, its snapshot, and the pictures of it by their digests."""

    case: GoldenCase
    snapshot: Snapshot
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def write_golden(root: Path, draft: Draft, new: NewGolden) -> str:
    """Write the first golden of a case; returns the path of the snapshot, relative to the root.

    Raises:
        UsageError: if document or snapshot has come to be there meanwhile.
        MachineError: where writing is refused; then all is as it was before.
    """
    beside = draft.path.with_name(f"{new.case.id}{SUFFIX}")
    text = write_snapshot(new.snapshot)
    record = AcceptRecord(
        decision=Decision.RECORDED,
        case=new.case.id,
        who=golden_files.who(root),
        when=clock.timestamp(),
        reason="recorded for the first time",
        after=digest_of_snapshot(text),
    )
    with _document(draft, new.case.card.text), golden_files.logged(root / GOLDEN, record):
        for digest, data in new.pictures.items():
            golden_files.put_picture(draft.path.parent, new.case.id, digest, data)
        files.write_new(beside, text)
    return beside.relative_to(root).as_posix()


@contextmanager
def _document(draft: Draft, text: str) -> Iterator[None]:
    """The document of a case as it will be; as it was where the block fails."""
    if not draft.written:
        files.write_new(draft.path, text)
    elif text != draft.case.card.text:
        files.write_over(draft.path, text)
    try:
        yield
    except BaseException:
        if not draft.written:
            draft.path.unlink(missing_ok=True)
        elif text != draft.case.card.text:
            files.write_over(draft.path, draft.case.card.text)
        raise
