from __future__ import annotations

from typing import Any

import pytest

from harness.constitution.scanning import reached, survey
from harness.errors import DocumentError
from tests.constitution.checks.bench import NO_TOOLS, Tree, job


def found(check: str, tree: Tree, *applies_to: str) -> list[tuple[str, str]]:
    return [(one.role.value, one.path) for one in matches(check, tree, *applies_to)]


def matches(check: str, tree: Tree, *applies_to: str) -> list[Any]:
    one = job("file", check, applies_to)
    return list(survey(one, tree, reached(one, tree), NO_TOOLS))


def test_a_required_file_is_shown_and_a_missing_one_is_not():
    assert found("require: { file: /LICENSE }", Tree({"LICENSE": "x", "a/LICENSE": "y"})) == [("enforces", "LICENSE")]
    assert found("require: { file: /LICENSE }", Tree({"a/LICENSE": "x"})) == []


def test_a_forbidden_file_is_found_wherever_one_of_the_globs_says():
    tree = Tree({"a.pem": "", "deploy/b.pem": "", "src/id_rsa": "", "src/c.py": ""})
    check = "forbid: { file: ['**/*.pem', id_rsa] }"
    assert found(check, tree) == [("violates", "a.pem"), ("violates", "deploy/b.pem"), ("violates", "src/id_rsa")]


def test_only_what_the_principle_applies_to_is_looked_at():
    tree = Tree({"a/x.pem": "", "b/x.pem": ""}, links={"a/l.pem": "x.pem", "b/l.pem": "x.pem"})
    assert found("forbid: { file: '*.pem' }", tree, "a/**") == [("violates", "a/l.pem"), ("violates", "a/x.pem")]


def test_a_file_without_another_beside_it_or_above_is_found():
    check = "forbid: { file: { path: package.json, without: [package-lock.json, yarn.lock] } }"
    assert found(check, Tree({"package.json": "", "web/package.json": ""})) == [
        ("violates", "package.json"),
        ("violates", "web/package.json"),
    ]
    assert found(check, Tree({"web/a/package.json": "", "web/yarn.lock": "", "b/package.json": ""})) == [
        ("violates", "b/package.json")
    ]
    assert found(check, Tree({"web/package.json": "", "package-lock.json": "", "yarn.lock": ""})) == []


@pytest.mark.parametrize(
    "asked", ["require: { file: { path: a, without: b } }", "forbid: { file: { path: a, without: b/c } }"]
)
def test_what_a_file_is_without_is_a_name_and_only_forbidden(asked):
    with pytest.raises(DocumentError) as error:
        job("file", asked)
    assert "`without`" in error.value.mistakes[0].what


@pytest.mark.parametrize(
    ("asked", "mode", "note"),
    [
        ('mode: "0644"', 0o600, "its permissions are 0600, not 0644"),
        ("mode: 0644", 0o664, "its permissions are 0664, not 0644"),
        ('mode: "0o755"', 0o644, "its permissions are 0644, not 0755"),
        ("mode-at-most: 0750", 0o754, "its permissions are 0754, more than 0750"),
        ("mode-at-most: 0755", 0o2755, "its permissions are 2755, more than 0755"),
        ("executable: true", 0o644, "it is not executable"),
        ("executable: false", 0o645, "it is executable"),
        ("min-bytes: 4", 0o644, "it has 3 bytes, fewer than 4"),
        ("max-bytes: 2", 0o644, "it has 3 bytes, more than 2"),
        ("min-bytes: 4, executable: true", 0o644, "it is not executable; it has 3 bytes, fewer than 4"),
    ],
)
def test_a_file_that_is_not_as_required_is_told_with_the_reason(asked, mode, note):
    tree = Tree({"run.sh": "abc"}, {"run.sh": mode})
    [one] = matches(f"require: {{ file: {{ path: run.sh, {asked} }}, note: see x }}", tree)
    assert (one.role.value, one.path, one.note) == ("violates", "run.sh", f"{note}; see x")


@pytest.mark.parametrize(
    ("asked", "mode"),
    [
        ("mode: 0644", 0o644),
        ("mode-at-most: 0755", 0o700),
        ("executable: true", 0o700),
        ("executable: false", 0o644),
        ("min-bytes: 3, max-bytes: 3", 0o644),
    ],
)
def test_a_file_that_is_as_required_is_shown(asked, mode):
    tree = Tree({"run.sh": "abc"}, {"run.sh": mode})
    check = f"{{ file: {{ path: '*.sh', {asked} }} }}"
    assert found(f"require: {check}", tree) == [("enforces", "run.sh")]
    assert found(f"forbid: {check}", tree) == [("violates", "run.sh")]


def test_what_is_forbidden_of_a_file_is_all_that_is_said():
    tree = Tree({"a.sh": "abc", "b.sh": "abcdef"}, {"a.sh": 0o755, "b.sh": 0o644})
    assert found("forbid: { file: { path: '*.sh', executable: true } }", tree) == [("violates", "a.sh")]
    assert found("forbid: { file: { path: '*.sh', min-bytes: 5 } }", tree) == [("violates", "b.sh")]
    assert found("forbid: { file: { path: '*.sh', min-bytes: 5, executable: true } }", tree) == []


def test_a_link_counts_as_the_file_that_it_leads_to():
    links = {"LICENSE": "docs/l", "docs/l": "../legal/text", "COPYING": "gone", "OUT": "../x", "LOOP": "LOOP"}
    tree = Tree({"legal/text": "abc"}, links=links)
    [one] = matches("require: { file: { path: /LICENSE, min-bytes: 3 } }", tree)
    assert one.role == "enforces"
    assert matches("require: { file: COPYING }", tree)[0].note == "it is a link that leads to no file of the tree"
    assert matches("require: { file: OUT }", tree)[0].note == "it is a link that leads out of the tree"
    assert matches("require: { file: LOOP }", tree)[0].note == "it is a link that leads to no file of the tree"


@pytest.mark.parametrize(
    ("path", "target", "outside"),
    [
        ("a", "/etc/passwd", True),
        ("a", "../x", True),
        ("d/a", "../x", False),
        ("d/a", "../../x", True),
        ("d/a", "../d/./../../x", True),
        ("a", "up/../..", False),
        ("a", "up/../../..", True),
        ("a", "in/x", False),
        ("a", "out/x", True),
        ("a", "b//c", False),
    ],
)
def test_links_that_lead_out_of_the_tree_are_found(path, target, outside):
    tree = Tree({"x": "", "deep/er/x": ""}, links={path: target, "in": "deep/er", "up": "deep/er", "out": "../.."})
    found_paths = [one.path for one in matches("forbid: { file: { path: '**', links: outside } }", tree)]
    assert (path in found_paths) is outside
    assert "out" in found_paths
    assert "in" not in found_paths


def test_any_link_can_be_forbidden_and_files_that_are_none_are_spared():
    tree = Tree({"x": "abc"}, links={"a": "x", "b": "gone"})
    [one, other] = matches("forbid: { file: { path: '**', links: any } }", tree)
    assert (one.path, one.note) == ("a", "a link to `x`")
    assert other.path == "b"
    assert found("forbid: { file: { path: '**', links: any, min-bytes: 1 } }", tree) == [("violates", "a")]


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("require: { file: { path: x, mode: rw } }", "permissions in octal"),
        ("require: { file: { path: x, mode: 9999 } }", "permissions in octal"),
        ("require: { file: { path: x, mode: true } }", "permissions in octal"),
        ("require: { file: { path: x, min-bytes: -1 } }", "file.min-bytes"),
        ("require: { file: { path: x, size: 1 } }", "file.size"),
        ("require: { file: {} }", "file.path"),
        ("require: { file: [] }", "file.path"),
        ("require: { file: 3 }", "file"),
        ("require: { file: { path: x, links: any } }", "only be forbidden"),
        ("require: { file: x, everywhere: true }", "is there"),
        ("forbid: { file: x, everywhere: true }", "nowhere"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused(check, said):
    with pytest.raises(DocumentError) as error:
        job("file", check)
    assert said in error.value.mistakes[0].what
