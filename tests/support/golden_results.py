"""Golden results of every kind, for the reports: what each outcome and each class of difference looks like."""

from __future__ import annotations

from harness.domain.golden import CaseOutcome, CaseResult, Difference, DifferenceClass, GoldenResults
from harness.domain.results import ChainRecord, IsolationRecord, Run, Totals
from harness.domain.verdicts import Isolation

RUN_ID = "20261120T143015123456Z-3f9a2c"
C = DifferenceClass


def difference(
    kind: DifferenceClass, leaf: str, golden: str | None, received: str | None, place: str = "Steps 1"
) -> Difference:
    return Difference(kind=kind, place=place, leaf=leaf, golden=golden, received=received)


def case(id: str, title: str, outcome: CaseOutcome, *differences: Difference, **rest: object) -> CaseResult:
    facts = {"id": id, "title": title, "path": f"golden/{id.lower()}.md", "outcome": outcome, "seconds": 0.41}
    facts |= {"verifies": ("FR-003",), "differences": differences, "lines": {"Steps 1": 9, "Steps 2": 10}}
    return CaseResult.model_validate(facts | rest)


def a_run(*cases: CaseResult, problems: tuple[str, ...] = (), **rest: object) -> Run:
    return Run(
        tool_version="0.1.0",
        id=RUN_ID,
        command=("harness", "golden", "check"),
        started="2026-11-20T14:30:15.1Z",
        finished="2026-11-20T14:30:18.3Z",
        isolation=IsolationRecord(reached=Isolation.CELL, least=Isolation.CELL),
        evaluator="capture",
        problems=problems,
        golden=GoldenResults.model_validate({"cases": cases} | rest),
        totals=Totals(seconds=3.21),
        events=ChainRecord(count=42, head="ab" * 32),
    )


STATEMENT = "".join(f"2026-11-{day:02} paid {day}.00 EUR\n" for day in range(1, 25))
SAME = case("BANK-OPEN", "Open an account", CaseOutcome.SAME)
CHANGED = case(
    "BANK-TRANSFER",
    "Move money between two accounts and see both of the balances change in the end",
    CaseOutcome.CHANGED,
    difference(C.VALUE, "exit code", "0", "1"),
    difference(C.VALUE, "stdout / line 1", "Balance of alice: 70.00 EUR", "Balance of alice: 700.00 EUR"),
    difference(C.VALUE, "stdout / line 4", "alice  70.00\nbob    30.00", "alice  71.00\nbob    30.00\ncarol   0.00"),
    difference(C.ADDED, "stderr / line 1", None, "warning: rounding\nwarning: the end"),
    difference(C.REMOVED, "file statement.csv", "created", None),
    difference(C.TYPE, "body / accounts / 0 / balance", "70.5", '"70.50"', place="Steps 2"),
    difference(C.ORDER, "body / accounts", '["alice", "bob"]', '["bob", "alice"]', place="Steps 2"),
    difference(C.REDACTED, "header location", "/orders/<uuid#1>", "/orders/<uuid#2>", place="Steps 2"),
    difference(
        C.ORDER,
        "stdout",
        STATEMENT,
        STATEMENT.replace("2026-11-12 paid 12.00 EUR\n", "") + "2026-11-12 paid 12.00 EUR\n",
        place="Steps 2",
    ),
    difference(C.VALUE, "title", "Accounts", "Accounts ", place="Steps 2"),
    hint="look at what changed: `harness golden review`",
    evidence="cards/BANK-TRANSFER/1",
)
EXPLAINED = case(
    "BANK-FEE",
    "A transfer costs a fee",
    CaseOutcome.CHANGED,
    difference(C.VALUE, "stdout / line 1", "fee 0.00", "fee 0.50"),
    explained=("FR-003", "FR-009"),
)
UNSTABLE = case(
    "BANK-TOKEN",
    "Ask for a token",
    CaseOutcome.UNSTABLE,
    reason="it differs from run to run: Steps 1 / stdout",
    hint="mask it with a redaction, or make the product repeat it",
)
BROKEN = case(
    "BANK-LIST",
    "List accounts",
    CaseOutcome.BROKEN,
    reason="golden/BANK-LIST.golden:14: a merge was left unfinished here",
    hint="take one of the two sides",
)
CHECKED = a_run(SAME, CHANGED, UNSTABLE, BROKEN, unused=("golden/OLD.golden",))
COMPARED = a_run(SAME, EXPLAINED, CHANGED, base="v1.0", head=None)
