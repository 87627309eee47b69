"""What a document of OpenSpec is by where it lies: the truth, a change to it, or words about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from harness.readers.specifications._common import feature_of

_SPEC = "spec.md"


class Role(StrEnum):
    """What a document is for."""

    TRUTH = "truth"
    DELTA = "delta"
    TASKS = "tasks"
    WORDS = "words"
    HISTORY = "history"


@dataclass(frozen=True)
class Where:
    """The role of a document, the capability that it specifies, and the change that it belongs to."""

    role: Role
    capability: str = ""
    change: str = ""


def where(path: str) -> Where | None:
    """What a path tells; None where it does not lie in a folder of OpenSpec."""
    parts = path.split("/")
    starts = [at for at, part in enumerate(parts[:-1]) if part == "openspec"]
    if not starts:
        return _elsewhere(parts)
    below = parts[starts[-1] + 1 :]
    if below[0] == "specs" and len(below) > 1:
        return Where(_role(below, Role.TRUTH), _capability(below[1:]))
    if below[0] == "changes" and len(below) > 2:
        return _of_change(below[1:])
    return Where(Role.WORDS)


def somewhere(path: str) -> Where:
    """What a document is whose words alone tell that it is OpenSpec's."""
    return where(path) or Where(Role.TRUTH, feature_of(path))


def _elsewhere(parts: list[str]) -> Where | None:
    """The delta of a change in a folder of another name (``changes/add-login/specs/auth/spec.md``)."""
    for at in range(len(parts) - 4, -1, -1):
        if parts[at] == "changes" and "specs" in parts[at + 2 : -1]:
            return _of_change(parts[at + 1 :])
    return None


def _of_change(below: list[str]) -> Where:
    if below[0] == "archive":
        return Where(Role.HISTORY, change="/".join(below[1:-1][:1]))
    change, rest = below[0], below[1:]
    if rest[0] == "specs" and len(rest) > 1:
        return Where(_role(rest, Role.DELTA), _capability(rest[1:]), change)
    return Where(Role.TASKS if rest[-1] == "tasks.md" else Role.WORDS, change=change)


def _role(below: list[str], otherwise: Role) -> Role:
    """A design or an introduction may lie beside a specification."""
    return Role.WORDS if below[-1].lower() in ("design.md", "readme.md") else otherwise


def _capability(parts: list[str]) -> str:
    """``auth/session/spec.md`` is ``auth/session``, and so is ``auth/session.md``."""
    return "/".join(parts[:-1]) if parts[-1] == _SPEC and len(parts) > 1 else "/".join(parts).removesuffix(".md")
