"""Structural checks by the real ast-grep and the real grammars, and ways to hide from them."""

from __future__ import annotations

import json
import sysconfig
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.adapters.structure import AstGrep
from harness.adapters.syntax import Grammars, _grammars
from harness.constitution._pattern_spellings import _READ_AS_ASCII
from harness.constitution._pattern_syntax import _ROOTS, syntax_rules
from harness.constitution.checks import pattern as kind
from harness.constitution.kinds import Doubtful, Match, Quantifier
from harness.domain.findings import DoubtKind, Role
from harness.domain.languages import LANGUAGES, language_of, usual_ending
from harness.errors import DocumentError, MachineError
from harness.ports.sources import Excess, RuleMatch, SourceFile, StructuralRule, Tools, Unread
from tests.constitution.checks import bench
from tests.constitution.checks.bench import doubts, file, job, places, seen

TOOLS = Tools(AstGrep(), Grammars(), None, None)  # type: ignore[arg-type]
EVAL = "forbid: { language: python, pattern: eval($X) }"


@pytest.fixture(autouse=True)
def real_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "NO_TOOLS", TOOLS)


def found(check: str, data: str | bytes, path: str = "a.py") -> list[tuple[str, str]]:
    return places("pattern", check, path, data)


def doubted(check: str, data: str | bytes, path: str = "a.py") -> list[tuple[int, str]]:
    return doubts("pattern", check, path, data)


def refusals(check: str) -> list[tuple[str, str]]:
    with pytest.raises(DocumentError) as raised:
        job("pattern", check)
    return [(mistake.what.partition(" pattern: ")[2], mistake.hint) for mistake in raised.value.mistakes]


# --- what is said of occurrences ------------------------------------------------------------------------------------------


def test_what_is_forbidden_violates_wherever_it_is() -> None:
    assert found(EVAL, "x = eval(a)\neval(\n  b\n)\nprint()\n") == [("-", "eval(a)"), ("-", "eval(\n  b\n)")]


def test_what_is_required_at_least_once_enforces_wherever_it_is() -> None:
    check = "require: { language: python, at-least-one: { pattern: check($$$) } }"
    assert found(check, "check(1)\ncheck()\n") == [("+", "check(1)"), ("+", "check()")]
    assert found(check, "pass\n") == []


def test_the_same_span_is_told_once() -> None:
    check = "forbid: { language: python, any: [{ kind: expression_statement }, { pattern: eval($X) }] }"
    assert found(check, "eval(x)\n") == [("-", "eval(x)")]


def test_a_place_that_lacks_what_must_be_there_violates_and_the_others_enforce() -> None:
    check = """
require:
  language: python
  everywhere: { pattern: "def $F($$$): $$$", all: [{ has: { field: name, regex: ^handle } }] }
  must: { has: { pattern: authenticate($$$) } }
"""
    text = "def handle_a():\n    pass\n\ndef handle_b():\n    if x:\n        authenticate()\n\ndef other(): pass\n"
    assert [(sign, code.split("(")[0]) for sign, code in found(check, text)] == [
        ("-", "def handle_a"),
        ("+", "def handle_b"),
    ]
    [lacking, _] = seen("pattern", check, "a.py", text)
    assert isinstance(lacking, Match)
    assert lacking.note == "`authenticate($$$)` is missing"


BEFORE = """
require:
  language: python
  everywhere: { pattern: "withdraw($ACCOUNT, $$$)" }
  before: { pattern: "require_owner($ACCOUNT)" }
"""


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ("+", "def f(a):\n    require_owner(a)\n    withdraw(a, 1)\n"),
        ("-", "def f(a):\n    withdraw(a, 1)\n    require_owner(a)\n"),
        ("-", "def f(a, b):\n    require_owner(b)\n    withdraw(a, 1)\n"),
        ("-", "def g(a):\n    require_owner(a)\ndef f(a):\n    withdraw(a, 1)\n"),
        ("-", "def f(a):\n    def g():\n        require_owner(a)\n    withdraw(a, 1)\n"),
        ("-", "def f(a):\n    later = lambda: require_owner(a)\n    withdraw(a, 1)\n"),
        ("-", "def f(a):\n    require_owner(a)\n    def g():\n        withdraw(a, 1)\n"),
        ("-", "require_owner(a)\ndef f(a):\n    withdraw(a, 1)\n"),
        (
            "-",
            "class A:\n    def f(self, a):\n        require_owner(a)\nclass B:\n    def f(self, a):\n        withdraw(a, 1)\n",
        ),
        ("+", "def f(a):\n    require_owner(a)\n    run(lambda: run(lambda: withdraw(a, 1)))\n"),
        ("+", "run(lambda: (require_owner(a), withdraw(a, 1)))\n"),
        ("+", "require_owner(a)\nwithdraw(a, 1)\n"),
        (
            "+",
            "def f(a):\n    require_owner(a[0, 1])\n    withdraw(a[0,\n               1], 1)\n".replace(
                ",\n               ", ", "
            ),
        ),
        ("+", "def f(a):\n    require_owner(a . b)\n    withdraw(a .\\\n  b, 1)\n".replace(".\\\n  ", ". ")),
    ],
)
def test_what_must_come_before_does_so_in_the_same_function_and_for_the_same_thing(sign: str, text: str) -> None:
    assert [one for one, _ in found(BEFORE, text)] == [sign]


def test_functions_are_not_known_without_a_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    check = BEFORE.replace("python", "lua")
    [doubt] = [one for one in seen("pattern", check, "a.lua", "withdraw(a, 1)\n") if isinstance(one, Doubtful)]
    assert (doubt.kind, doubt.path) == (DoubtKind.TOOL, "")
    assert "pip install 'spec-harness[languages]'" in doubt.reason
    assert seen("pattern", check, "a.lua", "print(a)\n") == []


WITHIN = "require: { language: python, everywhere: { pattern: open($$$) }, within: { kind: with_statement } }"


def test_what_must_be_within_something_may_be_so_at_any_depth() -> None:
    text = "with open(a) as b:\n    if b:\n        open(c)\nopen(d)\n"
    assert found(WITHIN, text) == [("+", "open(a)"), ("+", "open(c)"), ("-", "open(d)")]
    inside_itself = WITHIN.replace("{ kind: with_statement }", "{ pattern: open($$$) }")
    assert found(inside_itself, "open(open(a))\n") == [("-", "open(open(a))"), ("+", "open(a)")]


def test_metavariables_of_both_rules_stand_for_the_same() -> None:
    check = """
require:
  language: python
  everywhere: { pattern: "$X.commit()" }
  within: { pattern: "with lock($X): $$$" }
"""
    assert found(check, "with lock(a):\n    a.commit()\n    b.commit()\n") == [("+", "a.commit()"), ("-", "b.commit()")]


def test_relations_look_as_far_as_there_is_something_unless_told_otherwise() -> None:
    check = "forbid: { language: python, pattern: eval($X), inside: { kind: function_definition } }"
    text = "def f():\n    if a:\n        eval(b)\n"
    assert found(check, text) == [("-", "eval(b)")]
    assert found(check.replace("function_definition", "function_definition, stopBy: neighbor"), text) == []
    nested = "forbid: { language: python, all: [{ not: { has: { kind: call } } }, { kind: function_definition }] }"
    assert found(nested, text) == []


def test_a_fix_goes_with_what_violates_and_a_note_with_every_place() -> None:
    check = "forbid: { language: python, pattern: eval($X), fix: safe($X), safe: true, note: it is code }"
    [match] = seen("pattern", check, "a.py", "eval(x)\n")
    assert match == Match("P-1/0", Role.VIOLATES, "a.py", 0, 7, note="it is code", fix="safe(x)", safe=True)
    check = """
require:
  language: python
  everywhere: { pattern: open($X) }
  must: { inside: { kind: with_statement } }
  fix: closing(open($X))
  note: it stays open
"""
    bad, good = seen("pattern", check, "a.py", "open(x)\nwith open(y): pass\n")
    assert isinstance(bad, Match)
    assert isinstance(good, Match)
    assert (bad.fix, bad.safe, bad.note) == (
        "closing(open(x))",
        False,
        "what `must` asks for is missing; it stays open",
    )
    assert (good.fix, good.note) == (None, "it stays open")


def test_a_fix_can_be_made_of_what_was_transformed() -> None:
    check = """
forbid:
  language: python
  pattern: old_$NAME
  kind: identifier
  fix: $NEW
  transform: { NEW: { replace: { source: $NAME, replace: old_, by: new_ } } }
"""
    check = check.replace(
        "pattern: old_$NAME\n  kind: identifier", "pattern: $NAME\n  kind: identifier\n  regex: ^old_"
    )
    [match] = seen("pattern", check, "a.py", "x = old_name\n")
    assert isinstance(match, Match)
    assert match.fix == "new_name"


def test_several_checks_of_several_languages_are_carried_out_together() -> None:
    python = job("pattern", EVAL)
    other = replace(job("pattern", EVAL.replace("python", "js")), key="P-2/0")
    files = [
        file("a.py", "eval(1)"),
        file("b.mjs", "eval(2)"),
        file("c.txt", "eval(3)"),
        file("d.py", "("),
        file("e.js", "("),
    ]
    by_job: dict[str, list[str]] = {}
    for one in kind.scan([python, other], files, TOOLS):
        by_job.setdefault(one.job, []).append(f"{one.path}{'?' if isinstance(one, Doubtful) else ''}")
    assert by_job == {"P-1/0": ["d.py?", "a.py"], "P-2/0": ["e.js?", "b.mjs"]}


ELEMENT = "const A = () => { eval(b); return <b>{c}</b>; };"


def test_what_is_asked_of_typescript_is_asked_of_its_files_with_elements() -> None:
    check = "forbid: { language: ts, pattern: eval($X) }"
    assert found(check, ELEMENT, "a.tsx") == [("-", "eval(b)")]
    assert found(check, "let a = <string>eval(b);", "a.ts") == [("-", "eval(b)")]
    assert not kind.looks_at(job("pattern", "forbid: { language: tsx, pattern: eval($X) }").options, "a.ts")
    assert not kind.looks_at(job("pattern", check).options, "a.js")


def test_of_files_of_typescript_with_and_without_elements_each_is_read_with_its_own_grammar() -> None:
    check = "require: { language: typescript, everywhere: { pattern: withdraw($A) }, before: { pattern: owns($A) } }"
    good, bad = "function f(a) { owns(a); withdraw(a); }", "function f(a) { withdraw(a); owns(a); }"
    files = [
        file("a.ts", f"{good} let x = <any>y;"),
        file("b.tsx", f"{good} let x = <b>y</b>;"),
        file("c.ts", bad),
        file("d.tsx", bad),
        file("e.tsx", "let x = <any>y;"),
    ]
    one = job("pattern", check)
    said = {seen.path: getattr(seen, "role", "?") for seen in kind.scan([one], files, TOOLS)}
    assert said == {
        "a.ts": Role.ENFORCES,
        "b.tsx": Role.ENFORCES,
        "c.ts": Role.VIOLATES,
        "d.tsx": Role.VIOLATES,
        "e.tsx": "?",
    }


def test_a_rule_that_one_grammar_of_typescript_refuses_leaves_a_doubt_where_there_are_such_files() -> None:
    one = job("pattern", "forbid: { language: ts, any: [{ kind: type_assertion }, { pattern: eval($X) }] }")
    plain, element = file("a.ts", "let a = <string>b;"), file("a.tsx", ELEMENT)
    [match] = kind.scan([one], [plain], TOOLS)
    assert (match.path, isinstance(match, Match)) == ("a.ts", True)
    doubt, match = kind.scan([one], [plain, element], TOOLS)
    assert isinstance(doubt, Doubtful)
    assert doubt.kind is DoubtKind.BROKEN_CHECK
    assert doubt.reason.startswith("ast-grep refuses the rule for files of tsx: ")
    assert doubt.reason.endswith("Let `Applies to` leave them out with `!**/*.tsx`")
    assert (match.path, isinstance(match, Match)) == ("a.ts", True)


def test_checks_tell_how_they_decide_and_what_they_look_at() -> None:
    for text, expected in (
        (EVAL, Quantifier.ABSENT),
        ("require: { language: python, at-least-one: { pattern: a } }", Quantifier.AT_LEAST_ONE),
        (BEFORE, Quantifier.EVERYWHERE),
    ):
        one = job("pattern", text)
        assert one.quantifier is expected
        assert kind.looks_at(one.options, "src/a.pyi")
        assert not kind.looks_at(one.options, "a.js")


# --- what cannot be judged ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text", "line", "reason"),
    [
        ("a.py", "x = (1\n", 1, "syntax error at `x = (1`"),
        ("a.py", "eval(1)\ny = x x\n", 2, "syntax error at `x`"),
        ("a.py", "def f(:\n    pass\n", 1, "`)` is missing"),
        ("a.py", "eval(1)\ndef f(:\n    pass\n", 2, "`)` is missing"),
        ("a.ts", "eval(1)\nf(1;\n", 2, "`)` is missing"),
        ("a.ts", "let x = (1;\n", 1, "`)` is missing"),
        ("A.java", "class A { void f( { } }", 1, "`)` is missing"),
        ("a.lua", "y = 1\n)\n", 2, "syntax error at `)`"),
        ("a.swift", "func f( {\n", 1, "syntax error at `func f( {`"),
    ],
)
def test_a_file_that_does_not_parse_is_in_doubt_whatever_is_in_it(path: str, text: str, line: int, reason: str) -> None:
    result = seen("pattern", EVAL.replace("python", str(language_of(path))), path, text)
    assert result[0] == Doubtful("P-1/0", DoubtKind.UNPARSABLE, reason, path, line)
    assert [one.start for one in result[1:] if isinstance(one, Match)] == [0] * text.count("eval")


def test_what_only_looks_like_something_missing_is_no_mistake() -> None:
    assert found(EVAL, "if x:\n    # nothing yet\neval(1)\n") == [("-", "eval(1)")]
    assert found("forbid: { language: bash, pattern: eval $X }", "cat <<E\nE\neval y\n", "a.sh") == [("-", "eval y")]


def test_without_a_grammar_what_may_be_missing_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_grammars, "find_spec", lambda name: None)
    _grammars.has_grammar.cache_clear()
    try:
        [(line, reason)] = doubted("forbid: { language: bash, pattern: eval $X }", "cat <<E\nE\n", "a.sh")
    finally:
        monkeypatch.undo()
        _grammars.has_grammar.cache_clear()
    assert line == 1
    assert "seems to be missing" in reason
    assert "spec-harness[languages]" in reason


UNREADABLE = {
    b"x = '\xff'; eval(1)\n": "it is not UTF-8 text (byte 6)",
    "eval(1)".encode("utf-16"): "it is not UTF-8 text (byte 1)",
    "eval(1)".encode("utf-16-le"): "it holds a NUL byte, so it is no text",
    b"\x7fELF\x02\x01\0\0": "it holds a NUL byte, so it is no text",
    b"# -*- coding: utf-7 -*-\n+AGUAdgBhAGw-(1)\n": "it says that it is in the encoding 'utf-7'; save it in UTF-8",
    b"#!/bin/sh\n# vim: set fileencoding=unicode_escape :\n": (
        "it says that it is in the encoding 'unicode_escape'; save it in UTF-8"
    ),
    b"# coding: nonsense\n": "it says that it is in the encoding 'nonsense'; save it in UTF-8",
    b"x = 1  # note\reval(1)\n": (
        "a line of it ends with CR alone, and what follows could be taken for a part of it; end lines with LF"
    ),
}


@pytest.mark.parametrize("data", UNREADABLE)
def test_a_file_that_is_no_plain_text_is_in_doubt(data: bytes) -> None:
    assert doubted(EVAL, data) == [(1, UNREADABLE[data])]


@pytest.mark.parametrize(
    "data",
    [
        b"# -*- coding: latin-1 -*-\neval(1)\n",
        b"\xef\xbb\xbf# coding: utf8\r\neval(1)\r\n",
        b"eval(1)\n\n# coding: utf-7\n",
        b"coding = 'utf-7'\neval(1)\n",
    ],
)
def test_an_ordinary_encoding_is_none(data: bytes) -> None:
    assert found(EVAL, data) == [("-", "eval(1)")]


def test_a_file_that_the_matcher_leaves_out_is_in_doubt() -> None:
    data = b"eval(1)\n" + b"#" * 8_000_000
    assert doubted(EVAL, data) == [(1, "it is larger than the 8 MB up to which structure is looked at")]
    assert found(EVAL, b"eval(1)\n" + b"#" * 4_000_000) == [("-", "eval(1)")]


def test_an_empty_file_shows_nothing() -> None:
    assert found(EVAL, "") == []


@pytest.mark.parametrize("path", ["a\nb.py", " .py", "\udcff.py", "../a.py", "-.py"])
def test_no_name_keeps_a_file_from_being_looked_at(path: str) -> None:
    assert found(EVAL, "eval(1)\n", path) == [("-", "eval(1)")]


# --- ways to hide ---------------------------------------------------------------------------------------------------------

SQL = "forbid: { language: python, pattern: '$DB.execute(f\"$$$\")' }"


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (EVAL, "eval(1)  # ast-grep-ignore\n"),
        (EVAL, "# ast-grep-ignore\n\neval(1)\n"),
        (EVAL, "# ast-grep-ignore: P-1/0, rule:0, r0\neval(1)\n"),
        (SQL, 'db.execute(  # noqa: S608 - it\'s fine\n    f"select {x}")\n'),
        (SQL, '(db\n  # first\n  .execute  # second\n  (f"select {x}"))\n'),
        (EVAL, "(eval  # why\n (x))\n"),
        ("forbid: { language: python, pattern: 'run($X, shell=True)' }", "run(x,  # nosec\n    shell=True)\n"),
        ("forbid: { language: javascript, pattern: 'run($X, {shell: true})' }", "run(x, /* it's */ {shell: true})\n"),
        ("forbid: { language: go, pattern: 'Run($X, $F())' }", "package m\nfunc f() { Run(x, // why\n g()) }\n"),
    ],
)
def test_no_comment_hides_anything(check: str, text: str) -> None:
    path = f"a{usual_ending(job('pattern', check).options.language)}"
    [(sign, code)] = found(check, text, path)
    assert sign == "-"
    assert code in text


def test_a_fix_that_would_lose_a_comment_is_none() -> None:
    check = "forbid: { language: python, pattern: 'run($X, shell=True)', fix: run($X), safe: true }"
    hidden, plain = seen("pattern", check, "a.py", "run(x,  # why\n    shell=True)\nrun(y, shell=True)\n")
    assert isinstance(hidden, Match)
    assert isinstance(plain, Match)
    assert (hidden.fix, hidden.safe) == (None, False)
    assert (plain.fix, plain.safe) == ("run(y)", True)


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("a.py", "x = '\uff45'\n\uff45val(1)\n", "\uff45val"),
        ("a.py", "\U0001d626\U0001d637al(1)\n", "\U0001d626\U0001d637al"),
        ("a.js", "\\u0065val(1)\n", "\\u0065val"),
        ("a.ts", "window.\\u{65}val(1)\n", "\\u{65}val"),
        ("a.cs", "class A { void F() { \\u0065val(1); } }", "\\u0065val"),
    ],
)
def test_a_name_that_is_spelt_otherwise_leaves_a_doubt(path: str, text: str, name: str) -> None:
    check = EVAL.replace("python", str(language_of(path)))
    [(line, reason)] = doubted(check, text, path)
    assert reason == f"the name `{name}` is read as another one, which no pattern would match: write it plainly"
    assert text.splitlines()[line - 1].count(name) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [("a.py", "größe = '\uff45val ﬁ'  # ª\n"), ("a.js", "x = '\\u0065val'\n"), ("a.py", "x = '™ № …'\n")],
)
def test_letters_in_text_are_letters(path: str, text: str) -> None:
    assert found(EVAL.replace("python", str(language_of(path))), text, path) == []


def test_all_characters_are_known_that_are_read_as_ascii_in_names() -> None:
    for code in [*range(0x80, 0xD800), *range(0xE000, 0x20000)]:
        character = chr(code)
        if f"a{character}".isidentifier() and unicodedata.normalize("NFKC", character).isascii():
            assert _READ_AS_ASCII.search(character.encode()), hex(code)


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("A.java", "class A { void f() { // \\u000a eval(1);\n } }", "`\\u000a` is read as code"),
        ("A.java", "class A { void f() { \\u0065val(1); } }", "`\\u0065` is read as code"),
        ("A.java", "/* \\uu002a\\u002f eval(1); /* */", "`\\uu002a` is read as code"),
        ("a.cs", "class A { void F() { // \u2028 eval(1);\n } }", "U+2028"),
        ("a.js", "// note\reval(1)\n", "CR alone"),
    ],
)
def test_a_line_that_ends_where_no_parser_sees_it_leaves_a_doubt(path: str, text: str, says: str) -> None:
    [(line, reason)] = doubted(EVAL.replace("python", str(language_of(path))), text, path)
    assert (line, says in reason) == (1, True)


def test_ordinary_escapes_of_java_are_none() -> None:
    check = EVAL.replace("python", "java")
    text = "class A { char a = '\\u0000', b = '\\u00e4', c = '\\uffff'; void f() { eval(1); } }"
    assert found(check, text, "A.java") == [("-", "eval(1)")]


# --- refusals -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "what", "hint"),
    [
        ("forbid: { language: pyhton, pattern: a }", "the language 'pyhton' is not known", "did you mean 'python'?"),
        ("forbid: { pattern: a }", "`language` is missing", "known are"),
        ("forbid: { language: [python], pattern: a }", "the language '['python']' is not known", "known are"),
        ("forbid: { language: python, patern: a }", "`patern` is not known here", "did you mean 'pattern'?"),
        ("forbid: { language: python }", "there is no rule in it", "`pattern`, `kind`"),
        ("forbid: { language: python, must: { kind: a }, pattern: a }", "`must` is not known here", "use `require`"),
        ("forbid: { language: python, inside: x }", "`inside`: it must be a rule, that is a mapping", "eval($$$)"),
        ("forbid: { language: python, all: { kind: a } }", "`all`: it must be a list of rules", "one rule"),
        ("forbid: { language: python, not: { kid: a } }", "`not.kid`: it is no key of a rule", "did you mean 'kind'?"),
        ("forbid: { language: python, any: [{ kind: 3 }] }", "`any.1.kind`: it must be the name of a kind of node", ""),
        (
            "forbid: { language: python, has: { kind: a, stopBy: { knd: b } } }",
            "`has.stopBy.knd`: it is no key of a rule",
            "did you mean 'kind'?",
        ),
        ("forbid: { language: python, pattern: { context: a, selecter: b } }", "`pattern`: it must be text, or", ""),
        ("forbid: { language: python, pattern: { context: a, strictness: b } }", "`pattern`: it must be text, or", ""),
        ("forbid: { language: python, matches: a }", "there is no `a` in `utils`", "none are known"),
        ("forbid: { language: python, kind: a, utils: [] }", "`utils`: it must be a mapping of names to rules", ""),
        (
            "forbid: { language: python, pattern: f($X), constraints: { Y: { regex: a } } }",
            "`constraints` speaks of `$Y`, which is in no rule",
            "correct the name",
        ),
        ("forbid: { language: python, kind: a, fix: 3 }", "`fix` must be text", "quotes"),
        ("forbid: { language: python, kind: a, note: [b] }", "`note` must be text", "quotes"),
        ("forbid: { language: python, kind: a, fix: b, safe: maybe }", "`safe` must be true or false", ""),
        ("forbid: { language: python, kind: a, fix: b, transform: c }", "`transform` must be a mapping", ""),
        ("forbid: { language: python, kind: a, transform: { B: c } }", "`transform` says something of a `fix`", ""),
        ("require: { language: python, kind: a }", "`kind` is not known here", "at-least-one"),
        ("require: { language: python, everywhere: { kind: a } }", "it does not say what is required", "`must`"),
        (
            "require: { language: python, everywhere: { kind: a }, must: { kind: b }, before: { kind: c } }",
            "it does not say what is required",
            "`must`",
        ),
        (
            "require: { language: python, at-least-one: { kind: a }, fix: b }",
            "`fix` has nothing to change in what is required at least once",
            "",
        ),
    ],
)
def test_a_check_that_makes_no_sense_is_refused_with_a_hint(check: str, what: str, hint: str) -> None:
    [(said, advice)] = refusals(check)
    assert said.startswith(what)
    assert hint in advice


def test_every_mistake_of_a_check_is_named() -> None:
    check = "forbid: { language: cobol, patern: a, any: [], utils: { b: { knd: c } } }"
    assert len(refusals(check)) == 4


def test_a_rule_that_goes_too_deep_is_refused() -> None:
    rule: dict[str, Any] = {"kind": "call"}
    for _ in range(60):
        rule = {"not": rule}
    spec = job("pattern", EVAL).spec.model_copy(update={"body": json.dumps({"language": "python", **rule})})
    with pytest.raises(DocumentError, match="must be a rule"):
        kind.read(spec)


def test_constraints_hold_for_the_rule_that_they_speak_of() -> None:
    check = """
require:
  language: python
  everywhere: { pattern: "send($A)" }
  before: { pattern: "sign($B)" }
  constraints: { A: { regex: ^a }, B: { matches: good } }
  utils: { good: { regex: ^b } }
"""
    assert found(check, "sign(c)\nsend(a)\nsign(b)\nsend(a)\nsend(x)\n") == [("-", "send(a)"), ("+", "send(a)")]


# --- a matcher that refuses, or has enough --------------------------------------------------------------------------------


def test_a_rule_that_ast_grep_refuses_breaks_its_own_check_alone() -> None:
    broken = job("pattern", "forbid: { language: python, kind: nope }")
    sound = replace(job("pattern", EVAL), key="P-2/0")
    doubt, match = kind.scan([broken, sound], [file("a.py", "eval(1)")], TOOLS)
    assert doubt == Doubtful("P-1/0", DoubtKind.BROKEN_CHECK, "ast-grep refuses the rule: Kind `nope` is invalid.")
    assert isinstance(match, Match)
    assert match.job == "P-2/0"
    [doubt] = kind.scan([broken], [file("a.py", "eval(1)")], TOOLS)
    assert isinstance(doubt, Doubtful)


def test_a_matcher_that_fails_by_itself_is_told_to_the_engine() -> None:
    class Failing(AstGrep):
        def begin(self, rules: Sequence[StructuralRule], files: Sequence[SourceFile]) -> Any:
            raise MachineError("it does not work", "")

    with pytest.raises(MachineError, match="it does not work"):
        list(kind.scan([job("pattern", EVAL)], [file("a.py", "eval(1)")], replace(TOOLS, structure=Failing())))


def test_a_check_that_matches_too_often_says_so() -> None:
    tools = replace(TOOLS, structure=AstGrep(kept=3))
    check = job("pattern", "forbid: { language: python, kind: identifier }")
    doubt, *matches = kind.scan([check], [file("a.py", "a\nb\nc\nd\n")], tools)
    assert isinstance(doubt, Doubtful)
    assert (doubt.kind, doubt.path) == (DoubtKind.TOOL, "")
    assert "only 3 places" in doubt.reason
    assert len(matches) == 3
    check = job("pattern", "require: { language: python, everywhere: { kind: identifier }, must: { regex: a } }")
    [doubt] = kind.scan([check], [file("a.py", "a\nb\nc\nd\n")], tools)
    assert isinstance(doubt, Doubtful)


def test_more_mistakes_of_syntax_than_are_listed_leave_a_doubt_of_all() -> None:
    tools = replace(TOOLS, structure=AstGrep(kept=2))
    files = [file(f"{number}.py", "eval(1)\n)\n") for number in range(4)]
    result = list(kind.scan([job("pattern", EVAL)], files, tools))
    assert [one.path for one in result if isinstance(one, Doubtful) and one.path] == ["0.py", "1.py"]
    assert any(isinstance(one, Doubtful) and "not all are listed" in one.reason for one in result)


class Again(AstGrep):
    """Does the second matching, that without comments, as it is told."""

    def __init__(self, second: list[RuleMatch | Unread | Excess]) -> None:
        super().__init__()
        object.__setattr__(self, "second", second)
        object.__setattr__(self, "begun", [])

    def begin(self, rules: Sequence[StructuralRule], files: Sequence[SourceFile]) -> Any:
        self.begun.append(files)  # type: ignore[attr-defined]
        return super().begin(rules, files) if len(self.begun) == 1 else self  # type: ignore[attr-defined]

    def results(self) -> Iterator[RuleMatch | Unread | Excess]:
        yield from self.second  # type: ignore[attr-defined]


def test_what_cannot_be_matched_without_its_comments_leaves_a_doubt() -> None:
    text = "eval(1)\n(eval  # c\n (2))\n"
    again = Again([Unread("a.py", "is gone"), Excess("rule:0", 5), RuleMatch("rule:0", "a.py", 0, 7)])
    result = list(kind.scan([job("pattern", EVAL)], [file("a.py", text)], replace(TOOLS, structure=again)))
    assert [one.reason.split(":")[0] for one in result if isinstance(one, Doubtful)] == [
        "it is gone",
        "it matches so often that only 5 places were looked at",
    ]
    assert [(one.start, one.end) for one in result if isinstance(one, Match)] == [(0, 7)]


# --- all languages --------------------------------------------------------------------------------------------------------


def test_mistakes_of_syntax_can_be_asked_for_in_every_language() -> None:
    rules = [rule for language in LANGUAGES for rule in syntax_rules(language)]
    assert len(rules) == 2 * len(LANGUAGES) - 1
    assert AstGrep().invalid(rules) == {}
    roots = [StructuralRule(name, name, json.dumps({"rule": {"kind": root}})) for name, root in _ROOTS.items()]
    files = [file(f"{name}{usual_ending(name)}", "x\n") for name in _ROOTS]
    matched = {one.rule for one in AstGrep().begin(roots, files).results() if isinstance(one, RuleMatch)}
    assert matched | {"json", "go", "dart", "hcl", "nix", "zig", "lua", "solidity", "yaml", "elixir"} >= set(_ROOTS)


# --- the filter changes nothing -------------------------------------------------------------------------------------------

CHECKS = """
forbid:
  - { language: python, pattern: eval($$$) }
  - { language: python, pattern: "subprocess.$F($$$, shell=True, $$$)" }
  - { language: python, any: [{ pattern: pickle.loads($$$) }, { pattern: marshal.loads($$$) }, { pattern: exec($$$) }] }
  - { language: python, pattern: "os.$F($$$)", inside: { pattern: "class $C($$$B): $$$" } }
  - { language: python, kind: except_clause, not: { has: { kind: as_pattern } }, has: { pattern: Exception } }
  - { language: python, pattern: "$A if $B else None" }
  - { language: python, kind: call, matches: opened, utils: { opened: { pattern: open($$$) } } }
require:
  - { language: python, at-least-one: { pattern: "raise NotImplementedError($$$)" } }
  - language: python
    everywhere: { pattern: open($$$) }
    within: { kind: with_statement }
  - language: python
    everywhere: { pattern: "$X.close()" }
    before: { pattern: "$X = $Y($$$)" }
"""


def test_the_filter_changes_nothing_of_what_is_seen_in_the_standard_library() -> None:
    folder = Path(sysconfig.get_paths()["stdlib"])
    paths = [
        path
        for path in sorted(folder.glob("*.py")) + sorted(folder.glob("*/*.py"))
        if "site-packages" not in path.parts
    ]
    files = [SourceFile(str(path.relative_to(folder)), path.read_bytes(), "") for path in paths[::9]]
    jobs = bench.jobs_for(bench.principle(*bench.specs("pattern", CHECKS)))
    fast: Mapping[Any, int] = dict.fromkeys(kind.scan(jobs, files, TOOLS), 1)
    slow: Mapping[Any, int] = dict.fromkeys(kind.scan(jobs, files, TOOLS, filtered=False), 1)
    doubts = [one for one in fast if isinstance(one, Doubtful)]
    assert {one for one in fast if isinstance(one, Match)} == {one for one in slow if isinstance(one, Match)}
    assert {(one.job, one.path) for one in doubts} == {(one.job, one.path) for one in slow if isinstance(one, Doubtful)}
    assert len(fast) - len(doubts) > 80
    assert len(files) > 60
