"""Documents of every format are found where they lie, each once, and nothing outside the project is."""

from __future__ import annotations

import pytest

from harness.app.assignment import assign
from harness.app.golden_signing import signed
from harness.app.lint import lint_errors
from harness.app.naming import named
from harness.app.new_card import NewCard, new_card
from harness.app.project import load_project
from harness.app.selection import Selection, select
from harness.app.specifications import specification_files
from harness.domain.configuration import Configuration, SpecPolicy
from harness.errors import DocumentError, UsageError
from harness.lint.samples import sample

PLACES = (
    "specs/001-bank/spec.md",
    ".specify/specs/002-shop/spec.md",
    "openspec/specs/auth/spec.md",
    ".kiro/specs/pay/requirements.md",
)


@pytest.fixture
def project(tmp_path):
    for name in PLACES:
        write(tmp_path, name)
    return tmp_path


def write(root, name, text="# Nothing\n"):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def found(root, *paths):
    files = specification_files(root, Configuration(spec=SpecPolicy(paths=paths)))
    return [path.relative_to(root).as_posix() for path in files]


def test_documents_lie_where_the_formats_put_them(project):
    write(project, "specs/.hidden/spec.md")
    write(project, "docs/prd.md")
    write(project, "src/pay.spec.md")
    assert found(project) == list(PLACES)


@pytest.mark.parametrize("sign", [".bmad-core", "_bmad", "bmad"])
def test_documents_of_bmad_count_where_a_folder_tells_of_it(project, sign):
    stated = ["docs/prd.md", "docs/prd/goals.md", "docs/epics/1.md", "docs/stories/1.1.md", "_bmad-output/prd.md"]
    for name in (*stated, f"{sign}/agent.md", "docs/other.md"):
        write(project, name)
    assert found(project) == [*PLACES, *stated]


@pytest.mark.parametrize("sign", [".tessl/x.md", "tessl.json"])
def test_specifications_of_tessl_count_where_it_is_told_of(project, sign):
    for name in (sign, "src/pay.spec.md", "node_modules/a/b.spec.md", ".venv/a.spec.md"):
        write(project, name)
    assert found(project) == [*PLACES, "src/pay.spec.md"]


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("docs", ["docs/a.md", "docs/deep/b.md"]),
        ("docs/*.md", ["docs/a.md"]),
        ("docs/**/b.md", ["docs/deep/b.md"]),
        ("./docs/a.md", ["docs/a.md"]),
        ("**/a.md", ["docs/a.md"]),
        ("docs/.hidden", ["docs/.hidden/c.md"]),
        ("specs", []),
    ],
)
def test_the_configuration_names_further_places(project, glob, expected):
    for name in ("docs/a.md", "docs/deep/b.md", "docs/.hidden/c.md", "docs/a.txt"):
        write(project, name)
    assert found(project, glob) == [*PLACES, *expected]


def test_links_that_lead_out_are_not_followed(project, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    write(outside, "secret.md")
    (project / "specs/link.md").symlink_to(outside / "secret.md")
    (project / "specs/folder").symlink_to(outside)
    assert found(project, "specs/link.md", "specs/folder") == list(PLACES)


# --- what may be called what --------------------------------------------------------------------------------------------


@pytest.fixture
def bank(tmp_path):
    """Two features that number their requirements alike."""
    write(tmp_path, "harness.toml", '[product.commands]\nbank = "bank"\n')
    write(tmp_path, "specs/001-bank/spec.md", "- **FR-003**: System MUST pay.\n- **NFR-001**: Fast.\n")
    write(tmp_path, "specs/002-shop/spec.md", "- **FR-003**: System MUST sell.\n")
    return tmp_path


def carded(root, verifies):
    write(root, "testcards/one.md", sample(front=f"id: ONE\nverifies: [{verifies}]"))
    return load_project(root)


def test_a_card_is_evidence_for_the_requirement_that_it_names_with_its_feature(bank):
    project = carded(bank, "001-bank/FR-003, NFR-001")
    (assignment,) = assign(project, project.cards, "literal")
    one = named(project.requirements, "001-bank/FR-003")
    assert assignment.requirements == {
        "001-bank/FR-003": one.sha256,
        "NFR-001": named(project.requirements, "NFR-001").sha256,
    }
    assert assignment.hard_limits
    assert assignment.inability is None


def test_an_ambiguous_claim_takes_no_hash_and_the_card_is_not_run(bank):
    project = carded(bank, "FR-003")
    (assignment,) = assign(project, project.cards, "literal")
    assert assignment.requirements == {}
    assert assignment.inability is not None
    assert [mistake.code for mistakes in lint_errors(project, project.cards).values() for mistake in mistakes] == [
        "CARD109"
    ]


@pytest.mark.parametrize(
    ("claim", "asked", "chosen"),
    [
        ("001-bank/FR-003", "FR-003", True),
        ("001-bank/FR-003", "001-BANK/fr-003", True),
        ("001-bank/FR-003", "002-shop/FR-003", False),
        ("NFR-001", "001-bank/NFR-001", True),
        ("001-bank/NFR-001", "nfr-001", True),
        ("FR-999", "FR-999", True),
        ("FR-999", "FR-003", False),
    ],
)
def test_cards_are_selected_by_what_names_mean(bank, claim, asked, chosen):
    carded(bank, claim)
    try:
        _, cards = select(bank, Selection(verifies=(asked,)))
    except UsageError:
        cards = ()
    assert bool(cards) is chosen


def test_a_name_of_two_requirements_is_refused_with_both(bank):
    project = load_project(bank)
    for ask in (
        lambda: named(project.requirements, "FR-003"),
        lambda: signed(project, "why", "FR-003"),
        lambda: new_card(bank, NewCard("NEW", verifies=("FR-003",))),
    ):
        with pytest.raises(UsageError, match="'FR-003' is a requirement of 2 features") as refused:
            ask()
        assert refused.value.hint == "write `001-bank/FR-003` or `002-shop/FR-003`"


def test_a_name_that_means_one_requirement_is_taken(bank, monkeypatch):
    project = load_project(bank)
    assert signed(project, "why", "002-shop/FR-003").requirement == "002-shop/FR-003"
    path = new_card(bank, NewCard("NEW", verifies=("002-shop/FR-003", "NFR-001")))
    assert "verifies: [002-shop/FR-003, NFR-001]" in path.read_text()
    with pytest.raises(UsageError, match="there is no requirement 'FR-004'"):
        new_card(bank, NewCard("OTHER", verifies=("FR-004",)))


def test_nothing_runs_while_a_qualified_id_is_given_twice(bank):
    write(bank, "specs/001-bank.md", "- **FR-003**: System MUST not pay.\n")
    carded(bank, "NFR-001")
    with pytest.raises(DocumentError, match="requirement '001-bank/FR-003' is also given in"):
        select(bank, Selection())


def test_a_document_that_is_kept_whole_and_in_parts_says_everything_once(bank):
    write(bank, "specs/001-bank.md", "# Bank\n\n- **FR-003**: System MUST\n  pay.\n- **FR-004**: More.\n")
    project = load_project(bank)
    assert not project.mistakes
    assert [one.qualified for one in project.requirements] == [
        "001-bank/FR-003",
        "001-bank/FR-004",
        "001-bank/NFR-001",
        "002-shop/FR-003",
    ]
    passages = [one for document in project.specifications.documents for one in document.left_out]
    assert [(str(one.place), one.why) for one in passages] == [
        ("specs/001-bank/spec.md:1", "specs/001-bank.md:3 says the same")
    ]


def test_a_requirement_without_a_feature_has_to_get_one_where_another_feature_has_its_id(bank):
    write(bank, "specs/spec.md", "- **FR-003**: System MUST rest.\n")
    with pytest.raises(UsageError) as refused:
        named(load_project(bank).requirements, "FR-003")
    assert refused.value.hint == (
        "write `001-bank/FR-003` or `002-shop/FR-003`; specs/spec.md needs a folder of its own to name"
    )
