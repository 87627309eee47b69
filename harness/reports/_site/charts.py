"""A curve over runs as a picture that is drawn in the page, with its numbers in a table below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from harness.reports._html.blocks import fold
from harness.reports._html.markup import Child, Markup, element, escaped
from harness.reports._site.frame import moment, scrolled
from harness.reports._site.rows import plain_table

_WIDTH, _HEIGHT = 640, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 14, 14, 26
_MOST_POINTS = 120
_STEPS = 4


@dataclass(frozen=True)
class Point:
    """A value at a time (RFC 3339, UTC), of what, and an address where there is more of it (empty: none)."""

    when: str
    value: float
    of: str
    href: str = ""


@dataclass(frozen=True)
class Chart:
    """A curve, oldest first; ``is_share`` says that values are shares from 0 to 1, of which more is better."""

    title: str
    about: str
    points: Sequence[Point]
    is_share: bool = False


def figure(chart: Chart) -> Markup:
    """The picture with its words, and the numbers to unfold."""
    points = chart.points[-_MOST_POINTS:]
    last = points[-1]
    head = element(
        "figcaption",
        element("h2", chart.title),
        element("p", element("strong", _said(last.value, chart)), _change(points, chart), class_="now"),
        element("p", chart.about, class_="note"),
    )
    rows = [(moment(one.when), _said(one.value, chart), _named(one)) for one in reversed(points)]
    table = fold(
        "The numbers", scrolled(plain_table(("when", chart.title, "of"), rows), label=f"{chart.title}, the numbers")
    )
    return element("figure", head, _drawn(chart, points), table, class_="chart")


def _named(one: Point) -> Child:
    code = element("code", one.of)
    return element("a", code, href=one.href) if one.href else code


def _change(points: Sequence[Point], chart: Chart) -> Child:
    """How it went since the point before, in words: an arrow alone would not be read out."""
    if len(points) < 2 or points[-1].value == points[-2].value:
        return None
    more = points[-1].value > points[-2].value
    better = more == chart.is_share
    word = "up" if more else "down"
    return element("span", f" {word} from {_said(points[-2].value, chart)}", class_="better" if better else "worse")


def _said(value: float, chart: Chart) -> str:
    if not chart.is_share:
        return f"{value:,.0f}"
    return f"{value:.0%}" if value in (0, 1) else f"{min(max(value * 100, 0.1), 99.9):.1f} %"


def _drawn(chart: Chart, points: Sequence[Point]) -> Markup:
    highest = 1.0 if chart.is_share else _highest(max(one.value for one in points))
    across = [_x(at, len(points)) for at in range(len(points))]
    places = [(x, _y(one.value, highest)) for x, one in zip(across, points, strict=True)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    ground = _HEIGHT - _BOTTOM
    area = f"{places[0][0]:.1f},{ground} {line} {places[-1][0]:.1f},{ground}"
    dots = (
        "".join(_dot(x, y, one, chart) for (x, y), one in zip(places, points, strict=True)) if len(points) <= 40 else ""
    )
    first, last = (_said(one.value, chart) for one in (points[0], points[-1]))
    told = f"{chart.title}: {first} at first, {last} now, over {len(points)} points"
    return Markup(
        f'<svg class="curve" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escaped(told)}">'
        f"{_grid(highest, chart)}{_days(points)}"
        f'<polygon class="area" points="{area}"/><polyline class="line" points="{line}"/>{dots}</svg>'
    )


def _dot(x: float, y: float, one: Point, chart: Chart) -> str:
    title = escaped(f"{moment(one.when)}: {_said(one.value, chart)} ({one.of})")
    return f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"><title>{title}</title></circle>'


def _grid(highest: float, chart: Chart) -> str:
    steps = _STEPS if chart.is_share or highest >= _STEPS else int(highest)
    drawn = []
    for at in range(steps + 1):
        value = highest * at / steps
        y = _y(value, highest)
        told = f"{value:.0%}" if chart.is_share else f"{value:,.0f}"
        drawn.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        drawn.append(f'<text class="axis" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{told}</text>')
    return "".join(drawn)


def _days(points: Sequence[Point]) -> str:
    """The first and the last moment, below their ends."""
    first, last = escaped(moment(points[0].when)), escaped(moment(points[-1].when))
    y = _HEIGHT - 6
    drawn = f'<text class="axis" x="{_LEFT}" y="{y}">{first}</text>' if len(points) > 1 else ""
    return f'{drawn}<text class="axis" x="{_WIDTH - _RIGHT}" y="{y}" text-anchor="end">{last}</text>'


def _x(at: int, number: int) -> float:
    room = _WIDTH - _LEFT - _RIGHT
    return _LEFT + (room * at / (number - 1) if number > 1 else room / 2)


def _y(value: float, highest: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - min(max(value / highest, 0), 1))


def _highest(most: float) -> float:
    """A round number that is not below the highest value, and that steps divide."""
    if most <= _STEPS:
        return max(ceil(most), 1)
    unit = 10 ** max(int(log10(most / _STEPS)), 0)
    step = next(factor * unit for factor in (1, 2, 5, 10, 20) if factor * unit * _STEPS >= most)
    return float(step * _STEPS)
