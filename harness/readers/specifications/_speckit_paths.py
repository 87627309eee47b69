"""What the path of a Spec Kit document tells: which feature it belongs to, and what it is in that feature's folder."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from harness.readers.specifications._common import feature_of

_NUMBERED = re.compile(r"(?:^|/)specs/(?:[^/]+/){0,3}?(?P<feature>\d{3,}-[^/]+)/(?P<rest>.+)")
_FOLDER = re.compile(r"(?:^|/)specs/(?P<feature>[^/]+)/(?P<rest>.+)")
_OTHERS = re.compile(r"(?:^|/)(?:\.kiro|openspec|_bmad-output)/")
_STATES = frozenset({"spec", "specification", "requirements", "srs", "prd"})
_BESIDE = frozenset({"research", "data-model", "quickstart"})
_BELOW = ("contracts/", "checklists/")
_NAMED = re.compile(r"spec[-._]?v?[0-9]{1,4}|.{1,200}[-._]spec")
TASKS, PLAN = "tasks.md", "plan.md"


def feature(path: str) -> str:
    """The feature that a document belongs to: its folder below ``specs/`` where that has one."""
    found = _NUMBERED.search(path) or (_FOLDER.search(path) if is_companion(path) else None)
    return found["feature"] if found else feature_of(path)


def is_numbered(path: str) -> bool:
    """Whether a document lies in a folder that Spec Kit made, such as ``specs/001-bank``."""
    return bool(_NUMBERED.search(path)) and not _OTHERS.search(path)


def is_specification(path: str) -> bool:
    """Whether a document of such a folder is what specifies it."""
    found = _NUMBERED.search(path)
    name = PurePosixPath(path).name
    stem = name.removesuffix(".md").lower()
    if found is None or found["rest"] != name:
        return False
    return stem in _STATES or bool(_NAMED.fullmatch(stem))


def is_companion(path: str) -> bool:
    """Whether a document stands beside a specification and states nothing by itself, such as ``research.md``."""
    if _OTHERS.search(path) or is_specification(path) or PurePosixPath(path).name in (TASKS, PLAN):
        return False
    found = _FOLDER.search(path)
    rest = found["rest"] if found else ""
    return is_numbered(path) or rest.removesuffix(".md") in _BESIDE or rest.startswith(_BELOW)
