"""Cards, golden cases and principles as items of pytest: what is collected, selected, told and recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.goldens import change, copy_of
from tests.support.projects import CardProject, card
from tests.support.pytest_sessions import Ended, list_project, properties, pytest_of

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

ALL = {
    "constitutions/list.md::SEC-001",
    "constitutions/list.md::SEC-002",
    "golden/add.md::LIST-ADD",
    "testcards/add.md::LIST-ADD",
    "testcards/show.md::LIST-SHOW",
    "tests/test_it.py::test_marked",
    "tests/test_it.py::test_sets[a]",
    "tests/test_it.py::test_sets[b]",
    "tests/test_it.py::test_plain",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    return list_project(tmp_path_factory.mktemp("items"))


@pytest.fixture(scope="module")
def whole(made: CardProject, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """A whole session in which nothing fails, with what else people have installed."""
    junit = tmp_path_factory.mktemp("junit") / "junit.xml"
    data = tmp_path_factory.mktemp("cov") / "data"
    cov = ("--cov", "src", "--cov-report", "")
    return pytest_of(made, "--harness", "-v", f"--junitxml={junit}", *cov, COVERAGE_FILE=str(data), JUNIT=str(junit))


@pytest.fixture
def project(made: CardProject, tmp_path: Path) -> CardProject:
    return copy_of(made, tmp_path)


# What is there


def test_everything_is_an_item_with_a_clean_name_and_passes(whole: Ended) -> None:
    assert whole.code == 0, whole.out
    assert whole.told() == dict.fromkeys(ALL, "PASSED")


def test_the_run_holds_all_that_was_carried_out_and_agrees_with_itself(whole: Ended, made: CardProject) -> None:
    assert whole.states() == {
        "LIST-ADD": "pass",
        "LIST-SHOW": "pass",
        "golden LIST-ADD": "same",
        "SEC-001": "pass",
        "SEC-002": "pass",
    }
    assert whole.run["isolation"]["reached"] == "cell"
    assert whole.run["interrupted"] is False
    assert whole.run["problems"] == []
    assert whole.run["command"][0] == "pytest"
    done = made.harness("verify-run", str(whole.folder))
    assert done.code == 0, done.out
    assert {path.name for path in (whole.folder or Path()).iterdir()} == {"cards", "events.jsonl", "run.json"}


def test_tests_are_recorded_with_what_they_verify(whole: Ended) -> None:
    tests = whole.tests()
    assert set(tests) == {
        "tests/test_it.py::test_marked",
        "tests/test_it.py::test_sets[a]",
        "tests/test_it.py::test_sets[b]",
    }
    one = tests["tests/test_it.py::test_sets[a]"]
    assert (one["test"], one["verifies"], one["outcome"]) == ("tests/test_it.py::test_sets", ["FR-002"], "passed")
    assert (one["whole"], one["flaky"], one["attempts"]) == (True, False, 1)
    assert set(one["requirements"]) == {"FR-002"}
    assert one["place"] == {"path": "tests/test_it.py", "line": 12}


def test_the_trace_rests_on_the_session(whole: Ended, made: CardProject) -> None:
    done = made.harness("trace", "--report", "json")
    assert done.code == 0, done.out
    shown = {link["evidence"]["id"]: link for row in done.report["rows"] for link in row["links"]}
    assert shown["tests/test_it.py::test_sets"]["shown"] == "pass"
    assert shown["tests/test_it.py::test_sets"]["reason"] == "ran on the working tree, in no cell"
    assert {one["shown"] for one in shown.values()} == {"pass"}


def test_other_reports_name_card_requirement_and_run(made: CardProject, tmp_path: Path) -> None:
    path = tmp_path / "junit.xml"
    ended = pytest_of(made, "--harness", "-k", "LIST-SHOW or test_marked", f"--junitxml={path}")
    assert ended.folder is not None
    run = ("run", ended.folder.name)
    found = properties(path)
    assert found["LIST-SHOW"] == [("card", "LIST-SHOW"), ("requirement", "FR-002"), run]
    assert found["test_marked"] == [("requirement", "FR-001"), run]


def test_nothing_is_collected_without_the_option(made: CardProject) -> None:
    ended = pytest_of(made, "-v")
    assert set(ended.told()) == {one for one in ALL if one.startswith("tests/")}
    assert ended.folder is None


def test_the_ini_file_may_ask_for_it_and_collecting_runs_nothing(project: CardProject) -> None:
    project.write("pytest.ini", "[pytest]\nharness = true\ntestpaths = tests\naddopts = --strict-markers\n")
    ended = pytest_of(project, "--collect-only", "-q")
    assert set(ended.out.split("\n\n")[0].split("\n")) == ALL
    assert ended.folder is None


@pytest.mark.parametrize(
    ("arguments", "chosen"),
    [
        (("testcards/show.md",), {"testcards/show.md::LIST-SHOW"}),
        (
            ("testcards/show.md::LIST-SHOW", "tests"),
            {"testcards/show.md::LIST-SHOW", *(x for x in ALL if "::test" in x)},
        ),
        (("-m", "card"), {x for x in ALL if x.startswith("testcards")}),
        (("-m", "golden or principle"), {x for x in ALL if x.startswith(("golden", "constitutions"))}),
        (("-k", "FR-002"), {"testcards/show.md::LIST-SHOW"}),
        (("-k", "cwe-95"), {"constitutions/list.md::SEC-001"}),
        (("--deselect", "testcards", "-m", "card or golden"), {"golden/add.md::LIST-ADD"}),
    ],
)
def test_items_are_selected_as_any_others(made: CardProject, arguments: tuple[str, ...], chosen: set[str]) -> None:
    ended = pytest_of(made, "--harness", "--collect-only", "-q", *arguments)
    assert {line for line in ended.out.split("\n") if "::" in line} == chosen


def test_what_is_left_out_is_not_in_the_run(made: CardProject) -> None:
    ended = pytest_of(made, "--harness", "testcards/show.md", "constitutions/list.md::SEC-002")
    assert ended.states() == {"LIST-SHOW": "pass", "SEC-002": "pass"}
    assert ended.run["golden"] is None
    assert made.harness("verify-run", str(ended.folder)).code == 0


def test_a_session_in_a_folder_below_sees_the_whole_project(made: CardProject) -> None:
    ended = pytest_of(made, "--harness", "--collect-only", "-q", folder=made.folder / "tests")
    assert "LIST-SHOW" in ended.out
    assert "SEC-001" in ended.out
    assert "test_marked" in ended.out


# What goes wrong


@pytest.fixture(scope="module")
def spoilt(made: CardProject, tmp_path_factory: pytest.TempPathFactory) -> tuple[CardProject, Ended, Path]:
    """A session in which something of every kind fails."""
    project = copy_of(made, tmp_path_factory.mktemp("spoilt"))
    change(project, 'echo "added $2"', 'echo "had $2"')
    project.write("src/part.py", "def number(text):\n    exec(text)\n    return eval(text)\n")
    project.write("testcards/natural.md", card("LIST-NATURAL", "1. Do what you like.\n   - It feels right.\n"))
    text = (project.folder / "tests/test_it.py").read_text()
    project.write("tests/test_it.py", text.replace("assert True", "assert 1 == 2, 'told'"))
    junit = project.folder.parent / "junit.xml"
    return project, pytest_of(project, "--harness", "-v", f"--junitxml={junit}"), junit


def test_each_failure_is_the_terminal_report_without_a_traceback(spoilt: tuple[CardProject, Ended, Path]) -> None:
    _, ended, _ = spoilt
    assert ended.code == 1
    told = ended.told()
    assert {id for id, word in told.items() if word == "FAILED"} == {
        "constitutions/list.md::SEC-001",
        "golden/add.md::LIST-ADD",
        "testcards/add.md::LIST-ADD",
        "testcards/natural.md::LIST-NATURAL",
        "tests/test_it.py::test_marked",
    }
    parts = ended.out.split("= FAILURES =")[1].split("= warnings summary =")[0]
    of_documents = parts.split("_ test_marked _")[0]
    assert "Traceback" not in of_documents
    assert "harness/" not in of_documents.replace(".harness/", "")
    assert 'expected   "added milk"' in of_documents
    assert 'seen       "had milk' in of_documents
    assert "src/part.py:3" in of_documents
    assert "golden added milk" in " ".join(of_documents.split())


def test_what_cannot_be_told_is_a_failure_with_its_cause(spoilt: tuple[CardProject, Ended, Path]) -> None:
    _, ended, _ = spoilt
    assert ended.states()["LIST-NATURAL"] == "inconclusive"
    line = next(line for line in ended.out.splitlines() if line.startswith("FAILED testcards/natural.md"))
    assert "inconclusive (" in line


def test_a_should_that_is_broken_is_told_and_fails_nothing(spoilt: tuple[CardProject, Ended, Path]) -> None:
    _, ended, _ = spoilt
    assert ended.told()["constitutions/list.md::SEC-002"] == "PASSED"
    assert "src/part.py:2: SHOULD SEC-002 violation" in ended.out
    assert ended.states()["SEC-002"] == "violation"


def test_junit_tells_the_same(spoilt: tuple[CardProject, Ended, Path]) -> None:
    _, ended, junit = spoilt
    text = junit.read_text()
    assert "fail (product): line" in text
    assert ended.folder is not None
    assert ended.folder.name in text


def test_a_spoilt_run_agrees_with_itself_and_fails_its_requirements(spoilt: tuple[CardProject, Ended, Path]) -> None:
    project, ended, _ = spoilt
    assert project.harness("verify-run", str(ended.folder)).code == 0
    done = project.harness("trace", "--report", "json")
    assert done.code == 1
    links = {link["evidence"]["id"]: link for row in done.report["rows"] for link in row["links"]}
    assert links["tests/test_it.py::test_marked"]["shown"] == "fail"
    assert "told" in links["tests/test_it.py::test_marked"]["reason"]


def test_a_broken_document_is_an_error_at_its_line(project: CardProject) -> None:
    project.write("testcards/broken.md", "---\nid: X\n---\nno title\n")
    path = project.folder / "constitutions/list.md"
    path.write_text(path.read_text().replace("eval($X)", "eval($X").replace("**Level:** MUST", "**Level:** PERHAPS"))
    ended = pytest_of(project, "--harness")
    assert ended.code == 2
    assert "ERROR collecting testcards/broken.md" in ended.out
    assert "testcards/broken.md:" in ended.out
    assert "constitutions/list.md:" in ended.out
    assert "hint: " in ended.out
    assert "Traceback" not in ended.out
    assert "site-packages" not in ended.out
    assert ended.folder is None


def test_a_broken_specification_is_told_once_in_full(project: CardProject) -> None:
    (project.folder / "specs/001-list/spec.md").write_bytes(b"\xff\xfe\x00")
    ended = pytest_of(project, "--harness", "-m", "card")
    assert ended.code == 2
    assert "before specs/001-list/spec.md" in ended.out
    assert ended.folder is None


def test_a_broken_configuration_is_refused_at_its_line(project: CardProject) -> None:
    project.write("harness.toml", "[product]\nsetup = 3\n")
    ended = pytest_of(project, "--harness")
    assert ended.code == 4
    assert "harness.toml:2" in ended.err + ended.out
    assert "Traceback" not in ended.err + ended.out


def test_two_cards_of_one_id_are_refused(project: CardProject) -> None:
    project.write("testcards/zz.md", card("LIST-ADD"))
    ended = pytest_of(project, "--harness", "testcards")
    assert ended.code == 2
    assert "testcards/zz.md:2: the id `LIST-ADD` is that of testcards/add.md as well" in ended.out


def test_a_tree_that_cannot_be_set_up_passes_nothing(project: CardProject) -> None:
    text = (project.folder / "harness.toml").read_text()
    project.write("harness.toml", '[product]\nsetup = ["echo no luck; exit 7"]\n\n' + text)
    ended = pytest_of(project, "--harness", "-v", "testcards", "golden")
    assert ended.code == 1
    assert set(ended.told().values()) == {"FAILED"}
    assert ended.states() == {
        "LIST-ADD": "inconclusive",
        "LIST-SHOW": "inconclusive",
        "golden LIST-ADD": "undecided",
    }
    assert {one["cause"] for one in ended.run["cards"]} == {"environment"}
    assert "Traceback" not in ended.out


def test_a_card_that_a_plugin_skips_is_no_pass(project: CardProject) -> None:
    conftest = "import pytest\n\n@pytest.fixture(autouse=True)\ndef not_now():\n    pytest.skip('later')\n"
    project.write("conftest.py", conftest)
    ended = pytest_of(project, "--harness", "testcards/add.md")
    assert "1 skipped" in ended.out
    assert ended.states() == {"LIST-ADD": "inconclusive"}
    assert ended.code == 1


def test_a_golden_that_nobody_uses_fails_the_session(project: CardProject) -> None:
    text = (project.folder / "golden/LIST-ADD.golden").read_text()
    project.write("golden/OTHER.golden", text)
    ended = pytest_of(project, "--harness", "golden", "-v")
    assert ended.told() == {"golden/add.md::LIST-ADD": "PASSED"}
    assert "golden/OTHER.golden" in ended.out
    assert ended.code == 1


# What others expect


def test_fixtures_of_every_scope_and_other_plugins_find_what_they_expect(project: CardProject) -> None:
    conftest = """
        import pytest
        seen = []

        @pytest.fixture(autouse=True, scope="session")
        def of_session(): yield

        @pytest.fixture(autouse=True, scope="package")
        def of_package(): yield

        @pytest.fixture(autouse=True, scope="module")
        def of_module(request):
            assert request.module.__name__
            yield

        @pytest.fixture(autouse=True)
        def of_function(request):
            seen.append((request.node.name, request.function.__name__, request.node.originalname, request.node.obj))
            yield

        def pytest_collection_modifyitems(items):
            assert all(isinstance(item, pytest.Function) for item in items)
            assert "snapshot" not in {n for item in items if item.nodeid.startswith("testcards") for n in item.fixturenames}

        def pytest_terminal_summary(terminalreporter):
            terminalreporter.write_line(f"seen {[one[0] for one in seen]}")
    """
    lines = [line.removeprefix("        ") for line in conftest.split("\n")]
    project.write("conftest.py", "\n".join(lines))
    project.write("tests/test_snap.py", "def test_snap(snapshot):\n    assert 1 == snapshot\n")
    ended = pytest_of(project, "--harness", "testcards/add.md", "tests/test_snap.py", "--snapshot-update")
    assert "seen ['LIST-ADD', 'test_snap']" in ended.out, ended.out
    assert "1 snapshot generated" in ended.out
    assert "2 passed" in ended.out
    ended = pytest_of(project, "--harness", "testcards/add.md", "tests/test_snap.py")
    assert "1 snapshot passed" in ended.out
    assert ended.code == 0


def test_a_test_that_writes_into_the_tree_is_of_no_tree(project: CardProject) -> None:
    text = (project.folder / "tests/test_it.py").read_text()
    project.write("tests/test_it.py", text.replace("assert True", "open('left.txt', 'w').close()"))
    ended = pytest_of(project, "--harness", "tests", "testcards/add.md")
    assert ended.tests() == {}
    assert ended.states() == {"LIST-ADD": "pass"}
    assert "the tree changed while the tests ran" in ended.out
    assert ended.code == 1
