"""Scores as Markdown for people and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.accuracy.judging import Judged, by_category, by_rule
from benchmarks.accuracy.scanners import Scan
from benchmarks.accuracy.scores import Rate, Score, level, macro, micro
from benchmarks.report import surroundings


@dataclass(frozen=True)
class Outcome:
    """What one tool made of one part in one language."""

    part: str
    language: str
    scan: Scan
    judged: tuple[Judged, ...]

    @property
    def categories(self) -> dict[str, Score]:
        """A score for each category."""
        return by_category(self.judged)


def markdown(outcomes: Sequence[Outcome], rules: Sequence[tuple[Scan, Sequence[Judged]]]) -> str:
    """Averages first, then each part and language by category, then the principles."""
    machine = ", ".join(f"{name} {value}" for name, value in surroundings().items())
    lines = [
        "# Accuracy",
        "",
        f"Written by `python -m benchmarks.accuracy --keep`; {machine}.",
        "What the columns say is told in [README.md](README.md).",
        "",
        *_averages(outcomes),
    ]
    for part, language in dict.fromkeys((one.part, one.language) for one in outcomes):
        lines += _categories(part, language, [one for one in outcomes if (one.part, one.language) == (part, language)])
    for scan, judged in rules:
        lines += _rules(scan, judged)
    return "\n".join(lines) + "\n"


def as_json(outcomes: Sequence[Outcome], rules: Sequence[tuple[Scan, Sequence[Judged]]]) -> str:
    """The same figures, to compare by program."""
    return (
        json.dumps(
            {
                "machine": surroundings(),
                "outcomes": [_outcome(one) for one in outcomes],
                "rules": {
                    scan.tool: {rule: _rate(rate) for rule, rate in by_rule(judged).items()} for scan, judged in rules
                },
            },
            indent=1,
        )
        + "\n"
    )


def misses(outcome: Outcome) -> Iterable[str]:
    """What was judged wrongly, one line each."""
    for one in outcome.judged:
        if one.case.vulnerable and not one.flagged:
            yield f"missed  {one.case.part}/{one.case.file}:{one.case.line} [{one.case.category}] {one.case.reason}"
        elif one.flagged and not one.case.vulnerable:
            places = ", ".join(sorted({f"{alarm.rule}:{alarm.line}" for alarm in one.alarms}))
            yield f"alarmed {one.case.part}/{one.case.file}:{one.case.line} [{one.case.category}] {one.case.reason} ({places})"


def _averages(outcomes: Sequence[Outcome]) -> list[str]:
    lines = [
        "| part | language | tool | cases | precision | recall | F1 | balanced | balanced, by category | seconds |",
        "|---|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    notes = []
    for one in outcomes:
        total = micro(one.categories.values())
        even = macro(score.balanced for score in one.categories.values())
        lines.append(
            f"| {one.part} | {one.language} | {one.scan.tool} | {len(one.judged)} | {_share(total.precision)} |"
            f" {_share(total.recall)} | {_number(total.f1)} | {_balanced(total)} | {_number(even)} | {one.scan.seconds:.1f} |"
        )
        if one.scan.note:
            notes.append(f"{one.scan.tool}: {one.scan.note}.")
    return [*lines, "", *dict.fromkeys(notes), ""]


def _categories(part: str, language: str, outcomes: Sequence[Outcome]) -> list[str]:
    lines = [
        f"## {part}, {language}",
        "",
        "| category | tool | TP | FN | FP | TN | precision | recall | F1 | balanced |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name in sorted({name for one in outcomes for name in one.categories}):
        for one in outcomes:
            score = one.categories[name]
            lines.append(
                f"| {name} | {one.scan.tool} | {score.tp} | {score.fn} | {score.fp} | {score.tn} | {_share(score.precision)} |"
                f" {_share(score.recall)} | {_number(score.f1)} | {_balanced(score)} |"
            )
    return [*lines, ""]


def _rules(scan: Scan, judged: Sequence[Judged]) -> list[str]:
    lines = [
        f"## Principles of {scan.tool}",
        "",
        "Over the parts of this run; a case counts once, and only findings that speak of the case's own category are judged.",
        "",
        "| principle | level | flagged | vulnerable | precision | called |",
        "|---|---|---:|---:|---:|---|",
    ]
    for rule, rate in by_rule(judged).items():
        named = scan.levels.get(rule, "")
        lines.append(f"| {rule} | {named} | {rate.total} | {rate.hits} | {_share(rate)} | {level(rate)} |")
    return [*lines, ""]


def _outcome(one: Outcome) -> dict[str, Any]:
    total = micro(one.categories.values())
    return {
        "part": one.part,
        "language": one.language,
        "tool": one.scan.tool,
        "note": one.scan.note,
        "seconds": round(one.scan.seconds, 2),
        "micro": _score(total),
        "macro": {
            "precision": macro(score.precision.value for score in one.categories.values()),
            "recall": macro(score.recall.value for score in one.categories.values()),
            "f1": macro(score.f1 for score in one.categories.values()),
            "balanced": macro(score.balanced for score in one.categories.values()),
        },
        "categories": {name: _score(score) for name, score in one.categories.items()},
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        **asdict(score),
        "precision": _rate(score.precision),
        "recall": _rate(score.recall),
        "f1": score.f1,
        "balanced": {"value": score.balanced, "interval": score.balanced_interval},
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {**asdict(rate), "value": rate.value, "interval": rate.interval, "called": level(rate)}


def _share(rate: Rate) -> str:
    low, high = rate.interval
    return "–" if rate.value is None else f"{rate.value:.2f} ({low:.2f}–{high:.2f})"


def _balanced(score: Score) -> str:
    low, high = score.balanced_interval
    return "–" if score.balanced is None else f"{score.balanced:.2f} ({low:.2f}–{high:.2f})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
