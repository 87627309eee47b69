"""What of a project claims requirements: its markers, linked tests and documents, and what of it cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.app.project import load_project
from harness.app.trace_diff import trace_diff
from harness.app.trace_evidence import Gathered, gathered
from harness.domain.places import Place
from harness.domain.requirements import ByName
from harness.domain.specifications import TestLink
from harness.domain.tracing import EvidenceKind
from harness.errors import UsageError
from tests.support.goldens import case
from tests.support.projects import SPECIFICATION, card
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A project in a folder of a larger repository."""
    made = Repository.create(tmp_path / "all")
    made.write({"README.md": "covers: FR-001\n", "other/a.py": "# covers: FR-001\n"})
    below = {
        "harness.toml": '[check]\nexclude = ["vendor/**"]\n',
        "specs/001-list/spec.md": SPECIFICATION,
        "testcards/add.md": card("TODO-ADD"),
        "golden/add.md": case("ADD", "todo add milk"),
        "src/add.py": "# covers: FR-001\ndef add(): pass\n",
        "src/notes.py": "# this covers: nothing at all\n# covers: FR-002, everything\n",
        "vendor/a.py": "# covers: FR-001\n",
        "specs/made.py": "# covers: FR-001\n",
        ".gitignore": "out/\n",
        "out/a.py": "# covers: FR-001\n",
    }
    made.write({f"tools/list/{name}": text for name, text in below.items()})
    made.commit()
    return made


@pytest.fixture
def folder(repository: Repository) -> Path:
    return repository.folder / "tools/list"


def claims(found: Gathered) -> dict[str, tuple[str, ...]]:
    return {one.key: one.claims for one in found.evidence}


def test_everything_that_claims_is_found_in_order(folder: Path) -> None:
    assert list(claims(gathered(load_project(folder))).items()) == [
        ("card TODO-ADD", ("FR-001",)),
        ("golden case ADD", ("FR-001",)),
        ("marker src/add.py:add", ("FR-001",)),
        ("marker src/notes.py#1", ("FR-002",)),
    ]


def test_what_cannot_be_read_is_a_mistake_and_the_rest_is_found(folder: Path) -> None:
    (folder / "golden/add.md").write_text("---\nid: [\n---\n")
    (folder / "constitutions").mkdir()
    (folder / "constitutions/main.md").write_text("# A\n\n## CODE-001 A\n\n- **Level:** PERHAPS\n")
    (folder / "constitutions/waivers.md").write_text("- nothing that waives\n")
    found = gathered(load_project(folder))
    assert {one.place.path for one in found.mistakes} == {"golden/add.md", "constitutions/main.md"}
    assert "card TODO-ADD" in claims(found)


def test_a_linked_test_claims_and_one_that_is_not_there_leads_nowhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "tests").mkdir()
    (folder / "tests/test_add.py").write_text("def test_add(): pass\n")
    place = Place(path="specs/001-list/spec.md", line=9)
    targets = ["../../tests/test_add.py::test_add", "../../tests/gone.py", "../../../../README.md", "/etc/passwd"]
    links = tuple(TestLink(requirement="FR-001", target=target, place=place) for target in targets)
    project = load_project(folder)
    (document,) = project.specifications.documents
    linked = document.model_copy(update={"test_links": links})
    object.__setattr__(project.specifications, "documents", (linked,))
    found = gathered(project)
    (one,) = [one for one in found.evidence if one.technique == "linked test"]
    assert (one.kind, one.id, one.claims) == (
        EvidenceKind.MARKER,
        "tests/test_add.py@specs/001-list/spec.md",
        ("001-list/FR-001",),
    )
    assert [orphan.claim for orphan in found.loose] == targets[1:]
    assert ByName(project.requirements).one(one.claims[0]) is not None


# What a change touched


def test_a_change_in_a_folder_of_a_repository_is_told_with_its_own_paths(repository: Repository, folder: Path) -> None:
    (folder / "src/add.py").write_text("# covers: FR-001\ndef add(): return 1\n")
    (folder / "src/notes.py").unlink()
    (folder / "golden/ADD.golden").write_text("anything")
    repository.write({"other/a.py": "# covers: FR-002\n"})
    found = trace_diff(folder, "HEAD")
    assert [(one.touch.value, one.key) for one in found.evidence if one.kind is EvidenceKind.MARKER] == [
        ("changed", "marker src/add.py:add"),
        ("removed", "marker src/notes.py#1"),
    ]
    assert {one.requirement: one.why for one in found.affected}["001-list/FR-002"] == ("marker src/notes.py#1 removed",)
    assert found.product == 2


def test_what_could_not_be_read_at_the_revision_is_told(repository: Repository, folder: Path) -> None:
    good = {name: (folder / name).read_text() for name in ("testcards/add.md", "golden/add.md")}
    for name in good:
        (folder / name).write_text("---\nid: [\n---\n")
    repository.commit("broken")
    for name, text in good.items():
        (folder / name).write_text(text)
    found = trace_diff(folder, "HEAD")
    assert {one.place.path for one in found.mistakes} == {"HEAD:testcards/add.md", "HEAD:golden/add.md"}
    assert {one.key for one in found.evidence} == {"card TODO-ADD", "golden case ADD"}
    before = trace_diff(folder, "HEAD~1")
    assert (before.evidence, before.requirements, before.mistakes) == ((), (), ())


def test_a_revision_before_the_project_was_there_is_refused(repository: Repository, tmp_path: Path) -> None:
    repository.write({"later/harness.toml": "", "later/specs/001-list/spec.md": SPECIFICATION})
    with pytest.raises(UsageError, match="has no folder `later`"):
        trace_diff(repository.folder / "later", "HEAD")


def test_outside_git_nothing_can_be_compared(tmp_path: Path) -> None:
    (tmp_path / "harness.toml").write_text("")
    with pytest.raises(UsageError, match="no revision `HEAD`"):
        trace_diff(tmp_path, "HEAD")
