"""Whether an entry matches what was evaluated: the receiver, the arguments one by one, and the conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.constitution.checks.dataflow.catalogue.conditions import OneOf, Subject, Truth, _key, every, some
from harness.constitution.checks.dataflow.catalogue.entries import Entry, split_access
from harness.constitution.checks.dataflow.catalogue.grammar import ANYTHING, Form, Slot
from harness.constitution.checks.dataflow.catalogue.names import Names
from harness.constitution.checks.dataflow.catalogue.words import listed
from harness.constitution.checks.dataflow.rules import Bound, Role, Rule, Site, Sure
from harness.constitution.checks.dataflow.values import Value

BUILT_IN = listed("str int float bool bytes list dict tuple set frozenset complex NoneType")
_ONLY_SURE = frozenset({Role.MISUSE, Role.SANITIZER, Role.GUARD})
Values = dict[str, tuple[Value, ...]]
NOT_WRITTEN = "\0"
"""How a receiver is written that has no dotted text, as the result of a call has none."""
NO_VALUES: Mapping[str, tuple[Value, ...]] = {}


@dataclass(frozen=True, slots=True)
class Matcher:
    """An entry, ready to be tried: its receivers without aliases, what stands between receiver and name, accesses split."""

    entry: Entry
    receivers: frozenset[str]
    between: str
    accesses: Mapping[str, tuple[str, tuple[object, ...]]]


def matcher_of(entry: Entry, names: Names) -> Matcher:
    """An entry with its names resolved."""
    receivers = frozenset(names.spellings(name)[0] for name in entry.receivers)
    asked = [*(entry.rule.arguments if entry.rule else ()), *(name for name, _ in entry.conditions)]
    accesses = {name: split_access(name) for name in asked}
    return Matcher(entry, receivers, ".".join(entry.pattern.between), accesses)


class Matching:
    """Tries matchers on sites. ``containers`` are dotted names of modules and classes that libraries know."""

    def __init__(self, names: Names, containers: frozenset[str]) -> None:
        self._names = names
        self._containers = containers

    def bound(self, matcher: Matcher, site: Site, by_name: Truth) -> Bound | None:
        """The rule with its values, if it matches; ``by_name`` is what the names alone say."""
        rule = matcher.entry.rule
        found = self.values(matcher, site, by_name)
        if rule is None or found is None:
            return None
        truth, values = found
        if truth is None and rule.role in _ONLY_SURE:
            return None
        return Bound(rule, self._looked(matcher, rule, site, values), Sure.YES if truth else Sure.MAYBE)

    def values(self, matcher: Matcher, site: Site, by_name: Truth) -> tuple[Truth, Values] | None:
        """The values of all metavariables and whether it surely matches; None if it surely does not."""
        truth = by_name if matcher.entry.pattern.receiver is None else every([by_name, self._receiver(matcher, site)])
        if truth is False or (matcher.entry.pattern.constructed and not site.constructed):
            return None
        arguments = self._arguments(matcher, site)
        if arguments is None:
            return None
        sure, values = arguments
        held = self._conditions(matcher, site, values)
        truth = every([truth, sure, held])
        return None if truth is False else (truth, values)

    def _looked(self, matcher: Matcher, rule: Rule, site: Site, values: Values) -> Mapping[str, tuple[Value, ...]]:
        looked: Values = {}
        for name in rule.arguments:
            base, access = matcher.accesses[name]
            found = values.get(base)
            if found:
                looked[name] = tuple(_inside(site, value, access) for value in found if _may_hold(site, value, access))
        return looked

    def _receiver(self, matcher: Matcher, site: Site) -> Truth:
        """Whether the receiver is of a type that the entry speaks of; it is not if it is known to be something else."""
        if matcher.between and not _behind(matcher.between, site):
            return False
        if not matcher.receivers:
            return True
        value = site.receiver
        fits = self.fits(matcher.receivers, site)
        if fits or value is None:
            return fits or (None if not matcher.entry.receiver_known else False)
        if matcher.entry.receiver_known or self._is_known(value):
            return False
        return None

    def fits(self, receivers: frozenset[str], site: Site) -> bool:
        """Whether the receiver is known to be one of them."""
        for name in site.names:
            if any(spelled.rpartition(".")[0] in receivers for spelled in self._names.spellings(name)):
                return True
        value = site.receiver
        if value is None:
            return False
        kinds = value.types | self._names.read_types(value.names)
        return any(base in receivers for kind in kinds for base in self._names.bases(kind))

    def _is_known(self, value: Value) -> bool:
        """Whether enough is known of a receiver to say that it is none of what an entry speaks of."""
        if value.constants is not None:
            return True
        if value.types:
            return all(kind in BUILT_IN or self._names.is_class(kind) for kind in value.types)
        spelled = [one for name in value.names for one in self._names.spellings(name)]
        return bool(spelled) and all(one in self._containers for one in spelled)

    def _arguments(self, matcher: Matcher, site: Site) -> tuple[Truth, Values] | None:
        pattern = matcher.entry.pattern
        values: Values = {}
        if pattern.receiver and site.receiver is not None:
            values[pattern.receiver] = (site.receiver,)
        if pattern.form is Form.STORE:
            values[pattern.value] = site.positional[-1:]
        if pattern.name_variable:
            values[pattern.name_variable] = (_text(site.method or site.text),)
        if pattern.key is not None:
            slots: tuple[Slot, ...] | None = (pattern.key, *((Slot(ANYTHING),) if pattern.form is Form.STORE else ()))
        else:
            slots = pattern.slots
        if slots is None:
            return True, values
        placed = _Placing(slots, site, values).place()
        return None if placed is False else (placed, values)

    def _conditions(self, matcher: Matcher, site: Site, values: Values) -> Truth:
        truths: list[Truth] = []
        for name, condition in matcher.entry.conditions:
            base, access = matcher.accesses[name]
            truths.append(
                some([condition.holds(subject) for subject in self._subjects(matcher, site, values, base, access)])
            )
        return every(truths)

    def _subjects(
        self, matcher: Matcher, site: Site, values: Values, base: str, access: tuple[object, ...]
    ) -> list[Subject]:
        """What a condition is asked about: all values of a metavariable, or the argument of that keyword."""
        known = values.get(base)
        if base == matcher.entry.pattern.receiver:
            written = "" if matcher.receivers and self.fits(matcher.receivers, site) else site.text or NOT_WRITTEN
            return [_asked(site, value, access, written) for value in known or ()] or [Subject(None, written, True)]
        if known:
            return [_asked(site, value, access) for value in known]
        value = site.keywords.get(base)
        if value is None:
            return [Subject(None, unsure=site.rest is not None)]
        return [_asked(site, value, access)]


def _asked(site: Site, value: Value, access: tuple[object, ...], written: str = "") -> Subject:
    """A part of a value as conditions look at it: surely missing, there, or the whole where that is not known."""
    for key in access:
        if site.lacks is not None and site.lacks(value, key):
            return Subject(None, written)
        part = site.item(value, key) if site.item else None
        if part is None:
            return Subject(value, written, unsure=True)
        value = part
    return Subject(value, written)


def _may_hold(site: Site, value: Value, access: tuple[object, ...]) -> bool:
    """Whether a part of a value is there, for all that is known; what is no object counts as a whole."""
    return not access or not value.objects or _asked(site, value, access).value is not None


def _inside(site: Site, value: Value, access: tuple[object, ...]) -> Value:
    """A part of a value; the whole of it where its parts are not known."""
    for key in access:
        part = site.item(value, key) if site.item else None
        if part is None:
            return value
        value = part
    return value


def _behind(between: str, site: Site) -> bool:
    if site.text.endswith("." + between):
        return True
    return any(f".{name.rpartition('.')[0]}".endswith("." + between) for name in site.names)


def _text(text: str) -> Value:
    return Value(constants=frozenset({text}))


class _Placing:
    """Puts the arguments of a site into the places of a pattern."""

    def __init__(self, slots: tuple[Slot, ...], site: Site, values: Values) -> None:
        self._slots = slots
        self._site = site
        self._values = values
        self._taken: set[str] = set()

    def place(self) -> Truth:
        """Whether they fit; None if it depends on what is spread into the call."""
        site = self._site
        plain = [slot for slot in self._slots if not slot.keyword]
        many = next((index for index, slot in enumerate(plain) if slot.many), None)
        first, last = (plain, []) if many is None else (plain[:many], plain[many + 1 :])
        truths = [self._keyword(slot) for slot in self._slots if slot.keyword]
        truths += [self._positional(slot, index) for index, slot in enumerate(first)]
        start = max(len(first), len(site.positional) - len(last))
        truths += [self._positional(slot, start + index) for index, slot in enumerate(last)]
        left = site.positional[len(first) : start]
        if many is None:
            truths.append(not site.positional[len(plain) :] and self._taken >= set(site.keywords))
        elif plain[many].variable:
            self._values[plain[many].variable] = self._rest(left)
        return every(truths)

    def _rest(self, left: tuple[Value, ...]) -> tuple[Value, ...]:
        named = [value for name, value in self._site.keywords.items() if name not in self._taken]
        return (*left, *named, *([self._site.rest] if self._site.rest else []))

    def _keyword(self, slot: Slot) -> Truth:
        self._taken.add(slot.keyword)
        return self._filled(slot, self._site.keywords.get(slot.keyword))

    def _positional(self, slot: Slot, index: int) -> Truth:
        if index < len(self._site.positional):
            return self._filled(slot, self._site.positional[index])
        keyword = slot.variable.lower()
        self._taken.add(keyword)
        return self._filled(slot, self._site.keywords.get(keyword))

    def _filled(self, slot: Slot, value: Value | None) -> Truth:
        sure: Truth = True
        if value is None:
            value, sure = self._site.rest, None
        if value is None:
            return False
        if slot.variable and slot.variable != ANYTHING:
            self._values[slot.variable] = (value,)
        if not slot.literal:
            return sure
        return every([sure, OneOf(frozenset(_key(constant, False) for constant in slot.literal)).holds(Subject(value))])
