"""Where proposals of golden cases come from: a description of an HTTP interface, and the help of a command."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import fetching, files
from harness.app.golden_run import Shown
from harness.app.project import Project
from harness.domain.actions import Action, RunCommand, SendRequest, Surface
from harness.domain.golden import Capture, GoldenCase, PartKind
from harness.domain.nearest import did_you_mean
from harness.errors import MachineError, UsageError
from harness.golden.json_values import write_json
from harness.golden.proposing import help as help_texts
from harness.golden.proposing import openapi
from harness.golden.proposing.document import case_of
from harness.golden.proposing.help.walk import Walk, ordered
from harness.golden.proposing.proposal import Proposal, Proposals
from harness.markdown.text import decode

Look = Callable[[Sequence[GoldenCase], bool], Mapping[str, Shown]]
"""Carries cases out in fresh cells, once each; with the product's services, or without where they are of no use."""
_NO_DESCRIPTION = (
    "name a file, an http address, or a path such as `/openapi.json` that the product's own service answers"
)


@dataclass(frozen=True)
class Sources:
    """What proposals are made of: a file, an address or a path of the product's service; a command line. Empty: none."""

    openapi: str = ""
    help: str = ""

    def __bool__(self) -> bool:
        return bool(self.openapi or self.help)


@dataclass(frozen=True)
class FromSource:
    """What one source proposes, and its name as documents tell it."""

    source: str
    proposals: Proposals


class Interface:
    """A description of an HTTP interface. One that lies in a file or elsewhere is read at once, before anything runs."""

    def __init__(self, start: Path, project: Project, name: str) -> None:
        self._name = name
        self._proposals: Proposals | None = None
        path = start / name
        if fetching.is_url(name):
            self._name = fetching.without_secrets(name)
            self._read(fetching.fetch(name))
        elif path.is_file():
            self._read(files.read_bytes(path))
        elif not name.startswith("/"):
            raise UsageError(f"'{name}' is not a file", _NO_DESCRIPTION)
        elif not project.configuration.product.services:
            what = f"'{name}' is not a file, and the product has no service that could answer it"
            raise UsageError(what, "name a file, or write [product.services] in harness.toml")

    def proposals(self, look: Look) -> FromSource:
        """A case for each operation; what the product itself serves is asked for in a cell."""
        if self._proposals is None:
            self._read(_served(self._name, look).encode("utf-8", "replace"))
        assert self._proposals is not None
        return FromSource(self._name, self._proposals)

    def _read(self, data: bytes) -> None:
        self._proposals = openapi.propose(decode(data, self._name), self._name)


def _served(path: str, look: Look) -> str:
    case = _asking("openapi.document", Surface.HTTP, SendRequest(method="GET", target=path))
    shown = look([case], True)[case.id]
    if shown.outcome is not None:
        raise MachineError(f"`{path}` could not be asked for: {shown.reason}")
    parts = {part.name: part for capture in shown.captures for part in capture.parts}
    status = parts["status"].value if "status" in parts else "nothing"
    body = parts.get("body")
    if status != "200" or body is None or body.kind is PartKind.VALUE:
        raise UsageError(f"the product answers `GET {path}` with {status}, and no description", _NO_DESCRIPTION)
    return write_json(body.value) if body.kind is PartKind.JSON else str(body.value)


class Help:
    """The help of a command and of its sub-commands, each asked for in a cell of its own."""

    def __init__(self, project: Project, line: str) -> None:
        try:
            self._words = tuple(shlex.split(line))
        except ValueError as error:
            raise UsageError(f"`{line}` is not a command line: {error}", "write it as a user types it") from error
        known = project.configuration.product.commands
        if not self._words or self._words[0] not in known:
            what = f"`{line}` is not a command of the product"
            hint = did_you_mean(self._words[0] if self._words else "", known) if known else ""
            raise UsageError(what, hint or "name it in harness.toml, in [product.commands]")

    def proposals(self, look: Look) -> FromSource:
        """A case for each command that its help names."""
        walk = Walk(self._words)
        while wanted := walk.wanted():
            cases = [_asking(f"help.{at}", Surface.TERMINAL, _typed(*one)) for at, one in enumerate(wanted)]
            shown = look(cases, False)
            for (path, flag), case in zip(wanted, cases, strict=True):
                one = shown[case.id]
                if one.outcome is not None and path == self._words:
                    raise MachineError(f"`{shlex.join(path)}` could not be asked for its help: {one.reason}")
                walk.told(path, flag, _printed(one.captures))
        visits = ordered(walk.visits)
        if not any(visit.page.tells for visit in visits):
            what = f"`{shlex.join(self._words)} --help` tells nothing that could be read as help"
            raise UsageError(what, "write cases by hand, or record them from test cards")
        return FromSource(f"{shlex.join(self._words)} --help", help_texts.propose(visits, walk.unvisited))


def _typed(path: tuple[str, ...], flag: str) -> RunCommand:
    return RunCommand(command=shlex.join([*path, flag]))


def _printed(captures: Sequence[Capture]) -> str:
    """What a command printed, on standard error where it printed nothing else."""
    return next(_texts(captures), "")


def _texts(captures: Sequence[Capture]) -> Iterator[str]:
    for name in ("stdout", "stderr"):
        for capture in captures:
            yield from (
                part.text
                for part in capture.parts
                if part.name == name and part.kind is PartKind.TEXT and part.text.strip()
            )


def _asking(id: str, surface: Surface, action: Action) -> GoldenCase:
    proposal = Proposal(id=id, title="What is there", surface=surface, subject=id, steps=(action,))
    return case_of(proposal, "the product", f"{id}.md")
