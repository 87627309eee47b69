"""Small recorded runs, made by the real recorder and the real evaluator over a product that is a table of answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.adapters.records import AttemptRecorder, Recorder
from harness.domain.actions import Action, RunCommand, SendRequest
from harness.domain.events import CardFinished, CardStarted, RunStarted
from harness.domain.observations import FileObservation, Observation, ProductCall
from harness.domain.results import (
    Attempt,
    CardResult,
    ChainRecord,
    IsolationRecord,
    Run,
    ServiceEnd,
    TreeChange,
    TreeRecord,
)
from harness.domain.verdicts import Isolation
from harness.errors import MachineError
from harness.evaluation.attempts import evaluate
from harness.evaluation.conclusions import card_conclusion
from harness.evaluation.evaluators import literal
from harness.evaluation.frame import Frame
from harness.readers import read_card

TRANSFER = """\
---
id: {id}
verifies: [FR-003]
surface: terminal
tier: foundation
---
# Move money between two accounts

## Before you start
- Run `bank open alice --deposit 100`.

## Steps
1. Run `bank receipt`.
   - Keep the field `id` as `{{receipt}}`.
2. Run `bank show {{receipt}}`.
   - It succeeds.
   - You see "70.00".
   - The file `receipt.txt` contains "70.00".

## Bad input
1. Run `bank transfer alice bob 1000`.
   - It is refused.
   - You see "insufficient funds".
   - Nothing changed: `bank balance alice` still shows "70.00".
"""


@dataclass(frozen=True)
class Answer:
    stdout: bytes = b""
    stderr: bytes = b""
    code: int = 0
    asked: bool = True


ANSWERS: Mapping[str, Answer] = {
    "bank open alice --deposit 100": Answer(b"opened\n"),
    "bank receipt": Answer(b'{"id": "r-1", "amount": 30.00}\n'),
    "bank show r-1": Answer(b"30.00 sent, 70.00 left\n"),
    "bank balance alice": Answer(b"70.00\n"),
    "bank transfer alice bob 1000": Answer(b"", b"error: insufficient funds\n", 2),
}


@dataclass
class Session:
    """A session over a table of answers; a command that is not in it stops the machine."""

    recorder: AttemptRecorder
    answers: Mapping[str, Answer] = field(default_factory=lambda: ANSWERS)
    contents: Mapping[str, bytes] = field(default_factory=lambda: {"receipt.txt": b"left: 70.00\n"})
    isolation: Isolation = Isolation.CELL

    @property
    def evidence(self) -> str:
        return self.recorder.evidence

    def seconds(self) -> float:
        return 0.5

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        match action:
            case RunCommand(command=command) if command in self.answers:
                answer = self.answers[command]
                calls = (ProductCall(name="bank", arguments=(), status=answer.code),) if answer.asked else ()
                return self.recorder.command(
                    command=command,
                    stdout=answer.stdout,
                    stderr=answer.stderr,
                    exit_code=answer.code,
                    calls=calls,
                    seconds=0.25,
                )
            case SendRequest(method=method, target=target) if f"{method} {target}" in self.answers:
                answer = self.answers[f"{method} {target}"]
                return self.recorder.response(
                    request=f"{method} {target}", status=answer.code, body=answer.stdout, seconds=0.25
                )
        raise MachineError("the cell is lost")

    def attach(self, name: str, data: bytes) -> None:
        self.recorder.attach(name, data)

    def attachment(self, name: str) -> bytes | None:
        return self.recorder.attachment(name)

    def inspect(self, path: str) -> FileObservation:
        content = self.contents.get(path)
        return self.recorder.file(path=path, exists=content is not None, content=content)

    def ended_services(self) -> tuple[ServiceEnd, ...]:
        return ()

    def changes(self) -> tuple[TreeChange, ...]:
        return ()


def record_run(
    root: Path,
    ids: tuple[str, ...] = ("BANK-TRANSFER", "BANK-AGAIN"),
    text: str = TRANSFER,
    attempts: tuple[Mapping[str, Answer], ...] = (ANSWERS,),
    isolation: Isolation = Isolation.CELL,
) -> Path:
    """The folder of a finished run of these cards, each once for every table of answers."""
    with Recorder(root) as recorder:
        recorder.append(RunStarted(run=recorder.id, tree="f" * 40, cards=len(ids)))
        results = [_card(recorder, text.format(id=id), attempts, isolation) for id in ids]
        recorder.finish(
            Run(
                tool_version="0.1.0",
                id=recorder.id,
                command=("harness", "run-cards"),
                started="2026-11-20T14:30:15Z",
                finished="2026-11-20T14:30:18Z",
                tree=TreeRecord(hash="f" * 40),
                isolation=IsolationRecord(reached=isolation, least=Isolation.CELL),
                evaluator="auto",
                cards=tuple(results),
                events=ChainRecord(count=0, head=""),
            )
        )
    return recorder.folder


def _card(
    recorder: Recorder, text: str, attempts: tuple[Mapping[str, Answer], ...], isolation: Isolation
) -> CardResult:
    card = read_card(text, "testcards/transfer.md")
    done: list[Attempt] = []
    for number, answers in enumerate(attempts, 1):
        attempt = recorder.attempt(card, number)
        attempt.append(CardStarted(card=card.id, attempt=number, sha256=card.sha256, evaluator="literal"))
        session = Session(attempt, answers, isolation=isolation)
        for event in evaluate(card, literal.perform, session, Frame(attempt=number, least=Isolation.CELL)):
            attempt.append(event)
            if isinstance(event, CardFinished):
                done.append(event.result)
    conclusion = card_conclusion(done)
    return CardResult(
        id=card.id,
        title=card.title,
        path=card.path,
        sha256=card.sha256,
        tier=card.tier,
        verifies=card.verifies,
        evaluator="literal",
        state=conclusion.state,
        cause=conclusion.cause,
        reason=conclusion.reason,
        attempts=tuple(done),
    )


def edit_json(path: Path, change: Callable[[Any], None]) -> None:
    """Change a JSON file in place."""
    value = json.loads(path.read_text())
    change(value)
    path.write_text(json.dumps(value))


def edit_lines(folder: Path, change: Callable[[list[bytes]], None]) -> None:
    """Change the lines of ``events.jsonl`` and nothing else."""
    path = folder / "events.jsonl"
    lines = path.read_bytes().splitlines()
    change(lines)
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def chain_again(folder: Path) -> None:
    """Give every event the number and the hash that it should have, as a forger would."""

    def change(lines: list[bytes]) -> None:
        previous = "0" * 64
        for number, line in enumerate(lines, 1):
            link = json.loads(line) | {"n": number, "previous": previous}
            lines[number - 1] = json.dumps(link).encode()
            previous = hashlib.sha256(lines[number - 1]).hexdigest()

    edit_lines(folder, change)


def forge_end(folder: Path) -> None:
    """Also write into ``run.json`` where the chain ends, and into its last event what ``run.json`` holds."""
    run = Run.model_validate_json((folder / "run.json").read_bytes())

    def close(lines: list[bytes]) -> None:
        lines[-1] = json.dumps(json.loads(lines[-1]) | {"event": _finished(run)}).encode()

    edit_lines(folder, close)
    chain_again(folder)
    lines = (folder / "events.jsonl").read_bytes().splitlines()
    end = {"count": len(lines), "head": hashlib.sha256(lines[-1]).hexdigest()}
    edit_json(folder / "run.json", lambda value: value.update(events=end))


def _finished(run: Run) -> dict[str, str]:
    return {"kind": "run-finished", "sha256": run.content_sha256}
