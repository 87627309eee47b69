"""What an evaluator does with its own hands beside the product, and by which it could make up what it then finds."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from harness.domain.actions import Action, CreateFile, RunCommand, StartProgram
from harness.evaluation.blind.command_lines import Nature, is_direct_line, is_hidden, read_line
from harness.ports.sessions import Session

_MOST = 10


@dataclass(frozen=True)
class Hands:
    """The files that an act writes by hand, and in plain words how it could do more than a user does."""

    wrote: tuple[str, ...] = ()
    harm: str = ""


class Watch:
    """Looks at what an evaluator is about to do in a natural step, and remembers the files that it made."""

    def __init__(self, session: Session, commands: tuple[str, ...]) -> None:
        self._session = session
        self._commands = commands
        self._own: set[str] = set()

    def about(self, action: Action) -> Hands:
        """What the act will write. Files that it would change are looked at before it does."""
        match action:
            case RunCommand(command=command):
                return self._line(command)
            case StartProgram(command=command) if not is_direct_line(command, self._commands):
                return Hands(harm=f"started `{command}`, which is not the product's")
            case CreateFile(path=path):
                self._own.add(posixpath.normpath(path))
        return Hands()

    def _line(self, command: str) -> Hands:
        line = read_line(command, self._commands)
        if line.nature is Nature.OPAQUE:
            return Hands(harm=f"ran `{command}`, by which it could have made up what came after")
        targets = tuple(posixpath.normpath(one) for one in line.targets)
        taken = next((one for one in targets[:_MOST] if self._is_not_its_own(one)), None)
        self._own.update(targets)
        harm = f"wrote to `{taken}`, which it had not made" if taken is not None else ""
        if len(targets) > _MOST:
            harm = f"wrote {len(targets)} files by one command"
        return Hands(targets if line.nature is Nature.WRITES else (), harm)

    def _is_not_its_own(self, path: str) -> bool:
        if path in self._own:
            return False
        return is_hidden(path) or self._session.inspect(path).exists
