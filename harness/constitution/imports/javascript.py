"""What a JavaScript or TypeScript file imports: by statements and by calls that name a module in a literal.

Paths are resolved from the file, but no file is looked for; aliases that a tool resolves are known as they are written.
"""

from __future__ import annotations

import posixpath
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from harness.constitution.data.tree import DataError, source_of
from harness.constitution.imports.imported import Imported, ImportsError, Target
from harness.constitution.imports.javascript_tokens import Kind, Token, tokens

SUFFIXES = frozenset({".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts"})
_IN_STATEMENTS = frozenset({"{", "}", ",", "*"})


def imports(path: str, data: bytes) -> Iterator[Imported]:
    """Each import, in order. Raises ImportsError where the file cannot be read."""
    try:
        source = source_of(data)
    except DataError as error:
        raise ImportsError(error.reason, error.line) from None
    if not any(word in source.text for word in ("import", "export", "require")):
        return
    for found in _found(source.text):
        place = (source.byte(found.start), source.byte(found.end))
        yield Imported(_target(path, found.module, place), for_types=found.for_types, separator="/")


@dataclass(frozen=True)
class _Found:
    module: str
    start: int
    end: int
    for_types: bool = False


@dataclass
class _Statement:
    """An ``import`` or ``export`` whose module has not come yet."""

    start: int
    is_import: bool
    words: list[str]

    @property
    def for_types(self) -> bool:
        """Whether ``type`` stands behind its first word, and is not itself what is imported."""
        return self.words[:1] == ["type"] and self.words[1:2] not in ([","], ["from"])


def _found(text: str) -> Iterator[_Found]:
    statement: _Statement | None = None
    before: deque[Token] = deque(maxlen=4)
    for token in tokens(text):
        if token.text in (")", ",") and (called := _called(before, token)):
            yield called
        if token.kind is Kind.TEXT and statement and _names_module(statement):
            yield _Found(token.text, statement.start, token.end, statement.for_types)
            statement = None
        elif token.kind is Kind.WORD and token.text in ("import", "export") and not _is_member(before):
            statement = _Statement(token.start, token.text == "import", [])
        elif statement and (token.kind is not Kind.SIGN or token.text in _IN_STATEMENTS):
            statement.words.append(token.text if token.kind is not Kind.TEXT else "")
        else:
            statement = None
        before.append(token)


def _names_module(statement: _Statement) -> bool:
    """Whether the text that comes next is the module."""
    return statement.words[-1:] == ["from"] or (statement.is_import and not statement.words)


def _is_member(before: deque[Token]) -> bool:
    return bool(before) and before[-1].text == "."


def _called(before: deque[Token], token: Token) -> _Found | None:
    """A call of ``require`` or ``import`` with one text, behind which the token stands."""
    if len(before) < 3:
        return None
    *_, function, bracket, module = before
    is_call = function.text in ("require", "import") and bracket.text == "(" and module.kind is Kind.TEXT
    if not is_call or function.kind is not Kind.WORD or (len(before) > 3 and before[-4].text == "."):
        return None
    return _Found(module.text, function.start, token.end if token.text == ")" else module.end)


def _target(path: str, module: str, place: tuple[int, int]) -> Target:
    if not module.startswith(("./", "../")) and module not in (".", ".."):
        return Target((module.removeprefix("node:"),), *place)
    resolved = posixpath.normpath(posixpath.join(posixpath.dirname(path), module))
    stem, suffix = posixpath.splitext(resolved)
    names = (resolved, stem) if suffix in SUFFIXES else (resolved,)
    return Target(names, *place, note=f"`{module}` is `{resolved}`")
