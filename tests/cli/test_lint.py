"""``harness lint`` as a user meets it."""

from __future__ import annotations

import json

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from harness.lint.samples import sample

VAGUE = sample(front="id: VAGUE\nverifies: [FR-003]", steps="1. Run `bank list`.\n   - It works.")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one good card."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "harness.toml", '[product.commands]\nbank = "bank"\n')
    write(tmp_path, "specs/bank.md", "- **FR-003**: System MUST move money.\n")
    write(tmp_path, "testcards/good.md", sample())
    return tmp_path


def write(root_folder, name, text):
    path = root_folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def lint(capsys, *arguments: str) -> tuple[int, list[str]]:
    code = guarded(root, ["lint", *arguments])
    shown = capsys.readouterr()
    return code, (shown.out + shown.err).splitlines()


def test_good_cards_end_with_0(project, capsys):
    assert lint(capsys) == (0, ["1 card: 0 errors, 0 warnings"])


def test_an_error_ends_with_2_and_has_place_code_and_hint(project, capsys):
    write(project, "testcards/vague.md", VAGUE)
    code, lines = lint(capsys)
    assert code == 2
    assert lines[0] == "testcards/vague.md:15: error CARD130: 'works' says nothing that could be checked"
    assert lines[1].startswith("  hint: say what exactly the user sees")
    assert lines[-1] == "2 cards: 1 error, 0 warnings"


def test_warnings_alone_end_with_0(project, capsys):
    (project / "specs/bank.md").unlink()
    code, lines = lint(capsys)
    assert code == 0
    assert lines[0] == "testcards/good.md:3: warning CARD103: requirement 'FR-003' is not known"


def test_an_id_of_two_features_has_to_be_written_with_one_of_them(project, capsys):
    write(project, "specs/more.md", "- **FR-003**: System MUST also count.\n")
    code, lines = lint(capsys)
    assert code == 2
    assert lines[0] == "testcards/good.md:3: error CARD109: requirement 'FR-003' is given by 2 features"
    assert lines[1] == "  hint: write `bank/FR-003` or `more/FR-003`"
    good = (project / "testcards/good.md").read_text()
    write(project, "testcards/good.md", good.replace("FR-003", "bank/FR-003", 1))
    assert lint(capsys)[0] == 0


def test_a_qualified_id_that_is_given_twice_is_a_mistake_of_the_specification(project, capsys):
    write(project, "specs/bank/spec.md", "- **FR-003**: System MUST also count.\n")
    code, lines = lint(capsys)
    assert code == 2
    assert lines[0] == "specs/bank/spec.md:1: error SPEC101: requirement 'bank/FR-003' is also given in specs/bank.md:1"


def test_paths_narrow_what_is_looked_at_but_ids_are_compared_with_all(project, capsys):
    write(project, "testcards/vague.md", VAGUE)
    assert lint(capsys, "testcards/good.md")[0] == 0
    write(project, "testcards/vague.md", sample())
    code, lines = lint(capsys, "testcards/good.md")
    assert code == 2
    assert lines[0] == "testcards/good.md:2: error CARD101: id 'BANK-TRANSFER' is also that of testcards/vague.md"


def test_documents_that_cannot_be_read_are_told_with_the_rest(project, capsys):
    write(project, "testcards/broken.md", "# nothing\n")
    write(project, "testcards/vague.md", VAGUE)
    code, lines = lint(capsys)
    assert code == 2
    assert [line.split(": ")[1] for line in lines if line.startswith("testcards")] == ["error CARD001", "error CARD130"]


def test_places_are_those_of_the_folder_one_stands_in(project, capsys, monkeypatch):
    write(project, "testcards/vague.md", VAGUE)
    monkeypatch.chdir(project / "testcards")
    assert lint(capsys)[1][0].startswith("vague.md:15: error")


def test_phrases_shows_for_each_line_whether_it_needs_a_model(project, capsys):
    write(project, "testcards/vague.md", VAGUE.replace("It works.", "It looks like a list."))
    code, lines = lint(capsys, "--phrases", "testcards/vague.md")
    assert code == 0
    assert "testcards/vague.md:14: literal action: Run `bank list`." in lines
    assert "testcards/vague.md:15: natural expectation: It looks like a list." in lines
    assert "8 lines: 7 literal, 1 natural" in lines


def test_machines_get_json(project, capsys):
    write(project, "testcards/vague.md", VAGUE)
    code, lines = lint(capsys, "--report", "json", "--phrases")
    document = json.loads("\n".join(lines))
    assert (code, document["errors"], document["warnings"]) == (2, 1, 0)
    assert document["mistakes"][0]["code"] == "CARD130"
    assert document["cards"][0] == {"id": "BANK-TRANSFER", "path": "testcards/good.md", "literal": True}
    assert document["phrases"][0]["literal"] is True


def test_nothing_to_lint_is_an_error(project, capsys):
    (project / "testcards/good.md").unlink()
    assert lint(capsys) == (
        2,
        ["error: there is no test card in testcards/", "  hint: write one with `harness new card ID`"],
    )
    assert lint(capsys, "specs/none.md")[1][0] == "error: 'specs/none.md' does not exist"
    (project / "empty").mkdir()
    assert lint(capsys, "empty")[1][0] == "error: there is no test card in 'empty'"


def test_an_invalid_configuration_is_told_first(project, capsys):
    write(project, "harness.toml", "[produkt]\n")
    code, lines = lint(capsys)
    assert code == 2
    assert lines[0] == "harness.toml:1: error CONF102: unknown setting 'produkt'"


def test_escapes_in_a_document_are_shown_and_not_obeyed(project, capsys):
    write(project, "testcards/x.md", "---\nid: X\nfoo\u202e: 1\n---\n# T\n")
    assert "\\u202e" in lint(capsys)[1][0]


def test_names_of_the_products_source_are_found_in_the_tree(project, capsys):
    write(project, "bank/ledger.py", "class LedgerStore: ...\n")
    write(project, "testcards/x.md", sample(front="id: X\nverifies: [FR-003]", introduction="See LedgerStore."))
    assert lint(capsys)[1][0] == (
        "testcards/x.md:7: error CARD121: 'LedgerStore' is a name of the product's source (bank/ledger.py:1)"
    )
