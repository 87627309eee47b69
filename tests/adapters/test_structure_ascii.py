"""In files of ASCII alone rules are read faster, and find what they would find anyway; few files are given to two matchers."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from harness.adapters.structure import AstGrep
from harness.adapters.structure._ascii import plain_regex, plain_rule
from harness.adapters.structure.pair import AstGrepPair
from harness.constitution.trees import memory_file
from harness.ports.sources import RuleMatch, SourceFile, StructuralRule, Unread

SOURCE = "".join(
    f"{name} = call_{at}(a1, 'two words', x.y_z)  # note\n"
    for at, name in enumerate(["alpha", "_b", "c9", "token_id", "Digest", "owner_of", "is_ok", "K"])
)
REGEXES = (
    r"^\w+$",
    r"\bid\b",
    r"_id$|^is_",
    r"[\w.]+\.\w+",
    r"[^\w]",
    r"^\W",
    r"\d",
    r"^\D+$",
    r"\s\S",
    r"[^\s\d]{6}",
    r"(?i)token|digest",
    r"(?i:k)",
    r"(?s)^'.*\b'$",
    r"\\w",
    r"[\\w]",
    r"\Bl",
    r"[a-z&&[^\w]]|owner",
)


def rules(*regexes: str) -> list[StructuralRule]:
    kinds = ("identifier", "string", "attribute", "call", "comment")
    return [
        StructuralRule(f"{at}:{kind}", "python", json.dumps({"rule": {"kind": kind, "regex": regex}}))
        for at, regex in enumerate(regexes)
        for kind in kinds
    ]


def found(
    structure: AstGrep | AstGrepPair, some: list[StructuralRule], files: list[SourceFile]
) -> set[tuple[str, int, int]]:
    results = list(structure.begin(some, files).results())
    assert not [one for one in results if not isinstance(one, RuleMatch)]
    return {(one.rule, one.start, one.end) for one in results if isinstance(one, RuleMatch)}


def test_a_rule_finds_in_ascii_what_it_finds_beside_other_letters():
    some = rules(*REGEXES)
    plain = found(AstGrep(), some, [memory_file("a.py", SOURCE)])
    other = found(AstGrep(), some, [memory_file("a.py", SOURCE + "\né = 1\n")])
    assert len(plain) > 60
    assert plain == {one for one in other if one[1] < len(SOURCE)}


def test_beside_other_letters_words_are_those_of_all_scripts():
    assert ("0:identifier", 0, 3) in found(AstGrep(), rules(r"^\w+$"), [memory_file("a.py", "éa = 1\n")])


def test_a_rule_for_one_file_is_written_for_that_file_alone():
    both = [memory_file("a.py", "abc = 1\n"), memory_file("b.py", "é = 1\n")]
    some = [StructuralRule("r", "python", json.dumps({"rule": {"kind": "identifier", "regex": r"^\w+$"}}))]
    matches = [one for one in AstGrep().begin(some, both).results() if isinstance(one, RuleMatch)]
    assert [one.path for one in matches] == ["a.py", "b.py"]


@pytest.mark.parametrize("regex", [r"\b{start}a", r"\p{L}", r"\x41\\d", r"a\.b", ""])
def test_what_is_no_table_of_letters_stays_as_it_is(regex):
    assert plain_regex(regex) == regex.replace(r"\\d", r"\\d")


@pytest.mark.parametrize("sign", ["w", "W", "d", "D", "s", "S"])
def test_a_table_is_replaced_by_all_of_it_that_is_ascii(sign):
    every = "".join(map(chr, range(128)))
    written = plain_regex(f"\\{sign}")
    # Python counts four separators among the blanks that Unicode does not.
    odd = set("\x1c\x1d\x1e\x1f") if sign in "sS" else set()
    ours = set(re.findall(written, every)) - odd
    assert ours == set(re.findall(f"(?a:\\{sign})", every)) - odd


def test_only_expressions_are_rewritten():
    rule = {"rule": {"pattern": r"f('\w')", "any": [{"regex": r"\d"}]}, "utils": {"regex": {"regex": r"\d"}}}
    written = plain_rule(rule)
    assert written["rule"] == {"pattern": r"f('\w')", "any": [{"regex": "[0-9]"}]}
    assert written["utils"] == {"regex": {"regex": "[0-9]"}}


def test_two_matchers_find_what_one_does():
    some = rules(*REGEXES)
    files = [memory_file("a.py", SOURCE), memory_file("b.py", SOURCE.replace("alpha", "beta"))]
    one, two = (list(each.begin(some, files).results()) for each in (AstGrep(), AstGrepPair()))
    assert {repr(match) for match in one} == {repr(match) for match in two}
    assert [match.path for match in two] == sorted(match.path for match in two)


def test_two_matchers_name_a_file_once_that_cannot_be_matched():
    data = b"\xff\xfe = 1\n"
    file = SourceFile("a.py", data, hashlib.sha256(data).hexdigest())
    results = list(AstGrepPair().begin(rules(*REGEXES), [file]).results())
    assert [type(one) for one in results] == [Unread]


def test_two_matchers_name_the_rule_that_is_wrong():
    wrong = StructuralRule("wrong", "python", json.dumps({"rule": {"regex": "("}}))
    assert list(AstGrepPair().invalid([wrong, *rules("a")])) == ["wrong"]
