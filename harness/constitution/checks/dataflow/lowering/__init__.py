"""Readers of languages: from the bytes of a file, by way of its tree of syntax, to what the analysis knows."""

from __future__ import annotations

from dataclasses import replace

from harness.constitution._pattern_spellings import lines_spelt_otherwise, may_be_spelt_otherwise
from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.parsing import Parse, Unparsable, Unread

__all__ = ["LANGUAGES", "Parse", "Unparsable", "lower", "unread"]

LANGUAGES = frozenset({"python", "javascript", "typescript", "tsx"})
"""Those that can be read."""
_ODD = "a name is written otherwise than it is read"


def lower(path: str, language: str, data: bytes, parse: Parse) -> ir.Module:
    """A file in one of ``LANGUAGES``, with what could not be read in ``Module.unread``.

    Names that are written otherwise than they are read count as unread: the words that begin a flow are looked for in the
    text.

    Raises:
        Unparsable: if nothing of it can be read.
    """
    module = _lowered(path, language, data, parse)
    odd = _spelt_otherwise(language, data, parse)
    return replace(module, unread=(*module.unread, *odd)) if odd else module


def unread(language: str, data: bytes, parse: Parse) -> tuple[Unread, ...]:
    """What could not be read of a file, as ``lower`` tells it, at the cost of its tree alone.

    Raises:
        Unparsable: if nothing of it can be read.
    """
    return (*_mistakes(language, data, parse), *_spelt_otherwise(language, data, parse))


def _spelt_otherwise(language: str, data: bytes, parse: Parse) -> list[Unread]:
    if not may_be_spelt_otherwise(data, language):
        return []
    return [(line, line, _ODD) for line in lines_spelt_otherwise(parse(language, data), data, language)]


def _mistakes(language: str, data: bytes, parse: Parse) -> tuple[Unread, ...]:
    if language == "python":
        from harness.constitution.checks.dataflow.lowering.python import tree_of

        return tree_of(data, parse)[3]
    from harness.constitution.checks.dataflow.lowering.javascript import tree_of as tree_of_javascript

    return tree_of_javascript(language, data, parse)[1]


def _lowered(path: str, language: str, data: bytes, parse: Parse) -> ir.Module:
    if language == "python":
        from harness.constitution.checks.dataflow.lowering.python import lower_python

        return lower_python(path, data, parse)
    from harness.constitution.checks.dataflow.lowering.javascript import lower_javascript

    return lower_javascript(path, language, data, parse)
