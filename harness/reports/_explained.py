"""One principle in full, with what this run found of it, for a person at a terminal; which one lies with the command."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import yaml
from rich.text import Text

from harness.domain.findings import CheckRecord, Finding, PrincipleResult, Standing
from harness.domain.principles import CheckSpec, Principle, Sample
from harness.domain.visible import visible
from harness.reports._lines import INDENT, cut, drawn, fits, labelled, wrapped
from harness.reports._principle_lines import MOST_FINDINGS, finding_lines, heading_lines, reason_and_doubts
from harness.reports._principles import by_place, file_doubts, number_of, tally_of_findings
from harness.reports._view import View

_MOST_LINES = 40


def explained(result: PrincipleResult, principle: Principle, view: View) -> str:
    """What the principle says and why, its checks, its samples, and every place that breaks or shows it."""
    return drawn(_lines(result, principle, view.width), view)


def _lines(result: PrincipleResult, principle: Principle, width: int) -> Iterator[Text]:
    yield from heading_lines(result, width)
    yield from _words(principle, width)
    for number, spec in enumerate(principle.checks):
        yield Text()
        yield from _check(spec, _record(result.checks, spec, number), width)
    for sample in principle.samples:
        yield Text()
        yield from _sample(sample, width)
    yield Text()
    yield from _found(result, width)


def _words(principle: Principle, width: int) -> Iterator[Text]:
    words = {
        "why": principle.rationale,
        "what to do": principle.pattern,
        "enforced": principle.enforcement,
        "precision": principle.measured,
        "applies to": ", ".join(principle.applies_to),
        "review": "by a person; no machine checks it" if principle.review_only else "",
        "CWE": ", ".join(principle.cwes),
        "verifies": ", ".join(principle.verifies),
        "written at": str(principle.place),
    }
    for label, text in words.items():
        if text:
            yield from labelled(label, visible(text), width)


def _check(spec: CheckSpec, record: CheckRecord | None, width: int) -> Iterator[Text]:
    yield Text.assemble((f"check: {visible(f'{spec.use} {spec.kind}')}", "bold"), f"  {visible(str(spec.place))}")
    body = yaml.safe_dump(json.loads(spec.body), sort_keys=False, allow_unicode=True, width=10_000)
    yield from _block(body, width)
    yield from wrapped(_ran(record), 2, width)


def _ran(record: CheckRecord | None) -> str:
    if record is None:
        return "it did not run"
    canaries = {True: "flags its canary", False: "DOES NOT FLAG ITS CANARY", None: "has no canary"}
    return f"looked at {number_of(record.files, 'file')}, {canaries[record.canary]}"


def _record(records: Sequence[CheckRecord], spec: CheckSpec, number: int) -> CheckRecord | None:
    """What a run tells of a check: two of one fence stand at one place, so that their order decides between them."""
    if number < len(records) and _same(records[number], spec):
        return records[number]
    return next((one for one in records if _same(one, spec)), None)


def _same(record: CheckRecord, spec: CheckSpec) -> bool:
    return (record.use, record.kind, record.place) == (spec.use, spec.kind, spec.place)


def _sample(sample: Sample, width: int) -> Iterator[Text]:
    kind = "good" if sample.good else "bad"
    named = f" as {sample.path}" if sample.path else ""
    about = visible(f"{sample.language}{named}")
    yield Text.assemble((f"{kind} sample: {about}", "bold"), f"  {visible(str(sample.place))}")
    yield from _block(sample.text, width)


def _block(text: str, width: int) -> Iterator[Text]:
    lines = text.rstrip("\n").split("\n")
    for line in lines[:_MOST_LINES]:
        shown = visible(line.replace("\t", "    "))
        room = fits(shown, width - INDENT - 2)
        yield Text.assemble(" " * INDENT, ("| ", "dim"), shown if room == len(shown) else f"{shown[: room - 1]}…")
    if len(lines) > _MOST_LINES:
        yield Text(f"{' ' * INDENT}… and {number_of(len(lines) - _MOST_LINES, 'more line')}")


def _found(result: PrincipleResult, width: int) -> Iterator[Text]:
    yield from wrapped(f"this run: {result.outcome}, {tally_of_findings(result)}", 0, width, "bold")
    yield from reason_and_doubts(result, width)
    for doubt in file_doubts(result)[:MOST_FINDINGS]:
        yield from wrapped(visible(f"{doubt.path}:{doubt.line}: {doubt.kind}: {doubt.reason}"), 2, width, hanging=2)
    yield from _places("broken at", by_place(result.findings), result.unlisted_findings, width)
    yield from _places("shown at", by_place(result.evidence), result.unlisted_evidence, width)


def _places(title: str, findings: Sequence[Finding], unlisted: int, width: int) -> Iterator[Text]:
    if not findings:
        return
    yield Text()
    yield Text(title, "bold")
    for finding in findings[:MOST_FINDINGS]:
        yield from finding_lines(finding, width)
        apart = [] if finding.standing is Standing.COUNTS else [finding.standing]
        facts = [finding.technique, finding.strength, *apart]
        yield from labelled("by", visible(cut(", ".join(facts), width)), width)
    more = len(findings) - MOST_FINDINGS + unlisted
    if more > 0:
        yield Text(f"  … and {more:,} more")
