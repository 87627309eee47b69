"""A run as one log of SARIF 2.1.0; its parts lie beside it."""

from __future__ import annotations

from harness.domain.results import Run
from harness.reports._contents import subject
from harness.reports._issue import below
from harness.reports._issues import issues
from harness.reports._sarif.notes import descriptors, invocation
from harness.reports._sarif.places import ROOT
from harness.reports._sarif.results import chosen, results
from harness.reports._sarif.rules import Rules, rules_of
from harness.reports._sarif.taxa import NAME, taxonomy
from harness.reports._sarif.texts import Json, given, line
from harness.reports._view import Repository, View

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def log_of(run: Run, view: View) -> Json:
    """The log, as plain dicts."""
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(run, view)]}


def _run(run: Run, view: View) -> Json:
    repository = view.repository()
    found = list(issues(run, view))
    rules = rules_of(run)
    shown = chosen(run, found, repository.prefix)
    compares = run.constitution is not None and run.constitution.baseline is not None
    told = list(below(repository.prefix, found))
    return given(
        {
            "tool": {"driver": _driver(run, rules)},
            "taxonomies": [taxonomy(rules.cwes)] if rules.cwes else [],
            "automationDetails": {"id": f"harness/{subject(run)}/{line(run.id)}"},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository."}}},
            "versionControlProvenance": _provenance(repository),
            "invocations": [invocation(run, view, told, rules, shown)],
            "properties": _properties(run),
        }
    ) | {"results": list(results(shown, rules, view.sources, repository.prefix, compares))}


def _driver(run: Run, rules: Rules) -> Json:
    return given(
        {
            "name": "harness",
            "fullName": f"harness {line(run.tool_version)}",
            "version": line(run.tool_version),
            "notifications": descriptors(),
            "supportedTaxonomies": [{"name": NAME, "index": 0}] if rules.cwes else [],
        }
    ) | {"rules": list(rules.described)}


def _provenance(repository: Repository) -> list[Json]:
    if not repository.uri:
        return []
    return [
        given(
            {
                "repositoryUri": repository.uri,
                "revisionId": repository.commit,
                "branch": line(repository.branch),
                "mappedTo": {"uriBaseId": ROOT},
            }
        )
    ]


def _properties(run: Run) -> Json:
    tree = line(run.tree.hash) if run.tree else None
    return given({"tree": tree, "isolation": run.isolation.reached, "chain": line(run.events.head)})
