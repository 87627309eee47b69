"""ast-grep itself, over files in memory: what it finds, what it skips in silence, and what would change what it sees."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from harness.adapters import structure
from harness.adapters.structure import AstGrep, _process
from harness.errors import MachineError
from harness.ports.sources import Excess, RuleMatch, SourceFile, StructuralRule, Unread

EVAL = {"rule": {"pattern": "eval($X)"}}


def rule(
    document: object, language: str = "python", id: str = "r", paths: frozenset[str] | None = None
) -> StructuralRule:
    return StructuralRule(id, language, json.dumps(document), paths)


def file(path: str, data: str | bytes) -> SourceFile:
    return SourceFile(path, data.encode() if isinstance(data, str) else data, "")


def results(
    rules: StructuralRule | Sequence[StructuralRule], *files: SourceFile, matcher: AstGrep | None = None
) -> list[RuleMatch | Unread | Excess]:
    every = [rules] if isinstance(rules, StructuralRule) else rules
    return list((matcher or AstGrep()).begin(every, files).results())


def texts(rules: StructuralRule | Sequence[StructuralRule], *files: SourceFile) -> list[tuple[str, str]]:
    """The path and the bytes of each match; nothing else may come back."""
    by_path = {one.path: one.data for one in files}
    found = results(rules, *files)
    assert all(isinstance(one, RuleMatch) for one in found), found
    return [(one.path, by_path[one.path][one.start : one.end].decode()) for one in found if isinstance(one, RuleMatch)]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where folders of our own are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


# --- what is found --------------------------------------------------------------------------------------------------------


def test_matches_come_in_order_of_path_and_offset_with_their_metavariables() -> None:
    found = results(
        [rule({"rule": {"pattern": "f($A, $$$REST)"}}, id="f"), rule(EVAL, id="e")],
        file("b.py", "f(1, 2, 3)\n"),
        file("a.py", "eval(x)\nf(eval(y), z)\n"),
    )
    assert found == [
        RuleMatch("e", "a.py", 0, 7, {"X": "x"}),
        RuleMatch("f", "a.py", 8, 21, {"A": "eval(y)", "REST": "z"}),
        RuleMatch("e", "a.py", 10, 17, {"X": "y"}),
        RuleMatch("f", "b.py", 0, 10, {"A": "1", "REST": "2, 3"}),
    ]


@pytest.mark.parametrize(
    "text",
    ["\N{BYTE ORDER MARK}eval(1)\r\nz = eval(\r\n2)\r\n", "x = 'ü€😀'; eval('ä')\n", "\teval(1)"],
)
def test_offsets_are_those_of_the_bytes(text: str) -> None:
    data = text.encode()
    for match in results(rule(EVAL), file("a.py", data)):
        assert isinstance(match, RuleMatch)
        assert data[match.start : match.end].startswith(b"eval(")
        assert data[match.start : match.end].endswith(b")")
    assert len(results(rule(EVAL), file("a.py", data))) == text.count("eval")


def test_a_fix_is_what_stands_in_the_place_of_the_match() -> None:
    fixing = {**EVAL, "fix": "safe($X)"}
    assert results(rule(fixing), file("a.py", "eval(1)"))[0] == RuleMatch("r", "a.py", 0, 7, {"X": "1"}, "safe(1)")
    wider = {**EVAL, "fix": {"template": "safe($X)", "expandEnd": {"regex": ","}}}
    assert results(rule(wider), file("a.py", "[eval(1), 2]"))[0] == RuleMatch("r", "a.py", 1, 8, {"X": "1"}, None)


def test_a_rule_is_tried_on_its_own_language_and_its_own_paths_alone() -> None:
    page = file("p.html", "<script>eval(1)</script>")
    files = [file("a.py", "eval(1)"), file("b.py", "eval(2)"), file("a.js", "eval(3)"), page, file("a.txt", "eval(4)")]
    rules = [
        rule(EVAL, id="one", paths=frozenset({"b.py", "gone.py"})),
        rule(EVAL, id="none", paths=frozenset()),
        rule(EVAL, "javascript", id="js"),
        rule({"rule": {"kind": "script_element"}}, "html", id="html"),
    ]
    assert texts(rules, *files) == [
        ("a.js", "eval(3)"),
        ("b.py", "eval(2)"),
        ("p.html", "<script>eval(1)</script>"),
    ]


def test_odd_characters_in_a_rule_reach_ast_grep_as_they_are() -> None:
    odd = "\x7f\x85\u2028\ufeff😀\\"
    document = {"rule": {"kind": "string", "regex": "^'[\x7f\x85\u2028\ufeff😀\\\\]+'$"}}
    assert texts(rule(document), file("a.py", f"x = '{odd[:-1]}'\n")) == [("a.py", f"'{odd[:-1]}'")]


# --- what would change what it sees ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("comment", ["# ast-grep-ignore", "# ast-grep-ignore: r", "# nosec ast-grep-ignore: r, r0"])
def test_no_comment_switches_a_rule_off(comment: str) -> None:
    found = texts(rule(EVAL), file("a.py", f"{comment}\n\nx = 1\n{comment}\neval(1)\neval(2)  {comment}\n"))
    assert [text for _, text in found] == ["eval(1)", "eval(2)"]


def test_a_rule_can_speak_of_comments_that_would_switch_rules_off() -> None:
    document = {"rule": {"kind": "comment", "regex": "ast-grep-ignore"}}
    assert texts(rule(document), file("a.py", "# ast-grep-ignore\n")) == [("a.py", "# ast-grep-ignore")]


def test_what_was_disguised_is_given_back_as_it_was() -> None:
    found = results(rule({**EVAL, "fix": "safe($X)"}), file("a.py", "eval('ast-grep-ignore')"))
    assert found == [
        RuleMatch("r", "a.py", 0, 23, {"X": "'ast-grep-ignore'"}, "safe('ast-grep-ignore')"),
    ]


def test_configuration_and_ignore_files_around_change_nothing(
    scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for folder in (tmp_path, scratch):
        (folder / ".gitignore").write_text("*\n")
        (folder / ".ignore").write_text("*\n")
        (folder / "sgconfig.yml").write_text("ruleDirs: [none]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert texts(rule(EVAL), file("a.py", "eval(1)")) == [("a.py", "eval(1)")]


@pytest.mark.parametrize(
    "path",
    [
        "a b.py",
        "-x.py",
        "a\nb.py",
        "../../a.py",
        "/etc/a.py",
        ".hidden/a.py",
        "\udcff.py",
        "'\"$(x).py",
        "node_modules/a.py",
    ],
)
def test_no_name_of_a_file_is_too_odd(path: str) -> None:
    assert [match.path for match in results(rule(EVAL), file(path, "eval(1)"))] == [path]


# --- what it skips, and what it does not end ------------------------------------------------------------------------------


def test_a_file_that_cannot_be_looked_at_is_named() -> None:
    lines = b"#" * 13 + b"\n"
    found = results(
        rule(EVAL),
        file("latin.py", b"eval('\xe4')"),
        file("huge.py", b"eval(1)\n" + b"#" * 8_000_000),
        file("long.py", b"eval(1)\n" + lines * 220_000),
        file("big.py", b"eval(1)\n" + b"#" * 4_000_000),
        file("empty.py", b""),
        file("nul.py", b"eval(1)\n\0"),
    )
    assert found == [
        Unread("huge.py", "is larger than the 8 MB up to which structure is looked at"),
        Unread("latin.py", "is not UTF-8 text (byte 7)"),
        Unread("long.py", "is larger than ast-grep looks at (3 MB and 200,000 lines)"),
        RuleMatch("r", "big.py", 0, 7, {"X": "1"}),
        RuleMatch("r", "nul.py", 0, 7, {"X": "1"}),
    ]


def test_of_a_rule_that_matches_too_often_the_first_matches_are_kept() -> None:
    rules = [rule({"rule": {"kind": "identifier"}}, id="wild"), rule(EVAL, id="tame")]
    files = [file(f"{name}.py", "a\nb\neval(1)\n") for name in "abcdef"]
    found = results(rules, *files, matcher=AstGrep(kept=4))
    assert found[0] == Excess("wild", 4)
    assert [(match.path, match.start) for match in found if isinstance(match, RuleMatch) and match.rule == "wild"] == [
        ("a.py", 0),
        ("a.py", 2),
        ("a.py", 4),
        ("b.py", 0),
    ]
    assert sum(isinstance(one, RuleMatch) and one.rule == "tame" for one in found) == 4
    assert Excess("tame", 4) in found


def test_rules_that_print_too_much_are_left_out_and_the_others_tried_again() -> None:
    rules = [rule({"rule": {"kind": "identifier"}}, id="wild"), rule(EVAL, id="tame")]
    files = [file(f"{number}.py", f"# {'x' * 2000}\n" + "a, " * 500 + "eval(1)\n") for number in range(3)]
    found = results(rules, *files, matcher=AstGrep(output=200_000))
    assert isinstance(found[0], Excess)
    assert (found[0].rule, found[0].kept < 1500) == ("wild", True)
    assert [one.path for one in found if isinstance(one, RuleMatch) and one.rule == "tame"] == ["0.py", "1.py", "2.py"]
    [only] = results(rules[:1], *files, matcher=AstGrep(output=3000))[:1]
    assert isinstance(only, Excess)


def test_a_rule_that_cannot_be_used_is_named_with_the_reason() -> None:
    rules = [
        rule(EVAL, id="good"),
        rule({"rule": {"pattern": "a\nb"}}, id="two"),
        rule({"rule": {"kind": "nope"}}, id="kind"),
        rule({"rule": {"kind": "call", "regex": "("}}, id="regex"),
        rule({"rule": {"patern": "x"}}, id="key"),
    ]
    assert AstGrep().invalid(rules[:1]) == {}
    wrong = AstGrep().invalid(rules)
    assert wrong["two"] == "Multiple AST nodes are detected. Please check the pattern source `a b`."
    assert wrong["kind"] == "Kind `nope` is invalid."
    assert wrong["regex"] == "unclosed group"
    assert wrong["key"].startswith("unknown field `patern`, expected one of pattern, kind")
    assert list(wrong) == ["two", "kind", "regex", "key"]
    with pytest.raises(MachineError, match="refuses the rules: Multiple AST nodes"):
        results(rules[:2], file("a.py", "a"))


# --- a program that does not do its work ----------------------------------------------------------------------------------


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a shell script in the place of ast-grep; ``$AST_GREP`` in it is the real one."""
    real = _process.find_program()

    def put(script: str) -> None:
        path = tmp_path / "ast-grep"
        path.write_text(f"#!/bin/sh\nAST_GREP={real}\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(structure, "find_program", lambda: str(path))

    return put


SEES = 'for f in files/*; do echo "sg: entity|file|$f: language=Python,appliedRuleCount=1" >&2; {}; done; exec $AST_GREP "$@"'


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("sleep 60 & wait", "takes too long"),
        ("kill -SEGV $$", "fails"),
        ("echo \"thread 'main' panicked at x.rs\" >&2; exit 0", "fails"),
        ("exit 101", "fails"),
    ],
)
def test_a_file_on_which_the_matcher_fails_is_named_and_the_others_are_matched(
    stand_in: Callable[[str], None], does: str, says: str
) -> None:
    stand_in(SEES.format(f'if grep -q evil "$f"; then {does}; fi'))
    files = [file("a.py", "eval(1)"), file("b.py", "evil"), file("c.py", "eval(2)")]
    assert results(rule(EVAL), *files, matcher=AstGrep(seconds=0.2)) == [
        Unread("b.py", f"cannot be matched: ast-grep {says}"),
        RuleMatch("r", "a.py", 0, 7, {"X": "1"}),
        RuleMatch("r", "c.py", 0, 7, {"X": "2"}),
    ]


def test_where_it_fails_on_many_files_none_of_the_rest_is_taken_for_matched(stand_in: Callable[[str], None]) -> None:
    stand_in(SEES.format("exit 3"))
    files = [file(f"{number}.py", "eval(1)") for number in range(6)]
    found = results(rule(EVAL), *files)
    assert [one.path for one in found if isinstance(one, Unread)] == [one.path for one in files]
    assert len(found) == 6


def test_a_file_that_was_silently_left_out_is_named(stand_in: Callable[[str], None]) -> None:
    stand_in('rm files/000001.py; exec $AST_GREP "$@"')
    assert results(rule(EVAL), file("a.py", "eval(1)"), file("b.py", "eval(2)"))[0] == Unread(
        "b.py", "was skipped by ast-grep (unseen)"
    )


def test_a_file_that_changed_meanwhile_is_named(stand_in: Callable[[str], None]) -> None:
    stand_in('echo "eval(7)" > files/000000.py; exec $AST_GREP "$@"')
    assert results(rule(EVAL), file("a.py", "eval(1)")) == [Unread("a.py", "changed while ast-grep looked at it")]


def test_it_does_not_go_on_for_ever(stand_in: Callable[[str], None]) -> None:
    stand_in("yes '{}'")
    rules = [rule(EVAL, id=str(number)) for number in range(30)]
    with pytest.raises(MachineError, match="does not come to an end"):
        results(rules, file("a.py", "eval(1)"), matcher=AstGrep(output=100))


def test_without_the_program_nothing_is_matched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MachineError, match="not installed") as raised:
        results(rule(EVAL), file("a.py", "eval(1)"))
    assert raised.value.hint == "pip install ast-grep-cli"


# --- what is left behind --------------------------------------------------------------------------------------------------


def running(scratch: Path) -> bool:
    """Whether a process still works in one of our folders."""
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.readlink(entry / "cwd").startswith(str(scratch)):
                return (entry / "stat").read_text().split(")")[1].split()[0] != "Z"
        except OSError:
            continue
    return False


def test_nothing_is_left_behind(scratch: Path, stand_in: Callable[[str], None]) -> None:
    files = [file("a.py", "eval(1)")]
    results(rule(EVAL), *files)
    AstGrep().invalid([rule({"rule": {"kind": "nope"}})])
    assert list(scratch.iterdir()) == []
    stand_in("exec sleep 60")
    for let_go in (
        lambda matching: matching.close(),
        lambda matching: matching.results().close(),
        lambda matching: None,
    ):
        matching = AstGrep().begin([rule(EVAL)], files)
        assert len(list(scratch.iterdir())) == 1
        let_go(matching)
        del matching
        gc.collect()
        assert list(scratch.iterdir()) == []
        assert not running(scratch)


def test_an_interrupt_while_waiting_leaves_nothing_behind(
    scratch: Path, stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in("exec sleep 60")
    matching = AstGrep().begin([rule(EVAL)], [file("a.py", "eval(1)")])

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(structure.Collected, "read", interrupt)
    with pytest.raises(KeyboardInterrupt):
        list(matching.results())
    assert list(scratch.iterdir()) == []
    assert not running(scratch)


def test_a_start_that_fails_leaves_nothing_behind(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "find_program", lambda: "/no/such/program")
    with pytest.raises(FileNotFoundError):
        AstGrep().begin([rule(EVAL)], [file("a.py", "eval(1)")])
    assert list(scratch.iterdir()) == []
