"""What a product may write below its own tree, and what is tampering."""

from __future__ import annotations

import pytest

from harness.domain.results import ChangeKind, CheckName, TreeChange
from harness.domain.verdicts import Cause, Verdict
from harness.evaluation.tampering import code_unchanged

CREATED, MODIFIED, DELETED = ChangeKind.CREATED, ChangeKind.MODIFIED, ChangeKind.DELETED


def change(kind: ChangeKind, path: str, executable: bool = False) -> TreeChange:
    return TreeChange(kind=kind, path=path, executable=executable)


@pytest.mark.parametrize(
    ("kind", "path", "executable"),
    [
        (MODIFIED, "app.py", False),
        (MODIFIED, "README", False),
        (MODIFIED, "data/bank.db", False),
        (DELETED, "app.py", False),
        (DELETED, "notes.txt", False),
        (CREATED, "sitecustomize.py", False),
        (CREATED, "lib/Extra.PY", False),
        (CREATED, "lib/x.pth", False),
        (CREATED, "lib/x.so", False),
        (CREATED, "node_modules/x/index.js", False),
        (CREATED, ".env", False),
        (CREATED, "config/.env.local", False),
        (CREATED, "settings.toml", False),
        (CREATED, "bin/helper", True),
        (CREATED, "app.pyc", False),
        (MODIFIED, ".venv/lib/python3.11/site-packages/x.py", False),
    ],
)
def test_what_could_change_the_product_is_tampering(kind: ChangeKind, path: str, executable: bool) -> None:
    result = code_unchanged([change(kind, path, executable)], ())
    assert (result.name, result.verdict, result.cause) == (CheckName.CODE_UNCHANGED, Verdict.FAIL, Cause.TAMPERING)
    assert result.seen == f"the product's tree was written to: {kind} `{path}`"


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (CREATED, "bank.db"),
        (CREATED, "logs/today.log"),
        (CREATED, "uploads/picture.png"),
        (CREATED, "pkg/__pycache__/app.cpython-311.pyc"),
        (CREATED, ".pytest_cache/v/x"),
        (MODIFIED, ".mypy_cache/3.11/x.json"),
    ],
)
def test_new_data_and_caches_of_interpreters_are_free(kind: ChangeKind, path: str) -> None:
    assert code_unchanged([change(kind, path)], ()).verdict is Verdict.PASS


@pytest.mark.parametrize("pattern", ["data/bank.db", "data/*", "data", "data/", "**/bank.db", "*.db", "data/**"])
def test_what_the_configuration_names_as_data_is_free(pattern: str) -> None:
    assert code_unchanged([change(MODIFIED, "data/bank.db")], (pattern,)).verdict is Verdict.PASS


@pytest.mark.parametrize("pattern", ["dat", "other/*", "bank.db", "DATA/*"])
def test_data_elsewhere_is_not(pattern: str) -> None:
    assert code_unchanged([change(MODIFIED, "data/bank.db")], (pattern,)).verdict is Verdict.FAIL


def test_nothing_written_is_fine() -> None:
    assert code_unchanged([], ()).verdict is Verdict.PASS


def test_of_many_changes_a_few_are_named_and_the_rest_counted() -> None:
    seen = code_unchanged([change(MODIFIED, f"f{number}.py") for number in range(8)], ()).seen
    assert seen.endswith("modified `f4.py` and 3 more")
