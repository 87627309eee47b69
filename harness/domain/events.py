"""What happens while cards run, in order; each becomes one line of ``events.jsonl``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from harness.domain.actions import Action
from harness.domain.base import Frozen
from harness.domain.cards import Section
from harness.domain.conversation import Usage
from harness.domain.results import Attempt, CheckResult, ExpectationResult, Friction, StepResult

FIRST_PREVIOUS = "0" * 64
"""What the first line of ``events.jsonl`` names as the line before it."""


class RunStarted(Frozen):
    """The run began on this tree with this many cards."""

    kind: Literal["run-started"] = "run-started"
    run: str
    tree: str | None
    cards: int


class CardStarted(Frozen):
    """A cell is about to come up for one attempt at a card."""

    kind: Literal["card-started"] = "card-started"
    card: str
    attempt: int
    sha256: str
    evaluator: str


class Observed(Frozen):
    """The recorder stored an observation; ``sha256`` is of its file, ``files`` the digests of the raw streams beside it."""

    kind: Literal["observed"] = "observed"
    card: str
    attempt: int
    observation: str
    sha256: str
    files: dict[str, str] = {}


class Attached(Frozen):
    """A file was kept beside the evidence; ``file`` is relative to the attempt's folder."""

    kind: Literal["attached"] = "attached"
    card: str
    attempt: int
    file: str
    sha256: str


class Prompted(Frozen):
    """A conversation with a model begins; ``sha256`` is of ``file``, which holds its first request exactly.

    ``purpose`` tells the evaluator from a second opinion. ``fence`` is the random mark around what the product shows.
    """

    kind: Literal["prompted"] = "prompted"
    card: str
    attempt: int
    purpose: Literal["evaluator", "second-opinion"]
    model: str
    file: str
    sha256: str
    fence: str = ""


class ModelAnswered(Frozen):
    """The model took a turn; ``file`` keeps the answer exactly as it came, with this digest."""

    kind: Literal["model-answered"] = "model-answered"
    card: str
    attempt: int
    turn: int
    stop: str
    usage: Usage
    file: str
    sha256: str
    seconds: float = 0.0


class FrictionTold(Frozen):
    """The evaluator told what a new user found confusing."""

    kind: Literal["friction-told"] = "friction-told"
    card: str
    attempt: int
    friction: tuple[Friction, ...]


class ServiceEvent(Frozen):
    """A service came up, ended, or was stopped."""

    kind: Literal["service"] = "service"
    card: str
    attempt: int
    service: str
    state: Literal["started", "ready", "ended", "stopped"]
    detail: str = ""


class StepStarted(Frozen):
    """A step is about to be performed."""

    kind: Literal["step-started"] = "step-started"
    card: str
    attempt: int
    section: Section
    number: int


class ActionPerformed(Frozen):
    """A step's action was carried out; ``action`` is after ``{name}`` was filled in."""

    kind: Literal["action-performed"] = "action-performed"
    card: str
    attempt: int
    section: Section
    number: int
    action: Action
    observation: str | None


class FolderLooked(Frozen):
    """After a step the user's folder had changed; what changed is that observation."""

    kind: Literal["folder-looked"] = "folder-looked"
    card: str
    attempt: int
    section: Section
    number: int
    observation: str


class ExpectationJudged(Frozen):
    """An expectation was compared with the recording; ``kept`` are the names known at that moment."""

    kind: Literal["expectation-judged"] = "expectation-judged"
    card: str
    attempt: int
    section: Section
    number: int
    result: ExpectationResult
    kept: dict[str, str] = {}


class StepFinished(Frozen):
    """A step is over."""

    kind: Literal["step-finished"] = "step-finished"
    card: str
    attempt: int
    result: StepResult


class CheckMade(Frozen):
    """A hidden check was made."""

    kind: Literal["check-made"] = "check-made"
    card: str
    attempt: int
    result: CheckResult


class CardFinished(Frozen):
    """An attempt at a card is over."""

    kind: Literal["card-finished"] = "card-finished"
    card: str
    result: Attempt


class RunFinished(Frozen):
    """The run is over; ``sha256`` is ``Run.content_sha256``, which ties ``run.json`` to the chain."""

    kind: Literal["run-finished"] = "run-finished"
    sha256: str


Event = Annotated[
    RunStarted
    | CardStarted
    | Observed
    | Attached
    | Prompted
    | ModelAnswered
    | FrictionTold
    | ServiceEvent
    | StepStarted
    | ActionPerformed
    | FolderLooked
    | ExpectationJudged
    | StepFinished
    | CheckMade
    | CardFinished
    | RunFinished,
    Field(discriminator="kind"),
]


class Link(Frozen):
    """One line of ``events.jsonl``: its number, its time (RFC 3339, UTC), the event, and the SHA-256 of the line before."""

    n: int
    at: str
    previous: str
    event: Event
