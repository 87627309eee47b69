"""The source of the product as lint asks for it: its paths, modules and names; what a card may say of them lies there."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from harness.adapters import files

_SUFFIXES = frozenset(
    [
        ".py",
        ".pyx",
        ".js",
        ".mjs",
        ".cjs",
        ".jsx",
        ".ts",
        ".tsx",
        ".go",
        ".rs",
        ".java",
        ".kt",
        ".rb",
        ".php",
        ".c",
        ".cc",
        ".cpp",
        ".h",
        ".hpp",
        ".cs",
        ".swift",
        ".scala",
        ".ex",
        ".exs",
        ".clj",
        ".lua",
        ".pl",
        ".dart",
        ".zig",
        ".sql",
    ]
)
_NOT_THE_PRODUCT = frozenset(
    {"node_modules", "venv", "env", "__pycache__", "dist", "build", "target", "vendor", "site-packages"}
    | {"testcards", "specs", "golden", "constitutions"}
)
_KEYWORDS = "class|def|func|function|fn|interface|struct|trait|enum|type|module"
_MOST_BYTES = 1024 * 1024


class TreeSource:
    """The files below a folder, walked through when something is first asked, and only then."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def has_path(self, path: str) -> bool:
        """Whether a source file has this path, or its path ends with it."""
        return PurePosixPath(path).suffix in _SUFFIXES and path in self._ends

    def has_module(self, name: str) -> bool:
        """Whether a dotted name is a Python module of ours, or something in one."""
        parts = name.split(".")
        least = min(2, len(parts))
        paths = ("/".join(parts[:length]) for length in range(len(parts), least - 1, -1))
        return any(f"{path}.py" in self._ends or f"{path}/__init__.py" in self._ends for path in paths)

    def defined(self, names: Collection[str]) -> Mapping[str, str]:
        """Those of the names that a source file defines as class or function, each with ``path:line``."""
        wanted = "|".join(re.escape(name) for name in sorted(names))
        pattern = re.compile(rf"\b(?:{_KEYWORDS})\s+(?:\([^()\n]*\)\s*)?({wanted})\b")
        found: dict[str, str] = {}
        for path in self._paths:
            text = self._text(path)
            if pattern.search(text):
                for name, line in _definitions(path, text, pattern):
                    if name in names:
                        found.setdefault(name, f"{path}:{line}")
        return found

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        below = files.files_below(self._root, _NOT_THE_PRODUCT)
        return tuple(path for path in below if PurePosixPath(path).suffix in _SUFFIXES)

    @cached_property
    def _ends(self) -> frozenset[str]:
        """Every path, and every end of it that begins at a folder or at the file's name."""
        split = (path.split("/") for path in self._paths)
        return frozenset("/".join(parts[at:]) for parts in split for at in range(len(parts)))

    def _text(self, path: str) -> str:
        full = self._root / path
        if not full.is_file() or full.stat().st_size > _MOST_BYTES or not files.is_inside(full, self._root):
            return ""
        return files.read_bytes(full).decode("utf-8", "replace")


def _definitions(path: str, text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """Names with their lines: of Python as it is parsed, so that words in its texts do not count."""
    if path.endswith(".py"):
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, node.lineno
        return
    for found in pattern.finditer(text):
        yield found[1], text.count("\n", 0, found.start()) + 1
