"""What it costs to trace very many requirements: the engine in memory, and the records of their runs read from disk."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import REPOSITORY, Figure

REQUIREMENTS = int(os.environ.get("TRACE_REQUIREMENTS", "100000"))
CARDS, RESULTS, ANCHORS = 10, 2, 10
"""One card for so many requirements, one result for so many, one accepted link for so many."""
RUNS = 50
SECONDS, GIBIBYTES, GROWTH = 10.0, 1.0, 2.6
"""Growth is that of the time when everything is twice as much; 2 is linear."""
_SEED = 20_261_121


def measure(folder: Path) -> Iterator[Figure]:
    """The engine with everything, and with twice as much; then the results from records, first and again."""
    whole = _measured("engine", REQUIREMENTS, folder)
    twice = _measured("engine", 2 * REQUIREMENTS, folder)
    told = f"{REQUIREMENTS:,} requirements, {REQUIREMENTS // CARDS:,} cards, {REQUIREMENTS // RESULTS:,} results"
    yield Figure(
        "trace",
        "trace in memory",
        whole["cpu"],
        "s",
        SECONDS,
        f"CPU time for {told}; {whole['wall']:.1f} s by the clock",
    )
    yield Figure(
        "trace", "memory of it", whole["memory"], "GiB", GIBIBYTES, "peak of the process, its material included"
    )
    yield Figure("trace", "twice as much", twice["cpu"] / whole["cpu"], "×", GROWTH, "CPU time, against once as much")
    records = _measured("records", REQUIREMENTS // RESULTS, folder)
    detail = f"CPU time for {REQUIREMENTS // RESULTS:,} results in {RUNS} runs, each chain checked"
    yield Figure("trace", "results from records, first", records["first"], "s", None, detail)
    yield Figure(
        "trace", "results from records, again", records["again"], "s", SECONDS, "what was checked is remembered"
    )


def _measured(what: str, size: int, folder: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.trace", what, str(size), str(folder)],
        cwd=REPOSITORY,
        env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _engine(size: int, folder: Path) -> dict[str, float]:
    import resource
    import time
    from datetime import date

    from harness.trace.tracing import trace

    requirements, evidence, results, anchors = _material(size)
    wall, cpu = time.perf_counter(), time.process_time()
    found = trace(requirements, evidence, results, anchors, (), "tree", today=date(2026, 11, 21))
    taken = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    assert len(found.rows) == size
    states = {row.state.value for row in found.rows}
    assert {"verified", "failing", "untested", "undecided", "suspect"} <= states, states
    assert found.orphans
    return {**taken, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20}


def _material(size: int) -> tuple[list[object], ...]:
    """Requirements of many features, cards that claim some (a few of which lead nowhere), results and anchors."""
    import hashlib

    from harness.domain.places import Place
    from harness.domain.requirements import Requirement
    from harness.domain.tracing import Anchor, Evidence, EvidenceKind, Result, Shown

    chance = random.Random(_SEED)
    digest = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(size)]
    requirements = [
        Requirement(
            id=f"FR-{number % 20:03}",
            feature=f"{number // 20:05}-feature",
            text=f"The system MUST do the thing {number} within {number % 7} seconds.",
            place=Place(path=f"specs/{number // 20:05}-feature/spec.md", line=number % 20 + 10),
            sha256=digest[number],
        )
        for number in range(size)
    ]
    names = [one.qualified for one in requirements]
    evidence = [
        Evidence(
            kind=EvidenceKind.CARD,
            id=f"CARD-{number}",
            title="A card",
            place=Place(path=f"testcards/{number}.md", line=3),
            sha256=digest[number],
            claims=tuple(
                names[(number * CARDS + step) % size] if chance.random() > 0.01 else f"{number:05}-feature/FR-99"
                for step in range(CARDS - 1)
            ),
        )
        for number in range(size // CARDS)
    ]
    hashes = {one.qualified: one.sha256 for one in requirements}
    results = [
        Result(
            kind=EvidenceKind.CARD,
            id=(card := evidence[number % len(evidence)]).id,
            sha256=card.sha256 if number % len(evidence) % 50 else "older",
            requirements={claim: hashes[claim] for claim in card.claims if claim in hashes},
            shown=Shown.PASS if chance.random() > 0.005 else Shown.FAIL,
            reason="",
            run=f"run-{number // 1000}",
            when=f"2026-11-21T00:{number // 1000 % 60:02}:00Z",
        )
        for number in range(size // RESULTS)
    ]
    anchors = [
        Anchor(
            requirement=names[number],
            requirement_sha256=digest[number] if chance.random() > 0.02 else "older",
            evidence=f"card CARD-{number // CARDS}",
            evidence_sha256=digest[number // CARDS],
            shown=Shown.PASS,
            tree="tree",
            who="A Person",
            when="2026-11-01T00:00:00Z",
            reason="looked at",
        )
        for number in range(0, size, ANCHORS)
        if names[number] in evidence[number // CARDS].claims
    ]
    return requirements, evidence, results, anchors


def _records(size: int, folder: Path) -> dict[str, float]:
    """Results as runs leave them: for each a step with two expectations, and the events of all that."""
    import time

    from harness.app.trace_results import Subject, Words, found_results
    from harness.domain.requirements import ByName
    from harness.domain.verdicts import Isolation

    root = folder / "project"
    for number in range(RUNS):
        _run(root, number, size // RUNS)
    words = Words({}, ByName(()), {})
    taken = []
    for _ in range(2):
        started = time.process_time()
        found = found_results(root, Subject("tree", "subject", "whole"), Isolation.CELL, words)
        taken.append(time.process_time() - started)
        assert (len(found.results), found.mistakes) == (size, ()), found.mistakes[:1]
    return {"first": taken[0], "again": taken[1]}


def _run(root: Path, number: int, size: int) -> None:
    from harness.adapters.records import Recorder
    from harness.domain.cards import Section, Tier
    from harness.domain.events import CardFinished, CardStarted, RunStarted, StepFinished
    from harness.domain.results import (
        Attempt,
        CardResult,
        ChainRecord,
        ExpectationResult,
        IsolationRecord,
        Run,
        StepResult,
        TreeRecord,
    )
    from harness.domain.verdicts import Isolation, State, Verdict

    said = [
        ExpectationResult(
            line=line, text="You see a line", verdict=Verdict.PASS, expected="a", seen="a", observations=("o1",)
        )
        for line in (11, 12)
    ]
    step = StepResult(
        section=Section.STEPS,
        number=1,
        line=10,
        text="Run it.",
        performed=True,
        verdict=Verdict.PASS,
        expectations=tuple(said),
    )
    attempt = Attempt(number=1, verdict=Verdict.PASS, isolation=Isolation.CELL, steps=(step,))
    with Recorder(root) as recorder:
        recorder.append(RunStarted(run=recorder.id, tree="tree", cards=size))
        cards = []
        for at in range(size):
            card = f"CARD-{at}"
            recorder.append(CardStarted(card=card, attempt=1, sha256="a" * 64, evaluator="literal"))
            recorder.append(StepFinished(card=card, attempt=1, result=step))
            recorder.append(CardFinished(card=card, result=attempt))
            cards.append(
                CardResult(
                    id=card,
                    title="A card",
                    path=f"testcards/{at}.md",
                    sha256="a" * 64,
                    tier=Tier.FOUNDATION,
                    verifies=("FR-001",),
                    requirements={"FR-001": "b" * 64},
                    evaluator="literal",
                    state=State.PASS,
                    attempts=(attempt,),
                )
            )
        recorder.finish(
            Run(
                tool_version="0",
                id=recorder.id,
                command=("harness", "run-cards"),
                started="2026-11-21T00:00:00Z",
                finished=f"2026-11-21T00:{number:02}:00Z",
                tree=TreeRecord(hash="tree", subject="subject"),
                isolation=IsolationRecord(reached=Isolation.CELL, least=Isolation.CELL),
                evaluator="auto",
                cards=tuple(cards),
                events=ChainRecord(count=0, head=""),
            )
        )


if __name__ == "__main__":
    print(json.dumps({"engine": _engine, "records": _records}[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))))
