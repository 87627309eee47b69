"""Constitutions and principles made by hand, for tests of what happens after they are read."""

from __future__ import annotations

import hashlib

from harness.constitution.kinds import canonical
from harness.domain.places import Place
from harness.domain.principles import CheckSpec, Constitution, Level, Principle, Reference, Sample, Use

NO_EVAL = {"language": "python", "pattern": "eval($$$)"}


def check(use: Use = Use.FORBID, kind: str = "pattern", line: int = 12, **body: object) -> CheckSpec:
    return CheckSpec(use=use, kind=kind, body=canonical(body or NO_EVAL), place=Place(path="a.md", line=line))


def sample(text: str = "eval(x)\n", good: bool = False, language: str = "python", path: str = "") -> Sample:
    return Sample(language=language, good=good, text=text, path=path, place=Place(path="a.md", line=20))


def principle(id_: str = "SEC-001", path: str = "a.md", line: int = 5, **fields: object) -> Principle:
    values: dict[str, object] = {
        "title": "No eval",
        "level": Level.MUST,
        "constraint": "Code MUST NOT call `eval`.",
        "rationale": "it runs what users type",
        "place": Place(path=path, line=line),
        "constitution": path,
    }
    values |= fields
    digest = hashlib.sha256(repr((id_, values)).encode()).hexdigest()
    return Principle.model_validate({"id": id_, "sha256": digest, **values})


def constitution(
    path: str = "a.md", *principles: Principle, extends: tuple[str, ...] = (), **fields: object
) -> Constitution:
    references = tuple(Reference(name=name, place=Place(path=path, line=2)) for name in extends)
    return Constitution.model_validate(
        {
            "title": "A",
            "path": path,
            "format": "constitution",
            "version": "1.0.0",
            "extends": references,
            "principles": principles,
            "sha256": "0" * 64,
            **fields,
        }
    )
