"""A golden that no test needs any more is named, and fails the session; from a part of the tests nothing follows."""

from __future__ import annotations

import pytest

from tests.support.suites import OFF, Suite

pytest_plugins = ["pytester"]

TWO = """
    def test_one(golden):
        assert 1 == golden
        assert 2 == golden

    def test_two(golden):
        assert 3 == golden
"""
ONE = "def test_one(golden):\n    assert 1 == golden\n    assert 2 == golden\n"


def test_a_golden_whose_test_is_gone_is_named_and_fails_the_session(suite: Suite) -> None:
    suite.accept(TWO)
    before = suite.golden()
    suite.write(ONE)
    for arguments in ((), ("--snapshot-update",)):
        code, text = suite.run(*arguments)
        assert code == 1
        assert "1 passed" in text
        assert "unused: tests/test_it.py::test_two" in text
        assert 'harness golden retire "tests/test_it.py::test_two"' in text
    assert suite.golden() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("-k", "one"),
        ("tests/test_it.py::test_one",),
        ("--deselect", "tests/test_it.py::test_none"),
        ("-m", "not slow"),
        ("--collect-only",),
        ("tests/test_other.py",),
        ("--ignore=tests/test_it.py", "tests"),
    ],
)
def test_nothing_is_unused_where_only_a_part_ran(suite: Suite, arguments: tuple[str, ...]) -> None:
    suite.accept(TWO)
    suite.write(ONE)
    suite.write("def test_plain():\n    pass\n", "tests/test_other.py")
    code, text = suite.run(*arguments)
    assert code == 0, text
    assert "unused:" not in text


def test_nothing_is_unused_of_what_failed_was_skipped_or_is_expected_to_fail(suite: Suite) -> None:
    suite.accept(TWO)
    suite.write("""
        import pytest

        def test_one(golden):
            assert 1 == golden
            raise ValueError("before the second")

        @pytest.mark.skip(reason="not today")
        def test_two(golden):
            assert 3 == golden
    """)
    code, text = suite.run()
    assert code == 1
    assert "unused:" not in text
    suite.write("""
        import pytest

        def test_one(golden):
            assert 1 == golden
            pytest.xfail("not yet")

        @pytest.mark.xfail
        def test_two(golden):
            assert 4 == golden
    """)
    code, text = suite.run()
    assert code == 0, text
    assert "2 xfailed" in text


def test_a_test_that_compares_less_than_it_did_is_named(suite: Suite) -> None:
    suite.accept(TWO)
    suite.write("def test_one(golden):\n    assert 1 == golden\n\ndef test_two():\n    pass\n")
    code, text = suite.run()
    assert code == 1
    assert "2 passed" in text
    assert "unused: tests/test_it.py::test_one / result 2" in text
    assert "unused: tests/test_it.py::test_two\n" in text


def test_the_goldens_of_a_file_that_is_gone_or_empty_are_named(suite: Suite) -> None:
    suite.accept(TWO)
    suite.write("def test_plain():\n    pass\n", "tests/test_other.py")
    suite.write("")
    assert "unused: tests/test_it.py::test_one" in suite.run()[1]
    (suite.root / "tests/test_it.py").unlink()
    code, text = suite.run()
    assert code == 1
    assert "unused: tests/test_it.py::test_two" in text
    assert suite.run("tests/test_other.py")[0] == 0


def test_a_session_that_ended_early_says_nothing(suite: Suite) -> None:
    suite.accept(TWO)
    suite.write("def test_one(golden):\n    assert 9 == golden\n\ndef test_new():\n    pass\n")
    assert "unused:" not in suite.run("-x")[1]


def test_only_what_failed_last_time_says_nothing(suite: Suite) -> None:
    suite.accept(TWO)
    suite.write("def test_one(golden):\n    assert 9 == golden\n\ndef test_new():\n    pass\n")
    plugins = OFF[:-2]
    suite.run(plugins=plugins)
    assert "unused:" not in suite.run("--lf", plugins=plugins)[1]


def test_doctests_have_goldens_as_well(suite: Suite) -> None:
    doctest = '''
        """
        >>> golden = getfixture("golden")
        >>> {words} == golden
        True
        """
    '''
    suite.write(doctest.format(words="'one'"), "tests/plain.py")
    suite.review("A", "", arguments=("--doctest-modules",))
    assert suite.run("--doctest-modules")[0] == 0
    suite.write(doctest.format(words="'two'"), "tests/plain.py")
    code, text = suite.run("--doctest-modules")
    assert code == 1
    assert "1 changed" in text
    suite.write("", "tests/plain.py")
    code, text = suite.run("--doctest-modules")
    assert code == 1
    assert "unused: tests/plain.py::" in text


def test_two_tests_of_one_name_are_refused(suite: Suite) -> None:
    suite.pytester.makeconftest("""
        import pytest

        def pytest_collection_modifyitems(items):
            items.append(pytest.Function.from_parent(items[0].parent, name="test_one", callobj=items[1].obj))
    """)
    suite.write(TWO)
    code, text = suite.run()
    assert code != 0
    assert "two tests are both named tests/test_it.py::test_one" in text
