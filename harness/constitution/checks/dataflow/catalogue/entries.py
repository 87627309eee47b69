"""Reads entries as libraries and checks list them, into rules with their patterns and conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.constitution.checks.dataflow.catalogue import grammar
from harness.constitution.checks.dataflow.catalogue.conditions import Condition, Reader, Spellings
from harness.constitution.checks.dataflow.catalogue.grammar import Form, Pattern
from harness.constitution.checks.dataflow.catalogue.mistakes import EntryError, unknown
from harness.constitution.checks.dataflow.catalogue.spec import CATEGORIES, KINDS, SECTIONS
from harness.constitution.checks.dataflow.rules import RECEIVER, RETURN, Role, Rule
from harness.constitution.checks.dataflow.values import EVERYTHING, TEXT

ROLES = {
    "sources": Role.SOURCE,
    "sinks": Role.SINK,
    "sanitizers": Role.SANITIZER,
    "guards": Role.GUARD,
    "propagators": Role.PROPAGATOR,
    "misuses": Role.MISUSE,
}
PARAMETERS = "parameters"
RESULTS = "results"
_OWN = {"id", "category", "note", "uses"}
_COMMON = {"pattern", "if", "note", "receiver", "receiver-known", "ignore-case"}
_KEYS = {
    "sources": _COMMON | {"kind", "safe-for", "argument", "arguments", "route", "except"},
    "sinks": _COMMON | {"category", "argument", "arguments"},
    "sanitizers": _COMMON | {"for", "argument", "arguments"},
    "guards": _COMMON | {"for", "argument", "arguments", "when", "raises"},
    "propagators": _COMMON | {"from", "to"},
    "misuses": _COMMON | {"category"},
    PARAMETERS: _COMMON | {"types"},
    RESULTS: _COMMON | {"type"},
}
_FUNCTIONS = frozenset({Form.DECORATED, Form.FUNCTION, Form.METHOD})
_PLACES = frozenset({Form.CALL, Form.READ, Form.SUBSCRIPT})
_FORMS = {
    "sources": _FUNCTIONS | _PLACES,
    "sinks": _PLACES | _FUNCTIONS | {Form.STORE},
    "sanitizers": _PLACES,
    "guards": _PLACES,
    "propagators": _PLACES | {Form.STORE},
    "misuses": _PLACES | {Form.STORE},
    PARAMETERS: _FUNCTIONS | {Form.CALL},
    RESULTS: frozenset({Form.CALL}),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that was read: a rule, its pattern, and when it holds. Without a rule it says of what type something is."""

    rule: Rule | None
    pattern: Pattern
    conditions: tuple[tuple[str, Condition], ...] = ()
    receivers: frozenset[str] = frozenset()
    receiver_known: bool = False
    types: Mapping[str, frozenset[str]] = field(default_factory=dict)
    result: frozenset[str] = frozenset()
    route: str = ""
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """What a library, or a check, lists: section by section; ``id`` begins the ids of its rules."""

    id: str
    sections: Mapping[str, Any]
    categories: frozenset[str] = frozenset()


def block_of(written: object, id: str) -> Block:
    """A block as it is written. Raises EntryError."""
    if not isinstance(written, Mapping):
        raise EntryError(f"'{id}' is no mapping", f"write {', '.join(f'`{name}`' for name in SECTIONS)}")
    for key in written:
        if key not in SECTIONS and key not in _OWN:
            raise unknown("section", str(key), SECTIONS)
    own = _words("category", written.get("category", []))
    return Block(str(written.get("id", id)), written, _categories(own))


def plain_types(block: Block) -> dict[str, tuple[str, ...]]:
    """``types`` of a block: dotted names, with ``()`` where they are called, to the classes of what is there."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in _mapping(block, "types").items():
        called = str(key).endswith("()")
        for name in grammar.expanded(str(key).removesuffix("()")):
            last = name.rpartition(".")[2]
            found[f"{name}()" if called else name] = tuple(one.replace("*", last) for one in _words("types", value))
    return found


def plain_bases(block: Block) -> dict[str, tuple[str, ...]]:
    """``bases`` of a block: classes to the classes that they are derived from."""
    return {
        name: tuple(_words("bases", value))
        for key, value in _mapping(block, "bases").items()
        for name in grammar.expanded(str(key))
    }


def plain_aliases(block: Block) -> dict[str, str]:
    """``aliases`` of a block: other dotted names of what has the name on the right; of a name that ends in ``*`` it is the
    last part that both have in common."""
    found: dict[str, str] = {}
    for key, value in _mapping(block, "aliases").items():
        for name in grammar.expanded(str(key)):
            found[name] = str(value).replace("*", name.rpartition(".")[2])
    return found


def _mapping(block: Block, section: str) -> Mapping[Any, Any]:
    written = block.sections.get(section) or {}
    if not isinstance(written, Mapping):
        raise EntryError(f"`{section}` is no mapping", "write `name: a.Class` in each line")
    return written


def entries(block: Block, spellings: Spellings) -> Iterator[Entry | EntryError]:
    """Every entry of a block with a pattern, or what is wrong in it."""
    for section in (*ROLES, PARAMETERS, RESULTS):
        listed = block.sections.get(section) or []
        if not isinstance(listed, list):
            yield EntryError(f"`{section}` is no list", "write `- pattern` in each line")
            continue
        for number, written in enumerate(listed, 1):
            try:
                yield from _Section(block, section, spellings).read(written, number)
            except EntryError as error:
                yield EntryError(f"`{section}`, entry {number}: {error.what}", error.hint)


class _Section:
    """Reads the entries of one section."""

    def __init__(self, block: Block, section: str, spellings: Spellings) -> None:
        self._block = block
        self._section = section
        self._spellings = spellings

    def read(self, written: object, number: int) -> Iterator[Entry]:
        entry = self._mapped(written)
        patterns = entry.get("pattern")
        listed = patterns if isinstance(patterns, list) else [patterns]
        for place, text in enumerate(listed):
            if not isinstance(text, str):
                raise EntryError("an entry has no pattern", "write `pattern: a.b.f($X)`")
            suffix = f".{place + 1}" if place else ""
            yield self._entry(entry, grammar.parse(text), f"{self._block.id}/{self._section}/{number}{suffix}")

    def _mapped(self, written: object) -> Mapping[str, Any]:
        if isinstance(written, str):
            return {"pattern": written}
        if not isinstance(written, Mapping):
            raise EntryError("an entry is neither a pattern nor a mapping", "write a text, or a mapping with `pattern`")
        known = _KEYS[self._section]
        for key in written:
            if key not in known:
                raise unknown("key", str(key), known)
        return written

    def _entry(self, entry: Mapping[str, Any], pattern: Pattern, id: str) -> Entry:
        if pattern.form not in _FORMS[self._section]:
            raise EntryError(
                f"'{pattern.text}' is {pattern.form.value}, which cannot stand here", "see the forms of patterns"
            )
        if pattern.returns and self._section != "sinks":
            raise EntryError(f"'{pattern.text}': what a function returns can only be a sink", "leave out `: return`")
        return Entry(
            self._rule(entry, pattern, id),
            pattern,
            self._conditions(entry, pattern),
            frozenset(
                name for text in _words("receiver", entry.get("receiver", [])) for name in grammar.expanded(text)
            ),
            _truth("receiver-known", entry.get("receiver-known", False)),
            self._types(entry, pattern),
            self._result(entry),
            self._variable(pattern, "route", entry["route"]) if "route" in entry else "",
            frozenset(s for name in _words("except", entry.get("except", [])) for s in self._spellings(name)),
        )

    def _rule(self, entry: Mapping[str, Any], pattern: Pattern, id: str) -> Rule | None:
        note = str(entry.get("note", ""))
        match self._section:
            case "sources":
                looked, safe = self._chosen(entry, pattern), _categories(_words("safe-for", entry.get("safe-for", [])))
                return Rule(id, Role.SOURCE, pattern.text, self._kind(entry), safe, looked, note=note)
            case "sinks":
                looked = () if pattern.returns else self._arguments(entry, pattern)
                return Rule(id, Role.SINK, pattern.text, "", self._own(entry, "category"), looked, note=note)
            case "misuses":
                return Rule(id, Role.MISUSE, pattern.text, "", self._own(entry, "category"), note=note)
            case "sanitizers":
                looked = self._arguments(entry, pattern)
                return Rule(id, Role.SANITIZER, pattern.text, "", self._own(entry, "for"), looked, note=note)
            case "guards":
                looked, when = self._arguments(entry, pattern), _when(entry)
                return Rule(
                    id, Role.GUARD, pattern.text, "", self._own(entry, "for"), looked, when_true=when, note=note
                )
            case "propagators":
                return self._propagator(entry, pattern, id, note)
        return None

    def _propagator(self, entry: Mapping[str, Any], pattern: Pattern, id: str, note: str) -> Rule:
        origins = self._ends(entry, pattern, "from") or _all_variables(pattern)
        targets = self._ends(entry, pattern, "to") or (RETURN,)
        if not origins:
            raise EntryError(f"'{pattern.text}' says not what goes on", "write `from: X`")
        return Rule(id, Role.PROPAGATOR, pattern.text, "", frozenset(), origins, origins, targets, note=note)

    def _ends(self, entry: Mapping[str, Any], pattern: Pattern, key: str) -> tuple[str, ...]:
        words = _words(key, entry.get(key, []))
        return tuple(word if word in (RETURN, RECEIVER) else self._variable(pattern, key, word) for word in words)

    def _kind(self, entry: Mapping[str, Any]) -> str:
        kind = str(entry.get("kind", "request"))
        if kind not in KINDS:
            raise unknown("kind of source", kind, KINDS)
        return kind

    def _own(self, entry: Mapping[str, Any], key: str) -> frozenset[str]:
        written = entry.get(key)
        if written is None and self._block.categories:
            return self._block.categories
        if written is None and key == "for":
            return frozenset({EVERYTHING})
        found = _categories(_words(key, written or []))
        if not found:
            raise EntryError(f"'{entry.get('pattern')}' has no category", "write `category: sql`")
        return found

    def _chosen(self, entry: Mapping[str, Any], pattern: Pattern) -> tuple[str, ...]:
        written = _words("argument", entry.get("argument", [])) + _words("arguments", entry.get("arguments", []))
        return tuple(self._variable(pattern, "argument", name) for name in written)

    def _arguments(self, entry: Mapping[str, Any], pattern: Pattern) -> tuple[str, ...]:
        chosen = self._chosen(entry, pattern)
        if chosen:
            return chosen
        found = (pattern.value,) if pattern.form is Form.STORE else pattern.variables()
        if not found and pattern.receiver:
            return (pattern.receiver,)
        if len(found) > 1:
            raise EntryError(
                f"'{pattern.text}' has several metavariables", f"say which one is meant: `argument: {found[0]}`"
            )
        return found

    def _variable(self, pattern: Pattern, key: str, written: object) -> str:
        """A variable of the pattern, or a part of its value."""
        name = str(written).removeprefix("$")
        base = split_access(name)[0]
        known = {*pattern.variables(), *([pattern.receiver] if pattern.receiver else [])}
        if base not in known:
            raise EntryError(*_no_variable(pattern, key, base, known))
        return name

    def _conditions(self, entry: Mapping[str, Any], pattern: Pattern) -> tuple[tuple[str, Condition], ...]:
        written = entry.get("if", {})
        if not isinstance(written, Mapping):
            raise EntryError("`if` is no mapping", "write `if: { X: [one, other] }`")
        reader = Reader(self._spellings, _truth("ignore-case", entry.get("ignore-case", False)))
        found = []
        for key, value in written.items():
            name = str(key)
            base = split_access(name.removeprefix("$"))[0]
            if name.startswith("$") or (base.isupper() and not base.endswith("=")):
                name = self._variable(pattern, "if", name)
            found.append((name.removesuffix("="), reader.read(value)))
        return tuple(found)

    def _result(self, entry: Mapping[str, Any]) -> frozenset[str]:
        found = frozenset(name for text in _words("type", entry.get("type", [])) for name in grammar.expanded(text))
        if self._section == RESULTS and not found:
            raise EntryError(f"'{entry.get('pattern')}' says not what it returns", "write `type: a.Class`")
        return found

    def _types(self, entry: Mapping[str, Any], pattern: Pattern) -> Mapping[str, frozenset[str]]:
        written = entry.get("types", {})
        if not isinstance(written, Mapping) or (self._section == PARAMETERS and not written):
            raise EntryError("`types` is no mapping", "write `types: { request: a.Request }`")
        found = {}
        for key, value in written.items():
            names = [name for text in _words("types", value) for name in grammar.expanded(text)]
            found[self._variable(pattern, "types", key)] = frozenset(names)
        return found


def split_access(name: str) -> tuple[str, tuple[object, ...]]:
    """``ARGS[0]`` is ARGS and 0, ``OPTIONS.a.b`` is OPTIONS and a, b."""
    if "." not in name and "[" not in name:
        return name, ()
    base, *rest = name.replace("[", ".").replace("]", "").split(".")
    return base, tuple(int(part) if part.lstrip("-").isdigit() else part.strip("'\"") for part in rest)


def _all_variables(pattern: Pattern) -> tuple[str, ...]:
    return pattern.variables() or ((pattern.receiver,) if pattern.receiver else ())


def _no_variable(pattern: Pattern, key: str, name: str, known: set[str]) -> tuple[str, str]:
    error = unknown("metavariable", name, known)
    return f"`{key}`: '{pattern.text}' has no metavariable '{name}'", error.hint


def _when(entry: Mapping[str, Any]) -> bool | None:
    if "raises" in entry and "when" in entry:
        raise EntryError("`raises` and `when` exclude each other", "keep one of the two")
    if _truth("raises", entry.get("raises", False)):
        return None
    return _truth("when", entry.get("when", True))


def _truth(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise EntryError(f"`{key}` is '{value}'", "write true or false")
    return value


def _words(key: str, value: object) -> list[str]:
    listed: Sequence[object] = value if isinstance(value, list | tuple) else [value]
    if not all(isinstance(item, str) and item for item in listed):
        raise EntryError(f"`{key}` has something that is no text", "write a word, or a list of them")
    return [str(item) for item in listed]


def _categories(words: Sequence[str]) -> frozenset[str]:
    for word in words:
        if word not in CATEGORIES and word not in ("all", TEXT):
            raise unknown("category", word, {*CATEGORIES, "all"})
    return frozenset(EVERYTHING if word == "all" else word for word in words)
