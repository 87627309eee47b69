"""Globs mean what ``.gitignore`` would mean by them."""

from __future__ import annotations

import pytest

from harness.constitution.globs import Globs

MATCHES = [
    ("src/**/*.py", "src/app.py"),
    ("src/**/*.py", "src/a/b/app.py"),
    ("**/*.py", "app.py"),
    ("*.py", "deep/down/app.py"),
    ("src", "src/a/b.py"),
    ("src/", "src/a/b.py"),
    ("src/**", "src/a/b.py"),
    ("./src/app.py", "src/app.py"),
    ("/app.py", "app.py"),
    ("a?c.txt", "abc.txt"),
    ("[a-c].txt", "b.txt"),
    ("[!a-c].txt", "d.txt"),
    ("*.{ts,tsx}", "web/app.tsx"),
    ("{src,lib}/*.{js,ts}", "lib/a.js"),
    ("Dockerfile", "deploy/Dockerfile"),
    (".github/workflows/*.yml", ".github/workflows/ci.yml"),
    ("a.b", "a.b"),
    ("weird[", "weird["),
]
MISSES = [
    ("src/*.py", "src/a/app.py"),
    ("src/**/*.py", "lib/app.py"),
    ("src/**/*.py", "nested/src/app.py"),
    ("/app.py", "deep/app.py"),
    ("*.py", "app.pyc"),
    ("a?c.txt", "a/c.txt"),
    ("[!a-c].txt", "b.txt"),
    ("a.b", "aXb"),
    ("src", "srcs/a.py"),
]


@pytest.mark.parametrize(("pattern", "path"), MATCHES)
def test_a_path_that_is_meant_matches(pattern: str, path: str) -> None:
    assert Globs([pattern]).match(path)


@pytest.mark.parametrize(("pattern", "path"), MISSES)
def test_a_path_that_is_not_meant_does_not(pattern: str, path: str) -> None:
    assert not Globs([pattern]).match(path)


def test_no_pattern_means_every_path() -> None:
    assert Globs([]).match("any/thing")


def test_an_exclusion_takes_out_of_what_the_others_mean() -> None:
    globs = Globs(["src/**", "!src/vendor/**", "!*_test.py"])
    assert globs.match("src/a.py")
    assert not globs.match("src/vendor/a.py")
    assert not globs.match("src/a_test.py")


def test_exclusions_alone_mean_everything_else() -> None:
    assert Globs(["!tests"]).match("src/a.py")
    assert not Globs(["!tests"]).match("tests/a.py")


@pytest.mark.parametrize("pattern", ["{a,b}" * 40, "**/" * 60 + "x", "*a" * 60, "{" * 500, "[" * 500, "{a,{b,c}}.txt"])
def test_a_pattern_that_is_meant_to_take_long_does_not(pattern: str) -> None:
    assert not Globs([pattern]).match("a/" * 500 + "b" * 2_000)


def test_braces_may_lie_in_braces() -> None:
    globs = Globs(["{a,{b,c}}.txt"])
    assert [name for name in ("a.txt", "b.txt", "c.txt", "d.txt") if globs.match(name)] == ["a.txt", "b.txt", "c.txt"]


def test_a_path_that_is_not_unicode_matches_as_any_other() -> None:
    assert Globs(["src/*.py"]).match("src/\udcff.py")
