"""Imports and exports of JavaScript: ES modules, CommonJS, and TypeScript's own forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.javascript_expressions import Expressions, required
from harness.constitution.checks.dataflow.lowering.javascript_nodes import (
    CLASSES,
    FUNCTIONS,
    Text,
    at,
    declarators,
    declared,
    has,
    inner,
    parts,
    unwrapped,
)
from harness.constitution.checks.dataflow.lowering.javascript_scopes import Scope
from harness.constitution.checks.dataflow.lowering.javascript_statements import Statements, plain

if TYPE_CHECKING:
    from harness.ports.sources import SyntaxNode

DEFAULT = "default"
ALL = "*"
_WHOLE = ("module.exports", "exports")


class Modules:
    """The reader of what a file takes from others and gives to them; the latter is in ``exports``."""

    def __init__(self, text: Text, expressions: Expressions, statements: Statements) -> None:
        self._text = text
        self._expressions = expressions
        self._statements = statements
        self.exports: dict[str, str] = {}
        statements.others["import_statement"] = self.imported
        statements.others["import_alias"] = self._alias
        statements.others["export_statement"] = self.exported
        statements.others["assignment_expression"] = self._assigned

    # imports

    def imported(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """``import d, {a as b} from "m"``, ``import * as ns from "m"`` and ``import x = require("m")``."""
        found: list[ir.Statement] = []
        for part in parts(node):
            if part.type == "import_require_clause":
                name = self._text.of(parts(part)[0])
                found.append(ir.Import(*at(part), self._module(part), None, name))
            elif part.type == "import_clause":
                found.extend(self._clause(part, self._module(node)))
        return found

    def _clause(self, clause: SyntaxNode, module: str) -> Iterator[ir.Statement]:
        for part in parts(clause):
            if part.type == "identifier":
                yield ir.Import(*at(part), module, DEFAULT, self._text.of(part))
            elif part.type == "namespace_import":
                yield ir.Import(*at(part), module, None, self._text.of(parts(part)[0]))
            else:
                yield from (self._specifier(one, module) for one in parts(part))

    def _specifier(self, node: SyntaxNode, module: str) -> ir.Statement:
        attribute = self._name(inner(node, "name"))
        alias = node.child_by_field_name("alias")
        return ir.Import(*at(node), module, attribute, attribute if alias is None else self._name(alias))

    def _module(self, node: SyntaxNode) -> str:
        source = node.child_by_field_name("source")
        return "" if source is None else plain(self._expressions.string(source))

    def _name(self, node: SyntaxNode) -> str:
        return self._expressions.string(node) if node.type == "string" else self._text.of(node)

    def _alias(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """TypeScript's ``import x = A.B``."""
        name, value = parts(node)[:2]
        first, *rest = self._text.of(value).split(".")
        read: ir.Expression = ir.Name(*at(value), scope.resolve(first))
        for attribute in rest:
            read = ir.Attribute(*at(value), read, attribute)
        return [ir.Assign(*at(node), (ir.Name(*at(name), self._text.of(name)),), read)]

    # exports of ES modules

    def exported(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """Every form of ``export``."""
        declaration = node.child_by_field_name("declaration")
        if declaration is not None and any(child.type == DEFAULT for child in node.children):
            return self._decorated(node, self._default(declaration, scope), scope)
        if declaration is not None:
            names = dict.fromkeys((*declared([declaration]), *declarators(declaration), *self._space(declaration)))
            self.exports.update((name, name) for name in names)
            return self._decorated(node, self._statements.read(declaration, scope), scope)
        if node.child_by_field_name("source") is not None:
            return list(self._passed(node))
        return self._listed(node, scope)

    def _space(self, declaration: SyntaxNode) -> list[str]:
        """The name of a namespace."""
        if declaration.type not in ("internal_module", "module"):
            return []
        return [self._text.of(inner(declaration, "name")).split(".")[0]]

    def _decorated(self, node: SyntaxNode, found: list[ir.Statement], scope: Scope) -> list[ir.Statement]:
        """The decorators of a class may stand before the word ``export``."""
        decorators = [self._expressions.read(parts(one)[0], scope) for one in node.children_by_field_name("decorator")]
        for statement in found:
            if decorators and isinstance(statement, ir.Define):
                statement.defined.decorators = (*decorators, *statement.defined.decorators)
        return found

    def _listed(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        value = node.child_by_field_name("value") or (parts(node)[-1] if "=" in _tokens(node) else None)
        if value is not None:
            return self._default(value, scope)
        for clause in (part for part in parts(node) if part.type == "export_clause"):
            for one in parts(clause):
                local = self._name(inner(one, "name"))
                alias = one.child_by_field_name("alias")
                self.exports[local if alias is None else self._name(alias)] = local
        return []

    def _default(self, value: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """``export default``: under its own name where it has one."""
        value = unwrapped(value)
        own = value.child_by_field_name("name")
        if value.type in FUNCTIONS or value.type in CLASSES:
            name = DEFAULT if own is None else self._text.of(own)
            self.exports[DEFAULT] = name
            return [self._statements.define(value, scope, name)]
        if value.type == "identifier":
            self.exports[DEFAULT] = self._text.of(value)
            return []
        self.exports[DEFAULT] = DEFAULT
        return self._kept(value, DEFAULT, scope)

    def _kept(self, value: SyntaxNode, name: str, scope: Scope) -> list[ir.Statement]:
        """A value under a name of the file's top level that no code can write."""
        lifted: list[ir.Statement] = []
        if value.type == "object":
            read: ir.Expression = self._statements.lifted(value, name, scope, lifted)
        else:
            read = self._expressions.read(value, scope)
        return [*lifted, ir.Assign(*at(value), (ir.Name(*at(value), name),), read)]

    def _passed(self, node: SyntaxNode) -> Iterator[ir.Statement]:
        """``export … from "m"``: what is passed on is imported under names that no code can write."""
        module = self._module(node)
        clauses = [part for part in parts(node) if part.type in ("export_clause", "namespace_export")]
        if not clauses:
            yield ir.Import(*at(node), module, ALL, ALL)
        for clause in clauses:
            if clause.type == "namespace_export":
                yield self._hand(clause, module, None, self._name(parts(clause)[0]))
                continue
            for one in parts(clause):
                local, alias = self._name(inner(one, "name")), one.child_by_field_name("alias")
                yield self._hand(one, module, local, local if alias is None else self._name(alias))

    def _hand(self, node: SyntaxNode, module: str, attribute: str | None, name: str) -> ir.Statement:
        self.exports[name] = f"export:{name}"
        return ir.Import(*at(node), module, attribute, f"export:{name}")

    # CommonJS

    def _assigned(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """``module.exports = …`` and ``exports.x = …``; functions that are kept in other objects get names as well."""
        targets, value = _chain(node)
        texts = [self._dotted(target) for target in targets]
        if not scope.is_module:
            return self._statements.assignment(node, scope)
        if any(text in _WHOLE for text in texts) and "module.exports" in texts:
            return self._whole(node, value, scope)
        names = [name for text in texts if (name := _exported(text))]
        if names:
            return self._named(node, targets, value, names, scope)
        if len(texts) == 1 and "." in texts[0] and value.type in FUNCTIONS:
            return self._function(node, targets[0], value, texts[0], scope)
        return self._statements.assignment(node, scope)

    def _whole(self, node: SyntaxNode, value: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        done = self._default(value, scope)
        self.exports["module.exports"] = self.exports[DEFAULT]
        if value.type == "object":
            for part in parts(value):
                self._entry(part)
        target = ir.Attribute(*at(node), ir.Name(*at(node), "module"), "exports")
        given = ir.Name(*at(value), scope.resolve(self.exports[DEFAULT]))
        return [*done, ir.Assign(*at(node), (target,), given)]

    def _entry(self, node: SyntaxNode) -> None:
        """An entry of ``module.exports = {…}`` that has a name of the file's own, or was given one."""
        key = node.child_by_field_name("key") or node.child_by_field_name("name")
        if node.type == "shorthand_property_identifier":
            self.exports[self._text.of(node)] = self._text.of(node)
            return
        if key is None or key.type == "computed_property_name" or has(node, "get"):
            return
        name = self._name(key)
        value = unwrapped(node.child_by_field_name("value") or node)
        module = self._expressions.loaded(value)
        if module is not None:
            self.exports[name] = required(module)
        elif value.type == "identifier":
            self.exports[name] = self._text.of(value)
        elif value is node or value.type in FUNCTIONS:
            self.exports[name] = f"{DEFAULT}.{name}"

    def _named(
        self, node: SyntaxNode, targets: list[SyntaxNode], value: SyntaxNode, names: list[str], scope: Scope
    ) -> list[ir.Statement]:
        """``exports.a = exports.b = value``; a value without a name is kept under one that no code can write."""
        done: list[ir.Statement] = []
        if value.type == "identifier":
            local = scope.resolve(self._text.of(value))
        else:
            local = f"exports.{names[0]}"
            done = self._made(value, local, scope)
        self.exports.update(dict.fromkeys(names, local))
        read = tuple(self._expressions.target(target, scope) for target in targets)
        return [*done, ir.Assign(*at(node), read, ir.Name(*at(value), local))]

    def _function(
        self, node: SyntaxNode, target: SyntaxNode, value: SyntaxNode, name: str, scope: Scope
    ) -> list[ir.Statement]:
        """``A.prototype.b = function …`` and the like."""
        read = self._expressions.target(target, scope)
        defined = self._statements.define(value, scope, name)
        return [defined, ir.Assign(*at(node), (read,), ir.Name(*at(value), name))]

    def _made(self, value: SyntaxNode, name: str, scope: Scope) -> list[ir.Statement]:
        if value.type in FUNCTIONS or value.type in CLASSES:
            return [self._statements.define(value, scope, name)]
        return self._kept(value, name, scope)

    def _dotted(self, node: SyntaxNode) -> str:
        """The text of a name or of attributes of one; empty for all else."""
        node = unwrapped(node)
        if node.type in ("identifier", "this"):
            return self._text.of(node)
        if node.type != "member_expression":
            return ""
        before = self._dotted(inner(node, "object"))
        return f"{before}.{self._text.of(inner(node, 'property'))}" if before else ""


def _chain(node: SyntaxNode) -> tuple[list[SyntaxNode], SyntaxNode]:
    """The targets and the value of ``a = b = value``."""
    targets, value = [inner(node, "left")], unwrapped(inner(node, "right"))
    while value.type == "assignment_expression":
        targets.append(inner(value, "left"))
        value = unwrapped(inner(value, "right"))
    return targets, value


def _exported(text: str) -> str:
    """The name under which a target of CommonJS exports."""
    for whole in _WHOLE:
        name = text.removeprefix(f"{whole}.")
        if name != text and "." not in name:
            return name
    return ""


def _tokens(node: SyntaxNode) -> set[str]:
    return {child.type for child in node.children if not child.is_named}
