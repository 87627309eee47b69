"""Looks at a repository and guesses how its product is prepared and used; writing the guesses down lies in ``init``."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.adapters import files
from harness.app.specification_places import FOLDERS
from harness.app.specifications import load_specifications, specification_files
from harness.domain.configuration import Configuration

VENV = ".venv/bin"
_PORT = 8000
_COMMAND = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*")
_APPLICATION = re.compile(r"^(\w+)\s*(?::[^=\n]+)?=\s*(FastAPI|Starlette|Litestar|Quart|Flask)\(", re.MULTILINE)
_BRACES = re.compile(r"(?<!\$)\{")
_TARGET = re.compile(r"^([A-Za-z][\w-]*)\s*:(?!=)", re.MULTILINE)


@dataclass(frozen=True)
class Guess:
    """Something that was concluded from a file: what, from where, and the lines that it leads to."""

    source: str
    what: str
    setup: tuple[str, ...] = ()
    commands: dict[str, str] = field(default_factory=dict)
    services: dict[str, tuple[str, str]] = field(default_factory=dict)


def survey(root: Path) -> tuple[Guess, ...]:
    """Everything that can be guessed about a repository, most telling first; nothing of it is run."""
    return tuple(guess for look in _LOOKS for guess in look(root))


def _python(root: Path) -> Iterator[Guess]:
    project = _toml(root / "pyproject.toml")
    scripts = {**_table(project, "tool", "poetry", "scripts"), **_table(project, "project", "scripts")}
    names = [name for name in scripts if _COMMAND.fullmatch(name)]
    source = "pyproject.toml"
    if not names:
        names, source = _setup_cfg_scripts(root), "setup.cfg"
    packaged = bool(_table(project, "project") or _table(project, "tool", "poetry") or names)
    if packaged or (root / "setup.py").is_file():
        install = ("python3 -m venv .venv", f"{VENV}/pip install -q .")
        what = f"a Python package with {_listed(names, 'the command')}" if names else "a Python package"
        yield Guess(source, what, install, {name: f"{{tree}}/{VENV}/{name}" for name in names})
    elif (root / "requirements.txt").is_file():
        install = ("python3 -m venv .venv", f"{VENV}/pip install -q -r requirements.txt")
        yield Guess("requirements.txt", "Python with requirements", install)


def _setup_cfg_scripts(root: Path) -> list[str]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(_text(root / "setup.cfg"))
    except configparser.Error:
        return []
    lines = parser.get("options.entry_points", "console_scripts", fallback="").splitlines()
    names = [line.partition("=")[0].strip() for line in lines if "=" in line]
    return [name for name in names if _COMMAND.fullmatch(name)]


def _node(root: Path) -> Iterator[Guess]:
    package = _json(root / "package.json")
    if not package:
        return
    install = ("npm ci --silent" if (root / "package-lock.json").is_file() else "npm install --silent",)
    bin_ = package.get("bin")
    programs = {str(package.get("name", "")).rpartition("/")[2]: bin_} if isinstance(bin_, str) else bin_
    commands = {
        name: f"node {{tree}}/{path.removeprefix('./')}"
        for name, path in (programs.items() if isinstance(programs, dict) else ())
        if isinstance(path, str) and _COMMAND.fullmatch(name)
    }
    what = f"a Node package with {_listed(list(commands), 'the command')}" if commands else "a Node package"
    yield Guess("package.json", what, install, commands)
    if "start" in _table(package, "scripts"):
        yield Guess("package.json", "a service started by `npm start`", services=_service("npm --prefix {tree} start"))


def _rust(root: Path) -> Iterator[Guess]:
    cargo = _toml(root / "Cargo.toml")
    if not cargo:
        return
    binaries = cargo.get("bin", [])
    names = [str(binary.get("name", "")) for binary in binaries if isinstance(binary, dict)]
    if not names and (root / "src/main.rs").is_file():
        names = [str(_table(cargo, "package").get("name", ""))]
    names = [name for name in names if _COMMAND.fullmatch(name)]
    commands = {name: f"{{tree}}/target/release/{name}" for name in names}
    yield Guess(
        "Cargo.toml", f"a Rust package with {_listed(names, 'the program')}", ("cargo build --release -q",), commands
    )


def _programs(root: Path) -> Iterator[Guess]:
    """Executable files in ``bin/``."""
    names = [
        path.name
        for path in sorted((root / "bin").glob("*"))
        if path.is_file() and path.stat().st_mode & 0o111 and _COMMAND.fullmatch(path.name)
    ]
    if names:
        commands = {name: f"{{tree}}/bin/{name}" for name in names}
        yield Guess("bin/", f"{_listed(names, 'the program')}", commands=commands)


def _makefile(root: Path) -> Iterator[Guess]:
    targets = _TARGET.findall(_text(root / "Makefile"))
    build = next((target for target in ("build", "install", "all") if target in targets), None)
    if build:
        yield Guess("Makefile", f"a target `{build}`", (f"make {build}",))


def _procfile(root: Path) -> Iterator[Guess]:
    found = re.search(r"^web:\s*(\S.*)$", _text(root / "Procfile"), re.MULTILINE)
    if found and not _BRACES.search(found[1]):
        run = found[1].strip().replace("$PORT", str(_PORT)).replace("${PORT}", str(_PORT)).replace("'", "'\\''")
        yield Guess("Procfile", "a web process", services=_service(f"sh -c 'cd {{tree}} && exec {run}'"))


def _django(root: Path) -> Iterator[Guess]:
    if (root / "manage.py").is_file():
        run = f"{{tree}}/{VENV}/python {{tree}}/manage.py runserver --noreload 127.0.0.1:{_PORT}"
        yield Guess("manage.py", "a Django site", services=_service(run))


def _applications(root: Path) -> Iterator[Guess]:
    """A web application that a module near the root defines."""
    places = [path for pattern in ("*.py", "*/*.py", "src/*/*.py") for path in sorted(root.glob(pattern))]
    for path in places:
        name = path.relative_to(root).as_posix()
        if name.startswith((".", "test")) or not files.is_inside(path, root):
            continue
        found = _APPLICATION.search(_text(path))
        if found:
            module = name.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            target = f"{module}:{found[1]}"
            server = f"flask --app {target} run" if found[2] == "Flask" else f"uvicorn {target}"
            run = f"{{tree}}/{VENV}/{server} --port {_PORT}"
            yield Guess(name, f"a {found[2]} application", services=_service(run))
            return


def _compose(root: Path) -> Iterator[Guess]:
    for name in ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"):
        if (root / name).is_file():
            yield Guess(name, "containers; a cell cannot start them: name the commands that they run as services")
            return


def _specifications(root: Path) -> Iterator[Guess]:
    found = load_specifications(root, specification_files(root, Configuration()))
    for folder in FOLDERS:
        count = sum(len(one.requirements) for one in found.documents if one.path.startswith(f"{folder}/"))
        if count:
            yield Guess(f"{folder}/", f"a specification with {count} numbered requirements")


def _service(run: str) -> dict[str, tuple[str, str]]:
    return {"web": (run, f"http://127.0.0.1:{_PORT}/")}


def _listed(names: list[str], noun: str) -> str:
    return f"{noun}{'s' if len(names) != 1 else ''} {', '.join(names) or 'it does not name'}"


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except (ValueError, RecursionError):
        return {}


def _json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(_text(path) or "{}")
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _table(document: dict[str, Any], *keys: str) -> dict[str, Any]:
    """The table below some keys; empty where there is none."""
    table: Any = document
    for key in keys:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    return table if isinstance(table, dict) else {}


def _text(path: Path) -> str:
    return files.read_bytes(path).decode("utf-8", "replace") if path.is_file() else ""


_LOOKS: tuple[Callable[[Path], Iterator[Guess]], ...] = (
    _python,
    _node,
    _rust,
    _programs,
    _makefile,
    _procfile,
    _django,
    _applications,
    _compose,
    _specifications,
)
