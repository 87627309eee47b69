from __future__ import annotations

import pytest

from harness.constitution.globs import Globs
from harness.constitution.reach import is_glob, narrower, touches, witnesses


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], []),
        (["src/**/*.py"], []),
        (["src/**/*.py"], ["**"]),
        (["src/**/*.py"], ["**/*.py"]),
        (["src/**/*.py"], ["src/"]),
        (["src/**/*.py"], ["*.py"]),
        (["src/**/*.py"], ["src/**/*.py", "lib/**/*.py"]),
        (["src/*.{py,pyi}"], ["src/*.py", "src/*.pyi"]),
        (["./src/**"], ["src"]),
        (["Dockerfile"], ["**/Dockerfile"]),
        (["src/**", "!src/old/**"], ["src/**"]),
        (["src/**", "!src/old/**"], ["src/**", "!./src/old/**"]),
        (["src/**", "!src/old/**"], ["!src/old/**"]),
    ],
)
def test_what_reaches_as_far_is_not_narrower(before, after):
    assert narrower(before, after) is None


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ([], ["src/**"], "**"),
        ([], ["**/*.py"], "**"),
        (["**/*.py"], ["src/**/*.py"], "**/*.py"),
        (["**/*.py"], ["*/*.py"], "**/*.py"),
        (["src/**"], ["src/**/*.py"], "src/**"),
        (["src"], ["src/*.py"], "src"),
        (["src/*.{py,pyi}"], ["src/*.py"], "src/*.{py,pyi}"),
        (["a/*.py", "b/*.py"], ["a/*.py"], "b/*.py"),
        (["**/*.py"], ["**/*.py", "!tests/**"], "!tests/**"),
        ([], ["!tests/**"], "!tests/**"),
        (["src/[ab]*.py"], ["src/b*.py"], "src/[ab]*.py"),
        (["src/a?.py"], ["src/ab.py"], "src/a?.py"),
        (["*.py"], ["src/*.py"], "*.py"),
    ],
)
def test_what_is_no_longer_reached_is_named(before, after, lost):
    assert narrower(before, after) == lost


@pytest.mark.parametrize(
    "glob", ["**/*.py", "src/**", "*.py", "src", "src/", "a/**/b/*.py", "x?[ab][!c].py", "{a,b}/**/*.{py,js}", "**"]
)
def test_a_witness_is_meant_by_its_glob(glob):
    found = list(witnesses(glob))
    assert found
    assert all(Globs([glob]).match(path) for path in found)


def test_witnesses_of_a_hostile_glob_come_to_an_end():
    assert len(list(witnesses("{a,b}" * 40))) < 1000


@pytest.mark.parametrize(
    ("patterns", "asked"),
    [
        ([], "src/app.py"),
        (["src/**/*.py"], "src/app.py"),
        (["src/**/*.py"], "src/"),
        (["src/**/*.py"], "src/**"),
        (["**/*.py"], "src/**"),
        (["**/*.py"], "src"),
        (["src/**"], "**/*.py"),
        (["src/**"], "*.py"),
        (["src/api/*.py"], "src/**"),
        (["src/**", "!src/old/**"], "src/new.py"),
    ],
)
def test_globs_with_files_in_common_touch(patterns, asked):
    assert touches(patterns, asked)


@pytest.mark.parametrize(
    ("patterns", "asked"),
    [
        (["src/**/*.py"], "docs/a.md"),
        (["src/**/*.py"], "docs/**"),
        (["**/*.py"], "**/*.js"),
        (["src/**", "!src/old/**"], "src/old/a.py"),
        (["!src/old/**"], "src/old/a.py"),
    ],
)
def test_globs_without_files_in_common_do_not_touch(patterns, asked):
    assert not touches(patterns, asked)


def test_a_path_is_no_glob():
    assert [text for text in ("a.py", "src/", "*.py", "a?", "[ab]", "{a,b}", "src/a") if not is_glob(text)] == [
        "a.py",
        "src/a",
    ]
