from __future__ import annotations

import hashlib

import pytest

from harness.app.project import find_root, load_project
from harness.errors import DocumentError, UsageError

CARD = "---\nid: {id}\nverifies: [FR-001]\n---\n# T\n\n## Steps\n1. Run `x`.\n   - It succeeds.\n"


@pytest.fixture
def project(tmp_path):
    """A project with two cards, a specification and a configuration."""
    write(tmp_path, "harness.toml", '[product.commands]\nbank = "bank"\n')
    write(tmp_path, "testcards/a.md", CARD.format(id="A"))
    write(tmp_path, "testcards/sub/b.md", CARD.format(id="B"))
    write(tmp_path, "testcards/README.md", "Cards.\n")
    write(tmp_path, "specs/bank.md", "- **FR-001**: System MUST work.\n")
    write(tmp_path, ".specify/specs/1/spec.md", "- **FR-002**: System MUST rest.\n")
    return tmp_path


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def ids(project):
    return [card.id for card in project.cards]


def test_a_project_is_all_its_documents(project):
    loaded = load_project(project)
    assert ids(loaded) == ["A", "B"]
    assert [card.path for card in loaded.cards] == ["testcards/a.md", "testcards/sub/b.md"]
    assert [requirement.id for requirement in loaded.requirements] == ["FR-001", "FR-002"]
    assert loaded.configuration.product.commands == {"bank": "bank"}
    assert loaded.configured
    assert [document.path for document in loaded.documents] == [
        "harness.toml",
        "testcards/a.md",
        "testcards/sub/b.md",
        "specs/bank.md",
        ".specify/specs/1/spec.md",
    ]
    assert loaded.documents[1].sha256 == hashlib.sha256(CARD.format(id="A").encode()).hexdigest()


def test_the_project_is_found_upwards(project):
    assert find_root(project / "testcards/sub") == project
    assert ids(load_project(project / "testcards")) == ["A", "B"]


def test_without_a_configuration_the_folder_itself_is_the_project(tmp_path):
    write(tmp_path, "testcards/a.md", CARD.format(id="A"))
    loaded = load_project(tmp_path)
    assert (loaded.root, ids(loaded), loaded.configured) == (tmp_path, ["A"], False)


def test_the_configuration_may_stand_in_pyproject(tmp_path):
    write(tmp_path, "pyproject.toml", "[tool.harness.product.commands]\nbank = 'x'\n")
    (tmp_path / "sub").mkdir()
    loaded = load_project(tmp_path / "sub")
    assert loaded.root == tmp_path
    assert loaded.configuration.product.commands == {"bank": "x"}


def test_settings_in_two_places_are_refused_and_the_one_that_would_not_be_read_is_named(tmp_path):
    write(tmp_path, "harness.toml", "[gate]\nprofile = 'standard'\n")
    write(tmp_path, "pyproject.toml", "[project]\nname = 'x'\n\n[tool.harness.gate]\nprofile = 'strict'\n")
    with pytest.raises(DocumentError) as refusal:
        load_project(tmp_path)
    [mistake] = refusal.value.mistakes
    assert (mistake.code, str(mistake.place)) == ("CONF105", "pyproject.toml:4")
    assert "keep the settings in one" in mistake.hint


@pytest.mark.parametrize(
    "text", ["# [tool.harness]\n", "[tool.harness-other]\na = 1\n", "[tool.harness]\n", "[tool.harness\n"]
)
def test_what_are_no_settings_of_ours_may_stand_beside_them(tmp_path, text):
    write(tmp_path, "harness.toml", "[cards]\nworkers = 3\n")
    write(tmp_path, "pyproject.toml", text)
    assert load_project(tmp_path).configuration.cards.workers == 3


def test_paths_narrow_the_cards(project):
    assert ids(load_project(project, ["testcards/sub"])) == ["B"]
    assert ids(load_project(project / "testcards", ["a.md", "."])) == ["A", "B"]
    assert ids(load_project(project, [str(project / "testcards/a.md")])) == ["A"]


def test_a_card_may_lie_anywhere_in_the_project(project):
    write(project, "drafts/c.md", CARD.format(id="C"))
    assert ids(load_project(project, ["drafts/c.md"])) == ["C"]


def test_the_other_cards_are_read_if_asked_for(project):
    assert [card.id for card in load_project(project, ["testcards/a.md"], others=True).others] == ["B"]
    assert load_project(project, ["testcards/a.md"]).others == ()


def test_a_path_that_is_missing_or_outside_is_refused(project, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (project / "testcards/link.md").symlink_to(outside)
    with pytest.raises(UsageError, match="does not exist"):
        load_project(project, ["testcards/none.md"])
    with pytest.raises(UsageError, match="outside the project"):
        load_project(project, [str(outside)])
    with pytest.raises(UsageError, match="outside the project"):
        load_project(project, ["testcards/link.md"])


def test_documents_that_cannot_be_read_are_told_and_the_others_loaded(project):
    write(project, "testcards/c.md", "# nothing\n")
    write(project, "testcards/d.md", b"\xff\n")
    write(project, "specs/e.md", "- **FR-003**:\n")
    loaded = load_project(project)
    assert ids(loaded) == ["A", "B"]
    assert [(mistake.code, mistake.place.path) for mistake in loaded.mistakes] == [
        ("CARD001", "testcards/c.md"),
        ("DOC101", "testcards/d.md"),
        ("SPEC102", "specs/e.md"),
    ]


def test_an_invalid_configuration_ends_loading(project):
    write(project, "harness.toml", "[produkt]\n")
    with pytest.raises(DocumentError, match=r"harness\.toml:1: unknown setting"):
        load_project(project)


def test_a_file_name_that_is_not_utf8_can_be_recorded(project):
    name = b"testcards/\xff.md".decode("utf-8", "surrogateescape")
    write(project, name, CARD.format(id="C"))
    assert load_project(project).cards[-1].path in ("testcards/?.md", "testcards/a.md", "testcards/sub/b.md")
    assert all(document.path.encode() for document in load_project(project).documents)


def test_places_are_shown_as_one_would_type_them_where_one_stands(project):
    loaded = load_project(project)
    assert loaded.shown("testcards/a.md", project) == "testcards/a.md"
    assert loaded.shown("testcards/a.md", project / "testcards") == "a.md"
    assert loaded.shown("testcards/a.md", project / "specs") == "../testcards/a.md"
    assert loaded.shown("harness.toml", project / "testcards/sub") == "../../harness.toml"
