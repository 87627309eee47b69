"""A card that runs the product's own tests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.lines import commands, prose
from harness.lint.mistakes import SPECIFY, mistake
from harness.lint.samples import sample
from harness.lint.shell import read_command_line
from harness.phrasebook.line import read_line

CODE = "CARD123"
LEVEL = Severity.ERROR
TITLE = "test runner"
REASON = (
    "Unit tests are written by whoever wrote the code, and believe what it believes; a card is the independent look."
)
HINT = "say what a user does and sees instead" + SPECIFY
GOOD = sample()
BAD = sample(
    steps="""
1. Run `python3 -m pytest -q tests`.
   - You see "passed"."""
)
_RUNNERS = frozenset(
    [
        "pytest",
        "py.test",
        "unittest",
        "nosetests",
        "nose2",
        "tox",
        "nox",
        "jest",
        "vitest",
        "mocha",
        "ava",
        "jasmine",
        "karma",
        "cypress",
        "rspec",
        "phpunit",
        "ctest",
        "bats",
        "behave",
        "cucumber",
        "robot",
        "prysk",
        "cram",
        "trial",
        "stestr",
        "hypothesis",
        "minitest",
        "pest",
        "busted",
        "gotestsum",
        "nextest",
    ]
)
_WITH_TESTS = frozenset(
    [
        "npm",
        "yarn",
        "pnpm",
        "bun",
        "deno",
        "go",
        "cargo",
        "mvn",
        "gradle",
        "./gradlew",
        "gradlew",
        "make",
        "rake",
        "mix",
        "swift",
        "dotnet",
        "sbt",
        "lein",
        "stack",
        "cabal",
        "hatch",
        "poetry",
        "pdm",
        "uv",
        "bundle",
        "npx",
        "playwright",
        "manage.py",
        "./manage.py",
        "django-admin",
        "just",
        "ninja",
        "meson",
        "bazel",
        "zig",
        "dart",
        "flutter",
    ]
)
_TEST_WORDS = frozenset({"test", "tests", "check", "spec", "t"})
_WRAPPERS = frozenset({"env", "time", "timeout", "nice", "sudo", "exec", "command", "xvfb-run", "nohup"})
_IN_WORDS = re.compile(
    r"\b(?:run|execute|start|launch)s? (?:all )?(?:of )?(?:the |its |our )?(?:\w+ )?"
    r"(?:unit |integration |automated |existing )?test(?:s|(?: |-)?suite)\b"
    r"|\b(?:unit|integration) tests? (?:pass|are green|succeed)",
    re.IGNORECASE,
)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each command that runs tests, and each line that asks for it."""
    for line, command in commands(card):
        for simple in read_command_line(command).commands():
            runner = _runner(simple.words)
            if runner and simple.name not in context.commands:
                yield mistake(card, line, f"'{runner}' runs tests", HINT, CODE)
    for line, text in prose(card):
        found = _IN_WORDS.search(read_line(text).plain)
        if found:
            yield mistake(card, line, f"'{found[0]}' asks for tests", HINT, CODE)


def _runner(words: list[str]) -> str:
    """What of a command runs tests; empty where nothing does."""
    rest = list(words)
    while rest and (rest[0] in _WRAPPERS or rest[0].lstrip("-").replace(".", "").isdigit()):
        rest.pop(0)
    names = [word.rpartition("/")[2] if word.rpartition("/")[2] in _RUNNERS else word for word in rest]
    if not names:
        return ""
    if names[0] in _RUNNERS:
        return names[0]
    if re.fullmatch(r"python[0-9.]*", names[0]) and "-m" in names:
        module = names[names.index("-m") + 1 :][:1]
        return module[0] if module and module[0] in _RUNNERS else ""
    return _by_subcommand(names)


def _by_subcommand(names: list[str]) -> str:
    if names[0] not in _WITH_TESTS and not (names[0].startswith("python") and names[1:2] == ["manage.py"]):
        return ""
    words = [word for word in names[1:] if not word.startswith("-")]
    inner = next((word for word in words[:3] if word in _RUNNERS), "")
    if inner:
        return inner
    asked = next((word for word in words[:3] if word.partition(":")[0] in _TEST_WORDS), "")
    return f"{names[0]} {asked}" if asked else ""
