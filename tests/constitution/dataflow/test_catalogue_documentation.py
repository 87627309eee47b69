"""docs/dataflow.md lists every category, kind of source, library, condition and key that there is, and its library works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from harness.constitution.checks.dataflow.catalogue import build, libraries
from harness.constitution.checks.dataflow.catalogue.conditions import WORDS
from harness.constitution.checks.dataflow.catalogue.spec import CATEGORIES, KINDS, SECTIONS, CatalogueSpec, canonical

TEXT = (Path(__file__).parents[3] / "docs" / "dataflow.md").read_text(encoding="utf-8")


def _section(title: str) -> str:
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def _quoted(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def test_every_category_is_listed() -> None:
    assert _quoted(_section("Categories")) >= CATEGORIES


def test_every_kind_of_source_is_listed() -> None:
    assert _quoted(_section("Kinds of source")) >= KINDS


def test_every_section_is_described() -> None:
    assert _quoted(_section("Entries")) >= set(SECTIONS)


def test_every_condition_is_described() -> None:
    shown = _section("Conditions")
    assert not [word for word in WORDS if f"{word}:" not in shown]


@pytest.mark.parametrize(("language", "title"), [("python", "Python"), ("javascript", "JavaScript")])
def test_every_library_is_listed(language: str, title: str) -> None:
    listed = _section("Libraries").partition(f"- **{title}:**")[2].partition("\n- **")[0]
    assert set(libraries.names(language)) <= _quoted(listed)


def test_the_library_that_is_shown_can_be_read() -> None:
    written = _section("Libraries").partition("```yaml\n")[2].partition("\n---\n")[0]
    block = {**yaml.safe_load(written), "id": "shown"}
    block.pop("uses")
    assert build(CatalogueSpec(libraries=("stdlib",), own=canonical([block]))).rule("shown/sinks/1").arguments == (
        "CONDITION",
    )


def test_the_check_that_is_shown_can_be_read() -> None:
    written = _section("The check").partition("```yaml check\n")[2].partition("\n```")[0]
    flow = yaml.safe_load(written)["forbid"]["dataflow"]
    block = {key: value for key, value in flow.items() if key in SECTIONS}
    rules = build(CatalogueSpec(own=canonical([{**block, "id": "shown", "category": flow["category"]}])))
    assert rules.rule("shown/sources/2").kind == "network"
