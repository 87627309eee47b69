"""semgrep: many languages, by the rules of a file; ``# nosemgrep``, ``.semgrepignore`` and ``.gitignore`` count for nothing."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from harness.constitution._orders import Order
from harness.constitution.outputs.json_values import at, items, number, text
from harness.constitution.outputs.results import Reading, Result, Unit, Unparsed
from harness.markdown.values import Json
from harness.ports.sources import SourceTree

INSTALL = "pip install semgrep"
SUFFIXES: tuple[str, ...] = ()
DONE = (0, 1)
STATUS_TELLS = False
PARSES_ALL = False
WANTS = (("--config", "-c", "-f", "--pattern", "-e"), "arguments: [--config, constitutions/checks/rules.yaml]")
_ALL = (
    "--json",
    "--quiet",
    "--metrics=off",
    "--disable-version-check",
    "--disable-nosem",
    "--no-rewrite-rule-ids",
    "--no-git-ignore",
    "--x-ignore-semgrepignore-files",
    "--max-target-bytes=0",
)


def order(arguments: Sequence[str], rules: Sequence[str], paths: Sequence[str]) -> Order:
    """The whole tree: it takes no list of files. Which of its rules count is told from the results."""
    return Order(f"exec {shlex.join(('semgrep', 'scan', *_ALL, *arguments, '.'))}")


def read(documents: Sequence[Json]) -> Reading | None:
    """``--json``."""
    document = documents[0] if len(documents) == 1 else None
    if not isinstance(at(document, "paths", "scanned"), list) or not isinstance(at(document, "errors"), list):
        return None
    errors = [_error(one) for one in items(at(document, "errors"))]
    skipped = [_skipped(one) for one in items(at(document, "paths", "skipped"))]
    return Reading(
        tuple(_result(one) for one in items(at(document, "results"))),
        tuple(one for one in (*errors, *skipped) if isinstance(one, Unparsed)),
        tuple(one for one in errors if isinstance(one, str)),
        frozenset(one for one in items(at(document, "paths", "scanned")) if isinstance(one, str)),
    )


def seen(tree: SourceTree) -> SourceTree:
    """As it is."""
    return tree


def _error(error: Json) -> Unparsed | str:
    path = text(error, "path", "location.path")
    said = text(error, "message", "long_msg", "short_msg", "type") or "it tells of an error and does not say which"
    return Unparsed(path, said, number(error, "spans.start.line")) if path else said


def _skipped(entry: Json) -> Unparsed:
    return Unparsed(text(entry, "path"), f"semgrep left it out: {text(entry, 'reason') or 'it does not say why'}")


def _result(entry: Json) -> Result:
    return Result(
        text(entry, "path"),
        text(entry, "extra.message") or text(entry, "check_id"),
        text(entry, "check_id"),
        number(entry, "start.line"),
        number(entry, "start.col"),
        number(entry, "end.line"),
        number(entry, "end.col"),
        Unit.BYTES,
    )
