"""What would be in force if a proposed change were: its deltas applied to the truth, as OpenSpec does; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from harness.domain.base import Frozen
from harness.domain.codes import Code
from harness.domain.places import Mistake, Severity
from harness.domain.requirements import Requirement, meaning
from harness.domain.slugs import slug
from harness.domain.specifications import Delta, DeltaKind, Specification
from harness.markdown.text import sha256
from harness.specification.contradictions import contradictions

DOES_NOT_APPLY = Code(
    code="SPEC120",
    title="change that does not apply",
    reason="A change to what is not there, or over what is, was written for another truth: what it would lead to is unknown.",
)
DROPS_SCENARIO = Code(
    code="SPEC121",
    title="change that drops a scenario",
    reason="A modified requirement takes the place of the whole one; a scenario that it does not repeat is gone unnoticed.",
)
CODES = (DOES_NOT_APPLY, DROPS_SCENARIO)
_ORDER = (DeltaKind.RENAMED, DeltaKind.REMOVED, DeltaKind.MODIFIED, DeltaKind.ADDED)
_EXACT = "name it exactly as its heading does"


class Applied(Frozen):
    """The documents that would be in force, and every step of the change that could not be taken."""

    documents: tuple[Specification, ...]
    mistakes: tuple[Mistake, ...] = ()


def applied(truth: Sequence[Specification], change: Sequence[Specification]) -> Applied:
    """The truth after a change: renamed, then removed, then modified, then added requirements, capability by capability.

    What the change states is placed in its own files. A step that cannot be taken is a mistake, and leaves the truth as it
    was; so does a requirement that two steps contradict each other about.
    """
    documents = {one.path: one for one in truth}
    targets = {(one.format, one.feature): one for one in reversed(truth) if one.feature and not one.change}
    mistakes: list[Mistake] = []
    for feature, proposed in _by_feature(change).items():
        applying = _Applying(feature, targets.get((proposed[0].format, feature)), proposed)
        result = applying.run()
        mistakes.extend(applying.mistakes)
        if result is not None:
            documents[result.path] = result
    ordered = sorted(mistakes, key=lambda one: (one.place.path, one.place.line))
    return Applied(documents=tuple(documents.values()), mistakes=tuple(ordered))


def _by_feature(change: Sequence[Specification]) -> dict[str, list[Specification]]:
    found: dict[str, list[Specification]] = {}
    for one in change:
        if one.deltas:
            found.setdefault(one.feature, []).append(one)
    return found


class _Applying:
    """One capability while its steps are taken: each requirement has a slot, so that what stays keeps its place."""

    def __init__(self, feature: str, target: Specification | None, proposed: Sequence[Specification]) -> None:
        self.mistakes: list[Mistake] = []
        self._feature = feature
        self._target = target
        self._proposed = proposed
        self._slots: list[Requirement | None] = list(target.requirements) if target else []
        self._at = {one.title: at for at, one in enumerate(self._slots) if one}
        self._names = {slug(name): name for name in self._at}

    def run(self) -> Specification | None:
        """The document after every step; None where nothing of a new one could be stated."""
        deltas = [delta for one in self._proposed for delta in one.deltas]
        contradicted, mistakes = contradictions(deltas, DOES_NOT_APPLY.code)
        self.mistakes.extend(mistakes)
        take = {
            DeltaKind.RENAMED: self._rename,
            DeltaKind.REMOVED: self._remove,
            DeltaKind.MODIFIED: self._modify,
            DeltaKind.ADDED: self._add,
        }
        for kind in _ORDER:
            for at, delta in enumerate(deltas):
                if delta.kind is kind and at not in contradicted:
                    take[kind](delta)
        return self._document()

    def _document(self) -> Specification | None:
        requirements = tuple(one for one in self._slots if one)
        texts = [one.sha256 for one in (self._target, *self._proposed) if one]
        if self._target is not None:
            return self._target.model_copy(update={"requirements": requirements, "sha256": sha256("\0".join(texts))})
        if not requirements:
            return None
        first = self._proposed[0]
        return Specification(
            path=first.path,
            format=first.format,
            title=first.title,
            feature=self._feature,
            requirements=requirements,
            sha256=sha256("\0".join(texts)),
        )

    def _rename(self, delta: Delta) -> None:
        if delta.name not in self._at:
            done = delta.renamed in self._at and slug(delta.name) not in self._names
            self._missing(delta, Severity.WARNING if done else Severity.ERROR)
            return
        taken = self._names.get(slug(delta.renamed), delta.name)
        if taken != delta.name or delta.renamed == delta.name:
            self._cannot(delta, f"it is to be '{delta.renamed}', and '{taken}' is there", "choose another name")
            return
        at = self._forget(delta.name)
        one = self._slots[at]
        assert one is not None
        self._put(at, _renamed(one, delta))

    def _remove(self, delta: Delta) -> None:
        if delta.name not in self._at:
            self._missing(delta, Severity.ERROR if slug(delta.name) in self._names else Severity.WARNING)
        else:
            self._slots[self._forget(delta.name)] = None

    def _modify(self, delta: Delta) -> None:
        if delta.name not in self._at or delta.requirement is None:
            self._missing(delta)
            return
        at = self._at[delta.name]
        before = self._slots[at]
        assert before is not None
        for name in _dropped(before, delta.requirement):
            what = f"MODIFIED '{delta.name}' does not repeat the scenario '{name}'"
            hint = "repeat every scenario that is to stay; the requirement takes the place of the whole one"
            self._note(delta, DROPS_SCENARIO, what, hint)
        self._put(at, delta.requirement)

    def _add(self, delta: Delta) -> None:
        there = self._names.get(slug(delta.name))
        if there is not None:
            same = self._slots[self._at[there]]
            done = delta.requirement is not None and same is not None and same.sha256 == delta.requirement.sha256
            what = f"'{there}' is there" + (" already, word for word" if done else "")
            self._cannot(delta, what, "put it below MODIFIED, or choose another name", done)
        elif delta.requirement is not None:
            self._slots.append(None)
            self._put(len(self._slots) - 1, delta.requirement)

    def _put(self, at: int, requirement: Requirement) -> None:
        self._slots[at] = requirement
        self._at[requirement.title] = at
        self._names[slug(requirement.title)] = requirement.title

    def _forget(self, name: str) -> int:
        del self._names[slug(name)]
        return self._at.pop(name)

    def _missing(self, delta: Delta, severity: Severity = Severity.ERROR) -> None:
        """Note that what a step is about is not there, and what it may have been meant for."""
        near = self._names.get(slug(delta.name))
        if self._target is None:
            what, hint = (
                f"there is no capability '{self._feature}'",
                "a new capability can only have ADDED requirements",
            )
        elif near is not None:
            what, hint = f"it is not there, but '{near}' is", _EXACT
        else:
            what, hint = f"it is not in '{self._target.path}'", "write the change anew for what is in force"
        self._cannot(delta, what, hint, severity is Severity.WARNING)

    def _cannot(self, delta: Delta, why: str, hint: str, already: bool = False) -> None:
        self._note(delta, DOES_NOT_APPLY, f"{delta.kind} '{delta.name}' does not apply: {why}", hint, already)

    def _note(self, delta: Delta, code: Code, what: str, hint: str, already: bool = False) -> None:
        """Note a mistake; it is a warning only where the truth is as the step would have it ``already``."""
        severity = Severity.WARNING if already else Severity.ERROR
        self.mistakes.append(Mistake(place=delta.place, what=what, hint=hint, code=code.code, severity=severity))


def _renamed(one: Requirement, delta: Delta) -> Requirement:
    """A requirement under its new name; where its name is all that it says, that is what it says now."""
    text = delta.renamed if one.text == one.title else one.text
    update = {
        "id": slug(delta.renamed),
        "title": delta.renamed,
        "text": text,
        "place": delta.place,
        "sha256": meaning(f"{delta.renamed}\n{text}", one.scenarios),
    }
    return one.model_copy(update=update)


def _dropped(before: Requirement, after: Requirement) -> Iterator[str]:
    """The names of the scenarios that the new requirement does not have, each as often as it is missing."""
    yield from (Counter(one.name for one in before.scenarios) - Counter(one.name for one in after.scenarios)).elements()
