"""What a trace needs of one recorded run; reading it from the record lies elsewhere."""

from __future__ import annotations

from harness.domain.base import Frozen
from harness.domain.tracing import Result
from harness.domain.verdicts import Isolation


class RunDigest(Frozen):
    """A run in short. ``documents`` are digests by path; with ``trouble`` its record is not believed, and it has no results."""

    id: str
    tree: str = ""
    subject: str = ""
    interrupted: bool = False
    isolation: Isolation | None = None
    documents: dict[str, str] = {}
    trouble: str = ""
    results: tuple[Result, ...] = ()
