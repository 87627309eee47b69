"""Arithmetic over labelled cases: counts, rates and their intervals. It reads and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054  # of 95 %


@dataclass(frozen=True)
class Rate:
    """``value`` of ``hits`` in ``total`` between the bounds of Wilson's 95 % interval; nothing is known of an empty total."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The share."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson 1927: the score interval, which stays within 0 and 1 and is fair for small totals."""
        if not self.total:
            return 0.0, 1.0
        share, square = self.hits / self.total, Z * Z / self.total
        middle = (share + square / 2) / (1 + square)
        half = Z * sqrt(share * (1 - share) / self.total + square / (4 * self.total)) / (1 + square)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Score:
    """How many cases were flagged rightly and wrongly, and left rightly and wrongly."""

    tp: int = 0
    fn: int = 0
    fp: int = 0
    tn: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.tp + other.tp, self.fn + other.fn, self.fp + other.fp, self.tn + other.tn)

    @property
    def precision(self) -> Rate:
        """Of what was flagged, what is vulnerable."""
        return Rate(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> Rate:
        """Of what is vulnerable, what was flagged."""
        return Rate(self.tp, self.tp + self.fn)

    @property
    def false_alarms(self) -> Rate:
        """Of what is safe, what was flagged."""
        return Rate(self.fp, self.fp + self.tn)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp + self.fp + self.fn else None

    @property
    def balanced(self) -> float | None:
        """True-positive rate less false-positive rate: 0 for a coin, 1 for the truth (Youden 1950)."""
        right, wrong = self.recall.value, self.false_alarms.value
        return None if right is None or wrong is None else right - wrong

    @property
    def balanced_interval(self) -> tuple[float, float]:
        """Newcombe 1998, method 10: the difference of two shares, made of the Wilson intervals of both."""
        right, wrong = self.recall, self.false_alarms
        if right.value is None or wrong.value is None:
            return -1.0, 1.0
        (low, high), (least, most) = right.interval, wrong.interval
        difference = right.value - wrong.value
        below = sqrt((right.value - low) ** 2 + (most - wrong.value) ** 2)
        above = sqrt((high - right.value) ** 2 + (wrong.value - least) ** 2)
        return max(-1.0, difference - below), min(1.0, difference + above)


def score(judged: Iterable[tuple[bool, bool]]) -> Score:
    """Of pairs: whether a case is vulnerable, and whether it was flagged."""
    pairs = list(judged)
    return Score(
        tp=pairs.count((True, True)),
        fn=pairs.count((True, False)),
        fp=pairs.count((False, True)),
        tn=pairs.count((False, False)),
    )


def micro(scores: Iterable[Score]) -> Score:
    """All cases alike, whatever their category."""
    return sum(scores, Score())


def macro(values: Iterable[float | None]) -> float | None:
    """All categories alike, however many cases they have; those without a value are left out."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def level(precision: Rate) -> str:
    """What a precision is called, by the words of constitutions; the lower bounds keep few cases from showing much."""
    if precision.value is None or precision.total < 5:
        return "not measured"
    if precision.value >= 0.99 and precision.interval[0] >= 0.80:
        return "very high"
    if precision.value >= 0.90 and precision.interval[0] >= 0.60:
        return "high"
    return "medium" if precision.value >= 0.70 else "low"
