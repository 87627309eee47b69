"""What a tool showed, with an id: the recorder's evidence, and the only thing that a verdict may rest on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from harness.domain.base import Frozen


class ProductCall(Frozen):
    """One call of a product's command during an observation; a negative ``status`` is the signal that ended it."""

    name: str
    arguments: tuple[str, ...]
    status: int


class CommandObservation(Frozen):
    """A command's output and end. ``shown`` is what a terminal would show, both streams in the order they came.

    ``exit_code`` is None when a signal ended it or it was stopped; ``stopped`` then says why. ``direct`` is set where the
    command line is one plain call of a product command. Seconds are wall time.
    """

    kind: Literal["command"] = "command"
    id: str
    command: str
    stdout: str
    stderr: str
    shown: str
    exit_code: int | None = None
    signal: int | None = None
    stopped: str | None = None
    calls: tuple[ProductCall, ...] = ()
    seconds: float = 0.0


class ResponseObservation(Frozen):
    """An HTTP answer; ``failure`` says why there is none. Header names are in lower case."""

    kind: Literal["response"] = "response"
    id: str
    request: str
    status: int | None = None
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    failure: str | None = None
    seconds: float = 0.0


class FileObservation(Frozen):
    """The state of a path in the user's folder; ``content`` is None unless it is a readable file."""

    kind: Literal["file"] = "file"
    id: str
    path: str
    exists: bool
    content: str | None = None
    problem: str | None = None
    seconds: float = 0.0


class ActionObservation(Frozen):
    """An action that shows nothing: a file created, a wait; ``problem`` says why it was not done."""

    kind: Literal["action"] = "action"
    id: str
    did: str
    problem: str | None = None
    seconds: float = 0.0


Observation = Annotated[
    CommandObservation | ResponseObservation | FileObservation | ActionObservation,
    Field(discriminator="kind"),
]
