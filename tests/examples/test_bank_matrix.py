"""The example bank: every card is green, and each of its defects turns exactly the cards red that it names.

All defects on all cards take half an hour: CI sets HARNESS_MATRIX=all for that. Otherwise some defects run, on the cards
that they name.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.app.run_cards import Listener, RunOptions, run_cards
from harness.app.selection import Selection
from harness.domain.actions import Surface
from harness.domain.cards import Card
from harness.domain.verdicts import State
from harness.evaluation.evaluators import literal
from harness.readers import read_card

BANK = Path(__file__).parents[2] / "examples" / "bank"
_HEADER = re.compile(r"^(Title|Cards|Surface): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Defect:
    name: str
    cards: frozenset[str]


def read_defect(path: Path) -> Defect:
    headers = dict(_HEADER.findall(path.read_text()))
    return Defect(path.stem, frozenset(headers["Cards"].replace(" ", "").split(",")))


def read_cards() -> list[Card]:
    paths = sorted((BANK / "testcards").rglob("*.md"))
    return [read_card(path.read_text(), path.relative_to(BANK).as_posix()) for path in paths]


CARDS = read_cards()
IDS = tuple(card.id for card in CARDS)
DEFECTS = [read_defect(path) for path in sorted((BANK / "defects").glob("*.patch"))]
EVERYTHING = os.environ.get("HARNESS_MATRIX") == "all"

# Of each surface some, each wrong in another way.
SOME = (
    "balance-as-number",
    "file-overwritten",
    "foreign-statement",
    "idempotency-ignored",
    "import-exits-zero",
    "lost-update",
    "memo-as-html",
    "negative-amount",
    "service-dies",
)
MATRIX = [defect for defect in DEFECTS if EVERYTHING or defect.name in SOME]


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the bank with a branch for each defect, and a cache of prepared trees of its own."""
    root = tmp_path_factory.mktemp("bank") / "bank"
    shutil.copytree(BANK, root, ignore=shutil.ignore_patterns("__pycache__", ".harness", "*.pyc"))
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "The bank")
    for defect in MATRIX:
        git(root, "checkout", "--quiet", "-b", defect.name, "main")
        git(root, "apply", str(BANK / "defects" / f"{defect.name}.patch"))
        git(root, "commit", "--quiet", "--all", "--message", defect.name)
    git(root, "checkout", "--quiet", "main")
    return root


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


def git(folder: Path, *arguments: str) -> None:
    identity = {"GIT_AUTHOR_NAME": "Team", "GIT_AUTHOR_EMAIL": "team@example.org"}
    identity |= {"GIT_COMMITTER_NAME": "Team", "GIT_COMMITTER_EMAIL": "team@example.org"}
    subprocess.run(["git", *arguments], cwd=folder, check=True, env={**os.environ, **identity})


def states(root: Path, revision: str, ids: Iterable[str] = IDS) -> dict[str, State]:
    options = RunOptions(selection=Selection(names=tuple(sorted(ids))), revision=revision, workers=2)
    run = run_cards(root, options, Listener()).run
    assert run.problems == ()
    return {card.id: card.state for card in run.cards}


def test_the_bank_has_enough_cards_and_defects_to_tell_something() -> None:
    assert all(literal.inability(card) is None for card in CARDS)
    assert sum(Surface.BROWSER in card.surfaces for card in CARDS) >= 5
    assert {card.tier for card in CARDS} == {"foundation", "composition", "frontier"}
    assert len(DEFECTS) >= 40
    tried = [card for defect in MATRIX for card in CARDS if card.id in defect.cards]
    assert {surface for card in tried for surface in card.surfaces} == set(Surface)
    assert {id for defect in DEFECTS for id in defect.cards} == {card.id for card in CARDS}


@pytest.mark.long
@pytest.mark.requires_cell
@pytest.mark.requires_chromium
@pytest.mark.requires_git
def test_every_card_is_green_on_the_bank(bank: Path) -> None:
    assert states(bank, "main") == dict.fromkeys(IDS, State.PASS)


@pytest.mark.long
@pytest.mark.requires_cell
@pytest.mark.requires_chromium
@pytest.mark.requires_git
@pytest.mark.parametrize("defect", MATRIX, ids=lambda defect: defect.name)
def test_a_defect_turns_exactly_the_cards_red_that_it_names(bank: Path, defect: Defect) -> None:
    ids = IDS if EVERYTHING else defect.cards
    expected = {id: State.FAIL if id in defect.cards else State.PASS for id in ids}
    assert states(bank, defect.name, ids) == expected
