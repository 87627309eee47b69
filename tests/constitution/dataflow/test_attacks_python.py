"""Odd ways from a request to a sink, as code takes them that is written cleverly, or to hide something, and harmless twins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from harness.adapters.syntax._grammars import parse
from harness.constitution.checks.dataflow.catalogue import build
from harness.constitution.checks.dataflow.catalogue.spec import DEFAULT_KINDS, CatalogueSpec
from harness.constitution.checks.dataflow.exploring import Alone
from harness.constitution.checks.dataflow.project import ProjectAnalysis
from harness.constitution.checks.dataflow.values import Hit, Source
from harness.ports.sources import SourceFile

HEAD = """import os, sqlite3, re, json, subprocess
from flask import Flask, request
app = Flask(__name__)
"""
VIEW = """@app.route("/x")
def view():
    v = request.args.get("v", "")
"""
STATE = {
    "state.py": """CMD = ""
""",
    "run.py": """import os
import state
def go():
    os.system(state.CMD)
""",
    "app.py": """import state
from flask import Flask, request
app = Flask(__name__)
@app.route("/x")
def view():
    state.CMD = request.args["v"]
    return "ok"
""",
}


class _Here:
    def __init__(self, make):  # type: ignore[no-untyped-def]
        self.make = make

    def __enter__(self) -> Alone:
        return Alone(self.make)

    def __exit__(self, *_: object) -> None:
        pass


@lru_cache
def _analysis() -> ProjectAnalysis[CatalogueSpec]:
    catalogue = build(CatalogueSpec("python"))
    return ProjectAnalysis(lambda _: catalogue, lambda name, data: parse(name, data).root_node, _Here)  # type: ignore[arg-type]


def _categories(files: dict[str, str]) -> set[str]:
    sources = [SourceFile(path, code.encode(), path) for path, code in files.items()]
    found = _analysis().analysed(sources, CatalogueSpec("python"))
    assert not found.unfollowed
    return {hit.category for hit in found.hits if _counts(hit)}


def _counts(hit: Hit) -> bool:
    return hit.taint is None or (isinstance(hit.taint.origin, Source) and hit.taint.origin.kind in DEFAULT_KINDS)


def _pieces() -> Iterator[object]:
    """``--- name @categories``: it is reported for one of them; ``+++``: it is not.

    Without a view of its own a piece is the body of one.
    """
    text = Path(__file__).with_name("attacks_python.txt").read_text()
    for sign, name, categories, code in re.findall(
        r"^(---|\+\+\+) (.*) @(.*)\n((?:(?!---|\+\+\+).*\n)+)", text, re.MULTILINE
    ):
        yield pytest.param(sign == "---", set(categories.split(",")), code, id=name)


def _whole(code: str) -> str:
    if "def view" in code or "app.route" in code or "nothing is around it" in code:
        return HEAD + code
    body = "".join(f"    {line}\n" for line in code.splitlines())
    return f"{HEAD}{VIEW}{body}    return 'ok'\n"


@pytest.mark.parametrize(("harmful", "categories", "code"), list(_pieces()))
def test_an_odd_way_is_followed(harmful: bool, categories: set[str], code: str) -> None:
    assert bool(_categories({"app.py": _whole(code)}) & categories) == harmful


def test_a_name_of_another_file_that_is_assigned_is_followed() -> None:
    assert "command" in _categories(STATE)
