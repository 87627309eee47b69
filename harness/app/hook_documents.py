"""The cards and specifications among changed files, each looked at for mistakes; what is wrong in code lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from harness.app.lint import lint
from harness.app.project import CARDS, load_project
from harness.app.sealing import load_seals
from harness.app.spec_lint import lint_specifications
from harness.app.specifications import name_of, specification_files
from harness.domain.configuration import Configuration
from harness.domain.gate import Visibility
from harness.domain.places import Mistake, Severity
from harness.errors import MachineError, TreeError

_SEALED = "what it is, is told to reviewers only: the card was sealed, and its text is not for those who implement"


def mistakes_in(
    root: Path, configuration: Configuration, changed: Sequence[str]
) -> tuple[tuple[Mistake, ...], tuple[str, ...]]:
    """The errors in the changed documents of a project, and remarks on what is no error.

    Of sealed cards whose text is hidden only the places are told.

    Raises:
        DocumentError: if the configuration is invalid.
    """
    there = [path for path in changed if (root / path).is_file()]
    found = [*_of_cards(root, configuration, there), *_of_specifications(root, configuration, there)]
    errors = [one for one in found if one.severity is Severity.ERROR]
    warnings = len(found) - len(errors)
    said = f"lint warns of {warnings} more in the changed documents" if warnings else ""
    return tuple(errors), (said,) if said else ()


def _of_cards(root: Path, configuration: Configuration, changed: Iterable[str]) -> list[Mistake]:
    cards = [path for path in changed if path.startswith(f"{CARDS}/") and path.endswith(".md")]
    if not cards:
        return []
    found = [one for one in lint(root, cards).mistakes if one.place.path in cards]
    if configuration.gate.visibility is Visibility.FULL:
        return found
    hidden = _sealed(root)
    return [_hidden(one) if one.place.path in hidden else one for one in found]


def _of_specifications(root: Path, configuration: Configuration, changed: Iterable[str]) -> list[Mistake]:
    known = {name_of(path, root) for path in specification_files(root, configuration)}
    paths = [path for path in changed if path in known]
    if not paths:
        return []
    return [one for one in lint_specifications(root, paths).mistakes if one.place.path in paths]


def _sealed(root: Path) -> frozenset[str]:
    """The paths of the cards that somebody sealed; all of them where that cannot be told."""
    project = load_project(root)
    try:
        rows = load_seals(project).rows
    except (TreeError, MachineError):
        return frozenset(card.path for card in project.cards)
    return frozenset(row.path for row in rows)


def _hidden(mistake: Mistake) -> Mistake:
    return mistake.model_copy(update={"what": f"a mistake of this kind; {_SEALED}", "hint": "ask a reviewer"})
