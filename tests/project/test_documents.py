"""The documents say what is true: links lead somewhere, commands exist, sizes and versions hold."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from harness import __version__
from harness.app.check_tools import open_tools
from harness.constitution.canary import sample_tree, trials, try_samples
from harness.constitution.jobs import jobs_of
from harness.domain.configuration import Configuration
from harness.domain.verdicts import ExitCode
from harness.readers import read_constitution

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])
README = (ROOT / "README.md").read_text()


def slug(heading: str) -> str:
    """The anchor that a forge gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@cache
def anchors(document: Path) -> frozenset[str]:
    tokens = MarkdownIt().parse(document.read_text())
    return frozenset(slug(inline.content) for opening, inline in pairwise(tokens) if opening.type == "heading_open")


def links(document: Path) -> Iterator[str]:
    for token in MarkdownIt().parse(document.read_text()):
        for child in token.children or ():
            target = child.attrGet("href") or child.attrGet("src")
            if target:
                yield unquote(str(target))


def local_links() -> Iterator[tuple[Path, str]]:
    for document in DOCUMENTS:
        yield from ((document, link) for link in links(document) if not re.match(r"[a-z]+:", link))


@pytest.mark.parametrize(("document", "link"), list(local_links()), ids=lambda value: getattr(value, "name", value))
def test_a_link_leads_to_something(document: Path, link: str) -> None:
    path, _, anchor = link.partition("#")
    target = document.parent / path if path else document
    assert target.exists()
    assert not anchor or anchor in anchors(target)


def command_lines(text: str) -> Iterator[str]:
    """The lines of every shell block."""
    for token in MarkdownIt().parse(text):
        if token.type == "fence" and token.info.strip() in ("sh", "bash", "shell", "console"):
            yield from token.content.splitlines()


@cache
def harness_commands() -> frozenset[str]:
    text = subprocess.run(
        [sys.executable, "-m", "harness", "--help"], capture_output=True, text=True, check=True
    ).stdout
    _, _, listed = text.partition("Commands:")
    return frozenset(re.findall(r"^  ([a-z][a-z-]*)\b", listed, re.MULTILINE))


def named_commands(text: str) -> set[str]:
    """Every ``harness VERB`` in a shell block or in inline code."""
    code = [*command_lines(text), *re.findall(r"`([^`\n]+)`", text)]
    return {verb for line in code for verb in re.findall(r"(?:^|[\s/])harness ([a-z][a-z-]*)", line)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_harness_command_in_a_document_exists(document: Path) -> None:
    assert named_commands(document.read_text()) - harness_commands() == set()


def test_every_command_stands_in_the_readme() -> None:
    assert harness_commands() - named_commands(README) == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_script_that_a_document_names_exists(document: Path) -> None:
    named = re.findall(r"(?<![\w/.])(?:\./)?((?:scripts|\.ci)/[\w-]+)", document.read_text())
    assert [script for script in named if not (ROOT / script).is_file()] == []


def test_the_readme_states_every_exit_code_with_its_sentence() -> None:
    for code in ExitCode:
        assert f"| {int(code)} | {code.name} | {code.sentence} |" in README


def test_the_card_in_the_readme_is_a_card_of_the_example() -> None:
    cards = [block for block in markdown_blocks(README) if block.startswith("---")]
    assert cards
    bank = [card.read_text() for card in ROOT.glob("examples/bank/testcards/**/*.md")]
    assert all(any(block.strip() in card for card in bank) for block in cards)


def test_the_principle_in_the_readme_works_on_its_own_samples() -> None:
    (principle,) = [block for block in markdown_blocks(README) if not block.startswith("---")]
    principles = read_constitution(f"# Sample\n\n{principle}", "README.md").principles
    with open_tools(ROOT, Configuration(), principles) as tools:
        canaries = try_samples(jobs_of(principles), tools, sample_tree)
    (trial,) = trials(principles, canaries)
    assert trial.troubles == ()


def markdown_blocks(text: str) -> list[str]:
    return [token.content for token in MarkdownIt().parse(text) if token.info.strip() == "markdown"]


def test_the_architecture_fits_on_a_page() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text().splitlines()) <= 60


def test_the_architecture_shows_the_layers_that_are_enforced() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "layers")
    shown = (ROOT / "ARCHITECTURE.md").read_text()
    for layer in layers:
        assert re.sub(r"[()]", "", layer) in shown


def test_the_changelog_has_the_current_version() -> None:
    assert re.search(rf"^## \[{re.escape(__version__)}\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_ci_calls_lint_and_test() -> None:
    text = (ROOT / ".ci" / "run").read_text()
    assert "scripts/lint" in text
    assert "scripts/test" in text
