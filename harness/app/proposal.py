"""Which shipped constitutions fit a repository, from its files and what it depends on; writing that down lies in ``init``."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.sources import FolderTree
from harness.constitution.dependencies.declared import Ecosystem
from harness.constitution.dependencies.manifests import Found, declared_in, is_manifest
from harness.constitution.globs import Globs
from harness.ports.sources import SourceFile, SourceTree

_OTHERS = "!{vendor,vendors,third_party,node_modules,bower_components,.venv,venv,site-packages}/"
_CODE = Globs(("*.{py,js,mjs,cjs,jsx,ts,tsx,java,kt,go,rs,rb,php,cs,swift,scala,c,cc,cpp,sh}", _OTHERS))
_TESTS = Globs(("test_*.py", "*_test.{py,go,rb}", "*.{test,spec}.{js,mjs,cjs,jsx,ts,tsx}", _OTHERS))
_BUILDS = Globs(
    (".{github,forgejo,gitea}/workflows/*.{yml,yaml}", ".gitlab-ci.yml", "{Dockerfile,Containerfile}{,.*}", _OTHERS)
)
_PYTHON = Globs(("*.py", _OTHERS))
_MOST_READ = 400
_PYTHON_WEB = (
    *("aiohttp", "bottle", "cherrypy", "django", "djangorestframework", "falcon", "fastapi", "flask", "litestar"),
    *("pyramid", "quart", "sanic", "starlette", "tornado"),
)
_NODE_WEB = ("@hapi/hapi", "@nestjs/core", "express", "fastify", "koa", "next")
_IMPORT = re.compile(rb"^[ \t]*(?:from|import)[ \t]+(" + "|".join(_PYTHON_WEB).encode() + rb")\b", re.MULTILINE)


@dataclass(frozen=True)
class Proposal:
    """Constitutions that fit, and the file that tells it: ``what`` stands there."""

    constitutions: tuple[str, ...]
    source: str
    what: str


def proposals(root: Path, known: Collection[str]) -> tuple[Proposal, ...]:
    """What fits the repository in a folder, of the constitutions whose names are known; nothing of it is run."""
    tree = FolderTree(root)
    paths = [entry.path for entry in tree.entries() if entry.target is None]
    found = (one for look in _LOOKS for one in look(tree, paths))
    fitting = (Proposal(_kept(one.constitutions, known), one.source, one.what) for one in found)
    return tuple(one for one in fitting if one.constitutions)


def _code(tree: SourceTree, paths: Sequence[str]) -> Iterator[Proposal]:
    yield from (Proposal(("secrets",), path, "code") for path in _first(_CODE, paths))


def _builds(tree: SourceTree, paths: Sequence[str]) -> Iterator[Proposal]:
    yield from (Proposal(("ci-supply-chain",), path, "builds") for path in _first(_BUILDS, paths))


def _tests(tree: SourceTree, paths: Sequence[str]) -> Iterator[Proposal]:
    yield from (Proposal(("agent-hygiene",), path, "tests") for path in _first(_TESTS, paths))


def _web(tree: SourceTree, paths: Sequence[str]) -> Iterator[Proposal]:
    """A web framework that a manifest declares, or else that a module imports."""
    found = _declared(tree, paths) or _imported(tree, paths)
    if found:
        source, framework = found
        fitting = ("cwe-top-25-2025",) if framework in _NODE_WEB else ("cwe-top-25-2025", "python-service")
        yield Proposal(fitting, source, f"services with {framework}")


def _declared(tree: SourceTree, paths: Sequence[str]) -> tuple[str, str] | None:
    ecosystems = (Ecosystem.PYPI, Ecosystem.NPM)
    manifests = [path for path in paths if is_manifest(path, ecosystems) and not path.endswith((".lock", "-lock.json"))]
    for one in declared_in(tree, manifests):
        if isinstance(one, Found) and one.entry.name.lower() in (*_PYTHON_WEB, *_NODE_WEB):
            return one.path, one.entry.name.lower()
    return None


def _imported(tree: SourceTree, paths: Sequence[str]) -> tuple[str, str] | None:
    modules = [path for path in paths if _PYTHON.match(path)][:_MOST_READ]
    for file in tree.read(modules):
        found = _IMPORT.search(file.data) if isinstance(file, SourceFile) else None
        if found:
            return file.path, found[1].decode()
    return None


def _first(globs: Globs, paths: Sequence[str]) -> Iterator[str]:
    yield from [path for path in paths if globs.match(path)][:1]


def _kept(names: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in known)


_LOOKS: tuple[Callable[[SourceTree, Sequence[str]], Iterator[Proposal]], ...] = (_code, _builds, _tests, _web)
