"""``harness spec derive`` as a user runs it: what it writes, what it leaves alone, and how it ends."""

from __future__ import annotations

from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from harness.readers import read_card
from tests.support.deriving import specification
from tests.support.projects import CardProject, Done, card

SPEC = "specs/001-bank/spec.md"
CARD = "testcards/fr-001.md"
CONFIGURATION = '[product.commands]\nbank = "{tree}/bin/bank"\n'
TWO = (
    "- **FR-001**: System MUST let a customer transfer an amount (US1) between two accounts.\n"
    "- **FR-002**: The balance of an account MUST never drop below zero.\n"
)


class Here:
    """A folder with a specification."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("harness.toml", CONFIGURATION)
        self.write(SPEC, specification(TWO))

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def text(self, name: str) -> str:
        return (self.folder / name).read_text()

    def change(self, before: str, after: str, name: str = SPEC) -> None:
        text = self.text(name)
        assert before in text
        self.write(name, text.replace(before, after))

    def derive(self, *arguments: str, below: str = ".") -> Done:
        out, err = StringIO(), StringIO()
        with chdir(self.folder / below), redirect_stdout(out), redirect_stderr(err):
            code = guarded(root, ["spec", "derive", *arguments])
        return Done(code, out.getvalue(), err.getvalue())

    @property
    def files(self) -> set[str]:
        found = {one.relative_to(self.folder).as_posix() for one in self.folder.rglob("*") if one.is_file()}
        return found - {"harness.toml", SPEC}


@pytest.fixture
def here(tmp_path: Path) -> Here:
    return Here(tmp_path)


# What is written


def test_a_card_is_written_that_lint_finds_open(here: Here) -> None:
    done = here.derive("FR-001")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{CARD}: written; ")
    read = read_card(here.text(CARD), CARD)
    assert (read.id, read.verifies) == ("FR-001", ("001-bank/FR-001",))
    out = StringIO()
    with chdir(here.folder), redirect_stdout(out):
        assert guarded(root, ["lint"]) == 2
    assert {line.split()[2] for line in out.getvalue().splitlines() if ": error " in line} == {"CARD126:"}


@pytest.mark.requires_git
@pytest.mark.requires_cell
def test_a_derived_card_cannot_pass_before_it_is_filled_in(tmp_path: Path) -> None:
    project = CardProject.create(tmp_path, {})
    assert project.harness("spec", "derive", "FR-002").code == 0
    done = project.harness("run-cards", "--report", "json")
    assert done.code == 4, done
    assert (done.report["cards"][0]["state"], done.report["cards"][0]["cause"]) == ("inconclusive", "card")


def test_all_kinds_are_written_and_a_module_only_once(here: Here) -> None:
    done = here.derive("FR-001", "001-bank/FR-002", "--kind", "all")
    assert done.code == 0, done
    assert here.files == {
        CARD,
        "testcards/fr-002.md",
        "tests/test_fr_001.py",
        "tests/test_fr_002.py",
        "derived/f001_bank.py",
    }
    assert done.out.count("derived/f001_bank.py") == 1


def test_another_folder_may_be_named(here: Here) -> None:
    (here.folder / "specs").mkdir(exist_ok=True)
    done = here.derive("FR-001", "--kind", "pytest", "--into", "../checks", below="specs")
    assert (done.code, here.files) == (0, {"checks/test_fr_001.py"})
    assert done.out.startswith("../checks/test_fr_001.py: written")


def test_a_dry_run_shows_and_writes_nothing(here: Here) -> None:
    done = here.derive("FR-001", "--dry-run")
    assert done.code == 0
    assert f"{CARD}: would be written; " in done.out
    assert "verifies: [001-bank/FR-001]" in done.out
    assert here.files == set()


def test_what_no_card_verifies_is_derived_on_request(here: Here) -> None:
    here.write("testcards/own.md", card("OWN", verifies="FR-001"))
    done = here.derive("--missing")
    assert (done.code, here.files) == (0, {"testcards/own.md", "testcards/fr-002.md"})
    assert here.derive("--missing").out == "every requirement has a card\n"


def test_a_claim_that_is_ambiguous_counts_for_no_card(here: Here) -> None:
    here.write("specs/002-more/spec.md", specification("- **FR-001**: System MUST add.", ""))
    here.write("testcards/own.md", card("OWN", verifies="FR-001"))
    assert here.derive("--missing").code == 0
    assert here.files >= {"testcards/001-bank-fr-001.md", "testcards/002-more-fr-001.md", "testcards/fr-002.md"}


# Names


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("FR-01",), "error: there is no requirement 'FR-01'\n  hint: did you mean 'FR-001'"),
        (("payments",), "error: there is no requirement 'payments'\n  hint: see `harness spec show`"),
        ((), "name requirements, or say --missing"),
        (("FR-001", "--missing"), "name requirements, or say --missing"),
        (("FR-001", "--into", "/elsewhere"), "'/elsewhere' lies outside the project"),
        (("FR-001", "--kind", "poem"), "'poem' is not one of"),
    ],
)
def test_what_makes_no_sense_is_refused(here: Here, arguments: tuple[str, ...], told: str) -> None:
    done = here.derive(*arguments)
    assert (done.code, told in done.err) == (2, True), done
    assert here.files == set()


def test_an_ambiguous_id_is_refused_and_its_files_are_told_apart(here: Here) -> None:
    assert here.derive("FR-001").code == 0
    here.write("specs/002-more/spec.md", specification("- **FR-001**: System MUST add.", ""))
    done = here.derive("FR-001")
    assert done.code == 2
    assert done.err == ("error: 'FR-001' names 2 requirements\n  hint: say '001-bank/FR-001' or '002-more/FR-001'\n")
    assert here.derive("002-more/FR-001", "--kind", "all").code == 0
    assert here.files >= {CARD, "testcards/002-more-fr-001.md", "tests/test_002_more_fr_001.py", "derived/f002_more.py"}


def test_a_card_of_its_id_that_lies_elsewhere_keeps_it(here: Here) -> None:
    here.write("testcards/own.md", card("FR-001"))
    assert here.derive("FR-001").code == 0
    assert read_card(here.text("testcards/001-bank-fr-001.md"), "x").id == "001-BANK-FR-001"


def test_names_that_look_alike_as_files_are_told_apart_or_told(here: Here) -> None:
    requirement = "### Requirement: {}\nThe system SHALL add.\n\n#### Scenario: One\n- **WHEN** a\n- **THEN** b\n\n"
    alike = "".join(requirement.format(name) for name in ("Ä b", "Ö b", "Ü b"))
    here.write("openspec/specs/auth/spec.md", f"# auth Specification\n\n## Purpose\nx\n\n## Requirements\n{alike}")
    done = here.derive("--missing")
    lines = [line.partition(";")[0] for line in done.out.splitlines() if "fr-00" not in line]
    assert len(lines) == 3, done
    assert len({line for line in lines if line.endswith(": written")}) == sum(
        line.endswith(": written") for line in lines
    )
    assert done.code == (2 if any("not derived" in line for line in lines) else 0)


def test_a_document_that_cannot_be_read_is_told_where_a_name_is_missing(here: Here) -> None:
    here.write("specs/002-more/spec.md", "# x\n\x00")
    assert here.derive("FR-001").code == 0
    done = here.derive("FR-777")
    assert (done.code, "specs/002-more/spec.md:2" in done.err) == (2, True), done
    assert here.derive("--missing").code == 2


# Deriving again


@pytest.mark.parametrize("kind", ["card", "pytest", "types"])
def test_what_nobody_edited_follows_its_requirement(here: Here, kind: str) -> None:
    here.derive("FR-001", "--kind", kind)
    (name,) = here.files
    before = here.text(name)
    assert here.derive("FR-001", "--kind", kind).out == f"{name}: up to date\n"
    here.change("System MUST let a customer", "System MUST let each customer")
    again = here.derive("FR-001", "--kind", kind)
    assert (again.code, again.out.startswith(f"{name}: written anew")) == (0, True), again
    assert here.text(name) != before


@pytest.mark.parametrize("kind", ["card", "pytest", "types"])
def test_what_somebody_edited_is_left_as_it_is(here: Here, kind: str) -> None:
    here.derive("FR-001", "--kind", kind)
    (name,) = here.files
    edited = here.text(name).replace("MUST", "must").replace("limits", "bounds")
    here.write(name, edited)
    done = here.derive("FR-001", "--kind", kind)
    assert (done.code, done.out) == (0, f"{name}: edited since it was derived: left as it is\n")
    here.change("System MUST let a customer", "System MUST let each customer")
    moved = here.derive("FR-001", "--kind", kind)
    assert moved.code == 4
    assert moved.out == f"{name}: edited since it was derived: left as it is; the requirement changed\n"
    assert here.text(name) == edited


def test_line_ends_are_no_edit(here: Here) -> None:
    here.derive("FR-001")
    (here.folder / CARD).write_bytes(here.text(CARD).replace("\n", "\r\n").encode())
    assert here.derive("FR-001").out == f"{CARD}: up to date\n"


@pytest.mark.parametrize("spoil", ["other", "no head", "binary", "another's"])
def test_what_is_not_derived_is_never_overwritten(here: Here, spoil: str) -> None:
    here.derive("FR-001")
    head = next(line for line in here.text(CARD).splitlines() if line.startswith("<!-- derived"))
    text = {
        "other": "mine\n",
        "no head": here.text(CARD).replace(f"{head}\n", ""),
        "binary": "\udcff",
        "another's": head.replace("001-bank/FR-001", "009-other/FR-009") + "\n",
    }[spoil]
    (here.folder / CARD).write_bytes(text.encode("utf-8", "surrogateescape"))
    before = (here.folder / CARD).read_bytes()
    done = here.derive("FR-001", "--kind", "card", "--into", "testcards")
    assert (here.folder / CARD).read_bytes() == before
    if spoil == "another's":
        assert "testcards/001-bank-fr-001.md: written" in done.out
    else:
        assert (done.code, done.out) == (2, f"{CARD}: not derived from this: left as it is\n")


def test_a_link_is_never_written_through(here: Here, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "file.md"
    (here.folder / "testcards").mkdir()
    (here.folder / CARD).symlink_to(outside)
    done = here.derive("FR-001")
    assert (done.code, "leads out of the project" in done.err) == (2, True), done
    (here.folder / CARD).unlink()
    (here.folder / CARD).symlink_to(here.folder / "notes.md")
    assert here.derive("FR-001").code == 2
    assert not outside.exists()
    assert not (here.folder / "notes.md").exists()
    (here.folder / "testcards").rename(here.folder / "kept")
    (here.folder / "testcards").symlink_to(outside.parent)
    assert here.derive("FR-001").code == 2
    assert not list(outside.parent.iterdir())
