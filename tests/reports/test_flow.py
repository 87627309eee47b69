"""The way of a value stands below its finding, in every report that shows findings to people or agents."""

from __future__ import annotations

import json

from rich.cells import cell_len

from harness.domain.findings import CheckResults, FlowStep, Outcome
from harness.reports import github, terminal
from harness.reports import json as as_json
from harness.reports._agent import for_agent
from harness.reports._explained import explained
from harness.reports._flow import MOST_STEPS, legs_of
from harness.reports._view import View
from tests.support.findings import DB, QUERY, checked, finding, results, sql_principle, sql_result

VIEW = View(folder="runs/1")
NOTE = "what a request brings (request.args, line 12) reaches db.execute"
STEPS = (
    FlowStep(path="src/views.py", line=12, column=10, what="a request brings it: request.args"),
    FlowStep(path="src/views.py", line=14, what="is handed to find"),
    FlowStep(path="src/db.py", line=2, column=12, what="becomes part of a string " + "and of another " * 9),
    FlowStep(path="src/db.py", line=2, column=12, what="is run as SQL"),
)
FLOW = finding(DB, QUERY, symbol="find", note=NOTE, steps=STEPS)


def of(*steps: FlowStep) -> CheckResults:
    return results(sql_result(Outcome.VIOLATION, FLOW.model_copy(update={"steps": steps})))


def test_at_a_terminal_each_step_has_its_place_and_fits() -> None:
    text = terminal.render(checked(of(*STEPS)), VIEW)
    assert "    way        src/views.py:12  a request brings it: request.args" in text.splitlines()
    assert "               src/db.py:2  is run as SQL" in text.splitlines()
    assert max(cell_len(line) for line in text.splitlines()) <= 80


def test_an_explanation_shows_the_way() -> None:
    text = explained(of(*STEPS).principles[0], sql_principle(), VIEW)
    assert "src/views.py:14  is handed to find" in text


def test_an_agent_is_told_the_way_as_something_quoted() -> None:
    text = for_agent(of(*STEPS), [sql_principle()], 5)
    assert "  The way of the value:\n  | src/views.py:12  a request brings it: request.args\n" in text
    assert "The way" not in for_agent(of(), [sql_principle()], 5)


def test_an_annotation_ends_with_the_way() -> None:
    (line,) = github.render(checked(of(*STEPS)), VIEW).splitlines()
    assert line.endswith("- src/views.py:14  is handed to find%0A- src/db.py:2  becomes part of a string "
                         + "and of another " * 9 + "%0A- src/db.py:2  is run as SQL")  # fmt: skip


def test_the_record_has_every_step_with_its_column() -> None:
    record = json.loads(as_json.render(checked(of(*STEPS)), VIEW))
    (found,) = record["constitution"]["principles"][0]["findings"]
    assert found["steps"][0] == {
        "path": "src/views.py",
        "line": 12,
        "column": 10,
        "what": "a request brings it: request.args",
    }


def test_of_a_long_way_the_ends_are_shown() -> None:
    steps = tuple(FlowStep(path="a.py", line=at, what=f"step {at}") for at in range(1, 41))
    shown = legs_of(steps)
    assert len(shown) == MOST_STEPS + 1
    assert [str(shown[at]) for at in (0, 5, 6, 7, -1)] == [
        "a.py:1  step 1",
        "a.py:6  step 6",
        "… 28 more steps …",
        "a.py:35  step 35",
        "a.py:40  step 40",
    ]
    assert len(legs_of(steps[:MOST_STEPS])) == MOST_STEPS
