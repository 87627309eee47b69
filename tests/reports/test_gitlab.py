"""GitLab's code quality report: in the published form, each place under a name of its own that outlives moved lines."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest

from harness.domain.findings import Outcome
from harness.domain.principles import Level
from harness.domain.results import Run
from harness.reports import gitlab
from harness.reports._view import Repository, View
from tests.reports.test_principles import hostile
from tests.reports.test_reports import ATTACK
from tests.reports.test_reports import EVERYTHING as CARDS
from tests.support import golden_results
from tests.support.findings import BROKEN, DB, EVERYTHING, FINE, QUERY, checked, finding, result, results, whole_file
from tests.support.formats import COMMANDS, texts

# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format: all of these are required.
PUBLISHED = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)."},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
RUNS = {
    "everything": checked(EVERYTHING),
    "hostile": checked(hostile()),
    "cards": CARDS,
    "attack": ATTACK,
    "golden": golden_results.CHECKED,
    "nothing": checked(None, problems=("the disk is full",)),
}


def told(run: Run, **view: Any) -> Any:
    return json.loads(gitlab.render(run, View(**{"folder": "runs/1"} | view)))


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_every_report_has_the_published_form_and_no_name_twice(run: Run) -> None:
    found = told(run)
    jsonschema.validate(found, PUBLISHED)
    assert found
    assert len({one["fingerprint"] for one in found}) == len(found)


def test_what_is_fine_is_an_empty_list() -> None:
    assert told(checked(FINE)) == []


def test_a_finding_stands_at_its_line_and_says_what_is_wrong() -> None:
    first = told(checked(EVERYTHING))[0]
    assert first["location"] == {"path": "src/db.py", "lines": {"begin": 2}}
    assert first["check_name"] == "SEC-002"
    assert first["description"].startswith("SEC-002 Parameterised SQL (MUST) · the query is an f-string · Database")


@pytest.mark.parametrize(
    ("level", "severity"), [(Level.MUST, "critical"), (Level.SHOULD, "major"), (Level.MAY, "info")]
)
def test_how_much_a_principle_binds_decides_the_severity(level: Level, severity: str) -> None:
    (one,) = told(checked(results(result("S-1", Outcome.VIOLATION, BROKEN, level=level))))
    assert one["severity"] == severity


def test_a_name_stays_while_lines_move_and_differs_for_places_that_are_alike() -> None:
    moved = finding(f"\n\n{DB}", QUERY)
    names = [told(checked(results(result("S-1", Outcome.VIOLATION, one))))[0]["fingerprint"] for one in (BROKEN, moved)]
    assert names[0] == names[1]
    twice = told(checked(results(result("S-1", Outcome.VIOLATION, BROKEN, BROKEN))))
    assert twice[0]["fingerprint"] == names[0] != twice[1]["fingerprint"]


def test_what_is_about_no_file_stands_at_the_configuration() -> None:
    (one,) = told(RUNS["nothing"])
    assert one["location"] == {"path": "harness.toml", "lines": {"begin": 1}}
    assert "the disk is full" in one["description"]


def test_a_project_below_the_top_of_its_repository_has_the_paths_of_the_repository() -> None:
    run = checked(results(result("S-1", Outcome.VIOLATION, whole_file("a.py"))))
    (one,) = told(run, repository=lambda: Repository(prefix="services/bank/"))
    assert one["location"]["path"] == "services/bank/a.py"


def test_nothing_of_the_tree_acts_on_whoever_reads_it() -> None:
    for run in (RUNS["hostile"], RUNS["attack"]):
        assert [text for text in texts(told(run)) if re.search(COMMANDS, text) or "\n" in text] == []


def test_a_line_of_a_million_characters_stays_small() -> None:
    long = "x" * 1_000_000
    run = checked(results(result("S-1", Outcome.VIOLATION, finding(long, long, note=long), constraint=long)))
    assert len(gitlab.render(run, View(folder="x"))) < 3_000
