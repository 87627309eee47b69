"""Small specifications for tests of lint, and the mistakes in them."""

from __future__ import annotations

from harness.domain.places import Mistake
from harness.domain.specifications import Specification
from harness.readers import read_specification
from harness.specification.documents import context_of
from harness.specification.lint import check
from harness.specification.samples import sample

PATH = "specs/001-bank/spec.md"


def where(text: str) -> str:
    """Where a document of this form lies."""
    if text.startswith("# Tasks"):
        return "specs/001-bank/tasks.md"
    if text.startswith("# Requirements Document"):
        return ".kiro/specs/bank/requirements.md"
    return "openspec/specs/bank/spec.md" if "### Requirement:" in text else PATH


def read(text: str, path: str = "") -> tuple[Specification, str]:
    """A document with its text."""
    return read_specification(text, path or where(text)), text


def mistakes(*texts: str, paths: tuple[str, ...] = ()) -> list[Mistake]:
    """The mistakes of documents, each of a feature of its own unless paths say otherwise; a bank is known beside them."""
    documents = [read(text, paths[at] if paths else "") for at, text in enumerate(texts)]
    known = context_of([*(one for one, _ in documents), read(sample())[0]])
    return check(documents, known)


def codes(text: str, path: str = "") -> list[str]:
    """The codes of the mistakes of one document."""
    return [one.code for one in mistakes(text, paths=(path,))]
