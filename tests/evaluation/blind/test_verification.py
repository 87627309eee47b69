"""What a model said is judged again from the record, and every change of it is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.adapters.records import Recorder, RunReader
from harness.domain.events import CardFinished, CardStarted, RunStarted
from harness.domain.results import CardResult, ChainRecord, IsolationRecord, Run, TreeRecord
from harness.domain.verdicts import Isolation, State
from harness.evaluation.aids import Aids
from harness.evaluation.attempts import evaluate
from harness.evaluation.conclusions import card_conclusion
from harness.evaluation.evaluators import blind
from harness.evaluation.frame import Frame, Offer
from harness.evaluation.verification import verify
from harness.readers import read_card
from tests.support.models import FakeModel, claim, conclude, shell, step, unavailable
from tests.support.recorded import Answer, Session, chain_again, edit_lines, forge_end

CARD = read_card(
    """\
---
id: BANK-1
verifies: [FR-001]
surface: terminal
---
# Look at a balance

## Before you start
- Run `bank open alice`.

## Steps
1. Look how much alice has.
   - The balance is "70.00".
   - The answer is easy to read.

## Bad input
1. Run `bank balance nobody`.
   - It is refused.
   - The product says that there is no such account.
   - Nothing changed: `bank balance alice` still shows "70.00".
""",
    "testcards/1.md",
)
ANSWERS = {
    "bank open alice": Answer(b"opened\n"),
    "bank balance alice": Answer(b"70.00\n"),
    "bank balance nobody": Answer(b"", b"error: there is no account nobody\n", 2),
}
SCRIPT: list[Any] = [
    [step("before 1"), shell("bank open alice")],
    [step("1"), shell("bank balance alice")],
    [step("bad 1"), shell("bank balance nobody")],
    [
        conclude(
            claim(13, observation="o2", quote="70.00"),
            claim(14, observation="o2", opinion="one number"),
            claim(19, observation="o4", quote="there is no account"),
        )
    ],
]
FRAME = Frame(
    attempt=1, least=Isolation.CELL, offer=Offer(commands=("bank",)), fence="f3nce", canaries=("canary-4711",)
)


def record(root: Path, script: list[Any], opinions: tuple[str, ...] = ("holds",)) -> Path:
    with Recorder(root) as recorder:
        recorder.append(RunStarted(run=recorder.id, tree="t", cards=1))
        own = recorder.attempt(CARD, 1)
        own.append(CardStarted(card=CARD.id, attempt=1, sha256=CARD.sha256, evaluator="blind"))
        model = FakeModel(script, opinions=opinions)
        for event in evaluate(CARD, blind.perform, Session(own, ANSWERS), FRAME, Aids(model=model)):
            own.append(event)
        assert isinstance(event, CardFinished)
        conclusion = card_conclusion([event.result])
        card = CardResult(
            id=CARD.id,
            title=CARD.title,
            path=CARD.path,
            sha256=CARD.sha256,
            tier=CARD.tier,
            verifies=CARD.verifies,
            evaluator="blind",
            state=conclusion.state,
            cause=conclusion.cause,
            reason=conclusion.reason,
            attempts=(event.result,),
        )
        recorder.finish(
            Run(
                tool_version="0",
                id=recorder.id,
                command=("harness",),
                started="",
                finished="",
                tree=TreeRecord(hash="t"),
                isolation=IsolationRecord(reached=Isolation.CELL, least=Isolation.CELL),
                evaluator="blind",
                cards=(card,),
                events=ChainRecord(count=0, head=""),
            )
        )
    return recorder.folder


@pytest.mark.parametrize(
    ("script", "opinions", "state"),
    [
        (SCRIPT, ("holds",), State.PASS),
        (SCRIPT, ("does-not-hold",), State.INCONCLUSIVE),
        ([*SCRIPT[:2], [conclude()], [conclude()], [conclude()], [conclude()]], (), State.INCONCLUSIVE),
        ([*SCRIPT[:2], unavailable()], (), State.INCONCLUSIVE),
        ([], (), State.INCONCLUSIVE),
    ],
)
def test_a_blind_attempt_comes_out_the_same_from_its_record(
    tmp_path: Path, script: list[Any], opinions: tuple[str, ...], state: State
) -> None:
    reader = RunReader(record(tmp_path, script, opinions))
    assert reader.run.cards[0].state is state, reader.run.cards[0].reason
    verified = verify(reader)
    assert verified.differences == ()
    assert verified.doubts == ()


def test_a_quote_that_was_put_in_afterwards_is_named(tmp_path: Path) -> None:
    script = [*SCRIPT[:3], [conclude(claim(13, "cannot-tell"), *SCRIPT[3][0][1]["expectations"][1:])]]
    folder = record(tmp_path, script)
    answer = folder / "cards" / CARD.id / "1" / "answers" / "4.json"
    answer.write_text(answer.read_text().replace("cannot-tell", "holds"))
    named = [str(one) for one in verify(RunReader(folder)).differences]
    assert any("answers/4.json" in one and "was changed" in one for one in named)


@pytest.mark.parametrize("name", ["prompt.json", "frame.json", "answers/1.json"])
def test_what_belongs_to_the_record_cannot_go_missing(tmp_path: Path, name: str) -> None:
    folder = record(tmp_path, SCRIPT)
    (folder / "cards" / CARD.id / "1" / name).unlink()
    assert any(name in str(one) for one in verify(RunReader(folder)).differences)


def test_what_was_added_is_named(tmp_path: Path) -> None:
    folder = record(tmp_path, SCRIPT)
    (folder / "cards" / CARD.id / "1" / "answers" / "9.json").write_text("{}")
    assert any("was added" in str(one) for one in verify(RunReader(folder)).differences)


def test_another_action_than_the_one_that_was_asked_for_is_named(tmp_path: Path) -> None:
    folder = record(tmp_path, SCRIPT)

    def change(lines: list[bytes]) -> None:
        for number, line in enumerate(lines):
            if b"action-performed" in line:
                lines[number] = line.replace(b'"command":"bank balance alice"', b'"command":"bank balance bob"')

    edit_lines(folder, change)
    chain_again(folder)
    forge_end(folder)
    named = [str(one) for one in verify(RunReader(folder)).differences]
    assert any("bank balance bob" in one and "bank balance alice" in one for one in named), named
