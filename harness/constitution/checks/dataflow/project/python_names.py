"""Names of Python modules and the files that they mean, for a project of which only the files' paths are known.

Nothing says where a project's modules are told from, so it is found out: from the folder of the file that imports and those
around it, from well-known folders in them, and at last from wherever there is exactly one such package.
"""

from __future__ import annotations

from collections.abc import Iterable

from harness.constitution.checks.dataflow.project.standard import MODULES

SOURCE_FOLDERS = ("src", "lib", "python", "app", "backend", "server")
"""Folders from whose inside names are told although nothing around the importing file says so."""
_SUFFIXES = (".py", ".pyi", ".pyw")
_INIT = "__init__.py"


def is_python(path: str) -> bool:
    """Whether it is a file of Python, or a folder that is told as a module."""
    return path.endswith((*_SUFFIXES, "/"))


class PythonNames:
    """The modules of a project. A module is told by the path of its file; a folder without ``__init__.py`` by its own, with a
    slash at the end."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = {path for path in paths if path.endswith(_SUFFIXES)}
        self._folders = {""}
        self._homes: dict[str, list[str]] = {}
        self._dotted: dict[str, str] = {}
        for path in sorted(self._files):
            self._place(_folder(path))

    def _place(self, folder: str) -> None:
        while folder not in self._folders:
            self._folders.add(folder)
            above, _, name = folder.rpartition("/")
            self._homes.setdefault(name, []).append(above)
            folder = above

    def absolute(self, importer: str, dotted: str) -> str | None:
        """The module that an absolute name means in a file; None for what lies outside of the project.

        A folder without ``__init__.py`` is one only if nothing else has the name.
        """
        parts = dotted.split(".")
        if "" in parts:
            return None
        folder: str | None = None
        for root in self._roots(_folder(importer), parts[0]):
            found = self._below(root, parts)
            if found is not None and not found.endswith("/"):
                return found
            folder = folder or found
        return folder

    def top(self, importer: str, dotted: str) -> str | None:
        """The package that the first part of an absolute name means, where the whole name is of a file of the project."""
        found = self.absolute(importer, dotted)
        if found is None or "." not in dotted:
            return found
        for _ in range(dotted.count(".") + 1 + found.endswith("/" + _INIT)):
            found = _folder(found)
        return self._below(found, [dotted.partition(".")[0]])

    def relative(self, importer: str, level: int, dotted: str) -> str | None:
        """The module that a name with leading dots means in a file."""
        folder = _folder(importer)
        for _ in range(level - 1):
            if not folder:
                return None
            folder = _folder(folder)
        return self._below(folder, dotted.split(".") if dotted else [])

    def submodule(self, module: str, name: str) -> str | None:
        """The module of that name directly below a package."""
        return self._below(_inside(module), [name]) if self.is_package(module) else None

    def is_package(self, module: str) -> bool:
        """Whether a module is a folder, with or without a file of its own."""
        return module.endswith("/") or module.rpartition("/")[2] == _INIT

    def dotted(self, path: str) -> str:
        """The name of a module as told from outside of all packages around it."""
        found = self._dotted.get(path)
        if found is None:
            found = self._dotted[path] = self._told(path)
        return found

    def _told(self, path: str) -> str:
        folder = _inside(path) if self.is_package(path) else _folder(path)
        parts = [] if self.is_package(path) else [path.rpartition("/")[2].rpartition(".")[0]]
        while folder and (self._is_inside(folder) or not parts):
            parts.append(folder.rpartition("/")[2])
            folder = _folder(folder)
        return ".".join(reversed(parts))

    def _roots(self, folder: str, top: str) -> Iterable[str]:
        """The folders that a name may be told from, the most likely first."""
        near = [folder, *_above(folder)]
        yield from (one for one in near if not self._is_inside(one))
        yield from (
            _joined(one, name) for one in near for name in SOURCE_FOLDERS if _joined(one, name) in self._folders
        )
        if top in MODULES:
            return
        yield from (one for one in near if self._is_inside(one))
        homes = [home for home in self._homes.get(top, ()) if not self._is_inside(home)]
        packages = [home for home in homes if self._is_inside(_joined(home, top))]
        for only in (packages, homes):
            if len(only) == 1:
                yield only[0]

    def _is_inside(self, folder: str) -> bool:
        """Whether a folder is a package: names are told from around it."""
        return bool(folder) and f"{folder}/{_INIT}" in self._files

    def _below(self, root: str, parts: list[str]) -> str | None:
        whole = "/".join([root, *parts] if root else parts)
        init = _joined(whole, _INIT)
        if init in self._files:
            return init
        for suffix in _SUFFIXES:
            if parts and whole + suffix in self._files:
                return whole + suffix
        return whole + "/" if whole in self._folders and whole else None


def _folder(path: str) -> str:
    """What a file or folder lies in."""
    return path.rstrip("/").rpartition("/")[0]


def _inside(module: str) -> str:
    """The folder that a package is."""
    return module[:-1] if module.endswith("/") else _folder(module)


def _above(folder: str) -> Iterable[str]:
    while folder:
        folder = _folder(folder)
        yield folder


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
