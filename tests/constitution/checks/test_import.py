from __future__ import annotations

import importlib

import pytest

from harness.errors import DocumentError
from tests.constitution.checks.bench import doubts, job, places, seen

kind = importlib.import_module("harness.constitution.checks.import")


def found(check: str, data: str, path: str = "app/a.py") -> list[tuple[str, str]]:
    return places("import", check, path, data)


def test_a_forbidden_module_is_found_as_a_whole_or_as_what_is_taken():
    check = "forbid: { import: app.db }"
    assert found(check, "import app.db.models, os") == [("-", "app.db.models")]
    assert found(check, "from app.db import a, b") == [("-", "from app.db import a, b")]
    assert found(check, "from app import (a,\n db,\n c)") == [("-", "db")]
    assert found(check, "from app import a") == []
    assert found(check, "from . import db") == [("-", "from . import db")]


def test_a_relative_import_is_told_by_its_whole_name():
    [one] = seen("import", "forbid: { import: app.db, note: see x }", "app/web/a.py", "from ..db import x")
    assert one.note == "`..db` is `app.db`; see x"


def test_only_the_files_that_are_named_are_asked():
    options = job("import", "forbid: { import: { from: ['app/**', '!app/main.py'], of: db } }").options
    assert kind.looks_at(options, "app/x/a.py")
    assert kind.looks_at(options, "app/a.tsx")
    assert not kind.looks_at(options, "app/main.py")
    assert not kind.looks_at(options, "web/a.py")
    assert not kind.looks_at(options, "app/a.go")


def test_imports_for_types_count_unless_it_is_told_that_they_do_not():
    text = "if TYPE_CHECKING:\n  import db"
    assert found("forbid: { import: db }", text) == [("-", "import db")]
    assert found("forbid: { import: { of: db, type-checking: false } }", text) == []
    assert found("forbid: { import: { of: db, type-checking: false } }", "import type { A } from 'db'", "a.ts") == []


def test_names_can_be_told_from_a_folder():
    text, path = "from ..db import x", "services/pay/app/web/a.py"
    assert found("forbid: { import: app.db }", text, path) == []
    assert found("forbid: { import: { of: app.db, root: services/pay } }", text, path) == [("-", text)]


def test_a_required_module_is_shown_and_missed_in_each_file_where_everywhere_is_said():
    assert found("require: { import: logging }", "import logging") == [("+", "import logging")]
    assert found("require: { import: logging }", "import os") == []
    [one] = seen("import", "require: { import: [a, b], everywhere: true }", "x.py", "import os")
    assert (one.role, one.start, one.end, one.note) == ("violates", 0, 0, "it does not import `a` or `b`")
    assert found("require: { import: [a, b], everywhere: true }", "import b") == [("+", "import b")]


def test_javascript_is_asked_by_paths_and_packages():
    check = "forbid: { import: { of: [axios, 'src/db/**'] } }"
    text = "import a from 'axios';\nconst b = require('../db/client');\nimport c from './x'"
    assert found(check, text, "src/web/a.js") == [("-", "import a from 'axios'"), ("-", "require('../db/client')")]


def test_a_file_that_does_not_parse_is_in_doubt_at_its_line():
    [(line, reason)] = doubts("import", "forbid: { import: a }", "a.py", "import b\nimport\n")
    assert line == 2
    assert "not Python" in reason
    assert doubts("import", "forbid: { import: a }", "a.js", "require\n`")[0][0] == 2


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("forbid: { import: {} }", "import.of"),
        ("forbid: { import: '' }", "import.of"),
        ("forbid: { import: { of: ['!a'] } }", "excluded"),
        ("forbid: { import: { of: a, by: b } }", "import.by"),
        ("forbid: { import: { of: a, type-checking: 1 } }", "import.type-checking"),
        ("forbid: { import: 3 }", "import"),
        ("forbid: { import: a, at-least-one: true }", "nowhere"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused(check, said):
    with pytest.raises(DocumentError) as error:
        job("import", check)
    assert said in error.value.mistakes[0].what
