"""What a hook asks of the matcher: of the file that was edited what can match in it, of all else everything."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest

from harness.app.hook_tools import narrowed_to, quick_tools
from harness.constitution.trees import memory_file
from harness.errors import MachineError
from harness.ports.sources import Excess, Matching, RuleMatch, SourceFile, StructuralRule, Unread

EDITED = memory_file("a.py", "eval(x)\n")
RULES = [
    StructuralRule("there", "python", json.dumps({"rule": {"any": [{"pattern": "eval($X)"}, {"regex": "^exec"}]}})),
    StructuralRule("gone", "python", json.dumps({"rule": {"kind": "call", "regex": "^system"}})),
    StructuralRule("else", "python", json.dumps({"rule": {"kind": "call"}}), frozenset({"b.py"})),
]


class Asked:
    """Keeps what it is asked, and finds nothing."""

    def __init__(self) -> None:
        self.rules: list[Sequence[StructuralRule]] = []

    def invalid(self, rules: Sequence[StructuralRule]) -> Mapping[str, str]:
        return {rule.id: "refused" for rule in rules}

    def begin(self, rules: Sequence[StructuralRule], files: Sequence[SourceFile]) -> Matching:
        self.rules.append(rules)
        return self

    def results(self) -> Iterator[RuleMatch | Unread | Excess]:
        return iter(())


@pytest.mark.parametrize(
    "files", [[memory_file("a.py", "eval(y)\n")], [memory_file("b.py", "eval(x)\n")], [EDITED, memory_file("b.py", "")]]
)
def test_samples_and_what_stood_at_the_last_commit_are_asked_everything(files: list[SourceFile]) -> None:
    whole = Asked()
    structure = narrowed_to(replace(quick_tools(None), structure=whole), [EDITED]).structure
    list(structure.begin(RULES, files).results())
    assert whole.rules == [RULES]


def test_the_edited_file_is_asked_what_can_match_in_it() -> None:
    whole, little = Asked(), Asked()
    structure = narrowed_to(replace(quick_tools(None), structure=whole), [EDITED]).structure
    list(replace(structure, little=little).begin(RULES, [EDITED]).results())  # type: ignore[type-var]
    assert not whole.rules
    [[rule]] = little.rules
    assert rule.id == "there"
    assert json.loads(rule.document) == {"rule": {"any": [{"pattern": "eval($X)"}]}}
    assert structure.invalid(RULES[:1]) == {"there": "refused"}


def test_where_the_matcher_fails_everything_is_asked() -> None:
    class Failing(Asked):
        def results(self) -> Iterator[RuleMatch | Unread | Excess]:
            raise MachineError("ast-grep refuses the rules", "")

    whole = Asked()
    structure = narrowed_to(replace(quick_tools(None), structure=whole), [EDITED]).structure
    list(replace(structure, little=Failing()).begin(RULES, [EDITED]).results())  # type: ignore[type-var]
    assert whole.rules == [RULES]
