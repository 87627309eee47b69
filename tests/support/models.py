"""A model without a service: it answers as it was told to, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.domain.conversation import Answer, Conversation, StopReason, Told, ToolResult, ToolUse, Usage, Words
from harness.errors import EvaluatorError

Call = tuple[str, dict[str, Any]]
Reply = Sequence[Call] | str | StopReason | Exception | Answer
Script = Sequence[Reply] | Callable[[Conversation, int], Reply]
USAGE = Usage(turns=1, input=100, output=10)


def answer(calls: Sequence[Call], number: int = 0, stop: StopReason = StopReason.TOOL_USE) -> Answer:
    """A turn that calls tools; a name such as ``browser.left_click`` is a member of the toolset."""
    uses = []
    for index, (name, given) in enumerate(calls):
        toolset, _, member = name.rpartition(".")
        uses.append(
            ToolUse(id=f"toolu_{number}_{index}", name=member, input=json.dumps(given), toolset=toolset or None)
        )
    content = [{"type": "tool_use", "id": use.id, "name": use.name, "input": json.loads(use.input)} for use in uses]
    return Answer(content=json.dumps(content), uses=tuple(uses), stop=stop, usage=USAGE)


@dataclass
class FakeModel:
    """The Model of ``harness.ports``. A list that is used up ends the turn with nothing said."""

    script: Script
    name: str = "fake"
    asked: list[Conversation] = field(default_factory=list)
    opinions: Sequence[str] = ()

    def answer(self, conversation: Conversation) -> Answer:
        """The next reply of the script; a second opinion is answered from ``opinions``."""
        if conversation.must_use == "opinion":
            return self._opinion(conversation)
        number = sum(one.must_use is None for one in self.asked)
        self.asked.append(conversation)
        reply = self.script(conversation, number) if callable(self.script) else self._listed(number)
        return _made(reply, number)

    def results(self) -> list[ToolResult]:
        """Every result that the model was ever shown."""
        last = [one for one in self.asked if one.must_use is None][-1]
        return [
            part
            for message in last.messages
            if isinstance(message, Told)
            for part in message.parts
            if isinstance(part, ToolResult)
        ]

    def shown(self) -> str:
        """All text that the model was ever shown."""
        parts = [part for result in self.results() for part in result.parts]
        return "\n".join(part.text for part in parts if isinstance(part, Words))

    def _listed(self, number: int) -> Reply:
        assert not callable(self.script)
        return self.script[number] if number < len(self.script) else ""

    def _opinion(self, conversation: Conversation) -> Answer:
        asked = sum(one.must_use is not None for one in self.asked)
        self.asked.append(conversation)
        outcome = self.opinions[min(asked, len(self.opinions) - 1)] if self.opinions else "cannot-tell"
        return answer([("opinion", {"outcome": outcome, "reason": "as told"})], 1000 + asked)


def _made(reply: Reply, number: int) -> Answer:
    match reply:
        case Answer():
            return reply
        case Exception():
            raise reply
        case StopReason():
            return Answer(content="[]", stop=reply, usage=USAGE)
        case str():
            content = json.dumps([{"type": "text", "text": reply}]) if reply else "[]"
            return Answer(content=content, texts=(reply,), stop=StopReason.END_TURN, usage=USAGE)
        case _:
            return answer(reply, number)


def shell(command: str, stdin: str | None = None) -> Call:
    """A command line."""
    return ("shell", {"command": command, **({"stdin": stdin} if stdin is not None else {})})


def step(name: str) -> Call:
    """A step announced."""
    return ("start_step", {"step": name})


def claim(line: int, outcome: str = "holds", **more: Any) -> dict[str, Any]:
    """What is said of one line."""
    return {"line": line, "outcome": outcome, **more}


def conclude(*claims: dict[str, Any], friction: Sequence[dict[str, Any]] = ()) -> Call:
    """The end."""
    return ("conclude", {"expectations": list(claims), "friction": list(friction)})


def unavailable() -> EvaluatorError:
    """What a service that is gone comes to."""
    return EvaluatorError("the service does not answer", "try again")
