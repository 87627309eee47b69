"""What the end of a command says: findings, an exit status, or only that it did not come to its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType

from harness.constitution._command_form import LINTERS, CommandCheck
from harness.constitution._orders import only
from harness.constitution.kinds import Doubtful, Job, Match, Seen
from harness.constitution.outputs import looking
from harness.constitution.outputs.json_values import documents
from harness.constitution.outputs.looking import Parse
from harness.constitution.outputs.places import WHOLE_TREE, Places, one_line
from harness.constitution.outputs.results import NotUnderstood, Reading
from harness.domain.findings import DoubtKind, Role
from harness.domain.principles import Use
from harness.ports.sources import Ended, SourceFile, SourceTree, Tools

_NOT_EXECUTABLE, _NOT_FOUND = 126, 127
_BY_SIGNAL, _LAST_SIGNAL = 128, 192
_BATCH = 500
_CRASHED = re.compile(
    r"Traceback \(most recent call last\)|[Cc]annot fork|fork: (?:retry|Resource)|Resource temporarily unavailable"
    r"|can't start new thread|No space left on device|[Oo]ut of memory|Segmentation fault|panicked at"
    r"|: (?:command )?not found$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class CommandEnd:
    """A command that ended, somehow."""

    job: Job[CommandCheck]
    tree: SourceTree
    paths: Sequence[str]
    linter: ModuleType | None
    ended: Ended
    tools: Tools

    def seen(self) -> Iterator[Seen]:
        """Every finding and every doubt that follows from it."""
        missing = [one for one in self.ended.missing if one.path in set(self.paths)]
        yield from (Doubtful(self.job.key, DoubtKind.UNREADABLE, one.reason, one.path) for one in missing)
        places = Places(self.tree, self.paths, self.ended.folder)
        failure = self._failure()
        if self.job.spec.use is Use.REQUIRE or self.ended.trouble:
            yield from self._required(failure)
            return
        try:
            reading = self._reading(places)
        except NotUnderstood as error:
            yield self._doubt(failure or f"what {self._name} printed is not understood: {error}{self._last_words()}")
            return
        unparsed = [*places.unparsed(self.job, reading.unparsed), *self._unparsed_unseen(reading, places)]
        yield from unparsed
        yield from self._troubles(failure, reading, places, bool(unparsed))
        if not failure:
            yield from places.matches(self.job, Role.VIOLATES, only(reading.results, self.job.options.rules))
            yield from self._by_status(reading)

    def _required(self, failure: str) -> Iterator[Seen]:
        if failure:
            yield self._doubt(failure)
        elif self.ended.status == 0:
            yield Match(self.job.key, Role.ENFORCES, WHOLE_TREE, note=f"{self._name} succeeds")

    def _reading(self, places: Places) -> Reading:
        """What the output says; of a tool that we know and ran ourselves, it must be of that tool's own form."""
        command, output = self.job.options.command, self.ended.output
        if self.linter is not None and command.run is None:
            own: Reading | None = self.linter.read(documents(output.decode("utf-8", "replace")))
            if own is None:
                raise NotUnderstood(f"it is not of the form that {command.tool} gives")
            return own
        known = [module.read for _, module in LINTERS.load_all()]
        reading = looking.read(output, self.job.options.parse, known, places.in_tree)
        if self.linter and not self.linter.STATUS_TELLS and not self._is_structured:
            raise NotUnderstood(f"only its JSON says which files {self._name} could not parse")
        return reading

    def _troubles(self, failure: str, reading: Reading, places: Places, unparsed: bool) -> Iterator[Doubtful]:
        troubles = [f"{self._name} says: {one_line(trouble)}" for trouble in reading.troubles]
        if failure and not unparsed:
            troubles.insert(0, failure)
        yield from (self._doubt(trouble) for trouble in troubles)
        if reading.scanned is not None:
            for path in places.missing(reading.scanned):
                yield Doubtful(self.job.key, DoubtKind.TOOL, f"{self._name} did not look at it", path)

    def _unparsed_unseen(self, reading: Reading, places: Places) -> Iterator[Doubtful]:
        """The files that do not parse, of those that the tool looked at without parsing them."""
        if self.linter is None or self.linter.PARSES_ALL:
            return
        told = {places.path(one.path) for one in reading.unparsed}
        scanned = {places.path(path) for path in reading.scanned or ()} - told
        paths = [path for path in self.paths if path in scanned]
        for at in range(0, len(paths), _BATCH):
            files = [one for one in self.tree.read(paths[at : at + _BATCH]) if isinstance(one, SourceFile)]
            for path, (line, reason) in self.tools.syntax.begin(files, frozenset()).results().items():
                yield Doubtful(self.job.key, DoubtKind.UNPARSABLE, f"it does not parse: {reason}", path, line)

    def _by_status(self, reading: Reading) -> Iterator[Seen]:
        """Where nothing was read from the output, the status alone speaks, unless the output should have."""
        if self.ended.status == 0 or reading.results or reading.unparsed or reading.troubles:
            return
        form = self.job.options.parse
        reports = form in (Parse.JSON, Parse.SARIF, Parse.LINES) or self.job.options.command.tool is not None
        if reports or self._is_structured:
            yield self._doubt(f"{self._name} ended with status {self.ended.status} and reported nothing")
            return
        note = f"{self._name} ended with status {self.ended.status}{self._last_words()}"
        yield Match(self.job.key, Role.VIOLATES, WHOLE_TREE, note=note)

    def _failure(self) -> str:
        """Why the end of the command says nothing of the tree; empty where it does."""
        ended, status = self.ended, self.ended.status
        if ended.trouble or status is None:
            return f"{self._name}: {ended.trouble or 'it was ended'}"
        if status == _NOT_FOUND:
            hint = f"; install it: `{self.linter.INSTALL}`" if self.linter else "; install it, or correct the command"
            return f"{self._name} is not installed here{self._last_words()}{hint}"
        if status == _NOT_EXECUTABLE:
            return f"{self._name} cannot be executed{self._last_words()}"
        if status < 0 or _BY_SIGNAL < status <= _LAST_SIGNAL:
            return f"{self._name} was ended by signal {-status if status < 0 else status - _BY_SIGNAL}"
        # Whatever the status: in a pipeline it is that of the last program only.
        if _CRASHED.search(ended.errors.decode("utf-8", "replace")):
            return f"{self._name} crashed{self._last_words()}"
        if self.linter and status not in self.linter.DONE:
            return f"{self._name} ended with status {status}, a trouble of its own{self._last_words()}"
        return ""

    @property
    def _name(self) -> str:
        command = self.job.options.command
        return f"`{command.tool or one_line(command.run or '')}`"

    @property
    def _is_structured(self) -> bool:
        return self.ended.output.lstrip()[:1] in (b"{", b"[")

    def _last_words(self) -> str:
        printed = b"" if self._is_structured else self.ended.output.strip()
        words = (self.ended.errors.strip() or printed)[-4096:].decode("utf-8", "replace")
        return f": {one_line(words.splitlines()[-1])}" if words else ""

    def _doubt(self, reason: str) -> Doubtful:
        return Doubtful(self.job.key, DoubtKind.TOOL, reason)
