from __future__ import annotations

from typing import Any

import pytest

from harness.constitution.checks import dependency as kind
from harness.constitution.kinds import Doubtful, Match
from harness.constitution.scanning import reached, survey
from harness.errors import DocumentError
from tests.constitution.checks.bench import NO_TOOLS, Tree, job


def surveyed(check: str, files: dict[str, Any]) -> list[Match | Doubtful]:
    one, tree = job("dependency", check), Tree(files)
    return list(survey(one, tree, reached(one, tree), NO_TOOLS))


def found(check: str, files: dict[str, Any] | str) -> list[tuple[str, str]]:
    """The role and the name of the file of each match; a text is a file of requirements."""
    files = {"requirements.txt": files} if isinstance(files, str) else files
    seen = surveyed(check, files)
    assert all(isinstance(one, Match) for one in seen), seen
    return [(one.role.value, one.path) for one in seen if isinstance(one, Match)]


def notes(check: str, files: dict[str, Any] | str) -> list[str]:
    files = {"requirements.txt": files} if isinstance(files, str) else files
    return [one.note for one in surveyed(check, files) if isinstance(one, Match)]


def doubts(check: str, files: dict[str, Any]) -> list[tuple[str, int, str]]:
    seen = surveyed(check, files)
    assert all(isinstance(one, Doubtful) for one in seen), seen
    return [(one.path, one.line, one.reason) for one in seen if isinstance(one, Doubtful)]


BAD = [("violates", "requirements.txt")]


def test_a_forbidden_package_is_found_by_any_way_to_write_its_name():
    assert found("forbid: { dependency: Py_Crypto }", "PyCrypto==1") == []
    assert found("forbid: { dependency: Py_Crypto }", "py.crypto==1\nother") == BAD
    assert found("forbid: { dependency: [a, 'b-*'] }", "a\nb\nb_c") == BAD * 2
    [one] = surveyed("forbid: { dependency: a }", {"requirements.txt": "# ü\na==1\n"})
    assert isinstance(one, Match)
    assert (one.start, one.end) == (5, 9)


@pytest.mark.parametrize(
    ("declared", "bad"),
    [
        ("a==1.5", True),
        ("a>=1", True),
        ("a", True),
        ("a>=2", False),
        ("a==2.0", False),
        ("a<1", False),
        ("a~=1.9", True),
    ],
)
def test_a_package_is_forbidden_in_the_versions_that_are_named(declared, bad):
    assert bool(found("forbid: { dependency: { name: a, version: '>=1,<2' } }", declared)) is bad


def test_a_note_says_which_version_is_forbidden():
    check = "forbid: { dependency: { name: a, version: '<2' } }"
    assert notes(check, "a==1.5") == ["`==1.5` is a forbidden version, `<2`"]
    assert notes(check, "a>=1") == ["`>=1` allows a forbidden version, `<2`"]
    assert notes(check, "a") == ["`any version` allows a forbidden version, `<2`"]


def test_a_version_that_cannot_be_told_is_in_doubt():
    files = {"requirements.txt": "b\na @ git+https://x.example/a@main\n"}
    reason = "cannot tell which version of `a` is meant by `git+https://x.example/a@main`"
    assert doubts("forbid: { dependency: { name: a, version: '<2' } }", files) == [("requirements.txt", 2, reason)]
    assert doubts("require: { dependency: { name: a, version: '<2' } }", files) == [("requirements.txt", 2, reason)]
    assert found("forbid: { dependency: a }", files) == BAD


def test_a_lock_beside_or_above_tells_the_version_of_a_range():
    check = "forbid: { dependency: { name: a, version: '<2' } }"
    manifest = '[project]\ndependencies = ["a>=1"]'
    lock = '[[package]]\nname = "a"\nversion = "{}"\n'
    assert found(check, {"sub/pyproject.toml": manifest, "uv.lock": lock.format("2.1")}) == []
    assert found(check, {"pyproject.toml": manifest, "uv.lock": lock.format("1.1")}) == [("violates", "uv.lock")]
    assert found(check, {"pyproject.toml": manifest, "sub/uv.lock": lock.format("2.1")}) == [
        ("violates", "pyproject.toml")
    ]
    check = "require: { dependency: { name: a, version: '>=2' } }"
    assert found(check, {"pyproject.toml": manifest, "uv.lock": lock.format("2.1")}) == [("enforces", "uv.lock")]


def test_what_a_pom_manages_tells_the_version_of_what_names_none():
    managed = "<dependency><groupId>g</groupId><artifactId>a</artifactId><version>1</version></dependency>"
    plain = "<dependency><groupId>g</groupId><artifactId>a</artifactId></dependency>"
    check = "forbid: { dependency: { name: 'g:a', version: '>1' } }"
    assert found(check, {"pom.xml": f"<p>{managed}{plain}</p>"}) == []
    assert doubts(check, {"pom.xml": f"<p>{plain}</p>"})[0][2] == "cannot tell which version of `g:a` is meant"


LISTED = """# known to be bad
evil
a==1.5   # CVE-2026-1
npm:b<2
"""


def test_packages_of_a_list_are_forbidden_with_their_reasons():
    check = "forbid: { dependency: { list: bad.txt, name: more } }"
    files = {
        "bad.txt": LISTED,
        "requirements.txt": "evil\na>=1\nb==1\nmore\n",
        "package.json": '{"dependencies": {"b": "1"}}',
    }
    assert [(one.path, one.note) for one in surveyed(check, files) if isinstance(one, Match)] == [
        ("package.json", "`1` allows a forbidden version, `<2`"),
        ("requirements.txt", "`evil` is forbidden"),
        ("requirements.txt", "`>=1` allows a forbidden version, `==1.5`: CVE-2026-1"),
        ("requirements.txt", "`more` is forbidden"),
    ]


def test_a_list_that_cannot_be_used_is_in_doubt():
    check = "forbid: { dependency: { list: bad.txt } }"
    assert doubts(check, {"requirements.txt": "a"}) == [("bad.txt", 1, "there is no such file")]
    assert doubts(check, {"requirements.txt": "a", "bad.txt": "a\nb c"})[0][:2] == ("bad.txt", 2)
    assert doubts(check, {"requirements.txt": "a", "bad.txt": "a\nb\nc==x y"})[0][:2] == ("bad.txt", 3)
    assert kind.references(job("dependency", check).options) == ("bad.txt",)


@pytest.mark.parametrize(
    ("declared", "roles"),
    [
        ("a==2.1", ["enforces"]),
        ("a>=2,<3", ["enforces"]),
        ("a>=1", ["violates"]),
        ("a", ["violates"]),
        ("b==2.1", []),
    ],
)
def test_a_required_package_is_shown_in_the_versions_that_are_right(declared, roles):
    check = "require: { dependency: { name: a, version: '>=2' } }"
    assert [role for role, _ in found(check, declared)] == roles
    assert found("require: { dependency: a }", "a") == [("enforces", "requirements.txt")]


def test_every_package_or_every_one_that_is_named_must_be_pinned():
    assert [role for role, _ in found("require: { dependency: { pinned: true } }", "a==1\nb>1\nc")] == [
        "enforces",
        "violates",
        "violates",
    ]
    check = "require: { dependency: { pinned: true, name: [b] }, note: see x }"
    assert notes(check, "a\nb>1") == ["`>1` is not one version; see x"]


LICENCES = {"licences.json": '{"a": "MIT", "pypi:B_c": "AGPL-3.0-only", "d": "unknown"}'}


def test_licences_come_from_a_file_and_from_locks():
    forbid = "forbid: { dependency: { licence: AGPL-3.0, licences: licences.json } }"
    require = "require: { dependency: { licence: [MIT], licences: licences.json } }"
    assert found(forbid, {"requirements.txt": "a\nb-c", **LICENCES}) == BAD
    assert [role for role, _ in found(require, {"requirements.txt": "a\nb-c", **LICENCES})] == ["enforces", "violates"]
    assert notes(require, {"requirements.txt": "b-c", **LICENCES}) == [
        "its licence is `AGPL-3.0-only`, which is not accepted"
    ]
    lock = '{"packages": {"node_modules/x": {"version": "1.0.0", "license": "MIT"}}}'
    files = {"package-lock.json": lock, "package.json": '{"dependencies": {"x": "^1", "own": "file:own"}}'}
    assert len(found("require: { dependency: { licence: MIT } }", files)) == 2
    assert kind.references(job("dependency", forbid).options) == ("licences.json",)


def test_a_licence_that_is_not_known_is_in_doubt_and_never_passes():
    forbid = "forbid: { dependency: { licence: AGPL-3.0, licences: licences.json } }"
    assert doubts(forbid, {"requirements.txt": "x\nd", **LICENCES}) == [
        ("requirements.txt", 1, "the licence of `x` is not known; name it in a file of `licences`"),
        ("requirements.txt", 2, "the licence of `d`: `unknown` tells no licence"),
    ]
    assert doubts(forbid, {"requirements.txt": "x"})[0][2] == "there is no such file"
    assert doubts(forbid, {"requirements.txt": "x", "licences.json": "{"})[0][:2] == ("licences.json", 1)
    other = forbid.replace("licences.json", "licences.txt")
    assert "JSON, YAML or TOML" in doubts(other, {"requirements.txt": "x", "licences.txt": "a"})[0][2]
    named = "forbid: { dependency: { licence: AGPL-3.0, name: a, licences: l.yaml } }"
    assert found(named, {"requirements.txt": "a\nx", "l.yaml": "a: AGPL-3.0"}) == BAD
    assert doubts(named, {"requirements.txt": "a\nx", "l.yaml": ""}) != []


def test_only_the_ecosystems_that_are_named_are_looked_at():
    files = {"requirements.txt": "a", "package.json": '{"dependencies": {"a": "1"}}', "Gemfile": "gem 'a'"}
    assert found("forbid: { dependency: { name: a, ecosystem: npm } }", files) == [("violates", "package.json")]
    assert len(found("forbid: { dependency: { name: a, ecosystem: [npm, pypi] } }", files)) == 2
    [doubt] = [one for one in surveyed("forbid: { dependency: a }", files) if isinstance(one, Doubtful)]
    assert (doubt.path, doubt.reason) == ("Gemfile", "dependencies in this format are not read")


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("forbid: { dependency: {} }", "nothing is asked"),
        ("require: { dependency: { ecosystem: pypi } }", "nothing is asked"),
        ("forbid: { dependency: { pinned: true, name: a } }", "cannot be forbidden"),
        ("require: { dependency: { list: x.txt, name: a } }", "`list` holds"),
        ("forbid: { dependency: { list: x.txt, licence: MIT } }", "`list` holds"),
        ("require: { dependency: { pinned: true, licence: MIT } }", "two questions"),
        ("require: { dependency: { pinned: true, version: '>1' } }", "`version` is of"),
        ("require: { dependency: { name: a, licence: MIT, version: '>1' } }", "`version` is of"),
        ("require: { dependency: { name: a, licences: x.json } }", "`licences` tell"),
        ("require: { dependency: a, everywhere: true }", "has that name"),
        ("forbid: { dependency: { name: a, version: newest } }", "`newest` is no range"),
        ("forbid: { dependency: { name: a, ecosystem: cpan } }", "should be of pypi"),
        ("forbid: { dependency: { name: a, ecosystem: 3 } }", "should be of pypi"),
        ("forbid: { dependency: { name: a, ecosystem: [] } }", "dependency.ecosystem"),
        ("forbid: { dependency: { names: a } }", "dependency.names"),
        ("forbid: { dependency: a, at-least-one: true }", "nowhere"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused(check, said):
    with pytest.raises(DocumentError) as error:
        job("dependency", check)
    assert said in error.value.mistakes[0].what
