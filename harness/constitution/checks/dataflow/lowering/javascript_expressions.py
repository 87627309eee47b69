"""Expressions of JavaScript, TypeScript and JSX; functions and classes among them are read by others."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering import javascript_literals as literals
from harness.constitution.checks.dataflow.lowering.javascript_makers import maker_of_code
from harness.constitution.checks.dataflow.lowering.javascript_nodes import (
    FUNCTIONS,
    WRAPPERS,
    Text,
    at,
    has,
    inner,
    parts,
    unwrapped,
)
from harness.constitution.checks.dataflow.lowering.javascript_scopes import Scope

if TYPE_CHECKING:
    from harness.ports.sources import SyntaxNode

_OPERATORS = {"&&": "and", "||": "or"}
_COMPARISONS = {
    "==": "==", "===": "==", "!=": "!=", "!==": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "in": "in",
    "instanceof": "instanceof",
}  # fmt: skip
_NUMERIC = {operator: operator for operator in ("-", "*", "/", "%", "**", "<<", ">>", "&", "|", "^")} | {">>>": ">>"}
"""Operators that make a number of whatever they are given (ECMA-262, 13.15.3)."""
_WORD = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)
_LONG_SUM = 40
"""A sum of more parts is read as one template, so that nobody has to go that deep."""
HOLE = "<hole>"
"""What the places of a pattern are bound to that nobody wants."""


class Definitions(Protocol):
    """Who reads functions and classes."""

    def function(self, node: SyntaxNode, scope: Scope, name: str) -> ir.Function:
        """A function; without a name it gets one from its line."""
        ...

    def class_(self, node: SyntaxNode, scope: Scope, name: str) -> ir.Class:
        """A class."""
        ...


class Expressions:
    """The reader of expressions of one file."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self.definitions: Definitions
        self._readers: dict[str, Callable[[SyntaxNode, Scope], ir.Expression]] = {
            **dict.fromkeys(("identifier", "shorthand_property_identifier"), self._name),
            **dict.fromkeys(FUNCTIONS, self._function),
            **dict.fromkeys(WRAPPERS, self._wrapped),
            **dict.fromkeys(("jsx_element", "jsx_self_closing_element"), self._markup),
            **dict.fromkeys(("object_pattern", "array_pattern"), self.target),
            "class": self._class,
            "this": self._this,
            "super": self._super,
            "undefined": self._nothing,
            "null": self._nothing,
            "true": lambda node, _: ir.Constant(*at(node), True),
            "false": lambda node, _: ir.Constant(*at(node), False),
            "number": self._number,
            "string": lambda node, _: ir.Constant(*at(node), self.string(node)),
            "template_string": self._template,
            "regex": self._regex,
            "array": self._array,
            "object": self.object,
            "member_expression": self._member,
            "subscript_expression": self._subscript,
            "call_expression": self._call,
            "new_expression": self._new,
            "unary_expression": self._unary,
            "update_expression": self._update,
            "binary_expression": self._binary,
            "ternary_expression": self._conditional,
            "assignment_expression": self._assignment,
            "augmented_assignment_expression": self._augmented,
            "sequence_expression": self._sequence,
            "await_expression": self._await,
            "yield_expression": self._yield,
            "type_assertion": lambda node, scope: self.read(parts(node)[-1], scope),
            "meta_property": self._meta,
            "jsx_expression": self._braced,
            "spread_element": lambda node, scope: ir.Spread(*at(node), self.read(parts(node)[0], scope)),
            "import": lambda node, _: ir.Name(*at(node), "import"),
            "private_property_identifier": lambda node, _: ir.Constant(*at(node), self._text.of(node)),
        }

    def read(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        """Any expression."""
        reader = self._readers.get(node.type)
        if reader is None:
            return ir.Unknown(*at(node), tuple(self.read(part, scope) for part in parts(node)))
        return reader(node, scope)

    def string(self, node: SyntaxNode) -> str:
        """The value of a string."""
        return literals.string(self._text.between(node.start_byte + 1, node.end_byte - 1))

    # names and literals

    def _name(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        name = self._text.of(node)
        return ir.Constant(*at(node), None) if name == "undefined" else ir.Name(*at(node), scope.resolve(name))

    def _this(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        first, *rest = scope.function.this.split(".")
        found: ir.Expression = ir.Name(*at(node), first)
        for name in rest:
            found = ir.Attribute(*at(node), found, name)
        return found

    def _super(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        """``super.x`` is ``super().x``, as Python writes it."""
        return ir.Call(*at(node), ir.Name(*at(node), "super"), ())

    def _nothing(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        return ir.Constant(*at(node), None)

    def _number(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        value = literals.number(self._text.of(node))
        return ir.Unknown(*at(node)) if value is None else ir.Constant(*at(node), value)

    def _regex(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        flags = node.child_by_field_name("flags")
        return ir.Regex(*at(node), self._text.of(inner(node, "pattern")), "" if flags is None else self._text.of(flags))

    def _template(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        """The pieces between what is put in are read from the text, since not all are nodes in every grammar."""
        found: list[ir.Expression] = []
        start = node.start_byte + 1
        for child in node.named_children:
            if child.type == "template_substitution":
                self._piece(node, start, child.start_byte, found)
                found.extend(self.read(part, scope) for part in parts(child)[:1])
                start = child.end_byte
        self._piece(node, start, node.end_byte - 1, found)
        return ir.Template(*at(node), tuple(found), ("",) * len(found))

    def _piece(self, node: SyntaxNode, start: int, end: int, found: list[ir.Expression]) -> None:
        if start < end:
            line = node.start_point[0] + 1 + self._text.data.count(b"\n", node.start_byte, start)
            found.append(ir.Constant(line, start, end, literals.template(self._text.between(start, end))))

    def _array(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        return ir.Collection(*at(node), "list", tuple(self._items(node, lambda part: self.read(part, scope))))

    def _items(self, node: SyntaxNode, read: Callable[[SyntaxNode], ir.Expression]) -> list[ir.Expression]:
        """The items of an array or of its pattern; where none is written between two commas there is nothing."""
        found: list[ir.Expression] = []
        empty = True
        for child in node.children:
            if child.type == "," and empty:
                found.append(self._hole(child, node.type == "array_pattern"))
            elif child.is_named and not child.is_extra:
                found.append(read(child))
            empty = child.type == "," or (empty and child.type in ("[", "comment"))
        return found

    @staticmethod
    def _hole(node: SyntaxNode, pattern: bool) -> ir.Expression:
        return ir.Name(*at(node), HOLE) if pattern else ir.Constant(*at(node), None)

    # objects

    def object(self, node: SyntaxNode, scope: Scope) -> ir.Dictionary:
        """The literal of an object."""
        return ir.Dictionary(*at(node), tuple(self.entry(part, scope) for part in parts(node)))

    def entry(self, node: SyntaxNode, scope: Scope) -> tuple[ir.Expression | None, ir.Expression]:
        """An entry of it; what a getter gives is what its function returns."""
        if node.type == "spread_element":
            return None, self.read(parts(node)[0], scope)
        if node.type == "pair":
            return self.key(inner(node, "key"), scope), self.read(inner(node, "value"), scope)
        if node.type == "method_definition":
            function: ir.Expression = self._function(node, scope)
            key = self.key(inner(node, "name"), scope)
            return key, ir.Call(*at(node), function, ()) if has(node, "get") else function
        return ir.Constant(*at(node), self._text.of(node)), self.read(node, scope)

    def key(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        """The key of an entry, of a field or of a pattern."""
        if node.type == "computed_property_name":
            return self.read(parts(node)[0], scope)
        if node.type == "string":
            return ir.Constant(*at(node), self.string(node))
        if node.type == "number":
            return ir.Constant(*at(node), str(literals.number(self._text.of(node))))
        return ir.Constant(*at(node), self._text.of(node))

    def _function(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        name = node.child_by_field_name("name")
        own = self._text.of(name) if name is not None and node.type != "method_definition" else ""
        return ir.Lambda(*at(node), self.definitions.function(node, scope, own))

    def _class(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        """A class among expressions is defined before the statement that holds it."""
        name = node.child_by_field_name("name")
        own = scope.function.nameless_name("class", node.start_point[0] + 1) if name is None else self._text.of(name)
        defined = self.definitions.class_(node, scope, own)
        scope.function.before.append(ir.Define(*at(node), defined))
        return ir.Name(*at(node), own)

    # members and calls

    def _member(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        found = ir.Attribute(*at(node), self.read(inner(node, "object"), scope), self._text.of(inner(node, "property")))
        maker = maker_of_code(found)
        return found if maker is None else ir.Name(*at(node), maker)

    def _subscript(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        """``a["b"]`` is ``a.b`` (ECMA-262, 13.3.2)."""
        value, index = self.read(inner(node, "object"), scope), self.read(inner(node, "index"), scope)
        if isinstance(index, ir.Constant) and isinstance(index.value, str) and _WORD.fullmatch(index.value):
            found = ir.Attribute(*at(node), value, index.value)
            maker = maker_of_code(found)
            return found if maker is None else ir.Name(*at(node), maker)
        return ir.Subscript(*at(node), value, index)

    def _call(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        function, arguments = inner(node, "function"), inner(node, "arguments")
        module = self.loaded(node)
        if module is not None:
            return self.module(node, module, scope)
        if arguments.type == "template_string":
            template = (ir.Argument(self._template(arguments, scope)),)
            return ir.Call(*at(node), self.read(function, scope), template)
        if function.type == "super":
            base = ir.Attribute(*at(function), self._super(function, scope), "__init__")
            return ir.Call(*at(node), base, self._arguments(arguments, scope))
        return ir.Call(*at(node), self.read(function, scope), self._arguments(arguments, scope))

    def _new(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        arguments = node.child_by_field_name("arguments")
        given = self._arguments(arguments, scope) if arguments is not None else ()
        return ir.Call(*at(node), self.read(inner(node, "constructor"), scope), given, new=True)

    def _arguments(self, node: SyntaxNode, scope: Scope) -> tuple[ir.Argument, ...]:
        return tuple(self._argument(part, scope) for part in parts(node))

    def _argument(self, node: SyntaxNode, scope: Scope) -> ir.Argument:
        if node.type == "spread_element":
            return ir.Argument(self.read(parts(node)[0], scope), spread=1)
        return ir.Argument(self.read(node, scope))

    # modules

    def loaded(self, node: SyntaxNode) -> str | None:
        """The module that ``require("m")`` and ``import("m")`` load, where a literal says which."""
        if node.type != "call_expression" or inner(node, "function").type not in ("identifier", "import"):
            return None
        if self._text.of(inner(node, "function")) not in ("require", "import"):
            return None
        given = parts(inner(node, "arguments"))
        return self.string(given[0]) if given and given[0].type == "string" else None

    def module(self, node: SyntaxNode, module: str, scope: Scope) -> ir.Expression:
        """A module that is loaded amid an expression: it is imported where its function begins."""
        scope.function.modules.setdefault(module, node.start_point[0] + 1)
        return ir.Name(*at(node), required(module))

    # operators

    def _unary(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        operator = self._text.of(inner(node, "operator"))
        operand = self.read(inner(node, "argument"), scope)
        if operator == "void" and isinstance(operand, ir.Constant):
            return ir.Constant(*at(node), None)
        return ir.Unary(*at(node), "not" if operator == "!" else operator, operand)

    def _update(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        """``x++`` is ``(x := x + 1) - 1``, ``++x`` without the end."""
        operator, argument = inner(node, "operator"), inner(node, "argument")
        there, back = ("+", "-") if operator.type == "++" else ("-", "+")
        one = ir.Constant(*at(operator), 1)
        after = ir.Binary(*at(node), there, self.read(argument, scope), one)
        assigned = ir.Assigned(*at(node), self.target(argument, scope), after)
        return assigned if operator.start_byte < argument.start_byte else ir.Binary(*at(node), back, assigned, one)

    def _binary(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        """Sums and alternatives lean left, as deep as they are long: they are read from the left end."""
        spine = [node]
        while spine[-1].type == "binary_expression":
            spine.append(inner(spine[-1], "left"))
        value = self.read(spine.pop(), scope)
        operators = [self._operator(part) for part in spine]
        if len(spine) > _LONG_SUM and set(operators) == {"+"}:
            return self._sum(node, value, [inner(part, "right") for part in reversed(spine)], scope)
        for part in reversed(spine):
            value = self._operation(part, value, scope)
        return value

    def _sum(self, node: SyntaxNode, first: ir.Expression, others: list[SyntaxNode], scope: Scope) -> ir.Expression:
        found = (first, *(self.read(other, scope) for other in others))
        return ir.Template(*at(node), found, ("",) * len(found))

    def _operator(self, node: SyntaxNode) -> str:
        return self._text.of(inner(node, "operator"))

    def _operation(self, node: SyntaxNode, left: ir.Expression, scope: Scope) -> ir.Expression:
        return binary(at(node), self._operator(node), left, self.read(inner(node, "right"), scope))

    def _conditional(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        fields = ("condition", "consequence", "alternative")
        return ir.Conditional(*at(node), *(self.read(inner(node, field), scope) for field in fields))

    def _assignment(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        value = self.read(inner(node, "right"), scope)
        return ir.Assigned(*at(node), self.target(inner(node, "left"), scope), value)

    def _augmented(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        """``x += y`` is ``x := x + y``; ``x ||= y`` and ``x ??= y`` likewise."""
        left = inner(node, "left")
        operator = self._text.of(inner(node, "operator")).removesuffix("=")
        value = binary(at(node), operator, self.read(left, scope), self.read(inner(node, "right"), scope))
        return ir.Assigned(*at(node), self.target(left, scope), value)

    def _sequence(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        """``a, b`` is ``(a, b)[-1]``."""
        items = ir.Collection(*at(node), "tuple", tuple(self.read(part, scope) for part in parts(node)))
        return ir.Subscript(*at(node), items, ir.Constant(*at(node), -1))

    def _await(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        return ir.Await(*at(node), "await", self.read(parts(node)[0], scope))

    def _yield(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        given = parts(node)
        kind = "yield-from" if has(node, "*") else "yield"
        return ir.Await(*at(node), kind, self.read(given[0], scope) if given else None)

    def _wrapped(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        found = unwrapped(node)
        return ir.Unknown(*at(node)) if found is node else self.read(found, scope)

    def _meta(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        first, _, second = "".join(self._text.of(node).split()).partition(".")
        return ir.Attribute(*at(node), ir.Name(*at(node), first), second)

    # JSX

    def _markup(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        opening = node.child_by_field_name("open_tag") or node
        name = opening.child_by_field_name("name")
        attributes = tuple(self._attribute(part, scope) for part in opening.children_by_field_name("attribute"))
        children = tuple(
            self.read(part, scope) for part in parts(node) if part.type.startswith("jsx_") and _is_child(part)
        )
        return ir.Markup(*at(node), "" if name is None else self._text.of(name), attributes, children)

    def _attribute(self, node: SyntaxNode, scope: Scope) -> tuple[str | None, ir.Expression]:
        if node.type != "jsx_attribute":
            spread = parts(node)[0]
            return None, self.read(parts(spread)[0] if spread.type == "spread_element" else spread, scope)
        name, *value = parts(node)
        return self._text.of(name), self._attribute_value(node, value[0] if value else None, scope)

    def _attribute_value(self, node: SyntaxNode, value: SyntaxNode | None, scope: Scope) -> ir.Expression:
        if value is None:
            return ir.Constant(*at(node), True)
        if value.type == "string":
            return ir.Constant(*at(value), html.unescape(self._text.between(value.start_byte + 1, value.end_byte - 1)))
        return self.read(value, scope)

    def _braced(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        given = parts(node)
        return self.read(given[0], scope) if given else ir.Constant(*at(node), None)

    # targets

    def target(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        """What is assigned to: a name, a member or a pattern of them."""
        node = unwrapped(node)
        if node.type in ("identifier", "shorthand_property_identifier_pattern"):
            return ir.Name(*at(node), scope.assign(self._text.of(node)))
        if node.type == "object_pattern":
            return ir.Dictionary(*at(node), tuple(self._property(part, scope) for part in parts(node)))
        if node.type == "array_pattern":
            items = self._items(node, lambda part: self.target(part, scope))
            return ir.Collection(*at(node), "list", tuple(items))
        if node.type == "rest_pattern":
            return ir.Spread(*at(node), self.target(parts(node)[0], scope))
        if node.type in ("assignment_pattern", "object_assignment_pattern"):
            default = self.read(inner(node, "right"), scope)
            return ir.Assigned(*at(node), self.target(inner(node, "left"), scope), default)
        return self.read(node, scope)

    def _property(self, node: SyntaxNode, scope: Scope) -> tuple[ir.Expression | None, ir.Expression]:
        if node.type == "rest_pattern":
            return None, self.target(parts(node)[0], scope)
        if node.type == "pair_pattern":
            return self.key(inner(node, "key"), scope), self.target(inner(node, "value"), scope)
        name = inner(node, "left") if node.type == "object_assignment_pattern" else node
        return ir.Constant(*at(name), self._text.of(name)), self.target(node, scope)


def required(module: str) -> str:
    """The name that a module has in a function that loads it amid an expression."""
    return f"require:{module}"


def binary(place: tuple[int, int, int], operator: str, left: ir.Expression, right: ir.Expression) -> ir.Expression:
    """An operation on two values; what always is a number says so by a plus before it."""
    if operator in _OPERATORS:
        return ir.Logical(*place, _OPERATORS[operator], (left, right))
    if operator in _COMPARISONS:
        return ir.Compare(*place, _COMPARISONS[operator], left, right)
    if operator in _NUMERIC:
        return ir.Unary(*place, "+", ir.Binary(*place, _NUMERIC[operator], left, right))
    return ir.Binary(*place, operator, left, right)


def _is_child(node: SyntaxNode) -> bool:
    return node.type in ("jsx_expression", "jsx_element", "jsx_self_closing_element")
