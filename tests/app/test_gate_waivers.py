from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.adapters.git import snapshot
from harness.app.gate_waivers import MOST_COVERED, GateWaivers, Settled, load_waivers
from harness.app.lint import lint
from harness.app.project import load_project
from harness.app.subjects import product_subject, tree_subject
from harness.domain.configuration import Configuration
from harness.domain.places import Severity
from harness.errors import DocumentError, UsageError
from harness.readers.waivers import read
from tests.support.judging import Bench

pytestmark = pytest.mark.requires_git

TODAY = date(2026, 11, 22)
EACH = "name each that it is for"
MORE = {
    "specs/002-shop/spec.md": "# Shop\n\n- **FR-001**: The shop MUST open.\n",
    "golden/SHOW.md": "---\nid: SHOW\n---\n# Items\n\n## Steps\n\n1. Run `list`.\n",
    "golden/SHOW.golden": "",
    "src/legacy/old.py": "",
    "src/legacy/older.py": "",
    "src/web/[id]/page.py": "",
    "docs/old.sql": "",
    "docs/older.sql": "",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Bench.create(tmp_path_factory.mktemp("waived"), MORE).folder


def waiver(id: str, *scopes: str, until: object = "2027-01-31") -> str:
    named = ", ".join(f'"{scope}"' for scope in scopes)
    return f'[[waivers]]\nid = "{id}"\nscope = [{named}]\nreason = "later"\nowner = "Ann"\nuntil = {until}\n'


def loaded(folder: Path, *waivers: str) -> GateWaivers:
    return GateWaivers(load_waivers(load_project(folder, others=True)).there, read("".join(waivers), "waivers.toml"))


def settled(
    folder: Path, *keys: str, scope: str | tuple[str, ...], until: object = "2027-01-31", **more: object
) -> Settled:
    scopes = (scope,) if isinstance(scope, str) else scope
    return loaded(folder, waiver("W-1", *scopes, until=until)).settle(keys, TODAY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scope", "covered", "beside"),
    [
        ("card LIST-SHOW", ["card LIST-SHOW"], ["card LIST-SHOW-2", "golden case LIST-SHOW"]),
        ("golden case SHOW", ["golden case SHOW"], ["card SHOW"]),
        ("golden case golden/GONE.golden", ["golden case golden/GONE.golden"], []),
        ("requirement FR-002", ["requirement 001-list/FR-002"], ["requirement 002-shop/FR-001"]),
        ("requirement 001-list/FR-001", ["requirement 001-list/FR-001"], ["requirement 002-shop/FR-001"]),
        (
            "principle SEC-001",
            ["principle SEC-001", "principle SEC-001 src/app.py:1", "principle SEC-001 constitutions/rules.md:5"],
            ["principle SEC-0011 src/app.py:1", "principle SEC-002 src/app.py:1"],
        ),
        (
            "principle SEC-001 src/legacy/**",
            ["principle SEC-001 src/legacy/old.py:3", "principle SEC-001 src/legacy/older.py:1"],
            ["principle SEC-001 src/app.py:1", "principle SEC-001"],
        ),
        ("principle SEC-001 src/app.py", ["principle SEC-001 src/app.py:7"], ["principle SEC-001 src/legacy/old.py:7"]),
        ("principle SEC-001 src/app.py:7", ["principle SEC-001 src/app.py:7"], ["principle SEC-001 src/app.py:17"]),
        ("principle SEC-001 src/web/[id]/page.py", ["principle SEC-001 src/web/[id]/page.py:1"], []),
    ],
)
def test_a_waiver_covers_what_it_names_and_nothing_else(folder, scope, covered, beside):
    found = settled(folder, *covered, *beside, scope=scope)
    assert found.covered == dict.fromkeys(covered, "W-1")
    (use,) = found.uses
    assert (use.id, use.scope, use.owner, use.until, use.covers) == (
        "W-1",
        scope,
        "Ann",
        "2027-01-31",
        tuple(sorted(covered)),
    )
    assert found.troubles == ()


@pytest.mark.parametrize(
    ("scope", "until", "said"),
    [
        ("card LIST-SHOW", "2026-11-21", "expired: it ended on 2026-11-21: put right what it is for, or have Ann renew it"),
        ("card LIST-SHOW", "2027-11-23", "blanket: it lasts until 2027-11-23, for more than a year: let it end sooner"),
        ("card *", "2027-01-31", "blanket: 'card *' names every card of a form: name each that it is for"),
        ("card LIST-*", "2027-01-31", "blanket: 'card LIST-*' names every card of a form: name each that it is for"),
        ("principle SEC-00?", "2027-01-31", f"blanket: 'principle SEC-00?' names every principle of a form: {EACH}"),
        ("requirement all", "2027-01-31", f"blanket: 'requirement all' names every requirement of a form: {EACH}"),
        ("card LIST-SHOP", "2027-01-31", "unknown: there is no card 'LIST-SHOP'; did you mean 'LIST-SHOW'?"),
        ("golden case SHOWN", "2027-01-31", "unknown: there is no golden case 'SHOWN'; did you mean 'SHOW'?"),
        ("requirement FR-009", "2027-01-31", "unknown: there is no requirement 'FR-009'; did you mean 'FR-002'?"),
        (
            "requirement FR-001",
            "2027-01-31",
            "unknown: 'FR-001' stands for several requirements: name one of 001-list/FR-001, 002-shop/FR-001",
        ),
        ("principle SEC-002", "2027-01-31", "unknown: there is no principle 'SEC-002'; did you mean 'SEC-001'?"),
        ("card LIST-SHOW", "2026-11-22", "unused: 'card LIST-SHOW' does not need it: take that out"),
        (
            "principle SEC-001 docs/*.sql",
            "2027-01-31",
            "blanket: 'principle SEC-001 docs/*.sql' covers every file of its kind (`.sql`): "
            "name the folders or files that it is for",
        ),
    ],
)  # fmt: skip
def test_a_waiver_in_trouble_covers_nothing_and_is_told(folder, scope, until, said):
    found = settled(folder, "card OTHER", "principle SEC-001 docs/old.sql:1", scope=scope, until=until)
    assert (found.covered, found.uses) == ({}, ())
    (item,) = found.troubles
    assert item.place is not None
    assert (item.key, item.what, item.place.path) == ("waiver W-1", f"W-1 is {said}", "waivers.toml")
    assert item.place.line == (1 if said.startswith(("expired", "blanket: it")) else 3)


@pytest.mark.parametrize("glob", ["**", "*", "**/*", "*.py", "**/*.py", "./**", "?*", "[a-z]*", "{src,docs}/**", "*/*"])
def test_a_glob_that_names_no_folder_and_no_file_covers_nothing(folder, glob):
    found = settled(folder, "principle SEC-001 src/app.py:1", scope=f"principle SEC-001 {glob}")
    assert found.covered == {}
    assert "names no folder and no file" in found.troubles[0].what


def test_the_last_day_counts_and_a_year_is_not_too_long(folder):
    for until in ("2026-11-22", "2027-11-22"):
        assert settled(folder, "card LIST-SHOW", scope="card LIST-SHOW", until=until).covered
    leap = loaded(folder, waiver("W-1", "card LIST-SHOW", until="2029-03-01"))
    assert leap.settle(["card LIST-SHOW"], date(2028, 2, 29)).covered


def test_one_waiver_covers_ten_things_and_no_more(folder):
    keys = [f"principle SEC-001 src/app.py:{line}" for line in range(1, MOST_COVERED + 1)]
    assert len(settled(folder, *keys, scope="principle SEC-001").covered) == MOST_COVERED
    more = settled(folder, *keys, "principle SEC-001", scope="principle SEC-001")
    assert (more.covered, more.uses) == ({}, ())
    assert more.troubles[0].what.startswith("W-1 is blanket: it would cover 11 things today, more than 10")


def test_a_part_that_is_not_needed_is_told_and_the_rest_is_covered(folder):
    found = settled(folder, "card LIST-SHOW", scope=("card LIST-SHOW", "golden case SHOW"))
    assert found.covered == {"card LIST-SHOW": "W-1"}
    assert [one.what for one in found.troubles] == ["W-1 is unused: 'golden case SHOW' does not need it: take that out"]


def test_what_is_not_known_may_yet_need_its_waiver(folder):
    for scope, key in (("card LIST-SHOW", "card LIST-SHOW"), ("principle SEC-001 src/app.py", "principle SEC-001")):
        found = settled(folder, scope=scope, untold=[key])
        assert (found.covered, found.uses, found.troubles) == ({}, (), ())
    assert settled(folder, scope="card LIST-SHOW", untold=["golden case SHOW"]).troubles


def test_of_documents_that_cannot_be_read_nothing_is_unknown(tmp_path):
    bench = Bench.create(tmp_path, {"golden/OTHER.md": "", "constitutions/rules.md": "# Nothing\n"})
    for scope in ("golden case SHOWN", "principle SEC-002"):
        assert "unused" in settled(bench.folder, scope=scope).troubles[0].what


SCOPES = (
    "card LIST-SHOW",
    "card LIST-*",
    "card NONE",
    "golden case SHOW",
    "requirement 001-list/FR-001",
    "requirement FR-002",
    "principle SEC-001",
    "principle SEC-001 src/legacy/**",
    "principle SEC-001 src/app.py:1",
    "principle SEC-001 **",
)
KEYS = (
    "card LIST-SHOW",
    "golden case SHOW",
    "requirement 001-list/FR-001",
    "requirement 001-list/FR-002",
    "principle SEC-001",
    *(f"principle SEC-001 src/app.py:{line}" for line in range(1, 8)),
    *(f"principle SEC-001 src/legacy/old.py:{line}" for line in range(1, 6)),
)
scopes = st.lists(st.sampled_from(SCOPES), min_size=1, max_size=3, unique=True)
days = st.sampled_from(["2026-11-01", "2026-11-22", "2027-01-31", "2029-01-01"])


@given(st.lists(st.tuples(scopes, days), max_size=4), scopes, days, st.integers(0, 4), st.sets(st.sampled_from(KEYS)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_waiver_more_changes_nothing_but_what_it_names(folder, others, named, until, at, keys):
    texts = [waiver(f"W-{number}", *some, until=day) for number, (some, day) in enumerate(others)]
    before = loaded_once(folder, tuple(texts)).settle(keys, TODAY)
    texts.insert(at, waiver("NEW", *named, until=until))
    after = loaded_once(folder, tuple(texts)).settle(keys, TODAY)
    alone = loaded_once(folder, (waiver("NEW", *named, until=until),)).settle(keys, TODAY)
    assert after.covered.keys() == before.covered.keys() | alone.covered.keys()
    assert {key: id for key, id in after.covered.items() if key not in alone.covered} == {
        key: id for key, id in before.covered.items() if key not in alone.covered
    }
    assert [(one.id, one.covers) for one in after.uses if one.id != "NEW"] == [
        (one.id, one.covers) for one in before.uses
    ]
    assert [one.key for one in after.troubles if one.key != "waiver NEW"] == [one.key for one in before.troubles]
    assert set(after.covered) <= keys


_THERE: dict[Path, GateWaivers] = {}


def loaded_once(folder: Path, texts: tuple[str, ...]) -> GateWaivers:
    if folder not in _THERE:
        _THERE[folder] = loaded(folder)
    return GateWaivers(_THERE[folder].there, read("".join(texts), "waivers.toml"))


class TestFile:
    """``waivers.toml`` itself."""

    def test_a_project_without_one_has_no_waivers(self, folder):
        found = load_waivers(load_project(folder))
        assert found.waivers == ()
        assert found.settle(["card A"], TODAY) == Settled()

    @pytest.mark.parametrize("kind", ["folder", "out", "nowhere"])
    def test_what_is_no_file_of_the_project_is_refused(self, tmp_path, kind):
        bench = Bench.create(tmp_path)
        path = bench.folder / "waivers.toml"
        if kind == "folder":
            path.mkdir()
        else:
            (tmp_path / "elsewhere").write_text(waiver("W-1", "card LIST-SHOW"))
            path.symlink_to(tmp_path / ("elsewhere" if kind == "out" else "nowhere"))
        with pytest.raises(DocumentError, match="is no file of the project"):
            load_waivers(load_project(bench.folder))

    def test_editing_it_voids_no_evidence(self, tmp_path):
        bench = Bench.create(tmp_path)
        before = self.subjects(bench.folder)
        bench.write({"waivers.toml": waiver("W-1", "card LIST-SHOW")})
        assert self.subjects(bench.folder) == before
        bench.write({"src/app.py": ""})
        assert not set(self.subjects(bench.folder)) & set(before)

    def subjects(self, folder: Path) -> tuple[str, str]:
        with snapshot(folder, None) as found:
            return product_subject(found, Configuration()), tree_subject(found)


class TestLint:
    """What lint tells of it."""

    def told(self, folder: Path) -> list[tuple[str, str, Severity]]:
        found = [one for one in lint(folder).mistakes if one.place.path == "waivers.toml"]
        return [(str(one), one.code, one.severity) for one in found]

    def test_its_mistakes_are_errors_and_what_covers_nothing_is_a_warning(self, tmp_path):
        bench = Bench.create(tmp_path)
        bench.write({"waivers.toml": waiver("W-1", "card LIST-SHOW", "card *", until="2020-01-31")})
        assert self.told(bench.folder) == [
            (
                "waivers.toml:1: W-1 covers nothing: it ended on 2020-01-31: put right what it is for, or have Ann renew it",
                "WAIVER104",
                Severity.WARNING,
            ),
            (
                "waivers.toml:3: W-1 covers nothing: 'card *' names every card of a form: name each that it is for",
                "WAIVER104",
                Severity.WARNING,
            ),
        ]
        bench.write({"waivers.toml": "[[waivers]]\nid = 3\n"})
        assert {code for _, code, _ in self.told(bench.folder)} == {"WAIVER102"}

    def test_it_is_told_of_in_a_project_without_cards(self, tmp_path):
        (tmp_path / "waivers.toml").write_text("[[waivers]]\n")
        assert self.told(tmp_path)
        (tmp_path / "waivers.toml").write_text("")
        with pytest.raises(UsageError):
            lint(tmp_path)
