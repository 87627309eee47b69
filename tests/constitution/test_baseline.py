"""A baseline names what was known, can be read in a review, and only ever shrinks."""

from __future__ import annotations

import json

import pytest

from harness.constitution.baseline import Baseline, baseline_of, gone, ratcheted, read_baseline, shrunk, written
from harness.domain.findings import Finding, Role, Span, Standing
from harness.errors import DocumentError


def finding(number: int = 1, path: str = "src/a.py", line: int = 3, **fields: object) -> Finding:
    values: dict[str, object] = {
        "principle": "SEC-002",
        "role": Role.VIOLATES,
        "span": Span(path=path, line=line),
        "technique": "text forbid",
        "fingerprint": f"{number:024x}",
    }
    return Finding.model_validate({**values, **fields})


def refused(text: str | bytes) -> list[str]:
    with pytest.raises(DocumentError) as error:
        read_baseline(text.encode() if isinstance(text, str) else text, "known.json")
    assert all(mistake.code == "CONST501" and mistake.hint for mistake in error.value.mistakes)
    return [str(mistake) for mistake in error.value.mistakes]


def entry(**fields: object) -> str:
    plain = {"fingerprint": "ab" * 12, "principle": "SEC-002", "path": "a.py", "line": 3, "count": 1}
    return json.dumps({**plain, **fields})


def document(*entries: str) -> str:
    return '{\n  "schema": 1,\n  "findings": [\n' + ",\n".join(entries) + "\n  ]\n}\n"


def test_a_baseline_is_one_line_for_each_finding_sorted_by_place():
    known = baseline_of([finding(1, "src/b.py"), finding(2, "src/ä.py", 9), finding(3, "src/a.py", 10), finding(4)])
    assert written(known) == (
        '{\n  "schema": 1,\n  "findings": [\n'
        '    {"fingerprint": "000000000000000000000004", "principle": "SEC-002", "path": "src/a.py", "line": 3, "count": 1},\n'
        '    {"fingerprint": "000000000000000000000003", "principle": "SEC-002", "path": "src/a.py", "line": 10, "count": 1},\n'
        '    {"fingerprint": "000000000000000000000001", "principle": "SEC-002", "path": "src/b.py", "line": 3, "count": 1},\n'
        '    {"fingerprint": "000000000000000000000002", "principle": "SEC-002", "path": "src/ä.py", "line": 9, "count": 1}\n'
        "  ]\n}\n"
    )
    assert read_baseline(written(known).encode(), "known.json") == known


def test_an_empty_baseline_is_written_and_read():
    assert read_baseline(written(Baseline()).encode(), "known.json") == Baseline()


def test_findings_with_one_fingerprint_are_counted():
    known = baseline_of([finding(1, line=5), finding(1, line=9)])
    assert [(one.line, one.count) for one in known.findings] == [(5, 2)]
    assert known.counts == {f"{1:024x}": 2}


def test_what_is_waived_or_enforces_is_not_written_down():
    assert baseline_of([finding(standing=Standing.WAIVED), finding(role=Role.ENFORCES)]) == Baseline()
    assert len(baseline_of([finding(1, standing=Standing.KNOWN), finding(2)]).findings) == 2


def test_a_baseline_shrinks_by_what_is_gone_and_never_grows():
    known = baseline_of([finding(1), finding(1), finding(1), finding(2), finding(3)])
    now = shrunk(known, [finding(1, line=70), finding(1), finding(3, standing=Standing.WAIVED), finding(4)])
    assert [(one.fingerprint[-1], one.line, one.count) for one in now.findings] == [("1", 3, 2)]
    assert gone(known, now) == 3
    assert shrunk(now, [finding(1)] * 9) == now


def test_what_was_added_to_a_baseline_by_hand_is_not_known():
    before = baseline_of([finding(1), finding(2)])
    now = baseline_of([finding(1), finding(1), finding(3)])
    held = ratcheted(now, before)
    assert held.counts == {f"{1:024x}": 1}
    assert gone(now, held) == 2


def test_what_was_not_decided_stays_in_the_baseline():
    known = baseline_of([finding(1, "a.py"), finding(1, "a.py"), finding(2, "b.py")])
    now = shrunk(known, [], lambda one: one.path == "a.py")
    assert [(one.path, one.count) for one in now.findings] == [("a.py", 2)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "known.json:1: not JSON"),
        ('{"schema": 1,\n<<<<<<< ours\n', "known.json:2: not JSON"),
        ("[" * 5000, "known.json:1: not JSON"),
        ("[]", "known.json:1: Input should be"),
        ('{"findings": []}', "known.json:1: schema: field required"),
        ('{"schema": 2, "findings": []}', "known.json:1: schema: input should be 1"),
        ('{"schema": 1, "findings": [], "all": true}', "known.json:1: all: extra"),
        (b'{\n"schema": 1, "findings": [\n"\xff"]}', "known.json:3: byte 0xff is not UTF-8"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused_in_one_line(text, told):
    (line,) = refused(text)
    assert line.startswith(told)
    assert "\n" not in line


def test_every_invalid_entry_is_told_at_its_line():
    bad = (
        entry(path="{[\n"),
        entry(count=0, fingerprint="cd" * 12),
        entry(line="3"),
        entry(fingerprint="*"),
        entry(reason="x"),
        "7",
        entry(principle=""),
        '{"fingerprint":\n"x"}',
    )
    assert [line.partition(" ")[::2] for line in refused(document(*bad))][:6] == [
        ("known.json:5:", "findings.count: input should be greater than or equal to 1"),
        ("known.json:6:", "findings.line: input should be a valid integer"),
        ("known.json:7:", "findings.fingerprint: string should match pattern '^[0-9a-f]{8,64}$'"),
        ("known.json:8:", "findings.reason: extra inputs are not permitted"),
        ("known.json:9:", "findings: input should be an object"),
        ("known.json:10:", "findings.principle: string should have at least 1 character"),
    ]


def test_a_fingerprint_given_twice_would_hide_more_than_was_known_and_is_refused():
    assert refused(document(entry(), entry(fingerprint="cd" * 12), entry(line=9))) == [
        f"known.json:6: fingerprint `{'ab' * 12}` stands at line 4 already"
    ]


def test_a_file_beyond_all_measure_is_refused(monkeypatch):
    monkeypatch.setattr("harness.constitution.baseline.MOST_BYTES", 1024 * 1024)
    assert refused(" " * 1024 * 1024) == ["known.json:1: more than 1 MiB"]
