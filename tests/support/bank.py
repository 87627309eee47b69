"""The example bank in a repository of its own, whole or only what is about some cards, and what its patches say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from harness.readers import read_card, read_golden

BANK = Path(__file__).parents[2] / "examples" / "bank"
SPECIFICATION = "specs/001-bank/spec.md"
LOG = "golden/accepted.jsonl"
_HEADER = re.compile(r"^(Title|Cards|Breaks): (.+)$", re.MULTILINE)
_REQUIREMENT = re.compile(r"^- \*\*((?:FR|SC)-\d+)\*\*: .*\n(?:  .*\n)*", re.MULTILINE)


@dataclass(frozen=True)
class Patch:
    """A defect or a violation: the ids of the cards that must notice it, and the principles that it breaks, with places."""

    path: Path
    cards: frozenset[str]
    breaks: frozenset[tuple[str, str]]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.stem


def patches(folder: str) -> list[Patch]:
    """All of a folder of the bank, sorted by name."""
    return [_patch(path) for path in sorted((BANK / folder).glob("*.patch"))]


def _patch(path: Path) -> Patch:
    headers = dict(_HEADER.findall(path.read_text()))
    cards = frozenset(filter(None, headers.get("Cards", "").replace(" ", "").split(",")))
    return Patch(path, cards, frozenset(_broken(headers.get("Breaks", ""))))


def _broken(text: str) -> list[tuple[str, str]]:
    """``SEC-002 a.py:1, BANK-001 b.py:2`` as pairs."""
    words = (part.split() for part in text.split(",") if part.strip())
    return [(principle, place) for principle, place in words]


def create(root: Path, ids: Collection[str] | None = None) -> None:
    """A repository with one commit of the bank; ``ids`` are the only cards and golden cases that it then has.

    Its specification has the requirements alone that these verify, so that everything that it claims is shown.
    """
    listed = subprocess.run(["git", "ls-files", "-z", "."], cwd=BANK, capture_output=True, check=True).stdout
    for name in filter(None, os.fsdecode(listed).split("\0")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(BANK / name, root / name)
    if ids is not None:
        _narrow(root, ids)
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "The bank")


def git(folder: Path, *arguments: str) -> None:
    """Run git there, as the team."""
    identity = ("-c", "user.name=Team", "-c", "user.email=team@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def _narrow(root: Path, ids: Collection[str]) -> None:
    verified: set[str] = set()
    for path in [*(root / "testcards").rglob("*.md"), *(root / "golden").rglob("*.md")]:
        text = path.read_text()
        card = read_golden(text, path.name).card if "golden" in path.parts else read_card(text, path.name)
        if card.id in ids:
            verified.update(card.verifies)
        else:
            path.unlink()
            (path.parent / f"{card.id}.golden").unlink(missing_ok=True)
    lines = (root / LOG).read_text().splitlines(keepends=True)
    (root / LOG).write_text("".join(line for line in lines if json.loads(line)["case"] in ids))
    text = (root / SPECIFICATION).read_text()
    (root / SPECIFICATION).write_text(_REQUIREMENT.sub(lambda one: one[0] if one[1] in verified else "", text))
