"""What attacks on the blind evaluator need: cards with natural steps, and a session with screens and pages in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.domain.actions import Action, Gesture, GoBack, LookAtPage, OpenPage, Reload, SendKeys, StartProgram
from harness.domain.cards import Card
from harness.domain.events import CardFinished, Event
from harness.domain.observations import Observation, PageObservation, ScreenObservation, Touched
from harness.domain.results import Attempt, ExpectationResult
from harness.domain.verdicts import Isolation
from harness.evaluation.aids import Aids
from harness.evaluation.attempts import evaluate
from harness.evaluation.evaluators import blind
from harness.evaluation.frame import Frame, Offer
from harness.readers import read_card
from tests.support.models import FakeModel, Reply, claim, conclude, step
from tests.support.sessions import ScriptedSession

ORIGIN = "http://127.0.0.1:8000"
MARK = "f3nce-mark"
CANARY = "canary-4711-source"
FRAME = Frame(
    attempt=1,
    least=Isolation.CELL,
    offer=Offer(commands=("bank",), services=(("web", ORIGIN),), origin=ORIGIN),
    fence=MARK,
    canaries=(CANARY,),
)
FIRST = 10
"""The line of the first step."""


def card_of(steps: str, surface: str = "terminal") -> Card:
    """A card with these steps, the first at line 10, and a literal bad input behind them."""
    head = f"---\nid: BANK-1\nverifies: [FR-001]\nsurface: {surface}\n---\n# A card\n\n\n## Steps\n"
    return read_card(f"{head}{steps}", "testcards/bank.md")


@dataclass
class Scene(ScriptedSession):
    """A session with pages (by what is done to them) and screens (by the keys sent, or the command) beside the rest."""

    pages: Mapping[str, PageObservation | Sequence[PageObservation]] = field(default_factory=dict)
    screens: Mapping[str, str] = field(default_factory=dict)
    done: list[Action] = field(default_factory=list)
    waited: list[bool] = field(default_factory=list)
    program: str = ""

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        self.done.append(action)
        match action:
            case StartProgram(command=command):
                self.program = command
                return self._screen(command)
            case SendKeys(text=text):
                return self._screen(text, text)
            case OpenPage(target=target):
                return self._page(target, until)
            case Gesture(gesture=gesture, text=text, ref=ref):
                return self._page(f"{gesture} {text or ref or ''}".strip(), until)
            case LookAtPage():
                return self._page("look", until)
            case Reload() | GoBack():
                return self._page(action.kind, until)
        return super().perform(action, until)

    def _screen(self, asked: str, typed: str = "") -> Observation:
        shown = ScreenObservation(id="", command=self.program, typed=typed, screen=self.screens.get(asked, ""))
        return self._numbered(shown)

    def _page(self, asked: str, until: Callable[[Observation], bool] | None) -> Observation:
        self.waited.append(until is not None)
        times = self.asked.count(asked)
        self.asked.append(asked)
        page = self.pages.get(asked) or self.pages.get("look") or page_of()
        found = page if isinstance(page, PageObservation) else page[min(times, len(page) - 1)]
        return self._numbered(found)


def page_of(text: str = "", *, snapshot: str = "", url: str = f"{ORIGIN}/", **more: Any) -> PageObservation:
    """A page as it is seen."""
    return PageObservation(id="", did="looked", url=url, text=text, snapshot=snapshot or text, **more)


def touched(role: str, name: str, value: str | None = None, unique: bool = True) -> Touched:
    """What a gesture touched."""
    return Touched(role=role, name=name, unique=unique, value=value)


@dataclass
class Outcome:
    """What came of an attack."""

    attempt: Attempt
    model: FakeModel
    session: Scene
    events: list[Event]

    @property
    def expectations(self) -> Iterator[ExpectationResult]:
        return (one for result in self.attempt.steps for one in result.expectations)

    @property
    def told(self) -> str:
        """Everything that a report would say."""
        return self.attempt.model_dump_json()


def attack(
    card: Card,
    script: Sequence[Reply] | Any,
    session: Scene,
    frame: Frame = FRAME,
    opinions: Sequence[str] = (),
) -> Outcome:
    """Carry a card out with a scripted model."""
    model = FakeModel(script, opinions=opinions)
    events: list[Event] = list(evaluate(card, blind.perform, session, frame, Aids(model=model)))
    assert isinstance(events[-1], CardFinished)
    return Outcome(events[-1].result, model, session, events)


def one_step(calls: Sequence[Any], *claims: dict[str, Any]) -> list[Reply]:
    """The script of a card with one step: the calls, and what is claimed (also when it is asked again)."""
    end = [conclude(*claims)]
    return [[step("1"), *calls], end, end, end, end]


def holds(line: int, **more: Any) -> dict[str, Any]:
    """A line claimed to hold."""
    return claim(line, **more)
