"""Idioms that make values safe, piece by piece: for every one there is one that looks like it and is dangerous."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from harness.constitution.checks.dataflow.catalogue import build
from harness.constitution.checks.dataflow.catalogue.spec import CatalogueSpec, canonical
from harness.constitution.checks.dataflow.interpreter import analyse_function
from harness.constitution.checks.dataflow.rules import Catalogue
from harness.constitution.checks.dataflow.values import Given
from tests.constitution.dataflow.small_world import RULES, SmallWorld, sources

PIECES = (Path(__file__).parent / "interpreter_safeguards.txt").read_text().strip().split("\n\n> ")[1:]

MORE: dict[str, object] = {
    "id": "more",
    "sources": [{"pattern": "$NAME", "kind": "secret", "if": {"NAME": {"word": ["secret"]}}}],
    "sinks": [
        {"pattern": "record($X)", "category": "log"},
        {"pattern": "logging.warning($$$ARGS)", "category": "log"},
        {"pattern": "room($X)", "category": "resource"},
        {"pattern": "$R.read_text()", "argument": "R", "receiver": "pathlib.Path", "category": "path"},
    ],
}


@lru_cache
def _rules() -> Catalogue:
    return build(CatalogueSpec(language="python", libraries=(), own=canonical([RULES, MORE])))


@pytest.mark.parametrize("piece", [pytest.param(each, id=each.replace("\n", "; ")[-70:]) for each in PIECES])
def test_idioms_are_known(piece: str) -> None:
    first, _, code = piece.partition("\n")
    world = SmallWorld({"app.py": code}, rules=_rules())
    found = analyse_function(world, "app.py", world.modules["app.py"].functions["f"], Given(), roots=True)
    expected = [] if first == "nothing" else first.split()
    reported = {category for category, _ in sources(found.hits)} - {"secret-log"}
    assert sorted(reported) == expected
