"""Names of modules mean files, in whatever layout a project has."""

from __future__ import annotations

import pytest

from harness.constitution.checks.dataflow.project.javascript_names import JavaScriptNames
from harness.constitution.checks.dataflow.project.python_names import PythonNames
from harness.constitution.checks.dataflow.project.resolution import Resolution, outside

FLAT = ["app/__init__.py", "app/db.py", "app/views/__init__.py", "app/views/users.py", "manage.py", "settings.py"]
SRC = ["src/shop/__init__.py", "src/shop/models.py", "tests/test_models.py", "src/plugins/one.py"]
MANY = [
    "services/api/api/__init__.py",
    "services/api/api/db.py",
    "services/api/run.py",
    "services/web/web/__init__.py",
    "services/web/main.py",
    "tools/helper.py",
    "tools/logging.py",
    "tests/mocks/requests.py",
    "scripts/x/__init__.py",
    "scripts/x/y.py",
    "scripts/x/z.py",
]


@pytest.mark.parametrize(
    ("paths", "importer", "name", "found"),
    [
        (FLAT, "manage.py", "app.db", "app/db.py"),
        (FLAT, "app/views/users.py", "app.db", "app/db.py"),
        (FLAT, "app/views/users.py", "app", "app/__init__.py"),
        (FLAT, "app/db.py", "settings", "settings.py"),
        (FLAT, "app/db.py", "app.views", "app/views/__init__.py"),
        (FLAT, "app/db.py", "app.nothing", None),
        (FLAT, "app/db.py", "flask", None),
        (FLAT, "app/db.py", "app..db", None),
        (SRC, "tests/test_models.py", "shop.models", "src/shop/models.py"),
        (SRC, "src/shop/models.py", "shop", "src/shop/__init__.py"),
        (SRC, "src/shop/models.py", "plugins.one", "src/plugins/one.py"),
        (SRC, "src/shop/models.py", "plugins", "src/plugins/"),
        (MANY, "services/api/run.py", "api.db", "services/api/api/db.py"),
        (MANY, "services/api/api/db.py", "api.db", "services/api/api/db.py"),
        (MANY, "services/web/main.py", "api.db", "services/api/api/db.py"),
        (MANY, "tools/helper.py", "helper", "tools/helper.py"),
        (MANY, "services/web/main.py", "helper", None),
        (MANY, "services/web/main.py", "logging", None),
        (MANY, "tools/helper.py", "logging", "tools/logging.py"),
        (MANY, "services/web/main.py", "requests", None),
        (MANY, "scripts/x/y.py", "z", "scripts/x/z.py"),
        (["x/json/a.py", "x/b.py", "y.py"], "y.py", "json.a", None),
        (["a.py", "a/__init__.py"], "b.py", "a", "a/__init__.py"),
        (["a.pyi", "b.py"], "b.py", "a", "a.pyi"),
        (["one/pkg/__init__.py", "two/pkg/__init__.py", "main.py"], "main.py", "pkg", None),
    ],
)
def test_an_absolute_name(paths: list[str], importer: str, name: str, found: str | None) -> None:
    assert PythonNames(paths).absolute(importer, name) == found


@pytest.mark.parametrize(
    ("importer", "level", "name", "found"),
    [
        ("app/views/users.py", 1, "", "app/views/__init__.py"),
        ("app/views/users.py", 2, "db", "app/db.py"),
        ("app/views/users.py", 2, "views.users", "app/views/users.py"),
        ("app/views/__init__.py", 1, "users", "app/views/users.py"),
        ("app/views/users.py", 9, "db", None),
        ("app/views/users.py", 2, "nothing", None),
    ],
)
def test_a_relative_name(importer: str, level: int, name: str, found: str | None) -> None:
    assert PythonNames(FLAT).relative(importer, level, name) == found


def test_what_an_import_of_a_submodule_binds() -> None:
    names = PythonNames([*FLAT, "lib/space/deep/one.py"])
    assert names.top("manage.py", "app.views.users") == "app/__init__.py"
    assert names.top("manage.py", "app.views") == "app/__init__.py"
    assert names.top("manage.py", "settings") == "settings.py"
    assert names.top("manage.py", "space.deep.one") == "lib/space/"
    assert names.top("manage.py", "os.path") is None


def test_submodules() -> None:
    names = PythonNames([*FLAT, "space/one.py"])
    assert names.submodule("app/__init__.py", "db") == "app/db.py"
    assert names.submodule("app/__init__.py", "no") is None
    assert names.submodule("app/db.py", "db") is None
    assert names.submodule("space/", "one") == "space/one.py"


@pytest.mark.parametrize(
    ("path", "dotted"),
    [
        ("app/db.py", "app.db"),
        ("app/__init__.py", "app"),
        ("app/views/users.py", "app.views.users"),
        ("manage.py", "manage"),
        ("src/shop/models.py", "shop.models"),
        ("src/plugins/one.py", "one"),
        ("src/plugins/", "plugins"),
    ],
)
def test_the_name_of_a_file(path: str, dotted: str) -> None:
    assert PythonNames([*FLAT, *SRC]).dotted(path) == dotted


JAVASCRIPT = ["src/db.ts", "src/routes/index.js", "src/routes/users.tsx", "lib/old.cjs", "server.mjs", "a.py"]


@pytest.mark.parametrize(
    ("importer", "module", "found"),
    [
        ("src/routes/users.tsx", "../db", "src/db.ts"),
        ("src/routes/users.tsx", "../db.js", "src/db.ts"),
        ("src/routes/users.tsx", ".", "src/routes/index.js"),
        ("src/routes/users.tsx", "./", "src/routes/index.js"),
        ("server.mjs", "./src/routes", "src/routes/index.js"),
        ("server.mjs", "./lib/old", "lib/old.cjs"),
        ("server.mjs", "./lib/old.cjs", "lib/old.cjs"),
        ("server.mjs", "../elsewhere", None),
        ("server.mjs", "./a.py", None),
        ("server.mjs", "express", None),
        ("src/routes/users.tsx", "@/db", "src/db.ts"),
        ("src/routes/users.tsx", "~/nothing", None),
        ("src/routes/users.tsx", "@scope/db", None),
    ],
)
def test_a_path_of_javascript(importer: str, module: str, found: str | None) -> None:
    assert JavaScriptNames(JAVASCRIPT).resolved(importer, module) == found


def test_each_language_has_its_own_names() -> None:
    resolution = Resolution([*FLAT, *JAVASCRIPT])
    assert resolution.module("manage.py", "app.db", 0) == "app/db.py"
    assert resolution.module("app/views/users.py", "db", 2) == "app/db.py"
    assert resolution.module("server.mjs", "./src/db", 0) == "src/db.ts"
    assert resolution.top("manage.py", "app.db") == "app/__init__.py"
    assert resolution.submodule("app/__init__.py", "db") == "app/db.py"
    assert resolution.submodule("src/routes/index.js", "users") is None
    assert (resolution.dotted("app/db.py"), resolution.dotted("src/db.ts")) == ("app.db", "")


def test_names_outside_of_the_project() -> None:
    assert outside("a.py", "os.path") == "os.path"
    assert outside("a.js", "node:fs/promises") == "fs.promises"
