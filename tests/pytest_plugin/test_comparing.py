"""What a test with ``golden`` passes on, and what it fails on."""

from __future__ import annotations

import pytest

from tests.support.suites import Suite

pytest_plugins = ["pytester"]

SIMPLE = """
    def test_it(golden):
        assert {"total": 3, "items": ["a", "b"]} == golden
"""


def test_a_value_that_was_accepted_passes_and_another_one_fails_with_what_differs(suite: Suite) -> None:
    suite.accept(SIMPLE)
    assert suite.run()[0] == 0
    suite.write(SIMPLE.replace("3", "4"))
    code, text = suite.run()
    assert code == 1
    assert "golden 'result' of tests/test_it.py::test_it: changed" in text
    assert "result / total: value: 3 → 4" in text
    assert "1 changed" in text
    assert "`pytest --golden-review`" in text


def test_a_value_without_golden_fails_and_nothing_is_written_below_golden(suite: Suite) -> None:
    suite.write(SIMPLE)
    code, text = suite.run()
    assert code == 1
    assert "unrecorded" in text
    assert not (suite.root / "golden").exists()
    assert (suite.root / ".harness/golden-tests/tests/test_it.py.golden").is_file()


@pytest.mark.parametrize("flag", ["--snapshot-update", "--snapshot-update-new-only"])
def test_updating_snapshots_accepts_no_golden_and_says_so(suite: Suite, flag: str) -> None:
    suite.accept(SIMPLE)
    before = suite.golden()
    suite.write(SIMPLE.replace("3", "4") + "\n    def test_new(golden):\n        assert 1 == golden\n")
    code, text = suite.run(flag)
    assert code == 1
    assert "`--snapshot-update` accepts no golden" in text
    assert suite.golden() == before


def test_syrupys_own_fixture_and_its_flags_work_beside_it(suite: Suite) -> None:
    suite.write("def test_theirs(snapshot):\n    assert 1 == snapshot\n")
    assert suite.run("--snapshot-update")[0] == 0
    assert (suite.root / "tests/__snapshots__/test_it.ambr").is_file()
    assert suite.run()[0] == 0


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("[1, 2]", "(1, 2)", "added"),
        ("1", "'1'", "type"),
        ("1", "True", "type"),
        ("1", "1.0", "type"),
        ("'a'", "b'a'", "value"),
        ("{'a': 1}", "{'a': 1, 'b': 2}", "result / b: added: nothing → 2"),
        ("{'a': 1, 'b': 2}", "{'a': 1}", "result / b: removed: 2 → nothing"),
        ("[1, 2]", "[2, 1]", "order only"),
        ("'a\\nb\\n'", "'a\\nc\\n'", "line 2: value: b → c"),
        ("'a\\n'", "'a'", "result"),
        ("{'a': None}", "{}", "removed"),
        ("b'\\xff'", "b'\\xfe'", "value"),
    ],
)
def test_values_of_another_kind_or_content_differ(suite: Suite, before: str, after: str, told: str) -> None:
    suite.accept(f"def test_it(golden):\n    assert golden == {before}\n")
    assert suite.run()[0] == 0
    suite.write(f"def test_it(golden):\n    assert golden == {after}\n")
    code, text = suite.run()
    assert code == 1
    assert "changed" in text
    assert told in text


def test_several_assertions_names_parameters_and_classes_have_a_golden_each(suite: Suite) -> None:
    suite.accept("""
        import pytest

        @pytest.mark.parametrize("side", ["left", "right"])
        class TestShape:
            def test_it(self, golden, side):
                assert side == golden
                assert side.upper() == golden
                assert 4 == golden(name="number of corners")
    """)
    assert suite.run()[0] == 0
    text = suite.golden()
    assert text.count("== TestShape::test_it[") == 2
    assert 'result 2 = "LEFT"\n"number of corners" = 4\n' in text


def test_a_difference_that_is_not_asserted_fails_the_test(suite: Suite) -> None:
    suite.accept("def test_it(golden):\n    assert 1 == golden\n")
    suite.write("def test_it(golden):\n    2 == golden\n")
    code, text = suite.run()
    assert code == 1
    assert "the golden did not match, and the test went on" in text


def test_a_test_that_asks_for_golden_and_compares_nothing_fails(suite: Suite) -> None:
    suite.write("from unittest.mock import ANY\n\ndef test_it(golden):\n    assert ANY == golden\n")
    code, text = suite.run()
    assert code == 1
    assert "compares nothing with it" in text


def test_not_equal_is_refused(suite: Suite) -> None:
    suite.write("def test_it(golden):\n    assert 1 != golden\n")
    code, text = suite.run()
    assert code == 1
    assert "a golden says what is, not what is not" in text


def test_a_value_that_denies_being_equal_by_itself_fails_and_is_told_how(suite: Suite) -> None:
    suite.write("""
        class Own:
            def __eq__(self, other):
                return False

        def test_it(golden):
            assert Own() == golden
    """)
    code, text = suite.run()
    assert code == 1
    assert "write `assert golden == result`" in text


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("object()", "a `object` cannot be pinned"),
        ("[open]", None),
        ("(each for each in ())", "which is used up by looking at it"),
        ("{'a': [lambda: 1]}", "cannot be pinned, at a / 0"),
        ("Mock()", "a `Mock` cannot be pinned"),
    ],
)
def test_what_is_not_the_same_in_every_run_is_refused(suite: Suite, value: str, told: str | None) -> None:
    suite.write(f"from unittest.mock import Mock\n\ndef test_it(golden):\n    assert golden == {value}\n")
    code, text = suite.run()
    assert code == 1
    assert (told or "unrecorded") in text


def test_one_name_for_two_values_is_refused_in_a_review(suite: Suite) -> None:
    suite.write("def test_it(golden):\n    for each in (1, 2):\n        assert each == golden(name='one')\n")
    code, text = suite.review("A", "")
    assert code == 1
    assert "two assertions of one test are both named" in text


def test_options_that_a_golden_has_not_are_refused(suite: Suite) -> None:
    suite.write("""
        import pytest

        def test_diff(golden):
            with pytest.raises(TypeError, match="no option 'diff'"):
                golden(diff=0)
            with pytest.raises(TypeError, match="one form"):
                golden.use_extension(None)
            with pytest.raises(TypeError, match="the name of an assertion is text"):
                golden(name=1)
            assert repr(golden) == "golden 'result'" and golden.num_executions == 0
            assert 1 == golden
    """)
    suite.review("A", "")
    code, text = suite.run()
    assert code == 0, text
