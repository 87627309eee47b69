"""``harness golden compare`` as a user runs it: two revisions of a small shop, and what became of every case."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import CardProject, Done, card
from tests.support.repositories import Repository

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

UUID = "cat /proc/sys/kernel/random/uuid"
NOW = "date -u +%Y-%m-%dT%H:%M:%S.%NZ"
BEFORE = f"""#!/bin/sh
case "$1" in
  list) echo "tea 3" ;;
  price) echo 5 ;;
  total) echo 10 ;;
  pay) echo paid ;;
  report) echo "1 sale" ;;
  refund) echo "shop: unknown command: refund" >&2; exit 2 ;;
  receipt) {UUID} ;;
  ticket) {UUID} ;;
  stamp) {NOW}; echo "since 2020-01-01T00:00:00Z" ;;
  waver) printf "%$(( $(date +%N | sed 's/^0*//') % 5000 ))s\\n" | tr ' ' x ;;
  stock) echo 7 ;;
  tax) echo 19 ;;
  gone) echo here ;;
  sleepy) kill -SEGV $$ ;;
  quiet) true ;;
esac
"""
AFTER = (
    BEFORE.replace("price) echo 5", "price) echo 6")
    .replace("total) echo 10", "total) echo 11")
    .replace("pay) echo paid", "pay) echo refused; exit 3")
    .replace(
        'report) echo "1 sale"',
        'report) printf \'Traceback (most recent call last):\\n  File "a.py", line 1, in <module>\\n'
        "    x\\nNameError: x\\n' >&2; exit 1",
    )
    .replace('refund) echo "shop: unknown command: refund" >&2; exit 2', "refund) echo refunded")
    .replace(f"ticket) {UUID}", "ticket) echo none")
    .replace("since 2020", "since 2021")
    .replace("stock) echo 7", "stock) echo 8")
    .replace("tax) echo 19", "tax) echo 20")
    .replace("gone) echo here", "gone) echo there")
)
CONFIGURATION = '[product.commands]\nshop = "{tree}/shop"\n'
SPECIFICATION = """# Feature Specification: a shop

- **FR-001**: The shop MUST tell its prices, which are 5.
- **FR-002**: The shop MUST tell its total.
- **FR-004**: The shop MUST keep its tickets.
"""
SPECIFICATION_AFTER = """# Feature Specification: a shop

Some words more.

- **FR-004**: The shop MUST keep its tickets.
- **FR-003**: The shop MUST refund.
- **FR-002**: The shop
  MUST   tell its total.
- **FR-001**: The shop MUST tell its prices, which are 6.
"""


def case(id: str, *commands: str, verifies: str = "FR-002", more: str = "") -> str:
    steps = "".join(f"{number}. Run `{command}`.\n" for number, command in enumerate(commands, 1))
    return (
        f"---\nid: {id}\nverifies: [{verifies}]\nsurface: terminal\n{more}---\n# {id.capitalize()}\n\n## Steps\n{steps}"
    )


def golden(**cases: str) -> dict[str, str]:
    return {f"golden/{name}.md": text for name, text in cases.items()}


CASES = golden(
    same=case("SAME", "shop list"),
    price=case("PRICE", "shop price", verifies="FR-001"),
    total=case("TOTAL", "shop total"),
    pay=case("PAY", "shop pay"),
    report=case("REPORT", "shop report", verifies="FR-001"),
    refund=case("REFUND", "shop refund", verifies="FR-003"),
    receipt=case("RECEIPT", "shop receipt"),
    ticket=case("TICKET", "shop ticket"),
    stamp=case("STAMP", "shop stamp"),
    waver=case("WAVER", "shop waver"),
    stock=case("STOCK", "shop stock"),
    tax=case("TAX", "shop list", "shop tax"),
    gone=case("GONE", "shop gone"),
    sleepy=case("SLEEPY", "shop sleepy"),
)


def shop(room: Path, files: dict[str, str]) -> CardProject:
    """A committed shop; ``v1`` names its first revision."""
    repository = Repository.create(room / "project")
    repository.write({"shop": BEFORE, "harness.toml": CONFIGURATION, "specs/spec.md": SPECIFICATION, **files})
    (repository.folder / "shop").chmod(0o755)
    repository.commit("before")
    repository.git("tag", "v1")
    return CardProject(repository.folder, room / "cache")


def wait_for(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.05)


def compare(project: CardProject, *arguments: str) -> Done:
    return project.harness("golden", "compare", "--report", "json", *arguments)


def results(done: Done) -> dict[str, Any]:
    assert done.out, done
    return {one["id"]: one for one in done.report["golden"]["cases"]}


def outcomes(done: Done) -> dict[str, str]:
    return {id: one["outcome"] for id, one in results(done).items()}


# One comparison of many cases


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> tuple[CardProject, Done]:
    """Base is the commit ``v1``, head the working tree, in which the product, its specification and its cases are edited."""
    project = shop(tmp_path_factory.mktemp("shop"), CASES)
    project.repository.write({"shop": AFTER, "specs/spec.md": SPECIFICATION_AFTER})
    project.repository.write(
        golden(
            stock=case("STOCK", "shop stock", verifies="FR-002, FR-001"),
            tax=case("TAX", "shop list", verifies="FR-002, FR-001"),
            new=case("NEW", "shop refund", verifies="FR-003"),
            untagged=case("UNTAGGED", "shop refund"),
        )
    )
    (project.folder / "golden/gone.md").unlink()
    return project, compare(project, "v1", "--repeat", "1")


Compared = tuple[CardProject, Done]


@pytest.mark.parametrize(
    ("id", "outcome", "explained"),
    [
        ("SAME", "same", []),
        ("RECEIPT", "same", []),
        ("SLEEPY", "same", []),
        ("PRICE", "changed", ["FR-001"]),
        ("TOTAL", "changed", []),
        ("TICKET", "changed", []),
        ("STAMP", "changed", []),
        ("STOCK", "changed", []),
        ("TAX", "same", []),
        ("TAX-at-v1", "changed", []),
        ("GONE-at-v1", "changed", []),
        ("PAY", "newly failing", []),
        ("REPORT", "newly failing", []),
        ("REFUND", "newly working", ["FR-003"]),
        ("NEW", "newly working", ["FR-003"]),
        ("UNTAGGED", "newly working", []),
        ("WAVER", "unstable", []),
    ],
)
def test_every_case_is_told_apart(compared: Compared, id: str, outcome: str, explained: list[str]) -> None:
    found = results(compared[1])[id]
    assert (found["outcome"], found["explained"]) == (outcome, explained), found


def test_no_case_is_left_out_and_none_is_invented(compared: Compared) -> None:
    known = {text.split("id: ")[1].split("\n")[0] for text in CASES.values()}
    assert set(results(compared[1])) == known - {"GONE"} | {"NEW", "UNTAGGED", "TAX-at-v1", "GONE-at-v1"}


def test_an_unexplained_difference_fails_the_run(compared: Compared) -> None:
    assert compared[1].code == 1


def test_a_difference_shows_both_sides(compared: Compared) -> None:
    (difference,) = results(compared[1])["TOTAL"]["differences"]
    told = {name: difference[name] for name in ("kind", "place", "leaf", "golden", "received")}
    assert told == {"kind": "value", "place": "Steps 1", "leaf": "stdout / line 1", "golden": "10", "received": "11"}


def test_what_has_the_shape_of_noise_and_does_not_waver_is_no_noise(compared: Compared) -> None:
    (difference,) = results(compared[1])["STAMP"]["differences"]
    assert "2020-01-01" in difference["golden"]
    assert "2021-01-01" in difference["received"]


def test_words_that_moved_or_were_broken_otherwise_explain_nothing(compared: Compared) -> None:
    assert results(compared[1])["TOTAL"]["verifies"] == ["FR-002"]
    assert results(compared[1])["TOTAL"]["hint"] == ""


def test_a_tag_that_was_added_since_the_base_explains_nothing(compared: Compared) -> None:
    found = results(compared[1])["STOCK"]
    assert found["hint"] == "FR-001 explains nothing: the case has this tag only since `v1`"


def test_a_crash_is_never_explained(compared: Compared) -> None:
    found = results(compared[1])["REPORT"]
    assert "a crash report of Python" in found["reason"]
    assert found["hint"] == "a crash is no behaviour that a requirement could ask for"


def test_a_case_that_is_gone_is_carried_out_as_it_was(compared: Compared) -> None:
    found = results(compared[1])["GONE-at-v1"]
    assert found["reason"] == "the case is gone since `v1`: carried out as it was there"
    assert found["path"] == "v1:golden/gone.md"


def test_a_case_that_does_less_now_is_carried_out_as_it_was_too(compared: Compared) -> None:
    found = results(compared[1])
    assert found["TAX"]["reason"] == "the case was changed since `v1`: carried out as it is now"
    assert found["TAX-at-v1"]["reason"] == "the case was changed since `v1`: carried out as it was there"
    assert found["TAX-at-v1"]["differences"][0]["received"] == "20"


def test_the_record_names_both_trees_and_holds(compared: Compared) -> None:
    project, done = compared
    recorded = done.report["golden"]
    assert (recorded["base"], recorded["head"]) == ("v1", None)
    assert recorded["base_tree"] == project.repository.git("rev-parse", "v1^{tree}")
    assert done.report["tree"]["hash"] != recorded["base_tree"]
    verified = project.harness("verify-run")
    assert verified.code == 0, verified


def test_evidence_of_every_run_is_kept(compared: Compared) -> None:
    (run,) = compared[0].runs()
    assert sorted(path.name for path in (run / "cards/TOTAL").iterdir()) == ["1", "2", "3"]
    assert {results(compared[1])[id]["evidence"] for id in ("TOTAL", "SAME")} == {"cards/TOTAL/2", "cards/SAME/2"}


def test_the_repository_and_the_documents_are_left_alone(compared: Compared) -> None:
    project, _ = compared
    assert list((project.folder / "golden").glob("*.golden")) == []
    assert project.repository.git("status", "--porcelain", "specs", "shop") == " M shop\n M specs/spec.md"


# What holds, and what does not


MORE = "# More\n\n- **FR-001**: The shop MUST {}.\n"
SMALL = golden(same=case("SAME", "shop list"), price=case("PRICE", "shop price", verifies="FR-001"))


@pytest.fixture
def small(tmp_path: Path) -> CardProject:
    return shop(tmp_path, SMALL)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    """A shop that no test edits."""
    return shop(tmp_path_factory.mktemp("untouched"), SMALL)


def test_nothing_but_the_same_passes(untouched: CardProject) -> None:
    done = untouched.harness("golden", "compare", "v1")
    assert done.code == 0, done
    assert "2 golden cases: 2 same" in done.out


def test_differences_that_are_explained_are_told_and_do_not_fail(small: CardProject) -> None:
    small.repository.write({"shop": AFTER, "specs/spec.md": SPECIFICATION_AFTER})
    done = small.harness("golden", "compare", "v1")
    assert done.code == 0, done
    assert "FR-001" in done.out


def test_another_text_under_the_same_number_explains_nothing(small: CardProject) -> None:
    small.repository.write({"shop": AFTER, "specs/002-more/spec.md": MORE.format("sell")})
    done = compare(small, "v1")
    assert done.code == 1
    assert results(done)["PRICE"]["explained"] == []


def test_what_moved_in_another_feature_explains_nothing(small: CardProject) -> None:
    small.repository.write({"specs/002-more/spec.md": MORE.format("sell")})
    small.repository.commit()
    small.repository.write({"shop": AFTER, "specs/002-more/spec.md": MORE.format("buy")})
    done = compare(small, "HEAD")
    assert done.code == 1
    price = results(done)["PRICE"]
    assert price["explained"] == []
    assert price["hint"] == "FR-001 explains nothing: several features have it; tag the case with 002-more/FR-001"


@pytest.mark.parametrize("broken_at", ["base", "head"])
def test_nothing_is_explained_by_a_specification_that_cannot_be_read(small: CardProject, broken_at: str) -> None:
    broken = SPECIFICATION_AFTER + "- **FR-001**: The shop MUST again.\n"
    small.repository.write({"specs/spec.md": broken if broken_at == "base" else SPECIFICATION})
    small.repository.commit()
    small.repository.write({"shop": AFTER, "specs/spec.md": SPECIFICATION_AFTER if broken_at == "base" else broken})
    done = compare(small, "HEAD")
    assert done.code == 1, done
    found = results(done)["PRICE"]
    assert found["explained"] == []
    assert "nothing can be explained: " in found["hint"]
    assert "specs/spec.md:10: requirement 'FR-001' is given twice" in found["hint"]


def test_two_commits_are_compared_whatever_the_working_tree_holds(small: CardProject) -> None:
    small.repository.write({"shop": AFTER})
    small.repository.commit("after")
    small.repository.write({"shop": BEFORE.replace("tea", "coffee"), "golden/price.md": case("PRICE", "shop list")})
    done = compare(small, "v1", "HEAD", "--case", "PRICE")
    assert done.code == 1, done
    assert outcomes(done) == {"PRICE": "same", "PRICE-at-v1": "changed"}
    assert done.report["golden"]["head"] == "HEAD"


def test_a_base_that_cannot_be_built_leaves_everything_open_and_is_named(small: CardProject) -> None:
    small.write("harness.toml", 'product.setup = ["test -f ready"]\n' + CONFIGURATION)
    small.repository.commit()
    small.write("ready", "")
    done = compare(small, "HEAD")
    assert done.code == 4, done
    assert set(outcomes(done).values()) == {"undecided"}
    assert results(done)["SAME"]["reason"].startswith("`HEAD` cannot be prepared: setup failed with exit code 1")


def test_a_case_that_the_base_cannot_begin_is_open_and_names_it(small: CardProject) -> None:
    small.write(
        "harness.toml", f'{CONFIGURATION}[product.services.web]\nrun = "{{tree}}/web"\nready = "up"\nseconds = 5\n'
    )
    small.write("web", "#!/bin/sh\necho no; exit 1\n")
    (small.folder / "web").chmod(0o755)
    small.repository.commit()
    small.write("web", "#!/bin/sh\necho up; sleep 60\n")
    done = compare(small, "HEAD", "--case", "SAME")
    assert done.code == 4, done
    assert results(done)["SAME"]["reason"].startswith("on `HEAD`: ")


def test_each_revision_is_built_as_its_own_configuration_says(small: CardProject) -> None:
    small.repository.git("mv", "shop", "market")
    small.write(
        "harness.toml", '[product]\nsetup = ["echo built > built"]\n[product.commands]\nshop = "{tree}/market"\n'
    )
    done = small.harness("golden", "compare", "v1")
    assert done.code == 0, done
    assert "`v1` is built and started as its own `harness.toml` says" in done.err


def test_both_see_the_environment_and_the_data_of_today(small: CardProject) -> None:
    script = '#!/bin/sh\necho "$MODE"; echo x >> "$(dirname "$0")/log.txt"; wc -l < "$(dirname "$0")/log.txt"\n'
    small.repository.write({"shop": script, "log.txt": ""})
    small.repository.commit()
    today = '[product]\ndata = ["log.txt"]\nenvironment = { MODE = "new" }\n[product.commands]\nshop = "{tree}/shop"\n'
    small.write("harness.toml", today)
    done = compare(small, "HEAD", "--case", "SAME")
    assert done.code == 0, done


def test_a_case_that_cannot_be_read_in_the_base_is_told_and_leaves_the_run_open(small: CardProject) -> None:
    small.write("golden/broken.md", "---\nid: BROKEN\n---\n# Broken\n")
    small.repository.commit()
    (small.folder / "golden/broken.md").unlink()
    done = compare(small, "HEAD")
    assert done.code == 4, done
    assert done.report["problems"][0].startswith("a case cannot be read, and is not compared: HEAD:golden/broken.md:")


def test_taking_all_cases_away_leaves_those_of_the_base(small: CardProject) -> None:
    for path in (small.folder / "golden").iterdir():
        path.unlink()
    small.repository.write({"shop": AFTER})
    done = compare(small, "v1")
    assert done.code == 1, done
    assert outcomes(done) == {"SAME-at-v1": "same", "PRICE-at-v1": "changed"}


# Cases to choose


@pytest.mark.parametrize(
    ("name", "ids"), [("PRICE", {"PRICE"}), ("golden/price.md", {"PRICE"}), ("golden", {"PRICE", "SAME"})]
)
def test_a_case_is_chosen_by_id_path_or_folder(untouched: CardProject, name: str, ids: set[str]) -> None:
    done = compare(untouched, "v1", "--case", name)
    assert done.code == 0, done
    assert set(outcomes(done)) == ids


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["nowhere"], "no revision `nowhere`"),
        (["v1", "nowhere"], "no revision `nowhere`"),
        (["v1", "--case", "PRISE"], "'PRISE' is neither a path nor the id of a golden case"),
        (["v1", "--report", "pdf"], "unknown report 'pdf'"),
        (["v1", "--repeat", "0"], "Invalid value for '--repeat'"),
        ([], "Missing argument 'BASE'"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_runs(
    untouched: CardProject, arguments: list[str], what: str
) -> None:
    before = untouched.runs()
    done = untouched.harness("golden", "compare", *arguments)
    assert done.code == 2, done
    assert what in done.err
    assert "Traceback" not in done.err
    assert untouched.runs() == before


def test_an_interrupt_is_told_and_leaves_the_rest_open(tmp_path: Path) -> None:
    project = shop(tmp_path, golden(slow=case("SLOW", "sleep 60")))
    process = project.start("golden", "compare", "v1", "--report", "json")
    wait_for(lambda: any((run / "cards/SLOW").is_dir() for run in project.runs()))
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    done = Done(process.returncode, out, err)
    assert done.code == 4, done
    assert "Traceback" not in err
    assert done.report["interrupted"] is True
    assert results(done)["SLOW"]["reason"] == "interrupted before it was carried out on both revisions"


# A project that never recorded anything


NATURAL = """1. Ask the shop for its list.
   - You see "tea 3".
"""
LIST = """1. Run `shop list`.
   - You see "tea 3".
"""


def cards(**texts: str) -> dict[str, str]:
    return {f"testcards/{name}.md": text.replace("`todo", "`shop") for name, text in texts.items()}


def test_cards_are_the_cases_of_a_project_that_never_recorded_any(tmp_path: Path) -> None:
    asked = card("ASKED", NATURAL).split("## Bad input")[0]
    project = shop(tmp_path, cards(list=card("LIST", LIST), asked=asked))
    project.repository.write({"shop": AFTER.replace("tea 3", "tea 4")})
    project.write("testcards/list.md", card("LIST", LIST.replace("tea 3", "tea 4")).replace("`todo", "`shop"))
    done = compare(project, "v1")
    assert done.code == 1, done
    assert outcomes(done) == {"LIST": "changed"}
    assert "not compared, because only an evaluator can carry them out: ASKED" in done.err


def test_a_card_that_is_gone_or_natural_now_is_carried_out_as_it_was(tmp_path: Path) -> None:
    project = shop(tmp_path, cards(list=card("LIST", LIST), other=card("OTHER", LIST)))
    project.write("testcards/list.md", card("LIST", NATURAL).replace("`todo", "`shop"))
    (project.folder / "testcards/other.md").unlink()
    done = compare(project, "v1")
    assert done.code == 0, done
    assert outcomes(done) == {"LIST-at-v1": "same", "OTHER-at-v1": "same"}


def test_a_project_without_anything_to_carry_out_is_told_so(tmp_path: Path) -> None:
    done = shop(tmp_path, {}).harness("golden", "compare", "v1")
    assert done.code == 2
    assert "there is no golden case, and no card that code can carry out" in done.err
