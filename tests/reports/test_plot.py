"""A history as lines and as a picture."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from harness.domain.tracing import HistoryLine, Metric, Worsening
from harness.reports._plot import History, drawing, lines_of


def line(at: int = 0, **facts: object) -> HistoryLine:
    when = f"2026-11-{at % 28 + 1:02}T20:00:00Z"
    known = {"when": when, "tree": "a" * 40, "requirements": 20, "coverage": 0.5, "pass_rate": 1.0}
    return HistoryLine.model_validate(known | facts)


def history(*lines: HistoryLine, worse: tuple[Worsening, ...] = (), path: str = ".harness/history.jsonl") -> History:
    return History(path, lines, worse, len(lines))


WORSE = Worsening(metric=Metric.COVERAGE, values=(1.0, 0.96, 0.93, 0.9))


def text(of: History, width: int = 80, ascii: bool = False) -> list[str]:
    return list(lines_of(of, width, ascii=ascii))


def test_each_metric_has_a_line_that_shows_how_it_went():
    lines = [line(at, coverage=value, untested=9 - at) for at, value in enumerate([0.5, 0.6, 0.8, 0.9])]
    assert text(history(*lines, worse=(WORSE,))) == [
        "4 traces of 4 in .harness/history.jsonl, 2026-11-01 to 2026-11-04",
        "",
        "coverage    90.0 %  ▁▃▇█  50.0 % … 90.0 %",
        "pass rate  100.0 %  ▁▁▁▁  unchanged",
        "untested         6  █▆▃▁  6 … 9",
        "suspect          0  ▁▁▁▁  unchanged",
        "flaky            0  ▁▁▁▁  unchanged",
        "",
        "coverage has worsened three times in a row: 100.0 % → 96.0 % → 93.0 % → 90.0 %",
    ]


@pytest.mark.parametrize("width", [80, 100, 120])
def test_no_line_is_wider_than_the_terminal_however_long_the_history(width):
    lines = [line(at, coverage=at % 7 / 7, untested=at * 999_983, flaky=1_000_000_000) for at in range(500)]
    assert max(map(len, text(history(*lines), width))) <= width


def test_where_only_plain_characters_can_be_shown_there_are_no_others():
    lines = [line(at, coverage=at / 10) for at in range(10)]
    shown = "\n".join(text(history(*lines, worse=(WORSE,)), ascii=True))
    assert shown.isascii()
    assert "__.:-=+*##" in shown


def test_an_empty_history_says_so():
    assert text(history()) == ["no trace is kept in .harness/history.jsonl"]
    ElementTree.fromstring(drawing(history()))


@pytest.mark.parametrize("many", [1, 2, 5, 200])
def test_a_picture_is_sound_xml_without_scripts(many):
    lines = [line(at, coverage=at / many, untested=at * 7, suspect=3, flaky=at % 2) for at in range(many)]
    root = ElementTree.fromstring(drawing(history(*lines, worse=(WORSE,))))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "title", "desc", "style", "rect", "text", "line", "polyline", "circle", "path"}
    words = [element.text for element in root.iter() if element.tag.endswith("}text")]
    assert {"coverage", "pass rate", "untested", "suspect", "flaky", "100%", "2026-11-01"} <= set(words)
    assert any("worsened three times in a row" in (word or "") for word in words)
    curves = [element for element in root.iter() if element.tag.endswith("}polyline")]
    assert len(curves) == (5 if many > 1 else 0)
    for curve in curves:
        points = [tuple(map(float, point.split(","))) for point in curve.get("points", "").split()]
        assert all(0 <= x <= 820 and 0 <= y <= 560 for x, y in points)


def test_no_text_of_a_history_becomes_markup():
    hostile = "<script>alert(1)</script>\x00\x1b[2J\u202e&\"'"
    shown = history(line(when=hostile), line(when=f"\x1b]{hostile}"), path=hostile)
    root = ElementTree.fromstring(drawing(shown))
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert "\x1b" not in "".join(text(shown))
    assert "\u202e" not in "".join(text(shown))
