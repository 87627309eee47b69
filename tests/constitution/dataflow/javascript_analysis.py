"""Analyses pieces of JavaScript as the check does, file by file, with the shipped libraries or with rules of a test's own."""

from __future__ import annotations

from collections.abc import Mapping

from harness.adapters.syntax._grammars import parse
from harness.constitution.checks.dataflow.catalogue import build
from harness.constitution.checks.dataflow.catalogue.spec import DEFAULT_KINDS, CatalogueSpec, canonical
from harness.constitution.checks.dataflow.project.analyst import Analyst, Task
from harness.constitution.checks.dataflow.values import Hit, Source

KINDS = {"secret-log": frozenset({"secret"}), "weak-random": frozenset({"random"})}
OWN = CatalogueSpec(
    "javascript",
    ("ecmascript", "node", "dom"),
    canonical(
        [
            {
                "id": "own",
                "sources": [{"pattern": "source()"}],
                "sinks": [
                    {"pattern": f"{name}($X)", "category": name} for name in ("sql", "html", "path", "url", "log")
                ]
                + [{"pattern": f"{name}($X)", "category": name} for name in ("redirect", "nosql", "xpath")],
                "sanitizers": [{"pattern": "clean($X)", "for": ["sql"]}],
            }
        ]
    ),
)


def hits(files: Mapping[str, str], spec: CatalogueSpec | None = None) -> list[Hit]:
    """Everything that is found in some files that are one project."""
    data = [(path, code.encode()) for path, code in files.items()]
    analyst = Analyst(
        data, lambda: build(spec or CatalogueSpec("javascript")), lambda name, text: parse(name, text).root_node
    )
    facts = analyst.facts(list(files))
    results = analyst.analyse(Task(dict(zip(files, facts, strict=True))))
    assert not [trouble for result in results for trouble in result.troubles]
    return [hit for result in results for hit in result.hits]


def categories(code: str, path: str = "a.js", spec: CatalogueSpec | None = None) -> set[str]:
    """The categories of what is found in a file."""
    return {hit.category for hit in hits({path: code}, spec) if counts(hit)}


def counts(hit: Hit) -> bool:
    """Whether a check of its category would show it, by the kind of its source."""
    if hit.taint is None:
        return True
    wanted = KINDS.get(hit.category, DEFAULT_KINDS)
    return isinstance(hit.taint.origin, Source) and hit.taint.origin.kind in wanted


def own(code: str) -> set[str]:
    """The categories of what a function's body does with ``source()`` and sinks that are called as their categories."""
    return categories(f"function f() {{\n{code}\n}}", spec=OWN)
