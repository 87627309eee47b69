from __future__ import annotations

import pytest

from harness.app import constitutions
from harness.app.constitutions import constitutions_at, is_document, load_constitutions
from harness.constitution.document_samples import document
from harness.errors import DocumentError, UsageError
from tests.support.repositories import Repository

BASE = document(title="Base")
TOP = document(title="Top").replace("SEC-002", "TOP-001")


def write(root, **texts):
    for name, text in texts.items():
        write_at(root, f"constitutions/{name}.md", text)


def write_at(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def extending(text, *names):
    return f"---\nextends: [{', '.join(names)}]\n---\n{text}"


def messages(loaded):
    return [str(mistake) for mistake in loaded.mistakes]


def test_documents_below_constitutions_are_read_and_nothing_else(tmp_path):
    write(tmp_path, main=BASE)
    for name in (
        "constitutions/deep/er/top.md",
        "constitutions/README.md",
        "constitutions/waivers.md",
        "constitutions/.hidden/x.md",
        "constitutions/checks/schema.yaml",
        "constitutions/x.txt",
        "other/constitutions/x.md",
        ".specify/memory/other.md",
    ):
        write_at(tmp_path, name, TOP)
    loaded = load_constitutions(tmp_path).require_valid()
    assert loaded.own == ("constitutions/deep/er/top.md", "constitutions/main.md")
    assert [record.path for record in loaded.documents] == list(loaded.own)
    assert [principle.id for principle in loaded.principles] == ["TOP-001", "SEC-002"]


def test_lists_of_principles_and_spec_kits_document_belong_to_it(tmp_path):
    names = ["constitutions/list.yaml", "constitutions/list.yml", ".specify/memory/constitution.md"]
    for name in names:
        write_at(tmp_path, name, "")
    assert load_constitutions(tmp_path).own == tuple(names)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".specify/memory/constitution.md", True),
        ("constitutions/a.md", True),
        ("constitutions/checks/a.md", True),
        ("constitutions/a.yml", True),
        ("constitutions/checks/a.yml", False),
        ("constitutions/.a.md", False),
        ("constitutions/a/waivers.md", True),
        ("constitutions/a/ReadMe.md", False),
        ("constitution/a.md", False),
        ("a.md", False),
    ],
)
def test_documents_are_told_by_their_paths(name, expected):
    assert is_document(name) is expected


def test_a_record_has_the_digest_of_the_bytes(tmp_path):
    write(tmp_path, main="x")
    (record,) = load_constitutions(tmp_path).documents
    assert record.sha256 == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


def test_mistakes_of_all_documents_are_collected_and_valid_ones_are_still_there(tmp_path):
    write(tmp_path, a="# nothing\n", b=BASE, c=TOP.replace("MUST", "MIGHT"))
    loaded = load_constitutions(tmp_path)
    assert {mistake.place.path for mistake in loaded.mistakes} == {"constitutions/a.md", "constitutions/c.md"}
    assert [principle.id for principle in loaded.principles] == ["SEC-002"]
    with pytest.raises(DocumentError) as raised:
        loaded.require_valid()
    assert raised.value.mistakes == loaded.mistakes


def test_no_constitution_is_said_so(tmp_path):
    with pytest.raises(UsageError, match="there is no constitution in constitutions/"):
        load_constitutions(tmp_path).require_valid()


def test_another_document_is_extended_by_its_path_from_this_one(tmp_path):
    write(tmp_path, top=extending(TOP, "../rules/base.md"))
    write_at(tmp_path, "rules/base.md", BASE)
    loaded = load_constitutions(tmp_path).require_valid()
    assert loaded.own == ("constitutions/top.md",)
    assert [one.path for one in loaded.constitutions] == ["rules/base.md", "constitutions/top.md"]
    assert {record.path for record in loaded.documents} == {"rules/base.md", "constitutions/top.md"}


def test_a_document_that_several_extend_is_read_once(tmp_path):
    write(tmp_path, a=extending(TOP, "base.md"), b=extending("# B\n", "base.md"), base=BASE)
    loaded = load_constitutions(tmp_path).require_valid()
    assert [one.title for one in loaded.constitutions] == ["Base", "Top", "B"]
    assert len(loaded.documents) == 3


def test_a_shipped_constitution_is_extended_by_its_name(tmp_path, monkeypatch):
    write_at(tmp_path, "library/web-service.md", BASE)
    shipped = {"web-service": tmp_path / "library/web-service.md"}
    monkeypatch.setattr(constitutions, "shipped", lambda: shipped)
    write(tmp_path, top=extending(TOP, "web-service"))
    loaded = load_constitutions(tmp_path).require_valid()
    assert [one.path for one in loaded.constitutions] == ["web-service", "constitutions/top.md"]
    assert loaded.principles[0].constitution == "web-service"
    write(tmp_path, top=extending(TOP, "web-servise"))
    (mistake,) = load_constitutions(tmp_path).mistakes
    assert mistake.code == "CONST301"
    assert mistake.place.line == 2
    assert "did you mean 'web-service'?" in mistake.hint


def test_what_is_shipped_can_be_read_and_joined(tmp_path):
    for name in constitutions.shipped():
        write(tmp_path, top=extending(TOP, name))
        assert load_constitutions(tmp_path).mistakes == ()


def test_a_broken_base_is_told_once_and_at_its_own_place(tmp_path):
    write(tmp_path, a=extending(TOP, "../base.md"), b=extending("# B\n", "../base.md"))
    write_at(tmp_path, "base.md", "nothing\n")
    assert messages(load_constitutions(tmp_path)) == ["base.md:1: this is not a constitution"]


def test_a_base_outside_of_the_project_is_not_read(tmp_path):
    write_at(tmp_path, "outside.md", BASE)
    root = tmp_path / "project"
    write(root, top=extending(TOP, "link.md"))
    (root / "constitutions/link.md").symlink_to(tmp_path / "outside.md")
    assert [mistake.code for mistake in load_constitutions(root).mistakes] == ["CONST301"]


def test_a_waived_principle_may_be_loosened(tmp_path):
    write(tmp_path, base=BASE, top=extending(document(level="SHOULD", constraint="It SHOULD be `x`."), "base.md"))
    assert [mistake.code for mistake in load_constitutions(tmp_path).mistakes] == ["CONST304"]
    assert load_constitutions(tmp_path, frozenset({"SEC-002"})).mistakes == ()


def test_other_documents_can_be_named_in_their_place(tmp_path):
    write(tmp_path, main=BASE)
    write_at(tmp_path, "elsewhere/top.md", TOP)
    loaded = load_constitutions(tmp_path, paths=["elsewhere/top.md"])
    assert loaded.own == ("elsewhere/top.md",)
    assert [principle.id for principle in loaded.principles] == ["TOP-001"]


@pytest.mark.requires_git
def test_constitutions_are_read_as_they_were_at_a_revision(tmp_path):
    repository = Repository.create(
        tmp_path / "project",
        {
            "constitutions/top.md": extending(TOP, "../rules/base.md", "near.md"),
            "constitutions/near.md": "---\nextends: gone.md\n---\n# Near\n",
            "constitutions/README.md": "no",
            "rules/base.md": BASE,
        },
    )
    write(repository.folder, top="changed")
    loaded = constitutions_at(repository.folder, "HEAD")
    assert loaded.own == ("constitutions/near.md", "constitutions/top.md")
    assert {principle.id for principle in loaded.principles} == {"SEC-002", "TOP-001"}
    assert messages(loaded) == ["HEAD:constitutions/near.md:2: extends 'constitutions/gone.md', which is not there"]
