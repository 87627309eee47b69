from __future__ import annotations

import json
import os

import pytest

from harness.app.constitution_lint import lint_constitutions
from harness.app.init import configuration_text, init
from harness.app.survey import survey
from harness.errors import UsageError
from harness.readers.configuration import read


def write(root, files):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def guessed(root):
    """What the survey's configuration says, read as the project would."""
    return read(configuration_text(survey(root)), "harness.toml").product


IN_VENV = {"bank": "{tree}/.venv/bin/bank"}
RELEASE = {"bank": "{tree}/target/release/bank"}
NPM = ("npm install --silent",)
CARGO = ("cargo build --release -q",)
PYTHON = (".venv/bin/pip install -q .", "python3 -m venv .venv")


@pytest.mark.parametrize(
    ("files", "setup", "commands"),
    [
        ({"pyproject.toml": "[project]\n[project.scripts]\nbank = 'x:y'\n'a b' = 'x:y'\n"}, PYTHON, IN_VENV),
        ({"pyproject.toml": "[tool.poetry.scripts]\nbank = 'x:y'\n"}, PYTHON, IN_VENV),
        ({"setup.cfg": "[options.entry_points]\nconsole_scripts =\n    bank = x:y\n    words\n"}, PYTHON, IN_VENV),
        ({"setup.cfg": "broken\n", "setup.py": ""}, PYTHON, {}),
        ({"requirements.txt": "flask\n"}, (".venv/bin/pip install -q -r requirements.txt", "python3 -m venv .venv"), {}),
        ({"package.json": '{"name": "@a/bank", "bin": "./cli.js"}'}, NPM, {"bank": "node {tree}/cli.js"}),
        (
            {"package.json": '{"bin": {"bank": "x.js", "b c": "y"}}', "package-lock.json": ""},
            ("npm ci --silent",),
            {"bank": "node {tree}/x.js"},
        ),
        ({"Cargo.toml": "[package]\nname = 'a'\n[[bin]]\nname = 'bank'\n"}, CARGO, RELEASE),
        ({"Cargo.toml": "[package]\nname = 'bank'\n", "src/main.rs": ""}, CARGO, RELEASE),
        ({"Makefile": "X := 1\nbuild: a\n\tcc\n"}, ("make build",), {}),
        ({}, (), {}),
        ({"pyproject.toml": "broken [", "package.json": "[1", "Cargo.toml": "x ="}, (), {}),
        ({"package.json": "[1]", "pyproject.toml": "project = 1\n"}, (), {}),
    ],
)  # fmt: skip
def test_packaging_tells_setup_and_commands(tmp_path, files, setup, commands):
    write(tmp_path, files)
    product = guessed(tmp_path)
    assert tuple(sorted(product.setup)) == setup
    assert product.commands == commands


@pytest.mark.parametrize(
    ("files", "run"),
    [
        (
            {"Procfile": "worker: x\nweb: gunicorn app --bind :$PORT -e 'A'\n"},
            "sh -c 'cd {tree} && exec gunicorn app --bind :8000 -e '\\''A'\\'''",
        ),
        ({"manage.py": ""}, "{tree}/.venv/bin/python {tree}/manage.py runserver --noreload 127.0.0.1:8000"),
        ({"src/bank/web.py": "app: FastAPI = FastAPI()\n"}, "{tree}/.venv/bin/uvicorn bank.web:app --port 8000"),
        ({"app.py": "server = Flask(__name__)\n"}, "{tree}/.venv/bin/flask --app app:server run --port 8000"),
        ({"package.json": '{"scripts": {"start": "node ."}}'}, "npm --prefix {tree} start"),
    ],
)  # fmt: skip
def test_services_are_guessed(tmp_path, files, run):
    write(tmp_path, files)
    service = guessed(tmp_path).services["web"]
    assert service.run == run
    assert service.ready == "http://127.0.0.1:8000/"


def test_of_two_guesses_at_one_service_the_second_is_only_shown(tmp_path):
    write(tmp_path, {"manage.py": "", "app.py": "x = Flask(1)\n", "Procfile": "web: run {x}\n"})
    text = configuration_text(survey(tmp_path))
    assert "# [product.services.web]" in text
    assert "manage.py" in read(text, "harness.toml").product.services["web"].run


def test_programs_specifications_and_containers_are_seen(tmp_path):
    write(tmp_path, {"bin/bank": "#!/bin/sh\n", "bin/readme": "", "compose.yaml": ""})
    write(tmp_path, {"specs/a.md": "- **FR-001**: a\n- **FR-002**: b\n", "specs/b.md": "- **FR-003**:\n"})
    os.chmod(tmp_path / "bin/bank", 0o755)
    assert [(guess.source, guess.what) for guess in survey(tmp_path)] == [
        ("bin/", "the program bank"),
        ("compose.yaml", "containers; a cell cannot start them: name the commands that they run as services"),
        ("specs/", "a specification with 2 numbered requirements"),
    ]
    assert guessed(tmp_path).commands == {"bank": "{tree}/bin/bank"}


def test_a_module_that_is_a_link_to_elsewhere_is_not_read(tmp_path):
    write(tmp_path, {"elsewhere/x.py": "app = Flask(1)\n"})
    (tmp_path / "project").mkdir()
    (tmp_path / "project/app.py").symlink_to(tmp_path / "elsewhere/x.py")
    assert survey(tmp_path / "project") == ()


@pytest.mark.parametrize("text", ['a "b" \\ \x7f é', "x\ty", json.dumps("z")])
def test_any_text_of_a_procfile_gives_a_valid_configuration(tmp_path, text):
    write(tmp_path, {"Procfile": f"web: {text}\n"})
    assert guessed(tmp_path).services["web"]


def test_init_writes_what_is_missing_and_keeps_the_rest(tmp_path):
    write(tmp_path, {"specs/a.md": "old"})
    first = init(tmp_path)
    assert sorted(first.written) == [
        "constitutions/README.md",
        "golden/README.md",
        "harness.toml",
        "testcards/README.md",
    ]
    assert first.kept == ("specs",)
    (tmp_path / "harness.toml").write_text("# mine\n")
    second = init(tmp_path)
    assert second.written == {}
    assert second.kept == ("harness.toml", "testcards", "specs", "golden", "constitutions")
    assert (tmp_path / "harness.toml").read_text() == "# mine\n"


def test_a_dry_run_writes_nothing(tmp_path):
    assert init(tmp_path, dry_run=True).written
    assert os.listdir(tmp_path) == []


def test_a_configuration_in_pyproject_is_kept(tmp_path):
    write(tmp_path, {"pyproject.toml": "[tool.harness.cards]\n"})
    assert init(tmp_path).kept == ("pyproject.toml",)
    assert not (tmp_path / "harness.toml").exists()


def test_a_project_does_not_begin_within_a_project(tmp_path):
    write(tmp_path, {"harness.toml": "", "sub/x": ""})
    with pytest.raises(UsageError, match="is a project already"):
        init(tmp_path / "sub")


def test_a_first_constitution_extends_those_that_fit(tmp_path):
    write(tmp_path, {"app.py": "", "tests/test_app.py": ""})
    begun = init(tmp_path)
    text = (tmp_path / "constitutions/main.md").read_text()
    assert "constitutions/main.md" in begun.written
    assert "extends: [secrets, agent-hygiene]\n" in text
    assert "- `agent-hygiene`: for tests, such as `tests/test_app.py`\n" in text
    assert [str(mistake) for mistake in lint_constitutions(tmp_path).mistakes] == []


@pytest.mark.parametrize("own", ["constitutions/ours.md", "constitutions/main.md", ".specify/memory/constitution.md"])
def test_who_has_a_constitution_is_proposed_none(tmp_path, own):
    write(tmp_path, {"app.py": "", own: "# Ours\n"})
    begun = init(tmp_path)
    assert begun.proposals == ()
    assert "constitutions/main.md" not in begun.written
    assert (tmp_path / own).read_text() == "# Ours\n"


def test_what_stands_beside_a_specification_is_not_counted(tmp_path):
    stated = {"spec.md": "- **FR-001**: System MUST pay.\n", "research.md": "- **FR-001**: done\n- **FR-002**: not\n"}
    write(tmp_path, {f"specs/001-bank/{name}": text for name, text in stated.items()})
    assert ("specs/", "a specification with 1 numbered requirements") in [
        (one.source, one.what) for one in survey(tmp_path)
    ]
