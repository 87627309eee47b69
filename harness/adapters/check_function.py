"""Calls one function of a project's own checks; runs as a stand-alone script in a cell and imports nothing of ours.

``python -I -c <this> MODULE NAME``, in the folder of a tree, with the paths on standard input, NULs between them. What the
function yields is printed as JSON, one object to a line; a last line says how many there were, so that an output which was cut
short can be told. What the function itself prints goes to standard error.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

CHECKS = os.path.join("constitutions", "checks")


def main() -> None:
    """Call the function and print what it yields."""
    sys.dont_write_bytecode = True
    with os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogateescape") as out:
        os.dup2(2, 1)
        paths = [os.fsdecode(path) for path in sys.stdin.buffer.read().split(b"\0") if path]
        count = 0
        for found in load(sys.argv[1], sys.argv[2])(paths):
            out.write(json.dumps(finding(found)) + "\n")
            count += 1
        out.write(json.dumps({"end": count}) + "\n")


def load(module: str, name: str) -> Callable[[list[str]], Iterable[Any]]:
    """The function, from the file of the module's name."""
    folder = os.path.abspath(CHECKS)
    sys.path.insert(0, folder)
    path = os.path.join(folder, *module.split(".")) + ".py"
    spec = importlib.util.spec_from_file_location(f"constitution_check_{module.replace('.', '_')}", path)
    if spec is None or spec.loader is None or not os.path.isfile(path):
        sys.exit(f"there is no file {CHECKS}/{module.replace('.', '/')}.py")
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = loaded
    spec.loader.exec_module(loaded)
    function: Callable[[list[str]], Iterable[Any]] | None = getattr(loaded, name, None)
    if not callable(function):
        sys.exit(f"there is no function {name} in {CHECKS}/{module.replace('.', '/')}.py")
    return function


def finding(found: Any) -> dict[str, Any]:
    """What was yielded, as an object; raises TypeError where it is not (path, line, message)."""
    if not isinstance(found, tuple | list) or len(found) != 3:
        raise TypeError(f"it yielded {found!r}, and not (path, line, message)")
    path, line, message = found
    if not isinstance(path, str | os.PathLike) or not isinstance(message, str):
        raise TypeError(f"it yielded {found!r}: the path and the message are texts")
    if line is not None and (not isinstance(line, int) or isinstance(line, bool)):
        raise TypeError(f"it yielded {found!r}: the line is a number, or None for the file as a whole")
    return {"path": os.fspath(path), "line": line, "message": message}


if __name__ == "__main__":
    main()
