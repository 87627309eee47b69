"""Where tests stand: the project's root, the file of a test and its name in it; and whether a session is a whole one.

PYTEST_DONT_REWRITE: no assertion stands here, and rewriting them takes time at each start.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import pytest
from _pytest.pathlib import safe_exists

_NARROWING = ("keyword", "markexpr", "lf", "collectonly", "deselect", "stepwise")


class Places:
    """The places of one session. Nothing heavy is imported before the root is asked for."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self.rootpath = config.rootpath
        self._modules: dict[Path, str] = {}
        self._with_goldens: dict[Path, bool] = {}

    @cached_property
    def root(self) -> Path:
        """The project's folder: where ``harness.toml`` lies, at or above pytest's root, else pytest's root."""
        from harness.app.roots import find_root

        return find_root(self._config.rootpath)

    @cached_property
    def may_have_goldens(self) -> bool:
        """Whether pytest's root, or a folder above it, could hold any golden, which is told without importing anything."""
        here = self._config.rootpath.resolve()
        return any(safe_exists(folder / "golden") for folder in (here, *here.parents))

    def of(self, item: pytest.Item) -> tuple[str, str]:
        """The file of a test, relative to the root, and the names below it: ``tests/test_a.py``, ``TestB::test_c[1]``."""
        names = []
        for node in reversed(item.listchain()):
            if isinstance(node, pytest.File | pytest.Session):
                break
            names.append(node.name)
        return self.module(item.path), "::".join(reversed(names))

    def module(self, path: Path) -> str:
        """The name of a file of tests. Raises UsageError if it lies outside the project."""
        found = self._modules.get(path)
        if found is None:
            found = self._modules[path] = self._relative(path)
        return found

    def _relative(self, path: Path) -> str:
        here = self._config.rootpath
        if path.is_relative_to(here):
            return (here.resolve() / path.relative_to(here)).relative_to(self.root).as_posix()
        if path.resolve().is_relative_to(self.root):
            return path.resolve().relative_to(self.root).as_posix()
        raise pytest.UsageError(f"'{path}' lies outside '{self.root}': its goldens have no place there")

    def has_golden(self, item: pytest.Item) -> bool:
        """Whether there are goldens of the file that a test stands in."""
        if not self.may_have_goldens:
            return False
        found = self._with_goldens.get(item.path)
        if found is None:
            from harness.app.golden_places import has_goldens

            try:
                found = has_goldens(self.root, self.module(item.path))
            except pytest.UsageError:
                found = False  # a test of another project, which has its goldens there if any
            self._with_goldens[item.path] = found
        return found

    def waits(self, module: str) -> bool:
        """Whether something waits of a file of tests."""
        from harness.app.golden_tests import waits

        return waits(self.root, module)

    def covers(self, module: str) -> bool:
        """Whether this session was to look where a file of tests would stand: it, or a folder above it."""
        path = self.root / module
        here = self._config.invocation_params.dir
        return any(path.is_relative_to((here / argument).resolve()) for argument in self._config.args)


def is_whole(session: pytest.Session) -> bool:
    """Whether all tests of what was named were to run, and nothing ended the session early."""
    config = session.config
    if session.shouldstop or session.shouldfail or any("::" in argument for argument in config.args):
        return False
    return not any(config.getoption(name, None) for name in _NARROWING)
