"""Which tests in Python say what they verify, as their text alone tells."""

from __future__ import annotations

import hashlib
from textwrap import dedent

import pytest

from harness.adapters.marked_tests import marked_tests
from harness.domain.tracing import Evidence, EvidenceKind
from harness.ports.sources import SourceFile

IMPORT = "import pytest\n"


def found(text: str, path: str = "tests/test_it.py") -> list[Evidence]:
    data = (IMPORT + dedent(text)).encode()
    return list(marked_tests([SourceFile(path, data, hashlib.sha256(data).hexdigest())]))


def claims(text: str) -> dict[str, tuple[str, ...]]:
    return {one.id.removeprefix("tests/test_it.py::"): one.claims for one in found(text)}


def test_a_decorated_test_claims_what_its_mark_names() -> None:
    text = """
    @pytest.mark.verifies("FR-003", "FR-004")
    def test_one(): ...
    def test_other(): ...
    """
    (only,) = found(text)
    assert (only.kind, only.id, only.claims) == (
        EvidenceKind.TEST,
        "tests/test_it.py::test_one",
        ("FR-003", "FR-004"),
    )
    assert only.place.line == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('pytestmark = pytest.mark.verifies("A-1")\ndef test_a(): ...\ndef part(): ...\n', {"test_a": ("A-1",)}),
        (
            'pytestmark = [pytest.mark.slow, pytest.mark.verifies("A-1")]\nasync def test_a(): ...\n',
            {"test_a": ("A-1",)},
        ),
        ('@pytest.mark.verifies("A-1")\nclass TestA:\n    def test_b(self): ...\n', {"TestA::test_b": ("A-1",)}),
        (
            'class TestA:\n    pytestmark = pytest.mark.verifies("A-1")\n    class TestB:\n        def test_c(self): ...\n',
            {"TestA::TestB::test_c": ("A-1",)},
        ),
        (
            '@pytest.mark.parametrize("x", [1, pytest.param(2, marks=pytest.mark.verifies("A-1"))])\ndef test_a(x): ...\n',
            {"test_a": ("A-1",)},
        ),
        ('listed = pytest.mark.verifies("A-1")\n@listed\ndef test_a(): ...\n', {"test_a": ("A-1",)}),
        ('verifies = pytest.mark.verifies\n@verifies("A-1")\ndef test_a(): ...\n', {"test_a": ("A-1",)}),
        ('from pytest import mark\n@mark.verifies("A-1")\ndef test_a(): ...\n', {"test_a": ("A-1",)}),
        ('if True:\n    @pytest.mark.verifies("A-1")\n    def test_a(): ...\n', {"test_a": ("A-1",)}),
        (
            'import unittest\nclass Of(unittest.TestCase):\n    @pytest.mark.verifies("A-1")\n    def test_a(self): ...\n',
            {"Of::test_a": ("A-1",)},
        ),
        (
            'class Base:\n    @pytest.mark.verifies("A-1")\n    def test_a(self): ...\n'
            'class TestB(Base):\n    pytestmark = pytest.mark.verifies("A-2")\n',
            {"TestB::test_a": ("A-1", "A-2")},
        ),
        ("@pytest.mark.verifies(*NAMES)\ndef test_a(): ...\n", {}),
        ('"""@pytest.mark.verifies("A-1")"""\ndef test_a(): ...\n', {}),
        ('@pytest.mark.verifies("A-1"\ndef test_a(): ...\n', {}),
    ],
)
def test_marks_are_seen_where_pytest_sees_them(text: str, told: dict[str, tuple[str, ...]]) -> None:
    assert claims(text) == told


def test_the_digest_is_of_the_function_alone() -> None:
    text = '@pytest.mark.verifies("A-1")\ndef test_a():\n    assert {0}\n\ndef other():\n    return {1}\n'
    first = found(text.format(1, 1))[0].sha256
    assert found(text.format(1, 2))[0].sha256 == first
    assert found(text.format(2, 1))[0].sha256 != first
    assert found("\n# moved down\n" + text.format(1, 1))[0].sha256 == first


def test_a_class_that_inherits_in_a_circle_ends() -> None:
    assert claims(
        'class TestA(TestB):\n    @pytest.mark.verifies("A-1")\n    def test_a(self): ...\nclass TestB(TestA): ...\n'
    )
