"""Puts what tools found beside the labels: which case is flagged, and how often a principle is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.accuracy.cases import SAME, Case
from benchmarks.accuracy.scanners import Alarm, Scan
from benchmarks.accuracy.scores import Rate, Score, score

DEPTH = 4  # part, language, category, case: what lies deeper is of the case's folder


@dataclass(frozen=True)
class Judged:
    """A case and the alarms that speak of its category in one of its files."""

    case: Case
    alarms: tuple[Alarm, ...]

    @property
    def flagged(self) -> bool:
        """Whether there is one."""
        return bool(self.alarms)


def judge(cases: Sequence[Case], scan: Scan) -> list[Judged]:
    """Only cases in languages that the tool reads."""
    by_case: dict[str, list[Alarm]] = {}
    for alarm in scan.alarms:
        by_case.setdefault("/".join(alarm.path.split("/")[:DEPTH]), []).append(alarm)
    return [
        Judged(case, tuple(_of_category(case, by_case.get(f"{case.part}/{case.path}", ()))))
        for case in cases
        if case.language in scan.languages
    ]


def by_category(judged: Sequence[Judged]) -> dict[str, Score]:
    """A score for each category, in the alphabet's order."""
    names = sorted({one.case.category for one in judged})
    return {
        name: score((one.case.vulnerable, one.flagged) for one in judged if one.case.category == name) for name in names
    }


def by_rule(judged: Sequence[Judged]) -> dict[str, Rate]:
    """Of the cases that a rule flags, how many are vulnerable; a case counts once, however many places were flagged."""
    flagged: dict[str, list[bool]] = {}
    for one in judged:
        for rule in sorted({alarm.rule for alarm in one.alarms}):
            flagged.setdefault(rule, []).append(one.case.vulnerable)
    return {rule: Rate(sum(right), len(right)) for rule, right in sorted(flagged.items())}


def _of_category(case: Case, alarms: Sequence[Alarm]) -> Iterator[Alarm]:
    return (alarm for alarm in alarms if alarm.cwes & SAME[case.category])
