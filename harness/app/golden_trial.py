"""Carries proposed cases out once, so that only those are recorded that can be carried out; proposing lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.adapters import clock
from harness.app.golden_cases import GOLDEN
from harness.app.golden_drafts import Draft
from harness.app.golden_run import Place, Shown
from harness.app.golden_runs import GoldenRun
from harness.app.run_cards import Listener
from harness.domain.cards import Section
from harness.domain.events import CardFinished, Event, StepFinished, StepStarted
from harness.domain.golden import GoldenCase, PartKind
from harness.golden.proposing.document import Unwritable, case_of
from harness.golden.proposing.proposal import Left, Proposal

SECONDS = 30.0
"""The most that a proposed case may take when it is tried; one that hangs would be carried out again with every check."""
_TRIES = 3
_OBSERVATION = re.compile(r"^o[0-9]+: ")
"""What is only tried has no record in which an observation could be looked up."""


@dataclass(frozen=True)
class Refused:
    """A case whose good input the product refused, or at which it crashed, and how."""

    id: str
    how: str


@dataclass(frozen=True)
class Proposed:
    """What is proposed, of what nothing was made, and the ids of cases that are there already.

    ``shortened`` are cases without some of their steps. ``refused`` are those whose good input is none as it seems.
    """

    drafts: tuple[Draft, ...] = ()
    left: tuple[Left, ...] = ()
    shortened: tuple[Left, ...] = ()
    known: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass
class Gathered:
    """The cases so far, each with the proposal that it comes from and the name of its source."""

    cases: dict[str, tuple[GoldenCase, Proposal, str]] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    shortened: dict[str, Left] = field(default_factory=dict)
    known: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    root: Path = Path()

    def add(self, proposal: Proposal, source: str) -> None:
        path = f"{GOLDEN}/{proposal.id.lower()}.md"
        try:
            self.cases[proposal.id] = case_of(proposal, source, path), proposal, source
        except Unwritable as error:
            self.left.append(Left(proposal.subject, str(error)))

    def proposed(self) -> Proposed:
        drafts = (Draft(case, self.root / case.card.path, proposed=True) for case, _, _ in self.cases.values())
        shortened = tuple(one for id, one in self.shortened.items() if id in self.cases)
        return Proposed(tuple(drafts), tuple(self.left), shortened, tuple(self.known), tuple(self.refused))


class Watch(Listener):
    """Passes on what it is told, and knows which step of each case took longest."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._began: dict[str, float] = {}
        self._at: dict[str, tuple[Section, int]] = {}
        self._longest: dict[str, tuple[float, Section, int]] = {}

    def stage(self, what: str) -> None:
        """Pass it on."""
        self._listener.stage(what)

    def cards(self, count: int) -> None:
        """Pass it on, and begin anew."""
        self._began, self._at, self._longest = {}, {}, {}
        self._listener.cards(count)

    def event(self, event: Event) -> None:
        """Pass it on, and look at the clock where a step begins or ends."""
        if isinstance(event, StepStarted):
            self._began[event.card] = clock.seconds()
            self._longest.setdefault(event.card, (0.0, event.section, event.number))
            self._at[event.card] = event.section, event.number
        elif isinstance(event, StepFinished | CardFinished) and event.card in self._began:
            taken = clock.seconds() - self._began.pop(event.card)
            self._longest[event.card] = max(self._longest[event.card], (taken, *self._at[event.card]))
        self._listener.event(event)

    def hanging(self, id: str) -> tuple[Section, int] | None:
        """The step that used up most of the time of a case; None where there is none."""
        taken, section, number = self._longest.get(id, (0.0, Section.STEPS, 0))
        return (section, number) if taken >= SECONDS / 2 else None


class Trial:
    """Carries cases out once; nothing of it is kept."""

    def __init__(self, run: GoldenRun, place: Place, watch: Watch) -> None:
        self._run = run
        self._place = place
        self._watch = watch
        self._number = 0

    def look(self, cases: Sequence[GoldenCase], services: bool = True) -> Mapping[str, Shown]:
        """What each case shows, by its id. Raises KeyboardInterrupt if it is cut short."""
        place = self._place if services else _without_services(self._place)
        self._number += 1
        self._run.begin(len(cases), len(cases))
        shows = self._run.show(place, [_kept_short(case) for case in cases], self._number)
        if shows.interrupted:
            raise KeyboardInterrupt
        return {id: shown[-1] for id, shown in shows.by_case.items()}

    def tried(self, gathered: Gathered) -> Proposed:
        """The cases that can be carried out. A step that does not come to its end is taken away, and the rest tried again."""
        waiting = list(gathered.cases)
        for number in range(_TRIES):
            shown = self.look([gathered.cases[id][0] for id in waiting]) if waiting else {}
            troubled = [(id, one, trouble) for id, one in shown.items() if (trouble := _trouble(one))]
            for id in shown.keys() - {id for id, _, _ in troubled}:
                gathered.refused.extend(_refusal(id, shown[id]))
            waiting = [id for id, one, trouble in troubled if self._shortened(gathered, id, one, trouble, number)]
        order = list(gathered.cases)
        gathered.refused.sort(key=lambda one: order.index(one.id))
        return gathered.proposed()

    def _shortened(self, gathered: Gathered, id: str, shown: Shown, trouble: str, number: int) -> bool:
        """Take the troubled step away, or the whole case; whether there is something left to try."""
        case, proposal, source = gathered.cases.pop(id)
        told = Left(proposal.subject, trouble)
        where = _where(case, trouble) if shown.outcome is None else self._watch.hanging(id)
        shorter = _shorter(proposal, where, shown) if number < _TRIES - 1 else None
        if shorter is None or not shorter.steps:
            gathered.left.append(told)
            return False
        gathered.shortened[id] = told
        gathered.add(shorter, source)
        return id in gathered.cases


def _without_services(place: Place) -> Place:
    configuration = place.project.configuration
    product = configuration.product.model_copy(update={"services": {}})
    bare = configuration.model_copy(update={"product": product})
    return replace(place, project=replace(place.project, configuration=bare))


def _kept_short(case: GoldenCase) -> GoldenCase:
    return case.model_copy(update={"card": case.card.model_copy(update={"max_seconds": SECONDS})})


def _trouble(shown: Shown) -> str:
    """Why a case cannot be carried out; empty where it can."""
    if shown.outcome is not None:
        return shown.reason
    return shown.unended or next(
        (f"{one.place}: {part.value}" for one in shown.captures for part in one.parts if part.name == "failure"), ""
    )


def _shorter(proposal: Proposal, where: tuple[Section, int] | None, shown: Shown) -> Proposal | None:
    """The proposal without the step that is at fault; where time ran out and none can be told, with hardly any."""
    if where is not None:
        return proposal.without(*where)
    return proposal.least() if shown.outcome is not None else None


def _where(case: GoldenCase, trouble: str) -> tuple[Section, int] | None:
    """Which step a trouble is about."""
    places = ((step.section, step.number) for step in case.card.steps)
    return next((place for place in places if trouble.startswith(f"{place[0].value} {place[1]}: ")), None)


def _refusal(id: str, shown: Shown) -> Sequence[Refused]:
    """That the last of the good inputs was refused, or that the product crashed."""
    if shown.crash:
        return [Refused(id, f"it crashed: {_OBSERVATION.sub('', shown.crash)}")]
    good = [capture for capture in shown.captures if capture.section is Section.STEPS]
    # The first step of a command is how it is asked for its help.
    first = good[0] if good and any(part.name == "status" for part in good[0].parts) else good[-1] if good else None
    values = {part.name: part.text for part in first.parts if part.kind is PartKind.VALUE} if first else {}
    status, code = values.get("status", "200"), values.get("exit code", "0")
    if status.isdigit() and int(status) >= 400:
        return [Refused(id, f"status {status}")]
    return [Refused(id, f"exit code {code}")] if code != "0" else []
