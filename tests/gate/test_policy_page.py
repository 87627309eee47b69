"""The page on policies says what is so: its facts, its grammar, its profiles, and examples that can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.domain.gate import Band
from harness.gate import parsing
from harness.gate.names import FACTS
from harness.gate.parsing import DEEPEST
from harness.gate.policies import complete, troubles
from harness.gate.tokens import LONGEST
from harness.readers.configuration import read
from tests.gate.cases import STANDARD, decided

PAGE = (Path(__file__).parents[2] / "docs" / "gate-policy.md").read_text()
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def test_it_names_every_fact_with_its_sentence() -> None:
    assert dict(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \| (.*) \|$", PAGE, re.MULTILINE)) == FACTS


def test_its_grammar_is_that_of_the_parser() -> None:
    (grammar,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    rules = re.findall(r"(\w+) +:= (.*?)(?= {2,}\w+ +:=|\n)", parsing.__doc__ or "")
    assert len(rules) == 6
    assert dict(re.findall(r"^(\w+) +:= (.*)$", grammar, re.MULTILINE)) == dict(rules)
    assert f"at most {LONGEST} characters" in PAGE
    assert f"nests at most {DEEPEST} deep" in PAGE


@pytest.mark.parametrize("example", EXAMPLES)
def test_its_examples_are_policies_without_a_mistake(example: str) -> None:
    policy = read(example, "harness.toml").gate
    assert troubles(policy) == ()
    assert complete(policy).criteria


def test_its_example_decides_as_it_says() -> None:
    policy = complete(read(EXAMPLES[2], "harness.toml").gate)
    known = {"extra.coverage": 0.83, "cards.seconds": 100}
    assert decided(known, policy).band is Band.PASS
    assert decided({**known, "cards.seconds": 400}, policy).band is Band.PASS  # one of seven parts of the weight
    assert decided({**known, "extra.coverage": 0.7}, policy).band is Band.REWORK
    assert decided({**known, "cards.pass_rate": 0.9, "cards.failed": 2}, policy).band is Band.REWORK
    assert decided({**known, "cards.pass_rate": 0.1, "cards.failed": 9}, policy).band is Band.UNDECIDED
    assert decided({**known, "cards.seconds": 111}, policy, baseline={"cards.seconds": 100}).band is Band.PASS


def test_its_numbers_are_those_of_the_defaults() -> None:
    assert (
        f"max_cycles = {STANDARD.max_cycles}" in PAGE,
        f"max_total_cycles = {STANDARD.max_total_cycles}" in PAGE,
    ) == (
        True,
        True,
    )
