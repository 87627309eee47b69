"""Where proposals of golden cases come from: a description of an HTTP interface, and the help of a command."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import fetching, files
from harness.app.asking import Look, answers, helped
from harness.app.project import Project
from harness.domain.nearest import did_you_mean
from harness.errors import MachineError, UsageError
from harness.golden.proposing import help as help_texts
from harness.golden.proposing import openapi
from harness.golden.proposing.help.walk import ordered
from harness.golden.proposing.proposal import Proposals
from harness.markdown.text import decode

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
    (answer,) = answers([path], look)
    if answer.trouble:
        raise MachineError(f"`{path}` could not be asked for: {answer.trouble}")
    if answer.status != 200 or not answer.body:
        raise UsageError(f"the product answers `GET {path}` with {answer.status}, and no description", _NO_DESCRIPTION)
    return answer.body


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
        found = helped(self._words, look)
        if self._words in found.unasked:
            raise MachineError(
                f"`{shlex.join(self._words)}` could not be asked for its help: {found.unasked[self._words]}"
            )
        visits = ordered(found.walk.visits)
        if not any(visit.page.tells for visit in visits):
            what = f"`{shlex.join(self._words)} --help` tells nothing that could be read as help"
            raise UsageError(what, "write cases by hand, or record them from test cards")
        return FromSource(f"{shlex.join(self._words)} --help", help_texts.propose(visits, found.walk.unvisited))
