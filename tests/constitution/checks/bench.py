"""Checks written in YAML, tried on files in memory."""

from __future__ import annotations

from typing import Any

from harness.constitution.jobs import KINDS
from harness.constitution.kinds import Doubtful, Job, Match, canonical
from harness.constitution.trees import MemoryTree
from harness.domain.findings import Role
from harness.domain.places import Place
from harness.domain.principles import CheckSpec, Level, Principle, Use
from harness.markdown.front_matter import read_table
from harness.markdown.values import plain_value
from harness.ports.sources import Entry, SourceFile, Tools

PLACE = Place(path="constitutions/a.md", line=7)
NO_TOOLS: Any = Tools(None, None, None, None)  # type: ignore[arg-type]


def specs(kind: str, text: str) -> list[CheckSpec]:
    """The checks that a fence holds."""
    checks = plain_value(read_table(text, PLACE.path))
    assert isinstance(checks, dict)
    return [
        CheckSpec(use=Use(use), kind=kind, body=canonical(body), place=PLACE)
        for use, bodies in checks.items()
        for body in (bodies if isinstance(bodies, list) else [bodies])
    ]


def principle(*checks: CheckSpec, applies_to: tuple[str, ...] = ()) -> Principle:
    return Principle(
        id="P-1",
        title="t",
        level=Level.MUST,
        constraint="c",
        checks=checks,
        applies_to=applies_to,
        place=PLACE,
        constitution=PLACE.path,
        sha256="",
    )


def jobs_for(owner: Principle) -> list[Job[Any]]:
    jobs = []
    for number, spec in enumerate(owner.checks):
        kind = KINDS.load(spec.kind)
        options = kind.read(spec)
        jobs.append(Job(f"P-1/{number}", owner, spec, kind, options, kind.quantifier(spec.use, options)))
    return jobs


def job(kind: str, text: str, applies_to: tuple[str, ...] = ()) -> Job[Any]:
    """The one check that the YAML text holds."""
    [only] = jobs_for(principle(*specs(kind, text), applies_to=applies_to))
    return only


def file(path: str, data: str | bytes) -> SourceFile:
    return SourceFile(path, data.encode() if isinstance(data, str) else data, "")


def seen(kind: str, text: str, path: str, data: str | bytes) -> list[Match | Doubtful]:
    """What a check of scope FILE sees in one file."""
    one = job(kind, text)
    if not one.kind.looks_at(one.options, path):
        return []
    return list(one.kind.scan([one], [file(path, data)], NO_TOOLS))


def places(kind: str, text: str, path: str, data: str | bytes) -> list[tuple[str, str]]:
    """The role and the text of each match; nothing may be in doubt."""
    return [said(one, data) for one in seen(kind, text, path, data)]


def said(one: Match | Doubtful, data: str | bytes) -> tuple[str, str]:
    assert isinstance(one, Match), one
    raw = data.encode() if isinstance(data, str) else data
    sign = "-" if one.role is Role.VIOLATES else "+"
    return sign, raw[one.start : one.end].decode("utf-8", "backslashreplace")


def doubts(kind: str, text: str, path: str, data: str | bytes) -> list[tuple[int, str]]:
    """The line and the reason of each doubt; nothing else may be seen."""
    found = seen(kind, text, path, data)
    assert all(isinstance(one, Doubtful) for one in found), found
    return [(one.line, one.reason) for one in found if isinstance(one, Doubtful)]


class Tree(MemoryTree):
    """A tree in memory with modes and links."""

    def __init__(self, files: dict[str, str | bytes], modes: dict[str, int] | None = None, links: Any = ()) -> None:
        super().__init__(file(path, data) for path, data in files.items())
        self._modes = modes or {}
        self._links = dict(links)

    def entries(self) -> list[Entry]:
        plain = [Entry(one.path, one.size, self._modes.get(one.path, 0o644)) for one in super().entries()]
        linked = [Entry(path, 0, 0o777, target) for path, target in self._links.items()]
        return sorted([*plain, *linked], key=lambda one: one.path)
