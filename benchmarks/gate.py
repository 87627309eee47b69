"""What it costs to decide: ``harness gate`` on a project with very many cards and findings, and the decision by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.measure import HARNESS, REPOSITORY, Figure, seconds_of

if TYPE_CHECKING:
    from harness.app.project import Project
    from harness.app.trace_results import Subject

CARDS = int(os.environ.get("GATE_CARDS", "10000"))
FINDINGS = int(os.environ.get("GATE_FINDINGS", "10000"))
REQUIREMENTS, PRINCIPLES, FILES = 1000, 20, 200
SECONDS = 1.0
_TIMES = 5
_CARD = """---
id: CARD-{number:05}
verifies: [FR-{requirement:04}]
surface: terminal
tier: foundation
---
# Do the thing {number}

## Before you start
- Run `bank open alice --deposit 100`.

## Steps
1. Run `bank transfer alice bob {number}`.
   - It succeeds.
   - You see "Transferred {number} from alice to bob".
2. Run `bank balance alice`.
   - You see "70.00".

## Bad input
1. Run `bank transfer alice bob 1000`.
   - It is refused.
   - You see "insufficient funds".
   - Nothing changed: `bank balance alice` still shows "70.00".
"""
_PRINCIPLE = """## CODE-{number:03} No word {number}

- **Level:** SHOULD
- **Constraint:** The product SHOULD NOT say word{number}.

```yaml check
forbid:
  text: {{ pattern: 'word{number}x' }}
```

```text bad
word{number}x
```

```text good
word
```

"""


def measure(folder: Path) -> Iterator[Figure]:
    """The whole command, with nothing remembered and again; then what it decides on, in memory."""
    project = folder / "project"
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "CI": ""}
    subprocess.run([sys.executable, "-m", "benchmarks.gate", str(project)], cwd=REPOSITORY, env=environment, check=True)
    told = f"{CARDS:,} cards with a result each, {FINDINGS:,} findings, {REQUIREMENTS:,} requirements"
    first = seconds_of(lambda: _gate(project, environment))
    yield Figure("gate", "gate, nothing remembered", first, "s", None, told)
    again = median(seconds_of(lambda: _gate(project, environment)) for _ in range(_TIMES))
    yield Figure("gate", "gate, again", again, "s", SECONDS, f"by the clock, the start of Python included; {told}")
    alone = median(_alone(project, environment) for _ in range(3))
    detail = f"{CARDS:,} card results and {FINDINGS:,} findings, in memory"
    yield Figure("gate", "facts and decision alone", alone, "s", SECONDS, detail)


def _gate(project: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [*HARNESS, "gate", "--report", "json"],
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    if done.returncode != 0:
        raise SystemExit((done.stdout + done.stderr).decode()[-2000:])


def _alone(project: Path, environment: dict[str, str]) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.gate", str(project), "alone"],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        check=True,
    )
    return float(json.loads(done.stdout))


def _facts_and_decision(root: Path) -> float:
    """Seconds from results that were read to the decision."""
    from harness.app.constitutions import load_constitutions
    from harness.app.gate_pieces import Pieces
    from harness.app.gate_policy import policy_of
    from harness.app.gate_seen import Seen
    from harness.app.project import load_project
    from harness.app.trace import TraceListener, traced_project
    from harness.gate.deciding import Case, decide

    project = load_project(root)
    assert load_constitutions(root).principles
    traced = traced_project(project, TraceListener())
    started = time.perf_counter()
    seen = Seen.of(Pieces(traced), lambda source: True)
    facts = tuple(seen.facts({}))
    found = decide(Case("gate", "main", "0", policy_of(project), traced.subject.tree, facts=facts))
    taken = time.perf_counter() - started
    assert {one.name: one.value for one in found.facts}["cards.total"] == CARDS
    return taken


def _generate(root: Path) -> None:
    """A project, committed, with its records."""
    from harness.app.project import load_project
    from harness.app.trace import subject_of

    root.mkdir(parents=True)
    specification = "".join(f"- **FR-{at:04}**: The system MUST do the thing {at}.\n" for at in range(REQUIREMENTS))
    head = "# Feature Specification: a bank\n\n## Requirements\n\n### Functional Requirements\n\n"
    principles = "".join(_PRINCIPLE.format(number=number) for number in range(PRINCIPLES))
    texts = {
        "specs/001-bank/spec.md": head + specification,
        "constitutions/main.md": f"# Constitution\n\nVersion 1.0.0 · ratified 2026-01-02\n\n{principles}",
        "harness.toml": '[product.commands]\nbank = "{tree}/bin/bank"\n',
        ".gitignore": ".harness/\n",
        **{f"src/module{at}.py": f"VALUE = {at}\n" for at in range(FILES)},
        **{
            f"testcards/{at // 100:03}/card{at:05}.md": _CARD.format(number=at, requirement=at % REQUIREMENTS)
            for at in range(CARDS)
        },
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    for command in ("init -q -b main .", "add -A", "-c user.name=A -c user.email=a@b commit -q -m all"):
        subprocess.run(["git", *command.split()], cwd=root, check=True)
    project = load_project(root)
    assert not project.mistakes, project.mistakes[:2]
    subject = subject_of(project)
    _record_cards(root, project, subject)
    _record_check(root, subject)


def _record_cards(root: Path, project: Project, subject: Subject) -> None:
    from harness.adapters.records import Recorder
    from harness.domain.cards import Section
    from harness.domain.events import CardFinished, CardStarted, RunStarted, StepFinished
    from harness.domain.requirements import ByName
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

    said = tuple(
        ExpectationResult(
            line=line, text="You see it", verdict=Verdict.PASS, expected="a", seen="a", observations=("o1",)
        )
        for line in (15, 16)
    )
    steps = tuple(
        StepResult(
            section=Section.STEPS,
            number=number,
            line=14,
            text="Run it.",
            performed=True,
            verdict=Verdict.PASS,
            expectations=said,
        )
        for number in (1, 2)
    )
    attempt = Attempt(number=1, verdict=Verdict.PASS, isolation=Isolation.CELL, steps=steps, seconds=1.5)
    names = ByName(project.requirements)
    with Recorder(root) as recorder:
        recorder.append(RunStarted(run=recorder.id, tree=subject.tree, cards=len(project.cards)))
        cards = []
        for card in project.cards:
            recorder.append(CardStarted(card=card.id, attempt=1, sha256=card.sha256, evaluator="literal"))
            for step in steps:
                recorder.append(StepFinished(card=card.id, attempt=1, result=step))
            recorder.append(CardFinished(card=card.id, result=attempt))
            claimed = {claim: found.sha256 for claim in card.verifies if (found := names.one(claim))}
            cards.append(
                CardResult(
                    id=card.id,
                    title=card.title,
                    path=card.path,
                    sha256=card.sha256,
                    tier=card.tier,
                    verifies=card.verifies,
                    requirements=claimed,
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
                finished="2026-11-21T00:10:00Z",
                tree=TreeRecord(hash=subject.tree, subject=subject.product),
                isolation=IsolationRecord(reached=Isolation.CELL, least=Isolation.CELL),
                evaluator="auto",
                cards=tuple(cards),
                events=ChainRecord(count=0, head=""),
            )
        )


def _record_check(root: Path, subject: Subject) -> None:
    from harness.adapters.records import Recorder
    from harness.app.constitutions import load_constitutions
    from harness.domain.findings import CheckResults, Finding, Outcome, PrincipleResult, Role, Span
    from harness.domain.results import ChainRecord, IsolationRecord, Run, TreeRecord
    from harness.domain.verdicts import Isolation

    principles = load_constitutions(root).require_valid().principles
    each = FINDINGS // len(principles)
    results = tuple(
        PrincipleResult(
            id=one.id,
            title=one.title,
            level=one.level,
            constraint=one.constraint,
            place=one.place,
            sha256=one.sha256,
            outcome=Outcome.VIOLATION,
            reason=f"{each} places break it",
            broken=each,
            findings=tuple(
                Finding(
                    principle=one.id,
                    role=Role.VIOLATES,
                    span=Span(path=f"src/module{at % FILES}.py", line=at // FILES + 1),
                    technique="text forbid",
                    lines=("a line of the file",),
                    fingerprint=f"{one.id}-{at}",
                )
                for at in range(each)
            ),
        )
        for one in principles
    )
    with Recorder(root) as recorder:
        recorder.finish(
            Run(
                tool_version="0",
                id=recorder.id,
                command=("harness", "check"),
                started="2026-11-21T00:00:00Z",
                finished="2026-11-21T00:11:00Z",
                tree=TreeRecord(hash=subject.tree, subject=subject.whole),
                isolation=IsolationRecord(reached=None, least=Isolation.EXPORT),
                evaluator="",
                constitution=CheckResults(principles=results),
                events=ChainRecord(count=0, head=""),
            )
        )


if __name__ == "__main__":
    if sys.argv[2:] == ["alone"]:
        print(json.dumps(_facts_and_decision(Path(sys.argv[1]))))
    else:
        _generate(Path(sys.argv[1]))
