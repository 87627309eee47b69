"""What a rule needs of a file is derived from the rule; that nothing is lost by it is tried on the standard library."""

from __future__ import annotations

import json
import os
import random
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tree_sitter import Language, Node, Parser
from tree_sitter_python import language as python

from harness.adapters.structure import AstGrep
from harness.constitution import prefilter
from harness.constitution._keywords import KEYWORDS
from harness.constitution._pattern_comments import Disturbances
from harness.constitution._pattern_tokens import SLASHES
from harness.constitution.prefilter import NOTHING, Prefilter, Sieve, needs_of
from harness.domain.languages import LANGUAGES, language_named, language_of, usual_ending
from harness.ports.sources import RuleMatch, SourceFile, StructuralRule


def rule(document: dict[str, Any], language: str = "python", id: str = "r") -> StructuralRule:
    return StructuralRule(id, language, json.dumps(document))


def can_match(document: dict[str, Any], text: str, language: str = "python") -> bool:
    return bool(Prefilter([rule(document, language)]).possible(text.encode()))


def pattern(text: str, source: str, language: str = "python") -> bool:
    return can_match({"rule": {"pattern": text}}, source, language)


# --- what a pattern needs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("eval($X)", "evaluate(x)"),
        ("eval($X)", "medieval(x)"),
        ("eval($X)", "eval = 1"),
        ("os.system($X)", "import os; system(x)"),
        ("os.system($X)", "from os import system"),
        ('$DB.execute(f"$$$")', 'db.execute("x")'),
        ('$DB.execute(f"$$$")', "execute(f'x')"),
        ("f($X, shell=True)", "f(x, shell=False)"),
        ("$A.execute($$$)", "execute(a)"),
        ("subprocess.$F($$$, shell=True, $$$)", "subprocess.run(x)"),
        ('requests.get($URL, "a b", verify=False)', "requests.get(url)"),
        ("class $X(Base): $$$", "class X(Other): pass"),
    ],
)
def test_a_file_without_what_a_pattern_needs_is_left_out(text: str, source: str) -> None:
    assert not pattern(text, source)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("eval($X)", "eval(x)"),
        ("eval($X)", "eval (x)"),
        ("eval($X)", "eval\\\n(x)"),
        ("eval($X)", "(eval # it's\n\n # why\n(x))"),
        ("eval($X)", "(eval\u200b(x))"),
        ("eval($X)", "1eval(x)"),
        ("eval($X)", "éeval(x)"),
        ("os.system($X)", "os . system(x)"),
        ("os.system($X)", "(os  # a.b\n  .system(x))"),
        ("$$$.system", "system.path"),
        ("$DB.execute(f'$$$')", "db.execute(\n  f'''x''')"),
        ("f($X, shell=True)", "f(x, shell = True)"),
        ("not $X in $Y", ""),
        ("$X", ""),
        ('"""a"""', ""),
        ("'a\\nb' + foo", ""),
        ("x = 1 # foo", "x = 1"),
        ("foo$BAR", ""),
        ("$foo", ""),
        ("größe($X)", ""),
        ("print $X", "print x"),
    ],
)
def test_a_file_in_which_a_pattern_could_match_is_not(text: str, source: str) -> None:
    assert pattern(text, source)


@pytest.mark.parametrize(
    ("language", "text", "source", "can"),
    [
        ("javascript", "dangerous($X)", "dangerously(x)", False),
        ("javascript", "a.dangerous($X)", "a?.dangerous(x)", True),
        ("javascript", "/dangerous/.test($X)", "", True),
        ("javascript", "`dangerous ${$X}`", "", True),
        ("javascript", "f('a', dangerous)", "f('a', harmless)", False),
        ("javascript", "f('a\\n', dangerous)", "", True),
        ("javascript", "get data() {}", "", True),
        ("rust", "dangerous($X)", "harmless(x)", False),
        ("rust", "f::<'a, 'b>(dangerous)", "", True),
        ("cpp", "f(1'000, dangerous)", "", True),
        ("php", "dangerous($X)", "<?php harmless();", False),
        ("php", "ECHO $X", "", True),
        ("ruby", "dangerous($X)", "harmless(x)", False),
        ("ruby", "'$X' + dangerous", "", True),
        ("bash", "dangerous $X", "", True),
        ("html", "<dangerous>$X</dangerous>", "", True),
        ("yaml", "dangerous: $X", "", True),
    ],
)
def test_of_other_languages_only_plain_words_are_needed(language: str, text: str, source: str, can: bool) -> None:
    assert pattern(text, source, language) is can


# --- what a rule needs ----------------------------------------------------------------------------------------------------

FOO, BAR = {"pattern": "foo_($X)"}, {"pattern": "bar_($X)"}


@pytest.mark.parametrize(
    ("of", "foo", "bar", "both", "none"),
    [
        (FOO, True, False, True, False),
        ({"any": [FOO, BAR]}, True, True, True, False),
        ({"all": [FOO, BAR]}, False, False, True, False),
        ({**FOO, "inside": {**BAR, "stopBy": "end"}}, False, False, True, False),
        ({**FOO, "has": {"any": [BAR, {"kind": "call"}]}}, True, False, True, False),
        ({**FOO, "follows": BAR}, False, False, True, False),
        ({**FOO, "precedes": {**BAR, "stopBy": FOO}}, False, False, True, False),
        ({**FOO, "not": BAR}, True, False, True, False),
        ({"not": FOO}, True, True, True, True),
        ({"kind": "call", "regex": "foo_"}, True, True, True, True),
        ({"kind": "call", "matches": "u"}, True, False, True, False),
        ({"matches": "u", "has": {"matches": "loop"}}, True, False, True, False),
        ({"matches": "unknown"}, True, True, True, True),
        ({"any": [{"matches": "loop"}, BAR]}, True, True, True, True),
        ({"kind": "call", "nthChild": {"position": 1, "ofRule": FOO}}, True, True, True, True),
        ({"pattern": {"context": "foo_(x)", "strictness": "signature"}}, True, True, True, True),
        ({"pattern": {"context": "class A: foo_", "selector": "identifier"}}, True, True, True, True),
        ({"any": []}, True, True, True, True),
        ({"any": [BAR, {"all": [BAR, FOO]}]}, False, True, True, False),
        ([FOO], True, True, True, True),
    ],
)
def test_rules_need_what_their_parts_need(of: Any, foo: bool, bar: bool, both: bool, none: bool) -> None:
    utils = {"u": FOO, "loop": {"all": [{"matches": "loop"}]}}
    document = {"rule": of, "utils": utils, "constraints": {"X": BAR}}
    sources = ("foo_(1)", "bar_(1)", "foo_(1); bar_(1)", "baz")
    assert [can_match(document, source) for source in sources] == [foo, bar, both, none]


def test_what_would_take_too_many_alternatives_is_asked_for_less_exactly() -> None:
    many = [{"any": [{"pattern": f"{letter}{number}_x"} for number in range(20)]} for letter in "abc"]
    needs = needs_of(rule({"rule": {"all": many}}))
    assert 0 < len(needs) <= prefilter._MOST
    assert not can_match({"rule": {"all": many}}, "nothing")
    assert can_match({"rule": {"all": many}}, "a1_x, b2_x, c3_x")
    assert needs_of(rule({"rule": {"any": [{"pattern": f"word{number}"} for number in range(300)]}})) == NOTHING


class GivesUp:
    """As a set of RE2 that has run out of memory."""

    def Match(self, data: bytes) -> None:
        return None


def test_a_search_that_gives_up_lets_every_rule_through(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {str(number): frozenset({frozenset({f"word{number}"})}) for number in range(40)}
    assert Sieve(words).passing(b"word7") == frozenset("7")
    with monkeypatch.context() as patched:
        patched.setattr(prefilter, "_MEMORY", 1000)
        assert Sieve(words).passing(b"word7") == frozenset(words)
    sieve = Sieve(words)
    monkeypatch.setattr(sieve, "_set", GivesUp())
    assert sieve.passing(b"word7") == frozenset(words)


# --- nothing is lost ------------------------------------------------------------------------------------------------------

FILES, RULES = 40, 80
CHANCE = random.Random(20261121)


@cache
def library() -> tuple[SourceFile, ...]:
    folder = Path(sysconfig.get_paths()["stdlib"])
    paths = sorted(path for path in folder.rglob("*.py") if "site-packages" not in path.parts)
    chosen = CHANCE.sample([path for path in paths if 200 < path.stat().st_size < 20_000], FILES)
    return tuple(SourceFile(str(path.relative_to(folder)), path.read_bytes(), "") for path in chosen)


def below(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(one.children)


def invented_pattern() -> str:
    """A piece of the library with some of its parts replaced by metavariables."""
    parser = Parser(Language(python()))
    while True:
        file = CHANCE.choice(library())
        longest = CHANCE.choice((15, 30, 60, 200))
        nodes = [
            node
            for node in below(parser.parse(file.data).root_node)
            if node.is_named and node.child_count and 3 < node.end_byte - node.start_byte < longest
        ]
        if nodes:
            return with_holes(CHANCE.choice(nodes), file.data)


def with_holes(node: Node, data: bytes) -> str:
    parts = [one for one in below(node) if one.is_named and one.id != node.id]
    holes: list[tuple[int, int]] = []
    for one in CHANCE.sample(parts, min(len(parts), CHANCE.randrange(4))):
        if all(one.end_byte <= start or end <= one.start_byte for start, end in holes):
            holes.append((one.start_byte, one.end_byte))
    text, at = b"", node.start_byte
    for start, end in sorted(holes):
        text += data[at:start] + CHANCE.choice((b"$A", b"$B", b"$_", b"$$$", b"$$$C"))
        at = end
    return (text + data[at : node.end_byte]).decode()


def invented_rule(depth: int = 0) -> dict[str, Any]:
    one: dict[str, Any] = {"pattern": invented_pattern()}
    kind = CHANCE.random() if depth < 2 else 1.0
    if kind < 0.15:
        return {"any": [invented_rule(depth + 1), one]}
    if kind < 0.3:
        relation = CHANCE.choice(("inside", "has", "follows", "precedes"))
        return {"all": [one, {relation: {**invented_rule(depth + 1), "stopBy": "end"}}]}
    if kind < 0.4:
        return {**one, "not": invented_rule(depth + 1)}
    if kind < 0.5:
        return {**one, "inside": {"any": [invented_rule(depth + 1), {"kind": "module"}], "stopBy": "end"}}
    if kind < 0.55:
        return {"pattern": {"context": one["pattern"], "strictness": CHANCE.choice(("relaxed", "ast", "signature"))}}
    return one


def usable(rules: list[StructuralRule]) -> list[StructuralRule]:
    """The rules that ast-grep takes: halves of them at a time, for most are good."""
    if not rules or not AstGrep()._refusal(rules):
        return rules
    half = len(rules) // 2
    return usable(rules[:half]) + usable(rules[half:]) if half else []


def test_every_match_of_invented_rules_lies_in_a_file_that_is_let_through() -> None:
    rules = usable([rule({"rule": invented_rule()}, id=str(number)) for number in range(RULES)])
    sieve = Prefilter(rules)
    possible = {file.path: sieve.possible(file.data) for file in library()}
    matches = [one for one in AstGrep(kept=10**6).begin(rules, library()).results() if isinstance(one, RuleMatch)]
    by_id = {one.id: one.document for one in rules}
    assert [by_id[one.rule] for one in matches if one.rule not in possible[one.path]] == []
    assert len(rules) > RULES / 2
    assert len({one.rule for one in matches}) > RULES / 5
    assert sum(map(len, possible.values())) < 0.8 * len(rules) * FILES


# --- comments -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source", "may"),
    [
        ("eval($X)", "eval(  # c\n x)", False),
        ("eval($X)", "(eval  # c\n (x))", True),
        ("f($A, shell=True)", "f(a,  # c\n shell=True)", True),
        ("f($A, shell=True)", "f(a,  # c\n shell=False)", False),
        ("$A + g(1)", "(a +  # c\n g(1))", True),
        ("f($A.b)", "f(  # c\n a.b)", True),
        ("f('a b', g($A))", "f('a b',  # c\n g(a))", True),
        ("f($A, 'a b')", "f(a,  # c\n 'a b')", True),
        ("f(a, b)", "f(a,  # c\n b)", False),
        ("$A if $B else $C", "a", False),
        ("f($$$)", "f(  # c\n g(1))", False),
    ],
)
def test_it_is_known_where_a_comment_may_keep_a_pattern_from_matching(text: str, source: str, may: bool) -> None:
    assert bool(Disturbances([rule({"rule": {"kind": "call", "not": {"pattern": text}}})]).of(source.encode())) is may


@pytest.mark.parametrize(
    ("language", "source", "may"),
    [
        ("javascript", "f(a, // c\n g(1))", True),
        ("javascript", "f(a, /* c * / */ g(1))", True),
        ("javascript", "f(a, g(1)) // c\n", False),
        ("bash", "f(a, # c\n g(1))", False),
    ],
)
def test_comments_of_other_languages_are_known_as_well(language: str, source: str, may: bool) -> None:
    found = Disturbances([rule({"rule": {"pattern": "f($A, g(1))"}}, language)]).of(source.encode())
    assert bool(found) is may


@pytest.mark.parametrize(("strictness", "may"), [("smart", False), ("relaxed", False), ("ast", True), ("cst", True)])
def test_where_comments_are_not_passed_over_at_all_each_is_in_the_way(strictness: str, may: bool) -> None:
    one = rule({"rule": {"any": [{"pattern": {"context": "$A.b", "strictness": strictness}}]}})
    assert bool(Disturbances([one]).of(b"x = 1  # c\n")) is may


# --- languages ------------------------------------------------------------------------------------------------------------


def test_the_words_of_all_grammars_are_known() -> None:
    from harness.adapters.syntax._grammars import _GRAMMARS, _parser

    words = set()
    for language in (SLASHES | {"ruby"}) & _GRAMMARS.keys():
        grammar = _parser(language).language
        assert grammar is not None
        for id in range(grammar.node_kind_count):
            kind = grammar.node_kind_for_id(id)
            if kind and grammar.node_kind_is_visible(id) and not grammar.node_kind_is_named(id):
                words |= {word for word in kind.split() if len(word) > 2 and word.isidentifier()}
    assert words - KEYWORDS == set()


def test_languages_are_known_by_name_alias_and_ending() -> None:
    assert language_named("Python") == language_named("py") == "python"
    assert language_named("c++") == "cpp"
    assert language_named("cobol") is None
    assert [language_of(path) for path in ("a/b.py", "A.TSX", "a.sh.in", ".py", "py", "a.py/b")] == [
        "python",
        "tsx",
        None,
        None,
        None,
        None,
    ]
    assert {language_of(f"a{usual_ending(language)}") for language in LANGUAGES} == set(LANGUAGES)
    assert os.path.splitext("a.py")[1] == usual_ending("python")
