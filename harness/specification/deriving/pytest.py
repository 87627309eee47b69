"""A skeleton of tests: one for each scenario, each of which fails until somebody fills it in."""

from __future__ import annotations

import json
from collections.abc import Iterator

from harness.domain.requirements import Requirement, Scenario
from harness.specification.derived import Derived, Source, python_head
from harness.specification.deriving._words import docstring, one_line, shortened, snake

FOLDER = "tests"
_MOST = 56


def derive(source: Source) -> Derived:
    """The tests of a requirement."""
    requirement = source.requirement
    tests = [*_tests(requirement, snake(source.stem) or "requirement")]
    head = docstring(f"{requirement.qualified}: {requirement.title or shortened(one_line(requirement.text))}")
    text = f"{head}\nimport pytest\n" + "".join(f"\n\n{test}" for test in tests)
    path = f"{FOLDER}/test_{snake(source.stem) or 'requirement'}.py"
    to_fill = tuple(line.strip() for line in text.splitlines() if line.startswith("    pytest.fail("))
    return Derived(requirement.qualified, path, python_head(requirement.qualified, requirement.sha256, text), to_fill)


def _tests(requirement: Requirement, stem: str) -> Iterator[str]:
    if not requirement.scenarios:
        yield _test(requirement, f"test_{stem}", requirement.text, requirement.text)
    taken: set[str] = set()
    for number, scenario in enumerate(requirement.scenarios, 1):
        said = snake(shortened(scenario.name, 50)) or str(number)
        name = f"test_{stem}_{said}"
        name = name if name not in taken else f"{name}_{number}"
        taken.add(name)
        yield _test(requirement, name, _clauses(scenario), scenario.text)


def _test(requirement: Requirement, name: str, said: str, text: str) -> str:
    told = json.dumps(f"to fill: {shortened(one_line(text).replace('**', ''), _MOST)}", ensure_ascii=False)
    marker = one_line(requirement.qualified)
    return f"# covers: {marker}\ndef {name}() -> None:\n{docstring(said, '    ')}    pytest.fail({told})\n"


def _clauses(scenario: Scenario) -> str:
    clauses = [
        f"{word} {' and '.join(map(one_line, said))}."
        for word, said in (("Given", scenario.given), ("When", scenario.when), ("Then", scenario.then))
        if said
    ]
    return "\n\n".join(clauses) or scenario.text
