"""A recorded run that holds every kind of evidence, made by the real recorder, for whatever shows runs."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from harness.adapters.records import AttemptRecorder, Recorder, RunEvidence
from harness.domain.cards import Section, Tier
from harness.domain.conversation import (
    Answer,
    Answered,
    Conversation,
    PlainTool,
    StopReason,
    Told,
    ToolUse,
    Usage,
    Words,
)
from harness.domain.observations import (
    Dialog,
    Observation,
    PageObservation,
    PageTrouble,
    ProductCall,
    ScreenObservation,
    Tab,
    Touched,
    TroubleKind,
)
from harness.domain.results import (
    Attempt,
    CardResult,
    ChainRecord,
    ChangeKind,
    CheckName,
    CheckResult,
    ExpectationResult,
    Friction,
    IsolationRecord,
    Run,
    StepResult,
    Totals,
    TreeChange,
    TreeRecord,
)
from harness.domain.verdicts import Cause, ExitCode, Isolation, State, Strength, Verdict
from harness.readers import read_card
from harness.reports._view import View

P, F, U = Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE
CARD = """\
---
id: SHOP-BUY
verifies: [FR-001, FR-002]
surface: browser
tier: composition
---
# Buy something and see that it was charged

A customer finds a book, buys it,
and gets a receipt.

## Before you start
1. Run `shop reset`.

## Steps
1. Open `/books`.
   - You see "Moby-Dick".
   - The page looks tidy.
2. Buy the book.
   - The balance goes down by 12.50.
3. Run `shop receipt`.
   - The rest needs this.
   - You see "charged 12.50".
4. Send `GET /api/orders`.
   - The status is 200.
5. Create the file `note.txt` with:
   ```
   thank you
   ```
   - The file `note.txt` contains "thank you".
6. Run `shop chat` and say hello.
   - It greets you.

## Bad input
1. Buy a book that is not there.
   - It is refused.
"""
USAGE = Usage(turns=9, input=5200, output=830, cache_read=21000, dollars=0.0421)


@dataclass(frozen=True)
class Shown:
    """What was kept, and beside it one interactive screen, ``o9``."""

    kept: RunEvidence

    def observation(self, attempt: str, id: str) -> Observation | None:
        return SCREEN if id == "o9" else self.kept.observation(attempt, id)

    def file(self, attempt: str, name: str) -> bytes | None:
        return self.kept.file(attempt, name)

    def files(self, attempt: str) -> tuple[str, ...]:
        return self.kept.files(attempt)


SCREEN = ScreenObservation(
    id="o9",
    command="shop chat",
    typed="hello\n",
    screen="shop chat\n> hello\nGood morning!\n> ",
    calls=(
        ProductCall(name="shop", arguments=("chat",), status=0),
        ProductCall(name="shop", arguments=("hi",), status=1),
    ),
    seconds=0.3,
)


def picture(colour: str, words: str = "") -> bytes:
    """A PNG of the size of a browser's window."""
    image = Image.new("RGB", (1280, 800), "#f4f5f7")
    draw = ImageDraw.Draw(image)
    draw.rectangle((240, 90, 1040, 420), fill="white", outline="#d8dbe0")
    draw.rectangle((280, 340, 420, 385), fill=colour)
    draw.text((280, 130), words, fill="black")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def cast() -> bytes:
    """Three seconds of a terminal, with a colour, a line that is overwritten, and keys."""
    events: list[list[object]] = [
        [0.1, "o", "shop chat\r\n> "],
        [1.0, "i", "hello"],
        [1.0, "o", "hello\r\n"],
        [1.01, "o", "thinking ..."],
        [2.0, "o", "\r\x1b[K\x1b[1;32mGood morning!\x1b[0m\r\n\x1b[7m inverse \x1b[0m \x1b[4;31munder\x1b[0m\r\n"],
        [2.5, "o", "\x1b[0m"],
        [3.0, "o", "> "],
    ]
    header = {"version": 2, "width": 40, "height": 8, "timestamp": 1795257015}
    return "\n".join(json.dumps(row) for row in [header, *events]).encode() + b"\n"


def gallery(root: Path) -> tuple[Path, Run]:
    """The folder of a run of three cards: one flaky with two attempts, one that passed, one that nobody could run."""
    with Recorder(root) as recorder:
        buy = _buy(recorder)
        run = recorder.finish(_run(recorder.id, (_passed(recorder), buy, _refused())))
    return recorder.folder, run


def view(folder: Path, links: str | None = ".") -> View:
    """A view of it, for a page that lies in the run's folder."""
    evidence = Shown(RunEvidence(folder))
    return View(folder=".harness/runs/x", exit_code=ExitCode.FAIL, evidence=evidence, links=links)


def _run(id: str, cards: tuple[CardResult, ...]) -> Run:
    return Run(
        tool_version="0.1.0",
        id=id,
        command=("harness", "run-cards", "--report", "html"),
        started="2026-11-20T14:30:15Z",
        finished="2026-11-20T14:31:18Z",
        tree=TreeRecord(hash="f" * 40, revision="v1.2"),
        isolation=IsolationRecord(reached=Isolation.CELL, least=Isolation.CELL, holes=("CPU time is not limited",)),
        evaluator="auto",
        model="a-model",
        problems=("the specification could not be read",),
        cards=cards,
        totals=Totals(seconds=63.2, tokens=USAGE.tokens, dollars=USAGE.dollars, usage=USAGE),
        events=ChainRecord(count=0, head=""),
    )


def _buy(recorder: Recorder) -> CardResult:
    card = read_card(CARD, "testcards/buy.md")
    attempts = []
    for number in (1, 2):
        attempt = recorder.attempt(card, number)
        _observe(attempt)
        _converse(attempt)
        attempt.attach("terminal.cast", cast())
        attempts.append(_attempt(attempt, F if number == 1 else P))
    return CardResult(
        id=card.id,
        title=card.title,
        path=card.path,
        sha256=card.sha256,
        tier=card.tier,
        verifies=card.verifies,
        evaluator="blind",
        state=State.FLAKY,
        cause=Cause.PRODUCT,
        reason='line 24: expected "charged 12.50"; seen "charged 1250"',
        hint="look for what differs between the attempts",
        attempts=tuple(attempts),
    )


def _observe(attempt: AttemptRecorder) -> None:
    attempt.command(command="shop reset", stdout=b"", stderr=b"", exit_code=0, seconds=0.2)  # o1
    attempt.page(_page("opened /books"), picture("#2456a6", "Books"))  # o2
    attempt.page(_page("looked at the page"), picture("#2456a6", "Books"))  # o3: the same picture
    attempt.page(_bought(), picture("#1c6b40", "Bought"))  # o4
    attempt.command(command="shop receipt", stdout=b"charged 1250\n", stderr=b"warning: old\n", exit_code=1)  # o5
    attempt.response(
        request="GET /api/orders",
        status=200,
        reason="OK",
        headers=[("Content-Type", "application/json")],
        body=b'{"orders": [1]}',
        seconds=0.05,
    )  # o6
    attempt.action(did="created the file note.txt")  # o7
    attempt.file(path="note.txt", exists=True, content=b"thank you\n\tall\n")  # o8
    attempt.action(did="waited", problem="the time was up")  # o9: the screen stands in for it
    attempt.command(command="shop buy nothing", stdout=b"x" * 60_000, stderr=b"", stopped="it took too long")  # o10
    attempt.response(request="GET /gone", failure="the connection was closed")  # o11
    attempt.file(path="missing.txt", exists=False, problem="it is a folder")  # o12
    attempt.page(_page("looked again"))  # o13: no picture
    attempt.command(command="shop crash", stdout=b"", stderr=b"oh\n", signal=11)  # o14


def _page(did: str) -> PageObservation:
    return PageObservation(
        id="",
        did=did,
        url="http://127.0.0.1:8000/books",
        title="Books",
        status=200,
        text="Books\nMoby-Dick 12.50",
        snapshot='- heading "Books" [ref=e1]\n- button "Buy" [ref=e2]',
        seconds=0.4,
    )


def _bought() -> PageObservation:
    tabs = (
        Tab(id="1", title="Books", url="http://127.0.0.1:8000/books", active=False),
        Tab(id="2", title="", url="http://127.0.0.1:8000/receipt", active=True),
    )
    trouble = PageTrouble(kind=TroubleKind.CONSOLE_ERROR, text="no price", url="http://127.0.0.1:8000/a.js")
    return _page("clicked the button “Buy”").model_copy(
        update={
            "touched": Touched(role="button", name="Buy", unique=False, value="1"),
            "dialog": Dialog(kind="confirm", message="Buy it?", default="yes"),
            "tabs": tabs,
            "downloads": ("receipt.pdf",),
            "troubles": (trouble,),
            "problem": "the button moved",
        }
    )


def _converse(attempt: AttemptRecorder) -> None:
    tools = (PlainTool(name="shell", description="", input_schema="{}"),)
    told = Told(parts=(Words(text="The card:\n1. Open `/books`."),))
    first = Conversation(
        system="You are a new user.", tools=tools, messages=(told, Answered(content="[an earlier answer]"))
    )
    attempt.attach("prompt.json", first.model_dump_json().encode())
    attempt.attach("prompt-2.json", b"not a conversation")
    use = ToolUse(id="u1", name="shell", input='{"command": "shop receipt"}')
    answer = Answer(content="[]", texts=("I look.",), uses=(use,), stop=StopReason.TOOL_USE, usage=USAGE, seconds=1.5)
    attempt.attach("answers/1.json", answer.model_dump_json().encode())
    attempt.attach("answers/2.json", b"{}")


def _attempt(recorded: AttemptRecorder, verdict: Verdict) -> Attempt:
    return Attempt(
        number=recorded.number,
        evaluator="blind" if verdict is F else "replay",
        superseded=verdict is P,
        verdict=verdict,
        cause=Cause.PRODUCT if verdict is F else None,
        reason="line 24: it differs" if verdict is F else "",
        isolation=Isolation.CELL,
        steps=tuple(_steps(verdict)),
        checks=_checks(),
        written=(TreeChange(kind=ChangeKind.MODIFIED, path="data/shop.db"),),
        evidence=recorded.evidence,
        seconds=31.5,
        usage=USAGE,
        friction=(Friction(note="“Buy” is hard to find", observation="o2", quote="Moby-Dick"), Friction(note="slow")),
        prompt_sha256="ab" * 32,
    )


def _checks() -> tuple[CheckResult, ...]:
    return (
        CheckResult(name=CheckName.NO_CONSOLE_ERROR, verdict=P, seen="o4: no price"),
        CheckResult(name=CheckName.NO_TRACEBACK, verdict=F, cause=Cause.PRODUCT, seen="o14: a crash report"),
        CheckResult(name=CheckName.CODE_UNCHANGED, verdict=P),
        CheckResult(name=CheckName.WITHIN_LIMITS, verdict=P),
    )


def _steps(verdict: Verdict) -> list[StepResult]:
    quoted = {"strength": Strength.QUOTED, "quote": "Good morning!", "said": "it greets"}
    looks = {"strength": Strength.JUDGED, "said": "two opinions agree"}
    charged = ('"charged 12.50"', '"charged 1250"')
    return [
        _step(Section.BEFORE, 1, 13, "Run `shop reset`.", ["o1"]),
        _step(
            Section.STEPS,
            1,
            16,
            "Open `/books`.",
            ["o2", "o3"],
            _line(17, 'You see "Moby-Dick".', P, '"Moby-Dick"', '"Moby-Dick 12.50"', "o2"),
            _line(18, "The page looks tidy.", P, "", "", "o3", **looks),
        ),
        _step(
            Section.STEPS,
            2,
            19,
            "Buy the book.",
            ["o4"],
            _line(20, "The balance goes down by 12.50.", U, "", "", "o99"),
        ),
        _step(
            Section.STEPS,
            3,
            21,
            "Run `shop receipt`.",
            ["o5"],
            _line(23, 'You see "charged 12.50".', verdict, *charged, "o5"),
        ),
        _step(
            Section.STEPS,
            4,
            24,
            "Send `GET /api/orders`.",
            ["o6", "o11"],
            _line(25, "The status is 200.", P, "200", "200", "o6", soft=True),
        ),
        _step(
            Section.STEPS, 5, 26, "Create the file `note.txt` with:", ["o7"], _line(30, "It is there.", P, "", "", "o8")
        ),
        _step(
            Section.STEPS,
            6,
            31,
            "Run `shop chat` and say hello.",
            ["o9"],
            _line(32, "It greets you.", P, "", "", "o9", **quoted),
        ),
        _step(Section.BAD_INPUT, 1, 35, "Buy a book that is not there.", ["o10", "o2"]),
        StepResult(
            section=Section.BAD_INPUT,
            number=2,
            line=37,
            text="Leave.",
            performed=False,
            verdict=U,
            reason="the time was up",
        ),
    ]


def _step(
    section: Section, number: int, line: int, text: str, shown: list[str], *expectations: ExpectationResult
) -> StepResult:
    worst = next((one.verdict for one in expectations if one.verdict is not P), P)
    return StepResult(
        section=section,
        number=number,
        line=line,
        text=text,
        performed=True,
        verdict=worst,
        expectations=expectations,
        observations=tuple(shown),
        seconds=0.5,
    )


def _line(
    line: int, text: str, verdict: Verdict, expected: str, seen: str, shown: str, **rest: object
) -> ExpectationResult:
    facts = {
        "line": line,
        "text": text,
        "verdict": verdict,
        "expected": expected,
        "seen": seen,
        "observations": (shown,),
    }
    cause = {F: Cause.PRODUCT, U: Cause.EVALUATOR}.get(verdict)
    return ExpectationResult.model_validate(facts | {"cause": cause} | rest)


def _passed(recorder: Recorder) -> CardResult:
    card = read_card(CARD.replace("SHOP-BUY", "SHOP-LIST"), "testcards/list.md")
    attempt = recorder.attempt(card, 1)
    attempt.command(command="shop list", stdout=b"Moby-Dick\n", stderr=b"", exit_code=0, seconds=0.1)
    step = _step(
        Section.STEPS, 1, 16, "Run `shop list`.", ["o1"], _line(17, "It succeeds.", P, "", "exit code 0", "o1")
    )
    done = Attempt(number=1, verdict=P, isolation=Isolation.CELL, steps=(step,), evidence=attempt.evidence, seconds=0.4)
    return CardResult(
        id=card.id,
        title="See all books",
        path=card.path,
        sha256=card.sha256,
        tier=Tier.FOUNDATION,
        verifies=("FR-001",),
        evaluator="literal",
        state=State.PASS,
        attempts=(done,),
    )


def _refused() -> CardResult:
    return CardResult(
        id="SHOP-RETURN",
        title="Send a book back",
        path="testcards/return.md",
        sha256="0" * 64,
        tier=Tier.FRONTIER,
        verifies=(),
        evaluator="literal",
        state=State.INCONCLUSIVE,
        cause=Cause.EVALUATOR,
        reason="line 12 needs a model",
        hint="run it with `--evaluator blind`",
    )
