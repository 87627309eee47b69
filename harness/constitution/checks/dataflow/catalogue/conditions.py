"""Conditions of rules on values: they hold, they do not, or what is known of the value does not tell (None)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import re2

from harness.constitution.checks.dataflow.catalogue import words
from harness.constitution.checks.dataflow.catalogue.mistakes import EntryError, unknown
from harness.constitution.checks.dataflow.slow_patterns import is_slow
from harness.constitution.checks.dataflow.values import Value

Truth = bool | None
Spellings = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a condition is asked about: a value (None: there is no such argument), and how it is written where that is known."""

    value: Value | None
    written: str = ""
    unsure: bool = False
    """There may be such an argument all the same: something is spread into the call, or it is part of an unknown object."""


class Condition(Protocol):
    """Something that holds of a subject or not."""

    def holds(self, subject: Subject) -> Truth:
        """Whether it does; None if that cannot be told."""
        ...


def negated(truth: Truth) -> Truth:
    """Not, in three values."""
    return None if truth is None else not truth


def every(truths: Sequence[Truth]) -> Truth:
    """And, in three values."""
    if False in truths:
        return False
    return None if None in truths else True


def some(truths: Sequence[Truth]) -> Truth:
    """Or, in three values."""
    if True in truths:
        return True
    return None if None in truths else False


def _of_constants(subject: Subject, test: Callable[[object], bool]) -> Truth:
    value = subject.value
    if value is None:
        return None if subject.unsure else False
    if value.constants is None:
        return False if value.targets else None
    if not value.constants:
        return None
    found = [test(constant) for constant in value.constants]
    return True if all(found) else (None if any(found) else False)


def _key(constant: object, fold: bool) -> object:
    """Constants as they are compared: true is not 1, and case may not count."""
    if isinstance(constant, str) and fold:
        return constant.casefold()
    return (isinstance(constant, bool), constant) if isinstance(constant, bool | int | float) else constant


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value is one of the constants."""

    constants: frozenset[object]
    fold: bool = False

    def holds(self, subject: Subject) -> Truth:
        """Whether the value is one of them."""
        return _of_constants(subject, lambda constant: _key(constant, self.fold) in self.constants)


@dataclass(frozen=True, slots=True)
class Matches:
    """The value is text in which the expression is found."""

    regex: str
    compiled: re2._Regexp

    def holds(self, subject: Subject) -> Truth:
        """Whether it is found; a constant that is no text has no place for it."""
        return _of_constants(subject, self._found)

    def _found(self, constant: object) -> bool:
        if isinstance(constant, bytes):
            constant = constant.decode("latin-1")
        return isinstance(constant, str) and self.compiled.search(constant) is not None


@dataclass(frozen=True, slots=True)
class Compared:
    """The value is a number below, or above, a bound."""

    bound: float
    below: bool

    def holds(self, subject: Subject) -> Truth:
        """Whether it is."""
        return _of_constants(subject, self._fits)

    def _fits(self, constant: object) -> bool:
        if isinstance(constant, bool) or not isinstance(constant, int | float):
            return False
        return constant < self.bound if self.below else constant > self.bound


@dataclass(frozen=True, slots=True)
class HasWords:
    """The value is text, or a name, made of words of which one is among these."""

    words: tuple[str, ...]

    def holds(self, subject: Subject) -> Truth:
        """Whether it is."""
        return _of_constants(
            subject, lambda constant: isinstance(constant, str) and words.contains(constant, self.words)
        )


@dataclass(frozen=True, slots=True)
class Named:
    """The value is something outside the project that has one of the names, or an instance of such a type."""

    names: frozenset[str]
    spellings: Spellings

    def holds(self, subject: Subject) -> Truth:
        """Whether it is."""
        value = subject.value
        if value is None:
            return None if subject.unsure else False
        known = value.names | value.types
        if not known:
            return False if value.constants is not None or value.targets else None
        found = [not self.names.isdisjoint(self.spellings(name)) for name in sorted(known)]
        return True if all(found) else (None if any(found) else False)


@dataclass(frozen=True, slots=True)
class Written:
    """How the value is written has the expression in it; where that is not known it cannot be told."""

    regex: str
    compiled: re2._Regexp

    def holds(self, subject: Subject) -> Truth:
        """Whether it has."""
        if not subject.written:
            return None
        return self.compiled.search(subject.written) is not None


@dataclass(frozen=True, slots=True)
class Given:
    """There is such an argument (``wanted``), or none."""

    wanted: bool

    def holds(self, subject: Subject) -> Truth:
        """Whether that is so."""
        if subject.unsure:
            return None
        return (subject.value is not None) is self.wanted


@dataclass(frozen=True, slots=True)
class Known:
    """The value is a constant (``wanted``), or is not known to be one."""

    wanted: bool

    def holds(self, subject: Subject) -> Truth:
        """Whether that is so."""
        if subject.value is None:
            return None if subject.unsure else False
        return bool(subject.value.constants) is self.wanted


@dataclass(frozen=True, slots=True)
class Tainted:
    """The value comes, wholly or in part, from somewhere that a rule calls a source, or from a caller."""

    wanted: bool

    def holds(self, subject: Subject) -> Truth:
        """Whether that is so."""
        if subject.value is None:
            return None if subject.unsure else False
        return bool(subject.value.taints) is self.wanted


@dataclass(frozen=True, slots=True)
class Slow:
    """The value is a regular expression that may take time that doubles with each character (``wanted``), or is none."""

    wanted: bool

    def holds(self, subject: Subject) -> Truth:
        """Whether that is so."""
        return _of_constants(subject, lambda constant: (isinstance(constant, str) and is_slow(constant)) is self.wanted)


@dataclass(frozen=True, slots=True)
class Not:
    """Another condition does not hold."""

    inner: Condition

    def holds(self, subject: Subject) -> Truth:
        """Whether that one does not."""
        return negated(self.inner.holds(subject))


@dataclass(frozen=True, slots=True)
class Surely:
    """Another condition is known to hold."""

    inner: Condition

    def holds(self, subject: Subject) -> Truth:
        """Whether it is."""
        return self.inner.holds(subject) is True


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the conditions holds."""

    inner: tuple[Condition, ...]

    def holds(self, subject: Subject) -> Truth:
        """Whether all do."""
        return every([condition.holds(subject) for condition in self.inner])


@dataclass(frozen=True, slots=True)
class Any:
    """One of the conditions holds."""

    inner: tuple[Condition, ...]

    def holds(self, subject: Subject) -> Truth:
        """Whether one does."""
        return some([condition.holds(subject) for condition in self.inner])


WORDS = (
    "matches",
    "not",
    "given",
    "named",
    "word",
    "written",
    "below",
    "above",
    "constant",
    "tainted",
    "slow",
    "surely",
    "all",
    "any",
)


class Reader:
    """Reads conditions as they are written under ``if``."""

    def __init__(self, spellings: Spellings, fold: bool = False) -> None:
        self._spellings = spellings
        self._fold = fold

    def read(self, written: object) -> Condition:
        """A condition: a constant, a list of alternatives, or a mapping. Raises EntryError."""
        if isinstance(written, Mapping):
            return _all([self._worded(str(key), value) for key, value in written.items()])
        if isinstance(written, list):
            return self._listed(written)
        return self._one_of([written])

    def _listed(self, written: list[object]) -> Condition:
        if not written:
            raise EntryError("a condition lists nothing", "leave it out, or list what the value may be")
        if any(isinstance(item, Mapping | list) for item in written):
            return Any(tuple(self.read(item) for item in written))
        return self._one_of(written)

    def _one_of(self, constants: list[object]) -> OneOf:
        return OneOf(frozenset(_key(constant, self._fold) for constant in constants), self._fold)

    def _worded(self, key: str, value: object) -> Condition:
        match key:
            case "not":
                return Not(self.read(value))
            case "surely":
                return Surely(self.read(value))
            case "matches":
                return Matches(str(value), self._regex(value))
            case "written":
                return Written(str(value), self._regex(value))
            case "named":
                return Named(frozenset(self._spellings(name)[0] for name in _texts(key, value)), self._spellings)
            case "word":
                return HasWords(words.normal(_texts(key, value)))
            case "given" | "constant" | "tainted" | "slow":
                return _switch(key, value)
            case "below" | "above":
                return Compared(_number(key, value), key == "below")
            case "all" | "any":
                return self._several(key, value)
        raise unknown("condition", key, WORDS)

    def _several(self, key: str, value: object) -> Condition:
        if not isinstance(value, list) or not value:
            raise EntryError(f"`{key}` is no list", "write a list of conditions")
        inner = tuple(self.read(item) for item in value)
        return All(inner) if key == "all" else Any(inner)

    def _regex(self, value: object) -> re2._Regexp:
        if not isinstance(value, str) or not value:
            raise EntryError("a regular expression is no text", "write it between quotes")
        return expression(value, self._fold)


def expression(regex: str, fold: bool = False) -> re2._Regexp:
    """A regular expression of RE2. Raises EntryError."""
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not fold
    try:
        return re2.compile(regex, options)
    except re2.error as error:
        said = error.args[0] if error.args else b""
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise EntryError(f"'{regex}' is no regular expression: {text}", "the syntax is RE2's") from None


def _all(conditions: list[Condition]) -> Condition:
    if not conditions:
        raise EntryError("a condition says nothing", f"write one of {', '.join(WORDS)}")
    return conditions[0] if len(conditions) == 1 else All(tuple(conditions))


def _switch(key: str, value: object) -> Condition:
    if not isinstance(value, bool):
        raise EntryError(f"`{key}` is '{value}'", "write true or false")
    if key == "given":
        return Given(value)
    if key == "constant":
        return Known(value)
    return Tainted(value) if key == "tainted" else Slow(value)


def _number(key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise EntryError(f"`{key}` is '{value}', no number", "write a number")
    return value


def _texts(key: str, value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(item, str) and item for item in listed):
        raise EntryError(f"`{key}` has something that is no text", "write a name, or a list of them")
    return [str(item) for item in listed]
