"""SARIF: valid by the official schema, read by sarif-tools, and saying neither more nor less than the run."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sarif import loader
from sarif.operations import codeclimate_op

from harness.constitution.outputs import sarif as own_reader
from harness.domain.findings import (
    BaselineRecord,
    Doubt,
    DoubtKind,
    Excuse,
    Finding,
    Fix,
    FlowStep,
    Manifest,
    Outcome,
    Span,
    Standing,
    Waiver,
)
from harness.domain.places import Place
from harness.domain.principles import Level
from harness.domain.results import Run, TreeRecord
from harness.domain.test_results import TestOutcome, TestResult
from harness.domain.verdicts import ExitCode
from harness.reports import sarif
from harness.reports._issue import Weight
from harness.reports._line_hashes import line_hashes
from harness.reports._sarif.places import uri
from harness.reports._sarif.taxa import security_severity
from harness.reports._view import Repository, View
from tests.reports.test_principles import hostile
from tests.reports.test_reports import ATTACK
from tests.reports.test_reports import EVERYTHING as CARDS
from tests.support import golden_results
from tests.support.findings import (
    BROKEN,
    DB,
    DOCUMENT,
    EVERYTHING,
    FINE,
    QUERY,
    SQL,
    checked,
    finding,
    result,
    results,
    sql_result,
    whole_file,
)
from tests.support.formats import COMMANDS, InMemory, log_of, texts

RUNS = {
    "everything": checked(EVERYTHING),
    "fine": checked(FINE),
    "nothing": checked(None),
    "hostile": checked(hostile()),
    "cards": CARDS,
    "attack": ATTACK,
    "golden": golden_results.CHECKED,
    "compared": golden_results.COMPARED,
}


def results_of(run: Any, rule: str) -> list[Any]:
    return [one for one in log_of(run)["results"] if one["ruleId"] == rule]


def one_result(*findings: Finding, **view: Any) -> Any:
    (told,) = log_of(results(sql_result(Outcome.VIOLATION, *findings)), **view)["results"]
    return told


# --- who reads it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_every_log_is_valid_by_the_official_schema(run: Run) -> None:
    told = log_of(run, exit_code=ExitCode.FAIL, repository=lambda: Repository("a/", "https://host/a", "f" * 40, "main"))
    assert told["tool"]["driver"]["name"] == "harness"


def write(run: Run, folder: Path) -> Path:
    path = folder / "run.sarif"
    path.write_text(sarif.render(run, View(folder="runs/1")))
    return path


def test_sarif_tools_reads_what_we_wrote(tmp_path: Path) -> None:
    read = loader.load_sarif_file(str(write(RUNS["everything"], tmp_path)))
    records = read.get_records()
    assert read.get_distinct_tool_names() == ["harness"]
    of_rule = [one for one in records if one["Code"] == "OPS-001"]
    assert [(one["Severity"], one["Code"], one["Location"], int(one["Line"])) for one in of_rule] == [
        ("warning", "OPS-001", "deploy/.env", 1),
        ("warning", "OPS-001", "src/a.py", 2),
        ("warning", "OPS-001", "src/pay.py", 1),
        ("warning", "OPS-001", "src/sum.py", 9),
        ("warning", "OPS-001", "web/page.js", 1),
    ]  # fmt: skip
    assert [one["Severity"] for one in records].count("error") == 4


def test_sarif_tools_makes_of_it_what_gitlab_reads(tmp_path: Path) -> None:
    read = loader.load_sarif_files(str(write(RUNS["everything"], tmp_path)))
    codeclimate_op.generate(read, str(tmp_path / "quality.json"), False)
    issues = json.loads((tmp_path / "quality.json").read_text())
    assert ("SEC-002", "src/db.py", 2) in [
        (one["check_name"], one["location"]["path"], one["location"]["lines"]["begin"]) for one in issues
    ]


def test_our_own_reader_of_sarif_finds_the_places_again() -> None:
    reading = own_reader.read(json.loads(sarif.render(RUNS["everything"], View(folder="x"))))
    assert ("SEC-002", "src/db.py", 2) in [(one.rule, one.path, one.line) for one in reading.results]
    assert reading.troubles  # it could not check everything


# --- the rules -------------------------------------------------------------------------------------------------------


def rules_of(run: Any) -> dict[str, Any]:
    return {one["id"]: one for one in log_of(run)["tool"]["driver"]["rules"]}


def test_all_rules_that_ran_are_declared_and_not_only_those_that_fired() -> None:
    assert {one.id for one in EVERYTHING.principles} <= rules_of(EVERYTHING).keys()
    assert {f"card:{one.id}" for one in CARDS.cards} <= rules_of(CARDS).keys()
    assert {"golden:BANK-OPEN", "golden:BANK-TRANSFER"} <= rules_of(golden_results.CHECKED).keys()
    assert rules_of(FINE).keys() == {"SEC-002", "OPS-003", "harness:waiver", "harness:unused-snapshot"}


def test_a_rule_says_all_that_its_principle_says() -> None:
    rule = rules_of(EVERYTHING)["SEC-002"]
    assert rule["name"] == "ParameterisedSql"
    assert rule["shortDescription"] == {"text": "Parameterised SQL"}
    assert rule["fullDescription"]["text"].startswith("Database queries MUST use bound parameters;")
    assert rule["help"]["text"].split("\n")[1:] == [
        "Why: a query built from input lets the input rewrite the query",
        "What to do: pass values as the second argument of `execute`",
        f"Where it is written: {DOCUMENT}:12",
    ]
    assert "**What to do:** pass values as the second argument of &#96;execute&#96;" in rule["help"]["markdown"]
    assert rule["helpUri"] == "https://cwe.mitre.org/data/definitions/89.html"
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"]["tags"] == ["security", "external/cwe/cwe-89", "MUST"]
    assert rule["properties"]["security-severity"] == "9.3"


def test_weaknesses_are_a_taxonomy_that_rules_refer_to() -> None:
    told = log_of(EVERYTHING)
    (taxonomy,) = told["taxonomies"]
    assert [one["id"] for one in taxonomy["taxa"]] == ["CWE-89", "CWE-287", "CWE-306", "CWE-352", "CWE-862"]
    for rule in told["tool"]["driver"]["rules"]:
        for one in rule.get("relationships", []):
            assert taxonomy["taxa"][one["target"]["index"]]["id"] == one["target"]["id"]
    assert told["tool"]["driver"]["supportedTaxonomies"] == [{"name": "CWE", "index": 0}]
    assert "taxonomies" not in log_of(results(result("S-1", Outcome.PASS)))


@pytest.mark.parametrize(
    ("weight", "cwes", "severity"),
    [
        (Weight.ERROR, [89], "9.3"),
        (Weight.ERROR, [1004], "8.0"),
        (Weight.WARNING, [1004, 79], "6.8"),
        (Weight.WARNING, [1004], "5.5"),
        (Weight.NOTE, [79], "3.8"),
        (Weight.NOTE, [1004], "2.5"),
        (Weight.ERROR, [], ""),
    ],
)
def test_how_severe_it_is_follows_from_the_level_and_the_weakness(
    weight: Weight, cwes: Sequence[int], severity: str
) -> None:
    assert security_severity(weight, cwes) == severity


def test_what_names_no_weakness_is_no_matter_of_security() -> None:
    rule = rules_of(EVERYTHING)["OPS-001"]
    assert "security-severity" not in rule["properties"]
    assert rule["properties"]["tags"] == ["SHOULD"]
    strange = rules_of(results(result("S-1", Outcome.PASS, cwes=("CWE-0", "89", "CWE-89x", "cwe-89"))))["S-1"]
    assert strange["properties"]["tags"] == ["MUST"]


def test_a_card_and_a_golden_case_are_rules_with_the_requirements_that_they_show() -> None:
    for rules, id in ((rules_of(CARDS), "card:BANK-TRANSFER"), (rules_of(golden_results.CHECKED), "golden:BANK-OPEN")):
        assert rules[id]["properties"]["requirements"] == ["FR-003"]
        assert "requirement/FR-003" in rules[id]["properties"]["tags"]
        assert "It shows FR-003." in rules[id]["fullDescription"]["text"]


# --- places ----------------------------------------------------------------------------------------------------------


def test_a_finding_has_its_region_in_characters_and_in_bytes_and_its_words() -> None:
    (place,) = one_result(BROKEN)["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "src/db.py", "uriBaseId": "%SRCROOT%"},
        "region": {
            "startLine": 2, "startColumn": 12, "endLine": 2, "endColumn": 64,
            "byteOffset": DB.index(QUERY), "byteLength": len(QUERY), "snippet": {"text": QUERY},
        },
        "contextRegion": {"startLine": 2, "endLine": 2, "snippet": {"text": DB.split("\n")[1]}},
    }  # fmt: skip
    assert place["logicalLocations"] == [{"fullyQualifiedName": "find"}]


def test_columns_count_characters_and_offsets_bytes_where_a_character_is_more_than_one() -> None:
    text = "送🙂 = eval(x)  # é\n"
    told = log_of(results(sql_result(Outcome.VIOLATION, finding(text, "eval(x)"))))
    region = told["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert told["columnKind"] == "unicodeCodePoints"
    assert (region["startColumn"], region["endColumn"]) == (6, 13)
    assert text.encode()[region["byteOffset"] :][: region["byteLength"]] == b"eval(x)"


def test_a_region_over_several_lines_has_all_its_words_or_none() -> None:
    text = "a = f(\n    1,\n)\n"
    region = one_result(finding(text, "f(\n    1,\n)"))["locations"][0]["physicalLocation"]["region"]
    assert region["snippet"]["text"] == "f(\n    1,\n)"
    long = "f(\n" + "    1,\n" * 9 + ")\n"
    assert "snippet" not in one_result(finding(long, long[:-1]))["locations"][0]["physicalLocation"]["region"]


def test_words_that_could_act_on_a_reader_or_are_very_long_are_not_quoted() -> None:
    for text in ("x = '\u202e'\n", "x = '\x1b[2J'\n", f"x = '{'y' * 1_000_000}'\n"):
        physical = one_result(finding(text, text[:-1]))["locations"][0]["physicalLocation"]
        assert "snippet" not in physical["region"]
        assert "contextRegion" not in physical


def test_a_finding_about_a_whole_file_stands_at_its_first_line() -> None:
    physical = one_result(whole_file("deploy/.env"))["locations"][0]["physicalLocation"]
    assert physical == {
        "artifactLocation": {"uri": "deploy/.env", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1},
    }


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/a b.py", "src/a%20b.py"),
        ("src/100%.py", "src/100%25.py"),
        ("c:d/e.py", "c%3Ad/e.py"),
        ("a?b#c.py", "a%3Fb%23c.py"),
        ("送/é.py", "%E9%80%81/%C3%A9.py"),
        ("a\udcff.py", "a%FF.py"),
        ("a\ud800.py", "a%3F.py"),
        ("//evil.example/x", "evil.example/x"),
        ("./a//b.py", "a/b.py"),
        ("a\nb\x1b.py", "a%0Ab%1B.py"),
        ("a[1]{2}|`.py", "a%5B1%5D%7B2%7D%7C%60.py"),
    ],
)
def test_paths_are_relative_uris_with_all_that_is_not_plain_percent_encoded(path: str, expected: str) -> None:
    assert uri(path) == expected


def test_a_project_below_the_top_of_its_repository_has_the_paths_of_the_repository() -> None:
    steps = (FlowStep(path="src/in.py", line=3, what="comes in"),)
    broken = finding(DB, QUERY, steps=steps, fix=Fix(text="x", safe=True), standing=Standing.COUNTS)
    log = log_of(
        results(sql_result(Outcome.VIOLATION, broken), result("A-1", Outcome.UNVERIFIED, doubts=_unparsable())),
        repository=lambda: Repository(prefix="services/bank/"),
    )
    found = re.findall(r'"uri": "([^"]*)"', json.dumps(log))
    assert len(found) == 4
    assert all(one.startswith("services/bank/") for one in found)


# --- what a result says ----------------------------------------------------------------------------------------------


def test_a_result_says_what_is_wrong_and_names_its_rule() -> None:
    told = one_result(BROKEN)
    assert told["message"]["text"].split("\n")[0] == "the query is an f-string"
    assert (told["ruleId"], told["ruleIndex"], told["level"]) == ("SEC-002", 0, "error")
    assert told["properties"]["technique"] == "pattern forbid"


def test_levels_are_those_of_the_principles() -> None:
    levels = {Level.MUST: "error", Level.SHOULD: "warning", Level.MAY: "note"}
    for level, said in levels.items():
        (told,) = log_of(results(result("S-1", Outcome.VIOLATION, BROKEN, level=level)))["results"]
        assert told["level"] == said


def test_a_link_in_a_text_of_the_tree_is_none() -> None:
    told = one_result(finding(DB, QUERY, note="[click](http://evil.example) ![x](y)"))
    assert "](" not in told["message"]["text"]


def test_the_way_of_a_value_is_a_code_flow() -> None:
    steps = tuple(
        FlowStep(path=f"src/{name}.py", line=at, column=4, what=f"step {at}") for at, name in enumerate("abc", 1)
    )
    (flow,) = one_result(finding(DB, QUERY, steps=steps))["codeFlows"]
    locations = [one["location"] for one in flow["threadFlows"][0]["locations"]]
    assert [one["physicalLocation"]["artifactLocation"]["uri"] for one in locations] == [
        "src/a.py", "src/b.py", "src/c.py",
    ]  # fmt: skip
    assert locations[2]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 4}
    assert locations[2]["message"] == {"text": "step 3"}


def test_a_safe_fix_comes_along_and_no_other() -> None:
    fix = Fix(text="db.execute(SQL, (id,))", safe=True)
    (told,) = one_result(finding(DB, QUERY, fix=fix))["fixes"]
    (change,) = told["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["insertedContent"] == {"text": fix.text}
    region = replacement["deletedRegion"]
    data = DB.encode()
    end = region["byteOffset"] + region["byteLength"]
    fixed = data[: region["byteOffset"]] + fix.text.encode() + data[end:]
    assert fixed.decode() == DB.replace(QUERY, fix.text)
    for other in (Fix(text="x"), Fix(text="\ud800", safe=True)):
        assert "fixes" not in one_result(finding(DB, QUERY, fix=other))


def test_a_gap_stands_at_the_principle_in_its_document() -> None:
    (told,) = results_of(EVERYTHING, "SEC-004")
    assert told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == DOCUMENT
    assert told["message"]["text"].startswith("what it requires (pattern) is found nowhere")


def test_a_waiver_in_trouble_is_a_result() -> None:
    (told,) = results_of(EVERYTHING, "harness:waiver")
    assert told["locations"][0]["physicalLocation"]["region"] == {"startLine": 9}


def test_a_failed_card_is_a_result_at_the_line_of_its_expectation_and_an_undecided_one_is_told_apart() -> None:
    log = log_of(CARDS)
    lines = {
        one["locations"][0]["physicalLocation"]["region"]["startLine"]
        for one in log["results"]
        if one["ruleId"] == "card:BANK-TRANSFER"
    }
    assert {13, 14, 15, 16, 20, 1} == lines
    assert "card:BANK-LOOK" not in {one["ruleId"] for one in log["results"]}
    (invocation,) = log["invocations"]
    assert "card:BANK-LOOK" in {
        one["associatedRule"]["id"] for one in invocation["toolExecutionNotifications"] if "associatedRule" in one
    }


def test_a_changed_case_is_a_result_and_what_a_requirement_explains_is_suppressed() -> None:
    log = log_of(golden_results.COMPARED)
    found = {one["ruleId"]: one.get("suppressions", []) for one in log["results"]}
    assert found["golden:BANK-TRANSFER"] == []
    assert found["golden:BANK-FEE"] == [
        {"kind": "external", "status": "accepted", "justification": "changed as well: FR-003, FR-009"}
    ]


def test_a_test_that_failed_is_a_result() -> None:
    place = Place(path="tests/test_a.py", line=4)
    facts = {"test": "tests/test_a.py::test_x", "place": place, "sha256": "0" * 64, "verifies": ("FR-1",)}
    failed = TestResult(id="tests/test_a.py::test_x[1]", outcome=TestOutcome.FAILED, reason="1 != 2", **facts)
    passed = TestResult(id="tests/test_a.py::test_x[2]", outcome=TestOutcome.PASSED, **facts)
    log = log_of(checked(None, tests=(failed, passed)))
    assert [(one["ruleId"], one["message"]["text"]) for one in log["results"]] == [
        ("test:tests/test_a.py::test_x", "1 != 2")
    ]


# --- fingerprints ----------------------------------------------------------------------------------------------------


def test_each_result_has_our_name_and_where_the_file_is_at_hand_githubs() -> None:
    sources = InMemory({"src/db.py": DB.encode()})
    told = one_result(BROKEN, sources=sources)
    expected = line_hashes(DB.encode(), {2})[2]
    assert told["partialFingerprints"] == {
        "primaryLocationLineHash": expected,
        "harnessFingerprint/v1": BROKEN.fingerprint,
    }
    assert sources.asked == ["src/db.py"]
    assert one_result(BROKEN)["partialFingerprints"] == {"harnessFingerprint/v1": BROKEN.fingerprint}


@pytest.mark.parametrize("data", [b"", DB.replace("account", "orders").encode(), b"\n" + DB.encode()])
def test_a_file_that_is_no_longer_what_was_looked_at_gives_no_hash(data: bytes) -> None:
    told = one_result(BROKEN, sources=InMemory({"src/db.py": data}))
    assert "primaryLocationLineHash" not in told["partialFingerprints"]


def test_each_file_is_read_once() -> None:
    sources = InMemory({"src/db.py": DB.encode()})
    log_of(results(sql_result(Outcome.VIOLATION, *[BROKEN] * 30, whole_file("a.py"))), sources=sources)
    assert sorted(sources.asked) == ["a.py", "src/db.py"]


def test_no_two_issues_of_a_run_share_a_name() -> None:
    for run in (EVERYTHING, CARDS, golden_results.CHECKED):
        names = [(one["ruleId"], one["partialFingerprints"]["harnessFingerprint/v1"]) for one in log_of(run)["results"]]
        flaky = [one for one in names if one[0] != "card:BANK-FLAKY"]
        assert len(set(flaky)) == len(flaky)


# --- what does not count ---------------------------------------------------------------------------------------------


def waiver(**facts: Any) -> Waiver:
    given = {"principle": "SEC-002", "reason": "until the bank moves", "owner": "alice", "until": date(2027, 1, 31)}
    place = {"path": "src/db.py", "line": 2, "place": Place(path="src/db.py", line=2), "used": 1}
    return Waiver.model_validate(given | place | facts)


WAIVED = finding(DB, QUERY, standing=Standing.WAIVED)
INLINE = waiver()
IN_FILE = waiver(line=None, place=Place(path="constitutions/waivers.md", line=7), reason="the whole file")
NAMED = waiver(
    line=None, fingerprint=WAIVED.fingerprint[:8], place=Place(path="constitutions/waivers.md", line=8), reason="named"
)


@pytest.mark.parametrize(
    ("waivers", "kind", "line", "reason"),
    [
        ((INLINE,), "inSource", 2, "until the bank moves"),
        ((IN_FILE,), "external", 7, "the whole file"),
        ((IN_FILE, INLINE), "inSource", 2, "until the bank moves"),
        ((IN_FILE, INLINE, NAMED), "external", 8, "named"),
    ],
)
def test_a_waived_finding_is_suppressed_by_the_waiver_that_names_it_most_closely(
    waivers: tuple[Waiver, ...], kind: str, line: int, reason: str
) -> None:
    (told,) = log_of(results(sql_result(Outcome.WAIVED, WAIVED), waivers=waivers))["results"]
    (suppression,) = told["suppressions"]
    assert (suppression["kind"], suppression["status"]) == (kind, "accepted")
    assert suppression["justification"] == f"{reason} (alice, until 2027-01-31)"
    assert suppression["location"]["physicalLocation"]["region"] == {"startLine": line}


def test_a_waived_finding_of_which_no_waiver_is_known_is_suppressed_all_the_same() -> None:
    (told,) = log_of(results(sql_result(Outcome.WAIVED, WAIVED)))["results"]
    assert told["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "waived"}]


def test_a_waived_gap_is_suppressed_too() -> None:
    accepted = waiver(excuses=Excuse.GAP, path="", line=None, place=Place(path="constitutions/waivers.md", line=3))
    gap = sql_result(Outcome.WAIVED, reason="waived: what it requires is found nowhere")
    (told,) = log_of(results(gap, waivers=(accepted,)))["results"]
    assert told["suppressions"][0]["location"]["physicalLocation"]["region"] == {"startLine": 3}


def test_what_was_known_before_is_suppressed_and_unchanged_and_the_others_are_new() -> None:
    known = finding(DB, "def find", standing=Standing.KNOWN)
    elsewhere = finding(DB, "def save", standing=Standing.ELSEWHERE)
    baseline = BaselineRecord(source="baseline.json", known=1, gone=0)
    log = log_of(results(sql_result(Outcome.VIOLATION, BROKEN, known, elsewhere, WAIVED), baseline=baseline))
    found = {one.get("baselineState"): one.get("suppressions", []) for one in log["results"]}
    assert found["new"] == []
    assert [one["justification"] for one in found["unchanged"]] == ["known before: baseline.json"]
    assert [one["justification"] for one in found[None]] == ["waived"]  # nobody asked whether it was known
    assert len(log["results"]) == 3


# --- how many, and in which order ------------------------------------------------------------------------------------


def test_the_worst_come_first_and_what_does_not_count_comes_last() -> None:
    ordered = [(bool(one.get("suppressions")), one["level"]) for one in log_of(EVERYTHING)["results"]]
    assert ordered == sorted(ordered, key=lambda one: (one[0], ["error", "warning", "note"].index(one[1])))
    assert {one[0] for one in ordered} == {True, False}


def test_of_more_than_5000_results_the_worst_are_there_and_the_cut_is_told() -> None:
    should = [whole_file(f"a/{number:05}.py") for number in range(5_200)]
    must = [whole_file(f"z/{number:05}.py") for number in range(300)]
    run = checked(
        results(result("S-1", Outcome.VIOLATION, *should, level=Level.SHOULD), result("M-1", Outcome.VIOLATION, *must))
    )
    log = json.loads(sarif.render(run, View(folder="x")))["runs"][0]  # the schema takes seconds over so many
    found = [one["ruleId"] for one in log["results"]]
    assert (len(found), found.count("M-1"), found[:300]) == (5_000, 300, ["M-1"] * 300)
    (note,) = log["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("5,000 of 5,500 results are in this log, the worst of them")
    assert log["tool"]["driver"]["notifications"][note["descriptor"]["index"]]["id"] == note["descriptor"]["id"]


def test_places_that_were_not_recorded_are_told_of() -> None:
    log = log_of(results(sql_result(Outcome.VIOLATION, *[BROKEN] * 1_000, broken=3_000)))
    assert "about 2,000 more places break a principle" in json.dumps(log["invocations"])


# --- the run itself --------------------------------------------------------------------------------------------------


def _unparsable() -> tuple[Doubt, ...]:
    return (Doubt(kind=DoubtKind.UNPARSABLE, reason="invalid syntax", path="src/broken.py", line=7),)


def invocation(run: Any, **view: Any) -> Any:
    (told,) = log_of(run, **view)["invocations"]
    return told


def test_what_came_to_its_end_was_successful_even_where_something_is_broken() -> None:
    assert invocation(FINE)["executionSuccessful"]
    told = invocation(results(SQL), exit_code=ExitCode.FAIL)
    assert told["executionSuccessful"]
    assert (told["exitCode"], told["startTimeUtc"]) == (1, "2026-11-20T14:30:15.1Z")
    assert told["commandLine"] == "harness check"


@pytest.mark.parametrize(
    "run",
    [
        checked(results(result("S-1", Outcome.UNVERIFIED, doubts=_unparsable()))),
        checked(results(result("S-1", Outcome.UNVERIFIED, doubts=_unparsable(), level=Level.MAY))),
        checked(results(result("S-1", Outcome.UNVERIFIED, doubts=(Doubt(kind=DoubtKind.NO_CHECK, reason="none"),)))),
        checked(FINE, interrupted=True),
        checked(FINE, problems=("the disk is full",)),
        checked(FINE.model_copy(update={"manifest": Manifest()})),
        golden_results.a_run(),
        golden_results.a_run(golden_results.UNSTABLE),
        CARDS,
    ],
    ids=["file", "file-may", "no-check", "interrupted", "problem", "idle", "no-case", "unstable", "cards"],
)
def test_where_something_could_not_be_checked_the_run_was_not_successful(run: Run) -> None:
    told = invocation(run)
    assert not told["executionSuccessful"]
    assert told.get("toolExecutionNotifications") or told.get("toolConfigurationNotifications")


def test_a_should_that_nothing_checks_is_told_of_and_does_not_make_the_run_unsuccessful() -> None:
    doubts = (Doubt(kind=DoubtKind.NO_CHECK, reason="a person has to review it", path=DOCUMENT, line=80),)
    told = invocation(results(result("S-1", Outcome.UNVERIFIED, doubts=doubts, level=Level.SHOULD)))
    assert told["executionSuccessful"]
    (note,) = told["toolConfigurationNotifications"]
    assert "a person has to review it" in note["message"]["text"]
    assert note["associatedRule"] == {"id": "S-1", "index": 0}


def test_a_file_that_could_not_be_parsed_is_a_notification_at_its_line() -> None:
    told = invocation(results(result("S-1", Outcome.UNVERIFIED, doubts=_unparsable())))
    (note,) = told["toolExecutionNotifications"]
    physical = note["locations"][0]["physicalLocation"]
    assert (physical["artifactLocation"]["uri"], physical["region"]) == ("src/broken.py", {"startLine": 7})
    assert note["level"] == "error"


def test_thousands_of_notifications_are_cut_and_counted() -> None:
    doubts = tuple(Doubt(kind=DoubtKind.UNREADABLE, reason="gone", path=f"{at}.py") for at in range(1_200))
    told = invocation(results(result("S-1", Outcome.UNVERIFIED, doubts=doubts)))["toolExecutionNotifications"]
    assert len(told) == 1_001
    assert told[-1]["message"]["text"] == "200 more notifications are left out"


def test_logs_of_one_subject_replace_each_other_and_runs_are_told_apart() -> None:
    assert log_of(FINE)["automationDetails"]["id"] == "harness/check/20261120T143015123456Z-3f9a2c"
    assert log_of(CARDS)["automationDetails"]["id"].startswith("harness/cards/")
    assert log_of(golden_results.CHECKED)["automationDetails"]["id"].startswith("harness/golden/")
    assert log_of(checked(FINE, cards=CARDS.cards))["automationDetails"]["id"].startswith("harness/run/")


def test_where_the_tree_comes_from_is_told_where_it_is_known() -> None:
    repository = Repository("", "https://host/a.git", "f" * 40, "main")
    log = log_of(checked(FINE, tree=TreeRecord(hash="e" * 40)), repository=lambda: repository)
    assert log["versionControlProvenance"] == [
        {
            "repositoryUri": "https://host/a.git",
            "revisionId": "f" * 40,
            "branch": "main",
            "mappedTo": {"uriBaseId": "%SRCROOT%"},
        }
    ]
    assert log["properties"]["tree"] == "e" * 40
    assert "versionControlProvenance" not in log_of(FINE)


def test_nothing_of_the_tree_acts_on_whoever_reads_the_log() -> None:
    for run in (RUNS["hostile"], RUNS["attack"]):
        assert sarif.render(run, View(folder="x")).isascii()
        found = texts(log_of(run))
        assert [one for one in found if re.search(COMMANDS, one)] == []
        marked = [
            one["help"]["markdown"] for one in log_of(run)["tool"]["driver"]["rules"] if "markdown" in one["help"]
        ]
        assert not re.search(r"<script|\]\(|@team", "".join(marked))


def test_a_line_of_a_million_characters_stays_small() -> None:
    long = "x" * 1_000_000
    broken = finding(f"{long}\n", long, path="a.js", note=long, symbol="f")
    text = sarif.render(checked(results(result("S-1", Outcome.VIOLATION, broken, constraint=long))), View(folder="x"))
    assert len(text) < 30_000


def test_a_span_at_the_start_of_a_log_is_never_below_one() -> None:
    odd = Finding(principle="S-1", role="violates", span=Span(path="a", line=1), technique="x", fingerprint="f")
    assert one_result(odd)["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
