"""The project as the analysis of one function sees it: every question is answered once, whoever asks first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter import analyse_class, analyse_function, analyse_module, join
from harness.constitution.checks.dataflow.project.contexts import Context, Relevance, Within
from harness.constitution.checks.dataflow.project.evaluation import Evaluation
from harness.constitution.checks.dataflow.project.facts import is_reassigned
from harness.constitution.checks.dataflow.project.modules import Binding, Loaded, Modules, bindings
from harness.constitution.checks.dataflow.project.python_names import is_python
from harness.constitution.checks.dataflow.project.resolution import Resolution, outside
from harness.constitution.checks.dataflow.project.standard import BUILTINS
from harness.constitution.checks.dataflow.project.units import Unit, Units
from harness.constitution.checks.dataflow.rules import Catalogue
from harness.constitution.checks.dataflow.values import (
    KEPT,
    UNKNOWN,
    Effect,
    Form,
    Given,
    Source,
    Summary,
    Target,
    Value,
)

DEEPEST_CONTEXT = 3
"""How far what is known of arguments is passed on from function to function."""
UNKNOWN_BASE = "?"
ACCESSORS = ("#setter", "#deleter", "#getter")
_ATTRIBUTE = re.compile(rb"\.([\w$\x80-\xff]+)")

Key = tuple[Any, ...]
EXHAUSTED = Summary(exhausted=True)
AS_ROOT = -1
"""In the place of a depth: a function for its own sake, with those inside it."""


@dataclass(frozen=True, slots=True)
class Level:
    """What the code of a file's or class's own level leaves in its names, and what it does."""

    names: Mapping[str, Value]
    does: Summary


NOTHING = Level({}, Summary())


def _is_slow(key: Key) -> bool:
    """Whether an answer reaches those that it leads to by a long way.

    The code of a file's own level gives functions to calls, and those read the names that it makes.
    """
    return key[0] in ("written", "module")


class Project:
    """The world of a set of files. ``stores`` are attributes of modules that other modules assign (``facts.reassigned``),
    ``absent`` packages that no file imports, as far as its imports tell, ``wide`` the files of ``reach.wide``."""

    def __init__(
        self,
        modules: Modules,
        catalogue: Catalogue,
        *,
        explains: bool = False,
        stores: frozenset[tuple[str, str]] = frozenset(),
        absent: frozenset[str] = frozenset(),
        wide: frozenset[str] = frozenset(),
    ) -> None:
        self.catalogue = catalogue
        self.explains = explains
        self.modules = modules
        self.resolution = Resolution(modules.files)
        self._stores = stores
        self._absent = absent
        self._wide = wide
        self._contexts: list[Context] = []
        self._relevance = Relevance(modules, self._lineage_of)
        self._spoken: dict[str, list[tuple[str, frozenset[bytes]]]] = {}
        self._answers: dict[str, Callable[..., Any]] = {
            "global": self._global,
            "import": self._import,
            "member": self._member,
            "lineage": self._lineage,
            "stored": self._stored,
            "module": self._module,
            "class": self._class,
            "summary": self._summary,
            "written": self._written,
        }
        self.units = Units()
        self.broken: dict[tuple[str, str], str] = {}
        """By path and qualname, the mistakes of the analysis itself that something was given up for."""
        self.evaluation: Evaluation[Key, Any] = Evaluation(self._answer, _default, _default, self._trace, _is_slow)
        self._ask = self.evaluation.ask

    # --- what the interpreter asks --------------------------------------------------------------------------------------

    def global_name(self, path: str, name: str) -> Value | None:
        """The value of a name of a file's own level."""
        found: Value | None = self._ask(("global", path, name))
        return found

    def imported(self, path: str, statement: ir.Import) -> Value:
        """What an import in a file binds."""
        key = ("import", path, statement.module, statement.attribute, statement.level, statement.name)
        found: Value = self._ask(key)
        return found

    def definition(self, target: Target) -> ir.Function | ir.Class | None:
        """The code of a target."""
        self._note(target.path, target.qualname if target.kind == "function" else "")
        return self.modules.definition(target.kind, target.path, target.qualname)

    def member(self, target: Target, name: str) -> Value | None:
        """An attribute of a module or class."""
        found: Value | None = self._ask(("member", target.kind, target.path, target.qualname, name))
        return found

    def stored(self, type: str, name: str) -> Value | None:
        """What methods of a class store in an attribute of its objects."""
        path, _, qualname = type.partition("::")
        found: Value | None = self._ask(("stored", path, qualname, name))
        return found

    def bases(self, type: str) -> frozenset[str]:
        """A type with all its bases."""
        path, separator, qualname = type.partition("::")
        if not separator:
            return self.catalogue.bases(type) | {type}
        found: set[str] = set()
        for each in self._ask(("lineage", path, qualname)):
            found.add(each)
            if "::" in each:
                found |= self._dotted(each)
            elif each != UNKNOWN_BASE:
                found |= self.catalogue.bases(each)
        found.discard(UNKNOWN_BASE)
        return frozenset(found)

    def summary(self, target: Target, given: Given) -> Summary:
        """A function in the eyes of a caller; one caller's many different arguments are not all looked at."""
        context = self._contexts[-1] if self._contexts else None
        if target.path in self._wide:
            given = Given()
        depth, given = 0, self._relevance.of(target, given)
        if given.values and context is not None:
            depth = context.depth + 1
            if context.of == (target.path, target.qualname):
                given = self._relevance.of(target, Given(tuple([replace(one, constants=None) for one in given.values])))
            if depth > DEEPEST_CONTEXT or not context.admits(target, given):
                depth, given = 0, Given()
        found: Summary = self._ask(("summary", target.path, target.qualname, given, depth))
        return found

    def root(self, path: str, qualname: str, inside: bool) -> Summary:
        """A function for its own sake; with ``inside`` those that lie in it are looked into as well."""
        found: Summary = self._ask(("summary", path, qualname, Given(), AS_ROOT if inside else 0))
        return found

    def module_level(self, path: str) -> Level:
        """What the code of a file's own level does."""
        found: Level = self._ask(("module", path))
        return found

    def class_level(self, path: str, qualname: str) -> Level:
        """What the code of a class's own level does."""
        found: Level = self._ask(("class", path, qualname))
        return found

    def _note(self, path: str, qualname: str) -> None:
        self.evaluation.note(self.units.bit(Unit(path, qualname)))

    def _trace(self, key: Key, answer: Any) -> int:
        """The stretch of a file that an answer is read from."""
        kind, path = key[0], key[2] if key[0] == "member" else key[1]
        if kind == "summary":
            bits = self.units.bit(Unit(path, key[2]))
            return bits | self.units.bit(Unit(path, key[2], True)) if answer.exhausted else bits
        bits = self.units.bit(Unit(path))
        if kind in ("module", "class") and answer.does.exhausted:
            bits |= self.units.bit(Unit(path, "" if kind == "module" else key[2], True))
        return bits

    # --- answers --------------------------------------------------------------------------------------------------------

    def _answer(self, key: Key) -> Any:
        try:
            return self._answers[key[0]](*key[1:])
        except RecursionError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is: the rest of the project is still to be analysed
            return self._given_up(key, error)

    def _given_up(self, key: Key, error: Exception) -> Any:
        """What is safe to believe of something that a mistake of the analysis itself keeps from being known; it is told."""
        kind, path = key[0], key[2] if key[0] == "member" else key[1]
        name = key[2] if kind in ("summary", "class") else ""
        self.broken.setdefault((path, name), type(error).__name__)
        self.evaluation.note(self.units.bit(Unit(path, name, True)))
        return Level({}, EXHAUSTED) if kind in ("module", "class") else _default(key)

    def _global(self, path: str, name: str) -> Value | None:
        loaded = self.modules.get(path)
        if loaded is None:
            return None
        found = loaded.bindings.names.get(name)
        if found is None:
            return self._starred(path, loaded, name)
        if not all(isinstance(each, ir.Import | ir.Define) for each in found):
            return self._variable(path, name, loaded)
        value: Value | None = None
        for each in found:
            value = _joined(value, self._bound(path, each))
        return value

    def _bound(self, path: str, binding: Binding) -> Value:
        if isinstance(binding, ir.Import):
            return self.imported(path, binding)
        assert isinstance(binding, ir.Define)
        return self._defined(path, binding.defined)

    def _defined(self, path: str, defined: ir.Function | ir.Class) -> Value:
        if defined.qualname.endswith(ACCESSORS):
            # whoever reads the name calls the property
            defined = self.modules.definition("function", path, defined.qualname.rpartition("#")[0]) or defined
        kind = "class" if isinstance(defined, ir.Class) else "function"
        dotted = self.resolution.dotted(path)
        names = frozenset((f"{dotted}.{defined.qualname}",)) if dotted else frozenset[str]()
        return Value(names=names, targets=frozenset((Target(kind, path, defined.qualname),)))

    def _variable(self, path: str, name: str, loaded: Loaded) -> Value:
        """A name that is assigned; what code elsewhere changes is not constant."""
        value: Value = self.module_level(path).names.get(name, UNKNOWN)
        elsewhere = is_reassigned(path, name, self._stores)
        if name in loaded.changed or elsewhere:
            written: Value | None = self._ask(("written", path, name, elsewhere))
            code = None if value.form is None else _code_in(value.form)
            value = replace(value, constants=None, form=None)
            value = value if written is None else join(value, written)
            return value if code is None else replace(value, form=code)
        return value

    def _written(self, path: str, name: str, elsewhere: bool) -> Value | None:
        """What functions keep in a name of a file's own level, or in an attribute of a class (``Class.name``)."""
        found: Value | None = None
        for function in self._writing(path, name, elsewhere):
            for effect in self.summary(function, Given()).effects:
                if effect.position == KEPT and effect.access == (path, name):
                    value = _without_inputs(effect.value)
                    found = _joined(found, replace(value, constants=None))
        return found

    def _writing(self, path: str, name: str, elsewhere: bool) -> Iterator[Target]:
        """The functions that may write a name: those of its file, those that call them, and of other files that name it."""
        loaded = self.modules.get(path)
        if loaded is not None:
            own = _speaking(loaded, [name.rpartition(".")[2]])
            callers = _speaking(loaded, [function.name for function in own])
            for qualname in dict.fromkeys(function.qualname for function in (*own, *callers)):
                yield Target("function", path, qualname)
        if elsewhere:
            owner = name.rpartition(".")[0] or self.resolution.dotted(path).rpartition(".")[2]
            spoken = f"{owner}.{name.rpartition('.')[2]}"
            for other, data in sorted(self.modules.files.items()):
                if other != path and spoken.encode() in data and (there := self.modules.get(other)) is not None:
                    for function in _speaking(there, [spoken]):
                        yield Target("function", other, function.qualname)

    def _starred(self, path: str, loaded: Loaded, name: str) -> Value | None:
        """A name that ``import *`` may bring."""
        outer: set[str] = set()
        for star in reversed(loaded.bindings.stars):
            module = self.resolution.module(path, star.module, star.level)
            if module is None:
                if not star.level and name not in BUILTINS:
                    outer.add(f"{outside(path, star.module)}.{name}")
            elif self._exports(module, name) and (found := self.global_name(module, name)) is not None:
                return found
        return Value(names=frozenset(outer)) if outer else None

    def _exports(self, module: str, name: str) -> bool:
        """Whether ``import *`` takes a name from a module."""
        if not is_python(module):
            return True
        named = self.global_name(module, "__all__") if name != "__all__" else None
        if named is None or named.form is None or named.form.rest is not None:
            return not name.startswith("_") or named is not None
        return any(value.constants == frozenset((name,)) for _, value in named.form.items)

    def _import(self, path: str, module: str, attribute: str | None, level: int, name: str) -> Value:
        found = self.resolution.module(path, module, level)
        if found is None or (found.endswith("/") and attribute is None and not level and "." not in module):
            package = module.partition(".")[0]
            if package in self._absent:
                self._note("", package)
            return _external(path, module, attribute, level, name)
        if attribute is None:
            return self._whole(path, found, module, name)
        value = self.member(Target("module", found), attribute)
        if value is not None:
            return value
        if found.endswith("/") and not level:
            return _external(path, module, attribute, level, name)
        dotted = self.resolution.dotted(found)
        return Value(names=frozenset((f"{dotted}.{attribute}",))) if dotted else UNKNOWN

    def _whole(self, path: str, found: str, module: str, name: str) -> Value:
        if is_python(path):
            if "." in module and name == module.partition(".")[0]:
                found = self.resolution.top(path, module) or found
            return self._of_module(found)
        value = self._of_module(found)
        default = self.member(Target("module", found), "default")
        return value if default is None else join(value, default)

    def _of_module(self, path: str) -> Value:
        dotted = self.resolution.dotted(path)
        return Value(names=frozenset((dotted,) if dotted else ()), targets=frozenset((Target("module", path),)))

    def _member(self, kind: str, path: str, qualname: str, name: str) -> Value | None:
        if kind == "module":
            return self._of_module_named(path, name)
        if kind != "class":
            return None
        outer: set[str] = set()
        unknown = False
        for each in self._ask(("lineage", path, qualname)):
            if "::" in each:
                found = self._own(each, name)
                if found is not None:
                    return found
            elif each == UNKNOWN_BASE:
                unknown = True
            elif each != "object":
                outer.add(f"{each}.{name}")
        if outer:
            return Value(names=frozenset(outer))
        return UNKNOWN if unknown else None

    def _of_module_named(self, path: str, name: str) -> Value | None:
        if not path.endswith("/"):
            loaded = self.modules.get(path)
            exports: Mapping[str, str] = {} if loaded is None else loaded.module.exports
            found = self.global_name(path, exports.get(name, name))
            if found is not None:
                return found
            if loaded is None:
                return UNKNOWN if path in self.modules.failed else None
        module = self.resolution.submodule(path, name)
        return None if module is None else self._of_module(module)

    def _own(self, type: str, name: str) -> Value | None:
        """An attribute that a class has itself."""
        path, _, qualname = type.partition("::")
        defined = self.modules.definition("class", path, qualname)
        if not isinstance(defined, ir.Class):
            return None
        found = bindings(defined.body).names.get(name)
        if found is None:
            return None
        value: Value | None = None
        for each in found:
            if isinstance(each, ir.Import | ir.Define):
                value = _joined(value, self._bound(path, each))
        if value is None:
            value = self.class_level(path, qualname).names.get(name, UNKNOWN)
            if is_reassigned(qualname, name, self._stores):
                value = replace(value, constants=None, form=None)
        return value

    def _lineage(self, path: str, qualname: str) -> tuple[str, ...]:
        """A class and all its bases, what hides others first; what lies outside by its dotted name."""
        own = f"{path}::{qualname}"
        defined = self.modules.definition("class", path, qualname)
        if not isinstance(defined, ir.Class):
            return (own, UNKNOWN_BASE)
        found: list[str] = []
        for base in defined.bases:
            for each in self._base(path, qualname, base):
                if each in found and "::" in each:
                    found.remove(each)  # what two bases share comes after both
                if each not in found:
                    found.append(each)
        return (own, *(each for each in found if each != own))

    def _base(self, path: str, qualname: str, base: ir.Expression) -> tuple[str, ...]:
        value = self._static(path, qualname.rpartition(".")[0], base)
        found: list[str] = []
        for target in sorted(value.targets, key=lambda target: (target.path, target.qualname)):
            if target.kind == "class":
                found += self._ask(("lineage", target.path, target.qualname))
        if not found:
            found = sorted(value.names)
        return tuple(found) or (UNKNOWN_BASE,)

    def _static(self, path: str, scope: str, node: ir.Expression) -> Value:
        """What a dotted name means where a class stands, without running any code."""
        match node:
            case ir.Name(id=name):
                inner = self._in_scope(path, scope, name)
                return inner or self.global_name(path, name) or Value(names=frozenset((name,)))
            case ir.Attribute(value=owner, attr=attr):
                value = self._static(path, scope, owner)
                found: Value | None = None
                for target in sorted(value.targets, key=lambda target: (target.path, target.qualname)):
                    found = _joined(found, self.member(target, attr))
                return found or Value(names=frozenset(f"{name}.{attr}" for name in value.names))
            case ir.Subscript(value=owner):
                return self._static(path, scope, owner)
        return UNKNOWN

    def _in_scope(self, path: str, scope: str, name: str) -> Value | None:
        """A class that stands beside another one in a class or function around it."""
        while scope:
            defined = self.modules.definition("class", path, f"{scope}.{name}")
            if defined is not None:
                return self._defined(path, defined)
            scope = scope.rpartition(".")[0]
        return None

    def _stored(self, path: str, qualname: str, name: str) -> Value | None:
        found: Value | None = None
        for each in self._ask(("lineage", path, qualname)):
            if "::" in each:
                for method in self._storing(each, name):
                    summary = self.summary(method, Given())
                    for effect in summary.effects:
                        if effect.position == 0 and effect.access and effect.access[0] == f".{name}":
                            found = _joined(found, _kept(effect))
                inside, _, own = each.partition("::")
                if is_reassigned(own, name, self._stores) or self._by_class(inside, name):
                    found = _joined(found, self._ask(("written", inside, f"{own}.{name}", True)))
        return found

    def _by_class(self, path: str, name: str) -> bool:
        """Whether class methods of a file assign an attribute of their class."""
        return f"cls.{name} = ".encode() in self.modules.files.get(path, b"")

    def _storing(self, type: str, name: str) -> Iterator[Target]:
        """The methods of a class whose text speaks of an attribute."""
        path, _, qualname = type.partition("::")
        loaded = self.modules.get(path)
        if loaded is None:
            return
        known = self._spoken.get(type)
        if known is None:
            known = self._spoken[type] = _spoken(self.modules.definition("class", path, qualname), loaded.data)
        spoken = name.encode()
        for method, words in known:
            self._note(path, method)
            if spoken in words:
                yield Target("function", path, method)

    def _module(self, path: str) -> Level:
        loaded = self.modules.get(path)
        if loaded is None:
            return NOTHING
        with self._context(0):
            return Level(*analyse_module(self, path, loaded.module))

    def _class(self, path: str, qualname: str) -> Level:
        defined = self.modules.definition("class", path, qualname)
        if not isinstance(defined, ir.Class):
            return NOTHING
        with self._context(0):
            return Level(*analyse_class(self, path, defined))

    def _summary(self, path: str, qualname: str, given: Given, depth: int) -> Summary:
        function = self.modules.definition("function", path, qualname)
        if not isinstance(function, ir.Function):
            return Summary()
        with self._context(max(depth, 0), (path, qualname)):
            return analyse_function(self, path, function, given, roots=depth == AS_ROOT)

    # --- contexts -------------------------------------------------------------------------------------------------------

    def _context(self, depth: int, of: tuple[str, str] | None = None) -> Within:
        return Within(self._contexts, Context(depth, of, {}))

    def _lineage_of(self, type: str) -> tuple[str, ...]:
        path, _, qualname = type.partition("::")
        found: tuple[str, ...] = self._ask(("lineage", path, qualname))
        return found

    def _dotted(self, type: str) -> frozenset[str]:
        path, _, qualname = type.partition("::")
        dotted = self.resolution.dotted(path)
        return frozenset((f"{dotted}.{qualname}",) if dotted else ())


def _default(key: Key) -> Any:
    """What is safe to believe of something while it is being found out."""
    kind = key[0]
    if kind == "summary":
        return EXHAUSTED
    if kind == "lineage":
        return (f"{key[1]}::{key[2]}",)
    if kind == "import":
        return UNKNOWN
    if kind in ("module", "class"):
        return NOTHING
    return None


def _joined(one: Value | None, other: Value | None) -> Value | None:
    if one is None or other is None:
        return other if one is None else one
    return join(one, other)


def _external(path: str, module: str, attribute: str | None, level: int, name: str) -> Value:
    """The dotted name of what lies outside of the project."""
    if level:
        return UNKNOWN
    dotted = outside(path, module)
    if attribute is None:
        bound = dotted.partition(".")[0] if is_python(path) and name == dotted.partition(".")[0] else dotted
    elif attribute == "default" and not is_python(path):
        bound = dotted
    else:
        bound = f"{dotted}.{attribute}"
    return Value(names=frozenset((bound,)))


def _speaking(loaded: Loaded, words: list[str]) -> list[ir.Function]:
    """The functions of a file in whose text any of some words stands."""
    if not words:
        return []
    pattern = rb"(?<![\w$])(?:%s)(?![\w$])" % b"|".join(re.escape(word.encode()) for word in sorted(set(words)))
    places = [found.start() for found in re.finditer(pattern, loaded.data)]
    return [
        function for function in loaded.outermost if any(function.start <= place < function.end for place in places)
    ]


def _statements(body: ir.Block) -> Iterator[ir.Statement]:
    """The statements of a class, those under a condition too."""
    for statement in body:
        yield statement
        if isinstance(statement, ir.If):
            yield from _statements(statement.then)
            yield from _statements(statement.otherwise)


def _spoken(defined: ir.Function | ir.Class | None, data: bytes) -> list[tuple[str, frozenset[bytes]]]:
    """The methods of a class, each with the attributes that its text speaks of."""
    if not isinstance(defined, ir.Class):
        return []
    return [
        (each.defined.qualname, frozenset(_ATTRIBUTE.findall(data, each.defined.start, each.defined.end)))
        for each in _statements(defined.body)
        if isinstance(each, ir.Define) and isinstance(each.defined, ir.Function)
    ]


def _kept(effect: Effect) -> Value:
    """What is known of a stored value whoever called."""
    value = _without_inputs(effect.value)
    inner = effect.access[1:]
    if not inner:
        return value
    if inner[0].startswith("."):
        return Value(form=Form("object", attributes=((inner[0][1:], value),)))
    return Value(value.taints)


def _code_in(form: Form) -> Form | None:
    """A container that changes later on, by the functions and classes that it holds at first: any of them may be anywhere."""
    parts = [part for _, part in form.items] + ([] if form.rest is None else [form.rest])
    held = [replace(part, constants=None, form=None) for part in parts if part.targets]
    if not held:
        return None
    whole = UNKNOWN
    for part in held:
        whole = join(whole, part)
    return Form(form.kind, rest=whole, keys=UNKNOWN)


def _without_inputs(value: Value) -> Value:
    taints = frozenset(taint for taint in value.taints if isinstance(taint.origin, Source))
    if value.form is None and len(taints) == len(value.taints):
        return value
    return replace(value, taints=taints, form=None if value.form is None else _form(value.form))


def _form(form: Form) -> Form:
    return Form(
        form.kind,
        tuple((name, _without_inputs(value)) for name, value in form.items),
        tuple((name, _without_inputs(value)) for name, value in form.attributes),
        None if form.rest is None else _without_inputs(form.rest),
        None if form.keys is None else _without_inputs(form.keys),
    )
