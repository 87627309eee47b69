"""A mistake of the analysis itself, in one function, is told as a doubt; the rest of the project is analysed all the same."""

from __future__ import annotations

import pytest

from harness.adapters.syntax._grammars import parse
from harness.constitution.checks.dataflow.answers import Answers
from harness.constitution.checks.dataflow.catalogue import build
from harness.constitution.checks.dataflow.catalogue.spec import CatalogueSpec
from harness.constitution.checks.dataflow.exploring import Alone
from harness.constitution.checks.dataflow.handlers import analysis as handlers
from harness.constitution.checks.dataflow.project import ProjectAnalysis, analyst, modules, world
from harness.ports.sources import SourceFile

CODE = b"""import os
from flask import Flask, request
app = Flask(__name__)

@app.route("/a")
def broken():
    os.system(request.args["a"])

@app.route("/b")
def whole():
    os.system(request.args["b"])
"""


class _Here:
    def __init__(self, make):  # type: ignore[no-untyped-def]
        self.make = make

    def __enter__(self) -> Alone:
        return Alone(self.make)

    def __exit__(self, *_: object) -> None:
        pass


def _analysed() -> Answers:
    analysis = ProjectAnalysis(build, lambda language, data: parse(language, data).root_node, _Here)  # type: ignore[arg-type]
    files = [SourceFile("app.py", CODE, "0"), SourceFile("other.py", CODE, "1")]
    return analysis.analysed(files, CatalogueSpec("python", categories=("command",)))


def test_a_function_that_the_analysis_fails_at_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = world.analyse_function

    def failing(project, path, function, given, roots=False):  # type: ignore[no-untyped-def]
        if (path, function.name) == ("app.py", "broken"):
            raise KeyError(function.name)
        return real(project, path, function, given, roots=roots)

    monkeypatch.setattr(world, "analyse_function", failing)
    found = _analysed()
    assert [(hit.path, hit.line) for hit in found.hits] == [("app.py", 11), ("other.py", 7), ("other.py", 11)]
    (told,) = found.unfollowed
    assert (told.path, told.line) == ("app.py", 6)
    assert told.reason == "`broken` could not be analysed: a mistake of the analysis itself (KeyError)"


def test_the_code_outside_of_functions_that_the_analysis_fails_at_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = world.analyse_module

    def failing(project, path, module):  # type: ignore[no-untyped-def]
        if path == "app.py":
            raise ValueError(path)
        return real(project, path, module)

    monkeypatch.setattr(world, "analyse_module", failing)
    found = _analysed()
    assert {hit.path for hit in found.hits} >= {"other.py"}
    assert [(told.path, told.reason) for told in found.unfollowed] == [
        ("app.py", "the code outside of functions could not be analysed: a mistake of the analysis itself (ValueError)")
    ]


@pytest.mark.parametrize(
    ("where", "name", "reason"),
    [
        (analyst, "roots", "the file could not be analysed: a mistake of the analysis itself (ZeroDivisionError)"),
        (modules, "lower", "it could not be read: a mistake of the analysis itself (ZeroDivisionError)"),
    ],
)
def test_a_file_that_the_analysis_fails_at_is_told(
    monkeypatch: pytest.MonkeyPatch, where: object, name: str, reason: str
) -> None:
    real = getattr(where, name)

    def failing(*arguments: object, **more: object) -> object:
        if arguments[0] == "app.py" or getattr(getattr(arguments[0], "module", None), "path", "") == "app.py":
            raise ZeroDivisionError
        return real(*arguments, **more)

    monkeypatch.setattr(where, name, failing)
    found = _analysed()
    if name == "lower":
        assert {hit.path for hit in found.hits} == {"other.py"}
    assert ("app.py", reason) in [(told.path, told.reason) for told in found.unfollowed]


def test_handlers_that_the_analysis_fails_at_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> Answers:
        raise KeyError

    monkeypatch.setattr(handlers, "missing", failing)
    asked = handlers.HandlerAnalysis(None, None, _Here)  # type: ignore[arg-type]
    found = asked.analysed([SourceFile("app.py", CODE, "0")], CatalogueSpec("python", categories=("authentication",)))
    reason = "handlers could not be looked at: a mistake of the analysis itself (KeyError)"
    assert [told.reason for told in found.unfollowed] == [reason]
