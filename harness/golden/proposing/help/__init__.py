"""Proposes a case for a command and each of its sub-commands, from what they print as their help."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from harness.domain.actions import Action, CreateFile, RunCommand, Surface
from harness.golden.proposing.help.pages import Page
from harness.golden.proposing.help.samples import Sample, Samples
from harness.golden.proposing.help.usage import Argument, Usage
from harness.golden.proposing.help.walk import Visit
from harness.golden.proposing.naming import unique_ids
from harness.golden.proposing.proposal import Left, Proposal, Proposals

PREFIX = "CLI"
_UNKNOWN_OPTION = "--no-such-option"
_UNKNOWN_COMMAND = "no-such-command"


def propose(visits: Sequence[Visit], unvisited: Sequence[tuple[str, ...]] = ()) -> Proposals:
    """A case for each command that was visited, and for each way to call it where its help names several."""
    planned = [plan for visit in visits for plan in _plans(visit)]
    ids = unique_ids(PREFIX, [("-".join(plan.words), shlex.join(plan.words)) for plan in planned])
    cases = tuple(_case(plan, id) for plan, id in zip(planned, ids, strict=True))
    left = tuple(Left(shlex.join(path), "there are too many commands to look at them all") for path in unvisited)
    return Proposals(cases, left)


def commands(visits: Sequence[Visit]) -> tuple[tuple[str, ...], ...]:
    """The words of every command that was visited, of those that only lines of usage name, and of what one may choose first.

    ``prog {check,upload}`` without a list of commands may name commands all the same.
    """
    return tuple(dict.fromkeys(words for visit in visits for plan in _plans(visit) for words in _words_of(plan)))


def _words_of(plan: _Plan) -> Iterator[tuple[str, ...]]:
    yield plan.words
    first = plan.usage.arguments[:1] if plan.usage and not plan.page.commands else ()
    for argument in first:
        if not argument.option:
            yield from ((*plan.words, choice) for choice in sorted(argument.choices))


@dataclass(frozen=True)
class _Plan:
    """One command, with the way to call it that its case shows; ``help`` is how it was asked for its help."""

    words: tuple[str, ...]
    help: tuple[str, ...]
    page: Page
    usage: Usage | None

    @property
    def is_group(self) -> bool:
        """Whether a command of its own has to follow."""
        if self.usage is None:
            return bool(self.page.commands) or any(usage.words for usage in self.page.usages)
        return bool(self.page.commands) or self.usage.is_group


@dataclass(frozen=True)
class _Call:
    """A call with its samples."""

    words: tuple[str, ...]
    samples: tuple[tuple[Argument, Sample], ...] = ()

    def line(self) -> str:
        """The command line."""
        return shlex.join(
            [*self.words, *(word for argument, sample in self.samples for word in _typed(argument, sample))]
        )

    def files(self) -> Iterator[CreateFile]:
        """The files that it reads."""
        for _, sample in self.samples:
            if sample.content is not None:
                yield CreateFile(path=sample.word, content=sample.content)

    def without(self, at: int) -> _Call:
        """The call without one of its arguments."""
        return replace(self, samples=(*self.samples[:at], *self.samples[at + 1 :]))

    def with_word(self, at: int, word: str) -> _Call:
        """The call with another word for one of its arguments."""
        argument, _ = self.samples[at]
        return replace(self, samples=(*self.samples[:at], (argument, Sample(word)), *self.samples[at + 1 :]))


def _typed(argument: Argument, sample: Sample) -> tuple[str, ...]:
    if not argument.option:
        return (sample.word,)
    if argument.option.endswith("="):
        return (f"{argument.option}{sample.word}",)
    return (argument.option, sample.word) if argument.name else (argument.option,)


def _plans(visit: Visit) -> Iterator[_Plan]:
    """The command itself; where several lines of usage begin with words of their own, one for each of these."""
    usages = visit.page.usages
    # Commands that are listed are visited themselves.
    named = {} if visit.page.commands else {usage.words: usage for usage in reversed(usages) if usage.words}
    plain = [usage for usage in usages if not usage.words and not (named and usage.asks_only)]
    first = plain[0] if plain else None
    yield _Plan(visit.path, (*visit.path, visit.flag), visit.page, None if named and first is None else first)
    for words, usage in reversed(named.items()):
        yield _Plan((*visit.path, *words), (), visit.page, usage)


def _case(plan: _Plan, id: str) -> Proposal:
    steps = [shlex.join(plan.help)] if plan.help else []
    if plan.is_group:
        calls: list[_Call] = []
        wrong = [*_of_groups(plan)]
    else:
        calls = _good_calls(plan)
        wrong = [*_wrong_calls(calls)]
    steps += [call.line() for call in calls]
    last = calls[-1].line() if calls else shlex.join(plan.words)
    wrong.append(f"{last} {_UNKNOWN_OPTION}")
    return Proposal(
        id=id,
        title=f"The command {shlex.join(plan.words)}",
        surface=Surface.TERMINAL,
        subject=shlex.join(plan.words),
        before=tuple(dict.fromkeys(file for call in calls for file in call.files())),
        steps=_runs(steps),
        bad=_runs(line for line in wrong if line not in steps),
    )


def _runs(lines: Iterable[str]) -> tuple[Action, ...]:
    return tuple(RunCommand(command=line) for line in dict.fromkeys(lines))


def _of_groups(plan: _Plan) -> Iterator[str]:
    """A command that is missing, and one that there is not."""
    yield shlex.join(plan.words)
    yield shlex.join([*plan.words, _UNKNOWN_COMMAND])


def _good_calls(plan: _Plan) -> list[_Call]:
    """The command with all that it must have; where nothing must be there, also with the first thing that may."""
    usage = plan.usage or Usage()
    needed = [*usage.arguments, *_required_options(plan)]
    calls = [_call(plan, needed)]
    if not needed and usage.optional:
        calls.append(_call(plan, usage.optional[:1]))
    return calls


def _required_options(plan: _Plan) -> Iterator[Argument]:
    """The options of which only their list says that they must be there."""
    if plan.usage is None or plan.usage.words:
        return
    known = {argument.option.rstrip("=") for argument in plan.usage.arguments}
    for option in plan.page.options:
        if option.required and option.names and not known.intersection(option.names):
            yield Argument(option.value, choices=option.choices, option=option.names[-1])


def _call(plan: _Plan, arguments: Sequence[Argument]) -> _Call:
    samples = Samples()
    return _Call(plan.words, tuple((one, samples.of(one.name, one.choices)) for one in arguments))


def _wrong_calls(calls: Sequence[_Call]) -> Iterator[str]:
    """Each call with one thing wrong: the last argument missing, and each that is not any word of another kind."""
    call = calls[-1]
    if call.samples and len(calls) == 1:
        yield call.without(len(call.samples) - 1).line()
    for at, (_, sample) in enumerate(call.samples):
        if sample.wrong:
            yield call.with_word(at, sample.wrong).line()
