"""What changes from run to run is masked, alike for all goldens, and a golden that could not fail is refused."""

from __future__ import annotations

import pytest

from tests.support.suites import Suite

pytest_plugins = ["pytester"]

UUIDS = """
    import uuid

    def test_it(golden):
        one, other = str(uuid.uuid4()), str(uuid.uuid4())
        assert {"id": one, "next": other, "count": 1} == golden(redact=["uuids"])
        assert f"{one} again" == golden(redact=["uuids"])
"""


def test_what_is_masked_keeps_its_shape_and_equal_values_stay_equal_throughout_a_test(suite: Suite) -> None:
    suite.accept(UUIDS)
    assert suite.run()[0] == 0
    assert '"id": "<uuid#1>"' in suite.golden()
    assert 'result 2 = "<uuid#1> again"' in suite.golden()
    suite.write(UUIDS.replace("{one} again", "{other} again"))
    code, text = suite.run()
    assert code == 1
    assert "redacted only" in text
    suite.write(UUIDS.replace("str(uuid.uuid4()), str", "'none', str"))
    assert suite.run()[0] == 1


def test_a_pattern_of_ones_own_and_one_for_the_whole_project(suite: Suite) -> None:
    suite.pytester.makeini('[pytest]\ngolden_redact =\n    uuids\n    {"pattern": "order [0-9]+", "as": "<order>"}\n')
    text = "import uuid, os\n\ndef test_it(golden):\n    assert f'{uuid.uuid4()} order {os.getpid()} of a person' == golden\n"
    suite.accept(text)
    assert suite.run()[0] == 0
    assert 'result = "<uuid#1> <order> of a person"' in suite.golden()


def test_defaults_hold_for_all_that_follows(suite: Suite) -> None:
    suite.accept("""
        import uuid

        def test_it(golden):
            masked = golden.with_defaults(redact="uuids")
            assert f"one {uuid.uuid4()}" == masked
            assert f"two {uuid.uuid4()}" == masked(name="second")
    """)
    assert suite.run()[0] == 0


@pytest.mark.parametrize(
    ("redact", "told"),
    [
        ("'uuid'", "unknown redaction 'uuid'"),
        ("{'pattern': '(', 'as': '<a>'}", "is invalid"),
        ("{'pattern': 'a*', 'as': '<a>'}", "would mask everywhere"),
        ("{'pattern': 'a'}", "and a mask such as `<order>`"),
        ("{'patern': 'a'}", "a redaction has no 'patern'"),
        ("{'name': 'uuids', 'pattern': 'a'}", "has a pattern of its own as well"),
        ("[3]", "3 is no redaction"),
    ],
)
def test_a_redaction_that_is_none_is_refused(suite: Suite, redact: str, told: str) -> None:
    suite.write(f"def test_it(golden):\n    assert 1 == golden(redact={redact})\n")
    code, text = suite.run()
    assert code == 1
    assert told in text


def test_an_unknown_redaction_of_the_project_is_refused(suite: Suite) -> None:
    suite.pytester.makeini("[pytest]\ngolden_redact = uuid\n")
    suite.write("def test_it(golden):\n    assert 1 == golden\n")
    code, text = suite.run()
    assert code != 0
    assert "golden_redact: unknown redaction 'uuid'" in text


@pytest.mark.parametrize(
    "compared",
    [
        "str(uuid.uuid4()) == golden(redact=['uuids'])",
        "{'id': uuid.uuid4()} == golden(redact=['uuids'])",
        "{'id': 'x'} == golden(exclude=lambda prop, path: True)",
        "{'id': 'this is nearly all of it'} == golden(redact={'pattern': '[a-z ]+', 'as': '<text>'})",
    ],
)
def test_a_golden_of_which_nothing_could_differ_is_vacuous_and_cannot_be_accepted(suite: Suite, compared: str) -> None:
    text = f"import uuid\n\ndef test_it(golden):\n    assert {compared}\n"
    suite.write(text)
    code, printed = suite.run()
    assert code == 1
    assert "vacuous" in printed
    assert suite.review("A", "because")[0] == 1
    assert not (suite.root / "golden").exists()


def test_syrupys_filters_and_matchers_leave_out_and_replace(suite: Suite) -> None:
    suite.accept("""
        import datetime
        from syrupy.filters import paths, props
        from syrupy.matchers import path_type

        def test_it(golden):
            value = {"id": 1, "at": datetime.datetime.now(), "inner": {"secret": 2, "kept": 3}}
            assert value == golden(exclude=paths("inner.secret"), matcher=path_type({"at": (datetime.datetime,)}))
            assert value == golden(include=props("id"))
    """)
    assert suite.run()[0] == 0
    text = suite.golden()
    assert '"at": "(Repr) datetime"' in text
    assert "secret" not in text
    assert '"kept": 3' in text
