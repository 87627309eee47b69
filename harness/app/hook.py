"""``harness hook``: what an agent is answered after an edit and before it stops; its protocol lies in ``hook_event``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness.app.hook_edit import seen_after_edit
from harness.app.hook_memory import FRUITLESS, Chain, Memory, alone, remember, remembered
from harness.app.hook_results import Answer, Feedback, Seen
from harness.app.roots import find_root
from harness.domain.findings import Outcome
from harness.errors import DocumentError, UsageError

ATTEMPTS = 3
"""How many times one set of findings is sent back."""
_STOP = "stop"


@dataclass(frozen=True)
class Asked:
    """What a hook is asked: of the project that the folder ``start`` lies in, in one session of an agent.

    ``attempts`` is how many times the same findings are sent back. ``active`` says that the agent goes on already because a
    hook held its stop; None where its protocol does not tell.
    """

    start: Path
    session: str = ""
    attempts: int = ATTEMPTS
    active: bool | None = None


def after_edit(asked: Asked, paths: Sequence[str], everything: bool = False) -> Feedback:
    """The answer to an edit of some files, as typed from the folder ``start``; those outside the project are left alone.

    ``everything``: what was wrong at the last commit counts as well.

    Raises:
        DocumentError: if the constitution or the configuration is invalid, and none of those files is to blame.
        UsageError: if there is no constitution, or a path or the folder is none.
    """
    start = _folder(asked.start)
    root = find_root(start)
    inside, remarks = _inside(root, start, paths)
    if not inside:
        return Feedback(Answer.GO_ON, _lines(remarks))
    try:
        seen = seen_after_edit(root, inside, everything)
    except DocumentError as error:
        own = [one for one in error.mistakes if one.place.path in inside]
        if not own:
            raise
        seen = Seen(mistakes=own)
    seen = replace(seen, remarks=[*remarks, *seen.remarks])
    return _Session(root, asked).answer(f"edit {' '.join(inside)}", seen, f"{', '.join(inside)} after your edit")


def before_stop(asked: Asked, since: str | None = None) -> Feedback:
    """The answer to an agent that wants to stop: all that changed since it began, or since a revision.

    Raises:
        DocumentError: if a document is invalid that the change did not touch.
        UsageError: if there is no git, or no such revision.
        TreeError: if git cannot tell what changed.
    """
    from harness.adapters.worked_on import parted_from
    from harness.app.hook_stop import seen_before_stop

    root = find_root(_folder(asked.start))
    session = _Session(root, asked)
    base = parted_from(root, since, session.memory.begun)
    stopped = seen_before_stop(root, base)
    number = len(stopped.changed)
    files = f"the {number} files" if number != 1 else "the one file"
    return session.answer(
        _STOP, stopped.seen, f"{files} that changed since {base[:12] or 'the beginning'}, as you stop"
    )


class _Session:
    """One session of an agent, with what is remembered of it."""

    def __init__(self, root: Path, asked: Asked) -> None:
        self._root = root
        self._asked = asked
        found = remembered(root, asked.session)
        self._is_new = found is None
        self.memory = found or self._begun()

    def answer(self, name: str, seen: Seen, what: str) -> Feedback:
        """What to answer, with what was told of the same before in mind; hooks of edits at once wait for each other."""
        with alone(self._root):
            self.memory = remembered(self._root, self._asked.session) or self.memory
            return self._answered(name, seen, what)

    def _answered(self, name: str, seen: Seen, what: str) -> Feedback:
        before = self.memory.chains.get(name)
        if not seen.is_wrong:
            if before or self._is_new:
                remember(self._root, self._asked.session, self.memory.with_chain(name, None))
            return _clean(seen)
        chain = (before or Chain()).met(seen.marks)
        is_same = before is not None and before.last == chain.last
        kept = remember(self._root, self._asked.session, self.memory.with_chain(name, chain))
        why = self._why_not_again(name, chain, is_same, kept)
        before_that = f", and was told {chain.times - 1} times before" if chain.times > 2 else ""
        again = f" It is the same as the last time{before_that}." if is_same else ""
        return _wrong(seen, f"harness checked {what}.{again}", why)

    def _why_not_again(self, name: str, chain: Chain, is_same: bool, kept: bool) -> str:
        """Why the work is not sent back; empty where it is."""
        if chain.times > self._asked.attempts:
            return f"they were sent back {self._asked.attempts} times"
        if chain.fruitless > FRUITLESS * self._asked.attempts:
            return f"{chain.fruitless} attempts made other things wrong"
        if name == _STOP and is_same and self._asked.active:
            return "nothing changed since they were sent back"
        if name == _STOP and not kept and self._asked.active is not False:
            return "nothing can be kept in .harness/hooks/, and an agent must not go on for ever"
        return ""

    def _begun(self) -> Memory:
        from harness.adapters.worked_on import head

        return Memory(begun=head(self._root))


def _clean(seen: Seen) -> Feedback:
    if seen.untold:
        return Feedback(Answer.NOT_CHECKED, _lines([f"not everything was checked: {seen.untold[0]}", *seen.untold[1:]]))
    return Feedback(Answer.GO_ON, _lines(seen.remarks))


def _wrong(seen: Seen, opening: str, why_not_again: str) -> Feedback:
    from harness.reports._instruction import Instruction, instruction

    if why_not_again:
        opening = f"harness: unresolved findings: {_number(seen)}; {why_not_again}. A gate will hold them. {opening}"
    remarks = [*(f"not checked: {one}" for one in seen.untold), *seen.remarks]
    text = instruction(Instruction(opening, seen.results, seen.principles, seen.mistakes, remarks))
    return Feedback(Answer.UNRESOLVED if why_not_again else Answer.NOT_SO, text)


def _number(seen: Seen) -> int:
    results = seen.results.principles
    gaps = sum(one.outcome is not Outcome.VIOLATION for one in results)
    return sum(len(one.counting) for one in results) + gaps + len(seen.mistakes)


def _lines(remarks: Sequence[str]) -> str:
    if not remarks:
        return ""
    from harness.reports._instruction import plain  # late: it brings a terminal's colours along

    return "".join(f"harness: {plain(one)}\n" for one in remarks)


def _folder(start: Path) -> Path:
    try:
        is_there = start.is_dir()
    except ValueError:
        is_there = False
    if not is_there:
        raise UsageError(f"'{start}' is no folder", "name the project's folder with `--project`")
    return start.resolve()


def _inside(root: Path, start: Path, paths: Sequence[str]) -> tuple[list[str], list[str]]:
    """The paths that lie in the project, relative to it, links followed; and a remark on each of the others."""
    inside: list[str] = []
    remarks = []
    for path in paths:
        try:
            full = (start / path).resolve()
        except (ValueError, OSError, RuntimeError):
            raise UsageError(f"'{path}' is no path", "name a file") from None
        if full.is_relative_to(root):
            inside += _files(full, root)
        else:
            remarks.append(f"{path} lies outside the project: it is not checked")
    return list(dict.fromkeys(inside)), remarks


def _files(full: Path, root: Path) -> Iterator[str]:
    if full.is_dir():
        raise UsageError(f"'{full}' is a folder", "name the files that were edited")
    yield full.relative_to(root).as_posix()
