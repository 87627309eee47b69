"""Statements of JavaScript and TypeScript; imports and exports are read elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.javascript_expressions import (
    Definitions,
    Expressions,
    binary,
    required,
)
from harness.constitution.checks.dataflow.lowering.javascript_loops import Loops
from harness.constitution.checks.dataflow.lowering.javascript_nodes import (
    CLASSES,
    FUNCTION_STATEMENTS,
    FUNCTIONS,
    Text,
    at,
    bound,
    declared,
    has,
    inner,
    parts,
    unwrapped,
)
from harness.constitution.checks.dataflow.lowering.javascript_scopes import Scope
from harness.constitution.checks.dataflow.lowering.javascript_types import Types

if TYPE_CHECKING:
    from harness.ports.sources import SyntaxNode

_NAMED = FUNCTIONS | {"class"}
_LOGICAL = ("&&=", "||=", "??=")
CAUGHT = "<caught>"
"""What is caught, before a pattern takes it to pieces."""


class Statements:
    """The reader of statements of one file."""

    def __init__(self, text: Text, expressions: Expressions, types: Types) -> None:
        self._text = text
        self._expressions = expressions
        self._types = types
        self.definitions: Definitions
        self.others: dict[str, Callable[[SyntaxNode, Scope], list[ir.Statement]]] = {}
        self._readers: dict[str, Callable[[SyntaxNode, Scope], list[ir.Statement]]] = {
            **dict.fromkeys(FUNCTION_STATEMENTS, self._function),
            **dict.fromkeys(CLASSES, self._class),
            **dict.fromkeys(("lexical_declaration", "variable_declaration", "using_declaration"), self.declaration),
            **dict.fromkeys(_IGNORED, lambda node, scope: []),
            **Loops(text, expressions, self).readers,
            "statement_block": self._block,
            "expression_statement": self._expression,
            "if_statement": self._if,
            "try_statement": self._try,
            "return_statement": self._return,
            "throw_statement": self._throw,
            "with_statement": self._with,
            "enum_declaration": self._enum,
            "assignment_expression": self.assignment,
            "augmented_assignment_expression": self._augmented,
            "update_expression": self._update,
            "internal_module": self._namespace,
            "module": self._namespace,
        }

    def read(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """What a statement does; definitions that its expressions need come first."""
        reader = self.others.get(node.type) or self._readers.get(node.type)
        found = reader(node, scope) if reader is not None else self._do_expression(node, scope)
        return [*scope.function.taken(), *found]

    def block(self, nodes: Sequence[SyntaxNode], scope: Scope) -> ir.Block:
        """Statements in order; functions are defined where their block begins (ECMA-262, 14.2.3)."""
        found: list[ir.Statement] = []
        for node in sorted(nodes, key=_is_late):
            found.extend(self.read(node, scope))
        return tuple(found)

    def body(self, node: SyntaxNode | None, scope: Scope) -> ir.Block:
        """What stands below ``if``, ``for`` and the like: a block or one statement."""
        if node is None:
            return ()
        nodes = parts(node) if node.type == "statement_block" else [node]
        return self.block(nodes, scope.block(declared(nodes)))

    def modules(self, scope: Scope, place: tuple[int, int, int]) -> ir.Block:
        """The imports of what a function loads amid its expressions."""
        loaded = scope.function.modules.items()
        return tuple(ir.Import(line, *place[1:], plain(name), None, required(name)) for name, line in loaded)

    # declarations

    def _function(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        return [self.define(node, scope, scope.resolve(self._text.of(inner(node, "name"))))]

    def _class(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        return [self.define(node, scope, scope.resolve(self._text.of(inner(node, "name"))))]

    def define(self, node: SyntaxNode, scope: Scope, name: str) -> ir.Define:
        """A function or class under a name."""
        read = self.definitions.class_ if node.type in CLASSES else self.definitions.function
        return ir.Define(*at(node), read(node, scope, name))

    def declaration(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """``const a = 1, b = f``."""
        found: list[ir.Statement] = []
        for part in parts(node):
            if part.type == "variable_declarator":
                found.extend(self._declarator(part, node, scope))
        return found

    def _declarator(self, node: SyntaxNode, declaration: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        target, value = inner(node, "name"), node.child_by_field_name("value")
        if value is None:
            return [self._bare(node, target, has(declaration, "var"), scope)]
        return self.assign(node, target, value, scope, self._types.read(node.child_by_field_name("type")))

    def _bare(self, node: SyntaxNode, target: SyntaxNode, var: bool, scope: Scope) -> ir.Statement:
        """``let x`` makes it undefined; ``var x`` leaves what it has."""
        annotation = self._types.read(node.child_by_field_name("type"))
        value = None if var else ir.Constant(*at(node), None)
        return ir.Assign(*at(node), (self._expressions.target(target, scope),), value, annotation)

    def assign(
        self,
        node: SyntaxNode,
        target: SyntaxNode,
        value: SyntaxNode,
        scope: Scope,
        annotation: ir.Expression | None = None,
    ) -> list[ir.Statement]:
        """``target = value``; functions and classes are defined under the name that they get, modules imported."""
        value = unwrapped(value)
        if target.type == "identifier" and value.type in _NAMED:
            return [self.define(value, scope, scope.assign(self._text.of(target)))]
        imported = self._imports(node, target, value, scope)
        if imported:
            return imported
        lifted: list[ir.Statement] = []
        if value.type == "object" and scope.is_module:
            read: ir.Expression = self.lifted(value, self._text.of(target), scope, lifted)
        else:
            read = self._expressions.read(value, scope)
        return [*lifted, ir.Assign(*at(node), (self._expressions.target(target, scope),), read, annotation)]

    def lifted(self, node: SyntaxNode, name: str, scope: Scope, found: list[ir.Statement]) -> ir.Dictionary:
        """An object of a file's top level: its functions are defined under names of their own, so that all can be told.

        They are added to ``found``; ``this`` in them is the object.
        """
        entries = [self._lifted(part, name, scope, found) for part in parts(node)]
        return ir.Dictionary(*at(node), tuple(entries))

    def _lifted(
        self, node: SyntaxNode, name: str, scope: Scope, found: list[ir.Statement]
    ) -> tuple[ir.Expression | None, ir.Expression]:
        key = node.child_by_field_name("key") or node.child_by_field_name("name")
        value = node if node.type == "method_definition" else unwrapped(inner(node, "value"))
        if key is None or key.type == "computed_property_name" or has(node, "get"):
            return self._expressions.entry(node, scope)
        read = self._expressions.key(key, scope)
        own = f"{name}.{read.value if isinstance(read, ir.Constant) else ''}"
        if value.type == "object":
            return read, self.lifted(value, own, scope, found)
        if value.type in FUNCTIONS or node.type == "method_definition":
            found.append(self.define(value, scope, own))
            return read, ir.Name(*at(node), own)
        return self._expressions.entry(node, scope)

    # modules that are loaded by calls

    def _imports(self, node: SyntaxNode, target: SyntaxNode, value: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """``const x = require("m")``, ``require("m").x`` and ``const {a, b: c} = require("m")`` as imports."""
        attribute = None
        value = _awaited(value)
        if value.type == "member_expression":
            attribute = self._text.of(inner(value, "property"))
            value = unwrapped(inner(value, "object"))
            value = _awaited(value)
        module = self._expressions.loaded(value)
        if module is None:
            return []
        if target.type == "identifier":
            name = scope.assign(self._text.of(target))
            return [ir.Import(*at(node), plain(module), attribute, name)]
        if target.type != "object_pattern" or attribute is not None:
            return []
        return self._unpacked(target, module, scope)

    def _unpacked(self, target: SyntaxNode, module: str, scope: Scope) -> list[ir.Statement]:
        found: list[ir.Statement] = []
        for part in parts(target):
            key = part.child_by_field_name("key") or part
            local = part.child_by_field_name("value") or part
            if local.type not in ("identifier", "shorthand_property_identifier_pattern"):
                return []
            name = scope.assign(self._text.of(local))
            found.append(ir.Import(*at(part), plain(module), self._text.of(key), name))
        return found

    # expressions

    def _expression(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        found: list[ir.Statement] = []
        for part in parts(node):
            found.extend(self.effect(part, scope))
        return found

    def effect(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """An expression that is evaluated for what it does."""
        node = unwrapped(node)
        if node.type == "sequence_expression":
            return [found for part in parts(node) for found in self.effect(part, scope)]
        if node.type in self._readers or node.type in self.others:
            return self.read(node, scope)
        return self._do_expression(node, scope)

    def _do_expression(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """A condition in place of an ``if``, as in ``a && b()``, is one."""
        node = unwrapped(node)
        if node.type == "binary_expression" and inner(node, "operator").type in ("&&", "||"):
            return [self._short(node, scope)]
        if node.type == "ternary_expression":
            then, otherwise = (self.effect(inner(node, name), scope) for name in ("consequence", "alternative"))
            test = self._expressions.read(inner(node, "condition"), scope)
            return [ir.If(*at(node), test, tuple(then), tuple(otherwise))]
        if node.type == "unary_expression" and inner(node, "operator").type == "delete":
            return [ir.Delete(*at(node), (self._expressions.target(inner(node, "argument"), scope),))]
        return [ir.Do(*at(node), self._expressions.read(node, scope))]

    def _short(self, node: SyntaxNode, scope: Scope) -> ir.Statement:
        test = self._expressions.read(inner(node, "left"), scope)
        done = tuple(self.effect(inner(node, "right"), scope))
        if inner(node, "operator").type == "&&":
            return ir.If(*at(node), test, done, ())
        return ir.If(*at(node), test, (), done)

    def assignment(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """``a = b = value`` is one assignment to both."""
        targets = [inner(node, "left")]
        value = unwrapped(inner(node, "right"))
        while value.type == "assignment_expression":
            targets.append(inner(value, "left"))
            value = unwrapped(inner(value, "right"))
        if len(targets) == 1:
            return self.assign(node, unwrapped(targets[0]), value, scope)
        read = self._expressions.read(value, scope)
        return [ir.Assign(*at(node), tuple(self._expressions.target(part, scope) for part in targets), read)]

    def _augmented(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        left, operator = inner(node, "left"), inner(node, "operator").type
        target, value = self._expressions.target(left, scope), self._expressions.read(inner(node, "right"), scope)
        if operator == "+=":
            return [ir.Augment(*at(node), "+", target, value)]
        read = self._expressions.read(left, scope)
        return [ir.Assign(*at(node), (target,), binary(at(node), operator[:-1], read, value))]

    def _update(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        operator = inner(node, "operator")
        target = self._expressions.target(inner(node, "argument"), scope)
        return [ir.Augment(*at(node), operator.type[0], target, ir.Constant(*at(operator), 1))]

    # control

    def _block(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        return list(self.body(node, scope))

    def _test(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        return self._expressions.read(inner(node, "condition"), scope)

    def _if(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        otherwise = node.child_by_field_name("alternative")
        below = parts(otherwise)[0] if otherwise is not None and parts(otherwise) else None
        then = self.body(node.child_by_field_name("consequence"), scope)
        return [ir.If(*at(node), self._test(node, scope), then, self.body(below, scope))]

    def _try(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        handler, final = node.child_by_field_name("handler"), node.child_by_field_name("finalizer")
        handlers = () if handler is None else (self._handler(handler, scope),)
        last = () if final is None else self.body(inner(final, "body"), scope)
        return [ir.Try(*at(node), self.body(inner(node, "body"), scope), handlers, (), last)]

    def _handler(self, node: SyntaxNode, scope: Scope) -> ir.Handler:
        parameter = node.child_by_field_name("parameter")
        scope = scope.block(bound(parameter))
        body = self.body(inner(node, "body"), scope)
        if parameter is None or parameter.type == "identifier":
            name = None if parameter is None else scope.resolve(self._text.of(parameter))
            return ir.Handler((), name, body, at(node)[0])
        taken = ir.Assign(
            *at(parameter), (self._expressions.target(parameter, scope),), ir.Name(*at(parameter), CAUGHT)
        )
        return ir.Handler((), CAUGHT, (taken, *body), at(node)[0])

    def _return(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        given = parts(node)
        return [ir.Return(*at(node), self._expressions.read(given[0], scope) if given else None)]

    def _throw(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        return [ir.Raise(*at(node), self._expressions.read(parts(node)[0], scope))]

    def _with(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        return [*self.effect(inner(node, "object"), scope), *self.body(inner(node, "body"), scope)]

    # TypeScript

    def _enum(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """An enumeration is an object; members without a value count."""
        entries: list[tuple[ir.Expression | None, ir.Expression]] = []
        count = 0
        for part in parts(inner(node, "body")):
            name = inner(part, "name")
            value = part.child_by_field_name("value")
            read = ir.Constant(*at(part), count) if value is None else self._expressions.read(value, scope)
            if isinstance(read, ir.Constant) and isinstance(read.value, int):
                count = read.value + 1
            entries.append((self._expressions.key(name, scope), read))
        target = ir.Name(*at(node), scope.assign(self._text.of(inner(node, "name"))))
        return [ir.Assign(*at(node), (target,), ir.Dictionary(*at(node), tuple(entries)))]

    def _namespace(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """A namespace is an object of what it exports; its code is that of what is around it."""
        name, body = inner(node, "name"), node.child_by_field_name("body")
        if body is None or name.type == "string":
            return []
        nodes = parts(body)
        below = replace(scope.block(declared(nodes)), function=scope.function)
        exported = [part for part in nodes if part.type == "export_statement"]
        found = list(self.block([_exported(part) for part in nodes], below))
        entries = [(ir.Constant(*at(node), one), ir.Name(*at(node), below.resolve(one))) for one in declared(exported)]
        target = ir.Name(*at(name), self._text.of(name).split(".")[0])
        return [*found, ir.Assign(*at(node), (target,), ir.Dictionary(*at(node), tuple(entries)))]


_IGNORED = (
    "ambient_declaration", "comment", "debugger_statement", "empty_statement", "function_signature", "hash_bang_line",
    "html_comment", "interface_declaration", "type_alias_declaration", "import_attribute", "decorator",
)  # fmt: skip
"""What does nothing while the program runs."""


def plain(module: str) -> str:
    """The name of a module as all write it: ``node:fs`` is ``fs``."""
    return module.removeprefix("node:")


def _is_late(node: SyntaxNode) -> bool:
    if node.type == "export_statement":
        return not any(part.type in FUNCTION_STATEMENTS for part in node.named_children)
    return node.type not in FUNCTION_STATEMENTS and node.type != "import_statement"


def _awaited(node: SyntaxNode) -> SyntaxNode:
    return unwrapped(parts(node)[0]) if node.type == "await_expression" else node


def _exported(node: SyntaxNode) -> SyntaxNode:
    """What an export statement of a namespace declares."""
    return node.child_by_field_name("declaration") or node if node.type == "export_statement" else node
