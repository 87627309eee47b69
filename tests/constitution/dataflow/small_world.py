"""A small world for tests of the interpreter: a few files, read by the real readers, without any cache or bound."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from harness.adapters.syntax._grammars import parse
from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.catalogue import build
from harness.constitution.checks.dataflow.catalogue.spec import CatalogueSpec, canonical
from harness.constitution.checks.dataflow.interpreter import analyse_class, analyse_function, analyse_module, join
from harness.constitution.checks.dataflow.lowering import lower
from harness.constitution.checks.dataflow.rules import Catalogue
from harness.constitution.checks.dataflow.values import Given, Hit, Source, Summary, Target, Value

RULES: dict[str, object] = {
    "id": "test",
    "sources": [
        "source($$$)",
        "web.request.args",
        "web.request.args[$KEY]",
        {"pattern": "other()", "kind": "network"},
        {"pattern": "@web.route($$$)"},
        {"pattern": "numeric()", "safe-for": ["sql"]},
    ],
    "sinks": [
        {"pattern": "sink($X)", "category": "sql"},
        {"pattern": "shell($X)", "category": "command"},
        {"pattern": "page($X)", "category": "html"},
        {"pattern": "read($X)", "category": "path"},
        {"pattern": "go($X)", "category": ["redirect"]},
        {"pattern": "fetch($X)", "category": "url"},
        {"pattern": "keep($X)", "category": "upload"},
        {"pattern": "own($X)", "category": "object"},
        {"pattern": "db.Connection.run($SQL)", "category": "sql", "receiver-known": True},
        {"pattern": "$R.secret_sink = $X", "category": "sql"},
    ],
    "sanitizers": [{"pattern": "clean($X)", "for": ["sql"]}, {"pattern": "scrub($X)", "for": "all"}],
    "guards": [
        {"pattern": "is_safe($X)", "for": ["sql"]},
        {"pattern": "is_bad($X)", "for": ["sql"], "when": False},
        {"pattern": "check($X)", "for": ["sql"], "raises": True},
    ],
    "propagators": [
        {"pattern": "$D.fill($X)", "from": "X", "to": "receiver"},
        {"pattern": "first($X, $Y)", "from": "X", "to": "return"},
    ],
    "misuses": [{"pattern": "digest($A, $$$)", "category": "weak-hash", "if": {"A": ["md5"]}}],
    "types": {"db.connect()": "db.Connection"},
}


@lru_cache
def catalogue(language: str = "python") -> Catalogue:
    """The rules above, and no library's."""
    return build(
        CatalogueSpec(
            language=language, libraries=("requests",) if language == "python" else (), own=canonical([RULES])
        )
    )


class SmallWorld:
    """The files by path; ``explains`` as in ``World``."""

    def __init__(self, files: Mapping[str, str], explains: bool = False, rules: Catalogue | None = None) -> None:
        languages = {path: "python" if path.endswith(".py") else "javascript" for path in files}
        self.catalogue = rules or catalogue("python" if next(iter(files)).endswith(".py") else "javascript")
        self.explains = explains
        self.modules = {path: lower(path, languages[path], text.encode(), _tree) for path, text in files.items()}
        self.names: dict[str, dict[str, Value]] = {}
        self.asked: list[tuple[str, Given]] = []
        self.running: list[tuple[str, Given]] = []

    def of_module(self, path: str) -> dict[str, Value]:
        """The names of a file's own level."""
        if path not in self.names:
            self.names[path] = {}
            self.names[path] = analyse_module(self, path, self.modules[path])[0]
        return self.names[path]

    def global_name(self, path: str, name: str) -> Value | None:
        return self.of_module(path).get(name)

    def imported(self, path: str, statement: ir.Import) -> Value:
        inside = statement.module.replace(".", "/") + ".py"
        if inside in self.modules:
            if statement.attribute is None:
                return Value(targets=frozenset((Target("module", inside),)))
            return self.of_module(inside).get(statement.attribute, Value())
        if statement.attribute is None:
            whole = (
                statement.module
                if "." not in statement.module or statement.name != statement.module.split(".")[0]
                else statement.name
            )
            return Value(names=frozenset((whole,)))
        return Value(names=frozenset((f"{statement.module}.{statement.attribute}",)))

    def definition(self, target: Target) -> ir.Function | ir.Class | None:
        module = self.modules.get(target.path)
        if module is None:
            return None
        return (module.classes if target.kind == "class" else module.functions).get(target.qualname)

    def lineage(self, type: str) -> list[str]:
        """A class of a file with its bases."""
        path, _, qualname = type.partition("::")
        defined = self.modules[path].classes.get(qualname) if path in self.modules else None
        found = [type]
        for base in () if defined is None else defined.bases:
            if isinstance(base, ir.Name):
                value = self.of_module(path).get(base.id)
                if value is not None:
                    for target in value.targets:
                        found += self.lineage(f"{target.path}::{target.qualname}")
                    found += sorted(value.names)
            elif isinstance(base, ir.Attribute) and isinstance(base.value, ir.Name):
                found.append(f"{base.value.id}.{base.attr}")
        return found

    def bases(self, type: str) -> frozenset[str]:
        return frozenset(self.lineage(type)) if "::" in type else self.catalogue.bases(type)

    def member(self, target: Target, name: str) -> Value | None:
        if target.kind == "module":
            return self.of_module(target.path).get(name)
        for each in self.lineage(f"{target.path}::{target.qualname}"):
            path, separator, qualname = each.partition("::")
            if not separator:
                return Value(names=frozenset((f"{each}.{name}",)))
            defined = self.modules[path].classes[qualname]
            if f"{qualname}.{name}" in self.modules[path].functions:
                return Value(targets=frozenset((Target("function", path, f"{qualname}.{name}"),)))
            found = analyse_class(self, path, defined)[0].get(name)
            if found is not None:
                return found
        return None

    def stored(self, type: str, name: str) -> Value | None:
        found: Value | None = None
        for each in self.lineage(type):
            path, _, qualname = each.partition("::")
            for function in list(self.modules[path].functions.values()) if path in self.modules else ():
                if function.owner == qualname and (each, name) not in self.running:
                    self.running.append((each, name))
                    summary = self.summary(Target("function", path, function.qualname), Given())
                    self.running.pop()
                    for effect in summary.effects:
                        if effect.position == 0 and effect.access == (f".{name}",):
                            taints = frozenset(taint for taint in effect.value if isinstance(taint.origin, Source))
                            value = effect.value
                            kept = Value(
                                taints, value.constants, value.names, value.types, value.targets, form=value.form
                            )
                            found = kept if found is None else join(found, kept)
        return found

    def summary(self, target: Target, given: Given) -> Summary:
        function = self.definition(target)
        key = (f"{target.path}::{target.qualname}", given)
        if not isinstance(function, ir.Function) or key in self.running or len(self.running) > 12:
            return Summary()
        self.asked.append((target.qualname, given))
        self.running.append(key)
        found = analyse_function(self, target.path, function, given)
        self.running.pop()
        return found


def _tree(language: str, data: bytes):  # type: ignore[no-untyped-def]
    return parse(language, data).root_node


def analysed(code: str, function: str = "f", path: str = "app.py", explains: bool = False, **files: str) -> Summary:
    """The summary of a function of a file, analysed for its own sake; ``files`` are modules by name."""
    world = SmallWorld({path: code, **{f"{name}.py": text for name, text in files.items()}}, explains)
    found = world.modules[path].functions[function]
    return analyse_function(world, path, found, Given(), roots=True)


def sources(hits: tuple[Hit, ...]) -> list[tuple[str, int]]:
    """The category and line of each hit that comes from a source, or needs none."""
    return sorted(
        {(hit.category, hit.line) for hit in hits if hit.taint is None or isinstance(hit.taint.origin, Source)}
    )


def body(code: str) -> str:
    """Statements as the function ``f``."""
    lines = code.strip("\n").split("\n")
    indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "def f(given=None, flag=None, items=None):\n" + "\n".join("    " + line[indent:] for line in lines) + "\n"


def reported(code: str, **files: str) -> list[str]:
    """The categories that the statements are reported for, once each."""
    return sorted({category for category, _ in sources(analysed(body(code), **files).hits)})
