from __future__ import annotations

import pytest

from harness.constitution.imports.imported import matches
from tests.support.growth import ending


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("app.db", "app.db", True),
        ("app.db", "app.db.models", True),
        ("app.db", "app.dbx", False),
        ("app.db", "app", False),
        ("app.db.*", "app.db", True),
        ("app.db.**", "app.db.a.b", True),
        ("app/db/**", "app.db.a", True),
        ("app.*.models", "app.db.models.x", True),
        ("app.*.models", "app.models", False),
        ("**.models", "models", True),
        ("**.models", "a.b.models", True),
        ("app.**.models", "app.models", True),
        ("app.db_*", "app.db_old", True),
        ("app.db_*", "app.db", False),
        ("*", "anything.at.all", True),
        ("app.d+", "app.dd", False),
    ],
)
def test_names_of_python_are_meant_by_patterns(pattern, name, expected):
    assert matches(pattern, name, ".") is expected


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("lodash", "lodash", True),
        ("lodash", "lodash/fp", True),
        ("lodash", "lodash.get", False),
        ("lodash.get", "lodash.get", True),
        ("@scope/*", "@scope/a/b", True),
        ("@scope/*/internal", "@scope/a/internal", True),
        ("src/db/**", "src/db", True),
        ("./src/db", "src/db/client", True),
        ("**/internal", "web/store/internal/x", True),
        ("src/db", "web/src/db", False),
    ],
)
def test_names_of_javascript_are_meant_by_patterns(pattern, name, expected):
    assert matches(pattern, name, "/") is expected


def test_a_cunning_pattern_takes_no_longer_than_others():
    with ending():
        assert not matches(".".join(["**", "a"] * 20), "b." * 20_000 + "c", ".")
        assert not matches("*" * 100 + "b", "a" * 20_000, ".")
