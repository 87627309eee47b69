"""Python source to its tree of syntax, whatever the source is; what is looked for in the tree lies with the kinds."""

from __future__ import annotations

import ast
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
