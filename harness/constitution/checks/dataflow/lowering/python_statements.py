"""Statements of Python but for definitions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.python_annotations import annotated
from harness.constitution.checks.dataflow.lowering.python_patterns import pattern, sequence
from harness.constitution.checks.dataflow.lowering.python_scope import ReadStatement, Scope, block, parts
from harness.ports.sources import SyntaxNode

Out = list[ir.Statement]


def _nothing(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    """``pass``, comments, and what stands between statements."""


def _expression(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    children = parts(node, 1)
    first = children[0]
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    if len(children) > 1:
        items = tuple(scope.read[child.type](scope, child) for child in children if child.type != ",")
        statements.append(ir.Do(line, start, end, ir.Collection(line, start, end, "tuple", items)))
    elif first.type == "assignment":
        _assignment(scope, first, statements)
    elif first.type == "augmented_assignment":
        target, operator, value = parts(first, 3)
        read = scope.read
        left, right = read[target.type](scope, target), read[value.type](scope, value)
        statements.append(ir.Augment(line, start, end, operator.type[:-1], left, right))
    else:
        statements.append(ir.Do(line, start, end, scope.read[first.type](scope, first)))


def _assignment(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    """``a = b = value``, or ``a: annotation = value``."""
    targets: list[ir.Expression] = []
    annotation: ir.Expression | None = None
    value: ir.Expression | None = None
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    read = scope.read
    here: SyntaxNode | None = node
    while here is not None:
        children = parts(here, 3)
        targets.append(read[children[0].type](scope, children[0]))
        if children[1].type == ":":
            annotation = annotated(scope, children[2])
        last = children[-1] if children[-2].type == "=" else None
        here = last if last is not None and last.type == "assignment" else None
        if here is None and last is not None:
            value = read[last.type](scope, last)
    statements.append(ir.Assign(line, start, end, tuple(targets), value, annotation))


def _if(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    """``elif`` after ``elif``, from the last one."""
    _, test, _, then, *others = parts(node, 4)
    otherwise: ir.Block = ()
    for other in reversed(others):
        children = parts(other)
        if other.type == "else_clause":
            otherwise = block(scope, children[-1])
        else:
            otherwise = (_branch(scope, other, children[1], children[-1], otherwise),)
    statements.append(_branch(scope, node, test, then, otherwise))


def _branch(scope: Scope, node: SyntaxNode, test: SyntaxNode, then: SyntaxNode, otherwise: ir.Block) -> ir.If:
    read = scope.read[test.type](scope, test)
    return ir.If(node.start_point[0] + 1, node.start_byte, node.end_byte, read, block(scope, then), otherwise)


def _else(scope: Scope, clauses: Sequence[SyntaxNode]) -> ir.Block:
    return block(scope, parts(clauses[0])[-1]) if clauses else ()


def _for(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    children = parts(node)
    at = 2 if children[0].type == "async" else 1
    target, iterable = children[at], children[at + 2]
    read = scope.read
    statements.append(
        ir.For(
            node.start_point[0] + 1,
            node.start_byte,
            node.end_byte,
            read[target.type](scope, target),
            read[iterable.type](scope, iterable),
            block(scope, children[at + 4]),
            _else(scope, children[at + 5 :]),
        )
    )


def _while(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    _, test, _, body, *otherwise = parts(node, 4)
    statements.append(
        ir.While(
            node.start_point[0] + 1,
            node.start_byte,
            node.end_byte,
            scope.read[test.type](scope, test),
            block(scope, body),
            _else(scope, otherwise),
        )
    )


def _try(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    _, _, body, *clauses = parts(node)
    handlers = []
    otherwise: ir.Block = ()
    final: ir.Block = ()
    tried = block(scope, body)
    for clause in clauses:
        children = parts(clause)
        if clause.type == "else_clause":
            otherwise = block(scope, children[-1])
        elif clause.type == "finally_clause":
            final = block(scope, children[-1])
        else:
            handlers.append(_handler(scope, clause, children))
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    statements.append(ir.Try(line, start, end, tried, tuple(handlers), otherwise, final))


def _handler(scope: Scope, node: SyntaxNode, children: Sequence[SyntaxNode]) -> ir.Handler:
    """``except A as name``, ``except (A, B)``, ``except A, B`` and ``except* A``.

    ``except A, name`` is how Python 2 writes ``as``: nobody can tell, so it stands for both.
    """
    name: str | None = None
    types: list[ir.Expression] = []
    named = [child for child in children[1:-2] if child.type not in ("*", ",")]
    for child in named:
        if child.type == "as_pattern":
            caught, _, target = parts(child, 3)
            name = scope.name(target)
            child = caught
        read = scope.read[child.type](scope, child)
        types.extend(read.items if isinstance(read, ir.Collection) and read.kind == "tuple" else [read])
    if len(named) == 2 and isinstance(last := types[-1], ir.Name) and last.id.islower():
        name = last.id
    return ir.Handler(tuple(types), name, block(scope, children[-1]), node.start_point[0] + 1)


def _with(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    children = parts(node)
    items = [_with_item(scope, parts(child, 1)[0]) for child in children[-3].children if child.type == "with_item"]
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    statements.append(ir.With(line, start, end, tuple(items), block(scope, children[-1])))


def _with_item(scope: Scope, node: SyntaxNode) -> tuple[ir.Expression, ir.Expression | None]:
    if node.type == "parenthesized_expression" and (inner := parts(node, 3)[1]).type == "as_pattern":
        node = inner
    if node.type != "as_pattern":
        return scope.read[node.type](scope, node), None
    context, _, target = parts(node, 3)
    target = parts(target, 1)[0]
    return scope.read[context.type](scope, context), scope.read[target.type](scope, target)


def _match(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    children = parts(node)
    subjects = children[1:-2]
    if len(subjects) == 1 and subjects[0].type != "list_splat":
        first = _without_plus(scope, subjects[0])
        subject = scope.read[first.type](scope, first)
    else:
        items = tuple(scope.read[one.type](scope, one) for one in subjects if one.type != ",")
        subject = ir.Collection(items[0].line, items[0].start, subjects[-1].end_byte, "tuple", items)
    cases = tuple(_case(scope, child) for child in children[-1].children if child.type == "case_clause")
    statements.append(ir.Match(node.start_point[0] + 1, node.start_byte, node.end_byte, subject, cases))


def _without_plus(scope: Scope, node: SyntaxNode) -> SyntaxNode:
    """A subject without the plus that ``python_repairs`` put in front of it."""
    is_put = node.type == "unary_operator" and scope.source.text[node.start_byte] in " \t"
    return parts(node, 2)[1] if is_put else node


def _case(scope: Scope, node: SyntaxNode) -> ir.Case:
    children = parts(node)
    patterns = children[1:-2]
    guard = None
    if patterns[-1].type == "if_clause":
        condition = parts(patterns[-1], 2)[1]
        guard = scope.read[condition.type](scope, condition)
        patterns = patterns[:-1]
    is_star = any(child.type == "splat_pattern" for child in patterns[0].children)
    found = pattern(scope, patterns[0]) if len(patterns) == 1 and not is_star else sequence(scope, patterns)
    return ir.Case(found, guard, block(scope, children[-1]))


def _return(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    children = parts(node, 2)
    value = scope.read[children[1].type](scope, children[1]) if len(children) > 1 else None
    statements.append(ir.Return(node.start_point[0] + 1, node.start_byte, node.end_byte, value))


def _raise(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    """``raise value from cause``; Python 2's ``raise Type, value`` calls the type."""
    children = parts(node, 2)
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    value = None
    if len(children) > 1 and children[1].type != "from":
        value = scope.read[children[1].type](scope, children[1])
        if children[1].type == "expression_list" and isinstance(value, ir.Collection):
            given = tuple(ir.Argument(one) for one in value.items[1:2])
            value = ir.Call(value.line, value.start, value.end, value.items[0], given)
    statements.append(ir.Raise(line, start, end, value))


def _delete(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    target = parts(node, 2)[1]
    targets = _flat(scope.read[target.type](scope, target))
    statements.append(ir.Delete(node.start_point[0] + 1, node.start_byte, node.end_byte, targets))


def _flat(target: ir.Expression) -> tuple[ir.Expression, ...]:
    if not isinstance(target, ir.Collection):
        return (target,)
    return tuple(one for item in target.items for one in _flat(item))


def _assert(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    _, test, *message = parts(node, 2)
    read = scope.read
    shown = read[message[1].type](scope, message[1]) if message else None
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    statements.append(ir.Assert(line, start, end, read[test.type](scope, test), shown))


def _scope(kind: str) -> ReadStatement:
    def read(scope: Scope, node: SyntaxNode, statements: Out) -> None:
        names = tuple(scope.name(child) for child in node.children if child.type == "identifier")
        statements.append(ir.Scope(node.start_point[0] + 1, node.start_byte, node.end_byte, kind, names))

    return read


def _bare(made: Callable[[int, int, int], ir.Statement]) -> ReadStatement:
    def read(scope: Scope, node: SyntaxNode, statements: Out) -> None:
        statements.append(made(node.start_point[0] + 1, node.start_byte, node.end_byte))

    return read


def _import(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    """``import a.b as c``; ``import a.b as a`` is read as ``from a import b as a``: ``import a.b`` binds ``a`` as well."""
    for child in node.children:
        line, start, end = child.start_point[0] + 1, child.start_byte, child.end_byte
        if child.type == "dotted_name":
            module = _dotted(scope, child)
            statements.append(ir.Import(line, start, end, module, None, module.partition(".")[0]))
        elif child.type == "aliased_import":
            named, _, alias = parts(child, 3)
            module, name = _dotted(scope, named), scope.name(alias)
            package, dot, last = module.rpartition(".")
            if dot and name == module.partition(".")[0]:
                statements.append(ir.Import(line, start, end, package, last, name))
            else:
                statements.append(ir.Import(line, start, end, module, None, name))


def _dotted(scope: Scope, node: SyntaxNode) -> str:
    return ".".join([scope.name(child) for child in node.children if child.type == "identifier"])


def _import_from(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    children = parts(node)
    module, level = _module(scope, children[1])
    for child in children[3:]:
        line, start, end = child.start_point[0] + 1, child.start_byte, child.end_byte
        if child.type == "dotted_name":
            name = _dotted(scope, child)
            statements.append(ir.Import(line, start, end, module, name, name, level))
        elif child.type == "aliased_import":
            named, _, alias = parts(child, 3)
            statements.append(ir.Import(line, start, end, module, _dotted(scope, named), scope.name(alias), level))
        elif child.type == "wildcard_import":
            statements.append(ir.Import(line, start, end, module, "*", "*", level))


def _module(scope: Scope, node: SyntaxNode) -> tuple[str, int]:
    """The module that is imported from, and how many dots stand before it."""
    if node.type == "__future__":
        return "__future__", 0
    if node.type == "dotted_name":
        return _dotted(scope, node), 0
    children = parts(node)
    dots = scope.text[children[0].start_byte : children[0].end_byte].count(".")
    return _dotted(scope, children[1]) if len(children) > 1 else "", dots


def _type_alias(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    """``type X[T] = value``; also ``type(x).y = value``, which the grammar takes for one."""
    _, name, _, value = parts(node, 4)
    shape = parts(name, 1)[0].type
    if shape not in ("identifier", "generic_type"):
        text = scope.text[node.start_byte : node.end_byte].encode("latin-1")
        for child in scope.source.fragment(node.start_byte, b"_" + text[1:]).children:
            scope.do[child.type](scope, child, statements)
        return
    target = scope.read["type"](scope, name)
    if isinstance(target, ir.Subscript):
        target = target.value
    read = annotated(scope, value)
    statements.append(ir.Assign(node.start_point[0] + 1, node.start_byte, node.end_byte, (target,), read))


def _print(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    """Python 2's ``print``, as the call that became of it; also what looks like it, such as ``print >> file, value``."""
    _, *children = parts(node)
    given = []
    for child in children:
        if child.type == "chevron":
            file = parts(child, 2)[1]
            given.append(ir.Argument(scope.read[file.type](scope, file), "file"))
        elif child.type != ",":
            given.append(ir.Argument(scope.read[child.type](scope, child)))
    _call_statement(node, "print", given, statements)


def _exec(scope: Scope, node: SyntaxNode, statements: Out) -> None:
    """Python 2's ``exec code in names``, as the call that became of it."""
    _, *children = parts(node)
    given = [ir.Argument(scope.read[child.type](scope, child)) for child in children if child.type not in (",", "in")]
    _call_statement(node, "exec", given, statements)


def _call_statement(node: SyntaxNode, name: str, given: list[ir.Argument], statements: Out) -> None:
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    function = ir.Name(line, start, start + len(name), name)
    statements.append(ir.Do(line, start, end, ir.Call(line, start, end, function, tuple(given))))


STATEMENTS: dict[str, ReadStatement] = {
    **dict.fromkeys((";", "comment", "line_continuation", "pass_statement"), _nothing),
    "expression_statement": _expression,
    "if_statement": _if,
    "for_statement": _for,
    "while_statement": _while,
    "try_statement": _try,
    "with_statement": _with,
    "match_statement": _match,
    "return_statement": _return,
    "raise_statement": _raise,
    "delete_statement": _delete,
    "assert_statement": _assert,
    "global_statement": _scope("global"),
    "nonlocal_statement": _scope("nonlocal"),
    "break_statement": _bare(ir.Break),
    "continue_statement": _bare(ir.Continue),
    "import_statement": _import,
    "import_from_statement": _import_from,
    "future_import_statement": _import_from,
    "type_alias_statement": _type_alias,
    "print_statement": _print,
    "exec_statement": _exec,
}
