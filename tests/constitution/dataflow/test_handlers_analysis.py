"""What is missing in handlers is told beside what flows, is kept while no file changes, and stands deep nesting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from harness.adapters.syntax import Grammars
from harness.adapters.workers import ProcessWorkers
from harness.constitution.checks.dataflow.answers import Answers, Unfollowed
from harness.constitution.checks.dataflow.catalogue.spec import CatalogueSpec
from harness.constitution.checks.dataflow.handlers.analysis import HandlerAnalysis
from harness.constitution.checks.dataflow.values import Hit
from harness.domain.findings import DoubtKind
from harness.ports.sources import SourceFile
from harness.ports.workers import Lost
from tests.constitution.checks import bench

OPEN = """
from flask import Flask
app = Flask(__name__)
@app.post('/x')
def change():
    db.session.commit()
    return ''
"""
BOTH = CatalogueSpec(categories=("authentication", "sql"))
ALONE = CatalogueSpec(categories=("authentication",))
FLOW = Hit("stdlib/sinks/1", "sql", "a.py", 1, 0, 1)
DOUBT = Unfollowed(DoubtKind.UNREADABLE, "too much", "a.py")


class Flows:
    """Finds one flow in everything; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def analysed(self, files: Sequence[SourceFile], spec: CatalogueSpec, **options: Any) -> Answers:
        self.asked += 1
        return Answers((FLOW,), (DOUBT,), cached=len(files))

    def analysed_apart(self, files: Sequence[SourceFile], spec: CatalogueSpec) -> list[Answers]:
        return [self.analysed([file], spec) for file in files]


class Shelf:
    """Keeps bytes; counts how often it was written to."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.written = 0

    def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def put(self, blobs: Mapping[str, bytes]) -> None:
        self.written += 1
        self.kept.update(blobs)


def analysis(flows: Flows | None = None, crew: Any = ProcessWorkers, **rest: Any) -> HandlerAnalysis:
    return HandlerAnalysis(flows or Flows(), Grammars().tree, crew, **rest)


def source(text: str, path: str = "a.py", sha256: str = "1") -> SourceFile:
    return SourceFile(path, text.encode(), sha256)


def test_handlers_are_told_beside_flows() -> None:
    found = analysis().analysed([source(OPEN)], BOTH)
    assert [hit.category for hit in found.hits] == ["sql", "authentication"]
    assert (found.unfollowed, found.cached) == ((DOUBT,), 1)


def test_flows_are_left_out_where_nobody_asks_for_them() -> None:
    flows = Flows()
    assert [hit.category for hit in analysis(flows).analysed([source(OPEN)], ALONE).hits] == ["authentication"]
    assert [hit.category for hit in analysis(flows).analysed_apart([source(OPEN)], ALONE)[0].hits] == ["authentication"]
    assert flows.asked == 0


def test_handlers_are_left_out_where_nobody_asks_for_them() -> None:
    for spec in (CatalogueSpec(categories=("sql",)), CatalogueSpec("javascript", categories=("authentication", "sql"))):
        assert analysis().analysed([source(OPEN)], spec).hits == (FLOW,)


def test_each_sample_is_told_apart() -> None:
    found = analysis().analysed_apart([source(OPEN), source("pass\n")], BOTH)
    assert [[hit.category for hit in one.hits] for one in found] == [["sql", "authentication"], ["sql"]]


def test_what_was_found_is_kept_while_no_file_changes() -> None:
    shelf = Shelf()
    broken = source("@app.route('/x')\ndef f(:\n", "b.py", "2")
    first = analysis(blobs=shelf).analysed([source(OPEN), broken], ALONE)
    again = analysis(blobs=shelf).analysed([broken, source(OPEN)], ALONE)
    assert (again.hits, again.unfollowed, again.cached, shelf.written) == (first.hits, first.unfollowed, 2, 1)
    assert [one.path for one in again.unfollowed] == ["b.py"]
    assert analysis(blobs=shelf).analysed([source(OPEN, sha256="3"), broken], ALONE).cached == 0
    assert analysis(blobs=shelf, version="2").analysed([source(OPEN), broken], ALONE).cached == 0


@pytest.mark.parametrize("bytes_", [b"", b"[]", b"null", b"{}", b"[[[1]], []]", b"\xff"])
def test_what_something_else_has_written_is_looked_at_again(bytes_: bytes) -> None:
    shelf = Shelf()
    first = analysis(blobs=shelf).analysed([source(OPEN)], ALONE)
    shelf.kept = dict.fromkeys(shelf.kept, bytes_)
    assert analysis(blobs=shelf).analysed([source(OPEN)], ALONE) == first


def test_code_that_is_nested_deeply_is_read() -> None:
    deep = OPEN.replace("return ''", "return " + "(" * 400 + "''" + ")" * 400)
    found = analysis().analysed([source(deep)], ALONE)
    assert ([hit.category for hit in found.hits], found.unfollowed) == (["authentication"], ())


def test_a_worker_that_ends_leaves_a_doubt_that_is_not_kept() -> None:
    class Dead:
        def each(self, work: Any, tasks: Sequence[Any], *, apart: bool = True) -> Iterator[Lost]:
            return iter([Lost("it ended")])

    @contextmanager
    def crew(make: Callable[[], Any]) -> Iterator[Dead]:
        yield Dead()

    shelf = Shelf()
    (doubt,) = analysis(crew=crew, blobs=shelf).analysed([source(OPEN)], ALONE).unfollowed
    assert (doubt.kind, doubt.reason, shelf.written) == (DoubtKind.TOOL, "handlers could not be looked at: it ended", 0)


def test_a_check_of_the_kind_asks_for_handlers() -> None:
    job = bench.job("dataflow", "forbid: { dataflow: [authentication, object] }")
    assert job.options.dataflow.all_categories == {"authentication", "object"}
