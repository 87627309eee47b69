"""A session without a machine: it answers every action as it was told to, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from harness.domain.actions import Action, Click, CreateFile, OpenPage, RunCommand, SendRequest, Wait
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    FileObservation,
    Observation,
    ProductCall,
    ResponseObservation,
)
from harness.domain.results import ServiceEnd, TreeChange
from harness.domain.verdicts import Isolation

Answer = Observation | Exception


def shown(text: str = "", code: int = 0, *, err: str = "", product: bool = True, **more: object) -> CommandObservation:
    """What a command shows; ``product`` says whether the product had a part in it."""
    facts: dict[str, object] = {
        "id": "",
        "command": "",
        "stdout": text,
        "stderr": err,
        "shown": text + err,
        "exit_code": code,
        "calls": (ProductCall(name="todo", arguments=(), status=code),) if product else (),
    }
    return CommandObservation.model_validate({**facts, **more})


def answered(status: int = 200, body: str = "", **more: object) -> ResponseObservation:
    """What a service answers."""
    return ResponseObservation.model_validate({"id": "", "request": "", "status": status, "body": body, **more})


@dataclass
class ScriptedSession:
    """The Session of ``harness.ports``. ``answers`` is by command line, request or path, a list being used up in order."""

    answers: Mapping[str, Answer | Sequence[Answer] | Callable[[], Answer]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    isolation: Isolation = Isolation.CELL
    evidence: str = "cards/CARD/1"
    ends: tuple[ServiceEnd, ...] = ()
    written: tuple[TreeChange, ...] = ()
    asked: list[str] = field(default_factory=list)
    attached: dict[str, bytes] = field(default_factory=dict)
    _count: int = 0

    def seconds(self) -> float:
        """Always the same."""
        return 1.5

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        """The answer that was told for this action; a command that nobody spoke of shows nothing and succeeds."""
        asked = _named(action)
        times = self.asked.count(asked)
        self.asked.append(asked)
        answer = self.answers.get(asked) or _nothing(action)
        if isinstance(answer, Sequence):
            answer = answer[min(times, len(answer) - 1)]
        elif callable(answer):
            answer = answer()
        if isinstance(answer, Exception):
            raise answer
        return self._numbered(_with_question(answer, asked))

    def attach(self, name: str, data: bytes) -> None:
        """Remember it."""
        self.attached[name] = data

    def attachment(self, name: str) -> bytes | None:
        """What was kept."""
        return self.attached.get(name)

    def inspect(self, path: str) -> FileObservation:
        """The state of one of ``files``."""
        self.asked.append(f"inspect {path}")
        content = self.files.get(path)
        observation = FileObservation(id="", path=path, exists=content is not None, content=content)
        return observation.model_copy(update={"id": self._next()})

    def ended_services(self) -> tuple[ServiceEnd, ...]:
        """As told."""
        return self.ends

    def changes(self) -> tuple[TreeChange, ...]:
        """As told."""
        return self.written

    def _numbered(self, answer: Observation) -> Observation:
        return answer.model_copy(update={"id": self._next()})

    def _next(self) -> str:
        self._count += 1
        return f"o{self._count}"


def _with_question(answer: Observation, asked: str) -> Observation:
    """The answer with what it answers, where it does not say."""
    if isinstance(answer, CommandObservation) and not answer.command:
        return answer.model_copy(update={"command": asked})
    if isinstance(answer, ResponseObservation) and not answer.request:
        return answer.model_copy(update={"request": asked})
    return answer


def _named(action: Action) -> str:
    match action:
        case RunCommand():
            return action.command
        case SendRequest():
            return f"{action.method} {action.target}"
        case CreateFile():
            return f"create {action.path}"
        case Wait():
            return "wait"
        case OpenPage():
            return f"open {action.target}"
        case Click():
            return f"click {action.name}"
    return action.kind


def _nothing(action: Action) -> Observation:
    match action:
        case RunCommand():
            return shown()
        case SendRequest():
            return answered()
    return ActionObservation(id="", did=_named(action))
