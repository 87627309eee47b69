"""Projects with tests of their own, run by a real pytest in this process; a review is answered as a person would."""

from __future__ import annotations

import sys
import textwrap

import pytest

import harness.app.golden_tests_review
import harness.pytest_plugin._reviewing
import harness.pytest_plugin._telling
import harness.pytest_plugin._unused
import harness.pytest_plugin.assertion  # noqa: F401

OFF = ("-p", "no:xdist", "-p", "no:playwright", "-p", "no:cov", "-p", "no:hypothesispytest", "-p", "no:cacheprovider")


class Suite:
    """The tests of one project."""

    def __init__(self, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pytester = pytester
        self.root = pytester.path
        self._monkeypatch = monkeypatch
        # A file that is written anew within a second, in the same length, would be taken for the one that was compiled.
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
        pytester.makeini("[pytest]\ntestpaths = tests\n")

    def write(self, text: str, name: str = "tests/test_it.py") -> None:
        """A file of tests."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))

    def run(self, *arguments: str, plugins: tuple[str, ...] = OFF) -> tuple[int, str]:
        """The exit status and what is printed."""
        done = self.pytester.runpytest_inprocess(*plugins, *arguments)
        return int(done.ret), done.stdout.str() + done.stderr.str()

    def review(self, *answers: str, arguments: tuple[str, ...] = ()) -> tuple[int, str]:
        """A session whose review somebody answers, at what counts as a terminal."""
        given = iter(answers)
        asked: list[str] = []

        def answer(prompt: str) -> str:
            asked.append(prompt)
            try:
                return next(given)
            except StopIteration:
                raise EOFError from None

        with self._monkeypatch.context() as patched:
            patched.setattr("harness.adapters.golden_files.may_accept", lambda: "")
            patched.setattr("builtins.input", answer)
            code, text = self.run("--golden-review", *arguments)
        return code, text + "\n" + "\n".join(asked)

    def accept(self, text: str, name: str = "tests/test_it.py") -> None:
        """A file of tests whose goldens are accepted as they are."""
        self.write(text, name)
        self.review("A", "it is right")

    def golden(self, name: str = "tests/test_it.py") -> str:
        """The file of goldens."""
        return (self.root / "golden" / f"{name}.golden").read_text()
