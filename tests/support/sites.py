"""A small project as a site shows it, with every kind of evidence, and one in which every text is hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from harness.adapters.records import RunEvidence
from harness.adapters.sites import write_site
from harness.app.site_evidence import copies_of
from harness.domain.findings import CheckResults
from harness.domain.gate import (
    Band,
    BandValue,
    Criterion,
    CriterionResult,
    Cycles,
    Decision,
    DecisionRecord,
    Fact,
    Item,
    JudgeEdit,
    Policy,
    Profile,
    Reason,
    Renewal,
    RunSource,
    Truth,
    WaiverUse,
)
from harness.domain.golden import CaseResult
from harness.domain.places import Place
from harness.domain.results import Run
from harness.domain.test_results import TestOutcome, TestResult
from harness.domain.tracing import HistoryLine, SealState, Trace
from harness.domain.verdicts import ExitCode
from harness.reports._site.data import (
    RunKind,
    RunLine,
    SiteCard,
    SiteCase,
    SiteData,
    SiteLog,
    SitePrinciple,
    SiteTest,
    SiteWaiver,
    WaiverSource,
    WaiverState,
)
from harness.reports._site.pages import pages
from tests.reports.traces.samples import TRACE, hostile
from tests.support.findings import DB, EVERYTHING, checked
from tests.support.gallery import gallery
from tests.support.golden_results import BROKEN, CHANGED, SAME, a_run

WHEN = "2026-11-20T14:30:15.000Z"
POLICY = Policy(
    profile=Profile.STANDARD,
    criteria=(Criterion(id="no-failed-cards", band=Band.PASS, when="cards.failed == 0", key=True),),
)


def decision(band: Band = Band.REWORK, words: str = "1 test card failed", **rest: object) -> Decision:
    """A decision with one of everything."""
    item = Item(key="card SHOP-BUY", what=words, place=Place(path="testcards/buy.md", line=9))
    other = Item(key="principle SEC-002 src/db.py:2", what=words)
    use = WaiverUse(
        id="W-1", scope="card X", reason=words, owner="Ann", until="2027-01-01", place=Place(path="waivers.toml")
    )
    made = Decision(
        gate="gate",
        line="main",
        tool_version="0.1.0",
        policy=POLICY,
        policy_sha256=POLICY.sha256,
        tree="4b" * 20,
        runs=(RunSource(id="20261120T143015123456Z-3f9a2c", kinds=("cards",), finished=WHEN, head="ab" * 32),),
        facts=(
            Fact(name="cards.failed", value=1, source="runs", recorded=WHEN, items=(item,)),
            Fact(name="golden.unexplained", unknown=words, low=0, high=2),
        ),
        criteria=(
            CriterionResult(criterion=POLICY.criteria[0], truth=Truth.FALSE, facts=("cards.failed",), said="1 == 0"),
        ),
        bands=(BandValue(band=Band.PASS, truth=Truth.FALSE, share=0.0),),
        band=band,
        reasons=(Reason(what=words, criterion="no-failed-cards", items=(item, other), more=2),),
        waivers=(use,),
        judges=(JudgeEdit(path="harness.toml", kind="policy", by=("ann@example.org",)),),
        cycles=Cycles(gate=1, line=1),
    )
    return made.model_copy(update=rest)


def log(*decisions: Decision) -> SiteLog:
    """A log of decisions, with a renewal before them."""
    renewal = Renewal(line="main", who="Ann", when=WHEN, reason="the cycles were used up")
    records = [
        DecisionRecord(
            id=one.id, when=f"2026-11-20T14:{40 + at}:00.000Z", seconds=0.2, decision=one, ages={"cards.failed": 90.0}
        )
        for at, one in enumerate(decisions)
    ]
    return SiteLog(".harness/gate/decisions.jsonl", (renewal, *records))


def line(id: str, *kinds: RunKind, **rest: object) -> RunLine:
    """A run in one line."""
    made = RunLine(
        id=id,
        kinds=kinds,
        started=WHEN,
        finished=f"2026-11-20T14:3{len(id) % 10}:18.000Z",
        command="harness run-cards",
        tree="4b" * 20,
        revision="",
        exit_code=ExitCode.FAIL,
        folder=f".harness/runs/{id}",
        seconds=63.2,
        is_current=True,
        is_checked=True,
    )
    return replace(made, **rest)  # type: ignore[arg-type]


def site(root: Path, trace: Trace = TRACE) -> SiteData:
    """A project with one of everything; its evidence lies below ``root``."""
    folder, run = gallery(root)
    cards = tuple(_card(run, at, folder) for at in range(len(run.cards)))
    cases = tuple(_case(one, folder) for one in (CHANGED, BROKEN, SAME))
    data = SiteData(
        project="bank",
        tool_version="0.1.0",
        made="2026-11-21T20:00:09.123Z",
        tree="4b" * 20,
        decision=decision(),
        recorded=log(decision()).lines[-1],  # type: ignore[arg-type]
        trace=trace,
        cards=cards,
        cases=cases,
        unused=("golden/OLD.golden",),
        principles=_principles(EVERYTHING),
        tests=(_test("tests/test_bank.py::test_pays"), _test("tests/test_bank.py::test_refuses", TestOutcome.FAILED)),
        runs=(
            line(run.id, RunKind.CARDS, rate=0.5, cards=3, failed=1, flaky=1, problems=("a problem",)),
            line(
                "20261119T143015123456Z-000000",
                RunKind.CONSTITUTION,
                violations=3,
                exit_code=ExitCode.PASS,
                is_current=False,
            ),
            line("20261118T143015123456Z-000000", RunKind.GOLDEN, rate=0.75, cases=4, differing=1, is_current=None),
        ),
        more_runs=7,
        history=tuple(_history(at) for at in range(3)),
        waivers=_waivers(),
        log=log(decision(Band.PASS), decision()),
        sources={"src/db.py": tuple(DB.split("\n"))},
        notes=("run X is not believed: the record does not agree with itself",),
    )
    return replace(data, copies=frozenset(copies_of(cards, cases)))


def hostile_site(root: Path, words: str) -> SiteData:
    """A project in which whatever a document, a product or a person wrote is the same hostile text."""
    folder, run = gallery(root)
    plain = site(root, hostile(words))
    card = run.cards[1].model_copy(
        update={"id": words, "title": words, "path": words, "reason": words, "verifies": (words,)}
    )
    case = CHANGED.model_copy(update={"id": words, "title": words, "path": words, "reason": words, "hint": words})
    found = EVERYTHING.principles[0]
    broken = tuple(one.model_copy(update={"note": words, "symbol": words, "lines": (words,)}) for one in found.findings)
    principle = found.model_copy(
        update={"id": words, "title": words, "constraint": words, "pattern": words, "rationale": words, "reason": words}
        | {"findings": broken}
    )
    waivers = tuple(replace(one, id=words, reason=words, owner=words, scope=words, said=words) for one in plain.waivers)
    return replace(
        plain,
        project=words,
        undecided=words,
        decision=decision(words=words, gate=words, line=words),
        log=log(decision(words=words)),
        cards=(replace(plain.cards[1], card=card, run=run.model_copy(update={"cards": (card,)})),),
        cases=(SiteCase(case, a_run(), words, RunEvidence(folder)),),
        principles=(SitePrinciple(principle, words, words),),
        tests=(SiteTest(plain.tests[0].result.model_copy(update={"id": words, "reason": words}), words, words),),
        runs=(replace(plain.runs[0], id=words, command=words, trouble=words, problems=(words,), folder=words),),
        waivers=waivers,
        unused=(words,),
        notes=(words,),
        sources={},
    )


def written(folder: Path, data: SiteData) -> Path:
    """The site in a folder, with its evidence; the folder."""
    copies = copies_of(data.cards, data.cases)
    write_site(folder, [*pages(data), *((name, one.data()) for name, one in copies.items())])
    return folder


def _card(run: Run, at: int, folder: Path) -> SiteCard:
    card = run.cards[at]
    alone = run.model_copy(update={"cards": (card,)})
    seal = SealState.WHOLE if at == 0 else None
    return SiteCard(card, alone, f".harness/runs/{run.id}", RunEvidence(folder), is_current=at != 2, seal=seal)


def _case(case: CaseResult, folder: Path) -> SiteCase:
    return SiteCase(case, a_run(), ".harness/runs/x", RunEvidence(folder), is_current=True)


def _principles(results: CheckResults) -> tuple[SitePrinciple, ...]:
    run = checked(results)
    return tuple(SitePrinciple(one, run.id, run.finished, is_current=True) for one in results.principles)


def _test(id: str, outcome: TestOutcome = TestOutcome.PASSED) -> SiteTest:
    result = TestResult(
        id=id,
        test=id,
        place=Place(path="tests/test_bank.py", line=7),
        sha256="5" * 64,
        verifies=("FR-001",),
        outcome=outcome,
        reason="" if outcome is TestOutcome.PASSED else "assert 1 == 2",
    )
    return SiteTest(result, "20261120T143015123456Z-3f9a2c", WHEN, is_current=True)


def _history(at: int) -> HistoryLine:
    return HistoryLine(
        when=f"2026-11-1{at}T14:30:15.000Z",
        tree="4b" * 20,
        requirements=9,
        coverage=0.5 + at / 10,
        pass_rate=0.5,
        untested=4 - at,
        suspect=at,
    )


def _waivers() -> tuple[SiteWaiver, ...]:
    until = date(2027, 1, 31).isoformat()
    place = Place(path="waivers.toml", line=4)
    return (
        SiteWaiver(
            WaiverSource.GATE, "W-2", WaiverState.EXPIRED, "card X", "later", "Ann", "2026-01-01", place, (), "it ended"
        ),
        SiteWaiver(
            WaiverSource.CONSTITUTION, "SEC-002", WaiverState.UNUSED, "src/db.py:4", "legacy", "Bob", until, place
        ),
        SiteWaiver(
            WaiverSource.GATE, "W-1", WaiverState.USED, "card X", "until May", "Ann", until, place, ("card SHOP-BUY",)
        ),
        SiteWaiver(
            WaiverSource.EXEMPTION, "FR-007", WaiverState.USED, "requirement FR-007", "by hand", "Ann", until, place
        ),
    )
