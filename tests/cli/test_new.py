"""``harness new card`` as a user meets it: what it writes lints clean but for placeholders."""

from __future__ import annotations

import json

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with a command, a service and a specification."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/a.md").write_text("- **FR-001**: System MUST open accounts.\n")
    (tmp_path / "harness.toml").write_text(
        '[product.commands]\nbank = "{tree}/bank"\n[product.services.web]\nrun = "{tree}/bank serve"\n'
    )
    return tmp_path


def harness(capsys, *arguments: str) -> tuple[int, str]:
    code = guarded(root, list(arguments))
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def codes(capsys) -> set[str]:
    return {mistake["code"] for mistake in json.loads(harness(capsys, "lint", "--report", "json")[1])["mistakes"]}


@pytest.mark.parametrize(
    "surfaces", [[], ["terminal"], ["http"], ["browser"], ["terminal", "http"], ["browser", "http"]]
)
@pytest.mark.parametrize("configured", [True, False])
def test_a_new_card_lints_clean_but_for_placeholders(project, capsys, surfaces, configured):
    if not configured:
        (project / "harness.toml").unlink()
    flags = [flag for surface in surfaces for flag in ("--surface", surface)]
    assert harness(capsys, "new", "card", "BANK-OPEN", *flags)[0] == 0
    assert codes(capsys) - {"CARD142"} == {"CARD126"}


def test_what_is_known_stands_in_the_card(project, capsys):
    code, shown = harness(
        capsys, "new", "card", "BANK-OPEN", "--title", "Open  an account", "--verifies", "FR-001", "--tier", "frontier"
    )
    assert (code, shown.splitlines()[0]) == (0, "wrote testcards/bank-open.md")
    text = (project / "testcards/bank-open.md").read_text()
    assert text.startswith(
        "---\nid: BANK-OPEN\nverifies: [FR-001]\nsurface: terminal\ntier: frontier\n---\n# Open an account\n"
    )
    assert "Run `bank <what the user types>`." in text


def test_filled_in_it_lints_clean(project, capsys):
    harness(capsys, "new", "card", "BANK-OPEN", "--title", "Open an account", "--verifies", "FR-001")
    path = project / "testcards/bank-open.md"
    lines = [line for line in path.read_text().splitlines() if not line.startswith("<")]
    text = "\n".join(lines).replace("<", "").replace(">", "")
    path.write_text(text)
    assert codes(capsys) == set()


def test_from_a_folder_below_the_card_lands_in_the_project(project, capsys, monkeypatch):
    monkeypatch.chdir(project / "specs")
    assert harness(capsys, "new", "card", "A")[1].startswith(f"wrote {project}/testcards/a.md\n")


def test_an_existing_card_or_id_is_never_overwritten(project, capsys):
    harness(capsys, "new", "card", "BANK-OPEN")
    before = (project / "testcards/bank-open.md").read_text()
    assert harness(capsys, "new", "card", "bank-open") == (
        2,
        "error: the id 'bank-open' is taken by testcards/bank-open.md\n  hint: choose another id\n",
    )
    code, shown = harness(capsys, "new", "card", "BANK.OPEN")
    assert code == 2
    assert "exists already" in shown
    assert (project / "testcards/bank-open.md").read_text() == before


@pytest.mark.parametrize("id_", ["a b", "../x", "", "-", "a/b", "ü"])
def test_an_id_is_one_word(project, capsys, id_):
    code, shown = harness(capsys, "new", "card", "--", id_)
    assert code == 2
    assert "cannot be an id" in shown


def test_an_unknown_requirement_is_answered_with_the_nearest(project, capsys):
    code, shown = harness(capsys, "new", "card", "A", "--verifies", "FR-01")
    assert code == 2
    assert "did you mean 'FR-001'?" in shown


def test_new_alone_shows_what_there_is(project, capsys):
    code, shown = harness(capsys, "new")
    assert code == 2
    assert "card" in shown
