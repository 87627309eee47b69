"""Python source to its tree of syntax, whatever the source is; what is looked for in the tree lies with the kinds."""

from __future__ import annotations

import ast
import codecs
import warnings


class PythonError(ValueError):
    """Source that does not parse: why, and in which line."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def parse(data: bytes) -> ast.Module:
    """The tree of a file. Raises PythonError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape in what is checked is no business of ours
            return ast.parse(data)
    except SyntaxError as error:
        raise PythonError(f"it is not Python: {error.msg}", error.lineno or 1) from None
    except (RecursionError, MemoryError):
        raise PythonError("it is nested too deeply to be read") from None
    except ValueError as error:
        raise PythonError(f"it is not Python: {error}") from None


class Places:
    """Where the nodes of a tree stand in the bytes of their file."""

    def __init__(self, data: bytes) -> None:
        self._shift = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        self._lines = [0]
        for line in data.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def span(self, node: ast.stmt | ast.expr | ast.alias) -> tuple[int, int]:
        """From the first byte of a node to the one behind its last."""
        start = self._offset(node.lineno, node.col_offset)
        if node.end_lineno is None or node.end_col_offset is None:
            return start, start
        return start, self._offset(node.end_lineno, node.end_col_offset)

    def _offset(self, line: int, column: int) -> int:
        return self._lines[line - 1] + column + (self._shift if line == 1 else 0)
