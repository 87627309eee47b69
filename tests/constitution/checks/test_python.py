"""A function of the project's own finds what it finds; one that fails, hangs or leaves early finds nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from harness.adapters.check_programs import CellPrograms
from harness.domain.findings import DoubtKind
from harness.errors import DocumentError
from harness.ports.sources import Ended, Unread
from tests.constitution.checks import bench
from tests.support.check_tools import ScriptedPrograms, ended, memory, surveyed, told, tools

CHECK = "forbid: { python: 'rules:find' }"
RULES = """
import os, sys, time
def find(paths):
    for path in paths:
        if b"bomb" in open(path, "rb").read():
            yield path, 1, "a bomb"
def about_the_file(paths):
    return [(paths[0], None, "odd")]
def beyond(paths):
    yield "/etc/passwd", 1, "mine"
def fails(paths):
    yield paths[0], 1, "seen before it failed"
    raise KeyError("account")
def hangs(paths):
    time.sleep(3600)
def leaves(paths):
    yield paths[0], 1, "seen"
    sys.stdout.flush()
    os._exit(0)
def exits(paths):
    sys.exit("I give up")
def writes(paths):
    open(paths[0], "w").close()
    return []
"""
TREE = memory({"a.txt": "a bomb\n", "b.txt": "b\n", "constitutions/checks/rules.py": RULES, "bad.txt": "bomb\n"})


@pytest.fixture(scope="module")
def programs() -> Iterator[CellPrograms]:
    with closing(CellPrograms(TREE)) as programs:
        yield programs


def seen(programs: object, text: str, paths: tuple[str, ...] = ("a.txt", "b.txt")) -> list[str]:
    return told(surveyed("python", text, TREE, tools(programs=programs), paths), TREE)


def scripted(end: Ended) -> str:
    [only] = surveyed("python", CHECK, TREE, tools(programs=ScriptedPrograms(end)), ["a.txt"])
    assert getattr(only, "kind", None) is DoubtKind.TOOL, only
    return only.reason  # type: ignore[union-attr]


@pytest.mark.requires_cell
def test_what_a_function_yields_is_found(programs: CellPrograms) -> None:
    assert seen(programs, CHECK) == ["- a.txt 'a bomb' a bomb"]
    assert seen(programs, "require: { python: 'rules:find' }") == ["+ a.txt 'a bomb' a bomb"]
    assert seen(programs, "forbid: { python: 'rules:about_the_file' }") == ["- a.txt '' odd"]


@pytest.mark.requires_cell
@pytest.mark.parametrize(
    ("function", "reason"),
    [
        ("rules:fails", "`rules:fails` failed: KeyError: 'account'"),
        ("rules:hangs", "`rules:hangs` did not end: still running after 0.5 s"),
        ("rules:leaves", "`rules:leaves` left before it had told all that it found"),
        ("rules:exits", "`rules:exits` failed: I give up"),
        ("rules:writes", "`rules:writes` did not end: it changed `a.txt`"),
        ("rules:gone", "`rules:gone` failed: there is no function gone in constitutions/checks/rules.py"),
        ("gone:find", "`gone:find` failed: there is no file constitutions/checks/gone.py"),
        ("rules:beyond", "it speaks of `/etc/passwd`, which is no file of the tree"),
    ],
)
def test_a_function_that_does_not_come_to_its_end_leaves_one_doubt(
    programs: CellPrograms, function: str, reason: str
) -> None:
    [doubt] = seen(programs, f"forbid: {{ python: '{function}', seconds: 0.5 }}")
    assert doubt.startswith(f"? :1 tool: {reason}")


def test_without_any_file_that_it_is_about_a_function_is_not_called() -> None:
    programs = ScriptedPrograms(ended('{"end": 0}'))
    assert seen(programs, CHECK, ()) == []
    assert programs.commands == []


def test_files_that_the_function_was_not_given_are_in_doubt() -> None:
    missing = (Unread("a.txt", "too large"), Unread("z.bin", "too large"))
    assert seen(ScriptedPrograms(ended('{"end": 0}', missing=missing)), CHECK) == ["? a.txt:1 unreadable: too large"]


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (ended("", None), "`rules:find` did not end: it was ended"),
        (ended("", 3), "`rules:find` failed: it ended with status 3 and said nothing"),
        (ended(""), "`rules:find` left before"),
        (ended('{"end": 1}'), "`rules:find` left before"),
        (ended("[1"), "`rules:find` printed what is not understood: it is no JSON"),
    ],
)
def test_an_end_that_is_none_is_a_doubt(end: Ended, reason: str) -> None:
    assert scripted(end).startswith(reason)


@pytest.mark.parametrize(
    "name", ["rules", "rules.py:find", "../rules:find", "rules:find()", "a-b:find", ":find", "rules:"]
)
def test_what_names_no_function_is_refused(name: str) -> None:
    with pytest.raises(DocumentError, match="names no function of a module"):
        bench.job("python", f"forbid: {{ python: '{name}' }}")


def test_a_function_may_look_at_any_file() -> None:
    job = bench.job("python", CHECK)
    assert job.kind.looks_at(job.options, "any.thing")
