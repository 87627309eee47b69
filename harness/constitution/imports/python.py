"""What a Python file imports: by statements, and by calls that name a module in a literal; a computed name is not seen."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from harness.constitution.imports.imported import SOURCE_FOLDERS, Imported, ImportsError, Target
from harness.constitution.python_trees import Places, PythonError, parse


def imports(path: str, data: bytes, roots: Sequence[str] = ()) -> Iterator[Imported]:
    """Each import, in order. ``roots`` are folders that names are told from, besides the well-known ones.

    Raises:
        ImportsError: if the file is not Python.
    """
    try:
        tree = parse(data)
    except PythonError as error:
        raise ImportsError(error.reason, error.line) from None
    # A call must name what it calls; an identifier may be written in other letters of the same shape (PEP 3131).
    calls = not data.isascii() or any(name in data for name in (b"import_module", b"__import__"))
    yield from _Reading(path, Places(data), roots, calls).imports(tree)


class _Reading:
    """One reading of one tree; unless ``calls`` may be imports, only statements are looked through."""

    def __init__(self, path: str, places: Places, roots: Sequence[str], calls: bool) -> None:
        self._folders = path.split("/")[:-1]
        self._places = places
        self._roots = [root.strip("/").split("/") for root in roots]
        self._importers = {"__import__"}
        self._below = ast.iter_child_nodes if calls else _blocks

    def imports(self, tree: ast.Module) -> Iterator[Imported]:
        pending: list[tuple[ast.AST, bool]] = [(tree, False)]
        while pending:
            node, for_types = pending.pop()
            yield from self._at(node, for_types)
            below: list[tuple[ast.AST, bool]] = [(child, for_types) for child in self._below(node)]
            if isinstance(node, ast.If) and _checks_types(node.test):
                below = [*((child, True) for child in node.body), *((child, for_types) for child in node.orelse)]
            pending.extend(reversed(below))

    def _at(self, node: ast.AST, for_types: bool) -> Iterator[Imported]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                place = self._places.span(node if len(node.names) == 1 else alias)
                yield Imported(Target((alias.name,), *place), for_types=for_types)
        elif isinstance(node, ast.ImportFrom):
            yield self._from(node, for_types)
        elif isinstance(node, ast.Call) and self._is_import(node.func):
            name = _literal(node)
            if name:
                whole = self._target(name.lstrip("."), len(name) - len(name.lstrip(".")), self._places.span(node))
                yield Imported(whole, for_types=for_types)

    def _from(self, node: ast.ImportFrom, for_types: bool) -> Imported:
        if node.module == "importlib" and not node.level:
            self._importers |= {alias.asname or alias.name for alias in node.names if alias.name == "import_module"}
        whole = self._target(node.module or "", node.level, self._places.span(node))
        parts = tuple(
            Target(
                tuple(f"{name}.{alias.name}" if name else alias.name for name in whole.names),
                *self._places.span(node if len(node.names) == 1 else alias),
                whole.note,
            )
            for alias in node.names
        )
        return Imported(whole, parts, for_types)

    def _target(self, module: str, level: int, place: tuple[int, int]) -> Target:
        """The module that a name means, seen from the file; a relative one by each folder that names may be told from."""
        if not level:
            return Target((module,), *place)
        folders = self._folders[: len(self._folders) - level + 1]
        tails = [folders]
        tails += [folders[at + 1 :] for at, folder in enumerate(folders) if folder in SOURCE_FOLDERS]
        tails += [folders[len(root) :] for root in self._roots if folders[: len(root)] == root]
        names = tuple(dict.fromkeys(".".join([*tail, module]).strip(".") for tail in tails))
        return Target(names, *place, note=f"`{'.' * level}{module}` is `{names[-1]}`")

    def _is_import(self, function: ast.expr) -> bool:
        if isinstance(function, ast.Attribute):
            return function.attr in ("import_module", "__import__")
        return isinstance(function, ast.Name) and function.id in self._importers


def _blocks(node: ast.AST) -> Iterator[ast.AST]:
    """The statements right below a statement, and what holds such."""
    for name in ("body", "handlers", "orelse", "finalbody", "cases"):
        below = getattr(node, name, None)
        if isinstance(below, list):
            yield from below


def _checks_types(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else ""
    return name == "TYPE_CHECKING"


def _literal(call: ast.Call) -> str:
    """The name that a call is given, if it is written out."""
    given = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "name")]
    value = given[0].value if given and isinstance(given[0], ast.Constant) else ""
    return value if isinstance(value, str) else ""
