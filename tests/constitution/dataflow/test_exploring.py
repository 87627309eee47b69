"""Several checks share one analysis, and each chooses from what it found; what could not be followed leaves them in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from harness.constitution.checks.dataflow import explaining, exploring
from harness.constitution.checks.dataflow.answers import Answers, Unfollowed
from harness.constitution.checks.dataflow.catalogue.spec import CatalogueSpec
from harness.constitution.checks.dataflow.values import Hit, Input, Source, Step, Taint, Trail
from harness.constitution.kinds import Doubtful, Job, Match, Seen, Unchanged
from harness.domain.findings import DoubtKind
from harness.ports.sources import SourceFile
from tests.constitution.checks import bench

CODE = """\
from flask import request
é = request.args["name"]; run(é)
db.execute(
    é
)
box.innerHTML = é
"""


@dataclass
class Scripted:
    """Answers as told; keeps what it was asked."""

    answers: Answers = field(default_factory=Answers)
    asked: list[tuple[list[str], CatalogueSpec]] = field(default_factory=list)

    def analysed(
        self,
        files: Sequence[SourceFile],
        spec: CatalogueSpec,
        *,
        explain: bool = False,
        told: Callable[[int, int], None] = lambda done, all: None,
    ) -> Answers:
        self.asked.append(([file.path for file in files], spec))
        told(len(files), len(files))
        return self.answers

    def analysed_apart(self, files: Sequence[SourceFile], spec: CatalogueSpec) -> list[Answers]:
        self.asked.append(([file.path for file in files], spec))
        return [self.answers for _ in files]


@dataclass(frozen=True)
class Known:
    """Grammars of some languages."""

    languages: frozenset[str] = frozenset({"python", "javascript"})

    def knows(self, language: str) -> bool:
        return language in self.languages


def job(text: str, key: str = "P-1/0") -> Job[Any]:
    made = bench.job("dataflow", f"forbid: {{ dataflow: {text} }}")
    return Job(key, made.principle, made.spec, made.kind, made.options, made.quantifier)


def at(part: str, code: str = CODE) -> tuple[int, int]:
    start = code.encode().index(part.encode())
    return start, start + len(part.encode())


def step(part: str, what: str, path: str = "a.py") -> Step:
    start, end = at(part)
    return Step(path, CODE.encode()[:start].count(b"\n") + 1, start, end, what)


def hit(
    part: str = "run(é)",
    *,
    rule: str = "stdlib/sinks/1",
    category: str = "sql",
    source: str = "flask/sources/1",
    kind: str = "request",
    steps: int = 2,
    path: str = "a.py",
    text: str = "request.args",
    note: str = "",
) -> Hit:
    start, end = at(part)
    first, *others = [step('request.args["name"]', "begins"), *[step("é", "goes on")] * (steps - 2), step(part, "ends")]
    trail = Trail(first)
    for other in others:
        trail = Trail(other, trail)
    origin = Source(source, kind, path, 2, 5, 9, text)
    return Hit(rule, category, "a.py", 2, start, end, Taint(origin, trail=trail), note)


def seen(*jobs: Job[Any], hits: Sequence[Hit] = (), unfollowed: Sequence[Unfollowed] = (), **rest: Any) -> list[Seen]:
    analysis = Scripted(Answers(tuple(hits), tuple(unfollowed)))
    return list(
        exploring.explored(
            jobs, rest.get("files", [bench.file("a.py", CODE)]), analysis, rest.get("syntax", Known()), lambda *_: None
        )
    )


def matches(*jobs: Job[Any], hits: Sequence[Hit]) -> Iterator[Match]:
    for one in seen(*jobs, hits=hits):
        assert isinstance(one, Match)
        yield one


def notes(text: str, *hits: Hit) -> list[str]:
    return [one.note for one in matches(job(text), hits=hits)]


# --- who shares an analysis -------------------------------------------------------------------------------------------


def test_checks_without_entries_of_their_own_share_one_analysis_of_all_that_they_ask_for() -> None:
    jobs = [job("sql", "P-1/1"), job("{ category: xml, kinds: [cli], from: [] }", "P-1/2")]
    (group,) = exploring.groups(jobs)
    assert group.spec == CatalogueSpec("python", (), "", ("cli", "network", "request", "stdin"), ("sql", "xml"))


def test_a_check_with_entries_of_its_own_shares_with_those_that_have_the_same() -> None:
    own = "{ category: sql, sinks: [db.run($SQL)]"
    jobs = [job("sql", "1"), job(f"{own} }}", "2"), job(f"{own}, kinds: [cli] }}", "3"), job("xml", "4")]
    assert [[one.key for one in group.jobs] for group in exploring.groups(jobs)] == [["1", "4"], ["2", "3"]]


def test_each_language_is_analysed_with_its_own_files() -> None:
    jobs = [job("sql", "1"), job("{ category: sql, language: javascript }", "2")]
    analysis, told = Scripted(), []
    files = [bench.file("a.py", ""), bench.file("b.js", ""), bench.file("c.py", "")]
    assert list(exploring.explored(jobs, files, analysis, Known(), lambda done, all: told.append((done, all)))) == []
    assert [(paths, spec.language) for paths, spec in analysis.asked] == [
        (["a.py", "c.py"], "python"),
        (["b.js"], "javascript"),
    ]
    assert told == [(2, 3), (3, 3)]


# --- what a check chooses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("sql", 1),
        ("xml", 0),
        ("[xml, sql]", 1),
        ("{ category: sql, kinds: [file] }", 0),
        ("{ category: sql, from: [flask, stdlib] }", 1),
        ("{ category: sql, from: [stdlib] }", 0),
        ("{ category: sql, from: [flask] }", 0),
    ],
)
def test_a_check_chooses_by_category_kind_and_library(text: str, number: int) -> None:
    assert len(notes(text, hit())) == number


def test_rules_of_its_own_count_whatever_it_asks_of_libraries() -> None:
    text = "{ sinks: [{ pattern: db.run($SQL), category: sql }], sources: [bus.next()], kinds: [file], from: [] }"
    assert len(notes(text, hit(rule="own/sinks/1", source="own/sources/1"))) == 1
    assert notes(text, hit(rule="own/sinks/1")) == notes(text, hit(source="own/sources/1")) == []


def test_what_only_a_caller_could_bring_is_no_finding() -> None:
    assert notes("sql", Hit("stdlib/sinks/1", "sql", "a.py", 2, *at("run(é)"), Taint(Input(0)))) == []


def test_a_place_is_one_finding_with_the_shortest_way() -> None:
    (found,) = matches(job("[sql, xml]"), hits=[hit(steps=4), hit(steps=3, category="xml"), hit(steps=5)])
    assert len(found.steps) == 3


# --- what is said -----------------------------------------------------------------------------------------------------


def test_the_message_names_source_and_sink() -> None:
    assert notes("sql", hit()) == ["what a request brings (request.args, line 2) reaches run"]


def test_a_source_in_another_file_is_named_with_its_path() -> None:
    assert notes("sql", hit(path="b.py", kind="database", source="own/sources/1")) == [
        "what the database holds (request.args, b.py:2) reaches run"
    ]


def test_other_values_that_reach_the_place_are_counted() -> None:
    other, third = hit(text="request.form", steps=3, path="b.py"), hit(steps=4, path="c.py")
    assert notes("sql", hit(), other)[0].endswith("reaches run; so does another value")
    assert notes("sql", hit(), other, third, third)[0].endswith("reaches run; so do 2 other values")


@pytest.mark.parametrize(
    ("part", "named"),
    [("db.execute(\n    é\n)", "db.execute"), ("box.innerHTML = é", "box.innerHTML"), ("é", "é")],
)
def test_a_sink_is_named_as_it_is_written(part: str, named: str) -> None:
    assert notes("sql", hit(part)) == [f"what a request brings (request.args, line 2) reaches {named}"]


def test_the_notes_of_the_rule_and_of_the_check_are_told() -> None:
    one = bench.job("dataflow", "forbid: { dataflow: sql, note: bind it }")
    assert [found.note for found in matches(one, hits=[hit(note="the whole statement")])] == [
        "what a request brings (request.args, line 2) reaches run: the whole statement; bind it"
    ]


def test_a_misuse_needs_no_source() -> None:
    misuse = Hit("stdlib/misuses/1", "weak-hash", "a.py", 2, *at("run(é)"), None, "it is broken")
    (found,) = matches(job("weak-hash"), hits=[misuse])
    assert (found.note, found.steps) == ("run: it is broken", ())
    assert notes("weak-hash", Hit("stdlib/misuses/1", "weak-hash", "a.py", 2, *at("run(é)"))) == ["run"]


def test_what_happens_twice_in_a_line_is_one_step() -> None:
    (found,) = matches(job("sql"), hits=[hit(steps=5)])
    assert [one.what for one in found.steps] == ["begins", "goes on", "ends"]


def test_steps_have_their_columns_in_characters() -> None:
    (found,) = matches(job("sql"), hits=[hit()])
    assert [(one.line, one.column, one.what) for one in found.steps] == [(2, 5, "begins"), (2, 27, "ends")]


# --- what is in doubt -------------------------------------------------------------------------------------------------


def test_what_could_not_be_followed_leaves_every_job_of_the_group_in_doubt() -> None:
    lost = Unfollowed(DoubtKind.UNREADABLE, "`f` takes more than its budget", "a.py", 3)
    assert seen(job("sql", "1"), job("xml", "2"), unfollowed=[lost]) == [
        Doubtful(key, DoubtKind.UNREADABLE, "`f` takes more than its budget", "a.py", 3) for key in ("1", "2")
    ]


def test_a_missing_grammar_is_one_doubt_with_what_to_do_and_the_rest_goes_on() -> None:
    check = job("{ category: sql, language: javascript }")
    files = [bench.file("a.js", ""), bench.file("b.ts", ""), bench.file("c.ts", ""), bench.file("d.tsx", "")]
    analysis = Scripted()
    found = list(
        exploring.explored([check], files, analysis, Known(frozenset({"javascript"})), lambda *_: None)  # type: ignore[arg-type]
    )
    assert found == [
        Doubtful(
            "P-1/0",
            DoubtKind.TOOL,
            "files of tsx and typescript are not read: `pip install 'spec-harness[languages]'` brings the grammars along",
        )
    ]
    assert analysis.asked[0][0] == ["a.js"]


@pytest.mark.parametrize(("number", "told"), [(0, []), (1, [Unchanged(1)])])
def test_files_that_were_not_looked_at_anew_are_counted(number: int, told: list[Unchanged]) -> None:
    analysis = Scripted(Answers(cached=number))
    assert list(exploring.explored([job("sql")], [bench.file("a.py", "")], analysis, Known(), lambda *_: None)) == told  # type: ignore[arg-type]


def test_of_two_analyses_of_the_same_files_the_one_that_knew_less_counts() -> None:
    jobs = [job("sql", "1"), job("{ category: sql, sinks: [db.run($SQL)] }", "2")]
    analysis = Scripted(Answers(cached=1))
    found = list(exploring.explored(jobs, [bench.file("a.py", "")], analysis, Known(), lambda *_: None))  # type: ignore[arg-type]
    assert found == [Unchanged(1)]


# --- samples ----------------------------------------------------------------------------------------------------------


def test_each_sample_is_analysed_apart_and_all_of_a_group_in_one_go() -> None:
    first, second = job("sql", "1"), job("xml", "2")
    analysis = Scripted(Answers((hit(),)))
    files = [bench.file("a.py", CODE), bench.file("a.py", CODE)]
    found = exploring.explored_apart([(files[0], [first, second]), (files[1], [second])], analysis, Known())  # type: ignore[arg-type]
    assert [[one.job for one in of_sample] for of_sample in found] == [["1"], []]
    assert len(analysis.asked) == 1


def test_a_sample_in_a_language_without_a_grammar_is_in_doubt() -> None:
    check = job("{ category: sql, language: javascript }")
    files = [bench.file("a.ts", ""), bench.file("a.js", CODE)]
    found = exploring.explored_apart(
        [(file, [check]) for file in files],
        Scripted(),
        Known(frozenset({"javascript"})),  # type: ignore[arg-type]
    )
    assert [[type(one) for one in of_sample] for of_sample in found] == [[Doubtful], []]


# --- why --------------------------------------------------------------------------------------------------------------


def test_without_a_grammar_nobody_can_say_why() -> None:
    check = job("{ category: sql, language: javascript }")
    asked = explaining.Asked("a.ts", 1)
    (found,) = explaining.unreported([check], [bench.file("a.ts", "x")], asked, Scripted(), Known(frozenset()))  # type: ignore[arg-type]
    assert found.said.startswith("no grammar reads this file: `pip install")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("return db.execute(query).fetchall()", ["execute", "fetchall"]),
        ("if not (a and b(c)):", ["b"]),
        ("rows[0].save(x); run (y)", ["save", "run"]),
        ("x = 1", []),
    ],
)
def test_what_a_line_calls_is_read_from_its_text(line: str, names: list[str]) -> None:
    assert explaining.called_in(line) == names
