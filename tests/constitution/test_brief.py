from __future__ import annotations

import pytest

from harness.constitution.brief import brief, render
from harness.domain.principles import Level, Use
from tests.constitution.documents import check, principle, sample

TEXT = check(kind="text", text="eval")
JSON = check(Use.REQUIRE, kind="data", files="*.json")


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    """``text`` looks at all files but JSON, ``data`` at JSON only, ``odd`` cannot be read."""
    looks = {
        "text": lambda path: not path.endswith(".json"),
        "data": lambda path: path.endswith(".json"),
    }
    monkeypatch.setattr(
        "harness.constitution.brief.looks_at_path",
        lambda spec, path: looks[spec.kind](path) if spec.kind in looks else None,
    )


def ids(chosen):
    return [one.id for one in chosen.principles]


def test_only_principles_that_apply_are_chosen():
    python = principle("PY-1", applies_to=("src/**/*.py",), checks=(TEXT,))
    deploy = principle("DEP-1", applies_to=("deploy/**",), checks=(TEXT,))
    assert ids(brief([python, deploy], ["src/new/app.py"])) == ["PY-1"]
    assert ids(brief([python, deploy], ["deploy/**"])) == ["DEP-1"]
    assert ids(brief([python, deploy], ["src/a.py", "deploy/x.yaml"])) == ["PY-1", "DEP-1"]
    assert ids(brief([python, deploy])) == ["PY-1", "DEP-1"]
    assert ids(brief([python, deploy], ["docs/x.md"])) == []


def test_a_path_is_that_file_and_no_other_of_its_name():
    top = principle("TOP-1", applies_to=("/app.py", "sub/**"), checks=(TEXT,))
    assert ids(brief([top], ["other/app.py"])) == []


def test_must_comes_first_and_else_the_order_stays():
    levels = [Level.MAY, Level.SHOULD, Level.MUST, Level.SHOULD, Level.MUST]
    principles = [principle(f"A-{number}", level=level, checks=(TEXT,)) for number, level in enumerate(levels)]
    assert ids(brief(principles, ["a.py"])) == ["A-2", "A-4", "A-1", "A-3", "A-0"]


def test_checks_that_look_at_such_files_come_before_unchecked_principles():
    unchecked = principle("UN-1")
    should = principle("SH-1", level=Level.SHOULD, checks=(TEXT,))
    assert ids(brief([unchecked, should], ["a.py"])) == ["SH-1", "UN-1"]


def test_checks_that_look_elsewhere_only_fill_up_to_three():
    elsewhere = [principle(f"JS-{number}", checks=(JSON,)) for number in range(5)]
    here = [principle(f"PY-{number}", checks=(TEXT,)) for number in range(2)]
    assert ids(brief([*elsewhere, *here], ["a.py"])) == ["PY-0", "PY-1", "JS-0"]
    chosen = brief([*elsewhere, *here], ["a.json"])
    assert ids(chosen) == ["JS-0", "JS-1", "JS-2", "JS-3", "JS-4"]
    assert chosen.more == 0


def test_at_most_so_many_are_chosen_and_the_rest_is_counted():
    principles = [principle(f"A-{number}", checks=(TEXT,)) for number in range(14)]
    chosen = brief(principles, ["a.py"])
    assert (len(chosen.principles), chosen.more) == (10, 4)
    assert "4 more principles apply; `--most 14` shows all." in render(chosen)
    chosen = brief(principles, ["a.py"], most=1)
    assert (ids(chosen), chosen.more) == (["A-0"], 13)


def test_a_glob_without_an_end_is_taken_for_files_like_the_samples():
    python = principle("PY-1", checks=(TEXT,), samples=(sample(),))
    json = principle("JS-1", checks=(JSON,), samples=(sample(language="json"),))
    wrong = principle("JS-2", checks=(JSON,), samples=(sample(),))
    assert ids(brief([wrong, python, json], ["src/**"], most=2)) == ["PY-1", "JS-1"]
    assert ids(brief([wrong, python, json], ["src/*.py"], most=1)) == ["PY-1"]


def test_a_check_that_cannot_be_asked_counts_as_looking():
    odd = principle("ODD-1", checks=(check(kind="odd", odd=1),))
    assert ids(brief([principle("UN-1"), odd], ["a.py"])) == ["ODD-1", "UN-1"]


def test_a_principle_is_told_with_all_that_its_writer_needs():
    one = principle(
        "SEC-002",
        cwes=("CWE-89",),
        pattern="use\n  `literal_eval`",
        samples=(sample(), sample("literal_eval(x)\n", good=True)),
    )
    assert render(brief([one], ["src/app.py"])) == (
        "# What the constitution asks of `src/app.py`\n\n"
        "## SEC-002 No eval (MUST, CWE-89)\n\n"
        "Code MUST NOT call `eval`.\n\n"
        "- Pattern: use `literal_eval`\n"
        "- Why: it runs what users type\n\n"
        "```python\nliteral_eval(x)\n```\n"
    )


def test_a_principle_without_pattern_reason_and_sample_is_only_its_constraint():
    text = render(brief([principle(rationale="")]))
    assert text == "# What the constitution asks\n\n## SEC-001 No eval (MUST)\n\nCode MUST NOT call `eval`.\n"


def test_a_long_reason_is_cut_to_one_line():
    (line,) = [
        line for line in render(brief([principle(rationale="why " * 99)])).splitlines() if line.startswith("- Why")
    ]
    assert line.endswith(" …")
    assert len(line) < 180


def test_a_long_reason_is_not_cut_within_a_word():
    reason = "short-lived " * 20
    (line,) = [one for one in render(brief([principle(rationale=reason)])).splitlines() if one.startswith("- Why")]
    assert line.endswith("short-lived …")


def test_a_sample_of_another_language_or_a_long_one_is_left_out():
    one = principle(samples=(sample("long\n" * 20, good=True), sample("ok()\n", good=True, language="javascript")))
    assert "```" not in render(brief([one], ["a.py"]))
    assert "```javascript\nok()\n```" in render(brief([one], ["a.js"]))
    assert "```javascript\nok()\n```" in render(brief([one], ["src/**"]))


def test_a_sample_with_a_path_names_it_and_one_with_ticks_stays_in_its_fence():
    one = principle(samples=(sample("````x\n", good=True, language="yaml", path="deploy/a.yaml"),))
    assert "`deploy/a.yaml`:\n\n`````yaml\n````x\n`````\n" in render(brief([one], ["deploy/b.yaml"]))


def test_nothing_that_applies_is_said_so():
    chosen = brief([principle(applies_to=("src/**",))], ["docs/x.md"])
    assert render(chosen) == "# What the constitution asks of `docs/x.md`\n\nNo principle applies to these files.\n"
