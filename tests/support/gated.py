"""A project that a gate decides on: real documents in a real repository, and records by the real recorder, without a cell."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from harness.adapters.records import Recorder
from harness.app.gate import GateOptions, decide_gate, gate_status
from harness.app.project import load_project
from harness.app.trace import subject_of
from harness.app.trace_evidence import gathered
from harness.app.trace_results import Subject
from harness.cli.boundary import guarded
from harness.cli.root import root
from harness.domain.cards import Card, Section
from harness.domain.events import CardFinished, CardStarted, RunStarted, StepFinished
from harness.domain.gate import Band, Decision, Fact
from harness.domain.golden import CaseOutcome, CaseResult, GoldenResults
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
from harness.domain.test_results import TestOutcome, TestResult
from harness.domain.tracing import EvidenceKind
from harness.domain.verdicts import Cause, Isolation, Strength, Verdict
from harness.evaluation.conclusions import card_conclusion
from tests.support.projects import CONFIGURATION, SCRIPT, Done, card
from tests.support.repositories import Repository
from tests.support.traced import SHOW, SPECIFICATION

PRINCIPLES = """# List constitution

Version 1.0.0 · ratified 2026-01-02

## CODE-001 No shell within the shell

- **Level:** MUST
- **Constraint:** The product MUST NOT evaluate text as commands.
- **Verifies:** FR-003

```yaml check
forbid:
  text: { pattern: '\\beval\\b' }
```

```bash bad
eval "$1"
```

```bash good
echo "$1"
```

## CODE-002 Short scripts

- **Level:** SHOULD
- **Constraint:** A script SHOULD NOT leave notes.

```yaml check
forbid:
  text: { pattern: 'TODO!' }
```

```bash bad
# TODO! later
```

```bash good
# later
```
"""
PASSED = (Verdict.PASS, None)
FAILED = (Verdict.FAIL, Cause.PRODUCT)
TAMPERED = (Verdict.FAIL, Cause.TAMPERING)
OPEN = (Verdict.INCONCLUSIVE, Cause.EVALUATOR)
BLOCKED = (Verdict.INCONCLUSIVE, Cause.ENVIRONMENT)
Outcome = tuple[Verdict, Cause | None]
ENDED = "2026-11-21T00:00:01Z"


@dataclass(frozen=True)
class Gated:
    """A project with two cards and two principles for three MUST requirements."""

    folder: Path
    patch: pytest.MonkeyPatch

    @classmethod
    def create(cls, room: Path, patch: pytest.MonkeyPatch, configuration: str = "") -> Gated:
        """It, committed, with a cache of its own, and nothing recorded."""
        patch.setenv("XDG_CACHE_HOME", str(room / "cache"))
        for name in [name for name in os.environ if name.startswith(("GITHUB_", "CI"))]:
            patch.delenv(name)
        repository = Repository.create(room / "project")
        repository.write(
            {
                "bin/todo": SCRIPT,
                "harness.toml": CONFIGURATION + configuration,
                "specs/001-list/spec.md": SPECIFICATION,
                "constitutions/main.md": PRINCIPLES,
                "testcards/add.md": card("TODO-ADD", verifies="FR-001, FR-003"),
                "testcards/show.md": card("TODO-SHOW", SHOW, verifies="FR-002", title="Show the list"),
            }
        )
        repository.git("config", "user.name", "A Person")
        repository.git("config", "user.email", "person@example.org")
        repository.commit()
        return cls(repository.folder, patch)

    @property
    def repository(self) -> Repository:
        """The git side of it."""
        return Repository(self.folder)

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        self.repository.write({name: text})

    def edit(self, name: str, before: str, after: str) -> None:
        """Change a file."""
        text = (self.folder / name).read_text()
        assert before in text
        self.write(name, text.replace(before, after))

    @property
    def subject(self) -> Subject:
        """What the tree is now."""
        return subject_of(load_project(self.folder))

    def run(self, **changes: object) -> Run:
        """A run of this tree without any result."""
        subject = self.subject
        whole: dict[str, object] = {
            "tool_version": "0",
            "id": "",
            "command": ("harness",),
            "started": "2026-11-21T00:00:00Z",
            "finished": ENDED,
            "tree": TreeRecord(hash=subject.tree, subject=subject.product),
            "isolation": IsolationRecord(reached=Isolation.CELL, least=Isolation.CELL),
            "evaluator": "literal",
            "events": ChainRecord(count=0, head=""),
        }
        return Run.model_validate({**whole, **changes})

    def cards(
        self,
        outcomes: Mapping[str, Outcome] | None = None,
        *,
        strength: Strength = Strength.RECORDED,
        isolation: Isolation = Isolation.CELL,
        **changes: object,
    ) -> Path:
        """The folder of a run of all cards, or of those with an outcome; all pass unless it says otherwise."""
        project = load_project(self.folder)
        chosen = [one for one in project.cards if outcomes is None or one.id in outcomes]
        run = self.run(isolation=IsolationRecord(reached=isolation, least=isolation), **changes)
        names = ByName(project.requirements)
        with Recorder(self.folder) as recorder:
            tree = run.tree.hash if run.tree else None
            recorder.append(RunStarted(run=recorder.id, tree=tree, cards=len(chosen)))
            results = []
            for one in chosen:
                attempt = _attempt((outcomes or {}).get(one.id, PASSED), strength, isolation)
                recorder.append(CardStarted(card=one.id, attempt=1, sha256=one.sha256, evaluator="literal"))
                recorder.append(StepFinished(card=one.id, attempt=1, result=attempt.steps[0]))
                recorder.append(CardFinished(card=one.id, result=attempt))
                results.append(_result(one, attempt, names))
            recorder.finish(run.model_copy(update={"id": recorder.id, "cards": tuple(results)}))
            return recorder.folder

    def compared(self, outcome: CaseOutcome, **changes: object) -> Path:
        """The folder of a run that compared one case with another revision."""
        case = CaseResult(
            id="ADD", title="Add", path="golden/add.md", sha256="a" * 64, outcome=outcome, reason="differs"
        )
        golden = GoldenResults(cases=(case,), base="main", base_tree="b" * 40)
        run = self.run(golden=golden, **changes)
        with Recorder(self.folder) as recorder:
            recorder.append(RunStarted(run=recorder.id, tree=run.tree.hash if run.tree else None, cards=1))
            recorder.finish(run.model_copy(update={"id": recorder.id}))
            return recorder.folder

    def tests(self, *outcomes: TestOutcome, **changes: object) -> Path:
        """The folder of a run of the marked tests in Python, with these outcomes in their order."""
        project = load_project(self.folder)
        names = ByName(project.requirements)
        marked = [one for one in gathered(project).evidence if one.kind is EvidenceKind.TEST]
        results = tuple(
            TestResult(
                id=one.id,
                test=one.id,
                place=one.place,
                sha256=one.sha256,
                verifies=one.claims,
                requirements={claim: found.sha256 for claim in one.claims if (found := names.one(claim))},
                outcome=outcome,
                reason="" if outcome is TestOutcome.PASSED else "assert 1 == 2",
            )
            for one, outcome in zip(marked, outcomes, strict=False)
        )
        run = self.run(tests=results, isolation=IsolationRecord(reached=None, least=Isolation.CELL), **changes)
        with Recorder(self.folder) as recorder:
            recorder.append(RunStarted(run=recorder.id, tree=run.tree.hash if run.tree else None, cards=0))
            recorder.finish(run.model_copy(update={"id": recorder.id}))
            return recorder.folder

    def check(self, *arguments: str) -> Path:
        """The folder of the run of a check."""
        done = self.harness("check", *arguments)
        assert done.code in (0, 1, 4), done
        return self.runs()[-1]

    def all_pass(self) -> None:
        """Record that everything passes."""
        self.cards()
        self.check()

    def runs(self) -> list[Path]:
        """The folders of all runs, oldest first."""
        return sorted((self.folder / ".harness/runs").glob("*"))

    def harness(self, *arguments: str) -> Done:
        """Run a command in this process."""
        out, err = StringIO(), StringIO()
        with chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
            code = guarded(root, arguments)
        return Done(code, out.getvalue(), err.getvalue())

    def status(self, **options: Any) -> Decision:
        """What would be decided."""
        return gate_status(self.folder, GateOptions(**options))

    def decided(self, **options: Any) -> Decision:
        """What is decided."""
        return decide_gate(self.folder, GateOptions(**options)).decision

    def band(self, **options: Any) -> Band:
        """What would be decided, whoever has to review what the change edits of its judges."""
        found = self.status(**options)
        return found.beneath or found.band

    def facts(self, **options: Any) -> dict[str, Fact]:
        """All facts by their names."""
        return {one.name: one for one in self.status(**options).facts}


def values(facts: Mapping[str, Fact], *names: str) -> dict[str, object]:
    """The values of facts, or their bounds, or why they are unknown."""
    return {name: _value(facts[name]) for name in names}


def _value(fact: Fact) -> object:
    if fact.value is not None:
        return fact.value
    return (fact.low, fact.high) if fact.low is not None or fact.high is not None else fact.unknown


def _attempt(outcome: Outcome, strength: Strength, isolation: Isolation) -> Attempt:
    verdict, cause = outcome
    said = ExpectationResult(
        line=9, text="You see it", verdict=verdict, cause=cause, strength=strength, expected="a", seen="b"
    )
    step = StepResult(
        section=Section.STEPS,
        number=1,
        line=8,
        text="Run it.",
        performed=True,
        verdict=verdict,
        cause=cause,
        expectations=(said,),
    )
    reason = "" if verdict is Verdict.PASS else "line 9: expected a; seen b"
    return Attempt(
        number=1, verdict=verdict, cause=cause, reason=reason, isolation=isolation, steps=(step,), seconds=1.5
    )


def _result(one: Card, attempt: Attempt, names: ByName) -> CardResult:
    concluded = card_conclusion((attempt,))
    return CardResult(
        id=one.id,
        title=one.title,
        path=one.path,
        sha256=one.sha256,
        tier=one.tier,
        verifies=one.verifies,
        requirements={claim: found.sha256 for claim in one.verifies if (found := names.one(claim))},
        evaluator="literal",
        state=concluded.state,
        cause=concluded.cause,
        reason=concluded.reason,
        attempts=(attempt,),
    )


def edit_record(folder: Path, change: object) -> None:
    """Change ``run.json`` in place, as by hand."""
    path = folder / "run.json"
    value = json.loads(path.read_text())
    assert callable(change)
    change(value)
    path.write_text(json.dumps(value))
