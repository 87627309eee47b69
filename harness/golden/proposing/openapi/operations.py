"""What a description says of its operations, as data; reading it lies elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

JSON = re.compile(r"[\w.+*-]+/(?:[\w.+-]+\+)?json\b.*|\*/\*", re.IGNORECASE)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Parameter:
    """One parameter. ``joined`` is the mark between the items of a list, empty where each is written with the name again.

    ``given`` are the examples that the description has for it. ``is_json`` says that its value is sent as JSON.
    """

    name: str
    where: str
    required: bool
    schema: Any
    joined: str = ","
    given: tuple[Any, ...] = ()
    is_json: bool = False
    deep: bool = False


@dataclass(frozen=True)
class Body:
    """What is sent: JSON, or a form; any other ``media`` is nothing that a step can send."""

    media: str
    schema: Any
    required: bool
    given: tuple[Any, ...] = ()

    @property
    def is_json(self) -> bool:
        """Whether it is sent as JSON."""
        return JSON.fullmatch(self.media) is not None

    @property
    def is_form(self) -> bool:
        """Whether it is sent as a form."""
        return self.media == FORM


@dataclass(frozen=True)
class Link:
    """That a field (dotted) of an operation's answer is a parameter of another operation."""

    operation: str
    parameter: str
    field: str


@dataclass(frozen=True)
class Operation:
    """One method of one path. ``answer`` is the schema of what it answers where all goes well, None where nothing is said.

    ``secured`` are the credentials that it asks for, in words. ``prefix`` stands before every path.
    """

    method: str
    path: str
    line: int
    prefix: str = ""
    name: str = ""
    summary: str = ""
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    answer: Any = None
    links: tuple[Link, ...] = ()
    secured: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The method and the path."""
        return f"{self.method} {self.path}"

    def of(self, where: str) -> tuple[Parameter, ...]:
        """The parameters at one place."""
        return tuple(one for one in self.parameters if one.where == where)


@dataclass(frozen=True)
class Unusable:
    """An operation that could not be read, and why."""

    subject: str
    reason: str
