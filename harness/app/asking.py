"""Asks a product in cells what it offers: commands for their help, services by plain GET; judging that lies elsewhere."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from harness.app.golden_run import Shown
from harness.domain.actions import Action, RunCommand, SendRequest, Surface
from harness.domain.golden import Capture, GoldenCase, PartKind
from harness.golden.json_values import write_json
from harness.golden.proposing.document import case_of
from harness.golden.proposing.help.walk import Path, Walk
from harness.golden.proposing.proposal import Proposal

Look = Callable[[Sequence[GoldenCase], bool], Mapping[str, Shown]]
"""Carries cases out in fresh cells, once each; with the product's services, or without where they are of no use."""


@dataclass
class Helped:
    """A walk through a command that is over; ``silent`` are commands that gave no help, each with why.

    ``unasked`` are those that could not even be carried out, each with the reason.
    """

    walk: Walk
    silent: dict[Path, str] = field(default_factory=dict)
    unasked: dict[Path, str] = field(default_factory=dict)

    @property
    def asked(self) -> frozenset[Path]:
        """The commands that gave help of their own."""
        return frozenset(visit.path for visit in self.walk.visits if visit.page.tells)


def helped(words: Path, look: Look) -> Helped:
    """Ask a command and its sub-commands for their help, each in a cell of its own."""
    found = Helped(Walk(words))
    while wanted := found.walk.wanted():
        cases = [asking(f"help.{at}", Surface.TERMINAL, _typed(*one)) for at, one in enumerate(wanted)]
        shown = look(cases, False)
        for (path, flag), case in zip(wanted, cases, strict=True):
            one = shown[case.id]
            found.walk.told(path, flag, printed(one.captures))
            found.silent[path] = _silence(path, flag, one)
            if one.outcome is not None:
                found.unasked[path] = one.reason
    told = {visit.path for visit in found.walk.visits if visit.page.tells or visit.repeats}
    found.silent = {path: why for path, why in found.silent.items() if path not in told}
    return found


def _silence(path: Path, flag: str, shown: Shown) -> str:
    line = shlex.join([*path, flag])
    if shown.outcome is not None or shown.unended:
        return f"`{line}`: {shown.reason or shown.unended}"
    code = next((part.text for capture in shown.captures for part in capture.parts if part.name == "exit code"), "")
    how = f" (exit code {code})" if code not in ("", "0") else ""
    what = "prints nothing that could be read as help" if printed(shown.captures) else "prints nothing"
    return f"`{line}` {what}{how}"


@dataclass(frozen=True)
class Answer:
    """What a GET was answered with; ``trouble`` says why there is no whole answer, if there is none."""

    target: str
    status: int = 0
    kind: str = ""
    location: str = ""
    body: str = ""
    trouble: str = ""

    @property
    def is_good(self) -> bool:
        """Whether there is something."""
        return not self.trouble and 200 <= self.status < 300


def answers(targets: Sequence[str], look: Look) -> list[Answer]:
    """Send a GET for each path or address, one after the other in one cell with the product's services."""
    if not targets:
        return []
    case = asking("get", Surface.HTTP, *(SendRequest(method="GET", target=target) for target in targets))
    shown = look([case], True)[case.id]
    if shown.outcome is not None:
        return [Answer(target, trouble=shown.reason) for target in targets]
    by_number = {capture.number: capture for capture in shown.captures}
    return [_answer(target, by_number.get(at)) for at, target in enumerate(targets, 1)]


def _answer(target: str, capture: Capture | None) -> Answer:
    parts = {part.name: part for part in capture.parts} if capture else {}
    if "failure" in parts or "status" not in parts:
        return Answer(target, trouble=parts["failure"].text if "failure" in parts else "there is no answer")
    body = parts.get("body")
    is_text = body is not None and body.kind in (PartKind.TEXT, PartKind.JSON)
    return Answer(
        target=target,
        status=int(parts["status"].text),
        kind=parts["header content-type"].text if "header content-type" in parts else "",
        location=parts["header location"].text if "header location" in parts else "",
        body=(write_json(body.value) if body.kind is PartKind.JSON else body.text) if body and is_text else "",
    )


def printed(captures: Sequence[Capture]) -> str:
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


def asking(id: str, surface: Surface, *actions: Action) -> GoldenCase:
    """A case that only asks."""
    proposal = Proposal(id=id, title="What is there", surface=surface, subject=id, steps=actions)
    return case_of(proposal, "the product", f"{id}.md")


def _typed(path: Path, flag: str) -> RunCommand:
    return RunCommand(command=shlex.join([*path, flag]))
