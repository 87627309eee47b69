"""The benchmarks' own arithmetic and table; what they measure is not measured here."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from benchmarks import products, report
from benchmarks.measure import Figure, alternate

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("value", "bound", "verdict"), [(1.6, 1.6, "PASS"), (1.61, 1.6, "OVER"), (9.0, None, "")], ids=str
)
def test_a_figure_is_judged_by_its_bound(value: float, bound: float | None, verdict: str) -> None:
    assert Figure("start", "harness --help", value, "×", bound).verdict == verdict


def test_what_is_compared_is_measured_in_turns() -> None:
    order: list[str] = []
    taken = alternate(2, lambda: order.append("a"), lambda: order.append("b"))
    assert order == ["a", "b", "a", "b", "b", "a"]
    assert [len(times) for times in taken] == [2, 2]


def test_the_table_and_the_json_say_the_same() -> None:
    figure = Figure("export", "files / git archive | tar x", 2.0, "×", 1.5, "4 s against 2 s")
    assert "| files / git archive \\| tar x | 2.00 × | 1.5 × | OVER | 4 s against 2 s |" in report.markdown([figure])
    assert json.loads(report.as_json([figure]))["figures"][0]["verdict"] == "OVER"


@pytest.mark.requires_git
@pytest.mark.parametrize("name", products.PROGRAMS)
def test_a_product_is_committed_with_its_cards_and_its_prysk_tests(name: str, tmp_path: Path) -> None:
    product = products.make(name, tmp_path, cards=2, files=3)
    assert tomllib.loads((product.repository / "harness.toml").read_text())["product"]["commands"] == {
        "note": "{tree}/note"
    }
    assert len(list(product.repository.glob("testcards/*.md"))) == 2
    assert len(list(product.prysk_tests.glob("*.t"))) == 2
    assert len(list(product.repository.glob("data/**/*.txt"))) == 3
