"""A check of flows as users write it: short where it can be, and refused at its place where it makes no sense."""

from __future__ import annotations

import json

import pytest

from harness.constitution.checks import dataflow
from harness.constitution.checks.dataflow.form import Flow
from harness.constitution.kinds import Quantifier
from harness.errors import DocumentError
from tests.constitution.checks import bench


def flow(text: str) -> Flow:
    """The check that is written below ``dataflow:``."""
    options = bench.job("dataflow", f"forbid: {{ dataflow: {text} }}").options
    assert isinstance(options.dataflow, Flow)
    return options.dataflow


def refused(text: str, use: str = "forbid") -> str:
    with pytest.raises(DocumentError) as error:
        bench.job("dataflow", f"{use}: {{ {text} }}")
    (mistake,) = error.value.mistakes
    assert str(mistake.place) == "constitutions/a.md:7"
    return f"{mistake.what}; {mistake.hint}"


@pytest.mark.parametrize("text", ["sql", "[sql]", "{ category: sql }", "{ category: [sql] }"])
def test_a_category_alone_is_a_check(text: str) -> None:
    assert flow(text).categories == {"sql"}
    assert flow(text).kinds_for("sql") == {"request", "network", "stdin"}
    assert flow(text).own == ""


def test_entries_are_written_as_one_text_one_mapping_or_a_list() -> None:
    assert flow("{ category: sql, sinks: db.run($SQL) }").sinks == ("db.run($SQL)",)
    assert flow("{ category: sql, sinks: { pattern: db.run($SQL) } }").sinks == ({"pattern": "db.run($SQL)"},)
    assert len(flow("{ category: sql, sinks: [db.run($SQL), { pattern: db.go($SQL) }] }").sinks) == 2


def test_own_entries_are_one_text_that_is_equal_for_what_is_equal() -> None:
    one = flow("{ category: [sql, xml], sinks: [db.run($SQL)], sources: [bus.next()] }")
    other = flow("{ sources: [bus.next()], category: [xml, sql], sinks: [db.run($SQL)], kinds: [network] }")
    assert one.own == other.own
    (block,) = json.loads(one.own)
    assert block == {"id": "own", "category": ["sql", "xml"], "sinks": ["db.run($SQL)"], "sources": ["bus.next()"]}


def test_categories_and_kinds_of_own_entries_are_meant_too() -> None:
    written = flow(
        "{ category: sql, kinds: [file], sinks: [{ pattern: db.run($X), category: [xml, log] }, db.go($X)],"
        " misuses: [{ pattern: db.md5(), category: weak-hash }], sources: [{ pattern: bus.next(), kind: cli }, bus.x()] }"
    )
    assert written.all_categories == {"sql", "xml", "log", "weak-hash"}
    assert written.all_kinds == {"file", "cli", "request"}


@pytest.mark.parametrize(
    ("text", "category", "kinds"),
    [
        ("secret-log", "secret-log", "secret"),
        ("money", "money", "money-float"),
        ("weak-random", "weak-random", "random"),
        ("{ category: secret-log, kinds: [environment] }", "secret-log", "environment"),
        ("{ category: [log, secret-log], kinds: [request, secret] }", "secret-log", "secret"),
        ("{ category: [log, secret-log], kinds: [request, secret] }", "log", "request"),
        ("{ category: log, kinds: [secret] }", "log", "secret"),
        ("[log, secret-log]", "log", "network request stdin"),
    ],
)
def test_categories_that_are_about_one_kind_of_source_ask_for_that(text: str, category: str, kinds: str) -> None:
    assert sorted(flow(text).kinds_for(category)) == kinds.split()


def test_a_check_with_sinks_of_its_own_needs_no_category() -> None:
    assert flow("{ sinks: [{ pattern: db.run($X), category: sql }] }").categories == frozenset()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dataflow: {}", "forbid dataflow: nothing is forbidden; name a `category`, or write `sinks` or `misuses`"),
        ("dataflow: { kinds: [cli] }", "forbid dataflow: nothing is forbidden"),
        ("dataflow: sqli", "forbid dataflow: there is no category 'sqli'; did you mean 'sql'?"),
        (
            "dataflow: { category: sql, kinds: requests }",
            "there is no kind of source 'requests'; did you mean 'request'?",
        ),
        ("dataflow: { category: sql, from: [flusk] }", "forbid dataflow: there is no library 'flusk'"),
        ("dataflow: { category: sql, language: cobol }", "dataflow.language: input should be 'python' or 'javascript'"),
        ("dataflow: { category: sql, sink: [x] }", "dataflow.sink: extra inputs are not permitted"),
        ("dataflow: { category: sql, sinks: [3] }", "dataflow.sinks: value error, an entry should be a pattern"),
        ("dataflow: 3", "forbid dataflow: dataflow"),
        ("dataflow: { category: sql, sinks: ['db.run($SQL'] }", "`sinks`, entry 1: 'db.run($SQL' has a bracket"),
        ("dataflow: { sinks: [db.run($SQL)] }", "`sinks`, entry 1"),
        ("dataflow: sql, everywhere: true", "what is forbidden may be nowhere"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(text: str, said: str) -> None:
    assert said in refused(text)


def test_a_flow_cannot_be_required() -> None:
    assert "can be used with `forbid` only" in refused("dataflow: sql", use="require")


def test_flows_are_absent_or_a_violation() -> None:
    assert bench.job("dataflow", "forbid: { dataflow: sql }").quantifier is Quantifier.ABSENT


@pytest.mark.parametrize(
    ("language", "looked_at", "not_looked_at"),
    [
        ("python", "a.py A.PY b/c.pyw", "a.pyi py a.js .py"),
        ("javascript", "a.js a.jsx a.mjs a.cjs a.ts a.tsx a.mts a.cts", "a.py a.json a.d js"),
    ],
)
def test_files_are_looked_at_by_the_ending_of_their_names(language: str, looked_at: str, not_looked_at: str) -> None:
    options = bench.job("dataflow", f"forbid: {{ dataflow: {{ category: sql, language: {language} }} }}").options
    assert [path for path in looked_at.split() if not dataflow.looks_at(options, path)] == []
    assert [path for path in not_looked_at.split() if dataflow.looks_at(options, path)] == []
