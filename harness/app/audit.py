"""``harness constitution audit``: a matrix that somebody wrote, or an older one of ours, against the tree of today."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from harness.adapters import files
from harness.adapters.sources import FolderTree
from harness.app.check import CheckListener, CheckOptions, check
from harness.app.project import find_root
from harness.constitution.audit import Audit, audited
from harness.constitution.claims import read_claims
from harness.constitution.suspects import Comparison, compare
from harness.domain.findings import CheckResults
from harness.domain.matrix import MATRIX_SCHEMA, Matrix
from harness.errors import UsageError
from harness.markdown.text import decode
from harness.ports.sources import SourceTree


def audit(start: Path, document: Path, listener: CheckListener) -> Audit | Comparison:
    """Check the project that ``start`` lies in, and every row of the document against what came of it.

    A document in JSON is a matrix as ``--report matrix-json`` writes it; any other is Markdown with tables.

    Raises:
        UsageError: if the document cannot be read, or claims nothing.
        DocumentError: if it is no text, or a document of the project is invalid.
    """
    root = find_root(start)
    name = _name(root, start / document)
    text = decode(files.read_bytes(start / document), name)
    old = _matrix(text, name) if text.lstrip().startswith("{") else None
    results = check(start, CheckOptions(command=("harness", "constitution", "audit", name)), listener).results
    if old:
        return Comparison(path=name, rows=compare(old.rows, results))
    return audit_of(text, name, results, FolderTree(root))


def audit_of(text: str, name: str, results: CheckResults, tree: SourceTree) -> Audit:
    """The rows of a matrix in Markdown against results of that tree. Raises UsageError if it claims nothing."""
    claims = read_claims(text, name, [one.id for one in results.principles])
    if not claims:
        hint = "give each principle a table with the columns File, Line and Description"
        raise UsageError(f"'{name}' has no row with a file: there is nothing to audit", hint)
    return audited(name, claims, results, tree)


def _matrix(text: str, name: str) -> Matrix:
    try:
        matrix = Matrix.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        what = f"'{name}' is no matrix of ours: {where}: {first['msg']}"
        raise UsageError(what, "write one with `harness check --report matrix-json`") from None
    if matrix.schema_version != MATRIX_SCHEMA:
        what = f"'{name}' has schema {matrix.schema_version}, and this harness knows {MATRIX_SCHEMA}"
        raise UsageError(what, "use the harness that wrote it, or write it anew")
    return matrix


def _name(root: Path, document: Path) -> str:
    """The document as seen from the project; as it was typed where it lies elsewhere."""
    full = document.resolve()
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else str(document)
