"""Which part of a trace somebody asked for; what is left out counts neither for what is shown nor for the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.domain.nearest import did_you_mean
from harness.domain.requirements import ByName, Requirement
from harness.domain.tracing import RowState, Trace
from harness.domain.verdicts import ExitCode
from harness.errors import UsageError
from harness.trace.nearness import Nearness

_GOOD = frozenset({RowState.VERIFIED, RowState.WAIVED})
"""That no requirement is in one of these shows nothing good; that none is in another does."""


@dataclass(frozen=True)
class Wanted:
    """Requirements by the names that were typed (all without any), and the states that they are to be in (any without any)."""

    names: tuple[str, ...] = ()
    states: frozenset[RowState] = frozenset()

    @classmethod
    def of(cls, names: Sequence[str], states: str) -> Wanted:
        """What was typed; ``states`` is separated by commas. Raises UsageError for an unknown state."""
        words = [word.strip().lower() for word in states.split(",") if word.strip()]
        for word in words:
            if word not in list(RowState):
                raise UsageError(f"there is no state '{word}'", did_you_mean(word, list(RowState)))
        return cls(tuple(names), frozenset(map(RowState, words)))

    @property
    def words(self) -> str:
        """What was asked for, as it was typed; empty where all was."""
        states = ", ".join(state for state in RowState if state in self.states)
        return "; ".join(one for one in (", ".join(self.names), states) if one)


@dataclass(frozen=True)
class Narrowed:
    """The part of a trace, and the exit code that follows from it."""

    trace: Trace
    exit_code: ExitCode


def narrowed(whole: Trace, wanted: Wanted) -> Narrowed:
    """The rows that were asked for. Raises UsageError for a name that no requirement has, or several have."""
    if not (wanted.names or wanted.states):
        return Narrowed(whole, whole.exit_code)
    chosen = chosen_names(wanted.names, [row.requirement for row in whole.rows]) if wanted.names else None
    rows = [row for row in whole.rows if chosen is None or row.requirement.qualified in chosen]
    kept = [row for row in rows if not wanted.states or row.state in wanted.states]
    part = whole.model_copy(update={"rows": tuple(kept), "orphans": ()})
    none_is_so = bool(rows) and not kept and not whole.mistakes and whole.is_known and not wanted.states & _GOOD
    return Narrowed(part, ExitCode.PASS if none_is_so else part.exit_code)


def chosen_names(names: Iterable[str], requirements: Sequence[Requirement]) -> frozenset[str]:
    """The qualified ids of the requirements that names stand for; a feature stands for all of its own.

    Raises:
        UsageError: if a name stands for none, or for one of several.
    """
    by_name = ByName(requirements)
    by_feature: dict[str, list[str]] = {}
    for one in requirements:
        by_feature.setdefault(one.feature, []).append(one.qualified)
    found: set[str] = set()
    for name in names:
        meant = by_name.all(name)
        if len(meant) == 1:
            found.add(meant[0].qualified)
        elif meant:
            several = ", ".join(f"'{one.qualified}'" for one in meant[:5])
            raise UsageError(f"'{name}' stands for {len(meant)} requirements", f"name one of them: {several}")
        elif name and name in by_feature:
            found.update(by_feature[name])
        else:
            near = Nearness(by_name.names()).of(name)
            hint = f"did you mean '{near[0]}'?" if near else "see `harness spec show`"
            raise UsageError(f"there is no requirement '{name}'", hint)
    return frozenset(found)
