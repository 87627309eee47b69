"""What an evaluator is told of one attempt beside the card; it knows nothing of the machine."""

from __future__ import annotations

from harness.domain.base import Frozen
from harness.domain.verdicts import Isolation


class Frame(Frozen):
    """``attempt`` counts from 1; ``least`` is the isolation below which nothing passes.

    ``hard_limits`` is set where a requirement that the card verifies binds time limits.
    ``data`` are the glob patterns of files of the tree that the product may change.
    """

    attempt: int
    least: Isolation
    hard_limits: bool = False
    data: tuple[str, ...] = ()
