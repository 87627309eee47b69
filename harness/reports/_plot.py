"""A history of traces as lines for a terminal and as a picture (SVG); reading and keeping it lies elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.domain.tracing import HistoryLine, Metric, Worsening
from harness.domain.visible import visible
from harness.reports._plot_picture import Curve, Panel, picture

_LEVELS = "▁▂▃▄▅▆▇█"
_PLAIN_LEVELS = "_.:-=+*#"
_LABEL = 11
_GAP = 2
_UNCHANGED = "unchanged"
_LEAST = 4
_ROUNDING = 1e-9
_DAY = 10
_SHARES = (Metric.COVERAGE, Metric.PASS_RATE)
_COUNTS = (Metric.UNTESTED, Metric.SUSPECT, Metric.FLAKY)


@dataclass(frozen=True)
class History:
    """The lines that are shown, oldest first, of ``total`` that lie in ``path``; and what worsened."""

    path: str
    lines: Sequence[HistoryLine]
    worsening: Sequence[Worsening]
    total: int


def lines_of(history: History, width: int, *, ascii: bool) -> Iterator[str]:
    """A line for each metric: its last value, how it went, and between what. ``ascii`` keeps to plain characters."""
    if not history.lines:
        yield f"no trace is kept in {visible(history.path)}"
        return
    longest = max(len(_value(metric, metric.of(line))) for metric in Metric for line in history.lines)
    side = max(2 * longest + len(" .. "), len(_UNCHANGED))
    room = max(width - _LABEL - longest - side - 2 * _GAP, _LEAST)
    shown = history.lines[-room:]
    yield f"{_count(len(shown), 'trace')} of {history.total:,} in {visible(history.path)}, {_days(shown)}"
    yield ""
    for metric in Metric:
        last, between = _said(metric, shown, ".." if ascii else "…")
        curve = _curve([metric.of(line) for line in shown], _PLAIN_LEVELS if ascii else _LEVELS)
        yield f"{metric.value:<{_LABEL}}{last:>{longest}}  {curve:<{len(shown)}}  {between}"
    if history.worsening:
        yield ""
    for one in history.worsening:
        yield _told(one, " -> " if ascii else " → ")


def drawing(history: History) -> str:
    """The same as a picture: shares above, counts below."""
    lines = history.lines
    told = [_told(one, " → ") for one in history.worsening]
    heading = f"{_count(len(lines), 'trace')} of {history.total:,}, {_days(lines)}" if lines else "no trace is kept"
    return picture(
        "History of the trace",
        heading,
        [
            _panel("share of requirements, and of results", _SHARES, lines),
            _panel("requirements, and results", _COUNTS, lines),
        ],
        [line.when[:_DAY] for line in lines],
        told,
    )


def _panel(title: str, metrics: Sequence[Metric], lines: Sequence[HistoryLine]) -> Panel:
    curves = [
        Curve(metric.value, [metric.of(line) for line in lines], [_value(metric, metric.of(line)) for line in lines])
        for metric in metrics
    ]
    shares = metrics[0].is_share
    highest = 1.0 if shares else max((value for curve in curves for value in curve.values), default=0.0)
    return Panel(title, curves, highest, "%" if shares else "")


def _said(metric: Metric, lines: Sequence[HistoryLine], dots: str) -> tuple[str, str]:
    """The last value, and between which values it went."""
    values = [metric.of(line) for line in lines]
    low, high = min(values), max(values)
    between = f"{_value(metric, low)} {dots} {_value(metric, high)}" if low < high else _UNCHANGED
    return _value(metric, values[-1]), between


def _curve(values: Sequence[float], levels: str) -> str:
    low, high = min(values), max(values)
    if high <= low:
        return levels[0] * len(values)
    steps = (int((value - low) / (high - low) * len(levels) + _ROUNDING) for value in values)
    return "".join(levels[min(step, len(levels) - 1)] for step in steps)


def _told(one: Worsening, arrow: str) -> str:
    values = arrow.join(_value(one.metric, value) for value in one.values)
    return f"{one.metric} has worsened three times in a row: {values}"


def _value(metric: Metric, value: float) -> str:
    return f"{value:.1%}".replace("%", " %") if metric.is_share else f"{value:,.0f}"


def _days(lines: Sequence[HistoryLine]) -> str:
    first, last = visible(lines[0].when[:_DAY]), visible(lines[-1].when[:_DAY])
    return first if first == last else f"{first} to {last}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
