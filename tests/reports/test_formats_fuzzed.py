"""Whatever a record says, forged or not, the formats for other tools stay what those take."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import jsonschema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from harness.domain.findings import Doubt, DoubtKind, Finding, Fix, FlowStep, Outcome, Role, Span, Standing
from harness.domain.principles import Level
from harness.domain.results import Run
from harness.reports import github, gitlab, junit, markdown, rdjson, sarif
from harness.reports._view import Repository, View
from tests.reports.test_gitlab import PUBLISHED
from tests.support.findings import checked, result, results
from tests.support.formats import COMMANDS, InMemory, texts, validator

WORDS = st.text(max_size=30) | st.sampled_from(
    ["a.py", "::error::x", "](http://x)", "\ud800", "\r\n", "]]>", "`|@a", "%", "\0"]
)
FORM = jsonschema.Draft202012Validator(PUBLISHED)
NUMBERS = st.integers(-3, 40) | st.sampled_from([2**31, 10**30])
SPANS = st.builds(
    Span, path=WORDS, line=NUMBERS, column=NUMBERS, end_line=NUMBERS, end_column=NUMBERS, start=NUMBERS, end=NUMBERS
)
FINDINGS = st.builds(
    Finding,
    principle=st.just("S-1"),
    role=st.just(Role.VIOLATES),
    span=SPANS,
    technique=WORDS,
    lines=st.lists(WORDS, max_size=4).map(tuple),
    note=WORDS,
    symbol=WORDS,
    fingerprint=WORDS,
    fix=st.none() | st.builds(Fix, text=WORDS, safe=st.booleans()),
    steps=st.lists(st.builds(FlowStep, path=WORDS, line=NUMBERS, column=NUMBERS, what=WORDS), max_size=3).map(tuple),
    standing=st.sampled_from(Standing),
)
DOUBTS = st.builds(Doubt, kind=st.sampled_from(DoubtKind), reason=WORDS, path=WORDS, line=NUMBERS)


@st.composite
def runs(draw: st.DrawFn) -> Run:
    words = {name: draw(WORDS) for name in ("title", "constraint", "pattern", "rationale", "reason")}
    told = result(
        "S-1",
        draw(st.sampled_from(Outcome)),
        *draw(st.lists(FINDINGS, max_size=4)),
        level=draw(st.sampled_from(Level)),
        doubts=tuple(draw(st.lists(DOUBTS, max_size=3))),
        cwes=tuple(draw(st.lists(WORDS, max_size=2))),
        **words,
    )
    problems = tuple(draw(st.lists(WORDS, max_size=2)))
    return checked(results(told), problems=problems, started=draw(WORDS), tool_version=draw(WORDS), id=draw(WORDS))


@given(runs(), st.binary(max_size=80))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
def test_every_format_is_what_its_readers_take(run: Run, data: bytes) -> None:
    class Same(InMemory):
        def read(self, path: str) -> bytes | None:
            return data

    view = View(folder="runs/1", sources=Same({}), repository=lambda: Repository(prefix="a/"))
    log = json.loads(sarif.render(run, view))
    validator("sarif-2.1.0.json").validate(log)
    issues = json.loads(gitlab.render(run, view))
    FORM.validate(issues)
    diagnostics = json.loads(rdjson.render(run, view))
    validator("rdjson.json").validate(diagnostics)
    ElementTree.fromstring(junit.render(run, view))
    assert all(re.match("::(error|warning|notice) ", line) for line in github.render(run, view).splitlines())
    markdown.render(run, view).encode()
    assert run.constitution is not None
    exact = [one.fix.text for told in run.constitution.principles for one in told.findings if one.fix]
    for text in texts([log, issues, diagnostics]):
        assert text in exact or not re.search(COMMANDS, text)
