from __future__ import annotations

import pytest

from harness.app.proposal import proposals

KNOWN = ("agent-hygiene", "ci-supply-chain", "cwe-top-25-2025", "python-service", "secrets")
WEB = ("cwe-top-25-2025", "python-service")


def found(root, files, known=KNOWN):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return [(one.constitutions, one.source, one.what) for one in proposals(root, known)]


def test_nothing_fits_a_folder_without_code(tmp_path):
    assert found(tmp_path, {"README.md": "import flask\n", "notes.txt": "tests"}) == []


def test_code_builds_and_tests_have_constitutions_of_their_own(tmp_path):
    files = {"src/a.go": "", "src/a_test.go": "", ".github/workflows/ci.yml": "", "deploy/Dockerfile": ""}
    assert found(tmp_path, files) == [
        (("secrets",), "src/a.go", "code"),
        (("ci-supply-chain",), ".github/workflows/ci.yml", "builds"),
        (("agent-hygiene",), "src/a_test.go", "tests"),
    ]


@pytest.mark.parametrize(
    ("files", "fitting"),
    [
        (
            {"pyproject.toml": "[project]\ndependencies = ['Flask>=3']\n"},
            (WEB, "pyproject.toml", "services with flask"),
        ),
        ({"requirements.txt": "requests\ndjango==5.1\n"}, (WEB, "requirements.txt", "services with django")),
        ({"package.json": '{"dependencies": {"koa": "^3"}}'}, (WEB[:1], "package.json", "services with koa")),
    ],
)
def test_a_framework_that_a_manifest_declares_is_a_service(tmp_path, files, fitting):
    assert found(tmp_path, files) == [fitting]


def test_a_framework_that_is_only_imported_is_a_service_too(tmp_path):
    files = {"app/web.py": "import os\nfrom fastapi import FastAPI\n", "app/a.py": "# import flask\n"}
    assert found(tmp_path, files)[1] == (WEB, "app/web.py", "services with fastapi")


def test_what_others_wrote_and_what_is_unreadable_tells_nothing(tmp_path):
    files = {"node_modules/x/a.js": "", "vendor/test_a.py": "import flask\n", "pyproject.toml": "broken ["}
    assert found(tmp_path, files) == []


def test_a_module_that_is_a_link_to_elsewhere_is_not_read(tmp_path):
    (tmp_path / "elsewhere.py").write_text("import flask\n")
    (tmp_path / "project").mkdir()
    (tmp_path / "project/app.py").symlink_to(tmp_path / "elsewhere.py")
    assert proposals(tmp_path / "project", KNOWN) == ()


def test_only_constitutions_that_are_known_are_proposed(tmp_path):
    files = {"web.py": "import flask\n"}
    assert found(tmp_path, files, ("python-service",)) == [(("python-service",), "web.py", "services with flask")]
