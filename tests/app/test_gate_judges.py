from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from harness.domain.gate import JudgeEdit
from tests.support.judging import ANN, BOB, CARD, CAT, CONSTITUTION, FILES, SPECIFICATION, Bench, outside_pipelines
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git

RULES = "constitutions/rules.md"
POLICY = FILES["harness.toml"]
PYPROJECT = '[project]\nname = "x"\n[tool.harness.gate]\nmax_cycles = 3\n'
WAIVER = "SEC-001: until the parser is there (ann, until 2027-01-31)"


@pytest.fixture(autouse=True)
def no_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    outside_pipelines(monkeypatch)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A project with every kind of judge; it is only copied."""
    more = {
        "pyproject.toml": '[project]\nname = "x"\n',
        "OWNERS": "cat@example.org\n",
        "harness.toml": POLICY + 'judges = ["ci/**"]\nowners = "OWNERS"\n',
        "ci/run.sh": "harness gate\n",
        "docs/base.md": CONSTITUTION.replace("SEC-001", "BASE-001").replace("# Rules", "# Base"),
        RULES: "---\nextends: ../docs/base.md\n---\n" + CONSTITUTION,
        "waivers.toml": "# none\n",
        "trace.lock": "",
        "testcards/seals.jsonl": "",
        ".specify/memory/constitution.md": CONSTITUTION.replace("SEC-001", "KIT-001"),
    }
    return Bench.create(tmp_path_factory.mktemp("kept"), more)


@pytest.fixture
def bench(kept: Bench, tmp_path: Path) -> Bench:
    shutil.copytree(kept.top, tmp_path / "project", symlinks=True)
    return Bench(tmp_path / "project", tmp_path / "project")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"src/app.py": "x = 2\n", "README.md": "# X\n", "list": "#!/bin/sh\n"}, {}),
        ({"harness.toml": POLICY}, {"harness.toml": "policy"}),
        ({"harness.toml": "# said\n" + POLICY + 'judges = [ "ci/**" ]\nowners = "OWNERS"\n'}, {}),
        ({"pyproject.toml": '[project]\nname = "y"\n'}, {}),
        ({"waivers.toml": "# one\n"}, {"waivers.toml": "waivers"}),
        ({"constitutions/waivers.md": "- " + WAIVER}, {"constitutions/waivers.md": "waivers"}),
        ({"src/app.py": f"eval(y)  # waive {WAIVER}\n"}, {"src/app.py": "waivers"}),
        ({"src/new.py": f"# waive {WAIVER}\neval(y)\n"}, {"src/new.py": "waivers"}),
        ({"src/app.py": "x = y  # waive the fee\n"}, {}),
        ({"testcards/seals.jsonl": "\n"}, {"testcards/seals.jsonl": "seals"}),
        ({RULES: CONSTITUTION}, {RULES: "constitution"}),
        ({"constitutions/more/web.yaml": "[]\n"}, {"constitutions/more/web.yaml": "constitution"}),
        ({"constitutions/reviews.md": "# Reviews\n"}, {"constitutions/reviews.md": "constitution"}),
        ({"constitutions/baseline.json": "{}\n"}, {"constitutions/baseline.json": "constitution"}),
        ({"constitutions/README.md": "# Why\n", "constitutions/.draft.md": "x"}, {}),
        ({".specify/memory/constitution.md": CONSTITUTION}, {".specify/memory/constitution.md": "constitution"}),
        ({"docs/base.md": CONSTITUTION}, {"docs/base.md": "constitution"}),
        ({"golden/accepted.jsonl": "\n"}, {"golden/accepted.jsonl": "golden"}),
        ({"golden/SHOW.golden": "other\n"}, {"golden/SHOW.golden": "golden"}),
        ({"golden/pictures/SHOW/1.png": "x"}, {"golden/pictures/SHOW/1.png": "golden"}),
        ({"golden/SHOW.md": "# Other\n"}, {"golden/SHOW.md": "golden"}),
        ({"golden/NEW.md": "---\nid: NEW\n---\n# Items\n\n## Steps\n\n1. Run `list`.\n"}, {}),
        ({"trace.lock": "\n"}, {"trace.lock": "trace"}),
        ({"OWNERS": "ann@example.org\n"}, {"OWNERS": "policy"}),
        ({"ci/run.sh": "true\n"}, {"ci/run.sh": "document"}),
        ({"ci/more.sh": "true\n"}, {"ci/more.sh": "document"}),
        ({"testcards/show.md": CARD.format(id="LIST-OTHER")}, {"testcards/show.md": "document"}),
        ({"testcards/show.md": CARD.format(id="LIST-SHOW").replace("milk", "bread")}, {}),
        ({"testcards/new.md": CARD.format(id="LIST-NEW")}, {}),
        ({"specs/001-list/spec.md": SPECIFICATION.replace("show items", "show all items")}, {}),
        ({"specs/001-list/spec.md": SPECIFICATION + "- **FR-003**: The list MUST end.\n"}, {}),
        (
            {"specs/001-list/spec.md": SPECIFICATION.replace("MUST sort", "MAY sort")},
            {"specs/001-list/spec.md": "document"},
        ),
        ({"specs/001-list/spec.md": SPECIFICATION.replace("FR-002", "FR-009")}, {"specs/001-list/spec.md": "document"}),
        ({"specs/001-list/plan.md": "# Plan\n"}, {}),
    ],
)
def test_every_kind_of_judge_is_told_and_nothing_else(bench, files, expected):
    bench.write(files)
    assert bench.kinds() == expected


@pytest.fixture
def in_pyproject(bench: Bench) -> Bench:
    """The same, with its policy in ``pyproject.toml``."""
    bench.git("switch", "--quiet", "main")
    bench.remove("harness.toml")
    bench.write({"pyproject.toml": PYPROJECT})
    bench.commit(CAT)
    bench.git("switch", "--quiet", "--force-create", "work")
    bench.commit(ANN)  # the work has begun
    return bench


@pytest.mark.parametrize(
    ("text", "expected"),
    [(PYPROJECT.replace("3", "4"), {"pyproject.toml": "policy"}), (PYPROJECT.replace('"x"', '"y"'), {})],
)
def test_a_policy_in_pyproject_is_told_from_the_rest_of_that_file(in_pyproject, text, expected):
    in_pyproject.write({"pyproject.toml": text})
    assert in_pyproject.kinds() == expected


def test_a_policy_in_pyproject_that_is_removed_is_edited(in_pyproject):
    in_pyproject.remove("pyproject.toml")
    assert in_pyproject.kinds() == {"pyproject.toml": "policy"}


def test_a_policy_that_moves_to_another_file_is_edited_in_both(in_pyproject):
    in_pyproject.write({"harness.toml": "[gate]\nmax_cycles = 3\n", "pyproject.toml": '[project]\nname = "x"\n'})
    assert in_pyproject.kinds() == {"harness.toml": "policy", "pyproject.toml": "policy"}


def test_what_is_committed_is_told_as_what_is_not(bench):
    bench.write({"src/app.py": f"eval(y)  # waive {WAIVER}\n", "docs/base.md": CONSTITUTION, "README.md": "# X\n"})
    bench.write({"testcards/show.md": CARD.format(id="LIST-OTHER"), "specs/001-list/spec.md": "# List\n"})
    expected = bench.kinds()
    assert len(expected) == 4
    bench.commit(ANN)
    assert bench.kinds() == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("testcards/show.md", "document"),
        ("specs/001-list/spec.md", "document"),
        ("golden/SHOW.md", "golden"),
        ("golden/SHOW.golden", "golden"),
        (RULES, "constitution"),
        ("docs/base.md", "constitution"),
        ("waivers.toml", "waivers"),
        ("harness.toml", "policy"),
        ("OWNERS", "policy"),
        ("ci/run.sh", "document"),
    ],
)
def test_a_judge_that_is_removed_is_edited(bench, name, kind):
    bench.remove(name)
    assert bench.kinds() == {name: kind}


def test_an_exemption_is_told_from_the_rest_of_the_policy(bench):
    text = (bench.folder / "harness.toml").read_text()
    terms = 'reason = "later"\nwho = "Ann"\nuntil = 2027-01-31\n'
    bench.write({"harness.toml": f'{text}[[trace.exemptions]]\nrequirement = "FR-002"\n{terms}'})
    assert bench.kinds() == {"harness.toml": "exemptions"}
    bench.write(
        {"harness.toml": f'{text}[spec]\nignores = [{{codes = ["SPEC001"], paths = ["specs/**"], reason = "x"}}]\n'}
    )
    assert bench.kinds() == {"harness.toml": "exemptions"}


def test_a_renamed_judge_is_one_that_is_gone_and_one_that_is_new(bench):
    bench.git("mv", "constitutions/rules.md", "constitutions/other.md")
    bench.git("mv", "testcards/show.md", "testcards/shown.md")
    assert bench.kinds() == {
        "constitutions/other.md": "constitution",
        "constitutions/rules.md": "constitution",
        "testcards/show.md": "document",
    }


def test_a_waiver_that_moves_with_its_line_is_no_new_one_and_a_later_date_is(bench):
    bench.write({"src/app.py": f"eval(y)  # waive {WAIVER}\n"})
    bench.commit(ANN)
    bench.git("branch", "--force", "main")
    bench.commit(ANN)
    bench.write({"src/app.py": f"\n\neval(y)  # waive {WAIVER}\n"})
    assert bench.kinds() == {}
    bench.write({"src/app.py": f"eval(y)  # waive {WAIVER.replace('2027-01', '2027-03')}\n"})
    assert bench.kinds() == {"src/app.py": "waivers"}


def test_what_git_lfs_keeps_elsewhere_is_not_edited_by_being_there(bench):
    content = "a picture\n"
    digest = hashlib.sha256(content.encode()).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(content)}\n"
    name = "golden/pictures/SHOW/1.png"
    bench.write({name: pointer})
    bench.commit(ANN)
    bench.write({name: content})
    (edit,) = bench.judged().edits
    assert (edit.path, edit.how) == (name, "no commit since says who reviewed it")
    bench.git("branch", "--force", "main")
    bench.git("commit", "--quiet", "--allow-empty", "--message", "nothing")
    assert bench.kinds() == {}
    bench.write({name: "another picture\n"})
    assert bench.kinds() == {name: "golden"}


def test_an_edit_tells_who_made_it_and_that_nobody_answers_for_it(bench):
    bench.loosen(ANN)
    bench.loosen(BOB)
    found = bench.judged()
    assert found.edits == (
        JudgeEdit(
            path=RULES,
            kind="constitution",
            by=("ann@example.org", "bob@example.org"),
            how="no commit since says who reviewed it",
        ),
    )
    assert found.unreviewed == found.edits
    assert found.since == bench.git("rev-parse", "main")


def test_what_is_not_committed_is_by_who_works_here_and_reviewed_by_nobody(bench):
    bench.write({RULES: CONSTITUTION})
    (edit,) = bench.judged(None, "cat@example.org").edits
    assert (edit.by, edit.reviewer) == (("ann@example.org",), "")
    assert edit.how == "not committed, so that nobody can have reviewed it"


class TestRange:
    """From where on a change is judged."""

    @pytest.fixture
    def bench(self, tmp_path: Path) -> Bench:
        return Bench.create(tmp_path)

    def on_main(self, bench: Bench) -> None:
        bench.git("switch", "--quiet", "--force-create", "main")

    def test_a_repository_with_one_commit_has_no_earlier_judges(self, bench):
        self.on_main(bench)
        bench.git("branch", "--delete", "work")
        assert bench.judged().edits == ()
        bench.write({RULES: "# Other\n"})
        assert bench.kinds() == {RULES: "constitution"}

    def test_one_without_any_commit_has_none_either(self, tmp_path):
        repository = Repository.create(tmp_path / "project")
        repository.write(FILES)
        found = Bench(repository.folder, repository.folder).judged()
        assert (found.edits, found.since, found.unknown) == ((), "", "")

    def test_outside_git_nobody_can_tell(self, tmp_path):
        bench = Bench(tmp_path, tmp_path)
        bench.write(FILES)
        assert bench.judged().unknown == "what a change edits is told by git; run this in a repository: `git init`"

    def test_every_commit_since_the_branch_parted_counts_though_main_went_on(self, bench):
        bench.loosen()
        bench.commit(ANN, "code")
        bench.git("switch", "--quiet", "main")
        bench.write({"waivers.toml": "# main\n"})
        bench.commit(CAT)
        bench.git("switch", "--quiet", "work")
        assert bench.kinds() == {RULES: "constitution"}

    def test_on_the_branch_itself_the_last_commit_counts_and_what_is_not_committed(self, bench):
        self.on_main(bench)
        bench.loosen()
        bench.write({"waivers.toml": "# one\n"})
        bench.commit(ANN)
        assert bench.kinds() == {"waivers.toml": "waivers"}
        bench.write({"coverage.xml": "<x/>\n", "trace.lock": ""})
        assert bench.kinds() == {"trace.lock": "trace", "waivers.toml": "waivers"}

    def test_of_a_merge_on_the_branch_itself_all_that_it_brings_counts(self, bench):
        bench.loosen()
        bench.commit(ANN)
        bench.git("switch", "--quiet", "main")
        bench.git("merge", "--quiet", "--no-ff", "--no-edit", "work")
        assert bench.kinds() == {RULES: "constitution"}

    def test_what_was_not_pushed_yet_counts(self, bench, tmp_path):
        self.on_main(bench)
        clone = self.clone(bench, tmp_path)
        clone.loosen()
        clone.commit(ANN)
        assert clone.kinds() == {RULES: "constitution"}
        clone.git("remote", "set-head", "origin", "--delete")
        clone.git("update-ref", "-d", "refs/remotes/origin/HEAD")
        assert clone.kinds() == {RULES: "constitution"}

    def test_what_was_pushed_last_counts_where_the_pipeline_tells(self, bench, monkeypatch, tmp_path):
        self.on_main(bench)
        before = bench.git("rev-parse", "HEAD")
        bench.loosen()
        bench.commit(ANN)
        assert bench.kinds() == {}
        monkeypatch.setenv("CI_COMMIT_BEFORE_SHA", "0" * 40)
        assert bench.kinds() == {}
        monkeypatch.setenv("CI_COMMIT_BEFORE_SHA", before)
        assert bench.kinds() == {RULES: "constitution"}
        monkeypatch.delenv("CI_COMMIT_BEFORE_SHA")
        event = tmp_path / "event.json"
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
        assert bench.kinds() == {}
        event.write_text(json.dumps({"before": before}))
        assert bench.kinds() == {RULES: "constitution"}
        event.write_text("[]")
        assert bench.kinds() == {}

    def clone(self, bench: Bench, room: Path, *options: str) -> Bench:
        bench.git("clone", "--quiet", *options, f"file://{bench.top}", str(room / "clone"))
        clone = Bench(room / "clone", room / "clone")
        clone.git("config", "user.email", "ann@example.org")
        return clone

    def test_a_shallow_clone_cannot_tell(self, bench, tmp_path):
        bench.loosen()
        found = self.clone(bench, tmp_path, "--depth=1").judged()
        assert "fetch-depth: 0" in found.unknown
        assert found.edits == ()

    @pytest.mark.parametrize("name", ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CHANGE_TARGET"])
    def test_the_branch_that_the_pipeline_names_counts_before_main(self, bench, monkeypatch, tmp_path, name):
        bench.loosen()
        bench.git("branch", "release")
        bench.write({"waivers.toml": ""})
        bench.commit(ANN)
        clone = self.clone(bench, tmp_path)
        monkeypatch.setenv(name, "release")
        assert clone.kinds() == {"waivers.toml": "waivers"}
        monkeypatch.setenv(name, "gone")
        assert clone.judged().unknown == (
            "there is no revision `gone` here; run `git fetch origin gone`; on a forge `fetch-depth: 0`"
        )

    def test_azure_names_the_branch_in_full(self, bench, monkeypatch):
        bench.loosen()
        monkeypatch.setenv("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main")
        assert bench.kinds() == {RULES: "constitution"}

    def test_gitlab_names_the_commit_where_the_branch_was_not_fetched(self, bench, monkeypatch):
        base = bench.git("rev-parse", "HEAD")
        bench.loosen()
        bench.git("branch", "--delete", "--force", "main")
        monkeypatch.setenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
        assert "no revision `main`" in bench.judged().unknown
        monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", base)
        assert bench.kinds() == {RULES: "constitution"}

    def test_a_default_branch_that_gitlab_did_not_fetch_is_missed(self, bench, monkeypatch):
        bench.loosen()
        monkeypatch.setenv("CI_DEFAULT_BRANCH", "trunk")
        assert "`git fetch origin trunk`" in bench.judged().unknown

    def test_somebody_may_name_what_it_parted_from(self, bench):
        bench.loosen()
        first = bench.git("rev-parse", "HEAD")
        bench.write({"waivers.toml": ""})
        bench.commit(ANN)
        assert bench.kinds("main") == {RULES: "constitution", "waivers.toml": "waivers"}
        assert bench.kinds(first) == bench.kinds("HEAD~1") == {"waivers.toml": "waivers"}
        assert "no revision `gone`" in bench.judged("gone").unknown

    def test_histories_without_a_common_commit_cannot_be_compared(self, bench):
        bench.git("checkout", "--quiet", "--orphan", "alone")
        assert bench.judged().unknown.startswith("this branch has no commit, and others have")
        bench.commit(ANN)
        assert "no commit in common" in bench.judged().unknown

    def test_a_trunk_of_another_name_has_to_be_named(self, bench):
        bench.git("branch", "--move", "main", "develop")
        bench.loosen()
        bench.commit(ANN)
        assert bench.judged().unknown.startswith(
            "nobody says which branch this work is for: refs/heads/develop; name it"
        )
        assert bench.kinds("develop") == {RULES: "constitution"}

    def test_in_a_pipeline_nobody_guesses(self, bench, monkeypatch):
        bench.git("branch", "--delete", "--force", "main")
        bench.loosen()
        assert bench.kinds() == {RULES: "constitution"}
        monkeypatch.setenv("CI", "true")
        assert "the clone has no other" in bench.judged().unknown

    def test_the_base_of_the_policy_counts(self, tmp_path):
        bench = Bench.create(tmp_path, {"harness.toml": POLICY + 'base = "develop"\n'})
        bench.git("branch", "develop")
        bench.loosen()
        bench.git("branch", "--force", "main")
        bench.commit(ANN)
        assert bench.kinds() == {RULES: "constitution"}

    def test_the_base_of_the_policy_counts_where_there_is_no_other_branch_to_ask(self, tmp_path):
        bench = Bench.create(tmp_path, {"harness.toml": POLICY + 'base = "develop"\n'})
        bench.git("branch", "--move", "main", "develop")
        bench.loosen()
        bench.commit(ANN)
        assert bench.kinds() == {RULES: "constitution"}

    def test_a_policy_of_before_that_cannot_be_read_leaves_it_unknown(self, tmp_path):
        bench = Bench.create(tmp_path, {"harness.toml": "[gate]\nmax_cycles = 0\n"})
        bench.write({"harness.toml": POLICY})
        assert bench.judged().unknown.startswith("the policy before the change cannot be read: harness.toml:2: ")

    def test_a_project_in_a_folder_of_its_repository_is_told_by_its_own_paths(self, tmp_path):
        bench = Bench.create(tmp_path, below="apps/list")
        (bench.top / "constitutions").mkdir()
        (bench.top / "constitutions/other.md").write_text("# not of this project\n")
        bench.loosen()
        bench.review(BOB)
        assert bench.reviewers() == {RULES: "bob@example.org"}

    def test_a_project_that_comes_with_the_change_brings_all_its_judges(self, bench):
        bench.git("switch", "--quiet", "main")
        below = Bench(bench.top / "apps/new", bench.top)
        bench.git("switch", "--quiet", "work")
        below.write({"harness.toml": POLICY, RULES: CONSTITUTION, "src/app.py": ""})
        assert below.kinds() == {RULES: "constitution", "harness.toml": "policy"}


class TestReview:
    """Who answers for an edit."""

    @pytest.fixture
    def bench(self, tmp_path: Path) -> Bench:
        return Bench.create(tmp_path)

    @pytest.fixture
    def owned(self, tmp_path: Path) -> Bench:
        owners = "# who may\nCat@Example.org  # Cat\n\nBob <bob@example.org>\n"
        return Bench.create(tmp_path, {"OWNERS": owners, "harness.toml": POLICY + 'owners = "OWNERS"\n'})

    def test_somebody_else_answers_for_it_by_a_signed_off_trailer(self, bench):
        bench.loosen()
        commit = bench.review(BOB)
        (edit,) = bench.judged().edits
        assert (edit.reviewer, edit.how) == ("bob@example.org", f"reviewed and signed off in {commit[:12]}")

    def test_the_edit_itself_may_say_so(self, bench):
        bench.loosen(ANN, "Loosen\n\nreviewed-by:  Bob  <BOB@example.org>\nSigned-off-by: Robert <bob@example.org>\n")
        assert bench.reviewers() == {RULES: "bob@example.org"}

    def test_work_on_the_product_after_the_review_changes_nothing(self, bench):
        bench.loosen()
        bench.review(BOB)
        bench.write({"src/app.py": "x = 3\n"})
        bench.commit(ANN)
        assert bench.reviewers() == {RULES: "bob@example.org"}

    def test_an_edit_after_the_review_is_not_reviewed(self, bench):
        bench.loosen()
        commit = bench.review(BOB)
        bench.loosen()
        (edit,) = bench.judged().edits
        assert edit.reviewer == ""
        assert edit.how == f"bob@example.org, as {commit[:12]} says, reviewed another text of it"

    def test_each_edit_is_told_for_itself(self, bench):
        bench.loosen()
        bench.review(BOB)
        bench.write({"waivers.toml": ""})
        bench.commit(ANN)
        assert bench.reviewers() == {RULES: "bob@example.org", "waivers.toml": ""}

    def test_a_later_merge_of_main_that_leaves_it_alone_keeps_the_review(self, bench):
        bench.loosen()
        bench.review(BOB)
        bench.git("switch", "--quiet", "main")
        bench.write({"src/more.py": ""})
        bench.commit(CAT)
        bench.git("switch", "--quiet", "work")
        bench.git("merge", "--quiet", "--no-edit", "main")
        assert bench.reviewers() == {RULES: "bob@example.org"}

    def test_an_owner_of_before_may_be_named_on_the_command_line(self, owned):
        owned.loosen()
        assert owned.reviewers("cat@example.org") == {RULES: "cat@example.org"}
        assert owned.reviewers("Cat <CAT@example.org>") == {RULES: "cat@example.org"}
        (edit,) = owned.judged(None, "dan@example.org").edits
        assert edit.how == "dan@example.org is none of the owners that `OWNERS` named before the change"

    def test_without_a_file_of_owners_nobody_is_named_on_the_command_line(self, bench):
        bench.loosen()
        (edit,) = bench.judged(None, "cat@example.org").edits
        assert (edit.reviewer, edit.how) == ("", "cat@example.org is named where no file of owners was")

    def test_owners_answer_by_a_trailer_and_nobody_else_does(self, owned):
        owned.loosen()
        owned.review(("Dan", "dan@example.org"))
        assert owned.reviewers() == {RULES: ""}
        owned.review(BOB)
        assert owned.reviewers() == {RULES: "bob@example.org"}

    def test_a_file_of_owners_that_is_not_there_names_nobody(self, tmp_path):
        bench = Bench.create(tmp_path, {"harness.toml": POLICY + 'owners = "OWNERS"\n'})
        bench.loosen()
        bench.review(BOB)
        assert bench.reviewers("bob@example.org") == {RULES: ""}
