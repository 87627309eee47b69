"""Readers of languages: from the bytes of a file, by way of its tree of syntax, to what the analysis knows."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.parsing import Parse, Unparsable

__all__ = ["LANGUAGES", "Parse", "Unparsable", "lower"]

LANGUAGES = frozenset({"python", "javascript", "typescript", "tsx"})
"""Those that can be read."""


def lower(path: str, language: str, data: bytes, parse: Parse) -> ir.Module:
    """A file in one of ``LANGUAGES``, with what could not be read in ``Module.unread``.

    Raises:
        Unparsable: if nothing of it can be read.
    """
    if language == "python":
        from harness.constitution.checks.dataflow.lowering.python import lower_python

        return lower_python(path, data, parse)
    from harness.constitution.checks.dataflow.lowering.javascript import lower_javascript

    return lower_javascript(path, language, data, parse)
