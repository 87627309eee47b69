"""Curves over time as a picture in SVG, for light and dark, without a script; what the curves mean lies elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from harness.domain.visible import visible

_WIDTH, _LEFT, _RIGHT = 820, 62, 20
_TOP, _PANEL, _BETWEEN = 70, 170, 64
_MOST_POINTS = 80
_STEPS = 4
_MOST_DAYS = 6
# Okabe and Ito's colours, which people tell apart however they see colours; dashes and marks tell them apart as well.
_STYLE = """\
svg { --paper: #fff; --ink: #1f2328; --dim: #59636e; --grid: #d1d9e0; --c0: #0072b2; --c1: #b34700; --c2: #007a5a; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #0d1117; --ink: #f0f6fc; --dim: #a3adb8; --grid: #3d444d; --c0: #56b4e9; --c1: #e69f00; --c2: #2fc99a; }
}
.paper { fill: var(--paper); }
text { fill: var(--ink); font: 13px system-ui, sans-serif; }
.heading { font-size: 17px; font-weight: 600; }
.dim { fill: var(--dim); font-size: 12px; }
.grid { stroke: var(--grid); stroke-width: 1; }
.axis { stroke: var(--dim); stroke-width: 1; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.c0 { stroke: var(--c0); } .c1 { stroke: var(--c1); stroke-dasharray: 7 4; } .c2 { stroke: var(--c2); stroke-dasharray: 2 4; }
.p0 { fill: var(--c0); } .p1 { fill: var(--c1); } .p2 { fill: var(--c2); }
"""


@dataclass(frozen=True)
class Curve:
    """A value for each point in time; ``said`` is each as people read it."""

    name: str
    values: Sequence[float]
    said: Sequence[str]


@dataclass(frozen=True)
class Panel:
    """Curves over one axis from 0 to ``highest``; with the unit ``%`` that is a share."""

    title: str
    curves: Sequence[Curve]
    highest: float
    unit: str = ""


def picture(title: str, heading: str, panels: Sequence[Panel], days: Sequence[str], remarks: Sequence[str]) -> str:
    """The panels one below the other over the same days, then the remarks."""
    bottom = _TOP + len(panels) * (_PANEL + _BETWEEN)
    height = bottom + 20 * len(remarks) + 6
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}" '
        'role="img" aria-labelledby="title desc">',
        f'<title id="title">{_text(title)}</title>',
        f'<desc id="desc">{_text("; ".join([heading, *_spoken(panels), *remarks]))}</desc>',
        f"<style>\n{_STYLE}</style>",
        f'<rect class="paper" width="{_WIDTH}" height="{height}"/>',
        f'<text class="heading" x="{_LEFT}" y="28">{_text(title)}</text>',
        f'<text class="dim" x="{_LEFT}" y="47">{_text(heading)}</text>',
    ]
    for at, panel in enumerate(panels):
        parts += _panel(panel, _TOP + at * (_PANEL + _BETWEEN) + 14, days)
    parts += [f'<text x="{_LEFT}" y="{bottom + 20 * at + 6}">{_text(one)}</text>' for at, one in enumerate(remarks)]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _spoken(panels: Sequence[Panel]) -> Iterator[str]:
    """What the curves end with, for those who do not see them."""
    yield from (f"{curve.name}: {curve.said[-1]}" for panel in panels for curve in panel.curves if curve.said)


def _panel(panel: Panel, top: float, days: Sequence[str]) -> Iterator[str]:
    highest = 1.0 if panel.unit else _round_number(panel.highest)
    yield f'<text class="dim" x="{_LEFT}" y="{top - 8}">{_text(panel.title)}</text>'
    yield from _legend(panel.curves, top - 8)
    for step in range(_STEPS + 1):
        share = step / _STEPS
        y = top + _PANEL * (1 - share)
        said = f"{share:.0%}" if panel.unit else _plain(highest * share)
        yield f'<line class="{"grid" if step else "axis"}" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:g}" y2="{y:g}"/>'
        yield f'<text class="dim" x="{_LEFT - 8}" y="{y + 4:g}" text-anchor="end">{said}</text>'
    yield from _days(days, top + _PANEL + 18)
    for at, curve in enumerate(panel.curves):
        yield from _curve(curve, at, top, highest)


def _legend(curves: Sequence[Curve], y: float) -> Iterator[str]:
    x = _WIDTH - _RIGHT - 122 * len(curves)
    for at, curve in enumerate(curves):
        left = x + 122 * at
        yield f'<line class="line c{at}" x1="{left}" x2="{left + 30}" y1="{y - 4}" y2="{y - 4}"/>'
        yield _mark(at, left + 15, y - 4, "")
        yield f'<text class="dim" x="{left + 38}" y="{y}">{_text(curve.name)}</text>'


def _curve(curve: Curve, at: int, top: float, highest: float) -> Iterator[str]:
    points = [
        (_x(number, len(curve.values)), top + _PANEL * (1 - min(value / highest, 1.0)))
        for number, value in enumerate(curve.values)
    ]
    if len(points) > 1:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline class="line c{at}" points="{path}"/>'
    if len(points) <= _MOST_POINTS:
        for (x, y), said in zip(points, curve.said, strict=True):
            yield _mark(at, x, y, f"{curve.name}: {said}")


def _mark(at: int, x: float, y: float, said: str) -> str:
    """A circle, a square or a triangle."""
    title = f"<title>{_text(said)}</title>" if said else ""
    shapes = (
        f'<circle class="p0" cx="{x:.1f}" cy="{y:.1f}" r="3.5">{title}</circle>',
        f'<rect class="p1" x="{x - 3.2:.1f}" y="{y - 3.2:.1f}" width="6.4" height="6.4">{title}</rect>',
        f'<path class="p2" d="M {x:.1f} {y - 4.2:.1f} l 4.2 7.4 h -8.4 z">{title}</path>',
    )
    return shapes[at % len(shapes)]


def _days(days: Sequence[str], y: float) -> Iterator[str]:
    """Some of the days, the first and the last among them, each once."""
    if not days:
        return
    many = min(_MOST_DAYS, len(days))
    chosen = sorted({round(at * (len(days) - 1) / max(many - 1, 1)) for at in range(many)})
    before = ""
    for at in chosen:
        if days[at] != before:
            anchor = "start" if at == 0 and len(days) > 1 else "end" if at == len(days) - 1 and at else "middle"
            yield f'<text class="dim" x="{_x(at, len(days)):.1f}" y="{y:g}" text-anchor="{anchor}">{_text(days[at])}</text>'
        before = days[at]


def _x(at: int, many: int) -> float:
    width = _WIDTH - _LEFT - _RIGHT
    return _LEFT + (width * at / (many - 1) if many > 1 else width / 2)


def _round_number(highest: float) -> float:
    """The next number that four steps divide well: 4, 8, 20, 40, 80, 200 …"""
    if highest <= _STEPS:
        return float(_STEPS)
    power = 10.0 ** floor(log10(highest / _STEPS))
    step = next(one * power for one in (1, 2, 5, 10) if one * power * _STEPS >= highest)
    return _STEPS * ceil(step)


def _plain(value: float) -> str:
    return f"{value:,.0f}"


def _text(text: str) -> str:
    return escape(visible(text))
