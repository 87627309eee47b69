"""Gathers what goes back with work: a task for each thing that a decision counts against it, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.app.constitutions import load_constitutions
from harness.app.curtain import Curtain, curtain_of
from harness.app.project import Project, load_project
from harness.app.rework_cards import card_task
from harness.app.rework_records import Records
from harness.app.rework_tasks import (
    case_task,
    other_task,
    principle_task,
    requirement_task,
    stated,
    test_task,
)
from harness.app.roots import in_pyproject
from harness.domain.gate import Criterion, CriterionResult, Decision, Fact, Item, Truth
from harness.domain.principles import Level, Principle
from harness.domain.requirements import ByName
from harness.domain.rework import LeftOut, Rework, StatedRequirement, Task, TaskKind
from harness.domain.visible import visible
from harness.reports._smuggled import unsmuggled

MOST_TASKS = 300
"""The most tasks of one kind: more than there is ever room for."""
_TASK_KINDS = {one.value: one for one in TaskKind}
_KINDS = ("golden case", "card", "principle", "requirement", "waiver", "judge", "record", "seal", "test")
_COUNTING_AGAINST = frozenset(
    {
        "failed",
        "flaky",
        "inconclusive",
        "judged",
        "unexplained",
        "undecided",
        "unused",
        "must_violations",
        "should_violations",
        "may_violations",
        "must_gaps",
        "should_gaps",
        "must_failing",
        "must_untested",
        "failing",
        "untested",
        "suspect",
        "orphans",
        "troubles",
    }
)
"""The last words of the names of facts that count what is not as it should be."""
_JUDGES = (
    "testcards/",
    "golden/",
    "constitutions/",
    ".specify/",
    "specs/",
    "openspec/",
    ".kiro/",
    "harness.toml",
    "waivers.toml",
    "trace.lock",
)
_OWN = ".harness/"


def rework_of(decision: Decision, start: Path, folders: Mapping[str, Path] | None = None) -> Rework:
    """What goes back with the work, complete; ``folders`` are of runs that lie elsewhere than a project's runs do, by id.

    Raises:
        DocumentError: if the configuration is invalid.
    """
    project = load_project(start, others=True)
    curtain = curtain_of(project, decision.policy.visibility)
    gathering = _Gathering(
        decision=decision,
        records=Records.of(project.root, decision, folders or {}),
        names=ByName(project.requirements),
        principles={one.id: one for one in load_constitutions(project.root).principles},
        curtain=curtain,
    )
    used = 0 if decision.cycles.again else 1
    rework = Rework(
        tool_version=decision.tool_version,
        decision=decision.id,
        band=decision.band,
        gate=decision.gate,
        line=decision.line,
        tree=decision.tree,
        policy_sha256=decision.policy_sha256,
        number=decision.cycles.gate + used,
        left=decision.policy.max_cycles - decision.cycles.gate - used,
        left_in_line=decision.policy.max_total_cycles - decision.cycles.line - used,
        why=tuple(gathering.why()),
        tasks=tuple(sorted(gathering.tasks(), key=_worst_first)),
        left_out=tuple(gathering.left_out()),
        kept=tuple(map(curtain.told, _judges(project))),
    )
    return _harmless(rework)


def _judges(project: Project) -> Iterator[str]:
    """That by which the work is judged and which is there, as globs or paths."""
    yield from (path for path in _JUDGES if (project.root / path).exists())
    if in_pyproject(project.root):
        yield "pyproject.toml"
    gate = project.configuration.gate
    yield from (_OWN, *gate.judges, *([gate.owners] if gate.owners else []))


_LEVELS = (*Level, None)
_TASKS = tuple(TaskKind)


def _worst_first(task: Task) -> tuple[bool, int, int, str, str]:
    """What people have to settle last; else what binds most first, where nothing is said as if it bound."""
    level = 0 if task.level is None else _LEVELS.index(task.level)
    ids = ", ".join(one.id for one in task.requirements)
    own = task.id or f"{ids} {task.observed[0].what if task.observed else ''}"
    return task.kind is TaskKind.OTHER, level, _TASKS.index(task.kind), own, task.wrong


def _harmless(rework: Rework) -> Rework:
    """The same with every control character, and all that only a model would read, spelled out."""

    def clean(value: object) -> object:
        if isinstance(value, str):
            return unsmuggled(visible(value))
        if isinstance(value, dict):
            return {key: clean(one) for key, one in value.items()}
        return [clean(one) for one in value] if isinstance(value, list | tuple) else value

    return Rework.model_validate(clean(rework.model_dump(mode="json")))


@dataclass(frozen=True)
class _Gathering:
    """One gathering: what was decided, what the records tell, and what stays hidden."""

    decision: Decision
    records: Records
    names: ByName
    principles: Mapping[str, Principle]
    curtain: Curtain

    def why(self) -> Iterator[str]:
        """The criteria that do not hold, with the values of their facts; the gate's own reasons as they were said."""
        criteria = {one.criterion.id: one for one in self.decision.criteria}
        for reason in self.decision.reasons:
            found = criteria.get(reason.criterion)
            yield self._criterion(found) if found else self.curtain.told(reason.what)

    def _criterion(self, result: CriterionResult) -> str:
        facts = self._facts()
        values = (f"{name} is {facts[name].value}" for name in result.facts if name in facts)
        return f"{_expression(result.criterion)}: {', '.join(values)}"

    def _facts(self) -> dict[str, Fact]:
        return {one.name: one for one in self.decision.facts}

    def tasks(self) -> list[Task]:
        """A task for each thing that counts, each once; a requirement has one of its own where no other tells of it."""
        tasks = [self._task(*one) for one in self._told if one[0] != "requirement"]
        told = {one.id for task in tasks for one in task.requirements}
        tasks += [self._task(*one) for one in self._told if one[0] == "requirement" and one[1] not in told]
        return [*tasks, *self._without_items()]

    def left_out(self) -> Iterator[LeftOut]:
        """How many things of each kind count beyond those for which there is a task."""
        counts = Counter(_TASK_KINDS.get(kind, TaskKind.OTHER) for kind, _, _ in self._once.values())
        counts.subtract(_TASK_KINDS.get(kind, TaskKind.OTHER) for kind, _, _ in self._told)
        yield from (LeftOut(kind=kind, count=counts[kind]) for kind in TaskKind if counts[kind])

    @cached_property
    def _told(self) -> list[tuple[str, str, Item]]:
        """What counts, of each kind at most so much as could ever be read."""
        numbers: Counter[str] = Counter()
        found = []
        for one in self._once.values():
            numbers[one[0]] += 1
            if numbers[one[0]] <= MOST_TASKS:
                found.append(one)
        return found

    @cached_property
    def _once(self) -> dict[tuple[str, str], tuple[str, str, Item]]:
        """What counts, each thing once."""
        found: dict[tuple[str, str], tuple[str, str, Item]] = {}
        for one in self._counted():
            found.setdefault(one[:2], one)
        return found

    def _counted(self) -> Iterator[tuple[str, str, Item]]:
        """What the decision counts against the work: kind, name, and the item itself."""
        for result in self._broken():
            for item in self._items(result):
                kind = next((one for one in _KINDS if item.key.startswith(f"{one} ")), "")
                name = item.key.removeprefix(f"{kind} ") if kind else item.key
                yield kind, name.split(" ")[0] if kind == "principle" else name, item

    def _broken(self) -> list[CriterionResult]:
        """The criteria because of which it was sent back; those that hold it up first."""
        because = {reason.criterion for reason in self.decision.reasons}
        return [one for one in self.decision.criteria if one.criterion.id in because and one.truth is Truth.FALSE]

    def _items(self, result: CriterionResult) -> list[Item]:
        """What a criterion counts; where its facts name nothing, what the facts of the same kind count against the work."""
        facts = self._facts()
        of_reasons = [
            item for one in self.decision.reasons if one.criterion == result.criterion.id for item in one.items
        ]
        own = [item for name in result.facts if name in facts and _is_against(name) for item in facts[name].items]
        found = {item.key: item for item in (*self._unlisted(result), *own, *of_reasons)}
        if found:
            return [found[key] for key in sorted(found)]
        kinds = {name.partition(".")[0] for name in result.facts}
        alike = (one for one in self.decision.facts if one.name.partition(".")[0] in kinds and _is_against(one.name))
        return [item for one in alike for item in one.items]

    def _unlisted(self, result: CriterionResult) -> Iterator[Item]:
        """What the runs hold beyond what a decision lists: results of the same kind that do not hold and are not waived."""
        if not any(one.more for one in self.decision.reasons if one.criterion == result.criterion.id):
            return
        waived = {key for waiver in self.decision.waivers for key in waiver.covers}
        for key in (self.curtain.key(key) for name in result.facts for key in self.records.against(name)):
            if key not in waived:
                yield Item(key=key, what="")

    def _without_items(self) -> Iterator[Task]:
        """What is asked for and names nothing that would have to change."""
        for result in self._broken():
            if not self._items(result):
                asked = _expression(result.criterion)
                yield Task(
                    kind=TaskKind.OTHER,
                    id=result.criterion.id,
                    wrong=self._criterion(result),
                    do=f"change the product so that `{asked}` holds",
                )

    def _task(self, kind: str, name: str, item: Item) -> Task:
        make: Callable[[str, Item], Task | None] | None = {
            "card": self._of_card,
            "golden case": self._of_case,
            "principle": self._of_principle,
            "test": self._of_test,
            "requirement": self._of_requirement,
        }.get(kind)
        made = make(name, item) if make else None
        return made or other_task(*self._behind_the_curtain(kind, name, item))

    def _behind_the_curtain(self, kind: str, name: str, item: Item) -> tuple[Item, str]:
        """An item and a sentence on it, from which nobody learns of a hidden card."""
        meant = self.curtain.meant(name)
        if kind in ("card", "seal") and self.curtain.hides(meant, item.place.path if item.place else ""):
            return Item(key=kind, what=""), "a sealed card is in the way, and there is nothing to tell of it"
        hidden = item.place is not None and self.curtain.hides("", item.place.path)
        shown = item.model_copy(update={"key": self.curtain.told(item.key), "place": None if hidden else item.place})
        return shown, self.curtain.told(item.what or item.key)

    def _of_card(self, name: str, item: Item) -> Task | None:
        found = self.records.card(self.curtain.meant(name), item.run)
        if found is None:
            return None
        run, card = found
        hidden = self.curtain.hides(card.id, card.path)
        return card_task(card, self.records.evidence(run), self._stated(card.verifies), hidden)

    def _of_case(self, name: str, item: Item) -> Task | None:
        found = self.records.case(name, item.run)
        return case_task(found[1], self._stated(found[1].verifies)) if found else None

    def _of_principle(self, name: str, item: Item) -> Task | None:
        result = self.records.principle(name, item.run)
        return principle_task(result, self.principles.get(name)) if result else None

    def _of_test(self, name: str, item: Item) -> Task:
        return test_task(item, name, self._stated(self.records.verified_by(name)))

    def _of_requirement(self, name: str, item: Item) -> Task:
        one = self.names.one(name)
        if one is None:
            return other_task(*self._behind_the_curtain("requirement", name, item))
        return requirement_task(stated(one), shown=not self._is_untested(item.key))

    def _is_untested(self, key: str) -> bool:
        untested = ("trace.must_untested", "trace.untested")
        return any(item.key == key for one in self.decision.facts if one.name in untested for item in one.items)

    def _stated(self, names: Iterable[str]) -> tuple[StatedRequirement, ...]:
        found = (self.names.one(name) for name in names)
        return tuple(stated(one) for one in found if one is not None)


def _expression(criterion: Criterion) -> str:
    return " ".join(criterion.when.split())


def _is_against(name: str) -> bool:
    return name.partition(".")[2] in _COUNTING_AGAINST
