"""``harness report --site`` as a user meets it: a folder of pages over a project's runs, and nothing of theirs is lost."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from harness.adapters.sites import MARKER
from harness.cli.boundary import guarded
from harness.cli.root import root as command
from tests.support.projects import CardProject
from tests.support.recorded import record_run
from tests.support.sealing import Workplace
from tests.support.traced import copy_of, verified_once


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no repository, with one run in it."""
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return record_run(project)


@pytest.fixture
def verified(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    return copy_of(verified_once(tmp_path_factory), tmp_path)


def text(folder: Path, name: str = "index.html") -> str:
    """What a page says, without its markup."""
    page = (folder / name).read_text()
    return " ".join(re.sub("<[^>]*>", " ", page.partition("<main")[2]).split())


def test_runs_alone_make_a_site_which_says_what_is_not_known(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(command, ["report", "--site", "out"]) == 0
    assert "open out/index.html" in capsys.readouterr().err
    assert "PASS" not in text(Path("out")).partition("What was weighed")[0]
    assert "2 pass" in text(Path("out"), "cards.html")
    assert "No requirement was found." in text(Path("out"), "requirements.html")
    assert recorded.name in text(Path("out"), "runs.html")
    assert "You see &quot;70.00&quot;" in (Path("out") / "cards" / "BANK-TRANSFER.html").read_text()


def test_runs_that_are_named_are_shown_alone(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record_run(Path(), ("BANK-NEW",))
    assert guarded(command, ["report", recorded.name, "--site", "out"]) == 0
    assert not (Path("out") / "cards" / "BANK-NEW.html").exists()
    assert (Path("out") / "cards" / "BANK-AGAIN.html").exists()
    assert guarded(command, ["report", "nowhere", "--site", "elsewhere"]) == 2
    assert "there is no run 'nowhere'" in capsys.readouterr().err
    assert not Path("elsewhere").exists()


def test_a_record_that_does_not_agree_with_itself_is_not_shown(recorded: Path) -> None:
    path = recorded / "run.json"
    path.write_text(path.read_text().replace('"state": "pass"', '"state": "fail"', 1))
    assert guarded(command, ["report", "--site", "out"]) == 0
    assert f"run {recorded.name} is not believed" in text(Path("out"))
    assert "No card was carried out." in text(Path("out"), "cards.html")


def test_a_site_is_replaced_as_a_whole(recorded: Path) -> None:
    assert guarded(command, ["report", "--site", "out"]) == 0
    shutil.rmtree(recorded)
    record_run(Path(), ("BANK-NEW",))
    assert guarded(command, ["report", "--site", "out"]) == 0
    assert [path.name for path in (Path("out") / "cards").iterdir()] == ["BANK-NEW.html"]
    assert sorted(path.name for path in Path().iterdir()) == [".harness", "out"]


@pytest.mark.parametrize("strange", ["notes.txt", ".git/config", "cards/mine.html"])
def test_what_is_no_site_of_ours_is_left_alone(
    strange: str, recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for begun in (False, True):
        folder = Path("out") if begun else Path("theirs")
        assert not begun or guarded(command, ["report", "--site", str(folder)]) == 0
        (folder / strange).parent.mkdir(parents=True, exist_ok=True)
        (folder / strange).write_text("mine")
        assert guarded(command, ["report", "--site", str(folder)]) == 2
        assert "hint: name a folder that is not there yet" in capsys.readouterr().err
        assert (folder / strange).read_text() == "mine"
        assert (folder / MARKER).exists() is begun


def test_a_file_or_a_marker_of_somebody_else_is_no_place_for_a_site(recorded: Path) -> None:
    Path("file").write_text("mine")
    assert guarded(command, ["report", "--site", "file"]) == 2
    Path("marked").mkdir()
    (Path("marked") / MARKER).write_text("mine")
    assert guarded(command, ["report", "--site", "marked"]) == 2
    Path("empty").mkdir()
    assert guarded(command, ["report", "--site", "empty"]) == 0


def test_a_place_that_cannot_be_written_leaves_nothing_behind(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("blocked").write_text("a file where a folder would be")
    assert guarded(command, ["report", "--site", "blocked/out"]) == 4
    assert "cannot be written" in capsys.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == [".harness", "blocked"]


@pytest.mark.parametrize(
    "arguments", [["--report", "html"], ["--output", "x"], ["--of", "cards"]], ids=["format", "file", "part"]
)
def test_a_site_is_no_report(arguments: list[str], recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(command, ["report", "--site", "out", *arguments]) == 2
    assert "a site has no format, no file and no part" in capsys.readouterr().err
    assert not Path("out").exists()


def test_options_of_a_site_are_refused_without_one(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(command, ["report", "--hide-sealed"]) == 2
    assert "--hide-sealed is about a site" in capsys.readouterr().err
    assert guarded(command, ["report", recorded.name, recorded.name]) == 2
    assert "a report is about one RUN" in capsys.readouterr().err


WAIVERS = """[[waivers]]
id = "W-1"
scope = ["card BANK-AGAIN"]
reason = "the partner's system is down"
owner = "Ann"
until = 2999-01-31

[[waivers]]
id = "W-2"
scope = ["card BANK-TRANSFER"]
reason = "as before"
owner = "Bob"
until = 2020-01-31
"""
SETTINGS = """[[trace.exemptions]]
requirement = "FR-001"
reason = "measured by hand"
who = "Ann"
until = 2020-01-31

[[trace.exemptions]]
requirement = "FR-002"
reason = "measured by hand"
who = "Ann"
until = 2999-01-31
"""


def test_waivers_that_ended_and_those_that_nothing_needs_are_told(recorded: Path) -> None:
    Path("waivers.toml").write_text(WAIVERS)
    Path("harness.toml").write_text(SETTINGS)
    assert guarded(command, ["report", "--site", "out"]) == 0
    page = text(Path("out"), "waivers.html")
    assert "2 expired 1 faulty 1 unused" in page
    assert "expired W-2" in page
    assert "expired FR-001" in page
    assert "faulty W-1" in page
    assert "unused FR-002" in page


@pytest.mark.requires_cell
def test_a_waiver_of_a_principle_is_told_with_what_it_covers(verified: CardProject, tmp_path: Path) -> None:
    script = (verified.folder / "bin/todo").read_text()
    verified.write("bin/todo", f'{script}# waive CODE-001: the input is our own (Ann, until 2999-01-31)\neval "true"\n')
    verified.harness("check")
    assert verified.harness("report", "--site", str(tmp_path / "out")).code == 0
    page = text(tmp_path / "out", "waivers.html")
    assert "used CODE-001" in page
    assert "bin/todo:" in page
    assert "waived" in text(tmp_path / "out", "principles/CODE-001.html")


def test_where_seals_cannot_be_read_every_card_is_taken_for_sealed(recorded: Path) -> None:
    Path("harness.toml").write_text("[product\n")
    assert guarded(command, ["report", "--site", "out", "--hide-sealed"]) == 0
    assert "the project cannot be read: harness.toml:1" in text(Path("out"))
    assert "70.00" not in "".join(path.read_text() for path in Path("out").rglob("*.html"))


@pytest.mark.requires_cell
def test_a_whole_project_is_shown_with_its_decision_and_its_trace(verified: CardProject, tmp_path: Path) -> None:
    decided = verified.harness("gate", "--since", "HEAD")
    assert decided.code == 0, decided
    done = verified.harness("report", "--site", str(tmp_path / "out"))
    assert (done.code, done.err.startswith("site of")) == (0, True), done
    out = tmp_path / "out"
    assert re.search("The gate on this tree, for what changed since [0-9a-f]{12}, as it is recorded", text(out))
    assert "PASS Nothing holds it up." in text(out)
    assert "3 verified" in text(out, "requirements.html")
    assert "chain whole" in text(out, "decisions.html")
    assert "holds against its own events" in text(out, "runs.html")
    assert "It is the same as what was accepted." in text(out, "golden/ADD.html")
    entries = json.loads((out / "search.js").read_text().removeprefix("harnessSearch(").removesuffix(");\n"))
    assert {"requirement", "card", "golden case", "principle", "decision", "run", "page"} <= {one[0] for one in entries}

    # Another tree: what was shown is told as such, and nothing of it passes for this one.
    verified.write("bin/todo", (verified.folder / "bin/todo").read_text() + "\n# another\n")
    assert verified.harness("report", "--site", str(out)).code == 0
    assert "all of another tree: nothing of that counts for this one" in text(out)
    assert "UNDECIDED" in text(out)

    # A log that was changed is told.
    log = verified.folder / ".harness" / "gate" / "decisions.jsonl"
    log.write_text(log.read_text().replace('"band":"PASS"', '"band":"FAIL"', 1))
    assert verified.harness("report", "--site", str(out)).code == 0
    assert "chain broken" in text(out, "decisions.html")


@pytest.mark.requires_cell
def test_a_site_within_the_tree_makes_it_another_unless_git_ignores_it(verified: CardProject) -> None:
    done = verified.harness("report", "--site", "out")
    assert done.code == 0, done
    assert "the tree has 'out' now and is another" in done.err
    assert "let git ignore it, or write it elsewhere" in done.err
    shutil.rmtree(verified.folder / "out")
    assert "is another" not in verified.harness("report", "--site", ".harness/site").err


@pytest.mark.requires_cell
def test_what_sealed_cards_say_and_showed_can_be_left_out(
    verified: CardProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = Workplace(verified, monkeypatch).seal()
    assert sealed.code == 0, sealed
    words = ("todo add milk", "added milk")
    full, bare = tmp_path / "full", tmp_path / "bare"
    assert verified.harness("report", "--site", str(full)).code == 0
    assert "sealed: " in text(full, "cards.html")
    assert words[0] in (full / "cards" / "TODO-ADD.html").read_text()
    assert verified.harness("report", "--site", str(bare), "--hide-sealed").code == 0
    page = (bare / "cards" / "TODO-ADD.html").read_text()
    assert "it is sealed" in page
    assert not any(word in page for word in words)
    of_card = [
        line for line in (bare / "search.js").read_text().split("],[") if "TODO-ADD" in line and '"card"' in line
    ]
    assert of_card
    assert not any(word in line for word in words for line in of_card)
