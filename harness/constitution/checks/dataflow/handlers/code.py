"""Walks code, writes names as they are read, and says what a name means in a file; what that amounts to lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering import Parse
from harness.constitution.checks.dataflow.project.modules import Loaded, Modules
from harness.constitution.checks.dataflow.project.resolution import Resolution, outside

_DEEPEST = 6


def walk(*parts: object) -> Iterator[ir.Node]:
    """Every node of some code, each before what lies in it; bodies of functions inside it as well."""
    stack = list(reversed(parts))
    while stack:
        part = stack.pop()
        if isinstance(part, tuple):
            stack.extend(reversed(part))
            continue
        if isinstance(part, ir.Node):
            yield part
        if isinstance(part, ir.Function):
            stack.extend((part.body, part.decorators, part.parameters))
        else:
            kind: Any = type(part)
            stack.extend(getattr(part, name) for name in _inner(kind))


@cache
def _inner(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of node that may hold others, the last one first."""
    if not issubclass(kind, ir.Node | ir.Argument | ir.Parameter | ir.Generator | ir.Handler | ir.Case):
        return ()
    plain = ("line", "start", "end", "kind", "operator", "name", "id", "attr", "conversions", "qualname", "names")
    return tuple(one.name for one in reversed(fields(kind)) if one.name not in plain)


def calls(*parts: object) -> Iterator[ir.Call]:
    """Every call in some code."""
    return (node for node in walk(*parts) if isinstance(node, ir.Call))


def dotted(node: ir.Expression | None) -> str:
    """A name as it is written, ``a.b.c``, with ``()`` and ``[]`` for calls and subscripts within; empty for all else."""
    match node:
        case ir.Name(id=name):
            return name
        case ir.Attribute(value=value, attr=attr):
            inner = dotted(value)
            return f"{inner}.{attr}" if inner else f"_.{attr}"
        case ir.Call(function=function):
            return f"{dotted(function)}()"
        case ir.Subscript(value=value):
            return f"{dotted(value)}[]"
        case ir.Await(value=value):
            return dotted(value)
    return ""


def last(node: ir.Expression | None) -> str:
    """The last part of a name, or of what is called."""
    match node:
        case ir.Name(id=name):
            return name
        case ir.Attribute(attr=attr):
            return attr
        case ir.Call(function=function):
            return last(function)
        case ir.Subscript(value=value) | ir.Await(value=value):
            return last(value)
    return ""


def words_in(*parts: object) -> frozenset[str]:
    """Every name and attribute in some code."""
    return frozenset(
        node.id if isinstance(node, ir.Name) else node.attr
        for node in walk(*parts)
        if isinstance(node, ir.Name | ir.Attribute)
    )


def texts_in(*parts: object) -> list[str]:
    """Every text in some code."""
    return [node.value for node in walk(*parts) if isinstance(node, ir.Constant) and isinstance(node.value, str)]


def argument(call: ir.Call, name: str, position: int | None = None) -> ir.Expression | None:
    """An argument of a call by its name, or by its position."""
    for one in call.arguments:
        if one.name == name:
            return one.value
    plain = [one.value for one in call.arguments if one.name is None and not one.spread]
    return plain[position] if position is not None and position < len(plain) else None


def text(node: ir.Expression | None) -> str:
    """A literal text; empty for all else."""
    return node.value if isinstance(node, ir.Constant) and isinstance(node.value, str) else ""


@dataclass(frozen=True)
class Found:
    """What a name means: code of the project (a definition, or the value of a name) in a file, or a dotted name outside."""

    path: str = ""
    code: ir.Node | None = None
    outside: str = ""


class Code:
    """The files of Python in a project, and what names mean in them."""

    def __init__(self, files: Mapping[str, bytes], parse: Parse) -> None:
        self.modules = Modules(files, parse)
        self._resolution = Resolution(files)

    def loaded(self, path: str) -> Loaded | None:
        """A file; None if it cannot be read."""
        return self.modules.get(path)

    def meaning(self, path: str, node: ir.Expression | None) -> Found:
        """What a name in a file means."""
        match node:
            case ir.Name(id=name):
                return self._named(path, name, _DEEPEST)
            case ir.Attribute(value=value, attr=attr):
                return self._member(self.meaning(path, value), attr, _DEEPEST)
            case ir.Call(function=function):
                found = self.meaning(path, function)
                return Found(outside=f"{found.outside}()") if found.outside else Found()
        return Found()

    def function(self, path: str, node: ir.Expression | None) -> tuple[str, ir.Function] | None:
        """The function of the project that a name means, and its file."""
        found = self.meaning(path, node)
        return (found.path, found.code) if isinstance(found.code, ir.Function) else None

    def called(self, path: str, around: ir.Function, call: ir.Call) -> tuple[str, ir.Function] | None:
        """The function of the project that a call inside another one means; a method of its own class by ``self``."""
        named = call.function
        if not isinstance(named, ir.Attribute) or dotted(named.value) not in ("self", "cls") or around.owner is None:
            return self.function(path, named)
        loaded = self.loaded(path)
        owner = loaded.module.classes.get(around.owner) if loaded else None
        for where, one in self.bases(path, owner) if owner else ():
            for method in methods(one):
                if method.name == named.attr:
                    return where, method
        return None

    def defined(self, path: str, node: ir.Expression | None) -> tuple[str, ir.Class] | None:
        """The class of the project that a name means, and its file."""
        found = self.meaning(path, node)
        return (found.path, found.code) if isinstance(found.code, ir.Class) else None

    def full_name(self, path: str, node: ir.Expression | None) -> str:
        """The dotted name outside of the project, or as it is written."""
        return self.meaning(path, node).outside or dotted(node)

    def bases(self, path: str, defined: ir.Class) -> Iterator[tuple[str, ir.Class]]:
        """A class with all its bases in the project, each with its file."""
        waiting, seen = [(path, defined)], set[tuple[str, str]]()
        while waiting:
            where, one = waiting.pop(0)
            if (where, one.qualname) not in seen:
                seen.add((where, one.qualname))
                yield where, one
                waiting.extend(base for each in one.bases if (base := self.defined(where, each)))

    def outer_bases(self, path: str, defined: ir.Class) -> list[str]:
        """The full names of every base, of those in the project as well."""
        return [self.full_name(where, base) for where, one in self.bases(path, defined) for base in one.bases]

    def imported(self, path: str, statement: ir.Import) -> Found:
        """What an import in a file means."""
        return self._imported(path, statement, _DEEPEST)

    def _named(self, path: str, name: str, depth: int) -> Found:
        loaded = self.loaded(path) if depth else None
        bindings = loaded.bindings.names.get(name, ()) if loaded else ()
        if not bindings and loaded:
            return self._starred(loaded, name, depth)
        match bindings[-1] if bindings else None:
            case ir.Import() as statement:
                return self._imported(path, statement, depth - 1)
            case ir.Define(defined=defined):
                return Found(path, defined)
            case ir.Assign(value=value) if value is not None:
                alias = self.meaning(path, value) if isinstance(value, ir.Name | ir.Attribute) and depth > 1 else None
                return alias if alias and (alias.code or alias.outside) else Found(path, value)
        return Found()

    def _starred(self, loaded: Loaded, name: str, depth: int) -> Found:
        for statement in loaded.bindings.stars:
            module = self._resolution.module(loaded.module.path, statement.module, statement.level)
            found = self._named(module, name, depth - 1) if module else Found()
            if found.code or found.outside:
                return found
        return Found()

    def _imported(self, path: str, statement: ir.Import, depth: int) -> Found:
        module = self._resolution.module(path, statement.module, statement.level)
        if statement.attribute is None:
            if module is None:
                name = statement.name if statement.module.startswith(f"{statement.name}.") else statement.module
                return Found(outside=outside(path, name))
            return Found(module)
        if module is None:
            return Found(outside=f"{'.' * statement.level}{statement.module}.{statement.attribute}".lstrip("."))
        return self._member(Found(module), statement.attribute, depth)

    def _member(self, of: Found, attr: str, depth: int) -> Found:
        if of.outside:
            return Found(outside=f"{of.outside}.{attr}")
        if isinstance(of.code, ir.Class):
            return next((Found(of.path, one) for one in methods(of.code) if one.name == attr), Found())
        if of.code is not None or not of.path or not depth:
            return Found()
        found = self._named(of.path, attr, depth)
        if found.code or found.outside or found.path:
            return found
        module = self._resolution.submodule(of.path, attr)
        return Found(module) if module else Found()


def methods(defined: ir.Class) -> list[ir.Function]:
    """The methods of a class, in order."""
    found = [one.defined for one in defined.body if isinstance(one, ir.Define)]
    return [one for one in found if isinstance(one, ir.Function)]


def attributes(defined: ir.Class) -> dict[str, ir.Expression]:
    """What is assigned to names in the body of a class."""
    found: dict[str, ir.Expression] = {}
    for statement in defined.body:
        if isinstance(statement, ir.Assign) and statement.value is not None:
            for target in statement.targets:
                if isinstance(target, ir.Name):
                    found[target.id] = statement.value
    return found
