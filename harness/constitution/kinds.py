"""What a kind of check is given and gives back; the kinds themselves lie in ``checks``, and joining them in ``validate``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from itertools import islice
from types import ModuleType
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from harness.constitution import _codes
from harness.domain.findings import DoubtKind, FlowStep, Role
from harness.domain.places import Mistake
from harness.domain.principles import CheckSpec, Principle, Use
from harness.domain.verdicts import Strength
from harness.errors import DocumentError

Options = TypeVar("Options", bound=BaseModel)


class Scope(Enum):
    """Whether a kind looks at one file at a time, at many files as one project, or at the tree as a whole."""

    FILE = "file"
    PROJECT = "project"
    TREE = "tree"


class Quantifier(StrEnum):
    """How the matches of a check decide.

    ``absent``: a match that violates is a violation. ``at-least-one``: without a match that enforces there is a gap.
    ``everywhere``: a match that violates marks a place where what is required is missing; without any match there was no such
    place.
    """

    ABSENT = "absent"
    AT_LEAST_ONE = "at-least-one"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class Job(Generic[Options]):
    """One check to be carried out. ``key`` is unique in a run; ``sha256`` tells checks of other content apart."""

    key: str
    principle: Principle
    spec: CheckSpec
    kind: ModuleType
    options: Options
    quantifier: Quantifier

    @property
    def sha256(self) -> str:
        """The digest of all that decides what this check finds in a file."""
        return hashlib.sha256(f"{self.spec.kind}\0{self.spec.use}\0{self.spec.body}".encode()).hexdigest()


@dataclass(frozen=True)
class Match:
    """Where a check found something: byte offsets in a file, both 0 for the file as a whole.

    ``note`` says what a reader cannot see by looking at the place. ``fix`` is what to put there instead.
    ``steps`` is the way of a value up to this place.
    """

    job: str
    role: Role
    path: str
    start: int = 0
    end: int = 0
    note: str = ""
    fix: str | None = None
    safe: bool = False
    strength: Strength = Strength.RECORDED
    steps: tuple[FlowStep, ...] = ()


@dataclass(frozen=True)
class Doubtful:
    """What a check could not decide, and why; ``path`` is empty where no one file is to blame.

    ``concerns`` are other files of which it leaves open what a check of a project finds in them.
    """

    job: str
    kind: DoubtKind
    reason: str
    path: str = ""
    line: int = 1
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unreported:
    """Why a check reported nothing at a place that somebody asks about; ``steps`` lead up to where something stopped it.

    ``general`` is what holds of the place whatever comes there.
    """

    job: str
    said: str
    steps: tuple[FlowStep, ...] = ()
    general: bool = False


@dataclass(frozen=True)
class Unchanged:
    """How many files of a project were not looked at anew, since what was found in them the last time still holds."""

    files: int


Seen = Match | Doubtful
MOST_IN_A_FILE = 1000


def read_options(model: type[Options], spec: CheckSpec) -> Options:
    """The body of a check as its kind's own model.

    Raises:
        DocumentError: with every mistake, at the line where the check stands.
    """
    try:
        return model.model_validate_json(spec.body, strict=True)
    except ValidationError as error:
        raise DocumentError([_mistake(spec, problem) for problem in error.errors()]) from None


def refuse(spec: CheckSpec, what: str, hint: str) -> DocumentError:
    """The error to raise where a check makes no sense."""
    code = _codes.INVALID_CHECK.code
    return DocumentError([Mistake(place=spec.place, what=f"{spec.use} {spec.kind}: {what}", hint=hint, code=code)])


def only_for(spec: CheckSpec, use: Use, hint: str) -> None:
    """Refuse a check that is used the other way. Raises DocumentError."""
    if spec.use is not use:
        raise refuse(spec, f"can be used with `{use}` only", hint)


def match_role(use: Use) -> Role:
    """What a plain occurrence says: of what is forbidden that it violates, of what is required that it enforces."""
    return Role.VIOLATES if use is Use.FORBID else Role.ENFORCES


def canonical(value: Any) -> str:
    """JSON with sorted keys and no blanks, as ``CheckSpec.body`` holds it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _mistake(spec: CheckSpec, problem: Any) -> Mistake:
    where = ".".join(str(part) for part in problem["loc"])
    message = problem["msg"][:1].lower() + problem["msg"][1:]
    what = f"{spec.use} {spec.kind}: {where + ': ' if where else ''}{message}"
    hint = f"see `harness explain {_codes.INVALID_CHECK.code}` and the kinds of check in docs/constitution.md"
    return Mistake(place=spec.place, what=what, hint=hint, code=_codes.INVALID_CHECK.code)


def bounded(seen: Iterable[Seen], job: str, path: str) -> Iterator[Seen]:
    """What was seen in one file, at most a thousand times: where there is more, the rest leaves the check in doubt."""
    left = iter(seen)
    yield from islice(left, MOST_IN_A_FILE)
    if next(left, None) is not None:  # of the rest nobody would know whether they are excused
        reason = f"it has more than the {MOST_IN_A_FILE} matches that are told of one file"
        yield Doubtful(job, DoubtKind.UNREADABLE, reason, path)
