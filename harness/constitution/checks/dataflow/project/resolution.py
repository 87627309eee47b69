"""Which file a module's name means in another file, and by which name the code of a file is known."""

from __future__ import annotations

from collections.abc import Iterable

from harness.constitution.checks.dataflow.project.javascript_names import JavaScriptNames
from harness.constitution.checks.dataflow.project.python_names import PythonNames, is_python


class Resolution:
    """The modules of a project by their names, for both languages."""

    def __init__(self, paths: Iterable[str]) -> None:
        paths = list(paths)
        self._python = PythonNames(paths)
        self._javascript = JavaScriptNames(paths)

    def module(self, importer: str, name: str, level: int) -> str | None:
        """The module that an import names: the path of a file, or of a folder with a slash at its end; None: it is outside."""
        if not is_python(importer):
            return self._javascript.resolved(importer, name)
        if level:
            return self._python.relative(importer, level, name)
        return self._python.absolute(importer, name)

    def top(self, importer: str, name: str) -> str | None:
        """The package that ``import a.b`` binds as ``a``."""
        return self._python.top(importer, name)

    def submodule(self, module: str, name: str) -> str | None:
        """The module of that name directly below a package."""
        return self._python.submodule(module, name) if is_python(module) else None

    def dotted(self, path: str) -> str:
        """How others call a module; empty for one of JavaScript, which has no such name."""
        return self._python.dotted(path) if is_python(path) else ""


def outside(importer: str, name: str) -> str:
    """The dotted name of a module that lies outside of the project."""
    return name if is_python(importer) else name.removeprefix("node:").replace("/", ".")
