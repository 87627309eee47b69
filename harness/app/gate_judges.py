"""Which files the change edits by which it is judged, and who answers for that; asking git lies in ``adapters``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.app.project import Project
from harness.domain.gate import JudgeEdit


@dataclass(frozen=True)
class Judged:
    """The judges that a change edits, by their paths.

    ``since`` is the commit that the change parted from; empty where there is none, as in a repository with one commit.
    ``unknown`` says why nobody can tell, with what to do; empty where ``edits`` is all.
    """

    edits: tuple[JudgeEdit, ...] = ()
    since: str = ""
    unknown: str = ""

    @property
    def unreviewed(self) -> tuple[JudgeEdit, ...]:
        """The edits that nobody answers for."""
        return tuple(one for one in self.edits if not one.reviewer)


def judged(project: Project, since: str | None = None, reviewed_by: Sequence[str] = ()) -> Judged:
    """The judges that the change edits which ends in the working tree of a project, all that is not committed included.

    ``since`` names what it parted from (None: ``[gate] base``, or what the pipeline or the repository says); ``reviewed_by``
    are e-mail addresses of those who answer for the edits.
    """
    raise NotImplementedError
