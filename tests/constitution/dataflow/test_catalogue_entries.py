"""Entries are read; what is wrong in one is told with what to do about it."""

from __future__ import annotations

import pickle

import pytest

from harness.constitution.checks.dataflow.catalogue import EntryError, build, libraries, mistakes
from harness.constitution.checks.dataflow.catalogue.spec import CatalogueSpec, canonical, with_parts
from harness.constitution.checks.dataflow.rules import Role
from tests.constitution.dataflow.catalogue_sites import rules


def _spec(**block: object) -> CatalogueSpec:
    return CatalogueSpec(libraries=("cli",), own=canonical([{"id": "own", **block}]))


def test_an_entry_is_a_pattern_or_says_more() -> None:
    found = rules(
        sources=["a.read()", {"pattern": "b.read()", "kind": "network", "note": "why", "safe-for": ["sql"]}],
        sinks=["a.run($SQL)", {"pattern": ["b.run($SQL)", "c.run($SQL)"], "category": ["sql", "code"]}],
        sanitizers=[
            "a.clean($X)",
            {"pattern": "b.clean($X)", "for": "all"},
            {"pattern": "c.clean($X)", "for": ["text"]},
        ],
    )
    read = found.rule("own/sources/2")
    assert (read.role, read.kind, read.note, read.categories) == (Role.SOURCE, "network", "why", {"sql"})
    assert found.rule("own/sources/1").kind == "request"
    assert found.rule("own/sinks/1").categories == {"sql"}
    assert found.rule("own/sinks/2.2").pattern == "c.run($SQL)"
    assert [found.rule(f"own/sanitizers/{number}").categories for number in (1, 2, 3)] == [{"sql"}, {"*"}, {"text"}]


def test_equal_entries_make_equal_specs() -> None:
    one = canonical([{"id": "a", "sinks": ["f($X)"], "category": ["sql"]}])
    other = canonical([{"category": ["sql"], "sinks": ["f($X)"], "id": "a"}])
    assert one == other
    assert canonical([]) == ""
    spec = CatalogueSpec(own=one)
    assert pickle.loads(pickle.dumps(spec)) == spec
    assert hash(spec) == hash(CatalogueSpec(own=other))


def test_a_sanitizer_without_categories_fits_all() -> None:
    found = build(_spec(sanitizers=["a.clean($X)"]))
    assert found.rule("own/sanitizers/1").categories == {"*"}


def test_libraries_bring_those_that_they_use() -> None:
    assert set(libraries.with_used("python", ("flask",))) >= {"flask", "werkzeug", "markupsafe"}
    ids = {rule.id.partition("/")[0] for rule in build(CatalogueSpec(libraries=("flask",))).all_rules()}
    assert {"flask", "werkzeug"} <= ids
    assert "django" not in ids


def test_categories_have_parts() -> None:
    assert with_parts(["ldap", "sql"]) == {"ldap", "ldap-dn", "sql"}


@pytest.mark.parametrize(
    ("block", "what", "hint"),
    [
        ({"sinks": [{"pattern": "a.f($X)", "category": "sqli"}]}, "there is no category 'sqli'", "did you mean 'sql'"),
        ({"sinks": ["a.f($X)"]}, "has no category", "write `category: sql`"),
        (
            {"sources": [{"pattern": "a.f()", "kind": "requests"}]},
            "no kind of source 'requests'",
            "did you mean 'request'",
        ),
        (
            {"sinks": [{"pattern": "a.f($SQL, $Y)", "argument": "SQ", "category": "sql"}]},
            "no metavariable 'SQ'",
            "'SQL'",
        ),
        ({"sinks": [{"pattern": "a.f($X, $Y)", "category": "sql"}]}, "several metavariables", "argument: X"),
        ({"sinks": [{"pattern": "a.f($X)", "category": "sql", "if": {"Y": 1}}]}, "no metavariable 'Y'", "X"),
        ({"sinks": [{"pattern": "a.f($X)", "category": "sql", "if": []}]}, "`if` is no mapping", "one, other"),
        ({"sinks": [{"pattern": "a.f($X)", "categry": "sql"}]}, "there is no key 'categry'", "did you mean 'category'"),
        ({"sinks": ["a.f($X"], "category": ["sql"]}, "bracket that nothing closes", "forms are"),
        ({"sinks": [{"category": "sql"}]}, "has no pattern", "write `pattern"),
        ({"sinks": [3]}, "neither a pattern nor a mapping", "mapping with `pattern`"),
        ({"sinks": "a.f($X)"}, "`sinks` is no list", "each line"),
        ({"sink": []}, "no section 'sink'", "did you mean 'sinks'"),
        ({"category": ["nothing"]}, "no category 'nothing'", "known are"),
        ({"guards": [{"pattern": "a.f($X)", "raises": True, "when": True}]}, "exclude each other", "keep one"),
        ({"guards": [{"pattern": "a.f($X)", "raises": "yes"}]}, "`raises` is 'yes'", "true or false"),
        ({"guards": ["$R.name = $X"]}, "cannot stand here", "forms of patterns"),
        ({"propagators": ["a.f()"]}, "says not what goes on", "from: X"),
        ({"propagators": [{"pattern": "a.f($X)", "to": "Y"}]}, "no metavariable 'Y'", "X"),
        ({"sources": ["@a.route($$$): return"]}, "can only be a sink", "leave out"),
        ({"sources": ["$R[$KEY]"]}, "matches any name", "word"),
        ({"sources": ["$NAME"]}, "matches any name", "word"),
        ({"sources": ["def $F($P)"]}, "names nothing to look for", "name the function"),
        ({"sources": ["$R($X)"]}, "matches too much", "name what is called"),
        ({"parameters": ["def $F(request)"]}, "`types` is no mapping", "types: {"),
        (
            {"parameters": [{"pattern": "def $F(request)", "types": {"other": "a.B"}}]},
            "no metavariable 'other'",
            "request",
        ),
        ({"results": ["a.f()"]}, "says not what it returns", "type: a.Class"),
        ({"types": ["x"]}, "`types` is no mapping", "each line"),
        ({"types": {"a b()": "c.D"}}, "no dotted name", "forms are"),
        ({"bases": {"a.B": 3}}, "no text", "a list of them"),
    ],
)
def test_what_is_wrong_in_an_entry_is_told(block: dict[str, object], what: str, hint: str) -> None:
    (error,) = mistakes(_spec(**block))
    assert what in error.what
    assert hint in error.hint
    with pytest.raises(EntryError):
        build(_spec(**block))


def test_all_mistakes_are_told_at_once() -> None:
    found = mistakes(_spec(sinks=["a.f($X", {"pattern": "a.g($X)", "category": "nothing"}]))
    assert [error.what.partition(":")[0] for error in found] == ["`sinks`, entry 1", "`sinks`, entry 2"]


def test_two_checks_of_one_id_are_told() -> None:
    own = canonical([{"id": "a", "sources": ["f()"]}, {"id": "a", "sources": ["g()"]}])
    (error,) = mistakes(CatalogueSpec(libraries=("cli",), own=own))
    assert "two entries have the id 'a/sources/1'" in error.what


def test_what_is_no_block_is_told() -> None:
    (error,) = mistakes(CatalogueSpec(libraries=("cli",), own="[3]"))
    assert "is no mapping" in error.what


def test_entries_of_a_check_are_judged_without_libraries_that_it_does_not_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "library", None)
    (error,) = mistakes(CatalogueSpec(own=canonical([{"id": "own", "sinks": ["a.f($X"]}])))
    assert "`sinks`, entry 1" in error.what
    sound = canonical([{"id": "own", "sinks": [{"pattern": "a.f($X)", "category": "sql"}]}])
    assert not mistakes(CatalogueSpec(own=sound))


@pytest.mark.parametrize(
    ("spec", "what"),
    [
        (CatalogueSpec(libraries=("flaks",)), "there is no library 'flaks'"),
        (CatalogueSpec(language="cobol"), "no language of dataflow 'cobol'"),
        (CatalogueSpec(kinds=("requests",)), "no kind of source 'requests'"),
        (CatalogueSpec(categories=("sqli",)), "no category 'sqli'"),
    ],
)
def test_unknown_words_of_a_spec_are_told(spec: CatalogueSpec, what: str) -> None:
    (error,) = mistakes(spec)
    assert what in error.what
    assert str(error).startswith(error.what)


def test_a_language_without_libraries_is_told() -> None:
    with pytest.raises(EntryError, match="no language"):
        libraries.names("cobol")


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_nothing_is_wrong_in_any_library(language: str) -> None:
    for name in libraries.names(language):
        assert not mistakes(CatalogueSpec(language, (name,))), name
