"""Work that is sent back: a small project with recorded runs in it, and made decisions that rest on these."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from harness.adapters.records import Recorder, load_run, run_folders
from harness.domain.findings import CheckResults, PrincipleResult
from harness.domain.gate import (
    Band,
    Criterion,
    CriterionResult,
    Cycles,
    Decision,
    Fact,
    Item,
    Policy,
    Profile,
    Reason,
    RunSource,
    Truth,
    Visibility,
    WaiverUse,
)
from harness.domain.golden import CaseResult, GoldenResults
from harness.domain.results import ChainRecord, IsolationRecord, Run
from harness.domain.test_results import TestResult
from harness.domain.tracing import Seal
from harness.domain.verdicts import Isolation
from tests.support.recorded import ANSWERS, TRANSFER, Answer, record_run
from tests.support.repositories import Repository

SPECIFICATION = """# Feature Specification: a bank

## Requirements

### Functional Requirements

- **FR-003**: System MUST move money so that both balances change.
- **FR-004**: System SHOULD say what it moved.
"""
BROKEN: Mapping[str, Answer] = {
    **ANSWERS,
    "bank show r-1": Answer(b"30.00 sent, 7.00 left\n"),
    "bank transfer alice bob 1000": Answer(b"sent\n", b"", 0),
}
"""A product that does not do what the card asks for."""


def project(room: Path, card: str = TRANSFER, *, sealed: bool = False, settings: str = "") -> Path:
    """A committed project with one card and one specification; ``sealed`` puts the card's seal into the log."""
    texts = {
        "harness.toml": settings,
        ".gitignore": ".harness/\nout/\n",
        "specs/001-bank/spec.md": SPECIFICATION,
        "testcards/transfer.md": card.format(id="BANK-TRANSFER"),
    }
    if sealed:
        texts["testcards/seals.jsonl"] = seal_line()
    Repository.create(room / "project", texts)
    return room / "project"


def seal_line(*, lifted: bool = False) -> str:
    """A line of the log of seals, on the one card."""
    seal = Seal(
        card="BANK-TRANSFER",
        path="testcards/transfer.md",
        sha256="0" * 64,
        requirements={},
        who="Ann <ann@example.org>",
        when="2026-11-20T14:30:15Z",
        reason="looked at it",
        lifted=lifted,
    )
    return seal.model_dump_json() + "\n"


def failed_card(root: Path, card: str = TRANSFER, answers: Mapping[str, Answer] = BROKEN) -> Run:
    """A recorded run in which the card fails."""
    return load_run(record_run(root, ("BANK-TRANSFER",), card, (answers,)))


def recorded(
    root: Path,
    *,
    cases: tuple[CaseResult, ...] = (),
    principles: tuple[PrincipleResult, ...] = (),
    tests: tuple[TestResult, ...] = (),
) -> Run:
    """A recorded run of golden cases, of a check, of tests in Python, or of all."""
    with Recorder(root) as recorder:
        return recorder.finish(
            Run(
                tool_version="0.1.0",
                id=recorder.id,
                command=("harness", "verify"),
                started="2026-11-20T14:30:15Z",
                finished="2026-11-20T14:30:18Z",
                isolation=IsolationRecord(reached=Isolation.CELL, least=Isolation.CELL),
                evaluator="capture",
                golden=GoldenResults(cases=cases) if cases else None,
                constitution=CheckResults(principles=principles) if principles else None,
                tests=tests,
                events=ChainRecord(count=0, head=""),
            )
        )


def decision(
    root: Path,
    counted: Mapping[str, tuple[Item, ...]],
    *,
    band: Band = Band.REWORK,
    visibility: Visibility = Visibility.FULL,
    cycles: Cycles | None = None,
    more: int = 0,
    waivers: tuple[WaiverUse, ...] = (),
    own: tuple[Reason, ...] = (),
) -> Decision:
    """A decision because of some facts, each with what it counts, that rests on all runs that are recorded in ``root``."""
    criteria = tuple(Criterion(id=name, band=Band.PASS, when=f"{name} == 0", key=True) for name in counted)
    policy = Policy(profile=Profile.STANDARD, criteria=criteria, visibility=visibility)
    return Decision(
        gate="gate",
        line="main",
        tool_version="0.1.0",
        policy=policy,
        policy_sha256=policy.sha256,
        tree="f" * 40,
        runs=tuple(source(load_run(folder)) for folder in run_folders(root)),
        facts=tuple(Fact(name=name, value=len(items) + more, items=items) for name, items in counted.items()),
        criteria=tuple(
            CriterionResult(criterion=one, truth=Truth.FALSE, facts=(one.id,), said=f"{one.id} is too high")
            for one in criteria
        ),
        band=band,
        reasons=tuple(
            Reason(what=f"{name} is not 0", criterion=name, items=items, more=more) for name, items in counted.items()
        )
        + own,
        waivers=waivers,
        cycles=cycles or Cycles(),
    )


def source(run: Run) -> RunSource:
    """A run as a decision names it."""
    kinds = {"cards": run.cards, "golden": run.golden, "constitution": run.constitution}
    return RunSource(
        id=run.id,
        kinds=tuple(kind for kind, found in kinds.items() if found),
        finished=run.finished,
        head=run.events.head,
    )


def card_item(run: Run) -> Item:
    """The card as a decision counts it."""
    return Item(key="card BANK-TRANSFER", what="BANK-TRANSFER: Move money between two accounts: it fails", run=run.id)
