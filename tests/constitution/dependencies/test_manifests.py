from __future__ import annotations

import json

import pytest

from harness.constitution.dependencies.declared import Ecosystem
from harness.constitution.dependencies.manifests import Found, Missed, declared_in, is_manifest
from tests.constitution.checks.bench import Tree
from tests.support.growth import ending


def declared(path: str, text: str, **others: str) -> list[tuple[str, str, bool]]:
    """The name, the written version and whether it is pinned, of each dependency."""
    found = list(declared_in(Tree({path: text, **others}), [path]))
    assert all(isinstance(one, Found) for one in found), found
    return [(one.entry.name, one.entry.written, one.entry.pinned) for one in found if isinstance(one, Found)]


def missed(path: str, text: str | bytes, **others: str) -> list[tuple[str, int, str]]:
    found = declared_in(Tree({path: text, **others}), [path])
    return [(one.path, one.line, one.reason) for one in found if isinstance(one, Missed)]


def shown(path: str, text: str) -> list[str]:
    return [
        text.encode()[one.entry.start : one.entry.end].decode()
        for one in declared_in(Tree({path: text}), [path])
        if isinstance(one, Found)
    ]


PYPROJECT = """
[build-system]
requires = ["hatchling>=1"]
[project]
dependencies = ["a[x]>=1 ; python_version > '3'", "b @ git+https://x.example/b@0123456789012345678901234567890123456789"]
[project.optional-dependencies]
all = ["c~=2.0"]
[dependency-groups]
dev = ["d==1.0", { include-group = "x" }]
[tool.uv]
dev-dependencies = ["e==1.*"]
[tool.poetry.dependencies]
python = "^3.11"
f = "^1.2"
g = { version = "1.2.3", extras = ["x"] }
h = { git = "https://x.example/h", rev = "main" }
i = { path = "../i" }
j = [{ version = "<2", python = "<3.9" }, { version = ">=2" }]
[tool.poetry.group.dev.dependencies]
k = "*"
"""


def test_pyproject_has_many_lists():
    assert declared("pyproject.toml", PYPROJECT) == [
        ("a", ">=1", False),
        ("b", "git+https://x.example/b@0123456789012345678901234567890123456789", True),
        ("c", "~=2.0", False),
        ("d", "==1.0", True),
        ("hatchling", ">=1", False),
        ("e", "==1.*", False),
        ("f", "^1.2", False),
        ("g", "1.2.3", True),
        ("h", "main", False),
        ("i", "", True),
        ("j", "<2", False),
        ("j", ">=2", False),
        ("k", "*", False),
    ]
    assert '"d==1.0"' in shown("pyproject.toml", PYPROJECT)


def test_what_is_computed_when_a_project_is_built_is_told_or_included():
    text = '[project]\ndynamic = ["version", "dependencies"]\n'
    assert missed("pyproject.toml", text) == [("pyproject.toml", 2, "what it depends on is computed when it is built")]
    text += '[tool.setuptools.dynamic]\ndependencies = { file = ["reqs/base.txt"] }\n'
    assert declared("pyproject.toml", text, **{"reqs/base.txt": "a==1"}) == [("a", "==1", True)]


def test_requirements_have_options_comments_and_continuations():
    text = """# a comment
-i https://index.example/simple
--no-binary :all:
a==1.0 \\
    --hash=sha256:00 \\
    --hash=sha256:11
b >= 2 # why
c[x]==1; python_version < "4"
-e ./local
--editable git+https://x.example/d@main#egg=d
git+https://x.example/e@0123456789012345678901234567890123456789#egg=e
https://x.example/f-1.0-py3-none-any.whl
g @ https://x.example/g.zip#sha256=00
-c constraints.txt
"""
    assert declared("requirements.txt", text) == [
        ("a", "==1.0", True),
        ("b", ">=2", False),
        ("c", "==1", True),
        ("./local", "./local", True),
        ("d", "git+https://x.example/d@main#egg=d", False),
        ("e", "git+https://x.example/e@0123456789012345678901234567890123456789#egg=e", True),
        ("f", "https://x.example/f-1.0-py3-none-any.whl", False),
        ("g", "https://x.example/g.zip#sha256=00", True),
    ]
    assert shown("requirements.txt", "# ü\n  a==1 # x\n") == ["a==1 # x"]


def test_requirements_include_others_each_once():
    files = {"deps/base.txt": "b==1\n-r ../requirements.txt", "deps/more.in": "c==1"}
    text = "-r deps/base.txt\n--requirement=deps/more.in\n-rdeps/base.txt\na==1"
    assert sorted(declared("requirements.txt", text, **files)) == [
        ("a", "==1", True),
        ("b", "==1", True),
        ("c", "==1", True),
    ]


def test_an_included_file_that_is_missing_is_told_where_it_is_included():
    text = "a==1\n-r deps/base.txt"
    assert missed("requirements.txt", text) == [
        ("requirements.txt", 2, "it includes `deps/base.txt`: there is no such file")
    ]
    assert missed("requirements.txt", "-r ../../etc/passwd")[0][2].startswith("it includes `../../etc/passwd`")


def test_a_line_that_is_no_requirement_is_told():
    assert missed("requirements.txt", "a==1\na = 2\n") == [("requirements.txt", 2, "`a = 2` is no requirement")]


def test_setup_cfg_and_setup_py_are_read_as_far_as_they_are_written_out():
    cfg = "[options]\ninstall_requires =\n    a>=1\n    # c\n    b==2\n[options.extras_require]\nx = c\n"
    assert declared("setup.cfg", cfg) == [("a", ">=1", False), ("b", "==2", True), ("c", "", False)]
    cfg = "[options]\ninstall_requires = file: reqs.txt\n"
    assert declared("setup.cfg", cfg, **{"reqs.txt": "a==1"}) == [("a", "==1", True)]
    assert missed("setup.cfg", "[options\n") == [
        ("setup.cfg", 1, "it is no setup.cfg: File contains no section headers.")
    ]
    py = "from setuptools import setup\nsetup(install_requires=['a>=1'], extras_require={'x': ('b==1',)},\n tests_require=T)"
    found = list(declared_in(Tree({"setup.py": py}), ["setup.py"]))
    assert [one.entry.name for one in found if isinstance(one, Found)] == ["a", "b"]
    assert missed("setup.py", py) == [("setup.py", 3, "what it depends on is computed, not written out")]
    assert missed("setup.py", "setup(install_requires=['a'] + B)")[0][1] == 1
    assert missed("setup.py", "setup(install_requires='a')")[0][1] == 1
    assert shown("setup.py", py) == ["'a>=1'", "'b==1'"]
    assert missed("setup.py", "x = (\n\n") == [("setup.py", 1, "it is not Python: '(' was never closed")]


def test_what_tools_for_python_resolved_to_is_read():
    lock = '[[package]]\nname = "a"\nversion = "1.0"\n[[package]]\nname = "own"\nversion = "0"\nsource = { editable = "." }\n'
    assert declared("uv.lock", lock) == [("a", "1.0", True)]
    assert declared("Pipfile", '[packages]\na = "*"\nb = "==1.0"\n[dev-packages]\nc = { version = ">1" }') == [
        ("a", "*", False),
        ("b", "==1.0", True),
        ("c", ">1", False),
    ]
    assert declared("Pipfile.lock", '{"default": {"a": {"version": "==1.0"}}}') == [("a", "==1.0", True)]


def test_package_json_has_tables():
    package = {
        "dependencies": {"a": "^1", "b": "1.2.3", "@s/c": "npm:d@~1.0", "e": "workspace:*", "f": "npm:g"},
        "devDependencies": {"h": "github:x/h#0123456789012345678901234567890123456789", "i": "x/i"},
        "peerDependencies": {"j": "latest", "k": 3},
    }
    assert declared("web/package.json", json.dumps(package)) == [
        ("a", "^1", False),
        ("b", "1.2.3", True),
        ("d", "~1.0", False),
        ("e", "workspace:*", True),
        ("g", "*", False),
        ("h", "github:x/h#0123456789012345678901234567890123456789", True),
        ("i", "x/i", False),
        ("j", "latest", False),
    ]
    assert shown("package.json", '{"dependencies": {"é": "1"}}') == ['"é": "1"']


def test_package_lock_is_read_in_both_forms():
    new = {
        "packages": {
            "": {"version": "0"},
            "node_modules/a": {"version": "1.0.0", "license": "MIT"},
            "node_modules/a/node_modules/@s/b": {"version": "2.0.0"},
            "node_modules/own": {"link": True},
            "packages/own": {"version": "1.0.0"},
            "node_modules/alias": {"name": "c", "version": "3.0.0"},
        },
        "dependencies": {"z": {"version": "1.0.0"}},
    }
    assert declared("package-lock.json", json.dumps(new)) == [
        ("a", "1.0.0", True),
        ("@s/b", "2.0.0", True),
        ("c", "3.0.0", True),
    ]
    old = {
        "dependencies": {
            "a": {"version": "1.0.0", "requires": {"b": "^1"}, "dependencies": {"b": {"version": "1.1.0"}}}
        }
    }
    assert declared("package-lock.json", json.dumps(old)) == [("a", "1.0.0", True), ("b", "1.1.0", True)]


def test_go_mod_is_read_with_what_replaces_modules():
    text = """module example.org/bank
go 1.22
require example.org/a v1.0.0 // why
require (
	example.org/b v1.2.3 // indirect
	example.org/c v0.0.0-20260102030405-0123456789ab
)
exclude example.org/x v1.0.0
replace (
	example.org/b => example.org/fork v1.2.4
	example.org/c => ../c
)
replace example.org/a v1.0.0 => example.org/d v2.0.0+incompatible
"""
    assert declared("go.mod", text) == [
        ("example.org/a", "v1.0.0", True),
        ("example.org/b", "v1.2.3", True),
        ("example.org/c", "v0.0.0-20260102030405-0123456789ab", True),
        ("example.org/fork", "v1.2.4", True),
        ("example.org/d", "v2.0.0+incompatible", True),
    ]
    assert shown("go.mod", text)[1] == "example.org/b v1.2.3"


def test_cargo_has_tables_and_a_lock():
    text = """[dependencies]
a = "1.2"
b = { version = "=1.2.3" }
c = { git = "https://x.example/c", rev = "0123456789012345678901234567890123456789" }
d = { path = "../d" }
e = { workspace = true }
f = { package = "real", version = "1" }
[target.'cfg(unix)'.dev-dependencies]
g = "*"
[workspace.dependencies]
e = "2"
"""
    assert declared("Cargo.toml", text) == [
        ("a", "1.2", False),
        ("b", "=1.2.3", True),
        ("c", "0123456789012345678901234567890123456789", True),
        ("d", "", True),
        ("real", "1", False),
        ("g", "*", False),
        ("e", "2", False),
    ]
    lock = '[[package]]\nname = "a"\nversion = "1.2.9"\nsource = "registry"\n[[package]]\nname = "own"\nversion = "0"\n'
    assert declared("Cargo.lock", lock) == [("a", "1.2.9", True)]


POM = """<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <version>3.1</version>
  <parent><groupId>org.x</groupId><artifactId>parent</artifactId><version>1</version></parent>
  <properties><a.version>1.0</a.version><b.version>${a.version}</b.version></properties>
  <!-- <dependency><artifactId>no</artifactId></dependency> -->
  <dependencies>
    <dependency>
      <groupId>org.a</groupId><artifactId>a</artifactId><version>${b.version}</version>
      <exclusions><exclusion><groupId>org.z</groupId><artifactId>z</artifactId></exclusion></exclusions>
    </dependency>
    <dependency><groupId>org.b</groupId><artifactId>b</artifactId><version>[1,2)</version></dependency>
    <dependency><groupId>org.c</groupId><artifactId>c</artifactId></dependency>
    <dependency><groupId>org.d</groupId><artifactId>d</artifactId><version>1-SNAPSHOT</version></dependency>
    <dependency><groupId>org.e</groupId><artifactId>e</artifactId><version>${project.version}</version></dependency>
  </dependencies>
  <build><plugins><plugin><artifactId>p</artifactId><version>${nowhere}</version></plugin></plugins></build>
</project>
"""


def test_pom_is_read_with_its_properties():
    assert declared("pom.xml", POM) == [
        ("org.x:parent", "1", True),
        ("org.a:a", "1.0", True),
        ("org.b:b", "[1,2)", False),
        ("org.c:c", "", True),
        ("org.d:d", "1-SNAPSHOT", False),
        ("org.e:e", "3.1", True),
        ("org.apache.maven.plugins:p", "${nowhere}", False),
    ]
    assert shown("pom.xml", POM)[0].startswith("<parent><groupId>org.x")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("<project>\n<a>", 2, "not XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>\n<project/>', 1, "document type"),
        ("<a>" * 1000, 1, "nested more than 100"),
        ("<project><dependency><groupId>x</groupId></dependency></project>", 1, "no `artifactId`"),
    ],
)
def test_a_pom_that_is_broken_or_hostile_is_told(text, line, reason):
    [found] = missed("pom.xml", text)
    assert found[1] == line
    assert reason in found[2]


def test_properties_that_mean_themselves_end():
    properties = "<properties><a>${a}${a}</a></properties>"
    text = f"<p>{properties}<dependency><artifactId>x</artifactId><version>${{a}}</version></dependency></p>"
    assert declared("pom.xml", text)[0][2] is False


def test_files_that_cannot_be_read_are_told_at_their_line():
    assert missed("pyproject.toml", "a = 1\nb = [") == [
        ("pyproject.toml", 2, missed("pyproject.toml", "a = 1\nb = [")[0][2])
    ]
    assert missed("requirements.txt", b"\xff") == [("requirements.txt", 1, "it is not text in UTF-8")]
    assert missed("Gemfile", "gem 'x'") == [("Gemfile", 1, "dependencies in this format are not read")]
    assert [one.reason for one in declared_in(Tree({}), ["go.mod"]) if isinstance(one, Missed)] == [
        "there is no such file"
    ]


@pytest.mark.parametrize(
    ("path", "ecosystems", "expected"),
    [
        ("pyproject.toml", (), True),
        ("a/requirements-dev.txt", (Ecosystem.PYPI,), True),
        ("requirements/dev.in", (), True),
        ("package.json", (Ecosystem.PYPI,), False),
        ("Gemfile", (), True),
        ("Gemfile", (Ecosystem.PYPI,), False),
        ("yarn.lock", (), False),
        ("app.py", (), False),
    ],
)
def test_manifests_are_told_by_their_names(path, ecosystems, expected):
    assert is_manifest(path, ecosystems) is expected


def test_a_long_file_of_requirements_takes_no_longer_than_others():
    text = "# ü\n" + "a==1\n" * 2_000 + "x" * 500_000 + "\\" * 100_000
    with ending():
        assert len(list(declared_in(Tree({"requirements.txt": text}), ["requirements.txt"]))) == 2_001
