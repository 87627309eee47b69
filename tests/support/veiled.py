"""A gated project with a sealed card, and what of it must never be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.app.project import load_project
from harness.domain.requirements import ByName
from harness.domain.tracing import Seal
from tests.support.gated import Gated
from tests.support.projects import card

PATH = "testcards/hidden/quiet-words.md"
ID = "TODO-QUIET"
TITLE = "Nobody may read this title"
STEPS = """1. Run `todo add secretmilk`.
   - You see "the sealed words".
2. Run `todo list`.
   - You see "a sealed number 70.00".
"""
SECRETS = (ID, TITLE, "quiet-words", "hidden/", "secretmilk", "sealed words", "sealed number", "expected a")
"""Parts of the card, its names, and the beginning of what a failure of it says."""
LOG = "testcards/seals.jsonl"


def leaks(text: str) -> list[str]:
    """What of the sealed card stands in a text."""
    return [one for one in SECRETS if one.casefold() in text.casefold()]


def sealed(room: Path, patch: pytest.MonkeyPatch, configuration: str = "", *, lifted: bool = False) -> Gated:
    """A project with a sealed card besides its others, committed."""
    gated = Gated.create(room, patch, configuration)
    gated.write(PATH, card(ID, STEPS, title=TITLE, verifies="FR-002"))
    gated.write(LOG, seal_line(gated, lifted=False) + (seal_line(gated, lifted=True) if lifted else ""))
    gated.repository.commit()
    return gated


def seal_line(gated: Gated, *, lifted: bool) -> str:
    """A line of the log of seals on the card, as it is now."""
    project = load_project(gated.folder)
    (found,) = (one for one in project.cards if one.id == ID)
    names = ByName(project.requirements)
    meant = [one for claim in found.verifies if (one := names.one(claim))]
    seal = Seal(
        card=ID,
        path=found.path,
        sha256=found.sha256,
        requirements={one.qualified: one.sha256 for one in meant},
        who="A Person <person@example.org>",
        when=f"2026-11-20T14:30:1{5 + lifted}Z",
        reason="looked at it",
        lifted=lifted,
    )
    return seal.model_dump_json() + "\n"
