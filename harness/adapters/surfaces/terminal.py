"""The terminal surface: a user's command lines and files, in the user's view; judges nothing."""

from __future__ import annotations

import contextlib
import errno
import os
import posixpath
from collections.abc import Callable

from harness.adapters import clock
from harness.adapters.cell.calls import passed_on
from harness.adapters.cell.capture import MOST_OUTPUT, STDERR, STDOUT, Captured, capture
from harness.adapters.cell.view import Refusal
from harness.adapters.command_line import plain_words
from harness.adapters.ground import Ground
from harness.adapters.interactive import Program
from harness.domain.actions import Action, CreateFile, RunCommand, SendKeys, StartProgram
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    FileObservation,
    LongOutput,
    Observation,
    ProductCall,
    ScreenObservation,
)
from harness.errors import MachineError

_STATE = 9
"""The descriptor on which the shell leaves its environment when it ends; scripts by custom use 3 to 8."""

_SHELL = ("/bin/bash", "--noprofile", "--norc", "-c", f"trap 'env -0 >&{_STATE}' EXIT\neval \"$1\"", "bash")
_INTERACTIVE_SHELL = ("/bin/bash", "--noprofile", "--norc", "-c")
_OF_THE_SHELL = ("_", "SHLVL", "OLDPWD", "PWD")
_MOST_STATE = 1 << 20
_STREAMS = {STDOUT: "stdout", STDERR: "stderr"}
_TOO_LONG = (errno.E2BIG, errno.EMSGSIZE)


def open_surface(ground: Ground) -> Terminal:
    """A terminal that stands in the user's home."""
    return Terminal(ground)


class Terminal:
    """One user's terminal: the folder and the exported variables last from one command to the next."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._cell = ground.cell
        self._folder = ground.cell.home
        self._exported: dict[str, str] = {}
        self._program: Program | None = None
        self._programs = 0
        self._direct: list[str] | None = None

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        """Run a command or create a file; raises ValueError for an action of another surface."""
        match action:
            case RunCommand():
                return self._run(action)
            case CreateFile():
                return self._create(action)
            case StartProgram():
                return self._start(action)
            case SendKeys():
                return self._send(action)
        raise ValueError(action.kind)

    def inspect(self, path: str) -> FileObservation:
        """The state of a path, as the user sees it from the folder that the terminal stands in."""
        recorder = self._ground.recorder
        try:
            descriptor = self._cell.user().open(self._resolve(path))
        except Refusal as refusal:
            exists = refusal.errno not in (errno.ENOENT, errno.ENOTDIR)
            return recorder.file(path=path, exists=exists, problem=refusal.strerror if exists else None)
        with contextlib.closing(_Descriptor(descriptor)):
            return recorder.file(path=path, exists=True, content=_content(descriptor))

    def close(self) -> None:
        """End the program that still runs, and keep its recording."""
        self._end_program()

    def _start(self, action: StartProgram) -> Observation:
        """Start a program that asks; one at a time."""
        if self._program is not None and self._program.status is None:
            problem = f"`{self._program.command}` is still running: end it first"
            return self._ground.recorder.screen(
                ScreenObservation(id="", command=action.command, running=False, problem=problem), b""
            )
        self._end_program()
        words = plain_words(action.command)
        direct = words is not None and words[0] in self._cell.commands
        view = self._cell.product if direct else self._cell.user()
        environment = passed_on(self._exported) if direct else self._exported
        argv = [*_INTERACTIVE_SHELL, action.command]
        if words is not None and direct:
            argv = [*self._cell.commands[words[0]].argv, *words[1:]]
        self._ground.seconds_left()
        try:
            self._program = Program(
                view, argv, self._standing(), environment, action.command, action.columns, action.rows
            )
        except Refusal as refusal:
            raise MachineError(
                f"`{action.command}` cannot be started: {refusal.strerror}", "check [product.commands] in harness.toml"
            ) from refusal
        self._direct = words if direct else None
        return self._look(self._program, "", first=True)

    def _send(self, action: SendKeys) -> Observation:
        if self._program is None:
            seen = ScreenObservation(id="", command="", running=False, problem="no program was started")
            return self._ground.recorder.screen(seen, b"")
        typed = self._program.type(action.text) if action.text else ""
        return self._look(self._program, typed)

    def _look(self, program: Program, typed: str, first: bool = False) -> ScreenObservation:
        started = clock.seconds()
        output = program.look(self._ground.seconds_left(), first)
        status = program.status
        seen = ScreenObservation(
            id="",
            command=program.command,
            typed=typed,
            screen=program.screen,
            running=status is None,
            exit_code=status if status is not None and status >= 0 else None,
            signal=-status if status is not None and status < 0 else None,
            stopped=program.stopped,
            calls=self._program_calls(status),
            seconds=clock.seconds() - started,
        )
        return self._ground.recorder.screen(seen, output)

    def _program_calls(self, status: int | None) -> tuple[ProductCall, ...]:
        """The product's commands that ended in it; one that was started directly, when it has ended."""
        if self._direct is None:
            calls = self._cell.calls()
            return calls.take_calls() if calls else ()
        if status is None:
            return ()
        words, self._direct = self._direct, None
        return (ProductCall(name=words[0], arguments=tuple(words[1:]), status=status),)

    def _end_program(self) -> None:
        if self._program is None:
            return
        self._programs += 1
        name = "terminal.cast" if self._programs == 1 else f"terminal-{self._programs}.cast"
        self._ground.recorder.attach(name, self._program.recording())
        self._program.close()
        self._program = None

    def _run(self, action: RunCommand) -> Observation:
        typed = (action.typed or "").encode()
        words = plain_words(action.command)
        if words and words[0] in self._cell.commands:
            return self._call(action.command, words, typed)
        return self._shell(action.command, typed)

    def _call(self, line: str, words: list[str], typed: bytes) -> Observation:
        """One plain call of a product command: what the shell and the launcher would come to, without either."""
        command = self._cell.commands[words[0]]
        seconds = self._ground.seconds_left()
        try:
            captured = capture(
                self._cell.product,
                [*command.argv, *words[1:]],
                self._folder,
                seconds,
                typed,
                passed_on(self._exported),
                read_all=self._ground.read_all,
            )
        except Refusal as refusal:
            if refusal.errno in _TOO_LONG:
                return self._ground.recorder.action(did=line, problem=refusal.strerror)
            raise MachineError(
                f"`{words[0]}` cannot be run as `{' '.join(command.argv)}`: {refusal.strerror}",
                "check [product.commands] and `setup` in harness.toml",
            ) from refusal
        self._refuse_unfair_end(captured, seconds)
        call = ProductCall(name=words[0], arguments=tuple(words[1:]), status=captured.status)
        return self._record(line, captured, (call,))

    def _shell(self, line: str, typed: bytes) -> Observation:
        user = self._cell.user()
        calls = self._cell.calls()
        seconds = self._ground.seconds_left()
        state, sink = os.pipe()
        os.set_blocking(state, False)
        with contextlib.closing(_Descriptor(state)):
            try:
                with contextlib.closing(_Descriptor(sink)):
                    captured = capture(
                        user,
                        [*_SHELL, line],
                        self._standing(),
                        seconds,
                        typed,
                        self._exported,
                        {_STATE: sink},
                        read_all=self._ground.read_all,
                    )
            except Refusal as refusal:
                if refusal.errno in _TOO_LONG:
                    return self._ground.recorder.action(did=line, problem=refusal.strerror)
                raise MachineError(
                    f"the user's shell cannot be run: {refusal.strerror}", "see `harness doctor`"
                ) from refusal
            self._remember(state)
        self._refuse_unfair_end(captured, seconds)
        return self._record(line, captured, calls.take_calls() if calls else ())

    def _refuse_unfair_end(self, captured: Captured, seconds: float) -> None:
        """A command that got only the rest of the card's time and did not end in it is not to blame for that."""
        if captured.timed_out and not self._ground.was_fair(seconds):
            raise self._ground.limit_reached()

    def _standing(self) -> str:
        """The folder to start in: home where the one that the user stood in is gone."""
        try:
            os.close(self._cell.user().open(self._folder, os.O_RDONLY | os.O_DIRECTORY))
        except Refusal:
            self._folder = self._cell.home
        return self._folder

    def _remember(self, state: int) -> None:
        """Take over the folder and the variables that the shell ended with; one that was killed left none."""
        pairs = [pair.partition("=") for pair in os.fsdecode(_drain(state)).split("\0")]
        variables = {name: value for name, is_pair, value in pairs if is_pair}
        if not variables:
            return
        self._folder = variables.get("PWD", self._folder)
        known = self._cell.user().environment
        self._exported = {
            name: value for name, value in variables.items() if name not in _OF_THE_SHELL and known.get(name) != value
        }

    def _record(self, line: str, captured: Captured, calls: tuple[ProductCall, ...]) -> CommandObservation:
        return self._ground.recorder.command(
            command=line,
            stdout=captured.stdout,
            stderr=captured.stderr,
            segments=captured.segments,
            exit_code=captured.status if captured.status >= 0 else None,
            signal=-captured.status if captured.status < 0 else None,
            stopped=captured.stopped,
            longer={
                _STREAMS[stream]: LongOutput(size=size, sha256=sha256)
                for stream, (size, sha256) in captured.longer.items()
            }
            if self._ground.read_all
            else {},
            calls=calls,
            seconds=captured.seconds,
        )

    def _create(self, action: CreateFile) -> ActionObservation:
        started = clock.seconds()
        problem = None
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            descriptor = self._cell.user().open(self._resolve(action.path), flags, parents=True)
            with os.fdopen(descriptor, "wb") as file:
                file.write(action.content.encode())
        except OSError as error:
            problem = error.strerror
        return self._ground.recorder.action(
            did=f"created {action.path}", problem=problem, seconds=clock.seconds() - started
        )

    def _resolve(self, path: str) -> str:
        below_home = path.removeprefix("~/")
        folder = self._cell.home if below_home != path else self._folder
        return posixpath.join(folder, below_home)


class _Descriptor:
    def __init__(self, number: int) -> None:
        self.number = number

    def close(self) -> None:
        os.close(self.number)


def _content(descriptor: int) -> bytes | None:
    """The first MOST_OUTPUT bytes of a regular file; None for anything else."""
    if not os.path.isfile(f"/proc/self/fd/{descriptor}"):
        return None
    return _read(descriptor, MOST_OUTPUT)


def _drain(descriptor: int) -> bytes:
    return _read(descriptor, _MOST_STATE)


def _read(descriptor: int, most: int) -> bytes:
    data = bytearray()
    with contextlib.suppress(BlockingIOError):
        while len(data) < most and (chunk := os.read(descriptor, most - len(data))):
            data += chunk
    return bytes(data)
