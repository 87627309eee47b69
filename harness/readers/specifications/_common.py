"""What readers of several formats share: the feature that a path tells, and the level that words bind at."""

from __future__ import annotations

from pathlib import PurePosixPath

from harness.domain.binding_words import levels_named
from harness.domain.principles import Level

_PLAIN_NAMES = frozenset({"spec", "requirements", "design", "tasks", "plan", "readme", "index"})
_ROOTS = frozenset({"specs", "changes", ".specify", ".kiro", "openspec", "docs", ""})


def feature_of(path: str) -> str:
    """What a document specifies: its folder where its own name says nothing (``specs/001-bank/spec.md`` is ``001-bank``)."""
    file = PurePosixPath(path)
    if file.stem.lower() not in _PLAIN_NAMES:
        return file.name.removesuffix(".md").removesuffix(".spec")
    return "" if file.parent.name in _ROOTS else file.parent.name


def level_of(text: str) -> Level | None:
    """The level that the first binding word of a text gives it; None where none stands in it."""
    return next(levels_named(text), None)
