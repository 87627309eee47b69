"""The normal form of a file of Python from the tree of the standard library: what the analysis should be told of it.

A form is a tuple: the kind, where it stands (None inside f-strings, which older versions count wrongly), and what it holds.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

Form = tuple[object, ...]

_BINARY = {
    "Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**", "MatMult": "@", "LShift": "<<",
    "RShift": ">>", "BitAnd": "&", "BitOr": "|", "BitXor": "^",
}  # fmt: skip
_UNARY = {"Not": "not", "USub": "-", "UAdd": "+", "Invert": "~"}
_COMPARE = {
    "Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "In": "in", "NotIn": "not-in", "Is": "is",
    "IsNot": "is-not",
}  # fmt: skip
_JOINED = frozenset("+*|&^")
_FUNCTIONS = {114: "repr", 115: "str", 97: "ascii"}


def form_of_file(data: bytes) -> list[Form]:
    """The form of every statement of a file."""
    tree = ast.parse(data)
    starts = [0]
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    if any(line[-1:] in (b"\x0b", b"\x0c", b"\x1c", b"\x1d", b"\x1e", b"\x85") for line in lines):
        raise AssertionError("bytes are split at ends of lines only")
    for line in lines:
        starts.append(starts[-1] + len(line))
    return _Forms(data, starts, 3 if data.startswith(b"\xef\xbb\xbf") else 0).block(tree.body)


def type_name(node: ast.AST) -> str:
    """The name of a kind of node."""
    return type(node).__name__


class _Forms:
    def __init__(self, data: bytes, starts: Sequence[int], shift: int) -> None:
        self._types = _Types(data, starts, shift)
        self._starts = starts
        self._shift = shift
        self._in_template = 0

    def _at(self, node: ast.expr | ast.stmt | ast.pattern) -> Form | None:
        """Line, start and end; the end of what holds statements is not told, since comments may come before it."""
        if self._in_template:
            return None
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self._starts[node.lineno - 1] + node.col_offset + self._shift
        end = self._starts[node.end_lineno - 1] + node.end_col_offset + self._shift
        return (
            node.lineno,
            start,
            None if (isinstance(node, ast.stmt) and hasattr(node, "body")) or isinstance(node, ast.Match) else end,
        )

    # statements

    def block(self, statements: Sequence[ast.stmt]) -> list[Form]:
        return [form for statement in statements for form in self._statement(statement)]

    def _statement(self, node: ast.stmt) -> Iterator[Form]:
        read = getattr(self, f"_{type_name(node).lower()}")
        yield from read(node)

    def _pass(self, node: ast.Pass) -> Iterator[Form]:
        return iter(())

    def _break(self, node: ast.Break) -> Iterator[Form]:
        yield "break", self._at(node)

    def _continue(self, node: ast.Continue) -> Iterator[Form]:
        yield "continue", self._at(node)

    def _expr(self, node: ast.Expr) -> Iterator[Form]:
        yield "do", self._at(node), self.one(node.value)

    def _assign(self, node: ast.Assign) -> Iterator[Form]:
        yield "assign", self._at(node), [self.one(target) for target in node.targets], self.one(node.value), None

    def _annassign(self, node: ast.AnnAssign) -> Iterator[Form]:
        yield (
            "assign",
            self._at(node),
            [self.one(node.target)],
            self.maybe(node.value),
            self.annotation(node.annotation),
        )

    def _augassign(self, node: ast.AugAssign) -> Iterator[Form]:
        yield "augment", self._at(node), _BINARY[type_name(node.op)], self.one(node.target), self.one(node.value)

    def _typealias(self, node: ast.AST) -> Iterator[Form]:
        yield "assign", self._at(node), [self.one(node.name)], self.annotation(node.value), None  # type: ignore[attr-defined,arg-type]

    def _if(self, node: ast.If) -> Iterator[Form]:
        yield "if", self._at(node), self.one(node.test), self.block(node.body), self.block(node.orelse)

    def _while(self, node: ast.While) -> Iterator[Form]:
        yield "while", self._at(node), self.one(node.test), self.block(node.body), self.block(node.orelse)

    def _for(self, node: ast.For | ast.AsyncFor) -> Iterator[Form]:
        target, iterable = self.one(node.target), self.one(node.iter)
        yield "for", self._at(node), target, iterable, self.block(node.body), self.block(node.orelse)

    _asyncfor = _for

    def _try(self, node: ast.Try) -> Iterator[Form]:
        handlers = [self._handler(one) for one in node.handlers]
        yield (
            "try",
            self._at(node),
            self.block(node.body),
            handlers,
            self.block(node.orelse),
            self.block(node.finalbody),
        )

    _trystar = _try

    def _handler(self, node: ast.ExceptHandler) -> Form:
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type] if node.type else []
        return "handler", node.lineno, [self.one(one) for one in caught], node.name, self.block(node.body)

    def _with(self, node: ast.With | ast.AsyncWith) -> Iterator[Form]:
        items = [(self.one(item.context_expr), self.maybe(item.optional_vars)) for item in node.items]
        yield "with", self._at(node), items, self.block(node.body)

    _asyncwith = _with

    def _match(self, node: ast.Match) -> Iterator[Form]:
        cases = [(self._pattern(case.pattern), self.maybe(case.guard), self.block(case.body)) for case in node.cases]
        yield "match", self._at(node), self.one(node.subject), cases

    def _return(self, node: ast.Return) -> Iterator[Form]:
        yield "return", self._at(node), self.maybe(node.value)

    def _raise(self, node: ast.Raise) -> Iterator[Form]:
        yield "raise", self._at(node), self.maybe(node.exc)

    def _delete(self, node: ast.Delete) -> Iterator[Form]:
        yield "delete", self._at(node), [self.one(one) for target in node.targets for one in _flat(target)]

    def _assert(self, node: ast.Assert) -> Iterator[Form]:
        yield "assert", self._at(node), self.one(node.test), self.maybe(node.msg)

    def _global(self, node: ast.Global) -> Iterator[Form]:
        yield "global", self._at(node), node.names

    def _nonlocal(self, node: ast.Nonlocal) -> Iterator[Form]:
        yield "nonlocal", self._at(node), node.names

    def _import(self, node: ast.Import) -> Iterator[Form]:
        for alias in node.names:
            top = alias.name.partition(".")[0]
            if alias.asname == top != alias.name:
                module, _, last = alias.name.rpartition(".")
                yield "import", alias.lineno, module, last, top, 0
            else:
                yield "import", alias.lineno, alias.name, None, alias.asname or top, 0

    def _importfrom(self, node: ast.ImportFrom) -> Iterator[Form]:
        for alias in node.names:
            yield "import", alias.lineno, node.module or "", alias.name, alias.asname or alias.name, node.level

    def _functiondef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Form]:
        is_async = isinstance(node, ast.AsyncFunctionDef)
        decorators = [self.one(one) for one in node.decorator_list]
        returns = self.annotation(node.returns)
        given = self._parameters(node.args)
        yield "function", node.lineno, node.name, given, decorators, returns, is_async, self.block(node.body)

    _asyncfunctiondef = _functiondef

    def _classdef(self, node: ast.ClassDef) -> Iterator[Form]:
        decorators = [self.one(one) for one in node.decorator_list]
        bases = [self._argument(base) for base in node.bases]
        yield "class", node.lineno, node.name, bases, self._keywords(node.keywords), decorators, self.block(node.body)

    def _parameters(self, node: ast.arguments) -> list[Form]:
        plain = [*node.posonlyargs, *node.args]
        pairs = reversed(list(zip_longest(reversed(plain), reversed(node.defaults))))
        found = [self._parameter(one, "plain", default) for one, default in pairs]
        if node.vararg:
            found.append(self._parameter(node.vararg, "rest", None))
        keyword = zip(node.kwonlyargs, node.kw_defaults, strict=True)
        found.extend(self._parameter(one, "keyword", default) for one, default in keyword)
        if node.kwarg:
            found.append(self._parameter(node.kwarg, "rest-keywords", None))
        return found

    def _parameter(self, node: ast.arg, kind: str, default: ast.expr | None) -> Form:
        return node.arg, kind, self.maybe(default), self.annotation(node.annotation)

    # patterns

    def _pattern(self, node: ast.pattern) -> Form:
        at = self._at(node)
        match node:
            case ast.MatchValue(value):
                return "value", at, self.one(_negated(value))
            case ast.MatchSingleton(value):
                return "value", at, ("constant", at, type(value).__name__, repr(value))
            case ast.MatchSequence(patterns):
                return "sequence", at, [self._pattern(one) for one in patterns]
            case ast.MatchMapping(keys, patterns, rest):
                return (
                    "mapping",
                    at,
                    [self.one(_negated(one)) for one in keys],
                    [self._pattern(one) for one in patterns],
                    rest,
                )
            case ast.MatchClass(cls, patterns, names, named):
                return "class", at, self.one(cls), [self._pattern(one) for one in (*patterns, *named)], names
            case ast.MatchStar(name):
                return "star", at, name
            case ast.MatchAs(None, name):
                return "capture", at, name
            case ast.MatchAs(pattern, name):
                assert pattern is not None
                return "as", at, self._pattern(pattern), name
            case ast.MatchOr(patterns):
                return "or", at, [self._pattern(one) for one in patterns]
        raise AssertionError(node)

    # expressions

    def maybe(self, node: ast.expr | None) -> Form | None:
        return None if node is None else self.one(node)

    def annotation(self, node: ast.expr | None) -> Form | None:
        return None if node is None else self.one(self._types.visit(node))

    def one(self, node: ast.expr) -> Form:
        """The form of an expression."""
        rest = self._expression(node)
        return rest[0], self._at(node), *rest[1:]

    def several(self, nodes: Sequence[ast.expr]) -> list[Form]:
        return [self.one(node) for node in nodes]

    def _expression(self, node: ast.expr) -> Form:
        match node:
            case ast.Constant(value):
                return ("unknown",) if isinstance(value, complex) else ("constant", type(value).__name__, repr(value))
            case ast.Name(name):
                return "name", name
            case ast.Attribute(value, name):
                return "attribute", self.one(value), name
            case ast.Subscript(value, index):
                return "subscript", self.one(value), self._index(index)
            case ast.Slice(low, high, step):
                return "slice", self.maybe(low), self.maybe(high), self.maybe(step)
            case ast.Call(function, given, keywords):
                return "call", self.one(function), [self._argument(one) for one in given], self._keywords(keywords)
            case ast.BinOp(left, operator, right):
                sign = _BINARY[type_name(operator)]
                if sign in _JOINED:
                    return "row", sign, self.several(list(_row(node, type(operator))))
                return "binary", sign, self.one(left), self.one(right)
            case ast.UnaryOp(operator, operand):
                return "unary", _UNARY[type_name(operator)], self.one(operand)
            case ast.BoolOp(operator, operands):
                return "logical", type_name(operator).lower(), self.several(operands)
            case ast.Compare(left, operators, others):
                pairs = zip(pairwise([left, *others]), operators, strict=True)
                found = [(_COMPARE[type_name(operator)], self.one(a), self.one(b)) for (a, b), operator in pairs]
                return ("compare", *found[0]) if len(found) == 1 else ("compares", found)
            case ast.IfExp(test, then, otherwise):
                return "conditional", self.one(test), self.one(then), self.one(otherwise)
            case ast.List(items) | ast.Tuple(items) | ast.Set(items):
                return type_name(node).lower(), self.several(items)
            case ast.Starred(value):
                return "spread", self.one(value)
            case ast.Dict(keys, values):
                return "dict", [(self.maybe(key), self.one(value)) for key, value in zip(keys, values, strict=True)]
            case (
                ast.ListComp(element, generators)
                | ast.SetComp(element, generators)
                | ast.GeneratorExp(element, generators)
            ):
                return "comprehension", type_name(node), self.one(element), self._generators(generators)
            case ast.DictComp(key, value, generators):
                return "comprehension", "DictComp", (self.one(key), self.one(value)), self._generators(generators)
            case ast.Lambda(arguments, body):
                return "lambda", self._parameters(arguments), self.one(body)
            case ast.NamedExpr(target, value):
                return "assigned", self.one(target), self.one(value)
            case ast.Await(value):
                return "await", self.one(value)
            case ast.Yield(value):
                return "yield", self.maybe(value)
            case ast.YieldFrom(value):
                return "yield-from", self.one(value)
            case ast.JoinedStr(values):
                return self._template(values)
        if sys.version_info >= (3, 14) and isinstance(node, ast.TemplateStr):
            return self._template(node.values, is_string=False)
        raise AssertionError(node)

    def _index(self, node: ast.expr) -> Form:
        if isinstance(node, ast.Tuple):  # with brackets of its own or without: it is the same tuple
            return "tuple", self.several(node.elts)
        return self.one(node)

    def _argument(self, node: ast.expr) -> Form:
        return ("spread", self.one(node.value)) if isinstance(node, ast.Starred) else self.one(node)

    def _keywords(self, keywords: Sequence[ast.keyword]) -> list[Form]:
        return [(keyword.arg, self.one(keyword.value)) for keyword in keywords]

    def _generators(self, generators: Sequence[ast.comprehension]) -> list[Form]:
        return [(self.one(one.target), self.one(one.iter), self.several(one.ifs)) for one in generators]

    def _template(self, values: Sequence[ast.expr], is_string: bool = True) -> Form:
        self._in_template += 1
        parts = _merged(part for value in values for part in self._part(value))
        self._in_template -= 1
        if is_string and not parts:
            return "constant", "str", "''"
        if is_string and len(parts) == 1 and parts[0][0] == "text":
            return "constant", "str", repr(parts[0][1])
        return "template", parts

    def _part(self, node: ast.expr) -> Iterator[Form]:
        if isinstance(node, ast.Constant):
            yield "text", node.value
            return
        conversion = chr(node.conversion) if node.conversion > 0 else ""  # type: ignore[attr-defined]
        spec = node.format_spec  # type: ignore[attr-defined]
        value = self.one(node.value)  # type: ignore[attr-defined]
        if spec is None and not conversion and value[0] == "constant" and value[2] == "str":
            yield "text", node.value.value  # type: ignore[attr-defined]
        elif spec is None:
            yield "value", value, conversion
        elif all(isinstance(one, ast.Constant) for one in spec.values):
            yield "value", value, f"{conversion}:{''.join(one.value for one in spec.values)}"
        else:
            if conversion:
                value = ("call", None, ("name", None, _FUNCTIONS[ord(conversion)]), [value], [])
            form = self._template(spec.values)
            yield "value", ("call", None, ("name", None, "format"), [value, (form[0], None, *form[1:])], []), ""


def _merged(parts: Iterator[Form]) -> list[Form]:
    found: list[Form] = []
    for part in parts:
        if part[0] == "text" and found and found[-1][0] == "text":
            found[-1] = ("text", f"{found[-1][1]}{part[1]}")
        else:
            found.append(part)
    return found


class _Types(ast.NodeTransformer):
    """Puts what strings hold in their place, where they stand for types."""

    def __init__(self, data: bytes, starts: Sequence[int], shift: int) -> None:
        self._data = data
        self._starts = starts
        self._shift = shift

    def generic_visit(self, node: ast.AST) -> ast.AST:
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        start = self._starts[node.lineno - 1] + node.col_offset + self._shift
        text = str(node.value)
        plain = self._data[start + 1 : start + 1 + len(text.encode())] == text.encode() and "\n" not in text
        if (
            not isinstance(node.value, str)
            or not plain
            or node.end_col_offset != node.col_offset + 2 + len(text.encode())
        ):
            return node
        try:
            held = ast.parse(f"({text})", mode="eval").body
        except SyntaxError:
            return node
        for inner in ast.walk(held):
            if isinstance(inner, ast.expr):
                inner.lineno = inner.end_lineno = node.lineno
                inner.col_offset += node.col_offset
                inner.end_col_offset = (inner.end_col_offset or 0) + node.col_offset
        return self.visit(held)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        node.left, node.right = self.visit(node.left), self.visit(node.right)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        name = getattr(node.value, "id", getattr(node.value, "attr", ""))
        if name == "Annotated" and isinstance(node.slice, ast.Tuple):
            node.slice.elts[0] = self.visit(node.slice.elts[0])
        elif name != "Literal":
            node.slice = self.visit(node.slice)
        return node

    def visit_Tuple(self, node: ast.Tuple | ast.List) -> ast.expr:
        node.elts = [self.visit(one) for one in node.elts]
        return node

    visit_List = visit_Tuple


def _flat(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        for one in target.elts:
            yield from _flat(one)
    else:
        yield target


def _row(node: ast.expr, operator: type[ast.operator]) -> Iterator[ast.expr]:
    """The operands of operators that may be bracketed in any way."""
    if isinstance(node, ast.BinOp) and type(node.op) is operator:
        yield from _row(node.left, operator)
        yield from _row(node.right, operator)
    else:
        yield node


def _negated(node: ast.expr) -> ast.expr:
    """A negative number as a constant; a complex one, which nobody asks for, as an imaginary one."""
    match node:
        case ast.UnaryOp(ast.USub(), ast.Constant(value)):
            return ast.copy_location(ast.Constant(-value), node)  # type: ignore[operator]
        case ast.BinOp():
            return ast.copy_location(ast.Constant(1j), node)
    return node
