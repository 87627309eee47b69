"""Finds the interpreters outside ``/usr`` that a product needs, so that they can be bound read-only; runs no product."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

_SYSTEM = ("/usr/", "/bin/", "/sbin/", "/lib/")
_ASK_SECONDS = 20
_INTERPRETERS: dict[str, tuple[str, ...]] = {
    "python3": ("-c", "import os, sys; print(os.path.join(sys.base_prefix, 'bin', 'python3'))"),
    "node": ("-p", "process.execPath"),
    "ruby": ("-e", "puts RbConfig.ruby"),
    "php": ("-r", "echo PHP_BINARY;"),
    "java": (),
    "deno": (),
    "bun": (),
    "perl": (),
    "dotnet": (),
}
"""Common interpreters, and how to ask one that is only a version manager's stand-in for the real one."""


def of_the_host() -> list[str]:
    """The prefixes of the common interpreters that ``PATH`` finds outside the system's folders."""
    found = (_real(name, question) for name, question in _INTERPRETERS.items())
    return _prefixes(path for path in found if path)


def of_the_tree(tree: Path) -> list[str]:
    """The prefixes of what the links in the ``bin`` folders of a prepared tree lead to."""
    return _prefixes(_links_out(tree))


def of_program(program: str) -> list[str]:
    """What has to be seen of the machine so that a program outside the system's folders runs.

    That is the folder above its ``bin``, and those of what the links there lead to; the program alone where that folder holds
    what is the user's own, or there is no ``bin``.
    """
    needed: dict[str, None] = {}
    for path in dict.fromkeys([program, os.path.realpath(program)]):
        around = _prefixes(iter([path]))
        needed |= dict.fromkeys([*around, *of_the_tree(Path(path).parent)] if around else [])
        if not around and not path.startswith(_SYSTEM):
            needed[path] = None
    return list(needed)


def _real(name: str, question: Sequence[str]) -> str | None:
    path = shutil.which(name)
    if path is None or os.path.realpath(path).startswith(_SYSTEM):
        return None
    if "shims" not in Path(path).parts or not question:
        return os.path.realpath(path)
    try:
        asked = subprocess.run(
            [path, *question],
            capture_output=True,
            text=True,
            timeout=_ASK_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    answer = asked.stdout.strip()
    return os.path.realpath(answer) if asked.returncode == 0 and os.path.isabs(answer) else None


def _links_out(tree: Path) -> Iterator[str]:
    for folder, _, names in os.walk(tree):
        if os.path.basename(folder) not in ("bin", ".bin", "sbin"):
            continue
        for name in names:
            path = os.path.join(folder, name)
            if os.path.islink(path):
                target = os.path.realpath(path)
                if not target.startswith((*_SYSTEM, str(tree), "/product/")) and os.path.isfile(target):
                    yield target


def _prefixes(programs: Iterator[str]) -> list[str]:
    """The folder above ``bin`` of each program that lies in one; each once."""
    folders = [Path(program).parent for program in programs]
    prefixes = [str(folder.parent) for folder in folders if folder.name == "bin"]
    return [
        prefix for prefix in dict.fromkeys(prefixes) if not f"{prefix}/".startswith(_SYSTEM) and not _is_home(prefix)
    ]


def _is_home(prefix: str) -> bool:
    """Whether a prefix holds what is the user's own: bound into a cell, a program in ``~/bin`` would bring all of it along."""
    home = Path(os.path.realpath(Path.home()))
    return home.is_relative_to(prefix) or (home / ".local").is_relative_to(prefix)
