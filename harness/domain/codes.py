"""What a mistake's code stands for, so that it can be explained; finding mistakes lies elsewhere."""

from __future__ import annotations

from harness.domain.base import Frozen
from harness.domain.places import Severity


class Code(Frozen):
    """A kind of mistake: ``code`` as it is printed, ``title`` in a few words, ``reason`` why it is refused.

    ``hint`` is what to do, ``good`` and ``bad`` are samples of what is accepted and refused; they are empty where none would
    tell more than the title does.
    """

    code: str
    title: str
    level: Severity = Severity.ERROR
    reason: str
    hint: str = ""
    good: str = ""
    bad: str = ""
