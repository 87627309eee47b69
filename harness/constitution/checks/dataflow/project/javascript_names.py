"""What the paths in imports of JavaScript and TypeScript mean among the files of a project."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

_SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_COMPILED = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
_ALIASES = ("@/", "~/", "#/")
_SOURCES = ("src", "app", "lib", "")


class JavaScriptNames:
    """The modules of a project, each told by the path of its file."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = {path for path in paths if path.endswith(_SUFFIXES)}

    def resolved(self, importer: str, module: str) -> str | None:
        """The file that is imported; None for what lies outside of the project."""
        folder = posixpath.dirname(importer)
        if module.startswith(("./", "../")) or module in (".", ".."):
            return self._file(posixpath.normpath(posixpath.join(folder, module)))
        if not module.startswith(_ALIASES):
            return None
        for around in self._around(folder):
            if found := self._file(posixpath.normpath(posixpath.join(around, module[2:]))):
                return found
        return None

    def _around(self, folder: str) -> Iterable[str]:
        """Where the short names of folders (``@/``) may lead: sources in the folders around the file, the nearest first."""
        while True:
            yield from (posixpath.join(folder, name) for name in _SOURCES)
            if not folder:
                return
            folder = posixpath.dirname(folder)

    def _file(self, path: str) -> str | None:
        if path.startswith("../"):
            return None
        stem, suffix = posixpath.splitext(path)
        candidates = [path, *(stem + other for other in _COMPILED.get(suffix, ()))]
        candidates += [path + other for other in _SUFFIXES]
        candidates += [posixpath.normpath(posixpath.join(path, "index" + other)) for other in _SUFFIXES]
        return next((each for each in candidates if each in self._files), None)
