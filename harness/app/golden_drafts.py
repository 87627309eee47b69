"""Golden cases before they are recorded: from the steps of a test card, each with the place where it will lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.app.golden_cases import GOLDEN
from harness.app.project import Project
from harness.domain.cards import Card
from harness.domain.golden import GoldenCase
from harness.errors import UsageError
from harness.golden.documents import from_card
from harness.golden.snapshot_text import SUFFIX
from harness.readers import read_golden


@dataclass(frozen=True)
class Draft:
    """A case that is not recorded yet, and its path. One that is ``proposed`` is written only if it tells something."""

    case: GoldenCase
    path: Path
    proposed: bool = False


def draft_of(project: Project, card: Card) -> Draft:
    """The case with the steps of a card.

    Raises:
        UsageError: if a case of that id is there, or code cannot carry out one of the steps.
    """
    path = project.root / GOLDEN / f"{Path(card.path).stem}.md"
    if path.exists():
        path = path.with_name(f"{card.id.lower()}.md")
    natural = [step for step in card.steps if step.action is None]
    if natural:
        what = f"{card.path}:{natural[0].line}: code cannot carry out `{natural[0].text}`"
        raise UsageError(what, "reword it from the phrasebook (`harness explain phrases`)")
    known = {one.stem.lower() for one in files.documents(project.root / GOLDEN, project.root, SUFFIX)}
    if path.exists() or card.id.lower() in known:
        raise UsageError(
            f"the golden case `{card.id}` is there already", "look at what changed: `harness golden check`"
        )
    return Draft(read_golden(from_card(card), path.relative_to(project.root).as_posix()), path)
