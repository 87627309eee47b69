"""Whoever changes a product cannot change unseen what it is judged by, nor answer for that themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.judging import (
    ANN,
    BOB,
    CARD,
    CAT,
    CONSTITUTION,
    FILES,
    SPECIFICATION,
    Bench,
    outside_pipelines,
    reviewed_by,
)

pytestmark = pytest.mark.requires_git

RULES = "constitutions/rules.md"
POLICY = FILES["harness.toml"]
WAIVERS = '[[waivers]]\nid = "W-1"\nscope = "card LIST-SHOW"\nreason = "later"\nowner = "Ann"\nuntil = 2027-01-31\n'


@pytest.fixture(autouse=True)
def no_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    outside_pipelines(monkeypatch)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench.create(tmp_path)


def as_submodule(bench: Bench, other: Bench, place: str) -> None:
    """Another project becomes a submodule of ``main``, in place of what was there; new work parts from that."""
    bench.git("switch", "--quiet", "main")
    if (bench.folder / place).exists():
        bench.remove(place)
        bench.commit(CAT)
    bench.git("submodule", "--quiet", "add", f"file://{other.top}", place)
    bench.commit(CAT)
    bench.git("switch", "--quiet", "--force-create", "work")
    bench.commit(ANN)


class TestHiding:
    """An edit that is not to be seen."""

    def test_a_judge_that_git_ignores_is_seen(self, bench):
        bench.write({".gitignore": "waivers.toml\nconstitutions/more.md\n.harness/\n", "waivers.toml": WAIVERS})
        bench.write({"constitutions/more.md": CONSTITUTION})
        bench.commit(ANN)
        assert bench.kinds() == {"constitutions/more.md": "constitution", "waivers.toml": "waivers"}
        assert set(bench.reviewers().values()) == {""}

    def test_one_that_this_clone_alone_ignores_is_seen(self, bench):
        (bench.folder / ".git/info").mkdir(exist_ok=True)
        (bench.folder / ".git/info/exclude").write_text("*.toml\n")
        bench.write({"waivers.toml": WAIVERS})
        assert bench.kinds() == {"waivers.toml": "waivers"}

    @pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
    def test_a_mark_in_the_index_hides_no_edit(self, bench, mark):
        bench.git("update-index", mark, RULES)
        bench.write({RULES: "# None\n"})
        assert bench.kinds() == {RULES: "constitution"}

    @pytest.mark.parametrize("name", ["harness.toml", RULES, "specs/001-list/spec.md", "testcards/show.md"])
    def test_what_a_sparse_checkout_leaves_out_is_gone(self, bench, name):
        bench.git("update-index", "--skip-worktree", name)
        bench.remove(name)
        assert set(bench.kinds()) == {name}

    def test_an_edit_where_a_sparse_checkout_has_nothing_is_seen(self, bench):
        bench.git("sparse-checkout", "set", "--cone", "golden", "specs", "src", "testcards")
        bench.write({RULES: "# None\n"})
        assert bench.kinds() == {RULES: "constitution"}

    def test_an_edit_of_the_same_size_and_time_is_seen(self, bench):
        settings, other = bench.folder / "harness.toml", bench.folder / "other.toml"
        os.utime(settings, (1, 1))
        bench.git("config", "core.checkStat", "minimal")
        bench.git("update-index", "--refresh")
        other.write_text(settings.read_text().replace("max_cycles = 3", "max_cycles = 9"))
        os.utime(other, (1, 1))
        other.replace(settings)
        assert bench.kinds() == {"harness.toml": "policy"}

    def test_a_judge_behind_a_link_is_seen(self, tmp_path):
        bench = Bench.create(tmp_path, {"docs/rules.md": CONSTITUTION.replace("SEC-", "DOC-")})
        self.link(bench, "constitutions/linked.md", "../docs/rules.md")
        bench.write({"docs/rules.md": "# None\n"})
        assert bench.kinds() == {"docs/rules.md": "constitution"}
        bench.remove("docs/rules.md")
        assert bench.kinds() == {"docs/rules.md": "constitution"}

    def test_a_folder_of_judges_behind_links_is_seen(self, tmp_path):
        bench = Bench.create(tmp_path, {"docs/rules/rules.md": CONSTITUTION})
        bench.remove("constitutions")
        (bench.folder / "alias").symlink_to("docs")
        self.link(bench, "constitutions", "alias/rules")
        bench.write({"docs/rules/rules.md": "# None\n"})
        assert bench.kinds() == {"docs/rules/rules.md": "constitution"}

    def link(self, bench: Bench, name: str, target: str) -> None:
        bench.git("switch", "--quiet", "main")
        (bench.folder / name).symlink_to(target)
        bench.commit(CAT)
        bench.git("switch", "--quiet", "--force-create", "work")
        bench.commit(ANN)

    def test_a_judge_that_becomes_a_link_is_edited(self, bench):
        bench.write({"docs/rules.md": CONSTITUTION})
        bench.remove(RULES)
        (bench.folder / RULES).symlink_to("../docs/rules.md")
        assert bench.kinds()[RULES] == "constitution"

    @pytest.mark.parametrize("name", ["harness.toml", RULES, "golden"])
    def test_of_a_judge_that_lies_elsewhere_nobody_can_tell(self, bench, tmp_path, name):
        elsewhere = tmp_path / "elsewhere"
        shutil.move(bench.folder / name, elsewhere)
        (bench.folder / name).symlink_to(elsewhere)
        assert bench.judged().unknown.startswith(f"'{name}' leads out of the project")

    def test_a_circle_of_links_ends(self, bench):
        (bench.folder / "constitutions/a.md").symlink_to("b.md")
        (bench.folder / "constitutions/b.md").symlink_to("a.md")
        assert bench.kinds() == {"constitutions/a.md": "constitution", "constitutions/b.md": "constitution"}

    def test_an_edit_within_a_submodule_is_seen(self, bench, tmp_path):
        rules = Bench.create(tmp_path / "rules")
        as_submodule(bench, rules, "constitutions")
        assert bench.kinds() == {}
        bench.write({"constitutions/more.md": "# More\n"})
        assert bench.kinds() == {"constitutions": "constitution"}
        bench.git("-C", "constitutions", "add", "--all")
        bench.git("-C", "constitutions", "commit", "--quiet", "--message", "more")
        bench.commit(ANN)
        assert bench.kinds() == {"constitutions": "constitution"}

    @pytest.mark.parametrize(
        "hide",
        [
            ("-C", "constitutions", "update-index", "--assume-unchanged", "rules.md"),
            ("config", "submodule.constitutions.ignore", "all"),
        ],
    )
    def test_nothing_hides_an_edit_within_a_submodule(self, bench, tmp_path, hide):
        rules = Bench.create(tmp_path / "rules", {"rules.md": CONSTITUTION, ".gitignore": "mine.md\n__pycache__/\n"})
        as_submodule(bench, rules, "constitutions")
        bench.git(*hide)
        bench.write({"constitutions/__pycache__/x.pyc": ""})
        assert bench.kinds() == {}
        bench.write({"constitutions/mine.md": "# Mine\n"})
        assert bench.kinds() == {"constitutions": "constitution"}
        bench.remove("constitutions/mine.md")
        bench.write({"constitutions/rules.md": "# None\n"})
        if hide[0] == "config":
            bench.git("-C", "constitutions", "commit", "--quiet", "--all", "--message", "none")
        assert bench.kinds() == {"constitutions": "constitution"}

    def test_a_waiver_in_a_submodule_of_the_product_is_seen(self, bench, tmp_path):
        library = Bench.create(tmp_path / "library", {"lib.py": "eval(x)\n"})
        as_submodule(bench, library, "lib")
        bench.write({"lib/lib.py": "eval(y)\n"})
        assert bench.kinds() == {}
        bench.write({"lib/lib.py": "eval(x)  # waive SEC-001: for now (Ann, until 2027-01-31)\n"})
        assert bench.kinds() == {"lib": "waivers"}
        bench.git("-C", "lib", "commit", "--quiet", "--all", "--message", "waived")
        bench.commit(ANN)
        assert bench.kinds() == {"lib": "waivers"}
        assert bench.reviewers() == {"lib": ""}
        bench.review(BOB)
        assert bench.reviewers() == {"lib": BOB[1]}

    @pytest.mark.parametrize("place", ["testcards", "testcards/more", "specs", "specs/002-more"])
    def test_an_edit_within_a_submodule_of_documents_is_seen(self, bench, tmp_path, place):
        files = {
            "show.md": CARD.format(id="LIST-ALL"),
            "gone.md": CARD.format(id="LIST-GONE"),
            "spec.md": SPECIFICATION,
        }
        documents = Bench.create(tmp_path / "documents", files)
        as_submodule(bench, documents, place)
        assert bench.kinds() == {}
        bench.remove(f"{place}/gone.md")
        assert bench.kinds() == {place: "document"}
        bench.git("-C", place, "commit", "--quiet", "--all", "--message", "less")
        bench.commit(ANN)
        assert bench.kinds() == {place: "document"}

    @pytest.mark.parametrize("name", ["testcards/linked.md", "specs/001-list/spec.md"])
    def test_a_document_behind_a_link_is_seen(self, tmp_path, name):
        bench = Bench.create(tmp_path, {"docs/one.md": CARD.format(id="LIST-ONE") if "card" in name else SPECIFICATION})
        (bench.folder / name).unlink(missing_ok=True)
        self.link(bench, name, os.path.relpath("docs/one.md", os.path.dirname(name)))
        bench.write(
            {"docs/one.md": (bench.folder / name).read_text().replace("LIST-ONE", "LIST-NONE").replace("MUST", "MAY")}
        )
        assert bench.kinds() == {"docs/one.md": "document"}

    @pytest.mark.parametrize("name", ["harness.toml", "constitutions/linked.md"])
    def test_what_git_ignores_behind_a_link_is_seen(self, tmp_path, name):
        bench = Bench.create(tmp_path, {".gitignore": "local/\n"})
        bench.write({"local/one": POLICY if name == "harness.toml" else CONSTITUTION.replace("SEC-", "DOC-")})
        (bench.folder / name).unlink(missing_ok=True)
        self.link(bench, name, os.path.relpath("local/one", os.path.dirname(name)))
        assert set(bench.kinds()) == {"local/one"}

    def test_what_git_ignores_and_a_constitution_extends_is_seen(self, tmp_path):
        rules = f"---\nextends: ../local/base.md\n---\n{CONSTITUTION}"
        bench = Bench.create(tmp_path, {".gitignore": "local/\n", RULES: rules})
        bench.write({"local/base.md": CONSTITUTION.replace("SEC-", "DOC-")})
        assert bench.kinds() == {"local/base.md": "constitution"}

    def test_of_a_judge_that_a_filter_of_git_rewrites_nobody_can_tell(self, bench):
        bench.git("config", "filter.hide.clean", "git show HEAD:%f")
        (bench.folder / ".git/info").mkdir(exist_ok=True)
        (bench.folder / ".git/info/attributes").write_text("*.toml filter=hide\n")
        assert bench.kinds() == {}
        bench.write({"harness.toml": POLICY.replace("3", "9")})
        found = bench.judged()
        assert "has a filter rewrite 'harness.toml', so that nobody can tell" in found.unknown

    def test_a_repository_of_its_own_among_the_judges_is_seen(self, bench):
        bench.git("init", "--quiet", "constitutions/own")
        bench.write({"constitutions/own/x.md": CONSTITUTION})
        bench.git("-C", "constitutions/own", "add", "--all")
        bench.git("-C", "constitutions/own", "commit", "--quiet", "--message", "own")
        assert bench.kinds() == {"constitutions/own": "constitution"}

    def test_another_spelling_of_a_folder_is_seen(self, bench):
        bench.write({"Constitutions/rules.md": "# None\n"})
        assert bench.kinds() == {"Constitutions/rules.md": "constitution"}

    def test_names_that_are_no_text_and_names_like_options_are_told(self, bench):
        (bench.folder / os.fsdecode(b"constitutions/\xff.md")).write_text("# X\n")
        bench.write({"constitutions/:(glob)*.md": "# X\n", "constitutions/a\nb.md": "# X\n", "golden/--x": ""})
        bench.commit(ANN)
        found = bench.judged()
        assert {one.path for one in found.edits} == {
            "constitutions/?.md",
            "constitutions/:(glob)*.md",
            "constitutions/a\nb.md",
            "golden/--x",
        }
        assert [one.model_dump_json() for one in found.edits]
        assert {one.reviewer for one in found.edits} == {""}
        bench.review(BOB)
        assert set(bench.reviewers().values()) == {"bob@example.org"}

    def test_a_comment_in_the_configuration_of_git_hides_nothing(self, bench):
        for key, value in (
            ("diff.ignoreSubmodules", "all"),
            ("core.fileMode", "false"),
            ("status.showUntrackedFiles", "no"),
        ):
            bench.git("config", key, value)
        bench.write({"waivers.toml": WAIVERS, ".gitattributes": "constitutions/** -diff\n* text=auto\n"})
        bench.write({RULES: CONSTITUTION.replace("MUST", "MAY")})
        assert bench.kinds() == {RULES: "constitution", "waivers.toml": "waivers"}


class TestRange:
    """A change that is to look smaller than it is."""

    def test_the_change_cannot_name_what_it_is_compared_with(self, bench):
        bench.write({"harness.toml": POLICY + 'base = "work"\n'})
        bench.loosen()
        bench.commit(ANN)
        assert bench.kinds() == {RULES: "constitution", "harness.toml": "policy"}

    @pytest.mark.parametrize("kind", ["tag", "branch"])
    @pytest.mark.parametrize("name", ["main", "origin/main"])
    def test_a_tag_or_branch_of_the_same_name_is_not_what_it_is_compared_with(
        self, bench, tmp_path, monkeypatch, kind, name
    ):
        bench.loosen()
        bench.git("clone", "--quiet", f"file://{bench.top}", str(tmp_path / "clone"))
        clone = Bench(tmp_path / "clone", tmp_path / "clone")
        clone.git("config", "user.email", "ann@example.org")
        clone.git(kind, name)
        assert clone.kinds() == {RULES: "constitution"}
        monkeypatch.setenv("GITHUB_BASE_REF", "main")
        assert clone.kinds() == {RULES: "constitution"}
        if kind == "tag":
            assert clone.kinds("origin/main") == {RULES: "constitution"}

    def test_a_file_that_a_build_leaves_does_not_hide_the_last_commit(self, bench):
        bench.git("switch", "--quiet", "main")
        bench.loosen()
        bench.write({"coverage.xml": "<x/>\n"})
        assert bench.kinds() == {RULES: "constitution"}

    def test_a_replaced_commit_hides_nothing(self, bench):
        bench.loosen()
        bench.commit(ANN)
        bench.git("replace", "main", "HEAD~1")
        assert bench.kinds() == {RULES: "constitution"}
        bench.git("replace", "--delete", "main")
        (bench.folder / ".git/info").mkdir(exist_ok=True)
        (bench.folder / ".git/info/grafts").write_text(bench.git("rev-parse", "HEAD") + "\n")
        assert bench.kinds() == {RULES: "constitution"}

    def test_a_merge_that_drops_what_main_tightened_is_an_edit(self, bench):
        bench.loosen()
        bench.review(BOB)
        self.tighten_main(bench)
        bench.git("merge", "--quiet", "--no-edit", "--strategy=ours", "main")
        assert bench.reviewers() == {RULES: ""}

    def test_a_merge_that_drops_it_without_another_edit_is_one_as_well(self, bench):
        bench.commit(ANN)
        bench.review(BOB)
        self.tighten_main(bench)
        bench.git("merge", "--quiet", "--no-edit", "--strategy=ours", "main")
        assert bench.reviewers() == {RULES: ""}
        bench.review(BOB)
        assert bench.reviewers() == {RULES: "bob@example.org"}

    def test_an_edit_that_a_merge_makes_is_by_who_merged(self, bench):
        bench.loosen()
        bench.review(CAT)
        self.tighten_main(bench)
        bench.repository.git("merge", "--no-commit", "main", check=False)
        bench.write({RULES: "# None\n"})
        bench.commit(BOB, reviewed_by(BOB))
        bench.review(BOB)
        (edit,) = bench.judged().edits
        assert (edit.by, edit.reviewer) == (("ann@example.org", "bob@example.org"), "")
        bench.review(CAT)
        assert bench.reviewers() == {RULES: "cat@example.org"}

    def tighten_main(self, bench: Bench) -> None:
        bench.git("switch", "--quiet", "main")
        bench.write({RULES: CONSTITUTION + "\nTighter.\n"})
        bench.commit(CAT)
        bench.git("switch", "--quiet", "work")


class TestReviewing:
    """Somebody who answers for their own edit, or in another's name."""

    @pytest.mark.parametrize(
        ("author", "committer", "reviewer"),
        [
            (ANN, ANN, ANN),
            (ANN, ANN, ("Ann Other", "ann@example.org")),
            (ANN, ANN, ("Ann", "ANN@Example.ORG")),
            (ANN, ANN, ("Ann", "ann+review@example.org")),
            (ANN, BOB, BOB),
            (BOB, ANN, BOB),
        ],
    )
    def test_who_edited_it_does_not_answer_for_it(self, bench, author, committer, reviewer):
        bench.write({RULES: "# None\n"})
        bench.commit(author, by=committer)
        bench.review(reviewer)
        assert bench.reviewers() == {RULES: ""}

    def test_who_edited_another_judge_does_not_either(self, bench):
        bench.loosen(ANN)
        bench.write({"waivers.toml": WAIVERS})
        bench.commit(BOB)
        bench.review(ANN)
        bench.review(BOB)
        assert bench.reviewers() == {RULES: "", "waivers.toml": ""}

    def test_nor_who_edited_one_and_took_that_back(self, bench):
        bench.loosen(ANN)
        bench.write({"waivers.toml": WAIVERS})
        bench.commit(BOB)
        bench.remove("waivers.toml")
        bench.commit(ANN)
        bench.review(BOB)
        assert bench.reviewers() == {RULES: ""}

    def test_who_wrote_it_together_with_another_does_not(self, bench):
        bench.loosen(ANN, "Loosen\n\nCo-authored-by: Bob <bob@example.org>\n")
        bench.review(BOB)
        assert bench.reviewers() == {RULES: ""}

    @pytest.mark.parametrize(
        "message",
        [
            "x\n\nReviewed-by: Bob <bob@example.org>\n",
            "x\n\nSigned-off-by: Bob <bob@example.org>\n",
            "x\n\nReviewed-by: Bob <bob@example.org>\nSigned-off-by: Ann <ann@example.org>\n",
            "x\n\nReviewed-by: Bob\nSigned-off-by: Bob\n",
            "x\n\nReviewed-by: bob@example.org\nSigned-off-by: bob@example.org\n",
            "x\n\nReviewed-by: Bob <bob@example.org> <a@b.c>\nSigned-off-by: Bob <bob@example.org> <a@b.c>\n",
            "x\n\nReviewed-by: Bob <bob>\nSigned-off-by: Bob <bob>\n",
            "x\n\nReviewed-by: Bob <b\u200bob@example.org>\nSigned-off-by: Bob <b\u200bob@example.org>\n",
            "x\n\nReviewed-by: Bob <>\nSigned-off-by: Bob <>\n",
            "x\n\nReviewed: Bob <bob@example.org>\nSigned-off-by: Bob <bob@example.org>\n",
            "x\n\nNot-Reviewed-by: Bob <bob@example.org>\nSigned-off-by: Bob <bob@example.org>\n",
            "Reviewed-by: Bob <bob@example.org>\n\nSigned-off-by: Bob <bob@example.org>\n",
            "x\n\n> Reviewed-by: Bob <bob@example.org>\n> Signed-off-by: Bob <bob@example.org>\n\nsaid nobody\n",
            "x\n\nReviewed-by: Bob <bob@example.org>\nSigned-off-by: Bob <bob@example.org>\n\nbut that is a quotation\n",
        ],
    )
    def test_what_is_no_trailer_of_one_person_is_no_review(self, bench, message):
        bench.loosen()
        bench.commit(ANN, message)
        assert bench.reviewers() == {RULES: ""}

    def test_a_review_from_before_the_change_is_none(self, bench):
        bench.git("switch", "--quiet", "main")
        bench.review(BOB)
        bench.git("switch", "--quiet", "--force-create", "work")
        bench.loosen()
        assert bench.reviewers() == {RULES: ""}

    def test_an_edit_that_is_made_undone_and_made_again_needs_a_review_again(self, bench):
        bench.loosen()
        bench.review(BOB)
        bench.git("revert", "--no-edit", "HEAD~1")
        bench.git("revert", "--no-edit", "HEAD")
        assert bench.reviewers() == {RULES: ""}

    def test_a_review_on_a_branch_beside_it_is_of_another_text(self, bench):
        bench.commit(ANN)
        bench.git("switch", "--quiet", "--create", "side")
        bench.review(BOB)
        bench.git("switch", "--quiet", "work")
        bench.loosen()
        bench.git("merge", "--quiet", "--no-edit", "side")
        assert bench.reviewers() == {RULES: ""}

    def test_a_reviewed_commit_that_its_author_amends_is_theirs(self, bench):
        bench.loosen()
        bench.commit(BOB, reviewed_by(BOB))
        bench.write({"waivers.toml": WAIVERS})
        bench.commit(BOB, reviewed_by(BOB), by=ANN, options=("--amend",))
        assert bench.reviewers() == {RULES: "", "waivers.toml": ""}

    def test_two_addresses_of_one_person_are_one(self, tmp_path):
        mailmap = "Ann <ann@example.org> <ann@home.example>\nAnn <ann@example.org> Other <a@work.example> # both\n"
        bench = Bench.create(tmp_path, {".mailmap": mailmap})
        bench.loosen(("Ann", "ann@home.example"))
        bench.review(("Somebody", "a@work.example"))
        assert bench.reviewers() == {RULES: ""}

    def test_a_mailmap_that_comes_with_the_change_makes_nobody_another(self, tmp_path):
        bench = Bench.create(tmp_path, {".mailmap": "Ann <ann@example.org> <ann@home.example>\n"})
        bench.loosen()
        mailmap = "Bob <bob@example.org> <ann@home.example>\nBob <bob@example.org> <ann@example.org>\n"
        bench.write({".mailmap": mailmap})
        bench.commit(ANN)
        bench.review(("Bob", "ann@home.example"))
        bench.review(ANN)
        assert bench.reviewers() == {RULES: ""}

    def test_nobody_makes_themselves_an_owner(self, tmp_path):
        owned = {"OWNERS": "cat@example.org\n", "harness.toml": POLICY + 'owners = "OWNERS"\n'}
        bench = Bench.create(tmp_path, owned)
        bench.loosen()
        bench.write({"OWNERS": "dan@example.org\n", "MORE": "dan@example.org\n"})
        bench.commit(ANN)
        bench.review(("Dan", "dan@example.org"))
        assert bench.reviewers("dan@example.org") == {RULES: "", "OWNERS": ""}
        bench.write({"harness.toml": POLICY + 'owners = "MORE"\n'})
        bench.commit(ANN)
        bench.review(("Dan", "dan@example.org"))
        assert bench.reviewers("dan@example.org") == {
            RULES: "",
            "MORE": "",
            "OWNERS": "",
            "harness.toml": "",
        }
        bench.write({"harness.toml": POLICY})
        bench.commit(ANN)
        bench.review(("Dan", "dan@example.org"))
        assert set(bench.reviewers("dan@example.org").values()) == {""}

    def test_an_owner_who_edited_a_judge_is_not_named_on_the_command_line(self, tmp_path):
        bench = Bench.create(tmp_path, {"OWNERS": "ann@example.org\n", "harness.toml": POLICY + 'owners = "OWNERS"\n'})
        bench.loosen()
        assert bench.reviewers("ann@example.org", "ANN <ann@example.org>") == {RULES: ""}

    @pytest.mark.parametrize(
        "named", ["", " ", "#", "*", "@", "cat", "<cat@example.org> x", "cat@example.org,dan@example.org"]
    )
    def test_what_names_no_owner_is_refused(self, tmp_path, named):
        owned = {"OWNERS": "cat@example.org\n\n#\n*\n@\ncat\n", "harness.toml": POLICY + 'owners = "OWNERS"\n'}
        bench = Bench.create(tmp_path, owned)
        bench.loosen()
        assert bench.reviewers(named) == {RULES: ""}

    def test_globs_of_judges_are_not_taken_away_by_the_change(self, tmp_path):
        bench = Bench.create(tmp_path, {"harness.toml": POLICY + 'judges = ["list"]\n'})
        for policy in ("", 'judges = ["data"]\n'):
            bench.write({"harness.toml": POLICY + policy, "list": "#!/bin/sh\n"})
            assert bench.kinds() == {"harness.toml": "policy", "list": "document"}


class TestSigning:
    """Names in git are claims; keys are more than that."""

    @pytest.fixture
    def signed(self, tmp_path: Path) -> Bench:
        if shutil.which("ssh-keygen") is None:
            pytest.skip("ssh-keygen is not installed")
        for name in ("ann", "bob"):
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(tmp_path / name)]
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        keys = {name: (tmp_path / f"{name}.pub").read_text() for name in ("ann", "bob")}
        signers = "".join(f"{name}@example.org {key}" for name, key in keys.items())
        bench = Bench.create(tmp_path, {"signers": signers, "harness.toml": POLICY + "signed = true\n"})
        bench.git("config", "gpg.format", "ssh")
        bench.git("config", "gpg.ssh.allowedSignersFile", str(bench.folder / "signers"))
        bench.loosen()
        return bench

    def sign(self, bench: Bench, who: tuple[str, str], key: str) -> None:
        bench.git("config", "user.signingKey", str(bench.top.parent / key))
        bench.commit(who, reviewed_by(who), options=("--gpg-sign",))

    def test_a_review_that_is_not_signed_counts_no_more(self, signed):
        commit = signed.review(BOB)
        (edit,) = signed.judged().edits
        assert edit.reviewer == ""
        assert edit.how == f"bob@example.org, as {commit[:12]} says, did not sign that with a key that is known"

    def test_one_that_the_reviewer_signed_counts(self, signed):
        self.sign(signed, BOB, "bob")
        assert signed.reviewers() == {RULES: "bob@example.org"}

    def test_one_that_another_signed_in_their_name_does_not(self, signed):
        self.sign(signed, BOB, "ann")
        assert signed.reviewers() == {RULES: ""}

    def test_one_that_was_amended_later_does_not(self, signed):
        self.sign(signed, BOB, "bob")
        signed.write({"src/app.py": "x = 9\n"})
        signed.commit(BOB, reviewed_by(BOB), options=("--amend",))
        assert signed.reviewers() == {RULES: ""}

    def test_a_key_that_comes_with_the_change_is_not_known(self, signed):
        key = (signed.top.parent / "ann.pub").read_text()
        signed.write({"signers": f"bob@example.org {key}"})
        signed.commit(ANN)
        self.sign(signed, BOB, "ann")
        assert signed.reviewers() == {RULES: "", "signers": ""}

    def test_the_change_cannot_do_without_signatures(self, signed):
        signed.write({"harness.toml": POLICY})
        signed.commit(ANN)
        signed.review(BOB)
        assert signed.reviewers() == {RULES: "", "harness.toml": ""}
