"""What having the plugin costs, several processes at once, other folders, and reading goldens through syrupy."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.suites import OFF, Suite

pytest_plugins = ["pytester"]
HEAVY = {"syrupy", "pydantic", "playwright", "anthropic", "rich", "re2", "yaml", "click", "markdown_it"}
LOADED = "import sys, json, pytest; pytest.main({0}); print(json.dumps(sorted(sys.modules)))"


def test_having_the_plugin_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_it():\n    pass\n")
    arguments = ["-p", "no:syrupy", *OFF, "-p", "no:anyio", "-p", "no:base_url"]
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(arguments)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    modules = json.loads(done.stdout.splitlines()[-1])
    assert "harness.pytest_plugin" in modules
    assert {name.split(".")[0] for name in modules} & HEAVY == set()
    assert "1 passed" in done.stdout


def test_several_processes_and_any_order_give_the_same(suite: Suite) -> None:
    text = "".join(f"def test_{number}(golden):\n    assert {number} == golden\n" for number in range(6))
    suite.accept(text)
    suite.write("".join(f"def test_{number}(golden):\n    assert {number} == golden\n" for number in (4, 2, 0, 1)))
    suite.write(suite.pytester.path.joinpath("tests/test_it.py").read_text().replace("assert 2", "assert 22"))
    argv = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:playwright", "-p", "no:cacheprovider"]
    done = subprocess.run(argv, cwd=suite.root, capture_output=True, text=True)
    assert done.returncode == 1
    assert "1 changed" in done.stdout
    assert "1 failed, 3 passed" in done.stdout
    assert "unused: tests/test_it.py::test_3\nunused: tests/test_it.py::test_5\n" in done.stdout
    assert "result = 22" in (suite.root / ".harness/golden-tests/tests/test_it.py.golden").read_text()


def test_the_projects_folder_is_that_of_its_configuration(suite: Suite) -> None:
    inner = suite.root / "service"
    inner.mkdir()
    (suite.root / "harness.toml").write_text("")
    (inner / "pytest.ini").write_text("[pytest]\n")
    (inner / "test_it.py").write_text("def test_it(golden):\n    assert 1 == golden\n")
    suite.review("A", "", arguments=("--rootdir", str(inner), "-c", str(inner / "pytest.ini"), str(inner)))
    assert (suite.root / "golden/service/test_it.py.golden").is_file()


def test_syrupys_own_fixture_reads_goldens_and_never_writes_them(suite: Suite) -> None:
    text = """
        import pytest

        {marks}
        def test_it({fixture}):
            assert {{"a": [1]}} == {given}
    """
    suite.accept(text.format(marks="", fixture="golden", given="golden"))
    before = suite.golden()
    ours = "from harness.pytest_plugin.extension import GoldenExtension"
    theirs = text.format(marks=ours, fixture="snapshot", given="snapshot.use_extension(GoldenExtension)")
    suite.write(theirs)
    code, printed = suite.run()
    assert "1 passed" in printed, printed
    assert code == 1
    assert "unused: tests/test_it.py::test_it" in printed
    suite.write(theirs.replace("[1]", "[2]"))
    for flags in ((), ("--snapshot-update",)):
        assert suite.run(*flags)[0] != 0
        assert suite.golden() == before


@pytest.mark.parametrize("phase", ["setup", "teardown"])
def test_goldens_in_other_fixtures_are_compared_as_well(suite: Suite, phase: str) -> None:
    text = """
        import pytest

        @pytest.fixture
        def other(golden):
            {before}
            yield
            {after}

        def test_it(other):
            pass
    """
    lines = ("1 == golden", "pass") if phase == "setup" else ("pass", "1 == golden")
    suite.write(text.format(before=lines[0], after=lines[1]))
    code, printed = suite.run()
    assert code == 1
    assert "1 unrecorded" in printed
