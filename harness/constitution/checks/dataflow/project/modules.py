"""The files of a project, read when they are first asked for, and which statements bind the names of their own level."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering import Parse, Unparsable, lower, unread
from harness.domain.languages import language_of

Binding = ir.Import | ir.Define | ir.Node
"""What binds a name: an import, a definition, or any other statement."""
_GLOBAL = re.compile(rb"^[ \t]+global[ \t]+([\w \t,]+)", re.MULTILINE)
_CHANGED = re.compile(
    rb"\.(?:append|appendleft|add|update|extend|insert|setdefault|push|put|put_nowait|set|send|write|heappush)\("
    rb"|\.[\w$]+[ \t]*=(?!=)"
    rb"|\[[^\]\n]*\][ \t]*[-+|&*/]?=(?!=)"
)
_LAST_WORD = re.compile(rb"[\w$]+\Z")
_LONGEST = 80
Read = TypeVar("Read")


@dataclass
class Bindings:
    """What binds each name of a block's level, in order; what is certain hides what came before. ``stars`` import all."""

    names: dict[str, list[Binding]] = field(default_factory=dict)
    stars: list[ir.Import] = field(default_factory=list)


@dataclass(frozen=True)
class Loaded:
    """A file that was read. ``changed`` are names of its own level that functions assign anew, or change what they hold;
    ``outermost`` are the functions that lie in no other one, in order: those of its own level, and methods."""

    module: ir.Module
    data: bytes = field(repr=False)
    bindings: Bindings
    changed: frozenset[str]
    outermost: tuple[ir.Function, ...]


class Modules:
    """Every file by its path; ``failed`` are those that cannot be read, with the line and why."""

    def __init__(self, files: Mapping[str, bytes], parse: Parse) -> None:
        self.files = files
        self.failed: dict[str, tuple[int, str]] = {}
        self._parse = parse
        self._loaded: dict[str, Loaded | None] = {}

    def get(self, path: str) -> Loaded | None:
        """A file; None where there is none, or it cannot be read."""
        if path not in self._loaded:
            self._loaded[path] = self._load(path)
        return self._loaded[path]

    def unread(self, path: str) -> tuple[tuple[int, int, str], ...]:
        """What of a file cannot be read; where that is all of it, ``failed`` says so. Nothing of it is kept."""
        known = self._loaded.get(path)
        if known is not None:
            return known.module.unread
        return self._tried(path, lambda: unread(language_of(path) or "", self.files[path], self._parse)) or ()

    def loaded(self, path: str) -> Loaded | None:
        """A file if it was read before."""
        return self._loaded.get(path)

    def definition(self, kind: str, path: str, qualname: str) -> ir.Function | ir.Class | None:
        """A function or class of a file, at any depth."""
        loaded = self.get(path)
        if loaded is None:
            return None
        known: Mapping[str, ir.Function | ir.Class]
        known = loaded.module.classes if kind == "class" else loaded.module.functions
        if qualname not in known and "." in qualname:
            _read_around(loaded.module, qualname)
        return known.get(qualname)

    def _load(self, path: str) -> Loaded | None:
        data = self.files.get(path)
        if data is None:
            return None
        module = self._tried(path, lambda: lower(path, language_of(path) or "", data, self._parse))
        if module is None:
            return None
        # At once: those inside others appear in the module when their outer bodies are read.
        functions = tuple(_outermost(module.functions.values()))
        return Loaded(module, data, bindings(module.body), _changed(data), functions)

    def _tried(self, path: str, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except Unparsable as error:
            self.failed[path] = (error.line, error.reason)
        except Exception as error:  # noqa: BLE001 - whatever it is: the other files are still to be read
            reason = f"it could not be read: a mistake of the analysis itself ({type(error).__name__})"
            self.failed[path] = (1, reason)
        return None


def bindings(body: ir.Block) -> Bindings:
    """The names that a block binds on its own level, those of inner blocks with them."""
    found = Bindings()
    _bind(found, body, certain=True)
    return found


def _bind(found: Bindings, body: ir.Block, certain: bool) -> None:
    for statement in body:
        if isinstance(statement, ir.Import) and statement.attribute == "*":
            found.stars.append(statement)
            continue
        for name in _bound(statement):
            if certain and not isinstance(statement, ir.Augment):
                found.names[name] = [statement]
            else:
                found.names.setdefault(name, []).append(statement)
        for inner in _blocks(statement):
            _bind(found, inner, certain=False)


def _bound(statement: ir.Statement) -> Iterator[str]:
    match statement:
        case ir.Import(name=name):
            yield name
        case ir.Define(defined=defined):
            yield defined.name
        case ir.Assign(targets=targets):
            for target in targets:
                yield from _targets(target)
        case ir.Augment(target=target) | ir.For(target=target):
            yield from _targets(target)
        case ir.With(items=items):
            for _, named in items:
                if named is not None:
                    yield from _targets(named)
        case ir.Do(value=ir.Assigned(target=target)):
            yield from _targets(target)


def _targets(target: ir.Expression) -> Iterator[str]:
    match target:
        case ir.Name(id=name):
            yield name
        case ir.Collection(items=items):
            for item in items:
                yield from _targets(item)
        case ir.Dictionary(entries=entries):
            for _, value in entries:
                yield from _targets(value)
        case ir.Spread(value=value):
            yield from _targets(value)
        case ir.Assigned(target=inner):
            yield from _targets(inner)


def _blocks(statement: ir.Statement) -> Iterator[ir.Block]:
    match statement:
        case ir.If(then=then, otherwise=otherwise):
            yield from (then, otherwise)
        case ir.While(body=body, otherwise=otherwise) | ir.For(body=body, otherwise=otherwise):
            yield from (body, otherwise)
        case ir.Try(body=body, handlers=handlers, otherwise=otherwise, final=final):
            yield body
            for handler in handlers:
                yield handler.body
            yield from (otherwise, final)
        case ir.With(body=body):
            yield body
        case ir.Match(cases=cases):
            for case in cases:
                yield case.body


def _outermost(functions: Iterable[ir.Function]) -> Iterator[ir.Function]:
    end = -1
    for function in sorted(functions, key=lambda function: (function.start, -function.end)):
        if function.start >= end:
            end = function.end
            yield function


def _read_around(module: ir.Module, qualname: str) -> None:
    """Read the bodies that a nested definition lies in."""
    parts = qualname.split(".")
    for end in range(1, len(parts)):
        around = module.functions.get(".".join(parts[:end]))
        if around is not None:
            _ = around.body


def _changed(data: bytes) -> frozenset[str]:
    """The names that indented code declares global, or changes in place; more than there are does no harm."""
    found: set[bytes] = set()
    for change in _CHANGED.finditer(data):
        start = data.rfind(b"\n", 0, change.start()) + 1
        if data[start : start + 1] in (b" ", b"\t"):
            word = _LAST_WORD.search(data, max(start, change.start() - _LONGEST), change.start())
            found.update((word[0],) if word else ())
    for names in _GLOBAL.findall(data):
        found.update(names.replace(b",", b" ").split())
    return frozenset(name.decode("utf-8", "replace") for name in found)
