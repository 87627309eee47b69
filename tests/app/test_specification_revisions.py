"""What specifications said at a revision is read as they were, wherever the formats and the configurations put them."""

from __future__ import annotations

import pytest

from harness.app.project import load_project
from harness.app.specification_revisions import specifications_at
from harness.app.specifications import specification_files
from harness.errors import UsageError
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git
STATED = "- **FR-{}**: System MUST work.\n"
KIRO = "# Requirements\n\n### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n1. WHEN a bill comes THE SYSTEM SHALL pay.\n"


@pytest.fixture
def repository(tmp_path):
    files = {
        "specs/001-bank/spec.md": STATED.format("001"),
        "specs/.notes/spec.md": STATED.format("900"),
        ".kiro/specs/pay/requirements.md": KIRO,
        "docs/asked/more.md": STATED.format("003"),
        "docs/prd.md": STATED.format("901"),
        "README.md": STATED.format("902"),
        "src/core.spec.md": STATED.format("903"),
        "harness.toml": '[spec]\npaths = ["docs/asked"]\n',
    }
    return Repository.create(tmp_path / "project", files)


def at(repository, revision="HEAD"):
    return specifications_at(load_project(repository.folder), revision)


def ids(specifications):
    return [one.qualified for one in specifications.requirements]


def test_they_are_read_as_they_were_and_in_the_order_of_today(repository):
    project = load_project(repository.folder)
    assert ids(at(repository)) == [one.qualified for one in project.requirements]
    assert ids(at(repository)) == ["001-bank/FR-001", "pay/1.1", "more/FR-003"]
    repository.write({"specs/001-bank/spec.md": STATED.format("007")})
    assert ids(at(repository))[0] == "001-bank/FR-001"


def test_a_way_of_working_is_told_by_its_folder(repository):
    before = ids(at(repository))
    repository.write({"_bmad/core.md": "", "tessl.json": "{}", "node_modules/a/b.spec.md": STATED.format("904")})
    repository.commit()
    project = load_project(repository.folder)
    assert (
        {one.place.path for one in at(repository).requirements}
        == {one.place.path for one in project.requirements}
        == {
            "specs/001-bank/spec.md",
            ".kiro/specs/pay/requirements.md",
            "docs/prd.md",
            "src/core.spec.md",
            "docs/asked/more.md",
        }
    )
    assert ids(at(repository, "HEAD~1")) == before


def test_places_are_those_of_the_revision_and_those_of_today(repository):
    repository.write({"harness.toml": '[spec]\npaths = ["src/*.md"]\n'})
    assert [one.place.path for one in at(repository).requirements][2:] == ["docs/asked/more.md", "src/core.spec.md"]
    files = specification_files(repository.folder, load_project(repository.folder).configuration)
    assert [path.name for path in files] == ["spec.md", "requirements.md", "core.spec.md"]


def test_what_cannot_be_read_is_told(repository):
    repository.write({"harness.toml": "[spec\n", "specs/a.md": "- **FR-001**: a\n- **FR-001**: b\n"})
    repository.commit()
    repository.write({"harness.toml": ""})
    assert [str(one.place) for one in at(repository).mistakes] == ["harness.toml:1", "specs/a.md:2"]


def test_an_unknown_revision_is_refused(repository):
    with pytest.raises(UsageError, match="no revision"):
        at(repository, "nowhere")
