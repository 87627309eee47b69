"""What a specification document says besides its requirements, and what was left out in reading it."""

from __future__ import annotations

from enum import StrEnum

from harness.domain.base import Frozen
from harness.domain.places import Mistake, Place
from harness.domain.requirements import Requirement, Scenario


class LeftOut(Frozen):
    """A passage that looks as if it stated something and was read as nothing: its first words, and why."""

    place: Place
    text: str
    why: str


class Story(Frozen):
    """A user story: who wants what, ``why`` it has its priority, how it is tried alone, and the scenarios that accept it."""

    id: str
    title: str = ""
    text: str = ""
    why: str = ""
    priority: str = ""
    independent_test: str = ""
    scenarios: tuple[Scenario, ...] = ()
    place: Place


class Field(Frozen):
    """One attribute of an entity; ``type`` is empty where the document does not say."""

    name: str
    type: str = ""
    text: str = ""
    place: Place


class Entity(Frozen):
    """A thing that the product keeps, with what is known of its fields."""

    name: str
    text: str = ""
    fields: tuple[Field, ...] = ()
    place: Place


class Term(Frozen):
    """A word that a glossary explains."""

    name: str
    text: str = ""
    place: Place


class Clarification(Frozen):
    """A question that is still open (``[NEEDS CLARIFICATION: which currencies?]``), and the requirement that it stands in."""

    text: str
    requirement: str = ""
    place: Place


class EdgeCase(Frozen):
    """An unusual input or state that the document names; ``handled`` says what happens then, empty where that is not said."""

    text: str
    handled: str = ""
    place: Place


class Task(Frozen):
    """One line of a list of tasks; ``requirements`` are the ids that it names. An ``optional`` one may be left undone."""

    id: str = ""
    text: str
    done: bool = False
    parallel: bool = False
    optional: bool = False
    story: str = ""
    requirements: tuple[str, ...] = ()
    place: Place


class Deviation(Frozen):
    """An accepted exception from a principle, as a plan records it (Spec Kit's Complexity Tracking)."""

    principle: str
    why: str = ""
    rejected: str = ""
    place: Place


class PlanCheck(Frozen):
    """One line of a plan's check against the constitution; ``passed`` is None where it does not say."""

    text: str
    passed: bool | None = None
    place: Place


class DeltaKind(StrEnum):
    """What a change does to a requirement."""

    ADDED = "ADDED"
    MODIFIED = "MODIFIED"
    REMOVED = "REMOVED"
    RENAMED = "RENAMED"


class Delta(Frozen):
    """One step of a proposed change: ``name`` is the heading that it is about, ``renamed`` the new one.

    ``requirement`` is what is added, or takes the place of what is modified; ``reason`` is what the document says of a
    removal, such as why, and what takes its place.
    """

    kind: DeltaKind
    name: str
    renamed: str = ""
    requirement: Requirement | None = None
    reason: str = ""
    place: Place


class TestLink(Frozen):
    """A link from a requirement to the test that shows it, as the specification gives it; the path is as written."""

    __test__ = False  # it is no class of tests, whatever pytest makes of its name

    requirement: str
    target: str
    place: Place


class Specification(Frozen):
    """One document as it was read.

    ``format`` is the reader's name, empty where none knows it. ``feature`` is what it specifies (a folder's name, a
    capability, a module). ``deltas`` are of a proposed change, whose requirements are not in force: ``requirements`` is empty
    there. ``mistakes`` are what makes it ambiguous, such as an id given twice; ``left_out`` what was read as nothing.
    """

    path: str
    format: str = ""
    title: str = ""
    feature: str = ""
    change: str = ""
    requirements: tuple[Requirement, ...] = ()
    stories: tuple[Story, ...] = ()
    entities: tuple[Entity, ...] = ()
    terms: tuple[Term, ...] = ()
    clarifications: tuple[Clarification, ...] = ()
    edge_cases: tuple[EdgeCase, ...] = ()
    tasks: tuple[Task, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    plan_checks: tuple[PlanCheck, ...] = ()
    deltas: tuple[Delta, ...] = ()
    test_links: tuple[TestLink, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    sha256: str = ""
