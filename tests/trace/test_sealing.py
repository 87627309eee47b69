"""Seals by their rules alone: what a log says last, what it lost, and which of its lines to doubt."""

from __future__ import annotations

from typing import Any

import pytest

from harness.domain.cards import Card
from harness.domain.places import Place
from harness.domain.requirements import Requirement
from harness.domain.tracing import Seal, SealState
from harness.trace.resealing import Hands, Since, reviewed_rows
from harness.trace.sealing import Log, address, lost, seal_rows, sealed, why_broken

A, B = "Ann <Ann@example.org>", "Bob <bob@example.org>"


def seal(card: str = "X", sha256: str = "1", who: str = B, when: str = "2026-01-01T00:00:00Z", **more: object) -> Seal:
    facts = {"requirements": {"f/R-1": "r"}, "path": f"testcards/{card}.md", "reason": "so", **more}
    return Seal.model_validate({"card": card, "sha256": sha256, "who": who, "when": when, **facts})


def card(id: str = "X", sha256: str = "1", path: str = "", verifies: tuple[str, ...] = ("R-1",)) -> Card:
    return Card(id=id, title="t", path=path or f"testcards/{id}.md", text="", sha256=sha256, verifies=verifies)


def requirement(id: str = "R-1", feature: str = "f", sha256: str = "r") -> Requirement:
    return Requirement(id=id, feature=feature, text="", place=Place(path=f"specs/{feature}/spec.md"), sha256=sha256)


def states(log: Log, *cards: Card, requirements: tuple[Requirement, ...] = (requirement(),)) -> dict[str, str]:
    return {row.card: row.state.value for row in seal_rows(log, cards, requirements)}


@pytest.mark.parametrize(
    ("who", "known"), [(A, "ann@example.org"), ("Ann", "ann"), ("<a@b>", "a@b"), ("A <x> <a@b> ", "a@b"), ("", "")]
)
def test_somebody_is_known_by_their_address(who: str, known: str) -> None:
    assert address(who) == known


def test_the_last_line_counts_and_a_lifted_seal_is_none() -> None:
    log = (seal(), seal(sha256="2"), seal("Y"), seal("Y", lifted=True))
    assert {id: one.sha256 for id, one in sealed(log).items()} == {"X": "2"}


@pytest.mark.parametrize(
    ("now", "gone"),
    [
        ("ab", ""),
        ("abc", ""),
        ("cab", ""),
        ("acb", ""),
        ("ba", "X"),
        ("a", "X"),
        ("", "X"),
        ("ac", "X"),
    ],
)
def test_a_log_only_grows(now: str, gone: str) -> None:
    lines = {letter: seal(sha256=letter) for letter in "abc"}
    before = (lines["a"], lines["b"], seal("Y"))
    assert lost(before, (*(lines[letter] for letter in now), seal("Y"))) == (frozenset(gone) if gone else frozenset())


@pytest.mark.parametrize(
    ("of_it", "requirements", "state"),
    [
        (card(), (requirement(),), SealState.WHOLE),
        (card(path="testcards/elsewhere.md"), (requirement(),), SealState.WHOLE),
        (card(verifies=("f/R-1",)), (requirement(), requirement(feature="g")), SealState.WHOLE),
        (card(sha256="2"), (requirement(),), SealState.EDITED),
        (card(), (requirement(sha256="s"),), SealState.MOVED),
        (card(), (requirement(), requirement(feature="g")), SealState.MOVED),
        (card(), (), SealState.MOVED),
        (card(), (requirement(feature="g"),), SealState.MOVED),
        (card("Z"), (requirement(),), SealState.GONE),
    ],
)
def test_the_state_of_a_seal(of_it: Card, requirements: tuple[Requirement, ...], state: SealState) -> None:
    assert states(Log((seal(),)), of_it, requirements=requirements) == {"X": state.value}


def test_what_took_its_place_cannot_pass_either() -> None:
    cards = [card("Z", path="testcards/X.md"), card("W")]
    rows = seal_rows(Log((seal(),)), cards, [requirement()])
    assert set(why_broken(rows, cards)) == {"X", "Z"}


def test_a_lifted_seal_that_nobody_here_lifted_is_broken() -> None:
    log = (seal(), seal(when="2026-01-02T00:00:00Z", lifted=True))
    assert states(Log(log, log[:1], "ann@example.org"), card()) == {"X": "log broken"}
    assert states(Log(log, log[:1], "bob@example.org"), card()) == {}
    assert states(Log(log, None), card()) == {}


def test_a_line_older_than_one_before_it_is_doubted() -> None:
    log = (seal(when="2026-01-02T00:00:00Z", sha256="2"), seal())
    assert states(Log(log), card()) == {"X": "log broken"}


def reviewed(
    log: tuple[Seal, ...],
    before: tuple[Seal, ...],
    hands: Hands | None,
    *edits: Hands,
    beside: tuple[Seal, ...] = (),
    reviewers: tuple[str, ...] = (),
) -> str:
    since = Since(before, beside or before, reviewers, lambda path: edits, lambda one: hands)
    cards, requirements = [card()], [requirement()]
    rows = seal_rows(Log(log), cards, requirements)
    return next(row.state.value for row in reviewed_rows(rows, log, cards, requirements, since))


ANN, BOB = Hands("ann@example.org", "ann@example.org"), Hands("bob@example.org", "bob@example.org")
FOR_BOB = Hands("bob@example.org", "ann@example.org")
OLD = seal(sha256="0", when="2025-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("hands", "edits", "facts", "state"),
    [
        (BOB, (ANN,), {}, "whole"),
        (BOB, (BOB,), {}, "not reviewed"),
        (BOB, (Hands("cy@example.org", "bob@example.org"),), {}, "not reviewed"),
        (ANN, (), {}, "not reviewed"),
        (None, (), {}, "not reviewed"),
        (FOR_BOB, (ANN,), {}, "not reviewed"),
        (FOR_BOB, (), {}, "whole"),
        (FOR_BOB, (ANN,), {"reviewers": ("bob@example.org", "ann@example.org")}, "whole"),
        (BOB, (BOB,), {"reviewers": ("bob@example.org",)}, "whole"),
        (BOB, (), {"reviewers": ("ann@example.org",)}, "not reviewed"),
        (None, (), {"beside": (OLD, seal())}, "whole"),
    ],
)
def test_who_may_seal(hands: Hands | None, edits: tuple[Hands, ...], facts: dict[str, Any], state: str) -> None:
    assert reviewed((OLD, seal()), (OLD,), hands, *edits, **facts) == state


def test_an_edit_of_nothing_that_is_sealed_is_no_edit() -> None:
    """The card reads as it was sealed before: who touched its file may seal it once more."""
    old = seal(when="2025-01-01T00:00:00Z", who=A)
    assert reviewed((old, seal()), (old,), BOB, BOB) == "whole"
