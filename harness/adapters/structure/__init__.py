"""Structural matching by ``ast-grep``: one process over all rules and files, in a folder of our own; judges nothing.

It never runs in the tree: a configuration, an ignore file, a link or a strange name there would change what it sees.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.adapters.installed import file_state
from harness.adapters.structure._folder import Folder, Sheet
from harness.adapters.structure._process import End, Process, find_program
from harness.adapters.structure._stream import Collected
from harness.domain.languages import language_of
from harness.errors import MachineError
from harness.ports.sources import Excess, RuleMatch, SourceFile, StructuralRule, Unread

_BYTES = 8_000_000
"""No file above this is looked at: one match may repeat the whole file three times over."""
_LOST_FILES = 3
_ROUNDS = 24


@dataclass(frozen=True)
class AstGrep:
    """The Structure (see ``harness.ports``) that the ``ast-grep`` program is.

    ``seconds`` is what a run may take beyond what its bytes account for, ``output`` how many bytes it may print (each
    match comes with all of its lines), and ``kept`` how many matches of one rule are given at most.
    """

    seconds: float = 60.0
    output: int = 1_000_000_000
    kept: int = 10_000

    def invalid(self, rules: Sequence[StructuralRule]) -> Mapping[str, str]:
        """What is wrong with each rule that cannot be used, by its id."""
        if not self._refusal(rules):
            return {}
        return {rule.id: why for rule in rules if (why := self._refusal([rule]))}

    def begin(self, rules: Sequence[StructuralRule], files: Sequence[SourceFile]) -> AstGrepMatching:
        """Start matching in the background.

        Raises:
            MachineError: if ``ast-grep`` is not installed.
        """
        return AstGrepMatching(self, find_program(), rules, files)

    def _refusal(self, rules: Sequence[StructuralRule]) -> str:
        folder = Folder(rules, [])
        with folder.kept():
            process = Process(find_program(), folder.path, self.output, self.seconds)
            for _ in process.lines():
                pass  # without files it prints nothing but why it refuses
            return process.refusal() if process.end() is End.REFUSED else ""


def matcher_state() -> str:
    """What tells one ``ast-grep`` program from another; empty where there is none."""
    try:
        return file_state(find_program())
    except MachineError:
        return ""


class AstGrepMatching:
    """A matching that runs; its process and its folder are gone as soon as the results are read, or it is forgotten."""

    def __init__(
        self, matcher: AstGrep, program: str, rules: Sequence[StructuralRule], files: Sequence[SourceFile]
    ) -> None:
        self._matcher = matcher
        self._program = program
        self._unread, sheets = _sheets(rules, files)
        self._folder = Folder(rules, sheets)
        self._clean = weakref.finalize(self, self._folder.remove)
        self._process: Process | None = None
        if sheets:
            try:
                self._folder.write()
                self._process = self._start()
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """End the process and remove its folder; more than once does no harm."""
        if self._process is not None:
            self._process.kill()
        self._clean()

    def results(self) -> Iterator[RuleMatch | Unread | Excess]:
        """Every match, sorted by path and offset, after every file and every rule that could not be followed to the end.

        Raises:
            MachineError: if ``ast-grep`` refuses the rules, or cannot be brought to an end.
        """
        try:
            found = Collected(self._folder, self._matcher.kept)
            self._follow(found)
            self._unread += found.unread()
        finally:
            self.close()
        yield from sorted(self._unread, key=lambda unread: unread.path)
        yield from found.excess()
        yield from found.matches()

    def _follow(self, found: Collected) -> None:
        """Read run after run until one comes to its end; each is rid of what kept the one before from it."""
        lost = 0
        for _ in range(_ROUNDS):
            if self._process is None:
                return
            end = found.read(self._process)
            if end is End.DONE:
                return
            if end is End.REFUSED:
                raise MachineError(f"ast-grep refuses the rules: {self._process.refusal()}", "correct the check")
            if end is End.FULL:
                left = self._folder.drop_rules(found.drop_wildest())
                self._process = self._start() if left else None
            elif self._process.threads != 1:
                self._process = self._start(threads=1)  # so that it shows at which file it fails
            else:
                lost += 1
                names = [self._process.last_seen()] if lost <= _LOST_FILES else list(self._folder.sheets)
                self._lose(names, self._process.trouble)
                found.forget()
                self._process = self._start() if self._folder.sheets else None
        raise MachineError("ast-grep does not come to an end with these rules", "ask for less with one rule")

    def _start(self, threads: int = 0) -> Process:
        patience = (self._folder.seconds() + self._matcher.seconds) * (2 if threads == 1 else 1)
        process = Process(self._program, self._folder.path, self._matcher.output, patience, threads)
        weakref.finalize(self, process.kill)
        return process

    def _lose(self, names: Sequence[str], trouble: str) -> None:
        for name in names:
            sheet = self._folder.drop_sheet(name)
            if sheet is not None:
                self._unread.append(Unread(sheet.file.path, f"cannot be matched: ast-grep {trouble}"))


def _sheets(rules: Sequence[StructuralRule], files: Sequence[SourceFile]) -> tuple[list[Unread], list[Sheet]]:
    """What cannot be given to ast-grep, and what can."""
    languages = {rule.language for rule in rules}
    unread, sheets = [], []
    for file in files:
        language = language_of(file.path)
        if language not in languages or not file.data:
            continue
        if why := _unfit(file.data):
            unread.append(Unread(file.path, why))
        else:
            sheets.append(Sheet.of(file, str(language)))
    return unread, sheets


def _unfit(data: bytes) -> str:
    if len(data) > _BYTES:
        return f"is larger than the {_BYTES // 1_000_000} MB up to which structure is looked at"
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return f"is not UTF-8 text (byte {error.start + 1})"
    return ""
